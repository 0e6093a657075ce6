//! `doudi properties`: households of which a property does not hold.

use super::diff::documents;
use super::{Done, Stop, case, load_policy};
use crate::args::Properties;
use crate::fixture::Page;
use crate::load;
use crate::properties::{Plan, search, text};
use crate::register::columns::Names;
use crate::suite;
use crate::words::{self, Message};
use doudi::diagnostic::Locale;

/// Searches, and prints what was found.
pub fn run(call: &Properties, locale: Locale) -> Result<Done, Stop> {
    let policy = case::with_settings(load_policy(&call.policy, locale)?, call.settings.as_deref(), locale)?;
    let on = call.on.or(policy.model().policy.in_force.from);
    let on = on.ok_or_else(|| Message::new(&words::NO_DATE, &[]))?;
    let nobody = policy.facts_json(r#"{"facts":{}}"#).map_err(|error| Stop::Fault(error.to_string()))?;
    case::decide(&policy, &nobody, on, locale)?;
    let mut given = Vec::new();
    let pages = match call.cases.is_empty() {
        true => suite::pages_about(&call.policy.policies),
        false => suite::pages(&call.cases)?,
    };
    for path in pages {
        let text = load::read(&path)?;
        given.extend(Page::read("", &text).map(|page| page.facts()).unwrap_or_default());
    }
    if let Some(path) = &call.register {
        let rows = documents(path, &Names { id: &call.id, group: &call.group }, policy.model(), locale)?;
        given.extend(rows.into_iter().filter_map(|row| row.ok().map(|(_, document)| document)));
    }
    let plan = Plan { on, budget: call.budget, seed: call.seed, given };
    let found = search(&policy, &plan);
    let at_fault = !found.iter().all(|one| one.fine());
    Ok(Done { out: text(&policy, &plan, &found, locale), at_fault, ..Done::default() })
}
