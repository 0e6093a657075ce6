//! A register is held together: nobody is in two households, and last month's ledger is the one that was
//! written.

use super::{APRIL, april, call, changes, may};
use crate::program::Call;
use serde_json::Value;

#[test]
fn a_member_in_two_households_is_told_with_both_rows() {
    let row = |id: &str, member: &str| {
        format!(
            "{{\"id\":\"{id}\",\"facts\":{{\"on_roll\":true,\"rent\":null,\"members\":[{{\"id\":\"1\",\"wage\":1}},{{\"id\":\"{member}\",\"wage\":2}}]}}}}\n"
        )
    };
    let register = [row("A", "P1"), row("B", "P2"), row("C", "P1"), row("D", "P1"), row("E", "P5")].concat();
    let call = call("held_person").with("april.jsonl", register);
    let ran = april(&call);
    let said = "members who are in two households: 2, see april/same-person.csv\n";
    assert_eq!((ran.status, ran.err.as_str()), (0, said));
    let rows = changes(&call, "april/same-person.csv", &[0, 1, 2, 3, 4, 5]);
    assert_eq!(rows, ["P1|members|C|3|A|1", "P1|members|D|4|A|1"]);
    // A place in the household is nobody's own number, and is not passed over in silence.
    let summary: Value = serde_json::from_str(&call.read("april/summary.json")).expect("JSON");
    assert_eq!((&summary["same_person"], &summary["numbered"]), (&2.into(), &5.into()));
    assert!(
        call.read("april/summary.md")
            .contains("members numbered within their household, who cannot be told from others': 5")
    );
    // Both households are decided: whose the member is, the register has to say.
    assert_eq!(summary["rows"]["decided"], 5);
}

fn refused(call: &Call, ledger: &str, more: &str, says: &str) {
    let ran = call.run(&format!(
        "compare --policy relief.policy --register may.jsonl --on 2020-05-31 --out out --ledger {ledger}{more}"
    ));
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{says}: {}", ran.err);
    assert!(ran.err.contains(says), "{says}: {}", ran.err);
    assert!(!call.folder.join("out").exists());
}

#[test]
fn a_ledger_that_lost_or_changed_a_line_is_refused() {
    let call = call("held_ledger");
    april(&call);
    let ledger = call.read("april/ledger.jsonl");
    let lines: Vec<&str> = ledger.split_inclusive('\n').collect();
    let (last, households) = lines.split_last().expect("lines");
    let end: Value = serde_json::from_str(last).expect("JSON");
    assert_eq!((&end["end"]["households"], &end["end"]["policy"]), (&4.into(), &"relief".into()));
    // Cut at the end of every line: none of the pieces is a ledger.
    for kept in 1..lines.len() {
        let call = Call { stdin: String::new(), env: Vec::new(), folder: call.folder.clone() };
        refused(&call.with("cut.jsonl", lines[..kept].concat()), "cut.jsonl", "", "it was cut");
    }
    let call = call.with("empty.jsonl", "");
    refused(&call, "empty.jsonl", "", "`empty.jsonl` is no ledger");
    for without in 0..households.len() {
        let fewer: String =
            households.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, line)| *line).collect();
        let call = Call { stdin: String::new(), env: Vec::new(), folder: call.folder.clone() };
        let says = "says that it holds 4 households, and holds 3";
        refused(&call.with("fewer.jsonl", fewer + last), "fewer.jsonl", "", says);
    }
    let call = call.with("other.jsonl", ledger.replace("\"monthly\":\"350\"", "\"monthly\":\"351\""));
    refused(&call, "other.jsonl", "", "are not those that its last line was written for");
    let call = call.with("two.jsonl", format!("{ledger}{}", lines[0]));
    refused(&call, "two.jsonl", "", "line 6 of `two.jsonl` stands behind the one that ends it");
    let call = call.with("old.jsonl", households.concat().replace("doudi-ledger/2", "doudi-ledger/1"));
    refused(&call, "old.jsonl", "", "was written by an older doudi (doudi-ledger/1)");
    // The summary knows the same, and next month's names the file.
    let summary: Value = serde_json::from_str(&call.read("april/summary.json")).expect("JSON");
    assert_eq!(may(&call).status, 0);
    let next: Value = serde_json::from_str(&call.read("may/summary.json")).expect("JSON");
    assert_eq!(summary["ledger"]["households"], 4);
    assert_eq!(summary["ledger"]["sha256"], next["run"]["last"]);
}

