//! Paths into facts, `members[0].wage`: read, shown, and found among the rows.

use super::Rows;
use super::schema::{Member, Schema};
use crate::model::{EntityId, FieldId};
use std::ops::Range;

/// One step of a path: a name, with a position where the name is a list's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step<'t> {
    pub(super) name: &'t str,
    pub(super) index: Option<u32>,
}

/// Reads `members[0].wage`; `None` for anything else. The empty path has no steps.
pub(super) fn parse(path: &str) -> Option<Vec<Step<'_>>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.split('.').map(step).collect()
}

fn step(text: &str) -> Option<Step<'_>> {
    let (name, index) = match text.split_once('[') {
        None => (text, None),
        Some((name, rest)) => (name, Some(position(rest.strip_suffix(']')?)?)),
    };
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    named.then_some(Step { name, index })
}

/// Digits without a sign or leading zeros.
fn position(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if plain { digits.parse().ok() } else { None }
}

/// The instance a path of list entries leads to.
pub(super) fn locate(schema: &Schema, rows: &[Rows], steps: &[Step<'_>]) -> Option<(EntityId, u32)> {
    let mut here = (EntityId(0), 0);
    for step in steps {
        let Some(Member::List(child)) = schema.entity(here.0)?.members.get(step.name).copied() else {
            return None;
        };
        let mut entries = rows.get(child.index())?.under(here.1);
        here = (child, entries.nth(step.index? as usize)?);
    }
    (here.1 < rows.get(here.0.index())?.count).then_some(here)
}

/// The path of an instance: `` for the root, `members[1].incomes[0]`.
pub(super) fn of_instance(schema: &Schema, rows: &[Rows], entity: EntityId, instance: u32) -> String {
    let mut steps = Vec::new();
    let mut here = (entity, instance);
    while let Some((parent, list, _)) = schema.entity(here.0).and_then(|entity| entity.list()) {
        let row = rows.get(here.0.index());
        let at = |column: &[u32]| column.get(here.1 as usize).copied();
        let (Some(position), Some(above)) = (row.and_then(|r| at(&r.position)), row.and_then(|r| at(&r.parent))) else {
            break;
        };
        steps.push(format!("{list}[{position}]"));
        here = (parent, above);
    }
    steps.reverse();
    steps.join(".")
}

impl Rows {
    /// The instances that belong to one instance of the entity above, in their order.
    pub(crate) fn under(&self, parent: u32) -> Range<u32> {
        let position = |end: usize| u32::try_from(end).unwrap_or(u32::MAX);
        let start = self.parent.partition_point(|above| *above < parent);
        let end = self.parent.partition_point(|above| *above <= parent);
        position(start)..position(end)
    }

    /// The cell of a field of an instance.
    pub(crate) fn cell(&self, field: FieldId, instance: u32) -> Option<crate::value::Cell> {
        let start = field.index().checked_mul(self.count as usize)?;
        let within = (instance < self.count).then_some(instance as usize)?;
        self.cells.get(start.checked_add(within)?).copied()
    }
}
