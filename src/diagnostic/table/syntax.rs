//! Rows of the syntax stage.

use super::entries;

entries! {
    /// Nothing more precise is known.
    UNREADABLE = Error "E0100" {
        zh: "这里读不懂", en: "this cannot be read",
        help_zh: "", help_en: "",
    }
    /// Something else belongs here. {0} what was found, {1} what may stand here (zh), {2} (en).
    EXPECTED = Error "E0101" {
        zh: "这里应为{1}，而不是{0}", en: "expected {2}, found {0}",
        help_zh: "", help_en: "",
    }
    /// A language that is neither zh nor en. {0} as written.
    LANGUAGE = Error "E0110" {
        zh: "没有语言 `{0}`", en: "there is no language `{0}`",
        help_zh: "写 `language zh` 或 `language en`", help_en: "write `language zh` or `language en`",
    }
    /// A definition or condition without its entity. {0} as written.
    NOT_A_MEMBER = Error "E0111" {
        zh: "`{0}` 没有写明属于哪个实体", en: "`{0}` does not say whose it is",
        help_zh: "写成 `实体.名称`，如 `Household.means_test`", help_en: "write it as `Entity.name`, such as `Household.means_test`",
    }
    /// A date no calendar has. {0} as written.
    NO_SUCH_DAY = Error "E0112" {
        zh: "没有 {0} 这一天", en: "there is no day {0}",
        help_zh: "日期从 1900-01-01 到 2200-12-31", help_en: "days run from 1900-01-01 to 2200-12-31",
    }
    /// Something that may be said once is said again. {0} what.
    TWICE = Error "E0113" {
        zh: "`{0}` 写了两次", en: "`{0}` is written twice",
        help_zh: "留下一处", help_en: "keep one of them",
    }
    /// `then` or `else` without an `if`. {0} the word.
    THEN_WITHOUT_IF = Error "E0114" {
        zh: "这个 `{0}` 没有与它对应的 `if`", en: "this `{0}` belongs to no `if`",
        help_zh: "写成 `if 条件 then 值 else 值`", help_en: "write `if question then value else value`",
    }
    /// `if` without `then` or `else`. {0} the missing word.
    IF_WITHOUT = Error "E0115" {
        zh: "这个 `if` 缺少 `{0}`", en: "this `if` lacks its `{0}`",
        help_zh: "写成 `if 条件 then 值 else 值`", help_en: "write `if question then value else value`",
    }
    /// `a < b < c`
    CHAINED = Error "E0116" {
        zh: "比较不能连写", en: "comparisons cannot be chained",
        help_zh: "分成两个比较：`a < b and b < c`", help_en: "write two comparisons: `a < b and b < c`",
    }
    /// `a = not b`. {0} the operator.
    NEEDS_BRACKETS = Error "E0117" {
        zh: "`{0}` 在这里要加括号", en: "`{0}` needs brackets here",
        help_zh: "写成 `({0} …)`", help_en: "write `({0} …)`",
    }
    /// `a.b(c)`. {0} as written.
    CALL_OF_PATH = Error "E0118" {
        zh: "`{0}` 不能带括号调用", en: "`{0}` cannot be called",
        help_zh: "括号前只能是函数或参数的名称", help_en: "only the name of a function or parameter stands before brackets",
    }
    /// `on` behind something that is no parameter or function.
    ON_WITHOUT_CALL = Error "E0119" {
        zh: "`on` 前面应当是参数或函数", en: "`on` belongs behind a parameter or function",
        help_zh: "如 `standard(area) on 2020-07-01`", help_en: "such as `standard(area) on 2020-07-01`",
    }
    /// `0.5 months`. {0} the number.
    PART_OF_A_UNIT = Error "E0120" {
        zh: "时长要用整数，不能是 {0}", en: "a duration is a whole number, not {0}",
        help_zh: "换成更小的单位，如半年写成 `6 months`", help_en: "use a smaller unit: half a year is `6 months`",
    }
}
