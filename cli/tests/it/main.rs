//! The program and its fixtures seen from outside: one file a subject.

mod compare;
mod comparing;
mod example_pages;
mod fmt;
mod law;
mod log;
mod pages;
mod program;
mod readings;
mod register;
mod runs;
mod typed;
mod verify;
