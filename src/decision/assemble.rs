//! outcomes + trace → record.

use super::outcome::{Given, Outcome, State, Unsettled};
use super::reasons;
use super::record::*;
use super::trace::{Trace, modality, trace};
use super::words::{citations, currency, subject, words};
use super::{Decision, Verdict};
use crate::eval::Context;
use crate::facts::{DiscretionTarget, hex};
use crate::model::{self, EntityId};
use crate::plan::Operand;

/// Puts the whole decision together.
pub(super) fn record(decision: &Decision<'_>, all_values: bool) -> Record {
    let verdict = decision.verdict();
    let context = verdict.context;
    let mut ends = ends(&verdict, &context);
    if all_values {
        ends.extend(derived(&verdict, &context));
    }
    let trace = trace(&context, &decision.frame, &ends);
    let mut record = Record {
        format: FORMAT.to_owned(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy: PolicyRef {
            name: context.plan.model.policy.name.id.clone(),
            label: words(&context.plan.model.policy.name),
            version: context.plan.model.policy.version.clone(),
            currency: currency(&context.plan.model.policy.currency),
            digest: hex(&decision.digests.policy),
        },
        settings: hex(&decision.digests.settings),
        facts: context.facts.digest_hex(),
        date: context.date.to_string(),
        status: verdict.status(),
        measures: Vec::new(),
        refused: Vec::new(),
        undetermined: Vec::new(),
        in_error: Vec::new(),
        open: Vec::new(),
        overridden: Vec::new(),
        not_in_force: Vec::new(),
        discretions: Vec::new(),
        readings: Vec::new(),
        assumptions: Vec::new(),
        trace: Vec::new(),
    };
    let assembly = Assembly { verdict, context: &context, trace: &trace };
    for outcome in &decision.outcomes {
        assembly.outcome(outcome, &mut record);
    }
    assembly.not_in_force(&mut record);
    assembly.open_exceptions(&mut record);
    assembly.discretions(&mut record);
    assembly.rests_on(&mut record);
    record.trace = trace.steps;
    record
}

/// The slots the trace must explain: every rule asked, every amount given.
fn ends(verdict: &Verdict<'_>, context: &Context<'_>) -> Vec<(EntityId, u32, u32)> {
    let mut ends = Vec::new();
    for outcome in verdict.outcomes {
        let index = outcome.rule.index();
        let (Some(rule), Some(plan)) = (context.plan.model.rules.get(index), context.plan.rules.get(index)) else {
            continue;
        };
        let effective = outcome.grants.iter().filter(|given| given.effective);
        let amounts = effective.filter_map(|given| {
            let grants = if given.otherwise { &plan.otherwise } else { &plan.grants };
            grants.get(given.grant as usize)
        });
        let operands = std::iter::once(&plan.when).chain(amounts.flatten());
        ends.extend(operands.filter_map(|operand| match operand {
            Operand::Slot(_, slot) => Some((rule.entity, *slot, outcome.subject)),
            Operand::Const(_) => None,
        }));
    }
    ends
}

/// The slots of every definition and condition.
fn derived<'a>(verdict: &'a Verdict<'_>, context: &'a Context<'_>) -> impl Iterator<Item = (EntityId, u32, u32)> + 'a {
    let slots = context.plan.derived.iter().filter_map(|operand| match operand {
        Operand::Slot(entity, slot) => Some((*entity, *slot)),
        Operand::Const(_) => None,
    });
    slots.flat_map(|(entity, slot)| (0..verdict.frame.count(entity)).map(move |instance| (entity, slot, instance)))
}

struct Assembly<'a> {
    verdict: Verdict<'a>,
    context: &'a Context<'a>,
    trace: &'a Trace,
}

