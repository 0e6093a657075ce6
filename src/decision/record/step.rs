//! The trace of a record: its steps, the work of each, and what became of exceptions.

use super::{Citations, Modality, Subject, Text, Words};
use crate::value::{Date, Fault, Number};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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
    /// What it is a step of; says what `work` looks like.
    pub kind: StepKind,
    /// The identifier in the policy.
    pub name: Text,
    /// What it is called.
    pub label: Words,
    /// The instance it was worked out for; the root where it is about nobody in particular.
    pub subject: Arc<Subject>,
    /// The unit of `value`, also where that is unknown or in error.
    pub unit: Unit,
    /// What it came to.
    pub value: Value,
    /// How the value follows from earlier steps; absent for facts, readings, given values.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub work: Option<Node>,
    /// The clauses it rests on.
    pub citations: Citations,
    /// How much of it a page tells, where the policy says so; it never hides what is waived,
    /// unknown, in error or open to an officer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shown: Option<Shown>,
    /// For a fact: personal, and kept out of copies made for others.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub sensitive: bool,
    /// For a fact: who found it, when, from what.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provenance: Option<Provenance>,
    /// For a fact: taken from the policy's default. For a definition: given by the case.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub defaulted: bool,
    /// For a definition: its value is stated by the facts, and it is not worked out.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub given: bool,
    /// For a parameter: which version and row; absent where no value was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lookup: Option<Lookup>,
    /// For a definition, condition or exception: what became of the exceptions made to it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub exceptions: Vec<ExceptionTried>,
}

/// How much of a step a page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Its own line, and nothing below it.
    Briefly,
    /// No line of its own, and nothing below it; its value still stands in formulas.
    Never,
    /// Of a rule: nothing where it is refused.
    WhenMet,
}

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// A field of the facts.
    Fact,
    /// A list of the facts: its value is the number of entries.
    List,
    /// The day the decision is for.
    DecisionDate,
    /// A dated value or table, looked up at some keys for some day.
    Parameter,
    /// An ambiguous clause: its value is the variant in use.
    Reading,
    /// A named value of an entity.
    Definition,
    /// A named truth of an entity.
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
    /// An amount of money, once.
    Money,
    /// Money a month.
    MoneyPerMonth,
    /// Money a year.
    MoneyPerYear,
    /// A share, 0.3 for 30%.
    Ratio,
    /// A whole number.
    Integer,
    /// A number of no other unit.
    Decimal,
    /// A calendar day.
    Date,
    /// A duration in whole months.
    Months,
    /// A duration in days.
    Days,
    /// True or false.
    Truth,
    /// A variant of a closed list.
    Choice,
    /// Free words.
    Text,
}

