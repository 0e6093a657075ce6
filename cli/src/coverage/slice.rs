//! A record and what a case looks at in it → the steps, and the items of the policy, that matters to.

use super::walk::entity_of;
use crate::fixture::{self, Expected, Output};
use doudi::decision::record::{ExceptionEffect, Node, Op, Record, Step, StepKind};
use doudi::model::{Grant, Model, Rule};
use std::collections::BTreeSet;

/// What an item of a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// A definition or condition.
    Derived,
    /// A rule.
    Rule,
    /// An exception.
    Exception,
    /// A parameter.
    Parameter,
    /// A reading.
    Reading,
}

/// An item of a policy: `Household.means_test`.
pub type Item = (ItemKind, String);

/// The items a case's outputs rest on.
pub type Reach = BTreeSet<Item>;

/// Which steps of a record an output looks at: of `values`, what the named ones rest on; else all. An
/// amount rests on the rules that could give it as well: it is there where one grants, and is not
/// where all refuse.
pub fn looked_at(record: &Record, model: &Model, output: &Expected) -> Vec<bool> {
    if output.kind != Output::Values {
        return vec![true; record.trace.len()];
    }
    let steps = lines(&output.written).flat_map(|path| {
        let named = fixture::steps_named(record, path);
        let rules = amount(&named, path).map(|(subject, field)| deciding(record, model, subject, field));
        named.into_iter().map(|step| step.id).chain(rules.into_iter().flatten())
    });
    rests_on(record, steps.collect())
}

/// Whose amount a line of a `values` block asks for, and its name; `None` where the line names
/// something else.
fn amount<'p>(named: &[&Step], path: &'p str) -> Option<(&'p str, &'p str)> {
    let amounts = named.iter().all(|step| step.kind == StepKind::Amount);
    amounts.then(|| path.rsplit_once('.').unwrap_or(("", path)))
}

/// The steps of the rules that could give a subject such an amount, and of those they gave way to.
fn deciding(record: &Record, model: &Model, subject: &str, field: &str) -> Vec<u32> {
    let rules: Vec<&str> = giving(model, field).collect();
    let is_of = |rule: &str, of: &str| of == subject && rules.contains(&rule);
    let own = record.trace.iter().filter(|it| it.kind == StepKind::Rule && is_of(&it.name, &it.subject.path));
    let stronger = record.overridden.iter().filter(|it| is_of(&it.by.rule, &it.by.subject.path)).flat_map(|it| {
        let is_it = |step: &&Step| step.name == it.prevailed.rule && step.subject == it.prevailed.subject;
        record.trace.iter().filter(|step| step.kind == StepKind::Rule).filter(is_it)
    });
    own.chain(stronger).map(|step| step.id).collect()
}

/// The rules that give a measure with such a field.
fn giving<'m>(model: &'m Model, field: &str) -> impl Iterator<Item = &'m str> {
    let has = move |grant: &Grant| {
        let measure = model.measures.get(grant.measure.index());
        measure.is_some_and(|measure| measure.fields.iter().any(|it| it.name.id == field))
    };
    let gives = move |rule: &&Rule| rule.grants.iter().chain(&rule.otherwise).any(&has);
    model.rules.iter().filter(gives).map(|rule| rule.name.id.as_str())
}

/// Marks these steps, and whatever they rest on.
pub fn rests_on(record: &Record, mut waiting: Vec<u32>) -> Vec<bool> {
    let mut seen = vec![false; record.trace.len()];
    while let Some(id) = waiting.pop() {
        let Some(step) = record.trace.get(id as usize) else { continue };
        if !std::mem::replace(&mut seen[id as usize], true) {
            waiting.extend(refers_to(step));
        }
    }
    seen
}

/// The steps that a step's work and exceptions refer to.
pub fn refers_to(step: &Step) -> Vec<u32> {
    let mut ids: Vec<u32> = step.work.iter().flat_map(steps_of).collect();
    for tried in &step.exceptions {
        ids.extend(tried.step);
        ids.extend(match tried.effect {
            ExceptionEffect::Then(then) => then,
            _ => None,
        });
    }
    ids
}

