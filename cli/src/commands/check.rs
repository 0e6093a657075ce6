//! `doudi check`: all that is wrong with a policy; `--explain`: the page of an error.

use super::{Done, Stop, fix, tally};
use crate::args::{Check, CheckFormat};
use crate::error_pages;
use crate::load::{self, Loaded};
use crate::render;
use crate::report::{diagnostics, sarif};
use crate::words::{self, Message};
use doudi::Policy;
use doudi::diagnostic::near::nearest;
use doudi::diagnostic::{Diagnostic, Locale, Place, table};
use doudi::model::Allowed;
use doudi::source::{LineIndex, SourceKind};

/// Does what is asked.
pub fn run(call: &Check, locale: Locale) -> Result<Done, Stop> {
    if let Some(code) = &call.explain {
        return explain(code);
    }
    // Edits are made in the files that were named alone.
    let around = match call.paths.as_slice() {
        [file] if !call.fix => load::around(file),
        _ => None,
    };
    let mut loaded = super::read(around.as_ref().map_or(call.paths.as_slice(), std::slice::from_ref))?;
    let fixed = if call.fix { fix::run(&mut loaded)? } else { String::new() };
    let within = around.iter().zip(&call.paths);
    let within = within.map(|(folder, file)| Message::new(&words::PART_OF, &[&file.display(), &folder.display()]));
    let within: String = within.map(|message| message.text(locale) + "\n").collect();
    let policy = Policy::load(loaded.sources.clone());
    let (found, allowed): (&[Diagnostic], &[Allowed]) = match &policy {
        Ok(policy) => (policy.warnings(), policy.allowed()),
        Err(error) => (&error.diagnostics, &[]),
    };
    let reported = || diagnostics::reported(found, allowed, &loaded);
    let (out, err) = match call.format {
        CheckFormat::Text => (fixed + &text(&policy, found, &loaded, locale) + &within, String::new()),
        CheckFormat::Json => (diagnostics::json_lines(&reported()), fixed + &within),
        CheckFormat::Sarif => (sarif::sarif(&reported(), locale), fixed + &within),
    };
    Ok(Done { out, err, at_fault: policy.is_err() })
}

/// The page of a code, or without one the index.
fn explain(code: &str) -> Result<Done, Stop> {
    let code = code.to_ascii_uppercase();
    let out = match error_pages::page(&code) {
        Some(page) => error_pages::printed(page),
        None if code.is_empty() => error_pages::index(),
        None => {
            return Err(match nearest(&code, table::all().map(|entry| entry.code)) {
                Some(near) => Message::new(&words::NO_SUCH_CODE_NEAR, &[&code, &near]),
                None => Message::new(&words::NO_SUCH_CODE, &[&code]),
            }
            .into());
        }
    };
    Ok(Done { out, ..Done::default() })
}

/// For people: each with its lines, then how many, or that all is well.
fn text<E>(policy: &Result<Policy, E>, found: &[Diagnostic], loaded: &Loaded, locale: Locale) -> String {
    let mut out = render::of_policy(found, loaded, locale);
    if let Some(first) = found.first() {
        out.push('\n');
        out += &(Message::new(&words::EXPLAIN_CODE, &[&first.entry.code]).text(locale) + "\n");
        out += &tally(found, locale);
    }
    if let Ok(policy) = policy {
        out.extend(policy.allowed().iter().map(|item| allowed(item, loaded, locale)));
        let files = loaded.sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy).count();
        let (name, rules) = (policy.model().policy.name.label(locale), policy.model().rules.len());
        let end = match found.len() {
            0 => Message::new(&words::POLICY_FINE, &[&name, &files, &rules]),
            warnings => Message::new(&words::POLICY_WARNED, &[&name, &files, &rules, &warnings]),
        };
        out += &(end.text(locale) + "\n");
    }
    out
}

/// A line on a warning that the policy allows.
fn allowed(allowed: &Allowed, loaded: &Loaded, locale: Locale) -> String {
    let Place::Span(span) = allowed.diagnostic.place else { return String::new() };
    let Some(source) = loaded.sources.get(span.source) else { return String::new() };
    let path = loaded.paths.get(&source.name).unwrap_or(&source.name);
    let line = LineIndex::new(&source.text).line_column(&source.text, span.start).0;
    let code = allowed.diagnostic.entry.code;
    Message::new(&words::ALLOWED, &[&code, path, &line, &allowed.because]).text(locale) + "\n"
}
