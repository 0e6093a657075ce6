//! The fixed words of the views, Chinese and English side by side. `{0}`, `{1}`: what fills them.

use crate::decision::record::ExceptionState;
pub(super) use crate::diagnostic::Phrase;

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(pub(super) const $name: Phrase = Phrase { zh: $zh, en: $en };)*
    };
}

// Values and units.
words! {
    YES: "是", "yes";
    NO: "否", "no";
    NONE: "无", "none";
    UNKNOWN: "未知", "not known";
    NOT_TESTED: "未核对", "not tested";
    MONEY: "{0}", "{0}";
    MONEY_PER_MONTH: "{0}/月", "{0} a month";
    MONEY_PER_YEAR: "{0}/年", "{0} a year";
    MONTH: "{0} 个月", "{0} month";
    MONTHS: "{0} 个月", "{0} months";
    DAY: "{0} 天", "{0} day";
    DAYS: "{0} 天", "{0} days";
    QUOTED: "“{0}”", "“{0}”";
    APPROXIMATELY: "{0}（≈{1}）", "{0} (≈{1})";
}

// What went wrong.
words! {
    PARAMETER_NOT_SET: "参数未设定", "parameter not set";
    NO_VERSION: "该参数在所查日期没有数值", "the parameter has no value on that day";
    NO_ROW: "参数表中没有相符的一行", "the table has no row for these keys";
    NOT_IN_FORCE: "该日没有生效的规定", "nothing is in force on that day";
    DIVISION_BY_ZERO: "除数为零", "division by zero";
    OVERFLOW: "数值超出可表示的范围", "the number is too large to be held";
    EMPTY_LIST: "没有可取的一项", "the list has no such entry";
    CLAMP_INVERTED: "下限高于上限", "the lower bound is above the upper";
    OUT_OF_RANGE: "不在规定的范围内", "outside its range";
    OUTSIDE: "{0}，不在规定的范围内（{1}）", "{0}, outside its range ({1})";
    TWICE: "“{0}”对同一对象只给一次，而下列规则也给：{1}", "“{0}” may be given to one subject once, and is given as well by {1}";
    TWICE_ITSELF: "“{0}”对同一对象只给一次，而本规则给了不止一次", "“{0}” may be given to one subject once, and this rule gives it more often";
    AT_LEAST: "不小于 {0}", "at least {0}";
    AT_MOST: "不大于 {0}", "at most {0}";
    NOT_BEFORE: "不早于 {0}", "not before {0}";
    NOT_AFTER: "不晚于 {0}", "not after {0}";
    TIE: "并列而数值不同", "entries tie and their values differ";
    CONFLICT: "同时适用的例外互相冲突", "exceptions that apply at once contradict each other";
}

