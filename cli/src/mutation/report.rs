//! What became of every change → text, JSON: survivors first.

use super::run::{Because, Fate, Mutant, Mutation, Stale};
use super::tell::Telling;
use super::{Edit, words};
use crate::casebook::Casebook;
use crate::coverage::share;
use crate::words::Message;
use doudi::diagnostic::{Locale, Phrase};
use serde_json::{Value, json};
use std::fmt::Display;

/// How many there are of each fate.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    refused: usize,
    equivalent: usize,
    noticed: usize,
    survived: usize,
    explained: usize,
}

impl Mutation {
    fn counts(&self) -> Counts {
        self.mutants.iter().fold(Counts::default(), |mut counts, mutant| {
            match &mutant.fate {
                Fate::Refused => counts.refused += 1,
                Fate::Equivalent => counts.equivalent += 1,
                Fate::Noticed(_) => counts.noticed += 1,
                Fate::Survived { explained, .. } => {
                    counts.survived += 1;
                    counts.explained += usize::from(explained.is_some());
                }
            }
            counts
        })
    }

    /// Changes noticed or explained, of those that could be.
    pub fn tally(&self) -> (usize, usize) {
        let counts = self.counts();
        (counts.noticed + counts.explained, counts.noticed + counts.survived)
    }
}

fn say(phrase: &'static Phrase, locale: Locale, args: &[&dyn Display]) -> String {
    Message::new(phrase, args).text(locale)
}

/// The lines an edit stands on, before and after.
fn lines(book: &Casebook, edit: &Edit) -> (Vec<String>, Vec<String>) {
    let text = &book.files[edit.at.file].text;
    let start = text[..edit.at.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[edit.at.end..].find('\n').map_or(text.len(), |at| edit.at.end + at);
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let after = format!("{}{}{}", &text[start..edit.at.start], edit.replacement, &text[edit.at.end..end]);
    (lines(&text[start..end]), lines(&after))
}

/// For a screen: the counts, then every survivor with what would have noticed it.
pub fn text(book: &Casebook, mutation: &Mutation, locale: Locale) -> String {
    let counts = mutation.counts();
    let all = mutation.mutants.len();
    let of: [&dyn Display; 6] =
        [&all, &counts.refused, &counts.equivalent, &counts.noticed, &counts.survived, &counts.explained];
    let alone = (counts.noticed, counts.noticed + counts.survived);
    let mut out = say(&words::COUNTS, locale, &of) + "\n";
    // Of nothing there is no share.
    if alone.1 > 0 {
        out += &(say(&words::SCORE, locale, &[&share(alone), &share(mutation.tally())]) + "\n");
    }
    let survivors = |wanted: bool| {
        mutation.mutants.iter().filter_map(move |mutant| match &mutant.fate {
            Fate::Survived { reached, explained, telling } if explained.is_some() == wanted => {
                Some((&mutant.edit, reached, explained, telling))
            }
            _ => None,
        })
    };
    let open: Vec<_> = survivors(false).collect();
    if !open.is_empty() {
        out += &format!("\n{}\n", say(&words::SURVIVORS, locale, &[]));
    }
    for (edit, reached, _, telling) in open {
        out += &format!("\n{}: {}: {}\n", book.place(edit.at), edit.item, edit.what);
        let (before, after) = lines(book, edit);
        out.extend(before.iter().map(|line| format!("  - {line}\n")));
        out.extend(after.iter().map(|line| format!("  + {line}\n")));
        out += &format!("  {}\n", cases(book, reached, locale));
        out += &match telling {
            Some(telling) => tell(book, telling, locale),
            None if mutation.sought => format!("  {}\n", say(&words::NO_TELLING, locale, &[])),
            None => String::new(),
        };
    }
    let mut listed = |title: &'static Phrase, lines: Vec<String>| {
        if !lines.is_empty() {
            out += &format!("\n{}\n", say(title, locale, &[]));
            out.extend(lines);
        }
    };
    listed(&words::STALE, mutation.stale.iter().map(|it| stale(book, it, locale)).collect());
    let explained = survivors(true).map(|(edit, _, why, _)| {
        format!("  {}: {}: {}: {}\n", book.place(edit.at), edit.item, edit.what, why.as_deref().unwrap_or_default())
    });
    listed(&words::EXPLAINED, explained.collect());
    out
}

