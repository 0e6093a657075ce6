//! Diagnostics → JSON Lines for programs: places in bytes, lines and columns, both languages.

use crate::load::Loaded;
use doudi::diagnostic::{Diagnostic, Edit, Locale, Place, Severity};
use doudi::model::Allowed;
use doudi::source::Span;
use serde::Serialize;

/// A diagnostic as programs read it: a line of `doudi check --format json`.
#[derive(Debug, Serialize)]
pub struct Reported<'a> {
    /// `E0204`
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: Words,
    /// What to do; left out where there is nothing to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Words>,
    /// Where; left out for a policy as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Stretch<'a>>,
    /// Further places that belong to the story.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related<'a>>,
    /// A change that would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<Change<'a>>,
    /// Why the policy allows it; left out where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<&'a str>,
}

/// The same in both languages.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    fn of(words: impl Fn(Locale) -> String) -> Self {
        Words { zh: words(Locale::ZhCn), en: words(Locale::En) }
    }

    /// The words in one language.
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// A stretch of a file; the end is not part of it.
#[derive(Clone, Debug, Serialize)]
pub struct Stretch<'a> {
    /// The file, as it was given.
    pub path: &'a str,
    /// Its first character.
    pub start: Position,
    /// Behind its last.
    pub end: Position,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// From 0.
    pub byte: usize,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// From 1, in UTF-16 code units, as most editors count.
    pub utf16: usize,
}

/// A second place.
#[derive(Debug, Serialize)]
pub struct Related<'a> {
    /// Where.
    pub place: Stretch<'a>,
    /// What is there.
    pub message: Words,
}

/// A change of the text.
#[derive(Debug, Serialize)]
pub struct Change<'a> {
    /// What to replace.
    pub place: Stretch<'a>,
    /// With what.
    pub replacement: &'a str,
    /// Whether nothing else can be meant; else a person should look.
    pub certain: bool,
}

/// Diagnostics as programs read them, those a policy allows behind the others.
pub fn reported<'a>(found: &'a [Diagnostic], allowed: &'a [Allowed], loaded: &'a Loaded) -> Vec<Reported<'a>> {
    let open = found.iter().map(|diagnostic| one(diagnostic, loaded));
    let allowed = allowed.iter().map(|allowed| {
        let because = Some(allowed.because.as_str());
        Reported { allowed: because, ..one(&allowed.diagnostic, loaded) }
    });
    open.chain(allowed).collect()
}

/// JSON Lines, one a diagnostic; nothing where there is none.
pub fn json_lines(reported: &[Reported<'_>]) -> String {
    reported.iter().map(|one| serde_json::to_string(one).unwrap_or_default() + "\n").collect()
}

fn one<'a>(diagnostic: &'a Diagnostic, loaded: &'a Loaded) -> Reported<'a> {
    let (zh, en) = (diagnostic.help(Locale::ZhCn), diagnostic.help(Locale::En));
    Reported {
        code: diagnostic.entry.code,
        severity: match diagnostic.entry.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: Words::of(|locale| diagnostic.message(locale)),
        help: (!en.is_empty()).then_some(Words { zh, en }),
        place: match diagnostic.place {
            Place::Span(span) => stretch(span, loaded),
            Place::Path(_) | Place::Whole => None,
        },
        related: diagnostic
            .labels
            .iter()
            .filter_map(|label| {
                Some(Related {
                    place: stretch(label.span, loaded)?,
                    message: Words::of(|locale| label.phrase.fill(locale, &label.args)),
                })
            })
            .collect(),
        edit: diagnostic.edit.as_ref().and_then(|edit| change(edit, loaded)),
        allowed: None,
    }
}

fn change<'a>(edit: &'a Edit, loaded: &'a Loaded) -> Option<Change<'a>> {
    Some(Change { place: stretch(edit.span, loaded)?, replacement: &edit.replacement, certain: edit.certain })
}

fn stretch(span: Span, loaded: &Loaded) -> Option<Stretch<'_>> {
    let source = loaded.sources.get(span.source)?;
    let path = loaded.paths.get(&source.name).unwrap_or(&source.name);
    let place = |byte: u32| position(&source.text, byte as usize);
    Some(Stretch { path, start: place(span.start)?, end: place(span.end)? })
}

fn position(text: &str, byte: usize) -> Option<Position> {
    let before = text.get(..byte)?;
    let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
    Some(Position {
        byte,
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        utf16: line.encode_utf16().count() + 1,
    })
}
