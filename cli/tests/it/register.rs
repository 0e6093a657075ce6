//! `doudi register`: synthetic registers.

use crate::program::Call;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

#[test]
fn the_same_seed_gives_the_same_register() {
    let call = Call::new("register_same");
    let made = |args: &str| {
        let ran = call.run(&format!("register {args}"));
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args}");
        ran.out
    };
    let first = made("--households 30 --seed 5");
    assert_eq!(first, made("--households 30 --seed 5"));
    assert_eq!(first.lines().count(), 30);
    assert_ne!(first, made("--households 30 --seed 6"));
    // More households do not change those there are.
    assert!(made("--households 40 --seed 5").starts_with(&first));
}

#[test]
fn the_same_seed_gives_the_same_register_on_every_machine() {
    let call = Call::new("register_pinned").with("relief.policy", include_str!("../register/relief.policy"));
    let mut digests = Vec::new();
    for format in ["jsonl", "csv"] {
        call.run(&format!(
            "register --policy relief.policy --households 100 --seed 5 --month 3 --damage 50 --format {format} --out r"
        ));
        let made = std::fs::read(call.folder.join("r")).expect("a register");
        digests.push(Sha256::digest(made).iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
    // Whoever changes what is made up changes these; nothing else may.
    assert_eq!(
        digests,
        [
            "482035e32aa70aac0e9cc6076dfd935e95b013ba3ae7430a6e3861f6dd269142",
            "2b6948683f8365d13c52fe64b2c69b0d818b1d465c2a7d4bf3ebdd69883e6c2f"
        ]
    );
}

#[test]
fn a_register_fits_its_policy_in_both_forms() {
    let call = Call::new("register_fits").with("relief.policy", include_str!("../register/relief.policy"));
    for (policy, on) in
        [("guangdong-2020", "2020-05-06"), ("relief.policy", "2020-05-06"), ("demo.policy", "2020-05-06")]
    {
        for format in ["jsonl", "csv"] {
            let made = call.run(&format!("register --policy {policy} --households 60 --format {format}"));
            let call = Call { folder: call.folder.clone(), stdin: made.out, env: Vec::new() };
            let out = format!("{policy}-{format}");
            let ran =
                call.run(&format!("compare --policy {policy} --register - --format {format} --on {on} --out {out}"));
            assert_eq!(ran.out, format!("{out}: rows in the register: 60 = decided 60 + bad 0\n"), "{}", ran.err);
        }
        let [jsonl, csv] = ["jsonl", "csv"].map(|format| call.read(&format!("{policy}-{format}/ledger.jsonl")));
        assert_eq!(jsonl, csv, "{policy}");
    }
}

#[test]
fn households_lie_on_both_sides_of_the_thresholds() {
    let call = Call::new("register_spread");
    let made = call.run("register --households 150 --county-count 3");
    let call = Call { folder: call.folder.clone(), stdin: made.out, env: Vec::new() };
    assert_eq!(call.run("compare --policy guangdong-2020 --register - --on 2020-05-06 --out out").status, 0);
    let summary: serde_json::Value = serde_json::from_str(&call.read("out/summary.json")).expect("JSON");
    let measures = summary["totals"]["measures"].as_array().expect("measures").iter();
    let given = measures.filter_map(|measure| measure["now"].as_u64());
    let some = given.filter(|given| (15..135).contains(given)).count();
    assert!(some >= 3, "{summary}");
    assert_eq!(summary["groups"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_month_changes_some_and_leaves_most() {
    let call = Call::new("register_months");
    let made = |month: u32| call.run(&format!("register --households 200 --month {month}")).out;
    let (first, second) = (made(1), made(2));
    let first: BTreeSet<&str> = first.lines().collect();
    let second: BTreeSet<&str> = second.lines().collect();
    let same = first.intersection(&second).count();
    assert!((60..190).contains(&same), "{same} of 200 are the same");
    let third = made(3);
    assert!(third.lines().count() > 180);
}

#[test]
fn damage_spoils_as_many_rows_as_it_says() {
    let call = Call::new("register_damage").with("relief.policy", include_str!("../register/relief.policy"));
    for format in ["jsonl", "csv"] {
        call.run(&format!("register --policy relief.policy --households 200 --damage 1000 --format {format} --out r"));
        let ran = call.run(&format!(
            "compare --policy relief.policy --register r --format {format} --on 2020-05-06 --out {format}"
        ));
        assert!(ran.out.contains("rows in the register: 200 = "), "{}{}", ran.out, ran.err);
        let bad = call.read(&format!("{format}/bad-rows.jsonl")).lines().count();
        // A row with the id of one that is itself spoilt and has none is no longer a second.
        assert!((150..=200).contains(&bad), "{format}: {bad}");
    }
}
