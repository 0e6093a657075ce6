//! Households → how many gain, lose, move; and the smallest household of each kind of change.

use super::direct;
use super::judge::{Judged, Kind, Pair, bind};
use super::money::Money;
use crate::register::rows::Reason;
use crate::search::{Budget, Household, Search, Space, shrink};
use doudi::Facts;
use doudi::diagnostic::Locale;
use doudi::explain::summary;
use std::collections::{BTreeMap, BTreeSet};

/// Whose households they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of a register.
    Register(String),
    /// Made up, with a seed.
    MadeUp(u64),
}

/// What was found of many households.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Whose they are.
    pub of: Of,
    /// How many were decided by both.
    pub decided: usize,
    /// Those that were not, each with its reason in the language asked for.
    pub undecided: Vec<(String, String)>,
    /// How many of those are undetermined under both.
    pub open: usize,
    /// How many of each kind.
    pub kinds: BTreeMap<Kind, usize>,
    /// Money of all households together: as it was, as it is.
    pub money: (Money, Money),
    /// By how much, for each household whose money changes.
    pub changes: Vec<Money>,
    /// How many of the changes rest on each change of the text, by its name; none on some, it may be.
    pub causes: BTreeMap<String, usize>,
    /// How many of the households were looked for because a change of the text had touched none.
    pub searched: usize,
    /// Changes of the text that no household rests on, those looked for among them, by name.
    pub untouched: Vec<String>,
    /// How many rest on no single one.
    pub together: usize,
    /// The smallest household of each kind, in order of kind.
    pub examples: Vec<Example>,
}

/// A household of a kind of change.
#[derive(Clone, Debug)]
pub struct Example {
    /// What becomes of it.
    pub kind: Kind,
    /// Its facts document.
    pub facts: String,
    /// The decisions in short, as it was and as it is: the status, and what the other does not say.
    pub decisions: (String, String),
    /// By how much its money changes.
    pub change: Money,
    /// The changes of the text it rests on, by name.
    pub causes: Vec<String>,
    /// The household of the register it is made from, with the same causes.
    pub of: Option<String>,
}

/// Decides made-up households: so many, at and around the values of both policies.
pub fn made_up(pair: &Pair<'_>, households: usize, seed: u64, locale: Locale) -> Survey {
    let mut surveyor = Surveyor::new(pair, Of::MadeUp(seed), locale);
    // Half are of each policy's own facts, so that neither's are passed over.
    let spaces = [(pair.new, pair.old), (pair.old, pair.new)].map(|(own, other)| (own.model(), other.model()));
    for ((own, other), (part, seed)) in
        spaces.into_iter().zip([(households.div_ceil(2), seed), (households / 2, !seed)])
    {
        let space = Space::new(own, &[other], pair.on);
        Search::new(&space, &[], seed, Budget::new(part, 1)).run(&mut |household| {
            let document = household.document(&space);
            Some(surveyor.add(None, &document).unwrap_or_default())
        });
    }
    surveyor.look_for_the_untouched(households, seed);
    surveyor.finish()
}

/// Decides the households of a register, each with its id and facts document.
pub fn of_documents(
    pair: &Pair<'_>,
    name: &str,
    documents: impl IntoIterator<Item = Result<(String, String), (String, String)>>,
    locale: Locale,
) -> Survey {
    let mut surveyor = Surveyor::new(pair, Of::Register(name.to_owned()), locale);
    for document in documents {
        match document {
            Ok((id, document)) => drop(surveyor.add(Some(&id), &document)),
            Err(bad) => surveyor.survey.undecided.push(bad),
        }
    }
    surveyor.finish()
}

struct Surveyor<'s, 'p> {
    pair: &'s Pair<'p>,
    old: Space<'p>,
    new: Space<'p>,
    locale: Locale,
    survey: Survey,
    /// The smallest households of each kind met so far, up to [`TRIED`]. What is smallest when it is met
    /// is not always what can be made smallest.
    met: BTreeMap<Kind, Vec<Met>>,
    /// Changes of the text that the outcome of a household rests on under which no facts are missing.
    settled: BTreeSet<String>,
}

