//! Two mistakes in one policy are both told: neither hides the other.

use crate::seeds;
use doudi::diagnostic::{Diagnostic, Place};
use doudi::source::{SourceId, Span};
use doudi::symbols::{SymbolKind, Symbols};
use doudi::{Limits, Policy, Sources};

const WHOLE: &str = include_str!("model/whole.policy");
const NOTICE: &str = include_str!("model/gd49.txt");

/// A mistake: what stands in the place of what was right.
#[derive(Clone, Debug)]
struct Slip {
    start: usize,
    end: usize,
    written: String,
    /// What the name means that is misspelt; `None`: a number, or the name of a function.
    of: Option<SymbolKind>,
}

impl Slip {
    /// Whether something said of a text with this slip is said of it.
    fn is_told(&self, at: usize, found: &[Diagnostic]) -> bool {
        let (start, end) = (at as u32, (at + self.written.len()) as u32);
        let meets = |span: &Span| span.start < end && start < span.end;
        found.iter().any(|found| found.is_error() && matches!(&found.place, Place::Span(span) if meets(span)))
    }
}

fn errors(text: &str) -> Vec<Diagnostic> {
    let sources = Sources::new().policy("whole.policy", text).text("notice/gd49.txt", NOTICE);
    Policy::load(sources).map_or_else(|error| error.diagnostics, |_| Vec::new())
}

fn with(slips: &[&Slip]) -> String {
    let mut text = WHOLE.to_owned();
    for slip in slips.iter().rev() {
        text.replace_range(slip.start..slip.end, &slip.written);
    }
    text
}

/// Whether nobody can tell the one mistake without knowing what the other was to be.
fn depends(slip: &Slip, on: &Slip) -> bool {
    let line = |slip: &Slip| WHOLE[..slip.start].matches('\n').count();
    match (slip.of, on.of) {
        // What a number is to be, the names beside it say.
        (None, of) if slip.written.starts_with('"') => line(slip) == line(on) || of == Some(SymbolKind::Entity),
        (Some(SymbolKind::Amount), Some(SymbolKind::Measure)) => true,
        (Some(SymbolKind::Variant), Some(SymbolKind::Choice)) => true,
        _ => slip.start == on.end + 1 && WHOLE[on.end..].starts_with('.'),
    }
}

/// Every use of a name misspelt, slightly and beyond guessing; functions that do not exist; a text
/// in the place of a number.
fn slips() -> Vec<Slip> {
    let sources = Sources::new().policy("whole.policy", WHOLE).text("notice/gd49.txt", NOTICE);
    let symbols = Symbols::read(&sources, &Limits::default());
    let kind = |id| symbols.get(id).map(|symbol| symbol.kind);
    let mut places: Vec<(usize, usize, Option<SymbolKind>)> = symbols
        .mentions()
        .filter(|(span, _)| span.source == SourceId(0))
        .map(|(span, id)| (span.start as usize, span.end as usize, kind(id)))
        .collect();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    for (at, _) in WHOLE.match_indices('(') {
        let start = WHOLE[..at].rfind(|letter| !is_word(letter)).map_or(0, |before| before + 1);
        let callable = |function: &str| function == &WHOLE[start..at];
        if doudi::model::functions().any(callable) {
            places.push((start, at, None));
        }
    }
    let mut slips = Vec::new();
    for (start, end, of) in places {
        let name = &WHOLE[start..end];
        slips.push(Slip { start, end, written: format!("{name}q"), of });
        slips.push(Slip { start, end, written: "zzzzzzzz".to_owned(), of });
    }
    let mut quoted = false;
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in WHOLE.char_indices() {
        quoted ^= letter == '"';
        let before = WHOLE[..at].chars().next_back().unwrap_or(' ');
        if !quoted && letter.is_ascii_digit() && !is_word(before) && !['-', '.'].contains(&before) {
            let length = WHOLE[at..].find(|letter: char| !letter.is_ascii_digit()).unwrap_or(0);
            let behind = &WHOLE[at + length..];
            if !behind.starts_with(['-', '%'])
                && ![" months", " years", " days"].iter().any(|unit| behind.starts_with(unit))
            {
                numbers.push((at, at + length));
            }
        }
    }
    slips.extend(numbers.into_iter().map(|(start, end)| Slip { start, end, written: "\"x\"".to_owned(), of: None }));
    slips.sort_by_key(|slip| (slip.start, slip.written.clone()));
    // Those that are told at their place when they are alone, the item being read all the same.
    slips.retain(|slip| {
        let found = errors(&with(&[slip]));
        slip.is_told(slip.start, &found) && !found.iter().any(|found| found.entry.code.starts_with("E01"))
    });
    slips
}

/// Of all pairs within a few lines one in so many is tried.
const STEP: usize = 37;

#[test]
fn two_mistakes_near_each_other_are_both_told() {
    let slips = slips();
    assert!(slips.len() > 500, "{}", slips.len());
    let step = seeds::number("DOUDI_SLIPS", STEP as u64) as usize;
    // Which of the pairs are tried where not all are.
    let chosen = seeds::of("mistakes", 1).start as usize % step;
    let line = |slip: &Slip| WHOLE[..slip.start].matches('\n').count();
    let told = |slip: &Slip| format!("{}: {} for {}", line(slip) + 1, slip.written, &WHOLE[slip.start..slip.end]);
    let (mut tried, mut hidden) = (0, Vec::new());
    for (at, first) in slips.iter().enumerate() {
        for (n, second) in slips.iter().enumerate().skip(at + 1) {
            let is_near = second.start >= first.end && line(second) - line(first) < 12;
            if !is_near || (at * 31 + n) % step != chosen {
                continue;
            }
            tried += 1;
            let found = errors(&with(&[first, second]));
            let moved = second.start + first.written.len() - (first.end - first.start);
            let mut look = |slip: &Slip, at: usize, other: &Slip| {
                if !slip.is_told(at, &found) && !depends(slip, other) {
                    hidden.push(format!("{} is hidden by {}", told(slip), told(other)));
                }
            };
            look(first, first.start, second);
            look(second, moved, first);
        }
    }
    println!("{tried} pairs of {} mistakes", slips.len());
    assert!(tried > 1_000, "{tried}");
    assert!(hidden.is_empty(), "{}", hidden.join("\n"));
}
