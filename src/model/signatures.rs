//! declarations → their types: fields, derived values, parameters and their keys, measures.
//!
//! A type that cannot be told is `None`: whoever uses such a name stays silent, since the
//! declaration is reported already.

use super::meant;
use super::names::{DerivedItem, Names};
use super::types::{Base, Type};
use super::{ChoiceId, EntityId, FieldId, ParameterId};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{keys as rows, model as table};
use crate::source::Span;
use crate::syntax::ast::{self, TypeKind, TypeName};
use crate::syntax::keywords;

/// The types of everything declared, by id.
#[derive(Default)]
pub(super) struct Signatures {
    pub(super) fields: Vec<Vec<Option<Type>>>,
    pub(super) derived: Vec<Option<Type>>,
    pub(super) parameters: Vec<ParameterSignature>,
    pub(super) measures: Vec<Vec<Option<Type>>>,
}

/// What a parameter takes and gives.
pub(super) struct ParameterSignature {
    pub(super) ty: Option<Type>,
    pub(super) keys: Vec<KeySignature>,
}

/// A key by its name.
#[derive(Clone)]
pub(super) struct KeySignature {
    pub(super) name: String,
    pub(super) ty: Option<Type>,
    pub(super) span: Span,
    /// Whether it has a name that may be written before an argument: its own, or that of its choice.
    named: bool,
}

impl Signatures {
    pub(super) fn field(&self, entity: EntityId, field: FieldId) -> Option<Type> {
        *self.fields.get(entity.index())?.get(field.index())?
    }

    pub(super) fn parameter(&self, id: ParameterId) -> Option<&ParameterSignature> {
        self.parameters.get(id.index())
    }
}

/// Gives everything declared its type; reports types there are none of.
pub(super) fn sign(names: &Names<'_>, found: &mut Vec<Diagnostic>) -> Signatures {
    let mut signatures = Signatures::default();
    for (_, entity) in names.entities.ids() {
        let types = entity.fields.iter().filter_map(|field| match &field.ty {
            ast::FieldType::Value { ty, optional, .. } => Some(type_of(names, ty, *optional, found)),
            ast::FieldType::List { .. } => None,
        });
        signatures.fields.push(types.collect());
    }
    for derived in &names.derived {
        signatures.derived.push(agreed_type(names, &derived.versions, found));
    }
    for (_, parameter) in names.parameters.ids() {
        let ty = type_of(names, &parameter.ty, false, found);
        let keys = keys(names, parameter, found);
        signatures.parameters.push(ParameterSignature { ty, keys });
    }
    for (_, measure) in names.measures.ids() {
        let types = measure.fields.iter().map(|field| type_of(names, &field.ty, field.optional, found)).collect();
        signatures.measures.push(types);
    }
    signatures
}

/// The type all versions of a derived value share.
fn agreed_type(names: &Names<'_>, versions: &[DerivedItem<'_>], found: &mut Vec<Diagnostic>) -> Option<Type> {
    let mut agreed: Option<(Option<Type>, bool, Span)> = None;
    for version in versions {
        let (ty, is_condition) = match version {
            DerivedItem::Define(define) => (type_of(names, &define.ty, define.optional, found), false),
            DerivedItem::Condition(_) => (Some(Type::TRUTH), true),
        };
        let span = version.name().span;
        match agreed {
            None => agreed = Some((ty, is_condition, span)),
            Some((first, condition, first_span)) => {
                let differs = first.zip(ty).is_some_and(|(first, ty)| first != ty) || condition != is_condition;
                if differs {
                    let name = &version.name().text;
                    found.push(Diagnostic::at(&table::VERSIONS_DIFFER, span).arg(name).label(
                        first_span,
                        table::FIRST_HERE,
                        &[],
                    ));
                }
            }
        }
    }
    agreed.and_then(|(ty, _, _)| ty)
}

