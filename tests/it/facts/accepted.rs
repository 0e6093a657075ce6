//! Documents that are read, and their canonical form.

use super::policy;
use doudi::Limits;
use doudi::facts::Facts;

fn read(text: &str) -> Facts {
    Facts::from_json(&policy::schema(), text, &Limits::default()).unwrap_or_else(|wrong| panic!("{text}\n{wrong:#?}"))
}

/// Everything at once, as it is stored.
#[test]
fn canonical_form() {
    let facts = read(
        r#"{
            "given": {"members[1].countable_wage": 100.500, "means_test": true, "income_per_capita": "0.333333"},
            "discretions": [
                {"exception": "waive_means_test", "by": "乙", "on": "2020-05-06", "because": "单人户", "granted": false},
                {"because": "临时困难", "rule": "relief", "subject": "members[1]", "on": "2020-05-01", "by": "甲"}],
            "facts": {
                "homes": [],
                "members": [
                    {"wage": {"value": 1596.00, "from": "declared", "by": "本人", "on": "2020-04-30"}, "disability_grade": null},
                    {"ill_for": 24, "away_for": "-3", "disability_grade": 3.0, "born": "1950-02-28",
                     "incomes": [{"kind": "养老金", "amount": "0"}, {}], "employer": "未登记"}],
                "note": "控制\u0007\n字符\"\\", "visited": null, "share": "0.300", "assets": -0.50, "area": "second"},
            "date": "2020-05-06"}"#,
    );
    let expected = concat!(
        r#"{"date":"2020-05-06","facts":{"area":"second","assets":"-0.5","note":"控制\u0007\n字符\"\\","visited":null,"share":"0.3","#,
        r#""homes":[],"members":[{"wage":{"value":"1596","by":"本人","on":"2020-04-30","from":"declared"},"disability_grade":null},"#,
        r#"{"born":"1950-02-28","disability_grade":"3","ill_for":"24","away_for":"-3","employer":"未登记","#,
        r#""incomes":[{"amount":"0","kind":"养老金"},{}]}]},"#,
        r#""discretions":[{"rule":"relief","subject":"members[1]","granted":true,"by":"甲","on":"2020-05-01","because":"临时困难"},"#,
        r#"{"exception":"waive_means_test","granted":false,"by":"乙","on":"2020-05-06","because":"单人户"}],"#,
        r#""given":{"income_per_capita":"0.333333","means_test":true,"members[1].countable_wage":"100.5"}}"#,
    );
    assert_eq!(facts.to_json(), expected);
    assert_eq!(facts.date().map(|date| date.to_string()).as_deref(), Some("2020-05-06"));

    // What is stored binds to the same facts, and can be verified without the engine.
    let again = read(&facts.to_json());
    assert_eq!((again.to_json(), again.digest()), (facts.to_json(), facts.digest()));
    use sha2::{Digest, Sha256};
    let undated = expected.replacen(r#""date":"2020-05-06","#, "", 1);
    let by_hand: String = Sha256::digest(undated.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(facts.digest_hex(), by_hand);
}

/// An officer's discretion counts from its day on, whoever names the day of the decision.
#[test]
fn a_discretion_of_a_later_day_decides_nothing() {
    use doudi::{DecideError, diagnostic::Locale};
    let policy = policy::policy();
    let facts = |on: &str| {
        let text = format!(
            r#"{{"facts": {{"members": [{{}}]}}, "discretions": [
                {{"exception": "waive_means_test", "by": "甲", "on": "2020-05-06", "because": "查实"}},
                {{"rule": "relief", "subject": "members[0]", "by": "乙\u0007", "on": "{on}", "because": "查实"}}]}}"#
        );
        policy.facts_json(&text).unwrap_or_else(|error| panic!("{error}"))
    };
    let (today, later, day) = (facts("2020-05-06"), facts("2020-05-07"), policy::day("2020-05-06"));
    assert!(policy.decide(&today, day).is_ok());
    assert!(policy.decide(&later, policy::day("2020-05-07")).is_ok());
    let refused = policy.decide(&later, day).unwrap_err();
    assert_eq!(policy.decider().decide(&later, day).unwrap_err(), refused);
    assert!(matches!(&refused, DecideError::LaterDiscretion { name, .. } if name == "relief"));
    let messages = [Locale::ZhCn, Locale::En].map(|locale| refused.message(locale));
    let expected = [
        "\"乙\\u{7}\" 对 `relief` 的裁量作于 2020-05-07，晚于决定日期 2020-05-06",
        "the discretion of \"乙\\u{7}\" on `relief` is of 2020-05-07, later than the decision date 2020-05-06",
    ];
    assert_eq!(messages, expected);
}

