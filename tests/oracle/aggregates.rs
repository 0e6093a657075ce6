//! Aggregates: a question over every element of a list, or of lists within lists.

use super::eval::{Oracle, Spot, extreme, one};
use super::value::{V, all, any, hindrance, not};
use doudi::model::{Aggregate, AggregateKind, EntityId, SortKey};
use doudi::value::Fault;
use num_rational::BigRational;
use num_traits::Zero;
use std::cmp::Ordering;

/// The elements an aggregate is about.
pub struct Elements {
    pub nodes: Vec<usize>,
    /// Lists left out along the way: one more element that is unknown.
    pub unknown_lists: Vec<String>,
}

impl Oracle<'_> {
    /// The descendants of the aggregate's root that are of its element's kind.
    pub fn elements(&self, aggregate: &Aggregate, at: Spot<'_>) -> Elements {
        let mut found =
            Elements { nodes: vec![self.owner(aggregate.root, at.out(aggregate.of).node)], unknown_lists: Vec::new() };
        for entity in self.steps(aggregate.root, aggregate.element) {
            let mut below = Vec::new();
            for &node in &found.nodes {
                match &self.case.nodes[node].lists[&entity] {
                    Some(list) => below.extend(list),
                    None => found.unknown_lists.push(self.list_path(entity, node)),
                }
            }
            found.nodes = below;
        }
        found
    }

    /// The entities from below `root` down to `element`.
    fn steps(&self, root: EntityId, element: EntityId) -> Vec<EntityId> {
        let mut steps = Vec::new();
        let mut entity = element;
        while entity != root {
            steps.insert(0, entity);
            entity = self.model.entities[entity.index()].parent.as_ref().expect("an element lies below its root").0;
        }
        steps
    }

    /// Where a list of an instance stands in the facts.
    pub fn list_path(&self, entity: EntityId, node: usize) -> String {
        let (_, name, _) = self.model.entities[entity.index()].parent.as_ref().expect("a list names the entity");
        let path = &self.case.nodes[node].path;
        if path.is_empty() { name.id.clone() } else { format!("{path}.{}", name.id) }
    }

    pub fn aggregate(&self, aggregate: &Aggregate, at: Spot<'_>) -> V {
        let elements = self.elements(aggregate, at);
        let filter =
            |node: usize| aggregate.filter.as_ref().map_or(V::Truth(true), |f| self.asked(f, at.element(node), &[]));
        let value =
            |node: usize| aggregate.value.as_ref().map_or(V::Truth(true), |v| self.asked(v, at.element(node), &[]));
        let nodes = || elements.nodes.iter().copied();
        let more = elements.unknown_lists.iter().map(|_| V::Unknown);
        match &aggregate.kind {
            AggregateKind::Any => any(&nodes().map(|n| all(&[filter(n), value(n)])).chain(more).collect::<Vec<_>>()),
            AggregateKind::All => {
                all(&nodes().map(|n| any(&[not(&filter(n)), value(n)])).chain(more).collect::<Vec<_>>())
            }
            kind => {
                let filters: Vec<V> = nodes().map(filter).chain(more).collect();
                let chosen: Vec<usize> =
                    nodes().zip(&filters).filter(|(_, f)| f.truth() == Some(true)).map(|(n, _)| n).collect();
                self.of_chosen(kind, aggregate, &filters, &chosen, at)
            }
        }
    }

    fn of_chosen(
        &self,
        kind: &AggregateKind,
        aggregate: &Aggregate,
        filters: &[V],
        chosen: &[usize],
        at: Spot<'_>,
    ) -> V {
        let value =
            |node: &usize| aggregate.value.as_ref().map_or(V::Truth(true), |v| self.asked(v, at.element(*node), &[]));
        match kind {
            AggregateKind::First | AggregateKind::Nth(_) | AggregateKind::Rank => {
                self.in_order(kind, aggregate, filters, chosen, at)
            }
            _ => {
                let values: Vec<V> = chosen.iter().map(value).collect();
                if let Some(hindered) = hindrance(filters.iter().chain(&values)) {
                    return hindered;
                }
                let sum = || {
                    values
                        .iter()
                        .map(|v| v.number().expect("summed values are numbers"))
                        .fold(BigRational::zero(), |a, b| a + b)
                };
                let count = || values.iter().fold(BigRational::zero(), |a, _| a + one());
                match kind {
                    AggregateKind::Sum => V::Num(sum()),
                    AggregateKind::Count => V::Num(count()),
                    _ if values.is_empty() => V::Error(Fault::EmptyList),
                    AggregateKind::Average => V::Num(sum() / count()),
                    AggregateKind::Min => extreme(&values, Ordering::Less),
                    _ => extreme(&values, Ordering::Greater),
                }
            }
        }
    }

    /// `first`, `nth` and `rank`: the elements stand in the order of their keys.
    fn in_order(
        &self,
        kind: &AggregateKind,
        aggregate: &Aggregate,
        filters: &[V],
        chosen: &[usize],
        at: Spot<'_>,
    ) -> V {
        let place = match kind {
            AggregateKind::Nth(place) => self.asked(place, at, &[]),
            _ => V::int(1),
        };
        let keys: Vec<(usize, Vec<V>)> =
            chosen.iter().map(|node| (*node, self.keys_of(aggregate, at.element(*node)))).collect();
        let own = if matches!(kind, AggregateKind::Rank) {
            self.keys_of(aggregate, at.element(at.out(aggregate.of).node))
        } else {
            Vec::new()
        };
        if let Some(hindered) =
            hindrance(filters.iter().chain(keys.iter().flat_map(|(_, k)| k)).chain([&place]).chain(&own))
        {
            return hindered;
        }
        let before = |a: &[V], b: &[V]| order(&aggregate.by, a, b) == Ordering::Less;
        if matches!(kind, AggregateKind::Rank) {
            return V::int(1 + keys.iter().filter(|(_, k)| before(k, &own)).count() as i64);
        }
        let at_place: Vec<V> = self
            .at_place(aggregate, chosen, at)
            .iter()
            .flat_map(|n| aggregate.value.iter().map(|v| self.asked(v, at.element(*n), &[])))
            .collect();
        match (hindrance(&at_place), at_place.first()) {
            (Some(hindered), _) => hindered,
            (None, None) => V::Error(Fault::EmptyList),
            (None, Some(first)) if at_place.iter().all(|v| v.same(first)) => first.clone(),
            _ => V::Error(Fault::Tie),
        }
    }

    /// The elements that share the place asked for, where all keys are known: fewer stand before
    /// them than the place, and with their ties they reach it.
    pub fn at_place(&self, aggregate: &Aggregate, chosen: &[usize], at: Spot<'_>) -> Vec<usize> {
        let place = match &aggregate.kind {
            AggregateKind::Nth(place) => self.asked(place, at, &[]).to_i64().unwrap_or(0),
            _ => 1,
        };
        let keys: Vec<(usize, Vec<V>)> =
            chosen.iter().map(|node| (*node, self.keys_of(aggregate, at.element(*node)))).collect();
        let mut found = Vec::new();
        for (node, k) in &keys {
            let standing = |how| keys.iter().filter(|(_, other)| order(&aggregate.by, other, k) == how).count() as i64;
            let ahead = standing(Ordering::Less);
            if ahead < place && place <= ahead + standing(Ordering::Equal) {
                found.push(*node);
            }
        }
        found
    }

    fn keys_of(&self, aggregate: &Aggregate, element: Spot<'_>) -> Vec<V> {
        aggregate.by.iter().map(|key| self.asked(&key.value, element, &[])).collect()
    }
}

/// By the first key that tells two elements apart.
fn order(by: &[SortKey], a: &[V], b: &[V]) -> Ordering {
    for ((key, a), b) in by.iter().zip(a).zip(b) {
        let order = a.cmp(b).unwrap_or(Ordering::Equal);
        if order != Ordering::Equal {
            return if key.descending { order.reverse() } else { order };
        }
    }
    Ordering::Equal
}
