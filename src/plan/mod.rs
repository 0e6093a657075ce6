//! The plan: a flat list of typed operations over slots, in dependency order.
//!
//! ```text
//! model ─lower─▶ operations, each writing one slot of one entity
//! ```
//!
//! Every entity has slots, each filled by one operation; a slot holds one cell for each instance.
//! An operation is a function of its operands and reads only fields and slots of operations before
//! it, so that slots may be filled all in order, or each when it is first read.
//!
//! INVARIANT (order): every operand of operation *k* is a field, a constant, or the output of an
//! operation before *k*.
//! What reads an element of a list and the one who asks belongs to both: to a *pair* of them, an
//! entity of its own after those of the model, with an instance for each of its rows.
//!
//! INVARIANT (scope): an operand's entity is the operation's own, or an ancestor of it; above a pair
//! stands its element. What is asked of the one who asks is read by `OpKind::Asker`. For the
//! operands under an aggregate, it is that of the aggregate's scope, in the same way.

mod cost;
mod lower;
mod order;
mod print;
mod scopes;

pub(crate) use cost::each_operand;
pub(crate) use lower::constant_cell;
pub(crate) use lower::lower_with_properties;
pub use lower::{TooLarge, lower};
pub use print::print;

use crate::model::{
    Asked, Citation, Comparison, DatePart, DerivedId, EntityId, ExceptionId, FieldId, InForce, MeasureId, Modality,
    Model, Name, ParameterId, ReadingId, RuleId, Shown, Type,
};
use crate::value::{Cell, MissingDay, Number, Rounding};
use std::sync::Arc;

/// A policy, lowered. Immutable; shared by every decision.
#[derive(Debug)]
pub struct Plan {
    pub(crate) model: Arc<Model>,
    /// The policy's text literals, by `TextId`.
    pub(crate) literals: Vec<String>,
    /// For each entity, the operation that fills each slot.
    pub(crate) slots: Vec<Vec<u32>>,
    pub(crate) ops: Vec<Operation>,
    pub(crate) constants: Vec<(Cell, Type)>,
    /// The final slot of each derived value.
    pub(crate) derived: Vec<Operand>,
    /// For each exception, the slots of its `when` and of what it puts in place.
    pub(crate) exceptions: Vec<ExceptionSlots>,
    pub(crate) rules: Vec<RulePlan>,
    /// Of each measure that may be given once to a subject: the rules that can give it, in order.
    pub(crate) once: Vec<(MeasureId, Vec<RuleId>)>,
    /// What properties ask, by their position in the model; empty in a plan that only decides.
    pub(crate) properties: Vec<(usize, PropertyPlan)>,
    /// What they ask of the decision, and the slot that is filled with the answer.
    pub(crate) asked: Vec<(Asked, Operand)>,
    pub(crate) parts: Vec<PartName>,
    /// The entity above each; the root is its own.
    pub(crate) above: Vec<EntityId>,
    /// The entities after those of the model, in order.
    pub(crate) pairs: Vec<Pair>,
    /// Operations to run first, in order, so that filling any slot on demand nests no deeper than
    /// [`cost::DEEPEST`].
    pub(crate) landings: Vec<u32>,
    /// What bounds the work of a case; see [`Plan::work`].
    costs: Vec<cost::Cost>,
}

/// Everyone who asks, with each element asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    /// Of the model, or a pair before this one.
    pub(crate) asker: EntityId,
    /// How many askers further out the one is whose list it is.
    pub(crate) hops: u32,
    /// The entity of that one, or an ancestor of it, below which the elements stand.
    pub(crate) root: EntityId,
    pub(crate) element: EntityId,
}

/// Where an operand comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Operand {
    /// Position in [`Plan::constants`].
    Const(u32),
    Field(EntityId, FieldId),
    Slot(EntityId, u32),
}

/// One step of the plan.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) entity: EntityId,
    /// The slot it fills.
    pub(crate) slot: u32,
    pub(crate) kind: OpKind,
    pub(crate) ty: Type,
    /// The name under which the trace shows it; operations without one are part of the work of
    /// the next that has.
    pub(crate) name: Option<StepName>,
}

