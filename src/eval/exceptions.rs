//! Which of the exceptions to something takes effect.
//!
//! Three-valued. An exception *applies* when it is in force, its `when` holds, it is `must` or was
//! granted, and no exception that disapplies it applies. It *stands* when it applies and none that
//! overrides it does. What those that stand put in place is the value; where that differs they are
//! in conflict. Where it is not known whether one stands, what every possibility agrees on.

use super::operation::{all_of, any_of};
use super::{At, Frame, blocked};
use crate::model::{ExceptionId, Modality};
use crate::plan::{Candidate, Effect, Operand};
use crate::value::{Cell, Fault};

/// What the exceptions of one target come to.
#[derive(Debug)]
pub(crate) struct Resolution {
    /// The value of the target.
    pub(crate) value: Cell,
    /// Every exception made to it, in order.
    pub(crate) tried: Vec<Tried>,
    /// Whether those that stand are in conflict.
    pub(crate) at_odds: bool,
}

/// One exception, tried.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) exception: ExceptionId,
    pub(crate) state: State,
    /// Exceptions made to this one.
    pub(crate) subs: Vec<Tried>,
    /// Whether those of them that stand are in conflict.
    pub(crate) at_odds: bool,
}

/// What became of an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Applied,
    NotMet,
    Open,
    Overridden,
    Defeated,
    Unknown,
    Error,
    NotInForce,
}

/// What stands in the target's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Put {
    Waive,
    Value(Cell),
}

impl Put {
    /// A value in place; a waived one waives.
    fn of(cell: Cell) -> Put {
        if cell == Cell::Waived { Put::Waive } else { Put::Value(cell) }
    }
}

/// What the exceptions to one thing come to.
struct Level {
    put: Put,
    /// Whether one that disapplies the thing applies.
    disapplied: Cell,
    /// Whether an error begins here: those that stand are in conflict.
    at_odds: bool,
    tried: Vec<Tried>,
}

/// An exception on its way.
struct Weighed<'a> {
    candidate: &'a Candidate,
    when: Cell,
    applies: Cell,
    below: Level,
}

/// The value of a target, for one instance of its entity, without what became of each exception.
pub(super) fn value(frame: &Frame<'_>, at: At, base: Operand, candidates: &[Candidate]) -> Cell {
    match sole(frame, at, candidates) {
        Some(None) => frame.read(base, at),
        Some(Some(candidate)) => match own_effect(frame, at, candidate) {
            Put::Waive => Cell::Waived,
            Put::Value(cell) => cell,
        },
        None => resolve(frame, at, base, candidates).value,
    }
}

/// The one exception that applies, if it is certain that at most one does and none has exceptions
/// of its own: by far the most common case, in which nothing can override or conflict.
fn sole<'p>(frame: &Frame<'_>, at: At, candidates: &'p [Candidate]) -> Option<Option<&'p Candidate>> {
    let mut found = None;
    for candidate in candidates {
        if !candidate.subs.is_empty() || candidate.effect == Effect::Disapply {
            return None;
        }
        let applies = candidate.in_force.holds(frame.context.date)
            && granted(frame, candidate, at.instance)
            && frame.read(candidate.when, at).truth()?;
        if applies && found.replace(candidate).is_some() {
            return None;
        }
    }
    Some(found)
}

/// Tries the exceptions of one target, for one instance of its entity.
pub(crate) fn resolve(frame: &Frame<'_>, at: At, base: Operand, candidates: &[Candidate]) -> Resolution {
    let Level { put, tried, at_odds, .. } = level(frame, at, Put::of(frame.read(base, at)), candidates);
    let value = match put {
        Put::Waive => Cell::Waived,
        Put::Value(cell) => cell,
    };
    Resolution { value, tried, at_odds }
}

/// Tries the exceptions to one thing, whose own effect is `base`.
fn level(frame: &Frame<'_>, at: At, base: Put, candidates: &[Candidate]) -> Level {
    let weighed: Vec<Weighed<'_>> = candidates.iter().map(|candidate| weigh(frame, at, candidate)).collect();
    let overridden = |one: &Weighed<'_>| {
        let by = weighed.iter().filter(|by| by.candidate.overrides.contains(&one.candidate.exception));
        any_of(by.map(|by| by.applies))
    };
    let overridden: Vec<Cell> = weighed.iter().map(overridden).collect();
    let stands = |(one, overridden): (&Weighed<'_>, &Cell)| all_of([one.applies, not(*overridden)]);
    let standing: Vec<Cell> = weighed.iter().zip(&overridden).map(stands).collect();
    let disapplies = |one: &Weighed<'_>| one.candidate.effect == Effect::Disapply;
    let that = |disapply: bool| weighed.iter().zip(&standing).filter(move |(one, _)| disapplies(one) == disapply);
    let (put, differ) = agree(base, that(false).map(|(one, stands)| (*stands, one.below.put)));
    let gone = any_of(that(true).map(|(_, stands)| *stands));
    let changed = any_of(that(false).map(|(_, stands)| *stands));
    // To make it not apply and to put something in its place are at odds.
    let both = gone == Cell::Truth(true) && changed == Cell::Truth(true);
    let disapplied = match (gone, changed) {
        _ if both => Cell::Error(Fault::Conflict),
        (Cell::Truth(true), changed) if changed != Cell::Truth(false) => changed,
        (gone, _) => gone,
    };
    let states: Vec<State> = weighed
        .iter()
        .zip(&overridden)
        .zip(&standing)
        .map(|((one, over), stands)| state(frame, one, *over, *stands))
        .collect();
    let tried = weighed.into_iter().zip(states);
    let tried = tried.map(|(one, state)| {
        let Level { tried: subs, at_odds, .. } = one.below;
        Tried { exception: one.candidate.exception, state, subs, at_odds }
    });
    Level { put, disapplied, at_odds: differ || both, tried: tried.collect() }
}

