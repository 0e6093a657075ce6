//! record → letter: the reasons in a few paragraphs, fit for a notice.
//!
//! A paragraph for each measure, each refusal the policy does not call noise, and all that is open
//! or not known. What was waived is always said.

use super::asked::{self, Asked};
use super::document::{Depth, Document, Mark};
use super::formula::{self, Frames};
use super::page::Page;
use super::view::{View, holds, is_test};
use super::words;
use crate::decision::record::{
    Amount, Branch, Citation, Measure, Node, Op, Record, Refused, RuleRef, Status, Step, Value,
};
use crate::diagnostic::Locale;
use std::collections::BTreeSet;

/// The section that is set as paragraphs.
pub(super) const NAME: &str = "letter";

/// Reasons that stand behind more tests than this are not gone into.
const DEPTH: usize = 12;

/// Why a rule holds, or does not.
#[derive(Default)]
pub(super) struct Reasons {
    pub(super) texts: Vec<String>,
    citations: Vec<Citation>,
    /// How many tests they stand behind.
    depth: usize,
}

/// A notice's reasons.
pub(super) fn letter(record: &Record, locale: Locale) -> Document {
    let mut page = Page::new(record, Depth::Letter, locale);
    page.head();
    page.section(NAME, words::LETTER);
    page.paragraphs();
    page.finish()
}

impl<'a> Page<'a> {
    fn paragraphs(&mut self) {
        let view = self.view;
        let record = view.record;
        if record.measures.is_empty() {
            self.line(0, Mark::Plain, view.word(words::NO_MEASURES));
        }
        let (owed, given): (Vec<&Measure>, Vec<&Measure>) =
            view.measures().into_iter().partition(|measure| measure.owed);
        for (measures, phrase) in [(given, words::LETTER_GIVEN), (owed, words::LETTER_OWED)] {
            let told = measures.into_iter().map(|it| (view.subject(&it.by.subject), self.measure_paragraph(it)));
            self.grouped(told.collect(), phrase);
        }
        let of = |rule: &RuleRef| view.say(words::BRACKETS, &[view.label(&rule.label), view.subject(&rule.subject)]);
        let in_error = record.in_error.iter().map(|rule| {
            let causes: Vec<String> = rule.causes.iter().map(|cause| self.cause(cause)).collect();
            (of(&rule.by), causes.join(&view.word(words::SEMICOLON)))
        });
        let in_error: Vec<_> = in_error.collect();
        self.grouped(in_error, words::LETTER_ERROR);
        let unknown = record.undetermined.iter().map(|rule| (of(&rule.by), self.undetermined_words(rule)));
        let unknown: Vec<_> = unknown.collect();
        self.grouped(unknown, words::LETTER_UNKNOWN);
        for open in &record.open {
            let text = self.open_words(open, view.discretion(open.declined));
            self.line(0, Mark::Plain, view.say(words::LETTER_OPEN, &[text]));
        }
        let yielded: Vec<_> = record
            .overridden
            .iter()
            .map(|rule| (view.subject(&rule.by.subject), self.yielded_paragraph(&rule.by, &rule.prevailed)))
            .collect();
        self.grouped(yielded, words::LETTER_REFUSED);
        let told = record.refused.iter().filter(|refused| self.is_told(refused));
        let refused: Vec<_> =
            told.map(|refused| (view.subject(&refused.by.subject), self.refusal_paragraph(refused))).collect();
        self.grouped(refused, words::LETTER_REFUSED);
        let mut assumed: Vec<String> = Vec::new();
        for text in record.assumptions.iter().map(|assumption| self.assumption(assumption)) {
            if !assumed.contains(&text) {
                assumed.push(text);
            }
        }
        if !assumed.is_empty() {
            let text = view.say(words::LETTER_ASSUMED, &[assumed.join(&view.word(words::SEMICOLON))]);
            self.line(0, Mark::Plain, text);
        }
        if record.status != Status::Complete {
            self.line(0, Mark::Plain, view.word(words::LETTER_INCOMPLETE));
        }
    }

