//! The wire form of a decision: versioned, self-contained, every amount a string.
//!
//! A [`Record`] holds all that explaining and checking need, labels included; it knows nothing
//! of the plan that made it. Texts are shared between the places that show them. Its JSON is byte-identical for the same policy, settings, facts and
//! date. Keys are ASCII; there is no map whose order could vary and no number but small indices.

mod step;
mod text;

use crate::value::{Date, Fault};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use step::{
    Certainty, ChoiceValue, End, ExceptionEffect, ExceptionState, ExceptionTried, Lookup, MissingDay, Node, Op,
    Provenance, RoundMode, RowPattern, Shown, Step, StepKind, Unit, Value,
};
pub use text::Text;

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
    /// The policy that was asked.
    pub policy: PolicyRef,
    /// SHA-256 of the settings, hex.
    pub settings: Text,
    /// SHA-256 of the facts, hex; empty where `redacted`.
    pub facts: Text,
    /// A copy for others, made by [`Record::redacted`]: what is personal is withheld.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub redacted: bool,
    /// The day the decision is for.
    pub date: Date,
    /// Whether every rule could be decided.
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
    /// Assumed and supplied parameter values, defaulted facts, and values used for a day later than
    /// they are known to hold: in order of steps.
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
    /// Where the text is no record of this format, or nests deeper than a record can.
    pub fn from_json(text: &str) -> Result<Record, serde_json::Error> {
        if nesting(text) > DEEPEST {
            return Err(serde::de::Error::custom("nested deeper than a record can be"));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        // Work may nest as deep as expressions do, two levels of JSON each: more than the reader's
        // own limit, which the one above replaces.
        reader.disable_recursion_limit();
        let record = Record::deserialize(&mut reader)?;
        reader.end()?;
        Ok(record)
    }
}

/// Levels of work: an expression as deep as it may be, and what a table or scale adds to it.
pub(in crate::decision) const WORK_DEPTH: usize = crate::limits::DEEPEST + 8;

/// Levels of JSON: two for each of work, and of what holds it.
const DEEPEST: usize = 2 * WORK_DEPTH + 8;

/// How deep the brackets and braces of a JSON text nest.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth = depth.saturating_add(1),
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Chinese.
    pub zh: Text,
    /// In English.
    pub en: Text,
}

/// Which policy was asked, down to its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    /// The identifier of the `policy` line.
    pub name: Text,
    /// What it is called.
    pub label: Words,
    /// As the policy writes it, where it does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<Text>,
    /// What its amounts of money are in.
    pub currency: Words,
    /// SHA-256 of the policy, hex.
    pub digest: Text,
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
    /// 应: it takes effect of itself.
    Must,
    /// 可: it takes effect once an officer grants it.
    May,
    /// 视情: likewise, weighed from case to case.
    CaseByCase,
}

/// A place in a legal text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The instrument's name in the policy.
    pub instrument: Text,
    /// Its title.
    pub label: Words,
    /// Its number, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<Text>,
    /// As the policy writes it.
    pub clause: Text,
    /// The words of the clause, where the policy quotes them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quote: Option<Text>,
}

/// Places in legal texts, shared by all that rests on them.
pub type Citations = Arc<[Citation]>;

/// A rule asked of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRef {
    /// The rule's identifier.
    pub rule: Text,
    /// What the rule is called.
    pub label: Words,
    /// The one instance of the rule's entity it was asked of.
    pub subject: Arc<Subject>,
    /// The clauses the rule rests on.
    pub citations: Citations,
}

/// Whom something is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// The path in the facts: `` for the root, `members[1]`.
    pub path: Text,
    /// The entity's label, with the position from 1 for list entries: `家庭成员 2`.
    pub label: Words,
}

/// A measure given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The measure's identifier.
    pub measure: Text,
    /// What the measure is called.
    pub label: Words,
    /// The rule that gives it, and to whom.
    pub by: RuleRef,
    /// How the rule gives it; what is not `must` was granted by an officer.
    pub modality: Modality,
    /// Whether it is owed: its amounts are to be paid by whom it is for.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub owed: bool,
    /// `when` or `otherwise`.
    pub branch: Branch,
    /// The trace step of the rule.
    pub step: u32,
    /// Citations of the grant itself, besides the rule's.
    pub citations: Citations,
    /// One a field of the measure, in the measure's order.
    pub fields: Vec<Amount>,
    /// Position in [`Record::discretions`], for what an officer granted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub discretion: Option<u32>,
}

/// Which list of a rule's measures one comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// Given because the rule's `when` holds.
    When,
    /// Given because it does not.
    Otherwise,
}

/// A field of a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// The field's identifier.
    pub name: Text,
    /// What the field is called.
    pub label: Words,
    /// The step that computed it.
    pub step: u32,
    /// The value of that step: never unknown, never in error.
    pub value: Value,
}

/// A rule whose `when` does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The rule, and whom it refuses.
    pub by: RuleRef,
    /// The trace step of the rule.
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
    /// What that step is called.
    pub label: Words,
    /// Whom that step is about: not always the rule's subject.
    pub subject: Arc<Subject>,
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
    /// The rule, and of whom it was asked.
    pub by: RuleRef,
    /// The trace step of the rule.
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
    /// The rule is decided, but another that is not may take its place, or give as well what may be
    /// given once: that rule. What is listed is then that rule's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub behind: Option<RuleRef>,
}

