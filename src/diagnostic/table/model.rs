//! Rows of the model stage.

use super::entries;
use crate::diagnostic::Phrase;

/// Label of the place that came first.
pub const FIRST_HERE: Phrase = Phrase { zh: "先在这里", en: "first here" };
/// Label of a declaration.
pub const DEFINED_HERE: Phrase = Phrase { zh: "在这里定义", en: "defined here" };
/// A fact or definition behind which `on` stands. {0} name.
pub const ASKED_ON_ANOTHER_DAY: Phrase = Phrase {
    zh: "`{0}` 是事实或定义，不能问另一天的：只有参数、`age`、`marginal` 可以，把 `on` 写在定义里用到的参数后面",
    en: "`{0}` is a fact or definition and has no value of another day: only parameters, `age` and `marginal` have, so put the `on` behind the parameters it is made of",
};
/// A fact or definition that is called. {0} name.
pub const NO_ARGUMENTS: Phrase = Phrase {
    zh: "`{0}` 是事实或定义，不带参数：写 `{0}` 即可",
    en: "`{0}` is a fact or definition and takes no arguments: write `{0}`",
};
/// A parameter in the value of another. {0} name.
pub const PARAMETER_OF_PARAMETER: Phrase = Phrase {
    zh: "参数的值不能由另一个参数算出：用 `define` 写出由 `{0}` 算出的值",
    en: "the value of a parameter does not rest on another: write what is worked out from `{0}` as a `define`",
};
/// Two versions in two policies.
pub const BY_EXCEPTION: Phrase = Phrase {
    zh: "修订的政策要换掉别处的算式，写成例外：`exception 名称 to 对象.名称 { when true must then 值 }`",
    en: "a policy that amends replaces a formula by an exception: `exception name to Entity.name { when true must then value }`",
};
/// Label of the type of a name.
pub const TYPE_HERE: Phrase = Phrase { zh: "类型在这里写明", en: "its type is declared here" };
/// Label of the range of a field.
pub const RANGE_HERE: Phrase = Phrase { zh: "范围在这里写明", en: "the range is declared here" };
/// Label of another root entity.
pub const OTHER_ROOT: Phrase = Phrase { zh: "另一个顶层对象", en: "the other root" };
/// Label of a row that meets another.
pub const OTHER_ROW: Phrase = Phrase { zh: "与这一行重叠", en: "this row meets it" };
/// Label of the policy's own span.
pub const POLICY_HERE: Phrase = Phrase { zh: "政策的施行期间", en: "the policy is in force then" };
/// Label of the target of the exception that is overridden.
pub const ITS_TARGET: Phrase = Phrase { zh: "它针对的是这个", en: "it is made to this" };
/// Label of the target of the exception that overrides.
pub const THIS_TARGET: Phrase = Phrase { zh: "本例外针对的是这个", en: "this one is made to this" };

