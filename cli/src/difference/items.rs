//! Texts + texts → the items that are not the same, each with the lines that differ.

use doudi::source::{SourceId, SourceKind};
use doudi::syntax::ast::{File, Item};
use doudi::syntax::{parse, print};
use doudi::{Limits, Policy};
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeMap, BTreeSet};

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the old policy has it.
    Removed,
    /// Only the new policy has it.
    Added,
    /// Both have it, and it says something else.
    Changed,
}

/// An item that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// What became of it.
    pub change: Change,
    /// What it is and what it is called: `parameter standard`, `rule low_income`.
    pub item: String,
    /// The lines of its canonical form that differ, in order, `- ` before an old one and `+ ` before a
    /// new one; two blanks before the line of the block they stand in. Empty where all of it is new
    /// or gone, and of a wording.
    pub lines: Vec<String>,
}

/// The items that are not the same, by name. Items are compared as the formatter prints them, so
/// that layout, comments and the order of items are no change; wordings that are cited letter by letter.
pub fn changes(old: &Policy, new: &Policy) -> Vec<ItemChange> {
    let (before, after) = (items(old), items(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        let (was, is) = (before.get(name), after.get(name));
        let (change, lines) = match (was, is) {
            (Some(was), Some(is)) if was == is => continue,
            (Some(was), Some(is)) if name.starts_with(WORDING) => {
                debug_assert_ne!(was, is);
                (Change::Changed, Vec::new())
            }
            (Some(was), Some(is)) => (Change::Changed, differing(was, is)),
            (Some(_), None) => (Change::Removed, Vec::new()),
            _ => (Change::Added, Vec::new()),
        };
        found.push(ItemChange { change, item: name.clone(), lines });
    }
    found
}

const WORDING: &str = "text ";

/// What every item is called, and its canonical form; versions of one name together.
fn items(policy: &Policy) -> BTreeMap<String, String> {
    let mut forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, source) in policy.sources().iter().filter(|(_, source)| source.kind == SourceKind::Policy) {
        let (file, _) = parse(SourceId(0), &source.text, &Limits::default());
        for item in file.items {
            let name = name(&item);
            let form = print(&File { items: vec![item], ..File::default() });
            forms.entry(name).or_default().push(form);
        }
    }
    for text in policy.model().instruments.iter().filter_map(|instrument| instrument.text.as_deref()) {
        let wording = policy.sources().named(text).map_or("", |(_, source)| source.text.as_str());
        forms.insert(format!("{WORDING}{text}"), vec![wording.to_owned()]);
    }
    let sorted = |mut forms: Vec<String>| {
        forms.sort();
        forms.concat()
    };
    forms.into_iter().map(|(name, forms)| (name, sorted(forms))).collect()
}

fn name(item: &Item) -> String {
    match item {
        // There is one of each policy that amends another; the version and the days are its content.
        Item::Policy(it) => format!("policy {}", it.name.text),
        Item::Instrument(it) => format!("instrument {}", it.name.text),
        Item::Choice(it) => format!("choice {}", it.name.text),
        Item::Entity(it) => format!("entity {}", it.name.text),
        Item::Parameter(it) => format!("parameter {}", it.name.text),
        Item::Reading(it) => format!("reading {}", it.name.text),
        Item::Define(it) => format!("define {}.{}", it.entity.text, it.name.text),
        Item::Condition(it) => format!("condition {}.{}", it.entity.text, it.name.text),
        Item::Exception(it) => format!("exception {}", it.name.text),
        Item::Measure(it) => format!("measure {}", it.name.text),
        Item::Rule(it) => format!("rule {}", it.name.text),
        Item::Amendment(it) => format!("amend parameter {}", it.name.text),
        Item::Provision(it) => format!("provision {}", it.name.text),
        Item::Duty(it) => format!("duty {}", it.name.text),
        Item::Property(it) => format!("property {}", it.name.text),
    }
}

/// The lines that differ, each run of them below the line of the block it stands in.
fn differing(was: &str, is: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(was, is);
    let mut found = Vec::new();
    // The lines that open the blocks around, with their indent.
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut told: Option<String> = None;
    for change in diff.iter_all_changes() {
        let line = change.value().trim_end().to_owned();
        let indent = line.len() - line.trim_start().len();
        open.retain(|(of, _)| *of < indent);
        let around = open.last().filter(|(of, _)| *of > 0).map(|(_, line)| line.clone());
        let sign = match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some('-'),
            ChangeTag::Insert => Some('+'),
        };
        if let Some(sign) = sign {
            if around != told {
                found.extend(around.iter().map(|line| format!("  {line}")));
                told = around;
            }
            found.push(format!("{sign} {line}"));
        }
        if line.ends_with('{') && sign.is_none() {
            open.push((indent, line));
        }
    }
    found
}
