//! Rows of a table: which meet, and what none of them covers.

use super::names::Names;
use super::parameters::values_of;
use super::types::Base;
use super::{Const, Pattern, Row};
use crate::source::Span;
use crate::value::Number;
use std::collections::BTreeSet;

/// Combinations of choices that are tried before a table counts as too large to try.
const COMBINATIONS: usize = 10_000;

/// Pairs of rows some keys fit both of: the earlier and the later, each later one once.
pub(super) fn overlaps(rows: &[Row], keys: &[Base]) -> Vec<(Span, Span)> {
    let mut pairs = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        if let Some(first) = rows.iter().take(position).find(|first| meet(&first.patterns, &row.patterns, keys)) {
            pairs.push((first.span, row.span));
        }
    }
    pairs
}

/// Whether some keys fit the patterns of two rows.
pub(super) fn meet(a: &[Pattern], b: &[Pattern], keys: &[Base]) -> bool {
    a.iter().zip(b).zip(keys).all(|((a, b), base)| patterns_meet(a, b, *base))
}

fn patterns_meet(a: &Pattern, b: &Pattern, base: Base) -> bool {
    match (a, b) {
        (Pattern::Any, _) | (_, Pattern::Any) => true,
        (Pattern::Value(a), Pattern::Value(b)) => a == b,
        _ => match (interval(a, base), interval(b, base)) {
            (Some(a), Some(b)) => !a.and(b).is_empty(),
            _ => false,
        },
    }
}

/// Whether a pattern fits nothing.
pub(super) fn is_empty(pattern: &Pattern, base: Base) -> bool {
    interval(pattern, base).is_some_and(|interval| interval.is_empty())
}

/// The numbers a pattern fits; each end with whether it is left out.
#[derive(Clone, Copy)]
struct Interval {
    low: Option<(Number, bool)>,
    high: Option<(Number, bool)>,
}

fn interval(pattern: &Pattern, base: Base) -> Option<Interval> {
    match pattern {
        Pattern::Any => Some(Interval { low: None, high: None }),
        Pattern::Value(Const::Number(value)) => {
            Some(Interval { low: Some((*value, false)), high: Some((*value, false)) })
        }
        Pattern::Value(_) => None,
        Pattern::Range { low, low_open, high, high_open } => {
            let whole = base == Base::Integer;
            let low =
                low.map(|low| if whole && *low_open { (inwards(low, Number::ONE), false) } else { (low, *low_open) });
            let minus_one = Number::from_int(-1);
            let high = high
                .map(|high| if whole && *high_open { (inwards(high, minus_one), false) } else { (high, *high_open) });
            Some(Interval { low, high })
        }
    }
}

/// The next whole number inside an end that is left out.
fn inwards(end: Number, step: Number) -> Number {
    end.checked_add(step).unwrap_or(end)
}

impl Interval {
    fn and(self, other: Interval) -> Interval {
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        // Of two equal upper ends the one left out is the narrower.
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) if a.0 == b.0 => Some((a.0, a.1 || b.1)),
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Interval { low, high }
    }

    fn is_empty(self) -> bool {
        match (self.low, self.high) {
            (Some((low, low_open)), Some((high, high_open))) => low > high || (low == high && (low_open || high_open)),
            _ => false,
        }
    }
}

/// For a table by one number: the holes between its rows, each with the row above it.
pub(super) fn gaps(rows: &[Row], keys: &[Base]) -> Vec<(Span, Number, Number)> {
    let [base] = keys else { return Vec::new() };
    let mut bands: Vec<(Interval, Span)> =
        rows.iter().filter_map(|row| Some((interval(row.patterns.first()?, *base)?, row.span))).collect();
    bands.sort_by_key(|(band, _)| band.low);
    let hole = |((below, _), (above, span)): (&(Interval, Span), &(Interval, Span))| {
        let ((high, high_open), (low, low_open)) = (below.high?, above.low?);
        let reached = if *base == Base::Integer { inwards(high, Number::ONE) } else { high };
        (reached < low || (reached == low && high_open && low_open)).then_some((*span, high, low))
    };
    bands.iter().zip(bands.iter().skip(1)).filter_map(hole).collect()
}

