//! wire values → values one can compute with.

use super::{Checked, REDACTED, WRONG_UNIT, flaw};
use crate::decision::record::{Unit, Value};
use crate::value::{Date, Fault, Number};
use std::fmt;

/// A value of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Val<'a> {
    Number(Number),
    Truth(bool),
    Date(Date),
    Months(i64),
    Days(i64),
    Choice(&'a str),
    Text(&'a str),
    None,
    Waived,
    Unknown,
    Error(Fault),
}

impl<'a> Val<'a> {
    /// Reads a value, which must fit its unit.
    pub(super) fn read(value: &'a Value, unit: Unit) -> Checked<Val<'a>> {
        let read = match value {
            Value::Number(number) => Val::Number(*number),
            Value::Truth(truth) => Val::Truth(*truth),
            Value::Date(date) => Val::Date(*date),
            Value::Months(months) => Val::Months(*months),
            Value::Days(days) => Val::Days(*days),
            Value::Choice(choice) => Val::Choice(&choice.variant),
            Value::Text(text) => Val::Text(text),
            Value::None => Val::None,
            Value::Waived => Val::Waived,
            Value::Unknown => Val::Unknown,
            Value::Error(fault) => Val::Error(*fault),
            Value::Redacted => return flaw(REDACTED, &[]),
        };
        if read.fits(unit) { Ok(read) } else { flaw(WRONG_UNIT, &[]) }
    }

    fn fits(self, unit: Unit) -> bool {
        match self {
            Val::Number(number) => match unit {
                Unit::Integer => number.is_integer(),
                Unit::Money | Unit::MoneyPerMonth | Unit::MoneyPerYear | Unit::Ratio | Unit::Decimal => true,
                _ => false,
            },
            Val::Truth(_) | Val::Waived => unit == Unit::Truth,
            Val::Date(_) => unit == Unit::Date,
            Val::Months(_) => unit == Unit::Months,
            Val::Days(_) => unit == Unit::Days,
            Val::Choice(_) => unit == Unit::Choice,
            Val::Text(_) => unit == Unit::Text,
            Val::None | Val::Unknown | Val::Error(_) => true,
        }
    }

    /// Three-valued truth, where waived counts as true.
    pub(super) fn truth(self) -> Option<bool> {
        match self {
            Val::Truth(truth) => Some(truth),
            Val::Waived => Some(true),
            _ => None,
        }
    }

    /// Neither unknown nor in error.
    pub(super) fn is_known(self) -> bool {
        !matches!(self, Val::Unknown | Val::Error(_))
    }

    /// A number of things.
    pub(super) fn count(self) -> Option<usize> {
        match self {
            Val::Number(number) => usize::try_from(number.to_i64()?).ok(),
            _ => None,
        }
    }
}

impl fmt::Display for Val<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Val::Number(number) => write!(f, "{number}"),
            Val::Truth(truth) => write!(f, "{truth}"),
            Val::Date(date) => write!(f, "{date}"),
            Val::Months(months) => write!(f, "{months} months"),
            Val::Days(days) => write!(f, "{days} days"),
            Val::Choice(variant) => f.write_str(variant),
            Val::Text(text) => write!(f, "{text:?}"),
            Val::None => f.write_str("none"),
            Val::Waived => f.write_str("waived"),
            Val::Unknown => f.write_str("unknown"),
            Val::Error(fault) => f.write_str(fault.id()),
        }
    }
}

/// Whether one unit is a scalar that another takes in: an integer where a decimal is declared.
pub(super) fn widens(narrow: Unit, wide: Unit) -> bool {
    matches!((narrow, wide), (Unit::Integer | Unit::Ratio, Unit::Decimal) | (Unit::Integer, Unit::Ratio))
}

/// In error if one is (the greatest fault), else unknown if one is.
pub(super) fn blocked<'a>(values: impl IntoIterator<Item = Val<'a>>) -> Option<Val<'a>> {
    let mut found = None;
    for value in values {
        found = match (found, value) {
            (Some(Val::Error(a)), Val::Error(b)) => Some(Val::Error(a.max(b))),
            (_, Val::Error(fault)) => Some(Val::Error(fault)),
            (None, Val::Unknown) => Some(Val::Unknown),
            (found, _) => found,
        };
    }
    found
}

/// `settling` if one value is that, whatever the others; else blocked, or the opposite.
pub(super) fn settle<'a>(values: impl IntoIterator<Item = Val<'a>>, settling: bool) -> Val<'a> {
    let mut rest = Vec::new();
    for value in values {
        if value.truth() == Some(settling) {
            return Val::Truth(settling);
        }
        rest.push(value);
    }
    blocked(rest).unwrap_or(Val::Truth(!settling))
}

/// The opposite truth.
pub(super) fn not(value: Val<'_>) -> Val<'_> {
    value.truth().map_or(value, |truth| Val::Truth(!truth))
}
