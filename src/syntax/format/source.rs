//! What a text says beside its tree: comments, blank lines, the language of each keyword.
//!
//! A document made of a tree has the words of the text, in order, but for brackets that were not
//! needed. Walking along both at once gives each word what stands around it in the text.

use super::layout::{Doc, Leaf, Word};
use crate::syntax::characters::text_length;
use crate::syntax::keywords::{self, Keyword, Script};
use crate::syntax::wide::{is_blank, narrow, narrow_sign};
use pest::unicode::XID_CONTINUE;

/// A comment, from its `#` to the end of its line.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) text: String,
    /// A blank line stands before it.
    pub(super) gap: bool,
    /// It stands on a line of its own.
    own_line: bool,
}

/// A word, number, text or sign as it stands in a text.
struct Token<'a> {
    text: &'a str,
    kind: Kind,
    /// The comments between the token before and this one.
    comments: Vec<Comment>,
    begins_line: bool,
    gap: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Quoted,
    Sign,
}

/// Gives every leaf what its text says of it, and returns the comments behind the last one.
///
/// Nothing if the text is not the one the documents were made from.
pub(super) fn dress<'d>(docs: impl Iterator<Item = &'d mut Doc>, text: &str) -> Option<Vec<Comment>> {
    let (tokens, mut rest) = tokens(text);
    let mut docs: Vec<&mut Doc> = docs.collect();
    let mut walk =
        Walk { tokens: &tokens, next: 0, pending: Vec::new(), dresses: Vec::new(), added: Vec::new(), sound: true };
    docs.iter_mut().for_each(|doc| doc.leaves(&mut |leaf| walk.meet(&leaf.word)));
    walk.sound &= tokens.get(walk.next..)?.iter().all(|token| is_bracket(token));
    for token in tokens.get(walk.next..)? {
        walk.pending.extend(token.comments.iter().cloned());
    }
    walk.pending.append(&mut rest);
    let mut end = std::mem::take(&mut walk.pending);
    if let Some(last) = walk.dresses.last_mut() {
        last.take_remark(&mut end);
    }
    let sound = walk.sound;
    let mut dresses = walk.dresses.into_iter();
    docs.iter_mut().for_each(|doc| doc.leaves(&mut |leaf| dresses.next().unwrap_or_default().put_on(leaf)));
    sound.then_some(end)
}

/// What a text says of one leaf.
#[derive(Default)]
struct Dress {
    script: Option<Script>,
    spelled: Option<String>,
    before: Vec<Comment>,
    after: Option<String>,
    gap: bool,
    ends_line: bool,
}

impl Dress {
    /// Takes the first of the comments that follow, where it stands on the same line.
    fn take_remark(&mut self, comments: &mut Vec<Comment>) {
        if self.after.is_none() && comments.first().is_some_and(|comment| !comment.own_line) {
            self.after = Some(comments.remove(0).text);
        }
    }

    fn put_on(self, leaf: &mut Leaf) {
        leaf.script = self.script.unwrap_or(Script::English);
        (leaf.spelled, leaf.before, leaf.after) = (self.spelled, self.before, self.after);
        (leaf.gap, leaf.ends_line) = (self.gap, self.ends_line);
    }
}

struct Walk<'t> {
    tokens: &'t [Token<'t>],
    next: usize,
    /// Comments that no leaf has been given yet.
    pending: Vec<Comment>,
    dresses: Vec<Dress>,
    /// Of each added bracket that is open, whether the text has it.
    added: Vec<bool>,
    /// Every leaf so far was found.
    sound: bool,
}

impl Walk<'_> {
    fn meet(&mut self, word: &Word) {
        if !self.is_written(word) {
            return self.dresses.push(Dress::default());
        }
        let mut gap = false;
        while let Some(token) = self.tokens.get(self.next) {
            self.pending.extend(token.comments.iter().cloned());
            gap |= token.gap;
            let found = length(word, self.tokens.get(self.next..).unwrap_or(&[]));
            if let Some(length) = found {
                return self.found(length, gap);
            }
            if !is_bracket(token) {
                break;
            }
            self.next = self.next.saturating_add(1);
        }
        self.sound = false;
        self.dresses.push(Dress::default());
    }

    /// Whether the text has this word; brackets that are added it need not have.
    fn is_written(&mut self, word: &Word) -> bool {
        let is_next = length(word, self.tokens.get(self.next..).unwrap_or(&[])).is_some();
        match word {
            Word::Added("(") => {
                self.added.push(is_next);
                is_next
            }
            // One that was written may have closed before.
            Word::Added(_) => self.added.pop().unwrap_or(false) && is_next,
            _ => true,
        }
    }

    fn found(&mut self, length: usize, gap: bool) {
        let end = self.next.saturating_add(length);
        let mut before = std::mem::take(&mut self.pending);
        if let Some(last) = self.dresses.last_mut() {
            last.take_remark(&mut before);
        }
        let tokens = self.tokens.get(self.next..end).unwrap_or(&[]);
        for token in tokens.iter().skip(1) {
            self.pending.extend(token.comments.iter().cloned());
        }
        let first = tokens.first();
        self.dresses.push(Dress {
            script: first.map(|token| Script::of(token.text)),
            spelled: first.filter(|token| token.kind == Kind::Number).map(|token| token.text.to_string()),
            before,
            after: None,
            gap,
            ends_line: self.tokens.get(end).is_none_or(|token| token.begins_line),
        });
        self.next = end;
    }
}

