//! work → formula: once with names, once with numbers.
//!
//! ```text
//! 可计算收入合计 ÷ 家庭人口     names
//! 1,596.00 ÷ 3                numbers
//! ```

use super::asked;
use super::keys;
use super::numbers;
use super::view::{View, holds, is_above, lacks};
use super::words::{self, Phrase};
use crate::decision::record::{MissingDay, Node, Op, RoundMode, Step, StepKind, Unit, Value};
use crate::value::Number;

/// An aggregate over more elements than this is not written out element by element.
const ELEMENTS_SHOWN: usize = 40;

const PLUS: &str = " + ";

/// How tightly an operation binds; the loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Choice,
    Or,
    And,
    Not,
    Compare,
    Add,
    Mul,
    Atom,
}

/// What stands at the leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaves {
    Names,
    Numbers,
}

/// A formula being written for one subject.
#[derive(Clone, Copy)]
struct Writer<'a> {
    view: View<'a>,
    leaves: Leaves,
    /// Who is asked: what belongs to others is shown with its owner.
    asked: Frames<'a>,
}

/// The work with the names of what goes in.
pub(super) fn names<'a>(view: View<'a>, node: &'a Node, subject: Frames<'a>) -> String {
    Writer { view, leaves: Leaves::Names, asked: subject }.write(node, Binding::Choice)
}

/// The work with the values of what goes in, every operand exact.
pub(super) fn numbers<'a>(view: View<'a>, node: &'a Node, subject: Frames<'a>) -> String {
    Writer { view, leaves: Leaves::Numbers, asked: subject }.write(node, Binding::Choice)
}

/// `劳动能力 属于 有、部分`, with values: what an `in` or a `not in` is true or false of.
pub(super) fn membership<'a>(view: View<'a>, node: &'a Node, op: &Op, subject: Frames<'a>) -> String {
    let phrase = if *op == Op::In { words::IN } else { words::NOT_IN };
    Writer { view, leaves: Leaves::Numbers, asked: subject }.member(&node.args, phrase)
}

/// `人均月收入 = 可计算收入合计 ÷ 家庭人口 = 1,596.00 ÷ 3 = 532.00 元/月`: a step worked once.
pub(super) fn worked<'a>(view: View<'a>, step: &'a Step) -> String {
    let name = name(view, step);
    let name = step.work.as_ref().map_or_else(|| name.clone(), |work| keys::keyed(view, work, name.clone()));
    let text = equation(view, step, name);
    match keys::row(view, step) {
        Some(row) => view.say(words::BRACKETS, &[text, row]),
        None => text,
    }
}

/// What a step is called. A scale gives amounts, so that it is not called by its ratios alone.
pub(super) fn name(view: View<'_>, step: &Step) -> String {
    let label = view.label(&step.label);
    match &step.work {
        Some(work) if matches!(work.op, Op::Marginal { .. }) => view.say(words::SCALE, &[label]),
        _ => label,
    }
}

/// The same under another name for the left side.
pub(super) fn equation<'a>(view: View<'a>, step: &'a Step, name: String) -> String {
    match step.work.as_ref().filter(|work| work.value == step.value) {
        Some(work) => come_about(view, Some(name), work, Frames::of(&step.subject.path)),
        None if step.unit == Unit::Truth || lacks(&step.value) || matches!(step.value, Value::Error(_)) => {
            view.say(words::ANSWERS, &[name, view.with_unit(&step.value, step.unit)])
        }
        None => chain(view, vec![name], &step.value, step.unit),
    }
}

