//! model → the constants its expressions, tables and dates are made of: where something may change.

use super::{Base, Const, End, InForce, Model, Pattern, Property, Range, walk};
use crate::value::{Date, Number};
use std::collections::BTreeSet;

/// Every constant of a policy once, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constants {
    /// Numbers, each with the type it stands for; ends of ranges and of bands among them.
    pub numbers: Vec<(Base, Number)>,
    /// Days, those on which something begins or ends to be in force among them.
    pub dates: Vec<Date>,
    /// Durations in months.
    pub months: Vec<i64>,
    /// Durations in days.
    pub days: Vec<i64>,
    /// Texts.
    pub texts: Vec<String>,
}

impl Constants {
    /// Adds those of another policy. Choices are told apart by position, and no number is of one.
    pub fn add(&mut self, other: &Constants) {
        self.numbers.extend(&other.numbers);
        self.dates.extend(&other.dates);
        self.months.extend(&other.months);
        self.days.extend(&other.days);
        self.texts.extend(other.texts.iter().cloned());
        self.arrange();
    }

    fn arrange(&mut self) {
        self.numbers.sort_by_key(|(base, number)| (format!("{base:?}"), *number));
        self.numbers.dedup();
        self.dates = std::mem::take(&mut self.dates).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        self.months = std::mem::take(&mut self.months).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        self.days = std::mem::take(&mut self.days).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        self.texts = std::mem::take(&mut self.texts).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    }

    fn constant(&mut self, constant: &Const, base: Base) {
        match constant {
            Const::Number(number) => self.numbers.push((base, *number)),
            Const::Date(date) => self.dates.push(*date),
            Const::Months(months) => self.months.push(*months),
            Const::Days(days) => self.days.push(*days),
            Const::Text(text) => self.texts.push(text.clone()),
            Const::Truth(_) | Const::Choice(..) | Const::None => {}
        }
    }

    fn range(&mut self, range: Range, base: Base) {
        for end in range.low.into_iter().chain(range.high) {
            match end {
                End::Number(number) => self.numbers.push((base, number)),
                End::Date(date) => self.dates.push(date),
                End::Months(months) => self.months.push(months),
                End::Days(days) => self.days.push(days),
                End::DecisionDate => {}
            }
        }
    }

    fn span(&mut self, span: InForce) {
        self.dates.extend(span.from.into_iter().chain(span.to));
    }
}

impl Model {
    /// The constants of what the policy decides by; what its properties say is left out.
    pub fn constants(&self) -> Constants {
        self.constants_with(None)
    }

    /// The same, with those of one property.
    pub fn constants_with(&self, property: Option<&Property>) -> Constants {
        let mut found = Constants::default();
        let mut visit = |expr: &super::Expr| {
            if let super::ExprKind::Const(constant) = &expr.kind {
                found.constant(constant, expr.ty.base);
            }
        };
        walk::deciding(self, &mut visit);
        property.into_iter().for_each(|it| walk::property(it, &mut visit));
        for field in self.entities.iter().flat_map(|entity| &entity.fields) {
            field.default.iter().for_each(|value| found.constant(value, field.ty.base));
            found.range(field.range, field.ty.base);
        }
        for field in self.measures.iter().flat_map(|measure| &measure.fields) {
            found.range(field.range, field.ty.base);
        }
        for parameter in &self.parameters {
            for version in &parameter.versions {
                found.span(InForce { from: Some(version.from), to: version.until });
                for (pattern, key) in version.rows.iter().flat_map(|row| row.patterns.iter().zip(&parameter.keys)) {
                    found.pattern(pattern, key.ty.base);
                }
            }
        }
        let dated = self.readings.iter().flat_map(|reading| &reading.defaults);
        found.dates.extend(dated.filter_map(|(from, _)| *from));
        self.derived.iter().flat_map(|derived| &derived.versions).for_each(|version| found.span(version.in_force));
        self.exceptions.iter().for_each(|exception| found.span(exception.in_force));
        self.rules.iter().for_each(|rule| found.span(rule.in_force));
        found.span(self.policy.in_force);
        found.arrange();
        found
    }
}

impl Constants {
    fn pattern(&mut self, pattern: &Pattern, base: Base) {
        match pattern {
            Pattern::Any => {}
            Pattern::Value(value) => self.constant(value, base),
            Pattern::Range { low, high, .. } => self.numbers.extend(low.iter().chain(high).map(|end| (base, *end))),
        }
    }
}
