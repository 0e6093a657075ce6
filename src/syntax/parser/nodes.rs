//! pest's pairs, as the parser walks them: one step at a time, over the marks between the parts.

use super::{Parsed, Reader, Rule};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::syntax as table;
use crate::source::Span;
use pest::iterators::{Pair, Pairs};
use std::iter::Peekable;

/// One part of an item, as the grammar names it.
#[derive(Clone)]
pub(super) struct Node<'i>(Pair<'i, Rule>);

impl<'i> Node<'i> {
    pub(super) fn rule(&self) -> Rule {
        self.0.as_rule()
    }

    pub(super) fn text(&self) -> &'i str {
        self.0.as_str()
    }

    /// First byte, and one past the last byte that is not a blank or comment.
    ///
    /// pest lets a rule that ends in something optional run on over the blanks behind it; the
    /// last word or sign inside tells where it really ends.
    fn extent(&self) -> (usize, usize) {
        let mut last = self.0.clone();
        while let Some(inner) = last.clone().into_inner().next_back() {
            last = inner;
        }
        (self.0.as_span().start(), last.as_span().end())
    }
}

impl<'i> From<Pair<'i, Rule>> for Node<'i> {
    fn from(pair: Pair<'i, Rule>) -> Self {
        Node(pair)
    }
}

/// The parts of a node, in order.
pub(super) struct Parts<'i> {
    inner: Peekable<Pairs<'i, Rule>>,
    whole: Span,
}

impl<'i> Parts<'i> {
    /// The node these are the parts of.
    pub(super) fn whole(&self) -> Span {
        self.whole
    }

    /// The rule of the next part, marks included.
    pub(super) fn peek(&mut self) -> Option<Rule> {
        self.inner.peek().map(Pair::as_rule)
    }

    /// The next part, marks included.
    pub(super) fn next(&mut self) -> Option<Node<'i>> {
        self.inner.next().map(Node)
    }

    /// The next part, if it is of this rule.
    pub(super) fn next_if(&mut self, wanted: Rule) -> Option<Node<'i>> {
        self.inner.next_if(|next| next.as_rule() == wanted).map(Node)
    }

    /// The next part, if it is of this rule; keywords and punctuation before it are passed over.
    pub(super) fn take(&mut self, wanted: Rule) -> Option<Node<'i>> {
        let mut ahead = self.inner.clone();
        while ahead.next_if(|next| next.as_rule() != wanted && is_mark(next)).is_some() {}
        let found = ahead.next_if(|next| next.as_rule() == wanted)?;
        self.inner = ahead;
        Some(Node(found))
    }

    /// The next part of this rule, which the grammar says is there.
    pub(super) fn need(&mut self, wanted: Rule) -> Parsed<Node<'i>> {
        self.take(wanted).ok_or_else(|| self.broken())
    }

    /// All further parts of this rule, up to the first of another.
    pub(super) fn all(&mut self, wanted: Rule) -> Vec<Node<'i>> {
        std::iter::from_fn(|| self.take(wanted)).collect()
    }

    /// Whether a part of this rule is still to come, at any place.
    pub(super) fn has(&self, wanted: Rule) -> bool {
        self.inner.clone().any(|part| part.as_rule() == wanted)
    }

    /// What is said should grammar and parser ever disagree.
    pub(super) fn broken(&self) -> Box<Diagnostic> {
        Box::new(Diagnostic::at(&table::UNREADABLE, self.whole))
    }
}

impl Reader<'_> {
    /// Where a node stands in its source.
    pub(super) fn span(&self, node: &Node<'_>) -> Span {
        let (start, end) = node.extent();
        self.span_of(start, end)
    }

    /// Bytes of the item's text → their place in the source.
    pub(super) fn span_of(&self, start: usize, end: usize) -> Span {
        super::span_between(self.source, self.item.start(start), self.item.end(end))
    }

    /// The parts of a node.
    pub(super) fn parts<'i>(&self, node: Node<'i>) -> Parts<'i> {
        Parts { whole: self.span(&node), inner: node.0.into_inner().peekable() }
    }
}

/// Whether a pair only holds a place between parts: a keyword or a sign.
fn is_mark(pair: &Pair<'_, Rule>) -> bool {
    let carries_text = matches!(pair.as_rule(), Rule::name | Rule::text | Rule::date | Rule::number);
    !carries_text && pair.clone().into_inner().next().is_none()
}
