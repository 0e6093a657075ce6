//! Decision + properties → what each property comes to for each of its subjects.

use super::distance::{Distance, amounts, distance, is_asked};
use super::outcome::{Outcome, Unsettled, unsettled};
use super::reach::Aim;
use super::{State, Verdict, words};
use crate::eval::{Context, Frame, Memory};
use crate::facts::DiscretionTarget;
use crate::model::{Asked, EntityId, Grant, MeasureId, Modality, Rule, RuleId, Statement};
use crate::plan::{Operand, Plan, PropertyPlan};
use crate::value::{Cell, Fault, Number};

/// What a property comes to for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Position in [`Model::properties`](crate::model::Model::properties).
    pub property: usize,
    /// Of whom it is asked, as a path in the facts: empty for the root, `members[1]`.
    pub subject: String,
    /// What it comes to.
    pub state: PropertyState,
    /// Whether it was put to the test at all: what stands before `implies` is so, and an amount it asks
    /// of the decision is not zero; of one of more and less, its number is not zero.
    pub tested: bool,
}

/// Whether a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyState {
    /// It holds.
    Holds,
    /// It says nothing here: what stands before `implies` is not so.
    NotGiven,
    /// It does not hold: this case is a counterexample.
    Broken,
    /// Something it rests on is not known, or a parameter not set: no counterexample.
    Unknown,
    /// It could not be computed.
    InError(Fault),
    /// The number of a monotone property, which speaks of two cases: see
    /// [`Movement`](crate::model::Movement).
    Number(Number),
}

/// What a property comes to, and how far the case is from a goal.
pub(crate) struct Asking {
    /// What every property in force comes to for every subject, in order of property and subject.
    pub(crate) standings: Vec<Standing>,
    /// How far it is.
    pub(crate) distance: Option<Distance>,
}

/// Asks the properties of a decision. `plan` is that of the verdict, with properties.
pub(crate) fn asking(verdict: Verdict<'_>, plan: &Plan, memory: &mut Memory, aim: Option<&Aim>) -> Asking {
    let context = Context { plan, ..verdict.context };
    let found = answers(verdict, &Frame::new(context, memory));
    let frame = Frame::with(context, memory, &found);
    let mut standings = Vec::new();
    for (position, lowered) in &plan.properties {
        let Some(property) = plan.model.properties.get(*position).filter(|it| it.in_force.holds(context.date)) else {
            continue;
        };
        let asked = is_asked(&context, &frame, &amounts(property));
        for instance in 0..context.count(property.entity) {
            let subject = words::subject(&context, verdict.labels, property.entity, instance).path.to_string();
            let state = state(&frame, &property.statement, *lowered, property.entity, instance);
            let tested = match state {
                PropertyState::Holds | PropertyState::Broken => asked,
                PropertyState::Number(number) => !number.is_zero(),
                PropertyState::NotGiven | PropertyState::Unknown | PropertyState::InError(_) => false,
            };
            standings.push(Standing { property: *position, subject, state, tested });
        }
    }
    Asking { standings, distance: aim.map(|aim| distance(verdict, &frame, aim)) }
}

fn state(
    frame: &Frame<'_>,
    statement: &Statement,
    plan: PropertyPlan,
    entity: EntityId,
    instance: u32,
) -> PropertyState {
    let at = frame.at(entity, instance);
    let value = frame.read(plan.value, at);
    let stopped = |cell| match (unsettled(cell), cell) {
        (Some(Unsettled::InError), Cell::Error(fault)) => PropertyState::InError(fault),
        _ => PropertyState::Unknown,
    };
    let wanted = match statement {
        Statement::Monotone { .. } => {
            return if let Cell::Number(number) = value { PropertyState::Number(number) } else { stopped(value) };
        }
        Statement::Always { .. } => true,
        Statement::Never(_) => false,
    };
    let given = plan.given.map_or(Cell::Truth(true), |given| frame.read(given, at));
    match (given.truth(), value.truth()) {
        (Some(false), _) => PropertyState::NotGiven,
        (_, Some(truth)) if truth == wanted => PropertyState::Holds,
        (Some(true), Some(_)) => PropertyState::Broken,
        (Some(true), None) => stopped(value),
        (None, _) => stopped(given),
    }
}

/// What the decision answers to everything the properties ask of it.
fn answers(verdict: Verdict<'_>, frame: &Frame<'_>) -> Vec<(Operand, u32, Cell)> {
    let mut found = Vec::new();
    for (asked, operand) in &frame.context.plan.asked {
        let Operand::Slot(entity, _) = operand else { continue };
        for instance in 0..verdict.context.count(*entity) {
            let subject = Subject { verdict, frame, entity: *entity, instance };
            found.push((*operand, instance, subject.answer(*asked)));
        }
    }
    found
}

/// An instance the decision is asked about: by itself, and as part of what it belongs to.
struct Subject<'a> {
    verdict: Verdict<'a>,
    /// The same case, for what the verdict does not keep.
    frame: &'a Frame<'a>,
    entity: EntityId,
    instance: u32,
}

impl<'a> Subject<'a> {
    fn answer(&self, asked: Asked) -> Cell {
        match asked {
            Asked::AnyMeasure => self.given(None),
            Asked::Measure(measure) => self.given(Some(measure)),
            Asked::Amount(measure, field) => self.amount(measure, field as usize),
            Asked::Rule(rule) => self.met(rule),
        }
    }

