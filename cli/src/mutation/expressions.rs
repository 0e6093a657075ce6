//! The edits of an expression.

use super::edits::{Edits, range};
use super::shortened;
use doudi::syntax::ast::*;

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
            let replacement = format!("not ({})", &self.text[at.clone()]);
            self.put(at, &replacement, format!("not `{}`", shortened(&self.text[range(expr.span)])));
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
            K::Truth(truth) => self.swap(at, if *truth { "false" } else { "true" }),
            K::None | K::Text(_) | K::DecisionDate | K::Path(_) | K::Asked(_) => {}
            K::Call(call) => self.call(call, at),
            K::Quantified { all, list, filter, test } => {
                let (word, other) = if *all { ("all", "any") } else { ("any", "all") };
                if let Some(found) = self.first(word, at.start..list.span.start as usize) {
                    self.put(found, other, format!("`{word} of` -> `{other} of`"));
                }
                if let Some(filter) = filter {
                    self.drop(list.span.end as usize..filter.span.end as usize);
                    self.asked(filter);
                }
                self.asked(test);
            }
            K::Unary(op, value) => {
                let word = if *op == UnaryOp::Not { "not" } else { "-" };
                if let Some(found) = self.first(word, at.start..value.span.start as usize) {
                    self.put(found, "", format!("drop `{word}` of `{}`", shortened(&self.text[at])));
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
                let (word, other) = if *negated { ("not", "") } else { ("is", "is not") };
                if let Some(found) = self.first(word, behind) {
                    let what = if *negated { "`is not none` -> `is none`" } else { "`is none` -> `is not none`" };
                    self.put(found, other, what.to_owned());
                }
                self.expr(value);
            }
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr) {
        let (sign, others): (&str, &[&str]) = match op {
            BinaryOp::Or => ("or", &["and"]),
            BinaryOp::And => ("and", &["or"]),
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
        match op {
            BinaryOp::Or | BinaryOp::And => {
                self.named(left);
                self.named(right);
            }
            _ => {}
        }
        self.expr(left);
        self.expr(right);
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
        let word = if negated { "not" } else { "in" };
        if let Some(found) = self.first(word, value.span.end as usize..first.start) {
            let (other, what) = if negated { ("", "`not in` -> `in`") } else { ("not in", "`in` -> `not in`") };
            self.put(found, other, what.to_owned());
        }
        for (i, item) in items.iter().enumerate().filter(|_| items.len() > 1) {
            let what = format!("drop `{}`", shortened(&self.text[item.clone()]));
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
            "min" => self.swap(range(call.name.span), "max"),
            "max" => self.swap(range(call.name.span), "min"),
            _ => {}
        }
        for arg in &call.args {
            match &self.text[range(arg.span)] {
                "up" | "half_up" | "half_even" => self.swap(range(arg.span), "down"),
                "down" => self.swap(range(arg.span), "up"),
                _ => self.expr(arg),
            }
        }
        if let (Some(filter), Some(last)) = (&call.filter, call.args.last()) {
            self.drop(last.span.end as usize..filter.span.end as usize);
            self.asked(filter);
        }
        for key in &call.by {
            let behind = key.value.span.end as usize;
            match self.first("descending", behind..at.end).filter(|_| key.descending) {
                Some(found) => self.drop(found),
                None => self.put(behind..behind, " descending", "add `descending`".to_owned()),
            }
            self.expr(&key.value);
        }
        if let Some(day) = &call.on {
            let from = call.args.last().map_or(call.name.span.end, |last| last.span.end) as usize;
            if let Some(word) = self.first("on", from..day.span.start as usize) {
                self.drop(word.start..day.span.end as usize);
            }
            self.expr(day);
        }
    }
}
