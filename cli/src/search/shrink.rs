//! A household that shows something → the smallest one found that still shows it.

use super::{Budget, Fact, Household, Object, Space};
use doudi::Date;
use doudi::model::{EntityId, Field, ListBounds};
use doudi::value::{Number, Rounding};

/// Takes away members, discretions and facts, and makes what is left as simple as it can be, until
/// nothing smaller still `shows` it or the budget is spent.
pub fn shrink(
    space: &Space<'_>,
    household: &Household,
    budget: &mut Budget,
    shows: &mut dyn FnMut(&Household) -> bool,
) -> Household {
    let mut smallest = household.clone();
    loop {
        let before = smallest.clone();
        let mut at = 0;
        // A place is tried again until none of what is simpler there still shows it.
        while let Some(simpler) = simpler_at(space, &smallest, at) {
            let mut found = false;
            for candidate in simpler {
                if candidate == smallest {
                    continue;
                }
                if !budget.take() {
                    return smallest;
                }
                if shows(&candidate) {
                    smallest = candidate;
                    found = true;
                    break;
                }
            }
            if !found {
                at += 1;
            }
        }
        if smallest == before {
            return smallest;
        }
    }
}

/// The households that are simpler in the n-th place of one, the simplest first; `None` past the last.
fn simpler_at(space: &Space<'_>, household: &Household, nth: usize) -> Option<Vec<Household>> {
    let mut places = Vec::new();
    places_of(space, household, space.root(), &mut Vec::new(), &mut places);
    let place = places.into_iter().nth(nth)?;
    let mut here = household;
    for (list, at) in &place.way {
        here = here.lists.get(*list)?.as_ref()?.get(*at)?;
    }
    let simpler = match &place.what {
        What::List(at, child, bounds) => shorter(space, here.lists.get(*at)?, *child, *bounds)
            .into_iter()
            .map(|entries| {
                let mut changed = here.clone();
                changed.lists[*at] = entries;
                changed
            })
            .collect::<Vec<_>>(),
        What::Discretions => (0..here.discretions.len())
            .map(|at| {
                let mut changed = here.clone();
                changed.discretions.remove(at);
                changed
            })
            .collect(),
        What::Fact(at, field) => simpler_facts(space, field, here.facts.get(*at)?)
            .into_iter()
            .map(|fact| {
                let mut changed = here.clone();
                changed.facts[*at] = fact;
                changed
            })
            .collect(),
    };
    Some(simpler.into_iter().map(|object| replaced(household, &place.way, object)).collect())
}

struct Place<'m> {
    way: Vec<(usize, usize)>,
    what: What<'m>,
}

enum What<'m> {
    List(usize, EntityId, ListBounds),
    Discretions,
    Fact(usize, &'m Field),
}

/// Lists before what stands in them, so that whole members go first.
fn places_of<'m>(
    space: &Space<'m>,
    object: &Object,
    entity: EntityId,
    way: &mut Vec<(usize, usize)>,
    found: &mut Vec<Place<'m>>,
) {
    let place = |what, way: &Vec<(usize, usize)>| Place { way: way.clone(), what };
    for (at, (child, _, bounds)) in space.lists(entity).iter().enumerate() {
        found.push(place(What::List(at, *child, *bounds), way));
    }
    found.push(place(What::Discretions, way));
    for (list, ((child, ..), entries)) in space.lists(entity).iter().zip(&object.lists).enumerate() {
        for (at, entry) in entries.iter().flatten().enumerate() {
            way.push((list, at));
            places_of(space, entry, *child, way, found);
            way.pop();
        }
    }
    for (at, field) in space.fields(entity).iter().enumerate() {
        found.push(place(What::Fact(at, field), way));
    }
}

fn replaced(household: &Household, way: &[(usize, usize)], object: Object) -> Household {
    let Some(((list, at), rest)) = way.split_first() else { return object };
    let mut changed = household.clone();
    if let Some(entry) = changed.lists.get_mut(*list).and_then(|entries| entries.as_mut()?.get_mut(*at)) {
        *entry = replaced(&entry.clone(), rest, object);
    }
    changed
}

