//! text before the cursor → words and signs, whatever is wrong with it.

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
    /// Whether it is the first of its line.
    pub fresh: bool,
}

impl Token<'_> {
    /// Whether it is a text that is not closed.
    pub fn is_open(&self) -> bool {
        let inside = self.text.strip_prefix('"').unwrap_or("");
        let mut escaped = false;
        self.kind == Kind::Text
            && !inside.chars().any(|letter| {
                let closes = letter == '"' && !escaped;
                escaped = letter == '\\' && !escaped;
                closes
            })
    }

    /// What a text says, without its quotation marks.
    pub fn said(&self) -> &str {
        let inside = self.text.strip_prefix('"').unwrap_or(self.text);
        if self.is_open() { inside } else { inside.strip_suffix('"').unwrap_or(inside) }
    }
}

/// Splits a text. Comments are left out, but for one that is not over yet.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut at, mut fresh) = (Vec::new(), 0, true);
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match letter {
            '#' => {
                let length = rest.find('\n').unwrap_or(rest.len());
                if length < rest.len() {
                    at += length;
                    continue;
                }
                (Kind::Comment, length)
            }
            '"' => (Kind::Text, quoted(rest)),
            _ if letter.is_numeric() => (Kind::Number, run(rest, char::is_numeric)),
            _ if is_word(letter) => (Kind::Word, run(rest, is_word)),
            _ if letter.is_whitespace() => {
                fresh |= letter == '\n';
                at += letter.len_utf8();
                continue;
            }
            _ => (Kind::Sign, letter.len_utf8()),
        };
        tokens.push(Token { kind, start: at, text: &rest[..length], fresh });
        fresh = false;
        at += length;
    }
    tokens
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

/// Up to the closing quotation mark, or the end of the line.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    text.len()
}