fn is_bracket(token: &Token<'_>) -> bool {
    token.kind == Kind::Sign && matches!(narrow_sign(token.text).as_str(), "(" | ")")
}

/// How many tokens a word is, if it is the first of them.
fn length(word: &Word, tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?;
    let same = match word {
        Word::Key(keyword) | Word::Unit(keyword, _) => return phrase(keyword, tokens),
        Word::Name(name) => first.kind == Kind::Word && first.text == name,
        Word::Number(_) => first.kind == Kind::Number,
        Word::Quoted(_) => first.kind == Kind::Quoted,
        Word::Sign(sign) | Word::Added(sign) => first.kind == Kind::Sign && narrow_sign(first.text) == *sign,
    };
    same.then_some(1)
}

fn phrase(keyword: &Keyword, tokens: &[Token<'_>]) -> Option<usize> {
    if tokens.first()?.text == keyword.zh {
        return Some(1);
    }
    let mut tokens = tokens.iter();
    let mut count: usize = 0;
    for word in keyword.en.split(' ') {
        tokens.next().filter(|token| token.text == word || keywords::in_english(token.text) == word)?;
        count = count.saturating_add(1);
    }
    Some(count)
}

/// The tokens of a text that can be read, and the comments behind the last one.
fn tokens(text: &str) -> (Vec<Token<'_>>, Vec<Comment>) {
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    // Line breaks since the last token or comment; the beginning of a text is that of a line.
    let mut breaks = 1;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '\n' => {
                breaks = 2.min(breaks + 1);
                1
            }
            _ if is_blank(letter) => letter.len_utf8(),
            '#' | '＃' => rest.find('\n').unwrap_or(rest.len()),
            _ => length_of(letter, rest),
        };
        let (piece, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        if letter == '\n' || is_blank(letter) {
            continue;
        }
        let (begins_line, gap) = (breaks > 0, breaks > 1);
        breaks = 0;
        if matches!(letter, '#' | '＃') {
            let words = piece.trim_start_matches(letter).trim_end();
            let signs = piece.chars().take_while(|sign| *sign == letter).map(|_| '#').collect::<String>();
            comments.push(Comment { text: signs + words, gap, own_line: begins_line });
        } else {
            let kind = match letter {
                '"' | '“' => Kind::Quoted,
                _ if letter.is_ascii_digit() => Kind::Number,
                _ if XID_CONTINUE(letter) => Kind::Word,
                _ => Kind::Sign,
            };
            tokens.push(Token { text: piece, kind, comments: std::mem::take(&mut comments), begins_line, gap });
        }
    }
    (tokens, comments)
}

/// Signs of more than one character, longer ones first.
const SIGNS: [&str; 7] = ["<..<", "<..", "..<", "..", "<=", ">=", "!="];

/// How many bytes the token takes that begins with this letter.
fn length_of(letter: char, rest: &str) -> usize {
    let run = |belongs: &dyn Fn(char) -> bool| rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
    match letter {
        '"' => text_length(rest, '"'),
        '“' => text_length(rest, '”'),
        _ if letter.is_ascii_digit() => {
            let digits = run(&|letter| letter.is_ascii_digit());
            let behind = rest.get(digits..).unwrap_or("");
            if digits == 4 && is_date(rest) {
                return "2020-01-01".len();
            }
            let point = behind.strip_prefix('.').unwrap_or("");
            let decimals = point.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(point.len());
            if decimals > 0 { digits.saturating_add(1).saturating_add(decimals) } else { digits }
        }
        _ if XID_CONTINUE(letter) => run(&XID_CONTINUE),
        _ => {
            let signs: Vec<char> = rest.chars().take(4).collect();
            let narrowed: String = signs.iter().copied().map(narrow).collect();
            let sign = SIGNS.iter().find(|sign| narrowed.starts_with(**sign));
            let count = sign.map_or(1, |sign| sign.len());
            signs.iter().take(count).map(|sign| sign.len_utf8()).fold(0, usize::saturating_add)
        }
    }
}

fn is_date(rest: &str) -> bool {
    let shape =
        |place: usize, letter: char| if matches!(place, 4 | 7) { letter == '-' } else { letter.is_ascii_digit() };
    let date = rest.get(.."2020-01-01".len());
    date.is_some_and(|date| date.chars().enumerate().all(|(place, letter)| shape(place, letter)))
}
