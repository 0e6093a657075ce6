//! What is wrong with a log, a checkpoint or a proof, in words of both languages.

use crate::diagnostic::{Locale, Phrase};
use std::io;

/// What is wrong with a log, a checkpoint or a proof. Lines are counted from 1, entries from 0.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message(Locale::En))]
#[non_exhaustive]
pub enum AuditError {
    /// It cannot be read, or written.
    Io(#[from] io::Error),
    /// A line is not an entry as it was written: something in it was changed.
    Changed {
        /// Where.
        line: u64,
    },
    /// Entries are missing before a line.
    Dropped {
        /// Where.
        line: u64,
        /// The first missing entry.
        from: u64,
        /// The last.
        to: u64,
    },
    /// An entry stands before one that should precede it.
    Reordered {
        /// Where.
        line: u64,
        /// The entry that stands there.
        entry: u64,
        /// The one that should.
        expected: u64,
    },
    /// An entry of a number that was there already.
    Repeated {
        /// Where.
        line: u64,
        /// The entry that stands there.
        entry: u64,
    },
    /// An entry does not hold the hash of the one before: either was exchanged.
    Unchained {
        /// Where.
        line: u64,
        /// The entry that stands there.
        entry: u64,
    },
    /// A line is longer than [`LONGEST_LINE`](super::LONGEST_LINE), or would be.
    TooLong {
        /// Where.
        line: u64,
    },
    /// The log is shorter than it was: entries at its end are missing.
    Truncated {
        /// How many there are.
        entries: u64,
        /// How many there were at the checkpoint.
        witnessed: u64,
    },
    /// The log does not begin with the entries of the checkpoint: it was written anew, or the
    /// checkpoint is of another log.
    Rewritten {
        /// How many entries the checkpoint is of.
        entries: u64,
    },
    /// Nothing is appended while a torn line stands at the end.
    Torn {
        /// Its length, at most.
        bytes: u64,
    },
    /// The log has no such entry.
    NoSuchEntry {
        /// The one asked for.
        entry: u64,
        /// How many there are.
        entries: u64,
    },
    /// A text is no checkpoint or proof of the form, or not in its one written form.
    NotRead {
        /// The form's name.
        format: &'static str,
    },
    /// A proof is for a log of another length than the checkpoint.
    OtherLength {
        /// Entries the proof is for.
        proof: u64,
        /// Entries of the checkpoint.
        checkpoint: u64,
    },
    /// A proof does not show that its entry is in the log of the checkpoint.
    NotIncluded,
}

impl AuditError {
    /// What is wrong, in one language.
    pub fn message(&self, locale: Locale) -> String {
        let (phrase, args) = self.phrase();
        phrase.fill(locale, &args)
    }

    fn phrase(&self) -> (Phrase, Vec<String>) {
        let numbers = |numbers: &[&u64]| numbers.iter().map(ToString::to_string).collect();
        match self {
            AuditError::Io(error) => (IO, vec![error.to_string()]),
            AuditError::Changed { line } => (CHANGED, numbers(&[line])),
            AuditError::Dropped { line, from, to } if from == to => (DROPPED_ONE, numbers(&[line, from])),
            AuditError::Dropped { line, from, to } => (DROPPED, numbers(&[line, from, to])),
            AuditError::Reordered { line, entry, expected } => (REORDERED, numbers(&[line, entry, expected])),
            AuditError::Repeated { line, entry } => (REPEATED, numbers(&[line, entry])),
            AuditError::Unchained { line, entry } => (UNCHAINED, numbers(&[line, entry])),
            AuditError::TooLong { line } => (TOO_LONG, numbers(&[line, &(super::LONGEST_LINE as u64 >> 20)])),
            AuditError::Truncated { entries, witnessed } => (TRUNCATED, numbers(&[entries, witnessed])),
            AuditError::Rewritten { entries } => (REWRITTEN, numbers(&[entries])),
            AuditError::Torn { bytes } => (TORN, numbers(&[bytes])),
            AuditError::NoSuchEntry { entry, entries } => (NO_SUCH_ENTRY, numbers(&[entry, entries])),
            AuditError::NotRead { format } => (NOT_READ, vec![(*format).to_owned()]),
            AuditError::OtherLength { proof, checkpoint } => (OTHER_LENGTH, numbers(&[proof, checkpoint])),
            AuditError::NotIncluded => (NOT_INCLUDED, Vec::new()),
        }
    }
}

macro_rules! phrases {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(const $name: Phrase = Phrase { zh: $zh, en: $en };)*
    };
}

phrases! {
    IO: "无法读写：{0}", "cannot be read or written: {0}";
    CHANGED: "第 {0} 行不是当初写下的条目：内容被改动过", "line {0} is not an entry as it was written: it was changed";
    DROPPED_ONE: "第 {0} 行之前缺少条目 {1}：被删除", "entry {1} is missing before line {0}: it was dropped";
    DROPPED: "第 {0} 行之前缺少条目 {1} 至 {2}：被删除", "entries {1} to {2} are missing before line {0}: they were dropped";
    REORDERED: "第 {0} 行是条目 {1}，应为条目 {2}，后者在更后面：次序被改动", "line {0} holds entry {1} and should hold entry {2}, which stands further down: they were reordered";
    REPEATED: "第 {0} 行又是条目 {1}：重复", "line {0} holds entry {1}, which was there already: it was duplicated";
    UNCHAINED: "第 {0} 行的条目 {1} 与前一条目不相接：两者之一被调换", "line {0}: entry {1} does not follow on the entry before it: one of the two was exchanged";
    TOO_LONG: "第 {0} 行超过 {1} MB", "line {0} is longer than {1} MB";
    TRUNCATED: "日志有 {0} 条，检查点为 {1} 条：末尾的条目被删除", "the log has {0} entries, and had {1} at the checkpoint: entries at its end were dropped";
    REWRITTEN: "日志的前 {0} 条与检查点不符：日志被重写，或检查点属于另一份日志", "the first {0} entries are not those of the checkpoint: the log was written anew, or the checkpoint is of another log";
    TORN: "末尾有一行没有写完（{0} 字节），先截去再追加", "the last line was not written to its end ({0} bytes); cut it off before appending";
    NO_SUCH_ENTRY: "没有条目 {0}：共 {1} 条，从 0 数起", "there is no entry {0}: entries are counted from 0, and there are {1}";
    NOT_READ: "不是一行 `{0}`，或已不是原样", "this is no `{0}`, or not as it was written";
    OTHER_LENGTH: "证明对应 {0} 条的日志，检查点为 {1} 条", "the proof is for a log of {0} entries, the checkpoint of one of {1}";
    NOT_INCLUDED: "这份证明不成立：所附条目不在检查点的日志中", "the proof does not hold: it does not show that its entry is in the log of the checkpoint";
}
