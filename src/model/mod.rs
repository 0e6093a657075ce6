//! The model: a policy with every name resolved and every type checked.
//!
//! [`resolve`] builds it from syntax trees; lowering and the test oracle read it. Ids are
//! positions in the vectors of [`Model`]; entities stand parents before children, the root first.

mod adopt;
mod aggregates;
mod calls;
mod citations;
mod cycles;
mod derived;
mod entities;
mod exceptions;
mod fields;
mod lookalikes;
mod names;
mod operators;
mod parameters;
mod paths;
mod places;
mod print;
mod resolve;
mod rules;
mod signatures;
mod tables;
mod typecheck;
mod types;
mod unread;
mod unused;
pub(crate) mod walk;

pub use print::print;
pub use resolve::resolve;
pub use types::{Base, Places, Type};

use crate::diagnostic::Locale;
use crate::source::Span;
pub use crate::syntax::ast::Modality;
use crate::value::{Date, MissingDay, Number, Rounding};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $($(#[$doc])* #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)] pub struct $name(pub u32);
        impl $name {
            /// The position as an index.
            pub fn index(self) -> usize { self.0 as usize }
        })*
    };
}

ids! {
    /// Position in [`Model::choices`].
    ChoiceId
    /// Position in [`Model::entities`].
    EntityId
    /// Position in [`Entity::fields`].
    FieldId
    /// Position in [`Model::parameters`].
    ParameterId
    /// Position in [`Model::readings`].
    ReadingId
    /// Position in [`Model::derived`].
    DerivedId
    /// Position in [`Model::exceptions`].
    ExceptionId
    /// Position in [`Model::measures`].
    MeasureId
    /// Position in [`Model::rules`].
    RuleId
    /// Position in [`Model::instruments`].
    InstrumentId
}

/// A whole policy.
#[derive(Clone, Debug)]
pub struct Model {
    pub policy: PolicyInfo,
    pub instruments: Vec<Instrument>,
    pub choices: Vec<Choice>,
    /// The root first, parents before children.
    pub entities: Vec<Entity>,
    pub parameters: Vec<Parameter>,
    pub readings: Vec<Reading>,
    /// Definitions and conditions, sorted by entity and name.
    pub derived: Vec<Derived>,
    pub exceptions: Vec<Exception>,
    pub measures: Vec<Measure>,
    pub rules: Vec<Rule>,
}

/// A name with the words it is shown by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The identifier.
    pub id: String,
    /// In Chinese (or the first language given).
    pub zh: String,
    /// In English: as given, else the identifier in words.
    pub en: String,
    /// Where it is declared.
    pub span: Span,
}

impl Name {
    /// The words in one language.
    pub fn label(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// Days in force, both ends included; `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl InForce {
    /// Whether a day lies in the span.
    pub fn holds(self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

/// The `policy` line.
#[derive(Clone, Debug)]
pub struct PolicyInfo {
    pub name: Name,
    pub version: Option<String>,
    pub in_force: InForce,
}

/// A legal text.
#[derive(Clone, Debug)]
pub struct Instrument {
    pub name: Name,
    pub number: Option<String>,
    pub issued: Option<Date>,
    /// Name of the source with its wording.
    pub text: Option<String>,
}

/// A checked citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub instrument: InstrumentId,
    pub clause: String,
    pub quote: Option<String>,
    pub span: Span,
}

/// A closed list of values.
#[derive(Clone, Debug)]
pub struct Choice {
    pub name: Name,
    pub variants: Vec<Name>,
}

/// A kind of thing.
#[derive(Clone, Debug)]
pub struct Entity {
    pub name: Name,
    /// The entity that lists it and the list's name; `None` for the root.
    pub parent: Option<(EntityId, Name, ListBounds)>,
    /// Value fields only; lists are the `parent` of their element entity.
    pub fields: Vec<Field>,
}

/// How many entries a list may have, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListBounds {
    pub low: u32,
    /// `None`: only the limits bound it.
    pub high: Option<u32>,
}

/// A value field.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub ty: Type,
    /// Numbers only, both ends included.
    pub low: Option<Number>,
    pub high: Option<Number>,
    pub default: Option<Const>,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Const {
    Number(Number),
    Truth(bool),
    Date(Date),
    /// Whole months.
    Months(i64),
    Days(i64),
    /// Position of the variant.
    Choice(ChoiceId, u16),
    Text(String),
    None,
}

/// How sure a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certainty {
    Confirmed,
    /// Who says so.
    Assumed(String),
}

