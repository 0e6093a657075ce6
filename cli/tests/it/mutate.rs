//! `doudi mutate`: small changes of the rules, and which of them no case notices.

use crate::program::Call;

/// A policy with every word that a change may turn, and a case of it that an exception decides.
const WORDS: &str = include_str!("../mutate/words.policy");
const CASE: &str = "# Case

```policy path=words.policy
```

```facts on=2020-08-06
{\"facts\": {\"地\": \"城\", \"款\": null, \"员\": [{\"薪\": 10, \"生\": \"1950-01-01\"}, {\"薪\": 100, \"生\": \"1980-01-01\"}]}}
```

```decision
complete
+ 补 (must) by 给: 月 = 400.00
- 另: 甲, 乙
= 老 waived 困难
```
";

/// Its changes, the keywords in one language.
fn changes(test: &str, keywords: &str, more: &str) -> Vec<serde_json::Value> {
    let call = Call::new(test).with("words.policy", WORDS).with("case.md", CASE);
    assert_eq!(call.run(&format!("fmt words.policy --keywords {keywords}")).status, 0);
    let ran = call.run(&format!("mutate case.md --format json{more}"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    json["mutants"].as_array().expect("the changes").clone()
}

#[test]
fn changes_are_the_same_in_either_language_and_in_the_words_of_the_item() {
    let english = changes("mutate_english", "en", " --no-households");
    let chinese = changes("mutate_chinese", "zh", " --no-households");
    assert!(english.len() > 110, "{}", english.len());
    let known = |all: &[serde_json::Value]| -> Vec<String> {
        all.iter().map(|it| format!("{} {} {}", it["line"], it["item"], it["fate"])).collect()
    };
    assert_eq!(known(&english), known(&chinese));
    let said: Vec<&str> = chinese.iter().map(|it| it["change"].as_str().expect("a change")).collect();
    assert!(said.iter().all(|it| !it.contains(|c: char| c.is_ascii_alphabetic())), "{said:#?}");
    let lines: Vec<&serde_json::Value> = chinese.iter().map(|it| &it["after"]).collect();
    let mixed = lines.iter().filter(|it| it.to_string().contains(|c: char| c.is_ascii_alphabetic()));
    assert_eq!(mixed.count(), 0, "{lines:#?}");
    for change in ["`且` -> `或`", "删去 `优先于 给`", "并非 `困难`", "`不属于` -> `属于`", "`四舍五入` -> `向下`"]
    {
        assert!(said.contains(&change), "{change} in {said:#?}");
    }
}

/// On the day a version begins, with a reading chosen, with lists longer and shorter.
#[test]
fn a_survivor_is_told_apart_wherever_a_household_can() {
    let changes = changes("mutate_told", "en", "");
    let survived = || changes.iter().filter(|it| it["fate"] == "survived");
    let untold = survived().filter(|it| it["told_apart_by"].is_null());
    let untold: Vec<&str> = untold.map(|it| it["change"].as_str().expect("a change")).collect();
    // The policy is not in force, nobody is born on a 29th of February, nothing uses it, the same
    // version, implied by what stands beside it.
    let never = [
        "`2020-01-01` -> `2019-12-31`",
        "`down` -> `up`",
        "drop `descending`",
        "`2021-06-01` -> `2021-05-31`",
        "`2021-06-01` -> `2021-06-02`",
        "`<` -> `<=` #2",
        "drop `not` of `not 租`",
    ];
    assert!(untold.iter().all(|it| never.contains(it)), "{untold:#?}");
    assert!(survived().count() > 80);
    let by = |change: &str| &survived().find(|it| it["change"] == change).expect(change)["told_apart_by"];
    assert_eq!(by("`1100` -> `1101`")["on"], "2021-01-01");
    assert_eq!(by("`500` -> `501`")["settings"], "{\"readings\":{\"口径\":\"宽\"}}");
    assert_eq!(by("`4` -> `3`")["after"][0], "none: at most 3 entries are allowed, 4 given");
}

#[test]
fn nothing_is_said_of_households_that_were_not_sought_nor_of_the_share_of_nothing() {
    let call = Call::new("mutate_unsought").with("cases.md", cases("1200"));
    let ran = call.run("mutate cases.md --filter household_support --no-households");
    assert!(ran.out.ends_with("cases that rest on it: 2: Cases > Granted, Cases > Refused\n"), "{}", ran.out);
    let ran = call.run("mutate cases.md --explained");
    assert_eq!((ran.status, ran.out.lines().count()), (0, 1), "{}", ran.out);
    assert!(ran.out.starts_with("changes: 0; "), "{}", ran.out);
}

/// A household that needs a reading to be chosen comes with the settings, ready to be pasted.
#[test]
fn the_settings_that_choose_a_reading_come_with_the_household() {
    let call = Call::new("mutate_chosen").with("words.policy", WORDS).with("case.md", CASE);
    let ran = call.run("mutate case.md --filter 给");
    let (_, told) = ran.out.split_once("给: `500` -> `501`\n").expect("the change");
    let (_, told) = told.split_once("tells the two apart with these settings, decided on ").expect("settings");
    let on = told.lines().next().expect("a day");
    let before = told.lines().find_map(|line| line.strip_prefix("    - ")).expect("a line");
    let settings = "```settings\n{\"readings\":{\"口径\":\"宽\"}}\n```\n";
    assert!(told.contains(settings), "{told}");
    let facts = match told.split_once(&format!("{settings}```facts")) {
        Some((_, facts)) => format!("```facts{}```\n", facts.split_once("```").expect("its end").0),
        None => CASE.lines().skip(5).take(3).map(|line| format!("{line}\n")).collect(),
    };
    let page =
        format!("# Pasted\n\n```policy path=words.policy\n```\n\n{settings}\n{facts}\n```decision on={on}\n```\n");
    let call = call.with("case.md", page);
    assert_eq!(call.run("test case.md --update").status, 0);
    assert!(call.read("case.md").contains(before), "{before}: {}", call.read("case.md"));
}

/// One household of the city below the standard, and one with this income.
fn cases(wage: &str) -> String {
    format!(
        "# Cases

```policy path=demo.policy
```

## Granted

```facts on=2020-05-06
{{\"facts\": {{\"area\": \"city\", \"members\": [{{\"wage\": \"1500.00\"}}, {{\"wage\": \"0\"}}]}}}}
```

```decision
complete
+ support (must) by household_support: monthly = 250.00
```

## Refused

```facts on=2020-05-06
{{\"facts\": {{\"area\": \"city\", \"members\": [{{\"wage\": \"{wage}\"}}]}}}}
```

```values
household_support = false
```
"
    )
}

#[test]
fn a_case_on_the_threshold_notices_what_one_beyond_it_does_not() {
    let call = Call::new("mutate").with("cases.md", cases("1000"));
    let ran = call.run("mutate cases.md --filter household_support --at-least 100%");
    let counts =
        "changes: 4; refused by the checker 0, the same policy 0, noticed by a case 4, not noticed 0 (explained 0)\n";
    let expected = format!("{counts}noticed: 100 %; with those explained: 100 %\n");
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, expected.as_str(), ""));

    let call = call.with("cases.md", cases("1200"));
    let ran = call.run("mutate cases.md --filter household_support");
    let expected = "
No case notices

demo.policy:26: household_support: `<` -> `<=`
  - low \"人均收入低于标准\" \"income per head below the standard\": 人均收入 < standard(area)
  + low \"人均收入低于标准\" \"income per head below the standard\": 人均收入 <= standard(area)
  cases that rest on it: 2: Cases > Granted, Cases > Refused
  this household tells the two apart, decided on 2020-05-06
    - - household_support: low short by 0.00
    + + support (must) by household_support: monthly = 0.00
```facts on=2020-05-06
{ \"facts\": { \"area\": \"city\", \"members\": [{ \"wage\": \"1000\" }] } }
```
";
    assert!(ran.out.ends_with(expected), "{}", ran.out);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let ran = call.run("mutate cases.md --filter household_support --at-least 75.1%");
    assert_eq!((ran.status, ran.err.as_str()), (1, "below --at-least 75.1%\n"));
}

