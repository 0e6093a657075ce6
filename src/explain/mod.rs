//! decision → words: the page a reviewer reads, the one-line summary, the full trace.
//!
//! It sees only the [`Record`]. Every sentence about a case is made of the labels and the work
//! recorded there, so that it cannot drift from what was computed; the fixed words around them
//! stand side by side in one table (`words.rs`).
//!
//! INVARIANT (law): a number printed as an operand is exact, so that every printed comparison,
//! sum and product is true of the numbers printed with it.

mod asked;
mod checklist;
mod contrasts;
mod document;
mod formula;
mod html;
mod keys;
mod letter;
mod markdown;
mod numbers;
mod page;
mod picture;
mod relations;
mod remarks;
mod rules;
mod steps;
mod summary;
mod trail;
mod view;
mod words;
mod workings;

pub use contrasts::against;
pub use document::{Depth, Document, Entry, Mark, Section};
pub use markdown::escape_markdown;
pub use picture::picture;
pub use steps::steps;
pub use summary::summary;

use crate::contrast::WhatIf;
use crate::decision::record::{Record, Unit, Value, Words};
use crate::diagnostic::Locale;

/// A decision in words: as much of it as is asked for.
pub fn explain(record: &Record, depth: Depth, locale: Locale) -> Document {
    explain_with(record, &WhatIf::default(), depth, locale)
}

/// The same, and on a page what other evidence and other readings would change.
pub fn explain_with(record: &Record, what_if: &WhatIf, depth: Depth, locale: Locale) -> Document {
    match depth {
        Depth::Facts => page::facts(record, locale),
        Depth::Letter => letter::letter(record, locale),
        Depth::Page | Depth::Full => page::page(record, what_if, depth, locale),
    }
}

/// One value with its unit: `532.00 元/月`, `2,600/3（≈866.67） 元`, `农村`.
///
/// ```
/// use doudi::decision::record::{Unit, Value, Words};
/// use doudi::diagnostic::Locale;
/// let income = Value::Number("1532.5".parse().unwrap());
/// let yuan = Words { zh: "元".into(), en: "yuan".into() }; // the record's `policy.currency`
/// assert_eq!(doudi::explain::value(&income, Unit::MoneyPerMonth, &yuan, Locale::ZhCn), "1,532.50 元/月");
/// assert_eq!(doudi::explain::value(&income, Unit::MoneyPerMonth, &yuan, Locale::En), "1,532.50 yuan a month");
/// ```
pub fn value(value: &Value, unit: Unit, currency: &Words, locale: Locale) -> String {
    numbers::with_unit(value, unit, currency, locale)
}
