//! record → the same record for others: what is personal is withheld, the decision kept.

use super::record::*;

/// What stands in place of an officer's reasons.
const WITHHELD: &str = "…";

impl Record {
    /// A copy for others: what is personal withheld, the decision itself kept.
    ///
    /// Withheld, as [`Value::Redacted`]: the value of every fact marked `sensitive`, and every value
    /// worked out from one, in its step, in every node of the work it is in, and among what rules
    /// failed by and what went wrong. So are values of definitions that the facts state themselves,
    /// as nothing tells what those would rest on. Besides: who found a sensitive fact and from
    /// what, that a default stands for it, which version and row of a table such a value is looked
    /// up at, the reasons officers wrote (`…` stands in their place), and the digest of the facts,
    /// by which who knows all facts but one could find that one (it is empty).
    ///
    /// Kept: names, citations, whether each named test is met and each comparison of numbers and days
    /// it is made of (not a test that only names a sensitive truth, choice or text, or asks whether
    /// it is there), statuses, and what is unknown, waived or in error; the fields of measures, which are the
    /// decision, but for one that is worked out from a sensitive fact and equal to one. A question
    /// asked within the working of a value (`if cost = 0 then …`, `sum(… where …)`) is no test: its
    /// answer is withheld, and what would tell it. So is a truth that hands a sensitive fact on as it is.
    ///
    /// What is kept can still tell something: a grant of 400 below a standard of 1000 tells an
    /// income of 600. Such a copy cannot be [checked](super::check::check) by itself; who has the
    /// whole record makes it again and compares.
    ///
    /// ```
    /// # let source = "policy demo \"示例\" language zh in force 2020-01-01 ..
    /// # entity Person \"人\" { income: money per month 0.. \"收入\" sensitive }
    /// # measure help \"补助\" for Person { monthly: money per month \"每月\" }
    /// # rule low \"低收入\" for Person { when income < 1000 must help { monthly: 1000 - income } }";
    /// # let policy = doudi::Policy::load(doudi::Sources::new().policy("demo.policy", source))?;
    /// let facts = policy.facts_json(r#"{"facts": {"income": "612.34"}}"#)?;
    /// let whole = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap())?.record();
    /// let copy = whole.redacted();
    /// assert!(copy.redacted && !copy.to_json().contains("612.34"));
    /// assert!(copy.to_json().contains("387.66"), "what is given is the decision");
    /// assert_eq!(copy.redacted(), copy);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn redacted(&self) -> Record {
        if self.redacted {
            return self.clone();
        }
        let mut copy = self.clone();
        (copy.redacted, copy.facts) = (true, "".into());
        let personal = Personal::of(&mut copy.trace);
        for amount in copy.measures.iter_mut().flat_map(|measure| &mut measure.fields) {
            personal.withhold(amount.step, Kept::Amounts, &mut amount.value);
        }
        // That a part failed tells what it names.
        copy.refused.iter_mut().for_each(|refused| refused.failed.retain(|failed| !personal.is_withheld(failed.step)));
        for failed in copy.refused.iter_mut().flat_map(|refused| &mut refused.failed) {
            failed.short_by.iter_mut().for_each(|by| personal.withhold(failed.step, Kept::Nothing, by));
        }
        for cause in copy.in_error.iter_mut().flat_map(|rule| &mut rule.causes) {
            cause.operands.iter_mut().for_each(|operand| personal.withhold(cause.step, Kept::Nothing, operand));
        }
        copy.assumptions.retain(|it| it.kind != AssumptionKind::Default || !personal.is(it.step));
        copy.discretions.iter_mut().for_each(|discretion| discretion.because = WITHHELD.to_owned());
        copy
    }
}

/// What of a step is personal.
struct Personal {
    /// Of each step: whether it is a sensitive fact, or rests on one.
    rests: Vec<bool>,
    /// Of each step: whether its value is withheld.
    withheld: Vec<bool>,
    /// The values of the sensitive facts, with their units.
    facts: Vec<(Value, Unit)>,
}

/// What of the values that rest on sensitive facts is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Amounts,
    Nothing,
}

impl Personal {
    /// Withholds what is personal in the steps.
    fn of(trace: &mut [Step]) -> Personal {
        let sensitive = trace.iter().filter(|step| step.sensitive && says_something(&step.value));
        let facts = sensitive.map(|step| (step.value.clone(), step.unit)).collect();
        let mut personal = Personal { rests: Vec::new(), withheld: Vec::new(), facts };
        for step in trace {
            personal.step(step);
        }
        personal
    }

    /// Whether a step rests on a sensitive fact. One that does not come before does, for all anybody knows.
    fn is(&self, step: u32) -> bool {
        self.rests.get(step as usize).copied().unwrap_or(true)
    }

    fn is_withheld(&self, step: u32) -> bool {
        self.withheld.get(step as usize).copied().unwrap_or(true)
    }

    fn withhold(&self, step: u32, kept: Kept, value: &mut Value) {
        let personal = if kept == Kept::Amounts { self.is_withheld(step) } else { self.is(step) };
        if personal && says_something(value) {
            *value = Value::Redacted;
        }
    }

