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
    let read = "4 passed, 0 failed\nblocks read: facts 1, policy 1, table 1\n";
    assert_eq!((ran.status, ran.out.as_str()), (0, read));
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
    let said =
        ["cases.md:12: `table`: 4 of 4 rows fail\n", "  columns that differ: `= household_support` 4, `= monthly` 4\n"];
    assert!(said.iter().all(|it| ran.out.contains(it)), "{}", ran.out);
    let said = "  cases.md:15: on the limit, `= household_support`: not filled in yet, false actually\n";
    assert!(ran.out.contains(said), "{}", ran.out);
    let ran = call.run("test cases.md --update");
    assert!(ran.out.starts_with("output blocks updated: 1\n4 passed, 0 failed\n"), "{}", ran.out);
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
    wrong(
        "table_header",
        "case,",
        "name,",
        "the first column of a table is `case`, the name of the row; here it is `name`",
    );
    wrong("table_near", "= monthly", "= montly", "the trace holds no `montly`; did you mean `monthly`?");
    wrong("table_worked_out", "area,on", "monthly,on", "`monthly` is no fact but worked out: write `= monthly`");
    wrong("table_twice", "area,on", "on,on", "the table has two columns called `on`");
    wrong(
        "table_outputs",
        "on,= household_support,= monthly",
        "on,area,note",
        "the table has two columns called `area`",
    );
    wrong(
        "table_no_output",
        "= household_support,= monthly",
        "note,more",
        "no column of the table says what must come out",
    );
    wrong("table_within", "= monthly", "= monthly within x", "behind `within` stands a number that is not below 0");
    wrong(
        "table_within_truth",
        "= household_support",
        "= household_support within 1",
        "`household_support` is `true` and no number",
    );
    wrong("table_cells", "on the limit,", "", "cases.md:15: row `1000`: this row has 6 cells, the header has 7");
    wrong("table_path", "table\n", "table path=wages.csv\n", "a block with path= must be empty");
    wrong("table_day", "2020-07-01", "2020-07-32", "`2020-07-32` is not a date");
}

/// What a spreadsheet saves: a byte order mark, CRLF, quotation marks, truths in capitals, an empty row.
const SAVED: &str = "\u{feff}case,members[0].wage,note,'= household_support,'= monthly\r\n\
                     \"one fen, below\",999.99,,TRUE,\r\n\
                     \"on the \"\"limit\"\"\",\"1000\",,FALSE,-\r\n\
                     ,,,,\r\n";

#[test]
fn a_table_may_stand_in_a_file_that_a_spreadsheet_saved() {
    let block = "\n```table path=tables/wages.csv\n```\n";
    let call = call("table_beside", block).with("tables/wages.csv", SAVED);
    let ran = call.run("test cases.md");
    let said = "cases.md:12: `table path=tables/wages.csv`: 1 of 2 rows fail\n  \
                tables/wages.csv:2: one fen, below, `= monthly`: not filled in yet, 0.01 actually\n";
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains(said), "{}", ran.out);

    let ran = call.run("test cases.md --update");
    assert!(ran.status == 0 && ran.out.starts_with("output blocks updated: 1\n2 passed, 0 failed\n"), "{}", ran.out);
    let filled = SAVED.replace("999.99,,TRUE,", "999.99,,TRUE,0.01");
    assert_eq!(call.read("tables/wages.csv"), filled);
    assert_eq!(call.read("cases.md"), format!("{HEAD}{block}"));
    let ran = call.run("mutate cases.md --filter household_support");
    assert!(ran.out.contains("noticed by a case 4, not noticed 0"), "{}", ran.out);

    // The column of notes is no fact once something stands in it.
    let call = call.with("tables/wages.csv", filled.replace(",,TRUE", ",seen,TRUE").replace(",,FALSE", ",seen,FALSE"));
    let ran = call.run("test cases.md");
    let said = "tables/wages.csv:2: rows `one fen, below, on the \"limit\"`: the policy, facts or settings are not accepted:\nE0";
    assert!(ran.out.contains(said), "{}", ran.out);
    assert_eq!(ran.out.matches("are not accepted").count(), 1, "{}", ran.out);
    let chinese = call.run_in("test cases.md --lang zh").out;
    assert!(chinese.contains("”各行：政策、事实或设定未被接受：\nE0") && !chinese.contains("en: "), "{chinese}");
    assert!(!ran.out.contains("zh: "), "{}", ran.out);
    let call = call.with("tables/wages.csv", b"case,= household_support\n\xc4\xe3,\n");
    let ran = call.run("test cases.md");
    let said = "wages.csv` is not UTF-8: save it in Excel as \"CSV UTF-8 (comma delimited)\"\n";
    assert!(ran.out.contains("\ncases.md:12: `") && ran.out.contains(said), "{}", ran.out);
    assert_eq!(call.run("coverage cases.md").status, 1);
}

