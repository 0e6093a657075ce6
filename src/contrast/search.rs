//! One fact → its nearest other value that turns a rule: thresholds, doubling, bisection.

use super::facts::Place;
use crate::model::{Base, Evidence};
use crate::value::{Cell, Date, Number, Rounding, TextId};
use std::collections::BTreeSet;

/// How far a search goes where the field has no range, in smallest units of the field.
const FARTHEST: i64 = 1 << 40;

/// A whole number with a range of so many values is tried value by value where it is none.
const MOST_VALUES: i64 = 12;

/// No more may be tried.
pub(super) struct Spent;

/// A search's result.
pub(super) type Searched<T> = Result<T, Spent>;

/// Whether a rule turns with a value in the place of a fact's.
pub(super) type Turns<'t> = dyn FnMut(Cell) -> Searched<bool> + 't;

/// The values of a fact that turn a rule, each alone and each the nearest of its kind.
///
/// Of what has a more and a less, the nearest in the direction marked, or in either. Of anything
/// else, and to and from `none`, every value that does. `seen` are values the fact is compared
/// with, `texts` how many texts the policy holds.
pub(super) fn turning(place: &Place<'_>, seen: &[Cell], texts: usize, turns: &mut Turns<'_>) -> Searched<Vec<Cell>> {
    let evidence = place.field.evidence.unwrap_or(Evidence::Either);
    let mut found = Vec::new();
    if let Some(line) = Line::through(place) {
        let mut nearest = |up: bool| line.nearest(up, seen, turns);
        let up = if evidence == Evidence::Down { None } else { nearest(true)? };
        let down = if evidence == Evidence::Up { None } else { nearest(false)? };
        let steps = match (up, down) {
            (Some(up), Some(down)) if down < up => Some(down.saturating_neg()),
            (Some(up), _) => Some(up),
            (None, down) => down.map(i64::saturating_neg),
        };
        found.extend(steps.and_then(|steps| line.at(steps)));
    }
    for cell in others(place, seen, texts, evidence) {
        if turns(cell)? {
            found.push(cell);
        }
    }
    Ok(found)
}

/// Values of a fact that are neither more nor less than its own.
fn others(place: &Place<'_>, seen: &[Cell], texts: usize, evidence: Evidence) -> Vec<Cell> {
    if evidence != Evidence::Either {
        return Vec::new();
    }
    let ty = place.field.ty;
    let values: Vec<Cell> = match ty.base {
        Base::Truth => vec![Cell::Truth(true), Cell::Truth(false)],
        Base::Choice(_) => (0..place.variants).map(Cell::Choice).collect(),
        Base::Text => (0u32..).take(texts).map(|id| Cell::Text(TextId(id))).collect(),
        _ if place.cell == Cell::None => from_none(place, seen),
        _ => Vec::new(),
    };
    let none = ty.optional.then_some(Cell::None);
    values.into_iter().chain(none).filter(|cell| *cell != place.cell).collect()
}

/// What a fact that is none may be instead: the values of a small range, else those it is compared with.
fn from_none(place: &Place<'_>, seen: &[Cell]) -> Vec<Cell> {
    let end = |end: Option<Number>| end.and_then(Number::to_i64);
    let (low, high) = place.field.range.numbers();
    if let (Base::Integer, Some(low), Some(high)) = (place.field.ty.base, end(low), end(high))
        && high.saturating_sub(low) < MOST_VALUES
    {
        return (low..=high).map(|value| Cell::Number(Number::from_int(value))).collect();
    }
    let mut values: Vec<Cell> = Vec::new();
    for cell in seen.iter().copied().filter(|cell| is_fact(*cell, place)) {
        let there = Place { cell, ..*place };
        let Some(line) = Line::through(&there) else { continue };
        for near in [-1, 0, 1].into_iter().filter_map(|steps| line.at(steps)) {
            if !values.contains(&near) {
                values.push(near);
            }
        }
    }
    values
}