/// The same facts have the same digest however they are written.
#[test]
fn same_facts_same_digest() {
    let same = [
        r#"{"facts": {"assets": "1596", "area": "first", "members": [{"wage": 0, "incomes": []}]}}"#,
        r#"{"facts": {"members": [{"incomes": [], "wage": "0.00"}], "area": "first", "assets": 1596.00}}"#,
        r#"{ "facts" : { "area":"\u0066irst","assets":{"value":"1596.000"},"members":[{"wage":-0,"incomes":[]}]} , "date":"2020-05-06" }"#,
        r#"{"facts": {"assets": 1596, "area": "first", "members": [{"wage": 0.0, "incomes": []}]}, "discretions": [], "given": {}}"#,
    ];
    let digests: Vec<_> = same.iter().map(|text| read(text).digest_hex()).collect();
    assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:#?}");
    let discretions = |first: &str, second: &str| {
        let one = |rule: &str| format!(r#"{{{rule}, "by": "甲", "on": "2020-05-06", "because": "查实"}}"#);
        read(&format!(r#"{{"facts": {{}}, "discretions": [{}, {}]}}"#, one(first), one(second))).digest()
    };
    let (rule, exception) = (r#""rule": "filing""#, r#""exception": "waive_means_test""#);
    assert_eq!(discretions(rule, exception), discretions(exception, rule));
}

/// Facts that differ have different digests.
#[test]
fn other_facts_other_digest() {
    let different = [
        r#"{"facts": {}}"#,
        r#"{"facts": {"registered": false}}"#,
        r#"{"facts": {"registered": true}}"#,
        r#"{"facts": {"visited": null}}"#,
        r#"{"facts": {"homes": []}}"#,
        r#"{"facts": {"homes": [{}]}}"#,
        r#"{"facts": {"homes": [{"rent": 1}, {}]}}"#,
        r#"{"facts": {"homes": [{}, {"rent": 1}]}}"#,
        r#"{"facts": {"note": ""}}"#,
        r#"{"facts": {"note": "\u00e9"}}"#,
        r#"{"facts": {"note": "e\u0301"}}"#,
        r#"{"facts": {"assets": 1}}"#,
        r#"{"facts": {"assets": {"value": 1, "by": "甲"}}}"#,
        r#"{"facts": {"assets": {"value": 1, "from": "甲"}}}"#,
        r#"{"facts": {}, "given": {"means_test": true}}"#,
        r#"{"facts": {}, "discretions": [{"rule": "filing", "by": "甲", "on": "2020-05-06", "because": "查实"}]}"#,
        r#"{"facts": {}, "discretions": [{"rule": "filing", "granted": false, "by": "甲", "on": "2020-05-06", "because": "查实"}]}"#,
    ];
    let digests: std::collections::BTreeSet<_> = different.iter().map(|text| read(text).digest()).collect();
    assert_eq!(digests.len(), different.len());
}

/// Bounds hold to the last unit.
#[test]
fn on_the_bound() {
    for facts in [
        r#"{"share": 0}"#,
        r#"{"share": "1.000000"}"#,
        r#"{"assets": "999999999999999.99"}"#,
        r#"{"assets": "-999999999999999.990000"}"#,
        r#"{"members": [{"disability_grade": 1}, {"disability_grade": 4}, {"wage": 0.01}]}"#,
        r#"{"members": [{"born": "1900-01-01"}, {"born": "2200-12-31"}, {"born": "2000-02-29"}]}"#,
        r#"{"members": [{"away_for": 999999999999999}]}"#,
        r#"{"note": "𠮷\ud842\udfb7"}"#,
    ] {
        read(&format!("{{\"facts\": {facts}}}"));
    }
}

/// Facts are about people: `Debug` does not show them.
#[test]
fn debug_shows_no_fact() {
    let facts = read(r#"{"facts": {"note": "李某某", "assets": "4401061950"}}"#);
    let shown = format!("{facts:?}");
    assert!(!shown.contains("李某某") && !shown.contains("4401061950") && shown.contains(&facts.digest_hex()));
}

/// What the policy itself reads is the same, and it decides only on facts read for it.
#[test]
fn by_the_policy() {
    let text = r#"{"date": "2020-05-06", "facts": {"area": "first", "assets": 50}}"#;
    let policy = policy::policy();
    let facts = policy.facts_json(text).unwrap();
    assert_eq!(facts.digest(), read(text).digest());
    assert!(policy.decide(&facts, policy::day("2020-05-06")).is_ok());
    assert!(policy.decide(&read(text), policy::day("2020-05-06")).is_err());
    let built = policy.facts().set("area", "first").set("assets", "50.00").date(policy::day("2020-05-06")).build();
    assert_eq!(built.unwrap().to_json(), facts.to_json());
}
