//! pest's expectations → a sentence in the analyst's words.

use super::foreign::foreign_word;
use super::meant;
use super::scan::shorten;
use super::words::{is_phrase, keyword_of, sign_or_words};
use super::{Reader, Rule};
use crate::diagnostic::near::nearest;
use crate::diagnostic::table::{limits, syntax as table};
use crate::diagnostic::{Diagnostic, Entry};
use crate::source::Span;
use crate::syntax::characters::text_length;
use crate::syntax::keywords::foreign;
use crate::syntax::keywords::{self, Keyword, Script, is_reserved};
use crate::syntax::wide::{self, is_blank, narrow};
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::unicode::XID_CONTINUE;

/// How many expectations are worth listing.
const MOST: usize = 8;

impl Reader<'_> {
    /// What pest found wrong with the text of an item.
    pub(super) fn refused(&self, text: &str, error: Error<Rule>) -> Box<Diagnostic> {
        let ErrorVariant::ParsingError { positives, negatives } = error.variant else {
            // pest gives no other error but that of its guard of the stack.
            let deep = Diagnostic::at(&limits::TOO_DEEP, self.span_of(0, text.len()));
            return Box::new(deep.arg(self.limits.depth));
        };
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let (start, found) = token_at(text, at);
        let expected =
            Expected { before: text.get(..start).unwrap_or(""), positives, script: keywords::script_at(text, 0) };
        if let Some((entry, at, length)) = earlier(&expected, found, &negatives) {
            let span = self.span_of(at, at.saturating_add(length));
            let report = Diagnostic::at(entry, span).arg(text.get(at..at.saturating_add(length)).unwrap_or(""));
            let comma = entry.code == table::STRAY_COMMA.code;
            return Box::new(if comma { without_comma(report, span, text, at, length) } else { report });
        }
        if let Some((at, length, foreign)) = expected.foreign(found) {
            let span = self.span_of(at, at.saturating_add(length));
            let mut report = foreign_word(foreign, text.get(at..at.saturating_add(length)).unwrap_or(""), span);
            // What is called as a function is more than the word.
            let called = text.get(at.saturating_add(length)..).is_some_and(|rest| rest.starts_with(['(', '（']));
            report.edit = report.edit.filter(|_| !called);
            return Box::new(report);
        }
        if let Some((start, word, meant)) = expected.meant(found) {
            let span = self.span_of(start, start.saturating_add(word.len()));
            return Box::new(Diagnostic::at(&table::WORD_MEANT, span).arg(word).arg(meant).guess(span, meant));
        }
        if found.is_empty() {
            let written = text.trim_end();
            let last = written.chars().next_back().map_or(0, char::len_utf8);
            let place = self.span_of(written.len().saturating_sub(last), written.len());
            if expected.any(&[Rule::modality]) {
                return Box::new(Diagnostic::at(&table::GIVES_NOTHING, place));
            }
            return Box::new(expected.list(&table::ENDS_TOO_EARLY, place, ""));
        }
        let span = self.span_of(start, start.saturating_add(found.len()));
        if let Some(entry) = special(&expected, found) {
            let report = Diagnostic::at(entry, span).arg(shorten(found));
            return Box::new(match entry.code {
                code if code == table::PLUS_SIGN.code => report.edit(span, ""),
                code if code == table::STRAY_COMMA.code => without_comma(report, span, text, start, found.len()),
                code if code == table::RESERVED.code => report.guess(span, format!("{found}_1")),
                _ => report,
            });
        }
        if let Some((entry, mend)) = forgotten(&expected, found) {
            let report = Diagnostic::at(entry, span).arg(shorten(found));
            let before = Span { end: span.start, ..span };
            return Box::new(match mend {
                Mend::Nothing => report,
                Mend::Put(word) => report.edit(span, word),
                Mend::Before(keyword) => report.guess(before, keyword.word(expected.script).to_string() + " "),
                Mend::Colon => report.guess(before, ": "),
            });
        }
        let near =
            nearest(found, expected.words().iter().map(String::as_str)).filter(|_| found.starts_with(XID_CONTINUE));
        Box::new(expected.list(&table::EXPECTED, span, found).near(near))
    }
}

