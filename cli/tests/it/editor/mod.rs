//! `doudi lsp` over its protocol: sessions of an editor, as they are typed.

mod client;
mod grammar;
mod hostile;
mod session;
