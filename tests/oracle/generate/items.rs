//! A whole policy: header, choices, entities, readings, definitions, conditions.

use super::expression::Scope;
use super::{Choice, Derived, Entity, Field, Maker, Policy, Rng, Size, T, World};

/// A random policy; the same for the same seed.
pub fn policy(seed: u64) -> Policy {
    let (world, rng, marks) = (World::default(), Rng(seed), Rng(!seed));
    let mut maker = Maker { world, rng, marks, quotes: seed.is_multiple_of(2), items: Vec::new() };
    maker.head();
    for _ in 0..2 {
        maker.choice();
    }
    maker.entities();
    for _ in 0..maker.rng.below(3) {
        maker.reading();
    }
    maker.parameters();
    maker.amendments();
    for _ in 0..maker.rng.between(4, 10) {
        maker.derived();
    }
    maker.rules();
    maker.around();
    let items = super::words::mixed(maker.items, seed, &mut maker.marks);
    Policy { world: maker.world, items }
}

const FIELDS: [T; 18] = [
    T::Money,
    T::Monthly,
    T::Integer,
    T::Date,
    T::Truth,
    T::Money,
    T::Monthly,
    T::Yearly,
    T::Ratio,
    T::Integer,
    T::Decimal,
    T::Date,
    T::Months,
    T::Days,
    T::Truth,
    T::Text,
    T::Choice(0),
    T::Choice(1),
];

impl Maker {
    /// The policy line, and the instruments.
    fn head(&mut self) {
        let language = *self.rng.pick(&["", " language zh", " language en"]);
        let version = *self.rng.pick(&["", "", " version \"2020-1\""]);
        let currency = *self.rng.pick(&["", "", "", " currency \"克朗\" \"crowns\"", " currency \"€\""]);
        let labels = self.labels();
        self.items.push(format!("policy generated{labels}{language}{version}{currency} in force 1950-01-01 .."));
        let text = if self.quotes { format!(" text \"{}\"", super::WORDING) } else { String::new() };
        self.items.push(format!("instrument law \"法\" {{ number \"〔2020〕1号\" issued 2020-01-01{text} }}"));
        let labels = self.labels();
        self.items.push(format!("instrument order{labels} {{ }}"));
    }

    fn choice(&mut self) {
        let name = self.name(&["Kind", "Area", "类别"]);
        let variants: Vec<String> =
            (0..self.rng.between(2, 4)).map(|_| self.name(&["first", "second", "甲", "其他"])).collect();
        let listed: Vec<String> = variants.iter().map(|v| format!("{v}{}", self.labels())).collect();
        let item = format!("choice {name}{} {{ {} }}", self.labels(), listed.join("  "));
        self.items.push(item);
        self.world.choices.push(Choice { name, variants });
    }

    /// A tree of one to four entities, one to three deep; the root has a field of every type.
    fn entities(&mut self) {
        let count = 1 + *self.rng.pick(&[0, 1, 1, 1, 2, 2, 2, 3]);
        for index in 0..count {
            let name = self.name(&["Household", "Person", "Income", "家庭", "成员"]);
            let parent = (index > 0).then(|| {
                let above: Vec<usize> = (0..index).filter(|e| self.lineage(*e).len() < 3).collect();
                (*self.rng.pick(&above), self.name(&["members", "incomes", "成员们"]))
            });
            let low = i64::from(self.rng.chance(30));
            self.world.entities.push(Entity {
                name,
                parent,
                fields: Vec::new(),
                entries: (low, low + self.rng.between(2, 3)),
            });
            let types: Vec<T> = if index == 0 {
                FIELDS.to_vec()
            } else {
                (0..self.rng.between(3, 6)).map(|_| *self.rng.pick(&FIELDS)).collect()
            };
            let mut fields: Vec<Field> = types.into_iter().map(|ty| self.field(ty, false)).collect();
            for _ in 0..self.rng.between(1, 3) {
                let ty = *self.rng.pick(&[T::Integer, T::Money, T::Date, T::Choice(0), T::Text]);
                fields.push(self.field(ty, true));
            }
            self.world.entities[index].fields = fields;
        }
        for index in 0..count {
            let item = self.entity(index);
            self.items.push(item);
        }
    }

