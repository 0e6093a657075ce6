//! Small changes of the rules, and which of them the cases notice.
//!
//! ```text
//! syntax tree ─edits, expressions─┐
//! model ─choices──────────────────┴▶ edits ─run─▶ what became of each ─report─▶ text, JSON
//!                                            └─tell, trials─▶ a household that would tell two apart
//! ```
//!
//! What counts as noticed is told in `docs/testing.md`.

mod choices;
mod edits;
mod expressions;
mod report;
mod run;
mod tell;
mod trials;
mod words;

pub use report::{json, text};
pub use run::{Wish, run};

use crate::casebook::{Casebook, Stretch};
use crate::coverage::Item;
use doudi::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One change of a file of rules.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What is taken out.
    pub at: Stretch,
    /// What comes in its place.
    pub replacement: String,
    /// Which cases can notice it.
    pub touches: Touches,
    /// The item changed: `Household.means_test`.
    pub item: String,
    /// The change in short; within an item no two are the same.
    pub what: String,
    /// The day from which what is changed counts; `None`: from the first.
    pub since: Option<Date>,
    /// Where a span of days is made a day longer or shorter: that day.
    pub day: Option<Date>,
}

/// What an edit bears on.
#[derive(Clone, Debug)]
pub enum Touches {
    /// Cases that rest on an item.
    Item(Item),
    /// What facts are accepted.
    Facts,
    /// Duties.
    Duties,
    /// Any case.
    Everything,
}

/// Every edit of every file of the pages' policies, in order of file and place.
pub fn edits(book: &Casebook) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::new();
    let mut done = BTreeSet::new();
    for (file, it) in book.files.iter().enumerate() {
        all.extend(edits::edits(file, &it.text));
    }
    for entry in &book.policies {
        let Some(policy) = &entry.policy else { continue };
        let found = choices::edits(book, entry, policy.model());
        all.extend(found.into_iter().filter(|edit| !done.contains(&edit.at.file)));
        done.extend(entry.files.values().copied());
    }
    all.sort_by(|a, b| (a.at, &a.replacement).cmp(&(b.at, &b.replacement)));
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for edit in &mut all {
        let count = counts.entry((edit.item.clone(), edit.what.clone())).or_default();
        *count += 1;
        if *count > 1 {
            edit.what += &format!(" #{count}");
        }
    }
    all
}

/// On one line, and not much of it.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
