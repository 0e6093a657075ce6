//! Compares the shape of work with the expression it is the work of.

use super::marks::shown;
use super::policy::{Policy, differs, same, unit};
use super::values::widens;
use super::work::is_above;
use super::{Checked, MALFORMED};
use crate::decision::record::{MissingDay, Node, Op, RoundMode, Step, StepKind, Unit};
use crate::model::{
    Aggregate, AggregateKind, Comparison, DatePart, EntityId, Expr, ExprKind, ParameterId, SetItem, Test, Type,
};
use crate::value::{self, Rounding};

/// Of whom an expression is asked.
#[derive(Clone, Copy)]
pub(super) struct Place<'a, 'p> {
    pub(super) entity: EntityId,
    pub(super) path: &'a str,
    /// Of the work of an element: where the one stands who asks its list.
    pub(super) asker: Option<&'p Place<'a, 'p>>,
    /// Whom the expression can ask, innermost first: its subject, and the elements of the lists it
    /// stands within.
    pub(super) frames: Option<&'p Frame<'a, 'p>>,
    /// The keys of the table whose row this is.
    pub(super) keys: &'a [Node],
    /// The unit of the step whose outermost work this is: it may be wider than the expression's.
    pub(super) declared: Option<Unit>,
}

/// One whom an expression can ask; outside all lists there is none but the subject.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a, 'p> {
    path: &'a str,
    further: Option<&'p Frame<'a, 'p>>,
}

impl<'a, 'p> Place<'a, 'p> {
    /// A subject, outside all lists.
    pub(super) fn of(entity: EntityId, path: &'a str) -> Place<'a, 'p> {
        Place { entity, path, asker: None, frames: None, keys: &[], declared: None }
    }

    /// The work of the one who asks, of the same expression.
    fn of_asker(self) -> Option<Place<'a, 'p>> {
        let asker = self.asker?;
        Some(Place { frames: self.frames, keys: self.keys, declared: None, ..*asker })
    }

    /// The place of an expression that is asked so many lists out, and who that is.
    fn outside(self, out: u32) -> Option<Place<'a, 'p>> {
        let mut frames = self.frames;
        for _ in 0..out {
            frames = frames?.further;
        }
        Some(Place { frames, ..self })
    }

    /// Whom an expression is asked of.
    fn asked(self) -> &'a str {
        self.frames.map_or(self.path, |frame| frame.path)
    }
}

impl<'a> Policy<'a> {
    /// The test a step answers: its parts by their names, or an expression.
    pub(super) fn test(&self, step: &'a Step, test: &'a Test, at: Place<'a, '_>) -> Checked {
        let mut waiting = vec![(step, test)];
        while let Some((step, test)) = waiting.pop() {
            let Some(work) = &step.work else { return differs(&step.name) };
            let (parts, op) = match test {
                Test::Expr(expr) => {
                    self.shape(work, expr, Place { declared: Some(step.unit), ..at })?;
                    continue;
                }
                Test::All(parts) => (parts, Op::And),
                Test::Any(parts) => (parts, Op::Or),
            };
            same(work.op == op && work.args.len() == parts.len(), &step.name)?;
            for (node, part) in work.args.iter().zip(parts) {
                let Some(own) = self.leaf(node, StepKind::Part, &part.name.id) else { return differs(&part.name.id) };
                same(own.subject == step.subject && self.parts.borrow_mut().insert(own.id), &part.name.id)?;
                self.named(own, &part.name, &part.per, Type::TRUTH)?;
                same(own.shown == part.shown.map(shown), &part.name.id)?;
                waiting.push((own, &part.test));
            }
        }
        Ok(())
    }

