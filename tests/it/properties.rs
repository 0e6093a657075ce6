//! How the properties are tried: the same cases on every run, others where asked.
//!
//! A run that fails by chance teaches people to run it again, so the seed is fixed.
//! `PROPTEST_RNG_SEED` says another one, `PROPTEST_CASES` how many cases a property.

use proptest::test_runner::{Config, RngSeed};

/// So many cases, the same ones on every run unless the environment says otherwise.
pub fn config(cases: u32) -> Config {
    // Reads the variables above, among others.
    let asked = Config::default();
    let rng_seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(2020),
        fixed => fixed,
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    // The seed is enough to fail again: no file of failures is kept.
    Config { cases, rng_seed, failure_persistence: None, ..asked }
}
