//! Model → what every value can be, by declared ranges; and what that shows of the policy.
//!
//! A fact lies in its declared range, a list is as long as it may be, a parameter has the values
//! written for it. From there on every expression has a range: at least all that it can come to
//! where it is known, on any day and for any facts. What a deployment sets in the place of a
//! parameter that has values is left aside. Time is linear in the size of the policy.

mod amounts;
mod certain;
mod days;
mod facts;
mod lists;
mod range;
mod reach;
mod same;
mod tables;

pub use range::{Range, Values, day};

use crate::diagnostic::Diagnostic;
use crate::model::cycles::{self, Dependent};
use crate::model::{DerivedId, Effect, ExceptionId, Expr, InForce, Model, Target, tables as patterns};
use crate::source::Sources;
use crate::value::Interval;
use facts::{Facts, Question};
use reach::{Ask, Reach};

/// What the values of a policy can be.
#[derive(Clone, Debug)]
pub struct Bounds<'m> {
    model: &'m Model,
    derived: Vec<Range>,
    parameters: Vec<Range>,
}

impl<'m> Bounds<'m> {
    /// Works out what everything in a policy can be.
    pub fn of(model: &'m Model) -> Self {
        let mut worked_out = Pass::new(model, Parameters::AsWritten, false);
        worked_out.run();
        let Reach { derived, parameters, .. } = worked_out.reach;
        Bounds { model, derived, parameters }
    }

    /// What a definition or condition can be.
    pub fn derived(&self, id: DerivedId) -> Option<&Range> {
        self.derived.get(id.index())
    }

    /// What an expression can be that is asked of an entity (and is no row of a table).
    pub fn expr(&self, expr: &'m Expr) -> Range {
        let mut reach = Reach::new(self.model);
        (reach.derived, reach.parameters) = (self.derived.clone(), self.parameters.clone());
        reach.guarded = true;
        reach.expr(expr, &Facts::default())
    }
}

/// Warns of what the ranges show: cases that nothing is written for, questions with one answer.
pub(crate) fn warn(model: &Model, sources: &Sources, found: &mut Vec<Diagnostic>) {
    let mut pass = Pass::new(model, Parameters::AsWritten, true);
    pass.run();
    tables::warn(model, &pass.asked, found);
    days::warn(model, &pass.asked, found);
    amounts::warn(model, &pass.amounts, found);
    let mut pass = Pass::new(model, Parameters::Anything, false);
    pass.run();
    certain::warn(&mut pass.reach, sources, found);
}

/// What a parameter counts as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parameters {
    /// Any of the values written for it.
    AsWritten,
    /// Anything of its type: what is written today may be another value tomorrow.
    Anything,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    Derived(DerivedId),
    Exception(ExceptionId),
    Rule,
}

/// What is asked for in one place, and the days on which it is.
#[derive(Clone, Debug)]
struct Asking {
    by: Asker,
    days: InForce,
    asks: Vec<Ask>,
}

/// An amount, and what it can be.
#[derive(Clone, Debug)]
struct Amount {
    measure: usize,
    field: usize,
    at: crate::source::Span,
    range: Range,
}

/// One way through a policy, each value after all it rests on.
struct Pass<'m> {
    model: &'m Model,
    reach: Reach<'m>,
    wanted: bool,
    asked: Vec<Asking>,
    amounts: Vec<Amount>,
}

impl<'m> Pass<'m> {
    fn new(model: &'m Model, parameters: Parameters, wanted: bool) -> Self {
        let mut pass = Pass { model, reach: Reach::new(model), wanted, asked: Vec::new(), amounts: Vec::new() };
        pass.reach.guarded = parameters == Parameters::AsWritten;
        if parameters == Parameters::AsWritten {
            pass.parameters();
        }
        pass
    }

