//! The engine seen from outside: one binary, one file a subject.

mod arithmetic;
mod audit;
mod bounds;
mod constructs;
mod contrast;
mod difference;
mod differential;
mod errors;
mod explain;
mod facts;
mod format;
mod fuzz;
mod guangdong;
mod habits;
mod layering;
mod limits;
mod marks;
mod metamorphic;
mod mistakes;
mod model;
#[path = "../oracle/mod.rs"]
mod oracle;
mod printed;
mod properties;
mod redaction;
mod seeds;
mod spec;
mod symbols;
mod syntax;
mod versions;
