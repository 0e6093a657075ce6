//! Options of the commands about a policy.

use super::{PolicyOption, date};
use clap::{Args as Options, ValueEnum};
use doudi::Date;
use std::path::PathBuf;

/// How policy files are to be written.
#[derive(Debug, Options)]
pub struct Fmt {
    /// Files, and folders of .policy files; `-` reads from standard input and prints.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Write nothing: show what would change, with status 1 if anything would.
    #[arg(long)]
    pub check: bool,
    /// Print the result instead of writing it into the files.
    #[arg(long, conflicts_with = "check")]
    pub stdout: bool,
    /// Write all keywords in this language; without it each keeps its own.
    #[arg(long, value_enum, value_name = "LANG")]
    pub keywords: Option<Words>,
}

/// The languages of keywords.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Words {
    /// 规则、当、应
    Zh,
    /// rule, when, must
    En,
}

/// `doudi check`
#[derive(Debug, Options)]
pub struct Check {
    /// Files and folders; `-` reads rules from standard input.
    #[arg(required_unless_present = "explain")]
    pub paths: Vec<PathBuf>,
    /// For people; or for programs a line of JSON a diagnostic, or SARIF 2.1.0 for forges.
    #[arg(long, value_enum, default_value = "text")]
    pub format: CheckFormat,
    /// Write the changes in which nothing else can be meant into the files, and show them.
    #[arg(long)]
    pub fix: bool,
    /// Print the page of an error: what it means, an example, and the example mended; without a
    /// code the index of all pages.
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["paths", "fix", "format"])]
    pub explain: Option<String>,
}

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum CheckFormat {
    /// With the lines they speak of.
    Text,
    /// JSON Lines.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// `doudi diff`
#[derive(Debug, Options)]
pub struct Diff {
    /// The policy as it is: a file, a folder or a built-in policy.
    pub old: PathBuf,
    /// The policy as it is to be.
    pub new: PathBuf,
    /// Values the deployment supplies and readings it chooses, as JSON.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// Those of the old policy; without it, the same.
    #[arg(long, value_name = "FILE")]
    pub old_settings: Option<PathBuf>,
    /// The day households are decided for; without it the first on which both are in force and all
    /// that is new has begun.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub on: Option<Date>,
    /// The households of this register: .csv, else JSON Lines. Without it households are made up.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["households", "seed"])]
    pub register: Option<PathBuf>,
    /// The key or column of the register that says which household it is.
    #[arg(long, value_name = "FIELD", default_value = "id")]
    pub id: String,
    /// The key or column of the register that names a county or the like, and is no fact.
    #[arg(long, value_name = "FIELD", default_value = "county")]
    pub group: String,
    /// Households made up.
    #[arg(long, default_value_t = 2_000)]
    pub households: usize,
    /// Another seed, other households.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Text, Markdown, or a page of HTML with plots.
    #[arg(long, value_enum, default_value = "text")]
    pub format: DiffFormat,
}

/// How a difference is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum DiffFormat {
    Text,
    Markdown,
    Html,
}

/// `doudi properties`
#[derive(Debug, Options)]
pub struct Properties {
    #[command(flatten)]
    pub policy: PolicyOption,
    /// Values the deployment supplies and readings it chooses, as JSON.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// The day households are decided for; without it the first day the policy is in force.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub on: Option<Date>,
    /// Decisions at most.
    #[arg(long, value_name = "DECISIONS", default_value_t = 4_000)]
    pub budget: usize,
    /// Another seed, other households.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Markdown files, and folders of them, whose `facts` blocks are tried first.
    #[arg(long, value_name = "PATH")]
    pub cases: Vec<PathBuf>,
}

/// `doudi graph`
#[derive(Debug, Options)]
#[group(required = true, multiple = true)]
pub struct Graph {
    /// A file, a folder, or the name of a built-in policy; several are read together as one policy.
    #[arg(long = "policy", value_name = "PATH|NAME", conflicts_with = "record")]
    pub policies: Vec<PathBuf>,
    /// Only what this rule rests on.
    #[arg(long, value_name = "NAME", requires = "policies")]
    pub rule: Option<String>,
    /// A stored decision, as `doudi decide --format json` prints it; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// A picture, or text for Graphviz.
    #[arg(long, value_enum, default_value = "svg")]
    pub format: GraphFormat,
}

/// How a graph is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum GraphFormat {
    Svg,
    Dot,
}

/// `doudi duties`
#[derive(Debug, Options)]
pub struct Duties {
    #[command(flatten)]
    pub policy: PolicyOption,
    /// First day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub from: Date,
    /// Last day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub to: Date,
    /// Text, JSON, or a calendar that other programs import.
    #[arg(long, value_enum, default_value = "text")]
    pub format: DutyFormat,
}

/// How duties are printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum DutyFormat {
    Text,
    Json,
    Ics,
}

/// How what is left open is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReadingsFormat {
    Markdown,
    Json,
}

/// How a schema is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SchemaFormat {
    Json,
    Rust,
}

/// A representation of a policy.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Stage {
    /// What the files say, word for word.
    Syntax,
    /// Every name resolved, every type checked.
    Model,
    /// Executable steps in order of dependency.
    Plan,
}
