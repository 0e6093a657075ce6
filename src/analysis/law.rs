//! provisions → what becomes of every word of an instrument.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::law;
use crate::model::{Carrier, Citation, DerivedKind, Grant, InstrumentId, Model, Name, Provision, Test};
use crate::source::{Clause, Sources, clauses};
use std::ops::Range;

/// What a policy makes of the instruments its provisions quote.
#[derive(Clone, Debug)]
pub struct Law<'m> {
    /// Every provision, in the order of the instruments' words.
    pub passages: Vec<Passage<'m>>,
    /// Words of those instruments that no provision quotes, in order.
    pub unaccounted: Vec<Stretch>,
}

/// A provision, and what carries it out.
#[derive(Clone, Debug)]
pub struct Passage<'m> {
    /// The passage.
    pub provision: &'m Provision,
    /// Items that quote words of it, by kind and name.
    pub carried_by: Vec<Carrying<'m>>,
    /// Words of it that no item quotes.
    pub unquoted: Vec<String>,
}

impl Passage<'_> {
    /// Whether it is left to the rules, and none carries it out.
    pub fn is_carried_by_nothing(&self) -> bool {
        self.provision.carrier == Carrier::Rules && self.carried_by.is_empty()
    }
}

/// An item that quotes words of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Carrying<'m> {
    /// What it is.
    pub kind: ItemKind,
    /// Its identifier.
    pub id: &'m str,
    /// Its label in Chinese.
    pub zh: &'m str,
    /// Its label in English.
    pub en: &'m str,
}

/// The kinds of items that can carry something out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// A rule.
    Rule,
    /// An exception.
    Exception,
    /// A condition.
    Condition,
    /// A definition.
    Definition,
    /// A parameter.
    Parameter,
    /// A reading.
    Reading,
    /// A duty.
    Duty,
}

/// Words of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The clause, as the text numbers it.
    pub clause: String,
    /// The words.
    pub words: String,
}

impl<'m> Law<'m> {
    /// Looks every quote of a policy up in the texts it was loaded from.
    pub fn of(model: &'m Model, sources: &Sources) -> Self {
        let texts = Texts::of(model, sources);
        let quoted: Vec<(Carrying<'m>, Vec<Place>)> =
            cited(model).into_iter().map(|(item, citation)| (item, texts.places(citation))).collect();
        let mut passages: Vec<(Option<Place>, Passage<'m>)> = Vec::new();
        let mut accounted: Vec<Place> = Vec::new();
        for provision in &model.provisions {
            let places: Vec<Place> = provision.per.iter().flat_map(|citation| texts.places(citation)).collect();
            let meets = |others: &[Place]| others.iter().any(|other| places.iter().any(|place| place.meets(other)));
            let mut carried_by: Vec<Carrying<'m>> =
                quoted.iter().filter(|(_, others)| meets(others)).map(|(item, _)| *item).collect();
            carried_by.sort();
            carried_by.dedup();
            let others = quoted.iter().flat_map(|(_, others)| others);
            let unquoted = places.iter().flat_map(|place| texts.besides(place, others.clone())).collect();
            passages.push((places.iter().min().cloned(), Passage { provision, carried_by, unquoted }));
            accounted.extend(places);
        }
        passages.sort_by(|(a, _), (b, _)| a.cmp(b));
        let passages = passages.into_iter().map(|(_, passage)| passage).collect();
        accounted.sort();
        Law { passages, unaccounted: texts.rest(&accounted) }
    }
}

/// Warns of provisions nothing carries out, and of words no provision quotes.
pub(crate) fn warn(model: &Model, sources: &Sources, found: &mut Vec<Diagnostic>) {
    if model.provisions.is_empty() {
        return;
    }
    let law = Law::of(model, sources);
    for passage in law.passages.iter().filter(|passage| passage.is_carried_by_nothing()) {
        let name = &passage.provision.name;
        found.push(Diagnostic::at(&law::CARRIED_BY_NOTHING, name.span).arg(&name.id));
    }
    for stretch in &law.unaccounted {
        let Some(instrument) = model.instruments.get(stretch.instrument.index()) else { continue };
        let report = Diagnostic::at(&law::UNACCOUNTED, instrument.name.span).arg(&instrument.name.zh);
        found.push(report.arg(&stretch.clause).arg(&stretch.words));
    }
}

/// A stretch of a clause, by position: instrument, clause, bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    instrument: InstrumentId,
    clause: usize,
    start: usize,
    end: usize,
}

impl Place {
    fn meets(&self, other: &Place) -> bool {
        (self.instrument, self.clause) == (other.instrument, other.clause)
            && self.start < other.end
            && other.start < self.end
    }
}

/// The clauses of every instrument.
struct Texts {
    by_instrument: Vec<Vec<Clause>>,
}

impl Texts {
    fn of(model: &Model, sources: &Sources) -> Self {
        let text = |name: &String| sources.named(name).map(|(_, source)| clauses(&source.text));
        let read = model.instruments.iter().map(|instrument| instrument.text.as_ref().and_then(text));
        Texts { by_instrument: read.map(Option::unwrap_or_default).collect() }
    }

