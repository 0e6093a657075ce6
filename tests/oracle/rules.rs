//! Rules: what each comes to for each of its subjects.

use super::causes::{Walk, Want};
use super::eval::{Oracle, stands};
use super::outcome::{Failed, Measure, RuleOutcome, State};
use super::value::{V, hindrance, rational};
use doudi::model::{
    Comparison, DerivedKind, End, Expr, ExprKind, Grant, MeasureField, MeasureId, Modality, Rule, Test, Times,
};
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
        let outcome = self.beside_others(rule, at);
        if matches!(outcome.state, State::Granted | State::Refused) { self.once(rule, at, outcome) } else { outcome }
    }

    /// What it comes to beside the rules that give as well what may be given once.
    fn once(&self, rule: &Rule, at: usize, outcome: RuleOutcome) -> RuleOutcome {
        let measures = (0u32..).map(MeasureId).zip(&self.model.measures);
        let once: Vec<MeasureId> =
            measures.filter(|(_, measure)| measure.times == Some(Times::Once)).map(|(id, _)| id).collect();
        let in_force = |other: &&Rule| other.entity == rule.entity && stands(other.in_force, self.date);
        let mut waits: Option<RuleOutcome> = None;
        for measure in once.into_iter().filter(|measure| self.claims(rule, at, *measure) > 0) {
            let others = self.model.rules.iter().filter(in_force);
            let others = others.filter(|other| other.name.id != rule.name.id && self.claims(other, at, measure) > 0);
            let others: Vec<RuleOutcome> = others.map(|other| self.beside_others(other, at)).collect();
            let certain = others.iter().any(|other| matches!(other.state, State::Granted | State::Refused));
            if certain || self.claims(rule, at, measure) > 1 {
                let path = &self.case.nodes[at].path;
                let reasons = BTreeSet::from([format!("conflict in {} of {path:?}", rule.name.id)]);
                return RuleOutcome { state: State::InError, when: outcome.when, reasons, ..RuleOutcome::default() };
            }
            // What is in error stands before what is not known, and the first before those behind it.
            let gravest = [State::InError, State::Undetermined]
                .into_iter()
                .find_map(|state| others.iter().find(|other| other.state == state));
            let graver = |found: &RuleOutcome| {
                let before = waits.as_ref().map(|waits| waits.state);
                before.is_none() || (before, found.state) == (Some(State::Undetermined), State::InError)
            };
            if let Some(found) = gravest.filter(|found| graver(found)) {
                let (state, reasons) = (found.state, found.reasons.clone());
                waits = Some(RuleOutcome { state, reasons, ..RuleOutcome::default() });
            }
        }
        waits.unwrap_or(outcome)
    }

    /// How often a rule gives a measure, or whether it might.
    fn claims(&self, rule: &Rule, at: usize, measure: MeasureId) -> usize {
        let of = |grants: &[Grant]| {
            grants.iter().filter(|grant| grant.measure == measure && self.effective(rule, grant, at)).count()
        };
        let when = self.test(&rule.when, at);
        match when.truth() {
            _ if self.beside_others(rule, at).state == State::Overridden => 0,
            Some(false) => of(&rule.otherwise),
            Some(true) => of(&rule.grants),
            None => (of(&rule.grants) + of(&rule.otherwise)).min(1),
        }
    }

    /// What a rule comes to beside those that override it.
    fn beside_others(&self, rule: &Rule, at: usize) -> RuleOutcome {
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
        let amounts: Vec<V> = effective.iter().flat_map(|grant| self.amounts(grant, at)).collect();
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
        let amounts: Vec<V> = effective.iter().flat_map(|grant| self.amounts(grant, at)).collect();
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
        let amounts = measure.fields.iter().zip(self.amounts(grant, at));
        Measure {
            name: measure.name.id.clone(),
            modality: format!("{:?}", grant.modality),
            owed: measure.owed,
            fields: amounts.map(|(f, amount)| (f.name.id.clone(), self.print(&amount, Some(f.ty)))).collect(),
        }
    }

    /// What a grant comes to, field by field: an amount outside its range is in error.
    fn amounts(&self, grant: &Grant, at: usize) -> Vec<V> {
        let fields = &self.model.measures[grant.measure.index()].fields;
        let at_most = |a: &V, b: &V| match (a, b) {
            (V::Num(a), V::Num(b)) => a <= b,
            (V::Date(a), V::Date(b)) => a <= b,
            // Nothing, and what is not known or in error, lies outside nothing.
            _ => true,
        };
        let end = |end: End| match end {
            End::Number(number) => V::Num(rational(number)),
            End::Date(date) => V::Date(date.into()),
            End::Months(count) | End::Days(count) => V::int(count),
            End::DecisionDate => V::Date(self.date),
        };
        let amount = |(field, expr): (&MeasureField, &Expr)| {
            let amount = self.eval(expr, at, &[]);
            let low = field.range.low.is_none_or(|low| at_most(&end(low), &amount));
            let high = field.range.high.is_none_or(|high| at_most(&amount, &end(high)));
            if low && high { amount } else { V::Error(Fault::OutOfRange) }
        };
        fields.iter().zip(&grant.fields).map(amount).collect()
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
                for ((field, name), amount) in grant.fields.iter().zip(names).zip(self.amounts(grant, at)) {
                    if unsettled(&amount) != Some(wanted) {
                        continue;
                    }
                    let here = (name.name.id.clone(), path.clone());
                    if self.eval(field, at, &[]).is_known() {
                        walk.begins(&amount, &here);
                    } else {
                        walk.expr(field, at, &here);
                    }
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
