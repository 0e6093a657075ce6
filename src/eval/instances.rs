//! How the instances of a case relate: which belong to which, and how many there are.

use super::Context;
use crate::model::EntityId;
use std::ops::Range;

impl Context<'_> {
    /// Instances of an entity.
    #[inline]
    pub(crate) fn count(&self, entity: EntityId) -> u32 {
        self.facts.rows.get(entity.index()).map_or(0, |rows| rows.count)
    }

    /// At most how many instances an entity has; of a pair, as many as if every asker had the
    /// longest list.
    pub(crate) fn at_most(&self, entity: EntityId) -> u32 {
        let Some((_, pair)) = self.plan.pair(entity) else { return self.count(entity) };
        let each = |root: u32| self.elements(pair.root, root, pair.element).0.len();
        let longest = (0..self.count(pair.root)).map(each).max().unwrap_or(0);
        self.at_most(pair.asker).saturating_mul(u32::try_from(longest).unwrap_or(u32::MAX))
    }

    /// The entity above; the root is its own.
    fn above(&self, entity: EntityId) -> EntityId {
        self.plan.above.get(entity.index()).copied().unwrap_or(EntityId(0))
    }

    /// Whether a list of `element`s was given for one instance of its parent.
    pub(crate) fn is_known(&self, element: EntityId, parent: u32) -> bool {
        self.facts.rows.get(element.index()).and_then(|rows| rows.known.get(parent as usize)).copied().unwrap_or(false)
    }

    /// The instances directly below one instance of the parent entity.
    pub(crate) fn children(&self, element: EntityId, parent: u32) -> Range<u32> {
        self.below(element, parent..parent.saturating_add(1))
    }

    /// The instances directly below a range of instances of the parent entity.
    fn below(&self, element: EntityId, parents: Range<u32>) -> Range<u32> {
        let Some(rows) = self.facts.rows.get(element.index()) else { return 0..0 };
        if parents.start == 0 && rows.parent.last().is_none_or(|last| *last < parents.end) {
            return 0..rows.count;
        }
        // Instances are in the order of their parents, so those of some parents are a range.
        let start = rows.parent.partition_point(|parent| *parent < parents.start) as u32;
        let end = rows.parent.partition_point(|parent| *parent < parents.end) as u32;
        start..end
    }

    /// The instance of `target` that an instance of `entity` is or belongs to.
    #[inline]
    pub(crate) fn ancestor(&self, mut entity: EntityId, mut instance: u32, target: EntityId) -> u32 {
        if target == EntityId(0) {
            return 0;
        }
        while entity != target && entity != EntityId(0) {
            let Some(rows) = self.facts.rows.get(entity.index()) else { return 0 };
            instance = rows.parent.get(instance as usize).copied().unwrap_or(0);
            entity = self.above(entity);
        }
        instance
    }

    /// The instances of `element` below one instance of `root`, and whether every list on the way
    /// is known.
    pub(crate) fn elements(&self, root: EntityId, instance: u32, element: EntityId) -> (Range<u32>, bool) {
        let Some(rows) = self.facts.rows.get(element.index()).filter(|_| element != root) else {
            return (instance..instance.saturating_add(1), true);
        };
        let above = self.above(element);
        // As deep as entities nest, which the policy bounds.
        let (parents, known) = if above == root {
            (instance..instance.saturating_add(1), true)
        } else {
            self.elements(root, instance, above)
        };
        let given = rows.known.get(parents.start as usize..parents.end as usize).unwrap_or_default();
        let known = known && given.iter().all(|known| *known);
        (self.below(element, parents), known)
    }
}
