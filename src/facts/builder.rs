//! Facts set one by one in code, by path.

use super::document::Document;
use super::errors::{Errors, Problem, shown};
use super::path::{self, Step};
use super::{Facts, InputError, Provenance, Schema, bind, serialize};
use crate::diagnostic::table::facts as row;
use crate::limits::Limits;
use crate::value::{Date, Decimal, Number};
use serde::Serialize;

/// Collects facts by path and binds them all at once.
///
/// Mistakes do not stop the collecting: [`FactsBuilder::build`] reports every one.
///
/// ```
/// # fn example(schema: &doudi::facts::Schema) -> Result<(), doudi::InputError> {
/// use doudi::Decimal;
/// use doudi::facts::FactsBuilder;
///
/// let facts = FactsBuilder::new(schema, &doudi::Limits::default())
///     .set("area", "first")
///     .set("members[0].wage", Decimal::new(159_600, 2))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct FactsBuilder<'s> {
    schema: &'s Schema,
    limits: Limits,
    date: Option<Date>,
    root: Document,
    discretions: Vec<Document>,
    given: Vec<(String, Document)>,
    wrong: Vec<(String, Problem)>,
}

/// A value of a fact: a decimal, an integer, a truth, a date, a text or a variant's identifier.
#[derive(Clone)]
pub struct FactValue(Document);

impl FactValue {
    /// Certainly none. (What is not known is not set at all.)
    pub const NONE: FactValue = FactValue(Document::Null);
}

macro_rules! fact_values {
    ($($ty:ty: $value:ident => $document:expr;)*) => {
        $(impl From<$ty> for FactValue {
            fn from($value: $ty) -> Self {
                FactValue($document)
            }
        })*
    };
}

fact_values! {
    Decimal: value => Document::Number(value.to_string());
    Number: value => Document::Number(value.to_string());
    i32: value => Document::Number(value.to_string());
    u32: value => Document::Number(value.to_string());
    i64: value => Document::Number(value.to_string());
    u64: value => Document::Number(value.to_string());
    bool: value => Document::Bool(value);
    &str: value => Document::Text(value.to_string());
    String: value => Document::Text(value);
    Date: value => Document::Text(value.to_string());
}

/// `None` is certainly none, as in a struct. (What is not known is not set at all.)
impl<T: Into<FactValue>> From<Option<T>> for FactValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(FactValue::NONE, Into::into)
    }
}

/// An officer's use of a discretion, as it is handed in.
#[derive(Clone, Debug, Serialize)]
pub struct DiscretionInput {
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    granted: bool,
    by: String,
    on: String,
    because: String,
}

impl DiscretionInput {
    /// A grant of what a rule leaves to an officer: who, when, why.
    pub fn rule(name: impl Into<String>, by: impl Into<String>, on: Date, because: impl Into<String>) -> Self {
        Self::granted(Some(name.into()), None, by.into(), on, because.into())
    }

    /// A grant of an exception that is left to an officer: who, when, why.
    pub fn exception(name: impl Into<String>, by: impl Into<String>, on: Date, because: impl Into<String>) -> Self {
        Self::granted(None, Some(name.into()), by.into(), on, because.into())
    }

    fn granted(rule: Option<String>, exception: Option<String>, by: String, on: Date, because: String) -> Self {
        DiscretionInput { rule, exception, subject: None, granted: true, by, on: on.to_string(), because }
    }

    /// Whom it is about, by path: `members[0]`. Without it, the root.
    #[must_use]
    pub fn subject(mut self, path: impl Into<String>) -> Self {
        self.subject = Some(path.into());
        self
    }

    /// The officer decided against it.
    #[must_use]
    pub fn declined(mut self) -> Self {
        self.granted = false;
        self
    }
}

