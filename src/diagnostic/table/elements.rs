//! Rows of the elements of lists, and what they are called.

use super::entries;

entries! {
    /// Said of an element, or of the one who asks? {0} what is written, {1} list, {2} a name for its elements, {3} of the element, {4} of the asker.
    ELEMENT_OR_ASKER = Error "E0244" {
        zh: "`{0}` 可以指 `{1}` 中的每一个，也可以指提问的这一个", en: "`{0}` could be that of each of `{1}`, or that of the one who asks",
        help_zh: "给名单中的每一个起个名称：`{1} as {2}`；此后它的写 `{3}`，提问者自己的写 `{4}`",
        help_en: "name the elements, `{1} as {2}`: then `{3}` is the element's, and `{4}` that of the one who asks",
    }
    /// {0} name.
    ELEMENT_NAME_TAKEN = Error "E0245" {
        zh: "`{0}` 在这里已有所指，不能再用来称呼名单中的每一个", en: "`{0}` means something here already, so that no element can be called so",
        help_zh: "换一个名称", help_en: "choose another name",
    }
    /// {0} name.
    ELEMENT_ALONE = Error "E0246" {
        zh: "`{0}` 是名单中的一员，不是一个值", en: "`{0}` is an element of a list, and no value",
        help_zh: "写出要它的哪一项：`{0}.字段`；问是不是另一个，写 `{0} is not self`", help_en: "say what of it is meant, `{0}.FIELD`; to ask whether it is another one, write `{0} is not self`",
    }
    /// What `is` compares is no element.
    NOT_AN_ELEMENT = Error "E0247" {
        zh: "这里要用 `as` 起的名称", en: "a name given by `as` is needed here",
        help_zh: "`is` 和 `is not` 只问名单中的两个是不是同一个；两个值相等写 `=`，不等写 `!=`", help_en: "`is` and `is not` ask whether two elements are one; of two values write `=` or `!=`",
    }
    /// A table asked with what belongs to two.
    TABLE_OF_TWO = Error "E0249" {
        zh: "这张表同时用了名单中一员的数和提问者的数，查出的一行不知算谁的", en: "this table is asked with something of an element and something of the one who asks, so that its row is nobody's own",
        help_zh: "查表只用其中一个的；两个的关系用 `if` 分开写，例如 `if other.级别 = 级别 then 表(级别) else …`",
        help_en: "look it up for one of them, and tell cases apart by `if`: `if other.class = class then table(class) else …`",
    }
    /// {0} element, {1} element.
    NEVER_ONE = Error "E0248" {
        zh: "`{0}` 与 `{1}` 是不是同一个，答案总是一样", en: "whether `{0}` and `{1}` are one has always the same answer",
        help_zh: "比较的应是同一种对象的两个：名单中起了名称的一个，与另一个名称或 `self`", help_en: "compare two of one kind: an element that has a name with another, or with `self`",
    }
}