/// A list left out, cut to the fewest it may have, without one of its entries; and so that the sums
/// or the means of its numbers stay, which are what rules ask of a list.
fn shorter(
    space: &Space<'_>,
    list: &Option<Vec<Object>>,
    entity: EntityId,
    bounds: ListBounds,
) -> Vec<Option<Vec<Object>>> {
    let Some(entries) = list else { return Vec::new() };
    let fewest = usize::try_from(bounds.low).unwrap_or(0);
    let mut found = vec![None];
    if entries.len() > fewest {
        found.push(Some(entries[..fewest].to_vec()));
        for at in (0..entries.len()).rev() {
            let mut fewer = entries.clone();
            fewer.remove(at);
            found.push(Some(fewer));
        }
        for at in (0..entries.len()).rev() {
            let other = (at + 1) % entries.len();
            let merged = [false, true].map(|mean| merged(space, entries, entity, at, other, mean));
            found.extend(merged.into_iter().filter(Option::is_some));
        }
    }
    found
}

/// Without one entry; another takes over its numbers, so that each sum stays, or each mean.
fn merged(
    space: &Space<'_>,
    entries: &[Object],
    entity: EntityId,
    gone: usize,
    other: usize,
    mean: bool,
) -> Option<Vec<Object>> {
    let mut fewer = entries.to_vec();
    let count = Number::from_int(i64::try_from(entries.len()).ok()?);
    for (at, field) in space.fields(entity).iter().enumerate() {
        let number = |entry: &Object| match entry.facts.get(at) {
            Some(Fact::Number(number)) => Some(*number),
            _ => None,
        };
        let Some(taken) = number(entries.get(gone)?).zip(number(entries.get(other)?)).and_then(|(gone, other)| {
            let sum = entries.iter().filter_map(number).try_fold(Number::ZERO, Number::checked_add)?;
            let less = if mean { sum.checked_div(count)? } else { Number::ZERO };
            other.checked_add(gone)?.checked_sub(less)?.round(Number::from_parts(1, 100)?, Rounding::Down)
        }) else {
            continue;
        };
        if let Some(fact) = space.fitted(field, Fact::Number(taken)) {
            *fewer.get_mut(other)?.facts.get_mut(at)? = fact;
        }
    }
    fewer.remove(gone);
    Some(fewer)
}

/// What is simpler than a fact, the simplest first: left out, none, false, the first variant, zero,
/// rounder numbers and days.
fn simpler_facts(space: &Space<'_>, field: &Field, fact: &Fact) -> Vec<Fact> {
    if *fact == Fact::Unknown {
        return Vec::new();
    }
    let mut found = vec![Fact::Unknown];
    let simplest = space.simplest(field);
    if *fact == simplest {
        return found;
    }
    found.push(simplest);
    match fact {
        Fact::Choice(at) => found.extend((1..*at).map(Fact::Choice)),
        Fact::Number(number) => {
            let numbers = rounder(*number).into_iter().map(Fact::Number);
            let fitted = numbers.filter_map(|fact| space.fitted(field, fact));
            found.extend(fitted.filter(|other| simpler(other, fact)));
        }
        Fact::Date(date) => {
            let first = |month, day| Date::new(date.year(), month, day);
            let days = [first(1, 1), first(date.month(), 1)].into_iter().flatten().map(Fact::Date);
            found.extend(days.take_while(|day| day != fact));
        }
        Fact::Count(count) => found.extend([1, 6, 12].into_iter().filter(|n| n < count).map(Fact::Count)),
        Fact::Text(_) | Fact::Truth(_) | Fact::None | Fact::Unknown => {}
    }
    found
}

/// Powers of ten below a number, and the number rounded to fewer digits.
fn rounder(number: Number) -> Vec<Number> {
    let mut found = Vec::new();
    let powers: Vec<Number> = (0..7u32).filter_map(|power| Number::from_parts(10i128.pow(power), 1)).collect();
    found.extend(powers.iter().copied().filter(|power| *power < number));
    for step in powers.iter().rev().copied().chain(Number::from_parts(1, 10)) {
        found.extend([Rounding::Down, Rounding::Up].into_iter().filter_map(|way| number.round(step, way)));
    }
    found
}

/// Whether a number is written with fewer digits that are not zero, or is smaller with as many.
fn simpler(one: &Fact, other: &Fact) -> bool {
    let (Fact::Number(one), Fact::Number(other)) = (one, other) else { return false };
    let digits = |number: &Number| number.to_string().chars().filter(|digit| ('1'..='9').contains(digit)).count();
    (digits(one), one) < (digits(other), other)
}
