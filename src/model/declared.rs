//! A typed expression → the place that gives it its type, for a second look beside a report.

use super::names::{DerivedItem, Names};
use super::typecheck::Checker;
use super::{Expr, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::source::Span;
use crate::syntax::ast::FieldType;

impl Checker<'_, '_> {
    /// The report with the places where the types of these expressions are declared, if they are names.
    pub(super) fn declared(&self, report: Diagnostic, exprs: &[&Expr]) -> Diagnostic {
        let mut places: Vec<Span> = exprs.iter().filter_map(|expr| declared(self.names, expr)).collect();
        places.dedup();
        places.into_iter().fold(report, |report, place| report.label(place, table::TYPE_HERE, &[]))
    }
}

/// Where the type of a name is declared; of an aggregate, that of the value it is made of.
fn declared(names: &Names<'_>, expr: &Expr) -> Option<Span> {
    match &expr.kind {
        ExprKind::Field(entity, field) => {
            let fields = names.entities.get(entity.0)?.fields.iter();
            let mut values = fields.filter_map(|field| match &field.ty {
                FieldType::Value { ty, .. } => Some(ty.span),
                FieldType::List { .. } => None,
            });
            values.nth(field.index())
        }
        ExprKind::Derived(id) => match names.derived.get(id.index())?.versions.first()? {
            DerivedItem::Define(item) => Some(item.ty.span),
            DerivedItem::Condition(item) => Some(item.name.span),
        },
        ExprKind::Parameter { id, .. } => Some(names.parameters.get(id.0)?.ty.span),
        ExprKind::Outer(_, asked) => declared(names, asked),
        ExprKind::Aggregate(aggregate) => declared(names, aggregate.value.as_ref()?),
        _ => None,
    }
}
