//! What a decision rests on, walked in its record, and whether the page prints it.

use doudi::decision::record::{ExceptionEffect, ExceptionState, Node, Op, Record, Shown, Step, StepKind, Unit, Value};
use doudi::diagnostic::Locale;
use doudi::explain::{self, Entry};
use std::collections::{BTreeMap, BTreeSet};

/// Elements of a list that a page goes into.
const ELEMENTS: usize = 30;

/// A page in English against its record.
pub struct Printed<'a> {
    record: &'a Record,
    /// Every line below a rule or a measure.
    lines: Vec<String>,
    /// Steps that were found printed, or not.
    known: BTreeMap<u32, bool>,
    /// Steps that were waived on the way to the outcome; whether to what is given.
    pub waived: BTreeMap<u32, bool>,
    given: bool,
    /// Comparisons looked for on the page.
    pub sought: usize,
    /// What is not on it.
    pub lacking: Vec<String>,
}

impl<'a> Printed<'a> {
    pub fn new(record: &'a Record) -> Self {
        let page = explain::explain(record, explain::Depth::Page, Locale::En);
        let mut lines = Vec::new();
        for section in page.sections.iter().filter(|section| ["measures", "owed", "rules"].contains(&section.name)) {
            let mut entries: Vec<&Entry> = section.entries.iter().flat_map(|entry| &entry.entries).collect();
            while let Some(entry) = entries.pop() {
                lines.push(entry.text.clone());
                entries.extend(&entry.entries);
            }
        }
        Printed {
            record,
            lines,
            known: BTreeMap::new(),
            waived: BTreeMap::new(),
            given: false,
            sought: 0,
            lacking: Vec::new(),
        }
    }

    /// Looks for everything that the rules told and the amounts given rest on.
    pub fn seek(&mut self) {
        let record = self.record;
        let settled: BTreeSet<u32> = record.undetermined.iter().map(|rule| rule.step).collect();
        let settled: BTreeSet<u32> = settled.into_iter().chain(record.in_error.iter().map(|rule| rule.step)).collect();
        let rules = record.trace.iter().filter(|step| step.kind == StepKind::Rule && !settled.contains(&step.id));
        let rules: Vec<u32> = rules.filter(|step| step.shown.is_none()).map(|step| step.id).collect();
        // What is given first: a letter says what was waived for it.
        let given: Vec<u32> = record.measures.iter().map(|measure| measure.step).collect();
        let amounts = record.measures.iter().flat_map(|measure| measure.fields.iter().map(|field| field.step));
        let (first, then): (Vec<u32>, Vec<u32>) = rules.into_iter().partition(|id| given.contains(id));
        let first: BTreeSet<u32> = first.into_iter().chain(amounts).collect();
        for (id, is_given) in first.into_iter().map(|id| (id, true)).chain(then.into_iter().map(|id| (id, false))) {
            self.given = is_given;
            if !self.step(id) {
                let step = &record.trace[id as usize];
                self.lacking.push(format!("{} of {:?} is not told whole", step.name, step.subject.path));
            }
        }
    }

    /// What a step's value comes from: what an exception put in place, and its test, else its own work.
    fn sources(&self, step: &'a Step) -> Vec<&'a Node> {
        let standing = step.exceptions.iter().find(|tried| tried.state == ExceptionState::Applied);
        let Some(tried) = standing.filter(|_| !matches!(step.value, Value::Error(_))) else {
            return step.work.iter().collect();
        };
        let put = match tried.effect {
            ExceptionEffect::Then(id) => id,
            _ => None,
        };
        let steps = [tried.step, put].into_iter().flatten().map(|id| &self.record.trace[id as usize]);
        steps.filter_map(|step| step.work.as_ref()).collect()
    }

    fn step(&mut self, id: u32) -> bool {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        self.known.insert(id, true);
        let step = &self.record.trace[id as usize];
        let applied = |step: &Step| step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied);
        if step.value == Value::Waived && applied(step) {
            self.waived.insert(id, self.given);
        }
        let blank = matches!(step.value, Value::Unknown | Value::Error(_));
        let hidden = matches!(step.shown, Some(Shown::Never | Shown::Briefly));
        let plain = matches!(step.kind, StepKind::Fact | StepKind::List | StepKind::DecisionDate | StepKind::Reading);
        let mut told = true;
        if !blank && !hidden && !plain && !step.given {
            for work in self.sources(step) {
                told &= self.node(work, step);
            }
            told &= self.formula(step);
        }
        self.known.insert(id, told);
        told
    }

