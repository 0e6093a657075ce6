//! Counts how many decimal places every number can have: what must be rounded, and where.
//!
//! Runs over the typed model, each value after all it depends on.

use super::cycles::{self, Dependent};
use super::types::{Base, Places};
use super::{
    AggregateKind, Const, Effect, Expr, ExprKind, Grant, Measure, Model, Parameter, SetItem, Statement, Target, Test,
};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::value::Number;

/// Decimal places of an amount that is paid out.
const FEN: u32 = 2;

/// Fills in [`Expr::places`] everywhere; reports quotients that would outgrow what can be
/// carried, table rows with too many decimals and amounts with parts of a fen.
pub(super) fn count(model: &mut Model, found: &mut Vec<Diagnostic>) {
    let order = cycles::order(model);
    let mut parameters = std::mem::take(&mut model.parameters);
    for parameter in &mut parameters {
        count_rows(parameter, found);
    }
    let mut counter = Counter { parameters: &parameters, derived: vec![Places::AtMost(0); model.derived.len()], found };
    for dependent in order {
        match dependent {
            Dependent::Derived(id) => {
                for version in model.derived.get_mut(id.index()).into_iter().flat_map(|derived| &mut derived.versions) {
                    let places = counter.test(&mut version.body);
                    counter.widen(id.index(), places);
                }
            }
            Dependent::Exception(id) => {
                let Some(exception) = model.exceptions.get_mut(id.index()) else { continue };
                counter.test(&mut exception.when);
                let Effect::Then(value) = &mut exception.effect else { continue };
                let places = counter.expr(value);
                if let Some(changed) = changed(model, id.index()) {
                    counter.widen(changed, places);
                }
            }
        }
    }
    for rule in &mut model.rules {
        counter.test(&mut rule.when);
        for grant in rule.grants.iter_mut().chain(&mut rule.otherwise) {
            counter.grant(grant, &model.measures);
        }
    }
    for property in &mut model.properties {
        match &mut property.statement {
            Statement::Always { given, holds } => counter.each(given.iter_mut().chain([holds])),
            Statement::Never(value) | Statement::Monotone { value, .. } => counter.each([value]),
        }
    }
    model.parameters = parameters;
}

/// The derived value an exception changes in the end.
fn changed(model: &Model, exception: usize) -> Option<usize> {
    let mut at = exception;
    for _ in 0..=model.exceptions.len() {
        match model.exceptions.get(at)?.target {
            Target::Derived(id) => return Some(id.index()),
            Target::Exception(id) => at = id.index(),
        }
    }
    None
}

/// A row gives no more decimals than a setting of the parameter could.
fn count_rows(parameter: &mut Parameter, found: &mut Vec<Diagnostic>) {
    let keys: Vec<Places> = parameter.keys.iter().map(|key| Places::AtMost(key.ty.base.fact_places())).collect();
    let allowed = parameter.ty.base.fact_places();
    for row in parameter.versions.iter_mut().flat_map(|version| &mut version.rows) {
        set_row_places(&mut row.value, &keys);
        let fits = matches!(row.value.places, Places::AtMost(places) if places <= allowed);
        if parameter.ty.base.is_number() && !fits {
            found.push(Diagnostic::at(&table::ROW_PLACES, row.value.span).arg(&parameter.name.id).arg(allowed));
        }
    }
}

fn set_row_places(value: &mut Expr, keys: &[Places]) {
    match &mut value.kind {
        ExprKind::Neg(a) => set_row_places(a, keys),
        ExprKind::Add(a, b) | ExprKind::Sub(a, b) | ExprKind::Mul(a, b) | ExprKind::Div(a, b) => {
            set_row_places(a, keys);
            set_row_places(b, keys);
        }
        _ => {}
    }
    value.places = row_places(value, keys);
}

/// The places of a row's value, given those of the keys.
fn row_places(value: &Expr, keys: &[Places]) -> Places {
    let of = |expr: &Expr| row_places(expr, keys);
    match &value.kind {
        ExprKind::Const(constant) => of_constant(constant),
        ExprKind::Key(at) => keys.get(*at).copied().unwrap_or(Places::AtMost(0)),
        ExprKind::Neg(a) => of(a),
        ExprKind::Add(a, b) | ExprKind::Sub(a, b) => sum(of(a), of(b)),
        ExprKind::Mul(a, b) => product(of(a), of(b)).unwrap_or(Places::Quotient(2)),
        ExprKind::Div(a, b) => quotient(of(a), of(b), b).unwrap_or(Places::Quotient(2)),
        _ => Places::AtMost(0),
    }
}

struct Counter<'c> {
    parameters: &'c [Parameter],
    /// What is known so far of each derived value.
    derived: Vec<Places>,
    found: &'c mut Vec<Diagnostic>,
}

