//! The entries of a household's lists: who each of them is from month to month, and what last
//! month's register said of it.
//!
//! Positions in a list change from month to month. An entry whose `id` is given is known by it;
//! the `id` belongs to the register, and the policy sees it only where it declares that field.

use super::json::Json;
use super::rows::{Bad, Reason, Row, scalar};
use super::words;
use crate::words::Message;
use doudi::model::{EntityId, Model};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The register's name for who an entry is.
const ID: &str = "id";

/// The entries of a household and who they are: `members[1]` is `members#A1`, where it and all
/// above it have an id.
#[derive(Clone, Debug, Default)]
pub struct Known {
    who: BTreeMap<String, String>,
    path: BTreeMap<String, String>,
}

impl Known {
    /// Who an entry is; the household itself is the empty text.
    pub fn who(&self, path: &str) -> Option<&str> {
        if path.is_empty() { Some("") } else { self.who.get(path).map(String::as_str) }
    }

    /// Where an entry stands: by who it is, or by its path where that is all that is known of it.
    pub fn path(&self, key: &str) -> Option<&str> {
        if key.is_empty() { Some("") } else { self.path.get(key).map(String::as_str) }
    }

    /// The entries of the household's own lists who have an id: the list and the id.
    pub fn own(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.who.iter().filter(|(path, _)| !path.contains('.'));
        own.filter_map(|(_, who)| who.split_once('#'))
    }

    fn add(&mut self, path: &str, who: Option<String>) {
        self.path.insert(who.clone().unwrap_or_else(|| path.to_owned()), path.to_owned());
        self.who.extend(who.map(|who| (path.to_owned(), who)));
    }
}

/// What was known of each entry, by who it is and the fact's name: `on_dibao`, `members#A1.wage`.
pub type Carried = BTreeMap<String, Box<RawValue>>;

/// A fact that is last month's value of another fact of the same entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// Whose fact it is.
    pub entity: EntityId,
    /// The fact that is filled in.
    pub field: String,
    /// The fact whose value of last month it is.
    pub of: String,
}

/// Takes the ids off the entries of a household.
///
/// # Errors
/// An id that is no text, or one that two entries of a list share.
pub fn take_ids(model: &Model, row: &mut Row<'_>) -> Result<Known, Bad> {
    let mut known = Known::default();
    let mut reasons = Vec::new();
    walk(model, EntityId(0), "", &mut row.facts, &mut |entity, path, members| {
        let Some((above, list)) = owner_and_list(path) else { return };
        let id = take_id(model, entity, members);
        let owner = known.who(above).map(str::to_owned);
        let key = match (id, owner) {
            (Some(Some(id)), Some(owner)) => Some(join(&owner, &format!("{list}#{id}"))),
            (Some(None), _) => {
                let name = format!("{path}.{ID}");
                reasons.push(Reason::new(path, &Message::new(&words::BAD_ENTRY_ID, &[&name])));
                None
            }
            _ => None,
        };
        if let Some(other) = key.as_ref().and_then(|key| known.path(key)) {
            reasons.push(Reason::new(path, &Message::new(&words::SAME_ENTRY_ID, &[&other, &path])));
        }
        known.add(path, key);
    });
    match reasons.is_empty() {
        true => Ok(known),
        false => Err(Bad { id: Some(row.id.clone()), group: Some(row.group.clone()), reasons }),
    }
}

/// `members[1].incomes[0]` → `members[1]`, `incomes`; nothing for the household.
fn owner_and_list(path: &str) -> Option<(&str, &str)> {
    let (list, _) = path.rsplit_once('[')?;
    Some(list.rsplit_once('.').unwrap_or(("", list)))
}

/// The id of an entry, if it has one, and whether that is one. A field of the policy stays.
fn take_id(model: &Model, entity: EntityId, members: &mut Members<'_>) -> Option<Option<String>> {
    let at = members.iter().position(|(key, _)| key == ID)?;
    let declared = model.entities.get(entity.index()).is_some_and(|e| e.fields.iter().any(|f| f.name.id == ID));
    let id = if declared { scalar(&members[at].1) } else { scalar(&members.remove(at).1) };
    let id = id.filter(|id| !id.is_empty() && !id.chars().any(char::is_control));
    // Whether a field of the policy is what it should be is for the policy to say.
    if declared && id.is_none() { None } else { Some(id) }
}

/// What next month may ask of this month's facts. Entries without an id are not carried over:
/// nobody could say which of next month's they are.
pub fn carry(model: &Model, previous: &[Previous], known: &Known, facts: &mut Json<'_>) -> Carried {
    let mut carried = Carried::new();
    walk(model, EntityId(0), "", facts, &mut |entity, path, members| {
        for previous in previous.iter().filter(|previous| previous.entity == entity) {
            let value = members.iter().find(|(key, _)| *key == previous.of).map(|(_, value)| value);
            // A value may come with who found it.
            let value = value.map(|value| value.get("value").unwrap_or(value).to_string());
            let value = value.and_then(|text| RawValue::from_string(text).ok());
            if let (Some(who), Some(value)) = (known.who(path), value) {
                carried.insert(join(who, &previous.of), value);
            }
        }
    });
    carried
}

/// Fills in what last month's register said, where this month's does not say it itself, and says
/// whether that was there for every fact asked for. What was not stays unknown.
pub fn fill(model: &Model, previous: &[Previous], known: &Known, facts: &mut Json<'_>, last: &Carried) -> bool {
    let mut whole = true;
    walk(model, EntityId(0), "", facts, &mut |entity, path, members| {
        for previous in previous.iter().filter(|previous| previous.entity == entity) {
            if members.iter().any(|(key, _)| *key == previous.field) {
                continue;
            }
            match known.who(path).and_then(|who| last.get(&join(who, &previous.of))) {
                Some(value) => members.push((previous.field.clone(), Json::Raw(Cow::Owned(value.get().to_owned())))),
                None => whole = false,
            }
        }
    });
    whole
}

type Members<'a> = Vec<(String, Json<'a>)>;

/// Visits every object of a household, owners before what they own.
fn walk<'a>(
    model: &Model,
    entity: EntityId,
    path: &str,
    object: &mut Json<'a>,
    visit: &mut dyn FnMut(EntityId, &str, &mut Members<'a>),
) {
    let Json::Map(members) = object else { return };
    visit(entity, path, members);
    for (child, below) in (0u32..).map(EntityId).zip(&model.entities) {
        let Some((_, name, _)) = below.parent.as_ref().filter(|(above, ..)| *above == entity) else { continue };
        for (_, list) in members.iter_mut().filter(|(key, _)| *key == name.id) {
            let Json::List(entries) = list else { continue };
            for (at, entry) in entries.iter_mut().enumerate() {
                walk(model, child, &join(path, &format!("{}[{at}]", name.id)), entry, visit);
            }
        }
    }
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}
