//! Compares a step that asks a table with the policy: which version of it was asked, what that
//! cites, which row or bands gave the value, or that none could.

use super::Checked;
use super::policy::{Policy, differs, same, unit, words};
use super::shape::Place;
use crate::decision::record::{Certainty, End, Node, Op, RowPattern, Step, Unit, Value, Words};
use crate::model::{self, Base, Const, Expr, ExprKind, Parameter, Pattern, Type, Version};
use crate::value::{Date, Fault, Number};

/// How a table was asked.
struct Asked<'a> {
    work: &'a Node,
    /// By `marginal`, of an amount; else at its keys.
    marginal: bool,
    /// The keys or the amount.
    keys: &'a [Node],
    /// The day, where there is one: the decision date, or that of a written `on`.
    day: Option<Date>,
    /// What the table gave: the row's value, or its bands.
    given: &'a [Node],
}

/// A band of a sliding scale as far as an amount reaches.
struct Scale<'a> {
    begin: Number,
    /// `None`: the amount ends in it.
    end: Option<Number>,
    rate: &'a Expr,
}

impl<'a> Asked<'a> {
    fn of(step: &'a Step, parameter: &Parameter, date: Date) -> Option<Self> {
        let work = step.work.as_ref()?;
        let (marginal, written) = match work.op {
            Op::Lookup { on, .. } => (false, on),
            Op::Marginal { on } => (true, on),
            _ => return None,
        };
        let (keys, rest) = work.args.split_at_checked(if marginal { 1 } else { parameter.keys.len() })?;
        let (on, given) = rest.split_at_checked(usize::from(written))?;
        let day = match on.first().map(|on| &on.value) {
            None => Some(date),
            Some(Value::Date(on)) => Some(*on),
            Some(_) => None,
        };
        Some(Asked { work, marginal, keys, day, given })
    }
}

impl<'a> Policy<'a> {
    /// A parameter's step: its version, row and value are those of the table.
    pub(super) fn parameter(&self, step: &'a Step, at: Place<'a, '_>) -> Checked {
        let found = self.model.parameters.iter().find(|parameter| *parameter.name.id == *step.name);
        let Some(parameter) = found else { return differs(&step.name) };
        let Some(asked) = Asked::of(step, parameter, self.date) else { return differs(&step.name) };
        let version = asked.day.and_then(|day| parameter.on(day)).map(|(_, version)| version);
        let ty = if asked.marginal { Type::plain(base_of(step)) } else { parameter.ty };
        self.cited(step, parameter, version, ty)?;
        same(asked.work.unit == step.unit && self.value_fits(&asked.work.value, parameter.ty), &step.name)?;
        if let Op::Lookup { keys, .. } = &asked.work.op {
            let called = parameter.keys.iter().map(|key| key.called.as_ref());
            let right = called.zip(keys.iter()).all(|(called, said)| match called {
                Some(called) => words(said, called),
                None => *said == Words::default(),
            });
            same(right && keys.len() == parameter.keys.len(), &step.name)?;
        }
        let Some(lookup) = &step.lookup else {
            same(asked.given.is_empty(), &step.name)?;
            return same(parameter.fixed().is_none() || self.gives_nothing(&asked, version), &step.name);
        };
        let single =
            asked.given.first().is_some_and(|given| given.unit == unit(parameter.ty)) && asked.given.len() == 1;
        same((asked.marginal || single) && asked.day == Some(lookup.on), &step.name)?;
        if lookup.certainty == Certainty::Setting {
            let constants = asked.given.iter().all(|given| given.op == Op::Constant);
            let set = parameter.fixed().is_none() && lookup.checked.is_none();
            return same(set && (asked.marginal || constants), &step.name);
        }
        let Some(version) = version.filter(|version| Some(version.from) == lookup.from) else {
            return differs(&lookup.on);
        };
        let (certainty, source) = match &version.certainty {
            model::Certainty::Confirmed => (Certainty::Confirmed, ""),
            model::Certainty::Assumed(who) => (Certainty::Assumed, who.as_str()),
        };
        same(lookup.certainty == certainty && lookup.source == source, &lookup.source)?;
        same(lookup.checked == version.checked, &step.name)?;
        if asked.marginal {
            return self.bands(step, asked.work, version);
        }
        let (Some(row), Some(given)) = (version.rows.get(lookup.row as usize), asked.given.first()) else {
            return differs(&step.name);
        };
        let told = lookup.patterns.len() == row.patterns.len()
            && row.patterns.iter().zip(&lookup.patterns).all(|(pattern, said)| is_pattern(said, pattern));
        same(told && row.patterns.len() == asked.keys.len() && self.row(row, asked.keys) == Some(true), &step.name)?;
        match &row.value.kind {
            ExprKind::Const(constant) => {
                let right = given.op == Op::Constant && self.is_const(&given.value, constant);
                same(right, &step.name)
            }
            _ => self.shape(given, &row.value, Place { keys: asked.keys, ..at }),
        }
    }