/// What a traced operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StepName {
    DecisionDate,
    Reading(ReadingId),
    Parameter(ParameterId),
    Derived(DerivedId),
    /// A named part, by its position in [`Plan::parts`].
    Part(u32),
    Exception(ExceptionId),
    Replacement(ExceptionId),
    Rule(RuleId),
    /// rule, is it under `otherwise`, grant, field
    Amount(RuleId, bool, u32, u32),
}

/// What a named part is called and cites.
#[derive(Clone, Debug)]
pub(crate) struct PartName {
    pub(crate) name: Name,
    pub(crate) per: Vec<Citation>,
    pub(crate) shown: Option<Shown>,
}

/// Slots of an exception, on its target's entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExceptionSlots {
    pub(crate) when: Operand,
    pub(crate) then: Option<Operand>,
}

/// A rule, lowered.
#[derive(Debug)]
pub(crate) struct RulePlan {
    pub(crate) when: Operand,
    pub(crate) grants: Vec<Vec<Operand>>,
    pub(crate) otherwise: Vec<Vec<Operand>>,
}

/// A property, lowered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PropertyPlan {
    /// Where it is not true, the property says nothing.
    pub(crate) given: Option<Operand>,
    /// What it says is true, or never; of a monotone property, its number.
    pub(crate) value: Operand,
}

/// The operations.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum OpKind {
    /// The operand, under a name of its own.
    Alias(Operand),
    DecisionDate,
    Reading(ReadingId),
    Lookup(Box<Lookup>),
    Marginal {
        parameter: ParameterId,
        amount: Operand,
        on: Option<Operand>,
    },
    Neg(Operand),
    Not(Operand),
    And(Box<[Operand]>),
    Or(Box<[Operand]>),
    Compare(Comparison, Operand, Operand),
    Add(Operand, Operand),
    Sub(Operand, Operand),
    /// The flag: the product is a duration.
    Mul(Operand, Operand, bool),
    Div(Operand, Operand),
    If(Operand, Operand, Operand),
    In {
        value: Operand,
        set: Box<[SetItem]>,
        /// Where the set is of variants only: a bit for each.
        choices: Option<u64>,
        negated: bool,
    },
    IsNone {
        value: Operand,
        negated: bool,
    },
    Round {
        value: Operand,
        step: Number,
        mode: Rounding,
    },
    Min(Box<[Operand]>),
    Max(Box<[Operand]>),
    Clamp(Operand, Operand, Operand),
    /// An amount, and the ends it must lie within.
    Within {
        value: Operand,
        low: Option<Operand>,
        high: Option<Operand>,
    },
    ValueOr(Operand, Operand),
    /// born, on
    Age(Operand, Operand, MissingDay),
    /// earlier, later
    MonthsBetween(Operand, Operand, MissingDay),
    /// date, months
    AddMonths(Operand, Operand, MissingDay),
    DatePart(DatePart, Operand),
    YearStart(Operand, u32),
    PerYear(Operand),
    PerMonth(Operand),
    Aggregate(Box<Aggregate>),
    /// Of a pair: what its asker has.
    Asker(Operand),
    /// Of a pair: whether its element is that of so many askers further out.
    IsElement {
        hops: u32,
        negated: bool,
    },
    /// Filled from the decision before anything reads it.
    Asked(Asked),
    /// The version in force on the decision date.
    Versions(Box<[(InForce, Operand)]>),
    /// The base, as the exceptions leave it.
    Resolve(Operand, Box<[Candidate]>),
}

/// A member of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetItem {
    Value(Operand),
    Range(Operand, Operand),
}

/// A parameter asked at its keys.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lookup {
    pub(crate) parameter: ParameterId,
    pub(crate) keys: Box<[Operand]>,
    /// The decision date where absent.
    pub(crate) on: Option<Operand>,
    /// Rows whose value depends on the keys: (version, row, value).
    pub(crate) computed: Box<[(u32, u32, Operand)]>,
}

