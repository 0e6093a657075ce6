//! model → what a policy leaves open: readings, values the deployment must supply, values assumed.
//!
//! Plain data, printed as JSON as it stands and as a page by [`markdown`].

mod markdown;

pub use markdown::markdown;

use doudi::model::{
    Base, Certainty, Citation, Const, DerivedKind, Expr, ExprKind, Input, Model, ParameterId, Pattern, ReadingId, User,
};
use doudi::{Date, Policy, Sources, model};
use serde::Serialize;

/// All that a policy leaves open, in the order it is written.
#[derive(Debug, Serialize)]
pub struct LeftOpen {
    policy: Name,
    version: Option<String>,
    readings: Vec<Reading>,
    unset: Vec<Unset>,
    assumed: Vec<Assumed>,
    checked: Vec<Checked>,
}

/// An identifier with its words.
#[derive(Debug, Serialize)]
struct Name {
    id: String,
    zh: String,
    en: String,
}

/// A clause that can be read in more than one way.
#[derive(Debug, Serialize)]
struct Reading {
    name: Name,
    per: Vec<Clause>,
    options: Vec<Name>,
    /// Which holds where the deployment chooses none, and from when.
    defaults: Vec<DefaultOption>,
    used: Used,
}

#[derive(Debug, Serialize)]
struct DefaultOption {
    from: Option<Date>,
    option: String,
}

/// A value the deployment must supply.
#[derive(Debug, Serialize)]
struct Unset {
    name: Name,
    of: Type,
    keys: Vec<Key>,
    per: Vec<Clause>,
    used: Used,
}

/// A value the policy takes from elsewhere than a clause.
#[derive(Debug, Serialize)]
struct Assumed {
    name: Name,
    of: Type,
    keys: Vec<Key>,
    per: Vec<Clause>,
    versions: Vec<Version>,
    used: Used,
}

#[derive(Debug, Serialize)]
struct Version {
    from: Date,
    until: Option<Date>,
    /// Who says so.
    source: String,
    per: Vec<Clause>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    /// One a key.
    keys: Vec<String>,
    value: String,
}

/// A value that is known to hold until some day; decisions on later days say so.
#[derive(Debug, Serialize)]
struct Checked {
    name: Name,
    /// First day of the version.
    from: Date,
    until: Option<Date>,
    /// The last day it is known to hold.
    checked_until: Date,
    used: Used,
}

/// A type as the policy names it, with the variants of a choice.
#[derive(Debug, Serialize)]
struct Type {
    name: String,
    /// Only of a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<Name>,
}

#[derive(Debug, Serialize)]
struct Key {
    name: String,
    of: Type,
}

/// A citation.
#[derive(Debug, Serialize)]
struct Clause {
    instrument: Name,
    clause: String,
    quote: Option<String>,
}

/// What asks for it, and which rules hang on that.
#[derive(Debug, Serialize)]
struct Used {
    by: Vec<UsedBy>,
    rules: Vec<Name>,
}

#[derive(Debug, Serialize)]
struct UsedBy {
    kind: Kind,
    name: Name,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Definition,
    Condition,
    Exception,
    Rule,
}

impl LeftOpen {
    /// What a policy leaves open.
    pub fn of(policy: &Policy) -> Self {
        let model = policy.model();
        let view = View { model, sources: policy.sources() };
        let parameters = || (0u32..).map(ParameterId).zip(&model.parameters);
        LeftOpen {
            policy: name(&model.policy.name),
            version: model.policy.version.clone(),
            readings: (0u32..).map(ReadingId).zip(&model.readings).map(|(id, item)| view.reading(id, item)).collect(),
            unset: parameters().filter_map(|(id, item)| view.unset(id, item)).collect(),
            assumed: parameters().filter_map(|(id, item)| view.assumed(id, item)).collect(),
            checked: parameters().flat_map(|(id, item)| view.checked(id, item)).collect(),
        }
    }
}

struct View<'a> {
    model: &'a Model,
    sources: &'a Sources,
}

