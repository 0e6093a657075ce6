//! Synthetic registers: the same seed gives the same bytes on every machine. Integers only.
//!
//! ```text
//! seed ─dice─▶ profile (who they are, what they earn) ─facts─▶ household ─months─▶ later month ─write─▶ line
//! ```
//!
//! The fields are those of the policy. What [`profile`] knows by name is filled in so that a
//! household makes sense; every other field is filled from its declared type and range.

mod circumstances;
mod dice;
mod facts;
mod months;
mod profile;
mod write;

pub use dice::Dice;
pub use write::Writer;

use doudi::Date;
use doudi::model::Model;
use doudi::value::MissingDay;
use facts::Object;

/// What register to make.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Households in the first month.
    pub households: u64,
    /// Another seed, other households.
    pub seed: u64,
    /// Counties they are spread over.
    pub counties: u64,
    /// The day of the first month.
    pub on: Date,
    /// From 1. Every month changes the one before it.
    pub month: u32,
    /// Of 1,000 rows, how many are spoilt.
    pub damage: u64,
}

/// A household of a register.
#[derive(Clone, Debug)]
struct Household {
    id: String,
    county: String,
    facts: Object,
    discretions: Vec<Object>,
}

impl Plan {
    /// How many households there have been up to this month: of every 100, one more a month.
    pub fn ever(&self) -> u64 {
        self.households + self.joined(self.month)
    }

    /// The household at a position, in this month; `None` where it has left the register.
    fn household(&self, model: &Model, position: u64) -> Option<Household> {
        let first = (1..self.month).find(|month| position < self.households + self.joined(*month));
        let first = first.unwrap_or(self.month);
        let mut household = facts::household(model, self, position, &mut self.dice(position, first));
        for month in first + 1..=self.month {
            months::pass(&mut household, self.day(month), &mut self.dice(position, month))?;
        }
        Some(household)
    }

    /// Households that joined after the first month.
    fn joined(&self, month: u32) -> u64 {
        self.households / 100 * u64::from(month.saturating_sub(1))
    }

    /// The day of a month.
    fn day(&self, month: u32) -> Date {
        self.on.add_months(i64::from(month) - 1, MissingDay::Down).unwrap_or(self.on)
    }

    fn dice(&self, position: u64, month: u32) -> Dice {
        Dice::new([self.seed, position, u64::from(month)])
    }
}
