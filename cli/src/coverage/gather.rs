//! A casebook → what its cases show of the rules, spot by spot.

use super::slice::{self, Reach};
use super::walk::{self, At, Kind, Sees, Way};
use super::words;
use crate::casebook::{Casebook, Entry, Stretch};
use crate::fixture::{Case, List, Output};
use doudi::diagnostic::Locale;
use doudi::diagnostic::near::nearest;
use doudi::model::Model;
use doudi::source::Span;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What the cases of a casebook show.
#[derive(Debug)]
pub struct Coverage {
    /// In order of file and place.
    pub spots: Vec<Spot>,
    /// What each case's outputs rest on, in the order of the casebook.
    pub reach: Vec<Reach>,
    /// Explanations that explain no gap.
    pub stale: Vec<Stale>,
}

/// An explanation that explains no gap.
#[derive(Debug)]
pub struct Stale {
    /// Its position in the casebook's excuses.
    pub excuse: usize,
    /// Why that is.
    pub because: Because,
}

/// Why an explanation explains no gap.
#[derive(Debug)]
pub enum Because {
    /// Nothing is called so; what reads most like it.
    NoSuchName(Option<String>),
    /// It cannot go that way; the ways it can.
    NoSuchWay(&'static [Way]),
    /// A case, by its position, shows it.
    Shown(usize),
    /// It is explained twice.
    Twice,
}

/// A place of a policy that can turn out one way or another.
#[derive(Debug)]
pub struct Spot {
    /// What it is.
    pub kind: Kind,
    /// `Household.means_test/income`
    pub id: String,
    /// Its item: what stands before the first `/` or blank of the id.
    pub item: String,
    /// Where it stands.
    pub at: Stretch,
    /// The clause its item cites first: instrument, clause; zh, then en.
    pub clause: [String; 2],
    /// Of each way, the cases that show it, by their positions.
    pub seen: BTreeMap<Way, Vec<usize>>,
    /// Ways that are not seen, and why.
    pub excused: BTreeMap<Way, String>,
}

impl Spot {
    /// Ways that no case shows and nothing excuses.
    pub fn gaps(&self) -> impl Iterator<Item = Way> {
        let open = |way: &&Way| !self.seen.contains_key(way) && !self.excused.contains_key(way);
        self.kind.ways().iter().filter(open).copied()
    }

    /// Ways seen, and ways to be seen.
    pub fn tally(&self) -> (usize, usize) {
        let ways = self.kind.ways().len() - self.excused.len();
        (ways - self.gaps().count(), ways)
    }
}

type Key = (Stretch, Kind);

/// Decides every case and looks which way everything went.
pub fn gather(book: &Casebook) -> Coverage {
    let mut spots = spots(book);
    let results: Vec<(BTreeSet<(Key, Way)>, Reach)> =
        book.cases.par_iter().map(|(_, case)| one(&book.policies[case.policy], case)).collect();
    let mut reach = Vec::with_capacity(results.len());
    for (case, (seen, reached)) in results.into_iter().enumerate() {
        for (key, way) in seen {
            if let Some(spot) = spots.get_mut(&key) {
                spot.seen.entry(way).or_default().push(case);
            }
        }
        reach.push(reached);
    }
    let mut spots: Vec<Spot> = spots.into_values().collect();
    let stale = excuse(book, &mut spots);
    Coverage { spots, reach, stale }
}

/// What one case shows, and what it rests on.
fn one(entry: &Entry, case: &Case) -> (BTreeSet<(Key, Way)>, Reach) {
    let (mut seen, mut reach) = (BTreeSet::new(), Reach::new());
    let Some(bound) = entry.policy.as_ref().map(|policy| case.inputs.bind(policy)) else { return (seen, reach) };
    let Some(facts) = &bound.facts else { return (seen, reach) };
    let model = bound.policy.model();
    for output in case.outputs.iter().filter(|output| output.kind.is_of_a_decision()) {
        let date = case.inputs.date(output.on, facts);
        let Some(Ok(decision)) = date.map(|date| bound.policy.decide(facts, date)) else { continue };
        let record = match output.kind {
            Output::Values => decision.record_of_all_values(),
            _ => decision.record(),
        };
        let looked_at = slice::looked_at(&record, model, output);
        slice::reach(&record, model, output, &looked_at, &mut reach);
        walk::seen(&record, model, &looked_at, &mut Ways { entry, seen: &mut seen });
    }
    (seen, reach)
}

/// Keeps what a record shows.
struct Ways<'a> {
    entry: &'a Entry,
    seen: &'a mut BTreeSet<(Key, Way)>,
}

