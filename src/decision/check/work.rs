//! Recomputes the work of a step, node by node.

use super::arithmetic::{compute, equal, order};
use super::values::{Val, blocked, settle, widens};
use super::{
    Checked, LATER_STEP, MALFORMED, NO_WORK, OTHER_LEAF, OTHER_SUBJECT, Steps, TOO_DEEP, WRONG_BANDS, WRONG_LOOKUP,
    WRONG_VALUE, flaw,
};
use crate::decision::record::{End, Node, Op, RowPattern, Step, StepKind, WORK_DEPTH};
use crate::value::{Fault, Number};
use std::cmp::Ordering;

/// Where a node stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a, 'p> {
    pub(super) step: &'a Step,
    /// Of whom it is asked: the step's subject, or an element of a list.
    pub(super) subject: &'a str,
    /// Of an element: where the one stands who asks its list.
    asker: Option<&'p Place<'a, 'p>>,
    depth: usize,
}

impl<'a, 'p> Place<'a, 'p> {
    /// The same question, asked of an element.
    pub(super) fn element(&'p self, subject: &'a str) -> Place<'a, 'p> {
        Place { subject, asker: Some(self), ..*self }
    }

    /// The same question, asked of the one who asks, so many lists out.
    pub(super) fn asker(self, out: u32) -> Checked<Place<'a, 'p>> {
        let mut place = self;
        for _ in 0..out {
            let Some(asker) = place.asker else { return flaw(OTHER_SUBJECT, &[&self.step.id]) };
            place = Place { depth: self.depth, ..*asker };
        }
        Ok(place)
    }
}

