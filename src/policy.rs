//! The façade: a policy, loaded once and shared, and the decisions it makes.

use crate::analysis::{self, Law, Occurrence};
use crate::bounds;
use crate::contrast::WhatIf;
use crate::decision::record::Text;
use crate::decision::{self, Aim, Asking, Decision, Distance, Labels, Outcomes, Standing, Verdict};
use crate::diagnostic::{self, Diagnostic, Locale, table};
use crate::eval::{self, Context, Frame, Memory, Tables};
use crate::explain::{Depth, Document};
use crate::facts::{self, Facts, FactsBuilder, InputError, Schema, Settings};
use crate::graph::Graph;
use crate::limits::{self, Limits};
use crate::model::{self, Allowed, Model, RuleId};
use crate::plan::{self, Plan};
use crate::source::{SourceKind, Sources};
use crate::syntax;
use crate::value::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// A loaded policy. Cheap to clone, immutable, `Send + Sync`.
///
/// ```
/// let source = "policy demo \"示例\" language zh in force 2020-01-01 ..
/// entity Person \"人\" { age: integer 0..150 \"年龄\" }
/// measure help \"补助\" for Person { monthly: money per month \"每月\" }
/// rule elderly \"老人\" for Person { when age >= 60 must help { monthly: 100 } }";
/// let policy = doudi::Policy::load(doudi::Sources::new().policy("demo.policy", source))?;
/// let facts = policy.facts_json(r#"{"facts": {"age": 60}}"#)?;
/// let decision = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap())?;
/// let measure = decision.measures().next().unwrap();
/// assert_eq!(measure.amount("monthly"), Some(100.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Policy {
    shared: Arc<Shared>,
    tables: Arc<Tables>,
    /// SHA-256 of the settings, hex.
    settings: Text,
    /// The policy the settings were read for, where they were.
    settings_of: Option<[u8; 32]>,
}

struct Shared {
    plan: Plan,
    labels: Labels,
    schema: Schema,
    sources: Sources,
    warnings: Vec<Diagnostic>,
    allowed: Vec<Allowed>,
    digest: [u8; 32],
    limits: Limits,
}

/// Why a policy was not accepted: every independent error, in order of place.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", diagnostic::list(.diagnostics))]
pub struct LoadError {
    /// What is wrong; warnings besides.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts the spans point into.
    pub sources: Sources,
}

/// Why there is no decision at all. What goes wrong inside a rule is in the decision instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecideError {
    /// The facts were bound to another policy.
    #[error("these facts were read for another policy; read them again with this one")]
    OtherPolicy,
    /// The settings were read for another policy.
    #[error("the settings were read for another policy; read them again with this one")]
    OtherSettings,
    /// The policy is not in force on the day.
    #[error("the policy is not in force on {date} (in force {from} .. {to})")]
    NotInForce {
        /// The day asked for.
        date: Date,
        /// First day in force; empty when open.
        from: String,
        /// Last day in force; empty when open.
        to: String,
    },
    /// The facts hold a discretion that was used only after the day.
    #[error("the discretion of {by} on `{name}` is of {on}, later than the decision date {date}")]
    LaterDiscretion {
        /// The rule or exception it is about.
        name: String,
        /// Who used it; signs that mislead the eye are escaped.
        by: String,
        /// The day it was used.
        on: Date,
        /// The day asked for.
        date: Date,
    },
    /// Facts lie outside a range that the decision date bounds.
    #[error("{}", outside(.facts, *.date, Locale::En))]
    OutOfRange {
        /// The paths of the facts, each with the range it must lie in.
        facts: Vec<(String, model::Range)>,
        /// The day asked for.
        date: Date,
    },
    /// The case is too large for the limits.
    #[error("this case takes {needed} steps, past the limit of {limit}")]
    TooLarge {
        /// Steps it would take.
        needed: usize,
        /// [`Limits::steps`], or [`Limits::trace_steps`] where the trace is kept.
        limit: usize,
    },
}

