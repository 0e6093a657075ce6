//! `doudi log`: records kept so that any change of them shows.

use super::{Done, Stop};
use crate::args::Format;
use crate::load::{self, STDIN};
use crate::words::{self, Message, phrases};
use doudi::Record;
use doudi::audit::{AuditError, AuditLog, Checkpoint, Consistency, Draft, Entries, Entry, Inclusion, LONGEST_LINE};
use doudi::decision::check;
use doudi::diagnostic::{Locale, visible};
use serde_json::json;
use std::fmt::Display;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// `doudi log`
#[derive(Debug, clap::Args)]
pub struct Log {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Put records into a log  追加档案
    ///
    /// Each record is checked, written, and synced to the disk before its number is printed.
    Append(Append),
    /// Say whether a log is as it was written  核验日志
    Verify {
        /// The log.
        #[arg(value_name = "LOG")]
        log: PathBuf,
        /// A checkpoint somebody kept: the log must still begin as it did then.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// Text or JSON.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Print what to give to somebody else: how many entries, their hash, their root  输出检查点
    Checkpoint {
        /// The log.
        #[arg(value_name = "LOG")]
        log: PathBuf,
    },
    /// Print an entry's record, or the whole entry  输出条目
    Show {
        /// The log.
        #[arg(value_name = "LOG")]
        log: PathBuf,
        /// Its number, from 0.
        #[arg(long, value_name = "N")]
        entry: u64,
        /// The line of the log, not the record alone.
        #[arg(long)]
        line: bool,
    },
    /// Prove to those who do not have the log what is in it  出具证明
    Prove {
        /// The log.
        #[arg(value_name = "LOG")]
        log: PathBuf,
        /// That it holds this entry.
        #[arg(long, value_name = "N", required_unless_present = "since", conflicts_with = "since")]
        entry: Option<u64>,
        /// That it has only been added to since this checkpoint.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
        /// The checkpoint the proof is for; by default the log as it is now.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Say whether a proof holds, without the log  核验证明
    Check {
        /// What `doudi log prove` printed; `-` reads standard input.
        #[arg(value_name = "PROOF")]
        proof: PathBuf,
        /// The checkpoint it is for.
        #[arg(long, value_name = "FILE")]
        checkpoint: PathBuf,
        /// Of a proof that a log has only been added to: the earlier checkpoint.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
        /// Text or JSON.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

#[derive(Debug, clap::Args)]
struct Append {
    /// The log; it is begun where there is none.
    #[arg(value_name = "LOG")]
    log: PathBuf,
    /// Records, one a line, as `doudi decide --format json` writes them; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,
    /// Free words for each of them.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// When, for each of them, in the form you keep to; no clock is read.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Put in the SHA-256 of each record only, and keep the records elsewhere.
    #[arg(long)]
    digest_only: bool,
    /// Put in copies for others, what is personal withheld; the whole records are kept elsewhere.
    #[arg(long)]
    redact: bool,
    /// Text or JSON.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Does it.
pub fn run(call: &Log, locale: Locale) -> Result<Done, Stop> {
    let out = match &call.what {
        What::Append(call) => return append(call, locale),
        What::Verify { log, checkpoint, format } => verify(log, checkpoint.as_deref(), *format, locale)?,
        What::Checkpoint { log } => {
            let found = AuditLog::open(open(log)?).map_err(|error| fault(log, &error, locale))?;
            found.checkpoint().to_json() + "\n"
        }
        What::Show { log, entry, line } => show(log, *entry, *line, locale)?,
        What::Prove { log, entry, since, checkpoint } => {
            let at = checkpoint.as_deref().map(|path| read(path, Checkpoint::from_json, locale)).transpose()?;
            let proof = match (entry, since) {
                (_, Some(path)) => {
                    let since = read(path, Checkpoint::from_json, locale)?;
                    Consistency::prove(open(log)?, &since, at.as_ref()).map(|proof| proof.to_json())
                }
                (entry, None) => {
                    Inclusion::prove(open(log)?, entry.unwrap_or_default(), at.as_ref()).map(|proof| proof.to_json())
                }
            };
            proof.map_err(|error| fault(log, &error, locale))? + "\n"
        }
        What::Check { proof, checkpoint, since, format } => {
            let checkpoint = read(checkpoint, Checkpoint::from_json, locale)?;
            match since {
                Some(since) => {
                    let since = read(since, Checkpoint::from_json, locale)?;
                    only_added_to(proof, &since, &checkpoint, *format, locale)?
                }
                None => included(proof, &checkpoint, *format, locale)?,
            }
        }
    };
    Ok(Done { out, ..Done::default() })
}

/// Puts records behind the last entry; prints each one's number once it is on the disk.
fn append(call: &Append, locale: Locale) -> Result<Done, Stop> {
    let input: Box<dyn Read> = match call.record == Path::new(STDIN) {
        true => Box::new(io::stdin()),
        false => Box::new(open(&call.record)?),
    };
    let mut records = BufReader::new(input);
    let (mut file, mut log) = begin(&call.log, locale)?;
    let wrong = |number: u64, error: String| {
        Stop::Fault(Message::new(&NO_RECORD, &[&call.record.display(), &number, &visible(&error)]).text(locale) + "\n")
    };
    let mut appended = 0u64;
    for number in 1.. {
        let Some(line) = next_line(&mut records, &call.record, number)? else { break };
        if line.trim().is_empty() {
            continue;
        }
        let record = Record::from_json(&line).map_err(|error| wrong(number, error.to_string()))?;
        check::check(&record).map_err(|flaw| wrong(number, flaw.message(locale)))?;
        let record = if call.redact { record.redacted() } else { record };
        let mut draft = Draft::of(&record);
        draft = call.at.as_deref().map_or(draft, |at| draft.at(at));
        draft = call.note.as_deref().map_or(draft, |note| draft.note(note));
        draft = if call.digest_only { draft.digest_only() } else { draft };
        let entry = log.append(&mut file, &draft).map_err(|error| fault(&call.log, &error, locale))?;
        file.sync_data().map_err(|error| cannot_write(&call.log, &error))?;
        acknowledge(&entry, call.format, locale);
        appended += 1;
    }
    if appended == 0 {
        return Err(Stop::Fault(Message::new(&NOTHING, &[&call.record.display()]).text(locale) + "\n"));
    }
    Ok(Done::default())
}

/// Opens a log for one writer, and cuts off a torn line.
fn begin(path: &Path, locale: Locale) -> Result<(File, AuditLog), Stop> {
    let cannot = |error: io::Error| cannot_write(path, &error);
    let new = !path.exists();
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(cannot)?;
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => Message::new(&BUSY, &[&path.display()]),
        TryLockError::Error(error) => cannot(error),
    })?;
    let mut log = AuditLog::open(&file).map_err(|error| fault(path, &error, locale))?;
    let torn = log.torn();
    let end = log.cut();
    file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end))).map_err(cannot)?;
    if new {
        remember(path).map_err(cannot)?;
    }
    if torn > 0 {
        let cut = Message::new(&CUT, &[&path.display(), &torn]).text(locale);
        let _ = writeln!(io::stderr().lock(), "{cut}");
    }
    Ok((file, log))
}

