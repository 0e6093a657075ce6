//! The rule set's files: all of them shipped, and the notice word for word.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn files(folder: &str, extension: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(extension)).map(|name| format!("{folder}/{name}")).collect()
}

#[test]
fn every_file_is_shipped() {
    let shipped: BTreeSet<String> =
        doudi_guangdong_2020::sources().iter().map(|(_, source)| source.name.clone()).collect();
    let mut found = files("policy", ".policy");
    found.extend(files("sources", ".txt"));
    found.extend(files("notice", ".txt"));
    found.remove("notice/gd49.original.txt");
    assert_eq!(shipped, found);
}

/// The clauses without their headings and without line breaks.
fn wording(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn the_corrected_notice_is_the_original_but_for_the_listed_corrections() {
    let mut original = read("notice/gd49.original.txt");
    let corrections = read("notice/CORRECTIONS.md");
    let mut count = 0;
    for row in corrections.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let code: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let [before, after] = code[..] else { panic!("a row with other than two texts: {row}") };
        let before = before.replace('⏎', "\n");
        assert_eq!(original.matches(&before).count(), 1, "{row}");
        original = original.replace(&before, after);
        count += 1;
    }
    assert_eq!(count, 13);
    assert_eq!(wording(&original), wording(&read("notice/gd49.txt")));
}

#[test]
fn the_policy_loads_without_a_warning() {
    let policy = doudi_guangdong_2020::policy().unwrap_or_else(|error| panic!("{error}"));
    assert!(policy.warnings().is_empty(), "{:?}", policy.warnings());
}
