//! One named operation → its work: the tree of what it read, down to steps and constants.

use super::record::*;
use super::trace::Builder;
use super::words::unit;
use crate::eval::{self, At, Context, counts, elements, is_ranked};
use crate::model::{self, Comparison, DatePart, EntityId};
use crate::plan::{self, AggregateKind, OpKind, Operand, Operation, SetItem};
use crate::value::{Cell, Fault, Number, Rounding};

impl Builder<'_> {
    /// An operand as a node: a reference where it has a name, else its own work.
    pub(super) fn node(&mut self, operand: Operand, at: At) -> Node {
        match operand {
            Operand::Const(index) => {
                let constant = self.context.plan.constants.get(index as usize).copied();
                let (cell, ty) = constant.unwrap_or((Cell::Unknown, model::Type::TRUTH));
                Node { op: Op::Constant, args: Vec::new(), value: self.texts.value(cell, ty), unit: unit(ty) }
            }
            Operand::Field(entity, field) => {
                let fields = self.context.plan.model.entities.get(entity.index()).map(|e| e.fields.as_slice());
                let ty = fields.and_then(|f| f.get(field.0 as usize)).map_or(model::Type::TRUTH, |f| f.ty);
                self.reference(operand, at, ty)
            }
            Operand::Slot(entity, slot) => match self.context.plan.op_of(entity, slot) {
                Some((_, operation)) if operation.name.is_none() => self.work(operation, self.frame.up(at, entity)),
                operation => self.reference(operand, at, operation.map_or(model::Type::TRUTH, |(_, o)| o.ty)),
            },
        }
    }

    fn reference(&mut self, operand: Operand, at: At, ty: model::Type) -> Node {
        let cell = self.frame.read(operand, at);
        let key = self.key(operand, at);
        Node { op: Op::Step(key), args: Vec::new(), value: self.texts.value(cell, ty), unit: unit(ty) }
    }

    /// The work of an operation.
    pub(super) fn work(&mut self, operation: &Operation, at: At) -> Node {
        let (op, args) = match &operation.kind {
            OpKind::Alias(a) => return self.node(*a, at),
            OpKind::Versions(_) | OpKind::Resolve(..) => {
                // Nameless only where exceptions stand between it and its name.
                let slot = operation.output();
                return self.body(slot, at).unwrap_or_else(|| self.reference(slot, at, operation.ty));
            }
            OpKind::DecisionDate | OpKind::Reading(_) => (Op::Constant, Vec::new()),
            OpKind::Lookup(lookup) => self.lookup(lookup, at),
            OpKind::Marginal { parameter, amount, on } => self.marginal(*parameter, *amount, *on, at),
            OpKind::Aggregate(aggregate) => self.aggregate(aggregate, at),
            OpKind::Within { value, low, high } => {
                // What lies within its range is told as if there were none.
                if self.frame.read(operation.output(), at) == self.frame.read(*value, at) {
                    return self.node(*value, at);
                }
                let op = Op::Within { low: low.is_some(), high: high.is_some() };
                (op, [Some(*value), *low, *high].into_iter().flatten().map(|operand| self.node(operand, at)).collect())
            }
            OpKind::Asker(a) => (Op::Asker, vec![self.node(*a, self.frame.asker(at, 1))]),
            OpKind::IsElement { hops, negated } => {
                (if *negated { Op::IsNotElement(*hops) } else { Op::IsElement(*hops) }, Vec::new())
            }
            OpKind::In { value, set, negated, .. } => {
                let mut args = vec![self.node(*value, at)];
                for item in set {
                    args.push(match item {
                        SetItem::Value(v) => self.node(*v, at),
                        SetItem::Range(low, high) => {
                            let ends = vec![self.node(*low, at), self.node(*high, at)];
                            let (value, unit) =
                                ends.first().map_or((Value::Unknown, Unit::Truth), |low| (low.value.clone(), low.unit));
                            Node { op: Op::Range, args: ends, value, unit }
                        }
                    });
                }
                (if *negated { Op::NotIn } else { Op::In }, args)
            }
            kind => {
                let (op, operands) = simple(kind);
                (op, operands.into_iter().map(|operand| self.node(operand, at)).collect())
            }
        };
        let cell = self.frame.read(operation.output(), at);
        Node { op, args, value: self.texts.value(cell, operation.ty), unit: unit(operation.ty) }
    }

    fn lookup(&mut self, lookup: &plan::Lookup, at: At) -> (Op, Vec<Node>) {
        let keys: Vec<Operand> = lookup.keys.iter().chain(&lookup.on).copied().collect();
        let mut args: Vec<Node> = keys.into_iter().map(|key| self.node(key, at)).collect();
        let on = lookup.on.map_or(Cell::Date(self.context.date), |on| self.frame.read(on, at));
        let cells = lookup.keys.iter().map(|key| self.frame.read(*key, at));
        let (tables, parameter) = (self.context.tables, lookup.parameter);
        let ty = self.context.plan.model.parameters.get(parameter.index()).map_or(model::Type::TRUTH, |p| p.ty);
        if let (Cell::Date(on), None) = (on, eval::blocked(cells.clone()).filter(|cell| *cell != Cell::Unknown)) {
            match tables.look_up(parameter, on, cells) {
                eval::Looked::Row(_, _, Some(cell)) => {
                    args.push(Node {
                        op: Op::Constant,
                        args: Vec::new(),
                        value: self.texts.value(cell, ty),
                        unit: unit(ty),
                    });
                }
                eval::Looked::Row(version, row, None) => {
                    let computed = lookup.computed.iter().find(|(v, r, _)| (*v, *r) == (version, row));
                    if let Some((_, _, operand)) = computed {
                        args.push(self.node(*operand, at));
                    }
                }
                _ => {}
            }
        }
        let keys = self.texts.labels.keys.get(parameter.index()).cloned().unwrap_or_default();
        (Op::Lookup { on: lookup.on.is_some(), keys }, args)
    }

    fn marginal(
        &mut self,
        parameter: model::ParameterId,
        amount: Operand,
        on: Option<Operand>,
        at: At,
    ) -> (Op, Vec<Node>) {
        let amount_node = self.node(amount, at);
        let mut args = vec![amount_node.clone()];
        args.extend(on.map(|on| self.node(on, at)));
        let date = on.map_or(Cell::Date(self.context.date), |on| self.frame.read(on, at));
        let op = Op::Marginal { on: on.is_some() };
        let (Cell::Number(whole), Cell::Date(date)) = (self.frame.read(amount, at), date) else {
            return (op, args);
        };
        let Ok((_, version)) = self.context.tables.on(parameter, date) else { return (op, args) };
        let money = amount_node.unit;
        let ratio = self.context.plan.model.parameters.get(parameter.index()).map_or(model::Type::TRUTH, |p| p.ty);
        let leaf = |op: Op, number: Number| Node { op, args: Vec::new(), value: Value::Number(number), unit: money };
        for band in version.bands(whole).unwrap_or_default() {
            let end = if band.end < whole { leaf(Op::Constant, band.end) } else { amount_node.clone() };
            let begin = leaf(Op::Constant, band.begin);
            let part = band.end.checked_sub(band.begin);
            let product = match (part, band.rate) {
                (Some(part), Cell::Number(rate)) => part.checked_mul(rate),
                _ => None,
            };
            let or_overflow = |number: Option<Number>| number.map_or(Value::Error(Fault::Overflow), Value::Number);
            let part_node = Node { op: Op::Sub, args: vec![end, begin], value: or_overflow(part), unit: money };
            let rate_node = Node {
                op: Op::Constant,
                args: Vec::new(),
                value: self.texts.value(band.rate, ratio),
                unit: unit(ratio),
            };
            let args_of_band = vec![part_node, rate_node];
            args.push(Node { op: Op::Band, args: args_of_band, value: or_overflow(product), unit: money });
        }
        (op, args)
    }

    fn aggregate(&mut self, aggregate: &plan::Aggregate, at: At) -> (Op, Vec<Node>) {
        let frame = self.frame;
        let mut args = Vec::new();
        if let AggregateKind::Nth(n) = aggregate.kind {
            args.push(self.node(n, at));
        }
        let root = frame.up(frame.asker(at, aggregate.hops), aggregate.root).instance;
        for list in self.lists(aggregate, root) {
            args.push((0..aggregate.hops).fold(list, |list, _| of_asker(list)));
        }
        let (found, _) = elements(frame, aggregate, at);
        let ranks = matches!(aggregate.kind, AggregateKind::Rank);
        let found: Vec<(At, bool)> =
            found.map(|element| (element, ranks && is_ranked(frame, aggregate, at, element))).collect();
        let called: Option<Text> = aggregate.name.as_deref().map(Text::from);
        // Whoever is placed has a place even where it does not count itself.
        for (at, placed) in found {
            let counts = counts(frame, aggregate, at).truth();
            let quantified = matches!(aggregate.kind, AggregateKind::Any | AggregateKind::All);
            let further = counts == Some(true) || (quantified && counts != Some(false));
            let filter = aggregate.filter.map(|filter| self.node(filter, at));
            let asked = aggregate.value.filter(|_| further).map(|v| self.node(v, at));
            let keys: Vec<(Node, bool)> = match further || placed {
                true => aggregate.by.iter().map(|(key, descending)| (self.node(*key, at), *descending)).collect(),
                false => Vec::new(),
            };
            let (value, unit) = asked
                .as_ref()
                .or(filter.as_ref())
                .map_or((Value::Truth(true), Unit::Truth), |node| (node.value.clone(), node.unit));
            let op = Op::Element {
                filter: filter.is_some(),
                value: asked.is_some(),
                subject: {
                    let element = frame.element(at);
                    self.texts.subject(element.entity, element.instance).path.clone()
                },
                called: called.clone(),
                descending: keys.iter().map(|(_, descending)| *descending).collect(),
            };
            let nodes = filter.into_iter().chain(asked).chain(keys.into_iter().map(|(node, _)| node)).collect();
            args.push(Node { op, args: nodes, value, unit });
        }
        let op = match aggregate.kind {
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
        };
        (op, args)
    }

    /// The lists between an aggregate's root and its elements, outermost first.
    fn lists(&mut self, aggregate: &plan::Aggregate, root: u32) -> Vec<Node> {
        let entities = &self.context.plan.model.entities;
        let mut path = Vec::new();
        let mut at = aggregate.element;
        while let (true, Some((above, ..))) =
            (at != aggregate.root, entities.get(at.index()).and_then(|e| e.parent.as_ref()))
        {
            path.push((at, *above));
            at = *above;
        }
        let mut nodes = Vec::new();
        for (element, above) in path.into_iter().rev() {
            let (parents, _) = self.context.elements(aggregate.root, root, above);
            for parent in parents {
                let key = self.list_key(element, parent);
                self.reach(key);
                let op = Op::Step(u32::try_from(key).unwrap_or(u32::MAX));
                nodes.push(Node {
                    op,
                    args: Vec::new(),
                    value: list_value(self.context, element, parent),
                    unit: Unit::Integer,
                });
            }
        }
        nodes
    }
}

