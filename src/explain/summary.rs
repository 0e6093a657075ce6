//! record → summary: one line a fact of the outcome, the same in every language, for fixtures.

use super::numbers::safe;
use super::view::path;
use crate::decision::record::{
    Amount, Branch, ExceptionEffect, ExceptionState, Failed, Measure, Modality, Node, Op, OpenKind, Record, Refused,
    RuleRef, Status, Step, StepKind, Subject, Unit, Value,
};
use std::collections::BTreeSet;

/// The outcome, line by line:
///
/// ```text
/// complete
/// + enrol (must) by household_enrolment: kind = basic, monthly = 1200.00
/// + members[0]: refer (must) by referral otherwise
/// - household_enrolment: means/income short by 20.00
/// ? members[1]: single: missing members[1].wage; not set employment_cost_rate
/// ! household_enrolment: division_by_zero in income_per_capita
/// ~ temporary_relief (may): relief; declined
/// ^ household_enrolment gave way to destitute
/// = waive_means_test waived means_test
/// ```
pub fn summary(record: &Record) -> String {
    let mut lines = vec![
        match record.status {
            Status::Complete => "complete",
            Status::Undetermined => "undetermined",
            Status::Incomplete => "incomplete",
        }
        .to_owned(),
    ];
    lines.extend(record.measures.iter().map(|given| measure(record, given)));
    lines.extend(record.refused.iter().map(|refused| refusal(record, refused)));
    for rule in &record.undetermined {
        let missing: Vec<String> = rule.missing.iter().map(|missing| safe(&missing.path)).collect();
        let not_set: Vec<String> = rule.not_set.iter().map(|named| safe(&named.name)).collect();
        let lacks: Vec<String> = [("missing", missing), ("not set", not_set)]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(word, names)| format!("{word} {}", names.join(", ")))
            .collect();
        lines.push(format!("? {}: {}", by(&rule.by), lacks.join("; ")));
    }
    for rule in &record.in_error {
        let cause = |cause: &crate::decision::record::Cause| {
            if let Some(twice) = &cause.twice {
                let others: Vec<String> = twice.by.iter().map(|rule| safe(&rule.rule)).collect();
                return format!("{} over {} with {}", cause.fault, safe(&twice.measure.name), others.join(", "));
            }
            let name =
                record.trace.get(cause.step as usize).map_or_else(String::new, |step| path(&step.subject, &step.name));
            format!("{} in {}", cause.fault, safe(&name))
        };
        let causes: Vec<String> = rule.causes.iter().map(cause).collect();
        lines.push(format!("! {}: {}", by(&rule.by), causes.join(", ")));
    }
    for open in &record.open {
        let measures: Vec<String> = open.measures.iter().map(|measure| safe(&measure.name)).collect();
        let what = match open.kind {
            OpenKind::Rule => format!(": {}", measures.join(", ")),
            OpenKind::Exception => " exception".to_owned(),
        };
        let declined = if open.declined.is_some() { "; declined" } else { "" };
        lines.push(format!(
            "~ {}{} ({}){what}{declined}",
            whom(&open.subject),
            safe(&open.name),
            modality(open.modality)
        ));
    }
    for rule in &record.overridden {
        lines.push(format!("^ {} gave way to {}", by(&rule.by), by(&rule.prevailed)));
    }
    lines.extend(record.trace.iter().flat_map(exceptions));
    lines.push(String::new());
    lines.join("\n")
}

/// `+ members[0]: enrol (must) by destitute: kind = basic`
fn measure(record: &Record, measure: &Measure) -> String {
    let otherwise = if measure.branch == Branch::Otherwise { " otherwise" } else { "" };
    let money = |step: u32| record.trace.get(step as usize).is_some_and(|step| is_money(step.unit));
    let field = |field: &Amount| format!("{} = {}", safe(&field.name), plain(&field.value, money(field.step)));
    let fields: Vec<String> = measure.fields.iter().map(field).collect();
    let fields = if fields.is_empty() { String::new() } else { format!(": {}", fields.join(", ")) };
    let owed = if measure.owed { ", owed" } else { "" };
    format!(
        "+ {}{} ({}{owed}) by {}{otherwise}{fields}",
        whom(&measure.by.subject),
        safe(&measure.measure),
        modality(measure.modality),
        safe(&measure.by.rule)
    )
}

