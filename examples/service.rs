//! The engine in a service: load once, decide often, keep the record.
//!
//! `cargo run --example service`

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let policy = doudi_guangdong_2020::policy()?;
    let facts = policy.facts_json(include_str!("household.json"))?;
    let date = facts.date().ok_or("the facts name no date")?;
    let decision = policy.decide(&facts, date)?;
    for measure in decision.measures() {
        println!("{} {} {:?}", measure.subject(), measure.name(), measure.amount("monthly"));
    }
    let stored = decision.record().to_json();
    println!("{} bytes to store", stored.len());
    Ok(())
}
