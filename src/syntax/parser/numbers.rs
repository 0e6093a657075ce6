//! Numbers and dates as people write them elsewhere, and how this language writes them.

use super::counted::{ascii_digit, slip_of};
use super::scan::{Scan, shorten};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::{limits as bounds, syntax as table};
use crate::source::Span;
use crate::syntax::wide::{is_blank, narrow};
use crate::value::Date;
use pest::unicode::XID_CONTINUE;

impl<'a> Scan<'a> {
    /// A stretch that begins with a digit: a number, a date, or what was meant for one.
    pub(super) fn number(&mut self) {
        let start = self.at;
        if let Some((length, day)) = written_date(self.rest()) {
            self.skip(length);
            return self.date(start, day);
        }
        if let Some((length, first)) = written_month(self.rest()) {
            let written = self.rest().get(..length).unwrap_or("");
            self.skip(length);
            let report = Diagnostic::at(&table::MONTH_FOR_DATE, self.span(start, self.at)).arg(written).arg(first);
            let span = self.span(start, self.at);
            return self.mend(report.guess(span, first.to_string()));
        }
        if let Some(stops) = Stops::read(self.rest()) {
            return self.stops(start, &stops);
        }
        let written = self.digits_and_points();
        self.skip(written.len());
        let span = self.span(start, self.at);
        let at = |entry| Diagnostic::at(entry, span).arg(shorten(written));
        if let Some(slip) = slip_of(written, self.rest(), self.text.get(..start).unwrap_or("")) {
            let report = slip.args.iter().fold(at(slip.entry), Diagnostic::arg);
            return match slip.mended {
                Some((mended, true)) => self.mend(report.edit(span, mended)),
                Some((mended, false)) => self.mend(report.guess(span, mended)),
                None => self.report(report),
            };
        }
        let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
        if let Some(length) = self.groups_of_thousand(whole, decimals) {
            return self.separated(start, length);
        }
        let second = |text: &str| text.chars().nth(1).is_some_and(|letter| narrow(letter) == '.');
        if self.rest().starts_with('.') && !second(self.rest()) {
            self.skip(1);
            let point = self.span(start, self.at);
            let report = Diagnostic::at(&table::TRAILING_POINT, point).arg(shorten(written));
            let goes_on =
                self.rest().starts_with(XID_CONTINUE) || self.stands_between_digits(self.at.saturating_sub(1));
            return self.mend(if goes_on { report } else { report.guess(point, written) });
        }
        let (most, most_decimals) = (self.limits.integer_digits, self.limits.decimal_digits);
        if whole.len() > most || decimals.len() > most_decimals {
            return self.report(Diagnostic::at(&bounds::TOO_MANY_DIGITS, span).arg(most).arg(most_decimals));
        }
        let plain = whole.trim_start_matches('0');
        let before = self.text.get(..start).unwrap_or("");
        // `1 000` is no number, and the sign behind `1` in `1,00` no comma.
        let parted = before.ends_with(is_blank) && before.trim_end_matches(is_blank).ends_with(char::is_numeric);
        if whole.len() > 1 && plain.len() < whole.len() && !parted {
            let decimals = written.get(whole.len()..).unwrap_or("");
            let plain = format!("{}{decimals}", if plain.is_empty() { "0" } else { plain });
            let sign = before.trim_end_matches([',', '，', '、', '-', '/', '.', ':', '：', '\'', '’']);
            let part = sign.len() < before.len() && sign.ends_with(char::is_numeric);
            let report = at(&table::LEADING_ZEROS).arg(&plain);
            self.mend(if part { report } else { report.guess(span, plain) });
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
        self.mend(match day {
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
        while let Some(group) = rest.strip_prefix(GROUPS).and_then(|after| after.get(..3)) {
            let comma = rest.chars().next().map_or(0, char::len_utf8);
            let after = rest.get(comma.saturating_add(3)..).unwrap_or("");
            // `、` lists: `20、000` can be no list, `1、300` is one.
            let lists = rest.starts_with('、') && !group.starts_with('0');
            if lists || !group.bytes().all(|digit| digit.is_ascii_digit()) || after.starts_with(XID_CONTINUE) {
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
        let joined = written.replace(GROUPS, "");
        self.mend(
            Diagnostic::at(&table::SEPARATORS, span).arg(shorten(written)).arg(shorten(&joined)).guess(span, joined),
        );
    }

    /// `1000。50`, `1．5`
    fn stops(&mut self, start: usize, stops: &Stops<'_>) {
        self.skip(stops.written.len());
        let span = self.span(start, self.at);
        let report = |entry| Diagnostic::at(entry, span).arg(shorten(stops.written));
        let Some((whole, decimals)) = stops.written.split_once(stops.sign).filter(|_| stops.count == 1) else {
            return self.report(report(&table::TWO_POINTS));
        };
        let digits = |text: &str| text.chars().map(ascii_digit).collect::<Option<String>>();
        let Some((whole, decimals)) = digits(whole).zip(digits(decimals)) else {
            return self.report(report(&table::OTHER_DIGITS_UNKNOWN));
        };
        let mended = format!("{whole}.{decimals}");
        // `．` is a point; a full stop may end something.
        self.mend(match stops.sign {
            '．' if stops.written.is_ascii() || whole.len() == stops.written.find('．').unwrap_or(0) => {
                let sign = start.saturating_add(whole.len());
                let sign = self.span(sign, sign.saturating_add(stops.sign.len_utf8()));
                Diagnostic::at(&table::FULL_WIDTH, sign).arg(stops.sign).arg('.').edit(sign, ".")
            }
            '．' => report(&table::OTHER_DIGITS).arg(shorten(&mended)).edit(span, mended),
            sign => report(&table::STOP_FOR_POINT).arg(sign).arg(shorten(&mended)).guess(span, mended),
        });
    }
}

/// What parts the thousands of a number elsewhere.
const GROUPS: [char; 3] = [',', '，', '、'];

/// Signs people type for the point of a number.
const STOPS: [char; 7] = ['。', '｡', '．', '·', '・', '•', '‧'];

/// Digits with one of [`STOPS`] between them.
struct Stops<'a> {
    written: &'a str,
    sign: char,
    count: usize,
}

impl<'a> Stops<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let digits = |text: &str| text.find(|letter: char| !letter.is_numeric()).unwrap_or(text.len());
        let sign = text.get(digits(text)..)?.chars().next().filter(|sign| STOPS.contains(sign))?;
        let (mut end, mut count) = (digits(text), 0usize);
        while let Some(behind) = text.get(end..).and_then(|rest| rest.strip_prefix(sign)) {
            let more = digits(behind);
            if more == 0 {
                break;
            }
            end = end.saturating_add(sign.len_utf8()).saturating_add(more);
            count = count.saturating_add(1);
        }
        (count > 0).then_some(Stops { written: text.get(..end)?, sign, count })
    }
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
        separator if SEPARATORS.contains(&separator) => (separator, ""),
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
    let well = between == '-' && length == "2020-03-31".len() && written.is_ascii();
    Some((length, if well { Written::Well(Date::parse(written)) } else { Written::Otherwise(meant) }))
}

/// Reads what people write for a month, where a day belongs: `2026-03`, `2026年3月`, `2026/03`.
/// With its length in bytes and its first day. `2026-11` may be meant for a calculation.
fn written_month(text: &str) -> Option<(usize, Date)> {
    let (year, rest) = number_of(text, 4, 4)?;
    let sign = rest.chars().next().filter(|sign| *sign == '年' || SEPARATORS.contains(sign))?;
    let rest = rest.strip_prefix(sign)?;
    let (month, behind) = number_of(rest, 1, 2)?;
    let behind = match sign {
        '年' => behind.strip_prefix('月')?,
        _ => behind,
    };
    let is_plain = sign == '年' || rest.starts_with(['0', '０']);
    let goes_on = behind.starts_with(|next| XID_CONTINUE(next) || SEPARATORS.contains(&next));
    let first = Date::new(i32::try_from(year).ok()?, month, 1)?;
    (is_plain && !goes_on).then(|| (text.len().saturating_sub(behind.len()), first))
}

/// What people write between the parts of a date.
const SEPARATORS: [char; 15] = ['-', '/', '.', '．', '。', '·', '－', '—', '–', '−', '‐', '‑', '―', '／', '﹣'];

/// A number of so many digits, and what follows it.
fn number_of(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let is_digit = |letter: char| letter != '.' && ascii_digit(letter).is_some();
    let end = text.find(|letter: char| !is_digit(letter)).unwrap_or(text.len());
    let number: String = text.get(..end)?.chars().filter_map(ascii_digit).collect();
    (least..=most).contains(&number.len()).then_some(())?;
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
