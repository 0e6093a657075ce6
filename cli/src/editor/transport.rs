//! bytes ⇄ messages: the frames of the language server protocol.
//!
//! A frame that holds no message is an answer's worth of complaint, not the end: only where one
//! frame ends and the next begins must be told.

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};

/// A frame larger than this is not read: no text the engine takes is as large.
const MEGABYTES: usize = 64;

/// Bytes of a header line.
const HEADER: u64 = 4096;

/// What a frame holds.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something else: the answer to it.
    Malformed(Value),
}

/// Reads one frame; `None` at the end of the stream.
///
/// # Errors
/// What is no frame, after which no other can be found.
pub fn read(from: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if from.by_ref().take(HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<usize>().ok();
            }
            Some(_) => {}
            None if line.trim_end().is_empty() => break,
            None => return Err(broken("a header line without a colon")),
        }
    }
    let length = length.ok_or_else(|| broken("no Content-Length"))?;
    if length > MEGABYTES << 20 {
        return Err(broken("a message that is too large"));
    }
    let mut body = Vec::new();
    if from.by_ref().take(length as u64).read_to_end(&mut body)? < length {
        return Ok(None);
    }
    Ok(Some(message(&body)))
}

fn message(body: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return refused(Value::Null, ErrorCode::ParseError, &error.to_string()),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    match serde_json::from_value(value) {
        Ok(message) => Incoming::Message(message),
        Err(error) => refused(id, ErrorCode::InvalidRequest, &error.to_string()),
    }
}

fn refused(id: Value, code: ErrorCode, why: &str) -> Incoming {
    Incoming::Malformed(json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code as i32, "message": why } }))
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Writes a message in a frame.
///
/// # Errors
/// The stream's.
pub fn write(to: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    to.flush()
}
