//! Where generated tests begin: `DOUDI_SEED` says with which seed, `fresh` with one never used
//! before; else it is the same on every run.
//!
//! A run that fails by chance teaches people to run it again, so that fresh seeds are for long runs.
//! Every test prints the range it went through.

use std::ops::Range;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

/// The seed of a run in which nobody names one.
const FIRST: u64 = 1;

/// The first seed of this run.
pub fn first() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| match std::env::var("DOUDI_SEED") {
        Err(_) => FIRST,
        Ok(fresh) if fresh == "fresh" => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is right");
            now.as_micros() as u64
        }
        Ok(number) => number.parse().unwrap_or_else(|_| panic!("DOUDI_SEED is `fresh` or a number, not `{number}`")),
    })
}

/// So many seeds, for a test of this name.
pub fn of(test: &str, count: u64) -> Range<u64> {
    let seeds = first()..first() + count;
    println!("{test}: seeds {} to {}", seeds.start, seeds.end - 1);
    seeds
}

/// A number the environment may give, such as how much is tried.
pub fn number(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Err(_) => default,
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is a number, not `{text}`")),
    }
}
