//! Syntax trees → model: what a policy means, and what is said of one that means nothing.

use doudi::diagnostic::{Diagnostic, Locale, Place, table};
use doudi::model::{self, Model};
use doudi::source::SourceKind;
use doudi::{LineIndex, Limits, Sources, syntax};
use std::collections::BTreeSet;

mod cases;

const WHOLE: &str = include_str!("model/whole.policy");
const PRELUDE: &str = include_str!("model/prelude.policy");
const LAW: &str = include_str!("model/law.txt");
const NOTICE: &str = include_str!("model/gd49.txt");

/// Parses and resolves; the syntax must be sound.
fn resolve(sources: &Sources) -> (Option<Model>, Vec<Diagnostic>) {
    let limits = Limits::default();
    let mut files = Vec::new();
    for (id, source) in sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy) {
        let (file, found) = syntax::parse(id, &source.text, &limits);
        assert_eq!(shown(sources, &found), "", "{}", source.name);
        files.push(file);
    }
    model::resolve(&files, sources, &limits)
}

/// `E0204 3:5 zh / en`, and the help and further places on lines of their own.
fn shown(sources: &Sources, found: &[Diagnostic]) -> String {
    let place = |span: doudi::source::Span| {
        let text = sources.get(span.source).map_or("", |source| source.text.as_str());
        let (line, column) = LineIndex::new(text).line_column(text, span.start);
        format!("{line}:{column}")
    };
    let mut out = String::new();
    for diagnostic in found {
        let at = match diagnostic.place {
            Place::Span(span) => place(span),
            _ => "-".to_string(),
        };
        let (zh, en) = (diagnostic.message(Locale::ZhCn), diagnostic.message(Locale::En));
        out += &format!("{} {at} {zh} / {en}\n", diagnostic.entry.code);
        if let Some(near) = &diagnostic.near {
            out += &format!("  near {near}\n");
        }
        for label in &diagnostic.labels {
            out += &format!("  {} {}\n", place(label.span), label.phrase.fill(Locale::En, &label.args));
        }
    }
    out
}

#[test]
fn the_whole_language_resolves() {
    let sources = Sources::new().policy("whole.policy", WHOLE).text("notice/gd49.txt", NOTICE);
    let (model, found) = resolve(&sources);
    let (errors, warnings): (Vec<_>, Vec<_>) = found.into_iter().partition(Diagnostic::is_error);
    assert_eq!(shown(&sources, &errors), "");
    insta::assert_snapshot!("whole_warnings", shown(&sources, &warnings));
    insta::assert_snapshot!("whole", model::print(&model.expect("a sound policy has a model")));
}

/// What is said of a case, leaving out what is said of the prelude.
fn said_of(case: &str) -> (String, Vec<Diagnostic>) {
    let (text, length) = match case.strip_prefix('!') {
        Some(alone) => (alone.to_string(), alone.len()),
        None => (format!("{case}{PRELUDE}"), case.len()),
    };
    let sources = Sources::new().policy("case.policy", text).text("law.txt", LAW);
    let (model, mut found) = resolve(&sources);
    assert_eq!(model.is_none(), found.iter().any(Diagnostic::is_error), "{case}");
    found.retain(|diagnostic| match diagnostic.place {
        Place::Span(span) => (span.start as usize) < length,
        _ => true,
    });
    let unused = |diagnostic: &Diagnostic| diagnostic.entry.code == "E0230" && !case.starts_with('!');
    found.retain(|diagnostic| !unused(diagnostic));
    (shown(&sources, &found), found)
}

fn said_of_all(cases: &[&str]) -> String {
    cases.iter().map(|case| format!("{case}\n{}\n", said_of(case).0)).collect()
}

#[test]
fn names() {
    insta::assert_snapshot!(said_of_all(cases::NAMES));
}

#[test]
fn types() {
    insta::assert_snapshot!(said_of_all(cases::TYPES));
}

#[test]
fn tables_and_dates() {
    insta::assert_snapshot!(said_of_all(cases::TABLES));
}

#[test]
fn citations() {
    insta::assert_snapshot!(said_of_all(cases::CITATIONS));
}

#[test]
fn exceptions_rules_and_cycles() {
    insta::assert_snapshot!(said_of_all(cases::RULES));
}

#[test]
fn every_row_of_the_table_is_reached() {
    let cases = [cases::NAMES, cases::TYPES, cases::TABLES, cases::CITATIONS, cases::RULES];
    let reached: BTreeSet<&str> =
        cases.into_iter().flatten().flat_map(|case| said_of(case).1).map(|diagnostic| diagnostic.entry.code).collect();
    let missing: Vec<&str> = table::model::ALL.iter().map(|entry| entry.code).filter(|code| !reached.contains(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn codes_are_unique_and_every_message_stands_in_both_languages() {
    let mut codes = BTreeSet::new();
    for entry in table::model::ALL {
        assert!(codes.insert(entry.code), "{}", entry.code);
        assert!(!entry.message.zh.is_empty() && !entry.message.en.is_empty(), "{}", entry.code);
        assert_eq!(entry.help.zh.is_empty(), entry.help.en.is_empty(), "{}", entry.code);
    }
}
