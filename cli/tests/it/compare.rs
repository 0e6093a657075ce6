//! `doudi compare`: a register of households, month by month.

use crate::program::{Call, Ran};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const APRIL: &str = r#"{"id":"A","county":"东县","facts":{"on_roll":true,"rent":null,"members":[{"id":"1","wage":"500.00"},{"id":"2","wage":0,"ill":true}]}}
{"id":"B","county":"东县","facts":{"on_roll":true,"rent":"100","members":[{"id":"1","wage":300.5}]}}
{"id":"C","county":"西县","facts":{"on_roll":false,"rent":null,"members":[{"id":"1","wage":"700"}]}}
{"id":"D","county":"西县","facts":{"on_roll":true,"rent":null,"members":[{"id":"1","wage":"100"}]}}
"#;

/// A as it was but that its members changed places; B is off the roll and earns more; C is poor
/// now; D has gone; E is new and its wage is not known.
const MAY: &str = r#"{"id":"A","county":"东县","facts":{"on_roll":true,"rent":null,"members":[{"id":"2","wage":0,"ill":true},{"id":"1","wage":"500.00"}]}}
{"id":"B","county":"东县","facts":{"on_roll":false,"rent":"100","members":[{"id":"1","wage":301.5}]}}
{"id":"C","county":"西县","facts":{"on_roll":false,"rent":null,"members":[{"id":"1","wage":"599.99"}]}}
{"id":"E","county":"西县","facts":{"on_roll":false,"rent":null,"members":[{"id":"1"}]}}
"#;

fn call(test: &str) -> Call {
    Call::new(test)
        .with("relief.policy", include_str!("../register/relief.policy"))
        .with("april.jsonl", APRIL)
        .with("may.jsonl", MAY)
}

const PREVIOUS: &str = "--previous was_on_roll=on_roll --previous Person.was_ill=ill";

fn april(call: &Call) -> Ran {
    call.run(&format!("compare --policy relief.policy --register april.jsonl --on 2020-04-30 --out april {PREVIOUS}"))
}

fn may(call: &Call) -> Ran {
    call.run(&format!(
        "compare --policy relief.policy --register may.jsonl --on 2020-05-31 --out may --ledger april/ledger.jsonl {PREVIOUS}"
    ))
}

