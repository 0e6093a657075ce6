//! `doudi coverage`: what the cases show of the rules, and what they leave out.

use crate::program::Call;

/// Two cases of the demo policy: one household in the city is granted, and one is refused.
const CASES: &str = "# Cases

```policy path=demo.policy
```

## Granted

```facts on=2020-05-06
{\"facts\": {\"area\": \"city\", \"members\": [{\"wage\": \"1500.00\"}, {\"wage\": \"0\"}]}}
```

```decision
complete
+ support (must) by household_support: monthly = 250.00
```

## Refused

```facts on=2020-05-06
{\"facts\": {\"area\": \"city\", \"members\": [{\"wage\": \"1000\"}]}}
```

```values
household_support = false
```
";

#[test]
fn a_question_is_named_in_the_words_of_its_item() {
    let policy = include_str!("../demo/demo.policy").to_owned()
        + "\ndefine Household.a: integer = if area = city then 1 else 2\n\n定义 Household.乙：整数 = 若 area = city 则 1 否则 2\n";
    let call = Call::new("coverage_if").with("demo.policy", policy).with("cases.md", CASES);
    let ran = call.run("coverage cases.md");
    assert!(
        ran.out.contains("Household.a if `area = city`") && ran.out.contains("Household.乙 若 `area = city`"),
        "{}",
        ran.out
    );
}

#[test]
fn gaps_stand_first_and_can_be_explained() {
    let call = Call::new("coverage").with("cases.md", CASES);
    let ran = call.run("coverage cases.md");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let expected = "ways of the rules: 7; shown by the cases: 5 (71.4 %); gaps: 2, explained: 0
cases: 2, policies: 1

Gaps: no case shows
  demo.policy:16: standard `village`: used
  demo.policy:24: household_support: undetermined

By clause
     5 / 7    no clause cited

By rule, condition, exception, parameter
     1 / 2    standard
     4 / 5    household_support
";
    assert_eq!(ran.out, expected);

    let ran = call.run("coverage cases.md --at-least 71.4%");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let ran = call.run("coverage cases.md --at-least 100%");
    assert_eq!((ran.status, ran.err.as_str()), (1, "below --at-least 100%\n"));
    assert_eq!(call.run("coverage cases.md --at-least 101%").status, 2);

    let gaps = "\n# Gaps\n\n```gaps\nstandard `village`: used: nobody of the village applied\n\
                household_support: undetermined: nothing is ever left out\n```\n";
    let call = call.with("cases.md", format!("{CASES}{gaps}"));
    let ran = call.run("coverage cases.md --at-least 100%");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("demo.policy:16: standard `village`: used: nobody of the village"), "{}", ran.out);
}

#[test]
fn an_explanation_of_what_is_no_gap_is_at_fault() {
    let gaps = "\n```gaps\nhousehold_support: granted: why not\nhousehold_suport: undetermined: why\n\
                household_support: undeterminded: why\n```\n";
    let call = Call::new("coverage_stale").with("cases.md", format!("{CASES}{gaps}"));
    let ran = call.run("coverage cases.md");
    assert_eq!(ran.status, 1);
    let stale = "Explanations of no gap
  cases.md:28: household_support: granted
    the case “Cases > Granted” shows it
  cases.md:29: household_suport: undetermined
    there is no such name; the nearest is: household_support
  cases.md:30: household_support: undeterminded
    it cannot go that way; its ways: granted, refused, undetermined
";
    assert!(ran.out.contains(stale), "{}", ran.out);
    let call = call.with("cases.md", format!("{CASES}\n```gaps\nhousehold_support: granted\n```\n"));
    let ran = call.run("coverage cases.md");
    assert_eq!(ran.status, 1);
    assert_eq!(ran.err, "cases.md:28: `household_support: granted` should read `name: what: reason`\n");
}

