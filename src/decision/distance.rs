//! Decision + goal → how far the case is from the goal, and the facts that lie in the way: what a search
//! goes by.
//!
//! A goal is that something is so. Of what stands in its way each comparison that comes out otherwise
//! counts once, and by how much it is missed is added up. The measure is rough, and nothing is decided
//! by it: whoever searches looks at what a household comes to.

use super::edge::Edge;
use super::properties::is_or_above;
use super::reach::{Aim, Giving, Goal, asked_of, reached};
use super::{State, Verdict};
use crate::eval::{At, Context, Frame, elements};
use crate::facts::DiscretionTarget;
use crate::model::{Asked, Comparison, EntityId, ExprKind, FieldId, Modality, Property, RuleId, Statement, walk};
use crate::plan::{Aggregate, AggregateKind, Candidate, Effect, OpKind, Operand, Operation};
use crate::value::{Cell, Number};
use std::cell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// How far something is from being so; less is nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Far {
    pub(super) open: u32,
    pub(super) short: Number,
    /// Some of what has to come out otherwise.
    pub(super) first: [Option<Operand>; LEAVES],
}

/// How far a case is from a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distance {
    /// What has to come out otherwise: comparisons, truths, choices.
    pub open: u32,
    /// By how much the comparisons among them are missed, units aside, all together.
    pub short: Number,
    /// Facts that what has to come out otherwise rests on.
    pub facts: BTreeSet<(EntityId, FieldId)>,
}

/// What cannot be, or lies too deep to be looked at.
pub(super) const FAR: Far = Far { open: 1_000, short: Number::ZERO, first: [None; LEAVES] };

/// So much of what has to come out otherwise is kept.
const LEAVES: usize = 16;

/// Nothing stands in the way.
pub(super) const THERE: Far = Far { open: 0, short: Number::ZERO, first: [None; LEAVES] };

/// Operations looked at for one goal, and how many within each other.
const MOST: u32 = 20_000;
pub(super) const DEEPEST: u32 = 48;

impl Distance {
    /// Whether the case is as the goal wants it.
    pub fn is_none(&self) -> bool {
        self.open == 0
    }

    /// How far it is from both.
    #[must_use]
    pub fn and(mut self, other: Distance) -> Distance {
        self.facts.extend(other.facts);
        let short = self.short.checked_add(other.short).unwrap_or(self.short.max(other.short));
        Distance { open: self.open.saturating_add(other.open), short, facts: self.facts }
    }

    /// Whether it is nearer than another.
    pub fn is_below(&self, other: &Distance) -> bool {
        (self.open, self.short) < (other.open, other.short)
    }
}

impl Far {
    pub(super) fn of(open: u32) -> Far {
        Far { open, ..THERE }
    }

    /// The same, and what it is that has to come out otherwise.
    pub(super) fn at(self, operand: Operand) -> Far {
        let mut first = [None; LEAVES];
        first[0] = Some(operand);
        Far { first, ..self }
    }

    fn first_of(self, other: Far) -> [Option<Operand>; LEAVES] {
        let mut all = self.first.into_iter().chain(other.first).flatten();
        [(); LEAVES].map(|()| all.next())
    }

    /// One of them has to be so: the nearer. Of two as near either may be tried, and by how much one is
    /// missed shows the way.
    pub(super) fn or(self, other: Far) -> Far {
        match self.open.cmp(&other.open) {
            Ordering::Less => self,
            Ordering::Greater => other,
            Ordering::Equal => {
                let short = match (self.short.is_zero(), other.short.is_zero()) {
                    (true, _) => other.short,
                    (_, true) => self.short,
                    _ => self.short.min(other.short),
                };
                Far { open: self.open, short, first: self.first_of(other) }
            }
        }
    }

    /// Both have to be so.
    pub(super) fn and(self, other: Far) -> Far {
        let short = self.short.checked_add(other.short).unwrap_or(self.short.max(other.short));
        Far { open: self.open.saturating_add(other.open), short, first: self.first_of(other) }
    }
}

pub(super) fn all(each: impl Iterator<Item = Far>) -> Far {
    each.fold(THERE, Far::and)
}

pub(super) fn any(each: impl Iterator<Item = Far>) -> Far {
    each.reduce(Far::or).unwrap_or(FAR)
}

