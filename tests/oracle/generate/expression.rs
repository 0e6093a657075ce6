//! Expressions of any type: names first, then the productions of each type.

use super::lists::Frame;
use super::{Maker, Size, T};

/// An expression as text, and what is known of it.
#[derive(Clone, Debug)]
pub struct E {
    pub text: String,
    /// Needs no brackets as an operand.
    pub atom: bool,
    pub size: Size,
}

impl E {
    pub fn atom(text: impl Into<String>) -> E {
        E { text: text.into(), atom: true, size: Size::default() }
    }

    pub fn compound(text: impl Into<String>) -> E {
        E { text: text.into(), atom: false, size: Size::default() }
    }

    pub fn sized(self, v: u32, d: u32, quotient: bool) -> E {
        E { size: Size { v, d, quotient }, ..self }
    }

    pub fn with(self, size: Size) -> E {
        E { size, ..self }
    }

    /// As an operand: in brackets unless it is an atom.
    pub fn inner(&self) -> String {
        if self.atom { self.text.clone() } else { format!("({})", self.text) }
    }
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The entity it is asked of.
    pub entity: usize,
    /// Only derived values before this one may be used, so that nothing goes in a circle.
    pub before: usize,
    /// Who can be asked, outermost first.
    pub frames: [Frame; 5],
    pub count: usize,
    /// The one whose names are bare.
    pub bare: usize,
    /// Of those there were so many of, only this one may be asked.
    pub only: Option<(usize, usize)>,
}

impl Maker {
    /// An expression of a type that is never `none`.
    pub fn expression(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        if depth == 0 || self.rng.chance(20) {
            return self.leaf(ty, scope);
        }
        if self.rng.chance(12) {
            return self.either(ty, scope, depth);
        }
        if self.rng.chance(8)
            && let Some(name) = self.optional_name(ty, scope)
        {
            return self.or_fallback(name, ty, scope, depth);
        }
        if self.rng.chance(10)
            && let Some(call) = self.table_call(ty, scope, depth)
        {
            return call;
        }
        if self.rng.chance(12)
            && ty != T::Truth
            && let Some(call) = self.placed(ty, false, scope)
        {
            return call;
        }
        match ty {
            T::Truth => self.truth(scope, depth),
            T::Date => self.day(scope, depth),
            T::Months | T::Days => self.duration(ty, scope, depth),
            T::Choice(_) | T::Text => self.leaf(ty, scope),
            _ => self.numeric(ty, scope, depth),
        }
    }

    /// A bare name, or where there is none a literal.
    pub fn leaf(&mut self, ty: T, scope: Scope) -> E {
        if self.rng.chance(10)
            && let Some(literal) = self.own_literal(ty)
        {
            return literal;
        }
        let names = self.names(ty, false, scope);
        if names.is_empty() {
            self.own_literal(ty).expect("the root has a field of every number type")
        } else {
            self.rng.pick(&names).clone()
        }
    }

    /// Names of this type in scope, optional or not.
    pub fn names(&self, ty: T, optional: bool, scope: Scope) -> Vec<E> {
        let mut found = Vec::new();
        let fact = Size { v: 7, d: ty.places(), quotient: false };
        for (prefix, owner, entity) in self.owners(scope) {
            let written = |name: &str| format!("{prefix}{}", self.qualified(name, owner, entity));
            for field in self.world.entities[owner].fields.iter().filter(|f| f.ty == ty && f.optional == optional) {
                found.push(E::atom(written(&field.name)).with(fact));
            }
            for derived in self.world.derived[..scope.before]
                .iter()
                .filter(|d| d.entity == owner && d.ty == ty && d.optional == optional)
            {
                found.push(E::atom(written(&derived.name)).with(derived.size));
            }
        }
        if !optional {
            for parameter in self.world.parameters.iter().filter(|p| p.ty == ty && p.keys.is_empty()) {
                found.push(E::atom(parameter.name.clone()).with(fact));
            }
        }
        found
    }

