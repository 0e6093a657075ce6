//! Why: the facts that are missing and could matter, the faults an error began with.
//!
//! A walk from a value down to what it rests on, through what is itself unknown (or in error) and
//! could have changed it: of `and`/`or` the operands that are unknown; of `if` the question, its
//! unknown branches too while the question is open, and else the branch taken; of anything else
//! the operands that are unknown. Where no operand is in error, the error began.

use super::eval::{Oracle, Spot, strict_operands};
use super::exceptions::Put;
use super::value::{V, all, any, not};
use doudi::model::{Aggregate, AggregateKind, DerivedId, Effect, EntityId, ExceptionId, Expr, ExprKind, SetItem, Test};
use doudi::value::Fault;
use std::collections::BTreeSet;

/// What a walk looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Facts left out and parameters not set.
    Missing,
    Errors,
}

/// What is being worked out: the nearest named thing, and the path of its subject.
pub type Here = (String, String);

/// A walk under way, and what it found.
pub struct Walk<'o, 'm> {
    pub oracle: &'o Oracle<'m>,
    pub want: Want,
    /// Paths of facts, names of parameters, or fault, name and path: each as one text.
    pub found: BTreeSet<String>,
    seen: BTreeSet<(DerivedId, usize)>,
}

impl<'o, 'm> Walk<'o, 'm> {
    pub fn new(oracle: &'o Oracle<'m>, want: Want) -> Self {
        Walk { oracle, want, found: BTreeSet::new(), seen: BTreeSet::new() }
    }

    fn follows(&self, value: &V) -> bool {
        match self.want {
            Want::Missing => matches!(value, V::Unknown | V::Error(Fault::ParameterNotSet)),
            Want::Errors => value.is_error(),
        }
    }

    pub fn begins(&mut self, value: &V, here: &Here) {
        if let (Want::Errors, V::Error(fault)) = (self.want, value) {
            self.found.insert(format!("{} in {} of {:?}", fault.id(), here.0, here.1));
        }
    }

    fn path(&self, at: usize) -> String {
        self.oracle.case.nodes[at].path.clone()
    }

    pub fn test(&mut self, test: &Test, at: usize, here: &Here) {
        if !self.follows(&self.oracle.test(test, at)) {
            return;
        }
        match test {
            Test::Expr(expr) => self.expr(expr, at, here),
            Test::All(parts) | Test::Any(parts) => {
                for part in parts {
                    self.test(&part.test, at, &(part.name.id.clone(), here.1.clone()));
                }
            }
        }
    }

    pub fn expr(&mut self, expr: &Expr, at: usize, here: &Here) {
        self.asked(expr, Spot::of(at), here);
    }

    fn asked(&mut self, expr: &Expr, spot: Spot<'_>, here: &Here) {
        let at = spot.node;
        let value = self.oracle.asked(expr, spot, &[]);
        if !self.follows(&value) {
            return;
        }
        let eval = |e: &Expr| self.oracle.asked(e, spot, &[]);
        let operands: Vec<&Expr> = match &expr.kind {
            ExprKind::Outer(out, asked) => return self.asked(asked, spot.out(*out), here),
            ExprKind::Field(entity, field) => {
                let owner = self.oracle.owner(*entity, at);
                let name = &self.oracle.model.entities[entity.index()].fields[field.index()].name.id;
                self.found.insert(join(&self.path(owner), name));
                return;
            }
            ExprKind::Derived(id) => {
                let owner = self.oracle.owner(self.oracle.model.derived[id.index()].entity, at);
                return self.derived(*id, owner);
            }
            ExprKind::Parameter { id, keys, on } => {
                // Asked by one alone.
                let at = spot.out(keys.iter().chain(on.as_deref()).find_map(further_out).unwrap_or(0)).node;
                let home = self.home(expr, self.oracle.case.nodes[at].entity);
                let here =
                    (self.oracle.model.parameters[id.index()].name.id.clone(), self.path(self.oracle.owner(home, at)));
                let operands: Vec<&Expr> = keys.iter().chain(on.as_deref()).collect();
                return self.parameter(&value, &operands, spot, &here);
            }
            ExprKind::Marginal { id, amount, on } => {
                let name = self.oracle.model.parameters[id.index()].name.id.clone();
                let operands: Vec<&Expr> = std::iter::once(&**amount).chain(on.as_deref()).collect();
                let at = spot.out(operands.iter().find_map(|e| further_out(e)).unwrap_or(0)).node;
                let here = (name, self.path(at));
                return self.parameter(&value, &operands, spot, &here);
            }
            ExprKind::Aggregate(aggregate) => return self.aggregate(aggregate, &value, spot, here),
            ExprKind::If(question, then, other) => match eval(question) {
                V::Unknown => vec![question, then, other],
                V::Error(_) => vec![question],
                known if known.truth() == Some(true) => vec![then],
                _ => vec![other],
            },
            ExprKind::And(list) | ExprKind::Or(list) => list.iter().collect(),
            ExprKind::ValueOr(a, b) => vec![a, b],
            ExprKind::In { value, set, .. } => {
                let members = set.iter().flat_map(|item| match item {
                    SetItem::Value(v) => vec![v],
                    SetItem::Range(low, high) => vec![low, high],
                });
                std::iter::once(&**value).chain(members).collect()
            }
            _ => strict_operands(expr),
        };
        self.operands(&value, &operands, spot, here);
    }

