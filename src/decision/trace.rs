//! filled slots → trace steps: what the rules rest on, each value once, in order of dependency.
//!
//! Walks the operations backwards from the rules, builds the work of every named one that is
//! reached, and numbers them forwards: facts and lists first, then operations as they ran.

use super::labels::Titled;
use super::record::*;
use super::words::{Texts, unit};
use super::work::list_value;
use crate::eval::{self, At, Context, Frame};
use crate::facts::DiscretionTarget;
use crate::model::{self, EntityId, ExceptionId, FieldId};
use crate::plan::{OpKind, Operand, Operation, StepName};
use crate::value::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The trace, and where each slot's step stands in it.
pub(super) struct Trace<'a> {
    pub(super) steps: Vec<Step>,
    /// The steps whose exceptions are in conflict with each other.
    pub(super) at_odds: BTreeSet<u32>,
    /// Position of the step of a key, by [`Builder::key`].
    ids: Vec<Option<u32>>,
    frame: &'a Frame<'a>,
}

impl Trace<'_> {
    /// The step of a slot.
    pub(super) fn step_of(&self, operand: Operand, entity: EntityId, instance: u32) -> u32 {
        let index = self.frame.index(operand, self.frame.at(entity, instance));
        index.and_then(|index| self.ids.get(index).copied().flatten()).unwrap_or(u32::MAX)
    }
}

/// Builds the trace that ends in these slots.
pub(super) fn trace<'a>(texts: &'a Texts<'a>, frame: &'a Frame<'a>, ends: &[(Operand, At)]) -> Trace<'a> {
    let context = &texts.context;
    let lists = frame.len();
    let total = context.plan.model.entities.iter().fold(lists, |sum, entity| {
        let above = entity.parent.as_ref().map_or(0, |(parent, ..)| context.count(*parent) as usize);
        sum.saturating_add(above)
    });
    let mut builder = Builder {
        context,
        texts,
        frame,
        reached: vec![false; total],
        works: Vec::new(),
        tried: BTreeMap::new(),
        at_odds: Vec::new(),
    };
    for (operand, at) in ends {
        builder.key(*operand, *at);
    }
    for operation in context.plan.ops.iter().rev() {
        if let Some(name) = operation.name {
            for instance in (0..context.count(operation.entity)).rev() {
                let at = frame.at(operation.entity, instance);
                let Some(key) = frame.index(operation.output(), at) else { continue };
                if builder.is_reached(key) {
                    let step = builder.step(operation, name, at);
                    builder.works.push((key, step));
                }
            }
        }
    }
    builder.number()
}

pub(super) struct Builder<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) texts: &'a Texts<'a>,
    pub(super) frame: &'a Frame<'a>,
    /// By key: cells first, then lists.
    reached: Vec<bool>,
    /// Key and step of every operation and instance, the last first; references are still keys.
    works: Vec<(usize, Step)>,
    /// Exceptions made to an exception, tried where that one was: by exception and instance.
    tried: BTreeMap<(ExceptionId, u32), Vec<eval::Tried>>,
    /// The keys of what has exceptions that are in conflict with each other.
    at_odds: Vec<u32>,
}

impl<'a> Builder<'a> {
    pub(super) fn reach(&mut self, key: usize) {
        if let Some(mark) = self.reached.get_mut(key) {
            *mark = true;
        }
    }

    fn is_reached(&self, key: usize) -> bool {
        self.reached.get(key).copied().unwrap_or(false)
    }

    /// The key of the list of `element`s of one parent instance.
    pub(super) fn list_key(&self, element: EntityId, parent: u32) -> usize {
        let before = self.context.plan.model.entities.iter().take(element.index());
        let lists = before.fold(self.frame.len(), |sum, entity| {
            sum.saturating_add(entity.parent.as_ref().map_or(0, |(above, ..)| self.context.count(*above) as usize))
        });
        lists.saturating_add(parent as usize)
    }

