//! Expression → what it can be, by the declared ranges of what it is made of.

use super::facts::{Facts, Question, assumed};
use super::lists;
use super::range::{self, Range, Values, day};
use super::same::same;
use crate::model::{
    self, Base, Comparison, DatePart, DerivedId, EntityId, Expr, ExprKind, InForce, Model, ParameterId, Places,
    SetItem, Test, Type,
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

    /// Each kind stands in a function of its own, so that a level takes little of the stack.
    fn asked(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Range {
        match &expr.kind {
            ExprKind::Const(constant) => Range::constant(constant),
            ExprKind::DecisionDate => self.decision_date(),
            ExprKind::Field(..) => self.field(expr),
            ExprKind::Derived(id) => self.derived_value(*id, expr, facts),
            ExprKind::Reading(_) | ExprKind::Asked(_) => Range::of_type(expr.ty, self.model),
            ExprKind::Key(at) => self.keys.get(*at).cloned().unwrap_or_else(|| Range::of_type(expr.ty, self.model)),
            ExprKind::Parameter { id, keys, on } => self.parameter(*id, keys, on.as_deref(), expr, facts),
            ExprKind::Marginal { id, amount, on } => self.scale(*id, amount, on.as_deref(), expr, facts),
            ExprKind::Not(a) => self.negation(a, facts),
            ExprKind::And(all) => self.junction(&Question::each(all), true, facts),
            ExprKind::Or(all) => self.junction(&Question::each(all), false, facts),
            ExprKind::Compare(how, a, b) => self.comparison(*how, a, b, facts),
            ExprKind::In { value, set, negated } => self.membership(value, set, *negated, facts),
            ExprKind::IsNone { value, negated } => self.absence(value, *negated, facts),
            ExprKind::If(question, yes, no) => self.branches(question, yes, no, facts),
            ExprKind::ValueOr(value, fallback) => self.fallback(value, fallback, facts),
            ExprKind::Aggregate(aggregate) => self.aggregate(expr, aggregate, facts),
            ExprKind::Outer(_, asked) => self.outer(asked, facts),
            ExprKind::IsElement { .. } => Range::truth(true, true),
            _ => Range::numbers(self.number(expr, facts)),
        }
    }

    #[inline(never)]
    fn field(&self, expr: &Expr) -> Range {
        let all = Range::of_type(expr.ty, self.model);
        match self.declared_of(expr).filter(|range| !range.is_open()) {
            Some(range) => all.meet(&Range { none: true, ..Range::numbers(self.declared(range)) }),
            None => all,
        }
    }

    #[inline(never)]
    fn derived_value(&mut self, id: DerivedId, expr: &Expr, facts: &Facts<'m>) -> Range {
        self.note(Asked::Derived(id), expr.span, facts);
        self.derived.get(id.index()).cloned().unwrap_or_else(|| Range::of_type(expr.ty, self.model))
    }

    #[inline(never)]
    fn parameter(
        &mut self,
        id: ParameterId,
        keys: &'m [Expr],
        on: Option<&'m Expr>,
        expr: &Expr,
        facts: &Facts<'m>,
    ) -> Range {
        let mut asked = Vec::with_capacity(keys.len());
        for key in keys {
            asked.push(self.expr(key, facts));
        }
        if let Some(on) = on {
            self.expr(on, facts);
        }
        self.note(Asked::Table { id, keys: asked, today: on.is_none() }, expr.span, facts);
        self.parameters.get(id.index()).cloned().unwrap_or_else(|| Range::of_type(expr.ty, self.model))
    }

    #[inline(never)]
    fn scale(
        &mut self,
        id: ParameterId,
        amount: &'m Expr,
        on: Option<&'m Expr>,
        expr: &Expr,
        facts: &Facts<'m>,
    ) -> Range {
        let amount = self.expr(amount, facts);
        if let Some(on) = on {
            self.expr(on, facts);
        }
        let range = Range::numbers(self.marginal(id, &amount));
        self.note(Asked::Scale { id, amount, today: on.is_none() }, expr.span, facts);
        range
    }

    /// What is asked of one further out: of it nothing is known here but what holds of all.
    #[inline(never)]
    fn outer(&mut self, asked: &'m Expr, facts: &Facts<'m>) -> Range {
        let facts = facts.above(|about| lists::stays(self.model, about, EntityId(0)));
        self.expr(asked, &facts)
    }

    #[inline(never)]
    fn negation(&mut self, a: &'m Expr, facts: &Facts<'m>) -> Range {
        let (yes, no) = self.expr(a, facts).truths();
        Range::truth(no, yes)
    }

    #[inline(never)]
    fn comparison(&mut self, how: Comparison, a: &'m Expr, b: &'m Expr, facts: &Facts<'m>) -> Range {
        let (left, right) = (self.expr(a, facts), self.expr(b, facts));
        let (yes, no) = match how {
            _ if same(a, b) => itself(how),
            Comparison::Le if self.in_order(a, b) => (true, false),
            Comparison::Gt if self.in_order(a, b) => (false, true),
            Comparison::Ge if self.in_order(b, a) => (true, false),
            Comparison::Lt if self.in_order(b, a) => (false, true),
            _ => left.compares(how, &right),
        };
        Range::truth(yes, no)
    }

    #[inline(never)]
    fn absence(&mut self, value: &'m Expr, negated: bool, facts: &Facts<'m>) -> Range {
        let value = self.expr(value, facts);
        let there = value.values != Values::Nothing;
        if negated { Range::truth(there, value.none) } else { Range::truth(value.none, there) }
    }

    #[inline(never)]
    fn branches(&mut self, question: &'m Expr, yes: &'m Expr, no: &'m Expr, facts: &Facts<'m>) -> Range {
        let (can, cannot) = self.expr(question, facts).truths();
        let then = self.branch(question, true, yes, facts);
        let other = self.branch(question, false, no, facts);
        match (can, cannot) {
            (true, false) => then,
            (false, true) => other,
            _ => then.join(other),
        }
    }

    fn branch(&mut self, question: &'m Expr, truth: bool, value: &'m Expr, facts: &Facts<'m>) -> Range {
        let under = self.given(Question::Expr(question), truth, facts);
        self.expr(value, &under)
    }

    #[inline(never)]
    fn fallback(&mut self, value: &'m Expr, fallback: &'m Expr, facts: &Facts<'m>) -> Range {
        let value = self.expr(value, facts);
        let fallback = self.expr(fallback, facts);
        let there = Range { none: false, ..value };
        if value.none { there.join(fallback) } else { there }
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
        let asked = match &expr.kind {
            ExprKind::Outer(_, asked) => asked,
            _ => expr,
        };
        let ExprKind::Field(entity, field) = asked.kind else { return None };
        Some(self.model.entities.get(entity.index())?.fields.get(field.index())?.range)
    }

    fn decision_date(&self) -> Range {
        let InForce { from, to } = self.model.policy.in_force;
        Range::numbers(Interval::new(from.map(|d| End::closed(day(d))), to.map(|d| End::closed(day(d))), Some(0)))
    }

    /// An operation on numbers, dates and durations.
    fn number(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Option<Interval> {
        match &expr.kind {
            ExprKind::Neg(a) => Some(self.interval(a, facts)?.negated()),
            ExprKind::Add(a, b) => self.two(a, b, facts, |a, b| Some(a.plus(b))),
            ExprKind::Sub(a, b) => self.difference(a, b, facts),
            ExprKind::Mul(a, b) => self.two(a, b, facts, |a, b| Some(a.times(b))),
            ExprKind::Div(a, b) => self.two(a, b, facts, Interval::over),
            ExprKind::PerYear(a) => Some(self.interval(a, facts)?.times(Interval::point(Number::from_int(12)))),
            ExprKind::PerMonth(a) => self.interval(a, facts)?.over(Interval::point(Number::from_int(12))),
            ExprKind::Round { value, step, mode } => {
                Some(self.interval(value, facts)?.mapped(|number| number.round(*step, *mode)))
            }
            ExprKind::Min(all) => self.extreme(all, facts, Interval::least),
            ExprKind::Max(all) => self.extreme(all, facts, Interval::greatest),
            ExprKind::Clamp(value, low, high) => self.clamped(value, low, high, facts),
            ExprKind::Age { born, on, .. } => self.age(born, on.as_deref(), facts),
            ExprKind::MonthsBetween { earlier, later, .. } => self.months(earlier, later, facts),
            ExprKind::AddMonths { date, months, missing } => {
                self.two(date, months, facts, |date, months| moved(date, months, *missing))
            }
            ExprKind::DatePart(part, date) => Some(part_of(*part, self.interval(date, facts)?)),
            ExprKind::YearStart { date, first_month } => {
                let start = |day| Some(range::day(range::date(day)?.year_start(*first_month)?));
                Some(self.interval(date, facts)?.mapped(start))
            }
            _ => Some(Interval::ALL),
        }
    }

    fn two(
        &mut self,
        a: &'m Expr,
        b: &'m Expr,
        facts: &Facts<'m>,
        join: impl FnOnce(Interval, Interval) -> Option<Interval>,
    ) -> Option<Interval> {
        let (a, b) = (self.interval(a, facts), self.interval(b, facts));
        join(a?, b?)
    }

    #[inline(never)]
    fn difference(&mut self, a: &'m Expr, b: &'m Expr, facts: &Facts<'m>) -> Option<Interval> {
        let (left, right) = (self.interval(a, facts), self.interval(b, facts));
        let difference = left?.minus(right?);
        match (same(a, b), self.in_order(b, a), self.in_order(a, b)) {
            (true, ..) => Some(Interval::point(Number::ZERO)),
            (_, true, _) => difference.meet(from_zero()),
            (_, _, true) => difference.meet(from_zero().negated()),
            _ => Some(difference),
        }
    }

    #[inline(never)]
    fn extreme(
        &mut self,
        all: &'m [Expr],
        facts: &Facts<'m>,
        of: fn(Interval, Interval) -> Interval,
    ) -> Option<Interval> {
        let mut found: Option<Option<Interval>> = None;
        for each in all {
            let next = self.interval(each, facts);
            found = Some(match found {
                None => next,
                Some(known) => known.zip(next).map(|(a, b)| of(a, b)),
            });
        }
        found.flatten()
    }

    #[inline(never)]
    fn clamped(&mut self, value: &'m Expr, low: &'m Expr, high: &'m Expr, facts: &Facts<'m>) -> Option<Interval> {
        let value = self.interval(value, facts);
        let (low, high) = (self.interval(low, facts), self.interval(high, facts));
        Some(value?.least(high?).greatest(low?))
    }

    #[inline(never)]
    fn age(&mut self, born: &'m Expr, on: Option<&'m Expr>, facts: &Facts<'m>) -> Option<Interval> {
        let from = self.interval(born, facts)?;
        let (to, in_order) = match on {
            Some(on) => (self.interval(on, facts), self.in_order(born, on)),
            None => (self.today(facts).interval(), self.in_order(born, &self.today_expr())),
        };
        let years = spans(from, to?, &|later: Date, earlier: Date, way| later.age_of(earlier, way));
        if in_order { years.meet(from_zero()) } else { Some(years) }
    }

    #[inline(never)]
    fn months(&mut self, earlier: &'m Expr, later: &'m Expr, facts: &Facts<'m>) -> Option<Interval> {
        let (from, to) = (self.interval(earlier, facts), self.interval(later, facts));
        let months = spans(from?, to?, &|later: Date, earlier: Date, way| later.months_since(earlier, way));
        match (self.in_order(earlier, later), self.in_order(later, earlier)) {
            (true, _) => months.meet(from_zero()),
            (_, true) => months.meet(from_zero().negated()),
            _ => Some(months),
        }
    }

    fn interval(&mut self, expr: &'m Expr, facts: &Facts<'m>) -> Option<Interval> {
        self.expr(expr, facts).interval()
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

    #[inline(never)]
    fn membership(&mut self, value: &'m Expr, set: &'m [SetItem], negated: bool, facts: &Facts<'m>) -> Range {
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
        let no = no && !left.is_nothing();
        if negated { Range::truth(no, yes) } else { Range::truth(yes, no) }
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

/// Days so many months on.
fn moved(date: Interval, months: Interval, missing: MissingDay) -> Option<Interval> {
    let end = |day: Option<End>, count: Option<End>| {
        let moved = range::date(day?.at)?.add_months(count?.at.to_i64()?, missing)?;
        Some(End::closed(range::day(moved)))
    };
    Interval::new(end(date.low, months.low), end(date.high, months.high), Some(0))
}

/// The year, month or day of a date.
fn part_of(part: DatePart, date: Interval) -> Interval {
    let within = |low, high| Interval::between(Some(Number::from_int(low)), Some(Number::from_int(high)));
    match part {
        DatePart::Year => date.mapped(|day| Some(Number::from_int(i64::from(range::date(day)?.year())))),
        DatePart::Month => within(1, 12),
        DatePart::Day => within(1, 31),
    }
}

/// 0 and all above it.
fn from_zero() -> Interval {
    Interval::between(Some(Number::ZERO), None)
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
