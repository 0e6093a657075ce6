//! A flat row of operands and operators → an expression tree, by precedence climbing.
//!
//! Nesting is bounded twice: going down, so that this code never recurses deeper than
//! `Limits::depth`, and coming up, so that no tree it makes is higher than that.

use super::items::slip;
use super::nodes::{Node, Parts};
use super::{Parsed, Reader, Rule};
use crate::diagnostic::table::{limits, syntax as table};
use crate::diagnostic::{Diagnostic, Entry};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::keywords;
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
    pub(super) const CALL: u8 = 9;
}

/// An expression, and how many levels of brackets and operators it nests.
///
/// The tree is boxed and its height apart, so that the frames of the recursion stay small.
struct Tree {
    expr: Box<Expr>,
    height: usize,
}

impl Tree {
    fn leaf(kind: ExprKind, span: Span) -> Self {
        Tree { expr: Box::new(Expr { kind, span }), height: 0 }
    }

    fn over(kind: ExprKind, span: Span, below: usize) -> Self {
        Tree { expr: Box::new(Expr { kind, span }), height: below.saturating_add(1) }
    }

    fn span(&self) -> Span {
        self.expr.span
    }
}

impl Reader<'_> {
    /// An expression that stands `depth` blocks deep.
    pub(super) fn expression(&self, node: Node<'_>, depth: usize) -> Parsed<Expr> {
        let mut tokens = self.parts(node);
        let tree = self.climb(&mut tokens, power::WHOLE, depth)?;
        match tokens.next() {
            None => Ok(*tree.expr),
            Some(stray) => Err(self.misplaced(&stray)),
        }
    }

    /// A constant: a number with an optional minus, a date, a text, a name.
    pub(super) fn constant(&self, node: Node<'_>) -> Parsed<Expr> {
        let mut parts = self.parts(node);
        if parts.peek() == Some(Rule::minus) {
            let span = parts.whole();
            let _minus = parts.next();
            let value = self.leaf(parts.need(Rule::quantity)?)?;
            return Ok(Expr { kind: ExprKind::Unary(UnaryOp::Neg, value.expr), span });
        }
        let value = parts.next().ok_or_else(|| parts.broken())?;
        Ok(*self.leaf(value)?.expr)
    }

    /// Reads an operand and every operator behind it that binds at least as tight as `floor`.
    fn climb(&self, tokens: &mut Parts<'_>, floor: u8, depth: usize) -> Parsed<Tree> {
        let mut left = self.operand(tokens, floor, depth)?;
        let mut compared = false;
        while let Some(power) = tokens.peek().and_then(power_of).filter(|power| *power >= floor) {
            let operator = tokens.next().ok_or_else(|| tokens.broken())?;
            if power == power::COMPARE && std::mem::replace(&mut compared, true) {
                return Err(slip(&table::CHAINED, self.span(&operator), &[]));
            }
            left = self.join(left, operator, tokens, power, depth)?;
            self.within(depth.saturating_add(left.height), left.span())?;
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
        self.within(depth, self.span(&first))?;
        match first.rule() {
            Rule::minus => self.prefixed(UnaryOp::Neg, first, tokens, floor, depth),
            Rule::kw_not => self.prefixed(UnaryOp::Not, first, tokens, floor, depth),
            Rule::kw_if => self.choice_of(first, tokens, depth),
            Rule::quantifier => self.quantified(first, tokens, depth),
            Rule::open_bracket => self.group(first, tokens, depth),
            // The functions of these names have to be called: the words themselves are reserved.
            Rule::kw_year | Rule::kw_month if tokens.peek().and_then(power_of) != Some(power::CALL) => {
                Err(slip(&table::RESERVED, self.span(&first), &[first.text()]))
            }
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
        let span = start.to(value.span());
        Ok(Tree::over(ExprKind::Unary(op, value.expr), span, value.height))
    }

    /// `if a then b else c`
    fn choice_of(&self, word: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let start = self.span(&word);
        let question = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        self.word(tokens, Rule::kw_then, &table::IF_WITHOUT, start, "then")?;
        let yes = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        self.word(tokens, Rule::kw_else, &table::IF_WITHOUT, start, "else")?;
        let no = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        let (span, below) = (start.to(no.span()), question.height.max(yes.height).max(no.height));
        Ok(Tree::over(ExprKind::If(question.expr, yes.expr, no.expr), span, below))
    }

    /// `any of members where adult satisfies working`
    fn quantified(&self, node: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let (all, list, start) = self.quantifier(node)?;
        let named = self.element_name(tokens)?;
        let filter = match tokens.next_if(Rule::kw_where) {
            Some(_) => Some(self.climb(tokens, power::WHOLE, depth.saturating_add(1))?),
            None => None,
        };
        self.word(
            tokens,
            Rule::kw_satisfies,
            &table::QUANTIFIER_WITHOUT,
            start,
            if all { "all of" } else { "any of" },
        )?;
        let test = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        let span = start.to(test.span());
        let below = filter.as_ref().map_or(0, |filter| filter.height).max(test.height);
        let filter = filter.map(|filter| filter.expr);
        Ok(Tree::over(ExprKind::Quantified { all, list, named, filter, test: test.expr }, span, below))
    }

    fn quantifier(&self, node: Node<'_>) -> Parsed<(bool, Path, Span)> {
        let mut parts = self.parts(node);
        let all = matches!(parts.peek(), Some(Rule::kw_all | Rule::each_of));
        Ok((all, self.path(parts.need(Rule::path)?), parts.whole()))
    }

    /// `as other`: what the elements of a list are called, if they are.
    fn element_name(&self, tokens: &mut Parts<'_>) -> Parsed<Option<Ident>> {
        match tokens.next_if(Rule::named) {
            Some(node) => Ok(Some(self.ident(&self.parts(node).need(Rule::name)?))),
            None => Ok(None),
        }
    }

    /// Passes over a word that has to follow.
    fn word(&self, tokens: &mut Parts<'_>, wanted: Rule, entry: &'static Entry, start: Span, word: &str) -> Parsed<()> {
        tokens.next_if(wanted).map(|_| ()).ok_or_else(|| slip(entry, start, &[word]))
    }

    /// `(x)`: the brackets belong to the span, and count as a level.
    fn group(&self, opening: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let mut tree = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
        tree.expr.span = self.span(&opening).to(self.closing(tokens)?);
        tree.height = tree.height.saturating_add(1);
        Ok(tree)
    }

    /// The bracket that has to follow.
    fn closing(&self, tokens: &mut Parts<'_>) -> Parsed<Span> {
        match tokens.next() {
            Some(node) if node.rule() == Rule::close_bracket => Ok(self.span(&node)),
            Some(node) => Err(self.misplaced(&node)),
            None => Err(tokens.broken()),
        }
    }

    /// A word or sign that does not belong where it stands.
    fn misplaced(&self, node: &Node<'_>) -> Box<Diagnostic> {
        let entry = match node.rule() {
            Rule::kw_then | Rule::kw_else => &table::THEN_WITHOUT_IF,
            Rule::dots => &table::RANGE_ALONE,
            Rule::named | Rule::kw_where | Rule::kw_by | Rule::descending | Rule::kw_satisfies => &table::WHERE_ALONE,
            Rule::call | Rule::empty_call => &table::NOT_CALLED,
            _ => &table::MISPLACED,
        };
        slip(entry, self.span(node), &[node.text()])
    }

    /// Puts an operator between what stands left of it and what follows.
    fn join(&self, left: Tree, operator: Node<'_>, tokens: &mut Parts<'_>, power: u8, depth: usize) -> Parsed<Tree> {
        match operator.rule() {
            Rule::is_none => Ok(self.is_none(left, operator)),
            Rule::is_element => Ok(self.is_element(left, operator)),
            Rule::membership => self.membership(left, operator, tokens, depth),
            Rule::call | Rule::empty_call => self.call(left, operator, tokens, depth),
            Rule::kw_on => {
                let day = self.climb(tokens, power.saturating_add(1), depth.saturating_add(1))?;
                self.on(left, operator, day)
            }
            found => {
                let right = self.climb(tokens, power.saturating_add(1), depth.saturating_add(1))?;
                both(found, left, right).ok_or_else(|| tokens.broken())
            }
        }
    }

    fn is_none(&self, left: Tree, operator: Node<'_>) -> Tree {
        let parts = self.parts(operator);
        let negated = parts.has(Rule::kw_not) || parts.has(Rule::is_not_none);
        let span = left.span().to(parts.whole());
        Tree::over(ExprKind::IsNone { value: left.expr, negated }, span, left.height)
    }

    /// `other is not self`, `b is a`
    fn is_element(&self, left: Tree, operator: Node<'_>) -> Tree {
        let mut parts = self.parts(operator);
        let negated = parts.has(Rule::kw_not) || parts.has(Rule::is_not);
        let span = left.span().to(parts.whole());
        let other = parts.take(Rule::name).map(|name| self.ident(&name));
        Tree::over(ExprKind::IsElement { value: left.expr, other, negated }, span, left.height)
    }

    /// `x in (a, 1..3)`
    fn membership(&self, left: Tree, node: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let words = self.parts(node);
        let negated = words.has(Rule::kw_not) || words.has(Rule::not_in);
        let mut set = Set { items: Vec::new(), low: None, below: left.height };
        loop {
            let value = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
            if set.add(value, tokens) {
                break;
            }
        }
        let span = left.span().to(self.closing(tokens)?);
        Ok(Tree::over(ExprKind::In { value: left.expr, set: set.items, negated }, span, set.below))
    }

    /// `name(a, b where c by d descending)`
    fn call(&self, callee: Tree, opening: Node<'_>, tokens: &mut Parts<'_>, depth: usize) -> Parsed<Tree> {
        let start = callee.span();
        let mut call = self.callee(callee, &opening)?;
        if opening.rule() == Rule::empty_call {
            return Ok(called(call, start.to(self.span(&opening)), 0));
        }
        let mut below = 0;
        let mut slot = Slot::Argument;
        loop {
            let value = self.climb(tokens, power::WHOLE, depth.saturating_add(1))?;
            below = below.max(value.height);
            if let (Slot::Argument, None) = (&slot, &call.named) {
                call.named = self.element_name(tokens)?;
            }
            match slot.fill(&mut call, value, tokens) {
                Some(next) => slot = next,
                None => {
                    name_the_way(&mut call);
                    return Ok(called(call, start.to(self.closing(tokens)?), below));
                }
            }
        }
    }

    /// The call of a name, without its arguments yet.
    fn callee(&self, callee: Tree, opening: &Node<'_>) -> Parsed<Box<Call>> {
        let span = callee.span();
        let ExprKind::Path(path) = callee.expr.kind else { return Err(self.misplaced(opening)) };
        let written = path.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".");
        let mut name = single(path).ok_or_else(|| slip(&table::CALL_OF_PATH, span, &[&written]))?;
        if let Some(function) = keywords::function(&name.text) {
            name.text = function.en.to_string();
        }
        Ok(Box::new(Call { name, args: Vec::new(), named: None, filter: None, by: Vec::new(), on: None }))
    }

    /// `p(k) on DATE`, `p on DATE`
    fn on(&self, left: Tree, operator: Node<'_>, day: Tree) -> Parsed<Tree> {
        let span = left.span().to(day.span());
        let below = left.height.saturating_sub(1).max(day.height);
        let alone = || slip(&table::ON_WITHOUT_CALL, self.span(&operator), &[]);
        let mut call = match left.expr.kind {
            ExprKind::Call(call) if call.on.is_none() => call,
            ExprKind::Path(path) => {
                let name = single(path).ok_or_else(alone)?;
                Box::new(Call { name, args: Vec::new(), named: None, filter: None, by: Vec::new(), on: None })
            }
            _ => return Err(alone()),
        };
        call.on = Some(*day.expr);
        Ok(Tree::over(ExprKind::Call(call), span, below))
    }

    /// A value that is one word.
    fn leaf(&self, node: Node<'_>) -> Parsed<Tree> {
        let span = self.span(&node);
        let kind = match node.rule() {
            Rule::quantity => self.quantity(node)?,
            Rule::date => ExprKind::Date(self.date(&node)?.0),
            Rule::text => ExprKind::Text(self.text(node)?.value),
            Rule::kw_true => ExprKind::Truth(true),
            Rule::kw_false => ExprKind::Truth(false),
            Rule::kw_none => ExprKind::None,
            Rule::kw_decision_date => ExprKind::DecisionDate,
            Rule::asked => ExprKind::Asked(self.asked(node)?),
            Rule::path => ExprKind::Path(self.path(node)),
            Rule::kw_year | Rule::kw_month => ExprKind::Path(Path { parts: vec![self.ident(&node)], span }),
            _ => return Err(slip(&table::UNREADABLE, span, &[])),
        };
        Ok(Tree::leaf(kind, span))
    }

    /// `1050`, `0.5`, `30%`, `24 months`
    fn quantity(&self, node: Node<'_>) -> Parsed<ExprKind> {
        let mut parts = self.parts(node);
        let span = parts.whole();
        let digits = parts.need(Rule::number)?;
        let (whole, decimals) = (self.limits.integer_digits, self.limits.decimal_digits);
        let too_many = || slip(&limits::TOO_MANY_DIGITS, span, &[&whole.to_string(), &decimals.to_string()]);
        let number = Number::parse(digits.text(), whole, decimals).ok_or_else(too_many)?;
        let point = digits.text().contains('.');
        if parts.take(Rule::percent).is_some() {
            let ratio = number.checked_div(Number::from_int(100)).ok_or_else(too_many)?;
            let fits = ratio.places().is_some_and(|places| places as usize <= decimals);
            return if fits { Ok(ExprKind::Percent(ratio)) } else { Err(too_many()) };
        }
        let Some(unit) = parts.take(Rule::unit) else { return Ok(ExprKind::Number(number, point)) };
        let unit = match self.parts(unit).peek() {
            Some(Rule::unit_days) => DurationUnit::Days,
            Some(Rule::unit_months) => DurationUnit::Months,
            _ => DurationUnit::Years,
        };
        let count = number.to_i64().filter(|_| !point);
        Ok(ExprKind::Duration(count.ok_or_else(|| slip(&table::PART_OF_A_UNIT, span, &[digits.text()]))?, unit))
    }
}

