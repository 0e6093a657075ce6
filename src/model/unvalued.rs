//! Parameters asked on days for which they have no value: warned of.

use super::{ExprKind, InForce, Model, Parameter, Version, walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::value::Date;

/// Warns of each parameter with values that has none on some days on which what asks for it is in
/// force. What comes behind the last value of a policy without a last day nobody knows yet, and
/// what asks for the value of a day it names is not looked at.
pub(super) fn warn(model: &Model, found: &mut Vec<Diagnostic>) {
    let mut asked: Vec<Vec<InForce>> = vec![Vec::new(); model.parameters.len()];
    let mut note = |expr: &super::Expr, span: InForce| {
        if let ExprKind::Parameter { id, on: None, .. } | ExprKind::Marginal { id, on: None, .. } = &expr.kind
            && let Some(asked) = asked.get_mut(id.index())
        {
            asked.push(span.and(model.policy.in_force));
        }
    };
    for version in model.derived.iter().flat_map(|derived| &derived.versions) {
        walk::test(&version.body, &mut |expr| note(expr, version.in_force));
    }
    for item in &model.exceptions {
        walk::exception(item, &mut |expr| note(expr, item.in_force));
    }
    for item in &model.rules {
        walk::rule(item, &mut |expr| note(expr, item.in_force));
    }
    for (parameter, asked) in model.parameters.iter().zip(asked) {
        let gaps = asked.iter().flat_map(|span| gaps(parameter, *span));
        // Of gaps that begin on one day the longest is told.
        if let Some((first, last)) = gaps.min_by_key(|(first, last)| (*first, std::cmp::Reverse(*last))) {
            let report = Diagnostic::at(&table::NO_VALUE_ON, parameter.name.span).arg(&parameter.name.id);
            found.push(report.arg(first).arg(last));
        }
    }
}

/// The days of a span, from its first, on which a parameter that has values has none.
fn gaps(parameter: &Parameter, span: InForce) -> Vec<(Date, Date)> {
    let mut gaps = Vec::new();
    let mut next = span.from.filter(|_| !parameter.versions.is_empty());
    for Version { from, until, .. } in &parameter.versions {
        let Some(day) = next else { break };
        if let Some(before) = from.add_days(-1) {
            gaps.push((day, span.to.map_or(before, |end| end.min(before))));
        }
        next = until.and_then(|until| until.add_days(1)).map(|behind| behind.max(day));
    }
    gaps.extend(next.zip(span.to));
    gaps.retain(|(first, last)| first <= last);
    gaps
}
