//! rules → what is given to whom when, and which rules give way.

use super::names::unknown;
use super::resolve::Resolver;
use super::typecheck::Scope;
use super::types::Type;
use super::{EntityId, Expr, Grant, Rule, RuleId, Shown};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::model as table;
use crate::syntax::ast::{self, Ident};
use std::collections::BTreeMap;

impl Resolver<'_, '_> {
    pub(super) fn rules(&mut self) -> Option<Vec<Rule>> {
        let items = (0u32..).zip(&self.names.rules.items);
        let rules: Vec<Option<Rule>> = items.map(|(id, item)| self.rule(RuleId(id), item)).collect();
        let rules: Vec<Rule> = rules.into_iter().collect::<Option<_>>()?;
        let edges: Vec<Vec<usize>> =
            rules.iter().map(|rule| rule.overrides.iter().map(|id| id.index()).collect()).collect();
        let named: Vec<&Ident> = self.names.rules.items.iter().map(|item| &item.name).collect();
        self.report_override_cycles(&edges, &named);
        Some(rules)
    }

    fn rule(&mut self, id: RuleId, item: &ast::Rule) -> Option<Rule> {
        let per = self.citations(&item.attributes.per);
        let in_force = self.in_force(item.attributes.in_force.as_ref());
        let entity = self.names.entity_named(&item.entity, &mut self.found);
        let scope = entity.map_or(Scope::Unknown(&item.entity.text), Scope::Entity);
        let when = self.test(&item.when, scope);
        let grants = self.grants(&item.grants, item, scope);
        let otherwise = self.grants(&item.otherwise, item, scope);
        let overrides = self.overridden_rules(id, item, entity);
        Some(Rule {
            name: self.name(&item.name, &item.labels),
            entity: entity?,
            in_force,
            per: per?,
            shown: self.shown(item.attributes.explain, &[Shown::WhenMet]),
            when: when?,
            grants: grants?,
            otherwise: otherwise?,
            overrides,
        })
    }

    fn grants(&mut self, grants: &[ast::Grant], rule: &ast::Rule, scope: Scope<'_>) -> Option<Vec<Grant>> {
        let checked: Vec<Option<Grant>> = grants.iter().map(|grant| self.grant(grant, rule, scope)).collect();
        checked.into_iter().collect()
    }

    fn grant(&mut self, grant: &ast::Grant, rule: &ast::Rule, scope: Scope<'_>) -> Option<Grant> {
        let per = self.citations(&grant.per);
        let Some((id, measure)) = self.names.measure(&grant.measure.text) else {
            self.found.push(unknown(&self.found, &table::UNKNOWN_MEASURE, &grant.measure, self.names.measures.names()));
            grant.fields.iter().for_each(|(_, value)| self.checker(scope).apart(value));
            return None;
        };
        self.names.note(grant.measure.span, Some(measure));
        let allowed =
            matches!(scope, Scope::Unknown(_)) || measure.entities.iter().any(|name| name.text == rule.entity.text);
        if !allowed {
            let words: Vec<String> = measure.entities.iter().map(|name| format!("`{}`", name.text)).collect();
            let refused = Diagnostic::at(&table::MEASURE_FOR_OTHERS, grant.measure.span);
            let refused = refused.arg(&measure.name.text).arg(words.join(" / ")).arg(&rule.entity.text);
            self.found.push(refused.label(measure.name.span, table::DEFINED_HERE, &[]));
        }
        let fields = self.grant_fields(grant, measure, id.index(), scope);
        Some(Grant { modality: grant.modality, measure: id, per: per?, fields: fields? })
    }

    /// The amounts in the measure's order, each given exactly once.
    fn grant_fields(
        &mut self,
        grant: &ast::Grant,
        measure: &ast::Measure,
        id: usize,
        scope: Scope<'_>,
    ) -> Option<Vec<Expr>> {
        super::names::report_duplicates(grant.fields.iter().map(|(name, _)| name), &mut self.found);
        let types = self.signatures.measures.get(id)?;
        let declared: BTreeMap<&str, Option<Type>> =
            measure.fields.iter().map(|field| field.name.text.as_str()).zip(types.iter().copied()).collect();
        let mut given: BTreeMap<&str, Option<Expr>> = BTreeMap::new();
        // A field that is only misspelt is not missing besides.
        let mut meant: Vec<String> = Vec::new();
        for (name, value) in &grant.fields {
            if let Some(field) = measure.fields.iter().find(|field| field.name.text == name.text) {
                self.names.note_span(name.span, field.name.span);
            }
            match declared.get(name.text.as_str()) {
                Some(Some(ty)) => {
                    let value = self.checker(scope).expect(value, *ty);
                    given.insert(&name.text, value);
                }
                Some(None) => {
                    self.checker(scope).apart(value);
                    given.insert(&name.text, None);
                }
                None => {
                    self.checker(scope).apart(value);
                    let report = unknown(&self.found, &table::UNKNOWN_MEASURE_FIELD, name, declared.keys().copied());
                    meant.extend(report.near.clone());
                    self.found.push(lists_fields(report.arg(&measure.name.text), measure));
                }
            }
        }
        let missing: Vec<String> = measure
            .fields
            .iter()
            .filter(|field| !given.contains_key(field.name.text.as_str()) && !meant.contains(&field.name.text))
            .map(|field| format!("`{}`", field.name.text))
            .collect();
        if !missing.is_empty() {
            let report = Diagnostic::at(&table::MISSING_MEASURE_FIELD, grant.span)
                .arg(&measure.name.text)
                .arg(missing.join(", "));
            self.found.push(report.label(measure.name.span, table::DEFINED_HERE, &[]));
        }
        measure.fields.iter().map(|field| given.remove(field.name.text.as_str()).flatten()).collect()
    }

    fn overridden_rules(&mut self, id: RuleId, item: &ast::Rule, entity: Option<EntityId>) -> Vec<RuleId> {
        super::names::report_duplicates(&item.overrides, &mut self.found);
        let mut overridden = Vec::new();
        for name in &item.overrides {
            let Some(other) = self.names.rule(&name.text) else {
                self.found.push(unknown(&self.found, &table::UNKNOWN_RULE, name, self.names.rules.names()));
                continue;
            };
            self.names.note(name.span, self.names.rules.get(other.0));
            let theirs = self.names.rules.get(other.0).and_then(|rule| self.names.entity(&rule.entity.text));
            if other == id {
                self.found.push(Diagnostic::at(&table::OVERRIDES_ITSELF, name.span).arg(&name.text));
            } else if let Some((entity, theirs)) =
                entity.zip(theirs).filter(|(entity, theirs)| !self.names.reaches(*entity, *theirs))
            {
                let (their_name, mine) = (self.names.entity_name(theirs), self.names.entity_name(entity));
                let report =
                    Diagnostic::at(&table::OVERRIDES_ABOVE, name.span).arg(&name.text).arg(their_name).arg(mine);
                self.found.push(match self.names.rules.get(other.0) {
                    Some(rule) => report.label(rule.entity.span, table::DEFINED_HERE, &[]),
                    None => report,
                });
            }
            overridden.push(other);
        }
        overridden.sort();
        overridden
    }
}

/// A complaint of a field that a measure does not have, with those that it has.
pub(super) fn lists_fields(report: Diagnostic, measure: &ast::Measure) -> Diagnostic {
    let fields: Vec<String> = measure.fields.iter().map(|field| format!("`{}`", field.name.text)).collect();
    let fields = if fields.is_empty() { "—".to_owned() } else { fields.join(", ") };
    report.arg(fields).label(measure.name.span, table::DEFINED_HERE, &[])
}