    fn optional_name(&mut self, ty: T, scope: Scope) -> Option<E> {
        let names = self.names(ty, true, scope);
        (!names.is_empty()).then(|| self.rng.pick(&names).clone())
    }

    /// A literal that says its type by itself.
    pub fn own_literal(&mut self, ty: T) -> Option<E> {
        match ty {
            T::Integer => Some(E::atom(self.rng.between(0, 12).to_string()).sized(2, 0, false)),
            T::Ratio => {
                let percent = *self.rng.pick(&["30%", "12.5%", "100%", "0%", "5%"]);
                Some(E::atom(percent).sized(1, 3, false))
            }
            T::Date if self.rng.chance(50) => Some(E::atom("decision_date")),
            T::Date => Some(E::atom(self.date())),
            T::Months => {
                let years = self.rng.chance(30);
                let count = self.rng.between(0, if years { 3 } else { 24 });
                Some(E::atom(format!("{count} {}", if years { "years" } else { "months" })).sized(2, 0, false))
            }
            T::Days => Some(E::atom(format!("{} days", self.rng.between(0, 400))).sized(3, 0, false)),
            T::Truth => Some(E::atom(if self.rng.chance(50) { "true" } else { "false" })),
            T::Choice(choice) => {
                let choice = &self.world.choices[choice];
                let (name, variants) = (choice.name.clone(), choice.variants.clone());
                let variant = self.rng.pick(&variants).clone();
                Some(E::atom(format!("{name}.{variant}")))
            }
            T::Text => Some(E::atom(*self.rng.pick(&["\"甲\"", "\"b\"", "\"\""]))),
            _ => None,
        }
    }

    /// A literal beside something that has the unit: `+ 500`, `< 532.01`.
    pub fn beside(&mut self, ty: T) -> E {
        if ty.is_money() || ty == T::Decimal {
            let places = ty.places();
            return E::atom(self.number(places)).sized(4, places, false);
        }
        if let (T::Choice(choice), true) = (ty, self.rng.chance(60)) {
            // Beside a value of its choice a variant may stand bare.
            let variants = self.world.choices[choice].variants.clone();
            return E::atom(self.rng.pick(&variants).clone());
        }
        self.own_literal(ty).expect("every other type has literals of its own")
    }

    /// The same type again; sometimes a literal.
    pub fn operand(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        if self.rng.chance(30) { self.beside(ty) } else { self.expression(ty, scope, depth) }
    }

    fn either(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        let question = self.truth(scope, depth - 1);
        let (then, other) = (self.expression(ty, scope, depth - 1), self.operand(ty, scope, depth - 1));
        let size = widest(then.size, other.size);
        E::compound(format!("if {} then {} else {}", question.text, then.inner(), other.inner())).with(size)
    }

    fn or_fallback(&mut self, name: E, ty: T, scope: Scope, depth: u32) -> E {
        let fallback = self.operand(ty, scope, depth - 1);
        let size = widest(name.size, fallback.size);
        E::atom(format!("value_or({}, {})", name.text, fallback.text)).with(size)
    }

    /// A value that may be `none`, for a definition that says so.
    pub fn optional_expression(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        if let Some(name) = self.optional_name(ty, scope).filter(|_| depth < 2) {
            return name;
        }
        if self.rng.chance(40)
            && let Some(call) = self.placed(ty, true, scope)
        {
            return call;
        }
        let question = self.truth(scope, depth.min(1));
        let value = self.expression(ty, scope, depth.min(1));
        let size = value.size;
        E::compound(format!("if {} then {} else none", question.text, value.inner())).with(size)
    }