    /// The step a leaf stands for, if it is of this kind and name.
    pub(super) fn leaf(&self, node: &Node, kind: StepKind, name: &str) -> Option<&'a Step> {
        let Op::Step(id) = node.op else { return None };
        let step = self.steps.record.trace.get(id as usize)?;
        (step.kind == kind && step.name == name).then_some(step)
    }

    /// Whether work is that of an expression.
    pub(super) fn shape(&self, node: &'a Node, expr: &'a Expr, at: Place<'a, '_>) -> Checked {
        use ExprKind as K;
        let (declared, at) = (at.declared, Place { declared: None, ..at });
        let wrong = || super::flaw(MALFORMED, &[&super::work::name(&node.op)]);
        if let (Op::Asker, [asked]) = (&node.op, node.args.as_slice()) {
            return at.of_asker().map_or_else(wrong, |at| self.shape(asked, expr, at));
        }
        let leaf = |kind, name: &str, of: EntityId| {
            let step = self.leaf(node, kind, name);
            match step.filter(|step| {
                self.depth_of(&step.subject.path) == self.depth(of)
                    && is_above(&step.subject.path, at.path)
                    && is_above(&step.subject.path, at.asked())
            }) {
                Some(_) => Ok(()),
                None => wrong(),
            }
        };
        match &expr.kind {
            K::Const(constant) => {
                let typed = node.unit == unit(expr.ty) && self.value_fits(&node.value, expr.ty);
                return if node.op == Op::Constant && typed && self.is_const(&node.value, constant) {
                    Ok(())
                } else {
                    wrong()
                };
            }
            K::DecisionDate => return leaf(StepKind::DecisionDate, "decision_date", EntityId(0)),
            K::Outer(out, asked) => {
                return at.outside(*out).map_or_else(wrong, |at| self.shape(node, asked, at));
            }
            K::IsElement { one, other, negated } => return self.is_element(node, (*one, *other), *negated, at),
            K::Field(of, field) => {
                let field = self.entity(*of).and_then(|entity| entity.fields.get(field.index()));
                return field.map_or_else(wrong, |field| leaf(StepKind::Fact, &field.name.id, *of));
            }
            K::Derived(id) => {
                let Some(derived) = self.model.derived.get(id.index()) else { return wrong() };
                let condition = derived.kind == crate::model::DerivedKind::Condition;
                let kind = if condition { StepKind::Condition } else { StepKind::Definition };
                return leaf(kind, &derived.name.id, derived.entity);
            }
            K::Reading(id) => {
                let reading = self.model.readings.get(id.index());
                return reading.map_or_else(wrong, |reading| leaf(StepKind::Reading, &reading.name.id, EntityId(0)));
            }
            K::Key(index) => return if at.keys.get(*index) == Some(node) { Ok(()) } else { wrong() },
            K::Parameter { id, keys, on } => {
                let keys: Vec<&Expr> = keys.iter().chain(on.as_deref()).collect();
                let written = on.is_some();
                return self.asked(node, *id, &keys, at, |op| matches!(op, Op::Lookup { on, .. } if *on == written));
            }
            K::Marginal { id, amount, on } => {
                let keys: Vec<&Expr> = std::iter::once(&**amount).chain(on.as_deref()).collect();
                let written = on.is_some();
                return self.asked(node, *id, &keys, at, |op| *op == Op::Marginal { on: written });
            }
            K::Aggregate(aggregate) => {
                self.typed(node, expr, declared)?;
                return self.aggregate(node, aggregate, at);
            }
            K::In { value, set, negated } => {
                self.typed(node, expr, declared)?;
                let op = if *negated { Op::NotIn } else { Op::In };
                return self.member(node, op, value, set, at);
            }
            _ => {}
        }
        let Some((op, args)) = operation(expr) else { return wrong() };
        self.typed(node, expr, declared)?;
        // An age is asked on the decision date where no other is written.
        let by_default = matches!(&expr.kind, K::Age { on: None, .. });
        if node.op != op || node.args.len() != args.len().saturating_add(usize::from(by_default)) {
            return wrong();
        }
        if by_default
            && node.args.last().is_none_or(|on| self.leaf(on, StepKind::DecisionDate, "decision_date").is_none())
        {
            return wrong();
        }
        node.args.iter().zip(args).try_for_each(|(node, expr)| self.shape(node, expr, at))
    }

    /// The unit is the expression's or one declared wider, and a choice is under its label.
    fn typed(&self, node: &Node, expr: &Expr, declared: Option<Unit>) -> Checked {
        let own = unit(expr.ty);
        let typed = node.unit == own || declared == Some(node.unit) && widens(own, node.unit);
        same(typed && self.value_fits(&node.value, expr.ty), &super::work::name(&node.op))
    }

    fn member(&self, node: &'a Node, op: Op, value: &'a Expr, set: &'a [SetItem], at: Place<'a, '_>) -> Checked {
        let (Some((first, items)), true) = (node.args.split_first(), node.op == op) else {
            return differs(&super::work::name(&op));
        };
        same(items.len() == set.len(), &super::work::name(&op))?;
        self.shape(first, value, at)?;
        for (node, item) in items.iter().zip(set) {
            match (item, node.args.as_slice()) {
                (SetItem::Value(expr), _) => self.shape(node, expr, at)?,
                (SetItem::Range(low, high), [from, to]) if node.op == Op::Range => {
                    self.shape(from, low, at)?;
                    self.shape(to, high, at)?;
                }
                _ => return differs(&super::work::name(&op)),
            }
        }
        Ok(())
    }

    /// A parameter asked at these keys: a leaf, whose step has them in its work.
    fn asked(
        &self,
        node: &'a Node,
        id: ParameterId,
        keys: &[&'a Expr],
        at: Place<'a, '_>,
        is: impl Fn(&Op) -> bool,
    ) -> Checked {
        let Some(parameter) = self.model.parameters.get(id.index()) else { return differs(&id.index()) };
        let name = &parameter.name.id;
        let step = self.leaf(node, StepKind::Parameter, name).filter(|step| is_above(&step.subject.path, at.path));
        let Some(work) = step.and_then(|step| step.work.as_ref()).filter(|work| is(&work.op)) else {
            return differs(name);
        };
        same(work.args.len() >= keys.len(), name)?;
        work.args.iter().zip(keys).try_for_each(|(node, expr)| self.shape(node, expr, at))
    }

    fn aggregate(&self, node: &'a Node, aggregate: &'a Aggregate, at: Place<'a, '_>) -> Checked {
        let op = aggregate_op(&aggregate.kind);
        let wrong = || differs(&super::work::name(&node.op));
        same(node.op == op, &super::work::name(&node.op))?;
        let mut args = node.args.iter();
        if let (AggregateKind::Nth(n), Some(node)) = (&aggregate.kind, args.clone().next()) {
            args.next();
            self.shape(node, n, at)?;
        }
        let mut outermost = true;
        // The subject itself is who is asked outside all lists.
        let own = at.frames.is_none().then_some(Frame { path: at.path, further: None });
        for arg in args {
            let Op::Element { filter, value, subject, called, descending } = &arg.op else {
                // The outermost list is the one on the way that belongs to the aggregate's root.
                let (mut list, mut owner) = (arg, Some(at));
                while let (Op::Asker, [inner]) = (&list.op, list.args.as_slice()) {
                    (list, owner) = (inner, owner.and_then(Place::of_asker));
                }
                let asked = at.outside(aggregate.of).map(Place::asked);
                let (Op::Step(id), Some(owner), Some(asked)) = (&list.op, owner, asked) else { return wrong() };
                let ranks = matches!(aggregate.kind, AggregateKind::Rank);
                let Some(step) = self.steps.record.trace.get(*id as usize) else { return wrong() };
                let starts = self.depth_of(&step.subject.path) == self.depth(aggregate.root);
                let on_the_way = self.on_the_way(&step.name, self.depth_of(&step.subject.path), aggregate.element);
                let theirs = if ranks { owner.path == asked } else { is_above(&step.subject.path, asked) };
                same(on_the_way && (starts && theirs || !outermost), &step.name)?;
                outermost = false;
                continue;
            };
            same(self.depth_of(subject) == self.depth(aggregate.element), subject)?;
            let frame = Frame { path: subject, further: at.frames.or(own.as_ref()) };
            let (frames, asker) = (Some(&frame), Some(&at));
            let place = Place { entity: aggregate.element, path: subject, asker, frames, keys: &[], declared: None };
            let alone = aggregate.filter.is_some() && !value && descending.is_empty();
            let keys = aggregate.by.iter().map(|key| key.descending);
            let right = called.as_deref() == aggregate.name.as_deref()
                && *filter == aggregate.filter.is_some()
                && (alone || (*value == aggregate.value.is_some() && descending.iter().copied().eq(keys)));
            same(right, subject)?;
            let exprs =
                aggregate.filter.iter().chain(&aggregate.value).chain(aggregate.by.iter().map(|key| &key.value));
            arg.args.iter().zip(exprs).try_for_each(|(node, expr)| self.shape(node, expr, place))?;
        }
        Ok(())
    }

    /// Whether two are one: the innermost of whom the work is, and another further out.
    fn is_element(&self, node: &Node, out: (u32, u32), negated: bool, at: Place<'a, '_>) -> Checked {
        let (Op::IsElement(further) | Op::IsNotElement(further)) = node.op else {
            return differs(&super::work::name(&node.op));
        };
        let mut other = Some(at);
        for _ in 0..further {
            other = other.and_then(Place::of_asker);
        }
        let asked = |out: u32| at.outside(out).map(Place::asked);
        let right = negated == matches!(node.op, Op::IsNotElement(_))
            && asked(out.0.min(out.1)) == Some(at.path)
            && asked(out.0.max(out.1)) == other.map(|other| other.path);
        same(right, &super::work::name(&node.op))
    }

    /// Whether a list at a depth lies on the way to an element.
    fn on_the_way(&self, list: &str, depth: usize, element: EntityId) -> bool {
        let mut at = element;
        while let Some((above, name, _)) = self.entity(at).and_then(|entity| entity.parent.as_ref()) {
            if self.depth(*above) == depth {
                return name.id == list;
            }
            at = *above;
        }
        false
    }

    /// How many lists lie above an entity.
    fn depth(&self, entity: EntityId) -> usize {
        let mut depth = 0usize;
        let mut at = entity;
        while let Some((above, ..)) = self.entity(at).and_then(|entity| entity.parent.as_ref()) {
            depth = depth.saturating_add(1);
            at = *above;
        }
        depth
    }

    /// How many lists lie above a subject.
    fn depth_of(&self, path: &str) -> usize {
        if path.is_empty() { 0 } else { path.split('.').count() }
    }
}

