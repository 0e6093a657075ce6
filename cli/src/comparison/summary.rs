//! What was counted → the summary, for programs and for people.

use super::labels::Labels;
use super::output::{Ledger, Run};
use super::tally::{Category, Count, Group, Tally};
use super::words;
use crate::words::Message;
use doudi::diagnostic::Phrase;
use doudi::diagnostic::visible;
use doudi::explain::escape_markdown as escaped;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::{Display, Write};

/// The form's name and version.
const FORMAT: &str = "doudi-comparison/1";

#[derive(Serialize)]
struct Summary<'a> {
    format: &'static str,
    run: &'a Run,
    rows: Rows,
    #[serde(skip_serializing_if = "Option::is_none")]
    households: Option<Households>,
    totals: Totals<'a>,
    groups: Vec<Totals<'a>>,
    ledger: &'a Ledger,
    /// Members who are in two households.
    same_person: u64,
    /// Members numbered within their household.
    numbered: u64,
    missing: &'a BTreeMap<String, u64>,
    not_set: &'a BTreeMap<String, u64>,
}

#[derive(Serialize)]
struct Rows {
    read: u64,
    decided: u64,
    bad: u64,
}

/// Against last month's ledger.
#[derive(Serialize)]
struct Households {
    new: u64,
    kept: u64,
    gone: u64,
    in_bad_row: u64,
    not_carried: u64,
}

#[derive(Serialize)]
struct Totals<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    decided: u64,
    bad: u64,
    complete: u64,
    undetermined: u64,
    in_error: u64,
    measures: Vec<Measures<'a>>,
    open: Vec<Opening<'a>>,
}

/// What an officer is to decide.
#[derive(Serialize)]
struct Opening<'a> {
    name: &'a str,
    measures: &'a [String],
    now: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<u64>,
}

#[derive(Serialize)]
struct Measures<'a> {
    measure: &'a str,
    choices: &'a BTreeMap<String, String>,
    now: u64,
    #[serde(flatten)]
    became: Option<Became>,
    amounts: BTreeMap<&'a str, Option<String>>,
}

#[derive(Serialize)]
struct Became {
    new: u64,
    kept: u64,
    changed: u64,
    ended: u64,
    unclear: u64,
}

/// The summary as JSON.
pub fn json(run: &Run, ledger: &Ledger, tally: &Tally) -> String {
    let all = tally.all();
    let compared = run.last.is_some();
    let summary = Summary {
        format: FORMAT,
        run,
        rows: Rows { read: all.decided() + all.bad, decided: all.decided(), bad: all.bad },
        households: compared.then_some(Households {
            new: tally.new_households,
            kept: tally.kept_households,
            gone: tally.gone_households,
            in_bad_row: tally.bad_households,
            not_carried: tally.not_carried,
        }),
        totals: totals(None, &all, compared),
        groups: tally.groups.iter().map(|(name, group)| totals(Some(name), group, compared)).collect(),
        ledger,
        same_person: tally.same_person,
        numbered: tally.numbered,
        missing: &tally.missing,
        not_set: &tally.not_set,
    };
    // Only maps with keys that are not text can fail, and there are none.
    serde_json::to_string_pretty(&summary).unwrap_or_default() + "\n"
}

fn totals<'a>(name: Option<&'a str>, group: &'a Group, compared: bool) -> Totals<'a> {
    let measures = group.measures.iter().map(|(category, count)| Measures {
        measure: &category.measure,
        choices: &category.choices,
        now: count.now,
        became: compared.then_some(Became {
            new: count.new,
            kept: count.kept,
            changed: count.changed,
            ended: count.ended,
            unclear: count.unclear,
        }),
        amounts: count.amounts.iter().map(|(name, sum)| (name.as_str(), sum.map(|sum| sum.to_string()))).collect(),
    });
    Totals {
        group: name,
        decided: group.decided(),
        bad: group.bad,
        complete: group.complete,
        undetermined: group.undetermined,
        in_error: group.in_error,
        measures: measures.collect(),
        open: group
            .open
            .iter()
            .map(|(opening, (now, new))| Opening {
                name: &opening.name,
                measures: &opening.measures,
                now: *now,
                new: compared.then_some(*new),
            })
            .collect(),
    }
}

/// The summary as a page of Markdown.
pub fn page(run: &Run, tally: &Tally, labels: &Labels<'_>) -> String {
    let page = Page { labels, compared: run.last.is_some() };
    let all = tally.all();
    let mut out =
        format!("# {}\n\n", page.say(&words::TITLE, &[&plain(labels.model.policy.name.label(labels.locale))]));
    let last = run.last.clone().unwrap_or_else(|| page.say(&words::NO_LAST, &[]));
    for (name, value) in [(&words::DATE, &run.date), (&words::POLICY, &run.policy_digest), (&words::LAST, &last)] {
        page.item(&mut out, page.say(&words::PAIR, &[&page.say(name, &[]), value]));
    }
    let rows = all.decided() + all.bad;
    page.item(&mut out, page.say(&words::ROWS, &[&rows, &all.decided(), &all.bad]));
    page.item(&mut out, page.say(&words::STATUSES, &[&all.complete, &all.undetermined, &all.in_error]));
    page.item(&mut out, page.say(&words::OPEN_LINE, &[&all.openings()]));
    if tally.same_person > 0 {
        page.item(&mut out, page.say(&words::SAME_PERSON_LINE, &[&tally.same_person]));
    }
    if tally.numbered > 0 {
        page.item(&mut out, page.say(&words::NUMBERED, &[&tally.numbered]));
    }
    if run.last_policy.as_ref().is_some_and(|last| *last != run.policy_digest) {
        page.item(&mut out, page.say(&words::OTHER_VERSION, &[]));
    }
    if page.compared {
        let Tally { new_households, kept_households, gone_households, bad_households, not_carried, .. } = tally;
        let counts: [&dyn Display; 4] = [new_households, kept_households, gone_households, bad_households];
        page.item(&mut out, page.say(&words::HOUSEHOLDS, &counts));
        if !run.previous.is_empty() {
            page.item(&mut out, page.say(&words::NOT_CARRIED, &[not_carried]));
        }
    }
    let _ = write!(out, "\n## {}\n\n", page.say(&words::TOTALS, &[]));
    page.measures(&mut out, &all);
    for (name, group) in &tally.groups {
        let name = if name.is_empty() { page.say(&words::NO_GROUP, &[]) } else { plain(name) };
        let open = group.openings();
        let counts: [&dyn Display; 6] =
            [&group.decided(), &group.bad, &group.complete, &group.undetermined, &group.in_error, &open];
        let _ = write!(out, "\n## {name}\n\n{}\n\n", page.say(&words::GROUP_LINE, &counts));
        page.measures(&mut out, group);
    }
    page.open(&mut out, &all);
    page.lacking(&mut out, &words::MISSING, &words::FACT, &tally.missing);
    page.lacking(&mut out, &words::NOT_SET, &words::PARAMETER, &tally.not_set);
    out
}

