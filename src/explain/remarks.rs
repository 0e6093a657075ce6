//! What stands after the rules: what is open, what gave way, and what the decision rests on.

use super::document::Mark;
use super::keys;
use super::numbers::safe;
use super::page::Page;
use super::words::{self, Phrase};
use crate::decision::record::{
    Assumption, AssumptionKind, Discretion, ExceptionState, ExceptionTried, Op, Open, OpenKind, Provenance, RuleRef,
    Step, StepKind, Subject, Value,
};
use std::collections::BTreeSet;

/// More facts than these, of one subject, stand one a line.
const FACTS_IN_A_LINE: usize = 4;

impl<'a> Page<'a> {
    /// What is left to an officer.
    pub(super) fn open(&mut self) {
        if self.view.record.open.is_empty() {
            return;
        }
        self.section("open", words::OPEN);
        for open in &self.view.record.open {
            let text = self.open_words(open, self.view.discretion(open.declined));
            self.line(0, Mark::Item, text);
        }
    }

    pub(super) fn open_words(&mut self, open: &'a Open, declined: Option<&Discretion>) -> String {
        let view = self.view;
        let mut args = vec![view.modality(open.modality), view.subject(&open.subject)];
        let mut text = match open.kind {
            OpenKind::Rule => {
                let measures: Vec<String> = open.measures.iter().map(|measure| view.label(&measure.label)).collect();
                args.extend([view.list(&measures), view.label(&open.label)]);
                view.say(words::OPEN_RULE, &args)
            }
            OpenKind::Exception => {
                args.push(view.label(&open.label));
                view.say(words::OPEN_EXCEPTION, &args)
            }
        };
        let cited = self.cite(&open.citations);
        if !cited.is_empty() {
            text = format!("{text}{}{cited}", view.word(words::SEMICOLON));
        }
        match declined {
            Some(officer) => {
                view.say(words::DECLINED, &[text, safe(&officer.by), officer.on.to_string(), safe(&officer.because)])
            }
            None => text,
        }
    }

    /// Overridden rules, and exceptions that would have applied.
    pub(super) fn yielded(&mut self) {
        let view = self.view;
        let mut lines = Vec::new();
        for rule in &view.record.overridden {
            let args = [
                view.label(&rule.by.label),
                view.subject(&rule.by.subject),
                view.label(&rule.prevailed.label),
                view.subject(&rule.prevailed.subject),
            ];
            lines.push(view.say(words::YIELDED_TO, &args));
        }
        for step in &view.record.trace {
            lines.extend(step.exceptions.iter().filter_map(|tried| self.lost(step, tried)));
        }
        if lines.is_empty() {
            return;
        }
        self.section("yielded", words::YIELDED);
        for line in lines {
            self.line(0, Mark::Item, line);
        }
    }

    /// An exception that lost, and to which.
    pub(super) fn lost(&self, step: &'a Step, tried: &'a ExceptionTried) -> Option<String> {
        let view = self.view;
        let (phrase, winners): (Phrase, Vec<String>) = match tried.state {
            ExceptionState::Overridden => {
                let wins = |other: &&ExceptionTried| other.prevails_over(tried);
                (
                    words::EXCEPTION_YIELDED,
                    step.exceptions.iter().filter(wins).map(|other| view.label(&other.label)).collect(),
                )
            }
            ExceptionState::Defeated => {
                let own = view.step(tried.step?)?;
                let wins = |other: &&ExceptionTried| other.state == ExceptionState::Applied;
                (
                    words::EXCEPTION_DEFEATED,
                    own.exceptions.iter().filter(wins).map(|other| view.label(&other.label)).collect(),
                )
            }
            _ => return None,
        };
        Some(view.say(phrase, &[view.label(&tried.label), view.label(&step.label), view.list(&winners)]))
    }

    /// Discretions that came to nothing.
    pub(super) fn idle(&mut self) {
        let view = self.view;
        let idle: Vec<&Discretion> = view.record.discretions.iter().filter(|officer| !officer.effective).collect();
        if idle.is_empty() {
            return;
        }
        self.section("idle", words::IDLE);
        for officer in idle {
            let asked = |rule: &RuleRef| rule.rule == officer.name && rule.subject == officer.subject;
            let lacking = view.record.undetermined.iter().any(|rule| asked(&rule.by));
            let undecided = lacking || view.record.in_error.iter().any(|rule| asked(&rule.by));
            let phrase = match officer.granted {
                _ if undecided => words::IDLE_UNDECIDED,
                true => words::IDLE_GRANTED,
                false => words::IDLE_DECLINED,
            };
            let args =
                [view.label(&officer.label), view.subject(&officer.subject), safe(&officer.by), officer.on.to_string()];
            self.line(0, Mark::Item, view.say(phrase, &args));
        }
    }

