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
        Value::Number(exact) => number(*exact, unit),
        Value::Truth(true) => words::YES.fill(locale, &[]),
        Value::Truth(false) => words::NO.fill(locale, &[]),
        Value::Date(date) => date.to_string(),
        Value::Months(1) => fill(words::MONTH, "1".to_owned()),
        Value::Months(months) => fill(words::MONTHS, group(&months.to_string())),
        Value::Days(1) => fill(words::DAY, "1".to_owned()),
        Value::Days(days) => fill(words::DAYS, group(&days.to_string())),
        Value::Choice(choice) => in_locale(&choice.label, locale),
        Value::Text(text) => fill(words::QUOTED, safe(text)),
        Value::None => words::NONE.fill(locale, &[]),
        Value::Waived => words::NOT_TESTED.fill(locale, &[]),
        Value::Unknown => words::UNKNOWN.fill(locale, &[]),
        Value::Error(fault) => fault_words(*fault, locale),
        Value::Redacted => words::Phrase { zh: "（不公开）", en: "(withheld)" }.fill(locale, &[]),
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
pub(super) fn fault_words(fault: Fault, locale: Locale) -> String {
    let phrase = match fault {
        Fault::ParameterNotSet => words::PARAMETER_NOT_SET,
        Fault::NoVersion => words::NO_VERSION,
        Fault::NoRow => words::NO_ROW,
        Fault::NotInForce => words::NOT_IN_FORCE,
        Fault::DivisionByZero => words::DIVISION_BY_ZERO,
        Fault::Overflow => words::OVERFLOW,
        Fault::EmptyList => words::EMPTY_LIST,
        Fault::ClampInverted => words::CLAMP_INVERTED,
        Fault::OutOfRange => words::OUT_OF_RANGE,
        Fault::Tie => words::TIE,
        Fault::Conflict => words::CONFLICT,
    };
    phrase.fill(locale, &[])
}

/// Whether a value is a number that only a fraction carries, so that it needs brackets as an
/// operand.
pub(super) fn is_fraction(value: &Value) -> bool {
    matches!(value, Value::Number(number) if number.places().is_none())
}

/// Whether a value is below zero, so that it needs brackets as an operand.
pub(super) fn is_negative(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_negative(),
        Value::Months(count) | Value::Days(count) => *count < 0,
        _ => false,
    }
}

/// Text that shows what it holds.
pub(super) fn safe(text: &str) -> String {
    crate::diagnostic::visible(text)
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
fn number(number: Number, unit: Unit) -> String {
    let percent = unit == Unit::Ratio && number.places().is_some();
    let scaled = if percent { number.checked_mul(Number::from_int(100)) } else { Some(number) };
    let Some(scaled) = scaled else { return number.to_string() };
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
    let Value::Number(exact) = value else { return None };
    if exact.places().is_some() {
        return None;
    }
    let step = Number::parse(if is_money(unit) { "0.01" } else { "0.0001" }, 1, 4)?;
    let near = exact.round(step, Rounding::HalfUp)?;
    (!near.is_zero()).then(|| number(near, unit))
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
