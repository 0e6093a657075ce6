//! An editor as far as the server can tell: it starts `doudi lsp` and speaks the protocol to it.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::{fs, iter};

pub struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    pub folder: PathBuf,
    last_id: i64,
    /// What is marked in each file, by its URI, as it was last said.
    pub marks: std::collections::BTreeMap<String, Vec<Value>>,
    /// What the server asked of the editor.
    pub asked: Vec<Value>,
}

/// A folder of its own for a test, with these files.
pub fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A folder and all in it, as a folder of its own for a test.
pub fn copy(test: &str, from: &Path) -> PathBuf {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let to = folder(test, &[]);
    let mut files = Vec::new();
    below(from, &mut files);
    for file in files {
        let copied = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(copied.parent().unwrap()).unwrap();
        fs::copy(file, copied).unwrap();
    }
    to
}

impl Editor {
    /// Starts the server and greets it; `more` goes into the greeting.
    pub fn start(folder: PathBuf, more: Value) -> Editor {
        let mut editor = Editor::silent(folder);
        let mut params = json!({
            "processId": null,
            "capabilities": {},
            "locale": "en",
            "workspaceFolders": [{ "uri": editor.uri(""), "name": "policy" }],
        });
        for (key, value) in more.as_object().unwrap() {
            params[key] = value.clone();
        }
        let answer = editor.ask("initialize", params);
        assert_eq!(answer["serverInfo"]["name"], "doudi");
        editor.tell("initialized", json!({}));
        editor
    }

    /// Starts the server and says nothing.
    pub fn silent(folder: PathBuf) -> Editor {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doudi"));
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).env_clear();
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Editor { child, input, output, folder, last_id: 0, marks: Default::default(), asked: Vec::new() }
    }

    pub fn uri(&self, name: &str) -> String {
        lsp_types::Url::from_file_path(self.folder.join(name)).unwrap().to_string()
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub fn send_framed(&mut self, text: &str) {
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send_framed(&json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
    }

    /// Asks, and gives the whole answer.
    pub fn answer(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send_framed(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string());
        loop {
            let message = self.hear().expect("an answer");
            if message["id"] == json!(id) && message.get("method").is_none() {
                return message;
            }
            self.note(message);
        }
    }

    /// Asks, and gives what is answered.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Asks, and gives the words of the refusal.
    pub fn refusal(&mut self, method: &str, params: Value) -> String {
        let answer = self.answer(method, params);
        answer["error"]["message"].as_str().unwrap_or_else(|| panic!("{method}: {answer}")).to_owned()
    }

    fn note(&mut self, message: Value) {
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let uri = message["params"]["uri"].as_str().unwrap().to_owned();
                self.marks.insert(uri, message["params"]["diagnostics"].as_array().unwrap().clone());
            }
            _ => self.asked.push(message),
        }
    }

    /// The next message of the server, in its frame.
    pub fn hear(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = Some(value.parse::<usize>().unwrap()),
                _ => break,
            }
        }
        let mut body = vec![0; length?];
        self.output.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(message["jsonrpc"], "2.0");
        Some(message)
    }

    pub fn open(&mut self, name: &str) -> String {
        let text = fs::read_to_string(self.folder.join(name)).unwrap_or_default();
        self.open_as(name, &text);
        text
    }

    pub fn open_as(&mut self, name: &str, text: &str) {
        let document = json!({ "uri": self.uri(name), "languageId": "doudi", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a stretch between two positions (line, column).
    pub fn edit(&mut self, name: &str, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let change = json!({ "range": range(from, to), "text": text });
        let document = json!({ "uri": self.uri(name), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// Asks something of a position.
    pub fn at(&self, name: &str, (line, character): (u32, u32)) -> Value {
        json!({ "textDocument": { "uri": self.uri(name) }, "position": { "line": line, "character": character } })
    }

    /// What is marked in a file now: the codes, each with its line. Whoever asks something hears the
    /// marks first.
    pub fn marked(&mut self, name: &str) -> Vec<String> {
        self.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": self.uri(name) } }));
        let code =
            |mark: &Value| format!("{} {}", mark["code"].as_str().unwrap_or("-"), mark["range"]["start"]["line"]);
        self.marks.get(&self.uri(name)).map(|marks| marks.iter().map(code).collect()).unwrap_or_default()
    }

    /// Says goodbye; the exit status, and what the server said on standard error.
    pub fn leave(mut self) -> (i32, String) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.end()
    }

    /// Waits for the end.
    pub fn end(mut self) -> (i32, String) {
        drop(self.input.take());
        let rest: Vec<Value> = iter::from_fn(|| self.hear()).collect();
        drop(rest);
        let mut err = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap().code().unwrap_or(-1), err)
    }
}

pub fn range(from: (u32, u32), to: (u32, u32)) -> Value {
    json!({
        "start": { "line": from.0, "character": from.1 },
        "end": { "line": to.0, "character": to.1 },
    })
}

/// The position of the n-th place of a text in UTF-16, as most editors count.
pub fn place(text: &str, wanted: &str, nth: usize) -> (u32, u32) {
    let (at, _) = text.match_indices(wanted).nth(nth).unwrap_or_else(|| panic!("no {wanted}"));
    let before = &text[..at];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line as u32, before[start..].encode_utf16().count() as u32)
}

/// A text with the edits of one file made.
pub fn edited(text: &str, edits: &Value) -> String {
    let byte = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut left = position["character"].as_u64().unwrap() as usize;
        let mut at = start;
        for letter in text[start..].chars() {
            if left == 0 {
                break;
            }
            left -= letter.len_utf16();
            at += letter.len_utf8();
        }
        at
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(&range["start"]), byte(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}
