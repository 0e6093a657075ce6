//! What the cases show of a policy's rules, and what they leave out.
//!
//! ```text
//! model ─walk─▶ ways there are ┐
//!                              ├─gather─▶ coverage ─report─▶ text, Markdown, JSON
//! records ─walk─▶ ways seen ───┘
//! ```
//!
//! A *spot* is a place of the policy that can turn out one way or another: a rule, a condition, a
//! part of a test, an exception, a row of a table. A way that no case shows is a *gap*. What counts
//! as seen is told in `docs/testing.md`.

mod gather;
mod report;
mod slice;
mod walk;
mod words;

pub use gather::{Coverage, Spot, gather};
pub use report::{json, markdown, share, text};
pub use slice::{Item, ItemKind, refers_to, rests_on, steps_of_item};
pub use walk::{Way, operands};
