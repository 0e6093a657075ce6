//! Words of other rule and programming languages → how this language says it.

/// A word of other languages, and what is written here for it.
#[derive(Debug)]
pub(crate) struct Foreign {
    /// As it is written elsewhere; case has no meaning.
    words: &'static [&'static str],
    /// A piece of policy in English words; empty where there is nothing of the kind.
    pub(crate) here: &'static str,
    /// What else is to be said, in Chinese and in English; may be empty.
    pub(crate) zh: &'static str,
    /// See `zh`.
    pub(crate) en: &'static str,
    /// Where the word stands.
    place: Place,
}

/// Where a word of another language stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Where a value or a function is written, if nothing is named so.
    Value,
    /// Behind a value, or where no name can stand.
    Operator,
    /// Right before a value, where a name would have nothing to do.
    Before,
    /// Where an item begins.
    Item,
}

impl Foreign {
    /// Whether what is written here can take the place of the word as it is.
    pub(crate) fn stands_for_it(&self) -> bool {
        ["else if", "decision_date", "none", "true", "false", "not", "if"].contains(&self.here)
    }
}

const fn value(words: &'static [&'static str], here: &'static str, zh: &'static str, en: &'static str) -> Foreign {
    Foreign { words, here, zh, en, place: Place::Value }
}

const fn operator(words: &'static [&'static str], here: &'static str, zh: &'static str, en: &'static str) -> Foreign {
    Foreign { words, here, zh, en, place: Place::Operator }
}

const fn before(words: &'static [&'static str], here: &'static str, zh: &'static str, en: &'static str) -> Foreign {
    Foreign { words, here, zh, en, place: Place::Before }
}

const fn item(words: &'static [&'static str], here: &'static str, zh: &'static str, en: &'static str) -> Foreign {
    Foreign { words, here, zh, en, place: Place::Item }
}

