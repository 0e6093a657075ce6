//! What there is in the language, read off the grammar, and how often texts use it.
//!
//! A construct is a rule of the grammar within another that names it: `dated > citation` is a
//! version with a clause of its own. So whatever the grammar gains is here at once.

use pest::Parser as _;
use pest::iterators::Pair;
use std::collections::{BTreeMap, BTreeSet};

/// The grammar of the language, to see what a text is made of; nothing is read by it.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
struct Grammar;

/// A rule within a rule.
pub type Construct = (String, String);

/// Every construct of the grammar, from an item down; what is only looked ahead for is none.
pub fn of_the_grammar() -> BTreeSet<Construct> {
    let rules = rules(include_str!("../../src/syntax/grammar.pest"));
    let (mut found, mut entered) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = vec![("item", "item")];
    while let Some((above, name)) = waiting.pop() {
        // The names of pest's own: `EOI`, `ASCII_DIGIT`.
        let Some(rule) = rules.get(name) else { continue };
        if rule.seen {
            found.insert((above.to_owned(), name.to_owned()));
        }
        // What a hidden rule holds belongs to the one above it.
        let within = if rule.seen { name } else { above };
        if !rule.whole && entered.insert((within, name)) {
            waiting.extend(rule.names.iter().map(|inner| (within, inner.as_str())));
        }
    }
    found
}

/// Adds the constructs of one item to those counted.
pub fn count(item: &str, counted: &mut BTreeMap<Construct, usize>) {
    let pairs = Grammar::parse(Rule::item, item).unwrap_or_else(|slip| panic!("{slip}\n{item}"));
    for pair in pairs.filter(|pair| pair.as_rule() != Rule::EOI) {
        count_within("item", pair, counted);
    }
}

fn count_within(above: &str, pair: Pair<'_, Rule>, counted: &mut BTreeMap<Construct, usize>) {
    let name = format!("{:?}", pair.as_rule());
    *counted.entry((above.to_owned(), name.clone())).or_default() += 1;
    for inner in pair.into_inner() {
        count_within(&name, inner, counted);
    }
}

/// What a rule of the grammar says.
struct Written {
    /// Whether what it reads is there to be seen: `_{ … }` hides it.
    seen: bool,
    /// `@{ … }`: nothing within it is seen.
    whole: bool,
    /// The rules it names, but for those it only looks ahead for.
    names: Vec<String>,
}

/// The rules of a grammar by name.
fn rules(text: &str) -> BTreeMap<String, Written> {
    let bare: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let mut words = words(&bare.join("\n")).into_iter().peekable();
    let mut found = BTreeMap::new();
    while let Some(name) = words.next() {
        assert_eq!(words.next().as_deref(), Some("="), "a rule begins with its name: {name}");
        let kind = words.next().unwrap_or_default();
        if kind != "{" {
            assert_eq!(words.next().as_deref(), Some("{"), "{name}");
        }
        let (mut names, mut depth, mut ahead) = (Vec::new(), 1usize, false);
        // Brackets that are open, and whether what stands in them is only looked ahead for.
        let mut open: Vec<bool> = Vec::new();
        while depth > 0 {
            let word = words.next().expect("a rule ends");
            match word.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                "!" | "&" => {
                    ahead = true;
                    continue;
                }
                "(" => open.push(ahead),
                ")" => drop(open.pop()),
                word if !ahead && !open.contains(&true) && word.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    names.push(word.to_owned());
                }
                _ => {}
            }
            ahead = false;
        }
        found.insert(name, Written { seen: kind != "_", whole: kind == "@", names });
    }
    found
}

/// Names and signs; what stands in quotes is left out.
fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                while let Some(inner) = letters.next() {
                    match inner {
                        '\\' => drop(letters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            letter if letter.is_whitespace() => {}
            letter if letter.is_ascii_alphanumeric() || letter == '_' => {
                let mut word = letter.to_string();
                while let Some(next) = letters.next_if(|next| next.is_ascii_alphanumeric() || *next == '_') {
                    word.push(next);
                }
                found.push(word);
            }
            sign => found.push(sign.to_string()),
        }
    }
    found
}
