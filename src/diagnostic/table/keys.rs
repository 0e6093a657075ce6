//! Rows of the model stage: keys of tables, and durations where numbers are wanted.

use super::entries;

entries! {
    /// A duration beside a number. {0} left, {1} right, {2} operator, {3} the duration's type, {4} its unit.
    DURATION_BESIDE_NUMBER = Error "E0343" {
        zh: "`{0!}` 与 `{1!}` 不能用 `{2}`：`{3!}` 是时长，不是数", en: "`{2}` cannot join `{0!}` and `{1!}`: `{3!}` is a length of time and no number",
        help_zh: "先除以它的单位，得到有多少个：`rate * (stay / {4!})`",
        help_en: "divide it by its unit first, which says how many there are: `rate * (stay / {4!})`",
    }
    /// A duration where a number is wanted. {0} expected, {1} found, {2} its unit.
    DURATION_NOT_A_NUMBER = Error "E0344" {
        zh: "这里应为 `{0!}`，而这是时长 `{1!}`，不是数", en: "expected `{0!}`, found `{1!}`, a length of time and no number",
        help_zh: "除以它的单位得到有多少个，再用这个数计算：`… / {2!}`",
        help_en: "divide it by its unit, which says how many there are, and reckon with that: `… / {2!}`",
    }

    /// Keys by place that could be taken for each other. {0} parameter, {1} the arguments by name.
    KEYS_BY_NAME = Error "E0425" {
        zh: "`{0}` 的键可能互相混淆，要写明每个值是哪个键的", en: "the keys of `{0}` could be taken for each other: say which value is for which",
        help_zh: "按所写的次序是 `{0}({1})`", help_en: "in the order written it is `{0}({1})`",
    }
    /// The same, where an argument bears the name of another key. {0} parameter, {1} argument, {2} the key in whose place it stands, {3} the key it is called like, {4} the arguments by their names, {5} by place.
    KEYS_SWAPPED = Error "E0426" {
        zh: "`{1}` 写在键 `{2}` 的位置，而 `{0}` 另有名为 `{3}` 的键", en: "`{1}` stands in the place of the key `{2}`, and `{0}` has a key named `{3}`",
        help_zh: "按名称是 `{0}({4})`；按所写的次序是 `{0}({5})`", help_en: "by their names it is `{0}({4})`; in the order written, `{0}({5})`",
    }
    /// {0} parameter, {1} name, {2} its keys.
    NO_SUCH_KEY = Error "E0427" {
        zh: "`{0}` 没有名为 `{1}` 的键", en: "`{0}` has no key named `{1}`",
        help_zh: "它的键：{2}", help_en: "its keys: {2}",
    }
    /// A key that could be taken for another and has no name. {0} the key's type, {1} the other key.
    KEY_WITHOUT_NAME = Error "E0428" {
        zh: "这个键可能与 `{1!}` 混淆，而没有名称可以区分", en: "this key could be taken for `{1!}`, and has no name to tell them apart",
        help_zh: "给它起名：`by 名称: {0!}`，取值时写 `名称: 值`", help_en: "give it a name, `by NAME: {0!}`, by which it is asked, `NAME: value`",
    }
    /// {0} parameter, {1} its keys, each with a name.
    KEYS_MIXED = Error "E0429" {
        zh: "`{0}` 的键有的写了名称，有的没写", en: "some keys of `{0}` have names here, and some do not",
        help_zh: "每个都写：`{0}({1})`", help_en: "name each of them: `{0}({1})`",
    }
    /// An argument that bears the name of another key. {0} argument, {1} the key it is written for, {2} the other.
    KEY_OF_OTHER_NAME = Warning "W0423" {
        zh: "`{0}` 写给了键 `{1}`，而另有名为 `{2}` 的键", en: "`{0}` is written for the key `{1}`, and there is a key named `{2}`",
        help_zh: "核对两个键是否写反了", help_en: "make sure that the two are not the wrong way round",
    }
}
