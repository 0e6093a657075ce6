//! `doudi coverage --law`: what becomes of every word of the law.

use super::{Done, Stop, load_policy};
use crate::args::{Coverage, Format};
use crate::report;
use doudi::diagnostic::Locale;

/// Prints every provision and who sees to it; something nobody sees to is a fault.
pub fn run(call: &Coverage, locale: Locale) -> Result<Done, Stop> {
    let policy = load_policy(&call.policy, locale)?;
    let out = match call.format {
        Format::Text => report::law_text(&policy, locale),
        Format::Json => format!("{:#}\n", report::law_json(&policy)),
    };
    let law = policy.law();
    let at_fault = !law.unaccounted.is_empty() || law.passages.iter().any(|it| it.is_carried_by_nothing());
    Ok(Done { out, at_fault, ..Done::default() })
}
