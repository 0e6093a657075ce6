//! Edits → what became of each: refused by the checker, noticed by a case, or neither.

use super::tell::{self, Telling};
use super::{Edit, Touches, choices, edits};
use crate::casebook::{Casebook, Entry};
use crate::coverage::{Coverage, ItemKind};
use crate::fixture::{Bound, Excuse, List, Output};
use doudi::diagnostic::near::nearest;
use doudi::source::SourceKind;
use doudi::{Policy, Sources, model};
use rayon::prelude::*;

/// A change, and what became of it.
#[derive(Debug)]
pub struct Mutant {
    /// The change.
    pub edit: Edit,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a change.
#[derive(Debug)]
pub enum Fate {
    /// The policy no longer loads.
    Refused,
    /// The policy is the same as before, on every day it can be asked about.
    Equivalent,
    /// A case, by its position, comes to something else.
    Noticed(usize),
    /// No case does.
    Survived {
        /// The cases that rest on what was changed.
        reached: Vec<usize>,
        /// Why that is in order, as a page says.
        explained: Option<String>,
        /// A household that would tell the two apart.
        telling: Option<Box<Telling>>,
    },
}

/// What became of all of them.
#[derive(Debug)]
pub struct Mutation {
    /// In order of file and place.
    pub mutants: Vec<Mutant>,
    /// Explanations that explain no survivor.
    pub stale: Vec<Stale>,
    /// Whether households were looked for.
    pub sought: bool,
}

/// An explanation that explains no survivor.
#[derive(Debug)]
pub struct Stale {
    /// Its position in the casebook's excuses.
    pub excuse: usize,
    /// Why that is.
    pub because: Because,
}

/// Why an explanation explains no survivor.
#[derive(Debug)]
pub enum Because {
    /// Nothing of the rules can be changed so; the change of the item that reads most like it.
    NoSuchChange(Option<String>),
    /// The policy no longer loads.
    Refused,
    /// The policy is the same as before.
    Equivalent,
    /// A case, by its position, comes to something else.
    Noticed(usize),
}

/// What is asked for.
pub struct Wish<'a> {
    /// Only items and files whose name contains this.
    pub filter: Option<&'a str>,
    /// Only so many.
    pub limit: Option<usize>,
    /// Only those that a page explains.
    pub explained: bool,
    /// Whether to look for households that would tell survivors apart.
    pub tell: bool,
}

/// The cases of a casebook, and what each comes to as the rules stand.
struct Bench<'a> {
    book: &'a Casebook,
    coverage: &'a Coverage,
    /// By case; output by output.
    before: Vec<Vec<String>>,
    /// How much is wrong with the settings and facts of each case.
    faults: Vec<usize>,
}

/// Makes every change in turn and runs the cases that rest on it, until one notices.
pub fn run(book: &Casebook, coverage: &Coverage, wish: &Wish<'_>, progress: &(dyn Fn(u64, u64) + Sync)) -> Mutation {
    let all = edits(book);
    let before = book.cases.par_iter().map(|(_, case)| match &book.policies[case.policy].policy {
        Some(policy) => case.outcome(policy, &|_| true),
        None => Vec::new(),
    });
    let faults = book.cases.iter().map(|(_, case)| match &book.policies[case.policy].policy {
        Some(policy) => faults(&case.inputs.bind(policy)),
        None => 0,
    });
    let bench = Bench { book, coverage, before: before.collect(), faults: faults.collect() };
    let file = |edit: &Edit| book.files[edit.at.file].path.as_str();
    let wanted = |edit: &&Edit| wish.filter.is_none_or(|it| edit.item.contains(it) || file(edit).contains(it));
    let explained = |edit: &&Edit| !wish.explained || excuses(book).any(|(_, excuse)| is_of(excuse, edit));
    let chosen: Vec<&Edit> =
        all.iter().filter(wanted).filter(explained).take(wish.limit.unwrap_or(usize::MAX)).collect();
    let total = chosen.len() as u64;
    // The case that noticed one change of an item is likely to notice the next.
    let items: Vec<&[&Edit]> = chosen.chunk_by(|a, b| (a.at.file, &a.item) == (b.at.file, &b.item)).collect();
    let mutants: Vec<Vec<Mutant>> = items
        .into_par_iter()
        .map(|edits| {
            let mut first: Vec<usize> = Vec::new();
            let made = edits.iter().map(|edit| {
                let fate = bench.fate(edit, &mut first, wish.tell);
                progress(1, total);
                Mutant { edit: (*edit).clone(), fate }
            });
            made.collect()
        })
        .collect();
    let mut mutants: Vec<Mutant> = mutants.into_iter().flatten().collect();
    let stale = excuse(book, &all, &mut mutants);
    Mutation { mutants, stale, sought: wish.tell }
}