/// How a piece of work comes to its value: the formula as it is written, then its numbers; where
/// questions chose what counts, why.
pub(super) fn come_about<'a>(view: View<'a>, name: Option<String>, work: &'a Node, subject: Frames<'a>) -> String {
    let named = |text: String| match &name {
        Some(name) => view.say(words::ANSWERS, &[name.clone(), text]),
        None => text,
    };
    if matches!(work.value, Value::Unknown | Value::Error(_)) {
        return named(view.with_unit(&work.value, work.unit));
    }
    let mut sides = sides_of(view, work, subject);
    let why = asked::reasons(view, &asked::questions(work), subject);
    if !why.is_empty() && !sides.is_empty() {
        let formula = sides.remove(0);
        let result = chain(view, sides, &work.value, work.unit);
        return named(view.say(words::CHOSEN, &[formula, why.join(&view.word(words::PAUSE)), result]));
    }
    if work.unit == Unit::Truth {
        return named(chain(view, sides, &work.value, work.unit));
    }
    chain(view, name.into_iter().chain(sides).collect(), &work.value, work.unit)
}

/// `有残疾等级`, `没有残疾等级`: whether an optional value is there.
pub(super) fn presence<'a>(view: View<'a>, node: &'a Node, subject: Frames<'a>, there: bool) -> String {
    let writer = Writer { view, leaves: Leaves::Names, asked: subject };
    view.say(if there { words::IS_NOT_NONE } else { words::IS_NONE }, &writer.args(&node.args))
}

/// Joins the sides of an equation to its value, leaving out what says the same twice.
///
/// A truth is not equal to its formula, it answers it: `等级 = 1 → 2 = 1 → 否`.
pub(super) fn chain(view: View<'_>, mut sides: Vec<String>, value: &Value, unit: Unit) -> String {
    sides.dedup();
    // `24 个月 = 24 个月` says nothing; `532.00 = 532.00 元/月` neither.
    if sides.last().is_some_and(|last| *last == numbers::exact(value, unit, view.locale)) {
        sides.pop();
    }
    sides.push(view.with_unit(value, unit));
    sides.join(if unit == Unit::Truth { " → " } else { " = " })
}

/// Whether it says of something that it equals what is written beside it, and so it is: its
/// numbers would say `1 = 1`.
pub(super) fn names_its_value(node: &Node) -> bool {
    node.op == Op::Eq && holds(&node.value) && node.args.iter().any(|arg| arg.op == Op::Constant)
}

/// Whether an operation compares, so that its numbers are worth showing.
pub(super) fn is_relation(op: &Op) -> bool {
    matches!(op, Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::In | Op::NotIn)
}

/// The formula with names and, where it says more, with numbers.
pub(super) fn sides_of<'a>(view: View<'a>, work: &'a Node, subject: Frames<'a>) -> Vec<String> {
    let work = row(work);
    if matches!(work.op, Op::Lookup { .. } | Op::Constant) {
        return Vec::new();
    }
    if matches!(work.value, Value::Unknown | Value::Error(_)) {
        return vec![names(view, work, subject)];
    }
    let mut sides = vec![names(view, work, subject)];
    if !too_long(work) && !is_already_round(work) {
        sides.push(numbers(view, work, subject));
    }
    sides
}

/// The formula that a row of a table holds, where it holds one.
fn row(work: &Node) -> &Node {
    let known = !matches!(work.value, Value::Unknown | Value::Error(_));
    let row = work.args.last().filter(|row| known && row.op != Op::Constant && row.value == work.value);
    row.filter(|_| matches!(work.op, Op::Lookup { .. })).unwrap_or(work)
}

/// Whether it rounds a named value that is round already: its numbers would only repeat it.
fn is_already_round(work: &Node) -> bool {
    let inner = work.args.first().filter(|inner| matches!(inner.op, Op::Step(_)) && inner.value == work.value);
    matches!(work.op, Op::Round { .. }) && inner.is_some()
}

/// Whether it holds an aggregate over too many elements to write out.
fn too_long(node: &Node) -> bool {
    node.args.len() > ELEMENTS_SHOWN || node.args.iter().any(too_long)
}

impl<'a> Writer<'a> {
    /// Writes a node, in brackets where it binds less tightly than what stands around it.
    fn write(self, node: &'a Node, around: Binding) -> String {
        let (binding, text) = self.body(node);
        if binding < around { self.view.say(words::GROUP, &[text]) } else { text }
    }

