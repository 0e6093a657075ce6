//! What tables and scales are asked with, and what of it none of their rows holds.

use super::Asking;
use super::range::{Range, Values};
use super::reach::Asked;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::warnings;
use crate::model::{Base, Const, InForce, Model, Parameter, ParameterId, Pattern, Row, Type, Version, tables};
use crate::source::Span;
use crate::value::{Cut, End, Interval};
use std::collections::BTreeSet;

/// Missing rows worth naming one by one.
const NAMED: usize = 12;
/// Places worth naming at which a table is asked.
const PLACES: usize = 3;
/// Rows that are looked at for one table before it counts as too large to try.
const LOOKED_AT: usize = 1_000_000;

/// Something that asks a parameter.
struct Asks<'a> {
    keys: &'a [Range],
    scale: bool,
    at: Span,
    /// `None`: the value of a day it names.
    days: Option<InForce>,
}

/// Warns of each version of a table that has no row for what it is asked with, and of each scale
/// without a band for what an amount can be.
pub(super) fn warn(model: &Model, asked: &[Asking], found: &mut Vec<Diagnostic>) {
    let mut by_parameter: Vec<Vec<Asks<'_>>> = model.parameters.iter().map(|_| Vec::new()).collect();
    for asking in asked {
        for ask in &asking.asks {
            let (id, keys, scale, today): (ParameterId, &[Range], bool, bool) = match &ask.what {
                Asked::Table { id, keys, today } => (*id, keys, false, *today),
                Asked::Scale { id, amount, today } => (*id, std::slice::from_ref(amount), true, *today),
                Asked::Derived(_) => continue,
            };
            let days = today.then(|| asking.days.and(ask.days).and(model.policy.in_force));
            if let Some(of) = by_parameter.get_mut(id.index()) {
                of.push(Asks { keys, scale, at: ask.at, days });
            }
        }
    }
    for (parameter, asks) in model.parameters.iter().zip(&by_parameter).filter(|(p, _)| !p.keys.is_empty()) {
        for version in &parameter.versions {
            rows(model, parameter, version, asks, found);
            bands(model, parameter, version, asks, found);
        }
    }
}

/// Whether a version can be what is asked for.
fn meets(version: &Version, days: Option<InForce>) -> bool {
    let Some(days) = days else { return true };
    let both = InForce { from: Some(version.from), to: version.until }.and(days);
    both.from.zip(both.to).is_none_or(|(from, to)| from <= to)
}

