//! A register, row by row: decided on all threads, written in the order of the register.
//!
//! In memory are a batch of rows, the ids seen, and where last month's ledger has each household.

use super::changes::{self, Kind};
use super::judge::{Fault, Judged};
use super::labels::Labels;
use super::last::Last;
use super::ledger::{self, End, Entry};
use super::output::{self, Folder, Run};
use super::persons::{Home, Persons};
use super::tally::Tally;
use super::{summary, table, words};
use crate::register::entries::Previous;
use crate::register::lines::{Line, Lines, hex};
use crate::register::rows::{Bad, Form, Reason};
use crate::register::words::{NO_ROWS, SAME_ID};
use crate::words::{self as program, Message};
use doudi::{Date, Policy};
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::sync::Arc;

/// Rows decided together: no more, and no more bytes.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 4 << 20;

/// How a register is compared.
pub struct Comparison<'a> {
    pub policy: &'a Policy,
    pub labels: Labels<'a>,
    pub on: Date,
    /// The key or column that households are counted under.
    pub group: String,
    pub form: Form,
    pub last: Option<Last>,
    pub previous: Vec<Previous>,
}

/// What a comparison came to.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    pub decided: u64,
    pub bad: u64,
    pub in_error: u64,
    pub same_person: u64,
}

/// An id of the register.
#[derive(Clone, Copy)]
struct Seen {
    row: u64,
    bad: bool,
}

/// A line of the bad rows.
#[derive(Serialize)]
struct BadRow<'a> {
    row: u64,
    id: Option<&'a str>,
    group: Option<&'a str>,
    reasons: &'a [Reason],
    raw: &'a str,
    /// Whether there was more of it than is kept.
    cut: bool,
}

impl Comparison<'_> {
    /// Decides every row and writes the folder. `progress` is told how many bytes were read.
    ///
    /// # Errors
    /// Where the register or last month's ledger cannot be read, or the folder not be written.
    /// Bad rows are results.
    pub fn run(
        &self,
        name: &dyn std::fmt::Display,
        lines: &mut Lines<impl BufRead>,
        mut folder: Folder,
        run: Run,
        progress: &dyn Fn(u64),
    ) -> Result<Counts, Message> {
        let mut merge = Merge {
            comparison: self,
            folder: &mut folder,
            tally: Tally::default(),
            seen: HashMap::new(),
            persons: Persons::default(),
            lines: Sha256::new(),
            written: 0,
            nameless: 0,
        };
        merge.begin()?;
        loop {
            let batch = lines.next_lines(BATCH, BATCH_BYTES);
            let batch = batch.map_err(|error| Message::new(&program::CANNOT_READ, &[name, &error]))?;
            if batch.is_empty() {
                break;
            }
            let judged: Vec<_> = batch.par_iter().map(|line| self.judge(line)).collect();
            for (line, judged) in batch.iter().zip(judged) {
                match judged {
                    Ok(judged) => merge.row(line, Ok(judged))?,
                    Err(Fault::Row(bad)) => merge.row(line, Err(bad))?,
                    Err(Fault::Ledger(message)) => return Err(message),
                }
            }
            progress(lines.bytes_read());
        }
        merge.end()?;
        let (tally, ledger) = merge.close(&run)?;
        if tally.groups.values().all(|group| group.decided() + group.bad == 0) {
            folder.discard();
            return Err(Message::new(&NO_ROWS, &[name]));
        }
        let run = Run { register: Some(lines.digest()), ..run };
        folder.finish(&run, &summary::json(&run, &ledger, &tally), &summary::page(&run, &tally, &self.labels))?;
        let all = tally.all();
        Ok(Counts { decided: all.decided(), bad: all.bad, in_error: all.in_error, same_person: tally.same_person })
    }

    /// The page of the first household with an id, or what is wrong with its row; `None` where no
    /// row has that id.
    ///
    /// # Errors
    /// As [`Comparison::run`].
    pub fn page_of(
        &self,
        id: &str,
        name: &dyn std::fmt::Display,
        lines: &mut Lines<impl BufRead>,
    ) -> Result<Option<Result<String, Bad>>, Message> {
        let cannot = |error| Message::new(&program::CANNOT_READ, &[name, &error]);
        while let Some(line) = lines.next_line().map_err(cannot)? {
            match self.form.read(&line, &self.group) {
                Ok(row) if row.id == id => {
                    return match self.page(row) {
                        Ok(page) => Ok(Some(Ok(page))),
                        Err(Fault::Row(bad)) => Ok(Some(Err(bad))),
                        Err(Fault::Ledger(message)) => Err(message),
                    };
                }
                Err(bad) if bad.id.as_deref() == Some(id) => return Ok(Some(Err(bad))),
                _ => {}
            }
        }
        Ok(None)
    }
}

/// What is done row after row.
struct Merge<'a, 'c> {
    comparison: &'a Comparison<'c>,
    folder: &'a mut Folder,
    tally: Tally,
    seen: HashMap<Arc<str>, Seen>,
    persons: Persons,
    /// Of the ledger's lines, and how many there are.
    lines: Sha256,
    written: u64,
    /// Bad rows whose id cannot be read.
    nameless: u64,
}

impl Merge<'_, '_> {
    fn begin(&mut self) -> Result<(), Message> {
        let labels = &self.comparison.labels;
        let Folder { changes, same_person, .. } = &mut *self.folder;
        let written = changes.write_all(table::header(labels).as_bytes());
        let written = written.and_then(|()| same_person.write_all(table::same_person_header(labels).as_bytes()));
        written.map_err(|error| self.folder.cannot_write(&error))
    }

