//! Diagnostics → SARIF 2.1.0, which forges show beside the lines of a change.
//!
//! Columns count UTF-16 code units, as the format's readers expect.

use super::diagnostics::{Change, Reported, Stretch};
use crate::error_pages;
use doudi::diagnostic::{Locale, Severity, table};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fmt::Write;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One run of the program, as a log of the format; messages in one language.
pub fn sarif(reported: &[Reported<'_>], locale: Locale) -> String {
    let codes: BTreeSet<&str> = reported.iter().map(|one| one.code).collect();
    let rules: Vec<Json> = codes.iter().map(|code| rule(code, locale)).collect();
    let results: Vec<Json> = reported.iter().map(|one| result(one, &codes, locale)).collect();
    let driver = json!({ "name": "doudi", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "utf16CodeUnits",
        "language": match locale { Locale::ZhCn => "zh-CN", Locale::En => "en" },
        "results": results,
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    format!("{log:#}\n")
}

/// What a code is about: the title and the text of its page.
fn rule(code: &str, locale: Locale) -> Json {
    let page = error_pages::page(code).unwrap_or_default();
    let title = error_pages::title(code);
    let (zh, en) = title.split_once(" · ").unwrap_or((title, title));
    let warning = table::all().any(|entry| entry.code == code && entry.severity == Severity::Warning);
    json!({
        "id": code,
        "shortDescription": { "text": match locale { Locale::ZhCn => zh, Locale::En => en } },
        "help": { "text": error_pages::printed(page), "markdown": error_pages::printed(page) },
        "defaultConfiguration": { "level": if warning { "warning" } else { "error" } },
    })
}

fn result(one: &Reported<'_>, codes: &BTreeSet<&str>, locale: Locale) -> Json {
    let mut text = one.message.text(locale).to_owned();
    if let Some(help) = &one.help {
        text = format!("{text}\n{}", help.text(locale));
    }
    let index = codes.iter().position(|code| *code == one.code);
    let mut result = json!({
        "ruleId": one.code,
        "ruleIndex": index,
        "level": one.severity,
        "message": { "text": text },
        "locations": one.place.iter().map(location).collect::<Vec<_>>(),
    });
    let related = one.related.iter().zip(0..).map(|(related, id)| {
        let mut place = location(&related.place);
        place["id"] = json!(id);
        place["message"] = json!({ "text": related.message.text(locale) });
        place
    });
    if !one.related.is_empty() {
        result["relatedLocations"] = related.collect();
    }
    // A tool may apply what stands under `fixes` unasked: only what is certain does.
    if let Some(edit) = one.edit.as_ref().filter(|edit| edit.certain) {
        result["fixes"] = json!([fix(edit, one, locale)]);
    }
    if let Some(because) = one.allowed {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": because }]);
    }
    result
}

fn fix(edit: &Change<'_>, one: &Reported<'_>, locale: Locale) -> Json {
    json!({
        "description": { "text": one.help.as_ref().unwrap_or(&one.message).text(locale) },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(edit.place.path) },
            "replacements": [{
                "deletedRegion": region(&edit.place),
                "insertedContent": { "text": edit.replacement },
            }],
        }],
    })
}

fn location(place: &Stretch<'_>) -> Json {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(place.path) }, "region": region(place) } })
}

fn region(place: &Stretch<'_>) -> Json {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.utf16,
        "endLine": place.end.line,
        "endColumn": place.end.utf16,
    })
}

/// A path as a relative reference: what is no plain ASCII letter, digit or mark is escaped.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => out.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
