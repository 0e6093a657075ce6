//! Two records of one household → what differs: measures, rules, and where that begins.

use super::Both;
use super::left::{self, OpenChange};
use super::roots::{Pair, StepChange, Traces};
use crate::decision::record::{
    Branch, ChoiceValue, Citations, InError, Measure, Op, PolicyRef, ReadingUsed, Record, RuleRef, Step, StepKind,
    Text, Undetermined, Unit, Value, Words,
};
use crate::value::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What differs between two decisions on one household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Against {
    /// The policies, where they are not the same text.
    pub policy: Option<Both<PolicyRef>>,
    /// Whether the settings differ.
    pub settings: bool,
    /// Whether the facts differ.
    pub facts: bool,
    /// The days, where they differ.
    pub date: Option<Both<Date>>,
    /// Clauses read in another way, of those both decisions use.
    pub readings: Vec<ReadingChange>,
    /// Parameters asked at the same keys that have another value; each pair of values once.
    pub parameters: Vec<StepChange>,
    /// Measures that began, ended or changed.
    pub measures: Vec<MeasureChange>,
    /// Rules that came to something else.
    pub rules: Vec<RuleChange>,
    /// What only one of them leaves open to an officer, where no rule above says so.
    pub open: Vec<OpenChange>,
    /// Rules that neither could decide, for want of other facts or parameters.
    pub undetermined: Vec<Both<Undetermined>>,
    /// Rules that neither could compute, for other causes.
    pub in_error: Vec<Both<InError>>,
}

impl Against {
    /// Whether both come to the same: in what is given, refused and left open, and in what is
    /// missing or wrong.
    pub fn is_same_outcome(&self) -> bool {
        self.measures.is_empty()
            && self.rules.is_empty()
            && self.open.is_empty()
            && self.undetermined.is_empty()
            && self.in_error.is_empty()
    }
}

/// A clause read in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingChange {
    /// The reading's identifier.
    pub name: Text,
    /// What the question is called.
    pub label: Words,
    /// The variants in use.
    pub chosen: Both<ChoiceValue>,
    /// The clauses that can be read in more than one way.
    pub citations: Citations,
}

/// A measure that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureChange {
    /// What became of it.
    pub came: Came,
    /// The measure's identifier.
    pub measure: Text,
    /// What it is called.
    pub label: Words,
    /// The rule that gives it, and to whom.
    pub by: RuleRef,
    /// All its fields.
    pub amounts: Vec<AmountChange>,
    /// Where the difference of its fields begins; of what began or ended, that of its rule.
    pub roots: Vec<StepChange>,
}

/// What became of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// Only the second decision gives it.
    Begun,
    /// Only the first gives it.
    Ended,
    /// Both give it, with other amounts.
    Changed,
}

/// A field of a measure; absent where the measure is not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountChange {
    /// The field's identifier.
    pub name: Text,
    /// What it is called.
    pub label: Words,
    /// The unit of its values.
    pub unit: Unit,
    /// What it is.
    pub value: Both<Option<Value>>,
}

/// A rule that came to something else for one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleChange {
    /// The rule, and of whom it was asked.
    pub rule: RuleRef,
    /// What it came to.
    pub came: Both<RuleState>,
    /// The parts and conditions of its `when` whose truth changed, outermost.
    pub parts: Vec<StepChange>,
    /// Where the difference begins: steps that differ though nothing they are worked out from does.
    /// A definition, condition or part among them is itself written otherwise.
    pub roots: Vec<StepChange>,
}

/// What a rule came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleState {
    /// Its `when` holds, and something of it takes effect.
    Given,
    /// Its `when` holds, and all of it is open to an officer.
    Open,
    /// Its `when` does not hold.
    Refused,
    /// Something it rests on is not known.
    Undetermined,
    /// It could not be computed.
    InError,
    /// Another rule took its place.
    Overridden,
    /// The policy has no such rule in force, or the household nobody to ask it of.
    NotAsked,
}

