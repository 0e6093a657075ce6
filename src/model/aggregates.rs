//! Questions over the elements of lists: `sum(members.wage where minor)`, `any of …`.

use super::paths::ListPath;
use super::typecheck::{Checker, typed};
use super::types::{Base, Type};
use super::{Aggregate, AggregateKind, Expr, ExprKind, SortKey};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::source::Span;
use crate::syntax::ast::{self, Call, Ident};

impl Checker<'_, '_> {
    /// `any of L where c satisfies t`
    pub(super) fn quantified(
        &mut self,
        all: bool,
        (list, named): (&ast::Path, Option<&Ident>),
        filter: Option<&ast::Expr>,
        test: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let path = match self.list_path(list) {
            Some(path) if path.value.is_none() => path,
            path => {
                let mut element = self.within_list(path.as_ref(), list, named);
                filter.into_iter().chain([test]).for_each(|written| element.apart(written));
                return match path.and_then(|path| path.value) {
                    Some(value) => self.fail(Diagnostic::at(&table::NOT_A_LIST, value.span).arg(&value.text)),
                    None => None,
                };
            }
        };
        let of = self.out(path.of);
        let mut element = self.within_list(Some(&path), list, named);
        let filter = filter.map(|filter| element.truth(filter));
        let value = element.truth(test)?;
        let kind = if all { AggregateKind::All } else { AggregateKind::Any };
        let parts = (Some(value), present(filter)?, Vec::new());
        aggregate(kind, (&path, of, named), parts, Type::TRUTH, span)
    }

    /// `min(L.x)`: over a list; of one value there is no least.
    pub(super) fn extreme_of_list(&mut self, name: &str, only: &ast::Expr, call: &Call, span: Span) -> Option<Expr> {
        let is_list = matches!(&only.kind, ast::ExprKind::Path(path) if self.list_start(path).is_some());
        if !is_list {
            let unknown = ast::Path { parts: vec![call.name.clone()], span: call.name.span };
            self.clauses_apart(call, &unknown);
            self.infer(only, None)?;
            return self.fail(
                Diagnostic::at(&table::ARGUMENT_COUNT, span).arg(name).arg("≥ 2").arg(1).arg(format!("{name}(a, b)")),
            );
        }
        self.aggregate_call(name, call, span)
    }

    /// Reports what is wrong with what is asked of the elements of a list that is not known.
    fn clauses_apart(&mut self, call: &Call, list: &ast::Path) {
        let mut element = self.within_list(None, list, call.named.as_ref());
        call.filter.iter().for_each(|filter| element.apart(filter));
        call.by.iter().for_each(|key| element.apart(&key.value));
    }

    /// The aggregates that are written as calls.
    pub(super) fn aggregate_call(&mut self, name: &str, call: &Call, span: Span) -> Option<Expr> {
        let list = call.args.last()?;
        let ast::ExprKind::Path(written) = &list.kind else {
            self.arguments_apart(call);
            return self.fail(Diagnostic::at(&table::LIST_EXPECTED, list.span).arg(name));
        };
        let path = self.list_path(written);
        if path.is_none() {
            self.clauses_apart(call, written);
        }
        let nth = match call.args.as_slice() {
            [position, _] => Some(self.expect(position, Type::plain(Base::Integer))),
            _ => None,
        };
        let path = path?;
        // A rank is that of the one who is asked, whoever else has the same list.
        let of = self.out(if name == "rank" { path.asked } else { path.of });
        let named = call.named.as_ref();
        let mut element = self.within_list(Some(&path), written, named);
        let filter = call.filter.as_ref().map(|filter| element.truth(filter));
        let by: Vec<Option<SortKey>> = call.by.iter().map(|key| element.sort_key(key)).collect();
        let value = path.value.map(|value| element.element_value(path.element, value));
        let kind = self.aggregate_kind(name, &path, present(nth)?, call, span)?;
        let (value, filter) = (present(value)?, present(filter)?);
        let by = by.into_iter().collect::<Option<Vec<_>>>()?;
        let ty = self.aggregate_type(&kind, value.as_ref(), span)?;
        aggregate(kind, (&path, of, named), (value, filter, by), ty, span)
    }

