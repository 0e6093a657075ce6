//! `doudi check`: all that is wrong with a policy.

use super::{Done, Stop, tally};
use crate::load::Loaded;
use crate::render;
use crate::words::{self, Message};
use doudi::Policy;
use doudi::diagnostic::{Locale, Place};
use doudi::model::Allowed;
use doudi::source::{LineIndex, SourceKind};
use std::path::PathBuf;

/// Loads the files and folders together as one policy.
pub fn run(paths: &[PathBuf], locale: Locale) -> Result<Done, Stop> {
    let loaded = super::read(paths)?;
    let files = loaded.sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy).count();
    let (diagnostics, fine) = match Policy::load(loaded.sources.clone()) {
        Err(error) => (error.diagnostics, None),
        Ok(policy) => {
            let (name, rules) = (policy.model().policy.name.label(locale).to_owned(), policy.model().rules.len());
            let fine = Message::new(&words::POLICY_FINE, &[&name, &files, &rules]).text(locale) + "\n";
            let allowed: String = policy.allowed().iter().map(|item| allowed(item, &loaded, locale)).collect();
            (policy.warnings().to_vec(), Some(allowed + &fine))
        }
    };
    let mut out = render::of_policy(&diagnostics, &loaded, locale);
    if !diagnostics.is_empty() {
        out.push('\n');
        out += &tally(&diagnostics, locale);
    }
    let at_fault = fine.is_none();
    out += &fine.unwrap_or_default();
    Ok(Done { out, at_fault, ..Done::default() })
}

/// A line on a warning that the policy allows.
fn allowed(allowed: &Allowed, loaded: &Loaded, locale: Locale) -> String {
    let Place::Span(span) = allowed.diagnostic.place else { return String::new() };
    let Some(source) = loaded.sources.get(span.source) else { return String::new() };
    let path = loaded.paths.get(&source.name).unwrap_or(&source.name);
    let line = LineIndex::new(&source.text).line_column(&source.text, span.start).0;
    let code = allowed.diagnostic.entry.code;
    Message::new(&words::ALLOWED, &[&code, path, &line, &allowed.because]).text(locale) + "\n"
}
