//! `policy` lines → the policy that is asked, and those it amends.

use super::resolve::Resolver;
use super::{InForce, PolicyInfo, Words};
use crate::diagnostic::near::nearest;
use crate::diagnostic::table::{law, model as table};
use crate::diagnostic::{Diagnostic, Place};
use crate::syntax::ast::{Labels, Policy};

/// The chain of policies: the one that is asked first, then what it amends, and so on down.
pub(super) fn chain<'a>(policies: &[&'a Policy], found: &mut Vec<Diagnostic>) -> Vec<&'a Policy> {
    let Some(first) = policies.first() else {
        found.push(Diagnostic::new(&table::NO_POLICY, Place::Whole));
        return Vec::new();
    };
    let named = |name: &str| policies.iter().copied().find(|policy| policy.name.text == name);
    let base = |policy: &Policy| policy.amends.as_ref().and_then(|name| named(&name.text));
    let mut stray = false;
    for name in policies.iter().filter_map(|policy| policy.amends.as_ref()).filter(|name| named(&name.text).is_none()) {
        let near = nearest(&name.text, policies.iter().map(|policy| policy.name.text.as_str()));
        found.push(Diagnostic::at(&law::UNKNOWN_POLICY, name.span).arg(&name.text).near(near));
        stray = true;
    }
    let amended = |policy: &Policy| policies.iter().any(|by| base(by).is_some_and(|base| std::ptr::eq(base, policy)));
    let Some(top) = policies.iter().copied().find(|policy| !amended(policy)) else {
        let names: Vec<String> = policies.iter().map(|policy| format!("`{}`", policy.name.text)).collect();
        let report = Diagnostic::at(&law::AMENDED_IN_A_CIRCLE, first.name.span).arg(names.join(" → "));
        let others = policies.iter().skip(1);
        found.push(others.fold(report, |report, other| report.label(other.name.span, table::DEFINED_HERE, &[])));
        return vec![first];
    };
    // Each stands on another, so that no more than all of them follow.
    let chain: Vec<&Policy> = std::iter::successors(Some(top), |policy| base(policy)).take(policies.len()).collect();
    for policy in policies.iter().filter(|policy| !chain.iter().any(|known| std::ptr::eq(*known, **policy))) {
        // What a policy belongs to is not known where it amends one that is not there.
        if !stray {
            let shared = policy.amends.as_ref().filter(|name| chain.iter().skip(1).any(|p| p.name.text == name.text));
            let report = match shared {
                Some(base) => {
                    let both = Diagnostic::at(&law::AMENDED_BY_TWO, policy.name.span).arg(&policy.name.text);
                    both.arg(&top.name.text).arg(&base.text)
                }
                None => Diagnostic::at(&table::SECOND_POLICY, policy.span),
            };
            found.push(report.label(top.name.span, table::FIRST_HERE, &[]));
        }
    }
    chain
}

/// Words in both languages; a single text stands for both: `currency "€"`.
pub(super) fn words(written: &Labels) -> Option<Words> {
    let first = &written.first.as_ref()?.value;
    let english = written.english.as_ref().map_or(first, |text| &text.value);
    Some(Words { zh: first.clone(), en: english.clone() })
}

impl Resolver<'_, '_> {
    /// Words that say something; reports those that do not.
    pub(super) fn said(&mut self, written: &Labels) -> Option<Words> {
        let blank = [&written.first, &written.english].into_iter().flatten().find(|text| text.value.trim().is_empty());
        if let Some(blank) = blank {
            self.found.push(Diagnostic::at(&law::BLANK_WORDS, blank.span));
            return None;
        }
        words(written)
    }

    /// What the lines say together: the nearest that says something has the say.
    pub(super) fn policy(&mut self) -> Option<PolicyInfo> {
        let chain = &self.names.policies;
        let top = *chain.first()?;
        for (policy, base) in chain.iter().zip(chain.iter().skip(1)) {
            policy.amends.iter().for_each(|name| self.names.note_span(name.span, base.name.span));
        }
        let spans: Vec<InForce> = chain.iter().map(|policy| self.span_of_days(policy.in_force.as_ref())).collect();
        let in_force = spans.into_iter().reduce(InForce::and).unwrap_or_default();
        if chain.len() > 1 && in_force.from.zip(in_force.to).is_some_and(|(from, to)| to < from) {
            let report = Diagnostic::at(&law::NEVER_TOGETHER, top.name.span).arg(&top.name.text);
            let spans = chain.iter().filter_map(|policy| policy.in_force.as_ref());
            self.found.push(spans.fold(report, |report, days| report.label(days.span, table::POLICY_HERE, &[])));
        }
        let yuan = || Words { zh: "元".to_owned(), en: "yuan".to_owned() };
        Some(PolicyInfo {
            name: self.name(&top.name, &top.labels),
            version: top.version.as_ref().map(|version| version.value.clone()),
            currency: chain.iter().find_map(|policy| words(policy.currency.as_ref()?)).unwrap_or_else(yuan),
            amends: chain.iter().skip(1).map(|policy| self.name(&policy.name, &policy.labels)).collect(),
            in_force,
        })
    }
}
