//! The rendered pages in `examples/pages`: each is what the program prints today, byte for byte.
//! `DOUDI_UPDATE=1` writes them anew.

use crate::program::Call;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each page is called, and what is decided for it, all with `examples/settings.json`.
const PAGES: &[(&str, &str)] = &[
    ("household", "--facts examples/household.json"),
    ("equal-to-standard", "--facts examples/equal-to-standard.json"),
    ("two-dwellings", "--facts examples/two-dwellings.json"),
    ("single-person", "--facts examples/single-person.json"),
    ("waiver-not-used", "--facts examples/waiver-not-used.json"),
    ("conflict", "--policy examples/conflict.policy --facts examples/household.json"),
    ("wage-unknown", "--facts examples/wage-unknown.json"),
    ("aid-first", "--facts examples/aid-first.json"),
    ("watch-list", "--facts examples/watch-list.json"),
];

/// How each is set, and what its file ends with.
const SETTINGS: &[(&str, &str)] = &[("--format html", "html"), ("--format markdown --depth letter", "md")];

#[test]
fn example_pages_are_current() {
    let folder = root().join("examples/pages");
    let rendered = rendered();
    if std::env::var_os("DOUDI_UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in &rendered {
            fs::write(folder.join(name), text).expect("written");
        }
    }
    let kept = kept(&folder);
    assert!(kept.keys().eq(rendered.keys()), "examples/pages holds {:?}", kept.keys());
    let stale: Vec<&String> = rendered.keys().filter(|name| kept[*name] != rendered[*name]).collect();
    assert!(stale.is_empty(), "{stale:?} are not current; set DOUDI_UPDATE=1 and look at the difference");
}

/// Every page, by the name of its file.
fn rendered() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for (name, decided) in PAGES {
        let mut call = Call { folder: root(), stdin: String::new(), env: Vec::new() };
        let policy = format!("--policy guangdong-2020 {decided} --settings examples/settings.json");
        call.stdin = call.run(&format!("decide {policy} --format json")).out;
        for (setting, extension) in SETTINGS {
            for language in ["zh", "en"] {
                let ran = call.run_in(&format!("explain - {setting} --lang {language}"));
                assert_eq!(ran.err, "", "{name}");
                pages.insert(format!("{name}.{language}.{extension}"), ran.out);
            }
        }
    }
    pages
}

fn kept(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).expect("the folder").map(|file| file.expect("a file").path());
    files.map(|path| (name(&path), fs::read_to_string(&path).expect("a page"))).collect()
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
