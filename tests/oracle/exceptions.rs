//! Exceptions: what is left of a definition or condition once they have had their say.
//!
//! Whether an exception *applies*, and whether it *stands* (applies, and none that overrides it
//! does), are three-valued. Where it is not known whether one stands, the target has the value it
//! would have without it, if the exception would put the same in place, and is unknown else.

use super::eval::{Oracle, stands};
use super::value::{V, all, any, hindrance, not};
use doudi::model::{DerivedId, Effect, Exception, ExceptionId, Modality};
use doudi::value::Fault;

/// What is put in place.
#[derive(Clone, Debug, PartialEq)]
pub enum Put {
    Waive,
    Value(V),
}

impl Put {
    /// A value in place; a waived one waives.
    pub fn of(value: V) -> Put {
        if value == V::Waived { Put::Waive } else { Put::Value(value) }
    }
}

/// What the exceptions to one thing come to.
pub struct Level {
    pub put: Put,
    /// Whether one that puts something in place stands, so that the thing itself has no say.
    pub replaced: bool,
    /// Whether several stand that differ.
    pub conflict: bool,
    /// Whether one stands that makes the thing not apply.
    pub disapplied: V,
}

/// One exception: whether it applies, and what it puts in place.
#[derive(Clone)]
pub struct Attempt {
    pub when: V,
    pub applies: V,
    pub put: Put,
}

impl Oracle<'_> {
    pub(super) fn excepted(&self, id: DerivedId, at: usize) -> V {
        match self.level(Put::of(self.base(id, at)), &self.model.derived[id.index()].exceptions, at).put {
            Put::Waive => V::Waived,
            Put::Value(value) => value,
        }
    }

    /// The exceptions to something that is `base` without them.
    pub fn level(&self, base: Put, ids: &[ExceptionId], at: usize) -> Level {
        let (mut changing, mut disapplying) = (Vec::new(), Vec::new());
        for id in ids {
            let put = self.attempt(*id, at).put;
            let stands = self.stands(*id, ids, at);
            match self.exception(*id).effect {
                Effect::Disapply => disapplying.push(stands),
                _ => changing.push((stands, put)),
            }
        }
        let changed = any(&changing.iter().map(|(stands, _)| stands.clone()).collect::<Vec<_>>());
        let replaced = changed == V::Truth(true);
        let disapplied = match (any(&disapplying), changed) {
            (V::Truth(true), V::Truth(true)) => V::Error(Fault::Conflict),
            (V::Truth(true), V::Truth(false)) => V::Truth(true),
            (V::Truth(true), changed) => changed,
            (disapplied, _) => disapplied,
        };
        let (put, conflict) = agree(base, &changing);
        Level { put, replaced, conflict: conflict || (replaced && any(&disapplying) == V::Truth(true)), disapplied }
    }

    /// Whether an exception applies, and none of its siblings that overrides it does.
    pub fn stands(&self, id: ExceptionId, siblings: &[ExceptionId], at: usize) -> V {
        let above = siblings.iter().filter(|other| self.exception(**other).overrides.contains(&id));
        let overridden = any(&above.map(|other| self.attempt(*other, at).applies).collect::<Vec<_>>());
        all(&[self.attempt(id, at).applies, not(&overridden)])
    }

    /// An exception tried, each once: those beside it and above it ask for it again and again.
    pub fn attempt(&self, id: ExceptionId, at: usize) -> Attempt {
        if let Some(attempt) = self.attempts.borrow().get(&(id, at)) {
            return attempt.clone();
        }
        let attempt = self.tried(id, at);
        self.attempts.borrow_mut().insert((id, at), attempt.clone());
        attempt
    }

    fn tried(&self, id: ExceptionId, at: usize) -> Attempt {
        let exception = self.exception(id);
        let own = match &exception.effect {
            Effect::Then(expr) => Put::of(self.eval(expr, at, &[])),
            _ => Put::Waive,
        };
        let below = self.level(own, &exception.exceptions, at);
        let when = self.test(&exception.when, at);
        let applies = all(&[
            V::Truth(stands(exception.in_force, self.date)),
            V::Truth(exception.modality == Modality::Must || self.granted(&exception.name.id, at)),
            when.clone(),
            not(&below.disapplied),
        ]);
        Attempt { when, applies, put: below.put }
    }

    pub fn exception(&self, id: ExceptionId) -> &Exception {
        &self.model.exceptions[id.index()]
    }

    /// Whether an officer granted a rule or an exception for this instance.
    pub fn granted(&self, name: &str, at: usize) -> bool {
        self.case.discretions.get(&(name.to_string(), at)) == Some(&true)
    }
}

/// What stands in place of `base`, given whether each effect stands; and whether they conflict.
fn agree(base: Put, effects: &[(V, Put)]) -> (Put, bool) {
    let standing: Vec<V> = effects.iter().map(|(stands, _)| stands.clone()).collect();
    if let Some(error @ V::Error(_)) = hindrance(&standing) {
        return (Put::Value(error), false);
    }
    let having = |truth| effects.iter().filter(move |(stands, _)| stands.truth() == truth).map(|(_, put)| put);
    let certain: Vec<&Put> = having(Some(true)).collect();
    let settled = match certain.as_slice() {
        [] => base,
        [only] => (*only).clone(),
        [first, rest @ ..] => {
            let values = certain.iter().filter_map(|put| if let Put::Value(value) = put { Some(value) } else { None });
            match hindrance(values) {
                Some(hindered) => Put::Value(hindered),
                None if rest.iter().all(|put| put == first) => (*first).clone(),
                None => return (Put::Value(V::Error(Fault::Conflict)), true),
            }
        }
    };
    if !certain.is_empty() && settled == Put::Value(V::Error(Fault::Conflict)) {
        return (settled, false);
    }
    let met = certain.is_empty() && settled == Put::Value(V::Truth(true));
    let known = !matches!(&settled, Put::Value(value) if !value.is_known());
    let agrees = |put: &Put| (known && *put == settled) || (met && *put == Put::Waive);
    (if having(None).all(agrees) { settled } else { Put::Value(V::Unknown) }, false)
}
