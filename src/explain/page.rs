//! record → page: what was decided, by which clause, from which facts, and what was not tested.

use super::formula;
use super::numbers::{self, safe};
use super::trail;
use super::view::View;
use super::words::{self, Phrase};
use crate::decision::record::{
    Assumption, AssumptionKind, Branch, Cause, Certainty, Citation, Discretion, ExceptionEffect, ExceptionState,
    ExceptionTried, Measure, Node, Op, Open, OpenKind, Provenance, Record, Status, Step, StepKind, Subject, Unit,
    Value, Words,
};
use crate::diagnostic::Locale;
use std::collections::{BTreeMap, BTreeSet};

/// The page a reviewer reads.
pub fn page(record: &Record, locale: Locale) -> String {
    let view = View { record, locale };
    let owners = record.trace.iter().map(|step| (&*step.subject.path, &step.subject.label)).collect();
    let mut page = Page {
        view,
        out: String::new(),
        told: BTreeSet::new(),
        worked: BTreeSet::new(),
        quoted: BTreeSet::new(),
        cited: BTreeSet::new(),
        postponed: Vec::new(),
        owners,
        waived: trail::waived(record),
        refused: false,
    };
    page.head();
    page.measures();
    page.rules();
    page.open();
    page.yielded();
    page.idle();
    page.readings();
    page.assumptions();
    page.facts();
    page.dormant();
    page.out
}

/// The page as far as it is written.
pub(super) struct Page<'a> {
    pub(super) view: View<'a>,
    out: String,
    /// Tests that have been told.
    pub(super) told: BTreeSet<u32>,
    /// Named values that have been worked out.
    worked: BTreeSet<u32>,
    /// Clauses whose words have been quoted.
    quoted: BTreeSet<(&'a str, &'a str, &'a str)>,
    /// Instruments that have been named with their number.
    cited: BTreeSet<&'a str>,
    /// Tests nested too deeply for where they came up.
    pub(super) postponed: Vec<u32>,
    /// Who is who.
    owners: BTreeMap<&'a str, &'a Words>,
    /// Steps that were waived, or rest on one that was.
    pub(super) waived: BTreeSet<u32>,
    /// Whether the rule that is being told is refused.
    pub(super) refused: bool,
}

