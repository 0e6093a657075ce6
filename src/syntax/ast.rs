//! The syntax tree: what a policy file says, word for word, with no meaning yet.

#![allow(missing_docs, reason = "a field is called by the word of the language it holds")]

mod expressions;
mod properties;
mod spans;

pub use expressions::*;
pub use properties::*;

use crate::source::Span;
use crate::value::Date;

/// One policy file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Its items, in the order they are written.
    pub items: Vec<Item>,
    /// The warnings that are allowed at them, in the order they are written.
    pub allowances: Vec<Allowance>,
    /// Stretches that hold what could not be read: a name that is missing may stand there.
    pub unread: Vec<Span>,
}

/// `allow W0230 because "…"`, before an item: a warning that is as it should be.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// The code of the warning.
    pub code: Ident,
    /// Why it is allowed.
    pub because: Text,
    /// Position of the item it is written at, in [`File::items`].
    pub item: usize,
    /// From the allowance to the end of its item.
    pub reach: Span,
    pub span: Span,
}

/// A name as written.
#[derive(Clone, Debug)]
pub struct Ident {
    /// The name, NFC.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A string literal, its escapes resolved.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text without its quotes.
    pub value: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// The words a name is shown by: `"人均月收入" "monthly income per head"`.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// In the policy's first language.
    pub first: Option<Text>,
    /// In English, where the policy's first language is not English.
    pub english: Option<Text>,
}

/// An item of a policy file.
#[derive(Clone, Debug)]
pub enum Item {
    /// `policy p "…" in force 2020-01-01 ..`
    Policy(Policy),
    /// `instrument gd49 "…" { number "…" issued 2020-03-31 text "notice/gd49.txt" }`
    Instrument(Instrument),
    /// `choice Kind "…" { a "…" b "…" }`
    Choice(Choice),
    /// `entity Household "…" { members: list of Person 1..30 "…" }`
    Entity(Entity),
    /// `parameter p "…": money by Kind { … }`
    Parameter(Parameter),
    /// `reading r "…" { per gd49 "…" narrow "…" wide "…" default narrow }`
    Reading(Reading),
    /// `define Person.x "…": money = wage - cost`
    Define(Define),
    /// `condition Household.c "…" { all of { … } }`
    Condition(Condition),
    /// `exception e to Household.c { when … may waive }`
    Exception(Exception),
    /// `measure enrol "…" for Household or Person { … }`
    Measure(Measure),
    /// `rule r "…" for Household { when … must enrol { … } }`
    Rule(Rule),
    /// `amend parameter p { from 2020-03-10 = 1080 }`
    Amendment(Amendment),
    /// `provision p "…" { per gd49 "…" quote "…" by a person Household.in_need "…" }`
    Provision(Provision),
    /// `duty report "…" { per gd49 "…" by "…" due each quarter by day 20 }`
    Duty(Duty),
    /// `property p "…" for Person { always registered implies any measure }`
    Property(Property),
}

/// What most items may carry, in any order.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// `per gd49 "二（二）一是" quote "…"`, any number.
    pub per: Vec<Citation>,
    /// `in force 2020-03-31 .. 2020-12-31`.
    pub in_force: Option<DateSpan>,
    /// `explain briefly`: how much of it a page tells.
    pub explain: Option<(Shown, Span)>,
}

/// How much of something a page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// `briefly`: on one line, nothing below it.
    Briefly,
    /// `never`: not on a line of its own, and nothing below it.
    Never,
    /// `when met`: not where it is refused.
    WhenMet,
}

/// Which way the value of a fact may still be evidenced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// `evidence`
    Either,
    /// `evidence up`: it may turn out higher or later, not lower.
    Up,
    /// `evidence down`
    Down,
}

/// `per gd49 "二（二）一是" quote "按规定扣减必要的就业成本"`
#[derive(Clone, Debug)]
pub struct Citation {
    /// The instrument's name.
    pub instrument: Ident,
    /// The clause, in the instrument's own numbering.
    pub clause: Text,
    /// Words that stand in that clause.
    pub quote: Option<Text>,
    /// The whole citation.
    pub span: Span,
}

