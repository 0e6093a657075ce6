//! tests → checklist: ✓ met, ✗ not met and by how much, – waived, ? unknown, ! in error.

use super::asked::{self, Asked};
use super::document::{Depth, Mark};
use super::formula::{self, Frames};
use super::numbers;
use super::page::Page;
use super::relations::is_comparison;
use super::trail;
use super::view::{holds, is_above, is_test, path};
use super::words;
use super::workings::DEPTH;
use crate::decision::record::{ExceptionState, ExceptionTried, Node, Op, Shown, Step, StepKind, Subject, Value};
use crate::value::Fault;
use std::collections::BTreeSet;

impl<'a> Page<'a> {
    /// The parts of a rule's or exception's test, then those that were nested too deeply.
    pub(super) fn checklist(&mut self, step: &'a Step) {
        if let Some(work) = &step.work {
            self.test(work, Frames::of(&step.subject.path), 1);
        }
        self.put_off(1);
    }

    /// A test: its named parts one by one, anything else by its formula.
    pub(super) fn test(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize) {
        match &node.op {
            Op::And | Op::Or => {
                let settled = node.op == Op::And && node.args.iter().any(|arg| self.settles(arg));
                let first = self.first_that_decides(node);
                for arg in &node.args {
                    if self.is_beside_the_point(node, arg, first, settled) {
                        self.in_brief(arg, subject, depth);
                    } else {
                        self.test(arg, subject, depth);
                    }
                }
            }
            // What always holds was not asked.
            Op::Constant if node.value == Value::Truth(true) => {}
            _ => match self.view.leaf(node).filter(|step| is_test(step)) {
                Some(step) => self.test_step(step, subject, depth),
                None => self.question(node, subject, depth),
            },
        }
    }

    /// The conditions and parts that the checklists of the rules go into, those of the rules that are
    /// refused apart: an amount that asks them says only what they come to.
    pub(super) fn asked_by_rules(&self) -> BTreeSet<u32> {
        let record = self.view.record;
        let refused: BTreeSet<u32> = record.refused.iter().map(|refused| refused.step).collect();
        let rules = record.trace.iter().filter(|step| step.kind == StepKind::Rule && !refused.contains(&step.id));
        let mut steps: Vec<&Step> = rules.collect();
        let mut found = BTreeSet::new();
        while let Some(step) = steps.pop() {
            let mut nodes = trail::sources(self.view, step);
            while let Some(node) = nodes.pop() {
                match node.op {
                    Op::And | Op::Or => {
                        let first = self.first_that_decides(node);
                        nodes.extend(node.args.iter().filter(|arg| !self.is_beside_the_point(node, arg, first, false)));
                    }
                    _ => {
                        let ends = |step: &Step| matches!(self.mark(step), Some(Shown::Never | Shown::Briefly));
                        let test = self.view.leaf(node).filter(|step| is_test(step));
                        steps.extend(test.filter(|step| !ends(step) && found.insert(step.id)));
                    }
                }
            }
        }
        found
    }

    /// Whether a part alone refuses a rule, and a line says why.
    pub(super) fn settles(&self, node: &'a Node) -> bool {
        let parts = self.view.leaf(node).is_some_and(|step| self.has_parts(step));
        node.value == Value::Truth(false) && !parts
    }

    /// Of a truth that one of its parts is enough for, the part that is gone into: the first that has
    /// no parts itself, else the first.
    fn first_that_decides(&self, node: &'a Node) -> Option<&'a Node> {
        let one = matches!((&node.op, &node.value), (Op::And, Value::Truth(false)) | (Op::Or, Value::Truth(true)));
        let mut deciding = node.args.iter().filter(|arg| one && decides(node, arg));
        let first = deciding.clone().next();
        deciding.find(|arg| !self.is_made_of_parts(arg)).or(first)
    }

    /// Whether a part is told in one line: where one part is enough, what is not that part. Of a
    /// refused rule all that refuses it is told, unless a plainer part does so already. What was
    /// waived is always told.
    fn is_beside_the_point(&self, node: &'a Node, arg: &'a Node, first: Option<&'a Node>, settled: bool) -> bool {
        let Some(first) = first.filter(|_| self.depth != Depth::Full && !self.is_waived(arg)) else { return false };
        if decides(node, arg) && self.refused && node.op == Op::And {
            let told = self.view.leaf(arg).is_some_and(|step| self.told.contains(&step.id));
            return settled && self.is_made_of_parts(arg) && !told;
        }
        !std::ptr::eq(arg, first)
    }

    fn is_made_of_parts(&self, node: &'a Node) -> bool {
        self.view.leaf(node).filter(|step| is_test(step)).is_some_and(|step| self.has_parts(step))
    }

    /// Whether something was waived on the way to a truth.
    pub(super) fn is_waived(&self, node: &Node) -> bool {
        matches!(node.op, Op::Step(id) if self.waived.contains(&id))
            || trail::relevant(node).into_iter().any(|arg| self.is_waived(arg))
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
    pub(super) fn is_test(&self, node: &'a Node) -> bool {
        matches!(node.op, Op::And | Op::Or | Op::Any | Op::All) || self.view.leaf(node).is_some_and(is_test)
    }

    /// One line for what does not decide.
    fn in_brief(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize) {
        let view = self.view;
        let Some(step) = view.leaf(node).filter(|step| is_test(step)) else {
            let (named, statement) = self.asked_words(node, subject);
            return self.line(depth, Mark::of(&node.value), self.with_statement(named, statement));
        };
        if self.mark(step) == Some(Shown::Never) && step.value == Value::Truth(true) {
            return;
        }
        let named = self.test_name(step, subject);
        let work = step.work.as_ref().filter(|_| trail::standing(step).is_none());
        let text = match work {
            _ if self.told.contains(&step.id) => view.say(words::SEE_ABOVE, &[named]),
            // A condition may still be gone into elsewhere.
            _ if step.kind == StepKind::Condition || self.has_parts(step) => view.say(words::NOT_GONE_INTO, &[named]),
            Some(work) => self.with_statement(named, self.statement(work, Frames::of(&step.subject.path))),
            None => named,
        };
        self.line(depth, Mark::of(&step.value), text);
    }

    fn with_statement(&self, named: String, statement: String) -> String {
        // A mark says of a truth what its value would.
        let answers = [words::YES, words::NO].map(|answer| {
            let answer = self.view.word(answer);
            self.view.say(words::EQUALS, &[named.clone(), answer])
        });
        let said = statement.is_empty() || statement == named || answers.contains(&statement);
        if said { named } else { self.view.say(words::ANSWERS, &[named, statement]) }
    }

    /// A part or condition with its own parts below it.
    pub(super) fn test_step(&mut self, step: &'a Step, asked: Frames<'a>, depth: usize) {
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
            self.ground(tried, depth);
            let put = trail::applied(step).and_then(|id| self.view.step(id));
            if let Some((put, work)) = put.and_then(|put| Some((put, put.work.as_ref()?)))
                && work.op != Op::Constant
            {
                self.test(work, Frames::of(&put.subject.path), depth.saturating_add(1));
            }
            return;
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
                self.test(work, Frames::of(&step.subject.path), below);
            }
            Some(work) => {
                let text = self.with_statement(named, self.statement(work, Frames::of(&step.subject.path)));
                self.cited_line(depth, Mark::of(&step.value), text, &step.citations);
                self.details(work, Frames::of(&step.subject.path), depth, false);
            }
            None => {
                let text =
                    self.view.say(words::ANSWERS, &[named, numbers::shown(&step.value, step.unit, self.view.locale)]);
                self.line(depth, Mark::of(&step.value), text);
            }
        }
    }