impl<'a> Page<'a> {
    /// Writes one line.
    pub(super) fn line(&mut self, depth: usize, text: &str) {
        for _ in 0..depth {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn section(&mut self, title: Phrase) {
        let title = self.view.say(words::SECTION, &[self.view.word(title)]);
        self.out.push('\n');
        self.line(0, &title);
    }

    /// Whom a path stands for.
    pub(super) fn owner(&self, path: &str) -> String {
        self.owners.get(path).map_or_else(|| safe(path), |label| self.view.label(label))
    }

    /// Clauses, each with its words the first time it is cited.
    pub(super) fn cite(&mut self, citations: &'a [Citation]) -> String {
        let mut cited = Vec::new();
        for citation in citations {
            let clause = self.view.clause(citation, self.cited.insert(&citation.instrument));
            cited.push(match &citation.quote {
                Some(quote) if self.quoted.insert((&citation.instrument, &citation.clause, quote)) => {
                    self.view.say(words::QUOTE, &[clause, safe(quote)])
                }
                _ => clause,
            });
        }
        cited.join(&self.view.word(words::SEMICOLON))
    }

    /// Policy, date, status; what is incomplete first of all.
    fn head(&mut self) {
        let view = self.view;
        let record = view.record;
        let status = match record.status {
            Status::Complete => words::COMPLETE,
            Status::Undetermined => words::UNDETERMINED,
            Status::Incomplete => words::INCOMPLETE,
        };
        if record.status == Status::Incomplete {
            self.line(0, &view.word(words::INCOMPLETE_BANNER));
            self.out.push('\n');
        }
        let mut title = view.say(words::POLICY, &[view.label(&record.policy.label), safe(&record.policy.name)]);
        if let Some(version) = &record.policy.version {
            title.push_str(&view.say(words::VERSION, &[safe(version)]));
        }
        self.line(0, &title);
        self.line(0, &view.say(words::DATE, &[record.date.to_string()]));
        self.line(0, &view.say(words::STATUS, &[view.word(status)]));
        self.line(0, &view.word(words::RECOMMENDATION));
    }

    fn measures(&mut self) {
        self.section(words::MEASURES);
        if self.view.record.measures.is_empty() {
            let none = self.view.word(words::NO_MEASURES);
            self.line(0, &none);
        }
        for (position, measure) in self.view.record.measures.iter().enumerate() {
            self.measure(position.saturating_add(1), measure);
        }
    }

    /// What, for whom, under which rule and clause, each amount worked out.
    fn measure(&mut self, number: usize, measure: &'a Measure) {
        let view = self.view;
        let args = [
            number.to_string(),
            view.label(&measure.label),
            view.modality(measure.modality),
            view.subject(&measure.by.subject),
        ];
        self.line(0, &view.say(words::MEASURE, &args));
        let phrase = if measure.branch == Branch::Otherwise { words::UNDER_OTHERWISE } else { words::UNDER };
        let mut under = vec![view.say(phrase, &[view.label(&measure.by.label)])];
        for citations in [&measure.by.citations, &measure.citations] {
            let cited = self.cite(citations);
            under.extend((!cited.is_empty()).then_some(cited));
        }
        self.line(1, &under.join(&view.word(words::SEMICOLON)));
        if let Some(discretion) = view.discretion(measure.discretion) {
            self.line(1, &self.granted(words::GRANTED, discretion));
        }
        for field in &measure.fields {
            let label = view.label(&field.label);
            match view.step(field.step) {
                Some(step) if !matches!(step.unit, Unit::Choice | Unit::Text | Unit::Truth) => {
                    self.line(1, &formula::equation(view, step, label));
                    self.workings(step.work.iter().collect(), &step.subject, 2);
                }
                step => {
                    let value = view.with_unit(&field.value, step.map_or(Unit::Text, |step| step.unit));
                    self.line(1, &view.say(words::ANSWERS, &[label, value]));
                }
            }
        }
    }

    /// Works out, once on the page, the named values that some work uses, first things first.
    pub(super) fn workings(&mut self, nodes: Vec<&'a Node>, subject: &Subject, depth: usize) {
        for id in trail::workings(self.view, nodes, &self.worked) {
            let Some(step) = self.view.step(id) else { continue };
            // A condition met on the way is told in a checklist, or by its answer.
            let known = !self.worked.insert(id) || step.given && step.kind == StepKind::Condition;
            let blank = matches!(step.value, Value::Unknown | Value::Error(_));
            if !known && !blank && step.kind != StepKind::Condition {
                let text = self.working(step, subject);
                self.line(depth, &text);
            }
        }
    }

    /// `人均月收入 = … = 532.00 元/月`, with its clause and what became of its exceptions.
    fn working(&mut self, step: &'a Step, subject: &Subject) -> String {
        let view = self.view;
        let mut name = formula::name(view, step);
        let elsewhere = !step.subject.path.is_empty() && step.subject.path != subject.path;
        if elsewhere {
            name = view.say(words::OF, &[view.subject(&step.subject), name]);
        }
        if let Some(work) = step.work.as_ref().filter(|_| step.kind == StepKind::Parameter) {
            name = self.keyed(step, work, name);
        }
        let mut text = formula::equation(view, step, name);
        if step.given {
            text = view.say(words::GIVEN, &[text]);
        }
        let mut notes = Vec::new();
        if let Some(tried) = step.exceptions.iter().find(|tried| tried.state == ExceptionState::Applied) {
            notes.push(self.exception_words(tried, step));
        }
        notes.extend(self.looked_up(step));
        if !notes.is_empty() {
            text = view.say(words::BRACKETS, &[text, notes.join(&view.word(words::SEMICOLON))]);
        }
        let cited = self.cite(&step.citations);
        if cited.is_empty() { text } else { view.say(words::WITH_CLAUSE, &[text, cited]) }
    }

    /// A table's name with the keys it was asked at: `标准（第三类、农村）`.
    fn keyed(&self, step: &'a Step, work: &'a Node, name: String) -> String {
        let Op::Lookup { on } = work.op else { return name };
        let behind = usize::from(on).saturating_add(usize::from(step.lookup.is_some()));
        let keys: Vec<String> = work
            .args
            .iter()
            .take(work.args.len().saturating_sub(behind))
            .map(|key| numbers::shown(&key.value, key.unit, self.view.locale))
            .collect();
        if keys.is_empty() { name } else { self.view.say(words::FOR_KEYS, &[name, self.view.list(&keys)]) }
    }

    /// Which version of a parameter, and who says so.
    fn looked_up(&self, step: &Step) -> Vec<String> {
        let view = self.view;
        let Some(lookup) = &step.lookup else { return Vec::new() };
        let mut notes = Vec::new();
        if lookup.on != view.record.date {
            notes.push(view.say(words::LOOKED_UP_ON, &[lookup.on.to_string()]));
        }
        if let Some(from) = lookup.from {
            notes.push(view.say(words::SINCE, &[from.to_string()]));
        }
        match lookup.certainty {
            Certainty::Confirmed => {}
            Certainty::Assumed => notes.push(view.say(words::ASSUMED, &[safe(&lookup.source)])),
            Certainty::Setting => notes.push(view.say(words::SUPPLIED, &[safe(&lookup.source)])),
        }
        notes
    }

    /// Every rule that was asked, with its parts.
    fn rules(&mut self) {
        let mut rules: Vec<&Step> = self.view.record.trace.iter().filter(|step| step.kind == StepKind::Rule).collect();
        if rules.is_empty() {
            return;
        }
        self.section(words::RULES);
        // Whom they are about, from the root downwards and in the order of the facts.
        rules.sort_by_key(|step| super::view::place(&step.subject.path));
        for step in rules {
            self.rule(step);
        }
    }

    fn rule(&mut self, step: &'a Step) {
        let view = self.view;
        let one = step.work.as_ref().is_some_and(|work| work.op == Op::Or && work.args.len() > 1);
        let outcome = self.outcome(step);
        let outcome = if one { view.say(words::ONE_SUFFICES, &[outcome]) } else { outcome };
        let args = [view.label(&step.label), view.subject(&step.subject), outcome];
        self.line(0, &view.say(words::RULE, &args));
        let cited = self.cite(&step.citations);
        if !cited.is_empty() {
            self.line(1, &view.say(words::CLAUSES, &[cited]));
        }
        let record = view.record;
        for error in record.in_error.iter().filter(|error| error.step == step.id) {
            for cause in &error.causes {
                let text = self.cause(cause);
                self.line(1, &format!("! {text}"));
            }
        }
        for rule in record.undetermined.iter().filter(|rule| rule.step == step.id) {
            let facts: Vec<String> = rule
                .missing
                .iter()
                .map(|missing| self.fact_words(&missing.subject, &view.label(&missing.label), &missing.path))
                .collect();
            let parameters: Vec<String> = rule.not_set.iter().map(|named| view.label(&named.label)).collect();
            self.line(1, &format!("? {}", self.missing_words(&facts, &parameters)));
        }
        self.refused = record.refused.iter().any(|refused| refused.step == step.id);
        self.checklist(step);
        self.refused = false;
        for refused in record.refused.iter().filter(|refused| refused.step == step.id) {
            let leads: Vec<String> = refused
                .leads_to
                .iter()
                .filter_map(|position| record.measures.get(*position as usize))
                .map(|measure| view.label(&measure.label))
                .collect();
            if !leads.is_empty() {
                self.line(1, &format!("→ {}", view.say(words::LEADS_TO, &[view.list(&leads)])));
            }
        }
    }

    /// What became of a rule, in a few words.
    fn outcome(&self, step: &Step) -> String {
        let view = self.view;
        let record = view.record;
        if let Some(overridden) = record.overridden.iter().find(|rule| rule.step == step.id) {
            return view.say(words::GAVE_WAY, &[view.label(&overridden.prevailed.label)]);
        }
        let phrase = if record.in_error.iter().any(|rule| rule.step == step.id) {
            words::IN_ERROR
        } else if record.undetermined.iter().any(|rule| rule.step == step.id) {
            words::CANNOT_TELL
        } else if record.refused.iter().any(|rule| rule.step == step.id) {
            words::REFUSED
        } else if record.measures.iter().any(|measure| measure.step == step.id) {
            words::MET
        } else {
            words::MET_OPEN
        };
        view.word(phrase)
    }

    /// `人均月收入 = 可计算收入合计 ÷ 家庭人口：除数为零（参与运算的数：1,596.00、0）`
    fn cause(&self, cause: &'a Cause) -> String {
        let view = self.view;
        let name = match view.step(cause.step) {
            Some(step) => match &step.work {
                Some(work) if step.kind != StepKind::Parameter => {
                    format!("{} = {}", self.cause_name(cause), formula::names(view, work, &step.subject))
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

    fn cause_name(&self, cause: &Cause) -> String {
        let label = self.view.label(&cause.label);
        if cause.subject.path.is_empty() {
            return label;
        }
        self.view.say(words::OF, &[self.view.subject(&cause.subject), label])
    }

    /// How an applied exception changed what it was made to.
    pub(super) fn exception_words(&self, tried: &ExceptionTried, step: &Step) -> String {
        let view = self.view;
        let discretion = view.discretion(tried.discretion);
        if tried.effect == ExceptionEffect::Waive {
            let cited = view.clauses(&tried.citations);
            let under = if cited.is_empty() { view.label(&tried.label) } else { cited };
            return match discretion {
                Some(officer) => {
                    let (by, on, because) = (safe(&officer.by), officer.on.to_string(), safe(&officer.because));
                    view.say(words::WAIVED_BY, &[under, by, on, because])
                }
                None => view.say(words::WAIVED, &[under]),
            };
        }
        let value = view.with_unit(&step.value, step.unit);
        let label = view.label(&tried.label);
        match discretion {
            Some(officer) => {
                let (by, on, because) = (safe(&officer.by), officer.on.to_string(), safe(&officer.because));
                view.say(words::REPLACED_BY, &[label, value, by, on, because])
            }
            None => view.say(words::REPLACED, &[label, value]),
        }
    }

    fn granted(&self, phrase: Phrase, officer: &Discretion) -> String {
        self.view.say(phrase, &[safe(&officer.by), officer.on.to_string(), safe(&officer.because)])
    }

    /// What is left to an officer.
    fn open(&mut self) {
        if self.view.record.open.is_empty() {
            return;
        }
        self.section(words::OPEN);
        for open in &self.view.record.open {
            let text = self.open_words(open);
            self.line(0, &format!("- {text}"));
        }
    }

    fn open_words(&mut self, open: &'a Open) -> String {
        let view = self.view;
        let mut args = vec![view.modality(open.modality), view.subject(&open.subject)];
        let mut text = match open.kind {
            OpenKind::Rule => {
                let measures: Vec<String> = open.measures.iter().map(|measure| view.label(&measure.label)).collect();
                args.extend([view.list(&measures), view.label(&open.label)]);
                view.say(words::OPEN_RULE, &args)
            }
            OpenKind::Exception => {
                args.push(view.label(&open.label));
                view.say(words::OPEN_EXCEPTION, &args)
            }
        };
        let cited = self.cite(&open.citations);
        if !cited.is_empty() {
            text = format!("{text}{}{cited}", view.word(words::SEMICOLON));
        }
        match view.discretion(open.declined) {
            Some(officer) => {
                view.say(words::DECLINED, &[text, safe(&officer.by), officer.on.to_string(), safe(&officer.because)])
            }
            None => text,
        }
    }

    /// Overridden rules, and exceptions that would have applied.
    fn yielded(&mut self) {
        let view = self.view;
        let mut lines = Vec::new();
        for rule in &view.record.overridden {
            let args = [
                view.label(&rule.by.label),
                view.subject(&rule.by.subject),
                view.label(&rule.prevailed.label),
                view.subject(&rule.prevailed.subject),
            ];
            lines.push(view.say(words::YIELDED_TO, &args));
        }
        for step in &view.record.trace {
            lines.extend(step.exceptions.iter().filter_map(|tried| self.lost(step, tried)));
        }
        if lines.is_empty() {
            return;
        }
        self.section(words::YIELDED);
        for line in lines {
            self.line(0, &format!("- {line}"));
        }
    }

    /// An exception that lost, and to which.
    fn lost(&self, step: &'a Step, tried: &'a ExceptionTried) -> Option<String> {
        let view = self.view;
        let (phrase, winners): (Phrase, Vec<String>) = match tried.state {
            ExceptionState::Overridden => {
                // One that is overridden itself still overrides.
                let wins = |other: &&ExceptionTried| {
                    other.overrides.contains(&tried.exception)
                        && matches!(other.state, ExceptionState::Applied | ExceptionState::Overridden)
                };
                (
                    words::EXCEPTION_YIELDED,
                    step.exceptions.iter().filter(wins).map(|other| view.label(&other.label)).collect(),
                )
            }
            ExceptionState::Defeated => {
                let own = view.step(tried.step?)?;
                let wins = |other: &&ExceptionTried| other.state == ExceptionState::Applied;
                (
                    words::EXCEPTION_DEFEATED,
                    own.exceptions.iter().filter(wins).map(|other| view.label(&other.label)).collect(),
                )
            }
            _ => return None,
        };
        Some(view.say(phrase, &[view.label(&tried.label), view.label(&step.label), view.list(&winners)]))
    }

    /// Discretions that came to nothing.
    fn idle(&mut self) {
        let view = self.view;
        let idle: Vec<&Discretion> = view.record.discretions.iter().filter(|officer| !officer.effective).collect();
        if idle.is_empty() {
            return;
        }
        self.section(words::IDLE);
        for officer in idle {
            let phrase = if officer.granted { words::IDLE_GRANTED } else { words::IDLE_DECLINED };
            let args =
                [view.label(&officer.label), view.subject(&officer.subject), safe(&officer.by), officer.on.to_string()];
            self.line(0, &format!("- {}", view.say(phrase, &args)));
        }
    }

    fn readings(&mut self) {
        let view = self.view;
        if view.record.readings.is_empty() {
            return;
        }
        self.section(words::READINGS);
        for reading in &view.record.readings {
            let mut text = view.say(words::READING, &[view.label(&reading.label), view.label(&reading.chosen_label)]);
            if reading.by_setting {
                text = view.say(words::BY_SETTING, &[text]);
            }
            let cited = self.cite(&reading.citations);
            if !cited.is_empty() {
                text = format!("{text}{}{cited}", view.word(words::SEMICOLON));
            }
            self.line(0, &format!("- {text}"));
        }
    }

    fn assumptions(&mut self) {
        if self.view.record.assumptions.is_empty() {
            return;
        }
        self.section(words::ASSUMPTIONS);
        let mut said = BTreeSet::new();
        for assumption in &self.view.record.assumptions {
            let text = self.assumption(assumption);
            if said.insert(text.clone()) {
                self.line(0, &format!("- {text}"));
            }
        }
    }

    fn assumption(&self, assumption: &'a Assumption) -> String {
        let view = self.view;
        let label = view.label(&assumption.label);
        let Some(step) = view.step(assumption.step) else { return label };
        let value = view.with_unit(&step.value, step.unit);
        let source = match assumption.kind {
            AssumptionKind::Default => return view.say(words::DEFAULT_FACT, &[self.fact_name(step), value]),
            AssumptionKind::Parameter => words::ASSUMED,
            AssumptionKind::Setting => words::SUPPLIED,
        };
        let name = step.work.as_ref().map_or_else(|| label.clone(), |work| self.keyed(step, work, label.clone()));
        let source = view.say(source, &[safe(&assumption.source)]);
        // Of a scale the bands are taken on trust, not what they come to for one amount.
        let scale = step.work.as_ref().is_some_and(|work| matches!(work.op, Op::Marginal { .. }));
        view.say(words::BRACKETS, &[if scale { label } else { format!("{name} = {value}") }, source])
    }

    /// One line for each whom facts are about.
    fn facts(&mut self) {
        let view = self.view;
        let mut lines: Vec<(&str, String, Vec<String>)> = Vec::new();
        for step in view.record.trace.iter().filter(|step| step.kind == StepKind::Fact) {
            let fact = self.fact(step);
            match lines.iter_mut().find(|(path, ..)| **path == *step.subject.path) {
                Some((_, _, facts)) => facts.push(fact),
                None => lines.push((&step.subject.path, view.subject(&step.subject), vec![fact])),
            }
        }
        if lines.is_empty() {
            return;
        }
        self.section(words::FACTS);
        for (_, subject, facts) in lines {
            let facts = facts.join(&view.word(words::SEMICOLON));
            self.line(0, &format!("- {}", view.say(words::FACTS_OF, &[subject, facts])));
        }
    }

    /// `工资性收入：1,000.00 元/月（核对，张三，2020-05-01）`
    fn fact(&self, step: &Step) -> String {
        let view = self.view;
        let text = view.say(words::ANSWERS, &[view.label(&step.label), view.with_unit(&step.value, step.unit)]);
        if step.defaulted {
            return view.say(words::DEFAULTED, &[text]);
        }
        match &step.provenance {
            Some(provenance) => view.say(words::FOUND, &[text, self.found(provenance)]),
            None => text,
        }
    }

    fn found(&self, provenance: &Provenance) -> String {
        let from = provenance.from.as_deref().map(|from| match from {
            "declared" => self.view.word(words::DECLARED),
            "checked" => self.view.word(words::CHECKED),
            "finding" => self.view.word(words::FINDING),
            other => safe(other),
        });
        let rest = [&provenance.by, &provenance.on].into_iter().flatten().map(|text| safe(text));
        let parts: Vec<String> = from.into_iter().chain(rest).collect();
        parts.join(&self.view.word(words::PAUSE))
    }

    fn dormant(&mut self) {
        let view = self.view;
        let labels: Vec<String> = view.record.not_in_force.iter().map(|rule| view.label(&rule.label)).collect();
        if !labels.is_empty() {
            self.section(words::DORMANT);
            self.line(0, &view.list(&labels));
        }
    }
}
