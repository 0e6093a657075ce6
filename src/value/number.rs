//! Exact numbers: a quotient keeps its exact value, nothing is rounded unless asked.
//!
//! A [`Number`] is a fraction of two 128-bit integers. Decimals are fractions over a power of
//! ten; a quotient that no decimal can carry (2,600 ÷ 3) stays a fraction. Every operation is
//! checked: what does not fit is `None`, never a rounded neighbour.

use super::wide::Wide;
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

impl Rounding {
    /// Whether a count of steps goes on to the next, away from zero: whether it leaves no rest,
    /// how the rest compares with half a step, whether the count is odd.
    fn goes_away(self, exact: bool, half: Ordering, odd: bool) -> bool {
        match self {
            Rounding::Down => false,
            Rounding::Up => !exact,
            Rounding::HalfUp => half != Ordering::Less,
            Rounding::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && odd),
        }
    }
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
        Decimal::try_from_i128_with_scale(self.digits(places)?, places).ok()
    }

    /// The whole number with this value, if it is one and fits.
    pub fn to_i64(self) -> Option<i64> {
        let whole = self.reduce();
        if whole.den == 1 { i64::try_from(whole.num).ok() } else { None }
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
        if let (Some(mut places), Ok(mut digits)) = (power_of_ten(self.den), i64::try_from(self.num)) {
            // Written so far out, less the zeros at its end.
            while places > 0 && digits % 10 == 0 {
                (places, digits) = (places.saturating_sub(1), digits / 10);
            }
            return Some(places);
        }
        let den = self.reduce().den;
        let twos = den.trailing_zeros();
        let (mut rest, mut fives) = (den >> twos, 0u32);
        while rest % 5 == 0 {
            (rest, fives) = (rest / 5, fives.saturating_add(1));
        }
        (rest == 1).then_some(twos.max(fives))
    }

    /// The value times 10 to the power of `places`, where that is whole and fits.
    fn digits(self, places: u32) -> Option<i128> {
        let scaled = Number { num: 10i128.checked_pow(places)?, den: 1 }.checked_mul(self)?.reduce();
        (scaled.den == 1).then_some(scaled.num)
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
        self.den == 1 || self.num.checked_rem(self.den) == Some(0)
    }

    /// The sum, if it fits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        // Most sums are of whole numbers, or of one number of decimals.
        let (a, b) = match (self.den, other.den) {
            (a, b) if a == b => (Some(self.num), Some(other.num)),
            (_, 1) => (Some(self.num), product(other.num, self.den)),
            (1, _) => (product(self.num, other.den), Some(other.num)),
            _ => (None, None),
        };
        if let (Some(a), Some(b)) = (a, b)
            && let Some(num) = a.checked_add(b)
        {
            return Some(Number { num, den: self.den.max(other.den) });
        }
        add_narrow(self, other).or_else(|| {
            let (a, b) = (self.reduce(), other.reduce());
            add_narrow(a, b).or_else(|| add_wide(a, b, b.is_negative()))
        })
    }

    /// The difference, if it fits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        match other.checked_neg() {
            Some(opposite) => self.checked_add(opposite),
            None => add_wide(self.reduce(), other.reduce(), !other.is_negative()),
        }
    }

    /// The product, if it fits.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let direct = |a: Self, b: Self| Some(Number { num: product(a.num, b.num)?, den: product(a.den, b.den)? });
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
        let inverse = match other.num.checked_neg() {
            _ if other.num > 0 => Number { num: other.den, den: other.num },
            Some(den) => Number { num: other.den.checked_neg()?, den },
            // The least numerator has no opposite; half of it has one.
            None => {
                let half = Number { num: 1, den: 2 };
                return self.checked_mul(half)?.checked_div(other.checked_mul(half)?.reduce());
            }
        };
        Some(self.checked_mul(inverse)?.reduce())
    }

    /// The number with the opposite sign, if it fits.
    pub fn checked_neg(self) -> Option<Self> {
        let number = if self.num == i128::MIN { self.reduce() } else { self };
        Some(Number { num: number.num.checked_neg()?, den: number.den })
    }

    /// The nearest multiple of `step` (above 0) in the way `mode` says; `None` if it does not fit.
    pub fn round(self, step: Number, mode: Rounding) -> Option<Self> {
        if step.num <= 0 {
            return None;
        }
        self.round_narrow(step, mode).or_else(|| self.round_wide(step, mode))
    }

    /// Counts the steps in 128 bits, if all that lies on the way fits.
    fn round_narrow(self, step: Number, mode: Rounding) -> Option<Self> {
        let (top, bottom) = (product(self.num, step.den)?.unsigned_abs(), product(self.den, step.num)?.unsigned_abs());
        let (count, rest) = divide(top, bottom);
        let away = mode.goes_away(rest == 0, rest.saturating_mul(2).cmp(&bottom), count % 2 == 1);
        let count = count.checked_add(u128::from(away))?;
        Number { num: signed(count, self.num < 0)?, den: 1 }.checked_mul(step)
    }

    /// Counts the steps in 256 bits: only a result that does not fit is given up.
    fn round_wide(self, step: Number, mode: Rounding) -> Option<Self> {
        let (value, step) = (self.reduce(), step.reduce());
        let top = Wide::product(value.num.unsigned_abs(), step.den.unsigned_abs());
        let bottom = Wide::product(value.den.unsigned_abs(), step.num.unsigned_abs());
        let (count, rest) = top.divide(bottom);
        let away = mode.goes_away(rest.is_zero(), rest.double().cmp(&bottom), count.is_odd());
        let count = if away { count.plus(Wide::from(1)) } else { count };
        // Cancelled against the step's denominator before it is asked to fit.
        let den = step.den.unsigned_abs();
        let common = gcd(den, count.divide(Wide::from(den)).1.narrow()?);
        let count = count.divide(Wide::from(common)).0.narrow()?;
        let num = signed(count.checked_mul(step.num.unsigned_abs())?, value.num < 0)?;
        Some(Number { num, den: part(step.den, common) })
    }

    /// In lowest terms.
    fn reduce(self) -> Self {
        if self.den == 1 {
            return self;
        }
        let common = gcd(self.num.unsigned_abs(), self.den.unsigned_abs());
        Number { num: part(self.num, common), den: part(self.den, common) }
    }
}

