//! Plan + goal → the facts and comparisons it rests on, those of rules it asks of the decision among
//! them: what a search is told before it begins.

use crate::model::{Asked, EntityId, FieldId, MeasureId, RuleId, Statement};
use crate::plan::{OpKind, Operand, Plan, each_operand};
use crate::value::Date;
use std::collections::BTreeSet;

/// What a search wants of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// That a property says something of it: what stands before `implies` is so, an amount it asks, or
    /// the number it speaks of, is above zero.
    Asked(usize),
    /// That a property does not hold of it; of one of more and less, as `Asked`.
    Broken(usize),
    /// That the sides of a comparison are equal and the property rests on it: which of those it reaches.
    Edge(usize, usize),
    /// As `Asked`, and the property rests on the comparison, on which side of it whatever.
    AskedAndRests(usize, usize),
    /// That the `when` of a rule holds of someone, or does not.
    Rule(RuleId, bool),
}

impl Goal {
    /// Whether it is at the edge of a comparison.
    pub fn is_edge(self) -> bool {
        matches!(self, Goal::Edge(..) | Goal::AskedAndRests(..))
    }
}

/// A comparison: the slot its outcome stands in.
pub(super) type Compared = (EntityId, u32);

/// Of a rule that may give what is asked, its grants that do: under `otherwise`, and the position.
pub(super) type Giving = Vec<(bool, usize)>;

/// A goal, with what has to be looked up of it once.
#[derive(Clone, Debug)]
pub struct Aim {
    pub(super) goal: Goal,
    /// The comparison whose edge is wanted.
    pub(super) edge: Option<Compared>,
    /// What rests on it.
    pub(super) above: BTreeSet<Operand>,
}

impl Aim {
    /// What is wanted.
    pub fn goal(&self) -> Goal {
        self.goal
    }
}

/// The aims that belong to a property: those of saying something, of not holding, and an edge for every
/// comparison of a more and a less that it reaches.
pub(crate) fn aims(plan: &Plan, property: usize, date: Date) -> Vec<Aim> {
    let plain = |goal| Aim { goal, edge: None, above: BTreeSet::new() };
    let roots = plan.property(property).into_iter().flat_map(|it| it.given.into_iter().chain([it.value]));
    let mut compared = reached(plan, roots.collect(), date).1;
    // Of two households that differ in one fact, those comparisons tell that rest on it.
    if let Some(Statement::Monotone { fact, .. }) = plan.model.properties.get(property).map(|it| &it.statement) {
        compared.retain(|(entity, slot)| reached(plan, vec![Operand::Slot(*entity, *slot)], date).0.contains(fact));
    }
    let edges = compared.into_iter().enumerate().flat_map(|(at, compared)| {
        let above = above(plan, compared, date);
        let goals = [Goal::AskedAndRests(property, at), Goal::Edge(property, at)];
        goals.map(|goal| Aim { goal, edge: Some(compared), above: above.clone() })
    });
    [plain(Goal::Asked(property)), plain(Goal::Broken(property))].into_iter().chain(edges).collect()
}

/// The aim that a rule's condition holds, or does not.
pub(crate) fn aim_of_rule(rule: RuleId, wanted: bool) -> Aim {
    Aim { goal: Goal::Rule(rule, wanted), edge: None, above: BTreeSet::new() }
}

/// The facts that operands rest on, and the comparisons of a more and a less among what they rest on.
pub(super) fn reached(
    plan: &Plan,
    mut open: Vec<Operand>,
    date: Date,
) -> (BTreeSet<(EntityId, FieldId)>, Vec<Compared>) {
    let (mut facts, mut compared, mut seen) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    while let Some(operand) = open.pop() {
        if !seen.insert(operand) {
            continue;
        }
        match operand {
            Operand::Const(_) => {}
            Operand::Field(entity, field) => drop(facts.insert((entity, field))),
            Operand::Slot(entity, slot) => {
                let Some((_, operation)) = plan.op_of(entity, slot) else { continue };
                if matches!(&operation.kind, OpKind::Compare(_, a, _) if has_order(plan, *a)) {
                    compared.push((entity, slot));
                }
                each_below(plan, &operation.kind, date, &mut |operand| open.push(operand));
            }
        }
    }
    (facts, compared)
}

/// Every operand of an operation, and of the rules it asks of the decision.
fn each_below(plan: &Plan, kind: &OpKind, date: Date, visit: &mut dyn FnMut(Operand)) {
    if let OpKind::Asked(asked) = kind {
        asked_of(plan, *asked, date).into_iter().flat_map(|(rule, _)| of_rule(plan, rule)).for_each(&mut *visit);
    }
    each_operand(kind, visit);
}

/// The comparison, and all that rests on it. Operations stand after those they read.
fn above(plan: &Plan, (entity, slot): (EntityId, u32), date: Date) -> BTreeSet<Operand> {
    let mut found = BTreeSet::from([Operand::Slot(entity, slot)]);
    for operation in &plan.ops {
        let mut rests = false;
        each_below(plan, &operation.kind, date, &mut |operand| rests |= found.contains(&operand));
        if rests {
            found.insert(operation.output());
        }
    }
    found
}

fn of_rule(plan: &Plan, rule: RuleId) -> impl Iterator<Item = Operand> {
    let rule = plan.rules.get(rule.index());
    rule.into_iter()
        .flat_map(|rule| [rule.when].into_iter().chain(rule.grants.iter().chain(&rule.otherwise).flatten().copied()))
}

/// The rules in force that may give what is asked, each with its grants that do: under `otherwise`, and
/// the position. A rule that is itself asked after has none.
pub(super) fn asked_of(plan: &Plan, asked: Asked, date: Date) -> Vec<(RuleId, Giving)> {
    let wanted = |measure: MeasureId| match asked {
        Asked::AnyMeasure => true,
        Asked::Measure(it) | Asked::Amount(it, _) => it == measure,
        Asked::Rule(_) => false,
    };
    let rules = (0u32..).map(RuleId).zip(&plan.model.rules).filter(|(_, rule)| rule.in_force.holds(date));
    let found = rules.map(|(id, rule)| {
        let of = |otherwise: bool| if otherwise { &rule.otherwise } else { &rule.grants };
        let both = [false, true].into_iter().flat_map(|otherwise| {
            of(otherwise).iter().enumerate().map(move |(at, grant)| (otherwise, at, grant.measure))
        });
        (id, both.filter(|(.., measure)| wanted(*measure)).map(|(otherwise, at, _)| (otherwise, at)).collect())
    });
    found.filter(|(id, grants): &(_, Vec<_>)| asked == Asked::Rule(*id) || !grants.is_empty()).collect()
}

fn has_order(plan: &Plan, operand: Operand) -> bool {
    let base = match operand {
        Operand::Const(at) => plan.constants.get(at as usize).map(|(_, ty)| ty.base),
        Operand::Field(entity, field) => {
            let entity = plan.model.entities.get(entity.index());
            entity.and_then(|it| it.fields.get(field.index())).map(|field| field.ty.base)
        }
        Operand::Slot(entity, slot) => plan.op_of(entity, slot).map(|(_, operation)| operation.ty.base),
    };
    base.is_some_and(|base| base.is_ordered())
}
