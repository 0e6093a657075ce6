//! Options of the commands about one decision.

use super::{PolicyOption, date};
use clap::{Args as Options, ValueEnum};
use doudi::Date;
use std::path::PathBuf;

/// `doudi decide`
#[derive(Debug, Options)]
pub struct Decide {
    #[command(flatten)]
    pub policy: PolicyOption,
    /// The facts, as JSON; `-` reads standard input. `doudi schema` describes their form.
    #[arg(long, value_name = "FILE")]
    pub facts: PathBuf,
    /// Values the deployment supplies and readings it chooses, as JSON.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// The day the decision is for; goes before the `date` of the facts.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub on: Option<Date>,
    /// An explanation, or (json) the whole record.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Setting,
    /// Also tell what other evidence would turn a refusal, and what other readings would change.
    #[arg(long, conflicts_with = "redact")]
    pub what_if: bool,
    #[command(flatten)]
    pub telling: Telling,
}

/// `doudi explain`
#[derive(Debug, Options)]
pub struct Explain {
    /// A stored decision, as `doudi decide --format json` prints it; `-` reads standard input.
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Another decision on the same household: tell in what this one differs from it, and which
    /// clauses made it so.
    #[arg(long, value_name = "RECORD", conflicts_with_all = ["depth", "redact"])]
    pub against: Option<PathBuf>,
    /// An explanation as text, Markdown or a page of HTML; or (json) as an outline for programs.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Setting,
    #[command(flatten)]
    pub telling: Telling,
}

/// What is told of a decision.
#[derive(Debug, Options)]
pub struct Telling {
    /// How much: only what it rests on; the reasons in a few paragraphs; the rules part by part;
    /// every step.
    #[arg(long, value_enum, default_value = "page")]
    pub depth: Depth,
    /// A copy for others: what is personal is withheld.
    #[arg(long)]
    pub redact: bool,
}

/// How much is told.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Depth {
    /// What the decision rests on, and what it comes to.
    Facts,
    /// The reasons in a few paragraphs, fit for a notice.
    Letter,
    /// The rules part by part.
    Page,
    /// The page with nothing left out, and every step.
    Full,
}

impl From<Depth> for doudi::explain::Depth {
    fn from(depth: Depth) -> Self {
        match depth {
            Depth::Facts => Self::Facts,
            Depth::Letter => Self::Letter,
            Depth::Page => Self::Page,
            Depth::Full => Self::Full,
        }
    }
}

/// How an explanation is set.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Setting {
    Text,
    Markdown,
    Html,
    Json,
}

/// `doudi redact`
#[derive(Debug, Options)]
pub struct Redact {
    /// The decision, as `doudi decide --format json` prints it; `-` reads standard input.
    pub record: PathBuf,
}

/// How a decision is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    Text,
    Json,
}
