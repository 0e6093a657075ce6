//! What running a plan can cost: how many operands a case may read, how deep reading may nest.

use super::{Aggregate, AggregateKind, Candidate, Effect, OpKind, Operand, Operation, Plan, SetItem};
use crate::model::EntityId;

/// How many operations may wait for each other while a slot is filled on demand. A level takes
/// less than 4 KiB of stack in a build without optimisation.
pub(crate) const DEEPEST: u32 = 32;

/// So many operands for each instance of an entity, or for each pair of it and an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    entity: EntityId,
    element: Option<EntityId>,
    operands: usize,
}

impl Plan {
    /// At most how many operands a case reads, elements of aggregates included, given how many
    /// instances each entity has; the trace has at most a small multiple of that.
    pub(crate) fn work(&self, count: impl Fn(EntityId) -> u32) -> usize {
        let each = |cost: &Cost| {
            let pairs = cost.element.map_or(1, |element| count(element) as usize);
            cost.operands.saturating_mul(pairs).saturating_mul(count(cost.entity) as usize)
        };
        self.costs.iter().fold(0usize, |sum, cost| sum.saturating_add(each(cost)))
    }
}

/// The costs of all operations, those of one kind together.
pub(super) fn costs(ops: &[Operation]) -> Vec<Cost> {
    let mut costs: Vec<Cost> = Vec::new();
    for op in ops {
        let (element, operands) = match &op.kind {
            OpKind::Aggregate(a) => (Some(a.element), a.by.len().saturating_add(2)),
            OpKind::And(list) | OpKind::Or(list) | OpKind::Min(list) | OpKind::Max(list) => (None, list.len()),
            _ => (None, 4),
        };
        match costs.iter_mut().find(|cost| cost.entity == op.entity && cost.element == element) {
            Some(cost) => cost.operands = cost.operands.saturating_add(operands),
            None => costs.push(Cost { entity: op.entity, element, operands }),
        }
    }
    costs
}

/// Operations at every [`DEEPEST`]th level of dependency, in order.
pub(super) fn landings(ops: &[Operation], slots: &[Vec<u32>]) -> Vec<u32> {
    let mut levels: Vec<u32> = Vec::with_capacity(ops.len());
    let mut landings = Vec::new();
    for (op, index) in ops.iter().zip(0u32..) {
        let mut level = 0u32;
        each_operand(&op.kind, &mut |operand| {
            let Operand::Slot(entity, slot) = operand else { return };
            if let Some(before) = slots.get(entity.index()).and_then(|slots| slots.get(slot as usize)) {
                level = level.max(levels.get(*before as usize).copied().unwrap_or(0));
            }
        });
        level = level.saturating_add(1);
        if level == DEEPEST {
            landings.push(index);
            level = 0;
        }
        levels.push(level);
    }
    landings
}

/// Every operand an operation may read.
pub(crate) fn each_operand(kind: &OpKind, visit: &mut dyn FnMut(Operand)) {
    match kind {
        OpKind::DecisionDate | OpKind::Reading(_) | OpKind::IsElement { .. } | OpKind::Asked(_) => {}
        OpKind::Alias(a)
        | OpKind::Neg(a)
        | OpKind::Not(a)
        | OpKind::IsNone { value: a, .. }
        | OpKind::Round { value: a, .. }
        | OpKind::DatePart(_, a)
        | OpKind::YearStart(a, _)
        | OpKind::PerYear(a)
        | OpKind::PerMonth(a)
        | OpKind::Asker(a) => visit(*a),
        OpKind::Compare(_, a, b)
        | OpKind::Add(a, b)
        | OpKind::Sub(a, b)
        | OpKind::Mul(a, b, _)
        | OpKind::Div(a, b)
        | OpKind::ValueOr(a, b)
        | OpKind::Age(a, b, _)
        | OpKind::MonthsBetween(a, b, _)
        | OpKind::AddMonths(a, b, _) => [*a, *b].into_iter().for_each(visit),
        OpKind::Within { value, low, high } => std::iter::once(*value).chain(*low).chain(*high).for_each(visit),
        OpKind::If(a, b, c) | OpKind::Clamp(a, b, c) => [*a, *b, *c].into_iter().for_each(visit),
        OpKind::And(list) | OpKind::Or(list) | OpKind::Min(list) | OpKind::Max(list) => {
            list.iter().copied().for_each(visit);
        }
        OpKind::In { value, set, .. } => {
            visit(*value);
            for item in set {
                match item {
                    SetItem::Value(value) => visit(*value),
                    SetItem::Range(low, high) => [*low, *high].into_iter().for_each(&mut *visit),
                }
            }
        }
        OpKind::Lookup(lookup) => {
            lookup.keys.iter().chain(&lookup.on).copied().for_each(&mut *visit);
            lookup.computed.iter().for_each(|(_, _, value)| visit(*value));
        }
        OpKind::Marginal { amount, on, .. } => std::iter::once(*amount).chain(*on).for_each(visit),
        OpKind::Aggregate(aggregate) => of_aggregate(aggregate, visit),
        OpKind::Versions(versions) => versions.iter().for_each(|(_, body)| visit(*body)),
        OpKind::Resolve(base, candidates) => {
            visit(*base);
            candidates.iter().for_each(|candidate| of_candidate(candidate, visit));
        }
    }
}

fn of_aggregate(aggregate: &Aggregate, visit: &mut dyn FnMut(Operand)) {
    if let AggregateKind::Nth(n) = aggregate.kind {
        visit(n);
    }
    let keys = aggregate.by.iter().map(|(key, _)| *key);
    aggregate.value.into_iter().chain(aggregate.filter).chain(keys).for_each(visit);
}

fn of_candidate(candidate: &Candidate, visit: &mut dyn FnMut(Operand)) {
    visit(candidate.when);
    if let Effect::Then(then) = candidate.effect {
        visit(then);
    }
    candidate.subs.iter().for_each(|sub| of_candidate(sub, visit));
}
