//! Documents that must be refused, each with the code and the path of everything wrong in it.

use super::{codes, policy, words};
use doudi::Limits;
use doudi::facts::Facts;

fn refused(text: &str) -> Vec<doudi::diagnostic::Diagnostic> {
    match Facts::from_json(&policy::schema(), text, &Limits::default()) {
        Ok(facts) => panic!("accepted {text}\nas {}", facts.to_json()),
        Err(wrong) => wrong.diagnostics,
    }
}

fn check(text: &str, expected: &[(&str, &str)]) {
    let wrong = refused(text);
    let expected: Vec<_> = expected.iter().map(|(code, path)| (*code, path.to_string())).collect();
    assert_eq!(codes(&wrong), expected, "\n{text}\n{wrong:#?}");
    wrong.iter().for_each(|diagnostic| {
        words(diagnostic);
    });
}

/// Text that is no JSON at all, or not one value.
#[test]
fn json() {
    let whole = |code| [(code, "(whole)")];
    for (text, code) in [
        ("", "E0802"),
        (" \n ", "E0802"),
        ("{", "E0802"),
        (r#"{"facts""#, "E0802"),
        (r#"{"facts": {"note": "未完"#, "E0802"),
        ("[[[[", "E0802"),
        ("{]", "E0801"),
        (r#"{"facts": {"assets": NaN}}"#, "E0801"),
        (r#"{"facts": {"assets": Infinity}}"#, "E0801"),
        (r#"{"facts": {"assets": -}}"#, "E0801"),
        (r#"{"facts": {"assets": 01}}"#, "E0801"),
        (r#"{"facts": {"assets": .5}}"#, "E0801"),
        (r#"{"facts": {"assets": 1.}}"#, "E0801"),
        (r#"{"facts": {"assets": +1}}"#, "E0801"),
        (r#"{"facts": {"assets": 0x10}}"#, "E0801"),
        (r#"{"facts": {"assets": 1_000}}"#, "E0801"),
        (r#"{"facts": {"assets": 1,}}"#, "E0801"),
        (r#"{"facts": {"members": [{},]}}"#, "E0801"),
        (r#"{facts: {}}"#, "E0801"),
        (r#"{'facts': {}}"#, "E0801"),
        (r#"{"facts": {} /* 空 */}"#, "E0801"),
        (r#"{"facts": {"registered": True}}"#, "E0801"),
        (r#"{"facts": {"note": undefined}}"#, "E0801"),
        (r#"{"facts": {"note": "\x41"}}"#, "E0801"),
        (r#"{"facts": {"note": "\u12"}}"#, "E0801"),
        ("{\"facts\": {\"note\": \"a\nb\"}}", "E0801"),
        ("{\"facts\": {\"note\": \"a\u{0}b\"}}", "E0801"),
        ("{\u{3000}\"facts\": {}}", "E0801"),
        ("{\u{a0}\"facts\": {}}", "E0801"),
        ("\u{feff}{\"facts\": {}}", "E0803"),
        (r#"{"facts": {}} {"facts": {}}"#, "E0804"),
        (r#"{"facts": {}}}"#, "E0804"),
        ("{\"facts\": {}}\u{0}", "E0804"),
        (r#"{"facts": {}};DROP"#, "E0804"),
    ] {
        check(text, &whole(code));
    }
    // Places are counted in characters, not bytes.
    let wrong = refused("{\"facts\":\n {\"note\": \"低保\", 五}}");
    assert_eq!(
        words(&wrong[0])[1].split(' ').take(12).collect::<Vec<_>>().join(" "),
        "this is not valid JSON: reading stops at line 2, column 17"
    );
}

/// JSON, but not the shape of a document.
#[test]
fn shape() {
    for (text, expected) in [
        ("null", [("E0821", "")]),
        ("[]", [("E0813", "")]),
        ("\"facts\"", [("E0813", "")]),
        ("{}", [("E0823", "")]),
        (r#"{"date": "2020-05-06"}"#, [("E0823", "")]),
        (r#"{"facts": null}"#, [("E0821", "facts")]),
        (r#"{"facts": []}"#, [("E0813", "facts")]),
        (r#"{"facts": "x"}"#, [("E0813", "facts")]),
        (r#"{"facts": {}, "fact": {}}"#, [("E0811", "fact")]),
        (r#"{"facts": {}, "facts": {}}"#, [("E0806", "facts")]),
        (r#"{"facts": {}, "date": null}"#, [("E0821", "date")]),
        (r#"{"facts": {}, "date": 20200506}"#, [("E0813", "date")]),
        (r#"{"facts": {}, "date": "2020-5-6"}"#, [("E0820", "date")]),
        (r#"{"facts": {}, "discretions": {}}"#, [("E0813", "discretions")]),
        (r#"{"facts": {}, "discretions": [1]}"#, [("E0813", "discretions[0]")]),
        (r#"{"facts": {}, "given": []}"#, [("E0813", "given")]),
    ] {
        check(text, &expected);
    }
}

/// Fields that are not there, twice, of another kind, or out of bounds.
#[test]
fn fields() {
    for (facts, expected) in [
        // Names.
        (r#"{"aera": "first"}"#, ("E0812", "aera")),
        (r#"{"Area": "first"}"#, ("E0812", "Area")),
        (r#"{"": 1}"#, ("E0812", "\"\"")),
        ("{\"a\\u001b[31m\": 1}", ("E0812", "\"a\\u{1b}[31m\"")),
        ("{\"are\u{202e}a\": 1}", ("E0812", "\"are\\u{202e}a\"")),
        (r#"{"income_per_capita": "532"}"#, ("E0836", "income_per_capita")),
        (r#"{"members": [{"means_test": true}]}"#, ("E0812", "members[0].means_test")),
        (r#"{"area": "first", "area": "first"}"#, ("E0806", "area")),
        (r#"{"area": "first", "are\u0061": "second"}"#, ("E0806", "area")),
        (r#"{"homes": [], "homes": []}"#, ("E0806", "homes")),
        (r#"{"members": [{}, {"wage": 1, "wage": 1}]}"#, ("E0806", "members[1].wage")),
        (r#"{"members": [{"incomes": [{"kind": "a", "kind": "a"}]}]}"#, ("E0806", "members[0].incomes[0].kind")),
        // Lists.
        (r#"{"members": null}"#, ("E0821", "members")),
        (r#"{"members": {}}"#, ("E0813", "members")),
        (r#"{"members": [null]}"#, ("E0821", "members[0]")),
        (r#"{"members": [[]]}"#, ("E0813", "members[0]")),
        (r#"{"members": []}"#, ("E0817", "members")),
        (r#"{"members": [{}, {}, {}, {}]}"#, ("E0818", "members")),
        (r#"{"members": [{"incomes": "无"}]}"#, ("E0813", "members[0].incomes")),
        // Numbers.
        (r#"{"assets": "1e5"}"#, ("E0814", "assets")),
        (r#"{"assets": 1e5}"#, ("E0814", "assets")),
        (r#"{"assets": 1E+2}"#, ("E0814", "assets")),
        (r#"{"assets": 1e400}"#, ("E0814", "assets")),
        (r#"{"assets": "NaN"}"#, ("E0814", "assets")),
        (r#"{"assets": ""}"#, ("E0814", "assets")),
        (r#"{"assets": " 1"}"#, ("E0814", "assets")),
        (r#"{"assets": "1 "}"#, ("E0814", "assets")),
        (r#"{"assets": "+1"}"#, ("E0814", "assets")),
        (r#"{"assets": "--1"}"#, ("E0814", "assets")),
        (r#"{"assets": "1-"}"#, ("E0814", "assets")),
        (r#"{"assets": "1."}"#, ("E0814", "assets")),
        (r#"{"assets": ".5"}"#, ("E0814", "assets")),
        (r#"{"assets": "1.2.3"}"#, ("E0814", "assets")),
        (r#"{"assets": "1,596.00"}"#, ("E0814", "assets")),
        (r#"{"assets": "1_000"}"#, ("E0814", "assets")),
        (r#"{"assets": "1596元"}"#, ("E0814", "assets")),
        (r#"{"assets": "１５９６"}"#, ("E0814", "assets")),
        (r#"{"assets": "١٢"}"#, ("E0814", "assets")),
        (r#"{"assets": "一千"}"#, ("E0814", "assets")),
        (r#"{"assets": "0x10"}"#, ("E0814", "assets")),
        (r#"{"assets": "30%"}"#, ("E0814", "assets")),
        (r#"{"assets": "2600/3"}"#, ("E0814", "assets")),
        (r#"{"assets": "1.2345678901234567890123456789012;DROP"}"#, ("E0814", "assets")),
        (r#"{"assets": 1.005}"#, ("E0815", "assets")),
        (r#"{"assets": "0.001"}"#, ("E0815", "assets")),
        (r#"{"assets": 9007199254740993.25}"#, ("E0703", "assets")),
        (r#"{"assets": "1234567890123456"}"#, ("E0703", "assets")),
        (r#"{"assets": "-1234567890123456"}"#, ("E0703", "assets")),
        (r#"{"assets": "0.0000000"}"#, ("E0703", "assets")),
        (r#"{"share": "0.1234567"}"#, ("E0703", "share")),
        (r#"{"assets": true}"#, ("E0813", "assets")),
        (r#"{"assets": []}"#, ("E0813", "assets")),
        (r#"{"assets": null}"#, ("E0821", "assets")),
        (r#"{"share": "1.000001"}"#, ("E0816", "share")),
        (r#"{"share": -0.000001}"#, ("E0816", "share")),
        (r#"{"members": [{"wage": "-0.01"}]}"#, ("E0816", "members[0].wage")),
        (r#"{"members": [{"disability_grade": 0}]}"#, ("E0816", "members[0].disability_grade")),
        (r#"{"members": [{"disability_grade": "5"}]}"#, ("E0816", "members[0].disability_grade")),
        (r#"{"members": [{"disability_grade": 1.5}]}"#, ("E0838", "members[0].disability_grade")),
        (r#"{"members": [{"disability_grade": "none"}]}"#, ("E0814", "members[0].disability_grade")),
        (r#"{"members": [{"ill_for": "6 months"}]}"#, ("E0814", "members[0].ill_for")),
        (r#"{"members": [{"ill_for": 0.5}]}"#, ("E0838", "members[0].ill_for")),
        (r#"{"members": [{"away_for": 12345678901234567890}]}"#, ("E0703", "members[0].away_for")),
        // Truths, choices, dates, texts.
        (r#"{"registered": "true"}"#, ("E0813", "registered")),
        (r#"{"registered": 1}"#, ("E0813", "registered")),
        (r#"{"registered": null}"#, ("E0821", "registered")),
        (r#"{"area": "frist"}"#, ("E0819", "area")),
        (r#"{"area": "一类"}"#, ("E0819", "area")),
        (r#"{"area": "FIRST"}"#, ("E0819", "area")),
        (r#"{"area": ""}"#, ("E0819", "area")),
        (r#"{"area": 1}"#, ("E0813", "area")),
        (r#"{"area": null}"#, ("E0821", "area")),
        (r#"{"members": [{"born": "1950-02-30"}]}"#, ("E0820", "members[0].born")),
        (r#"{"members": [{"born": "1950-2-3"}]}"#, ("E0820", "members[0].born")),
        (r#"{"members": [{"born": " 1950-02-03"}]}"#, ("E0820", "members[0].born")),
        (r#"{"members": [{"born": "1950/02/03"}]}"#, ("E0820", "members[0].born")),
        (r#"{"members": [{"born": "1950-02-03T00:00:00Z"}]}"#, ("E0820", "members[0].born")),
        (r#"{"members": [{"born": "1899-12-31"}]}"#, ("E0820", "members[0].born")),
        (r#"{"members": [{"born": "2201-01-01"}]}"#, ("E0820", "members[0].born")),
        (r#"{"members": [{"born": 19500203}]}"#, ("E0813", "members[0].born")),
        (r#"{"members": [{"born": null}]}"#, ("E0821", "members[0].born")),
        (r#"{"note": 5}"#, ("E0813", "note")),
        (r#"{"note": null}"#, ("E0821", "note")),
        (r#"{"note": "\ud800"}"#, ("E0805", "note")),
        (r#"{"note": "\udc00\ud800"}"#, ("E0805", "note")),
        (r#"{"members": [{"employer": "a\udfff"}]}"#, ("E0805", "members[0].employer")),
        (r#"{"members": [{"\ud800": 1}]}"#, ("E0805", "members[0]")),
        // With who found it.
        (r#"{"assets": {}}"#, ("E0823", "assets")),
        (r#"{"assets": {"value": {"value": 1}}}"#, ("E0813", "assets")),
        (r#"{"assets": {"value": 1, "value": 1}}"#, ("E0806", "assets.value")),
        (r#"{"assets": {"value": 1, "who": "甲"}}"#, ("E0811", "assets.who")),
        (r#"{"assets": {"value": 1, "by": 7}}"#, ("E0813", "assets.by")),
        (r#"{"assets": {"value": 1, "by": " "}}"#, ("E0831", "assets.by")),
        (r#"{"assets": {"value": 1, "on": "昨天"}}"#, ("E0820", "assets.on")),
        (r#"{"assets": {"value": 1, "from": null}}"#, ("E0821", "assets.from")),
        (r#"{"assets": {"value": 1.005, "by": "甲"}}"#, ("E0815", "assets")),
    ] {
        check(&format!("{{\"facts\": {facts}}}"), &[expected]);
    }
}

#[test]
fn discretions() {
    let facts = r#"{"members": [{}, {}]}"#;
    let good = r#""by": "甲", "on": "2020-05-06", "because": "查实""#;
    for (discretions, expected) in [
        (format!(r#"{{{good}}}"#), ("E0832", "discretions[0]")),
        (format!(r#"{{"rule": "filing", "exception": "waive_means_test", {good}}}"#), ("E0832", "discretions[0]")),
        (format!(r#"{{"rule": "reliefs", "subject": "members[0]", {good}}}"#), ("E0824", "discretions[0].rule")),
        (format!(r#"{{"exception": "relief", {good}}}"#), ("E0824", "discretions[0].exception")),
        (format!(r#"{{"rule": 1, {good}}}"#), ("E0813", "discretions[0].rule")),
        (format!(r#"{{"rule": "enrolment", {good}}}"#), ("E0825", "discretions[0].rule")),
        (format!(r#"{{"exception": "always_waived", {good}}}"#), ("E0825", "discretions[0].exception")),
        (format!(r#"{{"rule": "relief", {good}}}"#), ("E0827", "discretions[0].subject")),
        (format!(r#"{{"rule": "filing", "subject": "members[0]", {good}}}"#), ("E0827", "discretions[0].subject")),
        (format!(r#"{{"rule": "relief", "subject": "members[2]", {good}}}"#), ("E0826", "discretions[0].subject")),
        (format!(r#"{{"rule": "relief", "subject": "members", {good}}}"#), ("E0826", "discretions[0].subject")),
        (format!(r#"{{"rule": "relief", "subject": "members[00]", {good}}}"#), ("E0826", "discretions[0].subject")),
        (format!(r#"{{"rule": "relief", "subject": "members[-1]", {good}}}"#), ("E0826", "discretions[0].subject")),
        (
            format!(r#"{{"rule": "relief", "subject": "members[99999999999]", {good}}}"#),
            ("E0826", "discretions[0].subject"),
        ),
        (format!(r#"{{"rule": "relief", "subject": "area[0]", {good}}}"#), ("E0826", "discretions[0].subject")),
        (format!(r#"{{"rule": "relief", "subject": 0, {good}}}"#), ("E0813", "discretions[0].subject")),
        (format!(r#"{{"rule": "filing", "granted": "yes", {good}}}"#), ("E0813", "discretions[0].granted")),
        (format!(r#"{{"rule": "filing", "grant": true, {good}}}"#), ("E0811", "discretions[0].grant")),
        (r#"{"rule": "filing", "on": "2020-05-06", "because": "查实"}"#.into(), ("E0823", "discretions[0]")),
        (r#"{"rule": "filing", "by": "甲", "because": "查实"}"#.into(), ("E0823", "discretions[0]")),
        (r#"{"rule": "filing", "by": "甲", "on": "2020-05-06"}"#.into(), ("E0823", "discretions[0]")),
        (
            r#"{"rule": "filing", "by": "", "on": "2020-05-06", "because": "查实"}"#.into(),
            ("E0831", "discretions[0].by"),
        ),
        (
            r#"{"rule": "filing", "by": "甲", "on": "2020-05-06", "because": "\t"}"#.into(),
            ("E0831", "discretions[0].because"),
        ),
        (
            r#"{"rule": "filing", "by": "甲", "on": "2020-05-32", "because": "查实"}"#.into(),
            ("E0820", "discretions[0].on"),
        ),
        (
            r#"{"rule": "filing", "by": "甲", "on": "2020-05-07", "because": "查实"}"#.into(),
            ("E0828", "discretions[0].on"),
        ),
        (
            format!(r#"{{"rule": "filing", {good}}}, {{"rule": "filing", "granted": false, {good}}}"#),
            ("E0829", "discretions[1]"),
        ),
    ] {
        check(&format!(r#"{{"date": "2020-05-06", "facts": {facts}, "discretions": [{discretions}]}}"#), &[expected]);
    }
}

#[test]
fn given() {
    for (given, expected) in [
        (r#""income": 1"#, ("E0830", "given.income")),
        (r#""area": "first""#, ("E0830", "given.area")),
        (r#""Household.income_per_capita": 1"#, ("E0826", "given.Household.income_per_capita")),
        (r#""members[1].countable_wage": 1"#, ("E0826", "given.members[1].countable_wage")),
        (r#""members.countable_wage": 1"#, ("E0826", "given.members.countable_wage")),
        (r#""members[0]": 1"#, ("E0834", "given.members[0]")),
        (r#""": 1"#, ("E0834", "given.\"\"")),
        (r#""a b": 1"#, ("E0834", "given.\"a b\"")),
        (r#""income_per_capita": true"#, ("E0813", "given.income_per_capita")),
        (r#""means_test": 1"#, ("E0813", "given.means_test")),
        (r#""means_test": null"#, ("E0821", "given.means_test")),
        (r#""means_test": true, "means_test": true"#, ("E0806", "given.means_test")),
    ] {
        check(&format!(r#"{{"facts": {{"members": [{{}}]}}, "given": {{{given}}}}}"#), &[expected]);
    }
}

/// Everything wrong is reported at once, in order of path.
#[test]
fn all_at_once() {
    check(
        r#"{"date": "x", "facts": {"aera": 1, "assets": "?", "members": [{"wage": -1}, {"born": 1, "wage": 0.001}]},
            "discretions": [{"rule": "enrolment", "subject": "members[7]"}], "given": {"x": 1}}"#,
        &[
            ("E0812", "aera"),
            ("E0814", "assets"),
            ("E0820", "date"),
            ("E0823", "discretions[0]"),
            ("E0823", "discretions[0]"),
            ("E0823", "discretions[0]"),
            ("E0825", "discretions[0].rule"),
            ("E0826", "discretions[0].subject"),
            ("E0830", "given.x"),
            ("E0816", "members[0].wage"),
            ("E0813", "members[1].born"),
            ("E0815", "members[1].wage"),
        ],
    );
}

/// Past the limits: size, depth, entries, text; the number of errors is bounded too.
#[test]
fn limits() {
    let nested = |levels: usize| format!("{{\"facts\": {}{}}}", "[".repeat(levels), "]".repeat(levels));
    check(&nested(63), &[("E0813", "facts")]);
    check(&format!("{}{}", "[".repeat(128), "]".repeat(128)), &[("E0813", "")]);
    check(&"[".repeat(1_000_000), &[("E0802", "(whole)")]);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    check(&deep, &[("E0813", "")]);
    let deep_note = format!(
        "{{\"facts\": {{\"members\": [{{\"incomes\": [{{\"kind\": {}}}]}}]}}}}",
        "[".repeat(59) + &"]".repeat(59)
    );
    check(&deep_note, &[("E0813", "members[0].incomes[0].kind")]);

    let small = Limits { depth: 2, source_bytes: 200, list_entries: 3, text_bytes: 6, ..Limits::default() };
    let within = |text: &str| codes(&Facts::from_json(&policy::schema(), text, &small).unwrap_err().diagnostics);
    let expect = |code, path: &str| vec![(code, path.to_string())];
    assert_eq!(within(&" ".repeat(201)), expect("E0807", "(whole)"));
    assert_eq!(within(r#"{"facts": {"members": [{}]}}"#), expect("E0808", "members"));
    assert_eq!(within(r#"{"facts": {"note": "四个字啊"}}"#), expect("E0822", "note"));
    let few = Limits { list_entries: 3, ..Limits::default() };
    let homes = |count| format!(r#"{{"facts": {{"members": [{{}}], "homes": [{}]}}}}"#, vec!["{}"; count].join(","));
    assert!(Facts::from_json(&policy::schema(), &homes(2), &few).is_ok());
    assert_eq!(
        codes(&Facts::from_json(&policy::schema(), &homes(3), &few).unwrap_err().diagnostics),
        expect("E0705", "")
    );

    let many: Vec<String> = (0..5_000).map(|n| format!("\"x{n}\": 0")).collect();
    let wrong = refused(&format!("{{\"facts\": {{{}}}}}", many.join(",")));
    assert_eq!(wrong.len(), 1_001);
    assert_eq!(wrong.last().map(|last| last.entry.code), Some("E0837"));
    assert_eq!(
        wrong.last().map(|last| words(last)[1].trim().to_string()).as_deref(),
        Some("4000 more errors are not listed")
    );
}

/// What is said of people stays out of messages, which end up in logs.
#[test]
fn no_message_repeats_a_fact() {
    let canary = "4401061950";
    for value in [
        format!("\"{canary}x\""),
        format!("{canary}.123"),
        format!("[\"{canary}\"]"),
        format!("{{\"value\": \"{canary}?\", \"by\": \"{canary}\", \"on\": \"{canary}\"}}"),
    ] {
        for field in ["area", "assets", "visited", "registered", "share", "note"] {
            let text =
                format!(r#"{{"facts": {{"{field}": {value}}}, "discretions": [{{"rule": "filing", "by": {value}}}]}}"#);
            for diagnostic in refused(&text) {
                assert!(!words(&diagnostic).concat().contains(canary), "{diagnostic}");
            }
        }
    }
}

/// The near name is the one that was meant, whether by spelling or by label.
#[test]
fn near_names() {
    let near = |text: &str| refused(&format!("{{\"facts\": {text}}}"))[0].near.clone();
    assert_eq!(near(r#"{"aera": 1}"#).as_deref(), Some("area"));
    assert_eq!(near(r#"{"家庭金融资产": 1}"#).as_deref(), Some("assets"));
    assert_eq!(near(r#"{"area": "三类"}"#).as_deref(), Some("third"));
    assert_eq!(near(r#"{"area": "secnod"}"#).as_deref(), Some("second"));
    assert_eq!(near(r#"{"xyzzy": 1}"#), None);
}
