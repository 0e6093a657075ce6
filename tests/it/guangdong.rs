//! The Guangdong rule set as its users meet it: every case holds, every example can be decided.

use doudi::{Date, Locale, Status, explain};
use doudi_cli::suite;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str, extension: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let files = folder.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    files
}

#[test]
fn every_case_holds() {
    let tests =
        suite::check(&folder("rules/guangdong-2020/cases", "md")).unwrap_or_else(|failures| panic!("{failures}"));
    assert!(tests > 130, "only {tests} tests");
}

#[test]
fn every_example_is_decided() {
    let policy = doudi_guangdong_2020::policy().unwrap();
    let folder = folder("examples", "json");
    let settings = folder.iter().find(|path| path.ends_with("settings.json")).unwrap();
    let set = policy.with_settings(&policy.settings_json(&fs::read_to_string(settings).unwrap()).unwrap());
    let mut decided = 0;
    for path in folder.iter().filter(|path| *path != settings) {
        let facts =
            set.facts_json(&fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let date: Date = facts.date().unwrap();
        let record = set.decide(&facts, date).unwrap().record();
        let left_out = path.ends_with("wage-unknown.json");
        assert_eq!(record.status, if left_out { Status::Undetermined } else { Status::Complete }, "{path:?}");
        assert!(!record.measures.is_empty(), "{path:?}");
        for locale in [Locale::ZhCn, Locale::En] {
            assert!(explain::explain(&record, explain::Depth::Page, locale).to_string().len() > 1000);
        }
        decided += 1;
    }
    assert_eq!(decided, 23);
}

/// What the README's first command shows needs no settings.
#[test]
fn the_first_example_is_complete_by_itself() {
    let policy = doudi_guangdong_2020::policy().unwrap();
    let json = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/household.json")).unwrap();
    let facts = policy.facts_json(&json).unwrap();
    let decision = policy.decide(&facts, facts.date().unwrap()).unwrap();
    assert_eq!(decision.status(), Status::Complete);
    let enrolled = decision.measures().find(|measure| measure.name() == "enrol").unwrap();
    assert_eq!(enrolled.amount("monthly"), Some(516.into()));
}
