//! model → who asks for a parameter or a reading, and which rules hang on it.

use super::{DerivedId, ExceptionId, Expr, ExprKind, Model, ParameterId, ReadingId, RuleId, Target, walk};
use std::collections::BTreeSet;

/// What a policy leaves to whoever deploys it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A value.
    Parameter(ParameterId),
    /// A way to read a clause.
    Reading(ReadingId),
}

/// What can ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum User {
    /// A definition or a condition.
    Derived(DerivedId),
    /// An exception.
    Exception(ExceptionId),
    /// A rule.
    Rule(RuleId),
}

impl Model {
    /// What asks for an input in its own words, in the order of the model.
    pub fn users(&self, input: Input) -> Vec<User> {
        self.asking(&|kind| match (kind, input) {
            (ExprKind::Parameter { id, .. } | ExprKind::Marginal { id, .. }, Input::Parameter(wanted)) => *id == wanted,
            (ExprKind::Reading(id), Input::Reading(wanted)) => *id == wanted,
            _ => false,
        })
    }

    /// The rules whose tests or amounts an input can change, through whatever definitions,
    /// conditions and exceptions. (Not those that a changed rule may then override.)
    pub fn rules_depending_on(&self, input: Input) -> Vec<RuleId> {
        let mut open = self.users(input);
        let mut reached: BTreeSet<User> = open.iter().copied().collect();
        while let Some(user) = open.pop() {
            let next = match user {
                User::Derived(id) => self.asking(&|kind| matches!(kind, ExprKind::Derived(of) if *of == id)),
                User::Exception(id) => self.changed_by(id).into_iter().collect(),
                User::Rule(_) => Vec::new(),
            };
            open.extend(next.into_iter().filter(|user| reached.insert(*user)));
        }
        let rules = reached.into_iter().filter_map(|user| match user {
            User::Rule(id) => Some(id),
            User::Derived(_) | User::Exception(_) => None,
        });
        rules.collect()
    }

    fn changed_by(&self, id: ExceptionId) -> Option<User> {
        self.exceptions.get(id.index()).map(|exception| match exception.target {
            Target::Derived(id) => User::Derived(id),
            Target::Exception(id) => User::Exception(id),
        })
    }

    /// Everything that holds an expression of this kind.
    fn asking(&self, wanted: &dyn Fn(&ExprKind) -> bool) -> Vec<User> {
        let mut users = Vec::new();
        for (id, derived) in (0u32..).map(DerivedId).zip(&self.derived) {
            add(&mut users, User::Derived(id), wanted, |visit| {
                derived.versions.iter().for_each(|version| walk::test(&version.body, visit));
            });
        }
        for (id, exception) in (0u32..).map(ExceptionId).zip(&self.exceptions) {
            add(&mut users, User::Exception(id), wanted, |visit| walk::exception(exception, visit));
        }
        for (id, rule) in (0u32..).map(RuleId).zip(&self.rules) {
            add(&mut users, User::Rule(id), wanted, |visit| walk::rule(rule, visit));
        }
        users
    }
}

/// Adds a user whose expressions, as `walk` visits them, hold one that is wanted.
fn add<'m>(
    users: &mut Vec<User>,
    user: User,
    wanted: &dyn Fn(&ExprKind) -> bool,
    walk: impl FnOnce(&mut dyn FnMut(&'m Expr)),
) {
    let mut found = false;
    walk(&mut |expr| found |= wanted(&expr.kind));
    if found {
        users.push(user);
    }
}
