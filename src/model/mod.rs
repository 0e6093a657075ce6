//! The model: a policy with every name resolved and every type checked.
//!
//! [`resolve`] builds it from syntax trees; lowering and the test oracle read it. Ids are
//! positions in the vectors of [`Model`]; entities stand parents before children, the root first.

mod adopt;
mod advice;
mod aggregates;
mod allowances;
mod apart;
mod apartness;
mod behind;
mod calls;
mod citations;
mod constants;
pub(crate) mod cycles;
mod dated;
mod declared;
mod derived;
mod duties;
mod elements;
mod entities;
mod exceptions;
mod expression;
mod fields;
mod floors;
mod given;
mod keys;
mod labels;
mod lookalikes;
mod marks;
mod meant;
mod mentions;
mod names;
mod operators;
mod parameters;
mod paths;
mod places;
mod policies;
mod print;
mod properties;
mod provisions;
mod quotes;
mod ranges;
mod resolve;
mod rules;
pub(crate) mod scopes;
mod signatures;
pub(crate) mod tables;
mod typecheck;
mod types;
mod unread;
mod unused;
mod uses;
pub(crate) mod walk;

pub use allowances::{Allowed, allow};
pub use calls::functions;
pub use constants::Constants;
pub use duties::{Due, Duty};
pub use floors::{Floor, FloorKey};
pub(crate) use floors::{Floored, Held};

pub use expression::{Aggregate, AggregateKind, Asked, Comparison, DatePart, Expr, ExprKind, SetItem, SortKey};
pub use mentions::{Mention, mentions};
pub use print::print;
pub use properties::{Movement, Property, Statement};
pub use provisions::{Carrier, Finding, Provision};
pub use ranges::{End, Range, Times};
pub use resolve::resolve;
pub use types::{Base, Places, Type};
pub use uses::{Input, User};

use crate::diagnostic::Locale;
use crate::source::Span;
pub use crate::syntax::ast::{Evidence, Modality, Period, Shown};
use crate::value::{Date, Number};

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
    /// What the `policy` line says.
    pub policy: PolicyInfo,
    /// The legal texts that can be cited.
    pub instruments: Vec<Instrument>,
    /// The closed lists declared, and one for every reading.
    pub choices: Vec<Choice>,
    /// The root first, parents before children.
    pub entities: Vec<Entity>,
    /// Dated values and tables.
    pub parameters: Vec<Parameter>,
    /// Ambiguous clauses, with their variants.
    pub readings: Vec<Reading>,
    /// Definitions and conditions, sorted by entity and name.
    pub derived: Vec<Derived>,
    /// Exceptions to definitions, to conditions and to one another.
    pub exceptions: Vec<Exception>,
    /// The kinds of outcome a rule can give.
    pub measures: Vec<Measure>,
    /// What is asked of every subject.
    pub rules: Vec<Rule>,
    /// Passages of the instruments, and who sees to each; sorted by name.
    pub provisions: Vec<Provision>,
    /// What is to be done at set times; sorted by name.
    pub duties: Vec<Duty>,
    /// What must hold of every case; sorted by name.
    pub properties: Vec<Property>,
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
    /// First day; `None`: since ever.
    pub from: Option<Date>,
    /// Last day; `None`: until further notice.
    pub to: Option<Date>,
}

impl InForce {
    /// Whether a day lies in the span.
    pub fn holds(self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// The days in both spans; none where it ends before it begins.
    #[must_use]
    pub fn and(self, other: InForce) -> InForce {
        InForce {
            from: self.from.max(other.from),
            to: self.to.zip(other.to).map(|(a, b)| a.min(b)).or(self.to).or(other.to),
        }
    }
}

/// The `policy` line.
#[derive(Clone, Debug)]
pub struct PolicyInfo {
    /// What the policy is called.
    pub name: Name,
    /// As written, where it is.
    pub version: Option<String>,
    /// What its amounts of money are in; 元, yuan where nothing is said.
    pub currency: Words,
    /// The policies it amends, nearest first: their items stand beside its own.
    pub amends: Vec<Name>,
    /// The days the policy may be asked about: on each, it and all it amends are in force.
    pub in_force: InForce,
}

/// A few words in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Chinese (or the first language given).
    pub zh: String,
    /// In English: as given, else the same.
    pub en: String,
}