// Formulas. In calls, {0} is the list of all arguments, {1}, {2}, … each of them.
words! {
    COMMA: "、", ", ";
    PAUSE: "，", ", ";
    SEMICOLON: "；", "; ";
    GROUP: "（{0}）", "({0})";
    BRACKETS: "{0}（{1}）", "{0} ({1})";
    OF: "{0} 的{1}", "{1} of {0}";
    ANSWERS: "{0}：{1}", "{0}: {1}";
    AND: " 且 ", " and ";
    OR: " 或 ", " or ";
    NOT: "非 {0}", "not {0}";
    IF: "若 {0} 则 {1}，否则 {2}", "if {0} then {1} else {2}";
    CHOSEN: "{0}；因 {1}，取 {2}", "{0}; as {1}: {2}";
    AS: "因 {0}：{1}", "as {0}: {1}";
    ONLY_AS: "因 {0}", "as {0}";
    IS_NOT_TESTED: "{0} 未核对", "{0} was not tested";
    NONE_SO: "（无，按 {2} 计）", "(none, so {2})";
    HOLDS: "{0} 成立", "{0}";
    IN: "{0} 属于 {1}", "{0} is one of {1}";
    NOT_IN: "{0} 不属于 {1}", "{0} is none of {1}";
    RANGE: "{1} 至 {2}", "{1} to {2}";
    IS_NONE: "没有{1}", "there is no {1}";
    IS_NOT_NONE: "有{1}", "there is {1}";
    MIN: "取最小（{0}）", "the least of ({0})";
    MAX: "取最大（{0}）", "the greatest of ({0})";
    EARLIEST: "取最早（{0}）", "the earliest of ({0})";
    LATEST: "取最晚（{0}）", "the latest of ({0})";
    CLAMP: "限于 {2} 至 {3}（{1}）", "{1} kept within {2} and {3}";
    VALUE_OR: "{1}（无则取 {2}）", "{1} (if none, {2})";
    LIST: "（{0}）", "({0})";
    AGE_DOWN: "{1} 至 {2} 的周岁", "full years from {1} to {2}";
    AGE_UP: "{1} 至 {2} 的周岁（2月29日生者平年3月1日满岁）", "full years from {1} to {2} (29 February counting as 1 March)";
    MONTHS_BETWEEN_DOWN: "{1} 至 {2} 的整月数", "whole months from {1} to {2}";
    MONTHS_BETWEEN_UP: "{1} 至 {2} 的整月数（缺日顺延）", "whole months from {1} to {2} (a missing day going to the next)";
    ADD_MONTHS_DOWN: "{1} 之后 {2}", "{2} after {1}";
    ADD_MONTHS_UP: "{1} 之后 {2}（缺日顺延）", "{2} after {1} (a missing day going to the next)";
    YEAR_OF: "{1} 的年份", "the year of {1}";
    MONTH_OF: "{1} 的月份", "the month of {1}";
    DAY_OF: "{1} 的日", "the day of the month of {1}";
    YEAR_START: "{0} 所在年度的首日（年度自 {1} 月起）", "first day of the year (from month {1}) that holds {0}";
    ROUND_HALF_UP: "四舍五入到 {1}（{0}）", "round half up to {1} ({0})";
    ROUND_HALF_EVEN: "四舍六入五成双到 {1}（{0}）", "round half to even to {1} ({0})";
    ROUND_UP: "进位到 {1}（{0}）", "round up to {1} ({0})";
    ROUND_DOWN: "舍尾到 {1}（{0}）", "round down to {1} ({0})";
    IS_ONE: "{0} 就是 {1}", "{0} is {1}";
    IS_ANOTHER: "{0} 不是 {1}", "{0} is not {1}";
    SCALE: "按“{0}”分段累计", "amount by the scale “{0}”";
    MARGINAL: "{0} 逐段相加", "bands of {0} added";
}

// Questions over a list: {0} the list, {1} what is asked, {2} the order, {3} the place.
words! {
    WHERE: "符合“{1}”的{0}", "{0} where “{1}”";
    CALLED: "{0}（称“{1}”）", "{0} (“{1}”)";
    COUNTED: "1（{0}）", "1 ({0})";
    COUNT_OF: "{0}数", "number of {0}";
    SUM_OF: "{0}的{1}合计", "total {1} of {0}";
    AVERAGE_OF: "{0}的{1}平均", "average {1} of {0}";
    LEAST_OF: "{0}中最低的{1}", "lowest {1} of {0}";
    GREATEST_OF: "{0}中最高的{1}", "highest {1} of {0}";
    EARLIEST_OF: "{0}中最早的{1}", "earliest {1} of {0}";
    LATEST_OF: "{0}中最晚的{1}", "latest {1} of {0}";
    ANY_OF: "任一{0}符合“{1}”", "any of {0}: {1}";
    ALL_OF: "每一{0}均符合“{1}”", "all of {0}: {1}";
    FIRST_OF: "{0}按{2}排第一的{1}", "{1} of the first of {0} by {2}";
    NTH_OF: "{0}按{2}排第 {3} 的{1}", "{1} of number {3} of {0} by {2}";
    RANK_OF: "在{0}中按{1}的名次", "rank among {0} by {1}";
    DESCENDING: "{0}（降序）", "{0} descending";
    NO_ENTRY: "{0}（无）", "{0} (none)";
    SUM_OF_UNASKED: "{0}合计", "total of {0}";
    ANY_OF_UNASKED: "任一{0}", "any of {0}";
    ALL_OF_UNASKED: "每一{0}", "all of {0}";
    OF_UNASKED: "{0}", "{0}";
}

