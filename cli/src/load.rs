//! Paths → texts: the one place where files are read.

use crate::fixture::Files;
use crate::words::{self, Message};
use doudi::Sources;
use std::collections::BTreeMap;
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
/// Of a folder, recursively: every `.policy` file is rules; every `.txt` file and every `.md` file
/// that a rule names is wording. Whatever begins with a dot is passed over. A file named itself is wording
/// if it ends in `.txt` or `.md`, else rules.
///
/// # Errors
/// What keeps a path from being read, or two texts of one name.
pub fn policy(paths: &[PathBuf]) -> Result<Loaded, Message> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(Found { name: file_name(path), path: path.clone(), text: text(path)? });
            continue;
        }
        let files = walk(path, &["policy", "txt", "md"])?;
        if !files.iter().any(|file| has_extension(file, "policy")) {
            return Err(Message::new(&words::NO_POLICY_FILES, &[&path.display()]));
        }
        for file in files {
            let name = relative(path, &file);
            found.push(Found { name, text: text(&file)?, path: file });
        }
    }
    let rules: Vec<String> = found.iter().filter(|f| !is_wording(&f.path)).map(|f| f.text.clone()).collect();
    let named = |name: &str| rules.iter().any(|text| text.contains(&format!("\"{name}\"")));
    found.retain(|file| !has_extension(&file.path, "md") || named(&file.name));
    let mut loaded = Loaded::default();
    for Found { name, path, text } in found {
        if let Some(other) = loaded.paths.get(&name) {
            return Err(Message::new(&words::SAME_NAME, &[other, &path.display(), &name]));
        }
        loaded.sources = match is_wording(&path) {
            true => loaded.sources.text(&name, text),
            false => loaded.sources.policy(&name, text),
        };
        loaded.paths.insert(name, path.display().to_string());
    }
    Ok(loaded)
}

struct Found {
    name: String,
    path: PathBuf,
    text: String,
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
    String::from_utf8(bytes).map_err(|_| Message::new(&words::NOT_UTF8, &[&name]))
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
    fn policy(&self, path: &str) -> Result<Sources, Message> {
        Ok(policy(&[self.0.join(path)])?.sources)
    }

    fn text(&self, path: &str) -> Result<String, Message> {
        text(&self.0.join(path))
    }
}

fn is_wording(path: &Path) -> bool {
    has_extension(path, "txt") || has_extension(path, "md")
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
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
