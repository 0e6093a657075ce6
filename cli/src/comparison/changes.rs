//! Last month's entry + this month's decision → what began, changed, ended, or cannot be told.

use super::labels::Labels;
use super::ledger::{Asked, Entry, Given, Open};
use super::words;
use crate::register::entries::Known;
use crate::words::Message;
use doudi::decision::record::{Failed, Missing, Node, Op, OpenKind, Record, RuleRef, Subject, Unit, Value};
use doudi::diagnostic::{Locale, Phrase};
use doudi::explain;
use std::collections::{BTreeMap, BTreeSet};

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
    /// An officer may give it, and has not said yet.
    Open,
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
    after.chain(ended).chain(open(last, now.entry, labels)).collect()
}

/// What an officer may give or allow this month and has not looked at.
pub fn open(last: Option<&Entry>, now: &Entry, labels: &Labels<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for open in now.open.iter().filter(|open| !open.declined) {
        let phrase = if was_open(last, open) { &words::STILL_OPEN } else { &words::OPEN_NOW };
        let reason = Some(Message::new(phrase, &[&labels.rule(&open.by.rule)]));
        // An exception gives nothing by itself.
        let measures = if open.measures.is_empty() { vec![String::new()] } else { open.measures.clone() };
        changes.extend(measures.into_iter().map(|measure| {
            let given = Given { measure, by: open.by.clone(), choices: BTreeMap::new(), values: BTreeMap::new() };
            Change { kind: Kind::Open, before: None, after: Some(given), reason: reason.clone() }
        }));
    }
    changes
}

/// Whether it was open already last month.
pub fn was_open(last: Option<&Entry>, open: &Open) -> bool {
    let same = |other: &Open| {
        !other.declined && other.kind == open.kind && other.by.rule == open.by.rule && other.by.key() == open.by.key()
    };
    last.is_some_and(|last| last.open.iter().any(same))
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
        let missing = found.missing.iter().map(|it| missing(it, labels));
        let not_set = found.not_set.iter().map(|parameter| labels.words(&parameter.label).to_owned());
        return says(Kind::Unclear, &words::NOW_UNDETERMINED, &missing.chain(not_set).collect::<Vec<_>>());
    }
    if let Some(found) = record.in_error.iter().find(|rule| is(&rule.by)) {
        let causes = found.causes.iter().map(|cause| {
            let fault = explain::value(&Value::Error(cause.fault), Unit::Truth, &record.policy.currency, labels.locale);
            labels.say(&Message::new(&words::PAIR, &[&labels.words(&cause.label), &fault]))
        });
        let causes: Vec<String> = causes.collect();
        return says(Kind::Unclear, &words::NOW_IN_ERROR, &causes);
    }
    if let Some(found) = record.refused.iter().find(|rule| is(&rule.by)) {
        let failed = failed(&found.failed, &found.by, record, labels);
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

/// What failed, as it is: every threshold missed with its two sides, and whatever else was not met. A part
/// that failed because of one of these is not told beside it; the whole of it is in the decision.
fn failed(failed: &[Failed], by: &RuleRef, record: &Record, labels: &Labels<'_>) -> Vec<String> {
    let steps: BTreeSet<u32> = failed.iter().map(|failed| failed.step).collect();
    let mut shown: Vec<String> = Vec::new();
    for failed in failed {
        let work = record.trace.get(failed.step as usize).and_then(|step| step.work.as_ref());
        if work.is_some_and(|work| refers_to(work, failed.step, &steps)) {
            continue;
        }
        let compared = failed.short_by.as_ref().and_then(|short| compared(failed, short, work?, record, labels));
        let line = compared.unwrap_or_else(|| {
            let label = labels.words(&failed.label);
            labels.say(&Message::new(&words::NOT_MET, &[&label]))
        });
        let own = failed.subject.path.is_empty() || failed.subject.path == by.subject.path;
        let line =
            if own { line } else { labels.say(&Message::new(&words::OF, &[&subject(&failed.subject, labels), &line])) };
        if !shown.contains(&line) {
            shown.push(line);
        }
    }
    // A rule whose own test is the whole of it has nothing else to name.
    if let [only] = shown.as_slice()
        && *only == labels.say(&Message::new(&words::NOT_MET, &[&labels.words(&by.label)]))
    {
        shown.clear();
    }
    shown
}

/// Whether a piece of work asks one of these steps, itself left out.
fn refers_to(work: &Node, own: u32, steps: &BTreeSet<u32>) -> bool {
    let mut nodes = vec![work];
    while let Some(node) = nodes.pop() {
        if matches!(node.op, Op::Step(id) if id != own && steps.contains(&id)) {
            return true;
        }
        nodes.extend(&node.args);
    }
    false
}

/// `人均收入 700.00 元/月，不低于标准 655.00 元/月（高出 45.00 元/月）`
fn compared(failed: &Failed, short: &Value, work: &Node, record: &Record, labels: &Labels<'_>) -> Option<String> {
    let [left, right] = work.args.as_slice() else { return None };
    let equal = left.value == right.value;
    let date = matches!(left.value, Value::Date(_));
    let phrase = match (&work.op, equal) {
        (Op::Lt, _) if date => &words::NOT_BEFORE,
        (Op::Le, _) if date => &words::AFTER_DAY,
        (Op::Gt, _) if date => &words::NOT_AFTER,
        (Op::Ge, _) if date => &words::BEFORE_DAY,
        (Op::Lt, false) => &words::NOT_BELOW,
        (Op::Lt, true) => &words::EQUAL_NOT_BELOW,
        (Op::Le, _) => &words::ABOVE,
        (Op::Gt, false) => &words::NOT_ABOVE,
        (Op::Gt, true) => &words::EQUAL_NOT_ABOVE,
        (Op::Ge, _) => &words::BELOW,
        _ => return None,
    };
    let currency = &record.policy.currency;
    let shown = |value: &Value, unit| explain::value(value, unit, currency, labels.locale);
    let side = |node: &Node| {
        let step = if let Op::Step(id) = node.op { record.trace.get(id as usize) } else { None };
        let value = shown(&node.value, node.unit);
        step.map_or(value.clone(), |step| {
            labels.say(&Message::new(&words::NAMED, &[&labels.words(&step.label), &value]))
        })
    };
    let gap = failed.unit.map(|unit| shown(short, unit))?;
    Some(labels.say(&Message::new(phrase, &[&side(left), &side(right), &gap])))
}

/// Whom something is about, in words.
fn subject(subject: &Subject, labels: &Labels<'_>) -> String {
    labels.words(&subject.label).to_owned()
}

/// `成员 2 的工资（members[1].wage）`
fn missing(missing: &Missing, labels: &Labels<'_>) -> String {
    let label = labels.words(&missing.label);
    match (missing.subject.path.is_empty(), labels.locale) {
        (true, Locale::ZhCn) => format!("{label}（{}）", missing.path),
        (true, Locale::En) => format!("{label} ({})", missing.path),
        (false, Locale::ZhCn) => format!("{}的{label}（{}）", subject(&missing.subject, labels), missing.path),
        (false, Locale::En) => format!("{label} of {} ({})", subject(&missing.subject, labels), missing.path),
    }
}
