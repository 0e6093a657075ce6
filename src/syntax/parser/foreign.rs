//! A word of another language, found where an item cannot be read → how it is said here.

use super::Rule;
use super::expected::{Expected, VALUES, last_word};
use super::scan::shorten;
use crate::diagnostic::table::syntax as table;
use crate::diagnostic::{Diagnostic, Phrase};
use crate::source::Span;
use crate::syntax::keywords::foreign::{self, Foreign};
use crate::syntax::keywords::is_reserved;
use pest::unicode::XID_CONTINUE;

/// A word of another language, and what is written here for it.
pub(crate) fn foreign_word(foreign: &Foreign, word: &str, span: Span) -> Diagnostic {
    let entry = if foreign.here.is_empty() { &table::FOREIGN_WORD_ONLY } else { &table::FOREIGN_WORD };
    let report = Diagnostic::at(entry, span).arg(shorten(word)).arg(foreign.here);
    let report = match foreign.en {
        "" => report,
        _ => report.hint(Phrase { zh: foreign.zh, en: foreign.en }, &[]),
    };
    if foreign.stands_for_it() { report.guess(span, foreign.here) } else { report }
}

impl Expected<'_> {
    /// A word of another language: what was found, or stands right before it; its place and length.
    pub(super) fn foreign(&self, found: &str) -> Option<(usize, usize, &'static Foreign)> {
        let at = self.before.len();
        let (value, operator) = (self.any(&VALUES), self.any(&[Rule::times]));
        let begins_value = found.starts_with(|letter| XID_CONTINUE(letter) || matches!(letter, '(' | '（' | '"' | '{'));
        if let Some((start, word)) = last_word(self.before).filter(|_| operator && begins_value)
            && let Some(foreign) = foreign::before_value(word)
        {
            return Some((start, word.len(), foreign));
        }
        if value && found == "*" && self.before.ends_with('*') {
            return Some((at.saturating_sub(1), 2, foreign::operator_word("**")?));
        }
        if self.any(&[Rule::kw_none]) && self.any(&[Rule::kw_not]) && !value {
            if ["null", "nil", "NULL", "空"].contains(&found) {
                return foreign::unnamed(found).map(|it| (at, found.len(), it));
            }
            let (start, _) = last_word(self.before)?;
            let length = at.saturating_add(found.len());
            let foreign = foreign::operator_word(&format!("is {found}"));
            return foreign.map(|it| (start, length.saturating_sub(start), it));
        }
        // A word that can be no name stands for what it means elsewhere.
        if value && is_reserved(found) {
            return foreign::unnamed(found).map(|it| (at, found.len(), it));
        }
        // Of `10%%` and `% 5` it is not known what was meant.
        let stray = found == "%" && (!operator || self.before.trim_end().ends_with('%'));
        (!stray && (value || operator)).then(|| foreign::operator_word(found)).flatten().map(|it| (at, found.len(), it))
    }
}
