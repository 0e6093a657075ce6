//! Syntax trees → model: what a policy means, and what is said of one that means nothing.

use doudi::diagnostic::{Diagnostic, Locale, Place, table};
use doudi::model::{self, Input, Model, ParameterId, ReadingId, User};
use doudi::source::SourceKind;
use doudi::{Limits, LineIndex, Sources, syntax};
use proptest::prelude::*;
use std::collections::BTreeSet;

mod cases;

const WHOLE: &str = include_str!("model/whole.policy");
const PRELUDE: &str = include_str!("model/prelude.policy");
const LAW: &str = include_str!("model/law.txt");
const NOTICE: &str = include_str!("model/gd49.txt");

/// Parses and resolves; the syntax must be sound.
fn resolve(sources: &Sources) -> (Option<Model>, Vec<Diagnostic>) {
    let limits = Limits::default();
    let mut files = Vec::new();
    for (id, source) in sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy) {
        let (file, found) = syntax::parse(id, &source.text, &limits);
        assert_eq!(shown(sources, &found), "", "{}", source.name);
        files.push(file);
    }
    model::resolve(&files, sources, &limits)
}

/// `E0204 3:5 zh / en`, and the help and further places on lines of their own.
fn shown(sources: &Sources, found: &[Diagnostic]) -> String {
    let place = |span: doudi::source::Span| {
        let text = sources.get(span.source).map_or("", |source| source.text.as_str());
        let (line, column) = LineIndex::new(text).line_column(text, span.start);
        format!("{line}:{column}")
    };
    let mut out = String::new();
    for diagnostic in found {
        let at = match diagnostic.place {
            Place::Span(span) => place(span),
            _ => "-".to_string(),
        };
        let (zh, en) = (diagnostic.message(Locale::ZhCn), diagnostic.message(Locale::En));
        out += &format!("{} {at} {zh} / {en}\n", diagnostic.entry.code);
        if let Some(near) = &diagnostic.near {
            out += &format!("  near {near}\n");
        }
        for label in &diagnostic.labels {
            out += &format!("  {} {}\n", place(label.span), label.phrase.fill(Locale::En, &label.args));
        }
    }
    out
}

#[test]
fn the_whole_language_resolves() {
    let sources = Sources::new().policy("whole.policy", WHOLE).text("notice/gd49.txt", NOTICE);
    let (model, found) = resolve(&sources);
    let (errors, warnings): (Vec<_>, Vec<_>) = found.into_iter().partition(Diagnostic::is_error);
    assert_eq!(shown(&sources, &errors), "");
    insta::assert_snapshot!("whole_warnings", shown(&sources, &warnings));
    insta::assert_snapshot!("whole", model::print(&model.expect("a sound policy has a model")));
}

/// Who asks for a parameter or a reading, and the rules that hang on it through definitions,
/// conditions and exceptions.
#[test]
fn uses_are_followed_to_the_rules() {
    let sources = Sources::new().policy("whole.policy", WHOLE).text("notice/gd49.txt", NOTICE);
    let model = resolve(&sources).0.expect("a sound policy has a model");
    let name = |user: &User| match user {
        User::Derived(id) => model.derived[id.index()].name.id.clone(),
        User::Exception(id) => model.exceptions[id.index()].name.id.clone(),
        User::Rule(id) => model.rules[id.index()].name.id.clone(),
    };
    let uses = |input: Input| {
        let users: Vec<String> = model.users(input).iter().map(name).collect();
        let rules: Vec<&str> =
            model.rules_depending_on(input).iter().map(|id| model.rules[id.index()].name.id.as_str()).collect();
        format!("{} | {}", users.join(" "), rules.join(" "))
    };
    let parameter = |id: &str| {
        let at = model.parameters.iter().position(|parameter| parameter.name.id == id).unwrap();
        uses(Input::Parameter(ParameterId(at as u32)))
    };
    // A definition, the definition of it, an amount.
    assert_eq!(parameter("rate"), "countable | enrolment");
    // In an amount itself, and in a definition nothing asks for.
    assert_eq!(parameter("floor"), "lump enrolment single | enrolment single");
    // A sliding scale, which no rule asks for.
    assert_eq!(parameter("scale"), "tax | ");
    assert_eq!(parameter("standard"), "limit means | enrolment");
    assert_eq!(uses(Input::Reading(ReadingId(0))), "scheme_of | single");
}

