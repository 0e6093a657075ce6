//! The engine against the oracle on random policies and cases: the same outcome, always.
//!
//! `DOUDI_PAIRS` says how many (policy, case) pairs to try in all, `DOUDI_SEED` where to begin.

use crate::oracle::calendar::Day;
use crate::oracle::case::{Case, Settings};
use crate::oracle::generate::{self, Household, Policy as Generated, Rng};
use crate::oracle::outcome::{self, Outcome, RuleOutcome};
use doudi::decision::check::check;
use doudi::decision::record::{Node, Step, Value};
use doudi::value::Fault;
use doudi::{Date, Policy, Sources};

/// Cases asked of each policy.
const CASES: usize = 50;
/// Policies with a difference that are shown before the test gives up.
const SHOWN: usize = 4;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// What became of one pair.
enum Pair {
    Same {
        decided: bool,
    },
    /// The engine met a number it cannot carry; the oracle carries all.
    Overflow,
    Differs(String),
}

#[test]
fn engine_and_oracle_agree() {
    let (pairs, first) = (number("DOUDI_PAIRS", 200_000) as usize, number("DOUDI_SEED", 1));
    let (mut tried, mut decided, mut overflown, mut policies, mut refused) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let mut differences: Vec<String> = Vec::new();
    for seed in first.. {
        if tried >= pairs || differences.len() >= SHOWN {
            break;
        }
        let generated = generate::policy(seed);
        policies += 1;
        let policy = match Policy::load(Sources::new().policy("generated.policy", generated.text())) {
            Ok(policy) => policy,
            Err(_) => {
                refused += 1;
                assert!(refused * 20 <= policies + 200, "more than 5 % of the generated policies are refused");
                continue;
            }
        };
        let mut rng = Rng(seed ^ 0x5eed);
        let settings = generate::settings(&generated.world, &mut rng);
        for _ in 0..CASES.min(pairs - tried) {
            let date = generate::decision_date(&generated.world, &mut rng);
            let household = generate::household(&generated.world, &date, &mut rng);
            tried += 1;
            match compare(&policy, &settings, &household, &date) {
                Pair::Same { decided: some } => decided += usize::from(some),
                Pair::Overflow => overflown += 1,
                Pair::Differs(_) => {
                    let small = smallest(&generated, &settings, &household, &date);
                    differences.push(format!("seed {seed}, policy and case as small as they get:\n{small}"));
                    break;
                }
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    println!(
        "{tried} pairs of {policies} policies ({refused} refused), {decided} with a rule decided, {overflown} past 128 bits"
    );
    assert!(refused * 20 <= policies, "{refused} of {policies} generated policies are refused");
    assert!(overflown * 100 <= tried, "{overflown} of {tried} pairs overflow");
    assert!(decided * 2 >= tried, "only {decided} of {tried} pairs decide anything");
}

/// What the generator must write again and again: every construct of the language reference.
const CONSTRUCTS: &[&str] = &[
    "language zh",
    "language en",
    "instrument ",
    "choice ",
    "entity ",
    "list of ",
    "parameter ",
    "reading ",
    "define ",
    "condition ",
    "exception ",
    "measure ",
    "rule ",
    " or none",
    " default ",
    "money per month",
    "money per year",
    "ratio",
    "decimal",
    "date",
    "months",
    "days",
    "truth",
    "text",
    " by ",
    "unset",
    "confirmed",
    "assumed",
    "from 2020-02-29",
    " until ",
    " checked until ",
    " from ",
    "any: ",
    "true: ",
    "..<",
    "<..",
    " per law",
    "in force 2020-02-29 ..",
    "in force .. ",
    "all of {",
    "any of {",
    "when ",
    "must ",
    "may ",
    "case by case ",
    "waive",
    "then ",
    "disapply",
    "overrides ",
    "otherwise ",
    " and ",
    " or ",
    "not ",
    " = ",
    " != ",
    " < ",
    " <= ",
    " > ",
    " >= ",
    " in (",
    " not in (",
    " is none",
    " is not none",
    " + ",
    " - ",
    " * ",
    " / ",
    "if ",
    " else ",
    " on ",
    "marginal(",
    "round(",
    "half_up",
    "half_even",
    ", up)",
    ", down)",
    "min(",
    "max(",
    "clamp(",
    "value_or(",
    "age(",
    "months_between(",
    "add(",
    "year(",
    "month(",
    "day(",
    "year_start(",
    "per_year(",
    "per_month(",
    "sum(",
    "average(",
    "count(",
    "first(",
    "nth(",
    "rank(",
    " descending",
    " where ",
    " currency ",
    "any of ",
    "all of ",
    " satisfies ",
    " as other",
    " is not self",
    " is self",
    " is not other",
    "decision_date",
    "none",
    "%",
    " explain briefly",
    " explain never",
    " explain when met",
    " sensitive",
    " evidence up",
    " evidence down",
];

#[test]
fn generated_policies_use_the_whole_language() {
    let texts: Vec<String> = (1..=300).map(|seed| generate::policy(seed).text()).collect();
    let rare = |construct: &&&str| texts.iter().filter(|text| text.contains(**construct)).count() < 3;
    let rare: Vec<&&str> = CONSTRUCTS.iter().filter(rare).collect();
    assert!(rare.is_empty(), "hardly ever generated: {rare:?}");
}

/// Asks both, and says where they differ.
fn compare(policy: &Policy, settings: &str, household: &Household, date: &str) -> Pair {
    let text = household.text();
    let differs = |what: String| Pair::Differs(what);
    let set = match policy.settings_json(settings) {
        Ok(set) => policy.with_settings(&set),
        Err(error) => return differs(format!("settings refused: {error}\n{settings}")),
    };
    let facts = match set.facts_json(&text) {
        Ok(facts) => facts,
        Err(error) => return differs(format!("facts refused: {error}")),
    };
    let Some(day) = Date::parse(date) else { return differs(format!("no date: {date}")) };
    let record = match set.decide(&facts, day) {
        Ok(decision) => decision.record(),
        Err(error) => return differs(format!("no decision: {error}")),
    };
    if record.trace.iter().any(overflows) {
        return Pair::Overflow;
    }
    if let Err(wrong) = check(&record) {
        return differs(format!("the checker does not accept the trace: {wrong}"));
    }
    let engine = outcome::read(&record);
    let model = policy.model();
    let oracle = outcome::decide(model, &Case::read(model, &text), &Settings::read(model, settings), Day::from(day));
    match difference(&engine, &oracle) {
        None => Pair::Same { decided: !record.measures.is_empty() || !record.refused.is_empty() },
        Some(difference) => differs(difference),
    }
}

/// Whether a step, or anything in its work, is past what the engine can carry.
fn overflows(step: &Step) -> bool {
    fn inside(node: &Node) -> bool {
        is_overflow(&node.value) || node.args.iter().any(inside)
    }
    is_overflow(&step.value) || step.work.as_ref().is_some_and(inside)
}

fn is_overflow(value: &Value) -> bool {
    *value == Value::Error(Fault::Overflow)
}

/// The first things in which two outcomes differ.
fn difference(engine: &Outcome, oracle: &Outcome) -> Option<String> {
    let mut lines = Vec::new();
    // The trace holds what the rules rest on; everything in it must be what the oracle has.
    for (key, value) in &engine.derived {
        if oracle.derived.get(key) != Some(value) {
            lines.push(format!("{key:?}: engine {value}, oracle {:?}", oracle.derived.get(key)));
        }
    }
    for key in engine.rules.keys().chain(oracle.rules.keys().filter(|key| !engine.rules.contains_key(key))) {
        let (a, b) = (engine.rules.get(key), oracle.rules.get(key));
        if !a.zip(b).is_some_and(|(a, b)| same(a, b)) {
            lines.push(format!("rule {key:?}:\n  engine {a:?}\n  oracle {b:?}"));
        }
    }
    if engine.not_in_force != oracle.not_in_force {
        lines.push(format!("not in force: engine {:?}, oracle {:?}", engine.not_in_force, oracle.not_in_force));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A rule that gave way to another does not tell its own `when`.
fn same(a: &RuleOutcome, b: &RuleOutcome) -> bool {
    let mut a = a.clone();
    if a.when.is_none() || b.when.is_none() {
        a.when.clone_from(&b.when);
    }
    a == *b
}

/// Leaves out items and facts one by one, as long as the two still differ.
fn smallest(generated: &Generated, settings: &str, household: &Household, date: &str) -> String {
    let differs = |items: &[String], household: &Household, settings: &str| {
        let policy = Policy::load(Sources::new().policy("generated.policy", items.join("\n\n"))).ok()?;
        match compare(&policy, settings, household, date) {
            // What became of the facts for want of their fields is no difference.
            Pair::Differs(what) if !what.contains("refused") => Some(what),
            _ => None,
        }
    };
    let (mut items, mut case, mut settings) = (generated.items.clone(), household.clone(), settings.to_string());
    let mut what = differs(&items, &case, &settings);
    if what.is_none() {
        let policy = Policy::load(Sources::new().policy("generated.policy", generated.text()));
        if let Ok(Pair::Differs(refused)) = policy.map(|policy| compare(&policy, &settings, &case, date)) {
            return format!("{refused}\n{}", case.text());
        }
    }
    if let Some(found) = differs(&items, &case, "{}") {
        (settings, what) = ("{}".into(), Some(found));
    }
    let mut shrunk = true;
    while shrunk {
        shrunk = false;
        for fewer in smaller_items(&items) {
            if let Some(found) = differs(&fewer, &case, &settings) {
                (items, what, shrunk) = (fewer, Some(found), true);
                break;
            }
        }
        for fewer in case.smaller() {
            if let Some(found) = differs(&items, &fewer, &settings) {
                (case, what, shrunk) = (fewer, Some(found), true);
                break;
            }
        }
    }
    let what = what.unwrap_or_default();
    format!("{}\n\nsettings {settings}\nfacts {}\ndate {date}\n\n{what}", items.join("\n\n"), case.text())
}

/// The same items without one, or without one line of one, each in turn; the last first.
fn smaller_items(items: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for at in (0..items.len()).rev() {
        let mut fewer = items.to_vec();
        fewer.remove(at);
        found.push(fewer);
    }
    for at in (0..items.len()).rev() {
        let lines: Vec<&str> = items[at].lines().collect();
        for line in (0..lines.len()).rev().filter(|_| lines.len() > 1) {
            let mut fewer = items.to_vec();
            fewer[at] = [&lines[..line], &lines[line + 1..]].concat().join("\n");
            found.push(fewer);
        }
    }
    found
}
