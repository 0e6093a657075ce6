//! Decision + comparison → how far the case is from one in which its sides are equal, and what rests on
//! it turns with it.
//!
//! From what is asked down to the comparison: of several that have to hold the others hold, of several
//! of which one is enough the others do not, and of two branches the one is taken in which it stands.

use super::distance::{DEEPEST, FAR, Far, Gauge, THERE, all, any, gap};
use crate::eval::At;
use crate::model::{Asked, EntityId};
use crate::plan::{AggregateKind, Effect, OpKind, Operand};
use std::collections::BTreeSet;

/// The edge of a comparison.
pub(super) struct Edge<'g, 'v, 'f, 'a> {
    pub(super) gauge: &'g Gauge<'v, 'f, 'a>,
    pub(super) compared: (EntityId, u32),
    /// The comparison, and what rests on it.
    pub(super) above: &'g BTreeSet<Operand>,
    /// Whether its sides are to be equal.
    pub(super) equal: bool,
}

impl Edge<'_, '_, '_, '_> {
    /// How far the case is from the edge, seen from an operand that rests on the comparison.
    pub(super) fn of(&self, operand: Operand, at: At, depth: u32) -> Far {
        let gauge = self.gauge;
        let Operand::Slot(entity, slot) = operand else { return FAR };
        if !self.above.contains(&operand) || depth >= DEEPEST {
            return FAR;
        }
        let Some((operation, at)) = gauge.looked(entity, slot, at, depth) else { return FAR };
        let depth = depth.saturating_add(1);
        if self.compared == (entity, slot) {
            if !self.equal {
                return THERE;
            }
            let OpKind::Compare(_, a, b) = &operation.kind else { return FAR };
            return match gap(gauge.frame.read(*a, at), gauge.frame.read(*b, at)) {
                Some(apart) if apart.is_zero() => THERE,
                Some(apart) => Far { short: apart, ..Far::of(1).at(operand) },
                None => Far::of(2).at(operand),
            };
        }
        let of = |operand: Operand| self.of(operand, at, depth);
        let truth = |operand: Operand, wanted| gauge.truth(operand, at, wanted, depth);
        // One of them stands at the edge, and the others leave it to that one.
        let one_of = |operands: &[Operand], others: bool| {
            any((0..operands.len()).filter(|own| operands.get(*own).is_some_and(|it| self.above.contains(it))).map(
                |own| {
                    all(operands.iter().enumerate().map(|(at, operand)| match at == own {
                        true => of(*operand),
                        false => truth(*operand, others),
                    }))
                },
            ))
        };
        match &operation.kind {
            OpKind::And(operands) => one_of(operands, true),
            OpKind::Or(operands) => one_of(operands, false),
            OpKind::If(test, then, other) => {
                any([of(*test), truth(*test, true).and(of(*then)), truth(*test, false).and(of(*other))].into_iter())
            }
            OpKind::Versions(versions) => {
                let date = gauge.frame.context.date;
                versions.iter().find(|(span, _)| span.holds(date)).map_or(FAR, |(_, body)| of(*body))
            }
            OpKind::Resolve(base, candidates) => {
                let date = gauge.frame.context.date;
                let in_force = || candidates.iter().filter(|it| it.in_force.holds(date));
                let none = all(in_force().map(|it| truth(it.when, false))).and(of(*base));
                let by = in_force().map(|it| match it.effect {
                    Effect::Then(then) => of(it.when).or(truth(it.when, true).and(of(then))),
                    Effect::Waive | Effect::Disapply => of(it.when),
                });
                none.or(any(by))
            }
            OpKind::Aggregate(aggregate) => any(gauge.elements(aggregate, at).map(|element| {
                let filter = aggregate.filter.map_or(FAR, |it| self.of(it, element, depth));
                let counts = aggregate.filter.map_or(THERE, |it| gauge.truth(it, element, true, depth));
                let value = aggregate.value.map_or(FAR, |it| self.of(it, element, depth));
                // What is asked of all, or of any, is left to this one as well.
                let of_it = aggregate.value.filter(|_| aggregate.filter.is_some());
                let turns = match aggregate.kind {
                    AggregateKind::Any => of_it.map_or(THERE, |it| gauge.truth(it, element, true, depth)),
                    AggregateKind::All => of_it.map_or(THERE, |it| gauge.truth(it, element, false, depth)),
                    _ => THERE,
                };
                filter.and(turns).or(counts.and(value))
            })),
            OpKind::Asked(asked) => self.of_rules(*asked, at, depth),
            kind => {
                let mut nearest = FAR;
                crate::plan::each_operand(kind, &mut |operand| nearest = nearest.or(of(operand)));
                nearest
            }
        }
    }

    /// In the condition of a rule that is asked after, or in what it gives where the condition holds.
    fn of_rules(&self, asked: Asked, at: At, depth: u32) -> Far {
        let plan = self.gauge.frame.context.plan;
        any(self.gauge.rules(asked, at).into_iter().map(|(rule, subject, grants)| {
            let Some(lowered) = plan.rules.get(rule.index()) else { return FAR };
            let in_amounts = any(grants.into_iter().map(|(otherwise, at)| {
                let amounts = if otherwise { lowered.otherwise.get(at) } else { lowered.grants.get(at) };
                let amounts = amounts.into_iter().flatten().map(|it| self.of(*it, subject, depth));
                self.gauge.rule(rule, subject, !otherwise).and(any(amounts))
            }));
            self.of(lowered.when, subject, depth).or(in_amounts)
        }))
    }
}