    fn step(&mut self, operation: &Operation, name: StepName, at: At) -> Step {
        let (context, texts, frame, instance) = (self.context, self.texts, self.frame, at.instance);
        let cell = frame.read(operation.output(), at);
        let mut step = self.named(operation, name, at);
        step.value = texts.value(cell, operation.ty);
        step.unit = unit(operation.ty);
        match name {
            StepName::DecisionDate | StepName::Reading(_) => return step,
            StepName::Derived(id) if context.facts.given.contains_key(&(id, instance)) => {
                step.given = true;
                return step;
            }
            StepName::Exception(id) => {
                let tried = self.tried.remove(&(id, instance)).unwrap_or_default();
                step.exceptions = self.exceptions(at, tried);
            }
            _ => {}
        }
        match &operation.kind {
            OpKind::Resolve(base, candidates) => {
                let tried = eval::resolve(frame, at, *base, candidates);
                if tried.at_odds {
                    self.at_odds.extend(frame.index(operation.output(), at).and_then(|key| u32::try_from(key).ok()));
                }
                step.exceptions = self.exceptions(at, tried.tried);
                // Waived: the body was not tested.
                let applied = step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied);
                if cell != Cell::Waived || !applied {
                    step.work = self.body(*base, at);
                }
            }
            OpKind::Versions(versions) => step.work = self.in_force(versions, at),
            OpKind::Lookup(lookup) => {
                step.lookup = self.version(lookup.parameter, lookup.on, at, false, |tables, on| {
                    let keys = lookup.keys.iter().map(|key| frame.read(*key, at));
                    if let Some(Cell::Error(_)) = eval::blocked(keys.clone()) {
                        return None;
                    }
                    match tables.look_up(lookup.parameter, on, keys) {
                        eval::Looked::Row(version, row, _) => Some((version, row)),
                        _ => None,
                    }
                })
            }
            OpKind::Marginal { parameter, amount, on } => {
                let amount = frame.read(*amount, at);
                step.lookup = self.version(*parameter, *on, at, true, |tables, on| {
                    let Cell::Number(amount) = amount else { return None };
                    let (version, bound) = tables.on(*parameter, on).ok()?;
                    let reached = bound.bands(amount)?.len();
                    Some((version, u32::try_from(reached.saturating_sub(1)).unwrap_or(u32::MAX)))
                });
            }
            _ => {}
        }
        if !matches!(operation.kind, OpKind::Resolve(..) | OpKind::Versions(_)) {
            step.work = Some(self.work(operation, at));
        }
        step
    }

    /// The work of a derived value's base: the body in force. A base with a name of its own is
    /// another's value.
    pub(super) fn body(&mut self, base: Operand, at: At) -> Option<Node> {
        if let Operand::Slot(entity, slot) = base {
            let own = self.context.plan.op_of(entity, slot);
            if let Some((_, Operation { kind: OpKind::Versions(versions), name: None, .. })) = own {
                return self.in_force(versions, at);
            }
        }
        Some(self.node(base, at))
    }

    fn in_force(&mut self, versions: &[(model::InForce, Operand)], at: At) -> Option<Node> {
        let (_, body) = versions.iter().find(|(span, _)| span.holds(self.context.date))?;
        Some(self.node(*body, at))
    }

    fn version(
        &self,
        parameter: model::ParameterId,
        on: Option<Operand>,
        at: At,
        is_scale: bool,
        row: impl Fn(&eval::Tables, crate::value::Date) -> Option<(u32, u32)>,
    ) -> Option<Lookup> {
        let tables = self.context.tables;
        let on = match on.map(|on| self.frame.read(on, at)) {
            None => self.context.date,
            Some(Cell::Date(on)) => on,
            Some(_) => return None,
        };
        let (version, row) = row(tables, on)?;
        let bound = tables.version(parameter, version)?;
        let patterns = if is_scale { Vec::new() } else { bound.patterns(row).iter().map(pattern).collect() };
        let (certainty, source) = match &bound.source {
            eval::Source::Confirmed => (Certainty::Confirmed, "".into()),
            eval::Source::Assumed(who) => (Certainty::Assumed, who.as_str().into()),
            eval::Source::Setting(who) => (Certainty::Setting, who.as_str().into()),
        };
        Some(Lookup { on, from: bound.from, row, patterns, certainty, source, checked: bound.checked })
    }

    fn exceptions(&mut self, at: At, tried: Vec<eval::Tried>) -> Vec<ExceptionTried> {
        let context = self.context;
        let mut out = Vec::with_capacity(tried.len());
        for eval::Tried { exception: id, state, subs, at_odds } in tried {
            let Some(exception) = context.plan.model.exceptions.get(id.index()) else { continue };
            let slots = context.plan.exceptions.get(id.index());
            let in_force = state != eval::State::NotInForce;
            let step = slots.filter(|_| in_force).map(|s| self.key(s.when, at));
            self.at_odds.extend(step.filter(|_| at_odds));
            let puts = in_force && state != eval::State::NotMet;
            let effect = match &exception.effect {
                model::Effect::Waive => ExceptionEffect::Waive,
                model::Effect::Disapply => ExceptionEffect::Disapply,
                model::Effect::Then(_) => {
                    let then = slots.and_then(|s| s.then).filter(|_| puts);
                    ExceptionEffect::Then(then.map(|then| self.key(then, at)))
                }
            };
            let exceptions = &self.texts.labels.exceptions;
            let Titled { name, label, citations, .. } = self.texts.of(exceptions, id.index());
            out.push(ExceptionTried {
                exception: name.clone(),
                label: label.clone(),
                step,
                state: exception_state(state),
                modality: modality(exception.modality),
                effect,
                overrides: exception
                    .overrides
                    .iter()
                    .map(|id| self.texts.of(exceptions, id.index()).name.clone())
                    .collect(),
                citations: citations.clone(),
                discretion: context.facts.discretion(DiscretionTarget::Exception(id), at.instance).map(|(at, _)| at),
            });
            self.tried.insert((id, at.instance), subs);
        }
        out
    }

    /// Reaches a slot, and gives its key for a reference.
    pub(super) fn key(&mut self, operand: Operand, at: At) -> u32 {
        let Some(key) = self.frame.index(operand, at) else { return u32::MAX };
        self.reach(key);
        u32::try_from(key).unwrap_or(u32::MAX)
    }

    /// A step's name, words, subject and citations.
    fn named(&self, operation: &Operation, name: StepName, at: At) -> Step {
        let (texts, labels, model) = (self.texts, self.texts.labels, &self.context.plan.model);
        let version = |list: &'a [Vec<Titled>], id: usize, version: Option<usize>| {
            let versions = list.get(id).map(Vec::as_slice).unwrap_or_default();
            texts.of(versions, version.map_or(0, |version| version.saturating_add(1)))
        };
        let (kind, title) = match name {
            StepName::DecisionDate => (StepKind::DecisionDate, &labels.decision_date),
            StepName::Reading(id) => (StepKind::Reading, texts.of(&labels.readings, id.index())),
            StepName::Parameter(id) => {
                let on = match &operation.kind {
                    OpKind::Lookup(lookup) => lookup.on,
                    OpKind::Marginal { on, .. } => *on,
                    _ => None,
                };
                let on = on.map_or(Cell::Date(self.context.date), |on| self.frame.read(on, at));
                // What a deployment supplied is not what the policy's version cites.
                let found = match on {
                    Cell::Date(on) => self.context.tables.on(id, on).ok().filter(|(_, bound)| !bound.is_set()),
                    _ => None,
                };
                let found = found.and_then(|(version, _)| usize::try_from(version).ok());
                (StepKind::Parameter, version(&labels.parameters, id.index(), found))
            }
            StepName::Derived(id) => {
                let derived = model.derived.get(id.index());
                let kind = match derived.map(|d| d.kind) {
                    Some(model::DerivedKind::Condition) => StepKind::Condition,
                    _ => StepKind::Definition,
                };
                let holds = |v: &model::DerivedVersion| v.in_force.holds(self.context.date);
                (kind, version(&labels.derived, id.index(), derived.and_then(|d| d.versions.iter().position(holds))))
            }
            StepName::Part(id) => (StepKind::Part, texts.of(&labels.parts, id as usize)),
            StepName::Exception(id) => (StepKind::Exception, texts.of(&labels.exceptions, id.index())),
            StepName::Replacement(id) => (StepKind::Replacement, texts.of(&labels.exceptions, id.index())),
            StepName::Rule(id) => {
                (StepKind::Rule, labels.rules.get(id.index()).map_or(&labels.decision_date, |labels| &labels.rule))
            }
            StepName::Amount(rule, otherwise, grant, field) => {
                let measure = self.context.plan.measure_of(rule, otherwise, grant);
                let fields = measure.and_then(|measure| labels.measure_fields.get(measure.index()));
                (StepKind::Amount, texts.of(fields.map(Vec::as_slice).unwrap_or_default(), field as usize))
            }
        };
        step(kind, title, texts.subject(at.entity, at.instance))
    }

    /// Facts and lists as steps, then everything numbered.
    fn number(mut self) -> Trace<'a> {
        let mut keyed: Vec<(usize, Step)> = Vec::new();
        for (entity, id) in self.context.plan.model.entities.iter().zip((0u32..).map(EntityId)) {
            let above = entity.parent.as_ref().map_or(0, |(parent, ..)| self.context.count(*parent));
            for parent in 0..above {
                let key = self.list_key(id, parent);
                if let (true, Some((above, ..))) = (self.is_reached(key), &entity.parent) {
                    let title = self.texts.of(&self.texts.labels.lists, id.index());
                    let mut step = step(StepKind::List, title, self.texts.subject(*above, parent));
                    (step.value, step.unit) = (list_value(self.context, id, parent), Unit::Integer);
                    keyed.push((key, step));
                }
            }
            for instance in 0..self.context.count(id) {
                for (field, position) in entity.fields.iter().zip(0u32..) {
                    let operand = Operand::Field(id, FieldId(position));
                    let at = self.frame.at(id, instance);
                    let key = self.frame.index(operand, at).filter(|key| self.is_reached(*key));
                    if let Some(key) = key {
                        let cell = self.frame.read(operand, at);
                        keyed.push((key, self.fact(field, (id, instance, FieldId(position)), cell)));
                    }
                }
            }
        }
        keyed.extend(std::mem::take(&mut self.works).into_iter().rev());
        let mut ids = vec![None; self.reached.len()];
        for ((key, _), id) in keyed.iter().zip(0u32..) {
            if let Some(place) = ids.get_mut(*key) {
                *place = Some(id);
            }
        }
        let resolve = |key: u32| ids.get(key as usize).copied().flatten().unwrap_or(u32::MAX);
        let mut steps: Vec<Step> = Vec::with_capacity(keyed.len());
        for ((_, mut step), id) in keyed.into_iter().zip(0u32..) {
            step.id = id;
            step.work.iter_mut().for_each(|node| renumber(node, &resolve));
            for tried in &mut step.exceptions {
                tried.step = tried.step.map(resolve);
                if let ExceptionEffect::Then(Some(then)) = &mut tried.effect {
                    *then = resolve(*then);
                }
            }
            steps.push(step);
        }
        let at_odds = self.at_odds.iter().map(|key| resolve(*key)).collect();
        Trace { steps, at_odds, ids, frame: self.frame }
    }

    fn fact(&self, field: &model::Field, at: (EntityId, u32, FieldId), cell: Cell) -> Step {
        let titles = self.texts.labels.fields.get(at.0.index()).map(Vec::as_slice).unwrap_or_default();
        let title = self.texts.of(titles, at.2.0 as usize);
        let mut step = step(StepKind::Fact, title, self.texts.subject(at.0, at.1));
        (step.value, step.unit) = (self.texts.value(cell, field.ty), unit(field.ty));
        step.sensitive = field.sensitive;
        step.defaulted = self.context.facts.defaulted.contains(&at);
        step.provenance = self.context.facts.provenance.get(&at).map(|p| Provenance {
            by: p.by.clone(),
            on: p.on.map(|on| on.to_string()),
            from: p.from.clone(),
        });
        step
    }
}

