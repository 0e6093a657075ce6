//! Rows of properties: what may be asked of a decision, where, and of whom.

use super::entries;

entries! {
    /// {0} what is asked.
    ASKED_OUTSIDE_PROPERTY = Error "E0621" {
        zh: "`{0!}` 问的是决定的结果，只能写在 `property` 里", en: "`{0!}` asks what is decided, and stands only in a `property`",
        help_zh: "规则、条件和定义只问事实及由事实得出的值", help_en: "rules, conditions and definitions ask for facts and what follows from them",
    }
    /// {0} rule or measure, {1} those it is for, {2} entity asked of.
    ASKED_OF_OTHERS = Error "E0622" {
        zh: "`{0}` 是对 {1} 的，这里问的是 `{2}`", en: "`{0}` is for {1}, and here it is asked of `{2}`",
        help_zh: "可以问本对象及其上级对象的；问列表中的成员，写 `any of 列表 satisfies …`",
        help_en: "ask for what is for the entity itself or one above it; of the entries of a list: `any of LIST satisfies …`",
    }
    /// {0} field, {1} type.
    NOT_AN_AMOUNT = Error "E0623" {
        zh: "只能问措施中的数额，`{0}` 是 `{1!}`", en: "of a measure only an amount can be asked, and `{0}` is `{1!}`",
        help_zh: "", help_en: "",
    }
    /// What is said to increase or decrease is no fact, or none with an order.
    NOT_A_FACT_WITH_ORDER = Error "E0624" {
        zh: "`when` 后面要写一项有高低先后的事实", en: "after `when` stands a fact that has a more and a less",
        help_zh: "写 `字段`、`上级对象.字段` 或 `列表.字段`", help_en: "write `field`, `ENTITY_ABOVE.field` or `list.field`",
    }
}
