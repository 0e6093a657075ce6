//! record → the full trace, one step a line.

use super::formula;
use super::numbers::{self, safe};
use super::view::{View, path};
use super::words;
use crate::decision::record::{Record, Step};
use crate::diagnostic::Locale;

/// `12  members[0].countable_wage 计入的工资 = 工资性收入 − 就业成本 = 1,000.00 − 200.00 = 800.00 元/月  《…》 二（二）`
pub fn steps(record: &Record, locale: Locale) -> String {
    let view = View { record, locale };
    let width = record.trace.len().to_string().len();
    let mut out = String::new();
    for step in &record.trace {
        out.push_str(&format!("{:>width$}  {}\n", step.id, line(view, step)));
    }
    out
}

/// A step: where, what, how, from which clause.
pub(super) fn line(view: View<'_>, step: &Step) -> String {
    let mut text = format!("{} {}", safe(&path(&step.subject, &step.name)), formula::worked(view, step));
    for tried in &step.exceptions {
        let state = view.word(words::state(tried.state));
        text = view.say(words::WITH_NOTE, &[text, view.say(words::ANSWERS, &[view.label(&tried.label), state])]);
    }
    if step.given {
        text = view.say(words::GIVEN, &[text]);
    }
    if step.defaulted {
        text = view.say(words::DEFAULTED, &[text]);
    }
    let cited = view.clauses(&step.citations);
    if cited.is_empty() { text } else { format!("{text}  {}", numbers::safe(&cited)) }
}
