//! A change that no case notices → a household that would tell the two policies apart.
//!
//! The households of the cases come first, and then the smallest of them with one fact changed that
//! the item rests on: a number at and beside the numbers of the line changed and of the item's work,
//! a day moved, a truth turned. Of what tells the two apart the smallest is kept.

use super::{Edit, Touches};
use crate::casebook::Casebook;
use crate::coverage;
use crate::fixture::Output;
use doudi::decision::record::{self, Node, Step, StepKind};
use doudi::{Date, Policy, explain};
use serde_json::Value;
use std::collections::BTreeSet;

/// A household that tells two policies apart.
#[derive(Debug)]
pub struct Telling {
    /// The position of the case it comes from.
    pub case: usize,
    /// The fact changed and its value; none: the case's own household, looked at in full.
    pub changed: Option<(String, String)>,
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

/// Households changed for one edit: more are not tried.
const MOST: usize = 120;
/// Cases looked at in full.
const CASES: usize = 60;
/// Cases whose households are changed.
const BASES: usize = 4;

/// Looks for one.
pub fn find(
    book: &Casebook,
    edit: &Edit,
    reached: &[usize],
    main: usize,
    before: &Policy,
    after: &Policy,
) -> Option<Telling> {
    let cases = || reached.iter().copied().filter(|case| book.cases[*case].1.policy == main);
    // What looks at the whole decision has been run already.
    let in_part = |case: &usize| {
        let outputs = &book.cases[*case].1.outputs;
        outputs.iter().all(|output| matches!(output.kind, Output::Values | Output::Given))
    };
    let own = cases().filter(in_part).take(CASES);
    let own = own.filter_map(|case| Two { book, case, before, after }.differs(None));
    if let Some(found) = own.min_by_key(|telling| telling.facts.len()) {
        return Some(found);
    }
    let line = numbers(book, edit);
    let mut bases: Vec<(usize, Value)> = cases()
        .filter_map(|case| Some((case, serde_json::from_str(book.cases[case].1.inputs.facts.as_ref()?).ok()?)))
        .collect();
    bases.sort_by_key(|(case, _)| book.cases[*case].1.inputs.facts.as_ref().map_or(0, String::len));
    let mut left = MOST;
    for (case, facts) in bases.into_iter().take(BASES) {
        let two = Two { book, case, before, after };
        let Some((near, rests_on)) = two.of_item(edit, &line) else { continue };
        for (path, value) in changes(&facts, &near, &rests_on).into_iter().take(left.min(MOST / BASES)) {
            left -= 1;
            let mut changed = facts.clone();
            let Some(place) = changed.pointer_mut(&path) else { continue };
            let shown = value.to_string();
            *place = value;
            if let Some(telling) = two.differs(Some((&changed, path, shown))) {
                return Some(telling);
            }
        }
    }
    None
}

struct Two<'a> {
    book: &'a Casebook,
    case: usize,
    before: &'a Policy,
    after: &'a Policy,
}

