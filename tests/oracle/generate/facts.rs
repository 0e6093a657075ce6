//! Random cases for a world: facts known, none or left out, on and beside every threshold.

use super::{Field, Parameter, Rng, T, World};
use serde_json::{Map, Value as Json, json};

/// A case, as the JSON document it is handed in as.
#[derive(Clone, Debug)]
pub struct Household {
    pub json: Json,
}

impl Household {
    pub fn text(&self) -> String {
        self.json.to_string()
    }

    /// The same case with one member or entry left out, each in turn.
    pub fn smaller(&self) -> Vec<Household> {
        let mut found = Vec::new();
        let mut places = Vec::new();
        places_of(&self.json, String::new(), &mut places);
        for (pointer, key) in places {
            let mut json = self.json.clone();
            match json.pointer_mut(&pointer) {
                Some(Json::Object(object)) if key != "date" && key != "facts" => drop(object.remove(&key)),
                Some(Json::Array(list)) => drop(list.remove(key.parse().unwrap_or(0))),
                _ => continue,
            }
            found.push(Household { json });
        }
        found
    }
}

/// Every member of every object and entry of every list: its holder, and its key there.
fn places_of(json: &Json, pointer: String, found: &mut Vec<(String, String)>) {
    let members: Vec<(String, &Json)> = match json {
        Json::Object(object) => object.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Json::Array(list) => list.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect(),
        _ => return,
    };
    for (key, value) in members {
        found.push((pointer.clone(), key.clone()));
        places_of(value, format!("{pointer}/{key}"), found);
    }
}

/// A decision date: near what the policy names, mostly.
pub fn decision_date(world: &World, rng: &mut Rng) -> String {
    if rng.chance(70) || world.dates.is_empty() {
        let days = [
            "2020-02-28",
            "2020-02-29",
            "2020-03-01",
            "2020-05-31",
            "2020-06-30",
            "2020-07-01",
            "2021-02-28",
            "2018-12-31",
        ];
        return rng.pick(&days).to_string();
    }
    rng.pick(&world.dates).clone()
}

/// A case on a date.
pub fn household(world: &World, date: &str, rng: &mut Rng) -> Household {
    let mut making = Making { world, rng, date, careless: 0, paths: Vec::new() };
    // Most cases lack little, some much.
    making.careless = *making.rng.pick(&[0, 0, 3, 8, 25]);
    let facts = making.instance(0, String::new());
    let mut document = json!({ "date": date, "facts": facts });
    let discretions = making.discretions(date);
    if !discretions.is_empty() {
        document["discretions"] = Json::Array(discretions);
    }
    if making.rng.chance(8) {
        document["given"] = Json::Object(making.given());
    }
    Household { json: document }
}

/// Values for unset parameters, mostly, and readings, sometimes.
pub fn settings(world: &World, rng: &mut Rng) -> String {
    let mut making = Making { world, rng, date: "", careless: 0, paths: Vec::new() };
    let mut parameters = Map::new();
    for parameter in world.parameters.iter().filter(|p| p.settable) {
        if making.rng.chance(80) {
            let setting = making.setting(parameter);
            parameters.insert(parameter.name.clone(), setting);
        }
    }
    let mut readings = Map::new();
    for (name, variants) in &world.readings {
        if making.rng.chance(25) {
            readings.insert(name.clone(), json!(making.rng.pick(variants)));
        }
    }
    json!({ "parameters": parameters, "readings": readings }).to_string()
}

struct Making<'w> {
    world: &'w World,
    rng: &'w mut Rng,
    date: &'w str,
    /// How often, in percent, something is left out.
    careless: usize,
    /// Every instance made: entity and path.
    paths: Vec<(usize, String)>,
}

