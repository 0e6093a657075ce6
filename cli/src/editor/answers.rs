//! Requests → answers.

use super::folder::Known;
use super::position::Encoding;
use super::server::{Fault, Server, read};
use super::{complete, hover, names, problems, words};
use crate::words::Message;
use doudi::source::{SourceId, Span};
use doudi::symbols::SymbolId;
use doudi::{Limits, syntax};
use lsp_server::ErrorCode;
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CompletionItem, CompletionOptions, CompletionParams,
    CompletionTextEdit, DocumentFormattingParams, DocumentSymbolParams, HoverParams, InlayHintParams, OneOf, Position,
    ReferenceParams, RenameOptions, RenameParams, SaveOptions, SemanticTokenModifier, SemanticTokens,
    SemanticTokensFullOptions, SemanticTokensLegend, SemanticTokensOptions, SemanticTokensParams, ServerCapabilities,
    TextDocumentPositionParams, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextEdit,
    Url, WorkspaceSymbolParams,
};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::rc::Rc;

/// What the server can do, and its name.
pub fn capabilities(encoding: Encoding) -> Value {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(SaveOptions::default().into()),
        ..TextDocumentSyncOptions::default()
    };
    let colours = SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: names::COLOURS.to_vec(),
            token_modifiers: vec![SemanticTokenModifier::DECLARATION],
        },
        full: Some(SemanticTokensFullOptions::Bool(true)),
        ..SemanticTokensOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
        ..CodeActionOptions::default()
    };
    let signs = [".", "\"", "“", ":", "：", " "].map(str::to_owned);
    let capabilities = ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(true.into()),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(signs.to_vec()),
            ..CompletionOptions::default()
        }),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(actions.into()),
        inlay_hint_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(colours.into()),
        ..ServerCapabilities::default()
    };
    json!({
        "capabilities": capabilities,
        "serverInfo": { "name": "doudi", "version": env!("CARGO_PKG_VERSION") },
    })
}

/// Answers a request.
pub fn answer(server: &mut Server, method: &str, params: Value) -> Result<Value, Fault> {
    let value = match method {
        "textDocument/hover" => hovered(server, read(params)?)?,
        "textDocument/definition" => {
            let Some(there) = There::of(server, &read(params)?)? else { return Ok(Value::Null) };
            json!(there.locations(&names::declared(&there.at.known, there.id)))
        }
        "textDocument/references" => {
            let params: ReferenceParams = read(params)?;
            let Some(there) = There::of(server, &params.text_document_position)? else { return Ok(Value::Null) };
            let spans = names::named(&there.at.known, there.id, params.context.include_declaration);
            json!(there.locations(&spans))
        }
        "textDocument/documentHighlight" => {
            let Some(there) = There::of(server, &read(params)?)? else { return Ok(Value::Null) };
            let At { known, source, encoding, .. } = &there.at;
            let spans = names::named(known, there.id, true);
            let here = spans.into_iter().filter(|span| span.source == *source);
            json!(here.map(|span| json!({ "range": known.range(span, *encoding) })).collect::<Vec<_>>())
        }
        "textDocument/prepareRename" => prepared(server, &read(params)?)?,
        "textDocument/rename" => {
            let params: RenameParams = read(params)?;
            let nothing = server.fault(ErrorCode::InvalidRequest, &Message::new(&words::NO_NAME_HERE, &[]));
            let there = There::of(server, &params.text_document_position)?.ok_or(nothing)?;
            let edit = names::rename(&there.at.known, there.id, &params.new_name, there.at.encoding, server.locale);
            let edit = edit.map_err(|message| Fault { code: ErrorCode::RequestFailed, message })?;
            still_named(server, &there);
            json!(edit)
        }
        "textDocument/completion" => completed(server, read(params)?)?,
        "textDocument/documentSymbol" => {
            let params: DocumentSymbolParams = read(params)?;
            let at = At::of(server, &params.text_document.uri)?;
            json!(names::outline(&at.known, at.source, at.encoding, server.locale))
        }
        "workspace/symbol" => {
            let params: WorkspaceSymbolParams = read(params)?;
            let (encoding, locale) = (server.encoding, server.locale);
            let known = server.all();
            let mut found: Vec<Value> = Vec::new();
            for symbol in known.iter().flat_map(|known| names::found(known, &params.query, encoding, locale)) {
                let symbol = json!(symbol);
                // Two policies may stand on the same files.
                if !found.contains(&symbol) {
                    found.push(symbol);
                }
            }
            json!(found)
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            let at = At::of(server, &params.text_document.uri)?;
            let only = params.context.only.unwrap_or_default();
            let wants = |kind: &CodeActionKind| only.iter().any(|wanted| is_kind(kind, wanted));
            let mut actions = Vec::new();
            if only.is_empty() || wants(&CodeActionKind::QUICKFIX) {
                actions = problems::actions(&at.known, &at.path, params.range, at.encoding, server.locale);
            }
            if wants(&CodeActionKind::SOURCE_FIX_ALL) {
                actions.extend(problems::mending(&at.known, &at.path, at.encoding, server.locale));
            }
            json!(actions)
        }
        "textDocument/formatting" => formatted(server, read(params)?)?,
        "textDocument/inlayHint" => {
            let params: InlayHintParams = read(params)?;
            let at = At::of(server, &params.text_document.uri)?;
            json!(names::hints(&at.known, at.source, params.range, at.encoding, server.locale))
        }
        "textDocument/semanticTokens/full" => {
            let params: SemanticTokensParams = read(params)?;
            let at = At::of(server, &params.text_document.uri)?;
            json!(SemanticTokens { result_id: None, data: names::coloured(&at.known, at.source, at.encoding) })
        }
        _ => {
            return Err(server.fault(ErrorCode::MethodNotFound, &Message::new(&words::UNKNOWN_METHOD, &[&method])));
        }
    };
    Ok(value)
}

