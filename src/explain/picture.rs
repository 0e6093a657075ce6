//! record → graph: what the decision rests on, each thing once for all whom it is about.

use super::numbers;
use super::trail;
use super::view::View;
use super::words;
use crate::decision::record::{ExceptionState, Node, Op, Record, Step, StepKind, Value};
use crate::diagnostic::Locale;
use crate::graph::{Graph, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// The dependencies of one decision: from the facts, parameters and readings it used to the rules
/// it came to and what they give.
///
/// Of rules that were refused only where no other was asked. What is the same for several people
/// (their wages, say) is one thing, which then says how many there are of it.
pub fn picture(record: &Record, locale: Locale) -> Graph {
    let view = View { record, locale };
    let rules: Vec<&Step> = record.trace.iter().filter(|step| step.kind == StepKind::Rule).collect();
    let refused: BTreeSet<u32> = record.refused.iter().map(|refused| refused.step).collect();
    // A rule that is refused may still give something, for that.
    let gives = |rule: &Step| record.measures.iter().any(|measure| measure.step == rule.id);
    let told = |rule: &&Step| !refused.contains(&rule.id) || gives(rule) || rules.len() == refused.len();
    let told = rules.iter().copied().filter(told);
    let mut drawing = Drawing {
        view,
        graph: Graph::default(),
        things: BTreeMap::new(),
        owners: BTreeMap::new(),
        drawn: BTreeSet::new(),
    };
    drawing.steps(told.collect());
    drawing.measures();
    drawing.graph
}

/// What makes two steps one thing: kind, name, and whom it is about but for which of them.
type Thing<'a> = (Kind, &'a str, String);

struct Drawing<'a> {
    view: View<'a>,
    graph: Graph,
    things: BTreeMap<Thing<'a>, usize>,
    /// The things that steps are part of.
    owners: BTreeMap<u32, usize>,
    /// Steps whose trail has been drawn.
    drawn: BTreeSet<u32>,
}

impl<'a> Drawing<'a> {
    /// Draws steps, and all they rest on.
    fn steps(&mut self, first: Vec<&'a Step>) {
        let mut open: Vec<(&'a Step, Option<usize>)> = first.into_iter().map(|step| (step, None)).collect();
        while let Some((step, user)) = open.pop() {
            // What has no box of its own is part of what asks for it.
            let own = self.thing(step).or(user);
            if let (Some(own), Some(user)) = (own, user) {
                self.graph.rests(own, user);
            }
            if let Some(own) = own {
                self.owners.insert(step.id, own);
            }
            let boxed = kind(step).is_some();
            if boxed && !self.drawn.insert(step.id) {
                continue;
            }
            open.extend(self.below(step).into_iter().map(|below| (below, own)));
        }
    }

    /// The steps a step's value rests on.
    fn below(&self, step: &'a Step) -> Vec<&'a Step> {
        let mut nodes: Vec<&'a Node> = match trail::standing(step) {
            Some(_) => Vec::new(),
            None => step.work.iter().collect(),
        };
        let mut below = Vec::new();
        let tried = step.exceptions.iter().filter(|tried| tried.state != ExceptionState::NotMet);
        below.extend(tried.filter_map(|tried| self.view.step(tried.step?)));
        below.extend(trail::applied(step).and_then(|id| self.view.step(id)));
        while let Some(node) = nodes.pop() {
            nodes.extend(trail::relevant(node));
            if let Op::Step(id) = node.op {
                below.extend(self.view.step(id));
            }
        }
        below
    }

    /// The thing of a step that has a box of its own.
    fn thing(&mut self, step: &'a Step) -> Option<usize> {
        let kind = kind(step)?;
        let thing = (kind, &*step.name, whose(&step.subject.path));
        if let Some(found) = self.things.get(&thing) {
            return Some(*found);
        }
        let same = |other: &&Step| {
            (&*other.name, whose(&other.subject.path)) == (thing.1, thing.2.clone()) && other.kind == step.kind
        };
        let count = self.view.record.trace.iter().filter(same).count();
        let detail = match (count, &step.value) {
            (1, Value::Truth(_) | Value::Waived | Value::Unknown | Value::Error(_)) => {
                let mark = super::Mark::of(&step.value);
                format!("{} {}", mark.sign(), mark.words(self.view.locale).unwrap_or_default())
            }
            (1, value) => self.view.with_unit(value, step.unit),
            _ => self.view.say(words::TIMES, &[count.to_string()]),
        };
        let position = self.graph.node(kind, self.view.label(&step.label), detail);
        self.things.insert(thing, position);
        Some(position)
    }

    /// What the rules give, with the amounts' own trail.
    fn measures(&mut self) {
        let view = self.view;
        for measure in &view.record.measures {
            let detail: Vec<String> = measure
                .fields
                .iter()
                .map(|field| {
                    let unit = view.step(field.step).map_or(crate::decision::record::Unit::Text, |step| step.unit);
                    numbers::with_unit(&field.value, unit, &view.record.policy.currency, view.locale)
                })
                .collect();
            let label = view.say(words::OF, &[view.subject(&measure.by.subject), view.label(&measure.label)]);
            let position = self.graph.node(Kind::Measure, label, detail.join(&view.word(words::PAUSE)));
            if let Some(rule) = self.owners.get(&measure.step) {
                self.graph.rests(*rule, position);
            }
            let amounts = measure.fields.iter().filter_map(|field| view.step(field.step));
            let below: Vec<&Step> = amounts.flat_map(|amount| self.below(amount)).collect();
            for step in &below {
                self.steps(vec![step]);
                if let Some(own) = self.owners.get(&step.id) {
                    self.graph.rests(*own, position);
                }
            }
        }
    }
}

/// What a step is drawn as; a part, an amount, a list, the day are part of what asks for them.
fn kind(step: &Step) -> Option<Kind> {
    Some(match step.kind {
        StepKind::Fact => Kind::Fact,
        StepKind::Parameter => Kind::Parameter,
        StepKind::Reading => Kind::Reading,
        StepKind::Definition => Kind::Definition,
        StepKind::Condition => Kind::Condition,
        StepKind::Exception => Kind::Exception,
        StepKind::Rule => Kind::Rule,
        StepKind::Replacement | StepKind::Part | StepKind::Amount | StepKind::List | StepKind::DecisionDate => {
            return None;
        }
    })
}

/// A path without which entry of a list it is: `members[1].supporters[0]` as `members.supporters`.
fn whose(path: &str) -> String {
    let names = path.split('.').map(|part| part.split('[').next().unwrap_or(part));
    names.collect::<Vec<_>>().join(".")
}