const TABLE: &[Foreign] = &[
    // Functions.
    value(
        &["floor", "rounddown", "round_down", "trunc", "truncate", "int", "向下取整", "舍去"],
        "round(x, 1, down)",
        "`down` 是向零；小于 0 的数要往负的方向取整时写 `up`",
        "`down` is towards zero; of numbers below 0 `up` is what goes down",
    ),
    value(&["ceil", "ceiling", "roundup", "round_up", "进位", "向上取整"], "round(x, 1, up)", "", ""),
    value(&["abs", "绝对值"], "max(x, -x)", "", ""),
    value(&["modulo", "remainder", "取余", "求余"], "x - 12 * round(x / 12, 1, down)", "", ""),
    value(
        &["power", "pow", "sqrt", "乘方", "次方"],
        "x * x",
        "没有乘方：把因数逐个写出来",
        "there are no powers: write the factors one by one",
    ),
    value(&["avg", "mean", "平均数"], "average(members.wage)", "", ""),
    value(&["len", "length", "size", "cardinality", "长度"], "count(members)", "", ""),
    value(&["sumif", "sum_if", "sumifs"], "sum(members.wage where wage > 0)", "", ""),
    value(&["countif", "count_if", "countifs"], "count(members where wage > 0)", "", ""),
    value(&["isnull", "is_null", "isna", "isnone", "isblank", "isempty", "空值"], "x is none", "", ""),
    value(&["coalesce", "ifnull", "nvl", "if_null", "or_else", "iferror"], "value_or(x, 0)", "", ""),
    value(&["iif", "choose", "cond"], "if a then b else c", "", ""),
    value(&["datediff", "days_between", "date_diff", "相隔天数"], "b - a", "", ""),
    value(&["date_add", "dateadd", "add_months", "addmonths", "edate"], "add(d, 6 months, down)", "", ""),
    value(&["years_between", "datedif"], "months_between(a, b, down)", "", ""),
    value(
        &["weekday", "dayofweek", "day_of_week", "星期", "星期几", "工作日", "workday", "networkdays"],
        "",
        "这里没有星期和工作日：由事实给出",
        "there are no days of the week and no working days: let a fact say it",
    ),
    // Values.
    value(
        &["today", "now", "current_date", "sysdate", "getdate", "今天", "今日", "当前日期", "现在", "当日"],
        "decision_date",
        "",
        "",
    ),
    value(
        &["period", "this_month", "this_year"],
        "decision_date",
        "",
        "a policy is decided on a day; a month or year of it is `month(decision_date)`, `year(decision_date)`",
    ),
    value(&["null", "nil", "undefined", "na", "nan", "void", "空"], "none", "", ""),
    operator(
        &["date", "日期"],
        "decision_date",
        "某一天写成 `2020-03-31`；从一天推算另一天用 `add(…)`、`year_start(…)`",
        "a day is written `2020-03-31`; one that is worked out from another takes `add(…)` or `year_start(…)`",
    ),
    value(&["yes", "真", "对"], "true", "", ""),
    value(&["no", "假", "错"], "false", "", ""),
    // Operators.
    operator(&["elif", "elsif", "elseif", "否则如果", "否则若", "不然"], "else if", "", ""),
    operator(&["between", "介于"], "x in (1..5)", "两端都包括在内", "both ends belong to it"),
    operator(&["div", "整除"], "round(x / y, 1, down)", "", ""),
    operator(&["**", "^"], "x * x", "没有乘方：把因数逐个写出来", "there are no powers: write the factors one by one"),
    operator(&["?", "？"], "if a then b else c", "", ""),
    operator(&["is true"], "x = true", "", ""),
    operator(&["is false"], "x = false", "", ""),
    operator(
        &["%", "mod"],
        "x - 12 * round(x / 12, 1, down)",
        "`%` 只写在百分数后面",
        "`%` belongs to a ratio such as `30%`",
    ),
    operator(&["xor", "异或"], "a != b", "", ""),
    operator(&["unless", "除非"], "and not", "", ""),
    operator(&["like", "contains", "matches", "startswith", "包含"], "x in (a, b)", "", ""),
    operator(
        &["implies", "推出"],
        "not a or b",
        "`implies` 只写在 `property` 的 `always …` 后面",
        "`implies` stands behind `always …` in a `property`",
    ),
    operator(
        &["over"],
        "",
        "不能跨月合计：把各月列成名单，再写 `sum(月份.金额)`",
        "nothing is summed over time: list the months, and sum them with `sum(months.amount)`",
    ),
    before(
        &["match", "switch", "case", "select", "decode"],
        "if x = a then 1 else if x = b then 2 else 3",
        TABLE_ZH,
        TABLE_EN,
    ),
    before(
        &["let", "var", "val", "const", "设", "令"],
        "define Household.name: money per month = …",
        "算式里不能起名：另写一条定义",
        "an expression names nothing: write a `define` of its own",
    ),
    before(&["exists", "some", "exist"], "any of members satisfies wage > 0", "", ""),
    before(&["forall", "every", "foreach"], "all of members satisfies wage > 0", "", ""),
    before(&["不", "非", "不是", "没有"], "not", "", ""),
    before(&["如果", "假如", "假设", "倘若"], "if", "", ""),
    // Items.
    item(
        &["let", "def", "var", "val", "function", "func", "fn", "variable", "formula", "公式", "变量", "函数", "计算"],
        "define Household.name: money per month = …",
        "",
        "",
    ),
    item(
        &["const", "constant", "param", "params", "lookup", "常量", "标准", "数值"],
        "parameter name: money per month { … }",
        "",
        "",
    ),
    item(&["enum", "type", "union", "枚举", "类别"], "choice Name { a b }", "", ""),
    item(&["struct", "class", "record", "model", "interface", "实体", "类"], "entity Name { … }", "", ""),
    item(&["if", "when", "如果", "假如", "若", "当"], "rule name for Household { when … must … { … } }", "", ""),
    item(&["assert", "invariant", "ensure", "require", "断言"], "property name for Household { always … }", "", ""),
    item(&["benefit", "aid", "grant", "待遇", "福利", "补助"], "measure name for Household { … }", "", ""),
    item(&["import", "include", "use", "using", "引用", "导入"], "policy name amends base", "", ""),
    item(&["law", "act", "regulation", "法规", "法律"], "instrument name { number \"…\" }", "", ""),
];

const TABLE_ZH: &str = "按选项取值的，写成以它为键的 `parameter`";
const TABLE_EN: &str = "what hangs on a choice is a `parameter` with that key";

