//! No text exhausts the stack or the patience of its reader, and none makes it panic.

use super::{codes, print, read};
use std::time::{Duration, Instant};

const TOO_DEEP: &str = "E0702";

/// A text nested `depth` levels, of every construct that nests.
type Family = (&'static str, fn(usize) -> String);

const NESTED: [Family; 13] = [
    ("brackets", |n| format!("condition P.a = {}x{}", "(".repeat(n), ")".repeat(n))),
    ("calls", |n| format!("condition P.a = {}x{}", "f(".repeat(n), ")".repeat(n))),
    ("second arguments", |n| format!("condition P.a = {}x{}", "f(y, ".repeat(n), ")".repeat(n))),
    ("filters", |n| format!("condition P.a = {}x{}", "f(y where ".repeat(n), ")".repeat(n))),
    ("sort keys", |n| format!("condition P.a = {}x{}", "f(y by ".repeat(n), ")".repeat(n))),
    ("sets", |n| format!("condition P.a = {}x{}", "x in (".repeat(n), ")".repeat(n))),
    ("minus", |n| format!("condition P.a = {}x", "- ".repeat(n))),
    ("not", |n| format!("condition P.a = {}x", "not ".repeat(n))),
    ("else if", |n| format!("condition P.a = {}x", "if a then b else ".repeat(n))),
    ("quantifiers", |n| format!("condition P.a = {}x", "any of l satisfies ".repeat(n))),
    ("filters of quantifiers", |n| {
        format!("condition P.a = {}x{}", "any of l where ".repeat(n), " satisfies y".repeat(n))
    }),
    ("chains", |n| format!("condition P.a = x{}", " + x".repeat(n))),
    ("blocks", |n| format!("condition P.a {{ {}x {} }}", "any of { p: ".repeat(n - 1), "}".repeat(n - 1))),
];

#[test]
fn sixty_four_levels_are_accepted_on_any_stack_and_no_more() {
    for stack in [256 << 10, 2 << 20, 8 << 20] {
        for (name, nested) in NESTED {
            let work = move || {
                let (file, diagnostics) = read(&nested(64));
                // Cloning, showing, printing and dropping the deepest tree takes no more.
                let copy = file.clone();
                assert!(!format!("{file:?}").is_empty());
                let again = read(&print(&copy)).1;
                drop((file, copy));
                assert_eq!((diagnostics, again), (vec![], vec![]), "{name}");
                assert_eq!(codes(&nested(65)), [TOO_DEEP], "{name}");
            };
            let thread = std::thread::Builder::new().stack_size(stack).spawn(work);
            assert!(thread.is_ok_and(|thread| thread.join().is_ok()), "{name} on {stack} bytes");
        }
    }
}

#[test]
fn a_limit_of_its_own_bounds_what_a_host_allows() {
    let limits = doudi::Limits { depth: 3, ..doudi::Limits::default() };
    for (name, nested) in NESTED {
        let parse = |depth| doudi::syntax::parse(doudi::source::SourceId(0), &nested(depth), &limits).1;
        assert_eq!(parse(3), [], "{name}");
        assert_eq!(parse(4).iter().map(|diagnostic| diagnostic.entry.code).collect::<Vec<_>>(), [TOO_DEEP], "{name}");
    }
}

#[test]
fn a_million_brackets_are_refused_at_once() {
    for text in ["(".repeat(1_000_000), format!("condition P.a = {}", "(".repeat(1_000_000)), "{".repeat(1_000_000)] {
        let begin = Instant::now();
        assert_eq!(codes(&text).len(), 1);
        assert!(begin.elapsed() < Duration::from_secs(5));
    }
}

/// Fills up to so many bytes with a piece, between a head and a tail.
fn filled(head: &str, piece: &str, tail: &str, bytes: usize) -> String {
    let count = bytes.saturating_sub(head.len() + tail.len()) / piece.len();
    format!("{head}{}{tail}", piece.repeat(count))
}

const FAMILIES: [(&str, &str, &str); 31] = [
    ("condition P.a = ", "(", ""),
    ("condition P.a = ", "f(", ""),
    ("condition P.a = ", "f(x, ", ""),
    ("condition P.a = x", " and x", ""),
    ("condition P.a = x", " + x", ""),
    ("condition P.a = x in (1", ", 1", ")"),
    ("condition P.a = x in (1", "..2, 1", ")"),
    ("condition P.a = ", "not ", "x"),
    ("condition P.a = ", "if a then b else ", "c"),
    ("condition P.a = ", "if ", ""),
    ("condition P.a = ", "any of l satisfies ", "x"),
    ("condition P.a = ", "any of l where ", "x"),
    ("condition P.a = p", " on p", ""),
    ("condition P.", "甲", " = true"),
    ("condition P.a = ", "9", ""),
    ("condition P.a = 1", ",000", ""),
    ("condition P.a \"", "甲", "\" = true"),
    ("condition P.a = ", "/*\n", ""),
    ("condition P.a = ", "/* */ ", ""),
    ("condition P.a = ", "“", ""),
    ("condition P.a = ", "“甲” ", ""),
    ("condition P.a = ", "“‘「", ""),
    ("condition P.a \"", "\\\\", "\" = true"),
    ("#", " # ", "\ncondition P.a = true"),
    ("", "condition P.a = true\n", ""),
    ("", "ruel r for P { }\n", ""),
    ("", "rulerule choicechoice\r\n", ""),
    ("define P.a: money = 1\n", "rul x y\n", ""),
    ("parameter p: money by A { per g \"x\" from 2020-01-01 { a: 1 ", "..5, -3..4, any: 1 - 2 ", "} }"),
    ("parameter p: money by A { per g \"x\" from 2020-01-01 { a: 1", " - 3, any, any, any, any", " } }"),
    ("", "condition P.a { all of { a: b, } ，“”（ e\u{0301}\u{200B}\r", ""),
];

/// Twice the text takes about twice the time: at eight times the size a quadratic reader takes
/// sixty-four times as long, and is far outside these bounds.
#[test]
fn time_grows_with_the_length_of_the_text() {
    for (head, piece, tail) in FAMILIES {
        let time = |bytes: usize| {
            let text = filled(head, piece, tail, bytes);
            let begin = Instant::now();
            let _ = codes(&text);
            begin.elapsed()
        };
        let small = time(16 << 10).max(Duration::from_millis(20));
        let large = time(128 << 10);
        assert!(large < small * 32, "{head}{piece}…: {small:?} for 16 KiB, {large:?} for 128 KiB");
        assert!(time(4 << 10) < Duration::from_secs(1), "{head}{piece}…");
    }
}

/// Cut anywhere, with anything doubled or left out, a policy is read or refused.
#[test]
fn no_mutilation_makes_it_panic() {
    let text = super::EVERYTHING;
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(29).collect();
    for window in places.windows(3) {
        let [a, b, c] = window else { continue };
        let _ = codes(&text[..*a]);
        let item = text[..*a].rfind("\n\n").unwrap_or(0);
        let end = text[*c..].find("\n\n").map_or(text.len(), |end| c + end);
        let _ = codes(&format!("{}{}", &text[item..*a], &text[*b..end]));
        let _ = codes(&format!("{}{}{}", &text[item..*b], &text[*a..*b], &text[*b..end]));
        let _ = codes(&format!("{}{}{}", &text[item..*a], &text[*b..*c], &text[*a..end]));
    }
}
