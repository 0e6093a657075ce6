//! Paths → texts: the one place where files are read.

use crate::fixture::Files;
use crate::register::words::REGISTER_NOT_UTF8;
use crate::words::{self, Message};
use doudi::{Limits, Sources, syntax};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// Anything larger is not read at all; the engine's own limits are far below.
const MEGABYTES: u64 = 64;
/// Folders within folders.
const FOLDERS: usize = 32;

/// The texts of a policy with the paths they came from.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Rules, and the wordings they may cite, each named relative to the folder it was found in.
    pub sources: Sources,
    /// Source name → path, as people know it.
    pub paths: BTreeMap<String, String>,
}

/// Reads the policy made of these files and folders.
///
/// Of a folder, recursively: every `.policy` file is rules, and every `.txt` and `.md` file that a
/// rule names is wording; whatever begins with a dot is passed over. Where a rule names a wording
/// that is not there, all `.txt` files come along, so that the engine can suggest a near name. A
/// file given itself is wording if it ends in `.txt` or `.md`, else rules.
///
/// # Errors
/// What keeps a path from being read, or two texts of one name.
pub fn policy(paths: &[PathBuf]) -> Result<Loaded, Message> {
    policy_with(paths, &text)
}

/// The same, the texts read in a way of one's own.
///
/// # Errors
/// As for [`policy`].
pub fn policy_with(paths: &[PathBuf], text: &dyn Fn(&Path) -> Result<String, Message>) -> Result<Loaded, Message> {
    let mut rules = Vec::new();
    let mut wordings = Vec::new();
    for path in paths {
        let folder = path.is_dir();
        let files = if folder { walk(path, &["policy", "txt", "md"])? } else { vec![path.clone()] };
        if !files.iter().any(|file| !folder || has_extension(file, "policy")) {
            return Err(Message::new(&words::NO_POLICY_FILES, &[&path.display()]));
        }
        for file in files {
            let name = if folder { relative(path, &file) } else { file_name(&file) };
            match has_extension(&file, "txt") || has_extension(&file, "md") {
                true => wordings.push((name, file, folder)),
                false => rules.push((name, file)),
            }
        }
    }
    let mut loaded = Loaded::default();
    for (name, path) in rules {
        let text = text(&path)?;
        loaded.add(name, &path, |sources, name| sources.policy(name, text))?;
    }
    let named = named_wordings(&loaded.sources);
    let missing = named.iter().any(|name| !wordings.iter().any(|(found, ..)| found == name));
    for (name, path, in_folder) in wordings {
        let guess = missing && has_extension(&path, "txt");
        if !in_folder || guess || named.contains(&name) {
            let text = text(&path)?;
            loaded.add(name, &path, |sources, name| sources.text(name, text))?;
        }
    }
    Ok(loaded)
}

impl Loaded {
    fn add(&mut self, name: String, path: &Path, add: impl FnOnce(Sources, &str) -> Sources) -> Result<(), Message> {
        if let Some(other) = self.paths.get(&name) {
            return Err(Message::new(&words::SAME_NAME, &[other, &path.display(), &name]));
        }
        self.sources = add(std::mem::take(&mut self.sources), &name);
        self.paths.insert(name, path.display().to_string());
        Ok(())
    }
}

/// Every string of the rules that could be the name of a wording.
pub fn named_wordings(rules: &Sources) -> BTreeSet<String> {
    let strings = rules.iter().flat_map(|(_, source)| source.text.split(['"', '“', '”']));
    strings.filter(|string| string.ends_with(".txt") || string.ends_with(".md")).map(str::to_owned).collect()
}

/// Folders above a file that are looked at for what it belongs to.
const ABOVE: usize = 4;

