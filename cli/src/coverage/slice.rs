//! A record and what a case looks at in it → the steps, and the items of the policy, that matters to.

use super::walk::entity_of;
use crate::fixture::{self, Expected, Output};
use doudi::decision::record::{ExceptionEffect, Node, Op, Record, Step, StepKind};
use doudi::model::Model;
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

/// Which steps of a record an output looks at: of `values`, what the named ones rest on; else all.
pub fn looked_at(record: &Record, output: &Expected) -> Vec<bool> {
    if output.kind != Output::Values {
        return vec![true; record.trace.len()];
    }
    rests_on(record, named(record, &output.written).map(|step| step.id).collect())
}

/// Marks these steps, and whatever they rest on.
pub fn rests_on(record: &Record, mut waiting: Vec<u32>) -> Vec<bool> {
    let mut seen = vec![false; record.trace.len()];
    while let Some(id) = waiting.pop() {
        let Some(step) = record.trace.get(id as usize) else { continue };
        if !std::mem::replace(&mut seen[id as usize], true) {
            waiting.extend(step.work.iter().flat_map(steps_of));
            for tried in &step.exceptions {
                waiting.extend(tried.step);
                waiting.extend(match tried.effect {
                    ExceptionEffect::Then(then) => then,
                    _ => None,
                });
            }
        }
    }
    seen
}

/// The steps that the lines of a `values` block name.
fn named<'a>(record: &'a Record, written: &'a str) -> impl Iterator<Item = &'a Step> {
    lines(written).flat_map(|path| fixture::steps_named(record, path))
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

/// The steps of an item, and the named parts of its test.
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
        Output::Values => lines(&output.written).any(|path| path.rsplit('.').next() == Some(rule)),
        _ => true,
    };
    let not_in_force = record.not_in_force.iter().map(|rule| rule.rule.to_string());
    reach.extend(not_in_force.filter(|rule| asked(rule)).map(|rule| (ItemKind::Rule, rule)));
}
