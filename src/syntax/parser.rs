//! Text → syntax tree: pest reads one item at a time, and its pairs become our tree at once.
//!
//! This file and those of its folder are the only ones that name pest.

mod duties;
mod expected;
mod expressions;
mod items;
mod marks;
mod nodes;
mod properties;
mod scan;
mod signs;

use super::ast::{Allowance, File, Item};
use super::characters::{MOST, check_characters};
use crate::diagnostic::table::{limits as bounds, syntax as table};
use crate::diagnostic::{self, Diagnostic};
use crate::limits::Limits;
use crate::source::{SourceId, Span};
use nodes::Node;
use pest::Parser as _;
pub use scan::{is_name, is_reserved};

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
/// Never fails as a whole, never nests or recurses deeper than [`Limits::depth`], and takes time
/// in proportion to the length of the text. Characters that [`check_characters`] refuses are
/// reported too.
pub fn parse(source: SourceId, text: &str, limits: &Limits) -> (File, Vec<Diagnostic>) {
    let mut file = File::default();
    if text.len() > limits.source_bytes {
        let too_large = Diagnostic::at(&bounds::SOURCE_TOO_LARGE, span_between(source, 0, 0));
        file.unread.push(span_between(source, 0, text.len()));
        return (file, vec![too_large.arg(limits.source_bytes).arg(text.len())]);
    }
    let mut diagnostics = check_characters(source, text);
    let (chunks, slips) = scan::scan(source, text, limits);
    diagnostics.extend(slips);
    if let Some(excess) = chunks.get(limits.items) {
        let place = span_between(source, excess.start, excess.start);
        diagnostics.push(Diagnostic::at(&bounds::TOO_MANY, place).arg("条目").arg("items").arg(limits.items));
    }
    let mut read_up_to = 0;
    for chunk in chunks.into_iter().take(limits.items) {
        let reader = Reader { source, base: chunk.start, limits };
        match reader.read(text.get(chunk.start..chunk.end).unwrap_or("")) {
            Ok((allowances, item)) => {
                let item_at = file.items.len();
                file.allowances.extend(allowances.into_iter().map(|found| Allowance { item: item_at, ..found }));
                file.items.push(item);
                file.unread.push(span_between(source, read_up_to, chunk.start));
                read_up_to = chunk.end;
            }
            Err(slip) => diagnostics.push(*slip),
        }
    }
    file.unread.push(span_between(source, read_up_to, text.len()));
    file.unread.retain(|span| span.start < span.end && !diagnostics.is_empty());
    diagnostic::sort(&mut diagnostics);
    diagnostics.truncate(MOST);
    (file, diagnostics)
}

/// A stretch of a source that is no longer than the limit; any other is cut to what a span holds.
fn span_between(source: SourceId, start: usize, end: usize) -> Span {
    let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    Span { source, start: offset(start), end: offset(end) }
}

impl Reader<'_> {
    fn read(&self, text: &str) -> Parsed<(Vec<Allowance>, Item)> {
        let mut pairs = Grammar::parse(Rule::item, text).map_err(|error| self.refused(text, error))?;
        let reach = self.span_of(0, text.len());
        let mut allowances = Vec::new();
        loop {
            let unreadable = || Box::new(Diagnostic::at(&table::UNREADABLE, reach));
            let node = Node::from(pairs.next().ok_or_else(unreadable)?);
            match node.rule() {
                Rule::allowance => allowances.push(self.allowance(node, reach)?),
                _ => return Ok((allowances, self.item(node)?)),
            }
        }
    }
}
