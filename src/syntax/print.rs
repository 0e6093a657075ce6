//! Syntax tree → text, in canonical form: one clause a line, no bracket that is not needed.
//!
//! Reading the text again gives the same tree, and printing that the same text. Comments are
//! not in the tree, so they are not printed.

mod expressions;

use super::ast::*;
use crate::value::Date;
use expressions::{expression, text};

/// Writes a file.
///
/// ```
/// use doudi::{Limits, source::SourceId, syntax::{parse, print}};
/// let (file, _) = parse(SourceId(0), "condition Person.old=age(born,down)>=(60)", &Limits::default());
/// assert_eq!(print(&file), "condition Person.old = age(born, down) >= 60\n");
/// ```
pub fn print(file: &File) -> String {
    let mut out = String::new();
    for (index, item) in file.items.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        for allowance in file.allowances.iter().filter(|allowance| allowance.item == index) {
            out.push_str(&format!("allow {} because {}\n", allowance.code.text, text(&allowance.because.value)));
        }
        out.push_str(&print_item(item));
    }
    out
}

fn print_item(item: &Item) -> String {
    let mut lines = Lines::default();
    match item {
        Item::Policy(policy) => lines.policy(policy),
        Item::Instrument(instrument) => lines.instrument(instrument),
        Item::Choice(choice) => lines.choice(choice),
        Item::Entity(entity) => lines.entity(entity),
        Item::Parameter(parameter) => lines.parameter(parameter),
        Item::Reading(reading) => lines.reading(reading),
        Item::Define(define) => lines.define(define),
        Item::Condition(condition) => lines.condition(condition),
        Item::Exception(exception) => lines.exception(exception),
        Item::Measure(measure) => lines.measure(measure),
        Item::Rule(rule) => lines.rule(rule),
        Item::Amendment(amendment) => lines.amendment(amendment),
        Item::Provision(provision) => lines.provision(provision),
        Item::Duty(duty) => lines.duty(duty),
        Item::Property(property) => lines.property(property),
    }
    lines.out
}

/// Lines, indented by the blocks that are open.
#[derive(Default)]
struct Lines {
    out: String,
    open: usize,
}

impl Lines {
    fn line(&mut self, words: impl AsRef<str>) {
        self.out.push_str(&"  ".repeat(self.open));
        self.out.push_str(words.as_ref());
        self.out.push('\n');
    }

    /// `head {`, the lines within, `}`; `head { }` if there are none.
    fn block(&mut self, head: impl AsRef<str>, within: impl FnOnce(&mut Self)) {
        let mut inner = Lines { out: String::new(), open: self.open.saturating_add(1) };
        within(&mut inner);
        let head = head.as_ref();
        if inner.out.is_empty() {
            self.line(format!("{head} {{ }}"));
        } else {
            self.line(format!("{head} {{"));
            self.out.push_str(&inner.out);
            self.line("}");
        }
    }

    fn policy(&mut self, policy: &Policy) {
        let amends = policy.amends.as_ref().map_or(String::new(), |it| format!(" amends {}", it.text));
        let version = policy.version.as_ref().map_or(String::new(), |it| format!(" version {}", text(&it.value)));
        let language = policy.language.as_ref().map_or(String::new(), |it| format!(" language {}", it.text));
        let currency = policy.currency.as_ref().map_or(String::new(), |it| format!(" currency{}", labels(it)));
        let in_force = policy.in_force.as_ref().map_or(String::new(), |it| format!(" {}", in_force(it)));
        let name = named(&policy.name, &policy.labels);
        self.line(format!("policy {name}{amends}{version}{language}{currency}{in_force}"));
    }

    fn instrument(&mut self, instrument: &Instrument) {
        self.block(format!("instrument {}", named(&instrument.name, &instrument.labels)), |lines| {
            if let Some(number) = &instrument.number {
                lines.line(format!("number {}", text(&number.value)));
            }
            if let Some((issued, _)) = &instrument.issued {
                lines.line(format!("issued {issued}"));
            }
            if let Some(wording) = &instrument.text {
                lines.line(format!("text {}", text(&wording.value)));
            }
        });
    }

    fn choice(&mut self, choice: &Choice) {
        self.block(format!("choice {}", named(&choice.name, &choice.labels)), |lines| lines.variants(&choice.variants));
    }

    fn variants(&mut self, variants: &[(Ident, Labels)]) {
        for (name, labels) in variants {
            self.line(named(name, labels));
        }
    }