/// How far a case is from a goal. The frame is of a plan with the property the goal names, and holds
/// what the decision answers to it.
pub(super) fn distance(verdict: Verdict<'_>, frame: &Frame<'_>, aim: &Aim) -> Distance {
    let found = far(verdict, frame, aim);
    let first = found.first.into_iter().flatten().collect();
    let (facts, _) = reached(frame.context.plan, first, frame.context.date);
    Distance { open: found.open, short: found.short, facts }
}

fn far(verdict: Verdict<'_>, frame: &Frame<'_>, aim: &Aim) -> Far {
    let gauge = Gauge { verdict, frame, left: cell::Cell::new(MOST) };
    let plan = frame.context.plan;
    let subjects = |entity| (0..frame.context.count(entity)).map(move |instance| frame.at(entity, instance));
    let property = |position: usize| plan.model.properties.get(position).zip(plan.property(position));
    match aim.goal {
        Goal::Rule(rule, wanted) => {
            let Some(declared) = plan.model.rules.get(rule.index()) else { return FAR };
            any(subjects(declared.entity).map(|at| gauge.rule(rule, at, wanted)))
        }
        Goal::Asked(position) => {
            let Some((property, lowered)) = property(position) else { return FAR };
            any(subjects(property.entity).map(|at| gauge.asked(property, lowered.given, lowered.value, at)))
        }
        Goal::Broken(position) => {
            let Some((property, lowered)) = property(position) else { return FAR };
            any(subjects(property.entity).map(|at| match property.statement {
                Statement::Monotone { .. } => gauge.above_zero(lowered.value, at, 0),
                _ => {
                    let wanted = matches!(property.statement, Statement::Never(_));
                    let given = lowered.given.map_or(THERE, |given| gauge.truth(given, at, true, 0));
                    given.and(gauge.truth(lowered.value, at, wanted, 0))
                }
            }))
        }
        Goal::Edge(position, _) | Goal::AskedAndRests(position, _) => {
            let (Some((property, lowered)), Some(edge)) = (property(position), aim.edge) else { return FAR };
            let edge =
                Edge { gauge: &gauge, compared: edge, above: &aim.above, equal: matches!(aim.goal, Goal::Edge(..)) };
            let asked = |at| match aim.goal {
                Goal::AskedAndRests(..) => gauge.asked(property, lowered.given, lowered.value, at),
                _ => THERE,
            };
            any(subjects(property.entity).map(|at| match lowered.given {
                None => asked(at).and(edge.of(lowered.value, at, 0)),
                Some(given) => {
                    let in_value = gauge.truth(given, at, true, 0).and(edge.of(lowered.value, at, 0));
                    asked(at).and(in_value.or(edge.of(given, at, 0)))
                }
            }))
        }
    }
}

/// How far two values are apart.
pub(super) fn gap(a: Cell, b: Cell) -> Option<Number> {
    let apart = match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => a.checked_sub(b)?,
        (Cell::Date(a), Cell::Date(b)) => Number::from_int(a.days_since(b)),
        (Cell::Months(a), Cell::Months(b)) | (Cell::Days(a), Cell::Days(b)) => Number::from_int(a.checked_sub(b)?),
        _ => return None,
    };
    if apart.is_negative() { apart.checked_neg() } else { Some(apart) }
}

/// Of a property that speaks of amounts: those it asks of the decision.
pub(super) fn amounts(property: &Property) -> BTreeSet<Asked> {
    let mut found = BTreeSet::new();
    walk::property(property, &mut |expr| {
        if let ExprKind::Asked(asked @ Asked::Amount(..)) = expr.kind {
            found.insert(asked);
        }
    });
    found
}

/// Measures one case.
pub(super) struct Gauge<'v, 'f, 'a> {
    verdict: Verdict<'v>,
    pub(super) frame: &'f Frame<'a>,
    /// Operations that may still be looked at.
    left: cell::Cell<u32>,
}

impl<'a> Gauge<'_, '_, 'a> {
    /// How far a property is from saying something of a subject.
    fn asked(&self, property: &Property, given: Option<Operand>, value: Operand, at: At) -> Far {
        if matches!(property.statement, Statement::Monotone { .. }) {
            return self.above_zero(value, at, 0);
        }
        let given = given.map_or(THERE, |given| self.truth(given, at, true, 0));
        let amounts = amounts(property);
        if amounts.is_empty() {
            return given;
        }
        given.and(any(amounts.into_iter().map(|asked| self.granted(asked, at, 0))))
    }

