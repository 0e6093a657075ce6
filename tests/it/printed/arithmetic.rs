//! Reads arithmetic back from a page.

use doudi::value::{Number, Rounding};

/// Whether a line is true: every side of an equation that is arithmetic has one value, a marked
/// comparison of two numbers is what its mark says, and every reason is what it says itself. `None`
/// where there is none of these.
pub fn line_holds(line: &str) -> Option<bool> {
    let line = line.split(" —— ").next()?.split(" — ").next()?.trim();
    let marked =
        line.strip_prefix("✓ ").map(|rest| (true, rest)).or_else(|| line.strip_prefix("✗ ").map(|rest| (false, rest)));
    let (mark, rest) = marked.map_or((None, line), |(mark, rest)| (Some(mark), rest));
    let mut found = Vec::new();
    // Why a branch was taken, and what it came to.
    let rest = match chosen(rest) {
        Some((why, result)) => {
            found.extend(pieces_hold(why, true));
            result
        }
        None => rest,
    };
    // Element by element each says itself whether it holds.
    let several = ["；", "; "].iter().any(|sign| rest.contains(sign));
    match mark {
        Some(_) if several => {
            let pieces = rest.split('；').flat_map(|part| part.split("; "));
            let said = |piece: &'_ str| {
                piece.rsplit_once('：').or_else(|| piece.rsplit_once(": ")).map(|(_, said)| said.to_owned())
            };
            found.extend(pieces.filter_map(said).filter_map(|said| piece_holds(&said, true)));
        }
        Some(mark) => {
            let statement =
                rest.rsplit_once('：').or_else(|| rest.rsplit_once(": ")).map_or(rest, |(_, statement)| statement);
            let bare = statement.split(" 不成立").next()?.split(" does not hold").next()?;
            found.extend(comparison(bare).map(|holds| holds == mark));
        }
        None => {
            let skipped = usize::from(rest == line);
            let sides = rest.split(" = ").skip(skipped);
            let values: Vec<Number> = sides.filter_map(|side| value(side.split("（自").next()?)).collect();
            found.extend((values.len() > 1).then(|| values.windows(2).all(|pair| pair[0] == pair[1])));
        }
    }
    (!found.is_empty()).then(|| found.into_iter().all(|holds| holds))
}

/// `…；因 2 < 1 不成立，取 20` → why, and what for.
fn chosen(text: &str) -> Option<(&str, &str)> {
    let zh = text.rsplit_once("；因 ").or_else(|| text.rsplit_once("：因 "));
    let zh = zh.and_then(|(_, rest)| rest.rsplit_once("，取 ").or_else(|| rest.rsplit_once('：')));
    let en = || text.rsplit_once("; as ").or_else(|| text.rsplit_once(": as "));
    zh.or_else(|| en().and_then(|(_, rest)| rest.rsplit_once(": ")))
}

fn comparison(text: &str) -> Option<bool> {
    let (operator, holds): (&str, fn(&Number, &Number) -> bool) = [
        (" < ", (|a, b| a < b) as fn(&Number, &Number) -> bool),
        (" ≤ ", |a, b| a <= b),
        (" > ", |a, b| a > b),
        (" ≥ ", |a, b| a >= b),
        (" = ", |a, b| a == b),
        (" ≠ ", |a, b| a != b),
    ]
    .into_iter()
    .find(|(operator, _)| text.contains(operator))?;
    let (left, right) = text.split_once(operator)?;
    Some(holds(&value(left)?, &value(right)?))
}

/// The value of an expression in numbers, with its unit or approximation behind it.
fn value(text: &str) -> Option<Number> {
    let mut text = text.to_owned();
    for currency in [" 元", " yuan", " 克朗", " crowns"] {
        for period in ["/月", "/年", " a month", " a year", ""] {
            text = text.replace(&format!("{currency}{period}"), "");
        }
    }
    while let Some(at) = text.find("（≈").or_else(|| text.find(" (≈")) {
        let close = text[at..].find(['）', ')'])?;
        let width = text[at + close..].chars().next()?.len_utf8();
        text.replace_range(at..at + close + width, "");
    }
    // The comma between two arguments is not the one within a number.
    let text = text.replace('，', " ; ").replace(", ", " ; ").replace(',', "");
    let text = text.replace(['（', '('], " ( ").replace(['）', ')'], " ) ");
    let mut tokens = text.split_whitespace().peekable();
    let sum = sum(&mut tokens)?;
    tokens.next().is_none().then_some(sum)
}

type Tokens<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn sum(tokens: &mut Tokens<'_>) -> Option<Number> {
    let mut value = product(tokens)?;
    loop {
        match tokens.peek() {
            Some(&"+") => {
                value = {
                    tokens.next();
                    value.checked_add(product(tokens)?)?
                }
            }
            Some(&"−") => {
                value = {
                    tokens.next();
                    value.checked_sub(product(tokens)?)?
                }
            }
            _ => return Some(value),
        }
    }
}

