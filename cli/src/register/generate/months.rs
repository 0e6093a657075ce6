//! What a month changes: some join the roll, some leave it, incomes move, people fall ill or move
//! away. Fields the policy does not have do not change.

use super::Household;
use super::dice::Dice;
use super::facts::{Object, Value};
use doudi::Date;

/// Lets a month pass; `None` where the household leaves the register.
pub fn pass(household: &mut Household, day: Date, dice: &mut Dice) -> Option<()> {
    if dice.permille(10) {
        return None;
    }
    let (leaves, joins) = (dice.permille(40), dice.permille(60));
    match household.facts.get("on_dibao") {
        Some(Value::Truth(true)) if leaves => household.facts.set("on_dibao", Value::Truth(false)),
        Some(Value::Truth(false)) if joins => {
            household.facts.set("on_dibao", Value::Truth(true));
            household.facts.set("current_payment", Value::fen(0));
            household.facts.set("approved_on", Value::day(day, 10));
        }
        _ => {}
    }
    if dice.permille(100) {
        household.facts.set("pending_application", Value::name("no_application"));
    }
    let moves_away = dice.permille(10);
    for (list, entries) in &mut household.facts.lists {
        if list != "members" {
            continue;
        }
        if moves_away && entries.len() > 1 {
            entries.pop();
            // What was decided about who has left does not hold any more.
            household.discretions.clear();
        }
        entries.iter_mut().for_each(|member| person(member, dice));
    }
    Some(())
}

fn person(member: &mut Object, dice: &mut Dice) {
    for income in ["wage", "business_income"] {
        if dice.permille(120) {
            let share = dice.between(600, 1_400);
            if let Some(changed) = member.get(income).and_then(|was| scaled(was, share)) {
                member.set(income, changed);
            }
        }
    }
    if dice.permille(8) {
        member.set("seriously_ill", Value::Truth(true));
    }
}

/// So many thousandths of an amount.
fn scaled(was: &Value, share: u64) -> Option<Value> {
    let Value::Text(text) = was else { return None };
    let (yuan, fen) = text.split_once('.')?;
    let fen = yuan.parse::<u64>().ok()?.checked_mul(100)?.checked_add(fen.parse().ok()?)?;
    Some(Value::fen(fen.checked_mul(share)? / 1_000))
}
