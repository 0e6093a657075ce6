//! The Guangdong slice written by hand in Rust over `rust_decimal`: what the engine is measured against.
//!
//! Same rules, same measures, no trace, no reasons, no unknowns: as a service would write it. The
//! benchmark asserts that both give the same measures before it times either.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Household {
    pub area: Area,
    pub residence: Residence,
    pub provincial_hukou: bool,
    pub announced_standard: Option<Decimal>,
    pub standing_standard: Decimal,
    pub poverty_status: PovertyStatus,
    pub on_dibao: bool,
    pub current_payment: Option<Decimal>,
    pub approved_on: Option<NaiveDate>,
    pub standard_effective_on: Option<NaiveDate>,
    pub on_roll_then: bool,
    pub declared_income: Decimal,
    pub assessment_adjustment: Decimal,
    pub in_difficulty: bool,
    pub members: Vec<Person>,
}

#[derive(Debug, Deserialize)]
pub struct Person {
    pub applicant: bool,
    pub born: NaiveDate,
    pub labour_capacity: LabourCapacity,
    pub recognised_by_poverty_office: bool,
    pub helped_by_work: bool,
    pub disability_kind: DisabilityKind,
    pub disability_grade: Option<u8>,
    pub seriously_ill: bool,
    pub orphan: bool,
    pub top_up_class: TopUpClass,
    pub applies_alone: bool,
    pub wage: Decimal,
    pub business_income: Decimal,
    pub property_income: Decimal,
    pub transfer_income: Decimal,
    pub employment_cost: Decimal,
    pub illness_spending: Decimal,
    pub disability_spending: Decimal,
    pub financial_assets: Decimal,
    pub real_estate: Vec<RealEstate>,
    pub vehicles: Vec<Vehicle>,
    pub businesses: Vec<Business>,
    pub supporters: Vec<Supporter>,
}

#[derive(Debug, Deserialize)]
pub struct RealEstate {
    pub kind: RealEstateKind,
    pub lived_in: bool,
}

#[derive(Debug, Deserialize)]
pub struct Vehicle {
    pub kind: VehicleKind,
}

#[derive(Debug, Deserialize)]
pub struct Business {
    pub kind: BusinessKind,
    pub employees: u32,
    pub luxury: bool,
    pub reviewed: bool,
}

#[derive(Debug, Deserialize)]
pub struct Supporter {
    pub born: NaiveDate,
    pub tekun_eligible: bool,
    pub dibao_recipient: bool,
    pub severely_disabled: bool,
    pub situation: Situation,
    pub property_within_rules: bool,
}