entries! {
    // ---- names ----

    /// No file has a policy line.
    NO_POLICY = Error "E0201" {
        zh: "没有 `policy` 一行", en: "there is no `policy` line",
        help_zh: "在其中一个文件里写 `policy 名称 \"标题\"`", help_en: "write `policy NAME \"title\"` in one of the files",
    }
    /// A policy line that no chain of amendments joins to the others.
    SECOND_POLICY = Error "E0202" {
        zh: "`policy` 写了不止一次", en: "there is more than one `policy` line",
        help_zh: "所有文件合起来只留一个；修订别的政策的，写 `policy 名称 amends 被修订的政策`",
        help_en: "keep one in all the files together; one that amends another says so: `policy NAME amends OTHER`",
    }
    /// A name that is taken. {0} name.
    DUPLICATE_NAME = Error "E0203" {
        zh: "`{0}` 已经有了", en: "`{0}` is already there",
        help_zh: "改用别的名称，或删去其中一处", help_en: "choose another name, or remove one of them",
    }
    /// A bare name without a meaning. {0} name, {1} entity.
    UNKNOWN_NAME = Error "E0204" {
        zh: "这里没有 `{0}`：它不是 `{1}` 的字段、定义或条件，也不是参数或解读",
        en: "nothing is named `{0}` here: no field, definition or condition of `{1}`, no parameter, no reading",
        help_zh: "", help_en: "",
    }
    /// A bare name of an entity below. {0} name, {1} that entity, {2} the way to it, {3} its list.
    NAME_OF_ENTITY_BELOW = Error "E0241" {
        zh: "`{0}` 属于 `{1}`：`{3}` 中每一个各有自己的", en: "`{0}` belongs to `{1}`: each of `{3}` has its own",
        help_zh: "要合计、取最大值写 `sum({2})`、`max({2})`；问有没有、是否都，写 `any of {3} satisfies …`、`all of {3} satisfies …`",
        help_en: "to add them up or take the greatest write `sum({2})` or `max({2})`; to ask whether one or all of them do, `any of {3} satisfies …` or `all of {3} satisfies …`",
    }
    /// {0} name.
    UNKNOWN_ENTITY = Error "E0205" {
        zh: "没有对象 `{0}`", en: "there is no entity `{0}`",
        help_zh: "", help_en: "",
    }
    /// {0} name.
    UNKNOWN_TYPE = Error "E0206" {
        zh: "没有类型 `{0}`", en: "there is no type `{0}`",
        help_zh: "用 `choice` 声明它，或用 `money`、`integer`、`truth` 等类型",
        help_en: "declare it with `choice`, or use a type such as `money`, `integer`, `truth`",
    }
    /// {0} member, {1} entity.
    UNKNOWN_MEMBER = Error "E0207" {
        zh: "`{1}` 没有 `{0}`", en: "`{1}` has no `{0}`",
        help_zh: "", help_en: "",
    }
    /// A bare name of an entity above. {0} name, {1} how to write it.
    NAME_OF_ENTITY_ABOVE = Error "E0208" {
        zh: "`{0}` 属于上级对象", en: "`{0}` belongs to an entity above",
        help_zh: "写成 `{1}`", help_en: "write `{1}`",
    }
    /// {0} entity named, {1} entity asked.
    ENTITY_NOT_ABOVE = Error "E0209" {
        zh: "`{0}` 不是 `{1}` 本身或其上级，这里不知道指哪一个", en: "`{0}` is neither `{1}` nor above it, so it is not known which one is meant",
        help_zh: "对名单中的每一个提问：`sum(…)`、`any of … satisfies …`", help_en: "ask the list: `sum(…)`, `any of … satisfies …`",
    }
    /// {0} variant, {1} choice, {2} those there are, if few (zh), {3} (en).
    UNKNOWN_VARIANT = Error "E0210" {
        zh: "`{1}` 没有 `{0}` 这一项", en: "`{1}` has no variant `{0}`",
        help_zh: "{2}", help_en: "{3}",
    }
    /// A variant where no choice is expected. {0} name, {1} its full forms.
    AMBIGUOUS_VARIANT = Error "E0211" {
        zh: "这里看不出 `{0}` 是哪个选项的", en: "it is not clear here which choice `{0}` belongs to",
        help_zh: "写成 {1}", help_en: "write {1}",
    }
    /// A name that is both a value and a variant of the expected choice. {0} name, {1} as the variant, {2} as the value.
    VARIANT_OR_VALUE = Error "E0212" {
        zh: "`{0}` 在这里可以指两样东西", en: "`{0}` could mean two things here",
        help_zh: "指选项写 `{1}`，指值写 `{2}`；写不清就给其中一个改名",
        help_en: "write `{1}` for the variant and `{2}` for the value; where that does not help, rename one",
    }
    /// {0} name.
    UNKNOWN_FUNCTION = Error "E0213" {
        zh: "没有函数或参数 `{0}`", en: "there is no function or parameter `{0}`",
        help_zh: "", help_en: "",
    }
    /// A parameter named like a function. {0} name.
    NAME_OF_FUNCTION = Error "E0214" {
        zh: "`{0}` 是函数的名称", en: "`{0}` is the name of a function",
        help_zh: "给参数换一个名称", help_en: "give the parameter another name",
    }
    /// No entity at all.
    NO_ENTITY = Error "E0215" {
        zh: "没有声明任何对象", en: "no entity is declared",
        help_zh: "用 `entity` 声明要判断的对象，如家庭", help_en: "declare what is decided about with `entity`, such as a household",
    }
    /// Two entities no list names. {0} this one, {1} the other.
    SECOND_ROOT = Error "E0216" {
        zh: "没有名单列出 `{0}`，也没有名单列出 `{1}`", en: "no list names `{0}`, nor `{1}`",
        help_zh: "只有一个对象可以在顶层，其余各由一个 `list of` 列出", help_en: "one entity is the root; each other is named by one `list of`",
    }
    /// {0} entity.
    LISTED_TWICE = Error "E0217" {
        zh: "`{0}` 已由另一名单列出", en: "`{0}` is named by another list already",
        help_zh: "每个对象只能由一个名单列出", help_en: "each entity is named by exactly one list",
    }
    /// {0} entities.
    ENTITY_CYCLE = Error "E0218" {
        zh: "这些对象互相列出，没有顶层：{0}", en: "these entities list each other and have no root above them: {0}",
        help_zh: "", help_en: "",
    }
    /// {0} name.
    UNKNOWN_INSTRUMENT = Error "E0219" {
        zh: "没有文件 `{0}`", en: "there is no instrument `{0}`",
        help_zh: "用 `instrument` 声明它", help_en: "declare it with `instrument`",
    }
    /// {0} name.
    UNKNOWN_MEASURE = Error "E0220" {
        zh: "没有措施 `{0}`", en: "there is no measure `{0}`",
        help_zh: "", help_en: "",
    }
    /// {0} name.
    UNKNOWN_EXCEPTION = Error "E0221" {
        zh: "没有例外 `{0}`", en: "there is no exception `{0}`",
        help_zh: "", help_en: "",
    }
    /// {0} name.
    UNKNOWN_RULE = Error "E0222" {
        zh: "没有规则 `{0}`", en: "there is no rule `{0}`",
        help_zh: "", help_en: "",
    }
    /// An entity or choice where a value is needed. {0} name.
    NOT_A_VALUE = Error "E0223" {
        zh: "`{0}` 本身不是值", en: "`{0}` is not a value by itself",
        help_zh: "写出它的哪一项：`{0}.…`", help_en: "say which of its names: `{0}.…`",
    }
    /// The first part of a dotted name. {0} name.
    UNKNOWN_OWNER = Error "E0224" {
        zh: "没有名为 `{0}` 的名单、对象或选项", en: "there is no list, entity or choice named `{0}`",
        help_zh: "", help_en: "",
    }
    /// A member with the name of a parameter or reading. {0} name.
    NAME_TAKEN_BY_VALUE = Error "E0225" {
        zh: "`{0}` 也是参数或解读的名称，写出来分不清", en: "`{0}` is the name of a parameter or reading too, so the two could not be told apart",
        help_zh: "给其中一个改名", help_en: "rename one of them",
    }
    /// A name in a row of a table. {0} name.
    UNKNOWN_KEY = Error "E0226" {
        zh: "这个表没有名为 `{0}` 的键", en: "this table has no key named `{0}`",
        help_zh: "在 `by` 后给键起名：`by 名称: 类型`", help_en: "name the key after `by`: `by NAME: TYPE`",
    }
    /// Versions that differ in type or kind. {0} name.
    VERSIONS_DIFFER = Error "E0227" {
        zh: "`{0}` 的两个版本种类或类型不同", en: "two versions of `{0}` differ in kind or type",
        help_zh: "各版本须同为定义或同为条件，且类型相同", help_en: "all versions are definitions or all are conditions, of one type",
    }

    // ---- types, units, decimal places ----

    /// {0} expected, {1} found.
    TYPE_MISMATCH = Error "E0301" {
        zh: "这里应为 `{0!}`，而这是 `{1!}`", en: "expected `{0!}`, found `{1!}`",
        help_zh: "", help_en: "",
    }
    /// {0} left, {1} right, {2} operator.
    OPERATOR_TYPES = Error "E0302" {
        zh: "`{0!}` 与 `{1!}` 不能用 `{2}`", en: "`{2}` cannot join `{0!}` and `{1!}`",
        help_zh: "", help_en: "",
    }
    /// Both sides alike, and still no. {0} type, {2} operator.
    OPERATOR_TYPE = Error "E0303" {
        zh: "两个 `{0!}` 不能用 `{2}`", en: "`{2}` cannot join two values of type `{0!}`",
        help_zh: "", help_en: "",
    }
    /// {0} left, {1} right.
    COMPARED_TYPES = Error "E0304" {
        zh: "`{0!}` 与 `{1!}` 不能相比", en: "`{0!}` and `{1!}` cannot stand side by side",
        help_zh: "两边须是同一类型", help_en: "both must be of one type",
    }
    /// Money of different periods. {0} and {1}.
    PERIODS_DIFFER = Error "E0305" {
        zh: "`{0!}` 与 `{1!}` 不能混用", en: "`{0!}` and `{1!}` do not mix",
        help_zh: "按年、按月之间用 `per_year(…)`、`per_month(…)` 换算；按月的金额乘以月数（如 `12 months`）是一笔金额，一笔金额除以月数是按月的金额",
        help_en: "between a month and a year convert with `per_year(…)` or `per_month(…)`; `money per month` times months, such as `12 months`, is `money`, and `money` divided by months is `money per month`",
    }
    /// A value that may be none.
    MAY_BE_NONE = Error "E0306" {
        zh: "这个值可能是“无”（`none`），这里需要一定有的值", en: "this value may be `none`, and a value is needed here",
        help_zh: "用 `value_or(…, 代替值)` 写明为“无”时取什么，问过 `is none` 的后面也要写；只问有无用 `is none`，只比相等用 `=` 或 `in`",
        help_en: "say what stands for none with `value_or(…, fallback)`, behind a test of `is none` too; `is none`, `=` and `in` take it as it is",
    }
    /// Asked whether none, and never is.
    NEVER_NONE = Error "E0307" {
        zh: "这个值永远不会是“无”（`none`）", en: "this value is never `none`",
        help_zh: "去掉这一问，或给字段加上 `or none`", help_en: "leave the question out, or declare the field `or none`",
    }
    /// `none` where a value is needed. {0} expected.
    NONE_NOT_ALLOWED = Error "E0308" {
        zh: "这里应为 `{0!}`，不能是 `none`", en: "expected `{0!}`, which cannot be `none`",
        help_zh: "字段或定义若可以为“无”，在类型后写 `or none`；参数没有“无限额”，用另一个版本的条件来写", help_en: "declare a field or definition `or none` if it may be; a parameter has no `no limit`: write a condition without it",
    }
    /// {0} operator, {1} type.
    NOT_ORDERED = Error "E0309" {
        zh: "`{1!}` 没有大小先后，不能用 `{0!}`", en: "`{1!}` has no order, so `{0!}` means nothing",
        help_zh: "", help_en: "",
    }
    /// date + months.
    DATE_AND_MONTHS = Error "E0310" {
        zh: "日期加减月数要说明遇到没有的日子怎么办", en: "months added to a date must say what happens on a day that does not exist",
        help_zh: "写 `add(日期, 6 months, down)` 或 `add(日期, 6 months, up)`", help_en: "write `add(date, 6 months, down)` or `add(date, 6 months, up)`",
    }
    /// Months beside days.
    MONTHS_AND_DAYS = Error "E0311" {
        zh: "`months` 与 `days` 不能混用", en: "`months` and `days` do not mix",
        help_zh: "一个月的天数不定，请统一用一种", help_en: "a month has no fixed number of days; use one of the two",
    }
    /// {0} type found.
    NUMBER_EXPECTED = Error "E0312" {
        zh: "这里需要数，而这是 `{0!}`", en: "a number is needed here, found `{0!}`",
        help_zh: "", help_en: "",
    }
    /// A number with decimals where a whole one is needed. {0} expected.
    WHOLE_NUMBER = Error "E0313" {
        zh: "这里应为 `{0!}`，须是整数", en: "expected `{0!}`, a whole number",
        help_zh: "", help_en: "",
    }
    /// {0} and {1}: the types of the branches.
    BRANCHES_DIFFER = Error "E0314" {
        zh: "两个分支类型不同：`{0!}` 与 `{1!}`", en: "the branches differ in type: `{0!}` and `{1!}`",
        help_zh: "", help_en: "",
    }
    /// {0} function, {1} wanted, {2} found, {3} its form.
    ARGUMENT_COUNT = Error "E0315" {
        zh: "`{0!}` 要 {1} 个参数，这里有 {2} 个", en: "arguments of `{0!}`: {1} wanted, {2} found",
        help_zh: "写成 `{3!}`", help_en: "write `{3!}`",
    }
    /// {0} function, {1} words.
    WORD_EXPECTED = Error "E0316" {
        zh: "`{0!}` 的这一项应为 {1!}", en: "`{0!}` takes {1!} here",
        help_zh: "", help_en: "",
    }
    /// The step of round.
    STEP = Error "E0317" {
        zh: "`round` 的步长须是写明的正数，如 `0.01`", en: "the step of `round` is a positive number written out, such as `0.01`",
        help_zh: "", help_en: "",
    }
    /// The month of year_start.
    MONTH_NUMBER = Error "E0318" {
        zh: "起始月须是 1 至 12 的整数", en: "the first month is a whole number from 1 to 12",
        help_zh: "", help_en: "",
    }
    /// `where`, `by`, `on` out of place. {0} word, {1} function.
    CLAUSE_MISPLACED = Error "E0319" {
        zh: "`{1!}` 不能带 `{0!}`", en: "`{1!}` takes no `{0!}`",
        help_zh: "", help_en: "",
    }
    /// {0} parameter, {1} wanted, {2} found, {3} what each place is.
    KEY_COUNT = Error "E0320" {
        zh: "参数 `{0}` 要 {1} 个键，这里有 {2} 个", en: "keys of `{0}`: {1} wanted, {2} found",
        help_zh: "括号里给每个键写一个值：{3}", help_en: "in the brackets stands a value for each key: {3}",
    }
    /// The parameter of marginal.
    SCALE_EXPECTED = Error "E0321" {
        zh: "`marginal` 要一个以金额分档、给出 `ratio` 的参数", en: "`marginal` takes a parameter keyed by one money range and giving a `ratio`",
        help_zh: "分档的金额不能累计：档内写比率，或者把各档累计后的金额写成一个表", help_en: "amounts cannot be accumulated: the bands hold ratios, or a table holds the totals",
    }
    /// An aggregate over something else. {0} function.
    LIST_EXPECTED = Error "E0322" {
        zh: "`{0!}` 要一个名单，如 `members.wage`", en: "`{0!}` takes a list, such as `members.wage`",
        help_zh: "要合计算出来的值，先用 `define` 给成员定义它", help_en: "to aggregate what is computed, give it a `define` on the element first",
    }
    /// {0} name.
    NOT_A_LIST = Error "E0323" {
        zh: "`{0}` 不是名单", en: "`{0}` is not a list",
        help_zh: "", help_en: "",
    }
    /// A list outside an aggregate.
    LIST_OUTSIDE = Error "E0324" {
        zh: "名单只能放在 `sum`、`count`、`any of` 等里面", en: "a list makes sense only inside `sum`, `count`, `any of` and the like",
        help_zh: "问有没有人符合：`any of members satisfies wage > 500`；问合计：`sum(members.wage)`", help_en: "whether somebody fits: `any of members satisfies wage > 500`; how much in all: `sum(members.wage)`",
    }
    /// {0} function.
    VALUE_MISSING = Error "E0325" {
        zh: "`{0!}` 要写明名单中每一个的哪个值，如 `members.wage`", en: "`{0!}` must say which value of each element, such as `members.wage`",
        help_zh: "", help_en: "",
    }
    /// {0} function, {1} value.
    VALUE_NOT_COUNTED = Error "E0326" {
        zh: "`{0!}` 数的是名单，不带 `{1}`", en: "`{0!}` asks the list itself, without `{1}`",
        help_zh: "要数其中一部分，写 `where …`", help_en: "to count some of them write `where …`",
    }
    /// {0} function.
    ORDER_MISSING = Error "E0327" {
        zh: "`{0!}` 要用 `by` 说明按什么排序", en: "`{0!}` must say by what to order, with `by`",
        help_zh: "", help_en: "",
    }
    /// {0} element entity.
    RANK_OF_ANOTHER = Error "E0328" {
        zh: "`rank` 只能问名单中的一员自己，这里不是 `{0}`", en: "`rank` is asked of an element of the list itself, and this is no `{0}`",
        help_zh: "在 `{0}` 上 `define` 它", help_en: "`define` it on `{0}`",
    }
    /// {0} type.
    NOT_AGGREGATED = Error "E0329" {
        zh: "`{0!}` 不能这样合计", en: "values of type `{0!}` cannot be aggregated like this",
        help_zh: "", help_en: "",
    }
    /// Not a constant.
    CONSTANT_EXPECTED = Error "E0330" {
        zh: "这里要写明的常量", en: "a constant is needed here",
        help_zh: "", help_en: "",
    }
    /// {0} type, {1} places.
    TOO_MANY_PLACES = Error "E0331" {
        zh: "`{0!}` 最多 {1} 位小数", en: "`{0!}` has at most {1} decimals",
        help_zh: "", help_en: "",
    }
    /// A range of what has none. {0} type.
    RANGE_OF_OTHER = Error "E0332" {
        zh: "`{0!}` 没有大小先后，不能有范围", en: "`{0!}` has no order, and so no range",
        help_zh: "数、日期、月数和天数才有范围", help_en: "numbers, dates, months and days have ranges",
    }
    /// The low end above the high end.
    RANGE_INVERTED = Error "E0333" {
        zh: "范围的下端大于上端", en: "the low end of the range is above its high end",
        help_zh: "", help_en: "",
    }
    /// A default outside the field's range.
    DEFAULT_OUT_OF_RANGE = Error "E0334" {
        zh: "默认值不在字段的范围内", en: "the default lies outside the range of the field",
        help_zh: "", help_en: "",
    }
    /// The bounds of a list.
    LIST_BOUND = Error "E0335" {
        zh: "名单的人数须是不小于 0 的整数", en: "the bounds of a list are whole numbers from 0",
        help_zh: "", help_en: "",
    }
    /// Division by the constant 0.
    DIVIDES_BY_ZERO = Error "E0336" {
        zh: "除数是 0", en: "this divides by 0",
        help_zh: "", help_en: "",
    }
    /// A sum or average of quotients.
    QUOTIENT_SUMMED = Error "E0337" {
        zh: "除不尽的值在合计或求平均之前须先 `round`", en: "a quotient must be rounded before it is summed or averaged",
        help_zh: "在被合计的定义里写 `round(…, 0.01, half_up)`，步长与方向依文件", help_en: "write `round(…, 0.01, half_up)` in the definition that is aggregated, with the step and way the law says",
    }
    /// A quotient times or over a quotient.
    QUOTIENTS_MULTIPLIED = Error "E0338" {
        zh: "两个除不尽的值相乘或相除之前须先 `round`", en: "two quotients must be rounded before they are multiplied or divided",
        help_zh: "给其中一个写 `round(…, 0.01, half_up)`，步长与方向依文件", help_en: "write `round(…, 0.01, half_up)` around one of them, with the step and way the law says",
    }
    /// An amount with more than two decimal places. {0} field.
    MORE_THAN_TWO_PLACES = Error "E0339" {
        zh: "`{0}` 可能多于两位小数", en: "`{0}` could have more than two decimal places",
        help_zh: "写明怎样取整，如 `round(…, 0.01, half_up)`", help_en: "say how it is rounded, such as `round(…, 0.01, half_up)`",
    }

    /// A whole number above 1 where a ratio is wanted. {0} the number.
    WHOLE_AS_RATIO = Warning "W0341" {
        zh: "这里是比率，写的 {0} 是 {0} 倍（{0}00%）", en: "this is a ratio, and {0} is {0} times the whole ({0}00%)",
        help_zh: "百分之 {0} 写 `{0}%`；确实是倍数的写 `{0}00%`", help_en: "{0} per cent is written `{0}%`; a multiple is written `{0}00%`",
    }
    /// A decimal where a ratio is wanted.
    DECIMAL_NOT_RATIO = Error "E0340" {
        zh: "这里应为 `ratio`，而这是 `decimal`", en: "expected `ratio`, found `decimal`",
        help_zh: "把类型声明为 `decimal` 即可，它也能与金额相乘", help_en: "declare it `decimal`: it multiplies money just as well",
    }

    // ---- parameters, tables, dates ----

    /// The bounds of clamp the wrong way round. {0} lower, {1} upper.
    CLAMP_INVERTED = Error "E0342" {
        zh: "`clamp` 的下限 {0} 大于上限 {1}", en: "the lower bound {0} of `clamp` is above the upper bound {1}",
        help_zh: "先写下限，后写上限：`clamp(值, 下限, 上限)`", help_en: "the lower bound comes first: `clamp(x, low, high)`",
    }
    /// {0} wanted, {1} found, {2} keys.
    PATTERN_COUNT = Error "E0401" {
        zh: "这个表有 {0} 个键（{2}），这一行写了 {1} 个", en: "patterns of this row: {0} wanted ({2}), {1} found",
        help_zh: "每个键写一项，不限的写 `any`；几项同一个值的，每项写一行", help_en: "give one pattern a key, `any` where it does not matter; several that have one value take a row each",
    }
    /// Two rows that fit the same keys.
    ROWS_OVERLAP = Error "E0402" {
        zh: "有的情形同时符合这一行和前面一行", en: "some keys fit both this row and an earlier one",
        help_zh: "改窄其中一行，使每种情形只符合一行；没有“其余”一行，其余各项要写出来", help_en: "narrow one of them, so that each case fits one row; there is no row for all others: write out what is left",
    }
    /// A pattern nothing fits.
    EMPTY_PATTERN = Error "E0404" {
        zh: "没有任何值符合这个范围", en: "nothing lies in this range",
        help_zh: "", help_en: "",
    }
    /// {0} the day.
    VALUES_OVERLAP = Error "E0405" {
        zh: "{0} 这一天有两个值", en: "two values hold on {0}",
        help_zh: "改一个的 `from` 或 `until`", help_en: "change `from` or `until` of one of them",
    }
    /// {0} first, {1} last day.
    SPAN_ENDS_FIRST = Error "E0406" {
        zh: "从 {0} 到 {1}：止日早于起日", en: "from {0} to {1}: it ends before it begins",
        help_zh: "", help_en: "",
    }
    /// Confirmed, with no source. {0} parameter.
    CONFIRMED_BY_NOTHING = Error "E0407" {
        zh: "`{0}` 的这个值没有出处", en: "this value of `{0}` has no source",
        help_zh: "写 `per 文件 \"条款\"`；没有文件可据的写 `assumed \"谁说的\"`，由部署者决定的写 `unset`",
        help_en: "write `per INSTRUMENT \"clause\"`; `assumed \"who says so\"` where there is none; `unset` where the deployment decides",
    }
    /// A row's value that is more than arithmetic.
    ROW_VALUE = Error "E0408" {
        zh: "表中的值只能是常量，或对键的加减乘除", en: "a value in a table is a constant, or arithmetic on its keys",
        help_zh: "其余的计算写在 `define` 里", help_en: "put any other computation into a `define`",
    }
    /// {0} parameter, {1} places.
    ROW_PLACES = Error "E0409" {
        zh: "`{0}` 的值最多 {1} 位小数，这里可能更多", en: "values of `{0}` have at most {1} decimals, this one could have more",
        help_zh: "写出能写尽的小数；除不尽的，分子、分母各写一个参数，在算式里相除", help_en: "write a decimal that ends; of a fraction write numerator and denominator as two parameters, and divide them in a formula",
    }
    /// {0} type.
    KEY_TYPE = Error "E0410" {
        zh: "`{0!}` 不能作表的键", en: "`{0!}` cannot be a key of a table",
        help_zh: "键可以是选项、`truth` 或数", help_en: "keys are choices, `truth` or numbers",
    }
    /// {0} name.
    VERSIONS_OVERLAP = Error "E0411" {
        zh: "`{0}` 有两个版本在同一天有效", en: "two versions of `{0}` are in force on one day",
        help_zh: "用 `in force` 分开它们的日期", help_en: "part their days with `in force`",
    }
    /// {0} reading.
    NO_DEFAULT = Error "E0413" {
        zh: "解读 `{0}` 没有不带日期的 `default`", en: "the reading `{0}` has no `default` without a date",
        help_zh: "写明一开始取哪一种：`default …`", help_en: "say which holds at first: `default …`",
    }
    /// {0} reading.
    ONE_READING = Error "E0414" {
        zh: "解读 `{0}` 至少要有两种", en: "the reading `{0}` needs two variants at least",
        help_zh: "", help_en: "",
    }

    // ---- citations and texts ----

    /// {0} source name.
    TEXT_MISSING = Error "E0501" {
        zh: "没有一并读入名为 `{0}` 的原文", en: "no text named `{0}` was read with the policy",
        help_zh: "检查整个文件夹，而不是单个文件：其中的 `{0}` 会一并读入；名称从该文件夹起写，用 `/` 分隔",
        help_en: "check the whole folder instead of a single file: `{0}` within it is read as well; the name begins below that folder, with `/` between",
    }
    /// {0} instrument, {1} clause, {2} the clauses nearest to it.
    UNKNOWN_CLAUSE = Error "E0502" {
        zh: "`{0}` 的原文里没有条款 `{1}`", en: "the text of `{0}` has no clause `{1}`",
        help_zh: "相近的条款有：{2}", help_en: "the clauses nearest to it: {2}",
    }
    /// {0} instrument, {1} clause, {2} the words nearest to it (zh), {3} (en).
    QUOTE_MISSING = Error "E0503" {
        zh: "`{0}` 的 `{1}` 里没有这句话", en: "these words are not in `{1}` of `{0}`",
        help_zh: "引文须与原文一字不差{2}", help_en: "a quote repeats the text word for word{3}",
    }
    /// {0} instrument, {1} clause cited, {2} clause with the words.
    QUOTE_ELSEWHERE = Error "E0504" {
        zh: "这句话不在 `{0}` 的 `{1}`，而在 `{2}`", en: "these words are not in `{1}` of `{0}` but in `{2}`",
        help_zh: "改引 `{2}`", help_en: "cite `{2}`",
    }
    /// {0} instrument.
    QUOTE_WITHOUT_TEXT = Error "E0505" {
        zh: "`{0}` 没有附原文，引文无从核对", en: "`{0}` has no text, so the quote cannot be checked",
        help_zh: "给它写 `text \"…\"`，或去掉 `quote`", help_en: "give it a `text \"…\"`, or leave the `quote` out",
    }

    // ---- exceptions, overrides, rules, measures, cycles ----

    /// {0} exceptions.
    EXCEPTION_CYCLE = Error "E0601" {
        zh: "这些例外互为例外：{0}", en: "these exceptions are made to each other: {0}",
        help_zh: "", help_en: "",
    }
    /// An exception to something else than a derived value or exception.
    NOT_A_TARGET = Error "E0602" {
        zh: "例外只能针对定义、条件或另一例外", en: "an exception is made to a definition, a condition or another exception",
        help_zh: "条件写 `to 对象.条件`；要让一条规则让位于另一条，在另一条里写 `overrides 规则名`", help_en: "write `to ENTITY.CONDITION`; for one rule to give way to another, write `overrides RULE` in the other",
    }
    /// {0} definition.
    WAIVES_DEFINITION = Error "E0603" {
        zh: "`waive` 只能用于条件，`{0}` 是定义", en: "`waive` is for conditions, and `{0}` is a definition",
        help_zh: "用 `then …` 写明换成什么值", help_en: "say what stands in its place with `then …`",
    }
    /// {0} derived value.
    DISAPPLIES_VALUE = Error "E0604" {
        zh: "`disapply` 只能用于例外，`{0}` 不是例外", en: "`disapply` is for exceptions, and `{0}` is none",
        help_zh: "条件用 `waive`，定义用 `then …`", help_en: "use `waive` for a condition, `then …` for a definition",
    }
    /// {0} overridden, {1} this one.
    OVERRIDES_OTHER_TARGET = Error "E0605" {
        zh: "`{0}` 与 `{1}` 针对的不是同一个，谈不上谁优先", en: "`{0}` and `{1}` are made to different things, so neither can override the other",
        help_zh: "", help_en: "",
    }
    /// {0} name.
    OVERRIDES_ITSELF = Error "E0606" {
        zh: "`{0}` 不能优先于自己", en: "`{0}` cannot override itself",
        help_zh: "", help_en: "",
    }
    /// {0} names.
    OVERRIDE_CYCLE = Error "E0607" {
        zh: "优先关系成了一圈：{0}", en: "these override each other in a circle: {0}",
        help_zh: "", help_en: "",
    }
    /// {0} rule, {1} its entity, {2} this rule's entity.
    OVERRIDES_ABOVE = Error "E0608" {
        zh: "`{0}` 是对 `{1}` 的规则，对 `{2}` 的规则不能优先于它", en: "`{0}` is a rule for `{1}`, which a rule for `{2}` cannot override",
        help_zh: "只能优先于同一对象或其下级对象的规则", help_en: "a rule overrides rules for the same entity or one below it",
    }
    /// {0} measure, {1} its entities, {2} the rule's entity.
    MEASURE_FOR_OTHERS = Error "E0609" {
        zh: "措施 `{0}` 是给 {1} 的，不能给 `{2}`", en: "the measure `{0}` is for {1}, not for `{2}`",
        help_zh: "", help_en: "",
    }
    /// {0} field, {1} measure, {2} its fields.
    UNKNOWN_MEASURE_FIELD = Error "E0610" {
        zh: "措施 `{1}` 没有名为 `{0}` 的内容", en: "the measure `{1}` has no field `{0}`",
        help_zh: "它有：{2}；要增加的，先写进 `measure`", help_en: "its fields: {2}; a further one is declared in the `measure` first",
    }
    /// {0} measure, {1} fields.
    MISSING_MEASURE_FIELD = Error "E0611" {
        zh: "措施 `{0}` 还要写明 {1}", en: "the measure `{0}` needs {1} as well",
        help_zh: "", help_en: "",
    }
    /// {0} the circle.
    DEPENDS_ON_ITSELF = Error "E0612" {
        zh: "这个值要用到它自己：{0}", en: "this depends on itself: {0}",
        help_zh: "断开其中一处", help_en: "break the circle at one place",
    }
}