impl DecideError {
    /// The error in words of one language.
    pub fn message(&self, locale: Locale) -> String {
        match (locale, self) {
            (Locale::En, _) => self.to_string(),
            (Locale::ZhCn, DecideError::OtherPolicy) => "这些事实是为另一份政策读入的，请用本政策重新读入".to_owned(),
            (Locale::ZhCn, DecideError::OtherSettings) => "所用设定是为另一份政策读入的，请用本政策重新读入".to_owned(),
            (Locale::ZhCn, DecideError::NotInForce { date, from, to }) => {
                format!("政策在 {date} 没有施行（施行期 {from} .. {to}）")
            }
            (Locale::ZhCn, DecideError::LaterDiscretion { name, by, on, date }) => {
                format!("{by} 对 `{name}` 的裁量作于 {on}，晚于决定日期 {date}")
            }
            (Locale::ZhCn, DecideError::OutOfRange { facts, date }) => outside(facts, *date, locale),
            (Locale::ZhCn, DecideError::TooLarge { needed, limit }) => {
                format!("这一案需要 {needed} 步，超过上限 {limit}")
            }
        }
    }
}

/// Every fact that lies outside, a line each; none is repeated.
fn outside(facts: &[(String, model::Range)], date: Date, locale: Locale) -> String {
    let line = |(path, range): &(String, model::Range)| {
        let range = range.words(locale).unwrap_or_default();
        match locale {
            Locale::ZhCn => format!("{path}: 超出允许的范围：{range}（决定日期为 {date}）"),
            Locale::En => format!("{path}: outside the allowed range: {range}, which is {date}"),
        }
    };
    facts.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl Policy {
    /// Parses, checks and lowers a policy, with the default limits.
    ///
    /// # Errors
    /// Every independent error of all sources at once.
    pub fn load(sources: Sources) -> Result<Policy, LoadError> {
        Self::load_within(sources, &Limits::default())
    }

    /// The same within other limits, which then hold for its facts and decisions too.
    ///
    /// # Errors
    /// As [`Policy::load`].
    pub fn load_within(sources: Sources, limits: &Limits) -> Result<Policy, LoadError> {
        let limits = &Limits { depth: limits.depth.min(limits::DEEPEST), ..limits.clone() };
        let Built { loaded, mut diagnostics, mut allowed } = build(&sources, limits);
        diagnostic::word(&mut diagnostics, &sources);
        for item in &mut allowed {
            diagnostic::word(std::slice::from_mut(&mut item.diagnostic), &sources);
        }
        diagnostic::sort(&mut diagnostics);
        let Some((plan, digest)) = loaded.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
            return Err(LoadError { diagnostics, sources });
        };
        let settings = Settings::empty();
        let tables = Arc::new(Tables::new(&plan.model, &plan.literals, &settings));
        let schema = Schema::new(&plan.model, digest);
        let labels = Labels::new(&plan, &facts::hex(&digest));
        let shared =
            Shared { plan, labels, schema, sources, warnings: diagnostics, allowed, digest, limits: limits.clone() };
        Ok(Policy {
            shared: Arc::new(shared),
            tables,
            settings: settings.digest_hex().into(),
            settings_of: settings.policy,
        })
    }

    /// What is accepted but worth a look.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.shared.warnings
    }

    /// The warnings that the policy allows, each with the reason it gives.
    pub fn allowed(&self) -> &[Allowed] {
        &self.shared.allowed
    }

    /// The resolved, typed policy.
    pub fn model(&self) -> &Model {
        &self.shared.plan.model
    }

    /// The texts it was loaded from.
    pub fn sources(&self) -> &Sources {
        &self.shared.sources
    }

    /// SHA-256 of the policy in hex: of its items as the formatter prints them, in order of name,
    /// and of the wordings it cites. The order of files and items, comments and blanks do not
    /// change it, and neither do properties, which decide nothing.
    pub fn digest(&self) -> String {
        facts::hex(&self.shared.digest)
    }

    /// What becomes of every word of the instruments the policy's provisions quote.
    pub fn law(&self) -> Law<'_> {
        Law::of(self.model(), self.sources())
    }

    /// The duties that are due from one day to another, both included, by day and name.
    pub fn duties(&self, from: Date, to: Date) -> Vec<Occurrence<'_>> {
        analysis::occurrences(self.model(), from, to)
    }

    /// Which named things of the policy rest on which: from facts, parameters and readings to the
    /// rules and what they give. Of one rule, what it rests on; empty where there is no such rule.
    pub fn graph(&self, rule: Option<&str>, locale: Locale) -> Graph {
        analysis::dependencies(self.model(), rule, locale)
    }

    /// Reads facts from JSON.
    ///
    /// # Errors
    /// Every error of the document, by path.
    pub fn facts_json(&self, text: &str) -> Result<Facts, InputError> {
        Facts::from_json(&self.shared.schema, text, &self.shared.limits)
    }

    /// Reads facts from the root entity as a typed Rust value, never through a float.
    ///
    /// # Errors
    /// Every error of the value, by path.
    pub fn facts_from_serialize<T: Serialize + ?Sized>(&self, value: &T) -> Result<Facts, InputError> {
        Facts::from_serialize(&self.shared.schema, value, &self.shared.limits)
    }

    /// Starts an empty set of facts to be filled by path.
    pub fn facts(&self) -> FactsBuilder<'_> {
        FactsBuilder::new(&self.shared.schema, &self.shared.limits)
    }

    /// Reads settings from JSON.
    ///
    /// # Errors
    /// Every error of the document, by path.
    pub fn settings_json(&self, text: &str) -> Result<Settings, InputError> {
        let settings = Settings::from_json(self.model(), text, &self.shared.limits)?;
        Ok(Settings { policy: Some(self.shared.digest), ..settings })
    }

    /// The same policy under settings of the deployment, in place of any before. It decides nothing
    /// under settings that were read for another policy: [`DecideError::OtherSettings`].
    #[must_use]
    pub fn with_settings(&self, settings: &Settings) -> Policy {
        let plan = &self.shared.plan;
        let tables = Arc::new(Tables::new(&plan.model, &plan.literals, settings));
        Policy {
            shared: Arc::clone(&self.shared),
            tables,
            settings: settings.digest_hex().into(),
            settings_of: settings.policy,
        }
    }

    /// JSON Schema of the facts document.
    pub fn json_schema(&self) -> String {
        facts::json_schema(self.model())
    }

    /// Decides one case on one day.
    ///
    /// # Errors
    /// Only where there can be no decision at all; see [`DecideError`].
    pub fn decide<'a>(&'a self, facts: &'a Facts, date: Date) -> Result<Decision<'a>, DecideError> {
        let (mut memory, mut outcomes) = (Memory::default(), Outcomes::default());
        let limits = &self.shared.limits;
        let limit = limits.steps.min(limits.trace_steps);
        let context = self.ask(facts, date, limit, &mut memory, &mut outcomes)?;
        Ok(Decision { context, labels: &self.shared.labels, settings: self.settings.clone(), outcomes })
    }

    /// A decider that keeps its memory from case to case and makes no trace.
    pub fn decider(&self) -> Decider<'_> {
        Decider { policy: self, memory: Memory::default(), outcomes: Outcomes::default() }
    }

    /// What asks the policy's properties of case after case.
    ///
    /// ```
    /// # let source = "policy demo \"示例\" language zh in force 2020-01-01 ..
    /// # entity Person \"人\" { age: integer 0..150 \"年龄\" }
    /// # measure help \"补助\" for Person { monthly: money per month \"每月\" }
    /// # rule elderly \"老人\" for Person { when age >= 60 must help { monthly: 100 } }
    /// # property cared_for \"老有所养\" for Person { always age >= 50 implies measure help }";
    /// # let policy = doudi::Policy::load(doudi::Sources::new().policy("demo.policy", source))?;
    /// use doudi::decision::PropertyState;
    /// let mut properties = policy.properties();
    /// let facts = policy.facts_json(r#"{"facts": {"age": 55}}"#)?;
    /// let (_, found) = properties.ask(&facts, doudi::Date::parse("2020-05-06").unwrap())?;
    /// assert_eq!(found[0].state, PropertyState::Broken);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn properties(&self) -> Properties<'_> {
        self.asking(None)
    }

    /// The same of one property alone, by its position in [`Model::properties`](crate::model::Model::properties).
    pub fn property(&self, position: usize) -> Properties<'_> {
        self.asking(Some(position))
    }

    /// What measures how far cases are from aims that are about rules alone.
    pub fn deciding(&self) -> Properties<'_> {
        self.asking(Some(usize::MAX))
    }

    fn asking(&self, only: Option<usize>) -> Properties<'_> {
        let model = Arc::clone(&self.shared.plan.model);
        let plan = plan::lower_with_properties(model, self.shared.plan.literals.clone(), only);
        Properties { decider: self.decider(), plan, memory: Memory::default() }
    }

    /// The operations, one a line.
    pub fn print_plan(&self) -> String {
        plan::print(&self.shared.plan)
    }

    /// Asks the rules about a case, in the memory of an earlier one.
    fn ask<'a>(
        &'a self,
        facts: &'a Facts,
        date: Date,
        limit: usize,
        memory: &mut Memory,
        outcomes: &mut Outcomes,
    ) -> Result<Context<'a>, DecideError> {
        if facts.policy != self.shared.digest {
            return Err(DecideError::OtherPolicy);
        }
        if self.settings_of.is_some_and(|policy| policy != self.shared.digest) {
            return Err(DecideError::OtherSettings);
        }
        let in_force = self.model().policy.in_force;
        if !in_force.holds(date) {
            let end = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
            return Err(DecideError::NotInForce { date, from: end(in_force.from), to: end(in_force.to) });
        }
        if let Some(later) = facts.discretion_after(date) {
            let name = self.shared.schema.target_name(later.target).unwrap_or_default().to_owned();
            return Err(DecideError::LaterDiscretion { name, by: facts::shown(&later.by), on: later.on, date });
        }
        let outside = facts.outside(&self.shared.schema, date);
        if !outside.is_empty() {
            return Err(DecideError::OutOfRange { facts: outside, date });
        }
        let context = Context { plan: &self.shared.plan, tables: &self.tables, facts, date };
        eval::within(&context, limit).map_err(|too_large| DecideError::TooLarge { needed: too_large.needed, limit })?;
        outcomes.ask(&Frame::new(context, memory));
        Ok(context)
    }
}

