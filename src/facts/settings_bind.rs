//! document + model → settings: every value with its source, or everything that is wrong.

use super::document::Document;
use super::errors::{Errors, Problem, join, shown};
use super::schema::{Schema, ids};
use super::settings::{SettingRow, SettingValue, SettingVersion, Settings};
use super::value::{self, Expected, LIST, OBJECT, Read, listed, mismatch};
use super::{canonical, patterns};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{facts as row, limits::TOO_MANY_ENTRIES};
use crate::limits::Limits;
use crate::model::{Base, Floored, Held, InForce, Model, Name, Parameter, ParameterId, Pattern, ReadingId, Version};
use crate::value::Cell;
use std::collections::BTreeMap;

/// The canonical form of settings that set nothing.
pub(super) const EMPTY: &str = r#"{"parameters":{},"readings":{}}"#;

/// Binds the JSON form of settings.
pub(super) fn bind(model: &Model, text: &str, limits: &Limits) -> Result<Settings, Vec<Diagnostic>> {
    let document = Document::read(text, limits).map_err(Problem::whole)?;
    let schema = Schema::new(model, [0; 32]);
    let mut binder = Binder { model, schema: &schema, limits, errors: Errors::default() };
    let Some([parameters, readings]) = binder.errors.object(&document, &String::new, ["parameters", "readings"]) else {
        return Err(binder.errors.finish());
    };
    let parameters = parameters.map(|document| binder.parameters(document)).unwrap_or_default();
    binder.above_floors(&parameters);
    let readings = readings.map(|document| binder.readings(document)).unwrap_or_default();
    let wrong = binder.errors.finish();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let canonical = canonical(model, &schema, &parameters, &readings).to_json();
    Ok(Settings::bound(parameters, readings, canonical))
}

struct Binder<'m> {
    model: &'m Model,
    schema: &'m Schema,
    limits: &'m Limits,
    errors: Errors,
}