fn of(word: &str, places: &[Place]) -> Option<&'static Foreign> {
    TABLE.iter().find(|foreign| {
        places.contains(&foreign.place) && foreign.words.iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}

/// A word that is called as a function or stands for a value, and that nothing is named by.
pub(crate) fn unnamed(word: &str) -> Option<&'static Foreign> {
    of(word, &[Place::Value, Place::Before, Place::Operator])
}

/// A word behind a value, or one that cannot be a name.
pub(crate) fn operator_word(word: &str) -> Option<&'static Foreign> {
    of(word, &[Place::Operator])
}

/// A word that stands right before a value.
pub(crate) fn before_value(word: &str) -> Option<&'static Foreign> {
    of(word, &[Place::Before])
}

/// A word that stands where an item begins.
pub(crate) fn of_item(word: &str) -> Option<&'static Foreign> {
    of(word, &[Place::Item])
}

/// Traditional and Japanese forms of the characters that keywords are written with.
const SIMPLIFIED: &[(char, char)] = &[
    ('義', '义'),
    ('規', '规'),
    ('則', '则'),
    ('選', '选'),
    ('択', '选'),
    ('項', '项'),
    ('條', '条'),
    ('當', '当'),
    ('參', '参'),
    ('數', '数'),
    ('對', '对'),
    ('対', '对'),
    ('無', '无'),
    ('為', '为'),
    ('爲', '为'),
    ('個', '个'),
    ('職', '职'),
    ('責', '责'),
    ('許', '许'),
    ('減', '减'),
    ('優', '优'),
    ('於', '于'),
    ('屬', '属'),
    ('滿', '满'),
    ('満', '满'),
    ('時', '时'),
    ('額', '额'),
    ('並', '并'),
    ('確', '确'),
    ('認', '认'),
    ('証', '证'),
    ('證', '证'),
    ('語', '语'),
    ('幣', '币'),
    ('種', '种'),
    ('號', '号'),
    ('発', '发'),
    ('發', '发'),
    ('齢', '龄'),
    ('歲', '岁'),
    ('歳', '岁'),
    ('週', '周'),
    ('舉', '举'),
    ('挙', '举'),
    ('執', '执'),
    ('後', '后'),
    ('檔', '档'),
    ('計', '计'),
    ('說', '说'),
    ('説', '说'),
    ('簡', '简'),
    ('終', '终'),
    ('雙', '双'),
    ('捨', '舍'),
    ('絕', '绝'),
    ('絶', '绝'),
    ('決', '决'),
    ('適', '适'),
    ('默', '默'),
    ('視', '视'),
    ('應', '应'),
    ('応', '应'),
    ('幾', '几'),
    ('從', '从'),
    ('従', '从'),
    ('實', '实'),
    ('類', '类'),
    ('現', '现'),
    ('總', '总'),
    ('総', '总'),
    ('際', '际'),
    ('諾', '诺'),
    ('讀', '读'),
    ('読', '读'),
    ('質', '质'),
    ('據', '据'),
    ('拠', '据'),
    ('舍', '舍'),
    ('達', '达'),
    ('檢', '检'),
    ('請', '请'),
    ('級', '级'),
    ('約', '约'),
    ('單', '单'),
    ('単', '单'),
    ('運', '运'),
    ('緩', '缓'),
    ('納', '纳'),
];

/// The keyword that a word is in traditional or Japanese characters.
///
/// A word that is the same in both is none.
pub(crate) fn simplified(word: &str) -> Option<&'static super::Keyword> {
    let plain: String = word
        .chars()
        .map(|letter| SIMPLIFIED.iter().find(|(other, _)| *other == letter).map_or(letter, |(_, plain)| *plain))
        .collect();
    (plain != word).then(|| super::all().find(|keyword| keyword.zh == plain)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_one_of_the_language_where_it_stands() {
        for foreign in TABLE {
            for word in foreign.words {
                let known = super::super::item(word).is_some();
                assert!(!(known && foreign.place == Place::Item), "{word} begins an item");
            }
        }
    }

    #[test]
    fn no_word_stands_twice_in_a_place() {
        let mut seen = std::collections::BTreeSet::new();
        for foreign in TABLE {
            for word in foreign.words {
                assert!(seen.insert((word, format!("{:?}", foreign.place))), "{word} stands twice");
            }
        }
    }
}
