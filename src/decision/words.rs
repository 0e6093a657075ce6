//! Ids and cells → names, words and wire values.

use super::labels::{Labels, Titled};
use super::record::{Citations, Subject, Unit, Value, Words};
use crate::eval::Context;
use crate::model::{Base, EntityId, Type};
use crate::value::Cell;
use std::sync::Arc;

/// The words of one case: the policy's, and who its instances are.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    pub(super) context: Context<'a>,
    pub(super) labels: &'a Labels,
    subjects: Vec<Vec<Arc<Subject>>>,
    nobody: Arc<Subject>,
    nothing: Titled,
}

impl<'a> Texts<'a> {
    /// Names every instance of a case.
    pub(super) fn new(context: Context<'a>, labels: &'a Labels) -> Self {
        let all = |(entity, _): (EntityId, &Titled)| -> Vec<Arc<Subject>> {
            (0..context.count(entity)).map(|at| Arc::new(subject(&context, labels, entity, at))).collect()
        };
        let nothing = Titled { name: "?".into(), label: Words::default(), citations: Citations::from([]), shown: None };
        Texts {
            context,
            labels,
            subjects: (0u32..).map(EntityId).zip(&labels.entities).map(all).collect(),
            nobody: Arc::new(Subject { path: "".into(), label: Words::default() }),
            nothing,
        }
    }

    /// Whom an instance is.
    pub(super) fn subject(&self, entity: EntityId, instance: u32) -> Arc<Subject> {
        let subject = self.subjects.get(entity.index()).and_then(|subjects| subjects.get(instance as usize));
        Arc::clone(subject.unwrap_or(&self.nobody))
    }

    /// The entry at a position, or a placeholder.
    pub(super) fn of<'t>(&'t self, list: &'t [Titled], position: usize) -> &'t Titled {
        list.get(position).unwrap_or(&self.nothing)
    }

    /// A cell on the wire.
    pub(super) fn value(&self, cell: Cell, ty: Type) -> Value {
        value(&self.context, self.labels, cell, ty)
    }
}

/// The unit of a type.
pub(super) fn unit(ty: Type) -> Unit {
    match ty.base {
        Base::Money => Unit::Money,
        Base::MoneyPerMonth => Unit::MoneyPerMonth,
        Base::MoneyPerYear => Unit::MoneyPerYear,
        Base::Ratio => Unit::Ratio,
        Base::Integer => Unit::Integer,
        Base::Decimal => Unit::Decimal,
        Base::Date => Unit::Date,
        Base::Months => Unit::Months,
        Base::Days => Unit::Days,
        Base::Truth => Unit::Truth,
        Base::Choice(_) => Unit::Choice,
        Base::Text | Base::None => Unit::Text,
    }
}

/// A cell on the wire.
pub(super) fn value(context: &Context<'_>, labels: &Labels, cell: Cell, ty: Type) -> Value {
    match cell {
        Cell::Number(n) => Value::Number(n),
        Cell::Date(date) => Value::Date(date),
        Cell::Months(months) => Value::Months(months),
        Cell::Days(days) => Value::Days(days),
        Cell::Truth(truth) => Value::Truth(truth),
        Cell::Choice(variant) => {
            let variants = match ty.base {
                Base::Choice(id) => labels.variants.get(id.index()),
                _ => None,
            };
            variants
                .and_then(|variants| variants.get(usize::from(variant)))
                .cloned()
                .map_or(Value::Unknown, Value::Choice)
        }
        Cell::Text(id) => {
            let index = id.0 as usize;
            let own = || {
                context.facts.texts.get(index.saturating_sub(labels.literals.len())).map(|text| text.as_str().into())
            };
            Value::Text(labels.literals.get(index).cloned().or_else(own).unwrap_or_else(|| "".into()))
        }
        Cell::None => Value::None,
        Cell::Waived => Value::Waived,
        Cell::Unknown => Value::Unknown,
        Cell::Error(fault) => Value::Error(fault),
    }
}

/// Whom an instance is: `members[1]`, `家庭成员 2`.
pub(super) fn subject(context: &Context<'_>, labels: &Labels, entity: EntityId, instance: u32) -> Subject {
    let Some((above, ..)) = context.plan.model.entities.get(entity.index()).and_then(|entity| entity.parent.as_ref())
    else {
        let root = labels.entities.get(entity.index());
        return Subject { path: "".into(), label: root.map(|root| root.label.clone()).unwrap_or_default() };
    };
    let (Some(name), Some(list)) = (labels.entities.get(entity.index()), labels.lists.get(entity.index())) else {
        return Subject { path: "".into(), label: Words::default() };
    };
    let rows = context.facts.rows.get(entity.index());
    let position = rows.and_then(|rows| rows.position.get(instance as usize)).copied().unwrap_or(0);
    let number = position.saturating_add(1);
    // As deep as entities nest, which the policy bounds.
    let above = subject(context, labels, *above, context.ancestor(entity, instance, *above));
    let (path, label) = if above.path.is_empty() {
        let label = Words {
            zh: format!("{} {number}", name.label.zh).into(),
            en: format!("{} {number}", name.label.en).into(),
        };
        (format!("{}[{position}]", list.name), label)
    } else {
        let label = Words {
            zh: format!("{} · {} {number}", above.label.zh, name.label.zh).into(),
            en: format!("{} · {} {number}", above.label.en, name.label.en).into(),
        };
        (format!("{}.{}[{position}]", above.path, list.name), label)
    };
    Subject { path: path.into(), label }
}
