//! A decision → what it would have come to, had a clause been read in another way.

use super::Both;
use super::against::{Against, MeasureChange, RuleChange, against};
use super::left::OpenChange;
use crate::decision::record::{ChoiceValue, Citations, InError, ReadingUsed, Text, Undetermined, Words};
use crate::decision::{Decision, Outcomes, Record};
use crate::eval::{Context, Frame, Memory};
use crate::model::ReadingId;
use serde::{Deserialize, Serialize};

/// Another way of reading a clause the decision rests on, and what it would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherReading {
    /// The reading's identifier.
    pub name: Text,
    /// What the question is called.
    pub label: Words,
    /// The clauses that can be read in more than one way.
    pub citations: Citations,
    /// The variant the decision was made with.
    pub chosen: ChoiceValue,
    /// The variant tried.
    pub other: ChoiceValue,
    /// Measures that would begin, end or change.
    pub measures: Vec<MeasureChange>,
    /// Rules that would come to something else.
    pub rules: Vec<RuleChange>,
    /// What would be open to an officer, or no longer be.
    pub open: Vec<OpenChange>,
    /// Rules that could still not be decided, for want of other facts or parameters.
    pub undetermined: Vec<Both<Undetermined>>,
    /// Rules that could still not be computed, for other causes.
    pub in_error: Vec<Both<InError>>,
}

impl OtherReading {
    /// Whether anything else would be given, refused, left open, missing or wrong.
    pub fn matters(&self) -> bool {
        !(self.measures.is_empty()
            && self.rules.is_empty()
            && self.open.is_empty()
            && self.undetermined.is_empty()
            && self.in_error.is_empty())
    }
}

impl Decision<'_> {
    /// For every reading the decision used, what each of its other variants would have come to, in
    /// order of readings and variants: also those that change nothing.
    ///
    /// ```
    /// # let source = "policy demo \"示例\" language zh in force 2020-01-01 ..
    /// # instrument act \"法\" { }
    /// # entity Person \"人\" { income: money per month 0.. \"收入\" }
    /// # reading limit \"“低于”是否含本数\" { per act \"一\" below \"不含\" up_to \"含\" default below }
    /// # measure help \"补助\" for Person { monthly: money per month \"每月\" }
    /// # rule low \"低收入\" for Person { when income < 1000 or income = 1000 and limit = up_to must help { monthly: 1 } }";
    /// # let policy = doudi::Policy::load(doudi::Sources::new().policy("demo.policy", source))?;
    /// let facts = policy.facts_json(r#"{"facts": {"income": "1000"}}"#)?;
    /// let decision = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap())?;
    /// let [other] = decision.other_readings().try_into().unwrap();
    /// assert_eq!((&*other.chosen.variant, &*other.other.variant), ("below", "up_to"));
    /// assert!(other.matters() && other.measures.len() == 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn other_readings(&self) -> Vec<OtherReading> {
        let record = self.record();
        let model = &self.context.plan.model;
        let mut found = Vec::new();
        for used in &record.readings {
            let known = (0u32..).zip(&model.readings).find(|(_, reading)| *reading.name.id == *used.name);
            let Some((id, reading)) = known else { continue };
            let variants = model.choices.get(reading.choice.index()).map(|choice| choice.variants.as_slice());
            for (position, variant) in (0u16..).zip(variants.unwrap_or_default()) {
                if *variant.id != *used.chosen {
                    let other = ChoiceValue {
                        variant: variant.id.as_str().into(),
                        label: Words { zh: variant.zh.as_str().into(), en: variant.en.as_str().into() },
                    };
                    let would = against(&record, &self.read_as(ReadingId(id), position));
                    found.push(other_reading(used, other, would));
                }
            }
        }
        found
    }

    /// The same decision with one clause read in another way.
    fn read_as(&self, reading: ReadingId, variant: u16) -> Record {
        let tables = self.context.tables.with_reading(reading, variant);
        let context = Context { tables: &tables, ..self.context };
        let (mut memory, mut outcomes) = (Memory::default(), Outcomes::default());
        outcomes.ask(&Frame::new(context, &mut memory));
        Decision { context, labels: self.labels, settings: self.settings.clone(), outcomes }.record()
    }
}

fn other_reading(used: &ReadingUsed, other: ChoiceValue, would: Against) -> OtherReading {
    OtherReading {
        name: used.name.clone(),
        label: used.label.clone(),
        citations: used.citations.clone(),
        chosen: ChoiceValue { variant: used.chosen.clone(), label: used.chosen_label.clone() },
        other,
        measures: would.measures,
        rules: would.rules,
        open: would.open,
        undetermined: would.undetermined,
        in_error: would.in_error,
    }
}
