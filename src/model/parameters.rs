//! parameters → dated tables: versions in order, rows of the right shape, a source for each.

use super::resolve::Resolver;
use super::signatures::{KeySignature, ParameterSignature, type_words};
use super::tables;
use super::typecheck::Scope;
use super::types::{Base, Type};
use super::{Certainty, Const, Expr, ExprKind, Key, Parameter, ParameterId, Pattern, Row, Shown, Version, walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{law, limits, model as table, warnings};
use crate::source::Span;
use crate::syntax::ast::{self, PatternKind};
use crate::syntax::keywords;
use crate::value::{Date, Number};
use std::collections::BTreeMap;

/// Rows one version may have: every pair of them is compared.
const ROWS: usize = 5_000;

/// What is said once of all values written in one place.
#[derive(Clone, Copy)]
struct About<'a> {
    name: &'a str,
    per: &'a [ast::Citation],
    certainty: &'a ast::Certainty,
    checked: Option<Date>,
}

impl<'a> About<'a> {
    fn of(item: &'a ast::Parameter) -> Self {
        About { name: &item.name.text, per: &item.attributes.per, certainty: &item.certainty, checked: item.checked }
    }

    fn amending(item: &'a ast::Amendment) -> Self {
        About { name: &item.name.text, per: &item.attributes.per, certainty: &item.certainty, checked: item.checked }
    }
}

/// Versions with others laid over them, which take their place on the days they hold.
fn overlaid(mut versions: Vec<Version>, over: Vec<Version>) -> Vec<Version> {
    for new in over {
        versions = versions.into_iter().flat_map(|old| without(old, &new)).collect();
        versions.push(new);
        versions.sort_by_key(|version| version.from);
    }
    versions
}

/// What is left of a version on the days another does not hold.
fn without(old: Version, new: &Version) -> Vec<Version> {
    let meets = old.until.is_none_or(|until| new.from <= until) && new.until.is_none_or(|until| old.from <= until);
    if !meets {
        return vec![old];
    }
    let before = (old.from < new.from).then(|| Version { until: new.from.add_days(-1), ..old.clone() });
    let rest = new.until.and_then(|until| until.add_days(1));
    let after = rest.filter(|rest| old.until.is_none_or(|until| *rest <= until));
    before.into_iter().chain(after.map(|from| Version { from, ..old })).collect()
}

impl Resolver<'_, '_> {
    pub(super) fn parameters(&mut self) -> Option<Vec<Parameter>> {
        self.amendments();
        let items = (0u32..).zip(&self.names.parameters.items);
        let parameters: Vec<Option<Parameter>> =
            items.map(|(id, item)| self.parameter(ParameterId(id), item)).collect();
        parameters.into_iter().collect()
    }

    fn parameter(&mut self, id: ParameterId, item: &ast::Parameter) -> Option<Parameter> {
        if super::calls::is_function(&item.name.text) || keywords::function(&item.name.text).is_some() {
            self.found.push(Diagnostic::at(&table::NAME_OF_FUNCTION, item.name.span).arg(&item.name.text));
        }
        let per = self.citations(&item.attributes.per);
        let signature = self.signatures.parameter(id)?;
        let versions = match &item.values {
            ast::ParameterValues::Unset(_) => Some(Vec::new()),
            ast::ParameterValues::Versions(written) => self.versions(written, About::of(item), signature),
        };
        let amended = self.amended(&item.name.text, signature);
        let floor = item.floor.as_ref().map(|floor| self.floor(floor, signature));
        let (own, over) = (versions?, amended?);
        self.report_buried(&item.name.text, &own, &over);
        let versions = overlaid(own, over);
        let key = |(key, item): (&KeySignature, &ast::Key)| {
            let called = item.name.as_ref().map(|name| self.name(name, &item.labels));
            Some(Key { name: key.name.clone(), called, ty: key.ty?, span: key.span })
        };
        Some(Parameter {
            name: self.name(&item.name, &item.labels),
            ty: signature.ty?,
            keys: signature.keys.iter().zip(&item.keys).map(key).collect::<Option<_>>()?,
            floor: floor.map_or(Some(None), |floor| floor.map(Some))?,
            per: per?,
            shown: self.shown(item.attributes.explain, &[Shown::Briefly, Shown::Never]),
            versions,
        })
    }

    /// The values amendments put in the place of a parameter's own.
    fn amended(&mut self, name: &str, signature: &ParameterSignature) -> Option<Vec<Version>> {
        let names = self.names;
        let amendments = names.amendments.iter().filter(|amendment| amendment.name.text == name);
        let mut versions = Vec::new();
        for amendment in amendments {
            let per = self.citations(&amendment.attributes.per);
            for mut version in self.versions(&amendment.versions, About::amending(amendment), signature)? {
                version.per.splice(0..0, per.clone()?);
                versions.push(version);
            }
        }
        Some(versions)
    }

