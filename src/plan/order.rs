//! Model → the order in which its derived values can be computed.

use crate::model::{Derived, DerivedId, Effect, ExceptionId, Expr, ExprKind, Model, Test, walk};
use std::collections::BTreeSet;

/// Every derived value, each after those it depends on.
///
/// Iterative, so that a chain of any length fits any stack. The model has no cycles; were there
/// one, its members would be left out.
pub(super) fn dependency_order(model: &Model) -> Vec<DerivedId> {
    let dependencies: Vec<BTreeSet<DerivedId>> = model.derived.iter().map(|d| dependencies_of(model, d)).collect();
    let mut waiting: Vec<usize> = dependencies.iter().map(BTreeSet::len).collect();
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); model.derived.len()];
    for (index, set) in dependencies.iter().enumerate() {
        for dependency in set {
            if let Some(list) = dependents.get_mut(dependency.index()) {
                list.push(index);
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..waiting.len()).filter(|i| waiting.get(*i) == Some(&0)).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(next) = ready.pop_first() {
        order.push(DerivedId(next as u32));
        for dependent in dependents.get(next).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*dependent) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.insert(*dependent);
                }
            }
        }
    }
    order
}

fn dependencies_of(model: &Model, derived: &Derived) -> BTreeSet<DerivedId> {
    let mut found = BTreeSet::new();
    for version in &derived.versions {
        in_test(&version.body, &mut found);
    }
    in_exceptions(model, &derived.exceptions, &mut found);
    found
}

fn in_exceptions(model: &Model, exceptions: &[ExceptionId], found: &mut BTreeSet<DerivedId>) {
    for exception in exceptions.iter().filter_map(|id| model.exceptions.get(id.index())) {
        in_test(&exception.when, found);
        if let Effect::Then(expr) = &exception.effect {
            in_expr(expr, found);
        }
        in_exceptions(model, &exception.exceptions, found);
    }
}

fn in_test(test: &Test, found: &mut BTreeSet<DerivedId>) {
    match test {
        Test::Expr(expr) => in_expr(expr, found),
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| in_test(&part.test, found)),
    }
}

fn in_expr(expr: &Expr, found: &mut BTreeSet<DerivedId>) {
    if let ExprKind::Derived(id) = &expr.kind {
        found.insert(*id);
    }
    walk::operands(expr, &mut |child| in_expr(child, found));
}
