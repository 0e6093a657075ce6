//! `doudi test`: tables of cases, the first value that differs, JUnit XML.

use crate::program::Call;

const HEAD: &str = "# Cases

```policy path=demo.policy
```

```facts on=2020-05-06
{ \"facts\": { \"area\": \"city\" } }
```

## Limits
";

const TABLE: &str = "
```table
case,members[0].wage,members[1].wage,area,on,= household_support,= monthly
one fen below,1000,999.98,,,true,0.01
on the limit,1000,1000,,,false,-
in a village,600,600,village,2020-07-01,false,-
nothing known,,,,,unknown,-
```
";

fn call(test: &str, table: &str) -> Call {
    Call::new(test).with("cases.md", format!("{HEAD}{table}"))
}

#[test]
fn each_row_of_a_table_is_a_case() {
    let call = call("table", TABLE);
    let ran = call.run("test cases.md");
    assert_eq!((ran.status, ran.out.as_str()), (0, "1 passed, 0 failed\n"));
    let ran = call.run("coverage cases.md --at-least 100%");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("\ncases: 4, policies: 1\n"), "{}", ran.out);
    let ran = call.run("mutate cases.md --filter household_support");
    assert!(ran.out.contains("noticed by a case 4, not noticed 0"), "{}", ran.out);
}

#[test]
fn an_update_fills_in_what_must_come_out() {
    let empty = TABLE.replace(",true,0.01", ",,").replace(",false,-", ",,").replace(",unknown,-", ",,");
    let call = call("table_update", &empty);
    let ran = call.run("test cases.md");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("  - on the limit,1000,1000,,,,\n"), "{}", ran.out);
    assert_eq!(call.run("test cases.md --update").out, "output blocks updated: 1\n1 passed, 0 failed\n");
    assert_eq!(call.read("cases.md"), format!("{HEAD}{TABLE}"));
}

#[test]
fn what_leaves_a_table_without_effect_is_an_error() {
    let wrong = |test: &str, from: &str, to: &str, expected: &str| {
        let ran = call(test, &TABLE.replace(from, to)).run("test cases.md");
        assert_eq!(ran.status, 1);
        assert!(ran.out.contains(expected), "{}", ran.out);
    };
    wrong("table_value", "= monthly", "= montly", "the trace holds no `montly`");
    wrong("table_fact", "members[1].wage", "members[1].wages", "`wages`");
    wrong("table_row", "on the limit", "one fen below", "a name of its own: `one fen below`");
    wrong("table_header", "case,", "name,", "the first column of a table is `case`");
    wrong("table_cells", "on the limit,", "", "the table cannot be read");
    wrong("table_day", "2020-07-01", "2020-07-32", "`2020-07-32` is not a date");
}

#[test]
fn the_value_worked_out_first_is_named_and_junit_tells_all() {
    let values = "\n```values\nhousehold_support = true\n人均收入 = 999.99\n```\n";
    let facts = "\n```facts on=2020-05-06\n{\"facts\": {\"area\": \"city\", \"members\": [{\"wage\": 1000}]}}\n```\n";
    let call = call("junit", &format!("{TABLE}\n## One\n{facts}{values}"));
    let ran = call.run("test cases.md --junit report.xml");
    assert_eq!(ran.status, 1);
    let first = "\n  the first step that differs is `人均收入`: 999.99 in the file, 1000 actually\n";
    assert!(ran.out.contains(first), "{}", ran.out);
    let xml = call.read("report.xml");
    assert!(
        xml.contains("<testsuite name=\"cases.md\" tests=\"2\" skipped=\"0\" errors=\"0\" failures=\"1\">"),
        "{xml}"
    );
    assert!(xml.contains("<testcase name=\"Cases &gt; Limits\" classname=\"cases.md\"/>"), "{xml}");
    assert!(xml.contains("<failure message=\"cases.md:26: `values` differs"), "{xml}");
}
