//! Keywords in two languages: the grammar and the table say the same, and both read as one.

use super::{codes, tree};
use doudi::syntax::keywords::{self, Keyword};
use std::collections::{BTreeMap, BTreeSet};

const GRAMMAR: &str = include_str!("../../../src/syntax/grammar.pest");

fn all() -> impl Iterator<Item = &'static Keyword> {
    keywords::ALL.iter().flat_map(|table| table.iter().copied())
}

/// The rules of the grammar, each with the words it is made of.
fn rules() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut rules = BTreeMap::new();
    let mut last = "";
    for line in GRAMMAR.lines().filter(|line| !line.starts_with("//")) {
        if let Some((name, _)) = line.split_once('=').filter(|_| line.starts_with(char::is_alphabetic)) {
            last = name.trim();
        }
        let words =
            line.split('"').skip(1).step_by(2).filter(|word| word.chars().all(|c| c == '_' || c.is_alphabetic()));
        rules.entry(last).or_insert_with(Vec::new).extend(words.filter(|word| !word.is_empty()));
    }
    rules
}

#[test]
fn the_grammar_has_the_words_of_the_table() {
    let rules = rules();
    for keyword in all().filter(|keyword| !keyword.rule.is_empty()) {
        let of = |name: &str| rules.get(name).cloned().unwrap_or_default();
        let words = [of(keyword.rule), of(&format!("zh_{}", keyword.rule))].concat();
        assert!(words.contains(&keyword.zh), "{}: {words:?}", keyword.zh);
        let phrase = keyword.en.contains(' ') || ["each_of", "some_of"].contains(&keyword.rule);
        assert!(phrase || words.contains(&keyword.en), "{}: {words:?}", keyword.en);
    }
    let chinese: BTreeSet<&str> = all().filter(|keyword| !keyword.rule.is_empty()).map(|keyword| keyword.zh).collect();
    for word in rules.values().flatten().filter(|word| !word.is_ascii()) {
        assert!(chinese.contains(word), "{word} stands in the grammar alone");
    }
}

#[test]
fn no_two_words_are_the_same_in_chinese() {
    let mut met = BTreeSet::new();
    for keyword in all() {
        assert!(met.insert(keyword.zh), "{} twice", keyword.zh);
    }
}

#[test]
fn reserved_words_of_both_languages_are_no_names() {
    let reserved: BTreeSet<&str> = rules()["reserved"].iter().copied().collect();
    let words = all().flat_map(|keyword| [keyword.zh, keyword.en]).filter(|word| !word.contains(' '));
    for word in words.chain(reserved.iter().copied()) {
        assert_eq!(keywords::is_reserved(word), reserved.contains(word), "{word}");
        let accepted = codes(&format!("choice C {{ {word} }}")).is_empty();
        assert_eq!(accepted, !reserved.contains(word), "{word}");
    }
}

