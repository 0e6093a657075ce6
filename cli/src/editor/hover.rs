//! A declaration, or a clause that is cited → what an editor shows of it, in Markdown.

use super::folder::Known;
use super::tokens::{Kind, tokens};
use super::{complete, words};
use crate::words::Message;
use doudi::diagnostic::{Locale, Phrase};
use doudi::source::SourceId;
use doudi::symbols::{Symbol, SymbolId, SymbolKind};
use doudi::syntax::keywords::{UNSET, in_english};
use std::fmt::Display;

/// Letters of a clause that are shown.
const LETTERS: usize = 600;

/// What a declaration is: its words in both languages, its type, its clauses with what they say,
/// its dated values, what it can be made something else by.
pub fn of_symbol(known: &Known, id: SymbolId, locale: Locale) -> String {
    let symbols = &known.symbols;
    let Some(symbol) = symbols.get(symbols.first(id)) else { return String::new() };
    let say = |phrase: &'static Phrase, args: &[&dyn Display]| Message::new(phrase, args).text(locale);
    let labels = [&symbol.labels.first, &symbol.labels.english].into_iter().flatten();
    let labels: Vec<String> = labels.map(|label| escaped(&label.value)).collect();
    let mut out = String::new();
    if !labels.is_empty() {
        out += &format!("**{}**\n\n", labels.join(" · "));
    }
    out += &format!("{} `{}`", say(words::kind(symbol.kind), &[]), symbol.name);
    if let Some(ty) = &symbol.ty {
        out += &format!(": `{ty}`");
    }
    let entity = symbol.entity.filter(|_| symbol.kind != SymbolKind::List).or(symbol.within);
    if let Some(entity) = entity.and_then(|entity| symbols.get(entity)) {
        out += &format!(" · {}", say(&words::OF_ENTITY, &[&entity.name]));
    }
    if let Some(target) = symbol.target.and_then(|target| symbols.get(target)) {
        out += &format!(" · {}", say(&words::EXCEPTION_TO, &[&target.name]));
    }
    out.push('\n');
    let values: Vec<&str> = symbols
        .declarations(id)
        .flat_map(|(_, symbol)| &symbol.values)
        .map(|span| known.sources.slice(*span))
        .collect();
    match values.as_slice() {
        [] => {}
        [value] if in_english(value) == UNSET.en => out += &format!("\n{}\n", say(&words::NO_FURTHER_VALUE, &[])),
        values => out += &format!("\n```doudi\n{}\n```\n", values.join("\n")),
    }
    for citation in symbols.declarations(id).flat_map(|(_, symbol)| &symbol.per) {
        out += &format!("\n- {}", cited(known, citation, locale));
    }
    let exceptions: Vec<&Symbol> = symbols.exceptions_to(id).map(|(_, exception)| exception).collect();
    if !exceptions.is_empty() {
        out += &format!("\n\n{}\n", say(&words::EXCEPTIONS, &[]));
        for exception in exceptions {
            out += &format!("\n- `{}` {}", exception.name, escaped(super::label(exception, locale)));
        }
    }
    if let Some(carried) = carried(known, symbol, locale) {
        out += &format!("\n\n{carried}");
    }
    out
}

/// 《…》二（二）一是：“…”
fn cited(known: &Known, citation: &doudi::syntax::ast::Citation, locale: Locale) -> String {
    let at = known.symbols.at(citation.instrument.span.source, citation.instrument.span.start);
    let instrument = at.and_then(|(_, id)| known.symbols.get(id));
    let title = instrument.map(|symbol| super::label(symbol, locale)).filter(|title| !title.is_empty());
    let title = escaped(title.unwrap_or(&citation.instrument.text));
    let clause = escaped(&citation.clause.value);
    match &citation.quote {
        Some(quote) => Message::new(&words::QUOTE, &[&title, &clause, &escaped(&quote.value)]).text(locale),
        None => Message::new(&words::CITES, &[&title, &clause]).text(locale),
    }
}

/// What carries a provision out, where the policy is sound.
pub fn carried(known: &Known, symbol: &Symbol, locale: Locale) -> Option<String> {
    if symbol.kind != SymbolKind::Provision {
        return None;
    }
    let law = known.policy.as_ref()?.law();
    let passage = law.passages.iter().find(|passage| passage.provision.name.id == symbol.name)?;
    if passage.is_carried_by_nothing() {
        return Some(Message::new(&words::CARRIED_BY_NOTHING, &[]).text(locale));
    }
    let by: Vec<&str> =
        passage.carried_by.iter().map(|item| if locale == Locale::En { item.en } else { item.zh }).collect();
    let by = if by.len() > 8 { format!("{} … ({})", by[..8].join("、"), by.len()) } else { by.join("、") };
    (!by.is_empty()).then(|| Message::new(&words::CARRIED_BY, &[&by]).text(locale))
}

/// The wording of the clause whose number stands at a byte of a text, with where the number stands.
pub fn of_clause(known: &Known, source: SourceId, offset: usize) -> Option<(usize, usize, String)> {
    let all = tokens(known.text(source));
    let at = all.iter().position(|token| {
        token.kind == Kind::Text && token.start <= offset && offset <= token.start + token.text.len()
    })?;
    let (instrument, per) = (all.get(at.checked_sub(1)?)?, all.get(at.checked_sub(2)?)?);
    if per.word != "per" {
        return None;
    }
    let token = all[at];
    let wanted = token.said();
    let clauses = complete::clauses_cited(known, instrument.text);
    let covered = clauses.iter().filter(|clause| !wanted.is_empty() && clause.id.starts_with(wanted));
    let wording: Vec<String> =
        covered.map(|clause| format!("**{}** {}", escaped(&clause.id), escaped(&clause.wording))).collect();
    let wording = wording.join("\n\n");
    let cut = match wording.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &wording[..end]),
        None => wording,
    };
    (!cut.is_empty()).then_some((token.start, token.start + token.text.len(), cut))
}

/// Words in which no sign is taken for Markdown.
fn escaped(words: &str) -> String {
    let marks = |letter: char| "\\`*_{}[]<>#|~!".contains(letter);
    words.chars().flat_map(|letter| marks(letter).then_some('\\').into_iter().chain([letter])).collect()
}
