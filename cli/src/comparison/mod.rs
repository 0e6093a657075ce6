//! The monthly comparison: a register and last month's ledger → this month's ledger, what changed,
//! and the totals.
//!
//! ```text
//! rows ─judge (many threads, in order)─▶ record ─ledger─▶ entry ─changes─▶ what became of it
//!                                             last ─────────────┘              │
//!                                             folder ◀─output─ tally, summary ◀┘
//! ```

mod changes;
mod judge;
mod labels;
mod last;
mod ledger;
mod output;
mod persons;
mod run;
mod summary;
mod table;
mod tally;
pub mod words;

pub use labels::Labels;
pub use last::Last;
pub use output::{BAD_ROWS, Folder, Run, SAME_PERSON};
pub use run::Comparison;