impl Binder<'_> {
    fn parameters(&mut self, document: &Document) -> BTreeMap<ParameterId, SettingValue> {
        let model = self.model;
        let mut set = BTreeMap::new();
        for (key, document) in self.entries(document, "parameters") {
            let at = join("parameters", &shown(key));
            let Some((id, parameter)) = ids().map(ParameterId).zip(&model.parameters).find(|(_, p)| p.name.id == *key)
            else {
                self.unknown(
                    &row::UNKNOWN_PARAMETER,
                    key,
                    &at,
                    model.parameters.iter().map(|parameter| &parameter.name),
                );
                continue;
            };
            if let Some(version) = parameter.fixed() {
                self.errors.add(|| at.clone(), confirmed(model, parameter, version));
            }
            let value = self.parameter(parameter, document, &at);
            if value.is_some_and(|value| set.insert(id, value).is_some()) {
                self.errors.add(|| at, Problem::new(&row::DUPLICATE_KEY).arg(shown(key)));
            }
        }
        set
    }

    /// Reports parameters of which a value is below their floor, where either is set here.
    fn above_floors(&mut self, set: &BTreeMap<ParameterId, SettingValue>) {
        let model = self.model;
        for (id, parameter) in ids().map(ParameterId).zip(&model.parameters) {
            let Some(at) = parameter.floor.as_ref() else { continue };
            let Some(floor) = model.parameters.get(at.parameter.index()) else { continue };
            let concerned = if set.contains_key(&id) { parameter } else { floor };
            if !set.contains_key(&id) && !set.contains_key(&at.parameter) {
                continue;
            }
            let (mine, theirs) = (held(model, set, id, parameter), held(model, set, at.parameter, floor));
            let problem = mine.iter().find_map(|held| {
                let value = held.value?;
                let floored = at.floored(floor, &theirs, held.days, held.keys, value)?;
                Some(match floored {
                    Floored::Below(least, from) => {
                        // Where neither says from when, it is since the first day there is.
                        let from = from.map_or_else(|| "1900-01-01".to_string(), |from| from.to_string());
                        let problem = Problem::new(&row::BELOW_FLOOR).arg(value).arg(least.value.unwrap_or(value));
                        problem.arg(&floor.name.id).arg(from).arg(&least.clause.zh).arg(&least.clause.en)
                    }
                    Floored::Formula(_) => Problem::new(&row::FLOOR_OF_FORMULA).arg(&floor.name.id),
                })
            });
            if let Some(problem) = problem {
                self.errors.add(|| join("parameters", &concerned.name.id), problem);
            }
        }
    }

    fn readings(&mut self, document: &Document) -> BTreeMap<ReadingId, u16> {
        let model = self.model;
        let mut chosen = BTreeMap::new();
        for (key, document) in self.entries(document, "readings") {
            let at = join("readings", &shown(key));
            let Some((id, reading)) = ids().map(ReadingId).zip(&model.readings).find(|(_, r)| r.name.id == *key) else {
                self.unknown(&row::UNKNOWN_READING, key, &at, model.readings.iter().map(|reading| &reading.name));
                continue;
            };
            let variant = value::text(document, self.limits)
                .and_then(|text| value::variant_named(text, reading.choice, &model.choices));
            let variant = self.errors.keep(|| at.clone(), variant);
            if variant.is_some_and(|variant| chosen.insert(id, variant).is_some()) {
                self.errors.add(|| at, Problem::new(&row::DUPLICATE_KEY).arg(shown(key)));
            }
        }
        chosen
    }

    fn entries<'d>(&mut self, document: &'d Document, at: &str) -> &'d [(String, Document)] {
        match document {
            Document::Map(entries) => entries,
            other => {
                self.errors.add(|| at.to_string(), mismatch(other, OBJECT));
                &[]
            }
        }
    }

    fn unknown<'n>(
        &mut self,
        entry: &'static crate::diagnostic::Entry,
        key: &str,
        at: &str,
        names: impl Iterator<Item = &'n Name>,
    ) {
        let near = self.errors.near(key, names.map(|name| name.id.as_str()));
        self.errors.add(|| at.to_string(), Problem::new(entry).arg(shown(key)).near(near));
    }

    /// One parameter: a value, rows, or dated versions of either, with who says so.
    fn parameter(&mut self, parameter: &Parameter, document: &Document, at: &str) -> Option<SettingValue> {
        let here = || at.to_string();
        let no_source = || Problem::new(&row::NO_SOURCE).arg(&parameter.name.id);
        if !matches!(document, Document::Map(_) | Document::Refused(_)) {
            self.errors.add(here, no_source());
            return None;
        }
        let [value, rows, versions, source, from] =
            self.errors.object(document, &here, ["value", "rows", "versions", "source", "from"])?;
        let source = match source {
            Some(source) => {
                self.errors.keep(|| join(at, "source"), value::words(source, self.limits)).map(str::to_string)
            }
            None => {
                self.errors.add(here, no_source());
                None
            }
        };
        let versions = match versions {
            None => vec![self.version(parameter, [value, rows, from], at)?],
            Some(_) if value.is_some() || rows.is_some() || from.is_some() => {
                self.errors.add(here, Problem::new(&row::SETTING_FORM));
                return None;
            }
            Some(list) => self.versions(parameter, list, &join(at, "versions"))?,
        };
        Some(SettingValue { source: source?, versions })
    }

    fn versions(&mut self, parameter: &Parameter, document: &Document, at: &str) -> Option<Vec<SettingVersion>> {
        let items = self.items(document, at)?;
        let mut versions: Vec<SettingVersion> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = format!("{at}[{index}]");
            let Some(parts) = self.errors.object(item, &|| path.clone(), ["value", "rows", "from"]) else { continue };
            let Some(version) = self.version(parameter, parts, &path) else { continue };
            if versions.iter().any(|other| other.from == version.from) {
                self.errors.add(|| path, Problem::new(&row::VERSIONS_COINCIDE));
            } else {
                versions.push(version);
            }
        }
        versions.sort_by_key(|version| version.from);
        Some(versions)
    }

    /// A version from its `value`, `rows` and `from`.
    fn version(&mut self, parameter: &Parameter, parts: [Option<&Document>; 3], at: &str) -> Option<SettingVersion> {
        let [value, rows, from] = parts;
        let from = match from {
            None => None,
            Some(from) => Some(self.errors.keep(|| join(at, "from"), value::date(from))?),
        };
        let keys: Vec<&str> = parameter.keys.iter().map(|key| key.name.as_str()).collect();
        let rows = match (value, rows) {
            (Some(_), None) if !keys.is_empty() => {
                self.errors
                    .add(|| at.to_string(), Problem::new(&row::NEEDS_ROWS).arg(&parameter.name.id).arg(listed(&keys)));
                return None;
            }
            (Some(value), None) => {
                let value = self.value(parameter, value, &join(at, "value"))?;
                vec![SettingRow { patterns: Vec::new(), value }]
            }
            (None, Some(_)) if keys.is_empty() => {
                self.errors.add(|| at.to_string(), Problem::new(&row::NEEDS_VALUE).arg(&parameter.name.id));
                return None;
            }
            (None, Some(rows)) => self.rows(parameter, rows, &join(at, "rows"))?,
            _ => {
                self.errors.add(|| at.to_string(), Problem::new(&row::SETTING_FORM));
                return None;
            }
        };
        Some(SettingVersion { from, rows })
    }

    fn rows(&mut self, parameter: &Parameter, document: &Document, at: &str) -> Option<Vec<SettingRow>> {
        let items = self.items(document, at)?;
        // With the position each was written at: rows that were not read leave gaps.
        let mut rows: Vec<(usize, SettingRow)> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            rows.extend(self.row(parameter, item, &format!("{at}[{index}]")).map(|row| (index, row)));
        }
        let bases: Vec<Base> = parameter.keys.iter().map(|key| key.ty.base).collect();
        let patterns: Vec<&[Pattern]> = rows.iter().map(|(_, row)| row.patterns.as_slice()).collect();
        let written = |position: usize| rows.get(position).map_or(position, |(index, _)| *index);
        for (second, first) in patterns::overlaps(&bases, &patterns) {
            let problem = Problem::new(&row::ROWS_OVERLAP).arg(written(first));
            self.errors.add(|| format!("{at}[{}]", written(second)), problem);
        }
        let mut rows: Vec<SettingRow> = rows.into_iter().map(|(_, row)| row).collect();
        rows.sort_by_cached_key(|row| self.keys(row));
        Some(rows)
    }

    fn row(&mut self, parameter: &Parameter, document: &Document, at: &str) -> Option<SettingRow> {
        let here = || at.to_string();
        let [keys, value] = self.errors.object(document, &here, ["keys", "value"])?;
        let keys = self
            .errors
            .required(keys, &here, "keys")
            .and_then(|keys| self.patterns(parameter, keys, &join(at, "keys")));
        let value = self.errors.required(value, &here, "value");
        let value = value.and_then(|value| self.value(parameter, value, &join(at, "value")));
        Some(SettingRow { patterns: keys?, value: value? })
    }

    fn patterns(&mut self, parameter: &Parameter, document: &Document, at: &str) -> Option<Vec<Pattern>> {
        let Document::List(items) = document else {
            self.errors.add(|| at.to_string(), mismatch(document, LIST));
            return None;
        };
        if items.len() != parameter.keys.len() {
            self.errors
                .add(|| at.to_string(), Problem::new(&row::KEY_COUNT).arg(parameter.keys.len()).arg(items.len()));
            return None;
        }
        let mut found = Vec::with_capacity(items.len());
        for (index, (key, item)) in parameter.keys.iter().zip(items).enumerate() {
            let pattern = patterns::read(item, key.ty.base, &self.model.choices, self.limits);
            found.push(self.errors.keep(|| format!("{at}[{index}]"), pattern));
        }
        found.into_iter().collect()
    }

    fn value(&mut self, parameter: &Parameter, document: &Document, at: &str) -> Option<Cell> {
        let places = parameter.ty.base.fact_places();
        let expected = Expected { ty: parameter.ty, places, choices: &self.model.choices, limits: self.limits };
        let cell = value::read(document, expected).and_then(|read| match read {
            Read::Cell(cell) => Ok(cell),
            Read::Text(text) => self
                .schema
                .literal(text)
                .map(Cell::Text)
                .ok_or_else(|| Problem::new(&row::UNKNOWN_TEXT).arg(&parameter.name.id)),
        });
        self.errors.keep(|| at.to_string(), cell)
    }

    /// The entries of a list that has some, and not too many.
    fn items<'d>(&mut self, document: &'d Document, at: &str) -> Option<&'d [Document]> {
        let problem = match document {
            Document::List(items) if items.is_empty() => Problem::new(&row::NOTHING_SET),
            Document::List(items) if items.len() > self.limits.list_entries => {
                Problem::new(&TOO_MANY_ENTRIES).arg(self.limits.list_entries)
            }
            Document::List(items) => return Some(items),
            other => mismatch(other, LIST),
        };
        self.errors.add(|| at.to_string(), problem);
        None
    }

    fn keys(&self, row: &SettingRow) -> Vec<String> {
        row.patterns.iter().map(|pattern| patterns::show(pattern, &self.model.choices)).collect()
    }
}