struct Page<'a> {
    labels: &'a Labels<'a>,
    compared: bool,
}

impl Page<'_> {
    fn say(&self, phrase: &'static Phrase, args: &[&dyn Display]) -> String {
        self.labels.say(&Message::new(phrase, args))
    }

    fn item(&self, out: &mut String, line: String) {
        let _ = writeln!(out, "- {line}");
    }

    fn measures(&self, out: &mut String, group: &Group) {
        if group.measures.is_empty() {
            let _ = writeln!(out, "{}", self.say(&words::NOTHING_GIVEN, &[]));
            return;
        }
        let became = [&words::NEW, &words::KEPT, &words::CHANGED, &words::ENDED, &words::UNCLEAR];
        let became = became.into_iter().filter(|_| self.compared);
        let counted: Vec<&'static Phrase> = std::iter::once(&words::NOW).chain(became).collect();
        let headings = [&words::MEASURE].into_iter().chain(counted.iter().copied()).chain([&words::AMOUNTS]);
        self.row(out, &headings.map(|phrase| self.say(phrase, &[])).collect::<Vec<_>>());
        let rules = counted.iter().map(|_| "---:".to_owned());
        self.row(out, &["---".to_owned()].into_iter().chain(rules).chain(["---".to_owned()]).collect::<Vec<_>>());
        for (category, count) in &group.measures {
            let numbers = [count.now, count.new, count.kept, count.changed, count.ended, count.unclear];
            let numbers = numbers.iter().take(counted.len()).map(u64::to_string);
            let cells = [self.category(category)].into_iter().chain(numbers);
            self.row(out, &cells.chain([self.amounts(category, count)]).collect::<Vec<_>>());
        }
    }

    fn category(&self, category: &Category) -> String {
        let measure = self.labels.measure(&category.measure);
        match category.choices.is_empty() {
            true => plain(measure),
            false => plain(&format!("{measure}（{}）", self.labels.choices(&category.measure, &category.choices))),
        }
    }

    fn amounts(&self, category: &Category, count: &Count) -> String {
        let measure = &category.measure;
        let amounts = count.amounts.iter().map(|(name, sum)| {
            let sum = sum.map(|sum| self.labels.amount(measure, name, Some(&sum.to_string())));
            (name, sum.unwrap_or_else(|| "—".to_owned()))
        });
        plain(&self.labels.pairs(measure, amounts))
    }

    /// What officers are to decide, by rule.
    fn open(&self, out: &mut String, all: &Group) {
        if all.open.is_empty() {
            return;
        }
        let _ = write!(out, "\n## {}\n\n", self.say(&words::OPEN_TITLE, &[]));
        let new = self.compared.then_some(&words::OPEN_NEW);
        let headings = [&words::RULE, &words::MAY_GIVE, &words::NOW].into_iter().chain(new);
        self.row(out, &headings.map(|phrase| self.say(phrase, &[])).collect::<Vec<_>>());
        let rules = ["---", "---", "---:"].into_iter().chain(new.map(|_| "---:"));
        self.row(out, &rules.map(str::to_owned).collect::<Vec<_>>());
        for (opening, (now, new)) in &all.open {
            let measures = opening.measures.iter().map(|measure| self.labels.measure(measure));
            let measures = measures.collect::<Vec<_>>().join(self.labels.comma());
            let cells = [plain(self.labels.rule(&opening.name)), plain(&measures), now.to_string()];
            self.row(out, &cells.into_iter().chain(self.compared.then(|| new.to_string())).collect::<Vec<_>>());
        }
    }

    fn lacking(
        &self,
        out: &mut String,
        title: &'static Phrase,
        kind: &'static Phrase,
        households: &BTreeMap<String, u64>,
    ) {
        if households.is_empty() {
            return;
        }
        let _ = write!(out, "\n## {}\n\n", self.say(title, &[]));
        self.row(out, &[kind, &words::HOUSEHOLD_COUNT].map(|phrase| self.say(phrase, &[])));
        self.row(out, &["---".to_owned(), "---:".to_owned()]);
        let mut most_first: Vec<_> = households.iter().collect();
        most_first.sort_by_key(|(name, households)| (std::cmp::Reverse(**households), *name));
        for (name, households) in most_first {
            self.row(out, &[plain(name), households.to_string()]);
        }
    }

    fn row(&self, out: &mut String, cells: &[String]) {
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// A text that Markdown shows as it is: its signs escaped, control characters visible.
fn plain(text: &str) -> String {
    escaped(&visible(text))
}
