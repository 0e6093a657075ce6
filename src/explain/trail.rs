//! What a piece of work rests on: the steps reached from it, found without recursion over steps.

use super::formula::Element;
use super::view::{View, holds, lacks};
use crate::decision::record::{
    ExceptionEffect, ExceptionState, ExceptionTried, Node, Op, Record, Step, StepKind, Value,
};
use crate::diagnostic::Locale;
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

/// The elements of a quantifier that decide it: the failing ones of `all`, the holding ones of
/// `any`; every one of an `any` that none holds, and of an `all` that all hold.
pub(super) fn deciding(node: &Node) -> Vec<Element<'_>> {
    if !matches!(node.op, Op::Any | Op::All) {
        return Vec::new();
    }
    let decides = |element: &Element<'_>| {
        let value = element.value.map(|value| &value.value);
        element.counts()
            && value.is_some_and(|value| match &node.value {
                Value::Truth(truth) => holds(value) == *truth && matches!(value, Value::Truth(_) | Value::Waived),
                _ => *value == Value::Unknown,
            })
    };
    node.args.iter().filter_map(Element::of).filter(decides).collect()
}

/// Steps that were waived, and those whose value rests on one that was: never hidden from a reader.
pub(super) fn waived(record: &Record) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    // What a step rests on stands before it.
    for step in &record.trace {
        let mut rests = step.value == Value::Waived;
        let mut nodes = sources(View { record, locale: Locale::En }, step);
        while let Some(node) = nodes.pop().filter(|_| !rests) {
            rests = matches!(node.op, Op::Step(id) if found.contains(&id));
            nodes.extend(relevant(node));
        }
        if rests {
            found.insert(step.id);
        }
    }
    found
}

/// The pieces of work a step's value rests on: what an exception put in place and the test of that
/// exception, else its own.
pub(super) fn sources<'a>(view: View<'a>, step: &'a Step) -> Vec<&'a Node> {
    let work = |id: u32| view.step(id).and_then(|step| step.work.as_ref());
    match standing(step) {
        Some(tried) => tried.step.into_iter().chain(applied(step)).filter_map(work).collect(),
        None => step.work.iter().collect(),
    }
}

/// The steps that were waived on the way to these, each once, in the order in which they are used.
pub(super) fn waivers<'a>(view: View<'a>, waived: &BTreeSet<u32>, from: &[&'a Step]) -> Vec<&'a Step> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut steps: Vec<&Step> = from.iter().rev().copied().collect();
    while let Some(step) = steps.pop() {
        if step.value == Value::Waived && standing(step).is_some() {
            found.push(step);
            continue;
        }
        let (mut nodes, mut next) = (sources(view, step), Vec::new());
        nodes.reverse();
        while let Some(node) = nodes.pop() {
            nodes.extend(relevant(node).into_iter().rev());
            let used = view.leaf(node).filter(|step| waived.contains(&step.id));
            next.extend(used.filter(|step| seen.insert(step.id)));
        }
        steps.extend(next.into_iter().rev());
    }
    found
}
