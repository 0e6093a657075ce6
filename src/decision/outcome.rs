//! rules + slots → what every rule comes to, for every subject.

use crate::eval::{Context, Frame};
use crate::facts::DiscretionTarget;
use crate::model::{EntityId, Grant, MeasureId, Modality, Rule, RuleId};
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
    claims: Vec<Claim>,
    changes: Vec<(usize, State)>,
}

/// That an outcome gives a measure which may be given once, or might.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    entity: EntityId,
    subject: u32,
    /// What keeps it from being certain.
    unsettled: Option<Unsettled>,
    /// Its position among the outcomes.
    outcome: usize,
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
    /// It gives a measure that may be given once, and so does another rule, or it does so twice.
    Twice,
    /// Another rule took its place: its position among the outcomes.
    Overridden(usize),
    /// Another rule may take its place, or give as well what may be given once, and is itself
    /// undetermined or in error.
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
        for (measure, rules) in &context.plan.once {
            self.give_once(context, *measure, rules);
        }
        for (at, state) in self.changes.drain(..) {
            if let Some(outcome) = self.all.get_mut(at) {
                outcome.state = stronger(outcome.state, state);
            }
        }
    }

    /// Of a measure that may be given once: whoever gives it to one subject beside another is in
    /// error, and whoever gives it beside one that might is not decided before that one is. What a rule
    /// gives or might give is what it came to before any of this, so the order has no meaning.
    fn give_once(&mut self, context: &Context<'_>, measure: MeasureId, rules: &[RuleId]) {
        let mut claims = std::mem::take(&mut self.claims);
        claims.clear();
        for id in rules {
            let Some(rule) = context.plan.model.rules.get(id.index()) else { continue };
            let first = self.all.partition_point(|outcome| outcome.rule < *id);
            let asked = self.all.iter().enumerate().skip(first).take_while(|(_, outcome)| outcome.rule == *id);
            for (at, outcome) in asked {
                let claim = |unsettled| Claim { entity: rule.entity, subject: outcome.subject, unsettled, outcome: at };
                let unsettled = match outcome.state {
                    State::Overridden(_) => continue,
                    State::Undetermined => Some(Unsettled::Undetermined),
                    State::InError => Some(Unsettled::InError),
                    State::Behind(_, why) => Some(why),
                    State::Granted | State::Refused | State::Twice => None,
                };
                claims.extend((0..self.claimed(context, outcome, rule, measure)).map(|_| claim(unsettled)));
            }
        }
        claims.sort_unstable();
        for of_one in claims.chunk_by(|a, b| (a.entity, a.subject) == (b.entity, b.subject)) {
            let (certain, open) = of_one.split_at(of_one.partition_point(|claim| claim.unsettled.is_none()));
            // In error before undetermined; the first of equals.
            let gravest = open.last().and_then(|last| open.iter().find(|claim| claim.unsettled == last.unsettled));
            for claim in certain {
                let state = match gravest {
                    _ if certain.len() > 1 => State::Twice,
                    Some(other) => self.behind(other),
                    None => continue,
                };
                self.changes.push((claim.outcome, state));
            }
        }
        self.claims = claims;
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

    /// How often an outcome gives a measure, or might.
    fn claimed(&self, context: &Context<'_>, outcome: &Outcome, rule: &Rule, measure: MeasureId) -> usize {
        let of = |otherwise: bool| if otherwise { &rule.otherwise } else { &rule.grants };
        let given = self.given(outcome);
        if !given.is_empty() || !matches!(outcome.state, State::Undetermined | State::InError) {
            let effective = given.iter().filter(|given| given.effective);
            let grants = effective.filter_map(|given| of(given.otherwise).get(given.grant as usize));
            return grants.filter(|grant| grant.measure == measure).count();
        }
        // It is not known which way it goes.
        let discretion = context.facts.discretion(DiscretionTarget::Rule(outcome.rule), outcome.subject);
        let granted = discretion.is_some_and(|(_, d)| d.granted);
        let mut may_give = rule.grants.iter().chain(&rule.otherwise);
        let gives = |grant: &Grant| grant.measure == measure && (grant.modality == Modality::Must || granted);
        usize::from(may_give.any(gives))
    }

    /// The state of what waits for another outcome: for what that one waits for, where it does.
    fn behind(&self, claim: &Claim) -> State {
        match self.all.get(claim.outcome).map(|outcome| outcome.state) {
            Some(behind @ State::Behind(..)) => behind,
            _ => State::Behind(claim.outcome, claim.unsettled.unwrap_or(Unsettled::InError)),
        }
    }

    /// The other outcomes that give, beside one, what may be given once to its subject: each with the
    /// measure, in order of measure and rule; the outcome itself where it does so twice.
    pub(crate) fn twice(&self, context: &Context<'_>, at: usize) -> Vec<(MeasureId, Vec<usize>)> {
        let rules = &context.plan.model.rules;
        let Some(this) = self.all.get(at) else { return Vec::new() };
        let gives = |outcome: &Outcome, measure| {
            rules.get(outcome.rule.index()).map_or(0, |rule| self.claimed(context, outcome, rule, measure))
        };
        let entity = |outcome: &Outcome| rules.get(outcome.rule.index()).map(|rule| rule.entity);
        let beside = |measure: MeasureId| -> Vec<usize> {
            let of_one = self.all.iter().enumerate().filter(|(_, outcome)| {
                outcome.state == State::Twice && outcome.subject == this.subject && entity(outcome) == entity(this)
            });
            let least = |other: usize| if other == at { 2 } else { 1 };
            of_one.filter(|(other, outcome)| gives(outcome, measure) >= least(*other)).map(|(other, _)| other).collect()
        };
        let mine = context.plan.once.iter().map(|(measure, _)| *measure).filter(|measure| gives(this, *measure) > 0);
        mine.map(|measure| (measure, beside(measure))).filter(|(_, others)| !others.is_empty()).collect()
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
        State::Overridden(_) | State::Twice => 3,
        State::Behind(_, Unsettled::InError) => 2,
        State::Behind(_, Unsettled::Undetermined) => 1,
        _ => 0,
    };
    if rank(b) > rank(a) { b } else { a }
}
