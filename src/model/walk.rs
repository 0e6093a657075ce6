//! Visits every expression within expressions, tests, rules and whole models.

use super::{AggregateKind, Effect, Exception, Expr, ExprKind, Grant, Model, Property, Rule, SetItem, Statement, Test};

/// Calls `visit` for each operand of an expression, not for the expression itself.
pub(crate) fn operands<'m>(expr: &'m Expr, visit: &mut dyn FnMut(&'m Expr)) {
    match &expr.kind {
        ExprKind::Const(_)
        | ExprKind::DecisionDate
        | ExprKind::Field(..)
        | ExprKind::Derived(_)
        | ExprKind::Reading(_)
        | ExprKind::Key(_)
        | ExprKind::IsElement { .. }
        | ExprKind::Asked(_) => {}
        ExprKind::Parameter { keys, on, .. } => keys.iter().chain(on.as_deref()).for_each(visit),
        ExprKind::Marginal { amount, on, .. } => [amount.as_ref()].into_iter().chain(on.as_deref()).for_each(visit),
        ExprKind::Age { born, on, .. } => [born.as_ref()].into_iter().chain(on.as_deref()).for_each(visit),
        ExprKind::Neg(a)
        | ExprKind::Not(a)
        | ExprKind::Outer(_, a)
        | ExprKind::DatePart(_, a)
        | ExprKind::PerYear(a)
        | ExprKind::PerMonth(a)
        | ExprKind::Round { value: a, .. }
        | ExprKind::IsNone { value: a, .. }
        | ExprKind::YearStart { date: a, .. } => visit(a),
        ExprKind::And(all) | ExprKind::Or(all) | ExprKind::Min(all) | ExprKind::Max(all) => all.iter().for_each(visit),
        ExprKind::Compare(_, a, b)
        | ExprKind::Add(a, b)
        | ExprKind::Sub(a, b)
        | ExprKind::Mul(a, b)
        | ExprKind::Div(a, b)
        | ExprKind::ValueOr(a, b)
        | ExprKind::MonthsBetween { earlier: a, later: b, .. }
        | ExprKind::AddMonths { date: a, months: b, .. } => [a, b].into_iter().for_each(|e| visit(e)),
        ExprKind::If(a, b, c) | ExprKind::Clamp(a, b, c) => [a, b, c].into_iter().for_each(|e| visit(e)),
        ExprKind::In { value, set, .. } => {
            visit(value);
            for item in set {
                match item {
                    SetItem::Value(value) => visit(value),
                    SetItem::Range(low, high) => [low, high].into_iter().for_each(&mut *visit),
                }
            }
        }
        ExprKind::Aggregate(aggregate) => {
            if let AggregateKind::Nth(n) = &aggregate.kind {
                visit(n);
            }
            let keys = aggregate.by.iter().map(|key| &key.value);
            aggregate.value.iter().chain(&aggregate.filter).chain(keys).for_each(visit);
        }
    }
}

/// An expression and everything within it, outermost first.
pub(crate) fn expr<'m>(root: &'m Expr, visit: &mut dyn FnMut(&'m Expr)) {
    visit(root);
    operands(root, &mut |operand| expr(operand, visit));
}

/// Every expression of a test.
pub(crate) fn test<'m>(test: &'m Test, visit: &mut dyn FnMut(&'m Expr)) {
    match test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self::test(&part.test, visit)),
        Test::Expr(root) => expr(root, visit),
    }
}

/// Every expression of an exception: its `when`, and what it puts in place.
pub(crate) fn exception<'m>(exception: &'m Exception, visit: &mut dyn FnMut(&'m Expr)) {
    test(&exception.when, visit);
    if let Effect::Then(value) = &exception.effect {
        expr(value, visit);
    }
}

/// Every expression of a rule: its `when`, and the amounts of its measures.
pub(crate) fn rule<'m>(rule: &'m Rule, visit: &mut dyn FnMut(&'m Expr)) {
    test(&rule.when, visit);
    let fields = |grant: &'m Grant| grant.fields.iter();
    rule.grants.iter().chain(&rule.otherwise).flat_map(fields).for_each(|field| expr(field, visit));
}

/// Every expression of a model, those of its tables included.
pub(crate) fn model<'m>(model: &'m Model, visit: &mut dyn FnMut(&'m Expr)) {
    for row in model.parameters.iter().flat_map(|p| &p.versions).flat_map(|version| &version.rows) {
        expr(&row.value, visit);
    }
    model.derived.iter().flat_map(|derived| &derived.versions).for_each(|version| test(&version.body, visit));
    model.exceptions.iter().for_each(|item| exception(item, visit));
    model.rules.iter().for_each(|item| rule(item, visit));
    model.properties.iter().for_each(|item| property(item, visit));
}

/// Every expression of a property.
pub(crate) fn property<'m>(property: &'m Property, visit: &mut dyn FnMut(&'m Expr)) {
    match &property.statement {
        Statement::Always { given, holds } => given.iter().chain([holds]).for_each(|each| expr(each, visit)),
        Statement::Never(never) => expr(never, visit),
        Statement::Monotone { value, .. } => expr(value, visit),
    }
}
