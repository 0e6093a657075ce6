//! `doudi explain`: a stored decision in words.

use super::{Done, Stop, case};
use crate::args::{Explain, Setting, Telling};
use crate::words::{self, Message};
use doudi::Record;
use doudi::contrast::WhatIf;
use doudi::decision::check::check;
use doudi::decision::record::Status;
use doudi::diagnostic::Locale;
use doudi::explain::{self, Document};
use std::path::Path;

/// Reads the record, looks whether it holds together, and tells it.
pub fn run(call: &Explain, locale: Locale) -> Result<Done, Stop> {
    let record = read(&call.record, locale)?;
    if let Some(other) = &call.against {
        let document = explain::against(&read(other, locale)?, &record, locale);
        return Ok(Done { out: set(&document, call.format), ..Done::default() });
    }
    let record = if call.telling.redact { record.redacted() } else { record };
    let out = told(&record, &WhatIf::default(), &call.telling, call.format, locale);
    Ok(Done { out, at_fault: record.status == Status::Incomplete, ..Done::default() })
}

/// A stored record that holds together. A copy for others cannot be looked at for that.
pub fn read(path: &Path, locale: Locale) -> Result<Record, Stop> {
    let record = case::record(path, locale)?;
    match check(&record) {
        Err(flaw) if !record.redacted => {
            let message = Message::new(&words::WRONG_RECORD, &[&path.display(), &flaw.message(locale)]);
            Err(Stop::Fault(message.text(locale) + "\n"))
        }
        _ => Ok(record),
    }
}

/// A record's explanation, as it is asked for.
pub fn told(record: &Record, what_if: &WhatIf, telling: &Telling, format: Setting, locale: Locale) -> String {
    let document = explain::explain_with(record, what_if, telling.depth.into(), locale);
    match format {
        Setting::Html => document.to_html_with(&explain::picture(record, locale)),
        format => set(&document, format),
    }
}

fn set(document: &Document, format: Setting) -> String {
    match format {
        Setting::Text => document.to_string(),
        Setting::Markdown => document.to_markdown(),
        Setting::Html => document.to_html(),
        // An outline of texts and lists can always be written.
        Setting::Json => serde_json::to_string_pretty(document).unwrap_or_default() + "\n",
    }
}