impl Counter<'_> {
    fn widen(&mut self, derived: usize, places: Places) {
        if let Some(known) = self.derived.get_mut(derived) {
            *known = either(*known, places);
        }
    }

    fn test(&mut self, test: &mut Test) -> Places {
        match test {
            Test::All(parts) | Test::Any(parts) => {
                for part in parts {
                    self.test(&mut part.test);
                }
                Places::AtMost(0)
            }
            Test::Expr(expr) => self.expr(expr),
        }
    }

    fn grant(&mut self, grant: &mut Grant, measures: &[Measure]) {
        let fields = measures.get(grant.measure.index()).map_or(&[][..], |measure| measure.fields.as_slice());
        for (value, field) in grant.fields.iter_mut().zip(fields) {
            let places = self.expr(value);
            let whole_fen = matches!(places, Places::AtMost(places) if places <= FEN);
            if field.ty.base.is_money() && !whole_fen {
                let report = Diagnostic::at(&table::MORE_THAN_TWO_PLACES, value.span).arg(&field.name.id);
                self.found.push(report.label(field.name.span, table::DEFINED_HERE, &[]));
            }
        }
    }

    /// Counts an expression, its operands first.
    fn expr(&mut self, expr: &mut Expr) -> Places {
        let span = expr.span;
        let base = expr.ty.base;
        let places = match &mut expr.kind {
            ExprKind::Const(constant) => of_constant(constant),
            ExprKind::Field(..) | ExprKind::Asked(_) => Places::AtMost(base.fact_places()),
            ExprKind::Derived(id) => self.derived.get(id.index()).copied().unwrap_or(Places::AtMost(0)),
            ExprKind::DecisionDate | ExprKind::Reading(_) | ExprKind::Key(_) => Places::AtMost(0),
            ExprKind::Parameter { id, keys, on } => {
                let keys: Vec<Places> = keys.iter_mut().map(|key| self.expr(key)).collect();
                self.each(on.as_deref_mut());
                self.parameters.get(id.index()).map_or(Places::AtMost(0), |parameter| of_parameter(parameter, &keys))
            }
            ExprKind::Marginal { amount, on, .. } => {
                self.each(on.as_deref_mut());
                let amount = either(self.expr(amount), Places::AtMost(FEN));
                product(amount, Places::AtMost(Base::Ratio.fact_places())).unwrap_or(amount)
            }
            ExprKind::Neg(a) | ExprKind::PerYear(a) | ExprKind::Outer(_, a) => self.expr(a),
            ExprKind::PerMonth(a) => match self.expr(a) {
                Places::AtMost(_) => Places::Quotient(0),
                quotient => quotient,
            },
            ExprKind::Add(a, b) | ExprKind::Sub(a, b) => sum(self.expr(a), self.expr(b)),
            ExprKind::Mul(a, b) => {
                let (a, b) = (self.expr(a), self.expr(b));
                product(a, b).unwrap_or_else(|| self.outgrown(&table::QUOTIENTS_MULTIPLIED, span))
            }
            ExprKind::Div(a, b) => {
                let (dividend, divisor) = (self.expr(a), self.expr(b));
                quotient(dividend, divisor, b).unwrap_or_else(|| self.outgrown(&table::QUOTIENTS_MULTIPLIED, span))
            }
            ExprKind::If(question, a, b) => {
                self.expr(question);
                either(self.expr(a), self.expr(b))
            }
            ExprKind::Min(values) | ExprKind::Max(values) => {
                values.iter_mut().map(|value| self.expr(value)).fold(Places::AtMost(0), either)
            }
            ExprKind::Clamp(a, b, c) => either(self.expr(a), either(self.expr(b), self.expr(c))),
            ExprKind::ValueOr(a, b) => either(self.expr(a), self.expr(b)),
            ExprKind::Round { value, step, .. } => {
                self.expr(value);
                step.places().map_or(Places::Quotient(0), Places::AtMost)
            }
            ExprKind::Aggregate(_) => self.aggregate(expr),
            _ => {
                self.operands(expr);
                Places::AtMost(0)
            }
        };
        expr.places = places;
        places
    }

    /// Counts expressions whose places matter only within them.
    fn each<'e>(&mut self, exprs: impl IntoIterator<Item = &'e mut Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    /// Counts the operands of what is no number itself, or always a whole one.
    fn operands(&mut self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Not(a)
            | ExprKind::DatePart(_, a)
            | ExprKind::IsNone { value: a, .. }
            | ExprKind::YearStart { date: a, .. } => self.each([a.as_mut()]),
            ExprKind::And(all) | ExprKind::Or(all) => self.each(all),
            ExprKind::Compare(_, a, b)
            | ExprKind::MonthsBetween { earlier: a, later: b, .. }
            | ExprKind::AddMonths { date: a, months: b, .. } => self.each([a.as_mut(), b.as_mut()]),
            ExprKind::Age { born, on, .. } => {
                self.expr(born);
                self.each(on.as_deref_mut());
            }
            ExprKind::In { value, set, .. } => {
                self.expr(value);
                for item in set {
                    match item {
                        SetItem::Value(a) => self.each([a]),
                        SetItem::Range(a, b) => self.each([a, b]),
                    }
                }
            }
            _ => {}
        }
    }

    fn aggregate(&mut self, expr: &mut Expr) -> Places {
        let span = expr.span;
        let ExprKind::Aggregate(aggregate) = &mut expr.kind else { return Places::AtMost(0) };
        if let AggregateKind::Nth(n) = &mut aggregate.kind {
            self.expr(n);
        }
        self.each(&mut aggregate.filter);
        self.each(aggregate.by.iter_mut().map(|key| &mut key.value));
        let value = aggregate.value.as_mut().map_or(Places::AtMost(0), |value| self.expr(value));
        match (&aggregate.kind, value) {
            (AggregateKind::Sum | AggregateKind::Average, Places::Quotient(1..)) => {
                self.outgrown(&table::QUOTIENT_SUMMED, span)
            }
            (AggregateKind::Average, _) => Places::Quotient(1),
            _ => value,
        }
    }

    /// Reports a quotient that must be rounded first; what follows takes it as rounded.
    fn outgrown(&mut self, entry: &'static crate::diagnostic::Entry, span: crate::source::Span) -> Places {
        self.found.push(Diagnostic::at(entry, span));
        Places::AtMost(0)
    }
}

