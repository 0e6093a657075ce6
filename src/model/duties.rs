//! duties → who is to do what by when, and the days that comes to.

use super::resolve::Resolver;
use super::{Certainty, Citation, InForce, Name, Period, Words};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::law;
use crate::syntax::ast;
use crate::value::Date;

/// Something to be done by somebody at some time, whatever the household.
#[derive(Clone, Debug)]
pub struct Duty {
    /// What is to be done.
    pub name: Name,
    /// The days the duty is one.
    pub in_force: InForce,
    /// The clauses it rests on.
    pub per: Vec<Citation>,
    /// Whose duty it is.
    pub by: Words,
    /// When it is due.
    pub due: Due,
    /// How sure that is.
    pub certainty: Certainty,
}

/// When a duty is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Once, on this day at the latest.
    On(Date),
    /// In every period, on this day of its last month at the latest: the last day of the month
    /// where it has no such day, or where no day is given.
    Each(Period, Option<u32>),
    /// No time is set, in these words.
    Unset(Words),
}

impl Resolver<'_, '_> {
    pub(super) fn duties(&mut self) -> Option<Vec<Duty>> {
        let duties: Vec<Option<Duty>> = self.names.duties.items.iter().map(|item| self.duty(item)).collect();
        duties.into_iter().collect()
    }

    fn duty(&mut self, item: &ast::Duty) -> Option<Duty> {
        let per = self.citations(&item.attributes.per);
        let in_force = self.in_force(item.attributes.in_force.as_ref());
        self.shown(item.attributes.explain, &[]);
        if item.attributes.per.is_empty() {
            self.found.push(Diagnostic::at(&law::DUTY_OF_NOTHING, item.name.span).arg(&item.name.text));
        }
        let by = self.said(&item.by);
        let due = match &item.due {
            ast::Due::On(day, span) => {
                let policy = self.names.policies.last().and_then(|policy| policy.in_force.as_ref());
                let within = |span: &ast::DateSpan| InForce { from: span.from, to: span.to }.holds(*day);
                if !in_force.holds(*day) || !policy.is_none_or(within) {
                    self.found.push(Diagnostic::at(&law::DUE_OUTSIDE, *span).arg(day));
                }
                Due::On(*day)
            }
            ast::Due::Each(period, day) => Due::Each(*period, day.map(|(day, _)| day)),
            ast::Due::Unset(how) => Due::Unset(self.said(how)?),
        };
        let certainty = match &item.certainty {
            ast::Certainty::Assumed(who) => Certainty::Assumed(who.value.clone()),
            _ => Certainty::Confirmed,
        };
        Some(Duty { name: self.name(&item.name, &item.labels), in_force, per: per?, by: by?, due, certainty })
    }
}
