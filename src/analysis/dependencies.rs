//! model → graph: which named things of a policy rest on which.

use crate::diagnostic::{Locale, visible};
use crate::graph::{Graph, Kind};
use crate::model::{DerivedId, DerivedKind, ExceptionId, Expr, ExprKind, Model, Name, RuleId, Target, walk};
use std::collections::BTreeMap;

/// The dependencies of a whole policy, or of the rules of some name.
pub fn dependencies(model: &Model, rule: Option<&str>, locale: Locale) -> Graph {
    let mut drawing = Drawing { model, locale, graph: Graph::default(), things: BTreeMap::new() };
    let wanted = |name: &Name| rule.is_none_or(|rule| rule == name.id);
    let rules = (0u32..).map(RuleId).zip(&model.rules).filter(|(_, rule)| wanted(&rule.name));
    drawing.reach(rules.map(|(id, _)| Thing::Rule(id)).collect());
    drawing.graph
}

/// What can have a box, by its place in the model.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Field(usize, usize),
    Parameter(usize),
    Reading(usize),
    Derived(DerivedId),
    Exception(ExceptionId),
    Rule(RuleId),
    Measure(usize),
}

struct Drawing<'m> {
    model: &'m Model,
    locale: Locale,
    graph: Graph,
    things: BTreeMap<Thing, usize>,
}

impl<'m> Drawing<'m> {
    /// Draws things, and all they rest on.
    fn reach(&mut self, mut open: Vec<Thing>) {
        while let Some(thing) = open.pop() {
            let Some(own) = self.draw(thing) else { continue };
            for below in self.below(thing) {
                let new = !self.things.contains_key(&below);
                if let Some(on) = self.draw(below) {
                    self.graph.rests(on, own);
                    open.extend(new.then_some(below));
                }
            }
            for measure in self.given(thing) {
                if let Some(measure) = self.draw(measure) {
                    self.graph.rests(own, measure);
                }
            }
        }
    }

    /// The thing's box: a new one where it has none.
    fn draw(&mut self, thing: Thing) -> Option<usize> {
        if let Some(drawn) = self.things.get(&thing) {
            return Some(*drawn);
        }
        let model = self.model;
        let (kind, name) = match thing {
            Thing::Field(entity, field) => (Kind::Fact, &model.entities.get(entity)?.fields.get(field)?.name),
            Thing::Parameter(id) => (Kind::Parameter, &model.parameters.get(id)?.name),
            Thing::Reading(id) => (Kind::Reading, &model.readings.get(id)?.name),
            Thing::Derived(id) => {
                let derived = model.derived.get(id.index())?;
                (if derived.kind == DerivedKind::Condition { Kind::Condition } else { Kind::Definition }, &derived.name)
            }
            Thing::Exception(id) => (Kind::Exception, &model.exceptions.get(id.index())?.name),
            Thing::Rule(id) => (Kind::Rule, &model.rules.get(id.index())?.name),
            Thing::Measure(id) => (Kind::Measure, &model.measures.get(id)?.name),
        };
        let position = self.graph.node(kind, visible(name.label(self.locale)), visible(&name.id));
        self.things.insert(thing, position);
        Some(position)
    }

    /// What a thing's own words name, and the exceptions made to it.
    fn below(&self, thing: Thing) -> Vec<Thing> {
        let mut below = Vec::new();
        let mut visit = |expr: &'m Expr| below.extend(named(&expr.kind));
        match thing {
            Thing::Derived(id) => {
                let versions = self.model.derived.get(id.index()).into_iter().flat_map(|derived| &derived.versions);
                versions.for_each(|version| walk::test(&version.body, &mut visit));
            }
            Thing::Exception(id) => {
                self.model.exceptions.get(id.index()).into_iter().for_each(|item| walk::exception(item, &mut visit));
            }
            Thing::Rule(id) => {
                self.model.rules.get(id.index()).into_iter().for_each(|item| walk::rule(item, &mut visit));
            }
            Thing::Parameter(id) => {
                let versions = self.model.parameters.get(id).into_iter().flat_map(|parameter| &parameter.versions);
                versions.flat_map(|version| &version.rows).for_each(|row| walk::expr(&row.value, &mut visit));
            }
            Thing::Field(..) | Thing::Reading(_) | Thing::Measure(_) => {}
        }
        let made_to = |target: Target| match target {
            Target::Derived(id) => thing == Thing::Derived(id),
            Target::Exception(id) => thing == Thing::Exception(id),
        };
        let exceptions = (0u32..).map(ExceptionId).zip(&self.model.exceptions);
        below.extend(exceptions.filter(|(_, item)| made_to(item.target)).map(|(id, _)| Thing::Exception(id)));
        below
    }

    /// What a rule gives.
    fn given(&self, thing: Thing) -> Vec<Thing> {
        let Thing::Rule(id) = thing else { return Vec::new() };
        let rule = self.model.rules.get(id.index()).into_iter();
        rule.flat_map(|rule| rule.grants.iter().chain(&rule.otherwise))
            .map(|grant| Thing::Measure(grant.measure.index()))
            .collect()
    }
}

fn named(kind: &ExprKind) -> Option<Thing> {
    match kind {
        ExprKind::Field(entity, field) => Some(Thing::Field(entity.index(), field.index())),
        ExprKind::Derived(id) => Some(Thing::Derived(*id)),
        ExprKind::Parameter { id, .. } | ExprKind::Marginal { id, .. } => Some(Thing::Parameter(id.index())),
        ExprKind::Reading(id) => Some(Thing::Reading(id.index())),
        _ => None,
    }
}
