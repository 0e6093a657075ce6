//! The JSON Schema of a policy's facts, and the numbering of its texts.

use super::policy;
use doudi::{Policy, Sources};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn json_schema() {
    let text = doudi::facts::json_schema(policy::model());
    let schema: Value = serde_json::from_str(&text).unwrap();
    let at = |pointer: &str| schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer}\n{text}"));
    assert_eq!(at("/$schema"), "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(at("/title"), "示例");
    assert_eq!(at("/required"), &serde_json::json!(["facts"]));
    assert_eq!(at("/properties/facts/$ref"), "#/$defs/Household");
    assert_eq!(at("/$defs/Household/additionalProperties"), false);
    assert!(schema.pointer("/$defs/Household/required").is_none());
    assert_eq!(at("/$defs/Household/properties/members/items/$ref"), "#/$defs/Person");
    assert_eq!(at("/$defs/Household/properties/members/minItems"), 1);
    assert_eq!(at("/$defs/Household/properties/members/maxItems"), 3);
    assert_eq!(at("/$defs/Person/properties/wage/title"), "工资性收入");
    assert_eq!(at("/$defs/Household/properties/area/anyOf/0/enum"), &serde_json::json!(["first", "second", "third"]));
    assert_eq!(at("/$defs/Person/properties/disability_grade/anyOf/2/type"), "null");
    assert_eq!(at("/$defs/Person/properties/disability_grade/anyOf/0/maximum"), 4);
    assert_eq!(at("/properties/discretions/items/properties/rule/enum"), &serde_json::json!(["filing", "relief"]));
    assert_eq!(text, doudi::facts::json_schema(policy::model()));
}

/// Each text once, in order of first occurrence.
#[test]
fn literals() {
    assert_eq!(doudi::facts::Schema::literals(policy::model()), ["未登记", "特困", "单人户", "民政"]);
}

/// A field of every kind that is written as a number.
fn numbers() -> Policy {
    let text = "policy p \"P\" language en in force 2020-01-01 ..\nentity H \"h\" { amount: money \"a\"  share: ratio \"s\"  factor: decimal \"f\"  count: integer \"c\"  ill: months \"i\"  stay: days \"d\"  born: date \"b\" }\n";
    Policy::load(Sources::new().policy("p.policy", text)).expect("a policy")
}

/// The pattern that the schema has for texts of a field.
fn pattern(policy: &Policy, field: &str) -> String {
    let schema: Value = serde_json::from_str(&doudi::facts::json_schema(policy.model())).expect("JSON");
    let forms = schema.pointer(&format!("/$defs/H/properties/{field}/anyOf")).expect("forms");
    let pattern = forms.as_array().expect("a list").iter().find_map(|form| form.get("pattern"));
    pattern.and_then(Value::as_str).expect("a pattern").to_owned()
}

fn accepts(policy: &Policy, field: &str, text: &str) -> bool {
    policy.facts_json(&serde_json::json!({ "facts": { field: text } }).to_string()).is_ok()
}

const FIELDS: [&str; 6] = ["amount", "share", "factor", "count", "ill", "stay"];

/// What the schema lets through, the engine takes: texts made from its patterns.
#[test]
fn the_engine_takes_what_the_schema_lets_through() {
    let policy = numbers();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for field in FIELDS {
        let pattern = pattern(&policy, field);
        let texts =
            proptest::string::string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).expect("a pattern");
        let taken = runner.run(&texts, |text| {
            prop_assert!(accepts(&policy, field, &text), "{field}: {text}");
            Ok(())
        });
        taken.unwrap_or_else(|error| panic!("{error}"));
    }
}

/// And the other way round: every short text of digits, signs and points is taken by both or by neither.
#[test]
fn the_schema_lets_through_what_the_engine_takes() {
    /// The patterns, restated: decimal places that may be other than 0, and all that there may be.
    fn matches(text: &str, places: usize, all: usize) -> bool {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let plain = are_digits(whole) && (whole == "0" || !whole.starts_with('0'));
        let zeros = |text: &str| text.bytes().skip(places).all(|byte| byte == b'0');
        plain && decimals.is_none_or(|decimals| are_digits(decimals) && decimals.len() <= all && zeros(decimals))
    }
    let policy = numbers();
    let mut texts = vec![String::new()];
    for _ in 0..5 {
        let longer = texts.iter().flat_map(|text| "-.017".chars().map(move |sign| format!("{text}{sign}")));
        texts = longer.chain(texts.clone()).collect();
        texts.sort();
        texts.dedup();
    }
    assert!(texts.len() > 3_000);
    texts.extend(["10.500", "1.000000", "1.0000000", "+1", "1e3", " 1", "１", "1,000", "50%"].map(str::to_owned));
    for (field, places) in FIELDS.into_iter().zip([2, 6, 6, 0, 0, 0]) {
        for text in &texts {
            assert_eq!(accepts(&policy, field, text), matches(text, places, 6), "{field}: {text:?}");
        }
    }
}