    /// A node and how tightly its outermost operation binds.
    fn body(self, node: &'a Node) -> (Binding, String) {
        let args = &node.args;
        match &node.op {
            Op::Step(_) => self.leaf(node),
            Op::Constant => self.value(node),
            Op::Add => self.infix(args, PLUS, Binding::Add),
            Op::Sub => self.infix(args, " − ", Binding::Add),
            Op::Mul => self.infix(args, " × ", Binding::Mul),
            Op::Div => self.infix(args, " ÷ ", Binding::Mul),
            Op::Neg => (Binding::Mul, format!("−{}", self.arg(args, 0, Binding::Atom))),
            Op::Not => (Binding::Not, self.view.say(words::NOT, &[self.arg(args, 0, Binding::Not)])),
            Op::And => self.infix(args, &self.view.word(words::AND), Binding::And),
            Op::Or => self.infix(args, &self.view.word(words::OR), Binding::Or),
            Op::Eq if names_its_value(node) => {
                Writer { leaves: Leaves::Names, ..self }.infix(args, " = ", Binding::Compare)
            }
            Op::Eq => self.infix(args, " = ", Binding::Compare),
            Op::Ne => self.infix(args, " ≠ ", Binding::Compare),
            Op::Lt => self.infix(args, " < ", Binding::Compare),
            Op::Le => self.infix(args, " ≤ ", Binding::Compare),
            Op::Gt => self.infix(args, " > ", Binding::Compare),
            Op::Ge => self.infix(args, " ≥ ", Binding::Compare),
            Op::If => self.choice(node),
            Op::In => (Binding::Compare, self.member(args, words::IN)),
            Op::NotIn => (Binding::Compare, self.member(args, words::NOT_IN)),
            Op::Range => (Binding::Compare, self.view.say(words::RANGE, &self.args(args))),
            Op::IsNone => (Binding::Compare, self.view.say(words::IS_NONE, &self.args(args))),
            Op::IsNotNone => (Binding::Compare, self.view.say(words::IS_NOT_NONE, &self.args(args))),
            Op::Round { step, mode } => (Binding::Atom, self.round(args, *step, *mode, node.unit)),
            // Only ever written as part of its aggregate.
            Op::Element { .. } => args.last().map_or((Binding::Atom, String::new()), |last| self.body(last)),
            Op::Asker => match args.first() {
                Some(asked) => Writer { asked: self.asked.outside(1), ..self }.body(asked),
                None => self.value(node),
            },
            Op::IsElement(out) => (Binding::Compare, self.is_element(words::IS_ONE, *out)),
            Op::IsNotElement(out) => (Binding::Compare, self.is_element(words::IS_ANOTHER, *out)),
            Op::Sum
            | Op::Count
            | Op::Average
            | Op::Least
            | Op::Greatest
            | Op::Any
            | Op::All
            | Op::First
            | Op::Nth
            | Op::Rank => self.aggregate(node),
            // What it came to; that it lies outside is said beside it.
            Op::Within { .. } => args.first().map_or((Binding::Atom, String::new()), |amount| self.body(amount)),
            Op::Lookup { .. } => self.value(node),
            Op::Marginal { .. } => self.marginal(node),
            Op::Band => self.infix(args, " × ", Binding::Mul),
            Op::PerYear => (Binding::Mul, format!("{} × 12", self.arg(args, 0, Binding::Mul))),
            Op::PerMonth => (Binding::Mul, format!("{} ÷ 12", self.arg(args, 0, Binding::Mul))),
            Op::YearStart(month) => (
                Binding::Atom,
                self.view.say(words::YEAR_START, &[self.arg(args, 0, Binding::Choice), month.to_string()]),
            ),
            _ => (Binding::Atom, self.view.say(self.call(node), &self.args(args))),
        }
    }

    /// The words of a call, as they fit what it is asked of.
    fn call(self, node: &Node) -> Phrase {
        match node.op {
            Op::ValueOr if self.leaves == Leaves::Numbers && is_absent(&node.args) => words::NONE_SO,
            // Said only of whom it makes a difference for.
            Op::Age(MissingDay::Up) if !is_leap_born(&node.args) => words::AGE_DOWN,
            _ => call(&node.op, node.unit),
        }
    }

