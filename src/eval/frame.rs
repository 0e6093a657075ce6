//! The slots of one decision: each filled when it is first read, once.

use super::{Context, operation};
use crate::model::{EntityId, FieldId};
use crate::plan::{Operand, Pair, StepName};
use crate::value::Cell;
use std::cell;
use std::ops::Range;

/// The memory of decisions. Kept from case to case, so that a decision allocates nothing.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Entity by entity, instance by instance: a place for every field, then for every slot.
    places: Vec<Place>,
    /// The present run, from 1.
    run: u64,
    entities: Vec<Stretch>,
    /// The rows of the plan's pairs.
    pairs: Vec<Rows>,
    /// Places in use.
    end: usize,
}

/// The instances of a pair: who asks, and the element asked about. Those of one asker are a range.
#[derive(Debug, Default)]
struct Rows {
    asker: Vec<u32>,
    element: Vec<u32>,
    /// Where those of each asker begin.
    first: Vec<u32>,
}

/// A slot of one instance.
#[derive(Debug)]
struct Place {
    cell: cell::Cell<Cell>,
    /// The run that filled it.
    run: cell::Cell<u64>,
}

/// Where the places of an entity are.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The first slot of the first instance; its fields stand before it.
    first: usize,
    /// Places of one instance.
    width: usize,
    count: usize,
}

/// An instance of an entity, and where its slots begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub(crate) entity: EntityId,
    pub(crate) instance: u32,
    base: usize,
}

/// The slots of one case.
///
/// A slot is worked out when something reads it, so a decision costs what its rules ask for. The
/// result does not depend on who asks first: an operation is a function of its operands.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) context: Context<'a>,
    memory: &'a Memory,
}

impl<'a> Frame<'a> {
    /// Empty slots for a case, in the memory of an earlier one.
    pub(crate) fn new(context: Context<'a>, memory: &'a mut Memory) -> Self {
        Self::with(context, memory, &[])
    }

    /// The same, some slots filled with what was found elsewhere: the slot, the instance, the cell.
    pub(crate) fn with(context: Context<'a>, memory: &'a mut Memory, found: &[(Operand, u32, Cell)]) -> Self {
        memory.entities.clear();
        let mut end = 0usize;
        for ((slots, entity), rows) in
            context.plan.slots.iter().zip(&context.plan.model.entities).zip(&context.facts.rows)
        {
            let (fields, count) = (entity.fields.len(), rows.count as usize);
            let width = fields.saturating_add(slots.len());
            memory.entities.push(Stretch { first: end.saturating_add(fields), width, count });
            end = end.saturating_add(width.saturating_mul(count));
        }
        pair_up(&context, memory);
        for (slots, rows) in context.plan.slots.iter().skip(context.plan.model.entities.len()).zip(&memory.pairs) {
            let (width, count) = (slots.len(), rows.element.len());
            memory.entities.push(Stretch { first: end, width, count });
            end = end.saturating_add(width.saturating_mul(count));
        }
        memory.end = end;
        memory.run = memory.run.saturating_add(1);
        if memory.places.len() < end {
            let empty = || Place { cell: cell::Cell::new(Cell::Unknown), run: cell::Cell::new(0) };
            memory.places.resize_with(end, empty);
        }
        let frame = Frame { context, memory };
        found.iter().for_each(|(operand, instance, cell)| frame.put(*operand, *instance, *cell));
        frame.land();
        frame
    }

    fn put(&self, operand: Operand, instance: u32, cell: Cell) {
        let Operand::Slot(entity, slot) = operand else { return };
        if let Some(place) = self.memory.places.get(self.at(entity, instance).base.wrapping_add(slot as usize)) {
            place.cell.set(cell);
            place.run.set(self.memory.run);
        }
    }

    /// Fills the slots that bound how deep reading may recurse.
    fn land(&self) {
        for op in &self.context.plan.landings {
            let Some(operation) = self.context.plan.ops.get(*op as usize) else { continue };
            for instance in 0..self.count(operation.entity) {
                self.read(operation.output(), self.at(operation.entity, instance));
            }
        }
    }

    /// An instance of an entity.
    #[inline]
    pub(crate) fn at(&self, entity: EntityId, instance: u32) -> At {
        let base =
            self.memory.entities.get(entity.index()).map_or(usize::MAX, |stretch| {
                stretch.first.wrapping_add((instance as usize).wrapping_mul(stretch.width))
            });
        At { entity, instance, base }
    }

    /// Instances of an entity, or of a pair.
    fn count(&self, entity: EntityId) -> u32 {
        self.memory.entities.get(entity.index()).map_or(0, |stretch| stretch.count as u32)
    }

    /// The rows of a pair.
    fn pair(&self, entity: EntityId) -> Option<(&Pair, &Rows)> {
        let (position, pair) = self.context.plan.pair(entity)?;
        Some((pair, self.memory.pairs.get(position)?))
    }

    /// The element of a pair; of anything else, itself.
    pub(crate) fn element(&self, at: At) -> At {
        match self.pair(at.entity) {
            Some((pair, rows)) => {
                self.at(pair.element, rows.element.get(at.instance as usize).copied().unwrap_or(u32::MAX))
            }
            None => at,
        }
    }

    /// The asker of a pair, so many askers out.
    pub(crate) fn asker(&self, at: At, hops: u32) -> At {
        let mut at = at;
        for _ in 0..hops {
            let Some((pair, rows)) = self.pair(at.entity) else { return at };
            at = self.at(pair.asker, rows.asker.get(at.instance as usize).copied().unwrap_or(u32::MAX));
        }
        at
    }

