//! The commands: arguments → what to print and how it went. Printing itself is left to the caller.

mod case;
mod check;
mod compare;
mod coverage;
mod decide;
mod diff;
mod dump;
mod duties;
mod explain;
pub mod fix;
mod fmt;
mod graph;
pub mod log;
mod mutate;
mod properties;
mod readings;
mod redact;
mod register;
mod schema;
mod test;
pub mod verify;
mod watch;

use crate::args::{Command, PolicyOption};
use crate::load::{self, Loaded};
use crate::render;
use crate::words::{self, Message};
use doudi::diagnostic::{Diagnostic, Locale};
use doudi::source::SourceKind;
use doudi::{Policy, Sources};
use std::path::{Path, PathBuf};

/// What a command has to say.
#[derive(Debug, Default)]
pub struct Done {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// Whether the policy, the tests or the facts are at fault.
    pub at_fault: bool,
}

/// Why a command ends early.
#[derive(Debug)]
pub enum Stop {
    /// The call is at fault.
    Call(Message),
    /// The policy or the facts are: what to say of them.
    Fault(String),
}

impl From<Message> for Stop {
    fn from(message: Message) -> Self {
        Stop::Call(message)
    }
}

/// Does it.
pub fn run(command: Command, locale: Locale) -> Result<Done, Stop> {
    match command {
        Command::Check(call) => check::run(&call, locale),
        Command::Fmt(call) => fmt::run(&call, locale),
        Command::Decide(call) => decide::run(&call, locale),
        Command::Explain(call) => explain::run(&call, locale),
        Command::Verify(call) => verify::run(&call, locale),
        Command::Log(call) => log::run(&call, locale),
        Command::Redact(call) => redact::run(&call, locale),
        Command::Compare(call) => compare::run(&call, locale),
        Command::Register(call) => register::run(&call, locale),
        Command::Test(call) => test::run(&call, locale),
        Command::Diff(call) => diff::run(&call, locale),
        Command::Properties(call) => properties::run(&call, locale),
        Command::Graph(call) => graph::run(&call, locale),
        Command::Duties(call) => duties::run(&call, locale),
        Command::Mutate(call) => mutate::run(&call, locale),
        Command::Coverage(call) => coverage::run(&call, locale),
        Command::Readings { policy, format } => readings::run(&policy, format, locale),
        Command::Schema { policy, format } => schema::run(&policy, format, locale),
        Command::Dump { policy, stage } => dump::run(&policy, stage, locale),
        // It answers as it reads, and prints nothing of its own: `main` runs it.
        Command::Lsp => Ok(Done::default()),
    }
}

/// Gives the texts of a policy.
pub type Texts = fn() -> Sources;

/// The policies that come with the program.
pub const BUILT_IN: &[(&str, Texts)] = &[
    ("guangdong-2020", doudi_guangdong_2020::sources),
    ("guangzhou-2020", doudi_guangdong_cities_2020::guangzhou_sources),
    ("shenzhen-2020", doudi_guangdong_cities_2020::shenzhen_sources),
    ("zhuhai-2020", doudi_guangdong_cities_2020::zhuhai_sources),
];

/// Reads the texts of the policies named: built-in ones, files and folders, together as one.
fn read(paths: &[PathBuf]) -> Result<Loaded, Message> {
    let built_in = |path: &Path| BUILT_IN.iter().find(|(name, _)| Path::new(name) == path).map(|(_, texts)| texts());
    let (mut loaded, mut own) = (Loaded::default(), Vec::new());
    for path in paths {
        match built_in(path) {
            // Two cities bring the same province along: a text that is there already is the same.
            Some(sources) => loaded.sources = merged(loaded.sources, &sources),
            None if path != Path::new(load::STDIN) && !path.exists() => {
                let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
                return Err(Message::new(&words::NO_SUCH_POLICY, &[&path.display(), &names.join(", ")]));
            }
            None => own.push(path.clone()),
        }
    }
    if !own.is_empty() {
        let more = load::policy(&own)?;
        loaded = Loaded { sources: merged(loaded.sources, &more.sources), paths: more.paths };
    }
    Ok(loaded)
}

/// Texts with others behind them; a name that is taken is not added again.
pub fn merged(sources: Sources, more: &Sources) -> Sources {
    more.iter().fold(sources, |sources, (_, source)| match source.kind {
        _ if sources.named(&source.name).is_some() => sources,
        SourceKind::Policy => sources.policy(&source.name, &source.text),
        SourceKind::Instrument => sources.text(&source.name, &source.text),
    })
}

/// Loads the policy named.
fn load_policy(option: &PolicyOption, locale: Locale) -> Result<Policy, Stop> {
    let loaded = read(&option.policies)?;
    Policy::load(loaded.sources.clone()).map_err(|error| {
        let shown = render::of_policy(&error.diagnostics, &loaded, locale);
        Stop::Fault(format!("{shown}\n{}", tally(&error.diagnostics, locale)))
    })
}

/// `2 errors, 1 warning`, as a line.
fn tally(diagnostics: &[Diagnostic], locale: Locale) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    Message::new(&words::TALLY, &[&errors, &(diagnostics.len() - errors)]).text(locale) + "\n"
}