impl<'a> Steps<'a> {
    /// The value of a step's work.
    pub(super) fn work(&self, step: &'a Step, work: &'a Node) -> Checked<Val<'a>> {
        let place = Place { step, subject: &step.subject.path, asker: None, depth: 0 };
        let value = match (&work.op, step.kind) {
            (Op::Lookup { on, .. }, StepKind::Parameter) => self.lookup(work, *on, place)?,
            (Op::Marginal { on }, StepKind::Parameter) => self.marginal(work, *on, place)?,
            (_, StepKind::Parameter) => return flaw(MALFORMED, &[&name(&work.op)]),
            _ => return self.outermost(step, work, place),
        };
        recorded(work, value)
    }

    /// The outermost node; its unit is the step's.
    fn outermost(&self, step: &Step, work: &'a Node, place: Place<'a, '_>) -> Checked<Val<'a>> {
        // An expression without a type of its own (`none`) takes the step's.
        if work.unit != step.unit && work.value != crate::decision::record::Value::None && !widens(work.unit, step.unit)
        {
            return flaw(MALFORMED, &[&name(&work.op)]);
        }
        self.node(work, place)
    }

    /// Recomputes a node and compares it with what is recorded.
    pub(super) fn node(&self, node: &'a Node, place: Place<'a, '_>) -> Checked<Val<'a>> {
        let place = Place { depth: place.depth.saturating_add(1), ..place };
        if place.depth > WORK_DEPTH {
            return flaw(TOO_DEEP, &[]);
        }
        let value = match &node.op {
            Op::Step(id) => return self.leaf(node, *id, place),
            Op::Constant => return constant(node),
            Op::Sum
            | Op::Count
            | Op::Average
            | Op::Least
            | Op::Greatest
            | Op::Any
            | Op::All
            | Op::First
            | Op::Nth
            | Op::Rank => self.aggregate(node, place)?,
            Op::In | Op::NotIn => self.member(node, place)?,
            Op::Within { low, high } if place.depth == 1 && place.step.kind == StepKind::Amount => {
                self.outside(node, *low, *high, place)?
            }
            Op::Asker => self.of_asker(node, place)?,
            Op::IsElement(out) | Op::IsNotElement(out) => {
                let one = place.asker(*out)?.subject == place.subject;
                if *out == 0 || !node.args.is_empty() {
                    return flaw(MALFORMED, &[&name(&node.op)]);
                }
                Val::Truth(one == matches!(node.op, Op::IsElement(_)))
            }
            Op::Lookup { .. } | Op::Marginal { .. } | Op::Band | Op::Element { .. } | Op::Range | Op::Within { .. } => {
                return flaw(MALFORMED, &[&name(&node.op)]);
            }
            _ => {
                let args = self.args(&node.args, place)?;
                operation(node, &args)?
            }
        };
        recorded(node, value)
    }

    pub(super) fn args(&self, args: &'a [Node], place: Place<'a, '_>) -> Checked<Vec<Val<'a>>> {
        args.iter().map(|arg| self.node(arg, place)).collect()
    }

    /// A leaf has the value and unit of an earlier step, about the same subject or one above it.
    fn leaf(&self, node: &'a Node, id: u32, place: Place<'a, '_>) -> Checked<Val<'a>> {
        let Some((step, value)) = self.at(id).filter(|_| id < place.step.id) else { return flaw(LATER_STEP, &[&id]) };
        if node.value != step.value || node.unit != step.unit || !node.args.is_empty() {
            return flaw(OTHER_LEAF, &[&id]);
        }
        let named = !matches!(
            step.kind,
            StepKind::Rule | StepKind::Exception | StepKind::Replacement | StepKind::Amount | StepKind::List
        );
        if named && is_above(&step.subject.path, place.subject) { Ok(value) } else { flaw(OTHER_SUBJECT, &[&id]) }
    }

    /// A value of the one who asks the list an element is of.
    fn of_asker(&self, node: &'a Node, place: Place<'a, '_>) -> Checked<Val<'a>> {
        match node.args.as_slice() {
            [asked] if asked.unit == node.unit => self.node(asked, place.asker(1)?),
            _ => flaw(MALFORMED, &[&name(&node.op)]),
        }
    }

    /// `value in (a, b..c)`: true if one is met, whatever the others.
    fn member(&self, node: &'a Node, place: Place<'a, '_>) -> Checked<Val<'a>> {
        let Some((value, set)) = node.args.split_first() else { return flaw(MALFORMED, &[&name(&node.op)]) };
        let value = self.node(value, place)?;
        let mut met = Vec::with_capacity(set.len());
        for item in set {
            met.push(match (&item.op, item.args.as_slice()) {
                (Op::Range, [low, high]) => {
                    if (&item.value, item.unit) != (&low.value, low.unit) {
                        return flaw(MALFORMED, &[&name(&item.op)]);
                    }
                    let (low, high) = (self.node(low, place)?, self.node(high, place)?);
                    if value == Val::None {
                        Val::Truth(false)
                    } else {
                        settle([at_most(low, value), at_most(value, high)], false)
                    }
                }
                _ => {
                    let one = self.node(item, place)?;
                    blocked([value, one]).unwrap_or(Val::Truth(equal(value, one)))
                }
            });
        }
        let found = settle(met, true);
        Ok(if node.op == Op::NotIn { super::values::not(found) } else { found })
    }

    /// An amount that lies below the lower end of its range, or above the upper one.
    fn outside(&self, node: &'a Node, low: bool, high: bool, place: Place<'a, '_>) -> Checked<Val<'a>> {
        let args = self.args(&node.args, place)?;
        let (value, low, high) = match (args.as_slice(), low, high) {
            ([value, low, high], true, true) => (*value, Some(*low), Some(*high)),
            ([value, low], true, false) => (*value, Some(*low), None),
            ([value, high], false, true) => (*value, None, Some(*high)),
            _ => return flaw(MALFORMED, &[&name(&node.op)]),
        };
        let below = low.is_some_and(|low| order(value, low) == Some(Ordering::Less));
        let above = high.is_some_and(|high| order(value, high) == Some(Ordering::Greater));
        if below || above { Ok(Val::Error(Fault::OutOfRange)) } else { flaw(MALFORMED, &[&name(&node.op)]) }
    }

    /// Keys, a day, and what the row gives; without a row, the reason.
    fn lookup(&self, work: &'a Node, on: bool, place: Place<'a, '_>) -> Checked<Val<'a>> {
        let found = usize::from(place.step.lookup.is_some());
        let asked = work.args.len().checked_sub(found);
        let Some((asked, row)) = asked.and_then(|at| work.args.split_at_checked(at)) else {
            return flaw(MALFORMED, &[&name(&work.op)]);
        };
        let asked = self.args(asked, place)?;
        self.day(place.step, on.then(|| asked.last().copied()).flatten(), on)?;
        self.keys(work, on, place.step, &asked)?;
        if let Some(row) = row.first() {
            let value = self.node(row, place)?;
            // A row that asks nothing of a key holds whatever the key.
            return if asked.iter().any(|key| matches!(key, Val::Error(_))) {
                flaw(WRONG_LOOKUP, &[&value])
            } else {
                Ok(value)
            };
        }
        self.unfound(work, &asked)
    }

    /// A name for each key; and each lies where the row that was taken says.
    fn keys(&self, work: &Node, on: bool, step: &Step, asked: &[Val<'a>]) -> Checked {
        let Op::Lookup { keys: called, .. } = &work.op else { return Ok(()) };
        let keys = asked.get(..asked.len().saturating_sub(usize::from(on))).unwrap_or_default();
        if called.len() != keys.len() {
            return flaw(MALFORMED, &[&name(&work.op)]);
        }
        let Some(lookup) = &step.lookup else { return Ok(()) };
        let lies_in = |(key, pattern): (&Val<'a>, &RowPattern)| match (pattern, key) {
            (RowPattern::Any, _) => true,
            (RowPattern::Exact, key) => key.is_known(),
            (RowPattern::Range { low, high }, Val::Number(key)) => {
                let above = |low: &End| if low.open { low.at < *key } else { low.at <= *key };
                let below = |high: &End| if high.open { *key < high.at } else { *key <= high.at };
                low.as_ref().is_none_or(above) && high.as_ref().is_none_or(below)
            }
            _ => false,
        };
        let right = lookup.patterns.len() == keys.len() && keys.iter().zip(&lookup.patterns).all(lies_in);
        if right { Ok(()) } else { flaw(WRONG_LOOKUP, &[&step.name]) }
    }

    /// A table that gave nothing: for want of a key, a version, a row, or a value at all.
    fn unfound(&self, work: &'a Node, asked: &[Val<'a>]) -> Checked<Val<'a>> {
        let value = Val::read(&work.value, work.unit)?;
        let may = match (blocked(asked.iter().copied()), value) {
            (Some(Val::Error(fault)), value) => value == Val::Error(fault),
            (Some(_), Val::Unknown) => true,
            (_, Val::Error(fault)) => matches!(fault, Fault::ParameterNotSet | Fault::NoVersion | Fault::NoRow),
            _ => false,
        };
        if may { Ok(value) } else { flaw(WRONG_LOOKUP, &[&value]) }
    }

    /// The day that was looked up is the one the work comes to.
    fn day(&self, step: &Step, on: Option<Val<'a>>, written: bool) -> Checked {
        match (&step.lookup, on) {
            (Some(lookup), Some(Val::Date(on))) if lookup.on == on => Ok(()),
            (Some(_), None) if !written => Ok(()),
            (None, _) => Ok(()),
            _ => flaw(WRONG_LOOKUP, &[&step.name]),
        }
    }

    /// A sliding scale: bands that follow one another up to the amount.
    fn marginal(&self, work: &'a Node, on: bool, place: Place<'a, '_>) -> Checked<Val<'a>> {
        let (asked, bands) = work.args.split_at_checked(1usize.saturating_add(usize::from(on))).unwrap_or_default();
        let values = self.args(asked, place)?;
        self.day(place.step, on.then(|| values.last().copied()).flatten(), on)?;
        let (Some(Val::Number(amount)), Some(node), None) =
            (values.first(), asked.first(), blocked(values.iter().copied()))
        else {
            return if bands.is_empty() && !values.is_empty() {
                self.unfound(work, &values)
            } else {
                flaw(MALFORMED, &[&name(&work.op)])
            };
        };
        if place.step.lookup.is_none() {
            return if bands.is_empty() { self.unfound(work, &values) } else { flaw(WRONG_BANDS, &[]) };
        }
        let mut sum = Val::Number(Number::ZERO);
        let mut reached: Option<Number> = None;
        for (position, band) in bands.iter().enumerate() {
            let last = position.saturating_add(1) == bands.len();
            let (end, product) = self.band(band, place, *amount, reached)?;
            // The bands reach up to the amount, the last of them to the amount itself.
            if last != (end == *amount) || last && band_end(band) != Some(node) {
                return flaw(WRONG_BANDS, &[]);
            }
            reached = Some(end);
            sum = match blocked([sum, product]) {
                Some(stopped) => stopped,
                None => super::arithmetic::add(sum, product).unwrap_or(product),
            };
        }
        Ok(sum)
    }

    /// One band: where it ends, and its share.
    fn band(
        &self,
        band: &'a Node,
        place: Place<'a, '_>,
        amount: Number,
        reached: Option<Number>,
    ) -> Checked<(Number, Val<'a>)> {
        let [part, rate] = band.args.as_slice() else { return flaw(WRONG_BANDS, &[]) };
        let [end, begin] = part.args.as_slice() else { return flaw(WRONG_BANDS, &[]) };
        let (ends, begins) = (self.node(end, place)?, self.node(begin, place)?);
        let (Val::Number(ends), Val::Number(begins)) = (ends, begins) else { return flaw(WRONG_BANDS, &[]) };
        let follows = reached.is_none_or(|reached| reached == begins) && begins < amount && begins <= ends;
        if band.op != Op::Band || part.op != Op::Sub || begin.op != Op::Constant || !follows {
            return flaw(WRONG_BANDS, &[]);
        }
        let (part, rate) = (self.node(part, place)?, self.node(rate, place)?);
        let product = match blocked([part, rate]) {
            Some(stopped) => stopped,
            None => compute(&band.op, &[part, rate], band.unit).map_or_else(|| flaw(WRONG_BANDS, &[]), Ok)?,
        };
        Ok((ends, recorded(band, product)?))
    }
}

fn band_end(band: &Node) -> Option<&Node> {
    band.args.first()?.args.first()
}

/// A literal of the policy is known.
fn constant(node: &Node) -> Checked<Val<'_>> {
    let value = Val::read(&node.value, node.unit)?;
    if node.args.is_empty() && value.is_known() && value != Val::Waived { Ok(value) } else { flaw(NO_WORK, &[]) }
}

/// A value that was recomputed is the one recorded.
fn recorded<'a>(node: &'a Node, value: Val<'a>) -> Checked<Val<'a>> {
    let given = Val::read(&node.value, node.unit)?;
    if given == value { Ok(given) } else { flaw(WRONG_VALUE, &[&value, &given]) }
}

/// Operations that see unknown and error for themselves, and all the others.
fn operation<'a>(node: &Node, args: &[Val<'a>]) -> Checked<Val<'a>> {
    let computed = match (&node.op, args) {
        (Op::And, [_, ..]) if all_truths(args) => Some(settle(args.iter().copied(), false)),
        (Op::Or, [_, ..]) if all_truths(args) => Some(settle(args.iter().copied(), true)),
        (Op::If, [question, yes, no]) => Some(match question.truth() {
            Some(true) => *yes,
            Some(false) => *no,
            None if *question == Val::Unknown && yes == no && yes.is_known() => *yes,
            // Of two truths one may be waived.
            None if *question == Val::Unknown && yes.truth().is_some() && yes.truth() == no.truth() => Val::Truth(true),
            None => *question,
        }),
        (Op::ValueOr, [value, fallback]) => Some(if *value == Val::None { *fallback } else { *value }),
        _ => blocked(args.iter().copied()).or_else(|| compute(&node.op, args, node.unit)),
    };
    computed.map_or_else(|| flaw(MALFORMED, &[&name(&node.op)]), Ok)
}

fn all_truths(args: &[Val<'_>]) -> bool {
    args.iter().all(|arg| arg.truth().is_some() || !arg.is_known())
}

/// `a <= b`, three-valued.
fn at_most<'a>(a: Val<'a>, b: Val<'a>) -> Val<'a> {
    blocked([a, b]).unwrap_or(Val::Truth(matches!(order(a, b), Some(Ordering::Less | Ordering::Equal))))
}

/// Whether a path is another's, or of one it lies below.
pub(super) fn is_above(above: &str, below: &str) -> bool {
    above.is_empty() || below.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// An operation's name, for a message.
pub(super) fn name(op: &Op) -> String {
    format!("{op:?}")
}