#[test]
fn rows_that_are_wrong_do_not_hide_those_that_differ() {
    let table = TABLE
        .replace("1000,999.98", "1000,x")
        .replace("600,600,village,2020-07-01", "600,600,village,2020-07-32")
        .replace("1000,1000,,,false", "1000,1000,,,true");
    let call = call("table_both", &table);
    let ran = call.run("test cases.md");
    let said = [
        ":14: row `one fen below`: the policy",
        ":16: row `in a village`: `2020-07-32` is not a date",
        ":12: `table`: 3 of 4 rows fail",
    ];
    assert!(said.iter().all(|it| ran.out.contains(it)), "{}", ran.out);
    assert!(
        ran.out.contains(":15: on the limit, `= household_support`: true in the file, false actually\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("\n1 passed, 3 failed\n"), "{}", ran.out);
    // What can be mended is.
    let ran = call.run("test cases.md --update");
    assert_eq!(ran.status, 1);
    assert!(!ran.out.contains("in the file"), "{}", ran.out);
    assert!(call.read("cases.md").contains("one fen below,1000,x,,,true,0.01\non the limit,1000,1000,,,false,-\n"));
    // A column that can be none is told once.
    let ran = call
        .with("cases.md", format!("{HEAD}{}", TABLE.replace("members[1].wage", "members[x].wage")))
        .run("test cases.md");
    assert_eq!(ran.out.matches("`members[x].wage` cannot be a column").count(), 1, "{}", ran.out);
}

#[test]
fn outputs_are_compared_as_values_and_within_what_the_page_lets_pass() {
    let table = TABLE.replace("true,0.01\n", "是,0.010\n").replace("= monthly", "= monthly within 0.01");
    let values = "\n## One\n\n```facts on=2020-05-06\n{\"facts\": {\"area\": \"city\", \"members\": [{\"wage\": 900}]}}\n```\n\n\
                  ```values\nmonthly =100.00\n人均收入 = 901 within 1\nstandard = 1000\n```\n";
    let call = call("table_values", &format!("{table}{values}"));
    let ran = call.run("test cases.md");
    assert!(ran.status == 0 && ran.out.starts_with("5 passed, 0 failed\n"), "{}", ran.out);
    let before = call.read("cases.md");
    let ran = call.run("test cases.md --update");
    assert!(ran.out.starts_with("output blocks updated: 0\n"), "{}", ran.out);
    assert_eq!(call.read("cases.md"), before);
    // Off by more; the other lines and cells stay as they are written.
    let wrong = before.replace("是,0.010\n", "是,0.03\n").replace("= 901 within 1", "= 902 within 1");
    let call = call.with("cases.md", &wrong);
    let ran = call.run("test cases.md");
    assert!(ran.out.contains("one fen below, `= monthly`: 0.03 in the file, 0.01 actually\n"), "{}", ran.out);
    assert!(ran.out.contains("\n3 passed, 2 failed\n"), "{}", ran.out);
    assert_eq!(call.run("test cases.md --update").status, 0);
    let mended = wrong.replace("是,0.03\n", "是,0.01\n").replace("= 902 within 1", "= 900 within 1");
    assert_eq!(call.read("cases.md"), mended);
    // What a case lets pass it does not notice.
    let ran = call.run("mutate cases.md --filter household_support");
    assert_eq!(ran.status, 0, "{}", ran.out);
    // Of all columns at once; a comma between thousands is no number.
    let all = TABLE.replace("```table", "```table within=0.5").replace("true,0.01", "true,0.5");
    let call = call.with("cases.md", format!("{HEAD}{all}"));
    let ran = call.run("test cases.md");
    assert!(ran.status == 0 && ran.out.starts_with("4 passed, 0 failed\n"), "{}", ran.out);
    let thousands = TABLE.replace("1000,999.98,,,true,0.01", "-5000,0,,,true,\"3,500\"");
    let call = call.with("cases.md", format!("{HEAD}{}", thousands.replace("-5000", "0")));
    let ran = call.run("test cases.md");
    assert!(ran.out.contains("3,500 in the file, 1000 actually\n"), "{}", ran.out);
    let call = call.with("cases.md", format!("{HEAD}{}", thousands.replace("-5000", "0").replace("3,500", "1,000")));
    let ran = call.run("test cases.md");
    assert!(ran.out.contains("1,000 in the file, 1000 actually (a separator of thousands is not read"), "{}", ran.out);
}

#[test]
fn a_row_can_be_run_alone_and_a_table_of_many_is_told_in_few_lines() {
    let call = call("table_rows", TABLE);
    let ran = call.run("test cases.md --filter limit");
    assert_eq!((ran.status, ran.out.as_str()), (0, "1 passed, 0 failed\nblocks read: facts 1, policy 1, table 1\n"));
    let row = |at: usize| {
        format!("row {at},{},1000,{}\n", 1000 + at % 3, if at.is_multiple_of(2) { "true" } else { "false" })
    };
    let many: String = (0..420).map(row).collect();
    let table = format!("\n```table\ncase,members[0].wage,members[1].wage,= household_support\n{many}```\n");
    let call = call.with("cases.md", format!("{HEAD}{table}"));
    let ran = call.run("test cases.md");
    assert!(ran.out.contains("cases.md:12: `table`: 210 of 420 rows fail\n"), "{}", ran.out);
    assert!(ran.out.contains("\n  … and 200 more rows\n") && ran.out.lines().count() < 20, "{}", ran.out);
    assert!(ran.out.contains("\n210 passed, 210 failed\n"), "{}", ran.out);
    // Each in its own way: still few lines.
    let wrong: String = (0..420).map(|at| format!("row {at},1000,on {at},false\n")).collect();
    let table = table.replace(&many, &wrong).replace("members[1].wage", "on");
    let call = call.with("cases.md", format!("{HEAD}{table}"));
    let ran = call.run("test cases.md");
    assert!(ran.out.contains("420 of 420 rows fail\n") && ran.out.contains("… and 410 more rows\n"), "{}", ran.out);
}

#[test]
fn a_table_that_a_spreadsheet_separated_otherwise_says_so() {
    for (name, sign, said) in [("table_semicolon", ";", "`;`"), ("table_tab", "\t", "Tab")] {
        let csv = SAVED.replace(',', sign);
        let call = call(name, "\n```table path=wages.csv\n```\n").with("wages.csv", csv);
        let ran = call.run("test cases.md");
        let said = format!("wages.csv:1: the columns of a table are separated by commas, these by {said}: save it");
        assert!(ran.status == 1 && ran.out.contains(&said), "{}", ran.out);
    }
}

#[test]
fn nothing_passes_by_being_misspelt() {
    let page = |tag: &str| format!("{HEAD}{TABLE}").replace("```table", &format!("```{tag}"));
    for tag in ["tabel", "Table", "tables", "TABLE", "{.table}", "table,", "表格"] {
        let call = Call::new("misspelt").with("cases.md", page(tag));
        let ran = call.run("test cases.md");
        let said = format!("cases.md:12: nothing looks at a block `{tag}`: did you mean `table`?");
        assert!(ran.status == 1 && ran.out.contains(&said), "{tag}: {}", ran.out);
    }
    // Beside a block that is right, and where it may not stand.
    let call = call("misspelt_too", &format!("{TABLE}\n```decison\ncomplete\n```\n\n> ```Values\n> x = 1\n> ```\n"));
    let ran = call.run("test cases.md");
    assert!(
        ran.status == 1 && ran.out.contains("`Values` blocks must start at the beginning of the line"),
        "{}",
        ran.out
    );
    let call = call.with("cases.md", format!("{HEAD}{TABLE}\n```decison\ncomplete\n```\n"));
    let ran = call.run("test cases.md");
    assert!(ran.status == 1 && ran.out.contains("did you mean `decision`?"), "{}", ran.out);
    // Other tags are counted.
    let call = call.with("cases.md", format!("{HEAD}{TABLE}\n```json\n{{}}\n```\n\n```\nx\n```\n"));
    let ran = call.run("test cases.md");
    let said = "blocks read: facts 1, policy 1, table 1; not looked at: json 1, without a tag 1\n";
    assert!(ran.status == 0 && ran.out.ends_with(said), "{}", ran.out);
}

#[test]
fn what_checks_nothing_is_no_test() {
    let says = |test: &str, page: String, said: &str| {
        let ran = Call::new(test).with("cases.md", page).run("test cases.md");
        assert!(ran.status != 0 && (ran.out.clone() + &ran.err).contains(said), "{said}: {}{}", ran.out, ran.err);
    };
    // Facts and settings that only stand above a policy.
    says("nothing_facts", HEAD.replace("\n## Limits\n", ""), "cases.md:6: no test uses this `facts` block");
    let facts = "```facts on=2020-05-06\n{ \"facts\": {} }\n```\n";
    let duties = "```duties from=2020-04-01 to=2020-06-30\n```\n";
    says(
        "nothing_duties",
        format!("```policy path=demo.policy\n```\n{facts}{duties}"),
        "no test uses this `facts` block",
    );
    let settings = "# A\n```policy path=demo.policy\n```\n```settings\n{}\n```\n";
    says("nothing_settings", settings.to_owned(), "cases.md:4: no test uses this `settings` block");
    // An output that is always empty.
    says("nothing_properties", format!("{HEAD}\n```properties\n```\n"), "this `properties` block checks nothing");
    // A wording that no policy calls for; a value that the case itself fixed.
    let wording = format!("{HEAD}{TABLE}").replace("## Limits", "```wording name=a.txt\nwords\n```\n\n## Limits");
    says("nothing_wording", wording, "cases.md:10: no policy calls for the wording `a.txt`");
    let given = "\n```facts on=2020-05-06\n{\"facts\": {\"area\": \"city\", \"members\": [{}]}, \"given\": {\"人均收入\": 5}}\n```\n\n\
                 ```values\n人均收入 = 5\n```\n";
    let bare = HEAD.replace("```facts on=2020-05-06\n{ \"facts\": { \"area\": \"city\" } }\n```\n", "");
    says("nothing_given", format!("{bare}{given}"), "all that is looked at here was fixed by the case itself");
    let given = "\n```table\ncase,members[0].wage,given 人均收入,= 人均收入\na,,5,5\n```\n";
    says("nothing_given_row", format!("{HEAD}{given}"), "all that is looked at here was fixed by the case itself");
    // Explanations of gaps are no test.
    says("nothing_gaps", "```gaps\na: b: c\n```\n".to_owned(), "there is no test: these files hold no case");
}

#[test]
fn truths_of_a_table_are_said_in_either_language() {
    let policy = include_str!("../demo/demo.policy")
        .replace("  wage: money per month \"工资\"", "  wage: money per month \"工资\"\n  old: truth \"年老\"")
        .replace(
            "人均收入 < standard(area)",
            "人均收入 < standard(area)\n    none_old \"无\": not (any of members satisfies old)",
        );
    let table = "\n```table path=\"两 列.csv\"\n```\n";
    let csv = "case,members[0].wage,members[0].old,= household_support\none,0,否,是\ntwo,0,是,否\nthree,0,FALSE,TRUE\n";
    let call = call("table_truths", table).with("demo.policy", policy).with("两 列.csv", csv);
    let ran = call.run("test cases.md");
    assert!(ran.status == 0 && ran.out.starts_with("3 passed, 0 failed\n"), "{}", ran.out);
    assert!(call.run("test cases.md --update").out.starts_with("output blocks updated: 0\n3 passed, 0 failed\n"));
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
        xml.contains("<testsuite name=\"cases.md\" tests=\"5\" skipped=\"0\" errors=\"0\" failures=\"1\">"),
        "{xml}"
    );
    assert!(xml.contains("<testcase name=\"Cases &gt; Limits &gt; on the limit\" classname=\"cases.md\"/>"), "{xml}");
    assert!(xml.contains("<failure message=\"cases.md:26: `values` differs"), "{xml}");
}

/// A page about two households of the city, one below the standard and one on it.
fn decided(test: &str, outputs: &str) -> Call {
    let facts = "```facts on=2020-05-06\n{\"facts\": {\"area\": \"city\", \"members\": [{\"wage\": 999}]}}\n```\n";
    let on = facts.replace("999", "1000");
    let (below, on_it) = outputs.split_once("---\n").expect("two parts");
    let cases = format!(
        "# Cases\n\n```policy path=demo.policy\n```\n\n## Below\n\n{facts}\n{below}\n## On it\n\n{on}\n{on_it}"
    );
    Call::new(test).with("cases.md", cases)
}

#[test]
fn of_a_decision_the_step_worked_out_first_is_told_with_its_clause_and_numbers() {
    let outputs = "```decision\ncomplete\n+ support (must) by household_support: monthly = 2.00\n```\n\
                   ```trace en\n0  area area = village\n```\n---\n\
                   ```decision\ncomplete\n+ support (must) by household_support: monthly = 0.00\n```\n\
                   ```values\nhousehold_support = true\n```\n";
    let call = decided("first_step", outputs);
    let ran = call.run("test cases.md");
    assert_eq!(ran.status, 1);
    let first: Vec<&str> = ran.out.lines().filter_map(|line| line.strip_prefix("  of what differs ")).collect();
    let support = "this step is worked out first: ";
    let expected = [
        "monthly monthly = standard − income per head = 1,000.00 − 999.00 = 1.00 yuan a month",
        "area area = city",
        "low income per head below the standard: income per head < standard → 1,000.00 < 1,000.00 → no",
        "household_support household support: income per head below the standard → no",
    ];
    assert_eq!(first, expected.map(|line| format!("{support}{line}")), "{}", ran.out);
    assert_eq!(call.run("test cases.md --update").status, 0);
    // A page of which the amount and what it rests on were otherwise.
    for tag in ["explanation", "explanation en"] {
        let call = decided("first_step_of_page", &format!("```{tag}\n```\n---\n```values\nstandard =\n```\n"));
        assert_eq!(call.run("test cases.md --update").status, 0);
        let page = call.read("cases.md").replace("999.00", "998.00").replace(" = 1.00", " = 2.00");
        let ran = call.with("cases.md", page).run("test cases.md");
        let said = "  of what differs this step is worked out first: 人均收入 income per head = ";
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    // A record whose first wage was another one.
    let record = call.run("decide --policy demo.policy --facts facts.json --on 2020-05-06 --format json").out;
    let call = decided("first_step_of_record", &format!("```record\n{record}```\n---\n```decision\n```\n"));
    let ran = call.run("test cases.md");
    let said = "this step is worked out first: members members = 1\n";
    assert!(ran.out.contains(said), "{}", ran.out);
}

#[test]
fn differences_stand_side_by_side_where_that_is_asked_for() {
    let outputs = "```values\n人均收入 = 999.5\nhousehold_support = true\n```\n\
                   ---\n```decision\ncomplete\n- household_support: low short by 0.00\n~ more\n```\n";
    let ran = decided("side_by_side", outputs).run("test cases.md --side-by-side");
    let blank = |columns: usize| " ".repeat(columns);
    let values = format!(
        "cases.md:12: `values` differs\n  in the file{}actual\n  人均收入 = 999.5{} | 人均收入 = 999\n  \
         household_support = true{}household_support = true\n",
        blank(49),
        blank(41),
        blank(36)
    );
    assert!(ran.out.contains(&values), "{}", ran.out);
    assert!(ran.out.contains(&format!("\n  ~ more{} <\n", blank(51))), "{}", ran.out);
    assert!(ran.out.lines().all(|line| !line.ends_with(' ')), "{:?}", ran.out);
}

#[test]
fn long_lines_go_on_below_and_what_differs_in_them_is_underlined() {
    let line = "人均收入 income per head = round half up to 0.01 (total wage of members ÷ number of members) = round half up to 0.01 (999.00 ÷ 1) = 999.00 yuan a month";
    let outputs = "```trace en\n```\n---\n```values\nhousehold_support = false\n```\n";
    let call = decided("long_lines", outputs);
    assert_eq!(call.run("test cases.md --update").status, 0);
    let page = call.read("cases.md");
    assert!(page.contains(line), "{page}");
    let call = call.with("cases.md", page.replace("= 999.00 yuan a month\n4", "= 998.00 yuan a month\n4"));
    let ran = call.run("test cases.md --side-by-side");
    let lines: Vec<&str> = ran.out.lines().skip_while(|line| !line.contains(" | 3")).take(3).collect();
    let [first, second, last] = lines[..] else { panic!("{}", ran.out) };
    let halves = [second, last].map(|line| line.trim_start().split_once("  ").map_or(line, |(left, _)| left));
    assert!(first.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum::<usize>() <= 120, "{first}");
    assert!(first.contains(" | 3  人均收入 income per head"), "{first}");
    assert!(last.ends_with("999.00 yuan a month") && halves[1].ends_with("998.00 yuan a month"), "{last}");
    let colored = call.run("test cases.md --color always").out;
    assert!(colored.contains("\x1b[4m998.00\x1b[24m") && colored.contains("\x1b[4m999.00\x1b[24m"), "{colored:?}");
}

/// The output may go into a folder that is watched, under any name.
#[test]
fn a_watch_does_not_wait_for_itself() {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let call = call("watch_itself", TABLE);
    let out = std::fs::File::create(call.folder.join("out.txt")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_doudi"));
    command.args(["test", ".", "--watch", "--lang", "en"]).current_dir(&call.folder).stdout(Stdio::from(out));
    let mut child = command.spawn().expect("the program");
    let waits = |times: usize| call.read("out.txt").matches("waiting for changes").count() == times;
    let turn = || std::thread::sleep(Duration::from_millis(100));
    while !waits(1) {
        turn();
    }
    // Longer than a change takes to be noticed.
    (0..10).for_each(|_| turn());
    let once = waits(1);
    child.kill().expect("still waiting");
    child.wait().expect("its end");
    assert!(once, "{}", call.read("out.txt"));
}

#[test]
fn a_watch_runs_again_what_has_changed() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let beside = "\n## Beside\n\n```table path=tables/wages.csv\n```\n";
    let wages = "case,members[0].wage,= monthly\nnothing,0,1000\n";
    let call = call("watch", &format!("{TABLE}{beside}")).with("tables/wages.csv", wages);
    let mut command = Command::new(env!("CARGO_BIN_EXE_doudi"));
    command.args(["test", "cases.md", "--watch", "--lang", "en"]).current_dir(&call.folder).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut until = |end: &str| -> Vec<String> {
        let mut seen = Vec::new();
        while let Some(Ok(line)) = lines.next() {
            let last = line.starts_with(end);
            seen.push(line);
            if last {
                return seen;
            }
        }
        panic!("no `{end}` in {seen:#?}");
    };
    assert_eq!(until("waiting for changes")[0], "5 passed, 0 failed");
    let call = call.with("cases.md", format!("{HEAD}{}{beside}", TABLE.replace(",true,0.01", ",true,0.02")));
    let again = until("waiting for changes");
    assert_eq!(again[0], "changed: cases.md");
    assert!(again.iter().any(|line| line == "4 passed, 1 failed"), "{again:#?}");
    let demo = call.read("demo.policy").replace("city: 1000", "city: 1000.01");
    let call = call.with("demo.policy", demo);
    let again = until("waiting for changes");
    assert_eq!(again[0], "changed: demo.policy");
    let _call = call.with("tables/wages.csv", wages.replace("1000", "1000.01"));
    let again = until("waiting for changes");
    assert_eq!(again[0], "changed: wages.csv");
    // What nothing reads is no change.
    let call = _call.with("out.log", "noise");
    let _call = call.with("cases.md", format!("{HEAD}{TABLE}{beside}"));
    let again = until("waiting for changes");
    assert_eq!(again[0], "changed: cases.md");
    child.kill().expect("still waiting");
    child.wait().expect("its end");
}
