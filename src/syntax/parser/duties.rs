//! Pairs → amendments, floors, provisions and duties.

use super::items::slip;
use super::nodes::{Node, Parts};
use super::{Parsed, Reader, Rule};
use crate::diagnostic::table::syntax as table;
use crate::source::Span;
use crate::syntax::ast::*;

impl Reader<'_> {
    pub(super) fn amendment(&self, mut parts: Parts<'_>) -> Parsed<Amendment> {
        let name = self.ident(&parts.need(Rule::name)?);
        let attributes = Attributes { per: self.citations(&mut parts)?, ..Attributes::default() };
        let certainty = self.certainty(&mut parts)?;
        let checked = self.checked(&mut parts)?;
        let versions = parts.all(Rule::dated).into_iter().map(|node| self.version(node)).collect::<Parsed<_>>()?;
        Ok(Amendment { name, attributes, certainty, checked, versions, span: parts.whole() })
    }

    pub(super) fn floor(&self, mut parts: Parts<'_>) -> Parsed<Floor> {
        let name = self.ident(&parts.need(Rule::name)?);
        let (mut keys, mut names) = (Vec::new(), Vec::new());
        for node in parts.all(Rule::floor_key) {
            let mut inner = self.parts(node);
            names.push(inner.take(Rule::for_key).map(|name| self.key_name(name)).transpose()?);
            keys.push(self.constant(inner.need(Rule::literal)?)?);
        }
        Ok(Floor { name, keys, names })
    }

    pub(super) fn provision(&self, mut parts: Parts<'_>) -> Parsed<Provision> {
        let (name, labels) = self.named(&mut parts)?;
        let per = self.citations(&mut parts)?;
        let carrier = if let Some(node) = parts.take(Rule::by_person) {
            let mut inner = self.parts(node);
            let findings = inner.all(Rule::path).into_iter().map(|path| self.path(path)).collect();
            Carrier::Person(findings, self.labels(&mut inner)?)
        } else if let Some(node) = parts.take(Rule::not_for_machine) {
            Carrier::Nobody(self.labels(&mut self.parts(node))?)
        } else {
            Carrier::Rules
        };
        Ok(Provision { name, labels, per, carrier, span: parts.whole() })
    }

    pub(super) fn duty(&self, mut parts: Parts<'_>) -> Parsed<Duty> {
        let (name, labels) = self.named(&mut parts)?;
        let mut attributes = Attributes::default();
        self.further_attributes(&mut parts, &mut attributes)?;
        let by = self.labels(&mut self.parts(parts.need(Rule::doer)?))?;
        self.further_attributes(&mut parts, &mut attributes)?;
        let due = self.due(self.parts(parts.need(Rule::due)?))?;
        let certainty = self.certainty(&mut parts)?;
        Ok(Duty { name, labels, attributes, by, due, certainty, span: parts.whole() })
    }

    fn due(&self, mut parts: Parts<'_>) -> Parsed<Due> {
        if let Some(node) = parts.take(Rule::date) {
            let (day, span) = self.date(&node)?;
            return Ok(Due::On(day, span));
        }
        let Some(node) = parts.take(Rule::each) else { return Ok(Due::Unset(self.labels(&mut parts)?)) };
        let mut inner = self.parts(node);
        let period = if inner.has(Rule::kw_month) || inner.has(Rule::each_month) {
            Period::Month
        } else if inner.has(Rule::kw_quarter) || inner.has(Rule::each_quarter) {
            Period::Quarter
        } else {
            Period::Year
        };
        let day = match inner.take(Rule::day_of_month) {
            Some(node) => Some(self.day_of_month(&self.parts(node).need(Rule::number)?)?),
            None => None,
        };
        Ok(Due::Each(period, day))
    }

    fn day_of_month(&self, node: &Node<'_>) -> Parsed<(u32, Span)> {
        let span = self.span(node);
        let day = node.text().parse().ok().filter(|day| (1..=31).contains(day));
        day.map(|day| (day, span)).ok_or_else(|| slip(&table::NO_SUCH_DAY_OF_MONTH, span, &[node.text()]))
    }
}
