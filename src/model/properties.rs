//! properties → what must hold of every case, and what they may ask of a decision.

use super::resolve::Resolver;
use super::typecheck::{Checker, Scope, typed};
use super::{Asked, Citation, EntityId, Expr, ExprKind, FieldId, InForce, MeasureId, Name, RuleId, Type};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{model as table, properties as row};
use crate::model::names::unknown;
use crate::source::Span;
use crate::syntax::ast::{self, Ident};

pub use crate::syntax::ast::Movement;

/// What must hold of every case.
///
/// It decides nothing: it is for whoever searches for a case of which it does not hold.
#[derive(Clone, Debug)]
pub struct Property {
    /// What it is called.
    pub name: Name,
    /// Of whom it is asked, one by one.
    pub entity: EntityId,
    /// The days it is to hold.
    pub in_force: InForce,
    /// The clauses it rests on.
    pub per: Vec<Citation>,
    /// What it says.
    pub statement: Statement,
}

/// What a property says.
#[derive(Clone, Debug)]
pub enum Statement {
    /// Where `given` holds (or where nothing is given, always), `holds` does.
    Always {
        /// Where it is not true, the property says nothing.
        given: Option<Expr>,
        /// What is then true.
        holds: Expr,
    },
    /// This is never true.
    Never(Expr),
    /// Of two cases that differ in one fact alone.
    Monotone {
        /// A number.
        value: Expr,
        /// Which way it does not go.
        never: Movement,
        /// The fact: of the entity itself, of one above it, or of one below it.
        fact: (EntityId, FieldId),
        /// Which way the fact goes.
        when: Movement,
    },
}

impl Resolver<'_, '_> {
    pub(super) fn properties(&mut self) -> Option<Vec<Property>> {
        let properties: Vec<Option<Property>> =
            self.names.properties.items.iter().map(|item| self.property(item)).collect();
        properties.into_iter().collect()
    }

    fn property(&mut self, item: &ast::Property) -> Option<Property> {
        let per = self.citations(&item.attributes.per);
        let in_force = self.in_force(item.attributes.in_force.as_ref());
        self.shown(item.attributes.explain, &[]);
        let entity = self.names.entity_named(&item.entity, &mut self.found);
        let scope = entity.map_or(Scope::Unknown(&item.entity.text), Scope::Entity);
        let mut checker = Checker { in_property: true, ..self.checker(scope) };
        let statement = checker.statement(&item.statement);
        Some(Property {
            name: self.name(&item.name, &item.labels),
            entity: entity?,
            in_force,
            per: per?,
            statement: statement?,
        })
    }
}

impl Checker<'_, '_> {
    fn statement(&mut self, statement: &ast::Statement) -> Option<Statement> {
        Some(match statement {
            ast::Statement::Always { given: None, holds } => {
                Statement::Always { given: None, holds: self.truth(holds)? }
            }
            ast::Statement::Always { given: Some(given), holds } => {
                let (given, holds) = (self.truth(given), self.truth(holds));
                Statement::Always { given: Some(given?), holds: holds? }
            }
            ast::Statement::Never(never) => Statement::Never(self.truth(never)?),
            ast::Statement::Monotone { value, never, fact, when } => {
                let (value, fact) = (self.number(value, None), self.ordered_fact(fact));
                Statement::Monotone { value: value?, never: *never, fact: fact?, when: *when }
            }
        })
    }

    /// `wage`, `Household.rent`, `members.wage`: a fact with a more and a less.
    fn ordered_fact(&mut self, path: &ast::Path) -> Option<(EntityId, FieldId)> {
        let asked = if self.list_start(path).is_some() {
            let list = self.list_path(path)?;
            list.value.and_then(|name| self.element_value(list.element, name))
        } else {
            Some(self.path(path, None)?)
        };
        match asked.map(|expr| (expr.ty.base.is_ordered(), expr.kind)) {
            Some((true, ExprKind::Field(entity, field))) => Some((entity, field)),
            _ => self.fail(Diagnostic::at(&row::NOT_A_FACT_WITH_ORDER, path.span)),
        }
    }

