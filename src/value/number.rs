//! Exact numbers: a quotient keeps its exact value, nothing is rounded unless asked.
//!
//! A [`Number`] is a fraction of two 128-bit integers. Decimals are fractions over a power of
//! ten; a quotient that no decimal can carry (2,600 ÷ 3) stays a fraction. Every operation is
//! checked: what does not fit is `None`, never a rounded neighbour.

use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// How [`Number::round`] treats what lies between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest step, the middle away from zero (四舍五入).
    HalfUp,
    /// To the nearest step, the middle to the even one.
    HalfEven,
    /// Away from zero (进位).
    Up,
    /// Towards zero (舍去).
    Down,
}

/// An exact rational number.
///
/// INVARIANT (denominator): `den > 0`.
#[derive(Clone, Copy)]
pub struct Number {
    num: i128,
    den: i128,
}

impl Number {
    /// 0.
    pub const ZERO: Number = Number { num: 0, den: 1 };
    /// 1.
    pub const ONE: Number = Number { num: 1, den: 1 };

    /// A whole number.
    pub const fn from_int(value: i64) -> Self {
        Number { num: value as i128, den: 1 }
    }

    /// Reads `-?digits(.digits)?` in ASCII, with at most the given digits on each side.
    ///
    /// No exponent, no sign but `-`, no separators, no bare point; `None` for anything else.
    pub fn parse(text: &str, integer_digits: usize, decimal_digits: usize) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let fits = !whole.is_empty() && whole.len() <= integer_digits && decimals.len() <= decimal_digits;
        if !fits || !all_digits(whole) || !all_digits(decimals) {
            return None;
        }
        let mut num: i128 = 0;
        for digit in whole.bytes().chain(decimals.bytes()) {
            num = num.checked_mul(10)?.checked_add(i128::from(digit.wrapping_sub(b'0')))?;
        }
        let den = 10i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        Some(Number { num: if negative { num.checked_neg()? } else { num }, den })
    }

    /// The exact value of a decimal.
    pub fn from_decimal(value: Decimal) -> Option<Self> {
        let value = value.normalize();
        Some(Number { num: value.mantissa(), den: 10i128.checked_pow(value.scale())? })
    }

    /// The decimal with this value, if one carries it exactly.
    pub fn to_decimal(self) -> Option<Decimal> {
        let places = self.places()?;
        let reduced = self.reduce();
        let factor = 10i128.checked_pow(places)?.checked_div(reduced.den)?;
        Decimal::try_from_i128_with_scale(reduced.num.checked_mul(factor)?, places).ok()
    }

    /// The whole number with this value, if it is one and fits.
    pub fn to_i64(self) -> Option<i64> {
        if self.num.checked_rem(self.den)? != 0 {
            return None;
        }
        i64::try_from(self.num.checked_div(self.den)?).ok()
    }

    /// Numerator and denominator in lowest terms.
    pub fn parts(self) -> (i128, i128) {
        let reduced = self.reduce();
        (reduced.num, reduced.den)
    }

    /// Rebuilds a number from a fraction; `None` unless `den > 0`.
    pub fn from_parts(num: i128, den: i128) -> Option<Self> {
        (den > 0).then_some(Number { num, den })
    }

    /// How many decimal places carry the value exactly; `None` for a fraction no decimal carries.
    pub fn places(self) -> Option<u32> {
        let mut den = self.reduce().den;
        let (mut twos, mut fives) = (0u32, 0u32);
        while den % 2 == 0 {
            den /= 2;
            twos = twos.saturating_add(1);
        }
        while den % 5 == 0 {
            den /= 5;
            fives = fives.saturating_add(1);
        }
        (den == 1).then_some(twos.max(fives))
    }

    /// Whether it is 0.
    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether it is below 0.
    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// Whether it is a whole number.
    pub fn is_integer(self) -> bool {
        self.num.checked_rem(self.den) == Some(0)
    }

    /// The sum, if it fits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.den == other.den
            && let Some(num) = self.num.checked_add(other.num)
        {
            return Some(Number { num, den: self.den });
        }
        exactly(self, other, |a, b| {
            // Over the least common denominator.
            let common = gcd(a.den.unsigned_abs(), b.den.unsigned_abs()) as i128;
            let scale_a = b.den.checked_div(common)?;
            let scale_b = a.den.checked_div(common)?;
            let num = a.num.checked_mul(scale_a)?.checked_add(b.num.checked_mul(scale_b)?)?;
            Some(Number { num, den: a.den.checked_mul(scale_a)? })
        })
    }

    /// The difference, if it fits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.checked_neg()?)
    }

    /// The product, if it fits.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let direct = |a: Self, b: Self| Some(Number { num: a.num.checked_mul(b.num)?, den: a.den.checked_mul(b.den)? });
        direct(self, other).or_else(|| {
            let (a, b) = (self.reduce(), other.reduce());
            // Cancel crosswise before multiplying, so that only a true overflow is one.
            let left = Number { num: a.num, den: b.den }.reduce();
            let right = Number { num: b.num, den: a.den }.reduce();
            direct(left, right)
        })
    }

    /// The exact quotient, if it fits; `None` for a zero divisor too (ask [`Self::is_zero`] first).
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.num == 0 {
            return None;
        }
        let inverse = if other.num < 0 {
            Number { num: other.den.checked_neg()?, den: other.num.checked_neg()? }
        } else {
            Number { num: other.den, den: other.num }
        };
        Some(self.checked_mul(inverse)?.reduce())
    }

    /// The number with the opposite sign, if it fits.
    pub fn checked_neg(self) -> Option<Self> {
        Some(Number { num: self.num.checked_neg()?, den: self.den })
    }

    /// The nearest multiple of `step` (above 0) in the way `mode` says; `None` if it does not fit.
    pub fn round(self, step: Number, mode: Rounding) -> Option<Self> {
        let steps = self.checked_div(step)?;
        let whole = steps.num.checked_div(steps.den)?;
        let rest = steps.num.checked_rem(steps.den)?;
        let away = if rest == 0 {
            false
        } else {
            let twice = rest.unsigned_abs().checked_mul(2)?.cmp(&steps.den.unsigned_abs());
            match mode {
                Rounding::Down => false,
                Rounding::Up => true,
                Rounding::HalfUp => twice != Ordering::Less,
                Rounding::HalfEven => {
                    twice == Ordering::Greater || (twice == Ordering::Equal && whole.checked_rem(2)? != 0)
                }
            }
        };
        let direction = if steps.num < 0 { -1 } else { 1 };
        let count = if away { whole.checked_add(direction)? } else { whole };
        Number { num: count, den: 1 }.checked_mul(step)
    }

    /// In lowest terms.
    fn reduce(self) -> Self {
        if self.den == 1 {
            return self;
        }
        let common = gcd(self.num.unsigned_abs(), self.den.unsigned_abs());
        match i128::try_from(common) {
            Ok(common) if common > 1 => Number { num: self.num / common, den: self.den / common },
            _ => self,
        }
    }
}

