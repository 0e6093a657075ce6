//! `doudi fmt`: policy files in canonical form.

use super::{Done, Stop, tally};
use crate::args::{Fmt, Words};
use crate::differing;
use crate::load::{self, Loaded, STDIN};
use crate::render;
use crate::words::{self, Message};
use doudi::diagnostic::{Diagnostic, Locale};
use doudi::syntax::keywords::Script;
use doudi::{Limits, syntax};
use std::fs;
use std::path::{Path, PathBuf};

/// Formats the files one by one; one that cannot be read stays as it is, and its errors are told.
pub fn run(call: &Fmt, locale: Locale) -> Result<Done, Stop> {
    let script = call.keywords.map(|words| match words {
        Words::Zh => Script::Chinese,
        Words::En => Script::English,
    });
    let mut formatted = Formatted::default();
    for path in files(&call.paths)? {
        formatted.add(path, script)?;
    }
    let piped = call.stdout || call.paths.iter().any(|path| path == Path::new(STDIN));
    let mut done = Done { at_fault: !formatted.faults.is_empty(), ..Done::default() };
    if !formatted.faults.is_empty() {
        done.err =
            render::of_policy(&formatted.faults, &formatted.read, locale) + "\n" + &tally(&formatted.faults, locale);
    }
    for file in &formatted.files {
        let name = file.path.display();
        if call.check {
            if file.is_changed() {
                done.at_fault = true;
                done.out += &(Message::new(&words::NOT_FORMATTED, &[&name]).text(locale) + "\n");
                done.out += &differing::below(&file.before, &file.after);
            }
        } else if piped {
            done.out += &file.after;
        } else if file.is_changed() {
            fs::write(&file.path, &file.after).map_err(|error| Message::new(&words::CANNOT_WRITE, &[&name, &error]))?;
            done.out += &(Message::new(&words::FORMATTED, &[&name]).text(locale) + "\n");
        }
    }
    Ok(done)
}

/// The files named, and the policy files below the folders named, each once.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Message> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        let below = if path.is_dir() { load::walk(path, &["policy"])? } else { vec![path.clone()] };
        if below.is_empty() {
            return Err(Message::new(&words::NO_POLICY_FILES, &[&path.display()]));
        }
        for file in below {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

#[derive(Default)]
struct Formatted {
    files: Vec<File>,
    read: Loaded,
    faults: Vec<Diagnostic>,
}

struct File {
    path: PathBuf,
    before: String,
    after: String,
}

impl Formatted {
    fn add(&mut self, path: PathBuf, script: Option<Script>) -> Result<(), Message> {
        let (before, name) = (load::read(&path)?, path.display().to_string());
        self.read.sources = std::mem::take(&mut self.read.sources).policy(&name, &before);
        self.read.paths.insert(name.clone(), name.clone());
        let id = self.read.sources.iter().find(|(_, source)| source.name == name).map(|(id, _)| id);
        let Some(id) = id else { return Ok(()) };
        match syntax::format(id, &before, script, &Limits::default()) {
            Ok(after) => self.files.push(File { path, before, after }),
            Err(faults) => self.faults.extend(faults),
        }
        Ok(())
    }
}

impl File {
    fn is_changed(&self) -> bool {
        self.before != self.after
    }
}
