//! Where an expression is worked out: by the one it is asked of, by an element of a list, or by the
//! pair of both, and never by more than it reads.

use super::lower::Lowering;
use super::{OpKind, Operand, Pair};
use crate::model::{Aggregate, EntityId, Expr, ExprKind, walk};

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

/// The place of an expression: those it can ask, outermost first, and how many lists it stands within.
///
/// INVARIANT (reads): whatever is lowered at a place reads none but those it can ask there.
#[derive(Clone, Copy)]
pub(super) struct At<'l> {
    chain: &'l [Link],
    depth: u32,
}

impl<'l> At<'l> {
    pub(super) fn new(chain: &'l [Link]) -> At<'l> {
        At { chain, depth: 0 }
    }

    /// The entity that works it out.
    pub(super) fn scope(self) -> EntityId {
        self.chain.last().map_or(EntityId(0), |link| link.scope)
    }

    /// The same place for what is asked so many scopes out.
    pub(super) fn outside(self, out: u32) -> At<'l> {
        At { depth: self.depth.saturating_sub(out), ..self }
    }

    /// How many askers out somebody is who can be asked here.
    pub(super) fn hops(self, out: u32) -> u32 {
        let wanted = self.depth.saturating_sub(out);
        self.chain.iter().rev().position(|link| link.depth == wanted).map_or(0, |hops| hops as u32)
    }
}

impl<'m> Lowering<'m> {
    /// What an expression comes to that does not read both the innermost one and another: worked
    /// out by whom it reads.
    pub(super) fn elsewhere(&mut self, expr: &'m Expr, at: At<'_>) -> Option<Operand> {
        let (last, before) = at.chain.split_last().filter(|(_, before)| !before.is_empty())?;
        let reads = walk::reads(expr, at.depth);
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
        let depth = at.depth.saturating_add(1);
        let of = aggregate.element;
        if walk::reads_of_elements(aggregate, depth).is_empty() {
            return asking(self, At { chain: &[Link { depth, of, scope: of }], depth });
        }
        let hops = at.hops(aggregate.of);
        let scope = self.pair(Pair { asker: at.scope(), hops, root: aggregate.root, element: of });
        let mut chain = at.chain.to_vec();
        chain.push(Link { depth, of, scope });
        asking(self, At { chain: &chain, depth })
    }

    /// Whether the elements of two scopes are one.
    pub(super) fn is_element(&self, expr: &Expr, at: At<'_>) -> OpKind {
        match expr.kind {
            ExprKind::IsElement { one, other, negated } => {
                OpKind::IsElement { hops: at.hops(one).max(at.hops(other)), negated }
            }
            _ => OpKind::IsElement { hops: 0, negated: false },
        }
    }
}
