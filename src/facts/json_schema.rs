//! model → JSON Schema (2020-12) of the facts document, for forms and editors.

use super::document::Document;
use super::schema::{EntitySchema, Schema};
use crate::model::{Base, Evidence, Field, Model};
use crate::value::Cell;

/// The JSON Schema of the facts document of a policy.
///
/// Titles are the labels in the policy's first language, descriptions those in English. No fact
/// is required: one left out is not known. The schema is as strict as JSON Schema can say; what
/// it cannot (duplicate keys, existing days, subjects of discretions) binding checks. A field marked
/// `sensitive` carries `"x-sensitive": true`, one marked `evidence` `"x-evidence"`: `"either"`,
/// `"up"` or `"down"`.
pub fn json_schema(model: &Model) -> String {
    let schema = Schema::new(model, [0; 32]);
    let writer = Writer { schema: &schema };
    let name = &model.policy.name;
    let definitions = schema.entities.iter().map(|entity| (entity.entity.name.id.clone(), writer.entity(entity)));
    let root = schema.entities.first().map(|entity| reference(&entity.entity.name.id));
    let properties = vec![
        ("date", day()),
        ("facts", root.unwrap_or_else(|| object(vec![]))),
        ("discretions", list(writer.discretion(), 0, None)),
        ("given", object(vec![("type", text("object"))])),
    ];
    object(vec![
        ("$schema", text("https://json-schema.org/draft/2020-12/schema")),
        ("title", text(&name.zh)),
        ("description", text(&name.en)),
        ("type", text("object")),
        ("properties", object(properties)),
        ("required", texts(["facts"])),
        ("additionalProperties", Document::Bool(false)),
        ("$defs", Document::Map(definitions.collect())),
    ])
    .to_pretty_json()
}

struct Writer<'a> {
    schema: &'a Schema,
}

impl Writer<'_> {
    fn entity(&self, entity: &EntitySchema) -> Document {
        let fields = entity.fields().map(|(_, field)| (field.name.id.clone(), self.field(field)));
        let lists = entity.children.iter().filter_map(|child| {
            let below = self.schema.entity(*child)?;
            let (_, name, bounds) = below.entity.parent.as_ref()?;
            let items = list(reference(&below.entity.name.id), bounds.low, bounds.high);
            Some((name.id.clone(), with(labels(&name.zh, &name.en), items)))
        });
        let name = &entity.entity.name;
        let shape = object(vec![
            ("type", text("object")),
            ("properties", Document::Map(fields.chain(lists).collect())),
            ("additionalProperties", Document::Bool(false)),
        ]);
        with(labels(&name.zh, &name.en), shape)
    }

    /// A field: the value itself, or the value with who found it.
    fn field(&self, field: &Field) -> Document {
        let mut forms = self.value(field);
        if field.ty.optional {
            forms.push(object(vec![("type", text("null"))]));
        }
        let words = || object(vec![("type", text("string"))]);
        let value = object(vec![("anyOf", Document::List(forms.clone()))]);
        forms.push(object(vec![
            ("type", text("object")),
            ("properties", object(vec![("value", value), ("by", words()), ("on", day()), ("from", words())])),
            ("required", texts(["value"])),
            ("additionalProperties", Document::Bool(false)),
        ]));
        let form = object(vec![("anyOf", Document::List(forms))]);
        with(with(labels(&field.name.zh, &field.name.en), form), marks(field))
    }

    /// The forms a value may be written in.
    fn value(&self, field: &Field) -> Vec<Document> {
        // The same as `value::digits`: no zeros before the number, and those behind it mean nothing.
        let whole = "^-?(0|[1-9][0-9]{0,14})(\\.0{1,6})?$";
        match field.ty.base {
            Base::Money | Base::MoneyPerMonth | Base::MoneyPerYear => {
                vec![pattern("^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,2}0{0,4})?$"), number("number", field)]
            }
            Base::Ratio | Base::Decimal => {
                vec![pattern("^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,6})?$"), number("number", field)]
            }
            Base::Integer | Base::Months | Base::Days => vec![number("integer", field), pattern(whole)],
            Base::Date => vec![day()],
            Base::Truth => vec![object(vec![("type", text("boolean"))])],
            Base::Text => vec![object(vec![("type", text("string"))])],
            Base::Choice(id) => {
                let choice = self.schema.choices.get(id.index());
                let variants = choice.map(|choice| choice.variants.as_slice()).unwrap_or_default();
                let one = |id: &str, zh: &str, en: &str| with(object(vec![("const", text(id))]), labels(zh, en));
                let names: Vec<&str> = variants.iter().map(|variant| variant.id.as_str()).collect();
                vec![object(vec![
                    ("enum", texts(names)),
                    ("oneOf", Document::List(variants.iter().map(|v| one(&v.id, &v.zh, &v.en)).collect())),
                ])]
            }
            Base::None => Vec::new(),
        }
    }

    fn discretion(&self) -> Document {
        let names = |known: Vec<&str>| object(vec![("enum", texts(known))]);
        let rules = self.schema.rules.iter().filter(|(_, (_, about))| about.allowed).map(|(name, _)| name.as_str());
        let exceptions =
            self.schema.exceptions.iter().filter(|(_, (_, about))| about.allowed).map(|(name, _)| name.as_str());
        let words = || object(vec![("type", text("string")), ("pattern", text("\\S"))]);
        let properties = vec![
            ("rule", names(rules.collect())),
            ("exception", names(exceptions.collect())),
            ("subject", object(vec![("type", text("string"))])),
            ("granted", object(vec![("type", text("boolean")), ("default", Document::Bool(true))])),
            ("by", words()),
            ("on", day()),
            ("because", words()),
        ];
        let named = |key| object(vec![("required", texts([key]))]);
        object(vec![
            ("type", text("object")),
            ("properties", object(properties)),
            ("required", texts(["by", "on", "because"])),
            ("oneOf", Document::List(vec![named("rule"), named("exception")])),
            ("additionalProperties", Document::Bool(false)),
        ])
    }
}

