//! What can be said of a policy before any facts: the law it accounts for, the duties of a span of days,
//! what rests on what.

mod calendar;
mod dependencies;
mod law;

pub use calendar::{Occurrence, occurrences, undated};
pub use dependencies::dependencies;
pub use law::{Carrying, ItemKind, Law, Passage, Stretch};

pub(crate) use law::warn;
