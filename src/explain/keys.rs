//! the keys a table was asked at, and the row it took → words.

use super::numbers;
use super::view::View;
use super::words;
use crate::decision::record::{End, Node, Op, RowPattern, Step, Unit, Value, Words};
use crate::value::Number;

/// A table's name with its keys: `标准（人数 3，农村）`.
pub(super) fn keyed(view: View<'_>, work: &Node, name: String) -> String {
    let keys: Vec<String> = asked(work).map(|(called, key)| told(view, called, key)).collect();
    if keys.is_empty() {
        return name;
    }
    view.say(words::FOR_KEYS, &[name, keys.join(&view.word(words::PAUSE))])
}

/// The row that was taken, where the keys alone do not say which: `2 及以上，任意`.
pub(super) fn row(view: View<'_>, step: &Step) -> Option<String> {
    let (work, lookup) = (step.work.as_ref()?, step.lookup.as_ref()?);
    if lookup.patterns.iter().all(|pattern| *pattern == RowPattern::Exact) {
        return None;
    }
    let pattern = |(pattern, (_, key)): (&RowPattern, (&Words, &Node))| match pattern {
        RowPattern::Any => view.word(words::ANY_KEY),
        RowPattern::Exact => value(view, key),
        RowPattern::Range { low, high } => range(view, key.unit, low.as_ref(), high.as_ref()),
    };
    let patterns: Vec<String> = lookup.patterns.iter().zip(asked(work)).map(pattern).collect();
    Some(view.say(words::ROW, &[patterns.join(&view.word(words::PAUSE))]))
}

/// What each key is called, with what it was.
fn asked(work: &Node) -> impl Iterator<Item = (&Words, &Node)> {
    let called = match &work.op {
        Op::Lookup { keys, .. } => &**keys,
        _ => &[],
    };
    called.iter().zip(&work.args)
}

fn told(view: View<'_>, called: &Words, key: &Node) -> String {
    let called = view.label(called);
    let value = value(view, key);
    if called.is_empty() { value } else { view.say(words::KEY, &[called, value]) }
}

/// A key: a whole number without separators, as a year is one.
fn value(view: View<'_>, key: &Node) -> String {
    match &key.value {
        Value::Number(number) if key.unit == Unit::Integer => number.to_string(),
        value => numbers::shown(value, key.unit, view.locale),
    }
}

fn range(view: View<'_>, unit: Unit, low: Option<&End>, high: Option<&End>) -> String {
    let end = |at: Number| match unit {
        Unit::Integer => at.to_string(),
        unit => numbers::shown(&Value::Number(at), unit, view.locale),
    };
    let phrase = match (low, high) {
        (None, None) => return view.word(words::ANY_KEY),
        (Some(low), None) if low.open => words::OVER,
        (Some(_), None) => words::FROM,
        (None, Some(high)) if high.open => words::BELOW,
        (None, Some(_)) => words::UP_TO,
        (Some(low), Some(high)) => match (low.open, high.open) {
            (false, false) => words::FROM_UP_TO,
            (false, true) => words::FROM_TO_BELOW,
            (true, false) => words::OVER_UP_TO,
            (true, true) => words::OVER_TO_BELOW,
        },
    };
    let ends: Vec<String> = low.into_iter().chain(high).map(|found| end(found.at)).collect();
    view.say(phrase, &ends)
}
