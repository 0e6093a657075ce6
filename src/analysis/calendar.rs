//! duties → what is due on which days.

use crate::model::{Due, Duty, InForce, Model, Period};
use crate::value::Date;

/// A duty that is due.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'m> {
    /// What is to be done, and by whom.
    pub duty: &'m Duty,
    /// The day from which it can be done; `None`: since ever.
    pub from: Option<Date>,
    /// The last day on which it is done in time.
    pub due: Date,
}

/// What is due from one day to another, both included, by day and name.
///
/// A duty is due only while it and the policy are in force.
pub fn occurrences(model: &Model, from: Date, to: Date) -> Vec<Occurrence<'_>> {
    let mut found = Vec::new();
    for duty in &model.duties {
        let in_force = duty.in_force.and(model.policy.in_force);
        let span = in_force.and(InForce { from: Some(from), to: Some(to) });
        let days = match &duty.due {
            Due::On(day) => vec![(None, *day)],
            Due::Each(period, day) => recurring(*period, *day, span),
            Due::Unset(_) => Vec::new(),
        };
        let due = days.into_iter().filter(|(_, due)| span.holds(*due));
        found.extend(due.map(|(from, due)| Occurrence { duty, from: from.max(in_force.from), due }));
    }
    found.sort_by(|a, b| (a.due, &a.duty.name.id).cmp(&(b.due, &b.duty.name.id)));
    found
}

/// Duties of some day from one to another for which no time is set.
pub fn undated(model: &Model, from: Date, to: Date) -> Vec<&Duty> {
    let asked = InForce { from: Some(from), to: Some(to) };
    let holds = |duty: &&Duty| {
        let span = duty.in_force.and(model.policy.in_force).and(asked);
        matches!(duty.due, Due::Unset(_)) && span.from <= span.to
    };
    model.duties.iter().filter(holds).collect()
}

/// The first day and the day due of every period that meets a span with two ends.
fn recurring(period: Period, day: Option<u32>, span: InForce) -> Vec<(Option<Date>, Date)> {
    let Some((from, to)) = span.from.zip(span.to) else { return Vec::new() };
    let months = match period {
        Period::Month => 1,
        Period::Quarter => 3,
        Period::Year => 12,
    };
    // Periods begin with the year, so that the month they begin in is a multiple of their length.
    let first = months_of(from).div_euclid(months).saturating_mul(months);
    let mut found = Vec::new();
    let mut start = first;
    while start <= months_of(to) {
        let last = start.saturating_add(months).saturating_sub(1);
        found.extend(day_of(last, day.unwrap_or(31)).map(|due| (day_of(start, 1), due)));
        start = start.saturating_add(months);
    }
    found
}

/// Months since the year 0.
fn months_of(date: Date) -> i32 {
    date.year().saturating_mul(12).saturating_add_unsigned(date.month().saturating_sub(1))
}

/// A day of a month, or its last day where it has no such day.
fn day_of(months: i32, day: u32) -> Option<Date> {
    let month = months.rem_euclid(12).unsigned_abs().saturating_add(1);
    (1..=day).rev().take(4).find_map(|day| Date::new(months.div_euclid(12), month, day))
}
