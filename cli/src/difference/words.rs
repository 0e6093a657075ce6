//! What `doudi diff` says: zh and en side by side.

use super::{Kind, Line, Period};
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
    TOTAL: "{0}合计：{1} → {2}（{3}）", "{0}, all together: {1} → {2} ({3})";
    TOTAL_IN_OTHER: "{0}合计：{1} → {2}（币种不同，不能相减）", "{0}, all together: {1} → {2} (two currencies: no difference can be told)";
    IN: "{0} {1}", "{0} {1}";
    HISTOGRAM: "{0}增减（{1}）", "By how much {0} ({1})";
    CAUSES: "由哪些改动引起", "Which changes of the text they come from";
    CAUSE: "改动", "change of the text";
    TOGETHER: "没有一处改动单独起作用", "no change does it alone";
    SMALLEST: "各类变化中最小的家庭", "The smallest household of each kind";
    CHANGE: "{0} {1} {2}", "{1} {2} {0}";
    RESTS_ON: "起因：{0}", "because of {0}";
    NO_SINGLE: "没有一处改动单独起作用：几处都足以引起，或须一起改回", "no change does it alone: several suffice, or must be taken back together";
    OLD: "旧", "old";
    NEW: "新", "new";
    NO_CHANGE: "没有一户受影响", "no household is affected";
    NONE_FOUND: "没有找到受影响的家庭。没有找到不等于没有", "no household was found that is affected; that none was found does not mean there is none";
    NONE_OF_DECIDED: "新旧两版都能决定的家庭中，没有一户受影响；另有 {0} 户至少有一版不能决定（见上），原因可能正是改动",
        "of the households that both versions decide none is affected; {0} are not decided by both (see above), and the change may be why";
    UNTOUCHED_OF_DECIDED: "新旧两版都能决定的家庭中，没有一户触及的改动：{0}",
        "changes that none of the households that both versions decide rests on: {0}";
    NONE_IN_REGISTER: "登记册中没有一户受影响", "no household of the register is affected";
    SEARCHED: "其中 {0} 户是另外查找的：抽取的家庭没有触及某处改动，就在这处改动的新旧值之间找一户",
        "{0} of them were looked for: where none of those made up rests on a change, one was sought between its old and its new value";
    UNTOUCHED: "没有一户触及的改动（抽取的家庭没有，专门在新旧值之间查找也没有找到）：{0}",
        "changes that no household rests on, neither of those made up nor of those sought between the old and the new value: {0}";
    UNTOUCHED_IN_REGISTER: "登记册中没有一户触及的改动：{0}", "changes that no household of the register rests on: {0}";
    NOT_ALONE: "不能单独改回、因此没有专门查找的改动：{0}",
        "changes that cannot be taken back alone, for which no household was sought: {0}";
    BOTH_IN_FORCE: "给出 --on：{0} 和 {1} 从哪天起都施行，条文没有写明",
        "give --on: {0} and {1} do not say from which day both are in force";
    BELOW: "{0} 以下", "below {0}";
    FROM: "{0} 起", "{0} and more";
    BETWEEN: "{0} 至不足 {1}", "{0} to below {1}";
}

/// How often money comes, and whether the household is paid it or owes it.
pub(super) fn money(line: Line) -> &'static Phrase {
    match (line.owed, line.period) {
        (false, Period::Month) => &Phrase { zh: "每月", en: "a month" },
        (false, Period::Year) => &Phrase { zh: "每年", en: "a year" },
        (false, Period::Once) => &Phrase { zh: "一次性", en: "once" },
        (true, Period::Month) => &Phrase { zh: "应缴每月", en: "owed a month" },
        (true, Period::Year) => &Phrase { zh: "应缴每年", en: "owed a year" },
        (true, Period::Once) => &Phrase { zh: "应缴一次性", en: "owed once" },
    }
}

/// What a kind of change is called where a policy has measures that are owed.
pub(super) fn kind_with_owed(kind: Kind) -> &'static Phrase {
    match kind {
        Kind::Loses => &Phrase { zh: "失去措施，或新增应缴", en: "loses measures, or owes new ones" },
        Kind::Gains => &Phrase { zh: "得到措施，或免去应缴", en: "gains measures, or no longer owes one" },
        Kind::Moves => &Phrase {
            zh: "措施、应缴有增有减",
            en: "gains or is freed of some measures, loses or owes others",
        },
        Kind::Less => &Phrase { zh: "所得减少，或应缴增加", en: "gets less, or owes more" },
        Kind::More => &Phrase { zh: "所得增加，或应缴减少", en: "gets more, or owes less" },
        kind => self::kind(kind),
    }
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
        Kind::Both => &Phrase { zh: "数额有增有减", en: "gets more in one way, less in another" },
        Kind::OtherAmounts => &Phrase { zh: "其他数额变化", en: "other amounts" },
        Kind::OtherRule => &Phrase { zh: "依据变化", en: "by another rule" },
        Kind::Same => &Phrase { zh: "不变", en: "the same" },
    }
}
