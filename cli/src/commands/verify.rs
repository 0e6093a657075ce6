//! `doudi verify`: a stored record, checked and decided again.

use super::{Done, Stop, case, load_policy};
use crate::args::{Format, PolicyOption};
use crate::words::{Message, phrases};
use doudi::Record;
use doudi::decision::{Change, Difference, check, difference};
use doudi::diagnostic::{Locale, visible};
use serde_json::{Value, json};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// `doudi verify`
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// The record, as `doudi decide --format json` writes it; `-` reads standard input.
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// The policy it was decided under: a file, a folder, or the name of a built-in policy; several
    /// are read together as one.
    #[arg(long = "policy", value_name = "PATH|NAME")]
    policies: Vec<PathBuf>,
    /// The facts it was decided on.
    #[arg(long, value_name = "FILE", requires = "policies")]
    facts: Option<PathBuf>,
    /// The settings it was decided under.
    #[arg(long, value_name = "FILE", requires = "facts")]
    settings: Option<PathBuf>,
    /// Text or JSON.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// What was found.
struct Found {
    /// What the independent checker does not accept.
    flaw: Option<check::Flaw>,
    /// Where the policy was given: whether the record is compared with a new decision.
    compared: Compared,
}

enum Compared {
    /// With nothing.
    Alone,
    /// With the policy's words.
    WithPolicy,
    /// With a new decision.
    Again(Option<Box<Difference>>),
}

/// Checks a record, and compares it with what the engine says today.
pub fn run(call: &Verify, locale: Locale) -> Result<Done, Stop> {
    case::one_stdin([&call.record].into_iter().chain(&call.policies).chain(&call.facts).chain(&call.settings))?;
    let record = case::record(&call.record, locale)?;
    let flaw = check::check(&record).err();
    let found = match (call.policies.is_empty(), &call.facts) {
        (true, _) => Found { flaw, compared: Compared::Alone },
        (false, None) => {
            let policy = load_policy(&call.policy(), locale)?;
            let flaw = flaw.or_else(|| check::check_against(&record, policy.model()).err());
            Found { flaw, compared: Compared::WithPolicy }
        }
        (false, Some(facts)) => {
            // A copy for others is made again, not checked.
            let flaw = flaw.filter(|_| !record.redacted);
            Found { flaw, compared: Compared::Again(again(call, facts, &record, locale)?) }
        }
    };
    let out = match call.format {
        Format::Text => found.text(&record, locale),
        Format::Json => format!("{:#}\n", found.json(locale)),
    };
    let identical = !matches!(found.compared, Compared::Again(Some(_)));
    Ok(Done { out, at_fault: found.flaw.is_some() || !identical, ..Done::default() })
}

impl Verify {
    fn policy(&self) -> PolicyOption {
        PolicyOption { policies: self.policies.clone() }
    }
}

/// Decides the case again, on the record's day.
fn again(call: &Verify, facts: &Path, record: &Record, locale: Locale) -> Result<Option<Box<Difference>>, Stop> {
    let policy = load_policy(&call.policy(), locale)?;
    let name = &policy.model().policy.name.id;
    if *name != *record.policy.name {
        let message = Message::new(&OTHER_POLICY, &[&visible(&record.policy.name), &visible(name)]);
        return Err(Stop::Fault(message.text(locale) + "\n"));
    }
    let (policy, facts) = case::read(policy, call.settings.as_deref(), facts, locale)?;
    let decision = case::decide(&policy, &facts, record.date, locale)?;
    let today = decision.record();
    let today = if record.redacted { today.redacted() } else { today };
    Ok(difference(record, &today).map(Box::new))
}

impl Found {
    fn text(&self, record: &Record, locale: Locale) -> String {
        let line = |phrase, args: &[&dyn Display]| Message::new(phrase, args).text(locale) + "\n";
        let mut out = match &self.compared {
            Compared::Again(None) => line(&IDENTICAL, &[&record.date]),
            Compared::Again(Some(found)) => differences(found, record.redacted, locale),
            _ => String::new(),
        };
        out += &match &self.flaw {
            Some(_) if record.redacted => line(&COPY, &[]),
            Some(flaw) => line(&FLAWED, &[&visible(&flaw.message(locale))]),
            None if record.redacted => line(&COPY_MADE_AGAIN, &[]),
            None => line(&CONSISTENT, &[]),
        };
        out += &match &self.compared {
            Compared::Alone if record.redacted => String::new(),
            Compared::Alone => line(&ALONE, &[]),
            Compared::WithPolicy if self.flaw.is_none() => line(&OF_POLICY, &[]),
            _ => String::new(),
        };
        out
    }