/// Makes sure that a new file is still in its folder after a power cut.
fn remember(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Elsewhere a folder cannot be opened as a file, and need not be.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The next line, no longer than an entry may be.
fn next_line(input: &mut impl BufRead, path: &Path, number: u64) -> Result<Option<String>, Message> {
    let mut line = String::new();
    let read = input.take(LONGEST_LINE as u64 + 1).read_line(&mut line).map_err(|error| cannot_read(path, &error))?;
    match line.len() > LONGEST_LINE {
        true => Err(Message::new(&LONG_LINE, &[&path.display(), &number, &(LONGEST_LINE >> 20)])),
        false => Ok((read > 0).then_some(line)),
    }
}

/// Said at once: what is printed is on the disk.
fn acknowledge(entry: &Entry, format: Format, locale: Locale) {
    let line = match format {
        Format::Text => Message::new(&APPENDED, &[&entry.number, &entry.hash]).text(locale),
        Format::Json => json!({ "entry": entry.number, "digest": entry.digest, "hash": entry.hash }).to_string(),
    };
    let mut out = io::stdout().lock();
    // A reader that went away is no failure of ours.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn verify(path: &Path, checkpoint: Option<&Path>, format: Format, locale: Locale) -> Result<String, Stop> {
    let checkpoint = checkpoint.map(|path| read(path, Checkpoint::from_json, locale)).transpose()?;
    let file = open(path)?;
    let log = match &checkpoint {
        Some(checkpoint) => AuditLog::verify(file, checkpoint),
        None => AuditLog::open(file),
    };
    let log = log.map_err(|error| fault(path, &error, locale))?;
    let witnessed = checkpoint.as_ref().map(|checkpoint| checkpoint.entries);
    let found = log.checkpoint();
    if let Format::Json = format {
        let Checkpoint { entries, head, root, .. } = found;
        let found = json!({ "entries": entries, "head": head, "root": root, "torn": log.torn(), "unended": log.unended(), "witnessed": witnessed });
        return Ok(format!("{found:#}\n"));
    }
    let line = |phrase, args: &[&dyn Display]| Message::new(phrase, args).text(locale) + "\n";
    let mut out = line(&AS_WRITTEN, &[&found.entries, &found.head, &found.root]);
    if log.torn() > 0 {
        out += &line(&TORN, &[&log.torn()]);
    }
    if log.unended() {
        out += &line(&UNENDED, &[]);
    }
    out += &match witnessed {
        Some(entries) => line(&WITNESSED, &[&entries]),
        None => line(&NO_WITNESS, &[]),
    };
    Ok(out)
}

fn show(path: &Path, number: u64, line: bool, locale: Locale) -> Result<String, Stop> {
    let fault = |error: AuditError| fault(path, &error, locale);
    let mut entries = Entries::new(BufReader::new(open(path)?));
    for entry in entries.by_ref() {
        let entry = entry.map_err(fault)?;
        match entry.record {
            _ if entry.number != number => {}
            _ if line => return Ok(entry.line + "\n"),
            Some(record) => return Ok(record + "\n"),
            None => {
                let message = Message::new(&DIGEST_ONLY, &[&number, &entry.digest]);
                return Err(Stop::Fault(message.text(locale) + "\n"));
            }
        }
    }
    Err(fault(AuditError::NoSuchEntry { entry: number, entries: entries.log().entries() }))
}

fn included(path: &Path, checkpoint: &Checkpoint, format: Format, locale: Locale) -> Result<String, Stop> {
    let proof = read(path, Inclusion::from_json, locale)?;
    let entry = proof.check(checkpoint).map_err(|error| fault(path, &error, locale))?;
    let Entry { number, at, note, digest, .. } = &entry;
    if let Format::Json = format {
        let found = json!({ "entry": number, "entries": checkpoint.entries, "at": at, "note": note, "digest": digest });
        return Ok(format!("{found:#}\n"));
    }
    let mut out = Message::new(&INCLUDED, &[number, &checkpoint.entries, digest]).text(locale) + "\n";
    for said in [at, note].into_iter().flatten() {
        out += &format!("  {}\n", visible(said));
    }
    Ok(out)
}

fn only_added_to(
    path: &Path,
    since: &Checkpoint,
    now: &Checkpoint,
    format: Format,
    locale: Locale,
) -> Result<String, Stop> {
    let proof = read(path, Consistency::from_json, locale)?;
    proof.check(since, now).map_err(|error| fault(path, &error, locale))?;
    Ok(match format {
        Format::Text => Message::new(&ADDED_TO, &[&now.entries, &since.entries]).text(locale) + "\n",
        Format::Json => format!("{:#}\n", json!({ "from": since.entries, "to": now.entries })),
    })
}

fn open(path: &Path) -> Result<File, Message> {
    File::open(path).map_err(|error| cannot_read(path, &error))
}

/// Reads a checkpoint or a proof.
fn read<T>(path: &Path, read: impl Fn(&str) -> Result<T, AuditError>, locale: Locale) -> Result<T, Stop> {
    read(&load::text(path)?).map_err(|error| fault(path, &error, locale))
}

fn cannot_read(path: &Path, error: &io::Error) -> Message {
    match error.kind() {
        io::ErrorKind::NotFound => Message::new(&words::NO_SUCH_PATH, &[&path.display()]),
        _ => Message::new(&words::CANNOT_READ, &[&path.display(), error]),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Message {
    Message::new(&words::CANNOT_WRITE, &[&path.display(), error])
}

/// What is wrong with a log, a checkpoint or a proof.
fn fault(path: &Path, error: &AuditError, locale: Locale) -> Stop {
    Stop::Fault(Message::new(&FAULT, &[&path.display(), &error.message(locale)]).text(locale) + "\n")
}

phrases! {
    FAULT: "`{0}`：{1}", "`{0}`: {1}";
    NOTHING: "`{0}` 中没有档案，什么也没有追加", "there is no record in `{0}`; nothing was appended";
    NO_RECORD: "`{0}` 第 {1} 行不能作为档案追加：{2}；此前各行已追加。每行一份，应为 `doudi decide --format json` 所写",
        "`{0}` line {1} cannot be appended as a record: {2}; the lines before it have been. Records stand one a line, as `doudi decide --format json` writes them";
    LONG_LINE: "`{0}` 第 {1} 行超过 {2} MB", "`{0}` line {1} is longer than {2} MB";
    BUSY: "另一个程序正在追加 `{0}`，等它结束后再试", "another program is appending to `{0}`; try again when it has finished";
    CUT: "`{0}` 末尾有一行没有写完（{1} 字节），没有确认过，已截去", "the last line of `{0}` was not written to its end ({1} bytes) and never acknowledged; it was cut off";
    APPENDED: "条目 {0}：{1}", "entry {0}: {1}";
    AS_WRITTEN: "日志完好：{0} 条\n  最后一条 {1}\n  根 {2}", "the log is as it was written: {0} entries\n  the last {1}\n  the root {2}";
    TORN: "末尾有一行没有写完（{0} 字节）：有一次追加中断，或正在进行；它没有确认过，下次追加时截去",
        "the last line was not written to its end ({0} bytes): an append was cut off, or is under way; it was never acknowledged, and the next append cuts it off";
    UNENDED: "最后一条完整，只缺换行：予以保留，下次追加时先补换行",
        "the last entry is whole and has only lost its line break: it is kept, and the next append begins with the break";
    WITNESSED: "前 {0} 条与检查点相符", "the first {0} entries are those of the checkpoint";
    NO_WITNESS: "没有检查点：末尾是否被截、全部是否被重写，单凭日志看不出来", "without a checkpoint nobody can tell from the log alone whether its end was dropped or all of it written anew";
    DIGEST_ONLY: "条目 {0} 只有档案的 SHA-256：{1}", "entry {0} holds only the SHA-256 of its record: {1}";
    INCLUDED: "证明成立：条目 {0} 在 {1} 条的日志中\n  档案的 SHA-256 {2}", "the proof holds: entry {0} is in the log of {1} entries\n  SHA-256 of its record {2}";
    ADDED_TO: "证明成立：{0} 条的日志以原先的 {1} 条开头，只有追加", "the proof holds: the log of {0} entries begins with the {1} of before, and was only added to";
}
