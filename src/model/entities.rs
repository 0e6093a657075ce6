//! entities → one tree: the root first, parents before children.

use super::EntityId;
use super::names::{Declared, Table};
use crate::diagnostic::table::model as table;
use crate::diagnostic::{Diagnostic, Place};
use crate::syntax::ast;
use std::collections::{BTreeMap, BTreeSet};

/// For each entity of a table, the entity that lists it and the field that does.
pub(super) type Parents<'a> = Vec<Option<(EntityId, &'a ast::Field)>>;

/// Orders the entities as a tree; reports what keeps them from being one.
///
/// Entities outside the tree follow at the end, so that their names keep a meaning.
pub(super) fn arrange<'a>(
    by_name: Table<'a, ast::Entity>,
    found: &mut Vec<Diagnostic>,
) -> (Table<'a, ast::Entity>, Parents<'a>) {
    let listings = listings(&by_name, found);
    report_listed_twice(&by_name, &listings, found);
    let parent_of = |id: u32| listings.get(&id).and_then(|by| by.first()).copied();
    let mut children: BTreeMap<Option<u32>, Vec<u32>> = BTreeMap::new();
    for (id, _) in by_name.ids() {
        children.entry(parent_of(id).map(|(by, _)| by)).or_default().push(id);
    }
    let below = |id: Option<u32>| children.get(&id).into_iter().flatten().rev().copied();
    let mut order = Vec::new();
    let mut waiting: Vec<u32> = below(None).collect();
    while let Some(next) = waiting.pop() {
        order.push(next);
        waiting.extend(below(Some(next)));
    }
    let roots: Vec<u32> = below(None).rev().collect();
    let reached: BTreeSet<u32> = order.iter().copied().collect();
    let circling: Vec<u32> = by_name.ids().map(|(id, _)| id).filter(|id| !reached.contains(id)).collect();
    let whole = by_name.items.iter().flat_map(|entity| &entity.fields).all(|field| match &field.ty {
        ast::FieldType::List { entity, .. } => by_name.id(&entity.text).is_some(),
        ast::FieldType::Value { .. } => true,
    });
    // A list of an entity there is none of may have meant one of these roots.
    let roots: &[u32] = if whole { &roots } else { &[] };
    report_shape(&by_name, roots, &circling, found);
    order.extend(circling);
    let place: BTreeMap<u32, u32> = order.iter().copied().zip(0u32..).collect();
    let parents = order
        .iter()
        .map(|id| parent_of(*id).and_then(|(by, field)| Some((EntityId(*place.get(&by)?), field))))
        .collect();
    (Table::new(order.iter().filter_map(|id| by_name.get(*id)).collect()), parents)
}

/// Who lists whom, by position in the table.
fn listings<'a>(
    entities: &Table<'a, ast::Entity>,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<u32, Vec<(u32, &'a ast::Field)>> {
    let mut listings: BTreeMap<u32, Vec<(u32, &'a ast::Field)>> = BTreeMap::new();
    for (id, entity) in entities.ids() {
        for field in &entity.fields {
            if let ast::FieldType::List { entity: element, .. } = &field.ty {
                match entities.id(&element.text) {
                    Some(listed) => listings.entry(listed).or_default().push((id, field)),
                    None => found.push(super::names::unknown(found, &table::UNKNOWN_ENTITY, element, entities.names())),
                }
            }
        }
    }
    listings
}

fn report_listed_twice(
    entities: &Table<'_, ast::Entity>,
    listings: &BTreeMap<u32, Vec<(u32, &ast::Field)>>,
    found: &mut Vec<Diagnostic>,
) {
    for (listed, by) in listings {
        let (Some((_, first)), Some(entity)) = (by.first(), entities.get(*listed)) else { continue };
        for (_, again) in by.iter().skip(1) {
            let twice = Diagnostic::at(&table::LISTED_TWICE, again.span).arg(&entity.ident().text);
            found.push(twice.label(first.span, table::FIRST_HERE, &[]));
        }
    }
}

fn report_shape(entities: &Table<'_, ast::Entity>, roots: &[u32], circling: &[u32], found: &mut Vec<Diagnostic>) {
    let name_of = |id: &u32| entities.get(*id).map(|entity| &entity.name);
    if entities.items.is_empty() {
        found.push(Diagnostic::new(&table::NO_ENTITY, Place::Whole));
    }
    if let [first, more @ ..] = roots {
        for root in more {
            let (Some(first), Some(root)) = (name_of(first), name_of(root)) else { continue };
            let second = Diagnostic::at(&table::SECOND_ROOT, root.span).arg(&root.text).arg(&first.text);
            found.push(second.label(first.span, table::OTHER_ROOT, &[]));
        }
    }
    if let Some(first) = circling.first().and_then(name_of) {
        let names: Vec<String> = circling.iter().filter_map(name_of).map(|name| format!("`{}`", name.text)).collect();
        found.push(Diagnostic::at(&table::ENTITY_CYCLE, first.span).arg(names.join(" → ")));
    }
}
