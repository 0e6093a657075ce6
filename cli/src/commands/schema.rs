//! `doudi schema`: what the facts of a policy look like.

use super::{Done, Stop, load_policy};
use crate::args::{PolicyOption, SchemaFormat};
use crate::typed::typed;
use doudi::diagnostic::Locale;

/// Prints it in one form.
pub fn run(option: &PolicyOption, format: SchemaFormat, locale: Locale) -> Result<Done, Stop> {
    let policy = load_policy(option, locale)?;
    let out = match format {
        SchemaFormat::Json => policy.json_schema() + "\n",
        SchemaFormat::Rust => typed(policy.model(), &format!("doudi schema{option} --format rust")),
    };
    Ok(Done { out, ..Done::default() })
}