fn product(tokens: &mut Tokens<'_>) -> Option<Number> {
    let mut value = atom(tokens)?;
    loop {
        match tokens.peek() {
            Some(&"×") => {
                value = {
                    tokens.next();
                    value.checked_mul(atom(tokens)?)?
                }
            }
            Some(&"÷") => {
                value = {
                    tokens.next();
                    value.checked_div(atom(tokens)?)?
                }
            }
            _ => return Some(value),
        }
    }
}

fn atom(tokens: &mut Tokens<'_>) -> Option<Number> {
    match tokens.next()? {
        "(" => sum(tokens).filter(|_| tokens.next() == Some(")")),
        "四舍五入到" => round(tokens, Rounding::HalfUp),
        "四舍六入五成双到" => round(tokens, Rounding::HalfEven),
        "进位到" => round(tokens, Rounding::Up),
        "舍尾到" => round(tokens, Rounding::Down),
        "取最小" => extreme(tokens, Ord::min),
        "取最大" => extreme(tokens, Ord::max),
        "round" => {
            let words: Vec<&str> = std::iter::from_fn(|| tokens.next_if(|token| *token != "(")).collect();
            let (step, mode) = words.split_last()?;
            let mode = match mode {
                ["half", "up", "to"] => Rounding::HalfUp,
                ["half", "to", "even", "to"] => Rounding::HalfEven,
                ["up", "to"] => Rounding::Up,
                ["down", "to"] => Rounding::Down,
                _ => return None,
            };
            rounded(tokens, step, mode)
        }
        "the" => match (tokens.next()?, tokens.next()?) {
            ("least", "of") => extreme(tokens, Ord::min),
            ("greatest", "of") => extreme(tokens, Ord::max),
            _ => None,
        },
        text => number(text),
    }
}

fn number(text: &str) -> Option<Number> {
    match text.strip_suffix('%') {
        Some(percent) => percent.parse::<Number>().ok()?.checked_div(Number::from_int(100)),
        None => text.parse().ok(),
    }
}

fn round(tokens: &mut Tokens<'_>, mode: Rounding) -> Option<Number> {
    let step = tokens.next()?;
    rounded(tokens, step, mode)
}

fn rounded(tokens: &mut Tokens<'_>, step: &str, mode: Rounding) -> Option<Number> {
    let value = arguments(tokens)?;
    value.first().filter(|_| value.len() == 1)?.round(number(step)?, mode)
}

fn extreme(tokens: &mut Tokens<'_>, better: fn(Number, Number) -> Number) -> Option<Number> {
    arguments(tokens)?.into_iter().reduce(better)
}

/// `( 1 ; 2 )`
fn arguments(tokens: &mut Tokens<'_>) -> Option<Vec<Number>> {
    tokens.next_if_eq(&"(")?;
    let mut found = vec![sum(tokens)?];
    while tokens.next_if_eq(&";").is_some() {
        found.push(sum(tokens)?);
    }
    tokens.next_if_eq(&")").map(|_| found)
}

/// Whether a letter's sentence is true: its equations, and the comparisons in brackets or behind a
/// colon, which hold unless it says that they do not. `None` where there is neither.
pub fn sentence_holds(text: &str) -> Option<bool> {
    pieces_hold(text, false)
}

/// The same, where `bare` comparisons that stand alone are said to hold too.
fn pieces_hold(text: &str, bare: bool) -> Option<bool> {
    let pieces = ["；", "。", "，", "：", "; ", ". ", ", ", ": "]
        .iter()
        .fold(vec![text], |pieces, sign| pieces.into_iter().flat_map(|piece| piece.split(sign)).collect());
    let holds: Vec<bool> = pieces.into_iter().filter_map(|piece| piece_holds(piece, bare)).collect();
    (!holds.is_empty()).then(|| holds.into_iter().all(|holds| holds))
}

fn piece_holds(piece: &str, bare: bool) -> Option<bool> {
    let not = [" 不成立", " does not hold"].iter().find_map(|not| piece.split_once(not));
    if let Some((relation, _)) = not {
        return comparison(relation).map(|holds| !holds);
    }
    let piece = piece.strip_suffix(" 成立").unwrap_or(piece);
    let values: Vec<Number> = piece.split(" = ").skip(1).filter_map(value).collect();
    if values.len() > 1 {
        return Some(values.windows(2).all(|pair| pair[0] == pair[1]));
    }
    let bracket = piece.rfind('（').map(|at| at + '（'.len_utf8()).or_else(|| piece.rfind(" (").map(|at| at + 2));
    let inner = bracket.and_then(|at| comparison(piece[at..].trim_end_matches(['）', ')', '.'])));
    inner.or_else(|| comparison(piece).filter(|_| bare))
}
