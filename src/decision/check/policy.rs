//! Compares a record with the policy it claims to be made under: names, texts, units, citations,
//! constants, table rows, and that the work of every step has the shape of its definition.

use super::shape::Place;
use super::values::widens;
use super::{Checked, Flaw, NOT_OF_POLICY, Steps, checked, flaw, within};
use crate::decision::record::{
    self, AssumptionKind, Branch, ExceptionEffect, ExceptionState, ExceptionTried, Named, Open, OpenKind, Record,
    RuleRef, Step, StepKind, Subject, Unit, Value, Words,
};
use crate::model::{self, Base, Const, Derived, DerivedKind, EntityId, Model, Name, Type};
use crate::value::Date;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Recomputes a record, and compares every name, text, unit and constant, and the shape of all
/// work, with the policy.
///
/// What neither the steps nor the policy determine is taken as it stands: the engine's version, the
/// digests, the facts themselves with their provenance, what a deployment's settings supply, and
/// what officers wrote.
///
/// # Errors
/// As [`super::check`], and the first step that is not what the policy says.
pub fn check_against(record: &Record, model: &Model) -> Result<(), Flaw> {
    against(record, model).map_err(|flaw| *flaw)
}

fn against(record: &Record, model: &Model) -> Checked {
    let steps = checked(record)?;
    let policy = Policy::new(&steps, model, record.date);
    policy.head()?;
    for step in &record.trace {
        within(step, policy.step(step))?;
    }
    for step in record.trace.iter().filter(|step| step.kind == StepKind::Part) {
        if !policy.parts.borrow().contains(&step.id) {
            return within(step, differs(&step.name));
        }
    }
    policy.outcomes()
}

/// Something that is not what the policy says.
pub(super) fn differs<T>(what: &dyn std::fmt::Display) -> Checked<T> {
    flaw(NOT_OF_POLICY, &[what])
}

/// `Ok` where something agrees.
pub(super) fn same(agrees: bool, what: &dyn std::fmt::Display) -> Checked {
    if agrees { Ok(()) } else { differs(what) }
}

/// A record beside its policy.
pub(super) struct Policy<'a> {
    pub(super) steps: &'a Steps<'a>,
    pub(super) model: &'a Model,
    pub(super) date: Date,
    derived: BTreeMap<(EntityId, &'a str), &'a Derived>,
    /// Parts that were met under what they belong to.
    pub(super) parts: RefCell<BTreeSet<u32>>,
}

impl<'a> Policy<'a> {
    fn new(steps: &'a Steps<'a>, model: &'a Model, date: Date) -> Self {
        let derived =
            model.derived.iter().map(|derived| ((derived.entity, derived.name.id.as_str()), derived)).collect();
        Policy { steps, model, date, derived, parts: RefCell::new(BTreeSet::new()) }
    }

