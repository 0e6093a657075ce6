//! What a month is set against: the ledger, what began, changed and ended, and why.

use super::{APRIL, MAY, PREVIOUS, april, call, changes, lines, may, may_again};
use serde_json::Value;

#[test]
fn the_ledger_says_what_was_decided_and_by_which_clause() {
    let call = call("compare_ledger");
    let ran = april(&call);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "april: rows in the register: 4 = decided 4 + bad 0\n");
    let ledger = lines(&call, "april/ledger.jsonl");
    let ids: Vec<&str> = ledger.iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(ids, ["A", "B", "C", "D"]);
    let a = &ledger[0];
    assert_eq!((&a["group"], &a["date"], &a["status"]), (&"东县".into(), &"2020-04-30".into(), &"complete".into()));
    assert_eq!(a["measures"][0]["who"], "members#2");
    let support = serde_json::json!({
        "measure": "support", "rule": "support", "subject": "", "clauses": ["示例〔2020〕1号 二"],
        "choices": {}, "values": { "monthly": "350" }
    });
    assert_eq!(a["measures"][1], support);
    let care = serde_json::json!({
        "kind": "rule", "rule": "care", "subject": "members[1]", "who": "members#2",
        "clauses": ["示例〔2020〕1号 九"], "measures": ["care"], "declined": false
    });
    assert_eq!(a["open"], serde_json::json!([care]));
    assert_eq!(a["carried"]["on_roll"], true);
    assert_eq!(a["carried"]["members#2.ill"], true);
    // What was not asked of the first month is not known, and never silently false.
    let c = &ledger[2];
    assert_eq!(c["status"], "complete");
    assert_eq!(c["measures"], serde_json::json!([]));
}

#[test]
fn a_decision_id_names_a_decision_that_can_be_made_again() {
    let call = call("compare_id");
    april(&call);
    let row: Value = serde_json::from_str(APRIL.lines().next().expect("a row")).expect("JSON");
    let mut facts = row["facts"].clone();
    for member in facts["members"].as_array_mut().expect("members") {
        member.as_object_mut().expect("a member").remove("id");
    }
    let call = call.with("a.json", serde_json::json!({ "facts": facts }).to_string());
    let ran = call.run("decide --policy relief.policy --facts a.json --on 2020-04-30 --format json");
    let record = doudi::Record::from_json(&ran.out).expect("a record");
    let parts = [
        &record.format,
        &record.engine,
        &*record.policy.digest,
        &*record.settings,
        &*record.facts,
        &record.date.to_string(),
    ];
    use sha2::{Digest, Sha256};
    let id: String = Sha256::digest(parts.join("\n")).iter().map(|byte| format!("{byte:02x}")).collect();
    let a = &lines(&call, "april/ledger.jsonl")[0];
    assert_eq!((&a["decision"], &a["facts"]), (&id.into(), &record.facts.to_string().into()));
}

#[test]
fn changes_say_what_began_changed_and_ended_and_why() {
    let call = call("compare_changes");
    april(&call);
    let ran = may(&call);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 3, 5, 6, 7, 8, 10, 11]);
    assert_eq!(
        rows,
        [
            "A|ended|members[1]|visit||||`newly ill` no longer holds|示例〔2020〕1号 九",
            "A|open|members[0]|care||||`care` may be given: an officer was to decide already last month|示例〔2020〕1号 九",
            "B|new||ledger finding|finding: dropped|||now `dropped` holds|示例〔2020〕1号 七",
            "B|changed||support||a month: 399.50 yuan a month|a month: 398.50 yuan a month|values changed: a month|示例〔2020〕1号 二",
            "C|new||support|||a month: 0.01 yuan a month|now `support` holds|示例〔2020〕1号 二",
            "C|new||ledger finding|finding: uncovered|||now `uncovered` holds|示例〔2020〕1号 七",
            "D|ended||support||a month: 500.00 yuan a month||the household is not in this month's register|示例〔2020〕1号 二",
        ]
    );
    // A's members changed places, and 2 is ill since April; of E nothing is known.
    let e = &lines(&call, "may/ledger.jsonl")[3];
    // What last month does not say stays unknown, and the rule that asks for it undecided.
    let missing: Vec<&Value> = e["undetermined"].as_array().expect("rules").iter().map(|r| &r["missing"]).collect();
    assert!(missing.contains(&&serde_json::json!(["members[0].wage"])), "{missing:?}");
    assert!(missing.contains(&&serde_json::json!(["was_on_roll", "members[0].wage"])), "{missing:?}");
}

#[test]
fn what_ends_says_which_part_failed() {
    let richer =
        MAY.replace("\"wage\":301.5", "\"wage\":\"700.25\"").replace("\"wage\":0,\"ill\":true", "\"wage\":\"1000\"");
    let call = call("compare_failed").with("may.jsonl", richer);
    april(&call);
    may(&call);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 10]);
    // What failed is told as it is, with its two sides, and not as if it held.
    let low = |income: &str, more: &str| {
        format!(
            "`support` no longer holds: income per head {income} yuan a month is not below standard 600.00 yuan a month ({more} yuan a month more)"
        )
    };
    assert_eq!(rows[0], "A|ended|visit|`newly ill` no longer holds");
    assert_eq!(rows[1], format!("A|ended|support|{}", low("750.00", "150.00")));
    assert!(rows.contains(&format!("B|ended|support|{}", low("600.25", "0.25"))), "{rows:?}");
    assert!(!rows.iter().any(|row| row.contains("below the standard")), "{rows:?}");
    let zh = call.run_in(&format!(
        "compare --policy relief.policy --register may.jsonl --on 2020-05-31 --out zh --ledger april/ledger.jsonl {PREVIOUS} --lang zh"
    ));
    assert_eq!(zh.status, 0, "{}", zh.err);
    let rows = changes(&call, "zh/changes.csv", &[0, 1, 5, 7, 10]);
    let low = "不再符合“补助”：人均收入 750.00 元/月，不低于标准 600.00 元/月（高出 150.00 元/月）";
    assert_eq!(rows[1], format!("A|终止|补助|每月：350.00 元/月|{low}"));
    assert!(call.read("zh/changes.csv").starts_with("\u{feff}户号,类别,"));
}

