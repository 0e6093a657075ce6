//! `cargo bench`: loading, deciding with and without a trace, and the same rules by hand.

mod by_hand;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use doudi::{Date, Facts, Policy, Sources, Status};
use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;

struct Case {
    name: String,
    facts: Facts,
    json: String,
    household: by_hand::Household,
}

/// The example households whose facts are all known, so that both versions can decide them.
fn cases(policy: &Policy, date: Date) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/households");
    let mut files: Vec<_> = fs::read_dir(&folder).expect("households").map(|e| e.expect("a file").path()).collect();
    files.sort();
    let case = |path: &std::path::PathBuf| {
        let json = fs::read_to_string(path).expect("a household");
        let facts = policy.facts_json(&json).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let document: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let household = serde_json::from_value(document["facts"].clone()).expect("a household");
        let case = Case { name: path.file_stem().unwrap().to_string_lossy().into_owned(), facts, json, household };
        same(policy, &case, date);
        case
    };
    files.iter().map(case).collect()
}

/// The slice of the Guangdong rules that is also written by hand, with the wordings it quotes.
fn slice() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &str, extension: &str| {
        let entries = fs::read_dir(root.join(folder)).expect("a folder").map(|e| e.expect("a file").path());
        let wanted = |path: &std::path::PathBuf| {
            path.extension().is_some_and(|e| e == extension) && !path.ends_with("gd49.original.txt")
        };
        let mut files: Vec<_> = entries.filter(wanted).collect();
        files.sort();
        files.into_iter().map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("text"))
        })
    };
    let mut sources = Sources::new();
    for (name, text) in files("benches/slice", "policy") {
        sources = sources.policy(name, text);
    }
    for folder in ["notice", "sources"] {
        for (name, text) in files(&format!("rules/guangdong-2020/{folder}"), "txt") {
            sources = sources.text(format!("{folder}/{name}"), text);
        }
    }
    sources
}

fn settings() -> (&'static str, by_hand::Settings) {
    let json = include_str!("settings.json");
    let by_hand = by_hand::Settings {
        employment_cost_cap: 500.into(),
        rigid_spending_trigger: rust_decimal::Decimal::new(3, 1),
        rigid_spending_share: rust_decimal::Decimal::new(5, 1),
        category_top_up: 200.into(),
        full_standard: true,
        exit_line: 7365.into(),
    };
    (json, by_hand)
}

/// Both versions give the same measures, or the comparison means nothing.
fn same(policy: &Policy, case: &Case, date: Date) {
    let decision = policy.decide(&case.facts, date).expect("a decision");
    assert_eq!(decision.status(), Status::Complete, "{}: every fact is known", case.name);
    let position = |path: String| {
        path.strip_prefix("members[")
            .and_then(|rest| rest.strip_suffix(']'))
            .map(|n| n.parse::<usize>().expect("a position"))
    };
    let mut engine = BTreeMap::new();
    for m in decision.measures() {
        let amount = ["monthly", "amount", "standard", "at_least"].into_iter().find_map(|field| m.amount(field));
        engine.insert((m.rule().to_owned(), position(m.subject())), amount.map(|a| a.normalize()));
    }
    let given = by_hand::decide(&case.household, &settings().1, date.into());
    let by_hand: BTreeMap<_, _> =
        given.into_iter().map(|g| ((g.0.to_owned(), g.1), g.2.map(|a| a.normalize()))).collect();
    assert_eq!(engine, by_hand, "{}: engine (left) and by hand (right)", case.name);
}

fn decide(c: &mut Criterion) {
    let date = Date::parse("2020-05-06").expect("a day");
    let slice = slice();
    c.bench_function("load", |b| b.iter(|| Policy::load(slice.clone()).expect("loads")));

    let policy = Policy::load(slice).expect("loads");
    let (json, by_hand_settings) = settings();
    let policy = policy.with_settings(&policy.settings_json(json).expect("settings"));
    let cases = cases(&policy, date);

    c.bench_function("by hand", |b| {
        b.iter(|| {
            for case in &cases {
                black_box(by_hand::decide(&case.household, &by_hand_settings, date.into()));
            }
        });
    });
    c.bench_function("no trace", |b| {
        let mut decider = policy.decider();
        b.iter(|| {
            for case in &cases {
                let verdict = decider.decide(&case.facts, date).expect("a decision");
                black_box(verdict.measures().filter_map(|m| m.amount("monthly")).count());
            }
        });
    });
    c.bench_function("decision that can be traced", |b| {
        b.iter(|| {
            for case in &cases {
                black_box(policy.decide(&case.facts, date).expect("a decision").measures().count());
            }
        });
    });
    c.bench_function("full trace", |b| {
        b.iter(|| {
            for case in &cases {
                black_box(policy.decide(&case.facts, date).expect("a decision").record());
            }
        });
    });
    c.bench_function("full trace as JSON", |b| {
        b.iter(|| {
            for case in &cases {
                black_box(policy.decide(&case.facts, date).expect("a decision").record().to_json());
            }
        });
    });
    c.bench_function("facts from JSON", |b| {
        b.iter(|| {
            for case in &cases {
                black_box(policy.facts_json(&case.json).expect("facts"));
            }
        });
    });
}

/// Six rules of three comparisons over six facts: a size at which other engines state figures.
fn six_rules(c: &mut Criterion) {
    let date = Date::parse("2020-05-06").expect("a day");
    let sources = doudi::Sources::new().policy("six.policy", include_str!("six.policy"));
    let policy = Policy::load(sources).expect("loads");
    let household = |n: u64| {
        let document = serde_json::json!({ "facts": {
            "income": n * 137 % 6000, "assets": n * 911 % 40_000, "size": 1 + n % 6,
            "rural": !n.is_multiple_of(3), "ill": n.is_multiple_of(5), "enrolled": n.is_multiple_of(4),
        } });
        policy.facts_json(&document.to_string()).expect("facts")
    };
    let households: Vec<Facts> = (0..1_000).map(household).collect();
    let mut group = c.benchmark_group("six rules");
    group.throughput(Throughput::Elements(households.len() as u64));
    group.bench_function("decision", |b| {
        let mut decider = policy.decider();
        b.iter(|| {
            for facts in &households {
                black_box(decider.decide(facts, date).expect("a decision").measures().count());
            }
        });
    });
    group.bench_function("whole record", |b| {
        b.iter(|| {
            for facts in &households {
                black_box(policy.decide(facts, date).expect("a decision").record());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, decide, six_rules);
criterion_main!(benches);
