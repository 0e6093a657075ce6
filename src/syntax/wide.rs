//! Full-width and mathematical signs → the signs of the keyboard they stand for.

/// The sign that a character stands for; any other character is itself.
///
/// Only what can mean nothing else is here: `。` and `；`, which end sentences, and `！` before
/// anything but `＝` have no counterpart.
///
/// ```
/// assert_eq!("：（≤a".chars().map(doudi::syntax::narrow).collect::<String>(), ":(≤a");
/// ```
pub fn narrow(letter: char) -> char {
    match letter {
        '：' => ':',
        '，' | '、' => ',',
        '（' => '(',
        '）' => ')',
        '｛' => '{',
        '｝' => '}',
        '＝' => '=',
        '＜' => '<',
        '＞' => '>',
        '！' => '!',
        '＋' => '+',
        '－' => '-',
        '＊' | '×' => '*',
        '／' | '÷' => '/',
        '％' => '%',
        '．' => '.',
        '＃' => '#',
        '\u{3000}' => ' ',
        _ => letter,
    }
}

/// A whole sign as the keyboard has it: `≤`, `＜＝` and `＜=` are `<=`.
pub(super) fn narrow_sign(sign: &str) -> String {
    match sign {
        "≤" => "<=".to_string(),
        "≥" => ">=".to_string(),
        "≠" => "!=".to_string(),
        _ => sign.chars().map(narrow).collect(),
    }
}

/// A blank, line breaks not among them.
pub(super) fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\u{3000}')
}
