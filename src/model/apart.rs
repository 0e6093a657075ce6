//! expression in a place that is not understood → what is wrong with it whatever the place.
//!
//! A misspelt entity, function or measure is no reason to leave what depends on it unread. Where
//! nobody knows whose names are bare, a name is held to be right if anything is called so.

use super::names::unknown;
use super::typecheck::Checker;
use super::{EntityId, Expr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::syntax::ast::{self, Call, Ident};
use crate::syntax::keywords;

impl<'a> Checker<'_, 'a> {
    /// Reports what is wrong with an expression of which nobody knows what it is to be.
    pub(super) fn apart(&mut self, written: &ast::Expr) {
        match &written.kind {
            ast::ExprKind::Path(path) if self.list_start(path).is_some() => {
                self.list_path(path);
            }
            ast::ExprKind::Path(path) if is_way(path) => {}
            _ => {
                let before = self.found.len();
                let _: Option<Expr> = self.infer(written, None);
                // Which choice a variant is of, and whether a list may stand there, the place would have said.
                let late = self.found.split_off(before);
                let of_place = [table::AMBIGUOUS_VARIANT.code, table::LIST_OUTSIDE.code];
                self.found.extend(late.into_iter().filter(|found| !of_place.contains(&found.entry.code)));
            }
        }
    }

    /// Reports what is wrong with the arguments of a call that is not understood.
    pub(super) fn arguments_apart(&mut self, call: &Call) {
        let unknown = ast::Path { parts: vec![call.name.clone()], span: call.name.span };
        let (mut element, mut list) = (None, &unknown);
        for argument in &call.args {
            match &argument.kind {
                ast::ExprKind::Path(path) if self.list_start(path).is_some() => {
                    list = path;
                    element = element.or(self.list_path(path));
                }
                _ => self.apart(argument),
            }
        }
        let mut element = self.within_list(element.as_ref(), list, call.named.as_ref());
        let _: Option<Option<Expr>> = call.filter.as_ref().map(|filter| element.truth(filter));
        call.by.iter().for_each(|key| element.apart(&key.value));
        if let Some(day) = &call.on {
            self.apart(day);
        }
    }

    /// Whether anything is called so, whoever it belongs to.
    pub(super) fn is_anywhere(&self, name: &str) -> bool {
        self.names.anywhere.contains_key(name)
            || self.names.parameter(name).is_some()
            || self.names.reading(name).is_some()
            || self.names.orphans.contains(name)
    }

    /// The one entity that has a list of this name.
    pub(super) fn only_with_list(&self, name: &str) -> Option<EntityId> {
        let (lists, one) = self.names.anywhere.get(name).copied()?;
        one.filter(|_| lists == 1)
    }

    /// The report of a bare name that nothing is called by.
    pub(super) fn unknown_anywhere(&self, name: &Ident, of: &str) -> Diagnostic {
        let members = self.names.anywhere.keys().copied();
        let values = self.names.parameters.names().chain(self.names.readings.names());
        unknown(self.found, &table::UNKNOWN_NAME, name, members.chain(values)).arg(of)
    }
}

/// Whether it is a word that says which way a function goes: `down`, `四舍五入`.
fn is_way(path: &ast::Path) -> bool {
    let is = |name: &str| keywords::WAYS.iter().any(|way| way.en == name || way.zh == name);
    matches!(path.parts.as_slice(), [name] if is(&name.text))
}
