//! `doudi compare`: a register of households, month by month.

mod changes;
mod held;
mod rows;
mod runs;

use crate::program::{Call, Ran};
use serde_json::Value;
use std::fs;

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
        .with("relief.policy", include_str!("../../register/relief.policy"))
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

/// The lines of a file of JSON Lines, but for the one that ends a ledger.
fn lines(call: &Call, name: &str) -> Vec<Value> {
    let text = call.read(name);
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter(|line| line.get("end").is_none()).collect()
}

/// Columns of the changes, joined by `|`, one a row, without the header.
fn changes(call: &Call, name: &str, columns: &[usize]) -> Vec<String> {
    let text = call.read(name);
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark, by which spreadsheets know UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| columns.iter().map(|at| &row[*at]).collect::<Vec<_>>().join("|")).collect()
}

/// Compares May anew.
fn may_again(call: Call) -> Call {
    let _ = fs::remove_dir_all(call.folder.join("may"));
    let ran = may(&call);
    assert_eq!(ran.status, 0, "{}", ran.err);
    call
}
