//! Key patterns of settings, as text: `any`, `first`, `3`, `3..5`, `0..<1000`, `1000<..`.

use super::document::Document;
use super::errors::Problem;
use super::value::{digits, mismatch, variant_named};
use crate::diagnostic::{Phrase, table::facts as row};
use crate::limits::Limits;
use crate::model::{Base, Choice, Const, Pattern};
use crate::value::Number;
use std::collections::{BTreeMap, BTreeSet};

const VARIANT: Phrase = Phrase { zh: "选项的标识符", en: "a variant's identifier" };
const TRUTH: Phrase = Phrase { zh: "\"true\"、\"false\"", en: "\"true\" or \"false\"" };
const RANGE: Phrase = Phrase {
    zh: "数字或范围，如 \"3\"、\"3..5\"、\"0..<1000\"、\"1000<..2000\"、\"9..\"",
    en: "a number or a range such as \"3\", \"3..5\", \"0..<1000\", \"1000<..2000\" or \"9..\"",
};

/// Reads the pattern of a key of this type.
pub(super) fn read(document: &Document, base: Base, choices: &[Choice], limits: &Limits) -> Result<Pattern, Problem> {
    let text = match document {
        Document::Text(text) | Document::Number(text) => text.trim(),
        Document::Bool(true) => "true",
        Document::Bool(false) => "false",
        other => return Err(mismatch(other, super::value::TEXT)),
    };
    if text == "any" {
        return Ok(Pattern::Any);
    }
    match base {
        Base::Choice(id) => variant_named(text, id, choices).map(|variant| Pattern::Value(Const::Choice(id, variant))),
        Base::Truth => match text {
            "true" => Ok(Pattern::Value(Const::Truth(true))),
            "false" => Ok(Pattern::Value(Const::Truth(false))),
            _ => Err(bad(TRUTH)),
        },
        base if base.is_number() => range(text, base, limits),
        _ => Err(bad(VARIANT)),
    }
}

/// Writes a pattern as it is read.
pub(super) fn show(pattern: &Pattern, choices: &[Choice]) -> String {
    match pattern {
        Pattern::Any => "any".to_string(),
        Pattern::Value(Const::Choice(id, variant)) => {
            let choice = choices.get(id.index()).and_then(|choice| choice.variants.get(usize::from(*variant)));
            choice.map(|variant| variant.id.clone()).unwrap_or_default()
        }
        Pattern::Value(Const::Truth(truth)) => truth.to_string(),
        Pattern::Value(Const::Number(number)) => number.to_string(),
        Pattern::Value(_) => String::new(),
        Pattern::Range { low, low_open, high, high_open } => {
            let end = |end: &Option<Number>| end.map(|number| number.to_string()).unwrap_or_default();
            let open = |open: &bool| if *open { "<" } else { "" };
            format!("{}{}..{}{}", end(low), open(low_open), open(high_open), end(high))
        }
    }
}

/// The rows that overlap an earlier one, each with the position of one such.
///
/// Sweeps along the key in which the rows differ most, so that a table of thousands of rows
/// costs little more than sorting it.
pub(super) fn overlaps(bases: &[Base], rows: &[&[Pattern]]) -> BTreeMap<usize, usize> {
    let spans = |key: usize| rows.iter().map(move |row| row.get(key).map_or((None, None), span)).collect::<Vec<_>>();
    let differ = |key: &usize| spans(*key).into_iter().collect::<BTreeSet<_>>().len();
    let spans = spans((0..bases.len()).max_by_key(differ).unwrap_or(0));
    let mut order: Vec<_> = spans.iter().zip(0..).map(|((low, high), row)| (*low, row, *high)).collect();
    order.sort_unstable();
    let mut found = BTreeMap::new();
    for (position, (_, a, end)) in order.iter().enumerate() {
        let reached = |low: &Option<Number>| low.is_none() || end.is_none() || *low <= *end;
        for (_, b, _) in order.iter().skip(position.saturating_add(1)).take_while(|(low, ..)| reached(low)) {
            let (first, second) = (*a.min(b), *a.max(b));
            if !found.contains_key(&second) && fit(bases, rows.get(first), rows.get(second)) {
                found.insert(second, first);
            }
        }
    }
    found
}

fn fit(bases: &[Base], a: Option<&&[Pattern]>, b: Option<&&[Pattern]>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    bases.iter().zip(a.iter().zip(*b)).all(|(base, (a, b))| meet(a, b, *base))
}