#[test]
fn a_rule_that_is_not_in_force_yet_is_asked_for_by_its_name() {
    let policy = include_str!("../demo/demo.policy");
    let later = policy.replacen("  when all", "  in force 2020-07-01 ..\n  when all", 1);
    assert_ne!(policy, later);
    let table = "case,on,= household_support\nthe day before,2020-06-30,-\nthe first day,2020-07-01,true\n";
    let facts = "{\"facts\": {\"area\": \"city\", \"members\": [{\"wage\": 0}]}}";
    let cases =
        format!("# Cases\n\n```policy path=demo.policy\n```\n\n```facts\n{facts}\n```\n\n```table\n{table}```\n");
    let call = Call::new("mutate_not_in_force").with("demo.policy", later).with("cases.md", cases);
    let ran = call.run("mutate cases.md --filter household_support --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let days = json["mutants"].as_array().expect("the changes").iter();
    let days: Vec<_> = days.filter(|it| it["change"].as_str().is_some_and(|it| it.contains("2020-07-01"))).collect();
    assert_eq!(days.len(), 2, "{json:#}");
    assert!(days.iter().all(|it| it["fate"] == "noticed"), "{days:#?}");
}

#[test]
fn survivors_can_be_explained_and_what_is_noticed_cannot() {
    let explained = "\n```survivors\nhousehold_support: `<` -> `<=`: nobody has exactly the standard\n```\n";
    let call = Call::new("mutate_explained").with("cases.md", cases("1200") + explained);
    let ran = call.run("mutate cases.md --filter household_support --at-least 100%");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("household_support: `<` -> `<=`: nobody has exactly"), "{}", ran.out);
    // What was not asked for is not said to be noticed.
    assert_eq!(call.run("mutate cases.md --filter standard --limit 1").status, 0);

    let call = call.with("cases.md", cases("1000") + explained);
    let ran = call.run("mutate cases.md --filter household_support");
    assert_eq!(ran.status, 1);
    let stale = "\nExplanations of no survivor
  cases.md:28: household_support: `<` -> `<=`
    the case “Cases > Refused” notices it
";
    assert!(ran.out.ends_with(stale), "{}", ran.out);
}