/// A dated value or table.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Name,
    pub ty: Type,
    pub keys: Vec<Key>,
    pub per: Vec<Citation>,
    /// In order of `from`, spans disjoint; empty when unset.
    pub versions: Vec<Version>,
}

impl Parameter {
    /// The version in force on a day.
    pub fn on(&self, date: Date) -> Option<(usize, &Version)> {
        self.versions.iter().enumerate().find(|(_, v)| v.from <= date && v.until.is_none_or(|until| date <= until))
    }
}

/// A key of a table.
#[derive(Clone, Debug)]
pub struct Key {
    pub name: String,
    pub ty: Type,
    pub span: Span,
}

/// What a parameter is from one day on.
#[derive(Clone, Debug)]
pub struct Version {
    pub from: Date,
    /// Last day, the day before the next version where none is written.
    pub until: Option<Date>,
    pub per: Vec<Citation>,
    pub certainty: Certainty,
    /// Disjoint.
    pub rows: Vec<Row>,
    pub span: Span,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// One a key.
    pub patterns: Vec<Pattern>,
    /// Holds only constants, [`ExprKind::Key`] and arithmetic.
    pub value: Expr,
    pub span: Span,
}

/// What a row asks of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    Any,
    /// Equal to.
    Value(Const),
    /// Within; an end that is `None` is open-ended, a `true` flag leaves that end out.
    Range { low: Option<Number>, low_open: bool, high: Option<Number>, high_open: bool },
}

/// An ambiguous clause.
#[derive(Clone, Debug)]
pub struct Reading {
    pub name: Name,
    pub per: Vec<Citation>,
    /// The choice made of its variants (`reading = variant` compares with it).
    pub choice: ChoiceId,
    /// In order of date, the first without one: which variant holds from when.
    pub defaults: Vec<(Option<Date>, u16)>,
}

/// A named value of an entity: a definition or a condition.
#[derive(Clone, Debug)]
pub struct Derived {
    pub entity: EntityId,
    pub name: Name,
    pub kind: DerivedKind,
    pub ty: Type,
    /// Spans disjoint, in order.
    pub versions: Vec<DerivedVersion>,
    /// Exceptions made to it directly, by id.
    pub exceptions: Vec<ExceptionId>,
}

/// What a [`Derived`] was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DerivedKind {
    Definition,
    Condition,
}

/// The body in force for a while.
#[derive(Clone, Debug)]
pub struct DerivedVersion {
    pub in_force: InForce,
    pub per: Vec<Citation>,
    pub body: Test,
}

/// A tree of named parts over expressions. A definition's body is always `Expr`.
#[derive(Clone, Debug)]
pub enum Test {
    All(Vec<Part>),
    Any(Vec<Part>),
    Expr(Expr),
}

/// A named part.
#[derive(Clone, Debug)]
pub struct Part {
    pub name: Name,
    pub per: Vec<Citation>,
    pub test: Test,
}

/// An exception.
#[derive(Clone, Debug)]
pub struct Exception {
    pub name: Name,
    /// The entity of what it changes: its `when` is asked of that entity.
    pub entity: EntityId,
    pub target: Target,
    pub in_force: InForce,
    pub per: Vec<Citation>,
    pub when: Test,
    pub modality: Modality,
    pub effect: Effect,
    /// Exceptions to the same target that give way to this one.
    pub overrides: Vec<ExceptionId>,
    /// Exceptions made to this one.
    pub exceptions: Vec<ExceptionId>,
}

/// What an exception changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Derived(DerivedId),
    Exception(ExceptionId),
}

/// What an exception does.
#[derive(Clone, Debug)]
pub enum Effect {
    Waive,
    Then(Expr),
    Disapply,
}

/// A kind of outcome.
#[derive(Clone, Debug)]
pub struct Measure {
    pub name: Name,
    pub entities: Vec<EntityId>,
    pub fields: Vec<MeasureField>,
}

/// An amount or mark of a measure.
#[derive(Clone, Debug)]
pub struct MeasureField {
    pub name: Name,
    pub ty: Type,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    pub name: Name,
    pub entity: EntityId,
    pub in_force: InForce,
    pub per: Vec<Citation>,
    pub when: Test,
    pub grants: Vec<Grant>,
    pub otherwise: Vec<Grant>,
    /// Rules of the same entity or of one below that give way where this one grants.
    pub overrides: Vec<RuleId>,
}

