//! Items → documents, one clause a line.

use super::expressions::{dotted, expression, for_key};
use super::layout::{Doc, Word};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::keywords::{self, Keyword};
use crate::value::Date;

/// A document of an item, its attributes in the order they are written or in a set one.
pub(super) fn item(item: &Item, as_written: bool) -> Doc {
    let build = Build { as_written };
    match item {
        Item::Policy(policy) => build.policy(policy),
        Item::Instrument(instrument) => build.instrument(instrument),
        Item::Choice(choice) => {
            block(&keywords::CHOICE, &choice.name, &choice.labels, vec![], variants(&choice.variants))
        }
        Item::Entity(entity) => {
            let fields = entity.fields.iter().map(|field| build.field(field)).collect();
            block(&keywords::ENTITY, &entity.name, &entity.labels, vec![], fields)
        }
        Item::Parameter(parameter) => build.parameter(parameter),
        Item::Reading(reading) => build.reading(reading),
        Item::Define(define) => build.define(define),
        Item::Condition(condition) => build.condition(condition),
        Item::Exception(exception) => build.exception(exception),
        Item::Measure(measure) => build.measure(measure),
        Item::Rule(rule) => build.rule(rule),
        Item::Amendment(amendment) => build.amendment(amendment),
        Item::Provision(provision) => self::provision(provision),
        Item::Duty(duty) => build.duty(duty),
        Item::Property(property) => build.property(property),
    }
}

/// `allow W0230 because "…"`
pub(super) fn allowance(allowance: &Allowance) -> Doc {
    let words = [Doc::key(&keywords::ALLOW), ident(&allowance.code), Doc::key(&keywords::BECAUSE)];
    Doc::words(words.into_iter().chain([quoted(&allowance.because)]))
}

struct Build {
    as_written: bool,
}

/// Clauses with the places they are written at.
type Placed = Vec<(u32, Doc)>;

impl Build {
    /// Clauses in the order they are written, or as they were put.
    fn ordered(&self, mut clauses: Placed) -> Vec<Doc> {
        if self.as_written {
            clauses.sort_by_key(|(start, _)| *start);
        }
        clauses.into_iter().map(|(_, doc)| doc).collect()
    }

    fn policy(&self, policy: &Policy) -> Doc {
        let mut clauses: Placed = Vec::new();
        let mut add = |span: Span, doc| clauses.push((span.start, doc));
        if let Some(name) = &policy.amends {
            add(name.span, Doc::words([Doc::key(&keywords::AMENDS), ident(name)]));
        }
        if let Some(version) = &policy.version {
            add(version.span, Doc::words([Doc::key(&keywords::VERSION), quoted(version)]));
        }
        if let Some(language) = &policy.language {
            add(language.span, Doc::words([Doc::key(&keywords::LANGUAGE), ident(language)]));
        }
        if let Some(currency) = &policy.currency {
            let span = currency.first.as_ref().map_or(policy.span, |text| text.span);
            add(span, Doc::words([Doc::key(&keywords::CURRENCY)].into_iter().chain(labels(currency))));
        }
        if let Some(span) = &policy.in_force {
            add(span.span, in_force(span));
        }
        let head = head(&keywords::POLICY, ident(&policy.name), &policy.labels);
        filled(head.into_iter().chain(self.ordered(clauses)).collect())
    }

    fn instrument(&self, instrument: &Instrument) -> Doc {
        let mut clauses: Placed = Vec::new();
        if let Some(number) = &instrument.number {
            clauses.push((number.span.start, Doc::words([Doc::key(&keywords::NUMBER), quoted(number)])));
        }
        if let Some((issued, span)) = &instrument.issued {
            clauses.push((span.start, Doc::words([Doc::key(&keywords::ISSUED), day(*issued)])));
        }
        if let Some(text) = &instrument.text {
            clauses.push((text.span.start, Doc::words([Doc::key(&keywords::WORDING), quoted(text)])));
        }
        block(&keywords::INSTRUMENT, &instrument.name, &instrument.labels, vec![], self.ordered(clauses))
    }

