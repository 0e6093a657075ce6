//! What a report of coverage says: zh and en side by side.

use super::Way;
use crate::words::phrases;
use doudi::diagnostic::Phrase;

phrases! {
    TOTAL: "规则的各种情形：共 {1} 种，案例见到 {0} 种（{2}）；未见 {3}，已说明理由 {4}",
        "ways of the rules: {1}; shown by the cases: {0} ({2}); gaps: {3}, explained: {4}";
    CASES: "案例 {0} 个，政策 {1} 份", "cases: {0}, policies: {1}";
    GAPS: "没有案例见到的情形", "Gaps: no case shows";
    EXPLAINED: "已说明理由的", "Explained";
    STALE: "说明已不成立", "Explanations of no gap";
    NO_SUCH_NAME: "没有这个名称", "there is no such name";
    NO_SUCH_NAME_BUT: "没有这个名称；最接近的是：{0}", "there is no such name; the nearest is: {0}";
    NO_SUCH_WAY: "没有这种情形；它的情形是：{0}", "it cannot go that way; its ways: {0}";
    SHOWN: "案例“{0}”已见到", "the case “{0}” shows it";
    TWICE: "上面已说明过", "it is already explained above";
    BY_CLAUSE: "按条款", "By clause";
    BY_ITEM: "按规则、条件、例外、参数", "By rule, condition, exception, parameter";
    CLAUSE: "条款", "clause";
    ITEM: "名称", "name";
    PLACE: "位置", "place";
    WAY: "情形", "way";
    WHY: "理由", "why";
    SEEN: "已见", "shown";
    OF: "共", "of";
    NO_CLAUSE: "未引条款", "no clause cited";
    NONE: "没有", "none";
}

/// What a way is called.
pub(super) fn way(way: Way) -> Phrase {
    let (zh, en) = match way {
        Way::Granted => ("成立", "granted"),
        Way::Refused => ("不成立", "refused"),
        Way::Undetermined => ("未定", "undetermined"),
        Way::Met => ("符合", "met"),
        Way::NotMet => ("不符合", "not met"),
        Way::Waived => ("免予核对", "waived"),
        Way::Applied => ("适用", "applied"),
        Way::NotApplied => ("不适用", "not applied"),
        Way::Used => ("用到", "used"),
        Way::Then => ("是", "then"),
        Way::Else => ("否", "else"),
    };
    Phrase { zh, en }
}
