//! record → page: what was decided, by which clause, from which facts, and what was not tested.

use super::document::{Depth, Document, Entry, Mark, Outline};
use super::formula;
use super::numbers::safe;
use super::trail;
use super::view::View;
use super::words::{self, Phrase};
use crate::contrast::WhatIf;
use crate::decision::record::{
    Amount, Branch, Citation, Discretion, ExceptionEffect, ExceptionTried, Measure, Node, Op, Record, RuleRef, Shown,
    Status, Step, StepKind, Subject, Text, Unit, Value,
};
use crate::diagnostic::Locale;
use std::collections::{BTreeMap, BTreeSet};

/// The page a reviewer reads; with everything in it, where everything is asked for.
pub(super) fn page(record: &Record, what_if: &WhatIf, depth: Depth, locale: Locale) -> Document {
    let mut page = Page::new(record, depth, locale);
    page.head();
    page.measures();
    page.rules();
    page.what_if(what_if);
    page.open();
    page.yielded();
    page.idle();
    page.readings();
    page.assumptions();
    page.facts();
    page.dormant();
    if depth == Depth::Full {
        page.steps();
    }
    page.finish()
}

/// What the decision rests on, and what it comes to.
pub(super) fn facts(record: &Record, locale: Locale) -> Document {
    let mut page = Page::new(record, Depth::Facts, locale);
    page.head();
    page.outcomes();
    page.open();
    page.facts();
    page.assumptions();
    page.readings();
    page.finish()
}

