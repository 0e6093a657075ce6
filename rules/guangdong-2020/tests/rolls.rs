//! What must hold of every household on and off the rolls, tried on all combinations.

use doudi::decision::record::{Measure, Record, Value};
use doudi::{Date, Policy, Status};

/// A household of one who is able to work.
#[derive(Clone, Debug)]
struct Case {
    status: &'static str,
    on_roll: bool,
    was_on_roll: bool,
    wage: u32,
    paid: u32,
    improved: bool,
    review: &'static str,
}

impl Case {
    fn all() -> Vec<Case> {
        let mut cases = Vec::new();
        for status in ["not_exited", "relapsed", "newly_poor", "exited", "edge", "unregistered"] {
            for wage in [0, 531, 532, 900, 1200] {
                for paid in [0, 532] {
                    for review in ["null", "\"2020-11-15\"", "\"2021-01-15\""] {
                        for bits in 0..8 {
                            let [on_roll, was_on_roll, improved] = [1, 2, 4].map(|bit| bits & bit > 0);
                            cases.push(Case { status, on_roll, was_on_roll, wage, paid, improved, review });
                        }
                    }
                }
            }
        }
        cases
    }

    fn registered_poor(&self) -> bool {
        matches!(self.status, "not_exited" | "relapsed" | "newly_poor" | "exited")
    }

    fn decide(&self, policy: &Policy) -> Record {
        let Case { status, on_roll, was_on_roll, wage, paid, improved, review } = self;
        let facts = format!(
            r#"{{"facts": {{
              "place": "meizhou", "area": "fourth", "residence": "rural", "provincial_hukou": true,
              "announced_standard": null, "standing_standard": 484,
              "poverty_status": "{status}", "relapse_risk": false, "fits_help_conditions": false,
              "on_dibao": {on_roll}, "was_on_dibao": {was_on_roll}, "current_payment": {paid}, "on_roll_then": false,
              "review_due_on": {review}, "improved_and_reported": {improved}, "withdrawal_from": "2020-04-01",
              "declared_income": {wage}, "declared_assets": 0, "indicators": [],
              "in_difficulty": false, "pending_application": "no_application", "covid_hardship": false,
              "emergency": "no_emergency", "spending_shock": false, "living_hardship": false, "aided_on": null,
              "reserve_balance": 0, "hard_case": false, "fraud_amount": null, "open_ledger_entry": false, "handled_late": false,
              "members": [{{
                "applicant": true, "born": "1980-01-01", "local_hukou": true,
                "labour_capacity": "able", "recognised_by_poverty_office": false, "helped_by_work": true,
                "disability_kind": "no_disability", "disability_grade": null, "seriously_ill": false,
                "subsidies_received": "neither", "orphan": false, "left_behind": "not_left_behind",
                "top_up_class": "no_class", "accompanying_help": true, "own_roll": "not_alone", "previous_roll": "not_alone",
                "applies_alone": false, "pending_application": "no_application",
                "covid_hardship": false, "aided_alone": false, "idle_without_reason": false, "refused_jobs": 0,
                "wage": {wage}, "business_income": 0, "property_income": 0, "transfer_income": 0,
                "employment_cost": 0, "illness_spending": 0, "disability_spending": 0,
                "financial_assets": 0, "real_estate": [], "vehicles": [], "businesses": [], "supporters": [],
                "indicators": [], "needs": []
              }}]
            }}}}"#
        );
        let facts = policy.facts_json(&facts).unwrap_or_else(|error| panic!("{error}"));
        let record = policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record();
        assert_eq!(record.status, Status::Complete, "{self:?}");
        record
    }
}

fn decisions() -> Vec<(Case, Record)> {
    let policy = doudi_guangdong_2020::policy().unwrap();
    let settings = r#"{"parameters": {"exit_line": {"value": 7365, "source": "test"}}}"#;
    let policy = policy.with_settings(&policy.settings_json(settings).unwrap());
    Case::all().into_iter().map(|case| (case.clone(), case.decide(&policy))).collect()
}

fn by<'a>(record: &'a Record, rule: &str) -> Option<&'a Measure> {
    record.measures.iter().find(|measure| measure.by.rule == rule)
}

fn amount(measure: &Measure, field: &str) -> Value {
    measure.fields.iter().find(|found| found.name == field).unwrap().value.clone()
}

#[test]
fn what_holds_of_the_rolls() {
    let mut ended = 0;
    let mut short_paid = 0;
    for (case, record) in decisions() {
        let given = |rule| by(&record, rule).is_some();
        let fits = given("household_enrolment") || given("ordinary_dibao");

        // 漏保 and 脱保 (四（二）): off the roll and entitled; dropped only if on it the month before.
        assert_eq!(given("uncovered_household"), fits && !case.on_roll, "{case:?}");
        // Registered poor may not be dropped for means: they are not checked again.
        let may_stay = fits || case.registered_poor();
        assert_eq!(given("dropped_household"), may_stay && !case.on_roll && case.was_on_roll, "{case:?}");

        // Who is on the roll is paid on, in withdrawal, or stopped: exactly one of the three.
        let ways = [fits, given("gradual_withdrawal"), given("end_of_dibao")];
        let expected = usize::from(case.on_roll || fits);
        assert_eq!(ways.into_iter().filter(|way| *way).count(), expected, "{case:?}");
        assert!(!given("gradual_withdrawal") || case.improved, "{case:?}");
        ended += usize::from(given("end_of_dibao"));

        // 二（二）四是: no enrolled registered-poor household loses dibao, whatever it earns.
        assert!(!(case.on_roll && case.registered_poor()) || fits, "{case:?}");

        // A review that is due is skipped or takes place: exactly one of the two.
        let reviews = usize::from(given("review_skipped")) + usize::from(given("review_due"));
        assert_eq!(reviews, usize::from(case.on_roll && case.review != "null"), "{case:?}");

        // 足额: whoever is on the roll and fits is short by what is due less what is paid, registered
        // or not.
        let due = 532 - i64::from(case.wage);
        let short = by(&record, "dibao_in_full").map(|measure| amount(measure, "shortfall"));
        let expected = (case.on_roll && fits && i64::from(case.paid) < due).then(|| due - i64::from(case.paid));
        assert_eq!(short, expected.map(|short| Value::Number(short.into())), "{case:?}");
        short_paid += usize::from(expected.is_some() && case.registered_poor());
    }
    assert!(ended > 50, "only {ended}");
    assert!(short_paid > 50, "only {short_paid}");
}
