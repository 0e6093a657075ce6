//! Whether two expressions ask the same of the same: their values are then the same as well.

use crate::model::{Aggregate, AggregateKind, Const, Expr, ExprKind, SetItem};

/// Whether two expressions, asked of one entity, are alike but for where they are written.
pub(super) fn same(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Const(a), ExprKind::Const(b)) => a == b && !matches!(a, Const::None),
        (ExprKind::DecisionDate, ExprKind::DecisionDate) => true,
        (ExprKind::Field(e, f), ExprKind::Field(e2, f2)) => (e, f) == (e2, f2),
        (ExprKind::Derived(a), ExprKind::Derived(b)) => a == b,
        (ExprKind::Reading(a), ExprKind::Reading(b)) => a == b,
        (ExprKind::Key(a), ExprKind::Key(b)) => a == b,
        (ExprKind::Asked(a), ExprKind::Asked(b)) => a == b,
        (ExprKind::Parameter { id, keys, on }, ExprKind::Parameter { id: id2, keys: keys2, on: on2 }) => {
            id == id2 && rows(keys, keys2) && maybe(on.as_deref(), on2.as_deref())
        }
        (ExprKind::Marginal { id, amount, on }, ExprKind::Marginal { id: id2, amount: amount2, on: on2 }) => {
            id == id2 && same(amount, amount2) && maybe(on.as_deref(), on2.as_deref())
        }
        (ExprKind::Neg(a), ExprKind::Neg(b))
        | (ExprKind::Not(a), ExprKind::Not(b))
        | (ExprKind::PerYear(a), ExprKind::PerYear(b))
        | (ExprKind::PerMonth(a), ExprKind::PerMonth(b)) => same(a, b),
        (ExprKind::And(a), ExprKind::And(b))
        | (ExprKind::Or(a), ExprKind::Or(b))
        | (ExprKind::Min(a), ExprKind::Min(b))
        | (ExprKind::Max(a), ExprKind::Max(b)) => rows(a, b),
        (ExprKind::Compare(how, a, b), ExprKind::Compare(how2, a2, b2)) => how == how2 && same(a, a2) && same(b, b2),
        (ExprKind::Add(a, b), ExprKind::Add(a2, b2))
        | (ExprKind::Sub(a, b), ExprKind::Sub(a2, b2))
        | (ExprKind::Mul(a, b), ExprKind::Mul(a2, b2))
        | (ExprKind::Div(a, b), ExprKind::Div(a2, b2))
        | (ExprKind::ValueOr(a, b), ExprKind::ValueOr(a2, b2)) => same(a, a2) && same(b, b2),
        (ExprKind::If(a, b, c), ExprKind::If(a2, b2, c2)) | (ExprKind::Clamp(a, b, c), ExprKind::Clamp(a2, b2, c2)) => {
            same(a, a2) && same(b, b2) && same(c, c2)
        }
        (ExprKind::In { value, set, negated }, ExprKind::In { value: value2, set: set2, negated: negated2 }) => {
            let items = set.len() == set2.len()
                && set.iter().zip(set2).all(|pair| match pair {
                    (SetItem::Value(a), SetItem::Value(b)) => same(a, b),
                    (SetItem::Range(a, b), SetItem::Range(a2, b2)) => same(a, a2) && same(b, b2),
                    _ => false,
                });
            negated == negated2 && same(value, value2) && items
        }
        (ExprKind::IsNone { value, negated }, ExprKind::IsNone { value: value2, negated: negated2 }) => {
            negated == negated2 && same(value, value2)
        }
        (ExprKind::Round { value, step, mode }, ExprKind::Round { value: value2, step: step2, mode: mode2 }) => {
            step == step2 && mode == mode2 && same(value, value2)
        }
        (ExprKind::Age { born, missing, on }, ExprKind::Age { born: born2, missing: missing2, on: on2 }) => {
            missing == missing2 && same(born, born2) && maybe(on.as_deref(), on2.as_deref())
        }
        (
            ExprKind::MonthsBetween { earlier, later, missing },
            ExprKind::MonthsBetween { earlier: earlier2, later: later2, missing: missing2 },
        ) => missing == missing2 && same(earlier, earlier2) && same(later, later2),
        (
            ExprKind::AddMonths { date, months, missing },
            ExprKind::AddMonths { date: date2, months: months2, missing: missing2 },
        ) => missing == missing2 && same(date, date2) && same(months, months2),
        (ExprKind::DatePart(part, a), ExprKind::DatePart(part2, b)) => part == part2 && same(a, b),
        (ExprKind::YearStart { date, first_month }, ExprKind::YearStart { date: date2, first_month: first_month2 }) => {
            first_month == first_month2 && same(date, date2)
        }
        (ExprKind::Outer(out, a), ExprKind::Outer(out2, b)) => out == out2 && same(a, b),
        (
            ExprKind::IsElement { one, other, negated },
            ExprKind::IsElement { one: one2, other: other2, negated: negated2 },
        ) => (one, other, negated) == (one2, other2, negated2),
        (ExprKind::Aggregate(a), ExprKind::Aggregate(b)) => aggregates(a, b),
        _ => false,
    }
}

fn rows(a: &[Expr], b: &[Expr]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn maybe(a: Option<&Expr>, b: Option<&Expr>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => same(a, b),
        _ => false,
    }
}

fn aggregates(a: &Aggregate, b: &Aggregate) -> bool {
    let kinds = match (&a.kind, &b.kind) {
        (AggregateKind::Nth(a), AggregateKind::Nth(b)) => same(a, b),
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    kinds
        && (a.of, a.root, a.element) == (b.of, b.root, b.element)
        && maybe(a.value.as_ref(), b.value.as_ref())
        && maybe(a.filter.as_ref(), b.filter.as_ref())
        && a.by.len() == b.by.len()
        && a.by.iter().zip(&b.by).all(|(a, b)| a.descending == b.descending && same(&a.value, &b.value))
}
