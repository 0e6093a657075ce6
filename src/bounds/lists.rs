//! A question over a list → what it can be, by how long the list may be.

use super::facts::{Facts, Question};
use super::range::Range;
use super::reach::Reach;
use crate::model::{Aggregate, AggregateKind, EntityId, Expr, ExprKind, Model, walk};
use crate::value::{Interval, Number};

impl<'m> Reach<'m> {
    /// A question over a list.
    #[inline(never)]
    pub(super) fn aggregate(&mut self, expr: &'m Expr, aggregate: &'m Aggregate, facts: &Facts<'m>) -> Range {
        // Of the list of one further out only what holds of all can be the same.
        let root = if aggregate.of == 0 { aggregate.root } else { EntityId(0) };
        let facts = facts.above(|about| stays(self.model(), about, root));
        let filtered = aggregate.filter.as_ref().map(|filter| self.expr(filter, &facts).truths());
        let within = match &aggregate.filter {
            Some(filter) => self.given(Question::Expr(filter), true, &facts),
            None => facts.clone(),
        };
        let value = aggregate.value.as_ref().map(|value| self.expr(value, &within));
        aggregate.by.iter().for_each(|key| drop(self.expr(&key.value, &within)));
        if let AggregateKind::Nth(n) = &aggregate.kind {
            self.expr(n, &facts);
        }
        let (low, high) = lengths(self.model(), aggregate.root, aggregate.element);
        let counts = filtered.is_none_or(|(yes, _)| yes);
        let low = if aggregate.filter.is_some() { 0 } else { low };
        let high = if counts { high } else { Some(0) };
        let whole = |count: u64| Number::from_int(i64::try_from(count).unwrap_or(i64::MAX));
        let count = |from: u64| Interval::between(Some(whole(from)), high.map(|high| whole(high.max(from))));
        match (&aggregate.kind, value) {
            (AggregateKind::Count, _) => Range::numbers(Some(count(low))),
            (AggregateKind::Rank, _) => Range::numbers(Some(count(1))),
            (AggregateKind::Sum, Some(value)) => Range::numbers(match value.interval() {
                // So many values, each as far from 0 as it can be.
                Some(each) => Some(sum(each, low, count(low))),
                None => Some(Interval::point(Number::ZERO)),
            }),
            (AggregateKind::Any, Some(value)) => {
                let (yes, no) = value.truths();
                Range::truth(yes && counts && high != Some(0), no || low == 0)
            }
            (AggregateKind::All, Some(value)) => {
                let (yes, no) = value.truths();
                Range::truth(yes || low == 0, no && counts && high != Some(0))
            }
            (AggregateKind::Average, Some(value)) => {
                Range::numbers(value.interval().and_then(|each| Interval::new(each.low, each.high, None)))
            }
            (_, Some(value)) => value,
            _ => Range::of_type(expr.ty, self.model()),
        }
    }
}

/// The sum of at least `low` values out of so many.
fn sum(each: Interval, low: u64, count: Interval) -> Interval {
    let total = each.times(count);
    if low == 0 { total.join(Interval::point(Number::ZERO)) } else { total }
}

/// How many elements there can be below an instance; `None`: no end is declared.
fn lengths(model: &Model, root: EntityId, element: EntityId) -> (u64, Option<u64>) {
    let (mut low, mut high) = (1u64, Some(1u64));
    let mut at = element;
    // An entity stands behind the one that lists it.
    while at != root {
        let Some((above, _, bounds)) = model.entities.get(at.index()).and_then(|entity| entity.parent.as_ref()) else {
            break;
        };
        low = low.saturating_mul(u64::from(bounds.low));
        high = high.zip(bounds.high).and_then(|(high, most)| high.checked_mul(u64::from(most)));
        at = *above;
    }
    (low, high)
}

/// Whether an expression asks the same within a list of an entity as it does outside of it.
pub(super) fn stays(model: &Model, expr: &Expr, root: EntityId) -> bool {
    let above = |entity: EntityId| {
        let up = |at: &EntityId| Some(model.entities.get(at.index())?.parent.as_ref()?.0);
        std::iter::successors(Some(root), up).any(|at| at == entity)
    };
    let mut all = true;
    let mut visit = |part: &Expr| {
        all &= match &part.kind {
            ExprKind::Field(entity, _) => above(*entity),
            ExprKind::Derived(id) => model.derived.get(id.index()).is_some_and(|derived| above(derived.entity)),
            ExprKind::Aggregate(_)
            | ExprKind::Outer(..)
            | ExprKind::IsElement { .. }
            | ExprKind::Asked(_)
            | ExprKind::Key(_) => false,
            _ => true,
        };
    };
    walk::expr(expr, &mut visit);
    all
}
