//! one record ↔ one line of a log, in exactly one written form.
//!
//! ```text
//! {"entry":0,"previous":"…","at":"…","note":"…","record":{…},"hash":"…"}
//! ```
//!
//! `hash` is the SHA-256 of the line without it (`…,"record":{…}}`), `previous` that of the entry
//! before. `at` and `note` are left out where nobody gave them; instead of `record` there may be
//! `digest`, the SHA-256 of a record that is kept elsewhere.

use super::tree::Hash;
use crate::decision::Record;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What is to be put into a log.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    record: &'a Record,
    digest_only: bool,
    at: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> Draft<'a> {
    /// A record, whole.
    pub fn of(record: &'a Record) -> Draft<'a> {
        Draft { record, digest_only: false, at: None, note: None }
    }

    /// Only its digest goes into the log: the record is kept elsewhere, byte for byte.
    #[must_use]
    pub fn digest_only(self) -> Draft<'a> {
        Draft { digest_only: true, ..self }
    }

    /// When it was decided or put into the log, as the caller writes it: the engine has no clock.
    #[must_use]
    pub fn at(self, at: &'a str) -> Draft<'a> {
        Draft { at: Some(at), ..self }
    }

    /// Free words.
    #[must_use]
    pub fn note(self, note: &'a str) -> Draft<'a> {
        Draft { note: Some(note), ..self }
    }

    /// The entry it becomes behind another.
    pub(super) fn entry(&self, number: u64, previous: Hash) -> Entry {
        let json = self.record.to_json();
        let digest = Hash::of(json.as_bytes());
        let record = (!self.digest_only).then_some(json);
        let raw = record.clone().and_then(|json| RawValue::from_string(json).ok());
        let written = Written {
            entry: number,
            previous,
            at: self.at.map(str::to_owned),
            note: self.note.map(str::to_owned),
            record: raw.as_deref(),
            digest: self.digest_only.then_some(digest),
        };
        let body = written.to_json();
        let hash = Hash::of(body.as_bytes());
        let line = format!("{}{HASH}{hash}{END}", body.strip_suffix('}').unwrap_or(&body));
        Entry { number, previous, at: written.at, note: written.note, record, digest, hash, line }
    }
}

/// An entry of a log, its own hash found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its position, from 0.
    pub number: u64,
    /// The hash of the entry before; of the first, that of the format's name.
    pub previous: Hash,
    /// When, as whoever put it into the log wrote it.
    pub at: Option<String>,
    /// Free words of theirs.
    pub note: Option<String>,
    /// The record's JSON, where the log holds it.
    pub record: Option<String>,
    /// SHA-256 of the record's JSON.
    pub digest: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// The line as it is written, without the line break.
    pub line: String,
}

impl Entry {
    /// Reads a line; `None` if it is not exactly as an entry is written, or its hash does not hold.
    pub(super) fn read(line: &[u8]) -> Option<Entry> {
        let line = std::str::from_utf8(line).ok()?;
        let (body, hash) = line.strip_suffix(END)?.rsplit_once(HASH)?;
        let hash: Hash = hash.parse().ok()?;
        let body = format!("{body}}}");
        if Hash::of(body.as_bytes()) != hash {
            return None;
        }
        let written: Written<'_> = serde_json::from_str(&body).ok()?;
        let record = written.record.map(|raw| raw.get().to_owned());
        let digest = match (&record, written.digest) {
            (Some(record), None) if record.starts_with('{') => Hash::of(record.as_bytes()),
            (None, Some(digest)) => digest,
            _ => return None,
        };
        if written.to_json() != body {
            return None;
        }
        let Written { entry: number, previous, at, note, .. } = written;
        Some(Entry { number, previous, at, note, record, digest, hash, line: line.to_owned() })
    }

    /// As a leaf of the tree.
    pub(super) fn leaf(&self) -> Hash {
        Hash::of_leaf(self.line.as_bytes())
    }

    /// What a line begins with that is to follow on another.
    pub(super) fn beginning(number: u64, previous: Hash) -> String {
        format!("{{\"entry\":{number},\"previous\":\"{previous}\",")
    }
}

const HASH: &str = ",\"hash\":\"";
const END: &str = "\"}";

/// An entry without its hash.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    entry: u64,
    previous: Hash,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    note: Option<String>,
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    record: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    digest: Option<Hash>,
}

impl Written<'_> {
    fn to_json(&self) -> String {
        // Only maps with keys that are not text can fail, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }
}
