//! The program `doudi`: what it prints, where, and with which status.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A call of the program in a folder of its own that holds the demo policy and facts.
pub struct Call {
    pub folder: PathBuf,
    pub stdin: String,
    pub env: Vec<(&'static str, &'static str)>,
}

/// What it did.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Call {
    pub fn new(test: &str) -> Call {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let call = Call { folder, stdin: String::new(), env: Vec::new() };
        call.with("demo.policy", include_str!("../demo/demo.policy"))
            .with("facts.json", include_str!("../demo/facts.json"))
    }

    pub fn with(self, name: &str, text: impl AsRef<[u8]>) -> Call {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).expect("a file")
    }

    /// Runs it in English, so that most tests need not say so.
    pub fn run(&self, args: &str) -> Ran {
        self.run_in(&format!("{args} --lang en"))
    }

    pub fn run_in(&self, args: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doudi"));
        command.args(args.split(' ')).current_dir(&self.folder).env_clear().envs(self.env.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        // One that reads nothing may have ended by now.
        match child.stdin.take().expect("its input").write_all(self.stdin.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => panic!("{error}"),
            _ => {}
        }
        let output = child.wait_with_output().expect("its end");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran { status: output.status.code().expect("a status"), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The policy with one part of it changed.
fn demo(from: &str, to: &str) -> String {
    let text = include_str!("../demo/demo.policy");
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

// check

#[test]
fn check_says_that_a_policy_is_fine() {
    let ran = Call::new("check_fine").run("check demo.policy");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(ran.out, "no problems: demo (policy files: 1, rules: 1)\n");
    let ran = Call::new("check_fine_zh").run_in("check . --lang zh");
    assert_eq!((ran.status, ran.out.as_str()), (0, "没有问题：示例（1 个政策文件，1 条规则）\n"));
}

#[test]
fn check_reads_standard_input() {
    let mut call = Call::new("check_stdin");
    call.stdin = include_str!("../demo/demo.policy").to_owned();
    assert_eq!(call.run("check -").status, 0);
    call.stdin = demo("standard(area)\n", "standart(area)\n");
    assert_eq!(call.run("check -").status, 1);
}

#[test]
fn check_reports_several_errors_at_once() {
    let wrong = demo("sum(members.wage)", "sum(members.wages)").replace("- 人均收入", "- 人均收人");
    let ran = Call::new("check_several").with("demo.policy", wrong).run("check demo.policy");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("wages") && ran.out.contains("人均收人"), "{}", ran.out);
    assert!(ran.out.ends_with("errors: 2, warnings: 0\n"), "{}", ran.out);
}

#[test]
fn check_marks_the_place_under_chinese_text() {
    let wrong = demo("人均收入 < standard(area)", "人均收人 < standard(area)");
    for (lang, help) in [("zh", "建议"), ("en", "help")] {
        let call = Call::new(&format!("check_marks_{lang}")).with("demo.policy", &wrong);
        let ran = call.run_in(&format!("check demo.policy --lang {lang}"));
        assert!(ran.out.contains("--> demo.policy:26:"), "{}", ran.out);
        assert!(ran.out.contains(help) && ran.out.contains("`人均收入`"), "{}", ran.out);
        let lines: Vec<&str> = ran.out.lines().collect();
        let at = lines.iter().position(|line| line.contains("人均收人 < standard")).expect("the line of the policy");
        let before = |line: &str, mark: &str| columns(line.split(mark).next().expect("its beginning"));
        assert_eq!(before(lines[at], "人均收人"), before(lines[at + 1], "^"), "{}", ran.out);
        assert_eq!(lines[at + 1].matches('^').count(), 8, "{}", ran.out);
    }
}

/// Columns a text takes on a screen, where Chinese takes two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{2000}' { 1 } else { 2 }).sum()
}

#[test]
fn check_reads_folders_as_one_policy() {
    let call = Call::new("check_folder")
        .with(
            "p/demo.policy",
            demo("measure support", "instrument law \"办法\" { text \"notice/law.txt\" }\n\nmeasure support")
                .replace("when all", "per law \"一\" quote \"应当补助\"\n  when all"),
        )
        .with("p/notice/law.txt", "## 一\n低收入家庭应当补助。\n")
        .with("p/notice/README.md", "not a wording")
        .with("p/.hidden.policy", "not rules");
    let ran = call.run("check p");
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let ran = call.with("p/notice/law.txt", "## 一\n低收入家庭可以补助。\n").run("check p");
    assert_eq!(ran.status, 1, "{}", ran.out);
}

#[test]
fn windows_text_is_read() {
    let text = format!("\u{feff}{}", include_str!("../demo/demo.policy").replace('\n', "\r\n"));
    let ran = Call::new("check_windows").with("demo.policy", text).run("check demo.policy");
    assert_eq!(ran.status, 0, "{}", ran.out);
}

// calls that are at fault

#[test]
fn a_call_that_is_at_fault_ends_with_2() {
    let call = Call::new("calls")
        .with("gbk.policy", b"\xc4\xe3".as_slice())
        .with("empty/readme.txt", "")
        .with("a/x.policy", "")
        .with("b/x.policy", "");
    for (args, says) in [
        ("check nowhere", "doudi: `nowhere` is neither a file, a folder nor a built-in policy"),
        ("check gbk.policy", "doudi: `gbk.policy` is not UTF-8 text; save it as UTF-8"),
        ("check empty", "doudi: no .policy file in `empty`"),
        (
            "check a b",
            "doudi: `a/x.policy` and `b/x.policy` would both be called `x.policy`: rename one, or give the folder that holds both",
        ),
        ("test empty", "doudi: no .md file in `empty`"),
        ("test nowhere.md", "doudi: no file or folder `nowhere.md`"),
        ("test --update -", "doudi: what is read from standard input `-` cannot be updated"),
        (
            "schema --policy guandong-2020",
            "doudi: `guandong-2020` is neither a file, a folder nor a built-in policy; built-in policies: guangdong-2020",
        ),
        (
            "schema --policy guangzhou-2020 --policy nowhere",
            "doudi: `nowhere` is neither a file, a folder nor a built-in policy",
        ),
        ("decide --policy - --facts -", "doudi: standard input `-` can be read only once"),
        ("decide --policy demo.policy --facts nowhere", "doudi: no file or folder `nowhere`"),
        ("decide --policy demo.policy --facts facts.json --on 2020-2-30", "2020-05-06"),
        ("check", "required"),
        ("chekc", "check"),
    ] {
        let ran = call.run(args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args}: {}", ran.err);
        assert!(ran.err.contains(says), "{args}: {}", ran.err);
    }
}

#[test]
fn a_decision_needs_a_date() {
    let call =
        Call::new("no_date").with("facts.json", r#"{ "facts": { "area": "city", "members": [{ "wage": "0" }] } }"#);
    let ran = call.run("decide --policy demo.policy --facts facts.json");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err, "doudi: no decision date: give --on 2020-05-06 or name a `date` in the facts\n");
    assert_eq!(call.run("decide --policy demo.policy --facts facts.json --on 2020-05-06").status, 0);
}

// decide

#[test]
fn decide_explains_in_both_languages() {
    let call = Call::new("decide_text");
    let zh = call.run_in("decide --policy demo.policy --facts facts.json --lang zh");
    let en = call.run_in("decide --policy demo.policy --facts facts.json --lang en");
    assert_eq!((zh.status, en.status), (0, 0), "{}", zh.err);
    assert!(zh.out.contains("补助") && zh.out.contains("250.00"), "{}", zh.out);
    assert!(en.out.contains("support") && en.out.contains("250.00"), "{}", en.out);
    assert!(!en.out.contains("补助"), "{}", en.out);
    let full = call.run("decide --policy demo.policy --facts facts.json --depth full");
    assert!(full.out.starts_with(&en.out) && full.out.len() > en.out.len(), "{}", full.out);
}

#[test]
fn a_stored_decision_is_explained_as_when_it_was_made() {
    let call = Call::new("explain");
    let record = call.run("decide --policy demo.policy --facts facts.json --format json").out;
    std::fs::write(call.folder.join("record.json"), &record).unwrap();
    for depth in ["facts", "letter", "page", "full"] {
        for format in ["text", "markdown", "html"] {
            let told = format!("--depth {depth} --format {format} --lang zh");
            let then = call.run_in(&format!("decide --policy demo.policy --facts facts.json {told}"));
            let now = call.run_in(&format!("explain record.json {told}"));
            assert_eq!((now.status, &now.out), (0, &then.out), "{}", now.err);
        }
    }
    let outline = call.run("explain record.json --format json").out;
    let outline: serde_json::Value = serde_json::from_str(&outline).unwrap();
    assert_eq!((&outline["depth"], &outline["language"]), (&"page".into(), &"en".into()));
    assert_eq!(outline["sections"][1]["name"], "measures");
}

const ASKING: &str = "policy demo \"演示\" in force 2020-01-01 ..
instrument act \"法\" \"Act\" { }
entity Person \"人\" \"person\" {
  income: money per month 0.. \"收入\" \"income\" sensitive
  spent: money per month 0.. \"支出\" \"spending\" sensitive evidence up
}
reading limit \"是否含本数\" \"whether the limit counts\" { per act \"一\" below \"不含\" \"no\" up_to \"含\" \"yes\" default below }
parameter standard \"标准\" \"standard\": money per month { per act \"二\" from 2020-01-01 = 1000 from 2020-07-01 = 1200 }
define Person.left \"余额\" \"what is left\": money per month = income - spent
measure help \"补助\" \"help\" for Person { monthly: money per month \"每月\" \"monthly\" }
rule low \"低收入\" \"low income\" for Person {
  per act \"一\"
  when left < standard or left = standard and limit = up_to
  must help { monthly: 50 }
}
";

