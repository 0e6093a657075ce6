//! What is counted: households and measures, by group and in all.

use super::changes::{self, Change, Kind};
use super::ledger::{Entry, Given};
use doudi::decision::record::{Record, Status, Value};
use doudi::value::Number;
use std::collections::{BTreeMap, BTreeSet};

/// What a measure is counted as: it and its choices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Category {
    /// Where the measure stands in the policy.
    pub position: usize,
    /// The measure.
    pub measure: String,
    /// Field and variant.
    pub choices: BTreeMap<String, String>,
}

/// Measures of one category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// This month: `new + kept + changed` where there is a ledger of last month.
    pub now: u64,
    /// By what became of them since last month.
    pub new: u64,
    pub kept: u64,
    pub changed: u64,
    pub ended: u64,
    pub unclear: u64,
    /// This month's amounts, added up field by field; `None` where the sum outgrew what can be carried.
    pub amounts: BTreeMap<String, Option<Number>>,
}

/// What an officer may give or allow: a rule or exception, and the measures it would give.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// The rule or exception.
    pub name: String,
    /// The measures.
    pub measures: Vec<String>,
}

/// Households and measures of one group, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub complete: u64,
    pub undetermined: u64,
    pub in_error: u64,
    pub bad: u64,
    pub measures: BTreeMap<Category, Count>,
    /// What is open to an officer: how often, and how often it was not so last month.
    pub open: BTreeMap<Opening, (u64, u64)>,
}

/// Everything that is counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// By group; what has no group is under the empty text.
    pub groups: BTreeMap<String, Group>,
    /// Households of last month's ledger: in this month's too, not in the register, in a bad row.
    pub kept_households: u64,
    pub gone_households: u64,
    pub bad_households: u64,
    pub new_households: u64,
    /// Members who are in two households of the register.
    pub same_person: u64,
    /// Members who are numbered within their household, so that nobody can tell.
    pub numbered: u64,
    /// Households for which a fact of last month was asked and not found.
    pub not_carried: u64,
    /// A fact left out (`members[].wage`) → undetermined households that it could matter to.
    pub missing: BTreeMap<String, u64>,
    /// A parameter without a value → undetermined households that it mattered to.
    pub not_set: BTreeMap<String, u64>,
}

impl Group {
    /// Households that were decided.
    pub fn decided(&self) -> u64 {
        self.complete + self.undetermined + self.in_error
    }

    fn add(&mut self, other: &Group) {
        self.complete += other.complete;
        self.undetermined += other.undetermined;
        self.in_error += other.in_error;
        self.bad += other.bad;
        for (category, count) in &other.measures {
            self.measures.entry(category.clone()).or_default().add(count);
        }
        for (opening, (now, new)) in &other.open {
            let counts = self.open.entry(opening.clone()).or_default();
            *counts = (counts.0 + now, counts.1 + new);
        }
    }

    /// How much is open to an officer.
    pub fn openings(&self) -> u64 {
        self.open.values().map(|(now, _)| now).sum()
    }
}

impl Count {
    fn add(&mut self, other: &Count) {
        self.now += other.now;
        self.new += other.new;
        self.kept += other.kept;
        self.changed += other.changed;
        self.ended += other.ended;
        self.unclear += other.unclear;
        for (name, amount) in &other.amounts {
            add_amount(&mut self.amounts, name, *amount);
        }
    }
}

fn add_amount(amounts: &mut BTreeMap<String, Option<Number>>, name: &str, amount: Option<Number>) {
    match amounts.get_mut(name) {
        Some(sum) => *sum = sum.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount)),
        None => drop(amounts.insert(name.to_owned(), amount)),
    }
}

impl Tally {
    /// All groups together.
    pub fn all(&self) -> Group {
        let mut all = Group::default();
        for group in self.groups.values() {
            all.add(group);
        }
        all
    }

    /// Counts a household that was decided, with its measures of this month.
    pub fn decided(
        &mut self,
        entry: &Entry,
        last: Option<&Entry>,
        amounts: &Amounts,
        position: impl Fn(&str) -> usize,
    ) {
        let group = self.groups.entry(entry.group.clone()).or_default();
        match entry.status {
            Status::Complete => group.complete += 1,
            Status::Undetermined => group.undetermined += 1,
            Status::Incomplete => group.in_error += 1,
        }
        for (given, amounts) in entry.measures.iter().zip(&amounts.0) {
            let count = group.measures.entry(category(given, &position)).or_default();
            count.now += 1;
            for (name, amount) in amounts {
                add_amount(&mut count.amounts, name, Some(*amount));
            }
        }
        for open in entry.open.iter().filter(|open| !open.declined) {
            let opening = Opening { name: open.by.rule.clone(), measures: open.measures.clone() };
            let counts = group.open.entry(opening).or_default();
            *counts = (counts.0 + 1, counts.1 + u64::from(!changes::was_open(last, open)));
        }
        let missing = entry.undetermined.iter().flat_map(|rule| &rule.missing).map(|path| without_positions(path));
        count_each(&mut self.missing, missing);
        let not_set = entry.undetermined.iter().flat_map(|rule| &rule.not_set);
        count_each(&mut self.not_set, not_set.cloned());
    }

    /// Counts what became of measures since last month.
    pub fn changes(&mut self, group: &str, changes: &[Change], position: impl Fn(&str) -> usize) {
        let group = self.groups.entry(group.to_owned()).or_default();
        for change in changes {
            let Some(given) = change.given().filter(|_| change.kind != Kind::Open) else { continue };
            let count = group.measures.entry(category(given, &position)).or_default();
            match change.kind {
                Kind::New => count.new += 1,
                Kind::Kept => count.kept += 1,
                Kind::Changed => count.changed += 1,
                Kind::Ended => count.ended += 1,
                Kind::Unclear => count.unclear += 1,
                Kind::Open => {}
            }
        }
    }

    /// Counts a row that is no household.
    pub fn bad(&mut self, group: &str) {
        self.groups.entry(group.to_owned()).or_default().bad += 1;
    }
}

/// The numeric fields of the measures of a record, in its order.
#[derive(Clone, Debug, Default)]
pub struct Amounts(Vec<Vec<(String, Number)>>);

impl Amounts {
    /// Reads them off.
    pub fn of(record: &Record) -> Amounts {
        let numbers = |measure: &doudi::decision::record::Measure| {
            let fields = measure.fields.iter();
            let numbers = fields.filter_map(|field| match field.value {
                Value::Number(number) => Some((field.name.to_string(), number)),
                _ => None,
            });
            numbers.collect()
        };
        Amounts(record.measures.iter().map(numbers).collect())
    }
}

/// Counts each name once.
fn count_each(counts: &mut BTreeMap<String, u64>, names: impl Iterator<Item = String>) {
    for name in names.collect::<BTreeSet<_>>() {
        *counts.entry(name).or_default() += 1;
    }
}

fn category(given: &Given, position: impl Fn(&str) -> usize) -> Category {
    Category { position: position(&given.measure), measure: given.measure.clone(), choices: given.choices.clone() }
}

/// `members[3].wage` → `members[].wage`
fn without_positions(path: &str) -> String {
    let step = |step: &str| step.split_once('[').map_or(step.to_owned(), |(list, _)| format!("{list}[]"));
    path.split('.').map(step).collect::<Vec<_>>().join(".")
}
