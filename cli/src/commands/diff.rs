//! `doudi diff`: what a new version of a policy changes.

use super::compare::{form_of, open};
use super::{Done, Stop, case, load_policy};
use crate::args::{Diff, DiffFormat, PolicyOption};
use crate::difference::words as said;
use crate::difference::{Pair, begins, made_up, of_documents, report};
use crate::load;
use crate::register::columns::Names;
use crate::register::entries::take_ids;
use crate::register::lines::Lines;
use crate::register::rows::{Bad, Reason};
use crate::register::words::SAME_ID;
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use doudi::model::Model;
use doudi::{Date, Policy};
use std::collections::BTreeMap;
use std::path::Path;

/// Decisions that may go into making one household smaller.
const EFFORT: usize = 800;

/// Compares the texts, decides households by both, and prints what was found.
pub fn run(call: &Diff, locale: Locale) -> Result<Done, Stop> {
    let load = |path: &Path| load_policy(&PolicyOption { policies: vec![path.to_owned()] }, locale);
    let (old, new) = (load(&call.old)?, load(&call.new)?);
    let old_settings = call.old_settings.as_deref().or(call.settings.as_deref());
    let old = case::with_settings(old, old_settings, locale)?;
    let new = case::with_settings(new, call.settings.as_deref(), locale)?;
    let on = day(call, &old, &new)?;
    for policy in [&old, &new] {
        let nobody = policy.facts_json(r#"{"facts":{}}"#).map_err(|error| Stop::Fault(error.to_string()))?;
        case::decide(policy, &nobody, on, locale)?;
    }
    let settings = [old_settings, call.settings.as_deref()];
    let [was, is] = settings.map(|path| path.map(load::text).transpose());
    let pair = Pair::new(&old, &new, on, EFFORT).under(was?.as_deref(), is?.as_deref());
    let survey = match &call.register {
        Some(path) => {
            let documents = documents(path, call, new.model(), locale)?;
            of_documents(&pair, &path.display().to_string(), documents, locale)
        }
        None => made_up(&pair, call.households, call.seed, locale),
    };
    let page = report(new.model().policy.name.label(locale), &pair, &survey, locale);
    let out = match call.format {
        DiffFormat::Text => page.text(),
        DiffFormat::Markdown => page.markdown(),
        DiffFormat::Html => page.html(),
    };
    Ok(Done { out, at_fault: survey.decided == 0, ..Done::default() })
}

/// The day asked for, else the first on which both are in force and all that is new has begun.
fn day(call: &Diff, old: &Policy, new: &Policy) -> Result<Date, Message> {
    let from = |policy: &Policy| policy.model().policy.in_force.from;
    let both = from(old).zip(from(new)).map(|(old, new)| old.max(new));
    let named = |path: &Path| path.display().to_string();
    let begun = both.map(|both| begins(old, new).map_or(both, |begins| begins.max(both)));
    call.on.or(begun).ok_or_else(|| Message::new(&said::BOTH_IN_FORCE, &[&named(&call.old), &named(&call.new)]))
}

/// The facts documents of a register, or why a row has none.
type Documents = Vec<Result<(String, String), (String, String)>>;

fn documents(path: &Path, call: &Diff, model: &Model, locale: Locale) -> Result<Documents, Message> {
    let (reader, _) = open(path)?;
    let mut lines = Lines::new(reader);
    let names = Names { id: &call.id, group: &call.group };
    let form = form_of(path, None, &names, model, &mut lines)?;
    let (mut documents, mut seen) = (Vec::new(), BTreeMap::new());
    loop {
        let line = lines.next_line();
        let line = line.map_err(|error| Message::new(&words::CANNOT_READ, &[&path.display(), &error]))?;
        let Some(line) = line else { return Ok(documents) };
        let row = form.read(&line, &call.group).and_then(|mut row| {
            take_ids(model, &mut row)?;
            match seen.insert(row.id.clone(), line.number) {
                None => Ok((row.id.clone(), row.document())),
                Some(first) => {
                    let reasons = vec![Reason::new("id", &Message::new(&SAME_ID, &[&first]))];
                    Err(Bad { id: Some(row.id.clone()), group: None, reasons })
                }
            }
        });
        documents.push(row.map_err(|bad| {
            let reasons: Vec<String> = bad.reasons.iter().map(|reason| reason.text(locale)).collect();
            (bad.id.unwrap_or_else(|| line.number.to_string()), reasons.join("; "))
        }));
    }
}