// Clauses and modality.
words! {
    TITLE: "《{0}》", "{0}";
    NUMBERED: "{0}（{1}）", "{0} ({1})";
    CLAUSE: "{0}{1}", "{0}, {1}";
    QUOTE: "{0}：“{1}”", "{0}: “{1}”";
    MUST: "应", "must";
    MAY: "可", "may";
    CASE_BY_CASE: "视情", "case by case";
}

// The head of the page.
words! {
    INCOMPLETE_BANNER: "【不完整】有规则无法计算。在排除下列错误之前，不得据此办理。", "INCOMPLETE: some rules could not be computed. Do not act on this before the errors below are cleared.";
    POLICY: "{0}（{1}）", "{0} ({1})";
    VERSION: "，版本 {0}", ", version {0}";
    DATE: "决定日期：{0}", "Decision as of {0}";
    STATUS: "状态：{0}", "Status: {0}";
    COMPLETE: "各项规则均已得出结论", "complete; every rule has been decided";
    UNDETERMINED: "部分规则因缺少事实或参数尚不能判定", "undetermined; some rules lack facts or parameters";
    INCOMPLETE: "不完整", "incomplete";
    HANG_ON_IT: "涉及：{0}", "for: {0}";
    RECOMMENDATION: "本页为建议，待确认：________________", "A recommendation, to be confirmed by: ________________";
}

// Sections and what stands in them.
words! {
    SECTION: "【{0}】", "== {0} ==";
    MEASURES: "给予的措施", "Measures given";
    OWED: "应缴", "To be paid";
    MEASURE_OWED: "{0}（{1}），缴纳人：{2}", "{0} ({1}), to be paid by: {2}";
    NO_MEASURES: "没有措施生效。", "No measure takes effect.";
    MEASURE: "{0}（{1}），对象：{2}", "{0} ({1}), for: {2}";
    UNDER: "依据：规则“{0}”", "under: rule “{0}”";
    UNDER_OTHERWISE: "依据：规则“{0}”条件不成立", "under: rule “{0}”, its conditions not being met";
    CLAUSES: "依据：{0}", "under: {0}";
    WITH_CLAUSE: "{0} —— {1}", "{0} — {1}";
    GRANTED: "由 {0} 于 {1} 决定，理由：{2}", "decided by {0} on {1}, because: {2}";
    RULES: "各项规则的核对", "The rules, part by part";
    NOT_LISTED: "另有 {0} 项条件不成立，政策不要求逐项列出", "{0} more whose conditions are not met, which the policy does not want listed";
    RULE: "{0}（{1}）：{2}", "{0} ({1}): {2}";
    MET: "条件成立", "its conditions are met";
    MET_OPEN: "条件成立，是否给予由有权人员决定", "its conditions are met; whether to grant it is open";
    REFUSED: "条件不成立", "its conditions are not met";
    CANNOT_TELL: "尚不能判定", "cannot be decided yet";
    IN_ERROR: "无法计算，未给予任何措施", "could not be computed; nothing is given under it";
    GAVE_WAY: "条件成立，但让位于“{0}”", "its conditions are met, but it gives way to “{0}”";
    ONE_SUFFICES: "{0}（符合其一即可）", "{0} (one suffices)";
    NOT_TRUE: "{0} 不成立", "{0} does not hold";
    SHORT_BY: "{0}（相差 {1}）", "{0} (by {1})";
    EQUAL_NOT_BELOW: "{0}（等于不算低于）", "{0} (equal is not below)";
    EQUAL_NOT_ABOVE: "{0}（等于不算高于）", "{0} (equal is not above)";
    STANDARD_NOT_BELOW: "{0}（等于标准不属低于）", "{0} (equal is not below)";
    STANDARD_NOT_ABOVE: "{0}（等于标准不属高于）", "{0} (equal is not above)";
    NOT_EARLIER: "{0}（同日不算早于）", "{0} (the same day is not earlier)";
    NOT_LATER: "{0}（同日不算晚于）", "{0} (the same day is not later)";
    NOT_MET: "“{0}”未满足", "{0} does not hold";
    IS: "{0}为{1}", "{0} is {1}";
    IS_NOT: "{0}为{1}，不是{2}", "{0} is {1}, not {2}";
    NUMBER_IS: " {0}", "{0}";
    EQUALS: "{0} = {1}", "{0} = {1}";
    AGE_NOT_YET: "{0} 周岁，未满 {1} 周岁", "aged {0}, not yet {1}";
    AGE_ALREADY: "{0} 周岁，已满 {1} 周岁", "aged {0}, already {1}";
    AGE_NOT_OVER: "{0} 周岁，未超过 {1} 周岁", "aged {0}, not over {1}";
    AGE_OVER: "{0} 周岁，已超过 {1} 周岁", "aged {0}, over {1}";
    WHO_COUNTS: "逐一核对：{0}", "one by one: {0}";
    SEE_ABOVE: "{0}（见上）", "{0} (see above)";
    NOT_GONE_INTO: "{0}（不展开）", "{0} (not gone into)";
    SEE_BELOW: "{0}（见下）", "{0} (see below)";
    WAIVED: "未核对（依{0}免予核对）", "not tested (waived under {0})";
    WAIVED_BY: "未核对（依{0}免予核对，由 {1} 于 {2} 决定，理由：{3}）", "not tested (waived under {0}, by {1} on {2}, because: {3})";
    REPLACED: "依例外“{0}”取 {1}", "by exception “{0}”: {1}";
    REPLACED_BY: "依例外“{0}”取 {1}（由 {2} 于 {3} 决定，理由：{4}）", "by exception “{0}”: {1} (by {2} on {3}, because: {4})";
    GIVEN: "{0}（由案例直接给定）", "{0} (given by the case)";
    LACKING: "缺少：{0}", "missing: {0}";
    FACT: "{0}（{1}）", "{0} ({1})";
    FACT_OF: "{0} 的{1}（{2}）", "{1} of {0} ({2})";
    PARAMETER: "未设定的参数：{0}", "parameter not set: {0}";
    OPERANDS: "{0}：{1}（参与运算的数：{2}）", "{0}: {1} (operands: {2})";
    BETWEEN: "{0}：{1}（{2}）", "{0}: {1} ({2})";
    LEADS_TO: "不成立时给予：{0}", "leads to: {0}";
    DEFAULTED: "{0}（未提供，按政策默认）", "{0} (left out; the policy's default)";
}

