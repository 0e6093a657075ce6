//! `doudi graph`: what rests on what, as a picture or for Graphviz.

use super::{Done, Stop, explain, load_policy};
use crate::args::{Graph, GraphFormat, PolicyOption};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use doudi::diagnostic::near::nearest;

/// Draws it.
pub fn run(call: &Graph, locale: Locale) -> Result<Done, Stop> {
    let graph = match &call.record {
        Some(path) => doudi::explain::picture(&explain::read(path, locale)?, locale),
        None => {
            let policy = load_policy(&PolicyOption { policies: call.policies.clone() }, locale)?;
            if let Some(rule) = &call.rule {
                let rules: Vec<&str> = policy.model().rules.iter().map(|rule| rule.name.id.as_str()).collect();
                if !rules.contains(&rule.as_str()) {
                    return Err(match nearest(rule, rules) {
                        Some(near) => Message::new(&words::NO_RULE_BUT, &[rule, &near]),
                        None => Message::new(&words::NO_RULE, &[rule]),
                    }
                    .into());
                }
            }
            policy.graph(call.rule.as_deref(), locale)
        }
    };
    let out = match call.format {
        GraphFormat::Svg => graph.to_svg(),
        GraphFormat::Dot => graph.to_dot(),
    };
    Ok(Done { out, ..Done::default() })
}