    fn entity(&mut self, entity: &Entity) {
        self.block(format!("entity {}", named(&entity.name, &entity.labels)), |lines| {
            for field in &entity.fields {
                let default = field.default.as_ref().map_or(String::new(), |it| format!(" default {}", expression(it)));
                let previous = field.previous.as_ref().map_or(String::new(), |it| format!(" previous {}", it.text));
                let (name, ty, marks) = (&field.name.text, field_type(&field.ty), field_marks(field));
                lines.line(format!("{name}: {ty}{}{default}{previous}{marks}", labels(&field.labels)));
            }
        });
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let keys: Vec<String> = parameter.keys.iter().map(key).collect();
        let by = if keys.is_empty() { String::new() } else { format!(" by {}", keys.join(", ")) };
        let floor = parameter.floor.as_ref().map_or(String::new(), floor);
        let name = named(&parameter.name, &parameter.labels);
        self.block(format!("parameter {name}: {}{by}{floor}", type_name(&parameter.ty)), |lines| {
            lines.attributes(&parameter.attributes);
            lines.certainty(&parameter.certainty);
            match &parameter.values {
                ParameterValues::Unset(_) => lines.line("unset"),
                ParameterValues::Versions(versions) => versions.iter().for_each(|version| lines.version(version)),
            }
        });
    }

    fn version(&mut self, version: &Version) {
        let until = version.until.map_or(String::new(), |day| format!(" until {day}"));
        let head = format!("from {}{until}{}{}", version.from, citations(&version.per), certainty(&version.certainty));
        match version.rows.as_slice() {
            [Row { patterns, value, .. }] if patterns.is_empty() => {
                self.line(format!("{head} = {}", expression(value)))
            }
            rows => self.block(head, |lines| {
                for row in rows {
                    let patterns: Vec<String> = row.patterns.iter().map(pattern).collect();
                    lines.line(format!("{}: {}", patterns.join(", "), expression(&row.value)));
                }
            }),
        }
    }

    fn reading(&mut self, reading: &Reading) {
        self.block(format!("reading {}", named(&reading.name, &reading.labels)), |lines| {
            lines.attributes(&reading.attributes);
            lines.variants(&reading.variants);
            for (variant, from) in &reading.defaults {
                let from = from.map_or(String::new(), |day| format!(" from {day}"));
                lines.line(format!("default {}{from}", variant.text));
            }
        });
    }

    fn define(&mut self, define: &Define) {
        let or_none = if define.optional { " or none" } else { "" };
        let head = format!(
            "define {}.{}{}: {}{or_none}",
            define.entity.text,
            define.name.text,
            labels(&define.labels),
            type_name(&define.ty)
        );
        self.assigned(head, &define.attributes, &define.value);
    }

    fn condition(&mut self, condition: &Condition) {
        let head = format!("condition {}.{}{}", condition.entity.text, condition.name.text, labels(&condition.labels));
        match &condition.test {
            Test::Expr(value) => self.assigned(head, &condition.attributes, value),
            test => self.block(head, |lines| {
                lines.attributes(&condition.attributes);
                lines.test("", test);
            }),
        }
    }

    /// `head = value`, with any attributes on lines of their own between the two.
    fn assigned(&mut self, head: String, attributes: &Attributes, value: &Expr) {
        if attributes.per.is_empty() && attributes.in_force.is_none() && attributes.explain.is_none() {
            self.line(format!("{head} = {}", expression(value)));
            return;
        }
        self.line(head);
        self.open = self.open.saturating_add(1);
        self.attributes(attributes);
        self.line(format!("= {}", expression(value)));
        self.open = self.open.saturating_sub(1);
    }

    /// A test behind the words that lead to it.
    fn test(&mut self, lead: &str, test: &Test) {
        let (word, parts) = match test {
            Test::Expr(value) => return self.line(format!("{lead}{}", expression(value))),
            Test::All(parts, _) => ("all of", parts),
            Test::Any(parts, _) => ("any of", parts),
        };
        self.block(format!("{lead}{word}"), |lines| {
            for part in parts {
                let explain = part.explain.map_or(String::new(), |(shown, _)| format!(" {}", explain(shown)));
                let head = format!("{}{}{explain}", named(&part.name, &part.labels), citations(&part.per));
                lines.test(&format!("{head}: "), &part.test);
            }
        });
    }

    fn exception(&mut self, exception: &Exception) {
        let head = format!("exception {} to {}", named(&exception.name, &exception.labels), dotted(&exception.target));
        self.block(head, |lines| {
            lines.attributes(&exception.attributes);
            lines.test("when ", &exception.when);
            let effect = match &exception.effect {
                Effect::Waive(_) => "waive".to_string(),
                Effect::Then(value) => format!("then {}", expression(value)),
                Effect::Disapply(_) => "disapply".to_string(),
            };
            lines.line(format!("{} {effect}", modality(exception.modality)));
            lines.overrides(&exception.overrides);
        });
    }