/// The values after `in`, as far as they were read.
struct Set {
    items: Vec<SetItem>,
    /// The lower end of a range whose upper end comes next.
    low: Option<Box<Expr>>,
    below: usize,
}

impl Set {
    /// Adds a value; true if it was the last.
    fn add(&mut self, value: Tree, tokens: &mut Parts<'_>) -> bool {
        self.below = self.below.max(value.height);
        match self.low.take() {
            Some(low) => self.items.push(SetItem::Range(*low, *value.expr)),
            None if tokens.next_if(Rule::dots).is_some() => {
                self.low = Some(value.expr);
                return false;
            }
            None => self.items.push(SetItem::Value(*value.expr)),
        }
        tokens.next_if(Rule::comma).is_none()
    }
}

/// Which part of a call comes next.
enum Slot {
    Argument,
    Filter,
    Key,
}

impl Slot {
    /// Puts a value where it belongs, and says what follows; `None` at the end.
    fn fill(&self, call: &mut Call, value: Tree, tokens: &mut Parts<'_>) -> Option<Slot> {
        let value = *value.expr;
        match self {
            Slot::Argument => call.args.push(value),
            Slot::Filter => call.filter = Some(value),
            Slot::Key => call.by.push(SortKey { value, descending: tokens.next_if(Rule::descending).is_some() }),
        }
        let follows = |tokens: &mut Parts<'_>, word| tokens.next_if(word).is_some();
        match self {
            Slot::Argument if call.named.is_none() && follows(tokens, Rule::comma) => Some(Slot::Argument),
            Slot::Argument if follows(tokens, Rule::kw_where) => Some(Slot::Filter),
            Slot::Argument | Slot::Filter if follows(tokens, Rule::kw_by) => Some(Slot::Key),
            Slot::Key if follows(tokens, Rule::comma) => Some(Slot::Key),
            _ => None,
        }
    }
}

