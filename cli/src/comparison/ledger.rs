//! The ledger: one line of JSON a household, with all that next month's comparison needs, and a last
//! one that says how many there are, so that a ledger that lost lines is known for it.

use crate::register::entries::{Carried, Known};
use crate::register::lines::hex;
use doudi::decision::record::{self, OpenKind, Record, Status, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The form's name and version.
pub const FORMAT: &str = "doudi-ledger/2";

/// The last line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Last {
    /// [`FORMAT`].
    pub format: String,
    /// What the lines above are.
    pub end: End,
}

/// What the lines of a ledger are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// How many there are.
    pub households: u64,
    /// SHA-256 of them, hex.
    pub sha256: String,
    /// The policy's name.
    pub policy: String,
    /// SHA-256 of the policy, hex.
    pub policy_digest: String,
    /// The day the decisions are for.
    pub date: String,
}

/// One household on one day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// [`FORMAT`].
    pub format: String,
    /// Which household.
    pub id: String,
    /// What it is counted under; empty where the register does not say.
    pub group: String,
    /// The day the decision is for.
    pub date: String,
    /// Whether everything could be decided.
    pub status: Status,
    /// [`decision_id`].
    pub decision: String,
    /// SHA-256 of the facts, hex.
    pub facts: String,
    /// What takes effect.
    pub measures: Vec<Given>,
    /// What is left to an officer.
    pub open: Vec<Open>,
    /// Rules that lack something.
    pub undetermined: Vec<Lacking>,
    /// Rules that could not be computed.
    pub in_error: Vec<Failing>,
    /// Facts that next month's register may be asked about.
    #[serde(skip_serializing_if = "Carried::is_empty", default)]
    pub carried: Carried,
}

/// A rule or exception asked of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The rule or exception.
    pub rule: String,
    /// The path in the facts: empty for the household.
    pub subject: String,
    /// Who that is from month to month, where the register gives ids.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub who: Option<String>,
    /// The clauses it rests on.
    pub clauses: Vec<String>,
}

/// A measure given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The measure.
    pub measure: String,
    /// The rule that gives it, and to whom.
    #[serde(flatten)]
    pub by: Asked,
    /// Its fields that are choices: with the measure, what it is counted as.
    pub choices: BTreeMap<String, String>,
    /// Its other fields.
    pub values: BTreeMap<String, Option<String>>,
}

/// Something left to an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// `rule` or `exception`.
    pub kind: OpenKind,
    /// Which, and for whom.
    #[serde(flatten)]
    pub by: Asked,
    /// What it would give.
    pub measures: Vec<String>,
    /// Whether an officer looked and declined.
    pub declined: bool,
}

/// A rule that lacks something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// The rule, and of whom it was asked.
    #[serde(flatten)]
    pub by: Asked,
    /// Facts left out that could matter, by path.
    pub missing: Vec<String>,
    /// Parameters without a value.
    pub not_set: Vec<String>,
}

/// A rule in error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// The rule, and of whom it was asked.
    #[serde(flatten)]
    pub by: Asked,
    /// What went wrong, and where: `division_by_zero: per_head`.
    pub causes: Vec<String>,
}

impl Asked {
    /// Who it is about, from month to month as well as is known.
    pub fn key(&self) -> &str {
        self.who.as_deref().unwrap_or(&self.subject)
    }
}

/// SHA-256 of the engine's version and all that a decision is made of, hex. The same id is the
/// same record, byte for byte: `doudi decide` makes it again from the same row.
pub fn decision_id(record: &Record) -> String {
    let parts = [
        &record.format,
        &record.engine,
        &*record.policy.digest,
        &*record.settings,
        &*record.facts,
        &record.date.to_string(),
    ];
    hex(&Sha256::digest(parts.join("\n")))
}

