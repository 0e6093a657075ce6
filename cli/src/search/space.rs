//! Model + day → what households there can be, and the values at which something may change.

use super::Fact;
use doudi::Date;
use doudi::model::{Base, Constants, EntityId, Field, ListBounds, Modality, Model, Name};
use doudi::value::{Cell, MissingDay, Number};

/// Every household a policy can have, on a day.
pub struct Space<'m> {
    model: &'m Model,
    date: Date,
    /// By entity: its lists, in the order of the model.
    lists: Vec<Vec<(EntityId, String, ListBounds)>>,
    /// By entity: what officers may decide of one of them.
    discretions: Vec<Vec<(String, bool)>>,
    constants: Constants,
    /// Days at which ages and spans the policy names are reached, and those it names.
    dates: Vec<Date>,
}

impl<'m> Space<'m> {
    /// The households of a policy; what `others` name counts as well, so that households of two
    /// versions lie at and around the values of both.
    pub fn new(model: &'m Model, others: &[&Model], date: Date) -> Space<'m> {
        let mut constants = model.constants();
        others.iter().for_each(|other| constants.add(&other.constants()));
        Space::made_of(model, constants, date)
    }

    /// The households of a policy, at and around its values and those of one of its properties; what
    /// the others say has no part in it.
    pub fn of_property(model: &'m Model, property: usize, date: Date) -> Space<'m> {
        Space::made_of(model, model.constants_with(model.properties.get(property)), date)
    }

    fn made_of(model: &'m Model, constants: Constants, date: Date) -> Space<'m> {
        let entities = (0u32..).map(EntityId).take(model.entities.len());
        let lists = entities.clone().map(|entity| lists_of(model, entity)).collect();
        let discretions = entities.map(|entity| discretions_of(model, entity)).collect();
        let dates = dates(&constants, date);
        Space { model, date, lists, discretions, constants, dates }
    }

    /// The policy.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// The day.
    pub fn date(&self) -> Date {
        self.date
    }

    /// What a decision is about.
    pub fn root(&self) -> EntityId {
        EntityId(0)
    }

    /// The value fields of an entity.
    pub fn fields(&self, entity: EntityId) -> &'m [Field] {
        self.model.entities.get(entity.index()).map_or(&[], |entity| entity.fields.as_slice())
    }

    /// The lists of an entity: of what, its name, how many.
    pub fn lists(&self, entity: EntityId) -> &[(EntityId, String, ListBounds)] {
        self.lists.get(entity.index()).map_or(&[], Vec::as_slice)
    }

    /// What an officer may decide of an entity: the name, and whether it is a rule's.
    pub fn discretions(&self, entity: EntityId) -> &[(String, bool)] {
        self.discretions.get(entity.index()).map_or(&[], Vec::as_slice)
    }

    /// The variants of a field's choice.
    pub fn variants(&self, field: &Field) -> &'m [Name] {
        match field.ty.base {
            Base::Choice(id) => self.model.choices.get(id.index()).map_or(&[], |choice| choice.variants.as_slice()),
            _ => &[],
        }
    }

    /// Whole numbers the policy names, which may be lengths of lists.
    pub fn counts(&self) -> impl Iterator<Item = u64> {
        let whole = self.constants.numbers.iter().filter(|(base, _)| *base == Base::Integer);
        whole.filter_map(|(_, number)| number.to_i64()).filter_map(|count| u64::try_from(count).ok())
    }

    /// The values at which something may change for a field, in order.
    pub fn thresholds(&self, field: &Field) -> Vec<Fact> {
        let base = field.ty.base;
        match base {
            Base::Date => self.dates.iter().copied().map(Fact::Date).collect(),
            Base::Months => self.constants.months.iter().copied().map(Fact::Count).collect(),
            Base::Days => self.constants.days.iter().copied().map(Fact::Count).collect(),
            Base::Text => self.constants.texts.iter().cloned().map(Fact::Text).collect(),
            _ if base.is_number() => {
                let alike = |of: Base| of == base || (of.is_money() && base.is_money());
                let (low, high) = field.range.numbers();
                let ends = [low, high].into_iter().flatten();
                let own = self.constants.numbers.iter().filter(|(of, _)| alike(*of)).map(|(_, number)| *number);
                let mut numbers: Vec<Number> = own.chain(ends).collect();
                numbers.sort();
                numbers.dedup();
                numbers.into_iter().map(Fact::Number).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The value nearest to another that a field can have; `None` where there is none.
    pub fn fitted(&self, field: &Field, fact: Fact) -> Option<Fact> {
        let fact = match fact {
            Fact::Number(number) => Fact::Number(number.round(unit(field), doudi::value::Rounding::HalfEven)?),
            other => other,
        };
        match cell_of(field, &fact) {
            Some(cell) => field.range.nearest(cell, self.date).map(of_cell),
            None => Some(fact),
        }
    }

    /// A fact moved by so many of its smallest units; `None` where it has no order or leaves its range.
    pub fn moved(&self, field: &Field, fact: &Fact, units: i64) -> Option<Fact> {
        let moved = match fact {
            Fact::Number(number) => {
                Fact::Number(number.checked_add(unit(field).checked_mul(Number::from_int(units))?)?)
            }
            Fact::Date(date) => Fact::Date(date.add_days(units)?),
            Fact::Count(count) => Fact::Count(count.checked_add(units)?),
            _ => return None,
        };
        let within = cell_of(field, &moved).is_none_or(|cell| field.range.holds(cell, Some(self.date)));
        Some(moved).filter(|_| within)
    }

    /// How many smallest units lie between two facts; `None` where they have no order.
    pub fn distance(&self, field: &Field, from: &Fact, to: &Fact) -> Option<i64> {
        match (from, to) {
            (Fact::Number(from), Fact::Number(to)) => to.checked_sub(*from)?.checked_div(unit(field))?.to_i64(),
            (Fact::Date(from), Fact::Date(to)) => Some(to.days_since(*from)),
            (Fact::Count(from), Fact::Count(to)) => to.checked_sub(*from),
            _ => None,
        }
    }
}

/// The smallest step of a number field.
fn unit(field: &Field) -> Number {
    let parts = 10i128.checked_pow(field.ty.base.fact_places()).and_then(|parts| Number::from_parts(1, parts));
    parts.unwrap_or(Number::ONE)
}

fn lists_of(model: &Model, entity: EntityId) -> Vec<(EntityId, String, ListBounds)> {
    let all = (0u32..).map(EntityId).zip(&model.entities);
    let below = all.filter_map(|(id, below)| below.parent.as_ref().map(|parent| (id, parent)));
    below
        .filter(|(_, (above, ..))| *above == entity)
        .map(|(id, (_, name, bounds))| (id, name.id.clone(), *bounds))
        .collect()
}

fn discretions_of(model: &Model, entity: EntityId) -> Vec<(String, bool)> {
    let open = |modality: Modality| modality != Modality::Must;
    let rules = model.rules.iter().filter(|rule| rule.entity == entity);
    let rules = rules.filter(|rule| rule.grants.iter().chain(&rule.otherwise).any(|grant| open(grant.modality)));
    let exceptions = model.exceptions.iter().filter(|it| it.entity == entity && open(it.modality));
    let rules = rules.map(|rule| (rule.name.id.clone(), true));
    rules.chain(exceptions.map(|exception| (exception.name.id.clone(), false))).collect()
}

/// Days named, and days so many years, months or days before and after the day as are named.
fn dates(constants: &Constants, date: Date) -> Vec<Date> {
    let ages = constants.numbers.iter().filter(|(base, _)| *base == Base::Integer).filter_map(|(_, n)| n.to_i64());
    let years = ages.filter(|age| (0..=120).contains(age)).map(|age| age * 12);
    let months: Vec<i64> = years.chain(constants.months.iter().copied()).collect();
    let shifted = months.iter().flat_map(|months| [-months, *months]);
    let by_months = shifted.filter_map(|months| date.add_months(months, MissingDay::Down));
    let by_days = constants.days.iter().flat_map(|days| [-days, *days]).filter_map(|days| date.add_days(days));
    let mut all: Vec<Date> = constants.dates.iter().copied().chain(by_months).chain(by_days).chain([date]).collect();
    all.sort();
    all.dedup();
    all
}

/// A fact as what a range is made of; `None` where it has no order.
fn cell_of(field: &Field, fact: &Fact) -> Option<Cell> {
    Some(match fact {
        Fact::Number(number) => Cell::Number(*number),
        Fact::Date(date) => Cell::Date(*date),
        Fact::Count(count) if field.ty.base == Base::Days => Cell::Days(*count),
        Fact::Count(count) => Cell::Months(*count),
        _ => return None,
    })
}

/// The end of a range, or what lies in it, as a fact.
pub fn of_cell(cell: Cell) -> Fact {
    match cell {
        Cell::Number(number) => Fact::Number(number),
        Cell::Date(date) => Fact::Date(date),
        Cell::Months(count) | Cell::Days(count) => Fact::Count(count),
        _ => Fact::Unknown,
    }
}