    fn field(&self, field: &Field) -> Doc {
        let mut chunks = vec![Doc::Row(vec![ident(&field.name), Doc::sign(":"), Doc::Blank, field_type(&field.ty)])];
        chunks.extend(labels(&field.labels));
        if let Some(default) = &field.default {
            chunks.push(Doc::words([Doc::key(&keywords::DEFAULT), expression(default)]));
        }
        if let Some(previous) = &field.previous {
            chunks.push(Doc::words([Doc::key(&keywords::PREVIOUS), ident(previous)]));
        }
        let sensitive = field.sensitive.map(|span| (span.start, Doc::key(&keywords::SENSITIVE)));
        let evidence = field.evidence.map(|(way, span)| (span.start, self::evidence(way)));
        chunks.extend(self.ordered(sensitive.into_iter().chain(evidence).collect()));
        filled(chunks)
    }

    fn parameter(&self, parameter: &Parameter) -> Doc {
        let mut chunks = vec![type_name(&parameter.ty)];
        if !parameter.keys.is_empty() {
            chunks.push(Doc::words([Doc::key(&keywords::BY), Doc::list(parameter.keys.iter().map(key))]));
        }
        chunks.extend(parameter.floor.as_ref().map(floor));
        let mut lines = self.attributes(&parameter.attributes);
        lines.extend(certainty(&parameter.certainty));
        lines.extend(checked(parameter.checked));
        match &parameter.values {
            ParameterValues::Unset(_) => lines.push(Doc::key(&keywords::UNSET)),
            ParameterValues::Versions(versions) => lines.extend(versions.iter().map(version)),
        }
        let mut head = head(&keywords::PARAMETER, ident(&parameter.name), &parameter.labels);
        colon(&mut head);
        head.extend(chunks);
        headed(head, lines)
    }

    fn measure(&self, measure: &Measure) -> Doc {
        let mut words = vec![Doc::key(&keywords::FOR)];
        for (index, entity) in measure.entities.iter().enumerate() {
            words.extend((index > 0).then(|| Doc::key(&keywords::OR)));
            words.push(ident(entity));
        }
        let marks = [
            (measure.owed, &keywords::OWED),
            (measure.once, &keywords::ONCE),
            (measure.cumulative, &keywords::CUMULATIVE),
        ];
        let marks = marks.into_iter().filter_map(|(span, word)| Some((span?.start, Doc::key(word))));
        words.extend(self.ordered(marks.collect()));
        let fields = measure.fields.iter().map(|field| {
            let ty = value_type(&field.ty, field.range.as_ref(), field.optional);
            let mut chunks = vec![Doc::Row(vec![ident(&field.name), Doc::sign(":"), Doc::Blank, ty])];
            chunks.extend(labels(&field.labels));
            filled(chunks)
        });
        block(&keywords::MEASURE, &measure.name, &measure.labels, vec![Doc::words(words)], fields.collect())
    }

    fn reading(&self, reading: &Reading) -> Doc {
        let mut lines = self.attributes(&reading.attributes);
        lines.extend(variants(&reading.variants));
        lines.extend(reading.defaults.iter().map(|(variant, from)| {
            let from = from.map(|from| [Doc::key(&keywords::FROM), day(from)]);
            Doc::words([Doc::key(&keywords::DEFAULT), ident(variant)].into_iter().chain(from.into_iter().flatten()))
        }));
        block(&keywords::READING, &reading.name, &reading.labels, vec![], lines)
    }

    fn define(&self, define: &Define) -> Doc {
        let mut head = head(&keywords::DEFINE, member(&define.entity, &define.name), &define.labels);
        colon(&mut head);
        head.push(type_name(&define.ty));
        head.extend(define.optional.then(|| Doc::key(&keywords::OR_NONE)));
        self.assigned(head, &define.attributes, &define.value)
    }

