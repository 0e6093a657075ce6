//! Space + chance → a household, or one like another.

use super::{Discretion, Fact, Household, Object, Space};
use crate::register::generate::Dice;
use doudi::model::{Base, EntityId, Field, ListBounds};
use doudi::value::Number;
use std::collections::BTreeSet;

/// Entries a list of a household made up has beyond the fewest it may have.
const MORE_ENTRIES: u64 = 3;

/// Of 1,000 lists, those whose entries are all alike, and those as long as the rules ask about.
const ALIKE: u64 = 200;
const LONG: u64 = 200;

/// Entries of a list that may have any number.
const LONGEST: u64 = 12;

/// A list in which nothing else is said about its length has at least one entry more often than not.
const LENGTHS: [(u64, u64); 4] = [(250, 0), (350, 1), (250, 2), (150, 3)];

impl Space<'_> {
    /// A household.
    pub fn household(&self, dice: &mut Dice) -> Household {
        // Most households know all of their facts.
        let unknown = if dice.permille(300) { 60 } else { 0 };
        self.made(self.root(), unknown, dice)
    }

    /// A household in which nothing is out of the ordinary: one entry a list where none has to be, the
    /// simplest value of every fact.
    pub fn plain(&self) -> Household {
        self.plain_of(self.root())
    }

    fn plain_of(&self, entity: EntityId) -> Object {
        let facts = self.fields(entity).iter().map(|field| match field.default {
            Some(_) => Fact::Unknown,
            None => self.simplest(field),
        });
        let lists = self.lists(entity).iter().map(|(child, _, bounds)| {
            let length = bounds.high.map_or(u32::MAX, |high| high).min(bounds.low.max(1));
            Some((0..length).map(|_| self.plain_of(*child)).collect())
        });
        Object { facts: facts.collect(), lists: lists.collect(), discretions: Vec::new() }
    }

    fn made(&self, entity: EntityId, unknown: u64, dice: &mut Dice) -> Object {
        let fact = |field: &Field, dice: &mut Dice| match dice.permille(unknown) {
            true => Fact::Unknown,
            false => self.value(field, dice),
        };
        let facts = self.fields(entity).iter().map(|field| fact(field, dice)).collect();
        let mut lists = Vec::new();
        for (child, _, bounds) in self.lists(entity) {
            if dice.permille(unknown / 2) {
                lists.push(None);
                continue;
            }
            lists.push(Some(self.entries(*child, self.length(*bounds, dice), unknown, dice)));
        }
        Object { facts, lists, discretions: self.decided(entity, dice) }
    }

    /// So many entries. Now and then all alike: what sums and counts have to reach is seldom reached by
    /// entries that have nothing to do with each other.
    fn entries(&self, entity: EntityId, count: u64, unknown: u64, dice: &mut Dice) -> Vec<Object> {
        if count > 1 && dice.permille(ALIKE) {
            let one = self.made(entity, unknown, dice);
            return (0..count).map(|_| one.clone()).collect();
        }
        (0..count).map(|_| self.made(entity, unknown, dice)).collect()
    }

    /// How many entries a list has: few, or at and around a number the rules name, or as many as it may.
    fn length(&self, bounds: ListBounds, dice: &mut Dice) -> u64 {
        let (low, most) = (u64::from(bounds.low), bounds.high.map_or(LONGEST, u64::from).min(LONGEST));
        if !dice.permille(LONG) {
            return few(bounds, dice);
        }
        let named = self.counts().flat_map(|count| [count.saturating_sub(1), count, count.saturating_add(1)]);
        let lengths: BTreeSet<u64> =
            named.filter(|count| (low..=most).contains(count)).chain([most.max(low)]).collect();
        let at = usize::try_from(dice.below(lengths.len() as u64)).unwrap_or(0);
        lengths.into_iter().nth(at).unwrap_or(low)
    }

    fn decided(&self, entity: EntityId, dice: &mut Dice) -> Vec<Discretion> {
        let mut decided = Vec::new();
        for (name, is_rule) in self.discretions(entity) {
            if dice.permille(200) {
                decided.push(Discretion { name: name.clone(), is_rule: *is_rule, granted: dice.permille(850) });
            }
        }
        decided
    }

    /// A value of a field, at or around the values at which something may change.
    pub fn value(&self, field: &Field, dice: &mut Dice) -> Fact {
        if field.default.is_some() && dice.permille(500) {
            return Fact::Unknown;
        }
        if field.ty.optional && dice.permille(400) {
            return Fact::None;
        }
        match field.ty.base {
            Base::Truth => return Fact::Truth(dice.permille(500)),
            Base::Choice(_) => {
                let at = dice.below(self.variants(field).len() as u64);
                return u16::try_from(at).map_or(Fact::Unknown, Fact::Choice);
            }
            _ => {}
        }
        let thresholds = self.thresholds(field);
        let at = usize::try_from(dice.below(thresholds.len() as u64)).unwrap_or(0);
        let made = match thresholds.get(at) {
            Some(threshold) => self.around(field, threshold, dice),
            None => self.simplest(field),
        };
        self.fitted(field, made).unwrap_or(Fact::Unknown)
    }

    /// The value itself, one beside it, a part or a multiple of it, or one far away.
    fn around(&self, field: &Field, threshold: &Fact, dice: &mut Dice) -> Fact {
        let same = || threshold.clone();
        match (dice.below(10), threshold) {
            (0..=2, _) => same(),
            (3, _) => self.moved(field, threshold, 1).unwrap_or_else(same),
            (4, _) => self.moved(field, threshold, -1).unwrap_or_else(same),
            (_, Fact::Text(_)) if dice.permille(300) => Fact::Text("其他".to_owned()),
            (5, Fact::Number(number)) => number.checked_mul(factor(dice)).map_or_else(same, Fact::Number),
            (6, Fact::Number(number)) => number.checked_div(factor(dice)).map_or_else(same, Fact::Number),
            (7, Fact::Number(_)) => Fact::Number(Number::ZERO),
            (_, Fact::Number(number)) => {
                let part = Number::from_parts(i128::from(dice.below(25)), 10);
                part.and_then(|part| number.checked_mul(part)).map_or_else(same, Fact::Number)
            }
            (5..=7, Fact::Date(date)) => {
                let days = i64::try_from(dice.below(800)).unwrap_or(0) - 400;
                date.add_days(days).map_or_else(same, Fact::Date)
            }
            (_, Fact::Date(_)) => {
                let days = i64::try_from(dice.below(36_500)).unwrap_or(0);
                self.date().add_days(-days).map_or_else(same, Fact::Date)
            }
            (_, Fact::Count(_)) => Fact::Count(i64::try_from(dice.below(40)).unwrap_or(0)),
            _ => same(),
        }
    }

    /// The simplest value of a field that is known.
    pub fn simplest(&self, field: &Field) -> Fact {
        let zero = || self.fitted(field, Fact::Number(Number::ZERO)).unwrap_or(Fact::Unknown);
        match field.ty.base {
            _ if field.ty.optional => Fact::None,
            Base::Truth => Fact::Truth(false),
            Base::Choice(_) => Fact::Choice(0),
            Base::Date => self.fitted(field, Fact::Date(self.date())).unwrap_or(Fact::Unknown),
            Base::Months | Base::Days => self.fitted(field, Fact::Count(0)).unwrap_or(Fact::Unknown),
            Base::Text => Fact::Text(String::new()),
            base if base.is_number() => zero(),
            _ => Fact::Unknown,
        }
    }

    /// A household that differs from another in one place, or a few.
    pub fn varied(&self, household: &Household, dice: &mut Dice) -> Household {
        let mut varied = household.clone();
        for _ in 0..=dice.below(3) {
            self.vary(&mut varied, self.root(), dice);
        }
        varied
    }

    fn vary(&self, object: &mut Object, entity: EntityId, dice: &mut Dice) {
        // Most of what a household says is said of the entries of its lists.
        let lists = self.lists(entity);
        if !lists.is_empty() && dice.permille(600) {
            let at = usize::try_from(dice.below(lists.len() as u64)).unwrap_or(0);
            if let (Some((child, _, bounds)), Some(list)) = (lists.get(at), object.lists.get_mut(at)) {
                return self.vary_list(list, *child, *bounds, dice);
            }
        }
        if dice.permille(80) {
            object.discretions = self.decided(entity, dice);
            return;
        }
        let at = usize::try_from(dice.below(object.facts.len() as u64)).unwrap_or(0);
        if let (Some(fact), Some(field)) = (object.facts.get_mut(at), self.fields(entity).get(at)) {
            *fact = if dice.permille(60) { Fact::Unknown } else { self.value(field, dice) };
        }
    }

    fn vary_list(&self, list: &mut Option<Vec<Object>>, child: EntityId, bounds: ListBounds, dice: &mut Dice) {
        let Some(entries) = list else {
            *list = Some(self.entries(child, self.length(bounds, dice), 0, dice));
            return;
        };
        if dice.permille(80) {
            let length = usize::try_from(self.length(bounds, dice)).unwrap_or(0);
            let one = entries.last().cloned().unwrap_or_else(|| self.made(child, 0, dice));
            entries.resize(length, one);
            return;
        }
        let at = usize::try_from(dice.below(entries.len() as u64)).unwrap_or(0);
        let room = bounds.high.is_none_or(|high| (entries.len() as u64) < u64::from(high));
        match dice.below(10) {
            0 if entries.len() as u64 > u64::from(bounds.low) => drop(entries.remove(at)),
            1 if room && entries.len() < 6 => entries.push(self.made(child, 0, dice)),
            _ => entries.get_mut(at).into_iter().for_each(|entry| self.vary(entry, child, dice)),
        }
    }
}

/// How many entries most lists have.
fn few(bounds: ListBounds, dice: &mut Dice) -> u64 {
    let mut thrown = dice.below(1_000);
    let mut more = MORE_ENTRIES;
    for (weight, length) in LENGTHS {
        match thrown.checked_sub(weight) {
            Some(left) => thrown = left,
            None => {
                more = length;
                break;
            }
        }
    }
    (u64::from(bounds.low) + more).min(bounds.high.map_or(u64::MAX, u64::from))
}

/// From 2 to 5: what sums over a few entries, and shares among them, need.
fn factor(dice: &mut Dice) -> Number {
    Number::from_int(i64::try_from(dice.between(2, 5)).unwrap_or(2))
}
