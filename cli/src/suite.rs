//! Files and folders of fixtures → their reports; an update writes the pages back.

use crate::fixture::{Fault, Page, Report};
use crate::load::{self, Beside};
use crate::words::{self, Message};
use std::fs;
use std::path::{Path, PathBuf};

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
}

/// Runs every page of these files and, recursively, folders.
///
/// # Errors
/// A path that cannot be read or a folder without a page.
pub fn run(paths: &[PathBuf], wanted: &dyn Fn(&str) -> bool) -> Result<Vec<PageReport>, Message> {
    let mut reports = Vec::new();
    for path in pages(paths)? {
        let text = load::read(&path)?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let outcome = Page::read(&name, &text).map(|page| page.run(&Beside(folder), wanted));
        reports.push(PageReport { path, outcome });
    }
    Ok(reports)
}

/// Writes back every page of which an output block changed, and takes what that mends off the
/// reports; gives the number of blocks.
///
/// # Errors
/// A page that cannot be written.
pub fn update(reports: &mut [PageReport]) -> Result<usize, Message> {
    let mut blocks = 0;
    for PageReport { path, outcome } in reports {
        let Some(report) = outcome.as_mut().ok().filter(|report| report.changed > 0) else { continue };
        let cannot = |error| Message::new(&words::CANNOT_WRITE, &[&path.display(), &error]);
        fs::write(&path, &report.updated).map_err(cannot)?;
        blocks += report.changed;
        for test in &mut report.tests {
            test.failures.retain(|failure| failure.differs.is_none());
        }
    }
    Ok(blocks)
}

/// The pages: a file as it is named, of a folder every `.md` file.
fn pages(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Message> {
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