fn weigh<'a>(frame: &Frame<'_>, at: At, candidate: &'a Candidate) -> Weighed<'a> {
    let below = level(frame, at, own_effect(frame, at, candidate), &candidate.subs);
    let when = frame.read(candidate.when, at);
    let in_force = Cell::Truth(candidate.in_force.holds(frame.context.date));
    let granted = Cell::Truth(granted(frame, candidate, at.instance));
    let applies = all_of([in_force, when, granted, not(below.disapplied)]);
    Weighed { candidate, when, applies, below }
}

/// What a candidate puts in place where no exception to it changes that.
fn own_effect(frame: &Frame<'_>, at: At, candidate: &Candidate) -> Put {
    match candidate.effect {
        Effect::Waive | Effect::Disapply => Put::Waive,
        Effect::Then(operand) => Put::of(frame.read(operand, at)),
    }
}

fn granted(frame: &Frame<'_>, candidate: &Candidate, subject: u32) -> bool {
    candidate.modality == Modality::Must || frame.context.granted(candidate.exception, subject)
}

fn state(frame: &Frame<'_>, one: &Weighed<'_>, overridden: Cell, stands: Cell) -> State {
    if !one.candidate.in_force.holds(frame.context.date) {
        return State::NotInForce;
    }
    if one.when.truth() == Some(false) {
        return State::NotMet;
    }
    if one.below.disapplied.truth() == Some(true) {
        return State::Defeated;
    }
    match (stands, one.applies) {
        (Cell::Truth(true), _) => State::Applied,
        (_, Cell::Truth(true)) if overridden.truth() == Some(true) => State::Overridden,
        (Cell::Truth(false), Cell::Truth(false)) if one.when.truth() == Some(true) => State::Open,
        (Cell::Error(_), _) => State::Error,
        (Cell::Truth(false), _) if matches!(one.when, Cell::Error(_)) => State::Error,
        _ => State::Unknown,
    }
}

fn not(cell: Cell) -> Cell {
    cell.truth().map_or(cell, |truth| Cell::Truth(!truth))
}

/// What is put in place of `base`, given whether each effect stands; and whether those that do are
/// in conflict.
fn agree(base: Put, effects: impl Iterator<Item = (Cell, Put)> + Clone) -> (Put, bool) {
    let unsettled = effects.clone().map(|(stands, _)| stands).filter(|stands| matches!(stands, Cell::Error(_)));
    if let Some(stopped) = blocked(unsettled) {
        return (Put::Value(stopped), false);
    }
    let having =
        |truth: Option<bool>| effects.clone().filter(move |(stands, _)| stands.truth() == truth).map(|(_, put)| put);
    let certain = having(Some(true)).next().map(|first| same(first, having(Some(true)).skip(1)));
    let (settled, differ) = certain.unwrap_or((base, false));
    let mut possible = having(None).peekable();
    if possible.peek().is_none() || certain.is_some() && settled == Put::Value(Cell::Error(Fault::Conflict)) {
        return (settled, differ);
    }
    let agreed = |put: Put| match put {
        // What is met stays met where it may be waived.
        Put::Waive if certain.is_none() && settled == Put::Value(Cell::Truth(true)) => true,
        put => put == settled && !matches!(put, Put::Value(cell) if !cell.is_known()),
    };
    (if possible.all(agreed) { settled } else { Put::Value(Cell::Unknown) }, false)
}

/// One effect put in place several times, or a conflict. What is itself unknown or in error is
/// carried on, and in conflict with nothing.
fn same(first: Put, rest: impl Iterator<Item = Put> + Clone) -> (Put, bool) {
    if rest.clone().next().is_none() {
        return (first, false);
    }
    let values = std::iter::once(first).chain(rest.clone()).filter_map(|put| match put {
        Put::Value(cell) => Some(cell),
        Put::Waive => None,
    });
    match blocked(values) {
        Some(stopped) => (Put::Value(stopped), false),
        None if rest.into_iter().all(|put| put == first) => (first, false),
        None => (Put::Value(Cell::Error(Fault::Conflict)), true),
    }
}
