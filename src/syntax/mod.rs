//! Policy text ⇄ syntax tree: reading it, and writing it back in canonical form.

pub mod ast;
mod characters;
mod format;
mod parser;
mod wide;

pub use crate::keywords;
pub use crate::keywords::is_reserved;
pub use characters::check_characters;
pub use format::{format, print, print_in};
pub(crate) use parser::foreign_word;
pub use parser::{is_name, parse};
pub use wide::narrow;
