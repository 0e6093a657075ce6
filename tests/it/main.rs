//! The engine seen from outside: one binary, one file a subject.

mod model;
mod syntax;
