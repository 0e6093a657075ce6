//! What is wrong with a policy, its facts or its settings: plain data, worded in zh and en.
//!
//! Every diagnostic is an [`Entry`] of one table (a code, a severity, its words side by side)
//! with the place and the names of this occurrence. Rendering with source snippets belongs to
//! the program; [`Diagnostic::message`] and [`Diagnostic::help`] give the words.

pub mod near;
pub mod table;
mod visible;

use crate::keywords::{self, Names, Script};
use crate::source::{Sources, Span};
use std::borrow::Cow;
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
///
/// What stands between `` ` `` is policy, in English words: filled in for a file in Chinese words
/// it is told in these ([`Phrase::fill_in`]). An argument is told as it is, but for `{0!}`, which is
/// policy as well.
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
        self.fill_in(locale, Script::English, args)
    }

    /// The same for a text that is written in these words.
    pub fn fill_in(&self, locale: Locale, script: Script, args: &[String]) -> String {
        let template = match locale {
            Locale::ZhCn => self.zh,
            Locale::En => self.en,
        };
        let template = in_words(template, script);
        let mut out = String::with_capacity(template.len());
        let mut rest: &str = &template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let filled = after.split_once('}').and_then(|(index, tail)| Some((argument(index, script, args)?, tail)));
            match filled {
                Some((arg, tail)) => {
                    out.push_str(&arg);
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

/// The argument of `{0}` or `{0!}`.
fn argument<'a>(index: &str, script: Script, args: &'a [String]) -> Option<Cow<'a, str>> {
    match index.strip_suffix('!') {
        Some(index) => {
            let words = args.get(index.parse::<usize>().ok()?)?;
            Some(Cow::Owned(keywords::with_names(words, script, Names::Some)))
        }
        None => args.get(index.parse::<usize>().ok()?).map(|arg| Cow::Borrowed(arg.as_str())),
    }
}

/// A sentence, what stands between `` ` `` in these words.
fn in_words(template: &'static str, script: Script) -> Cow<'static, str> {
    if script == Script::English {
        return Cow::Borrowed(template);
    }
    let parts = template.split('`').enumerate();
    let worded = |(n, part): (usize, &'static str)| match n % 2 {
        0 => Cow::Borrowed(part),
        _ => Cow::Owned(keywords::worded(part, script)),
    };
    Cow::Owned(parts.map(worded).collect::<Vec<_>>().join("`"))
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

/// What to do about one occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What there is to say.
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
    /// What else there is to say of what to do about this one, besides the help of its row.
    pub hints: Vec<Hint>,
    /// An edit that would mend it.
    pub edit: Option<Edit>,
    /// The words the text around it is written in, which it is told in.
    pub script: Script,
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
        Diagnostic {
            entry,
            place,
            args: Vec::new(),
            labels: Vec::new(),
            near: None,
            hints: Vec::new(),
            edit: None,
            script: Script::English,
        }
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

    /// Adds what to do about it in this case.
    pub fn hint(mut self, phrase: Phrase, args: &[&dyn fmt::Display]) -> Self {
        self.hints.push(Hint { phrase, args: args.iter().map(|arg| visible(&arg.to_string())).collect() });
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
        self.entry.message.fill_in(locale, self.script, &self.args)
    }

    /// What to do, with the near name if there is one; empty when there is nothing to say.
    pub fn help(&self, locale: Locale) -> String {
        let mut help = self.entry.help.fill_in(locale, self.script, &self.args);
        if let Some(near) = &self.near {
            let near = table::DID_YOU_MEAN.fill(locale, std::slice::from_ref(near));
            help = if help.is_empty() { near } else { format!("{near} {help}") };
        }
        let joint = if locale == Locale::ZhCn { "；" } else { "; " };
        for hint in self.hints.iter().map(|hint| hint.phrase.fill_in(locale, self.script, &hint.args)) {
            help = if help.is_empty() { hint } else { format!("{help}{joint}{hint}") };
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

/// Tells each diagnostic in the words of the item it is about: what it says, and what it suggests.
pub(crate) fn word(diagnostics: &mut [Diagnostic], sources: &Sources) {
    for diagnostic in diagnostics {
        let Place::Span(span) = diagnostic.place else { continue };
        let Some(source) = sources.get(span.source) else { continue };
        diagnostic.script = keywords::script_at(&source.text, span.start as usize);
        // Of these rows alone a suggestion can be a word that a name may be called as well.
        let speaks = [&table::model::UNKNOWN_FUNCTION, &table::model::WORD_EXPECTED, &table::model::PERIODS_DIFFER];
        let names = if speaks.contains(&diagnostic.entry) { Names::Some } else { Names::All };
        let suggested = diagnostic.near.iter_mut();
        for words in suggested.chain(diagnostic.edit.as_mut().map(|edit| &mut edit.replacement)) {
            *words = keywords::with_names(words, diagnostic.script, names);
        }
    }
}

/// Sorts diagnostics by place, then code: the order in which they are reported.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (&a.place, a.entry.code, &a.args).cmp(&(&b.place, b.entry.code, &b.args)));
    diagnostics.dedup();
}
