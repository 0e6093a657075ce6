//! Two texts → the lines in which they differ, with three around them: one below the other, or side
//! by side.

use similar::{ChangeTag, DiffOp, DiffTag, TextDiff};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// Colour codes of terminals.
pub const RED: &str = "\x1b[31m";
/// What only the second text has.
pub const GREEN: &str = "\x1b[32m";
/// Names of tests.
pub const BOLD: &str = "\x1b[1m";
/// Nothing of them.
pub const PLAIN: &str = "\x1b[0m";

/// Lines around those that differ.
const CONTEXT: usize = 3;

/// How two texts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Lines with `-` and `+`.
    Below,
    /// Two columns, in so many columns of a screen.
    Beside(usize),
}

/// The first text is marked `-`, the second `+`.
pub fn below(first: &str, second: &str) -> String {
    let mut out = String::new();
    let diff = TextDiff::from_lines(first, second);
    for (i, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if i > 0 {
            out += "    …\n";
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, color) = match change.tag() {
                ChangeTag::Delete => ("-", RED),
                ChangeTag::Insert => ("+", GREEN),
                ChangeTag::Equal => (" ", PLAIN),
            };
            let _ = writeln!(out, "  {color}{sign} {}{PLAIN}", bare(change.value()));
        }
    }
    out
}

/// The first text on the left under the first of the heads, the second on the right. Between them
/// stands `|` where both have a line, `<` and `>` where only one has. Long lines go on below.
pub fn beside(first: &str, second: &str, heads: [&str; 2], width: usize) -> String {
    // A margin, and a blank on both sides of the sign.
    let half = (width.saturating_sub(5) / 2).max(2);
    let mut out = String::new();
    add(&mut out, half, heads, ' ', [BOLD, BOLD]);
    let diff = TextDiff::from_lines(first, second);
    for (i, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if i > 0 {
            out += "  …\n";
        }
        for op in group {
            for (left, right) in pairs(op) {
                let line = |slices: &[&'_ str], at: Option<usize>| {
                    at.and_then(|at| slices.get(at).copied().map(bare).map(str::to_owned))
                };
                let (left, right) = (line(diff.old_slices(), left), line(diff.new_slices(), right));
                let sign = match (&left, &right, op.tag()) {
                    (.., DiffTag::Equal) => ' ',
                    (Some(_), Some(_), _) => '|',
                    (Some(_), None, _) => '<',
                    (None, ..) => '>',
                };
                let colors = if sign == ' ' { [PLAIN, PLAIN] } else { [RED, GREEN] };
                let texts = [left.unwrap_or_default(), right.unwrap_or_default()];
                add(&mut out, half, [&texts[0], &texts[1]], sign, colors);
            }
        }
    }
    out
}

/// The lines of an operation, by position, each with the one beside it.
fn pairs(op: &DiffOp) -> impl Iterator<Item = (Option<usize>, Option<usize>)> {
    let (old, new) = (op.old_range(), op.new_range());
    let lines = old.len().max(new.len());
    (0..lines).map(move |at| {
        let of = |range: &std::ops::Range<usize>| Some(range.start + at).filter(|it| range.contains(it));
        (of(&old), of(&new))
    })
}

/// One line of each side.
fn add(out: &mut String, half: usize, [left, right]: [&str; 2], sign: char, [red, green]: [&str; 2]) {
    let (left, right) = (wrapped(left, half), wrapped(right, half));
    let nothing = (String::new(), 0);
    for at in 0..left.len().max(right.len()) {
        let (left, taken) = left.get(at).unwrap_or(&nothing);
        let (right, _) = right.get(at).unwrap_or(&nothing);
        let sign = if at == 0 { sign } else { ' ' };
        let gap = " ".repeat(half - taken.min(&half));
        let line = format!("  {red}{left}{PLAIN}{gap} {sign}");
        match right.is_empty() {
            true => out.push_str(line.trim_end()),
            false => *out += &format!("{line} {green}{right}{PLAIN}"),
        }
        out.push('\n');
    }
}

/// A text in pieces of at most so many columns of a screen, on which Chinese characters take two, and
/// how many each takes; at least one.
fn wrapped(text: &str, columns: usize) -> Vec<(String, usize)> {
    let mut pieces = vec![(String::new(), 0)];
    for c in text.chars() {
        // A tabulator would go its own way.
        let c = if c == '\t' { ' ' } else { c };
        let width = c.width().unwrap_or(0);
        if pieces.last().is_some_and(|(_, taken)| taken + width > columns) {
            pieces.push((String::new(), 0));
        }
        if let Some((piece, taken)) = pieces.last_mut() {
            piece.push(c);
            *taken += width;
        }
    }
    pieces
}

/// Without its line break.
fn bare(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}
