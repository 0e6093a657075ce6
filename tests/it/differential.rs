//! The engine against the oracle on random policies and cases: the same outcome, always.
//!
//! Of every pair the engine's record is put before the independent checker, with the policy, and
//! then compared with what the oracle says: the value of every definition and condition the record
//! shows, and of every rule what it comes to, what it gives, what is open, what failed and by how
//! much, what is missing, where an error began.
//!
//! `DOUDI_PAIRS` says how many pairs to try in all, `DOUDI_SEED` where to begin (`seeds.rs`), and
//! `DOUDI_RANGES` in how many ranges of seeds, far apart, they lie.

use crate::oracle::calendar::Day;
use crate::oracle::case::{Case, Settings};
use crate::oracle::generate::{self, Household, Policy as Generated, Rng};
use crate::oracle::outcome::{self, Outcome, RuleOutcome};
use crate::seeds;
use doudi::decision::check::check_against;
use doudi::decision::record::{Node, Step, Value};
use doudi::value::Fault;
use doudi::{Date, Policy};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Cases asked of each policy.
const CASES: usize = 50;
/// Policies with a difference that are shown before the test gives up.
const SHOWN: usize = 4;
/// From the first seed of one range to that of the next.
const APART: u64 = 1_000_003_000;

/// What became of one pair.
enum Pair {
    Same {
        decided: bool,
    },
    /// The engine met a number it cannot carry; the oracle carries all.
    Overflow,
    Differs(String),
}

/// What became of many.
#[derive(Default)]
struct Tally {
    tried: usize,
    decided: usize,
    overflown: usize,
    policies: usize,
    refused: usize,
    differences: Vec<String>,
}

#[test]
fn engine_and_oracle_agree() {
    let (pairs, ranges) = (seeds::number("DOUDI_PAIRS", 200_000), seeds::number("DOUDI_RANGES", 1).max(1));
    let all: Vec<Range<u64>> = (0..ranges)
        .map(|range| {
            let first = seeds::first().wrapping_add(range.wrapping_mul(APART));
            first..first.saturating_add(pairs.div_ceil(ranges).div_ceil(CASES as u64))
        })
        .collect();
    let mut sum = Tally::default();
    for seeds in all {
        let begun = Instant::now();
        let Tally { tried, decided, overflown, policies, refused, differences } = tally(&seeds);
        println!(
            "seeds {} to {}: {tried} pairs of {policies} policies ({refused} refused), {decided} with a rule decided, {overflown} past 128 bits, {} pairs a second",
            seeds.start,
            seeds.end - 1,
            tried as u128 * 1000 / begun.elapsed().as_millis().max(1)
        );
        assert!(differences.is_empty(), "{}", differences.join("\n\n"));
        assert!(refused * 20 <= policies, "{refused} of {policies} generated policies are refused");
        sum.tried += tried;
        sum.decided += decided;
        sum.overflown += overflown;
    }
    let Tally { tried, decided, overflown, .. } = sum;
    println!("{tried} pairs in {ranges} ranges");
    assert!(overflown * 100 <= tried, "{overflown} of {tried} pairs overflow");
    assert!(decided * 2 >= tried, "only {decided} of {tried} pairs decide anything");
}

/// Goes through a range of seeds, on every core.
fn tally(seeds: &Range<u64>) -> Tally {
    let (next, shown) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let worker = || {
        let mut tally = Tally::default();
        while shown.load(Ordering::Relaxed) < SHOWN {
            let seed = seeds.start + next.fetch_add(1, Ordering::Relaxed) as u64;
            if seed >= seeds.end {
                break;
            }
            let before = tally.differences.len();
            policy(seed, &mut tally);
            shown.fetch_add(tally.differences.len() - before, Ordering::Relaxed);
        }
        tally
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        running.into_iter().map(|running| running.join().expect("a worker ends")).collect()
    });
    tallies.into_iter().fold(Tally::default(), |mut sum, tally| {
        sum.tried += tally.tried;
        sum.decided += tally.decided;
        sum.overflown += tally.overflown;
        sum.policies += tally.policies;
        sum.refused += tally.refused;
        sum.differences.extend(tally.differences);
        sum
    })
}

