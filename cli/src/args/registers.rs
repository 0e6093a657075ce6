//! Options of the commands about a register.

use super::{PolicyOption, date};
use clap::{Args as Options, ValueEnum};
use doudi::Date;
use std::path::PathBuf;

/// `doudi compare`
#[derive(Debug, Options)]
pub struct Compare {
    #[command(flatten)]
    pub policy: PolicyOption,
    /// The register: .csv or JSON Lines; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub register: PathBuf,
    /// How the register is written; by default CSV if its name ends in .csv, else JSON Lines.
    #[arg(long, value_enum)]
    pub format: Option<RegisterFormat>,
    /// The ledger that last month's comparison wrote.
    #[arg(long, value_name = "LAST.jsonl")]
    pub ledger: Option<PathBuf>,
    /// The policy whose ledger it is, where that is not this one but the one it follows.
    #[arg(long, value_name = "NAME", requires = "ledger")]
    pub ledger_of: Option<String>,
    /// The folder to write into.
    #[arg(long, value_name = "FOLDER", required_unless_present = "explain", conflicts_with = "explain")]
    pub out: Option<PathBuf>,
    /// Write nothing, but print the page of this household: the decision and its reasons.
    #[arg(long, value_name = "ID")]
    pub explain: Option<String>,
    /// Values the deployment supplies and readings it chooses, as JSON.
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// The day the decisions are for.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub on: Date,
    /// The key or column of the register that says which household it is.
    #[arg(long, value_name = "FIELD", default_value = "id")]
    pub id: String,
    /// The key or column of the register that households are counted under.
    #[arg(long, value_name = "FIELD", default_value = "county")]
    pub group: String,
    /// Fill a fact with last month's value of another: was_on_dibao=on_dibao of the household,
    /// Person.was_ill=seriously_ill of list entries (which need an `id`). What the register itself
    /// says goes before; what is not in the ledger stays unknown.
    #[arg(long, value_name = "FACT=FACT")]
    pub previous: Vec<String>,
    /// Overwrite the results of another comparison in FOLDER.
    #[arg(long)]
    pub force: bool,
}

/// `doudi register`
#[derive(Debug, Options)]
pub struct Register {
    /// The policy whose facts are filled in: a file, a folder or a built-in policy.
    #[arg(long = "policy", value_name = "PATH|NAME", default_value = "guangdong-2020")]
    policies: Vec<PathBuf>,
    /// The file to write; by default standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Households in the first month.
    #[arg(long)]
    pub households: u64,
    /// Another seed, other households.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Counties they are spread over.
    #[arg(long, default_value_t = 21, value_parser = clap::value_parser!(u64).range(1..))]
    pub county_count: u64,
    /// CSV or JSON Lines.
    #[arg(long, value_enum, default_value = "jsonl")]
    pub format: RegisterFormat,
    /// The day of the first month.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, default_value = "2020-05-06")]
    pub on: Date,
    /// The month, from 1: every later one is the same register changed.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=120))]
    pub month: u32,
    /// Of 1,000 rows, how many are spoilt.
    #[arg(long, value_name = "PERMILLE", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=1000))]
    pub damage: u64,
}

impl Register {
    /// The policy asked for.
    pub fn policy(&self) -> PolicyOption {
        PolicyOption { policies: self.policies.clone() }
    }
}

/// How a register is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RegisterFormat {
    Csv,
    Jsonl,
}
