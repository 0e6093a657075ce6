//! `at least` → what no value of a parameter may be below, and where one is.

use super::resolve::Resolver;
use super::signatures::{KeySignature, ParameterSignature};
use super::{Citation, Const, ExprKind, InForce, Model, Parameter, ParameterId, Pattern, Row, Words, tables};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{law, model as table};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Date, Number};

/// A parameter at certain keys, which the values of another are never below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// A parameter of the same type.
    pub parameter: ParameterId,
    /// One a key of that parameter.
    pub keys: Vec<FloorKey>,
}

/// A key the floor is looked up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FloorKey {
    /// Whatever the parameter's own key at this position is.
    Own(usize),
    /// Always this.
    Value(Const),
}

/// Why a value may not stand where it does.
pub(crate) enum Floored {
    /// The floor has a higher one for the same keys, from this day.
    Below(Below),
    /// The floor has a formula for the same keys.
    Formula(Span),
}

/// What a floor demands.
pub(crate) struct Below {
    /// The least it allows.
    pub(crate) least: Number,
    /// The first day on which both hold.
    pub(crate) from: Option<Date>,
    /// The clause it rests on, in words to put behind others; empty where it names none.
    pub(crate) clause: Words,
    /// Where it says so.
    span: Span,
}

impl Below {
    /// The first day, or nothing where it is open.
    pub(crate) fn since(&self) -> String {
        self.from.map(|from| from.to_string()).unwrap_or_default()
    }
}

impl Resolver<'_, '_> {
    /// The floor of a parameter with this signature.
    pub(super) fn floor(&mut self, written: &ast::Floor, signature: &ParameterSignature) -> Option<Floor> {
        let name = &written.name;
        let Some((parameter, item)) = self.names.parameter(&name.text) else {
            let among = self.names.parameters.names();
            self.found.push(super::names::unknown(&self.found, &law::UNKNOWN_PARAMETER, name, among));
            return None;
        };
        let floor = self.signatures.parameter(parameter)?;
        let number = signature.ty.is_none_or(|ty| ty.base.is_number());
        let count = if written.keys.is_empty() { signature.keys.len() } else { written.keys.len() };
        let keys = if !number || floor.ty != signature.ty || count != floor.keys.len() {
            None
        } else if written.keys.is_empty() {
            let same = signature.keys.iter().zip(&floor.keys).all(|(mine, theirs)| mine.ty == theirs.ty);
            same.then(|| (0..count).map(FloorKey::Own).collect())
        } else {
            let pairs = written.keys.iter().zip(&floor.keys);
            let keys: Vec<_> = pairs.map(|(key, theirs)| self.floor_key(key, theirs, &signature.keys)).collect();
            // What is wrong with a key is reported with the key.
            Some(keys.into_iter().collect::<Option<Vec<FloorKey>>>()?)
        };
        if keys.is_none() {
            let report = Diagnostic::at(&law::FLOOR_DIFFERS, name.span).arg(&name.text);
            self.found.push(report.label(item.name.span, table::DEFINED_HERE, &[]));
        }
        Some(Floor { parameter, keys: keys? })
    }

    /// One of the parameter's own keys by name, else a value.
    fn floor_key(&mut self, key: &ast::Expr, theirs: &KeySignature, own: &[KeySignature]) -> Option<FloorKey> {
        if let ast::ExprKind::Path(path) = &key.kind
            && let [name] = path.parts.as_slice()
            && let Some((at, _)) = own.iter().enumerate().find(|(_, own)| own.name == name.text && own.ty == theirs.ty)
        {
            return Some(FloorKey::Own(at));
        }
        self.key_constant(key, theirs.ty?).map(FloorKey::Value)
    }
}

/// Reports each row that is below a row of its floor on some day, for some keys.
pub(super) fn report(model: &Model, found: &mut Vec<Diagnostic>) {
    for parameter in &model.parameters {
        for version in &parameter.versions {
            let days = InForce { from: Some(version.from), to: version.until };
            found.extend(version.rows.iter().filter_map(|row| below(model, parameter, days, row)));
        }
    }
}

fn below(model: &Model, parameter: &Parameter, days: InForce, row: &Row) -> Option<Diagnostic> {
    let name = &model.parameters.get(parameter.floor.as_ref()?.parameter.index())?.name.id;
    let Some(value) = constant(row) else {
        return Some(Diagnostic::at(&law::FLOOR_OF_FORMULA, row.span).arg(name));
    };
    let (report, span) = match parameter.floored(model, days, &row.patterns, value)? {
        Floored::Below(below) => {
            let report = Diagnostic::at(&law::BELOW_FLOOR, row.span).arg(value).arg(below.least).arg(name);
            (report.arg(below.since()).arg(below.clause.zh).arg(below.clause.en), below.span)
        }
        Floored::Formula(span) => (Diagnostic::at(&law::FLOOR_OF_FORMULA, row.span).arg(name), span),
    };
    Some(report.label(span, law::FLOOR_HERE, &[]))
}

impl Parameter {
    /// Whether its floor stands against a value of it for some keys on some days.
    pub(crate) fn floored(&self, model: &Model, days: InForce, keys: &[Pattern], value: Number) -> Option<Floored> {
        let at = self.floor.as_ref()?;
        let floor = model.parameters.get(at.parameter.index())?;
        let key = |key: &FloorKey| match key {
            FloorKey::Own(own) => keys.get(*own).cloned(),
            FloorKey::Value(value) => Some(Pattern::Value(value.clone())),
        };
        let keys: Vec<Pattern> = at.keys.iter().map(key).collect::<Option<_>>()?;
        let bases: Vec<_> = floor.keys.iter().map(|key| key.ty.base).collect();
        for version in &floor.versions {
            let both = days.and(InForce { from: Some(version.from), to: version.until });
            let never = both.to.is_some_and(|to| both.from.is_some_and(|from| to < from));
            for row in version.rows.iter().filter(|row| !never && tables::meet(&row.patterns, &keys, &bases)) {
                match constant(row) {
                    None => return Some(Floored::Formula(row.span)),
                    Some(least) if value < least => {
                        let per = version.per.first().or(floor.per.first());
                        let clause = clause(model, per);
                        return Some(Floored::Below(Below { least, from: both.from, clause, span: row.span }));
                    }
                    Some(_) => {}
                }
            }
        }
        None
    }
}

/// `，依《…》附表`, `, per … Schedule 1`
fn clause(model: &Model, per: Option<&Citation>) -> Words {
    let cited = per.and_then(|citation| Some((&model.instruments.get(citation.instrument.index())?.name, citation)));
    match cited {
        None => Words { zh: String::new(), en: String::new() },
        Some((title, Citation { clause, .. })) => {
            Words { zh: format!("，依《{}》{clause}", title.zh), en: format!(", per {} {clause}", title.en) }
        }
    }
}

fn constant(row: &Row) -> Option<Number> {
    match &row.value.kind {
        ExprKind::Const(Const::Number(number)) => Some(*number),
        _ => None,
    }
}
