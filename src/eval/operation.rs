//! One operation, for one instance: operands in, cell out.

use super::{At, Frame, Looked, aggregate, blocked, exceptions};
use crate::model::{Comparison, DatePart};
use crate::plan::{Lookup, OpKind, Operand, Operation, SetItem};
use crate::value::{Cell, Fault, Number};
use std::cmp::Ordering;

const OVERFLOW: Cell = Cell::Error(Fault::Overflow);

/// Computes an operation for one instance of its entity.
pub(super) fn evaluate(frame: &Frame<'_>, operation: &Operation, at: At) -> Cell {
    let context = &frame.context;
    let read = |operand: Operand| frame.read(operand, at);
    match &operation.kind {
        OpKind::Alias(a) => read(*a),
        OpKind::Asker(a) => frame.read(*a, frame.asker(at, 1)),
        OpKind::IsElement { hops, negated } => {
            let other = frame.element(frame.asker(at, *hops));
            Cell::Truth((frame.element(at).instance == other.instance) != *negated)
        }
        OpKind::DecisionDate => Cell::Date(context.date),
        OpKind::Reading(id) => context.tables.reading(*id, context.date).map_or(Cell::Unknown, Cell::Choice),
        OpKind::Lookup(lookup) => look_up(frame, lookup, at),
        OpKind::Marginal { parameter, amount, on } => {
            let on = on.map_or(Cell::Date(context.date), read);
            marginal(frame, *parameter, read(*amount), on)
        }
        OpKind::Neg(a) => negate(read(*a)),
        OpKind::Not(a) => match read(*a) {
            cell if !cell.is_known() => cell,
            cell => Cell::Truth(cell.truth() == Some(false)),
        },
        OpKind::And(list) => all_of(list.iter().map(|a| read(*a))),
        OpKind::Or(list) => any_of(list.iter().map(|a| read(*a))),
        OpKind::Compare(how, a, b) => compare(*how, read(*a), read(*b)),
        OpKind::Add(a, b) => add(read(*a), read(*b)),
        OpKind::Sub(a, b) => subtract(read(*a), read(*b)),
        OpKind::Mul(a, b, duration) => multiply(read(*a), read(*b), *duration),
        OpKind::Div(a, b) => divide(read(*a), read(*b)),
        OpKind::If(question, yes, no) => choose(read(*question), || read(*yes), || read(*no)),
        OpKind::In { value, choices: Some(choices), negated, .. } => match read(*value) {
            Cell::Choice(variant) => {
                let found = choices.checked_shr(u32::from(variant)).is_some_and(|bits| bits & 1 == 1);
                Cell::Truth(found != *negated)
            }
            Cell::None => Cell::Truth(*negated),
            cell => cell,
        },
        OpKind::In { value, set, negated, .. } => {
            let value = read(*value);
            let found = any_of(set.iter().map(|item| match item {
                SetItem::Value(v) => compare(Comparison::Eq, value, read(*v)),
                SetItem::Range(low, high) if value != Cell::None => {
                    all_of([compare(Comparison::Le, read(*low), value), compare(Comparison::Le, value, read(*high))])
                }
                SetItem::Range(..) => Cell::Truth(false),
            }));
            match (found, negated) {
                (Cell::Truth(found), true) => Cell::Truth(!found),
                (found, _) => found,
            }
        }
        OpKind::IsNone { value, negated } => match read(*value) {
            cell if !cell.is_known() => cell,
            cell => Cell::Truth((cell == Cell::None) != *negated),
        },
        OpKind::Round { value, step, mode } => match read(*value) {
            Cell::Number(n) => number(n.round(*step, *mode)),
            cell => blocked([cell]).unwrap_or(OVERFLOW),
        },
        OpKind::Min(list) => extreme(list.iter().map(|a| read(*a)), Ordering::Less),
        OpKind::Max(list) => extreme(list.iter().map(|a| read(*a)), Ordering::Greater),
        OpKind::Clamp(value, low, high) => clamp(read(*value), read(*low), read(*high)),
        OpKind::Within { value, low, high } => within(read(*value), low.map(read), high.map(read)),
        OpKind::ValueOr(value, fallback) => match read(*value) {
            Cell::None => read(*fallback),
            cell => cell,
        },
        OpKind::Age(born, on, missing) => dates(read(*born), read(*on), |born, on| whole(on.age_of(born, *missing))),
        OpKind::MonthsBetween(a, b, missing) => {
            dates(read(*a), read(*b), |earlier, later| Cell::Months(later.months_since(earlier, *missing)))
        }
        OpKind::AddMonths(date, months, missing) => match (read(*date), read(*months)) {
            (Cell::Date(date), Cell::Months(months)) => date.add_months(months, *missing).map_or(OVERFLOW, Cell::Date),
            (date, months) => blocked([date, months]).unwrap_or(OVERFLOW),
        },
        OpKind::DatePart(part, date) => match read(*date) {
            Cell::Date(date) => whole(match part {
                DatePart::Year => i64::from(date.year()),
                DatePart::Month => i64::from(date.month()),
                DatePart::Day => i64::from(date.day()),
            }),
            cell => blocked([cell]).unwrap_or(OVERFLOW),
        },
        OpKind::YearStart(date, first) => match read(*date) {
            Cell::Date(date) => date.year_start(*first).map_or(OVERFLOW, Cell::Date),
            cell => blocked([cell]).unwrap_or(OVERFLOW),
        },
        OpKind::PerYear(a) => multiply(read(*a), Cell::Number(Number::from_int(12)), false),
        OpKind::PerMonth(a) => divide(read(*a), Cell::Number(Number::from_int(12))),
        OpKind::Aggregate(aggregate) => aggregate::evaluate(frame, aggregate, operation, at),
        // Nobody filled it: nothing was decided.
        OpKind::Asked(_) => Cell::Unknown,
        OpKind::Versions(versions) => versions
            .iter()
            .find(|(span, _)| span.holds(context.date))
            .map_or(Cell::Error(Fault::NotInForce), |(_, operand)| read(*operand)),
        OpKind::Resolve(base, candidates) => exceptions::value(frame, at, *base, candidates),
    }
}