    /// Warns of each amending value without an end behind which the parameter has a later one.
    fn report_buried(&mut self, name: &str, own: &[Version], over: &[Version]) {
        let written = self.names.amendments.iter().flat_map(|amendment| &amendment.versions);
        for version in written.filter(|version| version.until.is_none()) {
            let Some(new) = over.iter().find(|new| new.span == version.span) else { continue };
            let is_buried = |old: &&Version| new.from < old.from && new.until.is_none_or(|until| old.from <= until);
            if let Some(old) = own.iter().find(is_buried) {
                let report = Diagnostic::at(&warnings::BURIED, new.span).arg(name).arg(old.from);
                self.found.push(report.label(old.span, warnings::BURIED_HERE, &[]));
            }
        }
    }

    /// Reports amendments of nothing, twice of one thing, or without a policy that amends.
    fn amendments(&mut self) {
        let names = self.names;
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for amendment in &names.amendments {
            let name = &amendment.name;
            if let Some(first) = first.get(name.text.as_str()) {
                let twice = Diagnostic::at(&law::AMENDED_TWICE, name.span).arg(&name.text);
                self.found.push(twice.label(*first, table::FIRST_HERE, &[]));
            }
            first.entry(&name.text).or_insert(name.span);
            let parameter = names.parameter(&amendment.name.text).map(|(_, item)| item);
            names.note(name.span, parameter);
            if parameter.is_none() {
                let among = names.parameters.names();
                let report = super::names::unknown(&self.found, &law::UNKNOWN_PARAMETER, &amendment.name, among);
                self.found.push(report);
                let versions = amendment.versions.iter().map(|version| &version.per);
                for per in versions.chain([&amendment.attributes.per]) {
                    self.citations(per);
                }
            }
            if names.policies.iter().all(|policy| policy.amends.is_none()) {
                self.found.push(Diagnostic::at(&law::NOTHING_AMENDED, amendment.span));
            }
        }
    }

    fn versions(
        &mut self,
        written: &[ast::Version],
        about: About<'_>,
        signature: &ParameterSignature,
    ) -> Option<Vec<Version>> {
        let versions: Vec<Option<Version>> =
            written.iter().map(|version| self.dated(version, about, signature)).collect();
        self.report_clashing_days(written);
        let mut versions: Vec<Version> = versions.into_iter().collect::<Option<_>>()?;
        versions.sort_by_key(|version| version.from);
        let starts: Vec<_> = versions.iter().skip(1).map(|version| version.from).collect();
        for (version, next) in versions.iter_mut().zip(starts) {
            version.until = version.until.or(next.add_days(-1));
        }
        Some(versions)
    }

    /// Versions that end before they begin, or hold on the same day.
    fn report_clashing_days(&mut self, written: &[ast::Version]) {
        let mut sorted: Vec<&ast::Version> = written.iter().collect();
        sorted.sort_by_key(|version| (version.from, version.span));
        for version in &sorted {
            if let Some(until) = version.until.filter(|until| *until < version.from) {
                self.found.push(Diagnostic::at(&table::SPAN_ENDS_FIRST, version.span).arg(version.from).arg(until));
            }
        }
        for (first, second) in sorted.iter().zip(sorted.iter().skip(1)) {
            if first.from == second.from || first.until.is_some_and(|until| until >= second.from) {
                let both = Diagnostic::at(&table::VALUES_OVERLAP, second.span).arg(second.from);
                self.found.push(both.label(first.span, table::FIRST_HERE, &[]));
            }
        }
    }

    fn dated(&mut self, version: &ast::Version, about: About<'_>, signature: &ParameterSignature) -> Option<Version> {
        let per = self.citations(&version.per);
        let certainty = self.certainty(version, about);
        let (ty, keys) = (signature.ty, signature.keys.as_slice());
        let rows: Vec<Option<Row>> = version.rows.iter().map(|row| self.row(row, ty, keys)).collect();
        let rows: Option<Vec<Row>> = rows.into_iter().collect();
        if let Some(rows) = &rows {
            self.check_table(rows, keys, version);
        }
        Some(Version {
            from: version.from,
            until: version.until,
            per: per?,
            certainty,
            checked: version.checked.or(about.checked),
            rows: rows?,
            span: version.span,
        })
    }

