//! files → what is decided: a policy with its settings and the facts of a case, or a stored record.
//!
//! Settings and facts are both looked at before either is refused: all errors at once.

use super::{Stop, tally};
use crate::load::{self, STDIN};
use crate::render;
use crate::words::{self, Message};
use doudi::diagnostic::{Diagnostic, Locale, visible};
use doudi::{Date, Decision, Facts, InputError, Policy, Record};
use std::path::{Path, PathBuf};

/// Refuses a call that reads standard input more than once.
pub fn one_stdin<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Result<(), Stop> {
    let read = paths.into_iter().filter(|path| **path == *Path::new(STDIN)).count();
    if read > 1 { Err(Message::new(&words::ONE_STDIN, &[]).into()) } else { Ok(()) }
}

/// A policy as it is deployed, and the facts of a case.
pub fn read(
    mut policy: Policy,
    settings: Option<&Path>,
    facts: &Path,
    locale: Locale,
) -> Result<(Policy, Facts), Stop> {
    let facts_json = load::text(facts)?;
    let settings = settings.map(|path| load::text(path).map(|json| (path, json))).transpose()?;
    let mut refused = Refused { diagnostics: Vec::new(), shown: Vec::new(), locale };
    if let Some((path, json)) = &settings
        && let Some(settings) = refused.unless(policy.settings_json(json), path, json)
    {
        policy = policy.with_settings(&settings);
    }
    let facts = refused.unless(policy.facts_json(&facts_json), facts, &facts_json);
    match facts.filter(|_| refused.diagnostics.is_empty()) {
        Some(facts) => Ok((policy, facts)),
        None => Err(refused.stop()),
    }
}

/// Decides it.
pub fn decide<'a>(policy: &'a Policy, facts: &'a Facts, date: Date, locale: Locale) -> Result<Decision<'a>, Stop> {
    policy.decide(facts, date).map_err(|error| {
        Stop::Fault(Message::new(&words::CANNOT_DECIDE, &[&error.message(locale)]).text(locale) + "\n")
    })
}

/// A stored record. It may say anything.
pub fn record(path: &Path, locale: Locale) -> Result<Record, Stop> {
    Record::from_json(load::text(path)?.trim_end()).map_err(|error| {
        let message = Message::new(&words::NO_RECORD, &[&path.display(), &visible(&error.to_string())]);
        Stop::Fault(message.text(locale) + "\n")
    })
}

/// What is wrong with the documents.
struct Refused {
    diagnostics: Vec<Diagnostic>,
    shown: Vec<String>,
    locale: Locale,
}

impl Refused {
    /// What was read; what is wrong with it is kept.
    fn unless<T>(&mut self, read: Result<T, InputError>, path: &Path, json: &str) -> Option<T> {
        read.map_err(|error| {
            self.shown.push(render::of_document(&error.diagnostics, &path.display().to_string(), json, self.locale));
            self.diagnostics.extend(error.diagnostics);
        })
        .ok()
    }

    fn stop(self) -> Stop {
        Stop::Fault(format!("{}\n{}", self.shown.join("\n"), tally(&self.diagnostics, self.locale)))
    }
}
