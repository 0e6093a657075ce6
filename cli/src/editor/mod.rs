//! `doudi lsp`: a policy in an editor, over the language server protocol.
//!
//! ```text
//! bytes ─transport─▶ messages ─server─▶ answers
//! file ─folder─▶ texts as they are typed ─(doudi)─▶ what is wrong, what names mean
//!                 ├─problems─▶ marks and edits     ├─names─▶ declarations, uses, new names, outline
//!                 ├─hover─▶ Markdown               └─tokens, complete─▶ what may stand at the cursor
//! ```

mod answers;
mod complete;
mod folder;
mod hover;
mod names;
mod position;
mod problems;
mod server;
mod tokens;
mod transport;
mod words;

use crate::words::Message;
use doudi::diagnostic::Locale;
use doudi::symbols::Symbol;
use server::{Next, Server};
use std::io::{BufReader, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;
use transport::Incoming;

/// What is typed within this time is looked at together.
const PAUSE: Duration = Duration::from_millis(60);

/// The words a declaration is shown by in one language, empty where it has none.
fn label(symbol: &Symbol, locale: Locale) -> &str {
    let (first, english) = (symbol.labels.first.as_ref(), symbol.labels.english.as_ref());
    let label = match locale {
        Locale::ZhCn => first,
        Locale::En => english.or(first),
    };
    label.map_or("", |label| label.value.as_str())
}

/// Serves one editor on standard input and output until it says `exit`; gives the exit status.
/// `chosen` is the language asked for in the call, which goes before that of the editor.
///
/// # Errors
/// A stream that is not of the protocol.
pub fn serve(chosen: Option<Locale>, otherwise: Locale) -> Result<u8, Message> {
    let (sender, incoming) = mpsc::channel();
    thread::spawn(move || {
        let mut input = BufReader::new(std::io::stdin());
        loop {
            let read = transport::read(&mut input);
            let over = !matches!(read, Ok(Some(_)));
            if sender.send(read).is_err() || over {
                break;
            }
        }
    });
    let mut out = std::io::stdout();
    let mut server = Server::new(chosen, otherwise);
    loop {
        let pause = if server.is_behind() { PAUSE } else { Duration::from_secs(3600) };
        let next = match incoming.recv_timeout(pause) {
            Err(RecvTimeoutError::Timeout) => {
                server.catch_up();
                Next::GoOn
            }
            Err(RecvTimeoutError::Disconnected) | Ok(Ok(None)) => Next::Exit(1),
            Ok(Err(error)) => return Err(Message::new(&words::BROKEN_STREAM, &[&error])),
            Ok(Ok(Some(Incoming::Malformed(answer)))) => {
                server.say(answer);
                Next::GoOn
            }
            Ok(Ok(Some(Incoming::Message(message)))) => server.take(message),
        };
        for message in server.said() {
            // An editor that went away will not miss the rest.
            if transport::write(&mut out, &message).is_err() {
                return Ok(1);
            }
        }
        let _ = out.flush();
        if let Next::Exit(status) = next {
            return Ok(status);
        }
    }
}
