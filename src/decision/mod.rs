//! What the engine decided: measures, refusals, what is open, what is missing, and the trace.
//!
//! A [`Decision`] is what the rules came to; its [`Record`] is the whole of it with the trace, on
//! the wire.

mod assemble;
pub mod check;
mod difference;
mod distance;
mod edge;
mod labels;
mod outcome;
mod properties;
mod reach;
mod reasons;
pub mod record;
mod redact;
mod trace;
mod words;
mod work;

pub use difference::{Change, Difference, difference};
pub use distance::Distance;
pub(crate) use properties::{Asking, asking};
pub use properties::{PropertyState, Standing};
pub use reach::{Aim, Goal};
pub(crate) use reach::{aim_of_rule, aims};
pub use record::{Record, Status};

use crate::eval::Context;
use crate::model::Type;
use crate::value::{Cell, Date};
pub(crate) use labels::Labels;
use outcome::{Given, Unsettled};
pub(crate) use outcome::{Outcome, Outcomes, State};
use rust_decimal::Decimal;

/// A decision on one case, borrowing its policy and facts.
#[derive(Debug)]
pub struct Decision<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) labels: &'a Labels,
    /// SHA-256 of the settings, hex.
    pub(crate) settings: record::Text,
    pub(crate) outcomes: Outcomes,
}

/// A measure that takes effect.
#[derive(Clone, Copy, Debug)]
pub struct Measure<'a> {
    verdict: Verdict<'a>,
    outcome: &'a Outcome,
    given: &'a Given,
}

/// The outcomes of one case without its trace: what [`crate::Decider`] hands out.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) labels: &'a Labels,
    pub(crate) outcomes: &'a Outcomes,
}

impl<'a> Decision<'a> {
    /// The day the decision is for.
    pub fn date(&self) -> Date {
        self.context.date
    }

    /// The same outcomes, without the trace.
    pub fn verdict(&self) -> Verdict<'_> {
        Verdict { context: self.context, labels: self.labels, outcomes: &self.outcomes }
    }

    /// Whether everything could be decided.
    pub fn status(&self) -> Status {
        self.verdict().status()
    }

    /// The measures that take effect, in order of rule, subject and position.
    pub fn measures(&self) -> impl Iterator<Item = Measure<'_>> {
        self.verdict().measures()
    }

    /// A cell of its case on the wire.
    pub(crate) fn wire(&self, cell: Cell, ty: Type) -> record::Value {
        words::value(&self.context, self.labels, cell, ty)
    }

    /// The whole decision, self-contained: for storing, explaining, checking.
    pub fn record(&self) -> Record {
        assemble::record(self, false)
    }

    /// The same with every definition and condition among the steps, also those no rule rests on:
    /// for tests of a policy under way.
    pub fn record_of_all_values(&self) -> Record {
        assemble::record(self, true)
    }
}

impl<'a> Verdict<'a> {
    /// Whether everything could be decided.
    pub fn status(&self) -> Status {
        let worst = self.outcomes.all.iter().map(|outcome| match outcome.state {
            State::InError | State::Twice | State::Behind(_, Unsettled::InError) => 2,
            State::Undetermined | State::Behind(_, Unsettled::Undetermined) => 1,
            _ => 0,
        });
        match worst.max() {
            Some(2) => Status::Incomplete,
            Some(1) => Status::Undetermined,
            _ => Status::Complete,
        }
    }

    /// The measures that take effect, in order of rule, subject and position.
    pub fn measures(self) -> impl Iterator<Item = Measure<'a>> {
        let effective = move |outcome: &'a Outcome| {
            let settled = matches!(outcome.state, State::Granted | State::Refused);
            let given = self.outcomes.given(outcome).iter().filter(move |given| settled && given.effective);
            given.map(move |given| Measure { verdict: self, outcome, given })
        };
        self.outcomes.all.iter().flat_map(effective)
    }
}

impl<'a> Measure<'a> {
    fn rule_and_grant(&self) -> Option<(&'a crate::model::Rule, &'a crate::model::Grant)> {
        let rule = self.verdict.context.plan.model.rules.get(self.outcome.rule.index())?;
        let grants = if self.given.otherwise { &rule.otherwise } else { &rule.grants };
        Some((rule, grants.get(self.given.grant as usize)?))
    }

    /// The measure's name in the policy.
    pub fn name(&self) -> &'a str {
        let measures = &self.verdict.context.plan.model.measures;
        let found = self.rule_and_grant().and_then(|(_, grant)| measures.get(grant.measure.index()));
        found.map_or("", |measure| measure.name.id.as_str())
    }

    /// The rule that gives it.
    pub fn rule(&self) -> &'a str {
        self.rule_and_grant().map_or("", |(rule, ..)| rule.name.id.as_str())
    }

    /// Whom it is for, as a path in the facts: empty for the root, `members[1]`.
    pub fn subject(&self) -> String {
        let Some((rule, _)) = self.rule_and_grant() else { return String::new() };
        words::subject(&self.verdict.context, self.verdict.labels, rule.entity, self.outcome.subject).path.to_string()
    }

    /// Whether it comes from the rule's `otherwise`: where a refusal leads.
    pub fn is_otherwise(&self) -> bool {
        self.given.otherwise
    }

    /// A numeric field of the measure; `None` for another kind of field or no such field.
    pub fn amount(&self, field: &str) -> Option<Decimal> {
        match self.field(field)? {
            (Cell::Number(number), _) => number.to_decimal(),
            _ => None,
        }
    }

    /// Any field of the measure, as on the wire.
    pub fn value(&self, field: &str) -> Option<record::Value> {
        let (cell, ty) = self.field(field)?;
        Some(words::value(&self.verdict.context, self.verdict.labels, cell, ty))
    }

    fn field(&self, name: &str) -> Option<(Cell, Type)> {
        let (_, grant) = self.rule_and_grant()?;
        let measure = self.verdict.context.plan.model.measures.get(grant.measure.index())?;
        let position = measure.fields.iter().position(|field| field.name.id == name)?;
        let cell = self.verdict.outcomes.amount(self.given, position)?;
        Some((cell, measure.fields.get(position)?.ty))
    }
}