/// The folder whose files are one policy with this file, where it is none by itself: the nearest
/// above it with a `policy` line and every wording that the rules beside it name.
///
/// Only the rules that stand directly in these folders are read, since a folder may be anything.
pub fn around(file: &Path) -> Option<PathBuf> {
    let whole = |rules: &Sources, folder: &Path| {
        let named = named_wordings(rules);
        is_headed(rules) && named.iter().all(|name| folder.join(name).is_file())
    };
    let file = fs::canonicalize(file).ok().filter(|file| has_extension(file, "policy"))?;
    let own = Sources::new().policy("", text(&file).ok()?);
    if is_headed(&own) && named_wordings(&own).is_empty() {
        return None;
    }
    let mut rules = Sources::new();
    for folder in file.ancestors().skip(1).take(ABOVE) {
        let beside = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
        for path in beside.filter(|path| has_extension(path, "policy") && path.is_file()) {
            rules = rules.policy(path.display().to_string(), text(&path).ok()?);
        }
        if whole(&rules, folder) {
            let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
            let shown = folder.strip_prefix(here).unwrap_or(folder);
            return Some(if shown.as_os_str().is_empty() { PathBuf::from(".") } else { shown.to_path_buf() });
        }
    }
    None
}

/// Whether some of the rules begin a policy, be they broken elsewhere.
fn is_headed(rules: &Sources) -> bool {
    let mut items = rules.iter().flat_map(|(id, source)| syntax::parse(id, &source.text, &Limits::default()).0.items);
    items.any(|item| matches!(item, syntax::ast::Item::Policy(_)))
}

/// Reads a text, or standard input for [`STDIN`], without its byte order mark.
///
/// # Errors
/// No such file, unreadable, too large, or not UTF-8.
pub fn text(path: &Path) -> Result<String, Message> {
    let text = read(path)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Reads a text byte for byte.
///
/// # Errors
/// As for [`text`].
pub fn read(path: &Path) -> Result<String, Message> {
    let name = path.display();
    let cannot = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Message::new(&words::NO_SUCH_PATH, &[&name]),
        io::ErrorKind::IsADirectory => Message::new(&words::IS_A_FOLDER, &[&name]),
        _ => Message::new(&words::CANNOT_READ, &[&name, &error]),
    };
    let reader: Box<dyn Read> = match path == Path::new(STDIN) {
        true => Box::new(io::stdin()),
        false => Box::new(fs::File::open(path).map_err(cannot)?),
    };
    let mut bytes = Vec::new();
    let limit = MEGABYTES << 20;
    let read = reader.take(limit + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if read as u64 > limit {
        return Err(Message::new(&words::TOO_LARGE, &[&name, &MEGABYTES]));
    }
    // Spreadsheets have a way of their own to say so.
    let table = has_extension(path, "csv");
    let not_utf8 = if table { &REGISTER_NOT_UTF8 } else { &words::NOT_UTF8 };
    String::from_utf8(bytes).map_err(|_| Message::new(not_utf8, &[&name]))
}

/// The files below a folder with one of these extensions, in order of their paths; names that
/// begin with a dot and links to folders are passed over.
///
/// # Errors
/// An unreadable folder, or folders nested too deep.
pub fn walk(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, Message> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((current, depth)) = folders.pop() {
        let cannot = |error: io::Error| Message::new(&words::CANNOT_READ, &[&current.display(), &error]);
        if depth > FOLDERS {
            return Err(Message::new(&words::TOO_DEEP, &[&folder.display(), &FOLDERS]));
        }
        for entry in fs::read_dir(&current).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type().map_err(cannot)?.is_dir() {
                folders.push((path, depth + 1));
            } else if extensions.iter().any(|extension| has_extension(&path, extension)) && path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Reads `path=` of a fixture relative to the folder its page stands in.
pub struct Beside(
    /// That folder.
    pub PathBuf,
);

impl Files for Beside {
    fn policy(&self, path: &str) -> Result<Loaded, Message> {
        policy(&[self.0.join(path)])
    }

    fn text(&self, path: &str) -> Result<String, Message> {
        text(&self.0.join(path))
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// `notice/a.txt`: below the folder, with `/` on every system.
fn relative(folder: &Path, file: &Path) -> String {
    let below = file.strip_prefix(folder).unwrap_or(file);
    let names: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    names.join("/")
}
