//! rules + slots → what every rule comes to, for every subject.

use crate::eval::{Context, Frame};
use crate::facts::DiscretionTarget;
use crate::model::{Grant, Modality, Rule, RuleId};
use crate::plan::RulePlan;
use crate::value::{Cell, Fault};
use std::ops::Range;

/// What every rule in force comes to for every subject, in order of rule and subject. Kept from
/// case to case, so that a decision allocates nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcomes {
    pub(crate) all: Vec<Outcome>,
    given: Vec<Given>,
    amounts: Vec<Cell>,
}

/// What one rule comes to for one subject.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) rule: RuleId,
    pub(crate) subject: u32,
    pub(crate) state: State,
    /// What the branch taken gives, in the order of the rule: a stretch of [`Outcomes::given`].
    given: Range<u32>,
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
    /// Where its amounts begin, one a field of the measure; only of what takes effect.
    amounts: u32,
}

impl Outcomes {
    /// Asks every rule in force of every subject.
    pub(crate) fn ask(&mut self, frame: &Frame<'_>) {
        self.all.clear();
        self.given.clear();
        self.amounts.clear();
        let context = &frame.context;
        let model = &context.plan.model;
        for ((id, rule), plan) in (0u32..).map(RuleId).zip(&model.rules).zip(&context.plan.rules) {
            if rule.in_force.holds(context.date) {
                for subject in 0..context.count(rule.entity) {
                    self.ask_one(frame, id, rule, plan, subject);
                }
            }
        }
        for at in 0..self.all.len() {
            self.give_way(context, at);
        }
    }

    /// Makes rules that this outcome's rule overrides give way. Every rule overrides by its own
    /// state, given way or not, so the order has no meaning.
    fn give_way(&mut self, context: &Context<'_>, at: usize) {
        let rules = &context.plan.model.rules;
        let rule = |id: RuleId| rules.get(id.index());
        let Some(by) = self.all.get(at).filter(|by| by.may_override) else { return };
        let Some(overriding) = rule(by.rule).filter(|rule| !rule.overrides.is_empty()) else { return };
        let subject = by.subject;
        let effect = match by.state {
            State::Undetermined => State::Behind(at, Unsettled::Undetermined),
            State::InError => State::Behind(at, Unsettled::InError),
            _ => State::Overridden(at),
        };
        for one in &mut self.all {
            let below = |r: &Rule| context.ancestor(r.entity, one.subject, overriding.entity) == subject;
            let named = overriding.overrides.contains(&one.rule) && rule(one.rule).is_some_and(below);
            if named && matches!(one.state, State::Granted | State::Overridden(_) | State::Behind(..)) {
                one.state = stronger(one.state, effect);
            }
        }
    }

    fn ask_one(&mut self, frame: &Frame<'_>, id: RuleId, rule: &Rule, plan: &RulePlan, subject: u32) {
        let at = frame.at(rule.entity, subject);
        let when = frame.read(plan.when, at);
        let otherwise = when.truth() == Some(false);
        let (grants, amounts) =
            if otherwise { (&rule.otherwise, &plan.otherwise) } else { (&rule.grants, &plan.grants) };
        let discretion = frame.context.facts.discretion(DiscretionTarget::Rule(id), subject);
        let granted = discretion.is_some_and(|(_, d)| d.granted);
        let gives = |grant: &Grant| grant.modality == Modality::Must || granted;
        let may_override = !otherwise && rule.grants.iter().any(gives);
        let start = self.given.len() as u32;
        let mut worst = unsettled(when);
        if worst.is_none() {
            for ((grant, operands), position) in grants.iter().zip(amounts).zip(0u32..) {
                let exercised = discretion.filter(|_| grant.modality != Modality::Must);
                let given = Given {
                    otherwise,
                    grant: position,
                    effective: gives(grant),
                    discretion: exercised.map(|(position, _)| position),
                    amounts: self.amounts.len() as u32,
                };
                if given.effective {
                    self.amounts.extend(operands.iter().map(|operand| frame.read(*operand, at)));
                    let cells = self.amounts.get(given.amounts as usize..).unwrap_or_default();
                    worst = worst.max(cells.iter().filter_map(|cell| unsettled(*cell)).max());
                }
                self.given.push(given);
            }
        }
        let state = match worst {
            Some(Unsettled::Undetermined) => State::Undetermined,
            Some(Unsettled::InError) => State::InError,
            None if otherwise => State::Refused,
            None => State::Granted,
        };
        self.all.push(Outcome { rule: id, subject, state, given: start..self.given.len() as u32, may_override });
    }

    /// What the branch taken gives, in the order of the rule.
    pub(crate) fn given(&self, outcome: &Outcome) -> &[Given] {
        self.given.get(outcome.given.start as usize..outcome.given.end as usize).unwrap_or_default()
    }

    /// The amount of one field of a measure that takes effect.
    pub(crate) fn amount(&self, given: &Given, field: usize) -> Option<Cell> {
        self.amounts.get((given.amounts as usize).saturating_add(field)).copied().filter(|_| given.effective)
    }
}

/// The unsettled state a cell stands for, if it is one.
pub(crate) fn unsettled(cell: Cell) -> Option<Unsettled> {
    match cell {
        Cell::Unknown | Cell::Error(Fault::ParameterNotSet) => Some(Unsettled::Undetermined),
        Cell::Error(_) => Some(Unsettled::InError),
        _ => None,
    }
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
