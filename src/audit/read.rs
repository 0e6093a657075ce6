//! a log's text → its entries, each checked against the one before.

use super::{AuditError, AuditLog, Entry, LONGEST_LINE};
use serde_json::value::RawValue;
use std::io::{self, BufRead, Read};

/// The entries of a log in their order, up to the first damage.
#[derive(Debug)]
pub struct Entries<R> {
    input: R,
    log: AuditLog,
    ended: bool,
}

impl<R: BufRead> Entries<R> {
    /// Reads a log from its beginning.
    pub fn new(input: R) -> Entries<R> {
        Entries { input, log: AuditLog::new(), ended: false }
    }

    /// The log as far as it was read.
    pub fn log(&self) -> &AuditLog {
        &self.log
    }

    /// The same.
    pub fn into_log(self) -> AuditLog {
        self.log
    }

    /// The next line with its line break; of one that is too long, its beginning.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        // The longest line and its line break.
        self.input.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn entry(&mut self) -> Result<Option<Entry>, AuditError> {
        let line = self.line()?;
        let number = self.log.entries.saturating_add(1);
        let (line, ended) = match line.split_last() {
            None => return Ok(None),
            Some((b'\n', line)) => (line, true),
            Some(_) if line.len() > LONGEST_LINE => return Err(AuditError::TooLong { line: number }),
            Some(_) => (line.as_slice(), false),
        };
        match Entry::read(line) {
            Some(entry) => {
                self.follows(&entry)?;
                self.log.admit(&entry, ended);
                Ok(Some(entry))
            }
            None if !ended && self.is_torn(line) => {
                self.log.torn = line.len() as u64;
                Ok(None)
            }
            None => Err(AuditError::Changed { line: number }),
        }
    }

    /// Whether an entry is the one that comes next.
    fn follows(&mut self, entry: &Entry) -> Result<(), AuditError> {
        let (number, expected) = (entry.number, self.log.entries);
        let line = expected.saturating_add(1);
        if number < expected {
            return Err(AuditError::Repeated { line, entry: number });
        }
        if number > expected {
            return Err(match self.comes_later(expected)? {
                true => AuditError::Reordered { line, entry: number, expected },
                false => AuditError::Dropped { line, from: expected, to: number.saturating_sub(1) },
            });
        }
        if entry.previous == self.log.head { Ok(()) } else { Err(AuditError::Unchained { line, entry: number }) }
    }

    /// Whether an entry that is missing stands further down.
    fn comes_later(&mut self, number: u64) -> io::Result<bool> {
        loop {
            let line = self.line()?;
            match line.split_last() {
                Some((b'\n', line)) if Entry::read(line).is_some_and(|entry| entry.number == number) => {
                    return Ok(true);
                }
                Some((b'\n', _)) => {}
                _ => return Ok(false),
            }
        }
    }

    /// Whether a line without a line break is the beginning of the entry that comes next, as an
    /// append leaves it that was cut off; anything else is damage.
    fn is_torn(&self, line: &[u8]) -> bool {
        let beginning = Entry::beginning(self.log.entries, self.log.head);
        if !line.iter().zip(beginning.as_bytes()).all(|(found, expected)| found == expected) {
            return false;
        }
        let first = serde_json::Deserializer::from_slice(line).into_iter::<&RawValue>().next();
        first.is_some_and(|read| read.is_err_and(|error| error.is_eof()))
    }
}

impl<R: BufRead> Iterator for Entries<R> {
    type Item = Result<Entry, AuditError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let entry = self.entry().transpose();
        self.ended = !matches!(entry, Some(Ok(_)));
        entry
    }
}