/// Whether a kind of action is another, or one of its kinds: `source.fixAll` of `source`.
fn is_kind(kind: &CodeActionKind, wanted: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

/// A file of a policy.
struct At {
    known: Rc<Known>,
    path: PathBuf,
    source: SourceId,
    encoding: Encoding,
}

impl At {
    fn of(server: &mut Server, uri: &Url) -> Result<At, Fault> {
        let (known, path) = server.known(uri)?;
        let unread = || server.fault(ErrorCode::RequestFailed, &Message::new(&words::NOT_OPEN, &[uri]));
        let source = known.source(&path).ok_or_else(unread)?;
        Ok(At { known, path, source, encoding: server.encoding })
    }

    fn offset(&self, position: Position) -> usize {
        self.known.offset(self.source, position, self.encoding)
    }
}

/// A name in a file, and what it means.
struct There {
    at: At,
    span: Span,
    id: SymbolId,
}

impl There {
    fn of(server: &mut Server, place: &TextDocumentPositionParams) -> Result<Option<There>, Fault> {
        let at = At::of(server, &place.text_document.uri)?;
        let offset = u32::try_from(at.offset(place.position)).unwrap_or(u32::MAX);
        let meant = at.known.symbols.at(at.source, offset);
        Ok(meant.map(|(span, id)| There { at, span, id }))
    }

    fn locations(&self, spans: &[Span]) -> Vec<lsp_types::Location> {
        spans.iter().filter_map(|span| names::location(&self.at.known, *span, self.at.encoding)).collect()
    }
}

/// The file in canonical form, as one edit; nothing where it cannot be read: that is marked already.
fn formatted(server: &mut Server, params: DocumentFormattingParams) -> Result<Value, Fault> {
    let at = At::of(server, &params.text_document.uri)?;
    let text = at.known.text(at.source);
    let Ok(tidy) = syntax::format(at.source, text, None, &Limits::default()) else { return Ok(Value::Null) };
    if tidy == text {
        return Ok(json!([]));
    }
    let whole = Span { source: at.source, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) };
    Ok(json!([TextEdit { range: at.known.range(whole, at.encoding), new_text: tidy }]))
}

/// What stands at a place, and behind it what the pages say of what is wrong there.
fn hovered(server: &mut Server, params: HoverParams) -> Result<Value, Fault> {
    let place = params.text_document_position_params;
    let there = There::of(server, &place)?;
    let at = At::of(server, &place.text_document.uri)?;
    let offset = at.offset(place.position);
    let named = there.map(|there| (there.span, hover::of_symbol(&there.at.known, there.id, server.locale)));
    let named = named.or_else(|| {
        let (start, end, wording) = hover::of_clause(&at.known, at.source, offset)?;
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Some((Span { source: at.source, start: byte(start), end: byte(end) }, wording))
    });
    let explained = problems::explained(&at.known, at.source, offset, server.locale);
    let Some((span, _)) = named.as_ref().or(explained.as_ref()) else { return Ok(Value::Null) };
    let range = at.known.range(*span, at.encoding);
    let texts: Vec<String> = [named, explained].into_iter().flatten().map(|(_, text)| text).collect();
    Ok(json!({ "contents": { "kind": "markdown", "value": texts.join("\n\n---\n\n") }, "range": range }))
}

/// Says which cases, facts and tables beside the policy name what is renamed: they are not changed.
fn still_named(server: &mut Server, there: &There) {
    let Some(name) = there.at.known.symbols.get(there.id).map(|symbol| symbol.name.clone()) else { return };
    let beside = server.beside(&there.at.path);
    let naming = names::naming(&beside, &name);
    if naming.is_empty() {
        return;
    }
    let message = Message::new(&words::STILL_NAMED, &[&name, &naming.len(), &naming.join("、")]).text(server.locale);
    let params = json!({ "type": 2, "message": message });
    server.say(json!({ "jsonrpc": "2.0", "method": "window/showMessage", "params": params }));
}

fn prepared(server: &mut Server, place: &TextDocumentPositionParams) -> Result<Value, Fault> {
    let Some(there) = There::of(server, place)? else { return Ok(Value::Null) };
    if let Some(message) = names::fixed(&there.at.known, there.id) {
        return Err(server.fault(ErrorCode::RequestFailed, &message));
    }
    let name = there.at.known.sources.slice(there.span);
    Ok(json!({ "range": there.at.known.range(there.span, there.at.encoding), "placeholder": name }))
}

fn completed(server: &mut Server, params: CompletionParams) -> Result<Value, Fault> {
    let place = params.text_document_position;
    let at = At::of(server, &place.text_document.uri)?;
    let offset = at.offset(place.position);
    let last = server.last_sound(&at.path, &at.known);
    let (start, offers) = complete::offers(&at.known, &last.symbols, at.source, offset, server.locale);
    let end = u32::try_from(offset).unwrap_or(u32::MAX);
    let span = doudi::source::Span { source: at.source, start: u32::try_from(start).unwrap_or(end), end };
    let range = at.known.range(span, at.encoding);
    let item = |(order, offer): (usize, complete::Offer)| CompletionItem {
        label: offer.text.clone(),
        detail: Some(offer.detail).filter(|detail| !detail.is_empty()),
        kind: Some(offer.shape),
        filter_text: offer.typed.map(str::to_owned),
        sort_text: Some(format!("{}{order:05}", offer.rank)),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, offer.text))),
        ..CompletionItem::default()
    };
    // What is found by English letters is not what is found by Chinese ones: to be asked at each.
    Ok(json!({ "isIncomplete": true, "items": offers.into_iter().enumerate().map(item).collect::<Vec<_>>() }))
}
