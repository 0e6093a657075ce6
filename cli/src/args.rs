//! The command line.

use clap::{Args as Options, Parser, Subcommand, ValueEnum};
use doudi::Date;
use doudi::diagnostic::{Locale, visible};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

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
    /// `diagnostics`, `record`) under it is a test. What the engine gives is compared byte for
    /// byte with what the file says.
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
    /// The day households are decided for; without it the first on which both are in force.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub on: Option<Date>,
    /// The households of this register: .csv, else JSON Lines. Without it households are made up.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["households", "seed"])]
    pub register: Option<PathBuf>,
    /// The key or column of the register that households are counted under.
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

/// How a decision is printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    Text,
    Json,
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
