//! Copies for others: nothing of a sensitive fact is in them, and the decision is.

use crate::oracle::generate::{self, Rng};
use crate::seeds;
use doudi::decision::Record;
use doudi::decision::check::check;
use doudi::decision::record::{Node, Step, Value};
use doudi::model::{Base, EntityId, Field, Model};
use doudi::{Date, Locale, Policy, Sources};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

const POLICY: &str = r#"
policy demo "Aid" language en in force 2020-01-01 ..
instrument act "Aid Act" { }
choice Illness "illness" { none_at_all "none" cancer "cancer" }
entity Household "household" {
  income: money per month 0.. "income" sensitive
  born: date "born" sensitive
  illness: Illness "illness" sensitive
  disabled: truth "disabled" default false sensitive
  bank: text "bank account" sensitive
  size: integer 1.. "size" sensitive
  rent: money per month 0.. "rent"
  people: list of Person "people"
}
entity Person "person" { income: money per month 0.. "income" sensitive }
parameter standard "standard": money per month by size: integer {
  per act "s. 1" assumed "the office" from 2020-01-01 { 1: 1000  2: 1500  3..: 1500 + 301 * (size - 3) }
}
define Household.left "left": money per month = income - rent
define Household.bonus "bonus": money per month = if income < 700 then rent else 7 * rent
define Household.counted "counted": integer = count(people where income < 5)
define Household.rate "rate": ratio = if disabled then 0.5 else 0.25
condition Household.low "low" = left < standard(size)
condition Household.old "old" = age(born, down) >= 60
exception by_officer "by an officer" to Household.old { when rent > 0 may waive }
measure aid "aid" for Household {
  monthly: money per month  to: text  since: date  kind: Illness  all_of_it: money per month  rate: ratio
}
rule support "support" for Household {
  when all of { low: low  old: old }
  must aid { monthly: standard(size) - left  to: bank  since: born  kind: illness  all_of_it: max(income, 0)  rate: rate }
}
rule refused "refused" for Household { when income < 100 must aid {
  monthly: 1  to: "x"  since: 2020-01-01  kind: cancer  all_of_it: 1  rate: 1 } }
rule within "within" for Household { when bonus > 100 and counted = 1 and any of people satisfies income < 5 must aid {
  monthly: 1  to: "x"  since: 2020-01-01  kind: cancer  all_of_it: 1  rate: 1 } }
rule broken "broken" for Household { when rent / (income - income) > 1 must aid {
  monthly: 1  to: "x"  since: 2020-01-01  kind: cancer  all_of_it: 1  rate: 1 } }
"#;

const FACTS: &str = r#"{ "facts": {
  "income": { "value": "612.34", "by": "Bank of X", "on": "2020-04-30", "from": "checked" },
  "born": "1987-11-13", "illness": "cancer", "bank": "6222-0001", "size": 5, "rent": "100", "people": [ { "income": 3 }, { "income": 9 } ] },
  "discretions": [ { "exception": "by_officer", "by": "Li", "on": "2020-05-01", "because": "she is ill" } ] }"#;

fn record() -> Record {
    let policy = Policy::load(Sources::new().policy("demo.policy", POLICY)).unwrap_or_else(|error| panic!("{error}"));
    let facts = policy.facts_json(FACTS).unwrap();
    policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record()
}

fn step<'r>(record: &'r Record, name: &str) -> &'r Step {
    record.trace.iter().find(|step| step.name == name).unwrap()
}

#[test]
fn what_is_personal_is_withheld() {
    let (whole, copy) = (record(), record().redacted());
    let json = copy.to_json();
    for personal in ["612.34", "512.34", "1987-11-13", "6222-0001", "Bank of X", "2020-04-30", "she is ill", "2102"] {
        assert!(whole.to_json().contains(personal), "{personal}");
        assert!(!json.contains(personal), "{personal} in {json}");
    }
    assert!(copy.redacted && copy.facts.is_empty());
    for name in ["income", "born", "illness", "disabled", "bank", "size", "left", "rate", "standard"] {
        assert_eq!(step(&copy, name).value, Value::Redacted, "{name}");
    }
    assert_eq!(step(&copy, "standard").lookup, None, "the row tells the size");
    assert!(step(&copy, "income").provenance.is_none());
    assert!(!step(&copy, "disabled").defaulted && copy.assumptions.iter().all(|it| it.name != "disabled"));
    assert_eq!(copy.refused[0].failed[0].short_by, Some(Value::Redacted));
    assert!(copy.in_error[0].causes[0].operands.contains(&Value::Redacted));
}