    /// The clauses a step that asks a table cites, in whatever way it asks: those of the parameter,
    /// and of the version that holds on the day asked for unless a deployment's value stands in its
    /// place. A step that found nothing does not tell whether one does.
    fn cited(&self, step: &Step, parameter: &Parameter, version: Option<&Version>, ty: Type) -> Checked {
        let own = |version: Option<&Version>| {
            let per: Vec<model::Citation> =
                parameter.per.iter().chain(version.iter().flat_map(|version| &version.per)).cloned().collect();
            self.named(step, &parameter.name, &per, ty)
        };
        match &step.lookup {
            Some(lookup) if lookup.certainty == Certainty::Setting => own(None),
            None if parameter.fixed().is_none() => own(version).or_else(|_| own(None)),
            _ => own(version),
        }
    }

    /// Whether a table that cannot be set gives nothing when asked like this, for the reason
    /// recorded. What a key or day in error comes to is known from the step alone.
    fn gives_nothing(&self, asked: &Asked<'_>, version: Option<&Version>) -> bool {
        let value = &asked.work.value;
        let stopped = |node: &Node| matches!(node.value, Value::Error(_));
        if asked.keys.iter().any(stopped) {
            return true;
        }
        // What a scale counts must be known before anybody asks which version counts it.
        if asked.marginal && asked.keys.iter().any(|amount| amount.value == Value::Unknown) {
            return *value == Value::Unknown;
        }
        let Some(version) = version else {
            return asked.day.is_none() || *value == Value::Error(Fault::NoVersion);
        };
        if asked.marginal {
            return match asked.keys.first().map(|amount| &amount.value) {
                Some(Value::Number(whole)) => {
                    *value == Value::Error(Fault::NoRow) && self.reached(version, *whole).is_none()
                }
                _ => false,
            };
        }
        let mut open = false;
        for row in &version.rows {
            match self.row(row, asked.keys) {
                Some(true) => return false,
                Some(false) => {}
                None => open = true,
            }
        }
        *value == if open { Value::Unknown } else { Value::Error(Fault::NoRow) }
    }

    /// Whether a row takes these keys; `None` where it hangs on one that is not known.
    fn row(&self, row: &model::Row, keys: &[Node]) -> Option<bool> {
        let taken: Vec<Option<bool>> =
            row.patterns.iter().zip(keys).map(|(pattern, key)| self.matches(pattern, &key.value)).collect();
        if taken.contains(&Some(false)) {
            Some(false)
        } else {
            taken.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
        }
    }

