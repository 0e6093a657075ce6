//! Options of the commands about cases.

use super::Format;
use clap::{Args as Options, ValueEnum};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// `doudi test`
#[derive(Debug, Options)]
pub struct Test {
    /// Markdown files, and folders of them.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Write what the engine gives into the files; look at the difference before you keep it.
    #[arg(long)]
    pub update: bool,
    /// Run only tests whose name contains this.
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Show what the file says and what is so in two columns, as is done on a terminal wide enough.
    #[arg(long)]
    pub side_by_side: bool,
    /// Write the results as JUnit XML as well, for forges.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Run them again whenever a page, a policy or a text they read changes, until interrupted.
    #[arg(long, conflicts_with = "update")]
    pub watch: bool,
}

/// `doudi coverage`
#[derive(Debug, Options)]
pub struct Coverage {
    /// Markdown files with cases, and folders of them.
    #[arg(required_unless_present = "law")]
    pub paths: Vec<PathBuf>,
    /// End with status 1 where the cases show less than this share: 100%, 97.5%.
    #[arg(long, value_name = "SHARE", conflicts_with = "law")]
    pub at_least: Option<Share>,
    /// Of the law instead: clause by clause, who sees to it.
    #[arg(long, requires = "policies", conflicts_with = "paths")]
    pub law: bool,
    /// For --law: a file, a folder, or the name of a built-in policy; several are read together.
    #[arg(long = "policy", value_name = "PATH|NAME", requires = "law")]
    pub policies: Vec<PathBuf>,
    /// Text, a page, or JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub format: ReportFormat,
}

/// `doudi mutate`
#[derive(Debug, Options)]
pub struct Mutate {
    /// Markdown files with cases, and folders of them; the rules changed are those they name.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Change only rules, conditions, … and files whose name contains this.
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Make only the changes that `survivors` blocks explain: whether they are still survivors.
    #[arg(long)]
    pub explained: bool,
    /// Make only so many changes.
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<usize>,
    /// End with status 1 where less than this share is noticed or explained: 95%.
    #[arg(long, value_name = "SHARE")]
    pub at_least: Option<Share>,
    /// Do not look for households that would tell survivors apart.
    #[arg(long)]
    pub no_households: bool,
    /// Text, or JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// How a report on cases is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Text,
    Markdown,
    Json,
}

/// A share of a whole, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(u16);

impl Share {
    /// Whether so many of all are at least the share; of nothing, all is there.
    pub fn is_reached(self, (some, all): (usize, usize)) -> bool {
        some * 1000 >= all * usize::from(self.0)
    }
}

/// `100%`, `97.5%`, `95`
impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.trim_end_matches('%');
        let (whole, tenth) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str, most: usize| {
            let written = !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u16>().ok().filter(|_| written)
        };
        let permille = digits(whole, 3).zip(digits(tenth, 1)).map(|(whole, tenth)| whole * 10 + tenth);
        permille.filter(|it| *it <= 1000).map(Share).ok_or_else(|| format!("`{text}` is no share such as 97.5%"))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}%", self.0 / 10),
            tenth => write!(f, "{}.{tenth}%", self.0 / 10),
        }
    }
}
