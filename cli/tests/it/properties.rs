//! `doudi properties`: counterexamples, as small as they can be; and the search they are found by.

use crate::program::Call;
use doudi::{Date, Policy, Sources};
use doudi_cli::search::{Budget, Fact, Object, Search, Space, shrink};

const POLICY: &str = r#"policy aid "救助" "aid" in force 2020-01-01 ..
instrument act "法" "Act" { }
entity Household "家庭" {
  registered: truth "已登记"
  area: Area "地区"
  members: list of Person 1..9 "成员"
}
choice Area "地区" { town "城" village "乡" }
entity Person "成员" { born: date "出生日期"  wage: money per month 0.. "工资"  ill: truth "病" default false }
measure help "补助" for Household { monthly: money per month "每月" }
measure care "照料" for Person { }
define Household.income: money per month = sum(members.wage)
rule low "低收入" "low income" for Household {
  per act "1"
  when registered and income / count(members) < 487.35
  must help { monthly: max(1000 - income, 0) }
}
rule gap "缺口" "gap" for Household {
  per act "2"
  when registered and area = village and income / count(members) in (487.35..512.35)
  must help { monthly: 300 }
}
rule old "老人" for Person { when age(born, up) >= 80 must care { } }
property bounded "有上限" for Household { always help.monthly <= 1000 }
property served "有着落" for Household {
  per act "3"
  always registered implies any measure or any of members satisfies measure care
}
property falling "不增加" for Household { per act "4"  help.monthly never increases when members.wage increases }
"#;

fn policy() -> Policy {
    Policy::load(Sources::new().policy("aid.policy", POLICY)).unwrap()
}

fn on() -> Date {
    Date::parse("2020-05-06").unwrap()
}

#[test]
fn what_does_not_hold_is_shown_as_a_test_and_runs_as_one() {
    let call = Call::new("properties").with("aid.policy", POLICY);
    let ran = call.run("properties --policy aid.policy --on 2020-05-06");
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.out.contains("✓ bounded bounded"), "{}", ran.out);
    assert!(ran.out.contains("✗ served served: does not hold\n  rests on Act 3\n"), "{}", ran.out);
    assert!(ran.out.contains("✗ falling falling: does not hold\n  rests on Act 4\n"), "{}", ran.out);
    // The page that was printed, with the policy above it, is a page of tests that pass.
    let tests = ran.out.split_once("\n## ").map(|(_, rest)| format!("## {rest}")).unwrap();
    let page = format!("# Found\n\n```policy path=aid.policy\n```\n\n{tests}");
    let again = Call::new("properties-again").with("aid.policy", POLICY).with("found.md", &page).run("test found.md");
    assert_eq!(again.status, 0, "{}\n{page}", again.out);
    assert!(again.out.starts_with("3 passed"), "{}", again.out);
    // Tests of what was found do not look for more, and say so.
    let hint = "\nproperties of these policies: 3; cases do not search for households that break them, doudi \
                properties does\n";
    assert!(again.out.ends_with(hint), "{}", again.out);
}

#[test]
fn the_same_call_finds_the_same_and_a_policy_that_holds_is_fine() {
    let call = Call::new("properties-same").with("aid.policy", POLICY);
    let first = call.run("properties --policy aid.policy --on 2020-05-06 --budget 900");
    assert_eq!(first.out, call.run_in("properties --policy aid.policy --on 2020-05-06 --budget 900 --lang en").out);
    let sound: Vec<&str> = POLICY.split("property served").collect();
    let call = Call::new("properties-sound").with("aid.policy", sound[0]);
    let ran = call.run("properties --policy aid.policy --on 2020-05-06");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
}

#[test]
fn a_property_that_nothing_puts_to_the_test_is_not_fine() {
    let vain = format!(
        "{}property vain \"空\" for Household {{ always registered and not registered implies rule low }}\n",
        POLICY.split("property served").next().unwrap()
    );
    let ran = Call::new("properties-vain").with("aid.policy", &vain).run("properties --policy aid.policy");
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("on 2020-01-01"), "the first day in force is said: {}", ran.out);
    assert!(ran.out.contains("? vain vain: not shown: found no household"), "{}", ran.out);
}

#[test]
fn households_made_up_read_back_and_are_accepted() {
    let policy = policy();
    let space = Space::new(policy.model(), &[], on());
    let mut signs = Vec::new();
    Search::new(&space, &[], 3, Budget::new(400, 1)).run(&mut |household| {
        let document = household.document(&space);
        let facts = policy.facts_json(&document).unwrap_or_else(|error| panic!("{error}\n{document}"));
        assert_eq!(space.read(&document).as_ref(), Some(household), "{document}");
        let decision = policy.decide(&facts, on()).unwrap();
        let given: Vec<String> = decision.measures().map(|measure| measure.rule().to_owned()).collect();
        signs.push(given.clone());
        Some(format!("{given:?}"))
    });
    assert_eq!(signs.len(), 400, "the budget counts every household tried");
    for rule in ["low", "gap", "old"] {
        assert!(signs.iter().any(|given| given.iter().any(|by| by == rule)), "{rule} is reached");
    }
}

#[test]
fn a_household_is_shrunk_to_what_shows_it() {
    let policy = policy();
    let space = Space::new(policy.model(), &[], on());
    let wage = |yuan: &str| Fact::Number(doudi::value::Number::parse(yuan, 9, 2).unwrap());
    let person = |born: &str, yuan| Object {
        facts: vec![Fact::Date(Date::parse(born).unwrap()), wage(yuan), Fact::Truth(true)],
        ..Object::default()
    };
    let household = Object {
        facts: vec![Fact::Truth(true), Fact::Choice(1)],
        lists: vec![Some(vec![
            person("1930-07-09", "12.34"),
            person("1980-02-03", "876.54"),
            person("2001-01-01", "0"),
        ])],
        discretions: Vec::new(),
    };
    let cared_for = |household: &Object| {
        let facts = policy.facts_json(&household.document(&space)).unwrap();
        policy.decide(&facts, on()).unwrap().measures().any(|measure| measure.name() == "care")
    };
    let mut tried = 0;
    let small = shrink(&space, &household, &mut Budget::new(1_000, 1), &mut |it| {
        tried += 1;
        cared_for(it)
    });
    assert_eq!(small.document(&space), r#"{ "facts": { "members": [{ "born": "1930-01-01" }] } }"#);
    assert!(cared_for(&small) && tried < 100, "{tried}");
    // Without a budget nothing is tried, and nothing taken away.
    assert_eq!(shrink(&space, &household, &mut Budget::new(0, 1), &mut |_| true), household);
}
