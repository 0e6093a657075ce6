//! The program and its fixtures seen from outside: one file a subject.

mod law;
mod pages;
mod program;
mod readings;
mod runs;
mod typed;
