//! expressions → the names their lists give to elements.

use crate::source::Span;
use crate::syntax::ast::{Effect, Expr, ExprKind, Ident, Item, SetItem, Statement, Test};

/// Every name that an item's lists give to their elements, with the list as far as the name.
pub(super) fn elements(item: &Item) -> Vec<(&Ident, Span)> {
    let mut found = Vec::new();
    match item {
        Item::Define(item) => expr(&item.value, &mut found),
        Item::Condition(item) => test(&item.test, &mut found),
        Item::Exception(item) => {
            test(&item.when, &mut found);
            if let Effect::Then(value) = &item.effect {
                expr(value, &mut found);
            }
        }
        Item::Rule(item) => {
            test(&item.when, &mut found);
            let grants = item.grants.iter().chain(&item.otherwise);
            grants.flat_map(|grant| &grant.fields).for_each(|(_, value)| expr(value, &mut found));
        }
        Item::Property(item) => match &item.statement {
            Statement::Always { given, holds } => given.iter().chain([holds]).for_each(|it| expr(it, &mut found)),
            Statement::Never(value) | Statement::Monotone { value, .. } => expr(value, &mut found),
        },
        _ => {}
    }
    found
}

fn test<'e>(asked: &'e Test, found: &mut Vec<(&'e Ident, Span)>) {
    match asked {
        Test::All(parts, _) | Test::Any(parts, _) => parts.iter().for_each(|part| test(&part.test, found)),
        Test::Expr(value) => expr(value, found),
    }
}

fn expr<'e>(asked: &'e Expr, found: &mut Vec<(&'e Ident, Span)>) {
    let mut each = |asked: &'e Expr| expr(asked, found);
    match &asked.kind {
        ExprKind::Call(call) => {
            let keys = call.by.iter().map(|key| &key.value);
            call.args.iter().chain(&call.filter).chain(keys).chain(&call.on).for_each(each);
            if let (Some(name), Some(list)) = (&call.named, call.args.last()) {
                found.push((name, list.span.to(name.span)));
            }
        }
        ExprKind::Quantified { list, named, filter, test, .. } => {
            filter.iter().for_each(|filter| each(filter));
            each(test);
            found.extend(named.iter().map(|name| (name, list.span.to(name.span))));
        }
        ExprKind::Unary(_, value) | ExprKind::IsNone { value, .. } => each(value),
        ExprKind::Binary(_, left, right) => [left, right].into_iter().for_each(|side| each(side)),
        ExprKind::If(question, yes, no) => [question, yes, no].into_iter().for_each(|part| each(part)),
        ExprKind::In { value, set, .. } => {
            each(value);
            for item in set {
                match item {
                    SetItem::Value(value) => each(value),
                    SetItem::Range(low, high) => [low, high].into_iter().for_each(&mut each),
                }
            }
        }
        _ => {}
    }
}
