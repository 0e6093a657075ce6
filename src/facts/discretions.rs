//! What officers decided: read, and bound to the rule or exception and the subject they are about.

use super::bind::Binder;
use super::document::Document;
use super::errors::{Problem, join, shown};
use super::schema::Discretionary;
use super::value::{self, LIST, mismatch};
use super::{Discretion, DiscretionTarget, path};
use crate::diagnostic::table::facts as row;
use crate::value::Date;
use std::collections::BTreeSet;

impl Binder<'_> {
    /// The discretions of a document, in order of target and subject; `date` is the decision's.
    pub(super) fn discretions(&mut self, document: &Document, date: Option<Date>) -> Vec<Discretion> {
        let Document::List(items) = document else {
            self.errors.add(|| "discretions".to_string(), mismatch(document, LIST));
            return Vec::new();
        };
        let mut used = BTreeSet::new();
        let mut discretions = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = format!("discretions[{index}]");
            let Some(discretion) = self.discretion(item, &at, date) else { continue };
            if used.insert((discretion.target, discretion.subject)) {
                discretions.push(discretion);
            } else {
                let name = self.target_name(discretion.target);
                self.errors.add(|| at, Problem::new(&row::DUPLICATE_DISCRETION).arg(name));
            }
        }
        discretions.sort_by_key(|discretion| (discretion.target, discretion.subject));
        discretions
    }

    fn discretion(&mut self, document: &Document, at: &str, date: Option<Date>) -> Option<Discretion> {
        let here = || at.to_string();
        let keys = ["rule", "exception", "subject", "granted", "by", "on", "because"];
        let [rule, exception, subject, granted, by, on, because] = self.errors.object(document, &here, keys)?;
        let target = self.target(rule, exception, at);
        let subject = self.subject(subject, target, at);
        let granted = match granted {
            None => Some(true),
            Some(Document::Bool(granted)) => Some(*granted),
            Some(other) => {
                self.errors.add(|| join(at, "granted"), mismatch(other, value::TRUTH));
                None
            }
        };
        let by = self.words(by, at, "by");
        let because = self.words(because, at, "because");
        let on =
            self.errors.required(on, &here, "on").and_then(|on| self.errors.keep(|| join(at, "on"), value::date(on)));
        if let Some(date) = date.filter(|date| on.is_some_and(|on| on > *date)) {
            self.errors.add(|| join(at, "on"), Problem::new(&row::AFTER_DECISION).arg(date));
        }
        let (target, _) = target?;
        Some(Discretion { target, subject: subject?, granted: granted?, by: by?, on: on?, because: because? })
    }

    /// A text that must be there and say something.
    fn words(&mut self, document: Option<&Document>, at: &str, key: &str) -> Option<String> {
        let document = self.errors.required(document, &|| at.to_string(), key)?;
        self.errors.keep(|| join(at, key), value::words(document, self.limits)).map(str::to_string)
    }

    /// What the discretion is about; it must leave something to an officer.
    fn target(
        &mut self,
        rule: Option<&Document>,
        exception: Option<&Document>,
        at: &str,
    ) -> Option<(DiscretionTarget, Discretionary)> {
        let (key, document) = match (rule, exception) {
            (Some(rule), None) => ("rule", rule),
            (None, Some(exception)) => ("exception", exception),
            _ => {
                self.errors.add(|| at.to_string(), Problem::new(&row::RULE_OR_EXCEPTION));
                return None;
            }
        };
        let path = || join(at, key);
        let name = self.errors.keep(path, value::text(document, self.limits))?;
        let schema = self.schema;
        let (found, near, kind) = if key == "rule" {
            let found = schema.rules.get(name).map(|(id, about)| (DiscretionTarget::Rule(*id), *about));
            (found, self.errors.near(name, schema.rules.keys().map(String::as_str)), ("规则", "rule"))
        } else {
            let found = schema.exceptions.get(name).map(|(id, about)| (DiscretionTarget::Exception(*id), *about));
            (found, self.errors.near(name, schema.exceptions.keys().map(String::as_str)), ("例外", "exception"))
        };
        match found {
            None => {
                let unknown = Problem::new(&row::UNKNOWN_TARGET).arg(shown(name)).arg(kind.0).arg(kind.1);
                self.errors.add(path, unknown.near(near));
                None
            }
            Some((_, about)) if !about.allowed => {
                self.errors.add(path, Problem::new(&row::NOT_DISCRETIONARY).arg(name));
                None
            }
            found => found,
        }
    }

    /// The instance a discretion is about: the root where no subject is named.
    fn subject(
        &mut self,
        document: Option<&Document>,
        target: Option<(DiscretionTarget, Discretionary)>,
        at: &str,
    ) -> Option<u32> {
        let path = || join(at, "subject");
        let text = match document {
            None => "",
            Some(document) => self.errors.keep(path, value::text(document, self.limits))?,
        };
        let located = path::parse(text).and_then(|steps| path::locate(self.schema, &self.rows, &steps));
        let Some((entity, instance)) = located else {
            self.errors.add(path, Problem::new(&row::NO_SUCH_ENTRY).arg(shown(text)));
            return None;
        };
        let (target, about) = target?;
        if entity != about.entity {
            let name = |id| self.schema.entity(id).map(|entity| entity.entity.name.id.as_str()).unwrap_or_default();
            let other = Problem::new(&row::OTHER_ENTITY)
                .arg(self.target_name(target))
                .arg(name(about.entity))
                .arg(name(entity));
            self.errors.add(path, other);
            return None;
        }
        Some(instance)
    }

    fn target_name(&self, target: DiscretionTarget) -> String {
        self.schema.target_name(target).unwrap_or_default().to_string()
    }
}
