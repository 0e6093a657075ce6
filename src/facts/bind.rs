//! document + schema → facts: every value in its place, or everything that is wrong.

use super::document::Document;
use super::errors::{Errors, Problem, join, shown};
use super::path::{self, Step};
use super::schema::{EntitySchema, Member, Schema, ids};
use super::value::{self, Expected, LIST, OBJECT, Read, mismatch};
use super::{Facts, Provenance, Rows, canonical};
use crate::diagnostic::table::{facts as row, limits::TOO_MANY_ENTRIES};
use crate::diagnostic::{Diagnostic, Locale};
use crate::limits::Limits;
use crate::model::{Const, DerivedId, EntityId, Field, FieldId, ListBounds, Type};
use crate::value::{Cell, TextId};
use std::collections::{BTreeMap, BTreeSet};

/// Binds a whole document: date, facts, discretions, given values.
pub(super) fn bind(schema: &Schema, document: &Document, limits: &Limits) -> Result<Facts, Vec<Diagnostic>> {
    let mut binder = Binder::new(schema, limits);
    let Some([date, facts, discretions, given]) =
        binder.errors.object(document, &String::new, ["date", "facts", "discretions", "given"])
    else {
        return Err(binder.errors.finish());
    };
    let date = date.and_then(|date| binder.errors.keep(|| "date".to_string(), value::date(date)));
    if let Some(facts) = binder.errors.required(facts, &String::new, "facts") {
        binder.root(facts);
    }
    // Without a household every subject would be reported as missing.
    let discretions = if binder.sound { discretions.map(|list| binder.discretions(list, date)) } else { None };
    let given = if binder.sound { given.map(|given| binder.given(given)) } else { None };
    let wrong = binder.errors.finish();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut facts = Facts {
        rows: binder.rows,
        texts: binder.texts,
        provenance: binder.provenance,
        defaulted: binder.defaulted,
        given: given.unwrap_or_default(),
        discretions: discretions.unwrap_or_default(),
        date,
        document: String::new(),
        digest: [0; 32],
        policy: schema.policy,
    };
    facts.document = canonical::facts(schema, &facts).to_json();
    facts.digest = canonical::digest(&facts.document);
    Ok(facts)
}

/// Facts in the making.
pub(super) struct Binder<'s> {
    pub(super) schema: &'s Schema,
    pub(super) limits: &'s Limits,
    pub(super) errors: Errors,
    pub(super) rows: Vec<Rows>,
    /// Whether every list could be read, so that paths into the facts mean something.
    sound: bool,
    texts: Vec<String>,
    text_ids: BTreeMap<String, TextId>,
    provenance: BTreeMap<(EntityId, u32, FieldId), Provenance>,
    defaulted: BTreeSet<(EntityId, u32, FieldId)>,
}

/// The members of an entity's object, as written.
type Object<'d> = &'d [(String, Document)];

impl<'s> Binder<'s> {
    fn new(schema: &'s Schema, limits: &'s Limits) -> Self {
        Binder {
            schema,
            limits,
            errors: Errors::default(),
            rows: Vec::with_capacity(schema.entities.len()),
            sound: true,
            texts: Vec::new(),
            text_ids: BTreeMap::new(),
            provenance: BTreeMap::new(),
            defaulted: BTreeSet::new(),
        }
    }

    /// Binds the root entity's object and all lists below it, entity by entity.
    fn root(&mut self, document: &Document) {
        let Document::Map(root) = document else {
            self.sound = false;
            self.errors.add(|| "facts".to_string(), mismatch(document, OBJECT));
            return;
        };
        let schema = self.schema;
        let mut objects: Vec<Vec<Object<'_>>> = Vec::with_capacity(schema.entities.len());
        let mut entries = 0usize;
        for (id, entity) in ids().map(EntityId).zip(&schema.entities) {
            let (rows, found) = match entity.list() {
                None => {
                    (Rows { count: 1, parent: vec![0], position: vec![0], ..Rows::default() }, vec![root.as_slice()])
                }
                Some((parent, name, bounds)) => {
                    let above = objects.get(parent.index()).map(Vec::as_slice).unwrap_or_default();
                    self.list(parent, name, bounds, above)
                }
            };
            entries = entries.saturating_add(rows.parent.len());
            self.rows.push(rows);
            if entries > self.limits.list_entries.saturating_add(1) {
                self.sound = false;
                self.errors.add(String::new, Problem::new(&TOO_MANY_ENTRIES).arg(self.limits.list_entries));
                return;
            }
            let cells = self.cells(id, entity, &found);
            if let Some(rows) = self.rows.last_mut() {
                rows.cells = cells;
            }
            objects.push(found);
        }
    }

