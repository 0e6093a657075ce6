//! Last month's ledger: which line holds which household. Lines are read when they are asked for;
//! in memory are only the ids and where the lines stand, less than 200 bytes a household.

use super::ledger::{Entry, FORMAT};
use super::words;
use crate::register::lines::hex;
use crate::words::{self as program, Message};
use doudi::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The ledger of last month.
#[derive(Debug)]
pub struct Last {
    path: PathBuf,
    file: Mutex<File>,
    places: HashMap<String, Place>,
    digest: String,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    line: u64,
    start: u64,
    length: usize,
}

/// What the index reads of a line.
#[derive(Deserialize)]
struct Head {
    format: String,
    id: String,
    date: Date,
}

impl Last {
    /// Reads where every household stands.
    ///
    /// # Errors
    /// Where the file cannot be read, a line is not of a ledger, a household stands there twice, or
    /// the ledger is of a day after `on`.
    pub fn open(path: &Path, on: Date) -> Result<Last, Message> {
        let name = path.display();
        let cannot = |error: io::Error| Message::new(&program::CANNOT_READ, &[&name, &error]);
        let mut reader = BufReader::new(File::open(path).map_err(cannot)?);
        let (mut places, mut hasher) = (HashMap::new(), Sha256::new());
        let (mut number, mut start, mut line) = (0, 0, Vec::new());
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(cannot)?;
            if length == 0 {
                break;
            }
            number += 1;
            hasher.update(&line);
            let head = head(&line).map_err(|error| Message::new(&words::BAD_LEDGER, &[&name, &number, &error]))?;
            if head.date > on {
                return Err(Message::new(&words::LATER_LEDGER, &[&name, &head.date, &on]));
            }
            if places.contains_key(&head.id) {
                return Err(Message::new(&words::LEDGER_TWICE, &[&name, &number, &head.id]));
            }
            places.insert(head.id, Place { line: number, start, length });
            start += length as u64;
        }
        if places.is_empty() {
            return Err(Message::new(&words::NO_LEDGER, &[&name]));
        }
        let file = Mutex::new(reader.into_inner());
        Ok(Last { path: path.to_owned(), file, places, digest: hex(&hasher.finalize()) })
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

fn head(line: &[u8]) -> Result<Head, String> {
    let head: Head = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    if head.format == FORMAT { Ok(head) } else { Err(format!("format {}", head.format)) }
}
