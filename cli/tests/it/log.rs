//! `doudi log`: records kept, witnessed, proved; and a writer killed at any moment.

use crate::program::Call;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A folder with the demo's record, and three of it in one file.
fn call(test: &str) -> Call {
    let call = Call::new(test);
    let ran = call.run("decide --policy demo.policy --facts facts.json --format json");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let three = ran.out.repeat(3);
    call.with("record.json", ran.out).with("records.jsonl", three)
}

/// The same with a log of four entries.
fn logged(test: &str) -> Call {
    let call = call(test);
    assert_eq!(call.run("log append log.jsonl --record record.json --at 2020-05-06T09:30 --note 初次").status, 0);
    assert_eq!(call.run("log append log.jsonl --record records.jsonl").status, 0);
    call
}

fn saved(call: Call, args: &str, name: &str) -> Call {
    let ran = call.run(args);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args}");
    call.with(name, ran.out)
}

#[test]
fn what_is_appended_is_acknowledged_and_can_be_read_back() {
    let mut call = call("log_append");
    let ran = call.run("log append log.jsonl --record record.json --at 2020-05-06T09:30 --note 初次");
    assert!(ran.status == 0 && ran.out.starts_with("entry 0: ") && ran.out.len() == 74, "{}{}", ran.out, ran.err);
    call.stdin = call.read("records.jsonl");
    let ran = call.run("log append log.jsonl --record - --format json --digest-only");
    call.stdin.clear();
    let said: Vec<serde_json::Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(said.iter().map(|said| said["entry"].as_u64()).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);

    assert_eq!(call.run("log show log.jsonl --entry 0").out, call.read("record.json"));
    call.stdin = call.run("log show log.jsonl --entry 0").out;
    assert!(call.run("verify - --policy demo.policy --facts facts.json").out.starts_with("identical"));
    call.stdin.clear();
    let line = call.run("log show log.jsonl --entry 0 --line").out;
    assert!(line.contains(r#","at":"2020-05-06T09:30","note":"初次","record":{"#), "{line}");
    let ran = call.run("log show log.jsonl --entry 2");
    assert!(ran.status == 1 && ran.err.starts_with("entry 2 holds only the SHA-256 of its record: "), "{}", ran.err);
    let ran = call.run("log show log.jsonl --entry 4");
    assert_eq!(ran.err, "`log.jsonl`: there is no entry 4: entries are counted from 0, and there are 4\n");
    assert_eq!(call.run("log show nothing.jsonl --entry 4").status, 2);
}

#[test]
fn nothing_appended_is_a_fault() {
    let call = call("log_nothing").with("empty.jsonl", "\n");
    let ran = call.run("log append log.jsonl --record empty.jsonl");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("no record in `empty.jsonl`"), "{}", ran.err);
}

#[test]
fn what_is_no_record_is_not_appended() {
    let call = call("log_no_record");
    let record = call.read("record.json");
    let call =
        call.with("mixed.jsonl", format!("{record}\n{{}}\n")).with("forged.json", record.replace("\"250\"", "\"950\""));
    let ran = call.run("log append log.jsonl --record mixed.jsonl");
    assert_eq!((ran.status, ran.out.lines().count()), (1, 1));
    assert!(ran.err.starts_with("`mixed.jsonl` line 3 cannot be appended as a record: "), "{}", ran.err);
    let ran = call.run("log append log.jsonl --record forged.json");
    assert!(ran.status == 1 && ran.err.contains("step "), "{}", ran.err);
    assert!(call.run("log verify log.jsonl").out.starts_with("the log is as it was written: 1 entries\n"));
}

#[test]
fn a_log_is_verified_alone_and_against_a_checkpoint() {
    let call = saved(logged("log_verify"), "log checkpoint log.jsonl", "checkpoint.json");
    let ran = call.run("log verify log.jsonl");
    assert!(ran.out.contains("without a checkpoint nobody can tell"), "{}", ran.out);
    let ran = call.run("log verify log.jsonl --checkpoint checkpoint.json");
    assert!(ran.out.ends_with("the first 4 entries are those of the checkpoint\n"), "{}", ran.out);
    let ran = call.run("log verify log.jsonl --checkpoint checkpoint.json --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&json["entries"], &json["witnessed"], &json["torn"]), (&4.into(), &4.into(), &0.into()));

    let log = call.read("log.jsonl");
    let lines: Vec<&str> = log.split_inclusive('\n').collect();
    let call =
        call.with("short.jsonl", lines[..3].concat()).with("changed.jsonl", log.replacen("\"250\"", "\"950\"", 1));
    assert_eq!(call.run("log verify short.jsonl").status, 0);
    let ran = call.run("log verify short.jsonl --checkpoint checkpoint.json");
    let said = "`short.jsonl`: the log has 3 entries, and had 4 at the checkpoint: entries at its end were dropped\n";
    assert_eq!((ran.status, ran.err.as_str()), (1, said));
    let ran = call.run_in("log verify changed.jsonl --lang zh");
    assert_eq!((ran.status, ran.err.as_str()), (1, "`changed.jsonl`：第 1 行不是当初写下的条目：内容被改动过\n"));
    assert_eq!(call.run("log append changed.jsonl --record record.json").status, 1);
    assert!(call.read("changed.jsonl").len() == log.len(), "nothing is put behind damage");
}

#[test]
fn a_torn_line_is_said_and_cut_off() {
    let call = logged("log_torn");
    let log = call.read("log.jsonl");
    let call = call.with("log.jsonl", &log[..log.len() - 100]);
    let ran = call.run("log verify log.jsonl");
    assert!(ran.status == 0 && ran.out.contains("the last line was not written to its end ("), "{}", ran.out);
    let ran = call.run("log append log.jsonl --record record.json");
    assert!(ran.status == 0 && ran.out.starts_with("entry 3: ") && ran.err.contains("it was cut off"), "{}", ran.err);
    assert_eq!(call.read("log.jsonl"), log);
}

#[test]
fn an_entry_without_its_line_break_is_said_and_kept() {
    let call = logged("log_unended");
    let log = call.read("log.jsonl");
    let call = call.with("log.jsonl", log.trim_end_matches('\n'));
    let ran = call.run("log verify log.jsonl");
    assert!(ran.status == 0 && ran.out.contains("4 entries"), "{}", ran.out);
    assert!(ran.out.contains("\nthe last entry is whole and has only lost its line break"), "{}", ran.out);
    let ran = call.run("log append log.jsonl --record record.json");
    assert!(ran.status == 0 && ran.out.starts_with("entry 4: ") && ran.err.is_empty(), "{}", ran.err);
    assert!(call.read("log.jsonl").starts_with(&log));
}

#[test]
fn proofs_are_checked_without_the_log() {
    let call = saved(logged("log_proofs"), "log checkpoint log.jsonl", "now.json");
    let call = saved(call, "log prove log.jsonl --entry 0", "proof.json");
    let ran = call.run("log check proof.json --checkpoint now.json");
    assert!(ran.out.starts_with("the proof holds: entry 0 is in the log of 4 entries\n"), "{}", ran.out);
    assert!(ran.out.ends_with("  2020-05-06T09:30\n  初次\n"), "{}", ran.out);

    assert_eq!(call.run("log append log.jsonl --record record.json").status, 0);
    let call = saved(call, "log checkpoint log.jsonl", "later.json");
    let ran = call.run("log check proof.json --checkpoint later.json");
    assert_eq!((ran.status, ran.err.contains("for a log of 4 entries, the checkpoint of one of 5")), (1, true));
    let call = saved(call, "log prove log.jsonl --entry 0 --checkpoint now.json", "again.json");
    assert_eq!(call.read("again.json"), call.read("proof.json"));

    let call = saved(call, "log prove log.jsonl --since now.json", "added.json");
    let ran = call.run("log check added.json --since now.json --checkpoint later.json");
    assert_eq!(ran.out, "the proof holds: the log of 5 entries begins with the 4 of before, and was only added to\n");
    let ran = call.run("log check added.json --since later.json --checkpoint later.json");
    assert_eq!(ran.status, 1);
    assert_eq!(call.run("log check added.json --checkpoint later.json").status, 1);
}

fn writer(folder: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doudi"));
    command.args(["log", "append", "log.jsonl", "--record", "many.jsonl"]).current_dir(folder);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program")
}

/// Kills a writer at many moments: the log opens each time, and holds all that was acknowledged.
#[test]
fn a_killed_writer_loses_nothing_it_acknowledged() {
    let call = call("log_killed");
    let many = call.read("record.json").repeat(1_000);
    let call = call.with("many.jsonl", many);
    let (mut known, mut torn) = (0, 0);
    for round in 0..40u64 {
        let mut child = writer(&call.folder);
        let mut said = BufReader::new(child.stdout.take().expect("its output")).lines();
        // Some are killed before they say anything, some after a few words.
        let mut last = (0..round % 4).filter_map(|_| said.next()).last();
        std::thread::sleep(Duration::from_micros(round * 937 % 20_000));
        child.kill().expect("killed");
        child.wait().expect("its end");
        last = said.last().or(last);
        if let Some(last) = last {
            let number =
                last.expect("UTF-8").strip_prefix("条目 ").and_then(|rest| rest.split('：').next()?.parse().ok());
            known = number.map_or(known, |number: u64| known.max(number + 1));
        }
        let Ok(log) = fs::File::open(call.folder.join("log.jsonl")) else { continue };
        let log = doudi::audit::AuditLog::open(log).unwrap_or_else(|error| panic!("round {round}: {error}"));
        assert!(log.entries() >= known, "round {round}: {} entries, {known} acknowledged", log.entries());
        torn += u64::from(log.torn() > 0);
    }
    assert!(known > 40, "only {known} acknowledged, {torn} torn");
}

#[test]
fn two_writers_are_kept_apart() {
    let call = call("log_busy");
    let file = fs::File::create(call.folder.join("log.jsonl")).expect("a file");
    file.lock().expect("a lock");
    let ran = call.run("log append log.jsonl --record record.json");
    assert_eq!(ran.status, 2);
    assert_eq!(ran.err, "doudi: another program is appending to `log.jsonl`; try again when it has finished\n");
    drop(file);
    assert_eq!(call.run("log append log.jsonl --record record.json").status, 0);
}
