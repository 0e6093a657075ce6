//! filled slots → trace steps: what the rules rest on, each value once, in order of dependency.
//!
//! Walks the operations backwards from the rules, builds the work of every named one that is
//! reached, and numbers them forwards: facts and lists first, then operations as they ran.

use super::record::*;
use super::words::{citations, subject, unit, value, words};
use crate::eval::{self, Context, Frame, band_part, elements};
use crate::facts::DiscretionTarget;
use crate::model::{self, Comparison, DatePart, EntityId, ExceptionId, FieldId};
use crate::plan::{self, AggregateKind, OpKind, Operand, Operation, SetItem, Slot, StepName};
use crate::value::{Cell, Rounding};
use std::collections::BTreeMap;

/// The trace, and where each slot's step stands in it.
pub(super) struct Trace {
    pub(super) steps: Vec<Step>,
    /// Position of the step of a key, by [`Builder::key`].
    ids: Vec<Option<u32>>,
}

impl Trace {
    /// The step of a slot.
    pub(super) fn step_of(&self, frame: &Frame, entity: EntityId, slot: u32, instance: u32) -> u32 {
        self.ids.get(frame.index(entity, slot, instance)).copied().flatten().unwrap_or(u32::MAX)
    }
}

/// Builds the trace that ends in these slots.
pub(super) fn trace(context: &Context<'_>, frame: &Frame, ends: &[(EntityId, u32, u32)]) -> Trace {
    let lists = frame.len();
    let total = context.plan.model.entities.iter().fold(lists, |sum, entity| {
        let above = entity.parent.as_ref().map_or(0, |(parent, ..)| frame.count(*parent) as usize);
        sum.saturating_add(above)
    });
    let mut builder =
        Builder { context, frame, reached: vec![false; total], works: BTreeMap::new(), tried: BTreeMap::new() };
    for (entity, slot, instance) in ends {
        builder.reach(frame.index(*entity, *slot, *instance));
    }
    for (index, operation) in context.plan.ops.iter().enumerate().rev() {
        if let Some(name) = operation.name {
            for instance in (0..frame.count(operation.entity)).rev() {
                let key = frame.index(operation.entity, operation.slot, instance);
                if builder.is_reached(key) {
                    let step = builder.step(operation, name, instance);
                    builder.works.insert((index, instance), (key, step));
                }
            }
        }
    }
    builder.number()
}

struct Builder<'a> {
    context: &'a Context<'a>,
    frame: &'a Frame,
    /// By key: cells first, then lists.
    reached: Vec<bool>,
    /// By operation and instance: key and step, its references still keys.
    works: BTreeMap<(usize, u32), (usize, Step)>,
    /// Exceptions made to an exception, tried where that one was: by exception and instance.
    tried: BTreeMap<(ExceptionId, u32), Vec<eval::Tried>>,
}

