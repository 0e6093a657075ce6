//! A misspelt name → the name that was probably meant.

/// The candidate nearest to `name`, if one is near enough to be worth suggesting.
///
/// Near enough: at most one slip for every three characters (at least one), where a slip is a
/// character left out, put in, replaced, or swapped with its neighbour. Of candidates equally
/// near the first in character order is taken, so the order of `among` has no meaning.
///
/// ```
/// use doudi::diagnostic::near::nearest;
/// assert_eq!(nearest("ruel", ["measure", "rule"]), Some("rule".to_string()));
/// assert_eq!(nearest("家庭人均收人", ["家庭人均收入", "家庭人口"]), Some("家庭人均收入".to_string()));
/// assert_eq!(nearest("wage", ["pension"]), None);
/// ```
pub fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wanted = characters(name)?;
    let allowed = (wanted.len() / 3).max(1);
    let slips = |candidate: &str| {
        if candidate.eq_ignore_ascii_case(name) {
            return Some(0);
        }
        let letters = characters(candidate)?;
        let close = letters.len().abs_diff(wanted.len()) <= allowed;
        let count = if close { distance(&wanted, &letters) } else { usize::MAX };
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

/// Names longer than this are not compared: the work grows with the product of two lengths.
const LONGEST: usize = 64;

/// The characters of a name short enough to compare.
fn characters(name: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = name.chars().take(LONGEST + 1).collect();
    (letters.len() <= LONGEST).then_some(letters)
}

/// Edit distance with swaps of neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous_letter = None;
    for (row, letter) in a.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let cell =
                |line: &[usize], at: Option<usize>| at.and_then(|at| line.get(at)).copied().unwrap_or(usize::MAX - 1);
            let replaced = cell(&last, Some(column)).saturating_add(usize::from(letter != other));
            let inserted = cell(&line, Some(column)).saturating_add(1);
            let removed = cell(&last, Some(column + 1)).saturating_add(1);
            let neighbour = column.checked_sub(1);
            let swapped = previous_letter == Some(other) && neighbour.and_then(|at| b.get(at)) == Some(letter);
            let swap = if swapped { cell(&before, neighbour).saturating_add(1) } else { usize::MAX };
            line.push(replaced.min(inserted).min(removed).min(swap));
        }
        before = std::mem::replace(&mut last, line);
        previous_letter = Some(letter);
    }
    last.last().copied().unwrap_or(a.len())
}
