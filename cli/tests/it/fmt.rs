//! `doudi fmt`: files in place, what it would change, standard input, keywords.

use crate::program::Call;

const UNTIDY: &str = "choice C{a  # first\nb}\n\n\ncondition P.x=（a≥1）\n";
const TIDY: &str = "choice C {\n  a  # first\n  b\n}\n\ncondition P.x = a >= 1\n";
const BROKEN: &str = "condition P.x = = 1\n";

#[test]
fn files_are_written_in_place() {
    let call = Call::new("fmt-in-place").with("rules/a.policy", UNTIDY).with("rules/b.policy", TIDY);
    let ran = call.run("fmt rules");
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "formatted `rules/a.policy`\n", ""));
    assert_eq!(call.read("rules/a.policy"), TIDY);
    assert_eq!(call.run("fmt rules").out, "");
}

#[test]
fn a_check_writes_nothing() {
    let call = Call::new("fmt-check").with("a.policy", UNTIDY);
    let ran = call.run("fmt --check a.policy");
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("`a.policy` is not formatted"), "{}", ran.out);
    assert!(
        ran.out.contains("- condition P.x=（a≥1）\n") && ran.out.contains("+ condition P.x = a >= 1\n"),
        "{}",
        ran.out
    );
    assert_eq!(call.read("a.policy"), UNTIDY);
    assert_eq!(call.with("a.policy", TIDY).run("fmt --check a.policy").status, 0);
}

#[test]
fn standard_input_is_printed() {
    let mut call = Call::new("fmt-stdin");
    call.stdin = UNTIDY.to_string();
    assert_eq!(call.run("fmt -").out, TIDY);
    let call = Call::new("fmt-stdout").with("a.policy", UNTIDY);
    assert_eq!(call.run("fmt --stdout a.policy").out, TIDY);
    assert_eq!(call.read("a.policy"), UNTIDY);
}

#[test]
fn keywords_are_converted_there_and_back() {
    let call = Call::new("fmt-keywords").with("a.policy", TIDY);
    assert_eq!(call.run("fmt --keywords zh a.policy").status, 0);
    assert_eq!(call.read("a.policy"), TIDY.replace("choice", "选项").replace("condition", "条件"));
    assert_eq!(call.run("fmt --keywords en a.policy").status, 0);
    assert_eq!(call.read("a.policy"), TIDY);
}

#[test]
fn a_file_with_errors_stays_as_it_is() {
    let call = Call::new("fmt-errors").with("a.policy", BROKEN).with("b.policy", UNTIDY);
    let ran = call.run("fmt a.policy b.policy");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("a.policy:1"), "{}", ran.err);
    assert_eq!((call.read("a.policy"), call.read("b.policy")), (BROKEN.to_string(), TIDY.to_string()));
    assert_eq!(call.run("fmt nowhere.policy").status, 2);
}
