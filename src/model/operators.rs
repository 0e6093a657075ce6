//! What operators make of units: the one table of the language's arithmetic.

use super::types::Base::{self, Date, Days, Decimal, Integer, Money, MoneyPerMonth, Months, Ratio};

/// `a + b`; numbers without a unit have taken the other side's already.
pub(super) fn add(a: Base, b: Base) -> Option<Base> {
    match (a, b) {
        (Date, Days) | (Days, Date) => Some(Date),
        (Date, _) | (_, Date) => None,
        (Months, Months) | (Days, Days) => Some(a),
        _ => common(a, b).filter(|base| base.is_number()),
    }
}

/// `a - b`
pub(super) fn subtract(a: Base, b: Base) -> Option<Base> {
    match (a, b) {
        (Date, Days) => Some(Date),
        (Date, Date) => Some(Days),
        (_, Date) => None,
        _ => add(a, b),
    }
}

/// `a * b`, in either order.
pub(super) fn multiply(a: Base, b: Base) -> Option<Base> {
    match (a, b) {
        (MoneyPerMonth, Months) | (Months, MoneyPerMonth) => Some(Money),
        (money, scalar) | (scalar, money) if money.is_money() && scalar.is_scalar() => Some(money),
        (Months | Days, Integer) => Some(a),
        (Integer, Months | Days) => Some(b),
        (Integer, Integer) => Some(Integer),
        (Ratio, Ratio) => Some(Ratio),
        _ if a.is_scalar() && b.is_scalar() => Some(Decimal),
        _ => None,
    }
}

/// `a / b`
pub(super) fn divide(a: Base, b: Base) -> Option<Base> {
    match (a, b) {
        (Money, Months) => Some(MoneyPerMonth),
        (Months, Months) | (Days, Days) => Some(Decimal),
        _ if a.is_money() && a == b => Some(Ratio),
        _ if a.is_money() && b.is_scalar() => Some(a),
        _ if a.is_scalar() && b.is_scalar() => Some(Decimal),
        _ => None,
    }
}

/// The type both widen to: integers and ratios are decimals too.
pub(super) fn common(a: Base, b: Base) -> Option<Base> {
    match (a, b) {
        _ if a == b => Some(a),
        (Base::None, other) | (other, Base::None) => Some(other),
        _ if a.is_scalar() && b.is_scalar() => Some(Decimal),
        _ => None,
    }
}

/// Whether a value of one type is one of another as it stands.
pub(super) fn widens(from: Base, to: Base) -> bool {
    from == to || (to == Decimal && from.is_scalar())
}
