//! A change that no household of the sample rests on → a household that does, looked for between the
//! old and the new value: one to whom a rule applies under one of the two and not under the other, or
//! to whom it gives something else.

use super::causes::Without;
use super::judge::{Kind, Pair, bind};
use crate::register::generate::Dice;
use crate::search::{Budget, Climb, Household, Measured, Space, near};
use doudi::decision::{Aim, Distance};
use doudi::diagnostic::Locale;
use doudi::model::RuleId;
use doudi::{Date, Policy, Properties};
use std::collections::BTreeSet;

/// Decisions for the search of one change, for each household of the sample; and for the way from one
/// household.
const SEARCH: usize = 3;
const CLIMB: usize = 400;

/// Households from which each aim is tried.
const STARTS: usize = 6;

/// Households like one to whom a rule applies under both.
const BESIDE: usize = 40;

/// Looks for a household whose outcome rests on a change; `None`: none was found.
pub(super) fn find(
    pair: &Pair<'_>,
    change: &Without,
    met: &[Household],
    sample: usize,
    seed: u64,
) -> Option<Household> {
    let space = Space::new(pair.new.model(), &[change.policy.model(), pair.old.model()], pair.on);
    let mut dice = Dice::new([seed, 0x64_69_66_66, change.change as u64]);
    let mut budget = Budget::new(SEARCH * sample, 2);
    let mut sides = Sides::new(pair, change, &space);
    let name = pair.changes.get(change.change).map_or("", |change| change.item.as_str());
    for (rule, wanted) in rules(pair.new, &change.policy, name).iter().flat_map(|rule| {
        // Under the new one and not the old, the other way round, under both.
        [[true, false], [false, true], [true, true]].map(|wanted| (rule, wanted))
    }) {
        let aims = [rule.new.zip(Some(wanted[0])), rule.old.zip(Some(wanted[1]))];
        let aims = [
            aims[0].map(|(rule, wanted)| sides.new.aim_of_rule(rule, wanted)),
            aims[1].map(|(rule, wanted)| sides.old.aim_of_rule(rule, wanted)),
        ];
        for turn in 0..STARTS {
            let start = match turn {
                0 => space.plain(),
                _ => pick(met, &mut dice).filter(|_| turn % 2 == 1).unwrap_or_else(|| space.household(&mut dice)),
            };
            let mut own = Budget::new(CLIMB.min(budget.left()), 2);
            let before = own.left();
            let mut found = None;
            let mut measure = |household: &Household| match sides.differs(household) {
                true => {
                    found = Some(household.clone());
                    Measured::Enough
                }
                false => Measured::At(sides.distance(household, &aims)),
            };
            let mut climb = Climb::new(&space, &mut own, &mut dice, &mut measure);
            let there = climb.from(&start);
            budget = Budget::new(budget.left().saturating_sub(before - own.left()), 2);
            if found.is_some() {
                return found;
            }
            // Where it applies under both, what it gives may differ for one like it.
            for beside in there.iter().flat_map(|it| near(&space, it, &|_| true)).take(BESIDE) {
                if budget.take() && sides.differs(&beside) {
                    return Some(beside);
                }
            }
        }
    }
    None
}

fn pick(of: &[Household], dice: &mut Dice) -> Option<Household> {
    of.get(usize::try_from(dice.below(of.len() as u64)).ok()?).cloned()
}

/// A rule in both policies, or in one of them.
struct Rule {
    new: Option<RuleId>,
    old: Option<RuleId>,
}

/// The rules that rest on an item in one of the policies; where it is none that rules name, all.
fn rules(new: &Policy, old: &Policy, item: &str) -> Vec<Rule> {
    let (kind, name) = item.split_once(' ').unwrap_or(("", item));
    let name = name.rsplit(['.', ' ']).next().unwrap_or(name);
    let named = matches!(kind, "parameter" | "amend" | "define" | "condition" | "exception" | "rule" | "reading");
    let rests = |policy: &Policy, rule: &str| {
        !named || policy.graph(Some(rule), Locale::En).nodes().iter().any(|node| node.detail == name)
    };
    let of = |policy: &Policy, rule: &str| {
        let all = (0u32..).map(RuleId).zip(&policy.model().rules);
        all.into_iter().find(|(_, it)| it.name.id == rule).map(|(id, _)| id)
    };
    let names: BTreeSet<&str> =
        [new, old].iter().flat_map(|policy| policy.model().rules.iter().map(|rule| rule.name.id.as_str())).collect();
    let names = names.into_iter().filter(|rule| rests(new, rule) || rests(old, rule));
    names.map(|rule| Rule { new: of(new, rule), old: of(old, rule) }).collect()
}

/// The new policy, and the new one without the change.
struct Sides<'s, 'p> {
    pair: &'s Pair<'p>,
    without: &'s Without,
    space: &'s Space<'s>,
    /// The space of the facts the policy without the change knows.
    space_without: Space<'s>,
    space_old: Space<'s>,
    new: Properties<'s>,
    old: Properties<'s>,
    on: Date,
}

impl<'s, 'p> Sides<'s, 'p> {
    fn new(pair: &'s Pair<'p>, without: &'s Without, space: &'s Space<'s>) -> Sides<'s, 'p> {
        Sides {
            pair,
            without,
            space,
            space_without: Space::new(without.policy.model(), &[], pair.on),
            space_old: Space::new(pair.old.model(), &[], pair.on),
            new: pair.new.deciding(),
            old: without.policy.deciding(),
            on: pair.on,
        }
    }

    /// Whether both give it something else, and the new version something else than the old.
    fn differs(&self, household: &Household) -> bool {
        let document = household.document(self.space);
        let facts = |policy: &Policy, space: &Space<'_>| {
            let known = |document: &str| space.read(document).map(|household| household.document(space));
            bind(policy, &document, known).ok()
        };
        let Some(new) = facts(self.pair.new, self.space) else { return false };
        let Some(without) = facts(&self.without.policy, &self.space_without) else { return false };
        if !self.pair.differ(&self.without.policy, &without, &new) {
            return false;
        }
        facts(self.pair.old, &self.space_old).is_some_and(|old| {
            let judged = self.pair.judge(&old, &new);
            judged.is_some_and(|it| it.kind != Kind::Same && !it.kind.lacks_facts())
        })
    }

    /// How far it is from both aims together.
    fn distance(&mut self, household: &Household, aims: &[Option<Aim>; 2]) -> Option<Distance> {
        let document = household.document(self.space);
        let known = |space: &Space<'_>| space.read(&document).map(|household| household.document(space));
        let without = known(&self.space_without);
        let mut all: Option<Distance> = None;
        for (aim, is_new) in aims.iter().zip([true, false]) {
            let Some(aim) = aim else { continue };
            let found = if is_new {
                let facts = self.pair.new.facts_json(&document).ok()?;
                self.new.ask_for(&facts, self.on, aim).ok()?.2?
            } else {
                let facts = self.without.policy.facts_json(without.as_ref()?).ok()?;
                self.old.ask_for(&facts, self.on, aim).ok()?.2?
            };
            all = Some(match all {
                None => found,
                Some(all) => all.and(found),
            });
        }
        all
    }
}