    /// The operation of a slot, and the instance it is of; `None` where enough was looked at.
    pub(super) fn looked(&self, entity: EntityId, slot: u32, at: At, depth: u32) -> Option<(&'a Operation, At)> {
        let left = self.left.get().checked_sub(1).filter(|_| depth < DEEPEST)?;
        self.left.set(left);
        let (_, operation) = self.frame.context.plan.op_of(entity, slot)?;
        Some((operation, self.frame.up(at, entity)))
    }

    /// How far a truth is from being as wanted.
    pub(super) fn truth(&self, operand: Operand, at: At, wanted: bool, depth: u32) -> Far {
        let cell = self.frame.read(operand, at);
        match cell.truth() {
            Some(truth) if truth == wanted => return THERE,
            _ => {}
        }
        let here = Far::of(if cell.is_known() { 1 } else { 2 }).at(operand);
        let Operand::Slot(entity, slot) = operand else {
            return if matches!(operand, Operand::Const(_)) { FAR } else { here };
        };
        let Some((operation, at)) = self.looked(entity, slot, at, depth) else { return here };
        let depth = depth.saturating_add(1);
        let truth = |operand, wanted| self.truth(operand, at, wanted, depth);
        let each = |of: &[Operand], together: bool| {
            let each = of.iter().map(|operand| truth(*operand, wanted));
            if together == wanted { all(each) } else { any(each) }
        };
        match &operation.kind {
            OpKind::Alias(a) => truth(*a, wanted),
            OpKind::Not(a) => truth(*a, !wanted),
            OpKind::And(of) => each(of, true),
            OpKind::Or(of) => each(of, false),
            OpKind::Compare(Comparison::Gt | Comparison::Ne, a, zero) if wanted && self.is_zero(*zero) => {
                self.above_zero(*a, at, depth)
            }
            OpKind::Compare(Comparison::Lt | Comparison::Ne, zero, a) if wanted && self.is_zero(*zero) => {
                self.above_zero(*a, at, depth)
            }
            OpKind::Compare(how, a, b) => {
                let (a, b) = (self.frame.read(*a, at), self.frame.read(*b, at));
                // What is to be unequal is so with the smallest step.
                let equal = (*how == Comparison::Eq) != wanted && matches!(how, Comparison::Eq | Comparison::Ne);
                let short = gap(a, b).filter(|_| !equal).unwrap_or(Number::ZERO);
                Far { short, ..here }
            }
            OpKind::If(test, then, other) => any([(true, then), (false, other)]
                .into_iter()
                .map(|(holds, branch)| truth(*test, holds).and(truth(*branch, wanted)))),
            OpKind::Versions(versions) => {
                let date = self.frame.context.date;
                let body = versions.iter().find(|(span, _)| span.holds(date));
                body.map_or(FAR, |(_, body)| truth(*body, wanted))
            }
            OpKind::Resolve(base, candidates) => {
                self.resolved(*base, candidates, at, depth, &|operand| truth(operand, wanted), wanted)
            }
            OpKind::Aggregate(aggregate) => self.quantified(aggregate, at, wanted, depth).unwrap_or(here),
            OpKind::Asked(asked) => match (asked, wanted) {
                (Asked::Rule(rule), _) => self.rule_above(*rule, at, wanted),
                (_, true) => self.granted(*asked, at, depth),
                (_, false) => all(self.rules(*asked, at).into_iter().map(|(rule, subject, grants)| {
                    let lowered = self.frame.context.plan.rules.get(rule.index());
                    let when = lowered.map_or(Operand::Const(0), |lowered| lowered.when);
                    all(grants.iter().map(|(otherwise, _)| self.truth(when, subject, *otherwise, depth)))
                })),
            },
            _ => here,
        }
    }

    fn is_zero(&self, operand: Operand) -> bool {
        let Operand::Const(at) = operand else { return false };
        let constant = self.frame.context.plan.constants.get(at as usize);
        constant.is_some_and(|(cell, _)| *cell == Cell::Number(Number::ZERO))
    }

