//! Typed expressions: what bodies, tests, rows and amounts are made of.

use super::{Const, DerivedId, EntityId, FieldId, MeasureId, ParameterId, Places, ReadingId, RuleId, Type};
use crate::source::Span;
use crate::value::{MissingDay, Number, Rounding};

/// A typed expression, asked of one *current* entity.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What is asked.
    pub kind: ExprKind,
    /// The type of the answer.
    pub ty: Type,
    /// How many decimal places its numbers can have.
    pub places: Places,
    /// Where it is written.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A literal.
    Const(Const),
    /// The day the decision is for.
    DecisionDate,
    /// A field of the current entity or of an ancestor.
    Field(EntityId, FieldId),
    /// A definition or condition of the current entity or of an ancestor.
    Derived(DerivedId),
    /// A parameter at its keys, on the decision date or on another.
    Parameter {
        /// The parameter looked up.
        id: ParameterId,
        /// One a key of the parameter.
        keys: Vec<Expr>,
        /// The day looked up for; `None`: the decision date.
        on: Option<Box<Expr>>,
    },
    /// Each band's part of `amount` times the band's value, summed: a sliding scale.
    Marginal {
        /// A parameter with one range of money as its key, giving ratios.
        id: ParameterId,
        /// What is cut into bands.
        amount: Box<Expr>,
        /// The day looked up for; `None`: the decision date.
        on: Option<Box<Expr>>,
    },
    /// The chosen variant of a reading.
    Reading(ReadingId),
    /// A key of the table whose row this is.
    Key(usize),
    /// Its opposite number.
    Neg(Box<Expr>),
    /// Its opposite truth.
    Not(Box<Expr>),
    /// Two or more, flattened; order has no meaning.
    And(Vec<Expr>),
    /// Two or more, flattened; order has no meaning.
    Or(Vec<Expr>),
    /// Left and right, of types that compare.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Units are settled by the types of the operands.
    Add(Box<Expr>, Box<Expr>),
    /// The second taken from the first; of dates, the days between.
    Sub(Box<Expr>, Box<Expr>),
    /// The product.
    Mul(Box<Expr>, Box<Expr>),
    /// The first by the second; exact.
    Div(Box<Expr>, Box<Expr>),
    /// Question, value if true, value if false.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Whether a value equals one of a set or lies in a range of it.
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// Where it is looked for; it need lie in one only.
        set: Vec<SetItem>,
        /// Whether `not in` is asked.
        negated: bool,
    },
    /// Whether an optional value is absent.
    IsNone {
        /// Of an optional type.
        value: Box<Expr>,
        /// Whether `is not none` is asked.
        negated: bool,
    },
    /// A number rounded to a multiple of a step.
    Round {
        /// The number rounded.
        value: Box<Expr>,
        /// Positive; it is rounded to a multiple of this.
        step: Number,
        /// Which way.
        mode: Rounding,
    },
    /// Two or more.
    Min(Vec<Expr>),
    /// Two or more.
    Max(Vec<Expr>),
    /// value, low, high
    Clamp(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `value_or(x, fallback)`: the fallback where x is none.
    ValueOr(Box<Expr>, Box<Expr>),
    /// `age(born, down|up) on date`: whole years; on the decision date unless another is given.
    Age {
        /// The day the count begins.
        born: Box<Expr>,
        /// When one born on 29 February has a birthday in a common year.
        missing: MissingDay,
        /// The day the count ends; `None`: the decision date.
        on: Option<Box<Expr>>,
    },
    /// `months_between(earlier, later, down|up)`: whole months.
    MonthsBetween {
        /// The day the count begins.
        earlier: Box<Expr>,
        /// The day it ends; negative where it is before the other.
        later: Box<Expr>,
        /// When a day the month does not have comes round.
        missing: MissingDay,
    },
    /// `add(date, months, down|up)`.
    AddMonths {
        /// The day counted from.
        date: Box<Expr>,
        /// How many; backwards where negative.
        months: Box<Expr>,
        /// Where a day the month does not have lands.
        missing: MissingDay,
    },
    /// `year(date)`, `month(date)`, `day(date)`.
    DatePart(DatePart, Box<Expr>),
    /// `year_start(date, 4)`.
    YearStart {
        /// A day of the year meant.
        date: Box<Expr>,
        /// 1 to 12: the month that year begins in.
        first_month: u32,
    },
    /// `per_year(monthly)`: × 12.
    PerYear(Box<Expr>),
    /// `per_month(yearly)`: ÷ 12.
    PerMonth(Box<Expr>),
    /// A question over a list.
    Aggregate(Box<Aggregate>),
    /// What is asked, so many scopes out, of the one who asks: a field, a value or the decision.
    /// Every list an expression stands within opens a scope, that of its element.
    Outer(u32, Box<Expr>),
    /// Whether the elements of two scopes, each so many scopes out, are one.
    IsElement {
        /// Of the same entity as the other.
        one: u32,
        /// 0: the current element.
        other: u32,
        /// Whether `is not` is asked.
        negated: bool,
    },
    /// A question about the decision, in properties only.
    Asked(Asked),
}

/// What is asked of the decision on the current entity and on those above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Whether some measure takes effect.
    AnyMeasure,
    /// Whether the measure takes effect.
    Measure(MeasureId),
    /// Whether the rule is met and no other takes its place; what it gives may be left to an officer.
    Rule(RuleId),
    /// What a field of the measure comes to over all that takes effect, 0 where nothing does.
    Amount(MeasureId, u32),
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// With its century.
    Year,
    /// 1 to 12.
    Month,
    /// Of the month, 1 to 31.
    Day,
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Equal.
    Eq,
    /// Different.
    Ne,
    /// Left below right.
    Lt,
    /// Left at most right.
    Le,
    /// Left above right.
    Gt,
    /// Left at least right.
    Ge,
}

/// A member of the set after `in`.
#[derive(Clone, Debug)]
pub enum SetItem {
    /// What equals it is in.
    Value(Expr),
    /// What lies between is in, both ends included.
    Range(Expr, Expr),
}

/// A question over every element of a list, or of lists within lists.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// What is asked of the elements that count.
    pub kind: AggregateKind,
    /// How many scopes out the one is whose list it is; of a rank, the one that is ranked.
    pub of: u32,
    /// The entity of that one or an ancestor of it, whose descendants are meant.
    pub root: EntityId,
    /// A descendant of `root`; `value`, `filter` and `by` are asked of it, one scope further in.
    pub element: EntityId,
    /// What an element is called within them; without a name, theirs are bare.
    pub name: Option<String>,
    /// Absent for `count` and `rank`.
    pub value: Option<Expr>,
    /// Only elements for which it is true count; absent: all do.
    pub filter: Option<Expr>,
    /// `first`, `nth`, `rank` only.
    pub by: Vec<SortKey>,
}

/// A sort key.
#[derive(Clone, Debug)]
pub struct SortKey {
    /// Of a type with an order.
    pub value: Expr,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// What is asked of the list.
#[derive(Clone, Debug)]
pub enum AggregateKind {
    /// 0 for none.
    Sum,
    /// How many elements count.
    Count,
    /// An error for none.
    Average,
    /// The least value; an error for none.
    Min,
    /// The greatest value; an error for none.
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