/// `周岁(出生日期, 向下)`: the tree has the English word.
fn name_the_way(call: &mut Call) {
    let Some(Expr { kind: ExprKind::Path(path), .. }) = call.args.last_mut() else { return };
    if let [word] = path.parts.as_mut_slice()
        && keywords::goes_a_way(&call.name.text)
        && let Some(way) = keywords::way(&word.text)
    {
        word.text = way.en.to_string();
    }
}

fn called(call: Box<Call>, span: Span, below: usize) -> Tree {
    Tree::over(ExprKind::Call(call), span, below)
}

fn single(path: Path) -> Option<Ident> {
    <[Ident; 1]>::try_from(path.parts).ok().map(|[name]| name)
}

fn both(found: Rule, left: Tree, right: Tree) -> Option<Tree> {
    let span = left.span().to(right.span());
    let below = left.height.max(right.height);
    Some(Tree::over(ExprKind::Binary(binary(found)?, left.expr, right.expr), span, below))
}

/// How tight what follows an operand binds; `None` for what ends the expression around it.
fn power_of(found: Rule) -> Option<u8> {
    Some(match found {
        Rule::is_none | Rule::is_element | Rule::membership => power::COMPARE,
        Rule::kw_on => power::ON,
        Rule::call | Rule::empty_call => power::CALL,
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
