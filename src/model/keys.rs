//! keys of a table as they are written → one value a key, in the order the keys are declared.
//!
//! Keys go by name. By place they go where no argument could be taken for that of another key.

use super::ParameterId;
use super::signatures::KeySignature;
use super::typecheck::{Checker, typed};
use super::types::{Base, Type};
use super::{Expr, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{keys as rows, model as table};
use crate::source::Span;
use crate::syntax::ast::{self, Ident};

/// What is written in the brackets behind the name of a table.
#[derive(Clone, Copy)]
pub(super) struct Written<'w> {
    /// The table, and where it is declared.
    pub(super) table: &'w str,
    pub(super) declared: Option<Span>,
    pub(super) args: &'w [ast::Expr],
    /// The key each is written for.
    pub(super) names: &'w [Option<Ident>],
    /// From the first argument, or its name, to the last.
    whole: Span,
}

impl<'w> Written<'w> {
    /// `None` where there are no arguments.
    pub(super) fn of(
        table: &'w str,
        declared: Option<Span>,
        args: &'w [ast::Expr],
        names: &'w [Option<Ident>],
    ) -> Option<Self> {
        let (first, last) = (args.first()?, args.last()?);
        let name = names.first().and_then(Option::as_ref);
        let whole = name.map_or(first.span, |name| name.span).to(last.span);
        Some(Written { table, declared, args, names, whole })
    }
}

/// Whether what is written for one key could be meant for another: a bare number fits any number.
pub(super) fn mistakable(a: &KeySignature, b: &KeySignature) -> bool {
    match (a.ty, b.ty) {
        (Some(a), Some(b)) => a.base == b.base || a.base.is_number() && b.base.is_number(),
        _ => false,
    }
}

/// Whether some two keys could be taken for each other.
pub(super) fn go_by_name(keys: &[KeySignature]) -> bool {
    keys.iter().enumerate().any(|(at, key)| keys.iter().skip(at.saturating_add(1)).any(|other| mistakable(key, other)))
}