    /// One argument.
    fn arg(self, args: &'a [Node], position: usize, around: Binding) -> String {
        args.get(position).map(|node| self.write(node, around)).unwrap_or_default()
    }

    /// All arguments, then all of them as a list (`max(a, b)` has any number).
    fn args(self, args: &'a [Node]) -> Vec<String> {
        let mut texts: Vec<String> = args.iter().map(|node| self.write(node, Binding::Choice)).collect();
        let list = texts.join(&self.view.word(words::PAUSE));
        texts.insert(0, list);
        texts
    }

    /// Operands with an operator between; a second operand that binds no tighter is bracketed
    /// where order matters.
    fn infix(self, args: &'a [Node], operator: &str, binding: Binding) -> (Binding, String) {
        let tighter = match binding {
            Binding::Compare => Binding::Add,
            // Only a sum may stand unbracketed behind a plus.
            Binding::Add if operator == PLUS => Binding::Add,
            Binding::Add => Binding::Mul,
            Binding::Mul => Binding::Atom,
            Binding::Or => Binding::And,
            Binding::And => Binding::Not,
            other => other,
        };
        let side = |(position, node): (usize, &'a Node)| {
            let text = self.write(node, if position == 0 && binding != Binding::Compare { binding } else { tighter });
            // 5 − -3 reads badly, and so does 3 + -3.
            let signed = position > 0 && binding >= Binding::Add && text.starts_with(['-', '−']);
            if signed { self.view.say(words::GROUP, &[text]) } else { text }
        };
        let sides: Vec<String> = args.iter().enumerate().map(side).collect();
        (if sides.len() > 1 { binding } else { Binding::Atom }, sides.join(operator))
    }

    /// A step by its name or its value.
    fn leaf(self, node: &'a Node) -> (Binding, String) {
        match (self.leaves, self.view.leaf(node)) {
            (Leaves::Names, Some(step)) => (Binding::Atom, self.name(step)),
            _ => self.value(node),
        }
    }

    /// A step's label; with its owner where that is neither whom we ask nor anyone above. Of an
    /// element that has a name, it is the name's.
    fn name(self, step: &'a Step) -> String {
        let label = name(self.view, step);
        let own = is_above(&step.subject.path, self.asked.bare());
        match self.asked.called() {
            Some(called) if !own || *step.subject.path == *self.asked.path() => {
                self.view.say(words::OF, &[numbers::safe(called), label])
            }
            _ if own => label,
            _ => self.view.say(words::OF, &[self.view.subject(&step.subject), label]),
        }
    }

