//! Messages → what is known of the policies, and answers.

use super::folder::{self, Bases, Known, Open};
use super::position::{Encoding, Lines};
use super::{answers, problems, words};
use crate::load;
use crate::words::Message;
use doudi::diagnostic::Locale;
use lsp_server::{ErrorCode, Message as Incoming, Notification, Request, Response};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, InitializeParams, PublishDiagnosticsParams, Url,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Whether the server goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It does.
    GoOn,
    /// It ends with this status.
    Exit(u8),
}

/// What an editor can ask about.
pub struct Server {
    chosen: Option<Locale>,
    /// The language of the answers.
    pub locale: Locale,
    /// What columns count.
    pub encoding: Encoding,
    is_initialized: bool,
    is_shut_down: bool,
    watches: bool,
    /// The folders opened in the editor.
    opened: Vec<PathBuf>,
    open: Open,
    /// The version of each open text.
    versions: BTreeMap<PathBuf, i32>,
    /// By folder of files: the folder that is their policy.
    roots: BTreeMap<PathBuf, PathBuf>,
    bases: Bases,
    policies: BTreeMap<PathBuf, Rc<Known>>,
    /// By policy: the names of the last time that every file could be read whole.
    names: BTreeMap<PathBuf, Rc<Known>>,
    /// Policies of which something was typed since.
    behind: BTreeSet<PathBuf>,
    /// By policy: the files that were marked.
    marked: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    said: Vec<Value>,
}

/// Why a request has no answer.
pub struct Fault {
    /// By the protocol's number.
    pub code: ErrorCode,
    /// In words.
    pub message: String,
}

impl Server {
    /// A server nobody has spoken to.
    pub fn new(chosen: Option<Locale>, otherwise: Locale) -> Self {
        Server {
            chosen,
            locale: chosen.unwrap_or(otherwise),
            encoding: Encoding::default(),
            is_initialized: false,
            is_shut_down: false,
            watches: false,
            opened: Vec::new(),
            open: Open::new(),
            versions: BTreeMap::new(),
            roots: BTreeMap::new(),
            bases: Bases::new(),
            policies: BTreeMap::new(),
            names: BTreeMap::new(),
            behind: BTreeSet::new(),
            marked: BTreeMap::new(),
            said: Vec::new(),
        }
    }

