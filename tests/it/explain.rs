//! What a decision says, and that no word of its record can be changed unnoticed.

use crate::oracle::generate::{self, Rng};
use crate::seeds;
use doudi::decision::check::{check, check_against};
use doudi::decision::record::{Certainty, Record};
use doudi::diagnostic::Locale;
use doudi::explain::{self, Depth};
use doudi::{Date, Policy, Sources};
use serde::Deserialize;
use serde_json::Value;

const POLICY: &str = include_str!("explain/relief.policy");
const NOTICE: &str = include_str!("explain/notice.txt");

fn policy() -> Policy {
    let sources = Sources::new().policy("relief.policy", POLICY).text("notice.txt", NOTICE);
    Policy::load(sources).unwrap_or_else(|error| panic!("{error}"))
}

/// A decision under the policy, with the work cost rate set unless `rate` is empty.
pub fn decide(facts: &str, rate: &str) -> (Policy, Record) {
    let mut policy = policy();
    if !rate.is_empty() {
        let settings = format!(r#"{{"parameters": {{"cost_rate": {{"source": "某市民政局", "value": "{rate}"}}}}}}"#);
        policy = policy.with_settings(&policy.settings_json(&settings).unwrap());
    }
    let facts = policy.facts_json(facts).unwrap_or_else(|error| panic!("{error}"));
    let record = policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record();
    (policy, record)
}

fn page(record: &Record, locale: Locale) -> String {
    explain::explain(record, Depth::Page, locale).to_string()
}

const FAMILY: &str = r#"{"facts": {"area": "south", "savings": "3000.00", "rent": "100.00", "members": [
    {"born": "1980-02-29", "wage": {"value": "1696.00", "by": "张三", "on": "2020-05-01", "from": "checked"}, "grade": null, "sick": false},
    {"born": "1985-01-01", "wage": 0, "grade": 2, "sick": false},
    {"born": "2015-01-01", "wage": 0, "grade": null, "sick": false}]}}"#;

pub const WAIVED: &str = r#"{"facts": {"area": "south", "members": [
    {"born": "1980-02-29", "wage": "2600", "grade": 1, "sick": true},
    {"born": "1985-01-01", "wage": 0, "grade": null, "sick": false}]},
    "discretions": [
      {"exception": "waive_means_test", "by": "李四", "on": "2020-05-05", "because": "一级残疾"},
      {"rule": "discretionary", "granted": false, "by": "李四", "on": "2020-05-05", "because": "已按户救助"}]}"#;

const UNKNOWN: &str = r#"{"facts": {"area": "south", "savings": "3000.00", "members": [
    {"born": "1980-02-29", "grade": null, "sick": false},
    {"born": "1985-01-01", "wage": "600", "grade": 3}]}}"#;

const EMPTY: &str = r#"{"facts": {"area": "north", "savings": "10", "members": []}}"#;

pub const CASES: [(&str, &str); 6] =
    [(FAMILY, "0"), (FAMILY, ""), (WAIVED, "0.3"), (UNKNOWN, "0"), (UNKNOWN, ""), (EMPTY, "0")];

#[test]
fn every_record_is_found_right() {
    for (facts, rate) in CASES {
        let (policy, record) = decide(facts, rate);
        check(&record).unwrap();
        check_against(&record, policy.model()).unwrap();
        let stored = Record::from_json(&record.to_json()).unwrap();
        assert_eq!(stored, record);
    }
}

