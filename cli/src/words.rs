//! What the program itself says: zh and en side by side.

use doudi::diagnostic::{Locale, Phrase};
use std::fmt;

/// A sentence of this table with what fills it, in no language yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    phrase: &'static Phrase,
    args: Vec<String>,
    /// The last argument, which is itself in no language yet.
    last: Option<Box<Message>>,
    /// A remark behind it.
    next: Option<Box<Message>>,
}

impl Message {
    /// The sentence with its arguments.
    pub fn new(phrase: &'static Phrase, args: &[&dyn fmt::Display]) -> Self {
        Message { phrase, args: args.iter().map(ToString::to_string).collect(), last: None, next: None }
    }

    /// The sentence with words around it: `{0}` is a name, `{1}` the sentence.
    pub fn within(self, phrase: &'static Phrase, name: &str) -> Self {
        Message { phrase, args: vec![name.to_owned()], last: Some(Box::new(self)), next: None }
    }

    /// The sentence with another behind it.
    pub fn followed_by(self, next: Message) -> Self {
        Message { next: Some(Box::new(next)), ..self }
    }

    /// The sentence in one language.
    pub fn text(&self, locale: Locale) -> String {
        let last = self.last.iter().map(|last| last.text(locale));
        let text = self.phrase.fill(locale, &self.args.iter().cloned().chain(last).collect::<Vec<String>>());
        match &self.next {
            Some(next) if locale == Locale::ZhCn => format!("{text}（{}）", next.text(locale)),
            Some(next) => format!("{text} ({})", next.text(locale)),
            None => text,
        }
    }
}

macro_rules! phrases {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(pub(crate) static $name: doudi::diagnostic::Phrase = doudi::diagnostic::Phrase { zh: $zh, en: $en };)*
    };
}
pub(crate) use phrases;

// Words on their own.
phrases! {
    ERROR: "错误", "error";
    WARNING: "警告", "warning";
    HELP: "建议", "help";
    CHANGE_TO: "可以改成", "change it to";
}

// Paths and the call.
phrases! {
    NO_SUCH_PATH: "没有 `{0}` 这个文件或文件夹", "no file or folder `{0}`";
    NO_SUCH_POLICY: "没有 `{0}` 这个文件、文件夹或内置政策；内置政策：{1}",
        "`{0}` is neither a file, a folder nor a built-in policy; built-in policies: {1}";
    CANNOT_READ: "无法读取 `{0}`：{1}", "cannot read `{0}`: {1}";
    CANNOT_WRITE: "无法写入 `{0}`：{1}", "cannot write `{0}`: {1}";
    NOT_UTF8: "`{0}` 不是 UTF-8 编码，请另存为 UTF-8", "`{0}` is not UTF-8 text; save it as UTF-8";
    TOO_LARGE: "`{0}` 超过 {1} MB", "`{0}` is larger than {1} MB";
    TOO_DEEP: "`{0}` 的文件夹嵌套超过 {1} 层", "the folders of `{0}` are nested more than {1} deep";
    NO_POLICY_FILES: "`{0}` 里没有 .policy 文件", "no .policy file in `{0}`";
    FORMATTED: "已整理 `{0}`", "formatted `{0}`";
    NOT_FORMATTED: "`{0}` 的格式需要整理（`doudi fmt`）：", "`{0}` is not formatted (`doudi fmt`):";
    NO_FIXTURES: "`{0}` 里没有 .md 文件", "no .md file in `{0}`";
    SAME_NAME: "`{0}` 和 `{1}` 在政策里会同名为 `{2}`：给其中一个改名，或给出包含两者的文件夹",
        "`{0}` and `{1}` would both be called `{2}`: rename one, or give the folder that holds both";
    ONE_STDIN: "标准输入 `-` 只能读一次", "standard input `-` can be read only once";
    UPDATE_STDIN: "从标准输入 `-` 读取的文件不能更新", "what is read from standard input `-` cannot be updated";
    NO_DATE: "没有决定日期：用 --on 2020-05-06 给出，或在事实中写明 `date`",
        "no decision date: give --on 2020-05-06 or name a `date` in the facts";
    NO_MATCH: "没有名称含“{0}”的测试", "no test has `{0}` in its name";
    NO_ITEM_MATCH: "没有名称或文件含“{0}”的规则", "no rule or file has `{0}` in its name";
    NO_PATH_HERE: "这里不能读取文件：`{0}`", "no file can be read here: `{0}`";
}

