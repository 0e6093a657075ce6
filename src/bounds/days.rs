//! Days on which something is asked for and has no version: of parameters, definitions, conditions.

use super::reach::Asked;
use super::{Asker, Asking};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::warnings;
use crate::model::cycles::{self, Dependent};
use crate::model::{DerivedId, ExceptionId, InForce, Model, ParameterId, Target};
use crate::source::Span;
use crate::value::Date;

/// Days, in spans that do not meet, in order.
type Days = Vec<InForce>;

/// Days on which something is needed, and where it is asked for.
type Needs = Vec<(InForce, Span)>;

/// Warns of each parameter, definition and condition that has no version on some days on which what
/// asks for it is itself asked for: by a rule, or by what nothing asks for.
///
/// What comes behind the last value of a parameter nobody knows yet where the policy has no last
/// day; a definition whose last version has a last day says that nothing follows.
pub(super) fn warn(model: &Model, asked: &[Asking], found: &mut Vec<Diagnostic>) {
    let needed = Needed::of(model, asked);
    for (parameter, needs) in model.parameters.iter().zip(&needed.parameters) {
        let versions: Vec<InForce> =
            parameter.versions.iter().map(|v| InForce { from: Some(v.from), to: v.until }).collect();
        if versions.is_empty() {
            continue;
        }
        let closed = needs.iter().flat_map(|(days, at)| gaps(&versions, *days).into_iter().map(|gap| (gap, *at)));
        let closed = closed.filter_map(|(gap, at)| Some((gap.from?, gap.to?, at)));
        // Of gaps that begin on one day the longest is told.
        if let Some((first, last, at)) = closed.min_by_key(|(first, last, _)| (*first, std::cmp::Reverse(*last))) {
            let report = Diagnostic::at(&warnings::NO_VALUE_ON, parameter.name.span).arg(&parameter.name.id);
            found.push(report.arg(first).arg(last).label(at, warnings::NEEDED_HERE, &[]));
        }
    }
    for (derived, needs) in model.derived.iter().zip(&needed.derived) {
        let versions: Vec<InForce> = derived.versions.iter().map(|version| version.in_force).collect();
        let gaps = needs.iter().flat_map(|(days, at)| gaps(&versions, *days).into_iter().map(|gap| (gap, *at)));
        // Before the first day of all nobody asks.
        let begun = gaps.filter_map(|(gap, at)| Some((gap.from?, gap.to, at)));
        let longest =
            |(first, last, _): &(Date, Option<Date>, Span)| (*first, last.is_some(), std::cmp::Reverse(*last));
        if let Some((first, last, at)) = begun.min_by_key(longest) {
            let (zh, en) = match last {
                Some(last) if last == first => (format!("在 {first} 这一天"), format!("on {first}")),
                Some(last) => (format!("从 {first} 到 {last} "), format!("from {first} to {last}")),
                None => (format!("从 {first} 起"), format!("from {first} on")),
            };
            let report = Diagnostic::at(&warnings::NO_VERSION_ON, derived.name.span).arg(&derived.name.id);
            found.push(report.arg(zh).arg(en).label(at, warnings::NEEDED_HERE, &[]));
        }
    }
}

/// What is asked for on which days.
struct Needed {
    derived: Vec<Needs>,
    parameters: Vec<Needs>,
}

impl Needed {
    fn of(model: &Model, asked: &[Asking]) -> Needed {
        let mut needed = Needed {
            derived: model.derived.iter().map(|_| Needs::new()).collect(),
            parameters: model.parameters.iter().map(|_| Needs::new()).collect(),
        };
        let mut by_derived: Vec<Vec<&Asking>> = model.derived.iter().map(|_| Vec::new()).collect();
        let mut by_exception: Vec<Vec<&Asking>> = model.exceptions.iter().map(|_| Vec::new()).collect();
        let policy = vec![model.policy.in_force];
        for asking in asked {
            match asking.by {
                Asker::Derived(id) => by_derived.get_mut(id.index()).into_iter().for_each(|of| of.push(asking)),
                Asker::Exception(id) => by_exception.get_mut(id.index()).into_iter().for_each(|of| of.push(asking)),
                Asker::Rule => needed.add(asking, &policy),
            }
        }
        let mut exceptions: Vec<Days> = model.exceptions.iter().map(|_| Days::new()).collect();
        // What asks comes before what it asks for.
        for dependent in cycles::order(model).into_iter().rev() {
            match dependent {
                Dependent::Derived(id) => {
                    let needs = needed.derived.get(id.index()).map_or(&[][..], Vec::as_slice);
                    // What nothing asks for may be asked for by whoever reads the decision.
                    let days = if needs.is_empty() { policy.clone() } else { merged(needs) };
                    Self::to_exceptions(model, Target::Derived(id), &days, &mut exceptions);
                    let own = by_derived.get(id.index()).into_iter().flatten();
                    own.for_each(|asking| needed.add(asking, &days));
                }
                Dependent::Exception(id) => {
                    let days = exceptions.get(id.index()).cloned().unwrap_or_default();
                    let in_force = model.exceptions.get(id.index()).map(|exception| exception.in_force);
                    let days: Days = days.into_iter().filter_map(|days| both(days, in_force?)).collect();
                    Self::to_exceptions(model, Target::Exception(id), &days, &mut exceptions);
                    let own = by_exception.get(id.index()).into_iter().flatten();
                    own.for_each(|asking| needed.add(asking, &days));
                }
            }
        }
        needed
    }

