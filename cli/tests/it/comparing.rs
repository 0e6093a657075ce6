//! The guides `docs/comparing.md`, `docs/changing.md`, `docs/records.md` and `docs/explaining.md`: their files are written, their commands are
//! run, and what they print is what they show. `DOUDI_UPDATE=1` writes into them what is printed.

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
fn records_hold() {
    holds("records.md");
}

#[test]
fn explaining_holds() {
    holds("explaining.md");
}

fn holds(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    let guide = fs::read_to_string(&path).expect("the guide");
    let (ran, commands) = run(&guide, Call::new(&format!("guide_{name}")));
    assert!(commands > 5, "only {commands} commands");
    if std::env::var_os("DOUDI_UPDATE").is_some() {
        fs::write(&path, &ran).expect("written");
    }
    assert!(ran == guide, "docs/{name} does not hold; set DOUDI_UPDATE=1 and look at the difference");
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