    /// How far a base is from what is wanted, as its exceptions leave it.
    fn resolved(
        &self,
        base: Operand,
        candidates: &[Candidate],
        at: At,
        depth: u32,
        wanted: &dyn Fn(Operand) -> Far,
        waived: bool,
    ) -> Far {
        let date = self.frame.context.date;
        let in_force = || candidates.iter().filter(|candidate| candidate.in_force.holds(date));
        // Without any exception that applies now.
        let none = all(in_force().map(|it| self.truth(it.when, at, false, depth))).and(wanted(base));
        let by = in_force().filter_map(|candidate| {
            let applies = self.truth(candidate.when, at, true, depth);
            let open = if candidate.modality == Modality::Must { THERE } else { Far::of(1) };
            match candidate.effect {
                Effect::Then(then) => Some(applies.and(open).and(wanted(then))),
                Effect::Waive if waived => Some(applies.and(open)),
                Effect::Waive | Effect::Disapply => None,
            }
        });
        none.or(any(by))
    }

    /// `any of`, `all of`: `None` for other questions.
    fn quantified(&self, aggregate: &Aggregate, at: At, wanted: bool, depth: u32) -> Option<Far> {
        let together = match aggregate.kind {
            AggregateKind::Any => false,
            AggregateKind::All => true,
            _ => return None,
        };
        let each = self.elements(aggregate, at).map(|element| {
            let truth = |operand: Option<Operand>, wanted| {
                operand.map_or(if wanted { THERE } else { FAR }, |it| self.truth(it, element, wanted, depth))
            };
            match together {
                // It counts and holds; or it does not count, or does not hold.
                false if wanted => truth(aggregate.filter, true).and(truth(aggregate.value, true)),
                false => truth(aggregate.filter, false).or(truth(aggregate.value, false)),
                true if wanted => truth(aggregate.filter, false).or(truth(aggregate.value, true)),
                true => truth(aggregate.filter, true).and(truth(aggregate.value, false)),
            }
        });
        Some(if together == wanted { all(each) } else { each.reduce(Far::or).unwrap_or(Far::of(3)) })
    }

    pub(super) fn elements<'e>(&'e self, aggregate: &'e Aggregate, at: At) -> impl Iterator<Item = At> + 'e {
        elements(self.frame, aggregate, at).0
    }

    /// How far a number is from being above zero.
    pub(super) fn above_zero(&self, operand: Operand, at: At, depth: u32) -> Far {
        let cell = self.frame.read(operand, at);
        let here = match cell {
            Cell::Number(number) if !number.is_negative() && !number.is_zero() => return THERE,
            Cell::Number(number) => Far { short: number.checked_neg().unwrap_or(number), ..Far::of(1).at(operand) },
            _ => Far::of(2).at(operand),
        };
        let Operand::Slot(entity, slot) = operand else {
            return if matches!(operand, Operand::Const(_)) { FAR } else { here };
        };
        let Some((operation, at)) = self.looked(entity, slot, at, depth) else { return here };
        let depth = depth.saturating_add(1);
        let above = |operand| self.above_zero(operand, at, depth);
        match &operation.kind {
            OpKind::Alias(a) | OpKind::Round { value: a, .. } | OpKind::PerYear(a) | OpKind::PerMonth(a) => above(*a),
            OpKind::If(test, then, other) => any([(true, then), (false, other)]
                .into_iter()
                .map(|(holds, branch)| self.truth(*test, at, holds, depth).and(above(*branch)))),
            OpKind::Max(of) => any(of.iter().map(|it| above(*it))),
            OpKind::Min(of) => all(of.iter().map(|it| above(*it))),
            OpKind::Clamp(a, ..) | OpKind::Div(a, _) => above(*a),
            OpKind::Add(a, b) | OpKind::ValueOr(a, b) => above(*a).or(above(*b)),
            OpKind::Mul(a, b, _) => above(*a).and(above(*b)),
            OpKind::Versions(versions) => {
                let date = self.frame.context.date;
                let body = versions.iter().find(|(span, _)| span.holds(date));
                body.map_or(FAR, |(_, body)| above(*body))
            }
            OpKind::Resolve(base, candidates) => self.resolved(*base, candidates, at, depth, &above, false),
            OpKind::Asked(asked @ Asked::Amount(..)) => self.granted(*asked, at, depth),
            OpKind::Aggregate(aggregate) if aggregate.kind != AggregateKind::Rank => {
                let each = self.elements(aggregate, at).map(|element| {
                    let filter = aggregate.filter.map_or(THERE, |it| self.truth(it, element, true, depth));
                    let value = aggregate.value.filter(|_| aggregate.kind != AggregateKind::Count);
                    filter.and(value.map_or(THERE, |value| self.above_zero(value, element, depth)))
                });
                // Where each counts already, more of them are wanted, or others.
                let nearest = each.reduce(Far::or).unwrap_or(Far::of(3));
                if nearest.open == 0 { here } else { nearest }
            }
            _ => here,
        }
    }

