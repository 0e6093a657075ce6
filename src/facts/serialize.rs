//! any `T: Serialize` → document, exact: a float is refused where it stands.

use super::document::Document;
use super::errors::Problem;
use crate::diagnostic::table::facts as row;
use crate::limits::Limits;
use serde::ser::{self, Serialize};
use std::fmt;

/// Turns a typed value into a document.
///
/// Structs and maps become objects, sequences lists, `None` and `()` null, unit variants and
/// characters texts, integers numbers; other enum variants an object with the variant as its key.
pub(crate) fn to_document<T: Serialize + ?Sized>(value: &T, limits: &Limits) -> Result<Document, Problem> {
    let level = Level { depth: limits.depth, limits };
    value.serialize(level).map_err(|Failed(reason)| Problem::new(&row::NOT_SERIALIZABLE).arg(reason))
}

/// Why a `Serialize` implementation gave up.
#[derive(Debug)]
struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Failed(message.to_string())
    }
}

/// A place in the tree: how many levels may still be opened below it.
#[derive(Clone, Copy)]
struct Level<'a> {
    depth: usize,
    limits: &'a Limits,
}

impl<'a> Level<'a> {
    fn inner(self) -> Self {
        Level { depth: self.depth.saturating_sub(1), ..self }
    }

    /// The document of a value one level down; past the limit it is refused unread.
    fn nested<T: Serialize + ?Sized>(self, value: &T) -> Result<Document, Failed> {
        if self.depth == 0 { Ok(Document::too_deep(self.limits)) } else { value.serialize(self.inner()) }
    }

