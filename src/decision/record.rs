//! The wire form of a decision: versioned, self-contained, every amount a string.
//!
//! A [`Record`] holds all that explaining and checking need, labels included; it knows nothing
//! of the plan that made it. Its JSON is byte-identical for the same policy, settings, facts and
//! date. Keys are ASCII; there is no map whose order could vary and no number but small indices.

use serde::{Deserialize, Serialize};

/// The form's name and version: the first field of every record.
pub const FORMAT: &str = "doudi-decision/1";

/// A decision, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the engine.
    pub engine: String,
    pub policy: PolicyRef,
    /// SHA-256 of the settings, hex.
    pub settings: String,
    /// SHA-256 of the facts, hex.
    pub facts: String,
    /// The day the decision is for.
    pub date: String,
    pub status: Status,
    /// Measures that take effect, in order of rule, subject, position.
    pub measures: Vec<Measure>,
    /// Rules whose `when` does not hold.
    pub refused: Vec<Refused>,
    /// Rules that cannot be decided for want of facts or parameters.
    pub undetermined: Vec<Undetermined>,
    /// Rules that could not be computed.
    pub in_error: Vec<InError>,
    /// Measures and exceptions an officer may still grant.
    pub open: Vec<Open>,
    /// Rules that gave way to another.
    pub overridden: Vec<Overridden>,
    /// Rules not in force on the day, each once, with the root as its subject.
    pub not_in_force: Vec<RuleRef>,
    /// Discretions among the facts, each with what became of it.
    pub discretions: Vec<Discretion>,
    /// Readings the decision used.
    pub readings: Vec<ReadingUsed>,
    /// Assumed and supplied parameter values and defaulted facts the decision rests on: one a step,
    /// in order of steps.
    pub assumptions: Vec<Assumption>,
    /// Every step in order of dependency; `id` is the position.
    pub trace: Vec<Step>,
}

impl Record {
    /// The record as JSON on one line; the same bytes on every machine.
    pub fn to_json(&self) -> String {
        // Only maps with keys that are not text can fail, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a stored record. It may say anything: [`super::check::check`] it.
    ///
    /// # Errors
    /// Where the text is no record of this format.
    pub fn from_json(text: &str) -> Result<Record, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    pub name: String,
    pub label: Words,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<String>,
    /// SHA-256 of the policy, hex.
    pub digest: String,
}

/// Whether everything could be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every rule granted, refused, or is open to an officer.
    Complete,
    /// Some rule is undetermined, none in error.
    Undetermined,
    /// Some rule is in error: not to be acted on before that is cleared.
    Incomplete,
}

/// Whose will decides: 应, 可, 视情.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    Must,
    May,
    CaseByCase,
}

/// A place in a legal text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The instrument's name in the policy.
    pub instrument: String,
    /// Its title.
    pub label: Words,
    /// Its number, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
    pub clause: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quote: Option<String>,
}

/// A rule asked of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRef {
    pub rule: String,
    pub label: Words,
    pub subject: Subject,
    pub citations: Vec<Citation>,
}

/// Whom something is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// The path in the facts: `` for the root, `members[1]`.
    pub path: String,
    /// The entity's label, with the position from 1 for list entries: `家庭成员 2`.
    pub label: Words,
}

/// A measure given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    pub measure: String,
    pub label: Words,
    pub by: RuleRef,
    pub modality: Modality,
    /// `when` or `otherwise`.
    pub branch: Branch,
    /// The trace step of the rule.
    pub step: u32,
    /// Citations of the grant itself, besides the rule's.
    pub citations: Vec<Citation>,
    pub fields: Vec<Amount>,
    /// Position in [`Record::discretions`], for what an officer granted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub discretion: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    When,
    Otherwise,
}

/// A field of a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    pub name: String,
    pub label: Words,
    /// The step that computed it.
    pub step: u32,
    pub value: Value,
}

/// A rule whose `when` does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    pub by: RuleRef,
    pub step: u32,
    /// The parts that failed, outermost first.
    pub failed: Vec<Failed>,
    /// Measures this refusal leads to: positions in [`Record::measures`].
    pub leads_to: Vec<u32>,
}

