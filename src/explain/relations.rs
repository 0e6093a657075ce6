//! comparisons → words: what a question comes to, with the numbers that decide it.

use super::asked::{self, Asked};
use super::formula::{self, Frames};
use super::numbers;
use super::page::Page;
use super::view::{View, holds, is_test, lacks};
use super::words;
use crate::decision::record::{Node, Op, Step, StepKind, Unit, Value};

/// So many elements of a list are gone into.
pub(super) const ELEMENTS: usize = 30;

impl<'a> Page<'a> {
    /// What a question comes to, with the numbers that decide it; nothing where that is told by the
    /// mark before it, or below it.
    pub(super) fn statement(&self, node: &'a Node, subject: Frames<'a>) -> String {
        let view = self.view;
        if lacks(&node.value) {
            return self.lacking(node);
        }
        if let Value::Error(fault) = &node.value {
            return numbers::fault_words(*fault, view.locale);
        }
        let asked = Asked::of(node);
        let said = self.relation(&asked, node, subject);
        let mut questions = asked.questions.clone();
        // The sides of a comparison are told below it.
        if !is_comparison(&asked.node.op) && formula::is_relation(&asked.node.op) {
            questions.extend(asked::questions(asked.node));
        }
        let why = asked::reasons(view, &questions, subject).join(&view.word(words::PAUSE));
        match (why.is_empty(), said.is_empty()) {
            (true, _) => said,
            (false, true) => view.say(words::ONLY_AS, &[why]),
            (false, false) => view.say(words::AS, &[why, said]),
        }
    }

    fn relation(&self, asked: &Asked<'a>, node: &'a Node, subject: Frames<'a>) -> String {
        let view = self.view;
        let (inner, op, met) = (asked.node, &asked.op, holds(&node.value));
        let subject = subject.outside(asked.out);
        match (op, inner.args.as_slice()) {
            (Op::Eq, _) if *op == inner.op && formula::names_its_value(inner) => formula::names(view, inner, subject),
            (op, [left, right]) if is_comparison(op) => {
                let side = |node: &Node| numbers::shown(&node.value, node.unit, view.locale);
                let relation = format!("{} {} {}", side(left), sign(op), side(right));
                if met { relation } else { self.not_true(op, relation, left, right, subject) }
            }
            (Op::In | Op::NotIn, _) => {
                let relation = formula::membership(view, inner, op, subject);
                if met { relation } else { view.say(words::NOT_TRUE, &[relation]) }
            }
            (Op::IsNone | Op::IsNotNone, _) => formula::presence(view, inner, subject, (*op == Op::IsNotNone) == met),
            (Op::Any | Op::All, _) if std::ptr::eq(inner, bare(node)) => self.elements(inner, subject),
            (Op::Any | Op::All | Op::And | Op::Or, _) => String::new(),
            (Op::Step(_), _) if std::ptr::eq(inner, node) || !view.leaf(inner).is_some_and(is_test) => {
                let shown = numbers::shown(&inner.value, inner.unit, view.locale);
                view.say(words::EQUALS, &[formula::names(view, inner, subject), shown])
            }
            (Op::Step(_), _) => String::new(),
            (Op::Constant, _) if !std::ptr::eq(inner, node) => String::new(),
            _ => numbers::shown(&node.value, node.unit, view.locale),
        }
    }

    /// `612.50 ≤ 500.00 不成立（相差 112.50 元/月）`; of what is not a measured amount, as one would say it.
    fn not_true(&self, op: &Op, relation: String, left: &'a Node, right: &'a Node, subject: Frames<'a>) -> String {
        let view = self.view;
        let value = |node: &Node| {
            let shown = numbers::shown(&node.value, node.unit, view.locale);
            match node.value {
                Value::Choice(_) | Value::None => view.say(words::QUOTED, &[shown]),
                Value::Text(_) => shown,
                _ => view.say(words::NUMBER_IS, &[shown]),
            }
        };
        let named = || formula::names(view, left, subject);
        let written = right.op == Op::Constant && left.op != Op::Constant;
        let worded = matches!(left.value, Value::Choice(_) | Value::None | Value::Text(_));
        match op {
            Op::Ne if written => return view.say(words::IS, &[named(), value(left)]),
            Op::Eq if written && worded => return view.say(words::IS_NOT, &[named(), value(left), value(right)]),
            Op::Gt | Op::Ge if written && is_nothing(left) && is_least(op, right) => {
                return view.say(words::IS, &[named(), value(left)]);
            }
            Op::Lt | Op::Le | Op::Gt | Op::Ge if is_age(view, left) => {
                let phrase = match op {
                    Op::Ge => words::AGE_NOT_YET,
                    Op::Lt => words::AGE_ALREADY,
                    Op::Gt => words::AGE_NOT_OVER,
                    _ => words::AGE_OVER,
                };
                return view
                    .say(phrase, &[left, right].map(|side| numbers::shown(&side.value, side.unit, view.locale)));
            }
            _ => {}
        }
        let relation = view.say(words::NOT_TRUE, &[relation]);
        let standard = [left, right].into_iter().any(|side| rests_on_parameter(view, side, true));
        let day = left.unit == Unit::Date;
        let phrase = match op {
            Op::Lt if left.value == right.value && day => words::NOT_EARLIER,
            Op::Gt if left.value == right.value && day => words::NOT_LATER,
            Op::Lt if left.value == right.value && standard => words::STANDARD_NOT_BELOW,
            Op::Gt if left.value == right.value && standard => words::STANDARD_NOT_ABOVE,
            Op::Lt if left.value == right.value => words::EQUAL_NOT_BELOW,
            Op::Gt if left.value == right.value => words::EQUAL_NOT_ABOVE,
            Op::Lt | Op::Le | Op::Gt | Op::Ge => words::SHORT_BY,
            _ => return relation,
        };
        // How far two grades or two counts lie apart says nothing that they do not.
        match distance(left, right).filter(|(_, unit)| *unit != Unit::Integer || left.value == right.value) {
            Some((gap, unit)) => view.say(phrase, &[relation, view.with_unit(&gap, unit)]),
            None => relation,
        }
    }