macro_rules! choices {
    ($($name:ident { $($variant:ident)* })*) => {
        $(#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),* })*
    };
}

choices! {
    Area { First Second Third Fourth }
    Residence { Urban Rural }
    PovertyStatus { NotExited Relapsed NewlyPoor Exited Edge Unregistered }
    LabourCapacity { Able PartlyLost WhollyLost }
    DisabilityKind { NoDisability Visual Hearing Speech Physical Intellectual Mental Multiple }
    TopUpClass { NoClass Elderly Minor SevereDisabilityClass SeriousIllnessClass }
    RealEstateKind { Dwelling MudBrick Ancestral NonResidential }
    VehicleKind { MotorVehicle DisabilityScooter FuelMotorcycle ElectricBicycle }
    BusinessKind { CoupleShop Cooperative OtherBusiness }
    Situation { Ordinary NoCivilCapacity DeclaredMissing InPrison }
}

/// What the deployment supplies.
pub struct Settings {
    pub employment_cost_cap: Decimal,
    pub rigid_spending_trigger: Decimal,
    pub rigid_spending_share: Decimal,
    pub category_top_up: Decimal,
    pub full_standard: bool,
    /// A year.
    pub exit_line: Decimal,
}

/// A measure: the rule that gives it, the subject (a member's position), its amount if it has one.
#[derive(Debug, PartialEq)]
pub struct Given(pub &'static str, pub Option<usize>, pub Option<Decimal>);

fn floor(household: &Household) -> Decimal {
    Decimal::from(match (household.area, household.residence) {
        (Area::First, _) => 1050,
        (Area::Second, _) => 934,
        (Area::Third, _) => 824,
        (Area::Fourth, Residence::Urban) => 772,
        (Area::Fourth, Residence::Rural) => 532,
    })
}

fn age(born: NaiveDate, on: NaiveDate) -> i32 {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    on.year() - born.year() - i32::from(!had_birthday)
}

struct Property {
    assets: Decimal,
    dwellings: usize,
    non_residential: usize,
    vehicles: usize,
    businesses: usize,
}

fn property(person: &Person, registered_poor: bool) -> Property {
    let old = |e: &RealEstate| matches!(e.kind, RealEstateKind::MudBrick | RealEstateKind::Ancestral) && e.lived_in;
    let none = |b: &Business| {
        b.reviewed
            && ((b.kind == BusinessKind::CoupleShop && b.employees == 0 && !b.luxury)
                || (b.kind == BusinessKind::Cooperative && registered_poor))
    };
    Property {
        assets: person.financial_assets,
        dwellings: person.real_estate.iter().filter(|e| e.kind == RealEstateKind::Dwelling || old(e)).count(),
        non_residential: person.real_estate.iter().filter(|e| e.kind == RealEstateKind::NonResidential).count(),
        vehicles: person.vehicles.iter().filter(|v| v.kind == VehicleKind::MotorVehicle).count(),
        businesses: person.businesses.iter().filter(|b| !none(b)).count(),
    }
}

fn severe(person: &Person) -> bool {
    let kind = person.disability_kind;
    let grade = person.disability_grade.unwrap_or(5);
    let mind = matches!(kind, DisabilityKind::Intellectual | DisabilityKind::Mental);
    (kind != DisabilityKind::NoDisability && (grade <= 2 || (mind && grade <= 4))) || person.seriously_ill
}

/// Decides a case, for a day before 2020-07-29.
pub fn decide(household: &Household, settings: &Settings, date: NaiveDate) -> Vec<Given> {
    let mut given = Vec::new();
    let floor = floor(household);
    let announced = household.announced_standard.unwrap_or(Decimal::ZERO);
    let standing = household.standing_standard;
    let standard = floor.max(announced).max(standing);
    let count = Decimal::from(household.members.len() as u64);
    let poor = matches!(
        household.poverty_status,
        PovertyStatus::NotExited | PovertyStatus::Relapsed | PovertyStatus::NewlyPoor
    );

    let gross = |p: &Person| p.wage + p.business_income + p.property_income + p.transfer_income;
    let cost = |p: &Person| match p.employment_cost.is_zero() {
        true => Decimal::ZERO,
        false => p.employment_cost.min(p.wage).min(settings.employment_cost_cap),
    };
    let gross_income = household.declared_income.max(household.members.iter().map(gross).sum());
    let rigid: Decimal = household.members.iter().map(|p| p.illness_spending + p.disability_spending).sum();
    let rigid_deducted = if !rigid.is_zero() && rigid >= settings.rigid_spending_trigger * gross_income {
        (settings.rigid_spending_share * rigid).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    } else {
        Decimal::ZERO
    };
    let net = gross_income - household.members.iter().map(cost).sum::<Decimal>() - rigid_deducted;
    let checked = net.max(Decimal::ZERO);
    let assessed = (net + household.assessment_adjustment).max(Decimal::ZERO);

    let properties: Vec<Property> = household.members.iter().map(|p| property(p, poor)).collect();
    let limit = Decimal::from(24) * standard;
    let property_ok = properties.iter().map(|p| p.assets).sum::<Decimal>() <= limit * count
        && properties.iter().map(|p| p.dwellings).sum::<usize>() <= 1
        && properties.iter().all(|p| p.non_residential == 0 && p.vehicles == 0 && p.businesses == 0);
    let campaign_end = NaiveDate::from_ymd_opt(2020, 12, 31).expect("a day");
    let spared = household.on_dibao && poor && date <= campaign_end;
    let means = spared || (checked <= standard * count && property_ok && assessed < standard * count);
    let fits_dibao = household.provincial_hukou && means;
    let due = if spared {
        household.current_payment.unwrap_or(Decimal::ZERO)
    } else {
        (standard * count - assessed).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    };

    let by_household = poor && household.residence == Residence::Rural && fits_dibao;
    if by_household {
        given.push(Given("household_enrolment", None, Some(due)));
    } else {
        given.push(Given("household_enrolment", None, None));
    }
    match (fits_dibao, by_household) {
        (true, false) => given.push(Given("ordinary_dibao", None, Some(due))),
        (false, _) => given.push(Given("ordinary_dibao", None, None)),
        _ => {}
    }
    if household.announced_standard.is_some_and(|announced| announced < floor || announced < standing) {
        given.push(Given("standard_too_low", None, Some(standard)));
    }
    if household.members.iter().filter(|p| p.applicant).count() != 1 {
        given.push(Given("applicant_not_marked_once", None, None));
    }
    if !means && household.in_difficulty {
        given.push(Given("watch_failed", None, None));
    }
    let (yearly, yearly_standard) = (assessed * Decimal::from(12), standard * Decimal::from(12));
    let in_band = yearly_standard < settings.exit_line
        && yearly >= yearly_standard * count
        && yearly < settings.exit_line * count;
    if !fits_dibao && in_band {
        given.push(Given("watch_band", None, None));
    }
    back_payment(household, floor, count, &mut given);

    for (at, (person, own)) in household.members.iter().zip(&properties).enumerate() {
        let own_gross = gross(person);
        let own_income = own_gross - cost(person);
        let recognised = poor
            && person.recognised_by_poverty_office
            && match person.labour_capacity {
                LabourCapacity::WhollyLost => true,
                LabourCapacity::PartlyLost => !person.helped_by_work,
                LabourCapacity::Able => false,
            };
        let own_property = own.assets <= limit
            && own.dwellings <= 1
            && own.non_residential == 0
            && own.vehicles == 0
            && own.businesses == 0;
        let alone = recognised
            && severe(person)
            && person.applies_alone
            && own_income < standard
            && own_property
            && checked <= standard * count
            && property_ok;
        if alone && !fits_dibao {
            let amount = if settings.full_standard { standard } else { standard - own_income };
            given.push(Given("single_person_enrolment", Some(at), Some(amount)));
        }
        let enrolled = fits_dibao || alone;
        if enrolled && person.top_up_class != TopUpClass::NoClass {
            given.push(Given("category_aid", Some(at), Some(settings.category_top_up)));
        }
        let years = age(person.born, date);
        let grade = person.disability_grade.unwrap_or(5);
        let disabled = match person.disability_kind {
            DisabilityKind::Intellectual | DisabilityKind::Mental => grade <= 2,
            DisabilityKind::Physical => grade == 1,
            _ => false,
        };
        let unable = |s: &Supporter| {
            s.tekun_eligible
                || (s.dibao_recipient && (age(s.born, date) >= 60 || s.severely_disabled) && s.property_within_rules)
                || (s.situation != Situation::Ordinary && s.property_within_rules)
        };
        if (!(16..60).contains(&years) || disabled)
            && own_gross < standard
            && person.financial_assets <= limit
            && person.supporters.iter().all(unable)
            && !(person.orphan && years < 16)
        {
            let amount = (Decimal::new(16, 1) * standard).round_dp_with_strategy(0, RoundingStrategy::AwayFromZero);
            given.push(Given("tekun_recognition", Some(at), Some(amount)));
        }
        if poor && person.labour_capacity != LabourCapacity::Able {
            given.push(Given("asset_income_relief", Some(at), None));
        }
        if poor && person.labour_capacity == LabourCapacity::Able {
            if enrolled {
                given.push(Given("work_support_beside_enrolment", Some(at), None));
            }
            given.push(Given("income_up_to_exit_line", Some(at), None));
        }
    }
    given
}

fn back_payment(household: &Household, floor: Decimal, count: Decimal, given: &mut Vec<Given>) {
    let january = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day");
    let effective = household.standard_effective_on.unwrap_or(january);
    let from = january.max(household.approved_on.unwrap_or(january));
    let months = (effective.year() - from.year()) * 12 + effective.month() as i32 - from.month() as i32;
    let shortfall = floor - household.standing_standard;
    if household.on_roll_then && months > 0 && shortfall > Decimal::ZERO {
        let amount = shortfall * count * Decimal::from(months);
        given.push(Given("back_payment", None, Some(amount)));
    }
}
