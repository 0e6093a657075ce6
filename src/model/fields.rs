//! entities, measures and readings → their part of the model: types, bounds, defaults.

use super::names::{self, Member, duplicate};
use super::resolve::Resolver;
use super::typecheck::Scope;
use super::types::{Base, Type};
use super::{Const, Entity, EntityId, ExprKind, Field, FieldId, ListBounds, Measure, MeasureField, Reading, ReadingId};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{law, model as table};
use crate::source::Span;
use crate::syntax::ast::{self, Ident};
use crate::value::{Date, Number};
use std::collections::BTreeMap;

impl Resolver<'_, '_> {
    pub(super) fn entities(&mut self) -> Option<Vec<Entity>> {
        let entities: Vec<Option<Entity>> =
            (0u32..).zip(&self.names.entities.items).map(|(id, entity)| self.entity(EntityId(id), entity)).collect();
        entities.into_iter().collect()
    }

    fn entity(&mut self, id: EntityId, entity: &ast::Entity) -> Option<Entity> {
        let parent = match self.names.parents.get(id.index()).copied().flatten() {
            Some((above, list)) => {
                let bounds = self.list_bounds(list);
                Some((above, self.name(&list.name, &list.labels), bounds))
            }
            None => None,
        };
        let types = self.signatures.fields.get(id.index())?;
        let written = entity.fields.iter().filter_map(|field| match &field.ty {
            ast::FieldType::Value { range, .. } => Some((field, range.as_ref())),
            ast::FieldType::List { .. } => None,
        });
        let fields: Vec<Option<Field>> =
            written.clone().zip(types).map(|((field, range), ty)| self.field(field, range, (*ty)?)).collect();
        let named: Vec<(&Ident, Option<Type>)> =
            written.clone().map(|(field, _)| &field.name).zip(types.iter().copied()).collect();
        let previous = written.map(|(field, _)| field.previous.as_ref());
        let previous: Vec<Option<FieldId>> =
            previous.enumerate().map(|(at, name)| self.previous(id, &named, at, name?)).collect();
        let mut fields: Vec<Field> = fields.into_iter().collect::<Option<_>>()?;
        let parent = match parent {
            Some((above, list, bounds)) => Some((above, list, bounds?)),
            None => None,
        };
        fields.iter_mut().zip(previous).for_each(|(field, previous)| field.previous = previous);
        Some(Entity { name: self.name(&entity.name, &entity.labels), parent, fields })
    }

    fn list_bounds(&mut self, list: &ast::Field) -> Option<ListBounds> {
        self.no_marks_of_lists(list);
        let ast::FieldType::List { range: Some(range), .. } = &list.ty else {
            return Some(ListBounds { low: 0, high: None });
        };
        let mut count = |bound: &Option<ast::Expr>| match bound {
            None => Some(None),
            Some(bound) => {
                let number = self.bound(bound, Type::plain(Base::Integer))?;
                let count = number.to_i64().and_then(|count| u32::try_from(count).ok());
                if count.is_none() {
                    self.found.push(Diagnostic::at(&table::LIST_BOUND, bound.span));
                }
                count.map(Some)
            }
        };
        let (low, high) = (count(&range.low), count(&range.high));
        let (low, high) = (low?.unwrap_or(0), high?);
        if high.is_some_and(|high| high < low) {
            self.found.push(Diagnostic::at(&table::RANGE_INVERTED, range.span));
        }
        Some(ListBounds { low, high })
    }

    fn field(&mut self, field: &ast::Field, range: Option<&ast::Range>, ty: Type) -> Option<Field> {
        let bounds = range.map_or(Some((None, None)), |range| self.range(range, ty));
        let (low, high) = bounds.unwrap_or_default();
        let default = field.default.as_ref().map(|written| self.default(field, written, ty, low, high));
        let evidence = self.evidence(field, ty);
        bounds?;
        let default = match default {
            Some(default) => Some(default?),
            None => None,
        };
        Some(Field {
            name: self.name(&field.name, &field.labels),
            ty,
            low,
            high,
            default,
            previous: None,
            sensitive: field.sensitive.is_some(),
            evidence,
        })
    }

    /// The field whose value of last time the field at a position is.
    fn previous(
        &mut self,
        entity: EntityId,
        fields: &[(&Ident, Option<Type>)],
        at: usize,
        name: &Ident,
    ) -> Option<FieldId> {
        let Some(Member::Field(id)) = self.names.member(entity, &name.text) else {
            let among = fields.iter().map(|(field, _)| field.text.as_str());
            let report = names::unknown(&self.found, &table::UNKNOWN_MEMBER, name, among);
            self.found.push(report.arg(self.names.entity_name(entity)));
            return None;
        };
        self.names.note_member(entity, name);
        let ((_, mine), (other, theirs)) = (*fields.get(at)?, *fields.get(id.index())?);
        let (mine, theirs) = mine.zip(theirs)?;
        if id.index() == at || mine != theirs {
            let is = super::signatures::type_words(self.names, mine);
            let differs = Diagnostic::at(&law::PREVIOUS_DIFFERS, name.span).arg(&name.text).arg(is);
            self.found.push(differs.label(other.span, table::DEFINED_HERE, &[]));
        }
        Some(id)
    }