    /// `其他人 不是 家庭成员 2`
    fn is_element(self, phrase: Phrase, out: u32) -> String {
        let who = |asked: Frames<'a>| match asked.called() {
            Some(called) => numbers::safe(called),
            None => self.view.whom(asked.path()),
        };
        self.view.say(phrase, &[who(self.asked), who(self.asked.outside(out))])
    }

    /// A value as an operand: exact.
    fn value(self, node: &Node) -> (Binding, String) {
        let text = numbers::exact(&node.value, node.unit, self.view.locale);
        let loose = numbers::is_fraction(&node.value) || numbers::is_negative(&node.value);
        (if loose { Binding::Mul } else { Binding::Atom }, text)
    }

    /// `若 A 则 B，否则 C`; with numbers, the branch taken.
    fn choice(self, node: &'a Node) -> (Binding, String) {
        if let Some(taken) = asked::taken(node).filter(|_| self.leaves == Leaves::Numbers) {
            return self.body(taken);
        }
        // What comes after the last `else` needs no brackets: `否则若 丙 则 3，否则 4`.
        let around = |position: usize| if position == 2 { Binding::Choice } else { Binding::Or };
        let args = node.args.iter().enumerate();
        let args: Vec<String> = args.map(|(at, node)| self.write(node, around(at))).collect();
        (Binding::Choice, self.view.say(words::IF, &args))
    }

    /// `户籍类别 属于 农村、城镇`
    fn member(self, args: &'a [Node], phrase: Phrase) -> String {
        let set: Vec<String> = args.iter().skip(1).map(|node| self.write(node, Binding::Choice)).collect();
        self.view.say(phrase, &[self.arg(args, 0, Binding::Add), self.view.list(&set)])
    }

    /// `四舍五入到 0.01（x）`
    fn round(self, args: &'a [Node], step: Number, mode: RoundMode, unit: Unit) -> String {
        let phrase = match mode {
            RoundMode::HalfUp => words::ROUND_HALF_UP,
            RoundMode::HalfEven => words::ROUND_HALF_EVEN,
            RoundMode::Up => words::ROUND_UP,
            RoundMode::Down => words::ROUND_DOWN,
        };
        let step = if unit == Unit::Ratio {
            numbers::exact(&Value::Number(step), unit, self.view.locale)
        } else {
            step.to_string()
        };
        self.view.say(phrase, &[self.arg(args, 0, Binding::Choice), step])
    }

    /// A question over a list.
    fn aggregate(self, node: &'a Node) -> (Binding, String) {
        let elements: Vec<Element<'a>> = node.args.iter().filter_map(Element::of).collect();
        // Of what is withheld not even its shape is told.
        if node
            .args
            .iter()
            .any(|arg| matches!(arg.op, Op::Element { .. }) && arg.value == Value::Redacted && arg.args.is_empty())
        {
            return (Binding::Atom, numbers::exact(&Value::Redacted, node.unit, self.view.locale));
        }
        match self.leaves {
            Leaves::Names => (Binding::Atom, self.aggregate_name(node, &elements)),
            Leaves::Numbers => self.aggregate_numbers(node, &elements),
        }
    }

    /// `家庭成员的计入的工资合计`; what is asked is read off the first element.
    fn aggregate_name(self, node: &'a Node, elements: &[Element<'a>]) -> String {
        let list = node.args.iter().filter_map(|arg| self.view.leaf(arg)).rfind(|step| step.kind == StepKind::List);
        let list = list.map(|step| self.view.label(&step.label)).unwrap_or_default();
        let first = elements.iter().find(|e| e.value.is_some()).or_else(|| elements.first());
        let asked = |part: Option<&'a Node>, (path, called): (&'a str, Option<&'a str>), around| {
            part.map(|part| Writer { asked: self.asked.element(path, called), ..self }.write(part, around))
        };
        // What is added up or chosen stands with the list, and is the element's without saying.
        let tests = matches!(node.op, Op::Any | Op::All);
        let value = first.and_then(|e| asked(e.value, (e.subject, e.called.filter(|_| tests)), Binding::Add));
        let list = match elements.iter().find_map(|e| e.called) {
            Some(called) => self.view.say(words::CALLED, &[list, numbers::safe(called)]),
            None => list,
        };
        let list = match elements.iter().find_map(|e| asked(e.filter, (e.subject, e.called), Binding::Choice)) {
            Some(filter) => self.view.say(words::WHERE, &[list, filter]),
            None => list,
        };
        let keys: Vec<String> = first
            .map(|e| {
                let key = |(key, falling): (&&'a Node, &bool)| {
                    let named = asked(Some(*key), (e.subject, e.called), Binding::Add)?;
                    Some(if *falling { self.view.say(words::DESCENDING, &[named]) } else { named })
                };
                e.keys.iter().zip(e.descending).filter_map(key).collect()
            })
            .unwrap_or_default();
        let keys = self.view.list(&keys);
        // Of an empty list the record holds neither what is asked nor for which entries.
        let none = elements.is_empty() || value.is_none() && !matches!(node.op, Op::Count | Op::Rank);
        let known = !lacks(&node.value) && node.value != Value::Redacted;
        let list = if none && known { self.view.say(words::NO_ENTRY, &[list]) } else { list };
        let phrase = match (&node.op, value.is_some()) {
            (Op::Count, _) => words::COUNT_OF,
            (Op::Rank, _) => return self.view.say(words::RANK_OF, &[list, keys]),
            (Op::Sum, true) => words::SUM_OF,
            (Op::Average, true) => words::AVERAGE_OF,
            (Op::Least, true) if node.unit == Unit::Date => words::EARLIEST_OF,
            (Op::Greatest, true) if node.unit == Unit::Date => words::LATEST_OF,
            (Op::Least, true) => words::LEAST_OF,
            (Op::Greatest, true) => words::GREATEST_OF,
            (Op::Any, true) => words::ANY_OF,
            (Op::All, true) => words::ALL_OF,
            (Op::First, true) => words::FIRST_OF,
            (Op::Nth, true) => words::NTH_OF,
            (Op::Sum, false) => words::SUM_OF_UNASKED,
            (Op::Any, false) => words::ANY_OF_UNASKED,
            (Op::All, false) => words::ALL_OF_UNASKED,
            _ => words::OF_UNASKED,
        };
        let n = if node.op == Op::Nth { self.arg(&node.args, 0, Binding::Add) } else { String::new() };
        self.view.say(phrase, &[list, value.unwrap_or_default(), keys, n])
    }

    /// `1,000.00 + 596.00`: the values of the elements that count.
    fn aggregate_numbers(self, node: &'a Node, elements: &[Element<'a>]) -> (Binding, String) {
        let terms: Vec<&'a Node> = elements.iter().filter(|e| e.counts()).filter_map(|e| e.value).collect();
        let texts: Vec<String> = terms.iter().map(|term| self.operand(term)).collect();
        match node.op {
            Op::Count if elements.iter().any(|e| e.called.is_some() && e.counts()) => {
                let counting = elements.iter().filter(|e| e.counts());
                let each = counting.map(|e| self.view.say(words::COUNTED, &[self.view.whom(e.subject)]));
                (Binding::Add, each.collect::<Vec<_>>().join(PLUS))
            }
            Op::Sum if texts.len() > 1 => (Binding::Add, texts.join(" + ")),
            Op::Average if texts.len() > 1 => {
                let sum = self.view.say(words::GROUP, &[texts.join(" + ")]);
                (Binding::Mul, format!("{sum} ÷ {}", texts.len()))
            }
            Op::Least | Op::Greatest if texts.len() > 1 => {
                let all = texts.join(&self.view.word(words::PAUSE));
                (Binding::Atom, self.view.say(call(&node.op, node.unit), &[all]))
            }
            _ => self.value(node),
        }
    }

    /// A value in brackets where its sign or its stroke would mislead.
    fn operand(self, node: &Node) -> String {
        let (binding, text) = self.value(node);
        if binding < Binding::Atom { self.view.say(words::GROUP, &[text]) } else { text }
    }

    /// A sliding scale: `（3,000.00 − 0.00） × 3% + …`.
    fn marginal(self, node: &'a Node) -> (Binding, String) {
        if self.leaves == Leaves::Names {
            return (Binding::Atom, self.view.say(words::MARGINAL, &[self.arg(&node.args, 0, Binding::Add)]));
        }
        let bands: Vec<String> =
            node.args.iter().filter(|arg| arg.op == Op::Band).map(|band| self.write(band, Binding::Mul)).collect();
        if bands.is_empty() { self.value(node) } else { (Binding::Add, bands.join(" + ")) }
    }
}