/// What the one who asks has, within the work of an element.
fn of_asker(node: Node) -> Node {
    Node { op: Op::Asker, value: node.value.clone(), unit: node.unit, args: vec![node] }
}

/// How many entries a list has, if it was given.
pub(super) fn list_value(context: &Context<'_>, element: EntityId, parent: u32) -> Value {
    if context.is_known(element, parent) {
        Value::Number(Number::from_int(i64::try_from(context.children(element, parent).len()).unwrap_or(i64::MAX)))
    } else {
        Value::Unknown
    }
}

/// Operations whose arguments are just their operands.
fn simple(kind: &OpKind) -> (Op, Vec<Operand>) {
    let missing = |m: &crate::value::MissingDay| match m {
        crate::value::MissingDay::Down => MissingDay::Down,
        crate::value::MissingDay::Up => MissingDay::Up,
    };
    match kind {
        OpKind::Neg(a) => (Op::Neg, vec![*a]),
        OpKind::Not(a) => (Op::Not, vec![*a]),
        OpKind::And(list) => (Op::And, list.to_vec()),
        OpKind::Or(list) => (Op::Or, list.to_vec()),
        OpKind::Compare(how, a, b) => {
            let op = match how {
                Comparison::Eq => Op::Eq,
                Comparison::Ne => Op::Ne,
                Comparison::Lt => Op::Lt,
                Comparison::Le => Op::Le,
                Comparison::Gt => Op::Gt,
                Comparison::Ge => Op::Ge,
            };
            (op, vec![*a, *b])
        }
        OpKind::Add(a, b) => (Op::Add, vec![*a, *b]),
        OpKind::Sub(a, b) => (Op::Sub, vec![*a, *b]),
        OpKind::Mul(a, b, _) => (Op::Mul, vec![*a, *b]),
        OpKind::Div(a, b) => (Op::Div, vec![*a, *b]),
        OpKind::If(a, b, c) => (Op::If, vec![*a, *b, *c]),
        OpKind::IsNone { value, negated } => (if *negated { Op::IsNotNone } else { Op::IsNone }, vec![*value]),
        OpKind::Round { value, step, mode } => {
            let mode = match mode {
                Rounding::HalfUp => RoundMode::HalfUp,
                Rounding::HalfEven => RoundMode::HalfEven,
                Rounding::Up => RoundMode::Up,
                Rounding::Down => RoundMode::Down,
            };
            (Op::Round { step: *step, mode }, vec![*value])
        }
        OpKind::Min(list) => (Op::Min, list.to_vec()),
        OpKind::Max(list) => (Op::Max, list.to_vec()),
        OpKind::Clamp(a, b, c) => (Op::Clamp, vec![*a, *b, *c]),
        OpKind::ValueOr(a, b) => (Op::ValueOr, vec![*a, *b]),
        OpKind::Age(a, b, m) => (Op::Age(missing(m)), vec![*a, *b]),
        OpKind::MonthsBetween(a, b, m) => (Op::MonthsBetween(missing(m)), vec![*a, *b]),
        OpKind::AddMonths(a, b, m) => (Op::AddMonths(missing(m)), vec![*a, *b]),
        OpKind::DatePart(part, a) => {
            let op = match part {
                DatePart::Year => Op::Year,
                DatePart::Month => Op::Month,
                DatePart::Day => Op::Day,
            };
            (op, vec![*a])
        }
        OpKind::YearStart(a, first) => (Op::YearStart(*first), vec![*a]),
        OpKind::PerYear(a) => (Op::PerYear, vec![*a]),
        OpKind::PerMonth(a) => (Op::PerMonth, vec![*a]),
        // The others build their own nodes.
        _ => (Op::Constant, Vec::new()),
    }
}