    fn condition(&self, condition: &Condition) -> Doc {
        let head = head(&keywords::CONDITION, member(&condition.entity, &condition.name), &condition.labels);
        let braces = condition.braces && self.as_written;
        if let (Test::Expr(value), false) = (&condition.test, braces) {
            return self.assigned(head, &condition.attributes, value);
        }
        let mut lines = self.attributes(&condition.attributes);
        let mut test = test(&condition.test);
        // A day behind `..` would be read as its end.
        if ends_open(&condition.attributes) && test.begins_with_number() {
            let [open, close] = ["(", ")"].map(|sign| Doc::word(Word::Added(sign)));
            test = Doc::Row(vec![open, Doc::nest(1, test), close]);
        }
        lines.push(test);
        headed(head, lines)
    }

    /// `head = value`, with any attributes on lines of their own between the two.
    fn assigned(&self, head: Vec<Doc>, attributes: &Attributes, value: &Expr) -> Doc {
        let attributes = self.attributes(attributes);
        let value = Doc::words([Doc::sign("="), Doc::nest(1, expression(value))]);
        if attributes.is_empty() {
            return assigned(filled(head), value);
        }
        let lines = attributes.into_iter().chain([value]).flat_map(|line| [Doc::End, line]).collect();
        Doc::Row(vec![filled(head), Doc::nest(1, Doc::Row(lines))])
    }

    fn exception(&self, exception: &Exception) -> Doc {
        let mut lines = self.attributes(&exception.attributes);
        lines.push(when(&exception.when));
        let effect = match &exception.effect {
            Effect::Waive(_) => Doc::key(&keywords::WAIVE),
            Effect::Then(value) => Doc::words([Doc::key(&keywords::REPLACE), Doc::nest(1, expression(value))]),
            Effect::Disapply(_) => Doc::key(&keywords::DISAPPLY),
        };
        lines.push(Doc::words([modality(exception.modality), effect]));
        lines.extend(overrides(&exception.overrides));
        let mut head = head(&keywords::EXCEPTION, ident(&exception.name), &exception.labels);
        head.push(Doc::words([Doc::key(&keywords::TO), dotted(&exception.target)]));
        headed(head, lines)
    }

    fn rule(&self, rule: &Rule) -> Doc {
        let mut lines = self.attributes(&rule.attributes);
        lines.push(when(&rule.when));
        lines.extend(rule.grants.iter().map(grant));
        let otherwise = |it| Doc::words([Doc::key(&keywords::OTHERWISE), grant(it)]);
        lines.extend(rule.otherwise.iter().map(otherwise));
        lines.extend(overrides(&rule.overrides));
        let subject = Doc::words([Doc::key(&keywords::FOR), ident(&rule.entity)]);
        block(&keywords::RULE, &rule.name, &rule.labels, vec![subject], lines)
    }

    fn amendment(&self, amendment: &Amendment) -> Doc {
        let mut lines = self.attributes(&amendment.attributes);
        lines.extend(certainty(&amendment.certainty));
        lines.extend(checked(amendment.checked));
        lines.extend(amendment.versions.iter().map(version));
        let words = [Doc::key(&keywords::AMEND), Doc::key(&keywords::PARAMETER), ident(&amendment.name)];
        headed(vec![Doc::words(words)], lines)
    }

