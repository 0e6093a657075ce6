//! What is fuzzed: plain functions over bytes, which the test suite runs over the corpus too.
//!
//! None of them may panic, whatever the bytes. Where a relation must hold it is asserted.

#![allow(dead_code, reason = "each libFuzzer binary uses one of them")]

use doudi::audit::{AuditError, AuditLog, Checkpoint, Consistency, Draft, Entries, Inclusion};
use doudi::decision::check;
use doudi::explain::{Depth, explain};
use doudi::source::SourceId;
use doudi::{Date, Diagnostic, Limits, Locale, Policy, Sources};
use std::cell::RefCell;
use std::sync::OnceLock;

/// A small policy that uses every construct, for the targets that need one.
const POLICY: &str = include_str!("policy.policy");

fn policy() -> &'static Policy {
    static POLICY_ONCE: OnceLock<Policy> = OnceLock::new();
    POLICY_ONCE
        .get_or_init(|| Policy::load(Sources::new().policy("fuzz.policy", POLICY)).expect("the fixed policy loads"))
}

fn limits() -> Limits {
    Limits { source_bytes: 1 << 16, steps: 200_000, operations: 20_000, list_entries: 200, ..Limits::default() }
}

fn date() -> Date {
    Date::parse("2020-05-06").expect("a date")
}

/// Any text is read to a tree and diagnostics; what was accepted prints and reads back the same.
pub fn parse(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (file, diagnostics) = doudi::syntax::parse(SourceId(0), text, &limits());
    printable(&diagnostics);
    let printed = doudi::syntax::print(&file);
    let (again, complaints) =
        doudi::syntax::parse(SourceId(0), &printed, &Limits { source_bytes: 1 << 20, ..limits() });
    if diagnostics.is_empty() {
        assert!(complaints.is_empty(), "what was accepted and printed reads back:\n{printed}\n{complaints:?}");
        assert_eq!(printed, doudi::syntax::print(&again), "printing is stable");
        formatted(text, &printed);
    }
}

/// Formatting keeps the meaning, and what is formatted stays as it is.
fn formatted(text: &str, printed: &str) {
    let wide = Limits { source_bytes: 1 << 20, ..limits() };
    let again =
        |text: &str| doudi::syntax::format(SourceId(0), text, None, &wide).expect("what was accepted is formatted");
    let tidy = again(text);
    let (file, _) = doudi::syntax::parse(SourceId(0), &tidy, &wide);
    assert_eq!(printed, doudi::syntax::print(&file), "formatting keeps the meaning");
    assert_eq!(tidy, again(&tidy), "formatting is stable");
}

/// Any text loads to a policy or is refused with reasons.
pub fn load(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (policy, wording) = text.split_once("\n===\n").unwrap_or((text, ""));
    let sources = Sources::new().policy("a.policy", policy).text("a.txt", wording);
    match Policy::load_within(sources, &limits()) {
        Ok(policy) => {
            let _ = (policy.json_schema(), policy.print_plan(), policy.digest(), policy.law());
            let _ = Date::parse("1900-01-01")
                .zip(Date::parse("2200-12-31"))
                .map(|(from, to)| policy.duties(from, to).len());
        }
        Err(error) => {
            assert!(error.diagnostics.iter().any(Diagnostic::is_error), "a refusal has a reason");
            printable(&error.diagnostics);
        }
    }
}

/// Any bytes are facts, or are refused with reasons; the same bytes are settings, or are refused.
pub fn facts(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Err(error) = policy().facts_json(text) {
        assert!(!error.diagnostics.is_empty(), "a refusal has a reason");
        printable(&error.diagnostics);
    }
    if let Err(error) = policy().settings_json(text) {
        assert!(!error.diagnostics.is_empty(), "a refusal has a reason");
        printable(&error.diagnostics);
    }
}

/// A policy, its facts and its settings, parted by `===` lines: decided, checked, explained.
pub fn evaluate(data: &[u8]) {
    let _ = evaluated(data);
}

/// The same, and whether there was anything to decide.
pub fn evaluated(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let mut parts = text.split("\n===\n");
    let Some(policy) = loaded(parts.next().unwrap_or_default()) else { return false };
    let Ok(facts) = policy.facts_json(parts.next().unwrap_or("{\"facts\":{}}")) else { return false };
    let policy = match parts.next().and_then(|settings| policy.settings_json(settings).ok()) {
        Some(settings) => policy.with_settings(&settings),
        None => policy,
    };
    decide(&policy, &facts);
    true
}

/// The policy of a text; that of the last text is kept, as the next input often differs only in its facts.
fn loaded(source: &str) -> Option<Policy> {
    thread_local! {
        static LAST: RefCell<(String, Option<Policy>)> = RefCell::default();
    }
    LAST.with_borrow_mut(|(text, policy)| {
        if text != source {
            *policy = Policy::load_within(Sources::new().policy("a.policy", source), &limits()).ok();
            *text = source.to_string();
        }
        policy.clone()
    })
}

