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

/// What reasons are read off.
pub(super) struct Seen<'a> {
    pub(super) trace: &'a [Step],
    /// The steps whose exceptions are in conflict with each other.
    pub(super) at_odds: &'a BTreeSet<u32>,
    /// Which of the officers' discretions, by position, were granted.
    pub(super) granted: Vec<bool>,
}

/// What is missing behind steps that are unknown or not set, as [`Undetermined`] says.
pub(super) fn missing(seen: &Seen<'_>, from: &[u32]) -> (Vec<Missing>, Vec<Named>) {
    let reached = walk(seen, from, &|value| *value == Value::Unknown || is_not_set(value));
    let mut missing = Vec::new();
    let mut not_set: Vec<Named> = Vec::new();
    for step in reached.steps.iter().filter_map(|id| step(seen.trace, *id)) {
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
pub(super) fn causes(seen: &Seen<'_>, from: &[u32]) -> Vec<Cause> {
    walk(seen, from, &|value| matches!(value, Value::Error(_))).causes
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
fn walk(seen: &Seen<'_>, from: &[u32], follow: &impl Fn(&Value) -> bool) -> Reached {
    let mut reached = Reached::default();
    let mut waiting: Vec<u32> = from.to_vec();
    while let Some(id) = waiting.pop() {
        let Some(step) = step(seen.trace, id) else { continue };
        if !follow(&step.value) || !reached.steps.insert(id) {
            continue;
        }
        let tried = tried_for(seen, step);
        let mut further = !tried.conflicts.is_empty();
        for between in tried.conflicts {
            reached.causes.push(cause(step, &Value::Error(Fault::Conflict), Vec::new(), between));
        }
        let exceptions = tried.through.iter().filter_map(|id| self::step(seen.trace, *id));
        further |= exceptions.into_iter().any(|step| follow(&step.value));
        waiting.extend(tried.through);
        match step.work.as_ref().filter(|work| !tried.replaced && follow(&work.value)) {
            Some(work) => into_work(step, work, follow, &mut waiting, &mut reached.causes),
            None if !further => reached.causes.push(cause(step, &step.value, Vec::new(), Vec::new())),
            None => {}
        }
    }
    reached.causes.sort_by_key(|cause| cause.step);
    reached
}

/// What the exceptions to a step, and those to them, contribute to its value.
#[derive(Default)]
struct TriedFor {
    /// Steps of their grounds and of what they put in place.
    through: Vec<u32>,
    /// One applies, so that the step's own work has no bearing.
    replaced: bool,
    /// Exceptions that are in conflict with each other: an error that begins here.
    conflicts: Vec<Vec<ExceptionRef>>,
}

fn tried_for(seen: &Seen<'_>, of: &Step) -> TriedFor {
    let mut found = TriedFor::default();
    // Those made to an exception are told with what that one is made to.
    if of.kind == StepKind::Exception {
        return found;
    }
    found.replaced = of.exceptions.iter().any(|t| t.state == ExceptionState::Applied);
    let mut levels = vec![of];
    while let Some(level) = levels.pop() {
        if seen.at_odds.contains(&level.id) {
            let standing = level.exceptions.iter().filter(|tried| tried.state == ExceptionState::Applied);
            found.conflicts.push(standing.map(named).collect());
        }
        let bears = |t: &&ExceptionTried| {
            let decided = |at: u32| seen.granted.get(at as usize) == Some(&true);
            matches!(t.state, ExceptionState::Applied | ExceptionState::Unknown | ExceptionState::Error)
                && (t.modality == Modality::Must || t.discretion.is_some_and(decided))
        };
        for tried in level.exceptions.iter().filter(bears) {
            let ground = tried.step.and_then(|id| step(seen.trace, id));
            found.through.extend(tried.step);
            if let ExceptionEffect::Then(Some(then)) = tried.effect {
                found.through.extend((!ground.is_some_and(is_changed)).then_some(then));
            }
            levels.extend(ground);
        }
    }
    found
}

/// Whether an exception to an exception stands that puts something in the place of its effect.
fn is_changed(exception: &Step) -> bool {
    let changes = |t: &ExceptionTried| t.state == ExceptionState::Applied && t.effect != ExceptionEffect::Disapply;
    exception.exceptions.iter().any(changes)
}

fn named(tried: &ExceptionTried) -> ExceptionRef {
    ExceptionRef { exception: tried.exception.clone(), label: tried.label.clone(), citations: tried.citations.clone() }
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