#[test]
fn a_refusal_says_what_would_turn_it() {
    let call = Call::new("what_if")
        .with("asking.policy", ASKING)
        .with("f.json", r#"{"facts": {"income": 1150, "spent": 150}}"#);
    let page = call.run("decide --policy asking.policy --facts f.json --on 2020-05-06 --what-if").out;
    assert!(page.contains("were spending (spent) shown to be 150.01 yuan a month (now 150.00 yuan a month)"), "{page}");
    assert!(page.contains("whether the limit counts: read as “yes” (here as “no”)"), "{page}");
    let plain = call.run("decide --policy asking.policy --facts f.json --on 2020-05-06").out;
    assert!(!plain.contains("150.01") && plain.contains("read as “yes”"), "{plain}");
    assert_eq!(call.run("decide --policy asking.policy --facts f.json --on 2020-05-06 --what-if --redact").status, 2);
}

#[test]
fn two_decisions_are_set_side_by_side() {
    let mut call = Call::new("against")
        .with("asking.policy", ASKING)
        .with("f.json", r#"{"facts": {"income": 1150, "spent": 150}}"#);
    for (name, day) in [("may.json", "2020-05-06"), ("july.json", "2020-07-06")] {
        let json = call.run(&format!("decide --policy asking.policy --facts f.json --on {day} --format json")).out;
        call = call.with(name, json);
    }
    let told = call.run("explain july.json --against may.json").out;
    for line in [
        "- date: 2020-05-06 → 2020-07-06",
        "→ given besides: help (low income, person) — Act, 一",
        "standard: 1,000.00 yuan a month → 1,200.00 yuan a month — Act, 二",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let same = call.run("explain may.json --against may.json").out;
    assert!(same.contains("They come to the same."), "{same}");
}

#[test]
fn a_copy_for_others_withholds_what_is_personal() {
    let call = Call::new("redacted")
        .with("asking.policy", ASKING)
        .with("f.json", r#"{"facts": {"income": "1131.37", "spent": "100.11"}}"#);
    for depth in ["facts", "letter", "page", "full"] {
        for format in ["text", "markdown", "html", "json"] {
            let told = call.run(&format!("decide --policy asking.policy --facts f.json --on 2020-05-06 --redact --depth {depth} --format {format}"));
            assert_eq!(told.status, 0, "{}", told.err);
            for secret in ["1,131.37", "1131.37", "100.11", "1,031.26", "1031.26"] {
                assert!(!told.out.contains(secret), "{secret} in {}", told.out);
            }
        }
    }
}

#[test]
fn a_copy_does_not_tell_a_truth_by_its_place() {
    let policy = "policy demo \"演示\" in force 2020-01-01 ..
entity Home \"家\" \"home\" { members: list of Person 1..9 \"成员\" \"members\" }
entity Person \"人\" \"person\" { wage: money per month 0.. \"收入\" \"wage\"  ill: truth \"患病\" \"ill\" sensitive }
measure help \"补助\" \"help\" for Home { monthly: money per month \"每月\" \"monthly\" }
define Home.care \"护理\" \"care\": money per month = sum(members.wage where ill)
rule some \"有人\" \"some\" for Home { when all of { rich: any of members where ill satisfies wage > 5000 } must help { monthly: 1 } }
rule care_low \"低\" \"low\" for Home { when care < 100000 must help { monthly: 2 } }
rule one \"一\" \"one\" for Person { when all of { named: ill  poor: wage > 900000 } must note { } }
measure note \"记\" \"note\" for Person { }
";
    let call = Call::new("copies").with("p.policy", policy);
    let copy = |call: Call, name: &str, ill: [bool; 2]| {
        let facts = format!(
            r#"{{"facts": {{"members": [{{"wage": 100, "ill": {}}}, {{"wage": 100, "ill": {}}}]}}}}"#,
            ill[0], ill[1]
        );
        let call = call.with(name, facts);
        let told = |format: &str| {
            call.run(&format!("decide --policy p.policy --facts {name} --on 2020-05-06 --redact --format {format}"))
        };
        let (text, json) = (told("text"), told("json"));
        assert_eq!((text.status, json.status), (0, 0), "{}", text.err);
        (text.out, json.out)
    };
    let (text, json) = copy(call, "a.json", [true, false]);
    assert!(text.contains("□ named: ill = (withheld)"), "{text}");
    // Who is ill makes no difference to the copy.
    let (other_text, other_json) = copy(Call::new("copies_b").with("p.policy", policy), "b.json", [false, true]);
    assert_eq!(text, other_text);
    assert_eq!(json, other_json);
}

#[test]
fn a_log_for_others_holds_copies() {
    let call = Call::new("log_redacted")
        .with("asking.policy", ASKING)
        .with("f.json", r#"{"facts": {"income": "1131.37", "spent": "100.11"}}"#);
    let json = call.run("decide --policy asking.policy --facts f.json --on 2020-05-06 --format json").out;
    let call = call.with("whole.json", json);
    assert_eq!(call.run("log append log.jsonl --record whole.json --redact").status, 0);
    assert!(!call.read("log.jsonl").contains("1131.37") && !call.read("log.jsonl").contains("100.11"));
    let shown = call.run("log show log.jsonl --entry 0").out;
    assert_eq!(shown.trim_end(), call.run("redact whole.json").out.trim_end());
    assert_eq!(call.run("verify whole.json --policy asking.policy --facts f.json").status, 0);
}

#[test]
fn a_policy_and_a_decision_are_drawn() {
    let call = Call::new("graph");
    let dot = call.run("graph --policy demo.policy --format dot").out;
    assert!(dot.starts_with("digraph {") && dot.contains("peripheries=2") && dot.contains(" -> "), "{dot}");
    let svg = call.run("graph --policy demo.policy").out;
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    std::fs::write(
        call.folder.join("record.json"),
        call.run("decide --policy demo.policy --facts facts.json --format json").out,
    )
    .unwrap();
    assert!(call.run("graph --record record.json --format dot").out.contains("250.00 yuan a month"));
    let ran = call.run("graph --policy demo.policy --rule suport");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("the policy has no rule `suport`"), "{}", ran.err);
    assert_eq!(call.run("graph").status, 2);
}

#[test]
fn a_record_that_does_not_hold_together_is_not_explained() {
    let call = Call::new("explain_wrong");
    let record = call.run("decide --policy demo.policy --facts facts.json --format json").out;
    assert!(record.contains("250"));
    std::fs::write(call.folder.join("record.json"), record.replacen("250", "350", 1)).unwrap();
    let ran = call.run("explain record.json");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("does not hold together"), "{}", ran.err);
    std::fs::write(call.folder.join("record.json"), "{}").unwrap();
    let ran = call.run("explain record.json");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("is no decision record"), "{}", ran.err);
}

#[test]
fn the_language_is_that_of_the_locale() {
    let mut call = Call::new("locale");
    for (env, chinese) in [
        (vec![], true),
        (vec![("LANG", "C.UTF-8")], true),
        (vec![("LANG", "zh_CN.UTF-8")], true),
        (vec![("LANG", "en_GB.UTF-8")], false),
        (vec![("LANG", "fr_FR.UTF-8")], false),
        (vec![("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_US.UTF-8")], false),
    ] {
        call.env = env;
        let ran = call.run_in("check demo.policy");
        assert_eq!(ran.out.contains("没有问题"), chinese, "{:?}: {}", call.env, ran.out);
    }
}

#[test]
fn decide_prints_the_record_as_json() {
    let mut call = Call::new("decide_json");
    call.stdin = call.read("facts.json");
    let ran = call.run("decide --policy demo.policy --facts - --format json");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let record: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(record["date"], "2020-05-06");
    assert_eq!(record["status"], "complete");
    assert_eq!(record["measures"][0]["fields"][0]["value"]["number"], "250");
    let later = call.run("decide --policy demo.policy --facts - --format json --on 2020-05-07");
    assert!(
        later.out.contains(r#""date":"2020-05-07""#) || later.out.contains(r#""date": "2020-05-07""#),
        "{}",
        later.out
    );
}

#[test]
fn decide_names_every_fact_at_fault_and_shows_it() {
    let facts =
        "{ \"date\": \"2020-05-06\", \"facts\": {\n  \"area\": \"town\",\n  \"members\": [{ \"wage\": 1.234 }]\n} }\n";
    let ran = Call::new("bad_facts").with("facts.json", facts).run("decide --policy demo.policy --facts facts.json");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("--> facts.json:2:11"), "{}", ran.err);
    assert!(ran.err.contains("--> facts.json:3:25"), "{}", ran.err);
    assert!(ran.err.contains("members[0].wage"), "{}", ran.err);
    assert!(ran.err.ends_with("errors: 2, warnings: 0\n"), "{}", ran.err);
}

#[test]
fn decide_shows_where_facts_are_no_json() {
    let facts = "{ \"facts\": {\n  \"area\": 城市\n} }\n";
    let ran = Call::new("no_json").with("facts.json", facts).run("decide --policy demo.policy --facts facts.json");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("--> facts.json:2:11\n") && ran.err.contains("\"area\": 城市"), "{}", ran.err);
}

#[test]
fn decide_refuses_a_policy_that_does_not_load() {
    let ran = Call::new("bad_policy")
        .with("demo.policy", demo("must support", "must suport"))
        .run("decide --policy demo.policy --facts facts.json");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("`support`"), "{}", ran.err);
}

