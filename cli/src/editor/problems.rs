//! What is wrong with a policy → what an editor marks, and the edits that mend it.

use super::folder::Known;
use super::position::Encoding;
use super::words;
use crate::words::Message;
use doudi::diagnostic::{Diagnostic, Locale, Place, table};
use doudi::source::Span;
use lsp_types::{
    CodeAction, CodeActionKind, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Range, TextEdit, Url, WorkspaceEdit,
};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// All that is wrong, by file; every file of the policy has its list, be it empty. What belongs to
/// no file of the disk is put at the beginning of `front`.
pub fn by_file(
    known: &Known,
    front: &Path,
    encoding: Encoding,
    locale: Locale,
) -> BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> {
    let mut files: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> =
        known.paths.iter().flatten().map(|path| (path.clone(), Vec::new())).collect();
    if let Some(unread) = &known.unread {
        let problem = lsp_types::Diagnostic {
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some("doudi".to_owned()),
            message: unread.text(locale),
            ..lsp_types::Diagnostic::default()
        };
        files.entry(front.to_path_buf()).or_default().push(problem);
    }
    for diagnostic in &known.diagnostics {
        let span = span(diagnostic);
        let path = span.and_then(|span| known.path(span.source));
        let mut problem = problem(known, diagnostic, encoding, locale);
        if path.is_none() {
            problem.range = Range::default();
            if let Some(source) = span.and_then(|span| known.sources.get(span.source)) {
                problem.message = Message::new(&words::IN_BASE, &[&source.name, &problem.message]).text(locale);
            }
        }
        files.entry(path.unwrap_or(front).to_path_buf()).or_default().push(problem);
    }
    files
}

fn span(diagnostic: &Diagnostic) -> Option<Span> {
    match &diagnostic.place {
        Place::Span(span) => Some(*span),
        Place::Path(_) | Place::Whole => None,
    }
}

fn problem(known: &Known, diagnostic: &Diagnostic, encoding: Encoding, locale: Locale) -> lsp_types::Diagnostic {
    let help = diagnostic.help(locale);
    let message = diagnostic.message(locale);
    let related = diagnostic.labels.iter().filter_map(|label| {
        let uri = Url::from_file_path(known.path(label.span.source)?).ok()?;
        let location = Location::new(uri, known.range(label.span, encoding));
        Some(DiagnosticRelatedInformation { location, message: label.phrase.fill(locale, &label.args) })
    });
    let related: Vec<_> = related.collect();
    lsp_types::Diagnostic {
        range: span(diagnostic).map(|span| known.range(span, encoding)).unwrap_or_default(),
        severity: Some(if diagnostic.is_error() { DiagnosticSeverity::ERROR } else { DiagnosticSeverity::WARNING }),
        code: Some(NumberOrString::String(diagnostic.entry.code.to_owned())),
        source: Some("doudi".to_owned()),
        message: if help.is_empty() { message } else { format!("{message}\n{help}") },
        related_information: (!related.is_empty()).then_some(related),
        tags: (diagnostic.entry.code == table::model::UNUSED.code).then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..lsp_types::Diagnostic::default()
    }
}

/// The edits that mend what is wrong in a stretch of a file.
pub fn actions(known: &Known, path: &Path, asked: Range, encoding: Encoding, locale: Locale) -> Vec<CodeAction> {
    let meets = |range: &Range| range.start <= asked.end && asked.start <= range.end;
    let mut actions = Vec::new();
    for diagnostic in &known.diagnostics {
        let Some(edit) = &diagnostic.edit else { continue };
        let Some(at) = span(diagnostic).filter(|span| known.path(span.source) == Some(path)) else { continue };
        let range = known.range(edit.span, encoding);
        if !meets(&range) && !meets(&known.range(at, encoding)) {
            continue;
        }
        let Some(uri) = known.path(edit.span.source).and_then(|path| Url::from_file_path(path).ok()) else { continue };
        let title = match edit.replacement.as_str() {
            "" => Message::new(&words::REMOVE, &[]),
            replacement => Message::new(&words::CHANGE_TO, &[&replacement.trim()]),
        };
        let changes = HashMap::from([(uri, vec![TextEdit::new(range, edit.replacement.clone())])]);
        actions.push(CodeAction {
            title: title.text(locale),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![problem(known, diagnostic, encoding, locale)]),
            edit: Some(WorkspaceEdit::new(changes)),
            is_preferred: Some(true),
            ..CodeAction::default()
        });
    }
    actions
}
