//! Rows of what can be told of a policy without a case: what is never used, what cannot come up, what
//! nothing is written for.

use super::entries;
use crate::diagnostic::Phrase;

/// Label of a place where a table is asked. {0} what its keys can be there.
pub const ASKED_HERE: Phrase = Phrase { zh: "这里用 `{0!}` 来查", en: "asked here with `{0!}`" };
/// Label of a place where something is asked for.
pub const NEEDED_HERE: Phrase = Phrase { zh: "这里用到", en: "it is asked for here" };
/// Label of a scale.
pub const SCALE_HERE: Phrase = Phrase { zh: "分档在这里", en: "the scale is here" };
/// Label of an amount. {0} what it can be.
pub const AMOUNT_HERE: Phrase = Phrase { zh: "这里可能是 `{0!}`", en: "here it can be `{0!}`" };
/// Label of an amount of which nothing is known.
pub const ANY_AMOUNT_HERE: Phrase = Phrase { zh: "这里可能是任何数", en: "here it can be any amount" };
/// Label of the other of two parts.
pub const OTHER_PART: Phrase = Phrase { zh: "与这一处", en: "this is the other" };
/// Label of a value that another buries.
pub const BURIED_HERE: Phrase = Phrase { zh: "这个值从此用不上", en: "this value is not used any more" };

entries! {
    /// Never used. {0} name, {1} kind (zh), {2} kind (en).
    UNUSED = Warning "W0230" {
        zh: "{1} `{0}` 没有用到", en: "the {2} `{0}` is never used",
        help_zh: "", help_en: "",
    }
    /// {0} name, {1} the other.
    LOOKS_LIKE = Warning "W0231" {
        zh: "`{0}` 与 `{1}` 看起来几乎一样", en: "`{0}` looks almost the same as `{1}`",
        help_zh: "确认不是笔误；若确是两个名称，请改一个", help_en: "make sure it is no slip; if both are meant, rename one",
    }
    /// Keys it can be asked with and has no row for. {0} them, {1} the rows to add.
    NO_ROW_FOR = Warning "W0403" {
        zh: "表中没有这些情形的行：{0!}", en: "the table has no row for {0!}",
        help_zh: "遇到这些情形将无法判断；补上：{1!}，或用取值范围、`clamp` 限定查表的值",
        help_en: "such a case cannot be decided; add {1!}, or keep what it is asked with within the rows, by a declared range or `clamp`",
    }
    /// Days on which a parameter is asked for and has no value. {0} parameter, {1} first, {2} last of them.
    NO_VALUE_ON = Warning "W0422" {
        zh: "`{0}` 从 {1} 到 {2} 没有值，而用到它的规定在施行", en: "`{0}` has no value from {1} to {2}, when what asks for it is in force",
        help_zh: "这些日子将无法判断；核对各个 `from` 和 `until`，或补上这段的值", help_en: "on these days nothing that asks for it can be decided; look at each `from` and `until`, or add the value",
    }
    /// In force outside the policy's days.
    OUTSIDE_POLICY = Warning "W0412" {
        zh: "这段期间与政策的施行期间不相交，永远用不上", en: "the policy is never in force in this span, so it has no effect",
        help_zh: "", help_en: "",
    }
    /// One label for two things a page shows. {0} label, {1} name, {2} the other name.
    SAME_LABEL = Warning "W0232" {
        zh: "`{1}` 与 `{2}` 的名称都是“{0}”，页面上分不清", en: "`{1}` and `{2}` are both called “{0}”, and a page cannot tell them apart",
        help_zh: "改一个的标签", help_en: "give one of them another label",
    }
    /// {0} the answer (zh), {1} (en).
    ITSELF = Warning "W0430" {
        zh: "两边是同一个值，结果总是“{0}”", en: "both sides are the same value: this is always {1}",
        help_zh: "改写其中一边", help_en: "one of the two sides should be another",
    }
    /// {0} what is asked about, {1} what it can be.
    ALWAYS = Warning "W0431" {
        zh: "这里总是成立：`{0}` 只能是 `{1!}`", en: "this is always true: `{0}` can only be `{1!}`",
        help_zh: "核对这个比较，或删去；事实的取值范围声明错了的，改正声明", help_en: "look at the comparison, or leave it out; if the fact can be anything else, its declared range is wrong",
    }
    /// {0} what is asked about, {1} what it can be.
    NEVER = Warning "W0432" {
        zh: "这里总不成立：`{0}` 只能是 `{1!}`", en: "this is never true: `{0}` can only be `{1!}`",
        help_zh: "核对这个比较；事实的取值范围声明错了的，改正声明", help_en: "look at the comparison; if the fact can be anything else, its declared range is wrong",
    }
    /// Two parts of an `and` that cannot both be true.
    EXCLUDED = Warning "W0433" {
        zh: "这里与前面一处不会同时成立，所以整个条件总不成立", en: "this and an earlier part are never both true, so that the whole never is",
        help_zh: "核对两处；只需成立一处的，用 `or` 或 `any of`", help_en: "look at both; where one of them is enough, join them with `or` or `any of`",
    }
    /// Two parts of an `or` of which one is always true.
    COVERED = Warning "W0434" {
        zh: "这里与前面一处总有一处成立，所以整个条件总成立", en: "of this and an earlier part one is always true, so that the whole always is",
        help_zh: "核对两处；须都成立的，用 `and` 或 `all of`", help_en: "look at both; where both are needed, join them with `and` or `all of`",
    }
    /// An amount of which a part lies in no band. {0} scale, {1} the stretches.
    NO_BAND_FOR = Warning "W0435" {
        zh: "分档 `{0}` 没有哪一档包括 {1!}，而这里的数可能在其中", en: "no band of the scale `{0}` holds {1!}, where the amount can reach",
        help_zh: "遇到这种情形将无法判断；补上这一档（不计的写 `0`），或用 `clamp`、取值范围限定这个数",
        help_en: "such a case cannot be decided; add the band (`0` where nothing is counted), or keep the amount within the bands with `clamp` or a declared range",
    }
    /// {0} measure, {1} field.
    BELOW_ZERO = Warning "W0436" {
        zh: "`{0}` 的 `{1}` 可能小于 0", en: "`{1}` of `{0}` can fall below 0",
        help_zh: "在类型后写下限 `0..`，小于 0 的就不给付而报错；或把算式写成 `max(…, 0)`；确实可以为负的，写出多低：`-500..`",
        help_en: "write the bound `0..` behind its type, and what falls below is an error and not given; or write `max(…, 0)` where it is worked out; where it may be negative, say how far: `-500..`",
    }
    /// {0} name, {1} days (zh), {2} days (en).
    NO_VERSION_ON = Warning "W0437" {
        zh: "`{0}` {1}没有版本，而用到它的规定在施行", en: "`{0}` has no version {2}, when what asks for it is in force",
        help_zh: "这些日子将无法判断；核对各个 `in force`，或补上这段的版本",
        help_en: "on these days nothing that asks for it can be decided; look at each `in force`, or add the version",
    }
    /// {0} parameter, {1} the day the buried value begins.
    BURIED = Warning "W0438" {
        zh: "这个值没有止日，`{0}` 从 {1} 起的值因此永远用不上", en: "this value has no end, so that the value of `{0}` from {1} on is never used",
        help_zh: "修订到那时为止的，写 `until`；从此都改的，在 {1} 也写一个值",
        help_en: "write `until` where the amendment ends with it; where it is meant to stay, write a value from {1} as well",
    }
}
