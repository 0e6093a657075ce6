//! `doudi verify`: a stored record, checked alone, against its policy, and decided again.

use crate::program::Call;

/// A folder with the demo's record in it.
fn call(test: &str) -> Call {
    let call = Call::new(test);
    let ran = call.run("decide --policy demo.policy --facts facts.json --format json");
    assert_eq!(ran.status, 0, "{}", ran.err);
    call.with("record.json", ran.out)
}

#[test]
fn a_record_is_the_same_when_decided_again() {
    let call = call("verify_same");
    let ran = call.run("verify record.json --policy demo.policy --facts facts.json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.starts_with("identical: decided again with this policy"), "{}", ran.out);
    assert!(ran.out.contains("the record is consistent in itself"), "{}", ran.out);
    let ran = call.run_in("verify record.json --policy demo.policy --facts facts.json --lang zh");
    assert!(ran.out.starts_with("一致：按所给的政策"), "{}", ran.out);
    let ran = call.run("verify record.json --policy demo.policy --facts facts.json --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json, serde_json::json!({ "flaw": null, "identical": true, "inputs": [], "difference": null }));
}

#[test]
fn other_facts_are_named_and_what_they_change() {
    let call =
        call("verify_facts").with("other.json", include_str!("../demo/facts.json").replace("1500.00", "1600.00"));
    let ran = call.run("verify record.json --policy demo.policy --facts other.json");
    assert_eq!(ran.status, 1, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "not identical");
    assert!(lines[1].starts_with("  the facts (SHA-256): "), "{}", ran.out);
    assert_eq!(lines[2], "the first difference in the decision:");
    assert_eq!(lines[3], "  given, “support”, “Household”, “monthly”: 250 in the record, 200 when decided again");
    let ran = call.run("verify record.json --policy demo.policy --facts other.json --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json["identical"], false);
    assert_eq!(json["inputs"][0]["path"], "facts");
    assert_eq!(json["difference"]["path"], "measures[0].fields[0].value");
    assert_eq!(json["difference"]["again"], serde_json::json!({ "number": "200" }));
}

#[test]
fn another_policy_is_named() {
    let call = call("verify_policy");
    let call = call.with("other.policy", include_str!("../demo/demo.policy").replace("city: 1000", "city: 900"));
    let ran = call.run("verify record.json --policy other.policy --facts facts.json");
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.out.contains("\n  the policy, “demo”, `digest`: "), "{}", ran.out);
    assert!(ran.out.contains("“monthly”: 250 in the record, 150 when decided again\n"), "{}", ran.out);
}

#[test]
fn a_forged_record_is_not_believed() {
    let forged = call("verify_forged").read("record.json").replace("\"250\"", "\"950\"");
    let call = call("verify_forged").with("forged.json", forged);
    let ran = call.run("verify forged.json");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("the record is not consistent in itself: step "), "{}", ran.out);
    let ran = call.run("verify forged.json --policy demo.policy --facts facts.json");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("“monthly”: 950 in the record, 250 when decided again\n"), "{}", ran.out);
    assert!(ran.out.contains("the record was changed, or the engine is wrong\n"), "{}", ran.out);
}

/// A copy for others cannot be recomputed: the copy of a new decision is compared with it.
#[test]
fn a_copy_is_made_again_and_compared() {
    let policy = include_str!("../demo/demo.policy").replace("month \"工资\"", "month \"工资\" sensitive");
    let other = include_str!("../demo/facts.json").replace("1500.00", "1600.00");
    let call = call("verify_copy").with("private.policy", policy).with("other.json", other);
    let ran = call.run("decide --policy private.policy --facts facts.json --format json --redact");
    let call = call.with("copy.json", ran.out);
    let ran = call.run("verify copy.json --policy private.policy --facts facts.json");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("\nthis is a copy for others: it was compared with the copy of"), "{}", ran.out);
    let ran = call.run("verify copy.json --policy private.policy --facts other.json");
    assert!(ran.status == 1 && ran.out.starts_with("not identical\n"), "{}", ran.out);
    assert!(ran.out.contains("\na copy holds no digest of its facts: "), "{}", ran.out);
    for alone in ["verify copy.json", "verify copy.json --policy private.policy"] {
        let ran = call.run(alone);
        assert!(ran.status == 1 && ran.out.starts_with("this is a copy for others, what is personal withheld: "));
        assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    }
}

#[test]
fn a_record_alone_says_what_that_does_not_show() {
    let mut call = call("verify_alone");
    let ran = call.run("verify record.json");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("this does not show that the facts are true"), "{}", ran.out);
    call.stdin = call.read("record.json");
    assert_eq!(call.run("verify -").out, ran.out);
    call.stdin.clear();
    let ran = call.run("verify record.json --policy demo.policy");
    assert_eq!(ran.status, 0, "{}", ran.out);
    assert!(ran.out.contains("names, clauses and formulas are those of the policy"), "{}", ran.out);
    let relabelled = call.read("record.json").replace("按户保", "按人保");
    let ran = call.with("other.json", relabelled).run("verify other.json --policy demo.policy");
    assert_eq!(ran.status, 1);
}

#[test]
fn what_cannot_be_read_is_said_at_once() {
    let call = call("verify_wrong").with("wrong.json", r#"{"facts": {"area": "town"}}"#).with("settings.json", "[]");
    let ran = call.run("verify record.json --policy demo.policy --facts wrong.json --settings settings.json");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("town") && ran.err.contains("settings.json"), "{}", ran.err);
    let ran = call.run("verify facts.json");
    assert_eq!(ran.status, 1);
    assert!(ran.err.starts_with("`facts.json` is no decision record: "), "{}", ran.err);
    assert_eq!(call.run("verify record.json --facts facts.json").status, 2);
}
