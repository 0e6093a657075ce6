//! The words of the language: each in English and in Chinese, with one meaning.
//!
//! A policy may be written in either language, and mix them. `grammar.pest` spells out the same
//! words; a test holds the two side by side.

pub(crate) mod foreign;
mod wording;

pub use wording::worded;
pub(crate) use wording::{Names, with_names};

/// A word, or a few words that belong together, in both languages.
///
/// ```
/// use doudi::syntax::keywords::{self, Script};
/// assert_eq!(keywords::CASE_BY_CASE.word(Script::English), "case by case");
/// assert_eq!(keywords::CASE_BY_CASE.word(Script::Chinese), "视情");
/// assert!(keywords::is_reserved("规则") && !keywords::is_reserved("版本"));
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Keyword {
    /// In English: one word, or several with single blanks between them.
    pub en: &'static str,
    /// In Chinese: always one word.
    pub zh: &'static str,
    /// Whether its words can be no names; else they are words only in their places.
    pub reserved: bool,
    /// The rule of the grammar it is, or begins; empty for the name of a function.
    pub rule: &'static str,
}

/// Which words a policy is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// `rule`, `when`, `must`
    English,
    /// `规则`、`当`、`应`
    Chinese,
}

impl Script {
    /// The language a keyword is written in, by any text that begins with it.
    pub fn of(written: &str) -> Script {
        if written.starts_with(|letter: char| letter.is_ascii()) { Script::English } else { Script::Chinese }
    }
}

impl Keyword {
    /// The word in one language.
    pub fn word(&self, script: Script) -> &'static str {
        match script {
            Script::English => self.en,
            Script::Chinese => self.zh,
        }
    }
}

macro_rules! keywords {
    ($($all:ident, $doc:literal: { $($name:ident $reserved:literal $rule:literal $en:literal $zh:literal;)* })*) => {
        $(
            $(
                #[doc = concat!("`", $en, "`, `", $zh, "`")]
                pub static $name: Keyword = Keyword { en: $en, zh: $zh, reserved: $reserved, rule: $rule };
            )*
            #[doc = $doc]
            pub static $all: &[&Keyword] = &[$(&$name),*];
        )*
        /// Every table of this file.
        pub static ALL: &[&[&Keyword]] = &[$($all),*];
    };
}

