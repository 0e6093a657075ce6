//! One household, decided by both policies → what kind of change it is, by how much, and by which change
//! of the text.

use super::causes::{SettingsChange, Without, may_decide, without_each};
use super::items::{ItemChange, changes};
use super::money::{Money, Turn, is_owed};
use crate::search::Space;
use doudi::decision::record::Value;
use doudi::model::Model;
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
    /// It loses measures, or owes new ones, and nothing the other way.
    Loses,
    /// It gains measures, or is freed of ones it owed, and nothing the other way.
    Gains,
    /// Both.
    Moves,
    /// The same measures, and is paid less or owes more.
    Less,
    /// The same measures, and is paid more or owes less.
    More,
    /// The same measures, and better off in one way (a month, a year, once), worse in another.
    Both,
    /// The same measures with other amounts, which leave it as well off; or in another currency.
    OtherAmounts,
    /// The same, by another rule.
    OtherRule,
    /// Nothing changes.
    Same,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 13] = [
        Kind::IntoError,
        Kind::OutOfError,
        Kind::IntoUndetermined,
        Kind::OutOfUndetermined,
        Kind::Loses,
        Kind::Gains,
        Kind::Moves,
        Kind::Less,
        Kind::More,
        Kind::Both,
        Kind::OtherAmounts,
        Kind::OtherRule,
        Kind::Same,
    ];

    /// Whether it is decided under one version only, for want of facts.
    pub fn lacks_facts(self) -> bool {
        matches!(self, Kind::IntoUndetermined | Kind::OutOfUndetermined)
    }

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
    /// All measures together: as it was, as it is.
    pub money: (Money, Money),
    /// By how much each kind of money differs; of none where the currency is not the same.
    pub change: Money,
    /// Under both it is not determined, for want of facts.
    pub open: bool,
}

/// What is given to whom: whether it is owed, the measure, the subject, and what of it is no number.
type Given = (bool, String, String, String);

/// What a decision comes to.
#[derive(PartialEq)]
struct Side {
    status: Status,
    /// With numbers, and the rules that give them.
    given: BTreeMap<Given, Vec<(String, String)>>,
    money: Money,
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
        let change = if self.one_currency() { Money::change(&before.money, &after.money) } else { Money::default() };
        Some(Judged { kind: kind(&before, &after, &change), money: (before.money, after.money), change, open })
    }

    /// Whether amounts of both may be set against each other.
    pub fn one_currency(&self) -> bool {
        self.old.model().policy.currency == self.new.model().policy.currency
    }

    /// Whether a policy gives a household something else than the new one.
    pub(super) fn differ(&self, policy: &Policy, facts: &Facts, new: &Facts) -> bool {
        let (Ok(before), Ok(after)) = (policy.decide(facts, self.on), self.new.decide(new, self.on)) else {
            return false;
        };
        side(&before, policy.model()) != side(&after, self.new.model())
    }

    /// The new policy without each of the changes that can be taken back alone.
    pub(super) fn without(&self) -> &[Without] {
        self.without.get_or_init(|| without_each(self.old, self.new, &self.changes, self.settings.as_ref()))
    }

    /// Whether a change may decide something and cannot be taken back alone.
    pub fn is_bound(&self, item: &str) -> bool {
        may_decide(item) && self.may_cause().all(|it| it.item != item)
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
    let mut side = Side { status: decision.status(), given: BTreeMap::new(), money: Money::default() };
    for measure in decision.measures() {
        let declared = model.measures.iter().find(|declared| declared.name.id == measure.name());
        let Some(declared) = declared else { continue };
        let (mut marks, mut numbers) = (Vec::new(), Vec::new());
        for field in &declared.fields {
            match measure.value(&field.name.id) {
                Some(Value::Number(number)) => {
                    numbers.push(format!("{}: {number}", field.name.id));
                    side.money.add(declared, field.ty.base, number);
                }
                Some(Value::Choice(choice)) => marks.push(format!("{}: {}", field.name.id, choice.variant)),
                Some(value) => marks.push(format!("{}: {value:?}", field.name.id)),
                None => {}
            }
        }
        let given = (is_owed(declared), measure.name().to_owned(), measure.subject(), marks.join(", "));
        side.given.entry(given).or_default().push((numbers.join(", "), measure.rule().to_owned()));
    }
    side.given.values_mut().for_each(|all| all.sort());
    side
}

fn kind(before: &Side, after: &Side, change: &Money) -> Kind {
    let worst = |status: Status, of: Status| status == of;
    match (before.status, after.status) {
        (was, is) if was == is => {}
        (_, is) if worst(is, Status::Incomplete) => return Kind::IntoError,
        (was, _) if worst(was, Status::Incomplete) => return Kind::OutOfError,
        (_, Status::Undetermined) => return Kind::IntoUndetermined,
        _ => return Kind::OutOfUndetermined,
    }
    // What one side has and the other has not, by whether it is owed.
    let lacks = |of: &Side, other: &Side, owed: bool| {
        let mut own = of.given.iter().filter(|(given, _)| given.0 == owed);
        own.any(|(given, all)| other.given.get(given).map_or(0, Vec::len) < all.len())
    };
    let worse = lacks(before, after, false) || lacks(after, before, true);
    let better = lacks(after, before, false) || lacks(before, after, true);
    match (worse, better) {
        (true, true) => return Kind::Moves,
        (true, false) => return Kind::Loses,
        (false, true) => return Kind::Gains,
        (false, false) => {}
    }
    let numbers =
        |of: &Side| -> Vec<String> { of.given.values().flatten().map(|(numbers, _)| numbers.clone()).collect() };
    let rules = |of: &Side| -> Vec<String> { of.given.values().flatten().map(|(_, rule)| rule.clone()).collect() };
    match change.turn() {
        Turn::Worse => Kind::Less,
        Turn::Better => Kind::More,
        Turn::Both => Kind::Both,
        Turn::None if numbers(before) != numbers(after) => Kind::OtherAmounts,
        Turn::None if rules(before) != rules(after) => Kind::OtherRule,
        Turn::None => Kind::Same,
    }
}
