//! test → what must hold for it to be true, as far as that is plain; and whether two of them exclude
//! each other.
//!
//! What is looked at: truths and their opposites, variants of a choice, a number, date or duration
//! beside a constant, and two values beside each other. What is not seen to exclude does not.

use super::{Base, Comparison, Const, Expr, ExprKind, InForce, Model, SetItem, Test, print, walk};
use crate::value::{Date, Number};
use std::collections::{BTreeMap, BTreeSet};

/// What must hold, by what it is said of.
pub(super) struct Demands {
    by: BTreeMap<String, Allowed>,
    /// It cannot be true at all.
    never: bool,
}

/// What something may be.
#[derive(Clone)]
enum Allowed {
    Truth(bool),
    /// Positions in its choice.
    Variants(BTreeSet<u16>),
    /// How the first stands to the second: less, equal, greater.
    Standing([bool; 3]),
    Between(Stretch),
}

/// A stretch of values of an order, each end with whether it is left out.
#[derive(Clone, Copy, Default)]
struct Stretch {
    low: Option<(Number, bool)>,
    high: Option<(Number, bool)>,
}

/// Whether two tests about the same subject cannot both hold.
pub(super) fn exclude(one: &Demands, other: &Demands) -> bool {
    let apart =
        |(of, allowed): (&String, &Allowed)| other.by.get(of).is_some_and(|theirs| both(allowed, theirs).is_none());
    one.never || other.never || one.by.iter().any(apart)
}

/// What is allowed by both; `None` where nothing is.
fn both(one: &Allowed, other: &Allowed) -> Option<Allowed> {
    Some(match (one, other) {
        (Allowed::Truth(a), Allowed::Truth(b)) if a != b => return None,
        (Allowed::Variants(a), Allowed::Variants(b)) => {
            let common: BTreeSet<u16> = a.intersection(b).copied().collect();
            Allowed::Variants(Some(common).filter(|common| !common.is_empty())?)
        }
        (Allowed::Standing(a), Allowed::Standing(b)) => {
            let [less, equal, greater] =
                [0, 1, 2].map(|at: usize| a.get(at) == Some(&true) && b.get(at) == Some(&true));
            Allowed::Standing(Some([less, equal, greater]).filter(|left| left.contains(&true))?)
        }
        (Allowed::Between(a), Allowed::Between(b)) => Allowed::Between(a.and(*b)?),
        (one, _) => one.clone(),
    })
}

impl Stretch {
    fn and(self, other: Stretch) -> Option<Stretch> {
        // Of equal ends the one that is left out is the narrower.
        let tighter_low = |a: (Number, bool), b: (Number, bool)| if (b.0, b.1) > (a.0, a.1) { b } else { a };
        let tighter_high = |a: (Number, bool), b: (Number, bool)| if (b.0, !b.1) < (a.0, !a.1) { b } else { a };
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(tighter_low(a, b)),
            (a, b) => a.or(b),
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(tighter_high(a, b)),
            (a, b) => a.or(b),
        };
        let empty =
            low.zip(high).is_some_and(|((low, open), (high, shut))| low > high || low == high && (open || shut));
        (!empty).then_some(Stretch { low, high })
    }

    /// The values of a type that stand to a constant in one way.
    fn beside(how: Comparison, value: Number, whole: bool) -> Option<Stretch> {
        // Of whole numbers and days what is left out begins at the next.
        let step = |by: i64| value.checked_add(Number::from_int(by)).filter(|_| whole && value.is_integer());
        let above = || step(1).map_or((value, true), |next| (next, false));
        let below = || step(-1).map_or((value, true), |last| (last, false));
        Some(match how {
            Comparison::Eq => Stretch { low: Some((value, false)), high: Some((value, false)) },
            Comparison::Lt => Stretch { low: None, high: Some(below()) },
            Comparison::Le => Stretch { low: None, high: Some((value, false)) },
            Comparison::Gt => Stretch { low: Some(above()), high: None },
            Comparison::Ge => Stretch { low: Some((value, false)), high: None },
            Comparison::Ne => return None,
        })
    }
}

