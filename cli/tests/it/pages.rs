//! Reading a page: which tests it holds, and that whatever would leave a check without effect is refused.

use doudi::diagnostic::Locale;
use doudi_cli::fixture::Page;

fn names(text: &str) -> Vec<String> {
    let page = Page::read("page", text).expect("a page");
    page.tests().iter().map(|test| format!("{}:{}", test.line, test.name)).collect()
}

fn faults(text: &str) -> Vec<String> {
    let faults = Page::read("page", text).expect_err("faults");
    faults.iter().map(|fault| format!("{}: {}", fault.line, fault.text(Locale::En))).collect()
}

#[test]
fn a_heading_with_an_output_block_is_a_test() {
    let text = "# A\n```policy\n```\n## B\n```facts\n{}\n```\n### C\n```values\n```\n## D\n```diagnostics\nnone\n```\n";
    assert_eq!(names(text), ["8:A > B > C", "11:A > D"]);
}

#[test]
fn a_policy_no_output_looks_at_is_a_test() {
    assert_eq!(names("# A\n```policy\n```\n## B\n```policy only\n```\n```diagnostics\n```\n"), ["1:A", "4:A > B"]);
    assert_eq!(names("```policy\n```\n"), ["1:page"]);
}

#[test]
fn other_blocks_are_not_looked_at() {
    let text =
        "# A\n````markdown\n```policy\n````\n```sh\n# no heading\n```\n~~~text\n```facts\n~~~\n```diagnostics\n```\n";
    assert_eq!(names(text), ["1:A"]);
}

#[test]
fn a_page_without_tests_is_refused() {
    let wanted = ["1: this file holds no test: no output block and no policy to check"];
    assert_eq!(faults("# A\ntext\n"), wanted);
    assert_eq!(faults(""), wanted);
    assert_eq!(faults("# A\n```rust\n```\n"), wanted);
}

#[test]
fn a_block_that_is_not_closed_is_refused() {
    assert_eq!(faults("# A\n```policy\n"), ["2: this block is never closed"]);
    assert_eq!(faults("# A\n````policy\n```\n"), ["2: this block is never closed"]);
    assert_eq!(faults("```policy\n~~~\n"), ["1: this block is never closed"]);
}

#[test]
fn a_block_markdown_would_bury_is_refused() {
    for margin in ["  ", "\t", "> ", "- ", "1. ", "> - "] {
        let text = format!("# A\n{margin}```facts\n{margin}```\n");
        let found = faults(&text);
        assert_eq!(found[0], "2: `facts` blocks must start at the beginning of the line", "{margin:?}");
    }
}

#[test]
fn a_path_with_blanks_stands_in_quotation_marks() {
    let paths = |path: &str| {
        let page = Page::read("page", &format!("# A\n```policy path={path}\n```\n")).expect("a page");
        page.paths().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(paths("\"my rules/甲 乙\""), ["my rules/甲 乙"]);
    assert_eq!(paths("“甲 乙”  only"), ["甲 乙"]);
    assert_eq!(faults("# A\n```policy path=\"a b\n```\n"), ["2: the quotation mark of `path=a b` is not closed"]);
}

#[test]
fn unknown_words_are_refused() {
    assert_eq!(
        faults("```policy demo\n```\n"),
        ["1: `policy` blocks know no `demo`; they take: NAME.policy, path=\"…\", only"]
    );
    assert_eq!(
        faults("```diagnostics on=2020-01-01\n```\n"),
        ["1: `diagnostics` blocks take nothing behind their tag: drop `on=2020-01-01`"]
    );
    assert_eq!(faults("```explanation fr\n```\n"), ["1: `explanation` blocks know no `fr`; they take: zh, en, on=…"]);
    assert_eq!(faults("```facts on=2020-2-1\n```\n"), ["1: `2020-2-1` is not a date; write 2020-05-06"]);
    assert_eq!(faults("```wording\n```\n"), ["1: a `wording` block needs its name: name=notice/a.txt"]);
    assert_eq!(faults("```policy path=a\nx\n```\n"), ["1: a block with path= must be empty"]);
    assert_eq!(faults("```trace zh en\n```\n"), ["1: `en` is already given here"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    assert_eq!(faults("```policy x\n```\n\n```facts y\n```\n").len(), 2);
    assert_eq!(faults("- ```policy\n  ```\n\n```facts\n").len(), 2);
}

#[test]
fn a_block_no_test_uses_is_refused() {
    assert_eq!(faults("# A\n```policy\n```\n# B\n```facts\n```\n"), ["5: no test uses this `facts` block"]);
    let overruled = "# A\n```policy\n```\n```facts\n```\n## B\n```facts\n```\n```decision\n```\n";
    assert_eq!(faults(overruled), ["4: no test uses this `facts` block"]);
}

#[test]
fn a_section_gives_a_thing_once() {
    assert_eq!(
        faults("```policy\n```\n```facts\n```\n```facts on=2020-01-01\n```\n```values\n```\n"),
        ["5: `facts on=2020-01-01` is already given here"]
    );
    assert_eq!(
        faults("```policy a.policy\n```\n```policy a.policy\n```\n"),
        ["3: `policy a.policy` is already given here"]
    );
    assert_eq!(names("```policy\n```\n```policy\n```\n"), ["1:page"]);
}

#[test]
fn two_tests_of_one_name_are_refused() {
    let text = "# A\n```policy\n```\n## B\n```diagnostics\n```\n## B\n```diagnostics\n```\n";
    assert_eq!(faults(text), ["7: another test is called `A > B` (line 4)"]);
}