/// Whether a place of the record is one that neither the steps nor the policy determine.
fn is_free(path: &str, record: &Record) -> bool {
    let free = ["/engine", "/policy/digest", "/settings", "/facts"];
    let provenance = path.contains("/provenance");
    let chosen = path.starts_with("/readings/") && path.ends_with("/by_setting");
    let step = path.strip_prefix("/trace/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
    let lookup = step.and_then(|id| record.trace[id].lookup.as_ref());
    let supplied = lookup.is_some_and(|l| l.certainty == Certainty::Setting) && path.contains("/lookup/");
    let officer = path.starts_with("/discretions/")
        && (path.ends_with("/by") || path.ends_with("/on") || path.ends_with("/because"));
    free.contains(&path) || provenance || officer || chosen || supplied
}

/// Every way to change one place of a JSON value a little.
fn corruptions(value: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    let mut push = |new: Value| found.push((path.to_owned(), new));
    match value {
        Value::Bool(truth) => push(Value::Bool(!truth)),
        Value::Number(number) => {
            let n = number.as_i64().unwrap();
            push(Value::from(n + 1));
            if n > 0 {
                push(Value::from(n - 1));
            }
        }
        Value::String(text) => {
            push(Value::String(format!("{text}1")));
            push(Value::String(String::new()));
            if let Ok(number) = text.parse::<i64>() {
                push(Value::String((number + 1).to_string()));
            }
            let place = path.rsplit('/').next().unwrap_or("");
            let others: &[&str] = match place {
                "value" => &["unknown", "none", "waived"],
                "op" => &["add", "sub", "mul", "and", "or", "lt", "le", "eq", "constant", "sum", "count", "any", "all"],
                "unit" => &["money", "money_per_month", "integer", "decimal", "ratio", "truth"],
                "kind" => {
                    &["fact", "list", "condition", "definition", "part", "rule", "parameter", "setting", "exception"]
                }
                "modality" => &["must", "may", "case_by_case"],
                "state" => &["applied", "not_met", "open", "unknown", "not_in_force"],
                "certainty" => &["confirmed", "assumed", "setting"],
                "status" => &["complete", "undetermined", "incomplete"],
                "branch" => &["when", "otherwise"],
                "effect" => &["waive", "disapply"],
                _ => match text.as_str() {
                    "exact" | "any" => &["exact", "any"],
                    _ => &[],
                },
            };
            for other in others.iter().filter(|other| *other != text) {
                push(Value::String((*other).to_owned()));
            }
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                let mut fewer = items.clone();
                fewer.remove(position);
                found.push((path.to_owned(), Value::Array(fewer)));
                let mut more = items.clone();
                more.push(item.clone());
                found.push((path.to_owned(), Value::Array(more)));
                corruptions(item, &format!("{path}/{position}"), found);
            }
        }
        Value::Object(fields) => {
            // Who found a fact is not for the checker to say.
            for (name, field) in fields.iter().filter(|(name, _)| *name != "provenance") {
                let mut fewer = fields.clone();
                fewer.remove(name);
                found.push((path.to_owned(), Value::Object(fewer)));
                corruptions(field, &format!("{path}/{name}"), found);
            }
        }
        Value::Null => {}
    }
}

/// The changes of one place that the checker does not notice.
fn unnoticed(policy: &Policy, record: &Record) -> Vec<String> {
    let mut missed = Vec::new();
    let mut whole = serde_json::to_value(record).unwrap();
    let mut found = Vec::new();
    corruptions(&whole, "", &mut found);
    for (path, new) in found {
        if is_free(&path, record) {
            continue;
        }
        let place = whole.pointer_mut(&path).unwrap();
        let old = std::mem::replace(place, new.clone());
        let changed = Record::deserialize(&whole);
        *whole.pointer_mut(&path).unwrap() = old;
        let Ok(changed) = changed else { continue };
        if changed != *record && check_against(&changed, policy.model()).is_ok() {
            missed.push(format!("{path} -> {new}"));
        }
    }
    missed
}

#[test]
fn no_single_change_goes_unnoticed() {
    let decided = [(WAIVED, "0.3"), (UNKNOWN, ""), (EMPTY, "0")].map(|(facts, rate)| decide(facts, rate));
    let missed: Vec<String> = decided.iter().flat_map(|(policy, record)| unnoticed(policy, record)).collect();
    assert!(missed.is_empty(), "{} changes went unnoticed:\n{}", missed.len(), missed.join("\n"));
}

