//! What is said of a comparison: zh and en side by side.

use crate::words::phrases;

// Why something began, changed or ended.
phrases! {
    NEW_HOUSEHOLD: "上月台账中没有这一户", "the household was not in last month's ledger";
    WAS_UNDETERMINED: "上月缺少事实，未能判断；本月“{0}”成立", "last month it could not be decided for want of facts; now `{0}` holds";
    WAS_IN_ERROR: "上月计算出错；本月“{0}”成立", "last month it could not be computed; now `{0}` holds";
    WAS_OPEN: "上月待裁量；本月已决定给予", "last month it was open to an officer, who has granted it";
    NOW_HOLDS: "本月“{0}”成立", "now `{0}` holds";
    VALUES_CHANGED: "数值改变：{0}", "values changed: {0}";
    RULE_CHANGED: "依据改变：由“{0}”改为“{1}”", "given by another rule: `{0}` before, `{1}` now";
    GONE_HOUSEHOLD: "本月登记册中没有这一户", "the household is not in this month's register";
    GONE_ENTRY: "本月名单中没有这一人（项）", "it is not in the household this month";
    PERHAPS_GONE: "本月登记册中没有这一户；但有 {0} 行的 id 读不出来", "the household is not in this month's register, but the id of {0} of its rows cannot be read";
    NOW_REFUSED: "不再符合“{0}”：{1}", "`{0}` no longer holds: {1}";
    NO_LONGER: "“{0}”不再成立", "`{0}` no longer holds";
    NOW_OVERRIDDEN: "“{0}”改由“{1}”代替", "`{0}` gives way to `{1}`";
    NOW_OPEN: "“{0}”待裁量，本月没有决定给予", "`{0}` is open to an officer, who has not granted it";
    NOW_OTHERWISE: "“{0}”本月给予的是另一种", "`{0}` now gives something else";
    RULE_ENDED: "“{0}”在决定日期不施行，或政策中已没有", "`{0}` is not in force on the day, or no longer in the policy";
    NOW_UNDETERMINED: "“{0}”本月缺少事实，未能判断：{1}", "`{0}` cannot be decided this month for want of: {1}";
    NOW_IN_ERROR: "“{0}”本月计算出错：{1}", "`{0}` cannot be computed this month: {1}";
    NOW_BAD_ROW: "本月登记册第 {0} 行有错，未能判断", "row {0} of this month's register is bad, so that nothing could be decided";
    OPEN_NOW: "“{0}”的条件成立，是否给予待有权人员决定", "`{0}` may be given: an officer is to decide";
    STILL_OPEN: "“{0}”上月起待有权人员决定，尚未决定", "`{0}` may be given: an officer was to decide already last month";
    NOT_MET: "“{0}”未满足", "`{0}` is not met";
    OF: "{0}：{1}", "{0}: {1}";
    NAMED: "{0} {1}", "{0} {1}";
    NOT_BELOW: "{0}，不低于{1}（高出 {2}）", "{0} is not below {1} ({2} more)";
    EQUAL_NOT_BELOW: "{0}，等于{1}，等于不算低于", "{0} is equal to {1}, and not below";
    ABOVE: "{0}，高于{1}（高出 {2}）", "{0} is above {1} ({2} more)";
    NOT_ABOVE: "{0}，不高于{1}（低 {2}）", "{0} is not above {1} ({2} less)";
    EQUAL_NOT_ABOVE: "{0}，等于{1}，等于不算高于", "{0} is equal to {1}, and not above";
    BELOW: "{0}，低于{1}（低 {2}）", "{0} is below {1} ({2} less)";
    NOT_BEFORE: "{0}，不早于{1}（相隔 {2}）", "{0} is not before {1} ({2} apart)";
    AFTER_DAY: "{0}，晚于{1}（相隔 {2}）", "{0} is after {1} ({2} apart)";
    NOT_AFTER: "{0}，不晚于{1}（相隔 {2}）", "{0} is not after {1} ({2} apart)";
    BEFORE_DAY: "{0}，早于{1}（相隔 {2}）", "{0} is before {1} ({2} apart)";
}

