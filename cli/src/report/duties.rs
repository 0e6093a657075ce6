//! Duties of a span of days → text, JSON, iCalendar.

use super::{cited, listed, pair};
use crate::words::{self, Message};
use doudi::analysis::{Occurrence, undated};
use doudi::diagnostic::{Locale, visible};
use doudi::model::{Certainty, Citation, Due, Duty, Model};
use doudi::{Date, Policy};
use icalendar::{Calendar, Component, Event, EventLike};
use serde_json::{Value, json};

/// What is due from one day to another: by day, then what has no day.
pub fn duties_text(policy: &Policy, from: Date, to: Date, locale: Locale) -> String {
    let model = policy.model();
    let mut lines = Vec::new();
    for Occurrence { duty, from, due } in policy.duties(from, to) {
        lines.push(format!("{due}  {}", visible(duty.name.label(locale))));
        let since = from.map(|from| Message::new(&words::DUTY_FROM, &[&from]).text(locale));
        lines.extend(details(model, duty, since, locale));
    }
    for duty in undated(model, from, to) {
        let Due::Unset(how) = &duty.due else { continue };
        lines.push(format!("{}  {}", visible(how.label(locale)), visible(duty.name.label(locale))));
        lines.extend(details(model, duty, None, locale));
    }
    if lines.is_empty() {
        lines.push(Message::new(&words::NOTHING_DUE, &[&from, &to]).text(locale));
    }
    lines.join("\n") + "\n"
}

/// Who, since when, by which clause, and what is assumed; one a line.
fn details(model: &Model, duty: &Duty, since: Option<String>, locale: Locale) -> Vec<String> {
    let by = Message::new(&words::DUTY_BY, &[&visible(duty.by.label(locale))]).text(locale);
    let per: Vec<String> = duty.per.iter().map(|citation| visible(&cited(model, citation, locale))).collect();
    let assumed = match &duty.certainty {
        Certainty::Assumed(who) => Some(Message::new(&words::ASSUMED, &[&visible(who)]).text(locale)),
        Certainty::Confirmed => None,
    };
    let lines = [Some(by), since, Some(listed(&per, locale)), assumed];
    lines.into_iter().flatten().map(|line| format!("  {line}")).collect()
}

/// The same as JSON: `due` (each with its `from` and `due`) and `undated`.
pub fn duties_json(policy: &Policy, from: Date, to: Date) -> Value {
    let model = policy.model();
    let due = policy.duties(from, to).into_iter().map(|one| {
        let mut entry = entry(model, one.duty);
        entry["due"] = json!(one.due.to_string());
        entry["from"] = json!(one.from.map(|from| from.to_string()));
        entry
    });
    let undated = undated(model, from, to).into_iter().map(|duty| {
        let mut entry = entry(model, duty);
        if let Due::Unset(how) = &duty.due {
            entry["when"] = json!({ "zh": how.zh, "en": how.en });
        }
        entry
    });
    json!({ "due": due.collect::<Vec<_>>(), "undated": undated.collect::<Vec<_>>() })
}

fn entry(model: &Model, duty: &Duty) -> Value {
    let instrument = |citation: &Citation| model.instruments.get(citation.instrument.index()).map(|it| &it.name.id);
    let per: Vec<Value> = duty
        .per
        .iter()
        .map(|it| json!({ "instrument": instrument(it), "clause": it.clause, "quote": it.quote }))
        .collect();
    let assumed = match &duty.certainty {
        Certainty::Assumed(who) => Some(who),
        Certainty::Confirmed => None,
    };
    let by = json!({ "zh": duty.by.zh, "en": duty.by.en });
    json!({ "duty": duty.name.id, "label": pair(&duty.name), "by": by, "per": per, "assumed": assumed })
}

/// The same as an iCalendar of whole-day events, the same bytes for the same policy and days.
pub fn calendar(policy: &Policy, from: Date, to: Date, locale: Locale) -> String {
    let model = policy.model();
    let mut calendar = Calendar::new();
    calendar.name(model.policy.name.label(locale));
    let no_day: Vec<String> = undated(model, from, to).iter().map(|duty| duty.name.label(locale).to_owned()).collect();
    if !no_day.is_empty() {
        calendar.description(&Message::new(&words::NO_DAY_SET, &[&listed(&no_day, locale)]).text(locale));
    }
    for Occurrence { duty, from, due } in policy.duties(from, to) {
        let since = from.map(|from| Message::new(&words::DUTY_FROM, &[&from]).text(locale));
        let lines: Vec<String> =
            details(model, duty, since, locale).into_iter().map(|line| line.trim_start().to_owned()).collect();
        let Some(day) = whole_day(due) else { continue };
        let mut event = Event::new();
        event
            .uid(&format!("{}-{due}@{}", duty.name.id, model.policy.name.id))
            // A stamp is asked for, and there is no clock here: the day itself.
            .add_property("DTSTAMP", day.format("%Y%m%dT000000Z").to_string())
            .summary(duty.name.label(locale))
            .description(&lines.join("\n"))
            .starts(day)
            // The end of an event is the first day after it.
            .ends(day.succ_opt().unwrap_or(day));
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

fn whole_day(date: Date) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(date.year(), date.month(), date.day())
}
