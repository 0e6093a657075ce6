//! `doudi test --watch`: again whenever something the pages read changes.

use super::{Done, Stop, test};
use crate::args::Test;
use crate::fixture::Page;
use crate::load::{self, STDIN};
use crate::suite;
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use notify::{Event, RecursiveMode, Watcher};
use std::collections::BTreeSet;
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
        for path in watched(&call.paths)? {
            watcher.watch(&path, RecursiveMode::Recursive).map_err(cannot)?;
        }
        let (out, err) = match test::once(call, locale) {
            Ok(done) => (done.out, done.err),
            Err(Stop::Fault(said)) => (String::new(), said),
            Err(Stop::Call(message)) => (String::new(), format!("{}\n", message.text(locale))),
        };
        let waiting = Message::new(&words::WATCHING, &[]).text(locale);
        print(&format!("{out}{err}{waiting}\n"))?;
        let changed = next(&changes, call.junit.as_deref());
        print(&format!("{}\n", Message::new(&words::CHANGED, &[&changed.join(", ")]).text(locale)))?;
    }
}

fn print(text: &str) -> Result<(), Stop> {
    let mut out = anstream::stdout();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    done.map_err(|error| Message::new(&words::CANNOT_WRITE, &[&STDIN, &error]).into())
}

/// The folders the pages stand in, and those of what their blocks read.
fn watched(paths: &[PathBuf]) -> Result<BTreeSet<PathBuf>, Message> {
    let mut folders = BTreeSet::new();
    let folder = |path: &Path| match path {
        path if path.is_dir() => path.to_path_buf(),
        path => path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf(),
    };
    folders.extend(paths.iter().map(|path| folder(path)));
    for path in suite::pages(paths)? {
        let text = load::read(&path)?;
        // What is wrong with a page is told when it is run.
        if let Ok(page) = Page::read("", &text) {
            let beside = path.parent().unwrap_or(Path::new(""));
            folders.extend(page.paths().map(|read| folder(&beside.join(read))).filter(|it| it.exists()));
        }
    }
    Ok(folders)
}

/// Waits for a change, and gives the names of the files changed. Reading a file is none, nor is what
/// the tests themselves write.
fn next(changes: &Receiver<notify::Result<Event>>, own: Option<&Path>) -> Vec<String> {
    let own = own.and_then(Path::file_name);
    let name =
        |path: &PathBuf| path.file_name().filter(|name| Some(*name) != own).map(|it| it.to_string_lossy().into_owned());
    let files = |event: notify::Result<Event>| match event {
        Ok(event) if !event.kind.is_access() => event.paths.iter().filter_map(name).collect(),
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
