//! Two records of one household → what is left open, missing or in error in another way.

use super::Both;
use super::against::{Came, RuleChange};
use crate::decision::record::{Cause, InError, Open, OpenKind, Record, Undetermined};
use serde::{Deserialize, Serialize};

/// Something that only one of the decisions leaves to an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenChange {
    /// `Begun` where the second leaves it open, `Ended` where the first does.
    pub came: Came,
    /// What it is, in that decision.
    pub open: Open,
}

/// What only one of the decisions leaves open, a rule that came to something else apart.
pub(super) fn open(before: &Record, after: &Record, rules: &[RuleChange]) -> Vec<OpenChange> {
    let told = |open: &Open| {
        let same = |change: &&RuleChange| change.rule.rule == open.name && change.rule.subject == open.subject;
        open.kind == OpenKind::Rule && rules.iter().any(|change| same(&change))
    };
    let only = |one: &Record, other: &Record, came: Came| -> Vec<OpenChange> {
        let left = one.open.iter().filter(|open| !told(open) && !other.open.iter().any(|other| is_same(open, other)));
        left.map(|open| OpenChange { came, open: open.clone() }).collect()
    };
    let mut found = only(before, after, Came::Ended);
    found.extend(only(after, before, Came::Begun));
    found
}

fn is_same(one: &Open, other: &Open) -> bool {
    let told = |open: &Open| (open.name.clone(), open.kind, open.subject.clone(), open.measures.clone());
    told(one) == told(other) && one.declined.is_some() == other.declined.is_some()
}

/// Rules that neither decision could decide, for want of other facts or parameters.
pub(super) fn undetermined(before: &Record, after: &Record) -> Vec<Both<Undetermined>> {
    let lacks = |rule: &Undetermined| (rule.missing.clone(), rule.not_set.clone(), rule.behind.clone());
    let pairs = before.undetermined.iter().filter_map(|rule| {
        let other = after.undetermined.iter().find(|other| other.by == rule.by)?;
        (lacks(rule) != lacks(other)).then(|| Both { before: rule.clone(), after: other.clone() })
    });
    pairs.collect()
}

/// Rules that neither decision could compute, for other causes.
pub(super) fn in_error(before: &Record, after: &Record) -> Vec<Both<InError>> {
    // Steps are counted in each record for itself.
    let cause = |cause: &Cause| Cause { step: 0, ..cause.clone() };
    let causes = |rule: &InError| -> Vec<Cause> { rule.causes.iter().map(cause).collect() };
    let pairs = before.in_error.iter().filter_map(|rule| {
        let other = after.in_error.iter().find(|other| other.by == rule.by)?;
        (causes(rule) != causes(other)).then(|| Both { before: rule.clone(), after: other.clone() })
    });
    pairs.collect()
}
