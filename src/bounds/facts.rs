//! A question taken to be answered yes (or no) → what that says of the values it asks about.

use super::range::Range;
use super::reach::Reach;
use super::same::same;
use crate::model::{Comparison, Derived, Expr, ExprKind, Part, SetItem, Test};
use crate::value::{End, Interval, Number};

/// Facts that are kept at one place: what lies further out goes first.
const KEPT: usize = 24;
/// Questions that are looked at for one answer, those of conditions it asks included.
const QUESTIONS: usize = 64;

/// What is so at a place of an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts<'m> {
    all: Vec<Fact<'m>>,
}

/// What one value can be.
#[derive(Clone, Debug)]
pub(super) struct Fact<'m> {
    subject: Subject<'m>,
    pub(super) range: Range,
}

#[derive(Clone, Copy, Debug)]
enum Subject<'m> {
    Value(&'m Expr),
    /// The first less the second.
    Difference(&'m Expr, &'m Expr),
}

/// What is true or false: an expression, or a tree of named parts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question<'m> {
    Expr(&'m Expr),
    Test(&'m Test),
}

impl<'m> Question<'m> {
    pub(super) fn parts(parts: &'m [Part]) -> Vec<Question<'m>> {
        parts.iter().map(|part| Question::Test(&part.test)).collect()
    }

    pub(super) fn each(all: &'m [Expr]) -> Vec<Question<'m>> {
        all.iter().map(Question::Expr).collect()
    }
}

impl<'m> Fact<'m> {
    /// What both facts leave of one value, where they are of one.
    pub(super) fn both(&self, other: &Fact<'m>) -> Option<Range> {
        let turned = || Range::numbers(other.range.interval().map(Interval::negated));
        match (self.subject, other.subject) {
            (Subject::Value(a), Subject::Value(b)) if same(a, b) => Some(self.range.clone().meet(&other.range)),
            (Subject::Difference(a, b), Subject::Difference(a2, b2)) => {
                if same(a, a2) && same(b, b2) {
                    Some(self.range.clone().meet(&other.range))
                } else if same(a, b2) && same(b, a2) {
                    Some(self.range.clone().meet(&turned()))
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// The value it is about, where it is a single one.
    pub(super) fn value(&self) -> Option<&'m Expr> {
        match self.subject {
            Subject::Value(value) => Some(value),
            Subject::Difference(..) => None,
        }
    }
}

impl<'m> Facts<'m> {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// These and others.
    #[must_use]
    pub(super) fn and<'f>(&self, more: impl IntoIterator<Item = &'f Fact<'m>>) -> Facts<'m>
    where
        'm: 'f,
    {
        let mut all = self.all.clone();
        all.extend(more.into_iter().cloned());
        let over = all.len().saturating_sub(KEPT);
        all.drain(..over);
        Facts { all }
    }

    /// Those that are about what an element of a list can ask as well.
    #[must_use]
    pub(super) fn above(&self, stays: impl Fn(&Expr) -> bool) -> Facts<'m> {
        let about = |fact: &&Fact<'m>| match fact.subject {
            Subject::Value(value) => stays(value),
            Subject::Difference(a, b) => stays(a) && stays(b),
        };
        Facts { all: self.all.iter().filter(about).cloned().collect() }
    }

    /// What is left of a range once all that is known of the value is taken into account.
    pub(super) fn narrow(&self, expr: &Expr, mut range: Range) -> Range {
        for fact in &self.all {
            match (fact.subject, &expr.kind) {
                (Subject::Value(value), _) if same(value, expr) => range = range.meet(&fact.range),
                (Subject::Difference(a, b), ExprKind::Sub(x, y)) if same(a, x) && same(b, y) => {
                    range = range.meet(&fact.range);
                }
                (Subject::Difference(a, b), ExprKind::Sub(x, y)) if same(a, y) && same(b, x) => {
                    range = range.meet(&Range::numbers(fact.range.interval().map(Interval::negated)));
                }
                _ => {}
            }
        }
        range
    }
}

/// Finds what a question's answer says.
pub(super) struct Assumed<'r, 'm> {
    reach: &'r mut Reach<'m>,
    facts: &'r Facts<'m>,
    questions: usize,
}

/// What follows for the values a question asks about where it is true, or false.
pub(super) fn assumed<'m>(
    reach: &mut Reach<'m>,
    question: Question<'m>,
    truth: bool,
    facts: &Facts<'m>,
) -> Vec<Fact<'m>> {
    let mut found = Vec::new();
    Assumed { reach, facts, questions: 0 }.ask(question, truth, &mut found);
    found
}

impl<'m> Assumed<'_, 'm> {
    fn ask(&mut self, question: Question<'m>, truth: bool, found: &mut Vec<Fact<'m>>) {
        self.questions = self.questions.saturating_add(1);
        if self.questions > QUESTIONS {
            return;
        }
        match question {
            Question::Test(Test::All(parts)) => self.junction(&Question::parts(parts), true, truth, found),
            Question::Test(Test::Any(parts)) => self.junction(&Question::parts(parts), false, truth, found),
            Question::Test(Test::Expr(expr)) | Question::Expr(expr) => self.expr(expr, truth, found),
        }
    }

    /// All that is joined by `and` holds where the whole does; where it does not, one part at least
    /// fails. The other way round for `or`.
    fn junction(&mut self, parts: &[Question<'m>], all: bool, truth: bool, found: &mut Vec<Fact<'m>>) {
        if all == truth || parts.len() < 2 {
            parts.iter().for_each(|part| self.ask(*part, truth, found));
            return;
        }
        let mut parts = parts.iter();
        let mut common = Vec::new();
        parts.next().into_iter().for_each(|part| self.ask(*part, truth, &mut common));
        for part in parts {
            let mut others = Vec::new();
            if !common.is_empty() {
                self.ask(*part, truth, &mut others);
            }
            let either = |fact: Fact<'m>| {
                let other = others.iter().find(|other| fact.both(other).is_some() && other.value().is_some())?;
                Some(Fact { subject: fact.subject, range: fact.range.join(other.range.clone()) })
            };
            common = common.into_iter().filter(|fact| fact.value().is_some()).filter_map(either).collect();
        }
        found.extend(common);
    }

    fn expr(&mut self, expr: &'m Expr, truth: bool, found: &mut Vec<Fact<'m>>) {
        match &expr.kind {
            ExprKind::Not(inner) => self.expr(inner, !truth, found),
            ExprKind::And(all) => self.junction(&Question::each(all), true, truth, found),
            ExprKind::Or(all) => self.junction(&Question::each(all), false, truth, found),
            ExprKind::Compare(how, a, b) => {
                self.compare(if truth { *how } else { opposite(*how) }, a, b, found);
            }
            ExprKind::In { value, set, negated } => self.membership(value, set, truth != *negated, found),
            ExprKind::IsNone { value, negated } => {
                let own = self.reach.plain(value, self.facts);
                let range = match truth != *negated {
                    true => Range { none: own.none, ..Range::NOTHING },
                    false => Range { none: false, ..own },
                };
                found.push(Fact { subject: Subject::Value(value), range });
            }
            ExprKind::Const(_) => {}
            ExprKind::Derived(id) => {
                found.push(Fact { subject: Subject::Value(expr), range: Range::truth(truth, !truth) });
                let derived = self.reach.model().derived.get(id.index());
                if let Some(body) = derived.and_then(body) {
                    self.ask(Question::Test(body), truth, found);
                }
            }
            _ => found.push(Fact { subject: Subject::Value(expr), range: Range::truth(truth, !truth) }),
        }
    }

    fn compare(&mut self, how: Comparison, a: &'m Expr, b: &'m Expr, found: &mut Vec<Fact<'m>>) {
        let (left, right) = (self.reach.plain(a, self.facts), self.reach.plain(b, self.facts));
        self.bound(how, a, &left, &right, found);
        self.bound(turned(how), b, &right, &left, found);
        if left.interval().is_some() && right.interval().is_some() {
            let zero = Range::numbers(Some(Interval::point(Number::ZERO)));
            if let Some(range) = Range::such_that(how, &zero) {
                found.push(Fact { subject: Subject::Difference(a, b), range });
            }
        }
    }

    /// What one side of a comparison can be where it holds.
    fn bound(&self, how: Comparison, value: &'m Expr, own: &Range, other: &Range, found: &mut Vec<Fact<'m>>) {
        if matches!(value.kind, ExprKind::Const(_)) {
            return;
        }
        let range = match how {
            Comparison::Ne if other.is_one() || (other.none && other.values == super::range::Values::Nothing) => {
                own.clone().without(other)
            }
            Comparison::Eq => own.clone().meet(other),
            _ => match Range::such_that(how, other) {
                Some(bound) => own.clone().meet(&bound),
                None => return,
            },
        };
        found.push(Fact { subject: Subject::Value(value), range });
    }

    fn membership(&mut self, value: &'m Expr, set: &'m [SetItem], within: bool, found: &mut Vec<Fact<'m>>) {
        let own = self.reach.plain(value, self.facts);
        let mut left = own.clone();
        let mut in_one = Range::NOTHING;
        for item in set {
            let (range, certain) = match item {
                SetItem::Value(item) => {
                    let range = self.reach.plain(item, self.facts);
                    let certain = range.is_one();
                    (range, certain)
                }
                SetItem::Range(low, high) => {
                    let (low, high) = (self.reach.plain(low, self.facts), self.reach.plain(high, self.facts));
                    let certain = low.is_one() && high.is_one();
                    let end = |range: &Range, low: bool| -> Option<End> {
                        let interval = range.interval()?;
                        if low { interval.low } else { interval.high }
                    };
                    (Range::numbers(Interval::new(end(&low, true), end(&high, false), None)), certain)
                }
            };
            in_one = in_one.join(own.clone().meet(&range));
            if certain {
                left = left.without(&range);
            }
        }
        found.push(Fact { subject: Subject::Value(value), range: if within { in_one } else { left } });
    }
}

/// What a derived value comes to on every day, where nothing can change it.
fn body(derived: &Derived) -> Option<&Test> {
    match derived.versions.as_slice() {
        [only] if derived.exceptions.is_empty() => Some(&only.body),
        _ => None,
    }
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

/// The same comparison, its sides the other way round.
fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Lt => Comparison::Gt,
        Comparison::Le => Comparison::Ge,
        Comparison::Gt => Comparison::Lt,
        Comparison::Ge => Comparison::Le,
        how => how,
    }
}
