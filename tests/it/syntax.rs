//! Policy text ⇄ tree: what is read, what is refused and in which words, and how it is printed.

use doudi::Limits;
use doudi::diagnostic::Locale;
use doudi::source::{LineIndex, SourceId};
use doudi::syntax::{parse, print};

const EVERYTHING: &str = include_str!("syntax/everything.policy");

#[test]
fn every_construct_is_read() {
    let (file, diagnostics) = parse(SourceId(0), EVERYTHING, &Limits::default());
    let index = LineIndex::new(EVERYTHING);
    for d in &diagnostics {
        eprintln!("{:?} {} {}", d.place, d.message(Locale::En), d.help(Locale::En));
    }
    let _ = (index, print(&file));
    assert!(diagnostics.is_empty());
    assert_eq!(file.items.len(), 35);
}
