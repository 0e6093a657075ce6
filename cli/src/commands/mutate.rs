//! `doudi mutate`: small changes of the rules, and which of them no case notices.

use super::{Done, Stop, test};
use crate::args::{Format, Mutate};
use crate::casebook::Casebook;
use crate::coverage;
use crate::mutation::{self, Wish};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use indicatif::{ProgressBar, ProgressStyle};

/// Makes them, runs the cases, tells the survivors. A fault: fewer noticed than asked for, or an
/// explanation of no survivor. Cases that fail say nothing of a change.
pub fn run(call: &Mutate, locale: Locale) -> Result<Done, Stop> {
    let book = Casebook::read(&call.paths, locale)?.map_err(Stop::Fault)?;
    test::all_pass(&call.paths, locale)?;
    let covered = coverage::gather(&book);
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}  {eta}") {
        bar.set_style(style);
    }
    let progress = |more, total| {
        bar.set_length(total);
        bar.inc(more);
    };
    let wish = Wish {
        filter: call.filter.as_deref(),
        limit: call.limit,
        explained: call.explained,
        // Why nothing tells them apart is on the page.
        tell: !call.no_households && !call.explained,
    };
    let found = mutation::run(&book, &covered, &wish, &progress);
    bar.finish_and_clear();
    if let (Some(filter), true) = (&call.filter, found.mutants.is_empty() && !call.explained) {
        return Err(Message::new(&words::NO_ITEM_MATCH, &[filter]).into());
    }
    let out = match call.format {
        Format::Text => mutation::text(&book, &found, locale),
        Format::Json => format!("{:#}\n", mutation::json(&book, &found)),
    };
    let short = call.at_least.filter(|least| !least.is_reached(found.tally()));
    let err = short.map(|least| Message::new(&words::BELOW, &[&least]).text(locale) + "\n").unwrap_or_default();
    Ok(Done { out, at_fault: short.is_some() || !found.stale.is_empty(), err })
}
