//! model → the texts it contains, in one fixed order: what their `TextId`s count.

use crate::model::{
    Aggregate, AggregateKind, Const, Effect, Expr, ExprKind, Grant, Model, Pattern, SetItem, Statement, Test,
};
use std::collections::BTreeSet;

/// Every text constant of the model, each once, in order of first occurrence: defaults of
/// fields, then parameters, definitions and conditions, exceptions, rules, properties.
///
/// The position is the [`TextId`](crate::value::TextId); texts of facts are numbered on from
/// there, so that equal texts have equal ids.
pub(super) fn literals(model: &Model) -> Vec<String> {
    let mut found = Literals::default();
    for field in model.entities.iter().flat_map(|entity| &entity.fields) {
        field.default.iter().for_each(|value| found.constant(value));
    }
    for row in model.parameters.iter().flat_map(|p| &p.versions).flat_map(|version| &version.rows) {
        row.patterns.iter().for_each(|pattern| found.pattern(pattern));
        found.expr(&row.value);
    }
    model.derived.iter().flat_map(|derived| &derived.versions).for_each(|version| found.test(&version.body));
    for exception in &model.exceptions {
        found.test(&exception.when);
        if let Effect::Then(value) = &exception.effect {
            found.expr(value);
        }
    }
    for rule in &model.rules {
        found.test(&rule.when);
        rule.grants.iter().chain(&rule.otherwise).for_each(|grant| found.grant(grant));
    }
    for property in &model.properties {
        match &property.statement {
            Statement::Always { given, holds } => found.exprs(given.iter().chain([holds])),
            Statement::Never(value) | Statement::Monotone { value, .. } => found.expr(value),
        }
    }
    found.texts
}

#[derive(Default)]
struct Literals {
    texts: Vec<String>,
    seen: BTreeSet<String>,
}

impl Literals {
    fn constant(&mut self, value: &Const) {
        if let Const::Text(text) = value
            && self.seen.insert(text.clone())
        {
            self.texts.push(text.clone());
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        if let Pattern::Value(value) = pattern {
            self.constant(value);
        }
    }

    fn test(&mut self, test: &Test) {
        match test {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.test(&part.test)),
            Test::Expr(expr) => self.expr(expr),
        }
    }

    fn grant(&mut self, grant: &Grant) {
        self.exprs(&grant.fields);
    }

    fn exprs<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        use ExprKind as E;
        match &expr.kind {
            E::Const(value) => self.constant(value),
            E::DecisionDate | E::Field(..) | E::Derived(_) | E::Reading(_) | E::Key(_) => {}
            E::IsElement { .. } | E::Asked(_) => {}
            E::Parameter { id: _, keys, on } => self.exprs(keys.iter().chain(on.as_deref())),
            E::Marginal { id: _, amount, on } => self.exprs([amount.as_ref()].into_iter().chain(on.as_deref())),
            E::And(all) | E::Or(all) | E::Min(all) | E::Max(all) => self.exprs(all),
            E::Neg(a) | E::Not(a) | E::Outer(_, a) | E::PerYear(a) | E::PerMonth(a) | E::DatePart(_, a) => self.expr(a),
            E::IsNone { value, .. } | E::Round { value, .. } | E::YearStart { date: value, .. } => self.expr(value),
            E::Compare(_, a, b) | E::Add(a, b) | E::Sub(a, b) | E::Mul(a, b) | E::Div(a, b) | E::ValueOr(a, b) => {
                self.exprs([a.as_ref(), b.as_ref()]);
            }
            E::MonthsBetween { earlier: a, later: b, .. } | E::AddMonths { date: a, months: b, .. } => {
                self.exprs([a.as_ref(), b.as_ref()]);
            }
            E::If(a, b, c) | E::Clamp(a, b, c) => self.exprs([a.as_ref(), b.as_ref(), c.as_ref()]),
            E::Age { born, on, .. } => self.exprs([born.as_ref()].into_iter().chain(on.as_deref())),
            E::In { value, set, .. } => {
                self.expr(value);
                set.iter().for_each(|item| self.set_item(item));
            }
            E::Aggregate(aggregate) => self.aggregate(aggregate),
        }
    }

    fn set_item(&mut self, item: &SetItem) {
        match item {
            SetItem::Value(value) => self.expr(value),
            SetItem::Range(low, high) => self.exprs([low, high]),
        }
    }

    fn aggregate(&mut self, aggregate: &Aggregate) {
        if let AggregateKind::Nth(position) = &aggregate.kind {
            self.expr(position);
        }
        self.exprs(aggregate.value.iter().chain(&aggregate.filter).chain(aggregate.by.iter().map(|key| &key.value)));
    }
}
