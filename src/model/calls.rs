//! The functions of the language: what each takes and gives.

use super::meant;
use super::names::near;
use super::signatures::KeySignature;
use super::typecheck::{Checker, Scope, typed};
use super::types::{Base, Type};
use super::{Const, DatePart, Expr, ExprKind, ParameterId};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{model as table, syntax};
use crate::source::Span;
use crate::syntax::ast::{self, Call};
use crate::syntax::foreign_word;
use crate::syntax::keywords::{self, foreign};
use crate::value::{MissingDay, Number, Rounding};

/// What may stand in the brackets of a call, and behind it.
struct Shape {
    name: &'static str,
    /// Fewest and most arguments.
    args: (usize, usize),
    /// `where`, `by`, `on`.
    allows: (bool, bool, bool),
    /// What it looks like when written.
    form: &'static str,
}

const fn shape(name: &'static str, args: (usize, usize), allows: (bool, bool, bool), form: &'static str) -> Shape {
    Shape { name, args, allows, form }
}

const MANY: usize = usize::MAX;
const PLAIN: (bool, bool, bool) = (false, false, false);
const FILTERED: (bool, bool, bool) = (true, false, false);
const ORDERED: (bool, bool, bool) = (true, true, false);
const DATED: (bool, bool, bool) = (false, false, true);

const SHAPES: [Shape; 21] = [
    shape("round", (3, 3), PLAIN, "round(x, 0.01, half_up|half_even|up|down)"),
    shape("min", (1, MANY), FILTERED, "min(a, b)"),
    shape("max", (1, MANY), FILTERED, "max(a, b)"),
    shape("clamp", (3, 3), PLAIN, "clamp(x, low, high)"),
    shape("value_or", (2, 2), PLAIN, "value_or(x, fallback)"),
    shape("age", (2, 2), DATED, "age(born, down|up)"),
    shape("months_between", (3, 3), PLAIN, "months_between(a, b, down|up)"),
    shape("add", (3, 3), PLAIN, "add(date, 6 months, down|up)"),
    shape("year", (1, 1), PLAIN, "year(date)"),
    shape("month", (1, 1), PLAIN, "month(date)"),
    shape("day", (1, 1), PLAIN, "day(date)"),
    shape("year_start", (2, 2), PLAIN, "year_start(date, 4)"),
    shape("per_year", (1, 1), PLAIN, "per_year(x)"),
    shape("per_month", (1, 1), PLAIN, "per_month(x)"),
    shape("marginal", (2, 2), DATED, "marginal(scale, amount)"),
    shape("sum", (1, 1), FILTERED, "sum(list.x)"),
    shape("average", (1, 1), FILTERED, "average(list.x)"),
    shape("count", (1, 1), FILTERED, "count(list)"),
    shape("first", (1, 1), ORDERED, "first(list.x by k)"),
    shape("nth", (2, 2), ORDERED, "nth(2, list.x by k)"),
    shape("rank", (1, 1), ORDERED, "rank(list by k)"),
];

/// The names of the functions of the language.
pub fn functions() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|shape| shape.name)
}

/// Whether a name is that of a function.
pub(super) fn is_function(name: &str) -> bool {
    SHAPES.iter().any(|shape| shape.name == name)
}