    /// Where the quoted words of a citation stand.
    fn places(&self, citation: &Citation) -> Vec<Place> {
        let Some(quote) = citation.quote.as_ref().filter(|quote| !quote.is_empty()) else { return Vec::new() };
        let clauses = self.by_instrument.get(citation.instrument.index()).into_iter().flatten().enumerate();
        let within = clauses.filter(|(_, clause)| clause.id.starts_with(&citation.clause));
        let places = within.flat_map(|(at, clause)| {
            let found = clause.wording.match_indices(quote.as_str());
            found.map(move |(start, words)| (at, start..start.saturating_add(words.len())))
        });
        let place = |(clause, Range { start, end })| Place { instrument: citation.instrument, clause, start, end };
        places.map(place).collect()
    }

    /// The words of a place outside some others.
    fn besides<'p>(&self, place: &Place, others: impl Iterator<Item = &'p Place>) -> Vec<String> {
        let clause = self.by_instrument.get(place.instrument.index()).and_then(|clauses| clauses.get(place.clause));
        let words = clause.and_then(|clause| clause.wording.get(place.start..place.end)).unwrap_or("");
        let within = |at: usize| at.clamp(place.start, place.end).saturating_sub(place.start);
        let met = others.filter(|other| place.meets(other));
        let mut met: Vec<Range<usize>> = met.map(|other| within(other.start)..within(other.end)).collect();
        met.sort_by_key(|range| range.start);
        outside(words, met.into_iter()).into_iter().map(str::to_string).collect()
    }

    /// The words outside some places, of the instruments these are of.
    fn rest(&self, places: &[Place]) -> Vec<Stretch> {
        let mut rest = Vec::new();
        for (instrument, clauses) in (0u32..).map(InstrumentId).zip(&self.by_instrument) {
            let own: Vec<&Place> = places.iter().filter(|place| place.instrument == instrument).collect();
            if own.is_empty() {
                continue;
            }
            for (at, clause) in clauses.iter().enumerate() {
                let within = own.iter().filter(|place| place.clause == at).map(|place| place.start..place.end);
                let words = outside(&clause.wording, within);
                let stretch = |words: &str| Stretch { instrument, clause: clause.id.clone(), words: words.to_string() };
                rest.extend(words.into_iter().map(stretch));
            }
        }
        rest
    }
}

/// The stretches of a text outside some others (in order of their beginnings) that hold a letter.
fn outside(text: &str, covered: impl Iterator<Item = Range<usize>>) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    for range in covered.chain(std::iter::once(text.len()..text.len())) {
        let words = text.get(at..range.start).unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
        if !words.is_empty() {
            found.push(words);
        }
        at = at.max(range.end);
    }
    found
}

/// Every item that cites something, with each of its citations.
fn cited(model: &Model) -> Vec<(Carrying<'_>, &Citation)> {
    let mut found = Vec::new();
    let mut add = |kind, name, per: Vec<_>| {
        let item = carrying(kind, name);
        found.extend(per.into_iter().map(|citation| (item, citation)));
    };
    for parameter in &model.parameters {
        let versions = parameter.versions.iter().flat_map(|version| &version.per);
        add(ItemKind::Parameter, &parameter.name, parameter.per.iter().chain(versions).collect());
    }
    for reading in &model.readings {
        add(ItemKind::Reading, &reading.name, reading.per.iter().collect());
    }
    for derived in &model.derived {
        let kind = match derived.kind {
            DerivedKind::Condition => ItemKind::Condition,
            DerivedKind::Definition => ItemKind::Definition,
        };
        let versions = derived.versions.iter().flat_map(|version| version.per.iter().chain(of_test(&version.body)));
        add(kind, &derived.name, versions.collect());
    }
    for exception in &model.exceptions {
        add(ItemKind::Exception, &exception.name, exception.per.iter().chain(of_test(&exception.when)).collect());
    }
    for rule in &model.rules {
        let grants = rule.grants.iter().chain(&rule.otherwise).flat_map(|grant: &Grant| &grant.per);
        add(ItemKind::Rule, &rule.name, rule.per.iter().chain(of_test(&rule.when)).chain(grants).collect());
    }
    for duty in &model.duties {
        add(ItemKind::Duty, &duty.name, duty.per.iter().collect());
    }
    found
}

fn carrying(kind: ItemKind, name: &Name) -> Carrying<'_> {
    Carrying { kind, id: &name.id, zh: &name.zh, en: &name.en }
}

/// The citations of a test's parts.
fn of_test(test: &Test) -> Vec<&Citation> {
    let mut found = Vec::new();
    let mut waiting = vec![test];
    while let Some(test) = waiting.pop() {
        if let Test::All(parts) | Test::Any(parts) = test {
            found.extend(parts.iter().flat_map(|part| &part.per));
            waiting.extend(parts.iter().map(|part| &part.test));
        }
    }
    found
}
