//! model → schema: what a document may say, owned and quick to consult.

use super::DiscretionTarget;
use crate::model::{
    Choice, DerivedId, Entity, EntityId, Exception, ExceptionId, Field, FieldId, ListBounds, Modality, Model, Rule,
    RuleId, Type,
};
use crate::value::TextId;
use std::collections::BTreeMap;

/// What the facts of one policy look like. Made once for a policy, consulted for every document.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Digest of the policy.
    pub(super) policy: [u8; 32],
    /// In the model's order: parents before children, the root first.
    pub(super) entities: Vec<EntitySchema>,
    pub(super) choices: Vec<Choice>,
    pub(super) rules: BTreeMap<String, (RuleId, Discretionary)>,
    pub(super) exceptions: BTreeMap<String, (ExceptionId, Discretionary)>,
    /// The fields whose range the day of the decision bounds.
    pub(super) dated: Vec<(EntityId, FieldId)>,
    literals: Vec<String>,
    literal_ids: BTreeMap<String, TextId>,
}

/// One entity.
#[derive(Clone, Debug)]
pub(super) struct EntitySchema {
    pub(super) entity: Entity,
    /// Entities whose lists are fields of this one.
    pub(super) children: Vec<EntityId>,
    /// Fields and lists by name.
    pub(super) members: BTreeMap<String, Member>,
    /// Definitions and conditions by name.
    pub(super) derived: BTreeMap<String, (DerivedId, Type)>,
}

/// What a key of an entity's object stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Member {
    Field(FieldId),
    List(EntityId),
}

/// Of whom a rule or exception is asked, and whether it leaves anything to an officer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Discretionary {
    pub(super) entity: EntityId,
    pub(super) allowed: bool,
}

impl Schema {
    /// The schema of a policy; `digest` is the policy's own, carried into everything bound.
    pub fn new(model: &Model, digest: [u8; 32]) -> Self {
        let literals = super::literals::literals(model);
        Schema {
            policy: digest,
            entities: entities(model),
            dated: dated(model),
            choices: model.choices.clone(),
            rules: ids()
                .zip(&model.rules)
                .map(|(id, rule)| (rule.name.id.clone(), (RuleId(id), of_rule(rule))))
                .collect(),
            exceptions: ids()
                .zip(&model.exceptions)
                .map(|(id, exception)| (exception.name.id.clone(), (ExceptionId(id), of_exception(exception))))
                .collect(),
            literal_ids: ids().map(TextId).zip(&literals).map(|(id, text)| (text.clone(), id)).collect(),
            literals,
        }
    }

    /// The texts a policy itself contains, each once, in the order of their [`TextId`]s.
    ///
    /// Texts of facts are numbered on from there, so that equal texts have equal ids.
    pub fn literals(model: &Model) -> Vec<String> {
        super::literals::literals(model)
    }

    pub(super) fn entity(&self, id: EntityId) -> Option<&EntitySchema> {
        self.entities.get(id.index())
    }

    /// The name of a rule or exception.
    pub(crate) fn target_name(&self, target: DiscretionTarget) -> Option<&str> {
        let name = match target {
            DiscretionTarget::Rule(id) => self.rules.iter().find(|(_, (rule, _))| *rule == id).map(|(name, _)| name),
            DiscretionTarget::Exception(id) => {
                self.exceptions.iter().find(|(_, (other, _))| *other == id).map(|(name, _)| name)
            }
        };
        name.map(String::as_str)
    }

    /// The entity, name and type of a definition or condition.
    pub(super) fn derived(&self, id: DerivedId) -> Option<(EntityId, &str, Type)> {
        ids().map(EntityId).zip(&self.entities).find_map(|(entity, schema)| {
            let mut derived = schema.derived.iter();
            derived.find(|(_, (other, _))| *other == id).map(|(name, (_, ty))| (entity, name.as_str(), *ty))
        })
    }

    pub(super) fn literal(&self, text: &str) -> Option<TextId> {
        self.literal_ids.get(text).copied()
    }

    /// The first id of the texts that are not literals.
    pub(super) fn first_text(&self) -> usize {
        self.literals.len()
    }

    pub(super) fn literal_text(&self, id: TextId) -> Option<&str> {
        self.literals.get(id.0 as usize).map(String::as_str)
    }
}

impl EntitySchema {
    pub(super) fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        ids().map(FieldId).zip(&self.entity.fields)
    }

    /// The entity above and the name and bounds of its list; `None` for the root.
    pub(super) fn list(&self) -> Option<(EntityId, &str, ListBounds)> {
        self.entity.parent.as_ref().map(|(parent, name, bounds)| (*parent, name.id.as_str(), *bounds))
    }
}

/// 0, 1, 2, …: positions as ids.
pub(super) fn ids() -> impl Iterator<Item = u32> {
    0u32..
}

fn entities(model: &Model) -> Vec<EntitySchema> {
    let fields = |entity: &Entity| {
        let fields = ids().zip(&entity.fields);
        fields.map(|(field, f)| (f.name.id.clone(), Member::Field(FieldId(field)))).collect()
    };
    let alone = |entity: &Entity| EntitySchema {
        entity: entity.clone(),
        children: Vec::new(),
        members: fields(entity),
        derived: BTreeMap::new(),
    };
    let mut entities: Vec<EntitySchema> = model.entities.iter().map(alone).collect();
    for (child, entity) in ids().map(EntityId).zip(&model.entities) {
        let Some((parent, name, _)) = &entity.parent else { continue };
        if let Some(above) = entities.get_mut(parent.index()) {
            above.children.push(child);
            above.members.insert(name.id.clone(), Member::List(child));
        }
    }
    for (id, derived) in ids().map(DerivedId).zip(&model.derived) {
        if let Some(of) = entities.get_mut(derived.entity.index()) {
            of.derived.insert(derived.name.id.clone(), (id, derived.ty));
        }
    }
    entities
}

fn dated(model: &Model) -> Vec<(EntityId, FieldId)> {
    let entities = ids().map(EntityId).zip(&model.entities);
    let fields =
        entities.flat_map(|(entity, found)| ids().map(move |field| (entity, FieldId(field))).zip(&found.fields));
    fields.filter(|(_, field)| field.range.moves()).map(|(place, _)| place).collect()
}

fn of_rule(rule: &Rule) -> Discretionary {
    let mut grants = rule.grants.iter().chain(&rule.otherwise);
    Discretionary { entity: rule.entity, allowed: grants.any(|grant| grant.modality != Modality::Must) }
}

fn of_exception(exception: &Exception) -> Discretionary {
    Discretionary { entity: exception.entity, allowed: exception.modality != Modality::Must }
}
