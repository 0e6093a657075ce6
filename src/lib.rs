//! doudi (兜底): an embeddable eligibility rules engine. Text in, explained decision out.

pub mod decision;
pub mod diagnostic;
pub mod eval;
pub mod explain;
pub mod facts;
mod limits;
pub mod model;
pub mod plan;
mod policy;
pub mod source;
pub mod syntax;
pub mod value;

pub use decision::{Decision, Measure, Record, Status, Verdict};
pub use diagnostic::{Diagnostic, Locale};
pub use facts::{Facts, Settings};
pub use limits::Limits;
pub use policy::{DecideError, Decider, InputError, LoadError, Policy};
pub use source::{LineIndex, Sources};
pub use value::Date;
