//! Files and folders of fixtures → their reports; an update writes the pages back.

use crate::differing::{self, BOLD, Layout, PLAIN};
use crate::fixture::{Difference, Failure, Fault, Page, Report, TableResult, TestResult};
use crate::load::{self, Beside};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The byte order mark.
const MARK: &str = "\u{feff}";

/// What one page gave.
#[derive(Clone, Debug)]
pub struct PageReport {
    /// Where it stands.
    pub path: PathBuf,
    /// Its tests, or what is wrong with the page itself.
    pub outcome: Result<Report, Vec<Fault>>,
}

impl PageReport {
    /// Cases that passed and cases that failed; a page that cannot be read is one failure.
    pub fn tally(&self) -> (usize, usize) {
        match &self.outcome {
            Err(_) => (0, 1),
            Ok(report) => report.tests.iter().map(TestResult::tally).fold((0, 0), |(p, f), (q, g)| (p + q, f + g)),
        }
    }

    /// Each case of one of its tests, and what is to be said of it, with colour codes: nothing if it
    /// passed.
    pub fn cases<'a>(&self, test: &'a TestResult, locale: Locale) -> Vec<(&'a str, String)> {
        let mut cases = Vec::new();
        if test.own || !test.failures.is_empty() {
            let text = test.failures.iter().map(|failure| said(failure, &self.path, Layout::Below, locale));
            cases.push((test.name.as_str(), text.collect()));
        }
        for table in &test.tables {
            let file = table.file.as_ref().map_or_else(|| self.path.clone(), |name| beside(&self.path, name));
            for row in &table.rows {
                let name = row.name.rsplit(" > ").next().unwrap_or(&row.name);
                let cells = row.differs.iter().map(|cell| cell.message(name).text(locale));
                let wrong = row.wrong.iter().map(|message| message.text(locale));
                let lines = cells.chain(wrong).map(|text| format!("{}:{}: {text}\n", file.display(), row.line));
                cases.push((row.name.as_str(), lines.collect()));
            }
        }
        cases
    }

    /// What is to be said of it, with colour codes: nothing if all its tests passed.
    pub fn text(&self, locale: Locale) -> String {
        self.text_in(Layout::Below, locale)
    }

    /// The same in a layout.
    pub fn text_in(&self, layout: Layout, locale: Locale) -> String {
        let path = self.path.display();
        match &self.outcome {
            Err(faults) => {
                faults.iter().map(|fault| format!("{path}:{}: {}\n", fault.line, fault.text(locale))).collect()
            }
            Ok(report) => report.tests.iter().map(|test| failures(test, &self.path, layout, locale)).collect(),
        }
    }
}

/// Runs every page of these files and, recursively, folders.
///
/// # Errors
/// A path that cannot be read or a folder without a page.
pub fn run(paths: &[PathBuf], wanted: &dyn Fn(&str) -> bool) -> Result<Vec<PageReport>, Message> {
    run_with(paths, wanted, &|_, _| {})
}

/// The same, and tells how many pages of how many are done.
///
/// # Errors
/// As [`run`].
pub fn run_with(
    paths: &[PathBuf],
    wanted: &dyn Fn(&str) -> bool,
    progress: &dyn Fn(u64, u64),
) -> Result<Vec<PageReport>, Message> {
    let mut reports = Vec::new();
    let pages = pages(paths)?;
    let count = pages.len() as u64;
    for path in pages {
        progress(reports.len() as u64, count);
        let text = load::read(&path)?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let outcome = Page::read(&name, &text).map(|page| page.run(&Beside(folder), wanted));
        reports.push(PageReport { path, outcome });
    }
    Ok(reports)
}

/// Writes back every page of which an output block changed, and every table beside one, and takes
/// what that mends off the reports; gives the number of blocks and tables.
///
/// # Errors
/// A file that cannot be written.
pub fn update(reports: &mut [PageReport]) -> Result<usize, Message> {
    let mut blocks = 0;
    let write = |path: &Path, text: &str| {
        fs::write(path, text).map_err(|error| Message::new(&words::CANNOT_WRITE, &[&path.display(), &error]))
    };
    for PageReport { path, outcome } in reports {
        let Ok(report) = outcome else { continue };
        if report.changed > 0 {
            write(path, &report.updated)?;
        }
        for (name, text) in &report.beside {
            let table = beside(path, name);
            // By its mark a spreadsheet knows the file for UTF-8.
            let mark = if load::read(&table)?.starts_with(MARK) { MARK } else { "" };
            write(&table, &format!("{mark}{text}"))?;
        }
        blocks += report.changed + report.beside.len();
        report.tests.iter_mut().for_each(TestResult::updated);
    }
    Ok(blocks)
}

