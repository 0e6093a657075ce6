//! The same items in the other words of the language: what is written in English, in Chinese.

use super::Rng;
use doudi::Limits;
use doudi::source::SourceId;
use doudi::syntax::keywords::Script;
use doudi::syntax::{parse, print_in};

/// Of six policies one in Chinese words, one in both, the others as they are.
pub fn mixed(items: Vec<String>, seed: u64, rng: &mut Rng) -> Vec<String> {
    let percent = match seed % 6 {
        1 => 100,
        4 => 50,
        _ => return items,
    };
    items.into_iter().map(|item| if rng.chance(percent) { in_chinese(item) } else { item }).collect()
}

fn in_chinese(item: String) -> String {
    let (file, slips) = parse(SourceId(0), &item, &Limits::default());
    if slips.is_empty() { print_in(&file, Script::Chinese).trim_end().to_owned() } else { item }
}
