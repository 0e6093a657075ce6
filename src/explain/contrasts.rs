//! contrasts → words: what else would turn a refusal, what another reading would come to, and in
//! what two decisions differ.

use super::document::{Depth, Document, Mark};
use super::numbers;
use super::page::Page;
use super::trail;
use super::words::{self, Phrase};
use crate::contrast::{
    AmountChange, Both, Came, Change, FactRef, MeasureChange, OpenChange, OtherReading, RuleChange, RuleState,
    StepChange, Turn, WhatIf,
};
use crate::decision::record::{Cause, InError, Record, RuleRef, Step, StepKind, Text, Undetermined, Value};
use crate::diagnostic::Locale;
use std::collections::{BTreeMap, BTreeSet};

/// Two decisions on one household side by side: what differs in what they were made from and in
/// what they come to, with the clauses that made it so.
pub fn against(before: &Record, after: &Record, locale: Locale) -> Document {
    let found = crate::contrast::against(before, after);
    let mut page = Page::new(after, Depth::Page, locale);
    let view = page.view;
    page.section("made_from", words::MADE_FROM);
    let versions = |record: &Record| {
        let policy = &record.policy;
        let version = policy.version.as_deref().map(|version| view.say(words::VERSION, &[numbers::safe(version)]));
        view.label(&policy.label) + &version.unwrap_or_default()
    };
    if let Some(both) = &found.date {
        page.differs(words::MADE_ON, [both.before.to_string(), both.after.to_string()]);
    }
    if found.policy.is_some() {
        page.differs(words::MADE_UNDER, [versions(before), versions(after)]);
    }
    for (differ, phrase) in [(found.settings, words::MADE_SETTINGS), (found.facts, words::MADE_FACTS)] {
        if differ {
            page.line(0, Mark::Item, view.word(phrase));
        }
    }
    for text in page.facts_changed(before) {
        page.line(0, Mark::Item, text);
    }
    for reading in &found.readings {
        let chosen = [&reading.chosen.before, &reading.chosen.after].map(|choice| view.label(&choice.label));
        let text = page.turned(view.label(&reading.label), chosen);
        page.cited_line(0, Mark::Item, text, &reading.citations);
    }
    for parameter in &found.parameters {
        page.step_line(0, parameter);
    }
    page.section("came_to", words::CAME_TO);
    for measure in &found.measures {
        page.measure_change(0, measure);
    }
    for rule in &found.rules {
        page.rule_change(rule);
    }
    page.left_changes(0, &found.open, &found.undetermined, &found.in_error);
    if found.is_same_outcome() {
        page.line(0, Mark::Plain, view.word(words::SAME_OUTCOME));
    }
    let mut document = page.finish();
    document.title = view.say(words::AGAINST, &[document.title]);
    document
}

impl<'a> Page<'a> {
    /// The facts both decisions rest on that are not the same.
    fn facts_changed(&self, before: &Record) -> Vec<String> {
        let facts = |record: &'a Record| record.trace.iter().filter(|step| step.kind == StepKind::Fact);
        let of = |step: &Step| (step.subject.path.clone(), step.name.clone());
        let was: BTreeMap<_, &Value> = before
            .trace
            .iter()
            .filter(|step| step.kind == StepKind::Fact)
            .map(|step| (of(step), &step.value))
            .collect();
        let changed = facts(self.view.record).filter_map(|step| {
            let was = was.get(&of(step)).filter(|was| ***was != step.value)?;
            let shown = |value: &Value| self.view.with_unit(value, step.unit);
            Some(self.turned(self.fact_name(step), [shown(was), shown(&step.value)]))
        });
        changed.collect()
    }

    /// What else would turn the refusals that are told, and what other readings would come to.
    pub(super) fn what_if(&mut self, what_if: &'a WhatIf) {
        let view = self.view;
        let told = |turn: &&Turn| view.step(turn.step).is_none_or(|step| !self.is_quiet(step));
        let (turned, firm): (Vec<&Turn>, Vec<&Turn>) =
            what_if.turns.iter().filter(told).partition(|turn| !turn.changes.is_empty());
        if !turned.is_empty() || !firm.is_empty() {
            self.section("what_if", words::WHAT_IF);
            self.line(0, Mark::Plain, view.word(words::WHAT_IF_ONLY));
        }
        for turn in turned {
            let rule = view.say(words::BRACKETS, &[view.label(&turn.rule.label), view.subject(&turn.rule.subject)]);
            self.line(0, Mark::NotMet, rule);
            for change in &turn.changes {
                self.change(turn, change);
            }
            if !turn.complete {
                self.line(1, Mark::Plain, view.word(words::NOT_SEARCHED));
            }
        }
        let (searched, cut): (Vec<&Turn>, Vec<&Turn>) = firm.into_iter().partition(|turn| turn.complete);
        for (turns, phrase) in [(searched, words::NO_CHANGE), (cut, words::NO_CHANGE_YET)] {
            let named = |turn: &&Turn| {
                view.say(words::BRACKETS, &[view.label(&turn.rule.label), view.subject(&turn.rule.subject)])
            };
            let names: Vec<String> = turns.iter().map(named).collect();
            if !names.is_empty() {
                self.line(0, Mark::Plain, view.say(phrase, &[view.list(&names)]));
            }
        }
        self.other_readings(&what_if.readings);
    }

