//! exceptions → what each changes, in which way, and which give way to which.

use super::names::{Member, unknown};
use super::resolve::Resolver;
use super::typecheck::Scope;
use super::{DerivedId, Effect, EntityId, Exception, ExceptionId, Target, cycles};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{limits, model as table};
use crate::source::Span;
use crate::syntax::ast::{self, Ident};

impl Resolver<'_, '_> {
    pub(super) fn exceptions(&mut self) -> Option<Vec<Exception>> {
        self.targets = self.names.exceptions.items.iter().map(|item| self.target(&item.target)).collect();
        for (id, target) in (0u32..).map(ExceptionId).zip(&self.targets) {
            target.iter().for_each(|target| self.aimed_at.entry(*target).or_default().push(id));
        }
        self.report_targets();
        let items = (0u32..).zip(&self.names.exceptions.items);
        let exceptions: Vec<Option<Exception>> =
            items.map(|(id, item)| self.exception(ExceptionId(id), item)).collect();
        let exceptions: Vec<Exception> = exceptions.into_iter().collect::<Option<_>>()?;
        let edges: Vec<Vec<usize>> =
            exceptions.iter().map(|item| item.overrides.iter().map(|id| id.index()).collect()).collect();
        let named: Vec<&Ident> = self.names.exceptions.items.iter().map(|item| &item.name).collect();
        self.report_override_cycles(&edges, &named);
        Some(exceptions)
    }

    /// Exceptions made to a derived value directly.
    pub(super) fn exceptions_to_derived(&self, id: DerivedId) -> Vec<ExceptionId> {
        self.exceptions_to(Target::Derived(id))
    }

    fn exceptions_to(&self, target: Target) -> Vec<ExceptionId> {
        self.aimed_at.get(&target).cloned().unwrap_or_default()
    }

    fn target(&mut self, path: &ast::Path) -> Option<Target> {
        match path.parts.as_slice() {
            [name] => match self.names.exception(&name.text) {
                Some(id) => {
                    self.names.note(name.span, self.names.exceptions.get(id.0));
                    Some(Target::Exception(id))
                }
                None => {
                    let report = unknown(&self.found, &table::UNKNOWN_EXCEPTION, name, self.names.exceptions.names());
                    self.found.push(report);
                    None
                }
            },
            [entity, name] => self.derived_target(entity, name),
            _ => {
                self.found.push(Diagnostic::at(&table::NOT_A_TARGET, path.span));
                None
            }
        }
    }

    fn derived_target(&mut self, entity: &Ident, name: &Ident) -> Option<Target> {
        let id = self.names.entity_named(entity, &mut self.found)?;
        match self.names.member(id, &name.text) {
            Some(Member::Derived(derived)) => {
                self.names.note_member(id, name);
                Some(Target::Derived(derived))
            }
            Some(_) => {
                self.found.push(Diagnostic::at(&table::NOT_A_TARGET, name.span));
                None
            }
            None if self.names.orphans.contains(name.text.as_str()) => None,
            None => {
                let derived = self.names.derived.iter().filter(|derived| derived.entity == id);
                let among: Vec<&str> = derived.map(|derived| derived.name.text.as_str()).collect();
                self.found.push(unknown(&self.found, &table::UNKNOWN_MEMBER, name, among).arg(&entity.text));
                None
            }
        }
    }

    /// Exceptions made to each other in a circle, and those made to each other too deep.
    fn report_targets(&mut self) {
        let edge = |target: &Option<Target>| match target {
            Some(Target::Exception(id)) => vec![id.index()],
            _ => Vec::new(),
        };
        let edges: Vec<Vec<usize>> = self.targets.iter().map(edge).collect();
        let sorted = cycles::sort(&edges);
        self.report_deep(&sorted.order);
        for cycle in sorted.cycles {
            let items: Vec<&Ident> =
                cycle.iter().filter_map(|at| self.names.exceptions.items.get(*at)).map(|item| &item.name).collect();
            if let Some(first) = items.first() {
                self.found.push(Diagnostic::at(&table::EXCEPTION_CYCLE, first.span).arg(circle(&items)));
            }
        }
    }

    /// Exceptions to exceptions to exceptions, past what is weighed on any stack.
    fn report_deep(&mut self, order: &[usize]) {
        // Each stands behind what it is made to, whose depth is known by then.
        let mut depths: Vec<usize> = vec![0; self.targets.len()];
        for at in order.iter().copied() {
            let above = match self.targets.get(at) {
                Some(Some(Target::Exception(id))) => depths.get(id.index()).copied().unwrap_or(0),
                _ => 0,
            };
            let depth = above.saturating_add(1);
            if let Some(known) = depths.get_mut(at) {
                *known = depth;
            }
            // Those behind the first are no deeper than it makes them.
            if depth == self.depth.saturating_add(1)
                && let Some(item) = self.names.exceptions.items.get(at)
            {
                self.found.push(Diagnostic::at(&limits::EXCEPTIONS_TOO_DEEP, item.name.span).arg(self.depth));
            }
        }
    }

    /// Things that override each other in a circle.
    pub(super) fn report_override_cycles(&mut self, edges: &[Vec<usize>], named: &[&Ident]) {
        for cycle in cycles::sort(edges).cycles.iter().filter(|cycle| cycle.len() > 1) {
            let items: Vec<&Ident> = cycle.iter().filter_map(|at| named.get(*at)).copied().collect();
            if let Some(first) = items.first() {
                self.found.push(Diagnostic::at(&table::OVERRIDE_CYCLE, first.span).arg(circle(&items)));
            }
        }
    }

