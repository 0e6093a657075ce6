//! What is wrong with a document, collected with the paths where it is wrong.

use super::document::Document;
use super::value::{OBJECT, listed, mismatch};
use crate::diagnostic::near::nearest;
use crate::diagnostic::{self, Diagnostic, Entry, Place, table::facts as row, visible};
use std::fmt;

/// Why facts or settings were not accepted: every error, by path.
///
/// Displayed, each is a line in English, with what to do about it on the next;
/// [`Diagnostic::message`] and [`Diagnostic::help`] have the words in Chinese too.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", diagnostic::list(.diagnostics))]
pub struct InputError {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Vec<Diagnostic>> for InputError {
    fn from(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostic::sort(&mut diagnostics);
        InputError { diagnostics }
    }
}

/// What is wrong, by whoever does not know where.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    entry: &'static Entry,
    args: Vec<String>,
    near: Option<String>,
}

impl Problem {
    pub(super) fn new(entry: &'static Entry) -> Self {
        Problem { entry, args: Vec::new(), near: None }
    }

    /// Adds what fills the next `{n}`.
    pub(super) fn arg(mut self, arg: impl fmt::Display) -> Self {
        self.args.push(visible(&arg.to_string()));
        self
    }

    /// Adds the name that was probably meant.
    pub(super) fn near(mut self, name: Option<String>) -> Self {
        self.near = name;
        self
    }

    /// The whole document is wrong, and nothing more can be said of it.
    pub(super) fn whole(self) -> Vec<Diagnostic> {
        vec![self.at(Place::Whole)]
    }

    fn at(self, place: Place) -> Diagnostic {
        let diagnostic = Diagnostic { args: self.args, ..Diagnostic::new(self.entry, place) };
        diagnostic.near(self.near)
    }
}

/// Everything that is wrong, in the order in which it was found.
#[derive(Default)]
pub(super) struct Errors {
    found: Vec<Diagnostic>,
    more: usize,
}

/// More than anyone reads; a document built to be wrong everywhere costs no more than this.
const REPORTED: usize = 1_000;

impl Errors {
    /// Adds what is wrong at a path.
    pub(super) fn add(&mut self, path: impl FnOnce() -> String, problem: Problem) {
        if self.found.len() < REPORTED {
            self.found.push(problem.at(Place::Path(path())));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Keeps a value, or adds why there is none.
    pub(super) fn keep<T>(&mut self, path: impl FnOnce() -> String, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.add(path, problem)).ok()
    }

    /// The nearest of some names, as long as what is wrong is reported at all.
    pub(super) fn near<'n>(&self, name: &str, among: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.found.len() < REPORTED { nearest(name, among) } else { None }
    }

    /// All that is wrong.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            self.found.push(Problem::new(&row::MORE_ERRORS).arg(self.more).at(Place::Whole));
        }
        self.found
    }

    /// The values of an object that has these keys and no others; `None` if it is no object.
    pub(super) fn object<'d, const N: usize>(
        &mut self,
        document: &'d Document,
        path: &dyn Fn() -> String,
        keys: [&str; N],
    ) -> Option<[Option<&'d Document>; N]> {
        let Document::Map(entries) = document else {
            self.add(path, mismatch(document, OBJECT));
            return None;
        };
        let mut values = [None; N];
        for (key, value) in entries {
            let slot = keys.iter().position(|known| known == key).and_then(|index| values.get_mut(index));
            let at = || join(&path(), &shown(key));
            match slot {
                Some(slot @ None) => *slot = Some(value),
                Some(_) => self.add(at, Problem::new(&row::DUPLICATE_KEY).arg(shown(key))),
                None => {
                    let unknown = Problem::new(&row::UNKNOWN_KEY).arg(shown(key)).arg(listed(&keys));
                    self.add(at, unknown.near(self.near(key, keys)));
                }
            }
        }
        Some(values)
    }

    /// A value that must be there.
    pub(super) fn required<'d>(
        &mut self,
        value: Option<&'d Document>,
        path: &dyn Fn() -> String,
        key: &str,
    ) -> Option<&'d Document> {
        if value.is_none() {
            self.add(path, Problem::new(&row::MISSING_KEY).arg(key));
        }
        value
    }
}

/// A path and what comes below it.
pub(super) fn join(path: &str, key: &str) -> String {
    match (path.is_empty(), key.starts_with('[')) {
        (true, _) => key.to_string(),
        (false, true) => format!("{path}{key}"),
        (false, false) => format!("{path}.{key}"),
    }
}

/// A key as it is shown: plain where it could be a name, else quoted, escaped and cut short.
pub(crate) fn shown(key: &str) -> String {
    const LONGEST: usize = 64;
    let plain =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.' || c == '[' || c == ']');
    let short: String = key.chars().take(LONGEST).collect();
    let cut = if short.len() < key.len() { "…" } else { "" };
    if plain { format!("{short}{cut}") } else { format!("\"{}{cut}\"", short.escape_debug()) }
}
