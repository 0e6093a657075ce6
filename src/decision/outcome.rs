//! filled slots → what every rule comes to, for every subject.

use crate::eval::{Context, Frame};
use crate::facts::DiscretionTarget;
use crate::model::{Grant, Modality, Rule, RuleId};
use crate::plan::{Operand, RulePlan};
use crate::value::{Cell, Fault};

/// What one rule comes to for one subject.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) rule: RuleId,
    pub(crate) subject: u32,
    pub(crate) state: State,
    /// What the branch taken gives, in the order of the rule.
    pub(crate) grants: Vec<Given>,
    /// Whether it gives something under `when`, or might once it is decided.
    may_override: bool,
}

/// The state of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// `when` holds.
    Granted,
    /// `when` does not hold.
    Refused,
    /// Something is not known, or a parameter not set.
    Undetermined,
    InError,
    /// Another rule took its place: its position among the outcomes.
    Overridden(usize),
    /// Another rule may take its place, and is itself undetermined or in error.
    Behind(usize, Unsettled),
}

/// Why a rule is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unsettled {
    Undetermined,
    InError,
}

/// A measure of the branch taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    pub(crate) otherwise: bool,
    /// Position among the branch's grants.
    pub(crate) grant: u32,
    /// Whether it takes effect; else it is open to an officer.
    pub(crate) effective: bool,
    /// Position of the officer's discretion, granted or declined, among the facts.
    pub(crate) discretion: Option<u32>,
}

/// Every rule in force for every subject, in order of rule and subject.
pub(crate) fn outcomes(context: &Context<'_>, frame: &Frame) -> Vec<Outcome> {
    let model = &context.plan.model;
    let mut outcomes = Vec::new();
    for ((id, rule), plan) in (0u32..).map(RuleId).zip(&model.rules).zip(&context.plan.rules) {
        if !rule.in_force.holds(context.date) {
            continue;
        }
        for subject in 0..frame.count(rule.entity) {
            outcomes.push(outcome(context, frame, id, rule, plan, subject));
        }
    }
    if model.rules.iter().any(|rule| !rule.overrides.is_empty()) {
        let states = gave_way(context, frame, &outcomes);
        for (outcome, state) in outcomes.iter_mut().zip(states) {
            outcome.state = state;
        }
    }
    outcomes
}

/// The unsettled state a cell stands for, if it is one.
pub(crate) fn unsettled(cell: Cell) -> Option<Unsettled> {
    match cell {
        Cell::Unknown | Cell::Error(Fault::ParameterNotSet) => Some(Unsettled::Undetermined),
        Cell::Error(_) => Some(Unsettled::InError),
        _ => None,
    }
}

fn outcome(context: &Context<'_>, frame: &Frame, id: RuleId, rule: &Rule, plan: &RulePlan, subject: u32) -> Outcome {
    let when = frame.read(plan.when, rule.entity, subject);
    let discretion = context.facts.discretion(DiscretionTarget::Rule(id), subject);
    let granted = discretion.is_some_and(|(_, d)| d.granted);
    let otherwise = when.truth() == Some(false);
    let may_override = !otherwise && rule.grants.iter().any(|grant| grant.modality == Modality::Must || granted);
    if let Some(why) = unsettled(when) {
        return Outcome { rule: id, subject, state: why.into(), grants: Vec::new(), may_override };
    }
    let (grants, amounts) = if otherwise { (&rule.otherwise, &plan.otherwise) } else { (&rule.grants, &plan.grants) };
    let given = (0u32..).zip(grants).map(|(grant, Grant { modality, .. })| {
        let must = *modality == Modality::Must;
        let exercised = discretion.filter(|_| !must);
        Given {
            otherwise,
            grant,
            effective: must || exercised.is_some_and(|(_, d)| d.granted),
            discretion: exercised.map(|(position, _)| position),
        }
    });
    let grants: Vec<Given> = given.collect();
    let effective = grants.iter().filter(|g| g.effective).filter_map(|g| amounts.get(g.grant as usize));
    let cells = effective.flatten().map(|operand: &Operand| frame.read(*operand, rule.entity, subject));
    let state = match cells.filter_map(unsettled).max() {
        Some(why) => why.into(),
        None if otherwise => State::Refused,
        None => State::Granted,
    };
    Outcome { rule: id, subject, state, grants, may_override }
}

impl From<Unsettled> for State {
    fn from(why: Unsettled) -> State {
        match why {
            Unsettled::Undetermined => State::Undetermined,
            Unsettled::InError => State::InError,
        }
    }
}

/// The states once rules that others override have given way. Every rule is weighed by its own
/// state, so the order has no meaning.
fn gave_way(context: &Context<'_>, frame: &Frame, outcomes: &[Outcome]) -> Vec<State> {
    let rules = &context.plan.model.rules;
    let rule = |id: RuleId| rules.get(id.index());
    let mut states: Vec<State> = outcomes.iter().map(|o| o.state).collect();
    for (at, by) in outcomes.iter().enumerate() {
        let Some(overriding) = rule(by.rule) else { continue };
        let effect = match by.state {
            _ if !by.may_override => continue,
            State::Undetermined => State::Behind(at, Unsettled::Undetermined),
            State::InError => State::Behind(at, Unsettled::InError),
            _ => State::Overridden(at),
        };
        for (one, state) in outcomes.iter().zip(&mut states) {
            let below = |r: &Rule| frame.ancestor(r.entity, one.subject, overriding.entity) == by.subject;
            let named = overriding.overrides.contains(&one.rule) && rule(one.rule).is_some_and(below);
            if named && one.state == State::Granted {
                *state = stronger(*state, effect);
            }
        }
    }
    states
}

/// Overridden for certain before maybe; in error before undetermined; the first of equals.
fn stronger(a: State, b: State) -> State {
    let rank = |state: State| match state {
        State::Overridden(_) => 3,
        State::Behind(_, Unsettled::InError) => 2,
        State::Behind(_, Unsettled::Undetermined) => 1,
        _ => 0,
    };
    if rank(b) > rank(a) { b } else { a }
}
