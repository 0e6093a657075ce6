//! Text → syntax tree: pest reads one item at a time, and its pairs become our tree at once.
//!
//! This file and those of its folder are the only ones that name pest.

mod expressions;
mod items;
mod nodes;

use super::ast::{File, Item};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::syntax as table;
use crate::limits::Limits;
use crate::source::SourceId;
use nodes::Node;
use pest::Parser as _;

/// What reading a part of an item gives: the part, or the first thing that is wrong with it.
type Parsed<T> = Result<T, Box<Diagnostic>>;

/// The parser pest derives from the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
struct Grammar;

/// What every step of reading one item needs to know.
struct Reader<'a> {
    source: SourceId,
    /// Where the item's text begins in its source.
    base: usize,
    limits: &'a Limits,
}

/// Reads one policy file: every item that can be read, and everything that is wrong with the rest.
///
/// Never fails as a whole, never recurses deeper than [`Limits::depth`], and takes time in
/// proportion to the length of the text.
pub fn parse(source: SourceId, text: &str, limits: &Limits) -> (File, Vec<Diagnostic>) {
    let mut file = File::default();
    let mut diagnostics = Vec::new();
    for (start, end) in chunks(text) {
        let reader = Reader { source, base: start, limits };
        match reader.read(text.get(start..end).unwrap_or("")) {
            Ok(item) => file.items.push(item),
            Err(slip) => diagnostics.push(*slip),
        }
    }
    (file, diagnostics)
}

fn chunks(text: &str) -> Vec<(usize, usize)> {
    const ITEMS: [&str; 11] = ["policy", "instrument", "choice", "entity", "parameter", "reading", "define", "condition", "exception", "measure", "rule"];
    let mut starts = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let word: String = line.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if ITEMS.contains(&word.as_str()) { starts.push(offset); }
        offset += line.len();
    }
    let mut ends: Vec<usize> = starts.iter().skip(1).copied().collect();
    ends.push(text.len());
    starts.into_iter().zip(ends).collect()
}

impl Reader<'_> {
    fn read(&self, text: &str) -> Parsed<Item> {
        let unreadable = |start, end| Box::new(Diagnostic::at(&table::UNREADABLE, self.span_of(start, end)));
        let mut pairs = Grammar::parse(Rule::item, text).map_err(|_| {
            unreadable(0, text.len())
        })?;
        let item = pairs.next().ok_or_else(|| unreadable(0, text.len()))?;
        self.item(Node::from(item))
    }
}
