//! A policy, or a record beside its policy → the spots, one by one, each with the way it turned out.
//!
//! One walk serves both: without a record it names every spot there is; with one it follows the
//! work of a step along the expression it is the work of, and says which way each spot went.

use doudi::decision::record::{
    Branch, Certainty, ExceptionState, ExceptionTried, Measure, Node, Op, Record, Step, StepKind, Value,
};
use doudi::model::{
    AggregateKind, Citation, Const, Derived, DerivedKind, DerivedVersion, Effect, EntityId, Exception, Expr, ExprKind,
    Grant, Model, Parameter, Pattern, Rule, SetItem, Test, Version,
};
use doudi::source::Span;
use std::collections::BTreeMap;

/// What a spot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A rule.
    Rule,
    /// A condition, or a definition that is true or false.
    Condition,
    /// The same where an exception can waive it.
    Waivable,
    /// Another definition, of which there are several by date.
    Version,
    /// A named part of a test.
    Part,
    /// Something true or false within an expression.
    Test,
    /// The question of an `if`.
    Question,
    /// An exception.
    Exception,
    /// A row of a parameter.
    Row,
    /// A variant of a reading.
    Variant,
}

/// A way a spot can turn out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Of a rule: its `when` holds.
    Granted,
    /// It does not hold.
    Refused,
    /// It, or an amount, is not known.
    Undetermined,
    /// True.
    Met,
    /// False.
    NotMet,
    /// Not tested.
    Waived,
    /// Of an exception: it took effect.
    Applied,
    /// It did not.
    NotApplied,
    /// Of a row, a version or a variant.
    Used,
    /// Of an `if`.
    Then,
    /// Of an `if`.
    Else,
}

impl Kind {
    /// The ways there are.
    pub fn ways(self) -> &'static [Way] {
        match self {
            Kind::Rule => &[Way::Granted, Way::Refused, Way::Undetermined],
            Kind::Condition | Kind::Part | Kind::Test => &[Way::Met, Way::NotMet],
            Kind::Waivable => &[Way::Met, Way::NotMet, Way::Waived],
            Kind::Question => &[Way::Then, Way::Else],
            Kind::Exception => &[Way::Applied, Way::NotApplied],
            Kind::Version | Kind::Row | Kind::Variant => &[Way::Used],
        }
    }
}

impl Way {
    /// What it is called in `gaps` blocks, where its Chinese name does as well, and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Way::Granted => "granted",
            Way::Refused => "refused",
            Way::Undetermined => "undetermined",
            Way::Met => "met",
            Way::NotMet => "not met",
            Way::Waived => "waived",
            Way::Applied => "applied",
            Way::NotApplied => "not applied",
            Way::Used => "used",
            Way::Then => "then",
            Way::Else => "else",
        }
    }
}

/// Where a spot stands: the names from its item down.
#[derive(Clone, Copy)]
pub struct At<'a> {
    above: Option<&'a At<'a>>,
    name: &'a str,
}

impl<'a> At<'a> {
    fn item(name: &'a str) -> Self {
        At { above: None, name }
    }

    fn below(&'a self, name: &'a str) -> Self {
        At { above: Some(self), name }
    }

    /// `Household.means_test/income`
    pub fn path(&self) -> String {
        match self.above {
            Some(above) => format!("{}/{}", above.path(), self.name),
            None => self.name.to_owned(),
        }
    }
}

