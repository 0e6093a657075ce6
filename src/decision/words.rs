//! Ids and cells → names, words and wire values.

use super::record::{ChoiceValue, Citation, Subject, Unit, Value, Words};
use crate::eval::{Context, Frame};
use crate::model::{self, Base, Currency, EntityId, Name, Type};
use crate::value::Cell;

/// The label of a name in both languages.
pub(super) fn words(name: &Name) -> Words {
    Words { zh: name.zh.clone(), en: name.en.clone() }
}

/// The words behind an amount of money.
pub(super) fn currency(currency: &Currency) -> Words {
    Words { zh: currency.zh.clone(), en: currency.en.clone() }
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
pub(super) fn value(context: &Context<'_>, cell: Cell, ty: Type) -> Value {
    match cell {
        Cell::Number(n) => Value::Number(n.to_string()),
        Cell::Date(date) => Value::Date(date.to_string()),
        Cell::Months(months) => Value::Months(months),
        Cell::Days(days) => Value::Days(days),
        Cell::Truth(truth) => Value::Truth(truth),
        Cell::Choice(variant) => choice(context, variant, ty),
        Cell::Text(id) => {
            let index = id.0 as usize;
            let literals = &context.plan.literals;
            let own = || context.facts.texts.get(index.saturating_sub(literals.len()));
            Value::Text(literals.get(index).or_else(own).cloned().unwrap_or_default())
        }
        Cell::None => Value::None,
        Cell::Waived => Value::Waived,
        Cell::Unknown => Value::Unknown,
        Cell::Error(fault) => Value::Error(fault.id().to_owned()),
    }
}

fn choice(context: &Context<'_>, variant: u16, ty: Type) -> Value {
    let name = match ty.base {
        Base::Choice(id) => {
            context.plan.model.choices.get(id.index()).and_then(|choice| choice.variants.get(usize::from(variant)))
        }
        _ => None,
    };
    Value::Choice(ChoiceValue {
        variant: name.map_or_else(String::new, |n| n.id.clone()),
        label: name.map(words).unwrap_or_default(),
    })
}

/// Citations with the words of their instruments.
pub(super) fn citations(context: &Context<'_>, per: &[model::Citation]) -> Vec<Citation> {
    let instruments = &context.plan.model.instruments;
    let cite = |citation: &model::Citation| {
        let instrument = instruments.get(citation.instrument.index())?;
        Some(Citation {
            instrument: instrument.name.id.clone(),
            label: words(&instrument.name),
            number: instrument.number.clone(),
            clause: citation.clause.clone(),
            quote: citation.quote.clone(),
        })
    };
    per.iter().filter_map(cite).collect()
}

/// Whom an instance is: `members[1]`, `家庭成员 2`.
pub(super) fn subject(context: &Context<'_>, frame: &Frame, entity: EntityId, instance: u32) -> Subject {
    let mut path = Vec::new();
    let mut label = Words::default();
    let (mut entity, mut instance) = (entity, instance);
    while let Some(at) = context.plan.model.entities.get(entity.index()) {
        let Some((above, list, _)) = &at.parent else {
            if path.is_empty() {
                label = words(&at.name);
            }
            break;
        };
        let position = context.facts.rows.get(entity.index()).and_then(|rows| rows.position.get(instance as usize));
        let position = position.copied().unwrap_or(0);
        path.push(format!("{}[{position}]", list.id));
        let join = |name: &str, below: &str| {
            let number = position.saturating_add(1);
            if below.is_empty() { format!("{name} {number}") } else { format!("{name} {number} · {below}") }
        };
        label = Words { zh: join(&at.name.zh, &label.zh), en: join(&at.name.en, &label.en) };
        instance = frame.ancestor(entity, instance, *above);
        entity = *above;
    }
    path.reverse();
    Subject { path: path.join("."), label }
}
