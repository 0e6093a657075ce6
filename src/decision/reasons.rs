//! trace → reasons: what failed and by how much, what is missing, what went wrong first.
//!
//! Everything here is read off the steps and their work, so that a reason can never differ from
//! what the trace shows.

use super::record::*;
use crate::value::Fault;
use std::collections::BTreeSet;

/// The parts a refused rule failed at, as [`Refused`] says.
pub(super) fn failed(trace: &[Step], rule: u32) -> Vec<Failed> {
    let mut walk = FailedWalk { trace, found: Vec::new(), seen: BTreeSet::new(), own: false };
    if let Some(work) = step(trace, rule).and_then(|s| s.work.as_ref()) {
        walk.enter(work, false);
    }
    let own = walk.own.then_some(rule);
    own.into_iter().chain(walk.found).filter_map(|id| step(trace, id)).map(describe).collect()
}

struct FailedWalk<'a> {
    trace: &'a [Step],
    found: Vec<u32>,
    seen: BTreeSet<u32>,
    /// Something false belongs to no part and no condition.
    own: bool,
}

impl FailedWalk<'_> {
    fn enter(&mut self, node: &Node, within: bool) {
        if node.value != Value::Truth(false) {
            return;
        }
        match &node.op {
            Op::And | Op::Or => node.args.iter().for_each(|arg| self.enter(arg, within)),
            Op::Step(id) => self.enter_step(*id, within),
            _ => self.own |= !within,
        }
    }

    fn enter_step(&mut self, id: u32, within: bool) {
        let Some(step) = step(self.trace, id) else { return };
        let named = matches!(step.kind, StepKind::Part | StepKind::Condition);
        if named {
            if !self.seen.insert(id) {
                return;
            }
            self.found.push(id);
        }
        let replaced = step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied);
        match &step.work {
            Some(work) if !replaced && work.value == Value::Truth(false) => self.enter(work, within || named),
            _ => self.own |= !(within || named),
        }
    }
}

fn describe(step: &Step) -> Failed {
    // What an exception put in place does not come from the step's work.
    let replaced = step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied);
    let short = step.work.as_ref().filter(|_| !replaced).and_then(short_by);
    let (short_by, unit) = short.map_or((None, None), |(value, unit)| (Some(value), Some(unit)));
    Failed { step: step.id, label: step.label.clone(), subject: step.subject.clone(), short_by, unit }
}

/// How far a comparison was from holding.
fn short_by(work: &Node) -> Option<(Value, Unit)> {
    if !matches!(work.op, Op::Lt | Op::Le | Op::Gt | Op::Ge) {
        return None;
    }
    let [a, b] = work.args.as_slice() else { return None };
    let unit = if a.unit == b.unit { a.unit } else { Unit::Decimal };
    let between = |a: i64, b: i64| a.checked_sub(b)?.checked_abs();
    Some(match (&a.value, &b.value) {
        (Value::Number(x), Value::Number(y)) => {
            let distance = x.checked_sub(*y)?;
            (Value::Number(if distance.is_negative() { distance.checked_neg()? } else { distance }), unit)
        }
        (Value::Date(x), Value::Date(y)) => (Value::Days(x.days_since(*y).checked_abs()?), Unit::Days),
        (Value::Months(x), Value::Months(y)) => (Value::Months(between(*x, *y)?), Unit::Months),
        (Value::Days(x), Value::Days(y)) => (Value::Days(between(*x, *y)?), Unit::Days),
        _ => return None,
    })
}

/// What is missing behind steps that are unknown or not set, as [`Undetermined`] says.
/// `granted` tells which of the officers' discretions, by position, were granted.
pub(super) fn missing(trace: &[Step], granted: &[bool], from: &[u32]) -> (Vec<Missing>, Vec<Named>) {
    let reached = walk(trace, granted, from, &|value| *value == Value::Unknown || is_not_set(value));
    let mut missing = Vec::new();
    let mut not_set: Vec<Named> = Vec::new();
    for step in reached.steps.iter().filter_map(|id| step(trace, *id)) {
        match step.kind {
            StepKind::Fact | StepKind::List => {
                let path = match &*step.subject.path {
                    "" => step.name.to_string(),
                    subject => format!("{subject}.{}", step.name),
                };
                missing.push(Missing { path, label: step.label.clone(), subject: step.subject.clone() });
            }
            StepKind::Parameter if is_not_set(&step.value) && first_hand(step) => {
                let named = Named { name: step.name.clone(), label: step.label.clone() };
                if !not_set.contains(&named) {
                    not_set.push(named);
                }
            }
            _ => {}
        }
    }
    (missing, not_set)
}