/// An explanation as far as it is written.
pub(super) struct Page<'a> {
    pub(super) view: View<'a>,
    pub(super) depth: Depth,
    outline: Outline,
    /// Tests that have been told.
    pub(super) told: BTreeSet<u32>,
    /// Tests that the checklist of a rule goes into.
    pub(super) listed: BTreeSet<u32>,
    /// Named values that have been worked out.
    pub(super) worked: BTreeSet<u32>,
    /// Values without a name that have been worked out, and for whom.
    pub(super) counted: BTreeSet<(Text, String)>,
    /// Clauses whose words have been quoted.
    quoted: BTreeSet<(&'a str, &'a str, &'a str)>,
    /// Instruments that have been named with their number.
    cited: BTreeSet<&'a str>,
    /// Tests and values nested too deeply for where they came up.
    pub(super) postponed: Vec<u32>,
    /// Who is who.
    owners: BTreeMap<&'a str, &'a Subject>,
    /// Steps that were waived, or rest on one that was.
    pub(super) waived: BTreeSet<u32>,
    /// Whether the rule that is being told is refused.
    pub(super) refused: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(record: &'a Record, depth: Depth, locale: Locale) -> Page<'a> {
        let mut page = Page {
            view: View { record, locale },
            depth,
            outline: Outline::default(),
            told: BTreeSet::new(),
            listed: BTreeSet::new(),
            worked: BTreeSet::new(),
            counted: BTreeSet::new(),
            quoted: BTreeSet::new(),
            cited: BTreeSet::new(),
            postponed: Vec::new(),
            owners: record.trace.iter().map(|step| (&*step.subject.path, &*step.subject)).collect(),
            waived: trail::waived(record),
            refused: false,
        };
        page.listed = page.asked_by_rules();
        page
    }

    /// The document, with its title and what ties it to its record.
    pub(super) fn finish(self) -> Document {
        let view = self.view;
        let policy = &view.record.policy;
        let mut title = view.say(words::POLICY, &[view.label(&policy.label), safe(&policy.name)]);
        if let Some(version) = &policy.version {
            title.push_str(&view.say(words::VERSION, &[safe(version)]));
        }
        let incomplete = view.record.status == Status::Incomplete;
        Document {
            depth: self.depth,
            language: match view.locale {
                Locale::ZhCn => "zh-CN",
                Locale::En => "en",
            },
            alert: incomplete.then(|| view.word(words::INCOMPLETE_BANNER)),
            title,
            sections: self.outline.finish(),
            pins: view.pins(),
            locale: view.locale,
        }
    }

    /// How the policy wants a step told. What is waived, not known or in error is always told whole,
    /// and so is everything where all is asked for.
    pub(super) fn mark(&self, step: &Step) -> Option<Shown> {
        let told = self.depth == Depth::Full || self.waived.contains(&step.id);
        let blank = matches!(step.value, Value::Unknown | Value::Error(_));
        step.shown.filter(|_| !told && !blank)
    }

    /// Begins a section.
    pub(super) fn section(&mut self, name: &'static str, title: Phrase) {
        self.outline.section(name, Some(self.view.word(title)));
    }

    /// Writes one line.
    pub(super) fn line(&mut self, depth: usize, mark: Mark, text: String) {
        self.outline.entry(depth, Entry::new(mark, text));
    }

    /// Writes one line with the clauses it rests on.
    pub(super) fn cited_line(&mut self, depth: usize, mark: Mark, text: String, citations: &'a [Citation]) {
        let law = self.cite(citations);
        self.outline.entry(depth, Entry { law, ..Entry::new(mark, text) });
    }

    /// Writes one line whose reasons are of interest only to who asks for them.
    pub(super) fn folded_line(&mut self, mark: Mark, text: String) {
        self.outline.entry(0, Entry { folded: true, ..Entry::new(mark, text) });
    }

    /// Whom a path stands for.
    pub(super) fn owner(&self, path: &str) -> String {
        self.owners.get(path).map_or_else(|| safe(path), |subject| self.view.subject(subject))
    }

    /// Clauses, each with its words the first time it is cited; without them, once.
    pub(super) fn cite(&mut self, citations: &'a [Citation]) -> String {
        let mut cited = Vec::new();
        let mut named = BTreeSet::new();
        for citation in citations {
            let clause = self.view.clause(citation, self.cited.insert(&citation.instrument));
            let first = named.insert((&citation.instrument, &citation.clause));
            match &citation.quote {
                Some(quote) if self.quoted.insert((&citation.instrument, &citation.clause, quote)) => {
                    cited.push(self.view.say(words::QUOTE, &[clause, safe(quote)]));
                }
                _ if first => cited.push(clause),
                _ => {}
            }
        }
        cited.join(&self.view.word(words::SEMICOLON))
    }

    /// Date and status.
    pub(super) fn head(&mut self) {
        let view = self.view;
        let record = view.record;
        let status = match record.status {
            Status::Complete => words::COMPLETE,
            Status::Undetermined => words::UNDETERMINED,
            Status::Incomplete => words::INCOMPLETE,
        };
        self.outline.section("head", None);
        self.line(0, Mark::Plain, view.say(words::DATE, &[record.date.to_string()]));
        self.line(0, Mark::Plain, view.say(words::STATUS, &[view.word(status)]));
        if self.depth != Depth::Letter {
            self.unsettled();
        }
        self.line(0, Mark::Plain, view.word(words::RECOMMENDATION));
    }

    /// All that is in error and all that is missing, each once, with the rules that hang on it.
    fn unsettled(&mut self) {
        let view = self.view;
        let mut causes: Vec<(Mark, String, Vec<String>)> = Vec::new();
        let mut add = |mark: Mark, text: String, rule: &RuleRef| {
            let rule = view.label(&rule.label);
            match causes.iter_mut().find(|(_, other, _)| *other == text) {
                Some((_, _, rules)) if rules.contains(&rule) => {}
                Some((_, _, rules)) => rules.push(rule),
                None => causes.push((mark, text, vec![rule])),
            }
        };
        for rule in &view.record.in_error {
            rule.causes.iter().for_each(|cause| add(Mark::Fault, self.cause(cause), &rule.by));
        }
        for rule in &view.record.undetermined {
            add(Mark::Unknown, self.undetermined_words(rule), &rule.by);
        }
        for (mark, text, rules) in causes {
            let rules = view.say(words::HANG_ON_IT, &[view.list(&rules)]);
            self.line(0, mark, view.say(words::BRACKETS, &[text, rules]));
        }
    }

    fn measures(&mut self) {
        for (position, alike) in self.numbered() {
            self.measure_section(&alike);
            self.measure(position, &alike);
        }
    }

    /// The measures with their numbers: those that are given, then those that are owed.
    fn numbered(&mut self) -> Vec<(usize, Vec<&'a Measure>)> {
        if self.view.record.measures.is_empty() {
            self.section("measures", words::MEASURES);
            self.line(0, Mark::Plain, self.view.word(words::NO_MEASURES));
        }
        self.alike().into_iter().enumerate().map(|(position, alike)| (position.saturating_add(1), alike)).collect()
    }

    /// Begins the section that a measure belongs to, where it is the first of it.
    fn measure_section(&mut self, alike: &[&Measure]) {
        let owed = alike.iter().any(|measure| measure.owed);
        let (name, title) = if owed { ("owed", words::OWED) } else { ("measures", words::MEASURES) };
        if !self.outline.is_in(name) {
            self.section(name, title);
        }
    }

    /// The measures, those together that differ only in whom they are for, and work nothing out.
    fn alike(&self) -> Vec<Vec<&'a Measure>> {
        let view = self.view;
        let plain = |measure: &Measure| {
            let mut steps = measure.fields.iter().filter_map(|field| view.step(field.step));
            !steps.any(|step| is_worked_out(view, step))
        };
        let said = |measure: &'a Measure| {
            let values: Vec<_> = measure.fields.iter().map(|field| (&field.name, &field.value)).collect();
            let waivers = self.waivers(&self.behind(measure), &measure.by.subject.path);
            (&measure.by.rule, &measure.measure, measure.branch, measure.modality, measure.discretion, values, waivers)
        };
        let mut groups: Vec<Vec<&'a Measure>> = Vec::new();
        for measure in view.measures() {
            let fits = |group: &&mut Vec<&'a Measure>| {
                group.first().is_some_and(|first| plain(first) && plain(measure) && said(first) == said(measure))
            };
            match groups.iter_mut().find(fits) {
                Some(group) => group.push(measure),
                None => groups.push(vec![measure]),
            }
        }
        groups.sort_by_key(|group| group.iter().any(|measure| measure.owed));
        groups
    }

    /// What, for whom, under which rule and clause, each amount worked out.
    fn measure(&mut self, number: usize, alike: &[&'a Measure]) {
        let view = self.view;
        let Some(measure) = alike.first() else { return };
        self.line(0, Mark::Number(number), self.measure_words(alike));
        let phrase = if measure.branch == Branch::Otherwise { words::UNDER_OTHERWISE } else { words::UNDER };
        let mut under = vec![view.say(phrase, &[view.label(&measure.by.label)])];
        for citations in [&measure.by.citations, &measure.citations] {
            let cited = self.cite(citations);
            under.extend((!cited.is_empty()).then_some(cited));
        }
        self.line(1, Mark::Plain, under.join(&view.word(words::SEMICOLON)));
        if let Some(discretion) = view.discretion(measure.discretion) {
            self.line(1, Mark::Plain, self.granted(words::GRANTED, discretion));
        }
        let rule: Vec<&Step> = view.step(measure.step).into_iter().collect();
        for waived in self.waivers(&rule, &measure.by.subject.path) {
            self.line(1, Mark::Waived, waived);
        }
        for field in &measure.fields {
            match view.step(field.step).filter(|step| is_worked_out(view, step)) {
                Some(step) => {
                    let text = formula::equation(view, step, view.label(&field.label));
                    self.line(1, Mark::Plain, text);
                    step.work.iter().for_each(|work| self.rests(work, formula::Frames::of(&step.subject.path), 2));
                }
                None => self.line(1, Mark::Plain, self.field_words(field)),
            }
        }
        self.put_off(1);
    }

    /// `纳入救助（应），对象：共同生活家庭`
    fn measure_words(&self, alike: &[&Measure]) -> String {
        let view = self.view;
        let Some(measure) = alike.first() else { return String::new() };
        let subjects: Vec<String> = alike.iter().map(|measure| view.subject(&measure.by.subject)).collect();
        let args = [view.label(&measure.label), view.modality(measure.modality), view.list(&subjects)];
        view.say(if measure.owed { words::MEASURE_OWED } else { words::MEASURE }, &args)
    }

    /// `每月救助金：516.00 元/月`
    pub(super) fn field_words(&self, field: &Amount) -> String {
        let view = self.view;
        let unit = view.step(field.step).map_or(Unit::Text, |step| step.unit);
        view.say(words::ANSWERS, &[view.label(&field.label), view.with_unit(&field.value, unit)])
    }

    /// The measures without how they come about.
    fn outcomes(&mut self) {
        for (position, alike) in self.numbered() {
            self.measure_section(&alike);
            self.line(0, Mark::Number(position), self.measure_words(&alike));
            let Some(measure) = alike.first() else { continue };
            for waived in self.waivers(&self.behind(measure), &measure.by.subject.path) {
                self.line(1, Mark::Waived, waived);
            }
            for field in &measure.fields {
                self.line(1, Mark::Plain, self.field_words(field));
            }
        }
    }

    /// Every step, one a line.
    fn steps(&mut self) {
        self.section("steps", words::STEPS);
        for step in &self.view.record.trace {
            self.line(0, Mark::Number(step.id as usize), super::steps::line(self.view, step));
        }
    }

    /// How an applied exception changed what it was made to.
    pub(super) fn exception_words(&self, tried: &ExceptionTried, step: &Step) -> String {
        let view = self.view;
        let discretion = view.discretion(tried.discretion);
        if tried.effect == ExceptionEffect::Waive {
            let cited = view.clauses(&tried.citations);
            let under = if cited.is_empty() { view.label(&tried.label) } else { cited };
            return match discretion {
                Some(officer) => {
                    let (by, on, because) = (safe(&officer.by), officer.on.to_string(), safe(&officer.because));
                    view.say(words::WAIVED_BY, &[under, by, on, because])
                }
                None => view.say(words::WAIVED, &[under]),
            };
        }
        let value = view.with_unit(&step.value, step.unit);
        let label = view.label(&tried.label);
        match discretion {
            Some(officer) => {
                let (by, on, because) = (safe(&officer.by), officer.on.to_string(), safe(&officer.because));
                view.say(words::REPLACED_BY, &[label, value, by, on, because])
            }
            None => view.say(words::REPLACED, &[label, value]),
        }
    }

    pub(super) fn granted(&self, phrase: Phrase, officer: &Discretion) -> String {
        self.view.say(phrase, &[safe(&officer.by), officer.on.to_string(), safe(&officer.because)])
    }
}

/// Whether a measure's value is told by how it comes about, not only by what it is.
fn is_worked_out(view: View<'_>, step: &Step) -> bool {
    let plain = |work: &Node| match view.leaf(work) {
        Some(step) => !matches!(step.kind, StepKind::Definition | StepKind::Parameter | StepKind::Condition),
        None => work.op == Op::Constant,
    };
    !matches!(step.unit, Unit::Choice | Unit::Text | Unit::Truth) || step.work.as_ref().is_some_and(|work| !plain(work))
}
