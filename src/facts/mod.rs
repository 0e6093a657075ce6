//! The other input: what is known of one case, bound to the schema of a policy.
//!
//! ```text
//! JSON · typed structs · builder ─▶ Document ─bind(Schema)─▶ Facts      (all errors at once, by path)
//! JSON ─bind─▶ Settings       values a deployment supplies, readings it chooses
//! ```

use crate::model::{DerivedId, EntityId, ExceptionId, FieldId, RuleId};
use crate::value::{Cell, Date};
use std::collections::{BTreeMap, BTreeSet};

mod settings;

pub use settings::Settings;
pub(crate) use settings::SettingValue;

/// Facts bound to one policy: what evaluation reads.
#[derive(Clone, Debug)]
pub struct Facts {
    /// One a model entity, in the model's order.
    pub(crate) rows: Vec<Rows>,
    /// Texts by `TextId`, after the policy's literals.
    pub(crate) texts: Vec<String>,
    /// Who found which fact: (entity, instance, field).
    pub(crate) provenance: BTreeMap<(EntityId, u32, FieldId), Provenance>,
    /// Facts left out for which the policy's default stands.
    pub(crate) defaulted: BTreeSet<(EntityId, u32, FieldId)>,
    /// Derived values fixed by a test case: (definition, instance of its entity).
    pub(crate) given: BTreeMap<(DerivedId, u32), Cell>,
    pub(crate) discretions: Vec<Discretion>,
    /// The decision date, where the document names one.
    pub(crate) date: Option<Date>,
    /// SHA-256 of the canonical form.
    pub(crate) digest: [u8; 32],
    /// Digest of the policy they were bound to.
    pub(crate) policy: [u8; 32],
}

/// All instances of one entity, across all their parents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    pub(crate) count: u32,
    /// For each instance, the instance of the parent entity it belongs to. Non-decreasing.
    pub(crate) parent: Vec<u32>,
    /// For each instance, its position in its own list, from 0.
    pub(crate) position: Vec<u32>,
    /// For each instance of the *parent* entity, whether this list was given. Empty for the root.
    pub(crate) known: Vec<bool>,
    /// Field by field, each with one cell an instance: `cells[field * count + instance]`.
    pub(crate) cells: Vec<Cell>,
}

/// Who found a fact, when, and from what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Who.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// From what: `declared`, `checked`, `finding`, or free words.
    pub from: Option<String>,
}

/// An officer's use of a discretion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Discretion {
    pub(crate) target: DiscretionTarget,
    /// Instance of the entity the rule or exception is asked of.
    pub(crate) subject: u32,
    pub(crate) granted: bool,
    pub(crate) by: String,
    pub(crate) on: Date,
    pub(crate) because: String,
}

/// What a discretion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DiscretionTarget {
    Rule(RuleId),
    Exception(ExceptionId),
}

impl Facts {
    /// What an officer decided about a rule or exception for one subject, with its position.
    pub(crate) fn discretion(&self, target: DiscretionTarget, subject: u32) -> Option<(u32, &Discretion)> {
        (0u32..).zip(&self.discretions).find(|(_, d)| d.target == target && d.subject == subject)
    }
}
