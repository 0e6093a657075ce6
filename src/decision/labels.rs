//! model → the words and citations of everything that has a name, made once a policy.
//!
//! A record repeats them in hundreds of steps; it shares these.

use super::record::{ChoiceValue, Citation, Citations, PolicyRef, Shown, Text, Words};
use crate::model::{self, Model, Name};
use crate::plan::Plan;
use std::sync::Arc;

/// A name, its words, the clauses it rests on.
#[derive(Clone, Debug)]
pub(crate) struct Titled {
    pub(super) name: Text,
    pub(super) label: Words,
    pub(super) citations: Citations,
    /// How much of it a page tells.
    pub(super) shown: Option<Shown>,
}

/// What a record calls things, by their position in the model.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(super) policy: PolicyRef,
    pub(super) decision_date: Titled,
    pub(super) entities: Vec<Titled>,
    /// Of the list in which an entity's instances stand; the root has none.
    pub(super) lists: Vec<Titled>,
    pub(super) fields: Vec<Vec<Titled>>,
    pub(super) variants: Vec<Vec<Arc<ChoiceValue>>>,
    pub(super) readings: Vec<Titled>,
    /// First without a version, then one a version.
    pub(super) parameters: Vec<Vec<Titled>>,
    /// What the keys of each parameter are called.
    pub(super) keys: Vec<Arc<[Words]>>,
    /// First without a version, then one a version.
    pub(super) derived: Vec<Vec<Titled>>,
    pub(super) parts: Vec<Titled>,
    pub(super) exceptions: Vec<Titled>,
    pub(super) measures: Vec<Titled>,
    pub(super) measure_fields: Vec<Vec<Titled>>,
    pub(super) rules: Vec<RuleLabels>,
    pub(super) literals: Vec<Text>,
}

/// A rule, and the clauses of each of its measures.
#[derive(Debug)]
pub(crate) struct RuleLabels {
    pub(super) rule: Titled,
    pub(super) grants: Vec<Citations>,
    pub(super) otherwise: Vec<Citations>,
}

impl Labels {
    /// The labels of a policy with this digest, in hex.
    pub(crate) fn new(plan: &Plan, digest: &str) -> Self {
        let model: &Model = &plan.model;
        let cite = |per: &[&[model::Citation]]| -> Citations {
            per.iter().flat_map(|per| per.iter()).filter_map(|citation| citation_of(model, citation)).collect()
        };
        let none = cite(&[]);
        let bare = |name: &Name| titled(name, &none);
        let full = |name: &Name, per: &[model::Citation]| titled(name, &cite(&[per]));
        let nameless = || Titled { name: "".into(), label: Words::default(), citations: none.clone(), shown: None };
        let list = |entity: &model::Entity| entity.parent.as_ref().map_or_else(nameless, |(_, list, _)| bare(list));
        let marked = |titled: Titled, mark: Option<model::Shown>| Titled { shown: mark.map(shown), ..titled };
        let parameter = |p: &model::Parameter| {
            let versions = p.versions.iter().map(|version| titled(&p.name, &cite(&[&p.per, &version.per])));
            let all = std::iter::once(full(&p.name, &p.per)).chain(versions);
            all.map(|titled| marked(titled, p.shown)).collect()
        };
        let derived = |d: &model::Derived| {
            let versions = d.versions.iter().map(|version| marked(full(&d.name, &version.per), version.shown));
            std::iter::once(bare(&d.name)).chain(versions).collect()
        };
        let grants = |grants: &[model::Grant]| grants.iter().map(|grant| cite(&[&grant.per])).collect();
        let rule = |r: &model::Rule| RuleLabels {
            rule: marked(full(&r.name, &r.per), r.shown),
            grants: grants(&r.grants),
            otherwise: grants(&r.otherwise),
        };
        Labels {
            policy: PolicyRef {
                name: model.policy.name.id.as_str().into(),
                label: words(&model.policy.name),
                version: model.policy.version.as_deref().map(Into::into),
                currency: Words {
                    zh: model.policy.currency.zh.as_str().into(),
                    en: model.policy.currency.en.as_str().into(),
                },
                digest: digest.into(),
            },
            decision_date: Titled {
                name: "decision_date".into(),
                label: Words { zh: "决定日期".into(), en: "decision date".into() },
                citations: none.clone(),
                shown: None,
            },
            entities: model.entities.iter().map(|entity| bare(&entity.name)).collect(),
            lists: model.entities.iter().map(list).collect(),
            fields: model.entities.iter().map(|e| e.fields.iter().map(|field| bare(&field.name)).collect()).collect(),
            variants: model.choices.iter().map(|choice| choice.variants.iter().map(variant).collect()).collect(),
            readings: model.readings.iter().map(|reading| full(&reading.name, &reading.per)).collect(),
            parameters: model.parameters.iter().map(parameter).collect(),
            keys: model.parameters.iter().map(called).collect(),
            derived: model.derived.iter().map(derived).collect(),
            parts: plan.parts.iter().map(|part| marked(full(&part.name, &part.per), part.shown)).collect(),
            exceptions: model.exceptions.iter().map(|exception| full(&exception.name, &exception.per)).collect(),
            measures: model.measures.iter().map(|measure| bare(&measure.name)).collect(),
            measure_fields: model.measures.iter().map(|m| m.fields.iter().map(|f| bare(&f.name)).collect()).collect(),
            rules: model.rules.iter().map(rule).collect(),
            literals: plan.literals.iter().map(|text| text.as_str().into()).collect(),
        }
    }
}

fn titled(name: &Name, citations: &Citations) -> Titled {
    Titled { name: name.id.as_str().into(), label: words(name), citations: citations.clone(), shown: None }
}

/// A mark on the wire.
fn shown(shown: model::Shown) -> Shown {
    match shown {
        model::Shown::Briefly => Shown::Briefly,
        model::Shown::Never => Shown::Never,
        model::Shown::WhenMet => Shown::WhenMet,
    }
}

fn variant(name: &Name) -> Arc<ChoiceValue> {
    Arc::new(ChoiceValue { variant: name.id.as_str().into(), label: words(name) })
}

fn words(name: &Name) -> Words {
    Words { zh: name.zh.as_str().into(), en: name.en.as_str().into() }
}

/// What the keys of a parameter are called.
fn called(parameter: &model::Parameter) -> Arc<[Words]> {
    parameter.keys.iter().map(|key| key.called.as_ref().map(words).unwrap_or_default()).collect()
}

fn citation_of(model: &Model, citation: &model::Citation) -> Option<Citation> {
    let instrument = model.instruments.get(citation.instrument.index())?;
    Some(Citation {
        instrument: instrument.name.id.as_str().into(),
        label: words(&instrument.name),
        number: instrument.number.as_deref().map(Into::into),
        clause: citation.clause.as_str().into(),
        quote: citation.quote.as_deref().map(Into::into),
    })
}
