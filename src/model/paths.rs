//! What a name in an expression stands for.

use super::elements::ListStart;
use super::meant;
use super::names::{Member, near, none_of, unknown};
use super::signatures::KeySignature;
use super::typecheck::{Checker, Scope, typed};
use super::types::{Base, Type};
use super::{ChoiceId, Const, DerivedId, EntityId, Expr, ExprKind, FieldId, ParameterId};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::source::Span;
use crate::syntax::ast::{self, Ident};
use crate::syntax::foreign_word;
use crate::syntax::keywords::foreign;

/// A list of the current entity or of one above, and what is asked of its elements.
pub(super) struct ListPath<'p> {
    /// The frame that is asked for the list.
    pub(super) asked: usize,
    /// The innermost frame through which the list is reached.
    pub(super) of: usize,
    pub(super) root: EntityId,
    pub(super) element: EntityId,
    /// `wage` of `members.wage`.
    pub(super) value: Option<&'p Ident>,
}

impl Checker<'_, '_> {
    pub(super) fn path(&mut self, path: &ast::Path, hint: Option<Type>) -> Option<Expr> {
        if let Some(element) = path.parts.first().and_then(|first| self.element(&first.text)) {
            return self.of_element(element, path);
        }
        match path.parts.as_slice() {
            [name] => self.bare(name, hint),
            [owner, name] => self.qualified(owner, name, path.span),
            _ if self.list_start(path).is_some() => self.fail(Diagnostic::at(&table::LIST_OUTSIDE, path.span)),
            [first, ..] => {
                let owner = first.clone();
                self.unknown_owner(&owner)
            }
            [] => None,
        }
    }

    /// Whether a name only makes sense as a variant of a choice still to be told.
    pub(super) fn waits(&self, written: &ast::Expr) -> bool {
        match &written.kind {
            ast::ExprKind::Path(path) => matches!(path.parts.as_slice(), [name] if !self.is_value(&name.text)),
            ast::ExprKind::None => true,
            _ => false,
        }
    }

    /// Whether a bare name is a variant of some choice, so that it need not be a slip.
    pub(super) fn is_some_variant(&self, written: &ast::Expr) -> bool {
        let ast::ExprKind::Path(path) = &written.kind else { return false };
        let [name] = path.parts.as_slice() else { return false };
        !self.is_value(&name.text)
            && self.names.choice_ids().any(|choice| self.names.variant(choice, &name.text).is_some())
    }

    /// Whether a bare name has a value here, whatever is expected.
    fn is_value(&self, name: &str) -> bool {
        if self.element(name).is_some() {
            return true;
        }
        match self.scope {
            Scope::Entity(entity) => {
                self.names.member(entity, name).is_some()
                    || self.names.parameter(name).is_some()
                    || self.names.reading(name).is_some()
                    || self.names.orphans.contains(name)
            }
            Scope::Keys(keys) => keys.iter().any(|key| key.name == name),
            Scope::Constant => false,
            Scope::Unknown(_) => self.is_anywhere(name),
        }
    }

    fn bare(&mut self, name: &Ident, hint: Option<Type>) -> Option<Expr> {
        let expected = hint.and_then(|ty| match ty.base {
            Base::Choice(choice) => self.names.variant(choice, &name.text).map(|variant| (choice, variant)),
            _ => None,
        });
        match (self.is_value(&name.text), expected) {
            (true, Some((choice, _))) => {
                let form = format!("{}.{}", self.names.choice_name(choice), name.text);
                let value = self.as_value(&name.text);
                self.fail(Diagnostic::at(&table::VARIANT_OR_VALUE, name.span).arg(&name.text).arg(form).arg(value))
            }
            (true, None) => self.value(name),
            (false, Some((choice, variant))) => {
                self.names.note_variant(choice, name);
                let kind = ExprKind::Const(Const::Choice(choice, variant));
                Some(typed(kind, Type::plain(Base::Choice(choice)), name.span))
            }
            (false, None) => self.bare_variant(name, hint),
        }
    }