keywords! {
    ITEMS, "The words an item begins with.": {
        POLICY true "kw_policy" "policy" "政策";
        INSTRUMENT true "kw_instrument" "instrument" "文件";
        CHOICE true "kw_choice" "choice" "选项";
        ENTITY true "kw_entity" "entity" "对象";
        PARAMETER true "kw_parameter" "parameter" "参数";
        READING true "kw_reading" "reading" "解读";
        DEFINE true "kw_define" "define" "定义";
        CONDITION true "kw_condition" "condition" "条件";
        EXCEPTION true "kw_exception" "exception" "例外";
        MEASURE true "kw_measure" "measure" "措施";
        RULE true "kw_rule" "rule" "规则";
        AMEND true "kw_amend" "amend" "修订";
        PROVISION true "kw_provision" "provision" "条款";
        DUTY true "kw_duty" "duty" "职责";
        PROPERTY false "kw_property" "property" "性质";
    }
    CLAUSES, "The words within items.": {
        AMENDS false "kw_amends" "amends" "基于";
        ALLOW false "kw_allow" "allow" "允许";
        BECAUSE false "kw_because" "because" "理由";
        VERSION false "kw_version" "version" "版本";
        LANGUAGE false "kw_language" "language" "语言";
        CURRENCY false "kw_currency" "currency" "币种";
        IN_FORCE true "in_force" "in force" "施行";
        NUMBER false "kw_number" "number" "文号";
        ISSUED false "kw_issued" "issued" "印发";
        WORDING false "kw_wording" "text" "原文";
        PER true "kw_per" "per" "依";
        QUOTE true "kw_quote" "quote" "引文";
        EXPLAIN_BRIEFLY false "explain_briefly" "explain briefly" "说明从简";
        EXPLAIN_NEVER false "explain_never" "explain never" "不作说明";
        EXPLAIN_WHEN_MET false "explain_when_met" "explain when met" "成立才说明";
        LIST_OF true "list_of" "list of" "多个";
        OR_NONE true "or_none" "or none" "或无";
        DEFAULT true "kw_default" "default" "默认";
        PREVIOUS false "kw_previous" "previous" "上期";
        SENSITIVE false "kw_sensitive" "sensitive" "敏感";
        EVIDENCE false "kw_evidence" "evidence" "可举证";
        BY true "kw_by" "by" "按";
        AT_LEAST false "at_least" "at least" "不低于";
        CONFIRMED false "kw_confirmed" "confirmed" "已确认";
        ASSUMED false "kw_assumed" "assumed" "推定";
        CHECKED_UNTIL false "checked_until" "checked until" "核对至";
        UNSET true "kw_unset" "unset" "待定";
        FROM true "kw_from" "from" "自";
        UNTIL true "kw_until" "until" "至";
        ANY true "kw_any" "any" "任意";
        WHEN true "kw_when" "when" "当";
        ALL_OF true "all_of" "all of" "同时满足";
        ANY_OF true "any_of" "any of" "满足其一";
        MUST true "kw_must" "must" "应";
        MAY true "kw_may" "may" "可";
        CASE_BY_CASE true "case_by_case" "case by case" "视情";
        OTHERWISE true "kw_otherwise" "otherwise" "反之";
        TO false "kw_to" "to" "针对";
        WAIVE true "kw_waive" "waive" "免除";
        REPLACE true "kw_replace" "then" "改为";
        DISAPPLY true "kw_disapply" "disapply" "不适用";
        OVERRIDES true "kw_overrides" "overrides" "优先于";
        FOR true "kw_for" "for" "适用于";
        OWED false "kw_owed" "owed" "应缴";
        ONCE false "kw_once" "once" "限一次";
        CUMULATIVE false "kw_cumulative" "cumulative" "可叠加";
        BY_A_PERSON false "by_a_person" "by a person" "由人认定";
        NOT_FOR_A_MACHINE false "not_for_a_machine" "not for a machine" "不由程序执行";
        DOER false "kw_doer" "by" "由";
        DUE false "kw_due" "due" "期限";
        EACH_MONTH false "each_month" "each month" "每月";
        EACH_QUARTER false "each_quarter" "each quarter" "每季度";
        EACH_YEAR false "each_year" "each year" "每年";
        BY_DAY false "by_day" "by day" "截止日";
        ALWAYS false "kw_always" "always" "始终";
        NEVER false "kw_never" "never" "绝不";
        IMPLIES false "kw_implies" "implies" "推出";
        INCREASES false "kw_increases" "increases" "增加";
        DECREASES false "kw_decreases" "decreases" "减少";
    }
    TYPES, "The names of types.": {
        MONEY true "kw_money" "money" "金额";
        MONEY_PER_MONTH true "money_per_month" "money per month" "每月金额";
        MONEY_PER_YEAR true "money_per_year" "money per year" "每年金额";
        RATIO true "kw_ratio" "ratio" "比率";
        INTEGER true "kw_integer" "integer" "整数";
        DECIMAL true "kw_decimal" "decimal" "小数";
        DATE true "kw_date" "date" "日期";
        MONTHS true "kw_months" "months" "月数";
        DAYS true "kw_days" "days" "天数";
        TRUTH true "kw_truth" "truth" "是否";
        TEXT true "kw_text" "text" "文字";
    }
    EXPRESSIONS, "The words of expressions.": {
        OR true "kw_or" "or" "或";
        AND true "kw_and" "and" "且";
        NOT true "kw_not" "not" "并非";
        IF true "kw_if" "if" "若";
        THEN true "kw_then" "then" "则";
        ELSE true "kw_else" "else" "否则";
        IN true "kw_in" "in" "属于";
        NOT_IN true "not_in" "not in" "不属于";
        IS_NONE true "is_none" "is none" "为无";
        IS_NOT_NONE true "is_not_none" "is not none" "不为无";
        IS true "kw_is_one" "is" "就是";
        IS_NOT true "is_not" "is not" "不是";
        SELF false "kw_self" "self" "自身";
        EACH_OF true "each_of" "all of" "每个";
        SOME_OF true "some_of" "any of" "存在";
        AS false "kw_as" "as" "称";
        WHERE true "kw_where" "where" "其中";
        SATISFIES true "kw_satisfies" "satisfies" "满足";
        DESCENDING false "kw_descending" "descending" "降序";
        ON true "kw_on" "on" "于";
        TRUE true "kw_true" "true" "是";
        FALSE true "kw_false" "false" "否";
        NONE true "kw_none" "none" "无";
        DECISION_DATE true "kw_decision_date" "decision_date" "决定日期";
        IN_DAYS true "unit_days" "days" "天";
        IN_MONTHS true "unit_months" "months" "个月";
        IN_YEARS true "unit_years" "years" "年";
    }
    FUNCTIONS, "The names of functions: names like any other, where nothing is called.": {
        ROUND false "" "round" "舍入";
        MIN false "" "min" "最小";
        MAX false "" "max" "最大";
        CLAMP false "" "clamp" "限于";
        VALUE_OR false "" "value_or" "若无则";
        AGE false "" "age" "周岁";
        MONTHS_BETWEEN false "" "months_between" "相隔月数";
        ADD false "" "add" "推后";
        YEAR false "" "year" "年份";
        MONTH false "" "month" "月份";
        DAY false "" "day" "几日";
        YEAR_START false "" "year_start" "年度起始日";
        PER_YEAR false "" "per_year" "折合每年";
        PER_MONTH false "" "per_month" "折合每月";
        MARGINAL false "" "marginal" "分档累计";
        SUM false "" "sum" "求和";
        AVERAGE false "" "average" "平均";
        COUNT false "" "count" "计数";
        FIRST false "" "first" "首个";
        NTH false "" "nth" "第几个";
        RANK false "" "rank" "名次";
    }
    WAYS, "The words that say which way a function goes, and a fact can be evidenced.": {
        HALF_UP false "" "half_up" "四舍五入";
        HALF_EVEN false "" "half_even" "五成双";
        UP false "kw_up" "up" "向上";
        DOWN false "kw_down" "down" "向下";
    }
}

