//! Rules: what each comes to for each of its subjects.

use super::causes::{Walk, Want};
use super::eval::{Oracle, stands};
use super::outcome::{Failed, Measure, RuleOutcome, State};
use super::value::{V, hindrance};
use doudi::model::{Comparison, DerivedKind, Expr, ExprKind, Grant, Modality, Rule, Test};
use doudi::value::Fault;
use std::collections::BTreeSet;

/// What keeps a rule from being decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unsettled {
    Undetermined,
    InError,
}

impl Oracle<'_> {
    /// A rule in force, asked of one subject.
    pub fn rule(&self, rule: &Rule, at: usize) -> RuleOutcome {
        let mut outcome = self.own(rule, at);
        if outcome.state != State::Granted {
            return outcome;
        }
        let above: Vec<(&Rule, usize)> = self.overriders(rule, at);
        let gives: Vec<V> = above.iter().map(|(other, subject)| self.gives(other, *subject)).collect();
        let first =
            |wanted: &dyn Fn(&V) -> bool| above.iter().zip(&gives).find(|(_, g)| wanted(g)).map(|(other, _)| other);
        if let Some((other, subject)) = first(&|g| g.truth() == Some(true)) {
            outcome = RuleOutcome { state: State::Overridden, ..RuleOutcome::default() };
            outcome.reasons.insert(format!("{} of {:?}", other.name.id, self.case.nodes[*subject].path));
        } else if let Some((other, subject)) = first(&|g| unsettled(g) == Some(Unsettled::InError)) {
            outcome = RuleOutcome { state: State::InError, ..RuleOutcome::default() };
            outcome.reasons = self.reasons(other, *subject, Want::Errors);
        } else if let Some((other, subject)) = first(&|g| unsettled(g) == Some(Unsettled::Undetermined)) {
            outcome = RuleOutcome { state: State::Undetermined, ..RuleOutcome::default() };
            outcome.reasons = self.reasons(other, *subject, Want::Missing);
        }
        outcome
    }

    /// Rules that override this one, for this subject or one it belongs to.
    fn overriders(&self, rule: &Rule, at: usize) -> Vec<(&Rule, usize)> {
        let named = |other: &&Rule| {
            stands(other.in_force, self.date)
                && other.overrides.iter().any(|id| self.model.rules[id.index()].name.id == rule.name.id)
        };
        self.model.rules.iter().filter(named).map(|other| (other, self.owner(other.entity, at))).collect()
    }

    /// Whether a rule gives something under its `when`.
    fn gives(&self, rule: &Rule, at: usize) -> V {
        let effective: Vec<&Grant> = rule.grants.iter().filter(|grant| self.effective(rule, grant, at)).collect();
        let when = self.test(&rule.when, at);
        if effective.is_empty() || when.truth() == Some(false) {
            return V::Truth(false);
        }
        if unsettled(&when).is_some() {
            return when;
        }
        let amounts: Vec<V> = effective.iter().flat_map(|g| &g.fields).map(|e| self.eval(e, at, &[])).collect();
        hindrance(&amounts).unwrap_or(V::Truth(true))
    }

    /// Whether a grant takes effect by itself or by an officer's discretion.
    fn effective(&self, rule: &Rule, grant: &Grant, at: usize) -> bool {
        grant.modality == Modality::Must || self.granted(&rule.name.id, at)
    }

    /// A rule by itself, whatever overrides it.
    fn own(&self, rule: &Rule, at: usize) -> RuleOutcome {
        let when = self.test(&rule.when, at);
        let grants = if when.truth() == Some(false) { &rule.otherwise } else { &rule.grants };
        let (effective, open): (Vec<&Grant>, Vec<&Grant>) =
            grants.iter().partition(|grant| self.effective(rule, grant, at));
        let amounts: Vec<V> = effective.iter().flat_map(|g| &g.fields).map(|e| self.eval(e, at, &[])).collect();
        let worst = match unsettled(&when) {
            Some(why) => Some(why),
            None => amounts.iter().filter_map(unsettled).max(),
        };
        let mut outcome = RuleOutcome { when: Some(self.print(&when, None)), ..RuleOutcome::default() };
        outcome.state = match worst {
            Some(Unsettled::Undetermined) => State::Undetermined,
            Some(Unsettled::InError) => State::InError,
            None if when.truth() == Some(false) => State::Refused,
            None => State::Granted,
        };
        match outcome.state {
            State::Undetermined => outcome.reasons = self.reasons(rule, at, Want::Missing),
            State::InError => outcome.reasons = self.reasons(rule, at, Want::Errors),
            _ => {
                outcome.measures = effective.iter().map(|grant| self.measure(grant, at)).collect();
                outcome.measures.sort();
                outcome.open =
                    open.iter().map(|grant| self.model.measures[grant.measure.index()].name.id.clone()).collect();
            }
        }
        if outcome.state == State::Refused {
            let mut failed = FailedParts { oracle: self, found: BTreeSet::new(), own: false };
            failed.test(&rule.when, at, false);
            if failed.own {
                let short_by = self.short_by(&rule.when, at);
                failed.found.insert(Failed {
                    name: rule.name.id.clone(),
                    path: self.case.nodes[at].path.clone(),
                    short_by,
                });
            }
            outcome.failed = failed.found;
        }
        outcome
    }

    fn measure(&self, grant: &Grant, at: usize) -> Measure {
        let measure = &self.model.measures[grant.measure.index()];
        let fields = measure.fields.iter().zip(&grant.fields);
        Measure {
            name: measure.name.id.clone(),
            modality: format!("{:?}", grant.modality),
            fields: fields.map(|(f, e)| (f.name.id.clone(), self.print(&self.eval(e, at, &[]), Some(f.ty)))).collect(),
        }
    }

    /// What is missing for, or went wrong in, a rule: its `when`, and amounts that would take effect.
    fn reasons(&self, rule: &Rule, at: usize, want: Want) -> BTreeSet<String> {
        let path = self.case.nodes[at].path.clone();
        let mut walk = Walk::new(self, want);
        let when = self.test(&rule.when, at);
        walk.test(&rule.when, at, &(rule.name.id.clone(), path.clone()));
        if when.is_known() {
            let grants = if when.truth() == Some(false) { &rule.otherwise } else { &rule.grants };
            for grant in grants.iter().filter(|grant| self.effective(rule, grant, at)) {
                let names = &self.model.measures[grant.measure.index()].fields;
                let wanted = if want == Want::Errors { Unsettled::InError } else { Unsettled::Undetermined };
                let unsettled = |(field, _): &(&Expr, _)| unsettled(&self.eval(field, at, &[])) == Some(wanted);
                for (field, name) in grant.fields.iter().zip(names).filter(unsettled) {
                    walk.expr(field, at, &(name.name.id.clone(), path.clone()));
                }
            }
        }
        walk.found
    }

    /// How far a comparison was from holding.
    fn short_by(&self, test: &Test, at: usize) -> Option<String> {
        let Test::Expr(Expr { kind: ExprKind::Compare(how, a, b), .. }) = test else { return None };
        if matches!(how, Comparison::Eq | Comparison::Ne) {
            return None;
        }
        match (self.eval(a, at, &[]), self.eval(b, at, &[])) {
            (V::Num(a), V::Num(b)) => Some(super::value::print(&if a < b { b - a } else { a - b })),
            (V::Date(a), V::Date(b)) => Some(a.days_since(b).abs().to_string()),
            _ => None,
        }
    }
}

