//! Types for facts: the generated files are what the program prints, and what they hold is bound.

#[path = "../odd/facts.rs"]
mod odd;

use doudi::facts::Provenance;
use doudi::{Date, Decimal, Fact, Facts, InputError, Policy, Sources};
use odd::*;
use std::path::Path;
use std::process::Command;

/// What `--policy` names, and the file generated from it.
const GENERATED: &[(&str, &str)] =
    &[("guangdong-2020", "rules/guangdong-2020/src/facts.rs"), ("cli/tests/odd/odd.policy", "cli/tests/odd/facts.rs")];

#[test]
fn the_generated_types_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    for (policy, file) in GENERATED {
        let args = ["schema", "--policy", policy, "--format", "rust"];
        let output = Command::new(env!("CARGO_BIN_EXE_doudi")).args(args).current_dir(root).output();
        let output = output.expect("the program");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let written = std::fs::read_to_string(root.join(file)).expect("the file");
        let same = written == String::from_utf8(output.stdout).expect("UTF-8");
        assert!(same, "{file} is behind its policy; in the root run\n  cargo run -- {} > {file}", args.join(" "));
    }
}

fn bind(root: &家庭) -> Result<Facts, InputError> {
    let text = include_str!("../odd/odd.policy");
    let policy = Policy::load(Sources::new().policy("odd.policy", text)).unwrap_or_else(|error| panic!("{error}"));
    policy.facts_from_serialize(root)
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

/// A field of every type, and every name that Rust cannot take as it is.
#[test]
fn every_field_is_bound() {
    let found = Provenance { by: Some("王某".into()), on: Some(day("2020-05-01")), from: None };
    let family = 家庭::new()
        .r#type(RealEstateChoice::祖屋)
        .self_(true)
        .new_(false)
        .r#fn(false)
        .人均收入(Decimal::new(159_650, 2))
        .born_on(day("1980-01-01"))
        .born_on_(day("1980-01-02"))
        .assets(-5)
        .yearly(12_000)
        .share(Decimal::new(5, 1))
        .weight(2)
        .grade(Fact::Found(Some(2), found))
        .ill_for(6)
        .absent_for(7)
        .note("急")
        .finding(FactChoice::NoneAtAll)
        .this_is_a_name_of_a_field_that_is_so_long_that_its_line_does_not_fit_in_a_hundred(true)
        .real_estates([RealEstate::new().value(3), RealEstate::new()])
        .r#async([Vec_::new().__("粤A")]);
    let expected = concat!(
        r#"{"facts":{"type":"祖屋","self":true,"new":false,"fn_":false,"人均收入":"1596.5","BornOn":"1980-01-01","#,
        r#""born_on":"1980-01-02","assets":"-5","yearly":"12000","share":"0.5","weight":"2","#,
        r#""grade":{"value":"2","by":"王某","on":"2020-05-01"},"ill_for":"6","absent_for":"7","note":"急","#,
        r#""finding":"none_at_all","#,
        r#""this_is_a_name_of_a_field_that_is_so_long_that_its_line_does_not_fit_in_a_hundred":true,"#,
        r#""async":[{"_":"粤A"}],"real_estates":[{"value":"3"},{}]}}"#,
    );
    assert_eq!(bind(&family).expect("facts").to_json(), expected);
}

/// Not known, certainly none and none at all are three things.
#[test]
fn unknown_absent_and_empty_differ() {
    let json = |family: 家庭| bind(&family).expect("facts").to_json();
    assert_eq!(json(家庭::new()), r#"{"facts":{}}"#);
    assert_eq!(json(家庭::new().grade(None).note(None)), r#"{"facts":{"grade":null,"note":null}}"#);
    assert_eq!(json(家庭::new().r#async([])), r#"{"facts":{"async":[]}}"#);
    assert_eq!(json(家庭::new().grade(2).grade(Fact::Unknown)), r#"{"facts":{}}"#);
    let column = |ill_for: Option<i64>| json(家庭::new().ill_for(Fact::if_known(ill_for)));
    assert_eq!([column(None), column(Some(6))], [r#"{"facts":{}}"#, r#"{"facts":{"ill_for":"6"}}"#]);
}

/// Every variant is one that the policy has.
#[test]
fn every_variant_is_bound() {
    use RealEstateChoice::{_1, House, Self_, Self__, 祖屋};
    for (variant, id) in [(House, "house"), (祖屋, "祖屋"), (Self_, "Self"), (Self__, "self_"), (_1, "_1")] {
        let facts = bind(&家庭::new().r#type(variant)).expect("facts");
        assert_eq!(facts.to_json(), format!(r#"{{"facts":{{"type":"{id}"}}}}"#));
    }
}

/// What the types cannot say is refused where it stands.
#[test]
fn ranges_and_places_are_still_checked() {
    let wrong = bind(&家庭::new().grade(5).assets(Decimal::new(1, 3)).real_estates([])).expect_err("refused");
    let found: Vec<&str> = wrong.diagnostics.iter().map(|diagnostic| diagnostic.entry.code).collect();
    assert_eq!(found, ["E0815", "E0816", "E0817"], "{wrong}");
}

/// A fact that is not known has no form of its own: a struct must leave it out.
#[test]
fn an_unknown_fact_is_not_written() {
    let error = serde_json::to_string(&Fact::<bool>::Unknown).expect_err("refused");
    assert!(error.to_string().contains("Fact::is_unknown"), "{error}");
}
