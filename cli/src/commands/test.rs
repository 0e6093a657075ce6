//! `doudi test`: the cases of Markdown files.

use super::{Done, Stop};
use crate::load::STDIN;
use crate::suite::{self, PageReport};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use std::path::{Path, PathBuf};

/// Runs them; an update writes the files back and leaves only what it cannot mend to be reported.
pub fn run(paths: &[PathBuf], update: bool, filter: Option<&str>, locale: Locale) -> Result<Done, Stop> {
    if update && paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err(Message::new(&words::UPDATE_STDIN, &[]).into());
    }
    let mut reports = suite::run(paths, &|name| filter.is_none_or(|filter| name.contains(filter)))?;
    let updated = if update { suite::update(&mut reports)? } else { 0 };
    let (passed, failed) = reports.iter().map(PageReport::tally).fold((0, 0), |(p, f), (q, g)| (p + q, f + g));
    if let (Some(filter), 0, 0) = (filter, passed, failed) {
        return Err(Message::new(&words::NO_MATCH, &[&filter]).into());
    }
    let mut out: String = reports.iter().map(|report| report.text(locale)).collect();
    if update {
        out += &(Message::new(&words::TESTS_UPDATED, &[&updated]).text(locale) + "\n");
    }
    out += &(Message::new(&words::TESTS_TALLY, &[&passed, &failed]).text(locale) + "\n");
    Ok(Done { out, at_fault: failed > 0, ..Done::default() })
}