    /// A paragraph for all of whom the same is said, in the order of the first of them.
    fn grouped(&mut self, said: Vec<(String, String)>, phrase: words::Phrase) {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for (subject, text) in said {
            match groups.iter_mut().find(|(other, _)| *other == text) {
                Some((_, subjects)) => subjects.push(subject),
                None => groups.push((text, vec![subject])),
            }
        }
        for (text, subjects) in groups {
            let text = self.view.say(phrase, &[self.view.list(&subjects), text]);
            self.line(0, Mark::Plain, text);
        }
    }

    /// What is given, how much, why, and under which clauses; not to whom.
    fn measure_paragraph(&self, measure: &'a Measure) -> String {
        let view = self.view;
        let mut named = view.say(words::BRACKETS, &[view.label(&measure.label), view.modality(measure.modality)]);
        let fields: Vec<String> = measure.fields.iter().map(|field| self.amount(field)).collect();
        if !fields.is_empty() {
            named = view.say(words::ANSWERS, &[named, fields.join(&view.word(words::PAUSE))]);
        }
        let mut sentences = vec![named];
        if let Some(officer) = view.discretion(measure.discretion) {
            sentences.push(self.granted(words::LETTER_GRANTED, officer));
        }
        if let Some(step) = view.step(measure.step) {
            let mut reasons = self.reasons(step, measure.branch != Branch::Otherwise).texts;
            reasons.extend(self.waivers(&self.behind(measure), &measure.by.subject.path));
            if !reasons.is_empty() {
                sentences.push(view.say(words::LETTER_REASONS, &[reasons.join(&view.word(words::SEMICOLON))]));
            }
        }
        let citations: Vec<_> = measure.by.citations.iter().chain(measure.citations.iter()).cloned().collect();
        sentences.extend(self.under(&citations));
        sentences.join(&view.word(words::FULL_STOP))
    }

    fn under(&self, citations: &[Citation]) -> Option<String> {
        (!citations.is_empty()).then(|| self.view.say(words::LETTER_UNDER, &[self.view.clauses(citations)]))
    }

    /// `每月救助金 = （532.00 − 360.00） × 3 = 516.00 元/月`
    pub(super) fn amount(&self, field: &'a Amount) -> String {
        let view = self.view;
        let mut step = view.step(field.step);
        let mut node = step.and_then(|step| step.work.as_ref());
        // A value that is only called by another name is the value of what it names.
        while let (Some(inner), Some(work)) = (node.map(last_taken), node) {
            match view.leaf(inner) {
                Some(named) if inner.value == work.value => (step, node) = (Some(named), named.work.as_ref()),
                _ => {
                    node = Some(inner);
                    break;
                }
            }
        }
        match (step, node) {
            (Some(step), Some(work)) if is_sum(&work.op) && work.value == field.value => {
                let numbers = formula::sides_of(view, work, Frames::of(&step.subject.path)).pop();
                let sides = std::iter::once(view.label(&field.label)).chain(numbers).collect();
                formula::chain(view, sides, &field.value, step.unit)
            }
            _ => self.field_words(field),
        }
    }

    /// A rule whose conditions are met and that gives nothing, since another takes its place.
    fn yielded_paragraph(&self, rule: &RuleRef, prevailed: &RuleRef) -> String {
        let view = self.view;
        let other = if prevailed.subject == rule.subject {
            view.label(&prevailed.label)
        } else {
            view.say(words::BRACKETS, &[view.label(&prevailed.label), view.subject(&prevailed.subject)])
        };
        let name = view.say(words::QUOTED, &[view.label(&rule.label)]);
        let text = view.say(words::ANSWERS, &[name, view.say(words::GAVE_WAY, &[other])]);
        let citations: Vec<Citation> = rule.citations.iter().chain(prevailed.citations.iter()).cloned().collect();
        std::iter::once(text).chain(self.under(&citations)).collect::<Vec<_>>().join(&view.word(words::FULL_STOP))
    }

