//! `doudi diff`: what a new version changes, in the text and for households.

use crate::program::Call;

const OLD: &str = r#"policy aid "救助" "aid" in force 2020-01-01 ..
instrument act "法" "Act" { }
entity Household "家庭" { income: money per month 0.. "收入"  ill: truth "病" default false }
parameter limit "线" "limit": money per month { per act "1" from 2020-01-01 = 900 from 2020-07-01 = 950 }
measure help "补助" for Household { monthly: money per month "每月" }
rule low "低收入" "low income" for Household { per act "2" when income < limit must help { monthly: 100 } }
"#;

fn call(test: &str, new: &str) -> Call {
    Call::new(test).with("old.policy", OLD).with("new.policy", new)
}

#[test]
fn the_parameter_and_the_day_decide_who_gains() {
    let call = call("diff", &OLD.replace("= 900", "= 900.50"));
    let ran = call.run("diff old.policy new.policy --on 2020-06-30 --format markdown");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
    let lines = "changed limit `parameter limit` (Act 1)\n\n```diff\n-   from 2020-01-01 = 900\n+   from 2020-01-01 = 900.5\n```\n";
    assert!(ran.out.contains(lines), "{}", ran.out);
    // The smallest household that gains earns no more than it must.
    let gains = "### gains measures\n\n+100.00 yuan a month; because of limit `parameter limit` (Act 1)\n\n```facts on=2020-06-30\n{ \"facts\": { \"income\": \"900\" } }\n```\n";
    assert!(ran.out.contains(gains), "{}", ran.out);
    assert!(!ran.out.contains("### loses measures"), "{}", ran.out);
    // A day later the other value holds for both.
    let ran = call.run_in("diff old.policy new.policy --on 2020-07-01 --lang en");
    assert!(ran.out.contains("no household was found that is affected"), "{}", ran.out);
    assert!(ran.out.contains("changed limit `parameter limit`"), "the text has changed all the same: {}", ran.out);
}

#[test]
fn a_fact_only_one_version_asks_for_is_not_asked_of_the_other() {
    let new = OLD
        .replace("ill: truth \"病\" default false", "disabled: truth \"残疾\" default false")
        .replace("when income < limit", "when income < limit and not disabled");
    let call = call("diff-facts", &new);
    let ran = call.run("diff old.policy new.policy --on 2020-05-06");
    assert_eq!(ran.status, 0, "{}", ran.err);
    for line in ["-   ill: truth", "+   disabled: truth", "loses", "\"disabled\": true"] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    let register = "{\"id\":\"A\",\"facts\":{\"income\":\"100\",\"ill\":true}}\n{\"id\":\"B\",\"facts\":{\"income\":\"100\",\"disabled\":true}}\n{\"id\":\"C\",\"facts\":{\"income\":\"much\"}}\n";
    let call = call.with("register.jsonl", register);
    let ran = call.run_in("diff old.policy new.policy --on 2020-05-06 --register register.jsonl --lang en");
    assert!(ran.out.contains("2 households decided by both"), "{}", ran.out);
    assert!(ran.out.contains("1 more were not decided:\n  C "), "{}", ran.out);
    assert!(ran.out.contains("200.00 → 100.00 (−100.00)"), "{}", ran.out);
}

