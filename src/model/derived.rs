//! definitions and conditions → their versions by date.

use super::names::{self, DerivedItem};
use super::resolve::Resolver;
use super::signatures::type_of;
use super::typecheck::Scope;
use super::types::Type;
use super::{Derived, DerivedId, DerivedKind, DerivedVersion, InForce, Shown, Test};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::source::Span;

impl Resolver<'_, '_> {
    pub(super) fn derived(&mut self) -> Option<Vec<Derived>> {
        let groups = (0u32..).zip(&self.names.derived);
        let names = self.names;
        for item in &names.unowned {
            let ty = match item {
                DerivedItem::Define(define) => type_of(names, &define.ty, define.optional, &mut self.found),
                DerivedItem::Condition(_) => Some(Type::TRUTH),
            };
            self.version(*item, Scope::Unknown(&item.entity().text), ty);
        }
        let derived: Vec<Option<Derived>> = groups.map(|(id, group)| self.group(DerivedId(id), group)).collect();
        derived.into_iter().collect()
    }

    fn group(&mut self, id: DerivedId, group: &names::Derived<'_>) -> Option<Derived> {
        let first = group.versions.first()?;
        let ty = self.signatures.derived.get(id.index()).copied().flatten();
        let versions: Vec<Option<(DerivedVersion, Span)>> =
            group.versions.iter().map(|item| self.version(*item, Scope::Entity(group.entity), ty)).collect();
        let mut versions: Vec<(DerivedVersion, Span)> = versions.into_iter().collect::<Option<_>>()?;
        versions.sort_by_key(|(version, span)| (version.in_force.from, version.in_force.to, *span));
        self.report_overlaps(&versions, &group.name.text);
        let kind = match first {
            DerivedItem::Define(_) => DerivedKind::Definition,
            DerivedItem::Condition(_) => DerivedKind::Condition,
        };
        Some(Derived {
            entity: group.entity,
            name: self.name(first.name(), first.labels()),
            kind,
            ty: ty?,
            versions: versions.into_iter().map(|(version, _)| version).collect(),
            exceptions: self.exceptions_to_derived(id),
        })
    }

    fn version(&mut self, item: DerivedItem<'_>, scope: Scope<'_>, ty: Option<Type>) -> Option<(DerivedVersion, Span)> {
        let attributes = item.attributes();
        let per = self.citations(&attributes.per);
        let in_force = self.in_force(attributes.in_force.as_ref());
        let body = match item {
            DerivedItem::Condition(condition) => self.test(&condition.test, scope),
            DerivedItem::Define(define) => match ty {
                Some(ty) => {
                    // A version of another type is reported as such, and its value is held to its own.
                    let own = type_of(self.names, &define.ty, define.optional, &mut Vec::new());
                    self.checker(scope).expect(&define.value, own.unwrap_or(ty)).map(Test::Expr)
                }
                None => {
                    self.checker(scope).apart(&define.value);
                    None
                }
            },
        };
        let shown = self.shown(attributes.explain, &[Shown::Briefly, Shown::Never]);
        Some((DerivedVersion { in_force, per: per?, shown, body: body? }, item.name().span))
    }

    /// Two versions may not be in force on one day.
    fn report_overlaps(&mut self, versions: &[(DerivedVersion, Span)], name: &str) {
        let mut latest: Option<(InForce, Span)> = None;
        for (version, span) in versions {
            if let Some((_, first)) = latest.filter(|(before, _)| overlap(*before, version.in_force)) {
                let both = Diagnostic::at(&table::VERSIONS_OVERLAP, *span).arg(name);
                let other_policy = first.source != span.source;
                let both = if other_policy { both.hint(table::BY_EXCEPTION, &[]) } else { both };
                self.found.push(both.label(first, table::FIRST_HERE, &[]));
            }
            let ends_later = latest.is_none_or(|(before, _)| match (before.to, version.in_force.to) {
                (None, _) => false,
                (_, None) => true,
                (Some(before), Some(now)) => now > before,
            });
            if ends_later {
                latest = Some((version.in_force, *span));
            }
        }
    }
}

/// Whether some day lies in both spans.
fn overlap(a: InForce, b: InForce) -> bool {
    let meets = |from: InForce, to: InForce| from.from.zip(to.to).is_none_or(|(from, to)| from <= to);
    meets(a, b) && meets(b, a)
}
