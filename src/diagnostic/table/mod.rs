//! The table of diagnostics: one row a code, zh and en side by side, one file a stage.
//!
//! | digits | stage |
//! |---|---|
//! | `E01xx` | text and syntax |
//! | `E02xx` | names |
//! | `E03xx` | types, units, decimal places |
//! | `E04xx` | parameters, tables, dates |
//! | `E05xx` | citations and texts, provisions and duties |
//! | `E06xx` | exceptions, overrides, rules, measures, cycles, marks, properties |
//! | `E07xx` | limits |
//! | `E08xx` | facts |
//! | `E09xx` | settings |

pub mod elements;
pub mod facts;
pub mod keys;
pub mod law;
pub mod limits;
pub mod marks;
pub mod measures;
pub mod model;
pub mod properties;
pub mod syntax;
pub mod warnings;

use super::{Entry, Phrase};

/// Words before a near name.
pub const DID_YOU_MEAN: Phrase = Phrase { zh: "你是不是想写 `{0}`？", en: "did you mean `{0}`?" };

/// Every row, by code.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [
        syntax::ALL,
        model::ALL,
        elements::ALL,
        keys::ALL,
        warnings::ALL,
        law::ALL,
        limits::ALL,
        marks::ALL,
        measures::ALL,
        properties::ALL,
        facts::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Declares rows as constants and lists them in `ALL`.
macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident = $severity:ident $code:literal {
        zh: $zh:literal, en: $en:literal, help_zh: $hzh:literal, help_en: $hen:literal $(,)?
    })*) => {
        $($(#[$doc])* pub static $name: $crate::diagnostic::Entry = $crate::diagnostic::Entry {
            code: $code,
            severity: $crate::diagnostic::Severity::$severity,
            message: $crate::diagnostic::Phrase { zh: $zh, en: $en },
            help: $crate::diagnostic::Phrase { zh: $hzh, en: $hen },
        };)*
        /// Every row of this file.
        pub static ALL: &[&$crate::diagnostic::Entry] = &[$(&$name),*];
    };
}
pub(crate) use entries;
