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
