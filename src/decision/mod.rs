//! decision
pub mod record;