/// Both ends of what a pattern may hold, as numbers; variants by position.
fn span(pattern: &Pattern) -> (Option<Number>, Option<Number>) {
    let point = |number| (Some(number), Some(number));
    match pattern {
        Pattern::Any => (None, None),
        Pattern::Value(Const::Number(number)) => point(*number),
        Pattern::Value(Const::Choice(_, variant)) => point(Number::from_int(i64::from(*variant))),
        Pattern::Value(Const::Truth(truth)) => point(Number::from_int(i64::from(*truth))),
        Pattern::Value(_) => (None, None),
        Pattern::Range { low, high, .. } => (*low, *high),
    }
}

/// Whether some key fits both patterns.
fn meet(a: &Pattern, b: &Pattern, base: Base) -> bool {
    match (interval(a), interval(b)) {
        (Some(a), Some(b)) => !a.within(b).is_empty(base == Base::Integer),
        _ => matches!(a, Pattern::Any) || matches!(b, Pattern::Any) || a == b,
    }
}

fn bad(expected: Phrase) -> Problem {
    Problem::new(&row::BAD_PATTERN).arg(expected.zh).arg(expected.en)
}

fn range(text: &str, base: Base, limits: &Limits) -> Result<Pattern, Problem> {
    let number = |text: &str| {
        let number = digits(text, limits).map_err(|_| bad(RANGE))?;
        match number.places() {
            Some(places) if places <= base.fact_places() => Ok(number),
            _ => Err(Problem::new(&row::TOO_MANY_PLACES).arg(base.fact_places())),
        }
    };
    let end = |text: &str| if text.is_empty() { Ok(None) } else { number(text).map(Some) };
    let Some((low, high)) = text.split_once("..") else {
        return number(text).map(|number| Pattern::Value(Const::Number(number)));
    };
    let (low, low_open) = low.trim_end().strip_suffix('<').map_or((low, false), |low| (low, true));
    let (high, high_open) = high.trim_start().strip_prefix('<').map_or((high, false), |high| (high, true));
    let interval = Interval { low: end(low.trim())?, low_open, high: end(high.trim())?, high_open };
    let open_without_end = (low_open && interval.low.is_none()) || (high_open && interval.high.is_none());
    if open_without_end || (interval.low.is_none() && interval.high.is_none()) {
        return Err(bad(RANGE));
    }
    if interval.is_empty(base == Base::Integer) {
        return Err(Problem::new(&row::EMPTY_RANGE));
    }
    Ok(match interval {
        Interval { low: Some(low), high: Some(high), .. } if low == high => Pattern::Value(Const::Number(low)),
        Interval { low, low_open, high, high_open } => Pattern::Range { low, low_open, high, high_open },
    })
}

/// A stretch of numbers; an end that is `None` has no end.
#[derive(Clone, Copy)]
struct Interval {
    low: Option<Number>,
    low_open: bool,
    high: Option<Number>,
    high_open: bool,
}

/// The stretch of a pattern over numbers; `any` is everything.
fn interval(pattern: &Pattern) -> Option<Interval> {
    match pattern {
        Pattern::Any => Some(Interval { low: None, low_open: false, high: None, high_open: false }),
        Pattern::Value(Const::Number(number)) => {
            Some(Interval { low: Some(*number), low_open: false, high: Some(*number), high_open: false })
        }
        Pattern::Value(_) => None,
        Pattern::Range { low, low_open, high, high_open } => {
            Some(Interval { low: *low, low_open: *low_open, high: *high, high_open: *high_open })
        }
    }
}

impl Interval {
    /// What both hold.
    fn within(self, other: Interval) -> Interval {
        // The tighter end; of equal ends the one that leaves itself out.
        let (low, low_open) = match (self.low, other.low) {
            (Some(a), Some(b)) if a == b => (Some(a), self.low_open || other.low_open),
            (Some(a), b) if b.is_none_or(|b| a > b) => (Some(a), self.low_open),
            (_, b) => (b, other.low_open),
        };
        let (high, high_open) = match (self.high, other.high) {
            (Some(a), Some(b)) if a == b => (Some(a), self.high_open || other.high_open),
            (Some(a), b) if b.is_none_or(|b| a < b) => (Some(a), self.high_open),
            (_, b) => (b, other.high_open),
        };
        Interval { low, low_open, high, high_open }
    }

    /// Whether it holds no number, or no whole one.
    fn is_empty(self, whole: bool) -> bool {
        let (Some(low), Some(high)) = (self.low, self.high) else {
            return false;
        };
        if whole {
            let first = if self.low_open { low.checked_add(Number::ONE) } else { Some(low) };
            let last = if self.high_open { high.checked_sub(Number::ONE) } else { Some(high) };
            return matches!((first, last), (Some(first), Some(last)) if first > last);
        }
        low > high || (low == high && (self.low_open || self.high_open))
    }
}
