//! Expression → what it can be, by the declared ranges of what it is made of.

use super::facts::{Facts, Question, assumed};
use super::range::{self, Range, Values, day};
use super::same::same;
use crate::model::{
    self, Aggregate, AggregateKind, Base, Comparison, DatePart, DerivedId, EntityId, Expr, ExprKind, InForce, Model,
    ParameterId, Places, SetItem, Test, Type, walk,
};
use crate::source::Span;
use crate::value::{Date, End, Interval, MissingDay, Number};

/// Parts of one `and` or `or` that are looked at in the light of one another.
const TOGETHER: usize = 16;

/// Something that is asked for at a place, as far as the checks look at it.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) what: Asked,
    pub(super) at: Span,
    /// The days that questions around it leave.
    pub(super) days: InForce,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// A definition or condition.
    Derived(DerivedId),
    /// A parameter: what each key can be, and whether it is the value of the decision date.
    Table { id: ParameterId, keys: Vec<Range>, today: bool },
    /// A parameter as a sliding scale: what the amount can be.
    Scale { id: ParameterId, amount: Range, today: bool },
}

/// What everything in a policy can be, as far as it is worked out.
pub(super) struct Reach<'m> {
    model: &'m Model,
    pub(super) derived: Vec<Range>,
    pub(super) parameters: Vec<Range>,
    /// Whether what stands under a condition is looked at in its light.
    pub(super) guarded: bool,
    /// What is asked for, where that is wanted.
    pub(super) asks: Option<Vec<Ask>>,
    keys: Vec<Range>,
}

impl<'m> Reach<'m> {
    /// Nothing is worked out yet: everything can be anything of its type.
    pub(super) fn new(model: &'m Model) -> Self {
        let parameters = model.parameters.iter().map(|parameter| Range::of_type(parameter.ty, model)).collect();
        let derived = model.derived.iter().map(|_| Range::NOTHING).collect();
        Reach { model, derived, parameters, guarded: false, asks: None, keys: Vec::new() }
    }

