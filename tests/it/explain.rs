//! What a decision says, and that no word of its record can be changed unnoticed.

use doudi::decision::Record;
use doudi::decision::check::{check, check_against};
use doudi::diagnostic::Locale;
use doudi::{Date, Policy, Sources, explain};
use serde::Deserialize;
use serde_json::Value;

const POLICY: &str = include_str!("explain/relief.policy");
const NOTICE: &str = include_str!("explain/notice.txt");

fn policy() -> Policy {
    let sources = Sources::new().policy("relief.policy", POLICY).text("notice.txt", NOTICE);
    Policy::load(sources).unwrap_or_else(|error| panic!("{error}"))
}

/// A decision under the policy, with the work cost rate set unless `rate` is empty.
fn decide(facts: &str, rate: &str) -> (Policy, Record) {
    let mut policy = policy();
    if !rate.is_empty() {
        let settings = format!(r#"{{"parameters": {{"cost_rate": {{"source": "某市民政局", "value": "{rate}"}}}}}}"#);
        policy = policy.with_settings(&policy.settings_json(&settings).unwrap());
    }
    let facts = policy.facts_json(facts).unwrap_or_else(|error| panic!("{error}"));
    let record = policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record();
    (policy, record)
}

const FAMILY: &str = r#"{"facts": {"area": "south", "savings": "3000.00", "rent": "100.00", "members": [
    {"born": "1980-02-29", "wage": {"value": "1696.00", "by": "张三", "on": "2020-05-01", "from": "checked"}, "grade": null, "sick": false},
    {"born": "1985-01-01", "wage": 0, "grade": 2, "sick": false},
    {"born": "2015-01-01", "wage": 0, "grade": null, "sick": false}]}}"#;

const WAIVED: &str = r#"{"facts": {"area": "south", "members": [
    {"born": "1980-02-29", "wage": "2600", "grade": 1, "sick": true},
    {"born": "1985-01-01", "wage": 0, "grade": null, "sick": false}]},
    "discretions": [
      {"exception": "waive_means_test", "by": "李四", "on": "2020-05-05", "because": "一级残疾"},
      {"rule": "discretionary", "granted": false, "by": "李四", "on": "2020-05-05", "because": "已按户救助"}]}"#;

const UNKNOWN: &str = r#"{"facts": {"area": "south", "savings": "3000.00", "members": [
    {"born": "1980-02-29", "grade": null, "sick": false},
    {"born": "1985-01-01", "wage": "600", "grade": 3}]}}"#;

const EMPTY: &str = r#"{"facts": {"area": "north", "savings": "10", "members": []}}"#;

const CASES: [(&str, &str); 6] = [(FAMILY, "0"), (FAMILY, ""), (WAIVED, "0.3"), (UNKNOWN, "0"), (UNKNOWN, ""), (EMPTY, "0")];

#[test]
fn every_record_is_found_right() {
    for (facts, rate) in CASES {
        let (policy, record) = decide(facts, rate);
        check(&record).unwrap();
        check_against(&record, policy.model()).unwrap();
        let stored = Record::from_json(&record.to_json()).unwrap();
        assert_eq!(stored, record);
    }
}

/// Whether a place of the record is one that neither the steps nor the policy determine.
fn is_free(path: &str) -> bool {
    let free = ["/engine", "/policy/digest", "/settings", "/facts"];
    let provenance = path.contains("/provenance");
    let officer = path.starts_with("/discretions/") && (path.ends_with("/by") || path.ends_with("/on") || path.ends_with("/because"));
    free.contains(&path) || provenance || officer
}

/// Every way to change one place of a JSON value a little.
fn corruptions(value: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    let mut push = |new: Value| found.push((path.to_owned(), new));
    match value {
        Value::Bool(truth) => push(Value::Bool(!truth)),
        Value::Number(number) => {
            let n = number.as_i64().unwrap();
            push(Value::from(n + 1));
            if n > 0 {
                push(Value::from(n - 1));
            }
        }
        Value::String(text) => {
            push(Value::String(format!("{text}1")));
            push(Value::String(String::new()));
            if let Ok(number) = text.parse::<i64>() {
                push(Value::String((number + 1).to_string()));
            }
            let place = path.rsplit('/').next().unwrap_or("");
            let others: &[&str] = match place {
                "value" => &["unknown", "none", "waived"],
                "op" => &["add", "sub", "mul", "and", "or", "lt", "le", "eq", "constant", "sum", "count", "any", "all"],
                "unit" => &["money", "money_per_month", "integer", "decimal", "ratio", "truth"],
                "kind" => &["fact", "list", "condition", "definition", "part", "rule", "parameter", "setting", "exception"],
                "modality" => &["must", "may", "case_by_case"],
                "state" => &["applied", "not_met", "open", "unknown", "not_in_force"],
                "certainty" => &["confirmed", "assumed", "setting"],
                "status" => &["complete", "undetermined", "incomplete"],
                "branch" => &["when", "otherwise"],
                "effect" => &["waive", "disapply"],
                _ => &[],
            };
            for other in others.iter().filter(|other| *other != text) {
                push(Value::String((*other).to_owned()));
            }
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                let mut fewer = items.clone();
                fewer.remove(position);
                found.push((path.to_owned(), Value::Array(fewer)));
                let mut more = items.clone();
                more.push(item.clone());
                found.push((path.to_owned(), Value::Array(more)));
                corruptions(item, &format!("{path}/{position}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let mut fewer = fields.clone();
                fewer.remove(name);
                found.push((path.to_owned(), Value::Object(fewer)));
                corruptions(field, &format!("{path}/{name}"), found);
            }
        }
        Value::Null => {}
    }
}

#[test]
fn no_single_change_goes_unnoticed() {
    let mut missed = Vec::new();
    for (facts, rate) in CASES {
        let (policy, record) = decide(facts, rate);
        let mut whole = serde_json::to_value(&record).unwrap();
        let mut found = Vec::new();
        corruptions(&whole, "", &mut found);
        for (path, new) in found {
            if is_free(&path) {
                continue;
            }
            let place = whole.pointer_mut(&path).unwrap();
            let old = std::mem::replace(place, new.clone());
            let changed = Record::deserialize(&whole);
            *whole.pointer_mut(&path).unwrap() = old;
            let Ok(changed) = changed else { continue };
            if changed != record && check_against(&changed, policy.model()).is_ok() {
                missed.push(format!("{path} -> {new}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} changes went unnoticed:\n{}", missed.len(), missed.join("\n"));
}