    /// Each parameter: whatever its rows give; one that is not set, what its floor lets be set.
    fn parameters(&mut self) {
        for (at, parameter) in self.model.parameters.iter().enumerate() {
            let bases: Vec<_> = parameter.keys.iter().map(|key| key.ty).collect();
            let mut range = Range::NOTHING;
            for row in parameter.versions.iter().flat_map(|version| &version.rows) {
                let keys = row.patterns.iter().zip(&bases).map(|(pattern, ty)| {
                    let all = Range::of_type(*ty, self.model);
                    match patterns::interval(pattern, ty.base).filter(|_| ty.base.is_number()) {
                        Some(fits) => all.meet(&Range::numbers(Some(fits))),
                        None => all,
                    }
                });
                let keys = keys.collect();
                range = range.join(self.reach.row(&row.value, keys));
            }
            if let Some(known) = self.reach.parameters.get_mut(at).filter(|_| !parameter.versions.is_empty()) {
                *known = range;
            }
        }
        for (at, parameter) in self.model.parameters.iter().enumerate() {
            let floor = parameter.floor.as_ref().filter(|_| parameter.versions.is_empty());
            let least = floor.and_then(|floor| self.reach.parameters.get(floor.parameter.index())?.interval());
            if let Some((least, known)) = least.zip(self.reach.parameters.get_mut(at)) {
                *known = known.clone().meet(&Range::numbers(Interval::new(least.low, None, None)));
            }
        }
    }

    fn run(&mut self) {
        let model = self.model;
        for dependent in cycles::order(model) {
            match dependent {
                Dependent::Derived(id) => {
                    let Some(derived) = model.derived.get(id.index()) else { continue };
                    for version in &derived.versions {
                        let range = self.asking(Asker::Derived(id), version.in_force, |reach| {
                            reach.test(&version.body, &Facts::default())
                        });
                        self.can_be(id, range);
                    }
                }
                Dependent::Exception(id) => self.exception(id),
            }
        }
        for rule in &model.rules {
            let when = Question::Test(&rule.when);
            let mut amounts = Vec::new();
            self.asking(Asker::Rule, rule.in_force, |reach| {
                reach.test(&rule.when, &Facts::default());
                for (grants, met) in [(&rule.grants, true), (&rule.otherwise, false)] {
                    let under = reach.given(when, met, &Facts::default());
                    for grant in grants {
                        for (field, amount) in grant.fields.iter().enumerate() {
                            let range = reach.expr(amount, &under);
                            amounts.push(Amount { measure: grant.measure.index(), field, at: amount.span, range });
                        }
                    }
                }
            });
            self.amounts.extend(amounts);
        }
    }

    fn exception(&mut self, id: ExceptionId) {
        let Some(exception) = self.model.exceptions.get(id.index()) else { return };
        let value = self.asking(Asker::Exception(id), exception.in_force, |reach| {
            reach.test(&exception.when, &Facts::default());
            match &exception.effect {
                Effect::Then(value) => {
                    let under = reach.given(Question::Test(&exception.when), true, &Facts::default());
                    Some(reach.expr(value, &under))
                }
                Effect::Waive => Some(Range::truth(true, false)),
                Effect::Disapply => None,
            }
        });
        if let Some((changed, value)) = self.changed(id).zip(value) {
            self.can_be(changed, value);
        }
    }

    /// The derived value an exception changes in the end.
    fn changed(&self, exception: ExceptionId) -> Option<DerivedId> {
        let mut at = exception;
        for _ in 0..=self.model.exceptions.len() {
            match self.model.exceptions.get(at.index())?.target {
                Target::Derived(id) => return Some(id),
                Target::Exception(id) => at = id,
            }
        }
        None
    }

    fn can_be(&mut self, id: DerivedId, range: Range) {
        if let Some(known) = self.reach.derived.get_mut(id.index()) {
            *known = std::mem::replace(known, Range::NOTHING).join(range);
        }
    }

    /// Looks at something that asks, and keeps what it asks for.
    fn asking<T>(&mut self, by: Asker, days: InForce, look: impl FnOnce(&mut Reach<'m>) -> T) -> T {
        self.reach.asks = self.wanted.then(Vec::new);
        let result = look(&mut self.reach);
        if let Some(asks) = self.reach.asks.take() {
            self.asked.push(Asking { by, days, asks });
        }
        result
    }
}
