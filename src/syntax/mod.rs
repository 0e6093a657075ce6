//! Policy text ⇄ syntax tree: reading it, and writing it back in canonical form.

pub mod ast;
mod parser;
mod print;

pub use parser::parse;
pub use print::print;
