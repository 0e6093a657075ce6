//! pest's expectations → a sentence in the analyst's words.

use super::scan::{is_reserved, shorten};
use super::{Reader, Rule};
use crate::diagnostic::near::nearest;
use crate::diagnostic::table::{limits, syntax as table};
use crate::diagnostic::{Diagnostic, Entry};
use crate::source::Span;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::unicode::XID_CONTINUE;

/// How many expectations are worth listing.
const MOST: usize = 6;

impl Reader<'_> {
    /// What pest found wrong with the text of an item.
    pub(super) fn refused(&self, text: &str, error: Error<Rule>) -> Box<Diagnostic> {
        let ErrorVariant::ParsingError { positives, .. } = error.variant else {
            // pest gives no other error but that of its guard of the stack.
            let deep = Diagnostic::at(&limits::TOO_DEEP, self.span_of(0, text.len()));
            return Box::new(deep.arg(self.limits.depth));
        };
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let (start, found) = token_at(text, at);
        let span = self.span_of(start, start.saturating_add(found.len()));
        if found.is_empty() {
            let written = text.trim_end();
            let last = written.chars().next_back().map_or(0, char::len_utf8);
            let place = self.span_of(written.len().saturating_sub(last), written.len());
            return Box::new(listing(&table::ENDS_TOO_EARLY, place, "", &positives));
        }
        let before = text.get(..start).unwrap_or("");
        if let Some(entry) = special(before, found, &positives) {
            return Box::new(Diagnostic::at(entry, span).arg(shorten(found)));
        }
        if let Some(at) = stray_then(before).filter(|_| positives.contains(&Rule::modality)) {
            let then = self.span_of(at, at.saturating_add("then".len()));
            return Box::new(Diagnostic::at(&table::THEN_WITHOUT_IF, then).arg("then"));
        }
        let words: Vec<String> = positives.iter().filter_map(|wanted| sign_or_word(*wanted)).collect();
        let near = nearest(found, words.iter().map(String::as_str)).filter(|_| found.starts_with(XID_CONTINUE));
        Box::new(listing(&table::EXPECTED, span, found, &positives).near(near))
    }
}

/// A slip that has a row of its own.
fn special(before: &str, found: &str, positives: &[Rule]) -> Option<&'static Entry> {
    let expects = |any: &[Rule]| positives.iter().any(|expected| any.contains(expected));
    let (value, operator) = (expects(&VALUES), expects(&[Rule::times]));
    match found {
        "+" if value => Some(&table::PLUS_SIGN),
        "," if !value => Some(&table::STRAY_COMMA),
        ":" if operator && !expects(&NAMES) => Some(&table::PARTS_ALONE),
        "force" | "per" => Some(&table::LATE_ATTRIBUTE),
        _ if positives == [Rule::text] && is_money_per(before) => Some(&table::PERIOD),
        _ if found.starts_with('"') && !expects(&[Rule::text, Rule::labels]) => Some(&table::MISPLACED_TEXT),
        _ if !value && expects(&NAMES) && is_reserved(found) => Some(&table::RESERVED),
        _ => None,
    }
}

/// Whether a text ends in `money per week` or the like.
fn is_money_per(text: &str) -> bool {
    let mut words = text.split_whitespace().rev().skip(1);
    words.next() == Some("per") && words.next() == Some("money")
}

/// The place of a `then` that no `if` goes before: an effect that lacks its `must` or `may`.
fn stray_then(text: &str) -> Option<usize> {
    let count = |wanted: &str| text.split_whitespace().filter(|word| *word == wanted).count();
    if count("then") > count("if") { text.rfind("then") } else { None }
}

/// Rules that stand for a value where any may begin.
const VALUES: [Rule; 3] = [Rule::quantifier, Rule::expression, Rule::row_value];

/// Rules that begin with a new name.
const NAMES: [Rule; 8] = [
    Rule::name,
    Rule::path,
    Rule::variant,
    Rule::field,
    Rule::head,
    Rule::measure_field,
    Rule::grant_field,
    Rule::key,
];

/// The first word, number, text or sign at or behind a place; empty at the end.
fn token_at(text: &str, at: usize) -> (usize, &str) {
    let mut start = at;
    let mut rest = text.get(at..).unwrap_or("");
    loop {
        let trimmed = rest.trim_start();
        start = start.saturating_add(rest.len().saturating_sub(trimmed.len()));
        rest = trimmed;
        if !rest.starts_with('#') {
            break;
        }
        let comment = rest.find('\n').unwrap_or(rest.len());
        start = start.saturating_add(comment);
        rest = rest.get(comment..).unwrap_or("");
    }
    let first = rest.chars().next();
    let length = match first {
        None => 0,
        Some('"') => text_length(rest),
        Some(letter) if XID_CONTINUE(letter) => rest.find(|letter| !XID_CONTINUE(letter)).unwrap_or(rest.len()),
        Some(letter) => letter.len_utf8(),
    };
    (start, rest.get(..length).unwrap_or(""))
}

/// The length of the text that begins here, quotes included.
fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '\\' => escaped = !escaped,
            '"' if !escaped => return at.saturating_add(1),
            _ => escaped = false,
        }
    }
    rest.len()
}

