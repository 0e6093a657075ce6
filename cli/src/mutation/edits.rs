//! A file of rules → every small change of it, item by item, as exact edits of its text.

use super::words::{self, said};
use super::{Edit, Touches, shortened};
use crate::casebook::Stretch;
use crate::coverage::ItemKind;
use doudi::source::{SourceId, Span};
use doudi::syntax::ast::*;
use doudi::syntax::keywords::{self, Keyword, Script};
use doudi::{Date, Limits, syntax};

/// All edits of a text, in its order.
pub fn edits(file: usize, text: &str) -> Vec<Edit> {
    let (parsed, _) = syntax::parse(SourceId(0), text, &Limits::default());
    let mut edits = Edits {
        file,
        text,
        item: String::new(),
        script: Script::English,
        touches: Touches::Everything,
        since: None,
        found: Vec::new(),
    };
    parsed.items.iter().for_each(|item| edits.item(item));
    edits.found
}

/// An end of a span of days.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

/// Makes edits of the item at hand.
pub(super) struct Edits<'a> {
    pub(super) file: usize,
    pub(super) text: &'a str,
    pub(super) item: String,
    /// The words the item is written in.
    pub(super) script: Script,
    pub(super) touches: Touches,
    /// The day from which what is at hand counts.
    pub(super) since: Option<Date>,
    pub(super) found: Vec<Edit>,
}