#[test]
fn what_was_left_to_an_officer_begins_and_ends_with_the_officer() {
    let granted = MAY.lines().next().expect("a row").replace(
        "]}}",
        "]},\"discretions\":[{\"rule\":\"care\",\"subject\":\"members[0]\",\"by\":\"王\",\"on\":\"2020-05-02\",\"because\":\"困难\"}]}",
    );
    let call = call("compare_open").with("may.jsonl", granted);
    april(&call);
    let ran = may(&call);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 8, 10]);
    assert_eq!(
        rows[0],
        "A|new|care|a month: 50.00 yuan a month|last month it was open to an officer, who has granted it"
    );
    let call = call.with("june.jsonl", MAY);
    call.run(&format!(
        "compare --policy relief.policy --register june.jsonl --on 2020-06-30 --out june --ledger may/ledger.jsonl {PREVIOUS}"
    ));
    let rows = changes(&call, "june/changes.csv", &[0, 1, 5, 7, 10]);
    assert_eq!(
        rows[0],
        "A|ended|care|a month: 50.00 yuan a month|`care` is open to an officer, who has not granted it"
    );
}

#[test]
fn what_cannot_be_decided_this_month_has_not_ended() {
    let call = call("compare_missing").with("may.jsonl", MAY.replace("\"id\":\"1\",\"wage\":301.5", "\"id\":\"1\""));
    april(&call);
    may(&call);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 10]);
    let says =
        "B|unclear|support|`support` cannot be decided this month for want of: wage of member 1 (members[0].wage)";
    assert!(rows.contains(&says.to_owned()), "{rows:?}");
    let call = call.with("june.jsonl", MAY);
    call.run(&format!(
        "compare --policy relief.policy --register june.jsonl --on 2020-06-30 --out june --ledger may/ledger.jsonl {PREVIOUS}"
    ));
    let rows = changes(&call, "june/changes.csv", &[0, 1, 5, 10]);
    let says = "B|new|support|last month it could not be decided for want of facts; now `support` holds";
    assert!(rows.contains(&says.to_owned()), "{rows:?}");
}

#[test]
fn the_same_measure_by_another_rule_has_changed() {
    let renamed = include_str!("../../register/relief.policy")
        .replace("rule support \"补助\" \"support\"", "rule relief \"救助\" \"relief rule\"");
    let call = call("compare_rule").with("renamed.policy", renamed);
    april(&call);
    let ran = call.run(
        "compare --policy renamed.policy --register april.jsonl --on 2020-05-31 --out may --ledger april/ledger.jsonl",
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 10]);
    assert_eq!(rows[0], "A|changed|support|given by another rule: `support` before, `relief rule` now");
}

#[test]
fn a_household_in_a_bad_row_is_neither_kept_nor_ended() {
    let broken = MAY.replace("\"wage\":301.5", "\"wage\":\"3,01\"");
    let call = call("compare_unclear").with("may.jsonl", &broken);
    april(&call);
    let ran = may(&call);
    assert_eq!((ran.status, ran.err.as_str()), (0, "bad rows: 1, see may/bad-rows.jsonl\n"));
    let rows = changes(&call, "may/changes.csv", &[0, 1, 10]);
    let says = "B|unclear|row 2 of this month's register is bad, so that nothing could be decided";
    assert!(rows.contains(&says.to_owned()), "{rows:?}");
    // A row without a readable id may be anybody's: D is then not said to have gone.
    let call = may_again(call.with("may.jsonl", broken.replace("{\"id\":\"B\",", "{")));
    let says = "D|unclear|the household is not in this month's register, but the id of 1 of its rows cannot be read";
    assert!(changes(&call, "may/changes.csv", &[0, 1, 10]).contains(&says.to_owned()));
}

#[test]
fn the_register_goes_before_last_month() {
    let says = MAY.replace(
        "\"B\",\"county\":\"东县\",\"facts\":{",
        "\"B\",\"county\":\"东县\",\"facts\":{\"was_on_roll\":false,",
    );
    let call = call("compare_own").with("may.jsonl", says);
    april(&call);
    may(&call);
    let b = &lines(&call, "may/ledger.jsonl")[1];
    assert_eq!(b["measures"][1]["choices"], serde_json::json!({ "finding": "uncovered" }));
}

#[test]
fn entries_are_known_by_their_ids() {
    let call = call("compare_entries");
    april(&call);
    may(&call);
    let a = &lines(&call, "may/ledger.jsonl")[0];
    assert!(a["measures"].as_array().expect("measures").iter().all(|measure| measure["measure"] != "visit"), "{a}");
    // Without ids nobody can say who was ill last month: the policy's own default stands.
    let plain =
        |text: &str| text.replace("{\"id\":\"1\",", "{").replace("{\"id\":\"2\",", "{").replace("{\"id\":\"1\"}", "{}");
    let call = may_again(call.with("may.jsonl", plain(MAY)));
    let a = &lines(&call, "may/ledger.jsonl")[0];
    assert_eq!((&a["measures"][0]["measure"], &a["measures"][0]["subject"]), (&"visit".into(), &"members[0]".into()));
    let summary: Value = serde_json::from_str(&call.read("may/summary.json")).expect("JSON");
    assert_eq!(summary["households"]["not_carried"], 4);
}
