//! marks → their part of the model: where each of them may stand.

use super::resolve::Resolver;
use super::types::{Base, Type};
use super::{Evidence, Shown};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::marks as table;
use crate::source::Span;
use crate::syntax::ast;

impl Resolver<'_, '_> {
    /// How much a page tells of an item that takes some of the marks.
    pub(super) fn shown(&mut self, written: Option<(Shown, Span)>, takes: &[Shown]) -> Option<Shown> {
        let (shown, span) = written?;
        if !takes.contains(&shown) {
            self.found.push(Diagnostic::at(&table::EXPLAIN_MISPLACED, span));
        }
        Some(shown)
    }

    /// Which way a field can be evidenced: up and down only where there is more and less.
    pub(super) fn evidence(&mut self, field: &ast::Field, ty: Type) -> Option<Evidence> {
        let (evidence, span) = field.evidence?;
        let ordered = ty.base.is_number() || matches!(ty.base, Base::Date | Base::Months | Base::Days);
        if evidence != Evidence::Either && !ordered {
            let is = super::signatures::type_words(self.names, ty);
            self.found.push(Diagnostic::at(&table::EVIDENCE_WITHOUT_ORDER, span).arg(is));
        }
        Some(evidence)
    }

    /// A list is no fact.
    pub(super) fn no_marks_of_lists(&mut self, list: &ast::Field) {
        let marks = [list.sensitive, list.evidence.map(|(_, span)| span)];
        for span in marks.into_iter().flatten() {
            self.found.push(Diagnostic::at(&table::MARK_OF_A_LIST, span).arg(&list.name.text));
        }
    }
}