    /// Whether a formula is printed as it is written: with every rounding in it.
    fn formula(&mut self, step: &'a Step) -> bool {
        let applied = step.exceptions.iter().any(|tried| tried.state == ExceptionState::Applied);
        let Some(work) = step.work.as_ref().filter(|_| !applied && step.kind == StepKind::Definition) else {
            return true;
        };
        let rounded = roundings(work);
        let label = &step.label.en;
        let begins = |line: &&String| {
            let rest = line.strip_prefix(&**label);
            rest.is_some_and(|rest| rest.starts_with(" = ") || rest.starts_with(": ") || rest.starts_with(" of "))
        };
        let printed = |line: &String| {
            line.matches("round half ").count()
                + line.matches("round up to ").count()
                + line.matches("round down to ").count()
                >= rounded
        };
        let found = rounded == 0 || self.lines.iter().filter(begins).any(printed);
        if !found {
            self.lacking.push(format!("{label} is not printed with its {rounded} roundings"));
        }
        found
    }

    fn node(&mut self, node: &'a Node, step: &'a Step) -> bool {
        let all = |printed: &mut Self, nodes: &mut dyn Iterator<Item = &'a Node>| {
            // Each is looked at, also behind one that is not told.
            nodes.filter(|node| !printed.node(node, step)).count() == 0
        };
        if matches!(node.value, Value::Unknown | Value::Error(_)) {
            return true;
        }
        match (&node.op, node.args.as_slice()) {
            (Op::Step(id), _) => self.step(*id),
            (Op::And | Op::Or, args) => {
                let truth = holds(&node.value);
                let mut deciding: Vec<&Node> =
                    args.iter().filter(|arg| known(arg) && holds(&arg.value) == truth).collect();
                if (node.op == Op::And) == truth {
                    return all(self, &mut deciding.drain(..));
                }
                let before = self.lacking.len();
                let told = deciding.into_iter().filter(|arg| self.node(arg, step)).count() > 0;
                if told {
                    self.lacking.truncate(before);
                }
                told
            }
            (Op::If, [question, yes, no]) => {
                let taken = if holds(&question.value) { yes } else { no };
                let nodes = if known(question) { [question, taken] } else { [yes, no] };
                all(self, &mut nodes.into_iter())
            }
            (Op::Any | Op::All, args) => {
                let truth = holds(&node.value);
                let elements: Vec<&Node> = args.iter().filter(|arg| matches!(arg.op, Op::Element { .. })).collect();
                if elements.len() > ELEMENTS {
                    return true;
                }
                let value = |element: &&'a Node| -> Option<&'a Node> {
                    let Op::Element { filter, value: true, .. } = &element.op else { return None };
                    let counts = !filter || element.args.first().is_some_and(|filter| holds(&filter.value));
                    element.args.get(usize::from(*filter)).filter(|value| counts && known(value))
                };
                let mut deciding =
                    elements.iter().filter_map(value).filter(|value| holds(&value.value) == truth).collect::<Vec<_>>();
                if (node.op == Op::All) == truth {
                    return all(self, &mut deciding.drain(..));
                }
                let before = self.lacking.len();
                let told = deciding.into_iter().filter(|value| self.node(value, step)).count() > 0;
                if told {
                    self.lacking.truncate(before);
                }
                told
            }
            (Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge, [left, right]) => {
                let sides = all(self, &mut [left, right].into_iter());
                self.relation(node, left, right, step) && sides
            }
            (Op::Element { .. }, args) => all(self, &mut args.iter()),
            (Op::Sum | Op::Count | Op::Average | Op::Least | Op::Greatest | Op::First | Op::Nth | Op::Rank, args)
                if args.len() > ELEMENTS =>
            {
                true
            }
            (_, args) => all(self, &mut args.iter()),
        }
    }

    /// Whether a comparison of two numbers, each a name or a constant, stands on the page, as it is
    /// written or turned by a `not`.
    fn relation(&mut self, node: &'a Node, left: &'a Node, right: &'a Node, step: &'a Step) -> bool {
        let leaf = |node: &Node| matches!(node.op, Op::Step(_) | Op::Constant);
        let number = |node: &Node| match &node.value {
            value @ Value::Number(number) => number.places().is_some().then(|| self.plain(value, node.unit)),
            _ => None,
        };
        let (true, Some(a), Some(b)) = (leaf(left) && leaf(right), number(left), number(right)) else { return true };
        let (sign, turned) = match node.op {
            Op::Eq => ("=", "≠"),
            Op::Ne => ("≠", "="),
            Op::Lt => ("<", "≥"),
            Op::Le => ("≤", ">"),
            Op::Gt => (">", "≤"),
            _ => ("≥", "<"),
        };
        self.sought += 1;
        let told = [sign, turned].into_iter().any(|sign| self.occurs(&format!("{a} {sign} {b}")) > 0)
            // In words: an age, what is nothing or equals what it must not (also behind a `not`); a name with its value.
            || self.occurs(&format!("aged {a}, ")) > 0
            || matches!(node.op, Op::Eq | Op::Ne | Op::Gt | Op::Ge) && self.occurs(&format!(" is {a}")) > 0
            || node.op == Op::Eq && holds(&node.value) && self.occurs(&format!(" = {b}")) > 0;
        if !told {
            self.lacking.push(format!("{a} {sign} {b} of {} ({:?})", step.name, step.subject.path));
        }
        told
    }

    /// A number as a page writes it, without its unit.
    fn plain(&self, value: &Value, unit: Unit) -> String {
        let currency = &self.record.policy.currency;
        let shown = explain::value(value, unit, currency, Locale::En);
        let bare = shown.strip_suffix(" a month").or(shown.strip_suffix(" a year")).unwrap_or(&shown);
        bare.strip_suffix(&format!(" {}", currency.en)).unwrap_or(bare).to_owned()
    }

    /// How often a piece of text stands on the page, not as a part of a longer number.
    fn occurs(&self, text: &str) -> usize {
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ".,%/-".contains(c));
        let count = |line: &String| {
            line.match_indices(text)
                .filter(|(at, _)| {
                    let (before, after) = (line[..*at].chars().next_back(), line[at + text.len()..].chars().next());
                    let begins = text.starts_with(' ') || !inside(before);
                    begins && (!inside(after) || after == Some(','))
                })
                .count()
        };
        self.lines.iter().map(count).sum()
    }

    /// Comparisons that stand on the page more often than the record makes them.
    pub fn repeated(&self) -> Vec<String> {
        let mut made: BTreeMap<String, usize> = BTreeMap::new();
        for step in &self.record.trace {
            let mut nodes: Vec<&Node> = step.work.iter().collect();
            while let Some(node) = nodes.pop() {
                nodes.extend(&node.args);
                let number = |node: &Node| match &node.value {
                    value @ Value::Number(_) => Some(self.plain(value, node.unit)),
                    _ => None,
                };
                // Two constants stand in the formula as they do in its numbers.
                if let [left, right] = node.args.as_slice()
                    && (left.op != Op::Constant || right.op != Op::Constant)
                    && let (Some(a), Some(b)) = (number(left), number(right))
                {
                    for sign in ["<", "≤", ">", "≥"] {
                        *made.entry(format!("{a} {sign} {b}")).or_default() += 1;
                    }
                }
            }
        }
        let stands = |text: &str| -> usize {
            // Not within a name that ends in a number: `wage 11 ≥ 8`.
            let begins = |line: &str| {
                ["", ": ", "as ", ", ", "; ", "("]
                    .iter()
                    .any(|sign| line.ends_with(sign) && (!sign.is_empty() || line.is_empty()))
            };
            let whole = |line: &str, at: usize| {
                let after = line[at + text.len()..].chars().next();
                let grouped = line[at + text.len()..]
                    .strip_prefix(',')
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                begins(&line[..at]) && !grouped && !after.is_some_and(|c| c.is_ascii_digit() || "./%".contains(c))
            };
            self.lines.iter().map(|line| line.match_indices(text).filter(|(at, _)| whole(line, *at)).count()).sum()
        };
        let twice = made.into_iter().filter(|(text, times)| stands(text) > *times);
        twice.map(|(text, times)| format!("{text} stands {} times, and is made {times}", stands(&text))).collect()
    }
}

fn known(node: &Node) -> bool {
    matches!(node.value, Value::Truth(_) | Value::Waived)
}

fn holds(value: &Value) -> bool {
    matches!(value, Value::Truth(true) | Value::Waived)
}

/// How many roundings a formula has.
fn roundings(node: &Node) -> usize {
    let elements = matches!(node.op, Op::Element { .. });
    let inner: usize = if elements { 0 } else { node.args.iter().map(roundings).sum() };
    inner + usize::from(matches!(node.op, Op::Round { .. }))
}
