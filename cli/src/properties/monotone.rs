//! A property of more and less → two households that differ in one fact and break it.

use super::{Asker, Counterexample, Hunt, SHRINKING};
use crate::search::{Budget, Fact, Household, Place, Space, places, shrink};
use doudi::decision::{PropertyState, Standing};
use doudi::model::{EntityId, Field, FieldId, Model, Movement, Statement};
use doudi::value::Number;

/// A property of more and less.
#[derive(Clone, Copy, Debug)]
pub struct Monotone {
    property: usize,
    never: Movement,
    fact: (EntityId, FieldId),
    when: Movement,
}

/// A household, and what one fact of the other household is.
#[derive(Clone)]
pub struct Pair {
    of: Monotone,
    household: Household,
    place: Place,
    other: Fact,
}

/// What a property says of more and less; `None` where it says something else.
pub fn of(model: &Model, property: usize) -> Option<Monotone> {
    match &model.properties.get(property)?.statement {
        Statement::Monotone { never, fact, when, .. } => {
            Some(Monotone { property, never: *never, fact: *fact, when: *when })
        }
        _ => None,
    }
}

/// Sets a household beside one that has more, or less, of the fact; how many decisions that took.
pub fn note(of: &Monotone, hunt: &mut Hunt<'_, '_>, household: &Household, standings: &[Standing]) -> usize {
    let (space, turn) = (hunt.asker.space, hunt.turn);
    let own = own_places(of, space, household);
    let Some(place) = own.get(turn.checked_rem(own.len()).unwrap_or(0)) else { return 0 };
    let (Some(fact), Some(field)) = (place.of(household), space.fields(place.entity).get(place.field)) else {
        return 0;
    };
    // By the smallest step, and to one of the values at which something may change.
    let thresholds: Vec<Fact> = space.thresholds(field).into_iter().filter_map(|it| space.fitted(field, it)).collect();
    let step = if of.when == Movement::Increases { 1 } else { -1 };
    let further = thresholds.get(turn.checked_rem(thresholds.len()).unwrap_or(0)).cloned();
    let further = further.filter(|other| space.distance(field, &fact, other).is_some_and(|it| it.signum() == step));
    let mut spent = 0;
    for other in space.moved(field, &fact, step).into_iter().chain(further) {
        spent += 1;
        let Some(others) = hunt.asker.ask(&place.with(household, other.clone())) else { continue };
        compare(of, hunt, household, place, &other, [standings, &others]);
    }
    spent
}

/// Sets all that the fact may be in a household beside each other, place by place; how many decisions
/// that took.
pub fn scan(of: &Monotone, hunt: &mut Hunt<'_, '_>, household: &Household) -> usize {
    let space = hunt.asker.space;
    let mut spent = 0;
    for place in own_places(of, space, household).into_iter().take(PLACES) {
        let (Some(own), Some(field)) = (place.of(household), space.fields(place.entity).get(place.field)) else {
            continue;
        };
        let near = [-1, 0, 1].iter().filter_map(|units| space.moved(field, &own, *units));
        let thresholds = space.thresholds(field);
        let every = thresholds.len().div_ceil(VALUES).max(1);
        let beyond = further(space, field, &own);
        let mut facts: Vec<Fact> = thresholds.iter().skip(hunt.turn % every).step_by(every).cloned().collect();
        facts.extend(near.chain(beyond));
        let mut facts: Vec<(i64, Fact)> = facts
            .into_iter()
            .filter_map(|fact| space.fitted(field, fact))
            .filter_map(|fact| Some((space.distance(field, &own, &fact)?, fact)))
            .collect();
        facts.sort_by_key(|(distance, _)| *distance);
        facts.dedup_by_key(|(distance, _)| *distance);
        if of.when == Movement::Decreases {
            facts.reverse();
        }
        let mut before: Vec<(Household, Vec<Standing>)> = Vec::new();
        for (_, fact) in facts {
            spent += 1;
            let other = place.with(household, fact.clone());
            let Some(standings) = hunt.asker.ask(&other) else { continue };
            for (one, own) in &before {
                compare(of, hunt, one, &place, &fact, [own, &standings]);
                if hunt.seen.has() {
                    return spent;
                }
            }
            before.push((other, standings));
        }
        hunt.turn += 1;
    }
    spent
}

