//! The slots of one decision, and how instances relate.

use crate::facts::Facts;
use crate::model::EntityId;
use crate::plan::{OpKind, Operand, Plan};
use crate::value::Cell;

/// Every cell of one decision: slot by slot, each with one cell an instance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    cells: Vec<Cell>,
    entities: Vec<Rows>,
    constants: Vec<Cell>,
}

#[derive(Clone, Debug)]
struct Rows {
    /// Where this entity's cells begin.
    base: usize,
    count: u32,
    /// The entity above; the root is its own.
    above: EntityId,
    /// For each instance, its parent's instance.
    parent: Vec<u32>,
    /// For each instance of the parent, whether the list was given.
    known: Vec<bool>,
}

impl Rows {
    fn empty() -> Self {
        Rows { base: 0, count: 0, above: EntityId(0), parent: Vec::new(), known: Vec::new() }
    }
}

impl Frame {
    /// Lays out the slots and copies the facts in; keeps the memory of an earlier decision.
    pub(super) fn start(&mut self, plan: &Plan, facts: &Facts) {
        self.cells.clear();
        self.constants.clear();
        self.constants.extend(plan.constants.iter().map(|(cell, _)| *cell));
        self.entities.resize_with(plan.slots.len(), Rows::empty);
        let mut base = 0usize;
        for (((rows, slots), fact), entity) in
            self.entities.iter_mut().zip(&plan.slots).zip(&facts.rows).zip(&plan.model.entities)
        {
            rows.base = base;
            rows.count = fact.count;
            rows.above = entity.parent.as_ref().map_or(EntityId(0), |(parent, ..)| *parent);
            rows.parent.clone_from(&fact.parent);
            rows.known.clone_from(&fact.known);
            base = base.saturating_add(slots.len().saturating_mul(fact.count as usize));
            self.cells.extend_from_slice(&fact.cells);
            self.cells.resize(base, Cell::Unknown);
        }
    }

    /// At most how many operands a run reads, elements of aggregates included; the trace has at
    /// most a small multiple of that.
    pub(super) fn work(&self, plan: &Plan) -> usize {
        let each = |op: &crate::plan::Operation| match &op.kind {
            OpKind::Aggregate(a) => (self.count(a.element) as usize).saturating_mul(a.by.len().saturating_add(2)),
            OpKind::And(list) | OpKind::Or(list) | OpKind::Min(list) | OpKind::Max(list) => list.len(),
            _ => 4,
        };
        let cost = |op| each(op).saturating_mul(self.count(op.entity) as usize);
        plan.ops.iter().fold(0usize, |sum, op| sum.saturating_add(cost(op)))
    }

    /// Whether a list of `element`s was given for one instance of its parent.
    pub(crate) fn is_known(&self, element: EntityId, parent: u32) -> bool {
        self.entities.get(element.index()).and_then(|rows| rows.known.get(parent as usize)).copied().unwrap_or(false)
    }

    /// The instances directly below one instance of the parent entity.
    pub(crate) fn children(&self, element: EntityId, parent: u32) -> std::ops::Range<u32> {
        let Some(rows) = self.entities.get(element.index()) else { return 0..0 };
        // Instances are in the order of their parents, so those of one parent are a range.
        let start = rows.parent.partition_point(|p| *p < parent) as u32;
        let end = rows.parent.partition_point(|p| *p <= parent) as u32;
        start..end
    }

    /// Instances of an entity.
    pub(crate) fn count(&self, entity: EntityId) -> u32 {
        self.entities.get(entity.index()).map_or(0, |rows| rows.count)
    }

    /// The position of a cell, for marks kept beside the cells.
    pub(crate) fn index(&self, entity: EntityId, slot: u32, instance: u32) -> usize {
        let Some(rows) = self.entities.get(entity.index()) else { return usize::MAX };
        rows.base.saturating_add((slot as usize).saturating_mul(rows.count as usize)).saturating_add(instance as usize)
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell.
    pub(crate) fn get(&self, entity: EntityId, slot: u32, instance: u32) -> Cell {
        self.cells.get(self.index(entity, slot, instance)).copied().unwrap_or(Cell::Unknown)
    }

    pub(super) fn set(&mut self, entity: EntityId, slot: u32, instance: u32, cell: Cell) {
        let index = self.index(entity, slot, instance);
        if let Some(place) = self.cells.get_mut(index) {
            *place = cell;
        }
    }

    /// The instance of `target` that an instance of `entity` is or belongs to.
    pub(crate) fn ancestor(&self, mut entity: EntityId, mut instance: u32, target: EntityId) -> u32 {
        if target == EntityId(0) {
            return 0;
        }
        while entity != target && entity != EntityId(0) {
            let Some(rows) = self.entities.get(entity.index()) else { return 0 };
            instance = rows.parent.get(instance as usize).copied().unwrap_or(0);
            entity = rows.above;
        }
        instance
    }

    /// What an operand is, asked from an instance of `entity`.
    #[inline]
    pub(crate) fn read(&self, operand: Operand, entity: EntityId, instance: u32) -> Cell {
        match operand {
            Operand::Const(index) => self.constants.get(index as usize).copied().unwrap_or(Cell::Unknown),
            Operand::Slot(of, slot) => {
                let at = if of == entity { instance } else { self.ancestor(entity, instance, of) };
                self.get(of, slot, at)
            }
        }
    }

    /// The instances of `element` below one instance of `root`, and whether every list on the way
    /// is known.
    pub(crate) fn elements(&self, root: EntityId, instance: u32, element: EntityId) -> (std::ops::Range<u32>, bool) {
        let Some(rows) = self.entities.get(element.index()).filter(|_| element != root) else {
            return (instance..instance.saturating_add(1), true);
        };
        // As deep as entities nest, which the policy bounds.
        let (above, known) = self.elements(root, instance, rows.above);
        let given = rows.known.get(above.start as usize..above.end as usize).unwrap_or_default();
        let start = rows.parent.partition_point(|parent| *parent < above.start) as u32;
        let end = rows.parent.partition_point(|parent| *parent < above.end) as u32;
        (start..end, known && given.iter().all(|k| *k))
    }
}
