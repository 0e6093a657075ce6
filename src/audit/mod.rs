//! records in a row → a chain that shows any change: the append-only log, its checkpoints and proofs.
//!
//! ```text
//! record ─Draft─▶ entry ─append─▶ log ─Entries─▶ entries, each checked against the one before
//!                                  └─▶ Checkpoint: how many, the last hash, the root of the tree
//!                                  └─▶ Inclusion, Consistency: what can be shown of it without it
//! ```
//!
//! A log is a text, one entry a line. Every entry holds the hash of the one before, so that a
//! change in the middle would have to change all that follows. Whoever holds the whole log can
//! write it anew: that it was not cut short or rewritten shows only against a [`Checkpoint`] that
//! somebody else keeps. The engine touches no file: it reads from a `Read` and writes to a
//! `Write`, and it is the caller who syncs, locks and cuts.
//!
//! ```
//! use doudi::audit::{AuditLog, Draft};
//! # let policy = doudi::Policy::load(doudi::Sources::new().policy("a.policy", std::fs::read_to_string("docs/allowance.policy")?))?;
//! # let facts = policy.facts_json(r#"{"facts": {"area": "town", "members": [{"income": "800"}]}}"#)?;
//! # let record = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap())?.record();
//! let mut file = Vec::new(); // a file, in a service
//! let mut log = AuditLog::open(file.as_slice())?;
//! log.append(&mut file, &Draft::of(&record).at("2020-05-06T09:30:00+08:00"))?;
//! let checkpoint = log.checkpoint(); // to be given to somebody else
//!
//! log.append(&mut file, &Draft::of(&record).note("decided again"))?;
//! AuditLog::verify(file.as_slice(), &checkpoint)?; // it still begins as it did
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod entry;
mod error;
mod proof;
mod read;
mod tree;

pub use entry::{Draft, Entry};
pub use error::AuditError;
pub use proof::{Checkpoint, Consistency, Inclusion};
pub use read::Entries;
pub use tree::{Hash, NotAHash};

use std::io::{BufReader, Read, Write};
use tree::Frontier;

/// The name and version of the form: its hash stands for the entry before the first.
pub const FORMAT: &str = "doudi-audit/1";

/// Bytes of a line: what is longer is neither read nor written.
pub const LONGEST_LINE: usize = 64 << 20;

/// Where a log ends: all that putting another entry behind it needs.
#[derive(Clone, Debug)]
pub struct AuditLog {
    entries: u64,
    head: Hash,
    tree: Frontier,
    end: u64,
    torn: u64,
    unended: bool,
}

impl AuditLog {
    /// A log without entries.
    #[expect(clippy::new_without_default, reason = "an empty log is no default for a log")]
    pub fn new() -> AuditLog {
        AuditLog {
            entries: 0,
            head: Hash::of(FORMAT.as_bytes()),
            tree: Frontier::default(),
            end: 0,
            torn: 0,
            unended: false,
        }
    }

    /// Reads a log to its end and checks every entry.
    ///
    /// # Errors
    /// The first damage, with its line; a torn last line is none, see [`AuditLog::torn`].
    pub fn open(input: impl Read) -> Result<AuditLog, AuditError> {
        let mut entries = Entries::new(BufReader::new(input));
        entries.try_for_each(|entry| entry.map(drop))?;
        Ok(entries.into_log())
    }

    /// The same, and whether the log begins with the entries a checkpoint was made of.
    ///
    /// # Errors
    /// As [`AuditLog::open`]; [`AuditError::Truncated`] where the log is shorter than the
    /// checkpoint, [`AuditError::Rewritten`] where it is another.
    pub fn verify(input: impl Read, checkpoint: &Checkpoint) -> Result<AuditLog, AuditError> {
        let mut entries = Entries::new(BufReader::new(input));
        loop {
            let log = entries.log();
            if log.entries == checkpoint.entries && log.checkpoint() != *checkpoint {
                return Err(AuditError::Rewritten { entries: checkpoint.entries });
            }
            if entries.next().transpose()?.is_none() {
                break;
            }
        }
        let log = entries.into_log();
        if log.entries < checkpoint.entries {
            return Err(AuditError::Truncated { entries: log.entries, witnessed: checkpoint.entries });
        }
        Ok(log)
    }

    /// Puts an entry behind the last: one write of one whole line, and a flush. What is flushed is
    /// not yet on the disk: sync the file before telling anybody that the entry is kept.
    ///
    /// # Errors
    /// Where writing fails; some of the line may then have been written, and nothing more is until
    /// it is [cut off](AuditLog::cut). Nothing is written where the line is too long, or a torn
    /// one is not cut off yet.
    pub fn append(&mut self, output: &mut impl Write, draft: &Draft<'_>) -> Result<Entry, AuditError> {
        if self.torn > 0 {
            return Err(AuditError::Torn { bytes: self.torn });
        }
        let entry = draft.entry(self.entries, self.head);
        if entry.line.len() > LONGEST_LINE {
            return Err(AuditError::TooLong { line: self.entries.saturating_add(1) });
        }
        let line = format!("{}{}\n", if self.unended { "\n" } else { "" }, entry.line);
        self.torn = line.len() as u64;
        output.write_all(line.as_bytes())?;
        output.flush()?;
        self.torn = 0;
        self.end = self.end.saturating_add(u64::from(self.unended));
        self.admit(&entry, true);
        Ok(entry)
    }

    /// Bytes of a last line that was not written to its end: what an append that was cut off, or
    /// that failed, has left behind. It was acknowledged to nobody.
    pub fn torn(&self) -> u64 {
        self.torn
    }

    /// Whether the last entry stands whole, and has only lost its line break: it is kept, and the
    /// next append begins with the line break.
    pub fn unended(&self) -> bool {
        self.unended
    }

    /// The length in bytes to cut the log's text to, so that a torn line is gone: the caller does
    /// it, and may then append.
    pub fn cut(&mut self) -> u64 {
        self.torn = 0;
        self.end
    }

    /// How many entries there are.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// What to give to somebody else, so that the log cannot be changed unseen.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint::new(self.entries, self.head, self.tree.root())
    }

    /// Takes an entry, read or written, with or without a line break behind it.
    fn admit(&mut self, entry: &Entry, ended: bool) {
        self.entries = self.entries.saturating_add(1);
        self.head = entry.hash;
        self.tree.push(entry.leaf());
        self.end = self.end.saturating_add(entry.line.len() as u64).saturating_add(u64::from(ended));
        self.unended = !ended;
    }
}