#[test]
fn each_word_means_the_same_in_both_languages() {
    for (zh, en) in [
        (
            "政策 p 基于 q 版本 \"1\" 语言 zh 币种 \"元\" 施行 2020-01-01 ..",
            "policy p amends q version \"1\" language zh currency \"元\" in force 2020-01-01 ..",
        ),
        (
            "文件 f { 文号 \"1\" 印发 2020-01-01 原文 \"a.txt\" }",
            "instrument f { number \"1\" issued 2020-01-01 text \"a.txt\" }",
        ),
        ("选项 c { 甲 乙 }", "choice c { 甲 乙 }"),
        (
            "对象 o { a: 多个 p 1..3 b: 每月金额 0.. 或无 默认 无 上期 c 敏感 可举证 向上 d: 文字 e: 是否 默认 否 f: 每年金额 g: 金额 h: 比率 i: 整数 j: 小数 k: 日期 l: 月数 m: 天数 }",
            "entity o { a: list of p 1..3 b: money per month 0.. or none default none previous c sensitive evidence up d: text e: truth default false f: money per year g: money h: ratio i: integer j: decimal k: date l: months m: days }",
        ),
        (
            "参数 p: 金额 按 c, n: 整数 不低于 q { 依 f \"一\" 引文 \"字\" 说明从简 推定 \"人\" 自 2020-01-01 至 2020-02-01 已确认 { 任意, 1..<3: 5 } }",
            "parameter p: money by c, n: integer at least q { per f \"一\" quote \"字\" explain briefly assumed \"人\" from 2020-01-01 until 2020-02-01 confirmed { any, 1..<3: 5 } }",
        ),
        ("参数 p: 金额 { 待定 }", "parameter p: money { unset }"),
        ("修订 参数 p { 自 2020-01-01 = 5 }", "amend parameter p { from 2020-01-01 = 5 }"),
        (
            "解读 r { 依 f \"一\" 甲 乙 默认 甲 默认 乙 自 2020-01-01 }",
            "reading r { per f \"一\" 甲 乙 default 甲 default 乙 from 2020-01-01 }",
        ),
        (
            "定义 o.x: 金额 或无 施行 .. 2020-01-01 不作说明 = 若 a 且 并非 b 或 c 则 1 否则 无",
            "define o.x: money or none in force .. 2020-01-01 explain never = if a and not b or c then 1 else none",
        ),
        (
            "条件 o.x { 同时满足 { 甲: 满足其一 { 乙: 每个 l 其中 a 满足 b } 丙: 存在 l 满足 b } }",
            "condition o.x { all of { 甲: any of { 乙: all of l where a satisfies b } 丙: any of l satisfies b } }",
        ),
        (
            "条件 o.x = a 属于 (1..2) 且 b 不属于 (3) 且 c 为无 且 d 不为无 且 决定日期 > 推后(e, 24 个月, 向下)",
            "condition o.x = a in (1..2) and b not in (3) and c is none and d is not none and decision_date > add(e, 24 months, down)",
        ),
        (
            "定义 o.x: 金额 = 舍入(求和(l.a 其中 b) * 周岁(c, 向下), 0.01, 四舍五入) + 首个(l.a 按 b 降序, c) + p(甲) 于 2020-01-01",
            "define o.x: money = round(sum(l.a where b) * age(c, down), 0.01, half_up) + first(l.a by b descending, c) + p(甲) on 2020-01-01",
        ),
        (
            "条件 o.x = 存在 l 称 甲 其中 甲 不是 自身 或 甲 就是 自身 满足 计数(l 称 乙 其中 乙 不是 甲) > 0",
            "condition o.x = any of l as 甲 where 甲 is not self or 甲 is self satisfies count(l as 乙 where 乙 is not 甲) > 0",
        ),
        (
            "例外 e 针对 o.x { 当 是 视情 改为 3 优先于 g, h }",
            "exception e to o.x { when true case by case then 3 overrides g, h }",
        ),
        ("例外 e 针对 f { 当 是 可 免除 }", "exception e to f { when true may waive }"),
        ("例外 e 针对 f { 当 是 应 不适用 }", "exception e to f { when true must disapply }"),
        ("措施 m 适用于 o 或 p { a: 金额 或无 }", "measure m for o or p { a: money or none }"),
        (
            "规则 r 适用于 o { 成立才说明 当 年份(d) = 2020 且 e < d + 30 天 + 2 年 应 m 依 f \"一\" { a: 1 } 反之 可 m { a: 2 } 优先于 s }",
            "rule r for o { explain when met when year(d) = 2020 and e < d + 30 days + 2 years must m per f \"一\" { a: 1 } otherwise may m { a: 2 } overrides s }",
        ),
        ("条款 a { 依 f \"一\" 由人认定 o.x, y \"人\" }", "provision a { per f \"一\" by a person o.x, y \"人\" }"),
        ("条款 a { 依 f \"一\" 不由程序执行 \"故\" }", "provision a { per f \"一\" not for a machine \"故\" }"),
        (
            "职责 d { 由 \"市\" 期限 每季度 截止日 20 已确认 }",
            "duty d { by \"市\" due each quarter by day 20 confirmed }",
        ),
        ("职责 d { 由 \"市\" 期限 每月 }", "duty d { by \"市\" due each month }"),
        ("职责 d { 由 \"市\" 期限 每年 }", "duty d { by \"市\" due each year }"),
    ] {
        assert_eq!(tree(zh), tree(en), "{zh}");
    }
    // Each word on its own: every item half in one language and half in the other.
    assert_eq!(
        tree("规则 r for o { when 是 应 m { } otherwise 可 m { } }"),
        tree("rule r 适用于 o { 当 true must m { } 反之 may m { } }")
    );
}

#[test]
fn the_names_of_functions_are_names_elsewhere() {
    assert_eq!(codes("选项 类别 { 平均 名次 四舍五入 }\n条件 家庭.平均 = 名次 = 向上"), [""; 0]);
}

#[test]
fn the_reference_lists_the_words() {
    let page = include_str!("../../../docs/language.md");
    let section = page.split("## 5. Keywords").nth(1).expect("the section");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> =
        all().map(|it| format!("| `{}` | `{}`{} |", it.en, it.zh, if it.reserved { " *" } else { "" })).collect();
    assert_eq!(rows, expected);
}