    fn range(&mut self, range: &ast::Range, ty: Type) -> Option<(Option<Number>, Option<Number>)> {
        if !ty.base.is_number() {
            let is = super::signatures::type_words(self.names, ty);
            self.found.push(Diagnostic::at(&table::RANGE_OF_OTHER, range.span).arg(is));
            return None;
        }
        let mut end = |bound: &Option<ast::Expr>| match bound {
            None => Some(None),
            Some(bound) => self.bound(bound, Type::plain(ty.base)).map(Some),
        };
        let (low, high) = (end(&range.low), end(&range.high));
        let (low, high) = (low?, high?);
        if low.zip(high).is_some_and(|(low, high)| high < low) {
            self.found.push(Diagnostic::at(&table::RANGE_INVERTED, range.span));
            return None;
        }
        Some((low, high))
    }

    fn bound(&mut self, written: &ast::Expr, ty: Type) -> Option<Number> {
        match self.constant(written, ty)? {
            Const::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A constant of a type, with no more decimals than a fact of it may have.
    pub(super) fn constant(&mut self, written: &ast::Expr, ty: Type) -> Option<Const> {
        let expr = self.checker(Scope::Constant).expect(written, ty)?;
        let ExprKind::Const(constant) = expr.kind else {
            self.found.push(Diagnostic::at(&table::CONSTANT_EXPECTED, written.span));
            return None;
        };
        if let Const::Number(number) = &constant {
            let allowed = ty.base.fact_places();
            if number.places().is_none_or(|places| places > allowed) {
                let is = super::signatures::type_words(self.names, Type::plain(ty.base));
                self.found.push(Diagnostic::at(&table::TOO_MANY_PLACES, written.span).arg(is).arg(allowed));
                return None;
            }
        }
        Some(constant)
    }

    fn default(
        &mut self,
        field: &ast::Field,
        written: &ast::Expr,
        ty: Type,
        low: Option<Number>,
        high: Option<Number>,
    ) -> Option<Const> {
        let constant = self.constant(written, ty)?;
        let outside = |number: Number| low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high);
        if matches!(constant, Const::Number(number) if outside(number)) {
            let outside = Diagnostic::at(&table::DEFAULT_OUT_OF_RANGE, written.span);
            self.found.push(match &field.ty {
                ast::FieldType::Value { range: Some(range), .. } => outside.label(range.span, table::RANGE_HERE, &[]),
                _ => outside,
            });
            return None;
        }
        Some(constant)
    }

    pub(super) fn measures(&mut self) -> Option<Vec<Measure>> {
        let items = self.names.measures.items.iter().zip(&self.signatures.measures);
        let measures: Vec<Option<Measure>> = items.map(|(item, types)| self.measure(item, types)).collect();
        measures.into_iter().collect()
    }

    fn measure(&mut self, item: &ast::Measure, types: &[Option<Type>]) -> Option<Measure> {
        names::report_duplicates(item.fields.iter().map(|field| &field.name), &mut self.found);
        names::report_duplicates(&item.entities, &mut self.found);
        let entities: Vec<Option<EntityId>> =
            item.entities.iter().map(|name| self.names.entity_named(name, &mut self.found)).collect();
        let field = |(field, ty): (&ast::MeasureField, &Option<Type>)| {
            Some(MeasureField { name: self.name(&field.name, &field.labels), ty: (*ty)? })
        };
        Some(Measure {
            name: self.name(&item.name, &item.labels),
            entities: entities.into_iter().collect::<Option<_>>()?,
            fields: item.fields.iter().zip(types).map(field).collect::<Option<_>>()?,
        })
    }

    pub(super) fn readings(&mut self) -> Option<Vec<Reading>> {
        let items = (0u32..).zip(&self.names.readings.items);
        let readings: Vec<Option<Reading>> = items.map(|(id, item)| self.reading(ReadingId(id), item)).collect();
        readings.into_iter().collect()
    }

    fn reading(&mut self, id: ReadingId, item: &ast::Reading) -> Option<Reading> {
        let per = self.citations(&item.attributes.per);
        let choice = self.reading_choice(id);
        if item.variants.len() < 2 {
            self.found.push(Diagnostic::at(&table::ONE_READING, item.name.span).arg(&item.name.text));
        }
        let mut defaults: Vec<(Option<Date>, u16)> = Vec::new();
        let mut days: BTreeMap<Option<Date>, Span> = BTreeMap::new();
        for (variant, from) in &item.defaults {
            match self.names.variant(choice, &variant.text) {
                Some(position) => {
                    self.names.note_variant(choice, variant);
                    defaults.push((*from, position));
                }
                None => {
                    let among = item.variants.iter().map(|(name, _)| name.text.as_str());
                    self.found.push(
                        names::unknown(&self.found, &table::UNKNOWN_VARIANT, variant, among).arg(&item.name.text),
                    );
                }
            }
            if let Some(first) = days.insert(*from, variant.span) {
                self.found.push(duplicate(variant, first));
            }
        }
        if !days.contains_key(&None) {
            self.found.push(Diagnostic::at(&table::NO_DEFAULT, item.name.span).arg(&item.name.text));
        }
        defaults.sort();
        Some(Reading { name: self.name(&item.name, &item.labels), per: per?, choice, defaults })
    }
}
