//! Policy text ⇄ syntax tree: reading it, and writing it back in canonical form.

pub mod ast;
mod characters;
mod parser;
mod print;

pub use characters::check_characters;
pub use parser::{is_name, is_reserved, parse};
pub use print::print;