/// The sum over the least common denominator, if all that lies on the way fits.
fn add_narrow(a: Number, b: Number) -> Option<Number> {
    let common = gcd(a.den.unsigned_abs(), b.den.unsigned_abs());
    let (scale_a, scale_b) = (part(b.den, common), part(a.den, common));
    let num = product(a.num, scale_a)?.checked_add(product(b.num, scale_b)?)?;
    Some(Number { num, den: product(a.den, scale_a)? })
}

/// The sum of two numbers in lowest terms, the sign of the second as given, by way of 256 bits:
/// only a result that does not fit is given up.
fn add_wide(a: Number, b: Number, b_negative: bool) -> Option<Number> {
    let common = gcd(a.den.unsigned_abs(), b.den.unsigned_abs());
    let (scale_a, scale_b) = (part(b.den, common).unsigned_abs(), part(a.den, common).unsigned_abs());
    let left = Wide::product(a.num.unsigned_abs(), scale_a);
    let right = Wide::product(b.num.unsigned_abs(), scale_b);
    let (size, negative) = match a.is_negative() == b_negative {
        true => (left.plus(right), b_negative),
        false if left < right => (right.minus(left), b_negative),
        false => (left.minus(right), a.is_negative()),
    };
    // What the sum and its denominator share divides what the two denominators share.
    let shared = gcd(common, size.divide(Wide::from(common)).1.narrow()?);
    let num = signed(size.divide(Wide::from(shared)).0.narrow()?, negative)?;
    Some(Number { num, den: product(part(a.den, common), part(b.den, shared))? })
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

/// `10^n` → n, as far as amounts and rates are written.
fn power_of_ten(value: i128) -> Option<u32> {
    match value {
        1 => Some(0),
        10 => Some(1),
        100 => Some(2),
        1_000 => Some(3),
        10_000 => Some(4),
        100_000 => Some(5),
        1_000_000 => Some(6),
        _ => None,
    }
}

// A 128-bit product or quotient is a call of a slow function; nearly all that policies work with
// fits 64 bits, where both are one instruction.

/// The product, if it fits.
fn product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        // Never out of range.
        (Ok(a), Ok(b)) => Some(i128::from(a).wrapping_mul(i128::from(b))),
        _ => a.checked_mul(b),
    }
}

/// Quotient and rest; `by` is above 0.
fn divide(value: u128, by: u128) -> (u128, u128) {
    match (u64::try_from(value), u64::try_from(by)) {
        (Ok(value), Ok(by)) => (u128::from(value / by), u128::from(value % by)),
        _ => (value / by, value % by),
    }
}

/// The quotient by a divisor of the value (above 0).
fn part(value: i128, divisor: u128) -> i128 {
    match (i64::try_from(value), i64::try_from(divisor), i128::try_from(divisor)) {
        (_, Ok(1), _) => value,
        (Ok(value), Ok(divisor), _) => i128::from(value / divisor),
        (_, _, Ok(divisor)) => value / divisor,
        // Only the least value has a divisor beyond the greatest: itself.
        _ => -1,
    }
}

/// A number by its size and sign, if it fits.
fn signed(size: u128, negative: bool) -> Option<i128> {
    if negative { 0i128.checked_sub_unsigned(size) } else { i128::try_from(size).ok() }
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
        if let (Some(left), Some(right)) = (product(self.num, other.den), product(other.num, self.den)) {
            return left.cmp(&right);
        }
        let sign = self.num.signum().cmp(&other.num.signum());
        if sign != Ordering::Equal {
            return sign;
        }
        let left = Wide::product(self.num.unsigned_abs(), other.den.unsigned_abs());
        let right = Wide::product(other.num.unsigned_abs(), self.den.unsigned_abs());
        if self.num < 0 { right.cmp(&left) } else { left.cmp(&right) }
    }
}

/// A decimal where one carries the value exactly, else a fraction in lowest terms: `532.5`, `2600/3`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (num, den) = self.parts();
        let exact = self.places().and_then(|places| Some((self.digits(places)?.unsigned_abs(), places as usize)));
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
