//! `doudi redact`: a stored decision, copied for others.

use super::{Done, Stop, case};
use crate::args::Redact;
use doudi::diagnostic::Locale;

/// Prints the copy.
pub fn run(call: &Redact, locale: Locale) -> Result<Done, Stop> {
    let record = case::record(&call.record, locale)?;
    Ok(Done { out: record.redacted().to_json() + "\n", ..Done::default() })
}
