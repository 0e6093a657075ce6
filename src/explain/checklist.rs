//! tests → checklist: ✓ met, ✗ not met and by how much, – waived, ? unknown, ! in error.

use super::document::{Depth, Mark};
use super::formula;
use super::numbers;
use super::page::Page;
use super::trail;
use super::view::{holds, is_above, is_test, lacks, path};
use super::words;
use crate::decision::record::{ExceptionState, ExceptionTried, Node, Op, Shown, Step, StepKind, Subject, Unit, Value};
use crate::value::Fault;

/// Parts nested deeper than this are told in a list of their own.
const DEPTH: usize = 12;
/// So many elements of a list are gone into.
const ELEMENTS: usize = 30;

impl<'a> Page<'a> {
    /// The parts of a rule's or exception's test, then those that were nested too deeply.
    pub(super) fn checklist(&mut self, step: &'a Step) {
        if let Some(work) = &step.work {
            self.test(work, &step.subject, 1);
        }
        while let Some(id) = self.postponed.pop() {
            if let Some(step) = self.view.step(id) {
                self.test_step(step, &step.subject, 1);
            }
        }
    }

    /// A test: its named parts one by one, anything else by its formula.
    fn test(&mut self, node: &'a Node, subject: &'a Subject, depth: usize) {
        match &node.op {
            Op::And | Op::Or => {
                let settled = node.op == Op::And && node.args.iter().any(|arg| self.settles(arg));
                for arg in &node.args {
                    match self.view.leaf(arg).filter(|step| self.is_beside_the_point(step, settled)) {
                        Some(step) => self.in_brief(step, subject, depth),
                        None => self.test(arg, subject, depth),
                    }
                }
            }
            _ => match self.view.leaf(node).filter(|step| is_test(step)) {
                Some(step) => self.test_step(step, subject, depth),
                None => self.question(node, subject, depth),
            },
        }
    }

    /// Whether a part alone refuses a rule, and a line says why.
    pub(super) fn settles(&self, node: &'a Node) -> bool {
        let parts = self.view.leaf(node).is_some_and(|step| self.has_parts(step));
        node.value == Value::Truth(false) && !parts
    }

    /// Whether a part of a refused rule is named and not gone into: it is met, and nothing in it
    /// was waived; or it is not met either, where a plainer one refuses the rule already.
    fn is_beside_the_point(&self, step: &'a Step, settled: bool) -> bool {
        let met = step.value == Value::Truth(true) && !self.waived.contains(&step.id);
        let idle = settled && step.value == Value::Truth(false);
        self.refused && (met || idle) && self.has_parts(step) && !self.told.contains(&step.id)
    }

    /// Whether a part or condition has parts of its own.
    fn has_parts(&self, step: &'a Step) -> bool {
        // A part that only names a condition, and a condition that only names another, is that one.
        let inner = std::iter::successors(Some(step).filter(|step| is_test(step)), |step| {
            step.work.as_ref().and_then(|work| self.view.leaf(work)).filter(|step| is_test(step))
        });
        let work = inner.last().and_then(|step| step.work.as_ref());
        work.is_some_and(|work| matches!(work.op, Op::And | Op::Or | Op::Any | Op::All))
    }

    /// Whether a node is a named test, or several questions together.
    fn is_test(&self, node: &'a Node) -> bool {
        matches!(node.op, Op::And | Op::Or | Op::Any | Op::All) || self.view.leaf(node).is_some_and(is_test)
    }

    fn in_brief(&mut self, step: &'a Step, asked: &Subject, depth: usize) {
        let text = self.view.say(words::NOT_GONE_INTO, &[self.test_name(step, asked)]);
        self.line(depth, Mark::of(&step.value), text);
    }