/// What a table was asked at, the row it took, and the bands a scale reached.
#[test]
fn no_change_of_a_row_goes_unnoticed() {
    let text = r#"policy tables "Tables" language en in force 2020-01-01 ..
instrument act "Act" { number "1" }
entity Home "home" { size: integer "size"  rooms: integer "rooms"  income: money "income"  stay: days "stay" }
parameter extra "extra": money by size: integer "persons" "people", rooms: integer, income: money "income" {
  per act "1"
  from 2020-01-01 {
    ..2, any, any: 5   2<..<8, 1, any: 6   2<..<8, 2.., ..<1000: 7   2<..<8, 2.., 1000..2000: 50 + 2 * size
  }
}
parameter scale "scale": ratio by money { per act "2"  from 2020-01-01 { 0..<100: 5% + 5%  100..1000: 20% } }
measure aid "aid" for Home { once: money "once" }
rule help "help" for Home {
  when stay / 7 days >= 2
  must aid { once: round(extra(rooms: rooms, size: size, income: income) + marginal(scale, income), 0.01, half_up) }
}
"#;
    let policy = Policy::load(Sources::new().policy("tables.policy", text)).unwrap();
    let mut missed = Vec::new();
    for (size, rooms, income) in [(1, 3, "50"), (3, 1, "1000"), (7, 2, "999.99"), (7, 2, "1000"), (8, 2, "0")] {
        let facts = format!(r#"{{ "size": {size}, "rooms": {rooms}, "income": "{income}", "stay": 15 }}"#);
        let facts = policy.facts_json(&format!(r#"{{ "facts": {facts} }}"#)).unwrap();
        let record = policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record();
        check_against(&record, policy.model()).unwrap();
        missed
            .extend(unnoticed(&policy, &record).into_iter().map(|change| format!("{size} {rooms} {income}: {change}")));
    }
    assert!(missed.is_empty(), "{} changes went unnoticed:\n{}", missed.len(), missed.join("\n"));
}

/// Members compared with one another: whose a value is cannot be changed unnoticed either.
#[test]
fn whose_a_value_is_cannot_be_changed() {
    let text = "policy p \"P\" language en in force 2020-01-01 ..
entity Household \"household\" { members: list of Person \"members\" }
entity Person \"person\" { wage: money per month \"wage\"  pays: list of Pay \"pays\" }
entity Pay \"pay\" { amount: money per month \"amount\" }
define Person.more \"more\": integer = count(Household.members as other where other is not self and other.wage > wage)
define Person.place \"place\": integer = rank(Household.members as other by other.wage + wage)
condition Household.same \"same\" = any of members as one satisfies any of members as other
  satisfies other is not one and other.wage = one.wage and one.more = 0
condition Person.mine \"mine\" = any of Household.members as other satisfies any of pays as pay satisfies pay.amount > other.wage
measure aid \"aid\" for Person { more: integer \"more\" }
rule r \"r\" for Person { when not Household.same or mine or place > 1 must aid { more: more } }";
    let policy = Policy::load(Sources::new().policy("p.policy", text)).unwrap_or_else(|error| panic!("{error}"));
    let facts = r#"{"facts": {"members": [{"wage": 5, "pays": []}, {"wage": 5, "pays": [{"amount": 7}]}]}}"#;
    let facts = policy.facts_json(facts).unwrap();
    let record = policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record();
    check_against(&record, policy.model()).unwrap();
    let missed = unnoticed(&policy, &record);
    assert!(missed.is_empty(), "{} changes went unnoticed:\n{}", missed.len(), missed.join("\n"));
    // Two members alike, and what is one's in the place of what is the other's: every number stays right.
    let whole = record.to_json();
    let wage = |at: usize| {
        let path = format!("members[{at}]");
        let own = record.trace.iter().find(|step| *step.subject.path == *path && *step.name == *"wage");
        format!("{{\"step\":{}}}", own.unwrap().id)
    };
    let (mine, yours) = (wage(0), wage(1));
    let places: Vec<usize> = whole.match_indices(&mine).map(|(at, _)| at).collect();
    assert!(places.len() > 4);
    for at in places {
        let changed = format!("{}{yours}{}", &whole[..at], &whole[at + mine.len()..]);
        let changed = Record::from_json(&changed).unwrap();
        assert!(check_against(&changed, policy.model()).is_err(), "{}", &whole[at.saturating_sub(200)..at + 60]);
    }
    // An element's value in the place of the asker's, where both are the same.
    let mut turned = Vec::new();
    on_itself(&serde_json::to_value(&record).unwrap(), "", &mut turned);
    assert!(!turned.is_empty());
    for (path, node) in turned {
        let mut whole = serde_json::to_value(&record).unwrap();
        *whole.pointer_mut(&path).unwrap() = node;
        let changed = Record::deserialize(&whole).unwrap();
        assert!(check_against(&changed, policy.model()).is_err(), "{path}");
    }
}

/// Comparisons of what an element has with what another has who asks, each of the element with itself.
fn on_itself(value: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                on_itself(item, &format!("{path}/{position}"), found);
            }
        }
        Value::Object(fields) => {
            if let Some([one, other]) = fields.get("args").and_then(Value::as_array).map(Vec::as_slice)
                && other["op"] == "asker"
                && one["value"] == other["value"]
                && one["op"] != other["args"][0]["op"]
            {
                let mut turned = value.clone();
                turned["args"][1] = one.clone();
                found.push((path.to_owned(), turned));
            }
            fields.iter().for_each(|(name, field)| on_itself(field, &format!("{path}/{name}"), found));
        }
        _ => {}
    }
}

