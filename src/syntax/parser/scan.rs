//! Text → stretches that hold one item each, with all slips of spelling found on the way.
//!
//! One pass over the characters, before pest runs: it finds where items begin, counts how deep
//! brackets and blocks are nested, and refuses signs, numbers and texts no grammar rule could
//! say anything helpful about.

use super::foreign::foreign_word;
use super::patches::Patch;
use super::signs::QUOTES;
use super::{Grammar, Rule};
use crate::diagnostic::near::{closest, nearest};
use crate::diagnostic::table::{limits as bounds, syntax as table};
use crate::diagnostic::{Diagnostic, Entry, Phrase};
use crate::limits::Limits;
use crate::source::{SourceId, Span};
use crate::syntax::characters::{MOST, code_point, is_forbidden};
use crate::syntax::keywords::foreign;
use crate::syntax::keywords::{self, Keyword, is_reserved};
use crate::syntax::wide::is_blank;
use pest::Parser as _;
use pest::unicode::{XID_CONTINUE, XID_START};
use unicode_security::{RestrictionLevel, RestrictionLevelDetection};

/// A stretch of text that is one item.
pub(super) struct Chunk {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What ends a text that was opened and never closed.
const NEXT_ITEM: Phrase = Phrase { zh: "下一项从这里开始", en: "the next item begins here" };

/// What a text was found to be.
pub(super) struct Scanned {
    /// The items worth parsing.
    pub(super) chunks: Vec<Chunk>,
    /// Every slip of spelling.
    pub(super) slips: Vec<Diagnostic>,
    /// How the slips are read that an item is parsed in spite of, in order.
    pub(super) patches: Vec<Patch>,
}

/// Finds the items of a text, and every slip of spelling.
pub(super) fn scan(source: SourceId, text: &str, limits: &Limits) -> Scanned {
    let mut scan = Scan::new(source, text, limits);
    while let Some(letter) = scan.peek() {
        let before = scan.at;
        scan.token(letter);
        // Whatever a character is, it is passed over.
        if scan.at == before {
            scan.strange(letter);
        }
    }
    scan.finish(None);
    scan.patches.sort_by_key(|patch| patch.start);
    Scanned { chunks: scan.chunks, slips: scan.diagnostics, patches: scan.patches }
}

/// What the scan is in the middle of.
enum Within {
    /// Between items.
    Nothing,
    /// An item, whether it is worth parsing, and whether no more than what is allowed at it was read.
    Item { start: usize, sound: bool, ahead: bool },
    /// Text that is no item, and whether that was said.
    Stray { said: bool },
}

/// A bracket or brace that is still open.
struct Open {
    sign: char,
    at: usize,
    /// How far the line it stands on is indented.
    indent: usize,
}

pub(super) struct Scan<'a> {
    source: SourceId,
    pub(super) text: &'a str,
    pub(super) limits: &'a Limits,
    pub(super) at: usize,
    /// Nothing but blanks stands before this place on its line.
    fresh_line: bool,
    line_start: usize,
    indent: usize,
    within: Within,
    open: Vec<Open>,
    /// Brackets open beyond the depth limit.
    too_deep: usize,
    /// A slip with brackets was reported in this item; more would be echoes of it.
    unbalanced: bool,
    /// A block that a brace further out seems to close.
    suspect: Option<usize>,
    /// No `*/` stands behind a place that was looked from: not to be looked for again.
    pub(super) no_comment_ends: bool,
    /// For each foreign quotation mark, up to where nothing closes it on its line.
    pub(super) unquoted: [usize; QUOTES.len()],
    chunks: Vec<Chunk>,
    diagnostics: Vec<Diagnostic>,
    patches: Vec<Patch>,
}