    pub(super) fn record(&self) -> &'a Record {
        self.steps.record
    }

    pub(super) fn entity(&self, id: EntityId) -> Option<&'a model::Entity> {
        self.model.entities.get(id.index())
    }

    /// The policy line; every rule that is not in force, and no other.
    fn head(&self) -> Checked {
        let (policy, said) = (&self.model.policy, &self.record().policy);
        same(
            said.name == policy.name.id
                && words(&said.label, &policy.name)
                && said.version.as_deref() == policy.version.as_deref(),
            &said.name,
        )?;
        same(said.currency.zh == policy.currency.zh && said.currency.en == policy.currency.en, &said.currency.zh)?;
        let dormant = self.model.rules.iter().filter(|rule| !rule.in_force.holds(self.date));
        let root = self.model.entities.first();
        let expected = dormant.map(|rule| RuleRef {
            rule: rule.name.id.as_str().into(),
            label: label(&rule.name),
            subject: Arc::new(Subject {
                path: "".into(),
                label: root.map(|root| label(&root.name)).unwrap_or_default(),
            }),
            citations: self.citations(&rule.per),
        });
        same(self.record().not_in_force.iter().cloned().eq(expected), &"not_in_force")?;
        let asked = |rule: &&model::Rule| {
            self.record().trace.iter().any(|s| s.kind == StepKind::Rule && s.name == rule.name.id)
        };
        let forgotten = self
            .model
            .rules
            .iter()
            .filter(|r| r.entity == EntityId(0) && r.in_force.holds(self.date))
            .find(|r| !asked(r));
        forgotten.map_or(Ok(()), |rule| differs(&rule.name.id))
    }

    /// A step is what the policy says of its name.
    fn step(&self, step: &'a Step) -> Checked {
        let entity = self.subject(&step.subject)?;
        let at = Place::of(entity, &step.subject.path);
        self.marks(step, entity)?;
        match step.kind {
            StepKind::Fact => self.fact(step, entity),
            StepKind::List => self.list(step, entity),
            StepKind::DecisionDate => {
                let named = step.label.zh == "决定日期" && step.label.en == "decision date";
                same(named && step.citations.is_empty(), &step.name)
            }
            StepKind::Reading => self.reading(step),
            StepKind::Parameter => self.parameter(step, at),
            StepKind::Definition | StepKind::Condition => self.derived(step, at),
            StepKind::Exception | StepKind::Replacement => self.exception(step, at),
            StepKind::Rule => {
                let Some(rule) = self.rule(&step.name, entity) else { return differs(&step.name) };
                same(rule.in_force.holds(self.date), &step.name)?;
                self.named(step, &rule.name, &rule.per, Type::TRUTH)?;
                self.test(step, &rule.when, at)
            }
            // Told where they belong: parts below what they are parts of, amounts in their rule.
            StepKind::Part => Ok(()),
            StepKind::Amount => same(self.is_amount(step, at), &step.name),
        }
    }

    /// The entity a subject is of; its label must be made of the policy's.
    pub(super) fn subject(&self, subject: &Subject) -> Checked<EntityId> {
        let mut entity = EntityId(0);
        let mut label = Words::default();
        for segment in subject.path.split('.').filter(|segment| !segment.is_empty()) {
            let Some((list, position)) = segment.strip_suffix(']').and_then(|s| s.split_once('[')) else {
                return differs(&subject.path);
            };
            let number = position
                .parse::<u32>()
                .ok()
                .filter(|n| n.to_string() == position)
                .map(|n| u64::from(n).saturating_add(1));
            let (Some((id, found)), Some(number)) = (self.child(entity, list), number) else {
                return differs(&subject.path);
            };
            let join = |above: &str, name: &str| match above {
                "" => format!("{name} {number}"),
                above => format!("{above} · {name} {number}"),
            };
            label = Words { zh: join(&label.zh, &found.name.zh).into(), en: join(&label.en, &found.name.en).into() };
            entity = id;
        }
        if subject.path.is_empty() {
            label = self.entity(entity).map(|root| self::label(&root.name)).unwrap_or_default();
        }
        if subject.label == label { Ok(entity) } else { differs(&subject.label.zh) }
    }

    /// The entity an entity's list is of.
    pub(super) fn child(&self, above: EntityId, list: &str) -> Option<(EntityId, &'a model::Entity)> {
        let mut entities = (0u32..).map(EntityId).zip(&self.model.entities);
        entities.find(|(_, entity)| {
            entity.parent.as_ref().is_some_and(|(parent, name, _)| *parent == above && name.id == list)
        })
    }

    fn fact(&self, step: &Step, entity: EntityId) -> Checked {
        let field =
            self.entity(entity).and_then(|entity| entity.fields.iter().find(|field| *field.name.id == *step.name));
        let Some(field) = field else { return differs(&step.name) };
        self.named(step, &field.name, &[], field.ty)?;
        let exact = match &step.value {
            Value::Number(number) => number.places().is_some_and(|places| places <= field.ty.base.fact_places()),
            _ => true,
        };
        let within = exact && super::ranges::holds(field.range, &step.value, self.date);
        let by_default = match (&field.default, step.defaulted) {
            (Some(default), true) => self.is_const(&step.value, default),
            (None, true) => false,
            // Where there is a default, nothing is left unknown.
            (default, false) => default.is_none() || step.value != Value::Unknown,
        };
        let none = step.value != Value::None || field.ty.optional;
        same(within && by_default && none && self.value_fits(&step.value, field.ty), &step.name)
    }

    fn list(&self, step: &Step, entity: EntityId) -> Checked {
        let Some((_, child)) = self.child(entity, &step.name) else { return differs(&step.name) };
        let Some((_, name, bounds)) = &child.parent else { return differs(&step.name) };
        let count = match &step.value {
            Value::Number(number) => number.to_i64().and_then(|count| u32::try_from(count).ok()),
            _ => None,
        };
        let within = count.is_none_or(|count| bounds.low <= count && bounds.high.is_none_or(|high| count <= high));
        same(words(&step.label, name) && step.unit == Unit::Integer && within && step.citations.is_empty(), &step.name)
    }

    fn reading(&self, step: &Step) -> Checked {
        let Some(reading) = self.model.readings.iter().find(|reading| *reading.name.id == *step.name) else {
            return differs(&step.name);
        };
        let ty = Type::plain(Base::Choice(reading.choice));
        self.named(step, &reading.name, &reading.per, ty)?;
        let default = reading.defaults.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= self.date));
        let by_setting = self.record().readings.iter().any(|used| used.name == step.name && used.by_setting);
        let chosen =
            default.is_some_and(|(_, variant)| self.is_const(&step.value, &Const::Choice(reading.choice, *variant)));
        same(self.value_fits(&step.value, ty) && (by_setting || chosen), &step.name)
    }

    fn derived(&self, step: &'a Step, at: Place<'a, '_>) -> Checked {
        let Some(derived) = self.find(at.entity, &step.name) else { return differs(&step.name) };
        let kind = if derived.kind == DerivedKind::Condition { StepKind::Condition } else { StepKind::Definition };
        let version = derived.versions.iter().find(|version| version.in_force.holds(self.date));
        self.named(step, &derived.name, version.map(|v| v.per.as_slice()).unwrap_or_default(), derived.ty)?;
        same(step.kind == kind && self.value_fits(&step.value, derived.ty), &step.name)?;
        if step.given {
            return Ok(());
        }
        self.exceptions(step, &derived.exceptions)?;
        match (version, &step.work) {
            (Some(version), Some(_)) => self.test(step, &version.body, at),
            (None, None) => Ok(()),
            (Some(_), None) => same(step.value == Value::Waived, &step.name),
            (None, Some(_)) => differs(&step.name),
        }
    }

    pub(super) fn find(&self, entity: EntityId, name: &str) -> Option<&'a Derived> {
        self.derived.get(&(entity, name)).copied()
    }

    /// An exception's ground, or what it puts in place.
    fn exception(&self, step: &'a Step, at: Place<'a, '_>) -> Checked {
        let Some(exception) = self.model.exceptions.iter().find(|e| *e.name.id == *step.name && e.entity == at.entity)
        else {
            return differs(&step.name);
        };
        if step.kind == StepKind::Exception {
            self.named(step, &exception.name, &exception.per, Type::TRUTH)?;
            self.exceptions(step, &exception.exceptions)?;
            return self.test(step, &exception.when, at);
        }
        let (model::Effect::Then(expr), Some(work)) = (&exception.effect, &step.work) else {
            return differs(&step.name);
        };
        self.named(step, &exception.name, &exception.per, self.target_type(exception).unwrap_or(expr.ty))?;
        self.shape(work, expr, Place { declared: Some(step.unit), ..at })
    }

    /// The type of what an exception is made to in the end.
    fn target_type(&self, exception: &'a model::Exception) -> Option<Type> {
        let mut exception = exception;
        for _ in 0..=self.model.exceptions.len() {
            match exception.target {
                model::Target::Derived(id) => return self.model.derived.get(id.index()).map(|derived| derived.ty),
                model::Target::Exception(id) => exception = self.model.exceptions.get(id.index())?,
            }
        }
        None
    }

    /// Every exception made to something, as the policy has it.
    fn exceptions(&self, step: &Step, ids: &[model::ExceptionId]) -> Checked {
        same(step.exceptions.len() == ids.len(), &step.name)?;
        for (tried, id) in step.exceptions.iter().zip(ids) {
            let Some(exception) = self.model.exceptions.get(id.index()) else { return differs(&tried.exception) };
            same(self.is_tried(tried, exception), &tried.exception)?;
        }
        Ok(())
    }

    fn is_tried(&self, tried: &ExceptionTried, exception: &model::Exception) -> bool {
        let effect = matches!(
            (&tried.effect, &exception.effect),
            (ExceptionEffect::Waive, model::Effect::Waive)
                | (ExceptionEffect::Then(_), model::Effect::Then(_))
                | (ExceptionEffect::Disapply, model::Effect::Disapply)
        );
        let overrides = exception
            .overrides
            .iter()
            .filter_map(|id| self.model.exceptions.get(id.index()))
            .map(|e| e.name.id.as_str());
        let in_force = exception.in_force.holds(self.date) != (tried.state == ExceptionState::NotInForce);
        effect
            && in_force
            && tried.exception == exception.name.id
            && words(&tried.label, &exception.name)
            && tried.modality == modality(exception.modality)
            && tried.citations == self.citations(&exception.per)
            && tried.overrides.iter().map(|id| &**id).eq(overrides)
    }

    /// Label, citations and unit.
    pub(super) fn named(&self, step: &Step, name: &Name, per: &[model::Citation], ty: Type) -> Checked {
        let named = step.name == name.id && words(&step.label, name) && step.citations == self.citations(per);
        let typed = step.unit == unit(ty)
            || step.work.as_ref().is_some_and(|work| work.unit == step.unit && widens(step.unit, unit(ty)));
        same(named && typed, &step.name)
    }

    fn rule(&self, name: &str, entity: EntityId) -> Option<&'a model::Rule> {
        self.model.rules.iter().find(|rule| rule.name.id == name && rule.entity == entity)
    }

    /// Whether a step is a field of some measure of some rule asked of its subject.
    fn is_amount(&self, step: &'a Step, at: Place<'a, '_>) -> bool {
        let rules = self.model.rules.iter().filter(|rule| rule.entity == at.entity);
        rules.flat_map(|rule| rule.grants.iter().chain(&rule.otherwise)).any(|grant| {
            let fields =
                self.model.measures.get(grant.measure.index()).map(|m| m.fields.as_slice()).unwrap_or_default();
            fields.iter().zip(&grant.fields).any(|(field, expr)| self.amount(step, field, expr, at).is_ok())
        })
    }

    /// What every rule gives, leaves open, or gives way to.
    fn outcomes(&self) -> Checked {
        let record = self.record();
        for step in record.trace.iter().filter(|step| step.kind == StepKind::Rule) {
            let unsettled = record.undetermined.iter().any(|r| r.step == step.id)
                || record.in_error.iter().any(|r| r.step == step.id);
            if unsettled || record.overridden.iter().any(|rule| rule.step == step.id) {
                continue;
            }
            within(step, self.given(step))?;
        }
        for rule in &record.overridden {
            same(self.overrides(&rule.prevailed, &rule.by), &rule.by.rule)?;
        }
        self.waiting()?;
        self.once()?;
        for officer in &record.discretions {
            let entity = self.subject(&officer.subject)?;
            let rules = self.model.rules.iter().map(|rule| (&rule.name, rule.entity));
            let mut names =
                rules.chain(self.model.exceptions.iter().map(|exception| (&exception.name, exception.entity)));
            same(
                names.any(|(name, of)| *name.id == *officer.name && of == entity && words(&officer.label, name)),
                &officer.name,
            )?;
        }
        let supplied = |assumption: &&record::Assumption| {
            assumption.kind == AssumptionKind::Setting && assumption.source.is_empty()
        };
        record.assumptions.iter().find(supplied).map_or(Ok(()), |assumption| differs(&assumption.name))
    }

    /// Whether one rule is written to override another.
    pub(super) fn overrides(&self, one: &RuleRef, other: &RuleRef) -> bool {
        let rule = self.model.rules.iter().find(|rule| *rule.name.id == *one.rule);
        let named = rule.into_iter().flat_map(|rule| &rule.overrides).filter_map(|id| self.model.rules.get(id.index()));
        named.into_iter().any(|rule| *rule.name.id == *other.rule)
    }

    /// The grants of the branch taken: each given, or open.
    fn given(&self, step: &'a Step) -> Checked {
        let record = self.record();
        let entity = self.subject(&step.subject)?;
        let Some(rule) = self.rule(&step.name, entity) else { return differs(&step.name) };
        let at = Place::of(entity, &step.subject.path);
        let (grants, branch) = match step.value {
            Value::Truth(false) => (&rule.otherwise, Branch::Otherwise),
            _ => (&rule.grants, Branch::When),
        };
        let granted = record.discretions.iter().any(|o| o.granted && o.name == step.name && o.subject == step.subject);
        let mut given = record.measures.iter().filter(|measure| measure.step == step.id);
        let mut open: Vec<(record::Modality, Vec<Named>)> = Vec::new();
        for grant in grants {
            let Some(measure) = self.model.measures.get(grant.measure.index()) else { return differs(&step.name) };
            let modality = modality(grant.modality);
            if modality != record::Modality::Must && !granted {
                let named = Named { name: measure.name.id.as_str().into(), label: label(&measure.name) };
                match open.iter_mut().find(|(m, _)| *m == modality) {
                    Some((_, names)) => names.push(named),
                    None => open.push((modality, vec![named])),
                }
                continue;
            }
            let Some(said) = given.next() else { return differs(&measure.name.id) };
            let agrees = said.measure == measure.name.id
                && words(&said.label, &measure.name)
                && (said.modality, said.branch, said.owed) == (modality, branch, measure.owed)
                && said.citations == self.citations(&grant.per)
                && said.fields.len() == measure.fields.len();
            same(agrees, &measure.name.id)?;
            for ((said, field), expr) in said.fields.iter().zip(&measure.fields).zip(&grant.fields) {
                let Some(amount) = record.trace.get(said.step as usize) else { return differs(&said.name) };
                self.amount(amount, field, expr, at)?;
            }
        }
        let said = record.open.iter().filter(|open| open.kind == OpenKind::Rule && open.step == step.id);
        let said = said.map(|open: &Open| (open.modality, open.measures.clone()));
        same(given.next().is_none() && said.eq(open), &step.name)
    }

    /// Citations with the words of their instruments.
    pub(super) fn citations(&self, per: &[model::Citation]) -> record::Citations {
        let cite = |citation: &model::Citation| {
            let instrument = self.model.instruments.get(citation.instrument.index())?;
            Some(record::Citation {
                instrument: instrument.name.id.as_str().into(),
                label: label(&instrument.name),
                number: instrument.number.as_deref().map(Into::into),
                clause: citation.clause.as_str().into(),
                quote: citation.quote.as_deref().map(Into::into),
            })
        };
        per.iter().filter_map(cite).collect()
    }

    /// Whether a value is a constant of the policy.
    pub(super) fn is_const(&self, value: &Value, constant: &Const) -> bool {
        match (constant, value) {
            (Const::Number(number), Value::Number(said)) => number == said,
            (Const::Truth(a), Value::Truth(b)) => a == b,
            (Const::Date(date), Value::Date(said)) => date == said,
            (Const::Months(a), Value::Months(b)) | (Const::Days(a), Value::Days(b)) => a == b,
            (Const::Text(a), Value::Text(b)) => **a == **b,
            (Const::None, Value::None) => true,
            (Const::Choice(id, variant), Value::Choice(choice)) => {
                let variants =
                    self.model.choices.get(id.index()).map(|choice| choice.variants.as_slice()).unwrap_or_default();
                let variant = variants.get(usize::from(*variant));
                variant.is_some_and(|variant| *variant.id == *choice.variant && words(&choice.label, variant))
            }
            _ => false,
        }
    }

    /// Whether a value is one of its type: a choice one of its variants, under its label.
    pub(super) fn value_fits(&self, value: &Value, ty: Type) -> bool {
        let Value::Choice(choice) = value else { return true };
        let Base::Choice(id) = ty.base else { return false };
        let variants = self.model.choices.get(id.index()).map(|choice| choice.variants.as_slice()).unwrap_or_default();
        variants.iter().any(|variant| *variant.id == *choice.variant && words(&choice.label, variant))
    }
}

/// Whether words are a name's label.
pub(super) fn words(words: &Words, name: &Name) -> bool {
    words.zh == name.zh && words.en == name.en
}

pub(super) fn label(name: &Name) -> Words {
    Words { zh: name.zh.as_str().into(), en: name.en.as_str().into() }
}

fn modality(modality: model::Modality) -> record::Modality {
    match modality {
        model::Modality::Must => record::Modality::Must,
        model::Modality::May => record::Modality::May,
        model::Modality::CaseByCase => record::Modality::CaseByCase,
    }
}

/// The unit of a type.
pub(super) fn unit(ty: Type) -> Unit {
    match ty.base {
        Base::Money => Unit::Money,
        Base::MoneyPerMonth => Unit::MoneyPerMonth,
        Base::MoneyPerYear => Unit::MoneyPerYear,
        Base::Ratio => Unit::Ratio,
        Base::Integer => Unit::Integer,
        Base::Decimal => Unit::Decimal,
        Base::Date => Unit::Date,
        Base::Months => Unit::Months,
        Base::Days => Unit::Days,
        Base::Truth => Unit::Truth,
        Base::Choice(_) => Unit::Choice,
        Base::Text | Base::None => Unit::Text,
    }
}
