//! provisions → passages of instruments, and who sees to each.

use super::names::unknown;
use super::resolve::Resolver;
use super::{Citation, DerivedId, EntityId, ExceptionId, FieldId, Modality, Name, RuleId, Words};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{law, model as table};
use crate::model::names::Member;
use crate::syntax::ast::{self, Ident, Path};

/// A passage of an instrument.
#[derive(Clone, Debug)]
pub struct Provision {
    /// What it is called.
    pub name: Name,
    /// Its words; every citation has a quote.
    pub per: Vec<Citation>,
    /// Who sees to it.
    pub carrier: Carrier,
}

/// Who sees to a provision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The items of the policy that quote its words.
    Rules,
    /// Somebody: what they find or decide, and how.
    Person {
        /// Facts they enter and discretions they exercise.
        findings: Vec<Finding>,
        /// In words.
        how: Option<Words>,
    },
    /// Nothing a machine could do follows from it, and why.
    Nobody(Words),
}

/// What a person finds or decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A fact.
    Field(EntityId, FieldId),
    /// A value that rests on facts.
    Derived(DerivedId),
    /// A discretion to apply an exception.
    Exception(ExceptionId),
    /// A discretion to give what a rule gives.
    Rule(RuleId),
}

impl Resolver<'_, '_> {
    pub(super) fn provisions(&mut self) -> Option<Vec<Provision>> {
        let provisions: Vec<Option<Provision>> =
            self.names.provisions.items.iter().map(|item| self.provision(item)).collect();
        provisions.into_iter().collect()
    }

    fn provision(&mut self, item: &ast::Provision) -> Option<Provision> {
        let says = |quote: &ast::Text| quote.value.chars().any(char::is_alphanumeric);
        for citation in item.per.iter().filter(|citation| !citation.quote.as_ref().is_some_and(says)) {
            self.found.push(Diagnostic::at(&law::PROVISION_WITHOUT_QUOTE, citation.span).arg(&item.name.text));
        }
        let per = self.citations(&item.per);
        let carrier = match &item.carrier {
            ast::Carrier::Rules => Some(Carrier::Rules),
            ast::Carrier::Nobody(why) => self.said(why).map(Carrier::Nobody),
            ast::Carrier::Person(paths, how) => {
                let findings: Vec<Option<Finding>> = paths.iter().map(|path| self.finding(path)).collect();
                let findings: Option<Vec<Finding>> = findings.into_iter().collect();
                let how = if how.first.is_some() { self.said(how).map(Some) } else { Some(None) };
                findings.zip(how).map(|(findings, how)| Carrier::Person { findings, how })
            }
        };
        Some(Provision { name: self.name(&item.name, &item.labels), per: per?, carrier: carrier? })
    }

    /// `Household.in_need`, or the name of a discretion.
    fn finding(&mut self, path: &Path) -> Option<Finding> {
        match path.parts.as_slice() {
            [name] => self.discretion(name),
            [entity, name] => {
                let entity = self.names.entity_named(entity, &mut self.found)?;
                self.names.note_member(entity, name);
                match self.names.member(entity, &name.text) {
                    Some(Member::Field(field)) => Some(Finding::Field(entity, field)),
                    Some(Member::Derived(derived)) => Some(Finding::Derived(derived)),
                    Some(Member::List(_)) | None => {
                        let report =
                            unknown(&self.found, &table::UNKNOWN_MEMBER, name, self.names.member_names(entity));
                        self.found.push(report.arg(self.names.entity_name(entity)));
                        None
                    }
                }
            }
            _ => {
                self.found.push(Diagnostic::at(&law::NOT_A_FINDING, path.span));
                None
            }
        }
    }

    /// An exception or rule that takes effect only where somebody grants it.
    fn discretion(&mut self, name: &Ident) -> Option<Finding> {
        let rule = self.names.rule(&name.text).and_then(|id| Some((id, self.names.rules.get(id.0)?)));
        let exception = self.names.exception(&name.text).and_then(|id| Some((id, self.names.exceptions.get(id.0)?)));
        let (finding, granted) = match (exception, rule) {
            (Some((id, item)), _) => {
                self.names.note(name.span, Some(item));
                (Finding::Exception(id), item.modality != Modality::Must)
            }
            (None, Some((id, item))) => {
                self.names.note(name.span, Some(item));
                let mut grants = item.grants.iter().chain(&item.otherwise);
                (Finding::Rule(id), grants.any(|grant| grant.modality != Modality::Must))
            }
            (None, None) => {
                let among = self.names.exceptions.names().chain(self.names.rules.names());
                self.found.push(unknown(&self.found, &law::UNKNOWN_DISCRETION, name, among));
                return None;
            }
        };
        if !granted {
            self.found.push(Diagnostic::at(&law::NOT_A_DISCRETION, name.span).arg(&name.text));
        }
        granted.then_some(finding)
    }
}
