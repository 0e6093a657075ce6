//! What a value can be: numbers between two ends, some of the variants of a choice, a truth.

use crate::model::{Base, Comparison, Const, Model, Type};
use crate::value::{Date, End, Interval, Number};
use std::collections::BTreeSet;

/// What a value can be where it is known. It may be unknown or in error besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// What it can be where it is there.
    pub values: Values,
    /// Whether it can be none.
    pub none: bool,
}

/// Values of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// None at all: what is asked never has a value here.
    Nothing,
    /// Numbers. Dates are days since [`day`] 0, durations their count.
    Numbers(Interval),
    /// Truths.
    Truths {
        /// Whether it can be true.
        yes: bool,
        /// Whether it can be false.
        no: bool,
    },
    /// Variants of a choice, by position.
    Variants(BTreeSet<u16>),
    /// Any text.
    Texts,
}

/// The place of a date among the numbers.
pub fn day(date: Date) -> Number {
    Date::new(1900, 1, 1).map_or(Number::ZERO, |first| Number::from_int(date.days_since(first)))
}

/// The date at a place.
pub fn date(day: Number) -> Option<Date> {
    Date::new(1900, 1, 1)?.add_days(day.to_i64()?)
}

impl Range {
    /// Nothing at all.
    pub const NOTHING: Range = Range { values: Values::Nothing, none: false };

    /// Every value of a type.
    pub fn of_type(ty: Type, model: &Model) -> Range {
        let values = match ty.base {
            Base::Truth => Values::Truths { yes: true, no: true },
            Base::Choice(id) => {
                let count = model.choices.get(id.index()).map_or(0, |choice| choice.variants.len());
                Values::Variants((0u16..).take(count).collect())
            }
            Base::Text => Values::Texts,
            Base::None => Values::Nothing,
            base => Values::Numbers(Interval::ALL.within(whole(base)).unwrap_or(Interval::ALL)),
        };
        Range { values, none: ty.optional }
    }

    /// A constant alone.
    pub fn constant(constant: &Const) -> Range {
        let values = match constant {
            Const::Number(number) => Values::Numbers(Interval::point(*number)),
            Const::Months(count) | Const::Days(count) => Values::Numbers(Interval::point(Number::from_int(*count))),
            Const::Date(date) => Values::Numbers(Interval::point(day(*date))),
            Const::Truth(truth) => Values::Truths { yes: *truth, no: !*truth },
            Const::Choice(_, variant) => Values::Variants(BTreeSet::from([*variant])),
            Const::Text(_) => Values::Texts,
            Const::None => return Range { values: Values::Nothing, none: true },
        };
        Range { values, none: false }
    }

    /// Numbers that are always there.
    pub fn numbers(interval: Option<Interval>) -> Range {
        Range { values: interval.map_or(Values::Nothing, Values::Numbers), none: false }
    }

    /// A truth.
    pub fn truth(yes: bool, no: bool) -> Range {
        Range { values: if yes || no { Values::Truths { yes, no } } else { Values::Nothing }, none: false }
    }

    /// The numbers it can be.
    pub fn interval(&self) -> Option<Interval> {
        match self.values {
            Values::Numbers(interval) => Some(interval),
            _ => None,
        }
    }

    /// Whether it can be true, and whether it can be false.
    pub fn truths(&self) -> (bool, bool) {
        match self.values {
            Values::Truths { yes, no } => (yes, no),
            Values::Nothing => (false, false),
            _ => (true, true),
        }
    }

    /// Whether it can be nothing at all.
    pub fn is_nothing(&self) -> bool {
        !self.none && self.values == Values::Nothing
    }

    /// What either can be.
    #[must_use]
    pub fn join(self, other: Range) -> Range {
        let none = self.none || other.none;
        let values = match (self.values, other.values) {
            (Values::Nothing, values) | (values, Values::Nothing) => values,
            (Values::Numbers(a), Values::Numbers(b)) => Values::Numbers(a.join(b)),
            (Values::Truths { yes, no }, Values::Truths { yes: also_yes, no: also_no }) => {
                Values::Truths { yes: yes || also_yes, no: no || also_no }
            }
            (Values::Variants(mut a), Values::Variants(b)) => {
                a.extend(b);
                Values::Variants(a)
            }
            (values, _) => values,
        };
        Range { values, none }
    }

    /// What both can be.
    #[must_use]
    pub fn meet(self, other: &Range) -> Range {
        let none = self.none && other.none;
        let values = match (self.values, &other.values) {
            (Values::Numbers(a), Values::Numbers(b)) => a.meet(*b).map_or(Values::Nothing, Values::Numbers),
            (Values::Truths { yes, no }, Values::Truths { yes: also_yes, no: also_no }) => {
                match (yes && *also_yes, no && *also_no) {
                    (false, false) => Values::Nothing,
                    (yes, no) => Values::Truths { yes, no },
                }
            }
            (Values::Variants(a), Values::Variants(b)) => {
                let both: BTreeSet<u16> = a.intersection(b).copied().collect();
                if both.is_empty() { Values::Nothing } else { Values::Variants(both) }
            }
            (values, other) if values == *other => values,
            _ => Values::Nothing,
        };
        Range { values, none }
    }