/// Is told every spot.
pub trait Sees {
    /// A spot: the way it went in the record, if it went one.
    fn spot(&mut self, kind: Kind, span: Span, at: &At<'_>, way: Option<Way>);
}

/// Names every spot of a policy.
pub fn spots(model: &Model, sees: &mut dyn Sees) {
    let mut walk = Walk { model, trace: None, sees };
    for rule in &model.rules {
        let at = At::item(&rule.name.id);
        walk.sees.spot(Kind::Rule, rule.name.span, &at, None);
        walk.test(&rule.when, None, &at);
        rule.grants.iter().chain(&rule.otherwise).flat_map(|it| &it.fields).for_each(|it| walk.expr(it, None, &at));
    }
    for derived in &model.derived {
        for version in &derived.versions {
            let name = derived_name(model, derived, version);
            let at = At::item(&name);
            if let (Some(kind), Some(span)) = (kind_of(model, derived, version), body(&version.body)) {
                walk.sees.spot(kind, span, &at, None);
            }
            walk.test(&version.body, None, &at);
        }
    }
    for exception in &model.exceptions {
        let at = At::item(&exception.name.id);
        walk.sees.spot(Kind::Exception, exception.name.span, &at, None);
        walk.test(&exception.when, None, &at);
        if let Effect::Then(value) = &exception.effect {
            walk.expr(value, None, &at);
        }
    }
    for parameter in &model.parameters {
        for version in &parameter.versions {
            let name = version_name(parameter, version);
            let at = At::item(&name);
            version.rows.iter().for_each(|row| walk.sees.spot(Kind::Row, row.span, &at, None));
        }
    }
    for reading in &model.readings {
        let at = At::item(&reading.name.id);
        let variants = model.choices.get(reading.choice.index()).map(|choice| choice.variants.as_slice());
        for variant in variants.unwrap_or_default() {
            walk.sees.spot(Kind::Variant, variant.span, &at.below(&variant.id), None);
        }
    }
}

/// Tells of every item what it cites.
pub fn citations(model: &Model, tell: &mut dyn FnMut(&str, &[Citation])) {
    model.rules.iter().for_each(|rule| tell(&rule.name.id, &rule.per));
    model.exceptions.iter().for_each(|exception| tell(&exception.name.id, &exception.per));
    model.readings.iter().for_each(|reading| tell(&reading.name.id, &reading.per));
    for derived in &model.derived {
        derived.versions.iter().for_each(|version| tell(&derived_name(model, derived, version), &version.per));
    }
    for parameter in &model.parameters {
        for version in &parameter.versions {
            let per: Vec<Citation> = version.per.iter().chain(&parameter.per).cloned().collect();
            tell(&version_name(parameter, version), &per);
        }
    }
}

/// Says which way the spots went of which these steps of a record are.
pub fn seen(record: &Record, model: &Model, looked_at: &[bool], sees: &mut dyn Sees) {
    let mut walk = Walk { model, trace: Some(&record.trace), sees };
    let amounts = amounts(record, model);
    for (step, _) in record.trace.iter().zip(looked_at).filter(|(_, looked_at)| **looked_at) {
        walk.step(record, step, &amounts);
    }
    let all = looked_at.iter().all(|it| *it);
    for waits in record.undetermined.iter().filter(|waits| all || looked_at.get(waits.step as usize) == Some(&true)) {
        if let Some(rule) = rule_named(model, &waits.by.rule) {
            walk.sees.spot(Kind::Rule, rule.name.span, &At::item(&rule.name.id), Some(Way::Undetermined));
        }
    }
}

/// The expressions that the amounts of a record's measures are the work of, by step.
fn amounts<'m>(record: &Record, model: &'m Model) -> BTreeMap<u32, (&'m Rule, &'m Expr)> {
    let mut found = BTreeMap::new();
    // A rule may give one measure twice: the measures of a rule and subject stand in its order.
    let mut passed: BTreeMap<(u32, bool), usize> = BTreeMap::new();
    for given in &record.measures {
        let Some(rule) = rule_named(model, &given.by.rule) else { continue };
        let otherwise = given.branch == Branch::Otherwise;
        let grants = if otherwise { &rule.otherwise } else { &rule.grants };
        let from = passed.entry((given.step, otherwise)).or_default();
        let Some(at) = (*from..grants.len()).find(|at| is_of(given, &grants[*at], model)) else { continue };
        *from = at + 1;
        let fields = given.fields.iter().zip(&grants[at].fields);
        found.extend(fields.map(|(amount, expr)| (amount.step, (rule, expr))));
    }
    found
}

fn is_of(given: &Measure, grant: &Grant, model: &Model) -> bool {
    model.measures.get(grant.measure.index()).is_some_and(|measure| *measure.name.id == *given.measure)
}

fn rule_named<'m>(model: &'m Model, name: &str) -> Option<&'m Rule> {
    model.rules.iter().find(|rule| rule.name.id == name)
}

/// The entity of a subject: `members[0].supporters[1]`.
pub fn entity_of(model: &Model, path: &str) -> EntityId {
    path.split('.').filter(|segment| !segment.is_empty()).fold(EntityId(0), |above, segment| {
        let list = segment.split('[').next().unwrap_or_default();
        let is_list = |entity: &doudi::model::Entity| {
            entity.parent.as_ref().is_some_and(|(parent, name, _)| *parent == above && name.id == list)
        };
        let at = model.entities.iter().position(is_list);
        at.and_then(|at| u32::try_from(at).ok()).map_or(above, EntityId)
    })
}

