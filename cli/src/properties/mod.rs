//! Properties → the smallest households found of which they do not hold.
//!
//! ```text
//! given households ─▶ asked first
//! what the property speaks of ─Climb─▶ households of which it says something, of which it might not hold,
//!                                      and those at each comparison it reaches
//! those ─Search─▶ others like them, and others
//! ```
//!
//! Each property is searched by itself, so that what is found of one does not depend on the others. A
//! property of more and less is asked of two households that differ in one fact.

mod monotone;
mod report;
mod words;

pub use report::text;

use crate::register::generate::Dice;
use crate::search::{Budget, Climb, Household, Measured, Search, Sign, Space, shrink};
use doudi::decision::{Aim, Distance, Goal, PropertyState, Standing};
use doudi::value::Fault;
use doudi::{Date, Policy, Properties, Verdict};
use monotone::Monotone;
use std::collections::BTreeSet;

/// How to search.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The day the households are decided for.
    pub on: Date,
    /// Decisions for each property at most, those that make a household smaller aside.
    pub budget: usize,
    /// Another seed, other households.
    pub seed: u64,
    /// Facts documents to begin with.
    pub given: Vec<String>,
}

/// Decisions that may go into making one household smaller.
const SHRINKING: usize = 600;

/// Decisions for the way from one household to a goal.
const CLIMB: usize = 400;

/// Households of which the property says something that are looked for first.
const WANTED: usize = 8;

/// Edges of comparisons that are looked for at least.
const EDGES: usize = 24;

/// Households from which the first of them are looked for.
const STARTS: usize = 24;

/// So often a property is put to the test before it is said that no counterexample was found.
pub const ENOUGH: usize = 100;

/// What was found of one property.
#[derive(Clone, Debug)]
pub struct Found {
    /// Position in the model.
    pub property: usize,
    /// How often it was asked and could be answered.
    pub asked: usize,
    /// How often of these it was put to the test: what stands before `implies` was so, and an amount it
    /// speaks of was not zero.
    pub tested: usize,
    /// Of what it does not hold.
    pub broken: Option<Counterexample>,
    /// Of what it cannot be computed.
    pub in_error: Option<(Counterexample, Fault)>,
}

impl Found {
    /// Whether there is nothing to object to.
    pub fn fine(&self) -> bool {
        self.broken.is_none() && self.in_error.is_none() && self.tested >= ENOUGH
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
    let properties = policy.model().properties.iter().enumerate();
    let in_force = properties.filter(|(_, property)| property.in_force.holds(plan.on));
    in_force.map(|(property, _)| of_one(policy, plan, property)).collect()
}

fn of_one(policy: &Policy, plan: &Plan, property: usize) -> Found {
    let space = Space::of_property(policy.model(), property, plan.on);
    let asker = Asker { policy, properties: policy.property(property), space: &space };
    let mut hunt = Hunt {
        asker,
        monotone: monotone::of(policy.model(), property),
        found: Found { property, asked: 0, tested: 0, broken: None, in_error: None },
        seen: Seen::default(),
        turn: 0,
        spent: 0,
    };
    let mut given: Vec<Household> = plan.given.iter().filter_map(|document| space.read(document)).collect();
    given.dedup();
    let at_goals = hunt.aimed(plan, &given);
    if !hunt.seen.has() {
        given.extend(at_goals);
        let each = if hunt.monotone.is_some() { 3 } else { 1 };
        let left = plan.budget.saturating_sub(hunt.spent);
        Search::new(&space, &given, plan.seed, Budget::new(left, each)).run(&mut |household| {
            let found = hunt.visit(household, None);
            (!hunt.seen.has()).then(|| found.map(|(sign, _)| sign).unwrap_or_default())
        });
    }
    hunt.seen.shrunk(&mut hunt.found, &mut hunt.asker);
    hunt.found
}

/// The search for one property.
struct Hunt<'p, 's> {
    asker: Asker<'p, 's>,
    monotone: Option<Monotone>,
    found: Found,
    seen: Seen,
    turn: usize,
    /// Decisions made.
    spent: usize,
}

impl Hunt<'_, '_> {
    /// Asks the property of a household; how far it is from an aim.
    fn visit(&mut self, household: &Household, aim: Option<&Aim>) -> Option<(Sign, Option<Distance>)> {
        self.spent += 1;
        let (sign, standings, distance) = self.asker.ask_for(household, aim)?;
        self.seen.note(&mut self.found, household, &standings);
        if let (Some(of), None) = (self.monotone, aim) {
            self.spent += monotone::note(&of, self, household, &standings);
            self.turn += 1;
        }
        Some((sign, distance))
    }

