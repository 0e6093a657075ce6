//! syntax trees → model: gives every name one meaning and every expression a type.

use super::citations::Texts;
use super::mentions::Mention;
use super::names::{self, Names};
use super::signatures::{self, Signatures};
use super::typecheck::{Checker, Scope};
use super::{ChoiceId, ExceptionId, InForce, Model, Name, Part, Shown, Target, Test};
use crate::diagnostic::table::{limits as table_of_limits, model as table, warnings};
use crate::diagnostic::{self, Diagnostic, Place};
use crate::limits::Limits;
use crate::source::Sources;
use crate::syntax::ast::{self, Ident, Labels};
use std::collections::BTreeMap;

/// Builds the model of a policy from its files; reports every error of all of them at once.
///
/// The model is there exactly when no diagnostic is an error and the files were read whole: what
/// they lack because a part could not be read is not reported. The order of files and of items
/// has no meaning. `sources` holds the texts of the instruments that are cited.
pub fn resolve(files: &[ast::File], sources: &Sources, limits: &Limits) -> (Option<Model>, Vec<Diagnostic>) {
    let (model, found, _) = resolve_noting(files, sources, limits);
    (model, found)
}

/// The same, with what each name was taken to mean.
pub(super) fn resolve_noting(
    files: &[ast::File],
    sources: &Sources,
    limits: &Limits,
) -> (Option<Model>, Vec<Diagnostic>, Vec<Mention>) {
    let mut found = Vec::new();
    let items: usize = files.iter().map(|file| file.items.len()).sum();
    if items > limits.items {
        let many = Diagnostic::new(&table_of_limits::TOO_MANY, Place::Whole);
        return (None, vec![many.arg("政策的条目").arg("items in a policy").arg(limits.items)], Vec::new());
    }
    let names = names::collect(files, sources, &mut found);
    let signatures = signatures::sign(&names, &mut found);
    let texts = Texts::read(&names, sources, &mut found);
    let english = is_english(&names.policies);
    let mut resolver = Resolver {
        names: &names,
        signatures: &signatures,
        texts: &texts,
        targets: Vec::new(),
        aimed_at: BTreeMap::new(),
        english,
        depth: limits.depth,
        found,
    };
    let model = resolver.model();
    found = resolver.found;
    let read = files.iter().all(|file| file.unread.is_empty());
    let sound = |found: &[Diagnostic]| read && !found.iter().any(Diagnostic::is_error);
    let model = model.filter(|_| sound(&found)).and_then(|mut model| {
        super::places::count(&mut model, &mut found);
        super::unused::warn(&model, &mut found);
        super::behind::warn(&model, &names, &mut found);
        super::labels::warn(&model, &mut found);
        super::given::report(&model, &mut found);
        sound(&found).then_some(model)
    });
    super::unread::forgive(files, sources, &mut found);
    diagnostic::sort(&mut found);
    (model, found, names.notes.take())
}

/// Whether the policy's first language is English; it is Chinese where nothing is said.
fn is_english(policies: &[&ast::Policy]) -> bool {
    policies.iter().find_map(|policy| policy.language.as_ref()).is_some_and(|language| language.text == "en")
}

