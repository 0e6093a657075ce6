//! What is said of registers: zh and en side by side.

use crate::words::phrases;

phrases! {
    NO_ROWS: "登记册 `{0}` 里没有家庭", "the register `{0}` holds no household";
    NO_SUCH_ID: "登记册 `{0}` 里没有编号 `{1}`", "no row of the register `{0}` has the id `{1}`";
    BAD_ROW: "`{0}` 的这一行有错，不能决定：", "the row of `{0}` is bad, so that nothing can be decided:";
    REGISTER_NOT_UTF8: "`{0}` 不是 UTF-8 编码：在 Excel 里另存为「CSV UTF-8（逗号分隔）」",
        "`{0}` is not UTF-8: save it in Excel as \"CSV UTF-8 (comma delimited)\"";
    NO_ID_COLUMN: "`{0}` 的第一行没有户号一列 `{1}`；户号在别的列时用 --id 列名 指明。第一行是：{2}",
        "the first line of `{0}` has no column `{1}`, which says what household it is; where another does, name it with --id COLUMN. The first line is: {2}";
    SEPARATED: "`{0}` 的各列用 {1} 分开，应当用逗号：在 Excel 里另存为“CSV UTF-8（逗号分隔）”",
        "the columns of `{0}` are separated by {1}, and not by commas: save it in Excel as \"CSV UTF-8 (comma delimited)\"";
    COLUMN_TWICE: "`{0}` 有两列都叫 `{1}`", "`{0}` has two columns called `{1}`";
    UNKNOWN_COLUMN: "`{0}` 的 `{1}` 列不是这份政策的事实，可用：{2}",
        "the column `{1}` of `{0}` is no fact of this policy; there are: {2}";
    COLUMN_TOO_FAR: "`{0}` 的 `{1}` 列：条目最多到 {2}", "the column `{1}` of `{0}`: entries go up to {2}";
}

// Bad rows.
phrases! {
    ROW_NOT_UTF8: "这一行不是 UTF-8 编码", "this row is not UTF-8";
    ROW_TOO_LONG: "这一行超过 {0} 字节", "this row is longer than {0} bytes";
    ROW_NOT_JSON: "这一行不是完整的 JSON（第 {0} 个字符处）", "this row is not whole JSON (at character {0})";
    ROW_NOT_OBJECT: "这一行应是 {\"id\": …, \"facts\": {…}}", "this row should be {\"id\": …, \"facts\": {…}}";
    KEY_TWICE: "`{0}` 写了两次", "`{0}` is given twice";
    KEY_NOT_HERE: "登记册的一行里不能写 `{0}`：只写 {2}、{1}、facts、discretions",
        "a row of a register holds no `{0}`: only {2}, {1}, facts and discretions";
    NO_ID: "没有 `{0}`", "there is no `{0}`";
    BAD_TRUTH: "这里填 是 或 否（true、false 也可以）", "expected true or false (是 and 否 will do)";
    BAD_ID: "`id` 应是文字，首尾没有空格，不含控制字符，最多 {0} 个字符", "an `id` is a text without blanks at its ends or control characters, of at most {0} characters";
    SHORTENED_ID: "`{0}` 不像编号，像是被表格软件改写了：把这一列设为文本格式再填",
        "`{0}` looks like an id that a spreadsheet rewrote: format the column as text and fill it in again";
    SAME_ID: "`id` 与第 {0} 行相同", "row {0} has the same `id`";
    BAD_GROUP: "`{0}` 应是文字", "`{0}` should be a text";
    BAD_ENTRY_ID: "`{0}` 应是文字，不含控制字符", "`{0}` should be a text without control characters";
    SAME_ENTRY_ID: "`{0}` 与 `{1}` 的 `id` 相同", "`{0}` and `{1}` have the same `id`";
    UNEVEN_QUOTES: "引号不成对：单元格里不能换行", "the quotes do not pair: no cell may hold a line break";
    CELL_COUNT: "这一行有 {0} 格，表头有 {1} 列", "this row has {0} cells, the header {1} columns";
    ENTRY_BEYOND: "`{0}` 填了，但 `{1}` 说只有 {2} 项", "`{0}` is filled in, but `{1}` says that there are {2}";
    ENTRY_SKIPPED: "`{0}` 整项空着而后面的填了：在 `{1}` 列写明有几项",
        "`{0}` is wholly empty and a later one is not: say in the column `{1}` how many there are";
    BAD_COUNT: "这里应是列表的项数，如 0 或 3", "expected how many entries the list has, such as 0 or 3";
    NO_DECISION: "无法作出决定：{0}", "cannot decide: {0}";
}
