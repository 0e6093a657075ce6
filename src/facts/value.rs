//! one value of a document → what it is worth as a given type, or what is wrong with it.

use super::document::Document;
use super::errors::Problem;
use crate::diagnostic::Phrase;
use crate::diagnostic::near::nearest;
use crate::diagnostic::table::{facts as row, limits::TOO_MANY_DIGITS};
use crate::limits::Limits;
use crate::model::{Base, Choice, ChoiceId, Type};
use crate::value::{Cell, Date, Number};

/// What a value is read as. The caller knows the path of what is wrong.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) ty: Type,
    /// Decimal places a number may have.
    pub(super) places: u32,
    pub(super) choices: &'a [Choice],
    pub(super) limits: &'a Limits,
}

/// A value that was read; texts get their ids later.
pub(super) enum Read<'d> {
    Cell(Cell),
    Text(&'d str),
}

const NUMBER: Phrase = Phrase { zh: "数字", en: "a number" };
pub(super) const TRUTH: Phrase = Phrase { zh: " true 或 false", en: "true or false" };
const DATE: Phrase = Phrase { zh: "日期（如 \"2020-05-06\"）", en: "a date such as \"2020-05-06\"" };
const VARIANT: Phrase = Phrase { zh: "选项的标识符（文字）", en: "a variant's identifier as a text" };
pub(super) const TEXT: Phrase = Phrase { zh: "文字", en: "a text" };
pub(super) const LIST: Phrase = Phrase { zh: "列表 […]", en: "a list […]" };
pub(super) const OBJECT: Phrase = Phrase { zh: "对象 {…}", en: "an object {…}" };

/// What is wrong with a value of another kind than expected.
pub(super) fn mismatch(document: &Document, expected: Phrase) -> Problem {
    let (zh, en) = match document {
        Document::Refused(reason) => return reason.as_ref().clone(),
        Document::Null => return Problem::new(&row::NULL_NOT_ALLOWED),
        Document::Bool(_) => (" true 或 false", "true or false"),
        Document::Number(_) => ("数字", "a number"),
        Document::Text(_) => ("文字", "a text"),
        Document::List(_) => ("列表 […]", "a list […]"),
        Document::Map(_) => ("对象 {…}", "an object {…}"),
    };
    Problem::new(&row::WRONG_KIND).arg(expected.zh).arg(expected.en).arg(zh).arg(en)
}

/// Reads a value of a type.
pub(super) fn read<'d>(document: &'d Document, expected: Expected<'_>) -> Result<Read<'d>, Problem> {
    if matches!(document, Document::Null) && expected.ty.optional {
        return Ok(Read::Cell(Cell::None));
    }
    let cell = match expected.ty.base {
        Base::Text => return text(document, expected.limits).map(Read::Text),
        Base::Money | Base::MoneyPerMonth | Base::MoneyPerYear | Base::Ratio | Base::Decimal => {
            Cell::Number(number(document, expected.places, expected.limits)?)
        }
        Base::Integer => Cell::Number(whole(document, expected.limits)?),
        Base::Months => Cell::Months(count(document, expected.limits)?),
        Base::Days => Cell::Days(count(document, expected.limits)?),
        Base::Truth => match document {
            Document::Bool(truth) => Cell::Truth(*truth),
            other => return Err(mismatch(other, TRUTH)),
        },
        Base::Date => Cell::Date(date(document)?),
        Base::Choice(id) => Cell::Choice(variant(document, id, expected.choices)?),
        Base::None => return Err(mismatch(document, Phrase { zh: "null", en: "null" })),
    };
    Ok(Read::Cell(cell))
}

/// Reads a date.
pub(super) fn date(document: &Document) -> Result<Date, Problem> {
    match document {
        Document::Text(text) => Date::parse(text).ok_or_else(|| Problem::new(&row::BAD_DATE)),
        other => Err(mismatch(other, DATE)),
    }
}

/// Reads a text.
pub(super) fn text<'d>(document: &'d Document, limits: &Limits) -> Result<&'d str, Problem> {
    match document {
        Document::Text(text) if text.len() > limits.text_bytes => {
            Err(Problem::new(&row::TEXT_TOO_LONG).arg(limits.text_bytes))
        }
        Document::Text(text) => Ok(text),
        other => Err(mismatch(other, TEXT)),
    }
}

