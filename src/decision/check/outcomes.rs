//! Compares what is reported of the rules with what their steps demand.

use super::reasons::Follow;
use super::values::Val;
use super::work::is_above;
use super::{Checked, Steps, WRONG_OUTCOME, WRONG_REPORT, WRONG_STATUS, flaw};
use crate::decision::record::{
    Amount, Assumption, AssumptionKind, Branch, Cause, Certainty, Discretion, ExceptionState, InError, Measure,
    Modality, Open, OpenKind, ReadingUsed, Record, RuleRef, Status, Step, StepKind, Subject, Undetermined, Value,
};
use crate::value::Fault;
use std::collections::BTreeSet;

/// Every outcome, every list beside the trace.
pub(super) fn check(steps: &Steps<'_>) -> Checked {
    steps.measures()?;
    steps.refusals()?;
    steps.unsettled()?;
    steps.overridden()?;
    steps.open()?;
    for step in steps.record.trace.iter().filter(|step| step.kind == StepKind::Rule) {
        steps.rule(step)?;
    }
    steps.discretions()?;
    steps.rests_on()?;
    steps.status()
}

/// A report that does not agree.
fn wrong(what: &str) -> Checked {
    flaw(WRONG_REPORT, &[&what])
}

/// What a rule, or an amount of it, comes to.
#[derive(PartialEq, Eq)]
enum Verdict {
    Holds,
    Fails,
    Lacks,
    Errs,
}

fn verdict(value: Val<'_>) -> Verdict {
    match value {
        Val::Unknown | Val::Error(Fault::ParameterNotSet) => Verdict::Lacks,
        Val::Error(_) => Verdict::Errs,
        value if value.truth() == Some(false) => Verdict::Fails,
        _ => Verdict::Holds,
    }
}

impl<'a> Steps<'a> {
    /// The rule step something is reported of.
    fn reported(&self, by: &RuleRef, id: u32) -> Checked<(&'a Step, Val<'a>)> {
        let found = self.at(id).filter(|(step, _)| {
            step.kind == StepKind::Rule
                && (&step.name, &step.label, &step.subject, &step.citations)
                    == (&by.rule, &by.label, &by.subject, &by.citations)
        });
        found.map_or_else(|| flaw(WRONG_OUTCOME, &[&by.rule, &id]), Ok)
    }

    /// Every rule is reported as its value demands, in one way.
    fn rule(&self, step: &Step) -> Checked {
        let record = self.record;
        let value = self.at(step.id).map_or(Val::Unknown, |(_, value)| value);
        let when = record.measures.iter().filter(|m| m.step == step.id && m.branch == Branch::When).count();
        let otherwise = record.measures.iter().filter(|m| m.step == step.id && m.branch == Branch::Otherwise).count();
        let open = record.open.iter().filter(|o| o.step == step.id).count();
        let refused = record.refused.iter().filter(|r| r.step == step.id).count();
        let overridden = record.overridden.iter().filter(|r| r.step == step.id).count();
        let lacks: Vec<&Undetermined> = record.undetermined.iter().filter(|r| r.step == step.id).collect();
        let errs: Vec<&InError> = record.in_error.iter().filter(|r| r.step == step.id).collect();
        let unsettled = lacks.len().saturating_add(errs.len());
        // Decided, and kept back by an amount or by another rule.
        let kept = lacks.iter().all(|r| !r.amounts.is_empty() || r.behind.is_some())
            && errs.iter().all(|r| !r.amounts.is_empty() || r.behind.is_some() || gives_twice(r));
        let nothing = when == 0 && otherwise == 0 && open == 0;
        let right = match verdict(value) {
            Verdict::Lacks => {
                lacks.len() == 1 && errs.is_empty() && refused == 0 && overridden == 0 && nothing && !kept
            }
            Verdict::Errs => errs.len() == 1 && lacks.is_empty() && refused == 0 && overridden == 0 && nothing && !kept,
            Verdict::Holds if unsettled == 1 => refused == 0 && overridden == 0 && nothing && kept,
            Verdict::Holds if overridden == 1 => unsettled == 0 && refused == 0 && nothing,
            Verdict::Holds => {
                unsettled == 0 && overridden == 0 && refused == 0 && otherwise == 0 && (when > 0 || open > 0)
            }
            // Who is refused gives way to nobody, but may wait where what the refusal gives is given once.
            Verdict::Fails if unsettled == 1 => refused == 0 && overridden == 0 && nothing && kept,
            Verdict::Fails => refused == 1 && unsettled == 0 && overridden == 0 && when == 0,
        };
        if right { Ok(()) } else { flaw(WRONG_OUTCOME, &[&step.name, &step.id]) }
    }

