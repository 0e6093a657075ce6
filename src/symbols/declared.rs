//! syntax trees → what they declare, in the order it is written.

use super::{Symbol, SymbolId, SymbolKind};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Citation, Ident, Item, Labels, ParameterValues, Test};

/// Every declaration of the files; nothing is linked yet.
pub(super) fn declared(files: &[ast::File], sources: &Sources) -> Vec<Symbol> {
    let mut declared = Declared { symbols: Vec::new(), sources };
    files.iter().flat_map(|file| &file.items).for_each(|item| declared.item(item));
    declared.symbols
}

struct Declared<'s> {
    symbols: Vec<Symbol>,
    sources: &'s Sources,
}

/// A declaration of which nothing more is known.
fn symbol(kind: SymbolKind, name: &Ident, labels: &Labels, whole: Span) -> Symbol {
    Symbol {
        kind,
        name: name.text.clone(),
        labels: labels.clone(),
        span: name.span,
        whole,
        within: None,
        entity: None,
        version_of: None,
        ty: None,
        per: Vec::new(),
        values: Vec::new(),
        target: None,
        entity_named: None,
        target_named: None,
    }
}

impl Declared<'_> {
    fn add(&mut self, symbol: Symbol) -> SymbolId {
        let id = SymbolId(u32::try_from(self.symbols.len()).unwrap_or(u32::MAX));
        self.symbols.push(symbol);
        id
    }

    fn item(&mut self, item: &Item) {
        let first = SymbolId(u32::try_from(self.symbols.len()).unwrap_or(u32::MAX));
        self.declares(item);
        for (name, whole) in super::elements::elements(item) {
            let element = symbol(SymbolKind::Element, name, &Labels::default(), whole);
            self.add(Symbol { within: Some(first), ..element });
        }
    }

    fn declares(&mut self, item: &Item) {
        use SymbolKind as Kind;
        match item {
            Item::Policy(item) => {
                self.add(symbol(Kind::Policy, &item.name, &item.labels, item.span));
            }
            Item::Instrument(item) => {
                self.add(symbol(Kind::Instrument, &item.name, &item.labels, item.span));
            }
            Item::Choice(item) => {
                let id = self.add(symbol(Kind::Choice, &item.name, &item.labels, item.span));
                self.variants(&item.variants, id);
            }
            Item::Entity(item) => self.entity(item),
            Item::Parameter(item) => self.parameter(item),
            Item::Amendment(item) => {
                let values = item.versions.iter().map(|version| version.span).collect();
                let amends = symbol(Kind::Parameter, &item.name, &Labels::default(), item.span);
                self.add(Symbol { per: item.attributes.per.clone(), values, ..amends });
            }
            Item::Reading(item) => {
                let reading = symbol(Kind::Reading, &item.name, &item.labels, item.span);
                let id = self.add(Symbol { per: item.attributes.per.clone(), ..reading });
                self.variants(&item.variants, id);
            }
            Item::Define(item) => {
                let define = symbol(Kind::Definition, &item.name, &item.labels, item.span);
                let ty = or_none(self.slice(item.ty.span), item.optional);
                let (entity_named, per) = (Some(item.entity.span), item.attributes.per.clone());
                self.add(Symbol { ty: Some(ty), entity_named, per, ..define });
            }
            Item::Condition(item) => {
                let condition = symbol(Kind::Condition, &item.name, &item.labels, item.span);
                let (entity_named, per) = (Some(item.entity.span), item.attributes.per.clone());
                let id = self.add(Symbol { entity_named, per, ..condition });
                self.parts(&item.test, id);
            }
            Item::Exception(item) => {
                let exception = symbol(Kind::Exception, &item.name, &item.labels, item.span);
                let target_named = item.target.parts.last().map(|name| name.span);
                let per = item.attributes.per.clone();
                let id = self.add(Symbol { target_named, per, ..exception });
                self.parts(&item.when, id);
            }
            Item::Measure(item) => self.measure(item),
            Item::Rule(item) => {
                let rule = symbol(Kind::Rule, &item.name, &item.labels, item.span);
                let (entity_named, per) = (Some(item.entity.span), item.attributes.per.clone());
                let id = self.add(Symbol { entity_named, per, ..rule });
                self.parts(&item.when, id);
            }
            Item::Property(item) => {
                let property = symbol(Kind::Property, &item.name, &item.labels, item.span);
                let (entity_named, per) = (Some(item.entity.span), item.attributes.per.clone());
                self.add(Symbol { entity_named, per, ..property });
            }
            Item::Provision(item) => {
                let provision = symbol(Kind::Provision, &item.name, &item.labels, item.span);
                self.add(Symbol { per: item.per.clone(), ..provision });
            }
            Item::Duty(item) => {
                let duty = symbol(Kind::Duty, &item.name, &item.labels, item.span);
                self.add(Symbol { per: item.attributes.per.clone(), ..duty });
            }
        }
    }

    fn variants(&mut self, variants: &[(Ident, Labels)], of: SymbolId) {
        for (name, labels) in variants {
            let variant = symbol(SymbolKind::Variant, name, labels, with_labels(name, labels));
            self.add(Symbol { within: Some(of), ..variant });
        }
    }

    fn entity(&mut self, item: &ast::Entity) {
        let id = self.add(symbol(SymbolKind::Entity, &item.name, &item.labels, item.span));
        for field in &item.fields {
            let (kind, ty, entity_named) = match &field.ty {
                ast::FieldType::List { entity, range } => {
                    let ty = format!("list of {}{}", entity.text, self.range(range.as_ref()));
                    (SymbolKind::List, ty, Some(entity.span))
                }
                ast::FieldType::Value { ty, range, optional } => {
                    let ty = format!("{}{}", self.slice(ty.span), self.range(range.as_ref()));
                    (SymbolKind::Field, or_none(&ty, *optional), None)
                }
            };
            let field = symbol(kind, &field.name, &field.labels, field.span);
            self.add(Symbol { within: Some(id), ty: Some(ty), entity_named, ..field });
        }
    }

    fn parameter(&mut self, item: &ast::Parameter) {
        let values = match &item.values {
            ParameterValues::Unset(span) => vec![*span],
            ParameterValues::Versions(versions) => versions.iter().map(|version| version.span).collect(),
        };
        let parameter = symbol(SymbolKind::Parameter, &item.name, &item.labels, item.span);
        let (ty, per) = (Some(self.slice(item.ty.span).to_owned()), item.attributes.per.clone());
        let id = self.add(Symbol { ty, per, values, ..parameter });
        for key in &item.keys {
            // A key without a name of its own is called like its type, and declared there.
            let Some(name) = &key.name else { continue };
            let ty = Some(self.slice(key.ty.span).to_owned());
            let last = key.labels.english.as_ref().or(key.labels.first.as_ref()).map_or(key.ty.span, |text| text.span);
            let key = symbol(SymbolKind::Key, name, &key.labels, name.span.to(last));
            self.add(Symbol { within: Some(id), ty, ..key });
        }
    }

    fn measure(&mut self, item: &ast::Measure) {
        let measure = symbol(SymbolKind::Measure, &item.name, &item.labels, item.span);
        let id = self.add(measure);
        for field in &item.fields {
            let ty = format!("{}{}", self.slice(field.ty.span), self.range(field.range.as_ref()));
            let ty = or_none(&ty, field.optional);
            let whole = with_labels(&field.name, &field.labels).to(field.ty.span);
            let amount = symbol(SymbolKind::Amount, &field.name, &field.labels, whole);
            self.add(Symbol { within: Some(id), ty: Some(ty), ..amount });
        }
    }

    fn parts(&mut self, test: &Test, within: SymbolId) {
        let (Test::All(parts, _) | Test::Any(parts, _)) = test else { return };
        for part in parts {
            let per: Vec<Citation> = part.per.clone();
            let symbol = symbol(SymbolKind::Part, &part.name, &part.labels, part.span);
            let id = self.add(Symbol { within: Some(within), per, ..symbol });
            self.parts(&part.test, id);
        }
    }

    fn slice(&self, span: Span) -> &str {
        self.sources.slice(span)
    }

    /// ` 0..100`, or nothing.
    fn range(&self, range: Option<&ast::Range>) -> String {
        range.map(|range| format!(" {}", self.slice(range.span))).unwrap_or_default()
    }
}

fn or_none(ty: &str, optional: bool) -> String {
    if optional { format!("{ty} or none") } else { ty.to_owned() }
}

/// A name up to the end of its labels.
fn with_labels(name: &Ident, labels: &Labels) -> Span {
    let last = labels.english.as_ref().or(labels.first.as_ref());
    last.map_or(name.span, |label| name.span.to(label.span))
}
