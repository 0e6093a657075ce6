//! A page of blocks → one HTML file that asks for nothing else, with bars drawn as SVG.

use super::page::{Block, Page};
use doudi::diagnostic::Locale;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");

/// Units of the drawing: a row's height, where bars begin, how long the longest is.
const ROW: usize = 24;
const BEGIN: usize = 300;
const LONGEST: usize = 360;

impl Page {
    /// A page that loads nothing and runs nothing.
    pub fn html(&self) -> String {
        let language = if self.locale == Locale::ZhCn { "zh-CN" } else { "en" };
        let title = escaped(&self.title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        );
        for block in &self.blocks {
            out += &html(block);
        }
        out += "</main>\n</body>\n</html>\n";
        out
    }
}

fn html(block: &Block) -> String {
    match block {
        Block::Heading(level, title) => format!("<h{level}>{}</h{level}>\n", escaped(title)),
        Block::Paragraph(words) => format!("<p>{}</p>\n", named(words)),
        Block::List(entries) => {
            let entries: String = entries.iter().map(|entry| format!("<li>{}</li>\n", named(entry))).collect();
            format!("<ul>\n{entries}</ul>\n")
        }
        Block::Code(info, lines) if info == "diff" => {
            let line = |line: &str| {
                let class = match line.as_bytes().first() {
                    Some(b'+') => "new",
                    Some(b'-') => "old",
                    _ => "around",
                };
                format!("<span class=\"{class}\">{}</span>\n", escaped(line))
            };
            format!("<pre>{}</pre>\n", lines.lines().map(line).collect::<String>())
        }
        Block::Code(_, lines) => format!("<pre>{}</pre>\n", escaped(lines)),
        Block::Bars([_, count], rows) => bars(count, rows),
    }
}

/// A row for each: the name, a bar, the count. Every number stands as text, so that none is told by
/// length alone.
fn bars(unit: &str, rows: &[(String, usize)]) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let (width, height) = (BEGIN + LONGEST + 80, rows.len() * ROW);
    let mut out = format!(
        "<figure>\n<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(unit).replace('"', "&quot;")
    );
    for (at, (name, count)) in rows.iter().enumerate() {
        let (top, length) = (at * ROW, (count * LONGEST).div_ceil(most));
        let base = top + ROW - 8;
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{base}\" class=\"name\">{}</text>\
             <rect x=\"{BEGIN}\" y=\"{}\" width=\"{length}\" height=\"{}\"/>\
             <text x=\"{}\" y=\"{base}\">{count}</text>",
            BEGIN - 8,
            escaped(&short(name)),
            top + 4,
            ROW - 8,
            BEGIN + length + 6
        );
    }
    out += "</svg>\n";
    // A name that does not fit its row stands below in full.
    let long: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).filter(|name| short(name) != **name).collect();
    if !long.is_empty() {
        let entries: String = long.iter().map(|name| format!("<li>{}</li>\n", named(name))).collect();
        out += &format!("<ul class=\"full\">\n{entries}</ul>\n");
    }
    out + "</figure>\n"
}

/// A name cut to the width of its row; a Chinese sign takes the room of two letters.
fn short(name: &str) -> String {
    const ROOM: usize = 40;
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += if letter.is_ascii() { 1 } else { 2 };
        taken <= ROOM
    };
    let cut: String = name.chars().take_while(fits).collect();
    if cut.len() < name.len() { format!("{cut}…") } else { cut }
}

/// Text with what stands between backticks as code.
fn named(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        match at % 2 {
            0 => out += &escaped(part),
            _ => out += &format!("<code>{}</code>", escaped(part)),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
