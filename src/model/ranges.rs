//! What a value must lie within: the ends of a range, and what lies outside.

use crate::diagnostic::Locale;
use crate::value::{Cell, Date, Number};
use std::fmt;

/// What a fact or an amount must lie within, both ends included; an end that is `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
}

/// One end of a range, of the type of what it bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Of any unit.
    Number(Number),
    /// A calendar day.
    Date(Date),
    /// Whole months.
    Months(i64),
    /// A duration in days.
    Days(i64),
    /// The day the decision is for.
    DecisionDate,
}

impl End {
    fn words(self, locale: Locale) -> String {
        let count = |count: i64, zh: &str, one: &str, more: &str| match locale {
            Locale::ZhCn => format!("{count} {zh}"),
            Locale::En => format!("{count} {}", if count == 1 { one } else { more }),
        };
        match (self, locale) {
            (End::Number(number), _) => number.to_string(),
            (End::Date(date), _) => date.to_string(),
            (End::Months(months), _) => count(months, "个月", "month", "months"),
            (End::Days(days), _) => count(days, "天", "day", "days"),
            (End::DecisionDate, Locale::ZhCn) => "决定日期".to_owned(),
            (End::DecisionDate, Locale::En) => "the decision date".to_owned(),
        }
    }

    /// Whether it lies above another end whatever the day.
    pub(super) fn is_above(self, other: End) -> bool {
        match (self.on(None), other.on(None)) {
            (Some(low), Some(high)) => !in_order(low, high),
            _ => false,
        }
    }

    /// The value the end has on a decision date; `None` where it is that day and none is given.
    pub fn on(self, date: Option<Date>) -> Option<Cell> {
        Some(match self {
            End::Number(number) => Cell::Number(number),
            End::Date(day) => Cell::Date(day),
            End::Months(months) => Cell::Months(months),
            End::Days(days) => Cell::Days(days),
            End::DecisionDate => Cell::Date(date?),
        })
    }
}

impl Range {
    /// The range in words: `0 to 100`, `not after the decision date`; `None` where it is open.
    pub fn words(self, locale: Locale) -> Option<String> {
        let word = |end: End| end.words(locale);
        // Chinese stands beside Chinese without a blank.
        let behind = |end: End| if end == End::DecisionDate { word(end) } else { format!(" {}", word(end)) };
        let dates = |end: End| matches!(end, End::Date(_) | End::DecisionDate);
        Some(match (self.low, self.high, locale) {
            (None, None, _) => return None,
            (Some(low), Some(high), Locale::ZhCn) => format!("{} 至{}", word(low), behind(high)),
            (Some(low), Some(high), Locale::En) => format!("{} to {}", word(low), word(high)),
            (Some(low), None, Locale::ZhCn) if dates(low) => format!("不早于{}", behind(low)),
            (Some(low), None, Locale::En) if dates(low) => format!("not before {}", word(low)),
            (Some(low), None, Locale::ZhCn) => format!("不小于{}", behind(low)),
            (Some(low), None, Locale::En) => format!("at least {}", word(low)),
            (None, Some(high), Locale::ZhCn) if dates(high) => format!("不晚于{}", behind(high)),
            (None, Some(high), Locale::En) if dates(high) => format!("not after {}", word(high)),
            (None, Some(high), Locale::ZhCn) => format!("不大于{}", behind(high)),
            (None, Some(high), Locale::En) => format!("at most {}", word(high)),
        })
    }

    /// Whether no end is written.
    pub fn is_open(self) -> bool {
        self.low.is_none() && self.high.is_none()
    }

    /// Whether an end is the day of the decision, so that a fact within it today may lie outside
    /// on another day.
    pub fn moves(self) -> bool {
        [self.low, self.high].contains(&Some(End::DecisionDate))
    }

    /// The ends of a range of numbers.
    pub fn numbers(self) -> (Option<Number>, Option<Number>) {
        let number = |end: Option<End>| match end {
            Some(End::Number(number)) => Some(number),
            _ => None,
        };
        (number(self.low), number(self.high))
    }

    /// The ends that hold whatever the day, or on a day.
    pub fn ends(self, date: Option<Date>) -> (Option<Cell>, Option<Cell>) {
        let end = |end: Option<End>| end.and_then(|end| end.on(date));
        (end(self.low), end(self.high))
    }

    /// The value nearest to another that lies within on a day; `None` where nothing does.
    pub fn nearest(self, value: Cell, date: Date) -> Option<Cell> {
        let (low, high) = self.ends(Some(date));
        let value = low.filter(|low| !in_order(*low, value)).unwrap_or(value);
        let value = high.filter(|high| !in_order(value, *high)).unwrap_or(value);
        self.holds(value, Some(date)).then_some(value)
    }

    /// Whether a value lies within the ends that hold whatever the day, or on a day. What is no value
    /// of an order lies within every range.
    pub fn holds(self, value: Cell, date: Option<Date>) -> bool {
        let (low, high) = self.ends(date);
        low.is_none_or(|low| in_order(low, value)) && high.is_none_or(|high| in_order(value, high))
    }
}

/// Whether one value does not lie above another of its kind.
fn in_order(a: Cell, b: Cell) -> bool {
    match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => a <= b,
        (Cell::Date(a), Cell::Date(b)) => a <= b,
        (Cell::Months(a), Cell::Months(b)) | (Cell::Days(a), Cell::Days(b)) => a <= b,
        _ => true,
    }
}

/// As the policy writes it: `0..100`, `0 months..`, `..decision_date`.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |end: Option<End>| end.map(|end| end.to_string()).unwrap_or_default();
        write!(f, "{}..{}", end(self.low), end(self.high))
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Number(number) => write!(f, "{number}"),
            End::Date(date) => write!(f, "{date}"),
            End::Months(months) => write!(f, "{months} months"),
            End::Days(days) => write!(f, "{days} days"),
            End::DecisionDate => f.write_str("decision_date"),
        }
    }
}

/// How often a measure may be given to one subject in one decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// A second grant of it is a conflict.
    Once,
    /// Several grants of it add up, and are meant to.
    Cumulative,
}
