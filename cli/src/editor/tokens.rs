//! text before the cursor → words and signs, whatever is wrong with it.

use doudi::syntax::{keywords, narrow};

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or a word of the language.
    Word,
    /// A text in quotation marks, or the beginning of one.
    Text,
    /// Digits.
    Number,
    /// Any other character.
    Sign,
    /// A comment that reaches to the end.
    Comment,
}

/// A word, text, number or sign.
#[derive(Clone, Copy, Debug)]
pub struct Token<'t> {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// What is written.
    pub text: &'t str,
    /// What that means: of a keyword the word in English, of a full-width sign that of the keyboard.
    /// A Chinese keyword that is several words in English is as many tokens, all of the same text.
    pub word: &'t str,
    /// Whether it is the first of its line.
    pub fresh: bool,
}

impl Token<'_> {
    /// Whether it is a text that is not closed.
    pub fn is_open(&self) -> bool {
        self.kind == Kind::Text && quoted(self.text).is_none()
    }

    /// What a text says, without its quotation marks.
    pub fn said(&self) -> &str {
        let inside = self.text.strip_prefix(['"', '“']).unwrap_or(self.text);
        if self.is_open() { inside } else { inside.strip_suffix(['"', '”']).unwrap_or(inside) }
    }
}

/// Splits a text. Comments are left out, but for one that is not over yet.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut at, mut fresh) = (Vec::new(), 0, true);
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match letter {
            '#' | '＃' => {
                let length = rest.find('\n').unwrap_or(rest.len());
                if length < rest.len() {
                    at += length;
                    continue;
                }
                (Kind::Comment, length)
            }
            '"' | '“' => (Kind::Text, quoted(rest).unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len()))),
            _ if letter.is_numeric() => (Kind::Number, run(rest, char::is_numeric)),
            _ if is_word(letter) => (Kind::Word, run(rest, is_word)),
            _ if letter.is_whitespace() => {
                fresh |= letter == '\n';
                at += letter.len_utf8();
                continue;
            }
            _ => (Kind::Sign, letter.len_utf8()),
        };
        let text = &rest[..length];
        let meant: Vec<&str> = match kind {
            Kind::Word => keywords::in_english(text).split(' ').collect(),
            Kind::Sign => vec![on_keyboard(letter).unwrap_or(text)],
            Kind::Text | Kind::Number | Kind::Comment => vec![text],
        };
        for word in meant {
            tokens.push(Token { kind, start: at, text, word, fresh });
            fresh = false;
        }
        at += length;
    }
    tokens
}

/// The sign of the keyboard that a full-width one stands for.
fn on_keyboard(sign: char) -> Option<&'static str> {
    const SIGNS: &str = ":,(){}=<>!+-*/%.";
    let at = SIGNS.find(narrow(sign))?;
    SIGNS.get(at..=at)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

/// How long a text with its quotation marks is, if it is closed on its line.
fn quoted(text: &str) -> Option<usize> {
    let closing = if text.starts_with('“') { '”' } else { '"' };
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '\n' => return None,
            _ if letter == closing && !escaped => return Some(at + letter.len_utf8()),
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    None
}
