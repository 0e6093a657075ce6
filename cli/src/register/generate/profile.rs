//! Who a household of Guangdong in 2020 might be: its people, its income near the standard, its
//! state on the registers. What of this a policy asks is filled in by name.
//!
//! The standards are the provincial floors of 2020; they place incomes near the thresholds and
//! decide nothing. All frequencies are made up.

use super::dice::Dice;
use super::facts::Value;
use doudi::Date;
use doudi::value::MissingDay;

/// Floors a head and month in fen, by class of area: town, village.
const STANDARDS: [(&str, u64, u64); 4] =
    [("first", 105_000, 105_000), ("second", 93_400, 93_400), ("third", 82_400, 82_400), ("fourth", 77_200, 53_200)];

const DISABILITIES: &[&str] = &["visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple"];

/// A household, before the policy asks anything.
#[derive(Clone, Debug)]
pub struct Profile {
    pub(super) day: Date,
    pub(super) county: u64,
    pub(super) area: &'static str,
    rural: bool,
    standard: u64,
    pub(super) status: &'static str,
    pub(super) on_dibao: bool,
    covid: bool,
    /// Income a month of all, in fen.
    income: u64,
    pub people: Vec<Person>,
}

/// One of its people.
#[derive(Clone, Debug)]
pub struct Person {
    pub(super) day: Date,
    applicant: bool,
    pub(super) age: u64,
    born: Date,
    pub(super) capacity: &'static str,
    pub(super) disability: Option<(&'static str, u64)>,
    ill: bool,
    /// On a roll in one's own right.
    pub(super) own_roll: &'static str,
    /// Of the household's income, in fen.
    pub(super) wage: u64,
    business: u64,
    transfer: u64,
}

impl Profile {
    /// Throws one.
    pub fn throw(day: Date, county: u64, dice: &mut Dice) -> Profile {
        // A county is of one class; most counties are of the fourth.
        let class = [3, 3, 2, 3, 1, 3, 0, 3].get((county % 8) as usize).copied().unwrap_or(3);
        let (area, town, village) = STANDARDS.get(class).copied().unwrap_or(("fourth", 77_200, 53_200));
        let rural = dice.permille(780);
        let standard = if rural { village } else { town };
        let statuses: &[(u64, &str)] = &[
            (60, "not_exited"),
            (30, "relapsed"),
            (40, "newly_poor"),
            (220, "exited"),
            (100, "edge"),
            (550, "unregistered"),
        ];
        let status = if rural { dice.weighed(statuses) } else { "unregistered" };
        let mut people = people(day, dice);
        let share = if dice.permille(60) { 1_000 } else { dice.between(350, 1_500) };
        let income = standard * people.len() as u64 * share / 1_000;
        spread(income, &mut people);
        let entitled = share < 1_000;
        let on_dibao = dice.permille(if entitled { 700 } else { 60 });
        let covid = dice.permille(40);
        Profile { day, county, area, rural, standard, status, on_dibao, covid, income, people }
    }

