//! Expressions that are numbers: arithmetic with units, rounding where exactness asks for it.

use super::expression::{E, Scope, widest};
use super::{Maker, Size, T};

/// Digits, numerator and denominator together, that a value of the engine is sure to carry.
const DIGITS: u32 = 34;

impl Maker {
    pub(super) fn numeric(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let made = match self.rng.below(13) {
            0 | 1 => self.sum(ty, scope, depth),
            2 => self.product(ty, scope, depth),
            3 => self.quotient(ty, scope, depth),
            4 => self.rounded(ty, scope, depth),
            5 => self.extreme(ty, scope, depth),
            6 => self.clamped(ty, scope, depth),
            7 | 8 => self.total(ty, scope).unwrap_or_else(|| self.leaf(ty, scope)),
            9 | 10 => self.special(ty, scope, depth),
            11 => {
                let a = self.expression(ty, scope, depth - 1);
                E::compound(format!("-{}", a.inner())).with(a.size)
            }
            _ => self.leaf(ty, scope),
        };
        if made.size.v + made.size.d > DIGITS { self.leaf(ty, scope) } else { made }
    }

    /// An operand that is no quotient: rounded where it is one.
    fn plain(&mut self, e: E) -> E {
        if e.size.quotient { self.round(e) } else { e }
    }

    fn round(&mut self, e: E) -> E {
        let (step, places) =
            *self.rng.pick(&[("0.01", 2), ("0.1", 1), ("1", 0), ("0.05", 2), ("10", 0), ("0.01", 2), ("0.000001", 6)]);
        let mode = self.rng.pick(&["half_up", "half_even", "up", "down"]);
        E::atom(format!("round({}, {step}, {mode})", e.text)).sized(e.size.v + 1, places, false)
    }

    /// An amount fit for a measure: money in whole fen.
    pub fn amount(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let e = self.expression(ty, scope, depth);
        if !ty.is_money() {
            return e;
        }
        let mode = self.rng.pick(&["half_up", "half_even", "up", "down"]);
        E::atom(format!("round({}, {}, {mode})", e.text, self.rng.pick(&["0.01", "0.1", "1", "0.05"])))
    }

    fn rounded(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let e = self.expression(ty, scope, depth - 1);
        if ty == T::Integer { e } else { self.round(e) }
    }

    fn sum(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let (a, b) = (self.expression(ty, scope, depth - 1), self.operand(ty, scope, depth - 1));
        let b = if a.size.quotient { self.plain(b) } else { b };
        let (v, quotient) = (a.size.v.max(b.size.v) + 1, a.size.quotient || b.size.quotient);
        let d = if quotient { a.size.d + b.size.d } else { a.size.d.max(b.size.d) };
        E::compound(format!("{} {} {}", a.inner(), self.rng.pick(&["+", "-"]), b.inner())).sized(v, d, quotient)
    }

    fn product(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let (left, right) = match ty {
            T::Integer => (T::Integer, T::Integer),
            T::Ratio => (T::Ratio, T::Ratio),
            T::Decimal => *self.rng.pick(&[
                (T::Decimal, T::Integer),
                (T::Integer, T::Ratio),
                (T::Decimal, T::Decimal),
                (T::Ratio, T::Decimal),
            ]),
            money => (money, *self.rng.pick(&[T::Integer, T::Ratio, T::Decimal])),
        };
        let (a, b) = (self.expression(left, scope, depth - 1), self.expression(right, scope, depth - 1));
        let b = if a.size.quotient { self.plain(b) } else { b };
        let (first, second) = if self.rng.chance(50) { (&a, &b) } else { (&b, &a) };
        let text = format!("{} * {}", first.inner(), second.inner());
        let made =
            E::compound(text).sized(a.size.v + b.size.v, a.size.d + b.size.d, a.size.quotient || b.size.quotient);
        if made.size.d > 12 && !made.size.quotient { self.round(made) } else { made }
    }

    fn quotient(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let (left, right) = match ty {
            T::Integer => return self.leaf(ty, scope),
            T::Ratio | T::Decimal if self.rng.chance(30) => {
                let duration = *self.rng.pick(&[T::Months, T::Days]);
                (duration, duration)
            }
            T::Ratio => {
                let money = *self.rng.pick(&[T::Money, T::Monthly, T::Yearly]);
                (money, money)
            }
            T::Decimal => {
                *self.rng.pick(&[(T::Integer, T::Integer), (T::Decimal, T::Integer), (T::Decimal, T::Decimal)])
            }
            money => (money, *self.rng.pick(&[T::Integer, T::Integer, T::Decimal, T::Ratio])),
        };
        let (a, b) = (self.expression(left, scope, depth - 1), self.expression(right, scope, depth - 1));
        let (a, b) = (self.plain(a), self.plain(b));
        self.divided(a, b)
    }

    fn divided(&mut self, a: E, b: E) -> E {
        // A literal zero is refused; a value that may be zero is not.
        let zero = ["0", "0%", "0 months", "0 years", "0 days"].contains(&b.text.as_str());
        let b = if zero { E { text: b.text.replace('0', "3"), ..b } } else { b };
        let made = E::compound(format!("{} / {}", a.inner(), b.inner()));
        let made = made.sized(a.size.v + b.size.d, a.size.d + b.size.v + b.size.d, true);
        if self.rng.chance(50) { self.round(made) } else { made }
    }

