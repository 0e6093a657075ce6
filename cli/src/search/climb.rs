//! A household and a goal → one that is as the goal wants it, step by step.
//!
//! Facts that the goal rests on are changed one at a time, and a change is kept where it brings the
//! household nearer. Of a number it is seen what the smallest step does to the distance, and the step is
//! taken that would bridge it.

use super::edges::all_places;
use super::{Budget, Discretion, Fact, Household, Object, Place, Space, changed, of_cell, of_other_lengths};
use crate::register::generate::Dice;
use doudi::decision::Distance;
use doudi::model::{Base, EntityId};
use doudi::value::{Number, Rounding};

/// What a household is to a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// So far from the goal; `None` where it cannot be decided.
    At(Option<Distance>),
    /// Enough was seen.
    Enough,
}

/// Values tried in one place besides the step that bridges the distance.
const VALUES: usize = 8;

/// Times a household that no single change brings nearer is gone on from: another as near, or one that
/// is changed in several places.
const SHAKEN: usize = 8;

/// Looks for households that are as a goal wants them.
pub struct Climb<'t, 's> {
    /// What households there can be.
    pub space: &'t Space<'s>,
    /// Decisions that may be made.
    pub budget: &'t mut Budget,
    /// Chance.
    pub dice: &'t mut Dice,
    /// How far a household is from the goal.
    pub measure: &'t mut dyn FnMut(&Household) -> Measured,
    /// The last one met that was as near as the one gone on from.
    level: Option<(Household, Distance)>,
}

/// No decisions are left, or enough was seen.
struct Spent;

impl<'t, 's> Climb<'t, 's> {
    /// Measured as is told.
    pub fn new(
        space: &'t Space<'s>,
        budget: &'t mut Budget,
        dice: &'t mut Dice,
        measure: &'t mut dyn FnMut(&Household) -> Measured,
    ) -> Climb<'t, 's> {
        Climb { space, budget, dice, measure, level: None }
    }

    /// From a household to one at the goal; `None`: it was not reached.
    pub fn from(&mut self, start: &Household) -> Option<Household> {
        self.climb(start).ok().flatten()
    }

    fn climb(&mut self, start: &Household) -> Result<Option<Household>, Spent> {
        let mut here = start.clone();
        let Some(mut distance) = self.measured(&here)? else { return Ok(None) };
        let mut shaken = 0;
        while !distance.is_none() {
            self.level = None;
            if self.nearer(&mut here, &mut distance)? {
                continue;
            }
            if shaken == SHAKEN {
                return Ok(None);
            }
            shaken += 1;
            if let Some(level) = self.level.take() {
                (here, distance) = level;
                continue;
            }
            here = self.space.varied(&here, self.dice);
            let Some(found) = self.measured(&here)? else { return Ok(None) };
            distance = found;
        }
        Ok(Some(here))
    }

    fn measured(&mut self, household: &Household) -> Result<Option<Distance>, Spent> {
        if !self.budget.take() {
            return Err(Spent);
        }
        match (self.measure)(household) {
            Measured::At(distance) => Ok(distance),
            Measured::Enough => Err(Spent),
        }
    }

    /// Goes to a household that is nearer and differs in one fact, one list, or one decision of an
    /// officer; whether there was one.
    fn nearer(&mut self, here: &mut Household, distance: &mut Distance) -> Result<bool, Spent> {
        let rests_on = |place: &Place| {
            let field = u32::try_from(place.field).unwrap_or(u32::MAX);
            distance.facts.iter().any(|(entity, of)| *entity == place.entity && of.0 == field)
        };
        let places = all_places(self.space, here).into_iter().map(|(_, place)| place);
        let mut places: Vec<Place> = places.filter(rests_on).collect();
        while !places.is_empty() {
            let at = usize::try_from(self.dice.below(places.len() as u64)).unwrap_or(0);
            if self.fact(here, distance, &places.swap_remove(at))? {
                return Ok(true);
            }
        }
        let others = of_other_lengths(self.space, here);
        Ok(self.first_of(here, distance, others)? || {
            let others = decided_otherwise(self.space, here);
            self.first_of(here, distance, others)?
        })
    }