impl Builder<'_> {
    fn reach(&mut self, key: usize) {
        if let Some(mark) = self.reached.get_mut(key) {
            *mark = true;
        }
    }

    fn is_reached(&self, key: usize) -> bool {
        self.reached.get(key).copied().unwrap_or(false)
    }

    /// The key of the list of `element`s of one parent instance.
    fn list_key(&self, element: EntityId, parent: u32) -> usize {
        let before = self.context.plan.model.entities.iter().take(element.index());
        let lists = before.fold(self.frame.len(), |sum, entity| {
            sum.saturating_add(entity.parent.as_ref().map_or(0, |(above, ..)| self.frame.count(*above) as usize))
        });
        lists.saturating_add(parent as usize)
    }

    fn step(&mut self, operation: &Operation, name: StepName, instance: u32) -> Step {
        let (context, frame) = (self.context, self.frame);
        let cell = frame.get(operation.entity, operation.slot, instance);
        let mut step = self.named(operation, name, instance);
        step.value = value(context, cell, operation.ty);
        step.unit = unit(operation.ty);
        match name {
            StepName::DecisionDate | StepName::Reading(_) => return step,
            StepName::Derived(id) if context.facts.given.contains_key(&(id, instance)) => {
                step.given = true;
                return step;
            }
            StepName::Exception(id) => {
                let tried = self.tried.remove(&(id, instance)).unwrap_or_default();
                step.exceptions = self.exceptions(operation.entity, instance, tried);
            }
            _ => {}
        }
        let at = (operation.entity, instance);
        match &operation.kind {
            OpKind::Resolve(base, candidates) => {
                let tried = eval::resolve(context, frame, operation.entity, instance, frame.read(*base, at.0, at.1), candidates);
                step.exceptions = self.exceptions(operation.entity, instance, tried.tried);
                // Waived: the body was not tested.
                let applied = step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied);
                if cell != Cell::Waived || !applied {
                    step.work = self.body(*base, at);
                }
            }
            OpKind::Versions(_) => {
                let slot = Operand::Slot(operation.entity, operation.slot);
                step.work = self.body(slot, at);
            }
            OpKind::Lookup(lookup) => step.lookup = self.version(lookup.parameter, lookup.on, at, |tables, on| {
                let keys = lookup.keys.iter().map(|key| frame.read(*key, at.0, at.1));
                if let Some(Cell::Error(_)) = eval::blocked(keys.clone()) {
                    return None;
                }
                match tables.look_up(lookup.parameter, on, keys) {
                    eval::Looked::Row(version, row, _) => Some((version, row)),
                    _ => None,
                }
            }),
            OpKind::Marginal { parameter, amount, on } => {
                let amount = frame.read(*amount, at.0, at.1);
                step.lookup = self.version(*parameter, *on, at, |tables, on| {
                    let Cell::Number(amount) = amount else { return None };
                    let (version, bound) = tables.on(*parameter, on).ok()?;
                    let bands = bound.bands();
                    let reached = bands.iter().filter(|(low, high, _)| band_part(amount, *low, *high).is_some()).count();
                    Some((version, u32::try_from(reached.saturating_sub(1)).unwrap_or(u32::MAX)))
                });
            }
            _ => {}
        }
        if !matches!(operation.kind, OpKind::Resolve(..) | OpKind::Versions(_)) {
            step.work = Some(self.work(operation, instance));
        }
        step
    }

    /// The work of a derived value's base: the body in force.
    fn body(&mut self, base: Operand, at: (EntityId, u32)) -> Option<Node> {
        if let Operand::Slot(entity, slot) = base {
            if let Some((_, Operation { kind: OpKind::Versions(versions), .. })) = self.context.plan.op_of(entity, slot) {
                let in_force = versions.iter().find(|(span, _)| span.holds(self.context.date))?;
                return Some(self.node(in_force.1, at));
            }
        }
        Some(self.node(base, at))
    }

    fn version(
        &self,
        parameter: model::ParameterId,
        on: Option<Operand>,
        at: (EntityId, u32),
        row: impl Fn(&eval::Tables, crate::value::Date) -> Option<(u32, u32)>,
    ) -> Option<Lookup> {
        let tables = self.context.tables;
        let on = match on.map(|on| self.frame.read(on, at.0, at.1)) {
            None => self.context.date,
            Some(Cell::Date(on)) => on,
            Some(_) => return None,
        };
        let (version, row) = row(tables, on)?;
        let bound = tables.version(parameter, version)?;
        let (certainty, source) = match &bound.source {
            eval::Source::Confirmed => (Certainty::Confirmed, String::new()),
            eval::Source::Assumed(who) => (Certainty::Assumed, who.clone()),
            eval::Source::Setting(who) => (Certainty::Setting, who.clone()),
        };
        let from = bound.from.map(|from| from.to_string()).unwrap_or_default();
        Some(Lookup { on: on.to_string(), from, row, certainty, source })
    }

    fn exceptions(&mut self, entity: EntityId, instance: u32, tried: Vec<eval::Tried>) -> Vec<ExceptionTried> {
        let context = self.context;
        let mut out = Vec::with_capacity(tried.len());
        for eval::Tried { exception: id, state, subs } in tried {
            let Some(exception) = context.plan.model.exceptions.get(id.index()) else { continue };
            let slots = context.plan.exceptions.get(id.index());
            let in_force = state != eval::State::NotInForce;
            let step = slots.filter(|_| in_force).map(|s| self.key(s.when, (entity, instance)));
            let puts = in_force && state != eval::State::NotMet;
            let effect = match &exception.effect {
                model::Effect::Waive => ExceptionEffect::Waive,
                model::Effect::Disapply => ExceptionEffect::Disapply,
                model::Effect::Then(_) => {
                    let then = slots.and_then(|s| s.then).filter(|_| puts);
                    ExceptionEffect::Then(then.map(|then| self.key(then, (entity, instance))))
                }
            };
            out.push(ExceptionTried {
                exception: exception.name.id.clone(),
                label: words(&exception.name),
                step,
                state: exception_state(state),
                modality: modality(exception.modality),
                effect,
                overrides: exception
                    .overrides
                    .iter()
                    .filter_map(|id| context.plan.model.exceptions.get(id.index()).map(|e| e.name.id.clone()))
                    .collect(),
                citations: citations(context, &exception.per),
                discretion: context.facts.discretion(DiscretionTarget::Exception(id), instance).map(|(at, _)| at),
            });
            self.tried.insert((id, instance), subs);
        }
        out
    }

    /// Reaches a slot, and gives its key for a reference.
    fn key(&mut self, operand: Operand, at: (EntityId, u32)) -> u32 {
        let Operand::Slot(entity, slot) = operand else { return u32::MAX };
        let instance = self.frame.ancestor(at.0, at.1, entity);
        let key = self.frame.index(entity, slot, instance);
        self.reach(key);
        u32::try_from(key).unwrap_or(u32::MAX)
    }

    /// An operand as a node: a reference where it has a name, else its own work.
    fn node(&mut self, operand: Operand, at: (EntityId, u32)) -> Node {
        let (entity, slot) = match operand {
            Operand::Const(index) => {
                let (cell, ty) = self.context.plan.constants.get(index as usize).copied().unwrap_or((Cell::Unknown, model::Type::TRUTH));
                return Node { op: Op::Constant, args: Vec::new(), value: value(self.context, cell, ty), unit: unit(ty) };
            }
            Operand::Slot(entity, slot) => (entity, slot),
        };
        let instance = self.frame.ancestor(at.0, at.1, entity);
        let slots = &self.context.plan.slots;
        match slots.get(entity.index()).and_then(|s| s.get(slot as usize)) {
            Some(Slot::Op(op)) => match self.context.plan.ops.get(*op as usize) {
                Some(operation) if operation.name.is_none() => self.work(operation, instance),
                operation => {
                    let ty = operation.map_or(model::Type::TRUTH, |o| o.ty);
                    self.reference(operand, at, ty)
                }
            },
            Some(Slot::Field(FieldId(field))) => {
                let fields = self.context.plan.model.entities.get(entity.index()).map(|e| e.fields.as_slice());
                let ty = fields.and_then(|f| f.get(*field as usize)).map_or(model::Type::TRUTH, |f| f.ty);
                self.reference(operand, at, ty)
            }
            None => self.reference(operand, at, model::Type::TRUTH),
        }
    }

    fn reference(&mut self, operand: Operand, at: (EntityId, u32), ty: model::Type) -> Node {
        let cell = self.frame.read(operand, at.0, at.1);
        let key = self.key(operand, at);
        Node { op: Op::Step(key), args: Vec::new(), value: value(self.context, cell, ty), unit: unit(ty) }
    }

    /// The work of an operation.
    fn work(&mut self, operation: &Operation, instance: u32) -> Node {
        let at = (operation.entity, instance);
        let (op, args) = match &operation.kind {
            OpKind::Alias(a) => return self.node(*a, at),
            OpKind::Versions(_) | OpKind::Resolve(..) => {
                // Nameless only where exceptions stand between it and its name.
                let slot = Operand::Slot(operation.entity, operation.slot);
                return self.body(slot, at).unwrap_or_else(|| self.reference(slot, at, operation.ty));
            }
            OpKind::DecisionDate | OpKind::Reading(_) => (Op::Constant, Vec::new()),
            OpKind::Lookup(lookup) => self.lookup(lookup, at),
            OpKind::Marginal { parameter, amount, on } => self.marginal(*parameter, *amount, *on, at),
            OpKind::Aggregate(aggregate) => self.aggregate(aggregate, operation, instance),
            OpKind::In { value, set, negated } => {
                let mut args = vec![self.node(*value, at)];
                for item in set {
                    args.push(match item {
                        SetItem::Value(v) => self.node(*v, at),
                        SetItem::Range(low, high) => {
                            let ends = vec![self.node(*low, at), self.node(*high, at)];
                            let (value, unit) = ends.first().map_or((Value::Unknown, Unit::Truth), |low| (low.value.clone(), low.unit));
                            Node { op: Op::Range, args: ends, value, unit }
                        }
                    });
                }
                (if *negated { Op::NotIn } else { Op::In }, args)
            }
            kind => {
                let (op, operands) = simple(kind);
                (op, operands.into_iter().map(|operand| self.node(operand, at)).collect())
            }
        };
        let cell = self.frame.get(operation.entity, operation.slot, instance);
        Node { op, args, value: value(self.context, cell, operation.ty), unit: unit(operation.ty) }
    }

    fn lookup(&mut self, lookup: &plan::Lookup, at: (EntityId, u32)) -> (Op, Vec<Node>) {
        let keys: Vec<Operand> = lookup.keys.iter().chain(&lookup.on).copied().collect();
        let mut args: Vec<Node> = keys.into_iter().map(|key| self.node(key, at)).collect();
        let on = lookup.on.map_or(Cell::Date(self.context.date), |on| self.frame.read(on, at.0, at.1));
        let cells = lookup.keys.iter().map(|key| self.frame.read(*key, at.0, at.1));
        let (tables, parameter) = (self.context.tables, lookup.parameter);
        let ty = self.context.plan.model.parameters.get(parameter.index()).map_or(model::Type::TRUTH, |p| p.ty);
        if let (Cell::Date(on), None) = (on, eval::blocked(cells.clone()).filter(|cell| *cell != Cell::Unknown)) {
            match tables.look_up(parameter, on, cells) {
                eval::Looked::Row(_, _, Some(cell)) => {
                    args.push(Node { op: Op::Constant, args: Vec::new(), value: value(self.context, cell, ty), unit: unit(ty) });
                }
                eval::Looked::Row(version, row, None) => {
                    let computed = lookup.computed.iter().find(|(v, r, _)| (*v, *r) == (version, row));
                    if let Some((_, _, operand)) = computed {
                        args.push(self.node(*operand, at));
                    }
                }
                _ => {}
            }
        }
        (Op::Lookup { on: lookup.on.is_some() }, args)
    }

    fn marginal(&mut self, parameter: model::ParameterId, amount: Operand, on: Option<Operand>, at: (EntityId, u32)) -> (Op, Vec<Node>) {
        let amount_node = self.node(amount, at);
        let mut args = vec![amount_node.clone()];
        args.extend(on.map(|on| self.node(on, at)));
        let date = on.map_or(Cell::Date(self.context.date), |on| self.frame.read(on, at.0, at.1));
        let op = Op::Marginal { on: on.is_some() };
        let (Cell::Number(whole), Cell::Date(date)) = (self.frame.read(amount, at.0, at.1), date) else { return (op, args) };
        let Ok((_, version)) = self.context.tables.on(parameter, date) else { return (op, args) };
        let money = amount_node.unit;
        let ratio = self.context.plan.model.parameters.get(parameter.index()).map_or(model::Type::TRUTH, |p| p.ty);
        let leaf = |op: Op, number: crate::value::Number| Node { op, args: Vec::new(), value: Value::Number(number.to_string()), unit: money };
        for (low, high, rate) in version.bands() {
            let Some(part) = band_part(whole, low, high) else { continue };
            let end = match high.filter(|high| *high < whole) {
                Some(high) => leaf(Op::Constant, high),
                None => amount_node.clone(),
            };
            let begin = leaf(Op::Constant, low.unwrap_or(crate::value::Number::ZERO));
            let part_node = Node { args: vec![end, begin], ..leaf(Op::Sub, part) };
            let rate_node = Node { op: Op::Constant, args: Vec::new(), value: value(self.context, rate, ratio), unit: unit(ratio) };
            let product = match rate {
                Cell::Number(rate) => part.checked_mul(rate).map_or(Value::Error("overflow".to_owned()), |n| Value::Number(n.to_string())),
                _ => Value::Unknown,
            };
            args.push(Node { op: Op::Band, args: vec![part_node, rate_node], value: product, unit: money });
        }
        (op, args)
    }

    fn aggregate(&mut self, aggregate: &plan::Aggregate, operation: &Operation, instance: u32) -> (Op, Vec<Node>) {
        let frame = self.frame;
        let mut args = Vec::new();
        if let AggregateKind::Nth(n) = aggregate.kind {
            args.push(self.node(n, (operation.entity, instance)));
        }
        let root = frame.ancestor(operation.entity, instance, aggregate.root);
        args.extend(self.lists(aggregate, root));
        let (found, _) = elements(frame, aggregate, operation, instance);
        for element in found {
            let at = (aggregate.element, element.instance);
            let counts = element.counts.truth();
            let quantified = matches!(aggregate.kind, AggregateKind::Any | AggregateKind::All);
            let further = counts == Some(true) || (quantified && counts != Some(false));
            let filter = aggregate.filter.map(|filter| self.node(filter, at));
            let asked = aggregate.value.filter(|_| further).map(|v| self.node(v, at));
            let keys: Vec<(Node, bool)> = match further {
                true => aggregate.by.iter().map(|(key, descending)| (self.node(*key, at), *descending)).collect(),
                false => Vec::new(),
            };
            let (value, unit) = asked
                .as_ref()
                .or(filter.as_ref())
                .map_or((Value::Truth(true), Unit::Truth), |node| (node.value.clone(), node.unit));
            let op = Op::Element {
                filter: filter.is_some(),
                value: asked.is_some(),
                subject: subject(self.context, frame, at.0, at.1).path,
                descending: keys.iter().map(|(_, descending)| *descending).collect(),
            };
            let nodes = filter.into_iter().chain(asked).chain(keys.into_iter().map(|(node, _)| node)).collect();
            args.push(Node { op, args: nodes, value, unit });
        }
        let op = match aggregate.kind {
            AggregateKind::Sum => Op::Sum,
            AggregateKind::Count => Op::Count,
            AggregateKind::Average => Op::Average,
            AggregateKind::Min => Op::Least,
            AggregateKind::Max => Op::Greatest,
            AggregateKind::Any => Op::Any,
            AggregateKind::All => Op::All,
            AggregateKind::First => Op::First,
            AggregateKind::Nth(_) => Op::Nth,
            AggregateKind::Rank => Op::Rank,
        };
        (op, args)
    }

    /// The lists between an aggregate's root and its elements, outermost first.
    fn lists(&mut self, aggregate: &plan::Aggregate, root: u32) -> Vec<Node> {
        let entities = &self.context.plan.model.entities;
        let mut path = Vec::new();
        let mut at = aggregate.element;
        while let (true, Some((above, ..))) = (at != aggregate.root, entities.get(at.index()).and_then(|e| e.parent.as_ref())) {
            path.push((at, *above));
            at = *above;
        }
        let mut nodes = Vec::new();
        for (element, above) in path.into_iter().rev() {
            let (parents, _) = self.frame.elements(aggregate.root, root, above);
            for parent in parents {
                let key = self.list_key(element, parent);
                self.reach(key);
                let op = Op::Step(u32::try_from(key).unwrap_or(u32::MAX));
                nodes.push(Node { op, args: Vec::new(), value: list_value(self.frame, element, parent), unit: Unit::Integer });
            }
        }
        nodes
    }

    /// A step's name, words, subject and citations.
    fn named(&self, operation: &Operation, name: StepName, instance: u32) -> Step {
        let (context, model) = (self.context, &self.context.plan.model);
        let (kind, label, per): (StepKind, Words, &[model::Citation]) = match name {
            StepName::DecisionDate => {
                (StepKind::DecisionDate, Words { zh: "决定日期".to_owned(), en: "decision date".to_owned() }, &[])
            }
            StepName::Reading(id) => with(StepKind::Reading, model.readings.get(id.index()).map(|r| (&r.name, r.per.as_slice()))),
            StepName::Parameter(id) => {
                let parameter = model.parameters.get(id.index());
                with(StepKind::Parameter, parameter.map(|p| (&p.name, p.per.as_slice())))
            }
            StepName::Derived(id) => {
                let derived = model.derived.get(id.index());
                let kind = match derived.map(|d| d.kind) {
                    Some(model::DerivedKind::Condition) => StepKind::Condition,
                    _ => StepKind::Definition,
                };
                let version = derived.and_then(|d| d.versions.iter().find(|v| v.in_force.holds(context.date)));
                with(kind, derived.map(|d| (&d.name, version.map(|v| v.per.as_slice()).unwrap_or_default())))
            }
            StepName::Part(id) => {
                with(StepKind::Part, context.plan.parts.get(id as usize).map(|p| (&p.name, p.per.as_slice())))
            }
            StepName::Exception(id) => {
                with(StepKind::Exception, model.exceptions.get(id.index()).map(|e| (&e.name, e.per.as_slice())))
            }
            StepName::Replacement(id) => {
                with(StepKind::Replacement, model.exceptions.get(id.index()).map(|e| (&e.name, e.per.as_slice())))
            }
            StepName::Rule(id) => with(StepKind::Rule, model.rules.get(id.index()).map(|r| (&r.name, r.per.as_slice()))),
            StepName::Amount(rule, otherwise, grant, field) => {
                let field = context.plan.amount_field(rule, otherwise, grant, field);
                with(StepKind::Amount, field.map(|f| (&f.name, &[][..])))
            }
        };
        let mut per = citations(context, per);
        if let StepName::Parameter(id) = name {
            let on = match &operation.kind {
                OpKind::Lookup(lookup) => lookup.on,
                OpKind::Marginal { on, .. } => *on,
                _ => None,
            };
            let on = on.map_or(Cell::Date(context.date), |on| self.frame.read(on, operation.entity, instance));
            let version = match on {
                Cell::Date(on) => model.parameters.get(id.index()).and_then(|p| p.on(on)),
                _ => None,
            };
            per.extend(citations(context, version.map(|(_, v)| v.per.as_slice()).unwrap_or_default()));
        }
        Step {
            id: 0,
            kind,
            name: context.plan.step_name(name).to_owned(),
            label,
            subject: subject(context, self.frame, operation.entity, instance),
            unit: Unit::Truth,
            value: Value::Unknown,
            work: None,
            citations: per,
            provenance: None,
            defaulted: false,
            given: false,
            lookup: None,
            exceptions: Vec::new(),
        }
    }

    /// Facts and lists as steps, then everything numbered.
    fn number(mut self) -> Trace {
        let mut keyed: Vec<(usize, Step)> = Vec::new();
        for (entity, id) in self.context.plan.model.entities.iter().zip((0u32..).map(EntityId)) {
            let above = entity.parent.as_ref().map_or(0, |(parent, ..)| self.frame.count(*parent));
            for parent in 0..above {
                let key = self.list_key(id, parent);
                if let (true, Some((above, list, _))) = (self.is_reached(key), &entity.parent) {
                    keyed.push((key, self.given_step(StepKind::List, list, subject(self.context, self.frame, *above, parent), list_value(self.frame, id, parent), Unit::Integer)));
                }
            }
            for instance in 0..self.frame.count(id) {
                for (field, slot) in entity.fields.iter().zip(0u32..) {
                    let key = self.frame.index(id, slot, instance);
                    if self.is_reached(key) {
                        keyed.push((key, self.fact(id, field, slot, instance)));
                    }
                }
            }
        }
        keyed.extend(std::mem::take(&mut self.works).into_values());
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
        Trace { steps, ids }
    }

    fn fact(&self, entity: EntityId, field: &model::Field, slot: u32, instance: u32) -> Step {
        let at = (entity, instance, FieldId(slot));
        let cell = self.frame.get(entity, slot, instance);
        let subject = subject(self.context, self.frame, entity, instance);
        let mut step = self.given_step(StepKind::Fact, &field.name, subject, value(self.context, cell, field.ty), unit(field.ty));
        step.defaulted = self.context.facts.defaulted.contains(&at);
        step.provenance = self.context.facts.provenance.get(&at).map(|p| Provenance {
            by: p.by.clone(),
            on: p.on.map(|on| on.to_string()),
            from: p.from.clone(),
        });
        step
    }

    fn given_step(&self, kind: StepKind, name: &model::Name, subject: Subject, value: Value, unit: Unit) -> Step {
        Step {
            id: 0,
            kind,
            name: name.id.clone(),
            label: words(name),
            subject,
            unit,
            value,
            work: None,
            citations: Vec::new(),
            provenance: None,
            defaulted: false,
            given: false,
            lookup: None,
            exceptions: Vec::new(),
        }
    }
}

