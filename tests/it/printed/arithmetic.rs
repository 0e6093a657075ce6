//! Reads arithmetic back from a page.

use doudi::value::Number;

/// Whether a line is true: every side of an equation that is arithmetic has one value, and a
/// marked comparison of two numbers is what its mark says. `None` where there is neither.
pub fn line_holds(line: &str) -> Option<bool> {
    let line = line.split(" —— ").next()?.split(" — ").next()?.trim();
    let marked =
        line.strip_prefix("✓ ").map(|rest| (true, rest)).or_else(|| line.strip_prefix("✗ ").map(|rest| (false, rest)));
    if let Some((mark, rest)) = marked {
        let statement =
            rest.rsplit_once('：').or_else(|| rest.rsplit_once(": ")).map_or(rest, |(_, statement)| statement);
        return comparison(statement.split(" 不成立").next()?.split(" does not hold").next()?)
            .map(|holds| holds == mark);
    }
    let values: Vec<Number> = line.split(" = ").skip(1).filter_map(|side| value(side.split("（自").next()?)).collect();
    (values.len() > 1).then(|| values.windows(2).all(|pair| pair[0] == pair[1]))
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
    let tokens = text.replace('（', "( ").replace('）', " )").replace('(', "( ").replace(')', " )").replace(',', "");
    let mut tokens = tokens.split_whitespace().peekable();
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
        text => match text.strip_suffix('%') {
            Some(percent) => percent.parse::<Number>().ok()?.checked_div(Number::from_int(100)),
            None => text.parse().ok(),
        },
    }
}

/// Whether a letter's sentence is true: its equations, and the comparisons in brackets or behind a
/// colon, which hold unless it says that they do not. `None` where there is neither.
pub fn sentence_holds(text: &str) -> Option<bool> {
    let pieces = ["；", "。", "，", "：", "; ", ". ", ", ", ": "]
        .iter()
        .fold(vec![text], |pieces, sign| pieces.into_iter().flat_map(|piece| piece.split(sign)).collect());
    let holds: Vec<bool> = pieces.into_iter().filter_map(piece_holds).collect();
    (!holds.is_empty()).then(|| holds.into_iter().all(|holds| holds))
}

fn piece_holds(piece: &str) -> Option<bool> {
    let not = [" 不成立", " does not hold"].iter().find_map(|not| piece.split_once(not));
    if let Some((relation, _)) = not {
        return comparison(relation).map(|holds| !holds);
    }
    let values: Vec<Number> = piece.split(" = ").skip(1).filter_map(value).collect();
    if values.len() > 1 {
        return Some(values.windows(2).all(|pair| pair[0] == pair[1]));
    }
    let bracket = piece.rfind('（').map(|at| at + '（'.len_utf8()).or_else(|| piece.rfind(" (").map(|at| at + 2))?;
    comparison(piece[bracket..].trim_end_matches(['）', ')', '.']))
}