    /// The entries of one list of every instance above.
    fn list<'d>(
        &mut self,
        parent: EntityId,
        name: &str,
        bounds: ListBounds,
        above: &[Object<'d>],
    ) -> (Rows, Vec<Object<'d>>) {
        let mut rows = Rows::default();
        let mut found = Vec::new();
        for (owner, object) in ids().zip(above) {
            let given = object.iter().find(|(key, _)| key == name).map(|(_, document)| document);
            rows.known.push(given.is_some());
            let Some(document) = given else { continue };
            let path = || join(&path::of_instance(self.schema, &self.rows, parent, owner), name);
            let Document::List(items) = document else {
                self.sound = false;
                self.errors.add(path, mismatch(document, LIST));
                continue;
            };
            if let Some(problem) = out_of_bounds(items.len(), bounds) {
                self.errors.add(path, problem);
            }
            for (position, item) in ids().zip(items) {
                let object = match item {
                    Document::Map(object) => object.as_slice(),
                    other => {
                        self.errors.add(|| format!("{}[{position}]", path()), mismatch(other, OBJECT));
                        &[]
                    }
                };
                rows.parent.push(owner);
                rows.position.push(position);
                found.push(object);
            }
        }
        rows.count = u32::try_from(found.len()).unwrap_or(u32::MAX);
        (rows, found)
    }

