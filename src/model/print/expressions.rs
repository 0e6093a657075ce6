//! Typed expressions as text, every operation in brackets.

use super::Printer;
use crate::model::typecheck::symbol_of;
use crate::model::{Aggregate, AggregateKind, Asked, Const, DatePart, Expr, ExprKind, MeasureId, ParameterId, SetItem};
use crate::value::{MissingDay, Rounding};

impl Printer<'_> {
    pub(super) fn constant(&self, constant: &Const) -> String {
        match constant {
            Const::Number(number) => number.to_string(),
            Const::Truth(truth) => truth.to_string(),
            Const::Date(date) => date.to_string(),
            Const::Months(count) => format!("{count} months"),
            Const::Days(count) => format!("{count} days"),
            Const::Choice(choice, variant) => self.variant(*choice, *variant),
            Const::Text(text) => format!("{text:?}"),
            Const::None => "none".to_string(),
        }
    }

    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Const(constant @ Const::Number(_)) if expr.ty.base.is_money() => {
                format!("{} {}", self.constant(constant), self.ty(expr.ty))
            }
            ExprKind::Const(constant) => self.constant(constant),
            ExprKind::DecisionDate => "decision_date".to_string(),
            ExprKind::Field(entity, field) => {
                let fields = self.model.entities.get(entity.index()).map(|entity| entity.fields.as_slice());
                let field =
                    fields.and_then(|fields| fields.get(field.index())).map_or("", |field| field.name.id.as_str());
                format!("{}.{field}", self.entity(entity.index()))
            }
            ExprKind::Derived(id) => self.derived_name(id.index()),
            ExprKind::Parameter { id, keys, on } => {
                let keys = if keys.is_empty() { String::new() } else { format!("({})", self.list(keys)) };
                format!("{}{keys}{}", self.parameter(*id), self.on(on.as_deref()))
            }
            ExprKind::Marginal { id, amount, on } => {
                format!("marginal({}, {}){}", self.parameter(*id), self.expr(amount), self.on(on.as_deref()))
            }
            ExprKind::Reading(id) => {
                self.model.readings.get(id.index()).map_or_else(String::new, |reading| reading.name.id.clone())
            }
            ExprKind::Key(at) => format!("key {at}"),
            ExprKind::Neg(a) => format!("(- {})", self.expr(a)),
            ExprKind::Not(a) => format!("(not {})", self.expr(a)),
            ExprKind::And(all) => self.joined(all, " and "),
            ExprKind::Or(all) => self.joined(all, " or "),
            ExprKind::Compare(how, a, b) => self.infix(a, symbol_of(*how), b),
            ExprKind::Add(a, b) => self.infix(a, "+", b),
            ExprKind::Sub(a, b) => self.infix(a, "-", b),
            ExprKind::Mul(a, b) => self.infix(a, "*", b),
            ExprKind::Div(a, b) => self.infix(a, "/", b),
            ExprKind::If(question, a, b) => {
                format!("(if {} then {} else {})", self.expr(question), self.expr(a), self.expr(b))
            }
            ExprKind::In { value, set, negated } => {
                let set: Vec<String> = set.iter().map(|item| self.set_item(item)).collect();
                format!("({} {}in ({}))", self.expr(value), not(*negated), set.join(", "))
            }
            ExprKind::IsNone { value, negated } => format!("({} is {}none)", self.expr(value), not(*negated)),
            ExprKind::Round { value, step, mode } => {
                let mode = match mode {
                    Rounding::HalfUp => "half_up",
                    Rounding::HalfEven => "half_even",
                    Rounding::Up => "up",
                    Rounding::Down => "down",
                };
                format!("round({}, {step}, {mode})", self.expr(value))
            }
            ExprKind::Min(values) => format!("min({})", self.list(values)),
            ExprKind::Max(values) => format!("max({})", self.list(values)),
            ExprKind::Clamp(a, low, high) => {
                format!("clamp({}, {}, {})", self.expr(a), self.expr(low), self.expr(high))
            }
            ExprKind::ValueOr(a, b) => format!("value_or({}, {})", self.expr(a), self.expr(b)),
            ExprKind::Age { born, missing, on } => {
                format!("age({}, {}){}", self.expr(born), way(*missing), self.on(on.as_deref()))
            }
            ExprKind::MonthsBetween { earlier, later, missing } => {
                format!("months_between({}, {}, {})", self.expr(earlier), self.expr(later), way(*missing))
            }
            ExprKind::AddMonths { date, months, missing } => {
                format!("add({}, {}, {})", self.expr(date), self.expr(months), way(*missing))
            }
            ExprKind::DatePart(DatePart::Year, date) => format!("year({})", self.expr(date)),
            ExprKind::DatePart(DatePart::Month, date) => format!("month({})", self.expr(date)),
            ExprKind::DatePart(DatePart::Day, date) => format!("day({})", self.expr(date)),
            ExprKind::YearStart { date, first_month } => format!("year_start({}, {first_month})", self.expr(date)),
            ExprKind::PerYear(a) => format!("per_year({})", self.expr(a)),
            ExprKind::PerMonth(a) => format!("per_month({})", self.expr(a)),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Outer(out, asked) => format!("(asker {out}: {})", self.expr(asked)),
            ExprKind::IsElement { one, other, negated } => {
                format!("(element {one} is {}element {other})", not(*negated))
            }
            ExprKind::Asked(asked) => self.asked(*asked),
        }
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        let kind = match &aggregate.kind {
            AggregateKind::Sum => "sum".to_string(),
            AggregateKind::Count => "count".to_string(),
            AggregateKind::Average => "average".to_string(),
            AggregateKind::Min => "min".to_string(),
            AggregateKind::Max => "max".to_string(),
            AggregateKind::Any => "any".to_string(),
            AggregateKind::All => "all".to_string(),
            AggregateKind::First => "first".to_string(),
            AggregateKind::Nth(n) => format!("nth {}", self.expr(n)),
            AggregateKind::Rank => "rank".to_string(),
        };
        let mut out =
            format!("{kind}({} of {}", self.entity(aggregate.element.index()), self.entity(aggregate.root.index()));
        if aggregate.of > 0 {
            out.push_str(&format!(" below asker {}", aggregate.of));
        }
        if let Some(name) = &aggregate.name {
            out.push_str(&format!(" as {name}"));
        }
        if let Some(value) = &aggregate.value {
            out.push_str(&format!(": {}", self.expr(value)));
        }
        if let Some(filter) = &aggregate.filter {
            out.push_str(&format!(" where {}", self.expr(filter)));
        }
        let key = |key: &crate::model::SortKey| {
            format!("{}{}", self.expr(&key.value), if key.descending { " descending" } else { "" })
        };
        let keys: Vec<String> = aggregate.by.iter().map(key).collect();
        if !keys.is_empty() {
            out.push_str(&format!(" by {}", keys.join(", ")));
        }
        out.push(')');
        out
    }

    fn asked(&self, asked: Asked) -> String {
        let measure = |id: MeasureId| self.model.measures.get(id.index());
        let called = |name: Option<&crate::model::Name>| name.map_or("", |name| name.id.as_str()).to_string();
        match asked {
            Asked::AnyMeasure => "any measure".to_string(),
            Asked::Measure(id) => format!("measure {}", called(measure(id).map(|it| &it.name))),
            Asked::Rule(id) => format!("rule {}", called(self.model.rules.get(id.index()).map(|rule| &rule.name))),
            Asked::Amount(id, field) => {
                let field = measure(id).and_then(|it| it.fields.get(field as usize)).map(|field| &field.name);
                format!("{}.{}", called(measure(id).map(|it| &it.name)), called(field))
            }
        }
    }

    fn set_item(&self, item: &SetItem) -> String {
        match item {
            SetItem::Value(value) => self.expr(value),
            SetItem::Range(low, high) => format!("{}..{}", self.expr(low), self.expr(high)),
        }
    }

    fn parameter(&self, id: ParameterId) -> &str {
        self.model.parameters.get(id.index()).map_or("", |parameter| parameter.name.id.as_str())
    }

    fn on(&self, day: Option<&Expr>) -> String {
        day.map(|day| format!(" on {}", self.expr(day))).unwrap_or_default()
    }

    fn infix(&self, a: &Expr, symbol: &str, b: &Expr) -> String {
        format!("({} {symbol} {})", self.expr(a), self.expr(b))
    }

    fn list(&self, all: &[Expr]) -> String {
        all.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().join(", ")
    }

    fn joined(&self, all: &[Expr], word: &str) -> String {
        format!("({})", all.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().join(word))
    }
}

fn not(negated: bool) -> &'static str {
    if negated { "not " } else { "" }
}

fn way(missing: MissingDay) -> &'static str {
    match missing {
        MissingDay::Down => "down",
        MissingDay::Up => "up",
    }
}