    fn row(&mut self, line: &Line, judged: Result<Judged, Bad>) -> Result<(), Message> {
        let id = match &judged {
            Ok(judged) => Some(judged.entry.id.as_str()),
            Err(bad) => bad.id.as_deref(),
        };
        let first = id.and_then(|id| self.seen.get(id)).copied();
        match (judged, first) {
            (Ok(judged), None) => self.decided(line, &judged),
            (Ok(Judged { entry: Entry { id, group, .. }, .. }), Some(first)) => {
                let bad = Bad { id: Some(id), group: Some(group), reasons: Vec::new() };
                self.bad(line, bad, Some(first))
            }
            (Err(bad), first) => self.bad(line, bad, first),
        }
    }

    fn decided(&mut self, line: &Line, judged: &Judged) -> Result<(), Message> {
        let labels = &self.comparison.labels;
        let id: Arc<str> = judged.entry.id.as_str().into();
        self.seen.insert(Arc::clone(&id), Seen { row: line.number, bad: false });
        let (twice, numbered) = self.persons.add(Home { id, row: line.number }, judged.known.own());
        self.tally.numbered += numbered;
        self.tally.same_person += twice.len() as u64;
        let (here, row) = (&judged.entry.id, line.number);
        let rows = twice.iter().map(|twice| {
            let (id, list) = (twice.id.to_owned(), twice.list.to_owned());
            table::row([
                id,
                list,
                here.clone(),
                row.to_string(),
                twice.first.id.to_string(),
                twice.first.row.to_string(),
            ])
        });
        let rows: String = rows.collect();
        let last = judged.last.as_ref();
        self.tally.decided(&judged.entry, last, &judged.amounts, |measure| labels.position(measure));
        self.tally.changes(&judged.entry.group, &judged.changes, |measure| labels.position(measure));
        match judged.last.is_some() {
            true => self.tally.kept_households += 1,
            false => self.tally.new_households += 1,
        }
        self.tally.not_carried += u64::from(!judged.whole);
        self.lines.update(&judged.ledger_line);
        self.written += 1;
        let Folder { ledger, changes, same_person, .. } = &mut *self.folder;
        let written = ledger.write_all(judged.ledger_line.as_bytes());
        let written = written.and_then(|()| changes.write_all(judged.table_rows.as_bytes()));
        let written = written.and_then(|()| same_person.write_all(rows.as_bytes()));
        written.map_err(|error| self.folder.cannot_write(&error))
    }

    fn bad(&mut self, line: &Line, mut bad: Bad, first: Option<Seen>) -> Result<(), Message> {
        if let Some(first) = first {
            bad.reasons.push(Reason::new("id", &Message::new(&SAME_ID, &[&first.row])));
        }
        match &bad.id {
            Some(id) if first.is_none() => {
                self.seen.insert(id.as_str().into(), Seen { row: line.number, bad: true });
            }
            Some(_) => {}
            None => self.nameless += 1,
        }
        self.tally.bad(bad.group.as_deref().unwrap_or_default());
        let row = BadRow {
            row: line.number,
            id: bad.id.as_deref(),
            group: bad.group.as_deref(),
            reasons: &bad.reasons,
            raw: &String::from_utf8_lossy(&line.bytes),
            cut: line.cut,
        };
        let json = serde_json::to_string(&row).unwrap_or_default() + "\n";
        self.folder.bad_rows.write_all(json.as_bytes()).map_err(|error| self.folder.cannot_write(&error))
    }

    /// What last month's ledger holds and this month's does not, in its order.
    fn end(&mut self) -> Result<(), Message> {
        let Some(last) = &self.comparison.last else { return Ok(()) };
        let labels = &self.comparison.labels;
        for id in last.ids(|id| self.seen.get(id).is_none_or(|seen| seen.bad)) {
            let Some(entry) = last.entry(id)? else { continue };
            let (kind, reason) = match self.seen.get(id) {
                Some(seen) => (Kind::Unclear, Message::new(&words::NOW_BAD_ROW, &[&seen.row])),
                None if self.nameless > 0 => (Kind::Unclear, Message::new(&words::PERHAPS_GONE, &[&self.nameless])),
                None => (Kind::Ended, Message::new(&words::GONE_HOUSEHOLD, &[])),
            };
            match self.seen.contains_key(id) {
                true => self.tally.bad_households += 1,
                false => self.tally.gone_households += 1,
            }
            let changes = changes::without_decision(&entry, kind, &reason);
            self.tally.changes(&entry.group, &changes, |measure| labels.position(measure));
            let household =
                table::Household { id, group: &entry.group, decision: None, last_decision: Some(&entry.decision) };
            let rows = table::rows(&household, &changes, labels);
            self.folder.changes.write_all(rows.as_bytes()).map_err(|error| self.folder.cannot_write(&error))?;
        }
        Ok(())
    }

    /// Ends the ledger with the line that says what it holds.
    fn close(mut self, run: &Run) -> Result<(Tally, output::Ledger), Message> {
        let end = End {
            households: self.written,
            sha256: hex(&self.lines.clone().finalize()),
            policy: run.policy.clone(),
            policy_digest: run.policy_digest.clone(),
            date: run.date.clone(),
        };
        let last = ledger::Last { format: ledger::FORMAT.to_owned(), end };
        let line = serde_json::to_string(&last).unwrap_or_default() + "\n";
        self.lines.update(&line);
        self.folder.ledger.write_all(line.as_bytes()).map_err(|error| self.folder.cannot_write(&error))?;
        Ok((self.tally, output::Ledger { households: self.written, sha256: hex(&self.lines.finalize()) }))
    }
}
