//! Characters that must not stand in any source: what a reader cannot see, or sees elsewhere.
//!
//! Bidirectional controls show text in another order than it is read (Trojan Source), invisible
//! characters make two names look the same, and text that is not NFC spells one word two ways.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::table::syntax as table;
use crate::source::{SourceId, Span};
use pest::unicode::XID_CONTINUE;
use unicode_normalization::UnicodeNormalization;

/// Everything a text must not contain, whether a policy or the wording of an instrument.
///
/// A byte order mark is accepted at the very start and nowhere else. At most one diagnostic a
/// line is given for text that is not NFC, and no more than a few hundred in all.
pub fn check_characters(source: SourceId, text: &str) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = forbidden(source, text).take(MOST).collect();
    diagnostics.extend(not_normal(source, text).take(MOST.saturating_sub(diagnostics.len())));
    diagnostics
}

/// How many diagnostics of one text are worth giving.
pub(super) const MOST: usize = 200;

/// Whether [`check_characters`] refuses a character wherever it stands.
pub(super) fn is_forbidden(letter: char) -> bool {
    is_bidirectional(letter) || is_invisible(letter) || is_control(letter)
}

fn forbidden(source: SourceId, text: &str) -> impl Iterator<Item = Diagnostic> {
    let mut letters = text.char_indices().peekable();
    let mut before = ' ';
    std::iter::from_fn(move || {
        loop {
            let (at, letter) = letters.next()?;
            let last = std::mem::replace(&mut before, letter);
            let entry = match letter {
                ' '..='~' | '\n' | '\t' => continue,
                '\r' if letters.peek().is_some_and(|(_, next)| *next == '\n') => continue,
                '\u{FEFF}' if at == 0 => continue,
                '\r' => &table::LONE_RETURN,
                _ if is_bidirectional(letter) => &table::BIDIRECTIONAL,
                _ if is_invisible(letter) => &table::INVISIBLE,
                _ if is_control(letter) => &table::CONTROL,
                _ => continue,
            };
            let span = span(source, at, at.saturating_add(letter.len_utf8()));
            let report = Diagnostic::at(entry, span).arg(code_point(letter));
            let next = letters.peek().map_or(' ', |(_, next)| *next);
            return Some(match letter {
                // Whether the lines it parts are two, or one, is to be looked at.
                '\r' => report,
                _ if last.is_numeric() && next.is_numeric() => report.guess(span, " "),
                // Nobody sees these within a word; the others are seen as a gap.
                _ if is_seen(letter) && XID_CONTINUE(last) && XID_CONTINUE(next) => report.guess(span, " "),
                _ => report.edit(span, ""),
            });
        }
    })
}

/// The first place of each line at which it differs from its normal form.
fn not_normal(source: SourceId, text: &str) -> impl Iterator<Item = Diagnostic> {
    let mut begin: usize = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let from = begin;
        begin = begin.saturating_add(line.len());
        if line.is_ascii() || unicode_normalization::is_nfc(line) {
            return None;
        }
        let (at, letter) = line.char_indices().zip(line.nfc()).find(|((_, written), normal)| written != normal)?.0;
        let start = from.saturating_add(at);
        let span = span(source, start, start.saturating_add(letter.len_utf8()));
        Some(Diagnostic::at(&table::NOT_NORMAL, span).arg(code_point(letter)))
    })
}

fn span(source: SourceId, start: usize, end: usize) -> Span {
    let place = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Span { source, start: place(start), end: place(end) }
}

/// `U+202E`
pub(super) fn code_point(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

/// Whether a character parts what stands around it, in an editor.
fn is_seen(letter: char) -> bool {
    is_control(letter) || matches!(letter, '\u{2028}' | '\u{2029}')
}

fn is_bidirectional(letter: char) -> bool {
    matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Format characters, fillers, variation selectors, tags, and the separators U+2028 and U+2029.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{0600}'..='\u{0605}' | '\u{06DD}' | '\u{070F}' | '\u{0890}' | '\u{0891}'
        | '\u{08E2}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200D}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1345F}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

/// The length of the text that begins here, quotes included.
pub(super) fn text_length(rest: &str, closing: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\\' => escaped = !escaped,
            _ if letter == closing && !escaped => return at.saturating_add(letter.len_utf8()),
            _ => escaped = false,
        }
    }
    rest.len()
}
