//! rules → what became of each, with its parts.

use super::document::Mark;
use super::formula::{self, Frames};
use super::keys;
use super::numbers;
use super::page::Page;
use super::words;
use crate::decision::record::{
    Cause, Missing, Node, Op, RuleRef, Shown, Step, StepKind, Twice, Undetermined, Unit, Value,
};
use std::collections::BTreeSet;

/// So many reasons still stand on a rule's own line.
const SHORT: usize = 3;

impl<'a> Page<'a> {
    /// Every rule that was asked, with its parts.
    pub(super) fn rules(&mut self) {
        let mut rules: Vec<&Step> = self.view.record.trace.iter().filter(|step| step.kind == StepKind::Rule).collect();
        if rules.is_empty() {
            return;
        }
        self.section("rules", words::RULES);
        // What came to something first; of each, whom they are about, from the root downwards and in
        // the order of the facts.
        let refused: BTreeSet<u32> = self.view.record.refused.iter().map(|refused| refused.step).collect();
        rules.sort_by_key(|step| (refused.contains(&step.id), super::view::place(&step.subject.path)));
        let (told, hidden): (Vec<&Step>, Vec<&Step>) = rules.into_iter().partition(|step| !self.is_quiet(step));
        for step in told {
            self.rule(step);
        }
        if !hidden.is_empty() {
            let text = self.view.say(words::NOT_LISTED, &[hidden.len().to_string()]);
            self.line(0, Mark::Plain, text);
        }
    }

    pub(super) fn rule(&mut self, step: &'a Step) {
        let view = self.view;
        let record = view.record;
        let one = step.work.as_ref().is_some_and(|work| work.op == Op::Or && work.args.len() > 1);
        let (mark, outcome) = self.outcome(step);
        let told = matches!(mark, Mark::Met | Mark::NotMet);
        let outcome = if one && told { view.say(words::ONE_SUFFICES, &[outcome]) } else { outcome };
        let outcome = if mark == Mark::NotMet { self.because(step, outcome) } else { outcome };
        let text = view.say(words::RULE, &[view.label(&step.label), view.subject(&step.subject), outcome]);
        self.refused = record.refused.iter().any(|refused| refused.step == step.id);
        if self.refused {
            self.folded_line(mark, text)
        } else {
            self.line(0, mark, text)
        }
        let cited = self.cite(&step.citations);
        if !cited.is_empty() {
            self.line(1, Mark::Plain, view.say(words::CLAUSES, &[cited]));
        }
        for error in record.in_error.iter().filter(|error| error.step == step.id) {
            for cause in &error.causes {
                let text = self.cause(cause);
                self.line(1, Mark::Fault, text);
                // Of an amount outside its range, what it was worked out from.
                let outside = self.view.step(cause.step).and_then(|step| Some((step, step.work.as_ref()?)));
                if let Some((step, work)) = outside.filter(|(_, work)| matches!(work.op, Op::Within { .. })) {
                    work.args.first().into_iter().for_each(|it| self.rests(it, Frames::of(&step.subject.path), 2));
                }
            }
        }
        for rule in record.undetermined.iter().filter(|rule| rule.step == step.id) {
            self.line(1, Mark::Unknown, self.undetermined_words(rule));
        }
        self.checklist(step);
        self.refused = false;
        for refused in record.refused.iter().filter(|refused| refused.step == step.id) {
            let leads = self.leads(refused);
            if !leads.is_empty() {
                self.line(1, Mark::Leads, view.say(words::LEADS_TO, &[view.list(&leads)]));
            }
        }
    }

    /// Whether the policy wants a rule told only where it holds, and it does not.
    pub(super) fn is_quiet(&self, step: &Step) -> bool {
        let refused = || self.view.record.refused.iter().any(|refused| refused.step == step.id);
        self.mark(step) == Some(Shown::WhenMet) && step.value == Value::Truth(false) && refused()
    }

    /// What is missing before a rule can be decided.
    pub(super) fn undetermined_words(&self, rule: &Undetermined) -> String {
        let view = self.view;
        let name = |missing: &Missing| self.fact_words(&missing.subject, &view.label(&missing.label), &missing.path);
        let facts: Vec<String> = rule.missing.iter().map(name).collect();
        let parameters: Vec<String> = rule.not_set.iter().map(|named| view.label(&named.label)).collect();
        self.missing_words(&facts, &parameters)
    }

    /// A refusal with what decides it, where that is soon said.
    fn because(&self, step: &'a Step, outcome: String) -> String {
        let reasons = self.reasons(step, false).texts;
        if reasons.is_empty() || reasons.len() > SHORT {
            return outcome;
        }
        self.view.say(words::ANSWERS, &[outcome, reasons.join(&self.view.word(words::SEMICOLON))])
    }

