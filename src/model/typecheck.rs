//! expression as written → typed expression.
//!
//! The type that is expected flows down, so that a bare variant finds its choice and a number
//! its unit; the type that is found flows up. `None` means: reported already, say no more.

use super::adopt::adopt;
use super::elements::Frame;
use super::names::Names;
use super::operators;
use super::signatures::{KeySignature, Signatures, type_words};
use super::types::{Base, Places, Type};
use super::{Comparison, Const, EntityId, Expr, ExprKind, SetItem};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::source::Span;
use crate::syntax::ast::{self, BinaryOp, DurationUnit, UnaryOp};
use crate::value::Number;

/// Whom an expression is asked of.
#[derive(Clone, Copy)]
pub(super) enum Scope<'s> {
    /// An entity: its names are bare.
    Entity(EntityId),
    /// A row of a table: only its keys have names.
    Keys(&'s [KeySignature]),
    /// Nobody: only constants have a meaning.
    Constant,
    /// Something of this name that is not known: what is said of it is held to be right if it can be.
    Unknown(&'s str),
}

/// Checks the expressions of one scope.
pub(super) struct Checker<'c, 'a> {
    pub(super) names: &'c Names<'a>,
    pub(super) signatures: &'c Signatures,
    pub(super) scope: Scope<'c>,
    /// Who can be asked, outermost first; the last is the one an expression is asked of.
    pub(super) frames: Vec<Frame<'c>>,
    /// The frame whose names are bare: the scope's.
    pub(super) bare: usize,
    /// Whether it may be asked what is decided.
    pub(super) in_property: bool,
    pub(super) found: &'c mut Vec<Diagnostic>,
}

/// A typed expression whose decimal places are counted later.
pub(super) fn typed(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr { kind, ty, places: Places::AtMost(0), span }
}

impl<'c, 'a> Checker<'c, 'a> {
    /// An expression of the wanted type; reports one of another.
    pub(super) fn expect(&mut self, written: &ast::Expr, want: Type) -> Option<Expr> {
        let mut expr = self.infer(written, Some(want))?;
        let before = self.found.len();
        if self.coerce(&mut expr, want) {
            return Some(expr);
        }
        if let (Some(converted), Some(report)) = (converted(written, want.base), self.found.get_mut(before))
            && report.entry == &table::PERIODS_DIFFER
            && expr.ty.base != Base::Money
        {
            *report = report.clone().guess(written.span, converted);
        }
        None
    }

    /// An expression that is true or false.
    pub(super) fn truth(&mut self, written: &ast::Expr) -> Option<Expr> {
        self.expect(written, Type::TRUTH)
    }

    /// An expression whose type is its own affair; `hint` is what would be welcome.
    pub(super) fn infer(&mut self, written: &ast::Expr, hint: Option<Type>) -> Option<Expr> {
        let span = written.span;
        let constant = |value, base| Some(typed(ExprKind::Const(value), Type::plain(base), span));
        match &written.kind {
            ast::ExprKind::Number(number, point) => {
                constant(Const::Number(*number), if *point { Base::Decimal } else { Base::Integer })
            }
            ast::ExprKind::Percent(ratio) => constant(Const::Number(*ratio), Base::Ratio),
            ast::ExprKind::Truth(truth) => constant(Const::Truth(*truth), Base::Truth),
            ast::ExprKind::None => {
                Some(typed(ExprKind::Const(Const::None), Type { base: Base::None, optional: true }, span))
            }
            ast::ExprKind::Text(text) => constant(Const::Text(text.clone()), Base::Text),
            ast::ExprKind::Date(date) => constant(Const::Date(*date), Base::Date),
            ast::ExprKind::Duration(count, DurationUnit::Days) => constant(Const::Days(*count), Base::Days),
            ast::ExprKind::Duration(count, DurationUnit::Months) => constant(Const::Months(*count), Base::Months),
            ast::ExprKind::Duration(count, DurationUnit::Years) => {
                constant(Const::Months(count.saturating_mul(12)), Base::Months)
            }
            ast::ExprKind::DecisionDate => match self.scope {
                Scope::Entity(_) | Scope::Unknown(_) => {
                    Some(typed(ExprKind::DecisionDate, Type::plain(Base::Date), span))
                }
                _ => self.fail(Diagnostic::at(&table::CONSTANT_EXPECTED, span)),
            },
            ast::ExprKind::Path(path) => self.path(path, hint),
            ast::ExprKind::Call(call) => self.call(call, span, hint),
            ast::ExprKind::Quantified { all, list, named, filter, test } => {
                self.quantified(*all, (list, named.as_ref()), filter.as_deref(), test, span)
            }
            ast::ExprKind::Unary(UnaryOp::Neg, value) => self.negative(value, span, hint),
            ast::ExprKind::Unary(UnaryOp::Not, value) => {
                let value = self.truth(value)?;
                Some(typed(ExprKind::Not(Box::new(value)), Type::TRUTH, span))
            }
            ast::ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), ..) => self.junction(*op, written),
            ast::ExprKind::Binary(op, left, right) => match comparison(*op) {
                Some(comparison) => self.compare(comparison, left, right, span),
                None => self.arithmetic(*op, left, right, span, hint),
            },
            ast::ExprKind::If(question, yes, no) => self.alternative(question, yes, no, span, hint),
            ast::ExprKind::In { value, set, negated } => self.membership(value, set, *negated, span),
            ast::ExprKind::IsNone { value, negated } => self.is_none(value, *negated, span),
            ast::ExprKind::IsElement { value, other, negated } => {
                self.is_element(value, other.as_ref(), *negated, span)
            }
            ast::ExprKind::Asked(asked) => self.asked(asked, span),
        }
    }

    /// Makes an expression be of a type; reports where it cannot be.
    pub(super) fn coerce(&mut self, expr: &mut Expr, want: Type) -> bool {
        if expr.ty.base == Base::None && want.optional {
            expr.ty = want;
            return true;
        }
        let before = expr.ty.base;
        let fits = operators::widens(before, want.base) || adopt(expr, want.base);
        self.warn_of_percent(expr, before);
        if fits && (want.optional || !expr.ty.optional) {
            return true;
        }
        let report = if fits { self.may_be_none(expr) } else { self.mismatch(expr, want) };
        self.found.push(report);
        false
    }

    /// Warns of a whole number that has become a ratio above 1: a percentage is most often meant.
    fn warn_of_percent(&mut self, expr: &Expr, before: Base) {
        let ExprKind::Const(Const::Number(number)) = &expr.kind else { return };
        if before == Base::Integer && expr.ty.base == Base::Ratio && *number > Number::ONE {
            let warning = Diagnostic::at(&table::WHOLE_AS_RATIO, expr.span).arg(number);
            self.found.push(warning.guess(expr.span, format!("{number}%")));
        }
    }

    fn mismatch(&self, expr: &Expr, want: Type) -> Diagnostic {
        let (wanted, is) = (type_words(self.names, want), type_words(self.names, expr.ty));
        let entry = match (want.base, expr.ty.base) {
            (want, is) if want.is_money() && is.is_money() => &table::PERIODS_DIFFER,
            (Base::Integer, Base::Decimal) if matches!(expr.kind, ExprKind::Const(_)) => &table::WHOLE_NUMBER,
            (Base::Ratio, Base::Decimal) => &table::DECIMAL_NOT_RATIO,
            (_, Base::None) => &table::NONE_NOT_ALLOWED,
            _ => &table::TYPE_MISMATCH,
        };
        let report = Diagnostic::at(entry, expr.span).arg(wanted).arg(is);
        let constant = !matches!(self.scope, Scope::Entity(_));
        self.declared(super::advice::expected(report, want, expr, constant), &[expr])
    }

    /// The report of a value that may be none where one is needed.
    pub(super) fn may_be_none(&self, expr: &Expr) -> Diagnostic {
        self.declared(Diagnostic::at(&table::MAY_BE_NONE, expr.span), &[expr])
    }

    /// Reports, and gives nothing.
    pub(super) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.found.push(diagnostic);
        None
    }

    pub(super) fn words(&self, ty: Type) -> String {
        type_words(self.names, ty)
    }

    /// Refuses a value that may be none.
    pub(super) fn plain(&mut self, expr: Expr) -> Option<Expr> {
        if expr.ty.optional {
            let report = self.may_be_none(&expr);
            return self.fail(report);
        }
        Some(expr)
    }

    /// A number (of any unit) that is there.
    pub(super) fn number(&mut self, written: &ast::Expr, hint: Option<Type>) -> Option<Expr> {
        let expr = self.infer(written, hint)?;
        let expr = self.plain(expr)?;
        if expr.ty.base.is_number() {
            return Some(expr);
        }
        let is = self.words(expr.ty);
        let report = self.declared(Diagnostic::at(&table::NUMBER_EXPECTED, expr.span).arg(is), &[&expr]);
        self.fail(report)
    }

    fn negative(&mut self, value: &ast::Expr, span: Span, hint: Option<Type>) -> Option<Expr> {
        let expr = self.infer(value, hint)?;
        let expr = self.plain(expr)?;
        match (&expr.kind, expr.ty.base) {
            (ExprKind::Const(Const::Number(number)), _) => {
                let negative = number.checked_neg().unwrap_or(Number::ZERO);
                Some(typed(ExprKind::Const(Const::Number(negative)), expr.ty, span))
            }
            (ExprKind::Const(Const::Months(count)), _) => {
                Some(typed(ExprKind::Const(Const::Months(count.saturating_neg())), expr.ty, span))
            }
            (ExprKind::Const(Const::Days(count)), _) => {
                Some(typed(ExprKind::Const(Const::Days(count.saturating_neg())), expr.ty, span))
            }
            (_, base) if base.is_number() || matches!(base, Base::Months | Base::Days) => {
                let ty = expr.ty;
                Some(typed(ExprKind::Neg(Box::new(expr)), ty, span))
            }
            _ => {
                let is = self.words(expr.ty);
                self.fail(Diagnostic::at(&table::NUMBER_EXPECTED, expr.span).arg(is))
            }
        }
    }

    /// `a and b and c`, `a or b or c`: one flat row.
    fn junction(&mut self, op: BinaryOp, written: &ast::Expr) -> Option<Expr> {
        let mut operands = Vec::new();
        flatten(op, written, &mut operands);
        let checked: Vec<Option<Expr>> = operands.into_iter().map(|operand| self.truth(operand)).collect();
        let checked: Vec<Expr> = checked.into_iter().collect::<Option<_>>()?;
        let kind = if op == BinaryOp::And { ExprKind::And(checked) } else { ExprKind::Or(checked) };
        Some(typed(kind, Type::TRUTH, written.span))
    }

    /// Two values that stand side by side; a bare variant waits for the other's choice.
    pub(super) fn pair(&mut self, left: &ast::Expr, right: &ast::Expr, hint: Option<Type>) -> Option<(Expr, Expr)> {
        let swapped = self.waits(left) && !self.waits(right);
        let (first, second) = if swapped { (right, left) } else { (left, right) };
        let first = self.infer(first, hint);
        if first.is_none() && self.is_some_variant(second) {
            return None;
        }
        let expected = first.as_ref().map(|expr| expr.ty).filter(|ty| ty.base != Base::None).or(hint);
        let second = self.infer(second, expected);
        let (first, second) = (first?, second?);
        Some(if swapped { (second, first) } else { (first, second) })
    }

    /// Gives two values one type; `None` (unreported) where there is none.
    pub(super) fn unify(&self, a: &mut Expr, b: &mut Expr) -> Option<Type> {
        let optional = a.ty.optional || b.ty.optional;
        let base = if operators::common(a.ty.base, b.ty.base).is_some_and(|base| base == a.ty.base || base == b.ty.base)
        {
            operators::common(a.ty.base, b.ty.base)
        } else if adopt(a, b.ty.base) || adopt(b, a.ty.base) {
            Some(if a.ty.base == Base::None { b.ty.base } else { a.ty.base })
        } else {
            operators::common(a.ty.base, b.ty.base)
        }?;
        for side in [a, b] {
            if side.ty.base == Base::None {
                side.ty = Type { base, optional: true };
            }
        }
        Some(Type { base, optional })
    }

    fn compare(&mut self, comparison: Comparison, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
        let (mut a, mut b) = self.pair(left, right, None)?;
        let (before_a, before_b) = (a.ty, b.ty);
        let Some(ty) = self.unify(&mut a, &mut b) else {
            let report = self.disagree(symbol_of(comparison), before_a, before_b, span);
            let report = super::advice::joined(report, symbol_of(comparison), &a, &b);
            let report = self.declared(report, &[&a, &b]);
            return self.fail(report);
        };
        self.warn_of_percent(&a, before_a.base);
        self.warn_of_percent(&b, before_b.base);
        if !matches!(comparison, Comparison::Eq | Comparison::Ne) {
            let (left, right) = (self.plain(a), self.plain(b));
            (a, b) = (left?, right?);
            if !ty.base.is_ordered() {
                let is = self.words(ty);
                let report = Diagnostic::at(&table::NOT_ORDERED, span).arg(symbol_of(comparison)).arg(is);
                let report = self.declared(report, &[&a]);
                return self.fail(report);
            }
        } else if let Some(always) = [(&a, before_b), (&b, before_a)].into_iter().find_map(never_none) {
            return self.fail(Diagnostic::at(&table::NEVER_NONE, always));
        }
        Some(typed(ExprKind::Compare(comparison, Box::new(a), Box::new(b)), Type::TRUTH, span))
    }

    /// The report of two types an operator makes nothing of.
    pub(super) fn disagree(&self, symbol: &str, left: Type, right: Type, span: Span) -> Diagnostic {
        let entry = match (left.base, right.base) {
            (a, b) if a.is_money() && b.is_money() && a != b && symbol != "*" => &table::PERIODS_DIFFER,
            (Base::Date, Base::Months) if symbol == "+" || symbol == "-" => &table::DATE_AND_MONTHS,
            (Base::Months, Base::Days) | (Base::Days, Base::Months) => &table::MONTHS_AND_DAYS,
            (a, b) if a == b => &table::OPERATOR_TYPE,
            _ if matches!(symbol, "+" | "-" | "*" | "/") => &table::OPERATOR_TYPES,
            _ => &table::COMPARED_TYPES,
        };
        let (left, right) = (self.words(left), self.words(right));
        Diagnostic::at(entry, span).arg(left).arg(right).arg(symbol)
    }

    fn arithmetic(
        &mut self,
        op: BinaryOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        hint: Option<Type>,
    ) -> Option<Expr> {
        let factors = matches!(op, BinaryOp::Mul | BinaryOp::Div);
        let (a, b) = if factors {
            let (a, b) = (self.infer(left, None), self.infer(right, None));
            (a?, b?)
        } else {
            self.pair(left, right, hint)?
        };
        let (a, b) = (self.plain(a), self.plain(b));
        let (mut a, mut b) = (a?, b?);
        let (left, right) = (a.ty, b.ty);
        if !factors {
            self.unify_terms(&mut a, &mut b);
        } else if let Some(hint) = hint {
            super::adopt::adopt_factor(op, &mut a, &mut b, hint.base);
        }
        let base = match op {
            BinaryOp::Add => operators::add(a.ty.base, b.ty.base),
            BinaryOp::Sub => operators::subtract(a.ty.base, b.ty.base),
            BinaryOp::Mul => operators::multiply(a.ty.base, b.ty.base),
            _ => operators::divide(a.ty.base, b.ty.base),
        };
        let Some(base) = base else {
            let report = self.disagree(symbol(op), left, right, span);
            let report = super::advice::joined(report, symbol(op), &a, &b);
            let report = self.declared(report, &[&a, &b]);
            return self.fail(report);
        };
        let is_zero = match &b.kind {
            ExprKind::Const(Const::Number(number)) => number.is_zero(),
            ExprKind::Const(Const::Months(count)) => *count == 0,
            _ => false,
        };
        if op == BinaryOp::Div && is_zero {
            return self.fail(Diagnostic::at(&table::DIVIDES_BY_ZERO, b.span));
        }
        let (a, b) = (Box::new(a), Box::new(b));
        let kind = match op {
            BinaryOp::Add => ExprKind::Add(a, b),
            BinaryOp::Sub => ExprKind::Sub(a, b),
            BinaryOp::Mul => ExprKind::Mul(a, b),
            _ => ExprKind::Div(a, b),
        };
        Some(typed(kind, Type::plain(base), span))
    }

    /// A number beside a date counts days; beside anything else it takes that unit.
    fn unify_terms(&self, a: &mut Expr, b: &mut Expr) {
        if a.ty.base == Base::Date {
            adopt(b, Base::Days);
        } else if b.ty.base == Base::Date {
            adopt(a, Base::Days);
        } else {
            let _: Option<Type> = self.unify(a, b);
        }
    }

    fn alternative(
        &mut self,
        question: &ast::Expr,
        yes: &ast::Expr,
        no: &ast::Expr,
        span: Span,
        hint: Option<Type>,
    ) -> Option<Expr> {
        let question = self.truth(question);
        let (mut a, mut b) = self.pair(yes, no, hint)?;
        let (before_a, before_b) = (a.ty, b.ty);
        let Some(ty) = self.unify(&mut a, &mut b) else {
            let (yes, no) = (self.words(before_a), self.words(before_b));
            return self.fail(Diagnostic::at(&table::BRANCHES_DIFFER, span).arg(yes).arg(no));
        };
        Some(typed(ExprKind::If(Box::new(question?), Box::new(a), Box::new(b)), ty, span))
    }

    fn membership(&mut self, value: &ast::Expr, set: &[ast::SetItem], negated: bool, span: Span) -> Option<Expr> {
        let Some(mut value) = self.infer(value, None) else {
            let written = set.iter().flat_map(|item| match item {
                ast::SetItem::Value(value) => [Some(value), None],
                ast::SetItem::Range(low, high) => [Some(low), Some(high)],
            });
            let others: Vec<&ast::Expr> = written.flatten().filter(|item| !self.is_some_variant(item)).collect();
            for item in others {
                let _: Option<Expr> = self.infer(item, None);
            }
            return None;
        };
        let items: Vec<Option<SetItem>> = set.iter().map(|item| self.set_item(&mut value, item, span)).collect();
        let set = items.into_iter().collect::<Option<_>>()?;
        Some(typed(ExprKind::In { value: Box::new(value), set, negated }, Type::TRUTH, span))
    }

    fn set_item(&mut self, value: &mut Expr, item: &ast::SetItem, span: Span) -> Option<SetItem> {
        match item {
            ast::SetItem::Value(written) => Some(SetItem::Value(self.beside(value, written)?)),
            ast::SetItem::Range(low, high) => {
                let (low, high) = (self.beside(value, low), self.beside(value, high));
                let (low, high) = (low?, high?);
                let (low, high) = (self.plain(low), self.plain(high));
                let (low, high) = (low?, high?);
                if !value.ty.base.is_ordered() {
                    let is = self.words(value.ty);
                    return self.fail(Diagnostic::at(&table::NOT_ORDERED, span).arg("..").arg(is));
                }
                Some(SetItem::Range(low, high))
            }
        }
    }

    /// A member of a set, of the type of the value that is looked for.
    fn beside(&mut self, value: &mut Expr, written: &ast::Expr) -> Option<Expr> {
        let mut item = self.infer(written, Some(value.ty))?;
        let (left, right) = (value.ty, item.ty);
        match self.unify(value, &mut item) {
            Some(_) if right.base == Base::None && !left.optional => {
                self.fail(Diagnostic::at(&table::NEVER_NONE, item.span))
            }
            Some(_) => Some(item),
            None => {
                let report = self.disagree("in", left, right, item.span);
                self.fail(report)
            }
        }
    }

    fn is_none(&mut self, value: &ast::Expr, negated: bool, span: Span) -> Option<Expr> {
        let value = self.infer(value, None)?;
        if !value.ty.optional {
            return self.fail(Diagnostic::at(&table::NEVER_NONE, span));
        }
        Some(typed(ExprKind::IsNone { value: Box::new(value), negated }, Type::TRUTH, span))
    }
}

