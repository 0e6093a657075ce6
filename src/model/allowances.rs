//! Warnings, and what is allowed at items → the warnings that are left.

use crate::diagnostic::table::{self, law, marks};
use crate::diagnostic::{Diagnostic, Place, Severity};
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
pub fn allow(files: &[ast::File], found: &mut Vec<Diagnostic>, whole: bool) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for allowance in files.iter().flat_map(|file| &file.allowances) {
        if let Err(refused) = may_be(allowance) {
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
            found.push(idle.edit(allowance.span, ""));
        }
    }
    allowed
}

fn reaches(allowance: &Allowance, diagnostic: &Diagnostic) -> bool {
    let Place::Span(span) = diagnostic.place else { return false };
    let reach = allowance.reach;
    diagnostic.entry.code == allowance.code.text
        && span.source == reach.source
        && reach.start <= span.start
        && span.end <= reach.end
}

/// Whether what is allowed is a warning, and a reason is given.
fn may_be(allowance: &Allowance) -> Result<(), Diagnostic> {
    let code = &allowance.code;
    let refused = |entry| Err(Diagnostic::at(entry, code.span).arg(&code.text));
    let allowable = || table::all().filter(|entry| is_allowable(entry)).map(|entry| entry.code);
    match table::all().find(|entry| entry.code == code.text) {
        None => {
            let near = crate::diagnostic::near::nearest(&code.text, allowable());
            refused(&marks::UNKNOWN_CODE).map_err(|refused| match &near {
                Some(near) => refused.guess(code.span, near).near(Some(near.clone())),
                None => refused,
            })
        }
        Some(entry) if !is_allowable(entry) => refused(&marks::NOT_ALLOWABLE),
        Some(_) if allowance.because.value.trim().is_empty() => {
            Err(Diagnostic::at(&law::BLANK_WORDS, allowance.because.span))
        }
        Some(_) => Ok(()),
    }
}

/// Warnings can be allowed, but not the one that an allowance itself gives.
fn is_allowable(entry: &crate::diagnostic::Entry) -> bool {
    entry.severity == Severity::Warning && entry.code != marks::ALLOWS_NOTHING.code
}
