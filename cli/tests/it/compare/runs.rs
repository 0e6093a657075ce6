//! Runs: the same bytes again, broken off, refused, and a single household explained.

use super::{MAY, PREVIOUS, april, call, lines};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FILES: [&str; 6] =
    ["bad-rows.jsonl", "changes.csv", "ledger.jsonl", "same-person.csv", "summary.json", "summary.md"];

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
    for name in FILES {
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
    for name in FILES {
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
    assert_eq!(names("killed"), FILES);
    for name in names("whole") {
        let read = |out: &str| fs::read(call.folder.join(out).join(&name)).expect("a file");
        assert!(read("killed") == read("whole"), "{name:?}");
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
        assert_eq!(fs::read_dir(call.folder.join("april")).expect("a folder").count(), FILES.len());
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
        .with("semicolon.csv", "id;county;rent\n")
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
        (
            "--register may.jsonl --on 2020-04-30 --ledger april/ledger.jsonl",
            2,
            "is the ledger of the decision date itself, 2020-04-30: give last month's",
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
            "the first line of `headless.csv` has no column `id`, which says what household it is; where another does, name it with --id COLUMN. The first line is: name, county",
        ),
        ("--register odd.csv --on 2020-05-31", 2, "the column `members[0].wages` of `odd.csv` is no fact"),
        ("--register twice.csv --on 2020-05-31", 2, "`twice.csv` has two columns called `note`"),
        ("--register far.csv --on 2020-05-31", 2, "the column `members[1000].wage` of `far.csv`: entries go up to 999"),
        (
            "--register headless.csv --on 2020-05-31 --id county --group area",
            2,
            "the column `name` of `headless.csv` is no fact of this policy; there are: on_roll, was_on_roll, rent, note, members[0]. …",
        ),
        ("--register semicolon.csv --on 2020-05-31", 2, "the columns of `semicolon.csv` are separated by `;`"),
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