/// `Household.means_test`, with the day it begins where there are several by date.
fn derived_name(model: &Model, derived: &Derived, version: &DerivedVersion) -> String {
    let entity = model.entities.get(derived.entity.index()).map_or("", |entity| entity.name.id.as_str());
    let name = format!("{entity}.{}", derived.name.id);
    match (derived.versions.len() > 1, version.in_force.from) {
        (false, _) => name,
        (true, Some(from)) => format!("{name}[{from}]"),
        (true, None) => format!("{name}[]"),
    }
}

/// `dibao_floor`, with the day it begins where there are several versions.
fn version_name(parameter: &Parameter, version: &Version) -> String {
    match parameter.versions.len() > 1 {
        true => format!("{}[{}]", parameter.name.id, version.from),
        false => parameter.name.id.clone(),
    }
}

/// What a body is to be looked at as; nothing for one that is `true` or `false` whatever the case.
fn kind_of(model: &Model, derived: &Derived, version: &DerivedVersion) -> Option<Kind> {
    if matches!(&version.body, Test::Expr(Expr { kind: ExprKind::Const(Const::Truth(_)), .. })) {
        return None;
    }
    let waives = |id: &doudi::model::ExceptionId| {
        model.exceptions.get(id.index()).is_some_and(|it| matches!(it.effect, Effect::Waive))
    };
    if derived.kind == DerivedKind::Condition || derived.ty == doudi::model::Type::TRUTH {
        return Some(if derived.exceptions.iter().any(waives) { Kind::Waivable } else { Kind::Condition });
    }
    (derived.versions.len() > 1).then_some(Kind::Version)
}

/// Where the body of a definition or condition begins: what tells its versions apart.
fn body(test: &Test) -> Option<Span> {
    match test {
        Test::Expr(expr) => Some(expr.span),
        Test::All(parts) | Test::Any(parts) => {
            let (first, last) = (parts.first()?.name.span, parts.last()?.name.span);
            Some(first.to(last))
        }
    }
}

/// Which way a truth went.
fn truth(value: &Value) -> Option<Way> {
    match value {
        Value::Truth(true) => Some(Way::Met),
        Value::Truth(false) => Some(Way::NotMet),
        Value::Waived => Some(Way::Waived),
        _ => None,
    }
}

/// The same of what itself cannot be waived.
fn counted(value: &Value) -> Option<Way> {
    truth(value).map(|way| if way == Way::Waived { Way::Met } else { way })
}

struct Walk<'a> {
    model: &'a Model,
    /// The steps of a record; none: every spot is named.
    trace: Option<&'a [Step]>,
    sees: &'a mut dyn Sees,
}

impl<'a> Walk<'a> {
    fn step(&mut self, record: &Record, step: &'a Step, amounts: &BTreeMap<u32, (&'a Rule, &'a Expr)>) {
        let model = self.model;
        let work = step.work.as_ref();
        match step.kind {
            StepKind::Rule => {
                let Some(rule) = rule_named(model, &step.name) else { return };
                let at = At::item(&rule.name.id);
                let way = match counted(&step.value) {
                    Some(Way::Met) => Some(Way::Granted),
                    Some(_) => Some(Way::Refused),
                    None => (step.value == Value::Unknown).then_some(Way::Undetermined),
                };
                self.sees.spot(Kind::Rule, rule.name.span, &at, way);
                self.test(&rule.when, work, &at);
            }
            StepKind::Definition | StepKind::Condition => {
                let entity = entity_of(model, &step.subject.path);
                let found = model.derived.iter().find(|it| it.entity == entity && *it.name.id == *step.name);
                let Some(derived) = found else { return };
                self.exceptions(&step.exceptions);
                let Some(version) = derived.versions.iter().find(|it| it.in_force.holds(record.date)) else { return };
                let at = At::item(&derived.name.id);
                if let (Some(kind), Some(span), false) =
                    (kind_of(model, derived, version), body(&version.body), step.given)
                {
                    let way = match kind {
                        Kind::Version => Some(Way::Used),
                        Kind::Waivable => truth(&step.value),
                        _ => counted(&step.value),
                    };
                    self.sees.spot(kind, span, &at, way);
                }
                self.test(&version.body, work, &at);
            }
            StepKind::Exception => {
                let Some(exception) = self.exception_named(&step.name) else { return };
                self.exceptions(&step.exceptions);
                self.test(&exception.when, work, &At::item(&exception.name.id));
            }
            StepKind::Replacement => {
                let Some(exception) = self.exception_named(&step.name) else { return };
                if let Effect::Then(value) = &exception.effect {
                    self.expr(value, work, &At::item(&exception.name.id));
                }
            }
            StepKind::Amount => {
                if let Some((rule, expr)) = amounts.get(&step.id) {
                    self.expr(expr, work, &At::item(&rule.name.id));
                }
            }
            StepKind::Parameter => self.rows(step),
            StepKind::Reading => {
                let Some(reading) = model.readings.iter().find(|it| *it.name.id == *step.name) else { return };
                let (Value::Choice(used), Some(choice)) = (&step.value, model.choices.get(reading.choice.index()))
                else {
                    return;
                };
                let at = At::item(&reading.name.id);
                for variant in choice.variants.iter().filter(|variant| *variant.id == *used.variant) {
                    self.sees.spot(Kind::Variant, variant.span, &at.below(&variant.id), Some(Way::Used));
                }
            }
            // Told where they belong.
            StepKind::Part | StepKind::Fact | StepKind::List | StepKind::DecisionDate => {}
        }
    }

