//! model → plan: every expression becomes operations, each after what it reads.

use super::cost;
use super::order::dependency_order;
use super::scopes::{At, Link};
use super::*;
use crate::model::{self, Asked, Const, Expr, ExprKind, Test};
use crate::value::TextId;
use std::collections::BTreeMap;

/// The policy lowers to more operations than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The limit.
    pub limit: usize,
}

/// Lowers a model. `literals` are the policy's text literals, in the order facts number them.
pub fn lower(model: Arc<Model>, literals: Vec<String>, limit: usize) -> Result<Plan, TooLarge> {
    let mut lowering = Lowering::new(&model, &literals);
    for id in dependency_order(&model) {
        lowering.derived(id);
        if lowering.ops.len() > limit {
            return Err(TooLarge { limit });
        }
    }
    let rules = lowering.rules();
    if lowering.ops.len() > limit {
        return Err(TooLarge { limit });
    }
    let parts = lowering.finish(rules, Vec::new());
    Ok(parts.plan(model, literals))
}

/// Lowers a model that was lowered before, and its properties besides, or one of them: the slots of
/// the other plan keep their places, and those of the properties come after them.
pub(crate) fn lower_with_properties(model: Arc<Model>, literals: Vec<String>, only: Option<usize>) -> Plan {
    let mut lowering = Lowering::new(&model, &literals);
    for id in dependency_order(&model) {
        lowering.derived(id);
    }
    let rules = lowering.rules();
    let wanted = model.properties.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at));
    let properties = wanted.map(|(at, property)| (at, lowering.property(property))).collect();
    let parts = lowering.finish(rules, properties);
    parts.plan(model, literals)
}

/// What lowering makes, without the model it borrows.
struct Lowered {
    slots: Vec<Vec<u32>>,
    ops: Vec<Operation>,
    constants: Vec<(Cell, Type)>,
    derived: Vec<Operand>,
    exceptions: Vec<ExceptionSlots>,
    rules: Vec<RulePlan>,
    properties: Vec<(usize, PropertyPlan)>,
    asked: Vec<(Asked, Operand)>,
    parts: Vec<PartName>,
    pairs: Vec<Pair>,
}

impl Lowered {
    fn plan(self, model: Arc<Model>, literals: Vec<String>) -> Plan {
        let Lowered { slots, ops, constants, derived, exceptions, rules, properties, asked, parts, pairs } = self;
        let above = |entity: &model::Entity| entity.parent.as_ref().map_or(EntityId(0), |(parent, ..)| *parent);
        let above = model.entities.iter().map(above).collect();
        let once = once(&model);
        let landings = cost::landings(&ops, &slots);
        let costs = cost::costs(&ops);
        Plan {
            model,
            literals,
            slots,
            ops,
            constants,
            derived,
            exceptions,
            rules,
            once,
            properties,
            asked,
            parts,
            above,
            pairs,
            landings,
            costs,
        }
    }
}

/// The measures that may be given once, each with the rules that can give it.
fn once(model: &Model) -> Vec<(MeasureId, Vec<RuleId>)> {
    let measures = (0u32..).map(MeasureId).zip(&model.measures);
    let once = measures.filter(|(_, measure)| measure.times == Some(model::Times::Once)).map(|(id, _)| id);
    let gives =
        |rule: &model::Rule, measure| rule.grants.iter().chain(&rule.otherwise).any(|grant| grant.measure == measure);
    let rules = |measure| {
        let rules = (0u32..).map(RuleId).zip(&model.rules);
        rules.filter(|(_, rule)| gives(rule, measure)).map(|(id, _)| id).collect()
    };
    once.map(|measure| (measure, rules(measure))).collect()
}

/// Operations of which one serves every place that asks the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    DecisionDate,
    Reading(ReadingId),
    Parameter(ParameterId, Vec<Operand>, Option<Operand>),
}

pub(super) struct Lowering<'m> {
    pub(super) model: &'m Model,
    literals: &'m [String],
    slots: Vec<Vec<u32>>,
    ops: Vec<Operation>,
    constants: Vec<(Cell, Type)>,
    /// Where each constant stands, by its printed form.
    known_constants: BTreeMap<String, u32>,
    /// The final slot of what has been lowered.
    derived: Vec<Option<Operand>>,
    exceptions: BTreeMap<ExceptionId, ExceptionSlots>,
    asked: Vec<(Asked, Operand)>,
    parts: Vec<PartName>,
    pairs: Vec<Pair>,
    shared: BTreeMap<Shared, Operand>,
    /// The keys of the table whose row is being lowered.
    keys: Vec<Operand>,
}