/// What the lines of a `values` block name.
fn lines(written: &str) -> impl Iterator<Item = &str> {
    written.lines().filter_map(|line| line.split_once('=')).map(|(path, _)| path.trim())
}

/// The steps that a piece of work refers to.
fn steps_of(node: &Node) -> Vec<u32> {
    let (mut ids, mut nodes) = (Vec::new(), vec![node]);
    while let Some(node) = nodes.pop() {
        if let Op::Step(id) = node.op {
            ids.push(id);
        }
        nodes.extend(&node.args);
    }
    ids
}

/// The steps of an item, the named parts of its test, and the amounts a rule gives.
pub fn steps_of_item<'a>(record: &'a Record, (kind, name): &Item) -> Vec<&'a Step> {
    let name = name.rsplit('.').next().unwrap_or_default();
    let is_of = |step: &&Step| {
        let right = match step.kind {
            StepKind::Rule => *kind == ItemKind::Rule,
            StepKind::Definition | StepKind::Condition => *kind == ItemKind::Derived,
            StepKind::Exception | StepKind::Replacement => *kind == ItemKind::Exception,
            StepKind::Parameter => *kind == ItemKind::Parameter,
            StepKind::Reading => *kind == ItemKind::Reading,
            _ => false,
        };
        right && step.name == name
    };
    let mut steps: Vec<&Step> = record.trace.iter().filter(is_of).collect();
    let given = record.measures.iter().filter(|it| *kind == ItemKind::Rule && *it.by.rule == *name);
    steps.extend(given.flat_map(|it| &it.fields).filter_map(|amount| record.trace.get(amount.step as usize)));
    let mut at = 0;
    while let Some(step) = steps.get(at) {
        let below = step.work.iter().flat_map(steps_of).filter_map(|id| record.trace.get(id as usize));
        let parts: Vec<&Step> = below.filter(|step| step.kind == StepKind::Part).collect();
        steps.extend(parts);
        at += 1;
    }
    steps
}

/// The items that these steps are of, or were tried for; of rules that are not in force those that
/// the output shows or asks for.
pub fn reach(record: &Record, model: &Model, output: &Expected, looked_at: &[bool], reach: &mut Reach) {
    for (step, _) in record.trace.iter().zip(looked_at).filter(|(_, looked_at)| **looked_at) {
        let name = step.name.to_string();
        let item = match step.kind {
            StepKind::Rule => (ItemKind::Rule, name),
            StepKind::Definition | StepKind::Condition => {
                let entity = entity_of(model, &step.subject.path);
                let entity = model.entities.get(entity.index()).map_or("", |entity| entity.name.id.as_str());
                (ItemKind::Derived, format!("{entity}.{name}"))
            }
            StepKind::Exception | StepKind::Replacement => (ItemKind::Exception, name),
            StepKind::Parameter => (ItemKind::Parameter, name),
            StepKind::Reading => (ItemKind::Reading, name),
            StepKind::Part | StepKind::Amount | StepKind::Fact | StepKind::List | StepKind::DecisionDate => continue,
        };
        reach.insert(item);
        reach.extend(step.exceptions.iter().map(|tried| (ItemKind::Exception, tried.exception.to_string())));
    }
    let asked = |rule: &str| match output.kind {
        Output::Values => lines(&output.written).any(|path| {
            let asked_by_name = path.rsplit('.').next() == Some(rule);
            let amount = amount(&fixture::steps_named(record, path), path);
            asked_by_name || amount.is_some_and(|(_, field)| giving(model, field).any(|it| it == rule))
        }),
        _ => true,
    };
    let not_in_force = record.not_in_force.iter().map(|rule| rule.rule.to_string());
    reach.extend(not_in_force.filter(|rule| asked(rule)).map(|rule| (ItemKind::Rule, rule)));
}
