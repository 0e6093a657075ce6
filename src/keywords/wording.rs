//! A piece of policy in English words → the same in the words of another language.

use super::{ALL_OF, ANY_OF, BY, DAYS, DOER, FUNCTIONS, IF, IN_DAYS, IN_MONTHS, IN_YEARS, Keyword, MONTHS};
use super::{Script, TEXT, THEN, WAYS, WORDING, all};

/// What the words of a piece are taken for, besides those that can be no names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// All words that have a meaning anywhere: nothing in it is a name somebody chose.
    None,
    /// Words that are reserved, and functions and ways where they stand as such.
    Some,
    /// Words that are reserved alone.
    All,
}

/// A piece of policy, whole or with gaps, in the words of a language; texts in quotes stay.
///
/// ```
/// use doudi::syntax::keywords::{Script, worded};
/// assert_eq!(worded("when … must NAME { … }", Script::Chinese), "当 … 应 NAME { … }");
/// assert_eq!(worded("round(x, 0.01, half_up)", Script::Chinese), "舍入(x, 0.01, 四舍五入)");
/// assert_eq!(worded("money per month", Script::English), "money per month");
/// ```
pub fn worded(piece: &str, script: Script) -> String {
    with_names(piece, script, Names::None)
}

/// The same of a piece that may hold names.
pub(crate) fn with_names(piece: &str, script: Script, names: Names) -> String {
    if script == Script::English {
        return piece.to_owned();
    }
    let tokens = tokens(piece);
    let (mut out, mut at) = (String::with_capacity(piece.len()), 0);
    while let Some(token) = tokens.get(at) {
        let rest = tokens.get(at..).unwrap_or_default();
        let before = tokens.get(..at).unwrap_or_default();
        match keyword(before, rest, names) {
            Some((keyword, length)) => {
                out.push_str(keyword.word(script));
                at = at.saturating_add(length);
            }
            None => {
                out.push_str(token);
                at = at.saturating_add(1);
            }
        }
    }
    out
}

/// The keyword some tokens begin with, and how many tokens it is: the longest.
fn keyword(before: &[&str], rest: &[&str], names: Names) -> Option<(&'static Keyword, usize)> {
    let fits = |keyword: &&'static Keyword| {
        let is_function = FUNCTIONS.iter().any(|function| function == keyword);
        let is_way = WAYS.iter().any(|way| way == keyword);
        let (called, within) = (rest.get(1) == Some(&"("), before.iter().any(|token| matches!(*token, "(" | "`")));
        let alone = before.iter().chain(rest.iter().skip(1)).all(|token| matches!(*token, "`" | " " | "/" | "|"));
        match (is_function, is_way) {
            _ if names == Names::All => keyword.reserved,
            (true, _) => called || alone,
            (_, true) => names == Names::None || within || alone,
            _ => names == Names::None || keyword.reserved || alone,
        }
    };
    let length = |keyword: &Keyword| {
        let mut tokens = rest.iter();
        let mut length: usize = 0;
        for (n, word) in keyword.en.split(' ').enumerate() {
            if n > 0 {
                tokens.next().filter(|token| **token == " ")?;
                length = length.saturating_add(1);
            }
            tokens.next().filter(|token| **token == word)?;
            length = length.saturating_add(1);
        }
        Some(length)
    };
    let standing = all().filter(fits).filter_map(|keyword| Some((keyword, length(keyword)?)));
    // Of those that are written alike the first, unless what stands around says another.
    let (found, length) =
        standing.fold(None, |best: Option<(&'static Keyword, usize)>, (keyword, length)| match best {
            Some((_, longest)) if longest >= length => best,
            _ => Some((keyword, length)),
        })?;
    let next = rest.iter().skip(length).find(|token| **token != " ").copied().unwrap_or("");
    let last = before.iter().rev().find(|token| **token != " ").copied().unwrap_or("");
    let counted = last.starts_with(|letter: char| letter.is_ascii_digit());
    let is_text = next.starts_with('"');
    let meant = match found.en {
        "all of" if next != "{" => &super::EACH_OF,
        "any of" if next != "{" => &super::SOME_OF,
        "all of" => &ALL_OF,
        "any of" => &ANY_OF,
        "then" if before.contains(&IF.en) => &THEN,
        "by" => {
            if is_text {
                &DOER
            } else {
                &BY
            }
        }
        "text" => {
            if is_text {
                &WORDING
            } else {
                &TEXT
            }
        }
        "days" => {
            if counted {
                &IN_DAYS
            } else {
                &DAYS
            }
        }
        "months" => {
            if counted {
                &IN_MONTHS
            } else {
                &MONTHS
            }
        }
        "years" => &IN_YEARS,
        _ => found,
    };
    Some((meant, length))
}

/// Words, texts in quotes with their quotes, and everything else letter by letter.
fn tokens(piece: &str) -> Vec<&str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let (mut tokens, mut rest) = (Vec::new(), piece);
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '"' => rest.char_indices().skip(1).find(|(_, letter)| *letter == '"').map(|(at, _)| at.saturating_add(1)),
            _ if is_word(letter) => rest.find(|letter| !is_word(letter)),
            _ => Some(letter.len_utf8()),
        };
        let (token, behind) = rest.split_at_checked(length.unwrap_or(rest.len())).unwrap_or((rest, ""));
        tokens.push(token);
        rest = behind;
    }
    tokens
}