/// A comma goes, and leaves a blank where none follows; between digits it was a point, perhaps.
fn without_comma(report: Diagnostic, span: Span, text: &str, at: usize, length: usize) -> Diagnostic {
    let behind = text.get(at.saturating_add(length)..).unwrap_or("");
    let before = text.get(..at).unwrap_or("");
    match behind.starts_with(char::is_numeric) && before.ends_with(char::is_numeric) {
        true => report.guess(span, "."),
        false => report.edit(span, if behind.starts_with(char::is_whitespace) { "" } else { " " }),
    }
}

/// What pest expected, and the text before the place where it did.
pub(super) struct Expected<'a> {
    pub(super) before: &'a str,
    positives: Vec<Rule>,
    /// The language the item is written in: its words are named in it.
    script: Script,
}

impl Expected<'_> {
    pub(super) fn any(&self, wanted: &[Rule]) -> bool {
        self.positives.iter().any(|expected| wanted.contains(expected))
    }

    /// Whether a definition or parameter goes on without the colon its type stands behind.
    fn wants_a_type(&self) -> bool {
        let items = [keywords::DEFINE.en, keywords::PARAMETER.en];
        let head = self.before.split_whitespace().any(|word| items.contains(&keywords::in_english(word)));
        head && self.any(&[Rule::colon]) && !self.before.chars().any(|sign| matches!(narrow(sign), ':' | '=' | '{'))
    }

    /// A word right before what was found, or that itself, which stands for a keyword or sign; with its place.
    fn meant<'t>(&self, found: &'t str) -> Option<(usize, &'t str, &'static str)>
    where
        Self: 't,
    {
        let last = last_word(self.before);
        for (start, word) in [Some((self.before.len(), found)), last].into_iter().flatten() {
            if let Some(keyword) = foreign::simplified(word) {
                return Some((start, word, keyword.zh));
            }
        }
        if self.any(&[Rule::kw_when])
            && let Some(meant) = meant::keyword(found, true)
        {
            return Some((self.before.len(), found, meant));
        }
        // Behind anything but a value it may be the name of something.
        let follows = |before: &str| {
            before
                .trim_end_matches(is_blank)
                .ends_with(|end| XID_CONTINUE(end) || matches!(end, ')' | '）' | '%' | '％'))
        };
        let known = |word: &str, before: &str| {
            meant::keyword(word, false).filter(|meant| follows(before) || meant::is_modality(meant))
        };
        if self.any(&[Rule::times])
            && let Some(meant) = known(found, self.before)
        {
            return Some((self.before.len(), found, meant));
        }
        let (start, word) = last?;
        let meant = known(word, self.before.get(..start)?)?;
        (self.any(&[Rule::colon, Rule::times]) || self.any(&NAMES)).then_some((start, word, meant))
    }

    /// Whether nothing else was expected than some of these.
    fn is_all(&self, known: &[Rule]) -> bool {
        !self.positives.is_empty()
            && self.positives.iter().all(|expected| known.contains(expected) || is_phrase(*expected))
    }

    /// How many brackets of a kind are open.
    fn open(&self, opening: char, closing: char) -> usize {
        let mut quoted = None;
        self.before.chars().map(narrow).fold(0, |depth: usize, letter| {
            quoted = match (quoted, letter) {
                (None, '"') => Some('"'),
                (None, '“') => Some('”'),
                (Some(closing), _) if letter == closing => None,
                _ => quoted,
            };
            match letter {
                _ if quoted.is_some() => depth,
                _ if letter == opening => depth.saturating_add(1),
                _ if letter == closing => depth.saturating_sub(1),
                _ => depth,
            }
        })
    }

    /// A diagnostic that lists what may stand at its place: {0} what was found, {1} zh, {2} en.
    fn list(&self, entry: &'static Entry, span: Span, found: &str) -> Diagnostic {
        let mut list: Vec<Expectation> = Vec::new();
        if self.in_brackets() {
            list.push(Expectation::sign(")"));
        }
        for wanted in self.positives.iter().filter(|wanted| !self.is_noise(**wanted)) {
            for expected in self.expectations(*wanted) {
                if !list.contains(&expected) {
                    list.push(expected);
                }
            }
        }
        // What merely goes on with the expression comes last.
        list.sort_by_key(|expected| expected.en == OPERATOR);
        list.truncate(MOST);
        let zh = join(list.iter().map(|expected| expected.zh.as_str()).collect(), "、", "或");
        let zh = format!("是{zh}").replace("或`", "或 `").replace("`或", "` 或").replace("是`", "是 `");
        let en = join(list.iter().map(|expected| expected.en.as_str()).collect(), ", ", " or ");
        Diagnostic::at(entry, span).arg(shorten(found)).arg(zh).arg(en)
    }

    /// Whether a bracket is open in the expression that goes on here.
    fn in_brackets(&self) -> bool {
        self.any(&[Rule::times]) && self.open('(', ')') > 0
    }

    /// The grammar does not count what is open: an expression ends, and the row of a test goes
    /// on with parts and braces, wherever it stands. Which of that makes sense, the open ones tell.
    fn is_noise(&self, wanted: Rule) -> bool {
        // `money per` wants its period; that a citation begins with `per` too is by the way.
        if is_money_per(self.before) {
            return wanted == Rule::name;
        }
        // `any measure` belongs in properties; elsewhere `any` wants its `of`.
        if wanted == Rule::kw_measure && !self.before.starts_with("property") {
            return true;
        }
        // One word in Chinese for several in English: the rule around it, or the first of them, is named.
        if is_phrase(wanted) {
            return true;
        }
        if self.in_brackets() {
            return wanted != Rule::times;
        }
        let in_test = self.any(&[Rule::modality]) || (self.any(&[Rule::times]) && self.any(&[Rule::close]));
        let depth = self.open('{', '}');
        in_test
            && match wanted {
                Rule::name | Rule::head => depth < 2,
                Rule::close => depth == 0 || (depth == 1 && self.any(&[Rule::modality])),
                Rule::modality | Rule::grant => depth > 1,
                Rule::EOI => depth > 0,
                _ => false,
            }
    }
}