    /// What became of a rule, in a few words.
    fn outcome(&self, step: &Step) -> (Mark, String) {
        let view = self.view;
        let record = view.record;
        if let Some(overridden) = record.overridden.iter().find(|rule| rule.step == step.id) {
            return (Mark::Met, view.say(words::GAVE_WAY, &[view.label(&overridden.prevailed.label)]));
        }
        let (mark, phrase) = if record.in_error.iter().any(|rule| rule.step == step.id) {
            (Mark::Fault, words::IN_ERROR)
        } else if record.undetermined.iter().any(|rule| rule.step == step.id) {
            (Mark::Unknown, words::CANNOT_TELL)
        } else if record.refused.iter().any(|rule| rule.step == step.id) {
            (Mark::NotMet, words::REFUSED)
        } else if record.measures.iter().any(|measure| measure.step == step.id) {
            (Mark::Met, words::MET)
        } else {
            (Mark::Met, words::MET_OPEN)
        };
        (mark, view.word(phrase))
    }

    /// `人均月收入 = 可计算收入合计 ÷ 家庭人口：除数为零（参与运算的数：1,596.00、0）`
    pub(super) fn cause(&self, cause: &'a Cause) -> String {
        let view = self.view;
        if let Some(twice) = &cause.twice {
            return self.twice(cause, twice);
        }
        if let Some(outside) = view.step(cause.step).and_then(|step| self.outside(step, self.cause_name(cause))) {
            return outside;
        }
        let name = match view.step(cause.step) {
            Some(step) => match &step.work {
                Some(work) if step.kind != StepKind::Parameter => {
                    format!(
                        "{} = {}",
                        self.cause_name(cause),
                        formula::names(view, work, formula::Frames::of(&step.subject.path))
                    )
                }
                // A table is told with its keys.
                Some(work) if matches!(work.op, Op::Lookup { .. }) && cause.between.is_empty() => {
                    let name = keys::keyed(view, work, self.cause_name(cause));
                    return view.say(words::ANSWERS, &[name, numbers::fault_words(cause.fault, view.locale)]);
                }
                _ => self.cause_name(cause),
            },
            None => self.cause_name(cause),
        };
        let fault = numbers::fault_words(cause.fault, view.locale);
        if !cause.between.is_empty() {
            let each = |exception: &crate::decision::record::ExceptionRef| {
                view.say(words::BRACKETS, &[view.label(&exception.label), view.clauses(&exception.citations)])
            };
            let between: Vec<String> = cause.between.iter().map(each).collect();
            return view.say(words::BETWEEN, &[self.cause_name(cause), fault, view.list(&between)]);
        }
        if cause.operands.is_empty() {
            return view.say(words::ANSWERS, &[name, fault]);
        }
        let operand = |value: &Value| numbers::shown(value, Unit::Decimal, view.locale);
        let operands: Vec<String> = cause.operands.iter().map(operand).collect();
        view.say(words::OPERANDS, &[name, fault, view.list(&operands)])
    }

    /// The rules that give as well what may be given once.
    fn twice(&self, cause: &Cause, twice: &Twice) -> String {
        let view = self.view;
        let itself = |rule: &RuleRef| view.step(cause.step).is_some_and(|step| step.name == rule.rule);
        let measure = view.label(&twice.measure.label);
        let each = |rule: &RuleRef| {
            let cited = view.clauses(&rule.citations);
            let label = view.label(&rule.label);
            if cited.is_empty() { label } else { view.say(words::BRACKETS, &[label, cited]) }
        };
        let others: Vec<String> = twice.by.iter().filter(|rule| !itself(rule)).map(each).collect();
        if others.is_empty() {
            return view.say(words::TWICE_ITSELF, &[measure]);
        }
        view.say(words::TWICE, &[measure, view.list(&others)])
    }

    /// `每月 = 500.00 − 800.00 = -300.00 元/月，不在规定的范围内（不小于 0.00）`
    fn outside(&self, step: &'a Step, name: String) -> Option<String> {
        let view = self.view;
        let work = step.work.as_ref()?;
        let Op::Within { low, high } = work.op else { return None };
        let (amount, ends) = work.args.split_first()?;
        let shown = |end: &Node| numbers::exact(&end.value, end.unit, view.locale);
        let range = match (low, high, ends) {
            (true, true, [low, high]) => view.say(words::RANGE, &[String::new(), shown(low), shown(high)]),
            (true, false, [low]) if low.unit == Unit::Date => view.say(words::NOT_BEFORE, &[shown(low)]),
            (true, false, [low]) => view.say(words::AT_LEAST, &[shown(low)]),
            (false, true, [high]) if high.unit == Unit::Date => view.say(words::NOT_AFTER, &[shown(high)]),
            (false, true, [high]) => view.say(words::AT_MOST, &[shown(high)]),
            _ => return None,
        };
        let sides =
            std::iter::once(name).chain(formula::sides_of(view, amount, Frames::of(&step.subject.path))).collect();
        let text = formula::chain(view, sides, &amount.value, step.unit);
        Some(view.say(words::OUTSIDE, &[text, range]))
    }

    pub(super) fn cause_name(&self, cause: &Cause) -> String {
        let label = self.view.label(&cause.label);
        if cause.subject.path.is_empty() {
            return label;
        }
        self.view.say(words::OF, &[self.view.subject(&cause.subject), label])
    }
}
