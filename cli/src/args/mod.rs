//! The command line.

mod cases;
mod policies;
mod registers;
mod tests;

pub use cases::*;
pub use policies::*;
pub use registers::*;
pub use tests::*;

use clap::{Args as Options, Parser, Subcommand, ValueEnum};
use doudi::Date;
use doudi::diagnostic::{Locale, visible};
use std::fmt;
use std::path::PathBuf;

/// doudi (兜底): eligibility rules as text, decisions with their reasons.
///
/// Policies are `.policy` files; `doudi check` says what is wrong with them, `doudi test` runs the
/// cases written for them, `doudi decide` decides one household and explains the decision.
#[derive(Debug, Parser)]
#[command(name = "doudi", version, after_help = EXIT)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Language of messages and explanations; by default that of the locale (LC_ALL, LC_MESSAGES,
    /// LANG), Chinese where it names none.
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    /// Colour: where the output is a terminal and NO_COLOR is not set, or always, or never.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
}

const EXIT: &str = "\
Exit status: 0 fine · 1 the policy, the tests or the facts are at fault · 2 the call is
(an unknown option, a file that cannot be read).";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say all that is wrong with a policy  检查政策
    ///
    /// Reads the files, folders and built-in policies together as one policy. Of a folder, recursively: every .policy
    /// file is rules, every .txt file (and .md file that a rule names) the wording of an
    /// instrument, named by its path relative to the folder.
    Check(Check),
    /// Write policy files in canonical form  整理政策文件的格式
    ///
    /// Changes layout alone, never the meaning: comments, blank lines and the order of everything
    /// stay. A file with errors stays as it is, and its errors are told. With `--keywords` the
    /// keywords are written in Chinese or English; there and back gives the same bytes.
    Fmt(Fmt),
    /// Decide one household and explain the decision  作出决定并说明理由
    ///
    /// A decision that is not complete because a rule is in error ends with status 1; one that
    /// lacks facts is an answer, and names them.
    Decide(Decide),
    /// Explain a stored decision  说明已存的决定
    ///
    /// The record is looked at first: one whose steps do not add up is not explained, and the
    /// status is 1.
    Explain(Explain),
    /// Check a stored record, and decide its case again  核验档案
    ///
    /// With a policy and facts: whether the engine still says what the record says, and if not, what
    /// the decisions were made from that differs, and the first difference in what they say.
    Verify(crate::commands::verify::Verify),
    /// Keep records in a log that shows any change of them  审计日志
    Log(crate::commands::log::Log),
    /// Copy a stored decision for others, what is personal withheld  制作不含个人信息的副本
    ///
    /// Withholds every fact the policy marks `sensitive` and every value worked out from one; what
    /// was decided stays. The copy cannot be checked by itself: make it again from the whole record
    /// and compare.
    Redact(Redact),
    /// Decide a whole register and set it against last month's ledger  月度比对
    ///
    /// Writes into the folder OUT: ledger.jsonl (one line a household), changes.csv (what began,
    /// changed, ended, and why), bad-rows.jsonl (rows that could not be read, and why), summary.json
    /// and summary.md (totals). Bad rows are results: the status is 0 if anything could be decided.
    Compare(Compare),
    /// Make up a register of households to try things with  生成模拟登记册
    ///
    /// The same options give the same bytes on every machine. Nobody in it exists; how often
    /// anything occurs in it is made up.
    Register(Register),
    /// Run the cases in Markdown files  运行案例
    ///
    /// A heading with an output block (`decision`, `explanation`, `trace`, `values`,
    /// `diagnostics`, `record`) under it is a test, and so is every row of a `table`. What the engine
    /// gives is compared with what the file says: values as values, all else byte for byte.
    Test(Test),
    /// Say what a new version of a policy changes  比较两版政策
    ///
    /// First what changed in the text: items added, removed, changed; layout, comments and order are
    /// no change. Then what that does to households, of a register or made up: who gains, loses,
    /// moves, by how much a month, because of which change of the text, and the smallest household of
    /// each kind of change.
    Diff(Diff),
    /// Search for households that break a policy's properties  查找反例
    ///
    /// Tries households at and around every value at which something may change, and shows the
    /// smallest it finds of which a `property` does not hold, as a test ready to paste. Ends with
    /// status 1 where it finds one, where a property cannot be computed, and where no household puts
    /// it to the test.
    Properties(Properties),
    /// List what a policy leaves open  列出政策留待确定之处
    ///
    /// Clauses that can be read in more than one way, values the deployment must supply, and values
    /// that are assumed; each with its clause or source, and the rules that hang on it.
    Readings {
        #[command(flatten)]
        policy: PolicyOption,
        /// A page in Chinese and English, or data.
        #[arg(long, value_enum, default_value = "markdown")]
        format: ReadingsFormat,
    },
    /// Print what a policy's facts look like  输出事实的结构
    Schema {
        #[command(flatten)]
        policy: PolicyOption,
        /// A JSON Schema, or types of Rust to fill in.
        #[arg(long, value_enum, default_value = "json")]
        format: SchemaFormat,
    },
    /// Draw what rests on what  画出依赖关系
    ///
    /// Of a policy, or of one of its rules; or of a stored decision.
    Graph(Graph),
    /// Print what is due in a span of days, and by whom  列出职责
    Duties(Duties),
    /// Print what the cases show of the rules, and what no case shows  列出案例对规则的覆盖
    ///
    /// Runs the cases and looks which way every rule, condition, part of a test, exception, table row
    /// and `if` went. What is not shown is a gap; a `gaps` block of a page explains one. With --law:
    /// every provision of the instruments' texts, with the rules that quote it, the person who sees
    /// to it, or the reason why it is not for a machine; status 1 where words of a text are in no
    /// provision, or a provision is carried out by nothing.
    Coverage(Coverage),
    /// Serve an editor: the language server protocol on standard input and output  编辑器服务
    ///
    /// An editor starts it; docs/editor.md says how. Messages are in the editor's language unless
    /// --lang is given.
    Lsp,
    /// Change the rules a little, and say which changes no case notices  检验案例的察觉力
    ///
    /// One number, comparison, operator, row, modality or day at a time. A change that no case
    /// notices is listed as the exact edit, with a household that would tell the two apart if one is
    /// found; a `survivors` block of a page explains one.
    Mutate(Mutate),
    /// Print a policy as the engine sees it, stage by stage (for engineers)  输出内部表示
    Dump {
        #[command(flatten)]
        policy: PolicyOption,
        /// Which representation.
        #[arg(long, value_enum)]
        stage: Stage,
    },
}