/// The values of a parameter: as set, else as the policy has them.
fn held<'a>(
    model: &Model,
    set: &'a BTreeMap<ParameterId, SettingValue>,
    id: ParameterId,
    parameter: &'a Parameter,
) -> Vec<Held<'a>> {
    let Some(setting) = set.get(&id) else { return parameter.held(model) };
    let ends = setting.versions.iter().skip(1).map(|next| next.from.and_then(|day| day.add_days(-1)));
    let mut held = Vec::new();
    for (version, to) in setting.versions.iter().zip(ends.chain([None])) {
        let days = InForce { from: version.from, to };
        let numbers = version.rows.iter().filter_map(|entry| match entry.value {
            Cell::Number(value) => Some(Held::set(days, &entry.patterns, value)),
            _ => None,
        });
        held.extend(numbers);
    }
    held
}

/// A parameter that is fixed, with the clause that fixes it.
fn confirmed(model: &Model, parameter: &Parameter, version: &Version) -> Problem {
    let cited = version.per.first().or(parameter.per.first());
    let words = cited.and_then(|citation| {
        let name = &model.instruments.get(citation.instrument.index())?.name;
        let clause = &citation.clause;
        Some((format!("《{}》{clause}", name.zh), format!("{} {clause}", name.en)))
    });
    let (zh, en) = words.unwrap_or_else(|| ("政策".to_string(), "the policy".to_string()));
    Problem::new(&row::PARAMETER_CONFIRMED).arg(&parameter.name.id).arg(zh).arg(en)
}

