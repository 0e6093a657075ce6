//! Single values → words: numbers with separators, units, choices; hostile text made visible.

use super::words;
use crate::decision::record::{Unit, Value, Words};
use crate::diagnostic::Locale;
use crate::value::{Fault, Number, Rounding};

/// A value with its unit, a number no decimal carries with an approximation after it.
pub(super) fn with_unit(value: &Value, unit: Unit, currency: &Words, locale: Locale) -> String {
    let shown = shown(value, unit, locale);
    match (value, suffix(unit)) {
        (Value::Number(_), Some(suffix)) => format!("{shown} {}", suffix.fill(locale, &[in_locale(currency, locale)])),
        _ => shown,
    }
}

/// A value without its unit; a number no decimal carries with an approximation after it.
pub(super) fn shown(value: &Value, unit: Unit, locale: Locale) -> String {
    let exact = exact(value, unit, locale);
    match approximation(value, unit) {
        Some(near) => words::APPROXIMATELY.fill(locale, &[exact, near]),
        None => exact,
    }
}

/// A value exactly, without its unit: what may stand as an operand.
pub(super) fn exact(value: &Value, unit: Unit, locale: Locale) -> String {
    let fill = |phrase: words::Phrase, arg: String| phrase.fill(locale, &[arg]);
    match value {
        Value::Number(text) => number(text, unit),
        Value::Truth(true) => words::YES.fill(locale, &[]),
        Value::Truth(false) => words::NO.fill(locale, &[]),
        Value::Date(date) => safe(date),
        Value::Months(1) => fill(words::MONTH, "1".to_owned()),
        Value::Months(months) => fill(words::MONTHS, group(&months.to_string())),
        Value::Days(1) => fill(words::DAY, "1".to_owned()),
        Value::Days(days) => fill(words::DAYS, group(&days.to_string())),
        Value::Choice(choice) => in_locale(&choice.label, locale),
        Value::Text(text) => fill(words::QUOTED, safe(text)),
        Value::None => words::NONE.fill(locale, &[]),
        Value::Waived => words::NOT_TESTED.fill(locale, &[]),
        Value::Unknown => words::UNKNOWN.fill(locale, &[]),
        Value::Error(fault) => fault_words(fault, locale),
    }
}

/// Words of the record in one language.
pub(super) fn in_locale(words: &Words, locale: Locale) -> String {
    match locale {
        Locale::ZhCn => safe(&words.zh),
        Locale::En => safe(&words.en),
    }
}

/// What went wrong, in words.
pub(super) fn fault_words(fault: &str, locale: Locale) -> String {
    let phrase = match Fault::from_id(fault) {
        Some(Fault::ParameterNotSet) => words::PARAMETER_NOT_SET,
        Some(Fault::NoVersion) => words::NO_VERSION,
        Some(Fault::NoRow) => words::NO_ROW,
        Some(Fault::NotInForce) => words::NOT_IN_FORCE,
        Some(Fault::DivisionByZero) => words::DIVISION_BY_ZERO,
        Some(Fault::Overflow) => words::OVERFLOW,
        Some(Fault::EmptyList) => words::EMPTY_LIST,
        Some(Fault::ClampInverted) => words::CLAMP_INVERTED,
        Some(Fault::Tie) => words::TIE,
        Some(Fault::Conflict) => words::CONFLICT,
        None => return safe(fault),
    };
    phrase.fill(locale, &[])
}

/// Whether a value is a number that only a fraction carries, so that it needs brackets as an
/// operand.
pub(super) fn is_fraction(value: &Value) -> bool {
    matches!(value, Value::Number(text) if text.contains('/'))
}

/// Whether a value is below zero, so that it needs brackets as an operand.
pub(super) fn is_negative(value: &Value) -> bool {
    match value {
        Value::Number(text) => text.starts_with('-'),
        Value::Months(count) | Value::Days(count) => *count < 0,
        _ => false,
    }
}

/// Makes control characters, line breaks and marks that change the direction or the look of text
/// visible: `\u{202e}`.
pub(super) fn safe(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c,
                '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
                | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// The words after a number of this unit.
fn suffix(unit: Unit) -> Option<words::Phrase> {
    match unit {
        Unit::Money => Some(words::MONEY),
        Unit::MoneyPerMonth => Some(words::MONEY_PER_MONTH),
        Unit::MoneyPerYear => Some(words::MONEY_PER_YEAR),
        _ => None,
    }
}

/// Digits of a number: `1,596.00`, `30%`, `2,600/3`.
fn number(text: &str, unit: Unit) -> String {
    let Ok(number) = text.parse::<Number>() else { return safe(text) };
    let percent = unit == Unit::Ratio && number.places().is_some();
    let scaled = if percent { number.checked_mul(Number::from_int(100)) } else { Some(number) };
    let Some(scaled) = scaled else { return safe(text) };
    let digits = scaled.to_string();
    if let Some((num, den)) = digits.split_once('/') {
        return format!("{}/{}", group(num), group(den));
    }
    let least = if is_money(unit) { 2 } else { 0 };
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let point = if decimals.is_empty() && least == 0 { "" } else { "." };
    let sign = if percent { "%" } else { "" };
    format!("{}{point}{decimals:0<least$}{sign}", group(whole))
}

/// A rounded neighbour of a number no decimal carries; nothing where it would say zero.
fn approximation(value: &Value, unit: Unit) -> Option<String> {
    let Value::Number(text) = value else { return None };
    let exact = text.parse::<Number>().ok()?;
    if exact.places().is_some() {
        return None;
    }
    let step = Number::parse(if is_money(unit) { "0.01" } else { "0.0001" }, 1, 4)?;
    let near = exact.round(step, Rounding::HalfUp)?;
    (!near.is_zero()).then(|| number(&near.to_string(), unit))
}

fn is_money(unit: Unit) -> bool {
    matches!(unit, Unit::Money | Unit::MoneyPerMonth | Unit::MoneyPerYear)
}

/// Thousands separators in a whole number.
fn group(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(position);
        if position > 0 && left % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