    /// The cells of an entity, field by field.
    fn cells(&mut self, id: EntityId, entity: &'s EntitySchema, objects: &[Object<'_>]) -> Vec<Cell> {
        let written: Vec<Vec<Option<&Document>>> =
            ids().zip(objects).map(|(instance, object)| self.fields(id, entity, instance, object)).collect();
        let mut cells = Vec::with_capacity(entity.entity.fields.len().saturating_mul(objects.len()));
        for (field_id, field) in entity.fields() {
            for (instance, fields) in ids().zip(&written) {
                let at = (id, instance, field_id);
                cells.push(match fields.get(field_id.index()).copied().flatten() {
                    Some(document) => self.fact(at, field, document),
                    None => self.left_out(at, field),
                });
            }
        }
        cells
    }

    /// Sorts the members of an object by field, reporting what belongs nowhere.
    fn fields<'d>(
        &mut self,
        id: EntityId,
        entity: &EntitySchema,
        instance: u32,
        object: Object<'d>,
    ) -> Vec<Option<&'d Document>> {
        let mut fields = vec![None; entity.entity.fields.len()];
        let mut lists = BTreeSet::new();
        for (key, document) in object {
            let twice = match entity.members.get(key) {
                Some(Member::Field(field)) => {
                    fields.get_mut(field.index()).and_then(|slot| slot.replace(document)).is_some()
                }
                Some(Member::List(list)) => !lists.insert(*list),
                None => {
                    let problem = self.unknown_field(entity, key);
                    self.report(id, instance, key, problem);
                    false
                }
            };
            if twice {
                self.report(id, instance, key, Problem::new(&row::DUPLICATE_KEY).arg(shown(key)));
            }
        }
        fields
    }

    fn report(&mut self, entity: EntityId, instance: u32, key: &str, problem: Problem) {
        let path = || join(&path::of_instance(self.schema, &self.rows, entity, instance), &shown(key));
        self.errors.add(path, problem);
    }

    fn unknown_field(&self, entity: &EntitySchema, key: &str) -> Problem {
        let name = &entity.entity.name.id;
        if entity.derived.contains_key(key) {
            return Problem::new(&row::COMPUTED).arg(shown(key)).arg(name);
        }
        let labelled = entity.entity.fields.iter().find(|field| field.name.zh == key || field.name.en == key);
        let near = labelled.map(|field| field.name.id.clone());
        let near = near.or_else(|| self.errors.near(key, entity.members.keys().map(String::as_str)));
        Problem::new(&row::UNKNOWN_FIELD).arg(shown(key)).arg(name).near(near)
    }

    /// One fact, bare or wrapped with who found it.
    fn fact(&mut self, at: (EntityId, u32, FieldId), field: &Field, document: &Document) -> Cell {
        let (entity, instance, _) = at;
        let path = || join(&path::of_instance(self.schema, &self.rows, entity, instance), &field.name.id);
        let document = match document {
            Document::Map(_) => {
                let Some([value, by, on, from]) = self.errors.object(document, &path, ["value", "by", "on", "from"])
                else {
                    return Cell::Unknown;
                };
                let by = by.and_then(|by| self.errors.keep(|| join(&path(), "by"), value::words(by, self.limits)));
                let from =
                    from.and_then(|from| self.errors.keep(|| join(&path(), "from"), value::words(from, self.limits)));
                let on = on.and_then(|on| self.errors.keep(|| join(&path(), "on"), value::date(on)));
                if by.is_some() || on.is_some() || from.is_some() {
                    let found = Provenance { by: by.map(str::to_string), on, from: from.map(str::to_string) };
                    self.provenance.insert(at, found);
                }
                match self.errors.required(value, &path, "value") {
                    Some(value) => value,
                    None => return Cell::Unknown,
                }
            }
            bare => bare,
        };
        let expected = self.expected(field.ty, field.ty.base.fact_places());
        let read = value::read(document, expected).and_then(|read| in_range(read, field));
        match self.errors.keep(path, read) {
            Some(read) => self.cell(read),
            None => Cell::Unknown,
        }
    }

    /// What stands for a fact that was left out: the policy's default, else nothing known.
    fn left_out(&mut self, at: (EntityId, u32, FieldId), field: &Field) -> Cell {
        let Some(default) = &field.default else {
            return Cell::Unknown;
        };
        self.defaulted.insert(at);
        match default {
            Const::Number(number) => Cell::Number(*number),
            Const::Truth(truth) => Cell::Truth(*truth),
            Const::Date(date) => Cell::Date(*date),
            Const::Months(months) => Cell::Months(*months),
            Const::Days(days) => Cell::Days(*days),
            Const::Choice(_, variant) => Cell::Choice(*variant),
            Const::Text(text) => self.cell(Read::Text(text)),
            Const::None => Cell::None,
        }
    }

    fn expected(&self, ty: Type, places: u32) -> Expected<'s> {
        Expected { ty, places, choices: &self.schema.choices, limits: self.limits }
    }

    /// The cell of a value; a text gets the id of its equal, or a new one.
    fn cell(&mut self, read: Read<'_>) -> Cell {
        let text = match read {
            Read::Cell(cell) => return cell,
            Read::Text(text) => text,
        };
        if let Some(id) = self.schema.literal(text).or_else(|| self.text_ids.get(text).copied()) {
            return Cell::Text(id);
        }
        let next = self.schema.first_text().saturating_add(self.texts.len());
        let id = TextId(u32::try_from(next).unwrap_or(u32::MAX));
        self.texts.push(text.to_string());
        self.text_ids.insert(text.to_string(), id);
        Cell::Text(id)
    }

    /// Derived values that a test case fixes, by path.
    fn given(&mut self, document: &Document) -> BTreeMap<(DerivedId, u32), Cell> {
        let mut given = BTreeMap::new();
        let Document::Map(entries) = document else {
            self.errors.add(|| "given".to_string(), mismatch(document, OBJECT));
            return given;
        };
        for (key, document) in entries {
            let at = || join("given", &shown(key));
            let Some((derived, instance, ty)) = self.derived(key) else { continue };
            let read = value::read(document, self.expected(ty, u32::MAX));
            let cell = self.errors.keep(at, read).map(|read| self.cell(read));
            if given.insert((derived, instance), cell.unwrap_or(Cell::Unknown)).is_some() {
                self.errors.add(at, Problem::new(&row::DUPLICATE_KEY).arg(shown(key)));
            }
        }
        given
    }

    /// The definition or condition a path of `given` leads to.
    fn derived(&mut self, key: &str) -> Option<(DerivedId, u32, Type)> {
        let at = || join("given", &shown(key));
        let steps = path::parse(key).unwrap_or_default();
        let Some((Step { name, index: None }, lists)) = steps.split_last() else {
            self.errors.add(at, Problem::new(&row::BAD_PATH));
            return None;
        };
        let above = key.rsplit_once('.').map_or("", |(above, _)| above);
        let Some((entity_id, instance)) = path::locate(self.schema, &self.rows, lists) else {
            self.errors.add(at, Problem::new(&row::NO_SUCH_ENTRY).arg(shown(above)));
            return None;
        };
        let entity = self.schema.entity(entity_id)?;
        let found = entity.derived.get(*name).map(|(derived, ty)| (*derived, instance, *ty));
        if found.is_none() {
            let problem = Problem::new(&row::UNKNOWN_GIVEN).arg(name).arg(&entity.entity.name.id);
            self.errors.add(at, problem.near(self.errors.near(name, entity.derived.keys().map(String::as_str))));
        }
        found
    }
}

fn out_of_bounds(count: usize, bounds: ListBounds) -> Option<Problem> {
    let high = bounds.high.map(|high| high as usize);
    if count < bounds.low as usize {
        return Some(Problem::new(&row::LIST_TOO_SHORT).arg(bounds.low).arg(count));
    }
    high.filter(|high| count > *high).map(|high| Problem::new(&row::LIST_TOO_LONG).arg(high).arg(count))
}

/// Checks a value against the range its field declares. What the day of the decision bounds is
/// looked at when there is one.
fn in_range<'d>(read: Read<'d>, field: &Field) -> Result<Read<'d>, Problem> {
    match read {
        Read::Cell(cell) if !field.range.holds(cell, None) => {
            let words = |locale| field.range.words(locale).unwrap_or_default();
            Err(Problem::new(&row::OUT_OF_RANGE).arg(words(Locale::ZhCn)).arg(words(Locale::En)))
        }
        read => Ok(read),
    }
}
