//! Values that depend on themselves: found, and named from end to end.

use super::{Derived, DerivedId, Exception, ExceptionId, Expr, ExprKind, Model, walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;

/// Reports each circle of derived values and exceptions.
pub(super) fn report(model: &Model, found: &mut Vec<Diagnostic>) {
    let nodes = Nodes { model };
    for cycle in sort(&nodes.edges()).cycles {
        let Some(span) = cycle.first().and_then(|first| nodes.span(*first)) else { continue };
        let names: Vec<String> = cycle.iter().chain(cycle.first()).map(|node| nodes.name(*node)).collect();
        found.push(Diagnostic::at(&table::DEPENDS_ON_ITSELF, span).arg(names.join(" → ")));
    }
}

/// What must be known before what: derived values and exceptions, each after all it depends on.
pub(crate) fn order(model: &Model) -> Vec<Dependent> {
    let nodes = Nodes { model };
    sort(&nodes.edges()).order.into_iter().map(|node| nodes.dependent(node)).collect()
}

/// What depends on other values.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dependent {
    Derived(DerivedId),
    Exception(ExceptionId),
}

/// Derived values, then exceptions, as one row of nodes.
struct Nodes<'m> {
    model: &'m Model,
}

impl<'m> Nodes<'m> {
    fn edges(&self) -> Vec<Vec<usize>> {
        let derived = self.model.derived.iter().map(|derived| self.of_derived(derived));
        derived.chain(self.model.exceptions.iter().map(|exception| self.of_exception(exception))).collect()
    }

    fn of_derived(&self, derived: &'m Derived) -> Vec<usize> {
        let mut edges = Vec::new();
        for version in &derived.versions {
            walk::test(&version.body, &mut |expr| edges.extend(used(expr)));
        }
        edges.extend(derived.exceptions.iter().map(|id| self.exception(*id)));
        edges
    }

    fn of_exception(&self, exception: &'m Exception) -> Vec<usize> {
        let mut edges = Vec::new();
        walk::exception(exception, &mut |expr| edges.extend(used(expr)));
        edges.extend(exception.exceptions.iter().map(|id| self.exception(*id)));
        edges
    }

    fn exception(&self, id: ExceptionId) -> usize {
        self.model.derived.len().saturating_add(id.index())
    }

    fn dependent(&self, node: usize) -> Dependent {
        match node.checked_sub(self.model.derived.len()) {
            None => Dependent::Derived(DerivedId(node as u32)),
            Some(exception) => Dependent::Exception(ExceptionId(exception as u32)),
        }
    }

    fn name(&self, node: usize) -> String {
        match self.dependent(node) {
            Dependent::Derived(id) => self.model.derived.get(id.index()).map_or_else(String::new, |derived| {
                let entity = self.model.entities.get(derived.entity.index()).map_or("", |e| e.name.id.as_str());
                format!("`{entity}.{}`", derived.name.id)
            }),
            Dependent::Exception(id) => {
                self.model.exceptions.get(id.index()).map_or_else(String::new, |e| format!("`{}`", e.name.id))
            }
        }
    }

    fn span(&self, node: usize) -> Option<crate::source::Span> {
        Some(match self.dependent(node) {
            Dependent::Derived(id) => self.model.derived.get(id.index())?.name.span,
            Dependent::Exception(id) => self.model.exceptions.get(id.index())?.name.span,
        })
    }
}

fn used(expr: &Expr) -> Option<usize> {
    match expr.kind {
        ExprKind::Derived(id) => Some(id.index()),
        _ => None,
    }
}

/// A graph put in order.
pub(super) struct Sorted {
    /// Every node after the nodes its edges lead to; those of circles are left out.
    pub(super) order: Vec<usize>,
    /// Circles that share no node, each from its smallest node on.
    pub(super) cycles: Vec<Vec<usize>>,
}

/// Sorts a graph, given as the edges of each node, by depth-first search without recursion.
pub(super) fn sort(edges: &[Vec<usize>]) -> Sorted {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; edges.len()];
    let mut sorted = Sorted { order: Vec::new(), cycles: Vec::new() };
    let mut on_cycle = vec![false; edges.len()];
    for start in 0..edges.len() {
        // The path from `start`: each node with how many of its edges were followed.
        let mut path: Vec<(usize, usize)> = Vec::new();
        let mut enter = (state.get(start) == Some(&State::New)).then_some(start);
        loop {
            if let Some(node) = enter.take() {
                if let Some(state) = state.get_mut(node) {
                    *state = State::Open;
                }
                path.push((node, 0));
            }
            let Some((node, followed)) = path.last_mut() else { break };
            let next = edges.get(*node).and_then(|edges| edges.get(*followed)).copied();
            *followed = followed.saturating_add(1);
            match next {
                Some(next) => match state.get(next) {
                    Some(State::New) => enter = Some(next),
                    Some(State::Open) => {
                        let circle: Vec<usize> =
                            path.iter().map(|(node, _)| *node).skip_while(|node| *node != next).collect();
                        if !circle.iter().any(|node| on_cycle.get(*node) == Some(&true)) {
                            circle.iter().for_each(|node| {
                                if let Some(on) = on_cycle.get_mut(*node) {
                                    *on = true;
                                }
                            });
                            sorted.cycles.push(from_smallest(circle));
                        }
                    }
                    _ => {}
                },
                None => {
                    let node = *node;
                    path.pop();
                    if let Some(state) = state.get_mut(node) {
                        *state = State::Done;
                    }
                    sorted.order.push(node);
                }
            }
        }
    }
    sorted.order.retain(|node| on_cycle.get(*node) == Some(&false));
    sorted
}

/// The same circle, begun at its smallest node.
fn from_smallest(mut circle: Vec<usize>) -> Vec<usize> {
    let smallest = circle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(position, _)| position);
    circle.rotate_left(smallest);
    circle
}
