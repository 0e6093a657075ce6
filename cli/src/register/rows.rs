//! A line of a register → a household, or all that is wrong with the row.

use super::columns::Columns;
use super::json::Json;
use super::lines::{LONGEST, Line};
use super::words;
use crate::words::Message;
use doudi::diagnostic::{Diagnostic, Locale, Phrase, Place};
use serde::Serialize;
use std::collections::BTreeSet;

/// Characters of an id.
const LONGEST_ID: usize = 200;

/// A household as the register has it.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Which household; once in a register.
    pub id: String,
    /// What it is counted under; empty where the row does not say.
    pub group: String,
    /// The root entity.
    pub facts: Json<'a>,
    /// What officers decided.
    pub discretions: Option<Json<'a>>,
}

impl Row<'_> {
    /// The facts document of the policy.
    pub fn document(&self) -> String {
        let mut out = String::from("{\"facts\":");
        self.facts.write(&mut out);
        if let Some(discretions) = &self.discretions {
            out.push_str(",\"discretions\":");
            discretions.write(&mut out);
        }
        out.push('}');
        out
    }
}

/// A row that is no household.
#[derive(Clone, Debug)]
pub struct Bad {
    /// Its id, where that could be read.
    pub id: Option<String>,
    /// Its group, where that could be read.
    pub group: Option<String>,
    /// All that is wrong with it.
    pub reasons: Vec<Reason>,
}

/// One thing that is wrong with a row.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// The diagnostic's, where the engine says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// Where in the facts; empty for the row.
    #[serde(skip_serializing_if = "String::is_empty")]
    path: String,
    zh: String,
    en: String,
}

impl Reason {
    /// What this program says.
    pub fn new(path: &str, message: &Message) -> Reason {
        let [zh, en] = [Locale::ZhCn, Locale::En].map(|locale| message.text(locale));
        Reason { code: None, path: path.to_owned(), zh, en }
    }

    /// What it says in one language.
    pub fn text(&self, locale: Locale) -> String {
        let words = if locale == Locale::ZhCn { &self.zh } else { &self.en };
        if self.path.is_empty() { words.clone() } else { format!("{}: {words}", self.path) }
    }

    /// A sentence around words that are themselves in two languages.
    pub fn in_both(phrase: &'static Phrase, zh: &str, en: &str) -> Reason {
        let of = |locale, words: &str| Message::new(phrase, &[&words]).text(locale);
        Reason { code: None, path: String::new(), zh: of(Locale::ZhCn, zh), en: of(Locale::En, en) }
    }
}

impl From<&Diagnostic> for Reason {
    fn from(diagnostic: &Diagnostic) -> Reason {
        let [zh, en] = [(Locale::ZhCn, "；"), (Locale::En, "; ")].map(|(locale, between)| {
            let (message, help) = (diagnostic.message(locale), diagnostic.help(locale));
            if help.is_empty() { message } else { format!("{message}{between}{help}") }
        });
        let path = match &diagnostic.place {
            Place::Path(path) => path.clone(),
            _ => String::new(),
        };
        Reason { code: Some(diagnostic.entry.code), path, zh, en }
    }
}

/// How a register is written.
#[derive(Debug)]
pub enum Form {
    /// One object a line, with the household's id under this key.
    JsonLines { id: String },
    /// One row of cells a line, under these columns.
    Csv(Columns),
}

impl Form {
    /// Reads a line; `group` is the key or column that households are counted under.
    ///
    /// # Errors
    /// All that is wrong with the row itself; its facts are for the policy to read.
    pub fn read<'a>(&self, line: &'a Line, group: &str) -> Result<Row<'a>, Bad> {
        if line.cut {
            return Err(bad(Message::new(&words::ROW_TOO_LONG, &[&LONGEST])));
        }
        let text = std::str::from_utf8(&line.bytes).map_err(|_| bad(Message::new(&words::ROW_NOT_UTF8, &[])))?;
        match self {
            Form::JsonLines { id } => of_json(text, id, group),
            Form::Csv(columns) => columns.read(text),
        }
    }
}

fn bad(message: Message) -> Bad {
    Bad { id: None, group: None, reasons: vec![Reason::new("", &message)] }
}

