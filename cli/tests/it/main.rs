//! The program and its fixtures seen from outside: one file a subject.

mod check;
mod compare;
mod comparing;
mod coverage;
mod diff;
mod editor;
mod example_pages;
mod fix;
mod fmt;
mod law;
mod linear;
mod log;
mod mutate;
mod pages;
mod program;
mod properties;
mod readings;
mod register;
mod runs;
#[path = "../../../tests/it/seeds.rs"]
#[allow(dead_code, reason = "shared with the tests of the engine")]
mod seeds;
mod testing;
mod typed;
mod verify;
