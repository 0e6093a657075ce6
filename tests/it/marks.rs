//! Marks: carried by the record and the schema, checked against the policy, without any effect on a decision.

use crate::oracle::generate::{self, Rng, without_marks};
use crate::seeds;
use doudi::decision::Record;
use doudi::decision::check::check_against;
use doudi::decision::record::{Shown, Step};
use doudi::{Date, Policy, Sources};
use serde_json::Value as Json;

const POLICY: &str = r#"
policy demo "Aid" language en in force 2020-01-01 ..
instrument act "Aid Act" { }
entity Household "household" {
  income: money per month 0.. sensitive evidence down
  spent: money per month 0.. default 0 evidence up
  ill: truth evidence
  size: integer 1..
}
parameter standard: money per month { per act "s. 1" explain briefly from 2020-01-01 = 1000 }
define Household.left: money per month explain never = income - spent
condition Household.small explain briefly = size < 3
measure aid for Household { monthly: money per month }
rule support for Household {
  explain when met
  when all of { low explain briefly: left < standard  few: small or ill }
  must aid { monthly: standard - left }
}
"#;

fn policy() -> Policy {
    Policy::load(Sources::new().policy("demo.policy", POLICY)).unwrap_or_else(|error| panic!("{error}"))
}

fn record(policy: &Policy) -> Record {
    let facts = policy.facts_json(r#"{"facts": {"income": 900, "spent": 50, "ill": true, "size": 2}}"#).unwrap();
    policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record()
}

fn step<'r>(record: &'r mut Record, name: &str) -> &'r mut Step {
    record.trace.iter_mut().find(|step| step.name == name).unwrap()
}

#[test]
fn a_record_carries_the_marks() {
    let mut record = record(&policy());
    let marks = [
        ("standard", Some(Shown::Briefly)),
        ("left", Some(Shown::Never)),
        ("small", Some(Shown::Briefly)),
        ("low", Some(Shown::Briefly)),
        ("few", None),
        ("support", Some(Shown::WhenMet)),
        ("income", None),
    ];
    for (name, shown) in marks {
        assert_eq!(step(&mut record, name).shown, shown, "{name}");
    }
    assert!(step(&mut record, "income").sensitive && !step(&mut record, "spent").sensitive);
    let json = record.to_json();
    assert!(json.contains(r#""shown":"when_met""#) && json.contains(r#""sensitive":true"#), "{json}");
    assert_eq!(Record::from_json(&json).unwrap(), record);
}

#[test]
fn the_checker_knows_the_marks() {
    let policy = policy();
    let whole = record(&policy);
    assert_eq!(check_against(&whole, policy.model()), Ok(()));
    for name in ["standard", "left", "small", "low", "few", "support"] {
        let mut forged = whole.clone();
        let mark = &mut step(&mut forged, name).shown;
        *mark = if mark.is_some() { None } else { Some(Shown::Never) };
        assert!(check_against(&forged, policy.model()).is_err(), "{name}");
    }
    for name in ["income", "spent", "small"] {
        let mut forged = whole.clone();
        step(&mut forged, name).sensitive ^= true;
        assert!(check_against(&forged, policy.model()).is_err(), "{name}");
    }
}

#[test]
fn the_schema_says_them() {
    let schema: Json = serde_json::from_str(&policy().json_schema()).unwrap();
    let of = |field: &str, mark: &str| schema.pointer(&format!("/$defs/Household/properties/{field}/{mark}")).cloned();
    assert_eq!(of("income", "x-sensitive"), Some(Json::Bool(true)));
    assert_eq!(of("spent", "x-sensitive"), None);
    assert_eq!(of("income", "x-evidence"), Some("down".into()));
    assert_eq!(of("spent", "x-evidence"), Some("up".into()));
    assert_eq!(of("ill", "x-evidence"), Some("either".into()));
    assert_eq!(of("size", "x-evidence"), None);
}

/// A record without what the marks put into it.
fn unmarked(mut record: Record) -> Record {
    record.policy.digest = "".into();
    for step in &mut record.trace {
        (step.shown, step.sensitive) = (None, false);
    }
    record
}

#[test]
fn no_mark_changes_a_decision() {
    let mut compared = 0;
    for seed in seeds::of("marks", 120) {
        let generated = generate::policy(seed);
        let text = generated.text();
        let Ok(marked) = Policy::load(generate::sources(text.clone())) else { continue };
        let bare = Policy::load(generate::sources(without_marks(&text))).unwrap();
        assert!(!doudi::model::print(bare.model()).contains(" explain "), "a mark is left");
        let mut rng = Rng(seed);
        for _ in 0..4 {
            let date = generate::decision_date(&generated.world, &mut rng);
            let facts = generate::household(&generated.world, &date, &mut rng).text();
            let decided = |policy: &Policy| {
                let facts = policy.facts_json(&facts).unwrap();
                unmarked(policy.decide(&facts, Date::parse(&date).unwrap()).unwrap().record())
            };
            assert_eq!(decided(&marked), decided(&bare), "seed {seed}, facts {facts}");
            compared += 1;
        }
    }
    assert!(compared > 300, "only {compared}");
}