impl View<'_> {
    fn reading(&self, id: ReadingId, reading: &model::Reading) -> Reading {
        let variants = &self.model.choices[reading.choice.index()].variants;
        let default = |(from, option): &(Option<Date>, u16)| DefaultOption {
            from: *from,
            option: variants[usize::from(*option)].id.clone(),
        };
        Reading {
            name: name(&reading.name),
            per: self.clauses(&reading.per),
            options: variants.iter().map(name).collect(),
            defaults: reading.defaults.iter().map(default).collect(),
            used: self.used(Input::Reading(id)),
        }
    }

    fn unset(&self, id: ParameterId, parameter: &model::Parameter) -> Option<Unset> {
        parameter.versions.is_empty().then(|| Unset {
            name: name(&parameter.name),
            of: self.ty(parameter.ty.base),
            keys: self.keys(parameter),
            per: self.clauses(&parameter.per),
            used: self.used(Input::Parameter(id)),
        })
    }

    fn assumed(&self, id: ParameterId, parameter: &model::Parameter) -> Option<Assumed> {
        let versions = parameter.versions.iter().filter_map(|version| match &version.certainty {
            Certainty::Confirmed => None,
            Certainty::Assumed(source) => Some(Version {
                from: version.from,
                until: version.until,
                source: source.clone(),
                per: self.clauses(&version.per),
                rows: version.rows.iter().map(|row| self.row(row)).collect(),
            }),
        });
        let versions: Vec<Version> = versions.collect();
        (!versions.is_empty()).then(|| Assumed {
            name: name(&parameter.name),
            of: self.ty(parameter.ty.base),
            keys: self.keys(parameter),
            per: self.clauses(&parameter.per),
            versions,
            used: self.used(Input::Parameter(id)),
        })
    }

    /// Versions that hold longer than they are known to.
    fn checked(&self, id: ParameterId, parameter: &model::Parameter) -> Vec<Checked> {
        let runs_on = |version: &&model::Version| {
            version.checked.is_some_and(|checked| version.until.is_none_or(|until| checked < until))
        };
        let checked = |version: &model::Version| {
            Some(Checked {
                name: name(&parameter.name),
                from: version.from,
                until: version.until,
                checked_until: version.checked?,
                used: self.used(Input::Parameter(id)),
            })
        };
        parameter.versions.iter().filter(runs_on).filter_map(checked).collect()
    }

    fn keys(&self, parameter: &model::Parameter) -> Vec<Key> {
        parameter.keys.iter().map(|key| Key { name: key.name.clone(), of: self.ty(key.ty.base) }).collect()
    }

    fn row(&self, row: &model::Row) -> Row {
        Row { keys: row.patterns.iter().map(|pattern| self.pattern(pattern)).collect(), value: self.value(&row.value) }
    }

    /// A pattern as the policy and the settings write it.
    fn pattern(&self, pattern: &Pattern) -> String {
        match pattern {
            Pattern::Any => "any".to_owned(),
            Pattern::Value(value) => self.constant(value),
            Pattern::Range { low, low_open, high, high_open } => {
                let end = |end: &Option<doudi::value::Number>| end.map(|end| end.to_string()).unwrap_or_default();
                let sign = |open: &bool| if *open { "<" } else { "" };
                format!("{}{}..{}{}", end(low), sign(low_open), sign(high_open), end(high))
            }
        }
    }

    /// A constant, or what the policy says to work out from the keys.
    fn value(&self, value: &Expr) -> String {
        match &value.kind {
            ExprKind::Const(constant) => self.constant(constant),
            _ => self.sources.slice(value.span).split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    fn constant(&self, value: &Const) -> String {
        match value {
            Const::Number(number) => number.to_string(),
            Const::Truth(truth) => truth.to_string(),
            Const::Date(date) => date.to_string(),
            Const::Months(count) => format!("{count} months"),
            Const::Days(count) => format!("{count} days"),
            Const::Choice(choice, at) => self.model.choices[choice.index()].variants[usize::from(*at)].id.clone(),
            Const::Text(text) => text.clone(),
            Const::None => "none".to_owned(),
        }
    }

    fn ty(&self, base: Base) -> Type {
        let plain = |name: &str| Type { name: name.to_owned(), choice: None, variants: Vec::new() };
        match base {
            Base::Money => plain("money"),
            Base::MoneyPerMonth => plain("money per month"),
            Base::MoneyPerYear => plain("money per year"),
            Base::Ratio => plain("ratio"),
            Base::Integer => plain("integer"),
            Base::Decimal => plain("decimal"),
            Base::Date => plain("date"),
            Base::Months => plain("months"),
            Base::Days => plain("days"),
            Base::Truth => plain("truth"),
            Base::Text => plain("text"),
            Base::None => plain("none"),
            Base::Choice(id) => {
                let choice = &self.model.choices[id.index()];
                let variants = choice.variants.iter().map(name).collect();
                Type { name: choice.name.id.clone(), choice: Some(name(&choice.name)), variants }
            }
        }
    }

    fn clauses(&self, per: &[Citation]) -> Vec<Clause> {
        let clause = |citation: &Citation| Clause {
            instrument: name(&self.model.instruments[citation.instrument.index()].name),
            clause: citation.clause.clone(),
            quote: citation.quote.clone(),
        };
        per.iter().map(clause).collect()
    }

    fn used(&self, input: Input) -> Used {
        let by = self.model.users(input).into_iter().map(|user| self.user(user));
        let rules = self.model.rules_depending_on(input).into_iter();
        Used { by: by.collect(), rules: rules.map(|id| name(&self.model.rules[id.index()].name)).collect() }
    }

    fn user(&self, user: User) -> UsedBy {
        match user {
            User::Derived(id) => {
                let derived = &self.model.derived[id.index()];
                let entity = &self.model.entities[derived.entity.index()].name.id;
                let kind = match derived.kind {
                    DerivedKind::Definition => Kind::Definition,
                    DerivedKind::Condition => Kind::Condition,
                };
                let own = name(&derived.name);
                UsedBy { kind, name: Name { id: format!("{entity}.{}", own.id), ..own } }
            }
            User::Exception(id) => {
                UsedBy { kind: Kind::Exception, name: name(&self.model.exceptions[id.index()].name) }
            }
            User::Rule(id) => UsedBy { kind: Kind::Rule, name: name(&self.model.rules[id.index()].name) },
        }
    }
}

fn name(name: &model::Name) -> Name {
    Name { id: name.id.clone(), zh: name.zh.clone(), en: name.en.clone() }
}