    /// A part or condition with its own parts below it.
    fn test_step(&mut self, step: &'a Step, asked: &Subject, depth: usize) {
        let named = self.test_name(step, asked);
        // What does not hold is never left out: it may be the reason.
        match self.mark(step) {
            Some(Shown::Never) if step.value == Value::Truth(true) => return,
            Some(Shown::Never | Shown::Briefly) => {
                return self.cited_line(depth, Mark::of(&step.value), named, &step.citations);
            }
            _ => {}
        }
        if self.told.contains(&step.id) {
            let text = self.view.say(words::SEE_ABOVE, &[named]);
            return self.line(depth, Mark::of(&step.value), text);
        }
        if depth > DEPTH {
            let text = self.view.say(words::SEE_BELOW, &[named]);
            self.line(depth, Mark::of(&step.value), text);
            return self.postponed.push(step.id);
        }
        self.told.insert(step.id);
        // A part that only names a condition is told as that condition.
        let target = step
            .work
            .as_ref()
            .and_then(|work| self.view.leaf(work))
            .filter(|target| target.kind == StepKind::Condition);
        match target {
            Some(target) if step.kind == StepKind::Part && self.told.insert(target.id) => {
                let inner = self.test_name(target, asked);
                let named = if inner == named { named } else { self.view.say(words::BRACKETS, &[named, inner]) };
                self.test_body(target, named, depth);
            }
            Some(target) if step.kind == StepKind::Part => {
                let inner = self.test_name(target, asked);
                let text = self
                    .view
                    .say(words::SEE_ABOVE, &[if inner == named { named } else { format!("{named} · {inner}") }]);
                self.line(depth, Mark::of(&step.value), text);
            }
            _ => self.test_body(step, named, depth),
        }
    }

    /// What became of a part or condition.
    fn test_body(&mut self, step: &'a Step, named: String, depth: usize) {
        if step.value == Value::Error(Fault::Conflict) {
            let fault = numbers::fault_words(Fault::Conflict, self.view.locale);
            self.line(depth, Mark::Fault, self.view.say(words::ANSWERS, &[named, fault]));
            let applied = step.exceptions.iter().filter(|tried| tried.state == ExceptionState::Applied);
            return applied.for_each(|tried| self.ground(tried, depth));
        }
        if let Some(tried) = trail::standing(step) {
            let how = self.exception_words(tried, step);
            let text = self.view.say(words::ANSWERS, &[named, how]);
            self.line(depth, Mark::of(&step.value), text);
            return self.ground(tried, depth);
        }
        let below = depth.saturating_add(1);
        match &step.work {
            _ if step.given => {
                let text = self.view.say(words::GIVEN, &[named]);
                self.line(depth, Mark::of(&step.value), text);
            }
            Some(work) if matches!(work.op, Op::And | Op::Or) || self.view.leaf(work).is_some_and(is_test) => {
                let one = work.op == Op::Or && work.args.len() > 1;
                let named = if one { self.view.say(words::ONE_SUFFICES, &[named]) } else { named };
                self.cited_line(depth, Mark::of(&step.value), named, &step.citations);
                self.test(work, &step.subject, below);
            }
            Some(work) => {
                let statement = self.statement(work, &step.subject);
                let text =
                    if statement.is_empty() { named } else { self.view.say(words::ANSWERS, &[named, statement]) };
                self.cited_line(depth, Mark::of(&step.value), text, &step.citations);
                self.details(work, &step.subject, depth);
            }
            None => {
                let text =
                    self.view.say(words::ANSWERS, &[named, numbers::shown(&step.value, step.unit, self.view.locale)]);
                self.line(depth, Mark::of(&step.value), text);
            }
        }
    }

    /// Why an exception applies: its own test.
    fn ground(&mut self, tried: &'a ExceptionTried, depth: usize) {
        let Some(step) = tried.step.and_then(|id| self.view.step(id)) else { return };
        let depth = depth.saturating_add(1);
        let text = self.view.label(&tried.label);
        self.cited_line(depth, Mark::of(&step.value), text, &step.citations);
        if self.told.insert(step.id)
            && depth < DEPTH
            && let Some(work) = &step.work
        {
            self.test(work, &step.subject, depth.saturating_add(1));
        }
    }

    /// A question without a name of its own.
    fn question(&mut self, node: &'a Node, subject: &'a Subject, depth: usize) {
        let statement = self.statement(node, subject);
        let named = formula::names(self.view, node, subject);
        let said = statement.is_empty() || statement == named;
        let text = if said { named } else { self.view.say(words::ANSWERS, &[named, statement]) };
        self.line(depth, Mark::of(&node.value), text);
        self.details(node, subject, depth);
    }

