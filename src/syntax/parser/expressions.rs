//! A flat row of operands and operators → an expression tree, by precedence climbing.
//!
//! Nesting is bounded twice: going down, so that this code never recurses deeper than
//! `Limits::depth`, and coming up, so that no tree it makes is higher than that.

use super::items::slip;
use super::nodes::{Node, Parts};
use super::{Parsed, Reader, Rule};
use crate::diagnostic::table::{limits, syntax as table};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::value::Number;

/// How tight an operator binds, loosest first. `NOT` to `UNARY` are bounds for prefixes too.
mod power {
    pub(super) const WHOLE: u8 = 0;
    pub(super) const OR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const NOT: u8 = 3;
    pub(super) const COMPARE: u8 = 4;
    pub(super) const ADD: u8 = 5;
    pub(super) const MULTIPLY: u8 = 6;
    pub(super) const UNARY: u8 = 7;
    pub(super) const ON: u8 = 8;
}

/// An expression, and how many levels of brackets and operators it nests.
struct Tree {
    expr: Expr,
    height: usize,
}

impl Tree {
    fn leaf(kind: ExprKind, span: Span) -> Self {
        Tree { expr: Expr { kind, span }, height: 0 }
    }

    fn over(kind: ExprKind, span: Span, below: usize) -> Self {
        Tree { expr: Expr { kind, span }, height: below.saturating_add(1) }
    }
}

