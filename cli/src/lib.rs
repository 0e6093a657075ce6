//! The program `doudi` as a library, so that tests run fixtures as the program does.
//!
//! ```text
//! arguments ─args─▶ commands ─▶ what to print, exit status
//! paths ─load─▶ texts ─(doudi)─▶ policy, facts        diagnostics ─render─▶ screen
//! registers ─register─▶ households ─comparison─▶ ledger, changes, totals
//! policy ─search─▶ households ─properties─▶ counterexamples
//! policy + policy ─difference─▶ items that changed, households that do
//! record ─commands::verify─▶ what differs      records ─commands::log─▶ log, checkpoints, proofs
//! Markdown ─fixture─▶ page ─▶ report                  folders of pages ─suite─▶ reports, updates
//! text + text ─differing─▶ lines that differ
//! editor ─editor─▶ answers, marks
//! folders of pages ─casebook─▶ cases, policies ─coverage─▶ what they show of the rules, and what not
//! casebook ─mutation─▶ small changes of the rules, and which of them no case notices
//! model ─typed─▶ Rust      ─readings─▶ what is left open, as a page or JSON
//! ```
//!
//! [`fixture`] is pure: text in, results and updated text out. Files are read in [`load`] and
//! written in [`suite`]; a comparison writes its own folder, `doudi log` its log,
//! `doudi check --fix` what it mends.

mod args;
mod casebook;
mod commands;
mod comparison;
mod coverage;
pub mod difference;
pub mod differing;
mod editor;
mod error_pages;
pub mod fixture;
mod junit;
pub mod load;
mod markdown;
mod mutation;
pub mod properties;
mod readings;
mod register;
mod render;
pub mod report;
pub mod search;
pub mod suite;
mod typed;
mod words;

pub use commands::fix::fixed;
pub use error_pages::index as error_index;
pub use words::Message;

use clap::Parser;
use commands::Stop;
use std::io::Write;
use std::process::ExitCode;

/// Reads the command line, does it, prints, and says by the exit status how it went.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    args.color.write_global();
    let locale = args.locale(|name| std::env::var(name).ok());
    if let args::Command::Lsp = args.command {
        return match editor::serve(args.lang(), locale) {
            Ok(status) => ExitCode::from(status),
            Err(message) => {
                let _ = writeln!(anstream::stderr(), "doudi: {}", message.text(locale));
                ExitCode::from(2)
            }
        };
    }
    let (done, status) = match commands::run(args.command, locale) {
        Ok(done) if done.at_fault => (done, 1),
        Ok(done) => (done, 0),
        Err(Stop::Fault(err)) => (commands::Done { err, ..Default::default() }, 1),
        Err(Stop::Call(message)) => {
            (commands::Done { err: format!("doudi: {}\n", message.text(locale)), ..Default::default() }, 2)
        }
    };
    // A reader that went away (`doudi … | head`) is no failure of ours.
    let _ = anstream::stdout().write_all(done.out.as_bytes());
    let _ = anstream::stderr().write_all(done.err.as_bytes());
    ExitCode::from(status)
}
