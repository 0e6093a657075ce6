//! `doudi check` for programs: JSON Lines and SARIF, the edits it writes, the pages it prints.

use crate::program::Call;
use serde_json::Value as Json;

const WRONG: &str = "\
policy demo \"示例\"
entity Household \"家庭\" { income: money per month \"收入\"  share: ratio  poor: truth }
measure aid \"补助\" for Household { monthly: money per month }
condition Household.低收入 \"低\" = [income < 1,000]
allow W0230 because \"明年用\"
define Household.年收入 \"年收入\": money per year = per_year(income)
rule r \"r\" for Household { if poor must aid { monthly = 1 } }
define Household.x: truth = poor = tru
";

const MENDED: &str = "\
policy demo \"示例\"
entity Household \"家庭\" { income: money per month \"收入\"  share: ratio  poor: truth }
measure aid \"补助\" for Household { monthly: money per month }
allow W0230 because \"明年用\"
define Household.年收入 \"年收入\": money per year = per_year(income)
rule r \"r\" for Household { when poor must aid { monthly: 1 } }
";

fn lines(out: &str) -> Vec<Json> {
    out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// The text that a stretch of a one-file report covers, by its bytes and by its lines and columns.
fn covered(text: &str, stretch: &Json) -> [String; 2] {
    let at = |end: &str, unit: &str| stretch[end][unit].as_u64().unwrap_or_else(|| panic!("{stretch}")) as usize;
    let line = text.lines().nth(at("start", "line") - 1).expect("its line");
    let utf16: Vec<u16> = line.encode_utf16().collect();
    let by_column: String =
        line.chars().skip(at("start", "column") - 1).take(at("end", "column") - at("start", "column")).collect();
    let by_utf16 = String::from_utf16(&utf16[at("start", "utf16") - 1..at("end", "utf16") - 1]).expect("whole letters");
    assert_eq!(by_column, by_utf16);
    [text[at("start", "byte")..at("end", "byte")].to_owned(), by_column]
}

#[test]
fn json_says_each_in_both_languages_with_its_place() {
    let ran = Call::new("check_json").with("w.policy", WRONG).run("check w.policy --format json");
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let reported = lines(&ran.out);
    let codes: Vec<&str> = reported.iter().map(|one| one["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["E0148", "E0164", "E0148", "E0176", "E0204"]);
    let marked = ["[", "1,000", "]", "if", "tru"];
    for (one, marked) in reported.iter().zip(marked) {
        assert_eq!(one["severity"], "error");
        assert_eq!(covered(WRONG, &one["place"]), [marked, marked]);
        assert_ne!(one["message"]["zh"], one["message"]["en"]);
        assert_eq!(one["place"]["path"], "w.policy");
    }
    assert_eq!(reported[3]["edit"]["replacement"], "when");
    assert_eq!(
        (&reported[3]["edit"]["certain"], &reported[1]["edit"]["certain"]),
        (&Json::Bool(true), &Json::Bool(false))
    );
}

#[test]
fn json_tells_what_is_allowed_and_why() {
    let ran = Call::new("check_allowed").with("m.policy", MENDED).run("check m.policy --format json");
    assert_eq!(ran.status, 0);
    let [allowed] = lines(&ran.out).try_into().expect("one line");
    assert_eq!((&allowed["code"], &allowed["allowed"]), (&Json::from("W0230"), &Json::from("明年用")));
    let ran = Call::new("check_allowed_text").with("m.policy", MENDED).run("check m.policy");
    assert!(ran.out.contains("allowed W0230 (m.policy, line 5): 明年用\n"), "{}", ran.out);
}

/// What the schema of the format requires of every part that is used here.
#[test]
fn sarif_has_what_the_format_requires() {
    let call = Call::new("check_sarif").with("政 策/w.policy", WRONG);
    for (args, status, results) in [("check w", 1, 5), ("check m", 0, 1)] {
        let call = if args.ends_with('w') { &call } else { &Call::new("check_sarif_fine").with("m/m.policy", MENDED) };
        let args = if args.ends_with('w') { "check . --format sarif" } else { "check m --format sarif" };
        if status == 1 {
            std::fs::remove_file(call.folder.join("demo.policy")).expect("the other policy");
        }
        let ran = call.run(args);
        assert_eq!(ran.status, status, "{}", ran.err);
        let log: Json = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!((&driver["name"], &run["columnKind"]), (&Json::from("doudi"), &Json::from("utf16CodeUnits")));
        let found = run["results"].as_array().expect("results");
        assert_eq!(found.len(), results);
        for result in found {
            let rule = &driver["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(["error", "warning"].map(Json::from).contains(&result["level"]));
            assert!(!result["message"]["text"].as_str().expect("a message").is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().expect("a path");
            assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
            let region = |end: &str| place["region"][end].as_u64().expect("a number");
            assert!(region("startLine") >= 1 && region("startColumn") >= 1);
            assert!(region("endLine") > region("startLine") || region("endColumn") >= region("startColumn"));
            for fix in result["fixes"].as_array().into_iter().flatten() {
                let change = &fix["artifactChanges"][0];
                assert_eq!(change["artifactLocation"]["uri"], uri);
                assert!(change["replacements"][0]["deletedRegion"]["startLine"].is_u64());
            }
            for suppression in result["suppressions"].as_array().into_iter().flatten() {
                assert_eq!(
                    (&suppression["kind"], &suppression["justification"]),
                    (&Json::from("inSource"), &Json::from("明年用"))
                );
            }
        }
    }
}

#[test]
fn fix_writes_what_is_certain_and_shows_it() {
    let call = Call::new("check_fix").with("w.policy", format!("\u{feff}{WRONG}"));
    let ran = call.run("check w.policy --fix");
    assert_eq!(ran.status, 1);
    let written = call.read("w.policy");
    assert!(written.starts_with('\u{feff}'), "the byte order mark stays");
    assert!(written.contains("= (income < 1,000)\n"), "what is a guess stays: {written}");
    assert!(written.contains("{ when poor must aid { monthly : 1 } }\n"), "one slip hid another: {written}");
    assert!(written.contains("poor = tru\n"));
    assert!(
        ran.out.contains("\n-condition Household.低收入 \"低\" = [income < 1,000]\n+condition Household.低收入"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("errors: 2, warnings: 0\n"), "{}", ran.out);
    let again = call.run("check w.policy --fix");
    assert_eq!(call.read("w.policy"), written);
    assert!(!again.out.contains("+++"), "{}", again.out);
}

#[test]
fn the_page_of_a_code_is_printed() {
    let call = Call::new("check_explain");
    let ran = call.run_in("check --explain e0204");
    assert_eq!(ran.status, 0);
    assert!(ran.out.starts_with("# E0204 ") && ran.out.contains("incme") && !ran.out.contains(" path="), "{}", ran.out);
    let index = call.run_in("check --explain");
    assert!(index.out.contains("[W0403](W0403.md)") && index.out.contains("`otherwise`: [E0178]"), "{}", index.out);
    let ran = call.run("check --explain E9204");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("`E9204`") && ran.err.contains("`E0204`"), "{}", ran.err);
    assert_eq!(call.run("check").status, 2, "nothing to check is a fault of the call");
}

/// A file of a folder is checked with what is around it, and that is said.
#[test]
fn a_file_that_is_part_of_a_folder_is_checked_with_it() {
    let head =
        "policy demo \"示例\"\ninstrument act \"办法\" { text \"notice/act.txt\" }\nentity Home { rent: money }\n";
    let rest =
        "measure aid for Home { }\nrule r for Home { per act \"一\" quote \"给予补助\" when rennt > 1 must aid { } }\n";
    let set = Call::new("check_part")
        .with("set/policy/0.policy", head)
        .with("set/policy/1.policy", rest)
        .with("set/notice/act.txt", "# 办法\n## 一\n给予补助。\n");
    let ran = set.run("check set/policy/1.policy");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("E0204") && !ran.out.contains("E0501") && !ran.out.contains("E0201"), "{}", ran.out);
    assert!(ran.out.contains("set/policy/1.policy is part of the policy in set:"), "{}", ran.out);
    // A whole policy is one by itself.
    let alone = Call::new("check_whole")
        .with("a.policy", "policy a\nentity E { }\n")
        .with("b.policy", "policy b\nentity E { }\n");
    assert!(!alone.run("check a.policy").out.contains("part of"));
}
