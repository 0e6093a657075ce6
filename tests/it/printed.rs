//! What is printed is read back: it is true of the numbers printed, and every form says the same.

mod arithmetic;
mod forms;
mod rests;

use crate::explain::{CASES, WAIVED, decide};
use crate::oracle::generate::{self, Rng};
use crate::seeds;
use doudi::contrast::WhatIf;
use doudi::decision::record::Record;
use doudi::diagnostic::Locale;
use doudi::explain::{self, Depth, Document};
use doudi::{Date, Policy};

const LOCALES: [Locale; 2] = [Locale::ZhCn, Locale::En];
const DEPTHS: [Depth; 4] = [Depth::Facts, Depth::Letter, Depth::Page, Depth::Full];
/// Households decided under each generated policy.
const HOUSEHOLDS: u64 = 4;
/// Decisions tried for what other evidence would change.
const TRIES: usize = 24;

/// The law of the page: what is printed is true of the numbers printed, whatever the form.
#[test]
fn every_printed_comparison_and_equation_is_true() {
    let mut seen = 0;
    let mut judge = |record: &Record, what_if: &WhatIf, what: &str| {
        for (locale, depth) in LOCALES.into_iter().flat_map(|locale| DEPTHS.map(|depth| (locale, depth))) {
            let document = explain::explain_with(record, what_if, depth, locale);
            says_the_same_in_every_form(&document, what);
            let holds = if depth == Depth::Letter { arithmetic::sentence_holds } else { arithmetic::line_holds };
            for line in document.to_string().lines() {
                match holds(line) {
                    Some(true) => seen += 1,
                    Some(false) => panic!("{what}, {depth:?}: not true: {line}"),
                    None => {}
                }
            }
        }
    };
    for (facts, rate) in CASES {
        judge(&decide(facts, rate).1, &WhatIf::default(), "relief");
    }
    let wanted = seeds::number("DOUDI_PRINTED", 600);
    let mut decided = 0;
    for seed in seeds::of("printed", wanted.div_ceil(HOUSEHOLDS)) {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let mut rng = Rng(seed ^ 0x1a3);
        let mut last: Option<Record> = None;
        for _ in 0..HOUSEHOLDS {
            let date = generate::decision_date(&generated.world, &mut rng);
            let facts = policy.facts_json(&generate::household(&generated.world, &date, &mut rng).text()).unwrap();
            let decision = policy.decide(&facts, Date::parse(&date).unwrap()).unwrap();
            let record = decision.record();
            let what = format!("seed {seed}");
            judge(&record, &decision.what_if(TRIES), &what);
            let other = last.replace(record.clone()).unwrap_or(record);
            says_the_same_in_every_form(&explain::against(&other, last.as_ref().unwrap(), LOCALES[decided % 2]), &what);
            decided += 1;
        }
    }
    println!("{decided} generated decisions, {seen} printed lines judged");
    assert!(seen > 100, "only {seen} lines could be judged");
}

/// Calls `judge` with the decisions of the relief policy, then with those of generated policies.
fn for_decisions(mut judge: impl FnMut(&Record, &str)) {
    for (facts, rate) in CASES {
        judge(&decide(facts, rate).1, "relief");
    }
    let wanted = seeds::number("DOUDI_PRINTED", 1_500);
    for seed in seeds::of("compared", wanted.div_ceil(HOUSEHOLDS)) {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let mut rng = Rng(seed ^ 0x1a3);
        for _ in 0..HOUSEHOLDS {
            let date = generate::decision_date(&generated.world, &mut rng);
            let facts = policy.facts_json(&generate::household(&generated.world, &date, &mut rng).text()).unwrap();
            let record = policy.decide(&facts, Date::parse(&date).unwrap()).unwrap().record();
            judge(&record, &format!("seed {seed}"));
        }
    }
}