#[test]
fn a_rule_in_error_ends_with_1_and_missing_facts_with_0() {
    let call = Call::new("in_error").with("demo.policy", demo("from 2020-01-01 {", "from 2020-06-01 {"));
    let ran = call.run("decide --policy demo.policy --facts facts.json");
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(!ran.out.is_empty());
    let call = Call::new("missing")
        .with("facts.json", r#"{ "date": "2020-05-06", "facts": { "area": "city", "members": [{}] } }"#);
    let ran = call.run("decide --policy demo.policy --facts facts.json");
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn the_built_in_policy_is_at_hand() {
    let ran = Call::new("built_in").run("schema --policy guangdong-2020");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("$schema"), "{}", ran.out);
}

// schema, dump

#[test]
fn schema_is_json_of_every_fact() {
    let ran = Call::new("schema").run("schema --policy demo.policy");
    let schema: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(schema["$defs"]["Household"]["properties"]["members"].is_object(), "{}", ran.out);
}

#[test]
fn dump_prints_each_stage() {
    let call = Call::new("dump").with("broken.policy", "policy p \"示例\"\nrule");
    for stage in ["syntax", "model", "plan"] {
        let ran = call.run(&format!("dump --policy demo.policy --stage {stage}"));
        assert_eq!(ran.status, 0, "{stage}: {}", ran.err);
        assert!(ran.out.contains("household_support"), "{stage}: {}", ran.out);
        let ran = call.run(&format!("dump --policy broken.policy --stage {stage}"));
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{stage}");
    }
}

// colour

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let mut call = Call::new("colour").with("demo.policy", demo("must support", "must suport"));
    assert!(!call.run("check demo.policy").out.contains('\x1b'));
    assert!(call.run("check demo.policy --color always").out.contains('\x1b'));
    call.env = vec![("NO_COLOR", "1")];
    assert!(!call.run("check demo.policy").out.contains('\x1b'));
}

