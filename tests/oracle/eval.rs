//! Model + case + date → the value of any expression, by plain recursion.

use super::calendar::Day;
use super::case::{Case, SettingRows, Settings};
use super::exceptions::Attempt;
use super::value::{V, all, any, hindrance, not, rational, round};
use doudi::model::{
    Comparison, Const, DatePart, DerivedId, EntityId, ExceptionId, Expr, ExprKind, InForce, Model, ParameterId, Part,
    Pattern, ReadingId, SetItem, Test,
};
use doudi::value::Fault;
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Everything an expression may ask.
pub struct Oracle<'m> {
    pub model: &'m Model,
    pub case: &'m Case,
    pub settings: &'m Settings,
    pub date: Day,
    /// Derived values already computed, by definition and instance.
    pub(super) memo: RefCell<HashMap<(DerivedId, usize), V>>,
    /// Exceptions already tried, likewise.
    pub(super) attempts: RefCell<HashMap<(ExceptionId, usize), Attempt>>,
}

/// Of whom an expression is asked: an instance, and where it is an element, of whom its list is asked.
#[derive(Clone, Copy)]
pub struct Spot<'s> {
    pub node: usize,
    pub asker: Option<&'s Spot<'s>>,
}

impl<'s> Spot<'s> {
    /// Outside all lists.
    pub fn of(node: usize) -> Spot<'s> {
        Spot { node, asker: None }
    }

    /// An element of a list that is asked here.
    pub fn element(&'s self, node: usize) -> Spot<'s> {
        Spot { node, asker: Some(self) }
    }

    /// So many lists out.
    pub fn out(self, lists: u32) -> Spot<'s> {
        (0..lists).fold(self, |spot, _| *spot.asker.expect("the model counts the lists"))
    }
}

/// Whether an item stands on a day.
pub fn stands(span: InForce, day: Day) -> bool {
    span.from.is_none_or(|from| Day::from(from) <= day) && span.to.is_none_or(|to| day <= Day::from(to))
}

/// A constant of the policy.
pub fn constant(value: &Const) -> V {
    match value {
        Const::Number(number) => V::Num(rational(*number)),
        Const::Truth(truth) => V::Truth(*truth),
        Const::Date(date) => V::Date((*date).into()),
        Const::Months(count) | Const::Days(count) => V::int(*count),
        Const::Choice(_, variant) => V::Choice(*variant),
        Const::Text(text) => V::Text(text.clone()),
        Const::None => V::None,
    }
}

impl<'m> Oracle<'m> {
    pub fn new(model: &'m Model, case: &'m Case, settings: &'m Settings, date: Day) -> Self {
        Oracle { model, case, settings, date, memo: RefCell::default(), attempts: RefCell::default() }
    }

    /// The instance of `entity` that an instance belongs to: itself or one above it.
    pub fn owner(&self, entity: EntityId, mut at: usize) -> usize {
        while self.case.nodes[at].entity != entity {
            at = self.case.nodes[at].up.expect("the model names an ancestor");
        }
        at
    }

    /// A definition or condition of one instance, exceptions applied.
    pub fn derived(&self, id: DerivedId, at: usize) -> V {
        if let Some(value) = self.memo.borrow().get(&(id, at)) {
            return value.clone();
        }
        let value = match self.case.given.get(&(id, at)) {
            Some(given) => given.clone(),
            None => self.excepted(id, at),
        };
        self.memo.borrow_mut().insert((id, at), value.clone());
        value
    }

    /// The same before any exception.
    pub fn base(&self, id: DerivedId, at: usize) -> V {
        self.version(id).map_or(V::Error(Fault::NotInForce), |body| self.test(body, at))
    }

