//! A record with the language it is told in: how the views look things up.

use super::numbers::{self, safe};
use super::words::{self, Phrase};
use crate::decision::record::{
    Citation, Discretion, Measure, Modality, Node, Op, Record, Step, StepKind, Subject, Unit, Value, Words,
};
use crate::diagnostic::Locale;
use std::collections::BTreeSet;

/// What every view reads.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) record: &'a Record,
    pub(super) locale: Locale,
}

impl<'a> View<'a> {
    /// The measures, those first that give money: what a reader looks for.
    pub(super) fn measures(&self) -> Vec<&'a Measure> {
        let pays = |measure: &&Measure| {
            let units = measure.fields.iter().filter_map(|field| self.step(field.step)).map(|step| step.unit);
            units.into_iter().any(|unit| matches!(unit, Unit::Money | Unit::MoneyPerMonth | Unit::MoneyPerYear))
        };
        let (paying, others): (Vec<_>, Vec<_>) = self.record.measures.iter().partition(pays);
        paying.into_iter().chain(others).collect()
    }

    /// The step with this id.
    pub(super) fn step(&self, id: u32) -> Option<&'a Step> {
        self.record.trace.get(id as usize)
    }

    /// The step a leaf stands for.
    pub(super) fn leaf(&self, node: &Node) -> Option<&'a Step> {
        match node.op {
            Op::Step(id) => self.step(id),
            _ => None,
        }
    }

    /// The discretion at a position.
    pub(super) fn discretion(&self, position: Option<u32>) -> Option<&'a Discretion> {
        self.record.discretions.get(position? as usize)
    }

    /// Fixed words with what fills them.
    pub(super) fn say(&self, phrase: Phrase, args: &[String]) -> String {
        phrase.fill(self.locale, args)
    }

    /// Fixed words.
    pub(super) fn word(&self, phrase: Phrase) -> String {
        phrase.fill(self.locale, &[])
    }

    /// A label in the view's language.
    pub(super) fn label(&self, words: &Words) -> String {
        numbers::in_locale(words, self.locale)
    }

    /// A value with its unit, in the policy's currency.
    pub(super) fn with_unit(&self, value: &Value, unit: Unit) -> String {
        numbers::with_unit(value, unit, &self.record.policy.currency, self.locale)
    }

    /// Names in a row: `甲、乙`, `a, b`.
    pub(super) fn list(&self, items: &[String]) -> String {
        items.join(&self.word(words::COMMA))
    }

    /// Whom something is about: `家庭成员 2`.
    pub(super) fn subject(&self, subject: &Subject) -> String {
        self.label(&subject.label)
    }

    /// Whom a path stands for, as far as a step is about them.
    pub(super) fn whom(&self, path: &str) -> String {
        let about = self.record.trace.iter().find(|step| *step.subject.path == *path);
        about.map_or_else(|| safe(path), |step| self.subject(&step.subject))
    }

    /// A clause without its words: `《…方案》（粤民发〔2020〕49号）二（二）二是`, the number if asked for.
    pub(super) fn clause(&self, citation: &Citation, numbered: bool) -> String {
        let title = self.say(words::TITLE, &[self.label(&citation.label)]);
        let title = match &citation.number {
            Some(number) if numbered => self.say(words::NUMBERED, &[title, safe(number)]),
            _ => title,
        };
        self.say(words::CLAUSE, &[title, safe(&citation.clause)])
    }

    /// Clauses without their words.
    pub(super) fn clauses(&self, citations: &[Citation]) -> String {
        let mut clauses: Vec<String> = citations.iter().map(|citation| self.clause(citation, false)).collect();
        let mut named = BTreeSet::new();
        clauses.retain(|clause| named.insert(clause.clone()));
        clauses.join(&self.word(words::SEMICOLON))
    }

    /// What ties an explanation to its record.
    pub(super) fn pins(&self) -> Vec<String> {
        let record = self.record;
        let mut pins = vec![self.say(words::PIN_ENGINE, &[safe(&record.engine)])];
        let digests = [
            (words::PIN_POLICY, &record.policy.digest),
            (words::PIN_SETTINGS, &record.settings),
            (words::PIN_FACTS, &record.facts),
        ];
        pins.extend(digests.into_iter().map(|(phrase, digest)| self.say(phrase, &[safe(digest)])));
        pins
    }

    /// 应, 可, 视情.
    pub(super) fn modality(&self, modality: Modality) -> String {
        self.word(match modality {
            Modality::Must => words::MUST,
            Modality::May => words::MAY,
            Modality::CaseByCase => words::CASE_BY_CASE,
        })
    }
}

/// The path of a fact or list: `members[1].wage`.
pub(super) fn path(subject: &Subject, name: &str) -> String {
    if subject.path.is_empty() { name.to_owned() } else { format!("{}.{name}", subject.path) }
}

/// Whether a path is another's, or that of one it lies below.
pub(super) fn is_above(above: &str, below: &str) -> bool {
    above.is_empty() || below.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Where a subject stands: list by list, entry by entry.
pub(super) fn place(path: &str) -> Vec<(&str, usize)> {
    let segment = |segment: &'_ str| {
        let (list, position) = segment.strip_suffix(']')?.split_once('[')?;
        Some((list.len(), position.parse::<usize>().ok()?))
    };
    let segments = path.split('.').filter(|part| !part.is_empty());
    segments
        .map(|part| segment(part).map_or((part, 0), |(end, position)| (part.get(..end).unwrap_or(part), position)))
        .collect()
}

/// Whether a step's value is a truth that has a line of its own in a checklist.
pub(super) fn is_test(step: &Step) -> bool {
    matches!(step.kind, StepKind::Part | StepKind::Condition)
}

/// Whether a value could not be told for want of a fact or a parameter.
pub(super) fn lacks(value: &Value) -> bool {
    match value {
        Value::Unknown => true,
        Value::Error(fault) => *fault == crate::value::Fault::ParameterNotSet,
        _ => false,
    }
}

/// Whether a truth counts as true.
pub(super) fn holds(value: &Value) -> bool {
    matches!(value, Value::Truth(true) | Value::Waived)
}
