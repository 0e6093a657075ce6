//! One fact of a typed value: not known, known, or known with who found it.

use super::Provenance;
use crate::value::{Date, Decimal};
use serde::ser::{Error, Serialize, Serializer};

/// What is known of one fact, for structs that are handed to
/// [`Policy::facts_from_serialize`](crate::Policy::facts_from_serialize).
///
/// A fact that may be absent is a `Fact<Option<T>>`: `Known(None)` says that there is none for
/// certain, [`Fact::Unknown`] that nobody has said. One that cannot be absent has no such value.
///
/// ```
/// use doudi::{Decimal, Fact};
///
/// #[derive(serde::Serialize)]
/// struct Person {
///     #[serde(skip_serializing_if = "Fact::is_unknown")]
///     wage: Fact<Decimal>,
///     #[serde(skip_serializing_if = "Fact::is_unknown")]
///     disability_grade: Fact<Option<i64>>,
/// }
///
/// let unknown = Person { wage: 1596.into(), disability_grade: Fact::Unknown };
/// assert_eq!(serde_json::to_string(&unknown)?, r#"{"wage":"1596"}"#);
/// let absent = Person { wage: 1596.into(), disability_grade: None.into() };
/// assert_eq!(serde_json::to_string(&absent)?, r#"{"wage":"1596","disability_grade":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fact<T> {
    /// Nobody has said. It is left out of the facts: `skip_serializing_if = "Fact::is_unknown"`.
    #[default]
    Unknown,
    /// The value.
    Known(T),
    /// The value, with who found it. (Not of a list: its entries' facts are found one by one.)
    Found(T, Provenance),
}

impl<T> Fact<T> {
    /// The value, or unknown where there is none: of a column that is empty where nobody has said.
    pub fn if_known(value: Option<T>) -> Self {
        value.map_or(Fact::Unknown, Fact::Known)
    }

    /// Whether nobody has said.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Fact::Unknown)
    }
}

impl<T> From<T> for Fact<T> {
    fn from(value: T) -> Self {
        Fact::Known(value)
    }
}

/// There is one, of a fact that may be absent.
impl<T> From<T> for Fact<Option<T>> {
    fn from(value: T) -> Self {
        Fact::Known(Some(value))
    }
}

/// What stands for a value without loss is taken for it.
macro_rules! taken_for {
    ($($ty:ty: $($from:ty)*;)*) => {
        $($(impl From<$from> for Fact<$ty> {
            fn from(value: $from) -> Self {
                Fact::Known(value.into())
            }
        }

        impl From<$from> for Fact<Option<$ty>> {
            fn from(value: $from) -> Self {
                Fact::Known(Some(value.into()))
            }
        })*)*
    };
}

taken_for! {
    Decimal: i32 u32 i64 u64;
    i64: i32 u32;
    String: &str;
}

impl<T: Serialize> Serialize for Fact<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Fact::Unknown => Err(S::Error::custom(
                "a fact that is not known must be left out: #[serde(skip_serializing_if = \"Fact::is_unknown\")]",
            )),
            Fact::Known(value) => value.serialize(serializer),
            Fact::Found(value, Provenance { by, on, from }) => {
                Found { value, by: by.as_deref(), on: *on, from: from.as_deref() }.serialize(serializer)
            }
        }
    }
}

/// A value with who found it, as the facts document has it.
#[derive(serde::Serialize)]
struct Found<'a, T> {
    value: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
}