fn join(words: Vec<&str>, comma: &str, or: &str) -> String {
    match words.split_last() {
        Some((last, [])) => last.to_string(),
        Some((last, before)) => format!("{}{or}{last}", before.join(comma)),
        None => String::new(),
    }
}

/// A slip that lies before the place where pest gave up: its row, and where it is.
fn earlier(expected: &Expected<'_>, found: &str, negatives: &[Rule]) -> Option<(&'static Entry, usize, usize)> {
    let before = expected.before;
    // Only the look behind a comma for the next entry fails on finding a colon.
    if expected.positives.is_empty() && negatives == [Rule::colon] {
        let (start, length) = last_comma(before)?;
        return Some((&table::STRAY_COMMA, start, length));
    }
    if matches!(found, "{" | "｛") && expected.any(&[Rule::colon]) && expected.any(&[Rule::kw_per]) {
        let (start, name) = last_word(before)?;
        return Some((&table::NO_MODALITY, start, name.len()));
    }
    if expected.positives == [Rule::text]
        && let Some((start, word)) = last_word(before)
        && is_money_per(before.get(..start).unwrap_or(""))
    {
        return Some((&table::PERIOD, start, word.len()));
    }
    if expected.any(&[Rule::modality]) {
        let (start, length) = stray_then(before)?;
        return Some((&table::THEN_WITHOUT_IF, start, length));
    }
    None
}