fn stale(book: &Casebook, Stale { excuse, because }: &Stale, locale: Locale) -> String {
    let (page, it) = &book.excuses[*excuse];
    let why = match because {
        Because::NoSuchChange(None) => say(&words::NO_SUCH_CHANGE, locale, &[]),
        Because::NoSuchChange(Some(nearest)) => say(&words::NO_SUCH_CHANGE_BUT, locale, &[nearest]),
        Because::Refused => say(&words::REFUSED, locale, &[]),
        Because::Equivalent => say(&words::EQUIVALENT, locale, &[]),
        Because::Noticed(case) => say(&words::NOTICED, locale, &[&book.cases[*case].1.name]),
    };
    format!("  {}:{}: {}: {}\n    {why}\n", page.display(), it.line, it.of, it.what)
}

fn cases(book: &Casebook, reached: &[usize], locale: Locale) -> String {
    let names: Vec<&str> = reached.iter().take(3).map(|case| book.cases[*case].1.name.as_str()).collect();
    let more = if reached.len() > names.len() { ", …" } else { "" };
    match reached.is_empty() {
        true => say(&words::UNREACHED, locale, &[]),
        false => say(&words::REACHED, locale, &[&reached.len(), &format!("{}{more}", names.join(", "))]),
    }
}

fn tell(book: &Casebook, telling: &Telling, locale: Locale) -> String {
    let case = &book.cases[telling.case].1.name;
    let phrase = match (telling.made_up, &telling.settings, telling.chosen) {
        (false, _, false) => &words::TELLING,
        (false, _, true) => &words::TELLING_CHOSEN,
        (true, None, _) => &words::TELLING_MADE_UP,
        (true, _, true) => &words::TELLING_MADE_UP_CHOSEN,
        (true, Some(_), false) => &words::TELLING_WITH_SETTINGS,
    };
    let mut out = format!("  {}\n", say(phrase, locale, &[&telling.on, case]));
    out.extend(telling.before.iter().map(|line| format!("    - {line}\n")));
    out.extend(telling.after.iter().map(|line| format!("    + {line}\n")));
    if let (Some(settings), true) = (&telling.settings, telling.chosen) {
        out += &format!("```settings\n{}\n```\n", settings.trim_end());
    }
    if telling.made_up {
        out += &format!("```facts on={}\n{}\n```\n", telling.on, telling.facts.trim_end());
    }
    out
}

/// For programs: every change and what became of it.
pub fn json(book: &Casebook, mutation: &Mutation) -> Value {
    let counts = mutation.counts();
    let case = |case: &usize| book.cases[*case].1.name.clone();
    let mutants = mutation.mutants.iter().map(|Mutant { edit, fate }| {
        let (before, after) = lines(book, edit);
        let mut entry = json!({
            "file": book.files[edit.at.file].path,
            "line": book.line(edit.at),
            "item": edit.item,
            "change": edit.what,
            "before": before,
            "after": after,
        });
        entry["fate"] = match fate {
            Fate::Refused => "refused".into(),
            Fate::Equivalent => "equivalent".into(),
            Fate::Noticed(by) => {
                entry["by"] = case(by).into();
                "noticed".into()
            }
            Fate::Survived { reached, explained, telling } => {
                entry["reached"] = reached.iter().map(case).collect();
                entry["explained"] = json!(explained);
                entry["told_apart_by"] = json!(telling.as_ref().map(|it| json!({
                    "case": case(&it.case),
                    "made_up": it.made_up,
                    "on": it.on.to_string(),
                    "settings": it.settings,
                    "facts": it.facts,
                    "before": it.before,
                    "after": it.after,
                })));
                "survived".into()
            }
        };
        entry
    });
    let stale = mutation.stale.iter().map(|Stale { excuse, because }| {
        let (page, it) = &book.excuses[*excuse];
        let mut entry =
            json!({ "page": page.display().to_string(), "line": it.line, "item": it.of, "change": it.what });
        entry["because"] = match because {
            Because::NoSuchChange(_) => "no_such_change".into(),
            Because::Refused => "refused".into(),
            Because::Equivalent => "equivalent".into(),
            Because::Noticed(by) => {
                entry["by"] = case(by).into();
                "noticed".into()
            }
        };
        entry
    });
    json!({
        "changes": mutation.mutants.len(),
        "refused": counts.refused,
        "equivalent": counts.equivalent,
        "noticed": counts.noticed,
        "survived": counts.survived,
        "explained": counts.explained,
        "households_sought": mutation.sought,
        "mutants": mutants.collect::<Vec<_>>(),
        "explanations_of_no_survivor": stale.collect::<Vec<_>>(),
    })
}
