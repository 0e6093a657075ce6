//! Declarations nothing refers to: warned of, since a name that is never used is often a slip.

use super::types::Base;
use super::{Citation, Const, DerivedKind, ExprKind, Model, Name, Test, walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::warnings;
use std::collections::BTreeSet;

/// Warns of each parameter, reading, choice, definition, condition and measure without a use.
pub(super) fn warn(model: &Model, found: &mut Vec<Diagnostic>) {
    let used = Used::of(model);
    let mut report = |name: &Name, zh: &str, en: &str| {
        found.push(Diagnostic::at(&warnings::UNUSED, name.span).arg(&name.id).arg(zh).arg(en));
    };
    let unused = |used: &BTreeSet<usize>, count: usize| (0..count).filter(|at| !used.contains(at)).collect::<Vec<_>>();
    for at in unused(&used.parameters, model.parameters.len()) {
        model.parameters.get(at).into_iter().for_each(|item| report(&item.name, "参数", "parameter"));
    }
    for at in unused(&used.readings, model.readings.len()) {
        model.readings.get(at).into_iter().for_each(|item| report(&item.name, "解读", "reading"));
    }
    for at in unused(&used.derived, model.derived.len()) {
        model.derived.get(at).into_iter().for_each(|item| match item.kind {
            DerivedKind::Definition => report(&item.name, "定义", "definition"),
            DerivedKind::Condition => report(&item.name, "条件", "condition"),
        });
    }
    for at in unused(&used.choices, model.choices.len().saturating_sub(model.readings.len())) {
        model.choices.get(at).into_iter().for_each(|item| report(&item.name, "选项", "choice"));
    }
    for at in unused(&used.measures, model.measures.len()) {
        model.measures.get(at).into_iter().for_each(|item| report(&item.name, "措施", "measure"));
    }
    for at in unused(&used.instruments, model.instruments.len()) {
        model.instruments.get(at).into_iter().for_each(|item| report(&item.name, "文件", "instrument"));
    }
}

/// What is referred to, by position.
#[derive(Default)]
struct Used {
    parameters: BTreeSet<usize>,
    readings: BTreeSet<usize>,
    derived: BTreeSet<usize>,
    choices: BTreeSet<usize>,
    measures: BTreeSet<usize>,
    instruments: BTreeSet<usize>,
}

impl Used {
    fn of(model: &Model) -> Self {
        let mut used = Used::default();
        walk::model(model, &mut |expr| {
            used.base(expr.ty.base);
            match &expr.kind {
                ExprKind::Parameter { id, .. } | ExprKind::Marginal { id, .. } => used.parameters.extend([id.index()]),
                ExprKind::Reading(id) => used.readings.extend([id.index()]),
                ExprKind::Derived(id) => used.derived.extend([id.index()]),
                ExprKind::Const(Const::Choice(choice, _)) => used.base(Base::Choice(*choice)),
                _ => {}
            }
        });
        used.parameters.extend(
            model.parameters.iter().filter_map(|item| item.floor.as_ref()).map(|floor| floor.parameter.index()),
        );
        used.types(model);
        used.citations(model);
        let grants = model.rules.iter().flat_map(|rule| rule.grants.iter().chain(&rule.otherwise));
        used.measures.extend(grants.map(|grant| grant.measure.index()));
        used
    }

    fn base(&mut self, base: Base) {
        if let Base::Choice(choice) = base {
            self.choices.insert(choice.index());
        }
    }

    fn types(&mut self, model: &Model) {
        let fields = model.entities.iter().flat_map(|entity| &entity.fields).map(|field| field.ty);
        let parameters = model.parameters.iter().flat_map(|p| p.keys.iter().map(|key| key.ty).chain([p.ty]));
        let measures = model.measures.iter().flat_map(|measure| &measure.fields).map(|field| field.ty);
        let derived = model.derived.iter().map(|derived| derived.ty);
        fields.chain(parameters).chain(measures).chain(derived).for_each(|ty| self.base(ty.base));
    }

    fn citations(&mut self, model: &Model) {
        for parameter in &model.parameters {
            self.cite(&parameter.per);
            parameter.versions.iter().for_each(|version| self.cite(&version.per));
        }
        model.readings.iter().for_each(|reading| self.cite(&reading.per));
        for version in model.derived.iter().flat_map(|derived| &derived.versions) {
            self.cite(&version.per);
            self.cite_test(&version.body);
        }
        for exception in &model.exceptions {
            self.cite(&exception.per);
            self.cite_test(&exception.when);
        }
        for rule in &model.rules {
            self.cite(&rule.per);
            self.cite_test(&rule.when);
            rule.grants.iter().chain(&rule.otherwise).for_each(|grant| self.cite(&grant.per));
        }
        model.provisions.iter().for_each(|provision| self.cite(&provision.per));
        model.duties.iter().for_each(|duty| self.cite(&duty.per));
        model.properties.iter().for_each(|property| self.cite(&property.per));
    }

    fn cite(&mut self, per: &[Citation]) {
        self.instruments.extend(per.iter().map(|citation| citation.instrument.index()));
    }

    fn cite_test(&mut self, test: &Test) {
        if let Test::All(parts) | Test::Any(parts) = test {
            for part in parts {
                self.cite(&part.per);
                self.cite_test(&part.test);
            }
        }
    }
}
