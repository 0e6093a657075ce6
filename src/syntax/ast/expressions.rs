//! Expressions of the syntax tree.

#![allow(missing_docs, reason = "a field is called by the word of the language it holds")]

use super::{Ident, Path};
use crate::source::Span;
use crate::value::{Date, Number};

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

/// The kinds of expressions; each line shows the smallest text that makes one.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `1050`, `0.5`; the flag tells whether a point was written.
    Number(Number, bool),
    /// `30%`, held as 0.30
    Percent(Number),
    /// `true`
    Truth(bool),
    /// `none`
    None,
    /// `"text"`
    Text(String),
    /// `2020-03-31`
    Date(Date),
    /// `24 months`, `2 years`, `30 days`
    Duration(i64, DurationUnit),
    /// `decision_date`
    DecisionDate,
    /// `wage`, `Household.area`, `members.wage`, `Area.first`
    Path(Path),
    /// `round(x, 1, up)`, `sum(members.wage where minor)`, `standard(area, residence) on born`
    Call(Box<Call>),
    /// `any of members as other where other.adult satisfies other.working`; the flag is true for `all of`
    Quantified { all: bool, list: Path, named: Option<Ident>, filter: Option<Box<Expr>>, test: Box<Expr> },
    /// `-x`, `not x`
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `if a then b else c`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `x in (a, b)`, `x not in (a, 1..3)`
    In { value: Box<Expr>, set: Vec<SetItem>, negated: bool },
    /// `x is none`, `x is not none`
    IsNone { value: Box<Expr>, negated: bool },
    /// `other is self`, `b is not a`: whether two are one; without a name, the one who asks
    IsElement { value: Box<Expr>, other: Option<Ident>, negated: bool },
    /// `any measure`, `measure help`, `rule low_income`: what a property asks of the decision
    Asked(Asked),
}

/// What is asked of a decision.
#[derive(Clone, Debug)]
pub enum Asked {
    /// `any measure`
    AnyMeasure,
    /// `measure help`
    Measure(Ident),
    /// `rule low_income`
    Rule(Ident),
}

/// A member of the set after `in`.
#[derive(Clone, Debug)]
pub enum SetItem {
    /// One value.
    Value(Expr),
    /// `1..3`, both ends included.
    Range(Expr, Expr),
}

/// `name(args as element where filter by keys) on date`
#[derive(Clone, Debug)]
pub struct Call {
    pub name: Ident,
    pub args: Vec<Expr>,
    /// `as other`: what each element of the list is called.
    pub named: Option<Ident>,
    pub filter: Option<Expr>,
    pub by: Vec<SortKey>,
    pub on: Option<Expr>,
}

/// `wage descending`
#[derive(Clone, Debug)]
pub struct SortKey {
    pub value: Expr,
    pub descending: bool,
}

/// The unit of a duration literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationUnit {
    Days,
    Months,
    Years,
}

/// Operators before an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `-`
    Neg,
    /// `not`
    Not,
}

/// Operators between expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}
