//! Settings: what a deployment may supply, and what it may not.

use super::{codes, policy, words};
use doudi::Limits;
use doudi::facts::Settings;

fn read(text: &str) -> Settings {
    Settings::from_json(policy::model(), text, &Limits::default()).unwrap_or_else(|wrong| panic!("{text}\n{wrong:#?}"))
}

fn refused(text: &str) -> Vec<doudi::diagnostic::Diagnostic> {
    match Settings::from_json(policy::model(), text, &Limits::default()) {
        Ok(settings) => panic!("accepted {text}\nas {}", settings.to_json()),
        Err(wrong) => wrong.diagnostics,
    }
}

#[test]
fn empty() {
    let empty = Settings::empty();
    assert_eq!(empty.to_json(), r#"{"parameters":{},"readings":{}}"#);
    for text in ["{}", r#"{"readings": {}}"#, r#"{"parameters": {}}"#, empty.to_json()] {
        assert_eq!(read(text).digest(), empty.digest());
    }
    assert_ne!(empty.digest(), [0; 32]);
}

#[test]
fn canonical_form() {
    let settings = read(
        r#"{"readings": {"severe": "wide"}, "parameters": {
            "rate": {"source": "试点", "rows": [
                {"keys": ["2000<..", "any"], "value": 0.30}, {"keys": ["0..<1000", true], "value": "0.1"},
                {"keys": [" 1000 .. 2000 ", "false"], "value": 0}]},
            "standard": {"source": "市政府", "versions": [
                {"from": "2020-07-01", "rows": [{"keys": ["any", "any"], "value": "1100.00"}]},
                {"rows": [{"keys": ["first", 3], "value": 1}, {"keys": ["first", "4.."], "value": 2}, {"keys": ["second", "..<4"], "value": 3}]}]},
            "cost_rate": {"value": "0.20", "source": "县民政局函", "from": "2020-01-01"},
            "office": {"value": "民政", "source": "x"}}}"#,
    );
    let expected = concat!(
        r#"{"parameters":{"cost_rate":{"source":"县民政局函","versions":[{"from":"2020-01-01","value":"0.2"}]},"#,
        r#""office":{"source":"x","versions":[{"value":"民政"}]},"#,
        r#""rate":{"source":"试点","versions":[{"rows":[{"keys":["0..<1000","true"],"value":"0.1"},"#,
        r#"{"keys":["1000..2000","false"],"value":"0"},{"keys":["2000<..","any"],"value":"0.3"}]}]},"#,
        r#""standard":{"source":"市政府","versions":[{"rows":[{"keys":["first","3"],"value":"1"},{"keys":["first","4.."],"value":"2"},"#,
        r#"{"keys":["second","..<4"],"value":"3"}]},{"from":"2020-07-01","rows":[{"keys":["any","any"],"value":"1100"}]}]}},"#,
        r#""readings":{"severe":"wide"}}"#,
    );
    assert_eq!(settings.to_json(), expected);
    assert_eq!(read(expected).digest(), settings.digest());
}