    fn operands(&mut self, value: &V, operands: &[&Expr], at: Spot<'_>, here: &Here) {
        if !operands.iter().any(|o| self.follows(&self.oracle.asked(o, at, &[]))) {
            self.begins(value, here);
        }
        for operand in operands {
            self.asked(operand, at, here);
        }
    }

    /// A table: what its keys lack, and whether it is set at all.
    fn parameter(&mut self, value: &V, operands: &[&Expr], at: Spot<'_>, here: &Here) {
        let second_hand = operands.iter().any(|o| self.oracle.asked(o, at, &[]) == V::Error(Fault::ParameterNotSet));
        if *value == V::Error(Fault::ParameterNotSet) && !second_hand && self.want == Want::Missing {
            self.found.insert(format!("parameter {}", here.0));
        }
        self.operands(value, operands, at, here);
    }

    /// The entity a table is asked of: the lowest of those its keys belong to.
    fn home(&self, expr: &Expr, entity: EntityId) -> EntityId {
        match &expr.kind {
            ExprKind::Const(_) | ExprKind::Reading(_) | ExprKind::DecisionDate => EntityId(0),
            ExprKind::Field(owner, _) => *owner,
            ExprKind::Outer(_, asked) => self.home(asked, entity),
            ExprKind::Derived(id) => self.oracle.model.derived[id.index()].entity,
            // Parents stand before children.
            ExprKind::Parameter { keys, on, .. } => {
                keys.iter().chain(on.as_deref()).map(|key| self.home(key, entity)).max().unwrap_or(EntityId(0))
            }
            _ => entity,
        }
    }

