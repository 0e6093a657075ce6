//! Last month's ledger: which line holds which household. Lines are read when they are asked for;
//! in memory are only the ids and where the lines stand, less than 200 bytes a household.

use super::ledger::{End, Entry, FORMAT};
use super::words;
use crate::register::lines::hex;
use crate::words::{self as program, Message};
use doudi::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What the form of every ledger begins with.
const FAMILY: &str = "doudi-ledger/";

/// The ledger of last month.
#[derive(Debug)]
pub struct Last {
    path: PathBuf,
    file: Mutex<File>,
    places: HashMap<String, Place>,
    digest: String,
    end: End,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    line: u64,
    start: u64,
    length: usize,
}

/// What the index reads of a line: a household's, or the last one.
#[derive(Deserialize)]
struct Head {
    format: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    date: Option<Date>,
    #[serde(default)]
    end: Option<End>,
}

impl Last {
    /// Reads where every household stands. `policy` is the one whose ledger it has to be.
    ///
    /// # Errors
    /// Where the file cannot be read, a line is not of a ledger, a household stands there twice, lines
    /// were lost or changed, or the ledger is of another policy, or of a day that is not before `on`.
    pub fn open(path: &Path, on: Date, policy: &str, said: bool) -> Result<Last, Message> {
        let name = path.display();
        let cannot = |error: io::Error| Message::new(&program::CANNOT_READ, &[&name, &error]);
        let mut reader = BufReader::new(File::open(path).map_err(cannot)?);
        let (mut places, mut whole) = (HashMap::new(), Sha256::new());
        let mut ended: Option<(End, String)> = None;
        let (mut number, mut start, mut line) = (0, 0, Vec::new());
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(cannot)?;
            if length == 0 {
                break;
            }
            number += 1;
            let bad = |error: &dyn std::fmt::Display| Message::new(&words::BAD_LEDGER, &[&name, &number, error]);
            let head: Head = serde_json::from_slice(&line).map_err(|error| bad(&error))?;
            if ended.is_some() {
                return Err(Message::new(&words::AFTER_THE_END, &[&name, &number]));
            }
            if head.format != FORMAT {
                return Err(match head.format.starts_with(FAMILY) {
                    true => Message::new(&words::OLD_LEDGER, &[&name, &head.format]),
                    false => bad(&format!("format {}", head.format)),
                });
            }
            let above = whole.clone();
            whole.update(&line);
            let (id, date) = match head {
                Head { end: Some(end), id: None, .. } => {
                    ended = Some((end, hex(&above.finalize())));
                    continue;
                }
                Head { end: None, id: Some(id), date: Some(date), .. } => (id, date),
                _ => return Err(bad(&"id, date")),
            };
            match date.cmp(&on) {
                Ordering::Greater => return Err(Message::new(&words::LATER_LEDGER, &[&name, &date, &on])),
                Ordering::Equal => return Err(Message::new(&words::SAME_DAY_LEDGER, &[&name, &on])),
                Ordering::Less => {}
            }
            if places.contains_key(&id) {
                return Err(Message::new(&words::LEDGER_TWICE, &[&name, &number, &id]));
            }
            places.insert(id, Place { line: number, start, length });
            start += length as u64;
        }
        let Some((end, lines)) = ended else {
            let phrase = if number == 0 { &words::NO_LEDGER } else { &words::CUT_LEDGER };
            return Err(Message::new(phrase, &[&name]));
        };
        let held = places.len() as u64;
        if end.households != held {
            return Err(Message::new(&words::FEWER_LINES, &[&name, &end.households, &held]));
        }
        if end.sha256 != lines {
            return Err(Message::new(&words::OTHER_LINES, &[&name]));
        }
        if end.policy != policy {
            let phrase = if said { &words::NOT_OF } else { &words::OTHER_POLICY };
            return Err(Message::new(phrase, &[&name, &end.policy, &policy]));
        }
        if places.is_empty() {
            return Err(Message::new(&words::NO_LEDGER, &[&name]));
        }
        let file = Mutex::new(reader.into_inner());
        Ok(Last { path: path.to_owned(), file, places, digest: hex(&whole.finalize()), end })
    }

    /// SHA-256 of the policy that made it, hex.
    pub fn policy_digest(&self) -> &str {
        &self.end.policy_digest
    }

    /// SHA-256 of the file, hex.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What it says of a household.
    ///
    /// # Errors
    /// Where its line can no longer be read, or is not of a ledger.
    pub fn entry(&self, id: &str) -> Result<Option<Entry>, Message> {
        let Some(place) = self.places.get(id) else { return Ok(None) };
        let name = self.path.display();
        let line = self.line(*place).map_err(|error| Message::new(&program::CANNOT_READ, &[&name, &error]))?;
        let entry = serde_json::from_slice(&line);
        entry.map(Some).map_err(|error| Message::new(&words::BAD_LEDGER, &[&name, &place.line, &error]))
    }

    /// The households for which `missing` holds, in the order of the ledger.
    pub fn ids(&self, missing: impl Fn(&str) -> bool) -> Vec<&str> {
        let mut ids: Vec<(u64, &str)> =
            self.places.iter().filter(|(id, _)| missing(id)).map(|(id, place)| (place.line, id.as_str())).collect();
        ids.sort_unstable();
        ids.into_iter().map(|(_, id)| id).collect()
    }

    fn line(&self, place: Place) -> io::Result<Vec<u8>> {
        // A thread that panicked left the file as it was: every read seeks first.
        let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        file.seek(SeekFrom::Start(place.start))?;
        let mut line = vec![0; place.length];
        file.read_exact(&mut line)?;
        Ok(line)
    }
}