    /// The derived value an exception changes in the end.
    fn changed(&self, id: ExceptionId) -> Option<DerivedId> {
        let mut at = id;
        for _ in 0..=self.targets.len() {
            match self.targets.get(at.index()).copied().flatten()? {
                Target::Derived(derived) => return Some(derived),
                Target::Exception(next) => at = next,
            }
        }
        None
    }

    /// The entity an exception is asked of: that of what it changes, or would change if it were spelt right.
    fn asked_of(&self, id: ExceptionId) -> Option<EntityId> {
        let mut at = id;
        for _ in 0..=self.targets.len() {
            match self.targets.get(at.index()).copied().flatten() {
                Some(Target::Derived(derived)) => return Some(self.names.derived.get(derived.index())?.entity),
                Some(Target::Exception(next)) => at = next,
                None => {
                    let target = &self.names.exceptions.get(at.0)?.target;
                    return target.parts.first().and_then(|owner| self.names.entity(&owner.text));
                }
            }
        }
        None
    }

    fn exception(&mut self, id: ExceptionId, item: &ast::Exception) -> Option<Exception> {
        let per = self.citations(&item.attributes.per);
        let in_force = self.in_force(item.attributes.in_force.as_ref());
        self.shown(item.attributes.explain, &[]);
        let overrides = self.overridden(id, item);
        let entity = self.asked_of(id);
        let scope = entity.map_or(Scope::Unknown(&item.name.text), Scope::Entity);
        let when = self.test(&item.when, scope);
        let target = self.targets.get(id.index()).copied().flatten();
        let effect = self.effect(&item.effect, target.zip(self.changed(id)), scope);
        Some(Exception {
            name: self.name(&item.name, &item.labels),
            entity: entity?,
            target: target?,
            in_force,
            per: per?,
            when: when?,
            modality: item.modality,
            effect: effect?,
            overrides: overrides?,
            exceptions: self.exceptions_to(Target::Exception(id)),
        })
    }

    fn effect(
        &mut self,
        effect: &ast::Effect,
        changes: Option<(Target, DerivedId)>,
        scope: Scope<'_>,
    ) -> Option<Effect> {
        let ty = changes.and_then(|(_, changed)| self.signatures.derived.get(changed.index()).copied().flatten());
        if let (ast::Effect::Then(value), None) = (effect, ty) {
            self.checker(scope).apart(value);
        }
        let (target, changed) = changes?;
        let is_condition = matches!(
            self.names.derived.get(changed.index())?.versions.first()?,
            super::names::DerivedItem::Condition(_)
        );
        match effect {
            ast::Effect::Waive(span) if !is_condition => self.refuse(&table::WAIVES_DEFINITION, *span, changed),
            ast::Effect::Waive(_) => Some(Effect::Waive),
            ast::Effect::Disapply(span) if matches!(target, Target::Derived(_)) => {
                self.refuse(&table::DISAPPLIES_VALUE, *span, changed)
            }
            ast::Effect::Disapply(_) => Some(Effect::Disapply),
            ast::Effect::Then(value) => Some(Effect::Then(self.checker(scope).expect(value, ty?)?)),
        }
    }

    fn refuse(&mut self, entry: &'static crate::diagnostic::Entry, span: Span, changed: DerivedId) -> Option<Effect> {
        let derived = self.names.derived.get(changed.index())?;
        let refused = Diagnostic::at(entry, span).arg(&derived.name.text);
        self.found.push(refused.label(derived.name.span, table::DEFINED_HERE, &[]));
        None
    }

    fn overridden(&mut self, id: ExceptionId, item: &ast::Exception) -> Option<Vec<ExceptionId>> {
        super::names::report_duplicates(&item.overrides, &mut self.found);
        let mut overridden = Vec::new();
        for name in &item.overrides {
            let Some(other) = self.names.exception(&name.text) else {
                self.found.push(unknown(&self.found, &table::UNKNOWN_EXCEPTION, name, self.names.exceptions.names()));
                continue;
            };
            self.names.note(name.span, self.names.exceptions.get(other.0));
            let (mine, theirs) =
                (self.targets.get(id.index()).copied().flatten(), self.targets.get(other.index()).copied().flatten());
            if other == id {
                self.found.push(Diagnostic::at(&table::OVERRIDES_ITSELF, name.span).arg(&name.text));
            } else if mine.zip(theirs).is_some_and(|(mine, theirs)| mine != theirs) {
                let report =
                    Diagnostic::at(&table::OVERRIDES_OTHER_TARGET, name.span).arg(&name.text).arg(&item.name.text);
                let other_target = self.names.exceptions.get(other.0).map(|item| item.target.span);
                self.found.push(match other_target {
                    Some(span) => {
                        report.label(span, table::ITS_TARGET, &[]).label(item.target.span, table::THIS_TARGET, &[])
                    }
                    None => report,
                });
            }
            overridden.push(other);
        }
        overridden.sort();
        Some(overridden)
    }
}

/// `a` → `b` → `a`
fn circle(names: &[&Ident]) -> String {
    let names: Vec<String> = names.iter().chain(names.first()).map(|name| format!("`{}`", name.text)).collect();
    names.join(" → ")
}