impl<'m> Lowering<'m> {
    fn new(model: &'m Model, literals: &'m [String]) -> Self {
        Lowering {
            model,
            literals,
            slots: vec![Vec::new(); model.entities.len()],
            ops: Vec::new(),
            constants: Vec::new(),
            known_constants: BTreeMap::new(),
            derived: vec![None; model.derived.len()],
            exceptions: BTreeMap::new(),
            asked: Vec::new(),
            parts: Vec::new(),
            pairs: Vec::new(),
            shared: BTreeMap::new(),
            keys: Vec::new(),
        }
    }

    fn finish(self, rules: Vec<RulePlan>, properties: Vec<(usize, PropertyPlan)>) -> Lowered {
        let unset = ExceptionSlots { when: Operand::Const(0), then: None };
        let exceptions = (0..self.model.exceptions.len() as u32)
            .map(|id| self.exceptions.get(&ExceptionId(id)).copied().unwrap_or(unset))
            .collect();
        let derived = self.derived.iter().map(|operand| operand.unwrap_or(Operand::Const(0))).collect();
        let Lowering { slots, ops, constants, asked, parts, pairs, .. } = self;
        Lowered { slots, ops, constants, derived, exceptions, rules, properties, asked, parts, pairs }
    }

    fn rules(&mut self) -> Vec<RulePlan> {
        (0..self.model.rules.len() as u32).map(|id| self.rule(RuleId(id))).collect()
    }

    fn property(&mut self, property: &'m model::Property) -> PropertyPlan {
        let entity = property.entity;
        match &property.statement {
            model::Statement::Always { given, holds } => PropertyPlan {
                given: given.as_ref().map(|given| self.asked_alone(given, entity)),
                value: self.asked_alone(holds, entity),
            },
            model::Statement::Never(value) | model::Statement::Monotone { value, .. } => {
                PropertyPlan { given: None, value: self.asked_alone(value, entity) }
            }
        }
    }

    /// A slot for what is asked of the decision, one an entity that asks.
    fn asked(&mut self, asked: Asked, entity: EntityId, ty: Type) -> Operand {
        let same = self.asked.iter().find(|(other, slot)| *other == asked && self.depth(*slot).1 == entity);
        if let Some((_, operand)) = same {
            return *operand;
        }
        let operand = self.push(entity, OpKind::Asked(asked), ty, None);
        self.asked.push((asked, operand));
        operand
    }

    fn derived(&mut self, id: DerivedId) {
        let Some(derived) = self.model.derived.get(id.index()) else { return };
        let entity = derived.entity;
        let always = |v: &model::DerivedVersion| v.in_force == InForce::default();
        let named = Some(StepName::Derived(id));
        let versions: Box<[(InForce, Operand)]> = derived
            .versions
            .iter()
            .map(|version| (version.in_force, self.test(&version.body, entity, derived.ty)))
            .collect();
        let base = match &*versions {
            [(_, only)] if derived.versions.iter().all(always) => *only,
            _ if derived.exceptions.is_empty() => {
                let operand = self.push(entity, OpKind::Versions(versions), derived.ty, named);
                return self.place(id, operand);
            }
            _ => self.push(entity, OpKind::Versions(versions), derived.ty, None),
        };
        let operand = if derived.exceptions.is_empty() {
            self.name(base, entity, derived.ty, StepName::Derived(id))
        } else {
            let candidates = self.candidates(&derived.exceptions, entity, derived.ty);
            self.push(entity, OpKind::Resolve(base, candidates), derived.ty, named)
        };
        self.place(id, operand);
    }

    fn place(&mut self, id: DerivedId, operand: Operand) {
        if let Some(entry) = self.derived.get_mut(id.index()) {
            *entry = Some(operand);
        }
    }

