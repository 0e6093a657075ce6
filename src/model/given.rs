//! What rules give: amounts that can never be given, and one measure given by two rules on one day.

use super::apartness::{Demands, exclude};
use super::{Const, EntityId, ExprKind, Grant, InForce, MeasureId, Model, Rule, RuleId, Times};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{measures as table, model::DEFINED_HERE};
use crate::value::{Cell, Date};
use std::collections::BTreeMap;

/// Reports amounts that are written outside the range of their field, and rules that give one measure
/// more than once; warns of two rules that may both give one measure to one subject, where the measure
/// does not say what is meant by it.
pub(super) fn report(model: &Model, found: &mut Vec<Diagnostic>) {
    for rule in &model.rules {
        for grants in [&rule.grants, &rule.otherwise] {
            amounts(model, rule, grants, found);
            repeated(model, rule, grants, found);
        }
    }
    for (measure, entity) in kinds(model) {
        let rules = (0u32..).map(RuleId).zip(&model.rules);
        let mut giving: Vec<(RuleId, &Rule)> =
            rules.filter(|(_, rule)| rule.entity == entity && all(rule).any(|it| it.measure == measure)).collect();
        giving.sort_by_key(|(_, rule)| (rule.in_force.from, rule.name.span));
        rivals(model, measure, &giving, found);
    }
}

/// Every grant of a rule, whichever way it goes.
fn all(rule: &Rule) -> impl Iterator<Item = &Grant> {
    rule.grants.iter().chain(&rule.otherwise)
}

/// The measures of which nothing is said, each with the entities rules give it to.
fn kinds(model: &Model) -> Vec<(MeasureId, EntityId)> {
    let mut kinds: Vec<(MeasureId, EntityId)> =
        model.rules.iter().flat_map(|rule| all(rule).map(|grant| (grant.measure, rule.entity))).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.retain(|(measure, _)| model.measures.get(measure.index()).is_some_and(|it| it.times.is_none()));
    kinds
}

fn amounts(model: &Model, rule: &Rule, grants: &[Grant], found: &mut Vec<Diagnostic>) {
    for grant in grants {
        let Some(measure) = model.measures.get(grant.measure.index()) else { continue };
        for (field, amount) in measure.fields.iter().zip(&grant.fields) {
            let ExprKind::Const(constant) = &amount.kind else { continue };
            let cell = match constant {
                Const::Number(number) => Cell::Number(*number),
                Const::Date(date) => Cell::Date(*date),
                Const::Months(months) => Cell::Months(*months),
                Const::Days(days) => Cell::Days(*days),
                _ => continue,
            };
            if !field.range.holds(cell, None) {
                let outside = Diagnostic::at(&table::AMOUNT_OUT_OF_RANGE, amount.span);
                let outside = outside.arg(&field.name.id).arg(field.range).arg(&rule.name.id);
                found.push(outside.label(field.name.span, DEFINED_HERE, &[]));
            }
        }
    }
}

/// One branch of a rule that gives a measure more than once.
fn repeated(model: &Model, rule: &Rule, grants: &[Grant], found: &mut Vec<Diagnostic>) {
    let mut given: BTreeMap<MeasureId, usize> = BTreeMap::new();
    grants.iter().for_each(|grant| *given.entry(grant.measure).or_default() += 1);
    for (id, _) in given.into_iter().filter(|(_, count)| *count > 1) {
        let Some(measure) = model.measures.get(id.index()) else { continue };
        let entry = match measure.times {
            Some(Times::Cumulative) => continue,
            Some(Times::Once) => &table::ONCE_GIVEN_TWICE,
            None => &table::GIVEN_TWICE,
        };
        let report = Diagnostic::at(entry, rule.name.span).arg(&rule.name.id).arg(&measure.name.id);
        found.push(report.label(measure.name.span, DEFINED_HERE, &[]));
    }
}

