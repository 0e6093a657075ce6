//! libFuzzer's door to `targets::evaluate`, and a way of changing inputs that keeps most of them policies.
#![no_main]

#[path = "../targets.rs"]
mod targets;

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target, fuzzer_mutate};

// What cannot be decided is not gone on with: texts that are no policy are for `load`.
fuzz_target!(|data: &[u8]| -> Corpus { if targets::evaluated(data) { Corpus::Keep } else { Corpus::Reject } });

// Bytes changed at random hardly ever leave a policy that loads, and then nothing is evaluated.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let behind = std::str::from_utf8(&data[..size]).ok().and_then(|text| Some(text.find("\n===\n")? + 5));
    match (seed % 8, behind) {
        // The facts and settings alone.
        (0..2, Some(start)) if start < max_size => {
            start + fuzzer_mutate(&mut data[start..], size - start, max_size - start)
        }
        (2..7, Some(_)) => {
            let mut text = std::str::from_utf8(&data[..size]).unwrap_or_default().to_string();
            for round in 0..=seed / 8 % 3 {
                text = swapped(&text, seed.wrapping_add(round).wrapping_mul(0x9e37_79b9));
            }
            let text = text.as_bytes();
            if text.len() > max_size {
                return fuzzer_mutate(data, size, max_size);
            }
            data[..text.len()].copy_from_slice(text);
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});

/// Numbers at which something changes.
const NUMBERS: [&str; 10] =
    ["0", "1", "2", "3", "0.01", "0.5", "0.000001", "100000", "999999999999", "999999999999999"];

#[derive(PartialEq)]
enum Class {
    Blank,
    Number,
    Word,
    Compare,
    Calculate,
    Other,
}

fn class(letter: char) -> Class {
    match letter {
        _ if letter.is_whitespace() => Class::Blank,
        '0'..='9' => Class::Number,
        _ if letter.is_alphanumeric() || letter == '_' => Class::Word,
        '<' | '>' | '=' | '!' => Class::Compare,
        '+' | '-' | '*' | '/' => Class::Calculate,
        _ => Class::Other,
    }
}

/// The text with one word, number or sign in the place of another of its kind.
fn swapped(text: &str, seed: u32) -> String {
    let mut tokens: Vec<(Class, std::ops::Range<usize>)> = Vec::new();
    for (at, letter) in text.char_indices() {
        let (found, end) = (class(letter), at + letter.len_utf8());
        match tokens.last_mut() {
            Some((Class::Word, last)) if last.end == at && found == Class::Number => last.end = end,
            Some((before, last)) if *before == found && last.end == at => last.end = end,
            _ => tokens.push((found, at..end)),
        }
    }
    tokens.retain(|(class, _)| !matches!(class, Class::Blank | Class::Other));
    let pick = |seed: u32| tokens.get(seed as usize % tokens.len().max(1));
    let Some((kind, place)) = pick(seed >> 3) else { return text.to_string() };
    let mut others = (0..32u32).filter_map(|n| pick((seed >> 5).wrapping_add(n * n * 7)));
    let other = others.find(|(class, _)| class == kind).map_or("", |(_, other)| &text[other.clone()]);
    let new = match kind {
        Class::Number if seed % 2 == 0 => NUMBERS[(seed >> 9) as usize % NUMBERS.len()],
        _ if other.is_empty() => &text[place.clone()],
        _ => other,
    };
    format!("{}{new}{}", &text[..place.start], &text[place.end..])
}
