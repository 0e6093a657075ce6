//! Files and folders of fixtures → their reports; an update writes the pages back.

use crate::differing::{self, BOLD, Layout, PLAIN};
use crate::fixture::{Difference, Fault, Page, Report, TestResult};
use crate::load::{self, Beside};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
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
    /// Tests that passed and tests that failed; a page that cannot be read is one failure.
    pub fn tally(&self) -> (usize, usize) {
        match &self.outcome {
            Err(_) => (0, 1),
            Ok(report) => {
                let failed = report.tests.iter().filter(|test| !test.failures.is_empty()).count();
                (report.tests.len() - failed, failed)
            }
        }
    }

    /// What is to be said of one of its tests, with colour codes: nothing if it passed.
    pub fn test_text(&self, test: &TestResult, locale: Locale) -> String {
        failures(test, &self.path, Layout::Below, locale)
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
        for test in &mut report.tests {
            test.failures.retain(|failure| failure.differs.is_none());
        }
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

/// The pages that test a policy and stand in its folder, or in one called `cases`, `tests` or `案例`
/// beside it; none where they cannot be read.
pub fn pages_about(policies: &[PathBuf]) -> Vec<PathBuf> {
    let whole = |path: &Path| path.canonicalize().ok();
    let of: Vec<PathBuf> = policies.iter().filter_map(|path| whole(path)).collect();
    let mut folders = Vec::new();
    for path in &of {
        let own = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
        let near = own.and_then(Path::parent).into_iter().chain(own);
        folders.extend(near.flat_map(|folder| ["cases", "tests", "案例"].map(|name| folder.join(name))));
        folders.extend(own.map(Path::to_path_buf));
    }
    let about = |page: &PathBuf| {
        let text = load::read(page).unwrap_or_default();
        let named: Vec<String> = match Page::read("", &text) {
            Ok(read) => read.paths().map(str::to_owned).collect(),
            Err(_) => return false,
        };
        let named = named.iter().filter_map(|name| whole(&beside(page, name)));
        named.into_iter().any(|path| of.iter().any(|own| path.starts_with(own) || own.starts_with(&path)))
    };
    let found = folders.into_iter().filter(|folder| folder.is_dir());
    let mut pages: Vec<PathBuf> = found.flat_map(|folder| load::walk(&folder, &["md"]).unwrap_or_default()).collect();
    pages.sort();
    pages.dedup();
    pages.retain(about);
    pages
}

/// A file that a page reads.
fn beside(page: &Path, name: &str) -> PathBuf {
    page.parent().unwrap_or(Path::new("")).join(name)
}

fn failures(test: &TestResult, page: &Path, layout: Layout, locale: Locale) -> String {
    let mut out = String::new();
    if !test.failures.is_empty() {
        let _ = writeln!(out, "{BOLD}✗ {}{PLAIN}", test.name);
    }
    for failure in &test.failures {
        let path = failure.file.as_ref().map_or_else(|| page.to_owned(), |name| beside(page, name));
        let _ = write!(out, "{}:{}: {}", path.display(), failure.line, failure.message.text(locale));
        let say = |phrase| Message::new(phrase, &[]).text(locale);
        let Some(differs) = &failure.differs else {
            out += "\n\n";
            continue;
        };
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
    }
    out
}
