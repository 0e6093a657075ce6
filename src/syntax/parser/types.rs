//! Pairs → the names of types.

use super::nodes::Node;
use super::{Parsed, Reader, Rule};
use crate::syntax::ast::{TypeKind, TypeName};

impl Reader<'_> {
    pub(super) fn type_name(&self, node: Node<'_>) -> Parsed<TypeName> {
        let mut parts = self.parts(node);
        let span = parts.whole();
        let first = parts.next().ok_or_else(|| parts.broken())?;
        let kind = match first.rule() {
            Rule::kw_money if parts.has(Rule::kw_month) => TypeKind::MoneyPerMonth,
            Rule::kw_money if parts.has(Rule::kw_year) => TypeKind::MoneyPerYear,
            Rule::kw_money => TypeKind::Money,
            Rule::money_per_month => TypeKind::MoneyPerMonth,
            Rule::money_per_year => TypeKind::MoneyPerYear,
            Rule::kw_ratio => TypeKind::Ratio,
            Rule::kw_integer => TypeKind::Integer,
            Rule::kw_decimal => TypeKind::Decimal,
            Rule::kw_date => TypeKind::Date,
            Rule::kw_months => TypeKind::Months,
            Rule::kw_days => TypeKind::Days,
            Rule::kw_truth => TypeKind::Truth,
            Rule::kw_text => TypeKind::Text,
            _ => TypeKind::Named(first.text().to_string()),
        };
        Ok(TypeName { kind, span })
    }
}