/// Decides case after case in the same memory, without traces.
///
/// ```no_run
/// # fn example(policy: &doudi::Policy, cases: &[doudi::facts::Facts], date: doudi::Date) -> Result<(), doudi::DecideError> {
/// let mut decider = policy.decider();
/// for facts in cases {
///     for measure in decider.decide(facts, date)?.measures() {
///         println!("{} {:?}", measure.name(), measure.amount("monthly"));
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Decider<'p> {
    policy: &'p Policy,
    memory: Memory,
    outcomes: Outcomes,
}

impl Decider<'_> {
    /// Decides one case on one day.
    ///
    /// # Errors
    /// As [`Policy::decide`].
    pub fn decide<'a>(&'a mut self, facts: &'a Facts, date: Date) -> Result<Verdict<'a>, DecideError> {
        let limit = self.policy.shared.limits.steps;
        let context = self.policy.ask(facts, date, limit, &mut self.memory, &mut self.outcomes)?;
        Ok(Verdict { context, labels: &self.policy.shared.labels, outcomes: &self.outcomes })
    }
}

/// Asks the properties of a policy of case after case; made by [`Policy::properties`].
#[derive(Debug)]
pub struct Properties<'p> {
    decider: Decider<'p>,
    /// The policy's plan, with its properties.
    plan: Plan,
    memory: Memory,
}

