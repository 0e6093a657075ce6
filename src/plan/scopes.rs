//! Where an expression is worked out: by the one it is asked of, by an element of a list, or by the
//! pair of both, and never by more than it reads.

use super::lower::Lowering;
use super::{OpKind, Operand, Pair};
use crate::model::scopes::{List, list_of, reads, reads_beside_elements, sharing};
use crate::model::{Aggregate, AggregateKind, EntityId, Expr, ExprKind};

/// One of those an expression can ask.
#[derive(Clone, Copy)]
pub(super) struct Link {
    /// How many lists it stands within.
    depth: u32,
    /// The entity of the model.
    of: EntityId,
    /// That entity, or the pair of it with the link before.
    scope: EntityId,
}

impl Link {
    /// Somebody who is asked alone.
    pub(super) fn alone(of: EntityId) -> Link {
        Link { depth: 0, of, scope: of }
    }
}

/// The place of an expression: those it can ask, outermost first, and the lists it stands within.
///
/// INVARIANT (reads): whatever is lowered at a place reads none but those it can ask there, or what
/// they have in common with one who is read.
#[derive(Clone, Copy)]
pub(super) struct At<'l> {
    chain: &'l [Link],
    lists: &'l [List],
}

impl<'l> At<'l> {
    pub(super) fn new(chain: &'l [Link]) -> At<'l> {
        At { chain, lists: &[] }
    }

    /// The entity that works it out.
    pub(super) fn scope(self) -> EntityId {
        self.chain.last().map_or(EntityId(0), |link| link.scope)
    }

    /// Whether one can be asked here.
    fn asks(self, depth: u32) -> bool {
        self.chain.iter().any(|link| link.depth == depth)
    }

    fn depth(self, out: u32) -> u32 {
        (self.lists.len() as u32).saturating_sub(out)
    }

    /// How many askers out the innermost of some is who can be asked here.
    fn hops(self, wanted: &[u32]) -> u32 {
        self.chain.iter().rev().position(|link| wanted.contains(&link.depth)).map_or(0, |hops| hops as u32)
    }
}

impl<'m> Lowering<'m> {
    /// What an expression comes to that does not read both the innermost one and another: worked
    /// out by whom it reads.
    pub(super) fn elsewhere(&mut self, expr: &'m Expr, at: At<'_>) -> Option<Operand> {
        let (last, before) = at.chain.split_last().filter(|(_, before)| !before.is_empty())?;
        let reads = reads(self.model, at.lists, expr, &|depth| at.asks(depth));
        if reads.iter().all(|depth| *depth == last.depth) {
            let alone = [Link { scope: last.of, ..*last }];
            return Some(self.expr(expr, At { chain: &alone, ..at }));
        }
        if reads.contains(&last.depth) {
            return None;
        }
        match self.expr(expr, At { chain: before, ..at }) {
            constant @ Operand::Const(_) => Some(constant),
            operand => Some(self.push(last.scope, OpKind::Asker(operand), expr.ty, None)),
        }
    }

    /// Of whom the parts of an aggregate are asked: of its elements, or of the pairs of the one who
    /// asks and each of them.
    pub(super) fn elements<T>(
        &mut self,
        aggregate: &'m Aggregate,
        at: At<'_>,
        asking: impl FnOnce(&mut Self, At<'_>) -> T,
    ) -> T {
        let beside = reads_beside_elements(self.model, at.lists, aggregate, &|depth| at.asks(depth));
        let mut lists = at.lists.to_vec();
        lists.push(list_of(at.lists, aggregate));
        let (depth, of) = (lists.len() as u32, aggregate.element);
        if beside.is_empty() {
            return asking(self, At { chain: &[Link { depth, of, scope: of }], lists: &lists });
        }
        let hops = self.hops(aggregate, at);
        let scope = self.pair(Pair { asker: at.scope(), hops, root: aggregate.root, element: of });
        let mut chain = at.chain.to_vec();
        chain.push(Link { depth, of, scope });
        asking(self, At { chain: &chain, lists: &lists })
    }

    /// How many askers out one is whose list an aggregate asks about; of a rank, the one.
    pub(super) fn hops(&self, aggregate: &Aggregate, at: At<'_>) -> u32 {
        let whose = at.depth(aggregate.of);
        match aggregate.kind {
            AggregateKind::Rank => at.hops(&[whose]),
            _ => at.hops(&sharing(self.model, at.lists, whose, aggregate.root)),
        }
    }

    /// Whether the elements of two scopes are one.
    pub(super) fn is_element(&self, expr: &Expr, at: At<'_>) -> OpKind {
        match expr.kind {
            ExprKind::IsElement { one, other, negated } => {
                let hops = |out: u32| at.hops(&[at.depth(out)]);
                OpKind::IsElement { hops: hops(one).max(hops(other)), negated }
            }
            _ => OpKind::IsElement { hops: 0, negated: false },
        }
    }
}
