//! What is compared: an outcome in plain texts, from the oracle and from a record of the engine.

use super::calendar::Day;
use super::case::{Case, Settings};
use super::eval::{Oracle, stands};
use super::value::{V, print};
use doudi::decision::record::{self, Branch, OpenKind, Record, StepKind, Value};
use doudi::model::{Base, EntityId, Model, Type};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a decision comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Definitions and conditions by name and path of the subject.
    pub derived: BTreeMap<(String, String), String>,
    /// Rules by name and path of the subject.
    pub rules: BTreeMap<(String, String), RuleOutcome>,
    pub not_in_force: BTreeSet<String>,
}

/// What a rule comes to for one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleOutcome {
    pub state: State,
    /// The value of `when`; not compared for rules that gave way.
    pub when: Option<String>,
    pub measures: Vec<Measure>,
    /// Measures an officer may still grant.
    pub open: BTreeSet<String>,
    /// Where a refusal comes from.
    pub failed: BTreeSet<Failed>,
    /// Facts and parameters missing, faults, or the rule that prevailed.
    pub reasons: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Granted,
    Refused,
    Undetermined,
    InError,
    Overridden,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    pub name: String,
    pub modality: String,
    pub owed: bool,
    pub fields: Vec<(String, String)>,
}

/// A part or condition that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failed {
    pub name: String,
    pub path: String,
    pub short_by: Option<String>,
}

/// What the oracle says.
pub fn decide(model: &Model, case: &Case, settings: &Settings, date: Day) -> Outcome {
    let oracle = Oracle::new(model, case, settings, date);
    let mut outcome = Outcome::default();
    let instances = |entity: EntityId| case.nodes.iter().enumerate().filter(move |(_, n)| n.entity == entity);
    for (id, derived) in model.derived.iter().enumerate() {
        for (at, node) in instances(derived.entity) {
            let value = oracle.derived(doudi::model::DerivedId(id as u32), at);
            outcome
                .derived
                .insert((derived.name.id.clone(), node.path.clone()), oracle.print(&value, Some(derived.ty)));
        }
    }
    for rule in &model.rules {
        if !stands(rule.in_force, date) {
            outcome.not_in_force.insert(rule.name.id.clone());
            continue;
        }
        for (at, node) in instances(rule.entity) {
            outcome.rules.insert((rule.name.id.clone(), node.path.clone()), oracle.rule(rule, at));
        }
    }
    outcome
}

impl Oracle<'_> {
    /// A value in words; `ty` names the choice of a variant.
    pub fn print(&self, value: &V, ty: Option<Type>) -> String {
        match value {
            V::Num(number) => print(number),
            V::Date(day) => day.to_string(),
            V::Truth(truth) => truth.to_string(),
            V::Choice(variant) => match ty.map(|ty| ty.base) {
                Some(Base::Choice(choice)) => {
                    self.model.choices[choice.index()].variants[usize::from(*variant)].id.clone()
                }
                _ => variant.to_string(),
            },
            V::Text(text) => format!("{text:?}"),
            V::None => "none".into(),
            V::Waived => "waived".into(),
            V::Unknown => "unknown".into(),
            V::Error(fault) => format!("error {}", fault.id()),
        }
    }
}

/// What a record of the engine says, in the same words. Only what its trace reached is there.
pub fn read(record: &Record) -> Outcome {
    let mut outcome = Outcome::default();
    for step in &record.trace {
        if matches!(step.kind, StepKind::Definition | StepKind::Condition) {
            outcome.derived.insert((step.name.to_string(), step.subject.path.to_string()), words(&step.value));
        }
    }
    let mut rules = Rules { record, found: BTreeMap::new() };
    for measure in &record.measures {
        let state = if measure.branch == Branch::Otherwise { State::Refused } else { State::Granted };
        let modality = format!("{:?}", measure.modality);
        let fields = measure.fields.iter().map(|f| (f.name.to_string(), words(&f.value))).collect();
        let found = rules.of(&measure.by, measure.step, state);
        found.measures.push(Measure { name: measure.measure.to_string(), modality, owed: measure.owed, fields });
        found.measures.sort();
    }
    for refused in &record.refused {
        let failed = refused.failed.iter().map(|f| {
            let name = record.trace.get(f.step as usize).map(|s| s.name.to_string()).unwrap_or_default();
            Failed { name, path: f.subject.path.to_string(), short_by: f.short_by.as_ref().map(words) }
        });
        rules.of(&refused.by, refused.step, State::Refused).failed = failed.collect();
    }
    for undetermined in &record.undetermined {
        let missing = undetermined.missing.iter().map(|m| m.path.clone());
        let not_set = undetermined.not_set.iter().map(|n| format!("parameter {}", n.name));
        let found = rules.of(&undetermined.by, undetermined.step, State::Undetermined);
        found.reasons = missing.chain(not_set).collect();
        if undetermined.behind.is_some() {
            found.when = None;
        }
    }
    for in_error in &record.in_error {
        let causes = in_error.causes.iter().map(|c| {
            let name = record.trace.get(c.step as usize).map(|s| s.name.to_string()).unwrap_or_default();
            format!("{} in {} of {:?}", c.fault, name, c.subject.path)
        });
        let found = rules.of(&in_error.by, in_error.step, State::InError);
        found.reasons = causes.collect();
        if in_error.behind.is_some() {
            found.when = None;
        }
    }
    for overridden in &record.overridden {
        let found = rules.of(&overridden.by, overridden.step, State::Overridden);
        found.reasons.insert(format!("{} of {:?}", overridden.prevailed.rule, overridden.prevailed.subject.path));
        found.when = None;
    }
    for open in record.open.iter().filter(|open| open.kind == OpenKind::Rule) {
        let key = (open.name.to_string(), open.subject.path.to_string());
        let when = record.trace.get(open.step as usize).map(|s| words(&s.value));
        let found = rules.found.entry(key).or_insert_with(|| RuleOutcome { when, ..RuleOutcome::default() });
        found.open.extend(open.measures.iter().map(|m| m.name.to_string()));
    }
    outcome.rules = rules.found;
    outcome.not_in_force = record.not_in_force.iter().map(|r| r.rule.to_string()).collect();
    outcome
}

struct Rules<'r> {
    record: &'r Record,
    found: BTreeMap<(String, String), RuleOutcome>,
}

impl Rules<'_> {
    fn of(&mut self, by: &record::RuleRef, step: u32, state: State) -> &mut RuleOutcome {
        let when = self.record.trace.get(step as usize).map(|s| words(&s.value));
        let key = (by.rule.to_string(), by.subject.path.to_string());
        let found = self.found.entry(key).or_default();
        found.state = state;
        found.when = when;
        found
    }
}

/// A value of the wire in the oracle's words.
pub fn words(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::Months(count) | Value::Days(count) => count.to_string(),
        Value::Choice(choice) => choice.variant.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::None => "none".into(),
        Value::Waived => "waived".into(),
        Value::Unknown => "unknown".into(),
        Value::Error(fault) => format!("error {fault}"),
        Value::Redacted => "redacted".into(),
    }
}