    /// How a name is written so that it can only mean its value.
    fn as_value(&self, name: &str) -> String {
        match self.current() {
            Some(entity) if self.names.member(entity, name).is_some() => {
                format!("{}.{name}", self.names.entity_name(entity))
            }
            Some(_) if self.names.parameter(name).is_some() => format!("{name}()"),
            _ => name.to_string(),
        }
    }

    pub(super) fn current(&self) -> Option<EntityId> {
        match self.scope {
            Scope::Entity(entity) => Some(entity),
            _ => None,
        }
    }

    /// A bare name that has a value.
    fn value(&mut self, name: &Ident) -> Option<Expr> {
        match self.scope {
            Scope::Keys(keys) => {
                if let Some(key) = keys.iter().find(|key| key.name == name.text) {
                    self.names.note_span(name.span, key.span);
                }
                key_value(keys, name)
            }
            Scope::Entity(entity) => {
                if let Some(member) = self.names.member(entity, &name.text) {
                    self.names.note_member(entity, name);
                    let value = self.member(entity, member, name)?;
                    return Some(self.reached(self.bare, entity, value));
                }
                self.value_of_policy(name)
            }
            Scope::Unknown(_) => self.value_of_policy(name),
            Scope::Constant => None,
        }
    }

    /// A bare name of the policy itself.
    fn value_of_policy(&mut self, name: &Ident) -> Option<Expr> {
        if let Some((id, item)) = self.names.parameter(&name.text) {
            self.names.note(name.span, Some(item));
            return self.parameter(id, &[], None, name.span);
        }
        let (id, item) = self.names.reading(&name.text)?;
        self.names.note(name.span, Some(item));
        let choice = self.names.reading_choice(id);
        Some(typed(ExprKind::Reading(id), Type::plain(Base::Choice(choice)), name.span))
    }

    /// What a member of an entity is worth.
    pub(super) fn member(&mut self, entity: EntityId, member: Member, name: &Ident) -> Option<Expr> {
        match member {
            Member::Field(field) => self.field(entity, field, name.span),
            Member::Derived(derived) => self.derived(derived, name.span),
            Member::List(_) => self.fail(Diagnostic::at(&table::LIST_OUTSIDE, name.span)),
        }
    }

    fn field(&self, entity: EntityId, field: FieldId, span: Span) -> Option<Expr> {
        Some(typed(ExprKind::Field(entity, field), self.signatures.field(entity, field)?, span))
    }

    fn derived(&self, derived: DerivedId, span: Span) -> Option<Expr> {
        let ty = (*self.signatures.derived.get(derived.index())?)?;
        Some(typed(ExprKind::Derived(derived), ty, span))
    }

    /// A bare name that has no value: a variant of the one choice that has it, else a slip.
    fn bare_variant(&mut self, name: &Ident, hint: Option<Type>) -> Option<Expr> {
        let above = self.current().into_iter().flat_map(|entity| self.names.ancestors(entity));
        let owner = above.into_iter().find(|entity| self.names.member(*entity, &name.text).is_some());
        if let Some(owner) = owner {
            let form = format!("{}.{}", self.names.entity_name(owner), name.text);
            let of_above = Diagnostic::at(&table::NAME_OF_ENTITY_ABOVE, name.span).arg(&name.text).arg(&form);
            return self.fail(of_above.edit(name.span, form));
        }
        let choices: Vec<ChoiceId> =
            self.names.choice_ids().filter(|choice| self.names.variant(*choice, &name.text).is_some()).collect();
        let below = self.current().and_then(|entity| self.names.below(entity, &name.text));
        if let Some((entity, lists)) = below.filter(|_| choices.is_empty()) {
            let of_below = Diagnostic::at(&table::NAME_OF_ENTITY_BELOW, name.span).arg(&name.text);
            let of_below = of_below.arg(self.names.entity_name(entity)).arg(format!("{lists}.{}", name.text));
            return self.fail(of_below.arg(lists));
        }
        if let Some(Base::Choice(choice)) = hint.map(|ty| ty.base) {
            return self.unknown_variant(choice, name);
        }
        match choices.as_slice() {
            [] => self.unknown_name(name),
            _ => {
                let forms = choices.iter().map(|choice| format!("`{}.{}`", self.names.choice_name(*choice), name.text));
                let forms: Vec<String> = forms.collect();
                let report =
                    Diagnostic::at(&table::AMBIGUOUS_VARIANT, name.span).arg(&name.text).arg(forms.join(" / "));
                self.fail(match forms.as_slice() {
                    [only] => report.edit(name.span, only.trim_matches('`')),
                    _ => report,
                })
            }
        }
    }

