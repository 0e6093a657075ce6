//! Guangzhou, Shenzhen and Zhuhai 2020: what three cities add to the Guangdong rules.
//!
//! A city's policy amends the province's and copies none of it: its standard stands in the place of
//! the fact, and is refused when the policy is loaded where it lies below the province's floor.
//! The figures are those `doudi_guangdong_2020` names its sources for (P06 to P09, P46).
//!
//! ```
//! let policy = doudi_guangdong_cities_2020::guangzhou()?;
//! let facts = policy.facts_json(
//!     r#"{"facts": {"place": "guangzhou", "area": "first", "residence": "urban", "standing_standard": "1010"}}"#,
//! )?;
//! let decision = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap())?;
//! let record = decision.record_of_all_values();
//! let standard = record.trace.iter().find(|step| &*step.name == "dibao_standard").unwrap();
//! assert_eq!(standard.value, doudi::decision::record::Value::Number(1080.into()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use doudi::{LoadError, Policy, Sources};

/// The province's texts and those of Guangzhou.
pub fn guangzhou_sources() -> Sources {
    let policy = include_str!("../guangzhou/guangzhou-2020.policy");
    doudi_guangdong_2020::sources().policy("guangzhou-2020.policy", policy)
}

/// The province's texts and those of Shenzhen.
pub fn shenzhen_sources() -> Sources {
    let policy = include_str!("../shenzhen/shenzhen-2020.policy");
    doudi_guangdong_2020::sources().policy("shenzhen-2020.policy", policy)
}

/// The province's texts and those of Zhuhai.
pub fn zhuhai_sources() -> Sources {
    let policy = include_str!("../zhuhai/zhuhai-2020.policy");
    doudi_guangdong_2020::sources().policy("zhuhai-2020.policy", policy)
}

/// The rules as they stand in Guangzhou.
///
/// # Errors
/// None in a released version: the tests load it. The engine's error is passed on all the same.
pub fn guangzhou() -> Result<Policy, LoadError> {
    Policy::load(guangzhou_sources())
}

/// The rules as they stand in Shenzhen.
///
/// # Errors
/// As [`guangzhou`].
pub fn shenzhen() -> Result<Policy, LoadError> {
    Policy::load(shenzhen_sources())
}

/// The rules as they stand in Zhuhai.
///
/// # Errors
/// As [`guangzhou`].
pub fn zhuhai() -> Result<Policy, LoadError> {
    Policy::load(zhuhai_sources())
}
