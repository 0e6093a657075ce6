//! Syntax trees → model: what a policy means, and what is said of one that means nothing.

use doudi::diagnostic::{Diagnostic, Locale, Place};
use doudi::model::{self, Model};
use doudi::source::SourceKind;
use doudi::{LineIndex, Limits, Sources, syntax};

const WHOLE: &str = include_str!("model/whole.policy");
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
