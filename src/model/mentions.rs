//! names as they are used → the declaration each was taken to mean, noted while a policy is resolved.

use super::names::{Declared, Member, Names};
use super::{ChoiceId, EntityId, resolve};
use crate::limits::Limits;
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Ident};
use std::cell::Cell;

/// A name that is used, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Where the name stands.
    pub at: Span,
    /// Where the name it means is declared; for a further version of a value, its first. The key of
    /// a table that is called like its choice is declared where the choice is named.
    pub of: Span,
}

/// Every use of a name that resolving a policy gives a meaning, in order of place.
///
/// What it says is what [`resolve`](super::resolve()) went by. Names in a policy with errors are
/// there as far as they could be told.
pub fn mentions(files: &[ast::File], sources: &Sources, limits: &Limits) -> Vec<Mention> {
    let mut noted = resolve::resolve_noting(files, sources, limits).2;
    noted.sort();
    noted.dedup();
    noted
}

/// What has been noted so far. Whoever gives a name a meaning has only the names at hand, not what
/// is found: hence the cell.
#[derive(Default)]
pub(super) struct Notes(Cell<Vec<Mention>>);

impl Notes {
    fn add(&self, at: Span, of: Span) {
        let mut noted = self.0.take();
        noted.push(Mention { at, of });
        self.0.set(noted);
    }

    pub(super) fn take(&self) -> Vec<Mention> {
        self.0.take()
    }
}

impl Names<'_> {
    /// Notes that what stands at a place means a declaration.
    pub(super) fn note<T: Declared>(&self, at: Span, of: Option<&T>) {
        if let Some(of) = of {
            self.notes.add(at, of.ident().span);
        }
    }

    /// Notes that a name means what is declared at another place.
    pub(super) fn note_span(&self, at: Span, of: Span) {
        self.notes.add(at, of);
    }

    /// Notes that a name means a field, list, definition or condition of an entity.
    pub(super) fn note_member(&self, entity: EntityId, name: &Ident) {
        let field = || {
            let fields = self.entities.get(entity.0).map_or(&[][..], |entity| entity.fields.as_slice());
            fields.iter().find(|field| field.name.text == name.text).map(|field| field.name.span)
        };
        let of = match self.member(entity, &name.text) {
            Some(Member::Derived(id)) => self.derived.get(id.index()).map(|derived| derived.name.span),
            Some(Member::Field(_) | Member::List(_)) => field(),
            None => None,
        };
        if let Some(of) = of {
            self.notes.add(name.span, of);
        }
    }

    /// Notes that a name means a variant of a choice, or of a reading.
    pub(super) fn note_variant(&self, choice: ChoiceId, name: &Ident) {
        if let Some((variant, _)) = self.variants(choice).iter().find(|(variant, _)| variant.text == name.text) {
            self.notes.add(name.span, variant.span);
        }
    }
}
