//! outcomes + trace → record.

use super::labels::{RuleLabels, Titled};
use super::outcome::{Given, Outcome, State, Unsettled};
use super::reasons::{self, Seen};
use super::record::*;
use super::trace::{Trace, modality, trace};
use super::words::Texts;
use super::{Decision, Verdict};
use crate::eval::{At, Context, Frame, Memory};
use crate::facts::DiscretionTarget;
use crate::model::{self, EntityId, MeasureId, RuleId};
use crate::plan::Operand;
use crate::value::{Cell, Fault};

/// Puts the whole decision together.
pub(super) fn record(decision: &Decision<'_>, all_values: bool) -> Record {
    let verdict = decision.verdict();
    let context = verdict.context;
    let mut memory = Memory::default();
    let frame = Frame::new(context, &mut memory);
    let mut ends = ends(&verdict, &frame);
    if all_values {
        ends.extend(derived(&frame));
    }
    let texts = Texts::new(context, decision.labels);
    let trace = trace(&texts, &frame, &ends);
    let mut record = Record {
        format: FORMAT.to_owned(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy: decision.labels.policy.clone(),
        settings: decision.settings.clone(),
        redacted: false,
        facts: context.facts.digest_hex().into(),
        date: context.date,
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
    let assembly = Assembly { verdict, context: &context, texts: &texts, trace: &trace };
    for (at, outcome) in decision.outcomes.all.iter().enumerate() {
        assembly.outcome(at, outcome, &mut record);
    }
    assembly.not_in_force(&mut record);
    assembly.open_exceptions(&mut record);
    assembly.discretions(&mut record);
    assembly.rests_on(&mut record);
    record.trace = trace.steps;
    record
}

/// The slots the trace must explain: every rule asked, every amount given.
fn ends(verdict: &Verdict<'_>, frame: &Frame<'_>) -> Vec<(Operand, At)> {
    let mut ends = Vec::new();
    for outcome in &verdict.outcomes.all {
        let index = outcome.rule.index();
        let plan = frame.context.plan;
        let (Some(rule), Some(plan)) = (plan.model.rules.get(index), plan.rules.get(index)) else { continue };
        let effective = verdict.outcomes.given(outcome).iter().filter(|given| given.effective);
        let amounts = effective.filter_map(|given| {
            let grants = if given.otherwise { &plan.otherwise } else { &plan.grants };
            grants.get(given.grant as usize)
        });
        let at = frame.at(rule.entity, outcome.subject);
        ends.extend(std::iter::once(&plan.when).chain(amounts.flatten()).map(|operand| (*operand, at)));
    }
    ends
}

/// The slots of every definition and condition.
fn derived<'a>(frame: &'a Frame<'_>) -> impl Iterator<Item = (Operand, At)> + 'a {
    let slots = frame.context.plan.derived.iter().filter_map(|operand| match operand {
        Operand::Slot(entity, _) => Some((*operand, *entity)),
        _ => None,
    });
    slots.flat_map(move |(operand, entity)| {
        (0..frame.context.count(entity)).map(move |instance| (operand, frame.at(entity, instance)))
    })
}

struct Assembly<'a> {
    verdict: Verdict<'a>,
    context: &'a Context<'a>,
    texts: &'a Texts<'a>,
    trace: &'a Trace<'a>,
}

impl<'a> Assembly<'a> {
    fn rule(&self, outcome: &Outcome) -> Option<&'a model::Rule> {
        let plan: &'a crate::plan::Plan = self.context.plan;
        plan.model.rules.get(outcome.rule.index())
    }

    fn labels(&self, rule: RuleId) -> Option<&'a RuleLabels> {
        self.texts.labels.rules.get(rule.index())
    }

    fn reference(&self, rule: RuleId, entity: EntityId, instance: u32) -> Option<RuleRef> {
        let Titled { name, label, citations, .. } = &self.labels(rule)?.rule;
        Some(RuleRef {
            rule: name.clone(),
            label: label.clone(),
            subject: self.texts.subject(entity, instance),
            citations: citations.clone(),
        })
    }

    fn step(&self, operand: Operand, entity: EntityId, instance: u32) -> u32 {
        self.trace.step_of(operand, entity, instance)
    }

    fn rule_step(&self, outcome: &Outcome, rule: &model::Rule) -> u32 {
        let when = self.context.plan.rules.get(outcome.rule.index()).map(|plan| plan.when);
        when.map_or(u32::MAX, |when| self.step(when, rule.entity, outcome.subject))
    }

    fn outcome(&self, at: usize, outcome: &Outcome, record: &mut Record) {
        let Some(rule) = self.rule(outcome) else { return };
        let Some(by) = self.reference(outcome.rule, rule.entity, outcome.subject) else { return };
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
            State::Twice => {
                let causes = self.twice(at, &by, step);
                record.in_error.push(InError { by, step, causes, amounts: Vec::new(), behind: None });
            }
            State::Overridden(at) => {
                let prevailed = self.other(at).and_then(|(o, rule)| self.reference(o.rule, rule.entity, o.subject));
                if let Some(prevailed) = prevailed {
                    record.overridden.push(Overridden { by, step, prevailed });
                }
            }
            State::Behind(at, why) => {
                let Some((other, rule)) = self.other(at) else { return };
                let behind = self.reference(other.rule, rule.entity, other.subject);
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

    /// What a rule gives that may be given once, and who gives it as well.
    fn twice(&self, at: usize, by: &RuleRef, step: u32) -> Vec<Cause> {
        let measures = &self.texts.labels.measures;
        let refer = |at: usize| {
            let (outcome, rule) = self.other(at)?;
            self.reference(outcome.rule, rule.entity, outcome.subject)
        };
        let cause = |(measure, others): (MeasureId, Vec<usize>)| {
            let Titled { name, label, .. } = self.texts.of(measures, measure.index());
            let measure = Named { name: name.clone(), label: label.clone() };
            let twice = Twice { measure, by: others.into_iter().filter_map(refer).collect() };
            Cause {
                fault: Fault::Conflict,
                step,
                label: by.label.clone(),
                subject: by.subject.clone(),
                operands: Vec::new(),
                between: Vec::new(),
                twice: Some(twice),
            }
        };
        self.verdict.outcomes.twice(self.context, at).into_iter().map(cause).collect()
    }

    fn other(&self, at: usize) -> Option<(&'a Outcome, &'a model::Rule)> {
        let outcome = self.verdict.outcomes.all.get(at)?;
        Some((outcome, self.rule(outcome)?))
    }

    fn undetermined(&self, outcome: &Outcome, rule: &model::Rule, by: RuleRef, step: u32) -> Undetermined {
        let amounts = self.unsettled_amounts(outcome, rule);
        let from: Vec<u32> = std::iter::once(step).chain(amounts.iter().copied()).collect();
        let (missing, not_set) = reasons::missing(&self.seen(), &from);
        Undetermined { by, step, missing, not_set, amounts, behind: None }
    }

    fn in_error(&self, outcome: &Outcome, rule: &model::Rule, by: RuleRef, step: u32) -> InError {
        let amounts = self.unsettled_amounts(outcome, rule);
        let from: Vec<u32> = std::iter::once(step).chain(amounts.iter().copied()).collect();
        InError { by, step, causes: reasons::causes(&self.seen(), &from), amounts, behind: None }
    }

    /// The trace, and which of the officers' discretions were granted.
    fn seen(&self) -> Seen<'_> {
        let granted = self.context.facts.discretions.iter().map(|discretion| discretion.granted).collect();
        Seen { trace: &self.trace.steps, at_odds: &self.trace.at_odds, granted }
    }

    /// Steps of the amounts that keep a decided rule from giving its measures.
    fn unsettled_amounts(&self, outcome: &Outcome, rule: &model::Rule) -> Vec<u32> {
        let wanted = if outcome.state == State::InError { Unsettled::InError } else { Unsettled::Undetermined };
        let effective = self.verdict.outcomes.given(outcome).iter().filter(|given| given.effective);
        let amounts =
            effective.flat_map(|given| self.amounts(outcome, given).iter().enumerate().map(move |at| (given, at)));
        let unsettled = amounts.filter(|(given, (field, _))| {
            let cell = self.verdict.outcomes.amount(given, *field);
            cell.and_then(super::outcome::unsettled) == Some(wanted)
        });
        unsettled.map(|(_, (_, operand))| self.step(*operand, rule.entity, outcome.subject)).collect()
    }

    fn amounts(&self, outcome: &Outcome, given: &Given) -> &'a [Operand] {
        let plan: &'a crate::plan::Plan = self.context.plan;
        let grants = plan
            .rules
            .get(outcome.rule.index())
            .map(|plan| if given.otherwise { &plan.otherwise } else { &plan.grants });
        grants.and_then(|grants| grants.get(given.grant as usize)).map(Vec::as_slice).unwrap_or_default()
    }

    fn give(&self, outcome: &Outcome, rule: &model::Rule, by: &RuleRef, step: u32, record: &mut Record) {
        let (model, labels) = (&self.context.plan.model, self.texts.labels);
        let mut open: Vec<Open> = Vec::new();
        for given in self.verdict.outcomes.given(outcome) {
            let at = given.grant as usize;
            let grants = if given.otherwise { &rule.otherwise } else { &rule.grants };
            let Some(grant) = grants.get(at) else { continue };
            let Some(measure) = model.measures.get(grant.measure.index()) else { continue };
            let named = self.texts.of(&labels.measures, grant.measure.index());
            if !given.effective {
                let named = Named { name: named.name.clone(), label: named.label.clone() };
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
            let titles = labels.measure_fields.get(grant.measure.index()).map(Vec::as_slice).unwrap_or_default();
            let amounts = self.amounts(outcome, given);
            let fields = measure.fields.iter().zip(amounts).enumerate().map(|(at, (field, operand))| {
                let cell = self.verdict.outcomes.amount(given, at).unwrap_or(Cell::Unknown);
                let Titled { name, label, .. } = self.texts.of(titles, at);
                Amount {
                    name: name.clone(),
                    label: label.clone(),
                    step: self.step(*operand, rule.entity, outcome.subject),
                    value: self.texts.value(cell, field.ty),
                }
            });
            let of_rule = self.labels(outcome.rule);
            let citations = of_rule.map(|rule| if given.otherwise { &rule.otherwise } else { &rule.grants });
            record.measures.push(Measure {
                measure: named.name.clone(),
                label: named.label.clone(),
                by: by.clone(),
                modality: modality(grant.modality),
                owed: measure.owed,
                branch: if given.otherwise { Branch::Otherwise } else { Branch::When },
                step,
                citations: citations.and_then(|list| list.get(at)).unwrap_or(&named.citations).clone(),
                fields: fields.collect(),
                discretion: given.discretion,
            });
        }
        record.open.extend(open);
    }

    fn not_in_force(&self, record: &mut Record) {
        for (rule, id) in self.context.plan.model.rules.iter().zip((0u32..).map(RuleId)) {
            if !rule.in_force.holds(self.context.date) {
                record.not_in_force.extend(self.reference(id, EntityId(0), 0));
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
            let labels = self.texts.labels;
            let (title, entity) = match discretion.target {
                DiscretionTarget::Rule(id) => match (self.labels(id), model.rules.get(id.index())) {
                    (Some(labels), Some(rule)) => (&labels.rule, rule.entity),
                    _ => continue,
                },
                DiscretionTarget::Exception(id) => match model.exceptions.get(id.index()) {
                    Some(exception) => (self.texts.of(&labels.exceptions, id.index()), exception.entity),
                    None => continue,
                },
            };
            let measured = record.measures.iter().any(|m| m.discretion == Some(position));
            let declined = record.open.iter().any(|o| o.declined == Some(position));
            let applied = self.trace.steps.iter().flat_map(|s| &s.exceptions);
            let applied =
                applied.filter(|t| t.state == ExceptionState::Applied).any(|t| t.discretion == Some(position));
            record.discretions.push(Discretion {
                name: title.name.clone(),
                label: title.label.clone(),
                subject: self.texts.subject(entity, discretion.subject),
                granted: discretion.granted,
                by: discretion.by.clone(),
                on: discretion.on,
                because: discretion.because.clone(),
                effective: measured || applied || declined,
            });
        }
    }

    /// Readings and assumptions among the steps.
    fn rests_on(&self, record: &mut Record) {
        let model = &self.context.plan.model;
        let nobody: Text = "".into();
        for step in &self.trace.steps {
            let assumption = |kind, source: &Text| Assumption {
                kind,
                name: step.name.clone(),
                label: step.label.clone(),
                source: source.clone(),
                step: step.id,
            };
            match (&step.kind, &step.lookup) {
                (StepKind::Reading, _) => {
                    let found = (0u32..).zip(&model.readings).find(|(_, r)| *r.name.id == *step.name);
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
                    record.assumptions.push(assumption(AssumptionKind::Default, &nobody));
                }
                (_, Some(lookup)) => {
                    let kind = match lookup.certainty {
                        Certainty::Confirmed => None,
                        Certainty::Assumed => Some(AssumptionKind::Parameter),
                        Certainty::Setting => Some(AssumptionKind::Setting),
                    };
                    record.assumptions.extend(kind.map(|kind| assumption(kind, &lookup.source)));
                    let day = lookup.unchecked().map(|day| day.to_string().into());
                    record.assumptions.extend(day.map(|day| assumption(AssumptionKind::Unchecked, &day)));
                }
                _ => {}
            }
        }
    }
}