    fn measure(&mut self, measure: &Measure) {
        let entities: Vec<&str> = measure.entities.iter().map(|entity| entity.text.as_str()).collect();
        let head = format!("measure {} for {}", named(&measure.name, &measure.labels), entities.join(" or "));
        self.block(head, |lines| {
            for field in &measure.fields {
                let or_none = if field.optional { " or none" } else { "" };
                lines.line(format!("{}: {}{or_none}{}", field.name.text, type_name(&field.ty), labels(&field.labels)));
            }
        });
    }

    fn rule(&mut self, rule: &Rule) {
        self.block(format!("rule {} for {}", named(&rule.name, &rule.labels), rule.entity.text), |lines| {
            lines.attributes(&rule.attributes);
            lines.test("when ", &rule.when);
            rule.grants.iter().for_each(|grant| lines.grant("", grant));
            rule.otherwise.iter().for_each(|grant| lines.grant("otherwise ", grant));
            lines.overrides(&rule.overrides);
        });
    }

    fn grant(&mut self, lead: &str, grant: &Grant) {
        let head = format!("{lead}{} {}{}", modality(grant.modality), grant.measure.text, citations(&grant.per));
        self.block(head, |lines| {
            for (name, value) in &grant.fields {
                lines.line(format!("{}: {}", name.text, expression(value)));
            }
        });
    }

    fn amendment(&mut self, amendment: &Amendment) {
        self.block(format!("amend parameter {}", amendment.name.text), |lines| {
            lines.attributes(&amendment.attributes);
            lines.certainty(&amendment.certainty);
            amendment.versions.iter().for_each(|version| lines.version(version));
        });
    }

    fn provision(&mut self, provision: &Provision) {
        self.block(format!("provision {}", named(&provision.name, &provision.labels)), |lines| {
            provision.per.iter().for_each(|citation| lines.line(cited(citation)));
            match &provision.carrier {
                Carrier::Rules => {}
                Carrier::Person(findings, how) => {
                    let findings: Vec<String> = findings.iter().map(dotted).collect();
                    let blank = if findings.is_empty() { "" } else { " " };
                    lines.line(format!("by a person{blank}{}{}", findings.join(", "), labels(how)));
                }
                Carrier::Nobody(why) => lines.line(format!("not for a machine{}", labels(why))),
            }
        });
    }

    fn duty(&mut self, duty: &Duty) {
        self.block(format!("duty {}", named(&duty.name, &duty.labels)), |lines| {
            lines.attributes(&duty.attributes);
            lines.line(format!("by{}", labels(&duty.by)));
            match &duty.due {
                Due::On(day, _) => lines.line(format!("due {day}")),
                Due::Each(period, day) => {
                    let day = day.map_or(String::new(), |(day, _)| format!(" by day {day}"));
                    lines.line(format!("due each {}{day}", period_name(*period)));
                }
                Due::Unset(words) => lines.line(format!("due{}", labels(words))),
            }
            lines.certainty(&duty.certainty);
        });
    }

    fn property(&mut self, property: &Property) {
        let head = format!("property {} for {}", named(&property.name, &property.labels), property.entity.text);
        self.block(head, |lines| {
            lines.attributes(&property.attributes);
            lines.line(match &property.statement {
                Statement::Always { given: Some(given), holds } => {
                    format!("always {} implies {}", expression(given), expression(holds))
                }
                Statement::Always { given: None, holds } => format!("always {}", expression(holds)),
                Statement::Never(never) => format!("never {}", expression(never)),
                Statement::Monotone { value, never, fact, when } => {
                    let (never, when) = (movement(*never), movement(*when));
                    format!("{} never {never} when {} {when}", expression(value), dotted(fact))
                }
            });
        });
    }

    /// How sure the values of an item are, where it says so.
    fn certainty(&mut self, stated: &Certainty) {
        if !matches!(stated, Certainty::Unstated) {
            self.line(certainty(stated).trim_start());
        }
    }

    fn attributes(&mut self, attributes: &Attributes) {
        for citation in &attributes.per {
            self.line(cited(citation));
        }
        if let Some(span) = &attributes.in_force {
            self.line(in_force(span));
        }
        if let Some((shown, _)) = attributes.explain {
            self.line(explain(shown));
        }
    }

    fn overrides(&mut self, names: &[Ident]) {
        if !names.is_empty() {
            let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
            self.line(format!("overrides {}", names.join(", ")));
        }
    }
}