    fn unknown_variant<T>(&mut self, choice: ChoiceId, name: &Ident) -> Option<T> {
        let variants = self.names.variants(choice).iter().map(|(variant, _)| variant.text.as_str());
        let members = self.current().into_iter().flat_map(|entity| self.names.member_names(entity));
        let among = variants.clone().chain(members);
        let report = unknown(self.found, &table::UNKNOWN_VARIANT, name, among).arg(self.names.choice_name(choice));
        let report = none_of(report, variants);
        let report = meant::with(report, name.span, self.names.labelled_variant(choice, &name.text));
        self.fail(match self.names.choices.get(choice.0) {
            Some(choice) => report.label(choice.name.span, table::DEFINED_HERE, &[]),
            None => report,
        })
    }

    fn unknown_name(&mut self, name: &Ident) -> Option<Expr> {
        if self.names.entity(&name.text).is_some() || self.names.choice(&name.text).is_some() {
            return self.fail(Diagnostic::at(&table::NOT_A_VALUE, name.span).arg(&name.text));
        }
        if let Some(foreign) = foreign::unnamed(&name.text) {
            return self.fail(foreign_word(foreign, &name.text, name.span));
        }
        let report = match self.scope {
            Scope::Entity(entity) => {
                let values = self.names.parameters.names().chain(self.names.readings.names());
                let report =
                    unknown(self.found, &table::UNKNOWN_NAME, name, self.names.member_names(entity).chain(values));
                let report = report.arg(self.names.entity_name(entity));
                let of_its = meant::of_its(&name.text).filter(|(owner, _)| self.names.entity(owner).is_some());
                let form =
                    of_its.map(|(owner, member)| format!("{owner}.{member}")).or_else(|| meant::per_cent(&name.text));
                let label = self.names.labelled(entity, &name.text);
                meant::with(report, name.span, form.as_deref().or(label))
            }
            Scope::Keys(keys) => {
                let report = unknown(self.found, &table::UNKNOWN_KEY, name, keys.iter().map(|key| key.name.as_str()));
                match self.names.parameter(&name.text) {
                    Some(_) => report.hint(table::PARAMETER_OF_PARAMETER, &[&name.text]),
                    None => report,
                }
            }
            Scope::Constant => Diagnostic::at(&table::CONSTANT_EXPECTED, name.span),
            Scope::Unknown(of) => self.unknown_anywhere(name, of),
        };
        self.fail(report)
    }