    /// How the numbers in a question come about, and the elements that decide it.
    fn details(&mut self, node: &'a Node, subject: &'a Subject, depth: usize) {
        if matches!(node.value, Value::Unknown | Value::Error(_)) {
            return;
        }
        let Asked { node: asked, .. } = Asked::of(node);
        if is_comparison(&asked.op) {
            for side in &asked.args {
                self.side(side, subject, depth, formula::names_its_value(asked));
            }
        }
        self.workings(vec![node], subject, depth.saturating_add(1));
        // What is denied, or chosen by a question, is a test of its own, told where it refuses.
        let matters = self.depth == Depth::Full || node.value == Value::Truth(false);
        if matters && !std::ptr::eq(asked, node) && self.is_test(asked) {
            self.test(asked, subject, depth.saturating_add(1));
        }
        for element in trail::deciding(node).into_iter().take(ELEMENTS) {
            let Some(value) = element.value else { continue };
            if let Some(step) = self.view.leaf(value).filter(|step| is_test(step)) {
                self.test_step(step, subject, depth.saturating_add(1));
            }
        }
    }

    /// A side of a comparison that is work itself: `人均金融资产 = 36,000.00 ÷ 3 = 12,000.00 元`.
    /// Where the comparison itself has told the value, only work that shows more.
    fn side(&mut self, side: &'a Node, subject: &'a Subject, depth: usize, told: bool) {
        let plain = matches!(side.op, Op::Step(_) | Op::Constant);
        if plain || matches!(side.value, Value::Unknown | Value::Error(_)) {
            return;
        }
        let sides = formula::sides_of(self.view, side, subject);
        let value = numbers::exact(&side.value, side.unit, self.view.locale);
        if told && sides.get(1).is_none_or(|numbers| *numbers == value) {
            return;
        }
        let text = formula::chain(self.view, sides, &side.value, side.unit);
        self.line(depth.saturating_add(1), Mark::Plain, text);
    }

    /// What a question comes to, with the numbers that decide it.
    pub(super) fn statement(&self, node: &'a Node, subject: &'a Subject) -> String {
        let view = self.view;
        if lacks(&node.value) {
            return self.lacking(node);
        }
        if let Value::Error(fault) = &node.value {
            return numbers::fault_words(*fault, view.locale);
        }
        let Asked { node: asked, op } = Asked::of(node);
        let said = |relation: String| match holds(&node.value) {
            true => relation,
            false => view.say(words::NOT_TRUE, &[relation]),
        };
        match (&op, asked.args.as_slice()) {
            (Op::Eq, _) if op == asked.op && formula::names_its_value(asked) => formula::names(view, asked, subject),
            (op, [left, right]) if is_comparison(op) => {
                let side = |node: &Node| numbers::shown(&node.value, node.unit, view.locale);
                let relation = format!("{} {} {}", side(left), sign(op), side(right));
                if holds(&node.value) { relation } else { self.not_true(op, relation, left, right) }
            }
            (Op::In | Op::NotIn, _) => said(formula::membership(view, asked, &op, subject)),
            (Op::Any | Op::All, _) if std::ptr::eq(asked, node) => self.elements(node, subject),
            _ => numbers::shown(&node.value, node.unit, view.locale),
        }
    }

    /// `532.00 < 532.00 不成立（相差 0.00 元；等于标准不属低于）`
    fn not_true(&self, op: &Op, relation: String, left: &Node, right: &Node) -> String {
        let relation = self.view.say(words::NOT_TRUE, &[relation]);
        let ordered = matches!(op, Op::Lt | Op::Le | Op::Gt | Op::Ge);
        let Some((gap, unit)) = distance(left, right).filter(|_| ordered) else { return relation };
        let shown = self.view.with_unit(&gap, unit);
        let phrase = match (op, left.value == right.value) {
            (Op::Lt, true) => words::EQUAL_NOT_BELOW,
            (Op::Gt, true) => words::EQUAL_NOT_ABOVE,
            _ => words::SHORT_BY,
        };
        self.view.say(phrase, &[relation, shown])
    }