fn whole(value: i64) -> Cell {
    Cell::Number(Number::from_int(value))
}

fn number(value: Option<Number>) -> Cell {
    value.map_or(OVERFLOW, Cell::Number)
}

fn dates(a: Cell, b: Cell, f: impl Fn(crate::value::Date, crate::value::Date) -> Cell) -> Cell {
    match (a, b) {
        (Cell::Date(a), Cell::Date(b)) => f(a, b),
        _ => blocked([a, b]).unwrap_or(OVERFLOW),
    }
}

fn negate(a: Cell) -> Cell {
    match a {
        Cell::Number(n) => number(n.checked_neg()),
        Cell::Months(n) => n.checked_neg().map_or(OVERFLOW, Cell::Months),
        Cell::Days(n) => n.checked_neg().map_or(OVERFLOW, Cell::Days),
        cell => blocked([cell]).unwrap_or(OVERFLOW),
    }
}

/// False if one is false, whatever the others; else in error, unknown, or true.
pub(crate) fn all_of(cells: impl IntoIterator<Item = Cell>) -> Cell {
    settle(cells, false)
}

/// True if one is true, whatever the others; else in error, unknown, or false.
pub(crate) fn any_of(cells: impl IntoIterator<Item = Cell>) -> Cell {
    settle(cells, true)
}

#[inline]
fn settle(cells: impl IntoIterator<Item = Cell>, settles: bool) -> Cell {
    let mut stopped = None;
    for cell in cells {
        match cell.truth() {
            Some(truth) if truth == settles => return Cell::Truth(settles),
            Some(_) => {}
            None => stopped = blocked(stopped.into_iter().chain([cell])),
        }
    }
    stopped.unwrap_or(Cell::Truth(!settles))
}

