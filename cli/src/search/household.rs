//! A household as a search holds it: facts by position in the model, and the JSON of a facts document.

use super::Space;
use crate::register::json::{Json, quoted};
use doudi::Date;
use doudi::model::{Base, EntityId, Field};
use doudi::value::Number;

/// A household: its root entity.
pub type Household = Object;

/// The facts of one instance of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// One a field of the entity.
    pub facts: Vec<Fact>,
    /// One a list of the entity; `None`: left out.
    pub lists: Vec<Option<Vec<Object>>>,
    /// What officers decided of this instance.
    pub discretions: Vec<Discretion>,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Left out.
    Unknown,
    /// Certainly none.
    None,
    /// True or false.
    Truth(bool),
    /// Of any unit.
    Number(Number),
    /// A day.
    Date(Date),
    /// Whole months or days.
    Count(i64),
    /// Position of the variant.
    Choice(u16),
    /// Free words.
    Text(String),
}

/// What an officer decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discretion {
    /// The rule's or exception's name.
    pub name: String,
    /// Whether it is a rule's; else an exception's.
    pub is_rule: bool,
    /// Whether it was granted; else it was declined.
    pub granted: bool,
}

/// A line of JSON may be so long before its entries stand on lines of their own.
const WIDE: usize = 100;

impl Object {
    /// How many facts are known, entries there are, and discretions used.
    pub fn size(&self) -> usize {
        let known = self.facts.iter().filter(|fact| **fact != Fact::Unknown).count();
        let below: usize = self.lists.iter().flatten().flatten().map(|entry| entry.size() + 1).sum();
        known + below + self.discretions.len()
    }

    /// The facts document on lines, as a fixture holds it.
    pub fn document(&self, space: &Space<'_>) -> String {
        let mut discretions = Vec::new();
        self.used(space, space.root(), "", &mut discretions);
        let mut parts = vec![("facts".to_owned(), self.json(space, space.root()))];
        if !discretions.is_empty() {
            parts.push(("discretions".to_owned(), Json::List(discretions)));
        }
        let mut out = String::new();
        lines(&Json::Map(parts), 0, &mut out);
        out
    }

    fn json(&self, space: &Space<'_>, entity: EntityId) -> Json<'static> {
        let known = space.fields(entity).iter().zip(&self.facts);
        let known = known.filter_map(|(field, fact)| Some((field.name.id.clone(), space.written(field, fact)?)));
        let mut members: Vec<(String, Json<'static>)> = known.collect();
        for ((child, name, _), entries) in space.lists(entity).iter().zip(&self.lists) {
            let Some(entries) = entries else { continue };
            let entries = entries.iter().map(|entry| entry.json(space, *child)).collect();
            members.push((name.clone(), Json::List(entries)));
        }
        Json::Map(members)
    }

    /// The discretions of this instance and of those below it.
    fn used(&self, space: &Space<'_>, entity: EntityId, path: &str, out: &mut Vec<Json<'static>>) {
        for discretion in &self.discretions {
            let kind = if discretion.is_rule { "rule" } else { "exception" };
            let mut members = vec![(kind.to_owned(), Json::text(&discretion.name))];
            if !path.is_empty() {
                members.push(("subject".to_owned(), Json::text(path)));
            }
            if !discretion.granted {
                members.push(("granted".to_owned(), Json::Raw("false".into())));
            }
            for (key, text) in [("by", "经办人"), ("on", &space.date().to_string()), ("because", "核实")] {
                members.push((key.to_owned(), Json::text(text)));
            }
            out.push(Json::Map(members));
        }
        for ((child, name, _), entries) in space.lists(entity).iter().zip(&self.lists) {
            for (at, entry) in entries.iter().flatten().enumerate() {
                let dot = if path.is_empty() { "" } else { "." };
                entry.used(space, *child, &format!("{path}{dot}{name}[{at}]"), out);
            }
        }
    }
}

impl Space<'_> {
    /// The household a facts document tells of; `None` where it fixes definitions, or holds what the
    /// policy does not know. Who found a fact is not kept.
    pub fn read(&self, document: &str) -> Option<Household> {
        let document = Json::read(document).ok()?;
        if document.get("given").is_some_and(|given| !given.members().is_empty()) {
            return None;
        }
        let mut household = self.object(document.get("facts")?, self.root())?;
        let Some(Json::List(discretions)) = document.get("discretions") else { return Some(household) };
        for one in discretions {
            let text = |key: &str| one.get(key).and_then(Json::as_text);
            let (name, is_rule) = text("rule").map(|name| (name, true)).or(text("exception").map(|n| (n, false)))?;
            let granted = one.get("granted").is_none_or(|granted| granted.to_string() != "false");
            let subject = self.at(&mut household, &text("subject").unwrap_or_default())?;
            subject.discretions.push(Discretion { name, is_rule, granted });
        }
        Some(household)
    }

    fn object(&self, json: &Json<'_>, entity: EntityId) -> Option<Object> {
        let fields = self.fields(entity);
        let fact = |field: &Field| match json.get(&field.name.id) {
            None => Some(Fact::Unknown),
            Some(value) => self.fact(field, value.get("value").unwrap_or(value)),
        };
        let facts = fields.iter().map(fact).collect::<Option<_>>()?;
        let list = |(child, name, _): &(EntityId, String, _)| match json.get(name) {
            None => Some(None),
            Some(Json::List(entries)) => {
                entries.iter().map(|entry| self.object(entry, *child)).collect::<Option<_>>().map(Some)
            }
            Some(_) => None,
        };
        let lists = self.lists(entity).iter().map(list).collect::<Option<_>>()?;
        Some(Object { facts, lists, discretions: Vec::new() })
    }

    fn fact(&self, field: &Field, json: &Json<'_>) -> Option<Fact> {
        let written = json.as_text().unwrap_or_else(|| json.to_string());
        Some(match (written.as_str(), field.ty.base) {
            ("null", base) if base != Base::Text || json.as_text().is_none() => Fact::None,
            ("true", Base::Truth) => Fact::Truth(true),
            ("false", Base::Truth) => Fact::Truth(false),
            (text, Base::Date) => Fact::Date(Date::parse(text)?),
            (text, Base::Months | Base::Days) => Fact::Count(text.parse().ok()?),
            (text, Base::Text) => Fact::Text(text.to_owned()),
            (text, Base::Choice(_)) => {
                let at = self.variants(field).iter().position(|variant| variant.id == text)?;
                Fact::Choice(u16::try_from(at).ok()?)
            }
            (text, base) if base.is_number() => Fact::Number(Number::parse(text, 15, 6)?),
            _ => return None,
        })
    }

    /// A fact as the document writes it; `None` for one left out.
    pub fn written(&self, field: &Field, fact: &Fact) -> Option<Json<'static>> {
        Some(match fact {
            Fact::Unknown => return None,
            Fact::None => Json::Raw("null".into()),
            Fact::Truth(truth) => Json::Raw(truth.to_string().into()),
            Fact::Number(number) if field.ty.base == Base::Integer => Json::Raw(number.to_string().into()),
            Fact::Number(number) => Json::text(&number.to_string()),
            Fact::Date(date) => Json::text(&date.to_string()),
            Fact::Count(count) => Json::Raw(count.to_string().into()),
            Fact::Choice(at) => Json::text(self.variants(field).get(usize::from(*at)).map_or("", |it| it.id.as_str())),
            Fact::Text(text) => Json::text(text),
        })
    }

