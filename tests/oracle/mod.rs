//! The oracle: a second, slow and plain evaluator, and generators of policies and cases for it.
//!
//! ```text
//! model + case (JSON) + date ─eval─▶ Outcome ◀─read─ Record ◀─engine─ the same
//! ```
//!
//! It shares only the model with the engine: numbers are big rationals, the calendar is its own,
//! the facts are read from their JSON anew, and expressions are evaluated by plain recursion.

pub mod aggregates;
pub mod calendar;
pub mod case;
pub mod causes;
pub mod constructs;
pub mod eval;
pub mod exceptions;
pub mod generate;
pub mod outcome;
pub mod rules;
pub mod value;
