//! The fields of a policy → the facts of one household.

use super::dice::Dice;
use super::profile::{self, Person, Profile};
use super::{Household, Plan};
use doudi::Date;
use doudi::model::{Base, EntityId, Field, ListBounds, Modality, Model};
use doudi::value::{Cell, Number};

/// Entries of the root's lists, and of lists below those: what a CSV header has columns for.
const MOST: [u64; 2] = [8, 2];

/// Entries a list at a depth has at most.
pub fn most_entries(depth: usize, bounds: ListBounds) -> u64 {
    let most = MOST.get(depth).copied().unwrap_or(1);
    most.max(bounds.low.into()).min(bounds.high.map_or(u64::MAX, u64::from))
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number, a date, a variant's identifier or a text.
    Text(String),
    Truth(bool),
    /// Certainly none.
    None,
    /// Left out.
    Unknown,
}

/// An entity's facts.
#[derive(Clone, Debug, Default)]
pub struct Object {
    pub fields: Vec<(String, Value)>,
    pub lists: Vec<(String, Vec<Object>)>,
}

impl Value {
    pub fn name(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    /// An amount of money.
    pub fn fen(fen: u64) -> Value {
        Value::Text(format!("{}.{:02}", fen / 100, fen % 100))
    }

    /// A day so many days before another.
    pub fn day(day: Date, before: u64) -> Value {
        let day = i64::try_from(before).ok().and_then(|before| day.add_days(-before));
        day.map_or(Value::Unknown, |day| Value::Text(day.to_string()))
    }
}

impl Object {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// Changes a field, where there is such a field.
    pub fn set(&mut self, name: &str, changed: Value) {
        if let Some((_, value)) = self.fields.iter_mut().find(|(field, _)| field == name) {
            *value = changed;
        }
    }
}

/// Throws the household at a position.
pub fn household(model: &Model, plan: &Plan, position: u64, dice: &mut Dice) -> Household {
    let county = dice.below(plan.counties.max(1));
    let day = plan.day(1);
    let profile = Profile::throw(day, county, dice);
    let id = format!("H{:08}", position + 1);
    // Some households have a fact or two that nobody knows.
    let unknown = if dice.permille(120) { 25 } else { 0 };
    let maker = Maker { model, day, profile: &profile, id: &id, unknown };
    let facts = maker.object(EntityId(0), None, 0, dice);
    let discretions = if dice.permille(80) { discretion(model, day, &facts, dice) } else { None };
    let discretions = discretions.into_iter().collect();
    Household { county: format!("第{:03}县", county + 1), facts, discretions, id }
}

struct Maker<'a> {
    model: &'a Model,
    day: Date,
    profile: &'a Profile,
    id: &'a str,
    /// Of 1,000 facts, how many are left out.
    unknown: u64,
}

