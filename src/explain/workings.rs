//! work → how it comes about: each value below what uses it, in the order of the formula.
//!
//! A value stands once on a page, where it is first used; a condition that a value rests on is told
//! part by part, unless the checklist of a rule tells it.

use super::asked;
use super::checklist::decides;
use super::document::Mark;
use super::formula::{self, Element, Frames};
use super::keys;
use super::numbers::safe;
use super::page::Page;
use super::relations::ELEMENTS;
use super::trail;
use super::view::{is_above, is_test};
use super::words;
use crate::decision::record::{Certainty, Node, Op, Shown, Step, StepKind, Value};

/// Values and tests nested deeper than this are told in a list of their own.
pub(super) const DEPTH: usize = 12;

impl<'a> Page<'a> {
    /// What a piece of work rests on, below it.
    pub(super) fn rests(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize) {
        match &node.op {
            Op::Step(_) => {
                if let Some(step) = self.view.leaf(node) {
                    self.value(step, subject, depth);
                }
            }
            // A question about a list that stands within a formula is told on a line of its own.
            Op::Any | Op::All => {
                let named = formula::names(self.view, node, subject);
                if self.counted.insert((subject.path().into(), named)) {
                    self.test(node, subject, depth);
                }
            }
            Op::And | Op::Or if matches!(node.value, Value::Truth(_)) => {
                for arg in &node.args {
                    if decides(node, arg) || self.is_waived(arg) {
                        self.rests(arg, subject, depth);
                    }
                }
            }
            Op::Element { subject: path, called, .. } => {
                let subject = subject.element(path, called.as_deref());
                for arg in trail::relevant(node) {
                    self.rests(arg, subject, depth);
                }
            }
            Op::Asker => node.args.iter().for_each(|arg| self.rests(arg, subject.outside(1), depth)),
            _ => {
                self.who_counts(node, subject, depth);
                for arg in trail::relevant(node) {
                    self.rests(arg, subject, depth);
                }
            }
        }
    }

    /// What was put off, as it was nested too deeply.
    pub(super) fn put_off(&mut self, depth: usize) {
        while !self.postponed.is_empty() {
            for id in std::mem::take(&mut self.postponed) {
                let Some(step) = self.view.step(id) else { continue };
                if is_test(step) {
                    self.test_step(step, Frames::of(&step.subject.path), depth);
                } else {
                    self.value(step, Frames::of(&step.subject.path), depth);
                }
            }
        }
    }

    /// A named value, and below it what it rests on; once on the page.
    fn value(&mut self, step: &'a Step, subject: Frames<'a>, depth: usize) {
        let blank = matches!(step.value, Value::Unknown | Value::Error(_));
        // Of an element of a list it is said whose the value is.
        let subject = subject.root();
        match step.kind {
            StepKind::Condition | StepKind::Part => {
                let elsewhere = self.told.contains(&step.id) || self.listed.contains(&step.id);
                if !blank && !elsewhere {
                    self.test_step(step, subject, depth);
                }
            }
            StepKind::Definition | StepKind::Parameter => {
                if depth > DEPTH {
                    return self.postponed.push(step.id);
                }
                if !self.worked.insert(step.id) {
                    return;
                }
                if self.mark(step) != Some(Shown::Never) && !blank {
                    self.working(step, subject, depth);
                }
                if let Some(work) = self.put_in_place(step).filter(|_| self.mark(step).is_none()) {
                    let below = depth.saturating_add(1);
                    if step.kind == StepKind::Parameter && !blank {
                        self.asked_at(work, Frames::of(&step.subject.path), below);
                    }
                    self.rests(work, Frames::of(&step.subject.path), below);
                }
            }
            _ => {}
        }
    }

    /// What a parameter is asked at, where that is reckoned on the spot: a key, an amount, a day.
    fn asked_at(&mut self, work: &'a Node, subject: Frames<'a>, depth: usize) {
        let keys = match &work.op {
            Op::Lookup { .. } => work.args.len().saturating_sub(1),
            Op::Marginal { on } => 1_usize.saturating_add(usize::from(*on)),
            _ => 0,
        };
        for key in work.args.iter().take(keys) {
            self.unnamed(key, subject, depth);
        }
    }

    /// How a value without a name comes about: `24 个月 × 标准 = 24 个月 × 600.00 = 14,400.00 元`.
    pub(super) fn unnamed(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize) {
        let plain = matches!(node.op, Op::Step(_) | Op::Constant);
        if plain || matches!(node.value, Value::Unknown | Value::Error(_)) {
            return;
        }
        let text = formula::come_about(self.view, None, node, subject);
        if self.counted.insert((subject.path().into(), text.clone())) {
            self.line(depth, Mark::Plain, text);
        }
    }