/// The branch asked for; with an unknown question, what both branches agree on.
fn choose(question: Cell, yes: impl Fn() -> Cell, no: impl Fn() -> Cell) -> Cell {
    match question.truth() {
        Some(true) => yes(),
        Some(false) => no(),
        None if question == Cell::Unknown => agreed(yes(), no()).unwrap_or(question),
        None => question,
    }
}

/// What two branches agree on: one value, or a truth of which one is waived.
fn agreed(yes: Cell, no: Cell) -> Option<Cell> {
    match (yes, no) {
        _ if yes == no => yes.is_known().then_some(yes),
        (Cell::Waived, Cell::Truth(true)) | (Cell::Truth(true), Cell::Waived) => Some(Cell::Truth(true)),
        _ => None,
    }
}

/// Orders two cells of one kind; `None` for other pairs.
pub(crate) fn order(a: Cell, b: Cell) -> Option<Ordering> {
    match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => Some(a.cmp(&b)),
        (Cell::Date(a), Cell::Date(b)) => Some(a.cmp(&b)),
        (Cell::Months(a), Cell::Months(b)) | (Cell::Days(a), Cell::Days(b)) => Some(a.cmp(&b)),
        _ => None,
    }
}

fn compare(how: Comparison, a: Cell, b: Cell) -> Cell {
    if !(a.is_known() && b.is_known()) {
        return blocked([a, b]).unwrap_or(OVERFLOW);
    }
    let equal = match (a.truth(), b.truth()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    };
    let holds = match how {
        Comparison::Eq => equal,
        Comparison::Ne => !equal,
        Comparison::Lt => order(a, b) == Some(Ordering::Less),
        Comparison::Le => matches!(order(a, b), Some(Ordering::Less | Ordering::Equal)),
        Comparison::Gt => order(a, b) == Some(Ordering::Greater),
        Comparison::Ge => matches!(order(a, b), Some(Ordering::Greater | Ordering::Equal)),
    };
    Cell::Truth(holds)
}

/// Sums numbers, durations, a date and days.
pub(crate) fn add(a: Cell, b: Cell) -> Cell {
    match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => number(a.checked_add(b)),
        (Cell::Months(a), Cell::Months(b)) => a.checked_add(b).map_or(OVERFLOW, Cell::Months),
        (Cell::Days(a), Cell::Days(b)) => a.checked_add(b).map_or(OVERFLOW, Cell::Days),
        (Cell::Date(date), Cell::Days(days)) | (Cell::Days(days), Cell::Date(date)) => {
            date.add_days(days).map_or(OVERFLOW, Cell::Date)
        }
        _ => blocked([a, b]).unwrap_or(OVERFLOW),
    }
}

fn subtract(a: Cell, b: Cell) -> Cell {
    match (a, b) {
        (Cell::Date(a), Cell::Date(b)) => Cell::Days(a.days_since(b)),
        // A date has no negative, so that what is not known must be seen first.
        _ if blocked([a, b]).is_some() => blocked([a, b]).unwrap_or(OVERFLOW),
        _ => match negate(b) {
            negated if negated.is_known() => add(a, negated),
            stopped => blocked([a, stopped]).unwrap_or(OVERFLOW),
        },
    }
}

/// Multiplies numbers, a number and a duration; `duration` says the product is a duration.
pub(crate) fn multiply(a: Cell, b: Cell, duration: bool) -> Cell {
    let scale = |factor: Number, length: i64| factor.to_i64().and_then(|factor| factor.checked_mul(length));
    match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => number(a.checked_mul(b)),
        (Cell::Number(n), Cell::Months(m)) | (Cell::Months(m), Cell::Number(n)) => {
            if duration {
                scale(n, m).map_or(OVERFLOW, Cell::Months)
            } else {
                number(n.checked_mul(Number::from_int(m)))
            }
        }
        (Cell::Number(n), Cell::Days(d)) | (Cell::Days(d), Cell::Number(n)) => scale(n, d).map_or(OVERFLOW, Cell::Days),
        _ => blocked([a, b]).unwrap_or(OVERFLOW),
    }
}

