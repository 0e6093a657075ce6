//! One household, decided by both policies → what kind of change it is, by how much, and by which change
//! of the text.

use super::causes::{SettingsChange, Without, without_each};
use super::items::{ItemChange, changes};
use crate::search::Space;
use doudi::decision::record::Value;
use doudi::model::{Base, Model};
use doudi::value::Number;
use doudi::{Date, Decision, Facts, InputError, Policy, Status};
use std::cell::OnceCell;
use std::collections::BTreeMap;

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
    /// What changed in the text, and in the settings.
    pub changes: Vec<ItemChange>,
    settings: Option<SettingsChange>,
    /// The new policy without each of the changes, once it is asked for.
    without: OnceCell<Vec<Without>>,
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
    /// Under both it is not determined, for want of facts.
    pub open: bool,
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
#[derive(PartialEq)]
struct Side {
    status: Status,
    /// With numbers, and the rules that give them.
    given: BTreeMap<Given, Vec<(String, String)>>,
    monthly: Number,
}

impl<'p> Pair<'p> {
    /// Two policies on a day.
    pub fn new(old: &'p Policy, new: &'p Policy, on: Date, effort: usize) -> Pair<'p> {
        let changes = changes(old, new);
        Pair { old, new, on, effort, changes, settings: None, without: OnceCell::new() }
    }

    /// The settings documents the two are under.
    #[must_use]
    pub fn under(mut self, old: Option<&str>, new: Option<&str>) -> Pair<'p> {
        let settings = SettingsChange::new(old, new);
        self.changes.extend(settings.changes(self.new.model()));
        Pair { settings: Some(settings), ..self }
    }
}

impl Pair<'_> {
    /// What becomes of a household; `None` where one of the policies makes no decision at all.
    pub fn judge(&self, old: &Facts, new: &Facts) -> Option<Judged> {
        let before = side(&self.old.decide(old, self.on).ok()?, self.old.model());
        let after = side(&self.new.decide(new, self.on).ok()?, self.new.model());
        let open = [before.status, after.status] == [Status::Undetermined; 2];
        Some(Judged { kind: kind(&before, &after), monthly: (before.monthly, after.monthly), open })
    }

    fn without(&self) -> &[Without] {
        self.without.get_or_init(|| without_each(self.old, self.new, &self.changes, self.settings.as_ref()))
    }

    /// The changes of the text that can be taken back alone.
    pub fn may_cause(&self) -> impl Iterator<Item = &ItemChange> {
        self.without().iter().filter_map(|it| self.changes.get(it.change))
    }

    /// The changes of the text that a household's outcome rests on: without any one of them, all others
    /// as they are, the new policy would give it something else. None where no change does it alone.
    pub fn causes(&self, document: &str, new: &Facts) -> Vec<&ItemChange> {
        let Ok(after) = self.new.decide(new, self.on) else { return Vec::new() };
        let after = side(&after, self.new.model());
        let differs = |policy: &Policy| {
            let known = |document: &str| {
                let space = Space::new(policy.model(), &[], self.on);
                space.read(document).map(|household| household.document(&space))
            };
            let Ok(facts) = bind(policy, document, known) else { return false };
            policy.decide(&facts, self.on).is_ok_and(|decision| side(&decision, policy.model()) != after)
        };
        let caused = self.without().iter().filter(|it| differs(&it.policy));
        caused.filter_map(|it| self.changes.get(it.change)).collect()
    }
}

/// The facts of a document as a policy knows them: what it has no field for, it is not asked; `known`
/// gives the rest.
pub(super) fn bind(
    policy: &Policy,
    document: &str,
    known: impl FnOnce(&str) -> Option<String>,
) -> Result<Facts, InputError> {
    policy.facts_json(document).or_else(|error| match known(document).map(|known| policy.facts_json(&known)) {
        Some(Ok(facts)) => Ok(facts),
        _ => Err(error),
    })
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
