//! The program and its fixtures seen from outside: one file a subject.

mod pages;
mod program;
mod readings;
mod runs;
mod typed;
