//! What stands in a part that could not be read is not missing: no report that follows from it.

use crate::diagnostic::table::model as table;
use crate::diagnostic::{Diagnostic, Entry};
use crate::source::Sources;
use crate::syntax::ast;
use crate::syntax::keywords::{self, Keyword};
use std::collections::BTreeSet;

/// Takes out what is said of names that may be declared in the unread parts of the files.
pub(super) fn forgive(files: &[ast::File], sources: &Sources, found: &mut Vec<Diagnostic>) {
    let stretches = files.iter().flat_map(|file| &file.unread).map(|span| sources.slice(*span));
    let words: BTreeSet<&str> =
        stretches.flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    if !words.is_empty() {
        found.retain(|diagnostic| !follows(diagnostic, &words));
    }
}

/// Whether a diagnostic would go if the words were declared.
fn follows(diagnostic: &Diagnostic, words: &BTreeSet<&str>) -> bool {
    let is_one_of = |entries: &[&Entry]| entries.iter().any(|entry| entry.code == diagnostic.entry.code);
    let begins = |item: &Keyword| words.contains(item.en) || words.contains(item.zh);
    let name = diagnostic.args.first().map_or("", String::as_str);
    is_one_of(OF_A_NAME) && words.contains(name)
        || is_one_of(&[&table::NO_POLICY]) && begins(&keywords::POLICY)
        || is_one_of(&[&table::NO_ENTITY, &table::SECOND_ROOT]) && begins(&keywords::ENTITY)
}

/// What is said of a name nothing is declared by; the name is the first argument.
const OF_A_NAME: &[&Entry] = &[
    &table::UNKNOWN_NAME,
    &table::NAME_OF_ENTITY_BELOW,
    &table::UNKNOWN_ENTITY,
    &table::UNKNOWN_TYPE,
    &table::UNKNOWN_MEMBER,
    &table::UNKNOWN_VARIANT,
    &table::AMBIGUOUS_VARIANT,
    &table::UNKNOWN_FUNCTION,
    &table::UNKNOWN_INSTRUMENT,
    &table::UNKNOWN_MEASURE,
    &table::UNKNOWN_EXCEPTION,
    &table::UNKNOWN_RULE,
    &table::UNKNOWN_OWNER,
    &table::UNKNOWN_KEY,
    &table::NOT_A_LIST,
];