/// The English forms of a keyword that are none of its own but mean the same.
const ALSO: [(&str, &str); 3] = [("descend", "descending"), ("month", "months"), ("year", "years")];

/// Words that are reserved though no keyword of these tables: parts of longer ones.
const PARTS: [&str; 10] = ["all", "by", "case", "is", "list", "of", "month", "year", "per", "not"];

/// Whether a word cannot be a name.
pub fn is_reserved(word: &str) -> bool {
    PARTS.contains(&word) || all().any(|keyword| keyword.reserved && (keyword.zh == word || keyword.en == word))
}

/// A word as it is in English, where it is a keyword by itself; what it is for a rule is not asked.
///
/// ```
/// use doudi::syntax::keywords::in_english;
/// assert_eq!([in_english("视情"), in_english("rule"), in_english("收入")], ["case by case", "rule", "收入"]);
/// ```
pub fn in_english(word: &str) -> &str {
    let also = ALSO.iter().find(|(other, _)| *other == word).map(|(_, word)| *word);
    also.or_else(|| all().find(|keyword| keyword.zh == word).map(|keyword| keyword.en)).unwrap_or(word)
}

/// The language that the words around a byte of a text are in: that of the word which begins the
/// item there, else that of the first item behind it.
///
/// ```
/// use doudi::syntax::keywords::{Script, script_at};
/// let text = "rule a …\n  when …\n规则 b …\n  当 …\n";
/// assert_eq!(script_at(text, 12), Script::English);
/// assert_eq!(script_at(text, text.len()), Script::Chinese);
/// ```
pub fn script_at(text: &str, at: usize) -> Script {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let of_line = |line: &str| {
        let word = line.split_whitespace().next()?;
        let begins = |keyword: &&Keyword| keyword.en == word || keyword.zh == word;
        let keyword = ITEMS.iter().copied().chain([&ALLOW]).find(begins)?;
        Some(if keyword.zh == word { Script::Chinese } else { Script::English })
    };
    let around = before.lines().rev().find_map(of_line);
    around.or_else(|| behind.lines().find_map(of_line)).unwrap_or(Script::English)
}

/// The function called by a Chinese or English name.
pub fn function(name: &str) -> Option<&'static Keyword> {
    FUNCTIONS.iter().copied().find(|keyword| keyword.zh == name || keyword.en == name)
}

/// The way a function goes, by its Chinese or English name.
pub(crate) fn way(name: &str) -> Option<&'static Keyword> {
    WAYS.iter().copied().find(|keyword| keyword.zh == name || keyword.en == name)
}

/// The functions whose last argument is a way to go.
pub(crate) fn goes_a_way(function: &str) -> bool {
    matches!(function, "round" | "age" | "months_between" | "add")
}

/// The keyword that a rule of the grammar is, or begins with.
pub(crate) fn of_rule(rule: &str) -> Option<&'static Keyword> {
    all().find(|keyword| !rule.is_empty() && keyword.rule == rule)
}

/// The item a word begins.
pub(crate) fn item(word: &str) -> Option<&'static Keyword> {
    ITEMS.iter().copied().find(|keyword| keyword.en == word || keyword.zh == word)
}

fn all() -> impl Iterator<Item = &'static Keyword> {
    ALL.iter().flat_map(|table| table.iter().copied())
}