    /// Whether an exception is made for a reason, and not to all.
    pub(super) fn has_ground(&self, tried: &ExceptionTried) -> bool {
        let step = tried.step.and_then(|id| self.view.step(id));
        step.and_then(|step| step.work.as_ref()).is_some_and(|work| work.op != Op::Constant)
    }

    /// Why an exception applies: its own test, where it has one.
    pub(super) fn ground(&mut self, tried: &'a ExceptionTried, depth: usize) {
        let Some(step) = tried.step.and_then(|id| self.view.step(id)) else { return };
        let depth = depth.saturating_add(1);
        let text = self.view.label(&tried.label);
        self.cited_line(depth, Mark::of(&step.value), text, &step.citations);
        if self.has_ground(tried)
            && self.told.insert(step.id)
            && depth < DEPTH
            && let Some(work) = &step.work
        {
            self.test(work, Frames::of(&step.subject.path), depth.saturating_add(1));
        }
    }

    /// A question without a name of its own.
    fn question(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize) {
        let (named, statement) = self.asked_words(node, subject);
        self.line(depth, Mark::of(&node.value), self.with_statement(named, statement));
        self.details(node, subject, depth, true);
    }

    /// A question in its own words, and what it comes to.
    pub(super) fn asked_words(&self, node: &'a Node, subject: Frames<'a>) -> (String, String) {
        let named = formula::names(self.view, node, subject);
        let plain = matches!(node.op, Op::Step(_)) && matches!(node.value, Value::Truth(_));
        let statement = if plain {
            numbers::shown(&node.value, node.unit, self.view.locale)
        } else {
            self.statement(node, subject)
        };
        (named, statement)
    }

    /// How the numbers in a question come about, and the elements that decide it; `told` where the
    /// question stands above with its own words.
    fn details(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize, told: bool) {
        if matches!(node.value, Value::Unknown | Value::Error(_)) {
            return;
        }
        let below = depth.saturating_add(1);
        let asked = Asked::of(node);
        for question in asked.questions {
            self.rests(question, subject, below);
        }
        let (asked, subject) = (asked.node, subject.outside(asked.out));
        if is_comparison(&asked.op) {
            for side in &asked.args {
                self.side(side, subject, depth, told || formula::names_its_value(asked));
            }
        }
        // What is denied, or chosen by a question, is a test of its own.
        if !std::ptr::eq(asked, node) && self.is_test(asked) {
            self.test(asked, subject, below);
        } else if matches!(asked.op, Op::Any | Op::All) {
            self.quantified(asked, subject, below);
        } else {
            self.rests(asked, subject, below);
        }
    }

    /// A side of a comparison that is work itself. Where the comparison itself has told the value,
    /// only work that shows more.
    fn side(&mut self, side: &'a Node, subject: Frames<'a>, depth: usize, told: bool) {
        let sides = formula::sides_of(self.view, side, subject);
        let value = numbers::exact(&side.value, side.unit, self.view.locale);
        let chosen = !asked::questions(side).is_empty();
        if !told || chosen || sides.get(1).is_some_and(|numbers| *numbers != value) {
            self.unnamed(side, subject, depth.saturating_add(1));
        }
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
    pub(super) fn test_name(&self, step: &Step, asked: Frames<'_>) -> String {
        let label = self.view.label(&step.label);
        if is_above(&step.subject.path, asked.bare()) {
            label
        } else {
            self.view.say(words::OF, &[self.view.subject(&step.subject), label])
        }
    }
}

/// Whether a part has the value that decides the whole: it fails as the whole fails, or holds as it
/// holds.
pub(super) fn decides(whole: &Node, part: &Node) -> bool {
    matches!(part.value, Value::Truth(_) | Value::Waived) && holds(&part.value) == holds(&whole.value)
}
