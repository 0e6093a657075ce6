//! What names mean, seen by renaming: everything at once, and one thing after the other.

use crate::oracle::generate;
use crate::seeds;
use doudi::source::{SourceId, SourceKind, Span};
use doudi::symbols::{Refused, SymbolId, SymbolKind, Symbols};
use doudi::{Limits, Policy, Sources, model};
use std::collections::BTreeMap;

/// Sources in which the text at each span is another; the same spans, moved.
fn replaced(sources: &Sources, edits: &BTreeMap<Span, String>) -> Sources {
    sources.iter().fold(Sources::new(), |done, (id, source)| {
        let (mut text, mut from) = (String::new(), 0);
        for (span, replacement) in edits.iter().filter(|(span, _)| span.source == id) {
            text += &source.text[from..span.start as usize];
            text += replacement;
            from = span.end as usize;
        }
        text += &source.text[from..];
        match source.kind {
            SourceKind::Policy => done.policy(&source.name, text),
            SourceKind::Instrument => done.text(&source.name, text),
        }
    })
}

fn read(sources: &Sources) -> Symbols {
    Symbols::read(sources, &Limits::default())
}

fn texts(sources: &Sources) -> Vec<&str> {
    sources.iter().map(|(_, source)| source.text.as_str()).collect()
}

/// What marks a name given by this test: it keeps the order of names, and is told from all others.
const MARK: &str = "0zz";

/// A text without the marks, each of which has four digits.
fn unmarked(text: &str) -> String {
    let mut parts = text.split(MARK);
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |done, part| done + &part[4..])
}

/// Gives each declaration a name of its own, everywhere: a use that were missed, or taken for that
/// of another declaration of the same name, would have no meaning, or another.
fn renames_everything(sources: &Sources, what: &str) -> usize {
    let policy = Policy::load(sources.clone()).unwrap_or_else(|error| panic!("{what}: {error}"));
    let symbols = read(sources);
    let mut edits = BTreeMap::new();
    for (id, symbol) in symbols.all().filter(|(_, symbol)| symbol.version_of.is_none()) {
        let name = format!("{}{MARK}{:04}", symbol.name, id.0);
        let declared = symbols.declarations(id).map(|(_, symbol)| symbol.span);
        for span in declared.chain(symbols.uses(id)) {
            assert_eq!(sources.slice(span), symbol.name, "{what}");
            assert!(edits.insert(span, name.clone()).is_none(), "{what}: one name, two meanings");
        }
    }
    let renamed = replaced(sources, &edits);
    let other = Policy::load(renamed.clone()).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(unmarked(&other.print_plan()), policy.print_plan(), "{what}");
    assert_eq!(unmarked(&model::print(other.model())), model::print(policy.model()), "{what}");
    let again = read(&renamed);
    let mut back = BTreeMap::new();
    for (id, symbol) in again.all() {
        let declared = symbols.get(id).unwrap();
        assert_eq!((symbol.kind, symbol.version_of), (declared.kind, declared.version_of));
        back.insert(symbol.span, unmarked(&symbol.name));
    }
    back.extend(again.mentions().map(|(span, id)| (span, unmarked(&again.get(id).unwrap().name))));
    assert_eq!(back.len(), edits.len());
    assert_eq!(texts(&replaced(&renamed, &back)), texts(sources), "{what}");
    edits.len()
}

#[test]
fn all_names_of_the_guangdong_set_can_be_others() {
    for sources in [
        doudi_guangdong_2020::sources(),
        Sources::new()
            .policy("whole.policy", include_str!("model/whole.policy"))
            .text("notice/gd49.txt", include_str!("model/gd49.txt"))
            .text("law.txt", include_str!("model/law.txt")),
    ] {
        let names = renames_everything(&sources, "the set");
        assert!(names > 50, "only {names} names");
    }
}

#[test]
fn all_names_of_generated_policies_can_be_others() {
    let mut names = 0;
    for seed in seeds::of("renamed", 150) {
        let sources = generate::sources(generate::policy(seed).text());
        if Policy::load(sources.clone()).is_ok() {
            names += renames_everything(&sources, &format!("seed {seed}"));
        }
    }
    assert!(names > 5_000, "only {names} names");
}

/// One after the other, as an editor does it, and back.
#[test]
fn a_name_is_changed_everywhere_and_back() {
    let sources = doudi_guangdong_2020::sources();
    let (symbols, limits) = (read(&sources), Limits::default());
    let mut tried = 0;
    for (id, symbol) in symbols.all().step_by(61) {
        let edits = symbols.rename(&sources, &limits, id, &format!("{}0", symbol.name)).unwrap();
        let edits: BTreeMap<Span, String> = edits.into_iter().map(|edit| (edit.span, edit.replacement)).collect();
        let renamed = replaced(&sources, &edits);
        let other = Policy::load(renamed.clone()).unwrap_or_else(|error| panic!("{}: {error}", symbol.name));
        assert_eq!(other.model().rules.len(), 73);
        let back = read(&renamed).rename(&renamed, &limits, id, &symbol.name).unwrap();
        let back = back.into_iter().map(|edit| (edit.span, edit.replacement)).collect();
        assert_eq!(texts(&replaced(&renamed, &back)), texts(&sources), "{}", symbol.name);
        tried += 1;
    }
    assert!(tried > 10, "only {tried} renamed");
}

