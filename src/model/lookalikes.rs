//! Names that are different but look the same: warned of.

use super::names::{Declared, Names};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{model as table, warnings};
use crate::source::Span;
use crate::syntax::ast::Ident;
use std::collections::BTreeMap;
use unicode_security::confusable_detection::skeleton;

/// Chinese characters a hair apart, each set under its first.
const ALIKE: [&str; 3] = ["己已巳", "千干", "戊戌戍"];

/// Warns of each name that looks like one declared before it.
pub(super) fn warn(names: &Names<'_>, found: &mut Vec<Diagnostic>) {
    let mut by_look: BTreeMap<String, BTreeMap<&str, Span>> = BTreeMap::new();
    for name in declared(names) {
        let first = by_look.entry(look(&name.text)).or_default().entry(&name.text).or_insert(name.span);
        *first = (*first).min(name.span);
    }
    for alike in by_look.values().filter(|alike| alike.len() > 1) {
        let mut alike: Vec<(&str, Span)> = alike.iter().map(|(name, span)| (*name, *span)).collect();
        alike.sort_by_key(|(_, span)| *span);
        let Some(((first, first_span), others)) = alike.split_first() else { continue };
        for (name, span) in others {
            let warning = Diagnostic::at(&warnings::LOOKS_LIKE, *span).arg(name).arg(first);
            found.push(warning.label(*first_span, table::FIRST_HERE, &[]));
        }
    }
}

/// How a name looks: names that look the same have the same.
fn look(name: &str) -> String {
    let first_of_set =
        |c: char| ALIKE.iter().find(|set| set.contains(c)).and_then(|set| set.chars().next()).unwrap_or(c);
    let folded: String = name.chars().map(first_of_set).collect();
    skeleton(&folded).collect()
}

/// Every name the files declare.
fn declared<'a>(names: &Names<'a>) -> Vec<&'a Ident> {
    let mut all: Vec<&'a Ident> = Vec::new();
    all.extend(names.instruments.items.iter().map(|item| item.ident()));
    all.extend(names.parameters.items.iter().map(|item| item.ident()));
    all.extend(names.exceptions.items.iter().map(|item| item.ident()));
    all.extend(names.rules.items.iter().map(|item| item.ident()));
    all.extend(names.derived.iter().map(|derived| derived.name));
    for entity in &names.entities.items {
        all.push(&entity.name);
        all.extend(entity.fields.iter().map(|field| &field.name));
    }
    for choice in &names.choices.items {
        all.push(&choice.name);
        all.extend(choice.variants.iter().map(|(name, _)| name));
    }
    for reading in &names.readings.items {
        all.push(&reading.name);
        all.extend(reading.variants.iter().map(|(name, _)| name));
    }
    for measure in &names.measures.items {
        all.push(&measure.name);
        all.extend(measure.fields.iter().map(|field| &field.name));
    }
    all
}
