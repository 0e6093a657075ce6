//! `doudi check --fix`: writes the edits in which nothing else can be meant into the files.

use crate::load::{self, Loaded};
use crate::words::{self, Message};
use doudi::diagnostic::{Diagnostic, Edit, Place};
use doudi::source::{SourceId, SourceKind};
use doudi::{Policy, Sources};
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What one mended slip hid is mended in the next round; nobody needs more of them.
const ROUNDS: usize = 10;

/// The texts with what is certain mended.
pub fn fixed(sources: &Sources) -> Sources {
    mended_where(sources, &|_| true)
}

/// Mends what is certain in the texts that may be written, by name.
fn mended_where(sources: &Sources, writable: &dyn Fn(&str) -> bool) -> Sources {
    let mut sources = sources.clone();
    for _ in 0..ROUNDS {
        let found = diagnostics(&sources);
        let mut edits = certain(&found, &sources, writable);
        // An edit that leaves its place unreadable was not what was meant.
        let next = loop {
            if edits.is_empty() {
                return sources;
            }
            let next = mended(&sources, &edits);
            if !drop_useless(&mut edits, &found, &diagnostics(&next)) {
                break next;
            }
        };
        sources = next;
    }
    sources
}

/// Takes out the edits at whose place there is now a slip of grammar that was not there before, and
/// that no certain edit mends; whether there were any.
fn drop_useless(edits: &mut BTreeMap<SourceId, Vec<Edit>>, before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let slips = |found: &[Diagnostic], source: SourceId, from: i64, to: i64| -> Vec<&'static str> {
        let at = found.iter().filter(|it| it.entry.code.starts_with("E01"));
        let open = at.filter(|it| !it.edit.as_ref().is_some_and(|edit| edit.certain));
        let here = open.filter(|it| match it.place {
            Place::Span(span) => span.source == source && i64::from(span.start) <= to && from <= i64::from(span.end),
            _ => false,
        });
        here.map(|it| it.entry.code).collect()
    };
    let mut dropped = false;
    for (source, edits) in edits.iter_mut() {
        edits.sort_by_key(|edit| edit.span.start);
        let (mut shift, mut kept) = (0i64, Vec::new());
        for edit in edits.iter() {
            let (start, end) = (i64::from(edit.span.start), i64::from(edit.span.end));
            let length = i64::try_from(edit.replacement.len()).unwrap_or(i64::MAX);
            let was = slips(before, *source, start - BESIDE, end + BESIDE);
            let is = slips(after, *source, start + shift - BESIDE, start + shift + length + BESIDE);
            shift += length - (end - start);
            kept.push(is.iter().all(|code| was.contains(code)));
        }
        dropped |= kept.contains(&false);
        let mut kept = kept.into_iter();
        edits.retain(|_| kept.next().unwrap_or(false));
    }
    edits.retain(|_, edits| !edits.is_empty());
    dropped
}

/// Bytes on both sides that belong to the place of an edit: what is next to it, behind a blank.
const BESIDE: i64 = 1;

/// Mends what is certain and writes the files back; gives what was changed, as a difference.
pub(super) fn run(loaded: &mut Loaded) -> Result<String, Message> {
    let before = loaded.sources.clone();
    let is_file = |name: &str| loaded.paths.get(name).is_some_and(|path| path != load::STDIN);
    loaded.sources = mended_where(&before, &is_file);
    let mut shown = String::new();
    for ((_, old), (_, new)) in before.iter().zip(loaded.sources.iter()).filter(|((_, a), (_, b))| a.text != b.text) {
        let Some(path) = loaded.paths.get(&new.name) else { continue };
        let cannot = |error| Message::new(&words::CANNOT_WRITE, &[path, &error]);
        // A mark that reading passed over stays.
        let mark = if load::read(Path::new(path))?.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        fs::write(path, format!("{mark}{}", new.text)).map_err(cannot)?;
        let difference = TextDiff::from_lines(&old.text, &new.text);
        shown += &difference.unified_diff().context_radius(1).header(path, path).to_string();
    }
    Ok(shown)
}

fn diagnostics(sources: &Sources) -> Vec<Diagnostic> {
    match Policy::load(sources.clone()) {
        Ok(policy) => policy.warnings().to_vec(),
        Err(error) => error.diagnostics,
    }
}

/// The certain edits of texts that may be written, by source, none touching another.
fn certain(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    writable: &dyn Fn(&str) -> bool,
) -> BTreeMap<SourceId, Vec<Edit>> {
    let mut edits: BTreeMap<SourceId, Vec<Edit>> = BTreeMap::new();
    for edit in diagnostics.iter().filter_map(|diagnostic| diagnostic.edit.as_ref()).filter(|edit| edit.certain) {
        let of_source = edits.entry(edit.span.source).or_default();
        let apart = |other: &Edit| edit.span.end < other.span.start || other.span.end < edit.span.start;
        let written = sources.get(edit.span.source).is_some_and(|source| writable(&source.name));
        if written && of_source.iter().all(apart) {
            of_source.push(edit.clone());
        }
    }
    edits.retain(|_, edits| !edits.is_empty());
    edits
}

fn mended(sources: &Sources, edits: &BTreeMap<SourceId, Vec<Edit>>) -> Sources {
    sources.iter().fold(Sources::new(), |all, (id, source)| {
        let mut text = source.text.clone();
        let mut of_source: Vec<&Edit> = edits.get(&id).into_iter().flatten().collect();
        of_source.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in of_source {
            let range = edit.span.start as usize..edit.span.end as usize;
            if text.get(range.clone()).is_some() {
                text.replace_range(range, &edit.replacement);
            }
        }
        match source.kind {
            SourceKind::Policy => all.policy(&source.name, text),
            SourceKind::Instrument => all.text(&source.name, text),
        }
    })
}