/// Runs them as a test of a Rust program does: gives the number of tests, which is not 0.
///
/// # Errors
/// What failed, in plain English text.
pub fn check(paths: &[PathBuf]) -> Result<usize, String> {
    let reports = run(paths, &|_| true).map_err(|message| message.text(Locale::En))?;
    let text: String = reports.iter().map(|report| report.text(Locale::En)).collect();
    match text.is_empty() {
        true => Ok(reports.iter().map(|report| report.tally().0).sum()),
        false => Err(anstream::adapter::strip_str(&text).to_string()),
    }
}

/// The pages: a file as it is named, of a folder every `.md` file.
///
/// # Errors
/// A folder that cannot be read, or without a page.
pub fn pages(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Message> {
    let mut pages = Vec::new();
    for path in paths {
        if !path.is_dir() {
            pages.push(path.clone());
            continue;
        }
        let found = load::walk(path, &["md"])?;
        if found.is_empty() {
            return Err(Message::new(&words::NO_FIXTURES, &[&path.display()]));
        }
        pages.extend(found);
    }
    pages.sort();
    pages.dedup();
    Ok(pages)
}

/// A file that a page reads.
fn beside(page: &Path, name: &str) -> PathBuf {
    page.parent().unwrap_or(Path::new("")).join(name)
}

fn failures(test: &TestResult, page: &Path, layout: Layout, locale: Locale) -> String {
    let mut out = String::new();
    if test.tally().1 > 0 {
        let _ = writeln!(out, "{BOLD}✗ {}{PLAIN}", test.name);
    }
    for table in &test.tables {
        out += &rows(test, table, page, locale);
    }
    for failure in &test.failures {
        out += &said(failure, page, layout, locale);
    }
    out
}

/// Rows of a table that are told one by one.
const ROWS_TOLD: usize = 10;

/// How many rows fail, in which columns, and the first of them.
fn rows(test: &TestResult, table: &TableResult, page: &Path, locale: Locale) -> String {
    let failed: Vec<_> = table.rows.iter().filter(|row| !row.passed()).collect();
    if failed.is_empty() {
        return String::new();
    }
    let say = |phrase, args: &[&dyn std::fmt::Display]| Message::new(phrase, args).text(locale);
    let mut out = String::new();
    let head = say(&words::ROWS_FAIL, &[&table.info, &failed.len(), &table.rows.len()]);
    let _ = writeln!(out, "{}:{}: {head}", page.display(), table.line);
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in failed.iter().flat_map(|row| &row.differs) {
        *columns.entry(&cell.column).or_default() += 1;
    }
    if columns.len() > 1 {
        let counts: Vec<String> = columns.iter().map(|(column, count)| format!("`{column}` {count}")).collect();
        let comma = if locale == Locale::ZhCn { "、" } else { ", " };
        let _ = writeln!(out, "  {}", say(&words::COLUMNS_DIFFER, &[&counts.join(comma)]));
    }
    let file = table.file.as_ref().map_or_else(|| page.to_owned(), |name| beside(page, name));
    let differing: Vec<_> = failed.iter().filter(|row| !row.differs.is_empty()).collect();
    for row in differing.iter().take(ROWS_TOLD) {
        let name = row.name.strip_prefix(&test.name).and_then(|rest| rest.strip_prefix(" > ")).unwrap_or(&row.name);
        for cell in &row.differs {
            let _ = writeln!(out, "  {}:{}: {}", file.display(), row.line, cell.message(name).text(locale));
        }
    }
    if differing.len() > ROWS_TOLD {
        let _ = writeln!(out, "  {}", say(&words::MORE_ROWS, &[&(differing.len() - ROWS_TOLD)]));
    }
    out.extend(table.first.iter().map(|first| format!("  {}\n", first.text(locale))));
    out.push('\n');
    out.extend(table.wrong.iter().map(|failure| said(failure, page, Layout::Below, locale)));
    out
}

/// One failure, and what differs.
fn said(failure: &Failure, page: &Path, layout: Layout, locale: Locale) -> String {
    let path = failure.file.as_ref().map_or_else(|| page.to_owned(), |name| beside(page, name));
    let mut out = format!("{}:{}: {}", path.display(), failure.line, failure.message.text(locale));
    let say = |phrase| Message::new(phrase, &[]).text(locale);
    let Some(differs) = &failure.differs else { return out + "\n\n" };
    let Difference { written, actual, first } = &**differs;
    out += &match layout {
        Layout::Below => format!("{}\n{}", say(&words::SIGNS), differing::below(written, actual)),
        Layout::Beside(width) => {
            let [left, right] = [&words::IN_THE_FILE, &words::ACTUAL].map(say);
            format!("\n{}", differing::beside(written, actual, [&left, &right], width))
        }
    };
    out.extend(first.iter().map(|first| format!("  {}\n", first.text(locale))));
    out.push('\n');
    out
}