    fn candidates(&mut self, ids: &[ExceptionId], entity: EntityId, ty: Type) -> Box<[Candidate]> {
        ids.iter()
            .filter_map(|id| Some((*id, self.model.exceptions.get(id.index())?)))
            .map(|(id, exception)| {
                // First, since the step of an exception refers to those made to it.
                let subs = self.candidates(&exception.exceptions, entity, ty);
                let when = self.test(&exception.when, entity, Type::TRUTH);
                let when = self.name(when, entity, Type::TRUTH, StepName::Exception(id));
                let then = match &exception.effect {
                    model::Effect::Then(expr) => {
                        let value = self.asked_alone(expr, entity);
                        Some(self.name(value, entity, ty, StepName::Replacement(id)))
                    }
                    _ => None,
                };
                self.exceptions.insert(id, ExceptionSlots { when, then });
                Candidate {
                    exception: id,
                    in_force: exception.in_force,
                    when,
                    modality: exception.modality,
                    effect: match (&exception.effect, then) {
                        (_, Some(then)) => Effect::Then(then),
                        (model::Effect::Disapply, None) => Effect::Disapply,
                        (_, None) => Effect::Waive,
                    },
                    overrides: exception.overrides.iter().copied().collect(),
                    subs,
                }
            })
            .collect()
    }

    fn rule(&mut self, id: RuleId) -> RulePlan {
        let Some(rule) = self.model.rules.get(id.index()) else {
            return RulePlan { when: Operand::Const(0), grants: Vec::new(), otherwise: Vec::new() };
        };
        let when = self.test(&rule.when, rule.entity, Type::TRUTH);
        let when = self.name(when, rule.entity, Type::TRUTH, StepName::Rule(id));
        let grants = self.grants(id, &rule.grants, rule.entity, false);
        let otherwise = self.grants(id, &rule.otherwise, rule.entity, true);
        RulePlan { when, grants, otherwise }
    }

    fn grants(
        &mut self,
        id: RuleId,
        grants: &'m [model::Grant],
        entity: EntityId,
        otherwise: bool,
    ) -> Vec<Vec<Operand>> {
        let mut out = Vec::with_capacity(grants.len());
        for (g, grant) in (0u32..).zip(grants) {
            let types = self.model.measures.get(grant.measure.index()).map(|m| m.fields.as_slice()).unwrap_or_default();
            let mut fields = Vec::with_capacity(grant.fields.len());
            for (f, field) in (0u32..).zip(&grant.fields) {
                let ty = types.get(f as usize).map_or(field.ty, |t| t.ty);
                let value = self.asked_alone(field, entity);
                let value = match types.get(f as usize) {
                    Some(declared) if !declared.range.is_open() => self.within(value, declared, entity),
                    _ => value,
                };
                fields.push(self.name(value, entity, ty, StepName::Amount(id, otherwise, g, f)));
            }
            out.push(fields);
        }
        out
    }

    /// An amount that is in error where it lies outside the range its measure declares.
    fn within(&mut self, value: Operand, field: &model::MeasureField, entity: EntityId) -> Operand {
        let mut end = |end: Option<model::End>| match end? {
            model::End::DecisionDate => Some(self.decision_date()),
            model::End::Number(number) => Some(self.constant(&Const::Number(number), field.ty)),
            model::End::Date(date) => Some(self.constant(&Const::Date(date), field.ty)),
            model::End::Months(months) => Some(self.constant(&Const::Months(months), field.ty)),
            model::End::Days(days) => Some(self.constant(&Const::Days(days), field.ty)),
        };
        let (low, high) = (end(field.range.low), end(field.range.high));
        self.push(entity, OpKind::Within { value, low, high }, field.ty, None)
    }

    fn test(&mut self, test: &'m Test, entity: EntityId, ty: Type) -> Operand {
        let (parts, all) = match test {
            Test::Expr(expr) => return self.asked_alone(expr, entity),
            Test::All(parts) => (parts, true),
            Test::Any(parts) => (parts, false),
        };
        let operands: Box<[Operand]> = parts
            .iter()
            .map(|part| {
                let index = self.parts.len() as u32;
                self.parts.push(PartName { name: part.name.clone(), per: part.per.clone(), shown: part.shown });
                let value = self.test(&part.test, entity, ty);
                self.name(value, entity, Type::TRUTH, StepName::Part(index))
            })
            .collect();
        self.push(entity, if all { OpKind::And(operands) } else { OpKind::Or(operands) }, ty, None)
    }