fn rows(model: &Model, parameter: &Parameter, version: &Version, asks: &[Asks<'_>], found: &mut Vec<Diagnostic>) {
    let types: Vec<Type> = parameter.keys.iter().map(|key| key.ty).collect();
    let mut missing: Vec<Vec<String>> = Vec::new();
    let mut places: Vec<(Span, String)> = Vec::new();
    let mut seen: Vec<(&[Range], bool)> = Vec::new();
    for ask in asks.iter().filter(|ask| !ask.scale && meets(version, ask.days)) {
        let words =
            || ask.keys.iter().zip(&types).map(|(key, ty)| key.words(*ty, model)).collect::<Vec<_>>().join("; ");
        // What is asked with the same keys lacks the same rows.
        if let Some((_, lacks)) = seen.iter().find(|(keys, _)| *keys == ask.keys) {
            places.extend(lacks.then(|| (ask.at, words())));
            continue;
        }
        let Some(axes) = axes(ask.keys, &types, model) else { continue };
        let lacking = holes(&version.rows, &types, &axes);
        seen.push((ask.keys, !lacking.is_empty()));
        places.extend((!lacking.is_empty()).then(|| (ask.at, words())));
        lacking.into_iter().for_each(|case| {
            if !missing.contains(&case) {
                missing.push(case);
            }
        });
    }
    if asks.is_empty() {
        missing = axes(&unasked(&version.rows, &types, model), &types, model)
            .map_or(Vec::new(), |axes| holes(&version.rows, &types, &axes));
    }
    if missing.is_empty() {
        return;
    }
    let report = Diagnostic::at(&warnings::NO_ROW_FOR, version.span);
    let report = report.arg(list(&missing, "")).arg(list(&missing, ": …"));
    let labels = places.iter().take(PLACES);
    found.push(labels.fold(report, |report, (at, with)| report.label(*at, warnings::ASKED_HERE, &[with])));
}

/// What a table that nothing asks could be asked with: choices and truths, and numbers from the
/// first its rows speak of to the last.
fn unasked(rows: &[Row], types: &[Type], model: &Model) -> Vec<Range> {
    let key = |(at, ty): (usize, &Type)| {
        let all = Range::of_type(*ty, model);
        let bands = rows.iter().filter_map(|row| tables::interval(row.patterns.get(at)?, ty.base));
        match bands.reduce(Interval::join).filter(|_| ty.base.is_number()) {
            Some(between) => all.meet(&Range::numbers(Some(between))),
            None => all,
        }
    };
    types.iter().enumerate().map(key).collect()
}

/// The bands of a scale against the amounts it is asked for: none below the amount may be left out.
fn bands(model: &Model, parameter: &Parameter, version: &Version, asks: &[Asks<'_>], found: &mut Vec<Diagnostic>) {
    let Some(ty) = parameter.keys.first().map(|key| key.ty) else { return };
    let bands = version.rows.iter().filter_map(|row| tables::interval(row.patterns.first()?, ty.base));
    let Some(whole) = bands.reduce(Interval::join) else { return };
    for ask in asks.iter().filter(|ask| ask.scale && meets(version, ask.days)) {
        let Some(amount) = ask.keys.first().and_then(Range::interval) else { continue };
        // An amount lies in all bands from the first to its own.
        let from_first = amount.with_ends(amount.join(whole).low, amount.high);
        let asked = Range::numbers(Some(from_first));
        let Some(axes) = axes(&[asked], &[ty], model) else { continue };
        let missing = holes(&version.rows, &[ty], &axes);
        if !missing.is_empty() {
            let report = Diagnostic::at(&warnings::NO_BAND_FOR, ask.at).arg(&parameter.name.id).arg(list(&missing, ""));
            found.push(report.label(version.span, warnings::SCALE_HERE, &[]));
        }
    }
}

/// `` `7..30`, `town, any` ``
fn list(cases: &[Vec<String>], behind: &str) -> String {
    let more = if cases.len() > NAMED { " …" } else { "" };
    let words = cases.iter().take(NAMED).map(|case| format!("`{}{behind}`", case.join(", ")));
    words.collect::<Vec<_>>().join(", ") + more
}

/// What one key can be.
enum Axis {
    Numbers(Interval),
    /// Each value with its name, and whether these are all.
    Values(Vec<(Const, String)>, bool),
}

/// `None` where some key never has a value.
fn axes(keys: &[Range], types: &[Type], model: &Model) -> Option<Vec<Axis>> {
    let axis = |(key, ty): (&Range, &Type)| match (&key.values, ty.base) {
        (Values::Numbers(interval), base) => Some(Axis::Numbers(outwards(*interval, base))),
        (Values::Truths { yes, no }, _) => {
            let both = [(*yes, Const::Truth(true), "true"), (*no, Const::Truth(false), "false")];
            let can = both.into_iter().filter(|(can, ..)| *can).map(|(_, value, word)| (value, word.to_owned()));
            Some(Axis::Values(can.collect(), *yes && *no))
        }
        (Values::Variants(variants), Base::Choice(id)) => {
            let choice = model.choices.get(id.index())?;
            let named = variants
                .iter()
                .filter_map(|at| Some((Const::Choice(id, *at), choice.variants.get(usize::from(*at))?.id.clone())));
            Some(Axis::Values(named.collect(), variants.len() == choice.variants.len()))
        }
        _ => None,
    };
    keys.iter().zip(types).map(axis).collect()
}

/// The same with ends that can be written.
fn outwards(interval: Interval, base: Base) -> Interval {
    let places = base.fact_places();
    let written = |end: Option<End>, low: bool| {
        let end = end?;
        if end.at.places().is_some_and(|own| own <= places) {
            return Some(end);
        }
        let step = crate::value::Number::from_parts(1, 10i128.checked_pow(places)?)?;
        let away = end.at.is_negative() == low;
        let way = if away { crate::value::Rounding::Up } else { crate::value::Rounding::Down };
        Some(End::closed(end.at.round(step, way)?))
    };
    interval.with_ends(written(interval.low, true), written(interval.high, false))
}

/// The combinations that no row fits, in words a row could begin with.
fn holes(rows: &[Row], types: &[Type], axes: &[Axis]) -> Vec<Vec<String>> {
    let mut left = LOOKED_AT;
    let rows: Vec<&[Pattern]> = rows.iter().map(|row| row.patterns.as_slice()).collect();
    below(&rows, types, axes, &mut left)
}

/// The same for the keys that are left, of the rows that fit those before.
fn below(rows: &[&[Pattern]], types: &[Type], axes: &[Axis], left: &mut usize) -> Vec<Vec<String>> {
    let (Some((axis, axes)), Some((ty, types))) = (axes.split_first(), types.split_first()) else {
        return if rows.is_empty() { vec![Vec::new()] } else { Vec::new() };
    };
    let mut found = Vec::new();
    let deeper = |fits: &dyn Fn(&Pattern) -> bool, left: &mut usize| {
        *left = left.checked_sub(rows.len())?;
        let behind: Vec<&[Pattern]> = rows
            .iter()
            .filter_map(|row| row.split_first().filter(|(first, _)| fits(first)).map(|(_, rest)| rest))
            .collect();
        Some(below(&behind, types, axes, left))
    };
    match axis {
        Axis::Numbers(interval) => {
            let mut joined: Vec<(Interval, Vec<Vec<String>>)> = Vec::new();
            for piece in pieces(rows, *interval, ty.base) {
                let fits = |pattern: &Pattern| tables::interval(pattern, ty.base).is_some_and(|row| row.covers(piece));
                let Some(lacking) = deeper(&fits, left) else { break };
                match joined.last_mut() {
                    // Stretches that lack the same and lie side by side are one.
                    Some((before, same)) if *same == lacking && before.cuts().1 == piece.cuts().0 => {
                        *before = before.join(piece);
                    }
                    _ => joined.push((piece, lacking)),
                }
            }
            for (piece, lacking) in joined {
                found.extend(lacking.into_iter().map(|rest| [vec![piece.to_string()], rest].concat()));
            }
        }
        Axis::Values(values, all) => {
            let only_any = rows.iter().all(|row| matches!(row.first(), Some(Pattern::Any)));
            let any = [(None, "any".to_owned())];
            let each: Vec<(Option<&Const>, String)> = if only_any && *all && values.len() > 1 {
                any.to_vec()
            } else {
                values.iter().map(|(value, name)| (Some(value), name.clone())).collect()
            };
            for (value, name) in each {
                let fits = |pattern: &Pattern| match pattern {
                    Pattern::Any => true,
                    Pattern::Value(wanted) => value == Some(wanted),
                    Pattern::Range { .. } => false,
                };
                let Some(lacking) = deeper(&fits, left) else { break };
                found.extend(lacking.into_iter().map(|rest| [vec![name.clone()], rest].concat()));
            }
        }
    }
    found
}

/// What the ends of all rows divide an interval into, from below.
fn pieces(rows: &[&[Pattern]], all: Interval, base: Base) -> Vec<Interval> {
    let bands = rows.iter().filter_map(|row| tables::interval(row.first()?, base)?.meet(all));
    let (low, high) = all.cuts();
    let inside: BTreeSet<Cut> = bands
        .flat_map(|band| [band.cuts().0, band.cuts().1])
        .flatten()
        .filter(|cut| low.is_none_or(|low| low < *cut) && high.is_none_or(|high| *cut < high))
        .collect();
    let ends: Vec<Option<Cut>> = [low].into_iter().chain(inside.into_iter().map(Some)).chain([high]).collect();
    ends.iter().zip(ends.iter().skip(1)).filter_map(|(low, high)| all.between_cuts(*low, *high)).collect()
}