/// A step whose value is not known yet.
fn step(kind: StepKind, title: &Titled, subject: Arc<Subject>) -> Step {
    Step {
        id: 0,
        kind,
        name: title.name.clone(),
        label: title.label.clone(),
        subject,
        unit: Unit::Truth,
        value: Value::Unknown,
        work: None,
        citations: title.citations.clone(),
        shown: title.shown,
        sensitive: false,
        provenance: None,
        defaulted: false,
        given: false,
        lookup: None,
        exceptions: Vec::new(),
    }
}

fn renumber(node: &mut Node, resolve: &impl Fn(u32) -> u32) {
    if let Op::Step(key) = &mut node.op {
        *key = resolve(*key);
    }
    node.args.iter_mut().for_each(|arg| renumber(arg, resolve));
}

fn exception_state(state: eval::State) -> ExceptionState {
    match state {
        eval::State::Applied => ExceptionState::Applied,
        eval::State::NotMet => ExceptionState::NotMet,
        eval::State::Open => ExceptionState::Open,
        eval::State::Overridden => ExceptionState::Overridden,
        eval::State::Defeated => ExceptionState::Defeated,
        eval::State::Unknown => ExceptionState::Unknown,
        eval::State::Error => ExceptionState::Error,
        eval::State::NotInForce => ExceptionState::NotInForce,
    }
}

/// The modality on the wire.
pub(super) fn modality(modality: model::Modality) -> Modality {
    match modality {
        model::Modality::Must => Modality::Must,
        model::Modality::May => Modality::May,
        model::Modality::CaseByCase => Modality::CaseByCase,
    }
}

/// What a row asks of a key, on the wire.
fn pattern(pattern: &model::Pattern) -> RowPattern {
    match pattern {
        model::Pattern::Any => RowPattern::Any,
        model::Pattern::Value(_) => RowPattern::Exact,
        model::Pattern::Range { low, low_open, high, high_open } => RowPattern::Range {
            low: low.map(|at| End { at, open: *low_open }),
            high: high.map(|at| End { at, open: *high_open }),
        },
    }
}
