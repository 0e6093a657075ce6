//! What must hold for every household, tried on all combinations of what decides it.

use doudi::decision::record::{Measure, Record, Value};
use doudi::{Date, Policy, Status};

const STATUSES: &[&str] = &["not_exited", "relapsed", "newly_poor", "exited", "edge", "unregistered"];
const CAPACITIES: &[&str] = &["able", "partly_lost", "wholly_lost", "not_of_age"];

/// A household of one.
struct Case {
    status: &'static str,
    capacity: &'static str,
    residence: &'static str,
    wage: u32,
    vehicle: bool,
    alone: bool,
}

impl Case {
    fn all() -> Vec<Case> {
        let mut cases = Vec::new();
        for &status in STATUSES {
            for &capacity in CAPACITIES {
                for residence in ["rural", "urban"] {
                    for wage in [0, 532, 900] {
                        for bits in 0..4 {
                            cases.push(Case {
                                status,
                                capacity,
                                residence,
                                wage,
                                vehicle: bits & 1 > 0,
                                alone: bits & 2 > 0,
                            });
                        }
                    }
                }
            }
        }
        cases
    }

    fn poor(&self) -> bool {
        matches!(self.status, "not_exited" | "relapsed" | "newly_poor")
    }

    fn decide(&self, policy: &Policy) -> Record {
        self.decide_in("fourth", policy)
    }

    /// Of a household whose papers put its place into this class.
    fn decide_in(&self, area: &str, policy: &Policy) -> Record {
        let Case { status, capacity, residence, wage, alone, .. } = self;
        let vehicles = if self.vehicle { r#"[{"kind": "motor_vehicle"}]"# } else { "[]" };
        let standing = if *residence == "rural" { 484 } else { 702 };
        let facts = format!(
            r#"{{"facts": {{
              "place": "meizhou", "area": "{area}", "residence": "{residence}", "provincial_hukou": true,
              "announced_standard": null, "standing_standard": {standing},
              "poverty_status": "{status}", "relapse_risk": true, "fits_help_conditions": true,
              "on_dibao": false, "was_on_dibao": false, "on_roll_then": false, "review_due_on": null,
              "declared_income": {wage}, "declared_assets": 0, "indicators": [],
              "in_difficulty": false, "pending_application": "for_dibao", "covid_hardship": false,
              "emergency": "no_emergency", "spending_shock": false, "living_hardship": false, "aided_on": null,
              "reserve_balance": 0, "hard_case": false, "fraud_amount": null, "open_ledger_entry": false, "handled_late": false,
              "members": [{{
                "applicant": true, "born": "1980-01-01", "local_hukou": true,
                "labour_capacity": "{capacity}", "recognised_by_poverty_office": true, "helped_by_work": false,
                "disability_kind": "physical", "disability_grade": 2, "seriously_ill": false, "orphan": false,
                "long_term_care": false, "subsidies_received": "neither", "left_behind": "not_left_behind",
                "own_roll": "not_alone", "previous_roll": "not_alone", "idle_without_reason": false, "refused_jobs": 0,
                "indicators": [], "needs": [],
                "top_up_class": "no_class", "applies_alone": {alone}, "lone_ground": "no_lone_ground", "pending_application": "no_application",
                "covid_hardship": false, "aided_alone": false,
                "wage": {wage}, "business_income": 0, "property_income": 0, "transfer_income": 0,
                "employment_cost": 0, "illness_spending": 0, "disability_spending": 0,
                "financial_assets": 0, "real_estate": [], "vehicles": {vehicles}, "businesses": [], "supporters": []
              }}]
            }}}}"#
        );
        let facts = policy.facts_json(&facts).unwrap_or_else(|error| panic!("{error}"));
        policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record()
    }
}

fn policy() -> Policy {
    let policy = doudi_guangdong_2020::policy().unwrap();
    let settings = r#"{"parameters": {
      "exit_line": {"value": 7365, "source": "test"},
      "single_person_basis": {"value": "difference", "source": "test"},
      "living_subsidy_standard": {"value": 180, "source": "test"}
    }}"#;
    policy.with_settings(&policy.settings_json(settings).unwrap())
}

fn gives(record: &Record, measure: &str) -> bool {
    record.measures.iter().any(|m| m.measure == measure)
}

/// 二（一）四是, 三（二）: a poor person whom nothing covers is for the poverty office, and nobody
/// else is; whoever is refused is told why.
#[test]
fn every_refusal_of_the_poor_leads_somewhere() {
    let policy = policy();
    let mut refusals = 0;
    for case in Case::all() {
        let record = case.decide(&policy);
        assert_eq!(record.status, Status::Complete);
        let covered = gives(&record, "enrol") || gives(&record, "recognise_tekun");
        let to_poverty_office = record.measures.iter().any(|m| m.by.rule == "other_relief" && m.measure == "refer");
        assert_eq!(to_poverty_office, case.poor() && !covered);
        let refused = record.refused.iter().any(|refused| refused.by.rule == "ordinary_dibao");
        assert_eq!(gives(&record, "give_reasons"), refused);
        // Whoever applied personally is told as well, unless enrolled in one way or the other.
        let told = record.measures.iter().any(|m| m.by.rule == "reasons_to_person");
        assert_eq!(told, case.alone && !gives(&record, "enrol"));
        refusals += usize::from(refused);
    }
    assert!(refusals > 100, "only {refusals}");
}

/// 四（二） “不能‘一兜了之’”: whoever is enrolled from the poverty register is referred as well.
#[test]
fn enrolment_of_the_poor_never_stands_alone() {
    let policy = policy();
    let mut enrolments = 0;
    for case in Case::all().iter().filter(|case| case.poor()) {
        let record = case.decide(&policy);
        if gives(&record, "enrol") {
            enrolments += 1;
            assert!(gives(&record, "refer"), "{} {}", case.status, case.capacity);
        }
    }
    assert!(enrolments > 50, "only {enrolments}");
}

/// A household is enrolled once, and its amount does not depend on the register (“足额发放”).
#[test]
fn nobody_is_enrolled_twice_and_the_register_changes_no_amount() {
    let policy = policy();
    for case in Case::all() {
        let record = case.decide(&policy);
        let enrolled: Vec<_> = record.measures.iter().filter(|m| m.measure == "enrol").collect();
        assert!(enrolled.len() <= 1);
        let standard = if case.residence == "rural" { 532 } else { 772 };
        for measure in enrolled {
            let monthly = measure.fields.iter().find(|f| f.name == "monthly").unwrap();
            assert_eq!(monthly.value, Value::Number(i64::from(standard - case.wage).into()));
        }
    }
}

/// A class of area that is not the place's is returned, and moves no measure and no amount.
#[test]
fn a_wrong_class_of_area_pays_nobody() {
    let policy = policy();
    for case in Case::all() {
        let (right, wrong) = (case.decide(&policy), case.decide_in("first", &policy));
        assert!(!gives(&right, "return_papers"));
        let (returned, others): (Vec<_>, Vec<_>) =
            wrong.measures.iter().partition(|measure| measure.measure == "return_papers");
        assert_eq!(returned.len(), 1);
        let given = |measure: &Measure| (measure.by.rule.clone(), format!("{:?}", measure.fields));
        assert!(right.measures.iter().map(given).eq(others.into_iter().map(given)));
    }
}