#[test]
fn explanations_are_looked_through_alone() {
    let explained = "\n```survivors\nhousehold_support: `<` -> `<=`: nobody has exactly the standard\n\
                     household_support: `<`  -> `<=`: two blanks\nstandart: `600` -> `0`: nobody\n```\n";
    let call = Call::new("mutate_looked_through").with("cases.md", cases("1200") + explained);
    let ran = call.run("mutate cases.md --explained");
    let expected =
        "changes: 1; refused by the checker 0, the same policy 0, noticed by a case 0, not noticed 1 (explained 1)
noticed: 0 %; with those explained: 100 %

Explanations of no survivor
  cases.md:29: household_support: `<`  -> `<=`
    there is no such change; the nearest is: `<` -> `<=`
  cases.md:30: standart: `600` -> `0`
    there is no such change

Explained
  demo.policy:26: household_support: `<` -> `<=`: nobody has exactly the standard
";
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (1, expected, ""));
}

/// Of the rule sets: each explained change can still be made, and still no case notices it.
#[test]
fn what_the_rule_sets_explain_still_survives() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let paths = ["rules/guangdong-2020/cases", "rules/guangdong-cities-2020/cases", "examples/decisions.md"];
    let paths = paths.map(|path| root.join(path).display().to_string()).join(" ");
    let ran = Call::new("mutate_rules").run(&format!("mutate {paths} --explained --format json"));
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let stale = json["explanations_of_no_survivor"].as_array().expect("a list");
    assert!(stale.is_empty(), "{stale:#?}");
    assert_eq!((ran.status, &json["survived"]), (0, &json["explained"]), "{}", ran.err);
    assert!(json["explained"].as_u64().is_some_and(|count| count >= 40), "{}", json["explained"]);
}

#[test]
fn every_change_is_an_exact_edit_with_its_fate() {
    let call = Call::new("mutate_json").with("cases.md", cases("1000"));
    let run = || call.run("mutate cases.md --format json --no-households").out;
    let out = run();
    assert_eq!(out, run(), "the same on every run");
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let mutants = json["mutants"].as_array().expect("the changes");
    let fate = |item: &str, change: &str| {
        let found = mutants.iter().find(|it| it["item"] == item && it["change"] == change);
        found.unwrap_or_else(|| panic!("{item}: {change} in {mutants:#?}"))["fate"].as_str().expect("a fate")
    };
    assert_eq!(fate("household_support", "`must` -> `may`"), "noticed");
    assert_eq!(fate("household_support", "`-` -> `+`"), "noticed");
    assert_eq!(fate("standard", "`1000` -> `1001`"), "noticed");
    assert_eq!(fate("standard", "`600` -> `0`"), "survived");
    assert_eq!(fate("standard", "drop `city:1000`"), "noticed");
    assert_eq!(fate("Household.人均收入", "`0.01` -> `0.00`"), "refused");
    assert_eq!(fate("Household.members", "`1` -> `2`"), "noticed");
    assert_eq!(fate("demo", "`2020-01-01` -> `2020-01-02`"), "survived");
    let counted = ["refused", "equivalent", "noticed", "survived"].map(|it| json[it].as_u64().expect("a count"));
    assert_eq!(counted.iter().sum::<u64>(), mutants.len() as u64);
}

#[test]
fn failing_cases_and_names_of_nothing_are_said_first() {
    let call = Call::new("mutate_failing").with("cases.md", cases("999"));
    let ran = call.run("mutate cases.md");
    assert_eq!(ran.status, 1);
    assert!(ran.err.ends_with("some cases fail: see to those first, with doudi test\n"), "{}", ran.err);
    let call = call.with("cases.md", cases("1000"));
    let ran = call.run("mutate cases.md --filter nothing_of_the_kind");
    assert_eq!((ran.status, ran.err.as_str()), (2, "doudi: no rule or file has `nothing_of_the_kind` in its name\n"));
}
