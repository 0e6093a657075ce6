//! Rows of marks: how much of an item a page tells, what can be evidenced, what is personal.

use super::entries;

entries! {
    /// A mark where it means nothing.
    EXPLAIN_MISPLACED = Error "E0613" {
        zh: "这一标记不能写在这里", en: "this mark does not go here",
        help_zh: "规则只写 `explain when met`；条件、定义、参数写 `explain briefly` 或 `explain never`；条件的分项只写 `explain briefly`；例外和职责一律说明，不写标记",
        help_en: "a rule takes `explain when met`; a condition, definition or parameter `explain briefly` or `explain never`; a named part `explain briefly`; exceptions and duties are always told and take none",
    }
    /// {0} type.
    EVIDENCE_WITHOUT_ORDER = Error "E0614" {
        zh: "类型为 {0} 的事实没有高低先后", en: "a fact of type {0} has no up or down",
        help_zh: "只写 `evidence`", help_en: "write `evidence` alone",
    }
    /// {0} list.
    MARK_OF_A_LIST = Error "E0615" {
        zh: "`{0}` 是列表，不是事实", en: "`{0}` is a list, not a fact",
        help_zh: "在列表所含实体的各个字段上分别标记", help_en: "mark the fields of the entity it lists, one by one",
    }
}
