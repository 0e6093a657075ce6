//! Pairs → marks: what is allowed at an item, how much of it a page tells, what is personal and what can
//! be evidenced.

use super::nodes::{Node, Parts};
use super::{Parsed, Reader, Rule};
use crate::source::Span;
use crate::syntax::ast::{Allowance, Evidence, Shown};

/// The mark of an item or part, with its place.
pub(super) fn shown(parts: &Parts<'_>) -> (Shown, Span) {
    let shown = if parts.has(Rule::kw_briefly) || parts.has(Rule::explain_briefly) {
        Shown::Briefly
    } else if parts.has(Rule::kw_never) || parts.has(Rule::explain_never) {
        Shown::Never
    } else {
        Shown::WhenMet
    };
    (shown, parts.whole())
}

/// The marks of a field.
type FieldMarks = (Option<Span>, Option<(Evidence, Span)>);

impl Reader<'_> {
    /// What stands before an item, whose text ends where `reach` does.
    pub(super) fn allowance(&self, node: Node<'_>, reach: Span) -> Parsed<Allowance> {
        let mut parts = self.parts(node);
        let code = self.ident(&parts.need(Rule::name)?);
        let because = self.text(parts.need(Rule::text)?)?;
        Ok(Allowance { code, because, item: 0, reach, span: parts.whole() })
    }

    /// The words behind everything else a field says, in any order.
    pub(super) fn field_marks(&self, parts: &mut Parts<'_>) -> Parsed<FieldMarks> {
        let (mut sensitive, mut evidence) = (None, None);
        loop {
            if let Some(node) = parts.take(Rule::sensitive) {
                self.once(&mut sensitive, "sensitive", self.parts(node), |inner| Ok(inner.whole()))?;
            } else if let Some(node) = parts.take(Rule::evidence) {
                self.once(&mut evidence, "evidence", self.parts(node), |inner| self.evidence(inner))?;
            } else {
                return Ok((sensitive, evidence));
            }
        }
    }

    /// The words behind those a measure is for, in any order.
    pub(super) fn measure_marks(&self, parts: &mut Parts<'_>) -> Parsed<[Option<Span>; 3]> {
        const MARKS: [(Rule, &str); 3] =
            [(Rule::kw_owed, "owed"), (Rule::kw_once, "once"), (Rule::kw_cumulative, "cumulative")];
        let mut found = [None; 3];
        while let Some(at) = MARKS.iter().position(|(rule, _)| parts.peek() == Some(*rule)) {
            let (Some((rule, word)), Some(slot)) = (MARKS.get(at), found.get_mut(at)) else { break };
            let Some(node) = parts.take(*rule) else { break };
            self.once(slot, word, self.parts(node), |inner| Ok(inner.whole()))?;
        }
        Ok(found)
    }

    fn evidence(&self, mut parts: Parts<'_>) -> Parsed<(Evidence, Span)> {
        let span = parts.whole();
        let way = match parts.take(Rule::direction) {
            None => Evidence::Either,
            Some(node) if self.parts(node.clone()).has(Rule::kw_up) => Evidence::Up,
            Some(_) => Evidence::Down,
        };
        Ok((way, span))
    }
}
