//! Two versions of a policy: what `doudi diff` says of them is true, of generated policies and
//! households. `DOUDI_DIFFS` says how many policies.

use crate::oracle::generate::{self, Rng};
use crate::seeds;
use doudi::decision::record::{Record, Unit, Value};
use doudi::diagnostic::Locale;
use doudi::explain::summary;
use doudi::source::SourceId;
use doudi::syntax::{parse, print};
use doudi::value::Number;
use doudi::{Date, Limits, Policy, Status};
use doudi_cli::difference::{Change, Kind, Line, Of, Pair, Period, Survey, changes, made_up, of_documents};
use std::collections::BTreeMap;

/// Households made up for each pair, and those the oracle's generator makes.
const MADE_UP: usize = 12;
const GENERATED: usize = 4;

/// How often money comes.
const PERIODS: [Period; 3] = [Period::Month, Period::Year, Period::Once];

/// Decisions for making one of them smaller.
const EFFORT: usize = 60;

fn load(text: &str) -> Option<Policy> {
    Policy::load(generate::sources(text)).ok()
}

/// Items of which one is written otherwise, or left out; the policy, and which item that is.
fn changed(items: &[String], rng: &mut Rng) -> Option<(Vec<String>, Policy, usize)> {
    for _ in 0..12 {
        let at = rng.below(items.len());
        let item = &items[at];
        let other = match rng.below(6) {
            0 => String::new(),
            1 => swapped(item, rng, &["<", ">=", "<=", ">"]),
            2 => swapped(item, rng, &["must ", "may "]),
            3 => swapped(item, rng, &[" and ", " or "]),
            _ => other_number(item, rng),
        };
        if other == *item {
            continue;
        }
        let mut texts = items.to_vec();
        texts[at] = other;
        if let Some(policy) = load(&texts.join("\n")) {
            return Some((texts, policy, at));
        }
    }
    None
}

fn swapped(item: &str, rng: &mut Rng, words: &[&str]) -> String {
    let places: Vec<(usize, &str)> = words.iter().flat_map(|word| item.match_indices(word)).collect();
    if places.is_empty() {
        return item.to_owned();
    }
    let (at, was) = *rng.pick(&places);
    let is = rng.pick(words);
    format!("{}{is}{}", &item[..at], &item[at + was.len()..])
}

/// The item with one of its digits another.
fn other_number(item: &str, rng: &mut Rng) -> String {
    let digits: Vec<usize> = item.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    if digits.is_empty() {
        return item.to_owned();
    }
    let at = *rng.pick(&digits);
    format!("{}{}{}", &item[..at], rng.below(10), &item[at + 1..])
}

/// What is given to whom, numbers aside, and what that comes to a month, a year and once: read off the
/// record, not off the measures of the decision.
/// What is owed is told apart, and counts against the household.
fn given(record: &Record) -> (BTreeMap<(bool, String), usize>, [Number; 3]) {
    let (mut all, mut money) = (BTreeMap::new(), [Number::ZERO; 3]);
    for measure in &record.measures {
        let mut what = format!("{} {}", measure.measure, measure.by.subject.path);
        for field in &measure.fields {
            let unit = record.trace[field.step as usize].unit;
            match &field.value {
                Value::Number(number) => {
                    let kinds = [Unit::MoneyPerMonth, Unit::MoneyPerYear, Unit::Money];
                    if let Some(kind) = kinds.iter().position(|kind| *kind == unit) {
                        let sum = if measure.owed {
                            money[kind].checked_sub(*number)
                        } else {
                            money[kind].checked_add(*number)
                        };
                        money[kind] = sum.unwrap();
                    }
                }
                value => what += &format!(" {}={value:?}", field.name),
            }
        }
        *all.entry((measure.owed, what)).or_default() += 1;
    }
    (all, money)
}

/// All that a household is given: every measure with its amounts and its rule.
fn outcome(policy: &Policy, facts: &str, on: Date) -> Option<(Status, Vec<String>)> {
    let record = policy.decide(&policy.facts_json(facts).ok()?, on).ok()?.record();
    let told = |it: &doudi::decision::record::Measure| {
        let fields: Vec<String> = it.fields.iter().map(|field| format!("{}={:?}", field.name, field.value)).collect();
        format!("{} {} {} {fields:?}", it.measure, it.by.subject.path, it.by.rule)
    };
    let mut given: Vec<String> = record.measures.iter().map(told).collect();
    given.sort();
    Some((record.status, given))
}

