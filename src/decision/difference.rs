//! two records → the first thing in which they differ, in words.
//!
//! For whoever decides a stored case again: what the decisions were made from, then what came out.
//! The records are compared as they are written, so that no field can be forgotten here.

use super::Record;
use crate::diagnostic::{Locale, Phrase, visible};
use serde_json::{Map, Value};

/// How two records differ: `stored`, and what it was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What they were made from or by that is not the same: where there is any, the decisions need
    /// not be the same either.
    pub inputs: Vec<Change>,
    /// The first part of the decision itself that is not the same; `None` where only `inputs` differ.
    pub part: Option<Change>,
}

/// One thing in which records differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands in the record: `measures[0].fields[0].value`.
    pub path: String,
    part: Phrase,
    /// What it is a part of, from the outside in: the labels of a measure and of its field.
    within: Vec<Label>,
    /// What is at the end of the path where the labels do not say it.
    field: Option<String>,
    /// Of a rule's outcome that only one record has: what the other makes of the rule.
    elsewhere: Option<Phrase>,
    /// In the stored record, as written there; `None` where only the other has it.
    pub stored: Option<Value>,
    /// In the other; `None` where only the stored record has it.
    pub again: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Label {
    zh: String,
    en: String,
}

/// The first difference between a stored record and another; `None` where they are the same.
pub fn difference(stored: &Record, again: &Record) -> Option<Difference> {
    if stored == again {
        return None;
    }
    let (stored, again) = (written(stored), written(again));
    let find = |positions: bool, (key, part): &(&str, Phrase)| {
        Walk { positions }.member(key, Change::at(*part), &stored, &again)
    };
    let inputs = INPUTS.iter().filter_map(|input| find(true, input)).collect();
    let part = PARTS.iter().find_map(|part| find(false, part));
    let mut part = part.or_else(|| PARTS.iter().find_map(|part| find(true, part)));
    if let Some(part) = &mut part {
        part.elsewhere = part.elsewhere(&stored, &again);
    }
    Some(Difference { inputs, part })
}

