//! An explanation as an outline: sections of entries, each with a mark, its words and its clauses.
//!
//! The views write it; text, Markdown and HTML are three ways to set it. Its words are visible
//! text (no control or direction character in them) and not yet escaped for any of the three.

use super::words;
use crate::decision::record::Value;
use crate::diagnostic::Locale;
use serde::Serialize;
use std::fmt;

/// What is told of a decision, from the least to the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Depth {
    /// What the decision rests on: facts, assumed values, readings.
    Facts,
    /// The reasons in a few paragraphs, fit for a notice.
    Letter,
    /// The rules part by part, with numbers and clauses; what the policy marks as noise left out.
    #[default]
    Page,
    /// The page with nothing left out, then every step.
    Full,
}

impl Depth {
    /// `facts`, `letter`, `page`, `full`.
    pub fn name(self) -> &'static str {
        match self {
            Depth::Facts => "facts",
            Depth::Letter => "letter",
            Depth::Page => "page",
            Depth::Full => "full",
        }
    }
}

/// A decision in words. [`Display`](fmt::Display) sets it as plain text; its JSON (`serde`) is the
/// outline itself.
///
/// ```
/// # let aid = r#"policy aid "Aid"
/// # entity Household "household" { income: money per month "income" }
/// # measure grant "grant" for Household { monthly: money per month "monthly" }
/// # rule need "need" for Household { when income < 500  must grant { monthly: 500 - income } }"#;
/// # let policy = doudi::Policy::load(doudi::Sources::new().policy("aid.policy", aid)).unwrap();
/// # let facts = policy.facts_json(r#"{"facts": {"income": 300}}"#).unwrap();
/// # let decision = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap()).unwrap();
/// use doudi::diagnostic::Locale;
/// use doudi::explain::{Depth, explain};
/// let page = explain(&decision.record(), Depth::Page, Locale::En);
/// assert!(page.to_html().starts_with("<!DOCTYPE html>"));
/// assert!(page.to_markdown().starts_with("# "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Document {
    /// How much it tells.
    pub depth: Depth,
    /// The language: `zh-CN`, `en`.
    pub language: &'static str,
    /// What must be read first: that it is not complete.
    pub alert: Option<String>,
    /// What it is called.
    pub title: String,
    /// In the order in which they are read.
    pub sections: Vec<Section>,
    /// What ties it to its record: version of the engine, digests.
    pub pins: Vec<String>,
    #[serde(skip)]
    pub(super) locale: Locale,
}

/// Part of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Section {
    /// The same in every language: `head`, `measures`, `rules`, `open`, …
    pub name: &'static str,
    /// Its heading; the first section has none.
    pub title: Option<String>,
    /// What stands in it.
    pub entries: Vec<Entry>,
}

/// A line, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// What stands before it.
    pub mark: Mark,
    /// What it says.
    pub text: String,
    /// The clauses it rests on, with their words where they are first cited; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub law: String,
    /// Whether what is below is of interest only to who asks for it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub folded: bool,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// What stands before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mark {
    /// Nothing.
    Plain,
    /// One of several.
    Item,
    /// Counted, from 1.
    Number(usize),
    /// ✓
    Met,
    /// ✗
    NotMet,
    /// – not tested
    Waived,
    /// ? facts or parameters are missing
    Unknown,
    /// ! could not be computed
    Fault,
    /// → where it leads
    Leads,
    /// □ withheld from a copy for others
    Withheld,
}

impl Mark {
    /// The mark of a test that came to this.
    pub(super) fn of(value: &Value) -> Mark {
        match value {
            Value::Truth(true) => Mark::Met,
            Value::Truth(false) => Mark::NotMet,
            Value::Waived => Mark::Waived,
            Value::Redacted => Mark::Withheld,
            value if super::view::lacks(value) => Mark::Unknown,
            _ => Mark::Fault,
        }
    }

    /// The sign, where it is not a number.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Mark::Plain | Mark::Number(_) => "",
            Mark::Item => "-",
            Mark::Met => "✓",
            Mark::NotMet => "✗",
            Mark::Waived => "–",
            Mark::Unknown => "?",
            Mark::Fault => "!",
            Mark::Leads => "→",
            Mark::Withheld => "□",
        }
    }

    /// What the sign says, for who cannot see it; nothing for a mark that only sets a line apart.
    pub(super) fn words(self, locale: Locale) -> Option<String> {
        let phrase = match self {
            Mark::Plain | Mark::Number(_) | Mark::Item => return None,
            Mark::Met => words::MARK_MET,
            Mark::NotMet => words::MARK_NOT_MET,
            Mark::Waived => words::NOT_TESTED,
            Mark::Unknown => words::UNKNOWN,
            Mark::Fault => words::MARK_FAULT,
            Mark::Leads => words::MARK_LEADS,
            Mark::Withheld => words::MARK_WITHHELD,
        };
        Some(phrase.fill(locale, &[]))
    }
}

impl Entry {
    /// A line with nothing before or below it.
    pub(super) fn new(mark: Mark, text: String) -> Entry {
        Entry { mark, text, law: String::new(), folded: false, entries: Vec::new() }
    }
}

impl Document {
    /// What stands between a line's words and its clauses.
    pub(super) fn with_law(&self, text: String, law: String) -> String {
        if law.is_empty() { text } else { words::WITH_CLAUSE.fill(self.locale, &[text, law]) }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, entries: &[Entry], depth: usize) -> fmt::Result {
        for entry in entries {
            for _ in 0..depth {
                f.write_str("  ")?;
            }
            match entry.mark {
                Mark::Plain => {}
                Mark::Number(number) => write!(f, "{number}. ")?,
                mark => write!(f, "{} ", mark.sign())?,
            }
            writeln!(f, "{}", self.with_law(entry.text.clone(), entry.law.clone()))?;
            self.write(f, &entry.entries, depth.saturating_add(1))?;
        }
        Ok(())
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(alert) = &self.alert {
            writeln!(f, "{alert}\n")?;
        }
        writeln!(f, "{}", self.title)?;
        for section in &self.sections {
            if let Some(title) = &section.title {
                writeln!(f, "\n{}", words::SECTION.fill(self.locale, std::slice::from_ref(title)))?;
            }
            self.write(f, &section.entries, 0)?;
        }
        Ok(())
    }
}

/// A document as far as it is written.
#[derive(Default)]
pub(super) struct Outline {
    sections: Vec<Section>,
    /// The last line and those it stands below, each with its depth.
    open: Vec<(usize, Entry)>,
}

impl Outline {
    /// Begins a section.
    pub(super) fn section(&mut self, name: &'static str, title: Option<String>) {
        self.close(0);
        self.sections.push(Section { name, title, entries: Vec::new() });
    }

    /// Whether the section that is being written has this name.
    pub(super) fn is_in(&self, name: &str) -> bool {
        self.sections.last().is_some_and(|section| section.name == name)
    }

    /// Adds a line below the last one that is less deep.
    pub(super) fn entry(&mut self, depth: usize, entry: Entry) {
        self.close(depth);
        self.open.push((depth, entry));
    }

    /// All sections.
    pub(super) fn finish(mut self) -> Vec<Section> {
        self.close(0);
        self.sections
    }

    /// Puts the lines that are as deep as the next one, or deeper, below the one above them.
    fn close(&mut self, depth: usize) {
        while let Some((_, entry)) = self.open.pop_if(|(last, _)| *last >= depth) {
            let above = self.open.last_mut().map(|(_, above)| &mut above.entries);
            if let Some(entries) = above.or(self.sections.last_mut().map(|section| &mut section.entries)) {
                entries.push(entry);
            }
        }
    }
}