    /// Gives an operand a name in the trace: the operation that made it where it is this
    /// entity's own and nameless, else an alias.
    fn name(&mut self, operand: Operand, entity: EntityId, ty: Type, name: StepName) -> Operand {
        if let Operand::Slot(of, slot) = operand {
            let op = self.slots.get(of.index()).and_then(|s| s.get(slot as usize)).copied();
            if let (true, Some(op)) = (of == entity, op) {
                // Only the newest operation: an older one may be shared.
                let newest = op.checked_add(1) == Some(self.ops.len() as u32);
                if let Some(operation) = self.ops.get_mut(op as usize).filter(|o| newest && o.name.is_none()) {
                    operation.name = Some(name);
                    // An integer may stand where a decimal is declared.
                    operation.ty = ty;
                    return operand;
                }
            }
        }
        self.push(entity, OpKind::Alias(operand), ty, Some(name))
    }

    /// An entity for pairs of this kind; those that ask about the same elements share it.
    pub(super) fn pair(&mut self, pair: Pair) -> EntityId {
        let at = self.pairs.iter().position(|known| *known == pair).unwrap_or_else(|| {
            self.pairs.push(pair);
            self.slots.push(Vec::new());
            self.pairs.len().saturating_sub(1)
        });
        EntityId(self.model.entities.len().saturating_add(at) as u32)
    }

    pub(super) fn push(&mut self, entity: EntityId, kind: OpKind, ty: Type, name: Option<StepName>) -> Operand {
        let Some(slots) = self.slots.get_mut(entity.index()) else { return Operand::Const(0) };
        let slot = slots.len() as u32;
        slots.push(self.ops.len() as u32);
        self.ops.push(Operation { entity, slot, kind, ty, name });
        Operand::Slot(entity, slot)
    }

    fn constant(&mut self, value: &Const, ty: Type) -> Operand {
        let cell = constant_cell(value, self.literals);
        let next = self.constants.len() as u32;
        let index = *self.known_constants.entry(format!("{cell:?} {ty:?}")).or_insert(next);
        if index == next {
            self.constants.push((cell, ty));
        }
        Operand::Const(index)
    }

    /// A set of variants only, as bits.
    fn choices(&self, set: &[SetItem]) -> Option<u64> {
        let bit = |item: &SetItem| match item {
            SetItem::Value(Operand::Const(index)) => match self.constants.get(*index as usize)?.0 {
                Cell::Choice(variant) => 1u64.checked_shl(u32::from(variant)),
                _ => None,
            },
            _ => None,
        };
        set.iter().try_fold(0, |bits, item| Some(bits | bit(item)?))
    }

    /// An expression that is asked of an entity, and stands within no list.
    fn asked_alone(&mut self, expr: &'m Expr, entity: EntityId) -> Operand {
        self.expr(expr, At::new(&[Link::alone(entity)]))
    }

    fn list(&mut self, list: &'m [Expr], at: At<'_>) -> Box<[Operand]> {
        list.iter().map(|e| self.expr(e, at)).collect()
    }

    fn option(&mut self, expr: &'m Option<Box<Expr>>, at: At<'_>) -> Option<Operand> {
        expr.as_ref().map(|e| self.expr(e, at))
    }

