//! Resolves every exception again, from its `when`, its modality and the discretions recorded.
//!
//! Exceptions to an exception are tried with that exception's own step, which stands before the
//! step of what it is made to; so one pass over the steps suffices, without recursion.

use super::values::{Val, blocked, not, settle, widens};
use super::{Checked, LATER_STEP, Steps, WAIVED_AND_TESTED, WRONG_EXCEPTION, WRONG_STATE, flaw};
use crate::decision::record::{ExceptionEffect, ExceptionState, ExceptionTried, Modality, Step, StepKind, Value};
use crate::value::Fault;
use std::collections::BTreeSet;

/// An exception that has been weighed: whether it stands, and what it puts in place. With `None`
/// it disapplies.
#[derive(Clone, Copy)]
pub(super) struct Weighed<'a> {
    applies: Val<'a>,
    stands: Val<'a>,
    put: Option<Val<'a>>,
}

/// What was found of the exceptions to each step.
pub(super) struct Resolved<'a> {
    /// Those made to each exception, by its step; each is asked for once.
    below: Vec<Option<Vec<Weighed<'a>>>>,
    /// The steps whose exceptions are in conflict with each other: an error begins there.
    pub(super) at_odds: BTreeSet<u32>,
}

impl Resolved<'_> {
    pub(super) fn new(steps: usize) -> Self {
        Resolved { below: Vec::with_capacity(steps), at_odds: BTreeSet::new() }
    }
}