impl Words {
    /// The words in one language.
    pub fn label(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// A legal text.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// By what it is cited, and its title.
    pub name: Name,
    /// Its official number, where one is given.
    pub number: Option<String>,
    /// The day it was issued, where one is given.
    pub issued: Option<Date>,
    /// Name of the source with its wording.
    pub text: Option<String>,
}

/// A checked citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The text cited.
    pub instrument: InstrumentId,
    /// Where in it, as written.
    pub clause: String,
    /// Words that stand there; checked against the text of the instrument.
    pub quote: Option<String>,
    /// Where the citation is written.
    pub span: Span,
}

/// A closed list of values.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What the list is called.
    pub name: Name,
    /// In the order they are written; positions in it stand for values.
    pub variants: Vec<Name>,
}

/// A kind of thing.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What one of them is called.
    pub name: Name,
    /// The entity that lists it and the list's name; `None` for the root.
    pub parent: Option<(EntityId, Name, ListBounds)>,
    /// Value fields only; lists are the `parent` of their element entity.
    pub fields: Vec<Field>,
}

/// How many entries a list may have, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListBounds {
    /// 0 where nothing is said.
    pub low: u32,
    /// `None`: only the limits bound it.
    pub high: Option<u32>,
}

/// A value field.
#[derive(Clone, Debug)]
pub struct Field {
    /// What the facts call it.
    pub name: Name,
    /// What its value must be.
    pub ty: Type,
    /// What its value lies within; open where nothing is written.
    pub range: Range,
    /// What it is where the facts leave it out; `None`: unknown.
    pub default: Option<Const>,
    /// The field of the same entity whose value of last time this is, for who compares two times.
    pub previous: Option<FieldId>,
    /// Whether it is personal, and kept out of copies made for others.
    pub sensitive: bool,
    /// Whether, and which way, it can still be evidenced; `None`: it is as it is.
    pub evidence: Option<Evidence>,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Const {
    /// Of any unit.
    Number(Number),
    /// `true` or `false`.
    Truth(bool),
    /// A calendar day.
    Date(Date),
    /// Whole months.
    Months(i64),
    /// A duration in days.
    Days(i64),
    /// Position of the variant.
    Choice(ChoiceId, u16),
    /// Words in quotes.
    Text(String),
    /// The absent value of an optional type.
    None,
}

/// How sure a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// A clause says so.
    Confirmed,
    /// Who says so.
    Assumed(String),
}

/// A dated value or table.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// What it is called.
    pub name: Name,
    /// The type of its values; a sliding scale's is a ratio.
    pub ty: Type,
    /// Empty for a single value.
    pub keys: Vec<Key>,
    /// What none of its values is below.
    pub floor: Option<Floor>,
    /// The clauses it rests on, besides those of its versions.
    pub per: Vec<Citation>,
    /// How much of it a page tells; `None`: all.
    pub shown: Option<Shown>,
    /// In order of `from`, spans disjoint; empty when unset.
    pub versions: Vec<Version>,
}

/// A key of a table.
#[derive(Clone, Debug)]
pub struct Key {
    /// As written, else the name of its type.
    pub name: String,
    /// What a page calls it; a key without a name of its own is told by its value alone.
    pub called: Option<Name>,
    /// What a row is looked up by.
    pub ty: Type,
    /// Where it is declared.
    pub span: Span,
}

/// What a parameter is from one day on.
#[derive(Clone, Debug)]
pub struct Version {
    /// First day.
    pub from: Date,
    /// Last day, the day before the next version where none is written.
    pub until: Option<Date>,
    /// The clauses its values are from.
    pub per: Vec<Citation>,
    /// Its own, else the parameter's.
    pub certainty: Certainty,
    /// The last day its values are known to hold: its own, else the parameter's.
    pub checked: Option<Date>,
    /// Disjoint.
    pub rows: Vec<Row>,
    /// Where it is written.
    pub span: Span,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// One a key.
    pub patterns: Vec<Pattern>,
    /// Holds only constants, [`ExprKind::Key`] and arithmetic.
    pub value: Expr,
    /// Where it is written.
    pub span: Span,
}

/// What a row asks of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Everything.
    Any,
    /// Equal to.
    Value(Const),
    /// Within; an end that is `None` is open-ended, a `true` flag leaves that end out.
    Range {
        /// The lower end.
        low: Option<Number>,
        /// Whether the lower end itself is out.
        low_open: bool,
        /// The upper end.
        high: Option<Number>,
        /// Whether the upper end itself is out.
        high_open: bool,
    },
}

/// An ambiguous clause.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What the question is called.
    pub name: Name,
    /// The clauses that can be read in more than one way.
    pub per: Vec<Citation>,
    /// The choice made of its variants (`reading = variant` compares with it).
    pub choice: ChoiceId,
    /// In order of date, the first without one: which variant holds from when.
    pub defaults: Vec<(Option<Date>, u16)>,
}