#[test]
fn the_decision_is_kept() {
    let (whole, copy) = (record(), record().redacted());
    assert_eq!(copy.status, whole.status);
    assert_eq!(step(&copy, "low").value, Value::Truth(true));
    assert_eq!(step(&copy, "old").value, Value::Waived);
    assert_eq!(step(&copy, "rent").value, step(&whole, "rent").value);
    let fields = |record: &Record| record.measures[0].fields.iter().map(|f| f.value.clone()).collect::<Vec<_>>();
    let (of_whole, of_copy) = (fields(&whole), fields(&copy));
    assert_eq!(of_copy[0], of_whole[0], "the grant");
    assert_eq!(of_copy[5], of_whole[5], "a rate that hangs on a truth");
    for handed_through in &of_copy[1..5] {
        assert_eq!(*handed_through, Value::Redacted);
    }
    assert_eq!(copy.discretions[0].by, "Li");
}

/// The truths in a piece of work.
fn truths(node: &Node) -> Vec<&Value> {
    let below = node.args.iter().flat_map(truths);
    std::iter::once(&node.value).filter(|value| matches!(value, Value::Truth(_))).chain(below).collect()
}

#[test]
fn a_question_within_the_working_of_a_value_is_no_test() {
    let (whole, copy) = (record(), record().redacted());
    let work = |record: &Record, name: &str| step(record, name).work.clone().unwrap();
    for name in ["bonus", "counted"] {
        assert!(!truths(&work(&whole, name)).is_empty(), "{name}");
        assert!(truths(&work(&copy, name)).is_empty(), "{name}: {:?}", work(&copy, name));
    }
    // Both persons look the same, counted or not.
    let elements = &work(&copy, "counted").args[1..];
    assert!(elements.len() == 2 && elements.iter().all(|element| element.args.is_empty()));
    // What a rule asks stays, down to each comparison.
    assert_eq!(truths(&work(&copy, "within")).len(), truths(&work(&whole, "within")).len());
}

#[test]
fn a_copy_is_recognised_and_made_again() {
    let (whole, copy) = (record(), record().redacted());
    assert_eq!(check(&whole), Ok(()));
    let flaw = check(&copy).unwrap_err();
    assert!(flaw.message(Locale::En).contains("make it again"), "{flaw}");
    assert!(flaw.message(Locale::ZhCn).contains("无法核验"));
    let stored = Record::from_json(&copy.to_json()).unwrap();
    assert_eq!(whole.redacted(), stored);
    assert_eq!(stored.redacted(), stored);
    // What is withheld in a record that says it is whole is no value.
    assert!(check(&Record { redacted: false, facts: whole.facts.clone(), ..copy }).is_err());
}

#[test]
fn a_page_says_that_something_is_withheld() {
    let copy = record().redacted();
    assert!(doudi::explain::explain(&copy, doudi::explain::Depth::Page, Locale::En).to_string().contains("(withheld)"));
    assert!(
        doudi::explain::explain(&copy, doudi::explain::Depth::Page, Locale::ZhCn).to_string().contains("（不公开）")
    );
}

/// Values that occur nowhere else, one after another; rounded they are none of the others.
#[derive(Default)]
struct Canaries {
    given: u32,
    made: Vec<String>,
}

