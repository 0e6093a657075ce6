//! What a policy says of every household.

use super::{Attributes, Expr, Ident, Labels, Path};
use crate::source::Span;

/// What must hold of every household.
#[derive(Clone, Debug)]
pub struct Property {
    pub name: Ident,
    pub labels: Labels,
    /// Of whom it is asked, one by one.
    pub entity: Ident,
    pub attributes: Attributes,
    pub statement: Statement,
    pub span: Span,
}

/// What a property says.
#[derive(Clone, Debug)]
pub enum Statement {
    /// `always A`, and `always A implies B`: where A holds, B does.
    Always { given: Option<Expr>, holds: Expr },
    /// `never A`
    Never(Expr),
    /// `help.monthly never increases when wage increases`
    Monotone { value: Expr, never: Movement, fact: Path, when: Movement },
}

/// Which way a number goes from one household to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    Increases,
    Decreases,
}