    /// The instance at a path: `members[1].incomes[0]`.
    pub fn at<'h>(&self, household: &'h mut Household, path: &str) -> Option<&'h mut Object> {
        let (mut here, mut entity) = (household, self.root());
        for segment in path.split('.').filter(|segment| !segment.is_empty()) {
            let (list, position) = segment.strip_suffix(']')?.split_once('[')?;
            let lists = self.lists(entity);
            let at = lists.iter().position(|(_, name, _)| name == list)?;
            let position: usize = position.parse().ok()?;
            here = here.lists.get_mut(at)?.as_mut()?.get_mut(position)?;
            entity = lists.get(at)?.0;
        }
        Some(here)
    }
}

/// JSON on one line where it fits, else an entry a line.
fn lines(json: &Json<'_>, indent: usize, out: &mut String) {
    let whole = spaced(json);
    if whole.chars().count() + indent <= WIDE {
        return out.push_str(&whole);
    }
    let (open, close, entries): (_, _, Vec<(String, &Json<'_>)>) = match json {
        Json::Raw(_) => return out.push_str(&whole),
        Json::List(items) => ('[', ']', items.iter().map(|item| (String::new(), item)).collect()),
        Json::Map(members) => {
            ('{', '}', members.iter().map(|(key, value)| (format!("{}: ", quoted(key)), value)).collect())
        }
    };
    out.push(open);
    for (at, (key, value)) in entries.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(indent + 2));
        out.push_str(key);
        lines(value, indent + 2, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

/// JSON on one line, with blanks between its parts.
fn spaced(json: &Json<'_>) -> String {
    let within = |open: &str, parts: Vec<String>, close: &str| match parts.is_empty() {
        true => format!("{open}{close}"),
        false => format!("{open} {} {close}", parts.join(", ")),
    };
    match json {
        Json::Raw(raw) => raw.to_string(),
        Json::List(items) => format!("[{}]", items.iter().map(spaced).collect::<Vec<_>>().join(", ")),
        Json::Map(members) => {
            let parts = members.iter().map(|(key, value)| format!("{}: {}", quoted(key), spaced(value)));
            within("{", parts.collect(), "}")
        }
    }
}
