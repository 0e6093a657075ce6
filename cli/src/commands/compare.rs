//! `doudi compare`: a whole register, decided and set against last month's ledger.

use super::{Done, Stop, load_policy, tally};
use crate::args::{Compare, RegisterFormat};
use crate::comparison::words as said;
use crate::comparison::{BAD_ROWS, Comparison, Folder, Labels, Last, Run, SAME_PERSON};
use crate::load::{self, STDIN};
use crate::register::columns::{Columns, Names};
use crate::register::entries::Previous;
use crate::register::lines::Lines;
use crate::register::rows::Form;
use crate::register::words::{BAD_ROW, NO_ROWS, NO_SUCH_ID};
use crate::render;
use crate::words::{self, Message};
use doudi::Policy;
use doudi::diagnostic::Locale;
use doudi::model::{EntityId, Model};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Decides every household of the register and writes the folder.
pub fn run(call: &Compare, locale: Locale) -> Result<Done, Stop> {
    refuse_what_cannot_be(call)?;
    let policy = policy(call, locale)?;
    let model = policy.model();
    let previous = all_previous(model, &call.previous)?;
    let run = identity(&policy, call, locale)?;
    let of = call.ledger_of.as_deref();
    let ledger = |path| Last::open(path, call.on, of.unwrap_or(&run.policy), of.is_some());
    let last = call.ledger.as_deref().map(ledger).transpose()?;
    let run = Run {
        last: last.as_ref().map(|last| last.digest().to_owned()),
        last_policy: last.as_ref().map(|last| last.policy_digest().to_owned()),
        ..run
    };

    let (reader, bytes) = open(&call.register)?;
    let mut lines = Lines::new(reader);
    let names = Names { id: &call.id, group: &call.group };
    let form = form_of(&call.register, call.format, &names, model, &mut lines)?;
    let comparison = Comparison {
        policy: &policy,
        labels: Labels { model, locale },
        on: call.on,
        group: call.group.clone(),
        form,
        last,
        previous,
    };
    let name = call.register.display();
    match (&call.out, &call.explain) {
        (Some(out), _) => write(&comparison, out, call, run, lines, bytes),
        (None, id) => explain(&comparison, id.as_deref().unwrap_or_default(), &name, &mut lines),
    }
}

/// Decides all of it and writes the folder.
fn write(
    comparison: &Comparison<'_>,
    out: &Path,
    call: &Compare,
    run: Run,
    mut lines: Lines<Box<dyn BufRead>>,
    bytes: Option<u64>,
) -> Result<Done, Stop> {
    let locale = comparison.labels.locale;
    let folder = Folder::begin(out, &run, call.force)?;
    let bar = progress_bar(bytes);
    let counts = comparison.run(&call.register.display(), &mut lines, folder, run, &|read| bar.set_position(read));
    bar.finish_and_clear();
    let counts = counts?;

    let rows = counts.decided + counts.bad;
    let done = Message::new(&said::DONE, &[&out.display(), &rows, &counts.decided, &counts.bad]);
    let mut err = String::new();
    if counts.bad > 0 {
        let place = out.join(BAD_ROWS);
        err += &(Message::new(&said::BAD_ROWS, &[&counts.bad, &place.display()]).text(locale) + "\n");
    }
    if counts.same_person > 0 {
        let place = out.join(SAME_PERSON);
        err += &(Message::new(&said::SAME_PERSON, &[&counts.same_person, &place.display()]).text(locale) + "\n");
    }
    if counts.in_error > 0 {
        err += &(Message::new(&said::IN_ERROR, &[&counts.in_error]).text(locale) + "\n");
    }
    Ok(Done { out: done.text(locale) + "\n", err, at_fault: counts.decided == 0 })
}

/// The page of one household.
fn explain(
    comparison: &Comparison<'_>,
    id: &str,
    name: &dyn Display,
    lines: &mut Lines<Box<dyn BufRead>>,
) -> Result<Done, Stop> {
    let locale = comparison.labels.locale;
    match comparison.page_of(id, name, lines)? {
        Some(Ok(page)) => Ok(Done { out: page, ..Done::default() }),
        Some(Err(bad)) => {
            let reasons = bad.reasons.iter().map(|reason| format!("{}\n", reason.text(locale)));
            Err(Stop::Fault(Message::new(&BAD_ROW, &[&id]).text(locale) + "\n" + &reasons.collect::<String>()))
        }
        None => Err(Message::new(&NO_SUCH_ID, &[name, &id]).into()),
    }
}

fn refuse_what_cannot_be(call: &Compare) -> Result<(), Message> {
    let paths = call.policy.policies.iter().chain([&call.register]).chain(&call.settings);
    if paths.filter(|path| *path == Path::new(STDIN)).count() > 1 {
        return Err(Message::new(&words::ONE_STDIN, &[]));
    }
    let Some(ledger) = &call.ledger else { return Ok(()) };
    let inside = |folder: io::Result<std::path::PathBuf>| {
        folder.and_then(|folder| Ok(fs::canonicalize(ledger)?.starts_with(folder))).unwrap_or(false)
    };
    match call.out.as_deref().is_some_and(|out| inside(fs::canonicalize(out))) {
        true => Err(Message::new(&said::LEDGER_IN_OUT, &[&ledger.display()])),
        false => Ok(()),
    }
}

