//! Changes → rows of a table that spreadsheets open.

use super::changes::{Change, Kind};
use super::labels::Labels;
use super::words;
use crate::register::columns::guarded;
use crate::words::Message;
use doudi::diagnostic::visible;

/// Of which household a change is.
pub struct Household<'a> {
    pub id: &'a str,
    pub group: &'a str,
    /// This month's decision, where there is one.
    pub decision: Option<&'a str>,
    /// Last month's.
    pub last_decision: Option<&'a str>,
}

/// The byte order mark by which spreadsheets know UTF-8, and the headings.
pub fn header(labels: &Labels<'_>) -> String {
    let headings = [
        &words::HOUSEHOLD_ID,
        &words::KIND,
        &words::GROUP,
        &words::SUBJECT,
        &words::WHO,
        &words::MEASURE,
        &words::CHOICES,
        &words::BEFORE,
        &words::AFTER,
        &words::RULE,
        &words::REASON,
        &words::CLAUSES,
        &words::DECISION,
        &words::LAST_DECISION,
    ];
    let headings = headings.map(|phrase| labels.say(&Message::new(phrase, &[])));
    format!("\u{feff}{}", row(headings))
}

/// The headings of the members who are in two households.
pub fn same_person_header(labels: &Labels<'_>) -> String {
    let headings =
        [&words::WHO, &words::LIST, &words::HOUSEHOLD_ID, &words::ROW, &words::OTHER_HOUSEHOLD, &words::OTHER_ROW];
    format!("\u{feff}{}", row(headings.map(|phrase| labels.say(&Message::new(phrase, &[])))))
}

/// The rows of a household's changes; of what is kept there is none.
pub fn rows(household: &Household<'_>, changes: &[Change], labels: &Labels<'_>) -> String {
    changes.iter().filter_map(|change| one(household, change, labels)).collect()
}

fn one(household: &Household<'_>, change: &Change, labels: &Labels<'_>) -> Option<String> {
    let kind = match change.kind {
        Kind::Kept => return None,
        Kind::New => &words::NEW,
        Kind::Changed => &words::CHANGED,
        Kind::Ended => &words::ENDED,
        Kind::Unclear => &words::UNCLEAR,
        Kind::Open => &words::OPEN,
    };
    let given = change.given()?;
    let values = |given: &Option<super::ledger::Given>| given.as_ref().map(|g| labels.values(g)).unwrap_or_default();
    Some(row([
        household.id.to_owned(),
        labels.say(&Message::new(kind, &[])),
        household.group.to_owned(),
        given.by.subject.clone(),
        given.by.who.clone().unwrap_or_default(),
        labels.measure(&given.measure).to_owned(),
        labels.choices(&given.measure, &given.choices),
        values(&change.before),
        values(&change.after),
        labels.rule(&given.by.rule).to_owned(),
        change.reason.as_ref().map(|reason| labels.say(reason)).unwrap_or_default(),
        given.by.clauses.join(labels.semicolon()),
        household.decision.unwrap_or_default().to_owned(),
        household.last_decision.unwrap_or_default().to_owned(),
    ]))
}

/// One row; no text of it is a formula, and no sign of it is hidden.
pub fn row(cells: impl IntoIterator<Item = String>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail, and what was text stays text.
    let _ = writer.write_record(cells.into_iter().map(|cell| guarded(&visible(&cell)).into_owned()));
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