impl Edits<'_> {
    fn item(&mut self, item: &Item) {
        self.script = Script::of(&self.text[range(item.span())]);
        match item {
            Item::Policy(policy) => {
                self.about(policy.name.text.clone(), Touches::Everything);
                self.span_of_days(policy.in_force);
            }
            Item::Entity(entity) => entity.fields.iter().for_each(|field| self.field(entity, field)),
            Item::Parameter(parameter) => {
                self.about_item(ItemKind::Parameter, parameter.name.text.clone());
                if let ParameterValues::Versions(versions) = &parameter.values {
                    self.versions(versions, keywords::UNSET.word(self.script));
                }
            }
            Item::Amendment(amendment) => {
                self.about_item(ItemKind::Parameter, amendment.name.text.clone());
                self.versions(&amendment.versions, "");
            }
            Item::Reading(reading) => self.reading(reading),
            Item::Define(define) => {
                self.about_item(ItemKind::Derived, format!("{}.{}", define.entity.text, define.name.text));
                self.span_of_days(define.attributes.in_force);
                self.asked(&define.value);
            }
            Item::Condition(condition) => {
                self.about_item(ItemKind::Derived, format!("{}.{}", condition.entity.text, condition.name.text));
                self.span_of_days(condition.attributes.in_force);
                self.test(&condition.test);
            }
            Item::Exception(exception) => self.exception(exception),
            Item::Rule(rule) => self.rule(rule),
            Item::Duty(duty) => {
                self.about(duty.name.text.clone(), Touches::Duties);
                self.span_of_days(duty.attributes.in_force);
                match &duty.due {
                    Due::On(date, span) => self.day(*date, range(*span), None),
                    Due::Each(_, Some((_, span))) => self.number(range(*span)),
                    _ => {}
                }
            }
            // A property decides nothing: it is searched, not shown by cases.
            Item::Instrument(_) | Item::Choice(_) | Item::Measure(_) | Item::Provision(_) | Item::Property(_) => {}
        }
    }

    fn about(&mut self, item: String, touches: Touches) {
        (self.item, self.touches, self.since) = (item, touches, None);
    }

    fn about_item(&mut self, kind: ItemKind, name: String) {
        self.about(name.clone(), Touches::Item((kind, name)));
    }

    fn field(&mut self, entity: &Entity, field: &Field) {
        let name = format!("{}.{}", entity.name.text, field.name.text);
        if let FieldType::Value { range: Some(range), .. } | FieldType::List { range: Some(range), .. } = &field.ty {
            self.about(name.clone(), Touches::Facts);
            range.low.iter().chain(&range.high).for_each(|bound| self.expr(bound));
        }
        if let Some(default) = &field.default {
            self.about(name, Touches::Everything);
            self.expr(default);
        }
    }

    /// `alone`: what takes the place of the only version.
    fn versions(&mut self, versions: &[Version], alone: &str) {
        for version in versions {
            self.since = Some(version.from);
            self.dated(&keywords::FROM, End::First, version.from, range(version.span));
            if let Some(until) = version.until {
                self.dated(&keywords::UNTIL, End::Last, until, range(version.span));
            }
            if versions.len() > 1 {
                self.drop(range(version.span));
            } else if !alone.is_empty() {
                self.put(range(version.span), alone, format!("-> `{alone}`"));
            }
            for row in &version.rows {
                if version.rows.len() > 1 {
                    self.drop(range(row.span));
                }
                for pattern in &row.patterns {
                    match &pattern.kind {
                        PatternKind::Value(value) => self.expr(value),
                        PatternKind::Range { low, high, .. } => low.iter().chain(high).for_each(|it| self.expr(it)),
                        PatternKind::Any => {}
                    }
                }
                self.expr(&row.value);
            }
        }
    }

    fn reading(&mut self, reading: &Reading) {
        self.about_item(ItemKind::Reading, reading.name.text.clone());
        for (default, since) in &reading.defaults {
            self.since = *since;
            let at = reading.variants.iter().position(|(variant, _)| variant.text == default.text);
            if let Some((other, _)) = at.and_then(|at| reading.variants.get((at + 1) % reading.variants.len())) {
                self.swap(range(default.span), &other.text);
            }
        }
    }

    fn exception(&mut self, exception: &Exception) {
        self.about_item(ItemKind::Exception, exception.name.text.clone());
        self.span_of_days(exception.attributes.in_force);
        self.test(&exception.when);
        let effect = match &exception.effect {
            Effect::Waive(span) | Effect::Disapply(span) => span.start,
            Effect::Then(value) => value.span.start,
        };
        self.modality(exception.modality, exception.span.start as usize..effect as usize, true);
        if let Effect::Then(value) = &exception.effect {
            self.asked(value);
        }
        self.overrides(&exception.overrides);
    }

    fn rule(&mut self, rule: &Rule) {
        self.about_item(ItemKind::Rule, rule.name.text.clone());
        self.span_of_days(rule.attributes.in_force);
        self.test(&rule.when);
        for grant in rule.grants.iter().chain(&rule.otherwise) {
            self.modality(grant.modality, range(grant.span), false);
            grant.fields.iter().for_each(|(_, value)| self.asked(value));
        }
        if rule.grants.len() > 1 {
            rule.grants.iter().for_each(|grant| self.drop(range(grant.span)));
        }
        for grant in &rule.otherwise {
            let before = rule.span.start as usize..grant.span.start as usize;
            if let Some(word) = self.last(&keywords::OTHERWISE, before) {
                self.drop(word.start..grant.span.end as usize);
            }
        }
        self.overrides(&rule.overrides);
    }

    /// `must` ↔ `may`; the word that stands last in a stretch, or first.
    fn modality(&mut self, modality: Modality, within: std::ops::Range<usize>, last: bool) {
        let (word, other) = match modality {
            Modality::Must => (&keywords::MUST, &keywords::MAY),
            Modality::May => (&keywords::MAY, &keywords::MUST),
            Modality::CaseByCase => (&keywords::CASE_BY_CASE, &keywords::MUST),
        };
        let found = if last { self.last(word, within) } else { self.word(word, within) };
        if let Some(found) = found {
            self.turn(found, other);
        }
    }

    fn overrides(&mut self, names: &[Ident]) {
        let (Some(first), Some(last)) = (names.first(), names.last()) else { return };
        if let Some(word) = self.last(&keywords::OVERRIDES, 0..first.span.start as usize) {
            self.drop(word.start..last.span.end as usize);
        }
    }

    fn test(&mut self, test: &Test) {
        let (parts, span, word, other) = match test {
            Test::Expr(expr) => return self.asked(expr),
            Test::All(parts, span) => (parts, span, &keywords::ALL_OF, &keywords::ANY_OF),
            Test::Any(parts, span) => (parts, span, &keywords::ANY_OF, &keywords::ALL_OF),
        };
        if let (Some(found), true) = (self.word(word, range(*span)), parts.len() > 1) {
            self.turn(found, other);
        }
        for part in parts {
            if parts.len() > 1 {
                self.put(range(part.span), "", said(&words::DROP_PART, self.script, &[&part.name.text]));
            }
            self.test(&part.test);
        }
    }

    /// `in force A .. B`: each end a day earlier and later.
    fn span_of_days(&mut self, span: Option<DateSpan>) {
        let Some(span) = span else { return };
        self.since = span.from;
        let within = range(span.span);
        for (day, end, found) in [
            (span.from, End::First, span.from.and_then(|day| self.first(&day.to_string(), within.clone()))),
            (span.to, End::Last, span.to.and_then(|day| places(self.text, &day.to_string(), within.clone()).pop())),
        ] {
            if let (Some(day), Some(found)) = (day, found) {
                self.day(day, found, Some(end));
            }
        }
    }

    /// `from 2020-01-01`
    fn dated(&mut self, word: &Keyword, end: End, day: Date, within: std::ops::Range<usize>) {
        let Some(word) = self.word(word, within.clone()) else { return };
        if let Some(found) = self.first(&day.to_string(), word.end..within.end) {
            self.day(day, found, Some(end));
        }
    }

    /// A day one earlier and later; `end`: which end of a span of days it is.
    pub(super) fn day(&mut self, day: Date, at: std::ops::Range<usize>, end: Option<End>) {
        for other in [-1, 1].into_iter().filter_map(|days| day.add_days(days)) {
            self.swap(at.clone(), &other.to_string());
            if let Some(edit) = self.found.last_mut() {
                edit.day = end.map(|end| if end == End::First { day.min(other) } else { day.max(other) });
            }
        }
    }

    /// A number one of its last digit less and more, and 0.
    pub(super) fn number(&mut self, at: std::ops::Range<usize>) {
        let written = &self.text[at.clone()];
        let digits: String = written.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let Ok(value) = digits.replace('.', "").parse::<u64>() else { return };
        let mut others = vec![value.checked_sub(1), value.checked_add(1), Some(0)];
        others.dedup();
        for other in others.into_iter().flatten().filter(|other| *other != value) {
            let mut text = format!("{other:0>width$}", width = decimals + 1);
            if decimals > 0 {
                text.insert(text.len() - decimals, '.');
            }
            let twice = self.found.iter().rev().take(3).any(|it| it.at.start == at.start && it.replacement == text);
            if !twice {
                self.swap(at.start..at.start + digits.len(), &text);
            }
        }
    }

    /// Another word in the place of one.
    pub(super) fn swap(&mut self, at: std::ops::Range<usize>, other: &str) {
        let what = format!("`{}` -> `{other}`", shortened(&self.text[at.clone()]));
        self.put(at, other, what);
    }

    /// Another keyword in the place of one, in the same words.
    pub(super) fn turn(&mut self, at: std::ops::Range<usize>, other: &Keyword) {
        let script = Script::of(&self.text[at.clone()]);
        self.swap(at, other.word(script));
    }

    pub(super) fn drop(&mut self, at: std::ops::Range<usize>) {
        let what = said(&words::DROP, self.script, &[&shortened(&self.text[at.clone()])]);
        self.put(at, "", what);
    }

    pub(super) fn put(&mut self, at: std::ops::Range<usize>, replacement: &str, what: String) {
        self.found.push(Edit {
            at: Stretch { file: self.file, start: at.start, end: at.end },
            replacement: replacement.to_owned(),
            touches: self.touches.clone(),
            item: self.item.clone(),
            what: what.replace(": ", ":"),
            since: self.since,
            day: None,
        });
    }

    /// The first place of a word in a stretch, comments passed over.
    pub(super) fn first(&self, word: &str, within: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        places(self.text, word, within).into_iter().next()
    }

    /// The first place of a keyword in a stretch, in either language.
    pub(super) fn word(&self, word: &Keyword, within: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        places_of(self.text, word, within).into_iter().min_by_key(|found| found.start)
    }

    fn last(&self, word: &Keyword, within: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        places_of(self.text, word, within).into_iter().max_by_key(|found| found.start)
    }
}

