//! The independent checker: re-derives a decision from its record alone, step by step.
//!
//! [`check`] recomputes every value from what its work names, resolves every exception again, and
//! compares the outcomes with what the steps demand. It does not call the evaluator and knows no
//! plan: a few hundred lines that can be read in one sitting, and that any auditor may write
//! again. [`check_against`] compares a record with the policy it claims to be made under besides.

mod arithmetic;
mod exceptions;
mod lists;
mod marks;
mod measures;
mod outcomes;
mod policy;
mod ranges;
mod reasons;
mod shape;
mod tables;
mod values;
mod work;

pub use policy::check_against;

use super::record::{FORMAT, Record, Step, StepKind, Unit, Value};
use crate::diagnostic::{Locale, Phrase};
use exceptions::Resolved;
use std::fmt;
use values::Val;

/// What is wrong with a record: the first thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The step it was found in; `None` for what is reported of the steps.
    pub step: Option<u32>,
    pub(crate) phrase: Phrase,
    pub(crate) args: Vec<String>,
}

impl Flaw {
    /// What is wrong, in one sentence.
    pub fn message(&self, locale: Locale) -> String {
        let message = self.phrase.fill(locale, &self.args);
        match (self.step, locale) {
            (None, _) => message,
            (Some(step), Locale::ZhCn) => format!("第 {step} 步：{message}"),
            (Some(step), Locale::En) => format!("step {step}: {message}"),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Locale::En))
    }
}

impl std::error::Error for Flaw {}

/// A check's result; the flaw is boxed, as there is none in all but a few.
type Checked<T = ()> = Result<T, Box<Flaw>>;

/// A flaw in what is being read.
fn flaw<T>(phrase: Phrase, args: &[&dyn fmt::Display]) -> Checked<T> {
    Err(Box::new(Flaw { step: None, phrase, args: args.iter().map(ToString::to_string).collect() }))
}

/// Says in which step a flaw was found.
fn within<T>(step: &Step, checked: Checked<T>) -> Checked<T> {
    checked.map_err(|mut flaw| {
        flaw.step = flaw.step.or(Some(step.id));
        flaw
    })
}

/// Recomputes a record from its own steps.
///
/// # Errors
/// The first step whose value does not follow from those before it, or the first outcome that does
/// not follow from the steps. A copy [for others](Record::redacted) cannot be checked: that it is
/// one is the flaw. Who has the whole record makes the copy again and compares.
pub fn check(record: &Record) -> Result<(), Flaw> {
    checked(record).map(drop).map_err(|flaw| *flaw)
}

/// What the steps come to, once recomputed.
pub(crate) struct Steps<'a> {
    pub(crate) record: &'a Record,
    values: Vec<Val<'a>>,
    resolved: Resolved<'a>,
}

fn checked(record: &Record) -> Checked<Steps<'_>> {
    head(record)?;
    let mut steps =
        Steps { record, values: Vec::with_capacity(record.trace.len()), resolved: Resolved::new(record.trace.len()) };
    for (position, step) in record.trace.iter().enumerate() {
        if usize::try_from(step.id) != Ok(position) {
            return within(step, flaw(WRONG_ID, &[&step.id, &position]));
        }
        let value = within(step, steps.step(step))?;
        steps.values.push(value);
    }
    outcomes::check(&steps)?;
    Ok(steps)
}

fn head(record: &Record) -> Checked {
    if record.format != FORMAT {
        return flaw(WRONG_FORMAT, &[&record.format, &FORMAT]);
    }
    if record.redacted {
        return flaw(REDACTED, &[]);
    }
    let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    match [&record.policy.digest, &record.settings, &record.facts]
        .into_iter()
        .find(|d| d.len() != 64 || !d.chars().all(hex))
    {
        Some(digest) => flaw(NOT_A_DIGEST, &[digest]),
        None => Ok(()),
    }
}

impl<'a> Steps<'a> {
    /// The step at a position, and its value.
    fn at(&self, id: u32) -> Option<(&'a Step, Val<'a>)> {
        Some((self.record.trace.get(id as usize)?, *self.values.get(id as usize)?))
    }