    fn json(&self, locale: Locale) -> Value {
        let change = |change: &Change| {
            let Change { path, stored, again, .. } = change;
            json!({ "path": path, "message": change.message(locale), "stored": stored, "again": again })
        };
        let mut found = json!({ "flaw": self.flaw.as_ref().map(|flaw| flaw.message(locale)) });
        if let Compared::Again(difference) = &self.compared {
            found["identical"] = difference.is_none().into();
            found["inputs"] = difference.iter().flat_map(|found| &found.inputs).map(change).collect();
            found["difference"] = difference.as_ref().and_then(|found| found.part.as_ref()).map(change).into();
        }
        found
    }
}

/// Why the decisions need not be the same, and where they first are not.
fn differences(found: &Difference, copy: bool, locale: Locale) -> String {
    let line = |phrase, args: &[&dyn Display]| Message::new(phrase, args).text(locale) + "\n";
    let mut out = line(&NOT_IDENTICAL, &[]);
    for input in &found.inputs {
        out += &format!("  {}\n", input.message(locale));
    }
    out += &match &found.part {
        Some(part) => line(&FIRST_DIFFERENCE, &[]) + &format!("  {}\n", part.message(locale)),
        None => line(&SAME_OTHERWISE, &[]),
    };
    match found.inputs.is_empty() {
        true if copy => out + &line(&FACTS_UNKNOWN, &[]),
        true => out + &line(&SAME_INPUTS, &[]),
        false => out,
    }
}

phrases! {
    OTHER_POLICY: "档案是按政策 `{0}` 决定的，所给的是政策 `{1}`：请给出同一政策", "the record was decided under the policy `{0}`, and this is `{1}`: give the same policy";
    IDENTICAL: "一致：按所给的政策、事实和设定，以 {0} 为决定日期重新决定，结果与档案完全相同", "identical: decided again with this policy, these facts and settings on {0}, all of it is the same";
    NOT_IDENTICAL: "不一致", "not identical";
    FIRST_DIFFERENCE: "决定中第一处不同：", "the first difference in the decision:";
    SAME_OTHERWISE: "决定本身相同", "the decision itself is the same";
    SAME_INPUTS: "政策、设定、事实和引擎版本都相同，结果本应一致：档案被改动过，或引擎有误",
        "policy, settings, facts and engine are the same, so the decision should be: the record was changed, or the engine is wrong";
    FACTS_UNKNOWN: "副本不含事实的指纹：所给的事实可能不是当初的事实，否则就是副本被改动过",
        "a copy holds no digest of its facts: these may be other facts than those it was decided on; else the copy was changed";
    CONSISTENT: "档案前后一致：独立检查器逐步重算，每一步和每一项结果都有依据",
        "the record is consistent in itself: the independent checker recomputed it, and every step and outcome follows";
    FLAWED: "档案前后不一致：{0}", "the record is not consistent in itself: {0}";
    COPY: "这是略去个人信息的副本，单凭副本无法核验：给出 --policy 和 --facts，重新决定并重新生成副本，与之比对",
        "this is a copy for others, what is personal withheld: it cannot be checked alone; give --policy and --facts, and the copy is made again and compared";
    COPY_MADE_AGAIN: "这是略去个人信息的副本：与重新决定后生成的副本比对；略去的内容不在其中",
        "this is a copy for others: it was compared with the copy of the new decision; what is withheld is in neither";
    ALONE: "这不说明事实属实，不说明规则出自所称的政策，也不说明它就是当初的档案：用 --policy 和 --facts 重新决定，用 `doudi log` 查它是否被替换",
        "this does not show that the facts are true, that the rules are those of the policy it names, or that it is the record that was made: decide again with --policy and --facts, and see `doudi log` for whether it was exchanged";
    OF_POLICY: "名称、条款和算式都出自这份政策；事实没有核对：用 --facts 重新决定",
        "names, clauses and formulas are those of the policy; the facts were not looked at: decide again with --facts";
}
