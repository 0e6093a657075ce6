//! A change that no case notices → the days and readings under which a household may tell the two
//! policies apart, and households made for it: of other sizes, and at the limits of facts.

use crate::coverage::{self, Item};
use crate::register::json::Json;
use crate::search::{Household, Object, Space, changed, of_cell, resized};
use doudi::decision::record::{Record, Step, StepKind, Value};
use doudi::model::{EntityId, Model};
use doudi::{Date, Policy};

/// What a household of a case is decided with.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// The day; `None`: that of the case.
    pub on: Option<Date>,
    /// A reading and the variant chosen of it; `None`: the settings of the case as they are.
    pub chosen: Option<(String, String)>,
}

/// Variants that are chosen in turn.
const CHOSEN: usize = 6;

/// The day from which what is changed counts, where some of these days are others. First where it
/// counts on none of them.
pub fn days(before: &Policy, since: Option<Date>, of_cases: &[Date]) -> Vec<Trial> {
    let own = Trial::default();
    let in_force = before.model().policy.in_force;
    let since = since.map(|day| in_force.from.map_or(day, |first| first.max(day)));
    let Some(day) = since.filter(|day| in_force.holds(*day) && of_cases.iter().any(|it| it != day)) else {
        return vec![own];
    };
    let first = Trial { on: Some(day), chosen: None };
    if of_cases.iter().all(|it| *it < day) { vec![first, own] } else { vec![own, first] }
}

/// The readings that an item, or what rests on it, goes by in these decisions, with the variants that
/// were not used.
pub fn readings(records: impl Iterator<Item = Record>, model: &Model, item: &Item) -> Vec<Trial> {
    let mut found: Vec<(String, String)> = Vec::new();
    for record in records {
        for step in going_by(&record, item) {
            let Value::Choice(used) = &step.value else { continue };
            let reading = model.readings.iter().find(|reading| *reading.name.id == *step.name);
            let choice = reading.and_then(|reading| model.choices.get(reading.choice.index()));
            let others = choice.into_iter().flat_map(|it| &it.variants).filter(|it| *it.id != *used.variant);
            for variant in others {
                let chosen = (step.name.to_string(), variant.id.clone());
                if !found.contains(&chosen) {
                    found.push(chosen);
                }
            }
        }
    }
    found.truncate(CHOSEN);
    found.into_iter().map(|chosen| Trial { on: None, chosen: Some(chosen) }).collect()
}

/// The steps of readings that the steps of an item refer to, then those that what rests on it does.
fn going_by<'a>(record: &'a Record, item: &Item) -> Vec<&'a Step> {
    let own: Vec<u32> = coverage::steps_of_item(record, item).iter().map(|step| step.id).collect();
    let mut above: Vec<u32> = Vec::new();
    // Steps stand in order of dependency.
    for step in record.trace.iter().filter(|step| !own.contains(&step.id)) {
        if coverage::refers_to(step).iter().any(|id| own.contains(id) || above.contains(id)) {
            above.push(step.id);
        }
    }
    let step = |id: &u32| record.trace.get(*id as usize);
    let below = own.iter().chain(&above).filter_map(step).flat_map(coverage::refers_to);
    let below: Vec<u32> = below.collect();
    below.iter().filter_map(step).filter(|step| step.kind == StepKind::Reading).collect()
}

/// Settings with a variant chosen of a reading; `None` where they are no settings.
pub fn with_chosen(settings: Option<&str>, (reading, variant): &(String, String)) -> Option<String> {
    const READINGS: &str = "readings";
    let Json::Map(mut members) = Json::read(settings.unwrap_or("{}")).ok()? else { return None };
    if !members.iter().any(|(key, _)| key == READINGS) {
        members.push((READINGS.to_owned(), Json::Map(Vec::new())));
    }
    for (_, value) in members.iter_mut().filter(|(key, _)| key == READINGS) {
        let Json::Map(chosen) = value else { return None };
        chosen.retain(|(key, _)| key != reading);
        chosen.push((reading.clone(), Json::text(variant)));
    }
    Some(Json::Map(members).to_string())
}

/// Households like one in which a single fact or list is at a limit that is not the same in another
/// policy: facts that the one accepts and the other does not.
pub fn at_the_limits(space: &Space<'_>, other: &Space<'_>, household: &Household) -> Vec<Household> {
    let change = |object: &Object, entity: EntityId| {
        let mut found = Vec::new();
        for (at, (own, its)) in space.fields(entity).iter().zip(other.fields(entity)).enumerate() {
            let (own, its) = (own.range.ends(Some(space.date())), its.range.ends(Some(space.date())));
            for end in [own.0, own.1, its.0, its.1].into_iter().flatten().filter(|_| own != its) {
                let mut changed = object.clone();
                changed.facts[at] = of_cell(end);
                found.push(changed);
            }
        }
        for (at, ((.., own), (.., its))) in space.lists(entity).iter().zip(other.lists(entity)).enumerate() {
            let ends = [Some(own.low), own.high, Some(its.low), its.high];
            let ends = ends.into_iter().flatten().filter(|_| (own.low, own.high) != (its.low, its.high));
            found.extend(ends.filter_map(|length| resized(space, object, entity, at, length as usize)));
        }
        found
    };
    changed(space, household, space.root(), &change)
}
