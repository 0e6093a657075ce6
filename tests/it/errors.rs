//! A page for each diagnostic: it shows the diagnostic, and how to mend it; and what the diagnostics
//! themselves suggest does mend it.

use crate::spec::{NEVER_SEEN, NOT_ON_A_PAGE, root};
use doudi::diagnostic::{Diagnostic, table};
use doudi::source::SourceKind;
use doudi::{Policy, Sources};
use doudi_cli::fixture::Page;
use doudi_cli::load::Beside;
use doudi_cli::suite;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// A page of each code there is, in the order of the table.
pub fn pages() -> Vec<PathBuf> {
    table::all().map(|entry| root().join("docs/errors").join(format!("{}.md", entry.code))).collect()
}

/// The codes whose pages hold no example: what causes them does not fit on a page.
fn without_example() -> BTreeSet<&'static str> {
    NOT_ON_A_PAGE.iter().map(|(code, _)| *code).chain(NEVER_SEEN.iter().copied()).collect()
}

/// Codes, each with the text of its page.
fn texts() -> Vec<(&'static str, String)> {
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    table::all().map(|entry| entry.code).zip(pages().iter().map(read)).collect()
}

fn section<'t>(text: &'t str, heading: &str) -> Option<&'t str> {
    let (_, behind) = text.split_once(&format!("\n## {heading}\n"))?;
    Some(behind.split("\n## ").next().unwrap_or(behind))
}

/// The codes a `diagnostics` block of a section shows; `None` where it has none.
fn shown(section: &str) -> Option<Vec<&str>> {
    let (_, block) = section.split_once("```diagnostics\n")?;
    let lines = block.split("```").next()?.lines();
    Some(lines.filter(|line| line.starts_with(['E', 'W'])).filter_map(|line| line.get(..5)).collect())
}

#[test]
fn every_page_holds() {
    let without = without_example();
    let run: Vec<PathBuf> =
        pages().into_iter().filter(|path| !without.iter().any(|code| path.ends_with(format!("{code}.md")))).collect();
    let tests = suite::check(&run).unwrap_or_else(|failures| panic!("{failures}"));
    assert!(tests > 500, "only {tests} tests");
}

#[test]
fn every_code_has_a_page_of_its_own() {
    let known: BTreeSet<String> = table::all().map(|entry| format!("{}.md", entry.code)).collect();
    for entry in fs::read_dir(root().join("docs/errors")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            known.contains(&name) || ["README.md", "base"].contains(&name.as_str()),
            "{name} is the page of no code"
        );
    }
    let is_chinese = |line: &str| line.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    let mut said = BTreeSet::new();
    for (code, text) in texts() {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let (title, zh, en) = (lines.next().unwrap(), lines.next().unwrap(), lines.next().unwrap());
        let (_, titles) = title.split_once(&format!("# {code} ")).unwrap_or_else(|| panic!("{code}: {title}"));
        let (title_zh, title_en) = titles.split_once(" · ").unwrap_or_else(|| panic!("{code}: {title}"));
        assert!(
            !title_zh.is_empty() && !title_en.is_empty() && is_chinese(zh) && !is_chinese(en),
            "{code}: {zh}\n{en}"
        );
        assert!(said.insert(zh.to_owned()) && said.insert(en.to_owned()), "{code} says what another page says");
    }
}

#[test]
fn every_page_shows_its_code_and_how_to_mend_it() {
    let without = without_example();
    for (code, text) in texts().into_iter().filter(|(code, _)| !without.contains(code)) {
        let wrong = section(&text, "有误 · Wrong").and_then(shown).unwrap_or_else(|| panic!("{code} shows nothing"));
        assert!(wrong.contains(&code), "{code} shows {wrong:?}");
        let mended = section(&text, "改正 · Mended").unwrap_or_else(|| panic!("{code} does not say how to mend it"));
        let left = shown(mended);
        assert!(
            left.is_some() || code.starts_with('E'),
            "{code}: only a diagnostics block tells that a warning is gone"
        );
        assert!(left.is_none_or(|left| left.iter().all(|shown| shown.starts_with('W') && *shown != code)), "{code}");
        let differs = |tag: &str| section(&text, "有误 · Wrong").unwrap().contains(tag) && mended.contains(tag);
        assert!(differs("```policy") || differs("```facts") || differs("```settings"), "{code} mends something else");
    }
}