/// Sets two decisions on one household against each other: of two versions of a policy, two days,
/// two readings or settings, or after facts changed.
///
/// ```
/// # let source = "policy demo \"示例\" language zh in force 2020-01-01 ..
/// # instrument act \"法\" { }
/// # entity Person \"人\" { income: money per month 0.. \"收入\" }
/// # parameter standard \"标准\": money per month { per act \"一\" from 2020-01-01 = 900 from 2020-07-01 = 1000 }
/// # measure help \"补助\" for Person { monthly: money per month \"每月\" }
/// # rule low \"低收入\" for Person { when income < standard must help { monthly: standard - income } }";
/// # let policy = doudi::Policy::load(doudi::Sources::new().policy("demo.policy", source))?;
/// use doudi::contrast::{Came, RuleState, against};
/// let facts = policy.facts_json(r#"{"facts": {"income": "950"}}"#)?;
/// let on = |day| Ok::<_, doudi::DecideError>(policy.decide(&facts, doudi::Date::parse(day).unwrap())?.record());
/// let found = against(&on("2020-06-30")?, &on("2020-07-01")?);
/// assert_eq!(found.measures[0].came, Came::Begun);
/// assert_eq!(found.rules[0].came.before, RuleState::Refused);
/// assert_eq!(found.rules[0].roots[0].name, "standard");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn against(before: &Record, after: &Record) -> Against {
    let traces = Traces { before, after };
    let asked = Both { before: asked(before), after: asked(after) };
    let policy = (before.policy.digest != after.policy.digest)
        .then(|| Both { before: before.policy.clone(), after: after.policy.clone() });
    let rules = rules(&traces, &asked);
    Against {
        policy,
        settings: before.settings != after.settings,
        facts: before.facts != after.facts,
        date: (before.date != after.date).then_some(Both { before: before.date, after: after.date }),
        readings: readings(before, after),
        parameters: parameters(&traces),
        measures: measures(&traces, &asked),
        open: left::open(before, after, &rules),
        undetermined: left::undetermined(before, after),
        in_error: left::in_error(before, after),
        rules,
    }
}

fn readings(before: &Record, after: &Record) -> Vec<ReadingChange> {
    let chosen = |used: &ReadingUsed| ChoiceValue { variant: used.chosen.clone(), label: used.chosen_label.clone() };
    let mut found = Vec::new();
    for used in &before.readings {
        let other = after.readings.iter().find(|other| other.name == used.name && other.chosen != used.chosen);
        found.extend(other.map(|other| ReadingChange {
            name: used.name.clone(),
            label: other.label.clone(),
            chosen: Both { before: chosen(used), after: chosen(other) },
            citations: other.citations.clone(),
        }));
    }
    found
}

/// A parameter is the same where its name and its keys are.
fn parameters(traces: &Traces<'_>) -> Vec<StepChange> {
    let asked = |record| -> Vec<&Step> {
        let record: &Record = record;
        record.trace.iter().filter(|step| step.kind == StepKind::Parameter).collect()
    };
    let mut others: BTreeMap<Key<'_>, Vec<&Step>> = BTreeMap::new();
    for step in asked(traces.after) {
        others.entry((&step.name, &step.subject.path)).or_default().push(step);
    }
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    for step in asked(traces.before) {
        let among = others.get(&(&*step.name, &*step.subject.path)).map(Vec::as_slice).unwrap_or_default();
        let same = among.iter().find(|other| keys(step).eq(keys(other)));
        let Some(change) = same.and_then(|other| traces.change((step.id, other.id))) else { continue };
        let values = format!("{:?} {:?}", change.came.before.value, change.came.after.value);
        if seen.insert((change.name.clone(), values)) {
            found.push(change);
        }
    }
    found
}

/// What a parameter is asked at.
fn keys(step: &Step) -> impl Iterator<Item = &Value> {
    let args = step.work.as_ref().map(|work| work.args.as_slice()).unwrap_or_default();
    let keys = match step.work.as_ref().map(|work| &work.op) {
        Some(Op::Lookup { on, keys }) => args.get(..keys.len().saturating_add(usize::from(*on))).unwrap_or_default(),
        _ => args.get(..1).unwrap_or_default(),
    };
    keys.iter().map(|key| &key.value)
}

fn measures(traces: &Traces<'_>, asked: &Asked<'_>) -> Vec<MeasureChange> {
    let (before, after) = (traces.before, traces.after);
    let mut left: Vec<&Measure> = after.measures.iter().collect();
    let mut found = Vec::new();
    for measure in &before.measures {
        let same = |other: &&Measure| {
            let same_rule = other.by.rule == measure.by.rule && other.by.subject.path == measure.by.subject.path;
            same_rule && other.measure == measure.measure && other.branch == measure.branch
        };
        let other = left.iter().position(same).map(|at| left.remove(at));
        found.extend(measure_change(traces, asked, Some(measure), other));
    }
    found.extend(left.into_iter().filter_map(|measure| measure_change(traces, asked, None, Some(measure))));
    found
}