/// An expression whose work has its operands as arguments, one by one.
fn operation(expr: &Expr) -> Option<(Op, Vec<&Expr>)> {
    use ExprKind as K;
    Some(match &expr.kind {
        K::Neg(a) => (Op::Neg, vec![a]),
        K::Not(a) => (Op::Not, vec![a]),
        K::And(list) => (Op::And, list.iter().collect()),
        K::Or(list) => (Op::Or, list.iter().collect()),
        K::Compare(how, a, b) => (comparison(*how), vec![a, b]),
        K::Add(a, b) => (Op::Add, vec![a, b]),
        K::Sub(a, b) => (Op::Sub, vec![a, b]),
        K::Mul(a, b) => (Op::Mul, vec![a, b]),
        K::Div(a, b) => (Op::Div, vec![a, b]),
        K::If(a, b, c) => (Op::If, vec![a, b, c]),
        K::IsNone { value, negated } => (if *negated { Op::IsNotNone } else { Op::IsNone }, vec![value]),
        K::Round { value, step, mode } => (Op::Round { step: *step, mode: rounding(*mode) }, vec![value]),
        K::Min(list) => (Op::Min, list.iter().collect()),
        K::Max(list) => (Op::Max, list.iter().collect()),
        K::Clamp(a, b, c) => (Op::Clamp, vec![a, b, c]),
        K::ValueOr(a, b) => (Op::ValueOr, vec![a, b]),
        K::Age { born, missing, on } => {
            (Op::Age(missing_day(*missing)), std::iter::once(&**born).chain(on.as_deref()).collect())
        }
        K::MonthsBetween { earlier, later, missing } => {
            (Op::MonthsBetween(missing_day(*missing)), vec![earlier, later])
        }
        K::AddMonths { date, months, missing } => (Op::AddMonths(missing_day(*missing)), vec![date, months]),
        K::DatePart(part, date) => {
            let op = match part {
                DatePart::Year => Op::Year,
                DatePart::Month => Op::Month,
                DatePart::Day => Op::Day,
            };
            (op, vec![date])
        }
        K::YearStart { date, first_month } => (Op::YearStart(*first_month), vec![date]),
        K::PerYear(a) => (Op::PerYear, vec![a]),
        K::PerMonth(a) => (Op::PerMonth, vec![a]),
        _ => return None,
    })
}

