//! Rules of the grammar → the signs and keywords they are, or begin with.

use super::Rule;
use crate::syntax::keywords::{self, Keyword};

/// Whether a rule is a word that is several in English.
pub(super) fn is_phrase(wanted: Rule) -> bool {
    matches!(
        wanted,
        Rule::at_least
            | Rule::by_a_person
            | Rule::by_day
            | Rule::case_by_case
            | Rule::checked_until
            | Rule::each_month
            | Rule::each_of
            | Rule::each_quarter
            | Rule::each_year
            | Rule::explain_briefly
            | Rule::explain_never
            | Rule::explain_when_met
            | Rule::is_not
            | Rule::is_not_none
            | Rule::list_of
            | Rule::money_per_month
            | Rule::money_per_year
            | Rule::not_for_a_machine
            | Rule::not_in
            | Rule::some_of
            | Rule::zh_all_of
            | Rule::zh_any_of
            | Rule::zh_in_force
            | Rule::zh_is_none
            | Rule::zh_or_none
    )
}

/// The keyword a rule is, or begins with.
pub(super) fn keyword_of(wanted: Rule) -> Option<&'static Keyword> {
    Some(match wanted {
        Rule::citation => &keywords::PER,
        Rule::dated => &keywords::FROM,
        Rule::keys => &keywords::BY,
        Rule::doer => &keywords::DOER,
        Rule::unit => &keywords::IN_DAYS,
        Rule::day_of_month => &keywords::BY_DAY,
        Rule::floor | Rule::kw_at => &keywords::AT_LEAST,
        Rule::checked | Rule::kw_checked => &keywords::CHECKED_UNTIL,
        Rule::reading_default => &keywords::DEFAULT,
        Rule::instrument_number => &keywords::NUMBER,
        Rule::list_type | Rule::kw_list => &keywords::LIST_OF,
        Rule::not_for_machine => &keywords::NOT_FOR_A_MACHINE,
        Rule::by_person => &keywords::BY_A_PERSON,
        Rule::kw_in => &keywords::IN_FORCE,
        Rule::all_of => &keywords::ALL_OF,
        Rule::any_of => &keywords::ANY_OF,
        Rule::asked => &keywords::ANY,
        Rule::named => &keywords::AS,
        Rule::is_element => &keywords::IS,
        _ => {
            let name = format!("{wanted:?}");
            return keywords::of_rule(name.strip_prefix("zh_").unwrap_or(&name))
                .or_else(|| keywords::of_rule(&format!("kw_{name}")));
        }
    })
}

/// The sign a rule is, or the words it begins with in either language.
pub(super) fn sign_or_words(wanted: Rule) -> Vec<String> {
    let sign = match wanted {
        Rule::open => "{",
        Rule::close => "}",
        Rule::open_bracket | Rule::call | Rule::empty_call => "(",
        Rule::close_bracket => ")",
        Rule::colon => ":",
        Rule::comma => ",",
        Rule::dots | Rule::pattern_dots => "..",
        Rule::equals => "=",
        _ => {
            let part = || vec![format!("{wanted:?}").trim_start_matches("kw_").to_string()];
            return keyword_of(wanted).map_or_else(part, |it| vec![it.en.to_string(), it.zh.to_string()]);
        }
    };
    vec![sign.to_string()]
}