impl Properties<'_> {
    /// What is decided, and what every property in force comes to for every subject, in order of
    /// property and subject.
    ///
    /// # Errors
    /// As [`Policy::decide`].
    pub fn ask<'a>(&'a mut self, facts: &'a Facts, date: Date) -> Result<(Verdict<'a>, Vec<Standing>), DecideError> {
        self.asked(facts, date, None).map(|(verdict, asking)| (verdict, asking.standings))
    }

    /// The same, and how far the case is from an aim: what a search goes by.
    ///
    /// # Errors
    /// As [`Policy::decide`].
    pub fn ask_for<'a>(
        &'a mut self,
        facts: &'a Facts,
        date: Date,
        aim: &Aim,
    ) -> Result<(Verdict<'a>, Vec<Standing>, Option<Distance>), DecideError> {
        let (verdict, asking) = self.asked(facts, date, Some(aim))?;
        Ok((verdict, asking.standings, asking.distance))
    }

    /// The aims of a search for households that a property speaks of, that break it, and at the edge of
    /// each comparison it reaches.
    pub fn aims(&self, property: usize, date: Date) -> Vec<Aim> {
        decision::aims(&self.plan, property, date)
    }

    /// The aim that the condition of a rule holds of somebody, or does not.
    pub fn aim_of_rule(&self, rule: RuleId, wanted: bool) -> Aim {
        decision::aim_of_rule(rule, wanted)
    }

    fn asked<'a>(
        &'a mut self,
        facts: &'a Facts,
        date: Date,
        aim: Option<&Aim>,
    ) -> Result<(Verdict<'a>, Asking), DecideError> {
        let limit = self.decider.policy.shared.limits.steps;
        let verdict = self.decider.decide(facts, date)?;
        let context = Context { plan: &self.plan, ..verdict.context };
        eval::within(&context, limit).map_err(|too_large| DecideError::TooLarge { needed: too_large.needed, limit })?;
        Ok((verdict, decision::asking(verdict, &self.plan, &mut self.memory, aim)))
    }
}

