//! What a slot can hold: a value, none, not known, or an error.

use super::{Date, Number};
use std::fmt;
use std::str::FromStr;

/// A text, by position: the policy's own literals first, then those of the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// The content of one slot during evaluation, or of one fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Money of any period, a ratio, an integer, a decimal: the type says which.
    Number(Number),
    /// A calendar day.
    Date(Date),
    /// A duration in whole months.
    Months(i64),
    /// A duration in days.
    Days(i64),
    /// True or false; of a condition: met or not met.
    Truth(bool),
    /// A variant, by its position in its choice.
    Choice(u16),
    /// A text.
    Text(TextId),
    /// Has none: a fact too.
    None,
    /// A condition that was not tested, because an exception waived it. Counts as true.
    Waived,
    /// Left out: not known.
    Unknown,
    /// Cannot be computed.
    Error(Fault),
}

impl Cell {
    /// Three-valued truth: `None` for anything that is neither true nor false.
    pub fn truth(self) -> Option<bool> {
        match self {
            Cell::Truth(truth) => Some(truth),
            Cell::Waived => Some(true),
            _ => None,
        }
    }

    /// Whether it is a value (or none), neither unknown nor in error.
    pub fn is_known(self) -> bool {
        !matches!(self, Cell::Unknown | Cell::Error(_))
    }
}

/// Why a value cannot be computed. Where several meet, the greatest is carried on, so that the
/// order of operands has no meaning; the causes themselves are all reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The parameter is unset and no setting gives it.
    ParameterNotSet,
    /// The parameter has no version on that day.
    NoVersion,
    /// The table has no row for these keys.
    NoRow,
    /// No version of the definition or condition is in force on that day.
    NotInForce,
    /// Division by zero.
    DivisionByZero,
    /// A number, date or duration past what can be held.
    Overflow,
    /// `average`, `min`, `max`, `first` or `nth` found no element.
    EmptyList,
    /// `clamp` with its low end above its high end.
    ClampInverted,
    /// An amount outside the range its measure declares.
    OutOfRange,
    /// Elements tie for a place and their values differ.
    Tie,
    /// Exceptions that apply at once, neither overriding the other, with different effects; or rules
    /// that give one subject what may be given once.
    Conflict,
}

impl Fault {
    /// Every fault, the least first.
    pub const ALL: [Fault; 11] = [
        Fault::ParameterNotSet,
        Fault::NoVersion,
        Fault::NoRow,
        Fault::NotInForce,
        Fault::DivisionByZero,
        Fault::Overflow,
        Fault::EmptyList,
        Fault::ClampInverted,
        Fault::OutOfRange,
        Fault::Tie,
        Fault::Conflict,
    ];

    /// The fault with this stable name.
    pub fn from_id(id: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.id() == id)
    }

    /// The stable name used on the wire: `division_by_zero`.
    pub fn id(self) -> &'static str {
        match self {
            Fault::ParameterNotSet => "parameter_not_set",
            Fault::NoVersion => "no_version",
            Fault::NoRow => "no_row",
            Fault::NotInForce => "not_in_force",
            Fault::DivisionByZero => "division_by_zero",
            Fault::Overflow => "overflow",
            Fault::EmptyList => "empty_list",
            Fault::ClampInverted => "clamp_inverted",
            Fault::OutOfRange => "out_of_range",
            Fault::Tie => "tie",
            Fault::Conflict => "conflict",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Fault {
    type Err = ();

    fn from_str(id: &str) -> Result<Self, ()> {
        Fault::from_id(id).ok_or(())
    }
}
