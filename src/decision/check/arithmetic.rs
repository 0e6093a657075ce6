//! Operations on known values; `None` where the operands are not of the kinds the operation takes.

use super::values::Val;
use crate::decision::record::{MissingDay, Op, RoundMode, Unit};
use crate::value::{self, Date, Fault, Number, Rounding};
use std::cmp::Ordering;

const OVERFLOW: Val<'static> = Val::Error(Fault::Overflow);

/// An operation on known arguments, for a result of this unit.
pub(super) fn compute<'a>(op: &Op, args: &[Val<'a>], unit: Unit) -> Option<Val<'a>> {
    Some(match (op, args) {
        (Op::Add, [a, b]) => add(*a, *b)?,
        (Op::Sub, [a, b]) => subtract(*a, *b)?,
        (Op::Mul, [a, b]) => multiply(*a, *b, unit)?,
        (Op::Div, [a, b]) => divide(*a, *b)?,
        (Op::Neg, [a]) => negate(*a)?,
        (Op::PerYear, [Val::Number(a)]) => number(a.checked_mul(Number::from_int(12))),
        (Op::PerMonth, [Val::Number(a)]) => number(a.checked_div(Number::from_int(12))),
        (Op::Band, [Val::Number(a), Val::Number(b)]) => number(a.checked_mul(*b)),
        (Op::Not, [a]) => Val::Truth(!a.truth()?),
        (Op::Eq, [a, b]) => Val::Truth(equal(*a, *b)),
        (Op::Ne, [a, b]) => Val::Truth(!equal(*a, *b)),
        (Op::Lt, [a, b]) => Val::Truth(order(*a, *b) == Some(Ordering::Less)),
        (Op::Le, [a, b]) => Val::Truth(matches!(order(*a, *b), Some(Ordering::Less | Ordering::Equal))),
        (Op::Gt, [a, b]) => Val::Truth(order(*a, *b) == Some(Ordering::Greater)),
        (Op::Ge, [a, b]) => Val::Truth(matches!(order(*a, *b), Some(Ordering::Greater | Ordering::Equal))),
        (Op::IsNone, [a]) => Val::Truth(*a == Val::None),
        (Op::IsNotNone, [a]) => Val::Truth(*a != Val::None),
        (Op::Round { step, mode }, [Val::Number(a)]) => number(a.round(step_of(*step)?, rounding(*mode))),
        (Op::Min, [_, _, ..]) => extreme(args, Ordering::Less)?,
        (Op::Max, [_, _, ..]) => extreme(args, Ordering::Greater)?,
        (Op::Clamp, [value, low, high]) => clamp(*value, *low, *high)?,
        (Op::Age(missing), [Val::Date(born), Val::Date(on)]) => whole(on.age_of(*born, missing_day(*missing))),
        (Op::MonthsBetween(missing), [Val::Date(from), Val::Date(to)]) => {
            let months = to.months_since(*from, missing_day(*missing));
            if unit == Unit::Months { Val::Months(months) } else { whole(months) }
        }
        (Op::AddMonths(missing), [Val::Date(date), Val::Months(months)]) => {
            day(date.add_months(*months, missing_day(*missing)))
        }
        (Op::Year, [Val::Date(date)]) => whole(i64::from(date.year())),
        (Op::Month, [Val::Date(date)]) => whole(i64::from(date.month())),
        (Op::Day, [Val::Date(date)]) => whole(i64::from(date.day())),
        (Op::YearStart(month), [Val::Date(date)]) if (1..=12).contains(month) => day(date.year_start(*month)),
        _ => return None,
    })
}

/// Whether two known values are the same; waived is true.
pub(super) fn equal(a: Val<'_>, b: Val<'_>) -> bool {
    match (a.truth(), b.truth()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// How two values of one kind stand to each other.
pub(super) fn order(a: Val<'_>, b: Val<'_>) -> Option<Ordering> {
    match (a, b) {
        (Val::Number(a), Val::Number(b)) => Some(a.cmp(&b)),
        (Val::Date(a), Val::Date(b)) => Some(a.cmp(&b)),
        (Val::Months(a), Val::Months(b)) | (Val::Days(a), Val::Days(b)) => Some(a.cmp(&b)),
        _ => None,
    }
}

/// The sum of numbers, durations, a date and days.
pub(super) fn add<'a>(a: Val<'a>, b: Val<'a>) -> Option<Val<'a>> {
    Some(match (a, b) {
        (Val::Number(a), Val::Number(b)) => number(a.checked_add(b)),
        (Val::Months(a), Val::Months(b)) => a.checked_add(b).map_or(OVERFLOW, Val::Months),
        (Val::Days(a), Val::Days(b)) => a.checked_add(b).map_or(OVERFLOW, Val::Days),
        (Val::Date(date), Val::Days(days)) | (Val::Days(days), Val::Date(date)) => day(date.add_days(days)),
        _ => return None,
    })
}

/// The least (`Less`) or greatest (`Greater`) of some values of one kind.
pub(super) fn extreme<'a>(values: &[Val<'a>], keep: Ordering) -> Option<Val<'a>> {
    let mut values = values.iter().copied();
    let first = values.next()?;
    values.try_fold(first, |best, value| Some(if order(value, best)? == keep { value } else { best }))
}

