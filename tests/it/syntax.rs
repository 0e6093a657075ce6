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