    fn extreme(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let first = self.expression(ty, scope, depth - 1);
        let (mut size, mut list) = (first.size, vec![first.text]);
        for _ in 0..self.rng.between(1, 2) {
            let next = self.operand(ty, scope, depth - 1);
            size = widest(size, next.size);
            list.push(next.text);
        }
        self.rng.shuffle(&mut list);
        E::atom(format!("{}({})", self.rng.pick(&["min", "max"]), list.join(", "))).with(size)
    }

    fn clamped(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let x = self.expression(ty, scope, depth - 1);
        let (mut low, mut high) = (self.operand(ty, scope, 0), self.operand(ty, scope, 0));
        // Two literals the wrong way round are refused.
        if let (Ok(a), Ok(b)) = (low.text.parse::<f64>(), high.text.parse::<f64>())
            && a > b
        {
            std::mem::swap(&mut low, &mut high);
        }
        let size = widest(x.size, widest(low.size, high.size));
        // Two literals the wrong way round are refused; two values are not.
        let literal = |e: &E| e.text.trim_end_matches('%').parse::<f64>().ok();
        let turned = literal(&low).zip(literal(&high)).is_some_and(|(low, high)| low > high);
        let (low, high) = if turned { (high, low) } else { (low, high) };
        E::atom(format!("clamp({}, {}, {})", x.text, low.text, high.text)).with(size)
    }

    /// `sum`, `average` over a list.
    fn total(&mut self, ty: T, scope: Scope) -> Option<E> {
        let list = self.some_list(scope)?;
        let value = self.own_name(ty, false, list.element, scope.before).filter(|v| !v.size.quotient)?;
        let (inner, called) = self.within(scope, &list);
        let filter = self.filter(inner);
        let Size { v, d, .. } = value.size;
        // The average of integers is a decimal.
        let average = self.rng.chance(30) && ty != T::Integer;
        let call = if average { "average" } else { "sum" };
        Some(E::atom(format!("{call}({}.{}{called}{filter})", list.path, value.text)).sized(
            v + 2,
            d + 2 * u32::from(average),
            average,
        ))
    }

    /// What only some types have.
    fn special(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        match ty {
            T::Money if self.rng.chance(50) => self.scale(scope, depth).unwrap_or_else(|| self.over_time(scope, depth)),
            T::Money => self.over_time(scope, depth),
            T::Monthly => {
                let (call, of) = (self.rng.chance(50), self.expression(T::Yearly, scope, depth - 1));
                let of = self.plain(of);
                if call {
                    return E::atom(format!("per_month({})", of.text)).sized(of.size.v, of.size.d + 2, true);
                }
                let (money, months) = (self.expression(T::Money, scope, depth - 1), self.leaf(T::Months, scope));
                let money = self.plain(money);
                self.divided(money, months)
            }
            T::Yearly => {
                let of = self.expression(T::Monthly, scope, depth - 1);
                E::atom(format!("per_year({})", of.text)).sized(of.size.v + 2, of.size.d, of.size.quotient)
            }
            T::Integer => self.counted(scope, depth),
            _ => self.leaf(ty, scope),
        }
    }

    /// Money a month, for some months.
    fn over_time(&mut self, scope: Scope, depth: u32) -> E {
        let (monthly, months) = (self.expression(T::Monthly, scope, depth - 1), self.leaf(T::Months, scope));
        let Size { v, d, quotient } = monthly.size;
        let (a, b) = if self.rng.chance(50) { (&monthly, &months) } else { (&months, &monthly) };
        E::compound(format!("{} * {}", a.inner(), b.inner())).sized(v + 3, d, quotient)
    }

    fn counted(&mut self, scope: Scope, depth: u32) -> E {
        let on = if self.rng.chance(30) {
            format!(" on {}", self.expression(T::Date, scope, 1).inner())
        } else {
            String::new()
        };
        let text = match self.rng.below(7) {
            6 => {
                let (ty, unit) = *self.rng.pick(&[(T::Months, "1 month"), (T::Days, "1 days")]);
                let duration = self.expression(ty, scope, depth - 1);
                return E::compound(format!("{} / {unit}", duration.inner())).sized(4, 0, false);
            }
            0 => {
                let born = self.expression(T::Date, scope, depth - 1);
                format!("age({}, {}){on}", born.text, self.way())
            }
            1 | 5 => {
                let part = *self.rng.pick(&["year", "month", "day"]);
                format!("{part}({})", self.expression(T::Date, scope, depth - 1).text)
            }
            2 => match self.ranked(scope) {
                Some(rank) => rank,
                None => return self.leaf(T::Integer, scope),
            },
            _ => match self.some_list(scope) {
                Some(list) => {
                    let (inner, called) = self.within(scope, &list);
                    format!("count({}{called}{})", list.path, self.filter(inner))
                }
                None => return self.leaf(T::Integer, scope),
            },
        };
        E::atom(text).sized(4, 0, false)
    }

    /// The place of the current element in the list it stands in.
    fn ranked(&mut self, scope: Scope) -> Option<String> {
        let own = self.own_lists(scope);
        if own.is_empty() {
            return None;
        }
        let list = self.rng.pick(&own).clone();
        let (inner, called) = self.within(scope, &list);
        let key = self.sort_key(inner);
        let descending = if self.rng.chance(50) { " descending" } else { "" };
        let filter = self.filter(inner);
        Some(format!("rank({}{called}{filter} by {key}{descending})", list.path))
    }
}
