//! Facts from Rust values: structs by serde, and one by one by path.

use super::{codes, policy};
use doudi::Limits;
use doudi::facts::{DiscretionInput, FactValue, Facts, FactsBuilder, Provenance};
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
struct Household {
    area: Area,
    #[serde(skip_serializing_if = "Option::is_none")]
    assets: Option<Decimal>,
    visited: Option<String>,
    members: Vec<Person>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Area {
    Second,
}

#[derive(Serialize)]
struct Person {
    wage: Decimal,
    born: doudi::Date,
    disability_grade: Option<u8>,
    ill_for: i64,
}

fn bind<T: Serialize>(root: &T) -> Result<Facts, Vec<(&'static str, String)>> {
    Facts::from_serialize(&policy::schema(), root, &Limits::default()).map_err(|wrong| codes(&wrong.diagnostics))
}

fn household() -> Household {
    let person =
        Person { wage: Decimal::new(159_600, 2), born: policy::day("1950-02-28"), disability_grade: None, ill_for: 6 };
    Household { area: Area::Second, assets: None, visited: None, members: vec![person] }
}

#[test]
fn a_struct() {
    let expected = r#"{"facts":{"area":"second","visited":null,"members":[{"wage":"1596","born":"1950-02-28","disability_grade":null,"ill_for":"6"}]}}"#;
    assert_eq!(bind(&household()).unwrap().to_json(), expected);
}

/// A float is refused where it stands, whichever way it comes in.
#[test]
fn floats() {
    let float = |path: &str| vec![("E0809", path.to_string())];
    #[derive(Serialize)]
    struct Floating {
        assets: f64,
    }
    assert_eq!(bind(&Floating { assets: 1596.0 }).unwrap_err(), float("assets"));
    #[derive(Serialize)]
    struct Found {
        assets: Wrapped,
    }
    #[derive(Serialize)]
    struct Wrapped {
        value: f32,
    }
    assert_eq!(bind(&Found { assets: Wrapped { value: 0.5 } }).unwrap_err(), float("assets"));
    // The same whether or not `arbitrary_precision` is on somewhere in the build.
    assert_eq!(bind(&serde_json::json!({"members": [{}, {"wage": 1596.5}]})).unwrap_err(), float("members[1].wage"));
    assert_eq!(bind(&serde_json::json!({"assets": 1596})).unwrap().to_json(), r#"{"facts":{"assets":"1596"}}"#);
}

/// Raw JSON inside a typed value keeps its numbers as written.
#[test]
fn raw_values() {
    #[derive(Serialize)]
    struct Stored {
        assets: Box<serde_json::value::RawValue>,
        members: Box<serde_json::value::RawValue>,
    }
    let raw = |text: &str| serde_json::value::RawValue::from_string(text.to_string()).unwrap();
    let stored = Stored { assets: raw("1596.10"), members: raw(r#"[{"wage": 0.10}]"#) };
    assert_eq!(bind(&stored).unwrap().to_json(), r#"{"facts":{"assets":"1596.1","members":[{"wage":"0.1"}]}}"#);
    assert_eq!(
        bind(&Stored { assets: raw("1e2"), members: raw("[{}]") }).unwrap_err(),
        [("E0814", "assets".to_string())]
    );
}

/// Shapes that are no facts.
#[test]
fn other_shapes() {
    assert_eq!(bind(&5).unwrap_err(), [("E0813", "facts".to_string())]);
    assert_eq!(bind(&()).unwrap_err(), [("E0821", "facts".to_string())]);
    assert_eq!(
        bind(&std::collections::BTreeMap::from([(vec![1], 1)])).unwrap_err(),
        [("E0810", "(whole)".to_string())]
    );
    #[derive(Serialize)]
    struct Nest(Option<Box<Nest>>);
    let mut nest = Nest(None);
    for _ in 0..1_000 {
        nest = Nest(Some(Box::new(nest)));
    }
    assert_eq!(bind(&nest).unwrap_err(), [("E0808", "facts".to_string())]);
}

#[test]
fn the_builder() {
    let schema = policy::schema();
    let found = Provenance { by: Some("王某".into()), on: Some(policy::day("2020-05-01")), from: None };
    let facts = FactsBuilder::new(&schema, &Limits::default())
        .set("area", "first")
        .set("registered", true)
        .set("visited", FactValue::NONE)
        .set("members[0].wage", Decimal::new(159_600, 2))
        .set("members[1].disability_grade", 2)
        .set_found("members[0].born", policy::day("1950-02-28"), found)
        .set("members[1].incomes[0].amount", "12.50")
        .list("homes", 0)
        .discretion(
            &DiscretionInput::rule("relief", "甲", policy::day("2020-05-06"), "困难").subject("members[1]").declined(),
        )
        .discretion(&DiscretionInput::exception("waive_means_test", "甲", policy::day("2020-05-06"), "单人户"))
        .date(policy::day("2020-05-06"))
        .given("members[0].countable_wage", 100)
        .build()
        .unwrap();
    let expected = concat!(
        r#"{"date":"2020-05-06","facts":{"area":"first","visited":null,"registered":true,"homes":[],"members":[{"wage":"1596","#,
        r#""born":{"value":"1950-02-28","by":"王某","on":"2020-05-01"}},{"disability_grade":"2","incomes":[{"amount":"12.5"}]}]},"#,
        r#""discretions":[{"rule":"relief","subject":"members[1]","granted":false,"by":"甲","on":"2020-05-06","because":"困难"},"#,
        r#"{"exception":"waive_means_test","granted":true,"by":"甲","on":"2020-05-06","because":"单人户"}],"#,
        r#""given":{"members[0].countable_wage":"100"}}"#,
    );
    assert_eq!(facts.to_json(), expected);
}

/// A typed value, and what else is known of the case.
#[test]
fn a_struct_in_the_builder() {
    let schema = policy::schema();
    let mut builder = FactsBuilder::new(&schema, &Limits::default());
    let facts = builder.facts(&household()).set("registered", true).set("members[1].wage", 0).build().unwrap();
    let expected = r#"{"facts":{"area":"second","visited":null,"registered":true,"members":[{"wage":"1596","born":"1950-02-28","disability_grade":null,"ill_for":"6"},{"wage":"0"}]}}"#;
    assert_eq!(facts.to_json(), expected);
    let wrong = builder.set("area", "first").build().unwrap_err();
    assert_eq!(codes(&wrong.diagnostics), [("E0835", "area".to_string())]);
}

/// `None` is certainly none, as it is in a struct.
#[test]
fn none_in_the_builder() {
    let schema = policy::schema();
    let grade = |grade: Option<i32>| {
        FactsBuilder::new(&schema, &Limits::default()).set("members[0].disability_grade", grade).build().unwrap()
    };
    assert_eq!(grade(None).to_json(), r#"{"facts":{"members":[{"disability_grade":null}]}}"#);
    assert_eq!(grade(Some(2)).to_json(), r#"{"facts":{"members":[{"disability_grade":"2"}]}}"#);
}

/// An error as it is displayed: every place, and what to do about it.
#[test]
fn an_error_says_what_to_do() {
    let schema = policy::schema();
    let mut builder = FactsBuilder::new(&schema, &Limits::default());
    let error = builder.set("registred", true).set("area", None::<bool>).build().unwrap_err();
    let expected = "E0821 area: `null` is not allowed here\n  \
                    `null` says that there is none for certain: leave it out if it is not known\n\
                    E0812 registred: `Household` has no field `registred`\n  \
                    did you mean `registered`?";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn the_builder_refuses() {
    let schema = policy::schema();
    let wrong = |path: &str| {
        let refused = FactsBuilder::new(&schema, &Limits::default()).set(path, 1).build().unwrap_err();
        codes(&refused.diagnostics)
    };
    let expect = |code, path: &str| vec![(code, path.to_string())];
    for path in [
        "",
        ".",
        "a..b",
        "members[0]",
        "members[]",
        "members[x].wage",
        "members[0]wage",
        "members.wage",
        "a b",
        "members[1",
        "[0]",
    ] {
        let first = wrong(path).remove(0);
        assert_eq!(first.0, "E0834", "{path}");
    }
    assert!(wrong("members[1].wage").contains(&expect("E0833", "members[1].wage")[0]));
    assert_eq!(wrong("wages"), expect("E0812", "wages"));
    assert_eq!(wrong("members[0].wages"), expect("E0812", "members[0].wages"));
    assert_eq!(wrong("area"), expect("E0813", "area"));
    assert_eq!(
        wrong(&"x[0].".repeat(5_000)),
        expect("E0834", &format!("{}…", "x[0].".repeat(5_000).chars().take(64).collect::<String>()))
    );
    let many = FactsBuilder::new(&schema, &Limits::default()).list("homes", u32::MAX).build().unwrap_err();
    assert_eq!(codes(&many.diagnostics), expect("E0705", ""));
}