// test

const CASES: &str = "# Cases\n\nWhat *must* hold.\n\n```policy path=demo.policy\n```\n\n## One earner\n\n```facts path=facts.json\n```\n\n```values\n人均收入 = 750\nmembers[0].wage = 1500\nhousehold_support = true\n```\n";

const READ: &str = "blocks read: facts 1, policy 1, values 1\n";

#[test]
fn test_passes_where_the_file_says_what_is_so() {
    let ran = Call::new("test_pass").with("cases/a.md", CASES.replace("path=", "path=../")).run("test cases");
    assert_eq!((ran.status, ran.out), (0, format!("1 passed, 0 failed\n{READ}")), "{}", ran.err);
}

#[test]
fn test_shows_the_difference_and_updates_it() {
    let wrong = CASES.replace("750", "751");
    let call = Call::new("test_update").with("a.md", &wrong);
    let ran = call.run("test a.md");
    assert_eq!(ran.status, 1);
    assert_eq!(
        ran.out,
        "✗ Cases > One earner\n\
         a.md:13: `values` differs (- in the file, + actual)\n  \
           - 人均收入 = 751\n  \
           + 人均收入 = 750\n    \
             members[0].wage = 1500\n    \
             household_support = true\n  \
           of what differs this step is worked out first: 人均收入 income per head = round half up to 0.01 (total \
         wage of members ÷ number of members) = round half up to 0.01 ((1,500.00 + 0.00) ÷ 2) = 750.00 yuan a month\n\n\
         0 passed, 1 failed\nblocks read: facts 1, policy 1, values 1\n"
    );
    assert_eq!(call.read("a.md"), wrong, "a run without --update leaves the file alone");
    let ran = call.run("test a.md --update");
    assert_eq!((ran.status, ran.out), (0, format!("output blocks updated: 1\n1 passed, 0 failed\n{READ}")));
    assert_eq!(call.read("a.md"), CASES);
    let ran = call.run("test a.md --update");
    assert_eq!(ran.out, format!("output blocks updated: 0\n1 passed, 0 failed\n{READ}"));
}

