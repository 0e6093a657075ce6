//! The commands: arguments → what to print and how it went. Printing itself is left to the caller.

mod check;
mod compare;
mod coverage;
mod decide;
mod dump;
mod duties;
mod readings;
mod register;
mod schema;
mod test;

use crate::args::{Command, PolicyOption};
use crate::load::{self, Loaded};
use crate::render;
use crate::words::{self, Message};
use doudi::diagnostic::{Diagnostic, Locale};
use doudi::{Policy, Sources};
use std::path::Path;

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
        Command::Check { paths } => check::run(&paths, locale),
        Command::Decide(call) => decide::run(&call, locale),
        Command::Compare(call) => compare::run(&call, locale),
        Command::Register(call) => register::run(&call, locale),
        Command::Test { paths, update, filter } => test::run(&paths, update, filter.as_deref(), locale),
        Command::Duties(call) => duties::run(&call, locale),
        Command::Coverage(call) => coverage::run(&call, locale),
        Command::Readings { policy, format } => readings::run(&policy, format, locale),
        Command::Schema { policy, format } => schema::run(&policy, format, locale),
        Command::Dump { policy, stage } => dump::run(&policy, stage, locale),
    }
}

type Texts = fn() -> Sources;

/// The policies that come with the program.
const BUILT_IN: &[(&str, Texts)] = &[
    ("guangdong-2020", doudi_guangdong_2020::sources),
    ("guangzhou-2020", doudi_guangdong_cities_2020::guangzhou_sources),
    ("shenzhen-2020", doudi_guangdong_cities_2020::shenzhen_sources),
];

/// Reads the texts of the policy named: a built-in one, else files and folders.
fn read(option: &PolicyOption) -> Result<Loaded, Message> {
    if let [name] = option.policies.as_slice()
        && let Some((_, sources)) = BUILT_IN.iter().find(|(built_in, _)| Path::new(built_in) == name)
    {
        return Ok(Loaded { sources: sources(), ..Loaded::default() });
    }
    for path in &option.policies {
        if path != Path::new(load::STDIN) && !path.exists() {
            let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            return Err(Message::new(&words::NO_SUCH_POLICY, &[&path.display(), &names.join(", ")]));
        }
    }
    load::policy(&option.policies)
}

/// Loads the policy named.
fn load_policy(option: &PolicyOption, locale: Locale) -> Result<Policy, Stop> {
    let loaded = read(option)?;
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
