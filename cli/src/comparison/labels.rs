//! Identifiers → the policy's words in one language. What the policy no longer holds is shown as
//! it is called in the ledger.

use super::ledger::Given;
use super::words;
use crate::words::Message;
use doudi::decision::record::Words;
use doudi::diagnostic::Locale;
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

    /// A rule.
    pub fn rule<'a>(&self, id: &'a str) -> &'a str
    where
        'm: 'a,
    {
        let rule = self.model.rules.iter().find(|rule| rule.name.id == id);
        rule.map_or(id, |rule| rule.name.label(self.locale))
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
        let shown = |name: &str, value: &Option<String>| match value {
            Some(value) => self.amount(&given.measure, name, value),
            None => "none".to_owned(),
        };
        self.pairs(&given.measure, given.values.iter().map(|(name, value)| (name, shown(name, value))))
    }

    /// A value of a measure; money with its fen, also where they are 0.
    pub fn amount(&self, measure: &str, field: &str, value: &str) -> String {
        let fields = self.find(measure).map(|measure| measure.fields.as_slice()).unwrap_or_default();
        let is_money = fields.iter().any(|other| other.name.id == field && other.ty.base.is_money());
        match value.split_once('.') {
            None if is_money => format!("{value}.00"),
            Some((_, fen)) if is_money && fen.len() == 1 => format!("{value}0"),
            _ => value.to_owned(),
        }
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