impl Two<'_> {
    /// The numbers of the item's work and of the line, and the facts the item rests on.
    fn of_item(&self, edit: &Edit, line: &[i64]) -> Option<(BTreeSet<i64>, BTreeSet<String>)> {
        let inputs = &self.book.cases[self.case].1.inputs;
        let bound = inputs.bind(self.before);
        let facts = bound.facts.as_ref()?;
        let record = bound.policy.decide(facts, inputs.date(None, facts)?).ok()?.record_of_all_values();
        let Touches::Item(item) = &edit.touches else { return None };
        let steps = coverage::steps_of_item(&record, item);
        let mut numbers: BTreeSet<i64> = line.iter().copied().collect();
        let mut nodes: Vec<&Node> = steps.iter().filter_map(|step| step.work.as_ref()).collect();
        while let Some(node) = nodes.pop() {
            if let record::Value::Number(number) = &node.value {
                numbers.extend(number.to_i64());
            }
            nodes.extend(&node.args);
        }
        let below = coverage::rests_on(&record, steps.iter().map(|step| step.id).collect());
        let below = record.trace.iter().zip(below).filter(|(step, below)| *below && step.kind == StepKind::Fact);
        let path = |step: &Step| match step.subject.path.is_empty() {
            true => step.name.to_string(),
            false => format!("{}.{}", step.subject.path, step.name),
        };
        Some((numbers, below.map(|(step, _)| path(step)).collect()))
    }

    /// Decides the case, or the case with other facts, under both policies.
    fn differs(&self, changed: Option<(&Value, String, String)>) -> Option<Telling> {
        let inputs = &self.book.cases[self.case].1.inputs;
        let mut inputs = inputs.clone();
        if let Some((facts, ..)) = &changed {
            inputs.facts = Some(format!("{facts:#}\n"));
        }
        let decide = |policy: &Policy| {
            let bound = inputs.bind(policy);
            let facts = bound.facts.as_ref()?;
            let on = inputs.date(None, facts)?;
            let decision = bound.policy.decide(facts, on).ok()?;
            Some((on, explain::summary(&decision.record())))
        };
        let ((on, before), (_, after)) = (decide(self.before)?, decide(self.after)?);
        let lines = |text: &str, other: &str| {
            let other: BTreeSet<&str> = other.lines().collect();
            text.lines().filter(|line| !other.contains(line)).map(str::to_owned).collect::<Vec<_>>()
        };
        (before != after).then(|| Telling {
            case: self.case,
            changed: changed.map(|(_, path, value)| (fact(&path), value)),
            on,
            before: lines(&before, &after),
            after: lines(&after, &before),
            facts: inputs.facts.unwrap_or_default(),
            settings: inputs.settings,
        })
    }
}

/// `/facts/members/0/wage` → `members[0].wage`
fn fact(pointer: &str) -> String {
    pointer.trim_start_matches("/facts").split('/').filter(|part| !part.is_empty()).fold(String::new(), |path, part| {
        match part.parse::<usize>() {
            Ok(position) => format!("{path}[{position}]"),
            Err(_) if path.is_empty() => part.to_owned(),
            Err(_) => format!("{path}.{part}"),
        }
    })
}

/// The whole numbers on the line of the change, and in what comes in its place.
fn numbers(book: &Casebook, edit: &Edit) -> Vec<i64> {
    let text = &book.files[edit.at.file].text;
    let start = text[..edit.at.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[edit.at.end..].find('\n').map_or(text.len(), |at| edit.at.end + at);
    let line = format!("{} {}", &text[start..end], edit.replacement);
    let words = line.split(|c: char| !c.is_ascii_digit() && c != '.');
    let found: BTreeSet<i64> = words.filter_map(|word| word.split('.').next()?.parse().ok()).collect();
    found.into_iter().filter(|number| *number < 1_000_000).collect()
}

/// Each fact changed, one at a time: those of which there are few come first.
fn changes(facts: &Value, near: &BTreeSet<i64>, rests_on: &BTreeSet<String>) -> Vec<(String, Value)> {
    let mut leaves = Vec::new();
    walk(facts.get("facts").unwrap_or(facts), if facts.get("facts").is_some() { "/facts" } else { "" }, &mut leaves);
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for (path, value) in leaves.into_iter().filter(|(path, _)| rests_on.contains(&fact(path))) {
        match value {
            Value::Bool(truth) => first.push((path, Value::Bool(!truth))),
            Value::String(text) if Date::parse(text).is_some() => {
                let moved = [-1, 1, -366, 366].into_iter().filter_map(|days| Date::parse(text)?.add_days(days));
                then.extend(moved.map(|day| (path.clone(), Value::from(day.to_string()))));
            }
            Value::Number(_) | Value::Null | Value::String(_) => {
                let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let own: Option<i64> = written.split('.').next().and_then(|whole| whole.parse().ok());
                if own.is_none() && !value.is_null() {
                    continue;
                }
                let all = own.into_iter().chain(near.iter().copied());
                let all: BTreeSet<i64> = all.flat_map(|number| [number - 1, number, number + 1]).collect();
                let others = all.into_iter().filter(|number| *number >= 0 && number.to_string() != written);
                then.extend(others.map(|number| (path.clone(), Value::from(number))));
            }
            _ => {}
        }
    }
    first.into_iter().chain(then).collect()
}

fn walk<'a>(value: &'a Value, path: &str, leaves: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, it)| walk(it, &format!("{path}/{key}"), leaves)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, it)| walk(it, &format!("{path}/{i}"), leaves)),
        _ => leaves.push((path.to_owned(), value)),
    }
}
