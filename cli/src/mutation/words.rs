//! What a report of mutations says: zh and en side by side.

use crate::words::{Message, phrases};
use doudi::diagnostic::{Locale, Phrase};
use doudi::syntax::keywords::Script;
use std::fmt::Display;

/// What a change is called, in the words its item is written in, whoever reads it: pages name it so.
pub(super) fn said(phrase: &'static Phrase, script: Script, args: &[&dyn Display]) -> String {
    let locale = if script == Script::Chinese { Locale::ZhCn } else { Locale::En };
    Message::new(phrase, args).text(locale)
}

// What a change is called.
phrases! {
    DROP: "删去 `{0}`", "drop `{0}`";
    DROP_PART: "删去一项 {0}", "drop part {0}";
    DROP_OF: "删去 `{1}` 的 `{0}`", "drop `{0}` of `{1}`";
    ADD: "加上 `{0}`", "add `{0}`";
}

phrases! {
    COUNTS: "改动 {0} 处：检查即拒 {1}，与原政策相同 {2}，案例察觉 {3}，无人察觉 {4}（已说明理由 {5}）",
        "changes: {0}; refused by the checker {1}, the same policy {2}, noticed by a case {3}, not noticed {4} (explained {5})";
    SCORE: "察觉率 {0}；连同已说明的 {1}", "noticed: {0}; with those explained: {1}";
    SURVIVORS: "没有案例察觉的改动", "No case notices";
    EXPLAINED: "已说明理由的", "Explained";
    STALE: "说明已不成立", "Explanations of no survivor";
    NO_SUCH_CHANGE: "没有这处改动", "there is no such change";
    NO_SUCH_CHANGE_BUT: "没有这处改动；最接近的是：{0}", "there is no such change; the nearest is: {0}";
    REFUSED: "这样改，检查即拒", "the checker refuses it";
    EQUIVALENT: "这样改，政策不变", "the policy stays the same";
    NOTICED: "案例“{0}”察觉", "the case “{0}” notices it";
    REACHED: "涉及的案例 {0} 个：{1}", "cases that rest on it: {0}: {1}";
    UNREACHED: "没有案例涉及", "no case rests on it";
    TELLING: "案例“{1}”的家庭可区分，决定日期 {0}", "the household of “{1}” tells the two apart, decided on {0}";
    TELLING_CHOSEN: "案例“{1}”的家庭按下列设定可区分，决定日期 {0}",
        "the household of “{1}” tells the two apart with these settings, decided on {0}";
    TELLING_MADE_UP_CHOSEN: "这个家庭按下列设定可区分，决定日期 {0}",
        "this household tells the two apart with these settings, decided on {0}";
    TELLING_MADE_UP: "这个家庭可区分，决定日期 {0}", "this household tells the two apart, decided on {0}";
    TELLING_WITH_SETTINGS: "这个家庭按案例“{1}”的设定可区分，决定日期 {0}",
        "this household tells the two apart, with the settings of “{1}”, decided on {0}";
    NO_TELLING: "没有找到可区分的家庭", "no household was found that tells the two apart";
}