impl<'s> FactsBuilder<'s> {
    /// No facts yet.
    pub fn new(schema: &'s Schema, limits: &Limits) -> Self {
        FactsBuilder {
            schema,
            limits: limits.clone(),
            date: None,
            root: Document::Map(Vec::new()),
            discretions: Vec::new(),
            given: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// Takes the root entity from a typed value, in place of everything set before.
    pub fn facts<T: Serialize + ?Sized>(&mut self, root: &T) -> &mut Self {
        match serialize::to_document(root, &self.limits) {
            Ok(document) => self.root = document,
            Err(problem) => self.wrong.push(("facts".to_string(), problem)),
        }
        self
    }

    /// Sets a fact: `area`, `members[0].wage`. The entries of a list are begun in order.
    pub fn set(&mut self, path: &str, value: impl Into<FactValue>) -> &mut Self {
        let FactValue(value) = value.into();
        self.put(path, value)
    }

    /// Sets a fact with who found it.
    pub fn set_found(&mut self, path: &str, value: impl Into<FactValue>, found: Provenance) -> &mut Self {
        let FactValue(value) = value.into();
        self.put(path, super::canonical::wrapped(value, &found))
    }

    /// Says that a list is known and has (at least) so many entries; 0 for a list that is empty.
    pub fn list(&mut self, path: &str, entries: u32) -> &mut Self {
        let limit = u32::try_from(self.limits.list_entries).unwrap_or(u32::MAX).saturating_add(1);
        let result = slot(&mut self.root, path, &self.limits).and_then(|slot| {
            let list = list_of(slot)?;
            let wanted = entries.min(limit) as usize;
            while list.len() < wanted {
                list.push(Document::Map(Vec::new()));
            }
            Ok(())
        });
        self.note(path, result)
    }

    /// The day to decide for, checked against the days of discretions.
    pub fn date(&mut self, date: Date) -> &mut Self {
        self.date = Some(date);
        self
    }

    /// Adds an officer's decision.
    pub fn discretion(&mut self, discretion: &DiscretionInput) -> &mut Self {
        match serialize::to_document(discretion, &self.limits) {
            Ok(document) => self.discretions.push(document),
            Err(problem) => self.wrong.push(("discretions".to_string(), problem)),
        }
        self
    }

    /// Fixes a definition or condition, for a test case: `members[0].countable_wage`.
    pub fn given(&mut self, path: &str, value: impl Into<FactValue>) -> &mut Self {
        let FactValue(value) = value.into();
        self.given.push((path.to_string(), value));
        self
    }

    /// Binds what was set.
    ///
    /// # Errors
    /// Everything that is wrong, each with its path.
    pub fn build(&self) -> Result<Facts, InputError> {
        let mut parts = vec![("facts".to_string(), self.root.clone())];
        parts.extend(self.date.map(|date| ("date".to_string(), Document::Text(date.to_string()))));
        parts.push(("discretions".to_string(), Document::List(self.discretions.clone())));
        parts.push(("given".to_string(), Document::Map(self.given.clone())));
        let bound = bind::bind(self.schema, &Document::Map(parts), &self.limits);
        let mut errors = Errors::default();
        for (path, problem) in &self.wrong {
            errors.add(|| path.clone(), problem.clone());
        }
        let mut wrong = errors.finish();
        match bound {
            Ok(facts) if wrong.is_empty() => Ok(facts),
            Ok(_) => Err(wrong.into()),
            Err(more) => {
                wrong.extend(more);
                Err(wrong.into())
            }
        }
    }

    fn put(&mut self, path: &str, value: Document) -> &mut Self {
        let result = slot(&mut self.root, path, &self.limits).and_then(|slot| match slot {
            Document::Refused(_) => {
                *slot = value;
                Ok(())
            }
            _ => Err(Problem::new(&row::SET_TWICE)),
        });
        self.note(path, result)
    }

    fn note(&mut self, path: &str, result: Result<(), Problem>) -> &mut Self {
        if let Err(problem) = result {
            self.wrong.push((shown(path), problem));
        }
        self
    }
}

/// The place of a path, made where it is not there yet; a place not filled is `Refused`.
fn slot<'d>(root: &'d mut Document, path: &str, limits: &Limits) -> Result<&'d mut Document, Problem> {
    let steps = path::parse(path).filter(|steps| !steps.is_empty() && steps.len() <= limits.depth);
    let steps = steps.ok_or_else(|| Problem::new(&row::BAD_PATH))?;
    let mut here = root;
    for (position, Step { name, index }) in steps.iter().enumerate() {
        let last = position.saturating_add(1) == steps.len();
        here = member(here, name)?;
        if let Some(index) = index {
            here = entry(list_of(here)?, *index)?;
        }
        if last != index.is_none() {
            return Err(Problem::new(&row::BAD_PATH));
        }
    }
    Ok(here)
}

fn member<'d>(object: &'d mut Document, name: &str) -> Result<&'d mut Document, Problem> {
    let Document::Map(members) = object else {
        return Err(Problem::new(&row::SET_TWICE));
    };
    if !members.iter().any(|(key, _)| key == name) {
        members.push((name.to_string(), Document::refused(&row::BAD_PATH)));
    }
    let found = members.iter_mut().find(|(key, _)| key == name);
    found.map(|(_, value)| value).ok_or_else(|| Problem::new(&row::BAD_PATH))
}

/// The list in a place; a place not filled yet becomes one.
fn list_of(place: &mut Document) -> Result<&mut Vec<Document>, Problem> {
    if matches!(place, Document::Refused(_)) {
        *place = Document::List(Vec::new());
    }
    match place {
        Document::List(items) => Ok(items),
        _ => Err(Problem::new(&row::SET_TWICE)),
    }
}

fn entry(items: &mut Vec<Document>, index: u32) -> Result<&mut Document, Problem> {
    let count = items.len();
    if index as usize == count {
        items.push(Document::Map(Vec::new()));
    }
    items.get_mut(index as usize).ok_or_else(|| Problem::new(&row::ENTRY_SKIPPED).arg(count))
}
