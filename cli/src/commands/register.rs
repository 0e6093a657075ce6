//! `doudi register`: a synthetic register.

use super::{Done, Stop, load_policy};
use crate::args::{Register, RegisterFormat};
use crate::register::generate::{Plan, Writer};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use std::io::{self, BufWriter, ErrorKind, Write};

/// Writes it to standard output as it is made: it may be larger than the memory.
pub fn run(call: &Register, locale: Locale) -> Result<Done, Stop> {
    let policy = load_policy(&call.policy(), locale)?;
    let plan = Plan {
        households: call.households,
        seed: call.seed,
        counties: call.county_count,
        on: call.on,
        month: call.month,
        damage: call.damage,
    };
    let writer = Writer { model: policy.model(), plan: &plan, csv: call.format == RegisterFormat::Csv };
    let mut out = BufWriter::new(io::stdout().lock());
    match writer.write(&mut out).and_then(|()| out.flush()) {
        // A reader that went away (`doudi … | head`) is no failure of ours.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Message::new(&words::CANNOT_WRITE, &[&"-", &error]).into())
        }
        _ => Ok(Done::default()),
    }
}
