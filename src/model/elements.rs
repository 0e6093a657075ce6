//! Who is asked and who is asking: the elements of lists within lists, and what they are called.
//!
//! Each list that is gone through within an expression opens a scope. In the scope of an element
//! that has a name, bare names stay those of the one who asks, and the element is addressed by its
//! name; in that of an element without one, bare names are the element's.

use super::names::Member;
use super::paths::ListPath;
use super::scopes::{self, List};
use super::typecheck::{Checker, Scope, typed};
use super::types::Type;
use super::{EntityId, Expr, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{elements as row, model as table};
use crate::source::Span;
use crate::syntax::ast::{self, Ident};
use crate::syntax::foreign_word;
use crate::syntax::keywords::foreign;

/// One of those an expression can ask: who it is asked of in the first place, and then the
/// elements of the lists it stands within, outermost first.
#[derive(Clone)]
pub(super) struct Frame<'s> {
    /// Nothing for an element of what is not known.
    entity: Option<EntityId>,
    name: Option<&'s Ident>,
    /// The position of the one whose list it is, the entity the list is of, and the list as written.
    list: Option<(usize, EntityId, &'s ast::Path)>,
}

/// The frames of an expression outside all lists.
pub(super) fn outermost<'s>(scope: Scope<'s>) -> Vec<Frame<'s>> {
    let entity = match scope {
        Scope::Entity(entity) => Some(entity),
        _ => None,
    };
    vec![Frame { entity, name: None, list: None }]
}

/// Where a path that names a list begins.
pub(super) struct ListStart {
    /// The entity that has the list.
    pub(super) root: EntityId,
    /// How many parts of the path lead to it.
    pub(super) skipped: usize,
    /// The frame it is asked of.
    pub(super) of: usize,
}