    /// Measures agree with the steps of their rule and amounts.
    fn measures(&self) -> Checked {
        let mut before = 0;
        for measure in &self.record.measures {
            let (step, value) = self.reported(&measure.by, measure.step)?;
            let branch = if measure.branch == Branch::When { Verdict::Holds } else { Verdict::Fails };
            if measure.step < before || verdict(value) != branch {
                return wrong(&measure.measure);
            }
            before = measure.step;
            self.exercised(measure)?;
            for field in &measure.fields {
                self.amount(step, field)?;
            }
        }
        Ok(())
    }

    fn amount(&self, rule: &Step, field: &Amount) -> Checked {
        let agrees = self.at(field.step).is_some_and(|(step, value)| {
            step.kind == StepKind::Amount
                && (&step.name, &step.label, &step.value, &step.subject)
                    == (&field.name, &field.label, &field.value, &rule.subject)
                && step.citations.is_empty()
                && value.is_known()
        });
        if agrees { Ok(()) } else { wrong(&field.name) }
    }

    /// A measure that is not `must` rests on an officer.
    fn exercised(&self, measure: &Measure) -> Checked {
        let officer = measure.discretion.map(|position| self.record.discretions.get(position as usize));
        let rests = match (measure.modality, officer) {
            (Modality::Must, officer) => officer.is_none(),
            (_, Some(Some(officer))) => {
                officer.granted && officer.name == measure.by.rule && officer.subject == measure.by.subject
            }
            _ => false,
        };
        if rests { Ok(()) } else { wrong(&measure.measure) }
    }

    fn refusals(&self) -> Checked {
        ascending(self.record.refused.iter().map(|refused| refused.step))?;
        for refused in &self.record.refused {
            let (step, value) = self.reported(&refused.by, refused.step)?;
            let leads = |(_, measure): &(u32, &Measure)| measure.step == step.id && measure.branch == Branch::Otherwise;
            let leads: Vec<u32> =
                (0u32..).zip(&self.record.measures).filter(leads).map(|(position, _)| position).collect();
            if verdict(value) != Verdict::Fails || refused.failed != self.failed(step) || refused.leads_to != leads {
                return wrong(&refused.by.rule);
            }
        }
        Ok(())
    }

    /// Rules that are undetermined or in error, with what lies behind that.
    fn unsettled(&self) -> Checked {
        let record = self.record;
        ascending(record.undetermined.iter().map(|rule| rule.step))?;
        ascending(record.in_error.iter().map(|rule| rule.step))?;
        for rule in &record.undetermined {
            let (step, _) = self.reported(&rule.by, rule.step)?;
            let own = |other: &&Undetermined| Some(&other.by) == rule.behind.as_ref() && other.behind.is_none();
            let agrees = match (&rule.behind, record.undetermined.iter().find(own)) {
                (Some(behind), Some(other)) => {
                    is_above(&behind.subject.path, &rule.by.subject.path)
                        && (&rule.missing, &rule.not_set, &rule.amounts)
                            == (&other.missing, &other.not_set, &other.amounts)
                }
                (Some(_), None) => false,
                (None, _) => {
                    let behind = self.behind(&self.from(step, &rule.amounts, &Verdict::Lacks)?, Follow::Lacking);
                    (rule.missing == behind.missing && rule.not_set == behind.not_set)
                        && !(rule.missing.is_empty() && rule.not_set.is_empty())
                }
            };
            if !agrees {
                return wrong(&rule.by.rule);
            }
        }
        for rule in &record.in_error {
            let (step, _) = self.reported(&rule.by, rule.step)?;
            let own = |other: &&InError| Some(&other.by) == rule.behind.as_ref() && other.behind.is_none();
            let agrees = match (&rule.behind, record.in_error.iter().find(own)) {
                (Some(behind), Some(other)) => {
                    is_above(&behind.subject.path, &rule.by.subject.path)
                        && (&rule.causes, &rule.amounts) == (&other.causes, &other.amounts)
                }
                (Some(_), None) => false,
                (None, _) if gives_twice(rule) => self.twice(step, rule),
                (None, _) => {
                    let causes = self.behind(&self.from(step, &rule.amounts, &Verdict::Errs)?, Follow::Errors).causes;
                    rule.causes == causes && !causes.is_empty()
                }
            };
            if !agrees {
                return wrong(&rule.by.rule);
            }
        }
        Ok(())
    }

