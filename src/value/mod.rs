//! The values facts and rules are made of: exact numbers, calendar days, slots.

mod cell;
mod date;
mod number;
mod wide;

pub use cell::{Cell, Fault, TextId};
pub use date::{Date, MissingDay};
pub use number::{Number, Rounding};
