//! A label, or a Chinese word for a type or function → the name that is written for it.

use super::names::Names;
use super::{ChoiceId, EntityId};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::Labels;

/// The Chinese words somebody may write for a type, beside its keyword.
const TYPES: [(&str, &str); 8] = [
    ("钱", "money"),
    ("月金额", "money per month"),
    ("年金额", "money per year"),
    ("比例", "ratio"),
    ("百分比", "ratio"),
    ("真假", "truth"),
    ("布尔", "truth"),
    ("文本", "text"),
];

/// The Chinese words somebody may write for a function, beside its keyword.
const FUNCTIONS: [(&str, &str); 13] = [
    ("取整", "round"),
    ("四舍五入", "round"),
    ("最小值", "min"),
    ("最大值", "max"),
    ("年龄", "age"),
    ("合计", "sum"),
    ("总和", "sum"),
    ("平均值", "average"),
    ("人数", "count"),
    ("个数", "count"),
    ("第一", "first"),
    ("按年", "per_year"),
    ("按月", "per_month"),
];

/// The type that a Chinese word stands for.
pub(super) fn type_word(word: &str) -> Option<&'static str> {
    TYPES.iter().find(|(chinese, _)| *chinese == word).map(|(_, english)| *english)
}

/// The function that a Chinese word stands for.
pub(super) fn function_word(word: &str) -> Option<&'static str> {
    FUNCTIONS.iter().find(|(chinese, _)| *chinese == word).map(|(_, english)| *english)
}

/// `家庭的困难`: the owner and what it has.
pub(super) fn of_its(name: &str) -> Option<(&str, &str)> {
    name.split_once('的').filter(|(owner, member)| !owner.is_empty() && !member.is_empty())
}

/// `百分之五十` → `50%`
pub(super) fn per_cent(name: &str) -> Option<String> {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit = |letter: char| DIGITS.chars().position(|known| known == letter);
    let number = name.strip_prefix("百分之")?;
    let count = match number.split_once('十') {
        Some((tens, ones)) => {
            let one = |text: &str, none: usize| match text.chars().collect::<Vec<_>>().as_slice() {
                [] => Some(none),
                [letter] => digit(*letter),
                _ => None,
            };
            one(tens, 1)?.checked_mul(10)?.checked_add(one(ones, 0)?)?
        }
        None => match number.chars().collect::<Vec<_>>().as_slice() {
            ['百'] => 100,
            [letter] => digit(*letter)?,
            _ => return None,
        },
    };
    Some(format!("{count}%"))
}

/// The report with the name that was meant, where one is known for certain to be called so.
pub(super) fn with(report: Diagnostic, span: Span, meant: Option<&str>) -> Diagnostic {
    match meant {
        Some(name) => report.near(Some(name.to_owned())).guess(span, name),
        None => report,
    }
}

impl<'a> Names<'a> {
    /// The field, definition, condition, parameter or reading that has this label, where one alone has.
    pub(super) fn labelled(&self, entity: EntityId, label: &str) -> Option<&'a str> {
        let fields = self.entities.get(entity.0).into_iter().flat_map(|entity| &entity.fields);
        let fields = fields.map(|field| (field.name.text.as_str(), &field.labels));
        let derived = self.derived.iter().filter(|derived| derived.entity == entity);
        let derived = derived.flat_map(|derived| &derived.versions).copied();
        let derived = derived.map(|item| (item.name().text.as_str(), item.labels()));
        let parameters = self.parameters.items.iter().map(|item| (item.name.text.as_str(), &item.labels));
        let readings = self.readings.items.iter().map(|item| (item.name.text.as_str(), &item.labels));
        only(fields.chain(derived).chain(parameters).chain(readings), label)
    }

    /// The variant of a choice that has this label.
    pub(super) fn labelled_variant(&self, choice: ChoiceId, label: &str) -> Option<&'a str> {
        only(self.variants(choice).iter().map(|(name, labels)| (name.text.as_str(), labels)), label)
    }
}

/// The one name with this label.
fn only<'a>(names: impl Iterator<Item = (&'a str, &'a Labels)>, label: &str) -> Option<&'a str> {
    let mut found = names
        .filter(|(_, labels)| [&labels.first, &labels.english].into_iter().flatten().any(|text| text.value == label));
    let first = found.next()?.0;
    found.all(|(name, _)| name == first).then_some(first)
}
