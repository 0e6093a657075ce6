//! A place in a text → where what it names is declared and used, and what it is called from now on.

use super::folder::Known;
use super::position::Encoding;
use super::{hover, words};
use crate::load;
use crate::words::Message;
use doudi::Limits;
use doudi::diagnostic::Locale;
use doudi::source::{SourceId, Span};
use doudi::symbols::{Refused, Symbol, SymbolId, SymbolKind};
use lsp_types::{
    DocumentSymbol, InlayHint, InlayHintLabel, Location, Position, Range, SemanticToken, SemanticTokenType,
    SymbolInformation, SymbolKind as Drawn, TextEdit, Url, WorkspaceEdit,
};
use std::collections::HashMap;
use std::path::PathBuf;

/// A span as a place of a file; `None` in what is no file.
pub fn location(known: &Known, span: Span, encoding: Encoding) -> Option<Location> {
    let uri = Url::from_file_path(known.path(span.source)?).ok()?;
    Some(Location::new(uri, known.range(span, encoding)))
}

/// Where a thing is declared: first, in further versions, in amendments.
pub fn declared(known: &Known, id: SymbolId) -> Vec<Span> {
    known.symbols.declarations(id).map(|(_, symbol)| symbol.span).collect()
}

/// Where a thing is named, its declarations included if they are wanted.
pub fn named(known: &Known, id: SymbolId, with_declarations: bool) -> Vec<Span> {
    let declared = if with_declarations { declared(known, id) } else { Vec::new() };
    let mut spans: Vec<Span> = known.symbols.uses(id).chain(declared).collect();
    spans.sort();
    spans
}

/// Why a thing cannot be renamed at all.
pub fn fixed(known: &Known, id: SymbolId) -> Option<Message> {
    let symbol = known.symbols.get(id)?;
    let elsewhere = declared(known, id).iter().any(|span| known.path(span.source).is_none());
    elsewhere.then(|| Message::new(&words::NOT_YOURS, &[&symbol.name]))
}

/// Those files, by what they are shown as, in which a name stands as a word.
pub fn naming(files: &[(String, PathBuf)], name: &str) -> Vec<String> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let stands = |text: String| text.split(|letter| !is_word(letter)).any(|word| word == name);
    let naming = files.iter().filter(|(_, path)| load::text(path).is_ok_and(stands));
    naming.map(|(shown, _)| shown.clone()).collect()
}

/// The edits that rename a thing.
///
/// # Errors
/// Why it cannot be called so.
pub fn rename(
    known: &Known,
    id: SymbolId,
    name: &str,
    encoding: Encoding,
    locale: Locale,
) -> Result<WorkspaceEdit, String> {
    if let Some(message) = fixed(known, id) {
        return Err(message.text(locale));
    }
    let edits = known.symbols.rename(&known.sources, &Limits::default(), id, name).map_err(|refused| {
        let say = |phrase| Message::new(phrase, &[&name]).text(locale);
        match refused {
            Refused::Reserved => say(&words::IS_RESERVED),
            Refused::NotAName => say(&words::IS_NO_NAME),
            Refused::OtherMeaning => say(&words::OTHER_MEANING),
            Refused::Wrong(diagnostic) => diagnostic.message(locale),
        }
    })?;
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        // What comes with the program names nothing of a file: it was there first.
        if let Some(place) = location(known, edit.span, encoding) {
            changes.entry(place.uri).or_default().push(TextEdit::new(place.range, edit.replacement));
        }
    }
    Ok(WorkspaceEdit::new(changes))
}

/// What a file declares, what stands within another below it.
pub fn outline(known: &Known, source: SourceId, encoding: Encoding, locale: Locale) -> Vec<DocumentSymbol> {
    below(known, source, None, encoding, locale)
}

fn below(
    known: &Known,
    source: SourceId,
    within: Option<SymbolId>,
    encoding: Encoding,
    locale: Locale,
) -> Vec<DocumentSymbol> {
    // What an element is called matters within one expression only.
    let outlined = |symbol: &Symbol| symbol.kind != SymbolKind::Element && symbol.span.source == source;
    let here = known.symbols.all().filter(|(_, symbol)| symbol.within == within && outlined(symbol));
    here.map(|(id, symbol)| {
        let children = below(known, source, Some(id), encoding, locale);
        #[expect(deprecated, reason = "the type has no other way to be made")]
        DocumentSymbol {
            name: symbol.name.clone(),
            detail: Some(super::label(symbol, locale).to_owned()).filter(|label| !label.is_empty()),
            kind: drawn(symbol.kind),
            tags: None,
            deprecated: None,
            range: known.range(symbol.whole, encoding),
            selection_range: known.range(symbol.span, encoding),
            children: (!children.is_empty()).then_some(children),
        }
    })
    .collect()
}