/// Divides numbers, an amount by months, durations of one kind by each other.
fn divide(a: Cell, b: Cell) -> Cell {
    let (dividend, divisor) = match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => (a, b),
        (Cell::Number(a), Cell::Months(b)) => (a, Number::from_int(b)),
        (Cell::Months(a), Cell::Months(b)) | (Cell::Days(a), Cell::Days(b)) => {
            (Number::from_int(a), Number::from_int(b))
        }
        _ => return blocked([a, b]).unwrap_or(OVERFLOW),
    };
    if divisor.is_zero() { Cell::Error(Fault::DivisionByZero) } else { number(dividend.checked_div(divisor)) }
}

/// The least (`Less`) or greatest (`Greater`) of at least one.
fn extreme(cells: impl Iterator<Item = Cell> + Clone, keep: Ordering) -> Cell {
    if let Some(stopped) = blocked(cells.clone()) {
        return stopped;
    }
    cells.reduce(|best, cell| if order(cell, best) == Some(keep) { cell } else { best }).unwrap_or(OVERFLOW)
}

/// An amount within its ends, both included. That there is none is no amount.
fn within(value: Cell, low: Option<Cell>, high: Option<Cell>) -> Cell {
    let below = low.is_some_and(|low| order(value, low) == Some(Ordering::Less));
    let above = high.is_some_and(|high| order(value, high) == Some(Ordering::Greater));
    if below || above { Cell::Error(Fault::OutOfRange) } else { value }
}

fn clamp(value: Cell, low: Cell, high: Cell) -> Cell {
    if let Some(stopped) = blocked([value, low, high]) {
        return stopped;
    }
    if order(low, high) == Some(Ordering::Greater) {
        return Cell::Error(Fault::ClampInverted);
    }
    if order(value, low) == Some(Ordering::Less) {
        low
    } else if order(value, high) == Some(Ordering::Greater) {
        high
    } else {
        value
    }
}

fn look_up(frame: &Frame<'_>, lookup: &Lookup, at: At) -> Cell {
    let context = &frame.context;
    let read = |operand: Operand| frame.read(operand, at);
    let on = lookup.on.map_or(Cell::Date(context.date), read);
    let keys = lookup.keys.iter().map(|key| read(*key));
    if let Some(stopped @ Cell::Error(_)) = blocked(keys.clone().chain([on])) {
        return stopped;
    }
    let Cell::Date(on) = on else { return Cell::Unknown };
    match context.tables.look_up(lookup.parameter, on, keys) {
        Looked::Row(_, _, Some(cell)) => cell,
        Looked::Row(version, row, None) => lookup
            .computed
            .iter()
            .find(|(v, r, _)| (*v, *r) == (version, row))
            .map_or(Cell::Error(Fault::NoRow), |(_, _, value)| read(*value)),
        Looked::Unknown => Cell::Unknown,
        Looked::NotSet => Cell::Error(Fault::ParameterNotSet),
        Looked::NoVersion => Cell::Error(Fault::NoVersion),
        Looked::NoRow => Cell::Error(Fault::NoRow),
    }
}

/// Each band's part of the amount times the band's ratio.
fn marginal(frame: &Frame<'_>, parameter: crate::model::ParameterId, amount: Cell, on: Cell) -> Cell {
    let (Cell::Number(amount), Cell::Date(on)) = (amount, on) else {
        return blocked([amount, on]).unwrap_or(OVERFLOW);
    };
    let version = match frame.context.tables.on(parameter, on) {
        Ok((_, version)) => version,
        Err(Looked::NotSet) => return Cell::Error(Fault::ParameterNotSet),
        Err(_) => return Cell::Error(Fault::NoVersion),
    };
    let Some(bands) = version.bands(amount) else { return Cell::Error(Fault::NoRow) };
    bands.into_iter().fold(Cell::Number(Number::ZERO), |sum, band| {
        let part = band.end.checked_sub(band.begin).map_or(OVERFLOW, Cell::Number);
        add(sum, multiply(part, band.rate, false))
    })
}
