//! Signs and numbers as people write them elsewhere, and how this language writes them.

use super::scan::{Scan, shorten};
use crate::diagnostic::table::{limits as bounds, syntax as table};
use crate::diagnostic::{Diagnostic, Entry};
use crate::source::Span;
use crate::syntax::wide::narrow;
use crate::value::Date;
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
    ("｜", "or", &table::WORD_OPERATOR),
    ("!", "not", &table::WORD_OPERATOR),
    ("！", "not", &table::WORD_OPERATOR),
    ("−", "-", &table::FOREIGN_SIGN),
    ("–", "-", &table::FOREIGN_SIGN),
    ("…", "..", &table::FOREIGN_SIGN),
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

/// `1．5`: within a number only the digits and the point of the keyboard stand.
const WIDE_POINT: Habit = ("．", ".", &table::FULL_WIDTH);

/// Quotation marks that are not `"`, and what closes them.
pub(super) const QUOTES: [(char, char); 5] = [('‘', '’'), ('「', '」'), ('『', '』'), ('\'', '\''), ('`', '`')];

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
            '.' if letter != '.' && self.is_between_digits(letter) => return self.habit(&WIDE_POINT),
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
        let span = self.span(start, self.at);
        let replacement =
            if here.starts_with(char::is_alphabetic) { self.set_off(start, here) } else { here.to_string() };
        self.report(Diagnostic::at(entry, span).arg(sign).arg(here).edit(span, replacement));
        // A bracket is one, however it is drawn.
        match *here {
            "(" => self.open('(', start),
            "{" => self.open('{', start),
            ")" => self.close(')', start),
            "}" => self.close('}', start),
            _ => {}
        }
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
        self.report(match inner {
            Some((inner, _)) => {
                diagnostic.edit(span, format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\"")))
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

    /// `1．5`, but not `1．．5` or `a．b`.
    fn is_between_digits(&self, letter: char) -> bool {
        let before = self.text.get(..self.at).and_then(|text| text.chars().next_back());
        let after = self.rest().get(letter.len_utf8()..).and_then(|text| text.chars().next());
        [before, after].iter().all(|letter| letter.is_some_and(char::is_numeric))
    }

    fn leading_point(&mut self) {
        let start = self.at;
        self.skip(1);
        let digits = self.run(|letter| letter.is_ascii_digit());
        self.skip(digits.len());
        let span = self.span(start, self.at);
        self.report(Diagnostic::at(&table::LEADING_POINT, span).arg(shorten(digits)).edit(span, format!("0.{digits}")));
    }

    /// A stretch that begins with a digit: a number, a date, or what was meant for one.
    pub(super) fn number(&mut self) {
        let start = self.at;
        if let Some((length, day)) = written_date(self.rest()) {
            self.skip(length);
            return self.date(start, day);
        }
        let written = self.digits_and_points();
        self.skip(written.len());
        let span = self.span(start, self.at);
        let at = |entry| Diagnostic::at(entry, span).arg(shorten(written));
        if let Some(slip) = slip_of(written, self.rest()) {
            return self.report(match slip {
                Slip::Row(entry) => at(entry),
                Slip::Mended(entry, mended) => at(entry).arg(shorten(&mended)).edit(span, mended),
            });
        }
        let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
        if let Some(length) = self.groups_of_thousand(whole, decimals) {
            return self.separated(start, length);
        }
        let second = |text: &str| text.chars().nth(1).is_some_and(|letter| narrow(letter) == '.');
        if self.rest().starts_with('.') && !second(self.rest()) {
            self.skip(1);
            let span = self.span(start, self.at);
            return self.report(Diagnostic::at(&table::TRAILING_POINT, span).arg(shorten(written)).edit(span, written));
        }
        let (most, most_decimals) = (self.limits.integer_digits, self.limits.decimal_digits);
        if whole.len() > most || decimals.len() > most_decimals {
            self.report(Diagnostic::at(&bounds::TOO_MANY_DIGITS, span).arg(most).arg(most_decimals));
        }
    }

    /// Digits, letters stuck to them, and single points between digits.
    fn digits_and_points(&self) -> &'a str {
        let rest = self.rest();
        let mut letters = rest.char_indices().peekable();
        let mut end = 0;
        while let Some((at, letter)) = letters.next() {
            let point = letter == '.' && letters.peek().is_some_and(|(_, next)| next.is_numeric());
            if !XID_CONTINUE(letter) && !letter.is_numeric() && !point {
                break;
            }
            end = at.saturating_add(letter.len_utf8());
        }
        rest.get(..end).unwrap_or("")
    }

    fn date(&mut self, start: usize, day: Written) {
        let span = self.span(start, self.at);
        let written = self.text.get(start..self.at).unwrap_or("");
        self.report(match day {
            Written::Well(Some(_)) => return,
            Written::Well(None) | Written::Otherwise(None) => no_such_day(written, span),
            Written::Otherwise(Some(day)) => {
                Diagnostic::at(&table::DATE_SHAPE, span).arg(written).arg(day).guess(span, day.to_string())
            }
        });
    }

    /// `,000` and the like right behind one to three digits: how long the whole stretch is.
    fn groups_of_thousand(&self, whole: &str, decimals: &str) -> Option<usize> {
        let mut rest = self.rest();
        let mut length: usize = 0;
        while let Some(group) = rest.strip_prefix([',', '，']).and_then(|after| after.get(..3)) {
            let comma = rest.chars().next().map_or(0, char::len_utf8);
            let after = rest.get(comma.saturating_add(3)..).unwrap_or("");
            if !group.bytes().all(|digit| digit.is_ascii_digit()) || after.starts_with(XID_CONTINUE) {
                break;
            }
            length = length.saturating_add(comma).saturating_add(3);
            rest = after;
        }
        (length > 0 && whole.len() <= 3 && decimals.is_empty()).then_some(length)
    }

    fn separated(&mut self, start: usize, length: usize) {
        self.skip(length);
        let span = self.span(start, self.at);
        let written = self.text.get(start..self.at).unwrap_or("");
        let joined = written.replace([',', '，'], "");
        self.report(
            Diagnostic::at(&table::SEPARATORS, span).arg(shorten(written)).arg(shorten(&joined)).guess(span, joined),
        );
    }
}

