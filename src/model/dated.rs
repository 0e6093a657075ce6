//! A parameter and a day → the version that holds; and who has the say over its values.

use super::{Certainty, Parameter, Version};
use crate::value::Date;

impl Parameter {
    /// The version in force on a day.
    pub fn on(&self, date: Date) -> Option<(usize, &Version)> {
        self.versions.iter().enumerate().find(|(_, v)| v.from <= date && v.until.is_none_or(|until| date <= until))
    }

    /// The first version a clause fixes. Where there is one, a deployment cannot supply the values.
    pub fn fixed(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.certainty == Certainty::Confirmed)
    }
}
