//! Two texts → the lines in which they differ, with three around them: one below the other, or side
//! by side. On a terminal the words that differ are underlined.

use similar::{ChangeTag, DiffOp, InlineChange, TextDiff};
use unicode_width::UnicodeWidthChar;

/// Colour codes of terminals.
pub const RED: &str = "\x1b[31m";
/// What only the second text has.
pub const GREEN: &str = "\x1b[32m";
/// Names of tests.
pub const BOLD: &str = "\x1b[1m";
/// Nothing of them.
pub const PLAIN: &str = "\x1b[0m";

const UNDERLINE: &str = "\x1b[4m";
const NO_LINE: &str = "\x1b[24m";

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
    for (at, group) in groups(first, second).iter().enumerate() {
        if at > 0 {
            out += "    …\n";
        }
        for (tag, words) in group.iter().flatten() {
            let (sign, color) = match tag {
                ChangeTag::Delete => ("-", RED),
                ChangeTag::Insert => ("+", GREEN),
                ChangeTag::Equal => (" ", PLAIN),
            };
            let line: String = wrapped(words, usize::MAX).into_iter().map(|(piece, _)| piece).collect();
            out += &format!("  {color}{sign} {line}{PLAIN}\n");
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
    let [left, right] = heads.map(|head| vec![(false, head.to_owned())]);
    add(&mut out, half, [&left, &right], ' ', [BOLD, BOLD]);
    for (at, group) in groups(first, second).iter().enumerate() {
        if at > 0 {
            out += "  …\n";
        }
        for changes in group {
            let same = changes.iter().all(|(tag, _)| *tag == ChangeTag::Equal);
            let side = |other: ChangeTag| changes.iter().filter(move |(tag, _)| *tag != other).map(|(_, words)| words);
            let (mut left, mut right, nothing) = (side(ChangeTag::Insert), side(ChangeTag::Delete), Words::new());
            loop {
                let (sign, texts) = match (left.next(), right.next()) {
                    (None, None) => break,
                    (Some(left), Some(right)) => (if same { ' ' } else { '|' }, [left, right]),
                    (Some(left), None) => ('<', [left, &nothing]),
                    (None, Some(right)) => ('>', [&nothing, right]),
                };
                add(&mut out, half, texts, sign, if same { [PLAIN, PLAIN] } else { [RED, GREEN] });
            }
        }
    }
    out
}

/// Words of a line, and whether the other line has others in their place.
type Words = Vec<(bool, String)>;

/// Stretches of lines that lie together, each in the operations that make the second text of the first.
fn groups(first: &str, second: &str) -> Vec<Vec<Vec<(ChangeTag, Words)>>> {
    let diff = TextDiff::from_lines(first, second);
    let bare = |text: &str| text.trim_end_matches(['\n', '\r']).to_owned();
    let line = |change: InlineChange<'_, str>| {
        (change.tag(), change.values().iter().map(|(differs, text)| (*differs, bare(text))).collect())
    };
    let groups = diff.grouped_ops(CONTEXT);
    let of_group = |ops: &Vec<DiffOp>| ops.iter().map(|op| diff.iter_inline_changes(op).map(line).collect()).collect();
    groups.iter().map(of_group).collect()
}

/// One line of each side.
fn add(out: &mut String, half: usize, [left, right]: [&Words; 2], sign: char, [red, green]: [&str; 2]) {
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

/// A line in pieces of at most so many columns of a screen, on which Chinese characters take two, and
/// how many each takes; at least one.
fn wrapped(words: &Words, columns: usize) -> Vec<(String, usize)> {
    let mut pieces = vec![(String::new(), 0)];
    for (differs, c) in words.iter().flat_map(|(differs, text)| text.chars().map(move |c| (*differs, c))) {
        // A tabulator would go its own way.
        let c = if c == '\t' { ' ' } else { c };
        let width = c.width().unwrap_or(0);
        if pieces.last().is_some_and(|(_, taken)| taken + width > columns) {
            pieces.push((String::new(), 0));
        }
        if let Some((piece, taken)) = pieces.last_mut() {
            match differs {
                true => *piece += &format!("{UNDERLINE}{c}{NO_LINE}"),
                false => piece.push(c),
            }
            *taken += width;
        }
    }
    for (piece, _) in &mut pieces {
        *piece = piece.replace(&format!("{NO_LINE}{UNDERLINE}"), "");
    }
    pieces
}
