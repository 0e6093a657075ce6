//! Changes of the text + survey → a page.

use super::items::Change;
use super::judge::{Kind, Pair};
use super::money::{Line, Money};
use super::page::{Block, Page};
use super::survey::{Of, Survey};
use super::words as said;
use crate::words::Message;
use doudi::Policy;
use doudi::diagnostic::{Locale, Phrase};
use doudi::value::Number;
use std::collections::BTreeSet;

/// Households that were not decided, told one by one up to so many.
const TOLD: usize = 10;

/// Changes of the text that outcomes rest on, told up to so many.
const CAUSES: usize = 20;

/// The page of a difference.
pub fn report(name: &str, pair: &Pair<'_>, survey: &Survey, locale: Locale) -> Page {
    let (on, items) = (pair.on, &pair.changes);
    let say = |phrase: &'static Phrase, args: &[&dyn std::fmt::Display]| Message::new(phrase, args).text(locale);
    let mut page = Page::new(say(&said::TITLE, &[&name]), locale);
    page.add(Block::Heading(2, say(&said::TEXT, &[])));
    if items.is_empty() {
        page.add(Block::Paragraph(say(&said::NO_ITEMS, &[])));
    }
    for item in items {
        let became = match item.change {
            Change::Added => &said::ADDED,
            Change::Removed => &said::REMOVED,
            Change::Changed => &said::CHANGED,
        };
        page.add(Block::Paragraph(format!("{} {}", say(became, &[]), item.label(locale))));
        if !item.lines.is_empty() {
            page.add(Block::Code("diff".to_owned(), item.lines.join("\n") + "\n"));
        }
    }
    page.add(Block::Heading(2, say(&said::HOUSEHOLDS, &[])));
    page.add(Block::Paragraph(match &survey.of {
        Of::Register(register) => say(&said::OF_REGISTER, &[register, &on, &survey.decided]),
        Of::MadeUp(seed) => say(&said::MADE_UP, &[&on, &survey.decided, seed]),
    }));
    if survey.open > 0 {
        page.add(Block::Paragraph(say(&said::OPEN, &[&survey.open])));
    }
    undecided(&mut page, survey, locale);
    let changed: Vec<(Kind, usize)> = survey.kinds.iter().map(|(kind, count)| (*kind, *count)).collect();
    if survey.searched > 0 {
        page.add(Block::Paragraph(say(&said::SEARCHED, &[&survey.searched])));
    }
    let nobody = changed.iter().all(|(kind, _)| *kind == Kind::Same);
    if nobody {
        page.add(Block::Paragraph(say(
            match &survey.of {
                _ if items.is_empty() => &said::NO_CHANGE,
                // That one version does not take a household may be the change itself.
                _ if !survey.undecided.is_empty() => &said::NONE_OF_DECIDED,
                Of::Register(_) => &said::NONE_IN_REGISTER,
                Of::MadeUp(_) => &said::NONE_FOUND,
            },
            &[&survey.undecided.len()],
        )));
    }
    untouched(&mut page, pair, survey, locale);
    if nobody {
        return page;
    }
    let owed = survey.money.0.lines().chain(survey.money.1.lines()).any(|line| line.owed);
    let of_kind = |kind| if owed { said::kind_with_owed(kind) } else { said::kind(kind) };
    let rows = changed.iter().map(|(kind, count)| (say(of_kind(*kind), &[]), *count)).collect();
    page.add(Block::Bars([say(&said::KIND, &[]), say(&said::COUNT, &[])], rows));
    money(&mut page, pair, survey, locale);
    let label = |name: &String| {
        let item = items.iter().find(|item| item.item == *name);
        item.map_or_else(|| name.clone(), |item| item.label(locale))
    };
    let mut causes: Vec<(String, usize)> = survey.causes.iter().map(|(name, n)| (label(name), *n)).collect();
    causes.sort_by_key(|(cause, count)| (std::cmp::Reverse(*count), cause.clone()));
    causes.truncate(CAUSES);
    causes.extend((survey.together > 0).then(|| (say(&said::TOGETHER, &[]), survey.together)));
    page.add(Block::Heading(3, say(&said::CAUSES, &[])));
    page.add(Block::Bars([say(&said::CAUSE, &[]), say(&said::COUNT, &[])], causes));
    page.add(Block::Heading(2, say(&said::SMALLEST, &[])));
    for example in &survey.examples {
        page.add(Block::Heading(3, say(of_kind(example.kind), &[])));
        let mut told = changes(&example.change, pair.new, locale);
        let between = if locale == Locale::ZhCn { "、" } else { ", " };
        let causes: Vec<String> = example.causes.iter().map(label).collect();
        told.push(match causes.is_empty() {
            true => say(&said::NO_SINGLE, &[]),
            false => say(&said::RESTS_ON, &[&causes.join(between)]),
        });
        page.add(Block::Paragraph(told.join(if locale == Locale::ZhCn { "；" } else { "; " })));
        if let Some(id) = &example.of {
            page.add(Block::Paragraph(say(&said::MADE_FROM, &[id])));
        }
        page.add(Block::Code(format!("facts on={on}"), example.facts.clone() + "\n"));
        for (which, decision) in [(&said::OLD, &example.decisions.0), (&said::NEW, &example.decisions.1)] {
            page.add(Block::Paragraph(say(which, &[])));
            page.add(Block::Code("text".to_owned(), decision.clone()));
        }
    }
    page
}