/// A named value of an entity: a definition or a condition.
#[derive(Clone, Debug)]
pub struct Derived {
    /// What it is asked of.
    pub entity: EntityId,
    /// What it is called.
    pub name: Name,
    /// Whether exceptions may waive it.
    pub kind: DerivedKind,
    /// The type of its value; truth for a condition.
    pub ty: Type,
    /// Spans disjoint, in order.
    pub versions: Vec<DerivedVersion>,
    /// Exceptions made to it directly, by id.
    pub exceptions: Vec<ExceptionId>,
}

/// What a [`Derived`] was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DerivedKind {
    /// A value of any type.
    Definition,
    /// A truth, which exceptions can waive.
    Condition,
}

/// The body in force for a while.
#[derive(Clone, Debug)]
pub struct DerivedVersion {
    /// The days this body holds.
    pub in_force: InForce,
    /// The clauses it rests on.
    pub per: Vec<Citation>,
    /// How much of it a page tells; `None`: all.
    pub shown: Option<Shown>,
    /// How its value is found.
    pub body: Test,
}

/// A tree of named parts over expressions. A definition's body is always `Expr`.
#[derive(Clone, Debug)]
pub enum Test {
    /// True where every part is.
    All(Vec<Part>),
    /// True where one part is.
    Any(Vec<Part>),
    /// A leaf.
    Expr(Expr),
}

/// A named part.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is called in explanations.
    pub name: Name,
    /// The clauses it rests on.
    pub per: Vec<Citation>,
    /// How much of it a page tells; `None`: all.
    pub shown: Option<Shown>,
    /// What it asks.
    pub test: Test,
}

/// An exception.
#[derive(Clone, Debug)]
pub struct Exception {
    /// What it is called.
    pub name: Name,
    /// The entity of what it changes: its `when` is asked of that entity.
    pub entity: EntityId,
    /// What it is an exception to.
    pub target: Target,
    /// The days it can apply.
    pub in_force: InForce,
    /// The clauses it rests on.
    pub per: Vec<Citation>,
    /// Where it applies.
    pub when: Test,
    /// Whether it applies of itself, or once an officer grants it.
    pub modality: Modality,
    /// What becomes of the target.
    pub effect: Effect,
    /// Exceptions to the same target that give way to this one.
    pub overrides: Vec<ExceptionId>,
    /// Exceptions made to this one.
    pub exceptions: Vec<ExceptionId>,
}

/// What an exception changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A definition or a condition.
    Derived(DerivedId),
    /// Another exception.
    Exception(ExceptionId),
}

/// What an exception does.
#[derive(Clone, Debug)]
pub enum Effect {
    /// The condition counts as met, untested.
    Waive,
    /// This value takes the place of the target's.
    Then(Expr),
    /// The exception it is made to does not apply.
    Disapply,
}

/// A kind of outcome.
#[derive(Clone, Debug)]
pub struct Measure {
    /// What it is called.
    pub name: Name,
    /// Those it can be given to.
    pub entities: Vec<EntityId>,
    /// Whether its amounts are to be paid by those it is for, and not to them.
    pub owed: bool,
    /// How often it may be given to one subject in one decision; `None`: nothing is said.
    pub times: Option<Times>,
    /// In the order they are written.
    pub fields: Vec<MeasureField>,
}

/// An amount or mark of a measure.
#[derive(Clone, Debug)]
pub struct MeasureField {
    /// What it is called.
    pub name: Name,
    /// What its value must be.
    pub ty: Type,
    /// What an amount lies within that is given; open where nothing is written.
    pub range: Range,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it is called.
    pub name: Name,
    /// What it is asked of, one by one.
    pub entity: EntityId,
    /// The days it is asked.
    pub in_force: InForce,
    /// The clauses it rests on.
    pub per: Vec<Citation>,
    /// Whether a page tells it where it is refused; `None`: it does.
    pub shown: Option<Shown>,
    /// What must hold.
    pub when: Test,
    /// Given where `when` holds.
    pub grants: Vec<Grant>,
    /// Given where it does not.
    pub otherwise: Vec<Grant>,
    /// Rules of the same entity or of one below that give way where this one grants.
    pub overrides: Vec<RuleId>,
}

/// A measure given by a rule.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Whether it takes effect of itself, or once an officer grants it.
    pub modality: Modality,
    /// What is given.
    pub measure: MeasureId,
    /// The clauses of the grant itself, besides the rule's.
    pub per: Vec<Citation>,
    /// One a field of the measure, in the measure's order.
    pub fields: Vec<Expr>,
}
