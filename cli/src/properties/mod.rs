//! Properties → the smallest households found of which they do not hold.
//!
//! One search serves all of them: every household tried is asked every property. A property of more
//! and less is asked of two households that differ in one fact.

mod monotone;
mod report;
mod words;

pub use report::text;

use crate::search::{Budget, Household, Search, Sign, Space, shrink};
use doudi::decision::{PropertyState, Standing};
use doudi::model::Statement;
use doudi::value::Fault;
use doudi::{Date, Policy, Properties, Verdict};
use std::collections::BTreeSet;

/// How to search.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The day the households are decided for.
    pub on: Date,
    /// Decisions at most, those that make a household smaller aside.
    pub budget: usize,
    /// Another seed, other households.
    pub seed: u64,
    /// Facts documents to begin with.
    pub given: Vec<String>,
}

/// Decisions that may go into making one household smaller.
const SHRINKING: usize = 600;

/// What was found of one property.
#[derive(Clone, Debug)]
pub struct Found {
    /// Position in the model.
    pub property: usize,
    /// How often it was asked and could be answered; 0: it was never put to the test.
    pub tested: usize,
    /// Of what it does not hold.
    pub broken: Option<Counterexample>,
    /// Of what it cannot be computed.
    pub in_error: Option<(Counterexample, Fault)>,
}

impl Found {
    /// Whether there is nothing to object to.
    pub fn fine(&self) -> bool {
        self.broken.is_none() && self.in_error.is_none() && self.tested > 0
    }
}

/// A household, as small as it could be made.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// Its facts document.
    pub facts: String,
    /// Of two that differ in one fact, the document of the other.
    pub other: Option<String>,
    /// Whose property it is, as a path.
    pub subject: String,
}

/// Searches for households that break the properties in force on the day, in order of the model.
pub fn search(policy: &Policy, plan: &Plan) -> Vec<Found> {
    let model = policy.model();
    let space = Space::new(model, &[], plan.on);
    let in_force = model.properties.iter().enumerate().filter(|(_, property)| property.in_force.holds(plan.on));
    let mut found: Vec<Found> =
        in_force.map(|(property, _)| Found { property, tested: 0, broken: None, in_error: None }).collect();
    let mut asker = Asker { policy, properties: policy.properties(), space: &space };
    let given: Vec<Household> = plan.given.iter().filter_map(|document| space.read(document)).collect();
    let monotone = monotone::of(model, &found);
    let mut seen = Seen::default();
    let budget = Budget::new(plan.budget, 1 + 2 * monotone.len());
    let mut turn = 0;
    Search::new(&space, &given, plan.seed, budget).run(&mut |household| {
        let Some((sign, standings)) = asker.ask(household) else { return Some(Sign::new()) };
        found.iter_mut().for_each(|one| seen.note(one, household, &standings));
        for one in &monotone {
            monotone::note(one, &mut found, &mut asker, household, &standings, turn, &mut seen);
        }
        turn += 1;
        let open = found.iter().any(|one| !seen.has(one.property));
        open.then_some(sign)
    });
    found.iter_mut().for_each(|one| seen.shrunk(one, &mut asker));
    found
}

/// Asks the properties of a household.
struct Asker<'p, 's> {
    policy: &'p Policy,
    properties: Properties<'p>,
    space: &'s Space<'p>,
}

impl Asker<'_, '_> {
    /// What a household comes to; `None` where it cannot be decided at all.
    fn ask(&mut self, household: &Household) -> Option<(Sign, Vec<Standing>)> {
        let facts = self.policy.facts_json(&household.document(self.space)).ok()?;
        let (verdict, standings) = self.properties.ask(&facts, self.space.date()).ok()?;
        Some((sign(verdict, &standings), standings))
    }

    /// The state of a property for the first subject of which a test is true.
    fn state(
        &mut self,
        household: &Household,
        property: usize,
        test: impl Fn(&PropertyState) -> bool,
    ) -> Option<Standing> {
        let (_, standings) = self.ask(household)?;
        standings.into_iter().find(|standing| standing.property == property && test(&standing.state))
    }
}

/// The rules that give something, whether all is decided, and what the properties come to.
fn sign(verdict: Verdict<'_>, standings: &[Standing]) -> Sign {
    let rules: BTreeSet<(&str, bool)> = verdict.measures().map(|it| (it.rule(), it.is_otherwise())).collect();
    let states: BTreeSet<(usize, &str)> = standings.iter().map(|one| (one.property, kind(&one.state))).collect();
    format!("{:?} {rules:?} {states:?}", verdict.status())
}

fn kind(state: &PropertyState) -> &'static str {
    match state {
        PropertyState::Holds => "holds",
        PropertyState::NotGiven => "not given",
        PropertyState::Broken => "broken",
        PropertyState::Unknown => "unknown",
        PropertyState::InError(fault) => fault.id(),
        PropertyState::Number(number) if number.is_zero() => "zero",
        PropertyState::Number(_) => "number",
    }
}

/// The first household that showed each thing, before it is made smaller.
#[derive(Default)]
struct Seen {
    broken: Vec<(usize, Household)>,
    moved: Vec<(usize, monotone::Pair)>,
    in_error: Vec<(usize, Household, Fault)>,
}

impl Seen {
    fn has(&self, property: usize) -> bool {
        self.broken.iter().any(|(of, _)| *of == property) || self.moved.iter().any(|(of, _)| *of == property)
    }

    fn note(&mut self, found: &mut Found, household: &Household, standings: &[Standing]) {
        for standing in standings.iter().filter(|standing| standing.property == found.property) {
            match standing.state {
                PropertyState::Holds => found.tested += 1,
                PropertyState::Broken => {
                    found.tested += 1;
                    if !self.has(found.property) {
                        self.broken.push((found.property, household.clone()));
                    }
                }
                PropertyState::InError(fault) if !self.in_error.iter().any(|(of, ..)| *of == found.property) => {
                    self.in_error.push((found.property, household.clone(), fault));
                }
                _ => {}
            }
        }
    }

    /// Makes what was seen of a property as small as it can be.
    fn shrunk(&self, found: &mut Found, asker: &mut Asker<'_, '_>) {
        let property = found.property;
        if let Some((_, household)) = self.broken.iter().find(|(of, _)| *of == property) {
            found.broken = smallest(asker, household, property, &|state| *state == PropertyState::Broken);
        }
        if let Some((_, pair)) = self.moved.iter().find(|(of, _)| *of == property) {
            found.broken = monotone::smallest(asker, property, pair);
        }
        if let Some((_, household, fault)) = self.in_error.iter().find(|(of, ..)| *of == property) {
            let same = |state: &PropertyState| *state == PropertyState::InError(*fault);
            found.in_error = smallest(asker, household, property, &same).map(|shown| (shown, *fault));
        }
    }
}

fn smallest(
    asker: &mut Asker<'_, '_>,
    household: &Household,
    property: usize,
    test: &dyn Fn(&PropertyState) -> bool,
) -> Option<Counterexample> {
    let space = asker.space;
    let mut budget = Budget::new(SHRINKING, 1);
    let small = shrink(space, household, &mut budget, &mut |it| asker.state(it, property, test).is_some());
    let subject = asker.state(&small, property, test)?.subject;
    Some(Counterexample { facts: small.document(space), other: None, subject })
}

/// Whether a property is of more and less.
fn is_monotone(statement: &Statement) -> bool {
    matches!(statement, Statement::Monotone { .. })
}
