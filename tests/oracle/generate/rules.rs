//! Exceptions, measures and rules.

use super::expression::Scope;
use super::{Maker, T};

/// A measure: its name, its entities, its fields.
#[derive(Clone, Debug)]
struct Measure {
    name: String,
    entities: Vec<usize>,
    once: bool,
    fields: Vec<(String, T, bool)>,
}

impl Maker {
    /// One to three exceptions to a derived value, with exceptions to some of them.
    pub fn exceptions(&mut self, target: usize, scope: Scope) {
        let derived = self.world.derived[target].clone();
        let path = format!("{}.{}", self.world.entities[derived.entity].name, derived.name);
        let mut siblings = Vec::new();
        for _ in 0..self.rng.between(1, 3) {
            let name = self.exception(&path, target, scope, &siblings, false);
            siblings.push(name.clone());
            let mut below = Vec::new();
            while below.len() < 3 && self.rng.chance(30) {
                let sub = self.exception(&name, target, scope, &below, true);
                below.push(sub.clone());
                if self.rng.chance(20) {
                    self.exception(&sub, target, scope, &[], true);
                }
            }
        }
    }

    fn exception(&mut self, to: &str, target: usize, scope: Scope, siblings: &[String], disapply: bool) -> String {
        let derived = self.world.derived[target].clone();
        let name = self.name(&["waiver", "special_case", "例外"]);
        let effect = match self.rng.below(3) {
            0 if disapply => "disapply".to_string(),
            1 if disapply => "disapply".to_string(),
            _ if derived.condition && self.rng.chance(60) => "waive".to_string(),
            _ => format!("then {}", self.replacement(&derived, scope)),
        };
        let modality = *self.rng.pick(&["must", "must", "must", "may", "case by case"]);
        let when = self.test(scope, 1);
        let overridden: Vec<&String> = siblings.iter().filter(|_| self.rng.chance(50)).collect();
        let overrides = if overridden.is_empty() {
            String::new()
        } else {
            format!("\n  overrides {}", overridden.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(", "))
        };
        let item = format!(
            "exception {name}{} to {to} {{\n {}{}\n  when {when}\n  {modality} {effect}{overrides}\n}}",
            self.labels(),
            self.maybe_per(),
            self.in_force(15)
        );
        self.items.push(item);
        if modality != "must" {
            self.world.discretions.push((format!("exception:{name}"), derived.entity));
        }
        name
    }

    fn replacement(&mut self, derived: &super::Derived, scope: Scope) -> String {
        if derived.optional && self.rng.chance(40) {
            return "none".into();
        }
        let e = self.expression(derived.ty, scope, 1);
        // Later expressions count on the target's size.
        let size = derived.size;
        let fits = e.size.v <= size.v && e.size.d <= size.d && (size.quotient || !e.size.quotient);
        if !derived.ty.is_number() || fits { e.text } else { self.small(derived.ty, scope) }
    }

    /// A number that is as plain as any.
    fn small(&mut self, ty: T, scope: Scope) -> String {
        let name = self.names(ty, false, Scope { before: 0, ..scope }).first().map(|e| e.text.clone());
        let name = name.expect("the root has a field of every number type");
        if ty == T::Integer { format!("max({name}, 1)") } else { format!("round({name}, 1, down)") }
    }

    pub fn rules(&mut self) {
        let measures: Vec<Measure> = (0..self.rng.between(1, 3)).map(|_| self.measure()).collect();
        let mut made: Vec<(String, usize)> = Vec::new();
        for _ in 0..self.rng.between(2, 5) {
            let measure = self.rng.pick(&measures).clone();
            let entity = *self.rng.pick(&measure.entities);
            let name = self.rule(entity, &measures, &made);
            made.push((name, entity));
        }
        self.world.rules = made;
    }

