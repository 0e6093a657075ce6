//! Policy text ⇄ tree: what is read, what is refused and in which words, and how it is printed.

use doudi::Limits;
use doudi::source::SourceId;
use doudi::syntax::{parse, print};

const EVERYTHING: &str = include_str!("syntax/everything.policy");

/// The tree as text, every span left out.
fn tree(text: &str) -> String {
    let (file, diagnostics) = parse(SourceId(0), text, &Limits::default());
    assert_eq!(diagnostics, [], "{text}");
    let shown = format!("{file:?}");
    let mut pieces = shown.split("Span { source: SourceId(0), start: ");
    let first = pieces.next().unwrap_or_default().to_string();
    pieces.fold(first, |out, piece| out + piece.split_once('}').map_or(piece, |(_, rest)| rest))
}

#[test]
fn every_construct_survives_printing() {
    let (file, diagnostics) = parse(SourceId(0), EVERYTHING, &Limits::default());
    assert_eq!(diagnostics, []);
    assert_eq!(file.items.len(), 36);
    let printed = print(&file);
    insta::assert_snapshot!(printed);
    assert_eq!(tree(&printed), tree(EVERYTHING));
    assert_eq!(print(&parse(SourceId(0), &printed, &Limits::default()).0), printed);
}

#[test]
fn probe() {
    let cases = include_str!("syntax/probe.txt");
    for case in cases.split("\n---\n") {
        println!("=== {case}");
        let case = case.replace("<NBSP>", "\u{a0}");
        let (file, diagnostics) = parse(SourceId(0), &case, &Limits::default());
        let index = doudi::source::LineIndex::new(&case);
        for d in &diagnostics {
            let doudi::diagnostic::Place::Span(s) = &d.place else { continue };
            let (l, c) = index.line_column(&case, s.start);
            println!("  {}:{l}:{c} [{}] {} | {} | {} | {} {:?}", d.entry.code, case.get(s.start as usize..s.end as usize).unwrap_or("?").replace('\n', "⏎"),
              d.message(doudi::diagnostic::Locale::En), d.help(doudi::diagnostic::Locale::En), d.message(doudi::diagnostic::Locale::ZhCn), d.help(doudi::diagnostic::Locale::ZhCn), d.edit.as_ref().map(|e| &e.replacement));
        }
        println!("  items {}", file.items.len());
    }
}

#[test]
fn stack_probe() {
    let shapes: Vec<(&str, Box<dyn Fn(usize) -> String + Send + Sync>)> = vec![
        ("paren", Box::new(|n| format!("condition P.a = {}x{}", "(".repeat(n), ")".repeat(n)))),
        ("call", Box::new(|n| format!("condition P.a = {}x{}", "f(".repeat(n), ")".repeat(n)))),
        ("paren+", Box::new(|n| format!("condition P.a = {}x{}", "(1 + ".repeat(n/2), ")".repeat(n/2)))),
        ("call2", Box::new(|n| format!("condition P.a = {}x{}", "a or b and c = d + f(".repeat(n/5), ")".repeat(n/5)))),
        ("block", Box::new(|n| format!("condition P.a {{ {} x {} }}", "all of { p: ".repeat(n-1), "}".repeat(n-1)))),
        ("in", Box::new(|n| format!("condition P.a = {}x{}", "x in (".repeat(n), ")".repeat(n)))),
        ("where", Box::new(|n| format!("condition P.a = {}x{}", "any of l where ".repeat(n), " satisfies y".repeat(n)))),
        ("by", Box::new(|n| format!("condition P.a = {}x{}", "first(a by b, ".repeat(n), ")".repeat(n)))),
        ("if", Box::new(|n| format!("condition P.a = {}x", "if a then b else ".repeat(n)))),
        ("neg", Box::new(|n| format!("condition P.a = {}x", "-".repeat(n)))),
        ("not", Box::new(|n| format!("condition P.a = {}x", "not ".repeat(n)))),
        ("chain", Box::new(|n| format!("condition P.a = x{}", " + x".repeat(n)))),
        ("on", Box::new(|n| format!("condition P.a = x{}", " on x".repeat(n)))),
        ("ifp", Box::new(|n| format!("condition P.a = {}x{}", "if (".repeat(n/2), ") then a else b".repeat(n/2)))),
    ];
    for (name, shape) in &shapes {
        if std::env::var("SHAPE").is_ok_and(|s| s != *name) { continue }
        for stack in [std::env::var("STACK").map_or(8192usize, |s| s.parse().unwrap())] {
            let text = shape(64);
            let text65 = shape(65);
            let (a, b) = std::thread::Builder::new().stack_size(stack << 10).spawn(move || {
                let (file, d) = parse(SourceId(0), &text, &Limits::default());
                let printed = print(&file.clone()).len() + format!("{file:?}").len();
                let (_, e) = parse(SourceId(0), &text65, &Limits::default());
                (d.iter().map(|d| d.entry.code).collect::<Vec<_>>(), (e.iter().map(|d| d.entry.code).collect::<Vec<_>>(), printed))
            }).unwrap().join().unwrap();
            println!("{name} {stack}K {a:?} {b:?}");
        }
    }
}
#[test]
fn one_probe() {
    for n in [10usize, 30, 60, 63, 64] {
        let text = format!("condition P.a = {}x{}", "(".repeat(n), ")".repeat(n));
        let t = std::time::Instant::now();
        let (_, d) = std::thread::Builder::new().stack_size(64 << 20).spawn(move || parse(SourceId(0), &text, &Limits::default())).unwrap().join().unwrap();
        println!("probe {n} {:?} {:?}", d, t.elapsed());
    }
}
