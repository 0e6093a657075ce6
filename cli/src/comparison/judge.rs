//! One row → its decision, set against last month's.

use super::changes::{self, Change, Decided};
use super::ledger::{self, Entry};
use super::run::Comparison;
use super::table;
use super::tally::Amounts;
use crate::register::entries::{self, Carried, Known};
use crate::register::lines::Line;
use crate::register::rows::{Bad, Reason, Row};
use crate::register::words::NO_DECISION;
use crate::words::Message;
use doudi::decision::Record;
use doudi::diagnostic::Locale;
use doudi::{Facts, explain};

/// A row that was decided.
pub struct Judged {
    pub entry: Entry,
    pub amounts: Amounts,
    pub changes: Vec<Change>,
    pub last: Option<Entry>,
    pub known: Known,
    /// Whether every fact of last month that was asked for was there.
    pub whole: bool,
    pub ledger_line: String,
    pub table_rows: String,
}

/// Why there is no decision.
pub enum Fault {
    /// The row is bad.
    Row(Bad),
    /// Last month's ledger cannot be read.
    Ledger(Message),
}

impl From<Bad> for Fault {
    fn from(bad: Bad) -> Self {
        Fault::Row(bad)
    }
}

/// A household ready to be decided.
struct Household {
    id: String,
    group: String,
    last: Option<Entry>,
    known: Known,
    whole: bool,
    carried: Carried,
    facts: Facts,
}

impl Comparison<'_> {
    /// Decides one row and sets it against last month's.
    pub(super) fn judge(&self, line: &Line) -> Result<Judged, Fault> {
        let household = self.household(self.form.read(line, &self.group)?)?;
        let record = self.decide(&household)?;
        let Household { id, group, last, known, whole, carried, .. } = household;
        let entry = ledger::entry(&record, &id, &group, &known, carried);
        let changes = match self.last {
            Some(_) => {
                let now = Decided { entry: &entry, record: &record, known: &known };
                changes::compare(last.as_ref(), &now, &self.labels)
            }
            None => changes::open(None, &entry, &self.labels),
        };
        let of = table::Household {
            id: &id,
            group: &group,
            decision: Some(&entry.decision),
            last_decision: last.as_ref().map(|last| last.decision.as_str()),
        };
        Ok(Judged {
            amounts: Amounts::of(&record),
            whole,
            // Only maps with keys that are not text can fail, and there are none.
            ledger_line: serde_json::to_string(&entry).unwrap_or_default() + "\n",
            table_rows: table::rows(&of, &changes, &self.labels),
            changes,
            entry,
            last,
            known,
        })
    }

    /// The page of one household.
    pub(super) fn page(&self, row: Row<'_>) -> Result<String, Fault> {
        let household = self.household(row)?;
        Ok(explain::explain(&self.decide(&household)?, explain::Depth::Page, self.labels.locale).to_string())
    }

    /// The facts of a row, with those of last month.
    fn household(&self, mut row: Row<'_>) -> Result<Household, Fault> {
        let last = self.last.as_ref().map(|last| last.entry(&row.id)).transpose().map_err(Fault::Ledger)?.flatten();
        let model = self.policy.model();
        let known = entries::take_ids(model, &mut row)?;
        let none = Carried::new();
        let before = last.as_ref().map_or(&none, |last| &last.carried);
        let whole = entries::fill(model, &self.previous, &known, &mut row.facts, before);
        let carried = entries::carry(model, &self.previous, &known, &mut row.facts);
        let facts = self.policy.facts_json(&row.document());
        let Row { id, group, .. } = row;
        match facts {
            Ok(facts) => Ok(Household { id, group, last, known, whole, carried, facts }),
            Err(error) => {
                let reasons = error.diagnostics.iter().map(Reason::from).collect();
                Err(Bad { id: Some(id), group: Some(group), reasons }.into())
            }
        }
    }

    fn decide(&self, household: &Household) -> Result<Record, Bad> {
        self.policy.decide(&household.facts, self.on).map(|decision| decision.record()).map_err(|error| {
            let [zh, en] = [Locale::ZhCn, Locale::En].map(|locale| error.message(locale));
            let reasons = vec![Reason::in_both(&NO_DECISION, &zh, &en)];
            Bad { id: Some(household.id.clone()), group: Some(household.group.clone()), reasons }
        })
    }
}
