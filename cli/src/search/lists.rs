//! A household → those like it in which one list is longer or shorter, or one object otherwise.

use super::{Fact, Household, Object, Space};
use doudi::model::EntityId;

/// Entries of a list made longer, and of one at a limit.
const LONGER: usize = 6;
const LONGEST: usize = 200;

/// Households like one in which a single list has more or fewer entries.
pub fn of_other_lengths(space: &Space<'_>, household: &Household) -> Vec<Household> {
    let change = |object: &Object, entity: EntityId| {
        let lists = space.lists(entity).iter().enumerate();
        let lengths = lists.flat_map(|(at, (_, _, bounds))| {
            let high = bounds.high.map_or(LONGER, |high| LONGER.min(high as usize));
            (bounds.low as usize..=high).map(move |length| (at, length))
        });
        lengths.filter_map(|(at, length)| resized(space, object, entity, at, length)).collect()
    };
    changed(space, household, space.root(), &change)
}

/// The households that differ from one in what is changed of a single object.
pub fn changed(
    space: &Space<'_>,
    object: &Object,
    entity: EntityId,
    change: &dyn Fn(&Object, EntityId) -> Vec<Object>,
) -> Vec<Object> {
    let mut found = change(object, entity);
    for (list, (child, ..)) in space.lists(entity).iter().enumerate() {
        for (at, entry) in object.lists.get(list).into_iter().flatten().flatten().enumerate() {
            found.extend(changed(space, entry, *child, change).into_iter().map(|other| {
                let mut whole = object.clone();
                if let Some(entry) = whole.lists.get_mut(list).and_then(|it| it.as_mut()?.get_mut(at)) {
                    *entry = other;
                }
                whole
            }));
        }
    }
    found
}

/// An object with so many entries in a list, the last one repeated; `None` where it has so many.
pub fn resized(space: &Space<'_>, object: &Object, entity: EntityId, list: usize, length: usize) -> Option<Object> {
    let (child, ..) = space.lists(entity).get(list)?;
    let mut entries = object.lists.get(list)?.clone().unwrap_or_default();
    if object.lists[list].is_some() && entries.len() == length || length > LONGEST {
        return None;
    }
    let blank = || Object {
        facts: vec![Fact::Unknown; space.fields(*child).len()],
        lists: vec![None; space.lists(*child).len()],
        discretions: Vec::new(),
    };
    let last = entries.last().cloned().unwrap_or_else(blank);
    entries.resize(length, last);
    let mut changed = object.clone();
    changed.lists[list] = Some(entries);
    Some(changed)
}