    /// A rule that is decided, and gives beside others what may be given once: each of them says so.
    fn twice(&self, step: &Step, rule: &InError) -> bool {
        let settled =
            self.at(step.id).is_some_and(|(_, value)| matches!(verdict(value), Verdict::Holds | Verdict::Fails));
        let mutual = |cause: &Cause| {
            let Some(twice) = &cause.twice else { return false };
            let own = (cause.fault, cause.step) == (Fault::Conflict, step.id)
                && (&cause.label, &cause.subject) == (&rule.by.label, &rule.by.subject)
                && cause.operands.is_empty()
                && cause.between.is_empty();
            let says = |other: &RuleRef| {
                let other = self.record.in_error.iter().find(|it| it.by == *other && it.by.subject == rule.by.subject);
                other.into_iter().flat_map(|other| &other.causes).any(|cause| {
                    let theirs = cause.twice.as_ref().filter(|theirs| theirs.measure == twice.measure);
                    theirs.is_some_and(|theirs| theirs.by.contains(&rule.by))
                })
            };
            own && !twice.by.is_empty() && twice.by.iter().all(says)
        };
        settled && rule.amounts.is_empty() && rule.causes.iter().all(mutual)
    }

    /// A rule and those of its amounts that are not settled.
    fn from(&self, rule: &Step, amounts: &[u32], want: &Verdict) -> Checked<Vec<u32>> {
        let mut named = BTreeSet::new();
        for amount in amounts {
            let once = named.insert(*amount);
            let agrees = once
                && self.at(*amount).is_some_and(|(step, value)| {
                    step.kind == StepKind::Amount && step.subject == rule.subject && verdict(value) == *want
                });
            if !agrees {
                return flaw(WRONG_OUTCOME, &[&rule.name, amount]);
            }
        }
        Ok(std::iter::once(rule.id).chain(amounts.iter().copied()).collect())
    }

    /// A rule gives way only to one that gives something to it or to one above it.
    fn overridden(&self) -> Checked {
        ascending(self.record.overridden.iter().map(|rule| rule.step))?;
        for rule in &self.record.overridden {
            self.reported(&rule.by, rule.step)?;
            let gives = |measure: &Measure| measure.by == rule.prevailed && measure.branch == Branch::When;
            // A rule that prevails may itself have given way to a third.
            let gave_way = self.record.overridden.iter().any(|other| other.by == rule.prevailed);
            let prevails = self.record.measures.iter().any(gives) || gave_way || self.kept_back(&rule.prevailed);
            if !prevails || rule.prevailed == rule.by || !is_above(&rule.prevailed.subject.path, &rule.by.subject.path)
            {
                return wrong(&rule.by.rule);
            }
        }
        Ok(())
    }

    /// Whether a rule holds and waits for another that may override it.
    fn kept_back(&self, rule: &RuleRef) -> bool {
        let record = self.record;
        record.undetermined.iter().any(|r| r.by == *rule && r.behind.is_some())
            || record.in_error.iter().any(|r| r.by == *rule && (r.behind.is_some() || gives_twice(r)))
    }