#[test]
fn an_update_does_not_mend_what_is_broken() {
    let call = Call::new("test_broken").with("a.md", CASES.replace("path=demo.policy", "path=gone.policy"));
    let ran = call.run("test a.md --update");
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(
        ran.out.contains("a.md:5: no file or folder `./gone.policy`")
            || ran.out.contains("a.md:5: no file or folder `gone.policy`"),
        "{}",
        ran.out
    );
}

#[test]
fn a_page_that_checks_nothing_fails() {
    let ran = Call::new("test_nothing")
        .with("p/a.md", "# Title\n\nwords\n")
        .with("p/b.md", CASES.replace("path=", "path=../"))
        .run("test p");
    assert_eq!(ran.status, 1);
    assert!(ran.out.starts_with("p/a.md:1: this file holds no test"), "{}", ran.out);
    assert!(ran.out.ends_with(&format!("1 passed, 1 failed\n{READ}")), "{}", ran.out);
}

#[test]
fn a_filter_must_match_something() {
    let call = Call::new("test_filter").with("a.md", CASES);
    assert_eq!(call.run("test a.md --filter earner").out, format!("1 passed, 0 failed\n{READ}"));
    let ran = call.run("test a.md --filter nobody");
    assert_eq!((ran.status, ran.err.as_str()), (2, "doudi: no test has `nobody` in its name\n"));
}

