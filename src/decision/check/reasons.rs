//! Reads the reasons off the steps again: what failed, what is missing, what went wrong first.

use super::Steps;
use super::arithmetic::distance;
use super::values::Val;
use crate::decision::record::{
    Cause, ExceptionEffect, ExceptionRef, ExceptionState, ExceptionTried, Failed, Missing, Named, Node, Op, Step,
    StepKind, Unit, Value,
};
use crate::value::Fault;
use std::collections::BTreeSet;

/// What lies behind a value that is unknown, not set or in error.
#[derive(Default)]
pub(super) struct Behind {
    pub(super) missing: Vec<Missing>,
    pub(super) not_set: Vec<Named>,
    pub(super) causes: Vec<Cause>,
}

/// Which values are followed back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Follow {
    /// Unknown, and parameters not set.
    Lacking,
    Errors,
}

impl Follow {
    fn follows(self, value: &Value) -> bool {
        match value {
            Value::Unknown => self == Follow::Lacking,
            Value::Error(fault) => self == Follow::Errors || *fault == Fault::ParameterNotSet,
            _ => false,
        }
    }
}

impl<'a> Steps<'a> {
    fn get(&self, id: u32) -> Option<&'a Step> {
        self.record.trace.get(id as usize)
    }

    /// The parts a rule failed at, outermost first.
    pub(super) fn failed(&self, rule: &'a Step) -> Vec<Failed> {
        let mut found: Vec<&'a Step> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut own = false;
        // Each node with whether it belongs to a part or condition.
        let mut nodes: Vec<(&'a Node, bool)> = rule.work.iter().map(|work| (work, false)).collect();
        while let Some((node, within)) = nodes.pop() {
            if node.value != Value::Truth(false) {
                continue;
            }
            match &node.op {
                Op::And | Op::Or => nodes.extend(node.args.iter().rev().map(|arg| (arg, within))),
                Op::Step(id) => {
                    let Some(step) = self.get(*id) else { continue };
                    let named = matches!(step.kind, StepKind::Part | StepKind::Condition);
                    if named && !seen.insert(*id) {
                        continue;
                    }
                    found.extend(named.then_some(step));
                    let within = within || named;
                    match &step.work {
                        Some(work) if !applied(step) && work.value == Value::Truth(false) => nodes.push((work, within)),
                        _ => own |= !within,
                    }
                }
                _ => own |= !within,
            }
        }
        own.then_some(rule).into_iter().chain(found).map(|step| self.failed_at(step)).collect()
    }

    fn failed_at(&self, step: &'a Step) -> Failed {
        let short = step.work.as_ref().filter(|_| !applied(step)).and_then(short_by);
        let (short_by, unit) = short.map_or((None, None), |(value, unit)| (Some(value), Some(unit)));
        Failed { step: step.id, label: step.label.clone(), subject: step.subject.clone(), short_by, unit }
    }

    /// What lies behind some steps.
    pub(super) fn behind(&self, from: &[u32], follow: Follow) -> Behind {
        let mut behind = Behind::default();
        let mut seen = BTreeSet::new();
        let mut waiting = from.to_vec();
        while let Some(id) = waiting.pop() {
            if let Some(step) = self.get(id).filter(|step| follow.follows(&step.value))
                && seen.insert(id)
            {
                self.trace_back(step, follow, &mut waiting, &mut behind.causes);
            }
        }
        behind.causes.sort_by_key(|cause| cause.step);
        for step in seen.iter().filter_map(|id| self.get(*id)) {
            let not_set = |arg: &Node| arg.value == Value::Error(Fault::ParameterNotSet);
            let first_hand = !step.work.iter().flat_map(|work| &work.args).any(not_set);
            match step.kind {
                StepKind::Fact | StepKind::List => behind.missing.push(missing(step)),
                StepKind::Parameter if first_hand && step.value != Value::Unknown => {
                    let named = Named { name: step.name.clone(), label: step.label.clone() };
                    if !behind.not_set.contains(&named) {
                        behind.not_set.push(named);
                    }
                }
                _ => {}
            }
        }
        behind
    }

    /// Where a step's value came from: its exceptions, and its work unless one applies.
    fn trace_back(&self, step: &'a Step, follow: Follow, waiting: &mut Vec<u32>, causes: &mut Vec<Cause>) {
        let mut further = Vec::new();
        let mut first_hand = true;
        let mut levels = if step.kind == StepKind::Exception { Vec::new() } else { vec![step] };
        while let Some(level) = levels.pop() {
            if self.resolved.at_odds.contains(&level.id) {
                let standing = level.exceptions.iter().filter(|tried| tried.state == ExceptionState::Applied);
                let conflict = Value::Error(Fault::Conflict);
                causes.push(cause(step, &conflict, Vec::new(), standing.map(referred).collect()));
                first_hand = false;
            }
            for tried in level.exceptions.iter().filter(|tried| weighs(tried) && self.permitted(tried)) {
                further.extend(tried.step);
                if let ExceptionEffect::Then(Some(then)) = tried.effect {
                    further.extend((!self.is_replaced(tried)).then_some(then));
                }
                levels.extend(tried.step.and_then(|id| self.get(id)));
            }
        }
        first_hand &= !further.iter().any(|id| self.get(*id).is_some_and(|step| follow.follows(&step.value)));
        waiting.extend(further);
        match step.work.as_ref().filter(|work| !applied(step) && follow.follows(&work.value)) {
            Some(work) => self.trace_work(step, work, follow, waiting, causes),
            None if first_hand => causes.push(cause(step, &step.value, Vec::new(), Vec::new())),
            None => {}
        }
    }

    /// Whether something stands in the place of what an exception puts.
    fn is_replaced(&self, tried: &ExceptionTried) -> bool {
        tried.step.and_then(|id| self.get(id)).is_some_and(|step| step.exceptions.iter().any(puts))
    }

    /// Follows a node down to steps, and notes an error where it arose.
    fn trace_work(&self, step: &Step, node: &Node, follow: Follow, waiting: &mut Vec<u32>, causes: &mut Vec<Cause>) {
        if let Op::Step(id) = node.op {
            return waiting.push(id);
        }
        let mut first_hand = true;
        for arg in bearing(node) {
            // An element or a range hides what stands beside its value.
            let inside = matches!(arg.op, Op::Element { .. } | Op::Range)
                && arg.args.iter().any(|inner| follow.follows(&inner.value));
            if follow.follows(&arg.value) || inside {
                first_hand = false;
                self.trace_work(step, arg, follow, waiting, causes);
            }
        }
        if first_hand && matches!(node.value, Value::Error(_)) {
            causes.push(cause(step, &node.value, node.args.iter().map(|arg| arg.value.clone()).collect(), Vec::new()));
        }
    }
}

