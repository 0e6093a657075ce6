//! The engine seen from outside: one binary, one file a subject.

mod arithmetic;
mod differential;
mod layering;
#[path = "../oracle/mod.rs"]
mod oracle;