/// Ways to go, in English and in Chinese.
fn in_both<T>(words: &[(&'static str, T)]) -> impl Iterator<Item = &'static str> {
    let chinese = |name: &'static str| keywords::way(name).map(|way| way.zh);
    words.iter().flat_map(move |(name, _)| [Some(*name), chinese(name)]).flatten()
}

impl Checker<'_, '_> {
    pub(super) fn call(&mut self, call: &Call, span: Span, hint: Option<Type>) -> Option<Expr> {
        let name = call.name.text.as_str();
        if let Some(id) = self.parameter_id(name).filter(|_| !is_function(name)) {
            self.names.note(call.name.span, self.names.parameters.get(id.0));
            self.refuse_clauses(call, (false, false, true));
            return match self.scope {
                Scope::Entity(_) | Scope::Unknown(_) => self.parameter(id, &call.args, call.on.as_ref(), span),
                _ => self.fail(Diagnostic::at(&table::CONSTANT_EXPECTED, span)),
            };
        }
        let Some(shape) = SHAPES.iter().find(|shape| shape.name == name) else {
            self.arguments_apart(call);
            return self.unknown_function(call);
        };
        let clauses_fit = self.refuse_clauses(call, shape.allows);
        if call.args.len() < shape.args.0 || call.args.len() > shape.args.1 {
            self.arguments_apart(call);
            let wanted = if shape.args.1 == MANY { format!("≥ {}", shape.args.0) } else { shape.args.0.to_string() };
            let count = Diagnostic::at(&table::ARGUMENT_COUNT, span).arg(name).arg(wanted).arg(call.args.len());
            return self.fail(count.arg(shape.form));
        }
        let expr = self.dispatch(name, call, span, hint);
        expr.filter(|_| clauses_fit)
    }

    /// Calls nest as deep as the limit lets them: what a call needs stays in a function of its own,
    /// so that a level takes little of the stack.
    fn dispatch(&mut self, name: &str, call: &Call, span: Span, hint: Option<Type>) -> Option<Expr> {
        match (name, call.args.as_slice()) {
            ("round", [value, step, mode]) => self.round(value, step, mode, span, hint),
            ("min" | "max", [only]) => self.extreme_of_list(name, only, call, span),
            ("min" | "max", several) => {
                self.refuse_clauses(call, PLAIN);
                self.extreme_of(name, several, span, hint)
            }
            ("clamp", values) => self.clamp(values, span, hint),
            ("value_or", [value, fallback]) => self.value_or(value, fallback, span, hint),
            ("age", [born, missing]) => self.age(born, missing, call, span),
            ("months_between", [earlier, later, missing]) => self.months_between(earlier, later, missing, span),
            ("add", [date, months, missing]) => self.add_months(date, months, missing, span),
            ("year", [date]) => self.date_part(DatePart::Year, date, span),
            ("month", [date]) => self.date_part(DatePart::Month, date, span),
            ("day", [date]) => self.date_part(DatePart::Day, date, span),
            ("year_start", [date, month]) => self.year_start(date, month, span),
            ("per_year", [value]) => self.converted(value, Base::MoneyPerMonth, span),
            ("per_month", [value]) => self.converted(value, Base::MoneyPerYear, span),
            ("marginal", [parameter, amount]) => self.marginal(parameter, amount, call, span),
            _ => self.aggregate_call(name, call, span),
        }
    }

    #[inline(never)]
    fn extreme_of(&mut self, name: &str, several: &[ast::Expr], span: Span, hint: Option<Type>) -> Option<Expr> {
        let (values, ty) = self.alike(several, span, name, hint)?;
        let kind = if name == "min" { ExprKind::Min(values) } else { ExprKind::Max(values) };
        Some(typed(kind, ty, span))
    }

    #[inline(never)]
    fn clamp(&mut self, values: &[ast::Expr], span: Span, hint: Option<Type>) -> Option<Expr> {
        let (values, ty) = self.alike(values, span, "clamp", hint)?;
        let [value, low, high] = <[Expr; 3]>::try_from(values).ok()?;
        if let (ExprKind::Const(Const::Number(least)), ExprKind::Const(Const::Number(most))) = (&low.kind, &high.kind)
            && least > most
        {
            let inverted = Diagnostic::at(&table::CLAMP_INVERTED, low.span.to(high.span)).arg(least).arg(most);
            return self.fail(inverted);
        }
        Some(typed(ExprKind::Clamp(Box::new(value), Box::new(low), Box::new(high)), ty, span))
    }

    #[inline(never)]
    fn age(&mut self, born: &ast::Expr, missing: &ast::Expr, call: &Call, span: Span) -> Option<Expr> {
        let (born, missing, on) = (self.date(born), self.missing_day(missing, "age"), self.on(call));
        let kind = ExprKind::Age { born: Box::new(born?), missing: missing?, on: on? };
        Some(typed(kind, Type::plain(Base::Integer), span))
    }

    #[inline(never)]
    fn months_between(
        &mut self,
        earlier: &ast::Expr,
        later: &ast::Expr,
        missing: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let (earlier, later) = (self.date(earlier), self.date(later));
        let missing = self.missing_day(missing, "months_between")?;
        let kind = ExprKind::MonthsBetween { earlier: Box::new(earlier?), later: Box::new(later?), missing };
        Some(typed(kind, Type::plain(Base::Months), span))
    }

    #[inline(never)]
    fn add_months(&mut self, date: &ast::Expr, months: &ast::Expr, missing: &ast::Expr, span: Span) -> Option<Expr> {
        let (date, months) = (self.date(date), self.expect(months, Type::plain(Base::Months)));
        let missing = self.missing_day(missing, "add")?;
        let kind = ExprKind::AddMonths { date: Box::new(date?), months: Box::new(months?), missing };
        Some(typed(kind, Type::plain(Base::Date), span))
    }

    #[inline(never)]
    fn date_part(&mut self, part: DatePart, date: &ast::Expr, span: Span) -> Option<Expr> {
        let date = self.date(date)?;
        Some(typed(ExprKind::DatePart(part, Box::new(date)), Type::plain(Base::Integer), span))
    }

    /// Money a month as money a year, or the other way round.
    #[inline(never)]
    fn converted(&mut self, value: &ast::Expr, from: Base, span: Span) -> Option<Expr> {
        let value = Box::new(self.expect(value, Type::plain(from))?);
        let (kind, to) = match from {
            Base::MoneyPerMonth => (ExprKind::PerYear(value), Base::MoneyPerYear),
            _ => (ExprKind::PerMonth(value), Base::MoneyPerMonth),
        };
        Some(typed(kind, Type::plain(to), span))
    }

    fn unknown_function(&mut self, call: &Call) -> Option<Expr> {
        let (name, span) = (call.name.text.as_str(), call.name.span);
        if let Some(foreign) = foreign::unnamed(name) {
            let mut report = foreign_word(foreign, name, span);
            // What is called is more than its name; `not` alone goes on with the brackets.
            report.edit = report.edit.filter(|_| foreign.here == "not");
            return self.fail(report);
        }
        if let Some(report) = self.no_call(call) {
            return self.fail(report);
        }
        let functions = keywords::FUNCTIONS.iter().flat_map(|function| [function.en, function.zh]);
        let among = functions.chain(self.names.parameters.names());
        let near = near(self.found, &call.name.text, among);
        let unknown = Diagnostic::at(&table::UNKNOWN_FUNCTION, call.name.span).arg(&call.name.text);
        let unknown = match near {
            Some(near) => unknown.guess(call.name.span, &near).near(Some(near)),
            None => unknown,
        };
        self.fail(meant::with(unknown, call.name.span, meant::function_word(&call.name.text)))
    }

    /// A field, definition or condition that is called, or asked of another day.
    fn no_call(&self, call: &Call) -> Option<Diagnostic> {
        let (name, span) = (call.name.text.as_str(), call.name.span);
        let here = self.current().is_some_and(|entity| self.names.member(entity, name).is_some());
        if !here && !self.is_anywhere(name) {
            return None;
        }
        Some(match &call.on {
            Some(on) if call.args.is_empty() => {
                Diagnostic::at(&syntax::ON_WITHOUT_CALL, on.span).hint(table::ASKED_ON_ANOTHER_DAY, &[&name])
            }
            _ => Diagnostic::at(&syntax::CALL_OF_PATH, span).arg(name).hint(table::NO_ARGUMENTS, &[&name]),
        })
    }

    /// Reports a `where`, `by` or `on` that this call has no use for.
    pub(super) fn refuse_clauses(&mut self, call: &Call, (filter, by, on): (bool, bool, bool)) -> bool {
        let stray = [
            call.named.as_ref().filter(|_| !filter).map(|name| ("as", name.span)),
            call.filter.as_ref().filter(|_| !filter).map(|expr| ("where", expr.span)),
            call.by.first().filter(|_| !by).map(|key| ("by", key.value.span)),
            call.on.as_ref().filter(|_| !on).map(|expr| ("on", expr.span)),
        ];
        let mut fits = true;
        for (word, span) in stray.into_iter().flatten() {
            fits = false;
            self.found.push(Diagnostic::at(&table::CLAUSE_MISPLACED, span).arg(word).arg(&call.name.text));
        }
        fits
    }

    fn date(&mut self, written: &ast::Expr) -> Option<Expr> {
        self.expect(written, Type::plain(Base::Date))
    }

    /// The day after `on`; the outer `None` is an error reported.
    fn on(&mut self, call: &Call) -> Option<Option<Box<Expr>>> {
        match &call.on {
            None => Some(None),
            Some(day) => Some(Some(Box::new(self.date(day)?))),
        }
    }

    /// A word that is a way of doing: `down`, `half_up`.
    fn word<T: Copy>(&mut self, written: &ast::Expr, of: &str, words: &[(&'static str, T)]) -> Option<T> {
        let word = match &written.kind {
            ast::ExprKind::Path(path) => path.parts.first().filter(|_| path.parts.len() == 1),
            _ => None,
        };
        let meant = word.and_then(|word| words.iter().find(|(name, _)| *name == word.text));
        if let Some((_, meaning)) = meant {
            return Some(*meaning);
        }
        let near = word.and_then(|word| near(self.found, &word.text, in_both(words)));
        let list: Vec<String> = words.iter().map(|(name, _)| format!("`{name}`")).collect();
        self.fail(Diagnostic::at(&table::WORD_EXPECTED, written.span).arg(of).arg(list.join(" / ")).near(near))
    }

    fn missing_day(&mut self, written: &ast::Expr, of: &str) -> Option<MissingDay> {
        self.word(written, of, &[("down", MissingDay::Down), ("up", MissingDay::Up)])
    }

    /// `round(x, 0.01, half_up)`; a decimal rounded to whole steps is an integer.
    fn round(
        &mut self,
        value: &ast::Expr,
        step: &ast::Expr,
        mode: &ast::Expr,
        span: Span,
        hint: Option<Type>,
    ) -> Option<Expr> {
        const MODES: [(&str, Rounding); 4] = [
            ("half_up", Rounding::HalfUp),
            ("half_even", Rounding::HalfEven),
            ("up", Rounding::Up),
            ("down", Rounding::Down),
        ];
        let value = self.number(value, hint);
        let step = self.step(step);
        let mode = self.word(mode, "round", &MODES)?;
        let (value, step) = (value?, step?);
        let base = match value.ty.base {
            Base::Decimal | Base::Integer if step.is_integer() => Base::Integer,
            Base::Integer => Base::Decimal,
            base => base,
        };
        Some(typed(ExprKind::Round { value: Box::new(value), step, mode }, Type::plain(base), span))
    }

    fn step(&mut self, written: &ast::Expr) -> Option<Number> {
        match &written.kind {
            ast::ExprKind::Number(step, _) | ast::ExprKind::Percent(step) if !step.is_zero() && !step.is_negative() => {
                Some(*step)
            }
            _ => self.fail(Diagnostic::at(&table::STEP, written.span)),
        }
    }

    /// Two or more ordered values of one type.
    fn alike(
        &mut self,
        written: &[ast::Expr],
        span: Span,
        name: &str,
        hint: Option<Type>,
    ) -> Option<(Vec<Expr>, Type)> {
        let values: Vec<Option<Expr>> = written.iter().map(|value| self.infer(value, hint)).collect();
        let values: Vec<Option<Expr>> = values.into_iter().map(|value| self.plain(value?)).collect();
        let mut values: Vec<Expr> = values.into_iter().collect::<Option<_>>()?;
        // The first takes the unit of any other; then the others take its unit.
        for _ in 0..2 {
            let (first, others) = values.split_first_mut()?;
            for other in others.iter_mut().rev() {
                let (left, right) = (first.ty, other.ty);
                if self.unify(first, other).is_none() {
                    let report = self.disagree(name, left, right, other.span);
                    return self.fail(report);
                }
            }
        }
        let common = |base, value: &Expr| super::operators::common(base, value.ty.base).unwrap_or(base);
        let ty = Type::plain(values.iter().fold(values.first()?.ty.base, common));
        if !ty.base.is_ordered() {
            let is = self.words(ty);
            return self.fail(Diagnostic::at(&table::NOT_ORDERED, span).arg(name).arg(is));
        }
        Some((values, ty))
    }

    fn value_or(&mut self, value: &ast::Expr, fallback: &ast::Expr, span: Span, hint: Option<Type>) -> Option<Expr> {
        let (mut value, mut fallback) = self.pair(value, fallback, hint)?;
        if !value.ty.optional {
            return self.fail(Diagnostic::at(&table::NEVER_NONE, value.span));
        }
        let (left, right) = (value.ty, fallback.ty);
        let Some(ty) = self.unify(&mut value, &mut fallback) else {
            let report = self.disagree("value_or", left, right, span);
            return self.fail(report);
        };
        let ty = Type { base: ty.base, optional: fallback.ty.optional };
        Some(typed(ExprKind::ValueOr(Box::new(value), Box::new(fallback)), ty, span))
    }

    fn year_start(&mut self, date: &ast::Expr, month: &ast::Expr, span: Span) -> Option<Expr> {
        let date = self.date(date);
        let first_month = match &month.kind {
            ast::ExprKind::Number(number, false) => number.to_i64().and_then(|month| u32::try_from(month).ok()),
            _ => None,
        };
        let Some(first_month) = first_month.filter(|month| (1..=12).contains(month)) else {
            return self.fail(Diagnostic::at(&table::MONTH_NUMBER, month.span));
        };
        Some(typed(ExprKind::YearStart { date: Box::new(date?), first_month }, Type::plain(Base::Date), span))
    }

    /// A parameter at its keys.
    pub(super) fn parameter(
        &mut self,
        id: ParameterId,
        args: &[ast::Expr],
        on: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Expr> {
        let signature = self.signatures.parameter(id)?;
        if signature.keys.len() != args.len() {
            args.iter().chain(on).for_each(|written| self.apart(written));
            let name = self.names.parameters.get(id.0).map_or("", |parameter| parameter.name.text.as_str());
            let keys: Vec<String> = signature.keys.iter().map(|key| format!("`{}`", key.name)).collect();
            let count = Diagnostic::at(&table::KEY_COUNT, span).arg(name).arg(keys.len()).arg(args.len());
            let count = count.arg(keys.join(", "));
            return self.fail(match self.names.parameters.get(id.0) {
                Some(parameter) => count.label(parameter.name.span, table::DEFINED_HERE, &[]),
                None => count,
            });
        }
        let keys: Vec<Option<Expr>> = args
            .iter()
            .zip(&signature.keys)
            .map(|(arg, key)| match key.ty {
                Some(ty) => self.expect(arg, ty),
                None => {
                    self.apart(arg);
                    None
                }
            })
            .collect();
        let on = match on {
            Some(day) => Some(Box::new(self.date(day)?)),
            None => None,
        };
        let keys = keys.into_iter().collect::<Option<_>>()?;
        self.asked_by_one(typed(ExprKind::Parameter { id, keys, on }, signature.ty?, span))
    }

    /// `marginal(p, amount)`: p keyed by the amount's unit, giving ratios.
    fn marginal(&mut self, parameter: &ast::Expr, amount: &ast::Expr, call: &Call, span: Span) -> Option<Expr> {
        let name = match &parameter.kind {
            ast::ExprKind::Path(path) => path.parts.first().filter(|_| path.parts.len() == 1),
            _ => None,
        };
        let scale = name.and_then(|name| self.parameter_id(&name.text));
        let is_scale = scale.and_then(|id| self.signatures.parameter(id)).is_some_and(|signature| {
            let is_money = |key: &KeySignature| key.ty.is_some_and(|ty| ty.base.is_money());
            let is_ratio = signature.ty.is_some_and(|ty| ty.base == Base::Ratio);
            is_ratio && matches!(signature.keys.as_slice(), [key] if is_money(key))
        });
        if !is_scale {
            call.args.iter().skip(1).chain(call.on.as_ref()).for_each(|written| self.apart(written));
        }
        let Some(id) = scale else {
            let near = name.and_then(|name| near(self.found, &name.text, self.names.parameters.names()));
            return self.fail(Diagnostic::at(&table::SCALE_EXPECTED, parameter.span).near(near));
        };
        self.names.note(parameter.span, self.names.parameters.get(id.0));
        let signature = self.signatures.parameter(id)?;
        let key = match signature.keys.as_slice() {
            [key] => key.ty?,
            _ => return self.fail(Diagnostic::at(&table::SCALE_EXPECTED, parameter.span)),
        };
        if !key.base.is_money() || signature.ty?.base != Base::Ratio {
            return self.fail(Diagnostic::at(&table::SCALE_EXPECTED, parameter.span));
        }
        let (amount, on) = (self.expect(amount, key), self.on(call));
        let kind = ExprKind::Marginal { id, amount: Box::new(amount?), on: on? };
        self.asked_by_one(typed(kind, key, span))
    }
}
