//! a log → what can be shown of it to those who do not have it: checkpoints and proofs.
//!
//! Each is one line of JSON in exactly one written form.

use super::tree::{self, Hash};
use super::{AuditError, Entries, Entry};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io::{BufReader, Read};

/// How far a log has come: whoever keeps it can tell later whether the log still begins so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    format: String,
    /// How many entries there were.
    pub entries: u64,
    /// The hash of the last.
    pub head: Hash,
    /// The root of the tree over all of them.
    pub root: Hash,
}

/// A proof that an entry is in the log of a checkpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    format: String,
    entries: u64,
    path: Vec<Hash>,
    entry: Box<RawValue>,
}

/// A proof that the log of one checkpoint begins with that of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consistency {
    format: String,
    from: u64,
    to: u64,
    path: Vec<Hash>,
}

impl Checkpoint {
    const FORMAT: &str = "doudi-checkpoint/1";

    pub(super) fn new(entries: u64, head: Hash, root: Hash) -> Checkpoint {
        Checkpoint { format: Self::FORMAT.to_owned(), entries, head, root }
    }

    /// The checkpoint as JSON on one line.
    pub fn to_json(&self) -> String {
        json(self)
    }

    /// Reads one; blanks around it are passed over.
    ///
    /// # Errors
    /// [`AuditError::NotRead`] where it is none, or not as it is written.
    pub fn from_json(text: &str) -> Result<Checkpoint, AuditError> {
        read(text, Self::FORMAT, |checkpoint: &Checkpoint| &checkpoint.format)
    }
}

impl Inclusion {
    const FORMAT: &str = "doudi-inclusion/1";

    /// Reads a log and proves that one of its entries is in it, as it is now or as it was at a
    /// checkpoint.
    ///
    /// # Errors
    /// Damage of the log, one that the checkpoint is not of, or no such entry.
    pub fn prove(log: impl Read, entry: u64, at: Option<&Checkpoint>) -> Result<Inclusion, AuditError> {
        let (leaves, found) = leaves(log, at, Some(entry))?;
        let entries = leaves.len() as u64;
        let position = usize::try_from(entry).ok().filter(|position| *position < leaves.len());
        let (Some(position), Some(Entry { line, .. })) = (position, found) else {
            return Err(AuditError::NoSuchEntry { entry, entries });
        };
        let entry = RawValue::from_string(line).map_err(|_| AuditError::NotRead { format: Self::FORMAT })?;
        Ok(Inclusion { format: Self::FORMAT.to_owned(), entries, path: tree::inclusion(&leaves, position), entry })
    }

    /// The entry that a checkpoint's log holds for certain, if the proof is right.
    ///
    /// # Errors
    /// [`AuditError::OtherLength`] where it was made for a log of another length,
    /// [`AuditError::NotIncluded`] where it proves nothing.
    pub fn check(&self, checkpoint: &Checkpoint) -> Result<Entry, AuditError> {
        if self.entries != checkpoint.entries {
            return Err(AuditError::OtherLength { proof: self.entries, checkpoint: checkpoint.entries });
        }
        let entry = Entry::read(self.entry.get().as_bytes()).ok_or(AuditError::NotIncluded)?;
        match tree::root_of(entry.leaf(), entry.number, self.entries, &self.path) {
            Some(root) if root == checkpoint.root => Ok(entry),
            _ => Err(AuditError::NotIncluded),
        }
    }

    /// The proof as JSON on one line.
    pub fn to_json(&self) -> String {
        json(self)
    }

    /// Reads one; blanks around it are passed over.
    ///
    /// # Errors
    /// [`AuditError::NotRead`] where it is none, or not as it is written.
    pub fn from_json(text: &str) -> Result<Inclusion, AuditError> {
        read(text, Self::FORMAT, |proof: &Inclusion| &proof.format)
    }
}

impl Consistency {
    const FORMAT: &str = "doudi-consistency/1";

    /// Reads a log and proves that it has only been added to since a checkpoint.
    ///
    /// # Errors
    /// Damage of the log, or one that the checkpoint is not of.
    pub fn prove(log: impl Read, since: &Checkpoint, at: Option<&Checkpoint>) -> Result<Consistency, AuditError> {
        let (leaves, _) = leaves(log, at, None)?;
        let (from, to) = (since.entries, leaves.len() as u64);
        let position = usize::try_from(from).unwrap_or(usize::MAX);
        let Some(older) = leaves.get(..position) else {
            return Err(AuditError::Truncated { entries: to, witnessed: from });
        };
        if tree::root(older) != since.root {
            return Err(AuditError::Rewritten { entries: from });
        }
        let path = if from == 0 { Vec::new() } else { tree::consistency(&leaves, position) };
        Ok(Consistency { format: Self::FORMAT.to_owned(), from, to, path })
    }

    /// Whether the log of the later checkpoint begins with that of the earlier.
    ///
    /// # Errors
    /// [`AuditError::OtherLength`] where it was made for logs of other lengths,
    /// [`AuditError::Rewritten`] where it does not show that.
    pub fn check(&self, since: &Checkpoint, now: &Checkpoint) -> Result<(), AuditError> {
        for (proof, checkpoint) in [(self.from, since.entries), (self.to, now.entries)] {
            if proof != checkpoint {
                return Err(AuditError::OtherLength { proof, checkpoint });
            }
        }
        let holds = match self.from {
            // Every log begins with no entries.
            0 => self.path.is_empty() && *since == super::AuditLog::new().checkpoint(),
            _ => tree::is_consistent((self.from, since.root), (self.to, now.root), &self.path),
        };
        if holds { Ok(()) } else { Err(AuditError::Rewritten { entries: since.entries }) }
    }

    /// The proof as JSON on one line.
    pub fn to_json(&self) -> String {
        json(self)
    }

    /// Reads one; blanks around it are passed over.
    ///
    /// # Errors
    /// [`AuditError::NotRead`] where it is none, or not as it is written.
    pub fn from_json(text: &str) -> Result<Consistency, AuditError> {
        read(text, Self::FORMAT, |proof: &Consistency| &proof.format)
    }
}

/// The leaves of a log, up to a checkpoint if one is given, and one of its entries.
fn leaves(
    log: impl Read,
    at: Option<&Checkpoint>,
    wanted: Option<u64>,
) -> Result<(Vec<Hash>, Option<Entry>), AuditError> {
    let (mut leaves, mut found) = (Vec::new(), None);
    let mut entries = Entries::new(BufReader::new(log));
    let longest = at.map_or(u64::MAX, |at| at.entries);
    while entries.log().entries() < longest {
        let Some(entry) = entries.next().transpose()? else { break };
        leaves.push(entry.leaf());
        found = found.or_else(|| (Some(entry.number) == wanted).then_some(entry));
    }
    match at {
        Some(at) if entries.log().entries() < at.entries => {
            Err(AuditError::Truncated { entries: entries.log().entries(), witnessed: at.entries })
        }
        Some(at) if entries.log().checkpoint() != *at => Err(AuditError::Rewritten { entries: at.entries }),
        _ => Ok((leaves, found)),
    }
}

fn json(document: &impl Serialize) -> String {
    // Only maps with keys that are not text can fail, and there are none.
    serde_json::to_string(document).unwrap_or_default()
}

fn read<T: Serialize + DeserializeOwned>(
    text: &str,
    format: &'static str,
    of: impl Fn(&T) -> &String,
) -> Result<T, AuditError> {
    let text = text.trim();
    let document = serde_json::from_str(text).ok().filter(|document| of(document) == format && json(document) == text);
    document.ok_or(AuditError::NotRead { format })
}
