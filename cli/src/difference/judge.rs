//! One household, decided by both policies → what kind of change it is, by how much, by which clause.

use super::items::{Change, changes};
use doudi::contrast::against;
use doudi::decision::record::{Citations, Record, RuleRef, StepKind, Value, Words};
use doudi::diagnostic::Locale;
use doudi::model::{Base, Model};
use doudi::value::Number;
use doudi::{Date, Decision, Facts, Policy, Status};
use std::collections::{BTreeMap, BTreeSet};

/// The two policies, and the day.
pub struct Pair<'p> {
    /// As it was.
    pub old: &'p Policy,
    /// As it is to be.
    pub new: &'p Policy,
    /// The day all households are decided for.
    pub on: Date,
    /// Decisions that may go into making one household smaller.
    pub effort: usize,
    /// The rules that are written otherwise.
    rewritten: BTreeSet<String>,
}

/// What becomes of a household, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A rule that could be computed no longer can.
    IntoError,
    /// A rule that could not be computed can.
    OutOfError,
    /// What was decided no longer is, for want of facts.
    IntoUndetermined,
    /// What was not decided, for want of facts, is.
    OutOfUndetermined,
    /// It loses measures, and gains none.
    Loses,
    /// It gains measures, and loses none.
    Gains,
    /// It loses some and gains others.
    Moves,
    /// The same measures, and less a month.
    Less,
    /// The same measures, and more a month.
    More,
    /// The same measures with other amounts, as much a month.
    OtherAmounts,
    /// The same, by another rule.
    OtherRule,
    /// Nothing changes.
    Same,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 12] = [
        Kind::IntoError,
        Kind::OutOfError,
        Kind::IntoUndetermined,
        Kind::OutOfUndetermined,
        Kind::Loses,
        Kind::Gains,
        Kind::Moves,
        Kind::Less,
        Kind::More,
        Kind::OtherAmounts,
        Kind::OtherRule,
        Kind::Same,
    ];

    /// What it is called where old and new are swapped.
    pub fn reversed(self) -> Kind {
        match self {
            Kind::IntoError => Kind::OutOfError,
            Kind::OutOfError => Kind::IntoError,
            Kind::IntoUndetermined => Kind::OutOfUndetermined,
            Kind::OutOfUndetermined => Kind::IntoUndetermined,
            Kind::Loses => Kind::Gains,
            Kind::Gains => Kind::Loses,
            Kind::Less => Kind::More,
            Kind::More => Kind::Less,
            same => same,
        }
    }
}

/// What was found of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What becomes of it.
    pub kind: Kind,
    /// Money a month, all measures together: as it was, as it is.
    pub monthly: (Number, Number),
}

impl Judged {
    /// How much more a month; less where it is below zero.
    pub fn change(&self) -> Number {
        self.monthly.1.checked_sub(self.monthly.0).unwrap_or(Number::ZERO)
    }
}

/// What is given to whom: the measure, the subject, and what of it is no number.
type Given = (String, String, String);

/// What a decision comes to.
struct Side {
    status: Status,
    /// With numbers, and the rules that give them.
    given: BTreeMap<Given, Vec<(String, String)>>,
    monthly: Number,
}

impl<'p> Pair<'p> {
    /// Two policies on a day.
    pub fn new(old: &'p Policy, new: &'p Policy, on: Date, effort: usize) -> Pair<'p> {
        let written = changes(old, new).into_iter().filter(|change| change.change == Change::Changed);
        let rewritten = written.filter_map(|change| change.item.strip_prefix("rule ").map(str::to_owned)).collect();
        Pair { old, new, on, effort, rewritten }
    }
}

impl Pair<'_> {
    /// What becomes of a household; `None` where one of the policies makes no decision at all.
    pub fn judge(&self, old: &Facts, new: &Facts) -> Option<Judged> {
        let before = side(&self.old.decide(old, self.on).ok()?, self.old.model());
        let after = side(&self.new.decide(new, self.on).ok()?, self.new.model());
        Some(Judged { kind: kind(&before, &after), monthly: (before.monthly, after.monthly) })
    }

    /// The whole decisions.
    pub fn records(&self, old: &Facts, new: &Facts) -> Option<(Record, Record)> {
        Some((self.old.decide(old, self.on).ok()?.record(), self.new.decide(new, self.on).ok()?.record()))
    }
}

