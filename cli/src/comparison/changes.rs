//! Last month's entry + this month's decision → what began, changed, ended, or cannot be told.

use super::labels::Labels;
use super::ledger::{Asked, Entry, Given, written};
use super::words;
use crate::register::entries::Known;
use crate::words::Message;
use doudi::decision::record::{Failed, OpenKind, Record, RuleRef, Value};
use doudi::diagnostic::Phrase;
use doudi::value::{Number, Rounding};

/// What became of a measure since last month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It was not there last month.
    New,
    /// The same rule gives the same.
    Kept,
    /// It is there still, with other values or by another rule.
    Changed,
    /// It is there no longer.
    Ended,
    /// Whether it is there still cannot be told.
    Unclear,
}

/// A measure of one household, set against last month's.
#[derive(Clone, Debug)]
pub struct Change {
    /// What became of it.
    pub kind: Kind,
    /// As it was.
    pub before: Option<Given>,
    /// As it is.
    pub after: Option<Given>,
    /// Why; nothing is said of what is kept.
    pub reason: Option<Message>,
}

impl Change {
    /// As it is, else as it was.
    pub fn given(&self) -> Option<&Given> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// A household that was decided this month.
pub struct Decided<'a> {
    /// This month's line.
    pub entry: &'a Entry,
    /// The whole decision.
    pub record: &'a Record,
    /// Who is who this month.
    pub known: &'a Known,
}

/// Sets every measure of this month and of last month against each other. Two are the same where
/// subject, measure and choices are: first those of one rule, then any.
pub fn compare(last: Option<&Entry>, now: &Decided<'_>, labels: &Labels<'_>) -> Vec<Change> {
    let mut before: Vec<Option<&Given>> = last.map(|last| last.measures.iter().map(Some).collect()).unwrap_or_default();
    let mut after: Vec<(&Given, Option<&Given>)> = now.entry.measures.iter().map(|given| (given, None)).collect();
    for same_rule in [true, false] {
        for (given, found) in after.iter_mut().filter(|(_, found)| found.is_none()) {
            let is = |old: &&Given| is_same(old, given) && (!same_rule || old.by.rule == given.by.rule);
            *found = before.iter_mut().find(|old| old.as_ref().is_some_and(is)).and_then(Option::take);
        }
    }
    let after = after.into_iter().map(|(given, old)| match old {
        Some(old) => still_there(old, given, labels),
        None => began(last, given, labels),
    });
    let ended = before.into_iter().flatten().map(|old| no_longer(old, now, labels));
    after.chain(ended).collect()
}

/// All that a household had last month, where nothing could be decided this month.
pub fn without_decision(last: &Entry, kind: Kind, reason: &Message) -> Vec<Change> {
    let change = |old: &Given| Change { kind, before: Some(old.clone()), after: None, reason: Some(reason.clone()) };
    last.measures.iter().map(change).collect()
}

fn is_same(a: &Given, b: &Given) -> bool {
    a.by.key() == b.by.key() && a.measure == b.measure && a.choices == b.choices
}

fn still_there(old: &Given, new: &Given, labels: &Labels<'_>) -> Change {
    let reason = if old.by.rule != new.by.rule {
        Some(Message::new(&words::RULE_CHANGED, &[&labels.rule(&old.by.rule), &labels.rule(&new.by.rule)]))
    } else if old.values != new.values {
        let names = old.values.keys().chain(new.values.keys().filter(|name| !old.values.contains_key(*name)));
        let changed = names.filter(|name| old.values.get(*name) != new.values.get(*name));
        let changed: Vec<String> = changed.map(|name| labels.field(&new.measure, name)).collect();
        Some(Message::new(&words::VALUES_CHANGED, &[&changed.join(labels.comma())]))
    } else {
        None
    };
    let kind = if reason.is_some() { Kind::Changed } else { Kind::Kept };
    Change { kind, before: Some(old.clone()), after: Some(new.clone()), reason }
}