impl<'a> Checker<'_, 'a> {
    /// The position of the frame an expression stands in.
    fn innermost(&self) -> usize {
        self.frames.len().saturating_sub(1)
    }

    /// The same checker within the elements of a list; reports a name that means something else.
    pub(super) fn within_list<'s>(
        &'s mut self,
        list: Option<&ListPath<'_>>,
        written: &'s ast::Path,
        named: Option<&'s Ident>,
    ) -> Checker<'s, 'a> {
        named.into_iter().for_each(|name| self.claim(name));
        let first = written.parts.first().map_or("", |name| name.text.as_str());
        let scope = match (named, list) {
            (Some(_), _) => self.scope,
            (None, Some(list)) => Scope::Entity(list.element),
            (None, None) => Scope::Unknown(first),
        };
        let mut frames: Vec<Frame<'s>> = self.frames.clone();
        frames.push(Frame {
            entity: list.map(|list| list.element),
            name: named,
            list: list.map(|list| (list.of, list.root, written)),
        });
        let bare = if named.is_some() { self.bare } else { frames.len().saturating_sub(1) };
        let in_property = self.in_property;
        Checker { names: self.names, signatures: self.signatures, scope, frames, bare, in_property, found: self.found }
    }

    /// An element's name has no other meaning where it stands.
    fn claim(&mut self, name: &Ident) {
        if self.element(&name.text).is_some() || self.means(&name.text) {
            self.found.push(Diagnostic::at(&row::ELEMENT_NAME_TAKEN, name.span).arg(&name.text));
        }
    }

    /// Whether a name means something without any element that is called so.
    fn means(&self, name: &str) -> bool {
        self.current().is_some_and(|entity| self.names.member(entity, name).is_some())
            || self.names.entity(name).is_some()
            || self.names.choice(name).is_some()
            || self.names.parameter(name).is_some()
            || self.names.reading(name).is_some()
            || self.in_property && self.names.measure(name).is_some()
    }

    /// The position of the element of this name.
    pub(super) fn element(&self, name: &str) -> Option<usize> {
        self.frames.iter().rposition(|frame| frame.name.is_some_and(|own| own.text == name))
    }

    /// The innermost frame through which the same instance of an entity is reached as through
    /// another: elements of one list share what the list is of, and all above it.
    fn nearest(&self, mut at: usize, entity: EntityId) -> usize {
        for (further, frame) in self.frames.iter().enumerate().skip(at.saturating_add(1)) {
            if let Some((of, root, _)) = frame.list
                && of == at
                && self.names.reaches(entity, root)
            {
                at = further;
            }
        }
        at
    }

    /// An expression that is asked of a frame, in the scope it stands in.
    pub(super) fn asked_of(&self, at: usize, expr: Expr) -> Expr {
        match u32::try_from(self.innermost().saturating_sub(at)) {
            Ok(out @ 1..) => {
                let (ty, span) = (expr.ty, expr.span);
                typed(ExprKind::Outer(out, Box::new(expr)), ty, span)
            }
            _ => expr,
        }
    }

    /// What an instance of an entity, reached through a frame, has.
    pub(super) fn reached(&self, at: usize, entity: EntityId, expr: Expr) -> Expr {
        self.asked_of(self.nearest(at, entity), expr)
    }

    /// The frame through which an entity that is named is reached; reports where it could be that
    /// of an element or that of the one who asks.
    pub(super) fn whose(&mut self, entity: EntityId, name: Option<&Ident>, span: Span) -> Option<usize> {
        let reaching = |frame: &Frame<'_>| frame.entity.is_some_and(|below| self.names.reaches(entity, below));
        let own = self.nearest(self.bare, entity);
        let asking = (0..self.bare)
            .rev()
            .find(|at| self.frames.get(*at).is_some_and(reaching) && self.nearest(*at, entity) != own);
        let (Some(asking), Some((.., list))) = (asking, self.frames.get(self.bare).and_then(|frame| frame.list)) else {
            return Some(own);
        };
        let list = list.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".");
        let called = self.free_name();
        let of = |at: usize| self.frames.get(at).and_then(|frame| frame.entity);
        let entity_name = self.names.entity_name(entity);
        let member = name.map_or(String::new(), |name| format!(".{}", name.text));
        let element = if of(self.bare) == Some(entity) {
            format!("{called}{member}")
        } else {
            format!("{called}.{entity_name}{member}")
        };
        let asker = match name {
            Some(name) if of(asking) == Some(entity) => name.text.clone(),
            _ => format!("{entity_name}{member}"),
        };
        let report = Diagnostic::at(&row::ELEMENT_OR_ASKER, span).arg(format!("{entity_name}{member}"));
        self.fail(report.arg(list).arg(called).arg(element).arg(asker))
    }

    /// A name an element can have here.
    fn free_name(&self) -> &'static str {
        const NAMES: &[&str] = &["other", "another", "each", "one"];
        let free = |name: &&&str| self.element(name).is_none() && !self.means(name);
        NAMES.iter().find(free).copied().unwrap_or("other")
    }

    /// `other.born`, `other.Person.wage`: what the element of a frame has, or one above it.
    pub(super) fn of_element(&mut self, at: usize, path: &ast::Path) -> Option<Expr> {
        self.note_element(at, path.parts.first()?);
        let entity = self.frames.get(at)?.entity?;
        match path.parts.as_slice() {
            [alone] => self.fail(Diagnostic::at(&row::ELEMENT_ALONE, alone.span).arg(&alone.text)),
            [_, name] => self.member_of(at, entity, name, path.span),
            [_, owner, name] if self.names.entity(&owner.text).is_some() => {
                let above = self.names.entity(&owner.text)?;
                self.names.note(owner.span, self.names.entities.get(above.0));
                if !self.names.reaches(above, entity) {
                    let (above, here) = (self.names.entity_name(above), self.names.entity_name(entity));
                    return self.fail(Diagnostic::at(&table::ENTITY_NOT_ABOVE, path.span).arg(above).arg(here));
                }
                self.member_of(at, above, name, path.span)
            }
            _ if self.list_start(path).is_some() => self.fail(Diagnostic::at(&table::LIST_OUTSIDE, path.span)),
            [_, name, ..] => self.unknown_member(entity, name),
            [] => None,
        }
    }

    fn member_of(&mut self, at: usize, entity: EntityId, name: &Ident, span: Span) -> Option<Expr> {
        match self.names.member(entity, &name.text) {
            Some(member) => {
                self.names.note_member(entity, name);
                let mut expr = self.member(entity, member, name)?;
                expr.span = span;
                Some(self.reached(at, entity, expr))
            }
            None if self.names.orphans.contains(name.text.as_str()) => None,
            None => self.unknown_member(entity, name),
        }
    }

    /// Notes that a name means the element of a frame.
    fn note_element(&self, at: usize, name: &Ident) {
        if let Some(declared) = self.frames.get(at).and_then(|frame| frame.name) {
            self.names.note_span(name.span, declared.span);
        }
    }

    /// Where a path that begins with an element's name names a list.
    pub(super) fn element_list(&self, at: usize, path: &ast::Path) -> Option<ListStart> {
        let entity = self.frames.get(at)?.entity?;
        let is_list = |entity, name: &Ident| matches!(self.names.member(entity, &name.text), Some(Member::List(_)));
        match path.parts.as_slice() {
            [_, list, ..] if is_list(entity, list) => Some(ListStart { root: entity, skipped: 1, of: at }),
            [_, owner, list, ..] => {
                let above = self.names.entity(&owner.text).filter(|above| self.names.reaches(*above, entity))?;
                let of = self.nearest(at, above);
                is_list(above, list).then_some(ListStart { root: above, skipped: 2, of })
            }
            _ => None,
        }
    }

    /// Notes what the parts of a path before its list mean, and whose list it is: the frame that is
    /// asked, and the innermost through which the list is reached. Reports where that could be
    /// either of two.
    pub(super) fn list_owner(&mut self, start: &ListStart, path: &ast::Path) -> Option<(usize, usize)> {
        let first = path.parts.first()?;
        if let Some(element) = self.element(&first.text) {
            self.note_element(element, first);
            if let (2, Some(owner)) = (start.skipped, path.parts.get(1)) {
                self.names.note(owner.span, self.names.entities.get(start.root.0));
            }
            return Some((element, start.of));
        }
        if start.skipped == 0 {
            return Some((self.bare, self.nearest(self.bare, start.root)));
        }
        self.names.note(first.span, self.names.entities.get(start.root.0));
        Some((self.bare, self.whose(start.root, path.parts.get(1), path.span)?))
    }

    /// How many scopes out a frame is.
    pub(super) fn out(&self, at: usize) -> u32 {
        u32::try_from(self.innermost().saturating_sub(at)).unwrap_or(u32::MAX)
    }

    /// The entity a frame is of.
    pub(super) fn entity_at(&self, at: usize) -> Option<EntityId> {
        self.frames.get(at)?.entity
    }

    /// A table is looked up by one, so that its line in a decision is about somebody: refuses one
    /// whose keys are of an element and of the one who asks.
    pub(super) fn asked_by_one(&mut self, table: Expr) -> Option<Expr> {
        let list = |frame: &Frame<'_>| frame.list.map(|(of, root, _)| List { of: of as u32, root });
        let Some(lists) = self.frames.iter().skip(1).map(list).collect::<Option<Vec<List>>>() else {
            return Some(table);
        };
        if scopes::reads(self.names, &lists, &table, &|_| true).len() > 1 {
            return self.fail(Diagnostic::at(&row::TABLE_OF_TWO, table.span));
        }
        Some(table)
    }

    /// `other is not self`, `b is a`
    pub(super) fn is_element(
        &mut self,
        value: &ast::Expr,
        other: Option<&Ident>,
        negated: bool,
        span: Span,
    ) -> Option<Expr> {
        let one = match &value.kind {
            ast::ExprKind::Path(path) => match path.parts.as_slice() {
                [name] => Some(name),
                _ => None,
            },
            _ => None,
        };
        let mut at = [None, None];
        for (place, name) in at.iter_mut().zip([one, other]) {
            *place = name.and_then(|name| self.element(&name.text)).inspect(|at| {
                name.into_iter().for_each(|name| self.note_element(*at, name));
            });
        }
        let second = if other.is_some() { at[1] } else { Some(self.bare).filter(|_| self.current().is_some()) };
        let (Some(first), Some(second)) = (at[0], second) else {
            let stray = if at[0].is_none() { value.span } else { other.map_or(span, |other| other.span) };
            // `grade is null` is a word of another language.
            let foreign = other.and_then(|other| Some((foreign::unnamed(&other.text)?, other)));
            return self.fail(match foreign {
                Some((foreign, word)) => foreign_word(foreign, &word.text, word.span),
                None => Diagnostic::at(&row::NOT_AN_ELEMENT, stray),
            });
        };
        let (a, b) = (self.entity_at(first)?, self.entity_at(second)?);
        if a != b || first == second {
            let written = |name: Option<&Ident>| name.map_or("self", |name| name.text.as_str()).to_string();
            return self.fail(Diagnostic::at(&row::NEVER_ONE, span).arg(written(one)).arg(written(other)));
        }
        let kind = ExprKind::IsElement { one: self.out(first), other: self.out(second), negated };
        Some(typed(kind, Type::TRUTH, span))
    }
}