/// `2020-03-31 .. 2020-12-31`; either end may be open. Both ends are included.
#[derive(Clone, Copy, Debug)]
pub struct DateSpan {
    /// First day in force.
    pub from: Option<Date>,
    /// Last day in force.
    pub to: Option<Date>,
    /// Where it stands.
    pub span: Span,
}

/// `policy p "…" version "1.2" language zh currency "元" "yuan" in force 2020-03-31 .. 2020-12-31`
#[derive(Clone, Debug)]
pub struct Policy {
    pub name: Ident,
    pub labels: Labels,
    /// `amends general`: the policy whose items stand beside those of this one.
    pub amends: Option<Ident>,
    /// `version "1.2"`
    pub version: Option<Text>,
    /// `language zh` or `language en`
    pub language: Option<Ident>,
    /// `currency "元" "yuan"`; the first text stands for both languages where it stands alone.
    pub currency: Option<Labels>,
    pub in_force: Option<DateSpan>,
    pub span: Span,
}

/// A legal text that rules cite.
#[derive(Clone, Debug)]
pub struct Instrument {
    pub name: Ident,
    pub labels: Labels,
    /// `number "粤民发〔2020〕49号"`
    pub number: Option<Text>,
    /// `issued 2020-03-31`
    pub issued: Option<(Date, Span)>,
    /// `text "notice/gd49.txt"`: the source that holds its wording.
    pub text: Option<Text>,
    pub span: Span,
}

/// A closed list of values.
#[derive(Clone, Debug)]
pub struct Choice {
    pub name: Ident,
    pub labels: Labels,
    pub variants: Vec<(Ident, Labels)>,
    pub span: Span,
}

/// A kind of thing facts are about.
#[derive(Clone, Debug)]
pub struct Entity {
    pub name: Ident,
    pub labels: Labels,
    pub fields: Vec<Field>,
    pub span: Span,
}

/// `wage: money per month 0.. "工资性收入" default 0`
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Ident,
    pub ty: FieldType,
    pub labels: Labels,
    pub default: Option<Expr>,
    /// `previous on_roll`: the field of the same entity whose value of last time this is.
    pub previous: Option<Ident>,
    /// `sensitive`: personal, and kept out of copies made for others.
    pub sensitive: Option<Span>,
    /// `evidence up`: what can still be shown of it.
    pub evidence: Option<(Evidence, Span)>,
    pub span: Span,
}

/// The type of a field: a list of entities, or a value.
#[derive(Clone, Debug)]
pub enum FieldType {
    /// `list of Person 1..30`; the bounds count entries and include both ends.
    List { entity: Ident, range: Option<Range> },
    /// `integer 1..4 or none`
    Value { ty: TypeName, range: Option<Range>, optional: bool },
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct TypeName {
    pub kind: TypeKind,
    pub span: Span,
}

/// The types of the language.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `money`
    Money,
    /// `money per month`
    MoneyPerMonth,
    /// `money per year`
    MoneyPerYear,
    /// `ratio`
    Ratio,
    /// `integer`
    Integer,
    /// `decimal`
    Decimal,
    /// `date`
    Date,
    /// `months`: a duration in whole months.
    Months,
    /// `days`: a duration in days.
    Days,
    /// `truth`
    Truth,
    /// `text`
    Text,
    /// The name of a choice.
    Named(String),
}

/// `1..4`, `0..`, `..100`, `1900-01-01..decision_date`: both ends included.
#[derive(Clone, Debug)]
pub struct Range {
    pub low: Option<Expr>,
    pub high: Option<Expr>,
    pub span: Span,
}

/// A dated value or table with a source.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Ident,
    pub labels: Labels,
    pub ty: TypeName,
    /// `by Area, size: integer`
    pub keys: Vec<Key>,
    /// `at least floor(first, Residence)`: what no value may be below.
    pub floor: Option<Floor>,
    pub attributes: Attributes,
    pub certainty: Certainty,
    /// `checked until 2020-12-31`: the last day its values are known to hold.
    pub checked: Option<Date>,
    pub values: ParameterValues,
    pub span: Span,
}