/// What went wrong first behind steps in error, as [`Cause`] says.
pub(super) fn causes(trace: &[Step], granted: &[bool], from: &[u32]) -> Vec<Cause> {
    walk(trace, granted, from, &|value| matches!(value, Value::Error(_))).causes
}

/// Whether a parameter lacks a value itself, and not one of its keys.
fn first_hand(step: &Step) -> bool {
    !step.work.iter().flat_map(|work| &work.args).any(|arg| is_not_set(&arg.value))
}

fn is_not_set(value: &Value) -> bool {
    *value == Value::Error(Fault::ParameterNotSet)
}

#[derive(Default)]
struct Reached {
    steps: BTreeSet<u32>,
    causes: Vec<Cause>,
}

/// Every step reached from some through values of a kind, and what caused errors on the way.
///
/// A work list rather than recursion: a chain of definitions may be longer than the stack.
fn walk(trace: &[Step], granted: &[bool], from: &[u32], follow: &impl Fn(&Value) -> bool) -> Reached {
    let mut reached = Reached::default();
    let mut waiting: Vec<u32> = from.to_vec();
    while let Some(id) = waiting.pop() {
        let Some(step) = step(trace, id) else { continue };
        if !follow(&step.value) || !reached.steps.insert(id) {
            continue;
        }
        let tried = tried_for(trace, granted, step);
        if let Some(between) = at_odds(trace, step, &tried, follow) {
            reached.causes.push(cause(step, &step.value, Vec::new(), between));
            continue;
        }
        let exceptions = tried.through.into_iter().filter_map(|id| self::step(trace, id).map(|s| (id, s)));
        let (ids, exceptions): (Vec<u32>, Vec<&Step>) = exceptions.unzip();
        waiting.extend(ids);
        let settled = !exceptions.iter().any(|step| follow(&step.value));
        match step.work.as_ref().filter(|work| !tried.replaced && follow(&work.value)) {
            Some(work) => into_work(step, work, follow, &mut waiting, &mut reached.causes),
            None if settled => reached.causes.push(cause(step, &step.value, Vec::new(), Vec::new())),
            None => {}
        }
    }
    reached.causes.sort_by_key(|cause| cause.step);
    reached
}

/// What the exceptions to a step, and those to them, contribute to its value.
#[derive(Default)]
struct TriedFor<'a> {
    /// Steps of their grounds and of what they put in place.
    through: Vec<u32>,
    /// One applies, so that the step's own work has no bearing.
    replaced: bool,
    /// Exceptions that stand beside each other.
    conflict: Option<Vec<&'a ExceptionTried>>,
}

/// The exceptions that are in conflict, where a step is in error because they are: several stand,
/// and what they put in place is not itself in error.
fn at_odds(
    trace: &[Step],
    of: &Step,
    tried: &TriedFor<'_>,
    follow: &impl Fn(&Value) -> bool,
) -> Option<Vec<ExceptionRef>> {
    let between = tried.conflict.as_ref().filter(|_| of.value == Value::Error(Fault::Conflict))?;
    // To disapply and to put something in place are at odds whatever is put.
    let disapplies = between.iter().any(|tried| tried.effect == ExceptionEffect::Disapply);
    let mut putting = if disapplies { Vec::new() } else { between.clone() };
    while let Some(tried) = putting.pop() {
        let instead = in_place_of(trace, tried);
        let then = match tried.effect {
            ExceptionEffect::Then(then) if instead.is_empty() => then.and_then(|id| step(trace, id)),
            _ => None,
        };
        if then.is_some_and(|then| follow(&then.value)) {
            return None;
        }
        putting.extend(instead);
    }
    if !follow(&of.value) {
        return None;
    }
    let named = |t: &&ExceptionTried| ExceptionRef {
        exception: t.exception.clone(),
        label: t.label.clone(),
        citations: t.citations.clone(),
    };
    Some(between.iter().map(named).collect())
}