impl<'a> Scan<'a> {
    fn new(source: SourceId, text: &'a str, limits: &'a Limits) -> Self {
        Scan {
            source,
            text,
            limits,
            at: if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 },
            fresh_line: true,
            line_start: 0,
            indent: 0,
            within: Within::Nothing,
            open: Vec::new(),
            too_deep: 0,
            unbalanced: false,
            suspect: None,
            no_comment_ends: false,
            unquoted: [0; QUOTES.len()],
            chunks: Vec::new(),
            diagnostics: Vec::new(),
            patches: Vec::new(),
        }
    }

    // ---- reading on ----

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// The stretch of leading characters that `belongs`.
    pub(super) fn run(&self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or("")
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        self.skip(rest.find('\n').unwrap_or(rest.len()));
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let place = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { source: self.source, start: place(start), end: place(end) }
    }

    /// One blank, comment, word, number, text or sign.
    fn token(&mut self, letter: char) {
        let start = self.at;
        match letter {
            '\n' => {
                self.skip(1);
                self.fresh_line = true;
                self.line_start = self.at;
                return;
            }
            _ if is_blank(letter) => return self.skip(letter.len_utf8()),
            '#' | '＃' => return self.skip_line(),
            _ => {}
        }
        if self.fresh_line {
            self.indent = start.saturating_sub(self.line_start);
        }
        if letter == '_' || XID_START(letter) {
            self.word();
        } else {
            if matches!(self.within, Within::Nothing) {
                self.within = Within::Stray { said: false };
            }
            match letter {
                '"' => self.quoted('"'),
                '“' => self.quoted('”'),
                // A numeral that is no digit, as ②, is a sign like any other.
                _ if letter.is_numeric() && XID_CONTINUE(letter) => self.number(),
                _ => self.sign(letter),
            }
            if matches!(self.within, Within::Stray { said: false }) {
                self.report(Diagnostic::at(&table::NOT_AN_ITEM, self.span(start, self.at)).arg(letter));
            }
        }
        self.fresh_line = false;
    }

    /// A text, up to the mark that closes it.
    fn quoted(&mut self, closing: char) {
        let start = self.at;
        self.skip(self.peek().map_or(0, char::len_utf8));
        while let Some(letter) = self.peek() {
            let here = self.at;
            match letter {
                _ if letter == closing => return self.skip(closing.len_utf8()),
                '\n' => break,
                // Which of two closing marks ends a text, nobody could tell.
                '“' if closing == '”' => {
                    self.skip(letter.len_utf8());
                    self.report(Diagnostic::at(&table::QUOTATION_MARK, self.span(here, self.at)).arg(letter));
                }
                '\\' => {
                    self.skip(1);
                    match self.peek() {
                        Some('"' | '\\') => self.skip(1),
                        _ => self.mend(
                            Diagnostic::at(&table::BAD_ESCAPE, self.span(here, self.at))
                                .edit(self.span(here, self.at), "\\\\"),
                        ),
                    }
                }
                _ => {
                    let plain = self.run(|letter| letter != closing && !matches!(letter, '“' | '\n' | '\\'));
                    self.skip(plain.len().max(letter.len_utf8()));
                }
            }
        }
        self.unterminated(start);
    }

    /// A text from `start` on that nothing closes on its line; or a mark of another kind does.
    fn unterminated(&mut self, start: usize) {
        let line = self.text.get(start..self.at).unwrap_or("").trim_end();
        let mut marks = line.char_indices().filter(|(_, letter)| ['"', '“', '”'].contains(letter));
        let (opening, closing) = (marks.next(), marks.next());
        // Each is read twice: no more of them than are told.
        let told = self.diagnostics.len() < MOST && matches!(self.within, Within::Item { .. });
        if let Some(((_, opening), (length, closing))) = opening.zip(closing).filter(|_| told) {
            self.at = start.saturating_add(length).saturating_add(closing.len_utf8());
            let inner = line.get(opening.len_utf8()..length).unwrap_or("");
            let span = self.span(start, self.at);
            let report = Diagnostic::at(&table::MIXED_QUOTES, span).arg(opening).arg(closing);
            return self.mend(report.guess(span, format!("\"{inner}\"")));
        }
        // What opens a block at the end of the line is no part of the text.
        let block = line.trim_end_matches(['{', '｛']);
        self.at = start.saturating_add(block.len());
        let end = start.saturating_add(block.trim_end().len());
        self.report(Diagnostic::at(&table::UNTERMINATED, self.span(start, end)));
    }

    // ---- words and items ----

    fn word(&mut self) {
        let start = self.at;
        let word = self.run(XID_CONTINUE);
        self.skip(word.len());
        let between = matches!(self.within, Within::Nothing);
        let ahead = matches!(self.within, Within::Item { ahead: true, .. });
        if is_allow(word) && (between || self.fresh_line && self.open.is_empty() && self.is_followed_by_a_name()) {
            if !ahead {
                self.finish(Some((start, word.len())));
                self.within = Within::Item { start, sound: true, ahead: true };
            }
        } else if ahead && self.fresh_line && self.begins_item(word, start) {
            if let Within::Item { ahead, .. } = &mut self.within {
                *ahead = false;
            }
        } else if (self.fresh_line || between || self.may_follow_on_a_line(word, start))
            && self.begins_item(word, start)
        {
            self.finish(Some((start, word.len())));
            self.within = Within::Item { start, sound: true, ahead: false };
        } else if between && matches!(keywords::in_english(word), "and" | "or") && self.goes_on_with_a_block(start) {
            self.within = Within::Stray { said: false };
            self.report(Diagnostic::at(&table::BLOCK_IN_EXPRESSION, self.span(start, self.at)));
        } else if (self.fresh_line || between) && self.is_item_elsewhere(word) {
            self.finish(Some((start, word.len())));
            self.within = Within::Item { start, sound: true, ahead: false };
            let span = self.span(start, self.at);
            if let Some(item) = foreign::simplified(word) {
                self.mend(Diagnostic::at(&table::WORD_MEANT, span).arg(word).arg(item.zh).edit(span, item.zh));
            }
        } else if between || self.is_misspelt_item(word) {
            if ahead {
                self.within = Within::Nothing;
            }
            self.finish(Some((start, word.len())));
            self.within = Within::Stray { said: false };
            self.report(no_item(word, self.span(start, self.at)));
        }
        if word.len() > self.limits.text_bytes {
            let limit = self.limits.text_bytes;
            let too_long = Diagnostic::at(&bounds::TOO_MANY, self.span(start, self.at));
            return self.report(too_long.arg("一个名称的字节数").arg("bytes of one name").arg(limit));
        }
        if !word.is_ascii() && mixes_scripts(word) && !word.chars().any(is_forbidden) {
            self.report(Diagnostic::at(&table::MIXED_SCRIPTS, self.span(start, self.at)).arg(shorten(word)));
        }
    }

    /// Whether an item that ends in a block of named parts stands right before `start`: it is part of what is
    /// wrong, and not parsed.
    fn goes_on_with_a_block(&mut self, start: usize) -> bool {
        let text = self.text;
        let block = self.chunks.pop_if(|chunk| {
            let blank = text.get(chunk.end..start).is_some_and(|between| between.trim().is_empty());
            blank
                && text.get(chunk.start..chunk.end).is_some_and(|item| {
                    ["all of", "any of", "同时满足", "满足其一"].iter().any(|words| item.contains(words))
                })
        });
        block.is_some()
    }

    /// The word behind the blanks that follow on this line.
    fn next_word(&self) -> &'a str {
        let follows = self.rest().trim_start_matches(is_blank);
        follows.get(..follows.find(|letter| !XID_CONTINUE(letter)).unwrap_or(follows.len())).unwrap_or("")
    }

    /// The word that follows, behind blanks, ends of lines and comments.
    fn word_behind(&self) -> &'a str {
        let mut follows = self.rest().trim_start();
        while follows.starts_with(['#', '＃']) {
            follows = follows.split_once('\n').map_or("", |(_, next)| next).trim_start();
        }
        follows.get(..follows.find(|letter| !XID_CONTINUE(letter)).unwrap_or(follows.len())).unwrap_or("")
    }

    fn is_followed_by_a_name(&self) -> bool {
        let next = self.word_behind();
        next.starts_with(XID_START) && !is_reserved(next)
    }

    /// Whether the word at a place begins an item. `property` may be a name as well, and a property
    /// may ask for a `measure` or `rule`.
    fn begins_item(&self, word: &str, at: usize) -> bool {
        let from = |start: usize| self.text.get(start..).unwrap_or("");
        let is = |keyword: &Keyword, word: &str| word.starts_with(keyword.en) || word.starts_with(keyword.zh);
        // What is called so within a block has its label or colon behind it.
        let follows = self.rest().trim_start_matches(is_blank);
        let names_a_part = !self.open.is_empty() && follows.starts_with(['"', '“', ':', '：']);
        match (keywords::item(word), &self.within) {
            (None, _) => false,
            _ if names_a_part => false,
            (Some(item), Within::Item { .. }) if *item == keywords::PROPERTY => {
                Grammar::parse(Rule::property_head, from(at)).is_ok()
            }
            (Some(item), Within::Item { start, .. }) if [&keywords::MEASURE, &keywords::RULE].contains(&item) => {
                self.open.is_empty() || !is(&keywords::PROPERTY, from(*start))
            }
            (Some(item), Within::Item { start, .. }) if *item == keywords::PARAMETER => {
                !ends_in(self.text.get(*start..at).unwrap_or(""), &keywords::AMEND)
            }
            _ => true,
        }
    }

    /// Whether a word is one that an item begins with, in traditional or Japanese characters.
    fn is_item_elsewhere(&self, word: &str) -> bool {
        let next = self.next_word();
        self.open.is_empty()
            && next.starts_with(|letter| letter == '_' || XID_START(letter))
            && foreign::simplified(word).is_some_and(|keyword| keywords::item(keyword.zh).is_some())
    }

    /// Whether an item without braces can end before a word on its line: a value stands before it, and a name behind.
    fn may_follow_on_a_line(&self, word: &str, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or("").trim_end();
        let word_before = before
            .rfind(|letter| !XID_CONTINUE(letter))
            .map_or(before, |at| before.get(at..).unwrap_or("").trim_start_matches(|letter| !XID_CONTINUE(letter)));
        let next = self.next_word();
        let is_name = |word: &str| word.starts_with(|letter| letter == '_' || XID_START(letter)) && !is_reserved(word);
        self.open.is_empty()
            && matches!(self.within, Within::Item { ahead: false, .. })
            && keywords::item(word).is_some_and(|item| item.reserved)
            && before.ends_with(|letter| XID_CONTINUE(letter) || matches!(letter, '"' | '”' | ')' | '）' | '%' | '％'))
            && (word_before.is_empty() || word_before.starts_with(char::is_numeric) || is_name(word_before))
            && is_name(next)
    }

    /// Whether a line of an item without braces looks like the head of another:
    /// two names side by side mean nothing else.
    fn is_misspelt_item(&self, word: &str) -> bool {
        let next = self.next_word();
        self.fresh_line
            && self.open.is_empty()
            && matches!(self.within, Within::Item { .. })
            && next.starts_with(|letter| letter == '_' || XID_START(letter))
            && !is_reserved(word)
            && !is_reserved(next)
            // The policy line goes on with it.
            && keywords::in_english(word) != keywords::AMENDS.en
            && closest(word, item_words()).is_some()
    }

    /// Ends the item or stray text before the word that begins at `next`.
    fn finish(&mut self, next: Option<(usize, usize)>) {
        let end = next.map_or(self.text.len(), |(start, _)| start);
        let unclosed = self.open.last().map(|innermost| {
            let outermost = self.open.iter().find(|open| open.sign == '{').unwrap_or(innermost);
            if innermost.sign == '(' { (innermost.at, '(') } else { (self.suspect.unwrap_or(outermost.at), '{') }
        });
        if let Some((at, sign)) = unclosed
            && !self.unbalanced
        {
            let mut diagnostic = Diagnostic::at(&table::UNCLOSED, self.sign_at(at));
            diagnostic = diagnostic.arg(sign).arg(if sign == '(' { ')' } else { '}' });
            if let Some((start, length)) = next {
                diagnostic = diagnostic.label(self.span(start, start.saturating_add(length)), NEXT_ITEM, &[]);
            }
            self.report(diagnostic);
        }
        if let Within::Item { start, sound: true, .. } = self.within {
            self.chunks.push(Chunk { start, end });
        }
        self.within = Within::Nothing;
        self.open.clear();
        self.too_deep = 0;
        self.unbalanced = false;
        self.suspect = None;
    }

    // ---- nesting ----

    pub(super) fn open(&mut self, sign: char, at: usize) {
        if self.open.len() < self.limits.depth {
            self.open.push(Open { sign, at, indent: self.indent });
            return;
        }
        if self.too_deep == 0 && !self.unbalanced {
            self.unbalanced(&bounds::TOO_DEEP, at, &[&self.limits.depth.to_string()]);
        }
        self.too_deep = self.too_deep.saturating_add(1);
    }

    pub(super) fn close(&mut self, sign: char, at: usize) {
        if self.too_deep > 0 {
            self.too_deep = self.too_deep.saturating_sub(1);
            return;
        }
        let (opener, brace) = if sign == ')' { ('(', false) } else { ('{', true) };
        if brace && let Some(bracket) = self.open.last().filter(|open| open.sign == '(').map(|open| open.at) {
            self.unbalanced(&table::UNCLOSED, bracket, &["(", ")"]);
            while self.open.pop_if(|open| open.sign == '(').is_some() {}
        }
        match self.open.pop() {
            Some(open) if open.sign == opener => {
                if brace && self.fresh_line && self.indent < open.indent {
                    self.suspect = self.suspect.or(Some(open.at));
                }
            }
            other => {
                self.open.extend(other);
                self.unbalanced(&table::STRAY_CLOSE, at, &[&sign.to_string(), &opener.to_string()]);
            }
        }
        if brace && self.open.is_empty() && matches!(self.within, Within::Item { .. }) {
            self.finish_at(self.sign_at(at).end as usize);
        }
    }

    /// The one sign that stands at a place.
    fn sign_at(&self, at: usize) -> Span {
        let sign = self.text.get(at..).and_then(|text| text.chars().next());
        self.span(at, at.saturating_add(sign.map_or(1, char::len_utf8)))
    }

    /// Ends an item right behind its last brace.
    fn finish_at(&mut self, end: usize) {
        if let Within::Item { start, sound: true, .. } = self.within {
            self.chunks.push(Chunk { start, end });
        }
        self.within = Within::Nothing;
        self.unbalanced = false;
        self.suspect = None;
    }

    /// Whether a round bracket is the last that is open.
    pub(super) fn in_brackets(&self) -> bool {
        self.open.last().is_some_and(|open| open.sign == '(')
    }

    /// Reports a slip with brackets, if it is the first of its item.
    fn unbalanced(&mut self, entry: &'static Entry, at: usize, args: &[&str]) {
        if !self.unbalanced {
            self.unbalanced = true;
            let place = self.sign_at(at);
            self.report(args.iter().fold(Diagnostic::at(entry, place), |diagnostic, arg| diagnostic.arg(arg)));
        }
    }

    /// Notes a slip. The item it stands in is not parsed, and of stray text one slip is enough.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        match &mut self.within {
            Within::Nothing => {}
            Within::Item { sound, .. } => *sound = false,
            Within::Stray { said } => {
                if std::mem::replace(said, true) {
                    return;
                }
            }
        }
        if self.diagnostics.len() < MOST {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Notes a slip whose edit says how it is read: the item is parsed as if it stood there, so that what else
    /// is wrong with it is told too.
    pub(super) fn mend(&mut self, diagnostic: Diagnostic) {
        let noted = self.diagnostics.len() < MOST && matches!(self.within, Within::Item { .. });
        let Some(edit) = diagnostic.edit.as_ref().filter(|_| noted) else { return self.report(diagnostic) };
        let text = if edit.replacement.is_empty() { " ".to_string() } else { edit.replacement.clone() };
        self.patches.push(Patch { start: edit.span.start as usize, end: edit.span.end as usize, text });
        self.diagnostics.push(diagnostic);
    }

    /// A character no rule of the language knows.
    pub(super) fn strange(&mut self, letter: char) {
        let span = self.span(self.at, self.at.saturating_add(letter.len_utf8()));
        self.skip(letter.len_utf8());
        // What may stand nowhere is reported with all other such characters.
        if is_forbidden(letter) {
            match &mut self.within {
                Within::Item { sound, .. } => *sound = false,
                Within::Stray { said } => *said = true,
                Within::Nothing => {}
            }
        } else if let Some(foreign) = foreign::operator_word(letter.encode_utf8(&mut [0; 4])) {
            self.report(foreign_word(foreign, letter.encode_utf8(&mut [0; 4]), span));
        } else {
            let shown = if letter.is_whitespace() { code_point(letter) } else { letter.to_string() };
            self.report(Diagnostic::at(&table::STRANGE, span).arg(shown));
        }
    }
}