fn measure_change(
    traces: &Traces<'_>,
    asked: &Asked<'_>,
    before: Option<&Measure>,
    after: Option<&Measure>,
) -> Option<MeasureChange> {
    let measure = after.or(before)?;
    let names = measure.fields.iter().map(|field| &field.name);
    let field = |of: Option<&Measure>, name: &Text| {
        of.and_then(|of| of.fields.iter().find(|field| field.name == *name)).cloned()
    };
    let (mut amounts, mut pairs) = (Vec::new(), Vec::new());
    for (name, declared) in names.zip(&measure.fields) {
        let (one, other) = (field(before, name), field(after, name));
        let trace = if after.is_some() { &traces.after.trace } else { &traces.before.trace };
        pairs.extend(one.as_ref().zip(other.as_ref()).map(|(one, other)| (one.step, other.step)));
        amounts.push(AmountChange {
            name: name.clone(),
            label: declared.label.clone(),
            unit: trace.get(declared.step as usize).map_or(Unit::Text, |step| step.unit),
            value: Both { before: one.map(|field| field.value), after: other.map(|field| field.value) },
        });
    }
    let came = match (before, after) {
        (None, _) => Came::Begun,
        (_, None) => Came::Ended,
        _ if amounts.iter().any(|amount| amount.value.before != amount.value.after) => Came::Changed,
        _ => return None,
    };
    if came != Came::Changed {
        pairs.extend(asked.both(key(&measure.by)));
    }
    Some(MeasureChange {
        came,
        measure: measure.measure.clone(),
        label: measure.label.clone(),
        by: measure.by.clone(),
        amounts,
        roots: traces.roots(pairs),
    })
}

/// A rule and its subject.
type Key<'a> = (&'a str, &'a str);

fn key(rule: &RuleRef) -> Key<'_> {
    (&rule.rule, &rule.subject.path)
}

/// The steps of the rules each decision asked.
type Asked<'a> = Both<BTreeMap<Key<'a>, u32>>;

impl Asked<'_> {
    /// The steps of a rule both asked.
    fn both(&self, key: Key<'_>) -> Option<Pair> {
        self.before.get(&key).copied().zip(self.after.get(&key).copied())
    }
}

/// The step of every rule asked.
fn asked(record: &Record) -> BTreeMap<Key<'_>, u32> {
    let rules = record.trace.iter().filter(|step| step.kind == StepKind::Rule);
    rules.map(|step| ((&*step.name, &*step.subject.path), step.id)).collect()
}

fn rules(traces: &Traces<'_>, asked: &Asked<'_>) -> Vec<RuleChange> {
    let states = (states(traces.before), states(traces.after));
    let keys: BTreeSet<Key<'_>> = asked.before.keys().chain(asked.after.keys()).copied().collect();
    let mut found = Vec::new();
    for key in keys {
        let came = Both { before: state(&states.0, key), after: state(&states.1, key) };
        let pair = asked.both(key);
        let shown = asked.after.get(&key).and_then(|id| traces.after.trace.get(*id as usize));
        let shown = shown.or_else(|| asked.before.get(&key).and_then(|id| traces.before.trace.get(*id as usize)));
        let Some(step) = shown.filter(|_| came.before != came.after) else { continue };
        found.push(RuleChange {
            rule: RuleRef {
                rule: step.name.clone(),
                label: step.label.clone(),
                subject: step.subject.clone(),
                citations: step.citations.clone(),
            },
            came,
            parts: pair.map(|pair| traces.parts(pair)).unwrap_or_default(),
            roots: traces.roots(pair),
        });
    }
    found
}

fn state(states: &BTreeMap<Key<'_>, RuleState>, key: Key<'_>) -> RuleState {
    states.get(&key).copied().unwrap_or(RuleState::NotAsked)
}

/// What every rule asked came to.
fn states(record: &Record) -> BTreeMap<Key<'_>, RuleState> {
    let mut states: BTreeMap<Key<'_>, RuleState> =
        asked(record).into_keys().map(|key| (key, RuleState::Open)).collect();
    let given = record.measures.iter().filter(|measure| measure.branch == Branch::When);
    states.extend(given.map(|measure| (key(&measure.by), RuleState::Given)));
    states.extend(record.refused.iter().map(|rule| (key(&rule.by), RuleState::Refused)));
    states.extend(record.undetermined.iter().map(|rule| (key(&rule.by), RuleState::Undetermined)));
    states.extend(record.in_error.iter().map(|rule| (key(&rule.by), RuleState::InError)));
    states.extend(record.overridden.iter().map(|rule| (key(&rule.by), RuleState::Overridden)));
    states
}
