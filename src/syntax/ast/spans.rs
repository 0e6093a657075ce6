//! Where an item stands.

use super::Item;
use crate::source::Span;

impl Item {
    /// The whole item, from the word it begins with.
    pub fn span(&self) -> Span {
        match self {
            Item::Policy(it) => it.span,
            Item::Instrument(it) => it.span,
            Item::Choice(it) => it.span,
            Item::Entity(it) => it.span,
            Item::Parameter(it) => it.span,
            Item::Reading(it) => it.span,
            Item::Define(it) => it.span,
            Item::Condition(it) => it.span,
            Item::Exception(it) => it.span,
            Item::Measure(it) => it.span,
            Item::Rule(it) => it.span,
            Item::Amendment(it) => it.span,
            Item::Provision(it) => it.span,
            Item::Duty(it) => it.span,
            Item::Property(it) => it.span,
        }
    }
}
