//! A step of the trace → the fact it is of; facts with one of them changed.

use crate::decision::record::{Node, Op, Record, Step, StepKind, Value};
use crate::eval::Context;
use crate::model::{Base, Entity, EntityId, Field, FieldId};
use crate::value::{Cell, Date};
use std::collections::BTreeSet;

/// One fact of a case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) entity: EntityId,
    pub(super) instance: u32,
    pub(super) id: FieldId,
    pub(super) field: &'a Field,
    /// What the facts say, or the default that stands for it.
    pub(super) cell: Cell,
    /// The day of the decision.
    pub(super) date: Date,
    /// How many variants its choice has, if it is of one.
    pub(super) variants: u16,
}

/// The fact a step is of.
pub(super) fn place<'a>(context: &Context<'a>, step: &Step) -> Option<Place<'a>> {
    let plan = context.plan;
    let (entity, instance) = instance(context, &step.subject.path)?;
    let fields = &plan.model.entities.get(entity.index())?.fields;
    let (field, id) = fields.iter().zip((0u32..).map(FieldId)).find(|(field, _)| *field.name.id == *step.name)?;
    let rows = context.facts.rows.get(entity.index())?;
    let at = id.index().checked_mul(rows.count as usize)?.checked_add(instance as usize)?;
    let variants = match field.ty.base {
        Base::Choice(id) => plan.model.choices.get(id.index()).map_or(0, |choice| choice.variants.len()),
        _ => 0,
    };
    let variants = u16::try_from(variants).unwrap_or(u16::MAX);
    Some(Place { entity, instance, id, field, cell: *rows.cells.get(at)?, date: context.date, variants })
}

/// The instance at a path: `members[1].incomes[0]`.
fn instance(context: &Context<'_>, path: &str) -> Option<(EntityId, u32)> {
    let (mut entity, mut instance) = (EntityId(0), 0u32);
    for segment in path.split('.').filter(|segment| !segment.is_empty()) {
        let (list, position) = segment.strip_suffix(']')?.split_once('[')?;
        let position: u32 = position.parse().ok()?;
        let mut entities = (0u32..).map(EntityId).zip(&context.plan.model.entities);
        let named = |(_, below): &(EntityId, &Entity)| {
            below.parent.as_ref().is_some_and(|(above, name, _)| *above == entity && name.id == list)
        };
        let (element, _) = entities.find(named)?;
        let entries = context.children(element, instance);
        (entity, instance) = (element, entries.start.checked_add(position).filter(|at| *at < entries.end)?);
    }
    Some((entity, instance))
}

/// The steps of the facts a refusal rests on, in order: those reached from the parts that fail, and
/// from the exceptions to them.
pub(super) fn behind(record: &Record, rule: u32) -> Vec<&Step> {
    let step = |id: u32| record.trace.get(id as usize);
    let (mut reached, mut failing, mut waiting) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    let mut parts = vec![rule];
    while let Some(id) = parts.pop() {
        let Some(step) = step(id).filter(|_| failing.insert(id)) else { continue };
        waiting.extend(step.exceptions.iter().filter_map(|tried| tried.step));
        let Some(work) = &step.work else {
            waiting.push(id);
            continue;
        };
        // Of a test only what fails can turn it; anything else rests on all it is made of.
        let mut nodes = vec![work];
        while let Some(node) = nodes.pop() {
            match node.op {
                Op::And if node.value == Value::Truth(false) => {
                    nodes.extend(node.args.iter().filter(|arg| arg.value == Value::Truth(false)));
                }
                Op::Or if node.value == Value::Truth(false) => nodes.extend(&node.args),
                Op::Step(id) if node.value == Value::Truth(false) => parts.push(id),
                _ => steps_in(node, &mut waiting),
            }
        }
    }
    while let Some(id) = waiting.pop() {
        let Some(step) = step(id).filter(|_| reached.insert(id)) else { continue };
        waiting.extend(step.exceptions.iter().filter_map(|tried| tried.step));
        step.work.iter().for_each(|work| steps_in(work, &mut waiting));
    }
    let facts = reached.into_iter().filter_map(step);
    facts.filter(|step| step.kind == StepKind::Fact).collect()
}

/// Every step a piece of work names.
pub(super) fn steps_in(node: &Node, found: &mut Vec<u32>) {
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        if let Op::Step(id) = node.op {
            found.push(id);
        }
        nodes.extend(node.args.iter().rev());
    }
}
