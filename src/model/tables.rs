//! Rows of a table: which meet, and what none of them covers.

use super::names::Names;
use super::parameters::values_of;
use super::types::Base;
use super::{Const, Pattern, Row};
use crate::source::Span;
use crate::value::Number;

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

/// For a table by choices and truths alone: the combinations no row fits, in words.
pub(super) fn missing(rows: &[Row], keys: &[Base], names: &Names<'_>) -> Vec<String> {
    let values: Option<Vec<Vec<(Const, String)>>> = keys.iter().map(|base| values_of(*base, names)).collect();
    let values = values.unwrap_or_default();
    let count = values.iter().try_fold(1usize, |count, values| count.checked_mul(values.len())).unwrap_or(usize::MAX);
    if values.is_empty() || count > COMBINATIONS {
        return Vec::new();
    }
    let uncovered = |at| {
        let combination = nth_combination(&values, at)?;
        let covered = rows.iter().any(|row| {
            row.patterns.iter().zip(&combination).all(|(pattern, (value, _))| match pattern {
                Pattern::Value(wanted) => wanted == value,
                _ => true,
            })
        });
        let words = || combination.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        (!covered).then(words)
    };
    (0..count).filter_map(uncovered).collect()
}

/// The combination at a position, counting the last key fastest.
fn nth_combination(values: &[Vec<(Const, String)>], at: usize) -> Option<Vec<&(Const, String)>> {
    let mut rest = at;
    let mut combination = Vec::new();
    for values in values.iter().rev() {
        combination.push(values.get(rest.checked_rem(values.len())?)?);
        rest = rest.checked_div(values.len())?;
    }
    combination.reverse();
    Some(combination)
}
