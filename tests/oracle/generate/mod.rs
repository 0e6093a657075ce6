//! Random policies as text, with random cases for them: well typed by construction.
//!
//! ```text
//! seed ─▶ World (what has been declared so far) ─▶ items (text) ─▶ facts, settings, dates (text)
//! ```
//!
//! Everything follows from the seed, so a failure is reported by its seed and its texts.

mod amendments;
mod around;
mod expression;
mod facts;
mod items;
mod lists;
mod marks;
mod numbers;
mod parameters;
mod rules;
mod truths;
mod words;

pub use facts::{Household, decision_date, household, settings};
pub use items::policy;
pub use marks::without_marks;

use doudi::Sources;

/// A small generator of numbers (splitmix64): the same seed gives the same policy everywhere.
#[derive(Clone, Debug)]
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'t, I>(&mut self, from: &'t [I]) -> &'t I {
        &from[self.below(from.len())]
    }

    pub fn shuffle<I>(&mut self, items: &mut [I]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// A type of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum T {
    Money,
    Monthly,
    Yearly,
    Ratio,
    Integer,
    Decimal,
    Date,
    Months,
    Days,
    Truth,
    Choice(usize),
    Text,
}

impl T {
    pub fn is_money(self) -> bool {
        matches!(self, T::Money | T::Monthly | T::Yearly)
    }

    pub fn is_scalar(self) -> bool {
        matches!(self, T::Ratio | T::Integer | T::Decimal)
    }

    pub fn is_number(self) -> bool {
        self.is_money() || self.is_scalar()
    }

    /// Decimal places of a fact.
    pub fn places(self) -> u32 {
        match self {
            T::Money | T::Monthly | T::Yearly => 2,
            T::Ratio | T::Decimal => 6,
            _ => 0,
        }
    }
}

/// A choice.
#[derive(Clone, Debug)]
pub struct Choice {
    pub name: String,
    pub variants: Vec<String>,
}

/// An entity; the root first, parents before children.
#[derive(Clone, Debug)]
pub struct Entity {
    pub name: String,
    /// The entity above, and what it calls its list.
    pub parent: Option<(usize, String)>,
    pub fields: Vec<Field>,
    /// Fewest and most entries of its list.
    pub entries: (i64, i64),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub ty: T,
    pub optional: bool,
    /// Whole numbers, both ends included.
    pub range: Option<(i64, i64)>,
    /// The first and the last day, as written: `decision_date` may be one.
    pub days: Option<(&'static str, &'static str)>,
    pub defaulted: bool,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    pub ty: T,
    pub keys: Vec<(String, T)>,
    /// A sliding scale: one range of money, giving ratios.
    pub scale: bool,
    /// Whether a deployment may give its value.
    pub settable: bool,
    /// Whole numbers its values lie between, both ends included: above a floor, or below what it
    /// is the floor of.
    pub within: Option<(i64, i64)>,
}

/// A named value that later expressions may use.
#[derive(Clone, Debug)]
pub struct Derived {
    pub entity: usize,
    pub name: String,
    pub ty: T,
    pub optional: bool,
    pub condition: bool,
    pub size: Size,
}

/// Bounds on a number: value below 10^v, denominator below 10^d; whether it is a quotient.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    pub v: u32,
    pub d: u32,
    pub quotient: bool,
}

/// What has been declared.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub choices: Vec<Choice>,
    pub entities: Vec<Entity>,
    pub parameters: Vec<Parameter>,
    pub readings: Vec<(String, Vec<String>)>,
    pub derived: Vec<Derived>,
    /// Name and entity of each exception and rule an officer may have a say in.
    pub discretions: Vec<(String, usize)>,
    /// Numbers and dates the policy compares with: where the cases should stand.
    pub numbers: Vec<String>,
    pub dates: Vec<String>,
    /// What the measures are called, by the entities they are for, with their number fields.
    pub measures: Vec<(String, Vec<usize>, Vec<String>)>,
    /// What the rules are called, with their entities.
    pub rules: Vec<(String, usize)>,
    /// How many names have been given.
    names: usize,
}

/// A generated policy.
#[derive(Clone, Debug)]
pub struct Policy {
    pub world: World,
    /// One text an item, in no particular order.
    pub items: Vec<String>,
}

impl Policy {
    pub fn text(&self) -> String {
        self.items.join("\n\n")
    }
}

