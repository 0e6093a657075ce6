//! plan → text: one operation a line, for people who want to see what runs.

use super::Plan;
use crate::model::EntityId;
use std::fmt::Write;

/// Lists the operations in the order in which they run.
pub fn print(plan: &Plan) -> String {
    let mut out = String::new();
    for (index, operation) in plan.ops.iter().enumerate() {
        let entity = entity_name(plan, operation.entity);
        let name = operation.name.map(|name| format!("  # {}", plan.step_name(name))).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{index:>5}  {entity}.{} = {}{name}",
            operation.slot,
            readable(plan, &format!("{:?}", operation.kind))
        );
    }
    for (index, constant) in plan.constants.iter().enumerate() {
        let _ = writeln!(out, "const {index} = {constant:?}");
    }
    out
}

fn entity_name(plan: &Plan, entity: EntityId) -> &str {
    plan.model.entities.get(entity.index()).map_or("?", |e| e.name.id.as_str())
}

/// Shortens the operands of a printed operation: `Slot(EntityId(1), 4)` → `Person.4`.
fn readable(plan: &Plan, printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    let mut rest = printed;
    while let Some((before, after)) = rest.split_once("Slot(EntityId(") {
        out.push_str(before);
        let operand = after.split_once("), ").and_then(|(entity, tail)| {
            let (slot, tail) = tail.split_once(')')?;
            Some((EntityId(entity.parse().ok()?), slot, tail))
        });
        match operand {
            Some((entity, slot, tail)) => {
                out.push_str(&format!("{}.{slot}", entity_name(plan, entity)));
                rest = tail;
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}
