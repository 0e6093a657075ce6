//! Questions that have one answer, whatever the facts: by the declared ranges of facts, by choices,
//! by the parts beside them.

use super::facts::{Fact, Facts, Question, assumed};
use super::range::Range;
use super::reach::{Reach, itself};
use super::same::same;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::warnings;
use crate::model::{Effect, Expr, ExprKind, Part, Test, walk};
use crate::source::{Sources, Span};

/// Parts of one `and` or `or` that are looked at side by side.
const TOGETHER: usize = 64;

/// Warns of each comparison of a thing with itself, and of each that always or never holds.
pub(super) fn warn(reach: &mut Reach<'_>, sources: &Sources, found: &mut Vec<Diagnostic>) {
    let model = reach.model();
    let mut looker = Looker { reach, sources, found };
    for version in model.derived.iter().flat_map(|derived| &derived.versions) {
        looker.test(&version.body);
    }
    for exception in &model.exceptions {
        looker.test(&exception.when);
        if let Effect::Then(value) = &exception.effect {
            looker.expr(value);
        }
    }
    for rule in &model.rules {
        looker.test(&rule.when);
        let amounts = rule.grants.iter().chain(&rule.otherwise).flat_map(|grant| &grant.fields);
        amounts.for_each(|amount| looker.expr(amount));
    }
}

struct Looker<'r, 'm> {
    reach: &'r mut Reach<'m>,
    sources: &'r Sources,
    found: &'r mut Vec<Diagnostic>,
}

impl<'m> Looker<'_, 'm> {
    fn test(&mut self, test: &'m Test) {
        match test {
            Test::All(parts) => self.parts(parts, true),
            Test::Any(parts) => self.parts(parts, false),
            Test::Expr(expr) => self.expr(expr),
        }
    }

    fn parts(&mut self, parts: &'m [Part], all: bool) {
        let spans: Vec<Span> = parts.iter().map(|part| part.name.span).collect();
        self.together(&Question::parts(parts), &spans, all);
        parts.iter().for_each(|part| self.test(&part.test));
    }

    fn expr(&mut self, expr: &'m Expr) {
        let mut all: Vec<&'m Expr> = Vec::new();
        walk::expr(expr, &mut |expr| all.push(expr));
        all.into_iter().for_each(|expr| self.question(expr));
    }

    fn question(&mut self, expr: &'m Expr) {
        let spans = |all: &[Expr]| all.iter().map(|part| part.span).collect::<Vec<Span>>();
        match &expr.kind {
            ExprKind::And(all) => self.together(&Question::each(all), &spans(all), true),
            ExprKind::Or(all) => self.together(&Question::each(all), &spans(all), false),
            ExprKind::Compare(how, a, b) => {
                if same(a, b) {
                    let (zh, en) = if itself(*how).0 { ("是", "true") } else { ("否", "false") };
                    self.found.push(Diagnostic::at(&warnings::ITSELF, expr.span).arg(zh).arg(en));
                    return;
                }
                // Of a constant there is nothing to tell.
                let about = if matches!(a.kind, ExprKind::Const(_)) { b } else { a };
                self.certain(expr, about);
            }
            ExprKind::In { value, .. } => self.certain(expr, value),
            _ => {}
        }
    }

    fn certain(&mut self, expr: &'m Expr, about: &'m Expr) {
        let entry = match self.reach.expr(expr, &Facts::default()).truths() {
            (true, false) => &warnings::ALWAYS,
            (false, true) => &warnings::NEVER,
            _ => return,
        };
        let words = match self.reach.declared_of(about).filter(|range| !range.is_open()) {
            Some(declared) => declared.to_string(),
            None => self.reach.expr(about, &Facts::default()).words(about.ty, self.reach.model()),
        };
        self.found.push(Diagnostic::at(entry, expr.span).arg(self.sources.slice(about.span)).arg(words));
    }

    /// Parts that leave nothing for a value they all ask about: joined by `and` they are never
    /// true, joined by `or` never false, together.
    fn together(&mut self, parts: &[Question<'m>], spans: &[Span], all: bool) {
        let mut known: Vec<(usize, Fact<'m>)> = Vec::new();
        for (at, part) in parts.iter().enumerate().take(TOGETHER) {
            let facts = assumed(self.reach, *part, all, &Facts::default());
            for fact in facts.into_iter().filter(|fact| !fact.range.is_nothing()) {
                let mut narrowed: Option<(usize, Range)> = None;
                for (other, before) in &known {
                    if let Some(left) = before.both(&fact) {
                        narrowed = Some((*other, left));
                        if *other != at && narrowed.as_ref().is_some_and(|(_, left)| left.is_nothing()) {
                            break;
                        }
                    }
                }
                match narrowed {
                    Some((other, left)) if left.is_nothing() && other != at => {
                        let entry = if all { &warnings::EXCLUDED } else { &warnings::COVERED };
                        if let (Some(here), Some(there)) = (spans.get(at), spans.get(other)) {
                            self.found.push(Diagnostic::at(entry, *here).label(*there, warnings::OTHER_PART, &[]));
                        }
                        return;
                    }
                    _ => known.push((at, fact)),
                }
            }
        }
    }
}