/// The exceptions to an exception that stand and put something in the place of its effect.
fn in_place_of<'a>(trace: &'a [Step], tried: &ExceptionTried) -> Vec<&'a ExceptionTried> {
    let below = tried.step.and_then(|id| step(trace, id)).map(|step| step.exceptions.as_slice()).unwrap_or_default();
    let changes = |t: &&ExceptionTried| t.state == ExceptionState::Applied && t.effect != ExceptionEffect::Disapply;
    below.iter().filter(changes).collect()
}

/// Those of the exceptions that bear on one thing that stand beside each other. Where one that puts
/// something in place is in error, the error is the outcome and nothing is weighed against anything.
fn conflict<'a>(bearing: Vec<&'a ExceptionTried>, siblings: &[ExceptionTried]) -> Option<Vec<&'a ExceptionTried>> {
    let puts = |tried: &&&ExceptionTried| tried.effect != ExceptionEffect::Disapply;
    let overridden = |tried: &ExceptionTried| siblings.iter().any(|over| over.prevails_over(tried));
    let in_error = bearing.iter().filter(puts).any(|tried| tried.state == ExceptionState::Error && !overridden(tried));
    let standing: Vec<_> = bearing.into_iter().filter(|tried| tried.state == ExceptionState::Applied).collect();
    let putting = standing.iter().filter(puts).count();
    // To disapply and to put something in place are at odds whatever else there is.
    let at_odds = putting > 0 && putting < standing.len();
    (at_odds || putting > 1 && !in_error).then_some(standing)
}

fn tried_for<'a>(trace: &'a [Step], granted: &[bool], of: &'a Step) -> TriedFor<'a> {
    let mut found = TriedFor::default();
    // Those made to an exception are told with what that one is made to.
    if of.kind == StepKind::Exception {
        return found;
    }
    found.replaced = of.exceptions.iter().any(|t| t.state == ExceptionState::Applied);
    let mut levels = vec![of];
    while let Some(level) = levels.pop() {
        let bears = |t: &&ExceptionTried| {
            let decided = |at: u32| granted.get(at as usize) == Some(&true);
            matches!(t.state, ExceptionState::Applied | ExceptionState::Unknown | ExceptionState::Error)
                && (t.modality == Modality::Must || t.discretion.is_some_and(decided))
        };
        let bearing: Vec<&ExceptionTried> = level.exceptions.iter().filter(bears).collect();
        for tried in &bearing {
            found.through.extend(tried.step);
            if let ExceptionEffect::Then(Some(then)) = tried.effect {
                found.through.extend(in_place_of(trace, tried).is_empty().then_some(then));
            }
            levels.extend(tried.step.and_then(|id| step(trace, id)));
        }
        if found.conflict.is_none() {
            found.conflict = conflict(bearing, &level.exceptions);
        }
    }
    found
}

/// Follows a node of the right kind down to steps, noting where an error arose.
fn into_work(
    step: &Step,
    node: &Node,
    follow: &impl Fn(&Value) -> bool,
    waiting: &mut Vec<u32>,
    causes: &mut Vec<Cause>,
) {
    if let Op::Step(id) = node.op {
        waiting.push(id);
        return;
    }
    let mut further = false;
    for arg in relevant(node) {
        // An element or a range hides what stands beside its value.
        let inside =
            matches!(arg.op, Op::Element { .. } | Op::Range) && arg.args.iter().any(|inner| follow(&inner.value));
        if follow(&arg.value) || inside {
            further = true;
            into_work(step, arg, follow, waiting, causes);
        }
    }
    if !further && matches!(node.value, Value::Error(_)) {
        let operands = node.args.iter().map(|arg| arg.value.clone()).collect();
        causes.push(cause(step, &node.value, operands, Vec::new()));
    }
}

/// The arguments that could matter: of an `if` whose question is settled, the branch taken; of
/// `any` and `all`, elements that settle nothing.
fn relevant(node: &Node) -> Vec<&Node> {
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
        (Op::All, args) => args.iter().filter(|arg| !passes(arg)).collect(),
        (_, args) => args.iter().collect(),
    }
}

/// Whether an element of `all` passes, whatever its filter: its test holds, or it does not count.
fn passes(arg: &Node) -> bool {
    let Op::Element { filter, value, .. } = &arg.op else { return false };
    let holds = *value && matches!(arg.value, Value::Truth(true) | Value::Waived);
    holds || *filter && arg.args.first().is_some_and(|filter| filter.value == Value::Truth(false))
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

fn step(trace: &[Step], id: u32) -> Option<&Step> {
    trace.get(id as usize)
}
