//! Order has no meaning: not of items, files, operands, rows, parts, members, keys.

use crate::oracle::generate::{self, Household, Rng};
use crate::oracle::outcome::{self, Failed, Outcome, RuleOutcome};
use crate::seeds;
use doudi::decision::Record;
use doudi::source::SourceId;
use doudi::syntax::{self, ast};
use doudi::{Date, Limits, Policy, Sources};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Policies tried for each law, each with some cases.
const POLICIES: u64 = 120;
const CASES: usize = 6;

/// Calls `law` with generated policies, their settings, and cases on a date.
fn for_policies(law: impl Fn(&generate::Policy, &mut Rng, &Policy, &[(Household, Date)])) {
    for seed in seeds::of("order", POLICIES) {
        let generated = generate::policy(seed);
        let mut rng = Rng(seed);
        let Ok(policy) = Policy::load(generate::sources(generated.text())) else { continue };
        let settings =
            policy.settings_json(&generate::settings(&generated.world, &mut rng)).expect("settings are sound");
        let cases: Vec<(Household, Date)> = (0..CASES)
            .map(|_| {
                let date = generate::decision_date(&generated.world, &mut rng);
                (generate::household(&generated.world, &date, &mut rng), Date::parse(&date).expect("a date"))
            })
            .collect();
        law(&generated, &mut rng, &policy.with_settings(&settings), &cases);
    }
}

fn record(policy: &Policy, facts: &str, date: Date) -> Record {
    let facts = policy.facts_json(facts).expect("facts are sound");
    policy.decide(&facts, date).expect("the policy is in force").record()
}

/// Decides the cases with both and compares the outcomes.
fn same_outcomes(what: &str, one: &Policy, other: &Policy, cases: &[(Household, Date)]) {
    for (household, date) in cases {
        let text = household.text();
        let (a, b) = (record(one, &text, *date), record(other, &text, *date));
        assert_eq!(outcome::read(&a), outcome::read(&b), "{what}, facts {text}");
        assert_eq!((a.status, a.facts), (b.status, b.facts), "{what}, facts {text}");
    }
}

/// Loads a variation of a policy and gives it the same settings.
fn load(texts: &[String], generated: &generate::Policy, seed: u64) -> Policy {
    let sources =
        texts.iter().enumerate().fold(generate::law(), |s, (i, text)| s.policy(format!("{i}.policy"), text.clone()));
    let policy = Policy::load(sources).unwrap_or_else(|error| panic!("{error}\n{}", texts.join("\n\n")));
    let settings =
        policy.settings_json(&generate::settings(&generated.world, &mut Rng(seed))).expect("settings are sound");
    policy.with_settings(&settings)
}

/// The same settings for a policy and its variations.
fn with_settings(policy: &Policy, generated: &generate::Policy, seed: u64) -> Policy {
    let settings =
        policy.settings_json(&generate::settings(&generated.world, &mut Rng(seed))).expect("settings are sound");
    policy.with_settings(&settings)
}

#[test]
fn items_and_files_in_any_order() {
    for_policies(|generated, rng, policy, cases| {
        let seed = rng.next();
        let policy = with_settings(policy, generated, seed);
        let mut items = generated.items.clone();
        rng.shuffle(&mut items);
        let shuffled = load(&[items.join("\n")], generated, seed);
        assert_eq!(policy.digest(), shuffled.digest(), "items in another order");
        same_outcomes("items in another order", &policy, &shuffled, cases);
        let cut = rng.below(items.len());
        let split = load(&[items[..cut].join("\n"), items[cut..].join("\n")], generated, seed);
        assert_eq!(policy.digest(), split.digest(), "two files");
        same_outcomes("two files", &policy, &split, cases);
    });
}

#[test]
fn operands_parts_and_rows_in_any_order() {
    for_policies(|generated, rng, policy, cases| {
        let seed = rng.next();
        let policy = with_settings(policy, generated, seed);
        let (mut file, _) = syntax::parse(SourceId(0), &generated.text(), &Limits::default());
        let mut shuffle = Shuffle { rng: rng.clone() };
        file.items.iter_mut().for_each(|item| shuffle.item(item));
        let shuffled = load(&[syntax::print(&file)], generated, seed);
        same_outcomes("operands in another order", &policy, &shuffled, cases);
    });
}

#[test]
fn printing_changes_nothing() {
    for_policies(|generated, rng, policy, cases| {
        let seed = rng.next();
        let policy = with_settings(policy, generated, seed);
        let (file, _) = syntax::parse(SourceId(0), &generated.text(), &Limits::default());
        let printed = load(&[syntax::print(&file)], generated, seed);
        assert_eq!(policy.digest(), printed.digest());
        same_outcomes("printed", &policy, &printed, cases);
    });
}