/// A measure given by a rule.
#[derive(Clone, Debug)]
pub struct Grant {
    pub modality: Modality,
    pub measure: MeasureId,
    pub per: Vec<Citation>,
    /// One a field of the measure, in the measure's order.
    pub fields: Vec<Expr>,
}

/// A typed expression, asked of one *current* entity.
#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub ty: Type,
    /// How many decimal places its numbers can have.
    pub places: Places,
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    Const(Const),
    DecisionDate,
    /// A field of the current entity or of an ancestor.
    Field(EntityId, FieldId),
    /// A definition or condition of the current entity or of an ancestor.
    Derived(DerivedId),
    /// A parameter at its keys, on the decision date or on another.
    Parameter { id: ParameterId, keys: Vec<Expr>, on: Option<Box<Expr>> },
    /// Each band's part of `amount` times the band's value, summed: a sliding scale.
    Marginal { id: ParameterId, amount: Box<Expr>, on: Option<Box<Expr>> },
    /// The chosen variant of a reading.
    Reading(ReadingId),
    /// A key of the table whose row this is.
    Key(usize),
    Neg(Box<Expr>),
    Not(Box<Expr>),
    /// Two or more, flattened; order has no meaning.
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Units are settled by the types of the operands.
    Add(Box<Expr>, Box<Expr>),
    Sub(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
    Div(Box<Expr>, Box<Expr>),
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    In { value: Box<Expr>, set: Vec<SetItem>, negated: bool },
    IsNone { value: Box<Expr>, negated: bool },
    Round { value: Box<Expr>, step: Number, mode: Rounding },
    /// Two or more.
    Min(Vec<Expr>),
    Max(Vec<Expr>),
    /// value, low, high
    Clamp(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `value_or(x, fallback)`: the fallback where x is none.
    ValueOr(Box<Expr>, Box<Expr>),
    /// `age(born, down|up) on date`: whole years; on the decision date unless another is given.
    Age { born: Box<Expr>, missing: MissingDay, on: Option<Box<Expr>> },
    /// `months_between(earlier, later, down|up)`: whole months.
    MonthsBetween { earlier: Box<Expr>, later: Box<Expr>, missing: MissingDay },
    /// `add(date, months, down|up)`.
    AddMonths { date: Box<Expr>, months: Box<Expr>, missing: MissingDay },
    /// `year(date)`, `month(date)`, `day(date)`.
    DatePart(DatePart, Box<Expr>),
    /// `year_start(date, 4)`.
    YearStart { date: Box<Expr>, first_month: u32 },
    /// `per_year(monthly)`, `per_month(yearly)`: × 12, ÷ 12.
    PerYear(Box<Expr>),
    PerMonth(Box<Expr>),
    Aggregate(Box<Aggregate>),
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    Year,
    Month,
    Day,
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A member of the set after `in`.
#[derive(Clone, Debug)]
pub enum SetItem {
    Value(Expr),
    Range(Expr, Expr),
}

/// A question over every element of a list, or of lists within lists.
#[derive(Clone, Debug)]
pub struct Aggregate {
    pub kind: AggregateKind,
    /// The current entity or an ancestor of it, whose descendants are meant.
    pub root: EntityId,
    /// A descendant of `root`; `value`, `filter` and `by` are asked of it.
    pub element: EntityId,
    /// Absent for `count` and `rank`.
    pub value: Option<Expr>,
    pub filter: Option<Expr>,
    /// `first`, `nth`, `rank` only.
    pub by: Vec<SortKey>,
}

/// A sort key.
#[derive(Clone, Debug)]
pub struct SortKey {
    pub value: Expr,
    pub descending: bool,
}

/// What is asked of the list.
#[derive(Clone, Debug)]
pub enum AggregateKind {
    /// 0 for none.
    Sum,
    Count,
    /// An error for none.
    Average,
    Min,
    Max,
    /// False for none.
    Any,
    /// True for none.
    All,
    /// The value of the element that comes first by the keys; an error for none, and where
    /// elements tie whose values differ.
    First,
    /// The same for the n-th, from 1.
    Nth(Box<Expr>),
    /// 1 + how many elements come strictly before the current one, which is of `element`.
    Rank,
}