#[test]
fn a_change_is_told_in_the_words_of_its_file() {
    let old = "政策 救助 \"救助\" 施行 2020-01-01 ..\n对象 家庭 \"家庭\" { 收入: 每月金额 0.. \"收入\" }\n参数 线 \"线\": 每月金额 { 推定 \"示例\" 自 2020-01-01 = 900 }\n措施 补助 \"补助\" 适用于 家庭 { 每月: 每月金额 \"每月\" }\n规则 低 \"低收入\" 适用于 家庭 { 当 收入 < 线 应 补助 { 每月: 100 } }\n";
    // Two changes that each let in the household between them: no one of them alone.
    let new = old.replace("= 900", "= 950").replace("收入 < 线", "收入 < 线 或 收入 < 940");
    let call = Call::new("diff-chinese").with("old.policy", old).with("new.policy", &new);
    let ran = call.run_in("diff old.policy new.policy --on 2020-05-06");
    assert_eq!(ran.status, 0, "{} {}", ran.out, ran.err);
    assert!(
        ran.out.contains("改动 线 `参数 线`\n    -   自 2020-01-01 = 900\n    +   自 2020-01-01 = 950\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("没有一处改动单独起作用"), "{}", ran.out);
    assert!(ran.out.contains("低收入 `规则 低`"), "{}", ran.out);
}

/// A reading, and a list that rules count.
const FAMILY: &str = r#"policy aid "救助" "aid" in force 2020-01-01 ..
entity Household "家庭" { members: list of Person 1..12 "成员" }
entity Person "成员" { wage: money per month 0.. "工资" }
reading scope "口径" "scope" { strict "严" "strict"  wide "宽" "wide"  default strict }
measure help "补助" for Household { monthly: money per month "每月" }
rule low "低收入" "low income" for Household {
  when scope = wide or count(members) <= 12 and sum(members.wage) = 0
  must help { monthly: min(100 * count(members), 500) }
}
"#;

#[test]
fn households_are_as_large_as_the_rules_ask() {
    for (new, said) in
        [(FAMILY.replace("<= 12", "<= 5"), "loses measures"), (FAMILY.replace("500", "400"), "gets less")]
    {
        let call = Call::new("diff-large").with("old.policy", FAMILY).with("new.policy", new);
        let ran = call.run_in("diff old.policy new.policy --on 2020-05-06 --lang en");
        assert!(ran.out.contains(said), "{}", ran.out);
    }
}

#[test]
fn a_setting_is_a_cause_like_a_change_of_the_text() {
    let call = Call::new("diff-settings").with("aid.policy", FAMILY);
    let call = call.with("wide.json", "{\"readings\": {\"scope\": \"wide\"}}").with("none.json", "{}");
    let ran = call.run_in("diff aid.policy aid.policy --old-settings none.json --settings wide.json --lang en");
    assert!(ran.out.contains("changed setting scope `scope`\n    + scope = \"wide\"\n"), "{}", ran.out);
    assert!(ran.out.contains("because of setting scope `scope`"), "{}", ran.out);
    assert!(!ran.out.contains("no change does it alone"), "{}", ran.out);
}

#[test]
fn without_a_day_all_that_is_new_has_begun() {
    let new = OLD.replace("from 2020-07-01 = 950", "from 2020-07-01 = 950 from 2020-09-01 = 990");
    let ran = call("diff-begun", &new).run_in("diff old.policy new.policy --lang en");
    assert!(ran.out.contains("decided by both on 2020-09-01") && ran.out.contains("gains measures"), "{}", ran.out);
}

#[test]
fn a_household_stands_in_a_register_once() {
    let call = call("diff-twice", &OLD.replace("100 }", "120 }"));
    let call = call.with("register.csv", "id,income,ill\nA,100,\nB,,\nA,100,\nC,much,\n");
    let ran = call.run_in("diff old.policy new.policy --on 2020-05-06 --register register.csv --lang en");
    assert!(ran.out.contains("2 households decided by both\n1 of them lack facts"), "{}", ran.out);
    assert!(ran.out.contains("2 more were not decided:\n  A id: row 2 has the same `id`\n  C income: "), "{}", ran.out);
    assert!(ran.out.contains("made smaller from A of the register, its causes the same\n"), "{}", ran.out);
}

#[test]
fn a_page_loads_nothing_and_says_every_number() {
    let call = call("diff-page", &OLD.replace("100 }", "120 }").replace("\"低收入\"", "\"<低收入>\""));
    for language in ["zh", "en"] {
        let ran = call.run_in(&format!("diff old.policy new.policy --on 2020-05-06 --format html --lang {language}"));
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.out.contains("default-src 'none'") && ran.out.contains("<svg "), "{}", ran.out);
        for forbidden in ["<script", "http://", "https://", "url(", "<低收入>"] {
            assert!(!ran.out.contains(forbidden), "{forbidden}");
        }
        assert!(ran.out.contains("+20.00"), "{}", ran.out);
    }
}

#[test]
fn a_policy_that_is_not_in_force_is_said_once() {
    let call = call("diff-day", OLD);
    let ran = call.run("diff old.policy new.policy --on 2019-12-31");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert_eq!(ran.err.matches("not in force").count(), 1, "{}", ran.err);
}

/// What is paid a month, a year and once, in euros.
const KINDS: &str = r#"policy kinds "种类" "kinds" currency "€" in force 2024-01-01 ..
entity Household "家庭" "household" { income: money per month 0.. "收入" "income" }
measure allowance "津贴" "allowance" for Household { monthly: money per month "每月" "a month" }
measure grant "年补" "grant" for Household { yearly: money per year "每年" "a year" }
measure start "启动金" "start" for Household { amount: money "一次" "once"  points: integer "分" "points" }
rule a "甲" "a" for Household { when income < 100 must allowance { monthly: 10 } }
rule b "乙" "b" for Household { when income < 200 must grant { yearly: 120 } }
rule c "丙" "c" for Household { when income < 300 must start { amount: 60 points: 1 } }
"#;

#[test]
fn every_kind_of_money_is_counted_by_itself_and_in_the_policys_currency() {
    let new = KINDS.replace("yearly: 120", "yearly: 132").replace("amount: 60", "amount: 66");
    let call = Call::new("diff-kinds").with("old.policy", KINDS).with("new.policy", &new);
    let call = call.with("register.csv", "id,income\nA,50\nB,150\nC,250\n");
    let diff = "diff old.policy new.policy --on 2024-06-01 --register register.csv";
    let ran = call.run_in(&format!("{diff} --lang en"));
    for line in [
        "        3 ████████████████████████████████████████ gets more\n",
        "\na month, all together: 10.00 → 10.00 (+0.00)\n",
        "\na year, all together: 240.00 → 264.00 (+24.00)\n",
        "\nonce, all together: 180.00 → 198.00 (+18.00)\n",
        "\nBy how much a year (€)\n        2 ",
        "\nBy how much once (€)\n        3 ",
        "\n+12.00 € a year; +6.00 € once; because of b `rule b`, c `rule c`\n",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    let ran = call.run_in(&format!("{diff} --lang zh"));
    for line in
        ["\n每年合计：240.00 → 264.00（+24.00）\n", "\n一次性增减（€）\n", "\n每年 +12.00 €；一次性 +6.00 €；起因："]
    {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    for language in ["zh", "en"] {
        let page = call.run_in(&format!("{diff} --format html --lang {language}")).out;
        assert!(page.contains("€") && !page.contains("yuan") && !page.contains("元"), "{page}");
    }
    // More a year and less a month is neither more nor less.
    let new = KINDS.replace("yearly: 120", "yearly: 132").replace("monthly: 10 ", "monthly: 9 ");
    let ran = call.with("new.policy", &new).run_in(&format!("{diff} --lang en"));
    assert!(ran.out.contains(" gets more in one way, less in another\n"), "{}", ran.out);
    // Amounts of two currencies are not set against each other.
    let new = KINDS.replace('€', "£");
    let call = Call::new("diff-currencies").with("old.policy", KINDS).with("new.policy", &new);
    let call = call.with("register.csv", "id,income\nA,50\n");
    let ran = call.run_in(&format!("{diff} --lang en"));
    assert!(!ran.out.contains(" → 10.00 ("), "{}", ran.out);
}

/// Many conditions before the one that a class is widened by: households made up hardly ever meet them.
const CLASS: &str = r#"policy relief "社会救助" "social assistance" in force 2025-01-01 ..
instrument act "办法" "Act" { }
choice Area "地区" "area" { town "城镇" "town"  village "乡村" "village" }
choice Kind "收入种类" "kind of income" { wage "工资" "wage"  business "经营" "business"  property "财产" "property"  transfer "转移" "transfer"  aid "救助金" "aid" }
entity Household "家庭" "household" {
  area: Area "地区" "area"
  cars: integer 0..5 "机动车" "cars"
  dwellings: integer 0..5 "住房" "dwellings"
  floor_space: decimal 0..1000 "建筑面积" "floor space"
  deposits: money 0.. "存款" "deposits"
  business: truth "经营企业" "runs a firm"
  cooperates: truth "配合调查" "cooperates"
  members: list of Person 1..12 "成员" "members"
}
entity Person "成员" "person" {
  resident: truth "本地户籍" "resident"
  lives_in: truth "共同生活" "lives in"
  serving: truth "服刑" "in prison"
  born: date "出生日期" "born"
  able: truth "有劳动能力" "able to work"
  working: truth "就业" "working"
  illness: money per month 0.. "医疗支出" "cost of illness"
  incomes: list of Income 0..8 "收入" "incomes"
}
entity Income "收入" "income" { kind: Kind "种类" "kind"  amount: money per month 0.. "金额" "amount"  certain: truth "已核实" "verified" }
parameter standard "标准" "standard": money per month by Area { per act "3" from 2025-01-01 { town: 1100  village: 850 } }
parameter times "低边倍数" "multiple": ratio { per act "4" from 2025-01-01 = 150% }
condition Person.counted "计入" "counted" { all of { resident "户籍": resident  living "共同生活": lives_in  free "未服刑": not serving } }
define Person.income "收入" "income": money per month = max(0, sum(incomes.amount where kind != aid) - illness)
define Household.heads "人数" "heads": integer = count(members where counted)
define Household.total "总收入" "total": money per month = sum(members.income where counted)
condition Household.in_order "资料齐全" "in order" {
  all of {
    someone "有计入的成员": heads > 0
    cooperative "配合": cooperates
    verified "收入均已核实": all of members satisfies (all of incomes satisfies certain)
  }
}
condition Household.means "财产符合" "means" {
  all of {
    car "无车": cars = 0
    home "住房": dwellings <= 1
    space "面积": floor_space <= 40 * heads
    savings "存款": deposits <= 20000 * heads
    firm "无企业": not business
  }
}
condition Household.looking "有劳动能力的均就业" "those able to work do" = all of members where counted and able satisfies working or age(born, up) >= 60
measure dibao "低保" "assistance" for Household { monthly: money per month "每月" "a month" }
measure margin "低保边缘家庭" "margin" for Household { }
rule poor "低保" "poor" for Household {
  per act "3"
  when in_order and means and looking and total < standard(area) * heads
  must dibao { monthly: round(standard(area) * heads - total, 0.01, half_up) }
}
rule near "低边" "near" for Household {
  per act "4"
  when in_order and means and looking and total >= standard(area) * heads and total < standard(area) * heads * times
  must margin { }
}
"#;

#[test]
fn a_class_that_is_widened_takes_somebody_in_whatever_the_seed() {
    let call = Call::new("diff-class").with("old.policy", CLASS);
    let call = call.with("new.policy", CLASS.replace("= 150%", "= 200%"));
    for seed in 1..=5 {
        let diff = format!("diff old.policy new.policy --seed {seed} --lang en");
        let ran = call.run_in(&diff);
        assert!(ran.out.contains("gains measures") && !ran.out.contains("no household"), "{seed}: {}", ran.out);
        assert!(ran.out.contains("because of multiple `parameter times` (Act 4)"), "{seed}: {}", ran.out);
    }
    // A change that can touch nobody is named, and no bare "nobody" is said.
    let idle = CLASS.replace("amount\"  certain", "amount\"  spare: truth \"空\" default false  certain");
    let old =
        idle.replace("when in_order and means and looking and total >=", "when in_order and total < 0 and total >=");
    let call = Call::new("diff-idle").with("old.policy", &old).with("new.policy", old.replace("= 150%", "= 200%"));
    let ran = call.run_in("diff old.policy new.policy --households 100 --lang en");
    assert!(ran.out.contains("no household was found that is affected; that none was found"), "{}", ran.out);
    let named = "nor of those sought between the old and the new value: multiple `parameter times` (Act 4)";
    assert!(ran.out.contains(named), "{}", ran.out);
}

#[test]
fn whoever_owes_more_gains_nothing() {
    let old = KINDS.replace(
        "measure allowance \"津贴\" \"allowance\" for Household",
        "measure allowance \"税\" \"tax\" for Household owed",
    );
    let dearer = old.replace("monthly: 10 ", "monthly: 12 ");
    let freed = old.replace("when income < 100", "when income < 10");
    let call =
        Call::new("diff-owed").with("old.policy", &old).with("dearer.policy", &dearer).with("freed.policy", &freed);
    let call = call.with("register.csv", "id,income\nA,50\n");
    let ran = call.run_in("diff old.policy dearer.policy --on 2024-06-01 --register register.csv --lang en");
    for line in [
        " gets less, or owes more\n",
        "\nowed a month, all together: 10.00 → 12.00 (+2.00)\n",
        "\n+2.00 € owed a month; ",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    let ran = call.run_in("diff old.policy freed.policy --on 2024-06-01 --register register.csv --lang zh");
    assert!(ran.out.contains(" 得到措施，或免去应缴\n"), "{}", ran.out);
}

/// A household that the new version does not take any more is not one that nothing happens to.
#[test]
fn a_narrowed_range_is_not_told_as_if_it_moved_nobody() {
    let old = "policy demo \"Demo\" language en in force 2020-01-01 ..
entity Household \"household\" { income: money per month 0..1000 \"income\" }
measure aid \"aid\" for Household { monthly: money per month 0.. \"a month\" }
rule low \"low\" for Household { when income < 300 must aid { monthly: 100 } }
";
    let call = Call::new("diff-range").with("old.policy", old).with("new.policy", old.replace("0..1000", "0..900"));
    let ran = call.run("diff old.policy new.policy --on 2020-05-06 --households 200");
    assert!(ran.out.contains(" more were not decided:"), "{}", ran.out);
    assert!(ran.out.contains("of the households that both versions decide none is affected"), "{}", ran.out);
    assert!(!ran.out.contains("no household was found that is affected"), "{}", ran.out);
}
