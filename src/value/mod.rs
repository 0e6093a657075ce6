//! The values facts and rules are made of: exact numbers, calendar days, slots.

mod cell;
mod date;
mod interval;
mod number;
mod wide;

pub use cell::{Cell, Fault, TextId};
pub use date::{Date, MissingDay};
pub use interval::{Cut, End, Interval};
pub use number::{Number, Rounding};
/// A decimal number, as facts are given and amounts are taken.
pub use rust_decimal::Decimal;
