//! Warnings, and what is allowed at items → the warnings that are left.

use crate::diagnostic::near::nearest;
use crate::diagnostic::table::{self, law, marks};
use crate::diagnostic::{Diagnostic, Entry, Place, Severity};
use crate::source::Sources;
use crate::syntax::ast::{self, Allowance};

/// A warning that the policy allows, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The warning, as it would have been reported.
    pub diagnostic: Diagnostic,
    /// The reason the policy gives.
    pub because: String,
}

/// Takes the warnings that are allowed out of `found`, and gives them back.
///
/// An allowance reaches the warnings with its code in the item it stands at. One that cannot be, or
/// gives no reason, is reported; and, where the files were read `whole`, one that nothing needs.
pub fn allow(files: &[ast::File], sources: &Sources, found: &mut Vec<Diagnostic>, whole: bool) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for allowance in files.iter().flat_map(|file| &file.allowances) {
        if let Some(refused) = refused(allowance) {
            found.push(refused);
            continue;
        }
        let before = allowed.len();
        for diagnostic in std::mem::take(found) {
            if reaches(allowance, &diagnostic) {
                allowed.push(Allowed { diagnostic, because: allowance.because.value.clone() });
            } else {
                found.push(diagnostic);
            }
        }
        if whole && allowed.len() == before {
            let idle = Diagnostic::at(&marks::ALLOWS_NOTHING, allowance.span).arg(&allowance.code.text);
            found.push(idle.edit(allowance.span, comments(sources.slice(allowance.span))));
        }
    }
    allowed
}

/// The comments between the words of an allowance, which stay when it goes.
fn comments(text: &str) -> String {
    let lines = text.lines().filter_map(|line| {
        let mut quoted = None;
        line.char_indices()
            .find(|(_, letter)| {
                quoted = match (quoted, letter) {
                    (None, '"') => Some('"'),
                    (None, '“') => Some('”'),
                    (Some(closing), _) if *letter == closing => None,
                    _ => quoted,
                };
                quoted.is_none() && matches!(letter, '#' | '＃')
            })
            .and_then(|(at, _)| line.get(at..))
    });
    lines.map(|comment| format!("{comment}\n")).collect()
}

fn reaches(allowance: &Allowance, diagnostic: &Diagnostic) -> bool {
    let Place::Span(span) = diagnostic.place else { return false };
    let reach = allowance.reach;
    diagnostic.entry.code == allowance.code.text
        && span.source == reach.source
        && reach.start <= span.start
        && span.end <= reach.end
}

/// What is said of an allowance that is of no warning, or gives no reason.
fn refused(allowance: &Allowance) -> Option<Diagnostic> {
    let code = &allowance.code;
    let refused = |entry| Some(Diagnostic::at(entry, code.span).arg(&code.text));
    match table::all().find(|entry| entry.code == code.text) {
        None => {
            let allowable = table::all().filter(|entry| is_allowable(entry)).map(|entry| entry.code);
            match nearest(&code.text, allowable) {
                Some(near) => Some(refused(&marks::UNKNOWN_CODE)?.guess(code.span, &near).near(Some(near))),
                None => refused(&marks::UNKNOWN_CODE),
            }
        }
        Some(entry) if !is_allowable(entry) => refused(&marks::NOT_ALLOWABLE),
        Some(_) if allowance.because.value.trim().is_empty() => {
            Some(Diagnostic::at(&law::BLANK_WORDS, allowance.because.span))
        }
        Some(_) => None,
    }
}

/// Warnings can be allowed, but not the one that an allowance itself gives.
fn is_allowable(entry: &Entry) -> bool {
    entry.severity == Severity::Warning && entry.code != marks::ALLOWS_NOTHING.code
}
