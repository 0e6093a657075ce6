//! Parameters: dated tables with all kinds of keys and patterns, and calls of them.

use super::expression::{E, Scope};
use super::{Maker, Parameter, T};

/// Stands for the name of a key that has none.
const UNNAMED: &str = "";

/// Cells of one key: patterns that do not overlap, and whether a row may compute with the key.
struct Cells {
    patterns: Vec<String>,
    open_above: bool,
}

impl Maker {
    pub fn parameters(&mut self) {
        for _ in 0..self.rng.between(2, 5) {
            self.parameter();
        }
        if self.rng.chance(60) {
            self.sliding_scale();
        }
        if self.rng.chance(35) {
            self.floored();
        }
    }

    fn parameter(&mut self) {
        let ty = *self.rng.pick(&[
            T::Money,
            T::Monthly,
            T::Monthly,
            T::Yearly,
            T::Ratio,
            T::Integer,
            T::Decimal,
            T::Truth,
            T::Choice(0),
            T::Date,
            T::Months,
        ]);
        let name = self.name(&["standard", "rate", "标准"]);
        let count = *self.rng.pick(&[0, 0, 1, 1, 2]);
        let choice = T::Choice(self.rng.below(2));
        let keys: Vec<(String, T)> = (0..count)
            .map(|_| {
                let ty = *self.rng.pick(&[
                    choice,
                    choice,
                    T::Integer,
                    T::Integer,
                    T::Money,
                    T::Monthly,
                    T::Ratio,
                    T::Decimal,
                    T::Truth,
                ]);
                let name = self.name(&["size", "key", "人数"]);
                (if count == 1 && self.rng.chance(20) { UNNAMED.into() } else { name }, ty)
            })
            .collect();
        let unset = self.rng.chance(15);
        let by = self.by(&keys);
        let body = if unset { "  unset".to_string() } else { self.version_list(ty, &keys) };
        let certainty = self.certainty();
        let checked = if unset { "" } else { self.checked() };
        let item = format!(
            "parameter {name}{}: {}{by} {{\n  {}{}{certainty}{checked}\n{body}\n}}",
            self.labels(),
            self.type_name(ty),
            self.per(),
            self.explain(&["briefly", "never"])
        );
        self.items.push(item);
        // A value that a clause fixes cannot be set.
        let settable = unset || (certainty.contains("assumed") && !body.contains("confirmed"));
        self.world.parameters.push(Parameter { name, ty, keys, scale: false, settable, within: None });
    }

    /// The keys of a table: mostly named.
    fn by(&mut self, keys: &[(String, T)]) -> String {
        let key = |(name, ty): &(String, T)| match name.as_str() {
            UNNAMED => self.type_name(*ty),
            name => {
                let labels = if self.rng.chance(30) { self.labels() } else { String::new() };
                format!("{name}: {}{labels}", self.type_name(*ty))
            }
        };
        let listed: Vec<String> = keys.iter().map(key).collect();
        if keys.is_empty() { String::new() } else { format!(" by {}", listed.join(", ")) }
    }

    /// A parameter that is the floor of another, and that other: with the same keys, with none, or
    /// with the floor's keys given one by one.
    fn floored(&mut self) {
        let (floor, above) = (self.name(&["floor", "下限"]), self.name(&["standard", "标准"]));
        let ty = *self.rng.pick(&[T::Money, T::Monthly, T::Integer]);
        let choice = self.rng.below(2);
        let (key, of) = (self.name(&["key", "类"]), T::Choice(choice));
        let size = self.name(&["size"]);
        let variant = self.rng.pick(&self.world.choices[choice].variants.clone()).clone();
        let one = vec![(key.clone(), of)];
        let two = vec![(key.clone(), of), (size.clone(), T::Truth)];
        let (floor_keys, keys, asked) = match self.rng.below(4) {
            0 => (Vec::new(), Vec::new(), String::new()),
            1 => (one.clone(), one, String::new()),
            2 if self.rng.chance(50) => (one, Vec::new(), format!("({key}: {variant})")),
            2 => (one, Vec::new(), format!("({variant})")),
            _ if self.rng.chance(50) => (two, one, format!("({size}: true, {key}: {key})")),
            _ => (two, one, format!("({key}, true)")),
        };
        for (name, keys, at_least, within) in [
            (floor.clone(), floor_keys, String::new(), (0, 5)),
            (above, keys, format!(" at least {floor}{asked}"), (100, 1000)),
        ] {
            let made = Parameter { name, ty, keys, scale: false, settable: self.rng.chance(20), within: Some(within) };
            let certainty = if made.settable { " assumed \"民政局\"" } else { "" };
            let values = self.values(&made);
            let item = format!(
                "parameter {}{}: {}{}{at_least} {{\n  {}{certainty}\n  from 1950-01-01{values}\n}}",
                made.name,
                self.labels(),
                self.type_name(ty),
                self.by(&made.keys),
                self.per(),
            );
            self.items.push(item);
            self.world.parameters.push(made);
        }
    }