    /// Households of which the property says something, of which it might not hold, and at the edge of
    /// each comparison it reaches. At most three quarters of the decisions go into them.
    fn aimed(&mut self, plan: &Plan, given: &[Household]) -> Vec<Household> {
        let space = self.asker.space;
        let property = self.found.property;
        let mut dice = Dice::new([plan.seed, 0x61_69_6d, 0]);
        for household in given.iter().take(plan.budget / 4) {
            self.visit(household, None);
            self.scan(household, plan.budget / 2);
            if self.seen.has() {
                return Vec::new();
            }
        }
        let mut found: Vec<Household> = Vec::new();
        let (edges, first): (Vec<Aim>, Vec<Aim>) =
            self.asker.properties.aims(property, plan.on).into_iter().partition(|aim| aim.goal().is_edge());
        let mut aims: Vec<Aim> = Vec::new();
        for aim in first {
            let times = if matches!(aim.goal(), Goal::Asked(_)) { STARTS } else { WANTED };
            aims.extend(vec![aim; times]);
        }
        // Of few comparisons each is looked for again and again.
        for _ in 0..EDGES.div_ceil(edges.len().max(1)) {
            let mut round = edges.clone();
            while !round.is_empty() {
                let at = usize::try_from(dice.below(round.len() as u64)).unwrap_or(0);
                aims.push(round.swap_remove(at));
            }
        }
        let begun = self.spent;
        for (turn, aim) in aims.iter().enumerate() {
            let of_budget = |parts: usize| begun.max(plan.budget * parts / 8);
            let share = match aim.goal() {
                Goal::Asked(_) if found.is_empty() => of_budget(4),
                Goal::Asked(_) if found.len() < WANTED => of_budget(1),
                Goal::Asked(_) => begun,
                Goal::Broken(_) => of_budget(2),
                _ => of_budget(6),
            };
            let most = CLIMB.min(share.saturating_sub(self.spent));
            let known = given.len() + found.len();
            let near = usize::try_from(dice.below(known as u64)).ok();
            let near = near.and_then(|at| given.iter().chain(&found).nth(at));
            let start = match near.filter(|_| !matches!(aim.goal(), Goal::Asked(_)) || dice.permille(500)) {
                Some(near) => near.clone(),
                None if turn % 2 == 0 => space.plain(),
                None => space.household(&mut dice),
            };
            let mut budget = Budget::new(most, 1);
            let mut measure = |household: &Household| match self.visit(household, Some(aim)) {
                _ if self.seen.has() => Measured::Enough,
                found => Measured::At(found.and_then(|(_, distance)| distance)),
            };
            let mut climb = Climb::new(space, &mut budget, &mut dice, &mut measure);
            if let Some(there) = climb.from(&start) {
                self.visit(&there, None);
                self.scan(&there, plan.budget);
                if !found.contains(&there) {
                    found.push(there);
                }
            }
            if self.seen.has() {
                break;
            }
        }
        found
    }

    /// Of a property of more and less: all that the fact may be in this household.
    fn scan(&mut self, household: &Household, budget: usize) {
        if let Some(of) = self.monotone.filter(|_| self.spent < budget) {
            self.spent += monotone::scan(&of, self, household);
        }
    }
}

/// Asks the properties of a household.
struct Asker<'p, 's> {
    policy: &'p Policy,
    properties: Properties<'p>,
    space: &'s Space<'p>,
}

impl Asker<'_, '_> {
    /// What a household comes to; `None` where it cannot be decided at all.
    fn ask(&mut self, household: &Household) -> Option<Vec<Standing>> {
        self.ask_for(household, None).map(|(_, standings, _)| standings)
    }

    fn ask_for(&mut self, household: &Household, aim: Option<&Aim>) -> Option<(Sign, Vec<Standing>, Option<Distance>)> {
        let facts = self.policy.facts_json(&household.document(self.space)).ok()?;
        let date = self.space.date();
        let (verdict, standings, distance) = match aim {
            Some(aim) => self.properties.ask_for(&facts, date, aim).ok()?,
            None => self.properties.ask(&facts, date).map(|(verdict, standings)| (verdict, standings, None)).ok()?,
        };
        Some((sign(verdict, &standings), standings, distance))
    }

    /// The state of a property for the first subject of which a test is true.
    fn state(
        &mut self,
        household: &Household,
        property: usize,
        test: impl Fn(&PropertyState) -> bool,
    ) -> Option<Standing> {
        self.ask(household)?.into_iter().find(|standing| standing.property == property && test(&standing.state))
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
    broken: Option<Household>,
    moved: Option<monotone::Pair>,
    in_error: Option<(Household, Fault)>,
}

impl Seen {
    /// Whether a counterexample was seen.
    fn has(&self) -> bool {
        self.broken.is_some() || self.moved.is_some()
    }

    fn note(&mut self, found: &mut Found, household: &Household, standings: &[Standing]) {
        for standing in standings.iter().filter(|standing| standing.property == found.property) {
            let tested = usize::from(standing.tested);
            match standing.state {
                PropertyState::Holds | PropertyState::NotGiven => {
                    (found.asked, found.tested) = (found.asked + 1, found.tested + tested);
                }
                PropertyState::Broken => {
                    (found.asked, found.tested) = (found.asked + 1, found.tested + tested);
                    self.broken.get_or_insert_with(|| household.clone());
                }
                PropertyState::InError(fault) => {
                    self.in_error.get_or_insert_with(|| (household.clone(), fault));
                }
                PropertyState::Unknown | PropertyState::Number(_) => {}
            }
        }
    }

    /// Makes what was seen of a property as small as it can be.
    fn shrunk(&self, found: &mut Found, asker: &mut Asker<'_, '_>) {
        let property = found.property;
        if let Some(household) = &self.broken {
            found.broken = smallest(asker, household, property, &|state| *state == PropertyState::Broken);
        }
        if let Some(pair) = &self.moved {
            found.broken = monotone::smallest(asker, pair);
        }
        if let Some((household, fault)) = &self.in_error {
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
