//! What is wrong with a policy, its facts or its settings: plain data, worded in zh and en.
//!
//! Every diagnostic is an [`Entry`] of one table (a code, a severity, its words side by side)
//! with the place and the names of this occurrence. Rendering with source snippets belongs to
//! the program; [`Diagnostic::message`] and [`Diagnostic::help`] give the words.

pub mod near;
pub mod table;
mod visible;

use crate::source::Span;
use std::fmt;
pub use visible::visible;

/// A language of the words the engine prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    ZhCn,
    /// English.
    En,
}

/// One sentence in both languages. `{0}`, `{1}`, … stand for the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Phrase {
    /// The sentence in one language, its arguments filled in.
    pub fn fill(&self, locale: Locale, args: &[String]) -> String {
        let template = match locale {
            Locale::ZhCn => self.zh,
            Locale::En => self.en,
        };
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let filled =
                after.split_once('}').and_then(|(index, tail)| Some((args.get(index.parse::<usize>().ok()?)?, tail)));
            match filled {
                Some((arg, tail)) => {
                    out.push_str(arg);
                    rest = tail;
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The policy, facts or settings are not accepted.
    Error,
    /// Accepted, but worth a look.
    Warning,
}

/// One row of the table of diagnostics.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// `E0201`: the first two digits name the stage, the last two the row.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: Phrase,
    /// What to do about it; may be empty.
    pub help: Phrase,
}

/// A second place that belongs to the story ("first defined here").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub phrase: Phrase,
    /// What fills the phrase.
    pub args: Vec<String>,
}

/// A change of the source that would mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What to replace.
    pub span: Span,
    /// With what.
    pub replacement: String,
    /// Whether nothing else can be meant; else it is a guess, for a person to look at.
    pub certain: bool,
}

/// Where a diagnostic belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a policy source.
    Span(Span),
    /// In a document of facts or settings: `members[1].wage`.
    Path(String),
    /// Nowhere in particular: a missing policy header, a whole set of files.
    Whole,
}

/// One thing that is wrong, at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Diagnostic {
    /// The row it is worded by.
    pub entry: &'static Entry,
    /// Where it is.
    pub place: Place,
    /// What fills the message and the help.
    pub args: Vec<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// A near name, when one was meant: `你是不是想写 …` / `did you mean …`.
    pub near: Option<String>,
    /// An edit that would mend it.
    pub edit: Option<Edit>,
}

impl Diagnostic {
    /// A diagnostic at a place of a policy source.
    pub fn at(entry: &'static Entry, span: Span) -> Self {
        Self::new(entry, Place::Span(span))
    }

    /// A diagnostic at a path of a facts or settings document.
    pub fn path(entry: &'static Entry, path: impl Into<String>) -> Self {
        Self::new(entry, Place::Path(path.into()))
    }

    /// A diagnostic at any place.
    pub fn new(entry: &'static Entry, place: Place) -> Self {
        Diagnostic { entry, place, args: Vec::new(), labels: Vec::new(), near: None, edit: None }
    }

    /// Adds what fills the next `{n}`.
    pub fn arg(mut self, arg: impl fmt::Display) -> Self {
        self.args.push(visible(&arg.to_string()));
        self
    }

    /// Adds a further place.
    pub fn label(mut self, span: Span, phrase: Phrase, args: &[&dyn fmt::Display]) -> Self {
        self.labels.push(Label { span, phrase, args: args.iter().map(|arg| visible(&arg.to_string())).collect() });
        self
    }

    /// Adds the name that was probably meant.
    pub fn near(mut self, name: Option<String>) -> Self {
        self.near = name.as_deref().map(visible);
        self
    }

    /// Adds the edit that mends it, where nothing else can be meant.
    pub fn edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edit = Some(Edit { span, replacement: replacement.into(), certain: true });
        self
    }

    /// Adds an edit that mends it if what was guessed was meant.
    pub fn guess(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edit = Some(Edit { span, replacement: replacement.into(), certain: false });
        self
    }

    /// What is wrong, in one sentence.
    pub fn message(&self, locale: Locale) -> String {
        self.entry.message.fill(locale, &self.args)
    }

    /// What to do, with the near name if there is one; empty when there is nothing to say.
    pub fn help(&self, locale: Locale) -> String {
        let mut help = self.entry.help.fill(locale, &self.args);
        if let Some(near) = &self.near {
            let near = table::DID_YOU_MEAN.fill(locale, std::slice::from_ref(near));
            help = if help.is_empty() { near } else { format!("{near} {help}") };
        }
        help
    }

    /// Whether it keeps the policy, facts or settings from being accepted.
    pub fn is_error(&self) -> bool {
        self.entry.severity == Severity::Error
    }
}

/// `E0201 members[1].wage: …`: one line, in English, without the source.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.entry.code)?;
        if let Place::Path(path) = &self.place {
            write!(f, " {path}")?;
        }
        write!(f, ": {}", self.message(Locale::En))
    }
}

/// Diagnostics as the message of an error: each on a line of its own, with what to do about it
/// on the next.
pub(crate) fn list(diagnostics: &[Diagnostic]) -> String {
    let lines = diagnostics.iter().map(|diagnostic| match diagnostic.help(Locale::En) {
        help if help.is_empty() => diagnostic.to_string(),
        help => format!("{diagnostic}\n  {help}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Sorts diagnostics by place, then code: the order in which they are reported.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (&a.place, a.entry.code, &a.args).cmp(&(&b.place, b.entry.code, &b.args)));
    diagnostics.dedup();
}
