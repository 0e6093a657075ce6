//! Which of those who can be asked an expression reads: the one it is asked of in the first place,
//! and the elements of the lists it stands within.

use super::names::Names;
use super::{Aggregate, AggregateKind, DerivedId, EntityId, Expr, ExprKind, Model, walk};
use std::collections::BTreeSet;

/// A list an expression stands within. Who can be asked is counted by the lists around: 0 is the
/// one outside all of them, and the elements of a list are asked one further in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List {
    /// Whose list it is.
    pub(crate) of: u32,
    /// The entity of that one, or one above it, that has the list.
    pub(crate) root: EntityId,
}

/// How entities stand to one another.
pub(crate) trait Tree {
    /// Whether `above` is `below` or above it.
    fn is_above(&self, above: EntityId, below: EntityId) -> bool;
    /// The entity a derived value is of.
    fn owner(&self, derived: DerivedId) -> Option<EntityId>;
}

impl Tree for Model {
    fn is_above(&self, above: EntityId, below: EntityId) -> bool {
        let up = |at: &EntityId| self.entities.get(at.index())?.parent.as_ref().map(|(parent, ..)| *parent);
        std::iter::successors(Some(below), up).take(self.entities.len()).any(|at| at == above)
    }

    fn owner(&self, derived: DerivedId) -> Option<EntityId> {
        self.derived.get(derived.index()).map(|derived| derived.entity)
    }
}

impl Tree for Names<'_> {
    fn is_above(&self, above: EntityId, below: EntityId) -> bool {
        self.reaches(above, below)
    }

    fn owner(&self, derived: DerivedId) -> Option<EntityId> {
        self.derived.get(derived.index()).map(|derived| derived.entity)
    }
}

/// All through whom the same instance of an entity is reached as through one: what a list is of,
/// and all above it, its elements have in common with the one whose list it is. Innermost first.
pub(crate) fn sharing(tree: &dyn Tree, lists: &[List], at: u32, entity: EntityId) -> Vec<u32> {
    let mut all = vec![at];
    let mut at = at;
    while let Some(list) = at.checked_sub(1).and_then(|list| lists.get(list as usize)) {
        if list.of >= at || !tree.is_above(entity, list.root) {
            break;
        }
        at = list.of;
        all.push(at);
    }
    all
}

/// Of those who can be asked, `among` whom it is decided, the fewest that have all an expression reads.
pub(crate) fn reads(tree: &dyn Tree, lists: &[List], expr: &Expr, among: &dyn Fn(u32) -> bool) -> BTreeSet<u32> {
    let mut reading = Reading { tree, lists: lists.to_vec(), own: BTreeSet::new(), common: BTreeSet::new() };
    reading.expr(expr);
    reading.settle(among)
}

/// The same of what is asked of the elements of a list, those who are asked further out: empty
/// where the elements have all of it.
pub(crate) fn reads_beside_elements(
    tree: &dyn Tree,
    lists: &[List],
    aggregate: &Aggregate,
    among: &dyn Fn(u32) -> bool,
) -> BTreeSet<u32> {
    let mut reading = Reading { tree, lists: lists.to_vec(), own: BTreeSet::new(), common: BTreeSet::new() };
    reading.elements(aggregate);
    let element = lists.len().saturating_add(1) as u32;
    reading.own.insert(element);
    reading.lists.push(list_of(lists, aggregate));
    let mut found = reading.settle(&|at| at == element || among(at));
    found.remove(&element);
    found
}

/// The list an aggregate asks about, which stands within some.
pub(crate) fn list_of(lists: &[List], aggregate: &Aggregate) -> List {
    List { of: (lists.len() as u32).saturating_sub(aggregate.of), root: aggregate.root }
}

struct Reading<'t> {
    tree: &'t dyn Tree,
    lists: Vec<List>,
    /// What nobody else has.
    own: BTreeSet<u32>,
    /// What others may have in common with one: whom, and the entity.
    common: BTreeSet<(u32, EntityId)>,
}

impl Reading<'_> {
    fn depth(&self, out: u32) -> u32 {
        (self.lists.len() as u32).saturating_sub(out)
    }

    fn expr(&mut self, expr: &Expr) {
        self.asked(expr, 0);
    }

    fn asked(&mut self, expr: &Expr, out: u32) {
        let at = self.depth(out);
        match &expr.kind {
            ExprKind::Outer(further, asked) => self.asked(asked, out.saturating_add(*further)),
            ExprKind::Field(entity, _) => {
                self.common.insert((at, *entity));
            }
            ExprKind::Derived(id) => match self.tree.owner(*id) {
                Some(entity) => {
                    self.common.insert((at, entity));
                }
                None => {
                    self.own.insert(at);
                }
            },
            ExprKind::Asked(_) | ExprKind::Key(_) => {
                self.own.insert(at);
            }
            ExprKind::IsElement { one, other, .. } => self.own.extend([self.depth(*one), self.depth(*other)]),
            ExprKind::Aggregate(aggregate) => {
                let whose = self.depth(aggregate.of);
                match &aggregate.kind {
                    AggregateKind::Rank => {
                        self.own.insert(whose);
                    }
                    kind => {
                        self.common.insert((whose, aggregate.root));
                        if let AggregateKind::Nth(n) = kind {
                            self.expr(n);
                        }
                    }
                }
                self.elements(aggregate);
            }
            _ => walk::operands(expr, &mut |operand| self.expr(operand)),
        }
    }

    /// What is asked of the elements of a list, but for what they have themselves.
    fn elements(&mut self, aggregate: &Aggregate) {
        let list = list_of(&self.lists, aggregate);
        let mut inner =
            Reading { tree: self.tree, lists: self.lists.clone(), own: BTreeSet::new(), common: BTreeSet::new() };
        inner.lists.push(list);
        let keys = aggregate.by.iter().map(|key| &key.value);
        aggregate.value.iter().chain(&aggregate.filter).chain(keys).for_each(|expr| inner.expr(expr));
        let element = inner.lists.len() as u32;
        self.own.extend(inner.own.into_iter().filter(|at| *at != element));
        self.common.extend(inner.common.into_iter().filter(|(at, _)| *at != element));
    }

    /// What is had in common is read through one who is read anyway, else through the innermost
    /// there is.
    fn settle(mut self, among: &dyn Fn(u32) -> bool) -> BTreeSet<u32> {
        for (at, entity) in std::mem::take(&mut self.common) {
            let sharing = sharing(self.tree, &self.lists, at, entity);
            match sharing.as_slice() {
                [only] => {
                    self.own.insert(*only);
                }
                _ => {
                    self.common.insert((at, entity));
                }
            }
        }
        for (at, entity) in std::mem::take(&mut self.common) {
            let sharing = sharing(self.tree, &self.lists, at, entity);
            if !sharing.iter().any(|at| self.own.contains(at)) {
                self.own.insert(sharing.into_iter().find(|at| among(*at)).unwrap_or(at));
            }
        }
        self.own
    }
}
