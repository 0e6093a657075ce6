//! Which of the exceptions to something takes effect.
//!
//! An exception applies when it is in force, its `when` holds, it is `must` or was granted, and
//! no exception to it takes it away: one three-valued `and`. Of those that apply, one that
//! another overrides gives way; more than one left with different effects is a conflict.

use super::operation::all_of;
use super::{Context, Frame, blocked};
use crate::model::{EntityId, ExceptionId, Modality};
use crate::plan::{Candidate, Effect};
use crate::value::{Cell, Fault};

/// What the exceptions of one target come to.
#[derive(Debug)]
pub(crate) struct Resolution {
    outcome: Outcome,
    /// Every exception tried, those made to an exception right after it.
    pub(crate) tried: Vec<Tried>,
}

/// One exception, tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tried {
    pub(crate) exception: ExceptionId,
    pub(crate) state: State,
}

/// What became of it.
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// None applies: the base stands.
    Base,
    Waived,
    Value(Cell),
    Disapplied,
    /// Unknown or in error.
    Stopped(Cell),
}

impl Resolution {
    /// The value of the target, given its base.
    pub(crate) fn cell(&self, base: Cell) -> Cell {
        match self.outcome {
            Outcome::Base | Outcome::Disapplied => base,
            Outcome::Waived => Cell::Waived,
            Outcome::Value(cell) | Outcome::Stopped(cell) => cell,
        }
    }

    /// Whether the base is what counts.
    pub(crate) fn is_base(&self) -> bool {
        self.outcome == Outcome::Base
    }

    /// Whether the exceptions themselves could not be settled.
    pub(crate) fn is_stopped(&self) -> bool {
        matches!(self.outcome, Outcome::Stopped(_))
    }
}

/// Tries the exceptions of one target, for one instance of its entity.
pub(crate) fn resolve(
    context: &Context<'_>,
    frame: &Frame,
    entity: EntityId,
    instance: u32,
    candidates: &[Candidate],
) -> Resolution {
    let mut applied: Vec<(&Candidate, Outcome, usize)> = Vec::new();
    let mut tried: Vec<Tried> = Vec::new();
    for candidate in candidates {
        let at = tried.len();
        let subs = resolve(context, frame, entity, instance, &candidate.subs);
        let (state, outcome) = apply(context, frame, entity, instance, candidate, &subs);
        tried.push(Tried { exception: candidate.exception, state });
        tried.extend(subs.tried);
        if let Some(outcome) = outcome {
            applied.push((candidate, outcome, at));
        }
    }
    let takes_effect = |outcome: &Outcome| !matches!(outcome, Outcome::Stopped(_));
    let overridden = |id: ExceptionId| {
        applied.iter().any(|(by, outcome, _)| takes_effect(outcome) && by.overrides.contains(&id))
    };
    let (lost, left): (Vec<_>, Vec<_>) = applied.iter().partition(|(candidate, ..)| overridden(candidate.exception));
    for (_, _, at) in &lost {
        if let Some(tried) = tried.get_mut(*at) {
            tried.state = State::Overridden;
        }
    }
    Resolution { outcome: agree(left.iter().map(|(_, outcome, _)| *outcome)), tried }
}

/// One effect, or the same several times; else a conflict. Unsettled ones come first.
fn agree(outcomes: impl Iterator<Item = Outcome> + Clone) -> Outcome {
    let stopped = outcomes.clone().filter_map(|outcome| match outcome {
        Outcome::Stopped(cell) => Some(cell),
        _ => None,
    });
    if let Some(stopped) = blocked(stopped) {
        return Outcome::Stopped(stopped);
    }
    let mut outcomes = outcomes;
    let Some(first) = outcomes.next() else { return Outcome::Base };
    let rest: Vec<Outcome> = outcomes.collect();
    if rest.is_empty() {
        return first;
    }
    let values = std::iter::once(first).chain(rest.iter().copied()).filter_map(|outcome| match outcome {
        Outcome::Value(cell) => Some(cell),
        _ => None,
    });
    if let Some(stopped) = blocked(values) {
        return Outcome::Stopped(stopped);
    }
    if rest.iter().all(|other| *other == first) { first } else { Outcome::Stopped(Cell::Error(Fault::Conflict)) }
}

/// The state of one exception by itself, and what it would put in place if it applies.
fn apply(
    context: &Context<'_>,
    frame: &Frame,
    entity: EntityId,
    instance: u32,
    candidate: &Candidate,
    subs: &Resolution,
) -> (State, Option<Outcome>) {
    if !candidate.in_force.holds(context.date) {
        return (State::NotInForce, None);
    }
    let when = frame.read(candidate.when, entity, instance);
    let granted = candidate.modality == Modality::Must || context.granted(candidate.exception, instance);
    if when.truth() == Some(false) {
        return (State::NotMet, None);
    }
    if subs.outcome == Outcome::Disapplied {
        return (State::Defeated, None);
    }
    match all_of([when, Cell::Truth(granted)]) {
        Cell::Truth(true) => {}
        Cell::Truth(false) if when.truth() == Some(true) => return (State::Open, None),
        Cell::Truth(false) => return (State::Unknown, None),
        stopped => {
            let outcome = match subs.outcome {
                Outcome::Stopped(other) => blocked([stopped, other]).unwrap_or(stopped),
                _ => stopped,
            };
            return (unsettled(outcome), Some(Outcome::Stopped(outcome)));
        }
    }
    match subs.outcome {
        Outcome::Stopped(cell) => (unsettled(cell), Some(Outcome::Stopped(cell))),
        Outcome::Waived | Outcome::Value(_) => (State::Defeated, Some(subs.outcome)),
        _ => {
            let outcome = match candidate.effect {
                Effect::Waive => Outcome::Waived,
                Effect::Disapply => Outcome::Disapplied,
                Effect::Then(operand) => Outcome::Value(frame.read(operand, entity, instance)),
            };
            (State::Applied, Some(outcome))
        }
    }
}

fn unsettled(cell: Cell) -> State {
    if cell == Cell::Unknown { State::Unknown } else { State::Error }
}
