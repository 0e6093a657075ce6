//! A change that no case notices → a household that would tell the two policies apart.
//!
//! The households of the cases come first, each looked at in full, and on the day that a span of days
//! gains or loses. Then the households of the cases are changed in what the item rests on, and the
//! search goes on from there; what it finds is made as small as it can be.

use super::{Edit, Touches};
use crate::casebook::Casebook;
use crate::coverage;
use crate::fixture::{Inputs, Output};
use crate::search::{Budget, Household, Search, Sign, Space, near, shrink};
use doudi::decision::record::{Record, Step, StepKind, Value};
use doudi::diagnostic::Locale;
use doudi::{Date, Policy, explain};
use std::collections::BTreeSet;

/// A household that tells two policies apart.
#[derive(Debug)]
pub struct Telling {
    /// The position of the case whose household it is, or whose settings it needs.
    pub case: usize,
    /// Whether it was made up; else it is the case's own, looked at in full or on another day.
    pub made_up: bool,
    /// The day.
    pub on: Date,
    /// The facts, as a block holds them.
    pub facts: String,
    /// The settings, where the case has some.
    pub settings: Option<String>,
    /// Lines of the decision as the rules stand that the other does not have.
    pub before: Vec<String>,
    /// The lines in their place.
    pub after: Vec<String>,
}

/// Decisions for one edit, those that make a household smaller aside.
const BUDGET: usize = 400;
/// Decisions that may go into making one household smaller.
const SHRINKING: usize = 400;
/// Cases looked at in full.
const CASES: usize = 60;
/// Cases whose households are changed in what the item rests on, and changes of each.
const BASES: usize = 4;
const CHANGES: usize = 40;
/// The same search every time.
const SEED: u64 = 1;

/// Looks for one.
pub fn find(
    book: &Casebook,
    edit: &Edit,
    reached: &[usize],
    main: usize,
    before: &Policy,
    after: &Policy,
) -> Option<Telling> {
    let of_main = |case: &usize| book.cases[*case].1.policy == main;
    // What no case rests on may still be shown by a household like theirs.
    let all: Vec<usize> = match reached.is_empty() {
        true => (0..book.cases.len()).filter(of_main).collect(),
        false => reached.iter().copied().filter(of_main).collect(),
    };
    let twos = || all.iter().filter_map(|case| Two::new(book, *case, edit, before, after));
    // What looks at the whole decision on its day has been run already.
    let in_part = |two: &Two<'_>| {
        let outputs = &book.cases[two.case].1.outputs;
        edit.day.is_some() || outputs.iter().all(|output| matches!(output.kind, Output::Values | Output::Given))
    };
    let own = twos().filter(in_part).take(CASES).filter_map(|two| two.telling(two.inputs.facts.as_ref()?, false));
    if let Some(found) = own.min_by_key(|telling| telling.facts.len()) {
        return Some(found);
    }
    let mut bases: Vec<Two<'_>> = twos().collect();
    bases.sort_by_key(|two| two.inputs.facts.as_ref().map_or(0, String::len));
    let first = bases.first()?;
    let space = Space::new(first.before.model(), &[first.after.model()], first.on);
    let mut given: Vec<Household> = Vec::new();
    for two in bases.iter().filter(|two| two.is_like(first)) {
        let Some(household) = two.inputs.facts.as_ref().and_then(|facts| space.read(facts)) else { continue };
        let rests_on = two.rests_on(edit);
        given.extend(near(&space, &household, &|path| rests_on.contains(path)).into_iter().take(CHANGES));
        if given.len() >= BASES * CHANGES {
            break;
        }
    }
    let mut found = None;
    Search::new(&space, &given, SEED, Budget::new(BUDGET, 2)).run(&mut |household| {
        let document = household.document(&space);
        if first.differs(&document).is_some() {
            found = Some(household.clone());
            return None;
        }
        Some(first.sign(&document, edit))
    });
    let mut budget = Budget::new(SHRINKING, 2);
    let small = shrink(&space, &found?, &mut budget, &mut |it| first.differs(&it.document(&space)).is_some());
    first.telling(&(small.document(&space) + "\n"), true)
}

