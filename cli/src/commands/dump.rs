//! `doudi dump`: a policy as the engine sees it, stage by stage.

use super::{Done, Stop, load_policy, read, tally};
use crate::args::{PolicyOption, Stage};
use crate::render;
use doudi::diagnostic::Locale;
use doudi::source::SourceKind;
use doudi::{Limits, syntax};
use std::fmt::Write;

/// Prints one representation.
pub fn run(option: &PolicyOption, stage: Stage, locale: Locale) -> Result<Done, Stop> {
    let out = match stage {
        Stage::Syntax => trees(option, locale)?,
        Stage::Model => format!("{:#?}\n", load_policy(option, locale)?.model()),
        Stage::Plan => load_policy(option, locale)?.print_plan(),
    };
    Ok(Done { out, ..Done::default() })
}

/// The syntax tree of every file; a policy that would not load can still have them.
fn trees(option: &PolicyOption, locale: Locale) -> Result<String, Stop> {
    let loaded = read(&option.policies)?;
    let mut out = String::new();
    let mut diagnostics = Vec::new();
    for (id, source) in loaded.sources.iter().filter(|(_, source)| source.kind == SourceKind::Policy) {
        let (file, found) = syntax::parse(id, &source.text, &Limits::default());
        let _ = writeln!(out, "# {}\n{file:#?}", source.name);
        diagnostics.extend(found);
    }
    if diagnostics.is_empty() {
        return Ok(out);
    }
    Err(Stop::Fault(format!("{}\n{}", render::of_policy(&diagnostics, &loaded, locale), tally(&diagnostics, locale))))
}
