//! The language told in order: every page of `tests/spec/` and every guide with fixtures holds.
//! What a policy can get wrong is told in `docs/errors/`: see `errors.rs`.

use doudi::diagnostic::{Diagnostic, table};
use doudi::{Limits, Policy, Sources};
use doudi_cli::suite;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Guides in `docs/` whose blocks are run too.
const GUIDES: &[&str] =
    &["README.md", "docs/language.md", "docs/facts.md", "examples/decisions.md", "examples/living-allowance.md"];

/// Diagnostics that no page can reach, and the test that covers each: what only a huge text or
/// a value that is not text can cause.
pub const NOT_ON_A_PAGE: &[(&str, &str)] = &[
    ("E0701", "spec.rs::what_is_too_large_for_a_page"),
    ("E0704", "spec.rs::what_is_too_large_for_a_page"),
    ("E0705", "facts/hostile.rs::limits"),
    ("E0706", "limits.rs::exceptions_to_exceptions_go_so_deep"),
    ("E0807", "facts/hostile.rs::limits"),
    ("E0808", "facts/hostile.rs::limits"),
    ("E0809", "facts/typed.rs::floats"),
    ("E0810", "facts/typed.rs::other_shapes"),
    ("E0822", "facts/hostile.rs::limits"),
    ("E0833", "facts/typed.rs::the_builder_refuses"),
    ("E0835", "facts/typed.rs::a_struct_in_the_builder"),
    ("E0837", "facts/hostile.rs::limits"),
];

/// Diagnostics for the case that two parts of the reader disagree, which no text is known to cause.
pub const NEVER_SEEN: &[&str] = &["E0100"];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("tests/spec")).unwrap();
    let mut pages: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    pages
}

#[test]
fn every_page_holds() {
    let tests = suite::check(&pages()).unwrap_or_else(|failures| panic!("{failures}"));
    assert!(tests > 250, "only {tests} tests");
}

#[test]
fn every_guide_holds() {
    let guides: Vec<PathBuf> = GUIDES.iter().map(|guide| root().join(guide)).collect();
    suite::check(&guides).unwrap_or_else(|failures| panic!("{failures}"));
}

/// Situations that people who build benefit systems have reported in public, told anew.
#[test]
fn what_was_reported_in_public_holds() {
    let tests = suite::check(&[root().join("tests/public")]).unwrap_or_else(|failures| panic!("{failures}"));
    assert!(tests > 90, "only {tests} tests");
}

/// The codes at the beginnings of the lines of `diagnostics` blocks.
fn codes_shown() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for page in pages().into_iter().chain(super::errors::pages()) {
        let text = fs::read_to_string(page).unwrap();
        let blocks = text.split("```diagnostics\n").skip(1);
        let shown = blocks.filter_map(|rest| rest.split("\n```").next()).flat_map(str::lines);
        codes.extend(shown.filter(|line| !line.starts_with(' ')).filter_map(|line| line.get(..5)).map(str::to_owned));
    }
    codes
}

#[test]
fn every_diagnostic_is_shown() {
    let shown = codes_shown();
    let elsewhere: BTreeMap<&str, &str> = NOT_ON_A_PAGE.iter().copied().collect();
    let missing: Vec<String> = table::all()
        .filter(|entry| !shown.contains(entry.code) && !elsewhere.contains_key(entry.code))
        .filter(|entry| !NEVER_SEEN.contains(&entry.code))
        .map(|entry| format!("{}: {}", entry.code, entry.message.en))
        .collect();
    assert!(missing.is_empty(), "no page shows\n{}", missing.join("\n"));
    for code in NEVER_SEEN {
        assert!(!shown.contains(*code), "{code} is on a page after all: take it off the list");
    }
    for (code, test) in NOT_ON_A_PAGE {
        assert!(!shown.contains(*code), "{code} is on a page after all: take it off the table");
        let (file, name) = test.split_once("::").unwrap();
        let text = fs::read_to_string(root().join("tests/it").join(file)).unwrap();
        assert!(text.contains(&format!("fn {name}(")) && text.contains(code), "{test} covers {code}");
    }
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.entry.code).collect()
}

#[test]
fn what_is_too_large_for_a_page() {
    let text = "policy p \"P\" language en\nentity H \"h\" { x: money per month }\n";
    let sources = || Sources::new().policy("a.policy", text).policy("b.policy", "");
    let refused = |limits: Limits| codes(&Policy::load_within(sources(), &limits).unwrap_err().diagnostics);
    assert!(refused(Limits { source_bytes: 40, ..Limits::default() }).contains(&"E0701"));
    assert_eq!(refused(Limits { sources: 1, ..Limits::default() }), ["E0704"]);
}
