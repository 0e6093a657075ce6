//! Text → syntax tree: pest reads one item at a time, and its pairs become our tree at once.
//!
//! This file and those of its folder are the only ones that name pest.

mod counted;
mod duties;
mod expected;
mod expressions;
mod foreign;
mod items;
mod marks;
mod meant;
mod nodes;
mod numbers;
mod patches;
mod properties;
mod scan;
mod signs;
mod types;
mod words;

use super::ast::{Allowance, File, Item};
use super::characters::{MOST, check_characters};
use crate::diagnostic::table::{limits as bounds, syntax as table};
use crate::diagnostic::{self, Diagnostic, Place};
use crate::limits::Limits;
use crate::source::{SourceId, Span};
pub(crate) use foreign::foreign_word;
use nodes::Node;
use patches::Patched;
use pest::Parser as _;
pub use scan::is_name;

/// What reading a part of an item gives: the part, or the first thing that is wrong with it.
type Parsed<T> = Result<T, Box<Diagnostic>>;

/// The parser pest derives from the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
struct Grammar;

/// What every step of reading one item needs to know.
struct Reader<'a> {
    source: SourceId,
    /// The item's text, and where it stands.
    item: &'a Patched<'a>,
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
    let scan::Scanned { chunks, slips, patches } = scan::scan(source, text, limits);
    diagnostics.extend(slips);
    if let Some(excess) = chunks.get(limits.items) {
        let place = span_between(source, excess.start, excess.start);
        diagnostics.push(Diagnostic::at(&bounds::TOO_MANY, place).arg("条目").arg("items").arg(limits.items));
    }
    let mut read_up_to = 0;
    for chunk in chunks.into_iter().take(limits.items) {
        let item = Patched::new(text.get(chunk.start..chunk.end).unwrap_or(""), chunk.start, &patches);
        match (Reader { source, item: &item, limits }).read(&item.text) {
            Ok((allowances, item)) => {
                let item_at = file.items.len();
                file.allowances.extend(allowances.into_iter().map(|found| Allowance { item: item_at, ..found }));
                file.items.push(item);
                file.unread.push(span_between(source, read_up_to, chunk.start));
                read_up_to = chunk.end;
            }
            // What may be an echo of a slip that was told is not told.
            Err(slip) if matches!(slip.place, Place::Span(span) if item.touches(span.start as usize, span.end as usize)) =>
                {}
            Err(slip) => diagnostics.push(*slip),
        }
    }
    file.unread.push(span_between(source, read_up_to, text.len()));
    file.unread.retain(|span| span.start < span.end && !diagnostics.is_empty());
    told_once(&mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    diagnostics.truncate(MOST);
    (file, diagnostics)
}

/// A reserved word that names something is told where it is declared, and not again where it is used.
fn told_once(diagnostics: &mut Vec<Diagnostic>) {
    let word = |found: &Diagnostic| found.args.first().cloned();
    let reserved = diagnostics.iter().filter(|found| found.entry.code == table::RESERVED.code);
    let names: std::collections::BTreeSet<Option<String>> = reserved.map(word).collect();
    diagnostics.retain(|found| found.entry.code != table::EXPECTED.code || !names.contains(&word(found)));
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
