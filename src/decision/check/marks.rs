//! The marks of a step are those of the policy.

use super::Checked;
use super::policy::{Policy, differs, same};
use crate::decision::record::{Shown, Step, StepKind};
use crate::model::{self, EntityId, Name};

impl Policy<'_> {
    /// How much of a step a page tells, and whether it is personal. A part is told of where it
    /// belongs.
    pub(super) fn marks(&self, step: &Step, entity: EntityId) -> Checked {
        let named = |name: &Name| *name.id == *step.name;
        let mark = match step.kind {
            StepKind::Fact => {
                let fields = self.entity(entity).map(|entity| entity.fields.as_slice()).unwrap_or_default();
                let Some(field) = fields.iter().find(|field| named(&field.name)) else { return differs(&step.name) };
                same(step.sensitive == field.sensitive, &"sensitive")?;
                None
            }
            StepKind::Parameter => self.model.parameters.iter().find(|p| named(&p.name)).and_then(|p| p.shown),
            StepKind::Definition | StepKind::Condition => {
                let versions = self.find(entity, &step.name).map(|derived| derived.versions.as_slice());
                let mut versions = versions.unwrap_or_default().iter();
                versions.find(|version| version.in_force.holds(self.date)).and_then(|version| version.shown)
            }
            StepKind::Rule => self.model.rules.iter().find(|rule| named(&rule.name)).and_then(|rule| rule.shown),
            StepKind::Part => return Ok(()),
            _ => None,
        };
        same(step.shown == mark.map(shown), &step.name)
    }
}

/// A mark on the wire.
pub(super) fn shown(shown: model::Shown) -> Shown {
    match shown {
        model::Shown::Briefly => Shown::Briefly,
        model::Shown::Never => Shown::Never,
        model::Shown::WhenMet => Shown::WhenMet,
    }
}