/// A value on the wire: `{"number":"532.5"}`, `{"choice":{…}}`, `"none"`, `"unknown"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Exact: a decimal, or a fraction `2600/3`.
    Number(#[serde(with = "written")] Number),
    /// Whether something holds.
    Truth(bool),
    /// `2020-03-31`
    Date(Date),
    /// A duration in whole months.
    Months(i64),
    /// A duration in days.
    Days(i64),
    /// The variant, with its words.
    Choice(Arc<ChoiceValue>),
    /// Free words, as the facts give them.
    Text(Text),
    /// Known to be absent: an optional value that is not there.
    None,
    /// Of a condition: not tested. Counts as true.
    Waived,
    /// Rests on facts left out.
    Unknown,
    /// Could not be computed.
    Error(#[serde(with = "written")] Fault),
    /// Withheld, as it is personal: only in a record that is [`redacted`](super::Record::redacted).
    Redacted,
}

/// A variant of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceValue {
    /// The variant's identifier.
    pub variant: Text,
    /// What the variant is called.
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
    /// What was done to the arguments.
    pub op: Op,
    /// The pieces of work it was done to, in the order of [`Op`].
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub args: Vec<Node>,
    /// What it came to.
    pub value: Value,
    /// The unit of `value`.
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
    /// two values
    Add,
    /// the value, what is taken from it; of dates, the days between
    Sub,
    /// two values
    Mul,
    /// dividend, divisor
    Div,
    /// one value
    Neg,
    /// one truth
    Not,
    /// truths; false wins over unknown and over errors
    And,
    /// truths; true wins over unknown and over errors
    Or,
    /// left, right: equal
    Eq,
    /// left, right: different
    Ne,
    /// left, right: left below right
    Lt,
    /// left, right: left at most right
    Le,
    /// left, right: left above right
    Gt,
    /// left, right: left at least right
    Ge,
    /// question, value if true, value if false
    If,
    /// value, then the single values; ranges as `Range` nodes
    In,
    /// as `In`; its value is the opposite
    NotIn,
    /// low, high; its value is that of `low` (used under `In` only)
    Range,
    /// value: whether it is `none`
    IsNone,
    /// value: whether it is there
    IsNotNone,
    /// value; step as a decimal, mode
    Round {
        /// What it is rounded to a multiple of.
        #[serde(with = "written")]
        step: Number,
        /// Which way.
        mode: RoundMode,
    },
    /// two values or more: the least
    Min,
    /// two values or more: the greatest
    Max,
    /// value, low, high
    Clamp,
    /// An amount outside the range its measure declares: the amount, then the ends there are. Its value
    /// is `out_of_range`. Only as the work of an amount step, and only where it lies outside: else the
    /// work is the expression alone.
    Within {
        /// Whether the range has a lower end.
        low: bool,
        /// Whether it has an upper end.
        high: bool,
    },
    /// value, fallback
    ValueOr,
    /// Within an element, one value: what the one has who asks the list that the element is of.
    Asker,
    /// Within an element: whether it is the one that asks, so many lists further out.
    IsElement(u32),
    /// as `IsElement`; its value is the opposite
    IsNotElement(u32),
    /// born, on
    Age(MissingDay),
    /// earlier, later
    MonthsBetween(MissingDay),
    /// date, months
    AddMonths(MissingDay),
    /// date
    Year,
    /// date: 1 to 12
    Month,
    /// date: 1 to 31
    Day,
    /// date
    YearStart(u32),
    /// money a month: times 12
    PerYear,
    /// money a year: divided by 12
    PerMonth,
    /// Aggregates: first the lists along the path as `Step`s (each of kind `List`; one that was
    /// left out is unknown, and with it an element that is; under one [`Op::Asker`] for each list
    /// further out the one is whose lists they are), then one [`Op::Element`] an element,
    /// in the order of the facts.
    Sum,
    /// how many elements count
    Count,
    /// an error where no element counts
    Average,
    /// `min` over a list: the least value
    Least,
    /// `max` over a list: the greatest value
    Greatest,
    /// whether the value holds for some element; false where there is none
    Any,
    /// whether the value holds for every element; true where there is none
    All,
    /// The first by the keys. Keys and filters of all elements count, values of those that share
    /// the first place.
    First,
    /// n, then as `First`: `empty_list` where there is no n-th
    Nth,
    /// as the others; ranked is the one whose lists they are, which is the element of that subject,
    /// and has its keys even where it does not count
    Rank,
    /// One element of an aggregate. Arguments: filter if any, value if any, then sort keys, as the
    /// fields say; the filter stands alone where it is false (in aggregates other than `Any` and
    /// `All`: where it is not true), and then alone says what becomes of the element.
    /// Its value is the value argument's, or the filter's, or true for a bare count.
    Element {
        /// Whether it has a filter.
        filter: bool,
        /// Whether it has a value.
        value: bool,
        /// The path of the element in the facts, as in [`Subject::path`].
        subject: Text,
        /// What the policy calls it; without a name, bare names are its own.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        called: Option<Text>,
        /// One a sort key: whether the greatest comes first.
        descending: Vec<bool>,
    },
    /// keys, then the day where one is written (`on`), then what the row gives (its keys worked
    /// again in place); its value. Without a row, the last is left out and the value says why.
    /// Only as the work of a parameter step.
    Lookup {
        /// Whether the day is written.
        on: bool,
        /// What each key is called; empty words for one that has no name of its own.
        #[serde(skip_serializing_if = "is_empty", default)]
        keys: Arc<[Words]>,
    },
    /// amount, then the day where one is written (`on`), then one `Band` a band the amount reaches,
    /// upwards, each from where the one before it ends, the last up to the amount; its value their
    /// sum. Without a value the bands are left out. Only as the work of a parameter step.
    Marginal {
        /// Whether the day is written.
        on: bool,
    },
    /// part of the amount, rate; its value their product. The part is `Sub` of where it ends (the
    /// band's end, or the amount where the band reaches further) and where it begins.
    Band,
}