/// The canonical document: parameters and readings in the policy's order, versions by date.
fn canonical(
    model: &Model,
    schema: &Schema,
    parameters: &BTreeMap<ParameterId, SettingValue>,
    readings: &BTreeMap<ReadingId, u16>,
) -> Document {
    let text = |text: &str| Document::Text(text.to_string());
    let parameters = parameters.iter().filter_map(|(id, setting)| {
        let parameter = model.parameters.get(id.index())?;
        let versions =
            setting.versions.iter().map(|version| canonical_version(model, schema, parameter, version)).collect();
        let members =
            vec![("source".to_string(), text(&setting.source)), ("versions".to_string(), Document::List(versions))];
        Some((parameter.name.id.clone(), Document::Map(members)))
    });
    let readings = readings.iter().filter_map(|(id, variant)| {
        let reading = model.readings.get(id.index())?;
        let choice = model.choices.get(reading.choice.index())?;
        Some((reading.name.id.clone(), text(&choice.variants.get(usize::from(*variant))?.id)))
    });
    Document::Map(vec![
        ("parameters".to_string(), Document::Map(parameters.collect())),
        ("readings".to_string(), Document::Map(readings.collect())),
    ])
}

fn canonical_version(model: &Model, schema: &Schema, parameter: &Parameter, version: &SettingVersion) -> Document {
    let value = |cell: Cell| {
        let document = canonical::cell(schema, &[], parameter.ty.base, cell).unwrap_or(Document::Null);
        ("value".to_string(), document)
    };
    let from = version.from.map(|from| ("from".to_string(), Document::Text(from.to_string())));
    let content = match version.rows.as_slice() {
        [only] if parameter.keys.is_empty() => value(only.value),
        rows => {
            let row = |row: &SettingRow| {
                let keys = row
                    .patterns
                    .iter()
                    .map(|pattern| Document::Text(patterns::show(pattern, &model.choices)))
                    .collect();
                Document::Map(vec![("keys".to_string(), Document::List(keys)), value(row.value)])
            };
            ("rows".to_string(), Document::List(rows.iter().map(row).collect()))
        }
    };
    Document::Map(from.into_iter().chain([content]).collect())
}
