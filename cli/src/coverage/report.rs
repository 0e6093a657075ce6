//! Coverage → text, Markdown, JSON: gaps first.

use super::gather::{Because, Stale};
use super::{Coverage, Spot, Way, words};
use crate::casebook::Casebook;
use crate::fixture::Excuse;
use crate::words::Message;
use doudi::diagnostic::{Locale, Phrase};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::PathBuf;

impl Coverage {
    /// Ways seen, and ways to be seen.
    pub fn tally(&self) -> (usize, usize) {
        self.spots.iter().map(Spot::tally).fold((0, 0), |(a, b), (seen, all)| (a + seen, b + all))
    }

    /// Spots in the order in which a group of them first stands, grouped.
    fn grouped<'a>(&'a self, group: impl Fn(&'a Spot) -> &'a str) -> Vec<(&'a str, (usize, usize))> {
        let mut order: Vec<&str> = Vec::new();
        let mut tallies: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for spot in &self.spots {
            let name = group(spot);
            if !tallies.contains_key(name) {
                order.push(name);
            }
            let (seen, all) = spot.tally();
            let tally = tallies.entry(name).or_default();
            *tally = (tally.0 + seen, tally.1 + all);
        }
        order.into_iter().map(|name| (name, tallies[name])).collect()
    }

    fn gaps(&self) -> impl Iterator<Item = (&Spot, Way)> {
        self.spots.iter().flat_map(|spot| spot.gaps().map(move |way| (spot, way)))
    }

    fn explained(&self) -> impl Iterator<Item = (&Spot, Way, &str)> {
        self.spots.iter().flat_map(|spot| spot.excused.iter().map(move |(way, why)| (spot, *way, why.as_str())))
    }

    fn stale<'a>(&'a self, book: &'a Casebook) -> impl Iterator<Item = (&'a PathBuf, &'a Excuse, &'a Because)> {
        self.stale.iter().map(|Stale { excuse, because }| {
            let (page, it) = &book.excuses[*excuse];
            (page, it, because)
        })
    }
}

/// `97.8 %`, never rounded up: 100 % is all of them.
pub fn share((seen, all): (usize, usize)) -> String {
    let permille = (seen * 1000).checked_div(all).unwrap_or(1000);
    match permille % 10 {
        0 => format!("{} %", permille / 10),
        tenth => format!("{}.{tenth} %", permille / 10),
    }
}

fn say(phrase: &'static Phrase, locale: Locale, args: &[&dyn Display]) -> String {
    Message::new(phrase, args).text(locale)
}

fn head(book: &Casebook, coverage: &Coverage, locale: Locale) -> [String; 2] {
    let tally = coverage.tally();
    let counts: [&dyn Display; 5] =
        [&tally.0, &tally.1, &share(tally), &coverage.gaps().count(), &coverage.explained().count()];
    [say(&words::TOTAL, locale, &counts), say(&words::CASES, locale, &[&book.cases.len(), &book.policies.len()])]
}

/// For a screen: the gaps, what is explained, the clauses, and the items that have gaps.
pub fn text(book: &Casebook, coverage: &Coverage, locale: Locale) -> String {
    let mut lines: Vec<String> = head(book, coverage, locale).into();
    let mut section = |title: &'static Phrase, inside: Vec<String>| {
        if !inside.is_empty() {
            lines.extend([String::new(), say(title, locale, &[])]);
            lines.extend(inside.into_iter().map(|line| format!("  {line}")));
        }
    };
    let name =
        |spot: &Spot, way: Way| format!("{}: {}: {}", book.place(spot.at), spot.id, words::way(way).fill(locale, &[]));
    section(&words::GAPS, coverage.gaps().map(|(spot, way)| name(spot, way)).collect());
    section(
        &words::STALE,
        coverage
            .stale(book)
            .flat_map(|(page, it, because)| {
                let what = format!("{}:{}: {}: {}", page.display(), it.line, it.of, it.what);
                [what, format!("  {}", why(book, because, locale))]
            })
            .collect(),
    );
    section(
        &words::EXPLAINED,
        coverage.explained().map(|(spot, way, why)| format!("{}: {why}", name(spot, way))).collect(),
    );
    let row = |(name, (seen, all)): (String, (usize, usize))| format!("{seen:>4} / {all:<4} {name}");
    section(&words::BY_CLAUSE, clauses(coverage, locale).into_iter().map(row).collect());
    let lacking = coverage.grouped(|spot| &spot.item).into_iter().filter(|(_, (seen, all))| seen < all);
    section(&words::BY_ITEM, lacking.map(|(name, tally)| row((name.to_owned(), tally))).collect());
    lines.join("\n") + "\n"
}

