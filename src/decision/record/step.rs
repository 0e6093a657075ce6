//! The trace of a record: its steps, the work of each, and what became of exceptions.

use serde::{Deserialize, Serialize};

use super::{Citation, Modality, Subject, Words};

/// One step of the trace: a fact, a parameter looked up, or a named value computed once.
///
/// - `Fact`, `List`, `DecisionDate` (named `decision_date`), `Reading`: no work.
/// - `Parameter`: work is a `Lookup` or a `Marginal`.
/// - `Part`, `Exception`, `Rule`: work is the test, `And` or `Or` over `Step`s of its parts or an
///   expression. The value is the work's as it stands, `waived` included.
/// - `Replacement`, `Amount`: work is the expression.
/// - `Definition`, `Condition`: work is the body in force, the value what the exceptions make of it.
///   A replaced value leaves the work as it is. No work where it is given, waived (the body was
///   not tested), or no version is in force (value `not_in_force`, unless an exception applies).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its position in [`Record::trace`](super::Record::trace).
    pub id: u32,
    pub kind: StepKind,
    pub name: String,
    pub label: Words,
    pub subject: Subject,
    pub unit: Unit,
    pub value: Value,
    /// How the value follows from earlier steps; absent for facts, readings, given values.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub work: Option<Node>,
    pub citations: Vec<Citation>,
    /// For a fact: who found it, when, from what.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provenance: Option<Provenance>,
    /// For a fact: taken from the policy's default. For a definition: given by the case.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub defaulted: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub given: bool,
    /// For a parameter: which version and row; absent where no value was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lookup: Option<Lookup>,
    /// For a definition, condition or exception: what became of the exceptions made to it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub exceptions: Vec<ExceptionTried>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Fact,
    /// A list of the facts: its value is the number of entries.
    List,
    DecisionDate,
    Parameter,
    Reading,
    Definition,
    Condition,
    /// A named part of a condition, a rule's or an exception's `when`.
    Part,
    /// An exception: its value is whether its `when` holds.
    Exception,
    /// What an exception puts in place (`then`).
    Replacement,
    /// A rule: its value is whether its `when` holds.
    Rule,
    /// A field of a measure.
    Amount,
}

/// The unit of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Money,
    MoneyPerMonth,
    MoneyPerYear,
    Ratio,
    Integer,
    Decimal,
    Date,
    Months,
    Days,
    Truth,
    Choice,
    Text,
}

/// A value on the wire: `{"number":"532.5"}`, `{"choice":{…}}`, `"none"`, `"unknown"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Exact: a decimal, or a fraction `2600/3`.
    Number(String),
    Truth(bool),
    /// `2020-03-31`
    Date(String),
    /// A duration in whole months.
    Months(i64),
    Days(i64),
    Choice(ChoiceValue),
    Text(String),
    None,
    /// Of a condition: not tested. Counts as true.
    Waived,
    Unknown,
    /// [`crate::value::Fault::id`].
    Error(String),
}

/// A variant of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceValue {
    pub variant: String,
    pub label: Words,
}

/// A piece of work: an operation on pieces of work, down to steps and constants.
///
/// All arguments are there, also those that did not matter (both branches of an `If`). `unit` is
/// that of the value; of a bare `none`, `text`. A truth `waived` counts as true; only `Step`, `If`
/// and steps hand it on as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    pub op: Op,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub args: Vec<Node>,
    pub value: Value,
    pub unit: Unit,
}