// Parameters.
words! {
    FOR_KEYS: "{0}（{1}）", "{0} ({1})";
    KEY: "{0} {1}", "{0} {1}";
    ROW: "表中“{0}”一行", "row “{0}”";
    ANY_KEY: "任意", "any";
    FROM: "{0} 及以上", "{0} or more";
    OVER: "超过 {0}", "over {0}";
    UP_TO: "{0} 及以下", "{0} or less";
    BELOW: "不足 {0}", "below {0}";
    FROM_UP_TO: "{0} 至 {1}", "{0} to {1}";
    FROM_TO_BELOW: "{0} 及以上、不足 {1}", "{0} or more, below {1}";
    OVER_UP_TO: "超过 {0} 至 {1}", "over {0}, up to {1}";
    OVER_TO_BELOW: "超过 {0}、不足 {1}", "over {0}, below {1}";
    SINCE: "自 {0} 起", "from {0}";
    LOOKED_UP_ON: "查 {0}", "as of {0}";
    ASSUMED: "假定，来源：{0}", "assumed, source: {0}";
    SUPPLIED: "由部署方设定，来源：{0}", "supplied by the deployment, source: {0}";
    UNCHECKED: "最后核对到 {0}，此后未核对", "last checked to hold until {0}";
}

// The sections after the rules.
words! {
    OPEN: "有权人员可以决定的事项", "Open to an officer";
    OPEN_RULE: "{0}对{1}给予：{2}（{3}）", "{0}, for {1}: {2} ({3})";
    OPEN_EXCEPTION: "{0}对{1}适用例外“{2}”", "{0}, for {1}: apply the exception “{2}”";
    DECLINED: "{0}；{1} 于 {2} 决定不予，理由：{3}", "{0}; declined by {1} on {2}, because: {3}";
    YIELDED: "让位的规则和例外", "Rules and exceptions that gave way";
    YIELDED_TO: "{0}（{1}）让位于 {2}（{3}）", "{0} ({1}) gave way to {2} ({3})";
    EXCEPTION_YIELDED: "例外“{0}”（{1}）让位于 {2}", "exception “{0}” ({1}) gave way to {2}";
    EXCEPTION_DEFEATED: "例外“{0}”（{1}）因 {2} 不适用", "exception “{0}” ({1}) does not apply because of {2}";
    IDLE: "没有起作用的裁量", "Discretions without effect";
    IDLE_GRANTED: "{0}（{1}）：{2} 于 {3} 同意，但其前提不具备", "{0} ({1}): granted by {2} on {3}, but there was no ground for it";
    IDLE_UNDECIDED: "{0}（{1}）：{2} 于 {3} 作出决定，但规则尚不能判定或无法计算", "{0} ({1}): decided by {2} on {3}, but the rule cannot be decided yet or is in error";
    IDLE_DECLINED: "{0}（{1}）：{2} 于 {3} 不同意，但本无可决定之事", "{0} ({1}): declined by {2} on {3}, but there was nothing to decide";
    READINGS: "采用的解释", "Readings used";
    READING: "{0}：{1}", "{0}: {1}";
    BY_SETTING: "{0}（由部署方选定）", "{0} (chosen by the deployment)";
    ASSUMPTIONS: "所依据的假定", "Assumptions relied on";
    DEFAULT_FACT: "{0}：未提供，按政策默认取 {1}", "{0}: left out; the policy's default {1}";
    FACTS: "所依据的事实", "Facts relied on";
    NOT_GIVEN: "未提供：{0}", "not given: {0}";
    FACTS_OF: "{0} —— {1}", "{0} — {1}";
    FOUND: "{0}（{1}）", "{0} ({1})";
    DECLARED: "申报", "declared";
    CHECKED: "核对", "checked";
    FINDING: "认定", "officer's finding";
    DORMANT: "当日未生效的规则", "Rules not in force on the day";
    STEPS: "全部步骤", "Every step";
    PICTURE: "关系图", "Picture";
    TIMES: "× {0}", "× {0}";
}

