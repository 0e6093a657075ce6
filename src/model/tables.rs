//! Rows of a table: which of them meet.

use super::types::Base;
use super::{Const, Pattern, Row};
use crate::source::Span;
use crate::value::{End, Interval, Number};

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
            (Some(a), Some(b)) => a.meet(b).is_some(),
            _ => false,
        },
    }
}

/// Whether a pattern fits nothing.
pub(super) fn is_empty(pattern: &Pattern, base: Base) -> bool {
    matches!(pattern, Pattern::Range { .. }) && interval(pattern, base).is_none()
}

/// The numbers a pattern fits; `None` of a pattern that fits nothing, or is of another kind of value.
pub(crate) fn interval(pattern: &Pattern, base: Base) -> Option<Interval> {
    let places = (base == Base::Integer).then_some(0);
    match pattern {
        Pattern::Any => Some(Interval::ALL),
        Pattern::Value(Const::Number(value)) => Some(Interval::point(*value)),
        Pattern::Value(_) => None,
        Pattern::Range { low, low_open, high, high_open } => {
            let end = |at: &Option<Number>, open: bool| at.map(|at| End { at, open });
            Interval::new(end(low, *low_open), end(high, *high_open), places)
        }
    }
}