    fn sort_key(&mut self, key: &ast::SortKey) -> Option<SortKey> {
        let value = self.infer(&key.value, None)?;
        let value = self.plain(value)?;
        if !value.ty.base.is_ordered() {
            let is = self.words(value.ty);
            return self.fail(Diagnostic::at(&table::NOT_ORDERED, value.span).arg("by").arg(is));
        }
        Some(SortKey { value, descending: key.descending })
    }

    /// Which aggregate, and whether its list, value and keys are what it needs.
    fn aggregate_kind(
        &mut self,
        name: &str,
        path: &ListPath<'_>,
        nth: Option<Expr>,
        call: &Call,
        span: Span,
    ) -> Option<AggregateKind> {
        let counts = matches!(name, "count" | "rank");
        if let Some(value) = path.value.filter(|_| counts) {
            return self.fail(Diagnostic::at(&table::VALUE_NOT_COUNTED, value.span).arg(name).arg(&value.text));
        }
        if path.value.is_none() && !counts {
            return self.fail(Diagnostic::at(&table::VALUE_MISSING, span).arg(name));
        }
        if call.by.is_empty() && matches!(name, "first" | "nth" | "rank") {
            return self.fail(Diagnostic::at(&table::ORDER_MISSING, span).arg(name));
        }
        if name == "rank" && self.entity_at(path.asked).is_some_and(|asked| asked != path.element) {
            let element = self.names.entity_name(path.element);
            return self.fail(Diagnostic::at(&table::RANK_OF_ANOTHER, span).arg(element));
        }
        Some(match name {
            "sum" => AggregateKind::Sum,
            "count" => AggregateKind::Count,
            "average" => AggregateKind::Average,
            "min" => AggregateKind::Min,
            "max" => AggregateKind::Max,
            "first" => AggregateKind::First,
            "nth" => AggregateKind::Nth(Box::new(nth?)),
            _ => AggregateKind::Rank,
        })
    }

    /// The type an aggregate gives; reports a value it can make nothing of.
    fn aggregate_type(&mut self, kind: &AggregateKind, value: Option<&Expr>, span: Span) -> Option<Type> {
        let ty = value.map_or(Type::plain(Base::Integer), |value| value.ty);
        let selects = matches!(kind, AggregateKind::First | AggregateKind::Nth(_));
        if let Some(value) = value.filter(|value| value.ty.optional && !selects) {
            let report = self.may_be_none(value);
            return self.fail(report);
        }
        let fits = match kind {
            AggregateKind::Sum => ty.base.is_number() || matches!(ty.base, Base::Months | Base::Days),
            AggregateKind::Average => ty.base.is_number(),
            AggregateKind::Min | AggregateKind::Max => ty.base.is_ordered(),
            _ => true,
        };
        if !fits {
            let is = self.words(ty);
            return self.fail(Diagnostic::at(&table::NOT_AGGREGATED, span).arg(is));
        }
        Some(match (kind, ty.base) {
            (AggregateKind::Average, Base::Integer) => Type::plain(Base::Decimal),
            (AggregateKind::Count | AggregateKind::Rank, _) => Type::plain(Base::Integer),
            _ => ty,
        })
    }
}

/// `Some(None)` for what was not written, `None` for what was wrong.
fn present<T>(checked: Option<Option<T>>) -> Option<Option<T>> {
    match checked {
        None => Some(None),
        Some(None) => None,
        Some(Some(value)) => Some(Some(value)),
    }
}

fn aggregate(
    kind: AggregateKind,
    (path, of, named): (&ListPath<'_>, u32, Option<&Ident>),
    (value, filter, by): (Option<Expr>, Option<Expr>, Vec<SortKey>),
    ty: Type,
    span: Span,
) -> Option<Expr> {
    let (root, element, name) = (path.root, path.element, named.map(|name| name.text.clone()));
    let aggregate = Aggregate { kind, of, root, element, name, value, filter, by };
    Some(typed(ExprKind::Aggregate(Box::new(aggregate)), ty, span))
}
