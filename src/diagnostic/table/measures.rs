//! Rows of measures: how often one may be given, what its amounts lie within, rules that give the same.

use super::entries;

entries! {
    /// {0} measure.
    ONCE_AND_CUMULATIVE = Error "E0635" {
        zh: "措施 `{0}` 不能既限一次又可叠加", en: "the measure `{0}` cannot be both `once` and `cumulative`",
        help_zh: "同一对象只能得一次的，写 `once`；几项可以相加的，写 `cumulative`",
        help_en: "write `once` where one subject gets it once at most, `cumulative` where several grants add up",
    }
    /// {0} rule, {1} measure.
    ONCE_GIVEN_TWICE = Error "E0636" {
        zh: "规则 `{0}` 一次给了两项 `{1}`，而它限一次", en: "the rule `{0}` gives `{1}` more than once, and it may be given once",
        help_zh: "合成一项，或分写成条件不能同时成立的两条规则；可以相加的，在 `measure` 处写 `cumulative`，不写 `once`",
        help_en: "make one grant of it, or two rules that cannot both hold; where they add up, write `cumulative` at the `measure` in place of `once`",
    }
    /// {0} field, {1} range, {2} rule.
    AMOUNT_OUT_OF_RANGE = Error "E0637" {
        zh: "`{0}` 不在它的范围 `{1}` 内，规则 `{2}` 什么也给不出", en: "this lies outside the range `{1}` of `{0}`, so that the rule `{2}` can give nothing",
        help_zh: "改正数额，或改正 `measure` 处的范围", help_en: "mend the amount, or the range at the `measure`",
    }
    /// {0} earlier rule, {1} rule, {2} measure, {3} when (zh), {4} when (en).
    BOTH_GIVE = Warning "W0640" {
        zh: "`{0}` 和 `{1}` 都给 `{2}`，{3}可能同时成立，同一对象就得两份", en: "`{0}` and `{1}` both give `{2}`, and {4} both may hold: one subject then gets it twice",
        help_zh: "只应得一份的，在 `measure` 处写 `once`（重复给予即为冲突），或让一条规则写 `overrides`；本来就相加的，写 `cumulative`",
        help_en: "where it is due once, write `once` at the `measure` (a second grant is then a conflict), or `overrides` in one of the rules; where the two add up, write `cumulative`",
    }
    /// {0} earlier rule, {1} rule, {2} measure, {3} the day, {4} the day before.
    BOTH_ON_ONE_DAY = Warning "W0641" {
        zh: "`{0}` 和 `{1}` 都给 `{2}`，而 {3} 这一天两条都施行", en: "`{0}` and `{1}` both give `{2}`, and both are in force on {3}",
        help_zh: "施行期间首尾两天都算在内：前一条应止于 {4}",
        help_en: "the first and the last day of a span are in it: let the earlier rule end on {4}",
    }
    /// {0} rule, {1} measure.
    GIVEN_TWICE = Warning "W0642" {
        zh: "规则 `{0}` 一次给了两项 `{1}`", en: "the rule `{0}` gives `{1}` more than once",
        help_zh: "本来就相加的，在 `measure` 处写 `cumulative`；否则合成一项",
        help_en: "where they add up, write `cumulative` at the `measure`; else make one grant of it",
    }
}