impl Demands {
    /// What must hold for a test to be true, or to be false.
    pub(super) fn of(model: &Model, test: &Test, holds: bool) -> Demands {
        let mut demands = Demands { by: BTreeMap::new(), never: false };
        let waiting = vec![(Piece::Test(test), holds)];
        let mut walk = Walk { model, demands: &mut demands, followed: BTreeSet::new(), waiting };
        // A work list rather than recursion: a chain of conditions may be longer than the stack.
        while let Some((piece, holds)) = walk.waiting.pop() {
            match piece {
                Piece::Test(test) => walk.test(test, holds),
                Piece::Expr(expr) => walk.expr(expr, holds),
            }
        }
        demands
    }

    fn add(&mut self, of: String, allowed: Allowed) {
        match self.by.remove(&of).map_or(Some(allowed.clone()), |before| both(&before, &allowed)) {
            Some(left) => {
                self.by.insert(of, left);
            }
            None => self.never = true,
        }
    }
}

/// So many definitions and conditions are gone into: what lies further behind a test is not plain.
const MOST_FOLLOWED: usize = 32;

/// Something that must hold, or must not.
enum Piece<'m> {
    Test(&'m Test),
    Expr(&'m Expr),
}

struct Walk<'m, 'd> {
    model: &'m Model,
    demands: &'d mut Demands,
    /// Definitions and conditions whose bodies were gone into.
    followed: BTreeSet<(u32, bool)>,
    waiting: Vec<(Piece<'m>, bool)>,
}

impl<'m> Walk<'m, '_> {
    fn all(&mut self, exprs: &'m [Expr], holds: bool) {
        self.waiting.extend(exprs.iter().map(|expr| (Piece::Expr(expr), holds)));
    }

    fn test(&mut self, test: &'m Test, holds: bool) {
        match test {
            Test::Expr(expr) => self.waiting.push((Piece::Expr(expr), holds)),
            Test::All(parts) | Test::Any(parts) if parts.len() == 1 || holds == matches!(test, Test::All(_)) => {
                self.waiting.extend(parts.iter().map(|part| (Piece::Test(&part.test), holds)));
            }
            Test::All(_) | Test::Any(_) => {}
        }
    }

    fn expr(&mut self, expr: &'m Expr, holds: bool) {
        match &expr.kind {
            ExprKind::Const(Const::Truth(truth)) => self.demands.never |= *truth != holds,
            ExprKind::Not(inner) => self.waiting.push((Piece::Expr(inner), !holds)),
            ExprKind::And(all) if holds => self.all(all, true),
            ExprKind::Or(all) if !holds => self.all(all, false),
            ExprKind::Compare(how, a, b) => self.compare(if holds { *how } else { opposite(*how) }, a, b),
            ExprKind::In { value, set, negated } => self.member(value, set, holds != *negated),
            ExprKind::IsNone { value, negated } => {
                self.add(value, |of| format!("none {of}"), Allowed::Truth(holds != *negated));
            }
            ExprKind::Derived(id) => {
                self.add(expr, |of| of, Allowed::Truth(holds));
                let Some(derived) = self.model.derived.get(id.index()) else { return };
                let [version] = derived.versions.as_slice() else { return };
                // What an exception may change need not be what is written.
                let as_written = derived.exceptions.is_empty() && version.in_force == InForce::default();
                if as_written && self.followed.len() < MOST_FOLLOWED && self.followed.insert((id.0, holds)) {
                    self.waiting.push((Piece::Test(&version.body), holds));
                }
            }
            _ => self.add(expr, |of| of, Allowed::Truth(holds)),
        }
    }

    /// Notes what something may be, under a name made of what it asks.
    fn add(&mut self, of: &Expr, named: impl FnOnce(String) -> String, allowed: Allowed) {
        if is_within(of, LEVELS) {
            self.demands.add(named(print::expression(self.model, of)), allowed);
        }
    }

    fn compare(&mut self, how: Comparison, a: &'m Expr, b: &'m Expr) {
        if let ExprKind::Const(constant) = &b.kind {
            return self.beside(how, a, constant);
        }
        if let ExprKind::Const(constant) = &a.kind {
            return self.beside(turned(how), b, constant);
        }
        if !is_within(a, LEVELS) || !is_within(b, LEVELS) {
            return;
        }
        let (first, second) = (print::expression(self.model, a), print::expression(self.model, b));
        let (first, second, how) = if first <= second { (first, second, how) } else { (second, first, turned(how)) };
        let standing = match how {
            Comparison::Eq => [false, true, false],
            Comparison::Ne => [true, false, true],
            Comparison::Lt => [true, false, false],
            Comparison::Le => [true, true, false],
            Comparison::Gt => [false, false, true],
            Comparison::Ge => [false, true, true],
        };
        self.demands.add(format!("{first} beside {second}"), Allowed::Standing(standing));
    }

    /// A value beside a constant.
    fn beside(&mut self, how: Comparison, value: &'m Expr, constant: &Const) {
        let equal = how == Comparison::Eq;
        let allowed = match constant {
            Const::Truth(truth) => return self.waiting.push((Piece::Expr(value), *truth == equal)),
            Const::Choice(choice, variant) => {
                let all = self.model.choices.get(choice.index()).map_or(0, |choice| choice.variants.len());
                let variants = (0u16..).take(all).filter(|other| (other == variant) == equal);
                Allowed::Variants(variants.collect())
            }
            Const::None => return self.add(value, |of| format!("none {of}"), Allowed::Truth(equal)),
            Const::Text(text) => return self.add(value, |of| format!("{of} is {text:?}"), Allowed::Truth(equal)),
            constant => {
                let Some(number) = ordinal(constant) else { return };
                let whole = matches!(value.ty.base, Base::Integer | Base::Date | Base::Months | Base::Days);
                match Stretch::beside(how, number, whole) {
                    Some(stretch) => Allowed::Between(stretch),
                    None => return self.add(value, |of| format!("{of} is {number}"), Allowed::Truth(false)),
                }
            }
        };
        self.add(value, |of| of, allowed);
    }

    fn member(&mut self, value: &Expr, set: &[SetItem], within: bool) {
        let variant = |item: &SetItem| match item {
            SetItem::Value(Expr { kind: ExprKind::Const(Const::Choice(choice, variant)), .. }) => {
                Some((*choice, *variant))
            }
            _ => None,
        };
        let named: Option<Vec<_>> = set.iter().map(variant).collect();
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            let choice = named.first().and_then(|(choice, _)| self.model.choices.get(choice.index()));
            let all = choice.map_or(0, |choice| choice.variants.len());
            let is_named = |variant: &u16| named.iter().any(|(_, other)| other == variant);
            let variants = (0u16..).take(all).filter(|variant| is_named(variant) == within).collect();
            return self.add(value, |of| of, Allowed::Variants(variants));
        }
        // From the least value of the set to the greatest.
        let ends = |item: &SetItem| match item {
            SetItem::Value(value) => Some((value.clone(), value.clone())),
            SetItem::Range(low, high) => Some((low.clone(), high.clone())),
        };
        let number = |expr: &Expr| match &expr.kind {
            ExprKind::Const(constant) => ordinal(constant),
            _ => None,
        };
        let stretches: Option<Vec<(Number, Number)>> =
            set.iter().map(|item| ends(item).and_then(|(low, high)| number(&low).zip(number(&high)))).collect();
        if let (Some(stretches), true) = (stretches, within) {
            let low = stretches.iter().map(|(low, _)| *low).min();
            let high = stretches.iter().map(|(_, high)| *high).max();
            let shut = |end: Option<Number>| end.map(|end| (end, false));
            self.add(value, |of| of, Allowed::Between(Stretch { low: shut(low), high: shut(high) }));
        }
    }
}

