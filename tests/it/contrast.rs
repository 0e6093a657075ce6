//! Two decisions side by side, and what would turn a rule: each suggestion decided again.

use crate::oracle::generate::{self, Rng};
use crate::seeds;
use doudi::contrast::{Came, Change, Direction, FactRef, RuleState, Turn, against};
use doudi::decision::record::{Record, StepKind, Unit, Value};
use doudi::diagnostic::Locale;
use doudi::explain::Depth;
use doudi::model::{Evidence, Model};
use doudi::value::Number;
use doudi::{Date, Policy, Sources};
use serde_json::{Value as Json, json};

/// Decisions a search may make.
const LIMIT: usize = 4_000;

const POLICY: &str = r#"
policy demo "Aid" language en in force 2020-01-01 ..
instrument act "Aid Act" { }
choice Illness "illness" { healthy "none" cancer "cancer" heart "heart disease" }
entity Household "household" {
  income: money per month 0.. "income"
  spent: money per month 0..500 "spent" default 0 evidence up
  savings: money 0.. "savings" evidence down
  certified: date "certified on" evidence up
  ill: Illness "illness" evidence
  alone: truth "lives alone" evidence
  members: list of Person "members"
}
entity Person "person" { grade: integer 1..4 or none "grade" evidence  age: integer 0.. "age" }
parameter standard "standard": money per month { per act "s. 1" from 2020-01-01 = 1000 from 2020-07-01 = 1200 }
reading limit "whether “below” includes the limit" { per act "s. 2" below "no" up_to "yes" default below }
define Household.left "income left": money per month = round(income - spent / 2, 1, up)
condition Household.low "low" = left < standard or left = standard and limit = up_to
measure aid "aid" for Household { monthly: money per month }
measure visit "visit" for Household or Person { }
rule by_income "by income" for Household { when low must aid { monthly: standard - left } }
rule by_savings "by savings" for Household {
  when all of { poor "poor": savings <= 20000.50  recent "recent": certified > 2020-03-01 }
  must visit { }
}
rule by_illness "by illness" for Household { when ill in (cancer, heart) or alone may visit { } }
rule by_age "by age" for Person { when age >= 60 must visit { } }
rule by_grade "by grade" for Person { when grade in (1, 2) must visit { } }
"#;

const FACTS: &str = r#"{ "income": "1100", "spent": "100", "savings": "30000", "certified": "2020-04-01",
  "ill": "healthy", "alone": false, "members": [ { "grade": null, "age": 30 }, { "grade": 4, "age": 59 } ] }"#;

