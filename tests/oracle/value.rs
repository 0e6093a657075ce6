//! What the oracle computes with: big rationals, its own days, three-valued truth.

use super::calendar::Day;

use doudi::value::{Fault, Number, Rounding};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A value. Durations are numbers too; the type of the expression says which.
#[derive(Clone, Debug, PartialEq)]
pub enum V {
    Num(BigRational),
    Date(Day),
    Truth(bool),
    /// Position of the variant.
    Choice(u16),
    Text(String),
    None,
    Waived,
    Unknown,
    Error(Fault),
}

impl V {
    pub fn int(value: i64) -> V {
        V::Num(BigRational::from_integer(value.into()))
    }

    /// Three-valued: unknown and errors are neither.
    pub fn truth(&self) -> Option<bool> {
        match self {
            V::Truth(truth) => Some(*truth),
            V::Waived => Some(true),
            _ => None,
        }
    }

    pub fn is_known(&self) -> bool {
        !matches!(self, V::Unknown | V::Error(_))
    }

    pub fn is_error(&self) -> bool {
        matches!(self, V::Error(_))
    }

    pub fn number(&self) -> Option<&BigRational> {
        match self {
            V::Num(number) => Some(number),
            _ => None,
        }
    }

    pub fn to_i64(&self) -> Option<i64> {
        self.number().filter(|n| n.is_integer()).and_then(|n| n.numer().to_i64())
    }

    /// Equal as values: a waived condition counts as true.
    pub fn same(&self, other: &V) -> bool {
        match (self.truth(), other.truth()) {
            (Some(a), Some(b)) => a == b,
            _ => self == other,
        }
    }

    pub fn cmp(&self, other: &V) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (V::Num(a), V::Num(b)) => Some(a.cmp(b)),
            (V::Date(a), V::Date(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// What keeps an operation from giving a value: the greatest fault, else something unknown.
pub fn hindrance<'v>(values: impl IntoIterator<Item = &'v V>) -> Option<V> {
    let mut worst = None;
    for value in values {
        match (value, &worst) {
            (V::Error(fault), Some(V::Error(before))) if fault <= before => {}
            (V::Error(_), _) => worst = Some(value.clone()),
            (V::Unknown, None) => worst = Some(V::Unknown),
            _ => {}
        }
    }
    worst
}

/// True if any is, else the worst of what is not known, else false.
pub fn any(values: &[V]) -> V {
    if values.iter().any(|v| v.truth() == Some(true)) {
        V::Truth(true)
    } else {
        hindrance(values).unwrap_or(V::Truth(false))
    }
}

/// False if any is, else the worst of what is not known, else true.
pub fn all(values: &[V]) -> V {
    if values.iter().any(|v| v.truth() == Some(false)) {
        V::Truth(false)
    } else {
        hindrance(values).unwrap_or(V::Truth(true))
    }
}

/// The opposite truth; unknown and errors stay.
pub fn not(value: &V) -> V {
    value.truth().map_or_else(|| value.clone(), |truth| V::Truth(!truth))
}

/// The exact value of a number of the model.
pub fn rational(number: Number) -> BigRational {
    let (num, den) = number.parts();
    BigRational::new(num.into(), den.into())
}

/// Reads a decimal as it is written in JSON.
pub fn decimal(text: &str) -> BigRational {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let num: BigInt = format!("{whole}{decimals}").parse().expect("the generator writes decimals");
    let value = BigRational::new(num, BigInt::from(10).pow(decimals.len() as u32));
    if negative { -value } else { value }
}

/// The multiple of `step` that `mode` asks for.
pub fn round(value: &BigRational, step: &BigRational, mode: Rounding) -> BigRational {
    let steps = value / step;
    let below = steps.abs().floor();
    let above = &below + BigRational::one();
    let (down, up) = (steps.abs() - &below, &above - steps.abs());
    let even = |n: &BigRational| (n.numer() % BigInt::from(2)).is_zero();
    let chosen = match mode {
        _ if down.is_zero() => below,
        Rounding::Down => below,
        Rounding::Up => above,
        _ if down < up => below,
        _ if down > up => above,
        Rounding::HalfUp => above,
        Rounding::HalfEven => {
            if even(&below) {
                below
            } else {
                above
            }
        }
    };
    if steps.is_negative() { -chosen * step } else { chosen * step }
}

/// A decimal where one carries the value, else a fraction: `532.5`, `2600/3`.
pub fn print(value: &BigRational) -> String {
    let (mut den, mut places) = (value.denom().clone(), 0usize);
    let ten = BigInt::from(10);
    let mut num = value.numer().clone();
    // Multiply by ten until the denominator is used up, or does not shrink any more.
    while !den.is_one() {
        let shared = num_gcd(&den, &ten);
        if shared.is_one() {
            return format!("{}/{}", value.numer(), value.denom());
        }
        num = num * &ten / &shared;
        den /= shared;
        places += 1;
    }
    let digits = format!("{:0>width$}", num.abs().to_string(), width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let sign = if num.is_negative() { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

fn num_gcd(a: &BigInt, b: &BigInt) -> BigInt {
    if b.is_zero() { a.abs() } else { num_gcd(b, &(a % b)) }
}