// Results.
phrases! {
    TALLY: "{0} 个错误，{1} 个警告", "errors: {0}, warnings: {1}";
    POLICY_FINE: "没有问题：{0}（{1} 个政策文件，{2} 条规则）", "no problems: {0} (policy files: {1}, rules: {2})";
    POLICY_WARNED: "可以使用，警告 {3} 条：{0}（{1} 个政策文件，{2} 条规则）",
        "accepted, warnings: {3}: {0} (policy files: {1}, rules: {2})";
    PART_OF: "{0} 是 {1} 里那份政策的一部分，已连同其余文件一起检查",
        "{0} is part of the policy in {1}: all its files were checked together";
    EXPLAIN_CODE: "逐条说明：doudi check --explain {0}", "what a code means: doudi check --explain {0}";
    IS_A_FOLDER: "{0} 是文件夹，这里要一个文件", "{0} is a folder, and a file is wanted here";
    NO_SUCH_CODE: "没有编号 `{0}`。全部编号：doudi check --explain",
        "there is no code `{0}`. All of them: doudi check --explain";
    NO_SUCH_CODE_NEAR: "没有编号 `{0}`；最接近的是 `{1}`。全部编号：doudi check --explain",
        "there is no code `{0}`; the nearest is `{1}`. All of them: doudi check --explain";
    ALLOWED: "放过的警告 {0}（{1}，第 {2} 行）：{3}", "allowed {0} ({1}, line {2}): {3}";
    BLOCKS_READ: "看了的块：{0}", "blocks read: {0}";
    BLOCKS_PASSED_OVER: "看了的块：{0}；不看的：{1}", "blocks read: {0}; not looked at: {1}";
    BLOCKS_UNTAGGED: "看了的块：{0}；不看的：没有标签的 {1} 个", "blocks read: {0}; not looked at: without a tag {1}";
    BLOCKS_PASSED_OVER_TOO: "看了的块：{0}；不看的：{1}，没有标签的 {2} 个", "blocks read: {0}; not looked at: {1}, without a tag {2}";
    NO_CASES: "没有一项测试：这些文件里没有案例", "there is no test: these files hold no case";
    TESTS_TALLY: "{0} 项通过，{1} 项失败", "{0} passed, {1} failed";
    PROPERTIES_HINT: "政策写有性质 {0} 条，案例不查找反例：用 doudi properties", "properties of these policies: {0}; cases do not search for households that break them, doudi properties does";
    CASES_FAIL: "有案例不通过：先用 doudi test 改好", "some cases fail: see to those first, with doudi test";
    WATCHING: "等待改动……（Ctrl-C 结束）", "waiting for changes … (Ctrl-C ends)";
    CHANGED: "改动：{0}", "changed: {0}";
    CANNOT_WATCH: "无法监视改动：{0}", "cannot watch for changes: {0}";
    WATCH_STDIN: "标准输入 `-` 不能监视", "standard input `-` cannot be watched";
    TESTS_UPDATED: "更新了 {0} 个输出块", "output blocks updated: {0}";
    BELOW: "低于 --at-least {0}", "below --at-least {0}";
    LAW_FORMATS: "--law 以 text 或 json 输出", "--law is printed as text or json";
    CANNOT_DECIDE: "无法作出决定：{0}", "cannot decide: {0}";
    WHAT_IF_ON_A_PAGE: "--what-if 的内容写在 --depth page 或 full 的页面上，不在信函、事实或 JSON 中", "what --what-if finds stands on a page (--depth page or full), not in a letter, the facts or JSON";
    NO_RULE: "政策中没有规则 `{0}`", "the policy has no rule `{0}`";
    NO_RULE_BUT: "政策中没有规则 `{0}`；最接近的是 `{1}`", "the policy has no rule `{0}`; the nearest is `{1}`";
    NO_RECORD: "`{0}` 不是决定的档案：{1}；应为 `doudi decide --format json` 所写", "`{0}` is no decision record: {1}; it should be what `doudi decide --format json` writes";
    WRONG_RECORD: "`{0}` 中的档案前后不一致，不作说明：{1}", "the record in `{0}` does not hold together and is not explained: {1}";
}

