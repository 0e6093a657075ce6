//! Expressions that are true or false.

use super::expression::{E, Scope};
use super::{Maker, T};

impl Maker {
    pub fn truth(&mut self, scope: Scope, depth: u32) -> E {
        if self.rng.chance(12)
            && let Some(one) = self.is_element(scope)
        {
            return one;
        }
        if depth == 0 {
            return self.comparison(scope, 0);
        }
        match self.rng.below(12) {
            0 | 1 => self.joined(scope, depth),
            2 => E::compound(format!("not {}", self.truth(scope, depth - 1).inner())),
            3 | 4 => self.quantified(scope, depth).unwrap_or_else(|| self.comparison(scope, depth)),
            5 => self.member(scope, depth),
            6 => self.presence(scope).unwrap_or_else(|| self.comparison(scope, depth)),
            7 => self.reading_is(scope).unwrap_or_else(|| self.comparison(scope, depth)),
            8 | 9 => self.leaf(T::Truth, scope),
            _ => self.comparison(scope, depth),
        }
    }

    fn joined(&mut self, scope: Scope, depth: u32) -> E {
        let word = *self.rng.pick(&[" and ", " or "]);
        let operands: Vec<String> = (0..self.rng.between(2, 3)).map(|_| self.truth(scope, depth - 1).inner()).collect();
        E::compound(operands.join(word))
    }

    fn comparison(&mut self, scope: Scope, depth: u32) -> E {
        let deeper = depth.saturating_sub(1);
        if self.rng.chance(15) {
            return self.leaf(T::Truth, scope);
        }
        let choice = T::Choice(self.rng.below(self.world.choices.len()));
        let ty = *self.rng.pick(&[
            T::Money,
            T::Monthly,
            T::Yearly,
            T::Ratio,
            T::Integer,
            T::Integer,
            T::Decimal,
            T::Date,
            T::Date,
            T::Months,
            T::Days,
            T::Truth,
            T::Text,
            choice,
            choice,
        ]);
        let a = if ty == T::Truth { self.leaf(ty, scope) } else { self.expression(ty, scope, deeper) };
        let ordered = !matches!(ty, T::Truth | T::Text | T::Choice(_));
        let how =
            if ordered { *self.rng.pick(&["<", "<=", ">", ">=", "=", "!="]) } else { *self.rng.pick(&["=", "!="]) };
        let b = if ty == T::Truth { self.leaf(ty, scope) } else { self.operand(ty, scope, deeper) };
        // Compared with itself, a value tells little.
        let b = if b.text == a.text { if ty == T::Truth { E::atom("true") } else { self.beside(ty) } } else { b };
        let optional = self.names(ty, true, scope);
        let a =
            if !ordered && !optional.is_empty() && self.rng.chance(30) { self.rng.pick(&optional).clone() } else { a };
        E::compound(format!("{} {how} {}", a.inner(), b.inner()))
    }

    /// `x in (…)`: single values and ranges.
    fn member(&mut self, scope: Scope, depth: u32) -> E {
        let choice = T::Choice(self.rng.below(self.world.choices.len()));
        let ty = *self.rng.pick(&[T::Integer, T::Money, choice, choice, T::Date, T::Text]);
        let optional = self.names(ty, true, scope);
        let value = if !optional.is_empty() && self.rng.chance(40) {
            self.rng.pick(&optional).clone()
        } else {
            self.expression(ty, scope, depth - 1)
        };
        let ranges = !matches!(ty, T::Text | T::Choice(_));
        let set: Vec<String> = (0..self.rng.between(1, 3))
            .map(|_| {
                if ranges && self.rng.chance(40) {
                    format!("{}..{}", self.beside(ty).text, self.beside(ty).text)
                } else {
                    self.beside(ty).text
                }
            })
            .collect();
        let word = *self.rng.pick(&["in", "in", "not in"]);
        E::compound(format!("{} {word} ({})", value.inner(), set.join(", ")))
    }

    fn presence(&mut self, scope: Scope) -> Option<E> {
        let all: Vec<E> = [T::Integer, T::Money, T::Date, T::Choice(0), T::Text]
            .iter()
            .flat_map(|ty| self.names(*ty, true, scope))
            .collect();
        if all.is_empty() {
            return None;
        }
        let name = self.rng.pick(&all).text.clone();
        Some(E::compound(format!("{name} is {}none", if self.rng.chance(50) { "not " } else { "" })))
    }

    fn reading_is(&mut self, _: Scope) -> Option<E> {
        if self.world.readings.is_empty() {
            return None;
        }
        let (name, variants) = self.world.readings[self.rng.below(self.world.readings.len())].clone();
        Some(E::compound(format!("{name} {} {}", self.rng.pick(&["=", "!="]), self.rng.pick(&variants))))
    }

    fn quantified(&mut self, scope: Scope, depth: u32) -> Option<E> {
        let list = self.some_list(scope)?;
        let (inner, called) = self.within(scope, &list);
        let filter = self.filter(inner);
        let test = self.truth(inner, depth - 1);
        let path = format!("{}{called}", list.path);
        Some(E::compound(format!("{} of {path}{filter} satisfies {}", self.rng.pick(&["any", "all"]), test.text)))
    }
}