#[test]
fn hostile() {
    let s = r#""source": "甲""#;
    for (parameters, expected) in [
        (r#""costrate": {}"#.to_string(), ("E0901", "parameters.costrate")),
        (format!(r#""floor": {{"value": 1, {s}}}"#), ("E0903", "parameters.floor")),
        (r#""cost_rate": "0.2""#.into(), ("E0904", "parameters.cost_rate")),
        (r#""cost_rate": 0.2"#.into(), ("E0904", "parameters.cost_rate")),
        (r#""cost_rate": null"#.into(), ("E0904", "parameters.cost_rate")),
        (r#""cost_rate": {"value": "0.2"}"#.into(), ("E0904", "parameters.cost_rate")),
        (r#""cost_rate": {"value": "0.2", "source": ""}"#.into(), ("E0831", "parameters.cost_rate.source")),
        (format!(r#""cost_rate": {{{s}}}"#), ("E0905", "parameters.cost_rate")),
        (format!(r#""cost_rate": {{"value": 1, "rows": [], {s}}}"#), ("E0905", "parameters.cost_rate")),
        (format!(r#""cost_rate": {{"value": 1, "versions": [], {s}}}"#), ("E0905", "parameters.cost_rate")),
        (format!(r#""cost_rate": {{"from": "2020-01-01", "versions": [], {s}}}"#), ("E0905", "parameters.cost_rate")),
        (format!(r#""cost_rate": {{"versions": [], {s}}}"#), ("E0914", "parameters.cost_rate.versions")),
        (format!(r#""cost_rate": {{"versions": {{}}, {s}}}"#), ("E0813", "parameters.cost_rate.versions")),
        (
            format!(r#""cost_rate": {{"versions": [{{"value": 1}}, {{"value": 2}}], {s}}}"#),
            ("E0912", "parameters.cost_rate.versions[1]"),
        ),
        (
            format!(r#""cost_rate": {{"versions": [{{"value": 1, "source": "乙"}}], {s}}}"#),
            ("E0811", "parameters.cost_rate.versions[0].source"),
        ),
        (
            format!(r#""cost_rate": {{"value": 0.2, "from": "2020-02-30", {s}}}"#),
            ("E0820", "parameters.cost_rate.from"),
        ),
        (
            format!(r#""cost_rate": {{"value": 0.2, "until": "2020-02-03", {s}}}"#),
            ("E0811", "parameters.cost_rate.until"),
        ),
        (format!(r#""cost_rate": {{"value": 0.2, {s}, {s}}}"#), ("E0806", "parameters.cost_rate.source")),
        (format!(r#""cost_rate": {{"value": true, {s}}}"#), ("E0813", "parameters.cost_rate.value")),
        (format!(r#""cost_rate": {{"value": null, {s}}}"#), ("E0821", "parameters.cost_rate.value")),
        (format!(r#""cost_rate": {{"value": "20%", {s}}}"#), ("E0814", "parameters.cost_rate.value")),
        (format!(r#""cost_rate": {{"value": 1e-30, {s}}}"#), ("E0814", "parameters.cost_rate.value")),
        (format!(r#""cost_rate": {{"value": 0.1234567, {s}}}"#), ("E0703", "parameters.cost_rate.value")),
        (format!(r#""cost_rate": {{"rows": [], {s}}}"#), ("E0907", "parameters.cost_rate")),
        (
            format!(r#""cost_rate": {{"value": 1, {s}}}, "cost_rate": {{"value": 1, {s}}}"#),
            ("E0806", "parameters.cost_rate"),
        ),
        (format!(r#""office": {{"value": "别处", {s}}}"#), ("E0913", "parameters.office.value")),
        (format!(r#""standard": {{"value": 1, {s}}}"#), ("E0906", "parameters.standard")),
        (format!(r#""standard": {{"rows": [], {s}}}"#), ("E0914", "parameters.standard.rows")),
    ] {
        check(&format!(r#"{{"parameters": {{{parameters}}}}}"#), expected);
    }
    for (document, expected) in [
        ("[]", ("E0813", "")),
        (r#"{"parameter": {}}"#, ("E0811", "parameter")),
        (r#"{"parameters": []}"#, ("E0813", "parameters")),
        (r#"{"readings": {"sever": "wide"}}"#, ("E0902", "readings.sever")),
        (r#"{"readings": {"severe": "narow"}}"#, ("E0819", "readings.severe")),
        (r#"{"readings": {"severe": true}}"#, ("E0813", "readings.severe")),
        (r#"{"readings": {"severe": "wide", "severe": "wide"}}"#, ("E0806", "readings.severe")),
    ] {
        check(document, expected);
    }
}

#[test]
fn rows() {
    for (rows, expected) in [
        (r#"{"keys": ["first", 3]}"#, ("E0823", "[0]")),
        (r#"{"value": 1}"#, ("E0823", "[0]")),
        (r#"{"keys": "first", "value": 1}"#, ("E0813", "[0].keys")),
        (r#"{"keys": ["first"], "value": 1}"#, ("E0908", "[0].keys")),
        (r#"{"keys": ["first", 3, 3], "value": 1}"#, ("E0908", "[0].keys")),
        (r#"{"keys": ["frist", 3], "value": 1}"#, ("E0819", "[0].keys[0]")),
        (r#"{"keys": ["first", null], "value": 1}"#, ("E0821", "[0].keys[1]")),
        (r#"{"keys": ["first", "three"], "value": 1}"#, ("E0909", "[0].keys[1]")),
        (r#"{"keys": ["first", ".."], "value": 1}"#, ("E0909", "[0].keys[1]")),
        (r#"{"keys": ["first", "<..5"], "value": 1}"#, ("E0909", "[0].keys[1]")),
        (r#"{"keys": ["first", "5..<"], "value": 1}"#, ("E0909", "[0].keys[1]")),
        (r#"{"keys": ["first", "1...5"], "value": 1}"#, ("E0909", "[0].keys[1]")),
        (r#"{"keys": ["first", "1-5"], "value": 1}"#, ("E0909", "[0].keys[1]")),
        (r#"{"keys": ["first", "1.5"], "value": 1}"#, ("E0815", "[0].keys[1]")),
        (r#"{"keys": ["first", "5..3"], "value": 1}"#, ("E0910", "[0].keys[1]")),
        (r#"{"keys": ["first", "3..<3"], "value": 1}"#, ("E0910", "[0].keys[1]")),
        (r#"{"keys": ["first", "3<..<4"], "value": 1}"#, ("E0910", "[0].keys[1]")),
        (r#"{"keys": ["first", 3], "value": 1.005}"#, ("E0815", "[0].value")),
        (r#"{"keys": ["first", 3], "value": 1}, {"keys": ["first", "3"], "value": 1}"#, ("E0911", "[1]")),
        (r#"{"keys": ["any", "3..5"], "value": 1}, {"keys": ["third", "5.."], "value": 1}"#, ("E0911", "[1]")),
        (r#"{"keys": ["any", "..3"], "value": 1}, {"keys": ["any", "2<.."], "value": 1}"#, ("E0911", "[1]")),
        (r#"{"keys": ["any", "any"], "value": 1}, {"keys": ["first", "-5"], "value": 1}"#, ("E0911", "[1]")),
    ] {
        let path = format!("parameters.standard.rows{}", expected.1);
        check(
            &format!(r#"{{"parameters": {{"standard": {{"source": "甲", "rows": [{rows}]}}}}}}"#),
            (expected.0, &path),
        );
    }
    // Side by side is not overlap; whole numbers have none between them.
    for rows in [
        r#"{"keys": ["any", "..3"], "value": 1}, {"keys": ["any", "3<.."], "value": 2}"#,
        r#"{"keys": ["any", "3<..<5"], "value": 1}, {"keys": ["any", "4<..6"], "value": 2}"#,
        r#"{"keys": ["first", "any"], "value": 1}, {"keys": ["second", "any"], "value": 2}"#,
    ] {
        read(&format!(r#"{{"parameters": {{"standard": {{"source": "甲", "rows": [{rows}]}}}}}}"#));
    }
}

/// A value the law fixes is named with its clause.
#[test]
fn confirmed() {
    let wrong = refused(r#"{"parameters": {"floor": {"value": 1, "source": "甲"}}}"#);
    let [zh, en] = words(&wrong[0]);
    assert!(zh.contains("《救助方案》二（二）"), "{zh}");
    assert!(en.contains("gd49 二（二）"), "{en}");
}

fn check(text: &str, expected: (&str, &str)) {
    let wrong = refused(text);
    assert_eq!(codes(&wrong), [(expected.0, expected.1.to_string())], "\n{text}\n{wrong:#?}");
    wrong.iter().for_each(|diagnostic| {
        words(diagnostic);
    });
}

/// The variants of a choice stand in another order, a parameter has another unit: nothing is decided.
#[test]
fn settings_of_another_policy_decide_nothing() {
    let load = |variants: &str| {
        let text = format!(
            "policy p \"p\" in force 2020-01-01 ..\nchoice Area \"地区\" {{ {variants} }}\n\
             entity E \"e\" {{ area: Area \"地区\" }}\nparameter line \"线\": money by Area {{ unset }}\n\
             measure m \"m\" for E {{ amount: money \"额\" }}\n\
             rule r \"r\" for E {{ when true must m {{ amount: line(area) }} }}\n"
        );
        doudi::Policy::load(doudi::Sources::new().policy("p.policy", text)).unwrap_or_else(|error| panic!("{error}"))
    };
    let (one, other) = (load("town \"镇\"  country \"乡\""), load("country \"乡\"  town \"镇\""));
    let rows = r#"[{"keys": ["town"], "value": "9"}, {"keys": ["country"], "value": "5"}]"#;
    let settings = one.settings_json(&format!(r#"{{"parameters": {{"line": {{"source": "s", "rows": {rows}}}}}}}"#));
    let settings = settings.unwrap();
    let date = doudi::Date::parse("2020-05-06").unwrap();
    let amount = |policy: &doudi::Policy| {
        let facts = policy.facts_json(r#"{"facts": {"area": "town"}}"#).unwrap();
        let decision = policy.decide(&facts, date)?;
        Ok(decision.measures().next().and_then(|measure| measure.amount("amount")))
    };
    assert_eq!(amount(&one.with_settings(&settings)), Ok(Some(9.into())));
    assert_eq!(amount(&other.with_settings(&settings)), Err(doudi::DecideError::OtherSettings));
    assert_eq!(amount(&other.with_settings(&doudi::Settings::empty())), Ok(None));
}
