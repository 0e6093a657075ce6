//! A misspelt name → the name that was probably meant.

use std::collections::{BTreeMap, BTreeSet};

/// The candidate nearest to `name`, if one is near enough to be worth suggesting.
///
/// Near enough: at most one slip for every three characters (at least one), where a slip is a
/// character left out, put in, replaced, or swapped with its neighbour. Of candidates equally
/// near the first in character order is taken, so the order of `among` has no meaning. Of a Chinese
/// name of two characters one is much: a candidate that shares the other, in its place, is near
/// enough where it alone does, unless it says not.
///
/// ```
/// use doudi::diagnostic::near::nearest;
/// assert_eq!(nearest("ruel", ["measure", "rule"]), Some("rule".to_string()));
/// assert_eq!(nearest("家庭人均收人", ["家庭人均收入", "家庭人口"]), Some("家庭人均收入".to_string()));
/// assert_eq!(nearest("wage", ["pension"]), None);
/// assert_eq!(nearest("人圴", ["人均", "地区"]), Some("人均".to_string()));
/// assert_eq!(nearest("城填", ["城镇", "城市"]), None);
/// ```
pub fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wanted = characters(name)?;
    if wanted.len() != 2 {
        return closest(name, among);
    }
    let among: BTreeSet<&str> = among.into_iter().collect();
    closest(name, among.iter().copied()).or_else(|| {
        let mut alike = among.iter().filter(|candidate| is_half(&wanted, candidate));
        let only = alike.next()?;
        alike.next().is_none().then(|| only.to_string())
    })
}

/// The same for a place where a name may as well be right: two characters are no evidence.
pub(crate) fn closest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wanted = characters(name)?;
    let pattern = Pattern::new(&wanted);
    let allowed = (wanted.len() / 3).max(1);
    let slips = |candidate: &str| {
        if candidate.eq_ignore_ascii_case(name) {
            return Some(0);
        }
        let letters = characters(candidate)?;
        let close = letters.len().abs_diff(wanted.len()) <= allowed;
        let count = if close { pattern.distance(&letters) } else { usize::MAX };
        // Of two short names with half of their characters different neither resembles the other.
        let resembles = count.saturating_mul(2) < wanted.len().max(letters.len());
        (count <= allowed && resembles).then_some(count)
    };
    among
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| Some((slips(candidate)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate.to_string())
}

/// Whether of two Chinese characters one is the same, in the same place.
fn is_half(wanted: &[char], candidate: &str) -> bool {
    // `不含` is not `包含` misspelt.
    const NEGATIONS: [char; 5] = ['不', '非', '无', '未', '免'];
    let is_chinese = |letter: &char| {
        !NEGATIONS.contains(letter) && matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
    };
    let mut letters = candidate.chars();
    let ([one, two], Some(first), Some(second), None) = (wanted, letters.next(), letters.next(), letters.next()) else {
        return false;
    };
    [*one, *two, first, second].iter().all(is_chinese) && ((*one == first) != (*two == second))
}

/// Names longer than this are not compared: the work grows with the product of two lengths.
const LONGEST: usize = 64;

/// The characters of a name short enough to compare.
fn characters(name: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = name.chars().take(LONGEST + 1).collect();
    (letters.len() <= LONGEST).then_some(letters)
}

/// A name that others are compared with: for each of its characters, the places where it stands.
struct Pattern {
    length: usize,
    places: BTreeMap<char, u64>,
}

impl Pattern {
    /// Of at most [`LONGEST`] characters, one bit a place.
    fn new(letters: &[char]) -> Self {
        let mut places = BTreeMap::new();
        let mut bit: u64 = 1;
        for letter in letters {
            *places.entry(*letter).or_insert(0) |= bit;
            bit = bit.wrapping_shl(1);
        }
        Pattern { length: letters.len(), places }
    }

    /// Edit distance with swaps of neighbours (optimal string alignment).
    ///
    /// Hyyrö's bit-vector form of the table of distances: a step for each character of the other
    /// name, where a bit tells for a row whether the cell differs from the one above it.
    fn distance(&self, other: &[char]) -> usize {
        let Some(last) = self.length.checked_sub(1) else { return other.len() };
        let (mut higher, mut lower, mut diagonal) = (u64::MAX, 0u64, 0u64);
        let mut matched_before = 0;
        let mut distance = self.length;
        for letter in other {
            let matched = self.places.get(letter).copied().unwrap_or(0);
            let swapped = ((!diagonal & matched) << 1) & matched_before;
            diagonal = ((matched & higher).wrapping_add(higher) ^ higher) | matched | lower | swapped;
            let (right_higher, right_lower) = (lower | !(diagonal | higher), diagonal & higher);
            distance = distance.saturating_add((right_higher >> last & 1) as usize);
            distance = distance.saturating_sub((right_lower >> last & 1) as usize);
            let (right_higher, right_lower) = (right_higher << 1 | 1, right_lower << 1);
            higher = right_lower | !(diagonal | right_higher);
            lower = right_higher & diagonal;
            matched_before = matched;
        }
        distance
    }
}
