//! Lists within lists: who can be asked, and what they are called.

use super::expression::Scope;
use super::{Maker, T};
use crate::oracle::generate::expression::E;

/// One of those an expression can ask.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame {
    pub entity: usize,
    /// Bare names stay those of the one who asks.
    pub named: bool,
    /// Whose list it is, and the entity that has it.
    of: usize,
    root: usize,
}

/// A list as it can be written somewhere.
#[derive(Clone, Debug)]
pub struct List {
    pub path: String,
    pub element: usize,
    /// The frame it is asked of.
    asked: usize,
    of: usize,
    root: usize,
}

impl Scope {
    pub fn base(entity: usize, before: usize) -> Scope {
        let mut frames = [Frame::default(); 5];
        frames[0].entity = entity;
        Scope { entity, before, frames, count: 1, bare: 0, only: None }
    }

    /// Whether a frame may be asked: a table is asked with what one of them has.
    fn may_ask(&self, at: usize) -> bool {
        self.only.is_none_or(|(one, count)| at == one || at >= count)
    }

    /// Those that have a name.
    fn named(&self) -> impl Iterator<Item = usize> + '_ {
        (1..self.count).filter(|at| self.frames[*at].named && self.may_ask(*at))
    }
}

/// What the element of a frame is called.
fn called(at: usize) -> String {
    format!("other{at}")
}

impl Maker {
    fn nearest(&self, scope: Scope, mut at: usize, entity: usize) -> usize {
        for further in at + 1..scope.count {
            let frame = scope.frames[further];
            if frame.of == at && self.lineage(frame.root).contains(&entity) {
                at = further;
            }
        }
        at
    }

    /// Whether the name of an entity above could be that of an element or of one who asks.
    pub fn is_either(&self, scope: Scope, entity: usize) -> bool {
        let own = self.nearest(scope, scope.bare, entity);
        (0..scope.bare)
            .any(|at| self.lineage(scope.frames[at].entity).contains(&entity) && self.nearest(scope, at, entity) != own)
    }

    /// Who can be asked by a prefix: a prefix, and the entity.
    pub fn owners(&self, scope: Scope) -> Vec<(String, usize, usize)> {
        let mut found = Vec::new();
        if scope.may_ask(scope.bare) {
            let line = self.lineage(scope.entity).into_iter();
            found.extend(
                line.filter(|o| *o == scope.entity || !self.is_either(scope, *o))
                    .map(|o| (String::new(), o, scope.entity)),
            );
        }
        for at in scope.named() {
            let entity = scope.frames[at].entity;
            found.extend(self.lineage(entity).into_iter().map(|owner| (format!("{}.", called(at)), owner, entity)));
        }
        found
    }

    /// A list that can be asked about from here.
    pub fn some_list(&mut self, scope: Scope) -> Option<List> {
        let lists = self.all_lists(scope);
        (!lists.is_empty()).then(|| self.rng.pick(&lists).clone())
    }

    fn all_lists(&self, scope: Scope) -> Vec<List> {
        let mut found = Vec::new();
        if scope.count == scope.frames.len() {
            return found;
        }
        if scope.may_ask(scope.bare) {
            for (path, element, root) in self.lists(scope.entity) {
                if root == scope.entity || !self.is_either(scope, root) {
                    let of = self.nearest(scope, scope.bare, root);
                    found.push(List { path, element, asked: scope.bare, of, root });
                }
            }
        }
        for at in scope.named() {
            for (path, element, root) in self.lists(scope.frames[at].entity) {
                let (path, of) = (format!("{}.{path}", called(at)), self.nearest(scope, at, root));
                found.push(List { path, element, asked: at, of, root });
            }
        }
        found
    }

    /// The lists that one who can be asked stands in.
    pub fn own_lists(&self, scope: Scope) -> Vec<List> {
        let own = |list: &List| scope.frames[list.asked].entity == list.element;
        self.all_lists(scope).into_iter().filter(own).collect()
    }

    /// Within the elements of a list, which may have a name.
    pub fn within(&mut self, scope: Scope, list: &List) -> (Scope, String) {
        let named = self.rng.chance(45);
        let mut inner = scope;
        inner.frames[scope.count] = Frame { entity: list.element, named, of: list.of, root: list.root };
        inner.count += 1;
        if named {
            return (inner, format!(" as {}", called(scope.count)));
        }
        inner.bare = scope.count;
        inner.entity = list.element;
        (inner, String::new())
    }

    /// Whom alone a table is asked of.
    pub fn asked_by_one(&mut self, scope: Scope) -> Scope {
        let mut all: Vec<usize> = scope.named().collect();
        if scope.may_ask(scope.bare) {
            all.push(scope.bare);
        }
        match scope.only {
            None => Scope { only: Some((*self.rng.pick(&all), scope.count)), ..scope },
            Some((one, _)) if all.contains(&one) => Scope { only: Some((one, scope.count)), ..scope },
            Some(_) => Scope { only: Some((*self.rng.pick(&all), scope.count)), ..scope },
        }
    }

    /// `other1 is not self`, `other2 is other1`
    pub fn is_element(&mut self, scope: Scope) -> Option<E> {
        let mut pairs = Vec::new();
        for at in scope.named() {
            if scope.may_ask(scope.bare) && scope.frames[at].entity == scope.entity {
                pairs.push((called(at), "self".to_string()));
            }
            for other in scope.named().filter(|other| *other != at) {
                if scope.frames[at].entity == scope.frames[other].entity {
                    pairs.push((called(at), called(other)));
                }
            }
        }
        if pairs.is_empty() {
            return None;
        }
        let (one, other) = self.rng.pick(&pairs).clone();
        Some(E::compound(format!("{one} is {}{other}", if self.rng.chance(70) { "not " } else { "" })))
    }

    /// A field or derived value of the element itself, to stand after `L.`.
    pub fn own_name(&mut self, ty: T, optional: bool, element: usize, before: usize) -> Option<E> {
        let names: Vec<E> = self
            .names(ty, optional, Scope::base(element, before))
            .into_iter()
            .filter(|e| self.is_own(&e.text, element))
            .collect();
        (!names.is_empty()).then(|| self.rng.pick(&names).clone())
    }

    fn is_own(&self, name: &str, entity: usize) -> bool {
        self.world.entities[entity].fields.iter().any(|f| f.name == name)
            || self.world.derived.iter().any(|d| d.entity == entity && d.name == name)
    }
}