fn reference(entity: &str) -> Document {
    object(vec![("$ref", text(&format!("#/$defs/{entity}")))])
}

fn text(text: &str) -> Document {
    Document::Text(text.to_string())
}

fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Document {
    Document::List(items.into_iter().map(text).collect())
}

fn object(members: Vec<(&str, Document)>) -> Document {
    Document::Map(members.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
}

/// Two objects as one.
fn with(first: Document, second: Document) -> Document {
    match (first, second) {
        (Document::Map(first), Document::Map(second)) => Document::Map(first.into_iter().chain(second).collect()),
        (first, _) => first,
    }
}

fn labels(zh: &str, en: &str) -> Document {
    object(vec![("title", text(zh)), ("description", text(en))])
}

/// What a form says besides: that a fact is personal, and which way it can still be evidenced.
fn marks(field: &Field) -> Document {
    let evidence = field.evidence.map(|evidence| match evidence {
        Evidence::Either => "either",
        Evidence::Up => "up",
        Evidence::Down => "down",
    });
    let sensitive = field.sensitive.then_some(("x-sensitive", Document::Bool(true)));
    object(sensitive.into_iter().chain(evidence.map(|way| ("x-evidence", text(way)))).collect())
}

fn list(items: Document, low: u32, high: Option<u32>) -> Document {
    let mut members = vec![("type", text("array")), ("items", items), ("minItems", Document::Number(low.to_string()))];
    members.extend(high.map(|high| ("maxItems", Document::Number(high.to_string()))));
    object(members)
}

fn day() -> Document {
    object(vec![
        ("type", text("string")),
        ("format", text("date")),
        ("pattern", text("^(19[0-9]{2}|2[01][0-9]{2}|2200)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")),
    ])
}

fn pattern(pattern: &str) -> Document {
    object(vec![("type", text("string")), ("pattern", text(pattern))])
}

fn number(kind: &str, field: &Field) -> Document {
    let end = |key, end: Option<Cell>| match end? {
        Cell::Number(number) => Some((key, Document::Number(number.to_string()))),
        Cell::Months(count) | Cell::Days(count) => Some((key, Document::Number(count.to_string()))),
        _ => None,
    };
    let (low, high) = field.range.ends(None);
    let ends = [end("minimum", low), end("maximum", high)].into_iter().flatten();
    object([("type", text(kind))].into_iter().chain(ends).collect())
}