#[test]
fn a_ledger_of_another_policy_is_refused_and_a_newer_version_is_not() {
    let relief = include_str!("../../register/relief.policy");
    let call = call("held_policy")
        .with("newer.policy", relief.replace("from 2020-01-01 = 600", "from 2020-01-01 = 601"))
        .with("other.policy", relief.replace("policy relief", "policy relief_2020"));
    april(&call);
    let compare = |policy: &str, out: &str, more: &str| {
        call.run(&format!(
            "compare --policy {policy} --register may.jsonl --on 2020-05-31 --out {out} --ledger april/ledger.jsonl{more}"
        ))
    };
    let ran = compare("newer.policy", "newer", "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(call.read("newer/summary.md").contains("last month's ledger was made with another version of this policy"));
    let ran = compare("other.policy", "other", "");
    let says = "is the ledger of the policy `relief`, and this is `relief_2020`. If `relief_2020` follows `relief`, say so: --ledger-of relief";
    assert!(ran.status == 2 && ran.err.contains(says), "{}", ran.err);
    let ran = compare("other.policy", "other", " --ledger-of relief");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let ran = compare("relief.policy", "third", " --ledger-of relief_2020");
    assert!(ran.status == 2 && ran.err.contains("and not of `relief_2020`"), "{}", ran.err);
}

#[test]
fn what_is_open_to_an_officer_is_in_the_lists_of_the_month() {
    let call = call("held_open");
    april(&call);
    // Also in the first month.
    let rows = changes(&call, "april/changes.csv", &[0, 1, 4, 5, 10]);
    assert_eq!(rows, ["A|open|members#2|care|`care` may be given: an officer is to decide"]);
    let page = call.read("april/summary.md");
    assert!(page.contains("- open to an officer: 1\n"), "{page}");
    assert!(
        page.contains(
            "## Open to an officer\n\n| rule | may give | now |\n| --- | --- | ---: |\n| care | care | 1 |\n"
        ),
        "{page}"
    );
    let summary: Value = serde_json::from_str(&call.read("april/summary.json")).expect("JSON");
    assert_eq!(summary["totals"]["open"], serde_json::json!([{ "name": "care", "measures": ["care"], "now": 1 }]));
    // An officer who looked and declined has nothing left to do.
    let declined = APRIL.lines().next().expect("a row").replace(
        "]}}",
        "]},\"discretions\":[{\"rule\":\"care\",\"subject\":\"members[1]\",\"granted\":false,\"by\":\"王\",\"on\":\"2020-04-02\",\"because\":\"不符\"}]}",
    );
    let call = call.with("april.jsonl", declined);
    let ran = call.run("compare --policy relief.policy --register april.jsonl --on 2020-04-30 --out declined");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(changes(&call, "declined/changes.csv", &[0]).is_empty());
}

#[test]
fn a_register_may_call_its_households_as_the_office_does_and_write_dates_as_its_spreadsheet() {
    let policy = include_str!("../../register/relief.policy")
        .replace("  ill: truth", "  born: date or none \"出生\" default none\n  ill: truth");
    let csv = "户号,乡镇,on_roll,rent,members[0].wage,members[0].born,members[0].ill\n\
               A,甲,是,(none),1,1980/5/5,否\nB,乙,对,(none),1,1980/5/5,否\nC,乙,是,(none),1,1980/13/5,否\n";
    let call = call("held_columns").with("born.policy", policy).with("r.csv", csv);
    let ran =
        call.run("compare --policy born.policy --register r.csv --id 户号 --group 乡镇 --on 2020-04-30 --out out");
    assert_eq!((ran.status, ran.out.as_str()), (0, "out: rows in the register: 3 = decided 1 + bad 2\n"));
    let bad = call.read("out/bad-rows.jsonl");
    assert!(bad.contains("这里填 是 或 否（true、false 也可以）") && bad.contains("members[0].born"), "{bad}");
}
