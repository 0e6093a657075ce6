//! Numbers between two ends, and what arithmetic makes of them.
//!
//! Every operation gives at least all numbers it can give of numbers within its operands; an end
//! that cannot be told, or not be carried, is left open.

use super::{Number, Rounding};
use std::fmt;

/// The end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Where it is.
    pub at: Number,
    /// Whether it is itself left out.
    pub open: bool,
}

impl End {
    /// An end that belongs to the interval.
    pub const fn closed(at: Number) -> End {
        End { at, open: false }
    }
}

/// At least one number. An end that is `None` is nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
    /// How many decimal places its numbers have at most; `None`: any number of them.
    places: Option<u32>,
}

impl Interval {
    /// Every number.
    pub const ALL: Interval = Interval { low: None, high: None, places: None };

    /// The numbers of so many places between two ends; `None` where there are none.
    pub fn new(low: Option<End>, high: Option<End>, places: Option<u32>) -> Option<Interval> {
        let step = places.and_then(|places| Number::from_parts(1, 10i128.checked_pow(places)?));
        let inwards = |end: End, up: bool| {
            let Some(step) = step else { return end };
            // The nearest number of the places on the inner side.
            let away = end.at.is_negative() != up;
            let Some(at) = end.at.round(step, if away { Rounding::Up } else { Rounding::Down }) else { return end };
            let next = if up { at.checked_add(step) } else { at.checked_sub(step) };
            match next.filter(|_| end.open && at == end.at) {
                Some(next) => End::closed(next),
                None => End { at, open: end.open && at == end.at },
            }
        };
        let low = low.map(|end| inwards(end, true));
        let high = high.map(|end| inwards(end, false));
        let empty =
            low.zip(high).is_some_and(|(low, high)| low.at > high.at || (low.at == high.at && (low.open || high.open)));
        (!empty).then_some(Interval { low, high, places })
    }

    /// One number.
    pub fn point(at: Number) -> Interval {
        Interval { low: Some(End::closed(at)), high: Some(End::closed(at)), places: at.places() }
    }

    /// Between two numbers, both included.
    pub fn between(low: Option<Number>, high: Option<Number>) -> Interval {
        Interval { low: low.map(End::closed), high: high.map(End::closed), places: None }
    }

    /// The same between other ends, which are further apart or the same.
    #[must_use]
    pub fn with_ends(self, low: Option<End>, high: Option<End>) -> Interval {
        Interval { low, high, places: self.places }
    }

    /// Those of its numbers that have so many places.
    pub fn within(self, places: Option<u32>) -> Option<Interval> {
        let fewer = match (self.places, places) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Interval::new(self.low, self.high, fewer)
    }

    /// The only number, where there is one.
    pub fn only(self) -> Option<Number> {
        self.low.zip(self.high).filter(|(low, high)| low.at == high.at).map(|(low, _)| low.at)
    }

    /// Whether a number lies in it.
    pub fn holds(self, number: Number) -> bool {
        self.meet(Interval::point(number)).is_some()
    }

    /// Whether all numbers of another lie in it.
    pub fn covers(self, other: Interval) -> bool {
        let low = self.low.is_none_or(|own| {
            other.low.is_some_and(|low| own.at < low.at || (own.at == low.at && (!own.open || low.open)))
        });
        let high = self.high.is_none_or(|own| {
            other.high.is_some_and(|high| own.at > high.at || (own.at == high.at && (!own.open || high.open)))
        });
        low && high
    }

    /// The numbers in both.
    pub fn meet(self, other: Interval) -> Option<Interval> {
        let places = match (self.places, other.places) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Interval::new(innermost(self.low, other.low, true), innermost(self.high, other.high, false), places)
    }

    /// The numbers of both, and those between.
    pub fn join(self, other: Interval) -> Interval {
        let outer = |a: Option<End>, b: Option<End>, low: bool| {
            let (a, b) = (a?, b?);
            Some(if a.at == b.at {
                End { at: a.at, open: a.open && b.open }
            } else if (a.at < b.at) == low {
                a
            } else {
                b
            })
        };
        Interval {
            low: outer(self.low, other.low, true),
            high: outer(self.high, other.high, false),
            places: self.places.zip(other.places).map(|(a, b)| a.max(b)),
        }
    }

