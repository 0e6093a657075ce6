//! Households → lines of a register, some of them spoilt.

use super::facts::{Object, Value, most_entries};
use super::{Household, Plan};
use crate::register::columns::{NONE, guarded};
use crate::register::json::quoted;
use doudi::model::{EntityId, Model};
use std::collections::HashMap;
use std::io::{self, Write};

/// Of every discretion, as CSV has it.
const DISCRETION: &[&str] = &["rule", "exception", "subject", "granted", "by", "on", "because"];

/// Writes a register.
pub struct Writer<'a> {
    pub model: &'a Model,
    pub plan: &'a Plan,
    pub csv: bool,
}

/// How a row is spoilt.
#[derive(Clone, Copy)]
enum Damage {
    None,
    NoId,
    SameId,
    BadNumber,
    BadKey,
    Cut,
    NotUtf8,
}

impl Writer<'_> {
    /// Writes all of it.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let columns = columns(self.model);
        if self.csv {
            out.write_all(&csv_line(columns.iter().map(String::as_str)))?;
        }
        for position in 0..self.plan.ever() {
            if let Some(household) = self.plan.household(self.model, position) {
                out.write_all(&self.line(household, position, &columns))?;
            }
        }
        Ok(())
    }

    fn line(&self, mut household: Household, position: u64, columns: &[String]) -> Vec<u8> {
        let damage = self.damage(position);
        match damage {
            Damage::NoId => household.id.clear(),
            Damage::SameId => household.id = format!("H{position:08}"),
            Damage::BadNumber => spoil(&mut household.facts, |value| {
                matches!(value, Value::Text(text) if text.contains('.')).then(|| Value::name("1,596"))
            }),
            Damage::BadKey => {
                spoil(&mut household.facts, |value| matches!(value, Value::Truth(_)).then(|| Value::name("也许")))
            }
            Damage::None | Damage::Cut | Damage::NotUtf8 => {}
        }
        let mut line = if self.csv { self.csv(&household, columns) } else { json(&household).into_bytes() };
        match damage {
            Damage::Cut => line.truncate(line.len() / 2),
            Damage::NotUtf8 => drop(line.splice(line.len() - 2.min(line.len())..line.len(), [0xff])),
            _ => return line,
        }
        line.push(b'\n');
        line
    }

    fn damage(&self, position: u64) -> Damage {
        let mut dice = self.plan.dice(position, u32::MAX);
        let kinds = [Damage::NoId, Damage::SameId, Damage::BadNumber, Damage::BadKey, Damage::Cut, Damage::NotUtf8];
        match dice.permille(self.plan.damage) {
            true => dice.pick(&kinds.each_ref()).copied().unwrap_or(Damage::None),
            false => Damage::None,
        }
    }

    fn csv(&self, household: &Household, columns: &[String]) -> Vec<u8> {
        let mut cells = vec![("id".to_owned(), household.id.clone()), ("county".to_owned(), household.county.clone())];
        flatten(&household.facts, "", &mut cells);
        for (at, discretion) in household.discretions.iter().enumerate() {
            flatten(discretion, &format!("discretions[{at}]."), &mut cells);
        }
        let cells: HashMap<&str, &str> = cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str())).collect();
        let cell = |column: &String| cells.get(column.as_str()).copied().unwrap_or_default();
        csv_line(columns.iter().map(cell))
    }
}

/// Changes the first value that can be.
fn spoil(object: &mut Object, change: impl Fn(&Value) -> Option<Value>) {
    for (_, value) in &mut object.fields {
        if let Some(changed) = change(value) {
            *value = changed;
            return;
        }
    }
}

fn json(household: &Household) -> String {
    let mut out = String::from("{");
    if !household.id.is_empty() {
        out += &format!("\"id\":{},", quoted(&household.id));
    }
    out += &format!("\"county\":{},\"facts\":", quoted(&household.county));
    json_object(&household.facts, &mut out);
    if !household.discretions.is_empty() {
        out.push_str(",\"discretions\":");
        json_list(&household.discretions, &mut out);
    }
    out.push_str("}\n");
    out
}

fn json_object(object: &Object, out: &mut String) {
    out.push('{');
    let mut between = "";
    for (name, value) in &object.fields {
        let value = match value {
            Value::Text(text) => quoted(text),
            Value::Truth(truth) => truth.to_string(),
            Value::None => "null".to_owned(),
            Value::Unknown => continue,
        };
        *out += &format!("{between}{}:{value}", quoted(name));
        between = ",";
    }
    for (name, entries) in &object.lists {
        *out += &format!("{between}{}:", quoted(name));
        json_list(entries, out);
        between = ",";
    }
    out.push('}');
}

fn json_list(entries: &[Object], out: &mut String) {
    out.push('[');
    for (at, entry) in entries.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "," });
        json_object(entry, out);
    }
    out.push(']');
}

/// Column and cell of all that is known.
fn flatten(object: &Object, path: &str, cells: &mut Vec<(String, String)>) {
    for (name, value) in &object.fields {
        let cell = match value {
            Value::Text(text) => guarded(text).into_owned(),
            Value::Truth(truth) => truth.to_string(),
            Value::None => NONE.to_owned(),
            Value::Unknown => continue,
        };
        cells.push((format!("{path}{name}"), cell));
    }
    for (name, entries) in &object.lists {
        cells.push((format!("{path}{name}"), entries.len().to_string()));
        for (at, entry) in entries.iter().enumerate() {
            flatten(entry, &format!("{path}{name}[{at}]."), cells);
        }
    }
}

/// The columns any household of a policy can need.
fn columns(model: &Model) -> Vec<String> {
    let mut columns = vec!["id".to_owned(), "county".to_owned()];
    of_entity(model, EntityId(0), "", 0, &mut columns);
    columns.extend(DISCRETION.iter().map(|key| format!("discretions[0].{key}")));
    columns
}

fn of_entity(model: &Model, id: EntityId, path: &str, depth: usize, columns: &mut Vec<String>) {
    let Some(entity) = model.entities.get(id.index()) else { return };
    columns.extend(entity.fields.iter().map(|field| format!("{path}{}", field.name.id)));
    for (child, below) in (0u32..).map(EntityId).zip(&model.entities) {
        let Some((_, list, bounds)) = below.parent.as_ref().filter(|(above, ..)| *above == id) else { continue };
        columns.push(format!("{path}{}", list.id));
        for at in 0..most_entries(depth, *bounds) {
            let path = format!("{path}{}[{at}].", list.id);
            if depth == 0 && list.id == "members" && !below.fields.iter().any(|field| field.name.id == "id") {
                columns.push(format!("{path}id"));
            }
            of_entity(model, child, &path, depth + 1, columns);
        }
    }
}

fn csv_line<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(cells.map(str::as_bytes));
    writer.into_inner().unwrap_or_default()
}