// Duties and provisions.
phrases! {
    DUTY_BY: "责任单位：{0}", "by: {0}";
    DUTY_FROM: "自 {0} 起", "from {0}";
    ASSUMED: "按此理解：{0}", "assumed: {0}";
    NO_DAY_SET: "没有规定时间：{0}", "no time is set for: {0}";
    NOTHING_DUE: "{0} 至 {1} 没有到期的职责", "nothing is due from {0} to {1}";
    SPAN_ENDS_FIRST: "--to {1} 在 --from {0} 之前", "--to {1} is before --from {0}";
    LAW_COUNTS: "条款 {0} 条：由规则落实 {1}，由人落实 {2}，非机器可为 {3}，没有落实 {4}",
        "provisions: {0}; carried by rules {1}, by a person {2}, not for a machine {3}, by nothing {4}";
    ALL_ACCOUNTED: "写了条款的文件，原文的每一句都有交代", "every word of the instruments with provisions is accounted for";
    NO_PROVISIONS: "这份政策没有写 `provision`：没有可核对的条款", "this policy has no `provision`: there is nothing to look up";
    BEYOND: "没有写条款、因而不在核对之列的文件：{0}", "instruments without provisions, of which nothing is said: {0}";
    NOT_QUOTED: "其中没有项目引用的话：“{0}”", "words of it that no item quotes: “{0}”";
    UNACCOUNTED: "没有条款交代的话：", "words that no provision accounts for:";
    UNACCOUNTED_WORDS: "《{0}》{1} “{2}”", "{0} {1} “{2}”";
    CARRIED_BY_NOTHING: "没有落实：没有规则、定义或职责引用其中的话", "carried by nothing: no rule, definition or duty quotes words of it";
    BY_A_PERSON: "由人落实：{0}", "by a person: {0}";
    NOT_FOR_A_MACHINE: "非机器可为：{0}", "not for a machine: {0}";
    ITEM_RULE: "规则“{0}”（{1}）", "rule “{0}” ({1})";
    ITEM_EXCEPTION: "例外“{0}”（{1}）", "exception “{0}” ({1})";
    ITEM_CONDITION: "条件“{0}”（{1}）", "condition “{0}” ({1})";
    ITEM_DEFINITION: "定义“{0}”（{1}）", "definition “{0}” ({1})";
    ITEM_PARAMETER: "参数“{0}”（{1}）", "parameter “{0}” ({1})";
    ITEM_READING: "解读“{0}”（{1}）", "reading “{0}” ({1})";
    ITEM_DUTY: "职责“{0}”（{1}）", "duty “{0}” ({1})";
    ITEM_FACT: "事实“{0}”（{1}）", "fact “{0}” ({1})";
    ITEM_DISCRETION: "裁量“{0}”（{1}）", "discretion “{0}” ({1})";
}

// Fixtures: what is wrong with the Markdown.
phrases! {
    UNCLOSED_FENCE: "这个代码块没有结束", "this block is never closed";
    INDENTED_FENCE: "`{0}` 块要从行首开始", "`{0}` blocks must start at the beginning of the line";
    UNKNOWN_WORD: "`{0}` 块不认识 `{1}`；可以写：{2}", "`{0}` blocks know no `{1}`; they take: {2}";
    TAKES_NOTHING: "`{0}` 块后面什么也不能写，去掉 `{1}`", "`{0}` blocks take nothing behind their tag: drop `{1}`";
    TWICE: "这里已经有 `{0}`", "`{0}` is already given here";
    NEAR_TAG: "`{0}` 块没有人看：是不是 `{1}`？（不是测试的块换一个标签，如 `text`）",
        "nothing looks at a block `{0}`: did you mean `{1}`? (a block that is no test takes another tag, such as `text`)";
    BAD_WITHIN: "within 后面应是不小于 0 的数，如 0.01，不是 `{0}`", "behind `within` stands a number that is not below 0, such as 0.01, and not `{0}`";
    WITHIN_WHAT: "`{0}` 是 `{1}`，不是数，不能写 within", "`{0}` is `{1}` and no number, so that `within` means nothing";
    NOT_A_DATE: "`{0}` 不是日期，应写成 2020-05-06", "`{0}` is not a date; write 2020-05-06";
    NEEDS_NAME: "`wording` 块要写出名称：name=notice/a.txt", "a `wording` block needs its name: name=notice/a.txt";
    NEEDS_SPAN: "`duties` 块要写出起止日期：from=2020-04-01 to=2020-06-30",
        "a `duties` block needs its days: from=2020-04-01 to=2020-06-30";
    PATH_AND_BODY: "写了 path= 的块不能再有内容", "a block with path= must be empty";
    NO_TESTS: "这个文件里没有测试：没有输出块，也没有要检查的政策", "this file holds no test: no output block and no policy to check";
    NOT_A_TABLE: "表格无法读取：{0}", "the table cannot be read: {0}";
    TABLE_CASE: "表格的第一列是 `case`，写每一行的名称；这里是 `{0}`", "the first column of a table is `case`, the name of the row; here it is `{0}`";
    TABLE_SEPARATED: "表格的各列用逗号分开，这里用的是 {0}：在 Excel 里另存为 CSV UTF-8（逗号分隔）",
        "the columns of a table are separated by commas, these by {0}: save it in Excel as \"CSV UTF-8 (comma delimited)\"";
    TABLE_CHECKS_NOTHING: "表格没有一列写明应有的结果：列名写成 `= 名称`", "no column of the table says what must come out: head one `= NAME`";
    TABLE_COLUMN_TWICE: "表格有两列都叫 `{0}`", "the table has two columns called `{0}`";
    WORKED_OUT: "`{0}` 不是事实，是推算出来的：应有的结果写 `= {0}`，要给定它的值写 `given {0}`",
        "`{0}` is no fact but worked out: write `= {0}` for what must come out, or `given {0}` to fix its value";
    TABLE_NAMES: "表格每行要有自己的名称：`{0}`", "each row of a table needs a name of its own: `{0}`";
    TABLE_CELLS: "这一行有 {0} 格，表头有 {1} 格", "this row has {0} cells, the header has {1}";
    EMPTY_TABLE: "表格没有一行", "the table has no row";
    NO_FACT_COLUMN: "`{0}` 不能作为一列：应写成 members[0].wage 的样子", "`{0}` cannot be a column: it should look like members[0].wage";
    ROW: "第“{0}”行：{1}", "row `{0}`: {1}";
    ROWS: "“{0}”各行：{1}", "rows `{0}`: {1}";
    UNCLOSED_QUOTE: "`{0}` 的引号没有结束", "the quotation mark of `{0}` is not closed";
    FIRST_STEP: "推导中最先不同的是 `{0}`：文件中为 {1}，实际为 {2}", "the first step that differs is `{0}`: {1} in the file, {2} actually";
    FIRST_OF: "不同之处中最先推算的一步：{0}", "of what differs this step is worked out first: {1}";
    ITS_STEP: "这一步：{0}", "that step: {1}";
    NOT_AN_EXCUSE: "`{0}` 应写成 `名称: 情形: 理由`", "`{0}` should read `name: what: reason`";
    EMPTY_EXCUSES: "这个块里什么也没有：每行写 `名称: 情形: 理由`，或去掉它", "this block is empty: write lines `name: what: reason`, or drop it";
    UNUSED_BLOCK: "没有测试用到这个 `{0}` 块", "no test uses this `{0}` block";
    SAME_TITLE: "已经有一个叫“{0}”的测试（第 {1} 行）", "another test is called `{0}` (line {1})";
    NO_POLICY_HERE: "这个 `{0}` 块没有可用的政策", "this `{0}` block has no policy to go by";
    NO_FACTS_HERE: "这个 `{0}` 块没有可用的事实", "this `{0}` block has no facts to go by";
    NO_DATE_HERE: "没有决定日期：在 facts 块写 on=2020-05-06，或在事实中写明 `date`",
        "no decision date: write on=2020-05-06 on the facts block, or name a `date` in the facts";
}

