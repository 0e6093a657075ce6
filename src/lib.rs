//! doudi (兜底): an embeddable eligibility rules engine. Text in, explained decision out.

#![deny(
    // No panic on any input; tests live outside `src/` and are free of this.
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::unwrap_used,
    // The same bytes on every machine.
    clippy::float_arithmetic,
    clippy::iter_over_hash_type
)]

pub mod analysis;
pub mod audit;
pub mod bounds;
pub mod contrast;
pub mod decision;
pub mod diagnostic;
pub mod eval;
pub mod explain;
pub mod facts;
pub mod graph;
pub mod keywords;
mod limits;
pub mod model;
pub mod plan;
mod policy;
pub mod source;
pub mod symbols;
pub mod syntax;
pub mod value;

pub use decision::{Decision, Measure, Record, Status, Verdict};
pub use diagnostic::{Diagnostic, Locale};
pub use facts::{Fact, Facts, InputError, Settings};
pub use limits::Limits;
pub use policy::{DecideError, Decider, LoadError, Policy, Properties};
pub use source::{LineIndex, Sources};
pub use value::{Date, Decimal};

/// The guides whose Rust is compiled and run with the tests.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/embedding.md")]
    mod embedding {}
    #[doc = include_str!("../docs/records.md")]
    mod records {}
}
