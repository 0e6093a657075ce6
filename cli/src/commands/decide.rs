//! `doudi decide`: one household, decided and explained.

use super::{Done, Stop, explain, load_policy, tally};
use crate::args::{Decide, Setting};
use crate::load::{self, STDIN};
use crate::render;
use crate::words::{self, Message};
use doudi::contrast::WhatIf;
use doudi::decision::record::Status;
use doudi::diagnostic::{Diagnostic, Locale};
use std::path::Path;

/// Decisions made at most to find what would turn the refusals.
const DECISIONS: usize = 20_000;

/// Decides and prints the page or the record.
pub fn run(call: &Decide, locale: Locale) -> Result<Done, Stop> {
    let paths = call.policy.policies.iter().chain([&call.facts]).chain(&call.settings);
    if paths.filter(|path| *path == Path::new(STDIN)).count() > 1 {
        return Err(Message::new(&words::ONE_STDIN, &[]).into());
    }
    let facts_json = load::text(&call.facts)?;
    let settings_json = call.settings.as_deref().map(load::text).transpose()?;
    let mut policy = load_policy(&call.policy, locale)?;

    // Settings and facts are both looked at before either is refused: all errors at once.
    let mut refused = Refused { diagnostics: Vec::new(), shown: Vec::new(), locale };
    if let (Some(json), Some(path)) = (&settings_json, &call.settings) {
        match policy.settings_json(json) {
            Ok(settings) => policy = policy.with_settings(&settings),
            Err(error) => refused.add(error.diagnostics, path, json),
        }
    }
    let facts =
        policy.facts_json(&facts_json).map_err(|error| refused.add(error.diagnostics, &call.facts, &facts_json));
    let Some(facts) = facts.ok().filter(|_| refused.diagnostics.is_empty()) else {
        return Err(refused.stop());
    };

    let date = call.on.or(facts.date()).ok_or_else(|| Message::new(&words::NO_DATE, &[]))?;
    let decision = policy.decide(&facts, date).map_err(|error| {
        Stop::Fault(Message::new(&words::CANNOT_DECIDE, &[&error.message(locale)]).text(locale) + "\n")
    })?;
    let record = decision.record();
    // What another reading or other evidence would change is not for a copy for others.
    let (record, what_if) = match (call.telling.redact, call.what_if) {
        (true, _) => (record.redacted(), WhatIf::default()),
        (_, true) => (record, decision.what_if(DECISIONS)),
        _ => (record, WhatIf { readings: decision.other_readings(), ..WhatIf::default() }),
    };
    let out = match call.format {
        Setting::Json => record.to_json() + "\n",
        format => explain::told(&record, &what_if, &call.telling, format, locale),
    };
    Ok(Done { out, at_fault: record.status == Status::Incomplete, ..Done::default() })
}

/// What is wrong with the documents.
struct Refused {
    diagnostics: Vec<Diagnostic>,
    shown: Vec<String>,
    locale: Locale,
}

impl Refused {
    fn add(&mut self, diagnostics: Vec<Diagnostic>, path: &Path, json: &str) {
        self.shown.push(render::of_document(&diagnostics, &path.display().to_string(), json, self.locale));
        self.diagnostics.extend(diagnostics);
    }

    fn stop(self) -> Stop {
        Stop::Fault(format!("{}\n{}", self.shown.join("\n"), tally(&self.diagnostics, self.locale)))
    }
}