    /// `家庭成员 1：600.00 > 500.00；家庭成员 2：否`, or that there is nobody to ask.
    fn elements(&self, node: &'a Node, subject: Frames<'a>) -> String {
        let elements: Vec<_> = node.args.iter().filter_map(formula::Element::of).filter(|e| e.counts()).collect();
        if elements.len() > ELEMENTS {
            return numbers::shown(&node.value, node.unit, self.view.locale);
        }
        let each = |element: &formula::Element<'a>| {
            let value = element.value?;
            let plain = numbers::shown(&value.value, Unit::Truth, self.view.locale);
            let asked = Asked::of(value).node;
            // Of an element that has a name, so is a question about others.
            let others = element.called.is_some() && matches!(asked.op, Op::Any | Op::All);
            let relation = formula::is_relation(&asked.op);
            let told = || self.statement(value, subject.element(element.subject, element.called));
            let said = match (relation, others) {
                (true, _) => told(),
                (false, true) => self.view.say(words::GROUP, &[told()]),
                (false, false) => plain,
            };
            Some(self.view.say(words::ANSWERS, &[self.owner(element.subject), said]))
        };
        let texts: Vec<String> = elements.iter().filter_map(each).collect();
        if texts.is_empty() {
            return formula::names(self.view, node, subject);
        }
        texts.join(&self.view.word(words::SEMICOLON))
    }
}

/// A question without saying who is asked.
fn bare(node: &Node) -> &Node {
    match node.args.first().filter(|_| node.op == Op::Asker) {
        Some(inner) => bare(inner),
        None => node,
    }
}

pub(super) fn is_comparison(op: &Op) -> bool {
    matches!(op, Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge)
}

fn sign(op: &Op) -> &'static str {
    match op {
        Op::Eq => "=",
        Op::Ne => "≠",
        Op::Lt => "<",
        Op::Le => "≤",
        Op::Gt => ">",
        _ => "≥",
    }
}

fn is_nothing(node: &Node) -> bool {
    matches!(node.value, Value::Number(number) if number.is_zero())
}

/// Whether being above or at least this is to be there at all: `> 0`, and of whole numbers `>= 1`.
fn is_least(op: &Op, limit: &Node) -> bool {
    match (op, &limit.value) {
        (Op::Gt, Value::Number(number)) => number.is_zero(),
        (Op::Ge, Value::Number(number)) => limit.unit == Unit::Integer && *number == crate::value::Number::from_int(1),
        _ => false,
    }
}

/// Whether a value is somebody's age, also under a name of its own.
fn is_age(view: View<'_>, node: &Node) -> bool {
    let named = |step: &&Step| step.kind == StepKind::Definition;
    let work = view.leaf(node).filter(named).and_then(|step| step.work.as_ref());
    matches!(work.unwrap_or(node).op, Op::Age(_))
}

/// Whether a side is a parameter or reckoned from one: itself, or by the name it goes by.
fn rests_on_parameter(view: View<'_>, node: &Node, named: bool) -> bool {
    if let Some(step) = view.leaf(node) {
        let work = step.work.as_ref().filter(|_| named && step.kind == StepKind::Definition);
        return step.kind == StepKind::Parameter || work.is_some_and(|work| rests_on_parameter(view, work, false));
    }
    node.args.iter().any(|arg| rests_on_parameter(view, arg, named))
}

/// How far two values lie apart, and in what.
fn distance(left: &Node, right: &Node) -> Option<(Value, Unit)> {
    match (&left.value, &right.value) {
        (Value::Number(a), Value::Number(b)) => {
            let gap = if a < b { b.checked_sub(*a)? } else { a.checked_sub(*b)? };
            let unit = if left.unit == right.unit { left.unit } else { Unit::Decimal };
            Some((Value::Number(gap), unit))
        }
        (Value::Date(a), Value::Date(b)) => {
            let days = a.days_since(*b);
            Some((Value::Days(days.checked_abs()?), Unit::Days))
        }
        (Value::Months(a), Value::Months(b)) => Some((Value::Months(a.checked_sub(*b)?.checked_abs()?), Unit::Months)),
        (Value::Days(a), Value::Days(b)) => Some((Value::Days(a.checked_sub(*b)?.checked_abs()?), Unit::Days)),
        _ => None,
    }
}