    pub(super) fn readings(&mut self) {
        let view = self.view;
        if view.record.readings.is_empty() {
            return;
        }
        self.section("readings", words::READINGS);
        for reading in &view.record.readings {
            let mut text = view.say(words::READING, &[view.label(&reading.label), view.label(&reading.chosen_label)]);
            if reading.by_setting {
                text = view.say(words::BY_SETTING, &[text]);
            }
            let cited = self.cite(&reading.citations);
            if !cited.is_empty() {
                text = format!("{text}{}{cited}", view.word(words::SEMICOLON));
            }
            self.line(0, Mark::Item, text);
        }
    }

    pub(super) fn assumptions(&mut self) {
        if self.view.record.assumptions.is_empty() {
            return;
        }
        self.section("assumptions", words::ASSUMPTIONS);
        let mut said = BTreeSet::new();
        for assumption in &self.view.record.assumptions {
            let text = self.assumption(assumption);
            if said.insert(text.clone()) {
                self.line(0, Mark::Item, text);
            }
        }
    }

    pub(super) fn assumption(&self, assumption: &'a Assumption) -> String {
        let view = self.view;
        let label = view.label(&assumption.label);
        let Some(step) = view.step(assumption.step) else { return label };
        let value = view.with_unit(&step.value, step.unit);
        let source = match assumption.kind {
            AssumptionKind::Default => return view.say(words::DEFAULT_FACT, &[self.fact_name(step), value]),
            AssumptionKind::Parameter => words::ASSUMED,
            AssumptionKind::Setting => words::SUPPLIED,
            AssumptionKind::Unchecked => words::UNCHECKED,
        };
        let name = step.work.as_ref().map_or_else(|| label.clone(), |work| keys::keyed(view, work, label.clone()));
        let source = view.say(source, &[safe(&assumption.source)]);
        // Of a scale the bands are taken on trust, not what they come to for one amount.
        let scale = step.work.as_ref().is_some_and(|work| matches!(work.op, Op::Marginal { .. }));
        view.say(words::BRACKETS, &[if scale { label } else { format!("{name} = {value}") }, source])
    }

    /// One line for each whom facts are about.
    pub(super) fn facts(&mut self) {
        let view = self.view;
        let mut subjects: Vec<(&Subject, Vec<&Step>)> = Vec::new();
        for step in view.record.trace.iter().filter(|step| step.kind == StepKind::Fact) {
            match subjects.iter_mut().find(|(subject, _)| *subject == &*step.subject) {
                Some((_, facts)) => facts.push(step),
                None => subjects.push((&step.subject, vec![step])),
            }
        }
        if subjects.is_empty() {
            return;
        }
        self.section("facts", words::FACTS);
        for (subject, facts) in subjects {
            let (unknown, known): (Vec<&Step>, Vec<&Step>) =
                facts.into_iter().partition(|step| step.value == Value::Unknown);
            let mut lines: Vec<String> = known.into_iter().map(|step| self.fact(step)).collect();
            if !unknown.is_empty() {
                let labels: Vec<String> = unknown.into_iter().map(|step| view.label(&step.label)).collect();
                lines.push(view.say(words::NOT_GIVEN, &[view.list(&labels)]));
            }
            let subject = view.subject(subject);
            if lines.len() <= FACTS_IN_A_LINE {
                let facts = lines.join(&view.word(words::SEMICOLON));
                self.line(0, Mark::Item, view.say(words::FACTS_OF, &[subject, facts]));
                continue;
            }
            self.line(0, Mark::Item, subject);
            lines.into_iter().for_each(|line| self.line(1, Mark::Item, line));
        }
    }

    /// `工资性收入：1,000.00 元/月（核对，张三，2020-05-01）`
    pub(super) fn fact(&self, step: &Step) -> String {
        let view = self.view;
        let text = view.say(words::ANSWERS, &[view.label(&step.label), view.with_unit(&step.value, step.unit)]);
        if step.defaulted {
            return view.say(words::DEFAULTED, &[text]);
        }
        match &step.provenance {
            Some(provenance) => view.say(words::FOUND, &[text, self.found(provenance)]),
            None => text,
        }
    }

    pub(super) fn found(&self, provenance: &Provenance) -> String {
        let from = provenance.from.as_deref().map(|from| match from {
            "declared" => self.view.word(words::DECLARED),
            "checked" => self.view.word(words::CHECKED),
            "finding" => self.view.word(words::FINDING),
            other => safe(other),
        });
        let rest = [&provenance.by, &provenance.on].into_iter().flatten().map(|text| safe(text));
        let parts: Vec<String> = from.into_iter().chain(rest).collect();
        parts.join(&self.view.word(words::PAUSE))
    }

    pub(super) fn dormant(&mut self) {
        let view = self.view;
        let labels: Vec<String> = view.record.not_in_force.iter().map(|rule| view.label(&rule.label)).collect();
        if !labels.is_empty() {
            self.section("not_in_force", words::DORMANT);
            self.line(0, Mark::Plain, view.list(&labels));
        }
    }
}
