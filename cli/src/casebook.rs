//! Folders of pages → every case, with each policy they are about and each of its files once.

use crate::fixture::{self, Case, Excuse, Page, Place};
use crate::load::{self, Beside};
use crate::suite;
use crate::words::Message;
use doudi::diagnostic::Locale;
use doudi::source::{SourceId, SourceKind, Span};
use doudi::{LineIndex, Policy, Sources};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// All cases of some pages.
#[derive(Debug, Default)]
pub struct Casebook {
    /// The policies, in the order in which the pages name them.
    pub policies: Vec<Entry>,
    /// The files of rules they are made of; a block of a page counts as one.
    pub files: Vec<File>,
    /// The cases; [`Case::policy`] is a position in `policies`.
    pub cases: Vec<(PathBuf, Case)>,
    /// What the pages explain of what the cases leave out.
    pub excuses: Vec<(PathBuf, Excuse)>,
}

/// A policy of the pages.
#[derive(Debug)]
pub struct Entry {
    /// Its texts.
    pub sources: Sources,
    /// Of each file of rules, its position in [`Casebook::files`].
    pub files: BTreeMap<SourceId, usize>,
    /// `None` where it does not load, which may be what a case is about.
    pub policy: Option<Policy>,
}

/// A file of rules.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands.
    pub path: String,
    /// The line of the first line of its text.
    pub first_line: usize,
    /// Its text.
    pub text: String,
}

/// A stretch of a file of rules, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Position in [`Casebook::files`].
    pub file: usize,
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Casebook {
    /// Reads the pages of these files and folders.
    ///
    /// # Errors
    /// A path that cannot be read; or, as one text, everything that is wrong with the pages.
    pub fn read(paths: &[PathBuf], locale: Locale) -> Result<Result<Casebook, String>, Message> {
        let mut book = Casebook::default();
        let mut wrong = String::new();
        for path in suite::pages(paths)? {
            let text = load::read(&path)?;
            let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
            let mut fault = |line: usize, what: String| wrong += &format!("{}:{line}: {what}\n", path.display());
            match Page::read(&name, &text) {
                Err(faults) => faults.iter().for_each(|it| fault(it.line, it.text(locale))),
                Ok(page) => match page.cases(&Beside(folder)) {
                    Err(failures) => failures.iter().for_each(|it| fault(it.line, it.message.text(locale))),
                    Ok(cases) => book.add(&path, &page, cases),
                },
            }
        }
        Ok(if wrong.is_empty() { Ok(book) } else { Err(wrong) })
    }

    fn add(&mut self, path: &Path, page: &Page, cases: fixture::Cases) {
        let mut known = Vec::with_capacity(cases.policies.len());
        for texts in cases.policies {
            let files = self.files_of(path, &texts);
            let same = |entry: &Entry| entry.files == files && texts_of(&entry.sources).eq(texts_of(&texts.sources));
            known.push(self.policies.iter().position(same).unwrap_or_else(|| {
                let policy = Policy::load(texts.sources.clone()).ok();
                self.policies.push(Entry { sources: texts.sources, files, policy });
                self.policies.len() - 1
            }));
        }
        for case in cases.cases {
            let policy = known[case.policy];
            self.cases.push((path.to_owned(), Case { policy, ..case }));
        }
        self.excuses.extend(page.excuses().iter().map(|excuse| (path.to_owned(), excuse.clone())));
    }

    fn files_of(&mut self, page: &Path, texts: &fixture::Texts) -> BTreeMap<SourceId, usize> {
        let mut files = BTreeMap::new();
        for (id, source) in texts.sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy) {
            let (path, first_line) = match texts.places.get(&source.name) {
                Some(Place::File(path)) => (plain(Path::new(path)), 1),
                Some(Place::Block(line)) => (plain(page), *line),
                None => (source.name.clone(), 1),
            };
            let file = File { path, first_line, text: source.text.clone() };
            let at = self.files.iter().position(|other| *other == file).unwrap_or_else(|| {
                self.files.push(file);
                self.files.len() - 1
            });
            files.insert(id, at);
        }
        files
    }

    /// The words of a stretch, blanks and line breaks as one blank each.
    pub fn words(&self, at: Stretch) -> String {
        let text = self.files[at.file].text.get(at.start..at.end).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `rules/a.policy:12`
    pub fn place(&self, at: Stretch) -> String {
        format!("{}:{}", self.files[at.file].path, self.line(at))
    }

    /// The line on which a stretch begins.
    pub fn line(&self, at: Stretch) -> usize {
        let file = &self.files[at.file];
        let start = u32::try_from(at.start).unwrap_or(u32::MAX);
        let (line, _) = LineIndex::new(&file.text).line_column(&file.text, start);
        file.first_line + line as usize - 1
    }
}

impl Entry {
    /// A span of the policy as a stretch of a file.
    pub fn stretch(&self, span: Span) -> Option<Stretch> {
        let file = *self.files.get(&span.source)?;
        Some(Stretch { file, start: span.start as usize, end: span.end as usize })
    }
}

fn texts_of(sources: &Sources) -> impl Iterator<Item = (&str, &str)> {
    sources.iter().map(|(_, source)| (source.name.as_str(), source.text.as_str()))
}

/// The path without `..` and `.` where they can be resolved by the text alone.
fn plain(path: &Path) -> String {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            (Component::CurDir, _) => {}
            _ => parts.push(part),
        }
    }
    parts.iter().collect::<PathBuf>().display().to_string()
}
