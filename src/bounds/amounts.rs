//! Amounts of money that can fall below 0 where nothing says that they may.

use super::Amount;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::warnings;
use crate::model::Model;
use crate::value::{End, Interval, Number};

/// Amounts worth naming for one field.
const PLACES: usize = 3;

/// Warns of each field of a measure that holds money and can be given an amount below 0.
pub(super) fn warn(model: &Model, amounts: &[Amount], found: &mut Vec<Diagnostic>) {
    let below = Interval::new(None, Some(End { at: Number::ZERO, open: true }), None);
    for (at, measure) in model.measures.iter().enumerate() {
        for (position, field) in
            measure.fields.iter().enumerate().filter(|(_, field)| field.ty.base.is_money() && field.range.low.is_none())
        {
            let own = amounts.iter().filter(|amount| (amount.measure, amount.field) == (at, position));
            let negative = |amount: &&Amount| {
                amount.range.interval().zip(below).is_some_and(|(amount, below)| amount.meet(below).is_some())
            };
            let negative: Vec<&Amount> = own.filter(negative).collect();
            if negative.is_empty() {
                continue;
            }
            let report = Diagnostic::at(&warnings::BELOW_ZERO, field.name.span);
            let report = report.arg(&measure.name.id).arg(&field.name.id);
            found.push(negative.iter().take(PLACES).fold(report, |report, amount| match amount.range.interval() {
                Some(Interval { low: None, high: None, .. }) => report.label(amount.at, warnings::ANY_AMOUNT_HERE, &[]),
                _ => report.label(amount.at, warnings::AMOUNT_HERE, &[&amount.range.words(field.ty, model)]),
            }));
        }
    }
}
