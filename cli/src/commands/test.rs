//! `doudi test`: the cases of Markdown files.

use super::{Done, Stop};
use crate::fixture::{Failure, TestResult};
use crate::load::STDIN;
use crate::suite::{self, PageReport};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

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
    let mut out: String = reports.iter().map(|report| page(report, locale)).collect();
    if update {
        out += &(Message::new(&words::TESTS_UPDATED, &[&updated]).text(locale) + "\n");
    }
    out += &(Message::new(&words::TESTS_TALLY, &[&passed, &failed]).text(locale) + "\n");
    Ok(Done { out, at_fault: failed > 0, ..Done::default() })
}

/// What is to be said of a page: nothing if all its tests passed.
fn page(report: &PageReport, locale: Locale) -> String {
    let path = report.path.display();
    match &report.outcome {
        Err(faults) => faults.iter().map(|fault| format!("{path}:{}: {}\n", fault.line, fault.text(locale))).collect(),
        Ok(done) => done.tests.iter().map(|test| failures(test, &path.to_string(), locale)).collect(),
    }
}

fn failures(test: &TestResult, path: &str, locale: Locale) -> String {
    let mut out = String::new();
    if !test.failures.is_empty() {
        let _ = writeln!(out, "{BOLD}✗ {}{PLAIN}", test.name);
    }
    for failure in &test.failures {
        let _ = writeln!(out, "{path}:{}: {}", failure.line, failure.message.text(locale));
        out += &difference(failure);
        out.push('\n');
    }
    out
}

/// The lines that differ, with three around them.
fn difference(failure: &Failure) -> String {
    let Some((written, actual)) = &failure.differs else { return String::new() };
    let mut out = String::new();
    let diff = TextDiff::from_lines(written, actual);
    for (i, group) in diff.grouped_ops(3).iter().enumerate() {
        if i > 0 {
            out += "    …\n";
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, color) = match change.tag() {
                ChangeTag::Delete => ("-", RED),
                ChangeTag::Insert => ("+", GREEN),
                ChangeTag::Equal => (" ", PLAIN),
            };
            let line = change.value().trim_end_matches('\n');
            let _ = writeln!(out, "  {color}{sign} {line}{PLAIN}");
        }
    }
    out
}