/// The policy with its settings.
fn policy(call: &Compare, locale: Locale) -> Result<Policy, Stop> {
    let settings = call.settings.as_deref().map(|path| load::text(path).map(|json| (path, json))).transpose()?;
    let policy = load_policy(&call.policy, locale)?;
    let Some((path, json)) = settings else { return Ok(policy) };
    match policy.settings_json(&json) {
        Ok(settings) => Ok(policy.with_settings(&settings)),
        Err(error) => {
            let shown = render::of_document(&error.diagnostics, &path.display().to_string(), &json, locale);
            Err(Stop::Fault(format!("{shown}\n{}", tally(&error.diagnostics, locale))))
        }
    }
}

/// What makes the results what they are, as far as it is known before the register is read. A
/// policy that is not in force on the day decides nothing: that is said here, once.
fn identity(policy: &Policy, call: &Compare, locale: Locale) -> Result<Run, Stop> {
    let cannot = |reason: String| Stop::Fault(Message::new(&words::CANNOT_DECIDE, &[&reason]).text(locale) + "\n");
    let nobody = policy.facts_json(r#"{"facts":{}}"#).map_err(|error| cannot(error.to_string()))?;
    let decision = policy.decide(&nobody, call.on).map_err(|error| cannot(error.message(locale)))?;
    let record = decision.record();
    Ok(Run {
        policy: record.policy.name.to_string(),
        policy_digest: record.policy.digest.to_string(),
        engine: record.engine,
        settings: record.settings.to_string(),
        date: call.on.to_string(),
        group: call.group.clone(),
        previous: call.previous.clone(),
        lang: if locale == Locale::ZhCn { "zh" } else { "en" }.to_owned(),
        last: None,
        last_policy: None,
        register: None,
    })
}

/// The facts of last month that are asked for, each once: those of the call, and those the policy
/// marks `previous`.
fn all_previous(model: &Model, texts: &[String]) -> Result<Vec<Previous>, Message> {
    let mut all: Vec<Previous> = Vec::new();
    for text in texts {
        let one = previous(model, text)?;
        if all.iter().any(|other| (other.entity, &other.field) == (one.entity, &one.field)) {
            return Err(Message::new(&said::PREVIOUS_TWICE, &[text]));
        }
        all.push(one);
    }
    for one in declared(model) {
        if !all.iter().any(|other| (other.entity, &other.field) == (one.entity, &one.field)) {
            all.push(one);
        }
    }
    Ok(all)
}

/// The fields a policy declares with `previous`.
fn declared(model: &Model) -> Vec<Previous> {
    let mut found = Vec::new();
    for (entity, of) in (0u32..).map(EntityId).zip(&model.entities) {
        let marked = of.fields.iter().filter_map(|field| Some((field, of.fields.get(field.previous?.index())?)));
        found.extend(marked.map(|(field, now)| Previous {
            entity,
            field: field.name.id.clone(),
            of: now.name.id.clone(),
        }));
    }
    found
}

/// `was_on_dibao=on_dibao`, `Person.was_ill=seriously_ill`
fn previous(model: &Model, text: &str) -> Result<Previous, Message> {
    let find = || {
        let (field, of) = text.split_once('=')?;
        let (entity, field) = match field.split_once('.') {
            Some((entity, field)) => (model.entities.iter().position(|e| e.name.id == entity)?, field),
            None => (0, field),
        };
        let fields = &model.entities.get(entity)?.fields;
        let ty = |name: &str| fields.iter().find(|field| field.name.id == name).map(|field| field.ty);
        let same = field != of && ty(field)? == ty(of)?;
        let entity = EntityId(u32::try_from(entity).ok()?);
        same.then(|| Previous { entity, field: field.to_owned(), of: of.to_owned() })
    };
    find().ok_or_else(|| Message::new(&said::BAD_PREVIOUS, &[&text]))
}

/// The register, and how many bytes it has where that is known.
pub(super) fn open(path: &Path) -> Result<(Box<dyn BufRead>, Option<u64>), Message> {
    if path == Path::new(STDIN) {
        return Ok((Box::new(BufReader::new(io::stdin())), None));
    }
    let name = path.display();
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Message::new(&words::NO_SUCH_PATH, &[&name]),
        _ => Message::new(&words::CANNOT_READ, &[&name, &error]),
    })?;
    let bytes = file.metadata().ok().filter(|metadata| metadata.is_file()).map(|metadata| metadata.len());
    Ok((Box::new(BufReader::new(file)), bytes))
}

/// How the register is written; of CSV, reads the header.
pub(super) fn form_of(
    register: &Path,
    format: Option<RegisterFormat>,
    names: &Names<'_>,
    model: &Model,
    lines: &mut Lines<Box<dyn BufRead>>,
) -> Result<Form, Message> {
    let csv = register.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let format = format.unwrap_or(if csv { RegisterFormat::Csv } else { RegisterFormat::Jsonl });
    if format == RegisterFormat::Jsonl {
        return Ok(Form::JsonLines { id: names.id.to_owned() });
    }
    let name = register.display();
    let header = lines.next_line().map_err(|error| Message::new(&words::CANNOT_READ, &[&name, &error]))?;
    let header = header.ok_or_else(|| Message::new(&NO_ROWS, &[&name]))?;
    Columns::read_header(model, register, &header.bytes, names).map(Form::Csv)
}

/// Shown on a terminal only.
fn progress_bar(bytes: Option<u64>) -> ProgressBar {
    let bar = bytes.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let style = ProgressStyle::with_template("{bar:40} {bytes} / {total_bytes}  {elapsed} (eta {eta})");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
