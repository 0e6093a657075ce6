//! `doudi test`: the cases of Markdown files.

use super::{Done, Stop, watch};
use crate::args::Test;
use crate::differing::Layout;
use crate::fixture::Report;
use crate::junit;
use crate::load::STDIN;
use crate::suite::{self, PageReport};
use crate::words::{self, Message};
use console::Term;
use doudi::diagnostic::{Locale, visible};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Runs them, once or whenever something changes; an update writes the files back and leaves only
/// what it cannot mend to be reported.
pub fn run(call: &Test, locale: Locale) -> Result<Done, Stop> {
    if call.watch {
        return watch::run(call, locale);
    }
    once(call, locale)
}

/// Runs them once.
pub fn once(call: &Test, locale: Locale) -> Result<Done, Stop> {
    if call.update && call.paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err(Message::new(&words::UPDATE_STDIN, &[]).into());
    }
    // Shown on a terminal only.
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    let filter = call.filter.as_deref();
    let wanted = |name: &str| filter.is_none_or(|filter| name.contains(filter));
    let mut reports = suite::run_with(&call.paths, &wanted, &|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    let updated = if call.update { suite::update(&mut reports)? } else { 0 };
    let (passed, failed) = reports.iter().map(PageReport::tally).fold((0, 0), |(p, f), (q, g)| (p + q, f + g));
    match (filter, passed, failed) {
        (Some(filter), 0, 0) => return Err(Message::new(&words::NO_MATCH, &[&filter]).into()),
        (None, 0, 0) => return Err(Message::new(&words::NO_CASES, &[]).into()),
        _ => {}
    }
    if let Some(path) = &call.junit {
        let cannot = |error: &dyn std::fmt::Display| Message::new(&words::CANNOT_WRITE, &[&path.display(), error]);
        let xml = junit::xml(&reports, locale).map_err(|error| cannot(&error))?;
        fs::write(path, xml).map_err(|error| cannot(&error))?;
    }
    let layout = layout(call);
    let mut out: String = reports.iter().map(|report| report.text_in(layout, locale)).collect();
    if call.update {
        out += &(Message::new(&words::TESTS_UPDATED, &[&updated]).text(locale) + "\n");
    }
    out += &(Message::new(&words::TESTS_TALLY, &[&passed, &failed]).text(locale) + "\n");
    let found: Vec<&Report> = reports.iter().filter_map(|report| report.outcome.as_ref().ok()).collect();
    out += &(blocks(&found).text(locale) + "\n");
    let properties: BTreeSet<_> = found.iter().flat_map(|report| &report.properties).collect();
    if !properties.is_empty() {
        out += &(Message::new(&words::PROPERTIES_HINT, &[&properties.len()]).text(locale) + "\n");
    }
    Ok(Done { out, at_fault: failed > 0, ..Done::default() })
}

/// How many blocks of which tag were read, and of which other tags nobody looked at.
fn blocks(reports: &[&Report]) -> Message {
    let (mut read, mut passed_over) = (BTreeMap::new(), BTreeMap::new());
    for report in reports {
        report.read.iter().for_each(|(tag, count)| *read.entry((*tag).to_owned()).or_insert(0) += count);
        report.passed_over.iter().for_each(|(tag, count)| *passed_over.entry(visible(tag)).or_insert(0) += count);
    }
    let untagged = passed_over.remove("");
    let listed = |counts: &BTreeMap<String, usize>| {
        counts.iter().map(|(tag, count)| format!("{tag} {count}")).collect::<Vec<_>>().join(", ")
    };
    match (passed_over.is_empty(), untagged) {
        (true, None) => Message::new(&words::BLOCKS_READ, &[&listed(&read)]),
        (true, Some(count)) => Message::new(&words::BLOCKS_UNTAGGED, &[&listed(&read), &count]),
        (false, None) => Message::new(&words::BLOCKS_PASSED_OVER, &[&listed(&read), &listed(&passed_over)]),
        (false, Some(count)) => {
            Message::new(&words::BLOCKS_PASSED_OVER_TOO, &[&listed(&read), &listed(&passed_over), &count])
        }
    }
}

/// Columns of a screen below which two texts do not stand beside each other unasked.
const WIDE: usize = 100;
/// Columns for two texts where there is no screen.
const PAPER: usize = 120;

fn layout(call: &Test) -> Layout {
    let screen = Term::stdout().size_checked().map(|(_, width)| usize::from(width));
    match (screen, call.side_by_side) {
        (Some(width), asked) if asked || width >= WIDE => Layout::Beside(width),
        (None, true) => Layout::Beside(PAPER),
        _ => Layout::Below,
    }
}

/// For commands that ask what cases show: one that fails shows nothing.
///
/// # Errors
/// What fails.
pub fn all_pass(paths: &[PathBuf], locale: Locale) -> Result<(), Stop> {
    let reports = suite::run(paths, &|_| true)?;
    let failures: String = reports.iter().map(|report| report.text(locale)).collect();
    match failures.is_empty() {
        true => Ok(()),
        false => Err(Stop::Fault(format!("{failures}{}\n", Message::new(&words::CASES_FAIL, &[]).text(locale)))),
    }
}
