//! Households of a policy, searched for one that shows something, and made as small as it can be.
//!
//! ```text
//! model ─Space─▶ what households there can be, and the values at which something may change
//! Space + given households + seed ─Search─▶ one household after another, those first that come to
//!                                          something not seen yet, and those on both sides of where it changes
//! household + goal ─Climb─▶ a household that is as the goal wants it
//! household + what it shows ─shrink─▶ the smallest household that still shows it
//! ```
//!
//! Whoever searches decides: a search hands out households and is told what each came to. It ends
//! with its budget, which counts decisions, so that it ends alike on every machine.

mod climb;
mod edges;
mod household;
mod lists;
mod make;
mod shrink;
mod space;

pub use climb::{Climb, Measured};
pub use edges::{Place, near, places};
pub use household::{Discretion, Fact, Household, Object};
pub use lists::{changed, of_other_lengths, resized};
pub use shrink::shrink;
pub use space::{Space, of_cell};

use crate::register::generate::Dice;
use std::collections::{BTreeSet, VecDeque};

/// Decisions that may still be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    left: usize,
    /// Decisions that trying one household takes.
    each: usize,
}

impl Budget {
    /// So many decisions, of which each household takes `each`.
    pub fn new(decisions: usize, each: usize) -> Budget {
        Budget { left: decisions, each: each.max(1) }
    }

    /// Decisions that may still be made.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Takes what trying one household costs; false where that is no longer there.
    pub fn take(&mut self) -> bool {
        let enough = self.left >= self.each;
        self.left = if enough { self.left - self.each } else { 0 };
        enough
    }
}

/// What a household came to, as far as a search is to tell it from others: any text.
pub type Sign = String;

/// Households waiting and kept; one source of chance for all of them.
pub struct Search<'s> {
    space: &'s Space<'s>,
    dice: Dice,
    budget: Budget,
    waiting: VecDeque<Household>,
    /// Those that came to something new, to go on from.
    kept: Vec<Household>,
    seen: BTreeSet<Sign>,
}

/// So many households are kept to go on from.
const KEPT: usize = 400;

/// Facts of a household that came to something new, whose edges are looked for.
const NEW_FACTS: usize = 4;

/// Of 1,000 households that came to nothing new, those of which an edge is looked for all the same.
const OLD_EDGES: u64 = 30;

impl<'s> Search<'s> {
    /// Begins with the households given.
    pub fn new(space: &'s Space<'s>, given: &[Household], seed: u64, budget: Budget) -> Search<'s> {
        Search {
            space,
            dice: Dice::new([seed, 0x73_65_61_72_63_68, 0]),
            budget,
            waiting: given.iter().cloned().collect(),
            kept: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Tries households until the budget is spent or `visit` has seen enough (`None`). What it
    /// returns else is what the household came to; an empty sign is of no interest.
    pub fn run(mut self, visit: &mut dyn FnMut(&Household) -> Option<Sign>) {
        while self.budget.take() {
            let household = self.next();
            let Some(sign) = visit(&household) else { return };
            let new = !sign.is_empty() && self.seen.insert(sign.clone()) && self.kept.len() < KEPT;
            if !new && (sign.is_empty() || !self.dice.permille(OLD_EDGES)) {
                continue;
            }
            // Where does it begin? Of what was met before, now and then.
            let facts = if new { NEW_FACTS } else { 1 };
            let mut edges = edges::Edges { space: self.space, budget: &mut self.budget, visit: &mut *visit };
            match edges.around(&household, &sign, facts, &mut self.dice) {
                Some(beside) => self.kept.extend(beside),
                None => return,
            }
            if new {
                self.kept.push(household);
            }
        }
    }

    fn next(&mut self) -> Household {
        if let Some(waiting) = self.waiting.pop_front() {
            return waiting;
        }
        let at = self.dice.below(self.kept.len() as u64);
        match usize::try_from(at).ok().and_then(|at| self.kept.get(at)).filter(|_| self.dice.permille(600)) {
            Some(kept) => self.space.varied(&kept.clone(), &mut self.dice),
            None => self.space.household(&mut self.dice),
        }
    }
}
