//! `doudi coverage`: what the cases show of the rules; with `--law`, what becomes of the law.

use super::{Done, Stop, load_policy, test};
use crate::args::{Coverage, PolicyOption, ReportFormat};
use crate::casebook::Casebook;
use crate::coverage;
use crate::report;
use crate::words::{self, Message};
use doudi::diagnostic::Locale;

/// Prints the one or the other.
pub fn run(call: &Coverage, locale: Locale) -> Result<Done, Stop> {
    if call.law { law(call, locale) } else { cases(call, locale) }
}

/// Every way of the rules, and which of them no case shows. A fault: fewer than asked for, or an
/// explanation of what is no gap. A case that fails vouches for nothing.
fn cases(call: &Coverage, locale: Locale) -> Result<Done, Stop> {
    let book = Casebook::read(&call.paths, locale)?.map_err(Stop::Fault)?;
    test::all_pass(&call.paths, locale)?;
    let found = coverage::gather(&book);
    let out = match call.format {
        ReportFormat::Text => coverage::text(&book, &found, locale),
        ReportFormat::Markdown => coverage::markdown(&book, &found, locale),
        ReportFormat::Json => format!("{:#}\n", coverage::json(&book, &found)),
    };
    let short = call.at_least.filter(|least| !least.is_reached(found.tally()));
    let err = short.map(|least| Message::new(&words::BELOW, &[&least]).text(locale) + "\n").unwrap_or_default();
    Ok(Done { out, at_fault: short.is_some() || !found.stale.is_empty(), err })
}

/// Every provision and who sees to it; something nobody sees to is a fault.
fn law(call: &Coverage, locale: Locale) -> Result<Done, Stop> {
    let policy = load_policy(&PolicyOption { policies: call.policies.clone() }, locale)?;
    let out = match call.format {
        ReportFormat::Text => report::law_text(&policy, locale),
        ReportFormat::Markdown => return Err(Message::new(&words::LAW_FORMATS, &[]).into()),
        ReportFormat::Json => format!("{:#}\n", report::law_json(&policy)),
    };
    let law = policy.law();
    let at_fault = !law.unaccounted.is_empty() || law.passages.iter().any(|it| it.is_carried_by_nothing());
    Ok(Done { out, at_fault, ..Done::default() })
}