/// How far two values of one kind lie apart.
pub(super) fn distance<'a>(a: Val<'a>, b: Val<'a>) -> Option<Val<'a>> {
    let between = if order(a, b)? == Ordering::Less { subtract(b, a)? } else { subtract(a, b)? };
    between.is_known().then_some(between)
}

fn subtract<'a>(a: Val<'a>, b: Val<'a>) -> Option<Val<'a>> {
    match (a, b) {
        (Val::Date(a), Val::Date(b)) => Some(Val::Days(a.days_since(b))),
        (Val::Number(a), Val::Number(b)) => Some(number(a.checked_sub(b))),
        _ => match negate(b)? {
            Val::Error(fault) => Some(Val::Error(fault)),
            negative => add(a, negative),
        },
    }
}

fn multiply<'a>(a: Val<'a>, b: Val<'a>, unit: Unit) -> Option<Val<'a>> {
    let (factor, length, days) = match (a, b) {
        (Val::Number(a), Val::Number(b)) => return Some(number(a.checked_mul(b))),
        (Val::Number(n), Val::Months(m)) | (Val::Months(m), Val::Number(n)) => (n, m, false),
        (Val::Number(n), Val::Days(d)) | (Val::Days(d), Val::Number(n)) => (n, d, true),
        _ => return None,
    };
    let scaled = || factor.to_i64().and_then(|factor| factor.checked_mul(length));
    Some(match unit {
        Unit::Months if !days => scaled().map_or(OVERFLOW, Val::Months),
        Unit::Days if days => scaled().map_or(OVERFLOW, Val::Days),
        _ if !days => number(factor.checked_mul(Number::from_int(length))),
        _ => return None,
    })
}

fn divide<'a>(a: Val<'a>, b: Val<'a>) -> Option<Val<'a>> {
    let (dividend, divisor) = match (a, b) {
        (Val::Number(a), Val::Number(b)) => (a, b),
        (Val::Number(a), Val::Months(b)) => (a, Number::from_int(b)),
        (Val::Months(a), Val::Months(b)) | (Val::Days(a), Val::Days(b)) => (Number::from_int(a), Number::from_int(b)),
        _ => return None,
    };
    Some(if divisor.is_zero() { Val::Error(Fault::DivisionByZero) } else { number(dividend.checked_div(divisor)) })
}

fn negate(a: Val<'_>) -> Option<Val<'_>> {
    Some(match a {
        Val::Number(a) => number(a.checked_neg()),
        Val::Months(a) => a.checked_neg().map_or(OVERFLOW, Val::Months),
        Val::Days(a) => a.checked_neg().map_or(OVERFLOW, Val::Days),
        _ => return None,
    })
}

fn clamp<'a>(value: Val<'a>, low: Val<'a>, high: Val<'a>) -> Option<Val<'a>> {
    Some(if order(low, high)? == Ordering::Greater {
        Val::Error(Fault::ClampInverted)
    } else if order(value, low)? == Ordering::Less {
        low
    } else if order(value, high)? == Ordering::Greater {
        high
    } else {
        value
    })
}

/// A rounding step: a number above zero.
fn step_of(step: Number) -> Option<Number> {
    (step > Number::ZERO).then_some(step)
}

fn rounding(mode: RoundMode) -> Rounding {
    match mode {
        RoundMode::HalfUp => Rounding::HalfUp,
        RoundMode::HalfEven => Rounding::HalfEven,
        RoundMode::Up => Rounding::Up,
        RoundMode::Down => Rounding::Down,
    }
}

fn missing_day(missing: MissingDay) -> value::MissingDay {
    match missing {
        MissingDay::Down => value::MissingDay::Down,
        MissingDay::Up => value::MissingDay::Up,
    }
}

fn number<'a>(number: Option<Number>) -> Val<'a> {
    number.map_or(OVERFLOW, Val::Number)
}

fn whole<'a>(number: i64) -> Val<'a> {
    Val::Number(Number::from_int(number))
}

fn day<'a>(date: Option<Date>) -> Val<'a> {
    date.map_or(OVERFLOW, Val::Date)
}