    /// The bands of a sliding scale up to an amount, lowest first. Counting begins with the lowest, at 0
    /// where that has no lower end. `None`: the amount lies in no band, or some of what is counted
    /// below it does.
    fn reached(&self, version: &'a Version, whole: Number) -> Option<Vec<Scale<'a>>> {
        let mut rows: Vec<(Option<Number>, Option<Number>, &'a Expr)> = Vec::new();
        let mut held = false;
        for row in &version.rows {
            let pattern = row.patterns.first()?;
            held = held || self.matches(pattern, &Value::Number(whole)) == Some(true);
            rows.push(match pattern {
                Pattern::Any => (None, None, &row.value),
                Pattern::Range { low, high, .. } => (*low, *high, &row.value),
                Pattern::Value(Const::Number(only)) => (Some(*only), Some(*only), &row.value),
                Pattern::Value(_) => return None,
            });
        }
        rows.sort_by_key(|(low, high, _)| (*low, high.is_none(), *high));
        let start = rows.first().and_then(|(low, ..)| *low).unwrap_or(Number::ZERO);
        rows.retain(|(low, high, _)| whole > low.unwrap_or(start).max(start) && high.is_none_or(|high| high > start));
        let mut at = start;
        let mut found = Vec::with_capacity(rows.len());
        for (low, high, rate) in rows {
            let begin = low.unwrap_or(start).max(start);
            let goes_on = begin == at;
            at = high.map_or(whole, |high| high.min(whole));
            found.push(Scale { begin, end: high.filter(|high| *high < whole), rate });
            if !goes_on {
                return None;
            }
        }
        (held && (whole <= start || at == whole)).then_some(found)
    }

    /// The bands recorded are those of the scale.
    fn bands(&self, step: &Step, work: &Node, version: &'a Version) -> Checked {
        let number = |node: &Node| match &node.value {
            Value::Number(number) => Some(*number),
            _ => None,
        };
        let Some((amount, whole)) = work.args.first().and_then(|amount| Some((amount, number(amount)?))) else {
            return differs(&step.name);
        };
        let Some(reached) = self.reached(version, whole) else { return differs(&step.name) };
        let bands: Vec<&Node> = work.args.iter().filter(|node| node.op == Op::Band).collect();
        let last = step.lookup.as_ref().is_some_and(|lookup| lookup.row as usize == bands.len().saturating_sub(1));
        same(bands.len() == reached.len() && last, &step.name)?;
        for (band, Scale { begin: from, end: to, rate }) in bands.iter().zip(reached) {
            let [part, given] = band.args.as_slice() else { return differs(&step.name) };
            let [end, begin] = part.args.as_slice() else { return differs(&step.name) };
            let ends = match to {
                Some(to) => end.op == Op::Constant && end.unit == amount.unit && number(end) == Some(to),
                None => end == amount,
            };
            let rated = rate.constant().is_some_and(|rate| number(given) == Some(rate));
            let right = ends
                && rated
                && number(begin) == Some(from)
                && (band.unit, part.unit, begin.unit) == (amount.unit, amount.unit, amount.unit)
                && given.op == Op::Constant
                && given.unit == unit(rate.ty);
            same(right, &step.name)?;
        }
        Ok(())
    }

    /// Whether a key is what a row asks for; `None` where it is not known.
    fn matches(&self, pattern: &Pattern, key: &Value) -> Option<bool> {
        Some(match (pattern, key) {
            (Pattern::Any, _) => true,
            (_, Value::Unknown) => return None,
            (Pattern::Value(Const::Truth(true)), Value::Waived) => true,
            (Pattern::Value(constant), key) => self.is_const(key, constant),
            (Pattern::Range { low, low_open, high, high_open }, Value::Number(key)) => {
                let above = low.is_none_or(|low| if *low_open { low < *key } else { low <= *key });
                above && high.is_none_or(|high| if *high_open { *key < high } else { *key <= high })
            }
            _ => false,
        })
    }
}

/// Whether a record tells a pattern as it is.
fn is_pattern(said: &RowPattern, pattern: &Pattern) -> bool {
    let is_end = |said: &Option<End>, at: Option<Number>, open: bool| match (said, at) {
        (Some(said), Some(at)) => said.at == at && said.open == open,
        (None, None) => true,
        _ => false,
    };
    match (said, pattern) {
        (RowPattern::Any, Pattern::Any) | (RowPattern::Exact, Pattern::Value(_)) => true,
        (RowPattern::Range { low: said_low, high: said_high }, Pattern::Range { low, low_open, high, high_open }) => {
            is_end(said_low, *low, *low_open) && is_end(said_high, *high, *high_open)
        }
        _ => false,
    }
}

/// The type a sliding scale gives: that of its amount.
fn base_of(step: &Step) -> Base {
    match step.unit {
        Unit::Money => Base::Money,
        Unit::MoneyPerMonth => Base::MoneyPerMonth,
        Unit::MoneyPerYear => Base::MoneyPerYear,
        Unit::Ratio => Base::Ratio,
        Unit::Integer => Base::Integer,
        _ => Base::Decimal,
    }
}
