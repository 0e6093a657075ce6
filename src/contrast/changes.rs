//! A decision → for each rule refused, the facts that could turn it, each alone.

use super::against::{MeasureChange, against};
use super::facts::{Place, behind, place};
use super::search::{Searched, Spent, turning};
use crate::decision::record::{Node, Op, Record, Refused, RuleRef, Step, Subject, Text, Unit, Value, Words};
use crate::decision::{Decision, Outcome, Outcomes, State};
use crate::eval::{Context, Frame, Memory};
use crate::facts::Facts;
use crate::model::{EntityId, Evidence, FieldId, RuleId};
use crate::value::Cell;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A rule that is refused, and what would turn it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// The rule, and whom it refuses.
    pub rule: RuleRef,
    /// The trace step of the rule.
    pub step: u32,
    /// The facts the refusal rests on that can still be evidenced, in order of steps: all that were
    /// searched, but the last where the search is not `complete`.
    pub rests_on: Vec<FactRef>,
    /// Changes of one of them, each of which alone turns the rule; in the same order. Where there
    /// is none, no single fact does.
    pub changes: Vec<Change>,
    /// Whether the search came to its end within the limit of decisions.
    pub complete: bool,
}

/// A fact that can still be evidenced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactRef {
    /// Its path in the facts: `members[1].wage`.
    pub path: String,
    /// The trace step of the fact.
    pub step: u32,
    /// The field's identifier.
    pub name: Text,
    /// What the field is called.
    pub label: Words,
    /// The instance whose field it is.
    pub subject: Arc<Subject>,
    /// What the facts say, or the default that stands for it.
    pub value: Value,
    /// The unit of `value`.
    pub unit: Unit,
    /// Which way the policy says it can be evidenced.
    pub evidence: Direction,
    /// Whether it is personal.
    pub sensitive: bool,
}

/// Which way a fact can be evidenced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Any other value.
    Either,
    /// Higher or later only.
    Up,
    /// Lower or earlier only.
    Down,
}

/// Another value of one fact, after which the rule is given or open to an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Position in [`Turn::rests_on`].
    pub fact: u32,
    /// What it is.
    pub from: Value,
    /// What it would have to be. Where there is a more and a less, one smallest unit less of change
    /// does not turn the rule.
    pub to: Value,
    /// The unit of both.
    pub unit: Unit,
    /// Whether what the rule then gives is all open to an officer.
    pub open: bool,
    /// All measures that would then begin, end or change, of this rule and of others.
    pub measures: Vec<MeasureChange>,
}

impl Decision<'_> {
    /// For every rule refused, in order, the smallest change of one fact alone after which it is given
    /// or open to an officer.
    ///
    /// Changed are only facts the refusal rests on that are known and that the policy marks
    /// `evidence`, each in the direction marked and within its range. Every suggestion was decided
    /// again. Of numbers, dates and durations it is the nearest value found by trying thresholds and
    /// powers of two of the smallest unit, then by bisection; of truths, choices, texts of the policy
    /// and `none` each value that turns the rule. The search makes at most `limit` decisions in all, and
    /// one more for each change found; a value tried for one rule is not decided again for another.
    ///
    /// ```
    /// # let source = "policy demo \"示例\" language zh in force 2020-01-01 ..
    /// # entity Person \"人\" { income: money per month 0.. \"收入\"  spent: money per month 0.. \"支出\" evidence up }
    /// # measure help \"补助\" for Person { monthly: money per month \"每月\" }
    /// # rule low \"低收入\" for Person { when income - spent < 1000 must help { monthly: 100 } }";
    /// # let policy = doudi::Policy::load(doudi::Sources::new().policy("demo.policy", source))?;
    /// let facts = policy.facts_json(r#"{"facts": {"income": "1200", "spent": "150"}}"#)?;
    /// let decision = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap())?;
    /// let turns = decision.changes(1_000);
    /// let change = &turns[0].changes[0];
    /// assert_eq!(turns[0].rests_on[change.fact as usize].path, "spent");
    /// let yuan = |text| doudi::decision::record::Value::Number(doudi::value::Number::parse(text, 9, 2).unwrap());
    /// assert_eq!((&change.from, &change.to), (&yuan("150"), &yuan("200.01")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn changes(&self, limit: usize) -> Vec<Turn> {
        let record = self.record();
        let outcomes = self.outcomes.all.iter().filter(|outcome| outcome.state == State::Refused);
        let mut search = Search {
            decision: self,
            record: &record,
            compared: compared(&record),
            left: limit,
            memory: Memory::default(),
            facts: self.context.facts.clone(),
            tried: BTreeMap::new(),
        };
        outcomes.zip(&record.refused).map(|(outcome, refused)| search.turn(outcome, refused)).collect()
    }

    /// The same decision on other facts.
    fn with_facts<'f>(&'f self, facts: &'f Facts) -> Decision<'f> {
        let context = Context { facts, ..self.context };
        let (mut memory, mut outcomes) = (Memory::default(), Outcomes::default());
        outcomes.ask(&Frame::new(context, &mut memory));
        Decision { context, labels: self.labels, settings: self.settings.clone(), outcomes }
    }
}

/// The search for all rules: what was decided for one serves the others.
struct Search<'a> {
    decision: &'a Decision<'a>,
    record: &'a Record,
    /// For the step of each fact, what it stands beside in comparisons.
    compared: BTreeMap<u32, Vec<Cell>>,
    /// Decisions that may still be made.
    left: usize,
    memory: Memory,
    /// Those of the decision, but while one of them is tried otherwise.
    facts: Facts,
    /// For each fact, the values tried, each with the rules that hold with it.
    tried: BTreeMap<(EntityId, u32, FieldId), Vec<Tried>>,
}