/// Where a keyword stands, in either language, whatever blanks are between its words.
fn places_of(text: &str, keyword: &Keyword, within: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let end = |start: usize| {
        keyword.en.split(' ').try_fold(start, |at, word| {
            let rest = &text[at..within.end];
            let blanks = rest.len() - rest.trim_start().len();
            rest.trim_start().starts_with(word).then_some(at + blanks + word.len())
        })
    };
    let first = keyword.en.split(' ').next().unwrap_or(keyword.en);
    let english = places(text, first, within.clone());
    let english = english.into_iter().filter_map(|found| Some(found.start..end(found.start)?));
    english.chain(places(text, keyword.zh, within.clone())).collect()
}

/// Where a word or sign stands by itself, outside comments.
fn places(text: &str, word: &str, within: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let slice = &text[within.clone()];
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let joins = |c: Option<char>| word.chars().all(is_word) && c.is_some_and(is_word);
    let found = slice.match_indices(word).filter(|(at, _)| {
        let (before, after) = (&slice[..*at], &slice[at + word.len()..]);
        let line = before.rsplit('\n').next().unwrap_or_default();
        !line.contains('#') && !joins(before.chars().next_back()) && !joins(after.chars().next())
    });
    found.map(|(at, _)| within.start + at..within.start + at + word.len()).collect()
}

/// The bytes a span covers.
pub(super) fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}
