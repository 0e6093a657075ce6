//! Two versions of a policy → what changed in the text's meaning, and what that does to households.
//!
//! ```text
//! texts + texts ─items─▶ items added, removed, changed        (layout, comments and order are no change)
//! households ─judge─▶ each decided by both: who gains, loses, moves, by how much
//!            ─causes─▶ by which change of the text: decided again without it
//!            ─direct─▶ for a change that none of them rests on: one that does, looked for
//!            ─survey─▶ totals, and the smallest household of each kind of change
//!            ─report─▶ page ─▶ text, Markdown, HTML
//! ```

mod causes;
mod direct;
mod html;
mod items;
mod judge;
mod money;
mod page;
mod report;
mod survey;
pub(crate) mod words;

pub use items::{Change, ItemChange, begins, changes};
pub use judge::{Judged, Kind, Pair};
pub use money::{Line, Money, Period};
pub use page::{Block, Page};
pub use report::report;
pub use survey::{Example, Of, Survey, made_up, of_documents};
