//! The edits of an expression.

use super::edits::{Edits, range};
use super::shortened;
use super::words::{self, said};
use doudi::syntax::ast::*;
use doudi::syntax::keywords::{self, Keyword};

impl Edits<'_> {
    /// An expression that stands by itself: a truth among them may turn into its opposite.
    pub(super) fn asked(&mut self, expr: &Expr) {
        self.opposite(expr);
        self.expr(expr);
    }

    /// `not (…)` around what has no operator of its own to be turned round.
    fn opposite(&mut self, expr: &Expr) {
        use ExprKind as K;
        if matches!(&expr.kind, K::Quantified { .. } | K::Binary(BinaryOp::And | BinaryOp::Or, ..) | K::Path(_)) {
            let at = range(expr.span);
            let not = keywords::NOT.word(self.script);
            let replacement = format!("{not} ({})", &self.text[at.clone()]);
            self.put(at, &replacement, format!("{not} `{}`", shortened(&self.text[range(expr.span)])));
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr) {
        use ExprKind as K;
        let at = range(expr.span);
        match &expr.kind {
            K::Number(..) | K::Percent(_) | K::Duration(..) => {
                // Brackets belong to the span.
                let digits = self.text[at.clone()].find(|c: char| c.is_ascii_digit()).unwrap_or(0);
                self.number(at.start + digits..at.end);
            }
            K::Date(day) => self.day(*day, at, None),
            K::Truth(truth) => self.turn(at, if *truth { &keywords::FALSE } else { &keywords::TRUE }),
            K::None | K::Text(_) | K::DecisionDate | K::Path(_) | K::Asked(_) => {}
            K::Call(call) => self.call(call, at),
            K::IsElement { value, negated, .. } => {
                let (word, other) = match negated {
                    true => (&keywords::IS_NOT, &keywords::IS),
                    false => (&keywords::IS, &keywords::IS_NOT),
                };
                if let Some(found) = self.word(word, value.span.end as usize..at.end) {
                    self.turn(found, other);
                }
            }
            K::Quantified { all, list, named, filter, test } => {
                let (some, each) = (&keywords::SOME_OF, &keywords::EACH_OF);
                let (word, other) = if *all { (each, some) } else { (some, each) };
                if let Some(found) = self.word(word, at.start..list.span.start as usize) {
                    self.turn(found, other);
                }
                if let Some(filter) = filter {
                    let behind = named.as_ref().map_or(list.span, |name| name.span);
                    self.drop(behind.end as usize..filter.span.end as usize);
                    self.asked(filter);
                }
                self.asked(test);
            }
            K::Unary(op, value) => {
                let before = at.start..value.span.start as usize;
                let found = match op {
                    UnaryOp::Not => self.word(&keywords::NOT, before),
                    UnaryOp::Neg => self.first("-", before),
                };
                if let Some(found) = found {
                    let (sign, whole) = (&self.text[found.clone()], shortened(&self.text[at]));
                    let what = said(&words::DROP_OF, self.script, &[&sign, &whole]);
                    self.put(found, "", what);
                }
                self.expr(value);
            }
            K::Binary(op, left, right) => self.binary(*op, left, right),
            K::If(question, yes, no) => {
                self.asked(question);
                self.expr(yes);
                self.expr(no);
            }
            K::In { value, set, negated } => self.membership(value, set, *negated),
            K::IsNone { value, negated } => {
                let behind = value.span.end as usize..at.end;
                let (none, some) = (&keywords::IS_NONE, &keywords::IS_NOT_NONE);
                let (word, other) = if *negated { (some, none) } else { (none, some) };
                if let Some(found) = self.word(word, behind) {
                    self.turn(found, other);
                }
                self.expr(value);
            }
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr) {
        let (sign, others): (&str, &[&str]) = match op {
            BinaryOp::Or => return self.junction(&keywords::OR, &keywords::AND, left, right),
            BinaryOp::And => return self.junction(&keywords::AND, &keywords::OR, left, right),
            BinaryOp::Eq => ("=", &["!="]),
            BinaryOp::Ne => ("!=", &["="]),
            BinaryOp::Lt => ("<", &["<=", ">"]),
            BinaryOp::Le => ("<=", &["<", ">="]),
            BinaryOp::Gt => (">", &[">=", "<"]),
            BinaryOp::Ge => (">=", &[">", "<="]),
            BinaryOp::Add => ("+", &["-"]),
            BinaryOp::Sub => ("-", &["+"]),
            BinaryOp::Mul => ("*", &["/"]),
            BinaryOp::Div => ("/", &["*"]),
        };
        if let Some(found) = self.first(sign, left.span.end as usize..right.span.start as usize) {
            others.iter().for_each(|other| self.swap(found.clone(), other));
        }
        self.expr(left);
        self.expr(right);
    }

    /// `and` ↔ `or`, and each operand turned into its opposite.
    fn junction(&mut self, word: &Keyword, other: &Keyword, left: &Expr, right: &Expr) {
        if let Some(found) = self.word(word, left.span.end as usize..right.span.start as usize) {
            self.turn(found, other);
        }
        for operand in [left, right] {
            self.named(operand);
        }
        for operand in [left, right] {
            self.expr(operand);
        }
    }

    /// An operand of `and` or `or` that is a name or a question over a list.
    fn named(&mut self, expr: &Expr) {
        if matches!(expr.kind, ExprKind::Path(_) | ExprKind::Quantified { .. }) {
            self.opposite(expr);
        }
    }

    fn membership(&mut self, value: &Expr, set: &[SetItem], negated: bool) {
        let items: Vec<std::ops::Range<usize>> = set
            .iter()
            .map(|item| match item {
                SetItem::Value(value) => range(value.span),
                SetItem::Range(low, high) => low.span.start as usize..high.span.end as usize,
            })
            .collect();
        let Some(first) = items.first() else { return };
        let (within, without) = (&keywords::IN, &keywords::NOT_IN);
        let (word, other) = if negated { (without, within) } else { (within, without) };
        if let Some(found) = self.word(word, value.span.end as usize..first.start) {
            self.turn(found, other);
        }
        for (i, item) in items.iter().enumerate().filter(|_| items.len() > 1) {
            let what = said(&words::DROP, self.script, &[&shortened(&self.text[item.clone()])]);
            let at = match items.get(i + 1) {
                Some(next) => item.start..next.start,
                None => items[i - 1].end..item.end,
            };
            self.put(at, "", what);
        }
        self.expr(value);
        for item in set {
            match item {
                SetItem::Value(value) => self.expr(value),
                SetItem::Range(low, high) => [low, high].into_iter().for_each(|it| self.expr(it)),
            }
        }
    }

    fn call(&mut self, call: &Call, at: std::ops::Range<usize>) {
        match call.name.text.as_str() {
            "min" => self.turn(range(call.name.span), &keywords::MAX),
            "max" => self.turn(range(call.name.span), &keywords::MIN),
            _ => {}
        }
        for arg in &call.args {
            let written = &self.text[range(arg.span)];
            match keywords::WAYS.iter().find(|way| way.en == written || way.zh == written) {
                Some(way) if **way == keywords::DOWN => self.turn(range(arg.span), &keywords::UP),
                Some(_) => self.turn(range(arg.span), &keywords::DOWN),
                None => self.expr(arg),
            }
        }
        if let (Some(filter), Some(last)) = (&call.filter, call.args.last()) {
            let behind = call.named.as_ref().map_or(last.span, |name| name.span);
            self.drop(behind.end as usize..filter.span.end as usize);
            self.asked(filter);
        }
        for key in &call.by {
            let behind = key.value.span.end as usize;
            let descending = keywords::DESCENDING.word(self.script);
            match self.word(&keywords::DESCENDING, behind..at.end).filter(|_| key.descending) {
                Some(found) => self.drop(found),
                None => {
                    let what = said(&words::ADD, self.script, &[&descending]);
                    self.put(behind..behind, &format!(" {descending}"), what);
                }
            }
            self.expr(&key.value);
        }
        if let Some(day) = &call.on {
            let from = call.args.last().map_or(call.name.span.end, |last| last.span.end) as usize;
            if let Some(word) = self.word(&keywords::ON, from..day.span.start as usize) {
                self.drop(word.start..day.span.end as usize);
            }
            self.expr(day);
        }
    }
}