/// Whether two records show a kind of change.
fn shows(kind: Kind, old: &Record, new: &Record) -> bool {
    let ((was, before), (is, after)) = (given(old), given(new));
    type All = BTreeMap<(bool, String), usize>;
    let lacks = |a: &All, b: &All, owed: bool| {
        a.iter().any(|(what, count)| what.0 == owed && b.get(what).copied().unwrap_or(0) < *count)
    };
    // To lose what was owed is a gain.
    let more = |a: &All, b: &All| lacks(a, b, false) || lacks(b, a, true);
    let alike = old.status == new.status;
    let rose = before.iter().zip(&after).any(|(was, is)| is > was);
    let fell = before.iter().zip(&after).any(|(was, is)| is < was);
    let (lost, gained) = (more(&was, &is), more(&is, &was));
    match kind {
        Kind::IntoError => new.status == Status::Incomplete && !alike,
        Kind::OutOfError => old.status == Status::Incomplete && !alike,
        Kind::IntoUndetermined => new.status == Status::Undetermined && old.status == Status::Complete,
        Kind::OutOfUndetermined => old.status == Status::Undetermined && new.status == Status::Complete,
        Kind::Loses => alike && lost && !gained,
        Kind::Gains => alike && gained && !lost,
        Kind::Moves => alike && lost && gained,
        Kind::Less => alike && was == is && fell && !rose,
        Kind::More => alike && was == is && rose && !fell,
        Kind::Both => alike && was == is && rose && fell,
        Kind::OtherAmounts | Kind::OtherRule => alike && was == is && after == before && old.measures != new.measures,
        Kind::Same => alike && was == is && after == before,
    }
}

fn counted(survey: &Survey) -> usize {
    survey.kinds.values().sum()
}

/// Changes a second item, and asks of each household shown whether it is as said which of the two
/// changes its outcome rests on: decided again with that item as it was. How many were asked.
fn caused(
    items: &[String],
    once: &[String],
    first: usize,
    rng: &mut Rng,
    survey: &dyn Fn(&Policy, &Policy) -> Survey,
    on: Date,
) -> usize {
    let Some((twice, new, second)) = changed(once, rng).filter(|(.., second)| *second != first) else { return 0 };
    let Some(old) = load(&items.join("\n")) else { return 0 };
    // Two versions of one name are one change, and a version that is renamed is two.
    let one = |before: &Policy, after: &Policy| match changes(before, after).as_slice() {
        [change] => Some(change.item.clone()),
        _ => None,
    };
    let between = load(&once.join("\n"));
    let both = between.and_then(|between| Some((one(&old, &between)?, one(&between, &new)?)));
    if both.is_none_or(|(first, second)| first == second) {
        return 0;
    }
    let mut asked = 0;
    for example in survey(&old, &new).examples {
        for at in [first, second] {
            let mut texts = twice.clone();
            texts[at].clone_from(&items[at]);
            let Some(policy) = load(&texts.join("\n")) else { continue };
            let found = changes(&policy, &new);
            // A name that came or went is two changes.
            let [change] = found.as_slice() else { continue };
            let (Some(without), Some(with)) = (outcome(&policy, &example.facts, on), outcome(&new, &example.facts, on))
            else {
                continue;
            };
            assert_eq!(example.causes.contains(&change.item), without != with, "{change:?}: {example:?}");
            asked += 1;
        }
    }
    asked
}