    fn aggregate(&mut self, aggregate: &Aggregate, value: &V, at: Spot<'_>, here: &Here) {
        let oracle = self.oracle;
        let elements = oracle.elements(aggregate, at);
        let quantified = matches!(aggregate.kind, AggregateKind::Any | AggregateKind::All);
        let mut asked: Vec<(&Expr, Spot<'_>)> = Vec::new();
        if let AggregateKind::Nth(place) = &aggregate.kind {
            asked.push((place, at));
        }
        let mut counting = Vec::new();
        for &node in &elements.nodes {
            let node = at.element(node);
            let filter = aggregate.filter.as_ref().map_or(V::Truth(true), |f| oracle.asked(f, node, &[]));
            let filters = aggregate.filter.iter().map(|f| (f, node));
            let values = aggregate.value.iter().map(|v| (v, node));
            if quantified {
                let value = values.clone().map(|(v, node)| oracle.asked(v, node, &[]));
                let value: Vec<V> = value.collect();
                let both = match aggregate.kind {
                    AggregateKind::Any => all(&[&[filter][..], &value].concat()),
                    _ => any(&[&[not(&filter)][..], &value].concat()),
                };
                if self.follows(&both) {
                    asked.extend(filters.chain(values));
                }
                continue;
            }
            asked.extend(filters);
            if filter.truth() == Some(true) {
                counting.push(node);
            }
        }
        let ordered = matches!(aggregate.kind, AggregateKind::First | AggregateKind::Nth(_) | AggregateKind::Rank);
        if ordered {
            let own = matches!(aggregate.kind, AggregateKind::Rank).then(|| at.element(at.out(aggregate.of).node));
            asked.extend(
                counting.iter().copied().chain(own).flat_map(|n| aggregate.by.iter().map(move |key| (&key.value, n))),
            );
        }
        asked.extend(counting.iter().flat_map(|n| aggregate.value.iter().map(move |v| (v, *n))));
        if !asked.iter().any(|(e, n)| self.follows(&oracle.asked(e, *n, &[]))) {
            self.begins(value, here);
        }
        if self.want == Want::Missing {
            self.found.extend(elements.unknown_lists.iter().cloned());
        }
        for (expr, node) in asked {
            self.asked(expr, node, here);
        }
    }

    fn derived(&mut self, id: DerivedId, at: usize) {
        if !self.seen.insert((id, at)) || self.oracle.case.given.contains_key(&(id, at)) {
            return;
        }
        let (oracle, derived) = (self.oracle, &self.oracle.model.derived[id.index()]);
        let here = (derived.name.id.clone(), self.path(at));
        let (value, base) = (oracle.derived(id, at), oracle.base(id, at));
        let level = oracle.level(Put::of(base.clone()), &derived.exceptions, at);
        let mut further = self.at_odds(&derived.exceptions, at);
        if further {
            self.begins(&V::Error(Fault::Conflict), &here);
        }
        let body = oracle.version(id).filter(|_| !level.replaced && self.follows(&base));
        further |= body.is_some();
        if let Some(body) = body {
            self.test(body, at, &here);
        }
        further |= self.exceptions(&derived.exceptions, at);
        if !further {
            self.begins(&value, &here);
        }
    }

    /// Whether exceptions that stand are in conflict, or those to them.
    fn at_odds(&self, ids: &[ExceptionId], at: usize) -> bool {
        let below =
            |id: &ExceptionId| self.bears(*id, ids, at) && self.at_odds(&self.oracle.exception(*id).exceptions, at);
        self.oracle.level(Put::Waive, ids, at).conflict || ids.iter().any(below)
    }

    /// Whether an exception may apply, and no other has certainly taken its place.
    fn bears(&self, id: ExceptionId, siblings: &[ExceptionId], at: usize) -> bool {
        let (applies, stands) = (self.oracle.attempt(id, at).applies, self.oracle.stands(id, siblings, at));
        match applies.truth() {
            Some(true) => stands.truth() != Some(false),
            Some(false) => false,
            None => true,
        }
    }

    /// Exceptions that may apply: their grounds, what they put in place, the exceptions to them.
    fn exceptions(&mut self, ids: &[ExceptionId], at: usize) -> bool {
        let mut further = false;
        for id in ids {
            let (attempt, exception) = (self.oracle.attempt(*id, at), self.oracle.exception(*id));
            if !self.bears(*id, ids, at) {
                continue;
            }
            let here = (exception.name.id.clone(), self.path(at));
            if self.follows(&attempt.when) {
                further = true;
                self.test(&exception.when, at, &here);
            }
            let replaced = self.oracle.level(Put::Waive, &exception.exceptions, at).replaced;
            if let (Effect::Then(then), false) = (&exception.effect, replaced) {
                further |= self.follows(&self.oracle.eval(then, at, &[]));
                self.expr(then, at, &here);
            }
            further |= self.exceptions(&exception.exceptions, at);
        }
        further
    }
}

/// A path and the name of something there.
pub fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}

/// How many lists further out one is asked, if anything in an expression is.
fn further_out(expr: &Expr) -> Option<u32> {
    match &expr.kind {
        ExprKind::Outer(out, _) => Some(*out),
        ExprKind::Aggregate(aggregate) => Some(aggregate.of).filter(|out| *out > 0),
        ExprKind::And(list) | ExprKind::Or(list) => list.iter().find_map(further_out),
        ExprKind::If(a, b, c) => [a, b, c].into_iter().find_map(|e| further_out(e)),
        ExprKind::ValueOr(a, b) => [a, b].into_iter().find_map(|e| further_out(e)),
        ExprKind::Parameter { keys, on, .. } => keys.iter().chain(on.as_deref()).find_map(further_out),
        ExprKind::Marginal { amount, on, .. } => std::iter::once(&**amount).chain(on.as_deref()).find_map(further_out),
        ExprKind::In { value, set, .. } => further_out(value).or_else(|| {
            set.iter().find_map(|item| match item {
                SetItem::Value(v) => further_out(v),
                SetItem::Range(low, high) => further_out(low).or_else(|| further_out(high)),
            })
        }),
        _ => strict_operands(expr).into_iter().find_map(further_out),
    }
}