    fn measure(&mut self) -> Measure {
        let name = self.name(&["enrol", "refer", "救助"]);
        let mut entities: Vec<usize> = (0..self.world.entities.len()).filter(|_| self.rng.chance(60)).collect();
        if entities.is_empty() {
            entities.push(0);
        }
        let fields: Vec<(String, T, bool)> = (0..self.rng.between(0, 3))
            .map(|_| {
                let ty = *self.rng.pick(&[
                    T::Money,
                    T::Monthly,
                    T::Yearly,
                    T::Integer,
                    T::Ratio,
                    T::Date,
                    T::Choice(0),
                    T::Truth,
                    T::Text,
                    T::Months,
                    T::Decimal,
                ]);
                (self.name(&["monthly", "amount", "金额"]), ty, self.rng.chance(10))
            })
            .collect();
        let for_: Vec<&str> = entities.iter().map(|e| self.world.entities[*e].name.as_str()).collect();
        let for_ = for_.join(" or ");
        let listed: Vec<String> = fields
            .iter()
            .map(|(name, ty, optional)| {
                let none = if *optional { " or none" } else { "" };
                format!("  {name}: {}{}{none}{}", self.type_name(*ty), self.amount_range(*ty), self.labels())
            })
            .collect();
        let words = *self.rng.pick(&["", "", " once", " once", " cumulative", " owed", " owed once", " once owed"]);
        let item = format!("measure {name}{} for {for_}{words} {{\n{}\n}}", self.labels(), listed.join("\n"));
        self.items.push(item);
        let numbers = fields.iter().filter(|(_, ty, optional)| ty.is_number() && !optional);
        let numbers = numbers.map(|(field, ..)| field.clone()).collect();
        self.world.measures.push((name.clone(), entities.clone(), numbers));
        Measure { name, entities, once: words.contains("once"), fields }
    }

    /// The range of an amount, sometimes: one that amounts lie within, mostly.
    fn amount_range(&mut self, ty: T) -> &'static str {
        if !self.rng.chance(40) {
            return "";
        }
        let ranges: &[&'static str] = match ty {
            T::Date => &[" 1900-01-01..", " ..decision_date", " 1960-02-29..2020-06-30"],
            T::Months => &[" 0 months..", " ..24", " -3..30 months"],
            ty if ty.is_number() => &[" 0..", " 0..", " ..1000", " -1..500"],
            _ => return "",
        };
        self.rng.pick::<&'static str>(ranges)
    }

    fn rule(&mut self, entity: usize, measures: &[Measure], made: &[(String, usize)]) -> String {
        let name = self.name(&["enrolment", "referral", "保障规则"]);
        let scope = Scope::base(entity, self.world.derived.len());
        let fitting: Vec<Measure> = measures.iter().filter(|m| m.entities.contains(&entity)).cloned().collect();
        let when = self.test(scope, 2);
        let mut given = Vec::new();
        let mut lines: Vec<String> =
            (0..self.rng.between(1, 2)).filter_map(|_| self.grant(&fitting, scope, &mut given)).collect();
        given.clear();
        for _ in 0..*self.rng.pick(&[0, 0, 1, 2]) {
            lines.extend(self.grant(&fitting, scope, &mut given).map(|grant| format!("otherwise {grant}")));
        }
        let below = |other: &usize| self.lineage(*other).contains(&entity);
        let candidates: Vec<String> =
            made.iter().filter(|(_, other)| below(other)).map(|(name, _)| name.clone()).collect();
        let overridden: Vec<String> = candidates.into_iter().filter(|_| self.rng.chance(35)).collect();
        if !overridden.is_empty() {
            lines.push(format!("overrides {}", overridden.join(", ")));
        }
        let (labels, per, span) = (self.labels(), self.maybe_per(), self.in_force(10));
        let explain = self.explain(&["when met"]);
        let for_ = &self.world.entities[entity].name;
        let item = format!(
            "rule {name}{labels} for {for_} {{\n {per}{span}{explain}\n  when {when}\n  {}\n}}",
            lines.join("\n  ")
        );
        self.items.push(item);
        if lines
            .iter()
            .any(|line| line.trim_start_matches("otherwise ").starts_with(['m', 'c']) && !line.contains("must "))
        {
            self.world.discretions.push((format!("rule:{name}"), entity));
        }
        name
    }

    /// A grant; of what may be given once no second one on the same way.
    fn grant(&mut self, measures: &[Measure], scope: Scope, given: &mut Vec<String>) -> Option<String> {
        let measure = self.rng.pick(measures).clone();
        if measure.once && given.contains(&measure.name) {
            return None;
        }
        given.push(measure.name.clone());
        let modality = *self.rng.pick(&["must", "must", "must", "may", "case by case"]);
        let fields: Vec<String> = measure
            .fields
            .iter()
            .map(|(name, ty, optional)| {
                let value =
                    if *optional && self.rng.chance(30) { "none".into() } else { self.amount(*ty, scope, 2).text };
                format!("{name}: {value}")
            })
            .collect();
        Some(format!("{modality} {}{} {{ {} }}", measure.name, self.maybe_per(), fields.join("  ")))
    }
}
