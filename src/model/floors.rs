//! `at least` → what no value of a parameter may be below, and where one is.

use super::keys::{Written, go_by_name};
use super::resolve::Resolver;
use super::signatures::{KeySignature, ParameterSignature};
use super::typecheck::Scope;
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

/// A value of a parameter, for some keys on some days.
pub(crate) struct Held<'a> {
    pub(crate) days: InForce,
    pub(crate) keys: &'a [Pattern],
    /// `None`: a formula.
    pub(crate) value: Option<Number>,
    /// The clause it rests on, in words to put behind others; empty where it names none.
    pub(crate) clause: Words,
    /// Where it is written, in the policy.
    span: Option<Span>,
}

/// Why a value may not stand where it does.
pub(crate) enum Floored<'a> {
    /// The floor has a higher one for the same keys, from this day.
    Below(&'a Held<'a>, Option<Date>),
    /// The floor has a formula for the same keys.
    Formula(&'a Held<'a>),
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
        self.names.note(name.span, Some(item));
        let floor = self.signatures.parameter(parameter)?;
        let number = signature.ty.is_none_or(|ty| ty.base.is_number());
        let count = if written.keys.is_empty() { signature.keys.len() } else { written.keys.len() };
        let itself = std::ptr::eq(floor, signature);
        let keys = if itself || !number || floor.ty != signature.ty || count != floor.keys.len() {
            None
        } else if written.keys.is_empty() {
            own_keys(&signature.keys, &floor.keys)
        } else {
            let (args, names) = (written.keys.as_slice(), written.names.as_slice());
            let written = Written::of(&name.text, Some(item.name.span), args, names)?;
            let order = self.checker(Scope::Constant).arranged(written, &floor.keys)?;
            let pairs = order.into_iter().filter_map(|at| args.get(at)).zip(&floor.keys);
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
            && let Some((at, key)) =
                own.iter().enumerate().find(|(_, own)| own.name == name.text && own.ty == theirs.ty)
        {
            self.names.note_span(name.span, key.span);
            return Some(FloorKey::Own(at));
        }
        self.key_constant(key, theirs.ty?).map(FloorKey::Value)
    }
}

/// One's own keys for those of the floor: by place, and by name where they could be taken for each other.
fn own_keys(own: &[KeySignature], theirs: &[KeySignature]) -> Option<Vec<FloorKey>> {
    let by_name = go_by_name(theirs);
    let fits = |(at, key): (usize, &KeySignature)| {
        let (own_at, _) = own
            .iter()
            .enumerate()
            .find(|(own_at, own)| own.ty == key.ty && if by_name { own.name == key.name } else { *own_at == at })?;
        Some(FloorKey::Own(own_at))
    };
    theirs.iter().enumerate().map(fits).collect()
}

/// Reports each row that is below a row of its floor on some day, for some keys.
pub(super) fn report(model: &Model, found: &mut Vec<Diagnostic>) {
    for parameter in &model.parameters {
        let Some(at) = &parameter.floor else { continue };
        let Some(floor) = model.parameters.get(at.parameter.index()) else { continue };
        let (mine, theirs) = (parameter.held(model), floor.held(model));
        found.extend(mine.iter().filter_map(|held| below(floor, at, &theirs, held)));
    }
}

fn below(floor: &Parameter, at: &Floor, theirs: &[Held<'_>], held: &Held<'_>) -> Option<Diagnostic> {
    let (name, span) = (&floor.name.id, held.span?);
    let Some(value) = held.value else {
        return Some(Diagnostic::at(&law::FLOOR_OF_FORMULA, span).arg(name));
    };
    let (report, place) = match at.floored(floor, theirs, held.days, held.keys, value)? {
        Floored::Below(least, from) => {
            let from = from.map(|from| from.to_string()).unwrap_or_default();
            let report = Diagnostic::at(&law::BELOW_FLOOR, span).arg(value).arg(least.value.unwrap_or(value)).arg(name);
            (report.arg(from).arg(&least.clause.zh).arg(&least.clause.en), least.span)
        }
        Floored::Formula(formula) => (Diagnostic::at(&law::FLOOR_OF_FORMULA, span).arg(name), formula.span),
    };
    Some(match place {
        Some(place) => report.label(place, law::FLOOR_HERE, &[]),
        None => report,
    })
}

impl Floor {
    /// What of a floor's values stands against a value for some keys on some days.
    pub(crate) fn floored<'a>(
        &self,
        floor: &Parameter,
        theirs: &'a [Held<'a>],
        days: InForce,
        keys: &[Pattern],
        value: Number,
    ) -> Option<Floored<'a>> {
        let key = |key: &FloorKey| match key {
            FloorKey::Own(own) => keys.get(*own).cloned(),
            FloorKey::Value(value) => Some(Pattern::Value(value.clone())),
        };
        let keys: Vec<Pattern> = self.keys.iter().map(key).collect::<Option<_>>()?;
        let bases: Vec<_> = floor.keys.iter().map(|key| key.ty.base).collect();
        for held in theirs {
            let both = days.and(held.days);
            let never = both.to.is_some_and(|to| both.from.is_some_and(|from| to < from));
            if never || !tables::meet(held.keys, &keys, &bases) {
                continue;
            }
            match held.value {
                None => return Some(Floored::Formula(held)),
                Some(least) if value < least => return Some(Floored::Below(held, both.from)),
                Some(_) => {}
            }
        }
        None
    }
}

impl Parameter {
    /// Its values as the policy has them.
    pub(crate) fn held(&self, model: &Model) -> Vec<Held<'_>> {
        let mut held = Vec::new();
        for version in &self.versions {
            let clause = clause(model, version.per.first().or(self.per.first()));
            let days = InForce { from: Some(version.from), to: version.until };
            held.extend(version.rows.iter().map(|row| Held {
                days,
                keys: &row.patterns,
                value: constant(row),
                clause: clause.clone(),
                span: Some(row.span),
            }));
        }
        held
    }
}

impl<'a> Held<'a> {
    /// A value a deployment sets.
    pub(crate) fn set(days: InForce, keys: &'a [Pattern], value: Number) -> Self {
        let clause = Words { zh: "，部署方设定".to_string(), en: ", as set".to_string() };
        Held { days, keys, value: Some(value), clause, span: None }
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