/// Turns declarations into their part of the model.
pub(super) struct Resolver<'r, 'a> {
    pub(super) names: &'r Names<'a>,
    pub(super) signatures: &'r Signatures,
    pub(super) texts: &'r Texts,
    /// By exception: what it is made to.
    pub(super) targets: Vec<Option<Target>>,
    /// The exceptions made to each thing, in order.
    pub(super) aimed_at: BTreeMap<Target, Vec<ExceptionId>>,
    english: bool,
    /// How deep exceptions to exceptions may go.
    pub(super) depth: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl<'r, 'a> Resolver<'r, 'a> {
    /// Every part of the model; `None` where some part is broken, and reported.
    fn model(&mut self) -> Option<Model> {
        let policy = self.policy();
        let instruments = self.instruments();
        let choices = self.choices();
        let entities = self.entities();
        let parameters = self.parameters();
        let readings = self.readings();
        let exceptions = self.exceptions();
        let derived = self.derived();
        let measures = self.measures();
        let rules = self.rules();
        let provisions = self.provisions();
        let duties = self.duties();
        let properties = self.properties();
        super::lookalikes::warn(self.names, &mut self.found);
        let model = Model {
            policy: policy?,
            instruments,
            choices,
            entities: entities?,
            parameters: parameters?,
            readings: readings?,
            derived: derived?,
            exceptions: exceptions?,
            measures: measures?,
            rules: rules?,
            provisions: provisions?,
            duties: duties?,
            properties: properties?,
        };
        super::floors::report(&model, &mut self.found);
        super::cycles::report(&model, &mut self.found);
        Some(model)
    }

    fn instruments(&mut self) -> Vec<super::Instrument> {
        let items = self.names.instruments.items.iter();
        items
            .map(|item| super::Instrument {
                name: self.name(&item.name, &item.labels),
                number: item.number.as_ref().map(|number| number.value.clone()),
                issued: item.issued.map(|(date, _)| date),
                text: item.text.as_ref().map(|text| text.value.clone()),
            })
            .collect()
    }

    /// The declared choices, then one for each reading.
    fn choices(&mut self) -> Vec<super::Choice> {
        let declared = self.names.choices.items.iter().map(|item| (&item.name, &item.labels, &item.variants));
        let readings = self.names.readings.items.iter().map(|item| (&item.name, &item.labels, &item.variants));
        let all: Vec<_> = declared.chain(readings).collect();
        for (_, _, variants) in &all {
            names::report_duplicates(variants.iter().map(|(name, _)| name), &mut self.found);
        }
        let choice = |(name, labels, variants): (&Ident, &Labels, &Vec<(Ident, Labels)>)| super::Choice {
            name: self.name(name, labels),
            variants: variants.iter().map(|(name, labels)| self.name(name, labels)).collect(),
        };
        all.into_iter().map(choice).collect()
    }

    /// A name with its words in both languages.
    pub(super) fn name(&self, id: &Ident, labels: &Labels) -> Name {
        let first = labels.first.as_ref().map(|text| text.value.clone());
        let second = labels.english.as_ref().map(|text| text.value.clone());
        let in_words = || {
            if id.text.is_ascii() {
                id.text.replace('_', " ")
            } else {
                first.clone().unwrap_or_else(|| id.text.clone())
            }
        };
        let en = match (&second, &first) {
            (Some(second), _) => second.clone(),
            (None, Some(first)) if self.english => first.clone(),
            _ => in_words(),
        };
        let zh = first.unwrap_or_else(|| id.text.clone());
        Name { id: id.text.clone(), zh, en, span: id.span }
    }

    /// A checker of expressions in a scope.
    pub(super) fn checker<'c>(&'c mut self, scope: Scope<'c>) -> Checker<'c, 'a> {
        Checker {
            names: self.names,
            signatures: self.signatures,
            scope,
            frames: super::elements::outermost(scope),
            bare: 0,
            in_property: false,
            found: &mut self.found,
        }
    }

    /// A tree of named parts, each true or false.
    pub(super) fn test(&mut self, test: &ast::Test, scope: Scope<'_>) -> Option<Test> {
        match test {
            ast::Test::All(parts, _) => Some(Test::All(self.parts(parts, scope)?)),
            ast::Test::Any(parts, _) => Some(Test::Any(self.parts(parts, scope)?)),
            ast::Test::Expr(expr) => Some(Test::Expr(self.checker(scope).truth(expr)?)),
        }
    }

    fn parts(&mut self, parts: &[ast::Part], scope: Scope<'_>) -> Option<Vec<Part>> {
        names::report_duplicates(parts.iter().map(|part| &part.name), &mut self.found);
        let checked: Vec<Option<Part>> = parts
            .iter()
            .map(|part| {
                let (per, test) = (self.citations(&part.per), self.test(&part.test, scope));
                let shown = self.shown(part.explain, &[Shown::Briefly]);
                Some(Part { name: self.name(&part.name, &part.labels), per: per?, shown, test: test? })
            })
            .collect();
        checked.into_iter().collect()
    }

    /// The days something is in force, by itself.
    pub(super) fn span_of_days(&mut self, span: Option<&ast::DateSpan>) -> InForce {
        let Some(span) = span else { return InForce::default() };
        if let Some((from, to)) = span.from.zip(span.to).filter(|(from, to)| to < from) {
            self.found.push(Diagnostic::at(&table::SPAN_ENDS_FIRST, span.span).arg(from).arg(to));
        }
        InForce { from: span.from, to: span.to }
    }

    /// The days an item is in force; warns where the policy itself never is on them.
    pub(super) fn in_force(&mut self, span: Option<&ast::DateSpan>) -> InForce {
        let item = self.span_of_days(span);
        // Items of a policy may hold on days on which one that amends it does not.
        let policy = self.names.policies.last().and_then(|policy| policy.in_force.as_ref());
        if let (Some(span), Some(policy)) = (span, policy) {
            let after = item.from.zip(policy.to).is_some_and(|(from, end)| from > end);
            let before = item.to.zip(policy.from).is_some_and(|(to, start)| to < start);
            if after || before {
                let outside = Diagnostic::at(&warnings::OUTSIDE_POLICY, span.span);
                self.found.push(outside.label(policy.span, table::POLICY_HERE, &[]));
            }
        }
        item
    }

    pub(super) fn reading_choice(&self, reading: super::ReadingId) -> ChoiceId {
        self.names.reading_choice(reading)
    }
}
