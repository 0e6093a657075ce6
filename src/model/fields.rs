//! entities, measures and readings → their part of the model: types, bounds, defaults.

use super::names::{self, Member, duplicate};
use super::resolve::Resolver;
use super::typecheck::Scope;
use super::types::{Base, Type};
use super::{
    Const, End, Entity, EntityId, ExprKind, Field, FieldId, ListBounds, Measure, MeasureField, Range, Reading,
    ReadingId, Times,
};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{law, measures, model as table};
use crate::source::Span;
use crate::syntax::ast::{self, Ident};
use crate::value::{Cell, Date, Number};
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
        let bounds = self.range(range, ty);
        let within = bounds.unwrap_or_default();
        let default = field.default.as_ref().map(|written| self.default(field, written, ty, within));
        let evidence = self.evidence(field, ty);
        let default = match default {
            Some(default) => Some(default?),
            None => None,
        };
        Some(Field {
            name: self.name(&field.name, &field.labels),
            ty,
            range: bounds?,
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

    /// What is written of a range: nothing leaves both ends open.
    fn range(&mut self, written: Option<&ast::Range>, ty: Type) -> Option<Range> {
        let Some(range) = written else { return Some(Range::default()) };
        if !ty.base.is_ordered() {
            let is = super::signatures::type_words(self.names, ty);
            self.found.push(Diagnostic::at(&table::RANGE_OF_OTHER, range.span).arg(is));
            return None;
        }
        let mut end = |bound: &Option<ast::Expr>| match bound {
            None => Some(None),
            Some(bound) => self.end(bound, Type::plain(ty.base)).map(Some),
        };
        let (low, high) = (end(&range.low), end(&range.high));
        let found = Range { low: low?, high: high? };
        if found.low.zip(found.high).is_some_and(|(low, high)| low.is_above(high)) {
            self.found.push(Diagnostic::at(&table::RANGE_INVERTED, range.span));
            return None;
        }
        Some(found)
    }

    fn end(&mut self, written: &ast::Expr, ty: Type) -> Option<End> {
        if matches!(written.kind, ast::ExprKind::DecisionDate) && ty.base == Base::Date {
            return Some(End::DecisionDate);
        }
        match self.constant(written, ty)? {
            Const::Number(number) => Some(End::Number(number)),
            Const::Date(date) => Some(End::Date(date)),
            Const::Months(months) => Some(End::Months(months)),
            Const::Days(days) => Some(End::Days(days)),
            _ => None,
        }
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

    fn default(&mut self, field: &ast::Field, written: &ast::Expr, ty: Type, range: Range) -> Option<Const> {
        let constant = self.constant(written, ty)?;
        let outside = match constant {
            Const::Number(number) => !range.holds(Cell::Number(number), None),
            Const::Date(date) => !range.holds(Cell::Date(date), None),
            Const::Months(months) => !range.holds(Cell::Months(months), None),
            Const::Days(days) => !range.holds(Cell::Days(days), None),
            _ => false,
        };
        if outside {
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
        let fields: Vec<Option<MeasureField>> =
            item.fields.iter().zip(types).map(|(field, ty)| self.measure_field(field, (*ty)?)).collect();
        if let (Some(once), Some(cumulative)) = (item.once, item.cumulative) {
            let contradict = Diagnostic::at(&measures::ONCE_AND_CUMULATIVE, once.max(cumulative));
            self.found.push(contradict.arg(&item.name.text));
            return None;
        }
        let times = item.once.map(|_| Times::Once).or(item.cumulative.map(|_| Times::Cumulative));
        Some(Measure {
            name: self.name(&item.name, &item.labels),
            entities: entities.into_iter().collect::<Option<_>>()?,
            owed: item.owed.is_some(),
            times,
            fields: fields.into_iter().collect::<Option<_>>()?,
        })
    }

    fn measure_field(&mut self, field: &ast::MeasureField, ty: Type) -> Option<MeasureField> {
        let range = self.range(field.range.as_ref(), ty)?;
        Some(MeasureField { name: self.name(&field.name, &field.labels), ty, range })
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
                    let report = names::unknown(&self.found, &table::UNKNOWN_VARIANT, variant, among.clone());
                    self.found.push(names::none_of(report.arg(&item.name.text), among));
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
