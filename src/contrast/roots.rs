//! Two traces → the steps where their difference begins: those that differ whose inputs do not.

use super::Both;
use super::facts::steps_in;
use crate::decision::record::{
    Citations, ExceptionEffect, ExceptionTried, Record, Step, StepKind, Subject, Text, Unit, Value, Words,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A step that came to something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepChange {
    /// What it is a step of.
    pub kind: StepKind,
    /// Its identifier in the policy.
    pub name: Text,
    /// What it is called.
    pub label: Words,
    /// Whom it is about.
    pub subject: Arc<Subject>,
    /// The unit of its values.
    pub unit: Unit,
    /// What it came to.
    pub came: Both<Side>,
}

/// A step of one of the decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Its position in the trace.
    pub step: u32,
    /// What it came to.
    pub value: Value,
    /// The clauses it rests on.
    pub citations: Citations,
}

/// A step of each of two traces.
pub(super) type Pair = (u32, u32);

/// Two records.
#[derive(Clone, Copy)]
pub(super) struct Traces<'a> {
    pub(super) before: &'a Record,
    pub(super) after: &'a Record,
}

impl<'a> Traces<'a> {
    fn steps(&self, pair: Pair) -> Option<(&'a Step, &'a Step)> {
        Some((self.before.trace.get(pair.0 as usize)?, self.after.trace.get(pair.1 as usize)?))
    }

    /// The two steps as a change; nothing where they came to the same.
    pub(super) fn change(&self, pair: Pair) -> Option<StepChange> {
        let (before, after) = self.steps(pair).filter(|(before, after)| before.value != after.value)?;
        let side = |step: &Step| Side { step: step.id, value: step.value.clone(), citations: step.citations.clone() };
        Some(StepChange {
            kind: after.kind,
            name: after.name.clone(),
            label: after.label.clone(),
            subject: after.subject.clone(),
            unit: after.unit,
            came: Both { before: side(before), after: side(after) },
        })
    }

    /// The parts and conditions a test names whose truth changed, outermost.
    pub(super) fn parts(&self, test: Pair) -> Vec<StepChange> {
        let named = |change: &StepChange| matches!(change.kind, StepKind::Part | StepKind::Condition);
        self.inputs(test).into_iter().filter_map(|pair| self.change(pair)).filter(named).collect()
    }

    /// Where the difference between two steps begins, in order of steps.
    ///
    /// A work list rather than recursion: a chain of definitions may be longer than the stack.
    pub(super) fn roots(&self, from: impl IntoIterator<Item = Pair>) -> Vec<StepChange> {
        let mut waiting: Vec<Pair> = from.into_iter().collect();
        let (mut seen, mut roots) = (BTreeSet::new(), BTreeMap::new());
        while let Some(pair) = waiting.pop() {
            let Some(change) = self.change(pair).filter(|_| seen.insert(pair)) else { continue };
            let differ: Vec<Pair> =
                self.inputs(pair).into_iter().filter(|input| self.change(*input).is_some()).collect();
            if differ.is_empty() {
                roots.insert(pair, change);
            }
            waiting.extend(differ);
        }
        roots.into_values().collect()
    }

    /// What both steps are made of: the same names about the same subjects, in order.
    fn inputs(&self, pair: Pair) -> Vec<Pair> {
        let Some((before, after)) = self.steps(pair) else { return Vec::new() };
        let (old, new) = (&self.before.trace, &self.after.trace);
        pairs(old, &inputs_of(old, before), new, &inputs_of(new, after))
    }
}

/// The steps a step is worked out from, each once, in order: those of its work, of the exceptions
/// to it, and of the exceptions to those, which take effect through them.
fn inputs_of(trace: &[Step], step: &Step) -> Vec<u32> {
    let mut inputs = Vec::new();
    step.work.iter().for_each(|work| steps_in(work, &mut inputs));
    let mut waiting: Vec<&ExceptionTried> = step.exceptions.iter().rev().collect();
    while let Some(tried) = waiting.pop() {
        inputs.extend(tried.step);
        if let ExceptionEffect::Then(Some(then)) = tried.effect {
            inputs.push(then);
        }
        let ground = tried.step.and_then(|id| trace.get(id as usize));
        waiting.extend(ground.iter().flat_map(|ground| ground.exceptions.iter().rev()));
    }
    let mut seen = BTreeSet::new();
    inputs.retain(|id| seen.insert(*id));
    inputs
}

/// Steps of two traces that are the same thing about the same subject; of several, in order.
pub(super) fn pairs(before: &[Step], of_before: &[u32], after: &[Step], of_after: &[u32]) -> Vec<Pair> {
    fn key(step: &Step) -> (u8, &str, &str) {
        (step.kind as u8, &step.name, &step.subject.path)
    }
    let mut waiting: BTreeMap<(u8, &str, &str), Vec<u32>> = BTreeMap::new();
    for id in of_after.iter().rev() {
        if let Some(step) = after.get(*id as usize) {
            waiting.entry(key(step)).or_default().push(*id);
        }
    }
    let mut found = Vec::new();
    for id in of_before {
        let other = before.get(*id as usize).and_then(|step| waiting.get_mut(&key(step))?.pop());
        found.extend(other.map(|other| (*id, other)));
    }
    found
}