    /// The values of one version: ` = V` or ` { ROWS }`.
    pub fn values(&mut self, of: &Parameter) -> String {
        match of.within {
            _ if of.scale => format!(" {{ {} }}", self.bands()),
            None if of.keys.is_empty() => format!(" = {}", self.constant(of.ty)),
            None => format!(" {{\n{}\n  }}", self.rows(of.ty, &of.keys)),
            Some((low, high)) if of.keys.is_empty() => format!(" = {}", self.rng.between(low, high)),
            Some((low, high)) => {
                let cells = self.cells(of.keys[0].1).patterns;
                let rest = ", any".repeat(of.keys.len() - 1);
                let row = |cell| format!("    {cell}{rest}: {}", self.rng.between(low, high));
                format!(" {{\n{}\n  }}", cells.into_iter().map(row).collect::<Vec<_>>().join("\n"))
            }
        }
    }

    /// Until when a value is known to hold, sometimes.
    pub fn checked(&mut self) -> &'static str {
        if self.rng.chance(15) { " checked until 2020-03-31" } else { "" }
    }

    pub fn certainty(&mut self) -> &'static str {
        self.rng.pick::<&str>(&["", "", "", " confirmed", " assumed \"民政局\""])
    }

    fn version_list(&mut self, ty: T, keys: &[(String, T)]) -> String {
        let spans: &[&str] = match self.rng.below(5) {
            0 => &["from 2020-02-29", "from 1990-01-01"],
            1 => &["from 1990-01-01 until 2020-05-31", "from 2020-06-30"],
            2 => &["from 2019-01-01"],
            _ => &["from 1950-01-01"],
        };
        let versions = spans.iter().map(|span| {
            let certainty = self.certainty();
            let checked = self.checked();
            let value = if keys.is_empty() {
                format!(" = {}", self.constant(ty))
            } else {
                format!(" {{\n{}\n  }}", self.rows(ty, keys))
            };
            let per = if self.rng.chance(30) { format!(" {}", self.per()) } else { String::new() };
            format!("  {span}{per}{certainty}{checked}{value}")
        });
        versions.collect::<Vec<_>>().join("\n")
    }

    /// A constant as a table holds it.
    fn constant(&mut self, ty: T) -> String {
        match ty {
            T::Choice(choice) => {
                let variants = self.world.choices[choice].variants.clone();
                self.rng.pick(&variants).clone()
            }
            T::Date => self.date(),
            ty => self.beside(ty).text,
        }
    }

    /// Rows that share out the space of the keys; now and then one is left out.
    fn rows(&mut self, ty: T, keys: &[(String, T)]) -> String {
        let cells: Vec<Cells> = keys.iter().map(|(_, ty)| self.cells(*ty)).collect();
        let mut rows = Vec::new();
        let (first, second) = (&cells[0], cells.get(1));
        for (i, pattern) in first.patterns.iter().enumerate() {
            let whole = second.is_none() || self.rng.chance(30);
            let others: Vec<String> = match second {
                Some(second) if !whole => second.patterns.iter().map(|p| format!(", {p}")).collect(),
                Some(_) => vec![", any".into()],
                None => vec![String::new()],
            };
            for other in others {
                // A variant without a row is refused; a gap between numbers is not.
                let numeric = keys.iter().all(|(_, ty)| ty.is_number());
                if numeric && self.rng.chance(6) {
                    continue;
                }
                let last = i + 1 == first.patterns.len() && first.open_above;
                let value = if last { self.computed(ty, &keys[0]) } else { None };
                let value = value.unwrap_or_else(|| self.constant(ty));
                rows.push(format!("    {pattern}{other}: {value}"));
            }
        }
        if rows.is_empty() {
            let any = vec!["any"; keys.len()].join(", ");
            rows.push(format!("    {any}: {}", self.constant(ty)));
        }
        self.rng.shuffle(&mut rows);
        rows.join("\n")
    }

    /// A row's value that depends on an integer key: `1200 + 220 * (size - 8)`.
    fn computed(&mut self, ty: T, key: &(String, T)) -> Option<String> {
        let (name, key) = key;
        if name == UNNAMED || *key != T::Integer || !(ty.is_money() || ty == T::Integer) || self.rng.chance(40) {
            return None;
        }
        let places = if ty.is_money() { 2 } else { 0 };
        let (base, step) = (self.number(places), self.number(places));
        let less = self.rng.between(0, 8);
        Some(match self.rng.below(4) {
            0 if ty.is_money() => format!("{base} * ({name} - {less}) / 4"),
            1 => format!("-{base} + {step} * {name}"),
            _ => format!("{base} + {step} * ({name} - {less})"),
        })
    }

    fn cells(&mut self, ty: T) -> Cells {
        let patterns: Vec<String> = match ty {
            T::Choice(choice) => self.world.choices[choice].variants.clone(),
            T::Truth => vec!["true".into(), "false".into()],
            T::Integer => {
                let cut = self.rng.between(1, 4);
                match self.rng.below(4) {
                    0 => vec![format!("..{cut}"), format!("{}..", cut + 1)],
                    1 => vec![
                        format!("..<{cut}"),
                        format!("{cut}"),
                        format!("{cut}<..<{}", cut + 3),
                        format!("{}..", cut + 3),
                    ],
                    2 => vec![format!("..<{cut}"), format!("{cut}..<{}", cut + 2), format!("{}..", cut + 2)],
                    _ => vec![format!("..{cut}"), format!("{cut}<..")],
                }
            }
            _ => {
                let cuts: &[&str] = if ty.is_money() { &["532", "1000.01", "2600"] } else { &["0.3", "1", "1.5"] };
                self.world.numbers.extend(cuts.iter().map(|c| c.to_string()));
                let [a, b, c] = [cuts[0], cuts[1], cuts[2]];
                match self.rng.below(3) {
                    0 => vec![format!("..<{a}"), format!("{a}..<{b}"), format!("{b}..")],
                    1 => vec![format!("..{a}"), format!("{a}<..{b}"), format!("{b}<..{c}"), format!("{c}<..")],
                    _ => vec![format!("..<{a}"), a.to_string(), format!("{a}<..")],
                }
            }
        };
        if self.rng.chance(10) {
            return Cells { patterns: vec!["any".into()], open_above: true };
        }
        Cells { patterns, open_above: true }
    }

    fn bands(&mut self) -> &'static str {
        self.rng.pick::<&str>(&[
            "..<1000: 0.1  1000..<2600: 0.2  2600..: 0.35",
            "0..500: 30%  500<..1000: 0  1000<..: 12.5%",
            "0..<532: 0.5  532..: 1",
            "100..<532: 0.5  532..1000: 1",
            "0..532: 0.25  1000..: 50%",
            "-532..0: 10%  0<..<532: 0.5  532: 0.1  532<..: 1",
            "..-1: 0.1  -1<..<1000.01: 0.2  1000.01..2600: 10% + 5%",
            "any: 10%",
        ])
    }

    fn sliding_scale(&mut self) {
        let name = self.name(&["scale", "分段比例"]);
        let bands = self.bands();
        let per = if self.rng.chance(40) { format!(" {}", self.per()) } else { String::new() };
        let second =
            if self.rng.chance(40) { format!("  from 2020-02-29{per} {{ 0..: 0.25 }}\n") } else { String::new() };
        let unset = self.rng.chance(15);
        let body = if unset { "  unset\n".to_string() } else { format!("  from 1950-01-01 {{ {bands} }}\n{second}") };
        let item = format!("parameter {name}: ratio by money {{\n  {}\n{body}}}", self.per());
        self.items.push(item);
        self.world.parameters.push(Parameter {
            name,
            ty: T::Ratio,
            keys: vec![("money".into(), T::Money)],
            scale: true,
            settable: unset,
            within: None,
        });
    }

    /// A table asked at its keys.
    pub fn table_call(&mut self, ty: T, scope: Scope, depth: u32) -> Option<E> {
        let scope = self.asked_by_one(scope);
        let tables: Vec<Parameter> = self.world.parameters.iter().filter(|p| p.ty == ty).cloned().collect();
        if tables.is_empty() {
            return None;
        }
        let table = self.rng.pick(&tables).clone();
        // Keys that could be taken for each other go by name, the others by name or by place.
        let alike = |(a, b): (T, T)| a == b || a.is_number() && b.is_number();
        let pairs = table.keys.iter().zip(table.keys.iter().skip(1));
        let by_name = table.keys.first().is_some_and(|(name, _)| name != "money" && name != UNNAMED)
            && (pairs.map(|((_, a), (_, b))| (*a, *b)).any(alike) || self.rng.chance(40));
        let mut keys: Vec<String> = table
            .keys
            .iter()
            .map(|(name, ty)| {
                let deep = (depth - 1).min(1);
                let value = self.expression(*ty, scope, deep).text;
                if by_name { format!("{name}: {value}") } else { value }
            })
            .collect();
        if by_name {
            self.rng.shuffle(&mut keys);
        }
        let keys = match keys.is_empty() {
            true => self.rng.pick(&["", "", "()"]).to_string(),
            false => format!("({})", keys.join(", ")),
        };
        let on = if self.rng.chance(25) { format!(" on {}", self.leaf(T::Date, scope).text) } else { String::new() };
        let made = if on.is_empty() {
            E::atom(format!("{}{keys}", table.name))
        } else {
            E::compound(format!("{}{keys}{on}", table.name))
        };
        Some(made.sized(9, ty.places(), false))
    }

    /// `marginal(p, amount)`.
    pub fn scale(&mut self, scope: Scope, depth: u32) -> Option<E> {
        let scope = self.asked_by_one(scope);
        let scales: Vec<String> = self.world.parameters.iter().filter(|p| p.scale).map(|p| p.name.clone()).collect();
        if scales.is_empty() {
            return None;
        }
        let (name, amount) = (self.rng.pick(&scales).clone(), self.expression(T::Money, scope, depth - 1));
        let on = if self.rng.chance(25) { format!(" on {}", self.leaf(T::Date, scope).text) } else { String::new() };
        let made = format!("marginal({name}, {}){on}", amount.text);
        let e = if on.is_empty() { E::atom(made) } else { E::compound(made) };
        Some(e.sized(amount.size.v + 1, amount.size.d + 6, amount.size.quotient))
    }
}