/// A part that does not hold.
///
/// [`Refused::failed`] is read off the rule's work, depth first: through `And` into every false
/// argument, through `Or` into every argument, through a false `Step` into that step's work
/// (unless an exception put its value in place). Every part and condition passed is listed, once.
/// The rule's own step stands first where something false in its work belongs to no part and no
/// condition. Nothing under any other operation is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    /// The step of the part or condition.
    pub step: u32,
    pub label: Words,
    pub subject: Subject,
    /// Where the step's work is itself `<`, `<=`, `>` or `>=` of numbers, dates or durations: how far
    /// it was from the threshold, never negative (0 at equality where equality does not suffice).
    /// Between dates it is in days.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub short_by: Option<Value>,
    /// Unit of `short_by`: that of the operands (`decimal` where they are different scalars).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<Unit>,
}

/// A rule that lacks something: its value, or that of an amount it would give, is unknown or
/// `parameter_not_set`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undetermined {
    pub by: RuleRef,
    pub step: u32,
    /// Facts and lists left out that could matter, in order of their steps: those reached from the
    /// rule (or `amounts`) through values that are unknown or not set. Of an `If` whose question is
    /// settled only the branch taken is entered; of a step with exceptions those that apply, are
    /// unknown or in error (and `must` or granted), and its work unless one applies.
    pub missing: Vec<Missing>,
    /// Parameters without a value, reached in the same way; each once, in order of steps.
    pub not_set: Vec<Named>,
    /// Where the rule itself is decided: the steps of its amounts that are not.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub amounts: Vec<u32>,
    /// The rule holds, but another that is itself not decided may take its place: that rule. What
    /// is listed is then that rule's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub behind: Option<RuleRef>,
}

/// A fact left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// `members[1].wage`
    pub path: String,
    pub label: Words,
    pub subject: Subject,
}

/// A name with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub name: String,
    pub label: Words,
}

/// A rule in error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InError {
    pub by: RuleRef,
    pub step: u32,
    /// In order of `step`.
    pub causes: Vec<Cause>,
    /// Where the rule itself is decided: the steps of its amounts in error.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub amounts: Vec<u32>,
    /// The rule holds, but another that is itself not decided may take its place: that rule. What
    /// is listed is then that rule's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub behind: Option<RuleRef>,
}

/// What went wrong, first hand: a node in error none of whose arguments is (`operands` are the
/// values of its arguments), or a step in error without work (no operands).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// [`crate::value::Fault::id`].
    pub fault: String,
    /// The step in which it happened.
    pub step: u32,
    pub label: Words,
    pub subject: Subject,
    /// Values of the operands, in order.
    pub operands: Vec<Value>,
    /// For a conflict: the exceptions left standing, with their clauses.
    pub between: Vec<ExceptionRef>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionRef {
    pub exception: String,
    pub label: Words,
    pub citations: Vec<Citation>,
}

/// Something open to an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The rule or exception.
    pub name: String,
    pub label: Words,
    pub kind: OpenKind,
    pub subject: Subject,
    pub modality: Modality,
    /// Measures it would give (for a rule).
    pub measures: Vec<Named>,
    pub citations: Vec<Citation>,
    pub step: u32,
    /// An officer looked and declined: position in [`Record::discretions`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub declined: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenKind {
    Rule,
    Exception,
}

/// A rule that gave way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overridden {
    pub by: RuleRef,
    pub step: u32,
    /// The rule that prevailed and the subject it prevailed for.
    pub prevailed: RuleRef,
}

/// An officer's discretion among the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discretion {
    pub name: String,
    pub label: Words,
    pub subject: Subject,
    pub granted: bool,
    pub by: String,
    pub on: String,
    pub because: String,
    /// Whether it had any effect: a measure or an applied exception rests on it, or something stays
    /// open because of it. A discretion whose ground does not hold has none.
    pub effective: bool,
}

/// A reading in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingUsed {
    pub name: String,
    pub label: Words,
    pub chosen: String,
    pub chosen_label: Words,
    /// Whether the settings chose it (else it is the policy's default).
    pub by_setting: bool,
    pub citations: Vec<Citation>,
}

/// Something taken on trust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    pub kind: AssumptionKind,
    pub name: String,
    pub label: Words,
    /// Who says so; for a default, empty.
    pub source: String,
    pub step: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionKind {
    /// A parameter value marked `assumed`.
    Parameter,
    /// A parameter value supplied by the deployment.
    Setting,
    /// A fact left out where the policy declares a default.
    Default,
}

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
    /// Its position in [`Record::trace`].
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
    /// Position in [`Record::discretions`] where an officer granted or declined it.
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