/// The policy a command is about.
#[derive(Debug, Options)]
pub struct PolicyOption {
    /// A file, a folder, or the name of a built-in policy (guangdong-2020); several are read
    /// together as one policy.
    #[arg(long = "policy", required = true, value_name = "PATH|NAME")]
    pub policies: Vec<PathBuf>,
}

/// As it is written in a call, with a blank before it.
impl fmt::Display for PolicyOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.policies.iter().try_for_each(|path| write!(f, " --policy {}", visible(&path.display().to_string())))
    }
}

/// A language.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Lang {
    Zh,
    En,
}

/// When to colour.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Makes it hold for all that is printed.
    pub fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

impl Args {
    /// The language asked for in the call.
    pub fn lang(&self) -> Option<Locale> {
        self.lang.map(|lang| match lang {
            Lang::Zh => Locale::ZhCn,
            Lang::En => Locale::En,
        })
    }

    /// The language asked for, else that of the locale: Chinese if it is Chinese or names no
    /// language (unset, `C`, `POSIX`), else English.
    pub fn locale(&self, variable: impl Fn(&str) -> Option<String>) -> Locale {
        self.lang().unwrap_or_else(|| {
            let mut set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).filter(|v| !v.is_empty());
            let locale = set.next().unwrap_or_default();
            let names_none = ["", "C", "POSIX"].contains(&locale.split('.').next().unwrap_or_default());
            if names_none || locale.starts_with("zh") { Locale::ZhCn } else { Locale::En }
        })
    }
}

fn date(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).ok_or("write a day between 1900 and 2200 as 2020-05-06")
}