/// `- household_enrolment: means/income short by 20.00`
fn refusal(record: &Record, refused: &Refused) -> String {
    let failed: BTreeSet<u32> = refused.failed.iter().map(|failed| failed.step).collect();
    let leaf = |entry: &&Failed| {
        let work = record.trace.get(entry.step as usize).and_then(|step| step.work.as_ref());
        entry.step == refused.step || !work.is_some_and(|work| tests(work).any(|id| failed.contains(&id)))
    };
    let names = part_names(record, refused);
    let one = |entry: &Failed| {
        let name =
            names.iter().find(|(step, _)| *step == entry.step).map_or_else(String::new, |(_, name)| name.clone());
        match &entry.short_by {
            Some(value) => {
                format!("{name} short by {}", plain(value, entry.unit.is_some_and(is_money))).trim_start().to_owned()
            }
            None => name,
        }
    };
    let parts: Vec<String> = refused.failed.iter().filter(leaf).map(one).filter(|text| !text.is_empty()).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    format!("- {}{parts}", by(&refused.by))
}

/// The failed parts by the way to them: `means/income`. A condition that is all a part asks goes
/// by the part's name; the rule itself has none.
fn part_names(record: &Record, refused: &Refused) -> Vec<(u32, String)> {
    let mut names: Vec<(u32, String)> = vec![(refused.step, String::new())];
    for failed in &refused.failed {
        let parent = names.iter().rev().find_map(|(id, name)| {
            let step = record.trace.get(*id as usize)?;
            let work = step.work.as_ref()?;
            tests(work).any(|id| id == failed.step).then(|| (name.clone(), step.kind, matches!(work.op, Op::Step(_))))
        });
        let own = record.trace.get(failed.step as usize).map_or_else(String::new, |step| safe(&step.name));
        let name = match parent {
            Some((parent, StepKind::Part, true)) => parent,
            Some((parent, ..)) if !parent.is_empty() => format!("{parent}/{own}"),
            _ if failed.step == refused.step => String::new(),
            _ => own,
        };
        names.push((failed.step, name));
    }
    names
}

/// Steps a test names, through `And` and `Or`.
fn tests(node: &Node) -> impl Iterator<Item = u32> {
    let mut ids = Vec::new();
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        match node.op {
            Op::Step(id) => ids.push(id),
            Op::And | Op::Or => nodes.extend(&node.args),
            _ => {}
        }
    }
    ids.into_iter()
}

/// `= members[0]: waive_means_test waived means_test`
fn exceptions(step: &Step) -> Vec<String> {
    let applied = step.exceptions.iter().filter(|tried| tried.state == ExceptionState::Applied);
    let word = |effect: &ExceptionEffect| match effect {
        ExceptionEffect::Waive => "waived",
        ExceptionEffect::Then(_) => "replaced",
        ExceptionEffect::Disapply => "disapplied",
    };
    applied
        .map(|tried| {
            format!("= {}{} {} {}", whom(&step.subject), safe(&tried.exception), word(&tried.effect), safe(&step.name))
        })
        .collect()
}

/// `members[0]: ` for a subject below the root.
fn whom(subject: &Subject) -> String {
    if subject.path.is_empty() { String::new() } else { format!("{}: ", safe(&subject.path)) }
}

fn by(rule: &RuleRef) -> String {
    format!("{}{}", whom(&rule.subject), safe(&rule.rule))
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Must => "must",
        Modality::May => "may",
        Modality::CaseByCase => "case by case",
    }
}

fn is_money(unit: Unit) -> bool {
    matches!(unit, Unit::Money | Unit::MoneyPerMonth | Unit::MoneyPerYear)
}

/// A value without separators; money with at least two decimals.
fn plain(value: &Value, money: bool) -> String {
    match value {
        Value::Number(number) => {
            let digits = number.to_string();
            let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
            let short = money && number.places().is_some_and(|places| places < 2);
            if short { format!("{whole}.{decimals:0<2}") } else { digits }
        }
        Value::Truth(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Months(1) => "1 month".to_owned(),
        Value::Months(months) => format!("{months} months"),
        Value::Days(1) => "1 day".to_owned(),
        Value::Days(days) => format!("{days} days"),
        Value::Choice(choice) => safe(&choice.variant),
        Value::Text(text) => format!("\"{}\"", safe(text)),
        Value::None => "none".to_owned(),
        Value::Waived => "waived".to_owned(),
        Value::Unknown => "unknown".to_owned(),
        Value::Error(fault) => fault.to_string(),
        Value::Redacted => "redacted".to_owned(),
    }
}