impl Decision<'_> {
    /// The decision in words: as much of it as is asked for, as text, Markdown, HTML or JSON.
    ///
    /// A page says as well whether another reading of a clause would change the outcome, which takes
    /// a decision for each. What other evidence would change is asked for by
    /// [`what_if`](Self::what_if), and [`explain_with`](crate::explain::explain_with) tells it.
    pub fn explain(&self, depth: Depth, locale: Locale) -> Document {
        let readings = if depth >= Depth::Page { self.other_readings() } else { Vec::new() };
        crate::explain::explain_with(&self.record(), &WhatIf { readings, ..WhatIf::default() }, depth, locale)
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy").field("name", &self.model().policy.name.id).field("digest", &self.digest()).finish()
    }
}

/// What sources come to.
#[derive(Default)]
struct Built {
    /// The plan and the digest.
    loaded: Option<(Plan, [u8; 32])>,
    diagnostics: Vec<Diagnostic>,
    allowed: Vec<Allowed>,
}

/// sources → plan and digest, with all diagnostics on the way.
fn build(sources: &Sources, limits: &Limits) -> Built {
    let mut diagnostics = Vec::new();
    if sources.iter().count() > limits.sources {
        let too_many = Diagnostic::new(&table::limits::TOO_MANY, diagnostic::Place::Whole);
        diagnostics.push(too_many.arg("文件").arg("sources").arg(limits.sources));
        return Built { diagnostics, ..Built::default() };
    }
    let mut files = Vec::new();
    for (id, source) in sources.iter() {
        if source.kind == SourceKind::Policy {
            let (file, found) = syntax::parse(id, &source.text, limits);
            diagnostics.extend(found);
            files.push(file);
        } else {
            diagnostics.extend(syntax::check_characters(id, &source.text));
        }
    }
    let (model, found) = model::resolve(&files, sources, limits);
    // An item that cannot be read may be what uses a name: no warnings then.
    let readable = diagnostics.is_empty();
    diagnostics.extend(found.into_iter().filter(|diagnostic| readable || diagnostic.is_error()));
    let Some(model) = model else {
        let allowed = model::allow(&files, sources, &mut diagnostics, false);
        return Built { loaded: None, diagnostics, allowed };
    };
    let mut warnings = Vec::new();
    analysis::warn(&model, sources, &mut warnings);
    bounds::warn(&model, sources, &mut warnings);
    diagnostics.extend(warnings.into_iter().filter(|_| readable));
    let allowed = model::allow(&files, sources, &mut diagnostics, readable);
    let digest = digest(&files, &model, sources);
    let literals = Schema::literals(&model);
    match plan::lower(Arc::new(model), literals, limits.operations) {
        Ok(plan) => Built { loaded: Some((plan, digest)), diagnostics, allowed },
        Err(too_large) => {
            let diagnostic = Diagnostic::new(&table::limits::TOO_MANY, diagnostic::Place::Whole);
            diagnostics.push(diagnostic.arg("运算").arg("operations").arg(too_large.limit));
            Built { loaded: None, diagnostics, allowed }
        }
    }
}

/// What [`Policy::digest`] says.
fn digest(files: &[syntax::ast::File], model: &Model, sources: &Sources) -> [u8; 32] {
    let mut items: Vec<String> = Vec::new();
    let decides = |item: &&syntax::ast::Item| !matches!(item, syntax::ast::Item::Property(_));
    for item in files.iter().flat_map(|file| &file.items).filter(decides) {
        items.push(syntax::print(&syntax::ast::File { items: vec![item.clone()], ..Default::default() }));
    }
    items.sort();
    let mut hasher = Sha256::new();
    let mut add = |text: &str| {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    };
    items.iter().for_each(|item| add(item));
    for text in model.instruments.iter().filter_map(|instrument| instrument.text.as_deref()) {
        add(text);
        add(sources.named(text).map_or("", |(_, source)| source.text.as_str()));
    }
    hasher.finalize().into()
}
