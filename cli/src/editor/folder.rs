//! A file → the policy it belongs to: the folder, the texts (open ones as they are typed), and all
//! that is known of them.

use super::position::{Encoding, Lines};
use crate::commands::{BUILT_IN, merged};
use crate::load::{self, Loaded};
use crate::words::Message;
use doudi::diagnostic::Diagnostic;
use doudi::source::{SourceId, SourceKind, Span};
use doudi::symbols::Symbols;
use doudi::{Limits, Policy, Sources};
use lsp_types::{Position, Range};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Policies that amend one another, at most.
const AMENDING: usize = 16;

/// The texts that are open, by path.
pub type Open = BTreeMap<PathBuf, String>;

/// By name of a policy that is amended: the folder among those opened that holds it, if one does.
pub type Bases = BTreeMap<String, Option<PathBuf>>;

/// A policy as far as it can be understood.
#[derive(Debug, Default)]
pub struct Known {
    /// Every text of it, and of what it amends.
    pub sources: Sources,
    /// Where each text is on the disk; `None` for what comes with the program.
    pub paths: Vec<Option<PathBuf>>,
    lines: Vec<Lines>,
    /// All that is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What is declared, and where it is named.
    pub symbols: Symbols,
    /// The policy, where it is sound.
    pub policy: Option<Policy>,
    /// The folder of the pages on errors, where it is among those opened.
    pub pages: Option<PathBuf>,
    /// Why the texts could not be read, where they could not.
    pub unread: Option<Message>,
}

impl Known {
    /// Reads the policy of a folder.
    pub fn read(folder: &Path, opened: &[PathBuf], open: &Open, bases: &mut Bases) -> Known {
        match texts(folder, opened, open, bases) {
            Ok(loaded) => {
                let mut pages = opened.iter().map(|top| top.join("docs/errors"));
                Known { pages: pages.find(|folder| folder.join("E0101.md").is_file()), ..Known::of(loaded) }
            }
            Err(message) => Known { unread: Some(message), ..Known::default() },
        }
    }

    fn of(loaded: Loaded) -> Known {
        let Loaded { sources, paths } = loaded;
        let (diagnostics, policy) = match Policy::load(sources.clone()) {
            Ok(policy) => (policy.warnings().to_vec(), Some(policy)),
            Err(error) => (error.diagnostics, None),
        };
        let path = |name: &str| paths.get(name).map(PathBuf::from);
        Known {
            paths: sources.iter().map(|(_, source)| path(&source.name)).collect(),
            lines: sources.iter().map(|(_, source)| Lines::of(&source.text)).collect(),
            symbols: Symbols::read(&sources, &Limits::default()),
            sources,
            diagnostics,
            policy,
            pages: None,
            unread: None,
        }
    }

    /// The text at a path.
    pub fn source(&self, path: &Path) -> Option<SourceId> {
        let at = self.paths.iter().position(|known| known.as_deref() == Some(path))?;
        u32::try_from(at).ok().map(SourceId)
    }

    /// Where a text is on the disk.
    pub fn path(&self, source: SourceId) -> Option<&Path> {
        self.paths.get(source.0 as usize)?.as_deref()
    }

    /// A text.
    pub fn text(&self, source: SourceId) -> &str {
        self.sources.get(source).map_or("", |source| source.text.as_str())
    }

    /// A span as an editor counts.
    pub fn range(&self, span: Span, encoding: Encoding) -> Range {
        let lines = self.lines.get(span.source.0 as usize);
        let text = self.text(span.source);
        lines.map_or_else(Range::default, |lines| lines.range(text, span.start as usize, span.end as usize, encoding))
    }

    /// The byte of a text an editor points at.
    pub fn offset(&self, source: SourceId, position: Position, encoding: Encoding) -> usize {
        let lines = self.lines.get(source.0 as usize);
        lines.map_or(0, |lines| lines.offset(self.text(source), position, encoding))
    }
}

/// The folder whose files are one policy with this file: the nearest above it, within the folders
/// opened in the editor, that holds a `policy` line and every wording its rules name; else the
/// nearest that holds a `policy` line; else its own.
pub fn of_file(file: &Path, opened: &[PathBuf], open: &Open) -> PathBuf {
    let own = file.parent().unwrap_or(file);
    let mut headed = None;
    for folder in own.ancestors().take_while(|folder| opened.iter().any(|top| folder.starts_with(top))) {
        let Ok(loaded) = load::policy_with(&[folder.to_path_buf()], &|path| text(path, open)) else { continue };
        if !policies(&loaded.sources).iter().any(|line| !line.name.is_empty()) {
            continue;
        }
        let named = load::named_wordings(&loaded.sources);
        if named.iter().all(|name| loaded.sources.named(name).is_some()) {
            return folder.to_path_buf();
        }
        headed.get_or_insert_with(|| folder.to_path_buf());
    }
    headed.unwrap_or_else(|| own.to_path_buf())
}

