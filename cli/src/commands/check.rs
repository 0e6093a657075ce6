//! `doudi check`: all that is wrong with a policy.

use super::{Done, Stop, tally};
use crate::render;
use crate::words::{self, Message};
use doudi::Policy;
use doudi::diagnostic::Locale;
use doudi::source::SourceKind;
use std::path::PathBuf;

/// Loads the files and folders together as one policy.
pub fn run(paths: &[PathBuf], locale: Locale) -> Result<Done, Stop> {
    let loaded = super::read(paths)?;
    let files = loaded.sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy).count();
    let (diagnostics, fine) = match Policy::load(loaded.sources.clone()) {
        Err(error) => (error.diagnostics, None),
        Ok(policy) => {
            let (name, rules) = (policy.model().policy.name.label(locale).to_owned(), policy.model().rules.len());
            let line = Message::new(&words::POLICY_FINE, &[&name, &files, &rules]).text(locale) + "\n";
            (policy.warnings().to_vec(), Some(line))
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