/// Random policies and cases: the evaluator's records are found right by the independent checker.
#[test]
fn random_records_are_found_right() {
    for seed in seeds::of("records", seeds::number("DOUDI_CHECKED", 60)) {
        let generated = generate::policy(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let mut rng = Rng(seed ^ 0xc4ec);
        let settings = generate::settings(&generated.world, &mut rng);
        let policy = policy.with_settings(&policy.settings_json(&settings).unwrap());
        for _ in 0..4 {
            let date = generate::decision_date(&generated.world, &mut rng);
            let household = generate::household(&generated.world, &date, &mut rng).text();
            let facts = policy.facts_json(&household).unwrap();
            let record = policy.decide(&facts, Date::parse(&date).unwrap()).unwrap().record();
            if let Err(flaw) = check_against(&record, policy.model()) {
                panic!(
                    "seed {seed} on {date}: {flaw}\n{}\n{household}\n{}",
                    generated.text(),
                    explain::steps(&record, Locale::En)
                );
            }
        }
    }
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let facts = WAIVED.replace("一级残疾", "a\\u202eb\\nc").replace("李四", "王\\u0007五");
    let (_, record) = decide(&facts, "0");
    for text in [page(&record, Locale::ZhCn), page(&record, Locale::En), explain::summary(&record)] {
        assert!(!text.chars().any(|c| c == '\u{202e}' || c == '\u{7}'));
    }
    let page = page(&record, Locale::ZhCn);
    assert!(page.contains("王\\u{7}五"), "{page}");
}

/// A policy that names no currency counts in 元; one that names another is another policy.
#[test]
fn the_currency_is_part_of_the_policy() {
    let load = |currency: &str| {
        let text = POLICY.replacen(" in force", &format!("{currency} in force"), 1);
        let sources = Sources::new().policy("relief.policy", text).text("notice.txt", NOTICE);
        Policy::load(sources).unwrap_or_else(|error| panic!("{error}"))
    };
    let record = |policy: &Policy| {
        let facts = policy.facts_json(EMPTY).unwrap();
        policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record()
    };
    let [unsaid, said, other, single] =
        ["", " currency \"元\" \"yuan\"", " currency \"克朗\" \"crowns\"", " currency \"€\""].map(load);
    let words = |policy: &Policy| {
        let currency = record(policy).policy.currency;
        (currency.zh.to_string(), currency.en.to_string())
    };
    let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    assert_eq!([words(&unsaid), words(&said)], [pair("元", "yuan"), pair("元", "yuan")]);
    assert_eq!([words(&other), words(&single)], [pair("克朗", "crowns"), pair("€", "€")]);
    assert_ne!(said.digest(), other.digest());

    let record = record(&other);
    assert_eq!(Record::from_json(&record.to_json()).unwrap(), record);
    check_against(&record, other.model()).unwrap();
    assert!(check_against(&record, said.model()).is_err());
    assert!(page(&record, Locale::En).contains(" crowns a month"));
}

#[test]
fn numbers_are_exact_and_grouped() {
    use doudi::decision::record::{Unit, Value, Words};
    let yuan = Words { zh: "元".into(), en: "yuan".into() };
    let say = |text: &str, unit, locale| explain::value(&Value::Number(text.parse().unwrap()), unit, &yuan, locale);
    assert_eq!(say("1596", Unit::MoneyPerMonth, Locale::ZhCn), "1,596.00 元/月");
    assert_eq!(say("-1234567.5", Unit::Money, Locale::En), "-1,234,567.50 yuan");
    assert_eq!(say("2600/3", Unit::MoneyPerMonth, Locale::ZhCn), "2,600/3（≈866.67） 元/月");
    assert_eq!(say("2600/3", Unit::MoneyPerYear, Locale::En), "2,600/3 (≈866.67) yuan a year");
    assert_eq!(say("0.305", Unit::Ratio, Locale::En), "30.5%");
    assert_eq!(say("12.345", Unit::Money, Locale::ZhCn), "12.345 元");
    assert_eq!(say("1234", Unit::Integer, Locale::ZhCn), "1,234");
    assert_eq!(explain::value(&Value::Months(1), Unit::Months, &yuan, Locale::En), "1 month");
    assert_eq!(explain::value(&Value::Unknown, Unit::Money, &yuan, Locale::ZhCn), "未知");
}

/// A truth that a branch gives answers its formula; `a = b = no` would say that both are `no`.
#[test]
fn a_branch_that_is_a_truth_is_answered() {
    let text = "policy p \"P\" language en in force 2020-01-01 ..
entity E \"e\" { old: truth \"old\"  share: ratio \"share\"  other: ratio \"other\"  same: truth \"same\" }
define E.half \"half\": truth = if old then share = other else share = 10%
define E.both \"both\": truth = (share = other) = half
measure m \"m\" for E { }
rule r \"r\" for E { when both = (share != other) must m { } }";
    let policy = Policy::load(Sources::new().policy("p.policy", text)).unwrap_or_else(|error| panic!("{error}"));
    let facts = r#"{"facts": {"old": true, "share": "0.125", "other": "12.34"}}"#;
    let record = {
        let facts = policy.facts_json(facts).unwrap();
        policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record()
    };
    let page = page(&record, Locale::En) + &explain::steps(&record, Locale::En);
    for line in [
        "half: if old then share = other else share = 10%; as old = yes: 12.5% = 1,234% → no",
        "both: (share = other) = half → (12.5% = 1,234%) = no → yes",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
}

#[test]
fn a_refusal_in_chinese() {
    let (_, record) = decide(FAMILY, "0");
    insta::assert_snapshot!(page(&record, Locale::ZhCn), @r#"
    困难家庭救助（relief），版本 1.2
    决定日期：2020-05-06
    状态：各项规则均已得出结论
    本页为建议，待确认：________________

    【给予的措施】
    1. 护理补贴（应），对象：家庭成员 2
      依据：规则“护理补贴”；《困难家庭救助办法》（民发〔2020〕1号）七
      每月金额：若 残疾等级 = 1 则 200.00，否则 100.00；因 2 = 1 不成立，取 100.00 元/月
    2. 转介（应），对象：共同生活家庭
      依据：规则“按户救助”条件不成立；《困难家庭救助办法》六：“应当纳入救助”

    【各项规则的核对】
    ✓ 护理补贴（家庭成员 2）：条件成立
      依据：《困难家庭救助办法》七
      ✓ 重度残疾：2 属于 1、2
      ✓ 年龄 < 60：35 < 60
        年龄 = 出生日期 至 决定日期 的周岁 = 1985-01-01 至 2020-05-06 的周岁 = 35
    ✗ 酌情救助（共同生活家庭）：条件不成立：符合“患重病”的家庭成员数 ≥ 1：符合“患重病”的家庭成员数为 0
      依据：《困难家庭救助办法》八
      ✗ 符合“患重病”的家庭成员数 ≥ 1：符合“患重病”的家庭成员数为 0
    ✗ 按户救助（共同生活家庭）：条件不成立：人均月收入低于救助标准：532.00 < 532.00 不成立（等于标准不属低于）
      依据：《困难家庭救助办法》六
      ✓ 在实施地区：南部 属于 北部、南部
      ✗ 家庭经济状况（家庭经济状况核对） —— 《困难家庭救助办法》四：“人均收入低于救助标准”
        ✗ 人均月收入低于救助标准：532.00 < 532.00 不成立（等于标准不属低于）
          人均月收入 = 可计算收入合计 ÷ 家庭成员数 = 1,596.00 ÷ 3 = 532.00 元/月
            可计算收入合计 = 家庭成员的计入的工资合计 − 取最小（房租，房租扣减上限） = 1,696.00 + 0.00 + 0.00 − 取最小（100.00，300.00） = 1,596.00 元/月
              家庭成员 1 的计入的工资 = 取最大（工资性收入 − 工资性收入 × 就业成本扣减比例，0.00） = 取最大（1,696.00 − 1,696.00 × 0%，0.00） = 1,696.00 元/月
                就业成本扣减比例 = 0%（由部署方设定，来源：某市民政局） —— 《困难家庭救助办法》三
              家庭成员 2 的计入的工资 = 取最大（工资性收入 − 工资性收入 × 就业成本扣减比例，0.00） = 取最大（0.00 − 0.00 × 0%，0.00） = 0.00 元/月
              家庭成员 3 的计入的工资 = 取最大（工资性收入 − 工资性收入 × 就业成本扣减比例，0.00） = 取最大（0.00 − 0.00 × 0%，0.00） = 0.00 元/月
              房租扣减上限 = 300.00 元/月（自 2020-01-01 起；假定，来源：试算）
          救助标准（南部） = 532.00 元/月（自 2020-01-01 起） —— 《困难家庭救助办法》二
        ✓ 人均存款不超过24个月标准：1,000.00 ≤ 12,768.00
      → 不成立时给予：转介
    ✗ 护理补贴（家庭成员 1）：条件不成立：重度残疾：无 属于 1、2 不成立
      依据：《困难家庭救助办法》七
      ✗ 重度残疾：无 属于 1、2 不成立
      ✓ 年龄 < 60：40 < 60
    ✗ 护理补贴（家庭成员 3）：条件不成立：重度残疾：无 属于 1、2 不成立
      依据：《困难家庭救助办法》七
      ✗ 重度残疾：无 属于 1、2 不成立
      ✓ 年龄 < 60：5 < 60

    【有权人员可以决定的事项】
    - 可对共同生活家庭适用例外“重点对象免予核对”；《困难家庭救助办法》五：“可不再进行家庭经济状况核对”

    【采用的解释】
    - “重残、重病”的范围：重残或重病；《困难家庭救助办法》五

    【所依据的假定】
    - 就业成本扣减比例 = 0%（由部署方设定，来源：某市民政局）
    - 房租扣减上限 = 300.00 元/月（假定，来源：试算）

    【所依据的事实】
    - 共同生活家庭 —— 所在地区：南部；家庭存款：3,000.00 元；房租：100.00 元/月
    - 家庭成员 1 —— 出生日期：1980-02-29；工资性收入：1,696.00 元/月（核对，张三，2020-05-01）；残疾等级：无；患重病：否
    - 家庭成员 2 —— 出生日期：1985-01-01；工资性收入：0.00 元/月；残疾等级：2；患重病：否
    - 家庭成员 3 —— 出生日期：2015-01-01；工资性收入：0.00 元/月；残疾等级：无；患重病：否
    "#);
}

#[test]
fn a_waiver_in_english() {
    let (_, record) = decide(WAIVED, "0");
    insta::assert_snapshot!(page(&record, Locale::En), @r#"
    relief for households in need (relief), version 1.2
    Decision as of 2020-05-06
    Status: complete; every rule has been decided
    A recommendation, to be confirmed by: ________________

    == Measures given ==
    1. care (must), for: member 1
      under: rule “care subsidy”; measures for relief (民发〔2020〕1号), 七
      monthly: if grade = 1 then 200.00 else 100.00; as grade = 1: 200.00 yuan a month
    2. enrol (must), for: Household
      under: rule “household relief”; measures for relief, 六: “应当纳入救助”
      – means test: not tested (waived under measures for relief, 五, by 李四 on 2020-05-05, because: 一级残疾)
      scheme: full relief
      monthly = round half up to 0.01 (the greatest of (relief standard × number of members − countable income, 0.00)) = round half up to 0.01 (the greatest of (532.00 × 2 − 2,600.00, 0.00)) = 0.00 yuan a month
        relief standard (south) = 532.00 yuan a month (from 2020-01-01) — measures for relief, 二
        countable income = total counted wage of members − the least of (rent, rent cap) = 2,600.00 + 0.00 − the least of (0.00, 300.00) = 2,600.00 yuan a month
          counted wage of member 1 = the greatest of (wage − wage × work cost rate, 0.00) = the greatest of (2,600.00 − 2,600.00 × 0%, 0.00) = 2,600.00 yuan a month
            work cost rate = 0% (supplied by the deployment, source: 某市民政局) — measures for relief, 三
          counted wage of member 2 = the greatest of (wage − wage × work cost rate, 0.00) = the greatest of (0.00 − 0.00 × 0%, 0.00) = 0.00 yuan a month
          rent cap = 300.00 yuan a month (from 2020-01-01; assumed, source: 试算)

    == The rules, part by part ==
    ✓ relief at discretion (Household): its conditions are met; whether to grant it is open
      under: measures for relief, 八
      ✓ number of members where “sick” ≥ 1: 1 ≥ 1
    ✓ household relief (Household): its conditions are met
      under: measures for relief, 六
      ✓ in the area: south is one of north, south
      – means (means test): not tested (waived under measures for relief, 五, by 李四 on 2020-05-05, because: 一级残疾)
        ✓ no means test in special difficulty — measures for relief, 五: “可不再进行家庭经济状况核对”
          ✓ any of members: in special difficulty: member 1: yes; member 2: no
            ✓ in special difficulty of member 1 (one suffices)
              ✓ severely disabled: 1 is one of 1, 2
              ✓ seriously ill (not gone into)
    ✓ care subsidy (member 1): its conditions are met
      under: measures for relief, 七
      ✓ severely disabled (see above)
      ✓ age < 60: 40 < 60
        age = full years from born to decision date = full years from 1980-02-29 to 2020-05-06 = 40
    ✗ care subsidy (member 2): its conditions are not met: severely disabled: none is one of 1, 2 does not hold
      under: measures for relief, 七
      ✗ severely disabled: none is one of 1, 2 does not hold
      ✓ age < 60: 35 < 60

    == Open to an officer ==
    - case by case, for Household: refer (relief at discretion); measures for relief, 八; declined by 李四 on 2020-05-05, because: 已按户救助

    == Readings used ==
    - scope of disabled or ill: wide; measures for relief, 五

    == Assumptions relied on ==
    - rent (rent): left out; the policy's default 0.00 yuan a month
    - work cost rate = 0% (supplied by the deployment, source: 某市民政局)
    - rent cap = 300.00 yuan a month (assumed, source: 试算)

    == Facts relied on ==
    - Household — area: south; rent: 0.00 yuan a month (left out; the policy's default)
    - member 1 — born: 1980-02-29; wage: 2,600.00 yuan a month; grade: 1; sick: yes
    - member 2 — born: 1985-01-01; wage: 0.00 yuan a month; grade: none; sick: no
    "#);
}

#[test]
fn what_is_missing_and_what_went_wrong() {
    let (_, record) = decide(UNKNOWN, "");
    insta::assert_snapshot!(explain::summary(&record), @r#"
    undetermined
    - members[0]: care_subsidy: severely_disabled
    - members[1]: care_subsidy: severely_disabled
    ? discretionary: missing members[1].sick
    ? enrolment: missing members[0].wage; not set cost_rate
    "#);
    let (_, record) = decide(EMPTY, "0");
    insta::assert_snapshot!(explain::summary(&record), @r#"
    incomplete
    - discretionary: short by 1
    ! enrolment: division_by_zero in income_per_head, division_by_zero in savings
    "#);
}
