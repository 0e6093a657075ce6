//! Questions over the elements of a list.

use super::operation::{add, all_of, any_of, order};
use super::{At, Frame, blocked};
use crate::model::Base;
use crate::plan::{Aggregate, AggregateKind, Operation};
use crate::value::{Cell, Fault, Number};
use std::cmp::Ordering;

/// Computes an aggregate for one instance of the operation's entity.
pub(super) fn evaluate(frame: &Frame<'_>, aggregate: &Aggregate, operation: &Operation, at: At) -> Cell {
    let (elements, known) = elements(frame, aggregate, at);
    let unknown_list = (!known).then_some(Cell::Unknown);
    let value = |at| value(frame, aggregate, at);
    match aggregate.kind {
        AggregateKind::Any => {
            let holds = |at| match counts(frame, aggregate, at) {
                counted if counted.truth() == Some(false) => counted,
                counted => all_of([counted, value(at)]),
            };
            any_of(elements.map(holds).chain(unknown_list))
        }
        AggregateKind::All => {
            let holds = |at| match counts(frame, aggregate, at) {
                counted if counted.truth() == Some(true) => value(at),
                counted if counted.truth() == Some(false) => Cell::Truth(true),
                counted => any_of([counted, value(at)]),
            };
            all_of(elements.map(holds).chain(unknown_list))
        }
        AggregateKind::First | AggregateKind::Nth(_) | AggregateKind::Rank => {
            let open = blocked(elements.clone().map(|at| counts(frame, aggregate, at)).chain(unknown_list));
            let own = elements.clone().find(|element| is_ranked(frame, aggregate, at, *element));
            let counting = elements.filter(|at| counts(frame, aggregate, *at).truth() == Some(true)).collect();
            placed(frame, aggregate, (at, own), counting, open)
        }
        _ => {
            let mut stopped = unknown_list;
            // What does not count is left out; where that is not settled, neither is the result.
            let settled = elements.filter_map(|at| {
                let cell = match counts(frame, aggregate, at) {
                    counted if counted.truth() == Some(true) => value(at),
                    counted if counted.truth() == Some(false) => return None,
                    counted => counted,
                };
                if !cell.is_known() {
                    stopped = blocked(stopped.into_iter().chain([cell]));
                    return None;
                }
                Some(cell)
            });
            let result = total(aggregate.kind, operation.ty.base, settled);
            stopped.unwrap_or(result)
        }
    }
}

/// What known values come to, each once.
fn total(kind: AggregateKind, base: Base, values: impl Iterator<Item = Cell>) -> Cell {
    let zero = match base {
        Base::Months => Cell::Months(0),
        Base::Days => Cell::Days(0),
        _ => Cell::Number(Number::ZERO),
    };
    let extreme = |values: &mut dyn Iterator<Item = Cell>, keep: Ordering| {
        let best = values.reduce(|best, cell| if order(cell, best) == Some(keep) { cell } else { best });
        best.unwrap_or(Cell::Error(Fault::EmptyList))
    };
    let mut count = 0i64;
    let mut values = values.inspect(|_| count = count.saturating_add(1));
    match kind {
        AggregateKind::Min => extreme(&mut values, Ordering::Less),
        AggregateKind::Max => extreme(&mut values, Ordering::Greater),
        AggregateKind::Count => {
            values.for_each(drop);
            Cell::Number(Number::from_int(count))
        }
        AggregateKind::Average => match values.fold(zero, add) {
            Cell::Number(_) if count == 0 => Cell::Error(Fault::EmptyList),
            Cell::Number(sum) => {
                sum.checked_div(Number::from_int(count)).map_or(Cell::Error(Fault::Overflow), Cell::Number)
            }
            stopped => stopped,
        },
        _ => values.fold(zero, add),
    }
}

/// `first`, `nth`, `rank`: elements by their keys; `open` where it is not settled which count.
fn placed(
    frame: &Frame<'_>,
    aggregate: &Aggregate,
    (at, own): (At, Option<At>),
    elements: Vec<At>,
    open: Option<Cell>,
) -> Cell {
    let n = match aggregate.kind {
        AggregateKind::Nth(n) => frame.read(n, at),
        _ => Cell::Number(Number::ONE),
    };
    let own: Vec<Cell> = match aggregate.kind {
        AggregateKind::Rank => own.into_iter().flat_map(|own| keys_of(frame, aggregate, own)).collect(),
        _ => Vec::new(),
    };
    let keys = elements.iter().flat_map(|at| keys_of(frame, aggregate, *at));
    if let Some(stopped) = blocked(keys.chain(own.iter().copied()).chain([n]).chain(open)) {
        return stopped;
    }
    if let AggregateKind::Rank = aggregate.kind {
        let before = elements.iter().filter(|at| {
            let keys: Vec<Cell> = keys_of(frame, aggregate, **at).collect();
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
    let tied = || {
        let same = sorted.iter().filter(|(_, k)| by_keys(aggregate, k, keys) == Ordering::Equal);
        same.map(|(at, _)| value(frame, aggregate, *at))
    };
    let chosen = value(frame, aggregate, *chosen);
    if tied().count() > 1 {
        if let Some(stopped) = blocked(tied()) {
            return stopped;
        }
        if tied().any(|value| value != chosen) {
            return Cell::Error(Fault::Tie);
        }
    }
    chosen
}

/// Elements in the order of their keys; those that tie stay in the order of the facts.
fn sorted(frame: &Frame<'_>, aggregate: &Aggregate, elements: Vec<At>) -> Vec<(At, Vec<Cell>)> {
    let mut elements: Vec<(At, Vec<Cell>)> =
        elements.into_iter().map(|at| (at, keys_of(frame, aggregate, at).collect())).collect();
    elements.sort_by(|(_, a), (_, b)| by_keys(aggregate, a, b));
    elements
}

fn keys_of<'a>(frame: &'a Frame<'_>, aggregate: &'a Aggregate, at: At) -> impl Iterator<Item = Cell> + 'a {
    aggregate.by.iter().map(move |(key, _)| frame.read(*key, at))
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

/// The elements an aggregate is asked about, in the order of the facts and each as it is asked, and
/// whether all lists on the way are known.
pub(crate) fn elements<'a>(
    frame: &'a Frame<'_>,
    aggregate: &'a Aggregate,
    at: At,
) -> (impl Iterator<Item = At> + Clone + 'a, bool) {
    let (scope, owner) = (aggregate.scope, frame.asker(at, aggregate.hops));
    let (elements, known) =
        frame.context.elements(aggregate.root, frame.up(owner, aggregate.root).instance, aggregate.element);
    let asked = if scope == aggregate.element { elements } else { frame.pairs_of(scope, at.instance) };
    (asked.map(move |instance| frame.at(scope, instance)), known)
}

/// Whether an element is the one whose rank is asked.
pub(crate) fn is_ranked(frame: &Frame<'_>, aggregate: &Aggregate, at: At, element: At) -> bool {
    frame.element(element).instance == frame.element(frame.asker(at, aggregate.hops)).instance
}

/// Whether an element counts: true without a filter.
pub(crate) fn counts(frame: &Frame<'_>, aggregate: &Aggregate, at: At) -> Cell {
    aggregate.filter.map_or(Cell::Truth(true), |filter| frame.read(filter, at))
}

/// What is asked of an element: without a value, whether it counts.
fn value(frame: &Frame<'_>, aggregate: &Aggregate, at: At) -> Cell {
    let value = aggregate.value.map(|value| frame.read(value, at));
    value.unwrap_or_else(|| counts(frame, aggregate, at))
}
