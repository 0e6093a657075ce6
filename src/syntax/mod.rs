//! Policy text ⇄ syntax tree: reading it, and writing it back in canonical form.

pub mod ast;
mod characters;
mod format;
pub mod keywords;
mod parser;
mod wide;

pub use characters::check_characters;
pub use format::{format, print, print_in};
pub use keywords::is_reserved;
pub use parser::{is_name, parse};
