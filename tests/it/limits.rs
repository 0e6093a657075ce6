//! A policy or case past the limits is refused with a number, the same on every machine, and at once.

use crate::seeds;
use doudi::diagnostic::Diagnostic;
use doudi::diagnostic::near::nearest;
use doudi::explain::Depth;
use doudi::{Date, DecideError, Limits, Locale, Policy, Sources};
use std::time::{Duration, Instant};

const POLICY: &str = r#"
policy crowd "人群" in force 2020-01-01 ..
entity Household "家庭" { members: list of Person "成员" }
entity Person "成员" { wage: money per month "工资" }
define Person.place "名次": integer = rank(Household.members by wage descending)
measure top "第一" for Person { }
rule first "第一" for Person { when place = 1 must top { } }
"#;

fn policy(limits: &Limits) -> Policy {
    Policy::load_within(Sources::new().policy("crowd.policy", POLICY), limits).unwrap()
}

fn crowd(members: usize) -> String {
    let member = |n: usize| format!(r#"{{"wage": {n}}}"#);
    format!(r#"{{"facts": {{"members": [{}]}}}}"#, (0..members).map(member).collect::<Vec<_>>().join(","))
}

#[test]
fn a_case_may_take_so_many_steps() {
    let date = Date::parse("2020-05-06").unwrap();
    let policy = policy(&Limits { steps: 100_000, trace_steps: 10_000, ..Limits::default() });

    // Ranking asks every member of every member.
    let small = policy.facts_json(&crowd(20)).unwrap();
    assert_eq!(policy.decide(&small, date).unwrap().measures().count(), 1);

    let middling = policy.facts_json(&crowd(100)).unwrap();
    let refused = policy.decide(&middling, date).unwrap_err();
    assert!(matches!(refused, DecideError::TooLarge { limit: 10_000, .. }), "{refused}");
    assert_eq!(policy.decider().decide(&middling, date).unwrap().measures().count(), 1);

    let large = policy.facts_json(&crowd(500)).unwrap();
    let refused = policy.decider().decide(&large, date).unwrap_err();
    assert!(matches!(refused, DecideError::TooLarge { limit: 100_000, .. }), "{refused}");
}

/// Each member with each of the others: what a case may take is counted before anything is compared.
#[test]
fn members_compared_are_counted_as_pairs() {
    let pairs = "policy p \"P\" language en in force 2020-01-01 ..
entity Household \"household\" { members: list of Person \"members\" }
entity Person \"person\" { wage: money per month \"wage\" }
define Person.above \"above\": integer = count(Household.members as other where other.wage > wage)
measure aid \"aid\" for Person { }
rule pairs \"pairs\" for Person { when above > 1 must aid { } }";
    let triples = "
define Person.between \"between\": integer
  = count(Household.members as one where any of Household.members as other satisfies other.wage > one.wage + wage)
rule triples \"triples\" for Person { when between > 1 must aid { } }";
    let needed = |text: &str, members: usize| {
        let limits = Limits { steps: 1, ..Limits::default() };
        let policy = Policy::load_within(Sources::new().policy("p.policy", text), &limits).unwrap();
        let facts = format!("{{\"facts\": {{\"members\": [{}]}}}}", vec!["{\"wage\": 1}"; members].join(", "));
        let facts = policy.facts_json(&facts).unwrap();
        match policy.decider().decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap_err() {
            DecideError::TooLarge { needed, .. } => needed,
            other => panic!("{other}"),
        }
    };
    for (text, many_times) in [(pairs.to_owned(), 4), (format!("{pairs}{triples}"), 8)] {
        let (some, twice) = (needed(&text, 100), needed(&text, 200));
        let grown = twice * 10 / some;
        assert!((many_times * 9..=many_times * 10).contains(&grown), "{some} steps, then {twice}");
    }
}

const HEAD: &str = r#"
policy large "大" in force 2020-01-01 ..
entity Household "家庭" { assets: money "资产"  odd: truth "奇" }
measure aid "补助" for Household { }
condition Household.poor "贫" = assets < 100
rule help "补助" for Household { when poor must aid { } }
"#;

fn load(text: String) -> Result<Policy, Vec<Diagnostic>> {
    Policy::load(Sources::new().policy("large.policy", HEAD.to_string() + &text)).map_err(|error| error.diagnostics)
}

/// An exception, and exceptions to it, so many in all.
fn exceptions(depth: usize) -> String {
    let exception = |n: usize| match n {
        0 => "exception e0 \"0\" to Household.poor { when odd may waive }\n".to_string(),
        _ => format!("exception e{n} \"{n}\" to e{} {{ when odd must disapply }}\n", n - 1),
    };
    (0..depth).map(exception).collect()
}

#[test]
fn exceptions_to_exceptions_go_so_deep() {
    let work = || {
        let policy = load(exceptions(64)).unwrap();
        let facts = policy.facts_json(r#"{"facts": {"assets": 200, "odd": true}}"#).unwrap();
        let decision = policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap();
        assert_eq!(doudi::decision::check::check(&decision.record()), Ok(()));
        assert!(!decision.explain(Depth::Page, Locale::En).sections.is_empty());
        for depth in [65, 66, 12_000] {
            let wrong = load(exceptions(depth)).unwrap_err();
            assert_eq!(wrong.iter().map(|d| d.entry.code).collect::<Vec<_>>(), ["E0706"], "{depth}");
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap();
    assert!(thread.join().is_ok());
}

/// Work that grows with the square of a text's length would take minutes for these.
#[test]
fn a_policy_that_is_wrong_everywhere_is_refused_at_once() {
    let names = |n: usize| format!("define Household.amount_of_the_household_in_all_{n} \"x\": money = ");
    let unknown = |n: usize| format!("{}amount_of_the_household_in_awl_{n}\n", names(n));
    let measures = |n: usize| format!("rule r{n} \"r\" for Household {{ when poor must assistance_{n} {{ }} }}\n");
    for (what, text) in [
        ("unknown names", (0..5_000).map(unknown).collect::<String>()),
        ("unknown measures", (0..5_000).map(measures).collect()),
    ] {
        let begin = Instant::now();
        assert!(load(text).is_err());
        assert!(begin.elapsed() < Duration::from_secs(10), "{what}: {:?}", begin.elapsed());
    }
}

/// The edit distance of near names, from its definition.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, n) | (n, 0) => n,
                _ => {
                    let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let one = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    if swapped { one.min(table[i - 2][j - 2] + 1) } else { one }
                }
            };
        }
    }
    table[a.len()][b.len()]
}

#[test]
fn the_nearest_name_is_at_the_distance_it_should_be() {
    // Words of up to 64 letters of a small alphabet, from a fixed sequence.
    let mut state = seeds::of("names", 1).start;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut close = 0;
    for _ in 0..20_000 {
        let longest = [4, 12, 64, 70][next(4) as usize];
        let name: Vec<char> = (0..=next(longest)).map(|_| ['a', 'b', 'c', '收'][next(4) as usize]).collect();
        let mut other = name.clone();
        for _ in 0..=next(name.len() as u64 / 3 + 2) {
            let at = next(other.len() as u64) as usize;
            match next(4) {
                0 if other.len() > 1 => drop(other.remove(at)),
                1 => other.insert(at, 'b'),
                2 if at > 0 => other.swap(at, at - 1),
                _ => other[at] = 'd',
            }
        }
        let slips = distance(&name, &other);
        let expected = name.len() <= 64
            && other.len() <= 64
            && name != other
            && slips <= (name.len() / 3).max(1)
            && slips * 2 < name.len().max(other.len());
        let (name, other): (String, String) = (name.into_iter().collect(), other.into_iter().collect());
        assert_eq!(nearest(&name, [other.as_str()]).is_some(), expected, "{name} {other} {slips}");
        close += usize::from(expected);
    }
    assert!((2_000..18_000).contains(&close), "{close}");
}

/// Policies as deep as can be: expressions that nest as far as the limit lets them, and a chain of
/// definitions each of which rests on the one before.
fn deep() -> Vec<(&'static str, String)> {
    let nested = |open: &str, close: &str| {
        // As many levels as are accepted.
        let text = |levels: usize| {
            let expression = format!("{}assets{}", open.repeat(levels), close.repeat(levels));
            format!("rule deep \"深\" for Household {{ when {expression} >= 0 must aid {{ }} }}\n")
        };
        let deepest = (1..=64).rev().map(text).find(|text| load(text.clone()).is_ok()).unwrap();
        // Brackets and operators both count.
        assert!(deepest.matches(open).count() >= 30, "{open}: {}", deepest.matches(open).count());
        deepest
    };
    let link = |n: usize| format!("define Household.d{n} \"第{n}\": money = d{} + assets\n", n - 1);
    let chain: String = (1..=3_000).map(link).collect();
    let first = "define Household.d0 \"第0\": money = assets\n";
    let last = "rule last \"末\" for Household { when d3000 >= 0 must aid { } }\n";
    vec![
        ("calls", nested("min(1, ", ")")),
        ("signs", nested("-(", ")")),
        ("branches", nested("(if odd then 1 else ", ")")),
        ("chain", format!("{first}{chain}{last}")),
    ]
}

#[test]
fn what_is_as_deep_as_can_be_fits_any_stack() {
    for (name, policy) in deep() {
        let work = move || {
            let policy = load(policy).unwrap_or_else(|found| panic!("{name}: {}", found[0]));
            let facts = policy.facts_json(r#"{"facts": {"assets": "1", "odd": false}}"#).unwrap();
            let date = Date::parse("2020-05-06").unwrap();
            assert!(policy.decider().decide(&facts, date).unwrap().measures().count() > 0);
            let record = policy.decide(&facts, date).unwrap().record();
            let json = record.to_json();
            let again = doudi::Record::from_json(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(again == record, "{name} reads back");
            doudi::decision::check::check_against(&again, policy.model()).unwrap();
            for locale in [Locale::ZhCn, Locale::En] {
                assert!(doudi::explain::explain(&again, doudi::explain::Depth::Page, locale).to_string().len() > 100);
                assert!(doudi::explain::steps(&again, locale).len() > 100);
            }
            format!("{record:?}").len()
        };
        let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap();
        assert!(thread.join().unwrap() > 100, "{name}");
    }
}

#[test]
fn threads_share_a_policy_and_decide_alike() {
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    let policy = shared(policy(&Limits::default()));
    let facts = shared(policy.facts_json(&crowd(30)).unwrap());
    let date = Date::parse("2020-05-06").unwrap();
    let expected = shared(shared(policy.decide(&facts, date).unwrap()).record());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut decider = policy.decider();
                for _ in 0..20 {
                    assert_eq!(decider.decide(&facts, date).unwrap().measures().count(), 1);
                }
                assert!(policy.decide(&facts, date).unwrap().record() == expected);
            });
        }
    });
}
