//! The other input: what is known of one case, bound to the schema of a policy.
//!
//! ```text
//! JSON · typed structs · builder ─▶ Document ─bind(Schema)─▶ Facts      (all errors at once, by path)
//! JSON ─bind─▶ Settings       values a deployment supplies, readings it chooses
//! ```

use crate::limits::Limits;
use crate::model::{DerivedId, EntityId, ExceptionId, FieldId, Range, RuleId};
use crate::value::{Cell, Date};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

mod bind;
mod builder;
mod canonical;
mod discretions;
mod document;
mod errors;
mod fact;
mod json_schema;
mod literals;
mod path;
mod patterns;
mod schema;
mod serialize;
mod settings;
mod settings_bind;
mod value;

pub use builder::{DiscretionInput, FactValue, FactsBuilder};
pub(crate) use canonical::hex;
pub use errors::InputError;
pub(crate) use errors::shown;
pub use fact::Fact;
pub use json_schema::json_schema;
pub use schema::Schema;
pub(crate) use settings::SettingValue;
pub use settings::Settings;

/// Facts bound to one policy: what evaluation reads.
///
/// What they say is about people: `Debug` shows the digest, not the facts.
#[derive(Clone)]
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
    /// The canonical form, without the date.
    pub(crate) document: String,
    /// SHA-256 of the canonical form.
    pub(crate) digest: [u8; 32],
    /// Digest of the policy they were bound to.
    pub(crate) policy: [u8; 32],
}

impl Facts {
    /// Binds the JSON form of a document:
    ///
    /// ```json
    /// { "date": "2020-05-06",
    ///   "facts": { "area": "first", "members": [ { "wage": "1596.00" },
    ///     { "wage": { "value": "0", "by": "…", "on": "2020-04-30", "from": "declared" } } ] },
    ///   "discretions": [ { "exception": "waive_means_test", "subject": "members[0]",
    ///     "by": "…", "on": "2020-05-06", "because": "…" } ] }
    /// ```
    ///
    /// A fact left out is not known; `null` says that there is none, where the field may be
    /// none. Amounts are texts or numbers, exact either way. `given` may fix definitions and
    /// conditions by path, for test cases.
    ///
    /// # Errors
    /// Everything that is wrong, each with its path.
    pub fn from_json(schema: &Schema, text: &str, limits: &Limits) -> Result<Facts, InputError> {
        let document = document::Document::read(text, limits).map_err(errors::Problem::whole)?;
        Ok(bind::bind(schema, &document, limits)?)
    }

    /// Binds the root entity as a typed value. What else a document holds (the date,
    /// discretions) is added by a [`FactsBuilder`] made [`of`](FactsBuilder::facts) the value.
    ///
    /// `None` is `null`: a fact that is certainly none. A field that is not known must be skipped
    /// (`skip_serializing_if`); a [`Fact`] tells the two apart.
    ///
    /// # Errors
    /// Everything that is wrong, each with its path; every float among it.
    pub fn from_serialize<T: Serialize + ?Sized>(
        schema: &Schema,
        root: &T,
        limits: &Limits,
    ) -> Result<Facts, InputError> {
        let root = serialize::to_document(root, limits).map_err(errors::Problem::whole)?;
        Ok(bind::bind(schema, &document::Document::Map(vec![("facts".to_string(), root)]), limits)?)
    }

    /// The decision date, where the document names one.
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// SHA-256 of what they say: the same for the same facts, however written. The date is not
    /// part of it.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// [`Facts::digest`] in hexadecimal.
    pub fn digest_hex(&self) -> String {
        canonical::hex(&self.digest)
    }

    /// The canonical document, as compact JSON: binds to equal facts. Without its date it is
    /// what the digest is of.
    pub fn to_json(&self) -> String {
        match (self.date, self.document.strip_prefix('{')) {
            (Some(date), Some(rest)) => format!("{{\"date\":\"{date}\",{rest}"),
            _ => self.document.clone(),
        }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts").field("date", &self.date).field("digest", &self.digest_hex()).finish_non_exhaustive()
    }
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
    /// Puts another value in the place of a fact, to try what it would change: the canonical form
    /// and its digest stay those of the facts as they were.
    pub(crate) fn put(&mut self, entity: EntityId, instance: u32, field: FieldId, value: Cell) {
        let Some(rows) = self.rows.get_mut(entity.index()) else { return };
        let at = field.index().saturating_mul(rows.count as usize).saturating_add(instance as usize);
        if let Some(cell) = rows.cells.get_mut(at) {
            *cell = value;
        }
    }

    /// The facts outside a range that the day of the decision bounds: the path of each, and its range.
    pub(crate) fn outside(&self, schema: &Schema, date: Date) -> Vec<(String, Range)> {
        let mut found = Vec::new();
        for (entity, id) in &schema.dated {
            let (Some(known), Some(rows)) = (schema.entity(*entity), self.rows.get(entity.index())) else { continue };
            let Some(field) = known.entity.fields.get(id.index()) else { continue };
            let first = id.index().saturating_mul(rows.count as usize);
            let cells = rows.cells.get(first..).unwrap_or_default();
            for (instance, cell) in (0..rows.count).zip(cells) {
                if !field.range.holds(*cell, Some(date)) {
                    let of = path::of_instance(schema, &self.rows, *entity, instance);
                    found.push((errors::join(&of, &field.name.id), field.range));
                }
            }
        }
        found
    }

    /// The first discretion used after a day.
    pub(crate) fn discretion_after(&self, date: Date) -> Option<&Discretion> {
        self.discretions.iter().find(|discretion| discretion.on > date)
    }

    /// What an officer decided about a rule or exception for one subject, with its position.
    pub(crate) fn discretion(&self, target: DiscretionTarget, subject: u32) -> Option<(u32, &Discretion)> {
        (0u32..).zip(&self.discretions).find(|(_, d)| d.target == target && d.subject == subject)
    }
}