    fn exception_named(&self, name: &str) -> Option<&'a Exception> {
        self.model.exceptions.iter().find(|exception| exception.name.id == name)
    }

    fn exceptions(&mut self, tried: &[ExceptionTried]) {
        for tried in tried {
            let Some(exception) = self.exception_named(&tried.exception) else { continue };
            let way = match tried.state {
                ExceptionState::Applied => Some(Way::Applied),
                ExceptionState::Unknown | ExceptionState::Error => None,
                _ => Some(Way::NotApplied),
            };
            self.sees.spot(Kind::Exception, exception.name.span, &At::item(&exception.name.id), way);
        }
    }

    /// The row of a parameter that was used; of a sliding scale, all it reaches.
    fn rows(&mut self, step: &Step) {
        let Some(lookup) = step.lookup.as_ref().filter(|lookup| lookup.certainty != Certainty::Setting) else { return };
        let Some(parameter) = self.model.parameters.iter().find(|it| *it.name.id == *step.name) else { return };
        let Some((_, version)) = parameter.on(lookup.on) else { return };
        let at = At::item(&parameter.name.id);
        let scale = step.work.as_ref().is_some_and(|work| matches!(work.op, Op::Marginal { .. }));
        let (rows, last) = (ordered(version, scale), lookup.row as usize);
        let used = if scale { rows.get(..=last) } else { rows.get(last..=last) };
        used.unwrap_or_default().iter().for_each(|span| self.sees.spot(Kind::Row, *span, &at, Some(Way::Used)));
    }

    /// The step a piece of work stands for.
    fn step_of(&self, node: &Node) -> Option<&'a Step> {
        let Op::Step(id) = node.op else { return None };
        self.trace?.get(id as usize)
    }

    /// Whether there is something to follow here.
    fn follows(&self, work: Option<&Node>) -> bool {
        self.trace.is_none() || work.is_some()
    }

    fn test(&mut self, test: &Test, work: Option<&'a Node>, at: &At<'_>) {
        if !self.follows(work) {
            return;
        }
        let parts = match test {
            Test::Expr(expr) => return self.expr(expr, work, at),
            Test::All(parts) | Test::Any(parts) => parts,
        };
        for (position, part) in parts.iter().enumerate() {
            let own = work.and_then(|work| self.step_of(work.args.get(position)?));
            let at = at.below(&part.name.id);
            self.sees.spot(Kind::Part, part.name.span, &at, own.and_then(|step| counted(&step.value)));
            self.test(&part.test, own.and_then(|step| step.work.as_ref()), &at);
        }
    }

    /// Something true or false within an expression.
    fn asked(&mut self, kind: Kind, expr: &Expr, node: Option<&'a Node>, at: &At<'_>) {
        if !matches!(expr.kind, ExprKind::Const(Const::Truth(_))) {
            self.sees.spot(kind, expr.span, at, node.and_then(|node| counted(&node.value)));
        }
        self.expr(expr, node, at);
    }

    fn expr(&mut self, expr: &Expr, node: Option<&'a Node>, at: &At<'_>) {
        use ExprKind as K;
        if !self.follows(node) {
            return;
        }
        // What the one who asks has stands under a node that says so.
        let mut node = node;
        while let Some(Node { op: Op::Asker, args, .. }) = node {
            node = args.first();
        }
        let arg = |position: usize| node.and_then(|node| node.args.get(position));
        match &expr.kind {
            K::And(list) | K::Or(list) => {
                list.iter().enumerate().for_each(|(i, it)| self.asked(Kind::Test, it, arg(i), at));
            }
            K::If(question, yes, no) => {
                let way = arg(0).and_then(|node| counted(&node.value));
                let taken = way.map(|way| if way == Way::Met { Way::Then } else { Way::Else });
                self.sees.spot(Kind::Question, question.span, at, taken);
                self.expr(question, arg(0), at);
                // What stands in the other branch is in the trace too, and decides nothing.
                if taken != Some(Way::Else) {
                    self.expr(yes, arg(1), at);
                }
                if taken != Some(Way::Then) {
                    self.expr(no, arg(2), at);
                }
            }
            K::Outer(_, asked) => self.expr(asked, node, at),
            K::Aggregate(aggregate) => self.aggregate(aggregate, node, at),
            K::Parameter { keys, on, .. } => {
                let work = node.and_then(|node| self.step_of(node)?.work.as_ref());
                for (i, key) in keys.iter().chain(on.as_deref()).enumerate() {
                    self.expr(key, work.and_then(|work| work.args.get(i)), at);
                }
            }
            K::Marginal { amount, on, .. } => {
                let work = node.and_then(|node| self.step_of(node)?.work.as_ref());
                for (i, key) in std::iter::once(&**amount).chain(on.as_deref()).enumerate() {
                    self.expr(key, work.and_then(|work| work.args.get(i)), at);
                }
            }
            K::In { value, set, .. } => {
                self.expr(value, arg(0), at);
                for (i, item) in set.iter().enumerate() {
                    if let SetItem::Value(value) = item {
                        self.expr(value, arg(i + 1), at);
                    }
                }
            }
            _ => operands(expr).into_iter().enumerate().for_each(|(i, it)| self.expr(it, arg(i), at)),
        }
    }

    fn aggregate(&mut self, aggregate: &doudi::model::Aggregate, node: Option<&'a Node>, at: &At<'_>) {
        let truths = matches!(aggregate.kind, AggregateKind::Any | AggregateKind::All);
        let element = |walk: &mut Self, args: Option<&'a [Node]>| {
            let mut args = args.map(<[Node]>::iter);
            let mut next = || args.as_mut().and_then(Iterator::next);
            if let Some(filter) = &aggregate.filter {
                walk.asked(Kind::Test, filter, next(), at);
            }
            match &aggregate.value {
                Some(value) if truths => walk.asked(Kind::Test, value, next(), at),
                Some(value) => walk.expr(value, next(), at),
                None => {}
            }
            aggregate.by.iter().for_each(|key| walk.expr(&key.value, next(), at));
        };
        match node {
            None => element(self, None),
            Some(node) => node
                .args
                .iter()
                .filter(|arg| matches!(arg.op, Op::Element { .. }))
                .for_each(|arg| element(self, Some(&arg.args))),
        }
        if let AggregateKind::Nth(position) = &aggregate.kind {
            self.expr(position, node.and_then(|node| node.args.first()), at);
        }
    }
}

