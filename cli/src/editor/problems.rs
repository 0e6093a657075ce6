//! What is wrong with a policy → what an editor marks, and the edits that mend it.

use super::folder::Known;
use super::position::Encoding;
use super::words;
use crate::error_pages;
use crate::words::Message;
use doudi::diagnostic::{Diagnostic, Locale, Place, table};
use doudi::source::{SourceId, Span};
use doudi::syntax::keywords;
use lsp_types::{
    CodeAction, CodeActionKind, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, Range, TextEdit, Url, WorkspaceEdit,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
        code_description: known.pages.as_ref().and_then(|pages| {
            let page = pages.join(format!("{}.md", diagnostic.entry.code));
            Some(CodeDescription { href: Url::from_file_path(page).ok()? })
        }),
        source: Some("doudi".to_owned()),
        message: if help.is_empty() { message } else { format!("{message}\n{help}") },
        related_information: (!related.is_empty()).then_some(related),
        tags: (diagnostic.entry.code == table::warnings::UNUSED.code).then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..lsp_types::Diagnostic::default()
    }
}

/// What the pages say of all that is marked at a byte of a file, and the first of these marks.
pub fn explained(known: &Known, source: SourceId, offset: usize, locale: Locale) -> Option<(Span, String)> {
    let offset = u32::try_from(offset).ok()?;
    let here = known.diagnostics.iter().filter_map(|diagnostic| Some((span(diagnostic)?, diagnostic.entry.code)));
    let here = here.filter(|(span, _)| span.source == source && span.start <= offset && offset <= span.end);
    let here: Vec<(Span, &str)> = here.collect();
    let codes: BTreeSet<&str> = here.iter().map(|(_, code)| *code).collect();
    let told: Vec<String> = codes.iter().filter_map(|code| error_pages::told(code, locale)).collect();
    Some((here.first()?.0, told.join("\n\n---\n\n")))
}

/// The edits that mend what is wrong in a stretch of a file, and those that allow a warning there.
pub fn actions(known: &Known, path: &Path, asked: Range, encoding: Encoding, locale: Locale) -> Vec<CodeAction> {
    let meets = |range: &Range| range.start <= asked.end && asked.start <= range.end;
    let mut actions = Vec::new();
    for diagnostic in &known.diagnostics {
        let Some(at) = span(diagnostic).filter(|span| known.path(span.source) == Some(path)) else { continue };
        let is_meant = meets(&known.range(at, encoding));
        let made = |title: Message, is_preferred: bool, (uri, edit): (Url, TextEdit)| CodeAction {
            title: title.text(locale),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![problem(known, diagnostic, encoding, locale)]),
            edit: Some(WorkspaceEdit::new(HashMap::from([(uri, vec![edit])]))),
            is_preferred: Some(is_preferred),
            ..CodeAction::default()
        };
        if let Some(edit) = &diagnostic.edit
            && (is_meant || meets(&known.range(edit.span, encoding)))
            && let Some(mending) = text_edit(known, edit.span, edit.replacement.clone(), encoding)
        {
            let title = match edit.replacement.trim() {
                "" => Message::new(&words::REMOVE, &[]),
                replacement => Message::new(&words::CHANGE_TO, &[&replacement]),
            };
            actions.push(made(title, edit.certain, mending));
        }
        if is_meant
            && !diagnostic.is_error()
            && let Some(item) = item_around(known, at)
        {
            // The reason is for a person to write: until then it is marked as missing.
            let script = keywords::script_at(known.text(item.source), item.start as usize);
            let [allow, because] = [&keywords::ALLOW, &keywords::BECAUSE].map(|keyword| keyword.word(script));
            let allowance = format!("{allow} {} {because} \"\"\n", diagnostic.entry.code);
            let place = Span { end: item.start, ..item };
            let title = Message::new(&words::ALLOW, &[&diagnostic.entry.code]);
            actions.extend(text_edit(known, place, allowance, encoding).map(|edit| made(title, false, edit)));
        }
    }
    actions
}

/// All edits of a file that can only be meant in one way, as one action.
pub fn mending(known: &Known, path: &Path, encoding: Encoding, locale: Locale) -> Option<CodeAction> {
    let edits = known.diagnostics.iter().filter_map(|diagnostic| diagnostic.edit.as_ref());
    let mut edits: Vec<_> = edits.filter(|edit| edit.certain && known.path(edit.span.source) == Some(path)).collect();
    edits.sort_by_key(|edit| edit.span);
    // Of edits that meet, the first: the others are offered again once it is made.
    let mut end = 0;
    edits.retain(|edit| {
        let is_free = edit.span.start >= end;
        end = if is_free { edit.span.end.max(edit.span.start.saturating_add(1)) } else { end };
        is_free
    });
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        let (uri, edit) = text_edit(known, edit.span, edit.replacement.clone(), encoding)?;
        changes.entry(uri).or_default().push(edit);
    }
    (!changes.is_empty()).then(|| CodeAction {
        title: Message::new(&words::MEND_ALL, &[]).text(locale),
        kind: Some(CodeActionKind::SOURCE_FIX_ALL),
        edit: Some(WorkspaceEdit::new(changes)),
        ..CodeAction::default()
    })
}

fn text_edit(known: &Known, span: Span, text: String, encoding: Encoding) -> Option<(Url, TextEdit)> {
    let uri = Url::from_file_path(known.path(span.source)?).ok()?;
    Some((uri, TextEdit::new(known.range(span, encoding), text)))
}

/// The item a place is in.
fn item_around(known: &Known, at: Span) -> Option<Span> {
    let items = known.symbols.all().filter(|(_, symbol)| symbol.within.is_none()).map(|(_, symbol)| symbol.whole);
    let mut around = items.filter(|item| item.source == at.source && item.start <= at.start && at.end <= item.end);
    around.next()
}
