//! JSON as a tree whose scalars stay as written, so that no number passes through a float.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// What nests deeper stays as written: the engine says what is wrong with it.
const DEEPEST: usize = 64;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json<'a> {
    /// Anything, as written.
    Raw(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object: in the order written, a key given twice included.
    Map(Vec<(String, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Reads one value that fills the whole text.
    ///
    /// # Errors
    /// Where the text is no JSON.
    pub fn read(text: &'a str) -> Result<Json<'a>, serde_json::Error> {
        serde_json::from_str::<&RawValue>(text).map(|raw| tree(raw.get(), DEEPEST))
    }

    /// A text.
    pub fn text(text: &str) -> Json<'static> {
        Json::Raw(Cow::Owned(quoted(text)))
    }

    /// The members of an object.
    pub fn members(&self) -> &[(String, Json<'a>)] {
        match self {
            Json::Map(members) => members,
            _ => &[],
        }
    }

    /// The member of an object; the first where the key is given twice.
    pub fn get(&self, key: &str) -> Option<&Json<'a>> {
        self.members().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text it is.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Json::Raw(raw) => serde_json::from_str(raw).ok(),
            _ => None,
        }
    }

    /// Compact JSON.
    pub fn write(&self, out: &mut String) {
        match self {
            Json::Raw(raw) => out.push_str(raw),
            Json::List(items) => {
                out.push('[');
                for (position, item) in items.iter().enumerate() {
                    out.push_str(if position == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
            Json::Map(members) => {
                out.push('{');
                for (position, (key, value)) in members.iter().enumerate() {
                    out.push_str(if position == 0 { "" } else { "," });
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

/// A text as JSON.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn tree(raw: &str, depth: usize) -> Json<'_> {
    let nested = match raw.as_bytes().first() {
        Some(b'{') if depth > 0 => serde_json::from_str::<Members>(raw).ok().map(|Members(members)| {
            Json::Map(members.into_iter().map(|(key, value)| (key, tree(value.get(), depth - 1))).collect())
        }),
        Some(b'[') if depth > 0 => serde_json::from_str::<Vec<&RawValue>>(raw)
            .ok()
            .map(|items| Json::List(items.into_iter().map(|item| tree(item.get(), depth - 1)).collect())),
        _ => None,
    };
    nested.unwrap_or(Json::Raw(Cow::Borrowed(raw)))
}

/// The members of one object, values unread.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &RawValue>()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
