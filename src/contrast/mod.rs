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
mod left;
mod readings;
mod roots;
mod search;

pub use against::{Against, AmountChange, Came, MeasureChange, ReadingChange, RuleChange, RuleState, against};
pub use changes::{Change, Direction, FactRef, Turn};
pub use left::OpenChange;
pub use readings::OtherReading;
pub use roots::{Side, StepChange};

use crate::decision::Decision;
use serde::{Deserialize, Serialize};

/// What would have changed a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhatIf {
    /// The rules refused, each with the facts that would turn it.
    pub turns: Vec<Turn>,
    /// The other readings of the clauses it rests on.
    pub readings: Vec<OtherReading>,
}

impl Decision<'_> {
    /// What other evidence ([`changes`](Self::changes), within `limit` decisions) and other readings
    /// would change, for [`explain_with`](crate::explain::explain_with).
    pub fn what_if(&self, limit: usize) -> WhatIf {
        WhatIf { turns: self.changes(limit), readings: self.other_readings() }
    }
}

/// One thing in both decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both<T> {
    /// In the first.
    pub before: T,
    /// In the second.
    pub after: T,
}