#[test]
fn the_index_is_up_to_date() {
    let committed = fs::read_to_string(root().join("docs/errors/README.md")).unwrap();
    let same = committed == doudi_cli::error_index();
    assert!(same, "in the root run\n  cargo run -- check --explain > docs/errors/README.md");
}

fn diagnostics(sources: &Sources) -> Vec<Diagnostic> {
    match Policy::load(sources.clone()) {
        Ok(policy) => policy.warnings().to_vec(),
        Err(error) => error.diagnostics,
    }
}

fn edited(sources: &Sources, diagnostic: &Diagnostic) -> Option<Sources> {
    let edit = diagnostic.edit.as_ref()?;
    Some(sources.iter().fold(Sources::new(), |all, (id, source)| {
        let mut text = source.text.clone();
        if id == edit.span.source {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
        }
        match source.kind {
            SourceKind::Policy => all.policy(&source.name, text),
            SourceKind::Instrument => all.text(&source.name, text),
        }
    }))
}

/// What is suggested is applied: the text is then without that diagnostic. A certain edit brings no
/// other slip of spelling about.
#[test]
fn every_suggested_edit_mends() {
    let mut codes = BTreeSet::new();
    let mut applied = 0;
    let without = without_example();
    for (code, text) in texts().into_iter().filter(|(code, _)| !without.contains(code)) {
        let page = Page::read(code, &text).unwrap_or_else(|faults| panic!("{code}: {faults:?}"));
        let policies =
            page.policies(&Beside(root().join("docs/errors"))).unwrap_or_else(|error| panic!("{code}: {error:?}"));
        for (name, sources) in policies {
            let before = diagnostics(&sources);
            for diagnostic in &before {
                let Some(mended) = edited(&sources, diagnostic) else { continue };
                let after = diagnostics(&mended);
                let count = |found: &[Diagnostic]| {
                    let same = |other: &&Diagnostic| {
                        other.entry.code == diagnostic.entry.code && other.args == diagnostic.args
                    };
                    found.iter().filter(same).count()
                };
                assert!(count(&after) < count(&before), "{name}: {diagnostic} is still there");
                codes.insert(diagnostic.entry.code);
                applied += 1;
            }
        }
    }
    assert!(codes.len() >= 45 && applied >= 50, "{applied} edits of {} codes", codes.len());
    println!("{applied} suggested edits of {} codes applied", codes.len());
}

/// What is mended is without warnings too, but for those its page shows. (An example is an excerpt:
/// that nothing uses what it declares is no matter.)
#[test]
fn what_is_mended_gives_no_warnings_that_are_not_shown() {
    let without = without_example();
    let mut left = Vec::new();
    let mut looked_at = 0;
    for (code, text) in texts().into_iter().filter(|(code, _)| !without.contains(code)) {
        let mut shown = section(&text, "改正 · Mended").and_then(shown).unwrap_or_default();
        shown.extend((code != table::warnings::UNUSED.code).then_some(table::warnings::UNUSED.code));
        let page = Page::read(code, &text).unwrap_or_else(|faults| panic!("{code}: {faults:?}"));
        let policies =
            page.policies(&Beside(root().join("docs/errors"))).unwrap_or_else(|error| panic!("{code}: {error:?}"));
        for (name, sources) in policies.into_iter().filter(|(name, _)| name.contains("改正 · Mended")) {
            looked_at += 1;
            let found = diagnostics(&sources);
            left.extend(
                found.iter().filter(|found| !shown.contains(&found.entry.code)).map(|found| format!("{name}: {found}")),
            );
        }
    }
    assert!(looked_at > 100, "{looked_at}");
    assert!(left.is_empty(), "{}\n{}", left.len(), left.join("\n"));
}
