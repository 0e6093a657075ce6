//! Registers of many households, one a line.
//!
//! ```text
//! stream ─lines─▶ lines ─rows, columns─▶ rows ─entries─▶ facts of one household, and who is who
//! ```

pub mod columns;
pub mod entries;
pub mod generate;
pub mod json;
pub mod lines;
pub mod rows;
pub mod words;