    /// The rules of a subject, and of those above it, that may give what is asked.
    pub(super) fn rules(&self, asked: Asked, at: At) -> Vec<(RuleId, At, Giving)> {
        let plan = self.frame.context.plan;
        let found = asked_of(plan, asked, self.frame.context.date).into_iter().filter_map(|(rule, grants)| {
            let entity = plan.model.rules.get(rule.index())?.entity;
            let subject = is_or_above(&self.frame.context, entity, at.entity).then(|| self.frame.up(at, entity))?;
            Some((rule, subject, grants))
        });
        found.collect()
    }

    /// How far a measure is from being given, or an amount of it from being above zero.
    fn granted(&self, asked: Asked, at: At, depth: u32) -> Far {
        let plan = self.frame.context.plan;
        any(self.rules(asked, at).into_iter().map(|(rule, subject, grants)| {
            let (Some(declared), Some(lowered)) = (plan.model.rules.get(rule.index()), plan.rules.get(rule.index()))
            else {
                return FAR;
            };
            any(grants.into_iter().map(|(otherwise, at)| {
                let (granted, amounts) = match otherwise {
                    true => (declared.otherwise.get(at), lowered.otherwise.get(at)),
                    false => (declared.grants.get(at), lowered.grants.get(at)),
                };
                let open = granted.is_some_and(|grant| grant.modality != Modality::Must)
                    && !self.decided_by_an_officer(rule, subject);
                let amount = match asked {
                    Asked::Amount(_, field) => amounts.and_then(|all| all.get(field as usize)),
                    _ => None,
                };
                self.rule(rule, subject, !otherwise)
                    .and(Far::of(u32::from(open)))
                    .and(amount.map_or(THERE, |it| self.above_zero(*it, subject, depth)))
            }))
        }))
    }

    fn decided_by_an_officer(&self, rule: RuleId, subject: At) -> bool {
        let found = self.frame.context.facts.discretion(DiscretionTarget::Rule(rule), subject.instance);
        found.is_some_and(|(_, discretion)| discretion.granted)
    }

    fn rule_above(&self, rule: RuleId, at: At, wanted: bool) -> Far {
        match self.rules(Asked::Rule(rule), at).first() {
            Some((rule, subject, _)) => self.rule(*rule, *subject, wanted),
            None if wanted => FAR,
            None => THERE,
        }
    }

    /// How far the `when` of a rule is from holding of a subject, or from not holding; with those out
    /// of the way it gives way to.
    pub(super) fn rule(&self, rule: RuleId, subject: At, wanted: bool) -> Far {
        let plan = self.frame.context.plan;
        let Some(lowered) = plan.rules.get(rule.index()) else { return FAR };
        let when = self.truth(lowered.when, subject, wanted, 0);
        if !wanted {
            return when;
        }
        let gives_way = self.verdict.outcomes.all.iter().any(|outcome| {
            outcome.rule == rule && outcome.subject == subject.instance && matches!(outcome.state, State::Overridden(_))
        });
        let before = (0u32..).map(RuleId).zip(&plan.model.rules).filter(|(_, it)| it.overrides.contains(&rule));
        let cleared = all(before.filter(|_| gives_way).filter_map(|(id, _)| {
            let when = plan.rules.get(id.index())?.when;
            Some(self.truth(when, subject, false, 0))
        }));
        when.and(cleared)
    }
}

/// Whether any amount asked of the decision is above zero.
pub(super) fn is_asked(context: &Context<'_>, frame: &Frame<'_>, amounts: &BTreeSet<Asked>) -> bool {
    amounts.is_empty()
        || context.plan.asked.iter().filter(|(asked, _)| amounts.contains(asked)).any(|(_, operand)| {
            let Operand::Slot(entity, _) = operand else { return false };
            (0..context.count(*entity)).any(|instance| {
                !matches!(frame.read(*operand, frame.at(*entity, instance)), Cell::Number(number) if number.is_zero())
            })
        })
}