    /// What a rule was refused for, and where that leads; not for whom.
    fn refusal_paragraph(&self, refused: &'a Refused) -> String {
        let view = self.view;
        let Reasons { texts, citations, .. } =
            view.step(refused.step).map(|step| self.reasons(step, false)).unwrap_or_default();
        let mut text = view.say(words::QUOTED, &[view.label(&refused.by.label)]);
        if !texts.is_empty() {
            text = view.say(words::ANSWERS, &[text, texts.join(&view.word(words::SEMICOLON))]);
        }
        let leads = self.leads(refused);
        let leads = (!leads.is_empty()).then(|| view.say(words::LETTER_LEADS, &[view.list(&leads)]));
        let citations: Vec<Citation> = refused.by.citations.iter().cloned().chain(citations).collect();
        let sentences: Vec<String> = [Some(text), leads, self.under(&citations)].into_iter().flatten().collect();
        sentences.join(&view.word(words::FULL_STOP))
    }

    /// The parts of a rule's test that made it hold, or fail; of what failed, with the clauses.
    pub(super) fn reasons(&self, step: &'a Step, held: bool) -> Reasons {
        let mut reasons = Reasons::default();
        if let Some(work) = &step.work {
            self.add_reasons(work, Frames::of(&step.subject.path), held, &mut reasons);
        }
        reasons
    }

    /// Why a test holds, or why it does not.
    fn add_reasons(&self, test: &'a Node, subject: Frames<'a>, held: bool, reasons: &mut Reasons) {
        let mut seen = BTreeSet::new();
        let mut nodes: Vec<(&'a Node, Frames<'a>, bool)> = vec![(test, subject, false)];
        while let Some((node, subject, brief)) = nodes.pop() {
            match (&node.op, self.view.leaf(node).filter(|step| is_test(step))) {
                (Op::And | Op::Or, _) => {
                    let decides =
                        |part: &&Node| if held { holds(&part.value) } else { part.value == Value::Truth(false) };
                    let parts: Vec<&Node> = node.args.iter().filter(decides).collect();
                    // Where a plain part refuses a test, what is behind the others is beside the point.
                    let plain = !held && node.op == Op::And && parts.iter().any(|part| self.settles(part));
                    if !held && node.op == Op::Or && parts.len() > 1 {
                        reasons.texts.push(self.view.say(words::NONE_OF, &[parts.len().to_string()]));
                    }
                    let each = parts.into_iter().rev().map(|part| (part, subject, plain && !self.settles(part)));
                    nodes.extend(each);
                }
                (_, Some(test)) if !seen.insert(test.id) => {}
                (_, Some(test)) => {
                    if !held {
                        reasons.citations.extend(test.citations.iter().cloned());
                    }
                    // What failed is traced to the part that failed; what held is named.
                    match test.work.as_ref().filter(|work| !held && is_inner(self.view, work)) {
                        Some(_) if brief => {
                            reasons.texts.push(self.view.say(words::NOT_MET, &[self.view.label(&test.label)]));
                        }
                        Some(work) if super::trail::standing(test).is_none() => {
                            nodes.push((work, Frames::of(&test.subject.path), false));
                        }
                        _ => reasons.texts.extend(self.reason(test, held, reasons.depth)),
                    }
                }
                (Op::Constant, None) if holds(&node.value) => {}
                (_, None) => reasons.texts.push(self.unnamed_reason(node, subject, reasons.depth)),
            }
        }
    }

    /// `人均月收入低于标准（360.00 < 532.00）`; what failed with how far it is from holding.
    fn reason(&self, test: &'a Step, held: bool, depth: usize) -> Option<String> {
        let view = self.view;
        let label = view.label(&test.label);
        if test.value == Value::Waived {
            return None;
        }
        // What an exception put in place is not what the test's own work came to.
        if let Some(tried) = super::trail::standing(test) {
            return Some(view.say(words::ANSWERS, &[label, self.exception_words(tried, test)]));
        }
        let work = test.work.as_ref().filter(|work| self.tells(work));
        let statement =
            work.map(|work| self.statement(work, Frames::of(&test.subject.path))).filter(|text| !text.is_empty());
        let denied = test
            .work
            .as_ref()
            .filter(|_| !held)
            .and_then(|work| self.denied(work, Frames::of(&test.subject.path), depth));
        Some(match (held, statement) {
            (true, None) => label,
            (true, Some(statement)) => view.say(words::BRACKETS, &[label, statement]),
            (false, None) => match denied {
                Some(denied) => view.say(words::BRACKETS, &[view.say(words::NOT_MET, &[label]), denied]),
                None => view.say(words::NOT_MET, &[label]),
            },
            (false, Some(statement)) => view.say(words::ANSWERS, &[label, statement]),
        })
    }