    /// What is left without some values that can be told to be of it.
    #[must_use]
    pub fn without(mut self, other: &Range) -> Range {
        self.none = self.none && !other.none;
        self.values = match (self.values, &other.values) {
            (Values::Variants(all), Values::Variants(out)) => {
                let left: BTreeSet<u16> = all.difference(out).copied().collect();
                if left.is_empty() { Values::Nothing } else { Values::Variants(left) }
            }
            (Values::Numbers(all), Values::Numbers(out)) => {
                // A hole in the middle cannot be told.
                let (below, above) = (beside(all, *out, true), beside(all, *out, false));
                match (below, above) {
                    (Some(_), Some(_)) => Values::Numbers(all),
                    (Some(left), None) | (None, Some(left)) => Values::Numbers(left),
                    (None, None) => Values::Nothing,
                }
            }
            (Values::Truths { yes, no }, Values::Truths { yes: out_yes, no: out_no }) => {
                match (yes && !out_yes, no && !out_no) {
                    (false, false) => Values::Nothing,
                    (yes, no) => Values::Truths { yes, no },
                }
            }
            (values, _) => values,
        };
        self
    }

    /// The one value it can be, as far as that can be told.
    pub fn is_one(&self) -> bool {
        !self.none
            && match &self.values {
                Values::Numbers(interval) => interval.only().is_some(),
                Values::Variants(variants) => variants.len() == 1,
                Values::Truths { yes, no } => yes != no,
                Values::Nothing | Values::Texts => false,
            }
    }

    /// Whether a comparison with what another can be may hold, and whether it may fail.
    pub fn compares(&self, how: Comparison, other: &Range) -> (bool, bool) {
        let (equal, differ) = match (&self.values, &other.values) {
            (Values::Numbers(a), Values::Numbers(b)) => {
                (a.meet(*b).is_some(), a.only().is_none() || a.only() != b.only())
            }
            (Values::Nothing, _) | (_, Values::Nothing) => (false, false),
            (Values::Texts, _) | (_, Values::Texts) => (true, true),
            _ => (!self.clone().meet(other).is_nothing(), !(self.is_one() && self == other)),
        };
        let equal = equal || (self.none && other.none);
        let there = |range: &Range| range.values != Values::Nothing;
        let differ = differ || (self.none && there(other)) || (other.none && there(self));
        match how {
            Comparison::Eq => (equal, differ),
            Comparison::Ne => (differ, equal),
            _ => self.orders(how, other),
        }
    }

    fn orders(&self, how: Comparison, other: &Range) -> (bool, bool) {
        let Some((a, b)) = self.interval().zip(other.interval()) else { return (false, false) };
        // Whether some number of the first is below, at most, some number of the second.
        let below = |a: Interval, b: Interval| a.low.zip(b.high).is_none_or(|(low, high)| low.at < high.at);
        let at_most = |a: Interval, b: Interval| below(a, b) || a.meet(b).is_some();
        match how {
            Comparison::Lt => (below(a, b), at_most(b, a)),
            Comparison::Le => (at_most(a, b), below(b, a)),
            Comparison::Gt => (below(b, a), at_most(a, b)),
            _ => (at_most(b, a), below(a, b)),
        }
    }

    /// What a value can be that compares so with what another can be.
    pub fn such_that(how: Comparison, other: &Range) -> Option<Range> {
        let numbers = |low, high| Some(Range::numbers(Interval::new(low, high, None)));
        let bounded = other.interval();
        let (low, high) = bounded.map_or((None, None), |bounded| (bounded.low, bounded.high));
        let beyond = |end: Option<End>| end.map(|end| End { at: end.at, open: true });
        match how {
            Comparison::Eq => Some(other.clone()),
            Comparison::Ne => None,
            _ if bounded.is_none() => None,
            Comparison::Lt => numbers(None, beyond(high)),
            Comparison::Le => numbers(None, high),
            Comparison::Gt => numbers(beyond(low), None),
            Comparison::Ge => numbers(low, None),
        }
    }

    /// In words of the policy: `0..31`, `2020-01-01..`, `town, village`.
    pub fn words(&self, ty: Type, model: &Model) -> String {
        let mut words = match &self.values {
            Values::Nothing => Vec::new(),
            Values::Numbers(interval) => vec![number_words(*interval, ty.base)],
            Values::Truths { yes, no } => {
                let truths = [(*yes, "true"), (*no, "false")];
                truths.into_iter().filter(|(can, _)| *can).map(|(_, word)| word.to_owned()).collect()
            }
            Values::Variants(variants) => {
                let names = match ty.base {
                    Base::Choice(id) => model.choices.get(id.index()).map_or(&[][..], |choice| &choice.variants),
                    _ => &[],
                };
                variants.iter().filter_map(|at| Some(names.get(usize::from(*at))?.id.clone())).collect()
            }
            Values::Texts => vec!["text".to_owned()],
        };
        if self.none {
            words.push("none".to_owned());
        }
        words.join(", ")
    }
}

/// The numbers of an interval below (or above) all of another.
fn beside(all: Interval, out: Interval, below: bool) -> Option<Interval> {
    let outside = |end: End| End { at: end.at, open: !end.open };
    let (low, high) = if below { (None, Some(outside(out.low?))) } else { (Some(outside(out.high?)), None) };
    all.meet(Interval::new(low, high, None)?)
}

/// An interval in words of its type.
fn number_words(interval: Interval, base: Base) -> String {
    let end = |end: Option<End>| match end {
        None => Some(String::new()),
        Some(end) => match base {
            Base::Date => date(end.at).map(|date| date.to_string()),
            Base::Months => Some(format!("{} months", end.at)),
            Base::Days => Some(format!("{} days", end.at)),
            _ => None,
        },
    };
    match (interval.only().is_some(), end(interval.low).zip(end(interval.high))) {
        (true, Some((only, _))) if !only.is_empty() => only,
        (_, Some((low, high))) if !(low.is_empty() && high.is_empty()) => format!("{low}..{high}"),
        _ => interval.to_string(),
    }
}

/// The places of a type whose values are whole.
pub(super) fn whole(base: Base) -> Option<u32> {
    matches!(base, Base::Integer | Base::Date | Base::Months | Base::Days).then_some(0)
}