/// The arguments a value may come from: of an `if` whose question is settled, the branch taken; of
/// `any` and `all`, elements that settle nothing.
fn bearing(node: &Node) -> Vec<&Node> {
    match (&node.op, node.args.as_slice()) {
        (Op::If, [question, yes, no]) => match &question.value {
            Value::Truth(true) | Value::Waived => vec![yes],
            Value::Truth(false) => vec![no],
            Value::Error(_) => vec![question],
            _ => vec![question, yes, no],
        },
        (Op::Any, args) => {
            args.iter().filter(|arg| !arg.args.iter().any(|inner| inner.value == Value::Truth(false))).collect()
        }
        (Op::All, args) => args.iter().filter(|arg| !is_passed(arg)).collect(),
        (_, args) => args.iter().collect(),
    }
}

/// Whether an element of `all` passes, whatever its filter: its test holds, or it does not count.
fn is_passed(arg: &Node) -> bool {
    let Op::Element { filter, value, .. } = &arg.op else { return false };
    let holds = *value && matches!(arg.value, Value::Truth(true) | Value::Waived);
    holds || *filter && arg.args.first().is_some_and(|filter| filter.value == Value::Truth(false))
}

fn applied(step: &Step) -> bool {
    step.kind != StepKind::Exception && step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied)
}

/// Whether an exception bears on the value of what it is made to.
fn weighs(tried: &ExceptionTried) -> bool {
    matches!(tried.state, ExceptionState::Applied | ExceptionState::Unknown | ExceptionState::Error)
}

/// Whether an exception that stands puts something in place.
fn puts(tried: &ExceptionTried) -> bool {
    tried.state == ExceptionState::Applied && tried.effect != ExceptionEffect::Disapply
}

fn referred(tried: &ExceptionTried) -> ExceptionRef {
    ExceptionRef { exception: tried.exception.clone(), label: tried.label.clone(), citations: tried.citations.clone() }
}

fn missing(step: &Step) -> Missing {
    let path = if step.subject.path.is_empty() {
        step.name.to_string()
    } else {
        format!("{}.{}", step.subject.path, step.name)
    };
    Missing { path, label: step.label.clone(), subject: step.subject.clone() }
}

fn cause(step: &Step, value: &Value, operands: Vec<Value>, between: Vec<ExceptionRef>) -> Cause {
    // Only steps and nodes in error have a cause.
    let fault = if let Value::Error(fault) = value { *fault } else { Fault::Overflow };
    Cause {
        fault,
        step: step.id,
        label: step.label.clone(),
        subject: step.subject.clone(),
        operands,
        between,
        twice: None,
    }
}

/// How far a comparison was from holding.
fn short_by(work: &Node) -> Option<(Value, Unit)> {
    let (Op::Lt | Op::Le | Op::Gt | Op::Ge, [a, b]) = (&work.op, work.args.as_slice()) else { return None };
    let (left, right) = (Val::read(&a.value, a.unit).ok()?, Val::read(&b.value, b.unit).ok()?);
    let unit = if a.unit == b.unit { a.unit } else { Unit::Decimal };
    Some(match distance(left, right)? {
        Val::Number(number) => (Value::Number(number), unit),
        Val::Months(months) => (Value::Months(months), Unit::Months),
        Val::Days(days) => (Value::Days(days), Unit::Days),
        _ => return None,
    })
}