/// The rows of a version as lookups count them: of a sliding scale from below.
fn ordered(version: &Version, scale: bool) -> Vec<Span> {
    let mut rows: Vec<_> = version.rows.iter().collect();
    if scale {
        rows.sort_by_key(|row| match row.patterns.first() {
            Some(Pattern::Range { low, .. }) => *low,
            _ => None,
        });
    }
    rows.iter().map(|row| row.span).collect()
}

/// The operands of an expression whose work has them as arguments, one by one.
pub fn operands(expr: &Expr) -> Vec<&Expr> {
    use ExprKind as K;
    match &expr.kind {
        K::Neg(a) | K::Not(a) | K::PerYear(a) | K::PerMonth(a) | K::DatePart(_, a) => vec![a],
        K::Compare(_, a, b) | K::Add(a, b) | K::Sub(a, b) | K::Mul(a, b) | K::Div(a, b) | K::ValueOr(a, b) => {
            vec![a, b]
        }
        K::Clamp(a, b, c) => vec![a, b, c],
        K::Min(list) | K::Max(list) => list.iter().collect(),
        K::IsNone { value, .. } | K::Round { value, .. } => vec![value],
        K::Age { born, on, .. } => std::iter::once(&**born).chain(on.as_deref()).collect(),
        K::MonthsBetween { earlier, later, .. } => vec![earlier, later],
        K::AddMonths { date, months, .. } => vec![date, months],
        K::YearStart { date, .. } => vec![date],
        _ => Vec::new(),
    }
}
