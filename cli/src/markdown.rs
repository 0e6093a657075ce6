//! Texts of a policy as Markdown that shows them as they are.

use doudi::explain::escape_markdown as escaped;
use doudi::model::Name;

/// `家庭成员 · members`
pub fn label(name: &Name) -> String {
    beside(&name.zh, &name.en)
}

/// Chinese with English beside it; once where they are the same.
pub fn beside(zh: &str, en: &str) -> String {
    let (zh, en) = (escaped(zh.trim()), escaped(en.trim()));
    if zh == en { zh } else { format!("{zh} · {en}") }
}
