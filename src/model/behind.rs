//! Values of a parameter for days on which nobody can ask for them: warned of.

use super::names::Names;
use super::{ExprKind, Model, walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{model as table, warnings};
use std::collections::BTreeSet;

/// Warns of values for days before the policy's first or behind its last, unless the parameter is
/// asked for the value of another day.
pub(super) fn warn(model: &Model, names: &Names<'_>, found: &mut Vec<Diagnostic>) {
    // Values of a policy may hold on days on which one that amends it does not.
    let Some(policy) = names.policies.last().and_then(|policy| policy.in_force.as_ref()) else { return };
    let mut of_other_days = BTreeSet::new();
    walk::model(model, &mut |expr| match expr.kind {
        ExprKind::Parameter { id, on: Some(_), .. } | ExprKind::Marginal { id, on: Some(_), .. } => {
            of_other_days.insert(id.index());
        }
        _ => {}
    });
    let of_its_day = model.parameters.iter().enumerate().filter(|(at, _)| !of_other_days.contains(at));
    for version in of_its_day.flat_map(|(_, parameter)| &parameter.versions) {
        let behind = policy.to.is_some_and(|end| version.from > end);
        let before = policy.from.zip(version.until).is_some_and(|(start, until)| until < start);
        if behind || before {
            let outside = Diagnostic::at(&warnings::OUTSIDE_POLICY, version.span);
            found.push(outside.label(policy.span, table::POLICY_HERE, &[]));
        }
    }
}