    fn field(&mut self, ty: T, optional: bool) -> Field {
        let name = self.name(&["wage", "born", "area", "收入", "等级"]);
        let ranged = ty.is_number() || matches!(ty, T::Months | T::Days);
        let range = (ranged && self.rng.chance(25)).then(|| (self.rng.between(-3, 0), self.rng.between(500, 3000)));
        let days = (ty == T::Date && self.rng.chance(25)).then(|| {
            *self.rng.pick(&[
                ("", "decision_date"),
                ("1950-01-01", "decision_date"),
                ("2000-02-29", ""),
                ("1930-01-01", "2030-12-31"),
            ])
        });
        Field { name, ty, optional, range, days, defaulted: days.is_none() && self.rng.chance(8) }
    }

    fn entity(&mut self, index: usize) -> String {
        let entity = self.world.entities[index].clone();
        let mut lines = Vec::new();
        for child in 0..self.world.entities.len() {
            let other = self.world.entities[child].clone();
            let Some((_, list)) = other.parent.filter(|(parent, _)| *parent == index) else { continue };
            let (low, high) = other.entries;
            let bounds = match self.rng.below(4) {
                0 if low == 0 => format!(" ..{high}"),
                1 => format!(" {low}.."),
                2 if low == 0 => String::new(),
                _ => format!(" {low}..{high}"),
            };
            lines.push(format!("  {list}: list of {}{bounds}{}", other.name, self.labels()));
        }
        for field in &entity.fields {
            let range = field.range.map_or(String::new(), |(low, high)| match self.rng.below(4) {
                0 => format!(" {low}.."),
                1 => format!(" ..{high}"),
                2 if field.ty == T::Ratio => format!(" {}%..{}%", low * 100, high * 100),
                _ => format!(" {low}..{high}"),
            });
            let range = field.days.map_or(range, |(first, last)| format!(" {first}..{last}"));
            let none = if field.optional { " or none" } else { "" };
            let default = if field.defaulted { format!(" default {}", self.default(field)) } else { String::new() };
            let before = self.previous(&entity, field);
            let marks = self.field_marks(field.ty);
            lines.push(format!(
                "  {}: {}{range}{none}{}{default}{before}{marks}",
                field.name,
                self.type_name(field.ty),
                self.labels()
            ));
        }
        self.rng.shuffle(&mut lines);
        format!("entity {}{} {{\n{}\n}}", entity.name, self.labels(), lines.join("\n"))
    }

    /// That a field is what another was last time, sometimes: a fact like any other.
    fn previous(&mut self, entity: &Entity, field: &Field) -> String {
        let alike =
            |other: &&Field| other.name != field.name && other.ty == field.ty && other.optional == field.optional;
        match entity.fields.iter().find(alike) {
            Some(other) if self.rng.chance(8) => format!(" previous {}", other.name),
            _ => String::new(),
        }
    }

    fn default(&mut self, field: &Field) -> String {
        if field.optional && self.rng.chance(40) {
            return "none".into();
        }
        match field.ty {
            ty if ty.is_number() => {
                let least = field.range.map_or(-2, |(low, _)| low.max(-2));
                self.rng.between(least, 2).to_string()
            }
            T::Choice(choice) => self.world.choices[choice].variants[0].clone(),
            T::Date => self.date(),
            ty => self.own_literal(ty).expect("a literal of its own").text,
        }
    }

    fn reading(&mut self) {
        let name = self.name(&["reading", "解读"]);
        let variants: Vec<String> =
            (0..self.rng.between(2, 3)).map(|_| self.name(&["narrow", "wide", "广义"])).collect();
        let mut lines: Vec<String> = variants.iter().map(|v| format!("  {v}{}", self.labels())).collect();
        lines.push(format!("  default {}", self.rng.pick(&variants)));
        if self.rng.chance(50) {
            lines.push(format!(
                "  default {} from {}",
                self.rng.pick(&variants),
                self.rng.pick(&["2020-02-29", "2020-06-30"])
            ));
        }
        let item = format!("reading {name}{} {{\n  {}\n{}\n}}", self.labels(), self.per(), lines.join("\n"));
        self.items.push(item);
        self.world.readings.push((name, variants));
    }