    fn duty(&self, duty: &Duty) -> Doc {
        let mut clauses = self.placed(&duty.attributes);
        let at = duty.by.first.as_ref().map_or(duty.span, |text| text.span);
        clauses.push((at.start, Doc::words([Doc::key(&keywords::DOER)].into_iter().chain(labels(&duty.by)))));
        let mut lines = self.ordered(clauses);
        lines.push(match &duty.due {
            Due::On(date, _) => Doc::words([Doc::key(&keywords::DUE), day(*date)]),
            Due::Each(period, date) => {
                let date = date.map(|(date, _)| Doc::word(Word::Number(date.to_string())));
                let date = date.into_iter().flat_map(|date| [Doc::key(&keywords::BY_DAY), date]);
                Doc::words([Doc::key(&keywords::DUE), Doc::key(each(*period))].into_iter().chain(date))
            }
            Due::Unset(words) => Doc::words([Doc::key(&keywords::DUE)].into_iter().chain(labels(words))),
        });
        lines.extend(certainty(&duty.certainty));
        block(&keywords::DUTY, &duty.name, &duty.labels, vec![], lines)
    }

    fn property(&self, property: &Property) -> Doc {
        let mut lines = self.attributes(&property.attributes);
        lines.push(match &property.statement {
            Statement::Always { given, holds } => {
                let given = given.as_ref().map(|given| [expression(given), Doc::key(&keywords::IMPLIES)]);
                let words = [Doc::key(&keywords::ALWAYS)].into_iter().chain(given.into_iter().flatten());
                Doc::words(words.chain([expression(holds)]))
            }
            Statement::Never(never) => Doc::words([Doc::key(&keywords::NEVER), expression(never)]),
            Statement::Monotone { value, never, fact, when } => Doc::words([
                expression(value),
                Doc::key(&keywords::NEVER),
                movement(*never),
                Doc::key(&keywords::WHEN),
                dotted(fact),
                movement(*when),
            ]),
        });
        let subject = Doc::words([Doc::key(&keywords::FOR), ident(&property.entity)]);
        block(&keywords::PROPERTY, &property.name, &property.labels, vec![subject], lines)
    }

    fn attributes(&self, attributes: &Attributes) -> Vec<Doc> {
        self.ordered(self.placed(attributes))
    }

    fn placed(&self, attributes: &Attributes) -> Placed {
        let mut clauses: Placed = attributes.per.iter().map(|it| (it.span.start, cited(it))).collect();
        clauses.extend(attributes.in_force.iter().map(|span| (span.span.start, in_force(span))));
        clauses.extend(attributes.explain.map(|(shown, span)| (span.start, Doc::key(explain(shown)))));
        clauses
    }
}

/// Whether the last attribute, as they are written, is a span without a last day.
fn ends_open(attributes: &Attributes) -> bool {
    let last =
        attributes.per.iter().map(|it| it.span.start).chain(attributes.explain.map(|(_, span)| span.start)).max();
    attributes.in_force.as_ref().is_some_and(|span| span.to.is_none() && last < Some(span.span.start))
}

fn movement(movement: Movement) -> Doc {
    Doc::key(match movement {
        Movement::Increases => &keywords::INCREASES,
        Movement::Decreases => &keywords::DECREASES,
    })
}

// ---- heads and blocks ----

/// A keyword, a name and its labels: pieces a line may be broken between.
fn head(keyword: &'static Keyword, name: Doc, shown: &Labels) -> Vec<Doc> {
    let mut labels = labels(shown).into_iter();
    let first = [Doc::key(keyword), name].into_iter().chain(labels.next());
    let mut head = vec![Doc::words(first)];
    head.extend(labels);
    head
}

/// Puts a colon behind the last piece.
fn colon(head: &mut Vec<Doc>) {
    if let Some(last) = head.pop() {
        head.push(Doc::Row(vec![last, Doc::sign(":")]));
    }
}

/// Pieces on as few lines as they fit on; those behind the first are indented twice.
fn filled(pieces: Vec<Doc>) -> Doc {
    Doc::nest(2, Doc::Fill(pieces))
}

fn headed(head: Vec<Doc>, lines: Vec<Doc>) -> Doc {
    Doc::Row(vec![filled(head), Doc::Blank, Doc::block(lines)])
}