/// The line of a decision.
pub fn entry(record: &Record, id: &str, group: &str, known: &Known, carried: Carried) -> Entry {
    let writer = Writer { known };
    Entry {
        format: FORMAT.to_owned(),
        id: id.to_owned(),
        group: group.to_owned(),
        date: record.date.to_string(),
        status: record.status,
        decision: decision_id(record),
        facts: record.facts.to_string(),
        measures: record.measures.iter().map(|measure| writer.given(measure)).collect(),
        open: record.open.iter().map(|open| writer.open(open)).collect(),
        undetermined: record.undetermined.iter().map(|rule| writer.lacking(rule)).collect(),
        in_error: record.in_error.iter().map(|rule| writer.failing(rule, record)).collect(),
        carried,
    }
}

struct Writer<'a> {
    known: &'a Known,
}

impl Writer<'_> {
    fn asked(&self, by: &record::RuleRef, more: &[record::Citation]) -> Asked {
        let clauses = clauses(&by.citations).chain(clauses(more));
        self.about(&by.rule, &by.subject.path, clauses.collect())
    }

    fn about(&self, rule: &str, subject: &str, clauses: Vec<String>) -> Asked {
        let who = self.known.who(subject).filter(|who| !who.is_empty()).map(str::to_owned);
        Asked { rule: rule.to_owned(), subject: subject.to_owned(), who, clauses }
    }

    fn given(&self, measure: &record::Measure) -> Given {
        let (mut choices, mut values) = (BTreeMap::new(), BTreeMap::new());
        for field in &measure.fields {
            let name = field.name.to_string();
            match &field.value {
                Value::Choice(choice) => drop(choices.insert(name, choice.variant.to_string())),
                value => drop(values.insert(name, written(value))),
            }
        }
        let by = self.asked(&measure.by, &measure.citations);
        Given { measure: measure.measure.to_string(), by, choices, values }
    }

    fn open(&self, open: &record::Open) -> Open {
        Open {
            kind: open.kind,
            by: self.about(&open.name, &open.subject.path, clauses(&open.citations).collect()),
            measures: open.measures.iter().map(|measure| measure.name.to_string()).collect(),
            declined: open.declined.is_some(),
        }
    }

    fn lacking(&self, rule: &record::Undetermined) -> Lacking {
        Lacking {
            by: self.asked(&rule.by, &[]),
            missing: rule.missing.iter().map(|missing| missing.path.clone()).collect(),
            not_set: rule.not_set.iter().map(|parameter| parameter.name.to_string()).collect(),
        }
    }

    fn failing(&self, rule: &record::InError, record: &Record) -> Failing {
        let name = |step: u32| record.trace.get(step as usize).map(|step| step.name.to_string()).unwrap_or_default();
        let cause = |cause: &record::Cause| {
            let fault = written(&Value::Error(cause.fault)).unwrap_or_default();
            match &*cause.subject.path {
                "" => format!("{fault}: {}", name(cause.step)),
                subject => format!("{fault}: {subject}.{}", name(cause.step)),
            }
        };
        Failing { by: self.asked(&rule.by, &[]), causes: rule.causes.iter().map(cause).collect() }
    }
}

/// `粤民发〔2020〕49号 二（二）二是`: the instrument by its number, else its title.
fn clauses(citations: &[record::Citation]) -> impl Iterator<Item = String> {
    citations.iter().map(|citation| {
        let instrument = citation.number.as_ref().unwrap_or(&citation.label.zh);
        format!("{instrument} {}", citation.clause)
    })
}

/// A value as a text; `None` for what is certainly none.
pub fn written(value: &Value) -> Option<String> {
    Some(match value {
        Value::Number(number) => number.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Months(count) | Value::Days(count) => count.to_string(),
        Value::Choice(choice) => choice.variant.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Error(fault) => fault.to_string(),
        Value::Waived => "waived".to_owned(),
        Value::Unknown => "unknown".to_owned(),
        Value::Redacted => "redacted".to_owned(),
        Value::None => return None,
    })
}