    fn step(&mut self, step: &mut Step) {
        // A truth with a name is a test.
        let tests = step.unit == Unit::Truth && !matches!(step.kind, StepKind::Amount | StepKind::Parameter);
        let by_work = step.work.as_mut().is_some_and(|work| self.work(work, tests));
        let put = |tried: &ExceptionTried| match tried.effect {
            ExceptionEffect::Then(then) => then,
            _ => None,
        };
        let by_exceptions = step.exceptions.iter().any(|it| it.step.into_iter().chain(put(it)).any(|id| self.is(id)));
        let rests = step.sensitive || step.given || by_work || by_exceptions;
        let handed = step.given
            || step.work.as_ref().is_some_and(|work| work.value == Value::Redacted)
            || step.exceptions.iter().filter_map(put).any(|id| self.is_withheld(id));
        let withheld = rests && says_something(&step.value) && self.hides(step, handed);
        self.rests.push(rests);
        self.withheld.push(withheld);
        if withheld {
            step.value = Value::Redacted;
        }
        if rests {
            step.lookup = None;
        }
        if step.sensitive {
            (step.provenance, step.defaulted) = (None, false);
        }
    }

    /// Whether the value of a step that rests on a sensitive fact is withheld; `handed`: a withheld
    /// value is handed on to it.
    fn hides(&self, step: &Step, handed: bool) -> bool {
        let truth = matches!(step.value, Value::Truth(_));
        match step.kind {
            StepKind::Rule => false,
            StepKind::Condition | StepKind::Part | StepKind::Exception => handed,
            StepKind::Amount if truth => handed,
            StepKind::Amount => {
                self.facts.iter().any(|(value, unit)| *value == step.value && kin(*unit) == kin(step.unit))
            }
            StepKind::Definition | StepKind::Replacement => handed || !truth,
            _ => true,
        }
    }

    /// Withholds what is personal in a piece of work; whether it rests on a sensitive fact. `tests`:
    /// the work is a test, or a part of one.
    fn work(&self, node: &mut Node, tests: bool) -> bool {
        if let Op::Step(id) = node.op {
            if self.is_withheld(id) && says_something(&node.value) {
                node.value = Value::Redacted;
            }
            return self.is(id);
        }
        let mut rests = false;
        let filtered = matches!(node.op, Op::Element { filter: true, .. });
        let mut tests = tests;
        for (at, arg) in node.args.iter_mut().enumerate() {
            // The branches of a choice are what it comes to, its question is not.
            let inner = tests && (passes_on_a_test(&node.op) && !(node.op == Op::If && at == 0));
            rests |= self.work(arg, inner);
            // Whether an entry counts is no test: it tells what the filter asks.
            tests &= !(filtered && at == 0 && rests);
        }
        if rests {
            hide_shape(node, tests);
            let test = tests && matches!(node.value, Value::Truth(_)) && !hands_on(node) && !names(node);
            if !test && says_something(&node.value) {
                node.value = Value::Redacted;
            }
        }
        rests
    }
}

/// Withholds what the shape of work tells: that some argument is there, and which.
fn hide_shape(node: &mut Node, tests: bool) {
    match &mut node.op {
        // What the row gives tells which row it is, and so the keys.
        Op::Lookup { .. } => node.args.iter_mut().next_back().into_iter().for_each(blank),
        // How many bands there are tells how large the amount is.
        Op::Marginal { on } => node.args.truncate(if *on { 2 } else { 1 }),
        // Which arguments an element has tells its filter, and whether it comes first.
        Op::Element { filter, value, descending, .. } if !tests && (*filter || !descending.is_empty()) => {
            (*filter, *value) = (false, false);
            descending.clear();
            node.args.clear();
            // Of an entry that does not count it is that of the filter.
            node.unit = Unit::Truth;
        }
        _ => {}
    }
}

/// Whether the arguments of an operation on tests are themselves tests.
fn passes_on_a_test(op: &Op) -> bool {
    matches!(op, Op::And | Op::Or | Op::Not | Op::If | Op::Any | Op::All | Op::Element { .. } | Op::Asker)
}

/// Whether a truth is handed on by an operation that tests nothing.
fn hands_on(node: &Node) -> bool {
    let from = match node.op {
        Op::If => node.args.get(1..).unwrap_or_default(),
        Op::Element { .. } | Op::Asker | Op::ValueOr | Op::First | Op::Nth | Op::Lookup { .. } => node.args.as_slice(),
        _ => &[],
    };
    from.iter().any(|arg| arg.value == Value::Redacted)
}

/// Whether a truth names what is withheld: that it is so, that it is this choice, that there is none.
/// A comparison of numbers and days only bounds them.
fn names(node: &Node) -> bool {
    let bounds = |arg: &Node| !matches!(arg.unit, Unit::Truth | Unit::Choice | Unit::Text);
    let withheld = node.args.iter().any(|arg| arg.value == Value::Redacted);
    match node.op {
        Op::Not | Op::IsNone | Op::IsNotNone => withheld,
        Op::Eq | Op::Ne | Op::In | Op::NotIn => withheld && !node.args.iter().all(bounds),
        _ => false,
    }
}

/// Whether a value says more than that there is none to tell.
fn says_something(value: &Value) -> bool {
    !matches!(value, Value::Unknown | Value::Waived | Value::Error(_) | Value::Redacted)
}

/// Withholds a piece of work, and what it is made of.
fn blank(node: &mut Node) {
    *node = Node { op: Op::Constant, args: Vec::new(), value: Value::Redacted, unit: node.unit };
}

/// Units whose values come to the same number when one becomes the other.
fn kin(unit: Unit) -> Unit {
    match unit {
        Unit::MoneyPerMonth | Unit::MoneyPerYear => Unit::Money,
        Unit::Integer | Unit::Ratio => Unit::Decimal,
        other => other,
    }
}