/// A status is a byte, and 256 of them are 0 again.
#[test]
fn what_fails_never_ends_with_0() {
    let case = |at: usize| format!("## T{at}\n\n```facts path=facts.json\n```\n\n```values\n人均收入 = 1\n```\n\n");
    let page: String = (0..256).map(case).collect();
    let call = Call::new("exit_status")
        .with("a.md", format!("# N\n\n```policy path=demo.policy\n```\n\n{page}"))
        .with("empty/a.txt", "")
        .with("gone.md", CASES.replace("path=demo.policy", "path=gone.policy"));
    let ran = call.run("test a.md");
    assert!(ran.out.contains("\n0 passed, 256 failed\n"), "{}", ran.out);
    assert_ne!(ran.status, 0);
    for args in [
        "test a.md --filter nobody",
        "test empty",
        "test nowhere.md",
        "test gone.md",
        "check nowhere.policy",
        "decide --policy nowhere --facts facts.json",
        "coverage a.md",
        "mutate a.md",
    ] {
        let ran = call.run(args);
        assert_ne!(ran.status, 0, "{args}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_city_of_ones_own_stands_on_a_built_in_policy() {
    let own = "policy own \"本市\" \"our city\" amends guangdong_2020\nduty open \"办公\" \"open the office\" { per gd49 \"三（一）\"  by \"本市\" \"our city\"  due 2020-04-30 }\n";
    let call = Call::new("own_city").with("own.policy", own);
    let ran = call.run("check guangdong-2020 own.policy");
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("\nno problems: our city"), "{}", ran.out);
    let ran = call.run("duties --policy guangdong-2020 --policy own.policy --from 2020-04-30 --to 2020-04-30");
    assert!(ran.out.contains("2020-04-30  open the office\n  by: our city\n"), "{}{}", ran.out, ran.err);
    // Two cities at once amend one policy, and it is not known which holds.
    let ran = call.run("check guangzhou-2020 shenzhen-2020");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("E0243"), "{}", ran.out);
}

