//! Two decisions side by side, and the smallest change of one fact that turns a rule.
//!
//! ```text
//! Record + Record ─against─▶ Against                  what differs, and where the difference begins
//! Decision ─changes─▶ Turn, one a refused rule        the facts that could turn it, each alone
//! Decision ─other_readings─▶ OtherReading             what another reading would have come to
//! ```
//!
//! Plain data, for pages and services to word. What is suggested here has been decided again, by
//! the same evaluator: nothing is inferred from the shape of a formula.

mod against;
mod changes;
mod facts;
mod readings;
mod roots;
mod search;

pub use against::{Against, AmountChange, Came, MeasureChange, ReadingChange, RuleChange, RuleState, against};
pub use changes::{Change, Direction, FactRef, Turn};
pub use readings::OtherReading;
pub use roots::{Side, StepChange};

use serde::{Deserialize, Serialize};

/// One thing in both decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both<T> {
    /// In the first.
    pub before: T,
    /// In the second.
    pub after: T,
}