enum Slip {
    Row(&'static Entry),
    /// With the text that was probably meant.
    Mended(&'static Entry, String),
}

/// What is wrong with a stretch of digits, letters and points, if anything.
fn slip_of(written: &str, rest: &str) -> Option<Slip> {
    let digits = written.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    if written.matches('.').count() > 1 {
        return Some(Slip::Row(&table::TWO_POINTS));
    }
    let first = digits.chars().next()?;
    let exponent = digits.get(1..).unwrap_or("");
    if matches!(first, 'e' | 'E')
        && exponent.bytes().all(|b| b.is_ascii_digit())
        && (!exponent.is_empty() || rest.starts_with(['+', '-']))
    {
        return Some(Slip::Row(&table::EXPONENT));
    }
    if first == '_' && written.bytes().all(|b| b.is_ascii_digit() || b == b'_' || b == b'.') {
        return Some(Slip::Mended(&table::SEPARATORS, written.replace('_', "")));
    }
    if first.is_numeric() {
        return Some(match written.chars().map(ascii_digit).collect::<Option<String>>() {
            Some(mended) => Slip::Mended(&table::OTHER_DIGITS, mended),
            None => Slip::Row(&table::OTHER_DIGITS_UNKNOWN),
        });
    }
    let number = written.strip_suffix(digits).unwrap_or(written);
    if digits == "元" {
        return Some(Slip::Mended(&table::CURRENCY, number.to_string()));
    }
    Some(Slip::Mended(&table::STUCK_TOGETHER, format!("{number} {digits}")))
}

/// A decimal digit of a script in use next to ASCII, as ASCII; a point stays.
fn ascii_digit(letter: char) -> Option<char> {
    let zero = match letter {
        '０'..='９' => '０',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '.' | '0'..='9' => return Some(letter),
        _ => return None,
    };
    char::from_digit(u32::from(letter).saturating_sub(u32::from(zero)), 10)
}

/// A date as it was written, and the day it means, if there is one.
enum Written {
    Well(Option<Date>),
    Otherwise(Option<Date>),
}

/// Reads `2020-03-31` and what people write for it: `2020-3-1`, `2020/03/31`, `2020.3.31`,
/// `2020年3月31日`. With its length in bytes; `None` for anything else.
fn written_date(text: &str) -> Option<(usize, Written)> {
    let (year, rest) = number_of(text, 4, 4)?;
    let (between, last) = match rest.chars().next()? {
        '年' => ('月', "日"),
        separator @ ('-' | '/' | '.') => (separator, ""),
        _ => return None,
    };
    let rest = rest.get(rest.chars().next()?.len_utf8()..)?;
    let (month, rest) = number_of(rest, 1, 2)?;
    let rest = rest.strip_prefix(between)?;
    let (day, rest) = number_of(rest, 1, 2)?;
    let rest = rest.strip_prefix(last)?;
    if rest.starts_with(XID_CONTINUE) {
        return None;
    }
    let length = text.len().saturating_sub(rest.len());
    let written = text.get(..length)?;
    let meant = Date::new(i32::try_from(year).ok()?, month, day);
    let well = between == '-' && length == "2020-03-31".len();
    Some((length, if well { Written::Well(Date::parse(written)) } else { Written::Otherwise(meant) }))
}

/// A number of so many ASCII digits, and what follows it.
fn number_of(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let number = text.get(..end).filter(|digits| (least..=most).contains(&digits.len()))?;
    Some((number.parse().ok()?, text.get(end..)?))
}

/// The report of a date that no calendar has: the month is too short for it, or there is no such month.
pub(super) fn no_such_day(written: &str, span: Span) -> Diagnostic {
    let mut parts = written.split(|letter: char| !letter.is_ascii_digit()).map(str::parse::<u32>);
    let year_and_month = parts.next().zip(parts.next()).and_then(|(year, month)| Some((year.ok()?, month.ok()?)));
    let day = parts.next().and_then(Result::ok);
    let last = year_and_month.and_then(|(year, month)| {
        let year = i32::try_from(year).ok()?;
        (28..=31).rev().find_map(|day| Date::new(year, month, day))
    });
    let last = last.filter(|last| day.is_some_and(|day| day > last.day()));
    match last {
        Some(last) => {
            let too_short = Diagnostic::at(&table::PAST_END_OF_MONTH, span).arg(shorten(written));
            too_short.arg(last.year()).arg(last.month()).arg(last.day()).guess(span, last.to_string())
        }
        None => Diagnostic::at(&table::NO_SUCH_DAY, span).arg(shorten(written)),
    }
}