    /// `Household.area`, `Area.first`, or `members.wage` out of place.
    fn qualified(&mut self, owner: &Ident, name: &Ident, span: Span) -> Option<Expr> {
        if let Some(current) = self.current() {
            if let Some(Member::List(_)) = self.names.member(current, &owner.text) {
                return self.fail(Diagnostic::at(&table::LIST_OUTSIDE, span));
            }
            if let Some(entity) = self.names.entity(&owner.text) {
                self.names.note(owner.span, self.names.entities.get(entity.0));
                return self.of_entity(current, entity, name, span);
            }
        }
        if let Scope::Unknown(_) = self.scope {
            if let Some(entity) = self.names.entity(&owner.text) {
                self.names.note(owner.span, self.names.entities.get(entity.0));
                return self.of_entity(entity, entity, name, span);
            }
            if self.only_with_list(&owner.text).is_some() {
                return self.fail(Diagnostic::at(&table::LIST_OUTSIDE, span));
            }
            if self.is_anywhere(&owner.text) {
                return None;
            }
        }
        let choice = self.names.choice(&owner.text).map(|(choice, _)| choice);
        let reading = || self.names.reading(&owner.text).map(|(reading, _)| self.names.reading_choice(reading));
        let Some(choice) = choice.or_else(reading) else {
            return match self.names.measure(&owner.text) {
                Some(_) if matches!(self.scope, Scope::Entity(_) | Scope::Unknown(_)) => {
                    self.amount_asked(owner, name, span)
                }
                _ => self.unknown_owner(owner),
            };
        };
        self.names.note(owner.span, self.names.choice(&owner.text).map(|(_, item)| item));
        self.names.note(owner.span, self.names.reading(&owner.text).map(|(_, item)| item));
        self.names.note_variant(choice, name);
        match self.names.variant(choice, &name.text) {
            Some(variant) => {
                Some(typed(ExprKind::Const(Const::Choice(choice, variant)), Type::plain(Base::Choice(choice)), span))
            }
            None => self.unknown_variant(choice, name),
        }
    }

    fn of_entity(&mut self, current: EntityId, entity: EntityId, name: &Ident, span: Span) -> Option<Expr> {
        if !self.names.reaches(entity, current) {
            let (below, here) = (self.names.entity_name(entity), self.names.entity_name(current));
            return self.fail(Diagnostic::at(&table::ENTITY_NOT_ABOVE, span).arg(below).arg(here));
        }
        match self.names.member(entity, &name.text) {
            Some(member) => {
                self.names.note_member(entity, name);
                let mut expr = self.member(entity, member, name)?;
                expr.span = span;
                match self.scope {
                    Scope::Entity(_) => {
                        let whose = self.whose(entity, Some(name), span)?;
                        Some(self.asked_of(whose, expr))
                    }
                    _ => Some(expr),
                }
            }
            None if self.names.orphans.contains(name.text.as_str()) => None,
            None => self.unknown_member(entity, name),
        }
    }

    pub(super) fn unknown_member<T>(&mut self, entity: EntityId, name: &Ident) -> Option<T> {
        let report = unknown(self.found, &table::UNKNOWN_MEMBER, name, self.names.member_names(entity));
        let report = report.arg(self.names.entity_name(entity));
        self.fail(report)
    }

    fn unknown_owner<T>(&mut self, owner: &Ident) -> Option<T> {
        if self.names.orphans.contains(owner.text.as_str()) {
            return None;
        }
        let above = self.current().into_iter().flat_map(|entity| self.names.ancestors(entity));
        if let Some(of) = above.into_iter().find(|entity| self.names.member(*entity, &owner.text).is_some()) {
            let form = format!("{}.{}", self.names.entity_name(of), owner.text);
            let of_above = Diagnostic::at(&table::NAME_OF_ENTITY_ABOVE, owner.span).arg(&owner.text).arg(&form);
            return self.fail(of_above.edit(owner.span, form));
        }
        let members = self.current().into_iter().flat_map(|entity| self.names.member_names(entity));
        let among = members.chain(self.names.entities.names()).chain(self.names.choices.names());
        let near = near(self.found, &owner.text, among);
        self.fail(Diagnostic::at(&table::UNKNOWN_OWNER, owner.span).arg(&owner.text).near(near))
    }

    /// Where a path that names a list begins.
    pub(super) fn list_start(&self, path: &ast::Path) -> Option<ListStart> {
        let first = path.parts.first()?;
        if let Some(element) = self.element(&first.text) {
            return self.element_list(element, path);
        }
        let of = self.bare;
        let (here, current) = match self.scope {
            Scope::Entity(current) => (Some(current), Some(current)),
            Scope::Unknown(_) => (self.only_with_list(&first.text), None),
            Scope::Keys(_) | Scope::Constant => return None,
        };
        if let Some(here) = here.filter(|here| matches!(self.names.member(*here, &first.text), Some(Member::List(_)))) {
            return Some(ListStart { root: here, skipped: 0, of });
        }
        let reaches = |owner: &EntityId| current.is_none_or(|current| self.names.reaches(*owner, current));
        let owner = self.names.entity(&first.text).filter(reaches)?;
        let second = path.parts.get(1)?;
        matches!(self.names.member(owner, &second.text), Some(Member::List(_))).then_some(ListStart {
            root: owner,
            skipped: 1,
            of,
        })
    }

