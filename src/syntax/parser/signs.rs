//! Signs as people write them elsewhere, and how this language writes them.

use super::scan::{Scan, shorten};
use crate::diagnostic::table::syntax as table;
use crate::diagnostic::{Diagnostic, Entry};
use crate::syntax::wide::{is_blank, narrow};
use pest::unicode::XID_CONTINUE;

/// A sign that means something elsewhere, what is written here instead, and the row that says so.
type Habit = (&'static str, &'static str, &'static Entry);

/// Longer signs before their own beginnings.
const HABITS: &[Habit] = &[
    ("==", "=", &table::DOUBLE_EQUALS),
    ("=>", ">=", &table::ARROW),
    ("=<", "<=", &table::ARROW),
    ("<>", "!=", &table::FOREIGN_SIGN),
    ("&&", "and", &table::WORD_OPERATOR),
    ("&", "and", &table::WORD_OPERATOR),
    ("||", "or", &table::WORD_OPERATOR),
    ("|", "or", &table::WORD_OPERATOR),
    ("｜｜", "or", &table::WORD_OPERATOR),
    ("｜", "or", &table::WORD_OPERATOR),
    ("＆＆", "and", &table::WORD_OPERATOR),
    ("＆", "and", &table::WORD_OPERATOR),
    ("!", "not", &table::WORD_OPERATOR),
    ("！", "not", &table::WORD_OPERATOR),
    ("−", "-", &table::FOREIGN_SIGN),
    ("……", "..", &table::FOREIGN_SIGN),
    ("…", "..", &table::FOREIGN_SIGN),
    ("——", "..", &table::RANGE_SIGN),
    ("—", "..", &table::RANGE_SIGN),
    ("~", "..", &table::RANGE_SIGN),
    ("～", "..", &table::RANGE_SIGN),
    ("–", "-", &table::FOREIGN_SIGN),
    ("〜", "..", &table::RANGE_SIGN),
    ("∼", "..", &table::RANGE_SIGN),
    ("⩽", "<=", &table::FOREIGN_SIGN),
    ("⩾", ">=", &table::FOREIGN_SIGN),
    ("⩵", "=", &table::FOREIGN_SIGN),
    ("✕", "*", &table::FOREIGN_SIGN),
    ("✖", "*", &table::FOREIGN_SIGN),
    ("∗", "*", &table::FOREIGN_SIGN),
    ("∕", "/", &table::FOREIGN_SIGN),
    ("⁄", "/", &table::FOREIGN_SIGN),
    ("∶", ":", &table::FOREIGN_SIGN),
    ("﹕", ":", &table::FOREIGN_SIGN),
    ("︰", ":", &table::FOREIGN_SIGN),
    ("≦", "<=", &table::FOREIGN_SIGN),
    ("≧", ">=", &table::FOREIGN_SIGN),
    ("＂", "\"", &table::FULL_WIDTH),
    ("；", "", &table::NO_SEPARATOR),
    (";", "", &table::NO_SEPARATOR),
    ("。", "", &table::NO_SEPARATOR),
    ("[", "(", &table::SQUARE_BRACKET),
    ("]", ")", &table::SQUARE_BRACKET),
    ("【", "(", &table::SQUARE_BRACKET),
    ("】", ")", &table::SQUARE_BRACKET),
    ("¥", "", &table::CURRENCY),
    ("￥", "", &table::CURRENCY),
    ("\u{00A0}", " ", &table::WIDE_BLANK),
];

/// Quotation marks that are not `"`, and what closes them.
pub(super) const QUOTES: [(char, char); 6] =
    [('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('\'', '\''), ('`', '`')];

impl<'a> Scan<'a> {
    /// Anything that is neither word, number, text nor blank.
    pub(super) fn sign(&mut self, letter: char) {
        let start = self.at;
        match narrow(letter) {
            opening @ ('(' | '{') => self.open(opening, start),
            closing @ (')' | '}') => self.close(closing, start),
            '/' if self.rest().starts_with("//") || self.rest().starts_with("/*") => return self.foreign_comment(),
            '.' if letter == '.' && self.lacks_digits_before() => return self.leading_point(),
            '!' if self.rest().get(letter.len_utf8()..).is_some_and(|rest| rest.starts_with(['=', '＝'])) => {}
            _ => {
                if let Some(kind) = QUOTES.iter().position(|(opening, _)| *opening == letter) {
                    return self.foreign_quote(kind, letter);
                }
                if let Some(habit) = HABITS.iter().find(|(sign, ..)| self.rest().starts_with(sign)) {
                    return self.habit(habit);
                }
                let ours = |sign| matches!(sign, ':' | ',' | '.' | '=' | '<' | '>' | '+' | '-' | '*' | '/' | '%');
                if !ours(narrow(letter)) && !matches!(letter, '≤' | '≥' | '≠') {
                    return self.strange(letter);
                }
            }
        }
        self.skip(letter.len_utf8());
    }

    fn habit(&mut self, (sign, here, entry): &Habit) {
        let start = self.at;
        self.skip(sign.len());
        // A dash between two numbers is no minus.
        let spans = *sign == "–" && self.stands_between_digits(start);
        let (here, entry) = if spans { (&"..", &&table::RANGE_SIGN as &&Entry) } else { (here, entry) };
        let span = self.span(start, self.at);
        let report = Diagnostic::at(entry, span).arg(sign).arg(here);
        let (before, after) = self.neighbours(start);
        let joins = before.is_some_and(XID_CONTINUE) && after.is_some_and(XID_CONTINUE);
        let digits = self.stands_between_digits(start);
        self.mend(match *here {
            // Between two digits nobody can tell what the sign was to say; words stay apart.
            "" if digits => report,
            "" if joins => report.guess(span, " "),
            // Of which currency, and of what, the sign alone does not say.
            "" if entry.code == table::CURRENCY.code => report.guess(span, ""),
            // What stands behind might go on with what stands before.
            "" if !self.ends_a_line() => report.guess(span, ""),
            // It may stand for `=`, or for `implies`.
            ">=" if *sign == "=>" => report.guess(span, ">="),
            "-" if digits => report.guess(span, *here),
            _ if entry.code == table::RANGE_SIGN.code => report.guess(span, *here),
            _ if here.starts_with(char::is_alphabetic) => report.edit(span, self.set_off(start, here)),
            _ => report.edit(span, *here),
        });
        // A bracket is one, however it is drawn.
        match *here {
            "(" => self.open('(', start),
            "{" => self.open('{', start),
            ")" => self.close(')', start),
            "}" => self.close('}', start),
            _ => {}
        }
    }

    /// Whether this is the end of a line or block, outside of round brackets, and what stands on the
    /// next line begins something new.
    fn ends_a_line(&self) -> bool {
        let behind = self.rest().trim_start_matches(|letter| is_blank(letter) && letter != '\n');
        let mut next = behind;
        while let Some(comment) = next.trim_start().strip_prefix(['#', '＃']) {
            next = comment.find('\n').and_then(|end| comment.get(end..)).unwrap_or("");
        }
        let ends = behind.is_empty() || behind.starts_with(['\n', '\r', '#', '＃', '}', '｝']);
        let begins = next.trim_start().chars().next().is_none_or(|letter| {
            matches!(narrow(letter), '}' | '"' | '“') || XID_CONTINUE(letter) && !letter.is_numeric()
        });
        ends && begins && !self.in_brackets()
    }

    /// The characters right before `start` and right behind this place.
    pub(super) fn neighbours(&self, start: usize) -> (Option<char>, Option<char>) {
        let before = self.text.get(..start).and_then(|text| text.chars().next_back());
        (before, self.rest().chars().next())
    }

    /// Whether a digit is the last that stands before `start` and the first behind this place.
    pub(super) fn stands_between_digits(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or("").trim_end_matches(is_blank);
        let after = self.rest().trim_start_matches(is_blank);
        before.ends_with(char::is_numeric) && after.starts_with(char::is_numeric)
    }

    /// A word in place of what stood from `start` to here, with blanks where it has none around it.
    fn set_off(&self, start: usize, word: &str) -> String {
        let blank_before =
            self.text.get(..start).is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace));
        let blank_after = self.rest().is_empty() || self.rest().starts_with(char::is_whitespace);
        format!("{}{word}{}", if blank_before { "" } else { " " }, if blank_after { "" } else { " " })
    }

    /// `// …` and `/* … */`
    fn foreign_comment(&mut self) {
        let (start, rest) = (self.at, self.rest());
        let block = (rest.starts_with("/*") && !self.no_comment_ends).then(|| rest.find("*/"));
        self.no_comment_ends |= block == Some(None);
        let block = block.flatten().map(|end| end.saturating_add(2));
        let written = rest.get(..2).unwrap_or("");
        self.report(Diagnostic::at(&table::COMMENT_SIGN, self.span(start, start.saturating_add(2))).arg(written));
        self.skip(block.or_else(|| rest.find('\n')).unwrap_or(rest.len()));
    }

    /// `“…”`: reported as a whole where its end stands on the same line.
    fn foreign_quote(&mut self, kind: usize, opening: char) {
        let start = self.at;
        self.skip(opening.len_utf8());
        let inner = self.quoted_up_to(kind);
        if let Some((inner, closing)) = inner {
            self.skip(inner.len().saturating_add(closing.len_utf8()));
        }
        let span = self.span(start, self.at);
        let diagnostic = Diagnostic::at(&table::QUOTATION_MARK, span).arg(opening);
        // `'Rule's'`: the mark that closes it may be an apostrophe.
        let goes_on = self.rest().starts_with(XID_CONTINUE);
        self.mend(match inner {
            Some((inner, _)) => {
                let text = format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""));
                if goes_on { diagnostic.guess(span, text) } else { diagnostic.edit(span, text) }
            }
            None => diagnostic,
        });
    }

    /// What stands from here to the mark that closes a quotation on this line, and that mark.
    fn quoted_up_to(&mut self, kind: usize) -> Option<(&'a str, char)> {
        let (_, closing) = QUOTES.get(kind)?;
        let unquoted = self.unquoted.get_mut(kind).filter(|up_to| self.at >= **up_to)?;
        let rest = self.text.get(self.at..)?;
        let end = rest.find(['\n', *closing]).unwrap_or(rest.len());
        if rest.get(end..).is_some_and(|behind| behind.starts_with(*closing)) {
            return Some((rest.get(..end)?, *closing));
        }
        *unquoted = self.at.saturating_add(end);
        None
    }

    /// `.5`, but not `..5` or `a.b`.
    fn lacks_digits_before(&self) -> bool {
        let before = self.text.get(..self.at).and_then(|text| text.chars().next_back());
        let after = self.rest().chars().nth(1);
        after.is_some_and(|letter| letter.is_ascii_digit())
            && !before.is_some_and(|letter| narrow(letter) == '.' || XID_CONTINUE(letter))
    }

    fn leading_point(&mut self) {
        let start = self.at;
        self.skip(1);
        let parted = self.stands_between_digits(start);
        let digits = self.run(|letter| letter.is_ascii_digit());
        self.skip(digits.len());
        let span = self.span(start, self.at);
        let report = Diagnostic::at(&table::LEADING_POINT, span).arg(shorten(digits));
        // `1 .5` is one number, perhaps, and the point of `.40000` a slip.
        self.mend(if parted { report } else { report.guess(span, format!("0.{digits}")) });
    }
}