#[test]
fn keys_of_facts_in_any_order() {
    for_policies(|_, rng, policy, cases| {
        let mut rng = rng.clone();
        for (household, date) in cases {
            let (a, b) = (
                record(policy, &household.text(), *date),
                record(policy, &shuffled_keys(&household.json, &mut rng), *date),
            );
            assert_eq!(a, b, "facts {}", household.text());
        }
    });
}

#[test]
fn members_in_any_order() {
    for_policies(|_, rng, policy, cases| {
        let mut rng = rng.clone();
        for (household, date) in cases {
            let mut old_paths = BTreeMap::new();
            let mut json = household.json.clone();
            json["facts"] = shuffled_members(&household.json["facts"], "", "", &mut old_paths, &mut rng);
            let new_paths: BTreeMap<String, String> =
                old_paths.iter().map(|(new, old)| (old.clone(), new.clone())).collect();
            rename(&mut json, &new_paths);
            let (a, b) = (record(policy, &household.text(), *date), record(policy, &json.to_string(), *date));
            let renamed = renamed(outcome::read(&b), &old_paths);
            assert_eq!(outcome::read(&a), renamed, "facts {}\nin another order {json}", household.text());
        }
    });
}

/// Puts what has no order in another order, in a syntax tree.
struct Shuffle {
    rng: Rng,
}

impl Shuffle {
    fn item(&mut self, item: &mut ast::Item) {
        match item {
            ast::Item::Define(define) => self.expr(&mut define.value),
            ast::Item::Condition(condition) => self.test(&mut condition.test),
            ast::Item::Exception(exception) => {
                self.test(&mut exception.when);
                if let ast::Effect::Then(expr) = &mut exception.effect {
                    self.expr(expr);
                }
                self.rng.shuffle(&mut exception.overrides);
            }
            ast::Item::Rule(rule) => {
                self.test(&mut rule.when);
                let grants = rule.grants.iter_mut().chain(&mut rule.otherwise);
                grants.for_each(|grant| {
                    grant.fields.iter_mut().for_each(|(_, expr)| self.expr(expr));
                    self.rng.shuffle(&mut grant.fields);
                });
                self.rng.shuffle(&mut rule.overrides);
            }
            ast::Item::Parameter(ast::Parameter { values: ast::ParameterValues::Versions(versions), .. }) => {
                versions.iter_mut().for_each(|version| self.rng.shuffle(&mut version.rows));
                self.rng.shuffle(versions);
            }
            _ => {}
        }
    }

    fn test(&mut self, test: &mut ast::Test) {
        match test {
            ast::Test::All(parts, _) | ast::Test::Any(parts, _) => {
                parts.iter_mut().for_each(|part| self.test(&mut part.test));
                self.rng.shuffle(parts);
            }
            ast::Test::Expr(expr) => self.expr(expr),
        }
    }

    fn expr(&mut self, expr: &mut ast::Expr) {
        use ast::ExprKind as K;
        match &mut expr.kind {
            K::Binary(op, a, b) => {
                self.expr(a);
                self.expr(b);
                let symmetric = [ast::BinaryOp::And, ast::BinaryOp::Or, ast::BinaryOp::Eq, ast::BinaryOp::Ne];
                if symmetric.contains(op) && self.rng.chance(50) {
                    std::mem::swap(a, b);
                }
            }
            K::Unary(_, a) | K::IsNone { value: a, .. } => self.expr(a),
            K::If(a, b, c) => [a, b, c].into_iter().for_each(|e| self.expr(e)),
            K::In { value, set, .. } => {
                self.expr(value);
                self.rng.shuffle(set);
            }
            K::Quantified { filter, test, .. } => {
                filter.iter_mut().for_each(|e| self.expr(e));
                self.expr(test);
            }
            K::Call(call) => {
                call.args.iter_mut().chain(&mut call.filter).for_each(|e| self.expr(e));
                if ["min", "max"].contains(&call.name.text.as_str()) {
                    self.rng.shuffle(&mut call.args);
                }
            }
            _ => {}
        }
    }
}