#[test]
fn what_a_difference_says_is_true() {
    let wanted: u64 = seeds::number("DOUDI_DIFFS", 300);
    let (mut pairs, mut examples, mut same_text, mut causes) = (0u64, 0, 0, 0usize);
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for seed in seeds::first().. {
        if pairs == wanted {
            println!("versions: seeds {} to {}", seeds::first(), seed - 1);
            break;
        }
        let generated = generate::policy(seed);
        let mut rng = Rng(seed);
        let Some(old) = load(&generated.text()) else { continue };
        let date = generate::decision_date(&generated.world, &mut rng);
        let on = Date::parse(&date).unwrap();
        let documents: Vec<(String, String)> = (0..GENERATED)
            .map(|at| (at.to_string(), generate::household(&generated.world, &date, &mut rng).text()))
            .collect();
        let survey = |old: &Policy, new: &Policy| {
            let documents = documents.iter().cloned().map(Ok);
            of_documents(&Pair::new(old, new, on, EFFORT), "generated", documents, Locale::En)
        };
        pairs += 1;
        if pairs.is_multiple_of(500) {
            println!("{pairs} generated policies, {examples} households shown");
        }

        // A policy against itself, printed anew, changes nothing and nobody.
        let (file, _) = parse(SourceId(0), &generated.text(), &Limits::default());
        let again = load(&print(&file)).unwrap();
        assert_eq!(changes(&old, &again), [], "seed {seed}");
        let nobody = survey(&old, &again);
        assert_eq!((nobody.kinds.get(&Kind::Same), nobody.undecided.len()), (Some(&GENERATED), 0), "seed {seed}");

        let Some((texts, new, at)) = changed(&generated.items, &mut rng) else { continue };
        // The item that was changed is named, and no other.
        let (found, back) = (changes(&old, &new), changes(&new, &old));
        // What is promised is no part of what is decided.
        let decides = found.iter().any(|change| !change.item.starts_with("property "));
        assert_eq!(decides, old.digest() != new.digest(), "seed {seed}");
        if found.is_empty() {
            same_text += 1;
        } else {
            // An item that is renamed is one that is gone, or has fewer versions, and one that is new, or
            // has more.
            let renamed = found.iter().any(|change| change.change != Change::Changed);
            assert!(found.len() == 1 || found.len() == 2 && renamed, "seed {seed}: {found:?}");
            let name = found[0].item.rsplit([' ', '.']).next().unwrap();
            assert!(found.len() == 2 || generated.items[at].contains(name), "seed {seed}: {found:?}");
        }
        let turned = |change: Change| match change {
            Change::Added => Change::Removed,
            Change::Removed => Change::Added,
            Change::Changed => Change::Changed,
        };
        let swapped: Vec<_> = back.iter().map(|it| (turned(it.change), &it.item)).collect();
        assert_eq!(found.iter().map(|it| (it.change, &it.item)).collect::<Vec<_>>(), swapped, "seed {seed}");

        // Old and new swapped, gains are losses.
        if old.decide(&old.facts_json("{\"facts\":{}}").unwrap(), on).is_ok()
            && new.decide(&new.facts_json("{\"facts\":{}}").unwrap(), on).is_ok()
        {
            let (there, back) = (survey(&old, &new), survey(&new, &old));
            let reversed: BTreeMap<Kind, usize> = back.kinds.iter().map(|(kind, n)| (kind.reversed(), *n)).collect();
            assert_eq!(there.kinds, reversed, "seed {seed}");
            assert_eq!(there.money, (back.money.1, back.money.0), "seed {seed}");
            assert_eq!(counted(&there), there.decided, "seed {seed}");
            // Every household shown is decided as is said, under each.
            let made = made_up(&Pair::new(&old, &new, on, EFFORT), MADE_UP, seed, Locale::En);
            assert_eq!(made.of, Of::MadeUp(seed));
            assert_eq!(
                (counted(&made), made.decided + made.undecided.len()),
                (made.decided, MADE_UP + made.searched),
                "seed {seed}"
            );
            for (survey, example) in [&there, &made].into_iter().flat_map(|it| it.examples.iter().map(move |e| (it, e)))
            {
                let bind = |policy: &Policy| policy.facts_json(&example.facts);
                // What only one of them has a field for, the other is not asked.
                let (Ok(was), Ok(is)) = (bind(&old), bind(&new)) else { continue };
                let (was, is) = (old.decide(&was, on).unwrap().record(), new.decide(&is, on).unwrap().record());
                assert!(shows(example.kind, &was, &is), "seed {seed}: {example:?}");
                let lines = |record: &Record| -> Vec<String> {
                    summary(record).lines().filter(|line| !line.starts_with("- ")).map(str::to_owned).collect()
                };
                let (lines, told) = ((lines(&was), lines(&is)), &example.decisions);
                for (own, other, told) in [(&lines.0, &lines.1, &told.0), (&lines.1, &lines.0, &told.1)] {
                    let told: Vec<&str> = told.lines().collect();
                    assert_eq!(told.first(), own.first().map(String::as_str).as_ref(), "seed {seed}");
                    assert!(told.iter().skip(1).all(|it| own.iter().any(|line| line == it)), "seed {seed}: {told:?}");
                    // Whatever is given by one and not by the other is told.
                    let given = own.iter().filter(|line| line.starts_with("+ ") && !other.contains(line));
                    assert!(given.into_iter().all(|line| told.contains(&line.as_str())), "seed {seed}: {told:?}");
                }
                let (is, was) = (given(&is).1, given(&was).1);
                for (period, (is, was)) in PERIODS.into_iter().zip(is.into_iter().zip(was)) {
                    let [paid, owed] = [false, true].map(|owed| example.change.of(Line { owed, period }));
                    assert_eq!(paid.checked_sub(owed), is.checked_sub(was), "seed {seed}");
                }
                assert!(survey.kinds.contains_key(&example.kind), "seed {seed}");
                // One change is what all of it comes from.
                if let [change] = found.as_slice() {
                    assert!(
                        matches!(example.causes.as_slice(), [cause] if *cause == change.item),
                        "seed {seed}: {example:?}"
                    );
                }
                *kinds.entry(example.kind).or_default() += 1;
                examples += 1;
            }
            causes += caused(&generated.items, &texts, at, &mut rng, &survey, on);
        }
    }
    println!("{causes} changes of two asked whether an outcome rests on them");
    println!("{pairs} generated policies, {same_text} changed in nothing, {examples} households shown: {kinds:?}");
    assert!(causes > examples as usize / 12, "{causes} changes of two");
    assert!(examples > pairs / 12 && kinds.len() > 4, "{examples} households shown: {kinds:?}");
}