fn block(keyword: &'static Keyword, name: &Ident, shown: &Labels, more: Vec<Doc>, lines: Vec<Doc>) -> Doc {
    headed(head(keyword, ident(name), shown).into_iter().chain(more).collect(), lines)
}

/// `head = value`, broken before the sign.
fn assigned(head: Doc, value: Doc) -> Doc {
    Doc::Group(vec![head, Doc::nest(1, Doc::Row(vec![Doc::Break { blank: true }, value]))])
}

// ---- tests ----

fn when(test: &Test) -> Doc {
    Doc::words([Doc::key(&keywords::WHEN), Doc::nest(usize::from(matches!(test, Test::Expr(_))), self::test(test))])
}

fn test(test: &Test) -> Doc {
    let (word, parts) = match test {
        Test::Expr(value) => return expression(value),
        Test::All(parts, _) => (&keywords::ALL_OF, parts),
        Test::Any(parts, _) => (&keywords::ANY_OF, parts),
    };
    Doc::words([Doc::key(word), Doc::block(parts.iter().map(part).collect())])
}

/// `name "…" "…" per act "…": test`, the citations on lines of their own where it does not fit on one.
fn part(part: &Part) -> Doc {
    let mut names = labels(&part.labels).into_iter();
    let mut head = vec![Doc::words([ident(&part.name)].into_iter().chain(names.next()))];
    head.extend(names);
    let mut group = vec![filled(head)];
    let mut clauses: Placed = part.per.iter().map(|it| (it.span.start, cited(it))).collect();
    clauses.extend(part.explain.map(|(shown, span)| (span.start, Doc::key(explain(shown)))));
    clauses.sort_by_key(|(start, _)| *start);
    for (_, clause) in clauses {
        group.push(Doc::nest(1, Doc::Row(vec![Doc::Break { blank: true }, clause])));
    }
    group.push(Doc::sign(":"));
    match &part.test {
        Test::Expr(value) => {
            let value = Doc::Row(vec![Doc::Break { blank: true }, expression(value)]);
            group.push(Doc::Group(vec![Doc::nest(1, value)]));
            Doc::Group(group)
        }
        block => Doc::words([Doc::Group(group), test(block)]),
    }
}

// ---- clauses ----

fn variants(variants: &[(Ident, Labels)]) -> Vec<Doc> {
    let variant = |(name, shown): &(Ident, Labels)| filled([ident(name)].into_iter().chain(labels(shown)).collect());
    variants.iter().map(variant).collect()
}

fn version(version: &Version) -> Doc {
    let until = version.until.map(|until| [Doc::key(&keywords::UNTIL), day(until)]);
    let from = [Doc::key(&keywords::FROM), day(version.from)].into_iter().chain(until.into_iter().flatten());
    let known = certainty(&version.certainty).into_iter().chain(checked(version.checked));
    let head = [Doc::words(from)].into_iter().chain(version.per.iter().map(cited)).chain(known);
    match version.rows.as_slice() {
        [Row { patterns, value, .. }] if patterns.is_empty() => {
            let value = Doc::words([Doc::sign("="), Doc::nest(1, expression(value))]);
            assigned(filled(head.collect()), value)
        }
        rows => headed(head.collect(), rows.iter().map(row).collect()),
    }
}

fn row(row: &Row) -> Doc {
    let count = row.patterns.len();
    let sign = |index: usize| Doc::sign(if index.saturating_add(1) == count { ":" } else { "," });
    let cell = |(index, it): (usize, &Pattern)| Doc::Row(vec![pattern(it), sign(index)]);
    let value = Doc::nest(1, expression(&row.value));
    Doc::Cells(row.patterns.iter().enumerate().map(cell).chain([value]).collect())
}

