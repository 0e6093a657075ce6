//! questions → why a value is what it is: the parts that decide a question, with their numbers.

use super::formula::{self, Frames};
use super::view::{View, holds, is_test};
use super::words;
use crate::decision::record::{Node, Op, Value};

/// What a question asks in the end: without the `not`s before it, and of a choice the branch that
/// was taken; its relation turned where an odd number of `not`s stood there.
pub(super) struct Asked<'a> {
    pub(super) node: &'a Node,
    pub(super) op: Op,
    /// The questions by which a branch was chosen, in their order.
    pub(super) questions: Vec<&'a Node>,
    /// How many lists further out it is asked.
    pub(super) out: u32,
}

impl<'a> Asked<'a> {
    pub(super) fn of(node: &'a Node) -> Asked<'a> {
        let (mut node, mut denied, mut questions, mut out) = (node, false, Vec::new(), 0_u32);
        loop {
            node = match (&node.op, node.args.as_slice()) {
                (Op::Not, [inner]) => {
                    denied = !denied;
                    inner
                }
                (Op::Asker, [inner]) => {
                    out = out.saturating_add(1);
                    inner
                }
                (Op::If, [question, ..]) => match taken(node) {
                    Some(branch) => {
                        gather(question, &mut questions);
                        questions.push(question);
                        branch
                    }
                    None => break,
                },
                _ => break,
            };
        }
        Asked { node, op: if denied { turned(&node.op) } else { node.op.clone() }, questions, out }
    }
}

/// The branch that a settled question takes.
pub(super) fn taken(node: &Node) -> Option<&Node> {
    match (&node.op, node.args.as_slice()) {
        (Op::If, [question, yes, no]) => match question.value {
            Value::Truth(true) | Value::Waived => Some(yes),
            Value::Truth(false) => Some(no),
            _ => None,
        },
        _ => None,
    }
}

/// The questions that were asked on the way to a value, in the order in which they were asked; not
/// those of a branch that was not taken, nor those asked of the elements of a list.
pub(super) fn questions(node: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    gather(node, &mut found);
    found
}

fn gather<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    match (&node.op, node.args.as_slice(), taken(node)) {
        (Op::If, [question, ..], Some(branch)) => {
            gather(question, found);
            found.push(question);
            gather(branch, found);
        }
        (Op::Element { .. }, ..) => {}
        _ => node.args.iter().for_each(|arg| gather(arg, found)),
    }
}

/// Why questions were answered as they were, in words: `2 < 1 不成立，1 < 2 成立`.
pub(super) fn reasons<'a>(view: View<'a>, questions: &[&'a Node], subject: Frames<'a>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for question in questions {
        for (part, out) in parts(question) {
            let text = reason(view, part, subject.outside(out));
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts
}

/// The parts of a truth that decide it: those that fail of what fails together, those that hold of
/// what holds by one. With each, how many lists further out it is asked.
pub(super) fn parts(node: &Node) -> Vec<(&Node, u32)> {
    let mut found = Vec::new();
    let mut nodes = vec![(node, 0_u32)];
    while let Some((node, out)) = nodes.pop() {
        match (&node.op, taken(node)) {
            (Op::Not, _) => nodes.extend(node.args.iter().map(|arg| (arg, out))),
            (Op::Asker, _) => nodes.extend(node.args.iter().map(|arg| (arg, out.saturating_add(1)))),
            (Op::If, Some(branch)) => nodes.push((branch, out)),
            (Op::And | Op::Or, _) => {
                let truth = holds(&node.value);
                let decides = |arg: &&Node| decided(arg) && holds(&arg.value) == truth;
                nodes.extend(node.args.iter().rev().filter(decides).map(|arg| (arg, out)));
            }
            _ => found.push((node, out)),
        }
    }
    found
}

fn decided(node: &Node) -> bool {
    matches!(node.value, Value::Truth(_) | Value::Waived)
}

/// One part with its numbers, and whether it holds.
fn reason<'a>(view: View<'a>, node: &'a Node, subject: Frames<'a>) -> String {
    let named = || formula::names(view, node, subject);
    let truth = holds(&node.value);
    match &node.op {
        _ if node.value == Value::Waived => view.say(words::IS_NOT_TESTED, &[named()]),
        Op::IsNone | Op::IsNotNone => formula::presence(view, node, subject, (node.op == Op::IsNotNone) == truth),
        op if formula::is_relation(op) => {
            let text = if formula::names_its_value(node) { named() } else { formula::numbers(view, node, subject) };
            view.say(if truth { words::HOLDS } else { words::NOT_TRUE }, &[text])
        }
        Op::Step(_) if !view.leaf(node).is_some_and(is_test) => {
            view.say(words::EQUALS, &[named(), view.word(if truth { words::YES } else { words::NO })])
        }
        Op::Step(_) if !truth => view.say(words::NOT_MET, &[named()]),
        _ => view.say(if truth { words::HOLDS } else { words::NOT_TRUE }, &[named()]),
    }
}

/// The relation that holds where another does not.
fn turned(op: &Op) -> Op {
    match op {
        Op::Eq => Op::Ne,
        Op::Ne => Op::Eq,
        Op::Lt => Op::Ge,
        Op::Ge => Op::Lt,
        Op::Le => Op::Gt,
        Op::Gt => Op::Le,
        Op::In => Op::NotIn,
        Op::NotIn => Op::In,
        Op::IsNone => Op::IsNotNone,
        Op::IsNotNone => Op::IsNone,
        other => other.clone(),
    }
}