impl Making<'_> {
    fn instance(&mut self, entity: usize, path: String) -> Json {
        self.paths.push((entity, path.clone()));
        let mut object = Map::new();
        for field in &self.world.entities[entity].fields {
            if self.rng.chance(self.careless) {
                continue;
            }
            let value = self.field(field);
            let value =
                if self.rng.chance(2) { json!({ "value": value, "by": "李某", "on": "2019-05-01" }) } else { value };
            object.insert(field.name.clone(), value);
        }
        for child in 0..self.world.entities.len() {
            let other = &self.world.entities[child];
            let Some((_, list)) = other.parent.as_ref().filter(|(parent, _)| *parent == entity) else { continue };
            if self.rng.chance(self.careless / 2) {
                continue;
            }
            let (low, high) = other.entries;
            let count = self.rng.between(low, high);
            let prefix = if path.is_empty() { list.clone() } else { format!("{path}.{list}") };
            let entries: Vec<Json> = (0..count).map(|i| self.instance(child, format!("{prefix}[{i}]"))).collect();
            object.insert(list.clone(), Json::Array(entries));
        }
        Json::Object(object)
    }

    /// A value or a table, with or without dates.
    fn setting(&mut self, parameter: &Parameter) -> Json {
        let version = |making: &mut Self| match parameter.keys.is_empty() {
            true => json!({ "value": making.value(parameter.ty, parameter.within) }),
            false => json!({ "rows": making.rows(parameter) }),
        };
        let mut setting = match self.rng.below(3) {
            0 => {
                let (first, mut second) = (version(self), version(self));
                second["from"] = json!("2020-03-01");
                json!({ "versions": [first, second] })
            }
            1 => {
                let mut only = version(self);
                only["from"] = json!("2019-06-01");
                only
            }
            _ => version(self),
        };
        setting["source"] = json!("民政局");
        setting
    }

    /// Rows told apart by the first key.
    fn rows(&mut self, parameter: &Parameter) -> Json {
        let first: Vec<String> = match parameter.keys.first().map(|(_, ty)| *ty) {
            Some(T::Choice(choice)) => self.world.choices[choice].variants.clone(),
            Some(T::Truth) => vec!["true".into(), "false".into()],
            Some(T::Integer) => vec!["..2".into(), "3..5".into(), "5<..".into()],
            Some(_) if parameter.scale => vec!["0..532".into(), "532<..<1000.01".into(), "1000.01..".into()],
            Some(_) if self.rng.chance(50) => vec!["..<1".into(), "1".into(), "1<..".into()],
            _ => vec!["any".into()],
        };
        let rest = vec!["any".to_string(); parameter.keys.len() - 1];
        let rows = first.into_iter().map(|key| {
            let keys = [vec![key], rest.clone()].concat();
            json!({ "keys": keys, "value": self.value(parameter.ty, parameter.within) })
        });
        Json::Array(rows.collect())
    }

    fn field(&mut self, field: &Field) -> Json {
        match field.days {
            _ if field.optional && self.rng.chance(30) => Json::Null,
            Some((first, last)) => json!(self.day_within(first, last)),
            None => self.value(field.ty, field.range),
        }
    }

    /// A day between two, both included; at the ends as well. What is not written bounds nothing.
    fn day_within(&mut self, first: &str, last: &str) -> String {
        let last = if last == "decision_date" { self.date } else { last };
        let ends: Vec<&str> = [first, last].into_iter().filter(|end| !end.is_empty()).collect();
        let day = if self.rng.chance(20) { self.rng.pick(&ends).to_string() } else { self.day() };
        // Written days are in the order of the calendar.
        if day.as_str() < first {
            first.to_string()
        } else if !last.is_empty() && day.as_str() > last {
            last.to_string()
        } else {
            day
        }
    }

    /// A value of a type; numbers within their range.
    fn value(&mut self, ty: T, range: Option<(i64, i64)>) -> Json {
        match ty {
            T::Truth => json!(self.rng.chance(50)),
            T::Text => json!(self.rng.pick(&["甲", "b", "", "其他"])),
            T::Choice(choice) => json!(self.rng.pick(&self.world.choices[choice].variants)),
            T::Date => json!(self.day()),
            T::Months => json!(self.rng.between(0, 30)),
            T::Days => json!(self.rng.between(0, 400)),
            T::Integer => {
                let (low, high) = range.unwrap_or((-2, 12));
                json!(self.rng.between(low.max(-2), high.min(12.max(low))))
            }
            ty => {
                let text = self.near(ty);
                let inside = range
                    .is_none_or(|(low, high)| (low as f64..=high as f64).contains(&text.parse::<f64>().unwrap_or(0.0)));
                // The ranges of fields hold 1.5, those of parameters may begin above it.
                json!(if inside {
                    text
                } else {
                    range.filter(|(low, _)| *low > 1).map_or("1.5".into(), |(low, _)| low.to_string())
                })
            }
        }
    }

    /// A number at a threshold of the policy, or a hundredth to its side.
    fn near(&mut self, ty: T) -> String {
        let text = match self.world.numbers.len() {
            0 => "100".to_string(),
            _ => self.rng.pick(&self.world.numbers).clone(),
        };
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits: i64 = format!("{whole}{decimals:0<6}").parse().expect("a literal of the policy");
        let unit = if ty.places() == 2 { 10_000 } else { 1 };
        let moved = match self.rng.below(6) {
            0 => digits + 10_000,
            1 => digits - 10_000,
            2 => digits * self.rng.between(1, 4) / 2,
            3 => self.rng.between(0, 4_000_000_000),
            _ => digits,
        };
        let moved = moved / unit * unit;
        let sign = if moved < 0 { "-" } else { "" };
        format!("{sign}{}.{:06}", moved.abs() / 1_000_000, moved.abs() % 1_000_000)
    }

    fn day(&mut self) -> String {
        let days = [
            "2020-02-28",
            "2020-02-29",
            "2020-03-01",
            "2004-02-29",
            "2004-02-28",
            "2002-03-01",
            "1960-02-29",
            "2019-12-31",
            "2020-01-31",
            "2025-08-31",
        ];
        match self.rng.below(4) {
            0 if !self.world.dates.is_empty() => self.rng.pick(&self.world.dates).clone(),
            1 => format!(
                "{}-{:02}-{:02}",
                self.rng.between(1930, 2030),
                self.rng.between(1, 12),
                self.rng.between(1, 28)
            ),
            _ => self.rng.pick(&days).to_string(),
        }
    }

    fn discretions(&mut self, date: &str) -> Vec<Json> {
        let mut found = Vec::new();
        for (name, entity) in self.world.discretions.clone() {
            for (_, path) in self.paths.clone().iter().filter(|(e, _)| *e == entity) {
                if !self.rng.chance(35) {
                    continue;
                }
                let (kind, name) = name.split_once(':').expect("a kind and a name");
                let granted = self.rng.chance(75);
                found.push(json!({ kind: name, "subject": path, "granted": granted, "by": "王某", "on": date, "because": "情况属实" }));
            }
        }
        found
    }

    /// One or two derived values fixed from outside.
    fn given(&mut self) -> Map<String, Json> {
        let mut given = Map::new();
        for _ in 0..self.rng.between(1, 2) {
            if self.world.derived.is_empty() {
                break;
            }
            let derived = self.rng.pick(&self.world.derived).clone();
            let places: Vec<String> =
                self.paths.iter().filter(|(e, _)| *e == derived.entity).map(|(_, p)| p.clone()).collect();
            if places.is_empty() {
                continue;
            }
            let path = self.rng.pick(&places).clone();
            let value = if derived.optional && self.rng.chance(30) { Json::Null } else { self.value(derived.ty, None) };
            given.insert(if path.is_empty() { derived.name } else { format!("{path}.{}", derived.name) }, value);
        }
        given
    }
}
