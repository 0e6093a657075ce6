//! The words the VS Code extension colours are those of the language.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ENGINE: &str = include_str!("../../../../src/syntax/grammar.pest");

const ITEMS: &[&str] = &[
    "policy",
    "instrument",
    "choice",
    "entity",
    "parameter",
    "reading",
    "define",
    "condition",
    "exception",
    "measure",
    "rule",
    "amend",
    "provision",
    "duty",
];
const TYPES: &[&str] =
    &["money", "ratio", "integer", "decimal", "date", "months", "days", "truth", "text", "month", "year", "years"];
const CONSTANTS: &[&str] = &["true", "false", "none", "unset", "decision_date"];
const OPERATORS: &[&str] = &["and", "or", "not", "in", "is", "satisfies", "where"];

/// Every word of the language: `kw_rule = @{ "rule" ~ … }`.
fn words() -> BTreeSet<String> {
    let rules = ENGINE.lines().filter(|line| line.starts_with("kw_"));
    rules.map(|line| line.split('"').nth(1).unwrap().to_owned()).collect()
}

/// Words that stand by themselves, the longest first.
fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    format!("(?<![\\p{{L}}\\p{{N}}_.])(?:{})(?![\\p{{L}}\\p{{N}}_])", words.join("|"))
}

fn grammar() -> Value {
    let all = words();
    let grouped: BTreeSet<&str> = [ITEMS, TYPES, CONSTANTS, OPERATORS].concat().into_iter().collect();
    let rest = all.iter().map(String::as_str).filter(|word| !grouped.contains(word));
    let words = |name: &str, words: String| json!({ "name": format!("{name}.doudi"), "match": words });
    json!({
        "name": "doudi policy",
        "scopeName": "source.doudi",
        "fileTypes": ["policy"],
        "patterns": [
            { "name": "comment.line.number-sign.doudi", "match": "#.*$" },
            {
                "name": "string.quoted.double.doudi",
                "begin": "\"",
                "end": "\"|$",
                "patterns": [
                    { "name": "constant.character.escape.doudi", "match": "\\\\[\"\\\\]" },
                    { "name": "invalid.illegal.doudi", "match": "\\\\." },
                ],
            },
            { "name": "constant.other.date.doudi", "match": "(?<![\\p{L}\\p{N}_])\\d{4}-\\d{2}-\\d{2}(?![\\p{L}\\p{N}_])" },
            { "name": "constant.numeric.doudi", "match": "(?<![\\p{L}\\p{N}_])\\d+(?:\\.\\d+)?%?(?![\\p{L}\\p{N}_])" },
            words("keyword.declaration", alternatives(ITEMS.iter().copied())),
            words("constant.language", alternatives(CONSTANTS.iter().copied())),
            words("keyword.operator.word", alternatives(OPERATORS.iter().copied())),
            {
                "name": "support.function.doudi",
                "match": format!("{}(?=\\s*\\()", alternatives(doudi::model::functions())),
            },
            words("storage.type", alternatives(TYPES.iter().copied())),
            words("keyword.control", alternatives(rest)),
            { "name": "keyword.operator.doudi", "match": "<\\.\\.<|<\\.\\.|\\.\\.<|\\.\\.|!=|<=|>=|[=<>+\\-*/]" },
            {
                "match": "([\\p{L}_][\\p{L}\\p{N}_]*)(\\.)(?=[\\p{L}_])",
                "captures": { "1": { "name": "entity.name.type.doudi" }, "2": { "name": "punctuation.accessor.doudi" } },
            },
        ],
    })
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/syntaxes/doudi.tmLanguage.json")
}

#[test]
fn the_grammar_colours_the_words_of_the_language() {
    let (all, grouped) = (words(), [ITEMS, TYPES, CONSTANTS, OPERATORS].concat());
    assert!(all.len() > 70, "{all:?}");
    let strange: Vec<&&str> = grouped.iter().filter(|word| !all.contains(**word)).collect();
    assert!(strange.is_empty(), "no words of the language: {strange:?}");
    let wanted = serde_json::to_string_pretty(&grammar()).unwrap() + "\n";
    if std::env::var_os("DOUDI_WRITE").is_some() {
        fs::write(file(), &wanted).unwrap();
    }
    assert_eq!(fs::read_to_string(file()).unwrap_or_default(), wanted, "DOUDI_WRITE=1 writes it anew");
}

/// What the manifest names is there, and both languages say the same things.
#[test]
fn the_extension_is_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode");
    let read = |name: &str| -> Value { serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap() };
    let manifest = read("package.json");
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    let language = &manifest["contributes"]["languages"][0];
    let paths = [&manifest["main"], &language["configuration"], &manifest["contributes"]["grammars"][0]["path"]];
    for path in paths {
        assert!(folder.join(path.as_str().unwrap()).is_file(), "{path}");
    }
    let (en, zh) = (read("package.nls.json"), read("package.nls.zh-cn.json"));
    let keys = |words: &Value| -> Vec<String> { words.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(&en), keys(&zh));
    for named in manifest.to_string().split('%').skip(1).step_by(2) {
        assert!(en.get(named).is_some(), "%{named}%");
    }
}