    fn object(self, variant: Option<&'static str>) -> Object<'a> {
        Object { level: self, members: Vec::new(), key: None, variant, disguise: None }
    }

    fn list(self, variant: Option<&'static str>) -> List<'a> {
        List { level: self, items: Vec::new(), variant }
    }
}

/// An object with the variant's name as its only key, or the content itself.
fn tagged(variant: Option<&'static str>, content: Document) -> Document {
    match variant {
        Some(name) => Document::Map(vec![(name.to_string(), content)]),
        None => content,
    }
}

/// Scalars that become numbers as written.
macro_rules! integers {
    ($($method:ident: $ty:ty)*) => {
        $(fn $method(self, value: $ty) -> Result<Document, Failed> {
            Ok(Document::Number(value.to_string()))
        })*
    };
}

impl<'a> ser::Serializer for Level<'a> {
    type Ok = Document;
    type Error = Failed;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Object<'a>;
    type SerializeStructVariant = Object<'a>;

    integers! {
        serialize_i8: i8 serialize_i16: i16 serialize_i32: i32 serialize_i64: i64 serialize_i128: i128
        serialize_u8: u8 serialize_u16: u16 serialize_u32: u32 serialize_u64: u64 serialize_u128: u128
    }

    fn serialize_bool(self, value: bool) -> Result<Document, Failed> {
        Ok(Document::Bool(value))
    }

    fn serialize_f32(self, _: f32) -> Result<Document, Failed> {
        Ok(Document::refused(&row::FLOAT))
    }

    fn serialize_f64(self, _: f64) -> Result<Document, Failed> {
        Ok(Document::refused(&row::FLOAT))
    }

    fn serialize_char(self, value: char) -> Result<Document, Failed> {
        Ok(Document::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Document, Failed> {
        Ok(Document::Text(value.to_string()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Document, Failed> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<Document, Failed> {
        Ok(Document::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Document, Failed> {
        self.nested(value)
    }

    fn serialize_unit(self) -> Result<Document, Failed> {
        Ok(Document::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Document, Failed> {
        Ok(Document::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Document, Failed> {
        Ok(Document::Text(variant.to_string()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Document, Failed> {
        self.nested(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Document, Failed> {
        Ok(tagged(Some(variant), self.nested(value)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Failed> {
        Ok(self.list(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Failed> {
        Ok(self.list(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Failed> {
        Ok(self.list(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Failed> {
        Ok(self.list(Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'a>, Failed> {
        Ok(self.object(None))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Object<'a>, Failed> {
        Ok(Object { disguise: Disguise::of(name), ..self.object(None) })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'a>, Failed> {
        Ok(self.object(Some(variant)))
    }
}

/// What serde_json hands over in the guise of a struct.
#[derive(Clone, Copy)]
enum Disguise {
    /// A `serde_json::Number` where some crate of the build turned `arbitrary_precision` on.
    Number,
    /// A `RawValue`.
    Raw,
}

impl Disguise {
    fn of(name: &str) -> Option<Self> {
        match name {
            "$serde_json::private::Number" => Some(Disguise::Number),
            "$serde_json::private::RawValue" => Some(Disguise::Raw),
            _ => None,
        }
    }

    /// What is meant. A number is taken as it would be without `arbitrary_precision`, so that
    /// the features of the build change nothing: a 64-bit integer, else a float.
    fn reveal(self, text: &str, limits: &Limits) -> Document {
        match self {
            Disguise::Number if text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok() => {
                Document::Number(text.to_string())
            }
            Disguise::Number => Document::refused(&row::FLOAT),
            Disguise::Raw => {
                Document::read(text, limits).unwrap_or_else(|problem| Document::Refused(Box::new(problem)))
            }
        }
    }
}

/// A list that is being filled.
struct List<'a> {
    level: Level<'a>,
    items: Vec<Document>,
    variant: Option<&'static str>,
}

impl List<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.items.push(self.level.nested(value)?);
        Ok(())
    }

    fn finish(self) -> Result<Document, Failed> {
        Ok(tagged(self.variant, Document::List(self.items)))
    }
}

/// An object that is being filled.
struct Object<'a> {
    level: Level<'a>,
    members: Vec<(String, Document)>,
    /// The key whose value comes next, in a map.
    key: Option<String>,
    variant: Option<&'static str>,
    disguise: Option<Disguise>,
}

impl Object<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Failed> {
        self.members.push((key.to_string(), self.level.nested(value)?));
        Ok(())
    }

    fn finish(self) -> Result<Document, Failed> {
        if let (Some(disguise), [(_, Document::Text(text))]) = (self.disguise, self.members.as_slice()) {
            let below = Limits { depth: self.level.depth, ..self.level.limits.clone() };
            return Ok(disguise.reveal(text, &below));
        }
        Ok(tagged(self.variant, Document::Map(self.members)))
    }
}

/// Implements serde's collecting traits, which differ in name only, by `push` and `finish`.
macro_rules! collects {
    ($($of:ty: $($part:ident::$method:ident)*;)*) => {
        $($(impl ser::$part for $of {
            type Ok = Document;
            type Error = Failed;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                self.push(value)
            }

            fn end(self) -> Result<Document, Failed> {
                self.finish()
            }
        })*)*
    };
    (fields $of:ty: $($part:ident)*) => {
        $(impl ser::$part for $of {
            type Ok = Document;
            type Error = Failed;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Failed> {
                self.push(key, value)
            }

            fn end(self) -> Result<Document, Failed> {
                self.finish()
            }
        })*
    };
}

collects! {
    List<'_>: SerializeSeq::serialize_element SerializeTuple::serialize_element
        SerializeTupleStruct::serialize_field SerializeTupleVariant::serialize_field;
}
collects! { fields Object<'_>: SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Object<'_> {
    type Ok = Document;
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        self.key = match self.level.nested(key)? {
            Document::Text(text) | Document::Number(text) => Some(text),
            _ => return Err(Failed("the keys of a map must be texts".to_string())),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let key = self.key.take().unwrap_or_default();
        self.push(&key, value)
    }

    fn end(self) -> Result<Document, Failed> {
        self.finish()
    }
}
