//! A name → the edits that give it another, where the policy then means the same.

use super::{SymbolId, Symbols};
use crate::diagnostic::{Diagnostic, Edit};
use crate::limits::Limits;
use crate::model;
use crate::source::{SourceKind, Sources, Span};
use crate::syntax;

/// Why a name cannot be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is a word of the language.
    Reserved,
    /// It is not spelt as names are.
    NotAName,
    /// This would be wrong with the policy.
    Wrong(Box<Diagnostic>),
    /// Some name would come to mean something else.
    OtherMeaning,
}

impl Symbols {
    /// The edits that rename a declaration everywhere, in order of place; `sources` are the texts
    /// the symbols were read from.
    ///
    /// # Errors
    /// A name nothing can have, and one by which the policy would get an error it does not have, or
    /// some name would mean something else than now.
    pub fn rename(&self, sources: &Sources, limits: &Limits, id: SymbolId, name: &str) -> Result<Vec<Edit>, Refused> {
        if syntax::is_reserved(name) {
            return Err(Refused::Reserved);
        }
        if !syntax::is_name(name) {
            return Err(Refused::NotAName);
        }
        let declared = self.declarations(id).map(|(_, symbol)| symbol.span);
        let mut places: Vec<Span> = declared.chain(self.uses(id)).collect();
        places.sort();
        let edits: Vec<Edit> =
            places.iter().map(|span| Edit { span: *span, replacement: name.to_owned(), certain: true }).collect();
        let (before, after) = (told(sources, limits), told(&edited(sources, &edits), limits));
        let moved: Vec<_> =
            before.meanings.iter().map(|(at, of)| (shifted(*at, &edits), shifted(*of, &edits))).collect();
        let known = |error: &Diagnostic| before.errors.iter().filter(|other| other.entry == error.entry).count();
        let now = |error: &Diagnostic| after.errors.iter().filter(|other| other.entry == error.entry).count();
        if let Some(new) = after.errors.iter().find(|error| now(error) > known(error)) {
            return Err(Refused::Wrong(Box::new(new.clone())));
        }
        if moved == after.meanings { Ok(edits) } else { Err(Refused::OtherMeaning) }
    }
}

/// What the engine makes of the texts, as far as names go.
struct Told {
    meanings: Vec<(Span, Span)>,
    errors: Vec<Diagnostic>,
}

fn told(sources: &Sources, limits: &Limits) -> Told {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for (id, source) in sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy) {
        let (file, found) = syntax::parse(id, &source.text, limits);
        files.push(file);
        errors.extend(found);
    }
    errors.extend(model::resolve(&files, sources, limits).1);
    errors.retain(Diagnostic::is_error);
    let mentions = model::mentions(&files, sources, limits);
    Told { meanings: mentions.into_iter().map(|mention| (mention.at, mention.of)).collect(), errors }
}

/// The texts with edits made; the edits are in order of place and do not overlap.
pub(super) fn edited(sources: &Sources, edits: &[Edit]) -> Sources {
    sources.iter().fold(Sources::new(), |done, (id, source)| {
        let (mut text, mut from) = (String::with_capacity(source.text.len()), 0);
        for edit in edits.iter().filter(|edit| edit.span.source == id) {
            text.push_str(source.text.get(from..edit.span.start as usize).unwrap_or(""));
            text.push_str(&edit.replacement);
            from = edit.span.end as usize;
        }
        text.push_str(source.text.get(from..).unwrap_or(""));
        match source.kind {
            SourceKind::Policy => done.policy(&source.name, text),
            SourceKind::Instrument => done.text(&source.name, text),
        }
    })
}

/// Where a name stands once the edits are made.
fn shifted(span: Span, edits: &[Edit]) -> Span {
    let here = || edits.iter().filter(|edit| edit.span.source == span.source);
    let moved = |offset: u32, edits: &mut dyn Iterator<Item = &Edit>| {
        edits.fold(offset, |at, edit| {
            let grown = u32::try_from(edit.replacement.len()).unwrap_or(u32::MAX);
            at.saturating_add(grown).saturating_sub(edit.span.end.saturating_sub(edit.span.start))
        })
    };
    let start = moved(span.start, &mut here().filter(|edit| edit.span.start < span.start));
    let end = moved(span.end, &mut here().filter(|edit| edit.span.start < span.end));
    Span { source: span.source, start, end }
}
