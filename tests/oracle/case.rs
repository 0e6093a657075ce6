//! The facts of a case, read from their JSON by hand.

use super::calendar::Day;
use super::eval::constant;
use super::value::{V, decimal};
use doudi::model::{Base, Const, DerivedId, EntityId, Model, Parameter, ParameterId, Pattern, ReadingId, Type};
use doudi::value::Number;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// An instance of an entity.
#[derive(Debug)]
pub struct Node {
    pub entity: EntityId,
    pub up: Option<usize>,
    /// `members[1]`; empty for the root.
    pub path: String,
    pub fields: Vec<V>,
    /// Its lists by the entity of their elements; `None` was left out.
    pub lists: BTreeMap<EntityId, Option<Vec<usize>>>,
}

/// What is known of one case.
#[derive(Debug, Default)]
pub struct Case {
    /// The root first.
    pub nodes: Vec<Node>,
    pub given: HashMap<(DerivedId, usize), V>,
    /// Granted or declined, by the name of the rule or exception and the subject.
    pub discretions: HashMap<(String, usize), bool>,
}

/// Rows of a table: patterns and value.
pub type SettingRows = Vec<(Vec<Pattern>, V)>;

/// What a deployment supplies.
#[derive(Debug, Default)]
pub struct Settings {
    pub parameters: HashMap<ParameterId, Vec<(Option<Day>, SettingRows)>>,
    pub readings: HashMap<ReadingId, u16>,
}

impl Case {
    pub fn read(model: &Model, json: &Json) -> Case {
        let mut case = Case::default();
        case.node(model, EntityId(0), None, String::new(), &json["facts"]);
        for entry in json["discretions"].as_array().into_iter().flatten() {
            let name =
                entry["exception"].as_str().or(entry["rule"].as_str()).expect("a discretion names what it is about");
            let subject = case.at(entry["subject"].as_str().unwrap_or(""));
            case.discretions.insert((name.to_string(), subject), entry["granted"].as_bool() != Some(false));
        }
        for (path, value) in json["given"].as_object().into_iter().flatten() {
            let (above, name) = path.rsplit_once('.').unwrap_or(("", path));
            let at = case.at(above);
            let is_it =
                |d: &&(usize, &doudi::model::Derived)| d.1.entity == case.nodes[at].entity && d.1.name.id == name;
            let all: Vec<_> = model.derived.iter().enumerate().collect();
            let (id, derived) = all.iter().find(is_it).expect("the generator gives what is defined");
            let value = read_value(model, derived.ty, value);
            case.given.insert((DerivedId(*id as u32), at), value);
        }
        case
    }

    /// The instance at a path.
    fn at(&self, path: &str) -> usize {
        self.nodes.iter().position(|node| node.path == path).expect("the generator names instances that are there")
    }

    fn node(&mut self, model: &Model, id: EntityId, up: Option<usize>, path: String, json: &Json) -> usize {
        let at = self.nodes.len();
        let fields = model.entities[id.index()].fields.iter().map(|field| match json.get(&field.name.id) {
            None => field.default.as_ref().map_or(V::Unknown, constant),
            Some(Json::Object(found)) => read_value(model, field.ty, &found["value"]),
            Some(value) => read_value(model, field.ty, value),
        });
        let node = Node { entity: id, up, path: path.clone(), fields: fields.collect(), lists: BTreeMap::new() };
        self.nodes.push(node);
        for (child, entity) in model.entities.iter().enumerate() {
            let Some((_, list, _)) = entity.parent.as_ref().filter(|(parent, ..)| *parent == id) else { continue };
            let child = EntityId(child as u32);
            let name = if path.is_empty() { list.id.clone() } else { format!("{path}.{}", list.id) };
            let entries = json.get(&list.id).and_then(Json::as_array).map(|entries| {
                let entry = |(i, entry)| self.node(model, child, Some(at), format!("{name}[{i}]"), entry);
                entries.iter().enumerate().map(entry).collect()
            });
            self.nodes[at].lists.insert(child, entries);
        }
        at
    }
}

impl Settings {
    pub fn read(model: &Model, text: &str) -> Settings {
        let json: Json = serde_json::from_str(text).expect("the generator writes JSON");
        let mut settings = Settings::default();
        for (name, setting) in json["parameters"].as_object().into_iter().flatten() {
            let id = model.parameters.iter().position(|p| p.name.id == *name).expect("a parameter");
            let parameter = &model.parameters[id];
            let only = vec![setting.clone()];
            let versions = setting["versions"].as_array().unwrap_or(&only);
            let version = |json: &Json| (json["from"].as_str().and_then(Day::parse), rows(model, parameter, json));
            settings.parameters.insert(ParameterId(id as u32), versions.iter().map(version).collect());
        }
        for (name, chosen) in json["readings"].as_object().into_iter().flatten() {
            let id = model.readings.iter().position(|r| r.name.id == *name).expect("a reading");
            let variants = &model.choices[model.readings[id].choice.index()].variants;
            let variant = variants.iter().position(|v| Some(v.id.as_str()) == chosen.as_str()).expect("a variant");
            settings.readings.insert(ReadingId(id as u32), variant as u16);
        }
        settings
    }
}

fn rows(model: &Model, parameter: &Parameter, json: &Json) -> SettingRows {
    let Some(rows) = json["rows"].as_array() else {
        return vec![(Vec::new(), read_value(model, parameter.ty, &json["value"]))];
    };
    let row = |row: &Json| {
        let keys = row["keys"].as_array().into_iter().flatten().filter_map(Json::as_str);
        let patterns = keys.zip(&parameter.keys).map(|(text, key)| pattern(model, key.ty, text));
        (patterns.collect(), read_value(model, parameter.ty, &row["value"]))
    };
    rows.iter().map(row).collect()
}

/// `any`, a value, `3..5`, `0..<1000`, `1000<..`.
fn pattern(model: &Model, ty: Type, text: &str) -> Pattern {
    let number = |text: &str| Number::parse(text, 15, 6);
    if text == "any" {
        return Pattern::Any;
    }
    if let Some((low, high)) = text.split_once("..") {
        let (low, low_open) = low.strip_suffix('<').map_or((low, false), |low| (low, true));
        let (high, high_open) = high.strip_prefix('<').map_or((high, false), |high| (high, true));
        return Pattern::Range { low: number(low), low_open, high: number(high), high_open };
    }
    Pattern::Value(match ty.base {
        Base::Choice(id) => {
            let variants = &model.choices[id.index()].variants;
            Const::Choice(id, variants.iter().position(|v| v.id == text).expect("a variant") as u16)
        }
        Base::Truth => Const::Truth(text == "true"),
        _ => Const::Number(number(text).expect("a number")),
    })
}

/// Reads a value of a type.
pub fn read_value(model: &Model, ty: Type, json: &Json) -> V {
    let number = || match json {
        Json::String(text) => V::Num(decimal(text)),
        other => V::Num(decimal(&other.to_string())),
    };
    let text = || json.as_str().expect("a text");
    match ty.base {
        _ if json.is_null() => V::None,
        Base::Truth => V::Truth(json.as_bool().expect("true or false")),
        Base::Date => V::Date(Day::parse(text()).expect("a date")),
        Base::Text => V::Text(text().to_string()),
        Base::Choice(choice) => {
            let variants = &model.choices[choice.index()].variants;
            V::Choice(variants.iter().position(|v| v.id == text()).expect("a variant") as u16)
        }
        _ => number(),
    }
}