/// `floor`, or `floor(first, Residence)`: a parameter at given keys, and at those of one's own.
#[derive(Clone, Debug)]
pub struct Floor {
    pub name: Ident,
    /// Values, and names of one's own keys; none where the keys are the same.
    pub keys: Vec<Expr>,
    /// One a value: the floor's key it is written for.
    pub names: Vec<Option<Ident>>,
}

/// One key of a table; a key named by its type alone is called like the type.
#[derive(Clone, Debug)]
pub struct Key {
    pub name: Option<Ident>,
    pub ty: TypeName,
    /// Only a key with a name of its own has any.
    pub labels: Labels,
}

/// How sure the value is.
#[derive(Clone, Debug)]
pub enum Certainty {
    /// Nothing written: taken from the enclosing parameter, else `confirmed`.
    Unstated,
    /// `confirmed`
    Confirmed(Span),
    /// `assumed "who says so"`
    Assumed(Text),
}

/// What a parameter holds.
#[derive(Clone, Debug)]
pub enum ParameterValues {
    /// `unset`: whoever deploys must give it.
    Unset(Span),
    /// `from` blocks, in the order written.
    Versions(Vec<Version>),
}

/// `from 2020-01-01 until 2020-12-31 per floors "…" { rows }`, or `from 2020-01-01 = 1050`.
#[derive(Clone, Debug)]
pub struct Version {
    pub from: Date,
    /// Last day; without it the version lasts until the next one begins.
    pub until: Option<Date>,
    pub per: Vec<Citation>,
    pub certainty: Certainty,
    /// `checked until 2020-12-31`; without it that of the parameter.
    pub checked: Option<Date>,
    /// One row without patterns for a parameter without keys.
    pub rows: Vec<Row>,
    pub span: Span,
}

/// `first, any : 1050`
#[derive(Clone, Debug)]
pub struct Row {
    pub patterns: Vec<Pattern>,
    pub value: Expr,
    pub span: Span,
}

/// What a row asks of one key.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub kind: PatternKind,
    pub span: Span,
}

/// The kinds of patterns.
#[derive(Clone, Debug)]
pub enum PatternKind {
    /// `any`
    Any,
    /// A value: a choice's variant, a number, `true`.
    Value(Expr),
    /// `3..5` (both ends), `0..<1000`, `1000<..2000`, `9..`, `..5`.
    Range { low: Option<Expr>, low_open: bool, high: Option<Expr>, high_open: bool },
}

/// An ambiguous clause with its named readings.
#[derive(Clone, Debug)]
pub struct Reading {
    pub name: Ident,
    pub labels: Labels,
    pub attributes: Attributes,
    pub variants: Vec<(Ident, Labels)>,
    /// `default narrow` and `default wide from 2020-07-29`, in the order written.
    pub defaults: Vec<(Ident, Option<Date>)>,
    pub span: Span,
}

/// `Household.means_test` or, for an exception, `waive_means_test`.
#[derive(Clone, Debug)]
pub struct Path {
    pub parts: Vec<Ident>,
    pub span: Span,
}

/// A named value of an entity.
#[derive(Clone, Debug)]
pub struct Define {
    pub entity: Ident,
    pub name: Ident,
    pub labels: Labels,
    pub ty: TypeName,
    pub optional: bool,
    pub attributes: Attributes,
    pub value: Expr,
    pub span: Span,
}

/// A named test of an entity.
#[derive(Clone, Debug)]
pub struct Condition {
    pub entity: Ident,
    pub name: Ident,
    pub labels: Labels,
    pub attributes: Attributes,
    pub test: Test,
    /// It stands in braces, and not behind `=`: of one expression the same is meant by both.
    pub braces: bool,
    pub span: Span,
}

/// A tree of named parts.
#[derive(Clone, Debug)]
pub enum Test {
    /// `all of { … }`
    All(Vec<Part>, Span),
    /// `any of { … }`
    Any(Vec<Part>, Span),
    /// A plain expression.
    Expr(Expr),
}

/// `income "人均月收入低于标准" per act "…": income_per_capita < standard`
#[derive(Clone, Debug)]
pub struct Part {
    pub name: Ident,
    pub labels: Labels,
    pub per: Vec<Citation>,
    /// `explain briefly`
    pub explain: Option<(Shown, Span)>,
    pub test: Test,
    pub span: Span,
}