impl Canaries {
    /// One for a field, as JSON; none for a truth or a choice, of which others are the same.
    fn next(&mut self, field: &Field) -> Option<Json> {
        self.given += 1;
        let n = self.given;
        let text = match field.ty.base {
            // What has a range has few that lie within it.
            Base::Date | Base::Months | Base::Days if !field.range.is_open() => return None,
            // No whole number added to one gives another.
            Base::Money | Base::MoneyPerMonth | Base::MoneyPerYear => {
                format!("{}.{:02}", 413 + n % 40, (37 + 7 * n) % 100)
            }
            Base::Ratio | Base::Decimal => format!("413.{:06}", 9_713 + 2 * n),
            // Above every amount of money that is made here, so that no average of those is one of these;
            // 532 stands in tables of the generated policies.
            Base::Integer => return Some(self.whole(501 + n + u32::from(n >= 31))),
            Base::Months | Base::Days => return Some(self.whole(70_913 + n)),
            Base::Date => format!("19{:02}-11-{:02}", 61 + n % 30, 1 + n / 30),
            Base::Text => format!("canary {n}"),
            Base::Truth | Base::Choice(_) | Base::None => return None,
        };
        // Written as the record writes it.
        let trimmed =
            if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text };
        self.made.push(trimmed.clone());
        Some(json!(trimmed))
    }

    fn whole(&mut self, number: u32) -> Json {
        self.made.push(number.to_string());
        json!(number)
    }

    /// Puts one into every sensitive fact of an instance and those below it.
    fn put(&mut self, model: &Model, entity: usize, instance: &mut Json) {
        let Json::Object(members) = instance else { return };
        for field in model.entities[entity].fields.iter().filter(|field| field.sensitive) {
            if let Some(value) = self.next(field) {
                members.insert(field.name.id.clone(), value);
            }
        }
        for (child, below) in model.entities.iter().enumerate() {
            let Some((EntityId(above), list, _)) = &below.parent else { continue };
            if let (true, Some(Json::Array(entries))) = (*above as usize == entity, members.get_mut(&list.id)) {
                entries.iter_mut().for_each(|entry| self.put(model, child, entry));
            }
        }
    }
}

/// What tells where something stands in a record, and is no value.
const PLACES: [&str; 5] = ["id", "step", "row", "leads_to", "discretion"];

/// Every text in a document, and every number that is a value.
fn leaves(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::Object(members) => {
            let values = members.iter().filter(|(name, _)| !PLACES.contains(&name.as_str()));
            values.for_each(|(_, value)| leaves(value, found));
        }
        Json::Array(entries) => entries.iter().for_each(|value| leaves(value, found)),
        Json::String(text) => drop(found.insert(text.clone())),
        other => drop(found.insert(other.to_string())),
    }
}

#[test]
fn no_sensitive_value_is_in_a_copy() {
    let (mut copies, mut withheld) = (0, 0);
    for seed in seeds::of("copies", 150) {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let mut rng = Rng(seed);
        for _ in 0..4 {
            let date = generate::decision_date(&generated.world, &mut rng);
            let mut facts = generate::household(&generated.world, &date, &mut rng).json;
            let mut canaries = Canaries::default();
            canaries.put(policy.model(), 0, &mut facts["facts"]);
            let facts = facts.to_string();
            let bound = policy.facts_json(&facts).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            let whole = policy.decide(&bound, Date::parse(&date).unwrap()).unwrap().record();
            let copy = whole.redacted();
            let mut found = BTreeSet::new();
            leaves(&serde_json::from_str(&copy.to_json()).unwrap(), &mut found);
            let leaked: Vec<&String> = canaries.made.iter().filter(|canary| found.contains(*canary)).collect();
            assert!(
                leaked.is_empty(),
                "seed {seed}: {leaked:?}\n{}\nfacts {facts}\n{}",
                generated.text(),
                copy.to_json()
            );
            let page = doudi::explain::explain(&copy, doudi::explain::Depth::Page, Locale::En).to_string();
            let texts = canaries.made.iter().filter(|canary| canary.starts_with("canary"));
            assert!(texts.clone().all(|text| !page.contains(&format!("{text}”"))), "seed {seed}:\n{page}");
            assert_eq!(Record::from_json(&copy.to_json()).unwrap(), copy);
            assert_eq!(copy.redacted(), copy);
            assert!(check(&copy).is_err());
            assert_eq!((copy.status, copy.measures.len()), (whole.status, whole.measures.len()));
            copies += 1;
            withheld += usize::from(copy.to_json().contains("redacted\""));
        }
    }
    assert!(copies > 400 && withheld > 300, "{copies} copies, something withheld in {withheld}");
}
