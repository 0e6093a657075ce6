//! Named texts, and places in them: what every span of the engine points into.
//!
//! A [`Sources`] holds everything a policy is made of: its `.policy` files and the texts of the
//! instruments it cites. The host reads files; the engine only ever sees names and text.

mod lines;
mod wording;

pub use lines::LineIndex;
pub use wording::{Clause, clauses};

use serde::Serialize;

/// One text of a [`Sources`], by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourceId(pub u32);

/// A stretch of one source, in bytes: `start` included, `end` not.
///
/// Both ends lie on character boundaries of the source they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The text the span lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that covers both; `other` must lie in the same source.
    pub fn to(self, other: Span) -> Span {
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// What kind of text a source holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Rules, in the policy language.
    Policy,
    /// The wording of a cited instrument, clause by clause.
    Instrument,
}

/// One named text.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name it is reported under, and by which a policy names an instrument's text.
    pub name: String,
    /// Rules or wording.
    pub kind: SourceKind,
    /// The text itself.
    pub text: String,
}

/// The texts a policy is loaded from.
///
/// ```
/// let sources = doudi::Sources::new()
///     .policy("a.policy", "policy demo \"示例\" in force 2020-01-01 ..")
///     .text("notice/a.txt", "## 一\n总则。");
/// assert_eq!(sources.iter().count(), 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file of rules.
    #[must_use]
    pub fn policy(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.sources.push(Source { name: name.into(), kind: SourceKind::Policy, text: text.into() });
        self
    }

    /// Adds the wording of an instrument.
    #[must_use]
    pub fn text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.sources.push(Source { name: name.into(), kind: SourceKind::Instrument, text: text.into() });
        self
    }

    /// Every text with its id, in the order it was added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0u32..).map(SourceId).zip(&self.sources)
    }

    /// The text with this id; `None` for an id of another set.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// The text with this name.
    pub fn named(&self, name: &str) -> Option<(SourceId, &Source)> {
        self.iter().find(|(_, source)| source.name == name)
    }

    /// The words a span covers; empty for a span of another set.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).and_then(|s| s.text.get(span.start as usize..span.end as usize)).unwrap_or("")
    }
}