    /// Goes to the first of some households that is nearer.
    fn first_of(
        &mut self,
        here: &mut Household,
        distance: &mut Distance,
        mut others: Vec<Household>,
    ) -> Result<bool, Spent> {
        for _ in 0..VALUES.min(others.len()) {
            let at = usize::try_from(self.dice.below(others.len() as u64)).unwrap_or(0);
            let other = others.swap_remove(at);
            let found = self.measured(&other)?;
            if go(here, distance, &other, &found) {
                return Ok(true);
            }
            if let Some(found) = found.filter(|found| found.open == distance.open) {
                // Rather one in whose way something else stands.
                let turns = found.facts != distance.facts;
                if turns || self.level.is_none() {
                    self.level = Some((other, found));
                }
            }
        }
        Ok(false)
    }

    fn fact(&mut self, here: &mut Household, distance: &mut Distance, place: &Place) -> Result<bool, Spent> {
        let (Some(own), Some(field)) = (place.of(here), self.space.fields(place.entity).get(place.field)) else {
            return Ok(false);
        };
        let none = field.ty.optional.then_some(Fact::None);
        let mut others: Vec<Fact> = match field.ty.base {
            Base::Truth => [true, false].map(Fact::Truth).to_vec(),
            Base::Choice(_) => {
                let variants = u16::try_from(self.space.variants(field).len()).unwrap_or(u16::MAX);
                (0..variants).map(Fact::Choice).collect()
            }
            _ => {
                if self.step(here, distance, place, &own)? {
                    return Ok(true);
                }
                let thresholds = self.space.thresholds(field);
                let beside = thresholds.iter().flat_map(|fact| [-1, 0, 1].map(|n| self.space.moved(field, fact, n)));
                let texts = thresholds.iter().filter(|fact| matches!(fact, Fact::Text(_))).cloned();
                beside.flatten().chain(texts).chain([self.space.simplest(field)]).collect()
            }
        };
        others.extend(none);
        others.retain(|other| *other != own);
        let others = others.into_iter().map(|other| place.with(here, other)).collect();
        self.first_of(here, distance, others)
    }

    /// What the smallest step of a number does to the distance tells how many are wanted.
    fn step(
        &mut self,
        here: &mut Household,
        distance: &mut Distance,
        place: &Place,
        own: &Fact,
    ) -> Result<bool, Spent> {
        let Some(field) = self.space.fields(place.entity).get(place.field) else { return Ok(false) };
        for step in [1, -1] {
            let Some(beside) = self.space.moved(field, own, step) else { continue };
            let other = place.with(here, beside);
            let Some(found) = self.measured(&other)? else { continue };
            if !found.is_below(distance) {
                continue;
            }
            if let Some(steps) = bridging(distance, &found).and_then(|steps| steps.checked_mul(step)) {
                // Past what the fact can be, as far as it goes.
                let (low, high) = field.range.ends(Some(self.space.date()));
                let ends = [low, high].into_iter().flatten().map(of_cell);
                let far = self.space.moved(field, own, steps).into_iter().chain(ends);
                let far = far.map(|fact| place.with(here, fact)).collect::<Vec<_>>();
                for other in far {
                    let found = self.measured(&other)?;
                    if go(here, distance, &other, &found) {
                        return Ok(true);
                    }
                }
            }
            (*here, *distance) = (other, found);
            return Ok(true);
        }
        Ok(false)
    }
}

/// Goes to another household if it is nearer.
fn go(here: &mut Household, distance: &mut Distance, other: &Household, found: &Option<Distance>) -> bool {
    match found {
        Some(found) if found.is_below(distance) => {
            (*here, *distance) = (other.clone(), found.clone());
            true
        }
        _ => false,
    }
}

/// How many more steps as the one taken would bridge the distance; `None` where it brought nothing
/// nearer, or something else changed.
fn bridging(before: &Distance, after: &Distance) -> Option<i64> {
    let gained = before.short.checked_sub(after.short)?;
    if before.open != after.open || gained.is_negative() || gained.is_zero() {
        return None;
    }
    before.short.checked_div(gained)?.round(Number::ONE, Rounding::Up)?.to_i64()
}

/// Households in which an officer decided one thing otherwise.
fn decided_otherwise(space: &Space<'_>, household: &Household) -> Vec<Household> {
    let change = |object: &Object, entity: EntityId| {
        let turned = space.discretions(entity).iter().map(|(name, is_rule)| {
            let mut changed = object.clone();
            let own = |it: &Discretion| it.name == *name && it.is_rule == *is_rule;
            let granted = object.discretions.iter().any(|it| own(it) && it.granted);
            changed.discretions.retain(|it| !own(it));
            if !granted {
                changed.discretions.push(Discretion { name: name.clone(), is_rule: *is_rule, granted: true });
            }
            changed
        });
        turned.collect()
    };
    changed(space, household, space.root(), &change)
}
