//! Digits with a word stuck to them → what is wrong with that, and the number that was meant.

use super::scan::shorten;
use crate::diagnostic::Entry;
use crate::diagnostic::table::syntax as table;
use crate::syntax::keywords;

/// What is wrong with a stretch that begins with a digit.
pub(super) struct Slip {
    pub(super) entry: &'static Entry,
    /// What the row says of it, beside the stretch itself.
    pub(super) args: Vec<String>,
    /// What was meant, and whether nothing else can be.
    pub(super) mended: Option<(String, bool)>,
}

impl Slip {
    fn row(entry: &'static Entry) -> Self {
        Slip { entry, args: Vec::new(), mended: None }
    }

    fn meant(entry: &'static Entry, mended: String, certain: bool) -> Self {
        Slip { entry, args: vec![shorten(&mended)], mended: Some((mended, certain)) }
    }
}

/// Words that may stand behind a number: only the blank between them is missing.
const FOLLOWING: [&str; 12] =
    ["days", "months", "years", "month", "year", "or", "and", "then", "else", "in", "where", "by"];

/// Words for a unit, and the unit.
const UNITS: [(&str, &str); 4] = [("月", "个月"), ("日", "天"), ("周年", "年"), ("day", "days")];

/// Words for powers of ten, and how many digits they stand for.
const POWERS: [(&str, usize); 6] = [("亿", 8), ("千万", 7), ("百万", 6), ("万", 4), ("千", 3), ("百", 2)];

/// Words that say what is counted: the number alone is written.
const COUNTED: [&str; 8] = ["岁", "周岁", "人", "户", "口", "名", "次", "倍"];

/// What is wrong with a stretch of digits, letters and points, if anything; `rest` stands behind it.
pub(super) fn slip_of(written: &str, rest: &str, before: &str) -> Option<Slip> {
    let word = written.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    if written.matches('.').count() > 1 {
        return Some(Slip::row(&table::TWO_POINTS));
    }
    let first = word.chars().next()?;
    let exponent = word.get(1..).unwrap_or("");
    if matches!(first, 'e' | 'E')
        && exponent.bytes().all(|b| b.is_ascii_digit())
        && (!exponent.is_empty() || rest.starts_with(['+', '-']))
    {
        return Some(Slip::row(&table::EXPONENT));
    }
    if first == '_' && written.bytes().all(|b| b.is_ascii_digit() || b == b'_' || b == b'.') {
        return Some(Slip::meant(&table::SEPARATORS, written.replace('_', ""), false));
    }
    if first.is_numeric() {
        return Some(match written.chars().map(ascii_digit).collect::<Option<String>>() {
            Some(mended) => {
                // What would be another slip is looked at.
                let plain = !mended.starts_with('0') || mended == "0" || mended.starts_with("0.");
                Slip::meant(&table::OTHER_DIGITS, mended, plain)
            }
            None => Slip::row(&table::OTHER_DIGITS_UNKNOWN),
        });
    }
    let number = written.strip_suffix(word).unwrap_or(written);
    if ["元", "円", "圆", "圓", "块", "块钱", "元整", "塊"].contains(&word) {
        // The policy may reckon in another, and the place may want no amount.
        return Some(Slip::meant(&table::CURRENCY, number.to_string(), false));
    }
    if FOLLOWING.contains(&keywords::in_english(word)) {
        return Some(Slip::meant(&table::STUCK_TOGETHER, format!("{number} {word}"), true));
    }
    if let Some((_, unit)) = UNITS.iter().find(|(meant, _)| *meant == word) {
        return Some(Slip::meant(&table::STUCK_TOGETHER, format!("{number} {unit}"), false));
    }
    // `2020-01-01至2020-06-30` is no range of numbers.
    if let Some(range) = range(number, word).filter(|_| !before.ends_with(['-', '/', '.'])) {
        return Some(Slip::meant(&table::RANGE_SIGN, range, false));
    }
    if let Some((power, all)) = in_full(number, word) {
        let args = vec![power.to_string(), all.clone()];
        return Some(Slip { entry: &table::POWER_OF_TEN, args, mended: Some((all, false)) });
    }
    Some(match COUNTED.contains(&word) {
        true => Slip::meant(&table::WORD_BEHIND_NUMBER, number.to_string(), false),
        false => Slip::row(&table::DIGIT_FIRST),
    })
}

/// `1至2` → `1..2`, `3以上` → `3..`, `3以下` → `..3`
fn range(number: &str, word: &str) -> Option<String> {
    let up_to = word.strip_prefix(['至', '到']).filter(|last| last.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    match word {
        "以上" | "及以上" => Some(format!("{number}..")),
        "以下" | "及以下" | "以内" => Some(format!("..{number}")),
        _ => up_to.filter(|last| !last.is_empty()).map(|last| format!("{number}..{last}")),
    }
}

/// `2.5万元` → `万` and `25000`
fn in_full(number: &str, word: &str) -> Option<(&'static str, String)> {
    let word = word.strip_suffix('元').unwrap_or(word);
    let (power, zeros) = POWERS.into_iter().find(|(power, _)| *power == word)?;
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let moved: String = decimals.chars().chain(std::iter::repeat('0')).take(zeros).collect();
    let left = decimals.get(zeros..).unwrap_or("");
    let all = format!("{whole}{moved}");
    let all = all.trim_start_matches('0');
    let all = if all.is_empty() { "0" } else { all };
    Some((power, if left.is_empty() { all.to_string() } else { format!("{all}.{left}") }))
}

/// A decimal digit of a script in use next to ASCII, as ASCII; a point stays.
pub(super) fn ascii_digit(letter: char) -> Option<char> {
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
