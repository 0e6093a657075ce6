//! Policy text → the same text in canonical form, by way of its tree: comments kept, lines broken alike.
//!
//! Reading the result again gives the same tree, and formatting it the same text.

mod expressions;
mod items;
mod layout;
mod source;

use super::ast::File;
use super::keywords::Script;
use super::parser::parse;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::syntax as table;
use crate::limits::Limits;
use crate::source::{SourceId, Span};
use layout::{Line, Style};

/// Writes a policy file in canonical form.
///
/// One clause a line, blocks indented by 2, the rows of a table in columns; a line is broken at its
/// operators before it takes more than 110 columns (a Chinese character takes 2). Signs are those
/// of the keyboard, texts stand between straight quotes, line ends are `\n`, brackets that are not
/// needed go. What is the author's stays: comments where they stand, single blank lines, the order
/// of everything, a block written on one line if it fits, each number as it is spelled, and each
/// keyword in its language; with `script` all keywords are written in that one. Converting to the
/// other language and back gives the same bytes.
///
/// # Errors
/// What [`parse`](super::parse) finds wrong with the text.
///
/// ```
/// use doudi::Limits;
/// use doudi::source::SourceId;
/// use doudi::syntax::{format, keywords::Script};
///
/// let written = "条件 家庭.困难=（收入＜500）且 人口>1 # 两个条件";
/// let tidy = format(SourceId(0), written, None, &Limits::default()).unwrap();
/// assert_eq!(tidy, "条件 家庭.困难 = 收入 < 500 且 人口 > 1  # 两个条件\n");
/// let english = format(SourceId(0), &tidy, Some(Script::English), &Limits::default()).unwrap();
/// assert_eq!(english, "condition 家庭.困难 = 收入 < 500 and 人口 > 1  # 两个条件\n");
/// ```
pub fn format(
    source: SourceId,
    text: &str,
    script: Option<Script>,
    limits: &Limits,
) -> Result<String, Vec<Diagnostic>> {
    let (file, diagnostics) = parse(source, text, limits);
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let mut lines = lines(&file, true);
    let Some(end) = source::dress(lines.iter_mut().map(|line| &mut line.doc), text) else {
        let whole = Span { source, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) };
        return Err(vec![Diagnostic::at(&table::UNREADABLE, whole)]);
    };
    lines.iter_mut().for_each(Line::settle);
    Ok(layout::lay_out(&lines, &end, Style { plain: false, script }))
}

/// Writes a tree in one fixed form: English keywords, one clause a line however long, attributes
/// in a set order. Texts that mean the same item for item give the same; comments are not in the tree.
///
/// ```
/// use doudi::{Limits, source::SourceId, syntax::{parse, print}};
/// let (file, _) = parse(SourceId(0), "condition Person.old=age(born,down)>=(60)", &Limits::default());
/// assert_eq!(print(&file), "condition Person.old = age(born, down) >= 60\n");
/// ```
pub fn print(file: &File) -> String {
    layout::lay_out(&lines(file, false), &[], Style { plain: true, script: Some(Script::English) })
}

/// The same with keywords of one language, and lines broken as [`format()`] breaks them.
///
/// ```
/// use doudi::{Limits, source::SourceId, syntax::{keywords::Script, parse, print_in}};
/// let (file, _) = parse(SourceId(0), "condition Person.old = age(born, down) >= 60", &Limits::default());
/// assert_eq!(print_in(&file, Script::Chinese), "条件 Person.old = 周岁(born, 向下) >= 60\n");
/// ```
pub fn print_in(file: &File, script: Script) -> String {
    layout::lay_out(&lines(file, false), &[], Style { plain: false, script: Some(script) })
}

/// The items of a file, each behind what is allowed at it, with a blank line between them.
fn lines(file: &File, as_written: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, item) in file.items.iter().enumerate() {
        let allowances = file.allowances.iter().filter(|allowance| allowance.item == index).map(items::allowance);
        let mut gap = index > 0;
        for doc in allowances.chain([items::item(item, as_written)]) {
            lines.push(Line { gap: std::mem::replace(&mut gap, false), ..Line::new(doc) });
        }
    }
    lines
}