/// Facts of the fixed policy: decided, and everything printed.
pub fn print(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(facts) = policy().facts_json(text) {
        decide(policy(), &facts);
    }
}

fn decide(policy: &Policy, facts: &doudi::Facts) {
    let date = facts.date().unwrap_or_else(date);
    let Ok(decision) = policy.decide(facts, date) else { return };
    let record = decision.record();
    if let Err(flaw) = check::check(&record) {
        panic!("the checker refuses a trace: {flaw:?}");
    }
    let copy = record.redacted();
    assert!(check::check(&copy).is_err() && copy.redacted() == copy, "a copy for others is one");
    for record in [&record, &copy] {
        for depth in [Depth::Facts, Depth::Letter, Depth::Page, Depth::Full] {
            for locale in [Locale::ZhCn, Locale::En] {
                told(&explain(record, depth, locale));
            }
        }
        let _ = doudi::explain::summary(record);
        let _ = doudi::explain::picture(record, Locale::En).to_svg();
    }
    let _ = (decision.changes(40), decision.other_readings());
}

fn told(document: &doudi::explain::Document) {
    for form in [document.to_string(), document.to_markdown(), document.to_html()] {
        assert!(!form.contains(|c| c != '\n' && hostile(c)), "no raw control characters on a page");
    }
}

/// Any bytes are an audit log or damaged; each of their lines is a checkpoint, a proof, or neither.
pub fn audit(data: &[u8]) {
    match AuditLog::open(data) {
        Ok(log) => append(data, log),
        Err(error) => worded(&error),
    }
    let lines: Vec<&str> = data.split(|byte| *byte == b'\n').filter_map(|line| str::from_utf8(line).ok()).collect();
    let checkpoints: Vec<Checkpoint> =
        lines.iter().filter_map(|line| Checkpoint::from_json(line).ok()).take(4).collect();
    for line in lines.into_iter().take(64) {
        let (inclusion, consistency) = (Inclusion::from_json(line), Consistency::from_json(line));
        for now in &checkpoints {
            let _ = inclusion.as_ref().map(|proof| proof.check(now));
            for since in &checkpoints {
                let _ = consistency.as_ref().map(|proof| proof.check(since, now));
            }
        }
    }
    for checkpoint in &checkpoints {
        let _ = AuditLog::verify(data, checkpoint).map_err(|error| worded(&error));
        let _ = Inclusion::prove(data, 0, Some(checkpoint)).map_err(|error| worded(&error));
        let _ = Consistency::prove(data, checkpoint, None).map_err(|error| worded(&error));
    }
}

/// A log that is as it was written takes another entry, whatever is torn at its end, and proves it.
fn append(data: &[u8], mut log: AuditLog) {
    static RECORD: OnceLock<doudi::Record> = OnceLock::new();
    let record = RECORD.get_or_init(|| {
        let facts = policy().facts_json("{\"facts\":{}}").expect("no facts are facts");
        policy().decide(&facts, date()).expect("a decision").record()
    });
    let lines: usize = Entries::new(data).map(|entry| entry.expect("an entry").line.len() + 1).sum();
    let unended = usize::from(log.unended());
    let mut text = data.to_vec();
    text.truncate(log.cut() as usize);
    assert_eq!(text.len() + unended, lines, "a log is its entries, line by line");
    let entry = log.append(&mut text, &Draft::of(record).digest_only()).expect("it is appended");
    let again = AuditLog::open(text.as_slice()).expect("it opens again");
    assert_eq!(again.checkpoint(), log.checkpoint());
    let proof = Inclusion::prove(text.as_slice(), entry.number, None).expect("it is proved");
    assert_eq!(proof.check(&log.checkpoint()).expect("the proof holds"), entry);
}

/// Damage is said in words that can be printed anywhere.
fn worded(error: &AuditError) {
    for locale in [Locale::ZhCn, Locale::En] {
        let words = error.message(locale);
        assert!(!words.is_empty() && !words.contains(hostile), "no raw control characters in a message: {words:?}");
    }
}

/// What would act on a terminal, or show a text in another order or with less than it holds.
fn hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Every word of a diagnostic can be printed anywhere, whatever text it is about.
fn printable(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let mut words = vec![diagnostic.to_string()];
        for locale in [Locale::ZhCn, Locale::En] {
            words.extend([diagnostic.message(locale), diagnostic.help(locale)]);
            words.extend(diagnostic.labels.iter().map(|label| label.phrase.fill(locale, &label.args)));
        }
        for words in words {
            assert!(!words.contains(hostile), "no raw control characters in a message: {words:?}");
        }
    }
}