/// The combinations of values no row fits, in words: of choices and truths, and of the stretches
/// that a number is divided into by the ends of all ranges. What lies below or above every range
/// is left out, and so is a table by one number, whose holes [`gaps`] tells.
pub(super) fn missing(rows: &[Row], keys: &[Base], names: &Names<'_>) -> Vec<String> {
    if matches!(keys, [key] if key.is_number()) {
        return Vec::new();
    }
    let parts = |(at, base): (usize, &Base)| match values_of(*base, names) {
        Some(values) => Some(values.into_iter().map(|(value, name)| (Part::Value(value), name)).collect()),
        None if base.is_number() => Some(stretches(rows, at, *base)),
        None => None,
    };
    let values: Option<Vec<Vec<(Part, String)>>> = keys.iter().enumerate().map(parts).collect();
    let values = values.unwrap_or_default();
    let count = values.iter().try_fold(1usize, |count, values| count.checked_mul(values.len())).unwrap_or(usize::MAX);
    if values.is_empty() || count > COMBINATIONS {
        return Vec::new();
    }
    let uncovered = |at| {
        let combination = nth_combination(&values, at)?;
        let covered = rows.iter().any(|row| {
            row.patterns.iter().zip(&combination).zip(keys).all(|((pattern, (part, _)), base)| match (pattern, part) {
                (Pattern::Any, _) => true,
                (Pattern::Value(wanted), Part::Value(value)) => wanted == value,
                (_, Part::Stretch(stretch)) => {
                    interval(pattern, *base).is_some_and(|band| stretch.lies_in(&band.cuts(*base)))
                }
                _ => false,
            })
        });
        let words = || combination.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        (!covered).then(words)
    };
    (0..count).filter_map(uncovered).collect()
}

/// A value of a key, or a stretch of numbers that no range of the table ends in.
enum Part {
    Value(Const),
    Stretch(Stretch),
}

/// A place between numbers: right before one, or right behind it.
type Cut = (Number, bool);

/// The numbers between two cuts; without one it has no end.
struct Stretch {
    low: Option<Cut>,
    high: Option<Cut>,
}

impl Interval {
    /// The places it lies between; of whole numbers each gap has one place only.
    fn cuts(self, base: Base) -> Stretch {
        let whole = |cut: Cut| match cut {
            (number, true) if base == Base::Integer => (inwards(number, Number::ONE), false),
            cut => cut,
        };
        Stretch { low: self.low.map(whole), high: self.high.map(|(high, open)| whole((high, !open))) }
    }
}

impl Stretch {
    fn lies_in(&self, band: &Stretch) -> bool {
        let begins = band.low.is_none_or(|low| self.low.is_some_and(|at| low <= at));
        let ends = band.high.is_none_or(|high| self.high.is_some_and(|at| at <= high));
        begins && ends
    }

    /// As a pattern that holds just these numbers.
    fn words(&self, base: Base) -> String {
        // Whole numbers are told without `<`.
        let (low, high) = match base {
            Base::Integer => (
                self.low,
                self.high.map(|(high, behind)| match behind {
                    true => (high, true),
                    false => (inwards(high, Number::from_int(-1)), true),
                }),
            ),
            _ => (self.low, self.high),
        };
        match (low, high) {
            (Some((low, false)), Some((high, true))) if low == high => low.to_string(),
            (None, None) => "any".to_string(),
            _ => {
                let from = low.map_or(String::new(), |(low, behind)| format!("{low}{}", if behind { "<" } else { "" }));
                let to =
                    high.map_or(String::new(), |(high, behind)| format!("{}{high}", if behind { "" } else { "<" }));
                format!("{from}..{to}")
            }
        }
    }
}

/// What the ends of all ranges of a key divide the numbers into, from the first to the last of them.
fn stretches(rows: &[Row], at: usize, base: Base) -> Vec<(Part, String)> {
    let bands = rows.iter().filter_map(|row| Some(interval(row.patterns.get(at)?, base)?.cuts(base)));
    // `any` says nothing of how far the others reach.
    let bands: Vec<Stretch> = bands.filter(|band| band.low.is_some() || band.high.is_some()).collect();
    let cuts: BTreeSet<Cut> = bands.iter().flat_map(|band| [band.low, band.high]).flatten().collect();
    let mut ends: Vec<Option<Cut>> = cuts.into_iter().map(Some).collect();
    if ends.is_empty() || bands.iter().any(|band| band.low.is_none()) {
        ends.insert(0, None);
    }
    if ends.len() < 2 || bands.iter().any(|band| band.high.is_none()) {
        ends.push(None);
    }
    let between = ends.iter().zip(ends.iter().skip(1)).map(|(low, high)| Stretch { low: *low, high: *high });
    let named = between.map(|stretch| (stretch.words(base), stretch));
    named.map(|(words, stretch)| (Part::Stretch(stretch), words)).collect()
}

/// The combination at a position, counting the last key fastest.
fn nth_combination<T>(values: &[Vec<T>], at: usize) -> Option<Vec<&T>> {
    let mut rest = at;
    let mut combination = Vec::new();
    for values in values.iter().rev() {
        combination.push(values.get(rest.checked_rem(values.len())?)?);
        rest = rest.checked_div(values.len())?;
    }
    combination.reverse();
    Some(combination)
}