    /// What is made to something is asked when that is.
    fn to_exceptions(model: &Model, target: Target, days: &Days, exceptions: &mut [Days]) {
        let made: &[ExceptionId] = match target {
            Target::Derived(DerivedId(id)) => model.derived.get(id as usize).map_or(&[], |d| &d.exceptions),
            Target::Exception(ExceptionId(id)) => model.exceptions.get(id as usize).map_or(&[], |e| &e.exceptions),
        };
        for id in made {
            if let Some(of) = exceptions.get_mut(id.index()) {
                of.clone_from(days);
            }
        }
    }

    /// What is asked for, on those of these days on which it is asked for.
    fn add(&mut self, asking: &Asking, days: &Days) {
        for ask in &asking.asks {
            let needs = match &ask.what {
                Asked::Derived(id) => self.derived.get_mut(id.index()),
                Asked::Table { id: ParameterId(id), today: true, .. }
                | Asked::Scale { id: ParameterId(id), today: true, .. } => self.parameters.get_mut(*id as usize),
                Asked::Table { .. } | Asked::Scale { .. } => None,
            };
            let Some(needs) = needs else { continue };
            for days in days {
                let asked = both(*days, asking.days).and_then(|days| both(days, ask.days));
                // The first of the places that ask for the same days is enough.
                if let Some(asked) = asked.filter(|asked| !needs.iter().any(|(known, _)| holds(*known, *asked))) {
                    needs.push((asked, ask.at));
                }
            }
        }
    }
}

/// The days in both, where there are some.
fn both(a: InForce, b: InForce) -> Option<InForce> {
    let both = a.and(b);
    both.from.zip(both.to).is_none_or(|(from, to)| from <= to).then_some(both)
}

/// Whether all days of a span lie in another.
fn holds(outer: InForce, inner: InForce) -> bool {
    outer.from.is_none_or(|outer| inner.from.is_some_and(|inner| outer <= inner))
        && outer.to.is_none_or(|outer| inner.to.is_some_and(|inner| inner <= outer))
}

/// The same days in spans that do not meet.
fn merged(needs: &[(InForce, Span)]) -> Days {
    let mut sorted: Vec<InForce> = needs.iter().map(|(days, _)| *days).collect();
    sorted.sort_by_key(|days| (days.from, days.to));
    let mut all: Days = Vec::new();
    for days in sorted {
        match all.last_mut() {
            Some(last) if last.to.is_none_or(|to| days.from.is_none_or(|from| from <= to)) => {
                last.to = last.to.zip(days.to).map(|(a, b)| a.max(b));
            }
            _ => all.push(days),
        }
    }
    all
}

/// The days of a span on which none of some versions, which do not meet, is in force.
fn gaps(versions: &[InForce], span: InForce) -> Days {
    let mut versions: Vec<InForce> = versions.to_vec();
    versions.sort_by_key(|version| version.from);
    let mut gaps = Days::new();
    // The first day not looked at yet; the inner `None` is before all days.
    let mut next = Some(span.from);
    for InForce { from, to } in versions {
        let Some(day) = next else { break };
        if let Some(before) = from.and_then(|from| from.add_days(-1)) {
            gaps.extend(both(InForce { from: day, to: Some(before) }, span));
        }
        next = to.and_then(|to| to.add_days(1)).map(|behind| Some(day.map_or(behind, |day| behind.max(day))));
    }
    gaps.extend(next.and_then(|day| both(InForce { from: day, to: None }, span)));
    gaps
}
