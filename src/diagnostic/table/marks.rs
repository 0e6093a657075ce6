//! Rows of marks: what is allowed at an item, how much of it a page tells, what can be evidenced, what is
//! personal.

use super::entries;

entries! {
    /// {0} as written.
    UNKNOWN_CODE = Error "E0616" {
        zh: "没有编号为 `{0}` 的警告", en: "there is no warning `{0}`",
        help_zh: "警告的编号以 `W` 开头，照检查时所示抄写", help_en: "the code of a warning begins with `W`: copy it from the report",
    }
    /// {0} code.
    NOT_ALLOWABLE = Error "E0617" {
        zh: "`{0}` 不能用 `allow` 放过", en: "`{0}` cannot be allowed",
        help_zh: "能放过的只有警告；错误要改正", help_en: "only warnings can be; mend an error, and remove an allowance nothing needs",
    }
    /// {0} code.
    ALLOWS_NOTHING = Warning "W0618" {
        zh: "下面这一项没有 `{0}` 可放过", en: "the item below gives no `{0}`, so there is nothing to allow",
        help_zh: "删去这一句：它所说的情况已经没有了", help_en: "remove it: what it speaks of is gone",
    }
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
        help_zh: "在列表所含对象的各个字段上分别标记", help_en: "mark the fields of the entity it lists, one by one",
    }
}
