//! `doudi decide`: one household, decided and explained.

use super::{Done, Stop, case, explain, load_policy};
use crate::args::{Decide, Depth, Setting};
use crate::words::{self, Message};
use doudi::contrast::WhatIf;
use doudi::decision::record::Status;
use doudi::diagnostic::Locale;

/// Decisions made at most to find what would turn the refusals.
const DECISIONS: usize = 20_000;

/// Decides and prints the page or the record.
pub fn run(call: &Decide, locale: Locale) -> Result<Done, Stop> {
    let whole = matches!(call.telling.depth, Depth::Page | Depth::Full) && !matches!(call.format, Setting::Json);
    if call.what_if && !whole {
        return Err(Message::new(&words::WHAT_IF_ON_A_PAGE, &[]).into());
    }
    case::one_stdin(call.policy.policies.iter().chain([&call.facts]).chain(&call.settings))?;
    let (policy, facts) =
        case::read(load_policy(&call.policy, locale)?, call.settings.as_deref(), &call.facts, locale)?;
    let date = call.on.or(facts.date()).ok_or_else(|| Message::new(&words::NO_DATE, &[]))?;
    let decision = case::decide(&policy, &facts, date, locale)?;
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