    /// A path of lists, and maybe a value of their elements at its end.
    pub(super) fn list_path<'p>(&mut self, path: &'p ast::Path) -> Option<ListPath<'p>> {
        let Some(start) = self.list_start(path) else {
            return self.not_a_list(path);
        };
        let (asked, of) = self.list_owner(&start, path)?;
        let root = start.root;
        let mut element = root;
        let mut parts = path.parts.iter().skip(start.skipped).peekable();
        while let Some(part) = parts.next() {
            self.names.note_member(element, part);
            match self.names.member(element, &part.text) {
                Some(Member::List(inner)) => element = inner,
                Some(_) if parts.peek().is_none() => {
                    return Some(ListPath { asked, of, root, element, value: Some(part) });
                }
                Some(_) => return self.fail(Diagnostic::at(&table::NOT_A_LIST, part.span).arg(&part.text)),
                None if self.names.orphans.contains(part.text.as_str()) => return None,
                None => return self.unknown_member(element, part),
            }
        }
        Some(ListPath { asked, of, root, element, value: None })
    }

    fn not_a_list<T>(&mut self, path: &ast::Path) -> Option<T> {
        let first = path.parts.first()?;
        if let Some(element) = self.element(&first.text) {
            // What is not understood of an element that is known has been named, or is told here.
            let (Some(entity), Some(name)) = (self.entity_at(element), path.parts.get(1)) else { return None };
            return match self.names.member(entity, &name.text) {
                Some(_) => self.fail(Diagnostic::at(&table::NOT_A_LIST, name.span).arg(&name.text)),
                None => self.unknown_member(entity, name),
            };
        }
        let somewhere = matches!(self.scope, Scope::Unknown(_)) && self.is_anywhere(&first.text);
        if somewhere || self.names.orphans.contains(first.text.as_str()) {
            return None;
        }
        let above = self.current().into_iter().flat_map(|entity| self.names.ancestors(entity));
        let owner = above.into_iter().find(|e| matches!(self.names.member(*e, &first.text), Some(Member::List(_))));
        if let Some(owner) = owner {
            let form = format!("{}.{}", self.names.entity_name(owner), first.text);
            let of_above = Diagnostic::at(&table::NAME_OF_ENTITY_ABOVE, first.span).arg(&first.text).arg(&form);
            return self.fail(of_above.edit(first.span, form));
        }
        let names = self.names;
        let lists = self.current().into_iter().flat_map(|entity| {
            let is_list = move |name: &&str| matches!(names.member(entity, name), Some(Member::List(_)));
            names.member_names(entity).filter(is_list)
        });
        let near = near(self.found, &first.text, lists);
        self.fail(Diagnostic::at(&table::NOT_A_LIST, path.span).arg(&first.text).near(near))
    }

    /// The value at the end of a list's path, asked of the element.
    pub(super) fn element_value(&mut self, element: EntityId, name: &Ident) -> Option<Expr> {
        let member = self.names.member(element, &name.text)?;
        self.member(element, member, name)
    }

    /// The name of a parameter, for calls.
    pub(super) fn parameter_id(&self, name: &str) -> Option<ParameterId> {
        self.names.parameter(name).map(|(id, _)| id)
    }
}

fn key_value(keys: &[KeySignature], name: &Ident) -> Option<Expr> {
    let position = keys.iter().position(|key| key.name == name.text)?;
    let ty = keys.get(position)?.ty?;
    Some(typed(ExprKind::Key(position), ty, name.span))
}
