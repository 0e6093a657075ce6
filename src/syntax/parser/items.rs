//! Pairs → items of the tree, each function one rule of the grammar.

use super::marks::shown;
use super::nodes::{Node, Parts};
use super::numbers::no_such_day;
use super::{Parsed, Reader, Rule};
use crate::diagnostic::table::{limits, syntax as table};
use crate::diagnostic::{Diagnostic, Entry};
use crate::source::Span;
use crate::syntax::ast::{self, *};
use crate::syntax::wide::narrow_sign;
use crate::value::Date;

impl Reader<'_> {
    /// Any item.
    pub(super) fn item(&self, node: Node<'_>) -> Parsed<Item> {
        let kind = node.rule();
        let parts = self.parts(node);
        Ok(match kind {
            Rule::policy => Item::Policy(self.policy(parts)?),
            Rule::instrument => Item::Instrument(self.instrument(parts)?),
            Rule::choice => Item::Choice(self.choice(parts)?),
            Rule::entity => Item::Entity(self.entity(parts)?),
            Rule::parameter => Item::Parameter(self.parameter(parts)?),
            Rule::reading => Item::Reading(self.reading(parts)?),
            Rule::define => Item::Define(self.define(parts)?),
            Rule::condition => Item::Condition(self.condition(parts)?),
            Rule::exception => Item::Exception(self.exception(parts)?),
            Rule::measure => Item::Measure(self.measure(parts)?),
            Rule::rule => Item::Rule(self.rule(parts)?),
            Rule::amendment => Item::Amendment(self.amendment(parts)?),
            Rule::provision => Item::Provision(self.provision(parts)?),
            Rule::duty => Item::Duty(self.duty(parts)?),
            Rule::property => Item::Property(self.property(parts)?),
            _ => return Err(parts.broken()),
        })
    }

    fn policy(&self, mut parts: Parts<'_>) -> Parsed<Policy> {
        let (name, labels) = self.named(&mut parts)?;
        let (mut amends, mut version, mut language, mut currency, mut in_force) = (None, None, None, None, None);
        loop {
            if let Some(node) = parts.take(Rule::amends) {
                let written = self.parts(node);
                self.once(&mut amends, "amends", written, |mut inner| Ok(self.ident(&inner.need(Rule::name)?)))?;
            } else if let Some(node) = parts.take(Rule::version) {
                let written = self.parts(node);
                self.once(&mut version, "version", written, |mut inner| self.text(inner.need(Rule::text)?))?;
            } else if let Some(node) = parts.take(Rule::language) {
                let written = self.parts(node);
                self.once(&mut language, "language", written, |inner| self.language(inner))?;
            } else if let Some(node) = parts.take(Rule::currency) {
                let written = self.parts(node);
                self.once(&mut currency, "currency", written, |inner| self.currency(inner))?;
            } else if let Some(node) = parts.take(Rule::in_force) {
                let written = self.parts(node);
                self.once(&mut in_force, "in force", written, |mut inner| {
                    self.date_span(inner.need(Rule::date_span)?)
                })?;
            } else {
                let span = parts.whole();
                return Ok(Policy { name, labels, amends, version, language, currency, in_force, span });
            }
        }
    }

    fn language(&self, mut parts: Parts<'_>) -> Parsed<Ident> {
        let name = self.ident(&parts.need(Rule::name)?);
        if matches!(name.text.as_str(), "zh" | "en") {
            Ok(name)
        } else {
            Err(slip(&table::LANGUAGE, name.span, &[&name.text]))
        }
    }

    fn currency(&self, mut parts: Parts<'_>) -> Parsed<Labels> {
        let labels = self.labels(&mut parts)?;
        for text in [&labels.first, &labels.english].into_iter().flatten() {
            if text.value.trim().is_empty() {
                return Err(slip(&table::BLANK_CURRENCY, text.span, &[]));
            }
        }
        Ok(labels)
    }

    fn instrument(&self, mut parts: Parts<'_>) -> Parsed<Instrument> {
        let (name, labels) = self.named(&mut parts)?;
        let (mut number, mut issued, mut text) = (None, None, None);
        loop {
            if let Some(node) = parts.take(Rule::instrument_number) {
                let written = self.parts(node);
                self.once(&mut number, "number", written, |mut inner| self.text(inner.need(Rule::text)?))?;
            } else if let Some(node) = parts.take(Rule::issued) {
                let written = self.parts(node);
                self.once(&mut issued, "issued", written, |mut inner| self.date(&inner.need(Rule::date)?))?;
            } else if let Some(node) = parts.take(Rule::wording) {
                let written = self.parts(node);
                self.once(&mut text, "text", written, |mut inner| self.text(inner.need(Rule::text)?))?;
            } else {
                return Ok(Instrument { name, labels, number, issued, text, span: parts.whole() });
            }
        }
    }

    fn choice(&self, mut parts: Parts<'_>) -> Parsed<Choice> {
        let (name, labels) = self.named(&mut parts)?;
        Ok(Choice { name, labels, variants: self.variants(&mut parts)?, span: parts.whole() })
    }

    fn variants(&self, parts: &mut Parts<'_>) -> Parsed<Vec<(Ident, Labels)>> {
        parts.all(Rule::variant).into_iter().map(|node| self.named(&mut self.parts(node))).collect()
    }

    fn entity(&self, mut parts: Parts<'_>) -> Parsed<Entity> {
        let (name, labels) = self.named(&mut parts)?;
        let fields = parts.all(Rule::field).into_iter().map(|node| self.field(node)).collect::<Parsed<_>>()?;
        Ok(Entity { name, labels, fields, span: parts.whole() })
    }

    fn field(&self, node: Node<'_>) -> Parsed<Field> {
        let mut parts = self.parts(node);
        let name = self.ident(&parts.need(Rule::name)?);
        let ty = match parts.take(Rule::list_type) {
            Some(node) => {
                let mut inner = self.parts(node);
                FieldType::List { entity: self.ident(&inner.need(Rule::name)?), range: self.range(&mut inner)? }
            }
            None => {
                let (ty, range, optional) = self.value_type(parts.need(Rule::value_type)?)?;
                FieldType::Value { ty, range, optional }
            }
        };
        let labels = self.labels(&mut parts)?;
        let default = match parts.take(Rule::default) {
            Some(node) => Some(self.constant(self.parts(node).need(Rule::literal)?)?),
            None => None,
        };
        let previous = match parts.take(Rule::previous) {
            Some(node) => Some(self.ident(&self.parts(node).need(Rule::name)?)),
            None => None,
        };
        let (sensitive, evidence) = self.field_marks(&mut parts)?;
        Ok(Field { name, ty, labels, default, previous, sensitive, evidence, span: parts.whole() })
    }

    /// `integer 1..4 or none`
    fn value_type(&self, node: Node<'_>) -> Parsed<(TypeName, Option<Range>, bool)> {
        let mut parts = self.parts(node);
        let ty = self.type_name(parts.need(Rule::type_name)?)?;
        Ok((ty, self.range(&mut parts)?, parts.take(Rule::or_none).is_some()))
    }

    fn range(&self, parts: &mut Parts<'_>) -> Parsed<Option<Range>> {
        let Some(node) = parts.take(Rule::range) else { return Ok(None) };
        let mut inner = self.parts(node);
        let span = inner.whole();
        let low = inner.next_bound(self)?;
        let _dots = inner.take(Rule::dots);
        let high = inner.next_bound(self)?;
        Ok(Some(Range { low, high, span }))
    }

    fn parameter(&self, mut parts: Parts<'_>) -> Parsed<Parameter> {
        let (name, labels) = self.named(&mut parts)?;
        let ty = self.type_name(parts.need(Rule::type_name)?)?;
        let keys = match parts.take(Rule::keys) {
            Some(node) => {
                self.parts(node).all(Rule::key).into_iter().map(|key| self.key(key)).collect::<Parsed<_>>()?
            }
            None => Vec::new(),
        };
        let floor = parts.take(Rule::floor).map(|node| self.floor(self.parts(node))).transpose()?;
        let attributes = self.attributes(&mut parts)?;
        let certainty = self.certainty(&mut parts)?;
        let checked = self.checked(&mut parts)?;
        let values = match parts.take(Rule::kw_unset) {
            Some(unset) => ParameterValues::Unset(self.span(&unset)),
            None => {
                let versions = parts.all(Rule::dated).into_iter().map(|node| self.version(node));
                ParameterValues::Versions(versions.collect::<Parsed<_>>()?)
            }
        };
        Ok(Parameter { name, labels, ty, keys, floor, attributes, certainty, checked, values, span: parts.whole() })
    }

    fn key(&self, node: Node<'_>) -> Parsed<Key> {
        let mut parts = self.parts(node);
        let name = parts.take(Rule::name).map(|name| self.ident(&name));
        let ty = self.type_name(parts.need(Rule::type_name)?)?;
        Ok(Key { name, ty, labels: self.labels(&mut parts)? })
    }

    pub(super) fn certainty(&self, parts: &mut Parts<'_>) -> Parsed<Certainty> {
        let Some(node) = parts.take(Rule::certainty) else { return Ok(Certainty::Unstated) };
        let mut inner = self.parts(node);
        Ok(match inner.take(Rule::text) {
            Some(who) => Certainty::Assumed(self.text(who)?),
            None => Certainty::Confirmed(inner.whole()),
        })
    }

    /// The last day a value is known to hold.
    pub(super) fn checked(&self, parts: &mut Parts<'_>) -> Parsed<Option<Date>> {
        parts.take(Rule::checked).map(|node| self.day(&self.parts(node).need(Rule::date)?)).transpose()
    }

    pub(super) fn version(&self, node: Node<'_>) -> Parsed<Version> {
        let mut parts = self.parts(node);
        let from = self.day(&parts.need(Rule::date)?)?;
        let until = match parts.take(Rule::until) {
            Some(node) => Some(self.day(&self.parts(node).need(Rule::date)?)?),
            None => None,
        };
        let per = self.citations(&mut parts)?;
        let certainty = self.certainty(&mut parts)?;
        let checked = self.checked(&mut parts)?;
        let rows = match parts.take(Rule::expression) {
            Some(node) => {
                let value = self.expression(node, 1)?;
                vec![Row { patterns: Vec::new(), span: value.span, value }]
            }
            None => parts.all(Rule::row).into_iter().map(|row| self.row(row)).collect::<Parsed<_>>()?,
        };
        Ok(Version { from, until, per, certainty, checked, rows, span: parts.whole() })
    }

    fn row(&self, node: Node<'_>) -> Parsed<Row> {
        let mut parts = self.parts(node);
        let patterns = parts.all(Rule::pattern).into_iter().map(|node| self.pattern(node)).collect::<Parsed<_>>()?;
        Ok(Row { patterns, value: self.expression(parts.need(Rule::row_value)?, 2)?, span: parts.whole() })
    }

    fn pattern(&self, node: Node<'_>) -> Parsed<Pattern> {
        let mut parts = self.parts(node);
        let span = parts.whole();
        match parts.peek() {
            Some(Rule::kw_any) => return Ok(Pattern { kind: PatternKind::Any, span }),
            Some(Rule::literal) => {
                let value = self.constant(parts.need(Rule::literal)?)?;
                return Ok(Pattern { kind: PatternKind::Value(value), span });
            }
            _ => {}
        }
        let low = parts.next_bound(self)?;
        let dots = parts.take(Rule::pattern_dots);
        let high = parts.next_bound(self)?;
        let kind = match (dots, low) {
            (None, Some(value)) => PatternKind::Value(value),
            (dots, low) => {
                let dots = narrow_sign(dots.as_ref().map_or("", Node::text));
                PatternKind::Range { low, low_open: dots.starts_with('<'), high, high_open: dots.ends_with('<') }
            }
        };
        Ok(Pattern { kind, span })
    }

    fn reading(&self, mut parts: Parts<'_>) -> Parsed<Reading> {
        let (name, labels) = self.named(&mut parts)?;
        let attributes = Attributes { per: self.citations(&mut parts)?, ..Attributes::default() };
        let variants = self.variants(&mut parts)?;
        let defaults = parts.all(Rule::reading_default).into_iter().map(|node| {
            let mut inner = self.parts(node);
            let name = self.ident(&inner.need(Rule::name)?);
            let from = inner.take(Rule::date).map(|date| self.day(&date)).transpose()?;
            Ok((name, from))
        });
        let defaults = defaults.collect::<Parsed<_>>()?;
        Ok(Reading { name, labels, attributes, variants, defaults, span: parts.whole() })
    }

    fn define(&self, mut parts: Parts<'_>) -> Parsed<Define> {
        let (entity, name) = self.member(parts.need(Rule::path)?)?;
        let labels = self.labels(&mut parts)?;
        let ty = self.type_name(parts.need(Rule::type_name)?)?;
        let optional = parts.take(Rule::or_none).is_some();
        let attributes = self.attributes(&mut parts)?;
        let value = self.expression(parts.need(Rule::expression)?, 0)?;
        Ok(Define { entity, name, labels, ty, optional, attributes, value, span: parts.whole() })
    }

    fn condition(&self, mut parts: Parts<'_>) -> Parsed<Condition> {
        let (entity, name) = self.member(parts.need(Rule::path)?)?;
        let labels = self.labels(&mut parts)?;
        let attributes = self.attributes(&mut parts)?;
        let assigned = parts.take(Rule::expression);
        let braces = assigned.is_none();
        let test = match assigned {
            Some(node) => Test::Expr(self.expression(node, 0)?),
            None => {
                let mut row = self.parts(parts.need(Rule::test)?);
                let test = self.test(&mut row)?;
                let _brace = row.next();
                self.ended(row, test)?
            }
        };
        Ok(Condition { entity, name, labels, attributes, test, braces, span: parts.whole() })
    }

    /// A test that is a part of an item one block deep.
    fn whole_test(&self, parts: &mut Parts<'_>) -> Parsed<Test> {
        let mut row = self.parts(parts.need(Rule::test)?);
        let test = self.test(&mut row)?;
        self.ended(row, test)
    }

    fn ended(&self, mut row: Parts<'_>, test: Test) -> Parsed<Test> {
        match row.next() {
            None => Ok(test),
            Some(node) => Err(slip(&table::MISPLACED, self.span(&node), &[node.text()])),
        }
    }

    /// The first test of a row, its blocks put together from the inside out.
    fn test(&self, row: &mut Parts<'_>) -> Parsed<Test> {
        let mut blocks: Vec<Block> = Vec::new();
        loop {
            let node = row.next().ok_or_else(|| row.broken())?;
            let done = match node.rule() {
                Rule::all_of | Rule::any_of => {
                    let all = node.rule() == Rule::all_of;
                    blocks.push(Block { all, span: self.span(&node), parts: Vec::new(), head: None });
                    continue;
                }
                Rule::head => {
                    let head = Some(self.head(node)?);
                    blocks.last_mut().ok_or_else(|| row.broken())?.head = head;
                    continue;
                }
                Rule::close => blocks.pop().ok_or_else(|| row.broken())?.close(self.span(&node)),
                // The item is a block too.
                _ => Test::Expr(self.expression(node, blocks.len().saturating_add(1))?),
            };
            match blocks.last_mut() {
                None => return Ok(done),
                Some(block) => block.add(done).ok_or_else(|| row.broken())?,
            }
        }
    }

    fn head(&self, node: Node<'_>) -> Parsed<Head> {
        let mut parts = self.parts(node);
        let (name, labels) = self.named(&mut parts)?;
        let Attributes { per, explain, .. } = self.attributes(&mut parts)?;
        Ok(Head { name, labels, per, explain })
    }

    fn exception(&self, mut parts: Parts<'_>) -> Parsed<Exception> {
        let (name, labels) = self.named(&mut parts)?;
        let target = self.path(parts.need(Rule::path)?);
        let attributes = self.attributes(&mut parts)?;
        let when = self.whole_test(&mut parts)?;
        let modality = self.modality(&mut parts)?;
        let effect = self.effect(parts.need(Rule::effect)?)?;
        let overrides = self.overrides(&mut parts);
        Ok(Exception { name, labels, target, attributes, when, modality, effect, overrides, span: parts.whole() })
    }

    fn modality(&self, parts: &mut Parts<'_>) -> Parsed<Modality> {
        let mut inner = self.parts(parts.need(Rule::modality)?);
        Ok(match inner.peek() {
            Some(Rule::kw_must) => Modality::Must,
            Some(Rule::kw_may) => Modality::May,
            _ => Modality::CaseByCase,
        })
    }

    fn effect(&self, node: Node<'_>) -> Parsed<Effect> {
        let mut parts = self.parts(node);
        Ok(match parts.peek() {
            Some(Rule::kw_waive) => Effect::Waive(parts.whole()),
            Some(Rule::kw_disapply) => Effect::Disapply(parts.whole()),
            _ => Effect::Then(self.expression(parts.need(Rule::expression)?, 1)?),
        })
    }

    fn overrides(&self, parts: &mut Parts<'_>) -> Vec<Ident> {
        let names = parts.take(Rule::overrides).map(|node| self.parts(node).all(Rule::name)).unwrap_or_default();
        names.iter().map(|name| self.ident(name)).collect()
    }

    fn measure(&self, mut parts: Parts<'_>) -> Parsed<Measure> {
        let (name, labels) = self.named(&mut parts)?;
        let entities = parts.all(Rule::name).iter().map(|name| self.ident(name)).collect();
        let [owed, once, cumulative] = self.measure_marks(&mut parts)?;
        let fields = parts.all(Rule::measure_field).into_iter().map(|node| {
            let mut inner = self.parts(node);
            let name = self.ident(&inner.need(Rule::name)?);
            let (ty, range, optional) = self.value_type(inner.need(Rule::value_type)?)?;
            Ok(MeasureField { name, ty, range, optional, labels: self.labels(&mut inner)? })
        });
        let fields = fields.collect::<Parsed<_>>()?;
        Ok(Measure { name, labels, entities, owed, once, cumulative, fields, span: parts.whole() })
    }

    fn rule(&self, mut parts: Parts<'_>) -> Parsed<ast::Rule> {
        let (name, labels) = self.named(&mut parts)?;
        let entity = self.ident(&parts.need(Rule::name)?);
        let attributes = self.attributes(&mut parts)?;
        let when = self.whole_test(&mut parts)?;
        let grants = parts.all(Rule::grant).into_iter().map(|node| self.grant(node)).collect::<Parsed<_>>()?;
        let otherwise =
            parts.all(Rule::otherwise).into_iter().map(|node| self.grant(self.parts(node).need(Rule::grant)?));
        let otherwise = otherwise.collect::<Parsed<_>>()?;
        let overrides = self.overrides(&mut parts);
        let span = parts.whole();
        Ok(ast::Rule { name, labels, entity, attributes, when, grants, otherwise, overrides, span })
    }

    fn grant(&self, node: Node<'_>) -> Parsed<Grant> {
        let mut parts = self.parts(node);
        let modality = self.modality(&mut parts)?;
        let measure = self.ident(&parts.need(Rule::name)?);
        let per = self.citations(&mut parts)?;
        let fields = parts.all(Rule::grant_field).into_iter().map(|node| {
            let mut inner = self.parts(node);
            Ok((self.ident(&inner.need(Rule::name)?), self.expression(inner.need(Rule::expression)?, 2)?))
        });
        Ok(Grant { modality, measure, per, fields: fields.collect::<Parsed<_>>()?, span: parts.whole() })
    }

    // ---- what items carry ----

    pub(super) fn named(&self, parts: &mut Parts<'_>) -> Parsed<(Ident, Labels)> {
        Ok((self.ident(&parts.need(Rule::name)?), self.labels(parts)?))
    }

    pub(super) fn labels(&self, parts: &mut Parts<'_>) -> Parsed<Labels> {
        let Some(node) = parts.take(Rule::labels) else { return Ok(Labels::default()) };
        let mut texts = self.parts(node).all(Rule::text).into_iter().map(|text| self.text(text));
        Ok(Labels { first: texts.next().transpose()?, english: texts.next().transpose()? })
    }

    pub(super) fn attributes(&self, parts: &mut Parts<'_>) -> Parsed<Attributes> {
        let mut attributes = Attributes::default();
        self.further_attributes(parts, &mut attributes)?;
        Ok(attributes)
    }

    /// Attributes that stand behind others of the same item.
    pub(super) fn further_attributes(&self, parts: &mut Parts<'_>, attributes: &mut Attributes) -> Parsed<()> {
        loop {
            attributes.per.extend(self.citations(parts)?);
            if let Some(node) = parts.take(Rule::in_force) {
                let written = self.parts(node);
                self.once(&mut attributes.in_force, "in force", written, |mut inner| {
                    self.date_span(inner.need(Rule::date_span)?)
                })?;
            } else if let Some(node) = parts.take(Rule::explain) {
                let written = self.parts(node);
                self.once(&mut attributes.explain, "explain", written, |inner| Ok(shown(&inner)))?;
            } else {
                return Ok(());
            }
        }
    }

    pub(super) fn citations(&self, parts: &mut Parts<'_>) -> Parsed<Vec<Citation>> {
        parts.all(Rule::citation).into_iter().map(|node| self.citation(node)).collect()
    }

    fn citation(&self, node: Node<'_>) -> Parsed<Citation> {
        let mut parts = self.parts(node);
        let instrument = self.ident(&parts.need(Rule::name)?);
        let clause = self.text(parts.need(Rule::text)?)?;
        let quote = match parts.take(Rule::quote) {
            Some(node) => Some(self.text(self.parts(node).need(Rule::text)?)?),
            None => None,
        };
        Ok(Citation { instrument, clause, quote, span: parts.whole() })
    }

    fn date_span(&self, node: Node<'_>) -> Parsed<DateSpan> {
        let mut parts = self.parts(node);
        let from = parts.next_date(self)?;
        let _dots = parts.take(Rule::dots);
        let to = parts.next_date(self)?;
        Ok(DateSpan { from, to, span: parts.whole() })
    }

    /// `Household.income` → entity and name.
    fn member(&self, node: Node<'_>) -> Parsed<(Ident, Ident)> {
        let path = self.path(node);
        let span = path.span;
        let text = path.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".");
        match <[Ident; 2]>::try_from(path.parts) {
            Ok([entity, name]) => Ok((entity, name)),
            Err(_) => Err(slip(&table::NOT_A_MEMBER, span, &[&text])),
        }
    }

    pub(super) fn path(&self, node: Node<'_>) -> Path {
        let mut parts = self.parts(node);
        Path { parts: parts.all(Rule::name).iter().map(|name| self.ident(name)).collect(), span: parts.whole() }
    }

    pub(super) fn ident(&self, node: &Node<'_>) -> Ident {
        Ident { text: node.text().to_string(), span: self.span(node) }
    }

    /// A string literal: without its quotes, its escapes resolved.
    pub(super) fn text(&self, node: Node<'_>) -> Parsed<Text> {
        let span = self.span(&node);
        let quoted = node.text();
        let inner = quoted.strip_prefix(['"', '“']).and_then(|rest| rest.strip_suffix(['"', '”'])).unwrap_or(quoted);
        if inner.len() > self.limits.text_bytes {
            let limit = self.limits.text_bytes.to_string();
            return Err(slip(&limits::TOO_MANY, span, &["一段文字的字节数", "bytes of one text", &limit]));
        }
        let mut value = String::with_capacity(inner.len());
        let mut letters = inner.chars();
        while let Some(letter) = letters.next() {
            value.extend(if letter == '\\' { letters.next() } else { Some(letter) });
        }
        Ok(Text { value, span })
    }

    /// A date that exists, with its place.
    pub(super) fn date(&self, node: &Node<'_>) -> Parsed<(Date, Span)> {
        let span = self.span(node);
        Date::parse(node.text()).map(|date| (date, span)).ok_or_else(|| Box::new(no_such_day(node.text(), span)))
    }

    pub(super) fn day(&self, node: &Node<'_>) -> Parsed<Date> {
        Ok(self.date(node)?.0)
    }

    /// Reads what may be written once; a second time is a slip.
    pub(super) fn once<'i, T>(
        &self,
        slot: &mut Option<T>,
        what: &str,
        written: Parts<'i>,
        read: impl FnOnce(Parts<'i>) -> Parsed<T>,
    ) -> Parsed<()> {
        if slot.is_some() {
            return Err(slip(&table::TWICE, written.whole(), &[what]));
        }
        *slot = Some(read(written)?);
        Ok(())
    }
}