/// Places of one household in which the fact is looked at, and values of it.
const PLACES: usize = 3;
const VALUES: usize = 12;

fn own_places(of: &Monotone, space: &Space<'_>, household: &Household) -> Vec<Place> {
    let mut own = places(space, household);
    own.retain(|place| place.entity == of.fact.0 && place.field == of.fact.1.index());
    own
}

/// Halves and multiples of a number, and steps of 1, 10, 100 and 1,000 of it.
fn further(space: &Space<'_>, field: &Field, own: &Fact) -> Vec<Fact> {
    let Fact::Number(number) = own else { return Vec::new() };
    let parts =
        [(1, 2), (3, 2), (2, 1), (4, 1)].iter().filter_map(|(a, b)| number.checked_mul(Number::from_parts(*a, *b)?));
    let steps = [1, 10, 100, 1_000].iter().filter_map(|step| number.checked_add(Number::from_int(*step)));
    parts.chain(steps).filter_map(|number| space.fitted(field, Fact::Number(number))).collect()
}

/// Notes what the number of one household comes to, and that of the household with another fact.
fn compare(
    of: &Monotone,
    hunt: &mut Hunt<'_, '_>,
    household: &Household,
    place: &Place,
    other: &Fact,
    [before, after]: [&[Standing]; 2],
) {
    let compared = pairs(of, before, after);
    hunt.found.asked += compared.len();
    hunt.found.tested += compared.iter().filter(|(_, before, after)| !before.is_zero() || !after.is_zero()).count();
    if compared.iter().any(|(_, before, after)| breaks(of, *before, *after)) {
        let pair = || Pair { of: *of, household: household.clone(), place: place.clone(), other: other.clone() };
        hunt.seen.moved.get_or_insert_with(pair);
    }
}

/// What the property's number comes to for each subject of both.
fn pairs<'a>(of: &Monotone, before: &'a [Standing], after: &[Standing]) -> Vec<(&'a str, Number, Number)> {
    let mine = before.iter().filter(|standing| standing.property == of.property);
    let pair = |one: &'a Standing| {
        let other = after.iter().find(|other| other.property == one.property && other.subject == one.subject)?;
        match (one.state, other.state) {
            (PropertyState::Number(before), PropertyState::Number(after)) => {
                Some((one.subject.as_str(), before, after))
            }
            _ => None,
        }
    };
    mine.filter_map(pair).collect()
}

fn breaks(of: &Monotone, before: Number, after: Number) -> bool {
    match of.never {
        Movement::Increases => after > before,
        Movement::Decreases => after < before,
    }
}

/// The smallest two households found that still break it.
pub fn smallest(asker: &mut Asker<'_, '_>, pair: &Pair) -> Option<Counterexample> {
    let space = asker.space;
    let mut budget = Budget::new(SHRINKING, 2);
    let household = shrink(space, &pair.household, &mut budget, &mut |household| {
        subject(asker, pair, household, &pair.other).is_some()
    });
    let field = space.fields(pair.place.entity).get(pair.place.field)?;
    // The nearest value at which it breaks, where the smallest step is enough.
    let step = if pair.of.when == Movement::Increases { 1 } else { -1 };
    let near = pair.place.of(&household).and_then(|own| space.moved(field, &own, step));
    let near = near.filter(|other| subject(asker, pair, &household, other).is_some());
    let other = near.unwrap_or_else(|| pair.other.clone());
    let subject = subject(asker, pair, &household, &other)?;
    let other = pair.place.with(&household, other).document(space);
    Some(Counterexample { facts: household.document(space), other: Some(other), subject })
}

/// Whose property two households break, if they do.
fn subject(asker: &mut Asker<'_, '_>, pair: &Pair, household: &Household, other: &Fact) -> Option<String> {
    let space = asker.space;
    let field = space.fields(pair.place.entity).get(pair.place.field)?;
    let own = pair.place.of(household)?;
    let step = if pair.of.when == Movement::Increases { 1 } else { -1 };
    space.distance(field, &own, other).filter(|distance| distance.signum() == step)?;
    let before = asker.ask(household)?;
    let after = asker.ask(&pair.place.with(household, other.clone()))?;
    let broken = pairs(&pair.of, &before, &after).into_iter().find(|(_, a, b)| breaks(&pair.of, *a, *b));
    broken.map(|(subject, ..)| subject.to_owned())
}