/// Whether a name is past Unicode's "highly restrictive" level: one script, or Chinese with Latin.
fn mixes_scripts(word: &str) -> bool {
    // The level refuses rare ideographs too, which names of people and places do need.
    let common: String = word.chars().map(|letter| if is_ideograph(letter) { '中' } else { letter }).collect();
    !common.check_restriction_level(RestrictionLevel::HighlyRestrictive)
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

/// Whether a text can be a name: letters, digits and `_`, not beginning with a digit, and no
/// reserved word.
pub fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|letter| letter == '_' || XID_START(letter));
    begins && text.chars().all(XID_CONTINUE) && !is_reserved(text)
}

/// Whether a word stands before an item that gives a warning on purpose.
fn is_allow(word: &str) -> bool {
    word == keywords::ALLOW.en || word == keywords::ALLOW.zh
}

/// Whether a word is the last of a text, comments and blanks aside.
fn ends_in(text: &str, word: &Keyword) -> bool {
    let bare = |line: &'_ str| line.find(['#', '＃']).map_or(line.len(), |comment| comment);
    let last = text.lines().rev().filter_map(|line| line.get(..bare(line))).find(|line| !line.trim().is_empty());
    let last = last.and_then(|line| line.trim_end().rsplit(|letter| !XID_CONTINUE(letter)).next());
    last.is_some_and(|last| last == word.en || last == word.zh)
}

/// The words an item begins with, in both languages.
fn item_words() -> impl Iterator<Item = &'static str> {
    keywords::ITEMS.iter().flat_map(|item| [item.en, item.zh])
}

/// What is said of a line that begins no item.
fn no_item(word: &str, span: Span) -> Diagnostic {
    if let Some(foreign) = foreign::of_item(word) {
        return foreign_word(foreign, word, span);
    }
    Diagnostic::at(&table::NOT_AN_ITEM, span).arg(shorten(word)).near(nearest(word, item_words()))
}

/// A word for a message: a very long one is cut.
pub(super) fn shorten(word: &str) -> String {
    const LONGEST: usize = 60;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", word.get(..end).unwrap_or("")),
        None => word.to_string(),
    }
}