    /// The pairs of an asker, in the order of their elements.
    pub(crate) fn pairs_of(&self, pair: EntityId, asker: u32) -> Range<u32> {
        let Some((_, rows)) = self.pair(pair) else { return 0..0 };
        let at = |asker: u32| rows.first.get(asker as usize).copied();
        let all = rows.element.len() as u32;
        at(asker).unwrap_or(all)..at(asker.saturating_add(1)).unwrap_or(all)
    }

    /// The instance of `target` that an instance is or belongs to; of a pair, that of its element.
    pub(crate) fn up(&self, at: At, target: EntityId) -> At {
        if at.entity == target {
            return at;
        }
        let at = self.element(at);
        if at.entity == target { at } else { self.at(target, self.context.ancestor(at.entity, at.instance, target)) }
    }

    /// What an operand is, asked from an instance.
    pub(crate) fn read(&self, operand: Operand, at: At) -> Cell {
        match operand {
            Operand::Slot(of, slot) if of == at.entity => {
                match self.memory.places.get(at.base.wrapping_add(slot as usize)) {
                    Some(place) if place.run.get() == self.memory.run => place.cell.get(),
                    Some(place) => self.fill(at, slot, place),
                    None => Cell::Unknown,
                }
            }
            Operand::Field(of, field) if of == at.entity => self.field(at, field),
            Operand::Const(index) => {
                self.context.plan.constants.get(index as usize).map_or(Cell::Unknown, |(cell, _)| *cell)
            }
            Operand::Slot(of, _) | Operand::Field(of, _) => self.read(operand, self.up(at, of)),
        }
    }

    /// A fact.
    #[inline]
    fn field(&self, at: At, field: FieldId) -> Cell {
        let Some(rows) = self.context.facts.rows.get(at.entity.index()) else { return Cell::Unknown };
        let index = (field.0 as usize).wrapping_mul(rows.count as usize).wrapping_add(at.instance as usize);
        rows.cells.get(index).copied().unwrap_or(Cell::Unknown)
    }

    fn fill(&self, at: At, slot: u32, place: &Place) -> Cell {
        let cell = match self.context.plan.op_of(at.entity, slot) {
            Some((_, operation)) => {
                self.given(operation.name, at.instance).unwrap_or_else(|| operation::evaluate(self, operation, at))
            }
            None => Cell::Unknown,
        };
        place.cell.set(cell);
        place.run.set(self.memory.run);
        cell
    }

    /// A test case may fix a derived value: it stands in place of what would be computed.
    fn given(&self, name: Option<StepName>, instance: u32) -> Option<Cell> {
        let given = &self.context.facts.given;
        match name {
            Some(StepName::Derived(id)) if !given.is_empty() => given.get(&(id, instance)).copied(),
            _ => None,
        }
    }

    /// The position of a field or slot of an instance, for marks kept beside the slots; `None`
    /// for a constant.
    pub(crate) fn index(&self, operand: Operand, at: At) -> Option<usize> {
        match operand {
            Operand::Const(_) => None,
            Operand::Slot(of, slot) => Some(self.up(at, of).base.wrapping_add(slot as usize)),
            Operand::Field(of, field) => {
                let fields = self.context.plan.model.entities.get(of.index())?.fields.len();
                Some(self.up(at, of).base.wrapping_sub(fields).wrapping_add(field.0 as usize))
            }
        }
    }

    /// How many such positions there are.
    pub(crate) fn len(&self) -> usize {
        self.memory.end
    }
}

/// Fills the rows of the plan's pairs, each after that of its askers.
fn pair_up(context: &Context<'_>, memory: &mut Memory) {
    memory.pairs.resize_with(context.plan.pairs.len(), Rows::default);
    for (position, pair) in context.plan.pairs.iter().enumerate() {
        let (before, rest) = memory.pairs.split_at_mut(position);
        let Some(rows) = rest.first_mut() else { continue };
        rows.asker.clear();
        rows.element.clear();
        rows.first.clear();
        let asked_by = context.plan.pair(pair.asker).and_then(|(position, _)| before.get(position));
        let askers = asked_by.map_or(context.count(pair.asker), |rows| rows.element.len() as u32);
        for asker in 0..askers {
            rows.first.push(rows.element.len() as u32);
            let (elements, _) = elements_of(context, before, pair, asker);
            for element in elements {
                rows.asker.push(asker);
                rows.element.push(element);
            }
        }
    }
}

/// The elements an instance that asks is paired with.
fn elements_of(context: &Context<'_>, before: &[Rows], pair: &Pair, asker: u32) -> (Range<u32>, bool) {
    let (mut entity, mut instance) = (pair.asker, asker);
    for _ in 0..pair.hops {
        let Some((position, outer)) = context.plan.pair(entity) else { break };
        instance = before.get(position).and_then(|rows| rows.asker.get(instance as usize)).copied().unwrap_or(u32::MAX);
        entity = outer.asker;
    }
    if let Some((position, inner)) = context.plan.pair(entity) {
        instance =
            before.get(position).and_then(|rows| rows.element.get(instance as usize)).copied().unwrap_or(u32::MAX);
        entity = inner.element;
    }
    context.elements(pair.root, context.ancestor(entity, instance, pair.root), pair.element)
}