    /// Recomputes one step from those before it.
    fn step(&mut self, step: &'a Step) -> Checked<Val<'a>> {
        let value = Val::read(&step.value, step.unit)?;
        fields_fit(step, self.record)?;
        let base = match &step.work {
            Some(work) => Some(self.work(step, work)?),
            None => None,
        };
        let expected = match step.kind {
            StepKind::Fact | StepKind::List | StepKind::Reading | StepKind::DecisionDate => {
                return self.given(step, value);
            }
            StepKind::Definition | StepKind::Condition if step.given => return self.given(step, value),
            StepKind::Definition | StepKind::Condition => self.resolve(step, base)?,
            StepKind::Exception => {
                self.try_exceptions(step)?;
                base
            }
            _ => base,
        };
        match expected {
            Some(expected) if expected == value => Ok(value),
            Some(expected) => flaw(WRONG_VALUE, &[&expected, &value]),
            None => flaw(NO_WORK, &[]),
        }
    }

    /// A step whose value is not worked out.
    fn given(&self, step: &Step, value: Val<'a>) -> Checked<Val<'a>> {
        if step.work.is_some() || !step.exceptions.is_empty() {
            return flaw(WORK_OF_A_FACT, &[]);
        }
        let root = step.subject.path.is_empty();
        let right = match step.kind {
            StepKind::DecisionDate => {
                root && step.name == "decision_date" && step.value == Value::Date(self.record.date)
            }
            StepKind::Reading => root && matches!(value, Val::Choice(_)),
            StepKind::List => value == Val::Unknown || step.unit == Unit::Integer && value.count().is_some(),
            StepKind::Fact => !matches!(value, Val::Waived | Val::Error(_)),
            _ => !matches!(value, Val::Unknown),
        };
        if right { Ok(value) } else { flaw(WRONG_GIVEN, &[&value]) }
    }
}

/// Whether only the fields are there that a step of its kind has.
fn fields_fit(step: &Step, record: &Record) -> Checked {
    let fact = step.kind == StepKind::Fact;
    let derived = matches!(step.kind, StepKind::Definition | StepKind::Condition);
    let excepted = derived || step.kind == StepKind::Exception;
    let stray = !fact && (step.defaulted || step.sensitive || step.provenance.is_some())
        || !derived && step.given
        || !excepted && !step.exceptions.is_empty()
        || step.kind != StepKind::Parameter && step.lookup.is_some()
        || step.defaulted && (step.provenance.is_some() || step.value == Value::Unknown);
    if stray {
        return flaw(STRAY_FIELD, &[]);
    }
    let truth = matches!(step.kind, StepKind::Condition | StepKind::Part | StepKind::Exception | StepKind::Rule);
    if truth != (step.unit == Unit::Truth)
        && (truth || step.kind == StepKind::List || step.kind == StepKind::DecisionDate)
    {
        return flaw(WRONG_UNIT, &[]);
    }
    let Some(lookup) = &step.lookup else { return Ok(()) };
    let dated = lookup.from.is_none_or(|from| from <= lookup.on);
    let written = matches!(
        step.work.as_ref().map(|work| &work.op),
        Some(super::record::Op::Lookup { on: true, .. } | super::record::Op::Marginal { on: true })
    );
    if dated && (written || lookup.on == record.date) { Ok(()) } else { flaw(WRONG_VERSION, &[&lookup.on]) }
}

macro_rules! flaws {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(const $name: Phrase = Phrase { zh: $zh, en: $en };)*
    };
}

flaws! {
    WRONG_FORMAT: "格式 `{0}` 不是 `{1}`", "the format `{0}` is not `{1}`";
    REDACTED: "个人信息已略去的副本无法核验：请由完整的记录重新生成一份，与之比对", "what is personal is withheld, so that this copy cannot be checked: make it again from the whole record and compare";
    NOT_A_DIGEST: "`{0}` 不是 SHA-256", "`{0}` is not a SHA-256";
    WRONG_ID: "编号 {0} 与位置 {1} 不符", "its id is {0} and its position {1}";
    WRONG_VALUE: "应得 {0}，记录为 {1}", "it comes to {0}, and {1} is recorded";
    NO_WORK: "没有说明数值从何而来", "nothing says where its value comes from";
    WORK_OF_A_FACT: "事实不应有推算过程", "a fact is not worked out";
    WRONG_GIVEN: "{0} 不能是这一步的数值", "{0} cannot be the value of this step";
    STRAY_FIELD: "带有这类步骤不应有的内容", "it carries what a step of its kind does not have";
    WRONG_UNIT: "单位与数值不符", "the unit does not fit the value";
    WRONG_VERSION: "参数的查询日期或版本日期有误：{0}", "the day or version of the parameter is wrong: {0}";
    MALFORMED: "算式 {0} 的组成不合要求", "the operation {0} is not made as it should be";
    TOO_DEEP: "算式嵌套过深", "the work is nested too deeply";
    LATER_STEP: "引用了并不在前的第 {0} 步", "it refers to step {0}, which does not come before it";
    OTHER_LEAF: "所引第 {0} 步的数值或单位不符", "step {0} has another value or unit";
    OTHER_SUBJECT: "所引第 {0} 步属于另外的对象", "step {0} is about somebody else";
    WRONG_ELEMENTS: "列表 {0} 的各项不全或次序有误", "the entries of the list {0} are not all there, in order";
    WRONG_LOOKUP: "查表结果 {0} 没有依据", "what the table gives, {0}, is not justified";
    WRONG_BANDS: "分段不相衔接", "the bands do not follow one another";
    WRONG_STATE: "例外 `{0}` 的状态应为 {1}", "the exception `{0}` should be {1}";
    WAIVED_AND_TESTED: "既免予核对，又有核对过程", "it is waived and worked out at once";
    WRONG_EXCEPTION: "例外 `{0}` 的记录前后不一", "what is recorded of the exception `{0}` does not agree";
    WRONG_OUTCOME: "规则 `{0}` 的结果与第 {1} 步不符", "the outcome of the rule `{0}` does not follow from step {1}";
    WRONG_REPORT: "{0} 与推算过程不符", "{0} does not agree with the steps";
    WRONG_STATUS: "状态应为 {0}", "the status should be {0}";
    NOT_OF_POLICY: "{0} 与政策不符", "{0} is not what the policy says";
}