    /// The opposite numbers.
    pub fn negated(self) -> Interval {
        let opposite = |end: Option<End>| {
            let end = end?;
            Some(End { at: end.at.checked_neg()?, open: end.open })
        };
        Interval { low: opposite(self.high), high: opposite(self.low), places: self.places }
    }

    /// Sums.
    pub fn plus(self, other: Interval) -> Interval {
        let sum = |a: Option<End>, b: Option<End>| {
            let (a, b) = (a?, b?);
            Some(End { at: a.at.checked_add(b.at)?, open: a.open || b.open })
        };
        Interval { low: sum(self.low, other.low), high: sum(self.high, other.high), places: None }
    }

    /// Differences.
    pub fn minus(self, other: Interval) -> Interval {
        self.plus(other.negated())
    }

    /// Products.
    pub fn times(self, other: Interval) -> Interval {
        let corners = [
            Corner::product(Corner::low(self), Corner::low(other)),
            Corner::product(Corner::low(self), Corner::high(other)),
            Corner::product(Corner::high(self), Corner::low(other)),
            Corner::product(Corner::high(self), Corner::high(other)),
        ];
        Corner::span(&corners)
    }

    /// Quotients; what would be divided by 0 has none.
    pub fn over(self, other: Interval) -> Option<Interval> {
        let zero = End { at: Number::ZERO, open: true };
        let above = other.meet(Interval { low: Some(zero), high: None, places: None });
        let below = other.meet(Interval { low: None, high: Some(zero), places: None });
        match (above, below) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(self.times(one.inverted())),
            (Some(_), Some(_)) => Some(if self.only() == Some(Number::ZERO) { self } else { Interval::ALL }),
        }
    }

    /// 1 divided by what lies on one side of 0.
    fn inverted(self) -> Interval {
        let inverse = |end: Option<End>| match end {
            None => Some(End { at: Number::ZERO, open: true }),
            Some(end) if end.at.is_zero() => None,
            Some(end) => Some(End { at: Number::ONE.checked_div(end.at)?, open: end.open }),
        };
        Interval { low: inverse(self.high), high: inverse(self.low), places: None }
    }

    /// What a function that never falls where its argument rises makes of its ends.
    pub fn mapped(self, f: impl Fn(Number) -> Option<Number>) -> Interval {
        let end = |end: Option<End>| f(end?.at).map(End::closed);
        Interval { low: end(self.low), high: end(self.high), places: None }
    }

    /// The lesser of a number of each.
    pub fn least(self, other: Interval) -> Interval {
        let either = self.join(other);
        Interval { high: innermost(self.high, other.high, false), ..either }
    }

    /// The greater of a number of each.
    pub fn greatest(self, other: Interval) -> Interval {
        let either = self.join(other);
        Interval { low: innermost(self.low, other.low, true), ..either }
    }

    /// Where it begins and ends, as places between numbers: right before one, or right behind it.
    pub fn cuts(self) -> (Option<Cut>, Option<Cut>) {
        (self.low.map(|low| (low.at, low.open)), self.high.map(|high| self.behind(high)))
    }

    /// The place behind an upper end. Of numbers of so many places the next one begins there.
    fn behind(self, high: End) -> Cut {
        let step = self.places.and_then(|places| Number::from_parts(1, 10i128.checked_pow(places)?));
        match step.and_then(|step| high.at.checked_add(step)) {
            Some(next) if !high.open => (next, false),
            _ => (high.at, !high.open),
        }
    }

    /// Its numbers between two cuts.
    pub fn between_cuts(self, low: Option<Cut>, high: Option<Cut>) -> Option<Interval> {
        let low = low.map(|(at, behind)| End { at, open: behind });
        Interval::new(low, high.map(|(at, behind)| End { at, open: !behind }), self.places)
    }
}

/// A place between numbers: right before one (`false`), or right behind it.
pub type Cut = (Number, bool);

