//! Dependencies between the folders of `src/` run one way, and every file says what it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each folder may use, besides itself. The façade (`lib.rs`, `policy.rs`) may use all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("value", &[]),
    ("graph", &[]),
    ("limits", &[]),
    ("source", &[]),
    ("keywords", &[]),
    ("diagnostic", &["source", "keywords"]),
    ("syntax", &["source", "value", "diagnostic", "limits", "keywords"]),
    ("model", &["syntax", "source", "value", "diagnostic", "limits"]),
    ("analysis", &["graph", "model", "source", "value", "diagnostic"]),
    ("bounds", &["model", "source", "value", "diagnostic"]),
    ("symbols", &["model", "syntax", "source", "diagnostic", "limits"]),
    ("plan", &["model", "value"]),
    ("facts", &["model", "value", "diagnostic", "limits"]),
    ("eval", &["plan", "facts", "model", "value"]),
    ("decision", &["eval", "plan", "facts", "model", "diagnostic", "value", "limits"]),
    ("contrast", &["decision", "eval", "facts", "model", "value"]),
    ("explain", &["contrast", "graph", "decision", "diagnostic", "value"]),
    ("audit", &["decision", "diagnostic"]),
];

/// Places and programmes, which not even a comment names.
const NAMES: &[&str] = &["广东", "guangdong", "低保", "dibao", "特困", "tekun"];

/// Lines a source file may have: one that is longer does not fit in a head.
const CEILING: usize = 600;

fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), &mut found);
    assert!(found.len() > 30, "the walk found the sources");
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn dependencies_run_one_way() {
    let allowed: BTreeMap<_, _> = MAY_USE.iter().copied().collect();
    let mut broken = Vec::new();
    for path in sources() {
        let relative = path.strip_prefix(root()).unwrap();
        let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
        let folder = first.trim_end_matches(".rs");
        let Some(may_use) = allowed.get(folder) else {
            assert!(["lib", "policy"].contains(&folder), "{folder} has no place in the list of layers");
            continue;
        };
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = allowed.contains_key(used.as_str()) || used == "policy";
                if known && used != folder && !may_use.contains(&used.as_str()) {
                    broken.push(format!("{}:{}: {folder} uses {used}", relative.display(), number + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "edges against the pipeline:\n{}", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_fits_in_a_head() {
    let mut wrong = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        if !text.starts_with("//! ") {
            wrong.push(format!("{name}: the first line does not say what the file is"));
        }
        let lines = text.lines().count();
        if lines > CEILING {
            wrong.push(format!("{name}: {lines} lines, more than {CEILING}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_engine_names_no_place_year_or_programme_and_stays_pure() {
    let forbidden = [
        "广东",
        "guangdong",
        "低保",
        "dibao",
        "特困",
        "tekun", // places and programmes
        "std::fs",
        "std::env",
        "std::net",
        "std::time",
        "SystemTime",
        "Instant",
        "HashMap",
        "HashSet", // the world, hash order
        "set_call_limit",
        "set_error_detail", // pest's process-wide switches
        "f32",
        "f64",
    ];
    let mut found = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        for (number, line) in text.lines().enumerate() {
            let code = !line.trim_start().starts_with("//");
            let named = |word: &str| line.to_lowercase().contains(word);
            for word in forbidden
                .iter()
                .filter(|word| if NAMES.contains(word) { named(word) } else { code && line.contains(**word) })
            {
                // The serializer names the float types to refuse them.
                if !(name == "facts/serialize.rs" && ["f32", "f64"].contains(word)) {
                    found.push(format!("{name}:{}: {word}", number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