// Last month's ledger and the folder.
phrases! {
    BAD_LEDGER: "`{0}` 第 {1} 行不是台账：{2}", "line {1} of `{0}` is not of a ledger: {2}";
    NO_LEDGER: "`{0}` 不是台账：里面没有家庭", "`{0}` is no ledger: it holds no household";
    LEDGER_TWICE: "`{0}` 第 {1} 行：`{2}` 已经有了", "line {1} of `{0}`: `{2}` is there already";
    LATER_LEDGER: "`{0}` 是 {1} 的台账，晚于决定日期 {2}", "`{0}` is the ledger of {1}, later than the decision date {2}";
    SAME_DAY_LEDGER: "`{0}` 就是决定日期 {1} 当天的台账，不是上月的：给出上月的台账", "`{0}` is the ledger of the decision date itself, {1}: give last month's";
    CUT_LEDGER: "`{0}` 不完整：写明户数的最后一行没有了，文件被截断过；从原文件夹重新取一份", "`{0}` is not whole: its last line, which says how many households there are, is missing, so that it was cut; fetch it again from its folder";
    OLD_LEDGER: "`{0}` 是旧版 doudi 写的台账（{1}），没有写明户数，无从知道是否完整：用这一版重新作出上月的比对", "`{0}` was written by an older doudi ({1}) and does not say how many households it holds, so that it may have lost some: make last month's comparison again with this one";
    FEWER_LINES: "`{0}` 写明有 {1} 户，实有 {2} 户：有的行丢了或多了", "`{0}` says that it holds {1} households, and holds {2}: lines are lost or added";
    OTHER_LINES: "`{0}` 的内容与最后一行写明的不符：有的行被改过", "the lines of `{0}` are not those that its last line was written for: some were changed";
    AFTER_THE_END: "`{0}` 第 {1} 行在写明户数的那一行之后：文件是拼接的", "line {1} of `{0}` stands behind the one that ends it: the file was put together";
    OTHER_POLICY: "`{0}` 是政策 `{1}` 的台账，现在的政策是 `{2}`。`{2}` 若接替 `{1}`，写明 --ledger-of {1}", "`{0}` is the ledger of the policy `{1}`, and this is `{2}`. If `{2}` follows `{1}`, say so: --ledger-of {1}";
    NOT_OF: "`{0}` 是政策 `{1}` 的台账，不是 `{2}` 的", "`{0}` is the ledger of the policy `{1}`, and not of `{2}`";
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
    GROUP_LINE: "已决定 {0}，坏行 {1}；完整 {2}，缺事实 {3}，计算出错 {4}；待有权人员决定 {5} 项", "decided {0}, bad {1}; complete {2}, undetermined {3}, in error {4}; open to an officer {5}";
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
    OPEN: "待裁量", "open";
    OPEN_TITLE: "待有权人员决定", "Open to an officer";
    OPEN_NEW: "其中本月新出现", "of these new";
    OPEN_LINE: "待有权人员决定：{0} 项", "open to an officer: {0}";
    MAY_GIVE: "可给予", "may give";
    HOUSEHOLD_ID: "户号", "id";
    SAME_PERSON: "同一人在两户：{0} 处，见 {1}", "members who are in two households: {0}, see {1}";
    SAME_PERSON_LINE: "同一人在两户：{0} 处", "members who are in two households: {0}";
    NUMBERED: "成员按户内序号编号、不能跨户核对的：{0} 人", "members numbered within their household, who cannot be told from others': {0}";
    OTHER_VERSION: "上月台账由这份政策的另一版本作出", "last month's ledger was made with another version of this policy";
    LIST: "名单", "list";
    ROW: "行", "row";
    OTHER_HOUSEHOLD: "另一户的户号", "other id";
    OTHER_ROW: "另一户的行", "other row";
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