impl<'a> Steps<'a> {
    /// The value of a definition or condition, as its exceptions leave it.
    pub(super) fn resolve(&mut self, step: &'a Step, base: Option<Val<'a>>) -> Checked<Option<Val<'a>>> {
        let weighed = self.weigh_all(step)?;
        let waives =
            |tried: &ExceptionTried| step.kind == StepKind::Definition && tried.effect == ExceptionEffect::Waive;
        if weighed.iter().any(|one| one.put.is_none()) || step.exceptions.iter().any(waives) {
            return flaw(WRONG_EXCEPTION, &[&step.name]);
        }
        let waives =
            step.value == Value::Waived && step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied);
        let settled = match base {
            Some(_) if waives => return flaw(WAIVED_AND_TESTED, &[]),
            Some(base) => agree(base, &weighed),
            // Not tested, so that there is no base and none is needed.
            None if waives => agree(Val::Unknown, &weighed),
            None => agree(Val::Error(Fault::NotInForce), &weighed),
        };
        Ok(Some(settled))
    }

    /// The exceptions made to an exception.
    pub(super) fn try_exceptions(&mut self, step: &'a Step) -> Checked {
        let weighed = self.weigh_all(step)?;
        let position = usize::try_from(step.id).unwrap_or(usize::MAX);
        if self.resolved.below.len() <= position {
            self.resolved.below.resize_with(position.saturating_add(1), || None);
        }
        if let Some(place) = self.resolved.below.get_mut(position) {
            *place = Some(weighed);
        }
        Ok(())
    }

    /// Every exception made to a step: what it comes to, and that its recorded state is that.
    fn weigh_all(&mut self, step: &'a Step) -> Checked<Vec<Weighed<'a>>> {
        let mut weighed = Vec::with_capacity(step.exceptions.len());
        let mut disapplied = Vec::with_capacity(step.exceptions.len());
        for tried in &step.exceptions {
            let (one, gone) = self.weigh(step, tried)?;
            weighed.push(one);
            disapplied.push(gone);
        }
        let overridden: Vec<Val<'a>> = step
            .exceptions
            .iter()
            .map(|tried| {
                let by = step
                    .exceptions
                    .iter()
                    .zip(&weighed)
                    .filter(|(other, _)| other.overrides.contains(&tried.exception));
                settle(by.map(|(_, one)| one.applies), true)
            })
            .collect();
        for ((tried, one), (overridden, gone)) in
            step.exceptions.iter().zip(&mut weighed).zip(overridden.iter().zip(&disapplied))
        {
            one.stands = settle([one.applies, not(*overridden)], false);
            let when = tried.step.and_then(|id| self.at(id)).map(|(_, value)| value);
            let state = state(when, one, *overridden, *gone);
            if state != tried.state {
                return flaw(WRONG_STATE, &[&tried.exception, &format!("{state:?}")]);
            }
        }
        if is_conflict(&weighed) {
            self.resolved.at_odds.insert(step.id);
        }
        Ok(weighed)
    }

    /// Whether an exception applies, what it puts in place, and whether it was disapplied.
    fn weigh(&mut self, step: &'a Step, tried: &'a ExceptionTried) -> Checked<(Weighed<'a>, Val<'a>)> {
        self.consistent(step, tried)?;
        let none = Val::Truth(false);
        let Some(id) = tried.step else {
            let put = if tried.effect == ExceptionEffect::Disapply { None } else { Some(Val::Waived) };
            let put = if matches!(tried.effect, ExceptionEffect::Then(_)) { Some(Val::Unknown) } else { put };
            return Ok((Weighed { applies: none, stands: none, put }, none));
        };
        let when = self.at(id).map_or(Val::Unknown, |(_, value)| value);
        let own = match tried.effect {
            ExceptionEffect::Waive | ExceptionEffect::Disapply => Val::Waived,
            ExceptionEffect::Then(then) => then.and_then(|id| self.at(id)).map_or(Val::Unknown, |(_, value)| value),
        };
        let place = usize::try_from(id).ok().and_then(|id| self.resolved.below.get_mut(id));
        // Taken, so that no exception is made to two things.
        let Some(below) = place.and_then(Option::take) else { return flaw(WRONG_EXCEPTION, &[&tried.exception]) };
        let gone = gone(&below);
        let put = agree(own, &below);
        let applies = settle([when, Val::Truth(self.permitted(tried)), not(gone)], false);
        let put = if tried.effect == ExceptionEffect::Disapply { None } else { Some(put) };
        Ok((Weighed { applies, stands: applies, put }, gone))
    }

    /// Whether an exception's steps are its own, and its discretion is about it.
    fn consistent(&self, step: &Step, tried: &ExceptionTried) -> Checked {
        let wrong = || flaw(WRONG_EXCEPTION, &[&tried.exception]);
        let then = match tried.effect {
            ExceptionEffect::Then(then) => then,
            _ => None,
        };
        let there = !matches!(tried.state, ExceptionState::NotInForce | ExceptionState::NotMet);
        if matches!(tried.effect, ExceptionEffect::Then(_)) && then.is_some() != there {
            return wrong();
        }
        if tried.step.is_none() != (tried.state == ExceptionState::NotInForce) {
            return wrong();
        }
        for (id, kind) in [(tried.step, StepKind::Exception), (then, StepKind::Replacement)] {
            let Some(id) = id else { continue };
            let Some((own, _)) = self.at(id).filter(|_| id < step.id) else { return flaw(LATER_STEP, &[&id]) };
            let same = own.kind == kind
                && own.name == tried.exception
                && own.subject == step.subject
                && own.citations == tried.citations;
            if !same
                || own.label != tried.label
                || kind == StepKind::Replacement
                    && own.unit != step.unit
                    && step.kind != StepKind::Exception
                    && !widens(own.unit, step.unit)
            {
                return wrong();
            }
        }
        match tried.discretion.map(|position| self.record.discretions.get(position as usize)) {
            Some(Some(officer)) if officer.name == tried.exception && officer.subject == step.subject => Ok(()),
            None => {
                let exercised = |officer: &crate::decision::record::Discretion| {
                    officer.name == tried.exception && officer.subject == step.subject
                };
                if self.record.discretions.iter().any(exercised) { wrong() } else { Ok(()) }
            }
            _ => wrong(),
        }
    }

    /// Whether an exception may apply at all: it must, or an officer granted it.
    pub(super) fn permitted(&self, tried: &ExceptionTried) -> bool {
        let officer = tried.discretion.and_then(|position| self.record.discretions.get(position as usize));
        tried.modality == Modality::Must || officer.is_some_and(|officer| officer.granted)
    }
}

