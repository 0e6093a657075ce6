//! `doudi redact`: a stored decision, copied for others.

use super::{Done, Stop};
use crate::args::Redact;
use crate::load;
use crate::words::{self, Message};
use doudi::Record;
use doudi::diagnostic::Locale;

/// Prints the copy.
pub fn run(call: &Redact, locale: Locale) -> Result<Done, Stop> {
    let record = Record::from_json(&load::text(&call.record)?).map_err(|error| {
        let message = Message::new(&words::NOT_A_RECORD, &[&call.record.display(), &error]);
        Stop::Fault(message.text(locale) + "\n")
    })?;
    Ok(Done { out: record.redacted().to_json() + "\n", ..Done::default() })
}