    /// The body in force.
    pub fn version(&self, id: DerivedId) -> Option<&'m Test> {
        let model: &'m Model = self.model;
        let version = model.derived[id.index()].versions.iter().find(|v| stands(v.in_force, self.date));
        version.map(|version| &version.body)
    }

    pub fn test(&self, test: &Test, at: usize) -> V {
        let parts = |parts: &[Part]| parts.iter().map(|part| self.test(&part.test, at)).collect::<Vec<_>>();
        match test {
            Test::Expr(expr) => self.eval(expr, at, &[]),
            Test::All(list) => all(&parts(list)),
            Test::Any(list) => any(&parts(list)),
        }
    }

    /// An expression asked of an instance; `keys` are those of the table whose row it is.
    pub fn eval(&self, expr: &Expr, at: usize, keys: &[V]) -> V {
        self.asked(expr, Spot::of(at), keys)
    }

    /// The same, maybe within lists.
    pub fn asked(&self, expr: &Expr, spot: Spot<'_>, keys: &[V]) -> V {
        let value = |e: &Expr| self.asked(e, spot, keys);
        let at = spot.node;
        match &expr.kind {
            ExprKind::Outer(out, asked) => self.asked(asked, spot.out(*out), keys),
            ExprKind::IsElement { one, other, negated } => {
                V::Truth((spot.out(*one).node == spot.out(*other).node) != *negated)
            }
            ExprKind::Const(constant_value) => constant(constant_value),
            ExprKind::DecisionDate => V::Date(self.date),
            ExprKind::Field(entity, field) => self.case.nodes[self.owner(*entity, at)].fields[field.index()].clone(),
            ExprKind::Derived(id) => self.derived(*id, self.owner(self.model.derived[id.index()].entity, at)),
            ExprKind::Reading(id) => self.reading(*id),
            ExprKind::Key(position) => keys[*position].clone(),
            ExprKind::Not(a) => not(&value(a)),
            ExprKind::And(list) => all(&list.iter().map(value).collect::<Vec<_>>()),
            ExprKind::Or(list) => any(&list.iter().map(value).collect::<Vec<_>>()),
            ExprKind::If(question, then, other) => choose(&value(question), || value(then), || value(other)),
            ExprKind::ValueOr(a, fallback) => match value(a) {
                V::None => value(fallback),
                known => known,
            },
            ExprKind::Parameter { id, keys: asked, on } => {
                let asked: Vec<V> = asked.iter().map(value).collect();
                self.parameter(*id, &asked, on.as_deref().map(value), at)
            }
            ExprKind::Marginal { id, amount, on } => self.marginal(*id, &value(amount), on.as_deref().map(value)),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, spot),
            ExprKind::In { value: a, set, negated } => {
                let found = self.is_in(&value(a), set, &value);
                if *negated { not(&found) } else { found }
            }
            _ => {
                let operands: Vec<V> = strict_operands(expr).into_iter().map(value).collect();
                hindrance(&operands).unwrap_or_else(|| self.operate(expr, &operands))
            }
        }
    }

    /// An operation whose operands are all known.
    fn operate(&self, expr: &Expr, operands: &[V]) -> V {
        let number =
            |i: usize| operands[i].number().unwrap_or_else(|| panic!("not a number: {:?} in {expr:?}", operands[i]));
        let whole = |i: usize| operands[i].to_i64();
        let date = |i: usize| match &operands[i] {
            V::Date(day) => *day,
            other => panic!("not a date: {other:?} in {expr:?}"),
        };
        let day_or_overflow = |day: Option<Day>| day.map_or(V::Error(Fault::Overflow), V::Date);
        let twelve = || BigRational::from_integer(12.into());
        match &expr.kind {
            ExprKind::Neg(_) => V::Num(-number(0)),
            ExprKind::Compare(comparison, ..) => V::Truth(compare(*comparison, &operands[0], &operands[1])),
            ExprKind::Add(..) => match (&operands[0], &operands[1]) {
                (V::Date(day), _) => day_or_overflow(whole(1).and_then(|days| day.add_days(days))),
                (_, V::Date(day)) => day_or_overflow(whole(0).and_then(|days| day.add_days(days))),
                _ => V::Num(number(0) + number(1)),
            },
            ExprKind::Sub(..) => match (&operands[0], &operands[1]) {
                (V::Date(later), V::Date(earlier)) => V::int(later.days_since(*earlier)),
                (V::Date(day), _) => day_or_overflow(whole(1).and_then(|days| day.add_days(-days))),
                _ => V::Num(number(0) - number(1)),
            },
            ExprKind::Mul(..) => V::Num(number(0) * number(1)),
            ExprKind::Div(..) if number(1).is_zero() => V::Error(Fault::DivisionByZero),
            ExprKind::Div(..) => V::Num(number(0) / number(1)),
            ExprKind::IsNone { negated, .. } => V::Truth((operands[0] == V::None) != *negated),
            ExprKind::Round { step, mode, .. } => V::Num(round(number(0), &rational(*step), *mode)),
            ExprKind::Min(_) => extreme(operands, Ordering::Less),
            ExprKind::Max(_) => extreme(operands, Ordering::Greater),
            ExprKind::Clamp(..) => {
                if operands[1].cmp(&operands[2]) == Some(Ordering::Greater) {
                    return V::Error(Fault::ClampInverted);
                }
                let raised = extreme(&[operands[0].clone(), operands[1].clone()], Ordering::Greater);
                extreme(&[raised, operands[2].clone()], Ordering::Less)
            }
            ExprKind::Age { missing, on, .. } => {
                let on = if on.is_some() { date(1) } else { self.date };
                V::int(on.months_since(date(0), *missing) / 12)
            }
            ExprKind::MonthsBetween { missing, .. } => V::int(date(1).months_since(date(0), *missing)),
            ExprKind::AddMonths { missing, .. } => day_or_overflow(
                whole(1).filter(|m| m.abs() < 10_000).and_then(|months| date(0).add_months(months, *missing)),
            ),
            ExprKind::DatePart(part, _) => V::int(match part {
                DatePart::Year => date(0).0,
                DatePart::Month => date(0).1,
                DatePart::Day => date(0).2,
            }),
            ExprKind::YearStart { first_month, .. } => day_or_overflow(date(0).year_start(i64::from(*first_month))),
            ExprKind::PerYear(_) => V::Num(number(0) * twelve()),
            ExprKind::PerMonth(_) => V::Num(number(0) / twelve()),
            other => panic!("not a strict operation: {other:?}"),
        }
    }

    fn is_in(&self, value: &V, set: &[SetItem], eval: &impl Fn(&Expr) -> V) -> V {
        let equal = |a: &V, b: &V| hindrance([a, b]).unwrap_or_else(|| V::Truth(a.same(b)));
        let at_most = |a: &V, b: &V| {
            hindrance([a, b]).unwrap_or_else(|| V::Truth(matches!(a.cmp(b), Some(Ordering::Less | Ordering::Equal))))
        };
        let found: Vec<V> = set
            .iter()
            .map(|item| match item {
                SetItem::Value(member) => equal(value, &eval(member)),
                SetItem::Range(low, high) => all(&[at_most(&eval(low), value), at_most(value, &eval(high))]),
            })
            .collect();
        any(&found)
    }

    /// The variant of a reading that holds: the setting's, else the latest default that has begun.
    pub fn reading(&self, id: ReadingId) -> V {
        let begun = |from: Option<doudi::Date>| from.is_none_or(|from| Day::from(from) <= self.date);
        let default = || {
            self.model.readings[id.index()]
                .defaults
                .iter()
                .filter(|(from, _)| begun(*from))
                .max_by_key(|(from, _)| *from)
        };
        match self.settings.readings.get(&id) {
            Some(chosen) => V::Choice(*chosen),
            None => V::Choice(default().expect("a reading has a default without a date").1),
        }
    }

    /// The rows of a parameter on a day: those of the settings where they name it, else the policy's.
    pub fn rows(&self, id: ParameterId, on: Option<&V>, at: usize, keys: &[V]) -> Result<SettingRows, V> {
        let day = match on {
            None => self.date,
            Some(V::Date(day)) => *day,
            Some(hindered) => return Err(hindered.clone()),
        };
        if let Some(versions) = self.settings.parameters.get(&id) {
            let begun =
                versions.iter().filter(|(from, _)| from.is_none_or(|from| from <= day)).max_by_key(|(from, _)| *from);
            return begun.map(|(_, rows)| rows.clone()).ok_or(V::Error(Fault::NoVersion));
        }
        let versions = &self.model.parameters[id.index()].versions;
        if versions.is_empty() {
            return Err(V::Error(Fault::ParameterNotSet));
        }
        let span = |v: &doudi::model::Version| InForce { from: Some(v.from), to: v.until };
        let version = versions.iter().find(|v| stands(span(v), day)).ok_or(V::Error(Fault::NoVersion))?;
        Ok(version.rows.iter().map(|row| (row.patterns.clone(), self.eval(&row.value, at, keys))).collect())
    }

    /// A parameter at its keys. An unknown key does not matter to a row that takes any.
    fn parameter(&self, id: ParameterId, keys: &[V], on: Option<V>, at: usize) -> V {
        if let Some(error @ V::Error(_)) = hindrance(keys.iter().chain(&on)) {
            return error;
        }
        let rows = match self.rows(id, on.as_ref(), at, keys) {
            Ok(rows) => rows,
            Err(hindered) => return hindered,
        };
        let mut open = false;
        for (patterns, value) in rows {
            let matched: Vec<V> = patterns.iter().zip(keys).map(|(pattern, key)| matches(pattern, key)).collect();
            match all(&matched) {
                V::Truth(true) => return value,
                V::Unknown => open = true,
                _ => {}
            }
        }
        if open { V::Unknown } else { V::Error(Fault::NoRow) }
    }

    fn marginal(&self, id: ParameterId, amount: &V, on: Option<V>) -> V {
        if let Some(hindered) = hindrance([amount].into_iter().chain(&on)) {
            return hindered;
        }
        let rows = match self.rows(id, on.as_ref(), 0, &[]) {
            Ok(rows) => rows,
            Err(hindered) => return hindered,
        };
        let amount = amount.number().expect("an amount is a number").clone();
        if !rows.iter().any(|(patterns, _)| matches(&patterns[0], &V::Num(amount.clone())) == V::Truth(true)) {
            return V::Error(Fault::NoRow);
        }
        let ends = |pattern: &Pattern| match pattern {
            Pattern::Range { low, high, .. } => (low.map(rational), high.map(rational)),
            Pattern::Value(only) => {
                let only = constant(only).number().expect("an amount is a number").clone();
                (Some(only.clone()), Some(only))
            }
            Pattern::Any => (None, None),
        };
        let lows: Vec<Option<BigRational>> = rows.iter().map(|(patterns, _)| ends(&patterns[0]).0).collect();
        let start = lows.into_iter().min().flatten().unwrap_or_else(BigRational::zero);
        let (mut total, mut covered) = (BigRational::zero(), BigRational::zero());
        for (patterns, ratio) in rows {
            let (low, high) = ends(&patterns[0]);
            let from = low.unwrap_or_else(|| start.clone()).max(start.clone());
            let to = high.map_or_else(|| amount.clone(), |high| high.min(amount.clone()));
            if to > from {
                covered += &to - &from;
                total += (to - from) * ratio.number().expect("a ratio is a number");
            }
        }
        // What lies in no band is not free of charge.
        if amount > start && covered != amount - start { V::Error(Fault::NoRow) } else { V::Num(total) }
    }
}