/// Reads a text that says something.
pub(super) fn words<'d>(document: &'d Document, limits: &Limits) -> Result<&'d str, Problem> {
    let text = text(document, limits)?;
    if text.trim().is_empty() { Err(Problem::new(&row::EMPTY_TEXT)) } else { Ok(text) }
}

/// Reads a number of at most so many decimal places; zeros at the end do not count.
pub(super) fn number(document: &Document, places: u32, limits: &Limits) -> Result<Number, Problem> {
    let written = match document {
        Document::Number(text) | Document::Text(text) => text,
        other => return Err(mismatch(other, NUMBER)),
    };
    let number = digits(written, limits)?;
    match number.places() {
        Some(found) if found <= places => Ok(number),
        _ => Err(Problem::new(&row::TOO_MANY_PLACES).arg(places)),
    }
}

/// Reads a number in the one grammar numbers have everywhere.
pub(super) fn digits(written: &str, limits: &Limits) -> Result<Number, Problem> {
    if let Some(shorter) = without_zeros(written) {
        return Err(Problem::new(&row::LEADING_ZERO).arg(written).arg(shorter));
    }
    Number::parse(written, limits.integer_digits, limits.decimal_digits).ok_or_else(|| {
        // Of the right shape, then too long.
        let (whole, decimals) = written.strip_prefix('-').unwrap_or(written).split_once('.').unwrap_or((written, "0"));
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let shaped = [whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        if shaped {
            Problem::new(&TOO_MANY_DIGITS).arg(limits.integer_digits).arg(limits.decimal_digits)
        } else {
            Problem::new(&row::NOT_A_NUMBER)
        }
    })
}

/// A number that begins with a 0 too many, without it: the language, JSON and the schema know none, and what is
/// written so may be something else than an amount.
fn without_zeros(written: &str) -> Option<String> {
    let (sign, digits) = written.strip_prefix('-').map_or(("", written), |rest| ("-", rest));
    let is_number = digits.split('.').count() <= 2 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let rest = digits.strip_prefix('0').filter(|rest| is_number && rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let rest = rest.trim_start_matches('0');
    let zero = if rest.is_empty() || rest.starts_with('.') { "0" } else { "" };
    Some(format!("{sign}{zero}{rest}")).filter(|shorter| !shorter.ends_with('.'))
}

fn whole(document: &Document, limits: &Limits) -> Result<Number, Problem> {
    let number = number(document, u32::MAX, limits)?;
    if number.is_integer() { Ok(number) } else { Err(Problem::new(&row::NOT_WHOLE)) }
}

fn count(document: &Document, limits: &Limits) -> Result<i64, Problem> {
    let too_long = || Problem::new(&TOO_MANY_DIGITS).arg(limits.integer_digits).arg(limits.decimal_digits);
    whole(document, limits)?.to_i64().ok_or_else(too_long)
}

fn variant(document: &Document, id: ChoiceId, choices: &[Choice]) -> Result<u16, Problem> {
    let Document::Text(text) = document else {
        return Err(mismatch(document, VARIANT));
    };
    variant_named(text, id, choices)
}

/// The position of a variant, by its identifier.
pub(super) fn variant_named(text: &str, id: ChoiceId, choices: &[Choice]) -> Result<u16, Problem> {
    let Some(choice) = choices.get(id.index()) else {
        return Err(Problem::new(&row::UNKNOWN_VARIANT).arg("?").arg(""));
    };
    let known = || (0u16..).zip(&choice.variants);
    if let Some((position, _)) = known().find(|(_, variant)| variant.id == text) {
        return Ok(position);
    }
    let labelled =
        known().find(|(_, variant)| variant.zh == text || variant.en == text).map(|(_, variant)| variant.id.clone());
    let near = labelled.or_else(|| nearest(text, choice.variants.iter().map(|variant| variant.id.as_str())));
    let ids: Vec<&str> = choice.variants.iter().map(|variant| variant.id.as_str()).collect();
    Err(Problem::new(&row::UNKNOWN_VARIANT).arg(&choice.name.id).arg(listed(&ids)).near(near))
}

/// Names for a message, the first few of many.
pub(super) fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 20;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
