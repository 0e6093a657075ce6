//! Formatting changes layout and nothing else: of generated policies in disorder, and of our own.

use crate::oracle::generate::{self, Rng};
use crate::seeds;
use doudi::source::SourceId;
use doudi::syntax::keywords::{self, Script};
use doudi::syntax::{format, parse, print};
use doudi::{Limits, Policy};
use std::fs;
use std::path::{Path, PathBuf};

/// Policies made up by an ordinary run; `DOUDI_FORMATTED` says how many otherwise.
const POLICIES: u64 = 300;

fn formatted(text: &str, script: Option<Script>) -> String {
    format(SourceId(0), text, script, &Limits::default()).unwrap_or_else(|found| panic!("{found:?}\n{text}"))
}

/// The tree of a text, printed: what it means, its layout and its language left out.
fn meaning(text: &str) -> String {
    let (file, diagnostics) = parse(SourceId(0), text, &Limits::default());
    assert!(diagnostics.is_empty(), "{diagnostics:?}\n{text}");
    print(&file)
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<String> {
    let mut comments = Vec::new();
    for line in text.lines() {
        let mut quoted = None;
        for (at, letter) in line.char_indices() {
            quoted = match (quoted, letter) {
                (None, '"') => Some('"'),
                (None, '“') => Some('”'),
                (None, '#' | '＃') => {
                    comments.push(line[at..].replacen('＃', "#", 1).trim_end().to_string());
                    break;
                }
                (Some(closing), _) if letter == closing => None,
                _ => quoted,
            };
        }
    }
    comments
}

/// The laws of formatting, for one text.
fn holds(text: &str) {
    let tidy = formatted(text, None);
    assert_eq!(formatted(&tidy, None), tidy, "formatted twice:\n{text}");
    assert_eq!(meaning(&tidy), meaning(text), "{text}");
    assert_eq!(comments(&tidy), comments(text), "{text}\n--- formatted\n{tidy}");
    assert!(tidy.lines().all(|line| line.trim_end() == line), "blanks at the end of a line:\n{tidy}\n--- of\n{text}");
    for (script, other) in [(Script::Chinese, Script::English), (Script::English, Script::Chinese)] {
        let one = formatted(text, Some(script));
        assert_eq!(meaning(&one), meaning(text), "{one}");
        assert_eq!(comments(&one), comments(text), "{one}");
        let two = formatted(&one, Some(other));
        assert_eq!(formatted(&two, Some(script)), one, "there and back:\n{text}\n--- other\n{two}");
    }
}

/// A text in disorder: odd blanks, comments, blank lines, full-width signs, keywords of both languages.
fn disordered(text: &str, rng: &mut Rng) -> String {
    let plain: Vec<_> = keywords::ALL.iter().flat_map(|table| table.iter()).filter(|it| is_plain(it)).collect();
    let (mut out, mut rest, mut quoted) = (String::new(), text, false);
    while let Some(letter) = rest.chars().next() {
        let run = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        let length = if run > 0 { run } else { letter.len_utf8() };
        let (piece, behind) = rest.split_at(length);
        let mut beginnings = keywords::ITEMS.iter().copied().chain([&keywords::ALLOW]);
        let item = beginnings.any(|item| behind.starts_with(item.en) || behind.starts_with(item.zh));
        match piece {
            "\"" if !out.ends_with('\\') => {
                quoted = !quoted;
                out.push('"');
            }
            _ if quoted => out.push_str(piece),
            " " | "\n" => out.push_str(&gap(piece, item, rng)),
            _ if run > 0 => match plain.iter().find(|keyword| keyword.en == piece) {
                Some(keyword) if rng.chance(30) => out.push_str(keyword.zh),
                _ => out.push_str(piece),
            },
            _ => out.push_str(if rng.chance(20) { full_width(piece) } else { piece }),
        }
        rest = behind;
    }
    out
}

/// A word that is a keyword wherever it stands, and has one meaning.
fn is_plain(keyword: &keywords::Keyword) -> bool {
    let among = |word: &str| keywords::ALL.iter().flat_map(|it| it.iter()).filter(|it| it.en.contains(word)).count();
    keyword.reserved && !keyword.rule.is_empty() && among(keyword.en) == 1
}

fn gap(piece: &str, item: bool, rng: &mut Rng) -> String {
    let number = rng.below(1000);
    match rng.below(24) {
        // An item begins a line where nothing closes the one before it.
        0..=2 if item && piece == "\n" => "\n".to_string(),
        0 => "   ".to_string(),
        1 => "\t".to_string(),
        2 => "\u{3000}".to_string(),
        // A word that begins an item would begin one at the beginning of a line.
        _ if item && piece == " " => " ".to_string(),
        3 => "\n".to_string(),
        4 => format!(" # 第{number}条 \n"),
        5 => format!("\n# on its own {number}\n"),
        6 => format!("\n\n\n  ＃ {number}\n\n"),
        7 => "\r\n\r\n\r\n".to_string(),
        8 => format!(" # {number}\n # {number}\n\n"),
        _ => piece.to_string(),
    }
}

fn full_width(sign: &str) -> &str {
    match sign {
        "(" => "（",
        ")" => "）",
        "{" => "｛",
        "}" => "｝",
        ":" => "：",
        "," => "，",
        "=" => "＝",
        "<" => "＜",
        ">" => "＞",
        "!" => "！",
        "+" => "＋",
        "-" => "-",
        "*" => "×",
        "/" => "÷",
        "%" => "％",
        _ => sign,
    }
}

#[test]
fn generated_policies_in_disorder() {
    let wanted = seeds::number("DOUDI_FORMATTED", POLICIES);
    let (mut held, mut loaded) = (0u64, 0u64);
    for seed in seeds::of("formatted", wanted) {
        let generated = generate::policy(seed);
        let text = disordered(&generated.text(), &mut Rng(seed ^ 0xf0f0));
        holds(&text);
        held += 1;
        if held.is_multiple_of(1000) {
            println!("{held} policies formatted");
        }
        let load = |text: String| Policy::load(generate::sources(text)).ok();
        if let Some(policy) = load(generated.text()) {
            let tidy = load(formatted(&text, Some(Script::Chinese))).expect("it loads, formatted");
            assert_eq!((policy.digest(), policy.print_plan()), (tidy.digest(), tidy.print_plan()), "{text}");
            loaded += 1;
        }
    }
    assert!(held >= wanted && loaded * 2 > held, "{loaded} of {held} loaded");
    println!("{held} policies formatted, {loaded} of them loaded and their plans compared");
}

#[test]
fn every_construct_in_disorder() {
    let everything = include_str!("syntax/everything.policy");
    holds(everything);
    for seed in seeds::of("every construct formatted", 60) {
        holds(&disordered(&meaning(everything), &mut Rng(seed)));
    }
}

/// The places of a text behind a word or a sign, outside of quotations and comments, where a line may
/// break: not before a word that would begin an item there.
fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut quoted = None;
    let mut commented = false;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        match (quoted, letter) {
            (Some(closing), _) if letter != closing => continue,
            (Some(_), _) => quoted = None,
            (None, '"') if !commented => {
                quoted = Some('"');
                continue;
            }
            (None, '“') if !commented => {
                quoted = Some('”');
                continue;
            }
            (None, '#' | '＃') => commented = true,
            (None, '\n') => commented = false,
            _ => {}
        }
        let is_sign = |letter: char| "(){},:".contains(letter);
        let Some(next) = text[end..].chars().next() else { continue };
        let ends = !letter.is_whitespace() && (is_sign(letter) || is_sign(next) || next.is_whitespace());
        let rest = text[end..].trim_start_matches([' ', '\t']);
        let begins_item = keywords::ITEMS.iter().any(|item| rest.starts_with(item.en) || rest.starts_with(item.zh));
        if ends && !commented && !begins_item {
            places.push(end);
        }
    }
    places
}