fn written(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

impl Change {
    fn at(part: Phrase) -> Change {
        Change {
            path: String::new(),
            part,
            within: Vec::new(),
            field: None,
            elsewhere: None,
            stored: None,
            again: None,
        }
    }

    /// Goes on into what is called so; whom it is about is said once.
    fn add(&mut self, labels: Vec<Label>) {
        let new: Vec<Label> = labels.into_iter().filter(|label| !self.within.contains(label)).collect();
        self.within.extend(new);
    }

    fn found(mut self, stored: Option<&Value>, again: Option<&Value>) -> Option<Change> {
        (self.stored, self.again) = (stored.cloned(), again.cloned());
        Some(self)
    }

    fn elsewhere(&self, stored: &Map<String, Value>, again: &Map<String, Value>) -> Option<Phrase> {
        let (entry, other) = match (&self.stored, &self.again) {
            (Some(entry), None) => (entry, again),
            (None, Some(entry)) => (entry, stored),
            _ => return None,
        };
        let rule = identity(entry.get("by")?);
        let asked = |entry: &Value| entry.get("by").is_some_and(|by| identity(by) == rule);
        let holds = |key: &str| other.get(key).and_then(Value::as_array).is_some_and(|list| list.iter().any(asked));
        PARTS.iter().find(|(key, part)| *part != self.part && holds(key)).map(|(_, part)| *part)
    }

    /// What differs and how, in one sentence. What records say is shown so that nothing in it is
    /// hidden.
    pub fn message(&self, locale: Locale) -> String {
        let part = self.part.fill(locale, &[]);
        let elsewhere = self.elsewhere.map(|part| part.fill(locale, &[]));
        // What became of a rule is then said behind its name, and not before.
        let mut place: Vec<String> = if elsewhere.is_some() { Vec::new() } else { vec![part.clone()] };
        place.extend(self.within.iter().map(|label| label.text(locale)));
        place.extend(self.field.iter().map(|field| format!("`{field}`")));
        let place = visible(&place.join(match locale {
            Locale::ZhCn => "，",
            Locale::En => ", ",
        }));
        let value = |value: &Option<Value>| value.as_ref().map(|value| visible(&shown(value, locale)));
        match (value(&self.stored), value(&self.again), elsewhere) {
            (Some(_), None, Some(elsewhere)) => DIFFERS.fill(locale, &[place, part, elsewhere]),
            (None, Some(_), Some(elsewhere)) => DIFFERS.fill(locale, &[place, elsewhere, part]),
            (Some(stored), Some(again), _) => DIFFERS.fill(locale, &[place, stored, again]),
            (Some(_), None, None) => ONLY_STORED.fill(locale, &[place]),
            (None, _, _) => ONLY_AGAIN.fill(locale, &[place]),
        }
    }
}

/// A walk down two written records at once.
#[derive(Clone, Copy)]
struct Walk {
    /// Whether positions in the trace count: they all shift where a step is added.
    positions: bool,
}

impl Walk {
    fn member(
        self,
        key: &str,
        mut at: Change,
        stored: &Map<String, Value>,
        again: &Map<String, Value>,
    ) -> Option<Change> {
        let (stored, again) = (stored.get(key), again.get(key));
        if stored == again {
            return None;
        }
        at.path += if at.path.is_empty() { "" } else { "." };
        at.path += key;
        // A value is what the labels before it are of.
        at.field = at.field.or_else(|| (at.path != key && key != "value").then(|| key.to_owned()));
        match (stored, again) {
            (Some(stored), Some(again)) => self.value(at, stored, again),
            _ => at.found(stored, again),
        }
    }

    fn value(self, at: Change, stored: &Value, again: &Value) -> Option<Change> {
        match (stored, again) {
            _ if stored == again => None,
            (Value::Array(stored), Value::Array(again)) => self.list(at, stored, again),
            (Value::Object(one), Value::Object(other)) if one.len() > 1 && other.len() > 1 => {
                self.object(at, one, other)
            }
            _ => at.found(Some(stored), Some(again)),
        }
    }

    /// The value of a step or field first: the rest says how it came about.
    fn object(self, mut at: Change, stored: &Map<String, Value>, again: &Map<String, Value>) -> Option<Change> {
        at.add(labels(stored));
        let positions = ["id", "step", "amounts", "discretion", "declined", "leads_to"];
        let keys = stored.keys().chain(again.keys()).map(String::as_str).filter(|key| *key != "value");
        let mut keys = ["value"].into_iter().chain(keys).filter(|key| self.positions || !positions.contains(key));
        keys.find_map(|key| self.member(key, at.clone(), stored, again))
    }

    /// Entries that are about the same are compared; of others it is said which record has them.
    fn list(self, at: Change, stored: &[Value], again: &[Value]) -> Option<Change> {
        for position in 0..stored.len().max(again.len()) {
            let pair = (stored.get(position), again.get(position));
            let entry = |about: &Value| {
                let mut at = at.clone();
                at.path += &format!("[{position}]");
                let labels = about.as_object().map(labels).unwrap_or_default();
                if !labels.is_empty() {
                    at.field = None;
                }
                (at, labels)
            };
            let alone = |about: &Value, stored, again| {
                let (mut at, labels) = entry(about);
                at.add(labels);
                at.found(stored, again)
            };
            match pair {
                (Some(one), Some(other)) if identity(one) == identity(other) => {
                    let found = self.value(entry(one).0, one, other);
                    if found.is_some() {
                        return found;
                    }
                }
                (Some(one), _) if !again.iter().any(|other| identity(other) == identity(one)) => {
                    return alone(one, Some(one), None);
                }
                (_, Some(other)) if !stored.iter().any(|one| identity(one) == identity(other)) => {
                    return alone(other, None, Some(other));
                }
                (one, other) => return alone(one.or(other)?, one, other),
            }
        }
        None
    }
}

/// What an entry of a list is about, whatever is said of it; nothing for a piece of work, which is
/// known by its place.
fn identity(entry: &Value) -> Vec<&Value> {
    let Value::Object(members) = entry else { return vec![entry] };
    let names = ["kind", "name", "measure", "rule", "path", "instrument", "exception", "branch", "fault"];
    let own = names.iter().filter_map(|name| members.get(*name));
    let of_rule = ["by", "subject"].iter().filter_map(|name| members.get(*name)).flat_map(identity);
    let found: Vec<&Value> = own.collect();
    // A part that failed has no name here but its label.
    let label = members.get("label").filter(|_| found.is_empty());
    found.into_iter().chain(label).chain(of_rule).collect()
}

/// What an entry is called, and whom it is about.
fn labels(entry: &Map<String, Value>) -> Vec<Label> {
    let label = |entry: &Map<String, Value>| entry.get("label").and_then(Label::of);
    let by = entry.get("by").and_then(Value::as_object);
    let subject = by.unwrap_or(entry).get("subject").and_then(Value::as_object);
    label(entry).or_else(|| by.and_then(label)).into_iter().chain(subject.and_then(label)).collect()
}

impl Label {
    fn of(words: &Value) -> Option<Label> {
        let text = |key: &str| words.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Label { zh: text("zh")?, en: text("en")? })
    }

    fn text(&self, locale: Locale) -> String {
        match locale {
            Locale::ZhCn => format!("“{}”", self.zh),
            Locale::En => format!("“{}”", self.en),
        }
    }
}

