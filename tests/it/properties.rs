//! How the properties are tried: with the seed of all generated tests (`DOUDI_SEED`), unless
//! `PROPTEST_RNG_SEED` says another one; `PROPTEST_CASES` says how many cases a property.

use crate::seeds;
use proptest::test_runner::{Config, RngSeed};

/// So many cases, the same ones on every run unless the environment says otherwise.
pub fn config(cases: u32) -> Config {
    // Reads the variables above, among others.
    let asked = Config::default();
    let rng_seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(seeds::of("properties", 1).start),
        fixed => fixed,
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    // The seed is enough to fail again: no file of failures is kept.
    Config { cases, rng_seed, failure_persistence: None, ..asked }
}