impl Reader<'_> {
    /// An expression that stands `depth` blocks or brackets deep.
    pub(super) fn expression(&self, node: Node<'_>, depth: usize) -> Parsed<Expr> {
        Ok(self.tree(node, depth)?.expr)
    }

    /// A constant: a number with an optional minus, a date, a text, a name.
    pub(super) fn constant(&self, node: Node<'_>) -> Parsed<Expr> {
        let mut parts = self.parts(node);
        if parts.peek() == Some(Rule::minus) {
            let span = parts.whole();
            let _minus = parts.next();
            let value = self.leaf(parts.need(Rule::quantity)?)?;
            return Ok(Expr { kind: ExprKind::Unary(UnaryOp::Neg, Box::new(value.expr)), span });
        }
        let value = parts.next().ok_or_else(|| parts.broken())?;
        Ok(self.leaf(value)?.expr)
    }

    fn tree(&self, node: Node<'_>, depth: usize) -> Parsed<Tree> {
        let mut tokens = self.parts(node);
        let tree = self.climb(&mut tokens, power::WHOLE, depth)?;
        match tokens.next() {
            None => Ok(tree),
            Some(stray) => Err(slip(&table::THEN_WITHOUT_IF, self.span(&stray), &[stray.text()])),
        }
    }

    /// Reads an operand and every operator behind it that binds at least as tight as `floor`.
    fn climb(&self, tokens: &mut Parts<'_>, floor: u8, depth: usize) -> Parsed<Tree> {
        self.within(depth, tokens.whole())?;
        let mut left = self.operand(tokens, floor, depth)?;
        let mut compared = false;
        while let Some(power) = tokens.peek().and_then(power_of).filter(|power| *power >= floor) {
            let operator = tokens.next().ok_or_else(|| tokens.broken())?;
            if power == power::COMPARE && std::mem::replace(&mut compared, true) {
                return Err(slip(&table::CHAINED, self.span(&operator), &[]));
            }
            left = self.join(left, operator, tokens, power, depth)?;
            self.within(depth.saturating_add(left.height), left.expr.span)?;
        }
        Ok(left)
    }

    /// Refuses what nests deeper than the limit.
    fn within(&self, depth: usize, span: Span) -> Parsed<()> {
        let limit = self.limits.depth;
        if depth > limit { Err(slip(&limits::TOO_DEEP, span, &[&limit.to_string()])) } else { Ok(()) }
    }

    /// What stands where a value is expected: any prefixes, then the value.
    fn operand(&self, tokens: &mut Parts<'_>, floor: u8, depth: usize) -> Parsed<Tree> {
        let first = tokens.next().ok_or_else(|| tokens.broken())?;
        match first.rule() {
            Rule::minus => self.prefixed(UnaryOp::Neg, first, tokens, floor, depth),
            Rule::kw_not => self.prefixed(UnaryOp::Not, first, tokens, floor, depth),
            Rule::kw_if => self.choice_of(first, tokens, depth),
            Rule::quantifier => self.quantified(first, tokens, depth),
            Rule::group => self.group(first, depth),
            Rule::reference => self.reference(first, depth),
            _ => self.leaf(first),
        }
    }

    fn prefixed(&self, op: UnaryOp, sign: Node<'_>, tokens: &mut Parts<'_>, floor: u8, depth: usize) -> Parsed<Tree> {
        let power = if op == UnaryOp::Not { power::NOT } else { power::UNARY };
        let start = self.span(&sign);
        if floor > power {
            return Err(slip(&table::NEEDS_BRACKETS, start, &[sign.text()]));
        }
        let value = self.climb(tokens, power, depth.saturating_add(1))?;
        let span = start.to(value.expr.span);
        Ok(Tree::over(ExprKind::Unary(op, Box::new(value.expr)), span, value.height))
    }

    /// `if a then b else c`
    fn choice_of(&self, word: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let start = self.span(&word);
        let question = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        self.connector(tokens, Rule::kw_then, start, "then")?;
        let yes = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        self.connector(tokens, Rule::kw_else, start, "else")?;
        let no = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        let (span, below) = (start.to(no.expr.span), question.height.max(yes.height).max(no.height));
        Ok(Tree::over(ExprKind::If(Box::new(question.expr), Box::new(yes.expr), Box::new(no.expr)), span, below))
    }

    fn connector(&self, tokens: &mut Parts<'_>, wanted: Rule, start: Span, word: &str) -> Parsed<()> {
        if tokens.peek() != Some(wanted) {
            return Err(slip(&table::IF_WITHOUT, start, &[word]));
        }
        let _word = tokens.next();
        Ok(())
    }

    /// `any of members where adult satisfies working`
    fn quantified(&self, node: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let mut parts = self.parts(node);
        let start = parts.whole();
        let all = parts.peek() == Some(Rule::kw_all);
        let list = self.path(parts.need(Rule::path)?);
        let filter = self.filter(&mut parts, depth)?;
        let test = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        let below = filter.as_ref().map_or(0, |filter| filter.height).max(test.height);
        let span = start.to(test.expr.span);
        let filter = filter.map(|filter| Box::new(filter.expr));
        Ok(Tree::over(ExprKind::Quantified { all, list, filter, test: Box::new(test.expr) }, span, below))
    }

    fn filter(&self, parts: &mut Parts<'_>, depth: usize) -> Parsed<Option<Tree>> {
        let Some(node) = parts.take(Rule::filter) else { return Ok(None) };
        let inner = self.parts(node).need(Rule::expression)?;
        Ok(Some(self.tree(inner, depth.saturating_add(1))?))
    }

    /// `(x)`: the brackets belong to the span, and count as a level.
    fn group(&self, node: Node<'_>, depth: usize) -> Parsed<Tree> {
        let mut parts = self.parts(node);
        let mut tree = self.tree(parts.need(Rule::expression)?, depth.saturating_add(1))?;
        tree.expr.span = parts.whole();
        tree.height = tree.height.saturating_add(1);
        Ok(tree)
    }

    /// A name, or a call.
    fn reference(&self, node: Node<'_>, depth: usize) -> Parsed<Tree> {
        let mut parts = self.parts(node);
        let span = parts.whole();
        let named = parts.next().ok_or_else(|| parts.broken())?;
        let Some(arguments) = parts.take(Rule::arguments) else {
            return Ok(Tree::leaf(ExprKind::Path(self.path(named)), span));
        };
        let name = self.callee(named)?;
        self.call(name, arguments, span, depth)
    }

    fn callee(&self, named: Node<'_>) -> Parsed<Ident> {
        if named.rule() != Rule::path {
            return Ok(self.ident(&named));
        }
        let written = named.text();
        self.single(self.path(named)).map_err(|span| slip(&table::CALL_OF_PATH, span, &[written]))
    }

    fn single(&self, path: Path) -> Result<Ident, Span> {
        let span = path.span;
        <[Ident; 1]>::try_from(path.parts).map(|[name]| name).map_err(|_| span)
    }

    fn call(&self, name: Ident, arguments: Node<'_>, span: Span, depth: usize) -> Parsed<Tree> {
        let mut parts = self.parts(arguments);
        let mut below = 0;
        let mut args = Vec::new();
        for node in parts.all(Rule::expression) {
            args.push(self.inner(node, &mut below, depth)?);
        }
        let filter = match self.filter(&mut parts, depth)? {
            Some(filter) => {
                below = below.max(filter.height);
                Some(filter.expr)
            }
            None => None,
        };
        let mut by = Vec::new();
        if let Some(order) = parts.take(Rule::order) {
            for key in self.parts(order).all(Rule::sort_key) {
                let mut key = self.parts(key);
                let value = self.inner(key.need(Rule::expression)?, &mut below, depth)?;
                by.push(SortKey { value, descending: key.next().is_some() });
            }
        }
        Ok(Tree::over(ExprKind::Call(Box::new(Call { name, args, filter, by, on: None })), span, below))
    }

    /// An expression inside brackets, its height noted.
    fn inner(&self, node: Node<'_>, below: &mut usize, depth: usize) -> Parsed<Expr> {
        let tree = self.tree(node, depth.saturating_add(1))?;
        *below = (*below).max(tree.height);
        Ok(tree.expr)
    }

    /// Puts an operator between what stands left of it and what follows.
    fn join(&self, left: Tree, operator: Node<'_>, tokens: &mut Parts<'_>, power: u8, depth: usize) -> Parsed<Tree> {
        match operator.rule() {
            Rule::is_none => {
                let span = left.expr.span.to(self.span(&operator));
                let negated = self.parts(operator).has(Rule::kw_not);
                Ok(Tree::over(ExprKind::IsNone { value: Box::new(left.expr), negated }, span, left.height))
            }
            Rule::membership => self.membership(left, operator, depth),
            Rule::kw_on => self.on(left, operator, tokens, depth),
            _ => {
                let op = binary(operator.rule()).ok_or_else(|| tokens.broken())?;
                let right = self.climb(tokens, power.saturating_add(1), depth.saturating_add(1))?;
                Ok(both(op, left, right))
            }
        }
    }

    /// `x in (a, 1..3)`
    fn membership(&self, left: Tree, node: Node<'_>, depth: usize) -> Parsed<Tree> {
        let mut parts = self.parts(node);
        let span = left.expr.span.to(parts.whole());
        let negated = parts.peek() == Some(Rule::kw_not);
        let mut below = left.height;
        let mut set = Vec::new();
        for item in parts.all(Rule::set_item) {
            let mut ends = self.parts(item);
            let low = self.inner(ends.need(Rule::expression)?, &mut below, depth)?;
            set.push(match ends.take(Rule::expression) {
                Some(high) => SetItem::Range(low, self.inner(high, &mut below, depth)?),
                None => SetItem::Value(low),
            });
        }
        Ok(Tree::over(ExprKind::In { value: Box::new(left.expr), set, negated }, span, below))
    }

    /// `p(k) on DATE`, `p on DATE`
    fn on(&self, left: Tree, operator: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let day = self.climb(tokens, power::ON.saturating_add(1), depth.saturating_add(1))?;
        let span = left.expr.span.to(day.expr.span);
        let below = left.height.max(day.height);
        let misplaced = || slip(&table::ON_WITHOUT_CALL, self.span(&operator), &[]);
        let call = match left.expr.kind {
            ExprKind::Call(mut call) if call.on.is_none() => {
                call.on = Some(day.expr);
                call
            }
            ExprKind::Path(path) => {
                let name = self.single(path).map_err(|_| misplaced())?;
                Box::new(Call { name, args: Vec::new(), filter: None, by: Vec::new(), on: Some(day.expr) })
            }
            _ => return Err(misplaced()),
        };
        Ok(Tree::over(ExprKind::Call(call), span, below))
    }

    /// A value that is one word.
    fn leaf(&self, node: Node<'_>) -> Parsed<Tree> {
        let span = self.span(&node);
        let kind = match node.rule() {
            Rule::quantity => return self.quantity(node),
            Rule::date => ExprKind::Date(self.date(&node)?.0),
            Rule::text => ExprKind::Text(self.text(node)?.value),
            Rule::kw_true => ExprKind::Truth(true),
            Rule::kw_false => ExprKind::Truth(false),
            Rule::kw_none => ExprKind::None,
            Rule::kw_decision_date => ExprKind::DecisionDate,
            Rule::path => ExprKind::Path(self.path(node)),
            _ => return Err(slip(&table::UNREADABLE, span, &[])),
        };
        Ok(Tree::leaf(kind, span))
    }

    /// `1050`, `0.5`, `30%`, `24 months`
    fn quantity(&self, node: Node<'_>) -> Parsed<Tree> {
        let mut parts = self.parts(node);
        let span = parts.whole();
        let digits = parts.need(Rule::number)?;
        let (whole, decimals) = (self.limits.integer_digits, self.limits.decimal_digits);
        let too_many = || slip(&limits::TOO_MANY_DIGITS, span, &[&whole.to_string(), &decimals.to_string()]);
        let number = Number::parse(digits.text(), whole, decimals).ok_or_else(too_many)?;
        let kind = if parts.take(Rule::percent).is_some() {
            let ratio = number.checked_div(Number::from_int(100)).ok_or_else(too_many)?;
            if ratio.places().is_none_or(|places| places as usize > decimals) {
                return Err(too_many());
            }
            ExprKind::Percent(ratio)
        } else if let Some(unit) = parts.take(Rule::unit) {
            let unit = match self.parts(unit).peek() {
                Some(Rule::kw_days) => DurationUnit::Days,
                Some(Rule::kw_months | Rule::kw_month) => DurationUnit::Months,
                _ => DurationUnit::Years,
            };
            let whole = number.to_i64().filter(|_| !digits.text().contains('.'));
            ExprKind::Duration(whole.ok_or_else(|| slip(&table::PART_OF_A_UNIT, span, &[digits.text()]))?, unit)
        } else {
            ExprKind::Number(number, digits.text().contains('.'))
        };
        Ok(Tree::leaf(kind, span))
    }
}

