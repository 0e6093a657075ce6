//! A policy → edits that put another variant in the place of one: which words are variants only the
//! model knows.

use super::{Edit, Touches};
use crate::casebook::{Casebook, Entry};
use crate::coverage::{Item, ItemKind, operands};
use doudi::model::{Aggregate, Const, Effect, Expr, ExprKind, Model, SetItem, Test};
use std::collections::BTreeSet;

/// The edits of all variants in the bodies of items.
pub fn edits(book: &Casebook, entry: &Entry, model: &Model) -> Vec<Edit> {
    let mut variants = Variants { book, entry, model, found: Vec::new() };
    each(model, &mut |item, expr| {
        if let ExprKind::Const(Const::Choice(choice, variant)) = &expr.kind {
            variants.variant(item, expr, choice.index(), usize::from(*variant));
        }
    });
    variants.found
}

/// The parameters that some item asks for a day of its own.
pub fn asked_on_a_day(model: &Model) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    each(model, &mut |_, expr| {
        if let ExprKind::Parameter { id, on: Some(_), .. } | ExprKind::Marginal { id, on: Some(_), .. } = &expr.kind {
            names.extend(model.parameters.get(id.index()).map(|parameter| parameter.name.id.as_str()));
        }
    });
    names
}

/// Tells of every expression in the bodies of items.
fn each(model: &Model, tell: &mut dyn FnMut(&Item, &Expr)) {
    for rule in &model.rules {
        let item = (ItemKind::Rule, rule.name.id.clone());
        in_test(&item, &rule.when, tell);
        let grants = rule.grants.iter().chain(&rule.otherwise);
        grants.flat_map(|grant| &grant.fields).for_each(|field| in_expr(&item, field, tell));
    }
    for derived in &model.derived {
        let entity = model.entities.get(derived.entity.index()).map_or("", |entity| entity.name.id.as_str());
        let item = (ItemKind::Derived, format!("{entity}.{}", derived.name.id));
        derived.versions.iter().for_each(|version| in_test(&item, &version.body, tell));
    }
    for exception in &model.exceptions {
        let item = (ItemKind::Exception, exception.name.id.clone());
        in_test(&item, &exception.when, tell);
        if let Effect::Then(value) = &exception.effect {
            in_expr(&item, value, tell);
        }
    }
    for parameter in &model.parameters {
        let item = (ItemKind::Parameter, parameter.name.id.clone());
        parameter.versions.iter().flat_map(|it| &it.rows).for_each(|row| in_expr(&item, &row.value, tell));
    }
}

fn in_test(item: &Item, test: &Test, tell: &mut dyn FnMut(&Item, &Expr)) {
    match test {
        Test::Expr(expr) => in_expr(item, expr, tell),
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| in_test(item, &part.test, tell)),
    }
}

fn in_expr(item: &Item, expr: &Expr, tell: &mut dyn FnMut(&Item, &Expr)) {
    tell(item, expr);
    children(expr).into_iter().for_each(|child| in_expr(item, child, tell));
}

struct Variants<'a> {
    book: &'a Casebook,
    entry: &'a Entry,
    model: &'a Model,
    found: Vec<Edit>,
}

impl Variants<'_> {
    fn variant(&mut self, item: &Item, expr: &Expr, choice: usize, variant: usize) {
        let Some(variants) = self.model.choices.get(choice).map(|choice| &choice.variants) else { return };
        let (Some(own), Some(other)) = (variants.get(variant), variants.get((variant + 1) % variants.len())) else {
            return;
        };
        let Some(at) = self.entry.stretch(expr.span) else { return };
        let written = &self.book.files[at.file].text[at.start..at.end];
        // `Area.first` keeps its choice; what is not written by its name is left alone.
        let Some(before) = written.strip_suffix(own.id.as_str()) else { return };
        if own.id == other.id || !(before.is_empty() || before.ends_with('.')) {
            return;
        }
        self.found.push(Edit {
            at,
            replacement: format!("{before}{}", other.id),
            touches: Touches::Item(item.clone()),
            item: item.1.clone(),
            what: format!("`{written}` -> `{before}{}`", other.id),
            since: None,
            day: None,
        });
    }
}

/// What stands right under an expression.
fn children(expr: &Expr) -> Vec<&Expr> {
    use ExprKind as K;
    match &expr.kind {
        K::And(list) | K::Or(list) => list.iter().collect(),
        K::If(a, b, c) => vec![a, b, c],
        K::Parameter { keys, on, .. } => keys.iter().chain(on.as_deref()).collect(),
        K::Marginal { amount, on, .. } => std::iter::once(&**amount).chain(on.as_deref()).collect(),
        K::In { value, set, .. } => {
            let mut all = vec![&**value];
            for item in set {
                match item {
                    SetItem::Value(value) => all.push(value),
                    SetItem::Range(low, high) => all.extend([low, high]),
                }
            }
            all
        }
        K::Aggregate(aggregate) => {
            let Aggregate { value, filter, by, .. } = &**aggregate;
            value.iter().chain(filter).chain(by.iter().map(|key| &key.value)).collect()
        }
        _ => operands(expr),
    }
}
