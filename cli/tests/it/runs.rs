//! Running a page: what its outputs hold, and what an update changes.

use doudi::diagnostic::Locale;
use doudi_cli::fixture::{NoFiles, Page, Report};

fn run(text: &str) -> Report {
    let page = Page::read("page", text).unwrap_or_else(|faults| panic!("{faults:?}"));
    page.run(&NoFiles, &|_| true)
}

/// What an update makes of a page; a second one must find nothing to do.
fn updated(text: &str) -> String {
    let report = run(text);
    for failure in report.tests.iter().flat_map(|test| &test.failures) {
        assert!(failure.differs.is_some(), "{}", failure.message.text(Locale::En));
    }
    let again = run(&report.updated);
    assert_eq!((again.changed, again.updated.as_str()), (0, report.updated.as_str()));
    assert!(again.tests.iter().all(|test| test.failures.is_empty()));
    report.updated
}

/// The failures of a page, one a line.
fn failures(text: &str) -> Vec<String> {
    let report = run(text);
    let failures = report.tests.iter().flat_map(|test| &test.failures);
    failures.map(|failure| format!("{}: {}", failure.line, failure.message.text(Locale::En))).collect()
}

/// The demo policy in a block, with more behind it.
fn demo(more: &str) -> String {
    format!("# Demo\n\n```policy\n{}```\n\n{more}", include_str!("../demo/demo.policy"))
}

const FACTS: &str = "```facts on=2020-05-06\n{ \"facts\": { \"area\": \"village\", \"members\": [{ \"wage\": \"1000.01\" }, {}] } }\n```\n";

#[test]
fn an_update_fills_every_kind_of_output() {
    let empty = "```decision\n```\n```explanation\n```\n```explanation en\n```\n```trace en\n```\n```record\n```\n```diagnostics\n```\n";
    let page = updated(&demo(&format!("{FACTS}\n{empty}")));
    for block in page.split("```\n").filter(|block| !block.trim().is_empty()) {
        let lines = block.trim().lines().count();
        assert!(lines > 1, "{block}");
    }
    assert!(page.contains("```diagnostics\nnone\n```"), "{page}");
}

#[test]
fn an_update_changes_nothing_else() {
    let text = demo(&format!(
        "\u{feff}odd   blanks \t\n{FACTS}~~~~values on=2020-05-06\n  members[0].wage   = ?\n\nmembers[1].wage=\nstandard =\n~~~~ \nend without a line break"
    ));
    let wanted = text
        .replace("wage   = ?", "wage   = 1000.01")
        .replace("[1].wage=\n", "[1].wage = unknown\n")
        .replace("standard =\n", "standard = 600\n");
    assert_eq!(updated(&text), wanted);
}

#[test]
fn line_breaks_of_the_file_are_kept() {
    let text = demo(&format!("{FACTS}\n```values\n人均收入 =\nstandard =\n```\n")).replace('\n', "\r\n");
    let wanted = text.replace("人均收入 =", "人均收入 = unknown").replace("standard =", "standard = 600");
    assert_eq!(updated(&text), wanted);
}

#[test]
fn an_output_with_a_fence_in_it_stays_one_block() {
    let text = "# A\n\n```policy\npolicy p \"``` 示例\"\n```\n\n```diagnostics\n```\n";
    let page = updated(text);
    assert!(Page::read("page", &page).is_ok(), "{page}");
}

#[test]
fn diagnostics_say_where_in_both_languages() {
    let page = updated(
        "```policy\npolicy p \"示例\" in force 2020-01-01 ..\nentity H \"户\" { x: money \"款\" }\ndefine H.y: money = xx + 1\n```\n\n```diagnostics\n```\n",
    );
    let found: Vec<&str> = page.split("```diagnostics\n").nth(1).expect("a block").lines().collect();
    assert!(found[0].starts_with("E0") && found[0].ends_with(" error 3:21 `xx`"), "{page}");
    assert!(found[1].starts_with("  zh: ") && found[2].starts_with("  en: "), "{page}");
}

#[test]
fn a_name_stands_before_the_place_where_files_are_several() {
    let page = updated(
        "```policy a.policy\npolicy p \"示例\" in force 2020-01-01 ..\n```\n```policy\nentity H \"户\" { x: money \"款\" }\ndefine H.y: money = xx\n```\n\n```diagnostics\n```\n",
    );
    assert!(page.contains(" error block 2:2:21 `xx`"), "{page}");
}