/// A generated policy with the wording of the instrument it cites.
pub fn sources(text: impl Into<String>) -> Sources {
    law().policy("generated.policy", text.into())
}

/// That wording alone.
pub fn law() -> Sources {
    Sources::new().text(WORDING, LAW)
}

/// What the wording is called.
const WORDING: &str = "法.txt";

/// The clauses that are cited, each with words that are quoted.
const LAW: &str = "# 法\n\n## 一\n家庭收入低于标准的，每月发给补助。\n\n## 二（三）\n因病致贫的，可以视情给予救助。\n\n## 4.1\nAid is paid monthly.\n";
const QUOTED: [(&str, &str); 3] = [("一", "每月发给补助"), ("二（三）", "可以视情给予救助"), ("4.1", "paid monthly")];

/// The generator at work.
pub struct Maker {
    pub world: World,
    pub rng: Rng,
    /// Of its own, so that marks change nothing else of a policy.
    pub marks: Rng,
    /// Whether the law's wording is there, so that it can be quoted.
    pub quotes: bool,
    pub items: Vec<String>,
}

impl Maker {
    /// A new name: English or Chinese, never one given before.
    pub fn name(&mut self, stems: &[&str]) -> String {
        self.world.names += 1;
        format!("{}_{}", self.rng.pick(stems), self.world.names)
    }

    /// Labels, sometimes.
    pub fn labels(&mut self) -> String {
        match self.rng.below(6) {
            0 => " \"标签\"".into(),
            1 => " \"标签\" \"label\"".into(),
            _ => String::new(),
        }
    }

    pub fn type_name(&self, ty: T) -> String {
        match ty {
            T::Money => "money".into(),
            T::Monthly => "money per month".into(),
            T::Yearly => "money per year".into(),
            T::Ratio => "ratio".into(),
            T::Integer => "integer".into(),
            T::Decimal => "decimal".into(),
            T::Date => "date".into(),
            T::Months => "months".into(),
            T::Days => "days".into(),
            T::Truth => "truth".into(),
            T::Choice(choice) => self.world.choices[choice].name.clone(),
            T::Text => "text".into(),
        }
    }

    /// A number as written in the policy; remembered, so that cases can stand next to it.
    pub fn number(&mut self, places: u32) -> String {
        let whole = ["0", "1", "2", "3", "5", "7", "12", "40", "100", "500", "532", "1000", "2600"];
        let cents = ["0.5", "0.01", "99.99", "12.34", "0.1", "1000.01"];
        let small = ["0.3", "0.125", "0.000001", "1.5"];
        let text = match self.rng.below(4) {
            0 if places >= 6 => *self.rng.pick(&small),
            1 if places >= 2 => *self.rng.pick(&cents),
            _ => *self.rng.pick(&whole),
        };
        self.world.numbers.push(text.into());
        text.into()
    }

    /// A date as written in the policy.
    pub fn date(&mut self) -> String {
        let days = [
            "2020-02-29",
            "2020-03-01",
            "2019-02-28",
            "2004-02-29",
            "2020-01-31",
            "2019-12-31",
            "2020-06-30",
            "1960-02-29",
        ];
        let text = self.rng.pick(&days).to_string();
        self.world.dates.push(text.clone());
        text
    }

    /// An entity and all above it, itself first.
    pub fn lineage(&self, entity: usize) -> Vec<usize> {
        let mut line = vec![entity];
        while let Some((parent, _)) = self.world.entities[*line.last().unwrap()].parent {
            line.push(parent);
        }
        line
    }

    /// How a name of `owner` is written where `entity` is asked.
    pub fn qualified(&self, name: &str, owner: usize, entity: usize) -> String {
        if owner == entity { name.into() } else { format!("{}.{name}", self.world.entities[owner].name) }
    }

    /// Below which entities a list path can be written from `entity`: (path, element, root).
    pub fn lists(&self, entity: usize) -> Vec<(String, usize, usize)> {
        let mut found = Vec::new();
        for root in self.lineage(entity) {
            for element in 0..self.world.entities.len() {
                let line = self.lineage(element);
                let Some(depth) = line.iter().position(|e| *e == root).filter(|d| *d > 0) else { continue };
                let steps: Vec<&str> = line[..depth]
                    .iter()
                    .rev()
                    .filter_map(|e| self.world.entities[*e].parent.as_ref())
                    .map(|(_, l)| l.as_str())
                    .collect();
                found.push((self.qualified(&steps.join("."), root, entity), element, root));
            }
        }
        found
    }
}