/// Both policies with the settings of a case, and a day.
struct Two<'a> {
    case: usize,
    inputs: &'a Inputs,
    on: Date,
    before: Policy,
    after: Policy,
}

impl<'a> Two<'a> {
    /// `None` where the case decides nothing, or nothing that it has not been asked already.
    fn new(book: &'a Casebook, case: usize, edit: &Edit, before: &Policy, after: &Policy) -> Option<Two<'a>> {
        let inputs = &book.cases[case].1.inputs;
        let bound = inputs.bind(before);
        let on = edit.day.or(inputs.date(None, bound.facts.as_ref()?))?;
        Some(Two { case, inputs, on, before: bound.policy, after: inputs.bind(after).policy })
    }

    /// Whether a household of the one can be tried with the other's settings and day.
    fn is_like(&self, other: &Two<'_>) -> bool {
        (self.on, &self.inputs.settings) == (other.on, &other.inputs.settings)
    }

    fn record(&self, document: &str) -> Option<Record> {
        let facts = self.before.facts_json(document).ok()?;
        Some(self.before.decide(&facts, self.on).ok()?.record_of_all_values())
    }

    /// The facts the item rests on, by path.
    fn rests_on(&self, edit: &Edit) -> BTreeSet<String> {
        let record = self.inputs.facts.as_ref().and_then(|facts| self.record(facts));
        let (Some(record), Touches::Item(item)) = (record, &edit.touches) else { return BTreeSet::new() };
        let steps = coverage::steps_of_item(&record, item);
        let below = coverage::rests_on(&record, steps.iter().map(|step| step.id).collect());
        let facts = record.trace.iter().zip(below).filter(|(step, below)| *below && step.kind == StepKind::Fact);
        let path = |step: &Step| match step.subject.path.is_empty() {
            true => step.name.to_string(),
            false => format!("{}.{}", step.subject.path, step.name),
        };
        facts.map(|(step, _)| path(step)).collect()
    }

    /// What the item comes to in a household, and which rules give something.
    fn sign(&self, document: &str, edit: &Edit) -> Sign {
        let Some(record) = self.record(document) else { return Sign::new() };
        let truths: BTreeSet<String> = match &edit.touches {
            Touches::Item(item) => {
                let steps = coverage::steps_of_item(&record, item);
                let truths = steps.iter().filter_map(|step| match step.value {
                    Value::Truth(truth) => Some(format!("{} {truth}", step.name)),
                    Value::Unknown => Some(format!("{} unknown", step.name)),
                    _ => None,
                });
                truths.collect()
            }
            _ => BTreeSet::new(),
        };
        let given: BTreeSet<&str> = record.measures.iter().map(|it| it.by.rule.as_ref()).collect();
        format!("{truths:?} {given:?}")
    }

    /// What each policy decides of a household, where that is not the same.
    fn differs(&self, document: &str) -> Option<(String, String)> {
        let decide = |policy: &Policy| match policy.facts_json(document) {
            Ok(facts) => match policy.decide(&facts, self.on) {
                Ok(decision) => explain::summary(&decision.record()),
                Err(error) => format!("none: {}\n", error.message(Locale::En)),
            },
            Err(error) => error.diagnostics.iter().map(|it| format!("none: {}\n", it.message(Locale::En))).collect(),
        };
        let (before, after) = (decide(&self.before), decide(&self.after));
        (before != after).then_some((before, after))
    }

    fn telling(&self, document: &str, made_up: bool) -> Option<Telling> {
        let (before, after) = self.differs(document)?;
        let lines = |text: &str, other: &str| {
            let other: BTreeSet<&str> = other.lines().collect();
            text.lines().filter(|line| !other.contains(line)).map(str::to_owned).collect::<Vec<_>>()
        };
        Some(Telling {
            case: self.case,
            made_up,
            on: self.on,
            before: lines(&before, &after),
            after: lines(&after, &before),
            facts: document.to_owned(),
            settings: self.inputs.settings.clone(),
        })
    }
}