    /// `家庭成员 1：是；家庭成员 2：否`, or that there is nobody to ask.
    fn elements(&self, node: &'a Node, subject: &'a Subject) -> String {
        let elements: Vec<_> = node.args.iter().filter_map(formula::Element::of).filter(|e| e.counts()).collect();
        if elements.len() > ELEMENTS {
            return numbers::shown(&node.value, node.unit, self.view.locale);
        }
        let each = |element: &formula::Element<'a>| {
            let value = element.value?;
            // Of a member compared with others each comparison is told.
            let shown = match element.called {
                Some(_) if is_comparison(&value.op) => self.statement(value, subject),
                Some(_) if matches!(value.op, Op::Any | Op::All) => {
                    self.view.say(words::GROUP, &[self.statement(value, subject)])
                }
                _ => numbers::shown(&value.value, Unit::Truth, self.view.locale),
            };
            Some(self.view.say(words::ANSWERS, &[self.owner(element.subject), shown]))
        };
        let texts: Vec<String> = elements.iter().filter_map(each).collect();
        if texts.is_empty() {
            return formula::names(self.view, node, subject);
        }
        texts.join(&self.view.word(words::SEMICOLON))
    }

    /// The facts and parameters that are missing, by name and path.
    pub(super) fn lacking(&self, node: &'a Node) -> String {
        let (parameters, facts): (Vec<&Step>, Vec<&Step>) =
            trail::missing(self.view, node).into_iter().partition(|step| step.kind == StepKind::Parameter);
        let facts: Vec<String> = facts.into_iter().map(|step| self.fact_name(step)).collect();
        let mut parameters: Vec<String> = parameters.into_iter().map(|step| self.view.label(&step.label)).collect();
        parameters.dedup();
        self.missing_words(&facts, &parameters)
    }

    /// `缺少：…；未设定的参数：…`
    pub(super) fn missing_words(&self, facts: &[String], parameters: &[String]) -> String {
        let mut parts = Vec::new();
        if !facts.is_empty() {
            parts.push(self.view.say(words::LACKING, &[self.view.list(facts)]));
        }
        if !parameters.is_empty() {
            parts.push(self.view.say(words::PARAMETER, &[self.view.list(parameters)]));
        }
        if parts.is_empty() {
            parts.push(self.view.word(words::UNKNOWN));
        }
        parts.join(&self.view.word(words::SEMICOLON))
    }

    /// `家庭成员 2的工资性收入（members[1].wage）`
    pub(super) fn fact_name(&self, step: &Step) -> String {
        self.fact_words(&step.subject, &self.view.label(&step.label), &path(&step.subject, &step.name))
    }

    /// A fact with whose it is and where it stands.
    pub(super) fn fact_words(&self, subject: &Subject, label: &str, path: &str) -> String {
        let (label, path) = (label.to_owned(), numbers::safe(path));
        if subject.path.is_empty() {
            return self.view.say(words::FACT, &[label, path]);
        }
        self.view.say(words::FACT_OF, &[self.view.label(&subject.label), label, path])
    }

    /// A part's or condition's label, with its owner where another is asked.
    fn test_name(&self, step: &Step, asked: &Subject) -> String {
        let label = self.view.label(&step.label);
        if is_above(&step.subject.path, &asked.path) {
            label
        } else {
            self.view.say(words::OF, &[self.view.subject(&step.subject), label])
        }
    }
}

/// What a question asks in the end: without the `not`s before it, and of a choice the branch that
/// was taken; its relation turned where an odd number of `not`s stood there.
pub(super) struct Asked<'a> {
    pub(super) node: &'a Node,
    pub(super) op: Op,
}

impl<'a> Asked<'a> {
    pub(super) fn of(node: &'a Node) -> Asked<'a> {
        let (mut node, mut denied) = (node, false);
        loop {
            node = match (&node.op, node.args.as_slice()) {
                (Op::Not, [inner]) => {
                    denied = !denied;
                    inner
                }
                (Op::If, [question, yes, no]) => match question.value {
                    Value::Truth(true) | Value::Waived => yes,
                    Value::Truth(false) => no,
                    _ => break,
                },
                _ => break,
            };
        }
        Asked { node, op: if denied { turned(&node.op) } else { node.op.clone() } }
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
        other => other.clone(),
    }
}

fn is_comparison(op: &Op) -> bool {
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
