//! A property of more and less → two households that differ in one fact and break it.

use super::{Asker, Counterexample, Found, SHRINKING, Seen, is_monotone};
use crate::search::{Budget, Fact, Household, Place, places, shrink};
use doudi::decision::{PropertyState, Standing};
use doudi::model::{EntityId, FieldId, Model, Movement, Statement};
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

/// Those among the properties searched.
pub fn of(model: &Model, found: &[Found]) -> Vec<Monotone> {
    let stated = found.iter().filter_map(|one| Some((one.property, &model.properties.get(one.property)?.statement)));
    let of = |(property, statement): (usize, &Statement)| match statement {
        Statement::Monotone { never, fact, when, .. } => {
            Some(Monotone { property, never: *never, fact: *fact, when: *when })
        }
        _ => None,
    };
    stated.filter(|(_, statement)| is_monotone(statement)).filter_map(of).collect()
}

/// Sets a household beside one that has more, or less, of the fact.
pub fn note(
    of: &Monotone,
    found: &mut [Found],
    asker: &mut Asker<'_, '_>,
    household: &Household,
    standings: &[Standing],
    turn: usize,
    seen: &mut Seen,
) {
    let space = asker.space;
    let mut own = places(space, household);
    own.retain(|place| place.entity == of.fact.0 && place.field == of.fact.1.index());
    let Some(place) = own.get(turn.checked_rem(own.len()).unwrap_or(0)) else { return };
    let (Some(fact), Some(field)) = (place.of(household), space.fields(place.entity).get(place.field)) else { return };
    // By the smallest step, and to one of the values at which something may change.
    let thresholds: Vec<Fact> = space.thresholds(field).into_iter().filter_map(|it| space.fitted(field, it)).collect();
    let step = if of.when == Movement::Increases { 1 } else { -1 };
    let further = thresholds.get(turn.checked_rem(thresholds.len()).unwrap_or(0)).cloned();
    let further = further.filter(|other| space.distance(field, &fact, other).is_some_and(|it| it.signum() == step));
    for other in space.moved(field, &fact, step).into_iter().chain(further) {
        let Some((_, others)) = asker.ask(&place.with(household, other.clone())) else { continue };
        let compared = pairs(of, standings, &others);
        let Some(one) = found.iter_mut().find(|one| one.property == of.property) else { return };
        one.tested += compared.len();
        let broken = compared.iter().any(|(_, before, after)| breaks(of, *before, *after));
        if broken && !seen.has(of.property) {
            let pair = Pair { of: *of, household: household.clone(), place: place.clone(), other };
            seen.moved.push((of.property, pair));
        }
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
pub fn smallest(asker: &mut Asker<'_, '_>, property: usize, pair: &Pair) -> Option<Counterexample> {
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
    debug_assert_eq!(property, pair.of.property);
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
    let (_, before) = asker.ask(household)?;
    let (_, after) = asker.ask(&pair.place.with(household, other.clone()))?;
    let broken = pairs(&pair.of, &before, &after).into_iter().find(|(_, a, b)| breaks(&pair.of, *a, *b));
    broken.map(|(subject, ..)| subject.to_owned())
}