impl Checker<'_, '_> {
    /// A parameter at its keys.
    #[inline(never)]
    pub(super) fn parameter(
        &mut self,
        id: ParameterId,
        (args, names): (&[ast::Expr], &[Option<Ident>]),
        on: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Expr> {
        let signature = self.signatures.parameter(id)?;
        let Some(order) = self.order_of(id, args, names, span) else {
            args.iter().chain(on).for_each(|written| self.apart(written));
            return None;
        };
        let keys = self.in_order(args, &signature.keys, &order);
        let on = match on {
            Some(day) => Some(Box::new(self.expect(day, Type::plain(Base::Date))?)),
            None => None,
        };
        self.asked_by_one(typed(ExprKind::Parameter { id, keys: keys?, on }, signature.ty?, span))
    }

    fn in_order(&mut self, args: &[ast::Expr], keys: &[KeySignature], order: &[usize]) -> Option<Vec<Expr>> {
        let mut values = Vec::with_capacity(keys.len());
        for (key, at) in keys.iter().zip(order) {
            let arg = args.get(*at)?;
            values.push(match key.ty {
                Some(ty) => self.expect(arg, ty),
                None => {
                    self.apart(arg);
                    None
                }
            });
        }
        values.into_iter().collect()
    }

    /// The argument of each key, where there is one for each.
    #[inline(never)]
    fn order_of(
        &mut self,
        id: ParameterId,
        args: &[ast::Expr],
        names: &[Option<Ident>],
        span: Span,
    ) -> Option<Vec<usize>> {
        let signature = self.signatures.parameter(id)?;
        let item = self.names.parameters.get(id.0)?;
        let written = Written::of(&item.name.text, Some(item.name.span), args, names);
        match written {
            Some(written) if signature.keys.len() == args.len() => return self.arranged(written, &signature.keys),
            None if signature.keys.is_empty() => return Some(Vec::new()),
            _ => {}
        }
        let by_name = go_by_name(&signature.keys);
        let form =
            |key: &KeySignature| if by_name { format!("`{}: …`", key.name) } else { format!("`{}`", key.name) };
        let keys: Vec<String> = signature.keys.iter().map(form).collect();
        let count = Diagnostic::at(&table::KEY_COUNT, span).arg(&item.name.text).arg(keys.len()).arg(args.len());
        if let Some(written) = written {
            self.note_names(written, &signature.keys);
        }
        self.fail(count.arg(keys.join(", ")).label(item.name.span, table::DEFINED_HERE, &[]))
    }

    /// The position of the argument of each key.
    pub(super) fn arranged(&mut self, written: Written<'_>, keys: &[KeySignature]) -> Option<Vec<usize>> {
        let by_place: Vec<usize> = (0..keys.len()).collect();
        if written.names.iter().all(Option::is_none) {
            if go_by_name(keys) && written.args.len() > 1 {
                let report = self.by_place(written, keys, &by_place);
                return self.fail(report);
            }
            return Some(by_place);
        }
        let sound = self.note_names(written, keys);
        if written.names.iter().any(Option::is_none) {
            let report = self.mixed(written, keys);
            return self.fail(report);
        }
        if !sound {
            return None;
        }
        let order: Vec<Option<usize>> = keys
            .iter()
            .map(|key| written.names.iter().position(|name| name.as_ref().is_some_and(|name| name.text == key.name)))
            .collect();
        let order: Vec<usize> = order.into_iter().collect::<Option<_>>()?;
        self.warn_of_other_names(written, keys, &order);
        Some(order)
    }

    /// Notes which key each name means; false where one means none, or is there twice.
    fn note_names(&mut self, written: Written<'_>, keys: &[KeySignature]) -> bool {
        let before = self.found.len();
        let names = || written.names.iter().flatten();
        super::names::report_duplicates(names(), self.found);
        for name in names() {
            match keys.iter().find(|key| key.name == name.text) {
                Some(key) => self.names.note_span(name.span, key.span),
                None => {
                    let among = keys.iter().map(|key| key.name.as_str());
                    let list: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
                    let near = super::names::near(self.found, &name.text, among);
                    let report = Diagnostic::at(&rows::NO_SUCH_KEY, name.span).arg(written.table).arg(&name.text);
                    let report = self.of_table(report.arg(list.join(", ")), written);
                    self.found.push(match near {
                        Some(near) => report.guess(name.span, &near).near(Some(near)),
                        None => report,
                    });
                }
            }
        }
        self.found.len() == before
    }

    /// The report of keys that are given by place and could be taken for each other: with the names in
    /// the order written, and, where an argument bears the name of another key, by the names they bear.
    fn by_place(&self, written: Written<'_>, keys: &[KeySignature], by_place: &[usize]) -> Diagnostic {
        let whole = written.whole;
        let as_written = self.named(written, keys, by_place);
        let report = match self.bearing(written, keys, by_place) {
            Some((at, other, meant)) => {
                let (arg, key) = (written.args.get(at), keys.get(at));
                let arg = arg.map_or("", |arg| self.names.sources.slice(arg.span));
                let report = Diagnostic::at(&rows::KEYS_SWAPPED, whole).arg(written.table).arg(arg);
                let report = report.arg(key.map_or("", |key| key.name.as_str())).arg(&other);
                let meant = self.named(written, keys, &meant);
                report.arg(on_one_line(&meant)).arg(on_one_line(&as_written)).guess(whole, meant)
            }
            None => {
                let report = Diagnostic::at(&rows::KEYS_BY_NAME, whole).arg(written.table);
                report.arg(on_one_line(&as_written)).edit(whole, as_written)
            }
        };
        self.of_table(report, written)
    }

    /// The report of names before some arguments only.
    fn mixed(&self, written: Written<'_>, keys: &[KeySignature]) -> Diagnostic {
        let named = |name: &Option<Ident>| name.as_ref().and_then(|name| keys.iter().position(|k| k.name == name.text));
        let taken: Vec<Option<usize>> = written.names.iter().map(named).collect();
        let mut left = (0..keys.len()).filter(|at| !taken.contains(&Some(*at)));
        // The key of each argument: the one it names, else the next that is not named.
        let of: Vec<Option<usize>> = written
            .names
            .iter()
            .zip(&taken)
            .map(|(name, taken)| match name {
                Some(_) => *taken,
                None => left.next(),
            })
            .collect();
        let whole = written.whole;
        let order: Option<Vec<usize>> =
            (0..keys.len()).map(|key| of.iter().position(|taken| *taken == Some(key))).collect();
        let report = Diagnostic::at(&rows::KEYS_MIXED, whole).arg(written.table);
        let list: Vec<String> = keys.iter().map(|key| format!("{}: …", key.name)).collect();
        let report = self.of_table(report.arg(list.join(", ")), written);
        match order.filter(|_| of.len() == keys.len()) {
            Some(order) => report.guess(whole, self.named(written, keys, &order)),
            None => report,
        }
    }

    /// Warns of an argument that bears the name of another key than the one it is written for.
    fn warn_of_other_names(&mut self, written: Written<'_>, keys: &[KeySignature], order: &[usize]) {
        let Some((at, other, meant)) = self.bearing(written, keys, order) else { return };
        let (Some(arg), Some(Some(name))) = (written.args.get(at), written.names.get(at)) else { return };
        let report = Diagnostic::at(&rows::KEY_OF_OTHER_NAME, name.span.to(arg.span));
        let report = report.arg(self.names.sources.slice(arg.span)).arg(&name.text).arg(other);
        let report = report.guess(written.whole, self.named(written, keys, &meant));
        let report = self.of_table(report, written);
        self.found.push(report);
    }

    /// An argument that bears the name of another key and could be meant for it: its position, that key,
    /// and the position of the argument of each key if names are what counts.
    fn bearing(
        &self,
        written: Written<'_>,
        keys: &[KeySignature],
        order: &[usize],
    ) -> Option<(usize, String, Vec<usize>)> {
        let borne = |at: usize| bare_name(written.args.get(at)?);
        // By key: the argument that bears its name.
        let by_name = |key: &KeySignature| (0..written.args.len()).find(|at| borne(*at) == Some(key.name.as_str()));
        let (at, other) = keys.iter().zip(order).find_map(|(key, at)| {
            let name = borne(*at).filter(|name| *name != key.name)?;
            let other = keys.iter().find(|other| other.name == name && mistakable(key, other))?;
            Some((*at, other))
        })?;
        let mut meant: Vec<Option<usize>> = keys.iter().map(by_name).collect();
        let mut left = order.iter().copied().filter(|at| !meant.contains(&Some(*at))).collect::<Vec<_>>().into_iter();
        meant.iter_mut().filter(|at| at.is_none()).for_each(|at| *at = left.next());
        Some((at, other.name.clone(), meant.into_iter().collect::<Option<_>>()?))
    }

    /// The arguments as they are written, each with the name of the key it is for.
    fn named(&self, written: Written<'_>, keys: &[KeySignature], order: &[usize]) -> String {
        let sources = self.names.sources;
        let mut out = String::new();
        let mut from: Option<Span> = None;
        for (at, arg) in written.args.iter().enumerate() {
            let name = written.names.get(at).and_then(Option::as_ref);
            let begins = name.map_or(arg.span, |name| name.span);
            if let Some(before) = from {
                out.push_str(sources.slice(Span { start: before.end, end: begins.start, ..before }));
            }
            let key = keys.iter().zip(order).find(|(_, of)| **of == at).map_or("", |(key, _)| key.name.as_str());
            out.push_str(key);
            out.push_str(": ");
            out.push_str(sources.slice(arg.span));
            from = Some(arg.span);
        }
        out
    }

    fn of_table(&self, report: Diagnostic, written: Written<'_>) -> Diagnostic {
        match written.declared {
            Some(declared) => report.label(declared, table::DEFINED_HERE, &[]),
            None => report,
        }
    }
}

/// The name an argument bears: `class`, `Household.class`.
fn bare_name(arg: &ast::Expr) -> Option<&str> {
    let ast::ExprKind::Path(path) = &arg.kind else { return None };
    path.parts.last().map(|name| name.text.as_str())
}

/// A text of several lines on one, for a message.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
