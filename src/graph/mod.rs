//! What rests on what: a graph of named things, drawn as SVG or written for Graphviz.
//!
//! A decision's is made by [`explain::picture`](crate::explain::picture), a policy's by
//! [`Policy::graph`](crate::Policy::graph).

mod dot;
mod layout;
mod svg;

use std::collections::BTreeSet;

/// Named things, and which rests on which. Has no circle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    nodes: Vec<Node>,
    /// From what is rested on to what rests on it.
    edges: BTreeSet<(usize, usize)>,
}

/// A named thing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub label: String,
    /// What it came to, or how many there are of it; may be empty.
    pub detail: String,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A field of the facts.
    Fact,
    /// A dated value or table.
    Parameter,
    /// A way a clause is read.
    Reading,
    /// A named value.
    Definition,
    /// A named truth.
    Condition,
    /// An exception to a condition, a value or an exception.
    Exception,
    /// A rule.
    Rule,
    /// What a rule gives.
    Measure,
}

impl Graph {
    /// The things.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Positions in [`nodes`](Self::nodes): what is rested on, what rests on it.
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.edges.iter().copied()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Adds a thing; its position.
    pub(crate) fn node(&mut self, kind: Kind, label: String, detail: String) -> usize {
        self.nodes.push(Node { kind, label, detail });
        self.nodes.len().saturating_sub(1)
    }

    /// Says that one rests on another. What is not there, and itself, is passed over.
    pub(crate) fn rests(&mut self, on: usize, what: usize) {
        if on != what && on < self.nodes.len() && what < self.nodes.len() {
            self.edges.insert((on, what));
        }
    }
}