impl Sees for Ways<'_> {
    fn spot(&mut self, kind: Kind, span: Span, _: &At<'_>, way: Option<Way>) {
        if let (Some(way), Some(at)) = (way, self.entry.stretch(span)) {
            self.seen.insert(((at, kind), way));
        }
    }
}

/// Every spot of every policy, each once.
fn spots(book: &Casebook) -> BTreeMap<Key, Spot> {
    let mut spots = BTreeMap::new();
    for entry in &book.policies {
        let Some(policy) = &entry.policy else { continue };
        let clauses = clauses(policy.model());
        walk::spots(policy.model(), &mut Names { book, entry, clauses: &clauses, spots: &mut spots });
    }
    // Spots of the same words in the same place are told apart by their order.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for spot in spots.values_mut() {
        let count = counts.entry(spot.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            spot.id += &format!(" #{count}");
        }
    }
    spots
}

/// Keeps what there is to be seen.
struct Names<'a> {
    book: &'a Casebook,
    entry: &'a Entry,
    clauses: &'a BTreeMap<String, [String; 2]>,
    spots: &'a mut BTreeMap<Key, Spot>,
}

impl Names<'_> {
    /// The word for `if` as it stands before a question.
    fn if_of(&self, question: Stretch) -> &'static str {
        const CHINESE: &str = "若";
        let before = self.book.files[question.file].text.get(..question.start).unwrap_or_default();
        if before.trim_end_matches(|c: char| c.is_whitespace() || "(（".contains(c)).ends_with(CHINESE) {
            CHINESE
        } else {
            "if"
        }
    }
}

impl Sees for Names<'_> {
    fn spot(&mut self, kind: Kind, span: Span, at: &At<'_>, _: Option<Way>) {
        let Some(stretch) = self.entry.stretch(span) else { return };
        let path = at.path();
        let words = self.book.words(stretch);
        let id = match kind {
            Kind::Test => format!("{path} `{words}`"),
            Kind::Question => format!("{path} {} `{words}`", self.if_of(stretch)),
            Kind::Row => match words.rsplit_once(':') {
                Some((patterns, _)) => format!("{path} `{}`", patterns.trim()),
                None => path.clone(),
            },
            _ => path.clone(),
        };
        let item = path.split('/').next().unwrap_or_default().to_owned();
        let clause = self.clauses.get(&item).cloned().unwrap_or_default();
        let spot = Spot {
            kind,
            id: id.replace(": ", ":"),
            item,
            at: stretch,
            clause,
            seen: BTreeMap::new(),
            excused: BTreeMap::new(),
        };
        self.spots.entry((stretch, kind)).or_insert(spot);
    }
}

/// The clause each item cites first.
fn clauses(model: &Model) -> BTreeMap<String, [String; 2]> {
    let mut clauses = BTreeMap::new();
    walk::citations(model, &mut |item, per| {
        if let Some(first) = per.first() {
            let text = |locale| crate::report::cited(model, first, locale);
            clauses.insert(item.to_owned(), [text(Locale::ZhCn), text(Locale::En)]);
        }
    });
    clauses
}

/// Marks what is excused; gives the excuses that excuse nothing.
fn excuse(book: &Casebook, spots: &mut [Spot]) -> Vec<Stale> {
    let mut stale = Vec::new();
    for (position, (_, excuse)) in book.excuses.iter().enumerate().filter(|(_, (_, it))| it.list == List::Gaps) {
        let mut add = |because| stale.push(Stale { excuse: position, because });
        let Some(at) = spots.iter().position(|spot| spot.id == excuse.of) else {
            add(Because::NoSuchName(nearest(&excuse.of, spots.iter().map(|spot| spot.id.as_str()))));
            continue;
        };
        let spot = &mut spots[at];
        let ways = spot.kind.ways();
        match ways.iter().find(|way| is_called(**way, &excuse.what)) {
            None => add(Because::NoSuchWay(ways)),
            Some(way) if spot.excused.contains_key(way) => add(Because::Twice),
            Some(way) => match spot.seen.get(way).and_then(|cases| cases.first()) {
                Some(case) => add(Because::Shown(*case)),
                None => drop(spot.excused.insert(*way, excuse.reason.clone())),
            },
        }
    }
    stale
}

/// Whether a way goes by this name: the commands print it in either language.
fn is_called(way: Way, name: &str) -> bool {
    way.id() == name || words::way(way).zh == name
}
