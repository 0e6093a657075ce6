//! What a decision says, and that no word of its record can be changed unnoticed.

use doudi::decision::record::{Certainty, Record};
use crate::oracle::generate::{self, Rng};
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
fn is_free(path: &str, record: &Record) -> bool {
    let free = ["/engine", "/policy/digest", "/settings", "/facts"];
    let provenance = path.contains("/provenance");
    let chosen = path.starts_with("/readings/") && path.ends_with("/by_setting");
    let step = path.strip_prefix("/trace/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
    let lookup = step.and_then(|id| record.trace[id].lookup.as_ref());
    let supplied = lookup.is_some_and(|l| l.certainty == Certainty::Setting) && path.contains("/lookup/");
    let officer = path.starts_with("/discretions/") && (path.ends_with("/by") || path.ends_with("/on") || path.ends_with("/because"));
    free.contains(&path) || provenance || officer || chosen || supplied
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
            // Who found a fact is not for the checker to say.
            for (name, field) in fields.iter().filter(|(name, _)| *name != "provenance") {
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
    for (facts, rate) in [(WAIVED, "0.3"), (UNKNOWN, ""), (EMPTY, "0")] {
        let (policy, record) = decide(facts, rate);
        let mut whole = serde_json::to_value(&record).unwrap();
        let mut found = Vec::new();
        corruptions(&whole, "", &mut found);
        for (path, new) in found {
            if is_free(&path, &record) {
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

/// Random policies and cases: the evaluator's records are found right by the independent checker.
#[test]
fn random_records_are_found_right() {
    let policies = std::env::var("DOUDI_CHECKED").ok().and_then(|text| text.parse().ok()).unwrap_or(60u64);
    for seed in 1..=policies {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(Sources::new().policy("generated.policy", generated.text())) else { continue };
        let mut rng = Rng(seed ^ 0xc4ec);
        let settings = generate::settings(&generated.world, &mut rng);
        let policy = policy.with_settings(&policy.settings_json(&settings).unwrap());
        for _ in 0..4 {
            let date = generate::decision_date(&generated.world, &mut rng);
            let household = generate::household(&generated.world, &date, &mut rng).text();
            let facts = policy.facts_json(&household).unwrap();
            let record = policy.decide(&facts, Date::parse(&date).unwrap()).unwrap().record();
            if let Err(flaw) = check_against(&record, policy.model()) {
                panic!("seed {seed} on {date}: {flaw}\n{}\n{household}\n{}", generated.text(), explain::steps(&record, Locale::En));
            }
        }
    }
}