/// What is said of a case, leaving out what is said of the prelude.
fn said_of(case: &str) -> (String, Vec<Diagnostic>) {
    let (text, length) = match case.strip_prefix('!') {
        Some(alone) => (alone.to_string(), alone.len()),
        None => (format!("{case}{PRELUDE}"), case.len()),
    };
    let sources = Sources::new().policy("case.policy", text).text("law.txt", LAW);
    let (model, mut found) = resolve(&sources);
    assert_eq!(model.is_none(), found.iter().any(Diagnostic::is_error), "{case}");
    found.retain(|diagnostic| match diagnostic.place {
        Place::Span(span) => (span.start as usize) < length,
        _ => true,
    });
    let unused = |diagnostic: &Diagnostic| diagnostic.entry.code == "W0230" && !case.starts_with('!');
    found.retain(|diagnostic| !unused(diagnostic));
    (shown(&sources, &found), found)
}

fn said_of_all(cases: &[&str]) -> String {
    cases.iter().map(|case| format!("{case}\n{}\n", said_of(case).0)).collect()
}

#[test]
fn names() {
    insta::assert_snapshot!(said_of_all(cases::NAMES));
}

#[test]
fn types() {
    insta::assert_snapshot!(said_of_all(cases::TYPES));
}

#[test]
fn tables_and_dates() {
    insta::assert_snapshot!(said_of_all(cases::TABLES));
}

#[test]
fn citations() {
    insta::assert_snapshot!(said_of_all(cases::CITATIONS));
}

#[test]
fn exceptions_rules_and_cycles() {
    insta::assert_snapshot!(said_of_all(cases::RULES));
}

#[test]
fn every_row_of_the_table_is_reached() {
    let cases = [cases::NAMES, cases::TYPES, cases::TABLES, cases::CITATIONS, cases::RULES];
    let reached: BTreeSet<&str> =
        cases.into_iter().flatten().flat_map(|case| said_of(case).1).map(|diagnostic| diagnostic.entry.code).collect();
    let missing: Vec<&str> =
        table::model::ALL.iter().map(|entry| entry.code).filter(|code| !reached.contains(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn codes_are_unique_and_every_message_stands_in_both_languages() {
    let mut codes = BTreeSet::new();
    for entry in table::all() {
        // Quotation marks of an office's text, and the words the language itself uses.
        for word in ["「", "实体", "缺省", "比例"] {
            assert!(!entry.message.zh.contains(word) && !entry.help.zh.contains(word), "{}: {word}", entry.code);
        }
        assert!(codes.insert(entry.code), "{}", entry.code);
        assert!(!entry.message.zh.is_empty() && !entry.message.en.is_empty(), "{}", entry.code);
        assert_eq!(entry.help.zh.is_empty(), entry.help.en.is_empty(), "{}", entry.code);
    }
}

/// The items of the whole language, in another order and another number.
fn rearranged() -> impl Strategy<Value = Vec<syntax::ast::Item>> {
    let (file, _) = syntax::parse(doudi::source::SourceId(0), WHOLE, &Limits::default());
    let count = file.items.len();
    prop::collection::vec(0..count, 0..count * 2)
        .prop_map(move |places| places.into_iter().filter_map(|place| file.items.get(place).cloned()).collect())
}

/// Stretches of letters and of everything else.
fn words(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        words.push(word);
        rest = tail;
    }
    words
}

fn whole_sources(text: String) -> Sources {
    Sources::new().policy("whole.policy", text).text("notice/gd49.txt", NOTICE)
}

/// The words of a diagnostic that no argument fills.
///
/// Looked for in the table's own words: an argument may quote a brace the policy wrote.
fn unfilled(diagnostic: &Diagnostic) -> Vec<String> {
    let blank = |args: &[String]| vec![String::new(); args.len()];
    let labels = diagnostic.labels.iter().map(|label| (label.phrase, blank(&label.args)));
    let own = [diagnostic.entry.message, diagnostic.entry.help].map(|phrase| (phrase, blank(&diagnostic.args)));
    let says = own.into_iter().chain(labels);
    let filled = says.flat_map(|(phrase, args)| [Locale::ZhCn, Locale::En].map(|locale| phrase.fill(locale, &args)));
    filled.filter(|words| words.split('{').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))).collect()
}

