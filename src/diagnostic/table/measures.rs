//! Rows of measures: how often one may be given, what its amounts lie within, rules that give the same.

use super::entries;

entries! {
    /// {0} measure.
    ONCE_AND_CUMULATIVE = Error "E0635" {
        zh: "措施 `{0}` 不能既限一次又可叠加", en: "the measure `{0}` cannot be both `once` and `cumulative`",
        help_zh: "同一对象只能得一次的，写 `once`；几项可以相加的，写 `cumulative`",
        help_en: "write `once` where one subject gets it once at most, `cumulative` where several grants add up",
    }
}
