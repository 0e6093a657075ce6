//! The slots of one decision: each filled when it is first read, once.

use super::{Context, operation};
use crate::model::EntityId;
use crate::plan::{Operand, Slot, StepName};
use crate::value::Cell;
use std::cell;

/// The memory of decisions: slot by slot, each with one cell an instance. Kept from case to case,
/// so that a decision allocates nothing.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    cells: Vec<cell::Cell<Cell>>,
    /// The run that filled each cell.
    filled: Vec<cell::Cell<u64>>,
    /// The present run, from 1.
    run: u64,
    /// Where each entity's cells begin.
    bases: Vec<usize>,
}

/// The slots of one case.
///
/// A slot is worked out when something reads it, so a decision costs what its rules ask for. The
/// result does not depend on who asks first: an operation is a function of its operands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) context: Context<'a>,
    memory: &'a Memory,
}

impl<'a> Frame<'a> {
    /// Empty slots for a case, in the memory of an earlier one.
    pub(crate) fn new(context: Context<'a>, memory: &'a mut Memory) -> Self {
        memory.bases.clear();
        let mut end = 0usize;
        for (slots, rows) in context.plan.slots.iter().zip(&context.facts.rows) {
            memory.bases.push(end);
            end = end.saturating_add(slots.len().saturating_mul(rows.count as usize));
        }
        memory.run = memory.run.saturating_add(1);
        if memory.cells.len() < end {
            memory.cells.resize(end, cell::Cell::new(Cell::Unknown));
            memory.filled.resize(end, cell::Cell::new(0));
        }
        let frame = Frame { context, memory };
        frame.land();
        frame
    }

    /// Fills the slots that bound how deep reading may recurse.
    fn land(self) {
        for op in &self.context.plan.landings {
            let Some(operation) = self.context.plan.ops.get(*op as usize) else { continue };
            for instance in 0..self.context.count(operation.entity) {
                self.get(operation.entity, operation.slot, instance);
            }
        }
    }

    /// The position of a cell, for marks kept beside the cells.
    #[inline]
    pub(crate) fn index(self, entity: EntityId, slot: u32, instance: u32) -> usize {
        let Some(base) = self.memory.bases.get(entity.index()) else { return usize::MAX };
        let count = self.context.count(entity) as usize;
        base.wrapping_add((slot as usize).wrapping_mul(count)).wrapping_add(instance as usize)
    }

    /// How many cells there are.
    pub(crate) fn len(self) -> usize {
        self.memory.cells.len()
    }

    /// What an operand is, asked from an instance of `entity`.
    #[inline]
    pub(crate) fn read(self, operand: Operand, entity: EntityId, instance: u32) -> Cell {
        match operand {
            Operand::Const(index) => {
                self.context.plan.constants.get(index as usize).map_or(Cell::Unknown, |(cell, _)| *cell)
            }
            Operand::Slot(of, slot) => {
                let at = if of == entity { instance } else { self.context.ancestor(entity, instance, of) };
                self.get(of, slot, at)
            }
        }
    }

    /// A cell, worked out if it was not yet.
    #[inline]
    pub(crate) fn get(self, entity: EntityId, slot: u32, instance: u32) -> Cell {
        let index = self.index(entity, slot, instance);
        match (self.memory.filled.get(index), self.memory.cells.get(index)) {
            (Some(filled), Some(cell)) if filled.get() == self.memory.run => cell.get(),
            _ => self.fill(entity, slot, instance, index),
        }
    }

    fn fill(self, entity: EntityId, slot: u32, instance: u32, index: usize) -> Cell {
        let plan = self.context.plan;
        let cell = match plan.slots.get(entity.index()).and_then(|slots| slots.get(slot as usize)) {
            Some(Slot::Field(field)) => {
                let rows = self.context.facts.rows.get(entity.index());
                let at = (field.0 as usize).wrapping_mul(self.context.count(entity) as usize);
                let cell = rows.and_then(|rows| rows.cells.get(at.wrapping_add(instance as usize)));
                cell.copied().unwrap_or(Cell::Unknown)
            }
            Some(Slot::Op(op)) => match plan.ops.get(*op as usize) {
                Some(operation) => self
                    .given(operation.name, instance)
                    .unwrap_or_else(|| operation::evaluate(self, operation, instance)),
                None => Cell::Unknown,
            },
            None => Cell::Unknown,
        };
        if let (Some(filled), Some(place)) = (self.memory.filled.get(index), self.memory.cells.get(index)) {
            filled.set(self.memory.run);
            place.set(cell);
        }
        cell
    }

    /// A test case may fix a derived value: it stands in place of what would be computed.
    fn given(self, name: Option<StepName>, instance: u32) -> Option<Cell> {
        let given = &self.context.facts.given;
        match name {
            Some(StepName::Derived(id)) if !given.is_empty() => given.get(&(id, instance)).copied(),
            _ => None,
        }
    }
}
