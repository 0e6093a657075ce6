//! A page of blocks → text and Markdown.

use doudi::diagnostic::Locale;

/// What is told, block after block.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// The language it is in.
    pub locale: Locale,
    /// In order.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// Its level, from 2.
    Heading(usize, String),
    /// Words between backticks are names.
    Paragraph(String),
    /// An entry a line.
    List(Vec<String>),
    /// What the block holds, and its lines.
    Code(String, String),
    /// Names and counts, with the heads of both columns.
    Bars([String; 2], Vec<(String, usize)>),
}

/// Characters of the longest bar.
const LONGEST: usize = 40;

impl Page {
    /// Nothing told yet.
    pub fn new(title: String, locale: Locale) -> Page {
        Page { title, locale, blocks: Vec::new() }
    }

    /// Tells more.
    pub fn add(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// For a terminal.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.title);
        for block in &self.blocks {
            match block {
                Block::Heading(_, title) => out += &format!("\n{title}\n"),
                Block::Paragraph(words) => out += &format!("{words}\n"),
                Block::List(entries) => entries.iter().for_each(|entry| out += &format!("  {entry}\n")),
                Block::Code(_, lines) => lines.lines().for_each(|line| out += &format!("    {line}\n")),
                Block::Bars(_, rows) => {
                    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
                    for (name, count) in rows {
                        let bar = "█".repeat((count * LONGEST).div_ceil(most));
                        out += &format!("  {count:>7} {bar} {name}\n");
                    }
                }
            }
        }
        out
    }

    /// For a file.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", self.title);
        for block in &self.blocks {
            out.push('\n');
            match block {
                Block::Heading(level, title) => out += &format!("{} {title}\n", "#".repeat(*level)),
                Block::Paragraph(words) => out += &format!("{words}\n"),
                Block::List(entries) => entries.iter().for_each(|entry| out += &format!("- {entry}\n")),
                Block::Code(info, lines) => out += &format!("```{info}\n{lines}```\n"),
                Block::Bars([name, count], rows) => {
                    out += &format!("| {name} | {count} |\n|---|---:|\n");
                    let cell = |text: &str| text.replace('|', "\\|");
                    rows.iter().for_each(|(name, count)| out += &format!("| {} | {count} |\n", cell(name)));
                }
            }
        }
        out
    }
}