    /// What the household says of a field, where the name means something here.
    pub fn of_household(&self, field: &str, dice: &mut Dice) -> Option<Value> {
        let truth = Value::Truth;
        Some(match field {
            "area" => Value::name(self.area),
            "residence" => Value::name(if self.rural { "rural" } else { "urban" }),
            "provincial_hukou" => truth(dice.permille(970)),
            "announced_standard" => match dice.permille(300) {
                true => Value::fen(self.standard + dice.below(10) * 1_000),
                false => Value::None,
            },
            "standing_standard" => Value::fen(self.standard * dice.between(880, 1_000) / 1_000),
            "poverty_status" => Value::name(self.status),
            "on_dibao" => truth(self.on_dibao),
            "current_payment" if self.on_dibao => {
                Value::fen((self.standard * self.people.len() as u64).saturating_sub(self.income))
            }
            "approved_on" if self.on_dibao => Value::day(self.day, dice.between(90, 1_500)),
            "standard_effective_on" if self.on_dibao => Value::day(self.day, dice.below(90)),
            "current_payment" | "approved_on" | "standard_effective_on" => Value::Unknown,
            "on_roll_then" => truth(self.on_dibao && dice.permille(900)),
            "declared_income" => Value::fen(self.income),
            "assessment_adjustment" => Value::fen(if dice.permille(850) { 0 } else { dice.below(200) * 100 }),
            "in_difficulty" => truth(dice.permille(80)),
            "covid_hardship" => truth(self.covid),
            "pending_application" if self.on_dibao => Value::name("no_application"),
            "pending_application" => {
                Value::name(dice.weighed(&[(600, "no_application"), (360, "for_dibao"), (40, "for_tekun")]))
            }
            _ => return self.circumstances(field, dice),
        })
    }
}

impl Person {
    /// What a person says of a field, where the name means something here.
    pub fn says(&self, field: &str, dice: &mut Dice) -> Option<Value> {
        let truth = Value::Truth;
        let lost = matches!(self.capacity, "partly_lost" | "wholly_lost");
        Some(match field {
            "applicant" => truth(self.applicant),
            "born" => Value::Text(self.born.to_string()),
            "labour_capacity" => Value::name(self.capacity),
            "recognised_by_poverty_office" => truth(lost && dice.permille(600)),
            "helped_by_work" => truth(!lost && self.capacity == "able" && dice.permille(500)),
            "disability_kind" => Value::name(self.disability.map_or("no_disability", |(kind, _)| kind)),
            "disability_grade" => match self.disability {
                Some((_, grade)) => Value::Text(grade.to_string()),
                None => Value::None,
            },
            "seriously_ill" => truth(self.ill),
            "orphan" => truth(self.age < 18 && dice.permille(10)),
            "top_up_class" => Value::name(match self.disability {
                Some((_, 1 | 2)) => "severe_disability_class",
                _ if self.ill => "serious_illness_class",
                _ if self.age < 18 => "minor",
                _ if self.age >= 60 => "elderly",
                _ => "no_class",
            }),
            "applies_alone" => truth((lost || self.ill || self.disability.is_some()) && dice.permille(300)),
            "pending_application" => Value::name(if dice.permille(30) { "for_dibao" } else { "no_application" }),
            "covid_hardship" => truth(dice.permille(15)),
            "aided_alone" => truth(dice.permille(15)),
            "wage" => Value::fen(self.wage),
            "business_income" => Value::fen(self.business),
            "transfer_income" => Value::fen(self.transfer),
            "property_income" => Value::fen(if dice.permille(900) { 0 } else { dice.below(300) * 100 }),
            "employment_cost" if self.wage > 0 => Value::fen(dice.below(10) * 1_000),
            "illness_spending" if self.ill => Value::fen(dice.between(100, 1_500) * 100),
            "disability_spending" if self.disability.is_some() => Value::fen(dice.below(400) * 100),
            "employment_cost" | "illness_spending" | "disability_spending" => Value::fen(0),
            "financial_assets" => Value::fen(dice.below(40) * dice.below(40) * 1_000),
            _ => return self.circumstances(field, dice),
        })
    }
}

/// How many entries a list of a person has, where its name means something here.
pub fn entries(person: &Person, list: &str, dice: &mut Dice) -> Option<u64> {
    Some(match list {
        "real_estate" => u64::from(person.applicant && dice.permille(850)),
        "vehicles" => u64::from(person.age >= 18 && dice.permille(350)),
        "businesses" => u64::from(person.age >= 18 && dice.permille(30)),
        // Children and most others have somebody who must support them.
        "supporters" if person.age < 18 => dice.between(1, 2),
        "supporters" => dice.weighed_count(850),
        "indicators" => dice.weighed_count(50),
        "needs" => dice.weighed_count(40),
        _ => return None,
    })
}

/// What an entry of a list says of a field, where the names mean something here.
pub fn of_entry(list: &str, field: &str, dice: &mut Dice) -> Option<Value> {
    Some(match (list, field) {
        ("real_estate", "kind") => Value::name(dice.weighed(&[
            (700, "dwelling"),
            (200, "mud_brick"),
            (80, "ancestral"),
            (20, "non_residential"),
        ])),
        ("real_estate", "lived_in") => Value::Truth(dice.permille(900)),
        ("vehicles", "kind") => {
            Value::name(dice.weighed(&[(80, "motor_vehicle"), (620, "fuel_motorcycle"), (300, "electric_bicycle")]))
        }
        // The numbers of the place's own table, of which the example settings have two.
        ("indicators", "number") => Value::Text(dice.between(1, 2).to_string()),
        ("needs", "qualifies") => Value::Truth(dice.permille(500)),
        ("supporters", "tekun_eligible" | "dibao_recipient" | "severely_disabled") => Value::Truth(dice.permille(60)),
        ("supporters", "born") => Value::Text(format!("19{}-06-15", dice.between(40, 98))),
        ("supporters", "property_within_rules") => Value::Truth(dice.permille(800)),
        ("supporters", "situation") => {
            Value::name(dice.weighed(&[(920, "ordinary"), (40, "no_civil_capacity"), (40, "in_prison")]))
        }
        _ => return None,
    })
}

/// One to eight people.
fn people(day: Date, dice: &mut Dice) -> Vec<Person> {
    let kind = dice.weighed(&[(150, "alone"), (150, "two"), (430, "family"), (210, "generations"), (60, "parent")]);
    let mut ages = Vec::new();
    let parents = dice.between(24, 52);
    match kind {
        "alone" => ages.push(dice.between(40, 88)),
        "two" => ages.extend([dice.between(35, 82), dice.between(35, 82)]),
        "parent" => ages.push(parents),
        _ => ages.extend([parents, parents + dice.below(5)]),
    }
    if kind == "generations" {
        for _ in 0..dice.between(1, 2) {
            ages.push(parents + dice.between(22, 36));
        }
    }
    if matches!(kind, "family" | "generations" | "parent") {
        for _ in 0..dice.between(1, 4) {
            ages.push(dice.below(18));
        }
    }
    (0..).zip(ages).map(|(at, age)| person(day, at == 0, age, dice)).collect()
}

fn person(day: Date, applicant: bool, age: u64, dice: &mut Dice) -> Person {
    let months = i64::try_from(age * 12 + dice.below(12)).unwrap_or(0);
    let days = i64::try_from(dice.below(28)).unwrap_or(0);
    let born = day.add_months(-months, MissingDay::Down).and_then(|day| day.add_days(-days)).unwrap_or(day);
    let capacity = match age {
        16..60 => dice.weighed(&[(850, "able"), (90, "partly_lost"), (60, "wholly_lost")]),
        _ => "not_of_age",
    };
    let disability = if dice.permille(if capacity == "wholly_lost" { 600 } else { 70 }) {
        dice.pick(DISABILITIES).map(|kind| (kind, dice.between(1, 4)))
    } else {
        None
    };
    let ill = dice.permille(60);
    // Thrown from what is there, so that nothing else changes.
    let lot = (age * 31 + u64::from(born.day()) * 7 + u64::from(born.month())) % 100;
    let own_roll = match (capacity, disability) {
        ("wholly_lost" | "partly_lost", _) | (_, Some((_, 1 | 2))) if lot < 8 => "single_roll",
        ("not_of_age", _) if age >= 60 && lot < 3 => "tekun_roll",
        _ => "not_alone",
    };
    Person { day, applicant, age, born, capacity, disability, ill, own_roll, wage: 0, business: 0, transfer: 0 }
}

/// Gives the income to those who can have it: wages to who can work, else support to the applicant.
fn spread(income: u64, people: &mut [Person]) {
    let earners = people.iter().filter(|person| matches!(person.capacity, "able" | "partly_lost")).count() as u64;
    let (business, transfer) = if earners > 0 { (income / 5, income / 10) } else { (0, income) };
    let wages = income - business - transfer;
    let mut left = wages;
    for person in people.iter_mut().filter(|person| matches!(person.capacity, "able" | "partly_lost")) {
        person.wage = if left < 2 * (wages / earners) { left } else { wages / earners };
        left -= person.wage;
    }
    if let Some(applicant) = people.first_mut() {
        applicant.business = business;
        applicant.transfer = transfer;
    }
}