/// A text as it is open, else as it is on the disk.
fn text(path: &Path, open: &Open) -> Result<String, Message> {
    open.get(path).map_or_else(|| load::text(path), |text| Ok(text.clone()))
}

/// The texts of a folder, and of the policies it amends.
fn texts(folder: &Path, opened: &[PathBuf], open: &Open, bases: &mut Bases) -> Result<Loaded, Message> {
    let mut loaded = folder_texts(folder, opened, open)?;
    for _ in 0..AMENDING {
        let lines = policies(&loaded.sources);
        let missing =
            |line: &Line| line.amends.clone().filter(|amended| !lines.iter().any(|other| other.name == *amended));
        let Some(more) = lines.iter().find_map(missing).and_then(|name| amended(&name, opened, open, bases)) else {
            break;
        };
        let before = loaded.sources.iter().count();
        loaded.sources = merged(loaded.sources, &more.sources);
        for (path, name) in more.paths.into_iter().map(|(name, path)| (path, name)) {
            loaded.paths.entry(name).or_insert(path);
        }
        if loaded.sources.iter().count() == before {
            break;
        }
    }
    Ok(loaded)
}

/// The texts of one folder. A folder that is not opened as such may be anything, as the home of the
/// user: of it only the files of rules that stand in it are read.
fn folder_texts(folder: &Path, opened: &[PathBuf], open: &Open) -> Result<Loaded, Message> {
    let is_rules = |path: &Path| path.extension().is_some_and(|found| found == "policy");
    let mut paths = vec![folder.to_path_buf()];
    if !opened.iter().any(|top| folder.starts_with(top)) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        paths = entries.filter(|path| is_rules(path) && path.is_file()).collect();
        paths.sort();
    }
    let unsaved: Vec<&PathBuf> = open
        .keys()
        .filter(|path| path.starts_with(folder) && is_rules(path) && !path.exists())
        .filter(|path| opened.iter().any(|top| folder.starts_with(top)) || path.parent() == Some(folder))
        .collect();
    let mut loaded = match load::policy_with(&paths, &|path| text(path, open)) {
        Err(_) if !unsaved.is_empty() => Loaded::default(),
        loaded => loaded?,
    };
    for path in unsaved {
        let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        loaded.sources = loaded.sources.policy(&name, text(path, open)?);
        loaded.paths.insert(name, path.display().to_string());
    }
    Ok(loaded)
}

/// The policy of a name: one of the folders opened in the editor, else one that comes with the program.
fn amended(name: &str, opened: &[PathBuf], open: &Open, bases: &mut Bases) -> Option<Loaded> {
    let is_headed = |sources: &Sources| policies(sources).iter().any(|line| line.name == name);
    // Every folder is looked through for it: once will do, until files come or go.
    let base = bases.entry(name.to_owned()).or_insert_with(|| {
        let files = opened.iter().filter_map(|top| load::walk(top, &["policy"]).ok()).flatten();
        let mut headed =
            files.filter(|file| text(file, open).is_ok_and(|rules| is_headed(&Sources::new().policy("", rules))));
        headed.next().map(|file| of_file(&file, opened, open))
    });
    if let Some(folder) = base {
        return Some(apart(folder_texts(folder, opened, open).ok()?, name));
    }
    let sources = BUILT_IN.iter().map(|(_, texts)| texts()).find(is_headed)?;
    Some(Loaded { sources, paths: BTreeMap::new() })
}

/// The same texts, the rules under names that those of another policy cannot have.
fn apart(loaded: Loaded, policy: &str) -> Loaded {
    let mut done = Loaded::default();
    for (_, source) in loaded.sources.iter() {
        let name = match source.kind {
            SourceKind::Policy => format!("{policy}: {}", source.name),
            SourceKind::Instrument => source.name.clone(),
        };
        if let Some(path) = loaded.paths.get(&source.name) {
            done.paths.insert(name.clone(), path.clone());
        }
        done.sources = match source.kind {
            SourceKind::Policy => done.sources.policy(name, &source.text),
            SourceKind::Instrument => done.sources.text(name, &source.text),
        };
    }
    done
}

/// What a `policy` line says of names.
struct Line {
    name: String,
    amends: Option<String>,
}

/// The `policy` lines of the texts, also of those that are broken elsewhere.
fn policies(sources: &Sources) -> Vec<Line> {
    let rules = sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy);
    let mut lines = Vec::new();
    for (id, source) in rules {
        for item in doudi::syntax::parse(id, &source.text, &Limits::default()).0.items {
            if let doudi::syntax::ast::Item::Policy(policy) = item {
                lines.push(Line { name: policy.name.text, amends: policy.amends.map(|name| name.text) });
            }
        }
    }
    lines
}