/// The lines of a file of JSON Lines.
fn lines(call: &Call, name: &str) -> Vec<Value> {
    call.read(name).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Columns of the changes, joined by `|`, one a row, without the header.
fn changes(call: &Call, name: &str, columns: &[usize]) -> Vec<String> {
    let text = call.read(name);
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark, by which spreadsheets know UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| columns.iter().map(|at| &row[*at]).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn the_ledger_says_what_was_decided_and_by_which_clause() {
    let call = call("compare_ledger");
    let ran = april(&call);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "april: rows in the register: 4 = decided 4 + bad 0\n");
    let ledger = lines(&call, "april/ledger.jsonl");
    let ids: Vec<&str> = ledger.iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(ids, ["A", "B", "C", "D"]);
    let a = &ledger[0];
    assert_eq!((&a["group"], &a["date"], &a["status"]), (&"东县".into(), &"2020-04-30".into(), &"complete".into()));
    assert_eq!(a["measures"][0]["who"], "members#2");
    let support = serde_json::json!({
        "measure": "support", "rule": "support", "subject": "", "clauses": ["示例〔2020〕1号 二"],
        "choices": {}, "values": { "monthly": "350" }
    });
    assert_eq!(a["measures"][1], support);
    let care = serde_json::json!({
        "kind": "rule", "rule": "care", "subject": "members[1]", "who": "members#2",
        "clauses": ["示例〔2020〕1号 九"], "measures": ["care"], "declined": false
    });
    assert_eq!(a["open"], serde_json::json!([care]));
    assert_eq!(a["carried"]["on_roll"], true);
    assert_eq!(a["carried"]["members#2.ill"], true);
    // What was not asked of the first month is not known, and never silently false.
    let c = &ledger[2];
    assert_eq!(c["status"], "complete");
    assert_eq!(c["measures"], serde_json::json!([]));
}

#[test]
fn a_decision_id_names_a_decision_that_can_be_made_again() {
    let call = call("compare_id");
    april(&call);
    let row: Value = serde_json::from_str(APRIL.lines().next().expect("a row")).expect("JSON");
    let mut facts = row["facts"].clone();
    for member in facts["members"].as_array_mut().expect("members") {
        member.as_object_mut().expect("a member").remove("id");
    }
    let call = call.with("a.json", serde_json::json!({ "facts": facts }).to_string());
    let ran = call.run("decide --policy relief.policy --facts a.json --on 2020-04-30 --format json");
    let record = doudi::Record::from_json(&ran.out).expect("a record");
    let parts = [
        &record.format,
        &record.engine,
        &*record.policy.digest,
        &*record.settings,
        &*record.facts,
        &record.date.to_string(),
    ];
    use sha2::{Digest, Sha256};
    let id: String = Sha256::digest(parts.join("\n")).iter().map(|byte| format!("{byte:02x}")).collect();
    let a = &lines(&call, "april/ledger.jsonl")[0];
    assert_eq!((&a["decision"], &a["facts"]), (&id.into(), &record.facts.to_string().into()));
}

#[test]
fn changes_say_what_began_changed_and_ended_and_why() {
    let call = call("compare_changes");
    april(&call);
    let ran = may(&call);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 3, 5, 6, 7, 8, 10, 11]);
    assert_eq!(
        rows,
        [
            "A|ended|members[1]|visit||||`newly ill` no longer holds|示例〔2020〕1号 九",
            "B|new||ledger finding|finding: dropped|||now `dropped` holds|示例〔2020〕1号 七",
            "B|changed||support||a month: 399.50|a month: 398.50|values changed: a month|示例〔2020〕1号 二",
            "C|new||support|||a month: 0.01|now `support` holds|示例〔2020〕1号 二",
            "C|new||ledger finding|finding: uncovered|||now `uncovered` holds|示例〔2020〕1号 七",
            "D|ended||support||a month: 500.00||the household is not in this month's register|示例〔2020〕1号 二",
        ]
    );
    // A's members changed places, and 2 is ill since April; of E nothing is known.
    let e = &lines(&call, "may/ledger.jsonl")[3];
    // What last month does not say stays unknown, and the rule that asks for it undecided.
    let missing: Vec<&Value> = e["undetermined"].as_array().expect("rules").iter().map(|r| &r["missing"]).collect();
    assert!(missing.contains(&&serde_json::json!(["members[0].wage"])), "{missing:?}");
    assert!(missing.contains(&&serde_json::json!(["was_on_roll", "members[0].wage"])), "{missing:?}");
}

#[test]
fn what_ends_says_which_part_failed() {
    let richer =
        MAY.replace("\"wage\":301.5", "\"wage\":\"700.25\"").replace("\"wage\":0,\"ill\":true", "\"wage\":\"1000\"");
    let call = call("compare_failed").with("may.jsonl", richer);
    april(&call);
    may(&call);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 10]);
    let low = "`support` no longer holds: poor; income per head below the standard";
    assert_eq!(rows[0], "A|ended|visit|`newly ill` no longer holds");
    assert_eq!(rows[1], format!("A|ended|support|{low} (short by 150)"));
    assert_eq!(rows[2], format!("B|ended|support|{low} (short by 0.25)"));
}

#[test]
fn what_was_left_to_an_officer_begins_and_ends_with_the_officer() {
    let granted = MAY.lines().next().expect("a row").replace(
        "]}}",
        "]},\"discretions\":[{\"rule\":\"care\",\"subject\":\"members[0]\",\"by\":\"王\",\"on\":\"2020-05-02\",\"because\":\"困难\"}]}",
    );
    let call = call("compare_open").with("may.jsonl", granted);
    april(&call);
    let ran = may(&call);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 8, 10]);
    assert_eq!(rows[0], "A|new|care|a month: 50.00|last month it was open to an officer, who has granted it");
    let call = call.with("june.jsonl", MAY);
    call.run(&format!(
        "compare --policy relief.policy --register june.jsonl --on 2020-06-30 --out june --ledger may/ledger.jsonl {PREVIOUS}"
    ));
    let rows = changes(&call, "june/changes.csv", &[0, 1, 5, 7, 10]);
    assert_eq!(rows[0], "A|ended|care|a month: 50.00|`care` is open to an officer, who has not granted it");
}

