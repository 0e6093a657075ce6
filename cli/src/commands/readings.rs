//! `doudi readings`: what a policy leaves open.

use super::{Done, Stop, load_policy};
use crate::args::{PolicyOption, ReadingsFormat};
use crate::readings::{LeftOpen, markdown};
use doudi::diagnostic::Locale;

/// Prints it in one form.
pub fn run(option: &PolicyOption, format: ReadingsFormat, locale: Locale) -> Result<Done, Stop> {
    let open = LeftOpen::of(&load_policy(option, locale)?);
    let out = match format {
        ReadingsFormat::Markdown => markdown(&open, &format!("doudi readings{option}")),
        ReadingsFormat::Json => serde_json::to_string_pretty(&open).expect("texts and lists are JSON") + "\n",
    };
    Ok(Done { out, ..Done::default() })
}
