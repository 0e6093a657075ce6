//! Rows of the facts stage: documents (`E08xx`) and settings (`E09xx`).
//!
//! No row repeats the value of a fact: messages end up in logs, and facts are about people.

use super::entries;

entries! {
    /// Not JSON. {0} line, {1} column, both from 1, in characters.
    NOT_JSON = Error "E0801" {
        zh: "这不是正确的 JSON：在第 {0} 行第 {1} 个字符处读不下去",
        en: "this is not valid JSON: reading stops at line {0}, column {1}",
        help_zh: "看看这里或前一处是否多了、少了逗号、引号或括号，或写了 NaN、注释之类 JSON 没有的东西",
        help_en: "look here and just before for a comma, quote or bracket too many or too few, or for something JSON does not have, such as NaN or a comment",
    }
    /// The text stops before the value is closed.
    JSON_ENDS_EARLY = Error "E0802" {
        zh: "内容没写完就结束了",
        en: "the document ends before it is complete",
        help_zh: "检查括号和引号是否都已闭合，文件是否被截断",
        help_en: "check that every bracket and quote is closed and that the file was not cut off",
    }
    /// U+FEFF at the start.
    BYTE_ORDER_MARK = Error "E0803" {
        zh: "文件开头有字节顺序标记（BOM, U+FEFF）",
        en: "the document starts with a byte order mark (U+FEFF)",
        help_zh: "请另存为不带 BOM 的 UTF-8", help_en: "save it as UTF-8 without a byte order mark",
    }
    /// More after the value. {0} line, {1} column.
    AFTER_THE_END = Error "E0804" {
        zh: "内容已经结束，第 {0} 行第 {1} 个字符处却还有东西",
        en: "the document is complete, yet something follows at line {0}, column {1}",
        help_zh: "一份文件只放一个对象", help_en: "put one object in one document",
    }
    /// A `\uD800` without its partner.
    LONE_SURROGATE = Error "E0805" {
        zh: "这里的文字含有不成对的 `\\uD800`–`\\uDFFF` 转义，不是任何字符",
        en: "this text holds an unpaired escape between `\\uD800` and `\\uDFFF`, which is no character",
        help_zh: "把这个字符直接写出来", help_en: "write the character itself",
    }
    /// The same key twice in one object. {0} key.
    DUPLICATE_KEY = Error "E0806" {
        zh: "`{0}` 写了不止一次",
        en: "`{0}` is given more than once",
        help_zh: "只留一个：无从知道该信哪一个", help_en: "keep one of them: there is no telling which is right",
    }
    /// Past the size limit. {0} limit in bytes, {1} size.
    DOCUMENT_TOO_LARGE = Error "E0807" {
        zh: "这份文件有 {1} 字节，超过上限 {0} 字节",
        en: "this document has {1} bytes, past the limit of {0}",
        help_zh: "一份文件只写一户", help_en: "put one case in one document",
    }
    /// Past the depth limit. {0} limit.
    DOCUMENT_TOO_DEEP = Error "E0808" {
        zh: "嵌套超过 {0} 层",
        en: "nested more than {0} levels deep",
        help_zh: "", help_en: "",
    }
    /// A float in a typed value.
    FLOAT = Error "E0809" {
        zh: "浮点数不能准确表示金额",
        en: "floats cannot carry money exactly",
        help_zh: "请用 rust_decimal::Decimal 或字符串", help_en: "use rust_decimal::Decimal or a string",
    }
    /// A typed value that cannot be written as a document. {0} reason.
    NOT_SERIALIZABLE = Error "E0810" {
        zh: "这个值无法转换为事实：{0}",
        en: "this value cannot be turned into facts: {0}",
        help_zh: "", help_en: "",
    }
    /// A key the form does not have. {0} key, {1} the keys it has.
    UNKNOWN_KEY = Error "E0811" {
        zh: "这里没有 `{0}` 这一项，可用的是：{1}",
        en: "there is no `{0}` here, the keys are: {1}",
        help_zh: "", help_en: "",
    }
    /// A field the entity does not have. {0} name, {1} entity.
    UNKNOWN_FIELD = Error "E0812" {
        zh: "`{1}` 没有 `{0}` 这一项",
        en: "`{1}` has no field `{0}`",
        help_zh: "", help_en: "",
    }
    /// Another kind of value. {0}/{1} expected zh/en, {2}/{3} found zh/en.
    WRONG_KIND = Error "E0813" {
        zh: "这里要填{0}，填的是{2}",
        en: "{1} belongs here, and this is {3}",
        help_zh: "字段的类型见 `doudi schema`", help_en: "`doudi schema` lists what each fact holds",
    }
    /// Text or number that our number grammar does not know.
    NOT_A_NUMBER = Error "E0814" {
        zh: "这里应是数字，如 \"1596.00\" 或 1596.00",
        en: "expected a number such as \"1596.00\" or 1596.00",
        help_zh: "只用半角数字，可有一个负号和一个小数点；不用千分号、空格、指数、货币符号",
        help_en: "use plain digits with at most one minus and one point: no separators, blanks, exponents or currency signs",
    }
    /// `010`. {0} as written, {1} without the zeros.
    LEADING_ZERO = Error "E0847" {
        zh: "数 `{0}` 的前面多了 0：写 `{1}`",
        en: "the number `{0}` begins with a 0 too many: write `{1}`",
        help_zh: "若是编号，不要放在填数的地方", help_en: "if it is an identifier, it does not belong where a number does",
    }
    /// More decimals than the type carries. {0} places.
    TOO_MANY_PLACES = Error "E0815" {
        zh: "这里最多 {0} 位小数",
        en: "at most {0} decimals are allowed here",
        help_zh: "核对是不是多写了数字；确实更精确的，先按规定取整，再填写",
        help_en: "look whether digits were added by mistake; what is more exact is rounded as the rules say before it is given",
    }
    /// Outside the declared range. {0} range (zh), {1} (en).
    OUT_OF_RANGE = Error "E0816" {
        zh: "超出允许的范围：{0}",
        en: "outside the allowed range: {1}",
        help_zh: "", help_en: "",
    }
    /// Fewer entries than declared. {0} at least, {1} given.
    LIST_TOO_SHORT = Error "E0817" {
        zh: "至少要有 {0} 项，只给了 {1} 项",
        en: "at least {0} entries are needed, {1} given",
        help_zh: "如果不知道，整个名单都不写", help_en: "leave the whole list out if it is not known",
    }
    /// More entries than declared. {0} at most, {1} given.
    LIST_TOO_LONG = Error "E0818" {
        zh: "最多 {0} 项，给了 {1} 项",
        en: "at most {0} entries are allowed, {1} given",
        help_zh: "", help_en: "",
    }
    /// No such variant. {0} choice, {1} variants.
    UNKNOWN_VARIANT = Error "E0819" {
        zh: "不是 `{0}` 的取值，可用的是：{1}",
        en: "not a value of `{0}`, which has: {1}",
        help_zh: "", help_en: "",
    }
    /// Not a date.
    BAD_DATE = Error "E0820" {
        zh: "这里应是 1900 年至 2200 年间确实存在的日期，写作 \"2020-05-06\"",
        en: "expected a day that exists between 1900 and 2200, written \"2020-05-06\"",
        help_zh: "", help_en: "",
    }
    /// `null` where nothing may be none.
    NULL_NOT_ALLOWED = Error "E0821" {
        zh: "这里不能写 `null`",
        en: "`null` is not allowed here",
        help_zh: "`null` 表示“确定没有”；不知道的就不要写这一项",
        help_en: "`null` says that there is none for certain: leave it out if it is not known",
    }
    /// A long text. {0} limit in bytes.
    TEXT_TOO_LONG = Error "E0822" {
        zh: "文字超过上限 {0} 字节",
        en: "this text is past the limit of {0} bytes",
        help_zh: "", help_en: "",
    }
    /// A key that must be there. {0} key.
    MISSING_KEY = Error "E0823" {
        zh: "缺少 `{0}`",
        en: "`{0}` is missing",
        help_zh: "", help_en: "",
    }
    /// A discretion about nothing. {0} name, {1}/{2} rule or exception, zh/en.
    UNKNOWN_TARGET = Error "E0824" {
        zh: "没有名为 `{0}` 的{1}",
        en: "there is no {2} named `{0}`",
        help_zh: "", help_en: "",
    }
    /// A discretion where there is none to use. {0} name.
    NOT_DISCRETIONARY = Error "E0825" {
        zh: "`{0}` 不容裁量：它一律按“应”执行",
        en: "`{0}` leaves nothing to an officer: it says `must`",
        help_zh: "删去这条裁量", help_en: "remove this discretion",
    }
    /// A path to nobody. {0} path.
    NO_SUCH_ENTRY = Error "E0826" {
        zh: "事实中没有 `{0}`",
        en: "the facts hold no `{0}`",
        help_zh: "写作 `members[0]`，从 0 数起；针对整户时不写", help_en: "write it as `members[0]`, counting from 0, and leave it out for the root",
    }
    /// A subject of another entity. {0} target, {1} entity of the target, {2} entity of the subject.
    OTHER_ENTITY = Error "E0827" {
        zh: "`{0}` 是对 `{1}` 的，这里指的却是 `{2}`",
        en: "`{0}` is asked of `{1}`, but this is `{2}`",
        help_zh: "", help_en: "",
    }
    /// A discretion used after the decision. {0} decision date.
    AFTER_DECISION = Error "E0828" {
        zh: "晚于决定日期 {0}",
        en: "later than the decision date {0}",
        help_zh: "", help_en: "",
    }
    /// The same target and subject twice. {0} target.
    DUPLICATE_DISCRETION = Error "E0829" {
        zh: "对同一对象，`{0}` 的裁量写了不止一次",
        en: "the discretion on `{0}` is used more than once for the same subject",
        help_zh: "只留一个", help_en: "keep one of them",
    }
    /// No such definition or condition. {0} name, {1} entity.
    UNKNOWN_GIVEN = Error "E0830" {
        zh: "`{1}` 没有名为 `{0}` 的定义或条件",
        en: "`{1}` has no definition or condition named `{0}`",
        help_zh: "", help_en: "",
    }
    /// A text that must say something.
    EMPTY_TEXT = Error "E0831" {
        zh: "这里不能为空",
        en: "this must not be empty",
        help_zh: "", help_en: "",
    }
    /// Neither or both of two keys.
    RULE_OR_EXCEPTION = Error "E0832" {
        zh: "裁量要写明 `rule` 或 `exception`，只写其中一个",
        en: "a discretion names either a `rule` or an `exception`",
        help_zh: "", help_en: "",
    }
    /// The builder was given a later entry first. {0} entries so far.
    ENTRY_SKIPPED = Error "E0833" {
        zh: "前面的还没有写：这个名单目前只有 {0} 项",
        en: "an entry before this one is missing: the list has {0} so far",
        help_zh: "从 0 起逐项填写", help_en: "set the entries in order, from 0",
    }
    /// The builder was given a path that is none.
    BAD_PATH = Error "E0834" {
        zh: "这不是事实的路径",
        en: "this is not a path to a fact",
        help_zh: "写作 `area` 或 `members[0].wage`", help_en: "write it as `area` or `members[0].wage`",
    }
    /// The builder was told twice.
    SET_TWICE = Error "E0835" {
        zh: "这一项已经填过",
        en: "this has already been set",
        help_zh: "", help_en: "",
    }
    /// A computed value among the facts. {0} name, {1} entity.
    COMPUTED = Error "E0836" {
        zh: "`{1}` 的 `{0}` 是算出来的，不是要填的事实",
        en: "`{0}` of `{1}` is computed, it is not a fact to be given",
        help_zh: "不要写它；测试案例要固定它时写在 `given` 里", help_en: "leave it out, or put it under `given` to fix it in a test case",
    }
    /// Parts of a whole.
    NOT_WHOLE = Error "E0838" {
        zh: "这里应是整数",
        en: "expected a whole number",
        help_zh: "", help_en: "",
    }
    /// Errors left unreported. {0} how many.
    MORE_ERRORS = Error "E0837" {
        zh: "另有 {0} 处问题未列出",
        en: "{0} more errors are not listed",
        help_zh: "", help_en: "",
    }

    /// No such parameter. {0} name.
    UNKNOWN_PARAMETER = Error "E0901" {
        zh: "没有名为 `{0}` 的参数",
        en: "there is no parameter named `{0}`",
        help_zh: "", help_en: "",
    }
    /// No such reading. {0} name.
    UNKNOWN_READING = Error "E0902" {
        zh: "没有名为 `{0}` 的解读",
        en: "there is no reading named `{0}`",
        help_zh: "", help_en: "",
    }
    /// A value the law fixes. {0} parameter, {1}/{2} source zh/en.
    PARAMETER_CONFIRMED = Error "E0903" {
        zh: "参数 `{0}` 已由{1}确定，不能改设",
        en: "parameter `{0}` is fixed by {2} and cannot be set",
        help_zh: "只有 `unset` 或 `assumed` 的参数可以设置", help_en: "only parameters that are `unset` or `assumed` can be set",
    }
    /// A number without a source. {0} parameter.
    NO_SOURCE = Error "E0904" {
        zh: "参数 `{0}` 的取值没有注明来源",
        en: "the value of parameter `{0}` does not say where it comes from",
        help_zh: "写作 {\"value\": \"0.2\", \"source\": \"何文件、何人\"}", help_en: "write {\"value\": \"0.2\", \"source\": \"which paper, who says so\"}",
    }
    /// Not exactly one of the three forms.
    SETTING_FORM = Error "E0905" {
        zh: "`value`、`rows`、`versions` 三者写且只写一个",
        en: "give exactly one of `value`, `rows` and `versions`",
        help_zh: "", help_en: "",
    }
    /// A single value for a table. {0} parameter, {1} keys.
    NEEDS_ROWS = Error "E0906" {
        zh: "参数 `{0}` 按 {1} 取值，要逐行写 `rows`",
        en: "parameter `{0}` is a table by {1}: give `rows`",
        help_zh: "写作 {\"rows\": [{\"keys\": [\"any\"], \"value\": \"100\"}], \"source\": \"…\"}",
        help_en: "write {\"rows\": [{\"keys\": [\"any\"], \"value\": \"100\"}], \"source\": \"…\"}",
    }
    /// Rows for a single value. {0} parameter.
    NEEDS_VALUE = Error "E0907" {
        zh: "参数 `{0}` 只有一个值，请写 `value`",
        en: "parameter `{0}` is a single value: give `value`",
        help_zh: "", help_en: "",
    }
    /// Patterns and keys differ in number. {0} keys, {1} patterns.
    KEY_COUNT = Error "E0908" {
        zh: "应有 {0} 个键，写了 {1} 个",
        en: "expected {0} keys, found {1}",
        help_zh: "", help_en: "",
    }
    /// Not a pattern. {0} what the key takes (zh), {1} (en).
    BAD_PATTERN = Error "E0909" {
        zh: "这里应是 \"any\" 或{0}",
        en: "expected \"any\" or {1}",
        help_zh: "", help_en: "",
    }
    /// A range that holds nothing.
    EMPTY_RANGE = Error "E0910" {
        zh: "这个范围里什么都没有",
        en: "this range holds nothing",
        help_zh: "", help_en: "",
    }
    /// Two rows that apply at once. {0} the earlier row, from 0.
    ROWS_OVERLAP = Error "E0911" {
        zh: "与 `rows[{0}]` 重叠：同一情形会有两个值",
        en: "overlaps `rows[{0}]`: one case would have two values",
        help_zh: "", help_en: "",
    }
    /// Two versions from the same day.
    VERSIONS_COINCIDE = Error "E0912" {
        zh: "两个版本从同一天起",
        en: "two versions begin on the same day",
        help_zh: "给每个版本写不同的 `from`；最多一个可以不写", help_en: "give each version its own `from`; at most one may go without",
    }
    /// A text the policy does not know. {0} parameter.
    UNKNOWN_TEXT = Error "E0913" {
        zh: "参数 `{0}` 是文字，只能设为政策中写有的文字",
        en: "parameter `{0}` is a text and can only be set to one that the policy itself contains",
        help_zh: "", help_en: "",
    }
    /// `rows` or `versions` without an entry.
    NOTHING_SET = Error "E0914" {
        zh: "至少要有一项",
        en: "at least one entry is needed",
        help_zh: "", help_en: "",
    }
    /// {0} value, {1} floor's value, {2} floor, {3} first day, {4} {5} its clause, zh and en.
    BELOW_FLOOR = Error "E0915" {
        zh: "{0} 低于下限 {1}（`{2}`，自 {3}{4}）",
        en: "{0} is below the floor of {1} (`{2}`, from {3}{5})",
        help_zh: "改为不低于下限的值", help_en: "set a value that is not below it",
    }
    /// {0} floor.
    FLOOR_OF_FORMULA = Error "E0916" {
        zh: "下限 `{0}` 含算式，不能与这个值比较",
        en: "the floor `{0}` has a formula here and cannot be compared with the value",
        help_zh: "在政策中写明这个参数的值，或由政策作者把下限写成数值",
        help_en: "have the policy's author write the floor as numbers",
    }
}