/// What nests deeper than this is not plain.
const LEVELS: usize = 8;

/// Whether an expression nests no deeper than some levels.
fn is_within(expr: &Expr, levels: usize) -> bool {
    let mut within = levels > 0;
    walk::operands(expr, &mut |operand| within = within && is_within(operand, levels.saturating_sub(1)));
    within
}

/// A number, date or duration by its place in its order.
fn ordinal(constant: &Const) -> Option<Number> {
    Some(match constant {
        Const::Number(number) => *number,
        Const::Date(date) => Number::from_int(date.days_since(Date::new(1900, 1, 1)?)),
        Const::Months(count) | Const::Days(count) => Number::from_int(*count),
        _ => return None,
    })
}

fn opposite(how: Comparison) -> Comparison {
    match how {
        Comparison::Eq => Comparison::Ne,
        Comparison::Ne => Comparison::Eq,
        Comparison::Lt => Comparison::Ge,
        Comparison::Le => Comparison::Gt,
        Comparison::Gt => Comparison::Le,
        Comparison::Ge => Comparison::Lt,
    }
}

/// The same, with the sides exchanged.
fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Lt => Comparison::Gt,
        Comparison::Le => Comparison::Ge,
        Comparison::Gt => Comparison::Lt,
        Comparison::Ge => Comparison::Le,
        same => same,
    }
}