impl<'a> Assembly<'a> {
    fn rule(&self, outcome: &Outcome) -> Option<&'a model::Rule> {
        let plan: &'a crate::plan::Plan = self.context.plan;
        plan.model.rules.get(outcome.rule.index())
    }

    fn subject(&self, entity: EntityId, instance: u32) -> Subject {
        subject(self.context, self.verdict.frame, entity, instance)
    }

    fn reference(&self, rule: &model::Rule, instance: u32) -> RuleRef {
        RuleRef {
            rule: rule.name.id.clone(),
            label: words(&rule.name),
            subject: self.subject(rule.entity, instance),
            citations: citations(self.context, &rule.per),
        }
    }

    fn step(&self, operand: Operand, entity: EntityId, instance: u32) -> u32 {
        match operand {
            Operand::Slot(_, slot) => self.trace.step_of(self.verdict.frame, entity, slot, instance),
            Operand::Const(_) => u32::MAX,
        }
    }

    fn rule_step(&self, outcome: &Outcome, rule: &model::Rule) -> u32 {
        let when = self.context.plan.rules.get(outcome.rule.index()).map(|plan| plan.when);
        when.map_or(u32::MAX, |when| self.step(when, rule.entity, outcome.subject))
    }

    fn outcome(&self, outcome: &Outcome, record: &mut Record) {
        let Some(rule) = self.rule(outcome) else { return };
        let by = self.reference(rule, outcome.subject);
        let step = self.rule_step(outcome, rule);
        match outcome.state {
            State::Granted => self.give(outcome, rule, &by, step, record),
            State::Refused => {
                let first = record.measures.len() as u32;
                self.give(outcome, rule, &by, step, record);
                let leads_to = (first..record.measures.len() as u32).collect();
                record.refused.push(Refused { by, step, failed: reasons::failed(&self.trace.steps, step), leads_to });
            }
            State::Undetermined => record.undetermined.push(self.undetermined(outcome, rule, by, step)),
            State::InError => record.in_error.push(self.in_error(outcome, rule, by, step)),
            State::Overridden(at) => {
                if let Some((prevailing, other)) = self.other(at) {
                    let prevailed = self.reference(other, prevailing.subject);
                    record.overridden.push(Overridden { by, step, prevailed });
                }
            }
            State::Behind(at, why) => {
                let Some((other, rule)) = self.other(at) else { return };
                let behind = Some(self.reference(rule, other.subject));
                let other_step = self.rule_step(other, rule);
                if why == Unsettled::Undetermined {
                    let found = self.undetermined(other, rule, by, other_step);
                    record.undetermined.push(Undetermined { step, behind, ..found });
                } else {
                    let found = self.in_error(other, rule, by, other_step);
                    record.in_error.push(InError { step, behind, ..found });
                }
            }
        }
    }

    fn other(&self, at: usize) -> Option<(&'a Outcome, &'a model::Rule)> {
        let outcome = self.verdict.outcomes.get(at)?;
        Some((outcome, self.rule(outcome)?))
    }

    fn undetermined(&self, outcome: &Outcome, rule: &model::Rule, by: RuleRef, step: u32) -> Undetermined {
        let amounts = self.unsettled_amounts(outcome, rule);
        let from: Vec<u32> = std::iter::once(step).chain(amounts.iter().copied()).collect();
        let (missing, not_set) = reasons::missing(&self.trace.steps, &self.granted(), &from);
        Undetermined { by, step, missing, not_set, amounts, behind: None }
    }

    fn in_error(&self, outcome: &Outcome, rule: &model::Rule, by: RuleRef, step: u32) -> InError {
        let amounts = self.unsettled_amounts(outcome, rule);
        let from: Vec<u32> = std::iter::once(step).chain(amounts.iter().copied()).collect();
        InError { by, step, causes: reasons::causes(&self.trace.steps, &self.granted(), &from), amounts, behind: None }
    }

    /// Which of the officers' discretions were granted.
    fn granted(&self) -> Vec<bool> {
        self.context.facts.discretions.iter().map(|discretion| discretion.granted).collect()
    }

    /// Steps of the amounts that keep a decided rule from giving its measures.
    fn unsettled_amounts(&self, outcome: &Outcome, rule: &model::Rule) -> Vec<u32> {
        let wanted = if outcome.state == State::InError { Unsettled::InError } else { Unsettled::Undetermined };
        let effective = outcome.grants.iter().filter(|given| given.effective);
        let operands = effective.flat_map(|given| self.amounts(outcome, given));
        let unsettled = operands.filter(|operand| {
            let cell = self.verdict.frame.read(*operand, rule.entity, outcome.subject);
            super::outcome::unsettled(cell) == Some(wanted)
        });
        unsettled.map(|operand| self.step(operand, rule.entity, outcome.subject)).collect()
    }

    fn amounts(&self, outcome: &Outcome, given: &Given) -> Vec<Operand> {
        let plan = self.context.plan.rules.get(outcome.rule.index());
        let grants = plan.map(|plan| if given.otherwise { &plan.otherwise } else { &plan.grants });
        grants.and_then(|grants| grants.get(given.grant as usize)).cloned().unwrap_or_default()
    }

    fn give(&self, outcome: &Outcome, rule: &model::Rule, by: &RuleRef, step: u32, record: &mut Record) {
        let model = &self.context.plan.model;
        let mut open: Vec<Open> = Vec::new();
        for given in &outcome.grants {
            let grants = if given.otherwise { &rule.otherwise } else { &rule.grants };
            let Some(grant) = grants.get(given.grant as usize) else { continue };
            let Some(measure) = model.measures.get(grant.measure.index()) else { continue };
            let named = Named { name: measure.name.id.clone(), label: words(&measure.name) };
            if !given.effective {
                let same = open.iter_mut().find(|o| o.modality == modality(grant.modality));
                match same {
                    Some(open) => open.measures.push(named),
                    None => open.push(Open {
                        name: by.rule.clone(),
                        label: by.label.clone(),
                        kind: OpenKind::Rule,
                        subject: by.subject.clone(),
                        modality: modality(grant.modality),
                        measures: vec![named],
                        citations: by.citations.clone(),
                        step,
                        declined: given.discretion,
                    }),
                }
                continue;
            }
            let amounts = self.amounts(outcome, given);
            let fields = measure.fields.iter().zip(amounts).map(|(field, operand)| {
                let cell = self.verdict.frame.read(operand, rule.entity, outcome.subject);
                Amount {
                    name: field.name.id.clone(),
                    label: words(&field.name),
                    step: self.step(operand, rule.entity, outcome.subject),
                    value: super::words::value(self.context, cell, field.ty),
                }
            });
            record.measures.push(Measure {
                measure: named.name,
                label: named.label,
                by: by.clone(),
                modality: modality(grant.modality),
                branch: if given.otherwise { Branch::Otherwise } else { Branch::When },
                step,
                citations: citations(self.context, &grant.per),
                fields: fields.collect(),
                discretion: given.discretion,
            });
        }
        record.open.extend(open);
    }

    fn not_in_force(&self, record: &mut Record) {
        for rule in &self.context.plan.model.rules {
            if !rule.in_force.holds(self.context.date) {
                let root = self.subject(EntityId(0), 0);
                record.not_in_force.push(RuleRef { subject: root, ..self.reference(rule, 0) });
            }
        }
    }

    /// Exceptions whose ground holds and which no officer has granted, once each.
    fn open_exceptions(&self, record: &mut Record) {
        for step in &self.trace.steps {
            for tried in step.exceptions.iter().filter(|tried| tried.state == ExceptionState::Open) {
                record.open.push(Open {
                    name: tried.exception.clone(),
                    label: tried.label.clone(),
                    kind: OpenKind::Exception,
                    subject: step.subject.clone(),
                    modality: tried.modality,
                    measures: Vec::new(),
                    citations: tried.citations.clone(),
                    step: tried.step.unwrap_or(u32::MAX),
                    declined: tried.discretion,
                });
            }
        }
    }

    fn discretions(&self, record: &mut Record) {
        let model = &self.context.plan.model;
        for (position, discretion) in (0u32..).zip(&self.context.facts.discretions) {
            let (name, entity) = match discretion.target {
                DiscretionTarget::Rule(id) => match model.rules.get(id.index()) {
                    Some(rule) => (&rule.name, rule.entity),
                    None => continue,
                },
                DiscretionTarget::Exception(id) => match model.exceptions.get(id.index()) {
                    Some(exception) => (&exception.name, exception.entity),
                    None => continue,
                },
            };
            let measured = record.measures.iter().any(|m| m.discretion == Some(position));
            let declined = record.open.iter().any(|o| o.declined == Some(position));
            let applied = self.trace.steps.iter().flat_map(|s| &s.exceptions);
            let applied =
                applied.filter(|t| t.state == ExceptionState::Applied).any(|t| t.discretion == Some(position));
            record.discretions.push(Discretion {
                name: name.id.clone(),
                label: words(name),
                subject: self.subject(entity, discretion.subject),
                granted: discretion.granted,
                by: discretion.by.clone(),
                on: discretion.on.to_string(),
                because: discretion.because.clone(),
                effective: measured || applied || declined,
            });
        }
    }

    /// Readings and assumptions among the steps.
    fn rests_on(&self, record: &mut Record) {
        let model = &self.context.plan.model;
        for step in &self.trace.steps {
            let assumption = |kind, source: &str| Assumption {
                kind,
                name: step.name.clone(),
                label: step.label.clone(),
                source: source.to_owned(),
                step: step.id,
            };
            match (&step.kind, &step.lookup) {
                (StepKind::Reading, _) => {
                    let found = (0u32..).zip(&model.readings).find(|(_, r)| r.name.id == step.name);
                    if let (Some((id, _)), Value::Choice(chosen)) = (found, &step.value) {
                        record.readings.push(ReadingUsed {
                            name: step.name.clone(),
                            label: step.label.clone(),
                            chosen: chosen.variant.clone(),
                            chosen_label: chosen.label.clone(),
                            by_setting: self.context.tables.reading_is_set(model::ReadingId(id)),
                            citations: step.citations.clone(),
                        });
                    }
                }
                (StepKind::Fact, _) if step.defaulted => {
                    record.assumptions.push(assumption(AssumptionKind::Default, ""));
                }
                (_, Some(lookup)) => match lookup.certainty {
                    Certainty::Confirmed => {}
                    Certainty::Assumed => {
                        record.assumptions.push(assumption(AssumptionKind::Parameter, &lookup.source))
                    }
                    Certainty::Setting => record.assumptions.push(assumption(AssumptionKind::Setting, &lookup.source)),
                },
                _ => {}
            }
        }
    }
}