/// Of two ends on one side the one further in.
fn innermost(a: Option<End>, b: Option<End>, low: bool) -> Option<End> {
    let Some((a, b)) = a.zip(b) else { return a.or(b) };
    Some(if a.at == b.at {
        End { at: a.at, open: a.open || b.open }
    } else if (a.at > b.at) == low {
        a
    } else {
        b
    })
}

/// An end in a product: an end that is nowhere is endless, and 0 times endless is 0.
#[derive(Clone, Copy)]
enum Corner {
    Below,
    At(End),
    Above,
    /// More than can be carried, on a side that the signs would tell: not told.
    Lost,
}

impl Corner {
    fn low(interval: Interval) -> Corner {
        interval.low.map_or(Corner::Below, Corner::At)
    }

    fn high(interval: Interval) -> Corner {
        interval.high.map_or(Corner::Above, Corner::At)
    }

    fn product(a: Corner, b: Corner) -> Corner {
        let endless = |above: bool, end: End| {
            if end.at.is_zero() {
                Corner::At(End { at: Number::ZERO, open: end.open })
            } else if above == end.at.is_negative() {
                Corner::Below
            } else {
                Corner::Above
            }
        };
        match (a, b) {
            (Corner::Lost, _) | (_, Corner::Lost) => Corner::Lost,
            (Corner::At(a), Corner::At(b)) => {
                let open = match (a.at.is_zero(), b.at.is_zero()) {
                    (true, true) => a.open && b.open,
                    (true, false) => a.open,
                    (false, true) => b.open,
                    (false, false) => a.open || b.open,
                };
                a.at.checked_mul(b.at).map_or(Corner::Lost, |at| Corner::At(End { at, open }))
            }
            (Corner::At(end), Corner::Above) | (Corner::Above, Corner::At(end)) => endless(true, end),
            (Corner::At(end), Corner::Below) | (Corner::Below, Corner::At(end)) => endless(false, end),
            (Corner::Above, Corner::Above) | (Corner::Below, Corner::Below) => Corner::Above,
            _ => Corner::Below,
        }
    }

    /// From the least corner to the greatest.
    fn span(corners: &[Corner]) -> Interval {
        let lost = corners.iter().any(|corner| matches!(corner, Corner::Lost));
        let ends = || {
            corners.iter().filter_map(|corner| match corner {
                Corner::At(end) => Some(Interval { low: Some(*end), high: Some(*end), places: None }),
                _ => None,
            })
        };
        let all = ends().reduce(Interval::join).unwrap_or(Interval::ALL);
        let below = lost || corners.iter().any(|corner| matches!(corner, Corner::Below));
        let above = lost || corners.iter().any(|corner| matches!(corner, Corner::Above));
        Interval { low: all.low.filter(|_| !below), high: all.high.filter(|_| !above), places: None }
    }
}

/// As a pattern of a table has it: `0..31`, `..<5`, `30`, `any`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(only) = self.only() {
            return write!(f, "{only}");
        }
        if self.low.is_none() && self.high.is_none() {
            return f.write_str("any");
        }
        if let Some(low) = self.low.map(|low| self.rounder(low, true)) {
            write!(f, "{}{}", low.at, if low.open { "<" } else { "" })?;
        }
        f.write_str("..")?;
        if let Some(high) = self.high.map(|high| self.rounder(high, false)) {
            write!(f, "{}{}", if high.open { "<" } else { "" }, high.at)?;
        }
        Ok(())
    }
}

impl Interval {
    /// The same end by the number right outside of it, where that is written shorter: `<12000`
    /// rather than `11999.99`. Whole numbers are told as they are.
    fn rounder(self, end: End, low: bool) -> End {
        let step = self.places.filter(|places| *places > 0).and_then(|p| Number::from_parts(1, 10i128.checked_pow(p)?));
        let outside = step.and_then(|step| if low { end.at.checked_sub(step) } else { end.at.checked_add(step) });
        match outside.filter(|outside| !end.open && outside.places() < end.at.places()) {
            Some(outside) => End { at: outside, open: true },
            None => end,
        }
    }
}
