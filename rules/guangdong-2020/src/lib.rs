//! The 2020 Guangdong safety-net rules (粤民发〔2020〕49号), ready for the `doudi` engine.
//!
//! ```text
//! notice/    the notice, clause by clause, and how its text was corrected
//! sources/   what was seen of the other instruments, each with its source
//! policy/    the rules, one file a clause, under the notice's own numbers
//! cases/     what they give, page by page the same: Markdown tests (`doudi test`)
//! src/facts.rs    the facts as types, generated from policy/ (`doudi schema --format rust`)
//! ```
//!
//! No number is invented: what no source confirms is `assumed` with who says so, or `unset` and
//! then for the deployment to supply. A decision tells which of them it rested on.
//!
//! ```
//! use doudi_guangdong_2020::{Household, Place, Residence};
//!
//! let policy = doudi_guangdong_2020::policy()?;
//! // A class-4 city announces 530 yuan for its rural areas, below the floor of 532.
//! let household = Household::new()
//!     .place(Place::Meizhou)
//!     .residence(Residence::Rural)
//!     .announced_standard(530)
//!     .standing_standard(484);
//! let facts = policy.facts_from_serialize(&household)?;
//! let decision = policy.decide(&facts, doudi::Date::parse("2020-05-06").unwrap())?;
//! let measure = decision.measures().next().unwrap();
//! assert_eq!(measure.name(), "correct_standard");
//! assert_eq!(measure.amount("at_least"), Some(532.into()));
//! // All else is left out here, and the decision says that it would have to be known.
//! assert_eq!(decision.status(), doudi::Status::Undetermined);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod facts;

use doudi::{LoadError, Policy, Sources};
pub use facts::*;

/// Name and text of every file of rules.
const RULES: &[(&str, &str)] = &[
    ("policy/00-policy.policy", include_str!("../policy/00-policy.policy")),
    ("policy/01-facts.policy", include_str!("../policy/01-facts.policy")),
    ("policy/02-measures.policy", include_str!("../policy/02-measures.policy")),
    ("policy/03-standards.policy", include_str!("../policy/03-standards.policy")),
    ("policy/04-back-payment.policy", include_str!("../policy/04-back-payment.policy")),
    ("policy/1-objective.policy", include_str!("../policy/1-objective.policy")),
    ("policy/2-1-monitoring.policy", include_str!("../policy/2-1-monitoring.policy")),
    ("policy/2-2-1-income.policy", include_str!("../policy/2-2-1-income.policy")),
    ("policy/2-2-1-means-test.policy", include_str!("../policy/2-2-1-means-test.policy")),
    ("policy/2-2-1-property.policy", include_str!("../policy/2-2-1-property.policy")),
    ("policy/2-2-2-household-enrolment.policy", include_str!("../policy/2-2-2-household-enrolment.policy")),
    ("policy/2-2-3-single-person.policy", include_str!("../policy/2-2-3-single-person.policy")),
    ("policy/2-2-4-register-link.policy", include_str!("../policy/2-2-4-register-link.policy")),
    ("policy/2-3-destitute.policy", include_str!("../policy/2-3-destitute.policy")),
    ("policy/2-4-temporary-aid.policy", include_str!("../policy/2-4-temporary-aid.policy")),
    ("policy/2-5-special-groups.policy", include_str!("../policy/2-5-special-groups.policy")),
    ("policy/3-arrangements.policy", include_str!("../policy/3-arrangements.policy")),
    ("policy/4-measures.policy", include_str!("../policy/4-measures.policy")),
    ("policy/5-properties.policy", include_str!("../policy/5-properties.policy")),
];

/// Name and wording of every instrument whose text is shipped.
const WORDINGS: &[(&str, &str)] = &[
    ("notice/gd49.txt", include_str!("../notice/gd49.txt")),
    ("sources/circular2018.txt", include_str!("../sources/circular2018.txt")),
    ("sources/covid2020.txt", include_str!("../sources/covid2020.txt")),
    ("sources/floors2020.txt", include_str!("../sources/floors2020.txt")),
    ("sources/gd9.txt", include_str!("../sources/gd9.txt")),
    ("sources/mca2020.txt", include_str!("../sources/mca2020.txt")),
    ("sources/order649.txt", include_str!("../sources/order649.txt")),
];

/// The texts of the rule set: its rules and the wordings they cite.
///
/// Load them with [`Policy::load`], alone or with further files of rules beside them.
pub fn sources() -> Sources {
    let sources = RULES.iter().fold(Sources::new(), |sources, (name, text)| sources.policy(*name, *text));
    WORDINGS.iter().fold(sources, |sources, (name, text)| sources.text(*name, *text))
}

/// The rule set, loaded.
///
/// # Errors
/// None in a released version: the tests load it. The engine's error is passed on all the same.
pub fn policy() -> Result<Policy, LoadError> {
    Policy::load(sources())
}
