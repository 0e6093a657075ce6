//! Pairs → properties, and what they ask of a decision.

use super::nodes::{Node, Parts};
use super::{Parsed, Reader, Rule};
use crate::syntax::ast::*;

/// How deep the expression of a property lies: in its block.
const IN_BLOCK: usize = 1;

impl Reader<'_> {
    pub(super) fn property(&self, mut parts: Parts<'_>) -> Parsed<Property> {
        let (name, labels) = self.named(&mut parts)?;
        let entity = self.ident(&parts.need(Rule::name)?);
        let mut attributes = Attributes::default();
        self.further_attributes(&mut parts, &mut attributes)?;
        let statement = self.statement(&mut parts)?;
        Ok(Property { name, labels, entity, attributes, statement, span: parts.whole() })
    }

    fn statement(&self, parts: &mut Parts<'_>) -> Parsed<Statement> {
        if let Some(node) = parts.take(Rule::always) {
            let mut inner = self.parts(node);
            let first = self.expression(inner.need(Rule::expression)?, IN_BLOCK)?;
            return Ok(match inner.take(Rule::expression) {
                Some(second) => Statement::Always { given: Some(first), holds: self.expression(second, IN_BLOCK)? },
                None => Statement::Always { given: None, holds: first },
            });
        }
        if let Some(node) = parts.take(Rule::never) {
            return Ok(Statement::Never(self.expression(self.parts(node).need(Rule::expression)?, IN_BLOCK)?));
        }
        let mut inner = self.parts(parts.need(Rule::monotone)?);
        let value = self.expression(inner.need(Rule::expression)?, IN_BLOCK)?;
        let never = self.movement(&mut inner)?;
        let fact = self.path(inner.need(Rule::path)?);
        let when = self.movement(&mut inner)?;
        Ok(Statement::Monotone { value, never, fact, when })
    }

    fn movement(&self, parts: &mut Parts<'_>) -> Parsed<Movement> {
        let up = self.parts(parts.need(Rule::movement)?).has(Rule::kw_increases);
        Ok(if up { Movement::Increases } else { Movement::Decreases })
    }

    /// `any measure`, `measure help`, `rule low_income`
    pub(super) fn asked(&self, node: Node<'_>) -> Parsed<Asked> {
        let mut parts = self.parts(node);
        if parts.peek() == Some(Rule::kw_any) {
            return Ok(Asked::AnyMeasure);
        }
        let rule = parts.peek() == Some(Rule::kw_rule);
        let name = self.ident(&parts.need(Rule::name)?);
        Ok(if rule { Asked::Rule(name) } else { Asked::Measure(name) })
    }
}