    /// What holds where it must not, or fails where it must hold: what stands behind a `not`, and in
    /// the branch of a choice that was taken.
    fn denied(&self, work: &'a Node, subject: Frames<'a>, depth: usize) -> Option<String> {
        let asked = Asked::of(work);
        if std::ptr::eq(asked.node, work) || !self.is_test(asked.node) || depth >= DEPTH {
            return None;
        }
        let mut inner = Reasons { depth: depth.saturating_add(1), ..Reasons::default() };
        let held = holds(&asked.node.value);
        self.add_reasons(asked.node, subject.outside(asked.out), held, &mut inner);
        // What was waived counts as met, and is told as what it is.
        let steps: Vec<&Step> = self.view.leaf(asked.node).into_iter().collect();
        inner.texts.extend(self.waivers(&steps, subject.bare()));
        (!inner.texts.is_empty()).then(|| inner.texts.join(&self.view.word(words::PAUSE)))
    }

    /// Whether a part's work says more than whether it holds.
    fn tells(&self, work: &Node) -> bool {
        let asked = Asked::of(work);
        formula::is_relation(&asked.op) && !formula::names_its_value(asked.node)
    }

    fn unnamed_reason(&self, node: &'a Node, subject: Frames<'a>, depth: usize) -> String {
        let named = formula::names(self.view, node, subject);
        let (_, statement) = self.asked_words(node, subject);
        if !holds(&node.value)
            && let Some(denied) = self.denied(node, subject, depth)
        {
            return self.view.say(words::BRACKETS, &[named, denied]);
        }
        let told = self.tells(node) || !holds(&node.value);
        if statement.is_empty() || statement == named || !told {
            return named;
        }
        self.view.say(words::ANSWERS, &[named, statement])
    }

    /// What a measure rests on: its rule, and what its amounts come from.
    pub(super) fn behind(&self, measure: &Measure) -> Vec<&'a Step> {
        let amounts = measure.fields.iter().map(|field| field.step);
        std::iter::once(measure.step).chain(amounts).filter_map(|id| self.view.step(id)).collect()
    }

    /// What was not tested on the way to these, of whom, and on whose word.
    pub(super) fn waivers(&self, from: &[&'a Step], asked: &str) -> Vec<String> {
        let told = |step: &'a Step| {
            let how = self.exception_words(super::trail::standing(step)?, step);
            Some(self.view.say(words::ANSWERS, &[self.test_name(step, Frames::of(asked)), how]))
        };
        super::trail::waivers(self.view, &self.waived, from).into_iter().filter_map(told).collect()
    }

    /// What a refusal leads to.
    pub(super) fn leads(&self, refused: &Refused) -> Vec<String> {
        let measures = refused.leads_to.iter().filter_map(|position| self.view.record.measures.get(*position as usize));
        measures.map(|measure| self.view.label(&measure.label)).collect()
    }

    /// Whether a refusal is told at this depth.
    pub(super) fn is_told(&self, refused: &Refused) -> bool {
        self.view.step(refused.step).is_none_or(|step| !self.is_quiet(step))
    }
}

/// The branch a settled question takes, as far as that goes.
fn last_taken(node: &Node) -> &Node {
    std::iter::successors(Some(node), |node| asked::taken(node)).last().unwrap_or(node)
}

/// Whether a part is made of parts, or is only another name of one.
fn is_inner(view: View<'_>, work: &Node) -> bool {
    matches!(work.op, Op::And | Op::Or) || view.leaf(work).is_some_and(is_test)
}

fn is_sum(op: &Op) -> bool {
    matches!(
        op,
        Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Sum | Op::Average | Op::Round { .. } | Op::PerYear | Op::PerMonth
    )
}
