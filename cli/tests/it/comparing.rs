//! The guides `docs/analyst.md`, `docs/clause.md`, `docs/comparing.md`, `docs/changing.md`, `docs/records.md`,
//! `docs/explaining.md` and `docs/testing.md`: their files are written, their commands are run, and what they print is what they show. `DOUDI_UPDATE=1` writes into them what is printed.

use crate::program::Call;
use std::fs;
use std::path::Path;

#[test]
fn comparing_holds() {
    holds("comparing.md");
}

#[test]
fn changing_holds() {
    holds("changing.md");
}

#[test]
fn analyst_holds() {
    holds("analyst.md");
}

#[test]
fn records_hold() {
    holds("records.md");
}

#[test]
fn explaining_holds() {
    holds("explaining.md");
}

#[test]
fn testing_holds() {
    holds_in("testing.md", Call::new("guide_testing.md"), 6);
}

/// The rules it shows are those of the rule set, the sentence is the notice's.
#[test]
fn clause_holds() {
    let call = Call::new("guide_clause").with("household.json", include_str!("../../../examples/household.json"));
    let guide = holds_in("clause.md", call, 1);
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/guangdong-2020");
    let read = |name: &str| fs::read_to_string(set.join(name)).expect("a file of the rule set");
    let rules = read("policy/2-2-2-household-enrolment.policy");
    let shown: Vec<&str> = guide.split("```policy\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!shown.is_empty() && shown.iter().all(|rule| rules.contains(rule)), "{shown:?}");
    let sentence = guide.lines().find_map(|line| line.strip_prefix("> ")).expect("the sentence");
    assert!(read("notice/gd49.original.txt").replace("**", "").contains(sentence), "{sentence}");
}

fn holds(name: &str) {
    holds_in(name, Call::new(&format!("guide_{name}")), 6);
}

/// Runs a guide of at least so many commands in a folder.
fn holds_in(name: &str, call: Call, least: usize) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    let guide = fs::read_to_string(&path).expect("the guide");
    let (ran, commands) = run(&guide, call);
    assert!(commands >= least, "only {commands} commands");
    if std::env::var_os("DOUDI_UPDATE").is_some() {
        fs::write(&path, &ran).expect("written");
    }
    assert!(ran == guide, "docs/{name} does not hold; set DOUDI_UPDATE=1 and look at the difference");
    guide
}

/// The guide with what its commands print today.
fn run(guide: &str, mut call: Call) -> (String, usize) {
    let (mut out, mut commands) = (String::new(), 0);
    let mut rest = guide;
    while let Some((before, block)) = rest.split_once("```") {
        // What is printed may hold blocks of its own, between fewer signs.
        let fence = "`".repeat(3 + block.chars().take_while(|sign| *sign == '`').count());
        let (tag, block) = block.trim_start_matches('`').split_once('\n').expect("a tag");
        let (body, after) = block.split_once(&format!("{fence}\n")).expect("the end of a block");
        let body = match tag.split_once(' ') {
            Some((_, name)) => {
                call = call.with(name, body);
                body.to_owned()
            }
            None if tag == "console" => {
                let lines = body.lines().filter_map(|line| line.strip_prefix("$ "));
                lines.map(|command| format!("$ {command}\n{}", printed(&call, command, &mut commands))).collect()
            }
            None => body.to_owned(),
        };
        out += &format!("{before}{fence}{tag}\n{body}{fence}\n");
        rest = after;
    }
    (out + rest, commands)
}

fn printed(call: &Call, command: &str, commands: &mut usize) -> String {
    *commands += 1;
    if let Some(name) = command.strip_prefix("cat ") {
        let text = call.read(name);
        return shortened(text.strip_prefix('\u{feff}').unwrap_or(&text));
    }
    let (command, file) = command.split_once(" > ").map_or((command, None), |(command, file)| (command, Some(file)));
    let ran = call.run_in(command.strip_prefix("doudi ").expect("a command of doudi"));
    match file {
        Some(file) => {
            fs::write(call.folder.join(file), ran.out).expect("written");
            ran.err
        }
        None => shortened(&(ran.out + &ran.err)),
    }
}

/// A text with `…` for every SHA-256: they say nothing to a reader, and change with the engine.
fn shortened(text: &str) -> String {
    let (mut out, mut digits) = (String::new(), String::new());
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() || ('a'..='f').contains(&c) {
            digits.push(c);
            continue;
        }
        out += if digits.len() == 64 { "…" } else { &digits };
        digits.clear();
        out.push(c);
    }
    out.pop();
    out
}
