//! Things that a page would call by one and the same words: warned of.

use super::{EntityId, Model, Name};
use crate::diagnostic::table::{model as table, warnings};
use crate::diagnostic::{Diagnostic, Locale};
use std::collections::BTreeMap;

/// Warns of facts, definitions and conditions of one entity, and of parameters, with one label.
pub(super) fn warn(model: &Model, found: &mut Vec<Diagnostic>) {
    let parameters = || model.parameters.iter().map(|parameter| &parameter.name);
    report(parameters().collect(), 0, found);
    for (id, entity) in (0u32..).map(EntityId).zip(&model.entities) {
        let fields = entity.fields.iter().map(|field| &field.name);
        let derived = model.derived.iter().filter(|derived| derived.entity == id).map(|derived| &derived.name);
        let own: Vec<&Name> = parameters().chain(fields.chain(derived)).collect();
        report(own, model.parameters.len(), found);
    }
}

/// Reports each name whose label an earlier one has; the first `known` are reported elsewhere.
fn report(names: Vec<&Name>, known: usize, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(bool, &str), &Name> = BTreeMap::new();
    for (at, name) in names.into_iter().enumerate() {
        let mut twin = None;
        for locale in [Locale::ZhCn, Locale::En] {
            let label = name.label(locale);
            let before = *first.entry((locale == Locale::En, label)).or_insert(name);
            if before.id != name.id {
                twin = twin.or(Some((label, before)));
            }
        }
        if let Some((label, other)) = twin.filter(|_| at >= known) {
            let report = Diagnostic::at(&warnings::SAME_LABEL, name.span).arg(label).arg(&name.id).arg(&other.id);
            found.push(report.label(other.span, table::FIRST_HERE, &[]));
        }
    }
}