#[test]
fn a_gap_is_explained_in_the_words_of_either_language() {
    let call = Call::new("coverage_words").with("cases.md", CASES);
    let ran = call.run_in("coverage cases.md --lang zh");
    assert!(ran.out.contains("demo.policy:24: household_support: 未定\n"), "{}", ran.out);
    let gaps = "\n```gaps\nstandard `village`: 用到: 没有农村户\nhousehold_support: 未定: 不会缺\n```\n";
    let ran = call.with("cases.md", format!("{CASES}{gaps}")).run("coverage cases.md --at-least 100%");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
}

/// An amount is there because a rule grants, and is not because it refuses.
#[test]
fn a_case_of_an_amount_alone_rests_on_the_rule() {
    let facts = |wage: &str| {
        format!(
            "```facts on=2020-05-06\n{{\"facts\": {{\"area\": \"city\", \"members\": [{{\"wage\": \"{wage}\"}}]}}}}\n```\n"
        )
    };
    let granted =
        format!("# A\n\n```policy path=demo.policy\n```\n\n{}\n```values\nmonthly = 0.01\n```\n", facts("999.99"));
    let table = "```table\ncase,members[0].wage,= monthly\nrefused,1000,-\ngranted,999,1\n```\n";
    let refused = format!("\n## B\n\n{}\n{table}", facts("0"));
    let call = Call::new("coverage_amount").with("cases.md", &granted);
    let ran = call.run("coverage cases.md --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&json["shown"], &json["of"]), (&3.into(), &7.into()), "{json:#}");
    let ran = call.run("mutate cases.md --filter household_support");
    assert!(ran.out.contains("noticed by a case 3, not noticed 1"), "{}", ran.out);
    let call = call.with("cases.md", format!("{granted}{refused}"));
    let ran = call.run("coverage cases.md --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&json["shown"], &json["of"]), (&5.into(), &7.into()), "{json:#}");
    let ran = call.run("mutate cases.md --filter household_support");
    assert!(ran.out.contains("noticed by a case 4, not noticed 0"), "{}", ran.out);
}

/// A line of the rules that only a failing case rests on is not shown to be right.
#[test]
fn a_case_that_fails_vouches_for_nothing() {
    let wrong = CASES.replace("monthly = 250.00", "monthly = 251.00");
    let ran = Call::new("coverage_failing").with("cases.md", wrong).run("coverage cases.md");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("✗ Cases > Granted\ncases.md:12: `decision` differs"), "{}", ran.err);
    assert!(ran.err.ends_with("some cases fail: see to those first, with doudi test\n"), "{}", ran.err);
}

#[test]
fn coverage_as_a_page_and_as_json() {
    let call = Call::new("coverage_forms").with("cases.md", CASES);
    let page = call.run("coverage cases.md --format markdown").out;
    assert!(page.contains("\n| demo.policy:16 | standard `village` | used |\n"), "{page}");
    assert!(page.contains("\n| household_support | 4 | 5 |\n"), "{page}");
    let json: serde_json::Value = serde_json::from_str(&call.run("coverage cases.md --format json").out).expect("JSON");
    assert_eq!((&json["shown"], &json["of"]), (&5.into(), &7.into()));
    let spot = json["spots"].as_array().and_then(|spots| spots.iter().find(|it| it["name"] == "household_support/low"));
    assert_eq!(spot.expect("the part")["ways"][0]["cases"], 1);
}

/// What is left of the rule sets is explained, and nothing is explained that is no gap.
#[test]
fn the_cases_of_the_rule_sets_show_every_way_of_their_rules() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let paths = ["rules/guangdong-2020/cases", "rules/guangdong-cities-2020/cases", "examples/decisions.md"];
    let paths = paths.map(|path| root.join(path).display().to_string()).join(" ");
    let ran = Call::new("coverage_of_rules").run(&format!("coverage {paths} --at-least 100%"));
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    let (ways, _) = ran.out.split_once(';').expect("a tally");
    let ways: usize = ways.rsplit(' ').next().and_then(|it| it.parse().ok()).expect("a number");
    assert!(ways > 1600, "only {ways} ways");
}