fn of_constant(constant: &Const) -> Places {
    match constant {
        Const::Number(number) => number.places().map_or(Places::Quotient(0), Places::AtMost),
        _ => Places::AtMost(0),
    }
}

/// A parameter has what a fact of its type may have, and where its rows reckon with keys, what
/// these bring in.
fn of_parameter(parameter: &Parameter, keys: &[Places]) -> Places {
    let plain = Places::AtMost(parameter.ty.base.fact_places());
    let rows = parameter.versions.iter().flat_map(|version| &version.rows);
    let reckoned = rows.filter(|row| !matches!(row.value.kind, ExprKind::Const(_)));
    reckoned.map(|row| row_places(&row.value, keys)).fold(plain, either)
}

/// One or the other.
fn either(a: Places, b: Places) -> Places {
    match (a, b) {
        (Places::AtMost(a), Places::AtMost(b)) => Places::AtMost(a.max(b)),
        (Places::Quotient(a), Places::Quotient(b)) => Places::Quotient(a.max(b)),
        (Places::Quotient(n), _) | (_, Places::Quotient(n)) => Places::Quotient(n),
    }
}

/// A sum goes over both denominators.
fn sum(a: Places, b: Places) -> Places {
    match (a, b) {
        (Places::Quotient(a), Places::Quotient(b)) => Places::Quotient(a.saturating_add(b)),
        _ => either(a, b),
    }
}

/// A product; `None` for two quotients by what is not constant.
fn product(a: Places, b: Places) -> Option<Places> {
    match (a, b) {
        (Places::AtMost(a), Places::AtMost(b)) => Some(Places::AtMost(a.saturating_add(b))),
        (Places::Quotient(1..), Places::Quotient(1..)) => None,
        _ => Some(either(a, b)),
    }
}

/// A quotient; `None` for two quotients by what is not constant.
fn quotient(dividend: Places, divisor: Places, written: &Expr) -> Option<Places> {
    if let Some(constant) = constant(written) {
        let inverse = Number::ONE.checked_div(constant).and_then(Number::places);
        return match (dividend, inverse) {
            (Places::AtMost(_), Some(more)) => product(dividend, Places::AtMost(more)),
            (Places::AtMost(_), None) => Some(Places::Quotient(0)),
            (quotient, _) => Some(quotient),
        };
    }
    match (dividend, divisor) {
        (Places::Quotient(1..), Places::Quotient(1..)) => None,
        (Places::Quotient(n), _) => Some(Places::Quotient(n.saturating_add(1))),
        (_, Places::Quotient(n)) => Some(Places::Quotient(n.max(1))),
        _ => Some(Places::Quotient(1)),
    }
}

/// The value of what is made of constants alone.
fn constant(expr: &Expr) -> Option<Number> {
    match &expr.kind {
        ExprKind::Const(Const::Number(number)) => Some(*number),
        ExprKind::Const(Const::Months(count) | Const::Days(count)) => Some(Number::from_int(*count)),
        ExprKind::Neg(a) => constant(a)?.checked_neg(),
        ExprKind::Add(a, b) => constant(a)?.checked_add(constant(b)?),
        ExprKind::Sub(a, b) => constant(a)?.checked_sub(constant(b)?),
        ExprKind::Mul(a, b) => constant(a)?.checked_mul(constant(b)?),
        ExprKind::Div(a, b) => constant(a)?.checked_div(constant(b)?),
        _ => None,
    }
}
