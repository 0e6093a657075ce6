//! A change that no case notices → a household that would tell the two policies apart.
//!
//! The households of the cases come first, each looked at in full, and on the day that a span of days
//! gains or loses. Then the households of the cases are changed in what the item rests on, and the
//! search goes on from there; what it finds is made as small as it can be. The same on the day that a
//! changed version begins, and with other variants of the readings that the item goes by.

use super::trials::{self, Trial};
use super::{Edit, Touches};
use crate::casebook::Casebook;
use crate::coverage;
use crate::fixture::{Inputs, Output};
use crate::search::{Budget, Household, Search, Sign, Space, near, of_other_lengths, shrink};
use doudi::decision::record::{Record, Step, StepKind, Value};
use doudi::diagnostic::Locale;
use doudi::{Date, Policy, explain};
use std::borrow::Cow;
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
    /// The settings, where there are some.
    pub settings: Option<String>,
    /// Whether a reading is chosen in them that the case does not choose.
    pub chosen: bool,
    /// Lines of the decision as the rules stand that the other does not have.
    pub before: Vec<String>,
    /// The lines in their place.
    pub after: Vec<String>,
}

/// Households of no particular kind, and decisions for those around where something changes, those that
/// make a household smaller aside.
const PLAIN: usize = 150;
const BUDGET: usize = 400;
/// Decisions that may go into making one household smaller.
const SHRINKING: usize = 400;
/// Cases looked at in full.
const CASES: usize = 60;
/// Cases whose households are changed in what the item rests on, and changes of each.
const BASES: usize = 4;
const CHANGES: usize = 40;
/// Cases looked through for readings.
const READ: usize = 12;
/// Lists of each made longer or shorter.
const LENGTHS: usize = 10;
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
    let look = |trial: &Trial| {
        let twos = || all.iter().filter_map(|case| Two::new(book, *case, trial, edit, before, after));
        own(book, twos(), trial, edit).or_else(|| made_up(twos(), edit))
    };
    let mut bases: Vec<Two<'_>> =
        all.iter().filter_map(|case| Two::new(book, *case, &Trial::default(), edit, before, after)).collect();
    bases.sort_by_key(Two::size);
    let days = match edit.day {
        Some(_) => vec![Trial::default()],
        None => trials::days(before, edit.since, &bases.iter().map(|two| two.on).collect::<Vec<_>>()),
    };
    days.iter().find_map(look).or_else(|| readings(&bases, edit).iter().find_map(look))
}

/// The readings that the item goes by in these cases, with their other variants.
fn readings(bases: &[Two<'_>], edit: &Edit) -> Vec<Trial> {
    let Touches::Item(item) = &edit.touches else { return Vec::new() };
    let records = bases.iter().take(READ).filter_map(|two| two.record(two.inputs.facts.as_ref()?));
    let Some(model) = bases.first().map(|two| two.before.model()) else { return Vec::new() };
    trials::readings(records, model, item)
}

/// A household of the cases themselves.
fn own<'a>(book: &Casebook, twos: impl Iterator<Item = Two<'a>>, trial: &Trial, edit: &Edit) -> Option<Telling> {
    // What looks at the whole decision on its day has been run already.
    let in_part = |two: &Two<'_>| {
        let outputs = &book.cases[two.case].1.outputs;
        let elsewhere = edit.day.is_some() || trial.on.is_some() || trial.chosen.is_some();
        elsewhere || outputs.iter().all(|output| matches!(output.kind, Output::Values | Output::Given))
    };
    let found = twos.filter(in_part).take(CASES).filter_map(|two| two.telling(two.inputs.facts.as_ref()?, false));
    found.min_by_key(|telling| telling.facts.len())
}

/// A household like theirs, searched for.
fn made_up<'a>(twos: impl Iterator<Item = Two<'a>>, edit: &Edit) -> Option<Telling> {
    let mut bases: Vec<Two<'_>> = twos.collect();
    bases.sort_by_key(Two::size);
    let first = bases.first()?;
    let space = Space::new(first.before.model(), &[first.after.model()], first.on);
    let given = first.given(&space, bases.iter().filter(|two| two.is_like(first)), edit);
    let mut found = None;
    let mut search = |seed: u64, decisions: usize, goes_on: bool| {
        Search::new(&space, &given, seed, Budget::new(decisions, 2)).run(&mut |household| {
            let document = household.document(&space);
            if first.differs(&document).is_some() {
                found = Some(household.clone());
                return None;
            }
            Some(if goes_on { first.sign(&document, edit) } else { Sign::new() })
        });
        found.clone()
    };
    // Many that have little in common come before many around where something changes.
    let found = search(SEED, 2 * (given.len() + PLAIN), false).or_else(|| search(SEED + 1, BUDGET, true))?;
    let mut budget = Budget::new(SHRINKING, 2);
    let small = shrink(&space, &found, &mut budget, &mut |it| first.differs(&it.document(&space)).is_some());
    first.telling(&(small.document(&space) + "\n"), true)
}

/// Both policies with the settings of a case, and a day.
struct Two<'a> {
    case: usize,
    inputs: Cow<'a, Inputs>,
    chosen: bool,
    on: Date,
    before: Policy,
    after: Policy,
}

impl<'a> Two<'a> {
    /// `None` where the case decides nothing, or the reading cannot be chosen.
    fn new(
        book: &'a Casebook,
        case: usize,
        trial: &Trial,
        edit: &Edit,
        before: &Policy,
        after: &Policy,
    ) -> Option<Two<'a>> {
        let mut inputs = Cow::Borrowed(&book.cases[case].1.inputs);
        if let Some(chosen) = &trial.chosen {
            inputs.to_mut().settings = Some(trials::with_chosen(inputs.settings.as_deref(), chosen)?);
        }
        let bound = inputs.bind(before);
        let own = inputs.date(None, bound.facts.as_ref()?);
        let on = edit.day.or(trial.on).or(own)?;
        let after = inputs.bind(after).policy;
        Some(Two { case, inputs, chosen: trial.chosen.is_some(), on, before: bound.policy, after })
    }

    fn size(&self) -> usize {
        self.inputs.facts.as_ref().map_or(0, String::len)
    }

    /// The households of these changed: facts and lists at limits that are no longer the same, lists
    /// longer and shorter, and what the item rests on.
    fn given<'t>(&self, space: &Space<'_>, like: impl Iterator<Item = &'t Two<'a>>, edit: &Edit) -> Vec<Household>
    where
        'a: 't,
    {
        let other = Space::new(self.after.model(), &[], self.on);
        let (mut limits, mut given): (Vec<Household>, Vec<Household>) = (Vec::new(), Vec::new());
        for two in like {
            let Some(household) = two.inputs.facts.as_ref().and_then(|facts| space.read(facts)) else { continue };
            if let Touches::Facts = edit.touches {
                limits.extend(trials::at_the_limits(space, &other, &household).into_iter().take(CHANGES));
            }
            let rests_on = two.rests_on(edit);
            given.extend(of_other_lengths(space, &household).into_iter().take(LENGTHS));
            // Where nothing is known of what it rests on, anything may matter.
            let matters = |path: &str| rests_on.is_empty() || rests_on.contains(path);
            given.extend(near(space, &household, &matters).into_iter().take(CHANGES));
            if given.len() >= BASES * CHANGES {
                break;
            }
        }
        limits.extend(given);
        limits
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
            chosen: self.chosen,
        })
    }
}
