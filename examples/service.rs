//! The engine in a service: load once, fill in facts as types, decide, keep the record.
//!
//! `cargo run --example service`

use doudi::facts::Provenance;
use doudi::{Date, Decimal, Fact};
use doudi_guangdong_2020::{Application, DibaoArea, Household, LabourCapacity, Person, PovertyStatus, Residence};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let policy = doudi_guangdong_2020::policy()?;
    let date = Date::new(2020, 5, 6).ok_or("no such day")?;
    let facts = policy.facts().facts(&household(date)).date(date).build()?;
    let decision = policy.decide(&facts, date)?;
    for measure in decision.measures() {
        println!("{} {} {:?}", measure.subject(), measure.name(), measure.amount("monthly"));
    }
    let record = decision.record();
    for undecided in record.undetermined.iter().filter(|undecided| undecided.by.rule == "household_enrolment") {
        let asked: Vec<&str> = undecided.missing.iter().map(|fact| fact.path.as_str()).collect();
        println!("{} still needs {}", undecided.by.rule, asked.join(", "));
    }
    println!("{} bytes to store", record.to_json().len());
    Ok(())
}

/// What the service has on file. What nobody has said is not set, and is not known.
fn household(checked: Date) -> Household {
    let office =
        Provenance { by: Some("某镇社会事务办".into()), on: Some(checked), from: Some("checked".into()) };
    let applicant = Person::new()
        .applicant(true)
        .labour_capacity(LabourCapacity::PartlyLost)
        .recognised_by_poverty_office(true)
        .disability_grade(None) // certainly none
        .wage(Fact::Found(Decimal::new(59_650, 2), office)) // 596.50
        .business_income(0)
        .real_estate([]); // known to be empty
    Household::new()
        .area(DibaoArea::Fourth)
        .residence(Residence::Rural)
        .announced_standard(None)
        .standing_standard(484)
        .poverty_status(PovertyStatus::NotExited)
        .pending_application(Application::ForDibao)
        .members([applicant])
}
