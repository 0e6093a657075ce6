//! The words the VS Code extension colours are those of the language, from its one table.

use doudi::syntax::keywords::{self as k, Keyword};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const CONSTANTS: &[&Keyword] = &[&k::TRUE, &k::FALSE, &k::NONE, &k::SELF, &k::UNSET, &k::DECISION_DATE];
const OPERATORS: &[&Keyword] = &[
    &k::AND,
    &k::OR,
    &k::NOT,
    &k::IN,
    &k::NOT_IN,
    &k::IS_NONE,
    &k::IS_NOT_NONE,
    &k::IS,
    &k::IS_NOT,
    &k::AS,
    &k::SATISFIES,
    &k::WHERE,
];

/// What the words of keywords are coloured as, each in one group; an English phrase word by word,
/// since it may be broken over lines.
fn groups() -> [(&'static str, BTreeSet<&'static str>); 5] {
    let mut taken = BTreeSet::new();
    let mut words = |keywords: &mut dyn Iterator<Item = &'static Keyword>| -> BTreeSet<&'static str> {
        let words: BTreeSet<&str> = keywords.flat_map(|keyword| keyword.en.split(' ').chain([keyword.zh])).collect();
        let new = words.into_iter().filter(|word| taken.insert(*word));
        new.collect()
    };
    let units = [&k::IN_DAYS, &k::IN_MONTHS, &k::IN_YEARS].into_iter();
    let declarations = words(&mut k::ITEMS.iter().copied().chain([&k::ALLOW]));
    let constants = words(&mut CONSTANTS.iter().copied());
    let operators = words(&mut OPERATORS.iter().copied());
    let per = words(&mut [&k::PER].into_iter());
    let types = words(&mut k::TYPES.iter().copied().chain(units));
    let rest = words(&mut [k::CLAUSES, k::EXPRESSIONS, k::WAYS].concat().into_iter());
    [
        ("keyword.declaration", declarations),
        ("constant.language", constants),
        ("keyword.operator.word", operators),
        ("storage.type", types),
        ("keyword.control", &rest | &per),
    ]
}

/// Words that stand by themselves, the longest first.
fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    format!("(?<![\\p{{L}}\\p{{N}}_.])(?:{})(?![\\p{{L}}\\p{{N}}_])", words.join("|"))
}

fn grammar() -> Value {
    let words = |name: &str, words: String| json!({ "name": format!("{name}.doudi"), "match": words });
    let text = |begin: &str, end: &str| {
        json!({
            "name": "string.quoted.double.doudi",
            "begin": begin,
            "end": format!("{end}|$"),
            "patterns": [
                { "name": "constant.character.escape.doudi", "match": "\\\\[\"\\\\]" },
                { "name": "invalid.illegal.doudi", "match": "\\\\." },
            ],
        })
    };
    let functions = k::FUNCTIONS.iter().flat_map(|keyword| [keyword.en, keyword.zh]);
    let [declarations, constants, operators, types, rest] =
        groups().map(|(name, group)| words(name, alternatives(group)));
    json!({
        "name": "doudi policy",
        "scopeName": "source.doudi",
        "fileTypes": ["policy"],
        "patterns": [
            { "name": "comment.line.number-sign.doudi", "match": "[#＃].*$" },
            text("\"", "\""),
            text("“", "”"),
            { "name": "constant.other.date.doudi", "match": "(?<![\\p{L}\\p{N}_])\\d{4}-\\d{2}-\\d{2}(?![\\p{L}\\p{N}_])" },
            { "name": "constant.numeric.doudi", "match": "(?<![\\p{L}\\p{N}_])\\d+(?:\\.\\d+)?%?(?![\\p{L}\\p{N}_])" },
            declarations,
            constants,
            operators,
            {
                "name": "support.function.doudi",
                "match": format!("{}(?=\\s*\\()", alternatives(functions)),
            },
            types,
            rest,
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
    let wanted = serde_json::to_string_pretty(&grammar()).unwrap() + "\n";
    if std::env::var_os("DOUDI_WRITE").is_some() {
        fs::write(file(), &wanted).unwrap();
    }
    assert_eq!(fs::read_to_string(file()).unwrap_or_default(), wanted, "DOUDI_WRITE=1 writes it anew");
}

/// Every keyword of the table, in both languages, is told by one of the patterns.
#[test]
fn every_keyword_of_both_languages_is_coloured() {
    let grammar: Value = serde_json::from_str(&fs::read_to_string(file()).unwrap()).unwrap();
    let patterns = grammar["patterns"].as_array().unwrap().iter().filter_map(|pattern| pattern["match"].as_str());
    let known: BTreeSet<&str> = patterns.flat_map(|pattern| pattern.split(['(', ')', '|', ':'])).collect();
    let mut count = 0;
    for keyword in k::ALL.iter().flat_map(|table| table.iter()) {
        for word in keyword.en.split(' ').chain([keyword.zh]) {
            assert!(known.contains(word), "{word}");
            count += 1;
        }
    }
    assert!(count > 250, "{count}");
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