    /// `如有凭证证明 因病刚性支出 为 1,200.00 元/月（现为 800.00 元/月）：条件成立`
    fn change(&mut self, turn: &'a Turn, change: &'a Change) {
        let view = self.view;
        let Some(fact) = turn.rests_on.get(change.fact as usize) else { return };
        let value = |value: &Value| view.with_unit(value, change.unit);
        let phrase = if change.open { words::WOULD_BE_OPEN } else { words::WOULD_HOLD };
        let text = view.say(phrase, &[self.fact_of(fact), value(&change.to), value(&change.from)]);
        self.line(1, Mark::Leads, text);
        let own = |measure: &&MeasureChange| measure.by == turn.rule;
        let (own, others): (Vec<_>, Vec<_>) = change.measures.iter().partition(own);
        for measure in own {
            self.measure_change(2, measure);
        }
        self.in_brief_all(2, &others);
    }

    /// What begins, changes and ends, one line each way.
    fn in_brief_all(&mut self, depth: usize, changes: &[&'a MeasureChange]) {
        for (came, phrase) in
            [(Came::Begun, words::ALL_BEGUN), (Came::Changed, words::ALL_CHANGED), (Came::Ended, words::ALL_ENDED)]
        {
            let mut names: Vec<String> = Vec::new();
            for change in changes.iter().filter(|change| change.came == came) {
                let args = [self.view.label(&change.label), self.view.label(&change.by.label)];
                let name = self.view.say(words::BRACKETS, &args);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            if !names.is_empty() {
                self.line(depth, Mark::Item, self.view.say(phrase, &[self.view.list(&names)]));
            }
        }
    }

    fn fact_of(&self, fact: &FactRef) -> String {
        self.fact_words(&fact.subject, &self.view.label(&fact.label), &fact.path)
    }

    /// The readings that would come to something else, and those that would not.
    fn other_readings(&mut self, readings: &'a [OtherReading]) {
        let view = self.view;
        if readings.is_empty() {
            return;
        }
        self.section("other_readings", words::OTHER_READINGS);
        for other in readings.iter().filter(|other| other.matters()) {
            let args = [&other.label, &other.other.label, &other.chosen.label].map(|words| view.label(words));
            self.cited_line(0, Mark::Item, view.say(words::READ_OTHERWISE, &args), &other.citations);
            self.in_brief_all(1, &other.measures.iter().collect::<Vec<_>>());
            let given: BTreeSet<&str> = other.measures.iter().map(|measure| &*measure.by.rule).collect();
            for rule in other.rules.iter().filter(|rule| !given.contains(&*rule.rule.rule)) {
                self.line(1, Mark::Item, self.rule_words(rule));
            }
            self.left_changes(1, &other.open, &other.undetermined, &other.in_error);
        }
        let named = |other: &OtherReading| {
            view.say(words::BRACKETS, &[view.label(&other.label), view.label(&other.other.label)])
        };
        let same: Vec<String> = readings.iter().filter(|other| !other.matters()).map(named).collect();
        let mut seen = BTreeSet::new();
        let same: Vec<String> = same.into_iter().filter(|label| seen.insert(label.clone())).collect();
        if !same.is_empty() {
            self.line(0, Mark::Plain, view.say(words::READ_THE_SAME, &[view.list(&same)]));
        }
    }

    /// What is left to an officer, missing or in error in one of two decisions only.
    fn left_changes(
        &mut self,
        depth: usize,
        open: &'a [OpenChange],
        undetermined: &[Both<Undetermined>],
        in_error: &[Both<InError>],
    ) {
        let view = self.view;
        let of = |rule: &RuleRef| view.say(words::BRACKETS, &[view.label(&rule.label), view.subject(&rule.subject)]);
        for change in open {
            let phrase = if change.came == Came::Begun { words::OPEN_BEGUN } else { words::OPEN_ENDED };
            let text = self.open_words(&change.open, None);
            self.line(depth, Mark::Item, view.say(phrase, &[text]));
        }
        for rule in undetermined {
            let lacks = [&rule.before, &rule.after].map(|rule| self.undetermined_words(rule));
            let text = self.turned(of(&rule.before.by), lacks);
            self.line(depth, Mark::Unknown, text);
        }
        for rule in in_error {
            let causes = |rule: &InError| {
                let cause = |cause: &Cause| {
                    view.say(words::ANSWERS, &[self.cause_name(cause), numbers::fault_words(cause.fault, view.locale)])
                };
                rule.causes.iter().map(cause).collect::<Vec<_>>().join(&view.word(words::SEMICOLON))
            };
            let text = self.turned(of(&rule.before.by), [&rule.before, &rule.after].map(causes));
            self.line(depth, Mark::Fault, text);
        }
    }

    /// `不再给予：纳入救助（按户，共同生活家庭）`, with what it is or was worth.
    fn measure_change(&mut self, depth: usize, change: &'a MeasureChange) {
        let view = self.view;
        let (phrase, mark) = match change.came {
            Came::Begun => (words::BEGUN, Mark::Leads),
            Came::Ended => (words::ENDED, Mark::NotMet),
            Came::Changed => (words::CHANGED, Mark::Item),
        };
        let args = [view.label(&change.label), view.label(&change.by.label), view.subject(&change.by.subject)];
        self.cited_line(depth, mark, view.say(phrase, &args), &change.by.citations);
        let below = depth.saturating_add(1);
        for amount in &change.amounts {
            if let Some(text) = self.amount_words(amount) {
                self.line(below, Mark::Plain, text);
            }
        }
        for root in change.roots.iter().filter(|_| depth == 0) {
            self.step_line(below, root);
        }
    }

    fn amount_words(&self, amount: &AmountChange) -> Option<String> {
        let label = self.view.label(&amount.label);
        let shown = |value: &Value| self.view.with_unit(value, amount.unit);
        match (&amount.value.before, &amount.value.after) {
            (Some(before), Some(after)) if before == after => None,
            (Some(before), Some(after)) => Some(self.turned(label, [shown(before), shown(after)])),
            (Some(one), None) | (None, Some(one)) => Some(self.view.say(words::ANSWERS, &[label, shown(one)])),
            (None, None) => None,
        }
    }

    /// What a rule came to, the parts that turned, and where that begins.
    fn rule_change(&mut self, change: &'a RuleChange) {
        self.line(0, Mark::Item, self.rule_words(change));
        for part in &change.parts {
            self.step_line(1, part);
        }
        let told: BTreeSet<&Text> = change.parts.iter().map(|part| &part.name).collect();
        for root in change.roots.iter().filter(|root| !told.contains(&root.name)) {
            self.step_line(1, root);
        }
    }

    fn rule_words(&self, change: &RuleChange) -> String {
        let view = self.view;
        let rule = view.say(words::BRACKETS, &[view.label(&change.rule.label), view.subject(&change.rule.subject)]);
        self.turned(rule, [change.came.before, change.came.after].map(|state| view.word(rule_state(state))))
    }

    /// A step that came to something else, with the clauses of both.
    fn step_line(&mut self, depth: usize, change: &'a StepChange) {
        let view = self.view;
        let mut name = view.label(&change.label);
        if !change.subject.path.is_empty() {
            name = view.say(words::OF, &[view.subject(&change.subject), name]);
        }
        let sides = [&change.came.before, &change.came.after];
        let mut shown = sides.map(|side| view.with_unit(&side.value, change.unit));
        // What is not tested any more, on whose word.
        let waived = view.step(change.came.after.step).filter(|_| change.came.after.value == Value::Waived);
        if let Some((tried, step)) = waived.and_then(|step| Some((trail::standing(step)?, step))) {
            shown[1] = self.exception_words(tried, step);
        }
        let text = self.turned(name, shown);
        let citations = if change.came.after.citations.is_empty() { sides[0] } else { sides[1] };
        self.cited_line(depth, Mark::Item, text, &citations.citations);
    }

    fn differs(&mut self, phrase: Phrase, sides: [String; 2]) {
        let text = self.turned(self.view.word(phrase), sides);
        self.line(0, Mark::Item, text);
    }

    /// `标准：532.00 元/月 → 600.00 元/月`
    fn turned(&self, name: String, [before, after]: [String; 2]) -> String {
        self.view.say(words::FROM_TO, &[name, before, after])
    }
}

fn rule_state(state: RuleState) -> Phrase {
    match state {
        RuleState::Given => words::STATE_GIVEN,
        RuleState::Open => words::STATE_LEFT_OPEN,
        RuleState::Refused => words::STATE_REFUSED,
        RuleState::Undetermined => words::STATE_UNDETERMINED,
        RuleState::InError => words::STATE_IN_ERROR,
        RuleState::Overridden => words::STATE_GAVE_WAY,
        RuleState::NotAsked => words::STATE_NOT_ASKED,
    }
}