fn pattern(pattern: &Pattern) -> Doc {
    match &pattern.kind {
        PatternKind::Any => Doc::key(&keywords::ANY),
        PatternKind::Value(value) => expression(value),
        PatternKind::Range { low, low_open, high, high_open } => {
            let dots = match (low_open, high_open) {
                (true, true) => "<..<",
                (true, false) => "<..",
                (false, true) => "..<",
                (false, false) => "..",
            };
            let (low, high) = (low.as_ref().map(expression), high.as_ref().map(expression));
            Doc::Row(low.into_iter().chain([Doc::sign(dots)]).chain(high).collect())
        }
    }
}

fn grant(grant: &Grant) -> Doc {
    let head = [Doc::words([modality(grant.modality), ident(&grant.measure)])];
    let fields = grant.fields.iter().map(|(name, value)| {
        let value = Doc::nest(1, Doc::Row(vec![Doc::Break { blank: true }, expression(value)]));
        Doc::Group(vec![ident(name), Doc::sign(":"), value])
    });
    headed(head.into_iter().chain(grant.per.iter().map(cited)).collect(), fields.collect())
}

fn provision(provision: &Provision) -> Doc {
    let mut lines: Vec<Doc> = provision.per.iter().map(cited).collect();
    match &provision.carrier {
        Carrier::Rules => {}
        Carrier::Person(findings, how) => {
            let mut chunks = vec![Doc::key(&keywords::BY_A_PERSON)];
            if !findings.is_empty() {
                chunks.push(Doc::list(findings.iter().map(dotted)));
            }
            chunks.extend(labels(how));
            lines.push(filled(chunks));
        }
        Carrier::Nobody(why) => {
            lines.push(filled([Doc::key(&keywords::NOT_FOR_A_MACHINE)].into_iter().chain(labels(why)).collect()));
        }
    }
    block(&keywords::PROVISION, &provision.name, &provision.labels, vec![], lines)
}

fn overrides(names: &[Ident]) -> Option<Doc> {
    let list = || Doc::words([Doc::key(&keywords::OVERRIDES), Doc::list(names.iter().map(ident))]);
    (!names.is_empty()).then(list)
}

/// The quotation on a line of its own where it does not fit behind its clause.
fn cited(citation: &Citation) -> Doc {
    let clause = [Doc::key(&keywords::PER), ident(&citation.instrument), quoted(&citation.clause)];
    let quote = citation.quote.as_ref().map(|quote| Doc::words([Doc::key(&keywords::QUOTE), quoted(quote)]));
    let quote = quote.map(|quote| Doc::nest(1, Doc::Row(vec![Doc::Break { blank: true }, quote])));
    Doc::Group([Doc::words(clause)].into_iter().chain(quote).collect())
}

fn certainty(certainty: &Certainty) -> Option<Doc> {
    match certainty {
        Certainty::Unstated => None,
        Certainty::Confirmed(_) => Some(Doc::key(&keywords::CONFIRMED)),
        Certainty::Assumed(who) => Some(Doc::words([Doc::key(&keywords::ASSUMED), quoted(who)])),
    }
}

/// `checked until 2020-12-31`
fn checked(until: Option<Date>) -> Option<Doc> {
    until.map(|until| Doc::words([Doc::key(&keywords::CHECKED_UNTIL), day(until)]))
}

fn in_force(span: &DateSpan) -> Doc {
    let days = span.from.map(day).into_iter().chain([Doc::sign("..")]).chain(span.to.map(day));
    Doc::words([Doc::key(&keywords::IN_FORCE)].into_iter().chain(days))
}

fn explain(shown: Shown) -> &'static Keyword {
    match shown {
        Shown::Briefly => &keywords::EXPLAIN_BRIEFLY,
        Shown::Never => &keywords::EXPLAIN_NEVER,
        Shown::WhenMet => &keywords::EXPLAIN_WHEN_MET,
    }
}

