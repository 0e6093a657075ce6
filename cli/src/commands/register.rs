//! `doudi register`: a synthetic register.

use super::{Done, Stop, load_policy};
use crate::args::{Register, RegisterFormat};
use crate::load::STDIN;
use crate::register::generate::{Plan, Writer};
use crate::words::{self, Message};
use doudi::diagnostic::Locale;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

/// Writes it as it is made: it may be larger than the memory.
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
    let written = match &call.out {
        Some(path) => File::create(path).and_then(|file| write(&writer, file)),
        None => write(&writer, io::stdout().lock()),
    };
    match written {
        // A reader that went away (`doudi … | head`) is no failure of ours.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let name = call.out.as_deref().unwrap_or(Path::new(STDIN)).display();
            Err(Message::new(&words::CANNOT_WRITE, &[&name, &error]).into())
        }
        _ => Ok(Done::default()),
    }
}

fn write(writer: &Writer<'_>, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    writer.write(&mut out)?;
    out.flush()
}