/// ` at least floor(first, size)`
fn floor(floor: &Floor) -> String {
    let keys: Vec<String> = floor.keys.iter().map(expression).collect();
    let keys = if keys.is_empty() { String::new() } else { format!("({})", keys.join(", ")) };
    format!(" at least {}{keys}", floor.name.text)
}

/// A name and its labels.
fn named(name: &Ident, shown: &Labels) -> String {
    format!("{}{}", name.text, labels(shown))
}

fn dotted(path: &Path) -> String {
    path.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".")
}

fn explain(shown: Shown) -> &'static str {
    match shown {
        Shown::Briefly => "explain briefly",
        Shown::Never => "explain never",
        Shown::WhenMet => "explain when met",
    }
}

/// What a field ends in, a blank before each word.
fn field_marks(field: &Field) -> String {
    let evidence = match field.evidence {
        None => "",
        Some((Evidence::Either, _)) => " evidence",
        Some((Evidence::Up, _)) => " evidence up",
        Some((Evidence::Down, _)) => " evidence down",
    };
    format!("{}{evidence}", if field.sensitive.is_some() { " sensitive" } else { "" })
}

fn movement(movement: Movement) -> &'static str {
    match movement {
        Movement::Increases => "increases",
        Movement::Decreases => "decreases",
    }
}

fn period_name(period: Period) -> &'static str {
    match period {
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    }
}

/// Labels, a blank before each.
fn labels(labels: &Labels) -> String {
    [&labels.first, &labels.english].into_iter().flatten().map(|label| format!(" {}", text(&label.value))).collect()
}

fn cited(citation: &Citation) -> String {
    let quote = citation.quote.as_ref().map_or(String::new(), |quote| format!(" quote {}", text(&quote.value)));
    format!("per {} {}{quote}", citation.instrument.text, text(&citation.clause.value))
}

/// Citations, a blank before each.
fn citations(citations: &[Citation]) -> String {
    citations.iter().map(|citation| format!(" {}", cited(citation))).collect()
}

/// How sure a value is, a blank before it.
fn certainty(certainty: &Certainty) -> String {
    match certainty {
        Certainty::Unstated => String::new(),
        Certainty::Confirmed(_) => " confirmed".to_string(),
        Certainty::Assumed(who) => format!(" assumed {}", text(&who.value)),
    }
}

fn in_force(span: &DateSpan) -> String {
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    format!("in force {}", format!("{} .. {}", day(span.from), day(span.to)).trim())
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Must => "must",
        Modality::May => "may",
        Modality::CaseByCase => "case by case",
    }
}

fn field_type(ty: &FieldType) -> String {
    match ty {
        FieldType::List { entity, range: bounds } => format!("list of {}{}", entity.text, range(bounds.as_ref())),
        FieldType::Value { ty, range: bounds, optional } => {
            format!("{}{}{}", type_name(ty), range(bounds.as_ref()), if *optional { " or none" } else { "" })
        }
    }
}

/// The bounds of a field, a blank before them.
fn range(range: Option<&Range>) -> String {
    let end = |end: &Option<Expr>| end.as_ref().map_or(String::new(), expression);
    range.map_or(String::new(), |range| format!(" {}..{}", end(&range.low), end(&range.high)))
}

fn key(key: &Key) -> String {
    match &key.name {
        Some(name) => format!("{}: {}", name.text, type_name(&key.ty)),
        None => type_name(&key.ty).to_string(),
    }
}

fn pattern(pattern: &Pattern) -> String {
    match &pattern.kind {
        PatternKind::Any => "any".to_string(),
        PatternKind::Value(value) => expression(value),
        PatternKind::Range { low, low_open, high, high_open } => {
            let end = |end: &Option<Expr>| end.as_ref().map_or(String::new(), expression);
            let (above, below) = (if *low_open { "<" } else { "" }, if *high_open { "<" } else { "" });
            format!("{}{above}..{below}{}", end(low), end(high))
        }
    }
}

fn type_name(ty: &TypeName) -> &str {
    match &ty.kind {
        TypeKind::Money => "money",
        TypeKind::MoneyPerMonth => "money per month",
        TypeKind::MoneyPerYear => "money per year",
        TypeKind::Ratio => "ratio",
        TypeKind::Integer => "integer",
        TypeKind::Decimal => "decimal",
        TypeKind::Date => "date",
        TypeKind::Months => "months",
        TypeKind::Days => "days",
        TypeKind::Truth => "truth",
        TypeKind::Text => "text",
        TypeKind::Named(name) => name,
    }
}
