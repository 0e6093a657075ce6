//! `doudi duties`: what is due, when, by whom.

use super::{Done, Stop, load_policy};
use crate::args::{Duties, DutyFormat};
use crate::report;
use crate::words::{self, Message};
use doudi::diagnostic::Locale;

/// Prints the duties of a span of days.
pub fn run(call: &Duties, locale: Locale) -> Result<Done, Stop> {
    let (from, to) = (call.from, call.to);
    if to < from {
        return Err(Message::new(&words::SPAN_ENDS_FIRST, &[&from, &to]).into());
    }
    let policy = load_policy(&call.policy, locale)?;
    let out = match call.format {
        DutyFormat::Text => report::duties_text(&policy, from, to, locale),
        DutyFormat::Json => format!("{:#}\n", report::duties_json(&policy, from, to)),
        DutyFormat::Ics => report::calendar(&policy, from, to, locale),
    };
    Ok(Done { out, ..Done::default() })
}