fn both(op: BinaryOp, left: Tree, right: Tree) -> Tree {
    let span = left.expr.span.to(right.expr.span);
    let below = left.height.max(right.height);
    Tree::over(ExprKind::Binary(op, Box::new(left.expr), Box::new(right.expr)), span, below)
}

/// How tight what follows an operand binds; `None` for what ends the expression around it.
fn power_of(found: Rule) -> Option<u8> {
    Some(match found {
        Rule::is_none | Rule::membership => power::COMPARE,
        Rule::kw_on => power::ON,
        _ => match binary(found)? {
            BinaryOp::Or => power::OR,
            BinaryOp::And => power::AND,
            BinaryOp::Add | BinaryOp::Sub => power::ADD,
            BinaryOp::Mul | BinaryOp::Div => power::MULTIPLY,
            _ => power::COMPARE,
        },
    })
}

fn binary(found: Rule) -> Option<BinaryOp> {
    Some(match found {
        Rule::kw_or => BinaryOp::Or,
        Rule::kw_and => BinaryOp::And,
        Rule::equals => BinaryOp::Eq,
        Rule::not_equal => BinaryOp::Ne,
        Rule::less => BinaryOp::Lt,
        Rule::less_equal => BinaryOp::Le,
        Rule::greater => BinaryOp::Gt,
        Rule::greater_equal => BinaryOp::Ge,
        Rule::plus => BinaryOp::Add,
        Rule::minus => BinaryOp::Sub,
        Rule::times => BinaryOp::Mul,
        Rule::divide => BinaryOp::Div,
        _ => return None,
    })
}