/// All the money of the survey, each kind by itself: together, and by how much it changes.
fn money(page: &mut Page, pair: &Pair<'_>, survey: &Survey, locale: Locale) {
    let say = |phrase: &'static Phrase, args: &[&dyn std::fmt::Display]| Message::new(phrase, args).text(locale);
    let (before, after) = &survey.money;
    let lines: BTreeSet<Line> = before.lines().chain(after.lines()).collect();
    for line in &lines {
        let often = say(said::money(*line), &[]);
        let (was, is) = (before.of(*line), after.of(*line));
        page.add(Block::Paragraph(if pair.one_currency() {
            let change = is.checked_sub(was).unwrap_or(Number::ZERO);
            say(&said::TOTAL, &[&often, &amount(was, false), &amount(is, false), &amount(change, true)])
        } else {
            let within = |number, policy| say(&said::IN, &[&amount(number, false), &currency(policy, locale)]);
            say(&said::TOTAL_IN_OTHER, &[&often, &within(was, pair.old), &within(is, pair.new)])
        }));
    }
    for line in lines {
        let changes: Vec<Number> =
            survey.changes.iter().map(|change| change.of(line)).filter(|it| !it.is_zero()).collect();
        if changes.is_empty() {
            continue;
        }
        let heading = say(&said::HISTOGRAM, &[&say(said::money(line), &[]), &currency(pair.new, locale)]);
        page.add(Block::Heading(3, heading.clone()));
        page.add(Block::Bars([heading, say(&said::COUNT, &[])], histogram(&changes, locale)));
    }
}

/// By how much each kind of money changes.
fn changes(change: &Money, policy: &Policy, locale: Locale) -> Vec<String> {
    let told = |line| {
        let often = Message::new(said::money(line), &[]).text(locale);
        let args: [&dyn std::fmt::Display; 3] = [&often, &amount(change.of(line), true), &currency(policy, locale)];
        Message::new(&said::CHANGE, &args).text(locale)
    };
    change.lines().map(told).collect()
}

/// The policy's own word for its money.
fn currency(policy: &Policy, locale: Locale) -> &str {
    let words = &policy.model().policy.currency;
    if locale == Locale::ZhCn { &words.zh } else { &words.en }
}

/// The changes of the text that nobody's outcome rests on, and those that were not looked at by themselves.
fn untouched(page: &mut Page, pair: &Pair<'_>, survey: &Survey, locale: Locale) {
    let mut tell = |phrase: &'static Phrase, names: Vec<String>| {
        if !names.is_empty() {
            let between = if locale == Locale::ZhCn { "、" } else { ", " };
            page.add(Block::Paragraph(Message::new(phrase, &[&names.join(between)]).text(locale)));
        }
    };
    let named = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
        pair.changes.iter().filter(|it| wanted(&it.item)).map(|it| it.label(locale)).collect()
    };
    let of_register = matches!(survey.of, Of::Register(_));
    let phrase = match (survey.undecided.is_empty(), of_register) {
        (false, _) => &said::UNTOUCHED_OF_DECIDED,
        (true, true) => &said::UNTOUCHED_IN_REGISTER,
        (true, false) => &said::UNTOUCHED,
    };
    tell(phrase, named(&|item| survey.untouched.iter().any(|it| it == item)));
    tell(&said::NOT_ALONE, named(&|item| !of_register && pair.is_bound(item)));
}

fn undecided(page: &mut Page, survey: &Survey, locale: Locale) {
    if survey.undecided.is_empty() {
        return;
    }
    let say = |phrase: &'static Phrase, count: usize| Message::new(phrase, &[&count]).text(locale);
    page.add(Block::Paragraph(say(&said::UNDECIDED, survey.undecided.len())));
    let mut lines: Vec<String> =
        survey.undecided.iter().take(TOLD).map(|(id, reason)| format!("{id} {reason}").trim().to_owned()).collect();
    let more = survey.undecided.len().saturating_sub(TOLD);
    if more > 0 {
        lines.push(say(&said::AND_MORE, more));
    }
    page.add(Block::List(lines));
}

/// An amount with two decimals; a change with its sign.
fn amount(amount: Number, signed: bool) -> String {
    let Some(decimal) = amount.to_decimal() else { return amount.to_string() };
    let text = format!("{:.2}", decimal.abs());
    let sign = match (decimal.is_sign_negative(), signed) {
        (true, _) => "−",
        (false, true) => "+",
        (false, false) => "",
    };
    format!("{sign}{text}")
}

/// Ends of the bands of a histogram.
const BANDS: [i64; 11] = [-1_000, -500, -200, -100, -50, 0, 50, 100, 200, 500, 1_000];

/// How many changes lie in each band, empty bands at both ends left out.
fn histogram(changes: &[Number], locale: Locale) -> Vec<(String, usize)> {
    let mut counts = vec![0usize; BANDS.len() + 1];
    for change in changes {
        let band = BANDS.iter().take_while(|end| Number::from_int(**end) <= *change).count();
        if let Some(count) = counts.get_mut(band) {
            *count += 1;
        }
    }
    let label = |band: usize| match (band.checked_sub(1).and_then(|low| BANDS.get(low)), BANDS.get(band)) {
        (Some(low), Some(high)) => Message::new(&said::BETWEEN, &[low, high]).text(locale),
        (Some(low), None) => Message::new(&said::FROM, &[low]).text(locale),
        (None, high) => Message::new(&said::BELOW, &[&high.copied().unwrap_or_default()]).text(locale),
    };
    let first = counts.iter().position(|count| *count > 0).unwrap_or(0);
    let last = counts.iter().rposition(|count| *count > 0).unwrap_or(0);
    (first..=last).filter_map(|band| Some((label(band), *counts.get(band)?))).collect()
}
