//! A case past the limits is refused with a number, the same on every machine.

use doudi::{Date, DecideError, Limits, Policy, Sources};

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