/// Behind each word in turn: both comments are kept, in their order, the text without them is the same, and
/// formatting again changes nothing.
#[test]
fn a_comment_may_stand_behind_every_word() {
    let text = include_str!("format/housing.policy");
    let (plain, places) = (meaning(text), places(text));
    for at in &places {
        let (before, behind) = text.split_at(*at);
        let commented = format!("{before} # first\n# second\n{behind}");
        let tidy = formatted(&commented, None);
        assert_eq!(comments(&tidy), ["# first", "# second"], "{commented}\n---\n{tidy}");
        assert_eq!(meaning(&tidy), plain, "{commented}\n---\n{tidy}");
        assert_eq!(formatted(&tidy, None), tidy, "formatted twice:\n{commented}");
    }
    assert!(places.len() > 300, "{}", places.len());
}

fn policies(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            policies(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "policy") {
            found.push(path);
        }
    }
}

#[test]
fn our_own_policies_are_formatted() {
    let mut found = Vec::new();
    for folder in ["rules", "examples", "docs"] {
        policies(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    assert!(found.len() > 20);
    for path in found {
        let text = fs::read_to_string(&path).expect("a text");
        holds(&text);
        assert!(formatted(&text, None) == text, "{} is not formatted: run `doudi fmt`", path.display());
    }
}

/// A text, and what formatting it gives.
#[track_caller]
fn gives(text: &str, expected: &str) {
    assert_eq!(formatted(text, None), expected);
    holds(text);
}

#[test]
fn comments_stay_where_they_stand() {
    gives(
        "# first\n\n\n# of the item\nrule r for H { # behind the brace\n# before when\nwhen a # behind when\n\n\n\nmust m { x: 1 # behind x\n# at the end of the block\n} # behind the block\n# at the end\n} # behind the item\n\n# last\n",
        "# first\n\n# of the item\nrule r for H {  # behind the brace\n  # before when\n  when a  # behind when\n\n  must m {\n    x: 1  # behind x\n    # at the end of the block\n  }  # behind the block\n  # at the end\n}  # behind the item\n\n# last\n",
    );
    gives("condition H.a = b # left\n and c # right\n", "condition H.a\n  = b  # left\n    and c  # right\n");
    gives("# nothing but this", "# nothing but this\n");
    gives("", "");
}

#[test]
fn lines_are_broken_at_operators() {
    let long = |name: &str| format!("{name}_{}", "x".repeat(40));
    let (a, b, c) = (long("a"), long("b"), long("c"));
    gives(
        &format!("condition H.a = {a} and ({b} or {c}) and {c}"),
        &format!("condition H.a\n  = {a}\n    and ({b} or {c})\n    and {c}\n"),
    );
    gives(
        &format!("condition H.a {{ all of {{ x \"…\": {a} = {b} and {c} y: {a} }} }}"),
        &format!("condition H.a {{\n  all of {{\n    x \"…\":\n      {a} = {b}\n      and {c}\n    y: {a}\n  }}\n}}\n"),
    );
}

#[test]
fn rows_stand_in_columns() {
    gives(
        "parameter p: money by C, integer { from 2020-01-01 {\n first, 1..3: 1.50\n 第二类, any:200 third , 4..:3 } }",
        "parameter p: money by C, integer {\n  from 2020-01-01 {\n    first,  1..3: 1.50\n    第二类, any:  200\n    third,  4..:  3\n  }\n}\n",
    );
    gives("choice C { a\nb }", "choice C { a  b }\n");
    gives("choice C {\na b }", "choice C {\n  a\n  b\n}\n");
}

#[test]
fn a_choice_is_set_apart() {
    gives("condition H.a = b + if c then 1 else 2 > 3", "condition H.a = b + (if c then 1 else 2 > 3)\n");
    gives(
        "condition H.a = f(b + # why\n if c then 1 else 2) # what",
        "condition H.a\n  = f(\n      b\n      + (  # why\n            if c then 1 else 2)\n    )  # what\n",
    );
    let long = |name: &str| format!("{name}_{}", "x".repeat(44));
    let (a, b) = (long("a"), long("b"));
    gives(
        &format!("condition H.a = if c then max({a}, {b}, 1) else {a}"),
        &format!("condition H.a\n  = if c then\n      max({a}, {b}, 1)\n    else {a}\n"),
    );
}

#[test]
fn a_day_is_not_taken_for_the_end_of_a_span() {
    gives(
        "condition H.a {\n in force 2020-02-29 .. (2020-06-30 in (b) or c) }",
        "condition H.a {\n  in force 2020-02-29 ..\n  (2020-06-30 in (b) or c)\n}\n",
    );
    gives(
        "condition H.a {\n in force 2020-02-29 .. (85 days + b) != 352 days }",
        "condition H.a {\n  in force 2020-02-29 ..\n  (85 days + b != 352 days)\n}\n",
    );
}

#[test]
fn quotations_and_labels_are_set_below_where_they_do_not_fit() {
    let text = "字".repeat(40);
    gives(
        &format!("rule r for H {{ per law \"1\" quote \"{text}{text}\" when a must m {{ }} }}"),
        &format!("rule r for H {{\n  per law \"1\"\n    quote \"{text}{text}\"\n  when a\n  must m {{ }}\n}}\n"),
    );
}
