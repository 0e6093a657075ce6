//! A decision → the money in it: a month, a year, once; paid to the household, or owed by it.

use doudi::model::{Base, Measure};
use doudi::value::Number;
use std::collections::BTreeMap;

/// How often an amount comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// `money per month`
    Month,
    /// `money per year`
    Year,
    /// `money`
    Once,
}

impl Period {
    /// Of an amount's type; `None` for what is no money.
    fn of(base: Base) -> Option<Period> {
        match base {
            Base::MoneyPerMonth => Some(Period::Month),
            Base::MoneyPerYear => Some(Period::Year),
            Base::Money => Some(Period::Once),
            _ => None,
        }
    }
}

/// Money of one kind, which may be added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Owed by the household; else paid to it.
    pub owed: bool,
    /// How often.
    pub period: Period,
}

/// Whether the household is to pay what a measure comes to.
pub fn is_owed(measure: &Measure) -> bool {
    measure.owed
}

/// The money a decision comes to, all measures together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Money(BTreeMap<Line, Number>);

/// Whether the household is better off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing is paid or owed otherwise.
    None,
    /// It is paid more, or owes less.
    Better,
    /// It is paid less, or owes more.
    Worse,
    /// Better in one way, worse in another.
    Both,
}

impl Money {
    /// The kinds of money the measures of a policy come in, nothing of each.
    pub fn none_of(measures: &[Measure]) -> Money {
        let fields = measures.iter().flat_map(|measure| measure.fields.iter().map(move |field| (measure, field)));
        let lines = fields.filter_map(|(measure, field)| Money::line(measure, field.ty.base));
        Money(lines.map(|line| (line, Number::ZERO)).collect())
    }

    fn line(measure: &Measure, base: Base) -> Option<Line> {
        Period::of(base).map(|period| Line { owed: is_owed(measure), period })
    }

    /// Adds an amount of a measure, if it is money.
    pub fn add(&mut self, measure: &Measure, base: Base, amount: Number) {
        if let Some(line) = Money::line(measure, base) {
            let sum = self.0.entry(line).or_insert(Number::ZERO);
            *sum = sum.checked_add(amount).unwrap_or(*sum);
        }
    }

    /// Adds what another decision comes to.
    pub fn add_all(&mut self, other: &Money) {
        for (line, amount) in &other.0 {
            let sum = self.0.entry(*line).or_insert(Number::ZERO);
            *sum = sum.checked_add(*amount).unwrap_or(*sum);
        }
    }

    /// How much of a kind.
    pub fn of(&self, line: Line) -> Number {
        self.0.get(&line).copied().unwrap_or(Number::ZERO)
    }

    /// The kinds there are, in order.
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        self.0.keys().copied()
    }

    /// By how much each kind differs, those left out that do not.
    pub fn change(before: &Money, after: &Money) -> Money {
        let lines = before.lines().chain(after.lines());
        let differing = lines.filter_map(|line| {
            let more = after.of(line).checked_sub(before.of(line))?;
            (!more.is_zero()).then_some((line, more))
        });
        Money(differing.collect())
    }

    /// Whether a change makes the household better off: what it is paid less what it owes, a month, a
    /// year, and once, each by itself.
    pub fn turn(&self) -> Turn {
        let net = |period| {
            let [paid, owed] = [false, true].map(|owed| self.of(Line { owed, period }));
            paid.cmp(&owed)
        };
        let turns = [Period::Month, Period::Year, Period::Once].map(net);
        match (turns.iter().any(|it| it.is_gt()), turns.iter().any(|it| it.is_lt())) {
            (true, true) => Turn::Both,
            (true, false) => Turn::Better,
            (false, true) => Turn::Worse,
            (false, false) => Turn::None,
        }
    }
}