/// What turns a definition, a condition or another exception into something else.
#[derive(Clone, Debug)]
pub struct Exception {
    pub name: Ident,
    pub labels: Labels,
    pub target: Path,
    pub attributes: Attributes,
    pub when: Test,
    pub modality: Modality,
    pub effect: Effect,
    /// `overrides a, b`
    pub overrides: Vec<Ident>,
    pub span: Span,
}

/// Whose will decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// 应: takes effect by itself.
    Must,
    /// 可: takes effect only where an officer's discretion is among the facts.
    May,
    /// 视情: as `may`, case by case.
    CaseByCase,
}

/// What an exception does.
#[derive(Clone, Debug)]
pub enum Effect {
    /// `waive`: the condition is not tested.
    Waive(Span),
    /// `then expr`: this value instead.
    Then(Expr),
    /// `disapply`: the exception it is made to does not apply.
    Disapply(Span),
}

/// A kind of outcome.
#[derive(Clone, Debug)]
pub struct Measure {
    pub name: Ident,
    pub labels: Labels,
    pub entities: Vec<Ident>,
    /// `owed`: what it comes to is to be paid by those it is for.
    pub owed: Option<Span>,
    /// `once`: not twice to one subject.
    pub once: Option<Span>,
    /// `cumulative`: several to one subject add up.
    pub cumulative: Option<Span>,
    pub fields: Vec<MeasureField>,
    pub span: Span,
}

/// `monthly: money per month 0.. "月补差额"`
#[derive(Clone, Debug)]
pub struct MeasureField {
    pub name: Ident,
    pub ty: TypeName,
    pub range: Option<Range>,
    pub optional: bool,
    pub labels: Labels,
}

/// When which measures are given.
#[derive(Clone, Debug)]
pub struct Rule {
    pub name: Ident,
    pub labels: Labels,
    pub entity: Ident,
    pub attributes: Attributes,
    pub when: Test,
    /// Given where `when` holds.
    pub grants: Vec<Grant>,
    /// `otherwise must refer { … }`: given where `when` does not hold.
    pub otherwise: Vec<Grant>,
    /// `overrides other_rule`
    pub overrides: Vec<Ident>,
    pub span: Span,
}

/// `must enrol { kind: basic  monthly: amount }`
#[derive(Clone, Debug)]
pub struct Grant {
    pub modality: Modality,
    pub measure: Ident,
    pub per: Vec<Citation>,
    pub fields: Vec<(Ident, Expr)>,
    pub span: Span,
}

/// Values that take the place of those of a parameter declared elsewhere, from their day on.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// The parameter.
    pub name: Ident,
    pub attributes: Attributes,
    pub certainty: Certainty,
    /// The last day its values are known to hold.
    pub checked: Option<Date>,
    pub versions: Vec<Version>,
    pub span: Span,
}

/// A passage of an instrument, and who sees to it.
#[derive(Clone, Debug)]
pub struct Provision {
    pub name: Ident,
    pub labels: Labels,
    pub per: Vec<Citation>,
    pub carrier: Carrier,
    pub span: Span,
}

/// Who sees to a provision.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// Nothing written: the items that quote its words.
    Rules,
    /// `by a person Household.in_need, waive_check "…"`: facts somebody finds, discretions.
    Person(Vec<Path>, Labels),
    /// `not for a machine "why"`
    Nobody(Labels),
}

/// Something to be done by somebody at some time, whatever the household.
#[derive(Clone, Debug)]
pub struct Duty {
    pub name: Ident,
    pub labels: Labels,
    pub attributes: Attributes,
    /// `by "…"`: whose duty it is.
    pub by: Labels,
    pub due: Due,
    pub certainty: Certainty,
    pub span: Span,
}

/// When a duty is due.
#[derive(Clone, Debug)]
pub enum Due {
    /// `due 2020-04-30`
    On(Date, Span),
    /// `due each quarter by day 20`: of its last month; without a day, its last day.
    Each(Period, Option<(u32, Span)>),
    /// `due "定期"`: no time is set, in these words.
    Unset(Labels),
}

/// What a recurring duty recurs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    Year,
}
