//! The types of the language, with their units and decimal places.

use super::ChoiceId;

/// A type; `optional` values may be `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Type {
    /// The type, `none` aside.
    pub base: Base,
    /// Declared `or none`, or found to be so.
    pub optional: bool,
}

impl Type {
    /// The type without `or none`.
    pub const fn plain(base: Base) -> Self {
        Type { base, optional: false }
    }

    /// Truth.
    pub const TRUTH: Type = Type::plain(Base::Truth);
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// An amount of money, once.
    Money,
    /// Money a month.
    MoneyPerMonth,
    /// Money a year.
    MoneyPerYear,
    /// A share, 0.3 for 30%.
    Ratio,
    /// A whole number.
    Integer,
    /// A number of no other unit.
    Decimal,
    /// A calendar day.
    Date,
    /// A duration in whole months.
    Months,
    /// A duration in days.
    Days,
    /// True or false.
    Truth,
    /// A variant of a closed list.
    Choice(ChoiceId),
    /// Free words; equal or not, nothing more.
    Text,
    /// The type of the literal `none` alone.
    None,
}

impl Base {
    /// Money of any period.
    pub fn is_money(self) -> bool {
        matches!(self, Base::Money | Base::MoneyPerMonth | Base::MoneyPerYear)
    }

    /// A pure number: ratio, integer, decimal.
    pub fn is_scalar(self) -> bool {
        matches!(self, Base::Ratio | Base::Integer | Base::Decimal)
    }

    /// Held as a number.
    pub fn is_number(self) -> bool {
        self.is_money() || self.is_scalar()
    }

    /// A length of time.
    pub fn is_duration(self) -> bool {
        matches!(self, Base::Months | Base::Days)
    }

    /// Has an order: numbers, dates, durations.
    pub fn is_ordered(self) -> bool {
        self.is_number() || self.is_duration() || self == Base::Date
    }

    /// Decimal places a fact or setting of this type may have.
    pub fn fact_places(self) -> u32 {
        match self {
            Base::Money | Base::MoneyPerMonth | Base::MoneyPerYear => 2,
            Base::Ratio | Base::Decimal => 6,
            _ => 0,
        }
    }
}

/// How many decimal places the value of an expression can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// At most this many.
    AtMost(u32),
    /// A quotient by something that is not constant: any number, held as an exact fraction.
    /// Counts the divisors that are multiplied together in its denominator.
    Quotient(u32),
}
