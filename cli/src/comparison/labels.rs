//! Identifiers → the policy's words in one language. What the policy no longer holds is shown as
//! it is called in the ledger.

use super::ledger::Given;
use super::words;
use crate::words::Message;
use doudi::decision::record::{Unit, Value, Words};
use doudi::diagnostic::Locale;
use doudi::explain;
use doudi::model::{Base, Measure, Model};
use std::collections::BTreeMap;

/// The words of a policy.
#[derive(Clone, Copy)]
pub struct Labels<'m> {
    /// The policy.
    pub model: &'m Model,
    /// The language.
    pub locale: Locale,
}

impl<'m> Labels<'m> {
    /// A sentence in the language.
    pub fn say(&self, message: &Message) -> String {
        message.text(self.locale)
    }

    /// Words in the language.
    pub fn words<'w>(&self, words: &'w Words) -> &'w str {
        match self.locale {
            Locale::ZhCn => &words.zh,
            Locale::En => &words.en,
        }
    }

    /// Between things of a list.
    pub fn comma(&self) -> &'static str {
        if self.locale == Locale::ZhCn { "、" } else { ", " }
    }

    /// Between longer things of a list.
    pub fn semicolon(&self) -> &'static str {
        if self.locale == Locale::ZhCn { "；" } else { "; " }
    }

    /// A rule, or an exception.
    pub fn rule<'a>(&self, id: &'a str) -> &'a str
    where
        'm: 'a,
    {
        let rules = self.model.rules.iter().map(|rule| &rule.name);
        let mut names = rules.chain(self.model.exceptions.iter().map(|exception| &exception.name));
        names.find(|name| name.id == id).map_or(id, |name| name.label(self.locale))
    }

    /// A measure.
    pub fn measure<'a>(&self, id: &'a str) -> &'a str
    where
        'm: 'a,
    {
        self.find(id).map_or(id, |measure| measure.name.label(self.locale))
    }

    /// Where a measure stands in the policy; what is not there comes last.
    pub fn position(&self, id: &str) -> usize {
        self.model.measures.iter().position(|measure| measure.name.id == id).unwrap_or(usize::MAX)
    }

    /// A field of a measure.
    pub fn field(&self, measure: &str, id: &str) -> String {
        let field = self.find(measure).and_then(|measure| measure.fields.iter().find(|field| field.name.id == id));
        field.map_or(id, |field| field.name.label(self.locale)).to_owned()
    }

    /// The choices of a measure, in the policy's order.
    pub fn choices(&self, measure: &str, choices: &BTreeMap<String, String>) -> String {
        self.pairs(measure, choices.iter().map(|(name, variant)| (name, self.variant(measure, name, variant))))
    }

    /// The other values of a measure.
    pub fn values(&self, given: &Given) -> String {
        let shown = |name: &str, value: &Option<String>| self.amount(&given.measure, name, value.as_deref());
        self.pairs(&given.measure, given.values.iter().map(|(name, value)| (name, shown(name, value))))
    }

    /// A value of a measure with its unit: `1,307.00 元/月`, `6 个月`, `无`. What the policy no longer holds
    /// stays as it is written.
    pub fn amount(&self, measure: &str, field: &str, value: Option<&str>) -> String {
        let fields = self.find(measure).map(|measure| measure.fields.as_slice()).unwrap_or_default();
        let base = fields.iter().find(|other| other.name.id == field).map(|field| field.ty.base);
        let (unit, known) = match (base, value) {
            (_, None) => (Unit::Text, Some(Value::None)),
            (Some(Base::Months), Some(value)) => (Unit::Months, value.parse().ok().map(Value::Months)),
            (Some(Base::Days), Some(value)) => (Unit::Days, value.parse().ok().map(Value::Days)),
            (Some(Base::Truth), Some(value)) => (Unit::Truth, value.parse().ok().map(Value::Truth)),
            (Some(base), Some(value)) => {
                let unit = match base {
                    Base::Money => Unit::Money,
                    Base::MoneyPerMonth => Unit::MoneyPerMonth,
                    Base::MoneyPerYear => Unit::MoneyPerYear,
                    Base::Ratio => Unit::Ratio,
                    Base::Integer => Unit::Integer,
                    Base::Decimal => Unit::Decimal,
                    _ => Unit::Text,
                };
                (unit, (unit != Unit::Text).then(|| value.parse().ok().map(Value::Number)).flatten())
            }
            (None, Some(_)) => (Unit::Text, None),
        };
        let currency = &self.model.policy.currency;
        let currency = Words { zh: currency.zh.as_str().into(), en: currency.en.as_str().into() };
        known.map_or_else(
            || value.unwrap_or_default().to_owned(),
            |known| explain::value(&known, unit, &currency, self.locale),
        )
    }

    /// `承办部门：扶贫部门；帮扶内容：资产收益扶贫`
    pub fn pairs<'a>(&self, measure: &str, pairs: impl Iterator<Item = (&'a String, String)>) -> String {
        let position = |name: &str| {
            let fields = self.find(measure).map(|measure| measure.fields.as_slice()).unwrap_or_default();
            fields.iter().position(|field| field.name.id == name).unwrap_or(usize::MAX)
        };
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_by_key(|(name, _)| position(name));
        let pairs = pairs
            .iter()
            .map(|(name, value)| self.say(&Message::new(&words::PAIR, &[&self.field(measure, name), value])));
        pairs.collect::<Vec<_>>().join(self.semicolon())
    }

    fn variant(&self, measure: &str, field: &str, id: &str) -> String {
        let fields = self.find(measure).map(|measure| measure.fields.as_slice()).unwrap_or_default();
        let choice = fields.iter().find(|other| other.name.id == field).and_then(|field| match field.ty.base {
            Base::Choice(choice) => self.model.choices.get(choice.index()),
            _ => None,
        });
        let variant = choice.and_then(|choice| choice.variants.iter().find(|variant| variant.id == id));
        variant.map_or(id, |variant| variant.label(self.locale)).to_owned()
    }

    fn find(&self, measure: &str) -> Option<&'m Measure> {
        self.model.measures.iter().find(|other| other.name.id == measure)
    }
}