/// Warns at each of some rules, the one that begins to be in force later, for the first before it that
/// may hold beside it on one day.
fn rivals(model: &Model, measure: MeasureId, giving: &[(RuleId, &Rule)], found: &mut Vec<Diagnostic>) {
    let Some(name) = model.measures.get(measure.index()).map(|measure| &measure.name) else { return };
    let branches: Vec<Vec<Branch>> = giving.iter().map(|(id, rule)| Branch::of(model, *id, rule, measure)).collect();
    for (at, ((_, rule), mine)) in giving.iter().zip(&branches).enumerate() {
        let before = giving.iter().zip(&branches).take(at);
        let rival = before.filter_map(|((_, other), theirs)| {
            let days = rule.in_force.and(other.in_force).and(model.policy.in_force);
            let none = days.from.zip(days.to).is_some_and(|(from, to)| to < from);
            let both = || mine.iter().any(|mine| theirs.iter().any(|theirs| may_meet(model, mine, theirs)));
            (!none && both()).then_some((*other, days))
        });
        let Some((other, days)) = rival.min_by_key(|(_, days)| (days.from, days.to)) else { continue };
        found.push(overlap(rule, other, &name.id, days).label(other.name.span, DEFINED_HERE, &[]));
    }
}

/// The warning of two rules, and the days they share.
fn overlap(rule: &Rule, other: &Rule, measure: &str, days: InForce) -> Diagnostic {
    let report = |entry| Diagnostic::at(entry, rule.name.span).arg(&other.name.id).arg(&rule.name.id).arg(measure);
    let day = |date: Date| date.to_string();
    if let Some(only) = days.from.filter(|from| days.to == Some(*from))
        && [rule.in_force.to, other.in_force.to].contains(&Some(only))
        && [rule.in_force.from, other.in_force.from].contains(&Some(only))
    {
        let before = only.add_days(-1).map_or_else(|| day(only), day);
        return report(&table::BOTH_ON_ONE_DAY).arg(only).arg(before);
    }
    let (zh, en) = match (days.from.map(day), days.to.map(day)) {
        (Some(from), Some(to)) if from == to => (format!("在 {from} 当天"), format!("on {from}")),
        (Some(from), Some(to)) => (format!("从 {from} 到 {to} 期间"), format!("from {from} to {to}")),
        (Some(from), None) => (format!("从 {from} 起"), format!("from {from} on")),
        (None, Some(to)) => (format!("到 {to} 为止"), format!("until {to}")),
        (None, None) => ("在任何一天".to_owned(), "on any day".to_owned()),
    };
    report(&table::BOTH_GIVE).arg(zh).arg(en)
}

/// One way a rule may go that gives a measure.
struct Branch {
    rule: RuleId,
    otherwise: bool,
    demands: Demands,
}

impl Branch {
    fn of(model: &Model, id: RuleId, rule: &Rule, measure: MeasureId) -> Vec<Branch> {
        let gives = |grants: &[Grant]| grants.iter().any(|grant| grant.measure == measure);
        let ways = [(false, gives(&rule.grants)), (true, gives(&rule.otherwise))].into_iter();
        let branch = |(otherwise, _): (bool, bool)| {
            let demands = Demands::of(model, &rule.when, !otherwise);
            Branch { rule: id, otherwise, demands }
        };
        ways.filter(|(_, gives)| *gives).map(branch).collect()
    }
}

/// Whether nothing is seen to keep two rules from giving on one day.
fn may_meet(model: &Model, one: &Branch, other: &Branch) -> bool {
    // A rule takes the place of what grants beside it, and of nothing that is refused.
    let over = |one: &Branch, other: &Branch| {
        let rule = model.rules.get(one.rule.index());
        let named = rule.is_some_and(|rule| rule.overrides.contains(&other.rule));
        named && !one.otherwise && !other.otherwise
    };
    !over(one, other) && !over(other, one) && !exclude(&one.demands, &other.demands)
}