// The letter: {0} for whom, {1} what.
words! {
    LETTER: "理由", "Reasons";
    LETTER_GIVEN: "给予{0}：{1}。", "For {0}: {1}.";
    LETTER_OWED: "应由{0}缴纳：{1}。", "To be paid by {0}: {1}.";
    LETTER_REFUSED: "未给予{0}：{1}。", "Not for {0}: {1}.";
    LETTER_REASONS: "理由：{0}", "Because: {0}";
    NONE_OF: "下列 {0} 项无一成立", "none of these {0} holds";
    LETTER_UNDER: "依据：{0}", "Under: {0}";
    LETTER_GRANTED: "由 {0} 于 {1} 决定，理由：{2}", "Decided by {0} on {1}, because: {2}";
    LETTER_LEADS: "不成立时给予：{0}", "It leads to: {0}";
    LETTER_ERROR: "无法计算，未据此给予任何措施：{0}。原因：{1}。", "Could not be computed, and nothing is given under them: {0}. Cause: {1}.";
    LETTER_UNKNOWN: "尚不能判定：{0}。{1}。", "Cannot be decided yet: {0}; {1}.";
    LETTER_OPEN: "由有权人员决定：{0}。", "Open to an officer: {0}.";
    LETTER_ASSUMED: "所依据的假定：{0}。", "Assumptions relied on: {0}.";
    LETTER_INCOMPLETE: "以上不是完整的结论。", "This is not the whole outcome.";
    FULL_STOP: "。", ". ";
}