    /// The work that gives a step its value: what an exception put in place, else its own.
    fn put_in_place(&self, step: &'a Step) -> Option<&'a Node> {
        match trail::applied(step) {
            Some(id) => self.view.step(id).and_then(|step| step.work.as_ref()),
            None => step.work.as_ref(),
        }
    }

    /// `人均月收入 = … = 532.00 元/月`, with its clause; of what an exception put in place, that and
    /// why it applies.
    fn working(&mut self, step: &'a Step, subject: Frames<'a>, depth: usize) {
        let view = self.view;
        let mut name = formula::name(view, step);
        if !is_above(&step.subject.path, subject.bare()) {
            name = view.say(words::OF, &[view.subject(&step.subject), name]);
        }
        if let Some(work) = step.work.as_ref().filter(|_| step.kind == StepKind::Parameter) {
            name = keys::keyed(view, work, name);
        }
        let replaced = trail::applied(step).and_then(|id| view.step(id)?.work.as_ref());
        let mut text = match (self.mark(step), replaced) {
            (Some(_), _) => formula::chain(view, vec![name], &step.value, step.unit),
            (None, Some(work)) => formula::come_about(view, Some(name), work, Frames::of(&step.subject.path)),
            (None, None) => formula::equation(view, step, name),
        };
        if step.given {
            text = view.say(words::GIVEN, &[text]);
        }
        let standing = trail::standing(step);
        let mut notes = Vec::new();
        notes.extend(standing.map(|tried| self.exception_words(tried, step)));
        notes.extend(self.looked_up(step));
        if !notes.is_empty() {
            text = view.say(words::BRACKETS, &[text, notes.join(&view.word(words::SEMICOLON))]);
        }
        match standing {
            Some(tried) => {
                self.cited_line(depth, Mark::Plain, text, &tried.citations);
                if self.has_ground(tried) {
                    self.ground(tried, depth);
                }
            }
            None => self.cited_line(depth, Mark::Plain, text, &step.citations),
        }
    }

    /// Which version of a parameter, and who says so.
    fn looked_up(&self, step: &Step) -> Vec<String> {
        let view = self.view;
        let Some(lookup) = &step.lookup else { return Vec::new() };
        let mut notes: Vec<String> = keys::row(view, step).into_iter().collect();
        if lookup.on != view.record.date {
            notes.push(view.say(words::LOOKED_UP_ON, &[lookup.on.to_string()]));
        }
        if let Some(from) = lookup.from {
            notes.push(view.say(words::SINCE, &[from.to_string()]));
        }
        match lookup.certainty {
            Certainty::Confirmed => {}
            Certainty::Assumed => notes.push(view.say(words::ASSUMED, &[safe(&lookup.source)])),
            Certainty::Setting => notes.push(view.say(words::SUPPLIED, &[safe(&lookup.source)])),
        }
        if let Some(day) = lookup.unchecked() {
            notes.push(view.say(words::UNCHECKED, &[day.to_string()]));
        }
        notes
    }

    /// The elements that decide an `any` or an `all`, each with its test; what their comparisons rest
    /// on.
    pub(super) fn quantified(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize) {
        self.who_counts(node, subject, depth);
        for element in trail::deciding(node).into_iter().take(ELEMENTS) {
            let within = subject.element(element.subject, element.called);
            element.filter.into_iter().for_each(|filter| self.rests(filter, within, depth));
            let Some(value) = element.value else { continue };
            match self.view.leaf(value).filter(|step| is_test(step)) {
                Some(step) => self.test_step(step, subject, depth),
                // Told element by element where the question stands.
                None if element.called.is_some() && matches!(value.op, Op::Any | Op::All) => {
                    self.quantified(value, within, depth);
                }
                None if self.is_test(asked::Asked::of(value).node) => {
                    self.line(depth, Mark::of(&value.value), self.owner(element.subject));
                    self.test(value, within, depth.saturating_add(1));
                }
                None => self.rests(value, within, depth),
            }
        }
    }

    /// Of a list of which only some count, or that is put in order, what says who comes where: one
    /// line for all of them.
    fn who_counts(&mut self, node: &'a Node, subject: Frames<'a>, depth: usize) {
        let view = self.view;
        let mut texts = Vec::new();
        for element in node.args.iter().filter_map(Element::of).take(ELEMENTS) {
            let whom = subject.element(element.subject, element.called);
            let compares =
                |filter: &&Node| asked::parts(filter).into_iter().any(|(part, _)| formula::is_relation(&part.op));
            let filter = element.filter.filter(|filter| matches!(filter.value, Value::Truth(_)) && compares(filter));
            let mut said = filter.map_or_else(Vec::new, |filter| asked::reasons(view, &[filter], whom));
            said.extend(element.keys.iter().map(|key| formula::come_about(view, None, key, whom)));
            if !said.is_empty() {
                let said = said.join(&view.word(words::PAUSE));
                texts.push(view.say(words::ANSWERS, &[self.owner(element.subject), said]));
            }
        }
        if !texts.is_empty() {
            let text = view.say(words::WHO_COUNTS, &[texts.join(&view.word(words::SEMICOLON))]);
            if self.counted.insert((subject.path().into(), text.clone())) {
                self.line(depth, Mark::Plain, text);
            }
        }
    }
}