// Fixtures: what is wrong with a test.
phrases! {
    OUTPUT_DIFFERS: "`{0}` 与实际不符", "`{0}` differs";
    SIGNS: "（- 文件中，+ 实际）", " (- in the file, + actual)";
    IN_THE_FILE: "文件中", "in the file";
    ACTUAL: "实际", "actual";
    NOT_ACCEPTED: "政策、事实或设定未被接受：\n{0}", "the policy, facts or settings are not accepted:\n{1}";
    NOT_DECIDED: "引擎没有作出决定：{0}", "the engine did not decide: {1}";
    TRACE_REJECTED: "独立检查器不接受这份推导：{0}", "the independent checker rejects the trace: {1}";
    NO_SUCH_VALUE: "推导中没有 `{0}`", "the trace holds no `{0}`";
    NO_SUCH_VALUE_NEAR: "推导中没有 `{0}`；是不是 `{1}`？", "the trace holds no `{0}`; did you mean `{1}`?";
    CHECKS_NOTHING: "这个 `{0}` 块什么也检查不了：这份政策没有这样的内容，块是空的", "this `{0}` block checks nothing: the policy has none of what it shows, and the block is empty";
    ROWS_FAIL: "`{0}`：{2} 行中 {1} 行不符", "`{0}`: {1} of {2} rows fail";
    ROW_DIFFERS: "{0}，`{1}`：文件中为 {2}，实际为 {3}", "{0}, `{1}`: {2} in the file, {3} actually";
    ROW_EMPTY: "{0}，`{1}`：还没有填，实际为 {2}", "{0}, `{1}`: not filled in yet, {2} actually";
    MORE_ROWS: "……另有 {0} 行", "… and {0} more rows";
    COLUMNS_DIFFER: "不符的列：{0}", "columns that differ: {0}";
    NO_THOUSANDS: "数字里的千分号读不了：不同地方写法不同，请写 {0}", "a separator of thousands is not read, since a comma is a decimal point elsewhere: write {0}";
    NO_VALUES: "`values` 块要写出想看的名称，每行一个：`名称 = `", "a `values` block needs the names to show, one a line: `name = `";
    NOT_A_VALUE_LINE: "`{0}` 应写成 `名称 = 值`", "`{0}` should read `name = value`";
}
