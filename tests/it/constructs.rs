//! The oracle's generator writes every construct of the language: what there is is read off the
//! grammar, and what is never written must be exempt by name, with the reason.
//!
//! Who adds to the grammar has the generator write it, or says here why it bears on no decision.

use crate::oracle::constructs::{self, Construct};
use crate::oracle::generate;
use crate::seeds;
use doudi::syntax::keywords;
use std::collections::{BTreeMap, BTreeSet};

/// Policies that are looked at.
const POLICIES: u64 = 600;

/// What the generator does not write: a rule, those within it, and why.
const EXEMPT: &[(&str, &[&str], &str)] = &[
    ("bound", &["date"], "refused: only numbers have ranges"),
    ("exception", &["explain"], "refused: it is told with what it is made to"),
    ("duty", &["explain"], "refused: no page tells a duty"),
    ("property", &["explain"], "refused: no page tells a property"),
    (
        "row_value",
        &[
            "asked",
            "call",
            "comma",
            "descending",
            "dots",
            "empty_call",
            "equals",
            "for_key",
            "greater",
            "greater_equal",
            "is_element",
            "is_none",
            "kw_and",
            "kw_by",
            "kw_decision_date",
            "kw_else",
            "kw_if",
            "kw_month",
            "kw_none",
            "kw_not",
            "kw_on",
            "kw_or",
            "kw_satisfies",
            "kw_then",
            "kw_where",
            "kw_year",
            "less",
            "less_equal",
            "membership",
            "named",
            "not_equal",
            "quantifier",
            "text",
        ],
        "refused: the value of a row is a constant, or arithmetic over the keys",
    ),
];

/// What the grammar does not tell apart.
const SHAPES: &[&str] = &[
    "until ",
    "any: ",
    "true: ",
    "..<",
    "<..",
    "<..<",
    "in force .. ",
    "in force 2020-02-29 ..",
    "decision_date",
    " on decision_date",
];

#[test]
fn the_generator_writes_the_whole_language() {
    let mut counted: BTreeMap<Construct, usize> = BTreeMap::new();
    let mut text = String::new();
    for seed in seeds::of("constructs", POLICIES) {
        for item in generate::policy(seed).items {
            constructs::count(&item, &mut counted);
            text.push_str(&item);
            text.push('\n');
        }
    }
    let all = constructs::of_the_grammar();
    let stray: Vec<_> = counted.keys().filter(|found| !all.contains(*found)).collect();
    assert!(stray.is_empty(), "written, and not found in the grammar: {stray:?}");
    let exempt: BTreeSet<Construct> = EXEMPT
        .iter()
        .flat_map(|(rule, within, _)| within.iter().map(move |name| (rule.to_string(), name.to_string())))
        .collect();
    for ((rule, within), times) in &counted {
        println!("{times:8} times {rule} > {within}");
    }
    let never: Vec<_> = all.iter().filter(|one| !counted.contains_key(*one) && !exempt.contains(*one)).collect();
    assert!(never.is_empty(), "never written in {POLICIES} policies: {never:#?}");
    let stale: Vec<_> = exempt.iter().filter(|one| counted.contains_key(*one) || !all.contains(*one)).collect();
    assert!(stale.is_empty(), "exempt, and written or not there: {stale:?}");
    let shapes = keywords::FUNCTIONS.iter().map(|function| format!("{}(", function.en));
    let shapes = shapes.chain(keywords::WAYS.iter().map(|way| way.en.to_string()));
    let unwritten: Vec<String> = shapes
        .chain(SHAPES.iter().map(|shape| shape.to_string()))
        .filter(|shape| !text.contains(shape.as_str()))
        .collect();
    assert!(unwritten.is_empty(), "never written in {POLICIES} policies: {unwritten:?}");
}
