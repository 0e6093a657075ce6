//! The fuzz targets, run over their corpus as plain tests.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

fn corpus(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "{} holds a corpus", folder.display());
    for file in files {
        target(&fs::read(&file).unwrap());
    }
}

#[test]
fn parse_corpus() {
    corpus("parse", targets::parse);
}

#[test]
fn load_corpus() {
    corpus("load", targets::load);
}

#[test]
fn facts_corpus() {
    corpus("facts", targets::facts);
}

#[test]
fn evaluate_corpus() {
    corpus("evaluate", targets::evaluate);
}

#[test]
fn print_corpus() {
    corpus("print", targets::print);
}

#[test]
fn audit_corpus() {
    corpus("audit", targets::audit);
}

#[test]
fn the_dictionary_knows_every_word_of_both_languages() {
    let dictionary = include_str!("../../fuzz/policy.dict");
    let escaped = |word: &str| -> String {
        let byte = |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("\\x{byte:02x}") };
        word.bytes().map(byte).collect()
    };
    let words = doudi::syntax::keywords::ALL.iter().flat_map(|table| table.iter()).flat_map(|it| [it.en, it.zh]);
    let missing: Vec<&str> =
        words.filter(|word| !dictionary.contains(&format!("\n\"{} \"\n", escaped(word)))).collect();
    assert_eq!(missing, Vec::<&str>::new(), "not in fuzz/policy.dict");
}