fn of_json<'a>(text: &'a str, id_key: &str, group_key: &str) -> Result<Row<'a>, Bad> {
    let row = Json::read(text).map_err(|error| bad(Message::new(&words::ROW_NOT_JSON, &[&column(text, &error)])))?;
    let Json::Map(members) = row else { return Err(bad(Message::new(&words::ROW_NOT_OBJECT, &[]))) };
    let mut parts = Parts::default();
    let (mut facts, mut discretions) = (None, None);
    let mut seen = BTreeSet::new();
    for (key, value) in members {
        if seen.contains(&key) {
            parts.wrong(&key, Message::new(&words::KEY_TWICE, &[&key]));
            continue;
        }
        match key.as_str() {
            _ if key == id_key => parts.id(scalar(&value)),
            "facts" => facts = Some(value),
            "discretions" => discretions = Some(value),
            _ if key == group_key => parts.group(&key, scalar(&value)),
            _ => parts.wrong(&key, Message::new(&words::KEY_NOT_HERE, &[&key, &group_key, &id_key])),
        }
        seen.insert(key);
    }
    if !seen.contains(id_key) {
        parts.wrong(id_key, Message::new(&words::NO_ID, &[&id_key]));
    }
    // Households may be counted under a fact, too; one that is not known is not given.
    if let (None, Some(value)) = (&parts.group, facts.as_ref().and_then(|facts| facts.get(group_key))) {
        parts.group = scalar(value.get("value").unwrap_or(value));
    }
    let facts = facts.ok_or_else(|| Message::new(&words::ROW_NOT_OBJECT, &[]));
    let facts = facts.unwrap_or_else(|message| {
        parts.wrong("facts", message);
        Json::Map(Vec::new())
    });
    parts.row(facts, discretions)
}

/// The character a JSON text cannot be read past.
fn column(text: &str, error: &serde_json::Error) -> usize {
    let before = error.column().saturating_sub(1);
    text.char_indices().take_while(|(at, _)| *at < before).count() + 1
}

/// A text, or a whole number as its digits.
pub fn scalar(value: &Json<'_>) -> Option<String> {
    value.as_text().or_else(|| match value {
        Json::Raw(raw) if !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_digit()) => Some(raw.to_string()),
        _ => None,
    })
}

/// A row in the making.
#[derive(Default)]
pub(super) struct Parts {
    id: Option<String>,
    group: Option<String>,
    reasons: Vec<Reason>,
}

impl Parts {
    pub(super) fn wrong(&mut self, path: &str, message: Message) {
        self.reasons.push(Reason::new(path, &message));
    }

    pub(super) fn id(&mut self, id: Option<String>) {
        let plain = |id: &String| {
            let length = id.chars().count();
            (1..=LONGEST_ID).contains(&length) && id.trim() == id && !id.chars().any(char::is_control)
        };
        match id.filter(plain) {
            Some(id) if is_shortened(&id) => self.wrong("id", Message::new(&words::SHORTENED_ID, &[&id])),
            Some(id) => self.id = Some(id),
            None => self.wrong("id", Message::new(&words::BAD_ID, &[&LONGEST_ID])),
        }
    }

    pub(super) fn group(&mut self, key: &str, group: Option<String>) {
        match group {
            Some(group) => self.group = Some(group),
            None => self.wrong(key, Message::new(&words::BAD_GROUP, &[&key])),
        }
    }

    pub(super) fn row<'a>(self, facts: Json<'a>, discretions: Option<Json<'a>>) -> Result<Row<'a>, Bad> {
        match self.id {
            Some(id) if self.reasons.is_empty() => {
                Ok(Row { id, group: self.group.unwrap_or_default(), facts, discretions })
            }
            id => Err(Bad { id, group: self.group, reasons: self.reasons }),
        }
    }
}

/// `4.41E+17`: what spreadsheets make of a long number. The digits are lost, and ids run together.
fn is_shortened(id: &str) -> bool {
    let Some((digits, exponent)) = id.split_once("E+") else { return false };
    let numeric = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    numeric(digits) && numeric(exponent)
}