    pub(super) fn model(&self) -> &'m Model {
        self.model
    }

    /// What a row of a table gives, its keys within these ranges.
    pub(super) fn row(&mut self, value: &'m Expr, keys: Vec<Range>) -> Range {
        self.keys = keys;
        let range = self.expr(value, &Facts::default());
        self.keys = Vec::new();
        range
    }

    /// The same as [`Reach::expr`], in the light of these facts and of no others.
    pub(super) fn plain(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Range {
        let (guarded, asks) = (std::mem::take(&mut self.guarded), self.asks.take());
        let range = self.expr(expr, facts);
        (self.guarded, self.asks) = (guarded, asks);
        range
    }

    /// What a test can come to.
    pub(super) fn test(&mut self, test: &'m Test, facts: &Facts<'m>) -> Range {
        match test {
            Test::All(parts) => self.junction(&Question::parts(parts), true, facts),
            Test::Any(parts) => self.junction(&Question::parts(parts), false, facts),
            Test::Expr(expr) => self.expr(expr, facts),
        }
    }

    /// What holds where a question is true (or false), besides what is known.
    pub(super) fn given(&mut self, question: Question<'m>, truth: bool, facts: &Facts<'m>) -> Facts<'m> {
        if !self.guarded {
            return facts.clone();
        }
        let more = assumed(self, question, truth, facts);
        facts.and(&more)
    }

    /// What an expression can be.
    pub(super) fn expr(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Range {
        let mut range = self.asked(expr, facts);
        if let Values::Numbers(interval) = range.values {
            let places = match (range::whole(expr.ty.base), expr.places) {
                (Some(whole), _) => Some(whole),
                (None, Places::AtMost(places)) => Some(places),
                (None, Places::Quotient(_)) => None,
            };
            range.values = interval.within(places).map_or(Values::Nothing, Values::Numbers);
        }
        if facts.is_empty() { range } else { facts.narrow(expr, range) }
    }

    fn asked(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Range {
        let any = || Range::of_type(expr.ty, self.model);
        match &expr.kind {
            ExprKind::Const(constant) => Range::constant(constant),
            ExprKind::DecisionDate => self.decision_date(),
            ExprKind::Field(entity, field) => {
                let found = self.model.entities.get(entity.index()).and_then(|entity| entity.fields.get(field.index()));
                let range = any();
                match found.filter(|field| !field.range.is_open()) {
                    Some(field) => range.meet(&Range { none: true, ..Range::numbers(self.declared(field.range)) }),
                    None => range,
                }
            }
            ExprKind::Derived(id) => {
                self.note(Asked::Derived(*id), expr.span, facts);
                self.derived.get(id.index()).cloned().unwrap_or_else(any)
            }
            ExprKind::Reading(_) | ExprKind::Asked(_) => any(),
            ExprKind::Key(at) => self.keys.get(*at).cloned().unwrap_or_else(any),
            ExprKind::Parameter { id, keys, on } => {
                let keys = keys.iter().map(|key| self.expr(key, facts)).collect();
                on.iter().for_each(|on| drop(self.expr(on, facts)));
                self.note(Asked::Table { id: *id, keys, today: on.is_none() }, expr.span, facts);
                self.parameters.get(id.index()).cloned().unwrap_or_else(|| Range::of_type(expr.ty, self.model))
            }
            ExprKind::Marginal { id, amount, on } => {
                let amount = self.expr(amount, facts);
                on.iter().for_each(|on| drop(self.expr(on, facts)));
                let range = Range::numbers(self.marginal(*id, &amount));
                self.note(Asked::Scale { id: *id, amount, today: on.is_none() }, expr.span, facts);
                range
            }
            ExprKind::Not(a) => {
                let (yes, no) = self.expr(a, facts).truths();
                Range::truth(no, yes)
            }
            ExprKind::And(all) => self.junction(&Question::each(all), true, facts),
            ExprKind::Or(all) => self.junction(&Question::each(all), false, facts),
            ExprKind::Compare(how, a, b) => {
                let (left, right) = (self.expr(a, facts), self.expr(b, facts));
                let (yes, no) = match how {
                    _ if same(a, b) => itself(*how),
                    Comparison::Le if self.in_order(a, b) => (true, false),
                    Comparison::Gt if self.in_order(a, b) => (false, true),
                    Comparison::Ge if self.in_order(b, a) => (true, false),
                    Comparison::Lt if self.in_order(b, a) => (false, true),
                    _ => left.compares(*how, &right),
                };
                Range::truth(yes, no)
            }
            ExprKind::In { value, set, negated } => {
                let (yes, no) = self.membership(value, set, facts);
                if *negated { Range::truth(no, yes) } else { Range::truth(yes, no) }
            }
            ExprKind::IsNone { value, negated } => {
                let value = self.expr(value, facts);
                let there = value.values != Values::Nothing;
                if *negated { Range::truth(there, value.none) } else { Range::truth(value.none, there) }
            }
            ExprKind::If(question, yes, no) => {
                let (can, cannot) = self.expr(question, facts).truths();
                let under = self.given(Question::Expr(question), true, facts);
                let then = self.expr(yes, &under);
                let under = self.given(Question::Expr(question), false, facts);
                let other = self.expr(no, &under);
                match (can, cannot) {
                    (true, false) => then,
                    (false, true) => other,
                    _ => then.join(other),
                }
            }
            ExprKind::ValueOr(value, fallback) => {
                let (value, fallback) = (self.expr(value, facts), self.expr(fallback, facts));
                let there = Range { none: false, ..value };
                if value.none { there.join(fallback) } else { there }
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(expr, aggregate, facts),
            _ => Range::numbers(self.number(expr, facts)),
        }
    }

    /// What lies within a declared range on some day.
    fn declared(&self, range: model::Range) -> Option<Interval> {
        let end = |end: model::End, today: fn(Interval) -> Option<End>| match end {
            model::End::Number(number) => Some(End::closed(number)),
            model::End::Date(date) => Some(End::closed(day(date))),
            model::End::Months(count) | model::End::Days(count) => Some(End::closed(Number::from_int(count))),
            model::End::DecisionDate => today(self.decision_date().interval()?),
        };
        let low = range.low.and_then(|low| end(low, |today| today.low));
        Interval::new(low, range.high.and_then(|high| end(high, |today| today.high)), None)
    }

    /// Whether one date is never after another: where one is declared to lie before or behind the
    /// decision date, which is the other.
    fn in_order(&self, earlier: &Expr, later: &Expr) -> bool {
        let today = Some(model::End::DecisionDate);
        match (&earlier.kind, &later.kind) {
            (_, ExprKind::DecisionDate) => self.declared_of(earlier).is_some_and(|range| range.high == today),
            (ExprKind::DecisionDate, _) => self.declared_of(later).is_some_and(|range| range.low == today),
            _ => false,
        }
    }

    /// The range declared for a fact; `None` of anything else.
    pub(super) fn declared_of(&self, expr: &Expr) -> Option<model::Range> {
        let ExprKind::Field(entity, field) = expr.kind else { return None };
        Some(self.model.entities.get(entity.index())?.fields.get(field.index())?.range)
    }

    fn decision_date(&self) -> Range {
        let InForce { from, to } = self.model.policy.in_force;
        Range::numbers(Interval::new(from.map(|d| End::closed(day(d))), to.map(|d| End::closed(day(d))), Some(0)))
    }

    /// An operation on numbers, dates and durations.
    fn number(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Option<Interval> {
        let twelve = Interval::point(Number::from_int(12));
        match &expr.kind {
            ExprKind::Neg(a) => Some(self.interval(a, facts)?.negated()),
            ExprKind::Add(a, b) => {
                let (a, b) = (self.interval(a, facts), self.interval(b, facts));
                Some(a?.plus(b?))
            }
            ExprKind::Sub(a, b) => {
                let (left, right) = (self.interval(a, facts), self.interval(b, facts));
                let difference = left?.minus(right?);
                match (same(a, b), self.in_order(b, a), self.in_order(a, b)) {
                    (true, ..) => Some(Interval::point(Number::ZERO)),
                    (_, true, _) => difference.meet(from_zero()),
                    (_, _, true) => difference.meet(from_zero().negated()),
                    _ => Some(difference),
                }
            }
            ExprKind::Mul(a, b) => {
                let (a, b) = (self.interval(a, facts), self.interval(b, facts));
                Some(a?.times(b?))
            }
            ExprKind::Div(a, b) => {
                let (a, b) = (self.interval(a, facts), self.interval(b, facts));
                a?.over(b?)
            }
            ExprKind::PerYear(a) => Some(self.interval(a, facts)?.times(twelve)),
            ExprKind::PerMonth(a) => self.interval(a, facts)?.over(twelve),
            ExprKind::Round { value, step, mode } => {
                Some(self.interval(value, facts)?.mapped(|number| number.round(*step, *mode)))
            }
            ExprKind::Min(all) => self.intervals(all, facts)?.into_iter().reduce(Interval::least),
            ExprKind::Max(all) => self.intervals(all, facts)?.into_iter().reduce(Interval::greatest),
            ExprKind::Clamp(value, low, high) => {
                let value = self.interval(value, facts);
                let (low, high) = (self.interval(low, facts), self.interval(high, facts));
                Some(value?.least(high?).greatest(low?))
            }
            ExprKind::Age { born, on, .. } => {
                let from = self.interval(born, facts)?;
                let (to, in_order) = match on {
                    Some(on) => (self.interval(on, facts), self.in_order(born, on)),
                    None => (self.today(facts).interval(), self.in_order(born, &self.today_expr())),
                };
                let years = spans(from, to?, &|later: Date, earlier: Date, way| later.age_of(earlier, way));
                if in_order { years.meet(from_zero()) } else { Some(years) }
            }
            ExprKind::MonthsBetween { earlier, later, .. } => {
                let (from, to) = (self.interval(earlier, facts), self.interval(later, facts));
                let months = spans(from?, to?, &|later: Date, earlier: Date, way| later.months_since(earlier, way));
                match (self.in_order(earlier, later), self.in_order(later, earlier)) {
                    (true, _) => months.meet(from_zero()),
                    (_, true) => months.meet(from_zero().negated()),
                    _ => Some(months),
                }
            }
            ExprKind::AddMonths { date, months, missing } => {
                let (date, months) = (self.interval(date, facts), self.interval(months, facts));
                let (date, months) = (date?, months?);
                let end = |day: Option<End>, count: Option<End>| {
                    let moved = range::date(day?.at)?.add_months(count?.at.to_i64()?, *missing)?;
                    Some(End::closed(range::day(moved)))
                };
                Interval::new(end(date.low, months.low), end(date.high, months.high), Some(0))
            }
            ExprKind::DatePart(part, date) => {
                let date = self.interval(date, facts)?;
                let within = |low, high| Interval::between(Some(Number::from_int(low)), Some(Number::from_int(high)));
                Some(match part {
                    DatePart::Year => {
                        date.mapped(|day| Some(Number::from_int(i64::from(range::date(day)?.year()))))
                    }
                    DatePart::Month => within(1, 12),
                    DatePart::Day => within(1, 31),
                })
            }
            ExprKind::YearStart { date, first_month } => {
                let date = self.interval(date, facts)?;
                Some(date.mapped(|day| Some(range::day(range::date(day)?.year_start(*first_month)?))))
            }
            _ => Some(Interval::ALL),
        }
    }

    fn interval(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Option<Interval> {
        self.expr(expr, facts).interval()
    }

    fn intervals(&mut self, all: &'m [Expr], facts: &Facts<'m>) -> Option<Vec<Interval>> {
        let all: Vec<Option<Interval>> = all.iter().map(|each| self.interval(each, facts)).collect();
        all.into_iter().collect()
    }

    /// Each band's part of an amount times its ratio, of bands that begin at 0 or above.
    fn marginal(&self, id: ParameterId, amount: &Range) -> Option<Interval> {
        let rows = self.model.parameters.get(id.index())?.versions.iter().flat_map(|version| &version.rows);
        let below = rows.flat_map(|row| row.patterns.first()).any(|pattern| match pattern {
            crate::model::Pattern::Range { low, .. } => low.is_some_and(Number::is_negative),
            _ => false,
        });
        let ratio = self.parameters.get(id.index())?.interval()?;
        if below {
            return Some(Interval::ALL);
        }
        let zero = Interval::point(Number::ZERO);
        let amount = amount.interval()?.greatest(zero);
        let counted = amount.with_ends(zero.low, amount.high);
        Some(counted.times(ratio).join(zero))
    }

    /// `and`, `or`, and named parts: each is looked at where it matters, the others being so that it does.
    fn junction(&mut self, parts: &[Question<'m>], all: bool, facts: &Facts<'m>) -> Range {
        let found: Vec<_> = if self.guarded && parts.len() <= TOGETHER {
            parts.iter().map(|part| assumed(self, *part, all, facts)).collect()
        } else {
            Vec::new()
        };
        let (mut yes, mut no) = (false, false);
        let (mut always, mut never) = (true, true);
        for (at, part) in parts.iter().enumerate() {
            let others = found.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, facts)| facts);
            let under = facts.and(others);
            let range = match part {
                Question::Expr(expr) => self.expr(expr, &under),
                Question::Test(test) => self.test(test, &under),
            };
            // What a part comes to by itself, whatever the others are.
            let (can, cannot) = if found.is_empty() {
                range.truths()
            } else {
                match part {
                    Question::Expr(expr) => self.plain(expr, facts).truths(),
                    Question::Test(test) => self.plain_test(test, facts).truths(),
                }
            };
            (yes, no) = (yes || can, no || cannot);
            (always, never) = (always && can, never && cannot);
        }
        if all { Range::truth(always, no) } else { Range::truth(yes, never) }
    }

    fn plain_test(&mut self, test: &'m Test, facts: &Facts<'m>) -> Range {
        let (guarded, asks) = (std::mem::take(&mut self.guarded), self.asks.take());
        let range = self.test(test, facts);
        (self.guarded, self.asks) = (guarded, asks);
        range
    }

    fn membership(&mut self, value: &'m Expr, set: &'m [SetItem], facts: &Facts<'m>) -> (bool, bool) {
        let own = self.expr(value, facts);
        let mut left = own.clone();
        let (mut yes, mut no) = (false, true);
        for item in set {
            let (can, cannot) = match item {
                SetItem::Value(item) => {
                    let item = self.expr(item, facts);
                    if item.is_one() {
                        left = left.without(&item);
                    }
                    own.compares(Comparison::Eq, &item)
                }
                SetItem::Range(low, high) => {
                    let (low, high) = (self.expr(low, facts), self.expr(high, facts));
                    if low.is_one() && high.is_one() {
                        let ends = (low.interval().and_then(|i| i.low), high.interval().and_then(|i| i.high));
                        left = left.without(&Range::numbers(Interval::new(ends.0, ends.1, None)));
                    }
                    let (above, below) = (low.compares(Comparison::Le, &own), own.compares(Comparison::Le, &high));
                    (above.0 && below.0, above.1 || below.1 || own.none)
                }
            };
            (yes, no) = (yes || can, no && cannot);
        }
        (yes, no && !left.is_nothing())
    }

    /// A question over a list.
    fn aggregate(&mut self, expr: &'m Expr, aggregate: &'m Aggregate, facts: &Facts<'m>) -> Range {
        let facts = facts.above(|about| stays(self.model, about, aggregate.root));
        let filtered = aggregate.filter.as_ref().map(|filter| self.expr(filter, &facts).truths());
        let within = match &aggregate.filter {
            Some(filter) => self.given(Question::Expr(filter), true, &facts),
            None => facts.clone(),
        };
        let value = aggregate.value.as_ref().map(|value| self.expr(value, &within));
        aggregate.by.iter().for_each(|key| drop(self.expr(&key.value, &within)));
        if let AggregateKind::Nth(n) = &aggregate.kind {
            self.expr(n, &facts);
        }
        let (low, high) = lengths(self.model, aggregate.root, aggregate.element);
        let counts = filtered.is_none_or(|(yes, _)| yes);
        let low = if aggregate.filter.is_some() { 0 } else { low };
        let high = if counts { high } else { Some(0) };
        let whole = |count: u64| Number::from_int(i64::try_from(count).unwrap_or(i64::MAX));
        let count = |from: u64| Interval::between(Some(whole(from)), high.map(|high| whole(high.max(from))));
        match (&aggregate.kind, value) {
            (AggregateKind::Count, _) => Range::numbers(Some(count(low))),
            (AggregateKind::Rank, _) => Range::numbers(Some(count(1))),
            (AggregateKind::Sum, Some(value)) => Range::numbers(match value.interval() {
                // So many values, each as far from 0 as it can be.
                Some(each) => Some(sum(each, low, count(low))),
                None => Some(Interval::point(Number::ZERO)),
            }),
            (AggregateKind::Any, Some(value)) => {
                let (yes, no) = value.truths();
                Range::truth(yes && counts && high != Some(0), no || low == 0)
            }
            (AggregateKind::All, Some(value)) => {
                let (yes, no) = value.truths();
                Range::truth(yes || low == 0, no && counts && high != Some(0))
            }
            (AggregateKind::Average, Some(value)) => {
                Range::numbers(value.interval().and_then(|each| Interval::new(each.low, each.high, None)))
            }
            (_, Some(value)) => value,
            _ => Range::of_type(expr.ty, self.model),
        }
    }

    fn note(&mut self, what: Asked, at: Span, facts: &Facts<'m>) {
        let days = match &self.asks {
            Some(_) if !facts.is_empty() => self.days(facts),
            _ => Some(InForce::default()),
        };
        if let (Some(asks), Some(days)) = (&mut self.asks, days) {
            asks.push(Ask { what, at, days });
        }
    }

    /// The days that are left by what is known; `None` where there are none.
    fn days(&self, facts: &Facts<'m>) -> Option<InForce> {
        let left = self.today(facts).interval()?;
        let date = |end: Option<End>| end.and_then(|end| range::date(end.at));
        Some(InForce { from: date(left.low), to: date(left.high) })
    }

    /// The decision date in the light of some facts.
    fn today(&self, facts: &Facts<'m>) -> Range {
        facts.narrow(&self.today_expr(), self.decision_date())
    }

    fn today_expr(&self) -> Expr {
        let (ty, span) = (Type::plain(Base::Date), self.model.policy.name.span);
        Expr { kind: ExprKind::DecisionDate, ty, places: Places::AtMost(0), span }
    }
}

/// 0 and all above it.
fn from_zero() -> Interval {
    Interval::between(Some(Number::ZERO), None)
}

/// The sum of at least `low` values out of so many.
fn sum(each: Interval, low: u64, count: Interval) -> Interval {
    let total = each.times(count);
    if low == 0 { total.join(Interval::point(Number::ZERO)) } else { total }
}

/// Whole years or months from days of one interval to days of another.
fn spans(earlier: Interval, later: Interval, count: &dyn Fn(Date, Date, MissingDay) -> i64) -> Interval {
    let between = |later: Option<End>, earlier: Option<End>| {
        let (later, earlier) = (range::date(later?.at)?, range::date(earlier?.at)?);
        Some([MissingDay::Down, MissingDay::Up].map(|way| count(later, earlier, way)))
    };
    let number = |count: i64| End::closed(Number::from_int(count));
    let low = between(later.low, earlier.high).map(|[a, b]| number(a.min(b)));
    let high = between(later.high, earlier.low).map(|[a, b]| number(a.max(b)));
    Interval::ALL.with_ends(low, high)
}

/// What a thing compared with itself comes to.
pub(super) fn itself(how: Comparison) -> (bool, bool) {
    let holds = matches!(how, Comparison::Eq | Comparison::Le | Comparison::Ge);
    (holds, !holds)
}

/// How many elements there can be below an instance; `None`: no end is declared.
fn lengths(model: &Model, root: EntityId, element: EntityId) -> (u64, Option<u64>) {
    let (mut low, mut high) = (1u64, Some(1u64));
    let mut at = element;
    // An entity stands behind the one that lists it.
    while at != root {
        let Some((above, _, bounds)) = model.entities.get(at.index()).and_then(|entity| entity.parent.as_ref()) else {
            break;
        };
        low = low.saturating_mul(u64::from(bounds.low));
        high = high.zip(bounds.high).and_then(|(high, most)| high.checked_mul(u64::from(most)));
        at = *above;
    }
    (low, high)
}

/// Whether an expression asks the same within a list of an entity as it does outside of it.
fn stays(model: &Model, expr: &Expr, root: EntityId) -> bool {
    let above = |entity: EntityId| {
        let up = |at: &EntityId| Some(model.entities.get(at.index())?.parent.as_ref()?.0);
        std::iter::successors(Some(root), up).any(|at| at == entity)
    };
    let mut all = true;
    let mut visit = |part: &Expr| {
        all &= match &part.kind {
            ExprKind::Field(entity, _) => above(*entity),
            ExprKind::Derived(id) => model.derived.get(id.index()).is_some_and(|derived| above(derived.entity)),
            ExprKind::Aggregate(_) | ExprKind::Asked(_) | ExprKind::Key(_) => false,
            _ => true,
        };
    };
    walk::expr(expr, &mut visit);
    all
}
