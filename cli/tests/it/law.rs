//! `doudi duties` and `doudi coverage --law`: what is due, and what becomes of the law.

use crate::program::Call;

const ACT: &str = "# Act\n\n## s. 1\nAid is given. It is reported every quarter.\n";

const POLICY: &str = r#"policy aid "救助" "aid" in force 2020-03-31 .. 2020-12-31
instrument act "法" "Act" { text "act.txt" }
entity Household "家庭" { poor: truth "困难" }
measure help "帮助" for Household { }
rule help "帮助" for Household { per act "s. 1" quote "Aid is given."  when poor  must help { } }
provision p1 "给予" "giving" { per act "s. 1" quote "Aid is given." }
provision p2 "报送" "reporting" { per act "s. 1" quote "It is reported every quarter." }
duty report "报送" "report" {
  per act "s. 1" quote "reported every quarter"
  by "县级" "the county"
  due each quarter by day 20
  assumed "含当日"
}
duty hear "听取意见" "hear complaints" { per act "s. 1"  by "乡镇" "the township"  due "定期" "at intervals" }
"#;

fn call(test: &str) -> Call {
    Call::new(test).with("aid/act.txt", ACT).with("aid/aid.policy", POLICY)
}

#[test]
fn duties_say_what_is_due_when_and_by_whom() {
    let call = call("duties");
    let ran = call.run("duties --policy aid --from 2020-06-01 --to 2020-09-20");
    let due = |day: &str, from: &str| {
        format!("{day}  report\n  by: the county\n  from {from}\n  Act s. 1\n  assumed: 含当日\n")
    };
    let expected = due("2020-06-20", "2020-04-01")
        + &due("2020-09-20", "2020-07-01")
        + "at intervals  hear complaints\n  by: the township\n  Act s. 1\n";
    assert_eq!((ran.status, ran.out.as_str()), (0, expected.as_str()), "{}", ran.err);
    let ran = call.run_in("duties --policy aid --from 2021-01-01 --to 2021-12-31 --lang zh");
    assert_eq!((ran.status, ran.out.as_str()), (0, "2021-01-01 至 2021-12-31 没有到期的职责\n"));
    let ran = call.run("duties --policy aid --from 2020-06-02 --to 2020-06-01");
    assert_eq!((ran.status, ran.err.as_str()), (2, "doudi: --to 2020-06-01 is before --from 2020-06-02\n"));
}

#[test]
fn duties_as_json_and_as_a_calendar() {
    let call = call("duties_json");
    let ran = call.run("duties --policy aid --from 2020-06-01 --to 2020-06-30 --format json");
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json["due"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["due"][0]["duty"], "report");
    assert_eq!(json["due"][0]["due"], "2020-06-20");
    assert_eq!(json["due"][0]["by"]["zh"], "县级");
    assert_eq!(json["due"][0]["assumed"], "含当日");
    assert_eq!(json["undated"][0]["when"]["en"], "at intervals");

    let ran = call.run_in("duties --policy aid --from 2020-06-01 --to 2020-06-30 --format ics --lang zh");
    let lines: Vec<&str> = ran.out.split("\r\n").collect();
    for line in [
        "BEGIN:VCALENDAR",
        "DESCRIPTION:没有规定时间：听取意见",
        "DTSTART;VALUE=DATE:20200620",
        "DTEND;VALUE=DATE:20200621",
        "SUMMARY:报送",
        "UID:report-2020-06-20@aid",
        "END:VCALENDAR",
    ] {
        assert_eq!(lines.iter().filter(|l| **l == line).count(), 1, "{line}\n{}", ran.out);
    }
    assert_eq!(
        ran.out,
        call.run_in("duties --policy aid --from 2020-06-01 --to 2020-06-30 --format ics --lang zh").out
    );
}

#[test]
fn coverage_of_the_law_is_at_fault_where_words_are_left_over() {
    let call = call("coverage_law");
    let ran = call.run("coverage --law --policy aid");
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("  ✓ p2 reporting\n    “It is reported every quarter.”\n    duty “report” (report)\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with("every word of the instruments with provisions is accounted for\n"), "{}", ran.out);
    let call = call.with("aid/act.txt", ACT.replace("Aid is given.", "Aid is given. Nobody is forgotten."));
    let ran = call.run("coverage --law --policy aid");
    assert_eq!(ran.status, 1);
    assert!(ran.out.ends_with("accounts for:\n  Act s. 1 “Nobody is forgotten”\n"), "{}", ran.out);
    let json: serde_json::Value =
        serde_json::from_str(&call.run("coverage --law --policy aid --format json").out).expect("JSON");
    assert_eq!(json["provisions"][0]["carried_by"][0]["id"], "help");
    assert_eq!(json["unaccounted"][0]["words"], "Nobody is forgotten");
}
