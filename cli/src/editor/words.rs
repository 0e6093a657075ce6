//! What the server says of its own: zh and en side by side.

use crate::words::phrases;
use doudi::diagnostic::Phrase;
use doudi::symbols::SymbolKind;

phrases! {
    NOT_OPEN: "没有打开的政策文件 `{0}`", "no policy file `{0}` is open";
    NO_NAME_HERE: "这里没有可以改名的名称", "nothing that has a name stands here";
    NOT_YOURS: "`{0}` 是内置政策里的名称，不能在这里改", "`{0}` is a name of a built-in policy and cannot be changed here";
    IS_RESERVED: "`{0}` 是语言里的词，不能作名称", "`{0}` is a word of the language and cannot be a name";
    IS_NO_NAME: "`{0}` 不能作名称：名称由字母、汉字、数字和 `_` 组成，不以数字开头",
        "`{0}` cannot be a name: names are letters, digits and `_`, and do not begin with a digit";
    OTHER_MEANING: "改名为 `{0}` 后，别处会有名称改变所指：请改用别的名称",
        "renamed to `{0}`, some name would mean something else than now: choose another";
    STILL_NAMED: "`{0}` 已在政策里改名；另有 {1} 个文件还写着它，要另改：{2}",
        "`{0}` is renamed in the policy; other files still name it and are yours to change ({1}): {2}";
    UNKNOWN_METHOD: "不支持 `{0}`", "`{0}` is not supported";
    NOT_INITIALIZED: "还没有初始化", "not initialized yet";
    ALREADY_SHUT_DOWN: "已经要求关闭", "already shut down";
    BROKEN_STREAM: "读不出编辑器发来的消息：{0}", "what the editor sends cannot be read: {0}";
    IN_BASE: "被修订的政策 `{0}`：{1}", "the amended policy `{0}`: {1}";
    CHANGE_TO: "改为 `{0}`", "change it to `{0}`";
    MEND_ALL: "改正全部能确定的问题", "mend all that can only be meant in one way";
    ALLOW: "在这一项允许 {0}，并写明理由", "allow {0} at this item, and say why";
    REMOVE: "删去", "remove it";
    OF_ENTITY: "属于 `{0}`", "of `{0}`";
    EXCEPTION_TO: "对 `{0}` 的例外", "an exception to `{0}`";
    EXCEPTIONS: "例外", "exceptions";
    NO_FURTHER_VALUE: "没有值：由部署方设定", "no value: whoever deploys sets it";
    CARRIED_BY: "由 {0} 落实", "carried out by {0}";
    CARRIED_BY_NOTHING: "没有落实", "carried out by nothing";
    QUOTE: "《{0}》{1}：“{2}”", "{0}, {1}: “{2}”";
    CITES: "《{0}》{1}", "{0}, {1}";
    KIND_POLICY: "政策", "policy";
    KIND_INSTRUMENT: "文件", "instrument";
    KIND_CHOICE: "选项", "choice";
    KIND_VARIANT: "选项值", "variant";
    KIND_ENTITY: "对象", "entity";
    KIND_FIELD: "字段", "field";
    KIND_LIST: "名单", "list";
    KIND_PARAMETER: "参数", "parameter";
    KIND_KEY: "参数的键", "key";
    KIND_READING: "解读", "reading";
    KIND_DEFINITION: "定义", "definition";
    KIND_CONDITION: "条件", "condition";
    KIND_PART: "条件的一项", "part";
    KIND_EXCEPTION: "例外", "exception";
    KIND_MEASURE: "措施", "measure";
    KIND_AMOUNT: "措施的一项", "amount";
    KIND_RULE: "规则", "rule";
    KIND_PROVISION: "条款", "provision";
    KIND_DUTY: "职责", "duty";
    KIND_PROPERTY: "性质", "property";
    FUNCTION: "函数", "function";
}

/// What a declaration is called.
pub fn kind(kind: SymbolKind) -> &'static Phrase {
    match kind {
        SymbolKind::Policy => &KIND_POLICY,
        SymbolKind::Instrument => &KIND_INSTRUMENT,
        SymbolKind::Choice => &KIND_CHOICE,
        SymbolKind::Variant => &KIND_VARIANT,
        SymbolKind::Entity => &KIND_ENTITY,
        SymbolKind::Field => &KIND_FIELD,
        SymbolKind::List => &KIND_LIST,
        SymbolKind::Parameter => &KIND_PARAMETER,
        SymbolKind::Key => &KIND_KEY,
        SymbolKind::Reading => &KIND_READING,
        SymbolKind::Definition => &KIND_DEFINITION,
        SymbolKind::Condition => &KIND_CONDITION,
        SymbolKind::Part => &KIND_PART,
        SymbolKind::Exception => &KIND_EXCEPTION,
        SymbolKind::Measure => &KIND_MEASURE,
        SymbolKind::Amount => &KIND_AMOUNT,
        SymbolKind::Rule => &KIND_RULE,
        SymbolKind::Provision => &KIND_PROVISION,
        SymbolKind::Duty => &KIND_DUTY,
        SymbolKind::Property => &KIND_PROPERTY,
    }
}
