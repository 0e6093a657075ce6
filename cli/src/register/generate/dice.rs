//! Chance that is the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// Throws that follow from their beginning alone.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Begins; other numbers, other throws.
    pub fn new(begin: [u64; 3]) -> Dice {
        let mut seed = [0; 32];
        for (part, number) in seed.chunks_exact_mut(8).zip(begin) {
            part.copy_from_slice(&number.to_le_bytes());
        }
        Dice(ChaCha8Rng::from_seed(seed))
    }

    /// A number from 0, below `end`; 0 where there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        let thrown = self.0.next_u64();
        thrown.checked_rem(end).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True so many times of 1,000.
    pub fn permille(&mut self, times: u64) -> bool {
        self.below(1_000) < times
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> Option<&'a T> {
        let at = self.below(of.len() as u64);
        of.get(usize::try_from(at).ok()?).copied()
    }

    /// One of several, each as often as it weighs.
    pub fn weighed<'a>(&mut self, of: &[(u64, &'a str)]) -> &'a str {
        let mut thrown = self.below(of.iter().map(|(weight, _)| weight).sum());
        for (weight, name) in of {
            match thrown.checked_sub(*weight) {
                Some(left) => thrown = left,
                None => return name,
            }
        }
        ""
    }

    /// One or two so many times of 1,000, else none.
    pub fn weighed_count(&mut self, times: u64) -> u64 {
        if self.permille(times) { self.between(1, 2) } else { 0 }
    }
}
