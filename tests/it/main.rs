//! The engine seen from outside: one binary, one file a subject.

mod differential;
mod layering;
#[path = "../oracle/mod.rs"]
mod oracle;
mod syntax;