/// More lists within lists than this are told without the names of their elements.
const FRAMES: usize = 8;

/// Who can be asked: the subject of a step, and the elements of the lists a piece of work stands within.
#[derive(Clone, Copy)]
pub(super) struct Frames<'a> {
    all: [(&'a str, Option<&'a str>); FRAMES],
    /// The one that is asked.
    at: usize,
    /// The one whose names are bare.
    bare: usize,
}

impl<'a> Frames<'a> {
    pub(super) fn of(path: &'a str) -> Self {
        Frames { all: [(path, None); FRAMES], at: 0, bare: 0 }
    }

    /// Within an element of a list.
    pub(super) fn element(self, path: &'a str, called: Option<&'a str>) -> Self {
        let mut inner = Frames { at: self.at.saturating_add(1).min(FRAMES.saturating_sub(1)), ..self };
        if let Some(frame) = inner.all.get_mut(inner.at) {
            *frame = (path, called);
        }
        if called.is_none() {
            inner.bare = inner.at;
        }
        inner
    }

    /// The one who asks, so many lists out.
    pub(super) fn outside(self, out: u32) -> Self {
        Frames { at: self.at.saturating_sub(out as usize), ..self }
    }

    pub(super) fn path(self) -> &'a str {
        self.all.get(self.at).map_or("", |(path, _)| path)
    }

    fn called(self) -> Option<&'a str> {
        self.all.get(self.at).and_then(|(_, called)| *called)
    }

    /// Whose step it is, without the elements of its lists.
    pub(super) fn root(self) -> Self {
        self.all.first().map_or(self, |(path, _)| Frames::of(path))
    }

    /// Whose names are bare.
    pub(super) fn bare(self) -> &'a str {
        self.all.get(self.bare).map_or("", |(path, _)| path)
    }
}

