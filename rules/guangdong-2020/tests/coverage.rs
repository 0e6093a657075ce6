//! Every rule is shown by the cases to grant, to refuse and to wait for a fact; pages mirror rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const STATES: [&str; 3] = ["grants", "refuses", "waits for a fact"];

/// Name and text of every file of a folder of the rule set.
fn files(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let stem = |path: &std::path::PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (stem(path), fs::read_to_string(path).unwrap())).collect()
}

/// The rules of a file, by the lines that begin with `rule`.
fn rules(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.strip_prefix("rule ")).map(|rest| rest.split(' ').next().unwrap())
}

/// The lines of the `decision` blocks of a page.
fn decision_lines(page: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(tag) => inside = tag == "decision" || tag.starts_with("decision "),
            None if inside => lines.push(line),
            None => {}
        }
    }
    lines
}

/// The rule a line of a decision is about, and what the line says of it.
fn state(line: &str) -> Option<(&str, &'static str)> {
    let (sign, rest) = line.split_once(' ')?;
    match sign {
        "+" => {
            let (_, rule) = rest.split_once(") by ")?;
            Some((rule.split([' ', ':']).next()?, STATES[0]))
        }
        "-" | "?" => {
            let after_subject = rest.split_once("]: ").map_or(rest, |(_, rule)| rule);
            Some((after_subject.split(':').next()?, if sign == "-" { STATES[1] } else { STATES[2] }))
        }
        _ => None,
    }
}

#[test]
fn every_rule_is_shown_in_its_three_states() {
    let mut shown: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (_, page) in files("cases") {
        for (rule, state) in decision_lines(&page).into_iter().filter_map(state) {
            shown.entry(rule.to_owned()).or_default().insert(state);
        }
    }
    let mut lacking = Vec::new();
    let mut count = 0;
    for (file, text) in files("policy") {
        for rule in rules(&text) {
            count += 1;
            let seen = shown.get(rule).cloned().unwrap_or_default();
            let lacks = STATES.iter().filter(|state| !seen.contains(**state));
            lacking.extend(lacks.map(|state| format!("{file}: no case in which `{rule}` {state}")));
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    assert!(count > 60, "only {count} rules");
}

#[test]
fn every_file_with_rules_has_its_page_of_cases() {
    let pages: BTreeSet<String> = files("cases").into_iter().map(|(name, _)| name).collect();
    let with_rules = files("policy").into_iter().filter(|(_, text)| rules(text).next().is_some());
    let missing: Vec<String> = with_rules.map(|(name, _)| name).filter(|name| !pages.contains(name)).collect();
    assert!(missing.is_empty(), "no page of cases for {missing:?}");
}

/// The eighteen published or derived examples each have a case that bears their number.
#[test]
fn every_published_example_is_a_case() {
    let pages: String = files("cases").into_iter().map(|(_, text)| text).collect();
    let missing: Vec<u32> = (1..=18).filter(|n| !pages.contains(&format!("\n## E{n} "))).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}