#[test]
fn what_cannot_be_decided_this_month_has_not_ended() {
    let call = call("compare_missing").with("may.jsonl", MAY.replace("\"id\":\"1\",\"wage\":301.5", "\"id\":\"1\""));
    april(&call);
    may(&call);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 10]);
    let says = "B|unclear|support|`support` cannot be decided this month for want of: members[0].wage";
    assert!(rows.contains(&says.to_owned()), "{rows:?}");
    let call = call.with("june.jsonl", MAY);
    call.run(&format!(
        "compare --policy relief.policy --register june.jsonl --on 2020-06-30 --out june --ledger may/ledger.jsonl {PREVIOUS}"
    ));
    let rows = changes(&call, "june/changes.csv", &[0, 1, 5, 10]);
    let says = "B|new|support|last month it could not be decided for want of facts; now `support` holds";
    assert!(rows.contains(&says.to_owned()), "{rows:?}");
}

#[test]
fn the_same_measure_by_another_rule_has_changed() {
    let renamed = include_str!("../register/relief.policy")
        .replace("rule support \"补助\" \"support\"", "rule relief \"救助\" \"relief rule\"");
    let call = call("compare_rule").with("renamed.policy", renamed);
    april(&call);
    let ran = call.run(
        "compare --policy renamed.policy --register april.jsonl --on 2020-05-31 --out may --ledger april/ledger.jsonl",
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows = changes(&call, "may/changes.csv", &[0, 1, 5, 10]);
    assert_eq!(rows[0], "A|changed|support|given by another rule: `support` before, `relief rule` now");
}

#[test]
fn a_household_in_a_bad_row_is_neither_kept_nor_ended() {
    let broken = MAY.replace("\"wage\":301.5", "\"wage\":\"3,01\"");
    let call = call("compare_unclear").with("may.jsonl", &broken);
    april(&call);
    let ran = may(&call);
    assert_eq!((ran.status, ran.err.as_str()), (0, "bad rows: 1, see may/bad-rows.jsonl\n"));
    let rows = changes(&call, "may/changes.csv", &[0, 1, 10]);
    let says = "B|unclear|row 2 of this month's register is bad, so that nothing could be decided";
    assert!(rows.contains(&says.to_owned()), "{rows:?}");
    // A row without a readable id may be anybody's: D is then not said to have gone.
    let call = call.with("may.jsonl", broken.replace("{\"id\":\"B\",", "{")).run_may();
    let says = "D|unclear|the household is not in this month's register, but the id of 1 of its rows cannot be read";
    assert!(changes(&call, "may/changes.csv", &[0, 1, 10]).contains(&says.to_owned()));
}

trait Again {
    fn run_may(self) -> Call;
}

impl Again for Call {
    /// Compares May anew.
    fn run_may(self) -> Call {
        let _ = fs::remove_dir_all(self.folder.join("may"));
        let ran = may(&self);
        assert_eq!(ran.status, 0, "{}", ran.err);
        self
    }
}

#[test]
fn the_register_goes_before_last_month() {
    let says = MAY.replace(
        "\"B\",\"county\":\"东县\",\"facts\":{",
        "\"B\",\"county\":\"东县\",\"facts\":{\"was_on_roll\":false,",
    );
    let call = call("compare_own").with("may.jsonl", says);
    april(&call);
    may(&call);
    let b = &lines(&call, "may/ledger.jsonl")[1];
    assert_eq!(b["measures"][1]["choices"], serde_json::json!({ "finding": "uncovered" }));
}

#[test]
fn entries_are_known_by_their_ids() {
    let call = call("compare_entries");
    april(&call);
    may(&call);
    let a = &lines(&call, "may/ledger.jsonl")[0];
    assert!(a["measures"].as_array().expect("measures").iter().all(|measure| measure["measure"] != "visit"), "{a}");
    // Without ids nobody can say who was ill last month: the policy's own default stands.
    let plain =
        |text: &str| text.replace("{\"id\":\"1\",", "{").replace("{\"id\":\"2\",", "{").replace("{\"id\":\"1\"}", "{}");
    let call = call.with("may.jsonl", plain(MAY)).run_may();
    let a = &lines(&call, "may/ledger.jsonl")[0];
    assert_eq!((&a["measures"][0]["measure"], &a["measures"][0]["subject"]), (&"visit".into(), &"members[0]".into()));
    let summary: Value = serde_json::from_str(&call.read("may/summary.json")).expect("JSON");
    assert_eq!(summary["households"]["not_carried"], 4);
}

#[test]
fn csv_and_json_lines_give_the_same_ledger() {
    let csv = "\u{feff}id,county,on_roll,rent,members[0].id,members[0].wage,members[0].ill,members[1].id,members[1].wage,members[1].ill,members[0].jobs\r\n\
        A,东县,TRUE,(none),1,500.00,,2,0,是,\r\n\
        B,东县,true,100,1,300.5,,,,,\r\n\
        C,西县,否,(none),1,700,,,,,\r\n\
        D,西县,true,(none),1,100,,,,,0\r\n\
        \r\n";
    let call = call("compare_csv")
        .with("april.csv", csv)
        .with("april.jsonl", APRIL.replace("\"wage\":\"100\"", "\"wage\":\"100\",\"jobs\":[]"));
    april(&call);
    let ran =
        call.run(&format!("compare --policy relief.policy --register april.csv --on 2020-04-30 --out csv {PREVIOUS}"));
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(call.read("csv/ledger.jsonl"), call.read("april/ledger.jsonl"));
    assert_eq!(call.read("csv/summary.md"), call.read("april/summary.md"));
}

#[test]
fn bad_rows_are_kept_with_all_that_is_wrong() {
    let mut rows = Vec::new();
    for row in [
        r#"{"id":"A","county":"东","facts":{"members":[{"wage":"1"}]}}"#,
        r#"{"id":"A","county":"东","facts":{"members":[{"wage":"1"}]}}"#,
        r#"{"county":"东","facts":{}}"#,
        r#"{"id":"4.41E+17","facts":{}}"#,
        r#"{"id":"D","facts":{"on_roll":"yes","wages":1}}"#,
        r#"{"id":"E","facts":{"members":[{"id":"1"},{"id":"1"}]}}"#,
        r#"{"id":"F","facts":{},"given":{},"date":"2020-01-01"}"#,
        r#"{"id":"G","facts":{}"#,
        "[]",
        r#"{"id":"I","id":"J","facts":{}}"#,
        r#"{"id":"K","facts":{},"discretions":[{"rule":"care","subject":"members[0]","by":"王","on":"2020-05-01","because":"困难"}]}"#,
        r#"{"id":" L","facts":{}}"#,
        r#"{"id":"M","facts":{"members":[{"wage":1e3}]}}"#,
    ] {
        rows.extend(row.as_bytes());
        rows.push(b'\n');
    }
    rows.extend(b"{\"id\":\"\xc4\xe3\",\"facts\":{}}\n\n");
    rows.extend(format!("{{\"id\":\"O\",\"facts\":{{\"note\":\"{}\"}}}}\n", "x".repeat(1 << 20)).as_bytes());
    rows.extend(br#"{"id":"P","county":"","facts":{"note":"last, without a line break"}}"#);
    let call = call("compare_bad").with("bad.jsonl", rows);
    let ran = call.run("compare --policy relief.policy --register bad.jsonl --on 2020-04-30 --out out");
    assert_eq!(ran.status, 0);
    assert_eq!(ran.out, "out: rows in the register: 16 = decided 2 + bad 14\n");
    let bad = lines(&call, "out/bad-rows.jsonl");
    let said: Vec<String> = bad
        .iter()
        .map(|row| {
            let reasons = row["reasons"].as_array().expect("reasons").iter();
            let reasons = reasons.map(|reason| {
                format!("{}:{}", reason["path"].as_str().unwrap_or(""), reason["en"].as_str().expect("words"))
            });
            format!("{} {}", row["row"], reasons.collect::<Vec<_>>().join(" / "))
        })
        .collect();
    for (row, says) in said.iter().zip([
        "2 id:row 1 has the same `id`",
        "3 id:there is no `id`",
        "4 id:`4.41E+17` looks like an id that a spreadsheet rewrote",
        "5 on_roll:expected true or false, found a text / wages:`Household` has no field `wages`",
        "6 members[1]:`members[0]` and `members[1]` have the same `id`",
        "7 given:a row of a register holds no `given`: only id, county, facts and discretions / date:a row",
        "8 :this row is not whole JSON (at character 20)",
        "9 :this row should be {\"id\": …",
        "10 id:`id` is given twice",
        "11 discretions[0].subject:",
        "12 id:an `id` is a text without blanks at its ends",
        "13 members[0].wage:expected a number such as",
        "14 :this row is not UTF-8",
        "16 :this row is longer than 1048576 bytes",
    ]) {
        assert!(row.starts_with(says), "{row}\n{says}");
    }
    assert_eq!(said.len(), 14, "{said:#?}");
    assert_eq!(bad[3]["raw"], r#"{"id":"D","facts":{"on_roll":"yes","wages":1}}"#);
    assert!(bad[0]["reasons"][0]["zh"].as_str().expect("zh").contains("第 1 行"));
    assert_eq!((&bad[13]["cut"], bad[13]["raw"].as_str().map(str::len)), (&true.into(), Some(1 << 20)));
}

#[test]
fn bad_cells_of_csv() {
    let csv = "id,county,members,members[0].wage,members[1].wage,members[1].jobs,note\n\
        A,东,1,5,,,\n\
        B,东,1,5,6,,\n\
        C,东,,,6,,\n\
        D,东,x,5,,,\n\
        E,东,1,5\n\
        F,\"东,1,5,,,\n\
        G,东,2,\"1,596\",6,1,=1+1\n\
        H,东,2,5,,0,'=1+1\n";
    let call = call("compare_bad_csv").with("r.csv", csv);
    let ran = call.run("compare --policy relief.policy --register r.csv --on 2020-04-30 --out out");
    assert_eq!(ran.out, "out: rows in the register: 8 = decided 2 + bad 6\n");
    let said: Vec<String> = lines(&call, "out/bad-rows.jsonl")
        .iter()
        .map(|row| {
            format!("{} {}", row["id"].as_str().unwrap_or("-"), row["reasons"][0]["en"].as_str().expect("words"))
        })
        .collect();
    assert_eq!(said[0], "B `members[1]` is filled in, but `members` says that there are 1");
    assert_eq!(
        said[1],
        "C `members[0]` is wholly empty and a later one is not: say in the column `members` how many there are"
    );
    assert_eq!(said[2], "D expected how many entries the list has, such as 0 or 3");
    assert_eq!(said[3], "E this row has 4 cells, the header 7 columns");
    assert_eq!(said[4], "- the quotes do not pair: no cell may hold a line break");
    assert!(said[5].starts_with("G expected a number"), "{}", said[5]);
    let facts = |id: &str| lines(&call, "out/ledger.jsonl").into_iter().find(|line| line["id"] == id).expect("a line");
    let missing = facts("H")["undetermined"].to_string();
    assert!(missing.contains("members[1].wage") && !missing.contains("members[0].wage"), "{missing}");
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_threads() {
    let mut call = call("compare_same");
    let many: String = (0..700)
        .map(|at| {
            MAY.replace("\"id\":\"A\"", &format!("\"id\":\"A{at}\"")).lines().next().unwrap_or("").to_owned() + "\n"
        })
        .collect();
    call = call.with("many.jsonl", &many);
    for (out, threads) in [("one", "1"), ("four", "4"), ("one", "3")] {
        call.env = vec![("RAYON_NUM_THREADS", threads)];
        let ran =
            call.run(&format!("compare --policy relief.policy --register many.jsonl --on 2020-04-30 --out {out}"));
        assert_eq!(ran.status, 0, "{}", ran.err);
    }
    for name in ["ledger.jsonl", "changes.csv", "bad-rows.jsonl", "summary.json", "summary.md"] {
        assert_eq!(call.read(&format!("one/{name}")), call.read(&format!("four/{name}")), "{name}");
    }
    let ids: Vec<String> = lines(&call, "one/ledger.jsonl").iter().map(|line| line["id"].to_string()).collect();
    assert_eq!(ids, (0..700).map(|at| format!("\"A{at}\"")).collect::<Vec<_>>());
}

#[test]
fn a_killed_run_leaves_nothing_that_looks_finished_and_can_be_run_again() {
    let call = call("compare_killed");
    let row = |at: usize| MAY.lines().next().unwrap_or("").replace("\"id\":\"A\"", &format!("\"id\":\"A{at}\"")) + "\n";
    let all: String = (0..600).map(row).collect();
    let call = call.with("all.jsonl", &all);
    let args = "compare --policy relief.policy --register - --on 2020-04-30 --out killed --lang en";
    let mut child = Command::new(env!("CARGO_BIN_EXE_doudi"))
        .args(args.split(' '))
        .current_dir(&call.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    // The register stops half-way and stays open: the run waits for the rest, with rows written.
    let mut stdin = child.stdin.take().expect("its input");
    stdin.write_all(all.as_bytes()).expect("written");
    let unfinished = call.folder.join("killed/ledger.jsonl.unfinished");
    let begun = Instant::now();
    while fs::metadata(&unfinished).map_or(0, |file| file.len()) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was written");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("killed");
    child.wait().expect("its end");
    drop(stdin);
    for name in ["ledger.jsonl", "changes.csv", "bad-rows.jsonl", "summary.json", "summary.md"] {
        assert!(!call.folder.join("killed").join(name).exists(), "{name}");
    }
    for out in ["killed", "whole"] {
        let ran = call.run(&format!("compare --policy relief.policy --register all.jsonl --on 2020-04-30 --out {out}"));
        assert_eq!(ran.out, format!("{out}: rows in the register: 600 = decided 600 + bad 0\n"), "{}", ran.err);
    }
    let names = |out: &str| {
        let files = fs::read_dir(call.folder.join(out)).expect("a folder");
        let mut names: Vec<_> = files.map(|file| file.expect("a file").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("killed"), ["bad-rows.jsonl", "changes.csv", "ledger.jsonl", "summary.json", "summary.md"]);
    for name in names("whole") {
        let read = |out: &str| fs::read(call.folder.join(out).join(&name)).expect("a file");
        assert!(read("killed") == read("whole"), "{name:?}");
    }
}

#[test]
fn totals_add_up() {
    let call = call("compare_totals");
    for (month, on, last) in [(1, "2020-05-06", ""), (2, "2020-06-06", " --ledger o1/ledger.jsonl")] {
        call.run(&format!("register --households 100 --seed 3 --county-count 4 --month {month} --damage 60 --out r"));
        let ran = call.run(&format!("compare --policy guangdong-2020 --register r --on {on} --out o{month}{last}"));
        assert_eq!(ran.status, 0, "{}", ran.err);
        let summary: Value = serde_json::from_str(&call.read(&format!("o{month}/summary.json"))).expect("JSON");
        let count = |value: &Value| value.as_u64().expect("a number");
        let register = fs::read(call.folder.join("r")).expect("the register");
        let rows = register.iter().filter(|byte| **byte == b'\n').count() as u64;
        let totals = &summary["totals"];
        assert_eq!(count(&summary["rows"]["read"]), rows);
        assert_eq!(count(&totals["decided"]) + count(&totals["bad"]), rows);
        assert_eq!(lines(&call, &format!("o{month}/ledger.jsonl")).len() as u64, count(&totals["decided"]));
        assert_eq!(lines(&call, &format!("o{month}/bad-rows.jsonl")).len() as u64, count(&totals["bad"]));
        assert!(count(&totals["bad"]) > 0);
        let groups = summary["groups"].as_array().expect("groups");
        for key in ["decided", "bad", "complete", "undetermined", "in_error"] {
            assert_eq!(groups.iter().map(|group| count(&group[key])).sum::<u64>(), count(&totals[key]), "{key}");
        }
        for of_all in totals["measures"].as_array().expect("measures") {
            let of_groups = || {
                let measures = groups.iter().flat_map(|group| group["measures"].as_array().expect("measures"));
                measures.filter(|other| other["measure"] == of_all["measure"] && other["choices"] == of_all["choices"])
            };
            let keys = ["now", "new", "kept", "changed", "ended", "unclear"];
            for key in keys.iter().filter(|key| month == 2 || **key == "now") {
                assert_eq!(of_groups().map(|group| count(&group[*key])).sum::<u64>(), count(&of_all[*key]), "{of_all}");
            }
            if month == 2 {
                let became = ["new", "kept", "changed"].map(|key| count(&of_all[key]));
                assert_eq!(became.iter().sum::<u64>(), count(&of_all["now"]), "{of_all}");
            }
        }
        if month == 2 {
            // Every measure of last month is kept, changed, ended or unclear.
            let given: usize =
                lines(&call, "o1/ledger.jsonl").iter().map(|l| l["measures"].as_array().expect("measures").len()).sum();
            let became = ["kept", "changed", "ended", "unclear"];
            let all = totals["measures"].as_array().expect("measures").iter();
            let became: u64 = all.flat_map(|measure| became.map(|key| count(&measure[key]))).sum();
            assert_eq!(became, given as u64);
        }
    }
}

#[test]
fn results_of_another_run_are_not_overwritten() {
    let call = call("compare_force");
    assert_eq!(april(&call).status, 0);
    let before = call.read("april/summary.json");
    assert_eq!(april(&call).status, 0, "the same run again");
    assert_eq!(call.read("april/summary.json"), before);
    let refused = |args: &str| {
        let ran = call.run(&format!("compare --policy relief.policy --out april {args}"));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert_eq!(
            ran.err,
            "doudi: `april` holds the results of another comparison: give another --out, or overwrite it with --force\n"
        );
        assert_eq!(call.read("april/summary.json"), before);
        assert_eq!(fs::read_dir(call.folder.join("april")).expect("a folder").count(), 5);
    };
    refused("--register april.jsonl --on 2020-04-29");
    refused(&format!("--register may.jsonl --on 2020-04-30 {PREVIOUS}"));
    let ran = call.run("compare --policy relief.policy --out april --register may.jsonl --on 2020-04-30 --force");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_ne!(call.read("april/summary.json"), before);
}

#[test]
fn what_cannot_be_compared_is_said_before_anything_is_written() {
    let call = call("compare_refused")
        .with("ledger.txt", "{}\n")
        .with("empty.jsonl", "\n")
        .with("empty.csv", "")
        .with("headless.csv", "name,county\n")
        .with("odd.csv", "id,members[0].wages\n")
        .with("twice.csv", "id,note,note\n")
        .with("far.csv", "id,members[1000].wage\n")
        .with("gbk.csv", b"id,\xc4\xe3\n".as_slice())
        .with("settings.json", "{\"parameters\":{\"standard\":1}}");
    april(&call);
    for (args, status, says) in [
        ("--register nowhere --on 2020-05-31", 2, "no file or folder `nowhere`"),
        ("--register may.jsonl --on 2020-05-31 --ledger ledger.txt", 2, "line 1 of `ledger.txt` is not of a ledger"),
        (
            "--register may.jsonl --on 2020-04-29 --ledger april/ledger.jsonl",
            2,
            "is the ledger of 2020-04-30, later than the decision date 2020-04-29",
        ),
        ("--register may.jsonl --on 2021-05-31", 1, "the policy is not in force on 2021-05-31"),
        ("--register may.jsonl --on 2020-05-31 --settings settings.json", 1, "E0903"),
        (
            "--register may.jsonl --on 2020-05-31 --previous was_on_roll=rent",
            2,
            "--previous was_on_roll=rent should be FACT=FACT",
        ),
        (
            "--register may.jsonl --on 2020-05-31 --previous was_on_roll=on_roll --previous was_on_roll=on_roll",
            2,
            "--previous was_on_roll=on_roll: that fact is given already",
        ),
        ("--register empty.jsonl --on 2020-05-31", 2, "the register `empty.jsonl` holds no household"),
        ("--register empty.csv --on 2020-05-31", 2, "the register `empty.csv` holds no household"),
        (
            "--register headless.csv --on 2020-05-31",
            2,
            "the column `name` of `headless.csv` is no fact of this policy; there are: on_roll, was_on_roll, rent, note, members[0]. …",
        ),
        ("--register odd.csv --on 2020-05-31", 2, "the column `members[0].wages` of `odd.csv` is no fact"),
        ("--register twice.csv --on 2020-05-31", 2, "`twice.csv` has two columns called `note`"),
        ("--register far.csv --on 2020-05-31", 2, "the column `members[1000].wage` of `far.csv`: entries go up to 999"),
        ("--register gbk.csv --on 2020-05-31", 2, "`gbk.csv` is not UTF-8"),
    ] {
        let ran = call.run(&format!("compare --policy relief.policy --out out {args}"));
        assert_eq!(ran.status, status, "{args}: {}", ran.err);
        assert!(ran.err.contains(says), "{args}: {}", ran.err);
        let left = fs::read_dir(call.folder.join("out")).map_or(0, |files| files.count());
        assert_eq!(left, 0, "{args}");
    }
    let ran = call.run("compare --policy relief.policy --register may.jsonl --on 2020-05-31 --ledger april/ledger.jsonl --out april --force");
    assert!(ran.err.contains("last month's ledger `april/ledger.jsonl` lies in the output folder"), "{}", ran.err);
}

#[test]
fn a_register_of_bad_rows_alone_ends_with_1() {
    let call = call("compare_none").with("bad.jsonl", "x\n");
    let ran = call.run("compare --policy relief.policy --register bad.jsonl --on 2020-04-30 --out out");
    assert_eq!((ran.status, ran.err.as_str()), (1, "bad rows: 1, see out/bad-rows.jsonl\n"));
    assert_eq!(lines(&call, "out/bad-rows.jsonl").len(), 1);
}

#[test]
fn no_cell_is_a_formula_and_no_text_breaks_the_page() {
    let row = |id: &str, county: &str| {
        format!(
            "{{\"id\":{id},\"county\":{county},\"facts\":{{\"on_roll\":false,\"was_on_roll\":false,\"rent\":null,\"members\":[{{\"wage\":1}}]}}}}\n"
        )
    };
    let register = row("\"=cmd\"", "\"+东|县\\u001b[31m\\n# x\"") + &row("\"-B\"", "\"@西\\u202e\"");
    let call = call("compare_signs").with("r.jsonl", register);
    april(&call);
    let ran = call
        .run("compare --policy relief.policy --register r.jsonl --on 2020-05-31 --out out --ledger april/ledger.jsonl");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows = changes(&call, "out/changes.csv", &[0, 2]);
    assert_eq!(rows[0], "'=cmd|'+东|县\u{1b}[31m\n# x");
    assert_eq!(rows[2], "'-B|'@西\u{202e}");
    let page = call.read("out/summary.md");
    assert!(page.contains("## +东\\|县U+001B\\[31mU+000A\\# x\n"), "{page}");
    assert!(page.contains("## @西U+202E\n"), "{page}");
}

#[test]
fn one_household_can_be_explained() {
    let call = call("compare_explain");
    april(&call);
    let explain = |register: &str, id: &str| {
        call.run(&format!(
            "compare --policy relief.policy --register {register} --on 2020-05-31 --ledger april/ledger.jsonl {PREVIOUS} --explain {id}"
        ))
    };
    let ran = explain("may.jsonl", "B");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    // The page of the very decision: last month's facts are filled in.
    let facts =
        r#"{"facts":{"on_roll":false,"was_on_roll":true,"rent":"100","members":[{"wage":301.5,"was_ill":null}]}}"#;
    let call = call.with("b.json", facts.replace(",\"was_ill\":null", ""));
    let decided = call.run("decide --policy relief.policy --facts b.json --on 2020-05-31");
    assert_eq!(ran.out, decided.out);
    assert!(ran.out.contains("dropped"), "{}", ran.out);
    let call = call.with("bad.jsonl", MAY.replace("301.5", "3e1"));
    let explain = |register: &str, id: &str| {
        call.run(&format!("compare --policy relief.policy --register {register} --on 2020-05-31 --explain {id}"))
    };
    let ran = explain("bad.jsonl", "B");
    let says = "the row of `B` is bad, so that nothing can be decided:\nmembers[0].wage: expected a number";
    assert!(ran.status == 1 && ran.err.starts_with(says), "{}", ran.err);
    let ran = explain("may.jsonl", "X");
    assert_eq!((ran.status, ran.err.as_str()), (2, "doudi: no row of the register `may.jsonl` has the id `X`\n"));
}

#[test]
fn no_row_is_lost_whatever_the_bytes() {
    let call = call("compare_bytes");
    april(&call);
    let pieces: [&[u8]; 12] = [
        b"\"",
        b",",
        b"\n",
        b"\r\n",
        b"\\",
        b"{",
        b"]",
        b"\xff",
        b"\0",
        b"\\ud800",
        b"99999999999999999999",
        b"(none)",
    ];
    for format in ["jsonl", "csv"] {
        call.run(&format!("register --policy relief.policy --households 40 --format {format} --out r"));
        let whole = fs::read(call.folder.join("r")).expect("a register");
        let header =
            if format == "csv" { whole.iter().position(|byte| *byte == b'\n').expect("a header") + 1 } else { 0 };
        let mut chance = 1u64;
        let mut throw = |below: usize| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) as usize % below
        };
        for _ in 0..12 {
            let mut bytes = whole.clone();
            for _ in 0..20 {
                let at = header + throw(bytes.len() - header - 20);
                match throw(3) {
                    0 => drop(bytes.splice(at..at, pieces[throw(pieces.len())].iter().copied())),
                    1 => drop(bytes.drain(at..at + throw(20))),
                    _ => bytes[at] = throw(256) as u8,
                }
            }
            let blank = |line: &&[u8]| !line.iter().all(u8::is_ascii_whitespace);
            let rows = bytes.split(|byte| *byte == b'\n').filter(blank).count() - usize::from(header > 0);
            fs::write(call.folder.join("spoilt"), &bytes).expect("written");
            let ran = call.run(&format!(
                "compare --policy relief.policy --register spoilt --format {format} --on 2020-05-31 --ledger april/ledger.jsonl --out out --force"
            ));
            assert_eq!(ran.status, 0, "{}", ran.err);
            let count = |name: &str| call.read(&format!("out/{name}")).matches('\n').count();
            assert_eq!(count("ledger.jsonl") + count("bad-rows.jsonl"), rows);
        }
    }
}
