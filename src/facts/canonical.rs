//! facts → canonical document: one form for the same facts however they were written.
//!
//! Entity by entity, fields in the policy's order, numbers without zeros at the end, dates and
//! amounts as texts, nothing that was left out. Its compact JSON is what is hashed and stored.

use super::document::Document;
use super::schema::{EntitySchema, Schema};
use super::{Discretion, DiscretionTarget, Facts, Provenance, path};
use crate::model::{Base, EntityId, FieldId};
use crate::value::Cell;
use sha2::{Digest, Sha256};

/// The canonical document of bound facts, without the date.
pub(super) fn facts(schema: &Schema, facts: &Facts) -> Document {
    let writer = Writer { schema, facts };
    let mut parts = vec![("facts".to_string(), writer.entity(EntityId(0), 0))];
    if !facts.discretions.is_empty() {
        let list = facts.discretions.iter().map(|discretion| writer.discretion(discretion)).collect();
        parts.push(("discretions".to_string(), Document::List(list)));
    }
    if !facts.given.is_empty() {
        parts.push(("given".to_string(), Document::Map(writer.given())));
    }
    Document::Map(parts)
}

/// SHA-256.
pub(super) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
}

/// The document of a cell; `None` where nothing is known.
pub(super) fn cell(schema: &Schema, texts: &[String], base: Base, cell: Cell) -> Option<Document> {
    let text = match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Months(count) | Cell::Days(count) => count.to_string(),
        Cell::Choice(variant) => match base {
            Base::Choice(id) => schema.choices.get(id.index())?.variants.get(usize::from(variant))?.id.clone(),
            _ => return None,
        },
        Cell::Text(id) => {
            let own =
                (id.0 as usize).checked_sub(schema.first_text()).and_then(|index| texts.get(index)).map(String::as_str);
            own.or_else(|| schema.literal_text(id))?.to_string()
        }
        Cell::Truth(truth) => return Some(Document::Bool(truth)),
        Cell::None => return Some(Document::Null),
        Cell::Waived | Cell::Unknown | Cell::Error(_) => return None,
    };
    Some(Document::Text(text))
}

struct Writer<'a> {
    schema: &'a Schema,
    facts: &'a Facts,
}

impl Writer<'_> {
    /// An instance with everything below it; as deep as entities are nested.
    fn entity(&self, id: EntityId, instance: u32) -> Document {
        let Some(entity) = self.schema.entity(id) else {
            return Document::Map(Vec::new());
        };
        let fields = entity.fields().filter_map(|(field, declared)| {
            let value = self.fact(id, instance, field, declared.ty.base)?;
            Some((declared.name.id.clone(), value))
        });
        let lists = entity.children.iter().filter_map(|child| self.list(*child, instance));
        Document::Map(fields.chain(lists).collect())
    }

    fn list(&self, child: EntityId, owner: u32) -> Option<(String, Document)> {
        let rows = self.facts.rows.get(child.index())?;
        let (_, name, _) = self.schema.entity(child).and_then(EntitySchema::list)?;
        let known = rows.known.get(owner as usize).copied()?;
        let entries = || rows.under(owner).map(|instance| self.entity(child, instance)).collect();
        known.then(|| (name.to_string(), Document::List(entries())))
    }

    fn fact(&self, id: EntityId, instance: u32, field: FieldId, base: Base) -> Option<Document> {
        let at = (id, instance, field);
        if self.facts.defaulted.contains(&at) {
            return None;
        }
        let value =
            cell(self.schema, &self.facts.texts, base, self.facts.rows.get(id.index())?.cell(field, instance)?)?;
        Some(match self.facts.provenance.get(&at) {
            Some(found) => wrapped(value, found),
            None => value,
        })
    }

    fn discretion(&self, discretion: &Discretion) -> Document {
        let name = self.schema.target_name(discretion.target).unwrap_or_default();
        let (key, entity) = match discretion.target {
            DiscretionTarget::Rule(_) => ("rule", self.schema.rules.get(name).map(|(_, about)| about.entity)),
            DiscretionTarget::Exception(_) => {
                ("exception", self.schema.exceptions.get(name).map(|(_, about)| about.entity))
            }
        };
        let subject = entity.map(|entity| path::of_instance(self.schema, &self.facts.rows, entity, discretion.subject));
        let text = |key: &str, text: &str| (key.to_string(), Document::Text(text.to_string()));
        let mut members = vec![text(key, name)];
        members.extend(subject.filter(|path| !path.is_empty()).map(|path| text("subject", &path)));
        members.push(("granted".to_string(), Document::Bool(discretion.granted)));
        members.push(text("by", &discretion.by));
        members.push(text("on", &discretion.on.to_string()));
        members.push(text("because", &discretion.because));
        Document::Map(members)
    }

    fn given(&self) -> Vec<(String, Document)> {
        let mut members = Vec::new();
        for ((derived, instance), value) in &self.facts.given {
            let Some((entity, name, ty)) = self.schema.derived(*derived) else { continue };
            let above = path::of_instance(self.schema, &self.facts.rows, entity, *instance);
            if let Some(value) = cell(self.schema, &self.facts.texts, ty.base, *value) {
                members.push((super::errors::join(&above, name), value));
            }
        }
        members
    }
}

/// A value with who found it.
pub(super) fn wrapped(value: Document, found: &Provenance) -> Document {
    let mut members = vec![("value".to_string(), value)];
    let on = found.on.map(|on| on.to_string());
    for (key, text) in [("by", &found.by), ("on", &on), ("from", &found.from)] {
        members.extend(text.iter().map(|text| (key.to_string(), Document::Text(text.clone()))));
    }
    Document::Map(members)
}
