//! Diagnostics → what a person reads on a screen: the source, the place marked, what to do.
//!
//! The text holds colour codes; a stream that is no terminal strips them.

use crate::load::Loaded;
use crate::words;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use doudi::Sources;
use doudi::diagnostic::{Diagnostic, Edit, Locale, Place, Severity};
use doudi::source::Span;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::Range;

/// The diagnostics of a policy, each with the lines of its sources that it speaks of.
pub fn of_policy(diagnostics: &[Diagnostic], loaded: &Loaded, locale: Locale) -> String {
    of(diagnostics, locale, &Texts { sources: &loaded.sources, paths: &loaded.paths, document: None })
}

/// The diagnostics of a facts or settings document, each with the JSON it speaks of. `name` is
/// how people know the document.
pub fn of_document(diagnostics: &[Diagnostic], name: &str, json: &str, locale: Locale) -> String {
    let (sources, paths) = (Sources::new(), BTreeMap::new());
    of(diagnostics, locale, &Texts { sources: &sources, paths: &paths, document: Some((name, json)) })
}

/// Where diagnostics can point.
struct Texts<'a> {
    sources: &'a Sources,
    paths: &'a BTreeMap<String, String>,
    document: Option<(&'a str, &'a str)>,
}

/// A stretch of a text.
struct Spot<'a> {
    path: &'a str,
    text: &'a str,
    range: Range<usize>,
}

impl<'a> Texts<'a> {
    fn spot(&self, place: &Place) -> Option<Spot<'a>> {
        match (place, self.document) {
            (Place::Span(span), _) => self.span(*span),
            (Place::Path(path), Some((name, json))) => {
                Some(Spot { path: name, text: json, range: locate(json, path)? })
            }
            (Place::Whole, Some((name, json))) => Some(Spot { path: name, text: json, range: broken(json)? }),
            (_, None) => None,
        }
    }

    fn span(&self, span: Span) -> Option<Spot<'a>> {
        let source = self.sources.get(span.source)?;
        let range = span.start as usize..span.end as usize;
        source.text.get(range.clone())?;
        let path = self.paths.get(&source.name).unwrap_or(&source.name);
        Some(Spot { path, text: &source.text, range })
    }
}

fn of(diagnostics: &[Diagnostic], locale: Locale, texts: &Texts<'_>) -> String {
    let renderer = Renderer::styled();
    let blocks = diagnostics.iter().map(|diagnostic| renderer.render(&report(diagnostic, locale, texts)) + "\n");
    blocks.collect::<Vec<_>>().join("\n")
}

/// One diagnostic: its message over the marked source, then what to do and the edit that does it.
fn report<'a>(diagnostic: &'a Diagnostic, locale: Locale, texts: &Texts<'a>) -> Vec<Group<'a>> {
    let level = match diagnostic.entry.severity {
        Severity::Error => Level::ERROR.with_name(words::ERROR.fill(locale, &[])),
        Severity::Warning => Level::WARNING.with_name(words::WARNING.fill(locale, &[])),
    };
    let message = match (&diagnostic.place, texts.spot(&diagnostic.place)) {
        (Place::Path(path), None) if !path.is_empty() => format!("{path}: {}", diagnostic.message(locale)),
        _ => diagnostic.message(locale),
    };
    let mut group =
        level.primary_title(message).id(diagnostic.entry.code).elements(snippets(diagnostic, locale, texts));
    let help = diagnostic.help(locale);
    if !help.is_empty() {
        group = group.element(Level::HELP.with_name(words::HELP.fill(locale, &[])).message(help));
    }
    let edit = diagnostic.edit.as_ref().and_then(|edit| suggestion(edit, locale, texts));
    std::iter::once(group).chain(edit).collect()
}

/// The sources it speaks of, the one it is in first, with all marks of each.
fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    locale: Locale,
    texts: &Texts<'a>,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut marked: Vec<(&str, Snippet<'_, _>)> = Vec::new();
    let mut mark = |spot: Spot<'a>, kind: AnnotationKind, label: Option<String>| {
        let annotation = kind.span(spot.range).label(label);
        match marked.iter().position(|(path, _)| *path == spot.path) {
            Some(i) => {
                let (path, snippet) = marked.remove(i);
                marked.insert(i, (path, snippet.annotation(annotation)));
            }
            None => marked.push((spot.path, Snippet::source(spot.text).path(spot.path).annotation(annotation))),
        }
    };
    if let Some(spot) = texts.spot(&diagnostic.place) {
        let path = match &diagnostic.place {
            Place::Path(path) if !path.is_empty() => Some(path.clone()),
            _ => None,
        };
        mark(spot, AnnotationKind::Primary, path);
    }
    for label in &diagnostic.labels {
        if let Some(spot) = texts.span(label.span) {
            mark(spot, AnnotationKind::Context, Some(label.phrase.fill(locale, &label.args)));
        }
    }
    marked.into_iter().map(|(_, snippet)| snippet).collect()
}

fn suggestion<'a>(edit: &'a Edit, locale: Locale, texts: &Texts<'a>) -> Option<Group<'a>> {
    let spot = texts.span(edit.span)?;
    let patch = Snippet::source(spot.text).path(spot.path).patch(Patch::new(spot.range, edit.replacement.as_str()));
    let level = Level::HELP.with_name(words::HELP.fill(locale, &[]));
    Some(level.secondary_title(words::CHANGE_TO.fill(locale, &[])).element(patch))
}

/// Where `members[1].wage` stands in a JSON document: its value, or of the nearest value above it
/// that exists the first character.
fn locate(json: &str, path: &str) -> Option<Range<usize>> {
    let root = serde_json::from_str::<&RawValue>(json).ok()?.get();
    let keys = || path.split(['.', '[']).filter(|key| !key.is_empty());
    // Paths of facts start at the root entity, which stands under `facts`.
    let under_facts = keys().next().is_some_and(|key| member(root, key).is_none());
    let mut found = under_facts.then(|| member(root, "facts")).flatten().unwrap_or(root);
    let mut whole = true;
    for key in keys() {
        let Some(inner) = member(found, key) else {
            whole = false;
            break;
        };
        found = inner;
    }
    // Raw values are slices of the document: their addresses tell where they stand.
    let start = found.as_ptr() as usize - json.as_ptr() as usize;
    let scalar = whole && !path.is_empty() && !found.starts_with(['{', '[']);
    let length = if scalar { found.len() } else { 1 };
    Some(start..start + length)
}

/// Where reading stops in a document that is not JSON.
fn broken(json: &str) -> Option<Range<usize>> {
    let error = serde_json::from_str::<&RawValue>(json).err()?;
    let line: usize = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut at = (line + error.column().saturating_sub(1)).min(json.len());
    while !json.is_char_boundary(at) {
        at -= 1;
    }
    Some(at..at + json[at..].chars().next().map_or(0, char::len_utf8))
}

fn member<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let raw: &RawValue = match key.strip_suffix(']') {
        Some(index) => serde_json::from_str::<Vec<&RawValue>>(json).ok()?.get(index.parse::<usize>().ok()?)?,
        None => serde_json::from_str::<BTreeMap<String, &RawValue>>(json).ok()?.get(key)?,
    };
    Some(raw.get())
}
