//! Parameters no value of which may be below that of another.

use super::{Const, ExprKind, InForce, Model, Parameter, Pattern, Row, tables};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::law;
use crate::source::Span;
use crate::value::{Date, Number};

/// Why a value may not stand where it does.
pub(crate) enum Floored {
    /// The floor has a higher one for the same keys, from this day.
    Below {
        /// The least the floor allows.
        least: Number,
        /// The first day on which both hold.
        from: Option<Date>,
        /// Where the floor says so.
        span: Span,
    },
    /// The floor has a formula for the same keys.
    Formula(Span),
}

/// Reports each row that is below a row of its floor on some day, for some keys.
pub(super) fn report(model: &Model, found: &mut Vec<Diagnostic>) {
    for parameter in &model.parameters {
        let Some(floor) = parameter.floor.and_then(|id| model.parameters.get(id.index())) else { continue };
        for version in &parameter.versions {
            let days = InForce { from: Some(version.from), to: version.until };
            found.extend(version.rows.iter().filter_map(|row| below(floor, days, row)));
        }
    }
}

fn below(floor: &Parameter, days: InForce, row: &Row) -> Option<Diagnostic> {
    let name = &floor.name.id;
    let Some(value) = constant(row) else {
        return Some(Diagnostic::at(&law::FLOOR_OF_FORMULA, row.span).arg(name));
    };
    let (report, span) = match floored(floor, days, &row.patterns, value)? {
        Floored::Below { least, from, span } => {
            let from = from.map(|from| from.to_string()).unwrap_or_default();
            (Diagnostic::at(&law::BELOW_FLOOR, row.span).arg(value).arg(least).arg(name).arg(from), span)
        }
        Floored::Formula(span) => (Diagnostic::at(&law::FLOOR_OF_FORMULA, row.span).arg(name), span),
    };
    Some(report.label(span, law::FLOOR_HERE, &[]))
}

/// Whether a floor stands against a value for some keys on some days.
pub(crate) fn floored(floor: &Parameter, days: InForce, keys: &[Pattern], value: Number) -> Option<Floored> {
    let bases: Vec<_> = floor.keys.iter().map(|key| key.ty.base).collect();
    for version in &floor.versions {
        let both = days.and(InForce { from: Some(version.from), to: version.until });
        let never = both.to.is_some_and(|to| both.from.is_some_and(|from| to < from));
        for row in version.rows.iter().filter(|row| !never && tables::meet(&row.patterns, keys, &bases)) {
            match constant(row) {
                None => return Some(Floored::Formula(row.span)),
                Some(least) if value < least => {
                    return Some(Floored::Below { least, from: both.from, span: row.span });
                }
                Some(_) => {}
            }
        }
    }
    None
}

fn constant(row: &Row) -> Option<Number> {
    match &row.value.kind {
        ExprKind::Const(Const::Number(number)) => Some(*number),
        _ => None,
    }
}