/// Whether an exception is disapplied by those made to it. To make it not apply and to put
/// something in its place at once are at odds.
fn gone<'a>(below: &[Weighed<'a>]) -> Val<'a> {
    let that = |disapply: bool| below.iter().filter(move |one| one.put.is_none() == disapply).map(|one| one.stands);
    match (settle(that(true), true), settle(that(false), true)) {
        (Val::Truth(true), Val::Truth(true)) => Val::Error(Fault::Conflict),
        (Val::Truth(true), changed) if changed != Val::Truth(false) => changed,
        (disapplied, _) => disapplied,
    }
}

/// The state an exception is reported in.
fn state(when: Option<Val<'_>>, one: &Weighed<'_>, overridden: Val<'_>, gone: Val<'_>) -> ExceptionState {
    let Some(when) = when else { return ExceptionState::NotInForce };
    if when.truth() == Some(false) {
        return ExceptionState::NotMet;
    }
    if gone.truth() == Some(true) {
        return ExceptionState::Defeated;
    }
    match (one.stands, one.applies) {
        (Val::Truth(true), _) => ExceptionState::Applied,
        (_, Val::Truth(true)) if overridden.truth() == Some(true) => ExceptionState::Overridden,
        (Val::Truth(false), Val::Truth(false)) if when.truth() == Some(true) => ExceptionState::Open,
        (Val::Error(_), _) => ExceptionState::Error,
        (Val::Truth(false), _) if matches!(when, Val::Error(_)) => ExceptionState::Error,
        _ => ExceptionState::Unknown,
    }
}

/// Whether these exceptions are in conflict: one that stands disapplies what another changes, or
/// what two put in place is known and not the same.
fn is_conflict(weighed: &[Weighed<'_>]) -> bool {
    let standing = || weighed.iter().filter(|one| one.stands.truth() == Some(true));
    let put: Vec<Val<'_>> = standing().filter_map(|one| one.put).collect();
    let disapplied = standing().any(|one| one.put.is_none());
    let hindered = weighed.iter().any(|one| one.put.is_some() && matches!(one.stands, Val::Error(_)));
    let differ = blocked(put.iter().copied()).is_none() && put.iter().any(|one| Some(one) != put.first());
    disapplied && !put.is_empty() || differ && !hindered
}

/// What is in place of `base` once these exceptions stand or may stand.
fn agree<'a>(base: Val<'a>, weighed: &[Weighed<'a>]) -> Val<'a> {
    let effects: Vec<(Val<'a>, Val<'a>)> = weighed.iter().filter_map(|one| Some((one.stands, one.put?))).collect();
    let faults = effects.iter().map(|(stands, _)| *stands).filter(|stands| matches!(stands, Val::Error(_)));
    if let Some(stopped) = blocked(faults) {
        return stopped;
    }
    let standing: Vec<Val<'a>> =
        effects.iter().filter(|(stands, _)| stands.truth() == Some(true)).map(|(_, put)| *put).collect();
    let settled = match standing.as_slice() {
        [] => base,
        [one] => *one,
        [first, rest @ ..] => match blocked(standing.iter().copied()) {
            Some(stopped) => stopped,
            None if rest.iter().all(|put| put == first) => *first,
            None => return Val::Error(Fault::Conflict),
        },
    };
    let mut possible = effects.iter().filter(|(stands, _)| stands.truth().is_none()).map(|(_, put)| *put).peekable();
    if possible.peek().is_none() || !standing.is_empty() && settled == Val::Error(Fault::Conflict) {
        return settled;
    }
    let met = standing.is_empty() && settled == Val::Truth(true);
    if possible.all(|put| put == settled && put.is_known() || met && put == Val::Waived) {
        settled
    } else {
        Val::Unknown
    }
}