impl Maker<'_> {
    fn object(&self, id: EntityId, person: Option<&Person>, depth: usize, dice: &mut Dice) -> Object {
        let Some(entity) = self.model.entities.get(id.index()) else { return Object::default() };
        let list = entity.parent.as_ref().map(|(_, list, _)| list.id.as_str());
        let mut object = Object::default();
        for field in &entity.fields {
            let name = field.name.id.as_str();
            let known = match (person, list) {
                (Some(person), _) => person.says(name, dice),
                (None, None) => self.profile.of_household(name, dice),
                (None, Some(list)) => profile::of_entry(list, name, dice),
            };
            let value = known.filter(|value| self.fits(field, value)).unwrap_or_else(|| self.of_type(field, dice));
            let value = if dice.permille(self.unknown) { Value::Unknown } else { value };
            object.fields.push((field.name.id.clone(), value));
        }
        for (child, below) in (0u32..).map(EntityId).zip(&self.model.entities) {
            let Some((_, list, bounds)) = below.parent.as_ref().filter(|(above, ..)| *above == id) else { continue };
            let most = most_entries(depth, *bounds);
            let entries = if list.id == "members" && depth == 0 {
                self.members(child, most, dice)
            } else {
                let count = person.and_then(|person| profile::entries(person, &list.id, dice));
                let count = count.unwrap_or_else(|| dice.weighed_count(450)).clamp(bounds.low.into(), most);
                (0..count).map(|_| self.object(child, None, depth + 1, dice)).collect()
            };
            object.lists.push((list.id.clone(), entries));
        }
        object
    }

    fn members(&self, entity: EntityId, most: u64, dice: &mut Dice) -> Vec<Object> {
        let people = (1u64..=most).zip(&self.profile.people);
        let member = |(at, person): (u64, &Person)| {
            let mut member = self.object(entity, Some(person), 1, dice);
            if member.get("id").is_none() {
                member.fields.insert(0, ("id".to_owned(), Value::Text(format!("{}-{at}", self.id))));
            }
            member
        };
        people.map(member).collect()
    }

    /// Whether a value thrown by name is one the field can have.
    fn fits(&self, field: &Field, value: &Value) -> bool {
        match value {
            Value::Unknown => true,
            Value::None => field.ty.optional,
            Value::Truth(_) => field.ty.base == Base::Truth,
            Value::Text(text) => match field.ty.base {
                Base::Choice(choice) => {
                    let choice = self.model.choices.get(choice.index());
                    choice.is_some_and(|choice| choice.variants.iter().any(|variant| variant.id == *text))
                }
                Base::Date => Date::parse(text).is_some_and(|date| field.range.holds(Cell::Date(date), Some(self.day))),
                Base::Months | Base::Days => {
                    let count = text.parse::<i64>().ok();
                    count.is_some_and(|count| field.range.holds(counted(field, count), Some(self.day)))
                }
                base if base.is_number() => Number::parse(text, 15, 6).is_some_and(|number| {
                    let places = number.places().is_some_and(|places| places <= base.fact_places());
                    places && field.range.holds(Cell::Number(number), Some(self.day))
                }),
                _ => false,
            },
        }
    }

    /// A value of a type and range.
    fn of_type(&self, field: &Field, dice: &mut Dice) -> Value {
        // What last month's ledger is to say, the register does not.
        if field.previous.is_some() || field.default.is_some() && dice.permille(700) {
            return Value::Unknown;
        }
        if field.ty.optional && dice.permille(700) {
            return Value::None;
        }
        match field.ty.base {
            Base::Truth => Value::Truth(dice.permille(100)),
            Base::Choice(choice) => {
                let variants = self.model.choices.get(choice.index()).map(|choice| choice.variants.as_slice());
                let names: Vec<&str> = variants.unwrap_or_default().iter().map(|name| name.id.as_str()).collect();
                dice.pick(&names).map_or(Value::Unknown, Value::name)
            }
            Base::Date => {
                let (low, high) = field.range.ends(Some(self.day));
                let last = match high {
                    Some(Cell::Date(high)) => high.min(self.day),
                    _ => self.day,
                };
                let days = match low {
                    Some(Cell::Date(low)) => u64::try_from(last.days_since(low)).unwrap_or(0).saturating_add(1),
                    _ => 720,
                };
                // A range that begins later than today has no other day to offer than its first.
                match low {
                    Some(Cell::Date(low)) if low > last => Value::day(low, 0),
                    _ => Value::day(last, dice.below(days.min(720))),
                }
            }
            Base::Text => Value::Text(format!("记录{}", dice.below(1_000))),
            Base::Integer | Base::Months | Base::Days => within(field, 1, 12, dice),
            Base::Ratio => within(field, 100, 1, dice),
            Base::Decimal => within(field, 100, 10, dice),
            Base::Money | Base::MoneyPerMonth | Base::MoneyPerYear => within(field, 100, 1_500, dice),
            Base::None => Value::Unknown,
        }
    }
}

/// A number of at most so many whole steps above the low end, in parts of `parts` (1 or 100).
fn within(field: &Field, parts: u64, most: u64, dice: &mut Dice) -> Value {
    let whole = |end: Option<Cell>| match end? {
        Cell::Number(number) => number.to_i64().and_then(|number| u64::try_from(number).ok()),
        Cell::Months(count) | Cell::Days(count) => u64::try_from(count).ok(),
        _ => None,
    };
    let (low, high) = field.range.ends(None);
    let low = whole(low).unwrap_or(0);
    let high = whole(high).unwrap_or(u64::MAX).min(low.saturating_add(most)).max(low);
    let thrown = dice.between(low.saturating_mul(parts), high.saturating_mul(parts));
    match parts {
        100 => Value::fen(thrown),
        _ => Value::Text(thrown.to_string()),
    }
}

/// An officer's decision on something the policy leaves to one.
fn discretion(model: &Model, day: Date, facts: &Object, dice: &mut Dice) -> Option<Object> {
    let open = |modality: Modality| modality != Modality::Must;
    let rules = model.rules.iter().filter(|rule| rule.grants.iter().chain(&rule.otherwise).any(|g| open(g.modality)));
    let rules = rules.map(|rule| ("rule", &rule.name.id, rule.entity));
    let exceptions = model.exceptions.iter().filter(|exception| open(exception.modality));
    let exceptions = exceptions.map(|exception| ("exception", &exception.name.id, exception.entity));
    let all: Vec<_> = rules.chain(exceptions).collect();
    let all: Vec<_> = all.iter().collect();
    let (kind, name, entity) = dice.pick(&all)?;
    let mut fields = vec![((*kind).to_owned(), Value::name(name))];
    if let Some((above, list, _)) = &model.entities.get(entity.index())?.parent {
        let (_, entries) = facts.lists.iter().find(|(name, _)| *above == EntityId(0) && *name == list.id)?;
        let at = dice.below(entries.len() as u64);
        fields.push(("subject".to_owned(), Value::Text(format!("{}[{at}]", list.id))));
        entries.first()?;
    }
    fields.push(("granted".to_owned(), Value::Truth(dice.permille(850))));
    fields.push(("by".to_owned(), Value::name("经办人甲")));
    fields.push(("on".to_owned(), Value::day(day, dice.between(1, 25))));
    fields.push(("because".to_owned(), Value::name("入户核实")));
    Some(Object { fields, lists: Vec::new() })
}

/// A count as a value of the field's type.
fn counted(field: &Field, count: i64) -> Cell {
    if field.ty.base == Base::Days { Cell::Days(count) } else { Cell::Months(count) }
}
