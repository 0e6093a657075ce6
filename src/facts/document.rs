//! JSON text → document: a tree that keeps every number as written and every key, twice or not.
//!
//! serde_json does the lexing and hands out raw text, one level at a time, so that no number
//! passes through a float and nothing depends on which of its features a build turns on. What
//! cannot be read at one place (an unpaired surrogate, a float) stays in the tree as
//! [`Document::Refused`], to be reported there with everything else that is wrong.

use super::errors::Problem;
use crate::diagnostic::{Entry, table::facts as row};
use crate::limits::Limits;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A value of a document.
#[derive(Clone, Debug)]
pub(crate) enum Document {
    Null,
    Bool(bool),
    /// As written: digits, point, exponent and all.
    Number(String),
    Text(String),
    List(Vec<Document>),
    /// In the order written, duplicates included.
    Map(Vec<(String, Document)>),
    /// Cannot be read, and why.
    Refused(Box<Problem>),
}

impl Document {
    /// Reads one JSON value that fills the whole text.
    pub(crate) fn read(text: &str, limits: &Limits) -> Result<Document, Problem> {
        if text.len() > limits.source_bytes {
            return Err(Problem::new(&row::DOCUMENT_TOO_LARGE).arg(limits.source_bytes).arg(text.len()));
        }
        if text.starts_with('\u{feff}') {
            return Err(Problem::new(&row::BYTE_ORDER_MARK));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let raw = <&RawValue>::deserialize(&mut reader).map_err(|error| match error.classify() {
            serde_json::error::Category::Eof => Problem::new(&row::JSON_ENDS_EARLY),
            _ => located(&row::NOT_JSON, text, &error),
        })?;
        reader.end().map_err(|error| located(&row::AFTER_THE_END, text, &error))?;
        Ok(tree(raw, limits.depth, limits))
    }

    /// A place that cannot be read.
    pub(crate) fn refused(entry: &'static Entry) -> Document {
        Document::Refused(Box::new(Problem::new(entry)))
    }

    /// A place nested too deep to be read.
    pub(crate) fn too_deep(limits: &Limits) -> Document {
        Document::Refused(Box::new(Problem::new(&row::DOCUMENT_TOO_DEEP).arg(limits.depth)))
    }

    /// Compact JSON, the same for the same tree.
    pub(crate) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// JSON with two blanks a level.
    pub(crate) fn to_pretty_json(&self) -> String {
        let mut out = String::new();
        self.write_pretty(&mut out, 0);
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Document::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
            Document::Map(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
            scalar => scalar.write_scalar(out),
        }
    }

    fn write_pretty(&self, out: &mut String, level: usize) {
        let line = |out: &mut String, level: usize| {
            out.push('\n');
            out.push_str(&"  ".repeat(level));
        };
        let inner = level.saturating_add(1);
        match self {
            Document::List(items) if !items.is_empty() => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    line(out, inner);
                    item.write_pretty(out, inner);
                }
                line(out, level);
                out.push(']');
            }
            Document::Map(entries) if !entries.is_empty() => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    line(out, inner);
                    write_text(key, out);
                    out.push_str(": ");
                    value.write_pretty(out, inner);
                }
                line(out, level);
                out.push('}');
            }
            flat => flat.write(out),
        }
    }

    fn write_scalar(&self, out: &mut String) {
        match self {
            Document::Bool(true) => out.push_str("true"),
            Document::Bool(false) => out.push_str("false"),
            Document::Number(raw) => out.push_str(raw),
            Document::Text(text) => write_text(text, out),
            _ => out.push_str("null"),
        }
    }
}

/// Writes a JSON string, escaping only what must be.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Line and column of a syntax error, the column counted in characters.
fn located(entry: &'static Entry, text: &str, error: &serde_json::Error) -> Problem {
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or("");
    let before = error.column().saturating_sub(1);
    let column = line.char_indices().take_while(|(at, _)| *at < before).count().saturating_add(1);
    Problem::new(entry).arg(error.line()).arg(column)
}

/// One level of raw text → tree; `depth` is how many levels may still be opened.
///
/// Syntax was checked over the whole text, so what fails here is a string that is no text.
fn tree(raw: &RawValue, depth: usize, limits: &Limits) -> Document {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'{' | b'[') if depth == 0 => Document::too_deep(limits),
        Some(b'{') => serde_json::from_str::<Members>(text).map_or_else(
            |_| Document::refused(&row::LONE_SURROGATE),
            |Members(members)| {
                let inner = |(key, value): (String, &RawValue)| (key, tree(value, depth.saturating_sub(1), limits));
                Document::Map(members.into_iter().map(inner).collect())
            },
        ),
        Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(text).map_or_else(
            |_| Document::refused(&row::LONE_SURROGATE),
            |items| Document::List(items.into_iter().map(|item| tree(item, depth.saturating_sub(1), limits)).collect()),
        ),
        Some(b'"') => {
            serde_json::from_str(text).map_or_else(|_| Document::refused(&row::LONE_SURROGATE), Document::Text)
        }
        Some(b't') => Document::Bool(true),
        Some(b'f') => Document::Bool(false),
        Some(b'n') | None => Document::Null,
        Some(_) => Document::Number(text.to_string()),
    }
}

/// The members of one object, values unread.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &RawValue>()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
