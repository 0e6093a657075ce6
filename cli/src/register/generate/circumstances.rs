//! What else may be asked of a household of 2020: where it is, what befell it, who cares for whom.
//!
//! All frequencies are made up.

use super::dice::Dice;
use super::facts::Value;
use super::profile::{Person, Profile};

/// Places of each class of area.
const PLACES: [(&str, &[&str]); 4] = [
    ("first", &["guangzhou", "shenzhen"]),
    ("second", &["zhuhai", "foshan", "dongguan", "zhongshan"]),
    ("third", &["huizhou", "jiangmen", "zhaoqing"]),
    ("fourth", &["shantou", "shaoguan", "heyuan", "meizhou", "shanwei", "zhanjiang", "maoming", "qingyuan", "yunfu"]),
];

impl Profile {
    /// What the household says of a field that its people and income do not settle.
    pub(super) fn circumstances(&self, field: &str, dice: &mut Dice) -> Option<Value> {
        let truth = Value::Truth;
        let registered = !matches!(self.status, "edge" | "unregistered");
        Some(match field {
            "place" => Value::name(self.place()),
            "relapse_risk" => truth(self.status == "exited" && dice.permille(50)),
            "fits_help_conditions" => truth(dice.permille(if registered { 900 } else { 100 })),
            "fraud_amount" => Value::None,
            "review_due_on" if self.on_dibao && dice.permille(500) => Value::day(self.day, dice.below(120)),
            "review_due_on" => Value::None,
            "improved_and_reported" => truth(self.on_dibao && dice.permille(20)),
            "withdrawal_from" if self.on_dibao => Value::day(self.day, dice.below(240)),
            "withdrawal_from" => Value::Unknown,
            "declared_assets" => Value::fen(dice.below(40) * dice.below(40) * 1_000),
            "emergency" => Value::name(dice.weighed(&[
                (970, "no_emergency"),
                (5, "fire"),
                (5, "accident"),
                (15, "sudden_illness"),
                (5, "other_emergency"),
            ])),
            "spending_shock" => truth(dice.permille(25)),
            "living_hardship" => truth(dice.permille(40)),
            "aided_on" if dice.permille(30) => Value::day(self.day, dice.below(240)),
            "aided_on" => Value::None,
            "reserve_balance" => Value::fen(dice.below(500) * 10_000),
            "hard_case" => truth(dice.permille(3)),
            "open_ledger_entry" => truth(dice.permille(15)),
            "handled_late" => truth(dice.permille(5)),
            _ => return None,
        })
    }

    /// A place of the household's class of area, the same for a county.
    fn place(&self) -> &'static str {
        let places = PLACES.iter().find(|(area, _)| *area == self.area).map_or(&[][..], |(_, places)| places);
        let count = (places.len() as u64).max(1);
        places.get((self.county / 8 % count) as usize).copied().unwrap_or("shantou")
    }
}

impl Person {
    /// What a person says of a field that age and income do not settle.
    pub(super) fn circumstances(&self, field: &str, dice: &mut Dice) -> Option<Value> {
        let truth = Value::Truth;
        let (able, idle) = (self.capacity == "able", self.capacity == "able" && self.wage == 0);
        let severe = matches!(self.disability, Some((_, 1 | 2)));
        let frail = severe || self.age >= 80;
        let alone = self.own_roll != "not_alone";
        Some(match field {
            "accompanying_help" => truth(dice.permille(850)),
            "local_hukou" => truth(dice.permille(980)),
            "own_approved_on" if alone => Value::day(self.day, dice.between(30, 400)),
            "own_approved_on" => Value::Unknown,
            "long_term_care" => truth(severe && dice.permille(700)),
            "subsidies_received" => Value::name(match self.disability {
                Some((_, 1 | 2)) => dice.weighed(&[(150, "neither"), (500, "care_only"), (350, "both")]),
                Some(_) => dice.weighed(&[(600, "neither"), (400, "living_only")]),
                None => "neither",
            }),
            "child_situation" if self.age < 18 => {
                Value::name(dice.weighed(&[(960, "ordinary_child"), (15, "unattended"), (25, "child_in_difficulty")]))
            }
            "child_situation" => Value::name("ordinary_child"),
            "left_behind" => Value::name(match self.age {
                0..18 => dice.weighed(&[(940, "not_left_behind"), (60, "child")]),
                60.. => dice.weighed(&[(930, "not_left_behind"), (70, "elder")]),
                _ => dice.weighed(&[(990, "not_left_behind"), (10, "woman")]),
            }),
            "own_roll" => Value::name(self.own_roll),
            "own_payment" => Value::fen(if alone { dice.between(300, 1_250) * 100 } else { 0 }),
            "lone_ground" => Value::name("no_lone_ground"),
            "idle_without_reason" => truth(idle && dice.permille(80)),
            "in_study" => truth(matches!(self.age, 6..19) || self.age < 23 && dice.permille(500)),
            "refused_jobs" => Value::Text(if idle && dice.permille(60) { "3" } else { "0" }.to_owned()),
            "unemployed_uninsured" => truth(idle && dice.permille(60)),
            "months_without_income" => Value::Text(if able && !idle { 0 } else { dice.below(12) }.to_string()),
            "education_spending" => Value::fen(if matches!(self.age, 6..23) { dice.below(300) * 100 } else { 0 }),
            "support_form" => Value::name(if dice.permille(850) { "at_home" } else { "institution" }),
            "can_eat" | "can_dress" | "can_get_up" | "can_toilet" | "can_walk" | "can_wash" => {
                truth(!(frail && dice.permille(350)))
            }
            "has_carer" | "has_agreement" => truth(!alone || dice.permille(900)),
            "last_visit_on" if alone => Value::day(self.day, dice.below(45)),
            "last_visit_on" => Value::None,
            "housing_hardship" => truth(dice.permille(30)),
            _ => return None,
        })
    }
}