fn unsettled(value: &V) -> Option<Unsettled> {
    match value {
        V::Unknown | V::Error(Fault::ParameterNotSet) => Some(Unsettled::Undetermined),
        V::Error(_) => Some(Unsettled::InError),
        _ => None,
    }
}

/// The parts and conditions a refusal comes from.
struct FailedParts<'o, 'm> {
    oracle: &'o Oracle<'m>,
    found: BTreeSet<Failed>,
    /// Something false belongs to no part and no condition: the rule itself failed.
    own: bool,
}

impl FailedParts<'_, '_> {
    fn found(&mut self, name: &str, test: Option<&Test>, at: usize) {
        let short_by = test.and_then(|test| self.oracle.short_by(test, at));
        self.found.insert(Failed { name: name.to_string(), path: self.oracle.case.nodes[at].path.clone(), short_by });
    }

    fn test(&mut self, test: &Test, at: usize, within: bool) {
        if self.oracle.test(test, at).truth() != Some(false) {
            return;
        }
        match test {
            Test::Expr(expr) => self.expr(expr, at, within),
            Test::All(parts) | Test::Any(parts) => {
                for part in parts.iter().filter(|part| self.oracle.test(&part.test, at).truth() == Some(false)) {
                    self.found(&part.name.id, Some(&part.test), at);
                    self.test(&part.test, at, true);
                }
            }
        }
    }

    fn expr(&mut self, expr: &Expr, at: usize, within: bool) {
        if self.oracle.eval(expr, at, &[]).truth() != Some(false) {
            return;
        }
        match &expr.kind {
            ExprKind::And(list) | ExprKind::Or(list) => list.iter().for_each(|e| self.expr(e, at, within)),
            ExprKind::Derived(id) => {
                let derived = &self.oracle.model.derived[id.index()];
                let owner = self.oracle.owner(derived.entity, at);
                let condition = derived.kind == DerivedKind::Condition;
                let body = self.oracle.version(*id).filter(|_| !self.oracle.case.given.contains_key(&(*id, owner)));
                // What an exception put in place says nothing of the body.
                let applied = derived
                    .exceptions
                    .iter()
                    .any(|e| self.oracle.stands(*e, &derived.exceptions, owner).truth() == Some(true));
                let body = body.filter(|_| !applied);
                if condition {
                    self.found(&derived.name.id, body, owner);
                }
                match body {
                    Some(body) => self.test(body, owner, within || condition),
                    None => self.own |= !(within || condition),
                }
            }
            _ => self.own |= !within,
        }
    }
}