/// A slip that has a row of its own.
fn special(expected: &Expected<'_>, found: &str) -> Option<&'static Entry> {
    let (value, operator) = (expected.any(&VALUES), expected.any(&[Rule::times]));
    let starts = found.chars().next().map_or(' ', narrow);
    match keywords::in_english(found) {
        _ if starts == '+' && value => Some(&table::PLUS_SIGN),
        _ if starts == ',' && begins(expected.before, &keywords::PARAMETER) && expected.open('{', '}') == 0 => {
            Some(&table::ONE_VALUE)
        }
        _ if starts == ',' && !value => Some(&table::STRAY_COMMA),
        _ if starts == ':' && operator && !begins(expected.before, &keywords::PARAMETER) => Some(&table::PARTS_ALONE),
        _ if matches!(starts, '<' | '>')
            && value
            && expected.before.trim_end().ends_with(['.', '(', '（', ',', '，']) =>
        {
            Some(&table::OPEN_RANGE_IN_SET)
        }
        _ if starts == '=' && value && expected.before.trim_end().ends_with(['<', '>', '!', '＜', '＞', '！']) => {
            Some(&table::SPLIT_SIGN)
        }
        word if expected.wants_a_type()
            && (matches!(starts, '=' | '{') || is_reserved(found) || word.starts_with("explain")) =>
        {
            Some(&table::TYPE_MISSING)
        }
        "force" | "in force" | "per" => Some(&table::LATE_ATTRIBUTE),
        _ if expected.is_all(&[Rule::open_bracket]) && ends_in(expected.before, &keywords::IN) => {
            Some(&table::SET_WITHOUT_BRACKETS)
        }
        _ if expected.any(&[Rule::kw_month]) && is_money_per(expected.before) && found.starts_with(XID_CONTINUE) => {
            Some(&table::PERIOD)
        }
        _ if starts == '{'
            && (ends_in(expected.before, &keywords::ALL_OF)
                || ends_in(expected.before, &keywords::ANY_OF)
                || ends_in(expected.before, &keywords::EACH_OF)
                || ends_in(expected.before, &keywords::SOME_OF)) =>
        {
            Some(&table::BLOCK_IN_EXPRESSION)
        }
        "and" | "or" if !value && expected.any(&NAMES) && expected.before.trim_end().ends_with(['}', '｝']) => {
            Some(&table::BLOCK_IN_EXPRESSION)
        }
        _ if found.starts_with(['"', '“']) && !expected.any(&[Rule::text, Rule::labels]) => {
            Some(&table::MISPLACED_TEXT)
        }
        "waive" | "disapply" if expected.any(&[Rule::modality]) => Some(&table::EFFECT_WITHOUT_MODALITY),
        _ if !value && expected.any(&NAMES) && is_reserved(found) => Some(&table::RESERVED),
        _ => None,
    }
}

/// What mends a word or sign that was forgotten, or written for another.
enum Mend {
    Nothing,
    /// In its place.
    Put(&'static str),
    /// Before it.
    Before(&'static Keyword),
    /// A colon before it.
    Colon,
}

/// A word or sign that the item cannot do without, where that can be told from what stands there.
fn forgotten(expected: &Expected<'_>, found: &str) -> Option<(&'static Entry, Mend)> {
    let wants = |wanted: Rule| expected.any(&[wanted]);
    let word = found.starts_with(XID_CONTINUE);
    let put = |keyword: &'static Keyword| Mend::Put(keyword.word(expected.script));
    let sign = wide::narrow_sign(found);
    match if word { keywords::in_english(found) } else { &sign } {
        "otherwise" | "else" | "default" | "others" | "其他" | "其余" if wants(Rule::row) || wants(Rule::pattern) => {
            Some((&table::NO_OTHER_ROWS, Mend::Nothing))
        }
        "(" if wants(Rule::row) || wants(Rule::pattern) || wants(Rule::colon) && wants(Rule::text) => {
            Some((&table::BRACKET_HERE, Mend::Nothing))
        }
        _ if word && (wants(Rule::each) || wants(Rule::kw_each)) && (found.starts_with('每') || found == "every") => {
            Some((&table::OTHER_FREQUENCY, Mend::Nothing))
        }
        "allow" if !expected.before.trim().is_empty() => Some((&table::ALLOW_WITHIN, Mend::Nothing)),
        "if" if wants(Rule::kw_when) => Some((&table::IF_FOR_WHEN, put(&keywords::WHEN))),
        "else" if wants(Rule::kw_otherwise) => Some((&table::ELSE_FOR_OTHERWISE, put(&keywords::OTHERWISE))),
        "=" if wants(Rule::colon) && expected.open('{', '}') > 0 => Some((&table::EQUALS_FOR_COLON, Mend::Put(":"))),
        "=" if wants(Rule::open) && wants(Rule::floor) => Some((&table::VALUE_WITHOUT_DATE, Mend::Nothing)),
        "=" | "{" if wants(Rule::kw_from) => Some((&table::VALUE_WITHOUT_DATE, Mend::Nothing)),
        "{" if wants(Rule::kw_for) => Some((&table::FOR_WHOM, Mend::Nothing)),
        "{" if wants(Rule::kw_to) => Some((&table::EXCEPTION_TO_WHAT, Mend::Nothing)),
        "all" | "any" | "all of" | "any of" if wants(Rule::open) && wants(Rule::equals) => {
            Some((&table::BLOCK_WITHOUT_BRACES, Mend::Nothing))
        }
        _ if word && wants(Rule::kw_when) => Some((&table::WHEN_MISSING, Mend::Before(&keywords::WHEN))),
        "due" if wants(Rule::kw_doer) => Some((&table::DUTY_OF_WHOM, Mend::Nothing)),
        "}" if wants(Rule::kw_default) => Some((&table::READING_WITHOUT_DEFAULT, Mend::Nothing)),
        "}" if expected.is_all(&[Rule::name]) => Some((&table::EMPTY_CHOICE, Mend::Nothing)),
        _ if expected.is_all(&[Rule::kw_per]) => Some((&table::CLAUSE_MISSING, Mend::Nothing)),
        _ if word && wants(Rule::colon) && expected.is_all(BEFORE_COLON) => Some((&table::COLON_MISSING, Mend::Colon)),
        _ => None,
    }
}

/// Whether a text ends in `money per`.
fn is_money_per(text: &str) -> bool {
    ends_in_words(text, ["per", "money"])
}

/// Whether a text ends in two words, the last one given first.
fn ends_in_words(text: &str, words: [&str; 2]) -> bool {
    let mut last = text.split_whitespace().rev();
    words.into_iter().all(|word| last.next() == Some(word))
}

/// The word a text ends in, and where it begins.
pub(super) fn last_word(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_end();
    let start = text.char_indices().rev().take_while(|(_, letter)| XID_CONTINUE(*letter)).last()?.0;
    Some((start, text.get(start..)?))
}

/// Whether a text ends in a keyword, in either language.
fn ends_in(text: &str, keyword: &Keyword) -> bool {
    let mut last = text.split_whitespace().rev();
    text.trim_end().ends_with(keyword.zh) || keyword.en.split(' ').rev().all(|word| last.next() == Some(word))
}

/// Whether a text begins with a keyword, in either language.
fn begins(text: &str, keyword: &Keyword) -> bool {
    text.starts_with(keyword.en) || text.starts_with(keyword.zh)
}

/// The last comma of a text, and how long it is.
fn last_comma(text: &str) -> Option<(usize, usize)> {
    text.char_indices().rev().find(|(_, letter)| narrow(*letter) == ',').map(|(at, comma)| (at, comma.len_utf8()))
}

/// The place of a `then` that no `if` goes before: an effect that lacks its `must` or `may`.
fn stray_then(text: &str) -> Option<(usize, usize)> {
    let means = |word: &str, keyword: &Keyword| word == keyword.en || word == keyword.zh;
    let count = |keyword| text.split_whitespace().filter(|word| means(word, keyword)).count();
    let replace = text.split_whitespace().filter(|word| *word == keywords::REPLACE.zh).count();
    if count(&keywords::THEN).saturating_add(replace) <= count(&keywords::IF) {
        return None;
    }
    let last = |word: &str| Some((text.rfind(word)?, word.len()));
    [keywords::THEN.en, keywords::THEN.zh, keywords::REPLACE.zh].into_iter().filter_map(last).max()
}

/// What may stand between a name and its colon.
const BEFORE_COLON: &[Rule] = &[Rule::colon, Rule::text, Rule::kw_per, Rule::explain];

/// Rules that stand for a value where any may begin.
pub(super) const VALUES: [Rule; 3] = [Rule::quantifier, Rule::expression, Rule::row_value];

/// Rules that begin with a new name.
const NAMES: [Rule; 8] =
    [Rule::name, Rule::path, Rule::variant, Rule::field, Rule::head, Rule::measure_field, Rule::grant_field, Rule::key];

/// The first word, number, text or sign at or behind a place; empty at the end.
fn token_at(text: &str, at: usize) -> (usize, &str) {
    let mut start = at;
    let mut rest = text.get(at..).unwrap_or("");
    loop {
        let trimmed = rest.trim_start();
        start = start.saturating_add(rest.len().saturating_sub(trimmed.len()));
        rest = trimmed;
        if !rest.starts_with(['#', '＃']) {
            break;
        }
        let comment = rest.find('\n').unwrap_or(rest.len());
        start = start.saturating_add(comment);
        rest = rest.get(comment..).unwrap_or("");
    }
    let first = rest.chars().next();
    let length = match first {
        None => 0,
        Some('"') => text_length(rest, '"'),
        Some('“') => text_length(rest, '”'),
        Some(letter) if XID_CONTINUE(letter) => rest.find(|letter| !XID_CONTINUE(letter)).unwrap_or(rest.len()),
        Some(letter) => letter.len_utf8(),
    };
    (start, rest.get(..length).unwrap_or(""))
}

/// What stands for all signs and words between values.
const OPERATOR: &str = "an operator";

/// The words for one thing that may stand at a place.
#[derive(PartialEq)]
struct Expectation {
    zh: String,
    en: String,
}

impl Expectation {
    fn sign(sign: &str) -> Self {
        Expectation { zh: format!("`{sign}`"), en: format!("`{sign}`") }
    }
}

impl Expected<'_> {
    /// What a rule is called, where it is worth naming among the others.
    fn expectations(&self, wanted: Rule) -> Vec<Expectation> {
        let words: &[&Keyword] = match wanted {
            Rule::modality | Rule::grant => &[&keywords::MUST, &keywords::MAY, &keywords::CASE_BY_CASE],
            Rule::effect => &[&keywords::WAIVE, &keywords::REPLACE, &keywords::DISAPPLY],
            Rule::movement => &[&keywords::INCREASES, &keywords::DECREASES],
            Rule::certainty => &[&keywords::CONFIRMED, &keywords::ASSUMED],
            Rule::each | Rule::kw_each => &[&keywords::EACH_MONTH, &keywords::EACH_QUARTER, &keywords::EACH_YEAR],
            Rule::explain if self.script == Script::Chinese => &[&keywords::EXPLAIN_BRIEFLY],
            _ => return self.expectation(wanted).into_iter().collect(),
        };
        words.iter().map(|keyword| Expectation::sign(keyword.word(self.script))).collect()
    }

    /// The signs and words that may stand here, as they are written.
    fn words(&self) -> Vec<String> {
        self.positives.iter().flat_map(|wanted| sign_or_words(*wanted)).collect()
    }

    fn expectation(&self, wanted: Rule) -> Option<Expectation> {
        let has = |other| self.positives.contains(&other);
        let (value, operator) = (has(Rule::quantifier), has(Rule::times));
        let both = |zh: &str, en: &str| Some(Expectation { zh: zh.to_string(), en: en.to_string() });
        match wanted {
            Rule::EOI => both("下一项", "the next item"),
            Rule::quantifier | Rule::expression | Rule::row_value => both("一个值", "a value"),
            Rule::times => both("运算符", OPERATOR),
            // Of all that an expression can begin or go on with, one word is enough.
            Rule::minus
            | Rule::kw_not
            | Rule::kw_if
            | Rule::open_bracket
            | Rule::date
            | Rule::quantity
            | Rule::number
            | Rule::text
            | Rule::kw_true
            | Rule::kw_false
            | Rule::kw_none
            | Rule::kw_decision_date
            | Rule::kw_year
            | Rule::kw_month
            | Rule::asked
            | Rule::path
            | Rule::name
            | Rule::for_key
                if value =>
            {
                None
            }
            Rule::minus
            | Rule::plus
            | Rule::divide
            | Rule::equals
            | Rule::not_equal
            | Rule::less
            | Rule::less_equal
            | Rule::greater
            | Rule::greater_equal
            | Rule::kw_or
            | Rule::kw_and
            | Rule::kw_on
            | Rule::kw_then
            | Rule::kw_else
            | Rule::kw_where
            | Rule::kw_by
            | Rule::kw_satisfies
            | Rule::is_none
            | Rule::is_element
            | Rule::named
            | Rule::kw_as
            | Rule::kw_is
            | Rule::kw_is_one
            | Rule::is_not
            | Rule::membership
            | Rule::kw_not
            | Rule::kw_in
            | Rule::call
            | Rule::empty_call
            | Rule::open_bracket
            | Rule::close_bracket
            | Rule::descending
            | Rule::kw_descending
            | Rule::comma
            | Rule::dots
                if operator =>
            {
                None
            }
            Rule::percent | Rule::unit | Rule::reserved | Rule::next_row | Rule::entry | Rule::for_key => None,
            Rule::name
            | Rule::path
            | Rule::variant
            | Rule::field
            | Rule::head
            | Rule::measure_field
            | Rule::grant_field
            | Rule::key => both("名称", "a name"),
            Rule::labels | Rule::text => both("引号中的文字", "a text in quotes"),
            Rule::date => both("日期", "a date"),
            Rule::date_span => both("起止日期", "a span of dates"),
            Rule::quantity | Rule::number => both("数字", "a number"),
            Rule::literal | Rule::bound | Rule::end => both("一个值", "a value"),
            Rule::pattern | Rule::row => both("表的一行", "a row of the table"),
            Rule::type_name | Rule::value_type => both("类型", "a type"),
            Rule::range => both("范围", "a range"),
            _ => match keyword_of(wanted) {
                Some(keyword) => Some(Expectation::sign(keyword.word(self.script))),
                None => sign_or_words(wanted).first().map(|sign| Expectation::sign(sign)),
            },
        }
    }
}