/// Which way a missing day goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingDay {
    /// Back to the last day of the month.
    Down,
    /// On to the first day of the next month.
    Up,
}

/// How what lies between two steps is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundMode {
    /// To the nearest, the middle away from zero.
    HalfUp,
    /// To the nearest, the middle to the even one.
    HalfEven,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

/// Which value of a parameter was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The day it was looked up for.
    pub on: Date,
    /// First day of the version; absent for a setting without a date.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<Date>,
    /// Position of the row within the version; of a sliding scale, the last it reaches.
    pub row: u32,
    /// What the row asks of each key; nothing for a sliding scale.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub patterns: Vec<RowPattern>,
    /// How sure the value is.
    pub certainty: Certainty,
    /// For `assumed` and `setting`: who says so.
    pub source: Text,
    /// The last day the value is known to hold, where the policy says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub checked: Option<Date>,
}

impl Lookup {
    /// The last day the value is known to hold, where it was looked up for a later one.
    pub fn unchecked(&self) -> Option<Date> {
        self.checked.filter(|checked| self.on > *checked)
    }
}

/// What a row of a table asks of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowPattern {
    /// Nothing: it holds whatever the key is.
    Any,
    /// The value that the key has.
    Exact,
    /// A number from one end to the other; without an end it goes on.
    Range {
        /// The lower end.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        low: Option<End>,
        /// The upper end.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        high: Option<End>,
    },
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Where it is.
    #[serde(with = "written")]
    pub at: Number,
    /// Whether the end itself is left out.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub open: bool,
}

fn is_empty(keys: &Arc<[Words]>) -> bool {
    keys.is_empty()
}

/// How sure the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The clause cited says so.
    Confirmed,
    /// The policy says so on somebody's word.
    Assumed,
    /// The deployment supplied it.
    Setting,
}

/// Who found a fact, when, from what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The person or office.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<String>,
    /// The day, `2020-03-31`.
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
    /// The exception's identifier.
    pub exception: Text,
    /// What the exception is called.
    pub label: Words,
    /// The step of its `when`, kind `Exception`; absent where it is not in force.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<u32>,
    /// What became of it.
    pub state: ExceptionState,
    /// Whether it is made of itself or once an officer grants it.
    pub modality: Modality,
    /// What it puts in place.
    pub effect: ExceptionEffect,
    /// Exceptions to the same target that give way to it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub overrides: Vec<Text>,
    /// The clauses it rests on.
    pub citations: Citations,
    /// Position in [`Record::discretions`](super::Record::discretions) where an officer granted or declined it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub discretion: Option<u32>,
}

impl ExceptionTried {
    /// Whether another exception to the same target gives way to this one. One that is overridden
    /// itself still overrides.
    pub fn prevails_over(&self, other: &ExceptionTried) -> bool {
        self.overrides.contains(&other.exception)
            && matches!(self.state, ExceptionState::Applied | ExceptionState::Overridden)
    }
}

/// What became of an exception.
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
    /// The day lies outside the span it is in force.
    NotInForce,
}

/// What an exception does to its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionEffect {
    /// The condition counts as true, untested.
    Waive,
    /// The step of the value it puts in place, kind `Replacement`; absent where the exception is not
    /// in force or not met.
    Then(Option<u32>),
    /// The exception it is made to does not apply.
    Disapply,
}

/// Values on the wire are texts, each in the one form in which it is written: what reads back but
/// would be written differently is refused.
pub(super) mod written {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::borrow::Cow;
    use std::fmt::Display;
    use std::str::FromStr;

    pub(in crate::decision) fn serialize<T: Display, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(in crate::decision) fn deserialize<'de, T: Display + FromStr, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let value = text.parse().ok().filter(|value: &T| value.to_string() == text);
        value.ok_or_else(|| D::Error::custom(format_args!("`{text}` is not a value, or not in its one form")))
    }
}