/// The operations. Arguments are in the order the doc comment names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// The value of an earlier step.
    Step(u32),
    /// A literal of the policy.
    Constant,
    Add,
    Sub,
    Mul,
    Div,
    Neg,
    Not,
    And,
    Or,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    /// question, value if true, value if false
    If,
    /// value, then the single values; ranges as `Range` nodes
    In,
    NotIn,
    /// low, high; its value is that of `low` (used under `In` only)
    Range,
    IsNone,
    IsNotNone,
    /// value; step as a decimal, mode
    Round { step: String, mode: RoundMode },
    Min,
    Max,
    /// value, low, high
    Clamp,
    /// value, fallback
    ValueOr,
    /// born, on
    Age(MissingDay),
    /// earlier, later
    MonthsBetween(MissingDay),
    /// date, months
    AddMonths(MissingDay),
    Year,
    Month,
    Day,
    /// date
    YearStart(u32),
    PerYear,
    PerMonth,
    /// Aggregates: first the lists along the path as `Step`s (each of kind `List`; one that was
    /// left out is unknown, and with it an element that is), then one [`Op::Element`] an element,
    /// in the order of the facts.
    Sum,
    Count,
    Average,
    Least,
    Greatest,
    Any,
    All,
    /// The first by the keys. Keys and filters of all elements count, values of those that share
    /// the first place.
    First,
    /// n, then as `First`: `empty_list` where there is no n-th
    Nth,
    /// as the others; the current element is the one whose subject is the current one's, and has
    /// its keys even where it does not count
    Rank,
    /// One element of an aggregate. Arguments: filter if any, value if any, then sort keys, as the
    /// fields say; the filter stands alone where it is false (in aggregates other than `Any` and
    /// `All`: where it is not true), and then alone says what becomes of the element.
    /// Its value is the value argument's, or the filter's, or true for a bare count.
    Element { filter: bool, value: bool, subject: String, descending: Vec<bool> },
    /// keys, then the day where one is written (`on`), then what the row gives (its keys worked
    /// again in place); its value. Without a row, the last is left out and the value says why.
    /// Only as the work of a parameter step.
    Lookup { on: bool },
    /// amount, then the day where one is written (`on`), then one `Band` a band the amount reaches,
    /// upwards; its value their sum. Only as the work of a parameter step.
    Marginal { on: bool },
    /// part of the amount, rate; its value their product. The part is `Sub` of where it ends (the
    /// band's end, or the amount where the band reaches further) and where it begins.
    Band,
}

/// Which way a missing day goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingDay {
    Down,
    Up,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundMode {
    HalfUp,
    HalfEven,
    Up,
    Down,
}

/// Which value of a parameter was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The day it was looked up for.
    pub on: String,
    /// First day of the version; empty for a setting without a date.
    pub from: String,
    /// Position of the row within the version; of a sliding scale, the last it reaches.
    pub row: u32,
    pub certainty: Certainty,
    /// For `assumed` and `setting`: who says so.
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    Confirmed,
    Assumed,
    Setting,
}

/// Who found a fact, when, from what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub on: Option<String>,
    /// `declared`, `checked`, `finding` or free words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<String>,
}

/// What became of an exception.
///
/// Three-valued: an exception *applies* when its `when` holds, it is `must` or granted, and no
/// exception to it with `disapply` applies; it *stands* when it applies and none that overrides it
/// applies. One that is not `must` and not granted does not apply, whatever its `when`.
///
/// The value of the target: in error if it is in error whether one stands (the greatest fault);
/// else what those that stand put in place, `conflict` where that differs; the base where none
/// does. Where it is unknown whether one stands, the value on which its effect, the others' and
/// (if none certainly stands) the base's agree, else unknown; a base that is true agrees with a
/// waiver, and is true. Exceptions to an exception change its effect in the same way, its own
/// effect being the base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionTried {
    pub exception: String,
    pub label: Words,
    /// The step of its `when`, kind `Exception`; absent where it is not in force.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<u32>,
    pub state: ExceptionState,
    pub modality: Modality,
    /// What it puts in place.
    pub effect: ExceptionEffect,
    /// Exceptions to the same target that give way to it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub overrides: Vec<String>,
    pub citations: Vec<Citation>,
    /// Position in [`Record::discretions`](super::Record::discretions) where an officer granted or declined it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub discretion: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionState {
    /// It stands: it takes effect, or is in conflict with another that does.
    Applied,
    /// Its `when` does not hold.
    NotMet,
    /// Its `when` holds, and no officer has granted it.
    Open,
    /// It would apply, and another that overrides it does.
    Overridden,
    /// An exception to it with `disapply` applies.
    Defeated,
    /// Not known whether it stands, or (`may`, not granted) whether its `when` holds.
    Unknown,
    /// In error in the same way.
    Error,
    NotInForce,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionEffect {
    Waive,
    /// The step of the value it puts in place, kind `Replacement`; absent where the exception is not
    /// in force or not met.
    Then(Option<u32>),
    Disapply,
}
