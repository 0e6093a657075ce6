//! A household and what it comes to → the households on both sides of where that changes.

use super::{Budget, Fact, Household, Object, Sign, Space};
use crate::register::generate::Dice;
use doudi::model::{Base, EntityId};

/// Tries households that differ from one in a single fact.
pub(super) struct Edges<'t, 's> {
    pub space: &'t Space<'s>,
    pub budget: &'t mut Budget,
    pub visit: &'t mut dyn FnMut(&Household) -> Option<Sign>,
}

impl Edges<'_, '_> {
    /// Picks so many facts with a more and a less, changes each until the household comes to something
    /// else, and halves the way between: of each edge, the household on its other side. `None`:
    /// enough was seen.
    pub fn around(
        &mut self,
        household: &Household,
        sign: &Sign,
        facts: usize,
        dice: &mut Dice,
    ) -> Option<Vec<Household>> {
        let mut found = Vec::new();
        for _ in 0..facts {
            let places = places(self.space, household);
            let at = usize::try_from(dice.below(places.len() as u64)).unwrap_or(0);
            let Some(place) = places.get(at) else { continue };
            let Some(own) = place.of(household) else { continue };
            let field = self.space.fields(place.entity).get(place.field)?;
            let other = self.space.value(field, dice);
            let Some(distance) = self.space.distance(field, &own, &other).filter(|it| *it != 0) else { continue };
            if !self.differs(household, place, other, sign)? {
                continue;
            }
            let (mut same, mut differs) = (0i64, distance);
            while differs.abs_diff(same) > 1 {
                let middle = same.midpoint(differs);
                let Some(fact) = self.space.moved(field, &own, middle) else { break };
                if self.differs(household, place, fact, sign)? { differs = middle } else { same = middle }
            }
            found.extend(self.space.moved(field, &own, differs).map(|fact| place.with(household, fact)));
        }
        Some(found)
    }

    /// Whether a household comes to something else with another fact; `None`: enough was seen.
    fn differs(&mut self, household: &Household, place: &Place, fact: Fact, sign: &Sign) -> Option<bool> {
        if !self.budget.take() {
            return Some(false);
        }
        (self.visit)(&place.with(household, fact)).map(|found| found != *sign)
    }
}

/// A fact of a household.
#[derive(Clone)]
pub struct Place {
    /// Lists and positions on the way to the instance.
    way: Vec<(usize, usize)>,
    /// Of what.
    pub entity: EntityId,
    /// Position among its fields.
    pub field: usize,
}

impl Place {
    /// What the household says there; `None` where it has no such instance.
    pub fn of(&self, household: &Household) -> Option<Fact> {
        let mut here = household;
        for (list, at) in &self.way {
            here = here.lists.get(*list)?.as_ref()?.get(*at)?;
        }
        here.facts.get(self.field).cloned()
    }

    /// The household with another fact in this place.
    pub fn with(&self, household: &Household, fact: Fact) -> Household {
        let mut changed = household.clone();
        let mut here = Some(&mut changed);
        for (list, at) in &self.way {
            here = here.and_then(|object| object.lists.get_mut(*list)?.as_mut()?.get_mut(*at));
        }
        if let Some(own) = here.and_then(|object| object.facts.get_mut(self.field)) {
            *own = fact;
        }
        changed
    }
}

/// The facts of a household that have a more and a less.
pub fn places(space: &Space<'_>, household: &Household) -> Vec<Place> {
    let ordered = |fact: &Fact| matches!(fact, Fact::Number(_) | Fact::Date(_) | Fact::Count(_));
    let all = all_places(space, household).into_iter().map(|(_, place)| place);
    all.filter(|place| place.of(household).is_some_and(|fact| ordered(&fact))).collect()
}

/// The households that differ from one in a single fact, of those whose path is wanted: turned, another
/// variant, at and beside the values at which something may change. Facts of few values come first.
pub fn near(space: &Space<'_>, household: &Household, wanted: &dyn Fn(&str) -> bool) -> Vec<Household> {
    let (mut few, mut many) = (Vec::new(), Vec::new());
    for (_, place) in all_places(space, household).into_iter().filter(|(path, _)| wanted(path)) {
        let (Some(own), Some(field)) = (place.of(household), space.fields(place.entity).get(place.field)) else {
            continue;
        };
        let (facts, into) = match field.ty.base {
            Base::Truth => ([true, false].map(Fact::Truth).to_vec(), &mut few),
            Base::Choice(_) => {
                let variants = u16::try_from(space.variants(field).len()).unwrap_or(u16::MAX);
                ((0..variants).map(Fact::Choice).collect(), &mut few)
            }
            _ => {
                let at = space.thresholds(field).into_iter().chain([own.clone()]);
                let beside = at.flat_map(|fact| [-1, 0, 1].map(|units| space.moved(field, &fact, units)));
                let fitted = beside.flatten().filter_map(|fact| space.fitted(field, fact));
                (fitted.collect::<Vec<Fact>>(), &mut many)
            }
        };
        let none = field.ty.optional.then_some(Fact::None);
        let others = facts.into_iter().chain(none).filter(|fact| *fact != own);
        into.extend(others.map(|fact| place.with(household, fact)));
    }
    few.append(&mut many);
    few
}

/// Every fact of a household, with its path.
pub(super) fn all_places(space: &Space<'_>, household: &Household) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    places_of(space, household, space.root(), "", &mut Vec::new(), &mut found);
    found
}

fn places_of(
    space: &Space<'_>,
    object: &Object,
    entity: EntityId,
    path: &str,
    way: &mut Vec<(usize, usize)>,
    found: &mut Vec<(String, Place)>,
) {
    for (field, it) in space.fields(entity).iter().enumerate() {
        found.push((format!("{path}{}", it.name.id), Place { way: way.clone(), entity, field }));
    }
    for (list, ((child, name, _), entries)) in space.lists(entity).iter().zip(&object.lists).enumerate() {
        for (at, entry) in entries.iter().flatten().enumerate() {
            way.push((list, at));
            places_of(space, entry, *child, &format!("{path}{name}[{at}]."), way, found);
            way.pop();
        }
    }
}