const SMALL: &str = "policy p in force 2020-01-01 ..
choice Area { town village }
entity Home { area: Area  rent: money per month  rooms: list of Room }
entity Room { size: integer }
parameter standard: money per month by Area { unset }
reading how { narrow wide default narrow }
condition Home.needy in force .. 2020-06-30 = rent < standard(area)
condition Home.needy in force 2020-07-01 .. = how = wide and any of rooms satisfies size > 3
exception spared to Home.needy { when area = town may waive }
measure aid for Home { monthly: money per month }
rule aid for Home { when needy must aid { monthly: 100 } }
";

fn small() -> (Sources, Symbols) {
    let sources = Sources::new().policy("small.policy", SMALL);
    Policy::load(sources.clone()).unwrap();
    let symbols = read(&sources);
    (sources, symbols)
}

/// What the name at the n-th place of a text means.
fn meant(symbols: &Symbols, text: &str, nth: usize) -> SymbolId {
    let (at, _) = SMALL.match_indices(text).nth(nth).unwrap();
    symbols.at(SourceId(0), at as u32).unwrap_or_else(|| panic!("nothing at {at}")).1
}

#[test]
fn a_name_is_refused_that_would_change_what_the_policy_says() {
    let (sources, symbols) = small();
    let rename = |id, name: &str| symbols.rename(&sources, &Limits::default(), id, name);
    let rent = meant(&symbols, "rent", 0);
    assert_eq!(rename(rent, "when").unwrap_err(), Refused::Reserved);
    for bad in ["", "3rd", "two words", "a.b", "a-b", "\"a\"", "#"] {
        assert_eq!(rename(rent, bad).unwrap_err(), Refused::NotAName, "{bad}");
    }
    let wrong = |id, name| match rename(id, name) {
        Err(Refused::Wrong(why)) => why.entry.code,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(wrong(rent, "area"), doudi::diagnostic::table::model::DUPLICATE_NAME.code);
    assert_eq!(wrong(rent, "standard"), doudi::diagnostic::table::model::NAME_TAKEN_BY_VALUE.code);
    // `area = town` could then be the field or the variant.
    assert_eq!(wrong(rent, "town"), doudi::diagnostic::table::model::VARIANT_OR_VALUE.code);
    assert_eq!(rename(rent, "房租").unwrap().len(), 2);
}

#[test]
fn a_rule_and_its_measure_of_the_same_name_are_two_things() {
    let (_, symbols) = small();
    let (measure, rule) = (meant(&symbols, "aid", 0), meant(&symbols, "aid", 1));
    assert_eq!(symbols.get(measure).unwrap().kind, SymbolKind::Measure);
    assert_eq!(symbols.get(rule).unwrap().kind, SymbolKind::Rule);
    assert_eq!((symbols.uses(measure).count(), symbols.uses(rule).count()), (1, 0));
}

#[test]
fn versions_by_date_are_one_thing() {
    let (_, symbols) = small();
    let needy = meant(&symbols, "needy", 3);
    assert_eq!(symbols.declarations(needy).count(), 2);
    assert_eq!(symbols.uses(needy).count(), 2);
    let to: Vec<&str> = symbols.exceptions_to(needy).map(|(_, symbol)| symbol.name.as_str()).collect();
    assert_eq!(to, ["spared"]);
}

#[test]
fn names_keep_their_meaning_beside_what_is_wrong() {
    let broken = SMALL.replace("rent < standard(area)", "rent < standrad(area)").replace("may waive }", "may }");
    let sources = Sources::new().policy("small.policy", broken.clone());
    assert!(Policy::load(sources.clone()).is_err());
    let symbols = read(&sources);
    let at = |text: &str| symbols.at(SourceId(0), broken.rfind(text).unwrap() as u32).map(|(_, id)| id);
    let name = |text: &str| symbols.get(at(text)?).map(|symbol| symbol.name.clone());
    for text in ["needy", "rooms", "wide", "monthly", "size"] {
        assert_eq!(name(text).as_deref(), Some(text));
    }
    assert_eq!(name("standrad"), None);
}

#[test]
fn places_outside_the_texts_mean_nothing() {
    let (_, symbols) = small();
    assert_eq!(symbols.at(SourceId(0), u32::MAX), None);
    assert_eq!(symbols.at(SourceId(7), 3), None);
    assert!(symbols.get(SymbolId(9_999)).is_none());
    assert_eq!(Symbols::default().all().count(), 0);
}