/// The same document with the members of every object in another order.
fn shuffled_keys(json: &Json, rng: &mut Rng) -> String {
    match json {
        Json::Object(object) => {
            let mut members: Vec<String> =
                object.iter().map(|(key, value)| format!("{}: {}", json!(key), shuffled_keys(value, rng))).collect();
            rng.shuffle(&mut members);
            format!("{{{}}}", members.join(", "))
        }
        Json::Array(list) => format!("[{}]", list.iter().map(|e| shuffled_keys(e, rng)).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// The same instance with the entries of every list in another order; notes new and old paths.
fn shuffled_members(json: &Json, new: &str, old: &str, paths: &mut BTreeMap<String, String>, rng: &mut Rng) -> Json {
    paths.insert(new.into(), old.into());
    let Json::Object(object) = json else { return json.clone() };
    let mut made = Map::new();
    for (key, value) in object {
        let value = match value {
            Json::Array(entries) => {
                let mut order: Vec<usize> = (0..entries.len()).collect();
                rng.shuffle(&mut order);
                let at = |path: &str, i: usize| {
                    if path.is_empty() { format!("{key}[{i}]") } else { format!("{path}.{key}[{i}]") }
                };
                let entry = |(i, from): (usize, &usize)| {
                    shuffled_members(&entries[*from], &at(new, i), &at(old, *from), paths, rng)
                };
                Json::Array(order.iter().enumerate().map(entry).collect())
            }
            other => other.clone(),
        };
        made.insert(key.clone(), value);
    }
    Json::Object(made)
}

/// The subjects of discretions and the paths of given values follow the members.
fn rename(json: &mut Json, paths: &BTreeMap<String, String>) {
    for discretion in json["discretions"].as_array_mut().into_iter().flatten() {
        let path = discretion["subject"].as_str().unwrap_or_default().to_string();
        discretion["subject"] = json!(paths[&path]);
    }
    if let Some(given) = json["given"].as_object().cloned() {
        json["given"] = given.into_iter().map(|(key, value)| (rename_path(&key, paths), value)).collect();
    }
    if json["discretions"].is_null() || json["given"].is_null() {
        let object = json.as_object_mut().expect("a document");
        object.retain(|_, value| !value.is_null());
    }
}

/// `members[1].wage` by the path of its subject.
fn rename_path(path: &str, paths: &BTreeMap<String, String>) -> String {
    let (subject, name) = path.rsplit_once('.').unwrap_or(("", path));
    let subject = &paths[subject];
    if subject.is_empty() { name.into() } else { format!("{subject}.{name}") }
}

/// An outcome with every path renamed.
fn renamed(outcome: Outcome, paths: &BTreeMap<String, String>) -> Outcome {
    let reason = |text: &String| match text.rsplit_once(" of \"") {
        Some((what, path)) => format!("{what} of {:?}", paths[path.trim_end_matches('"')]),
        None if text.starts_with("parameter ") => text.clone(),
        None => rename_path(text, paths),
    };
    let rule = |rule: RuleOutcome| RuleOutcome {
        failed: rule.failed.iter().map(|f| Failed { path: paths[&f.path].clone(), ..f.clone() }).collect(),
        reasons: rule.reasons.iter().map(reason).collect(),
        ..rule
    };
    Outcome {
        derived: outcome
            .derived
            .into_iter()
            .map(|((name, path), value)| ((name, paths[&path].clone()), value))
            .collect(),
        rules: outcome
            .rules
            .into_iter()
            .map(|((name, path), value)| ((name, paths[&path].clone()), rule(value)))
            .collect(),
        not_in_force: outcome.not_in_force,
    }
}

/// What `and`, `or`, `not` and `if` make of true, false, unknown and error, in any order.
#[test]
fn truth_is_symmetric() {
    let values = ["true", "false", "unknown", "error division_by_zero"];
    let names = ["t", "f", "u", "e"];
    let mut text = String::from(
        "policy laws in force 1950-01-01 ..\nentity H { t: truth f: truth u: truth zero: integer one: integer }\n\
         condition H.e = one / zero > 0\nmeasure m for H { }\n",
    );
    let mut expected = BTreeMap::new();
    for (i, a) in names.iter().enumerate() {
        for (j, b) in names.iter().enumerate() {
            let worse = if i.max(j) == 3 { values[3] } else { values[i.max(j)] };
            let and = if i == 1 || j == 1 { "false" } else { worse };
            let or = if i == 0 || j == 0 { "true" } else { worse };
            let both = if i == j && i < 2 { values[i] } else { "unknown" };
            for (name, value, expr) in [
                (format!("and_{a}_{b}"), and, format!("{a} and {b}")),
                (format!("or_{a}_{b}"), or, format!("{a} or {b}")),
                (format!("if_t_{a}_{b}"), values[i], format!("if t then {a} else {b}")),
                (format!("if_f_{a}_{b}"), values[j], format!("if f then {a} else {b}")),
                (format!("if_u_{a}_{b}"), both, format!("if u then {a} else {b}")),
                (format!("if_e_{a}_{b}"), values[3], format!("if e then {a} else {b}")),
            ] {
                text.push_str(&format!(
                    "condition H.{name} = {expr}\nrule r_{name} for H {{ when {name} must m {{ }} }}\n"
                ));
                expected.insert(name, value);
            }
        }
    }
    let policy = Policy::load(Sources::new().policy("laws.policy", text)).expect("the laws are well typed");
    let record = record(
        &policy,
        r#"{"facts": {"t": true, "f": false, "zero": 0, "one": 1}}"#,
        Date::new(2020, 3, 1).expect("a date"),
    );
    let found = outcome::read(&record).derived;
    for (name, value) in expected {
        assert_eq!(found.get(&(name.clone(), String::new())).map(String::as_str), Some(value), "{name}");
    }
}