/// `all of {` or `any of {`, and what was read of it so far.
struct Block {
    all: bool,
    span: Span,
    parts: Vec<Part>,
    /// The head of the part whose test comes next.
    head: Option<Head>,
}

/// A part without its test.
struct Head {
    name: Ident,
    labels: Labels,
    per: Vec<Citation>,
    explain: Option<(Shown, Span)>,
}

impl Block {
    /// Adds the test of the part whose head was read last; `None` if there was no head.
    fn add(&mut self, test: Test) -> Option<()> {
        let Head { name, labels, per, explain } = self.head.take()?;
        let end = match &test {
            Test::Expr(value) => value.span,
            Test::All(_, span) | Test::Any(_, span) => *span,
        };
        self.parts.push(Part { span: name.span.to(end), name, labels, per, explain, test });
        Some(())
    }

    fn close(self, brace: Span) -> Test {
        let span = self.span.to(brace);
        if self.all { Test::All(self.parts, span) } else { Test::Any(self.parts, span) }
    }
}

impl Parts<'_> {
    fn next_date(&mut self, reader: &Reader<'_>) -> Parsed<Option<Date>> {
        match self.peek() {
            Some(Rule::date) => self.next().map(|date| reader.day(&date)).transpose(),
            _ => Ok(None),
        }
    }

    fn next_bound(&mut self, reader: &Reader<'_>) -> Parsed<Option<Expr>> {
        match self.peek() {
            Some(Rule::bound | Rule::end) => self.next().map(|bound| reader.constant(bound)).transpose(),
            _ => Ok(None),
        }
    }
}

/// A diagnostic that ends the reading of its item.
pub(super) fn slip(entry: &'static Entry, span: Span, args: &[&str]) -> Box<Diagnostic> {
    Box::new(args.iter().fold(Diagnostic::at(entry, span), |diagnostic, arg| diagnostic.arg(arg)))
}
