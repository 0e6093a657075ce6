//! Marks → text.

use super::Printer;
use crate::model::{Evidence, Field, Measure, Shown, Times};

impl Printer<'_> {
    /// How much of an item a page tells.
    pub(super) fn explain(&mut self, shown: Option<Shown>) {
        match shown {
            None => {}
            Some(Shown::Briefly) => self.line("explain briefly"),
            Some(Shown::Never) => self.line("explain never"),
            Some(Shown::WhenMet) => self.line("explain when met"),
        }
    }
}

/// What a field ends in.
pub(super) fn field(field: &Field) -> &'static str {
    match (field.sensitive, field.evidence) {
        (false, None) => "",
        (false, Some(Evidence::Either)) => " evidence",
        (false, Some(Evidence::Up)) => " evidence up",
        (false, Some(Evidence::Down)) => " evidence down",
        (true, None) => " sensitive",
        (true, Some(Evidence::Either)) => " sensitive evidence",
        (true, Some(Evidence::Up)) => " sensitive evidence up",
        (true, Some(Evidence::Down)) => " sensitive evidence down",
    }
}

/// What stands behind those a measure is for.
pub(super) fn measure(measure: &Measure) -> String {
    let times = match measure.times {
        None => "",
        Some(Times::Once) => " once",
        Some(Times::Cumulative) => " cumulative",
    };
    format!("{}{times}", if measure.owed { " owed" } else { "" })
}
