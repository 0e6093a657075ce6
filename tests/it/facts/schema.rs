//! The JSON Schema of a policy's facts, and the numbering of its texts.

use super::policy;
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