fn side(decision: &Decision<'_>, model: &Model) -> Side {
    let mut side = Side { status: decision.status(), given: BTreeMap::new(), monthly: Number::ZERO };
    for measure in decision.measures() {
        let declared = model.measures.iter().find(|declared| declared.name.id == measure.name());
        let (mut marks, mut numbers) = (Vec::new(), Vec::new());
        for field in declared.map(|declared| declared.fields.as_slice()).unwrap_or_default() {
            match measure.value(&field.name.id) {
                Some(Value::Number(number)) => {
                    numbers.push(format!("{}: {number}", field.name.id));
                    if field.ty.base == Base::MoneyPerMonth {
                        side.monthly = side.monthly.checked_add(number).unwrap_or(side.monthly);
                    }
                }
                Some(Value::Choice(choice)) => marks.push(format!("{}: {}", field.name.id, choice.variant)),
                Some(value) => marks.push(format!("{}: {value:?}", field.name.id)),
                None => {}
            }
        }
        let given = (measure.name().to_owned(), measure.subject(), marks.join(", "));
        side.given.entry(given).or_default().push((numbers.join(", "), measure.rule().to_owned()));
    }
    side.given.values_mut().for_each(|all| all.sort());
    side
}

fn kind(before: &Side, after: &Side) -> Kind {
    let worst = |status: Status, of: Status| status == of;
    match (before.status, after.status) {
        (was, is) if was == is => {}
        (_, is) if worst(is, Status::Incomplete) => return Kind::IntoError,
        (was, _) if worst(was, Status::Incomplete) => return Kind::OutOfError,
        (_, Status::Undetermined) => return Kind::IntoUndetermined,
        _ => return Kind::OutOfUndetermined,
    }
    let lacks = |of: &Side, other: &Side| {
        of.given.iter().any(|(given, all)| other.given.get(given).map_or(0, Vec::len) < all.len())
    };
    match (lacks(before, after), lacks(after, before)) {
        (true, true) => return Kind::Moves,
        (true, false) => return Kind::Loses,
        (false, true) => return Kind::Gains,
        (false, false) => {}
    }
    let numbers =
        |of: &Side| -> Vec<String> { of.given.values().flatten().map(|(numbers, _)| numbers.clone()).collect() };
    let rules = |of: &Side| -> Vec<String> { of.given.values().flatten().map(|(_, rule)| rule.clone()).collect() };
    match after.monthly.cmp(&before.monthly) {
        std::cmp::Ordering::Less => Kind::Less,
        std::cmp::Ordering::Greater => Kind::More,
        _ if numbers(before) != numbers(after) => Kind::OtherAmounts,
        _ if rules(before) != rules(after) => Kind::OtherRule,
        _ => Kind::Same,
    }
}

impl Pair<'_> {
    /// In what the workings of two decisions differ, in words with their clauses: the steps that
    /// differ though nothing they are worked out from does, and the rules that are written otherwise.
    pub fn differs(&self, before: &Record, after: &Record, locale: Locale) -> Vec<String> {
        let found = against(before, after);
        let mut told = BTreeMap::new();
        let roots = found.measures.iter().flat_map(|it| &it.roots).chain(found.rules.iter().flat_map(|it| &it.roots));
        // An amount is told by its rule; a fact is the same for both.
        for root in roots.filter(|root| !matches!(root.kind, StepKind::Fact | StepKind::Amount)) {
            told.insert(
                root.name.to_string(),
                with_clauses(&root.label, &root.name, &root.came.after.citations, locale),
            );
        }
        let rules = found.rules.iter().map(|rule| &rule.rule).chain(found.measures.iter().map(|measure| &measure.by));
        let rules: Vec<_> = rules.collect();
        let written_otherwise = |rule: &&&RuleRef| self.rewritten.contains(&*rule.rule);
        for rule in rules.iter().filter(written_otherwise) {
            told.insert(rule.rule.to_string(), with_clauses(&rule.label, &rule.rule, &rule.citations, locale));
        }
        if told.is_empty() {
            told.extend(
                rules.iter().map(|rule| {
                    (rule.rule.to_string(), with_clauses(&rule.label, &rule.rule, &rule.citations, locale))
                }),
            );
        }
        told.into_values().collect()
    }
}

/// `标准 `standard`（困难补助办法 三）`
fn with_clauses(label: &Words, name: &str, citations: &Citations, locale: Locale) -> String {
    let in_words = |words: &Words| if locale == Locale::ZhCn { words.zh.to_string() } else { words.en.to_string() };
    let clauses: Vec<String> = citations.iter().map(|it| format!("{} {}", in_words(&it.label), it.clause)).collect();
    let label = in_words(label);
    match (clauses.is_empty(), locale) {
        (true, _) => format!("{label} `{name}`"),
        (false, Locale::ZhCn) => format!("{label} `{name}`（{}）", clauses.join("；")),
        (false, Locale::En) => format!("{label} `{name}` ({})", clauses.join("; ")),
    }
}