// What else would turn a refusal, other readings, two decisions side by side.
words! {
    WHAT_IF: "另有凭证时", "What other evidence would change";
    WHAT_IF_ONLY: "每次只改变一项可以另行证明的事实，并已重新计算；只有确有凭证时才能改变。", "One fact at a time, of those that can still be evidenced, and decided again. A fact changes only where there is evidence for it.";
    WOULD_HOLD: "如有凭证证明{0}为 {1}（现为 {2}），条件即成立", "were {0} shown to be {1} (now {2}), its conditions would be met";
    WOULD_BE_OPEN: "如有凭证证明{0}为 {1}（现为 {2}），可由有权人员决定", "were {0} shown to be {1} (now {2}), it would be open to an officer";
    NOT_SEARCHED: "（未查完：已达计算次数的上限）", "(not searched to the end: the limit of decisions was reached)";
    NO_CHANGE: "在可以另行证明的事实中，没有找到能单独改变下列结论的：{0}", "no single fact that can still be evidenced was found that would change: {0}";
    NO_CHANGE_YET: "在计算次数的上限内没有找到能单独改变的事实：{0}", "none found that would change it alone, within the limit of decisions: {0}";
    OTHER_READINGS: "采用其他解释时", "What other readings would change";
    READ_OTHERWISE: "{0}：如读作“{1}”（本决定读作“{2}”）", "{0}: read as “{1}” (here as “{2}”)";
    ALL_BEGUN: "另给予：{0}", "given besides: {0}";
    ALL_CHANGED: "数额等改变：{0}", "changed: {0}";
    ALL_ENDED: "不再给予：{0}", "no longer given: {0}";
    READ_THE_SAME: "其余解释不改变结论：{0}", "read otherwise, these change nothing: {0}";
    BEGUN: "另给予：{0}（{1}，{2}）", "given besides: {0} ({1}, {2})";
    ENDED: "不再给予：{0}（{1}，{2}）", "no longer given: {0} ({1}, {2})";
    CHANGED: "改变：{0}（{1}，{2}）", "changed: {0} ({1}, {2})";
    OPEN_BEGUN: "另有可由有权人员决定的：{0}", "open to an officer besides: {0}";
    OPEN_ENDED: "不再由有权人员决定：{0}", "no longer open to an officer: {0}";
    FROM_TO: "{0}：{1} → {2}", "{0}: {1} → {2}";
    AGAINST: "两个决定的比较：{0}", "Two decisions side by side: {0}";
    MADE_FROM: "依据的不同", "What they were made from";
    CAME_TO: "结论的不同", "What they come to";
    MADE_ON: "决定日期", "date";
    MADE_UNDER: "政策文本", "text of the policy";
    MADE_SETTINGS: "部署方的设定不同", "the deployment's settings differ";
    MADE_FACTS: "事实不同", "the facts differ";
    SAME_OUTCOME: "结论相同。", "They come to the same.";
    STATE_GIVEN: "给予", "given";
    STATE_LEFT_OPEN: "由有权人员决定", "open to an officer";
    STATE_REFUSED: "条件不成立", "refused";
    STATE_UNDETERMINED: "尚不能判定", "undetermined";
    STATE_IN_ERROR: "无法计算", "in error";
    STATE_GAVE_WAY: "让位", "gave way";
    STATE_NOT_ASKED: "未适用", "not asked";
}

// Marks, for who cannot see them, and what ties an explanation to its record.
words! {
    MARK_MET: "成立", "met";
    MARK_NOT_MET: "不成立", "not met";
    MARK_FAULT: "无法计算", "in error";
    MARK_LEADS: "去向", "leads to";
    MARK_WITHHELD: "不公开", "withheld";
    PIN_ENGINE: "引擎版本：{0}", "engine: {0}";
    PIN_POLICY: "政策摘要（SHA-256）：{0}", "policy (SHA-256): {0}";
    PIN_SETTINGS: "设定摘要（SHA-256）：{0}", "settings (SHA-256): {0}";
    PIN_FACTS: "事实摘要（SHA-256）：{0}", "facts (SHA-256): {0}";
}

// What became of an exception, in the trace.
words! {
    WITH_NOTE: "{0}；{1}", "{0}; {1}";
    STATE_APPLIED: "适用", "applies";
    STATE_NOT_MET: "不适用", "does not apply";
    STATE_OPEN: "待决定", "open";
    STATE_OVERRIDDEN: "让位", "gave way";
    STATE_DEFEATED: "因另有例外而不适用", "defeated";
    STATE_UNKNOWN: "不能判定", "cannot be decided";
    STATE_ERROR: "无法计算", "in error";
    STATE_NOT_IN_FORCE: "未生效", "not in force";
}

/// The words of a state.
pub(super) fn state(state: ExceptionState) -> Phrase {
    match state {
        ExceptionState::Applied => STATE_APPLIED,
        ExceptionState::NotMet => STATE_NOT_MET,
        ExceptionState::Open => STATE_OPEN,
        ExceptionState::Overridden => STATE_OVERRIDDEN,
        ExceptionState::Defeated => STATE_DEFEATED,
        ExceptionState::Unknown => STATE_UNKNOWN,
        ExceptionState::Error => STATE_ERROR,
        ExceptionState::NotInForce => STATE_NOT_IN_FORCE,
    }
}
