//! Questions over the elements of a list.

use super::operation::{add, all_of, any_of, order};
use super::{Frame, blocked};
use crate::model::Base;
use crate::plan::{Aggregate, AggregateKind, Operand, Operation};
use crate::value::{Cell, Fault, Number};
use std::cmp::Ordering;

/// An element as an aggregate sees it.
pub(crate) struct Element {
    pub(crate) instance: u32,
    /// Whether it counts; true without a filter.
    pub(crate) counts: Cell,
    pub(crate) value: Cell,
}

/// Computes an aggregate for one instance of the operation's entity.
pub(super) fn evaluate(frame: &Frame, aggregate: &Aggregate, operation: &Operation, instance: u32) -> Cell {
    let (elements, known) = elements(frame, aggregate, operation, instance);
    let unknown_list = (!known).then_some(Cell::Unknown);
    match aggregate.kind {
        AggregateKind::Any => any_of(elements.map(|e| all_of([e.counts, e.value])).chain(unknown_list)),
        AggregateKind::All => all_of(
            elements
                .map(|e| match e.counts.truth() {
                    Some(true) => e.value,
                    Some(false) => Cell::Truth(true),
                    None => any_of([e.counts, e.value]),
                })
                .chain(unknown_list),
        ),
        _ => plain(frame, aggregate, operation, instance, elements, unknown_list),
    }
}

fn plain(
    frame: &Frame,
    aggregate: &Aggregate,
    operation: &Operation,
    instance: u32,
    elements: impl Iterator<Item = Element> + Clone,
    unknown_list: Option<Cell>,
) -> Cell {
    let counts = elements.clone().map(|e| e.counts);
    match aggregate.kind {
        AggregateKind::First | AggregateKind::Nth(_) | AggregateKind::Rank => {
            let open = blocked(counts.chain(unknown_list));
            let elements: Vec<Element> = elements.filter(|e| e.counts.truth() == Some(true)).collect();
            return placed(frame, aggregate, operation, instance, elements, open);
        }
        AggregateKind::Count => {
            if let Some(stopped) = blocked(counts.clone().chain(unknown_list)) {
                return stopped;
            }
            let count = counts.filter(|c| c.truth() == Some(true)).count();
            return Cell::Number(Number::from_int(i64::try_from(count).unwrap_or(i64::MAX)));
        }
        _ => {}
    }
    let values = elements.filter_map(|e| match e.counts.truth() {
        Some(true) => Some(e.value),
        Some(false) => None,
        None => Some(e.counts),
    });
    if let Some(stopped) = blocked(values.clone().chain(unknown_list)) {
        return stopped;
    }
    let zero = match operation.ty.base {
        Base::Months => Cell::Months(0),
        Base::Days => Cell::Days(0),
        _ => Cell::Number(Number::ZERO),
    };
    let extreme = |keep: Ordering| {
        let best = values.clone().reduce(|best, cell| if order(cell, best) == Some(keep) { cell } else { best });
        best.unwrap_or(Cell::Error(Fault::EmptyList))
    };
    match aggregate.kind {
        AggregateKind::Min => extreme(Ordering::Less),
        AggregateKind::Max => extreme(Ordering::Greater),
        AggregateKind::Average => {
            let count = i64::try_from(values.clone().count()).unwrap_or(i64::MAX);
            match values.fold(zero, add) {
                Cell::Number(_) if count == 0 => Cell::Error(Fault::EmptyList),
                Cell::Number(sum) => {
                    sum.checked_div(Number::from_int(count)).map_or(Cell::Error(Fault::Overflow), Cell::Number)
                }
                stopped => stopped,
            }
        }
        _ => values.fold(zero, add),
    }
}