    /// What is open: measures of rules that hold or fail, then exceptions in that state.
    fn open(&self) -> Checked {
        let record = self.record;
        let rules = record.open.iter().take_while(|open| open.kind == OpenKind::Rule);
        let mut before = 0;
        for open in rules.clone() {
            let by = RuleRef {
                rule: open.name.clone(),
                label: open.label.clone(),
                subject: open.subject.clone(),
                citations: open.citations.clone(),
            };
            let (_, value) = self.reported(&by, open.step)?;
            let settled = matches!(verdict(value), Verdict::Holds | Verdict::Fails);
            let officer = self.officer(&open.name, &open.subject);
            let declined = officer.filter(|(_, officer)| !officer.granted).map(|(position, _)| position);
            let granted = officer.is_some_and(|(_, officer)| officer.granted);
            let agrees = settled
                && open.modality != Modality::Must
                && !open.measures.is_empty()
                && !granted
                && open.declined == declined;
            if !agrees || open.step < before {
                return wrong(&open.name);
            }
            before = open.step;
        }
        let tried = record.trace.iter().flat_map(|step| step.exceptions.iter().map(move |tried| (step, tried)));
        let expected = tried.filter(|(_, tried)| tried.state == ExceptionState::Open).map(|(step, tried)| Open {
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
        if record.open.iter().skip(rules.count()).cloned().eq(expected) { Ok(()) } else { wrong("open") }
    }

    /// The discretion about a rule or exception and a subject.
    fn officer(&self, name: &str, subject: &Subject) -> Option<(u32, &'a Discretion)> {
        (0u32..).zip(&self.record.discretions).find(|(_, officer)| officer.name == name && *officer.subject == *subject)
    }

    fn discretions(&self) -> Checked {
        let record = self.record;
        for (position, officer) in (0u32..).zip(&record.discretions) {
            let measured = record.measures.iter().any(|measure| measure.discretion == Some(position));
            let declined = record.open.iter().any(|open| open.declined == Some(position));
            let tried = record.trace.iter().flat_map(|step| &step.exceptions);
            let applied = tried
                .filter(|tried| tried.state == ExceptionState::Applied)
                .any(|tried| tried.discretion == Some(position));
            if officer.effective != (measured || declined || applied) {
                return wrong(&officer.name);
            }
        }
        Ok(())
    }

    /// Readings and assumptions are those of the steps; rules not in force have none.
    fn rests_on(&self) -> Checked {
        let record = self.record;
        let readings = record.trace.iter().filter(|step| step.kind == StepKind::Reading);
        if record.readings.len() != readings.clone().count()
            || !readings.zip(&record.readings).all(|(step, used)| is_reading(step, used))
        {
            return wrong("readings");
        }
        if !record.assumptions.iter().cloned().eq(record.trace.iter().flat_map(assumptions)) {
            return wrong("assumptions");
        }
        let mut seen = BTreeSet::new();
        for rule in &record.not_in_force {
            let asked = record.trace.iter().any(|step| step.kind == StepKind::Rule && step.name == rule.rule);
            if asked || !rule.subject.path.is_empty() || !seen.insert(&rule.rule) {
                return wrong(&rule.rule);
            }
        }
        Ok(())
    }

    fn status(&self) -> Checked {
        let expected = status(self.record);
        if self.record.status == expected {
            Ok(())
        } else {
            flaw(WRONG_STATUS, &[&format!("{expected:?}").to_lowercase()])
        }
    }
}

/// Whether a rule is in error for giving what may be given once beside others, or twice.
fn gives_twice(rule: &InError) -> bool {
    rule.causes.iter().any(|cause| cause.twice.is_some())
}

/// Incomplete if a rule is in error, else undetermined if one lacks something.
fn status(record: &Record) -> Status {
    match (record.in_error.is_empty(), record.undetermined.is_empty()) {
        (false, _) => Status::Incomplete,
        (true, false) => Status::Undetermined,
        (true, true) => Status::Complete,
    }
}

fn is_reading(step: &Step, used: &ReadingUsed) -> bool {
    let Value::Choice(chosen) = &step.value else { return false };
    (&step.name, &step.label, &step.citations) == (&used.name, &used.label, &used.citations)
        && (&chosen.variant, &chosen.label) == (&used.chosen, &used.chosen_label)
}

/// What a step takes on trust.
fn assumptions(step: &Step) -> Vec<Assumption> {
    let mut found = Vec::new();
    let mut trusts = |kind, source| {
        found.push(Assumption { kind, name: step.name.clone(), label: step.label.clone(), source, step: step.id });
    };
    match &step.lookup {
        _ if step.defaulted => trusts(AssumptionKind::Default, "".into()),
        Some(lookup) => {
            match lookup.certainty {
                Certainty::Confirmed => {}
                Certainty::Assumed => trusts(AssumptionKind::Parameter, lookup.source.clone()),
                Certainty::Setting => trusts(AssumptionKind::Setting, lookup.source.clone()),
            }
            if let Some(day) = lookup.checked.filter(|day| *day < lookup.on) {
                trusts(AssumptionKind::Unchecked, day.to_string().into());
            }
        }
        None => {}
    }
    found
}

/// Steps reported in order, each once.
fn ascending(mut steps: impl Iterator<Item = u32>) -> Checked {
    let Some(mut before) = steps.next() else { return Ok(()) };
    for step in steps {
        if step <= before {
            return wrong("order");
        }
        before = step;
    }
    Ok(())
}