    /// What there is to send, once.
    pub fn said(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.said)
    }

    /// Sends something.
    pub fn say(&mut self, message: Value) {
        self.said.push(message);
    }

    /// Takes a message.
    pub fn take(&mut self, message: Incoming) -> Next {
        match message {
            Incoming::Request(request) => self.request(request),
            Incoming::Notification(notification) if notification.method == "exit" => {
                return Next::Exit(u8::from(!self.is_shut_down));
            }
            Incoming::Notification(notification) => self.notification(notification),
            Incoming::Response(_) => {}
        }
        Next::GoOn
    }

    // ---- requests ----

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let answer = match request.method.as_str() {
            "initialize" if !self.is_initialized => self.initialize(request.params),
            _ if !self.is_initialized => {
                Err(self.fault(ErrorCode::ServerNotInitialized, &Message::new(&words::NOT_INITIALIZED, &[])))
            }
            _ if self.is_shut_down => {
                Err(self.fault(ErrorCode::InvalidRequest, &Message::new(&words::ALREADY_SHUT_DOWN, &[])))
            }
            "shutdown" => {
                self.is_shut_down = true;
                Ok(Value::Null)
            }
            _ => answers::answer(self, &request.method, request.params),
        };
        let response = match answer {
            Ok(result) => Response::new_ok(id, result),
            Err(fault) => Response::new_err(id, fault.code as i32, fault.message),
        };
        let mut message = json!(response);
        message["jsonrpc"] = json!("2.0");
        self.said.push(message);
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Fault> {
        let params: InitializeParams = read(params)?;
        let language =
            params.locale.as_deref().map(|locale| if locale.starts_with("zh") { Locale::ZhCn } else { Locale::En });
        self.locale = self.chosen.or(language).unwrap_or(self.locale);
        let offered = params.capabilities.general.and_then(|general| general.position_encodings);
        self.encoding = Encoding::agreed(&offered.unwrap_or_default());
        let workspace = params.capabilities.workspace;
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
        self.watches = watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false);
        #[expect(deprecated, reason = "older editors give nothing else")]
        let root = params.root_uri;
        let folders = params.workspace_folders.unwrap_or_default().into_iter().map(|folder| folder.uri);
        self.opened = folders.filter_map(|uri| uri.to_file_path().ok()).collect();
        if self.opened.is_empty() {
            self.opened.extend(root.and_then(|uri| uri.to_file_path().ok()));
        }
        self.is_initialized = true;
        Ok(answers::capabilities(self.encoding))
    }

    /// A fault in words.
    pub fn fault(&self, code: ErrorCode, message: &Message) -> Fault {
        Fault { code, message: message.text(self.locale) }
    }

    // ---- notifications ----

    fn notification(&mut self, notification: Notification) {
        if !self.is_initialized || self.is_shut_down {
            return;
        }
        // Nobody waits for an answer to a notification: what cannot be read is passed over.
        let _: Result<(), Fault> = self.notified(notification);
    }

    fn notified(&mut self, Notification { method, params }: Notification) -> Result<(), Fault> {
        match method.as_str() {
            "initialized" if self.watches => self.watch(),
            "textDocument/didOpen" => {
                let document = read::<DidOpenTextDocumentParams>(params)?.text_document;
                if let Ok(path) = document.uri.to_file_path() {
                    self.forget_folders();
                    self.versions.insert(path.clone(), document.version);
                    self.typed(path, Some(document.text));
                }
            }
            "textDocument/didChange" => self.change(read(params)?),
            "textDocument/didClose" => {
                let document = read::<DidCloseTextDocumentParams>(params)?.text_document;
                if let Ok(path) = document.uri.to_file_path() {
                    self.versions.remove(&path);
                    self.typed(path, None);
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => self.all_behind(),
            "workspace/didChangeWorkspaceFolders" => {
                let event = read::<DidChangeWorkspaceFoldersParams>(params)?.event;
                let path = |uri: &Url| uri.to_file_path().ok();
                let removed: Vec<PathBuf> = event.removed.iter().filter_map(|folder| path(&folder.uri)).collect();
                self.opened.retain(|folder| !removed.contains(folder));
                self.opened.extend(event.added.iter().filter_map(|folder| path(&folder.uri)));
                self.all_behind();
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let Ok(path) = params.text_document.uri.to_file_path() else { return };
        let Some(mut text) = self.open.get(&path).cloned() else { return };
        for change in params.content_changes {
            let Some(range) = change.range else {
                text = change.text;
                continue;
            };
            let lines = Lines::of(&text);
            let start = lines.offset(&text, range.start, self.encoding);
            let end = lines.offset(&text, range.end, self.encoding).max(start);
            text.replace_range(start..end, &change.text);
        }
        self.versions.insert(path.clone(), params.text_document.version);
        self.typed(path, Some(text));
    }

    /// A text is another now; `None`: that of the disk.
    fn typed(&mut self, path: PathBuf, text: Option<String>) {
        match text {
            Some(text) => self.open.insert(path.clone(), text),
            None => self.open.remove(&path),
        };
        let root = self.root(&path);
        self.behind.insert(root);
        // Policies that amend the one of this file.
        let holding = self.policies.iter().filter(|(_, known)| known.source(&path).is_some());
        self.behind.extend(holding.map(|(root, _)| root.clone()));
    }

    /// Files came, went or changed: nothing that was read is sure to hold.
    fn all_behind(&mut self) {
        self.forget_folders();
        let open: Vec<PathBuf> = self.open.keys().cloned().collect();
        let roots: Vec<PathBuf> = open.iter().map(|path| self.root(path)).collect();
        self.behind.extend(roots);
        self.behind.extend(self.policies.keys().cloned());
    }

    fn watch(&mut self) {
        let watchers = json!([{ "globPattern": "**/*.{policy,txt,md}" }]);
        let registration = json!({
            "id": "doudi-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        self.said.push(json!({
            "jsonrpc": "2.0",
            "id": "doudi-watch",
            "method": "client/registerCapability",
            "params": { "registrations": [registration] },
        }));
    }

    // ---- policies ----

    /// What belongs to what is to be looked for anew.
    fn forget_folders(&mut self) {
        self.roots.clear();
        self.bases.clear();
    }

    fn root(&mut self, path: &Path) -> PathBuf {
        let folder = path.parent().unwrap_or(path).to_path_buf();
        let known = self.roots.get(&folder).cloned();
        known.unwrap_or_else(|| {
            let root = folder::of_file(path, &self.opened, &self.open);
            self.roots.insert(folder, root.clone());
            root
        })
    }

    /// Cases, facts and tables in the folder of the policy of a file, where it is within those opened.
    pub fn beside(&mut self, path: &Path) -> Vec<(String, PathBuf)> {
        let root = self.root(path);
        if !self.opened.iter().any(|top| root.starts_with(top)) {
            return Vec::new();
        }
        let files = load::walk(&root, &["md", "json", "jsonl", "csv"]).unwrap_or_default();
        let shown = |file: &PathBuf| file.strip_prefix(&root).unwrap_or(file).display().to_string();
        files.into_iter().map(|file| (shown(&file), file)).collect()
    }

    /// Whether something was typed that has not been looked at.
    pub fn is_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// Looks at what was typed, and marks what is wrong.
    pub fn catch_up(&mut self) {
        let open: Vec<PathBuf> = self.open.keys().cloned().collect();
        let roots: BTreeSet<PathBuf> = open.iter().map(|path| self.root(path)).collect();
        let mut behind = std::mem::take(&mut self.behind);
        // A file may belong to another policy now.
        behind.extend(roots.iter().filter(|root| !self.policies.contains_key(*root)).cloned());
        behind.extend(self.policies.keys().filter(|root| !roots.contains(*root)).cloned());
        for root in behind {
            if !roots.contains(&root) {
                self.mark(&root, &Known::default());
                self.names.remove(&root);
                self.policies.remove(&root);
                continue;
            }
            let known = Rc::new(Known::read(&root, &self.opened, &self.open, &mut self.bases));
            self.mark(&root, &known);
            if known.policy.is_some() || !self.names.contains_key(&root) {
                self.names.insert(root.clone(), Rc::clone(&known));
            }
            self.policies.insert(root, known);
        }
    }

    /// Sends the marks of every file of a policy, and takes those away that no longer hold.
    fn mark(&mut self, root: &Path, known: &Known) {
        let of_root =
            |path: &&PathBuf| self.roots.get(path.parent().unwrap_or(path)).is_some_and(|found| found == root);
        let headed = known.symbols.all().find(|(_, symbol)| symbol.kind == doudi::symbols::SymbolKind::Policy);
        let headed = headed.and_then(|(_, symbol)| known.path(symbol.span.source)).map(Path::to_path_buf);
        let front = headed.or_else(|| self.open.keys().find(of_root).cloned()).unwrap_or_else(|| root.to_path_buf());
        let mut files = problems::by_file(known, &front, self.encoding, self.locale);
        let before = self.marked.remove(root).unwrap_or_default();
        let now: BTreeSet<PathBuf> =
            files.iter().filter(|(_, list)| !list.is_empty()).map(|(path, _)| path.clone()).collect();
        files.extend(before.difference(&now).map(|path| (path.clone(), Vec::new())));
        files.retain(|path, list| !list.is_empty() || before.contains(path) || self.open.contains_key(path));
        for (path, diagnostics) in files {
            let Ok(uri) = Url::from_file_path(&path) else { continue };
            let params = PublishDiagnosticsParams::new(uri, diagnostics, self.versions.get(&path).copied());
            self.said.push(json!({
                "jsonrpc": "2.0",
                "method": "textDocument/publishDiagnostics",
                "params": params,
            }));
        }
        self.marked.insert(root.to_path_buf(), now);
    }

    /// What is known of the policy an open file belongs to, as it is typed now.
    ///
    /// # Errors
    /// A file that is not open.
    pub fn known(&mut self, uri: &Url) -> Result<(Rc<Known>, PathBuf), Fault> {
        let not_open =
            |server: &Server| server.fault(ErrorCode::InvalidParams, &Message::new(&words::NOT_OPEN, &[uri]));
        let path = uri.to_file_path().map_err(|()| not_open(self))?;
        if !self.open.contains_key(&path) {
            return Err(not_open(self));
        }
        self.catch_up();
        let root = self.root(&path);
        let known = self.policies.get(&root).cloned();
        known.map(|known| (known, path)).ok_or_else(|| not_open(self))
    }

    /// A policy when it was last sound, else as it is: what is being typed in it had a name before.
    pub fn last_sound(&mut self, path: &Path, now: &Rc<Known>) -> Rc<Known> {
        let root = self.root(path);
        let last = self.names.get(&root).filter(|_| now.policy.is_none());
        Rc::clone(last.unwrap_or(now))
    }

    /// What is known of every policy of which a file is open.
    pub fn all(&mut self) -> Vec<Rc<Known>> {
        self.catch_up();
        self.policies.values().cloned().collect()
    }
}

/// The parameters of a message.
///
/// # Errors
/// What they lack.
pub fn read<T: DeserializeOwned>(params: Value) -> Result<T, Fault> {
    serde_json::from_value(params).map_err(|error| Fault { code: ErrorCode::InvalidParams, message: error.to_string() })
}