/// A question over elements.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Aggregate {
    pub(crate) kind: AggregateKind,
    /// What an element is called.
    pub(crate) name: Option<Arc<str>>,
    /// How many askers further out the one is whose list it is; of a rank, the one that is ranked.
    pub(crate) hops: u32,
    pub(crate) root: EntityId,
    pub(crate) element: EntityId,
    /// Of what value, filter and keys are asked: the element, or the pair of it and the one who asks.
    pub(crate) scope: EntityId,
    pub(crate) value: Option<Operand>,
    pub(crate) filter: Option<Operand>,
    /// With `true` for descending.
    pub(crate) by: Box<[(Operand, bool)]>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AggregateKind {
    Sum,
    Count,
    Average,
    Min,
    Max,
    Any,
    All,
    First,
    Nth(Operand),
    Rank,
}

/// An exception as a candidate to change its target.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) exception: ExceptionId,
    pub(crate) in_force: InForce,
    pub(crate) when: Operand,
    pub(crate) modality: Modality,
    pub(crate) effect: Effect,
    /// Exceptions of the same target that give way to it.
    pub(crate) overrides: Box<[ExceptionId]>,
    /// Exceptions made to it.
    pub(crate) subs: Box<[Candidate]>,
}

/// What a candidate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Waive,
    Then(Operand),
    Disapply,
}

impl Operation {
    /// The slot it fills, as an operand.
    pub(crate) fn output(&self) -> Operand {
        Operand::Slot(self.entity, self.slot)
    }
}

impl Plan {
    /// What a property asks; `None` where the plan was made without it.
    pub(crate) fn property(&self, position: usize) -> Option<PropertyPlan> {
        self.properties.iter().find(|(of, _)| *of == position).map(|(_, lowered)| *lowered)
    }

    /// The pair an entity is, if it is one.
    pub(crate) fn pair(&self, entity: EntityId) -> Option<(usize, &Pair)> {
        let position = entity.index().checked_sub(self.model.entities.len())?;
        Some((position, self.pairs.get(position)?))
    }

    /// The operation that fills a slot.
    pub(crate) fn op_of(&self, entity: EntityId, slot: u32) -> Option<(u32, &Operation)> {
        let op = *self.slots.get(entity.index())?.get(slot as usize)?;
        Some((op, self.ops.get(op as usize)?))
    }

    /// The identifier of a named operation.
    pub(crate) fn step_name(&self, name: StepName) -> &str {
        let model = &self.model;
        let found = match name {
            StepName::DecisionDate => Some("decision_date"),
            StepName::Reading(id) => model.readings.get(id.index()).map(|x| x.name.id.as_str()),
            StepName::Parameter(id) => model.parameters.get(id.index()).map(|x| x.name.id.as_str()),
            StepName::Derived(id) => model.derived.get(id.index()).map(|x| x.name.id.as_str()),
            StepName::Part(part) => self.parts.get(part as usize).map(|x| x.name.id.as_str()),
            StepName::Exception(id) | StepName::Replacement(id) => {
                model.exceptions.get(id.index()).map(|x| x.name.id.as_str())
            }
            StepName::Rule(id) => model.rules.get(id.index()).map(|x| x.name.id.as_str()),
            StepName::Amount(rule, otherwise, grant, field) => {
                self.amount_field(rule, otherwise, grant, field).map(|f| f.name.id.as_str())
            }
        };
        found.unwrap_or("?")
    }

    /// The field of a measure that an amount fills.
    fn amount_field(
        &self,
        rule: RuleId,
        otherwise: bool,
        grant: u32,
        field: u32,
    ) -> Option<&crate::model::MeasureField> {
        let measure = self.measure_of(rule, otherwise, grant)?;
        self.model.measures.get(measure.index())?.fields.get(field as usize)
    }

    /// The measure that a grant of a rule gives.
    pub(crate) fn measure_of(&self, rule: RuleId, otherwise: bool, grant: u32) -> Option<MeasureId> {
        let rule = self.model.rules.get(rule.index())?;
        let grants = if otherwise { &rule.otherwise } else { &rule.grants };
        Some(grants.get(grant as usize)?.measure)
    }
}