    /// What is asked of the decision on the current entity.
    pub(super) fn asked(&mut self, asked: &ast::Asked, span: Span) -> Option<Expr> {
        let words = match asked {
            ast::Asked::AnyMeasure => "any measure".to_string(),
            ast::Asked::Measure(name) => format!("measure {}", name.text),
            ast::Asked::Rule(name) => format!("rule {}", name.text),
        };
        self.within_property(&words, span)?;
        let asked = match asked {
            ast::Asked::AnyMeasure => Asked::AnyMeasure,
            ast::Asked::Measure(name) => Asked::Measure(self.measure_asked(name)?),
            ast::Asked::Rule(name) => Asked::Rule(self.rule_asked(name)?),
        };
        Some(self.asked_of(self.bare, typed(ExprKind::Asked(asked), Type::TRUTH, span)))
    }

    /// `help.monthly`; nothing unreported where there is no measure of that name.
    pub(super) fn amount_asked(&mut self, measure: &Ident, field: &Ident, span: Span) -> Option<Expr> {
        self.within_property(&format!("{}.{}", measure.text, field.text), span)?;
        let id = self.measure_asked(measure)?;
        let declared = self.names.measures.get(id.0)?;
        let Some(position) = declared.fields.iter().position(|it| it.name.text == field.text) else {
            let among = declared.fields.iter().map(|it| it.name.text.as_str());
            let report = unknown(self.found, &table::UNKNOWN_MEASURE_FIELD, field, among).arg(&measure.text);
            return self.fail(super::rules::lists_fields(report, declared));
        };
        self.names.note_span(field.span, declared.fields.get(position)?.name.span);
        let ty = self.signatures.measures.get(id.index())?.get(position).copied().flatten()?;
        if !ty.base.is_number() {
            let is = self.words(ty);
            return self.fail(Diagnostic::at(&row::NOT_AN_AMOUNT, field.span).arg(&field.text).arg(is));
        }
        let asked = Asked::Amount(id, u32::try_from(position).ok()?);
        let ty = Type { base: ty.base, optional: false };
        Some(self.asked_of(self.bare, typed(ExprKind::Asked(asked), ty, span)))
    }

    fn within_property(&mut self, words: &str, span: Span) -> Option<()> {
        if self.in_property {
            return Some(());
        }
        self.fail(Diagnostic::at(&row::ASKED_OUTSIDE_PROPERTY, span).arg(words))
    }

    fn measure_asked(&mut self, name: &Ident) -> Option<MeasureId> {
        let Some((id, measure)) = self.names.measure(&name.text) else {
            let report = unknown(self.found, &table::UNKNOWN_MEASURE, name, self.names.measures.names());
            return self.fail(report);
        };
        self.names.note(name.span, Some(measure));
        self.is_for(name, measure.entities.iter())?;
        Some(id)
    }

    fn rule_asked(&mut self, name: &Ident) -> Option<RuleId> {
        let Some(id) = self.names.rule(&name.text) else {
            let report = unknown(self.found, &table::UNKNOWN_RULE, name, self.names.rules.names());
            return self.fail(report);
        };
        let rule = self.names.rules.get(id.0)?;
        self.names.note(name.span, Some(rule));
        self.is_for(name, [&rule.entity].into_iter())?;
        Some(id)
    }

    /// Whether something is for the current entity or one above it.
    fn is_for<'i>(&mut self, name: &Ident, entities: impl Iterator<Item = &'i Ident> + Clone) -> Option<()> {
        let current = self.current()?;
        let above = |entity: &Ident| {
            // One that is not there is reported where it is named.
            self.names.entity(&entity.text).is_none_or(|entity| self.names.reaches(entity, current))
        };
        if entities.clone().any(above) {
            return Some(());
        }
        let words: Vec<String> = entities.map(|entity| format!("`{}`", entity.text)).collect();
        let here = self.names.entity_name(current);
        let report = Diagnostic::at(&row::ASKED_OF_OTHERS, name.span).arg(&name.text).arg(words.join(" / ")).arg(here);
        self.fail(report)
    }
}