/// Tries an operation as it stands, then again in lowest terms.
fn exactly(a: Number, b: Number, operation: impl Fn(Number, Number) -> Option<Number>) -> Option<Number> {
    operation(a, b).or_else(|| operation(a.reduce(), b.reduce()))
}

/// Greatest common divisor; 64-bit arithmetic as soon as both fit, which is far faster.
fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(mut x), Ok(mut y)) = (u64::try_from(a), u64::try_from(b)) {
            while y != 0 {
                (x, y) = (y, x % y);
            }
            return u128::from(x);
        }
        (a, b) = (b, a % b);
    }
    a
}

/// The full product of two 128-bit integers as (high, low).
fn wide_mul(a: u128, b: u128) -> (u128, u128) {
    const HALF: u32 = 64;
    const MASK: u128 = u64::MAX as u128;
    let (a1, a0) = (a >> HALF, a & MASK);
    let (b1, b0) = (b >> HALF, b & MASK);
    let low = a0 * b0;
    let mid1 = a1 * b0 + (low >> HALF);
    let mid2 = a0 * b1 + (mid1 & MASK);
    (a1 * b1 + (mid1 >> HALF) + (mid2 >> HALF), (mid2 << HALF) | (low & MASK))
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Exact for every pair: products are taken in 256 bits where 128 do not suffice.
impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        if let (Some(left), Some(right)) = (self.num.checked_mul(other.den), other.num.checked_mul(self.den)) {
            return left.cmp(&right);
        }
        let sign = self.num.signum().cmp(&other.num.signum());
        if sign != Ordering::Equal {
            return sign;
        }
        let left = wide_mul(self.num.unsigned_abs(), other.den.unsigned_abs());
        let right = wide_mul(other.num.unsigned_abs(), self.den.unsigned_abs());
        if self.num < 0 { right.cmp(&left) } else { left.cmp(&right) }
    }
}

/// A decimal where one carries the value exactly, else a fraction in lowest terms: `532.5`, `2600/3`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (num, den) = self.parts();
        let exact = self.places().and_then(|places| {
            let factor = 10i128.checked_pow(places)?.checked_div(den)?;
            Some((num.checked_mul(factor)?.unsigned_abs(), places as usize))
        });
        match exact {
            Some((digits, places)) => {
                let sign = if num < 0 { "-" } else { "" };
                let digits = format!("{digits:0>width$}", width = places + 1);
                let (whole, decimals) = digits.split_at(digits.len() - places);
                let point = if places == 0 { "" } else { "." };
                write!(f, "{sign}{whole}{point}{decimals}")
            }
            None => write!(f, "{num}/{den}"),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::hash::Hash for Number {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number::from_int(value)
    }
}

/// Reads what [`Display`](fmt::Display) writes: a decimal, or a fraction `2600/3`.
impl std::str::FromStr for Number {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once('/') {
            None => Number::parse(text, 38, 38).ok_or(()),
            Some((num, den)) => {
                let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                if !digits(num) || !digits(den) {
                    return Err(());
                }
                Number::from_parts(num.parse().map_err(|_| ())?, den.parse().map_err(|_| ())?).ok_or(())
            }
        }
    }
}