fn comparison(how: Comparison) -> Op {
    match how {
        Comparison::Eq => Op::Eq,
        Comparison::Ne => Op::Ne,
        Comparison::Lt => Op::Lt,
        Comparison::Le => Op::Le,
        Comparison::Gt => Op::Gt,
        Comparison::Ge => Op::Ge,
    }
}

fn aggregate_op(kind: &AggregateKind) -> Op {
    match kind {
        AggregateKind::Sum => Op::Sum,
        AggregateKind::Count => Op::Count,
        AggregateKind::Average => Op::Average,
        AggregateKind::Min => Op::Least,
        AggregateKind::Max => Op::Greatest,
        AggregateKind::Any => Op::Any,
        AggregateKind::All => Op::All,
        AggregateKind::First => Op::First,
        AggregateKind::Nth(_) => Op::Nth,
        AggregateKind::Rank => Op::Rank,
    }
}

fn rounding(mode: Rounding) -> RoundMode {
    match mode {
        Rounding::HalfUp => RoundMode::HalfUp,
        Rounding::HalfEven => RoundMode::HalfEven,
        Rounding::Up => RoundMode::Up,
        Rounding::Down => RoundMode::Down,
    }
}

fn missing_day(missing: value::MissingDay) -> MissingDay {
    match missing {
        value::MissingDay::Down => MissingDay::Down,
        value::MissingDay::Up => MissingDay::Up,
    }
}