fn began(last: Option<&Entry>, new: &Given, labels: &Labels<'_>) -> Change {
    let rule = labels.rule(&new.by.rule);
    let was = |asked: &Asked| asked.rule == new.by.rule && asked.key() == new.by.key();
    let reason = match last {
        None => Message::new(&words::NEW_HOUSEHOLD, &[]),
        Some(last) if last.undetermined.iter().any(|rule| was(&rule.by)) => {
            Message::new(&words::WAS_UNDETERMINED, &[&rule])
        }
        Some(last) if last.in_error.iter().any(|rule| was(&rule.by)) => Message::new(&words::WAS_IN_ERROR, &[&rule]),
        Some(last) if last.open.iter().any(|open| open.kind == OpenKind::Rule && was(&open.by)) => {
            Message::new(&words::WAS_OPEN, &[])
        }
        Some(_) => Message::new(&words::NOW_HOLDS, &[&rule]),
    };
    Change { kind: Kind::New, before: None, after: Some(new.clone()), reason: Some(reason) }
}

fn no_longer(old: &Given, now: &Decided<'_>, labels: &Labels<'_>) -> Change {
    let (kind, reason) = match now.known.path(old.by.key()) {
        Some(path) => why_not(old, path, now.record, labels),
        None => (Kind::Ended, Message::new(&words::GONE_ENTRY, &[])),
    };
    Change { kind, before: Some(old.clone()), after: None, reason: Some(reason) }
}

/// What this month's decision says of the rule that gave something last month.
fn why_not(old: &Given, path: &str, record: &Record, labels: &Labels<'_>) -> (Kind, Message) {
    let rule = labels.rule(&old.by.rule);
    let is = |by: &RuleRef| by.rule == *old.by.rule && by.subject.path == *path;
    let says = |kind, phrase: &'static Phrase, detail: &[String]| {
        (kind, Message::new(phrase, &[&rule, &detail.join(labels.semicolon())]))
    };
    if let Some(found) = record.undetermined.iter().find(|rule| is(&rule.by)) {
        let missing = found.missing.iter().map(|missing| missing.path.clone());
        let not_set = found.not_set.iter().map(|parameter| parameter.name.to_string());
        return says(Kind::Unclear, &words::NOW_UNDETERMINED, &missing.chain(not_set).collect::<Vec<_>>());
    }
    if let Some(found) = record.in_error.iter().find(|rule| is(&rule.by)) {
        let causes: Vec<String> = found.causes.iter().map(|cause| cause.fault.to_string()).collect();
        return says(Kind::Unclear, &words::NOW_IN_ERROR, &causes);
    }
    if let Some(found) = record.refused.iter().find(|rule| is(&rule.by)) {
        let failed = failed(&found.failed, rule, labels);
        let phrase = if failed.is_empty() { &words::NO_LONGER } else { &words::NOW_REFUSED };
        return says(Kind::Ended, phrase, &failed);
    }
    if let Some(found) = record.overridden.iter().find(|rule| is(&rule.by)) {
        return says(Kind::Ended, &words::NOW_OVERRIDDEN, &[labels.words(&found.prevailed.label).to_owned()]);
    }
    let open = |open: &doudi::decision::record::Open| {
        open.kind == OpenKind::Rule && open.name == *old.by.rule && open.subject.path == *path
    };
    if record.open.iter().any(open) {
        return says(Kind::Ended, &words::NOW_OPEN, &[]);
    }
    if record.measures.iter().any(|measure| is(&measure.by)) {
        return says(Kind::Ended, &words::NOW_OTHERWISE, &[]);
    }
    says(Kind::Ended, &words::RULE_ENDED, &[])
}

/// The outermost part of a rule that failed, and every threshold that was missed with by how much. The whole
/// of it is in the decision.
fn failed(failed: &[Failed], rule: &str, labels: &Labels<'_>) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for (at, failed) in failed.iter().enumerate() {
        let label = labels.words(&failed.label);
        let line = match failed.short_by.as_ref().and_then(|short| short_by(short, labels)) {
            Some(short) => labels.say(&Message::new(&words::SHORT_BY, &[&label, &short])),
            None if at == 0 && label != rule => label.to_owned(),
            None => continue,
        };
        if !shown.contains(&line) {
            shown.push(line);
        }
    }
    shown
}

/// A distance in words; one that has no end in decimals is shown to the second, and says so.
fn short_by(short: &Value, labels: &Labels<'_>) -> Option<String> {
    if let Value::Number(number) = short
        && number.places().is_none()
    {
        let rounded = number.round(Number::from_parts(1, 100)?, Rounding::HalfUp)?;
        return Some(labels.say(&Message::new(&words::ABOUT, &[&rounded])));
    }
    written(short)
}
