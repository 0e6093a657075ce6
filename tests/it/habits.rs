//! Slips of people who come from elsewhere: each is told once, with advice that leads to its mend.

use crate::spec::root;
use doudi::diagnostic::{Diagnostic, Locale};
use doudi::{Policy, Sources};
use std::fs;

/// The fewest rows that are still the table.
const LEAST: usize = 90;

/// One row of the table.
struct Row {
    written: String,
    code: String,
    advice: String,
    mended: String,
}

fn cell(text: &str) -> String {
    text.trim().trim_start_matches("`` ").trim_end_matches(" ``").to_string()
}

fn read() -> (String, Vec<Row>) {
    let page = fs::read_to_string(root().join("tests/habits.md")).unwrap();
    let (_, behind) = page.split_once("```policy\n").unwrap();
    let (base, table) = behind.split_once("```\n").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ``")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let [written, code, advice, mended] = cells.as_slice() else { panic!("not four cells: {line}") };
        Row { written: cell(written), code: cell(code), advice: cell(advice), mended: cell(mended) }
    });
    (base.to_string(), rows.collect())
}

/// The errors of a policy with one more line.
fn errors(base: &str, line: &str) -> Vec<Diagnostic> {
    let sources = Sources::new().policy("base.policy", base).policy("line.policy", line);
    let found = Policy::load(sources).map_or_else(|error| error.diagnostics, |_| Vec::new());
    found.into_iter().filter(Diagnostic::is_error).collect()
}

/// What a diagnostic says in one language, with what it suggests.
fn says(found: &Diagnostic, locale: Locale) -> String {
    let edit = found.edit.as_ref().map_or("", |edit| edit.replacement.as_str());
    format!("{} {} {edit}", found.message(locale), found.help(locale))
}

#[test]
fn each_slip_leads_to_its_mend() {
    let (base, rows) = read();
    assert!(rows.len() >= LEAST, "only {} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let found = errors(&base, &row.written);
        let codes: Vec<&str> = found.iter().map(|found| found.entry.code).collect();
        match found.first() {
            Some(first) if first.entry.code == row.code => {
                let said = says(first, Locale::En) + &says(first, Locale::ZhCn);
                if !said.contains(&row.advice) {
                    wrong.push(format!("{}: no `{}` in\n    {said}", row.written, row.advice));
                }
            }
            _ => wrong.push(format!("{}: {codes:?} for {}", row.written, row.code)),
        }
        let left: Vec<String> = errors(&base, &row.mended).iter().map(|found| found.to_string()).collect();
        if !row.mended.is_empty() && !left.is_empty() {
            wrong.push(format!("{}: is refused: {}", row.mended, left.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// An edit that is offered for a slip is accepted where it alone mends the line.
#[test]
fn an_edit_that_is_certain_mends_its_slip() {
    let (base, rows) = read();
    let mut tried = 0;
    for row in &rows {
        for found in errors(&base, &row.written) {
            let Some(edit) = found.edit.as_ref().filter(|edit| edit.certain) else { continue };
            let mut line = row.written.clone();
            line.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
            let left = errors(&base, &line);
            assert!(left.iter().all(|left| left.entry.code != found.entry.code), "{line}: {left:?}");
            tried += 1;
        }
    }
    assert!(tried >= 5, "only {tried} edits tried");
}
