//! A number written without a unit takes the unit it is needed in.

use super::operators;
use super::types::Base;
use super::{Const, Expr, ExprKind};
use crate::syntax::ast::BinaryOp;

/// Gives an expression made of bare numbers (and `none`) a unit; `false` where it has its own.
///
/// `1200 + 220 * (size - 8)` becomes money: each term does, and of a product one factor.
pub(super) fn adopt(expr: &mut Expr, to: Base) -> bool {
    let counted = expr.ty.base == Base::Integer || expr.ty.base == Base::Decimal;
    let takes = counted && (to.is_number() || matches!(to, Base::Months | Base::Days));
    if !takes || !(expr.ty.base == to || adopt_inside(&mut expr.kind, to)) {
        return false;
    }
    expr.ty.base = to;
    true
}

/// An operand of the same sum or choice: takes the unit, or has it.
fn joins(expr: &mut Expr, to: Base) -> bool {
    expr.ty.base == to || adopt(expr, to)
}

fn adopt_inside(kind: &mut ExprKind, to: Base) -> bool {
    match kind {
        ExprKind::Const(constant) => adopt_constant(constant, to),
        ExprKind::Neg(value) | ExprKind::Round { value, .. } if to.is_number() => joins(value, to),
        ExprKind::Add(a, b) | ExprKind::Sub(a, b) if to.is_number() => joins(a, to) && joins(b, to),
        ExprKind::If(_, a, b) => joins(a, to) && joins(b, to),
        ExprKind::Min(values) | ExprKind::Max(values) => values.iter_mut().all(|value| joins(value, to)),
        ExprKind::ValueOr(value, fallback) => joins(value, to) && joins(fallback, to),
        ExprKind::Clamp(value, low, high) => joins(value, to) && joins(low, to) && joins(high, to),
        // What durations come to is a share where one is wanted, and so is a share of it.
        ExprKind::Div(a, b) if to == Base::Ratio && a.ty.base == b.ty.base => a.ty.base.is_duration(),
        ExprKind::Mul(a, b) if to == Base::Ratio => is_share(a) && is_share(b),
        ExprKind::Mul(a, b) if to.is_money() => adopt_factor(BinaryOp::Mul, a, b, to),
        ExprKind::Div(a, b) if to.is_money() => adopt_factor(BinaryOp::Div, a, b, to),
        _ => false,
    }
}

/// A ratio, or a quotient that becomes one.
fn is_share(expr: &mut Expr) -> bool {
    expr.ty.base == Base::Ratio || !matches!(expr.kind, ExprKind::Const(_)) && adopt(expr, Base::Ratio)
}

fn adopt_constant(constant: &mut Const, to: Base) -> bool {
    let number = match constant {
        Const::Number(number) => number,
        other => return *other == Const::None,
    };
    match to {
        Base::Integer => number.is_integer(),
        Base::Months | Base::Days => match number.to_i64() {
            Some(count) => {
                *constant = if to == Base::Months { Const::Months(count) } else { Const::Days(count) };
                true
            }
            None => false,
        },
        _ => true,
    }
}

/// Where money is wanted of a product or quotient that has none, a bare number in it is the
/// amount: the first factor before the second, the dividend only.
pub(super) fn adopt_factor(op: BinaryOp, a: &mut Expr, b: &mut Expr, to: Base) -> bool {
    if !to.is_money() || a.ty.base.is_money() || b.ty.base.is_money() {
        return false;
    }
    const AMOUNTS: [Base; 3] = [Base::Money, Base::MoneyPerMonth, Base::MoneyPerYear];
    let combine = if op == BinaryOp::Mul { operators::multiply } else { operators::divide };
    let amount_beside = |other: Base| AMOUNTS.into_iter().find(|amount| combine(*amount, other) == Some(to));
    amount_beside(b.ty.base).is_some_and(|amount| adopt(a, amount))
        || op == BinaryOp::Mul && amount_beside(a.ty.base).is_some_and(|amount| adopt(b, amount))
}