/// A household met, and what is to stay of it where it is made smaller.
struct Met {
    household: Household,
    /// Its id in the register.
    id: Option<String>,
    /// The changes of the text its outcome rests on, by name.
    causes: Vec<String>,
}

/// Households of a kind that are made smaller.
const TRIED: usize = 4;

impl<'s, 'p> Surveyor<'s, 'p> {
    fn new(pair: &'s Pair<'p>, of: Of, locale: Locale) -> Self {
        let none = |policy: &doudi::Policy| Money::none_of(&policy.model().measures);
        let survey = Survey {
            of,
            decided: 0,
            open: 0,
            undecided: Vec::new(),
            kinds: BTreeMap::new(),
            money: (none(pair.old), none(pair.new)),
            changes: Vec::new(),
            causes: BTreeMap::new(),
            searched: 0,
            untouched: Vec::new(),
            together: 0,
            examples: Vec::new(),
        };
        let old = Space::new(pair.old.model(), &[pair.new.model()], pair.on);
        let new = Space::new(pair.new.model(), &[pair.old.model()], pair.on);
        Surveyor { pair, old, new, locale, survey, met: BTreeMap::new(), settled: BTreeSet::new() }
    }

    /// The facts of a document as each policy knows them.
    fn bound(&self, document: &str) -> Result<(Facts, Facts), String> {
        let bind = |policy: &doudi::Policy, space: &Space<'_>| {
            let known = |document: &str| space.read(document).map(|household| household.document(space));
            bind(policy, document, known).map_err(|error| {
                let reasons: Vec<String> =
                    error.diagnostics.iter().map(|it| Reason::from(it).text(self.locale)).collect();
                reasons.join("; ")
            })
        };
        Ok((bind(self.pair.old, &self.old)?, bind(self.pair.new, &self.new)?))
    }

    /// Decides a household and counts it; what it came to.
    fn add(&mut self, id: Option<&str>, document: &str) -> Option<String> {
        let bound = self.bound(document).map_err(|reason| (id.unwrap_or_default().to_owned(), reason));
        let judged = bound.and_then(|(old, new)| match self.pair.judge(&old, &new) {
            Some(judged) => Ok((judged, new)),
            None => Err((id.unwrap_or_default().to_owned(), self.not_decided(&old, &new))),
        });
        let (judged, new) = match judged {
            Ok(found) => found,
            Err(bad) => {
                self.survey.undecided.push(bad);
                return None;
            }
        };
        self.count(&judged);
        if judged.kind == Kind::Same {
            return Some("same".to_owned());
        }
        let causes = self.pair.causes(document, &new);
        self.survey.together += usize::from(causes.is_empty());
        for change in self.pair.may_cause() {
            self.survey.causes.entry(change.item.clone()).or_default();
        }
        if !judged.kind.lacks_facts() {
            self.settled.extend(causes.iter().map(|it| it.item.clone()));
        }
        for cause in &causes {
            *self.survey.causes.entry(cause.item.clone()).or_default() += 1;
        }
        let causes: Vec<String> = causes.iter().map(|it| it.item.clone()).collect();
        let sign = format!("{:?} {causes:?}", judged.kind);
        if let Some(household) = self.new.read(document) {
            let met = self.met.get(&judged.kind).map_or(&[][..], Vec::as_slice);
            let smaller = met.len() < TRIED || met.iter().any(|met| household.size() < met.household.size());
            let known = met.iter().any(|met| met.household == household);
            if smaller && !known && self.shows(&household, judged.kind, &causes) {
                let met = self.met.entry(judged.kind).or_default();
                met.push(Met { household, id: id.map(str::to_owned), causes });
                met.sort_by_key(|met| met.household.size());
                met.truncate(TRIED);
            }
        }
        Some(sign)
    }

    /// For each change that nobody's outcome rests on: somebody's that does, if one is found.
    fn look_for_the_untouched(&mut self, sample: usize, seed: u64) {
        let pair = self.pair;
        for change in pair.without() {
            let Some(name) = pair.changes.get(change.change).map(|it| it.item.as_str()) else { continue };
            if self.settled.contains(name) {
                continue;
            }
            let met: Vec<Household> = self.met.values().flatten().map(|met| met.household.clone()).collect();
            if let Some(found) = direct::find(pair, change, &met, sample, seed) {
                self.survey.searched += 1;
                self.add(None, &found.document(&self.new));
            }
        }
    }

    fn not_decided(&self, old: &Facts, new: &Facts) -> String {
        let old = self.pair.old.decide(old, self.pair.on).err();
        let new = self.pair.new.decide(new, self.pair.on).err();
        old.or(new).map(|error| error.message(self.locale)).unwrap_or_default()
    }

    fn count(&mut self, judged: &Judged) {
        let survey = &mut self.survey;
        survey.decided += 1;
        survey.open += usize::from(judged.open);
        *survey.kinds.entry(judged.kind).or_default() += 1;
        survey.money.0.add_all(&judged.money.0);
        survey.money.1.add_all(&judged.money.1);
        if judged.change.lines().next().is_some() {
            survey.changes.push(judged.change.clone());
        }
    }

    /// Whether a household of the new policy's facts shows a kind of change that comes from these changes
    /// of the text.
    fn shows(&self, household: &Household, kind: Kind, causes: &[String]) -> bool {
        let document = household.document(&self.new);
        let Ok((old, new)) = self.bound(&document) else { return false };
        self.pair.judge(&old, &new).is_some_and(|judged| judged.kind == kind)
            && self.pair.causes(&document, &new).iter().map(|it| &it.item).eq(causes)
    }

    fn finish(mut self) -> Survey {
        let causes = &self.survey.causes;
        let names = self.pair.without().iter().filter_map(|it| self.pair.changes.get(it.change));
        let untouched = names.map(|it| it.item.clone()).filter(|it| causes.get(it).copied().unwrap_or(0) == 0);
        self.survey.untouched = untouched.collect();
        for (kind, met) in std::mem::take(&mut self.met) {
            let small = met.iter().map(|met| {
                let mut budget = Budget::new(self.pair.effort, 2);
                let mut shows = |it: &Household| self.shows(it, kind, &met.causes);
                (shrink(&self.new, &met.household, &mut budget, &mut shows), met)
            });
            let smallest = small.min_by_key(|(small, _)| (small.size(), small.document(&self.new).len()));
            self.survey.examples.extend(smallest.and_then(|(small, met)| self.example(kind, &small, met)));
        }
        self.survey
    }

    fn example(&self, kind: Kind, household: &Household, met: &Met) -> Option<Example> {
        let facts = household.document(&self.new);
        let (old, new) = self.bound(&facts).ok()?;
        let judged = self.pair.judge(&old, &new)?;
        let told = |policy: &doudi::Policy, facts: &Facts| -> Option<Vec<String>> {
            let record = policy.decide(facts, self.pair.on).ok()?.record();
            Some(summary(&record).lines().filter(|line| !line.starts_with("- ")).map(str::to_owned).collect())
        };
        let (before, after) = (told(self.pair.old, &old)?, told(self.pair.new, &new)?);
        let decisions = (only(&before, &after), only(&after, &before));
        let (causes, of) = (met.causes.clone(), met.id.clone());
        Some(Example { kind, facts, decisions, change: judged.change, causes, of })
    }
}

/// The status, and the lines the other does not have. A rule that is open in both is left out, though
/// other facts are missing.
fn only(lines: &[String], other: &[String]) -> String {
    let rule = |line: &'_ str| -> Option<String> {
        let open = line.strip_prefix("? ")?;
        let ends = [": missing ", ": not set "].iter().filter_map(|lacks| open.find(lacks)).min();
        Some(open[..ends.unwrap_or(open.len())].to_owned())
    };
    let there: BTreeSet<String> = other.iter().filter_map(|line| rule(line)).collect();
    let alike = |line: &String| other.contains(line) || rule(line).is_some_and(|rule| there.contains(&rule));
    let (status, rest) = lines.split_at(lines.len().min(1));
    status.iter().chain(rest.iter().filter(|line| !alike(line))).map(|line| format!("{line}\n")).collect()
}