    pub fn per(&mut self) -> String {
        let (clause, words) = *self.rng.pick(&super::QUOTED);
        let quote = if self.quotes && self.rng.chance(25) { format!(" quote \"{words}\"") } else { String::new() };
        let further = if self.rng.chance(10) { " per order \"7\"" } else { "" };
        format!("per law \"{clause}\"{quote}{further}")
    }

    pub fn maybe_per(&mut self) -> String {
        if self.rng.chance(30) { format!(" {}", self.per()) } else { String::new() }
    }

    /// An `in force` span, sometimes.
    pub fn in_force(&mut self, percent: usize) -> String {
        if !self.rng.chance(percent) {
            return String::new();
        }
        self.rng
            .pick(&[" in force 2020-02-29 ..", " in force .. 2020-06-30", " in force 2019-01-01 .. 2020-12-31"])
            .to_string()
    }

    fn derived(&mut self) {
        let entity = self.rng.below(self.world.entities.len());
        let scope = Scope::base(entity, self.world.derived.len());
        if self.rng.chance(40) {
            self.condition(scope);
        } else {
            self.definition(scope);
        }
        let target = self.world.derived.len() - 1;
        if self.rng.chance(35) {
            self.exceptions(target, scope);
        }
    }

    fn definition(&mut self, scope: Scope) {
        let choice = T::Choice(self.rng.below(2));
        let ty = *self.rng.pick(&[
            T::Money,
            T::Money,
            T::Monthly,
            T::Monthly,
            T::Yearly,
            T::Ratio,
            T::Integer,
            T::Integer,
            T::Decimal,
            T::Date,
            T::Months,
            T::Days,
            T::Truth,
            choice,
            T::Text,
        ]);
        let optional = self.rng.chance(12);
        let name = self.name(&["income_per_head", "total", "合计", "人均月收入"]);
        let (labels, none) = (self.labels(), if optional { " or none" } else { "" });
        let head =
            format!("define {}.{name}{labels}: {}{none}", self.world.entities[scope.entity].name, self.type_name(ty));
        let mut size = Size::default();
        for span in self.versions() {
            let body = if optional { self.optional_expression(ty, scope, 2) } else { self.expression(ty, scope, 3) };
            size = super::expression::widest(size, body.size);
            let explain = self.explain(&["briefly", "never"]);
            let item = format!("{head}{}{span}{explain} = {}", self.maybe_per(), body.text);
            self.items.push(item);
        }
        self.world.derived.push(Derived { entity: scope.entity, name, ty, optional, condition: false, size });
    }

    fn condition(&mut self, scope: Scope) {
        let name = self.name(&["means_test", "registered", "符合条件", "核对"]);
        let labels = self.labels();
        let head = format!("condition {}.{name}{labels}", self.world.entities[scope.entity].name);
        for span in self.versions() {
            let per = self.maybe_per() + &self.explain(&["briefly", "never"]);
            let item = if self.rng.chance(40) {
                format!("{head}{per}{span} = {}", self.truth(scope, 2).text)
            } else {
                format!("{head} {{\n {per}{span}\n  {}\n}}", self.test(scope, 2))
            };
            self.items.push(item);
        }
        self.world.derived.push(Derived {
            entity: scope.entity,
            name,
            ty: T::Truth,
            optional: false,
            condition: true,
            size: Size::default(),
        });
    }

    /// The spans of one or two versions.
    fn versions(&mut self) -> Vec<&'static str> {
        match self.rng.below(12) {
            0 => vec![" in force 2020-02-29 ..", " in force .. 2020-02-28"],
            1 => vec![" in force 2019-01-01 .. 2020-05-31"],
            _ => vec![""],
        }
    }

    /// A tree of named parts, or a plain expression.
    pub fn test(&mut self, scope: Scope, depth: u32) -> String {
        if depth == 0 || self.rng.chance(30) {
            return self.truth(scope, depth.max(1)).text;
        }
        let word = *self.rng.pick(&["all of", "all of", "any of"]);
        let parts: Vec<String> = (0..self.rng.between(2, 3))
            .map(|_| {
                let name = self.name(&["part", "低于标准", "assets"]);
                let (labels, per) = (self.labels(), self.maybe_per());
                let explain = self.explain(&["briefly"]);
                format!("{name}{labels}{per}{explain}: {}", self.test(scope, depth - 1))
            })
            .collect();
        format!("{word} {{\n    {}\n  }}", parts.join("\n    "))
    }
}