/// Whether a value has no more decimals than a fact may have.
fn is_fact(cell: Cell, place: &Place<'_>) -> bool {
    match cell {
        Cell::Number(number) => number.places().is_some_and(|places| places <= place.field.ty.base.fact_places()),
        _ => true,
    }
}

/// The values of a fact with a more and a less, counted from its own in its smallest unit.
struct Line<'a> {
    place: &'a Place<'a>,
    /// The smallest unit of a number.
    unit: Number,
}

impl<'a> Line<'a> {
    fn through(place: &'a Place<'a>) -> Option<Self> {
        let ordered = matches!(place.cell, Cell::Number(_) | Cell::Date(_) | Cell::Months(_) | Cell::Days(_));
        let unit = Number::from_parts(1, 10i128.checked_pow(place.field.ty.base.fact_places())?)?;
        ordered.then_some(Line { place, unit })
    }

    /// The value so many units away; none outside the field's range.
    fn at(&self, steps: i64) -> Option<Cell> {
        let value = match self.place.cell {
            Cell::Number(own) => Cell::Number(own.checked_add(self.unit.checked_mul(Number::from_int(steps))?)?),
            Cell::Date(own) => Cell::Date(own.add_days(steps)?),
            Cell::Months(own) => Cell::Months(own.checked_add(steps)?),
            Cell::Days(own) => Cell::Days(own.checked_add(steps)?),
            _ => return None,
        };
        Some(value).filter(|value| self.place.field.range.holds(*value, Some(self.place.date)))
    }

    /// How many whole units away a value lies, cut towards one's own.
    fn steps_to(&self, other: Cell) -> Option<i64> {
        match (self.place.cell, other) {
            (Cell::Number(own), Cell::Number(other)) => {
                let units = other.checked_sub(own)?.checked_div(self.unit)?;
                units.round(Number::ONE, Rounding::Down)?.to_i64()
            }
            (Cell::Date(own), Cell::Date(other)) => Some(other.days_since(own)),
            (Cell::Months(own), Cell::Months(other)) | (Cell::Days(own), Cell::Days(other)) => other.checked_sub(own),
            _ => None,
        }
    }

    /// How far one may go.
    fn reach(&self, up: bool) -> i64 {
        let field = self.place.field;
        let (low, high) = field.range.ends(Some(self.place.date));
        let end = match (self.place.cell, if up { high } else { low }) {
            (Cell::Date(_), None) => if up { Date::new(2200, 12, 31) } else { Date::new(1900, 1, 1) }.map(Cell::Date),
            (_, end) => end,
        };
        let steps = end.map(|end| self.steps_to(end).map_or(FARTHEST, i64::saturating_abs));
        steps.unwrap_or(FARTHEST).min(FARTHEST)
    }

    /// The least distance found at which the rule turns, while one less does not.
    ///
    /// Thresholds and powers of two are tried by distance; between the first that turns and the one
    /// before it, which does not, bisection finds where it begins.
    fn nearest(&self, up: bool, seen: &[Cell], turns: &mut Turns<'_>) -> Searched<Option<i64>> {
        let reach = self.reach(up);
        let thresholds = seen.iter().filter_map(|cell| self.steps_to(*cell));
        let distances = thresholds.map(|steps| if up { steps } else { steps.saturating_neg() });
        let beside = distances.flat_map(|steps| [steps.saturating_sub(1), steps, steps.saturating_add(1)]);
        let doubling = (0..=40u32).map(|power| 1i64 << power);
        let ladder: BTreeSet<i64> =
            beside.chain(doubling).chain([reach]).filter(|steps| (1..=reach).contains(steps)).collect();
        let mut turns = |steps: i64| match self.at(if up { steps } else { steps.saturating_neg() }) {
            Some(cell) => turns(cell),
            None => Ok(false),
        };
        let mut before = 0;
        for steps in ladder {
            if turns(steps)? {
                let (mut low, mut high) = (before, steps);
                while high.saturating_sub(low) > 1 {
                    let middle = low.midpoint(high);
                    if turns(middle)? { high = middle } else { low = middle }
                }
                return Ok(Some(high));
            }
            before = steps;
        }
        Ok(None)
    }
}