/// Why an explanation explains no gap.
fn why(book: &Casebook, because: &Because, locale: Locale) -> String {
    match because {
        Because::NoSuchName(None) => say(&words::NO_SUCH_NAME, locale, &[]),
        Because::NoSuchName(Some(nearest)) => say(&words::NO_SUCH_NAME_BUT, locale, &[nearest]),
        Because::NoSuchWay(ways) => {
            let ways: Vec<String> = ways.iter().map(|way| words::way(*way).fill(locale, &[])).collect();
            let between = if locale == Locale::ZhCn { "、" } else { ", " };
            say(&words::NO_SUCH_WAY, locale, &[&ways.join(between)])
        }
        Because::Shown(case) => say(&words::SHOWN, locale, &[&book.cases[*case].1.name]),
        Because::Twice => say(&words::TWICE, locale, &[]),
    }
}

fn clauses(coverage: &Coverage, locale: Locale) -> Vec<(String, (usize, usize))> {
    let language = usize::from(locale == Locale::En);
    let grouped = coverage.grouped(|spot| &spot.clause[language]);
    let named = |name: &str| if name.is_empty() { say(&words::NO_CLAUSE, locale, &[]) } else { name.to_owned() };
    grouped.into_iter().map(|(name, tally)| (named(name), tally)).collect()
}

/// For a page: the same, with every item.
pub fn markdown(book: &Casebook, coverage: &Coverage, locale: Locale) -> String {
    let word = |phrase: &'static Phrase| say(phrase, locale, &[]);
    let mut out = head(book, coverage, locale).join("\n\n") + "\n";
    let mut table = |title: &'static Phrase, columns: &[&'static Phrase], rows: Vec<Vec<String>>| {
        out += &format!("\n## {}\n\n", word(title));
        if rows.is_empty() {
            out += &(word(&words::NONE) + "\n");
            return;
        }
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        out += &line(columns.iter().map(|column| word(column)).collect());
        out += &line(columns.iter().map(|_| "---".to_owned()).collect());
        out.extend(rows.into_iter().map(|cells| line(cells.iter().map(|cell| cell.replace('|', "\\|")).collect())));
    };
    let named = |spot: &Spot, way: Way| vec![book.place(spot.at), spot.id.clone(), words::way(way).fill(locale, &[])];
    let counted = |(name, (seen, all)): (String, (usize, usize))| vec![name, seen.to_string(), all.to_string()];
    table(
        &words::GAPS,
        &[&words::PLACE, &words::ITEM, &words::WAY],
        coverage.gaps().map(|(spot, way)| named(spot, way)).collect(),
    );
    let explained = coverage.explained().map(|(spot, way, why)| [named(spot, way), vec![why.to_owned()]].concat());
    table(&words::EXPLAINED, &[&words::PLACE, &words::ITEM, &words::WAY, &words::WHY], explained.collect());
    let stale = coverage.stale(book);
    let stale = stale.map(|(page, it, because)| {
        let place = format!("{}:{}", page.display(), it.line);
        vec![place, it.of.clone(), it.what.clone(), why(book, because, locale)]
    });
    table(&words::STALE, &[&words::PLACE, &words::ITEM, &words::WAY, &words::WHY], stale.collect());
    let columns: [&'static Phrase; 3] = [&words::CLAUSE, &words::SEEN, &words::OF];
    table(&words::BY_CLAUSE, &columns, clauses(coverage, locale).into_iter().map(counted).collect());
    let items = coverage.grouped(|spot| &spot.item).into_iter().map(|(name, tally)| counted((name.to_owned(), tally)));
    table(&words::BY_ITEM, &[&words::ITEM, &words::SEEN, &words::OF], items.collect());
    out
}

/// For programs: every spot, and of each way how many cases show it.
pub fn json(book: &Casebook, coverage: &Coverage) -> Value {
    let (seen, all) = coverage.tally();
    let spots = coverage.spots.iter().map(|spot| {
        let ways = spot.kind.ways().iter().map(|way| {
            let cases = spot.seen.get(way).map_or(0, Vec::len);
            json!({ "way": way.id(), "cases": cases, "explained": spot.excused.get(way) })
        });
        json!({
            "name": spot.id,
            "item": spot.item,
            "clause": { "zh": spot.clause[0], "en": spot.clause[1] },
            "file": book.files[spot.at.file].path,
            "line": book.line(spot.at),
            "ways": ways.collect::<Vec<_>>(),
        })
    });
    let stale = coverage.stale(book).map(|(page, it, because)| {
        let mut entry = json!({ "page": page.display().to_string(), "line": it.line, "name": it.of, "way": it.what });
        entry["because"] = match because {
            Because::NoSuchName(_) => "no_such_name".into(),
            Because::NoSuchWay(_) => "no_such_way".into(),
            Because::Twice => "twice".into(),
            Because::Shown(case) => {
                entry["by"] = book.cases[*case].1.name.clone().into();
                "shown".into()
            }
        };
        entry
    });
    json!({
        "shown": seen,
        "of": all,
        "cases": book.cases.len(),
        "spots": spots.collect::<Vec<_>>(),
        "explanations_of_no_gap": stale.collect::<Vec<_>>(),
    })
}