#[test]
fn a_brace_the_policy_wrote_is_no_gap_but_a_missing_argument_is() {
    let whole = Diagnostic::new(&table::model::UNKNOWN_MEMBER, Place::Whole).arg(" { {0}").arg("gd49");
    assert_eq!(whole.message(Locale::En), "`gd49` has no ` { {0}`");
    assert_eq!(unfilled(&whole), Vec::<String>::new());
    let lacking = Diagnostic::new(&table::model::UNKNOWN_MEMBER, Place::Whole).arg("gd49");
    assert_eq!(unfilled(&lacking), ["`{1}` 没有 ``", "`{1}` has no ``"]);
}

proptest! {
    #![proptest_config(crate::properties::config(32))]

    #[test]
    fn the_order_of_items_has_no_meaning(
        items in Just(syntax::parse(doudi::source::SourceId(0), WHOLE, &Limits::default()).0.items).prop_shuffle(),
        cut in 0usize..40,
    ) {
        let sources = whole_sources(WHOLE.to_string());
        let (first, second) = items.split_at(cut.min(items.len()));
        let file = |items: &[syntax::ast::Item]| syntax::ast::File { items: items.to_vec(), ..Default::default() };
        let (shuffled, found) = model::resolve(&[file(first), file(second)], &sources, &Limits::default());
        let (model, expected) = resolve(&sources);
        prop_assert_eq!(shown(&sources, &found), shown(&sources, &expected));
        prop_assert_eq!(shuffled.map(|model| model::print(&model)), model.map(|model| model::print(&model)));
    }

    #[test]
    fn no_choice_of_items_is_a_panic(items in rearranged()) {
        let sources = whole_sources(WHOLE.to_string());
        let file = syntax::ast::File { items, ..Default::default() };
        let (model, found) = model::resolve(&[file], &sources, &Limits::default());
        prop_assert_eq!(model.is_none(), found.iter().any(Diagnostic::is_error));
    }

    #[test]
    fn no_exchange_of_words_is_a_panic(swaps in prop::collection::vec((0usize..3000, 0usize..3000), 1..8)) {
        let mut words = words(WHOLE);
        let count = words.len();
        for (from, to) in swaps {
            words[to % count] = words[from % count];
        }
        let sources = whole_sources(words.concat());
        let mut files = Vec::new();
        for (id, source) in sources.iter().take(1) {
            files.push(syntax::parse(id, &source.text, &Limits::default()).0);
        }
        let (model, found) = model::resolve(&files, &sources, &Limits::default());
        let whole = files.iter().all(|file| file.unread.is_empty());
        prop_assert_eq!(model.is_some(), whole && !found.iter().any(Diagnostic::is_error));
        for diagnostic in &found {
            prop_assert_eq!(unfilled(diagnostic), Vec::<String>::new(), "{}", diagnostic.entry.code);
        }
    }
}

#[test]
fn what_stands_in_an_item_that_cannot_be_read_is_not_missing() {
    let text = "policy a\nentity E { x: money }\ndefine E.twice: money = = x * 2\nmeasure m for E { }\n\
                rule r for E { when twice > 1 and thrice > 1 must m { } }";
    let sources = Sources::new().policy("a.policy", text);
    let (file, slips) = syntax::parse(doudi::source::SourceId(0), text, &Limits::default());
    assert_eq!(slips.len(), 1);
    let (model, found) = model::resolve(&[file], &sources, &Limits::default());
    assert!(model.is_none());
    let names: Vec<&str> = found.iter().map(|diagnostic| diagnostic.args[0].as_str()).collect();
    assert_eq!(names, ["thrice"]);
}
