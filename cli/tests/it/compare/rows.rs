//! What a register holds: rows of both forms, good and bad, none of them lost.

use super::{APRIL, PREVIOUS, april, call, changes, lines};
use crate::seeds;
use serde_json::Value;
use std::fs;

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
        "5 on_roll:true or false belongs here, and this is a text; `doudi schema` lists what each fact holds / wages:`Household` has no field `wages`",
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
    assert_eq!(rows[0], "'=cmd|'+东|县\\u{1b}[31m\\u{a}# x");
    assert_eq!(rows[2], "'-B|'@西\\u{202e}");
    let page = call.read("out/summary.md");
    assert!(page.contains("## \\+东\\|县\\\\u{1b}\\[31m\\\\u{a}\\# x\n"), "{page}");
    assert!(page.contains("## \\@西\\\\u{202e}\n"), "{page}");
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
        let mut chance = seeds::of("spoilt rows", 1).start;
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
            let blank = |line: &&[u8]| !line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b',');
            let rows = bytes.split(|byte| *byte == b'\n').filter(blank).count() - usize::from(header > 0);
            fs::write(call.folder.join("spoilt"), &bytes).expect("written");
            let ran = call.run(&format!(
                "compare --policy relief.policy --register spoilt --format {format} --on 2020-05-31 --ledger april/ledger.jsonl --out out --force"
            ));
            assert_eq!(ran.status, 0, "{}", ran.err);
            let count = |name: &str| call.read(&format!("out/{name}")).matches('\n').count();
            assert_eq!(count("ledger.jsonl") - 1 + count("bad-rows.jsonl"), rows, "but for the line that ends it");
        }
    }
}
