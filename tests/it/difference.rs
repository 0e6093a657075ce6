//! Comparing a stored record with a new decision: the first difference is found and named.

use doudi::decision::{Difference, difference};
use doudi::{Date, Locale, Policy, Record, Sources};
use serde_json::Value;

const SOURCE: &str = "policy demo \"示例\" in force 2020-01-01 ..
    entity Household \"家庭\" { members: list of Person 1..9 \"成员\" }
    entity Person \"人\" { wage: money per month 0.. \"工资\" }
    parameter line \"标准\": money per month { assumed \"测试\" from 2020-01-01 = 600 }
    define Household.income \"收入\" \"income\": money per month = sum(members.wage)
    measure help \"补助\" \"help\" for Household { monthly: money per month \"每月\" \"a month\" }
    measure advice \"辅导\" \"advice\" for Person { }
    rule poor \"贫困\" \"poor\" for Household {
      when all of { low \"收入低\" \"income below the line\": income < line }
      must help { monthly: line - income }
    }
    rule advised \"辅导\" \"advised\" for Person { when wage = 0 must advice { } }";

fn decide(source: &str, wages: &[&str]) -> Record {
    let policy = Policy::load(Sources::new().policy("demo.policy", source)).unwrap();
    let members: Vec<String> = wages.iter().map(|wage| format!(r#"{{"wage": "{wage}"}}"#)).collect();
    let facts = policy.facts_json(&format!(r#"{{"facts": {{"members": [{}]}}}}"#, members.join(","))).unwrap();
    policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record()
}

/// The inputs that differ, by path, and the first difference in words.
fn said(found: &Difference, locale: Locale) -> (Vec<&str>, String) {
    let part = found.part.as_ref().map(|part| part.message(locale));
    (found.inputs.iter().map(|input| input.path.as_str()).collect(), part.unwrap_or_default())
}

#[test]
fn the_same_is_the_same() {
    assert_eq!(difference(&decide(SOURCE, &["100", "0"]), &decide(SOURCE, &["100.00", "0"])), None);
}

#[test]
fn another_amount_is_named_by_its_measure_and_field() {
    let found = difference(&decide(SOURCE, &["100", "0"]), &decide(SOURCE, &["150", "0"])).unwrap();
    let english = "given, “help”, “Household”, “a month”: 500 in the record, 450 when decided again";
    assert_eq!(said(&found, Locale::En), (vec!["facts"], english.to_owned()));
    let chinese = "给予，“补助”，“家庭”，“每月”：档案中为 500，重新决定为 450";
    assert_eq!(said(&found, Locale::ZhCn).1, chinese);
    assert_eq!(found.part.unwrap().path, "measures[1].fields[0].value");
}

#[test]
fn what_only_one_of_them_gives_is_named() {
    let (few, many) = (decide(SOURCE, &["100", "5"]), decide(SOURCE, &["105", "0"]));
    let gained = "“advice”, “Person 2”: refused in the record, given when decided again";
    assert_eq!(said(&difference(&few, &many).unwrap(), Locale::En).1, gained);
    let lost = "“advice”, “Person 2”: given in the record, refused when decided again";
    assert_eq!(said(&difference(&many, &few).unwrap(), Locale::En).1, lost);
    let chinese = "“辅导”，“人 2”：档案中为 给予，重新决定为 不予";
    assert_eq!(said(&difference(&many, &few).unwrap(), Locale::ZhCn).1, chinese);
    let more = decide(SOURCE, &["105", "5", "0"]);
    let gained = "given, “advice”, “Person 3”: not in the record, and there when decided again";
    assert_eq!(said(&difference(&few, &more).unwrap(), Locale::En).1, gained);
}

#[test]
fn a_changed_policy_is_named_by_its_digest_and_its_first_effect() {
    let other = SOURCE.replace("= 600", "= 700");
    let found = difference(&decide(SOURCE, &["100"]), &decide(&other, &["100"])).unwrap();
    let effect = "given, “help”, “Household”, “a month”: 500 in the record, 600 when decided again";
    assert_eq!(said(&found, Locale::En), (vec!["policy.digest"], effect.to_owned()));

    // A step that comes in between shifts all positions behind it; that is no difference.
    let other = SOURCE.replace("sum(members.wage)", "sum(members.wage) + nothing")
        + " define Household.nothing \"零\" \"nothing\": money per month = 0";
    let found = difference(&decide(SOURCE, &["100"]), &decide(&other, &["100"])).unwrap();
    let step = "steps, “nothing”, “Household”: not in the record, and there when decided again";
    assert_eq!(said(&found, Locale::En).1, step);
}

#[test]
fn another_engine_may_decide_the_same() {
    let record = decide(SOURCE, &["100"]);
    let older = Record { engine: "0.0.1".to_owned(), ..record.clone() };
    let found = difference(&older, &record).unwrap();
    assert_eq!(said(&found, Locale::En), (vec!["engine"], String::new()));
    let engine = format!("the version of the engine: 0.0.1 in the record, {} when decided again", record.engine);
    assert_eq!(found.inputs[0].message(Locale::En), engine);
}

/// A rule that refuses in both records, for one reason more in one of them.
#[test]
fn another_reason_is_named() {
    let two = SOURCE.replace(
        "income < line }",
        "income < line  each \"人人有收入\" \"everybody earns\": all of members satisfies wage > 100 }",
    );
    let (one_reason, two_reasons) = (decide(&two, &["400", "400"]), decide(&two, &["700", "100"]));
    let more = "refused, “poor”, “Household”, “everybody earns”: not in the record, and there when decided again";
    let found = difference(&one_reason, &two_reasons).unwrap();
    assert_eq!(
        (said(&found, Locale::En).1.as_str(), found.part.unwrap().path.as_str()),
        (more, "refused[2].failed[1]")
    );
    let fewer = "refused, “poor”, “Household”, “everybody earns”: in the record, and not when decided again";
    assert_eq!(said(&difference(&two_reasons, &one_reason).unwrap(), Locale::En).1, fewer);
}

/// Whatever text, number or truth of a record is changed: the change is found, at its place.
#[test]
fn every_change_is_found_where_it_is() {
    let record = decide(SOURCE, &["100", "0"]);
    let whole: Value = serde_json::to_value(&record).unwrap();
    let mut leaves = Vec::new();
    collect(&whole, String::new(), &mut leaves);
    let mut found = 0;
    for pointer in leaves {
        let mut changed = whole.clone();
        let leaf = changed.pointer_mut(&pointer).unwrap();
        *leaf = match &*leaf {
            Value::String(text) if text.parse::<u32>().is_ok() => Value::from("7"),
            Value::String(text) if Date::parse(text).is_some() => Value::from("2020-01-02"),
            Value::String(text) => Value::from(format!("{text}x")),
            Value::Bool(truth) => Value::from(!truth),
            _ => Value::from(77),
        };
        // What is no record any more is not compared.
        let Ok(changed) = Record::from_json(&changed.to_string()) else { continue };
        let difference = difference(&record, &changed).unwrap_or_else(|| panic!("{pointer} is not found"));
        assert!(difference.part.is_some() || !difference.inputs.is_empty(), "{pointer}");
        let path = difference.part.or(difference.inputs.into_iter().next()).unwrap().path;
        let place = path.replace(['.', '['], "/").replace(']', "");
        assert!(format!("{pointer}/").starts_with(&format!("/{place}/")), "{pointer} is said to be at {path}");
        found += 1;
    }
    assert!(found > 150, "only {found}");
}

fn collect(value: &Value, pointer: String, leaves: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| collect(value, format!("{pointer}/{key}"), leaves))
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(at, value)| collect(value, format!("{pointer}/{at}"), leaves));
        }
        _ => leaves.push(pointer),
    }
}
