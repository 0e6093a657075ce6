//! Compares the shape of work with the expression it is the work of.

use super::marks::shown;
use super::policy::{Policy, differs, is_table, same, unit};
use super::values::widens;
use super::work::is_above;
use super::{Checked, MALFORMED};
use crate::decision::record::{Certainty, MissingDay, Node, Op, RoundMode, Step, StepKind, Unit, Value};
use crate::model::{
    Aggregate, AggregateKind, Comparison, DatePart, EntityId, Expr, ExprKind, ParameterId, Pattern, SetItem, Test, Type,
};
use crate::value::{self, Number, Rounding};

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
                return self.asked(node, *id, &keys, Op::Lookup { on: on.is_some() }, at);
            }
            K::Marginal { id, amount, on } => {
                let keys: Vec<&Expr> = std::iter::once(&**amount).chain(on.as_deref()).collect();
                return self.asked(node, *id, &keys, Op::Marginal { on: on.is_some() }, at);
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
    fn asked(&self, node: &'a Node, id: ParameterId, keys: &[&'a Expr], op: Op, at: Place<'a, '_>) -> Checked {
        let Some(parameter) = self.model.parameters.get(id.index()) else { return differs(&super::work::name(&op)) };
        let name = &parameter.name.id;
        let step = self.leaf(node, StepKind::Parameter, name).filter(|step| is_above(&step.subject.path, at.path));
        let Some(work) = step.and_then(|step| step.work.as_ref()).filter(|work| work.op == op) else {
            return differs(name);
        };
        same(work.args.len() >= keys.len(), name)?;
        work.args.iter().zip(keys).try_for_each(|(node, expr)| self.shape(node, expr, at))
    }

    /// A parameter's step: its version, row and value are those of the table.
    pub(super) fn parameter(&self, step: &'a Step, at: Place<'a, '_>) -> Checked {
        let found = (0u32..).zip(&self.model.parameters).find(|(_, parameter)| *parameter.name.id == *step.name);
        let (Some((_, parameter)), Some(work)) = (found, &step.work) else { return differs(&step.name) };
        let written = matches!(work.op, Op::Lookup { on: true } | Op::Marginal { on: true });
        let marginal = matches!(work.op, Op::Marginal { .. });
        let mut per = parameter.per.clone();
        if let (false, false, Some((_, version))) = (written, marginal, parameter.on(self.date)) {
            per.extend(version.per.iter().cloned());
        }
        let ty = if marginal {
            work.args.first().map_or(parameter.ty, |_| Type::plain(base_of(step)))
        } else {
            parameter.ty
        };
        self.named(step, &parameter.name, &per, ty)?;
        same(is_table(&work.op) && work.unit == step.unit && self.value_fits(&work.value, parameter.ty), &step.name)?;
        let asked = if marginal { 1 } else { parameter.keys.len() }.saturating_add(usize::from(written));
        let Some(lookup) = &step.lookup else { return same(work.args.len() == asked, &step.name) };
        let Some((asked, given)) = work.args.split_at_checked(asked) else { return differs(&step.name) };
        let single = given.first().is_some_and(|given| given.unit == unit(parameter.ty)) && given.len() == 1;
        same(marginal || single, &step.name)?;
        if lookup.certainty == Certainty::Setting {
            same(lookup.checked.is_none(), &step.name)?;
            return same(marginal || given.iter().all(|given| given.op == Op::Constant), &step.name);
        }
        let version = parameter.on(lookup.on).map(|(_, version)| version);
        let Some(version) = version.filter(|version| Some(version.from) == lookup.from) else {
            return differs(&lookup.on);
        };
        let (certainty, source) = match &version.certainty {
            crate::model::Certainty::Confirmed => (Certainty::Confirmed, ""),
            crate::model::Certainty::Assumed(who) => (Certainty::Assumed, who.as_str()),
        };
        same(lookup.certainty == certainty && lookup.source == source, &lookup.source)?;
        same(lookup.checked == version.checked, &step.name)?;
        if marginal {
            return self.bands(step, work, version);
        }
        let (Some(row), Some(given)) = (version.rows.get(lookup.row as usize), given.first()) else {
            return differs(&step.name);
        };
        let keys = asked.get(..row.patterns.len()).unwrap_or_default();
        same(keys.len() == parameter.keys.len(), &step.name)?;
        for (pattern, key) in row.patterns.iter().zip(keys) {
            same(self.matches(pattern, &key.value), &step.name)?;
        }
        match &row.value.kind {
            ExprKind::Const(constant) => {
                let right = given.op == Op::Constant && self.is_const(&given.value, constant);
                same(right, &step.name)
            }
            _ => self.shape(given, &row.value, Place { keys, ..at }),
        }
    }

    /// The bands of a sliding scale, up to the last it reaches.
    fn bands(&self, step: &Step, work: &Node, version: &crate::model::Version) -> Checked {
        let mut rows: Vec<(Option<Number>, Option<Number>, &Expr)> = Vec::new();
        for row in &version.rows {
            match row.patterns.first() {
                Some(Pattern::Any) => rows.push((None, None, &row.value)),
                Some(Pattern::Range { low, high, .. }) => rows.push((*low, *high, &row.value)),
                _ => {}
            }
        }
        rows.sort_by_key(|(low, ..)| *low);
        let number = |node: &Node| match &node.value {
            Value::Number(number) => Some(*number),
            _ => None,
        };
        let amount = work.args.first();
        let whole = amount.and_then(number);
        let reached = rows.iter().filter(|(low, ..)| whole.is_some_and(|whole| whole > low.unwrap_or(Number::ZERO)));
        let bands: Vec<&Node> = work.args.iter().filter(|node| node.op == Op::Band).collect();
        same(bands.len() == reached.clone().count(), &step.name)?;
        let last = step.lookup.as_ref().is_some_and(|lookup| lookup.row as usize == bands.len().saturating_sub(1));
        same(last, &step.name)?;
        for (band, (low, high, rate)) in bands.iter().zip(reached) {
            let ([part, given], Some(amount)) = (band.args.as_slice(), amount) else { return differs(&step.name) };
            let [end, begin] = part.args.as_slice() else { return differs(&step.name) };
            let ends = match high.filter(|high| whole.is_some_and(|whole| *high < whole)) {
                Some(high) => end.op == Op::Constant && end.unit == amount.unit && number(end) == Some(high),
                None => end == amount,
            };
            let rated = matches!(&rate.kind, ExprKind::Const(constant) if self.is_const(&given.value, constant));
            let right = ends
                && rated
                && number(begin) == Some(low.unwrap_or(Number::ZERO))
                && (band.unit, part.unit, begin.unit) == (amount.unit, amount.unit, amount.unit)
                && given.op == Op::Constant
                && given.unit == unit(rate.ty);
            same(right, &step.name)?;
        }
        Ok(())
    }

    fn matches(&self, pattern: &Pattern, key: &Value) -> bool {
        match (pattern, key) {
            (Pattern::Any, _) => true,
            (Pattern::Value(crate::model::Const::Truth(true)), Value::Waived) => true,
            (Pattern::Value(constant), key) => self.is_const(key, constant),
            (Pattern::Range { low, low_open, high, high_open }, Value::Number(key)) => {
                let above = low.is_none_or(|low| if *low_open { low < *key } else { low <= *key });
                above && high.is_none_or(|high| if *high_open { *key < high } else { *key <= high })
            }
            _ => false,
        }
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

/// The type a sliding scale gives: that of its amount.
fn base_of(step: &Step) -> crate::model::Base {
    use crate::decision::record::Unit;
    use crate::model::Base;
    match step.unit {
        Unit::Money => Base::Money,
        Unit::MoneyPerMonth => Base::MoneyPerMonth,
        Unit::MoneyPerYear => Base::MoneyPerYear,
        Unit::Ratio => Base::Ratio,
        Unit::Integer => Base::Integer,
        _ => Base::Decimal,
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
