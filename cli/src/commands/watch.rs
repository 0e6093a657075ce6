//! `doudi test --watch`: again whenever something the pages read changes.

use super::{Done, Stop, test};
use crate::args::Test;
use crate::fixture::Page;
use crate::load::{self, STDIN};
use crate::suite;
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use notify::{Event, RecursiveMode, Watcher};
use same_file::Handle;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Editors write a file in several steps: what follows within this time is one change.
const PAUSE: Duration = Duration::from_millis(200);

/// Runs the tests, waits, and runs them again, until it is interrupted. Nothing printed is cleared.
pub fn run(call: &Test, locale: Locale) -> Result<Done, Stop> {
    if call.paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err(Message::new(&words::WATCH_STDIN, &[]).into());
    }
    loop {
        // Before the tests run, so that no change between is missed.
        let (sender, changes) = mpsc::channel();
        let cannot = |error: notify::Error| Message::new(&words::CANNOT_WATCH, &[&error]);
        let mut watcher = notify::recommended_watcher(sender).map_err(cannot)?;
        let watched = Watched::of(call)?;
        for path in &watched.folders {
            watcher.watch(path, RecursiveMode::Recursive).map_err(cannot)?;
        }
        let (out, err) = match test::once(call, locale) {
            Ok(done) => (done.out, done.err),
            Err(Stop::Fault(said)) => (String::new(), said),
            Err(Stop::Call(message)) => (String::new(), format!("{}\n", message.text(locale))),
        };
        let waiting = Message::new(&words::WATCHING, &[]).text(locale);
        print(&format!("{out}{err}{waiting}\n"))?;
        let changed = watched.next(&changes);
        print(&format!("{}\n", Message::new(&words::CHANGED, &[&changed.join(", ")]).text(locale)))?;
    }
}

fn print(text: &str) -> Result<(), Stop> {
    let mut out = anstream::stdout();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    done.map_err(|error| Message::new(&words::CANNOT_WRITE, &[&STDIN, &error]).into())
}

/// Extensions of what a folder is read for: pages, and policies with the wordings they cite.
const READ: [&str; 3] = ["md", "policy", "txt"];

/// What is watched.
struct Watched {
    /// The folders the pages stand in, and those of what their blocks read.
    folders: BTreeSet<PathBuf>,
    /// Names of files that a block reads, whatever their extension.
    read: BTreeSet<OsString>,
    /// Where the output goes.
    own: Vec<Handle>,
    /// The file of `--junit`.
    junit: Option<PathBuf>,
}

impl Watched {
    fn of(call: &Test) -> Result<Watched, Message> {
        let (mut folders, mut read) = (BTreeSet::new(), BTreeSet::new());
        let folder = |path: &Path| match path {
            path if path.is_dir() => path.to_path_buf(),
            path => path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf(),
        };
        folders.extend(call.paths.iter().map(|path| folder(path)));
        read.extend(call.paths.iter().filter_map(|path| path.file_name()).map(OsString::from));
        for path in suite::pages(&call.paths)? {
            let text = load::read(&path)?;
            // What is wrong with a page is told when it is run.
            if let Ok(page) = Page::read("", &text) {
                let beside = path.parent().unwrap_or(Path::new(""));
                let files: Vec<PathBuf> = page.paths().map(|read| beside.join(read)).collect();
                read.extend(files.iter().filter_map(|file| file.file_name()).map(OsString::from));
                folders.extend(files.iter().map(|file| folder(file)).filter(|it| it.exists()));
            }
        }
        let own = [Handle::stdout().ok(), Handle::stderr().ok()];
        Ok(Watched { folders, read, own: own.into_iter().flatten().collect(), junit: call.junit.clone() })
    }

    /// Waits for a change, and gives the names of the files changed. Reading a file is none, nor is
    /// what is not read, nor what the tests themselves write.
    fn next(&self, changes: &Receiver<notify::Result<Event>>) -> Vec<String> {
        let name = |path: &PathBuf| path.file_name().map(|it| it.to_string_lossy().into_owned());
        let files = |event: notify::Result<Event>| match event {
            Ok(event) if !event.kind.is_access() => {
                event.paths.iter().filter(|path| self.is_read(path)).filter_map(name).collect()
            }
            _ => Vec::new(),
        };
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            match changes.recv() {
                Ok(event) => changed.extend(files(event)),
                Err(_) => break,
            }
        }
        while let Ok(event) = changes.recv_timeout(PAUSE) {
            changed.extend(files(event));
        }
        changed.into_iter().collect()
    }

    fn is_read(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        let hidden = name.to_string_lossy().starts_with('.');
        let of_a_folder = path.extension().is_some_and(|it| READ.iter().any(|read| it == *read)) || path.is_dir();
        let written = || {
            let junit = self.junit.as_deref().and_then(Path::file_name) == Some(name);
            junit || Handle::from_path(path).is_ok_and(|file| self.own.contains(&file))
        };
        (self.read.contains(name) || of_a_folder && !hidden) && !written()
    }
}