    /// The version's certainty, else the parameter's, else confirmed; what is confirmed says where.
    fn certainty(&mut self, version: &ast::Version, about: About<'_>) -> Certainty {
        let stated = match &version.certainty {
            ast::Certainty::Unstated => about.certainty,
            stated => stated,
        };
        if let ast::Certainty::Assumed(who) = stated {
            return Certainty::Assumed(who.value.clone());
        }
        if version.per.is_empty() && about.per.is_empty() {
            self.found.push(Diagnostic::at(&table::CONFIRMED_BY_NOTHING, version.span).arg(about.name));
        }
        Certainty::Confirmed
    }

    fn row(&mut self, row: &ast::Row, ty: Option<Type>, keys: &[KeySignature]) -> Option<Row> {
        let patterns = if row.patterns.len() == keys.len() {
            let pairs = row.patterns.iter().zip(keys);
            let checked: Vec<Option<Pattern>> = pairs.map(|(pattern, key)| self.pattern(pattern, key.ty?)).collect();
            checked.into_iter().collect()
        } else {
            let names: Vec<&str> = keys.iter().map(|key| key.name.as_str()).collect();
            let count = Diagnostic::at(&table::PATTERN_COUNT, row.span).arg(keys.len()).arg(row.patterns.len());
            self.found.push(count.arg(names.join(", ")));
            None
        };
        let mut checker = self.checker(Scope::Keys(keys));
        let value = match ty {
            Some(ty) => checker.expect(&row.value, ty),
            None => {
                checker.apart(&row.value);
                None
            }
        };
        Some(Row { patterns: patterns?, value: self.arithmetic_only(value?)?, span: row.span })
    }

    /// A row's value is a constant, or arithmetic over the keys.
    fn arithmetic_only(&mut self, value: Expr) -> Option<Expr> {
        let mut stray = None;
        walk::expr(&value, &mut |expr| {
            let allowed = matches!(
                expr.kind,
                ExprKind::Const(_)
                    | ExprKind::Key(_)
                    | ExprKind::Neg(_)
                    | ExprKind::Add(..)
                    | ExprKind::Sub(..)
                    | ExprKind::Mul(..)
                    | ExprKind::Div(..)
            );
            if !allowed && stray.is_none() {
                stray = Some(expr.span);
            }
        });
        match stray {
            Some(span) => {
                self.found.push(Diagnostic::at(&table::ROW_VALUE, span));
                None
            }
            None => Some(value),
        }
    }

    fn pattern(&mut self, written: &ast::Pattern, ty: Type) -> Option<Pattern> {
        let pattern = match &written.kind {
            PatternKind::Any => Pattern::Any,
            PatternKind::Value(value) => Pattern::Value(self.key_constant(value, ty)?),
            PatternKind::Range { low, low_open, high, high_open } => {
                if !ty.base.is_number() {
                    let is = type_words(self.names, ty);
                    self.found.push(Diagnostic::at(&table::RANGE_OF_OTHER, written.span).arg(is));
                    return None;
                }
                let mut end = |bound: &Option<ast::Expr>| match bound {
                    None => Some(None),
                    Some(bound) => self.key_number(bound, ty).map(Some),
                };
                let (low_end, high_end) = (end(low), end(high));
                Pattern::Range { low: low_end?, low_open: *low_open, high: high_end?, high_open: *high_open }
            }
        };
        if tables::is_empty(&pattern, ty.base) {
            self.found.push(Diagnostic::at(&table::EMPTY_PATTERN, written.span));
            return None;
        }
        Some(pattern)
    }

    fn key_number(&mut self, written: &ast::Expr, ty: Type) -> Option<Number> {
        match self.key_constant(written, ty)? {
            Const::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn key_constant(&mut self, written: &ast::Expr, ty: Type) -> Option<Const> {
        let expr = self.checker(Scope::Constant).expect(written, ty)?;
        match expr.kind {
            ExprKind::Const(constant) => Some(constant),
            _ => {
                self.found.push(Diagnostic::at(&table::CONSTANT_EXPECTED, written.span));
                None
            }
        }
    }

    /// Rows that overlap.
    fn check_table(&mut self, rows: &[Row], keys: &[KeySignature], version: &ast::Version) {
        if rows.len() > ROWS {
            let many =
                Diagnostic::at(&limits::TOO_MANY, version.span).arg("一个表的行数").arg("rows in a table").arg(ROWS);
            self.found.push(many);
            return;
        }
        let bases: Vec<Base> = keys.iter().filter_map(|key| key.ty).map(|ty| ty.base).collect();
        for (first, second) in tables::overlaps(rows, &bases) {
            let both = Diagnostic::at(&table::ROWS_OVERLAP, second);
            self.found.push(both.label(first, table::OTHER_ROW, &[]));
        }
    }
}
