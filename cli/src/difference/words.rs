//! What `doudi diff` says: zh and en side by side.

use super::Kind;
use crate::words::phrases;
use doudi::diagnostic::Phrase;

phrases! {
    TITLE: "{0}：新旧两版的差别", "{0}: what the new version changes";
    TEXT: "改动", "What changed";
    NO_ITEMS: "条文和设定都没有改动（排版、注释和先后不算）", "nothing, in the text or the settings (layout, comments and order are no change)";
    ADDED: "新增", "added";
    REMOVED: "删去", "removed";
    CHANGED: "改动", "changed";
    HOUSEHOLDS: "家庭受到的影响", "What it does to households";
    OF_REGISTER: "登记册 `{0}`，{1} 当日：两版都作出决定的 {2} 户", "the register `{0}`, on {1}: {2} households decided by both";
    MADE_UP: "{0} 当日，两版都作出决定的 {1} 个模拟家庭（种子 {2}），取在各数值、日期的界限及其前后；各类多少不说明实际户数",
        "{1} households made up (seed {2}), decided by both on {0}, at and around the values and days of the rules; how many there are of a kind says nothing of how many there really are";
    OPEN: "其中 {0} 户事实不全，在新旧两版下都有未定的规则", "{0} of them lack facts: under both versions some rules are open";
    MADE_FROM: "由登记册中的 {0} 缩小而成，起因不变", "made smaller from {0} of the register, its causes the same";
    UNDECIDED: "另有 {0} 户没有决定：", "{0} more were not decided:";
    AND_MORE: "……还有 {0} 户", "… and {0} more";
    KIND: "变化", "change";
    COUNT: "户数", "households";
    MONTHLY: "每月合计：{0} → {1}（{2}）", "a month, all together: {0} → {1} ({2})";
    HISTOGRAM: "每月增减（元）", "By how much a month (yuan)";
    CAUSES: "由哪些改动引起", "Which changes of the text they come from";
    CAUSE: "改动", "change of the text";
    TOGETHER: "没有一处改动单独起作用", "no change does it alone";
    SMALLEST: "各类变化中最小的家庭", "The smallest household of each kind";
    CHANGE: "每月 {0} 元", "{0} yuan a month";
    RESTS_ON: "起因：{0}", "because of {0}";
    NO_SINGLE: "没有一处改动单独起作用：几处都足以引起，或须一起改回", "no change does it alone: several suffice, or must be taken back together";
    OLD: "旧", "old";
    NEW: "新", "new";
    NO_CHANGE: "没有一户受影响", "no household is affected";
    BOTH_IN_FORCE: "给出 --on：{0} 和 {1} 从哪天起都施行，条文没有写明",
        "give --on: {0} and {1} do not say from which day both are in force";
    BELOW: "{0} 以下", "below {0}";
    FROM: "{0} 起", "{0} and more";
    BETWEEN: "{0} 至不足 {1}", "{0} to below {1}";
}

/// What a kind of change is called.
pub(super) fn kind(kind: Kind) -> &'static Phrase {
    match kind {
        Kind::IntoError => &Phrase { zh: "不再能算出", en: "can no longer be computed" },
        Kind::OutOfError => &Phrase { zh: "能算出了", en: "can now be computed" },
        Kind::IntoUndetermined => &Phrase { zh: "不再能定", en: "is no longer determined" },
        Kind::OutOfUndetermined => &Phrase { zh: "能定了", en: "is now determined" },
        Kind::Loses => &Phrase { zh: "失去措施", en: "loses measures" },
        Kind::Gains => &Phrase { zh: "得到措施", en: "gains measures" },
        Kind::Moves => &Phrase { zh: "转为其他措施", en: "moves to other measures" },
        Kind::Less => &Phrase { zh: "数额减少", en: "gets less" },
        Kind::More => &Phrase { zh: "数额增加", en: "gets more" },
        Kind::OtherAmounts => &Phrase { zh: "其他数额变化", en: "other amounts" },
        Kind::OtherRule => &Phrase { zh: "依据变化", en: "by another rule" },
        Kind::Same => &Phrase { zh: "不变", en: "the same" },
    }
}
