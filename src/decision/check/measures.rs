//! Measures beside the policy: amounts within their ranges, what may be given once, who waits for whom.

use super::Checked;
use super::policy::{Policy, differs, label, same, unit};
use super::shape::Place;
use crate::decision::record::{Cause, InError, Named, Node, Op, RuleRef, Step, StepKind, Subject, Unit, Value};
use crate::model::{self, Measure, MeasureId, Modality, Rule, Times};

impl<'a> Policy<'a> {
    /// An amount is worked out as the policy says, and lies within the range of its field or is in
    /// error.
    pub(super) fn amount(
        &self,
        step: &'a Step,
        field: &model::MeasureField,
        expr: &'a model::Expr,
        at: Place<'a, '_>,
    ) -> Checked {
        self.named(step, &field.name, &[], field.ty)?;
        same(self.value_fits(&step.value, field.ty), &step.name)?;
        let Some(work) = &step.work else { return differs(&step.name) };
        let at = Place { declared: Some(step.unit), ..at };
        let Op::Within { low, high } = work.op else {
            same(super::ranges::holds(field.range, &step.value, self.date), &step.name)?;
            return self.shape(work, expr, at);
        };
        let Some((amount, ends)) = work.args.split_first() else { return differs(&step.name) };
        let declared: Vec<model::End> = field.range.low.into_iter().chain(field.range.high).collect();
        let both = (low, high) == (field.range.low.is_some(), field.range.high.is_some());
        let unit = unit(field.ty);
        let agree = declared.iter().zip(ends).all(|(end, node)| self.is_end(*end, node, unit));
        same(both && declared.len() == ends.len() && agree, &step.name)?;
        self.shape(amount, expr, at)
    }

    /// Whether a piece of work is the end of a range: a constant, or the day of the decision.
    fn is_end(&self, end: model::End, node: &Node, unit: Unit) -> bool {
        let constant = match (end, &node.value) {
            (model::End::DecisionDate, _) => {
                return self.leaf(node, StepKind::DecisionDate, "decision_date").is_some();
            }
            (model::End::Number(end), Value::Number(value)) => end == *value,
            (model::End::Date(end), Value::Date(value)) => end == *value,
            (model::End::Months(end), Value::Months(value)) | (model::End::Days(end), Value::Days(value)) => {
                end == *value
            }
            _ => false,
        };
        constant && node.op == Op::Constant && node.unit == unit
    }

    /// A rule waits only for one that may take its place, or that may give as well what is given once.
    pub(super) fn waiting(&self) -> Checked {
        let record = self.record();
        let undetermined = record.undetermined.iter().map(|rule| (&rule.by, &rule.behind));
        let all: Vec<(&RuleRef, &RuleRef)> = undetermined
            .chain(record.in_error.iter().map(|rule| (&rule.by, &rule.behind)))
            .filter_map(|(by, behind)| Some((by, behind.as_ref()?)))
            .collect();
        for (by, behind) in &all {
            // What gives as well may itself wait for the same.
            let mut rivals = all.iter().filter(|(_, other)| other == behind).map(|(rival, _)| *rival).chain([*behind]);
            let rival = rivals.any(|rival| rival != *by && self.shares_once(by, rival));
            // Who is refused has no place that another could take.
            let refused = self.step_of(by).is_some_and(|step| step.value == Value::Truth(false));
            same(!refused && self.overrides(behind, by) || rival, &by.rule)?;
        }
        Ok(())
    }

    /// Of what may be given once nothing is given twice, nor beside a rule that is not decided and
    /// might give it; and what is said to be given twice is.
    pub(super) fn once(&self) -> Checked {
        let record = self.record();
        for (at, measure) in record.measures.iter().enumerate() {
            let Some(once) = self.once_measure(&measure.measure) else { continue };
            let beside = record.measures.iter().enumerate().any(|(other, given)| {
                other != at && given.measure == measure.measure && given.by.subject == measure.by.subject
            });
            let undetermined = record.undetermined.iter().map(|rule| &rule.by);
            let mut open = undetermined.chain(record.in_error.iter().map(|rule| &rule.by));
            let rival = |by: &RuleRef| by.subject == measure.by.subject && self.claims(by, once) > 0;
            same(!beside && !open.any(rival), &measure.measure)?;
        }
        for rule in &record.in_error {
            for cause in &rule.causes {
                self.twice(rule, cause)?;
            }
            let twice = rule.causes.iter().any(|cause| cause.twice.is_some());
            let named = |id: MeasureId| {
                let name = self.model.measures.get(id.index()).map(|measure| measure.name.id.as_str());
                rule.causes.iter().any(|cause| cause.twice.as_ref().is_some_and(|it| Some(&*it.measure.name) == name))
            };
            let mut measures = (0u32..).map(MeasureId).take(self.model.measures.len());
            let gives = |id: MeasureId| self.is_once(id) && self.claims(&rule.by, id) > 0;
            let forgotten = |id: MeasureId| gives(id) && !named(id) && !self.rivals(&rule.by, id).is_empty();
            same(!twice || !measures.any(forgotten), &rule.by.rule)?;
        }
        Ok(())
    }

