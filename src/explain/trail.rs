//! What a piece of work rests on: the steps reached from it, found without recursion over steps.

use super::formula::Element;
use super::view::{View, lacks};
use crate::decision::record::{
    ExceptionEffect, ExceptionState, ExceptionTried, Node, Op, Record, Step, StepKind, Value,
};
use std::collections::BTreeSet;

/// Facts, lists and parameters a value lacks, in order of their steps.
pub(super) fn missing<'a>(view: View<'a>, node: &'a Node) -> Vec<&'a Step> {
    let mut seen = BTreeSet::new();
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        if !lacks(&node.value) && !matches!(node.op, Op::Element { .. } | Op::Range) {
            continue;
        }
        nodes.extend(relevant(node));
        if let Op::Step(id) = node.op
            && seen.insert(id)
        {
            nodes.extend(view.step(id).into_iter().flat_map(|step| behind(view, step, &mut seen)));
        }
    }
    let first_hand = |step: &&Step| match step.kind {
        StepKind::Fact | StepKind::List => true,
        StepKind::Parameter => {
            matches!(step.value, Value::Error(_))
                && !step.work.iter().flat_map(|work| &work.args).any(|arg| lacks(&arg.value))
        }
        _ => false,
    };
    seen.into_iter().filter_map(|id| view.step(id)).filter(first_hand).collect()
}

/// Named values a piece of work uses that are worked out themselves, those they use before them;
/// what is in `known` is not entered again, nor what stands behind a step that `ends` the trail.
pub(super) fn workings<'a>(
    view: View<'a>,
    nodes: Vec<&'a Node>,
    known: &BTreeSet<u32>,
    ends: &dyn Fn(&Step) -> bool,
) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut nodes = nodes;
    while let Some(node) = nodes.pop() {
        nodes.extend(relevant(node));
        let Some(step) = view.leaf(node) else { continue };
        let worked = matches!(step.kind, StepKind::Definition | StepKind::Parameter | StepKind::Condition);
        if worked && !known.contains(&step.id) && found.insert(step.id) && !ends(step) {
            match applied(step) {
                Some(id) => nodes.extend(view.step(id).and_then(|step| step.work.as_ref())),
                None => nodes.extend(&step.work),
            }
        }
    }
    found
}

/// The exception that gave a step its value.
pub(super) fn standing(step: &Step) -> Option<&ExceptionTried> {
    let stands = |tried: &&ExceptionTried| tried.state == ExceptionState::Applied;
    step.exceptions.iter().find(stands).filter(|_| !matches!(step.value, Value::Error(_)))
}

/// The replacement in place, where an exception put a value in place.
pub(super) fn applied(step: &Step) -> Option<u32> {
    match standing(step)?.effect {
        ExceptionEffect::Then(id) => id,
        _ => None,
    }
}

/// Arguments that matter to the value: of an `If` whose question is settled, the branch taken.
pub(super) fn relevant(node: &Node) -> Vec<&Node> {
    match (&node.op, node.args.as_slice()) {
        (Op::If, [question, yes, no]) => match question.value {
            Value::Truth(true) | Value::Waived => vec![question, yes],
            Value::Truth(false) => vec![question, no],
            _ => vec![question, yes, no],
        },
        _ => node.args.iter().collect(),
    }
}

/// The work a step's value rests on: its own unless an exception applies, and that of the
/// exceptions that apply or might.
fn behind<'a>(view: View<'a>, step: &'a Step, seen: &mut BTreeSet<u32>) -> Vec<&'a Node> {
    let mut nodes = Vec::new();
    let mut steps = vec![step];
    while let Some(step) = steps.pop() {
        let mut replaced = false;
        for tried in &step.exceptions {
            if !matches!(tried.state, ExceptionState::Applied | ExceptionState::Unknown | ExceptionState::Error) {
                continue;
            }
            replaced |= tried.state == ExceptionState::Applied;
            if let ExceptionEffect::Then(Some(id)) = tried.effect {
                nodes.extend(view.step(id).and_then(|step| step.work.as_ref()));
            }
            if let Some(exception) = tried.step.and_then(|id| view.step(id))
                && seen.insert(exception.id)
            {
                steps.push(exception);
            }
        }
        if !replaced || step.kind == StepKind::Exception {
            nodes.extend(&step.work);
        }
    }
    nodes
}

/// The elements of an aggregate that decide it: the failing ones of `all`, the holding ones of
/// `any`, every one of an `any` that none holds.
pub(super) fn deciding(node: &Node) -> Vec<Element<'_>> {
    let want = match (&node.op, &node.value) {
        (Op::All, Value::Truth(false)) | (Op::Any, Value::Truth(false)) => Value::Truth(false),
        (Op::Any, Value::Truth(true)) => Value::Truth(true),
        (Op::Any | Op::All, _) => Value::Unknown,
        _ => return Vec::new(),
    };
    let decides = |element: &Element<'_>| element.counts() && element.value.is_some_and(|value| value.value == want);
    node.args.iter().filter_map(Element::of).filter(decides).collect()
}

/// Steps that were waived, and those whose work rests on one that was: never hidden from a reader.
pub(super) fn waived(record: &Record) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    // What a step rests on stands before it.
    for step in &record.trace {
        let mut nodes: Vec<&Node> = step.work.iter().collect();
        let mut rests = step.value == Value::Waived;
        while let Some(node) = nodes.pop().filter(|_| !rests) {
            rests = matches!(node.op, Op::Step(id) if found.contains(&id));
            nodes.extend(&node.args);
        }
        if rests {
            found.insert(step.id);
        }
    }
    found
}