/// The policy of a seed, with its cases.
fn policy(seed: u64, tally: &mut Tally) {
    let generated = generate::policy(seed);
    tally.policies += 1;
    let Ok(policy) = Policy::load(generate::sources(generated.text())) else {
        tally.refused += 1;
        return;
    };
    let mut rng = Rng(seed ^ 0x5eed);
    let settings = generate::settings(&generated.world, &mut rng);
    let asked = match Asked::of(&policy, &settings) {
        Ok(asked) => asked,
        Err(refused) => return tally.differences.push(format!("seed {seed}: {refused}\n{}", generated.text())),
    };
    for _ in 0..CASES {
        let date = generate::decision_date(&generated.world, &mut rng);
        let household = generate::household(&generated.world, &date, &mut rng);
        tally.tried += 1;
        match asked.compare(&household, &date) {
            Pair::Same { decided: some } => tally.decided += usize::from(some),
            Pair::Overflow => tally.overflown += 1,
            Pair::Differs(_) => {
                let small = smallest(&generated, &settings, &household, &date);
                return tally.differences.push(format!("seed {seed}, policy and case as small as they get:\n{small}"));
            }
        }
    }
}

/// A policy under its settings, for both.
struct Asked {
    policy: Policy,
    settings: Settings,
}

impl Asked {
    fn of(policy: &Policy, settings: &str) -> Result<Asked, String> {
        match policy.settings_json(settings) {
            Ok(set) => {
                Ok(Asked { policy: policy.with_settings(&set), settings: Settings::read(policy.model(), settings) })
            }
            Err(error) => Err(format!("settings refused: {error}\n{settings}")),
        }
    }

    /// Asks both, and says where they differ.
    fn compare(&self, household: &Household, date: &str) -> Pair {
        let Asked { policy, settings } = self;
        let text = household.text();
        let differs = |what: String| Pair::Differs(what);
        let facts = match policy.facts_json(&text) {
            Ok(facts) => facts,
            Err(error) => return differs(format!("facts refused: {error}")),
        };
        let Some(day) = Date::parse(date) else { return differs(format!("no date: {date}")) };
        let record = match policy.decide(&facts, day) {
            Ok(decision) => decision.record(),
            Err(error) => return differs(format!("no decision: {error}")),
        };
        if record.trace.iter().any(overflows) {
            return Pair::Overflow;
        }
        let model = policy.model();
        if let Err(wrong) = check_against(&record, model) {
            return differs(format!("the checker does not accept the record: {wrong}"));
        }
        let engine = outcome::read(&record);
        let oracle = outcome::decide(model, &Case::read(model, &household.json), settings, Day::from(day));
        match difference(&engine, &oracle) {
            None => Pair::Same { decided: !record.measures.is_empty() || !record.refused.is_empty() },
            Some(difference) => differs(difference),
        }
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

fn compare(policy: &Policy, settings: &str, household: &Household, date: &str) -> Pair {
    match Asked::of(policy, settings) {
        Ok(asked) => asked.compare(household, date),
        Err(refused) => Pair::Differs(refused),
    }
}

/// Leaves out items and facts one by one, as long as the two still differ.
fn smallest(generated: &Generated, settings: &str, household: &Household, date: &str) -> String {
    let differs = |items: &[String], household: &Household, settings: &str| {
        let policy = Policy::load(generate::sources(items.join("\n\n"))).ok()?;
        match compare(&policy, settings, household, date) {
            // What became of the facts for want of their fields is no difference.
            Pair::Differs(what) if !what.contains("refused") => Some(what),
            _ => None,
        }
    };
    let (mut items, mut case, mut settings) = (generated.items.clone(), household.clone(), settings.to_string());
    let mut what = differs(&items, &case, &settings);
    if what.is_none() {
        let policy = Policy::load(generate::sources(generated.text()));
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
