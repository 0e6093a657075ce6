//! Marks: how much of an item a page tells, what is personal, what can still be evidenced.

use super::{Maker, T};

/// Every mark as it is written here, the longer before those they begin with.
const MARKS: [&str; 14] = [
    " explain briefly",
    " explain never",
    " explain when met",
    " evidence up",
    " evidence down",
    " evidence",
    " sensitive",
    " 说明从简",
    " 不作说明",
    " 成立才说明",
    " 可举证 向上",
    " 可举证 向下",
    " 可举证",
    " 敏感",
];

impl Maker {
    /// One of the marks an item takes, sometimes.
    pub fn explain(&mut self, takes: &[&str]) -> String {
        if self.marks.chance(20) { format!(" explain {}", self.marks.pick(takes)) } else { String::new() }
    }

    /// The marks of a field, in any order.
    pub fn field_marks(&mut self, ty: T) -> String {
        let ordered = ty.is_number() || matches!(ty, T::Date | T::Months | T::Days);
        let ways = if ordered { 3 } else { 1 };
        let sensitive = if self.marks.chance(40) { " sensitive" } else { "" };
        let evidence = match self.marks.chance(50) {
            true => [" evidence", " evidence up", " evidence down"][self.marks.below(ways)],
            false => "",
        };
        if self.marks.chance(50) { format!("{sensitive}{evidence}") } else { format!("{evidence}{sensitive}") }
    }
}

/// A generated policy as it would be without its marks.
pub fn without_marks(text: &str) -> String {
    MARKS.iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""))
}