/// A diagnostic that lists what may stand at its place: {0} what was found, {1} zh, {2} en.
fn listing(entry: &'static Entry, span: Span, found: &str, positives: &[Rule]) -> Diagnostic {
    let mut list: Vec<Expectation> = Vec::new();
    for expected in positives.iter().flat_map(|wanted| expectations(*wanted, positives)) {
        if !list.contains(&expected) {
            list.push(expected);
        }
    }
    // What merely goes on with the expression comes last.
    list.sort_by_key(|expected| expected.en == OPERATOR);
    list.truncate(MOST);
    let join = |words: Vec<&str>, comma: &str, or: &str| match words.split_last() {
        Some((last, [])) => last.to_string(),
        Some((last, before)) => format!("{}{or}{last}", before.join(comma)),
        None => String::new(),
    };
    let zh = join(list.iter().map(|expected| expected.zh.as_str()).collect(), "、", "或");
    let zh = format!("是{zh}").replace("或`", "或 `").replace("`或", "` 或").replace("是`", "是 `");
    let en = join(list.iter().map(|expected| expected.en.as_str()).collect(), ", ", " or ");
    Diagnostic::at(entry, span).arg(shorten(found)).arg(zh).arg(en)
}

/// What stands for all signs and words between values.
const OPERATOR: &str = "an operator";

/// The words for one thing that may stand at a place.
#[derive(PartialEq)]
struct Expectation {
    zh: String,
    en: String,
}

/// What a rule is called, where it is worth naming among the others.
fn expectations(wanted: Rule, among: &[Rule]) -> Vec<Expectation> {
    let words: &[&str] = match wanted {
        Rule::modality | Rule::grant => &["must", "may", "case by case"],
        Rule::effect => &["waive", "then", "disapply"],
        Rule::certainty => &["confirmed", "assumed"],
        _ => return expectation(wanted, among).into_iter().collect(),
    };
    words.iter().map(|word| Expectation { zh: format!("`{word}`"), en: format!("`{word}`") }).collect()
}

fn expectation(wanted: Rule, among: &[Rule]) -> Option<Expectation> {
    let has = |other| among.contains(&other);
    let (value, operator) = (has(Rule::quantifier), has(Rule::times));
    let both = |zh: &str, en: &str| Some(Expectation { zh: zh.to_string(), en: en.to_string() });
    match wanted {
        Rule::EOI => both("下一项", "the next item"),
        Rule::quantifier | Rule::expression | Rule::row_value => both("一个值", "a value"),
        Rule::times => both("运算符", OPERATOR),
        // Of all that an expression can begin or go on with, one word is enough.
        Rule::minus | Rule::kw_not | Rule::kw_if | Rule::open_bracket | Rule::date | Rule::quantity
        | Rule::number | Rule::text | Rule::kw_true | Rule::kw_false | Rule::kw_none | Rule::kw_decision_date
        | Rule::kw_year | Rule::kw_month | Rule::path | Rule::name
            if value => None,
        Rule::minus | Rule::plus | Rule::divide | Rule::equals | Rule::not_equal | Rule::less | Rule::less_equal
        | Rule::greater | Rule::greater_equal | Rule::kw_or | Rule::kw_and | Rule::kw_on | Rule::kw_then | Rule::kw_else
        | Rule::kw_where | Rule::kw_by | Rule::kw_satisfies | Rule::is_none | Rule::kw_is | Rule::membership
        | Rule::kw_not | Rule::kw_in | Rule::call | Rule::empty_call | Rule::open_bracket | Rule::close_bracket
        | Rule::descending | Rule::comma | Rule::dots
            if operator => None,
        Rule::percent | Rule::unit | Rule::reserved | Rule::next_row | Rule::entry => None,
        Rule::name | Rule::path | Rule::variant | Rule::field | Rule::head | Rule::measure_field
        | Rule::grant_field | Rule::key => both("名称", "a name"),
        Rule::labels | Rule::text => both("引号中的文字", "a text in quotes"),
        Rule::date => both("日期", "a date"),
        Rule::date_span => both("起止日期", "a span of dates"),
        Rule::quantity | Rule::number => both("数字", "a number"),
        Rule::literal | Rule::bound => both("一个值", "a value"),
        Rule::pattern | Rule::row => both("表的一行", "a row of the table"),
        Rule::type_name | Rule::value_type => both("类型", "a type"),
        Rule::list_type => both("`list of`", "`list of`"),
        Rule::range => both("范围", "a range"),
        Rule::all_of => both("`all of`", "`all of`"),
        Rule::any_of => both("`any of`", "`any of`"),
        Rule::in_force | Rule::kw_in => both("`in force`", "`in force`"),
        Rule::or_none => both("`or none`", "`or none`"),
        _ => sign_or_word(wanted).and_then(|word| both(&format!("`{word}`"), &format!("`{word}`"))),
    }
}

/// The sign or keyword a rule is, or begins with.
fn sign_or_word(wanted: Rule) -> Option<String> {
    Some(match wanted {
        Rule::open => "{".to_string(),
        Rule::close => "}".to_string(),
        Rule::open_bracket | Rule::call | Rule::empty_call => "(".to_string(),
        Rule::close_bracket => ")".to_string(),
        Rule::colon => ":".to_string(),
        Rule::comma => ",".to_string(),
        Rule::dots | Rule::pattern_dots => "..".to_string(),
        Rule::equals => "=".to_string(),
        Rule::citation => "per".to_string(),
        Rule::dated => "from".to_string(),
        Rule::keys => "by".to_string(),
        Rule::reading_default => "default".to_string(),
        Rule::instrument_number => "number".to_string(),
        Rule::wording => "text".to_string(),
        // The others are named after their word: `kw_for`, `overrides`.
        _ => {
            let name = format!("{wanted:?}");
            name.strip_prefix("kw_").unwrap_or(&name).to_string()
        }
    })
}
