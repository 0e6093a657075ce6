//! A stream → numbered lines, each of bounded size; the digest of all that was read.

use sha2::{Digest, Sha256};
use std::io::{self, BufRead};

/// A longer line is no household; it is kept up to here.
pub const LONGEST: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// One line, without its line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u64,
    /// The bytes, at most [`LONGEST`].
    pub bytes: Vec<u8>,
    /// Whether there was more of it.
    pub cut: bool,
}

/// Reads lines ended by LF or CRLF, and drops a byte order mark and lines with nothing on them but
/// commas.
pub struct Lines<R> {
    reader: R,
    number: u64,
    read: u64,
    hasher: Sha256,
}

impl<R: BufRead> Lines<R> {
    /// Nothing read yet.
    pub fn new(reader: R) -> Self {
        Lines { reader, number: 0, read: 0, hasher: Sha256::new() }
    }

    /// The next line that holds something.
    ///
    /// # Errors
    /// Where the stream cannot be read.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            let Some(line) = self.any_line()? else { return Ok(None) };
            // A spreadsheet writes an empty row as commas.
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            if !line.bytes.iter().all(blank) || line.cut {
                return Ok(Some(line));
            }
        }
    }

    /// The next lines, no more than so many and no more than so many bytes (or one line).
    ///
    /// # Errors
    /// Where the stream cannot be read.
    pub fn next_lines(&mut self, most: usize, most_bytes: usize) -> io::Result<Vec<Line>> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while lines.len() < most && bytes < most_bytes {
            let Some(line) = self.next_line()? else { break };
            bytes += line.bytes.len();
            lines.push(line);
        }
        Ok(lines)
    }

    /// Bytes read so far.
    pub fn bytes_read(&self) -> u64 {
        self.read
    }

    /// SHA-256 of all that was read, hex.
    pub fn digest(&self) -> String {
        hex(&self.hasher.clone().finalize())
    }

    fn any_line(&mut self) -> io::Result<Option<Line>> {
        self.number += 1;
        let mut line = Line { number: self.number, bytes: Vec::new(), cut: false };
        let (mut ended, mut any) = (false, false);
        while !ended {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            ended = end.is_some();
            let taken = end.map_or(chunk.len(), |end| end + 1);
            let (part, _) = chunk.split_at(end.unwrap_or(chunk.len()));
            let room = LONGEST - line.bytes.len();
            line.cut |= part.len() > room;
            line.bytes.extend_from_slice(&part[..part.len().min(room)]);
            self.hasher.update(&chunk[..taken]);
            self.read += taken as u64;
            self.reader.consume(taken);
        }
        if line.number == 1 && line.bytes.starts_with(BYTE_ORDER_MARK) {
            line.bytes.drain(..BYTE_ORDER_MARK.len());
        }
        if line.bytes.ends_with(b"\r") {
            line.bytes.pop();
        }
        Ok(any.then_some(line))
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
}
