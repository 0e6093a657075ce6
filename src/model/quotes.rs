//! A quote that is not in a clause → the wording nearest to it.

/// Characters of a quote, and of a wording, past which nobody looks for what is alike.
const LONGEST: (usize, usize) = (300, 20_000);

/// How a beginning of the quote is found in the wording: slips, and the place where it begins.
type Found = (usize, usize);

/// The stretch of the wording that differs least from a quote, if no more than a third of the
/// quote's characters are to be left out, put in or replaced.
pub(super) fn nearest(quote: &str, wording: &str) -> Option<String> {
    let quote: Vec<char> = quote.chars().collect();
    let wording: Vec<char> = wording.chars().collect();
    if quote.is_empty() || quote.len() > LONGEST.0 || wording.len() > LONGEST.1 {
        return None;
    }
    let mut best: Option<(Found, usize)> = None;
    let mut found: Vec<Found> = (0..=quote.len()).map(|slips| (slips, 0)).collect();
    for (end, letter) in (1usize..).zip(&wording) {
        found = next(&found, &quote, *letter, end);
        let last = found.last().copied()?;
        if best.is_none_or(|(best, _)| last.0 < best.0) {
            best = Some((last, end));
        }
    }
    let ((slips, start), end) = best?;
    if slips.saturating_mul(3) > quote.len() {
        return None;
    }
    // No word is cut in two.
    let goes_on = |letter: &&char| letter.is_ascii_alphanumeric();
    let before = wording.get(..start)?.iter().rev().take_while(goes_on).count();
    let behind = wording.get(end..)?.iter().take_while(goes_on).count();
    let whole = wording.get(start.saturating_sub(before)..end.saturating_add(behind))?;
    Some(whole.iter().collect::<String>().trim().to_owned())
}

/// The same with one more character of the wording read, up to `end`.
fn next(found: &[Found], quote: &[char], letter: char, end: usize) -> Vec<Found> {
    let more = |(slips, start): Found, by: usize| (slips.saturating_add(by), start);
    let mut out = vec![(0, end)];
    for ((wanted, corner), above) in quote.iter().zip(found).zip(found.iter().skip(1)) {
        let left = out.last().copied().unwrap_or((0, end));
        let kept = more(*corner, usize::from(*wanted != letter));
        out.push([kept, more(*above, 1), more(left, 1)].into_iter().min_by_key(|(slips, _)| *slips).unwrap_or(kept));
    }
    out
}