impl Bench<'_> {
    /// `first`: the cases that noticed changes of the item before, the last one first.
    fn fate(&self, edit: &Edit, first: &mut Vec<usize>, tell: bool) -> Fate {
        let entries = self.book.policies.iter().enumerate();
        let of = |entry: &Entry| entry.policy.is_some() && entry.files.values().any(|file| *file == edit.at.file);
        let mut changed: Vec<Option<Option<Policy>>> = self.book.policies.iter().map(|_| None).collect();
        let mut main = None;
        for (position, entry) in entries.filter(|(_, entry)| of(entry)) {
            if main.is_none() {
                let Ok(policy) = Policy::load(mutated(self.book, entry, edit)) else { return Fate::Refused };
                main = Some(position);
                changed[position] = Some(Some(policy));
            }
        }
        let Some(main) = main else { return Fate::Refused };
        if self.is_beyond(edit, &of) {
            return Fate::Equivalent;
        }
        let reached = self.reached(edit, &of);
        let order: Vec<usize> = first
            .iter()
            .filter(|it| reached.contains(it))
            .chain(reached.iter().filter(|it| !first.contains(it)))
            .copied()
            .collect();
        for case in order {
            let position = self.book.cases[case].1.policy;
            let entry = &self.book.policies[position];
            let policy = changed[position].get_or_insert_with(|| Policy::load(mutated(self.book, entry, edit)).ok());
            // A case whose policy is refused notices.
            if policy.as_ref().is_none_or(|policy| self.notices(case, policy, &edit.touches)) {
                first.retain(|it| *it != case);
                first.insert(0, case);
                return Fate::Noticed(case);
            }
        }
        let (Some(before), Some(Some(after))) = (&self.book.policies[main].policy, &changed[main]) else {
            return Fate::Refused;
        };
        if same(before, after) {
            return Fate::Equivalent;
        }
        let telling = if tell { tell::find(self.book, edit, &reached, main, before, after) } else { None };
        Fate::Survived { reached, explained: None, telling: telling.map(Box::new) }
    }

    /// Whether the edit makes a span of days longer or shorter by a day on which no policy that has the
    /// file can be asked about anything.
    fn is_beyond(&self, edit: &Edit, of: &dyn Fn(&Entry) -> bool) -> bool {
        let Some(day) = edit.day else { return false };
        // The span of the policy itself is what bounds the others.
        let (Touches::Item(_) | Touches::Duties) = edit.touches else { return false };
        self.book.policies.iter().filter(|entry| of(entry)).filter_map(|entry| entry.policy.as_ref()).all(|policy| {
            let model = policy.model();
            let (kind, name) = match &edit.touches {
                Touches::Item((kind, name)) => (Some(*kind), name.as_str()),
                _ => (None, ""),
            };
            let asked = kind == Some(ItemKind::Parameter) && choices::asked_on_a_day(model).contains(name);
            !asked && !model.policy.in_force.holds(day)
        })
    }

    /// The cases that rest on what is changed, those that look at the least first.
    fn reached(&self, edit: &Edit, of: &dyn Fn(&Entry) -> bool) -> Vec<usize> {
        let reaches = |case: &usize| {
            let it = &self.book.cases[*case].1;
            of(&self.book.policies[it.policy])
                && match &edit.touches {
                    Touches::Item(item) => self.coverage.reach[*case].contains(item),
                    Touches::Facts => it.inputs.facts.is_some(),
                    Touches::Duties => it.outputs.iter().any(|output| matches!(output.kind, Output::Duties(..))),
                    Touches::Everything => true,
                }
        };
        let mut cases: Vec<usize> = (0..self.book.cases.len()).filter(reaches).collect();
        cases.sort_by_key(|case| self.coverage.reach[*case].len());
        cases
    }

    fn notices(&self, case: usize, policy: &Policy, touches: &Touches) -> bool {
        let it = &self.book.cases[case].1;
        if let Touches::Facts = touches {
            // What is accepted is the same, or not; and then all else is.
            return faults(&it.inputs.bind(policy)) != self.faults[case];
        }
        it.outcome(policy, &|_| true) != self.before[case]
    }
}

/// How much is wrong with settings and facts.
fn faults(bound: &Bound) -> usize {
    bound.diagnostics.len() - bound.policy.warnings().len()
}

/// The texts of a policy with one change.
pub fn mutated(book: &Casebook, entry: &Entry, edit: &Edit) -> Sources {
    entry.sources.iter().fold(Sources::new(), |sources, (id, source)| match source.kind {
        SourceKind::Instrument => sources.text(&source.name, &source.text),
        SourceKind::Policy if entry.files.get(&id) == Some(&edit.at.file) => {
            let text = &book.files[edit.at.file].text;
            let (before, after) = (&text[..edit.at.start], &text[edit.at.end..]);
            sources.policy(&source.name, format!("{before}{}{after}", edit.replacement))
        }
        SourceKind::Policy => sources.policy(&source.name, &source.text),
    })
}

/// Whether two policies decide alike by their make: operations, tables, duties and what facts are.
fn same(before: &Policy, after: &Policy) -> bool {
    model::print(before.model()) == model::print(after.model()) && before.print_plan() == after.print_plan()
}

/// The explanations of survivors, with their positions.
fn excuses(book: &Casebook) -> impl Iterator<Item = (usize, &Excuse)> {
    let all = book.excuses.iter().map(|(_, excuse)| excuse).enumerate();
    all.filter(|(_, excuse)| excuse.list == List::Survivors)
}

fn is_of(excuse: &Excuse, edit: &Edit) -> bool {
    edit.item == excuse.of && edit.what == excuse.what
}

/// Marks what is explained; gives the explanations of no survivor.
fn excuse(book: &Casebook, all: &[Edit], mutants: &mut [Mutant]) -> Vec<Stale> {
    let mut stale = Vec::new();
    for (position, excuse) in excuses(book) {
        let mut add = |because| stale.push(Stale { excuse: position, because });
        let found = mutants.iter_mut().find(|mutant| is_of(excuse, &mutant.edit));
        match found.map(|mutant| &mut mutant.fate) {
            Some(Fate::Survived { explained, .. }) => *explained = Some(excuse.reason.clone()),
            Some(Fate::Refused) => add(Because::Refused),
            Some(Fate::Equivalent) => add(Because::Equivalent),
            Some(Fate::Noticed(case)) => add(Because::Noticed(*case)),
            // One that was not asked for may well survive.
            None if all.iter().any(|edit| is_of(excuse, edit)) => {}
            None => {
                let of_item = all.iter().filter(|edit| edit.item == excuse.of).map(|edit| edit.what.as_str());
                add(Because::NoSuchChange(nearest(&excuse.what, of_item)));
            }
        }
    }
    stale
}