/// Everything declared whose name or words hold a text, in any case of letters.
pub fn found(known: &Known, wanted: &str, encoding: Encoding, locale: Locale) -> Vec<SymbolInformation> {
    let wanted = wanted.to_lowercase();
    let holds = |symbol: &Symbol| {
        let labels = [&symbol.labels.first, &symbol.labels.english].into_iter().flatten();
        labels
            .map(|label| label.value.as_str())
            .chain([symbol.name.as_str()])
            .any(|text| text.to_lowercase().contains(&wanted))
    };
    let symbols = known.symbols.all().filter(|(_, symbol)| holds(symbol));
    symbols
        .filter_map(|(_, symbol)| {
            let label = super::label(symbol, locale);
            #[expect(deprecated, reason = "the type has no other way to be made")]
            Some(SymbolInformation {
                name: if label.is_empty() { symbol.name.clone() } else { format!("{} {label}", symbol.name) },
                kind: drawn(symbol.kind),
                tags: None,
                deprecated: None,
                location: location(known, symbol.span, encoding)?,
                container_name: symbol.within.and_then(|id| known.symbols.get(id)).map(|owner| owner.name.clone()),
            })
        })
        .collect()
}

/// The exceptions to each definition and condition of a file, behind its name, and what carries
/// each provision out.
pub fn hints(known: &Known, source: SourceId, asked: Range, encoding: Encoding, locale: Locale) -> Vec<InlayHint> {
    let here = known.symbols.all().filter(|(_, symbol)| symbol.span.source == source);
    let hint = |(id, symbol): (SymbolId, &Symbol)| {
        let exceptions: Vec<&str> = known.symbols.exceptions_to(id).map(|(_, s)| s.name.as_str()).collect();
        let words = match symbol.kind {
            SymbolKind::Provision => hover::carried(known, symbol, locale)?,
            _ if exceptions.is_empty() => return None,
            _ => format!("{}: {}", Message::new(&words::EXCEPTIONS, &[]).text(locale), exceptions.join(", ")),
        };
        let label = symbol.labels.english.as_ref().or(symbol.labels.first.as_ref());
        let end = known.range(label.map_or(symbol.span, |label| label.span), encoding).end;
        let inside = asked.start <= end && end <= asked.end;
        inside.then_some(InlayHint {
            position: end,
            label: InlayHintLabel::String(words),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        })
    };
    here.filter_map(hint).collect()
}

/// How names are coloured, by the position of each in [`colour`].
pub const COLOURS: &[SemanticTokenType] = &[
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::ENUM,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::CLASS,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::PARAMETER,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::EVENT,
    SemanticTokenType::STRUCT,
    SemanticTokenType::FUNCTION,
];

fn colour(kind: SymbolKind) -> u32 {
    match kind {
        SymbolKind::Policy | SymbolKind::Instrument | SymbolKind::Provision => 0,
        SymbolKind::Choice | SymbolKind::Reading => 1,
        SymbolKind::Variant => 2,
        SymbolKind::Entity => 3,
        SymbolKind::Field | SymbolKind::List | SymbolKind::Amount | SymbolKind::Part | SymbolKind::Element => 4,
        SymbolKind::Parameter | SymbolKind::Key => 5,
        SymbolKind::Definition => 6,
        SymbolKind::Exception | SymbolKind::Duty => 7,
        SymbolKind::Measure => 8,
        SymbolKind::Condition | SymbolKind::Rule | SymbolKind::Property => 9,
    }
}

/// The names of a file, each with the colour of what it means; the first modifier is "declaration".
pub fn coloured(known: &Known, source: SourceId, encoding: Encoding) -> Vec<SemanticToken> {
    let declared = known.symbols.all().map(|(id, symbol)| (symbol.span, id, 1));
    let used = known.symbols.mentions().map(|(span, id)| (span, id, 0));
    let mut names: Vec<(Span, SymbolId, u32)> =
        declared.chain(used).filter(|(span, ..)| span.source == source).collect();
    names.sort();
    let mut last = Position::default();
    let mut tokens = Vec::new();
    for (span, id, modifiers) in names {
        let Some(symbol) = known.symbols.get(id) else { continue };
        let start = known.range(span, encoding).start;
        let same_line = start.line == last.line;
        tokens.push(SemanticToken {
            delta_line: start.line.saturating_sub(last.line),
            delta_start: if same_line { start.character.saturating_sub(last.character) } else { start.character },
            length: encoding.columns(known.sources.slice(span)),
            token_type: colour(symbol.kind),
            token_modifiers_bitset: modifiers,
        });
        last = start;
    }
    tokens
}

fn drawn(kind: SymbolKind) -> Drawn {
    match kind {
        SymbolKind::Policy | SymbolKind::Instrument | SymbolKind::Provision => Drawn::MODULE,
        SymbolKind::Choice | SymbolKind::Reading => Drawn::ENUM,
        SymbolKind::Variant => Drawn::ENUM_MEMBER,
        SymbolKind::Entity => Drawn::CLASS,
        SymbolKind::Field | SymbolKind::List | SymbolKind::Amount => Drawn::FIELD,
        SymbolKind::Parameter | SymbolKind::Key => Drawn::CONSTANT,
        SymbolKind::Definition | SymbolKind::Part | SymbolKind::Element => Drawn::PROPERTY,
        SymbolKind::Condition | SymbolKind::Rule | SymbolKind::Property => Drawn::FUNCTION,
        SymbolKind::Exception | SymbolKind::Duty => Drawn::EVENT,
        SymbolKind::Measure => Drawn::STRUCT,
    }
}
