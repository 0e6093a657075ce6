//! model → text: every name resolved, every expression with its type; for people who look inside.

use super::{
    Base, Carrier, Certainty, Citation, DerivedKind, Due, Effect, Finding, Floor, FloorKey, Grant, InForce, Modality,
    Model, Name, Parameter, Part, Pattern, Places, Statement, Target, Test, Type, Words,
};
use std::fmt::Write;

mod expressions;
mod marks;

/// The model as text, the same for the same model.
pub fn print(model: &Model) -> String {
    let mut printer = Printer { model, out: String::new(), depth: 0 };
    printer.policy();
    printer.declarations();
    printer.parameters();
    printer.derived();
    printer.exceptions();
    printer.measures();
    printer.rules();
    printer.provisions();
    printer.duties();
    printer.properties();
    printer.out
}

/// An expression as text: the same for what asks the same of the same entity.
pub(super) fn expression(model: &Model, expr: &super::Expr) -> String {
    Printer { model, out: String::new(), depth: 0 }.expr(expr)
}

/// Writes lines, each as deep as the blocks around it.
struct Printer<'m> {
    model: &'m Model,
    out: String,
    depth: usize,
}

impl Printer<'_> {
    fn line(&mut self, text: &str) {
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A line, then what belongs to it one level deeper.
    fn block(&mut self, head: &str, inside: impl FnOnce(&mut Self)) {
        self.line(head);
        self.depth = self.depth.saturating_add(1);
        inside(self);
        self.depth = self.depth.saturating_sub(1);
    }

    fn policy(&mut self) {
        let policy = &self.model.policy;
        let version = policy.version.as_ref().map(|version| format!(" version {version}")).unwrap_or_default();
        let currency = format!(" currency {:?} {:?}", policy.currency.zh, policy.currency.en);
        let amends: String = policy.amends.iter().map(|base| format!(" amends {}", name(base))).collect();
        self.line(&format!("policy {}{amends}{version}{currency}{}", name(&policy.name), in_force(policy.in_force)));
    }

    fn declarations(&mut self) {
        for instrument in &self.model.instruments {
            let number = instrument.number.as_ref().map(|number| format!(" number {number}")).unwrap_or_default();
            let issued = instrument.issued.map(|date| format!(" issued {date}")).unwrap_or_default();
            let text = instrument.text.as_ref().map(|text| format!(" text {text}")).unwrap_or_default();
            self.line(&format!("instrument {}{number}{issued}{text}", name(&instrument.name)));
        }
        for choice in &self.model.choices {
            self.block(&format!("choice {}", name(&choice.name)), |p| {
                choice.variants.iter().for_each(|variant| p.line(&name(variant)));
            });
        }
        for entity in &self.model.entities {
            let listed = entity.parent.as_ref().map(|(above, list, bounds)| {
                let high = bounds.high.map(|high| high.to_string()).unwrap_or_default();
                format!(" in {}.{} {}..{high}", self.entity(above.index()), name(list), bounds.low)
            });
            self.block(&format!("entity {}{}", name(&entity.name), listed.unwrap_or_default()), |p| {
                for field in &entity.fields {
                    let mut line = format!("{}: {}", name(&field.name), p.ty(field.ty));
                    if !field.range.is_open() {
                        let _ = write!(line, " {}", field.range);
                    }
                    if let Some(default) = &field.default {
                        let _ = write!(line, " default {}", p.constant(default));
                    }
                    if let Some(previous) = field.previous.and_then(|id| entity.fields.get(id.index())) {
                        let _ = write!(line, " previous {}", previous.name.id);
                    }
                    line.push_str(marks::field(field));
                    p.line(&line);
                }
            });
        }
        for reading in &self.model.readings {
            self.block(&format!("reading {}", name(&reading.name)), |p| {
                p.citations(&reading.per);
                for (from, variant) in &reading.defaults {
                    let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
                    p.line(&format!("default {}{from}", p.variant(reading.choice, *variant)));
                }
            });
        }
    }

    fn parameters(&mut self) {
        for parameter in &self.model.parameters {
            let keys: Vec<String> =
                parameter.keys.iter().map(|key| format!("{}: {}", key.name, self.ty(key.ty))).collect();
            let by = if keys.is_empty() { String::new() } else { format!(" by {}", keys.join(", ")) };
            let floor = parameter.floor.as_ref().map(|floor| self.floor(parameter, floor)).unwrap_or_default();
            self.block(&format!("parameter {}: {}{by}{floor}", name(&parameter.name), self.ty(parameter.ty)), |p| {
                p.citations(&parameter.per);
                p.explain(parameter.shown);
                if parameter.versions.is_empty() {
                    p.line("unset");
                }
                for version in &parameter.versions {
                    let until = version.until.map(|until| format!(" until {until}")).unwrap_or_default();
                    let checked = version.checked.map(|day| format!(" checked until {day}")).unwrap_or_default();
                    p.block(&format!("from {}{until}{}{checked}", version.from, certainty(&version.certainty)), |p| {
                        p.citations(&version.per);
                        for row in &version.rows {
                            let patterns: Vec<String> = row.patterns.iter().map(|pattern| p.pattern(pattern)).collect();
                            p.line(&format!("{} : {}", patterns.join(", "), p.expr(&row.value)));
                        }
                    });
                }
            });
        }
    }

    fn floor(&self, of: &Parameter, floor: &Floor) -> String {
        let name = self.model.parameters.get(floor.parameter.index()).map_or("", |parameter| &parameter.name.id);
        let key = |key: &FloorKey| match key {
            FloorKey::Own(at) => of.keys.get(*at).map(|key| key.name.clone()).unwrap_or_default(),
            FloorKey::Value(value) => self.constant(value),
        };
        let keys: Vec<String> = floor.keys.iter().map(key).collect();
        if keys.is_empty() { format!(" at least {name}") } else { format!(" at least {name}({})", keys.join(", ")) }
    }

    fn derived(&mut self) {
        for derived in &self.model.derived {
            let kind = match derived.kind {
                DerivedKind::Definition => "define",
                DerivedKind::Condition => "condition",
            };
            let head = format!(
                "{kind} {}.{}: {}",
                self.entity(derived.entity.index()),
                name(&derived.name),
                self.ty(derived.ty)
            );
            self.block(&head, |p| {
                for version in &derived.versions {
                    p.block(&format!("version{}", in_force(version.in_force)), |p| {
                        p.citations(&version.per);
                        p.explain(version.shown);
                        p.test(&version.body);
                    });
                }
            });
        }
    }

    fn exceptions(&mut self) {
        for exception in &self.model.exceptions {
            let target = match exception.target {
                Target::Derived(id) => self.derived_name(id.index()),
                Target::Exception(id) => {
                    self.model.exceptions.get(id.index()).map_or_else(String::new, |e| e.name.id.clone())
                }
            };
            let span = in_force(exception.in_force);
            self.block(&format!("exception {} to {target}{span}", name(&exception.name)), |p| {
                p.citations(&exception.per);
                p.block("when", |p| p.test(&exception.when));
                let effect = match &exception.effect {
                    Effect::Waive => "waive".to_string(),
                    Effect::Then(value) => format!("then {}", p.expr(value)),
                    Effect::Disapply => "disapply".to_string(),
                };
                p.line(&format!("{} {effect}", modality(exception.modality)));
                for id in &exception.overrides {
                    let other = p.model.exceptions.get(id.index()).map_or("", |e| e.name.id.as_str());
                    p.line(&format!("overrides {other}"));
                }
            });
        }
    }

    fn measures(&mut self) {
        for measure in &self.model.measures {
            let entities: Vec<&str> = measure.entities.iter().map(|id| self.entity(id.index())).collect();
            let head = format!("measure {} for {}", name(&measure.name), entities.join(" or "));
            self.block(&format!("{head}{}", marks::measure(measure)), |p| {
                for field in &measure.fields {
                    let range = if field.range.is_open() { String::new() } else { format!(" {}", field.range) };
                    p.line(&format!("{}: {}{range}", name(&field.name), p.ty(field.ty)));
                }
            });
        }
    }

    fn rules(&mut self) {
        for rule in &self.model.rules {
            let head = format!(
                "rule {} for {}{}",
                name(&rule.name),
                self.entity(rule.entity.index()),
                in_force(rule.in_force)
            );
            self.block(&head, |p| {
                p.citations(&rule.per);
                p.explain(rule.shown);
                p.block("when", |p| p.test(&rule.when));
                rule.grants.iter().for_each(|grant| p.grant("", grant));
                rule.otherwise.iter().for_each(|grant| p.grant("otherwise ", grant));
                for id in &rule.overrides {
                    let other = p.model.rules.get(id.index()).map_or("", |rule| rule.name.id.as_str());
                    p.line(&format!("overrides {other}"));
                }
            });
        }
    }

    fn provisions(&mut self) {
        for provision in &self.model.provisions {
            self.block(&format!("provision {}", name(&provision.name)), |p| {
                p.citations(&provision.per);
                match &provision.carrier {
                    Carrier::Rules => {}
                    Carrier::Person { findings, how } => {
                        let findings: Vec<String> = findings.iter().map(|finding| p.finding(*finding)).collect();
                        let how = how.as_ref().map(|how| format!(" {}", words(how))).unwrap_or_default();
                        p.line(&format!("by a person {}{how}", findings.join(", ")));
                    }
                    Carrier::Nobody(why) => p.line(&format!("not for a machine {}", words(why))),
                }
            });
        }
    }

    fn finding(&self, finding: Finding) -> String {
        let named = |name: Option<&Name>| name.map_or_else(String::new, |name| name.id.clone());
        match finding {
            Finding::Field(entity, field) => {
                let fields = self.model.entities.get(entity.index()).map(|entity| &entity.fields);
                let field = fields.and_then(|fields| fields.get(field.index()));
                format!("{}.{}", self.entity(entity.index()), named(field.map(|field| &field.name)))
            }
            Finding::Derived(id) => self.derived_name(id.index()),
            Finding::Exception(id) => named(self.model.exceptions.get(id.index()).map(|exception| &exception.name)),
            Finding::Rule(id) => named(self.model.rules.get(id.index()).map(|rule| &rule.name)),
        }
    }

    fn duties(&mut self) {
        for duty in &self.model.duties {
            self.block(&format!("duty {}{}", name(&duty.name), in_force(duty.in_force)), |p| {
                p.citations(&duty.per);
                p.line(&format!("by {}", words(&duty.by)));
                let due = match &duty.due {
                    Due::On(day) => day.to_string(),
                    Due::Each(period, day) => {
                        let day = day.map(|day| format!(" by day {day}")).unwrap_or_default();
                        format!("each {period:?}{day}").to_lowercase()
                    }
                    Due::Unset(how) => words(how),
                };
                p.line(&format!("due {due}{}", certainty(&duty.certainty)));
            });
        }
    }

    fn properties(&mut self) {
        for property in &self.model.properties {
            let entity = self.entity(property.entity.index()).to_string();
            self.block(
                &format!("property {} for {entity}{}", name(&property.name), in_force(property.in_force)),
                |p| {
                    p.citations(&property.per);
                    let line = match &property.statement {
                        Statement::Always { given: None, holds } => format!("always {}", p.expr(holds)),
                        Statement::Always { given: Some(given), holds } => {
                            format!("always {} implies {}", p.expr(given), p.expr(holds))
                        }
                        Statement::Never(never) => format!("never {}", p.expr(never)),
                        Statement::Monotone { value, never, fact, when } => {
                            let fact = p.finding(Finding::Field(fact.0, fact.1));
                            format!("{} never {never:?} when {fact} {when:?}", p.expr(value))
                        }
                    };
                    p.line(&line);
                },
            );
        }
    }

    fn grant(&mut self, branch: &str, grant: &Grant) {
        let Some(measure) = self.model.measures.get(grant.measure.index()) else { return };
        self.block(&format!("{branch}{} {}", modality(grant.modality), measure.name.id), |p| {
            p.citations(&grant.per);
            for (field, value) in measure.fields.iter().zip(&grant.fields) {
                p.line(&format!("{}: {}", field.name.id, p.expr(value)));
            }
        });
    }

    fn test(&mut self, test: &Test) {
        match test {
            Test::All(parts) => self.block("all of", |p| parts.iter().for_each(|part| p.part(part))),
            Test::Any(parts) => self.block("any of", |p| parts.iter().for_each(|part| p.part(part))),
            Test::Expr(expr) => {
                let places = match expr.places {
                    Places::AtMost(0) => String::new(),
                    Places::AtMost(places) => format!("  # {places} decimals"),
                    Places::Quotient(_) => "  # quotient".to_string(),
                };
                let line = format!("{}{places}", self.expr(expr));
                self.line(&line);
            }
        }
    }

    fn part(&mut self, part: &Part) {
        self.block(&name(&part.name), |p| {
            p.citations(&part.per);
            p.explain(part.shown);
            p.test(&part.test);
        });
    }

    fn citations(&mut self, per: &[Citation]) {
        for citation in per {
            let instrument = self.model.instruments.get(citation.instrument.index()).map_or("", |i| i.name.id.as_str());
            let quote = citation.quote.as_ref().map(|quote| format!(" quote {quote:?}")).unwrap_or_default();
            self.line(&format!("per {instrument} {:?}{quote}", citation.clause));
        }
    }

    fn pattern(&self, pattern: &Pattern) -> String {
        match pattern {
            Pattern::Any => "any".to_string(),
            Pattern::Value(value) => self.constant(value),
            Pattern::Range { low, low_open, high, high_open } => {
                let end = |end: &Option<crate::value::Number>| end.map(|end| end.to_string()).unwrap_or_default();
                let (after, before) = (if *low_open { "<" } else { "" }, if *high_open { "<" } else { "" });
                format!("{}{after}..{before}{}", end(low), end(high))
            }
        }
    }

    fn entity(&self, at: usize) -> &str {
        self.model.entities.get(at).map_or("", |entity| entity.name.id.as_str())
    }

    fn derived_name(&self, at: usize) -> String {
        let derived = self.model.derived.get(at);
        derived.map_or_else(String::new, |d| format!("{}.{}", self.entity(d.entity.index()), d.name.id))
    }

    fn variant(&self, choice: super::ChoiceId, variant: u16) -> String {
        let Some(choice) = self.model.choices.get(choice.index()) else { return String::new() };
        let variant = choice.variants.get(usize::from(variant)).map_or("", |variant| variant.id.as_str());
        format!("{}.{variant}", choice.name.id)
    }

    fn ty(&self, ty: Type) -> String {
        let base = match ty.base {
            Base::Money => "money",
            Base::MoneyPerMonth => "money per month",
            Base::MoneyPerYear => "money per year",
            Base::Ratio => "ratio",
            Base::Integer => "integer",
            Base::Decimal => "decimal",
            Base::Date => "date",
            Base::Months => "months",
            Base::Days => "days",
            Base::Truth => "truth",
            Base::Choice(choice) => self.model.choices.get(choice.index()).map_or("", |choice| choice.name.id.as_str()),
            Base::Text => "text",
            Base::None => "none",
        };
        if ty.optional { format!("{base} or none") } else { base.to_string() }
    }
}

fn name(name: &Name) -> String {
    format!("{} {:?} {:?}", name.id, name.zh, name.en)
}

fn words(words: &Words) -> String {
    format!("{:?} {:?}", words.zh, words.en)
}

fn certainty(certainty: &Certainty) -> String {
    match certainty {
        Certainty::Confirmed => " confirmed".to_string(),
        Certainty::Assumed(who) => format!(" assumed {who:?}"),
    }
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Must => "must",
        Modality::May => "may",
        Modality::CaseByCase => "case by case",
    }
}

fn in_force(span: InForce) -> String {
    if span == InForce::default() {
        return String::new();
    }
    let end = |end: Option<crate::value::Date>| end.map(|end| end.to_string()).unwrap_or_default();
    format!(" in force {}..{}", end(span.from), end(span.to))
}