/// Whatever the outcome rests on is on the page: every comparison, once, and every formula as it is
/// written; what was waived also in a letter.
#[test]
fn what_the_outcome_rests_on_is_printed() {
    let (mut sought, mut waived, mut wrong) = (0, 0, Vec::new());
    for_decisions(|record, what| {
        let mut printed = rests::Printed::new(record);
        printed.seek();
        sought += printed.sought;
        wrong.extend(printed.lacking.iter().chain(&printed.repeated()).map(|text| format!("{what}: {text}")));
        let [page, facts, letter] = [Depth::Page, Depth::Facts, Depth::Letter]
            .map(|depth| explain::explain(record, depth, Locale::En).to_string());
        for (id, given) in &printed.waived {
            let label = &record.trace[*id as usize].label.en;
            waived += 1;
            let told = |text: &str| {
                let behind = text.split(&**label).skip(1);
                behind.into_iter().any(|rest| rest.lines().next().is_some_and(|rest| rest.contains("not tested")))
            };
            for (text, depth) in [(&page, "page"), (&facts, "facts"), (&letter, "letter")] {
                if (*given || depth == "page") && !told(text) {
                    wrong.push(format!("{what}: {label} was waived, which the {depth} does not say"));
                }
            }
        }
    });
    println!("{sought} comparisons and {waived} waivers sought");
    assert!(wrong.is_empty(), "{} in all\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(sought > 500 && waived > 10, "only {sought} comparisons and {waived} waivers");
}

fn says_the_same_in_every_form(document: &Document, what: &str) {
    let lines = forms::lines_of_text(&document.to_string());
    assert_eq!(forms::lines_of_html(&document.to_html()), lines, "{what}: html");
    assert_eq!(forms::lines_of_markdown(&document.to_markdown()), lines, "{what}: markdown");
}

/// Markup, control characters, marks of direction and the beginnings of formulas, from an officer's
/// pen, a fact and a label.
#[test]
fn hostile_text_stays_text() {
    let hostile =
        r#"<script>alert(1)</script>\u202e\u0007[x](javascript:y) `a` **b** | $z$ &lt; =1+1 https://x.example @who"#;
    let facts = WAIVED.replace("一级残疾", hostile);
    let (_, mut record) = decide(&facts, "0");
    let label = doudi::decision::record::Text::from("\"><img src=x onerror=y>\u{202e}");
    for step in &mut record.trace {
        step.label.zh = label.clone();
        step.label.en = label.clone();
    }
    for (locale, depth) in LOCALES.into_iter().flat_map(|locale| DEPTHS.map(|depth| (locale, depth))) {
        let document = explain::explain(&record, depth, locale);
        let (text, html, markdown) = (document.to_string(), document.to_html(), document.to_markdown());
        for form in [&text, &html, &markdown, &serde_json::to_string(&document).unwrap()] {
            assert!(!form.contains(['\u{202e}', '\u{7}']), "{form}");
        }
        assert_eq!(forms::lines_of_html(&html), forms::lines_of_text(&text));
        assert_eq!(forms::lines_of_markdown(&markdown), forms::lines_of_text(&text));
        // Nothing but the page's own markup, none of which runs or loads.
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        // No sign of Markdown but the page's own lists and headings.
        for sign in ["](", "**b", "`a", "$z", "<script", "://", "@who"] {
            let bare = markdown.match_indices(sign).find(|(at, _)| !markdown[..*at].ends_with('\\'));
            assert_eq!(bare, None, "{markdown}");
        }
    }
}

/// A page of HTML is whole: what is opened is closed, in order.
#[test]
fn html_is_well_formed() {
    for (facts, rate) in CASES {
        for depth in DEPTHS {
            let html = explain::explain(&decide(facts, rate).1, depth, Locale::ZhCn).to_html();
            assert_eq!(forms::unbalanced(&html), None, "{html}");
            assert_eq!(forms::astray(&html), Vec::<&str>::new(), "{html}");
            assert_eq!(html.contains("<nav>"), depth != Depth::Letter);
        }
    }
}