/// The parts of one element of an aggregate.
pub(super) struct Element<'a> {
    pub(super) subject: &'a str,
    /// What the policy calls it.
    pub(super) called: Option<&'a str>,
    pub(super) filter: Option<&'a Node>,
    pub(super) value: Option<&'a Node>,
    pub(super) keys: Vec<&'a Node>,
    /// One a key: whether the greatest comes first.
    descending: &'a [bool],
}

impl<'a> Element<'a> {
    /// Reads the arguments as the element's flags say.
    pub(super) fn of(node: &'a Node) -> Option<Self> {
        let Op::Element { filter, value, subject, called, descending } = &node.op else { return None };
        let mut args = node.args.iter();
        let filter = if *filter { args.next() } else { None };
        let value = if *value { args.next() } else { None };
        Some(Element { subject, called: called.as_deref(), filter, value, keys: args.collect(), descending })
    }

    /// Whether the filter lets it count.
    pub(super) fn counts(&self) -> bool {
        self.filter.is_none_or(|filter| holds(&filter.value))
    }
}

/// Whether an optional value is not there, so that what stands for it counts.
fn is_absent(args: &[Node]) -> bool {
    args.first().is_some_and(|value| value.value == Value::None)
}

/// Whether somebody was born on 29 February.
fn is_leap_born(args: &[Node]) -> bool {
    let born = args.first().map(|born| &born.value);
    matches!(born, Some(Value::Date(date)) if (date.month(), date.day()) == (2, 29))
}

/// The words of a call.
fn call(op: &Op, unit: Unit) -> Phrase {
    match op {
        Op::Min | Op::Least if unit == Unit::Date => words::EARLIEST,
        Op::Max | Op::Greatest if unit == Unit::Date => words::LATEST,
        Op::Min | Op::Least => words::MIN,
        Op::Max | Op::Greatest => words::MAX,
        Op::Clamp => words::CLAMP,
        Op::ValueOr => words::VALUE_OR,
        Op::Age(MissingDay::Down) => words::AGE_DOWN,
        Op::Age(MissingDay::Up) => words::AGE_UP,
        Op::MonthsBetween(MissingDay::Down) => words::MONTHS_BETWEEN_DOWN,
        Op::MonthsBetween(MissingDay::Up) => words::MONTHS_BETWEEN_UP,
        Op::AddMonths(MissingDay::Down) => words::ADD_MONTHS_DOWN,
        Op::AddMonths(MissingDay::Up) => words::ADD_MONTHS_UP,
        Op::Year => words::YEAR_OF,
        Op::Month => words::MONTH_OF,
        Op::Day => words::DAY_OF,
        _ => words::LIST,
    }
}
