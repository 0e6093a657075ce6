//! The folder a comparison is written into.
//!
//! Everything is written under temporary names; at the end the names are changed, that of the
//! summary last. A folder with a summary is finished, whatever happens; one without is not, and
//! the next run writes it anew.

use super::words;
use crate::words::{self as program, Message};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// One line a household.
pub const LEDGER: &str = "ledger.jsonl";
/// One row a measure that is not as it was.
pub const CHANGES: &str = "changes.csv";
/// One line a row that could not be read.
pub const BAD_ROWS: &str = "bad-rows.jsonl";
/// One row a member who is in two households.
pub const SAME_PERSON: &str = "same-person.csv";
/// The summary for people.
pub const PAGE: &str = "summary.md";
/// The summary for programs, and the mark that the folder is finished.
pub const SUMMARY: &str = "summary.json";

const UNFINISHED: &str = ".unfinished";

/// What makes the results of a run what they are: two runs with the same write the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The policy's name.
    pub policy: String,
    /// SHA-256 of the policy, hex.
    pub policy_digest: String,
    /// The engine's version.
    pub engine: String,
    /// SHA-256 of the settings, hex.
    pub settings: String,
    /// The day decided for.
    pub date: String,
    /// What households are counted under.
    pub group: String,
    /// Facts of last month that were filled in, as on the command line.
    pub previous: Vec<String>,
    /// The language of the page and the changes.
    pub lang: String,
    /// SHA-256 of last month's ledger, hex.
    pub last: Option<String>,
    /// SHA-256 of the policy that made it, hex.
    #[serde(default)]
    pub last_policy: Option<String>,
    /// SHA-256 of the register, hex; known once it is read.
    pub register: Option<String>,
}

/// The ledger as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ledger {
    /// The households it holds.
    pub households: u64,
    /// SHA-256 of the file, hex.
    pub sha256: String,
}

/// A folder being written.
pub struct Folder {
    path: PathBuf,
    /// The run whose results stand there.
    finished: Option<Run>,
    force: bool,
    pub ledger: BufWriter<File>,
    pub changes: BufWriter<File>,
    pub bad_rows: BufWriter<File>,
    pub same_person: BufWriter<File>,
}

/// What is read of a finished summary.
#[derive(Deserialize)]
struct Finished {
    run: Run,
}

impl Folder {
    /// Makes the folder and begins its files.
    ///
    /// # Errors
    /// Where it cannot be written, or already holds the results of another run.
    pub fn begin(path: &Path, run: &Run, force: bool) -> Result<Folder, Message> {
        let finished = finished(path)?;
        let other = |finished: &Run| Run { register: None, ..finished.clone() } != *run;
        if !force && finished.as_ref().is_some_and(other) {
            return Err(Message::new(&words::OTHER_RUN, &[&path.display()]));
        }
        fs::create_dir_all(path).map_err(|error| cannot_write(path, &error))?;
        let files = [LEDGER, CHANGES, BAD_ROWS, SAME_PERSON].map(|name| create(path, name));
        let [ledger, changes, bad_rows, same_person] = files;
        let (ledger, changes, bad_rows, same_person) = (ledger?, changes?, bad_rows?, same_person?);
        Ok(Folder { path: path.to_owned(), finished, force, ledger, changes, bad_rows, same_person })
    }

    /// Says that a file of the folder cannot be written.
    pub fn cannot_write(&self, error: &io::Error) -> Message {
        cannot_write(&self.path, error)
    }

    /// Leaves the folder as it was.
    pub fn discard(self) {
        discard(&self.path);
    }

    /// Writes the summaries and gives everything its name.
    ///
    /// # Errors
    /// Where it cannot be written, or the folder holds the results of a run over another register.
    pub fn finish(self, run: &Run, summary: &str, page: &str) -> Result<(), Message> {
        let Folder { path, finished, force, ledger, changes, bad_rows, same_person } = self;
        if !force && finished.as_ref().is_some_and(|finished| finished != run) {
            discard(&path);
            return Err(Message::new(&words::OTHER_RUN, &[&path.display()]));
        }
        let cannot = |error: io::Error| cannot_write(&path, &error);
        let mut texts = [create(&path, PAGE)?, create(&path, SUMMARY)?];
        for (file, text) in texts.iter_mut().zip([page, summary]) {
            file.write_all(text.as_bytes()).map_err(cannot)?;
        }
        let [page, summary] = texts;
        for mut file in [ledger, changes, bad_rows, same_person, page, summary] {
            file.flush().and_then(|()| file.get_ref().sync_all()).map_err(cannot)?;
        }
        // Names change one by one: without a summary the folder does not count as finished.
        if finished.is_some() {
            fs::remove_file(path.join(SUMMARY)).map_err(cannot)?;
        }
        for name in [LEDGER, CHANGES, BAD_ROWS, SAME_PERSON, PAGE, SUMMARY] {
            fs::rename(path.join(format!("{name}{UNFINISHED}")), path.join(name)).map_err(cannot)?;
        }
        Ok(())
    }
}

/// The run whose results stand in a folder; something else called like a summary is not ours.
fn finished(path: &Path) -> Result<Option<Run>, Message> {
    match fs::read_to_string(path.join(SUMMARY)) {
        Ok(text) => match serde_json::from_str(&text) {
            Ok(Finished { run }) => Ok(Some(run)),
            Err(_) => Err(Message::new(&words::OTHER_SUMMARY, &[&path.display(), &SUMMARY])),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Message::new(&program::CANNOT_READ, &[&path.join(SUMMARY).display(), &error])),
    }
}

fn discard(folder: &Path) {
    for name in [LEDGER, CHANGES, BAD_ROWS, SAME_PERSON] {
        // What is left behind is overwritten by the next run.
        let _ = fs::remove_file(folder.join(format!("{name}{UNFINISHED}")));
    }
}

fn create(folder: &Path, name: &str) -> Result<BufWriter<File>, Message> {
    let path = folder.join(format!("{name}{UNFINISHED}"));
    File::create(&path).map(BufWriter::new).map_err(|error| cannot_write(&path, &error))
}

fn cannot_write(path: &Path, error: &io::Error) -> Message {
    Message::new(&program::CANNOT_WRITE, &[&path.display(), error])
}