#[test]
fn facts_and_settings_are_diagnosed_by_path() {
    let facts = "```facts\n{ \"facts\": { \"area\": \"town\", \"members\": [{ \"wage\": -1 }] } }\n```\n";
    let page = updated(&demo(&format!("{facts}```settings\n{{ \"nonsense\": 1 }}\n```\n```diagnostics\n```\n")));
    assert!(page.contains(" error at area\n") && page.contains(" error at nonsense\n"), "{page}");
}

#[test]
fn the_nearest_date_counts() {
    let dated = include_str!("../demo/demo.policy").replace("from 2020-01-01 { city: 1000  village: 600 }", "from 2020-01-01 { city: 1000  village: 600 } from 2021-01-01 { city: 1 village: 2 } from 2022-01-01 { city: 3 village: 4 }");
    let facts = "{ \"date\": \"2020-05-06\", \"facts\": { \"area\": \"village\", \"members\": [] } }\n";
    let facts = facts.replace("[]", "[{}]");
    let text = format!(
        "# D\n```policy\n{dated}```\n```facts\n{facts}```\n## Document\n```values\nstandard =\n```\n## Block\n```facts on=2021-05-06\n{facts}```\n```values\nstandard =\n```\n```values on=2022-05-06\nstandard =\n```\n"
    );
    let page = updated(&text);
    let found: Vec<&str> = page.lines().filter(|line| line.starts_with("standard =")).collect();
    assert_eq!(found, ["standard = 600", "standard = 2", "standard = 4"]);
}

#[test]
fn only_forgets_the_policies_above() {
    let text = demo(
        "## Other\n\n```policy only\npolicy other \"另\" in force 2020-01-01 ..\nentity H \"户\" { x: money \"款\" }\n```\n```facts on=2020-05-06\n{ \"facts\": { \"x\": 1 } }\n```\n```diagnostics\nnone\n```\n",
    );
    let report = run(&text);
    let names: Vec<&str> = report.tests.iter().map(|test| test.name.as_str()).collect();
    assert_eq!(names, ["Demo", "Demo > Other"]);
    assert!(failures(&text).is_empty(), "{:?}", failures(&text));
}

#[test]
fn a_policy_without_outputs_must_load() {
    assert!(failures(&demo("")).is_empty(), "{:?}", failures(&demo("")));
    let found = failures(&demo("").replace("must support", "must suport"));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("1: the policy, facts or settings are not accepted:\nE0"), "{found:?}");
}

#[test]
fn what_an_output_needs_must_be_there() {
    let says = |text: &str| failures(text).join("\n");
    assert!(says("```values\nx =\n```\n").contains("has no policy to go by"));
    assert!(says(&demo("```values\nx =\n```\n")).contains("has no facts to go by"));
    assert!(
        says(&demo(&format!("{}```values\nx =\n```\n", FACTS.replace(" on=2020-05-06", ""))))
            .contains("no decision date")
    );
    assert!(says(&demo(&format!("{FACTS}```values\nx =\n```\n"))).contains("the trace holds no `x`"));
    assert!(says(&demo(&format!("{FACTS}```values\nx\n```\n"))).contains("`x` should read `name = value`"));
    assert!(says(&demo(&format!("{FACTS}```values\n```\n"))).contains("needs the names to show"));
    assert!(says("```policy path=a\n```\n").contains("no file can be read here: `a`"));
}

#[test]
fn that_there_is_no_decision_can_be_a_case() {
    let page = updated(&demo(&format!("{FACTS}```decision on=2019-12-31\n```\n")));
    let says = "none\n  zh: 政策在 2019-12-31 没有施行（施行期 2020-01-01 .. ）\n  en: the policy is not in force on 2019-12-31";
    assert!(page.contains(says), "{page}");
}

#[test]
fn only_the_tests_wanted_are_run() {
    let text = demo(&format!("## One\n{FACTS}```values\nstandard =\n```\n## Two\n{FACTS}```values\nstandard =\n```\n"));
    let page = Page::read("page", &text).expect("a page");
    let report = page.run(&NoFiles, &|name| name.contains("Two"));
    assert_eq!((report.tests.len(), report.changed), (1, 1));
    assert!(report.updated.starts_with(text.split("## Two").next().expect("its beginning")));
}