    pub(super) fn expr(&mut self, expr: &'m Expr, at: At<'_>) -> Operand {
        use ExprKind as K;
        if let Some(elsewhere) = self.elsewhere(expr, at) {
            return elsewhere;
        }
        let entity = at.scope();
        let kind = match &expr.kind {
            K::Const(value) => return self.constant(value, expr.ty),
            K::DecisionDate => return self.decision_date(),
            K::Field(of, field) => return Operand::Field(*of, *field),
            K::Derived(id) => {
                return self.derived.get(id.index()).copied().flatten().unwrap_or(Operand::Const(0));
            }
            K::Key(index) => return self.keys.get(*index).copied().unwrap_or(Operand::Const(0)),
            K::Reading(id) => {
                let kind = OpKind::Reading(*id);
                return self.once(Shared::Reading(*id), EntityId(0), kind, expr.ty, StepName::Reading(*id));
            }
            K::Parameter { id, keys, on } => return self.lookup(*id, keys, on, at, expr.ty),
            K::Marginal { id, amount, on } => {
                let kind = OpKind::Marginal { parameter: *id, amount: self.expr(amount, at), on: self.option(on, at) };
                return self.push(entity, kind, expr.ty, Some(StepName::Parameter(*id)));
            }
            K::Neg(a) => OpKind::Neg(self.expr(a, at)),
            K::Not(a) => OpKind::Not(self.expr(a, at)),
            K::And(list) => OpKind::And(self.list(list, at)),
            K::Or(list) => OpKind::Or(self.list(list, at)),
            K::Compare(how, a, b) => OpKind::Compare(*how, self.expr(a, at), self.expr(b, at)),
            K::Add(a, b) => OpKind::Add(self.expr(a, at), self.expr(b, at)),
            K::Sub(a, b) => OpKind::Sub(self.expr(a, at), self.expr(b, at)),
            K::Mul(a, b) => {
                let duration = matches!(expr.ty.base, model::Base::Months | model::Base::Days);
                OpKind::Mul(self.expr(a, at), self.expr(b, at), duration)
            }
            K::Div(a, b) => OpKind::Div(self.expr(a, at), self.expr(b, at)),
            K::If(a, b, c) => OpKind::If(self.expr(a, at), self.expr(b, at), self.expr(c, at)),
            K::In { value, set, negated } => {
                let item = |item: &'m model::SetItem| match item {
                    model::SetItem::Value(v) => SetItem::Value(self.expr(v, at)),
                    model::SetItem::Range(low, high) => SetItem::Range(self.expr(low, at), self.expr(high, at)),
                };
                let set: Box<[SetItem]> = set.iter().map(item).collect();
                let choices = self.choices(&set);
                OpKind::In { value: self.expr(value, at), set, choices, negated: *negated }
            }
            K::IsNone { value, negated } => OpKind::IsNone { value: self.expr(value, at), negated: *negated },
            K::Round { value, step, mode } => OpKind::Round { value: self.expr(value, at), step: *step, mode: *mode },
            K::Min(list) => OpKind::Min(self.list(list, at)),
            K::Max(list) => OpKind::Max(self.list(list, at)),
            K::Clamp(a, b, c) => OpKind::Clamp(self.expr(a, at), self.expr(b, at), self.expr(c, at)),
            K::ValueOr(a, b) => OpKind::ValueOr(self.expr(a, at), self.expr(b, at)),
            K::Age { born, missing, on } => {
                let born = self.expr(born, at);
                let on = match on {
                    Some(on) => self.expr(on, at),
                    None => self.decision_date(),
                };
                OpKind::Age(born, on, *missing)
            }
            K::MonthsBetween { earlier, later, missing } => {
                OpKind::MonthsBetween(self.expr(earlier, at), self.expr(later, at), *missing)
            }
            K::AddMonths { date, months, missing } => {
                OpKind::AddMonths(self.expr(date, at), self.expr(months, at), *missing)
            }
            K::DatePart(part, date) => OpKind::DatePart(*part, self.expr(date, at)),
            K::YearStart { date, first_month } => OpKind::YearStart(self.expr(date, at), *first_month),
            K::PerYear(a) => OpKind::PerYear(self.expr(a, at)),
            K::PerMonth(a) => OpKind::PerMonth(self.expr(a, at)),
            // Whoever is asked, what they have is read by its name.
            K::Outer(_, asked) => return self.expr(asked, At::new(&[Link::alone(entity)])),
            K::IsElement { .. } => self.is_element(expr, at),
            K::Aggregate(aggregate) => self.aggregate(aggregate, at),
            K::Asked(asked) => return self.asked(*asked, entity, expr.ty),
        };
        self.push(entity, kind, expr.ty, None)
    }

    fn aggregate(&mut self, aggregate: &'m model::Aggregate, at: At<'_>) -> OpKind {
        let (scope, value, filter, by) = self.elements(aggregate, at, |lowering, element| {
            let value = aggregate.value.as_ref().map(|e| lowering.expr(e, element));
            let filter = aggregate.filter.as_ref().map(|e| lowering.expr(e, element));
            let key = |key: &'m model::SortKey| (lowering.expr(&key.value, element), key.descending);
            let by = aggregate.by.iter().map(key).collect();
            (element.scope(), value, filter, by)
        });
        let kind = match &aggregate.kind {
            model::AggregateKind::Sum => AggregateKind::Sum,
            model::AggregateKind::Count => AggregateKind::Count,
            model::AggregateKind::Average => AggregateKind::Average,
            model::AggregateKind::Min => AggregateKind::Min,
            model::AggregateKind::Max => AggregateKind::Max,
            model::AggregateKind::Any => AggregateKind::Any,
            model::AggregateKind::All => AggregateKind::All,
            model::AggregateKind::First => AggregateKind::First,
            model::AggregateKind::Nth(n) => AggregateKind::Nth(self.expr(n, at)),
            model::AggregateKind::Rank => AggregateKind::Rank,
        };
        let name = aggregate.name.as_deref().map(Arc::from);
        let (root, element, hops) = (aggregate.root, aggregate.element, self.hops(aggregate, at));
        OpKind::Aggregate(Box::new(Aggregate { kind, name, hops, root, element, scope, value, filter, by }))
    }

    fn decision_date(&mut self) -> Operand {
        let ty = Type::plain(model::Base::Date);
        self.once(Shared::DecisionDate, EntityId(0), OpKind::DecisionDate, ty, StepName::DecisionDate)
    }

    fn lookup(
        &mut self,
        parameter: ParameterId,
        keys: &'m [Expr],
        on: &'m Option<Box<Expr>>,
        at: At<'_>,
        ty: Type,
    ) -> Operand {
        let keys = self.list(keys, at);
        let on = self.option(on, at);
        // Asked where its keys live: a table that depends on the household is looked up once.
        let home =
            keys.iter().chain(&on).map(|operand| self.depth(*operand)).max().map_or(EntityId(0), |(_, entity)| entity);
        let shared = Shared::Parameter(parameter, keys.to_vec(), on);
        if let Some(operand) = self.shared.get(&shared) {
            return *operand;
        }
        let row = [Link::alone(home)];
        let outer = std::mem::replace(&mut self.keys, keys.to_vec());
        let mut computed = Vec::new();
        let versions = self.model.parameters.get(parameter.index()).map(|p| p.versions.as_slice()).unwrap_or_default();
        for (v, version) in (0u32..).zip(versions) {
            for (r, row_of) in (0u32..).zip(&version.rows) {
                if !matches!(row_of.value.kind, ExprKind::Const(_)) {
                    computed.push((v, r, self.expr(&row_of.value, At::new(&row))));
                }
            }
        }
        self.keys = outer;
        let lookup = Lookup { parameter, keys, on, computed: computed.into() };
        self.once(shared, home, OpKind::Lookup(Box::new(lookup)), ty, StepName::Parameter(parameter))
    }

    /// How deep in the entity tree an operand lives, and where.
    fn depth(&self, operand: Operand) -> (u32, EntityId) {
        let (Operand::Slot(entity, _) | Operand::Field(entity, _)) = operand else { return (0, EntityId(0)) };
        let mut depth = 0u32;
        let mut above = entity;
        while let Some((parent, ..)) = self.model.entities.get(above.index()).and_then(|e| e.parent.as_ref()) {
            depth = depth.saturating_add(1);
            above = *parent;
        }
        (depth, entity)
    }

    fn once(&mut self, shared: Shared, entity: EntityId, kind: OpKind, ty: Type, name: StepName) -> Operand {
        if let Some(operand) = self.shared.get(&shared) {
            return *operand;
        }
        let operand = self.push(entity, kind, ty, Some(name));
        self.shared.insert(shared, operand);
        operand
    }
}

/// A constant as a cell.
pub(crate) fn constant_cell(value: &Const, literals: &[String]) -> Cell {
    match value {
        Const::Number(n) => Cell::Number(*n),
        Const::Truth(t) => Cell::Truth(*t),
        Const::Date(d) => Cell::Date(*d),
        Const::Months(m) => Cell::Months(*m),
        Const::Days(d) => Cell::Days(*d),
        Const::Choice(_, variant) => Cell::Choice(*variant),
        Const::Text(text) => {
            let index = literals.iter().position(|l| l == text).unwrap_or(usize::MAX);
            Cell::Text(TextId(u32::try_from(index).unwrap_or(u32::MAX)))
        }
        Const::None => Cell::None,
    }
}
