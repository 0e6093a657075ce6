//! Recomputes questions over lists: which elements there are, which count, and what they come to.

use super::arithmetic::{add, extreme, order};
use super::values::{Val, blocked, not, settle};
use super::work::{Place, is_above, name};
use super::{Checked, LATER_STEP, MALFORMED, OTHER_LEAF, OTHER_SUBJECT, Steps, WRONG_ELEMENTS, flaw};
use crate::decision::record::{Node, Op, Step, StepKind, Unit};
use crate::value::{Fault, Number};
use std::cmp::Ordering;

/// An element, recomputed.
struct Element<'a> {
    subject: &'a str,
    /// Whether it counts; true without a filter.
    counts: Val<'a>,
    value: Val<'a>,
    keys: Vec<(Val<'a>, bool)>,
}

/// A list on the way to the elements.
struct List<'a> {
    path: String,
    step: &'a Step,
    /// `None` where it was left out.
    count: Option<usize>,
}

impl<'a> Steps<'a> {
    /// What an aggregate comes to.
    pub(super) fn aggregate(&self, node: &'a Node, place: Place<'a, '_>) -> Checked<Val<'a>> {
        let mut args = node.args.iter();
        let n = match (&node.op, node.args.first()) {
            (Op::Nth, Some(n)) => {
                args.next();
                self.node(n, place)?
            }
            _ => Val::Number(Number::ONE),
        };
        let (mut lists, mut elements) = (Vec::new(), Vec::new());
        // How many lists further out the one is whose lists they are.
        let mut out = None;
        let mut owner = place;
        for arg in args {
            let (further, inner) = within_askers(arg);
            match &inner.op {
                Op::Step(id) if elements.is_empty() && out.is_none_or(|out| out == further) => {
                    (out, owner) = (Some(further), place.asker(further)?);
                    lists.push(self.list(inner, *id, place)?);
                }
                Op::Element { .. } if further == 0 => elements.push(self.element(&node.op, arg, (place, owner))?),
                _ => return flaw(MALFORMED, &[&name(&node.op)]),
            }
        }
        all_there(&lists, &elements, owner)?;
        let unknown = lists.iter().any(|list| list.count.is_none()).then_some(Val::Unknown);
        let come_to = match node.op {
            Op::Any => settle(elements.iter().map(|e| settle([e.counts, e.value], false)).chain(unknown), true),
            Op::All => settle(elements.iter().map(|e| settle([not(e.counts), e.value], true)).chain(unknown), false),
            Op::First | Op::Nth | Op::Rank => return self.placed(node, &elements, unknown, n, owner),
            _ => return total(node, &elements, unknown),
        };
        Ok(come_to)
    }

    /// A list whose entries are asked.
    fn list(&self, node: &'a Node, id: u32, place: Place<'a, '_>) -> Checked<List<'a>> {
        let Some((step, value)) = self.at(id).filter(|_| id < place.step.id) else { return flaw(LATER_STEP, &[&id]) };
        if step.kind != StepKind::List || node.value != step.value || node.unit != step.unit || !node.args.is_empty() {
            return flaw(OTHER_LEAF, &[&id]);
        }
        let path = if step.subject.path.is_empty() {
            step.name.to_string()
        } else {
            format!("{}.{}", step.subject.path, step.name)
        };
        Ok(List { path, step, count: value.count() })
    }

    /// Filter, value and keys of an element; the filter alone where nothing more matters.
    fn element(&self, op: &Op, node: &'a Node, (place, owner): (Place<'a, '_>, Place<'a, '_>)) -> Checked<Element<'a>> {
        let Op::Element { filter, value, subject, descending, .. } = &node.op else {
            return flaw(MALFORMED, &[&name(op)]);
        };
        let placed = *op == Op::Rank && **subject == *owner.subject;
        let place = place.element(subject);
        let mut args = node.args.iter();
        let mut next = |there: bool| match if there { args.next() } else { None } {
            Some(arg) => self.node(arg, place).map(Some),
            None => Ok(None),
        };
        let counts = next(*filter)?;
        let asked = next(*value)?;
        let mut keys = Vec::with_capacity(descending.len());
        for descending in descending {
            keys.push((next(true)?.unwrap_or(Val::Unknown), *descending));
        }
        let shown = node.args.get(usize::from(*filter && *value)).or(node.args.first()).filter(|_| *filter || *value);
        let right = match shown {
            Some(shown) => (&node.value, node.unit) == (&shown.value, shown.unit),
            None => (&node.value, node.unit) == (&crate::decision::record::Value::Truth(true), Unit::Truth),
        };
        let expected = usize::from(*filter).saturating_add(usize::from(*value)).saturating_add(descending.len());
        if !right || node.args.len() != expected {
            return flaw(MALFORMED, &[&name(&node.op)]);
        }
        let counts = counts.unwrap_or(Val::Truth(true));
        let element = Element { subject, counts, value: asked.unwrap_or(counts), keys };
        // Whoever is placed has keys even where it does not count itself.
        if fits(op, &element, *filter && !placed, *value) { Ok(element) } else { flaw(MALFORMED, &[&name(&node.op)]) }
    }

    /// `first`, `nth`, `rank`: by the keys.
    fn placed(
        &self,
        node: &Node,
        elements: &[Element<'a>],
        unknown: Option<Val<'a>>,
        n: Val<'a>,
        place: Place<'a, '_>,
    ) -> Checked<Val<'a>> {
        let open = blocked(elements.iter().map(|e| e.counts).chain(unknown));
        let mut counting: Vec<&Element<'a>> = elements.iter().filter(|e| e.counts.truth() == Some(true)).collect();
        let own = elements.iter().find(|e| e.subject == place.subject).filter(|_| node.op == Op::Rank);
        let keys = counting.iter().copied().chain(own).flat_map(|e| e.keys.iter().map(|key| key.0));
        if let Some(stopped) = blocked(keys.chain([n]).chain(open)) {
            return Ok(stopped);
        }
        if node.op == Op::Rank {
            let Some(own) = own else { return flaw(OTHER_SUBJECT, &[&place.step.id]) };
            let before = counting.iter().filter(|e| by_keys(e, own) == Ordering::Less).count();
            return Ok(Val::Number(whole(before.saturating_add(1))));
        }
        counting.sort_by(|a, b| by_keys(a, b));
        let chosen = n.count().and_then(|n| counting.get(n.checked_sub(1)?));
        let Some(chosen) = chosen else { return Ok(Val::Error(Fault::EmptyList)) };
        let tied: Vec<Val<'a>> =
            counting.iter().filter(|e| by_keys(e, chosen) == Ordering::Equal).map(|e| e.value).collect();
        if tied.len() == 1 {
            return Ok(chosen.value);
        }
        Ok(match blocked(tied.iter().copied()) {
            Some(stopped) => stopped,
            None if tied.iter().any(|value| *value != chosen.value) => Val::Error(Fault::Tie),
            None => chosen.value,
        })
    }
}

/// A node within those that say it is the asker's, and how many these are.
fn within_askers(node: &Node) -> (u32, &Node) {
    let (mut out, mut inner) = (0u32, node);
    while let (Op::Asker, [only]) = (&inner.op, inner.args.as_slice()) {
        if (&only.value, only.unit) != (&inner.value, inner.unit) {
            break;
        }
        (out, inner) = (out.saturating_add(1), only);
    }
    (out, inner)
}

/// Whether an element has the parts its aggregate asks for.
fn fits(op: &Op, element: &Element<'_>, filter: bool, value: bool) -> bool {
    let truth = |value: Val<'_>| value.truth().is_some() || !value.is_known();
    let decided = match op {
        Op::Any | Op::All => element.counts.truth() == Some(false),
        _ => element.counts.truth() != Some(true),
    };
    let asks_keys = matches!(op, Op::First | Op::Nth | Op::Rank);
    let further = match op {
        Op::Count => !value && element.keys.is_empty(),
        Op::Rank => !value && !element.keys.is_empty(),
        _ => value && (asks_keys != element.keys.is_empty()),
    };
    truth(element.counts)
        && (!matches!(op, Op::Any | Op::All) || truth(element.value))
        && if filter && decided { !value && element.keys.is_empty() } else { further }
}

/// Every entry of every list that is known, once, in order.
fn all_there(lists: &[List<'_>], elements: &[Element<'_>], place: Place<'_, '_>) -> Checked {
    let Some(outer) = lists.first() else { return flaw(WRONG_ELEMENTS, &[&place.step.name]) };
    let wrong = || flaw(WRONG_ELEMENTS, &[&outer.path]);
    if !is_above(&outer.step.subject.path, place.subject) {
        return wrong();
    }
    // Lists stand outermost first; those of one depth belong to the entries of the depth before.
    let depth = |path: &str| path.matches('[').count();
    let mut rest = lists.iter().skip(1).peekable();
    let mut entries = entries(outer, elements.len().saturating_add(lists.len()));
    let mut level = depth(&outer.path);
    while let Some(list) = rest.peek() {
        level = level.saturating_add(1);
        let inner = &*list.step.name;
        let mut next = Vec::new();
        for entry in &entries {
            match rest.next() {
                Some(list)
                    if *list.step.subject.path == **entry
                        && *list.step.name == *inner
                        && depth(&list.path) == level =>
                {
                    next.extend(self::entries(list, elements.len().saturating_add(lists.len())));
                }
                _ => return wrong(),
            }
        }
        if entries.is_empty() {
            return wrong();
        }
        entries = next;
    }
    if entries.iter().map(String::as_str).eq(elements.iter().map(|element| element.subject)) { Ok(()) } else { wrong() }
}

/// The paths of a list's entries; no more than could be there.
fn entries(list: &List<'_>, most: usize) -> Vec<String> {
    let count = list.count.unwrap_or(0).min(most.saturating_add(1));
    (0..count).map(|position| format!("{}[{position}]", list.path)).collect()
}

/// `sum`, `count`, `average`, `min`, `max`.
fn total<'a>(node: &Node, elements: &[Element<'a>], unknown: Option<Val<'a>>) -> Checked<Val<'a>> {
    let asked = |e: &Element<'a>| match e.counts.truth() {
        Some(true) => Some(e.value),
        Some(false) => None,
        None => Some(e.counts),
    };
    let values: Vec<Val<'a>> = elements.iter().filter_map(asked).collect();
    if let Some(stopped) = blocked(values.iter().copied().chain(unknown)) {
        return Ok(stopped);
    }
    let sum = || {
        let zero = match node.unit {
            Unit::Months => Val::Months(0),
            Unit::Days => Val::Days(0),
            _ => Val::Number(Number::ZERO),
        };
        values.iter().try_fold(zero, |sum, value| if sum.is_known() { add(sum, *value) } else { Some(sum) })
    };
    let come_to = match node.op {
        Op::Count => Some(Val::Number(whole(values.len()))),
        Op::Sum => sum(),
        _ if values.is_empty() => Some(Val::Error(Fault::EmptyList)),
        Op::Least => extreme(&values, Ordering::Less),
        Op::Greatest => extreme(&values, Ordering::Greater),
        _ => sum().and_then(|sum| match sum {
            Val::Number(sum) => {
                Some(sum.checked_div(whole(values.len())).map_or(Val::Error(Fault::Overflow), Val::Number))
            }
            Val::Error(_) => Some(sum),
            _ => None,
        }),
    };
    match come_to {
        Some(value) => Ok(value),
        None => flaw(MALFORMED, &[&name(&node.op)]),
    }
}

fn by_keys(a: &Element<'_>, b: &Element<'_>) -> Ordering {
    a.keys.iter().zip(&b.keys).fold(Ordering::Equal, |so_far, ((a, descending), (b, _))| {
        let ordering = order(*a, *b).unwrap_or(Ordering::Equal);
        so_far.then(if *descending { ordering.reverse() } else { ordering })
    })
}

fn whole(count: usize) -> Number {
    Number::from_int(i64::try_from(count).unwrap_or(i64::MAX))
}