    /// What the rules of this instance, and of those above it, came to.
    fn outcomes(&self) -> impl Iterator<Item = (&'a Outcome, &'a Rule)> {
        let (context, outcomes) = (self.verdict.context, self.verdict.outcomes);
        let (entity, instance) = (self.entity, self.instance);
        outcomes.all.iter().filter_map(move |outcome| {
            let rule = context.plan.model.rules.get(outcome.rule.index())?;
            let above = is_or_above(&context, rule.entity, entity);
            (above && context.ancestor(entity, instance, rule.entity) == outcome.subject).then_some((outcome, rule))
        })
    }

    /// Whether a measure, or any, takes effect.
    fn given(&self, measure: Option<MeasureId>) -> Cell {
        let mut cell = Cell::Truth(false);
        for (outcome, rule) in self.outcomes() {
            let effective = |given: &&super::Given| {
                let grants = if given.otherwise { &rule.otherwise } else { &rule.grants };
                let is = grants.get(given.grant as usize).is_some_and(|grant| is_of(measure, grant));
                given.effective && is
            };
            if takes_effect(outcome.state) && self.verdict.outcomes.given(outcome).iter().any(|it| effective(&it)) {
                return Cell::Truth(true);
            }
            cell = self.or_open(cell, outcome, rule, measure);
        }
        cell
    }

    /// What a field of a measure comes to over all that takes effect.
    fn amount(&self, measure: MeasureId, field: usize) -> Cell {
        let (mut sum, mut open) = (Number::ZERO, Cell::Truth(false));
        for (outcome, rule) in self.outcomes() {
            open = self.or_open(open, outcome, rule, Some(measure));
            if !takes_effect(outcome.state) {
                continue;
            }
            for given in self.verdict.outcomes.given(outcome) {
                let grants = if given.otherwise { &rule.otherwise } else { &rule.grants };
                let is = grants.get(given.grant as usize).is_some_and(|grant| grant.measure == measure);
                // An amount that may be none, and is, adds nothing.
                if let Some(Cell::Number(number)) = self.verdict.outcomes.amount(given, field).filter(|_| is) {
                    let Some(more) = sum.checked_add(number) else { return Cell::Error(Fault::Overflow) };
                    sum = more;
                }
            }
        }
        if open == Cell::Truth(false) { Cell::Number(sum) } else { open }
    }

    /// An answer so far, or what stands in its way where a rule that may give the measure is not
    /// decided: errors before what is not known.
    fn or_open(&self, so_far: Cell, outcome: &Outcome, rule: &Rule, measure: Option<MeasureId>) -> Cell {
        let discretion = self.verdict.context.facts.discretion(DiscretionTarget::Rule(outcome.rule), outcome.subject);
        let granted = discretion.is_some_and(|(_, discretion)| discretion.granted);
        let mut may_give = rule.grants.iter().chain(&rule.otherwise);
        let gives = |grant: &Grant| is_of(measure, grant) && (grant.modality == Modality::Must || granted);
        match (not_decided(outcome.state), so_far) {
            (Some(_), Cell::Error(_)) | (None, _) => so_far,
            (Some(Unsettled::InError), _) if may_give.any(gives) => Cell::Error(self.fault(outcome)),
            (Some(Unsettled::Undetermined), _) if may_give.any(gives) => Cell::Unknown,
            (Some(_), _) => so_far,
        }
    }

    fn met(&self, rule: RuleId) -> Cell {
        // None where the rule is not in force.
        let Some((outcome, _)) = self.outcomes().find(|(outcome, _)| outcome.rule == rule) else {
            return Cell::Truth(false);
        };
        match not_decided(outcome.state) {
            None => Cell::Truth(outcome.state == State::Granted),
            Some(Unsettled::InError) => Cell::Error(self.fault(outcome)),
            Some(Unsettled::Undetermined) => Cell::Unknown,
        }
    }

    /// The gravest fault of a rule in error, or of the one that may take its place.
    fn fault(&self, outcome: &Outcome) -> Fault {
        let outcome = match outcome.state {
            State::Twice => return Fault::Conflict,
            State::Behind(by, _) => self.verdict.outcomes.all.get(by).unwrap_or(outcome),
            _ => outcome,
        };
        let plan = self.frame.context.plan;
        let (Some(rule), Some(lowered)) =
            (plan.model.rules.get(outcome.rule.index()), plan.rules.get(outcome.rule.index()))
        else {
            return Fault::Overflow;
        };
        let at = self.frame.at(rule.entity, outcome.subject);
        let amounts = lowered.grants.iter().chain(&lowered.otherwise).flatten();
        let faults =
            std::iter::once(&lowered.when).chain(amounts).filter_map(|operand| match self.frame.read(*operand, at) {
                Cell::Error(fault) => Some(fault),
                _ => None,
            });
        faults.max().unwrap_or(Fault::Overflow)
    }
}

fn is_of(measure: Option<MeasureId>, grant: &Grant) -> bool {
    measure.is_none_or(|measure| measure == grant.measure)
}

fn takes_effect(state: State) -> bool {
    matches!(state, State::Granted | State::Refused)
}

fn not_decided(state: State) -> Option<Unsettled> {
    match state {
        State::Undetermined => Some(Unsettled::Undetermined),
        State::InError | State::Twice => Some(Unsettled::InError),
        State::Behind(_, why) => Some(why),
        State::Granted | State::Refused | State::Overridden(_) => None,
    }
}

pub(super) fn is_or_above(context: &Context<'_>, entity: EntityId, mut below: EntityId) -> bool {
    while below != entity {
        if below == EntityId(0) {
            return false;
        }
        below = context.plan.above.get(below.index()).copied().unwrap_or(EntityId(0));
    }
    true
}
