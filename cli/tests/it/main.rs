//! The program and its fixtures seen from outside: one file a subject.

mod compare;
mod comparing;
mod pages;
mod program;
mod register;
mod runs;