/// `first`, `nth`, `rank`: elements by their keys; `open` where it is not settled which count.
fn placed(
    frame: &Frame,
    aggregate: &Aggregate,
    operation: &Operation,
    instance: u32,
    elements: Vec<Element>,
    open: Option<Cell>,
) -> Cell {
    let n = match aggregate.kind {
        AggregateKind::Nth(n) => frame.read(n, operation.entity, instance),
        _ => Cell::Number(Number::ONE),
    };
    let own: Vec<Cell> = match aggregate.kind {
        AggregateKind::Rank => keys_of(frame, aggregate, instance).collect(),
        _ => Vec::new(),
    };
    let keys = elements.iter().flat_map(|e| keys_of(frame, aggregate, e.instance));
    if let Some(stopped) = blocked(keys.chain(own.iter().copied()).chain([n]).chain(open)) {
        return stopped;
    }
    if let AggregateKind::Rank = aggregate.kind {
        let before = elements.iter().filter(|e| {
            let keys: Vec<Cell> = keys_of(frame, aggregate, e.instance).collect();
            by_keys(aggregate, &keys, &own) == Ordering::Less
        });
        return Cell::Number(Number::from_int(i64::try_from(before.count()).unwrap_or(i64::MAX).saturating_add(1)));
    }
    let sorted = sorted(frame, aggregate, elements);
    let place = match n {
        Cell::Number(n) => n.to_i64().and_then(|n| usize::try_from(n.checked_sub(1)?).ok()),
        _ => None,
    };
    let Some((chosen, keys)) = place.and_then(|place| sorted.get(place)) else {
        return Cell::Error(Fault::EmptyList);
    };
    let tied = || sorted.iter().filter(|(_, k)| by_keys(aggregate, k, keys) == Ordering::Equal).map(|(e, _)| e.value);
    if tied().count() > 1 {
        if let Some(stopped) = blocked(tied()) {
            return stopped;
        }
        if tied().any(|value| value != chosen.value) {
            return Cell::Error(Fault::Tie);
        }
    }
    chosen.value
}

/// Elements in the order of their keys; those that tie stay in the order of the facts.
fn sorted(frame: &Frame, aggregate: &Aggregate, elements: Vec<Element>) -> Vec<(Element, Vec<Cell>)> {
    let mut elements: Vec<(Element, Vec<Cell>)> = elements
        .into_iter()
        .map(|e| {
            let keys = keys_of(frame, aggregate, e.instance).collect();
            (e, keys)
        })
        .collect();
    elements.sort_by(|(_, a), (_, b)| by_keys(aggregate, a, b));
    elements
}

fn keys_of<'a>(frame: &'a Frame, aggregate: &'a Aggregate, instance: u32) -> impl Iterator<Item = Cell> + 'a {
    aggregate.by.iter().map(move |(key, _)| frame.read(*key, aggregate.element, instance))
}

fn by_keys(aggregate: &Aggregate, a: &[Cell], b: &[Cell]) -> Ordering {
    let pairs = aggregate.by.iter().zip(a.iter().zip(b));
    pairs.fold(Ordering::Equal, |so_far, ((_, descending), (a, b))| {
        so_far.then_with(|| {
            let ordering = order(*a, *b).unwrap_or(Ordering::Equal);
            if *descending { ordering.reverse() } else { ordering }
        })
    })
}

/// The elements an aggregate is asked about, in the order of the facts, and whether all lists on
/// the way are known.
pub(crate) fn elements<'a>(
    frame: &'a Frame,
    aggregate: &'a Aggregate,
    operation: &Operation,
    instance: u32,
) -> (impl Iterator<Item = Element> + Clone + 'a, bool) {
    let root = frame.ancestor(operation.entity, instance, aggregate.root);
    let (range, known) = frame.elements(aggregate.root, root, aggregate.element);
    let ask = move |operand: Option<Operand>, at: u32| operand.map(|o| frame.read(o, aggregate.element, at));
    let elements = range.map(move |at| {
        let counts = ask(aggregate.filter, at).unwrap_or(Cell::Truth(true));
        Element { instance: at, counts, value: ask(aggregate.value, at).unwrap_or(counts) }
    });
    (elements, known)
}
