//! What is said of a comparison: zh and en side by side.

use crate::words::phrases;

// Why something began, changed or ended.
phrases! {
    NEW_HOUSEHOLD: "上月台账中没有这一户", "the household was not in last month's ledger";
    WAS_UNDETERMINED: "上月缺少事实，未能判断；本月「{0}」成立", "last month it could not be decided for want of facts; now `{0}` holds";
    WAS_IN_ERROR: "上月计算出错；本月「{0}」成立", "last month it could not be computed; now `{0}` holds";
    WAS_OPEN: "上月待裁量；本月已决定给予", "last month it was open to an officer, who has granted it";
    NOW_HOLDS: "本月「{0}」成立", "now `{0}` holds";
    VALUES_CHANGED: "数值改变：{0}", "values changed: {0}";
    RULE_CHANGED: "依据改变：由「{0}」改为「{1}」", "given by another rule: `{0}` before, `{1}` now";
    GONE_HOUSEHOLD: "本月登记册中没有这一户", "the household is not in this month's register";
    GONE_ENTRY: "本月名单中没有这一人（项）", "it is not in the household this month";
    PERHAPS_GONE: "本月登记册中没有这一户；但有 {0} 行的 id 读不出来", "the household is not in this month's register, but the id of {0} of its rows cannot be read";
    NOW_REFUSED: "不再符合「{0}」：{1}", "`{0}` no longer holds: {1}";
    NO_LONGER: "「{0}」不再成立", "`{0}` no longer holds";
    NOW_OVERRIDDEN: "「{0}」改由「{1}」代替", "`{0}` gives way to `{1}`";
    NOW_OPEN: "「{0}」待裁量，本月没有决定给予", "`{0}` is open to an officer, who has not granted it";
    NOW_OTHERWISE: "「{0}」本月给予的是另一种", "`{0}` now gives something else";
    RULE_ENDED: "「{0}」在决定日期不施行，或政策中已没有", "`{0}` is not in force on the day, or no longer in the policy";
    NOW_UNDETERMINED: "「{0}」本月缺少事实，未能判断：{1}", "`{0}` cannot be decided this month for want of: {1}";
    NOW_IN_ERROR: "「{0}」本月计算出错：{1}", "`{0}` cannot be computed this month: {1}";
    NOW_BAD_ROW: "本月登记册第 {0} 行有错，未能判断", "row {0} of this month's register is bad, so that nothing could be decided";
    ABOUT: "约 {0}", "about {0}";
    SHORT_BY: "{0}（差 {1}）", "{0} (short by {1})";
}

// Last month's ledger and the folder.
phrases! {
    BAD_LEDGER: "`{0}` 第 {1} 行不是台账：{2}", "line {1} of `{0}` is not of a ledger: {2}";
    NO_LEDGER: "`{0}` 不是台账：里面没有家庭", "`{0}` is no ledger: it holds no household";
    LEDGER_TWICE: "`{0}` 第 {1} 行：`{2}` 已经有了", "line {1} of `{0}`: `{2}` is there already";
    LATER_LEDGER: "`{0}` 是 {1} 的台账，晚于决定日期 {2}", "`{0}` is the ledger of {1}, later than the decision date {2}";
    LEDGER_IN_OUT: "上月台账 `{0}` 在输出文件夹里，会被覆盖：换一个 --out", "last month's ledger `{0}` lies in the output folder and would be overwritten: give another --out";
    OTHER_RUN: "`{0}` 里是另一次比对的结果：换一个 --out，或用 --force 覆盖",
        "`{0}` holds the results of another comparison: give another --out, or overwrite it with --force";
    OTHER_SUMMARY: "`{0}` 里的 {1} 不是比对的结果：换一个 --out", "{1} in `{0}` is not of a comparison: give another --out";
    PREVIOUS_TWICE: "--previous {0}：这项事实已经给过了", "--previous {0}: that fact is given already";
    BAD_PREVIOUS: "--previous {0} 应写成 上月事实=本月事实（家庭的）或 对象.上月事实=本月事实，两者类型相同",
        "--previous {0} should be FACT=FACT of the household, or ENTITY.FACT=FACT, both of one type";
}

// Headings, columns, kinds.
phrases! {
    TITLE: "月度比对：{0}", "Monthly comparison: {0}";
    DATE: "决定日期", "decided for";
    POLICY: "政策", "policy";
    LAST: "上月台账", "last month's ledger";
    NO_LAST: "没有（第一次）", "none (the first time)";
    ROWS: "登记册 {0} 行 = 已决定 {1} + 坏行 {2}", "rows in the register: {0} = decided {1} + bad {2}";
    STATUSES: "已决定的：完整 {0}，缺事实 {1}，计算出错 {2}", "of the decided: complete {0}, undetermined {1}, in error {2}";
    HOUSEHOLDS: "与上月比：新增 {0} 户，延续 {1} 户，不在册 {2} 户，坏行 {3} 户", "against last month, households: new {0}, kept {1}, gone {2}, in a bad row {3}";
    NOT_CARRIED: "上月事实未能带入：{0} 户", "households without a fact of last month that was asked for: {0}";
    TOTALS: "合计", "Totals";
    NO_GROUP: "（未填）", "(not given)";
    GROUP_LINE: "已决定 {0}，坏行 {1}；完整 {2}，缺事实 {3}，计算出错 {4}", "decided {0}, bad {1}; complete {2}, undetermined {3}, in error {4}";
    NOTHING_GIVEN: "没有措施。", "No measures.";
    MISSING: "缺的事实", "Facts left out";
    NOT_SET: "没有设定的参数", "Parameters without a value";
    PARAMETER: "参数", "parameter";
    FACT: "事实", "fact";
    HOUSEHOLD_COUNT: "户数", "households";
    MEASURE: "措施", "measure";
    NOW: "本月", "now";
    NEW: "新增", "new";
    KEPT: "不变", "kept";
    CHANGED: "变化", "changed";
    ENDED: "终止", "ended";
    UNCLEAR: "未定", "unclear";
    AMOUNTS: "金额合计", "amounts in all";
    KIND: "类别", "kind";
    GROUP: "地区", "group";
    SUBJECT: "对象", "subject";
    WHO: "对象编号", "who";
    CHOICES: "内容", "what";
    BEFORE: "上月数值", "values before";
    AFTER: "本月数值", "values now";
    RULE: "规则", "rule";
    REASON: "原因", "reason";
    CLAUSES: "条款", "clauses";
    DECISION: "本月决定编号", "decision";
    LAST_DECISION: "上月决定编号", "decision before";
    PAIR: "{0}：{1}", "{0}: {1}";
    DONE: "{0}：登记册 {1} 行 = 已决定 {2} + 坏行 {3}", "{0}: rows in the register: {1} = decided {2} + bad {3}";
    BAD_ROWS: "坏行：{0}，见 {1}", "bad rows: {0}, see {1}";
    IN_ERROR: "计算出错：{0} 户，见台账中的 in_error", "households in error: {0}, see in_error in the ledger";
}
