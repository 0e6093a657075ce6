//! Rows of the syntax stage.

use super::entries;

entries! {
    /// Grammar and parser disagree: nothing more precise is known.
    UNREADABLE = Error "E0100" {
        zh: "这里读不懂", en: "this cannot be read",
        help_zh: "", help_en: "",
    }
    /// Something else belongs here. {0} what was found, {1} what may stand here (zh), {2} (en).
    EXPECTED = Error "E0101" {
        zh: "这里应当{1}，而不是 `{0}`", en: "expected {2}, found `{0}`",
        help_zh: "", help_en: "",
    }
    /// An item is not complete. {0} nothing, {1} what is missing (zh), {2} (en).
    ENDS_TOO_EARLY = Error "E0102" {
        zh: "这一项没有写完：后面应当{1}", en: "this item is not complete: expected {2}",
        help_zh: "", help_en: "",
    }
    /// A line outside items that begins none. {0} its first word.
    NOT_AN_ITEM = Error "E0103" {
        zh: "`{0}` 不能作为一项的开头", en: "no item begins with `{0}`",
        help_zh: "每一项以 `policy`、`instrument`、`choice`、`entity`、`parameter`、`reading`、`define`、`condition`、`exception`、`measure`、`rule`、`amend`、`provision` 或 `duty` 开头（中文、英文的词都可以）",
        help_en: "an item begins with `policy`, `instrument`, `choice`, `entity`, `parameter`, `reading`, `define`, `condition`, `exception`, `measure`, `rule`, `amend`, `provision` or `duty`",
    }
    /// A bracket or brace that is never closed. {0} the bracket, {1} its counterpart.
    UNCLOSED = Error "E0104" {
        zh: "这个 `{0}` 没有对应的 `{1}`", en: "this `{0}` is never closed",
        help_zh: "在这一项结束之前补上 `{1}`", help_en: "put the missing `{1}` before the item ends",
    }
    /// A bracket or brace that closes nothing. {0} the bracket, {1} its counterpart.
    STRAY_CLOSE = Error "E0105" {
        zh: "这个 `{0}` 前面没有对应的 `{1}`", en: "this `{0}` closes nothing",
        help_zh: "删去它，或者在前面补上 `{1}`", help_en: "remove it, or put the missing `{1}` before it",
    }
    /// A text without its closing quote.
    UNTERMINATED = Error "E0106" {
        zh: "这段文字缺少结尾的引号", en: "this text lacks its closing quote",
        help_zh: "文字写在一行之内，在它结尾补上与开头成对的引号", help_en: "a text stands on one line: put the quote that closes it at its end",
    }
    /// `“…"`. {0} the mark that opens it, {1} the one that seems to close it.
    MIXED_QUOTES = Error "E0197" {
        zh: "这段文字的引号不成对：开头是 `{0}`，结尾是 `{1}`", en: "the quotes of this text are no pair: `{0}` opens it, `{1}` closes it",
        help_zh: "两端都写 `\"`，或者写 `“…”`", help_en: "write `\"` at both ends, or `“…”`",
    }
    /// `如果 困难`, `人均 小于 标准`. {0} as written, {1} the word or sign.
    WORD_MEANT = Error "E0198" {
        zh: "`{0}` 不是关键字或符号：写 `{1!}`", en: "`{0}` is no keyword or sign: write `{1!}`",
        help_zh: "", help_en: "",
    }
    /// `floor(x)`, `elif`, `today`. {0} as written, {1} how it is said here.
    FOREIGN_WORD = Error "E0156" {
        zh: "这里不用 `{0}`：写 `{1!}`", en: "`{0}` is not used here: write `{1!}`",
        help_zh: "", help_en: "",
    }
    /// `weekday(d)`. {0} as written.
    FOREIGN_WORD_ONLY = Error "E0157" {
        zh: "这里没有 `{0}`", en: "there is no `{0}` in this language",
        help_zh: "", help_en: "",
    }
    /// `due every week`, `期限 每半年`. {0} the word.
    OTHER_FREQUENCY = Error "E0183" {
        zh: "没有 `{0}` 这样的期限", en: "no duty is due `{0}`",
        help_zh: "写 `each month`、`each quarter`、`each year` 或一个日期；别的写成文字：`due \"{0}\"`",
        help_en: "write `each month`, `each quarter`, `each year` or a date; anything else in words: `due \"{0}\"`",
    }
    /// `parameter p: integer, ratio by …`. {0} the comma.
    ONE_VALUE = Error "E0135" {
        zh: "一个参数只有一种值", en: "a parameter has one value",
        help_zh: "两种值写成两个 `parameter`，键相同", help_en: "two values are two parameters with the same keys",
    }
    /// `n in (1..<5)`, `n in (<5)`. {0} the sign.
    OPEN_RANGE_IN_SET = Error "E0136" {
        zh: "`in` 后面的范围两端都包括在内，不写 `{0}`", en: "a range after `in` includes both ends: no `{0}` stands in it",
        help_zh: "不包括的一端写成比较：`n >= 1 and n < 5`；两段写成 `n < 5 or n > 10`",
        help_en: "an end that is left out is a comparison: `n >= 1 and n < 5`; two stretches are `n < 5 or n > 10`",
    }
    /// `n in 1..5`. {0} what stands there.
    SET_WITHOUT_BRACKETS = Error "E0137" {
        zh: "`in` 后面的值或范围要放在括号里", en: "the values or ranges after `in` stand in brackets",
        help_zh: "写成 `in (1..5)` 或 `in (a, b)`", help_en: "write `in (1..5)` or `in (a, b)`",
    }
    /// `otherwise: 3` in a table. {0} the word.
    NO_OTHER_ROWS = Error "E0159" {
        zh: "表没有 `{0}` 这样的“其余”一行", en: "a table has no row for all others, such as `{0}`",
        help_zh: "写出其余各项，或者用范围，如 `6..`", help_en: "write out what is left, or a range such as `6..`",
    }
    /// `{ (AK, HI): 5 }`, `define H.rate(k: integer): …`. {0} as written.
    BRACKET_HERE = Error "E0169" {
        zh: "这里不能写括号", en: "no bracket stands here",
        help_zh: "定义不带参数：随别的值而变的，写成以它为键的 `parameter`，或者各写一条定义；表的一行只写一个值或一个范围",
        help_en: "a definition takes no arguments: what hangs on another value is a `parameter` with that key, or a definition for each; a row of a table holds one value or one range a key",
    }
    /// `rule r for H { allow …`
    ALLOW_WITHIN = Error "E0199" {
        zh: "`allow` 不能写在这一项里面", en: "`allow` does not stand within an item",
        help_zh: "把 `allow W0000 because \"理由\"` 移到这一项的前面", help_en: "put `allow W0000 because \"reason\"` before the item",
    }
    /// A backslash before something else than a quote or backslash.
    BAD_ESCAPE = Error "E0107" {
        zh: "文字里的反斜杠后面只能是 `\"` 或 `\\`", en: "in a text only `\"` or `\\` may follow a backslash",
        help_zh: "要写反斜杠本身，写两个：`\\\\`", help_en: "a backslash itself is written twice: `\\\\`",
    }
    /// A reserved word where a name belongs. {0} the word.
    RESERVED = Error "E0108" {
        zh: "`{0}` 是保留字，不能用作名称", en: "`{0}` is a reserved word and cannot be a name",
        help_zh: "换一个名称，如 `{0}_1`", help_en: "choose another name, such as `{0}_1`; where it is used it gets that name too",
    }
    /// An attribute behind the test. {0} its word.
    LATE_ATTRIBUTE = Error "E0109" {
        zh: "出处（`per …`）和施行期间（`in force …`）不能写在这里", en: "citations (`per …`) and dates (`in force …`) cannot stand here",
        help_zh: "把它们写在 `=`、`when` 或 `{` 里的其他内容之前", help_en: "put them before `=` or `when`, at the beginning of the block",
    }
    /// A definition or parameter without its type. {0} what stands in its place.
    TYPE_MISSING = Error "E0154" {
        zh: "`{0}` 前面缺少类型", en: "the type is missing before `{0}`",
        help_zh: "名称和标签之后写冒号和类型：`define Household.x \"标签\": money per month = …`",
        help_en: "behind the name and its labels stand a colon and the type: `define Household.x \"label\": money per month = …`",
    }
    /// A language that is neither zh nor en. {0} as written.
    LANGUAGE = Error "E0110" {
        zh: "没有语言 `{0}`", en: "there is no language `{0}`",
        help_zh: "写 `language zh` 或 `language en`", help_en: "write `language zh` or `language en`",
    }
    /// A definition or condition without its entity. {0} as written.
    NOT_A_MEMBER = Error "E0111" {
        zh: "`{0}` 没有写明属于哪个对象", en: "`{0}` does not say whose it is",
        help_zh: "写成 `对象.名称`，如 `Household.means_test`", help_en: "write it as `Entity.name`, such as `Household.means_test`",
    }
    /// `2026-03`, `2026年3月`. {0} as written, {1} its first day.
    MONTH_FOR_DATE = Error "E0158" {
        zh: "`{0}` 没有写到日", en: "`{0}` is a month, and a date has a day",
        help_zh: "从月初起写 `{1}`；到月末为止写当月最后一天", help_en: "from its beginning: `{1}`; up to its end: the last day of the month",
    }
    /// A date no calendar has. {0} as written.
    NO_SUCH_DAY = Error "E0112" {
        zh: "没有 {0} 这一天", en: "there is no day {0}",
        help_zh: "月份从 01 到 12，日从 01 起，年份从 1900 到 2200", help_en: "months run from 01 to 12, days from 01, years from 1900 to 2200",
    }
    /// A day past the end of its month. {0} as written, {1} year, {2} month, {3} its days.
    PAST_END_OF_MONTH = Error "E0155" {
        zh: "没有 {0} 这一天：{1} 年 {2} 月只有 {3} 天", en: "there is no day {0}: that month has {3} days in {1}",
        help_zh: "写月末那一天，或核对年份（2 月 29 日只有闰年才有）", help_en: "write the last day of the month, or look at the year (29 February is in leap years only)",
    }
    /// {0} as written.
    NO_SUCH_DAY_OF_MONTH = Error "E0153" {
        zh: "每月没有第 {0} 日", en: "no month has a day {0}",
        help_zh: "写 1 到 31；月份较短时，指该月最后一天", help_en: "write 1 to 31; in a shorter month its last day is meant",
    }
    /// Something that may be said once is said again. {0} what.
    TWICE = Error "E0113" {
        zh: "`{0}` 写了两次", en: "`{0}` is written twice",
        help_zh: "只留一处", help_en: "keep one of them",
    }
    /// `then` or `else` without an `if`. {0} the word.
    THEN_WITHOUT_IF = Error "E0114" {
        zh: "这个 `{0}` 没有与它对应的 `if`", en: "this `{0}` belongs to no `if`",
        help_zh: "写成 `if 条件 then 值 else 值`；规则给予措施，不写 `then`，写 `must`、`may` 或 `case by case`；例外的结果前面也要有其中一个",
        help_en: "write `if question then value else value`; before what a rule gives stands `must`, `may` or `case by case` in place of `then`; before the effect of an exception one of these too",
    }
    /// `if` without `then` or `else`. {0} the missing word.
    IF_WITHOUT = Error "E0115" {
        zh: "这个 `if` 缺少 `{0!}`", en: "this `if` lacks its `{0!}`",
        help_zh: "写成 `if 条件 then 值 else 值`", help_en: "write `if question then value else value`",
    }
    /// `a < b < c`
    CHAINED = Error "E0116" {
        zh: "比较不能连写", en: "comparisons cannot be chained",
        help_zh: "分成两个比较：`a < b and b < c`", help_en: "write two comparisons: `a < b and b < c`",
    }
    /// `a = not b`. {0} the operator.
    NEEDS_BRACKETS = Error "E0117" {
        zh: "`{0}` 在这里要加括号", en: "`{0}` needs brackets here",
        help_zh: "写成 `({0} …)`", help_en: "write `({0} …)`",
    }
    /// `a.b(c)`. {0} as written.
    CALL_OF_PATH = Error "E0118" {
        zh: "`{0}` 后面不能带括号", en: "`{0}` cannot be called",
        help_zh: "括号前面只能是函数或参数的名称", help_en: "only the name of a function or parameter stands before brackets",
    }
    /// `on` behind something that is no parameter or function.
    ON_WITHOUT_CALL = Error "E0119" {
        zh: "`on` 前面应当是参数或函数", en: "`on` belongs behind a parameter or function",
        help_zh: "如 `standard(area) on 2020-07-01`", help_en: "such as `standard(area) on 2020-07-01`",
    }
    /// `0.5 months`. {0} the number.
    PART_OF_A_UNIT = Error "E0120" {
        zh: "时长要用整数，不能是 {0}", en: "a duration is a whole number, not {0}",
        help_zh: "换成更小的单位，如半年写成 `6 months`", help_en: "use a smaller unit: half a year is `6 months`",
    }
    /// `+5`
    PLUS_SIGN = Error "E0121" {
        zh: "数字前面不写 `+`", en: "no `+` stands before a number",
        help_zh: "删去它", help_en: "remove it",
    }
    /// A comma between entries of a block.
    STRAY_COMMA = Error "E0122" {
        zh: "这里不需要逗号", en: "no comma is needed here",
        help_zh: "每行写一条即可", help_en: "one entry a line is enough",
    }
    /// A text where none belongs. {0} the text.
    MISPLACED_TEXT = Error "E0123" {
        zh: "这里不能写文字 {0}", en: "no text may stand here: {0}",
        help_zh: "标签紧跟在名称（字段则在类型）之后，最多两段：先中文，后英文",
        help_en: "labels come right behind the name (behind the type of a field), two at most",
    }
    /// A name of letters that are easily confused. {0} the name.
    MIXED_SCRIPTS = Error "E0124" {
        zh: "名称 `{0}` 混用了容易混淆的文字", en: "the name `{0}` mixes scripts that are easily confused",
        help_zh: "名称只用汉字、拉丁字母、数字和 `_`，不要混入西里尔、希腊等字母或特殊字形",
        help_en: "use letters of one script, or Chinese with Latin; no look-alikes from others",
    }
    /// `condition c { a: x }`: parts without `all of`.
    PARTS_ALONE = Error "E0125" {
        zh: "带名称的各部分要放在 `all of { … }` 或 `any of { … }` 里", en: "named parts stand within `all of { … }` or `any of { … }`",
        help_zh: "写成 `all of { 名称: 条件 }`", help_en: "write `all of { name: test }`",
    }
    /// `money per week`. {0} the word.
    PERIOD = Error "E0126" {
        zh: "没有 `money per {0}`：金额只能按月或按年", en: "there is no `money per {0}`: money is per month or per year",
        help_zh: "写成 `money per month` 或 `money per year`；按周的金额声明为 `money`，折成按月写 `x * 52 / 12 months`",
        help_en: "write `money per month` or `money per year`; what is paid a week is `money`, and a month of it `x * 52 / 12 months`",
    }
    /// A word or sign the expression around it has no use for. {0} as written.
    MISPLACED = Error "E0127" {
        zh: "`{0}` 不能写在这里", en: "`{0}` cannot stand here",
        help_zh: "", help_en: "",
    }
    /// `1..3` outside `in (…)`. {0} `..`
    RANGE_ALONE = Error "E0128" {
        zh: "范围 `..` 不能写在这里", en: "a range `..` cannot stand here",
        help_zh: "写成 `x in (1..3)`，或者写两个比较", help_en: "write `x in (1..3)`, or two comparisons",
    }
    /// `where`, `by`, `descending`, `satisfies` out of place. {0} the word.
    WHERE_ALONE = Error "E0129" {
        zh: "`{0}` 不能写在这里", en: "`{0}` cannot stand here",
        help_zh: "`where` 和 `by` 写在括号里：`sum(名单.金额 where 条件)`；`satisfies` 跟在 `any of 名单` 之后",
        help_en: "`where` and `by` stand in brackets: `sum(list.amount where test)`; `satisfies` follows `any of list`",
    }

    /// A character that turns the direction of text. {0} code point.
    BIDIRECTIONAL = Error "E0130" {
        zh: "这里有改变文字方向的控制字符（{0}）", en: "a character that changes the direction of text ({0})",
        help_zh: "删去它：它使人看到的内容与实际不同", help_en: "remove it: with it the text reads otherwise than it is",
    }
    /// A character nobody can see. {0} code point.
    INVISIBLE = Error "E0131" {
        zh: "这里有看不见的字符（{0}）", en: "an invisible character ({0})",
        help_zh: "删去它", help_en: "remove it",
    }
    /// A control character. {0} code point.
    CONTROL = Error "E0132" {
        zh: "这里有控制字符（{0}）", en: "a control character ({0})",
        help_zh: "删去它", help_en: "remove it",
    }
    /// A carriage return without a line feed. {0} code point.
    LONE_RETURN = Error "E0133" {
        zh: "这里有单独的回车符（{0}）", en: "a carriage return without a line feed ({0})",
        help_zh: "用通常的换行保存文件", help_en: "save the file with ordinary line ends",
    }
    /// Text that is not in Unicode's normal form C. {0} code point.
    NOT_NORMAL = Error "E0134" {
        zh: "从这里（{0}）起文字不是规范形式（Unicode NFC）", en: "from here ({0}) the text is not in normal form (Unicode NFC)",
        help_zh: "重新输入这个字，或以 NFC 形式保存文件", help_en: "type the letter again, or save the file as NFC",
    }

    /// `==`. {0} as written, {1} what is written here.
    DOUBLE_EQUALS = Error "E0140" {
        zh: "相等只写一个等号：`{1}`", en: "equality is written with one sign: `{1}`",
        help_zh: "", help_en: "",
    }
    /// `=>`, `=<`. {0} as written, {1} what is written here.
    ARROW = Error "E0141" {
        zh: "`{0}` 应写成 `{1}`", en: "`{0}` is written `{1}`",
        help_zh: "大于等于写 `>=`，小于等于写 `<=`；“推出”在 `property` 里写 `implies`", help_en: "the equals sign comes last: `>=`, `<=`; what follows from a test is `implies` in a `property`",
    }
    /// `&&`, `||`, `!`. {0} as written, {1} the word.
    WORD_OPERATOR = Error "E0142" {
        zh: "`{0}` 用单词写：`{1!}`", en: "`{0}` is written as a word: `{1!}`",
        help_zh: "逻辑运算是 `and`、`or` 和 `not`", help_en: "the logical operators are `and`, `or` and `not`",
    }
    /// A mathematician's or another language's sign. {0} as written, {1} what is written here.
    FOREIGN_SIGN = Error "E0143" {
        zh: "`{0}` 应写成 `{1}`", en: "`{0}` is written `{1}`",
        help_zh: "", help_en: "",
    }
    /// A full-width point within a number. {0} as written, {1} half-width.
    FULL_WIDTH = Error "E0144" {
        zh: "这里的 `{0}` 要用半角的 `{1}`", en: "the full-width `{0}` is written `{1}`",
        help_zh: "标点可以是全角的，数字里的小数点和直引号不行", help_en: "punctuation may be full-width, but not the point within a number nor a straight quote",
    }
    /// A no-break blank. {0} as written.
    WIDE_BLANK = Error "E0145" {
        zh: "这里的空格要用普通空格", en: "this blank is not an ordinary space",
        help_zh: "不换行空格只能写在引号里", help_en: "type an ordinary space",
    }
    /// `‘…’`. {0} the mark.
    QUOTATION_MARK = Error "E0146" {
        zh: "文字要放在引号 `\"…\"` 或 `“…”` 之间，这里不用 `{0}`", en: "a text stands between quotes `\"…\"` or `“…”`, without `{0}`",
        help_zh: "", help_en: "",
    }
    /// `;`, `。`. {0} as written.
    NO_SEPARATOR = Error "E0147" {
        zh: "这里不写 `{0}`", en: "no `{0}` is written here",
        help_zh: "删去它：换行就够了", help_en: "remove it: a new line is enough",
    }
    /// `[…]`. {0} as written, {1} what is written here.
    SQUARE_BRACKET = Error "E0148" {
        zh: "`{0}` 应写成 `{1}`", en: "`{0}` is written `{1}`",
        help_zh: "一组值写在圆括号里：`in (a, b)`", help_en: "a set of values stands in round brackets: `in (a, b)`",
    }
    /// `//`. {0} as written.
    COMMENT_SIGN = Error "E0149" {
        zh: "注释用 `#` 开头，不用 `{0}`", en: "a comment begins with `#`, not `{0}`",
        help_zh: "", help_en: "",
    }
    /// Any other character. {0} as written.
    STRANGE = Error "E0150" {
        zh: "这里不能有字符 `{0}`", en: "the character `{0}` cannot stand here",
        help_zh: "名称只用文字、数字和 `_`；其他字符写在引号里", help_en: "names are letters, digits and `_`; anything else belongs inside quotes",
    }
    /// `currency ""`.
    BLANK_CURRENCY = Error "E0152" {
        zh: "货币要有名称", en: "a currency has a name",
        help_zh: "写成 `currency \"元\" \"yuan\"`；不写 `currency` 就是元", help_en: "write `currency \"元\" \"yuan\"`; without `currency` it is the yuan",
    }
    /// `all of { … } and x`, `x and all of { … }`, `= all of { … }`.
    BLOCK_IN_EXPRESSION = Error "E0151" {
        zh: "`all of { … }` 和 `any of { … }` 不能写进算式，也不能与别的条件用 `and`、`or` 连接",
        en: "a block `all of { … }` or `any of { … }` is no part of an expression: no `and` or `or` joins it to another condition",
        help_zh: "两边各作大括号里的一行：`all of { 甲: x  乙: y }` 就是“且”，`any of { … }` 就是“或”，一行里可以再套块；整个条件是块时不写 `=`",
        help_en: "put both sides inside the braces, a line each: `all of { a: x  b: y }` says `and`, `any of { … }` says `or`, and a line may hold a block again; a condition that is a block has no `=`",
    }

    /// `.5`. {0} the digits.
    LEADING_POINT = Error "E0160" {
        zh: "小数点前面要有数字：`0.{0}`", en: "a digit belongs before the point: `0.{0}`",
        help_zh: "", help_en: "",
    }
    /// `1.`. {0} the number.
    TRAILING_POINT = Error "E0161" {
        zh: "小数点后面要有数字", en: "a digit belongs behind the point",
        help_zh: "写成 `{0}` 或 `{0}.0`", help_en: "write `{0}` or `{0}.0`",
    }
    /// `1.2.3`. {0} as written.
    TWO_POINTS = Error "E0162" {
        zh: "`{0}` 有不止一个小数点", en: "`{0}` has more than one point",
        help_zh: "范围用两个点：`1..3`；日期写成 `2020-03-31`", help_en: "a range has two points side by side: `1..3`; a date is written `2020-03-31`",
    }
    /// `1e5`. {0} as written.
    EXPONENT = Error "E0163" {
        zh: "数字 `{0}` 不能带指数", en: "the number `{0}` has an exponent",
        help_zh: "把数字全部写出来，如 `100000`", help_en: "write all its digits, such as `100000`",
    }
    /// `1,000`, `1_000`. {0} as written, {1} without separators.
    SEPARATORS = Error "E0164" {
        zh: "数字里不能有分隔符：`{1}`", en: "a number has no separators: `{1}`",
        help_zh: "如果是两个数，在逗号后面加空格", help_en: "if two numbers are meant, put a blank behind the comma",
    }
    /// Full-width or other digits. {0} as written, {1} in ASCII.
    OTHER_DIGITS = Error "E0165" {
        zh: "数字要用半角：`{1}`", en: "a number is written with the digits 0 to 9: `{1}`",
        help_zh: "", help_en: "",
    }
    /// Digits this program cannot convert. {0} as written.
    OTHER_DIGITS_UNKNOWN = Error "E0166" {
        zh: "`{0}` 不是用 0 到 9 写的数字", en: "`{0}` is not written with the digits 0 to 9",
        help_zh: "", help_en: "",
    }
    /// `24months`. {0} as written, {1} with a blank.
    STUCK_TOGETHER = Error "E0167" {
        zh: "`{0}` 里数字和文字连在一起", en: "in `{0}` a number runs into a word",
        help_zh: "中间加空格：`{1!}`", help_en: "put a blank between them: `{1!}`",
    }
    /// `1至2`, `3以上`, `1~2`. {0} as written, {1} with two points.
    RANGE_SIGN = Error "E0191" {
        zh: "范围写成 `{1}`，而不是 `{0}`", en: "a range is written `{1}`, not `{0}`",
        help_zh: "两个点两边都含：`1..3` 是 1 到 3，`3..` 是 3 及以上，`..3` 是 3 及以下，`..<3` 不含 3",
        help_en: "both ends belong to it: `1..3` is 1 to 3, `3..` is 3 and above, `..3` up to 3, `..<3` is below 3",
    }
    /// `1000。50`, `300·5`. {0} as written, {1} the sign, {2} with a point.
    STOP_FOR_POINT = Error "E0192" {
        zh: "`{0}` 里的 `{1}` 不是小数点", en: "the `{1}` in `{0}` is no decimal point",
        help_zh: "如果是小数，写 `{2}`；如果是两个数，中间换行或加空格", help_en: "for a decimal write `{2}`; two numbers stand on two lines, or with a blank between them",
    }
    /// `001`, `05`. {0} as written, {1} without the zeros.
    LEADING_ZEROS = Error "E0193" {
        zh: "数字 `{0}` 前面有多余的 0", en: "the number `{0}` begins with a 0 too many",
        help_zh: "写 `{1}`；如果漏了小数点，补上它", help_en: "write `{1}`; or put in the point, if it was left out",
    }
    /// `4万`, `2.5万元`. {0} as written, {1} the word, {2} in full.
    POWER_OF_TEN = Error "E0194" {
        zh: "数字要全部用 0 到 9 写出来，不写 `{1}`：`{0}` 是 {2}", en: "a number is written in full, without `{1}`: `{0}` is {2}",
        help_zh: "写 `{2}`", help_en: "write `{2}`",
    }
    /// `60岁`, `3人`. {0} as written, {1} the number.
    WORD_BEHIND_NUMBER = Error "E0195" {
        zh: "`{0}` 只写数字，后面不跟文字", en: "of `{0}` only the number is written",
        help_zh: "写 `{1}`：数的是什么，由旁边的名称说明", help_en: "write `{1}`: the names beside it say what is counted",
    }
    /// `3号`, `2020县`. {0} as written.
    DIGIT_FIRST = Error "E0196" {
        zh: "`{0}` 以数字开头，后面又是文字：既不是数字，也不是名称", en: "`{0}` begins with a digit and goes on with letters: it is neither a number nor a name",
        help_zh: "名称以文字或 `_` 开头；要照写的文字放在引号里", help_en: "a name begins with a letter or `_`; words to be taken as they are stand between quotes",
    }
    /// A date in another shape. {0} as written, {1} as it should be.
    DATE_SHAPE = Error "E0168" {
        zh: "日期写成 `{1}`，而不是 `{0}`", en: "the date `{0}` is written `{1}`",
        help_zh: "如果是算式，在运算符两边加空格", help_en: "if a calculation is meant, put blanks around its signs",
    }

    /// `any of members` without `satisfies`. {0} its words.
    QUANTIFIER_WITHOUT = Error "E0170" {
        zh: "这个 `{0}` 缺少 `satisfies`", en: "this `{0}` lacks its `satisfies`",
        help_zh: "写成 `{0} 名单 satisfies 条件`；列出各部分时写成 `{0} { … }`",
        help_en: "write `{0} list satisfies test`; to list parts, write `{0} { … }`",
    }
    /// `3(x)`: brackets behind something that is no name. {0} the bracket.
    NOT_CALLED = Error "E0171" {
        zh: "这里不能有括号", en: "no bracket can stand here",
        help_zh: "相乘要写 `*`；括号前面只能是函数或参数的名称", help_en: "to multiply write `*`; only the name of a function or parameter stands before brackets",
    }
    /// `when a enrol { … }`: a measure or effect without its modality. {0} the name.
    NO_MODALITY = Error "E0172" {
        zh: "没有写明 `{0}` 是应当、可以还是视情给予", en: "it is not said whether `{0}` must or may be given",
        help_zh: "应当给予写 `must {0} { … }`，可以给予写 `may {0} { … }`，视情给予写 `case by case {0} { … }`",
        help_en: "write `must {0} { … }` where the law leaves no choice, `may {0} { … }` where an officer decides, `case by case {0} { … }` where each case is weighed",
    }
    /// `when a waive`: an effect without its modality. {0} the effect.
    EFFECT_WITHOUT_MODALITY = Error "E0175" {
        zh: "没有写明 `{0}` 是应当、可以还是视情", en: "it is not said whether `{0}` must or may take effect",
        help_zh: "写 `must {0}`、`may {0}` 或 `case by case {0}`", help_en: "write `must {0}`, `may {0}` or `case by case {0}`",
    }
    /// `rule r for H { if a must …`
    IF_FOR_WHEN = Error "E0176" {
        zh: "规则和例外的条件用 `when` 引出，不用 `if`", en: "the test of a rule or exception begins with `when`, not `if`",
        help_zh: "`if … then … else …` 只在算式中选一个值", help_en: "`if … then … else …` picks a value within an expression",
    }
    /// `rule r for H { a must …`. {0} what stands there.
    WHEN_MISSING = Error "E0177" {
        zh: "`{0}` 前面缺少 `when`", en: "`when` is missing before `{0}`",
        help_zh: "条件写在 `when` 之后：`when 条件 must 措施 { … }`", help_en: "the test stands behind `when`: `when test must measure { … }`",
    }
    /// `must aid { … } else …`
    ELSE_FOR_OTHERWISE = Error "E0178" {
        zh: "不符合条件时给予什么，用 `otherwise` 引出，不用 `else`", en: "what is given where the test fails begins with `otherwise`, not `else`",
        help_zh: "写成 `otherwise must 措施 { … }`", help_en: "write `otherwise must measure { … }`",
    }
    /// `must aid { monthly = 1 }`
    EQUALS_FOR_COLON = Error "E0179" {
        zh: "大括号里名称与值之间写 `:`，不写 `=`", en: "in a block `:` stands between a name and its value, not `=`",
        help_zh: "", help_en: "",
    }
    /// `rule r { … }`, `measure m { … }`
    FOR_WHOM = Error "E0180" {
        zh: "没有写明是给谁的", en: "it is not said whom this is for",
        help_zh: "名称和标签之后写 `for 对象`，如 `for Household`", help_en: "behind the name and its labels write `for ENTITY`, such as `for Household`",
    }
    /// `exception e { … }`
    EXCEPTION_TO_WHAT = Error "E0181" {
        zh: "没有写明是对什么的例外", en: "it is not said what this is an exception to",
        help_zh: "名称和标签之后写 `to 对象.条件`，如 `to Household.means_test`，或另一例外的名称",
        help_en: "behind the name and its labels write `to ENTITY.CONDITION`, such as `to Household.means_test`, or the name of another exception",
    }
    /// `parameter p: money = 5`, `parameter p: money by K { a: 1 }`
    VALUE_WITHOUT_DATE = Error "E0182" {
        zh: "没有写明这个值从哪一天起有效", en: "it is not said from which day this value holds",
        help_zh: "值写在大括号里，前面是起始日：`{ from 2020-01-01 = 5 }`；是表的写 `{ from 2020-01-01 { 行 … } }`",
        help_en: "values stand in braces behind the day they begin: `{ from 2020-01-01 = 5 }`, a table `{ from 2020-01-01 { rows … } }`",
    }
    /// `condition c all of { … }`
    BLOCK_WITHOUT_BRACES = Error "E0184" {
        zh: "条件的各部分外面还要一层大括号", en: "a condition with parts has braces of its own around them",
        help_zh: "写成 `condition 对象.名称 { all of { 甲: x  乙: y } }`", help_en: "write `condition Entity.name { all of { a: x  b: y } }`",
    }
    /// `income money per month`. {0} what stands there.
    COLON_MISSING = Error "E0185" {
        zh: "`{0}` 前面缺少冒号", en: "a colon is missing before `{0}`",
        help_zh: "名称（和标签）与后面的内容之间写 `:`", help_en: "`:` stands between a name (and its labels) and what it is",
    }
    /// `duty d { due … }`
    DUTY_OF_WHOM = Error "E0186" {
        zh: "没有写明这项职责由谁负责", en: "it is not said whose duty this is",
        help_zh: "在 `due` 之前写 `by \"责任单位\"`", help_en: "before `due` write `by \"who\"`",
    }
    /// `provision p { … }` without a citation.
    CLAUSE_MISSING = Error "E0187" {
        zh: "没有写明出自哪一条款", en: "it is not said which clause this is",
        help_zh: "先写 `per 文件 \"条款\" quote \"原文\"`", help_en: "begin with `per INSTRUMENT \"clause\" quote \"words\"`",
    }
    /// `reading r { a b }`
    READING_WITHOUT_DEFAULT = Error "E0188" {
        zh: "没有写明这条解读平时取哪一种", en: "it is not said which way of reading holds",
        help_zh: "在各种读法之后写 `default 名称`", help_en: "behind the ways of reading write `default NAME`",
    }
    /// `choice c { }`
    EMPTY_CHOICE = Error "E0189" {
        zh: "这个选项没有任何取值", en: "this choice has nothing to choose from",
        help_zh: "在大括号里写它的各个取值：`名称 \"标签\"`", help_en: "write its values within the braces: `name \"label\"`",
    }
    /// `rule r for H { when a }`
    GIVES_NOTHING = Error "E0190" {
        zh: "条件之后没有写明结果", en: "nothing follows from this test",
        help_zh: "规则写 `must 措施 { … }`，例外写 `may waive`、`must then 值` 等",
        help_en: "a rule goes on with `must measure { … }`, an exception with `may waive`, `must then value` and the like",
    }
    /// `100元`, `¥100`. {0} as written.
    CURRENCY = Error "E0173" {
        zh: "金额只写数字，不带货币单位", en: "an amount is written without its currency",
        help_zh: "删去货币单位", help_en: "remove it",
    }
    /// `< =`: a sign written in two. {0} its second half.
    SPLIT_SIGN = Error "E0174" {
        zh: "符号中间不能有空格", en: "the two halves of this sign stand apart",
        help_zh: "写成 `<=`、`>=` 或 `!=`", help_en: "write `<=`, `>=` or `!=`",
    }
}