// redact

#[test]
fn redact_withholds_what_is_personal() {
    let policy = demo("\"工资\"", "\"工资\" sensitive");
    let mut call = Call::new("redact").with("demo.policy", policy);
    let whole = call.run("decide --policy demo.policy --facts facts.json --format json");
    assert_eq!((whole.status, whole.err.as_str()), (0, ""), "{}", whole.out);
    call = call.with("record.json", &whole.out);
    let copy = call.run("redact record.json");
    assert_eq!((copy.status, copy.err.as_str()), (0, ""));
    assert!(copy.out.contains("\"redacted\":true"), "{}", copy.out);
    assert!(whole.out.contains("\"1500\"") && !copy.out.contains("\"1500\""), "{}", copy.out);
    // A copy of the copy is the copy.
    call.stdin = copy.out.clone();
    assert_eq!(call.run("redact -").out, copy.out);
    let ran = call.run("redact facts.json");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("`facts.json` is no decision"), "{}", ran.err);
}

#[test]
fn types_say_what_is_personal_and_what_can_be_evidenced() {
    let policy = demo("\"工资\"", "\"工资\" sensitive evidence up");
    let ran = Call::new("marked_types").with("demo.policy", policy).run("schema --policy demo.policy --format rust");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("personal: withheld from copies for others; evidence may raise it"), "{}", ran.out);
    assert!(ran.out.contains("个人信息，不向他人公开；举证后可能调高"), "{}", ran.out);
}