/// A value in the place of a fact's, and the rules that hold with it.
type Tried = (Cell, Vec<Holds>);

/// A rule that is given to a subject, or all open to an officer.
#[derive(Clone, Copy)]
struct Holds {
    rule: RuleId,
    subject: u32,
    open: bool,
}

impl Search<'_> {
    fn turn(&mut self, outcome: &Outcome, refused: &Refused) -> Turn {
        let context = self.decision.context;
        let mut turn = Turn {
            rule: refused.by.clone(),
            step: refused.step,
            rests_on: Vec::new(),
            changes: Vec::new(),
            complete: true,
        };
        for step in behind(self.record, refused.step) {
            let place = place(&context, step).filter(|it| it.field.evidence.is_some() && it.cell.is_known());
            let Some(place) = place else { continue };
            let seen = self.compared.get(&step.id).cloned().unwrap_or_default();
            let mut turns = |cell| Ok(self.turned(&place, cell, outcome)?.is_some());
            let found = turning(&place, &seen, context.plan.literals.len(), &mut turns);
            let fact = u32::try_from(turn.rests_on.len()).unwrap_or(u32::MAX);
            turn.rests_on.push(fact_ref(step, &place));
            let Ok(cells) = found else {
                turn.complete = false;
                break;
            };
            for cell in cells {
                // Found by asking: it is among what was tried.
                if let Ok(Some(open)) = self.turned(&place, cell, outcome) {
                    let (from, to) = (step.value.clone(), self.decision.wire(cell, place.field.ty));
                    let measures = self.measures(&place, cell);
                    turn.changes.push(Change { fact, from, to, unit: step.unit, open, measures });
                }
            }
        }
        turn
    }

    /// Whether a rule refused is given with another value of a fact, or (`true`) open to an officer.
    fn turned(&mut self, place: &Place<'_>, cell: Cell, of: &Outcome) -> Searched<Option<bool>> {
        let tried = self.tried.entry((place.entity, place.instance, place.id)).or_default();
        let at = match tried.iter().position(|(value, _)| *value == cell) {
            Some(at) => at,
            None => {
                self.left = self.left.checked_sub(1).ok_or(Spent)?;
                self.facts.put(place.entity, place.instance, place.id, cell);
                tried.push((cell, holding(self.decision, &self.facts, &mut self.memory)));
                self.facts.put(place.entity, place.instance, place.id, place.cell);
                tried.len().saturating_sub(1)
            }
        };
        let holds = tried.get(at).map(|(_, holds)| holds.as_slice()).unwrap_or_default();
        Ok(holds.iter().find(|it| (it.rule, it.subject) == (of.rule, of.subject)).map(|it| it.open))
    }

    /// What the household would get otherwise with another value of a fact.
    fn measures(&mut self, place: &Place<'_>, cell: Cell) -> Vec<MeasureChange> {
        self.facts.put(place.entity, place.instance, place.id, cell);
        let after = self.decision.with_facts(&self.facts).record();
        self.facts.put(place.entity, place.instance, place.id, place.cell);
        against(self.record, &after).measures
    }
}

/// For the step of each fact that is compared with something: the values it stands beside.
fn compared(record: &Record) -> BTreeMap<u32, Vec<Cell>> {
    let mut found: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut nodes: Vec<&Node> = record.trace.iter().filter_map(|step| step.work.as_ref()).collect();
    while let Some(node) = nodes.pop() {
        nodes.extend(&node.args);
        if !matches!(node.op, Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::In | Op::NotIn) {
            continue;
        }
        let ends = |arg: &Node| if arg.op == Op::Range { arg.args.clone() } else { vec![arg.clone()] };
        let values: Vec<Cell> = node.args.iter().flat_map(ends).filter_map(|end| cell(&end.value)).collect();
        for mut arg in &node.args {
            while let (Op::Asker, Some(asked)) = (&arg.op, arg.args.first()) {
                arg = asked;
            }
            if let Op::Step(fact) = arg.op {
                found.entry(fact).or_default().extend(&values);
            }
        }
    }
    found
}

/// The rules that hold with other facts and that no other takes the place of.
fn holding(decision: &Decision<'_>, facts: &Facts, memory: &mut Memory) -> Vec<Holds> {
    let mut outcomes = Outcomes::default();
    outcomes.ask(&Frame::new(Context { facts, ..decision.context }, memory));
    let granted = outcomes.all.iter().filter(|outcome| outcome.state == State::Granted);
    let holds = granted.map(|outcome| Holds {
        rule: outcome.rule,
        subject: outcome.subject,
        open: !outcomes.given(outcome).iter().any(|given| given.effective),
    });
    holds.collect()
}

/// A value with a more and a less, as the evaluator holds it.
fn cell(value: &Value) -> Option<Cell> {
    match value {
        Value::Number(number) => Some(Cell::Number(*number)),
        Value::Date(date) => Some(Cell::Date(*date)),
        Value::Months(months) => Some(Cell::Months(*months)),
        Value::Days(days) => Some(Cell::Days(*days)),
        _ => None,
    }
}

fn fact_ref(step: &Step, place: &Place<'_>) -> FactRef {
    let path = match &*step.subject.path {
        "" => step.name.to_string(),
        subject => format!("{subject}.{}", step.name),
    };
    FactRef {
        path,
        step: step.id,
        name: step.name.clone(),
        label: step.label.clone(),
        subject: step.subject.clone(),
        value: step.value.clone(),
        unit: step.unit,
        evidence: match place.field.evidence {
            Some(Evidence::Up) => Direction::Up,
            Some(Evidence::Down) => Direction::Down,
            _ => Direction::Either,
        },
        sensitive: step.sensitive,
    }
}