fn with<'m>(kind: StepKind, named: Option<(&model::Name, &'m [model::Citation])>) -> (StepKind, Words, &'m [model::Citation]) {
    named.map_or((kind, Words::default(), &[]), |(name, per)| (kind, words(name), per))
}

fn list_value(frame: &Frame, element: EntityId, parent: u32) -> Value {
    if frame.is_known(element, parent) {
        Value::Number(frame.children(element, parent).len().to_string())
    } else {
        Value::Unknown
    }
}

fn renumber(node: &mut Node, resolve: &impl Fn(u32) -> u32) {
    if let Op::Step(key) = &mut node.op {
        *key = resolve(*key);
    }
    node.args.iter_mut().for_each(|arg| renumber(arg, resolve));
}

/// Operations whose arguments are just their operands.
fn simple(kind: &OpKind) -> (Op, Vec<Operand>) {
    let missing = |m: &crate::value::MissingDay| match m {
        crate::value::MissingDay::Down => MissingDay::Down,
        crate::value::MissingDay::Up => MissingDay::Up,
    };
    match kind {
        OpKind::Neg(a) => (Op::Neg, vec![*a]),
        OpKind::Not(a) => (Op::Not, vec![*a]),
        OpKind::And(list) => (Op::And, list.to_vec()),
        OpKind::Or(list) => (Op::Or, list.to_vec()),
        OpKind::Compare(how, a, b) => {
            let op = match how {
                Comparison::Eq => Op::Eq,
                Comparison::Ne => Op::Ne,
                Comparison::Lt => Op::Lt,
                Comparison::Le => Op::Le,
                Comparison::Gt => Op::Gt,
                Comparison::Ge => Op::Ge,
            };
            (op, vec![*a, *b])
        }
        OpKind::Add(a, b) => (Op::Add, vec![*a, *b]),
        OpKind::Sub(a, b) => (Op::Sub, vec![*a, *b]),
        OpKind::Mul(a, b, _) => (Op::Mul, vec![*a, *b]),
        OpKind::Div(a, b) => (Op::Div, vec![*a, *b]),
        OpKind::If(a, b, c) => (Op::If, vec![*a, *b, *c]),
        OpKind::IsNone { value, negated } => (if *negated { Op::IsNotNone } else { Op::IsNone }, vec![*value]),
        OpKind::Round { value, step, mode } => {
            let mode = match mode {
                Rounding::HalfUp => RoundMode::HalfUp,
                Rounding::HalfEven => RoundMode::HalfEven,
                Rounding::Up => RoundMode::Up,
                Rounding::Down => RoundMode::Down,
            };
            (Op::Round { step: step.to_string(), mode }, vec![*value])
        }
        OpKind::Min(list) => (Op::Min, list.to_vec()),
        OpKind::Max(list) => (Op::Max, list.to_vec()),
        OpKind::Clamp(a, b, c) => (Op::Clamp, vec![*a, *b, *c]),
        OpKind::ValueOr(a, b) => (Op::ValueOr, vec![*a, *b]),
        OpKind::Age(a, b, m) => (Op::Age(missing(m)), vec![*a, *b]),
        OpKind::MonthsBetween(a, b, m) => (Op::MonthsBetween(missing(m)), vec![*a, *b]),
        OpKind::AddMonths(a, b, m) => (Op::AddMonths(missing(m)), vec![*a, *b]),
        OpKind::DatePart(part, a) => {
            let op = match part {
                DatePart::Year => Op::Year,
                DatePart::Month => Op::Month,
                DatePart::Day => Op::Day,
            };
            (op, vec![*a])
        }
        OpKind::YearStart(a, first) => (Op::YearStart(*first), vec![*a]),
        OpKind::PerYear(a) => (Op::PerYear, vec![*a]),
        OpKind::PerMonth(a) => (Op::PerMonth, vec![*a]),
        // The others build their own nodes.
        _ => (Op::Constant, Vec::new()),
    }
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