fn evidence(way: Evidence) -> Doc {
    let way = match way {
        Evidence::Either => None,
        Evidence::Up => Some(Doc::key(&keywords::UP)),
        Evidence::Down => Some(Doc::key(&keywords::DOWN)),
    };
    Doc::words([Doc::key(&keywords::EVIDENCE)].into_iter().chain(way))
}

fn each(period: Period) -> &'static Keyword {
    match period {
        Period::Month => &keywords::EACH_MONTH,
        Period::Quarter => &keywords::EACH_QUARTER,
        Period::Year => &keywords::EACH_YEAR,
    }
}

fn modality(modality: Modality) -> Doc {
    Doc::key(match modality {
        Modality::Must => &keywords::MUST,
        Modality::May => &keywords::MAY,
        Modality::CaseByCase => &keywords::CASE_BY_CASE,
    })
}

// ---- types ----

fn field_type(ty: &FieldType) -> Doc {
    match ty {
        FieldType::List { entity, range: bounds } => {
            Doc::words([Doc::key(&keywords::LIST_OF), ident(entity)].into_iter().chain(bounds.as_ref().map(range)))
        }
        FieldType::Value { ty, range, optional } => value_type(ty, range.as_ref(), *optional),
    }
}

fn value_type(ty: &TypeName, bounds: Option<&Range>, optional: bool) -> Doc {
    let none = optional.then(|| Doc::key(&keywords::OR_NONE));
    Doc::words([type_name(ty)].into_iter().chain(bounds.map(range)).chain(none))
}

fn range(range: &Range) -> Doc {
    let (low, high) = (range.low.as_ref().map(expression), range.high.as_ref().map(expression));
    Doc::Row(low.into_iter().chain([Doc::sign("..")]).chain(high).collect())
}

/// `at least floor(first, size)`
fn floor(floor: &Floor) -> Doc {
    let mut row = vec![Doc::key(&keywords::AT_LEAST), Doc::Blank, ident(&floor.name)];
    if !floor.keys.is_empty() {
        let keys = floor.keys.iter().enumerate().map(|(at, key)| for_key(floor.names.get(at), expression(key)));
        row.extend([Doc::sign("("), Doc::list(keys), Doc::sign(")")]);
    }
    Doc::Row(row)
}

fn key(key: &Key) -> Doc {
    let Some(name) = &key.name else { return type_name(&key.ty) };
    let named = Doc::Row(vec![ident(name), Doc::sign(":"), Doc::Blank, type_name(&key.ty)]);
    Doc::words([named].into_iter().chain(labels(&key.labels)))
}

fn type_name(ty: &TypeName) -> Doc {
    Doc::key(match &ty.kind {
        TypeKind::Money => &keywords::MONEY,
        TypeKind::MoneyPerMonth => &keywords::MONEY_PER_MONTH,
        TypeKind::MoneyPerYear => &keywords::MONEY_PER_YEAR,
        TypeKind::Ratio => &keywords::RATIO,
        TypeKind::Integer => &keywords::INTEGER,
        TypeKind::Decimal => &keywords::DECIMAL,
        TypeKind::Date => &keywords::DATE,
        TypeKind::Months => &keywords::MONTHS,
        TypeKind::Days => &keywords::DAYS,
        TypeKind::Truth => &keywords::TRUTH,
        TypeKind::Text => &keywords::TEXT,
        TypeKind::Named(name) => return Doc::name(name),
    })
}

// ---- words ----

fn ident(name: &Ident) -> Doc {
    Doc::name(&name.text)
}

fn member(entity: &Ident, name: &Ident) -> Doc {
    Doc::Row(vec![ident(entity), Doc::sign("."), ident(name)])
}

fn quoted(text: &Text) -> Doc {
    Doc::word(Word::Quoted(text.value.clone()))
}

fn labels(labels: &Labels) -> Vec<Doc> {
    [&labels.first, &labels.english].into_iter().flatten().map(quoted).collect()
}

fn day(date: Date) -> Doc {
    Doc::word(Word::Number(date.to_string()))
}