/// `if`: what is asked, else what both branches agree on.
fn choose(question: &V, then: impl Fn() -> V, other: impl Fn() -> V) -> V {
    match question {
        V::Unknown => {
            let (then, other) = (then(), other());
            match (then.truth(), other.truth()) {
                (Some(a), Some(b)) if a == b && then != other => V::Truth(a),
                _ if then.is_known() && then == other => then,
                _ => V::Unknown,
            }
        }
        V::Error(_) => question.clone(),
        known => {
            if known.truth() == Some(true) {
                then()
            } else {
                other()
            }
        }
    }
}

/// Whether a row takes a key.
fn matches(pattern: &Pattern, key: &V) -> V {
    match pattern {
        Pattern::Any => V::Truth(true),
        _ if *key == V::Unknown => V::Unknown,
        Pattern::Value(value) => V::Truth(constant(value).same(key)),
        Pattern::Range { low, low_open, high, high_open } => {
            let Some(key) = key.number() else { return V::Truth(false) };
            let above = low.map(rational).is_none_or(|low| if *low_open { low < *key } else { low <= *key });
            let below = high.map(rational).is_none_or(|high| if *high_open { *key < high } else { *key <= high });
            V::Truth(above && below)
        }
    }
}

/// The operands of an operation that needs them all.
pub fn strict_operands(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Neg(a)
        | ExprKind::Not(a)
        | ExprKind::DatePart(_, a)
        | ExprKind::PerYear(a)
        | ExprKind::PerMonth(a) => vec![a],
        ExprKind::IsNone { value, .. } | ExprKind::Round { value, .. } => vec![value],
        ExprKind::YearStart { date, .. } => vec![date],
        ExprKind::Compare(_, a, b)
        | ExprKind::Add(a, b)
        | ExprKind::Sub(a, b)
        | ExprKind::Mul(a, b)
        | ExprKind::Div(a, b) => vec![a, b],
        ExprKind::Min(list) | ExprKind::Max(list) => list.iter().collect(),
        ExprKind::Clamp(a, low, high) => vec![a, low, high],
        ExprKind::Age { born, on, .. } => std::iter::once(&**born).chain(on.as_deref()).collect(),
        ExprKind::MonthsBetween { earlier, later, .. } => vec![earlier, later],
        ExprKind::AddMonths { date, months, .. } => vec![date, months],
        _ => Vec::new(),
    }
}

fn compare(comparison: Comparison, a: &V, b: &V) -> bool {
    let order = a.cmp(b);
    match comparison {
        Comparison::Eq => a.same(b),
        Comparison::Ne => !a.same(b),
        Comparison::Lt => order == Some(Ordering::Less),
        Comparison::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Gt => order == Some(Ordering::Greater),
        Comparison::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

/// The least or the greatest of known values.
pub fn extreme(values: &[V], wanted: Ordering) -> V {
    let mut best = values[0].clone();
    for value in &values[1..] {
        if value.cmp(&best) == Some(wanted) {
            best = value.clone();
        }
    }
    best
}

/// One, for what counts elements.
pub fn one() -> BigRational {
    BigRational::one()
}