    /// A measure said to be given twice: by exactly those who give it to the subject.
    fn twice(&self, rule: &InError, cause: &Cause) -> Checked {
        let Some(twice) = &cause.twice else { return Ok(()) };
        let Some(id) = self.once_measure(&twice.measure.name) else { return differs(&twice.measure.name) };
        let named = self.model.measures.get(id.index()).map(named);
        let right = named.as_ref() == Some(&twice.measure)
            && self.claims(&rule.by, id) > 0
            && twice.by.iter().eq(self.rivals(&rule.by, id));
        same(right, &twice.measure.name)
    }

    /// The rules in error for giving twice that give a measure to the subject of one of them.
    fn rivals(&self, by: &RuleRef, measure: MeasureId) -> Vec<&'a RuleRef> {
        let record = self.record();
        let twice = record.in_error.iter().filter(|rule| rule.causes.iter().any(|cause| cause.twice.is_some()));
        let beside = twice.map(|rule| &rule.by).filter(|other| other.subject == by.subject);
        beside.filter(|other| self.claims(other, measure) >= if *other == by { 2 } else { 1 }).collect()
    }

    /// Whether two rules may give one subject what is given once.
    fn shares_once(&self, one: &RuleRef, other: &RuleRef) -> bool {
        let mut measures = (0u32..).map(MeasureId).take(self.model.measures.len());
        one.subject == other.subject
            && measures.any(|id| self.is_once(id) && self.claims(one, id) > 0 && self.claims(other, id) > 0)
    }

    /// How often a rule gives a measure, or might where it is not known which way it goes.
    fn claims(&self, by: &RuleRef, measure: MeasureId) -> usize {
        let Some(rule) = self.rule_of(by) else { return 0 };
        let granted = self.granted(by);
        let gives = |grant: &&model::Grant| grant.measure == measure && (grant.modality == Modality::Must || granted);
        match self.step_of(by).map(|step| &step.value) {
            Some(Value::Truth(false)) => rule.otherwise.iter().filter(gives).count(),
            Some(Value::Truth(true) | Value::Waived) => rule.grants.iter().filter(gives).count(),
            _ => usize::from(rule.grants.iter().chain(&rule.otherwise).any(|grant| gives(&grant))),
        }
    }

    fn step_of(&self, by: &RuleRef) -> Option<&'a Step> {
        let mut steps = self.record().trace.iter().filter(|step| step.kind == StepKind::Rule);
        steps.find(|step| step.name == by.rule && step.subject == by.subject)
    }

    fn granted(&self, by: &RuleRef) -> bool {
        let about = |subject: &Subject, name: &str| *subject == *by.subject && *name == *by.rule;
        self.record().discretions.iter().any(|officer| officer.granted && about(&officer.subject, &officer.name))
    }

    fn rule_of(&self, by: &RuleRef) -> Option<&'a Rule> {
        self.model.rules.iter().find(|rule| *rule.name.id == *by.rule)
    }

    fn once_measure(&self, name: &str) -> Option<MeasureId> {
        let mut measures = (0u32..).map(MeasureId).zip(&self.model.measures);
        measures.find(|(id, measure)| measure.name.id == name && self.is_once(*id)).map(|(id, _)| id)
    }

    fn is_once(&self, id: MeasureId) -> bool {
        self.model.measures.get(id.index()).is_some_and(|measure| measure.times == Some(Times::Once))
    }
}

fn named(measure: &Measure) -> Named {
    Named { name: measure.name.id.as_str().into(), label: label(&measure.name) }
}
