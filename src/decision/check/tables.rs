//! Compares a step that asks a table with the policy: which version of it was asked, what that
//! cites, which row or bands gave the value, or that none could.

use super::Checked;
use super::policy::{Policy, differs, same, unit};
use super::shape::Place;
use crate::decision::record::{Certainty, Node, Op, Step, Unit, Value};
use crate::model::{self, Base, Expr, ExprKind, Parameter, Pattern, Type, Version};
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

impl<'a> Asked<'a> {
    fn of(step: &'a Step, parameter: &Parameter, date: Date) -> Option<Self> {
        let work = step.work.as_ref()?;
        let (marginal, written) = match work.op {
            Op::Lookup { on } => (false, on),
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
        let Some(lookup) = &step.lookup else {
            same(asked.given.is_empty(), &step.name)?;
            return same(parameter.fixed().is_none() || self.gives_nothing(&asked, version), &step.name);
        };
        let single =
            asked.given.first().is_some_and(|given| given.unit == unit(parameter.ty)) && asked.given.len() == 1;
        same((asked.marginal || single) && asked.day == Some(lookup.on), &step.name)?;
        if lookup.certainty == Certainty::Setting {
            let constants = asked.given.iter().all(|given| given.op == Op::Constant);
            return same(parameter.fixed().is_none() && (asked.marginal || constants), &step.name);
        }
        let Some(version) = version.filter(|version| Some(version.from) == lookup.from) else {
            return differs(&lookup.on);
        };
        let (certainty, source) = match &version.certainty {
            model::Certainty::Confirmed => (Certainty::Confirmed, ""),
            model::Certainty::Assumed(who) => (Certainty::Assumed, who.as_str()),
        };
        same(lookup.certainty == certainty && lookup.source == source, &lookup.source)?;
        if asked.marginal {
            return self.bands(step, asked.work, version);
        }
        let (Some(row), Some(given)) = (version.rows.get(lookup.row as usize), asked.given.first()) else {
            return differs(&step.name);
        };
        same(row.patterns.len() == asked.keys.len() && self.row(row, asked.keys) == Some(true), &step.name)?;
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
        let Some(version) = version else {
            return asked.day.is_none() || *value == Value::Error(Fault::NoVersion);
        };
        if asked.marginal {
            return asked.keys.iter().any(|amount| amount.value == Value::Unknown) && *value == Value::Unknown;
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

    /// The bands of a sliding scale, up to the last it reaches.
    fn bands(&self, step: &Step, work: &Node, version: &Version) -> Checked {
        let mut rows: Vec<(Option<Number>, Option<Number>, &Expr)> = Vec::new();
        for row in &version.rows {
            match row.patterns.first() {
                Some(Pattern::Any) => rows.push((None, None, &row.value)),
                Some(Pattern::Range { low, high, .. }) => rows.push((*low, *high, &row.value)),
                _ => {}
            }
        }
        rows.sort_by_key(|(low, ..)| *low);
        let number = |node: &Node| match &node.value {
            Value::Number(number) => Some(*number),
            _ => None,
        };
        let amount = work.args.first();
        let whole = amount.and_then(number);
        let reached = rows.iter().filter(|(low, ..)| whole.is_some_and(|whole| whole > low.unwrap_or(Number::ZERO)));
        let bands: Vec<&Node> = work.args.iter().filter(|node| node.op == Op::Band).collect();
        same(bands.len() == reached.clone().count(), &step.name)?;
        let last = step.lookup.as_ref().is_some_and(|lookup| lookup.row as usize == bands.len().saturating_sub(1));
        same(last, &step.name)?;
        for (band, (low, high, rate)) in bands.iter().zip(reached) {
            let ([part, given], Some(amount)) = (band.args.as_slice(), amount) else { return differs(&step.name) };
            let [end, begin] = part.args.as_slice() else { return differs(&step.name) };
            let ends = match high.filter(|high| whole.is_some_and(|whole| *high < whole)) {
                Some(high) => end.op == Op::Constant && end.unit == amount.unit && number(end) == Some(high),
                None => end == amount,
            };
            let rated = matches!(&rate.kind, ExprKind::Const(constant) if self.is_const(&given.value, constant));
            let right = ends
                && rated
                && number(begin) == Some(low.unwrap_or(Number::ZERO))
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
            (Pattern::Value(model::Const::Truth(true)), Value::Waived) => true,
            (Pattern::Value(constant), key) => self.is_const(key, constant),
            (Pattern::Range { low, low_open, high, high_open }, Value::Number(key)) => {
                let above = low.is_none_or(|low| if *low_open { low < *key } else { low <= *key });
                above && high.is_none_or(|high| if *high_open { *key < high } else { *key <= high })
            }
            _ => false,
        })
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