/// A value as people read it: its label, its number; what has none as it is written.
fn shown(value: &Value, locale: Locale) -> String {
    let word = |phrase: &Phrase| phrase.fill(locale, &[]);
    match value {
        Value::String(text) => {
            WORDS.iter().find(|(key, _)| key == text).map_or_else(|| text.clone(), |(_, it)| word(it))
        }
        Value::Bool(true) => word(&YES),
        Value::Bool(false) => word(&NO),
        Value::Object(members) => match (members.get("label").and_then(Label::of), members.values().next()) {
            (Some(label), _) => label.text(locale),
            // A text of the facts is nobody's word for anything.
            (None, Some(Value::String(text))) if members.len() == 1 => text.clone(),
            (None, Some(only)) if members.len() == 1 => shown(only, locale),
            _ => value.to_string(),
        },
        _ => value.to_string(),
    }
}

macro_rules! phrases {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(const $name: Phrase = Phrase { zh: $zh, en: $en };)*
    };
}

phrases! {
    DIFFERS: "{0}：档案中为 {1}，重新决定为 {2}", "{0}: {1} in the record, {2} when decided again";
    ONLY_STORED: "{0}：只在档案中有，重新决定没有", "{0}: in the record, and not when decided again";
    ONLY_AGAIN: "{0}：档案中没有，重新决定才有", "{0}: not in the record, and there when decided again";
    YES: "是", "yes";
    NO: "否", "no";
}

const fn phrase(zh: &'static str, en: &'static str) -> Phrase {
    Phrase { zh, en }
}

/// Words of the wire form that are no names.
const WORDS: &[(&str, Phrase)] = &[
    ("none", phrase("无", "none")),
    ("unknown", phrase("未知", "not known")),
    ("waived", phrase("未核对", "not tested")),
    ("complete", phrase("完整", "complete")),
    ("undetermined", phrase("未定", "undetermined")),
    ("incomplete", phrase("不完整", "incomplete")),
    ("must", phrase("应", "must")),
    ("may", phrase("可", "may")),
    ("case_by_case", phrase("视情", "case by case")),
];

/// What a decision is made from and by, in the order it is named.
const INPUTS: &[(&str, Phrase)] = &[
    ("format", phrase("档案格式", "the form of the record")),
    ("engine", phrase("引擎版本", "the version of the engine")),
    ("policy", phrase("政策", "the policy")),
    ("settings", phrase("设定（SHA-256）", "the settings (SHA-256)")),
    ("facts", phrase("事实（SHA-256）", "the facts (SHA-256)")),
    ("date", phrase("决定日期", "the day of the decision")),
];

/// What a decision comes to, the gravest first.
const PARTS: &[(&str, Phrase)] = &[
    ("status", phrase("结论状态", "the status")),
    ("measures", phrase("给予", "given")),
    ("refused", phrase("不予", "refused")),
    ("undetermined", phrase("未定", "undetermined")),
    ("in_error", phrase("出错", "in error")),
    ("open", phrase("待裁量", "open to an officer")),
    ("overridden", phrase("让位", "gave way")),
    ("not_in_force", phrase("未施行", "not in force")),
    ("discretions", phrase("裁量", "discretions")),
    ("readings", phrase("解读", "readings")),
    ("assumptions", phrase("假定", "taken on trust")),
    ("trace", phrase("推算步骤", "steps")),
];