/// A fact left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// `members[1].wage`
    pub path: String,
    /// What the field or list is called.
    pub label: Words,
    /// The instance whose field or list it is.
    pub subject: Arc<Subject>,
}

/// A name with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The identifier in the policy.
    pub name: Text,
    /// What it is called.
    pub label: Words,
}

/// A rule in error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InError {
    /// The rule, and of whom it was asked.
    pub by: RuleRef,
    /// The trace step of the rule.
    pub step: u32,
    /// In order of `step`.
    pub causes: Vec<Cause>,
    /// Where the rule itself is decided: the steps of its amounts in error.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub amounts: Vec<u32>,
    /// The rule is decided, but another that is not may take its place, or give as well what may be
    /// given once: that rule. What is listed is then that rule's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub behind: Option<RuleRef>,
}

/// What went wrong, first hand: a node in error none of whose arguments is (`operands` are the
/// values of its arguments), or a step in error without work (no operands); or a rule that is decided
/// and gives, beside another, what may be given once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// What went wrong.
    #[serde(with = "step::written")]
    pub fault: Fault,
    /// The step in which it happened.
    pub step: u32,
    /// What that step is called.
    pub label: Words,
    /// Whom that step is about.
    pub subject: Arc<Subject>,
    /// Values of the operands, in order.
    pub operands: Vec<Value>,
    /// For a conflict: the exceptions left standing, with their clauses.
    pub between: Vec<ExceptionRef>,
    /// For a conflict of rules: what they give that may be given once. The step is then the rule's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub twice: Option<Twice>,
}

/// A measure that may be given once, given more often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twice {
    /// The measure.
    pub measure: Named,
    /// The other rules that give it to the same subject, in order; the rule itself where it gives it
    /// more than once.
    pub by: Vec<RuleRef>,
}

/// An exception with the clauses it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionRef {
    /// The exception's identifier.
    pub exception: Text,
    /// What the exception is called.
    pub label: Words,
    /// In the order of the policy.
    pub citations: Citations,
}

/// Something open to an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The rule or exception.
    pub name: Text,
    /// What the rule or exception is called.
    pub label: Words,
    /// Which of the two `name` is.
    pub kind: OpenKind,
    /// Whom the officer would decide about.
    pub subject: Arc<Subject>,
    /// `may` or `case_by_case`: what must be is never open.
    pub modality: Modality,
    /// Measures it would give (for a rule).
    pub measures: Vec<Named>,
    /// The clauses the rule or exception rests on.
    pub citations: Citations,
    /// The trace step of the rule or exception.
    pub step: u32,
    /// An officer looked and declined: position in [`Record::discretions`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub declined: Option<u32>,
}

/// What an officer may grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenKind {
    /// A rule that holds and gives something at discretion.
    Rule,
    /// An exception that holds and may be made.
    Exception,
}

/// A rule that gave way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overridden {
    /// The rule that gave way, and for whom.
    pub by: RuleRef,
    /// The trace step of the rule that gave way.
    pub step: u32,
    /// The rule that prevailed and the subject it prevailed for.
    pub prevailed: RuleRef,
}

/// An officer's discretion among the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discretion {
    /// Identifier of the rule or exception it is about.
    pub name: Text,
    /// What that rule or exception is called.
    pub label: Words,
    /// Whom it is exercised for.
    pub subject: Arc<Subject>,
    /// Granted, or declined.
    pub granted: bool,
    /// Who decided, in the words of the facts.
    pub by: String,
    /// The day of that, `2020-03-31`.
    pub on: Date,
    /// Why, in the words of the facts.
    pub because: String,
    /// Whether it had any effect: a measure or an applied exception rests on it, or something stays
    /// open because of it. A discretion whose ground does not hold has none.
    pub effective: bool,
}

/// A reading in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingUsed {
    /// The reading's identifier.
    pub name: Text,
    /// What the reading is called.
    pub label: Words,
    /// Identifier of the variant in use.
    pub chosen: Text,
    /// What that variant is called.
    pub chosen_label: Words,
    /// Whether the settings chose it (else it is the policy's default).
    pub by_setting: bool,
    /// The clauses that can be read in more than one way.
    pub citations: Citations,
}

/// Something taken on trust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// What it is that is taken on trust.
    pub kind: AssumptionKind,
    /// Identifier of the parameter or field.
    pub name: Text,
    /// What the parameter or field is called.
    pub label: Words,
    /// Who says so; for a default, empty; for a value not checked since, the last day it is known to hold.
    pub source: Text,
    /// The step of the parameter or fact.
    pub step: u32,
}

/// Where something taken on trust comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionKind {
    /// A parameter value marked `assumed`.
    Parameter,
    /// A parameter value supplied by the deployment.
    Setting,
    /// A fact left out where the policy declares a default.
    Default,
    /// A parameter value used for a day later than the last on which it is known to hold.
    Unchecked,
}