fn keys(names: &Names<'_>, parameter: &ast::Parameter, found: &mut Vec<Diagnostic>) -> Vec<KeySignature> {
    let named: Vec<&ast::Ident> = parameter.keys.iter().filter_map(|key| key.name.as_ref()).collect();
    super::names::report_duplicates(named, found);
    let mut keys = Vec::new();
    for key in &parameter.keys {
        let ty = type_of(names, &key.ty, false, found);
        let fits = ty.is_none_or(|ty| matches!(ty.base, Base::Choice(_) | Base::Truth) || ty.base.is_number());
        if !fits {
            found.push(Diagnostic::at(&table::KEY_TYPE, key.ty.span).arg(words(&key.ty.kind)));
        }
        let name = key.name.as_ref().map_or_else(|| words(&key.ty.kind).to_string(), |name| name.text.clone());
        let span = key.name.as_ref().map_or(key.ty.span, |name| name.span);
        let named = key.name.is_some() || matches!(key.ty.kind, TypeKind::Named(_));
        keys.push(KeySignature { name, ty: ty.filter(|_| fits), span, named });
    }
    report_nameless(&keys, found);
    keys
}

/// Reports keys that could be taken for another and have no name to tell them apart by.
fn report_nameless(keys: &[KeySignature], found: &mut Vec<Diagnostic>) {
    for (at, key) in keys.iter().enumerate() {
        let others = || keys.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
        let taken = others().any(|other| other.name == key.name && !(key.named && other.span == key.span));
        let alike = others().find(|other| super::keys::mistakable(key, other));
        // Of one choice named twice, the second is the one that needs another name.
        let shared = taken && keys.iter().take(at).any(|before| before.name == key.name);
        if let Some(other) = alike.filter(|_| !key.named || shared) {
            let report = Diagnostic::at(&rows::KEY_WITHOUT_NAME, key.span).arg(&key.name).arg(&other.name);
            found.push(report);
        }
    }
}

/// The type a type name stands for.
pub(super) fn type_of(names: &Names<'_>, ty: &TypeName, optional: bool, found: &mut Vec<Diagnostic>) -> Option<Type> {
    let base = match &ty.kind {
        TypeKind::Money => Base::Money,
        TypeKind::MoneyPerMonth => Base::MoneyPerMonth,
        TypeKind::MoneyPerYear => Base::MoneyPerYear,
        TypeKind::Ratio => Base::Ratio,
        TypeKind::Integer => Base::Integer,
        TypeKind::Decimal => Base::Decimal,
        TypeKind::Date => Base::Date,
        TypeKind::Months => Base::Months,
        TypeKind::Days => Base::Days,
        TypeKind::Truth => Base::Truth,
        TypeKind::Text => Base::Text,
        TypeKind::Named(name) => match names.choice(name) {
            Some((choice, item)) => {
                names.note(ty.span, Some(item));
                Base::Choice(choice)
            }
            None => {
                let name = ast::Ident { text: name.clone(), span: ty.span };
                let among =
                    BUILT_IN.into_iter().chain(keywords::TYPES.iter().map(|ty| ty.zh)).chain(names.choices.names());
                let unknown = super::names::unknown(found, &table::UNKNOWN_TYPE, &name, among);
                found.push(meant::with(unknown, name.span, meant::type_word(&name.text)));
                return None;
            }
        },
    };
    Some(Type { base, optional })
}

const BUILT_IN: [&str; 9] = ["money", "ratio", "integer", "decimal", "date", "months", "days", "truth", "text"];

/// A type as it is written.
fn words(kind: &TypeKind) -> &str {
    match kind {
        TypeKind::Named(name) => name,
        TypeKind::Money => "money",
        TypeKind::MoneyPerMonth => "money per month",
        TypeKind::MoneyPerYear => "money per year",
        TypeKind::Ratio => "ratio",
        TypeKind::Integer => "integer",
        TypeKind::Decimal => "decimal",
        TypeKind::Date => "date",
        TypeKind::Months => "months",
        TypeKind::Days => "days",
        TypeKind::Truth => "truth",
        TypeKind::Text => "text",
    }
}

/// A type as it is written, for messages.
pub(super) fn type_words(names: &Names<'_>, ty: Type) -> String {
    let base = match ty.base {
        Base::Money => "money",
        Base::MoneyPerMonth => "money per month",
        Base::MoneyPerYear => "money per year",
        Base::Ratio => "ratio",
        Base::Integer => "integer",
        Base::Decimal => "decimal",
        Base::Date => "date",
        Base::Months => "months",
        Base::Days => "days",
        Base::Truth => "truth",
        Base::Choice(choice) => choice_words(names, choice),
        Base::Text => "text",
        Base::None => return "none".to_string(),
    };
    if ty.optional { format!("{base} or none") } else { base.to_string() }
}

fn choice_words<'a>(names: &Names<'a>, choice: ChoiceId) -> &'a str {
    names.choice_name(choice)
}
