//! Rows for inputs past a limit.

use super::entries;

entries! {
    /// A source past the size limit. {0} limit in bytes, {1} size.
    SOURCE_TOO_LARGE = Error "E0701" {
        zh: "这份文本有 {1} 字节，超过上限 {0} 字节",
        en: "this text has {1} bytes, past the limit of {0}",
        help_zh: "把它拆成几个文件", help_en: "split it into several files",
    }
    /// Nesting past the depth limit. {0} limit.
    TOO_DEEP = Error "E0702" {
        zh: "嵌套超过 {0} 层",
        en: "nested more than {0} levels deep",
        help_zh: "给里面的部分起个名字，单独 `define`", help_en: "name an inner part with its own `define`",
    }
    /// A number with too many digits. {0} integer digits, {1} decimals.
    TOO_MANY_DIGITS = Error "E0703" {
        zh: "数字的整数部分最多 {0} 位，小数部分最多 {1} 位",
        en: "a number has at most {0} digits before the point and {1} after it",
        help_zh: "百分数的小数还要少两位，金额只有两位；更长的系数写成若干倍，在算式里除回来", help_en: "a percentage has two less, money has two in all; a longer coefficient is written some times as large and divided in the formula",
    }
    /// Too many sources, items or steps. {0} what (zh), {1} what (en), {2} limit.
    TOO_MANY = Error "E0704" {
        zh: "{0}超过上限 {2}",
        en: "more {1} than the limit of {2}",
        help_zh: "", help_en: "",
    }
    /// Too many list entries in a facts document. {0} limit.
    TOO_MANY_ENTRIES = Error "E0705" {
        zh: "事实中各级名单合计超过上限 {0} 项",
        en: "the lists of these facts hold more than {0} entries in all",
        help_zh: "", help_en: "",
    }
    /// Exceptions to exceptions past the depth limit. {0} limit.
    EXCEPTIONS_TOO_DEEP = Error "E0706" {
        zh: "例外的例外超过 {0} 层",
        en: "exceptions to exceptions go more than {0} levels deep",
        help_zh: "把条件合在一个例外里", help_en: "put their conditions together in one exception",
    }
}