/// A name of one period as money of the other.
fn converted(written: &ast::Expr, want: Base) -> Option<String> {
    let ast::ExprKind::Path(path) = &written.kind else { return None };
    let function = match want {
        Base::MoneyPerMonth => "per_month",
        Base::MoneyPerYear => "per_year",
        _ => return None,
    };
    let parts: Vec<&str> = path.parts.iter().map(|part| part.text.as_str()).collect();
    Some(format!("{function}({})", parts.join(".")))
}

/// The place of a `none` that is compared with what is never none.
fn never_none((side, other): (&Expr, Type)) -> Option<Span> {
    let is_none = matches!(side.kind, ExprKind::Const(Const::None));
    (is_none && !other.optional).then_some(side.span)
}

/// The operands of a row of `and`s or of `or`s.
fn flatten<'e>(op: BinaryOp, expr: &'e ast::Expr, operands: &mut Vec<&'e ast::Expr>) {
    match &expr.kind {
        ast::ExprKind::Binary(inner, left, right) if *inner == op => {
            flatten(op, left, operands);
            flatten(op, right, operands);
        }
        _ => operands.push(expr),
    }
}

fn comparison(op: BinaryOp) -> Option<Comparison> {
    Some(match op {
        BinaryOp::Eq => Comparison::Eq,
        BinaryOp::Ne => Comparison::Ne,
        BinaryOp::Lt => Comparison::Lt,
        BinaryOp::Le => Comparison::Le,
        BinaryOp::Gt => Comparison::Gt,
        BinaryOp::Ge => Comparison::Ge,
        _ => return None,
    })
}

/// A comparison as it is written.
pub(super) fn symbol_of(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Eq => "=",
        Comparison::Ne => "!=",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

fn symbol(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        _ => "/",
    }
}