    /// `first(L.x by k)`, `nth(n, L.x by k)`, `min(L.x)`, `max(L.x)`.
    fn placed(&mut self, ty: T, optional: bool, scope: Scope) -> Option<E> {
        let list = self.some_list(scope)?;
        let value = self.own_name(ty, optional, list.element, scope.before)?;
        let (inner, called) = self.within(scope, &list);
        let filter = self.filter(inner);
        let (by, descending) = (self.sort_key(inner), if self.rng.chance(40) { " descending" } else { "" });
        let second = if self.rng.chance(30) { format!(", {}", self.sort_key(inner)) } else { String::new() };
        let ordered = !optional && !matches!(ty, T::Choice(_) | T::Text | T::Truth);
        let place = if self.rng.chance(20) {
            self.expression(T::Integer, scope, 1).text
        } else {
            self.rng.between(1, 3).to_string()
        };
        let path = format!("{}.{}{called}", list.path, value.text);
        let text = match self.rng.below(4) {
            0 if ordered => format!("min({path}{filter})"),
            1 if ordered => format!("max({path}{filter})"),
            2 => format!("nth({place}, {path}{filter} by {by}{descending}{second})"),
            _ => format!("first({path}{filter} by {by}{descending}{second})"),
        };
        Some(E::atom(text).with(value.size))
    }

    pub fn filter(&mut self, inner: Scope) -> String {
        if self.rng.chance(40) { format!(" where {}", self.truth(inner, 1).text) } else { String::new() }
    }

    pub fn sort_key(&mut self, inner: Scope) -> String {
        let ty = *self.rng.pick(&[T::Integer, T::Integer, T::Money, T::Date, T::Monthly]);
        let names = self.names(ty, false, inner);
        if names.is_empty() || self.rng.chance(25) {
            return self.expression(ty, inner, 1).inner();
        }
        self.rng.pick(&names).text.clone()
    }

    fn day(&mut self, scope: Scope, depth: u32) -> E {
        let day = self.expression(T::Date, scope, depth - 1);
        match self.rng.below(6) {
            0 => E::compound(format!("{} + {}", day.inner(), self.expression(T::Days, scope, 0).inner())),
            1 => E::compound(format!("{} - {}", day.inner(), self.expression(T::Days, scope, 0).inner())),
            2 => {
                let (months, way) = (self.expression(T::Months, scope, depth - 1), self.way());
                E::atom(format!("add({}, {}, {way})", day.text, months.text))
            }
            3 => E::atom(format!("year_start({}, {})", day.text, self.rng.between(1, 12))),
            4 => {
                let other = self.expression(T::Date, scope, depth - 1);
                E::atom(format!("{}({}, {})", self.rng.pick(&["min", "max"]), day.text, other.text))
            }
            _ => day,
        }
    }

    fn duration(&mut self, ty: T, scope: Scope, depth: u32) -> E {
        match self.rng.below(4) {
            0 => {
                let (a, b) = (self.expression(ty, scope, depth - 1), self.expression(ty, scope, depth - 1));
                let size = widest(a.size, b.size);
                E::compound(format!("{} {} {}", a.inner(), self.rng.pick(&["+", "-"]), b.inner())).sized(
                    size.v + 1,
                    0,
                    false,
                )
            }
            1 if ty == T::Days => {
                let (a, b) = (self.expression(T::Date, scope, depth - 1), self.expression(T::Date, scope, 0));
                E::compound(format!("{} - {}", a.inner(), b.inner())).sized(6, 0, false)
            }
            1 => {
                let (a, b, way) =
                    (self.expression(T::Date, scope, depth - 1), self.expression(T::Date, scope, 0), self.way());
                E::atom(format!("months_between({}, {}, {way})", a.text, b.text)).sized(4, 0, false)
            }
            2 => {
                let a = self.leaf(ty, scope);
                E::compound(format!("{} * {}", a.inner(), self.rng.between(1, 3))).sized(a.size.v + 1, 0, false)
            }
            _ => self.leaf(ty, scope),
        }
    }

    /// Which way a missing day goes.
    pub fn way(&mut self) -> &'static str {
        if self.rng.chance(50) { "down" } else { "up" }
    }
}

/// A size that holds either.
pub fn widest(a: Size, b: Size) -> Size {
    Size { v: a.v.max(b.v), d: a.d.max(b.d), quotient: a.quotient || b.quotient }
}