fn demo() -> Policy {
    Policy::load(Sources::new().policy("demo.policy", POLICY)).unwrap_or_else(|error| panic!("{error}"))
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// The decision on the facts above, with some of them changed.
fn decided<T>(policy: &Policy, on: &str, changed: Json, then: impl FnOnce(&doudi::Decision<'_>) -> T) -> T {
    let mut facts: Json = serde_json::from_str(FACTS).unwrap();
    facts.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    let facts = policy.facts_json(&json!({ "facts": facts }).to_string()).unwrap();
    then(&policy.decide(&facts, day(on)).unwrap())
}

fn turns(changed: Json, limit: usize) -> Vec<Turn> {
    decided(&demo(), "2020-05-06", changed, |decision| decision.changes(limit))
}

/// The changes for a rule and subject: `path: from → to`.
fn told(turns: &[Turn], rule: &str, subject: &str) -> Vec<String> {
    let turn = turns.iter().find(|turn| turn.rule.rule == rule && *turn.rule.subject.path == *subject);
    let turn = turn.unwrap_or_else(|| panic!("{rule} is not refused to `{subject}`"));
    let one = |change: &Change| {
        let open = if change.open { ", open" } else { "" };
        format!("{}: {} → {}{open}", turn.rests_on[change.fact as usize].path, words(&change.from), words(&change.to))
    };
    turn.changes.iter().map(one).collect()
}

fn words(value: &Value) -> String {
    crate::oracle::outcome::words(value)
}

#[test]
fn the_smallest_change_of_one_fact() {
    let turns = turns(json!({}), LIMIT);
    // 1100 − 202 ÷ 2 is 999, and anything less is rounded up to 1000.
    assert_eq!(told(&turns, "by_income", ""), ["spent: 100 → 202"]);
    assert_eq!(told(&turns, "by_savings", ""), ["savings: 30000 → 20000.5"]);
    assert_eq!(
        told(&turns, "by_illness", ""),
        ["ill: healthy → cancer, open", "ill: healthy → heart, open", "alone: false → true, open"]
    );
    assert_eq!(told(&turns, "by_grade", "members[0]"), ["members[0].grade: none → 1", "members[0].grade: none → 2"]);
    assert_eq!(told(&turns, "by_grade", "members[1]"), ["members[1].grade: 4 → 2"]);
    assert!(turns.iter().all(|turn| turn.complete));
    // What the household would then get, and from where.
    let by_income = &turns.iter().find(|turn| turn.rule.rule == "by_income").unwrap().changes[0];
    let [measure] = by_income.measures.as_slice() else { panic!("{:?}", by_income.measures) };
    assert_eq!((measure.came, &*measure.measure, &*measure.roots[0].name), (Came::Begun, "aid", "spent"));
    assert_eq!(measure.amounts[0].value.after.as_ref().map(words).as_deref(), Some("1"));
}

#[test]
fn facts_without_the_mark_and_other_directions_are_never_suggested() {
    let of_age = turns(json!({}), LIMIT);
    let of_age: Vec<&Turn> = of_age.iter().filter(|turn| turn.rule.rule == "by_age").collect();
    assert_eq!(of_age.len(), 2);
    assert!(of_age.iter().all(|turn| turn.changes.is_empty() && turn.rests_on.is_empty() && turn.complete));
    // Its range ends before it could turn the rule, and less of it would only do harm.
    let turns = turns(json!({ "income": "1300" }), LIMIT);
    assert_eq!(told(&turns, "by_income", ""), Vec::<String>::new());
    let turn = turns.iter().find(|turn| turn.rule.rule == "by_income").unwrap();
    assert_eq!((turn.rests_on.len(), turn.rests_on[0].evidence), (1, Direction::Up));
}

#[test]
fn where_two_facts_would_have_to_change_nothing_is_suggested() {
    let turns = turns(json!({ "certified": "2020-02-01" }), LIMIT);
    let turn = turns.iter().find(|turn| turn.rule.rule == "by_savings").unwrap();
    let paths: Vec<&str> = turn.rests_on.iter().map(|fact| fact.path.as_str()).collect();
    assert_eq!(paths, ["savings", "certified"]);
    assert!(turn.changes.is_empty() && turn.complete);
    let turns = self::turns(json!({ "certified": "2020-02-01", "savings": "1" }), LIMIT);
    assert_eq!(told(&turns, "by_savings", ""), ["certified: 2020-02-01 → 2020-03-02"]);
}

#[test]
fn a_search_ends_within_its_limit() {
    let turns = turns(json!({}), 12);
    assert!(turns.iter().any(|turn| !turn.complete));
    assert_eq!(turns, self::turns(json!({}), 12));
    assert!(self::turns(json!({}), 0).iter().all(|turn| turn.changes.is_empty()));
    let data = serde_json::to_string(&turns).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Turn>>(&data).unwrap(), turns);
}

#[test]
fn two_days_and_where_their_difference_begins() {
    let policy = demo();
    let on = |day| decided(&policy, day, json!({}), |decision| decision.record());
    let found = against(&on("2020-06-30"), &on("2020-07-01"));
    assert!(found.policy.is_none() && !found.settings && !found.facts);
    assert_eq!(found.date.unwrap().after, day("2020-07-01"));
    let [parameter] = found.parameters.try_into().unwrap();
    assert_eq!((&*parameter.name, words(&parameter.came.before.value)), ("standard", "1000".to_owned()));
    assert_eq!(parameter.came.after.citations[0].clause, "s. 1");
    let [measure] = found.measures.try_into().unwrap();
    assert_eq!((measure.came, &*measure.measure), (Came::Begun, "aid"));
    assert_eq!(measure.amounts[0].value.before, None);
    assert_eq!(measure.amounts[0].value.after.as_ref().map(words).as_deref(), Some("150"));
    let [rule] = found.rules.try_into().unwrap();
    assert_eq!((rule.came.before, rule.came.after), (RuleState::Refused, RuleState::Given));
    assert_eq!(rule.parts.iter().map(|part| &*part.name).collect::<Vec<_>>(), ["low"]);
    assert_eq!(
        rule.roots.iter().map(|root| (root.kind, &*root.name)).collect::<Vec<_>>(),
        [(StepKind::Parameter, "standard")]
    );
}

#[test]
fn other_facts_and_another_policy() {
    let policy = demo();
    let given = |income: &str, policy: &Policy| {
        decided(policy, "2020-05-06", json!({ "income": income }), |decision| decision.record())
    };
    let (less, more) = (given("700", &policy), given("800", &policy));
    let found = against(&less, &more);
    assert!(found.facts && found.rules.is_empty());
    let [measure] = found.measures.try_into().unwrap();
    assert_eq!((measure.came, &*measure.roots[0].name), (Came::Changed, "income"));
    assert_eq!(measure.amounts[0].unit, Unit::MoneyPerMonth);

    let text = POLICY.replace("spent / 2, 1, up", "spent, 1, up").replace("age >= 60", "age >= 30");
    let other = Policy::load(Sources::new().policy("demo.policy", text)).unwrap();
    let found = against(&less, &given("700", &other));
    assert!(found.policy.is_some() && !found.facts);
    let [measure] = found.measures.iter().filter(|m| m.measure == "aid").collect::<Vec<_>>().try_into().unwrap();
    assert_eq!((measure.roots[0].kind, &*measure.roots[0].name), (StepKind::Definition, "left"));
    let of_age: Vec<_> = found.rules.iter().filter(|rule| rule.rule.rule == "by_age").collect();
    assert_eq!(of_age.len(), 2);
    assert!(of_age.iter().all(|rule| rule.roots[0].kind == StepKind::Rule), "the rule itself is written otherwise");
}

#[test]
fn another_reading_is_decided_again() {
    let policy = demo();
    let at_the_limit = json!({ "income": "1050" });
    let (whole, others) =
        decided(&policy, "2020-05-06", at_the_limit.clone(), |decision| (decision.record(), decision.other_readings()));
    let [other] = others.try_into().unwrap();
    assert_eq!((&*other.name, &*other.other.variant, other.matters()), ("limit", "up_to", true));
    assert_eq!((other.rules[0].came.before, other.rules[0].came.after), (RuleState::Refused, RuleState::Given));
    let settings = policy.settings_json(r#"{"readings": {"limit": "up_to"}}"#).unwrap();
    let set = decided(&policy.with_settings(&settings), "2020-05-06", at_the_limit, |decision| decision.record());
    let found = against(&whole, &set);
    assert!(found.settings);
    assert_eq!((found.measures, found.rules), (other.measures.clone(), other.rules.clone()));
    assert_eq!(found.readings[0].chosen.after.variant, "up_to");
    let far = decided(&policy, "2020-05-06", json!({ "income": "3000" }), |decision| decision.other_readings());
    assert!(!far[0].matters());
}

/// The place of a fact in a document.
/// A reading that gives and refuses the same, and leaves another thing to an officer, or lacks another
/// fact, is never said to change nothing.
#[test]
fn what_is_left_open_or_missing_is_a_difference() {
    let text = "policy p \"P\" language en in force 2020-01-01 ..
instrument act \"Act\" { }
entity E \"e\" { income: money \"income\" other: money \"other\" old: truth \"old\" }
reading how \"how\" { per act \"1\" narrow \"narrowly\" wide \"widely\" default narrow }
condition E.low \"low\" = income < 100
exception hardship \"hardship\" to E.low { per act \"2\" when old and how = wide may waive }
define E.counted \"counted\": money = if how = wide then other else income
measure m \"m\" for E { }
rule gives \"gives\" for E { when low must m { } }
rule rests \"rests\" for E { when counted < 50 must m { } }";
    let policy = Policy::load(Sources::new().policy("p.policy", text)).unwrap_or_else(|error| panic!("{error}"));
    let ask = |facts: &str| {
        let facts = policy.facts_json(facts).unwrap();
        let decision = policy.decide(&facts, day("2020-05-06")).unwrap();
        let page = doudi::explain::explain_with(&decision.record(), &decision.what_if(0), Depth::Page, Locale::En);
        let [other] = decision.other_readings().try_into().unwrap();
        (other, page.to_string())
    };
    let (other, page) = ask(r#"{"facts": {"income": 10, "other": 20, "old": true}}"#);
    assert!(other.measures.is_empty() && other.rules.is_empty() && other.matters());
    assert_eq!((other.open[0].came, &*other.open[0].open.name), (Came::Begun, "hardship"));
    assert!(page.contains("  - open to an officer besides: may, for e: apply the exception “hardship”"), "{page}");
    let (other, page) = ask(r#"{"facts": {"old": false}}"#);
    assert!(other.measures.is_empty() && other.rules.is_empty() && other.matters());
    assert_eq!(other.undetermined[0].after.missing[0].path, "other");
    assert!(page.contains("  ? rests (e): missing: income (income) → missing: other (other)"), "{page}");
    let (other, page) = ask(r#"{"facts": {"income": 10, "other": 20, "old": false}}"#);
    assert!(!other.matters() && page.contains("read otherwise, these change nothing"), "{page}");
}

fn pointer(path: &str) -> String {
    format!("/facts/{}", path.replace('[', "/").replace(']', "").replace('.', "/"))
}

fn json_of(value: &Value) -> Json {
    match value {
        Value::Number(number) => json!(number.to_string()),
        Value::Date(date) => json!(date.to_string()),
        Value::Months(count) | Value::Days(count) => json!(count),
        Value::Truth(truth) => json!(truth),
        Value::Choice(choice) => json!(&*choice.variant),
        Value::Text(text) => json!(&**text),
        Value::None => Json::Null,
        other => panic!("{other:?} is no fact"),
    }
}

/// The value one smallest unit nearer to another, where there is a nearer one.
fn nearer(to: &Value, from: &Value, unit: Unit) -> Option<Value> {
    let by = |up: bool| if up { 1 } else { -1 };
    Some(match (to, from) {
        (Value::Number(to), Value::Number(from)) => {
            let smallest = match unit {
                Unit::Money | Unit::MoneyPerMonth | Unit::MoneyPerYear => Number::from_parts(1, 100)?,
                Unit::Ratio | Unit::Decimal => Number::from_parts(1, 1_000_000)?,
                _ => Number::ONE,
            };
            Value::Number(if to < from { to.checked_add(smallest)? } else { to.checked_sub(smallest)? })
        }
        (Value::Date(to), Value::Date(from)) => Value::Date(to.add_days(by(to < from))?),
        (Value::Months(to), Value::Months(from)) => Value::Months(to + by(to < from)),
        (Value::Days(to), Value::Days(from)) => Value::Days(to + by(to < from)),
        _ => return None,
    })
}

/// Whether a rule is given or open.
fn holds(record: &Record, turn: &Turn) -> bool {
    let same =
        |by: &doudi::decision::record::RuleRef| by.rule == turn.rule.rule && by.subject.path == turn.rule.subject.path;
    let undecided = record.undetermined.iter().any(|rule| same(&rule.by))
        || record.in_error.iter().any(|rule| same(&rule.by))
        || record.overridden.iter().any(|rule| same(&rule.by));
    let met = record.trace.iter().find(|step| {
        step.kind == StepKind::Rule && step.name == turn.rule.rule && step.subject.path == turn.rule.subject.path
    });
    !undecided && matches!(met.map(|step| &step.value), Some(Value::Truth(true) | Value::Waived))
}

/// How the policy marks a fact.
fn marked(model: &Model, fact: &FactRef) -> Option<Evidence> {
    let mut entity = 0;
    for segment in fact.subject.path.split('.').filter(|segment| !segment.is_empty()) {
        let list = segment.split_once('[').unwrap().0;
        let below = |e: &doudi::model::Entity| {
            e.parent.as_ref().is_some_and(|(above, name, _)| above.index() == entity && name.id == list)
        };
        entity = model.entities.iter().position(below).unwrap();
    }
    model.entities[entity].fields.iter().find(|field| *field.name.id == *fact.name).unwrap().evidence
}

#[test]
fn every_suggestion_turns_its_rule_and_one_less_does_not() {
    let (mut turned, mut less) = (0, 0);
    for seed in seeds::of("smallest changes", 250) {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let mut rng = Rng(seed);
        for _ in 0..3 {
            let date = generate::decision_date(&generated.world, &mut rng);
            let facts = generate::household(&generated.world, &date, &mut rng).json;
            let again = |path: &str, value: &Value| {
                let mut facts = facts.clone();
                let (holder, key) = pointer(path).rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
                facts.pointer_mut(&holder).unwrap()[key] = json_of(value);
                let bound = policy.facts_json(&facts.to_string()).unwrap_or_else(|error| panic!("{error}\n{facts}"));
                policy.decide(&bound, day(&date)).unwrap().record()
            };
            let bound = policy.facts_json(&facts.to_string()).unwrap();
            for turn in policy.decide(&bound, day(&date)).unwrap().changes(2_000) {
                for change in &turn.changes {
                    let fact = &turn.rests_on[change.fact as usize];
                    let about = format!("seed {seed}, {} {change:?}\n{}\n{facts}", fact.path, generated.text());
                    let way = marked(policy.model(), fact).unwrap_or_else(|| panic!("not marked: {about}"));
                    let record = again(&fact.path, &change.to);
                    assert!(holds(&record, &turn), "does not turn {}: {about}", turn.rule.rule);
                    turned += 1;
                    if let Some(nearer) = nearer(&change.to, &change.from, change.unit) {
                        let up = matches!((&change.to, &change.from), (a, b) if greater(a, b));
                        assert!(way == Evidence::Either || (way == Evidence::Up) == up, "the other way: {about}");
                        assert!(!holds(&again(&fact.path, &nearer), &turn), "{nearer:?} turns it too: {about}");
                        less += 1;
                    }
                }
            }
        }
    }
    assert!(turned > 100 && less > 30, "{turned} suggestions, {less} of them with a nearer value");
}

fn greater(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a > b,
        (Value::Date(a), Value::Date(b)) => a > b,
        (Value::Months(a), Value::Months(b)) | (Value::Days(a), Value::Days(b)) => a > b,
        _ => false,
    }
}

#[test]
fn readings_and_differences_of_generated_policies() {
    let (mut readings, mut differing, mut unlike) = (0, 0, 0);
    for seed in seeds::of("two decisions", 150) {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let mut rng = Rng(seed);
        let date = generate::decision_date(&generated.world, &mut rng);
        let mut records = Vec::new();
        for _ in 0..2 {
            let mut facts = generate::household(&generated.world, &date, &mut rng).json;
            // What officers decided, and values stated in place of their working, are beginnings too.
            for stated in ["discretions", "given"] {
                facts.as_object_mut().unwrap().remove(stated);
            }
            let facts = policy.facts_json(&facts.to_string()).unwrap();
            let decision = policy.decide(&facts, day(&date)).unwrap();
            let whole = decision.record();
            for other in decision.other_readings() {
                let settings = json!({ "readings": { &*other.name: &*other.other.variant } }).to_string();
                let set = policy.with_settings(&policy.settings_json(&settings).unwrap());
                let would = set.decide(&facts, day(&date)).unwrap().record();
                // What is given, open, missing, in error or gave way; not how far a refusal is from holding.
                let outcome = |record: &Record| -> Vec<String> {
                    let told = doudi::explain::summary(record);
                    told.lines().filter(|line| line.starts_with(['+', '~', '?', '!', '^'])).map(str::to_owned).collect()
                };
                assert!(other.matters() || outcome(&whole) == outcome(&would), "seed {seed}: {}", other.name);
                unlike += usize::from(other.measures.is_empty() && other.rules.is_empty() && other.matters());
                let found = against(&whole, &would);
                assert_eq!((found.measures, found.rules), (other.measures, other.rules), "seed {seed}");
                readings += 1;
            }
            let same = against(&whole, &whole);
            assert!(same.measures.is_empty() && same.rules.is_empty() && same.parameters.is_empty() && !same.facts);
            records.push(whole);
        }
        let found = against(&records[0], &records[1]);
        // Of one policy on one day only facts and lists are left where a difference can begin.
        for root in found.rules.iter().flat_map(|rule| &rule.roots) {
            assert!(matches!(root.kind, StepKind::Fact | StepKind::List), "seed {seed}: {root:?}");
            assert_ne!(root.came.before.value, root.came.after.value, "seed {seed}");
            differing += 1;
        }
    }
    assert!(readings > 50 && differing > 50, "{readings} readings, {differing} beginnings");
    assert!(unlike > 0, "no reading changed only what is open, missing or in error");
}
