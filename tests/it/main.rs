//! The engine seen from outside: one binary, one file a subject.

mod arithmetic;
mod differential;
mod explain;
mod facts;
mod fuzz;
mod guangdong;
mod layering;
mod metamorphic;
mod model;
mod spec;
mod syntax;
#[path = "../oracle/mod.rs"]
mod oracle;
