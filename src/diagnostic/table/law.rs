//! Rows of policies that amend, of floors, of provisions and duties.

use super::entries;
use crate::diagnostic::Phrase;

/// Label of the row of a floor.
pub const FLOOR_HERE: Phrase = Phrase { zh: "下限在这里", en: "the floor is here" };

entries! {
    /// {0} name.
    UNKNOWN_POLICY = Error "E0232" {
        zh: "没有政策 `{0}` 可修订", en: "there is no policy `{0}` to amend",
        help_zh: "把被修订政策的文件一并读入", help_en: "read the files of the policy that is amended together with this one",
    }
    /// {0} the policies.
    AMENDED_IN_A_CIRCLE = Error "E0233" {
        zh: "政策互相修订：{0}", en: "the policies amend each other: {0}",
        help_zh: "最上面的一份不修订别的", help_en: "the first of them amends none",
    }
    /// {0} name of a parameter.
    UNKNOWN_PARAMETER = Error "E0234" {
        zh: "没有参数 `{0}`", en: "there is no parameter `{0}`",
        help_zh: "", help_en: "",
    }
    /// {0} name.
    AMENDED_TWICE = Error "E0240" {
        zh: "参数 `{0}` 修订了两次", en: "the parameter `{0}` is amended twice",
        help_zh: "把各时期的值写进同一个 `amend parameter`；几份政策逐层修订的，一个参数只由其中一份修订",
        help_en: "write all its dated values in one `amend parameter`; of policies that amend one another in a row only one amends a parameter",
    }
    /// A parameter declared again beside a policy that is amended. {0} name.
    PARAMETER_AGAIN = Error "E0242" {
        zh: "参数 `{0}` 已经有了", en: "the parameter `{0}` is there already",
        help_zh: "给它另外的值写 `amend parameter {0} { from … = … }`，类型和标签照旧，不再写",
        help_en: "to give it other values write `amend parameter {0} { from … = … }`; its type and labels stay and are not repeated",
    }
    /// Two policies that amend one, side by side. {0} this one, {1} the other, {2} what both amend.
    AMENDED_BY_TWO = Error "E0243" {
        zh: "`{0}` 和 `{1}` 都修订 `{2}`，不能一起读入", en: "`{0}` and `{1}` both amend `{2}` and cannot be read together",
        help_zh: "各地的政策分别与被修订的政策一起读入；确实层层修订的，让其中一份修订另一份",
        help_en: "read each with the policy it amends, one at a time; where one builds on the other, let it amend that one",
    }
    /// `amend` where no policy amends another.
    NOTHING_AMENDED = Error "E0235" {
        zh: "这里没有一份政策修订另一份", en: "no policy here amends another",
        help_zh: "在本政策的 `policy` 一行写 `amends 被修订的政策`，或把值写进参数本身",
        help_en: "say `amends OTHER` on the `policy` line, or write the values in the parameter itself",
    }
    /// {0} name.
    UNKNOWN_DISCRETION = Error "E0236" {
        zh: "没有例外或规则 `{0}`", en: "there is no exception or rule `{0}`",
        help_zh: "事实写成 `对象.名称`", help_en: "a fact is written `Entity.name`",
    }
    /// {0} name.
    NOT_A_DISCRETION = Error "E0237" {
        zh: "`{0}` 不由人裁量：它是 `must`", en: "`{0}` is nobody's to decide: it is `must`",
        help_zh: "由人决定的是 `may` 或 `case by case` 的例外和规则", help_en: "what a person decides is `may` or `case by case`",
    }
    /// A path of more than two names.
    NOT_A_FINDING = Error "E0238" {
        zh: "写 `对象.名称` 或裁量的名称", en: "write `Entity.name`, or the name of a discretion",
        help_zh: "", help_en: "",
    }
    /// {0} name, {1} type wanted.
    PREVIOUS_DIFFERS = Error "E0239" {
        zh: "`{0}` 不是类型为 {1!} 的另一个字段", en: "`{0}` is not another field of type {1!}",
        help_zh: "上一期的值与本期的值类型相同", help_en: "the value of last time has the type of that of this time",
    }
    /// {0} policy.
    NEVER_TOGETHER = Error "E0416" {
        zh: "没有一天 `{0}` 与它修订的政策同时施行", en: "on no day are `{0}` and what it amends in force together",
        help_zh: "核对各 `policy` 一行的 `in force`", help_en: "look at `in force` on each `policy` line",
    }
    /// {0} floor.
    FLOOR_DIFFERS = Error "E0417" {
        zh: "`{0}` 不能作下限：下限是另一个参数，两者类型相同、键相同，且是数", en: "`{0}` cannot be the floor: it must be another parameter, of numbers of the same type with the same keys",
        help_zh: "", help_en: "",
    }
    /// {0} value, {1} floor's value, {2} floor, {3} first day, {4} {5} its clause, zh and en.
    BELOW_FLOOR = Error "E0418" {
        zh: "{0} 低于下限 {1}（`{2}`，自 {3}{4}）", en: "{0} is below the floor of {1} (`{2}`, from {3}{5})",
        help_zh: "改为不低于下限的值", help_en: "write a value that is not below it",
    }
    /// {0} floor.
    FLOOR_OF_FORMULA = Error "E0419" {
        zh: "含算式的一行不能与下限 `{0}` 比较", en: "a row with a formula cannot be compared with the floor `{0}`",
        help_zh: "写出数值", help_en: "write the value as a number",
    }
    /// {0} day.
    DUE_OUTSIDE = Error "E0420" {
        zh: "{0} 不在这项职责或政策的 `in force` 之内", en: "{0} is not among the days this duty and the policy are `in force`",
        help_zh: "", help_en: "",
    }
    /// Words that say nothing.
    BLANK_WORDS = Error "E0421" {
        zh: "引号里没有写任何话", en: "there is nothing in the quotes",
        help_zh: "写明由谁负责、何时、为何", help_en: "say who, when or why",
    }
    /// {0} provision.
    PROVISION_WITHOUT_QUOTE = Error "E0506" {
        zh: "条款 `{0}` 没有引原文", en: "the provision `{0}` quotes no words",
        help_zh: "写 `quote \"…\"`：一条 `provision` 就是原文的一段话", help_en: "write `quote \"…\"`: a provision is a passage of the text",
    }
    /// {0} duty.
    DUTY_OF_NOTHING = Error "E0507" {
        zh: "职责 `{0}` 没有依据", en: "the duty `{0}` rests on no clause",
        help_zh: "写 `per 文件 \"条款\"`", help_en: "write `per INSTRUMENT \"clause\"`",
    }
    /// {0} provision.
    CARRIED_BY_NOTHING = Warning "W0508" {
        zh: "条款 `{0}` 没有落实：没有规则、定义或职责引用其中的话", en: "nothing carries out the provision `{0}`: no rule, definition or duty quotes words of it",
        help_zh: "让落实它的规则引用其中的话；由人落实的写 `by a person`，机器无事可做的写 `not for a machine \"理由\"`",
        help_en: "quote its words where they are carried out; else write `by a person`, or `not for a machine \"why\"`",
    }
    /// {0} instrument, {1} clause, {2} words.
    UNACCOUNTED = Warning "W0509" {
        zh: "《{0}》{1}中有一段话没有条款交代：“{2}”", en: "no provision accounts for these words of `{0}` {1}: “{2}”",
        help_zh: "写一条 `provision` 引用它", help_en: "write a `provision` that quotes them",
    }
}
